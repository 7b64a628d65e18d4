package kernel

import (
	"context"
	"time"

	"otpsh/runtime/term"
)

// This file is requests: having something done on another process, by the
// scheduler that may touch it, with an answer.

type request struct {
	id    uint64
	from  term.PID
	run   func(q *Process) any
	value any
	dead  bool
	reply chan *request              // when asked from outside
	tell  func(alive bool) term.Term // the answer is a message: this one
}

func (p *Process) carryOut(r *request) {
	r.value = r.run(p)
	r.answer(p.world, p.sched)
}

func (r *request) answer(w *World, s *scheduler) {
	if r.reply != nil {
		r.reply <- r
		return
	}
	if r.tell != nil {
		w.signalTo(r.from, signal{kind: sigMessage, msg: r.tell(!r.dead)}, s)
		return
	}
	if r.from == 0 { // nobody asked for an answer
		return
	}
	w.signalTo(r.from, signal{kind: sigReply, msg: r}, s)
}

// giveUp ends the context of the host work that the process waits for.
func (p *Process) giveUp() {
	if p.rare != nil && p.rare.giveUp != nil {
		p.rare.giveUp()
		p.rare.giveUp = nil
	}
}

// Ask has f run in the context of another process, after all signals that
// were sent to it before. The body then waits (returns Waiting) until Answer,
// asked with the number that Ask gave, has the result.
func (p *Process) Ask(pid term.PID, f func(q *Process) any) uint64 {
	r := &request{id: p.NewRef().ID, from: p.PID(), run: f}
	if !p.world.signalTo(pid, signal{kind: sigRequest, from: p.PID(), msg: r}, p.sched) {
		r.dead = true
		p.toSelf(signal{kind: sigReply, msg: r})
	}
	return r.id
}

// AskLater asks whether a process is alive, without waiting: the answer is a
// message, made by tell when all signals that were sent before were taken in.
func (p *Process) AskLater(pid term.PID, tell func(alive bool) term.Term) {
	r := &request{from: p.PID(), run: func(*Process) any { return nil }, tell: tell}
	if !p.world.signalTo(pid, signal{kind: sigRequest, from: p.PID(), msg: r}, p.sched) {
		r.dead = true
		r.answer(p.world, p.sched)
	}
}

// Answer is the result of an Ask. ready is false while there is none; alive
// is false when the process was dead.
func (p *Process) Answer(id uint64) (value any, alive, ready bool) {
	p.takeIn()
	if p.rare == nil {
		return nil, false, false
	}
	r, ok := p.rare.replies.delete(id)
	if !ok {
		return nil, false, false
	}
	return r.value, !r.dead, true
}

// Ask has f run in the context of a process and gives what it returned; false
// when the process is dead. From outside the world's processes.
func (w *World) Ask(pid term.PID, f func(q *Process) any) (any, bool) {
	return w.AskWithin(pid, nil, f)
}

// AskWithin is Ask that gives up, with false, when timeout fires; f may then
// still run later. A nil timeout never fires. In a simulated world it gives up
// at once while somebody else drives the world.
func (w *World) AskWithin(pid term.PID, timeout <-chan time.Time, f func(q *Process) any) (any, bool) {
	q := w.Lookup(pid)
	if q == nil {
		return nil, false
	}
	if w.sim != nil {
		if timeout == nil {
			w.sim.driving.Lock()
		} else if !w.sim.driving.TryLock() {
			return nil, false
		}
		defer w.sim.driving.Unlock()
		return f(q), true
	}
	r := &request{run: f, reply: make(chan *request, 1)}
	if !w.push(q, &signal{kind: sigRequest, msg: r}, nil) {
		return nil, false
	}
	select {
	case <-r.reply:
		return r.value, !r.dead
	case <-timeout:
		return nil, false
	case <-w.live.done:
		return nil, false
	}
}

// IsAlive reports at once whether a process is alive when no signal is on its
// way to it; sure is false when one is, and the process has to be asked.
func (w *World) IsAlive(pid term.PID) (alive, sure bool) {
	q := w.Lookup(pid)
	if q == nil {
		return false, true
	}
	return true, q.head.Load() == parked
}

