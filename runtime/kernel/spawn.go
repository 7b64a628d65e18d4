package kernel

import (
	"sync"
	"sync/atomic"

	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

// This file is how processes begin and are found, and detached processes.

// SpawnOptions say how a process starts.
type SpawnOptions struct {
	Link, Monitor  bool // with Parent
	MonitorOptions MonitorOptions
	Parent         *Process  // nil: from outside
	GroupLeader    term.Term // nil: the parent's
	Name           term.Atom // registered before it runs, if it can be
	Initial        term.Term // what process_info tells as initial_call; nil: what the body says
	Label          string    // for people
	// Person marks a process that a person waits for, as a shell's evaluator:
	// what reaches it from outside makes it run before the others, for
	// boostSlices.
	Person  bool
	MaxHeap MaxHeap
	// Detached makes a helper process of the host: its pid comes from a space
	// of its own, it is in no list, and it costs a simulated world nothing.
	Detached bool
	// System is the number of one of the processes that are there before a
	// program begins, below that of the program's first; 0: an ordinary one.
	// Such a process sleeps: its body runs when the first message comes. It
	// takes no number from the program, leaves no event, and no limit counts it.
	System uint64
}

// Spawn starts a process whose body is made by body. Pid 0 is the answer when
// the world has all the processes that it may have; ref is that of the
// monitor, else nil.
func (w *World) Spawn(opts SpawnOptions, body func(p *Process) Body) (pid term.PID, ref *term.Ref) {
	p := w.newProcess(opts)
	if p == nil {
		return 0, nil
	}
	p.body = body(p)
	pid = p.PID()
	if !opts.Name.IsZero() {
		w.Register(opts.Name, pid)
	}
	var s *scheduler
	if parent := opts.Parent; parent != nil {
		s = parent.sched
		if opts.Link {
			parent.addLink(pid)
			p.addLink(parent.PID())
		}
		if opts.Monitor {
			ref = parent.monitorChild(p, opts.MonitorOptions)
		}
	}
	w.recordSpawn(p, s)
	w.enqueueNew(p, s)
	return pid, ref
}

// SpawnSleeping enters a process of the system (SpawnOptions.System) into a
// world that does not run yet.
func (w *World) SpawnSleeping(opts SpawnOptions, body Body) {
	w.system++
	p := w.newProcess(opts)
	p.flags &^= flagWake | flagYielded
	p.body = body
	w.names.enter(opts.Name, p.PID())
	p.head.Store(parked)
}

// IsSystem reports whether a pid is that of a process of the system.
func IsSystem(pid term.PID) bool { return pid < firstPID }

// Become makes the process go on as another body, which runs next. In the
// process's context.
func (p *Process) Become(b Body) { p.body = b }

// newProcess enters a process into the world; nil at the limit.
func (w *World) newProcess(opts SpawnOptions) *Process {
	p := &Process{world: w, flags: flagWake | flagYielded, detached: opts.Detached, person: opts.Person}
	if opts.Detached {
		p.self = w.scratch.enter(p)
		p.more().scratch = &scratch{wake: make(chan struct{}, 1)}
	} else {
		if w.alive.Add(1) > int64(w.cfg.Limits.Processes+w.system) {
			w.alive.Add(-1)
			return nil
		}
		n := term.PID(opts.System)
		if n == 0 {
			n = w.pids.number()
		}
		p.self = n
		w.pids.put(n, p)
		w.load.spawned.Add(1)
	}
	switch {
	case opts.GroupLeader != nil:
		p.leader = opts.GroupLeader
	case opts.Parent != nil:
		p.leader = opts.Parent.leader
	default:
		if l := w.leader.Load(); l != nil {
			p.leader = *l
		} else {
			p.leader = p.self
		}
	}
	if opts.Parent != nil {
		p.parent = opts.Parent.PID()
	} else {
		p.root = !opts.Detached && opts.System == 0
	}
	if opts.Label != "" || opts.Initial != nil || opts.MaxHeap.Size > 0 {
		r := p.more()
		r.label, r.initial, r.maxHeap = opts.Label, opts.Initial, opts.MaxHeap
	}
	return p
}

// monitorChild is the monitor of spawn_monitor: both sides at once, since the
// child does not run yet.
func (p *Process) monitorChild(child *Process, opts MonitorOptions) *term.Ref {
	m := monitor{target: child.PID(), alias: opts.Alias, tag: opts.Tag, ref: opts.Ref}
	if m.ref == nil {
		m.ref = p.NewRef()
	}
	if opts.Alias != NoAlias {
		m.ref.Owner = p.PID()
		p.more().aliases.put(m.ref.ID, opts.Alias)
	}
	p.more().monitors.put(m.ref.ID, m)
	child.addWatcher(m.ref, p.PID())
	return m.ref
}

func (w *World) recordSpawn(p *Process, s *scheduler) {
	if p.detached || !w.recorder.Wants(trace.Spawned) {
		return
	}
	w.recorder.Record(s.ring(), trace.Event{Kind: trace.Spawned, Time: w.Now(), PID: p.PID(), Peer: p.parent, Term: p.Initial()})
}

// Initial is the function it was spawned with, as {m, f, a}.
func (p *Process) Initial() term.Term {
	if p.rare != nil && p.rare.initial != nil {
		return p.rare.initial
	}
	return p.body.Initial()
}

// remove takes a process out of the world: from now on it cannot be found.
func (w *World) remove(p *Process) {
	if p.detached {
		w.scratch.leave(p.PID())
		return
	}
	w.pids.remove(p.PID())
	w.alive.Add(-1)
}

// Lookup finds a process by its pid; nil when it is dead. From anywhere; but
// only PID, Self and World may be asked of what it gives.
func (w *World) Lookup(pid term.PID) *Process {
	if pid >= scratchPID {
		return w.scratch.get(pid)
	}
	return w.pids.get(pid)
}

// Processes are the pids of all processes, in the order they were started.
// From anywhere.
func (w *World) Processes() []term.PID {
	out := make([]term.PID, 0, w.alive.Load())
	w.pids.each(func(pid term.PID, _ *Process) { out = append(out, pid) })
	return out
}

// ProcessCount is the number of processes. From anywhere.
func (w *World) ProcessCount() int { return int(w.alive.Load()) }

// Detached processes have pids and references of their own number space, so
// that they leave no trace in a simulated world's counts.
const (
	scratchPID = term.PID(1 << 60)
	scratchRef = 1 << 60
)

type scratchTable struct {
	mu   sync.RWMutex
	byID map[term.PID]*Process
	next term.PID
	refs atomic.Uint64
}

// scratch is what a detached process has.
type scratch struct {
	wake chan struct{} // RunDetached waits on it
	sync bool          // it is run by RunDetached
}

func (t *scratchTable) newRef() *term.Ref { return &term.Ref{ID: scratchRef + t.refs.Add(1)} }

// copyNumbers makes the table give numbers that another has not given.
func (t *scratchTable) copyNumbers(from *scratchTable) {
	from.mu.RLock()
	defer from.mu.RUnlock()
	t.next = from.next
	t.refs.Store(from.refs.Load())
}

func (t *scratchTable) enter(p *Process) term.PID {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.byID == nil {
		t.byID = map[term.PID]*Process{}
	}
	t.next++
	t.byID[scratchPID+t.next] = p
	return scratchPID + t.next
}

func (t *scratchTable) leave(pid term.PID) {
	t.mu.Lock()
	delete(t.byID, pid)
	t.mu.Unlock()
}

func (t *scratchTable) get(pid term.PID) *Process {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.byID[pid]
}

// RunDetached runs a detached process on the calling goroutine until it ends,
// and gives its exit reason. In a simulated world nothing else runs meanwhile:
// a timeout passes at once, and waiting without one ends it with :deadlock.
// done is called, when not nil, in the process's context before it goes.
func (w *World) RunDetached(opts SpawnOptions, body func(p *Process) Body, done func(p *Process)) term.Term {
	opts.Detached = true
	p := w.newProcess(opts)
	p.body = body(p)
	sc := p.rare.scratch
	sc.sync = true
	s := &scheduler{world: w, number: w.cfg.Schedulers}
	s.ending = func(q *Process, reason term.Term) {
		if done != nil {
			done(q)
		}
		s.reason = reason
	}
	for {
		switch s.step(p, Slice) {
		case stepEnded:
			return s.reason
		case stepWaiting:
			if !w.awaitScratch(p, sc) {
				return term.Killed
			}
		}
	}
}

// awaitScratch waits until a parked detached process has something to do.
func (w *World) awaitScratch(p *Process, sc *scratch) bool {
	if w.sim == nil {
		select {
		case <-sc.wake:
			return true
		case <-w.live.done:
			return false
		}
	}
	if p.flags&flagBlocked != 0 {
		<-sc.wake
		return true
	}
	if !p.head.CompareAndSwap(parked, nil) {
		<-sc.wake // who replaced parked wakes us
		return true
	}
	if p.flags&flagArmed != 0 {
		p.flags |= flagExpired | flagWake
	} else {
		p.doom(deadlockReason)
	}
	return true
}

var deadlockReason term.Term = term.Intern("deadlock")
