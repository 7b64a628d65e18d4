package kernel

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"otpsh/runtime/term"
)

// This file is the live world's schedulers: one goroutine each, with a queue
// of its own and a slot for the process that was sent to last. One that finds
// nothing steals from the others, and then sleeps; none spins.

type pool struct {
	world  *World
	scheds []*scheduler
	start  sync.Once
	done   chan struct{}
	ended  atomic.Bool // done is closed
	stop   sync.Once
	exited sync.WaitGroup

	idlers atomic.Int32 // length of idle, read without the lock
	size   atomic.Int32 // length of the shared queue, likewise
	hurry  atomic.Int32 // length of urgent, likewise

	mu          sync.Mutex
	idle        []*scheduler
	first, last *Process   // the shared queue, by Process.queue
	urgent      []*Process // those that a person waits for: they go first
	quiet       []chan struct{}
}

func newPool(w *World, n int) *pool {
	l := &pool{world: w, done: make(chan struct{})}
	for i := range n {
		l.scheds = append(l.scheds, &scheduler{world: w, pool: l, number: i, wake: make(chan struct{}, 1)})
	}
	return l
}

// begin starts the schedulers when there is first something to run.
func (l *pool) begin() {
	l.start.Do(func() {
		l.exited.Add(len(l.scheds))
		for _, s := range l.scheds {
			go s.loop()
		}
	})
}

// inject puts a process into the shared queue.
func (l *pool) inject(p *Process) {
	if p.person {
		p.boost = boostSlices
		l.injectUrgent(p)
		return
	}
	l.begin()
	p.queue = nil
	l.mu.Lock()
	l.append(p, p, 1)
	l.mu.Unlock()
	l.wakeIdle()
}

// boostSlices is how many slices a process that a person waits for runs before
// all others once the person has asked: some milliseconds, enough to answer.
// What it does beyond that it does among the others.
const boostSlices = 100

// injectUrgent puts a process that a person waits for before all others.
func (l *pool) injectUrgent(p *Process) {
	l.begin()
	l.mu.Lock()
	l.urgent = append(l.urgent, p)
	l.hurry.Store(int32(len(l.urgent)))
	l.mu.Unlock()
	l.wakeIdle()
}

// takeUrgent is the first process that a person waits for.
func (l *pool) takeUrgent() *Process {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.urgent) == 0 {
		return nil
	}
	p := l.urgent[0]
	l.urgent = append(l.urgent[:0], l.urgent[1:]...)
	l.hurry.Store(int32(len(l.urgent)))
	return p
}

// again puts a process that has used up its slice into a queue.
func (s *scheduler) again(p *Process) {
	if p.boost > 0 {
		p.boost--
		s.pool.injectUrgent(p)
		return
	}
	s.pushLocal(p)
}

// append adds a chain to the shared queue; the lock is held.
func (l *pool) append(first, last *Process, n int) {
	if l.last == nil {
		l.first = first
	} else {
		l.last.queue = first
	}
	l.last = last
	l.size.Add(int32(n))
}

// wakeIdle wakes one scheduler that sleeps, if one does.
func (l *pool) wakeIdle() {
	if l.idlers.Load() == 0 {
		return
	}
	l.mu.Lock()
	var s *scheduler
	if n := len(l.idle); n > 0 {
		s = l.idle[n-1]
		l.idle = l.idle[:n-1]
		l.idlers.Store(int32(n - 1))
	}
	l.mu.Unlock()
	if s != nil {
		s.wake <- struct{}{}
	}
}

func (l *pool) queued() int { return int(l.size.Load()) }

// ready makes a process that was sent to run next on this scheduler.
func (s *scheduler) ready(p *Process) {
	old := s.next
	s.next = p
	if old != nil {
		s.pushLocal(old)
		s.share()
	}
}

// share wakes another scheduler when the own queue holds more than the
// process that will run next anyway. One process alone is not worth it: it
// waits for a slice at most, and waking costs more than most slices.
func (s *scheduler) share() {
	if s.pool.idlers.Load() > 0 && s.runq.len() > 1 {
		s.pool.wakeIdle()
	}
}

// pushLocal puts a process at the end of the own queue. When that is full,
// half of it goes to the shared one.
func (s *scheduler) pushLocal(p *Process) {
	if s.runq.push(p) {
		return
	}
	first, last, n := s.runq.half()
	p.queue = nil
	if first == nil {
		first, last = p, p
	} else {
		last.queue = p
		last = p
	}
	s.pool.mu.Lock()
	s.pool.append(first, last, n+1)
	s.pool.mu.Unlock()
}

