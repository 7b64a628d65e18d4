package kernel

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

// This file tells who waits for whom in a simulated world in which nothing
// can run: when nothing can ever happen, and when only time can help.

// Deadlock tells who waits for whom when nothing can ever happen any more.
type Deadlock struct {
	// Waiting are the processes that wait for others. The one that was awaited
	// comes first, then those that it waits for, then others by pid. What
	// merely waits for a message is no part of a deadlock, unless it is the
	// one that was awaited.
	Waiting []Waiter
}

// Waiter is a process that waits for others.
type Waiter struct {
	PID  term.PID
	Name string     // registered; else what people call it; else its pid
	For  []term.PID // processes that it monitors as a call does
	// ForNames are the names of those.
	ForNames []string
}

// shownWaiters is how many processes the text of a deadlock names.
const shownWaiters = 20

// String is "a waits for b, b waits for a".
func (d *Deadlock) String() string {
	var parts []string
	for _, w := range d.Waiting[:min(len(d.Waiting), shownWaiters)] {
		what := "a message"
		if len(w.ForNames) > 0 {
			what = strings.Join(w.ForNames, " and ")
		}
		parts = append(parts, w.Name+" waits for "+what)
	}
	if more := len(d.Waiting) - shownWaiters; more > 0 {
		parts = append(parts, fmt.Sprintf("and so do %d more", more))
	}
	return strings.Join(parts, ", ")
}

// Jump is virtual time that passed at once because nothing could run.
type Jump struct {
	By     time.Duration
	Circle *Deadlock // processes that waited for each other in a circle, and who waits for those; nil: none
}

// String is what a person is told, without a newline at the end.
func (j Jump) String() string {
	text := "(" + strconv.FormatFloat(math.Round(j.By.Seconds()*1000)/1000, 'f', -1, 64) + " s passed at once)"
	if j.Circle != nil {
		text = "deadlock until a timeout: " + j.Circle.String() + "\n" + text
	}
	return text
}

// waitersNow are the processes that wait for others, by pid.
func (w *World) waitersNow() []Waiter {
	var out []Waiter
	w.pids.each(func(pid term.PID, p *Process) {
		if targets := p.waitsFor(false); len(targets) > 0 {
			out = append(out, w.waiter(p, targets))
		}
	})
	return out
}

// waitsFor are the processes that it monitors as a call does, or in any way.
func (p *Process) waitsFor(anyway bool) []term.PID {
	if p.rare == nil {
		return nil
	}
	var out []term.PID
	for _, e := range p.rare.monitors.entries {
		if (anyway || e.val.ofCall()) && e.val.target != 0 {
			out = append(out, e.val.target)
		}
	}
	return out
}

func (w *World) waiter(p *Process, targets []term.PID) Waiter {
	out := Waiter{PID: p.PID(), Name: w.called(p.PID()), For: targets}
	for _, pid := range targets {
		out.ForNames = append(out.ForNames, w.called(pid))
	}
	return out
}

// called is what people call a process.
func (w *World) called(pid term.PID) string {
	if name, ok := w.NameOf(pid); ok {
		return strings.TrimPrefix(name.Name(), "Elixir.")
	}
	if p := w.Lookup(pid); p != nil && p.Label() != "" {
		return p.Label()
	}
	return trace.PIDText(pid)
}

// deadlock tells who waits, seen from the process that is awaited. One that
// only watches over another, as a program's does, speaks for that one.
func (w *World) deadlock(awaited term.PID) *Deadlock {
	waiting := map[term.PID]Waiter{}
	var order []term.PID
	for _, x := range w.waitersNow() {
		waiting[x.PID] = x
		order = append(order, x.PID)
	}
	if _, ok := waiting[awaited]; !ok {
		p := w.Lookup(awaited)
		if p == nil {
			return &Deadlock{}
		}
		name := w.called(awaited)
		if watched := p.waitsFor(true); len(watched) == 1 && w.Lookup(watched[0]) != nil {
			awaited = watched[0]
			p = w.Lookup(awaited)
		}
		x := w.waiter(p, p.waitsFor(false))
		x.Name = name
		waiting[awaited] = x
	}
	d := &Deadlock{}
	told := map[term.PID]bool{}
	slices.Reverse(order)
	for next := append(order, awaited); len(next) > 0; {
		pid := next[len(next)-1]
		next = next[:len(next)-1]
		x, ok := waiting[pid]
		if !ok || told[pid] {
			continue
		}
		told[pid] = true
		d.Waiting = append(d.Waiting, x)
		for _, target := range slices.Backward(x.For) {
			next = append(next, target)
		}
	}
	return d
}

// circle are those of the waiters that lead into a circle of waiters; nil when
// none does: who waits only for processes that wait for nobody is taken out,
// until nothing changes.
func circle(all []Waiter) *Deadlock {
	open := map[term.PID]int{} // how many of its targets are left
	by := map[term.PID][]term.PID{}
	for _, x := range all {
		open[x.PID] = len(x.For)
	}
	var out []term.PID
	for _, x := range all {
		for _, target := range x.For {
			by[target] = append(by[target], x.PID)
			if _, waits := open[target]; !waits {
				out = append(out, target)
				open[target] = 0
			}
		}
	}
	for len(out) > 0 {
		gone := out[0]
		out = out[1:]
		for _, pid := range by[gone] {
			if open[pid]--; open[pid] == 0 {
				out = append(out, pid)
			}
		}
	}
	d := &Deadlock{}
	for _, x := range all {
		if open[x.PID] > 0 {
			d.Waiting = append(d.Waiting, x)
		}
	}
	if len(d.Waiting) == 0 {
		return nil
	}
	return d
}
