package kernel

import (
	"sync"
	"sync/atomic"

	"otpsh/runtime/term"
)

// This file finds processes by number: pages of atomic pointers, reached by
// a directory that is replaced when it grows. A lookup is two loads.

const (
	pageBits = 9
	pageSize = 1 << pageBits

	// firstPID is the number of a world's first process. The BEAM's own
	// processes come before it there.
	firstPID = 94
)

type pidPage struct {
	slots [pageSize]atomic.Pointer[Process]
	left  atomic.Int32 // numbers of this page that may still be used or are in use
}

type atomicPage = atomic.Pointer[pidPage]

type pidTable struct {
	next  atomic.Uint64 // the last number given
	pages atomic.Pointer[[]atomicPage]
	grow  sync.Mutex
}

// init makes the table give first as its first number.
func (t *pidTable) init(first uint64) {
	t.next.Store(first - 1)
	pages := make([]atomicPage, max(8, first/pageSize+1))
	t.pages.Store(&pages)
	page := &pidPage{}
	page.left.Store(pageSize) // the numbers below first may be used by the system
	pages[first/pageSize].Store(page)
}

func (t *pidTable) get(pid term.PID) *Process {
	pages := *t.pages.Load()
	i := uint64(pid) >> pageBits
	if i >= uint64(len(pages)) {
		return nil
	}
	page := pages[i].Load()
	if page == nil {
		return nil
	}
	return page.slots[uint64(pid)&(pageSize-1)].Load()
}

// number gives the next pid.
func (t *pidTable) number() term.PID { return term.PID(t.next.Add(1)) }

// put enters a process under a number that number gave.
func (t *pidTable) put(pid term.PID, p *Process) {
	i := uint64(pid) >> pageBits
	pages := *t.pages.Load()
	var page *pidPage
	if i < uint64(len(pages)) {
		page = pages[i].Load()
	}
	if page == nil {
		page = t.addPage(i)
	}
	page.slots[uint64(pid)&(pageSize-1)].Store(p)
}

func (t *pidTable) addPage(i uint64) *pidPage {
	t.grow.Lock()
	defer t.grow.Unlock()
	pages := *t.pages.Load()
	if i >= uint64(len(pages)) {
		bigger := make([]atomicPage, max(i+1, uint64(len(pages))*2))
		for j := range pages {
			bigger[j].Store(pages[j].Load())
		}
		t.pages.Store(&bigger)
		pages = bigger
	}
	page := pages[i].Load()
	if page == nil {
		page = &pidPage{}
		page.left.Store(pageSize)
		pages[i].Store(page)
	}
	return page
}

// remove takes a process out. A page all of whose numbers were used and freed
// is dropped; numbers are never used again.
func (t *pidTable) remove(pid term.PID) {
	i := uint64(pid) >> pageBits
	page := (*t.pages.Load())[i].Load()
	page.slots[uint64(pid)&(pageSize-1)].Store(nil)
	if page.left.Add(-1) == 0 {
		t.grow.Lock()
		(*t.pages.Load())[i].Store(nil)
		t.grow.Unlock()
	}
}

// each calls f with every process in order of number.
func (t *pidTable) each(f func(pid term.PID, p *Process)) {
	pages := *t.pages.Load()
	for i := range pages {
		page := pages[i].Load()
		if page == nil {
			continue
		}
		for j := range page.slots {
			if p := page.slots[j].Load(); p != nil {
				f(term.PID(uint64(i)<<pageBits|uint64(j)), p)
			}
		}
	}
}
