package kernel

import (
	"fmt"
	"runtime/debug"
	"sync/atomic"

	"otpsh/runtime/term"
)

// This file is what a scheduler does with one process, in every kind of world.

// scheduler runs processes, one at a time, on one goroutine.
type scheduler struct {
	world  *World
	pool   *pool // nil: of a simulated world, or of one detached process
	number int

	next *Process // the process that was sent to last: it runs next
	hops int      // how often in a row next was run
	tick uint32
	runq runQueue
	wake chan struct{}
	busy atomic.Bool // the process before used up its slice
	lone []uint32    // see seesLone: by scheduler, where its queue began, plus one; 0: nowhere

	giveWay bool     // the slice that runs should end soon; see giveWayAt
	pileOf  *Process // who was sent to last,
	pile    int      // and how much it has not taken yet

	steps, reductions uint64 // not yet in the world's totals

	free  *signal // used nodes
	frees int
	spare any // what bodies leave for the next; see Process.Spare

	ending func(p *Process, reason term.Term) // of RunDetached
	reason term.Term
}

type stepEnd uint8

const (
	stepAgain   stepEnd = iota // it has more to do: it belongs into a run queue
	stepWaiting                // it is parked, and may be running elsewhere already
	stepEnded
)

// maxResumes is how often a process that got new signals while it was about
// to park goes on at once.
const maxResumes = 4

// step runs a process that was taken out of a run queue.
func (s *scheduler) step(p *Process, reductions int) stepEnd {
	p.sched = s
	p.takeIn()
	for resumes := 0; p.flags&flagDoomed == 0; {
		if !p.shouldRun() {
			if p.park() {
				return stepWaiting
			}
			p.takeIn()
			continue
		}
		if resumes++; resumes > maxResumes {
			return stepAgain
		}
		p.flags &^= flagWake | flagUrgent | flagYielded
		s.giveWay = false
		switch p.slice(reductions) {
		case Yielded:
			p.flags |= flagWake | flagYielded
			if p.flags&flagDoomed == 0 {
				return stepAgain
			}
		case Waiting:
			// The body has seen all that Peek showed; what it has not seen
			// set flagUrgent, or is still in the queue.
			p.flags &^= flagWake
		case Exited:
			s.end(p)
			return stepEnded
		}
	}
	s.end(p)
	return stepEnded
}

func (s *scheduler) end(p *Process) {
	if s.ending != nil {
		s.ending(p, p.exitReason())
	}
	p.finish()
}

// shouldRun reports whether the body has something to do.
func (p *Process) shouldRun() bool {
	return p.flags&(flagWake|flagUrgent) != 0 && (p.rare == nil || p.rare.suspended == 0)
}

// park leaves the process waiting; false when signals have come. After true
// it may be running on another scheduler: nothing of it may be touched.
func (p *Process) park() bool {
	if p.flags&flagArmed != 0 {
		p.arm()
	}
	return p.head.CompareAndSwap(nil, parked)
}

// slice runs the body once. A Go panic in it ends the process, not the world.
func (p *Process) slice(reductions int) (v Verdict) {
	defer p.recoverSlice(&v)
	before := p.reductions
	p.flags &^= flagSpent
	v = p.body.Run(p, reductions)
	p.tellBacklog()
	if p.flags&flagSpent == 0 {
		p.Spend(assumed(v, reductions))
	}
	if p.world.sim == nil || !p.detached { // a simulated world's helpers cost nothing
		p.sched.reductions += p.reductions - before
	}
	if p.reductions >= p.nextCheck() {
		p.measure()
	}
	return v
}

func (p *Process) recoverSlice(v *Verdict) {
	if x := recover(); x != nil {
		p.crash(x)
		*v = Yielded
	}
}

// assumed is what a body that does not call Spend is taken to have used.
func assumed(v Verdict, reductions int) int {
	if v == Yielded {
		return reductions
	}
	return 1
}

// crash ends a process whose body panicked.
func (p *Process) crash(x any) {
	text := fmt.Sprint(x)
	if f := p.world.OnPanic; f != nil {
		f(p, x, debug.Stack())
	}
	p.doom(term.Tuple2(internalError, term.Binary(text)))
}

var internalError term.Term = term.Intern("internal_error")

// measureEvery is how many reductions a process runs before its memory is
// measured; a large one, the larger it is, the more.
const measureEvery = 1_000_000

func (p *Process) nextCheck() uint64 {
	if p.rare == nil || p.rare.checkAt == 0 {
		if p.rare != nil && p.rare.maxHeap.Size > 0 {
			return 0
		}
		return measureEvery
	}
	return p.rare.checkAt
}

// measure counts the words that the process holds and ends it when they are
// too many.
func (p *Process) measure() {
	r := p.more()
	max, every := p.world.cfg.Limits.HeapWords, uint64(measureEvery)
	if own := r.maxHeap; own.Size > 0 && own.Size < max && own.Kill {
		max, every = own.Size, Slice
	}
	r.words = p.body.Footprint(max+1) + messageWords*int(p.count)
	p.noteSize(r.words)
	r.checkAt = p.reductions + every + uint64(r.words)/2
	if r.words > max {
		p.limit("heap", 8*r.words, 8*max)
	}
}

// measureAt is how many words a request has that is measured at once.
const measureAt = 1 << 20

// Allocate tells of words that one request of the process makes at once: a
// process with a max_heap_size ends where the BEAM would collect its garbage
// and find it too large.
func (p *Process) Allocate(words int) {
	if words > measureAt {
		p.more().checkAt = 1 // measured when this slice ends
	}
	if p.rare == nil {
		return
	}
	if own := p.rare.maxHeap; own.Kill && own.Size > 0 && words > own.Size {
		p.limit("heap", 8*words, 8*own.Size)
	}
}

// SetMaxHeap sets the process's max_heap_size and gives the old one.
func (p *Process) SetMaxHeap(m MaxHeap) MaxHeap {
	r := p.more()
	old := r.maxHeap
	r.maxHeap, r.checkAt = m, 0
	return old
}

// MaxHeap is the process's max_heap_size.
func (p *Process) MaxHeap() MaxHeap {
	if p.rare == nil {
		return MaxHeap{}
	}
	return p.rare.maxHeap
}

// enqueue makes a process that was parked run. s is the scheduler that the
// caller runs on, nil outside.
func (w *World) enqueue(q *Process, s *scheduler) {
	switch {
	case q.detached && q.rare.scratch.sync:
		q.rare.scratch.wake <- struct{}{}
	case w.sim != nil:
		w.sim.ready(q, s)
	case s != nil && s.pool != nil:
		s.ready(q)
	default:
		w.live.inject(q)
	}
}

// enqueueNew is enqueue of a process that has never run: its parent goes on.
func (w *World) enqueueNew(q *Process, s *scheduler) {
	if w.sim == nil && s != nil && s.pool != nil {
		s.pushLocal(q)
		s.share()
		return
	}
	w.enqueue(q, s)
}

// runQueue is the number of processes that wait to be run; about right.
func (w *World) runQueue() int {
	if w.sim != nil {
		return len(w.sim.runnable)
	}
	n := w.live.queued()
	for _, s := range w.live.scheds {
		n += s.runq.len()
	}
	return n
}
