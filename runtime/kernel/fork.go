package kernel

import (
	"errors"
	"maps"
	"slices"

	"otpsh/runtime/term"
)

// This file is forking: a second world that is in the same state and goes its
// own way. Terms are shared; records, mailboxes, timers and names are copied.

// Errors of Fork.
var (
	ErrNotAtRest = errors.New("the world is not at rest")
	ErrBody      = errors.New("a process cannot be copied now")
)

// Fork is a copy of the world. A live world must be at rest: no process
// runs or can run. No host call may be in flight. Hooks are not copied;
// attachments are asked to fork themselves, in the order they were attached.
// For the time in between, nothing may be sent to the world from outside.
func (w *World) Fork() (*World, error) {
	if w.sim != nil {
		w.sim.driving.Lock()
		defer w.sim.driving.Unlock()
		w.sim.drain()
		if len(w.sim.helpers) > 0 { // they are not copied: what they are about to do would be lost
			return nil, ErrNotAtRest
		}
	} else {
		w.live.begin()
		w.live.mu.Lock()
		defer w.live.mu.Unlock()
		if !w.live.atRest() {
			return nil, ErrNotAtRest
		}
	}
	if w.hostCalls.Load() > 0 {
		return nil, ErrNotAtRest
	}
	f := w.shell()
	for _, key := range w.order {
		f.Attach(key, w.Attachment(key).Fork(f))
	}
	if err := f.copyProcesses(w); err != nil {
		f.Stop()
		return nil, err
	}
	f.copyTimers(w)
	f.copyRunnable(w)
	return f, nil
}

// shell is a world of the same configuration, counters, clock and names,
// without processes.
func (w *World) shell() *World {
	cfg := w.cfg
	cfg.Host = forkHost(w.host)
	f := NewWorld(cfg)
	f.system = w.system
	f.ids.Store(w.ids.Load())
	f.uniques.Store(w.uniques.Load())
	f.random.Store(w.random.Load())
	f.clock.now.Store(w.clock.now.Load())
	f.load.reductions.Store(w.load.reductions.Load())
	f.load.switches.Store(w.load.switches.Load())
	f.load.spawned.Store(w.load.spawned.Load())
	f.names.byName.Store(w.names.byName.Load())
	f.names.byPID.Store(w.names.byPID.Load())
	f.leader.Store(w.leader.Load())
	f.watchAll.Store(w.watchAll.Load())
	w.mu.Lock()
	f.lastTotals = maps.Clone(w.lastTotals)
	w.mu.Unlock()
	f.scratch.copyNumbers(&w.scratch)
	f.recorder = w.recorder.Fork()
	w.waiters.mu.Lock()
	for _, pid := range w.waiters.order {
		f.waiters.keep(pid, w.waiters.kept[pid])
	}
	w.waiters.mu.Unlock()
	if w.sim != nil {
		f.sim.rng, f.sim.choices = w.sim.rng, w.sim.choices
	}
	return f
}

func (w *World) copyProcesses(from *World) (err error) {
	w.pids.copyPages(&from.pids)
	from.pids.each(func(pid term.PID, p *Process) {
		if err == nil {
			err = w.copyProcess(pid, p)
		}
	})
	return err
}

func (w *World) copyProcess(pid term.PID, p *Process) error {
	q := &Process{
		world: w, self: p.self, count: p.count, countAt: p.countAt, flags: p.flags,
		deadline: p.deadline, timerAt: p.timerAt, timerGen: p.timerGen, timerSet: p.timerSet,
		root: p.root, person: p.person, reductions: p.reductions, parent: p.parent, leader: p.leader, dict: p.dict,
		links: p.links.clone(), watchers: p.watchers.clone(), rare: p.rare.clone(),
	}
	q.size.Store(p.size.Load())
	var ok bool
	if q.body, ok = p.body.Fork(q); !ok {
		return ErrBody
	}
	for m := p.first; m != nil; m = m.next {
		c := &signal{}
		*c = *m
		c.next = nil
		if q.last == nil {
			q.first = c
		} else {
			q.last.next = c
		}
		q.last = c
		if m == p.skipped {
			q.skipped = c
		}
	}
	q.head.Store(copySignals(p.head.Load()))
	w.pids.put(pid, q)
	w.alive.Add(1)
	return nil
}

// copySignals copies a head: a state, or a stack of signals.
func copySignals(h *signal) *signal {
	if h == nil || h == parked || h == dead {
		return h
	}
	var first, last *signal
	for ; h != nil; h = h.next {
		c := &signal{}
		*c = *h
		c.next = nil
		if r, ok := c.msg.(*request); ok { // each world answers its own
			own := *r
			c.msg = &own
		}
		if last == nil {
			first = c
		} else {
			last.next = c
		}
		last = c
	}
	return first
}

func (r *rare) clone() *rare {
	if r == nil {
		return nil
	}
	c := *r
	c.giveUp = nil
	c.monitors = *r.monitors.clone()
	c.aliases = *r.aliases.clone()
	c.replies = *r.replies.clone()
	c.suspending = *r.suspending.clone()
	c.unlinking = *r.unlinking.clone()
	return &c
}

func (w *World) copyTimers(from *World) {
	var entries []*timerEntry
	from.timer.mu.Lock()
	for _, e := range from.timer.heap {
		c := *e
		entries = append(entries, &c)
	}
	from.timer.mu.Unlock()
	slices.SortFunc(entries, func(a, b *timerEntry) int {
		if a.before(b) {
			return -1
		}
		return 1
	})
	t := &w.timer
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, e := range entries {
		if e.ref != nil {
			t.byRef[e.ref.ID] = e
		}
		t.add(e)
	}
}

// copyRunnable puts the processes that can run into the fork's queue, in the
// same order.
func (w *World) copyRunnable(from *World) {
	if from.sim == nil {
		w.pids.each(func(_ term.PID, q *Process) {
			if q.head.Load() != parked { // a signal came from outside meanwhile
				w.live.inject(q)
			}
		})
		return
	}
	for _, p := range from.sim.runnable {
		if q := w.Lookup(p.PID()); q != nil {
			w.sim.runnable = append(w.sim.runnable, q)
		}
	}
}

// copyPages makes the same pages as another table has, so that numbers that
// were given there keep their places.
func (t *pidTable) copyPages(from *pidTable) {
	src := *from.pages.Load()
	dst := make([]atomicPage, len(src))
	for i := range src {
		if page := src[i].Load(); page != nil {
			c := &pidPage{}
			c.left.Store(page.left.Load())
			dst[i].Store(c)
		}
	}
	t.pages.Store(&dst)
	t.next.Store(from.next.Load())
}
