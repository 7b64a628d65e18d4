package kernel

import (
	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

// This file is the signal queue: how anything reaches a process, and what
// each kind of signal does when the process takes it in.
//
// Senders push with one compare-and-swap onto Process.head; the process swaps
// the whole stack out and reverses it. So signals of one sender stay in order.
// The head also tells what the process is doing:
//
//	nil      it runs or is in a run queue, and has no new signal
//	parked   it waits; who replaces this must put it in a run queue
//	dead     it is no more
//	else     new signals; it runs or is in a run queue
//
// Nodes are used again only for pushing onto stacks that are swapped out
// whole, so that a head that comes back does no harm.

type signalKind uint8

const (
	sigMessage   signalKind = iota // msg; ref: by this alias
	sigExit                        // exit/2: from, msg is the reason
	sigLinkExit                    // a link's end: from, msg is the reason
	sigLink                        // from
	sigUnlink                      // from
	sigUnlinked                    // from took in an unlink
	sigMonitor                     // from monitors by ref
	sigDemonitor                   // from no longer does
	sigDown                        // from, monitored by ref, ended; msg is the reason
	sigTimeout                     // the timer entry of generation seq went off
	sigLeader                      // msg is the new group leader
	sigRequest                     // msg is a *request to be carried out here
	sigReply                       // msg is a *request that was carried out
	sigApply                       // msg is a func(*Process): the end of a host call
	sigInterrupt                   // msg is an interrupt
	sigSuspend                     // from outside
	sigResume                      // from: who had suspended it; 0: outside
)

// signal is one signal, and afterwards one message of a mailbox.
type signal struct {
	next *signal
	msg  term.Term
	ref  *term.Ref
	from term.PID
	seq  uint32 // sigMessage: low bits of its Sent event; sigTimeout: generation
	kind signalKind
}

var parked, dead = &signal{}, &signal{}

type interrupt struct {
	class  term.Atom
	reason term.Term
}

// push delivers a signal; s is the scheduler that the caller runs on, nil
// outside. False when q is dead.
func (w *World) push(q *Process, sig *signal, s *scheduler) bool {
	for {
		h := q.head.Load()
		switch h {
		case dead:
			return false
		case parked:
			sig.next = nil
			if q.head.CompareAndSwap(h, sig) {
				s.piled(q, 0)
				w.enqueue(q, s)
				return true
			}
		default:
			sig.next = h
			if q.head.CompareAndSwap(h, sig) {
				before := pileGrows
				if h == nil {
					before = int(q.backlog.Load())
				}
				s.piled(q, before)
				return true
			}
		}
	}
}

// signalTo delivers a signal to a pid; false when there is no such process.
func (w *World) signalTo(pid term.PID, sig signal, s *scheduler) bool {
	q := w.Lookup(pid)
	if q == nil {
		return false
	}
	n := s.newSignal()
	*n = sig
	return w.push(q, n, s)
}

// takeIn handles the signals that came since the last time.
func (p *Process) takeIn() {
	if p.head.Load() == nil {
		return
	}
	var list *signal
	for h := p.head.Swap(nil); h != nil; {
		next := h.next
		h.next = list
		list, h = h, next
	}
	p.handleAll(list)
	p.tellBacklog()
}

func (p *Process) handleAll(list *signal) {
	for list != nil {
		sig := list
		list = list.next
		sig.next = nil
		p.handle(sig)
		if p.flags&flagDoomed != 0 {
			if list != nil {
				p.more().late = list
			}
			return
		}
	}
}

// handle does what a signal asks.
func (p *Process) handle(sig *signal) {
	switch sig.kind {
	case sigMessage:
		if sig.ref != nil && !p.takeAlias(sig) {
			return
		}
		p.deliver(sig)
		return
	case sigExit:
		p.exitSignal(sig.from, sig.msg)
	case sigLinkExit:
		if _, linked := p.links.delete(sig.from); linked {
			p.linkExit(sig.from, sig.msg)
		}
	case sigLink:
		p.linkedBy(sig.from)
	case sigUnlink:
		p.unlinkedBy(sig.from)
	case sigUnlinked:
		p.unlinked(sig.from)
	case sigMonitor:
		p.addWatcher(sig.ref, sig.from)
	case sigDemonitor:
		p.dropWatcher(sig.ref)
	case sigDown:
		p.down(sig)
		return
	case sigTimeout:
		p.timeout(sig.seq)
	case sigLeader:
		p.leader = sig.msg
	case sigRequest:
		p.carryOut(sig.msg.(*request))
	case sigReply:
		p.flags |= flagUrgent
		r := sig.msg.(*request)
		p.more().replies.put(r.id, r)
	case sigApply:
		p.flags |= flagUrgent
		p.flags &^= flagBlocked
		p.giveUp()
		if f := sig.msg.(func(*Process)); f != nil {
			f(p)
		}
	case sigInterrupt:
		i := sig.msg.(interrupt)
		p.giveUp()
		p.body.Interrupt(i.class, i.reason)
		p.flags |= flagUrgent
		if p.rare != nil {
			p.rare.suspended = 0 // whoever suspended it, a person wants it back
		}
	case sigSuspend:
		p.more().suspended++
	case sigResume:
		if p.rare != nil && p.rare.suspended > 0 {
			p.rare.suspended--
		}
	}
	p.free(sig)
}

// deliver puts a message at the end of the mailbox.
func (p *Process) deliver(sig *signal) {
	if p.last == nil {
		p.first = sig
	} else {
		p.last.next = sig
	}
	p.last = sig
	if p.count++; p.count >= p.countAt {
		p.crowded()
	}
	p.flags |= flagWake
	if r := p.world.recorder; r.Wants(trace.Received) && !p.detached {
		p.record(trace.Event{Kind: trace.Received, Peer: sig.from, Term: sig.msg, Send: uint64(sig.seq)})
	}
	if int(p.count) > p.world.cfg.Limits.Mailbox {
		p.limit("mailbox", int(p.count), p.world.cfg.Limits.Mailbox)
	}
}

// giveWayAt is how many messages wait at a process when those that send to it
// give way after each: their slice ends at the next call, so that who is to
// take the messages gets to it, while they still lie in the processor's cache.
// On one core a million casts take 160 ms in this way, 250 when each side runs
// for a whole slice, the mailbox grows to 700,000 and all of it is collected;
// on two cores it keeps who is faster from running away. No other scheduler is
// woken for who gave way: what one writes and another reads costs more than
// both on one (4.9 million casts a second instead of 6.0). 128 and 256 do as
// well.
const giveWayAt = 512

// pileGrows stands for: what lay there already.
const pileGrows = -1

// piled counts a signal that was pushed, and what lies before it: nothing when
// the process waited, however much it has left in its mailbox; that when it has
// taken in all that came before; or pileGrows. A scheduler knows only of its
// own signals, and of the last process that they went to.
func (s *scheduler) piled(q *Process, before int) {
	if s == nil || s.pool == nil {
		return
	}
	if s.pileOf != q || before >= 0 {
		s.pileOf, s.pile = q, max(before, 0)
	}
	if s.pile++; s.pile >= giveWayAt {
		s.giveWay = true
	}
}

// GiveWay reports whether the slice that runs should end soon: it has sent to
// a process that cannot keep up. In a simulated world none does.
func (p *Process) GiveWay() bool { return p.sched.giveWay }

// tellBacklog publishes the length of the mailbox to those that push; a short
// one counts as empty.
func (p *Process) tellBacklog() {
	n := p.count
	if n < giveWayAt/2 {
		n = 0
	}
	if n != p.backlog.Load() {
		p.backlog.Store(n)
	}
}

// crowdedAt is how many messages a mailbox holds when its process is measured
// for the first time; then each time that it has doubled.
const crowdedAt = 1024

// crowded has a process measured whose mailbox has doubled: what others send
// it counts as its own, though it may never run.
func (p *Process) crowded() {
	if p.countAt > 0 {
		p.more().checkAt = 1
	}
	p.countAt = max(crowdedAt, 2*p.count)
}

// message is deliver of a message that the kernel makes.
func (p *Process) message(from term.PID, msg term.Term) {
	sig := p.sched.newSignal()
	sig.kind, sig.msg, sig.from = sigMessage, msg, from
	p.deliver(sig)
}

// exitSignal is what exit/2 does to its target.
func (p *Process) exitSignal(from term.PID, reason term.Term) {
	a, isAtom := reason.(term.Atom)
	switch {
	case isAtom && a == term.Kill:
		p.doom(term.Killed)
	case p.flags&flagTrap != 0:
		p.message(from, term.NewTuple(term.EXIT, from, reason))
	case isAtom && a == term.Normal && from != p.PID():
	default:
		p.doom(reason)
	}
}

// linkExit is what the end of a linked process does.
func (p *Process) linkExit(from term.PID, reason term.Term) {
	a, isAtom := reason.(term.Atom)
	normal := isAtom && a == term.Normal
	if !normal && !p.detached && p.world.recorder.Wants(trace.LinkFired) {
		p.record(trace.Event{Kind: trace.LinkFired, Peer: from, Term: reason})
	}
	switch {
	case p.flags&flagTrap != 0:
		p.message(from, term.NewTuple(term.EXIT, from, reason))
	case !normal:
		p.doom(reason)
	}
}

// limit ends a process that is beyond a limit; what it has and what it may have
// are in the units of Limits.Set.
func (p *Process) limit(name string, has, max int) {
	if p.flags&flagDoomed != 0 {
		return
	}
	if r := p.world.recorder; r.Wants(trace.LimitReached) && !p.detached {
		p.record(trace.Event{Kind: trace.LimitReached, Name: term.Intern(name), Term: term.Tuple2(term.Int(has), term.Int(max))})
	}
	if f := p.world.OnLimit; f != nil {
		f(p, name, has, max)
	}
	p.doom(term.Killed)
}

// record records an event of this process.
func (p *Process) record(e trace.Event) uint64 {
	e.PID = p.PID()
	e.Time = p.world.Now()
	return p.world.recorder.Record(p.ring(), e)
}

// maxFree is how many used nodes a scheduler keeps.
const maxFree = 4096

// newSignal is a node, if possible one that was used before. s may be nil.
func (s *scheduler) newSignal() *signal {
	if s == nil || s.free == nil {
		return &signal{}
	}
	sig := s.free
	s.free = sig.next
	s.frees--
	sig.next = nil
	return sig
}

// free gives a node back to the scheduler that runs p.
func (p *Process) free(sig *signal) {
	s := p.sched
	if s == nil || s.frees >= maxFree {
		return
	}
	*sig = signal{next: s.free}
	s.free = sig
	s.frees++
}
