package kernel

import (
	"slices"
	"sync"
	"time"

	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

// This file is the simulated world's scheduler. Whoever calls Await, Settle
// or Advance runs it, one at a time; everything that it decides comes from
// the seed and from what was done before.

type simulator struct {
	world    *World
	driving  sync.Mutex // held while somebody drives
	sched    scheduler
	runnable []*Process // in the order in which they became so
	helpers  []*Process // detached ones: they go first and cost nothing
	rng      uint64
	choices  int         // made by the seed so far
	slices   uint64      // run so far
	calls    []*hostCall // in flight, in the order they were started

	mu    sync.Mutex // guards inbox
	inbox []*Process // made runnable from other goroutines
	news  chan struct{}
}

// hostCall is host work of a process. The calls of a world are carried out
// one after the other, in the order in which they were asked for, each when
// nothing else can run or the world has waited with it for callPatience
// slices: what they do to the machine, and what a journal notes of it, then
// does not depend on how long each takes.
type hostCall struct {
	pid   term.PID
	work  func() func(*Process)
	since uint64              // the number of slices when it was asked for
	end   chan func(*Process) // nil: not begun
}

// callPatience is after how many slices a host call is carried out though
// others could run: who waits for it in a loop must not wait for ever.
const callPatience = 1000

func newSimulator(w *World) *simulator {
	m := &simulator{world: w, rng: mix(w.cfg.Seed ^ 0x5eed), news: make(chan struct{}, 1)}
	m.sched.world = w
	return m
}

// ready makes a process runnable.
func (m *simulator) ready(p *Process, s *scheduler) {
	if s == &m.sched {
		m.add(p)
		return
	}
	m.mu.Lock()
	m.inbox = append(m.inbox, p)
	m.mu.Unlock()
	select {
	case m.news <- struct{}{}:
	default:
	}
}

func (m *simulator) add(p *Process) {
	if p.detached {
		m.helpers = append(m.helpers, p)
	} else {
		m.runnable = append(m.runnable, p)
	}
}

func (m *simulator) drain() {
	m.mu.Lock()
	in := m.inbox
	m.inbox = nil
	m.mu.Unlock()
	for _, p := range in {
		m.add(p)
	}
}

// bySeed reports whether the seed decides what comes next.
func (m *simulator) bySeed() bool {
	cfg := &m.world.cfg
	return cfg.Seed != 0 && (cfg.Choices == 0 || m.choices < cfg.Choices)
}

func (m *simulator) random() uint64 {
	m.rng += 0x9e3779b97f4a7c15
	return mix(m.rng)
}

// runOne runs a slice of one process; false when none can run.
func (m *simulator) runOne() bool {
	m.drain()
	if n := len(m.helpers); n > 0 {
		p := m.helpers[0]
		m.helpers = m.helpers[1:]
		m.run(p, Slice)
		return true
	}
	n := len(m.runnable)
	if n == 0 {
		return false
	}
	i, reductions := 0, Slice
	if m.bySeed() {
		m.choices++
		if n > 1 {
			i = int(m.random() % uint64(n))
		}
		if m.world.cfg.Preempt {
			reductions = m.sliceLength()
		}
	}
	p := m.runnable[i]
	if i == 0 {
		m.runnable[0] = nil
		m.runnable = m.runnable[1:]
	} else {
		m.runnable = slices.Delete(m.runnable, i, i+1)
	}
	m.slices++
	m.sched.steps++
	m.run(p, reductions)
	m.sched.flush()
	return true
}

// sliceLength is mostly short: a switch in the middle of something is what
// exploration looks for.
func (m *simulator) sliceLength() int {
	r := m.random()
	if r%4 == 0 {
		return Slice
	}
	return 1 + int((r>>8)%(1<<(2+(r>>2)%8)))
}

func (m *simulator) run(p *Process, reductions int) {
	if m.sched.step(p, reductions) == stepAgain {
		m.add(p)
	}
}

// fireDue lets the timers go off whose time has come.
func (m *simulator) fireDue() {
	t := &m.world.timer
	for e := t.due(m.world.Now()); e != nil; e = t.due(m.world.Now()) {
		t.fire(e, &m.sched)
	}
}

// nextTimer is when the next timer goes off that will do something: entries
// of receives that have ended are dropped on the way.
func (m *simulator) nextTimer() (time.Duration, bool) {
	t := &m.world.timer
	t.mu.Lock()
	defer t.mu.Unlock()
	for len(t.heap) > 0 {
		e := t.heap[0]
		if e.ref != nil {
			return e.at, true
		}
		p := m.world.Lookup(e.pid)
		switch {
		case p == nil || p.timerGen != e.gen:
			t.take(e)
		case p.flags&flagArmed == 0:
			p.timerSet = false
			t.take(e)
		case p.deadline > e.at:
			t.take(e)
			e.at, p.timerAt = p.deadline, p.deadline
			t.add(e)
		default:
			return e.at, true
		}
	}
	return 0, false
}

// jump moves the clock to a time that is not in the past.
func (m *simulator) jump(to time.Duration) {
	w := m.world
	now := w.Now()
	if to <= now {
		return
	}
	w.clock.now.Store(int64(to))
	d := to - now
	if d <= time.Second {
		return
	}
	if w.recorder.Wants(trace.TimePassed) {
		w.recorder.Record(0, trace.Event{Kind: trace.TimePassed, Time: to, After: d})
	}
	if w.OnJump != nil {
		w.OnJump(Jump{By: d, Circle: circle(w.waitersNow())})
	}
}

// start asks for a host call.
func (m *simulator) start(pid term.PID, work func() func(*Process)) {
	m.calls = append(m.calls, &hostCall{pid: pid, work: work, since: m.slices})
	m.world.hostCalls.Add(1)
}

// callDue reports whether the oldest host call has waited long enough.
func (m *simulator) callDue() bool {
	return len(m.calls) > 0 && m.slices-m.calls[0].since >= callPatience
}

// finishCall carries out the oldest host call; false when it was cancelled.
// News from outside ends the wait too.
func (m *simulator) finishCall(cancel <-chan struct{}) bool {
	c := m.calls[0]
	if c.end == nil {
		c.end = make(chan func(*Process), 1)
		go func() { c.end <- c.work() }()
	}
	select {
	case end := <-c.end:
		m.calls = m.calls[1:]
		m.world.hostCalls.Add(-1)
		m.world.signalTo(c.pid, signal{kind: sigApply, msg: end}, &m.sched)
	case <-m.news:
		c.since = m.slices
	case <-cancel:
		return false
	}
	return true
}

func cancelled(cancel <-chan struct{}) bool {
	select {
	case <-cancel:
		return true
	default:
		return false
	}
}

func (m *simulator) await(pid term.PID, cancel <-chan struct{}) Outcome {
	m.driving.Lock()
	defer m.driving.Unlock()
	c := m.world.watch(pid)
	defer m.world.unwatch(pid, c)
	for {
		select {
		case reason := <-c:
			return Outcome{Status: Ended, Reason: reason}
		case <-cancel:
			return Outcome{Status: Cancelled}
		default:
		}
		m.fireDue()
		if !m.callDue() && m.runOne() {
			continue
		}
		if len(m.calls) > 0 {
			if !m.finishCall(cancel) {
				return Outcome{Status: Cancelled}
			}
			continue
		}
		at, ok := m.nextTimer()
		if !ok {
			return Outcome{Status: Deadlocked, Deadlock: m.world.deadlock(pid)}
		}
		m.jump(at)
	}
}

func (m *simulator) settle(bound int) (steps int, rest bool) {
	m.driving.Lock()
	defer m.driving.Unlock()
	for bound <= 0 || steps < bound {
		if !m.callDue() && m.runOne() {
			steps++
			continue
		}
		if len(m.calls) == 0 {
			return steps, true
		}
		m.finishCall(nil)
	}
	m.drain()
	return steps, len(m.runnable) == 0 && len(m.calls) == 0
}

func (m *simulator) advance(d time.Duration, cancel <-chan struct{}) bool {
	m.driving.Lock()
	defer m.driving.Unlock()
	target := m.world.Now() + d
	for !cancelled(cancel) {
		m.fireDue()
		if !m.callDue() && m.runOne() {
			continue
		}
		if len(m.calls) > 0 {
			m.finishCall(cancel)
			continue
		}
		at, ok := m.nextTimer()
		if !ok || at > target {
			if now := m.world.Now(); now < target {
				m.world.clock.now.Store(int64(target))
			}
			return true
		}
		if at > m.world.Now() {
			m.world.clock.now.Store(int64(at))
		}
	}
	return false
}

// Reseed has a simulated world take the orders of another seed from now on,
// with slices that end anywhere; 0 is the plain order. Nothing may run in it.
func (w *World) Reseed(seed uint64) {
	w.cfg.Seed, w.cfg.Preempt = seed, seed != 0
	w.sim.rng, w.sim.choices = mix(seed^0x5eed), 0
}
