package kernel

import (
	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

// This file is the end of a process, and those who wait for it outside.

var nocatch = term.Intern("nocatch")

// exitReason is what the others are told, of a body that has ended or a
// process that a signal has ended.
func (p *Process) exitReason() term.Term {
	r := p.rare
	switch {
	case p.flags&flagKilled != 0:
		return term.Killed
	case p.flags&flagDoomed != 0:
		return r.reason
	case r == nil || r.class.IsZero():
		return term.Normal
	case r.class == term.Error:
		return term.Tuple2(r.reason, r.stack)
	case r.class == term.Throw:
		return term.Tuple2(term.Tuple2(nocatch, r.reason), r.stack)
	}
	return r.reason
}

// finish ends a process. It runs on the scheduler that ran it last.
func (p *Process) finish() {
	w := p.world
	p.giveUp()
	reason := p.exitReason()
	a, isAtom := reason.(term.Atom)
	normal := isAtom && a == term.Normal
	if p.flags&flagDoomed == 0 && !normal && w.OnCrash != nil {
		w.OnCrash(p, p.rare.class, p.rare.reason, p.rare.stack)
	}
	if p.flags&flagDoomed != 0 && w.OnDoomed != nil && !p.detached {
		w.OnDoomed(p)
	}
	p.recordEnd(reason, normal)
	pid := p.PID()
	if p.root {
		w.waiters.keep(pid, reason)
	}
	w.remove(p)
	w.names.drop(w, pid, p.ring())
	if hooks := w.exits.Load(); hooks != nil && (p.flags&flagHooked != 0 || w.watchAll.Load()) {
		for _, f := range *hooks {
			f(p, reason)
		}
	}
	p.refuse(reason)
	p.tellOthers(reason)
	w.waiters.ended(pid, reason)
	if body, holds := p.body.(Releaser); holds && p.flags&flagDoomed != 0 {
		body.Release()
	}
	p.first, p.last, p.skipped, p.dict, p.body = nil, nil, nil, nil, nil
	p.links, p.watchers, p.rare = nil, nil, nil
}

func (p *Process) recordEnd(reason term.Term, normal bool) {
	if p.detached {
		return
	}
	if r := p.world.recorder; r.Wants(trace.Exited) {
		p.record(trace.Event{Kind: trace.Exited, Term: reason})
	} else if !normal && r.Wants(trace.Crashed) {
		p.record(trace.Event{Kind: trace.Crashed, Term: reason})
	}
}

// refuse answers the signals that the process will not take in. To one that
// a signal ended, those behind that signal came too late: links and monitors
// among them are told :noproc. One that ended by itself counts as having
// taken in what came before.
func (p *Process) refuse(reason term.Term) {
	var list *signal
	for h := p.head.Swap(dead); h != nil; {
		next := h.next
		h.next = list
		list, h = h, next
	}
	if p.rare != nil && p.rare.late != nil {
		late := p.rare.late
		last := late
		for last.next != nil {
			last = last.next
		}
		last.next = list
		list = late
	}
	behind := p.flags&flagDoomed != 0
	for sig := list; sig != nil; sig = sig.next {
		switch sig.kind {
		case sigMessage:
			p.world.deadLetter(sig.from, p.PID(), term.Atom{}, sig.msg, p.sched)
		case sigLink:
			if !behind {
				p.linkedBy(sig.from)
			} else if !p.links.has(sig.from) {
				p.world.signalTo(sig.from, signal{kind: sigLinkExit, from: p.PID(), msg: term.Noproc}, p.sched)
			}
		case sigUnlink:
			p.unlinkedBy(sig.from)
		case sigUnlinked:
			p.unlinked(sig.from)
		case sigMonitor:
			if behind {
				p.world.signalTo(sig.from, signal{kind: sigDown, from: p.PID(), ref: sig.ref, msg: term.Noproc}, p.sched)
			} else {
				p.addWatcher(sig.ref, sig.from)
			}
		case sigDemonitor:
			p.dropWatcher(sig.ref)
		case sigLinkExit:
			p.links.delete(sig.from)
		case sigDown:
			if p.rare != nil {
				p.rare.monitors.delete(sig.ref.ID)
			}
		case sigRequest:
			r := sig.msg.(*request)
			r.dead = true
			r.answer(p.world, p.sched)
		}
	}
}

// tellOthers sends the exit to links and monitors, and ends what the process
// held on others.
func (p *Process) tellOthers(reason term.Term) {
	w, pid := p.world, p.PID()
	if p.links != nil {
		for _, e := range p.links.entries {
			w.signalTo(e.key, signal{kind: sigLinkExit, from: pid, msg: reason}, p.sched)
		}
	}
	if p.watchers != nil {
		for _, e := range p.watchers.entries {
			w.signalTo(e.val.pid, signal{kind: sigDown, from: pid, ref: e.val.ref, msg: reason}, p.sched)
		}
	}
	if p.rare == nil {
		return
	}
	for _, e := range p.rare.monitors.entries {
		w.signalTo(e.val.target, signal{kind: sigDemonitor, from: pid, ref: e.val.ref}, p.sched)
	}
	for _, e := range p.rare.suspending.entries {
		for range e.val {
			w.signalTo(e.key, signal{kind: sigResume, from: pid}, p.sched)
		}
	}
}
