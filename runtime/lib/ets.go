package lib

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"otpsh/runtime/ets"
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the tables of a world: which there are, who owns them, who may
// do what, and what becomes of them when their owner ends. Their content is
// runtime/ets; the functions of :ets are in ets_natives.go and ets_select.go.

// etsTable is a table. Its content is one pointer: readers take the version
// that is there, writers make the next one under the lock.
type etsTable struct {
	world   *etsTables
	ref     *term.Ref
	options tableOptions // as given to new

	writing sync.Mutex
	data    atomic.Pointer[ets.Data]
	state   atomic.Pointer[tableState] // changed under etsTables.mu
}

type tableOptions struct {
	named      bool
	protection term.Atom // :public, :protected or :private
	readers    bool      // read_concurrency: told, of no effect
	writers    term.Term // write_concurrency: likewise
	counters   bool      // decentralized_counters: likewise
	compressed bool
}

// tableState is what can change about a table besides its content.
type tableState struct {
	name     term.Atom
	owner    term.PID
	heir     term.PID // 0: none
	heirData term.Term
	fixed    *term.Map // pid to how often it has fixed the table
	since    *fixation // nil: not fixed
	gone     bool
}

// fixation is the table as it was when it was fixed: next/2 then takes keys
// that have been deleted meanwhile.
type fixation struct {
	at   time.Duration // system time
	data *ets.Data
}

// etsTables are the tables of a world.
type etsTables struct {
	mu sync.Mutex
	// by holds the tables by reference, and the named ones by name too.
	by atomic.Pointer[term.Map]
	// words is the memory of all tables together.
	words atomic.Int64
	known sync.Map // uint64, of every reference to a table that somebody still holds: its table may be gone
	specs sync.Map // compiled match specifications: uint64, of a reference, to term.Term
}

const etsKey = "ets"

// etsOf is the world's tables, made when first needed.
func etsOf(w *kernel.World) *etsTables {
	if s, ok := w.Attachment(etsKey).(*etsTables); ok {
		return s
	}
	s := &etsTables{}
	s.by.Store(term.EmptyMap)
	made := w.AttachOnce(etsKey, s).(*etsTables)
	if made == s {
		w.OnExit(s.ownerEnded)
	}
	return made
}

// Fork shares the content of all tables with the forked world.
func (s *etsTables) Fork(w *kernel.World) kernel.Attachment {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := &etsTables{}
	f.words.Store(s.words.Load())
	s.known.Range(func(id, v any) bool {
		f.known.Store(id, v)
		return true
	})
	s.specs.Range(func(id, spec any) bool {
		f.specs.Store(id, spec)
		return true
	})
	by := term.EmptyMap
	s.each(func(t *etsTable) {
		c := &etsTable{world: f, ref: t.ref, options: t.options}
		c.data.Store(t.data.Load())
		c.state.Store(t.state.Load())
		by = by.Put(c.ref, c)
		if c.options.named {
			by = by.Put(c.state.Load().name, c)
		}
	})
	f.by.Store(by)
	w.OnExit(f.ownerEnded)
	return f
}

// each visits every table once.
func (s *etsTables) each(f func(*etsTable)) {
	s.by.Load().Each(func(key, t term.Term) bool {
		if _, isRef := key.(*term.Ref); isRef {
			f(t.(*etsTable))
		}
		return true
	})
}

// add registers a table; false when the name is taken.
func (s *etsTables) add(t *etsTable) bool {
	s.known.Store(t.ref.ID, true)
	runtime.AddCleanup(t.ref, func(id uint64) { s.known.Delete(id) }, t.ref.ID)
	s.mu.Lock()
	defer s.mu.Unlock()
	by := s.by.Load()
	if t.options.named {
		if by.Has(t.state.Load().name) {
			return false
		}
		by = by.Put(t.state.Load().name, t)
	}
	s.by.Store(by.Put(t.ref, t))
	return true
}

// remove takes a table out; mu is held.
func (s *etsTables) remove(t *etsTable) {
	by := s.by.Load().Delete(t.ref)
	if t.options.named {
		by = by.Delete(t.state.Load().name)
	}
	s.by.Store(by)
	t.change(func(st *tableState) { st.gone = true })
	t.writing.Lock()
	defer t.writing.Unlock()
	s.words.Add(-int64(t.data.Load().Words()))
	t.data.Store(t.data.Load().Clear())
}

