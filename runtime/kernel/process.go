package kernel

import (
	"sync/atomic"
	"time"

	"otpsh/runtime/term"
)

// This file is the process as a record.

// Process is one process. Its methods are called only by its own running
// body, unless they say otherwise. The record is small because a world may
// hold a million: what few processes have is behind pointers.
type Process struct {
	head  atomic.Pointer[signal] // signals not taken in yet; see signal.go
	queue *Process               // link in the overflow run queue
	self  term.Term              // the pid, boxed once
	world *World
	sched *scheduler // that runs it now
	body  Body

	first, last *signal // the mailbox
	skipped     *signal // the message before the cursor; nil: at the start
	count       int32   // messages in the mailbox
	countAt     int32   // at which the process is measured; see crowded
	flags       flag

	deadline time.Duration // of the receive that waits, with flag armed
	timerAt  time.Duration // when its entry in the timer heap goes off
	timerGen uint32        // tells that entry from older ones
	timerSet bool          // it has an entry
	detached bool          // never changes
	root     bool          // started from outside: its exit reason is kept
	person   bool          // a person waits for it; see scheduler.again
	boost    uint8         // slices that it may still run before the others
	backlog  atomic.Int32  // messages in the mailbox, for who pushes; see tellBacklog
	size     atomic.Int32  // when it was measured last; see noteSize

	reductions uint64
	parent     term.PID
	leader     term.Term
	dict       *term.Map
	links      *table[term.PID, struct{}]
	watchers   *table[uint64, watcher] // by reference, who monitors it
	rare       *rare
}

type flag uint16

const (
	flagTrap    flag = 1 << iota // trap_exit
	flagDoomed                   // an exit signal or a limit ends it; reason in rare.reason
	flagKilled                   // the same, and the reason is :killed: it needs no rare part
	flagWake                     // a message or a timeout came that the body should see
	flagUrgent                   // the same, but Peek does not show it: an answer, an interrupt
	flagArmed                    // a receive with a timeout waits
	flagExpired                  // that timeout has passed
	flagYielded                  // it could run: the last slice ended with reductions used up, or it is new
	flagHooked                   // WatchExit was called
	flagExited                   // SetExit was called
	flagSpent                    // the body accounted for its reductions
	flagBlocked                  // waits for a host call
	flagWatched                  // its table of watchers was empty once
)

// rare is what few processes have.
type rare struct {
	monitors   table[uint64, monitor]   // by reference, that it holds on others
	aliases    table[uint64, AliasMode] // by reference
	replies    table[uint64, *request]  // requests that were answered
	suspending table[term.PID, int]     // whom it suspended, how often
	unlinking  table[term.PID, int]     // unlinks that the other end has not taken in yet
	suspended  int                      // how often it is suspended
	late       *signal                  // signals behind the one that ended it
	class      term.Atom                // SetExit
	reason     term.Term                // SetExit, or of the signal that ends it
	stack      term.Term                // SetExit
	label      string
	initial    term.Term
	options    *term.Map // process flags that have no effect but are told
	maxHeap    MaxHeap
	checkAt    uint64   // reductions at which the heap is measured next
	words      int      // measured last
	scratch    *scratch // of a detached process
	giveUp     func()   // ends the host work that it waits for; nil: none
}

// monitor is a monitor that a process holds.
type monitor struct {
	target  term.PID
	name    term.Atom // that it was asked for; zero: by pid
	alias   AliasMode
	request bool      // a reply is awaited, to the reference itself
	tag     term.Term // instead of :DOWN; nil: :DOWN
	ref     *term.Ref
}

// ofCall reports whether it is the monitor of a call, as far as can be told.
func (m *monitor) ofCall() bool { return m.request || m.alias != NoAlias }

// watcher is the other end of a monitor. It keeps the reference itself, which
// the message will hold.
type watcher struct {
	pid term.PID
	ref *term.Ref
}

// MaxHeap is the max_heap_size of a process; Size 0 is none of its own.
type MaxHeap struct {
	Size      int
	Kill, Log bool
}

// PID is the process's number. From anywhere.
func (p *Process) PID() term.PID { return p.self.(term.PID) }

// Self is the pid as a term that is boxed already. From anywhere.
func (p *Process) Self() term.Term { return p.self }

// World is the process's world. From anywhere.
func (p *Process) World() *World { return p.world }

// Body is what the process executes.
func (p *Process) Body() Body { return p.body }

// Dict is the process dictionary.
func (p *Process) Dict() *term.Map {
	if p.dict == nil {
		return term.EmptyMap
	}
	return p.dict
}

// SetDict replaces the process dictionary.
func (p *Process) SetDict(d *term.Map) { p.dict = d }

// GroupLeader is where the process's output goes.
func (p *Process) GroupLeader() term.Term { return p.leader }

// SetGroupLeader changes the process's own group leader.
func (p *Process) SetGroupLeader(leader term.Term) { p.leader = leader }

// Parent is who spawned the process; 0 when it was started from outside.
func (p *Process) Parent() term.PID { return p.parent }

// Label is what its SpawnOptions or SetLabel called the process.
func (p *Process) Label() string {
	if p.rare == nil {
		return ""
	}
	return p.rare.label
}

// SetLabel gives the process a name for people.
func (p *Process) SetLabel(label string) { p.more().label = label }

// NewRef is a reference that is like no other of the world.
func (p *Process) NewRef() *term.Ref {
	if p.detached {
		return p.world.scratch.newRef()
	}
	return p.world.NewRef()
}

// Reductions is how much the process has run.
func (p *Process) Reductions() uint64 { return p.reductions }

// Spend accounts for reductions that the body used; in a simulated world it
// moves the clock. A body calls it before Run returns, and may before that.
func (p *Process) Spend(n int) {
	p.flags |= flagSpent
	p.reductions += uint64(n)
	if p.world.sim != nil && !p.detached {
		p.world.clock.spend(n)
	}
}

// Spare is a place of the scheduler that runs the process, in which bodies
// leave what the next can use.
func (p *Process) Spare() *any { return &p.sched.spare }

// Blocked reports whether the process waits for a host call.
func (p *Process) Blocked() bool { return p.flags&flagBlocked != 0 }

// WatchExit has the hooks of World.OnExit called when the process ends.
func (p *Process) WatchExit() { p.flags |= flagHooked }

// SetExit says how the body ended, before it returns Exited: class is
// :normal, :exit, :error or :throw.
func (p *Process) SetExit(class term.Atom, reason, stack term.Term) {
	p.flags |= flagExited
	if class == term.Normal || p.flags&flagDoomed != 0 { // what doomed it came first
		return
	}
	r := p.more()
	r.class, r.reason, r.stack = class, reason, stack
}

// Doomed reports that a signal has ended the process: its body must return,
// with any verdict, and will not run again.
func (p *Process) Doomed() bool { return p.flags&flagDoomed != 0 }

// more is the rare part, made when first needed.
func (p *Process) more() *rare {
	if p.rare == nil {
		p.rare = &rare{}
	}
	return p.rare
}

// doom ends the process at the next chance, with that reason.
func (p *Process) doom(reason term.Term) {
	if p.flags&flagDoomed != 0 {
		return
	}
	p.flags |= flagDoomed
	if a, ok := reason.(term.Atom); ok && a == term.Killed {
		p.flags |= flagKilled
		return
	}
	p.more().reason = reason
}

func (p *Process) ring() int {
	if p.sched == nil {
		return 0
	}
	return p.sched.number
}