// maxHops bounds how often in a row the slot for the next process goes before
// the queue: below this often. Two that send to each other must not keep the
// others waiting: a process that has failed to start has its few reductions for
// a report before its supervisor, which prints one of its own, is gone. Where
// nobody waits, the slot goes on; a larger bound measured no faster.
const maxHops = 2

// sharedEvery is how many steps a scheduler makes before it looks at the
// shared queue first.
const sharedEvery = 61

// loop runs what find gives. One process alone in the own queue is not worth
// waking another scheduler for, see share, unless the process before it used
// up its slice: that one will do so again. (Restarts under a supervisor: the
// slowest hundredth took twice as long when it woke for one.)
func (s *scheduler) loop() {
	defer s.pool.exited.Done()
	for {
		p := s.find()
		if p == nil {
			return
		}
		if s.shares() && s.pool.idlers.Load() > 0 {
			s.pool.wakeIdle()
		}
		if s.steps++; s.steps%flushEvery == 0 {
			s.flush()
		}
		again := s.step(p, Slice) == stepAgain
		if again {
			s.again(p)
		}
		if busy := again && !s.giveWay; busy != s.busy.Load() {
			s.busy.Store(busy)
		}
	}
}

// shares reports whether another scheduler may take from the own queue at once. It
// leaves the only one that waits behind short slices for a moment, see seesLone:
// that runs here, in the order in which the processes were made to run, while a
// thief whose thread the machine stops holds it up for milliseconds. (A restarted
// Registry then found the name of its old partition taken, four times in a row:
// of 100 runs on a machine with no core free 16 failed, and 2 do now. None of
// the kernel's benchmarks changed.)
func (s *scheduler) shares() bool {
	n := s.runq.len()
	return n > 1 || n == 1 && s.busy.Load()
}

// flushEvery is how many steps a scheduler counts before it adds them to the
// world's totals.
const flushEvery = 64

func (s *scheduler) flush() {
	s.world.load.switches.Add(s.steps)
	s.world.load.reductions.Add(s.reductions)
	s.steps, s.reductions = 0, 0
	s.world.checkMemory()
}

// find gives the next process to run, and sleeps until there is one; nil when
// the world stops.
func (s *scheduler) find() *Process {
	for {
		if s.pool.ended.Load() {
			return nil
		}
		if p := s.local(); p != nil {
			return p
		}
		if p := s.shared(); p != nil {
			return p
		}
		if p := s.steal(); p != nil {
			return p
		}
		if !s.sleep() {
			return nil
		}
	}
}

func (s *scheduler) local() *Process {
	if s.pool.hurry.Load() > 0 {
		if p := s.pool.takeUrgent(); p != nil {
			return p
		}
	}
	s.tick++
	if s.tick%sharedEvery == 0 && s.pool.size.Load() > 0 {
		if p := s.shared(); p != nil {
			return p
		}
	}
	if p := s.next; p != nil {
		s.next = nil
		if s.hops++; s.hops < maxHops || s.runq.len() == 0 {
			return p
		}
		s.pushLocal(p)
	}
	s.hops = 0
	return s.runq.pop()
}

// shared takes a part of the shared queue: the first to run, the others into
// the own queue.
func (s *scheduler) shared() *Process {
	l := s.pool
	if l.size.Load() == 0 {
		return nil
	}
	l.mu.Lock()
	n := min(int(l.size.Load())/len(l.scheds)+1, runQueueSize/2)
	first := l.first
	var rest *Process
	if first != nil {
		last := first
		took := 1
		for took < n && last.queue != nil && s.runq.len()+took < runQueueSize {
			last = last.queue
			took++
		}
		l.first = last.queue
		last.queue = nil
		if l.first == nil {
			l.last = nil
		}
		l.size.Add(-int32(took))
		rest = first.queue
	}
	l.mu.Unlock()
	if first != nil {
		first.queue = nil
		s.adopt(rest)
	}
	return first
}

// adopt puts a chain into the own queue.
func (s *scheduler) adopt(chain *Process) {
	for chain != nil {
		p := chain
		chain = chain.queue
		p.queue = nil
		s.pushLocal(p)
	}
}

// lonePatience is how long the only process in a scheduler's queue is left to it.
// If it waits there still, what runs before it takes long: a native that waits
// for the machine, say.
const lonePatience = 5 * time.Millisecond