// change replaces the table's state; etsTables.mu is held.
func (t *etsTable) change(f func(*tableState)) {
	next := *t.state.Load()
	f(&next)
	t.state.Store(&next)
}

// release ends a process's fixations.
func (s *tableState) release(pid term.PID) {
	if s.fixed = s.fixed.Delete(pid); s.fixed.Len() == 0 {
		s.since = nil
	}
}

// id is what programs call the table.
func (t *etsTable) id() term.Term {
	if t.options.named {
		return t.state.Load().name
	}
	return t.ref
}

// ownerEnded hands the tables of a process that has ended to their heirs, or
// removes them, and ends its fixations of others' tables.
func (s *etsTables) ownerEnded(p *kernel.Process, _ term.Term) {
	w, pid := p.World(), p.PID()
	var inherited []*etsTable
	s.mu.Lock()
	s.each(func(t *etsTable) {
		st := t.state.Load()
		if st.fixed.Has(pid) {
			t.change(func(st *tableState) { st.release(pid) })
		}
		if st.owner != pid {
			return
		}
		if st.heir == 0 || w.Lookup(st.heir) == nil {
			s.remove(t)
			return
		}
		t.change(func(st *tableState) { st.owner = st.heir })
		inherited = append(inherited, t)
	})
	s.mu.Unlock()
	for _, t := range inherited {
		st := t.state.Load()
		w.SendFrom(pid, st.owner, transferMessage(t, pid, st.heirData))
	}
}

// transferMessage tells a process that a table is its own now.
func transferMessage(t *etsTable, from term.PID, data term.Term) term.Term {
	return term.NewTuple(atomTransfer, t.id(), from, data)
}

// access is what a function wants to do with a table.
type access uint8

const (
	accessInfo access = iota // anybody may
	accessRead
	accessWrite
)

// Texts of what can be wrong with the first argument of a function of :ets.
const (
	noTable      = "the table identifier does not refer to an existing ETS table"
	noRights     = "the table identifier refers to an ETS table with insufficient access rights"
	noSuchType   = "the table identifier refers to an ETS table of a type not supported by this operation"
	noIdentifier = "not a valid table identifier"
	noNameOrID   = "not an atom or a table identifier"
)

// table finds the table that an argument names; problem is "" or why the
// process may not use it.
func table(m *vm.Machine, id term.Term, want access) (t *etsTable, problem string) {
	tables := etsOf(m.World())
	found, ok := tables.by.Load().Get(id)
	if !ok {
		return nil, tables.unknown(id)
	}
	t = found.(*etsTable)
	if want == accessInfo || t.state.Load().owner == m.Process().PID() {
		return t, ""
	}
	if t.options.protection == atomPublic || want == accessRead && t.options.protection == atomProtected {
		return t, ""
	}
	return nil, noRights
}

// unknown is what is wrong with an argument that is no table.
func (s *etsTables) unknown(id term.Term) string {
	switch v := id.(type) {
	case term.Atom:
		return noTable
	case *term.Ref:
		if _, ok := s.known.Load(v.ID); ok {
			return noTable
		}
		return noIdentifier
	}
	return noNameOrID
}

// readableTable and writableTable find the table of the first argument for functions
// whose other arguments cannot be wrong.
func readableTable(m *vm.Machine, id term.Term) (*etsTable, error) {
	t, problem := table(m, id, accessRead)
	if problem != "" {
		return nil, vm.BadArg(1, problem)
	}
	return t, nil
}

func writableTable(m *vm.Machine, id term.Term) (*etsTable, error) {
	t, problem := table(m, id, accessWrite)
	if problem != "" {
		return nil, vm.BadArg(1, problem)
	}
	return t, nil
}

// write replaces the content by what f makes of it.
func (t *etsTable) write(f func(*ets.Data) *ets.Data) {
	t.writing.Lock()
	defer t.writing.Unlock()
	if t.state.Load().gone {
		return
	}
	old := t.data.Load()
	next := f(old)
	t.world.words.Add(int64(next.Words() - old.Words()))
	t.data.Store(next)
}

// full reports whether the tables of the world have reached their limit.
func (t *etsTable) full(w *kernel.World) bool {
	return t.world.words.Load() > int64(w.Limits().TableWords)
}
