package trace

import (
	"slices"
	"sync"
	"sync/atomic"
)

// This file is the recorder: rings of recent events, and subscribers.

// ringSize is how many events one ring keeps. A recorder has one ring for
// each scheduler, so that recording on one never waits for another.
const ringSize = 1024

// Recorder keeps the recent events of a world and hands them to subscribers.
// All methods may be called from any goroutine.
type Recorder struct {
	seq   atomic.Uint64
	wants atomic.Uint32 // Kinds that are recorded now
	rings []ring
	mu    sync.Mutex
	subs  []*subscription
	list  atomic.Pointer[[]*subscription]
	base  Kinds
}

type ring struct {
	mu     sync.Mutex
	events []Event // made at the first event
	n      int     // events written so far
}

type subscription struct {
	kinds Kinds
	f     func(Event)
}

// NewRecorder makes a recorder with that many rings, which records the kinds
// of base even when nobody subscribed.
func NewRecorder(rings int, base Kinds) *Recorder {
	r := &Recorder{rings: make([]ring, max(1, rings)), base: base}
	r.wants.Store(uint32(base))
	return r
}

// Wants reports whether events of a kind are recorded now: one atomic load,
// to be asked before an Event is made.
func (r *Recorder) Wants(k Kind) bool { return Kinds(r.wants.Load()).Has(k) }

// Record keeps an event and calls the subscribers of its kind; it gives the
// event's number. ring is the scheduler's number; any number is allowed.
func (r *Recorder) Record(ringNumber int, e Event) uint64 {
	e.Seq = r.seq.Add(1)
	g := &r.rings[uint(ringNumber)%uint(len(r.rings))]
	g.mu.Lock()
	if g.events == nil {
		g.events = make([]Event, ringSize)
	}
	g.events[g.n%ringSize] = e
	g.n++
	g.mu.Unlock()
	if subs := r.list.Load(); subs != nil {
		for _, s := range *subs {
			if s.kinds.Has(e.Kind) {
				s.f(e)
			}
		}
	}
	return e.Seq
}

// Subscribe has f called with each event of these kinds, on the goroutine
// where it happens: f must be quick and must not block. The function it
// returns ends the subscription.
func (r *Recorder) Subscribe(kinds Kinds, f func(Event)) (cancel func()) {
	s := &subscription{kinds, f}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.subs = append(r.subs, s)
	r.publish()
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.subs = slices.DeleteFunc(r.subs, func(t *subscription) bool { return t == s })
		r.publish()
	}
}

// publish makes the list of subscribers visible to Record; r.mu is held.
func (r *Recorder) publish() {
	list := slices.Clone(r.subs)
	wants := r.base
	for _, s := range list {
		wants |= s.kinds
	}
	r.list.Store(&list)
	r.wants.Store(uint32(wants))
}

// Recent is the events that are still kept, oldest first.
func (r *Recorder) Recent() []Event {
	var out []Event
	for i := range r.rings {
		g := &r.rings[i]
		g.mu.Lock()
		for j := max(0, g.n-ringSize); j < g.n; j++ {
			out = append(out, g.events[j%ringSize])
		}
		g.mu.Unlock()
	}
	slices.SortFunc(out, func(a, b Event) int {
		if a.Seq < b.Seq {
			return -1
		}
		return 1
	})
	return out
}

// Fork is a recorder for a forked world: the recent events, no subscribers.
func (r *Recorder) Fork() *Recorder {
	f := NewRecorder(len(r.rings), r.base)
	f.seq.Store(r.seq.Load())
	for i := range r.rings {
		g := &r.rings[i]
		g.mu.Lock()
		f.rings[i].events, f.rings[i].n = slices.Clone(g.events), g.n
		g.mu.Unlock()
	}
	return f
}
