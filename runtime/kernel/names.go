package kernel

import (
	"sync"
	"sync/atomic"

	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

// This file is registered names: two persistent maps, so that looking a name
// up takes no lock and a fork shares them.

type names struct {
	mu     sync.Mutex // writers
	byName atomic.Pointer[term.Map]
	byPID  atomic.Pointer[term.Map]
}

func (n *names) init() {
	n.byName.Store(term.EmptyMap)
	n.byPID.Store(term.EmptyMap)
}

// Whereis is the process that has the name. From anywhere.
func (w *World) Whereis(name term.Atom) (term.PID, bool) {
	v, ok := w.names.byName.Load().GetAtom(name)
	if !ok {
		return 0, false
	}
	return v.(term.PID), true
}

// RegisterError says why a name could not be registered.
type RegisterError uint8

const (
	Registered  RegisterError = iota // it could
	NameTaken                        // another process has it
	HasName                          // the process has a name already
	NotAlive                         // no such process
	NameInvalid                      // :undefined is no name
)

// Register gives a process a name. From anywhere.
func (w *World) Register(name term.Atom, pid term.PID) RegisterError {
	if name == term.Undefined {
		return NameInvalid
	}
	n := &w.names
	n.mu.Lock()
	defer n.mu.Unlock()
	byName, byPID := n.byName.Load(), n.byPID.Load()
	switch {
	case byPID.Has(pid):
		return HasName
	case byName.Has(name):
		return NameTaken
	}
	n.byPID.Store(byPID.Put(pid, name))
	n.byName.Store(byName.Put(name, pid))
	if w.Lookup(pid) == nil { // it may have ended just now: then it did not see its name
		n.byPID.Store(byPID)
		n.byName.Store(byName)
		return NotAlive
	}
	if w.recorder.Wants(trace.Registered) {
		w.recorder.Record(0, trace.Event{Kind: trace.Registered, Time: w.Now(), PID: pid, Name: name})
	}
	return Registered
}

// enter gives a process that was never seen a name that nobody has.
func (n *names) enter(name term.Atom, pid term.PID) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.byPID.Store(n.byPID.Load().Put(pid, name))
	n.byName.Store(n.byName.Load().Put(name, pid))
}

// Unregister takes a name back; false when nobody has it. From anywhere.
func (w *World) Unregister(name term.Atom) bool {
	n := &w.names
	n.mu.Lock()
	defer n.mu.Unlock()
	pid, ok := n.byName.Load().GetAtom(name)
	if !ok {
		return false
	}
	n.forget(w, name, pid.(term.PID), 0)
	return true
}

func (n *names) forget(w *World, name term.Atom, pid term.PID, ring int) {
	n.byName.Store(n.byName.Load().Delete(name))
	n.byPID.Store(n.byPID.Load().Delete(pid))
	if w.recorder.Wants(trace.Unregistered) {
		w.recorder.Record(ring, trace.Event{Kind: trace.Unregistered, Time: w.Now(), PID: pid, Name: name})
	}
}

// drop takes the name of a process that ends. It can no longer be looked up.
func (n *names) drop(w *World, pid term.PID, ring int) {
	if m := n.byPID.Load(); m.Len() == 0 || !m.Has(pid) {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if name, ok := n.byPID.Load().Get(pid); ok {
		n.forget(w, name.(term.Atom), pid, ring)
	}
}

// NameOf is a process's registered name. From anywhere.
func (w *World) NameOf(pid term.PID) (term.Atom, bool) {
	v, ok := w.names.byPID.Load().Get(pid)
	if !ok {
		return term.Atom{}, false
	}
	return v.(term.Atom), true
}

// Registered is the map of names to pids. From anywhere.
func (w *World) Registered() *term.Map { return w.names.byName.Load() }
