package kernel

import (
	"slices"

	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

// This file is links, monitors and aliases, and exit/2.

// Link links the process to another. If that one is dead, the exit signal
// :noproc comes back, as a signal.
func (p *Process) Link(pid term.PID) {
	if pid == p.PID() || p.links.has(pid) {
		return
	}
	p.addLink(pid)
	if !p.world.signalTo(pid, signal{kind: sigLink, from: p.PID()}, p.sched) {
		p.toSelf(signal{kind: sigLinkExit, from: pid, msg: term.Noproc})
	}
	if !p.detached && p.world.recorder.Wants(trace.Linked) {
		p.record(trace.Event{Kind: trace.Linked, Peer: pid})
	}
}

func (p *Process) addLink(pid term.PID) {
	if p.links == nil {
		p.links = &table[term.PID, struct{}]{}
	}
	p.links.put(pid, struct{}{})
}

// addWatcher takes in that a process monitors this one. Every server is
// monitored while it starts: that alone must not cost it a rare part.
func (p *Process) addWatcher(ref *term.Ref, pid term.PID) {
	if p.watchers == nil {
		p.watchers = &table[uint64, watcher]{}
	}
	p.watchers.put(ref.ID, watcher{pid, ref})
}

// dropWatcher takes in that a monitor on this process ended. The table goes
// when it is empty for the first time: most servers are watched only while
// they start. Later it stays, as each call of a server needs it again.
func (p *Process) dropWatcher(ref *term.Ref) {
	p.watchers.delete(ref.ID)
	if p.flags&flagWatched == 0 && p.watchers.len() == 0 {
		p.watchers = nil
		p.flags |= flagWatched
	}
}

// toSelf puts a signal into the process's own queue.
func (p *Process) toSelf(sig signal) { p.world.push(p, &sig, p.sched) }

// Unlink removes a link. Nothing of the other's end reaches the process after
// that, unless it came before.
func (p *Process) Unlink(pid term.PID) {
	if _, linked := p.links.delete(pid); !linked {
		return
	}
	if p.world.signalTo(pid, signal{kind: sigUnlink, from: p.PID()}, p.sched) {
		u := &p.more().unlinking
		n, _ := u.get(pid)
		u.put(pid, n+1)
	}
	if !p.detached && p.world.recorder.Wants(trace.Unlinked) {
		p.record(trace.Event{Kind: trace.Unlinked, Peer: pid})
	}
}

// linkedBy takes in that another process linked itself to this one. While an
// unlink of ours is on its way there, the other sent this before it learned
// of that, and will drop its end: so both do.
func (p *Process) linkedBy(pid term.PID) {
	if p.rare == nil || !p.rare.unlinking.has(pid) {
		p.addLink(pid)
	}
}

// unlinkedBy takes in that the other end removed the link, and tells it so.
func (p *Process) unlinkedBy(pid term.PID) {
	p.links.delete(pid)
	p.world.signalTo(pid, signal{kind: sigUnlinked, from: p.PID()}, p.sched)
}

// unlinked takes in that an unlink of ours has reached the other end.
func (p *Process) unlinked(pid term.PID) {
	u := &p.more().unlinking
	if n, _ := u.get(pid); n > 1 {
		u.put(pid, n-1)
	} else {
		u.delete(pid)
	}
}

// Links are the processes it is linked to.
func (p *Process) Links() []term.PID {
	var out []term.PID
	p.links.each(func(pid term.PID, _ struct{}) { out = append(out, pid) })
	slices.Sort(out)
	return out
}

// AliasMode says when an alias ends.
type AliasMode uint8

const (
	NoAlias         AliasMode = iota
	AliasUnalias              // :explicit_unalias
	AliasDemonitor            // :demonitor: with its monitor
	AliasReplyDemon           // :reply_demonitor: with its monitor, or at the first message
	AliasReply                // alias([:reply]): at the first message
)

// MonitorOptions are those of monitor/3.
type MonitorOptions struct {
	Alias   AliasMode
	Request bool      // a reply to the reference itself is awaited
	Tag     term.Term // in place of :DOWN; nil: :DOWN
	Ref     *term.Ref // of the monitor that a spawn makes; nil: a new one
}

// Monitor monitors a pid, a registered name or {name, node}; nil when target
// is none of these. If there is no such process a message says so, with
// reason :noproc.
func (p *Process) Monitor(target term.Term, opts MonitorOptions) *term.Ref {
	m := monitor{alias: opts.Alias, request: opts.Request, tag: opts.Tag}
	switch t := target.(type) {
	case term.PID:
		m.target = t
	case term.Atom:
		m.name = t
	case *term.Tuple:
		name, _ := p.world.localName(t)
		if name.IsZero() {
			return nil // no name, or of another node: there is none
		}
		m.name = name
	default:
		return nil
	}
	m.ref = p.NewRef()
	if opts.Alias != NoAlias {
		m.ref.Owner = p.PID()
		p.more().aliases.put(m.ref.ID, opts.Alias)
	}
	if !m.name.IsZero() {
		m.target, _ = p.world.Whereis(m.name)
	}
	p.startMonitor(m)
	return m.ref
}

func (p *Process) startMonitor(m monitor) {
	if m.target == p.PID() {
		return // a process never sees its own end
	}
	p.more().monitors.put(m.ref.ID, m)
	if m.target == 0 || !p.world.signalTo(m.target, signal{kind: sigMonitor, from: p.PID(), ref: m.ref}, p.sched) {
		p.toSelf(signal{kind: sigDown, from: m.target, ref: m.ref, msg: term.Noproc})
	}
	if !p.detached && p.world.recorder.Wants(trace.Monitored) {
		p.record(trace.Event{Kind: trace.Monitored, Peer: m.target, Ref: m.ref, Name: m.name})
	}
}

// down takes in that a monitored process ended.
func (p *Process) down(sig *signal) {
	if p.rare == nil {
		return
	}
	m, ok := p.rare.monitors.delete(sig.ref.ID)
	if !ok {
		return
	}
	if m.alias == AliasDemonitor || m.alias == AliasReplyDemon {
		p.rare.aliases.delete(sig.ref.ID)
	}
	var tag, who term.Term = term.DOWN, m.target
	if m.tag != nil {
		tag = m.tag
	}
	if !m.name.IsZero() {
		who = term.Tuple2(m.name, NodeName)
	}
	// The node itself becomes the message, so a flush finds it by ref.
	sig.kind, sig.msg = sigMessage, term.NewTuple(tag, m.ref, term.Process, who, sig.msg)
	p.deliver(sig)
}

// Demonitor ends a monitor: no message of it comes after that. flush also
// takes one that came already out of the mailbox. The result is that of
// demonitor/2: true, or with info whether the monitor was found.
func (p *Process) Demonitor(ref *term.Ref, flush, info bool) bool {
	found := false
	if p.rare != nil {
		var m monitor
		if m, found = p.rare.monitors.delete(ref.ID); found {
			p.endMonitor(m)
		}
	}
	if flush && !found {
		p.flushDown(ref)
	}
	if info {
		return found
	}
	return true
}

// DropCalls ends the monitors of calls that are younger than a reference, as
// LastRef numbers them: those of calls that were unwound from outside.
func (p *Process) DropCalls(since uint64) {
	if p.rare == nil {
		return
	}
	var refs []*term.Ref
	for _, e := range p.rare.monitors.entries {
		if e.val.ofCall() && e.val.ref != nil && e.val.ref.ID > since {
			refs = append(refs, e.val.ref)
		}
	}
	for _, ref := range refs {
		p.Demonitor(ref, true, false)
	}
}

func (p *Process) endMonitor(m monitor) {
	if m.alias == AliasDemonitor || m.alias == AliasReplyDemon {
		p.rare.aliases.delete(m.ref.ID)
	}
	p.world.signalTo(m.target, signal{kind: sigDemonitor, from: p.PID(), ref: m.ref}, p.sched)
	if !p.detached && p.world.recorder.Wants(trace.Demonitored) {
		p.record(trace.Event{Kind: trace.Demonitored, Peer: m.target, Ref: m.ref})
	}
}

// flushDown takes the message of a monitor out of the mailbox. As on the
// BEAM it is found by its shape: {_, ref, _, _, _}.
func (p *Process) flushDown(ref *term.Ref) {
	var before *signal
	for m := p.first; m != nil; before, m = m, m.next {
		t, ok := m.msg.(*term.Tuple)
		if !ok || len(t.Elems) != 5 {
			continue
		}
		if r, ok := t.Elems[1].(*term.Ref); ok && r.ID == ref.ID {
			p.unchain(before, m)
			if p.skipped == m {
				p.skipped = before
			}
			p.free(m)
			return
		}
	}
}

// Monitors are the processes it monitors: a pid, or {name, node}, each.
func (p *Process) Monitors() []term.Term {
	var out []term.Term
	if p.rare != nil {
		p.rare.monitors.each(func(_ uint64, m monitor) {
			if m.name.IsZero() {
				out = append(out, m.target)
			} else {
				out = append(out, term.Tuple2(m.name, NodeName))
			}
		})
	}
	return out
}

// MonitoredBy are the processes that monitor it.
func (p *Process) MonitoredBy() []term.PID {
	var out []term.PID
	p.watchers.each(func(_ uint64, by watcher) { out = append(out, by.pid) })
	return out
}

// Alias makes an alias of the process: a reference to which one can send.
func (p *Process) Alias(mode AliasMode) *term.Ref {
	ref := p.NewRef()
	ref.Owner = p.PID()
	p.more().aliases.put(ref.ID, mode)
	return ref
}

// Unalias ends an alias; false when it was none, or none any longer.
func (p *Process) Unalias(ref *term.Ref) bool {
	if p.rare == nil || ref.Owner != p.PID() {
		return false
	}
	_, ok := p.rare.aliases.delete(ref.ID)
	return ok
}

// takeAlias reports whether a message by alias still counts.
func (p *Process) takeAlias(sig *signal) bool {
	var mode AliasMode
	ok := false
	if p.rare != nil {
		mode, ok = p.rare.aliases.get(sig.ref.ID)
	}
	if !ok {
		if !p.detached && p.world.recorder.Wants(trace.LateReply) {
			p.record(trace.Event{Kind: trace.LateReply, Peer: sig.from, Ref: sig.ref, Term: sig.msg})
		}
		p.free(sig)
		return false
	}
	if mode == AliasReply || mode == AliasReplyDemon {
		p.rare.aliases.delete(sig.ref.ID)
		if m, ok := p.rare.monitors.delete(sig.ref.ID); ok {
			p.endMonitor(m)
		}
	}
	return true
}

// Exit sends an exit signal. One to the process itself is taken in at once,
// with all signals before it: ask Doomed, or yield, afterwards.
func (p *Process) Exit(to term.PID, reason term.Term) {
	if to == p.PID() {
		p.toSelf(signal{kind: sigExit, from: to, msg: reason})
		p.takeIn()
		return
	}
	p.world.signalTo(to, signal{kind: sigExit, from: p.PID(), msg: reason}, p.sched)
}

// ExitFrom sends an exit signal in the name of a process, or of nobody (0).
// False when there is no such process. From anywhere.
func (w *World) ExitFrom(from, to term.PID, reason term.Term) bool {
	return w.signalTo(to, signal{kind: sigExit, from: from, msg: reason}, nil)
}

// ChangeGroupLeader sets the group leader of any process; false when it is
// dead.
func (p *Process) ChangeGroupLeader(of term.PID, leader term.Term) bool {
	if of == p.PID() {
		p.leader = leader
		return true
	}
	return p.world.signalTo(of, signal{kind: sigLeader, from: p.PID(), msg: leader}, p.sched)
}