// Suspend keeps a process from running until Resume; its signals are still
// taken in. From anywhere. False when it is dead.
func (w *World) Suspend(pid term.PID) bool { return w.signalTo(pid, signal{kind: sigSuspend}, nil) }

// Resume ends one Suspend.
func (w *World) Resume(pid term.PID) bool { return w.signalTo(pid, signal{kind: sigResume}, nil) }

// Interrupt has the process's body raise, as Ctrl-C does. From anywhere.
func (w *World) Interrupt(pid term.PID, class term.Atom, reason term.Term) bool {
	return w.signalTo(pid, signal{kind: sigInterrupt, msg: interrupt{class, reason}}, nil)
}

// SuspendProcess is suspend_process: the caller asks for it with Ask, so that
// the other one no longer runs when it goes on. It counts.
func (p *Process) SuspendProcess(pid term.PID) uint64 {
	p.countSuspend(pid)
	return p.Ask(pid, func(q *Process) any {
		q.more().suspended++
		return nil
	})
}

// SuspendLater is SuspendProcess without waiting. With a tag, not nil, the
// message {tag, :suspended} says when the other one no longer runs.
func (p *Process) SuspendLater(pid term.PID, tag term.Term) {
	p.countSuspend(pid)
	from := p.PID()
	r := &request{run: func(q *Process) any {
		q.more().suspended++
		if tag != nil {
			q.world.signalTo(from, signal{kind: sigMessage, msg: term.Tuple2(tag, suspendedTag)}, q.sched)
		}
		return nil
	}}
	p.world.signalTo(pid, signal{kind: sigRequest, from: from, msg: r}, p.sched)
}

var suspendedTag term.Term = term.Intern("suspended")

func (p *Process) countSuspend(pid term.PID) {
	s := &p.more().suspending
	n, _ := s.get(pid)
	s.put(pid, n+1)
}

// Sync takes in the signals that came so far, as a receive does that has
// looked at all messages.
func (p *Process) Sync() { p.takeIn() }

// Suspends reports whether the process suspended that one.
func (p *Process) Suspends(pid term.PID) bool {
	return p.rare != nil && p.rare.suspending.has(pid)
}

// ResumeProcess undoes one SuspendProcess; false when there was none.
func (p *Process) ResumeProcess(pid term.PID) bool {
	if p.rare == nil {
		return false
	}
	n, ok := p.rare.suspending.get(pid)
	if !ok {
		return false
	}
	if n == 1 {
		p.rare.suspending.delete(pid)
	} else {
		p.rare.suspending.put(pid, n-1)
	}
	return p.world.signalTo(pid, signal{kind: sigResume, from: p.PID()}, p.sched)
}

// Block carries out host work that may block, on a goroutine. The body must
// return Waiting; the function that work returns is then called in the
// process's context, and the body runs again. If the process ends before
// that, the function is not called.
func (p *Process) Block(work func() func(p *Process)) {
	p.BlockUntil(func(context.Context) func(*Process) { return work() })
}

// BlockUntil is Block for work that can be given up: its context ends when the
// process does, and when the process is interrupted.
func (p *Process) BlockUntil(work func(ctx context.Context) func(p *Process)) {
	p.flags |= flagBlocked
	ctx, cancel := context.WithCancel(context.Background())
	p.more().giveUp = cancel
	w, pid := p.world, p.PID()
	safe := func() (f func(*Process)) {
		defer func() {
			if v := recover(); v != nil {
				f = func(q *Process) { q.crash(v) }
			}
		}()
		return work(ctx)
	}
	if w.sim != nil && !p.detached {
		w.sim.start(pid, safe)
		return
	}
	w.hostCalls.Add(1)
	go func() {
		f := safe()
		w.hostCalls.Add(-1)
		w.signalTo(pid, signal{kind: sigApply, msg: f}, nil)
	}()
}
