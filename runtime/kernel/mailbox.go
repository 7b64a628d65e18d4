package kernel

import (
	"time"

	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

// This file is sending, and the selective receive: a cursor that walks the
// mailbox.

// Send sends a message to a pid, a name, {name, node} or an alias. False when
// `to` is none of these, or a name that is not registered.
func (p *Process) Send(to, msg term.Term) bool {
	if pid, ok := to.(term.PID); ok {
		p.world.sendPID(p.PID(), pid, nil, msg, p.sched)
		return true
	}
	return p.world.send(p.PID(), to, msg, p.sched)
}

// SendFrom sends a message in the name of a process, or of nobody (0). From
// anywhere.
func (w *World) SendFrom(from term.PID, to, msg term.Term) bool {
	return w.send(from, to, msg, nil)
}

func (w *World) send(from term.PID, to, msg term.Term, s *scheduler) bool {
	switch t := to.(type) {
	case term.PID:
		w.sendPID(from, t, nil, msg, s)
		return true
	case term.Atom:
		pid, ok := w.Whereis(t)
		if !ok {
			w.deadLetter(from, 0, t, msg, s)
			return false
		}
		w.sendPID(from, pid, nil, msg, s)
		return true
	case *term.Tuple:
		name, ok := w.localName(t)
		if !ok {
			return false
		}
		if name.IsZero() {
			return true // another node: there is none, the message is lost
		}
		if pid, ok := w.Whereis(name); ok {
			w.sendPID(from, pid, nil, msg, s)
		} else {
			w.deadLetter(from, 0, name, msg, s)
		}
		return true
	case *term.Ref:
		if t.Owner != 0 {
			w.sendPID(from, t.Owner, t, msg, s)
		}
		return true
	}
	return false
}

// NodeName is the name of the only node there is.
var NodeName = term.Intern("nonode@nohost")

// localName is the name in {name, node}, zero when it is of another node;
// false when the tuple is no such thing.
func (w *World) localName(t *term.Tuple) (term.Atom, bool) {
	if len(t.Elems) != 2 {
		return term.Atom{}, false
	}
	name, ok1 := t.Elems[0].(term.Atom)
	node, ok2 := t.Elems[1].(term.Atom)
	if !ok1 || !ok2 {
		return term.Atom{}, false
	}
	if node != NodeName {
		return term.Atom{}, true
	}
	return name, true
}

func (w *World) sendPID(from, to term.PID, alias *term.Ref, msg term.Term, s *scheduler) {
	q := w.Lookup(to)
	if q == nil {
		w.deadLetter(from, to, term.Atom{}, msg, s)
		return
	}
	sig := s.newSignal()
	sig.kind, sig.msg, sig.from, sig.ref = sigMessage, msg, from, alias
	if w.recorder.Wants(trace.Sent) && from < scratchPID && to < scratchPID {
		sig.seq = uint32(w.recorder.Record(s.ring(), trace.Event{Kind: trace.Sent, Time: w.Now(), PID: from, Peer: to, Term: msg}))
	}
	if !w.push(q, sig, s) {
		w.deadLetter(from, to, term.Atom{}, msg, s)
	}
}

func (w *World) deadLetter(from, to term.PID, name term.Atom, msg term.Term, s *scheduler) {
	if w.recorder.Wants(trace.DeadLetter) && from < scratchPID {
		w.recorder.Record(s.ring(), trace.Event{Kind: trace.DeadLetter, Time: w.Now(), PID: from, Peer: to, Name: name, Term: msg})
	}
}

// Peek is the message at the cursor. False when no message is left there; new
// signals have been taken in then.
func (p *Process) Peek() (term.Term, bool) {
	c := p.cursor()
	if c == nil {
		if p.flags&flagDoomed != 0 {
			return nil, false
		}
		p.takeIn()
		if p.flags&flagDoomed != 0 {
			return nil, false
		}
		if c = p.cursor(); c == nil {
			return nil, false
		}
	}
	return c.msg, true
}

func (p *Process) cursor() *signal {
	if p.skipped == nil {
		return p.first
	}
	return p.skipped.next
}

// Skip leaves the message at the cursor and goes on to the next.
func (p *Process) Skip() {
	if c := p.cursor(); c != nil {
		p.skipped = c
	}
}

// Accept takes the message at the cursor out of the mailbox. The cursor goes
// back to the start and the timeout is disarmed.
func (p *Process) Accept() {
	c := p.cursor()
	if c == nil {
		return
	}
	p.unchain(p.skipped, c)
	p.Rewind()
	p.free(c)
}

// unchain takes a message out, given the one before it.
func (p *Process) unchain(before, c *signal) {
	if before == nil {
		p.first = c.next
	} else {
		before.next = c.next
	}
	if p.last == c {
		p.last = before
	}
	p.count--
}

// Rewind puts the cursor back to the start and disarms the timeout: a receive
// was left without taking a message.
func (p *Process) Rewind() {
	p.skipped = nil
	p.flags &^= flagArmed | flagExpired
}

// AwaitMessage is called when Peek has found nothing. It is true when the
// receive's timeout d has passed: the cursor is back at the start, and the
// body goes to its `after`. Otherwise the timeout is armed, unless it was, and
// the body must return Waiting; d < 0 waits for ever.
func (p *Process) AwaitMessage(d time.Duration) (expired bool) {
	switch {
	case p.flags&flagDoomed != 0:
		return false
	case d == 0 || p.flags&flagExpired != 0:
		p.Rewind()
		return true
	case d < 0 || p.flags&flagArmed != 0:
		return false
	}
	p.deadline = p.world.Now() + d
	p.flags |= flagArmed
	return false
}

// MessageCount is the length of the mailbox.
func (p *Process) MessageCount() int { return int(p.count) }

// EachMessage calls f with every message of the mailbox, the first first.
func (p *Process) EachMessage(f func(msg term.Term)) {
	for m := p.first; m != nil; m = m.next {
		f(m.msg)
	}
}

// Messages are the messages of the mailbox, at most that many of the first.
func (p *Process) Messages(most int) []term.Term {
	var out []term.Term
	for m := p.first; m != nil && len(out) < most; m = m.next {
		out = append(out, m.msg)
	}
	return out
}

// ring is the number of the scheduler's trace ring; s may be nil.
func (s *scheduler) ring() int {
	if s == nil {
		return 0
	}
	return s.number
}
