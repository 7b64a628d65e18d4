package kernel

import (
	"sync"
	"time"

	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

// This file is timers: those of send_after and start_timer, and the timeouts
// of receives, in one heap by time.
//
// A receive's timeout is armed only when the process parks, and its entry
// stays in the heap when the receive ends early: the next receive of the
// process uses it again if it goes off soon enough, and sets another when it
// went off too early. A process that calls a server in a loop, with 5 seconds
// each, touches the heap once in 5 seconds.

type timerEntry struct {
	at    time.Duration
	seq   uint64
	index int // in the heap

	// a receive's timeout
	pid term.PID
	gen uint32

	// a timer
	ref  *term.Ref
	dest term.Term
	msg  term.Term
}

type timers struct {
	mu      sync.Mutex
	heap    []*timerEntry
	byRef   map[uint64]*timerEntry
	seq     uint64
	world   *World
	poke    chan struct{}
	running bool // the goroutine that fires, of a live world
}

func (t *timers) init(w *World) {
	t.world = w
	t.byRef = map[uint64]*timerEntry{}
	t.poke = make(chan struct{}, 1)
}

func (e *timerEntry) before(f *timerEntry) bool {
	return e.at < f.at || e.at == f.at && e.seq < f.seq
}

// add puts an entry into the heap; the lock is held.
func (t *timers) add(e *timerEntry) {
	t.seq++
	e.seq = t.seq
	e.index = len(t.heap)
	t.heap = append(t.heap, e)
	t.up(e.index)
	if e.index == 0 && t.world.sim == nil {
		t.wake()
	}
}

func (t *timers) wake() {
	if !t.running {
		t.running = true
		go t.loop()
	}
	select {
	case t.poke <- struct{}{}:
	default:
	}
}

func (t *timers) swap(i, j int) {
	t.heap[i], t.heap[j] = t.heap[j], t.heap[i]
	t.heap[i].index, t.heap[j].index = i, j
}

func (t *timers) up(i int) {
	for i > 0 && t.heap[i].before(t.heap[(i-1)/2]) {
		t.swap(i, (i-1)/2)
		i = (i - 1) / 2
	}
}

func (t *timers) down(i int) {
	for {
		c := 2*i + 1
		if c >= len(t.heap) {
			return
		}
		if c+1 < len(t.heap) && t.heap[c+1].before(t.heap[c]) {
			c++
		}
		if !t.heap[c].before(t.heap[i]) {
			return
		}
		t.swap(i, c)
		i = c
	}
}

// take removes an entry from the heap; the lock is held.
func (t *timers) take(e *timerEntry) {
	i, last := e.index, len(t.heap)-1
	t.swap(i, last)
	t.heap[last] = nil
	t.heap = t.heap[:last]
	if i < last {
		t.up(i)
		t.down(i)
	}
	if e.ref != nil {
		delete(t.byRef, e.ref.ID)
	}
}

// due removes and gives the first entry if its time has come.
func (t *timers) due(now time.Duration) *timerEntry {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.heap) == 0 || t.heap[0].at > now {
		return nil
	}
	e := t.heap[0]
	t.take(e)
	return e
}

// fire does what an entry is for. s is nil in a live world.
func (t *timers) fire(e *timerEntry, s *scheduler) {
	w := t.world
	if e.ref == nil {
		w.signalTo(e.pid, signal{kind: sigTimeout, seq: e.gen}, s)
		return
	}
	if w.recorder.Wants(trace.TimerFired) {
		pid, _ := e.dest.(term.PID)
		w.recorder.Record(s.ring(), trace.Event{Kind: trace.TimerFired, Time: w.Now(), PID: pid, Ref: e.ref})
	}
	w.fireMessage(e.dest, e.msg, s)
}

// fireMessage sends without a trace of dead letters: a timer that outlives
// whom it is for is no mistake.
func (w *World) fireMessage(dest, msg term.Term, s *scheduler) {
	pid, ok := dest.(term.PID)
	if !ok {
		pid, ok = w.Whereis(dest.(term.Atom))
	}
	if ok {
		w.signalTo(pid, signal{kind: sigMessage, msg: msg}, s)
	}
}

