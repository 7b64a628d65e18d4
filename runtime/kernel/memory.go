package kernel

import (
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"time"

	"otpsh/runtime/term"
)

// This file looks after the memory of the machine: when what all processes
// hold comes near the limit, the largest of them is ended; and a process may
// ask for what nobody holds to be given back. A limit of one process's own is
// in sched.go.

// guard is the look-out of one world.
type guard struct {
	next    atomic.Int64 // when to look again, on the host's clock
	mu      sync.Mutex
	samples []metrics.Sample
	ended   uint64 // collections before which no other process is ended

	reclaimed atomic.Uint64 // bytes allocated when Reclaim last began
}

// guardEvery is how often memory is looked at while something runs.
const guardEvery = 10 * time.Millisecond

// settleCollections is how many collections must pass after a process was
// ended before another is: until then its memory still counts.
const settleCollections = 2

// checkMemory ends the largest process when live memory is beyond the limit.
// Schedulers call it now and then.
func (w *World) checkMemory() {
	limit := w.cfg.Limits.Memory
	if limit <= 0 {
		return
	}
	g := &w.guard
	now := int64(w.host.Monotonic())
	if now < g.next.Load() || !g.mu.TryLock() {
		return
	}
	defer g.mu.Unlock()
	g.next.Store(now + int64(guardEvery))
	if g.samples == nil {
		g.samples = []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/cycles/total:gc-cycles"}}
	}
	metrics.Read(g.samples)
	live, cycles := int(g.samples[0].Value.Uint64()), g.samples[1].Value.Uint64()
	if live < limit || cycles < g.ended {
		return
	}
	if pid, ok := w.largest(); ok {
		g.ended = cycles + settleCollections
		w.signalTo(pid, signal{kind: sigRequest, msg: &request{run: func(q *Process) any {
			q.limit("memory", live, limit)
			return nil
		}}}, nil)
	}
}

// largest is the process that was largest when it was measured last.
func (w *World) largest() (pid term.PID, ok bool) {
	var most int32
	w.pids.each(func(p term.PID, q *Process) {
		if size := q.size.Load(); size > most {
			most, pid, ok = size, p, true
		}
	})
	return pid, ok
}

// messageWords is about what a message takes in a mailbox besides its term.
const messageWords = 16

// noteSize keeps the size that was measured where others may read it, in
// units of 1024 words.
func (p *Process) noteSize(words int) { p.size.Store(int32(min(words>>10, 1<<30))) }

// reclaimAfter is how many bytes must have been allocated since a process last
// had garbage given back, before it is worth to do it again: with less, a
// program that asks for it in a loop does little else.
const reclaimAfter = 16 << 20

// Reclaim collects the garbage of all processes and gives the memory back to
// the system, away from the schedulers. With true it has begun, and the body
// does what Block says; then is called when it is done. False: too little can
// have gathered, or the world is simulated, where it would change nothing that
// a program sees.
func (p *Process) Reclaim(then func(p *Process)) bool {
	w := p.world
	if w.sim != nil || p.detached {
		return false
	}
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	allocated, before := sample[0].Value.Uint64(), w.guard.reclaimed.Load()
	if allocated-before < reclaimAfter || !w.guard.reclaimed.CompareAndSwap(before, allocated) {
		return false
	}
	p.Block(func() func(*Process) {
		debug.FreeOSMemory()
		return then
	})
	return true
}
