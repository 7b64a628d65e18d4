package kernel

import (
	"time"

	"otpsh/runtime/term"
)

// This file is how a world is driven and waited for from outside.

// Status says why an Await ended.
type Status uint8

const (
	Ended      Status = iota // the process ended; Reason says how
	Cancelled                // cancel was closed, or got a value
	Stopped                  // the world was stopped
	Deadlocked               // nothing can ever happen; Deadlock says who waits
)

// Outcome is the end of an Await.
type Outcome struct {
	Status   Status
	Reason   term.Term
	Deadlock *Deadlock
}

// Await waits until the process has ended and gives its exit reason: :noproc
// when it had ended before and is not remembered. A value on cancel, or the
// world's stop, ends the wait with nil; a deadlock with {:deadlock, text}.
// A simulated world runs meanwhile, and its clock jumps when nothing can run.
func (w *World) Await(pid term.PID, cancel <-chan struct{}) (reason term.Term) {
	out := w.AwaitOutcome(pid, cancel)
	if out.Status == Deadlocked {
		return term.Tuple2(deadlockReason, term.Binary(out.Deadlock.String()))
	}
	return out.Reason
}

// AwaitOutcome is Await that tells more.
func (w *World) AwaitOutcome(pid term.PID, cancel <-chan struct{}) Outcome {
	if w.sim != nil {
		return w.sim.await(pid, cancel)
	}
	return w.awaitLive(pid, cancel)
}

// Settle runs all that can run, at most bound slices (0: no bound), and lets no timer go
// off. It tells how many slices ran and whether the world is at rest. In a
// live world it waits until every scheduler sleeps.
func (w *World) Settle(bound int) (slices int, rest bool) {
	if w.sim != nil {
		return w.sim.settle(bound)
	}
	w.live.waitQuiet(nil)
	return 0, true
}

// WaitQuiet waits until nothing runs in a live world, or cancel is closed. It
// reports whether nothing runs. A simulated world runs only when driven.
func (w *World) WaitQuiet(cancel <-chan struct{}) bool {
	if w.sim != nil {
		return true
	}
	for w.live.waitQuiet(cancel) {
		if w.hostCalls.Load() == 0 {
			return true
		}
		// Whoever waits for the host runs again when it has answered.
		select {
		case <-cancel:
			return false
		case <-time.After(time.Millisecond):
		}
	}
	return false
}

// Advance lets d of virtual time pass: what can run runs, and timers go off
// at their times. A value on a cancel channel stops it; false then. In a live
// world it does nothing.
func (w *World) Advance(d time.Duration, cancel ...<-chan struct{}) bool {
	if w.sim == nil {
		return true
	}
	var c <-chan struct{}
	if len(cancel) > 0 {
		c = cancel[0]
	}
	return w.sim.advance(d, c)
}

// Step runs one slice of a simulated world; false when nothing can run.
func (w *World) Step() bool {
	if w.sim == nil {
		return false
	}
	n, _ := w.sim.settle(1)
	return n > 0
}

// Choices is how many choices a simulated world has made by its seed.
func (w *World) Choices() int {
	if w.sim == nil {
		return 0
	}
	w.sim.driving.Lock()
	defer w.sim.driving.Unlock()
	return w.sim.choices
}

// NextTimer is the time at which the next timer goes off; false when none is
// set. For a live world it is about right.
func (w *World) NextTimer() (at time.Duration, ok bool) {
	if w.sim != nil {
		w.sim.driving.Lock()
		defer w.sim.driving.Unlock()
		return w.sim.nextTimer()
	}
	w.timer.mu.Lock()
	defer w.timer.mu.Unlock()
	if len(w.timer.heap) == 0 {
		return 0, false
	}
	return w.timer.heap[0].at, true
}