// seesLone notes the schedulers that have one process waiting which is theirs for
// now; false when none has.
func (s *scheduler) seesLone() bool {
	if s.lone == nil {
		s.lone = make([]uint32, len(s.pool.scheds))
	}
	found := false
	for i, v := range s.pool.scheds {
		s.lone[i] = 0
		if v != s && v.runq.len() > 0 {
			s.lone[i] = v.runq.head.Load() + 1
			found = true
		}
	}
	return found
}

// stuck reports whether a scheduler has taken nothing from its queue since
// seesLone, which was lonePatience ago or more.
func (s *scheduler) stuck(v *scheduler) bool {
	return s.lone != nil && v.runq.len() > 0 && s.lone[v.number] == v.runq.head.Load()+1
}

// steal takes half of another scheduler's queue.
func (s *scheduler) steal() *Process {
	defer clear(s.lone)
	n := len(s.pool.scheds)
	for i := 1; i < n; i++ {
		victim := s.pool.scheds[(s.number+i)%n]
		if !victim.shares() && !s.stuck(victim) {
			continue
		}
		first, _, _ := victim.runq.half()
		if first != nil {
			rest := first.queue
			first.queue = nil
			s.adopt(rest)
			return first
		}
	}
	return nil
}

// sleep waits until there may be something to run. It looks again after it
// has said that it is idle: who adds a process first adds it and then asks
// whether somebody is idle.
func (s *scheduler) sleep() bool {
	l := s.pool
	s.flush()
	l.mu.Lock()
	l.idle = append(l.idle, s)
	l.idlers.Store(int32(len(l.idle)))
	if s.workElsewhere() {
		l.idle = l.idle[:len(l.idle)-1]
		l.idlers.Store(int32(len(l.idle)))
		l.mu.Unlock()
		return true
	}
	if len(l.idle) == len(l.scheds) {
		for _, c := range l.quiet {
			close(c)
		}
		l.quiet = nil
	}
	l.mu.Unlock()
	var nap <-chan time.Time
	if s.seesLone() {
		nap = time.After(lonePatience)
	}
	select {
	case <-s.wake:
		clear(s.lone) // what was seen may have been seen just now
		return true
	case <-nap:
		s.wakeItself()
		return true
	case <-l.done:
		return false
	}
}

// wakeItself takes a scheduler out of those that sleep. Who wakes it at the same
// moment has taken it out already, and tells so.
func (s *scheduler) wakeItself() {
	l := s.pool
	l.mu.Lock()
	i := slices.Index(l.idle, s)
	if i >= 0 {
		l.idle = slices.Delete(l.idle, i, i+1)
		l.idlers.Store(int32(len(l.idle)))
	}
	l.mu.Unlock()
	if i < 0 {
		<-s.wake
	}
}

func (s *scheduler) workElsewhere() bool {
	if s.pool.first != nil || len(s.pool.urgent) > 0 {
		return true
	}
	for _, v := range s.pool.scheds {
		if v != s && v.shares() {
			return true
		}
	}
	return false
}

// atRest reports whether every scheduler sleeps and nothing is queued; the
// lock is held.
func (l *pool) atRest() bool {
	return len(l.idle) == len(l.scheds) && l.first == nil && len(l.urgent) == 0
}

// waitQuiet waits until all schedulers sleep, or cancel is closed; it reports
// whether they sleep.
func (l *pool) waitQuiet(cancel <-chan struct{}) bool {
	l.begin()
	l.mu.Lock()
	if l.atRest() {
		l.mu.Unlock()
		return true
	}
	c := make(chan struct{})
	l.quiet = append(l.quiet, c)
	l.mu.Unlock()
	select {
	case <-c:
		return true
	case <-l.done:
		return false
	case <-cancel:
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.quiet = slices.DeleteFunc(l.quiet, func(q chan struct{}) bool { return q == c })
	return false
}

// Stop ends a live world: no process of it runs any more. It must not be
// called by a process. A simulated world needs no Stop.
func (w *World) Stop() {
	if w.live == nil {
		return
	}
	w.live.start.Do(func() {}) // a world that never ran starts no more
	w.live.stop.Do(func() {
		w.live.ended.Store(true)
		close(w.live.done)
	})
	w.live.exited.Wait()
}

func (w *World) awaitLive(pid term.PID, cancel <-chan struct{}) Outcome {
	c := w.watch(pid)
	select {
	case reason := <-c:
		return Outcome{Status: Ended, Reason: reason}
	case <-cancel:
	case <-w.live.done:
		return Outcome{Status: Stopped}
	}
	w.unwatch(pid, c)
	return Outcome{Status: Cancelled}
}
