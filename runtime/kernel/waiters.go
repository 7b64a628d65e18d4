package kernel

import (
	"sync"
	"sync/atomic"

	"otpsh/runtime/term"
)

// This file is those outside the world that wait for a process to end.

// keptExits is how many exit reasons of processes that were started from
// outside are kept for a later Await.
const keptExits = 256

type waiters struct {
	mu      sync.Mutex
	waiting atomic.Int32 // channels in list: asked at every exit
	list    map[term.PID][]chan term.Term
	kept    map[term.PID]term.Term
	order   []term.PID // of kept, oldest first
}

func (t *waiters) init() {
	t.list = map[term.PID][]chan term.Term{}
	t.kept = map[term.PID]term.Term{}
}

// keep remembers a root's exit reason. It is called before the process can no
// longer be looked up.
func (t *waiters) keep(pid term.PID, reason term.Term) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept[pid] = reason
	t.order = append(t.order, pid)
	if len(t.order) > keptExits {
		delete(t.kept, t.order[0])
		t.order = t.order[1:]
	}
}

// ended tells those who wait; called after the process was removed.
func (t *waiters) ended(pid term.PID, reason term.Term) {
	if t.waiting.Load() == 0 {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range t.list[pid] {
		c <- reason
		t.waiting.Add(-1)
	}
	delete(t.list, pid)
}

// watch gives a channel on which the exit reason comes.
func (w *World) watch(pid term.PID) chan term.Term {
	t := &w.waiters
	c := make(chan term.Term, 1)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.waiting.Add(1)
	if w.Lookup(pid) != nil {
		t.list[pid] = append(t.list[pid], c)
		return c
	}
	t.waiting.Add(-1)
	reason, ok := t.kept[pid]
	if !ok {
		reason = term.Noproc
	}
	c <- reason
	return c
}

// unwatch gives a channel of watch up.
func (w *World) unwatch(pid term.PID, c chan term.Term) {
	t := &w.waiters
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, d := range t.list[pid] {
		if d == c {
			t.list[pid] = append(t.list[pid][:i:i], t.list[pid][i+1:]...)
			t.waiting.Add(-1)
			return
		}
	}
}