// loop fires the timers of a live world.
func (t *timers) loop() {
	alarm := time.NewTimer(time.Hour)
	defer alarm.Stop()
	for {
		for e := t.due(t.world.Now()); e != nil; e = t.due(t.world.Now()) {
			t.fire(e, nil)
		}
		alarm.Reset(t.untilNext())
		select {
		case <-alarm.C:
		case <-t.poke:
		case <-t.world.live.done:
			return
		}
	}
}

func (t *timers) untilNext() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.heap) == 0 {
		return time.Hour
	}
	return max(0, t.heap[0].at-t.world.Now())
}

// arm makes sure that the process is woken when its receive's timeout has
// passed; it is about to park.
func (p *Process) arm() {
	if p.timerSet && p.timerAt <= p.deadline {
		return
	}
	p.timerGen++
	p.timerAt, p.timerSet = p.deadline, true
	t := &p.world.timer
	t.mu.Lock()
	t.add(&timerEntry{at: p.deadline, pid: p.PID(), gen: p.timerGen})
	t.mu.Unlock()
}

// timeout takes in that the entry of a generation went off.
func (p *Process) timeout(gen uint32) {
	if gen != p.timerGen {
		return
	}
	p.timerSet = false
	if p.flags&flagArmed != 0 && p.deadline <= p.world.Now() {
		p.flags |= flagExpired | flagWake
	}
}

// StartTimer sends msg to dest, a pid or a name, after d; the reference
// cancels and reads it. From anywhere.
func (w *World) StartTimer(d time.Duration, dest, msg term.Term) *term.Ref {
	return w.StartTimerAt(w.Now()+d, dest, msg, false)
}

// StartTimerAt is StartTimer with an absolute time. With wrap the message is
// {:timeout, ref, msg}, as that of :erlang.start_timer.
func (w *World) StartTimerAt(at time.Duration, dest, msg term.Term, wrap bool) *term.Ref {
	ref := w.NewRef()
	if wrap {
		msg = term.Tuple3(timeoutTag, ref, msg)
	}
	now := w.Now()
	if w.recorder.Wants(trace.TimerSet) {
		pid, _ := dest.(term.PID)
		w.recorder.Record(0, trace.Event{Kind: trace.TimerSet, Time: now, PID: pid, Ref: ref, After: at - now, Term: msg})
	}
	if at <= now {
		w.fireMessage(dest, msg, nil)
		return ref
	}
	t := &w.timer
	t.mu.Lock()
	e := &timerEntry{at: at, ref: ref, dest: dest, msg: msg}
	t.byRef[ref.ID] = e
	t.add(e)
	t.mu.Unlock()
	return ref
}

var timeoutTag term.Term = term.Intern("timeout")

// CancelTimer stops a timer: how long it had left; false when there is no
// such timer, or it went off. From anywhere.
func (w *World) CancelTimer(ref *term.Ref) (left time.Duration, ok bool) {
	t := &w.timer
	t.mu.Lock()
	e := t.byRef[ref.ID]
	if e != nil {
		t.take(e)
	}
	t.mu.Unlock()
	if e == nil || w.pointless(e) {
		return 0, false
	}
	if w.recorder.Wants(trace.TimerCancelled) {
		pid, _ := e.dest.(term.PID)
		w.recorder.Record(0, trace.Event{Kind: trace.TimerCancelled, Time: w.Now(), PID: pid, Ref: ref})
	}
	return max(0, e.at-w.Now()), true
}

// pointless reports whether a timer is for a process that is no more: it
// counts as ended with it.
func (w *World) pointless(e *timerEntry) bool {
	pid, ok := e.dest.(term.PID)
	return ok && w.Lookup(pid) == nil
}

// ReadTimer is how long a timer has left. From anywhere.
func (w *World) ReadTimer(ref *term.Ref) (left time.Duration, ok bool) {
	t := &w.timer
	t.mu.Lock()
	defer t.mu.Unlock()
	e := t.byRef[ref.ID]
	if e == nil || w.pointless(e) {
		return 0, false
	}
	return max(0, e.at-w.Now()), true
}
