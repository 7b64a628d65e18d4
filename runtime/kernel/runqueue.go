package kernel

import "sync/atomic"

// This file is a scheduler's own run queue: a ring that its owner fills and
// empties, and that other schedulers steal from.

const runQueueSize = 256

type runQueue struct {
	head  atomic.Uint32 // taken by the owner and by thieves, with compare-and-swap
	tail  atomic.Uint32 // moved by the owner only
	slots [runQueueSize]atomic.Pointer[Process]
}

func (q *runQueue) len() int { return int(q.tail.Load() - q.head.Load()) }

// push adds a process; false when the ring is full. Owner only.
func (q *runQueue) push(p *Process) bool {
	h, t := q.head.Load(), q.tail.Load()
	if t-h >= runQueueSize {
		return false
	}
	q.slots[t%runQueueSize].Store(p)
	q.tail.Store(t + 1)
	return true
}

// pop takes the oldest; nil when there is none. Owner only.
func (q *runQueue) pop() *Process {
	for {
		h, t := q.head.Load(), q.tail.Load()
		if h == t {
			return nil
		}
		p := q.slots[h%runQueueSize].Load()
		if q.head.CompareAndSwap(h, h+1) {
			return p
		}
	}
}

// half takes the older half out, as a chain by Process.queue.
func (q *runQueue) half() (first, last *Process, n int) {
	var batch [runQueueSize / 2]*Process
	for {
		h, t := q.head.Load(), q.tail.Load()
		n := t - h
		n -= n / 2
		if n == 0 {
			return nil, nil, 0
		}
		if n > runQueueSize/2 { // head and tail were read apart
			continue
		}
		for i := range n {
			batch[i] = q.slots[(h+i)%runQueueSize].Load()
		}
		if !q.head.CompareAndSwap(h, h+n) {
			continue
		}
		for i := range n {
			batch[i].queue = nil
			if i > 0 {
				batch[i-1].queue = batch[i]
			}
		}
		return batch[0], batch[n-1], int(n)
	}
}
