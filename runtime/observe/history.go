package observe

import (
	"maps"
	"slices"
	"sync"

	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

// This file keeps what happened in a world, for questions asked afterwards:
// did this server die before that one, who sent what to whom. The model keeps
// what is; a history keeps what was.

// historyLimit is how many events a history keeps: of a longer one the oldest
// are forgotten.
const historyLimit = 200_000

// historyKinds are the events that a history keeps; the others only name
// processes.
var historyKinds = trace.Of(trace.Spawned, trace.Exited, trace.Crashed, trace.Sent, trace.Received, trace.Linked, trace.Monitored,
	trace.TimerSet, trace.DeadLetter, trace.ChildRestarted, trace.ChildGaveUp)

// History is what happened since it began, or since Begin, and the names that
// processes have had. It may be used from any goroutine.
type History struct {
	mu     sync.Mutex
	events []trace.Event
	names  map[term.PID][]term.Term // registered names, and ids of children
	asker  term.PID                 // whose doings are no part of it; 0: nobody's
}

// NewHistory follows a world from now on.
func NewHistory(r *trace.Recorder) *History {
	h := &History{names: map[term.PID][]term.Term{}}
	h.follow(r)
	return h
}

func (h *History) follow(r *trace.Recorder) {
	r.Subscribe(historyKinds|trace.Of(trace.Registered, trace.ChildStarted), h.take)
}

func (h *History) take(e trace.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch e.Kind {
	case trace.Registered:
		h.name(e.PID, e.Name)
	case trace.ChildStarted, trace.ChildRestarted:
		if id, ok := childID(e); ok {
			h.name(e.Peer, id)
		}
	}
	if !historyKinds.Has(e.Kind) || h.asker != 0 && e.PID == h.asker {
		return
	}
	if len(h.events) == historyLimit {
		h.events = slices.Clone(h.events[historyLimit/2:]) // a fork shares the array
	}
	h.events = append(h.events, e)
}

func (h *History) name(pid term.PID, name term.Term) {
	if !slices.ContainsFunc(h.names[pid], func(n term.Term) bool { return term.Equal(n, name) }) {
		h.names[pid] = append(slices.Clip(h.names[pid]), name)
	}
}

// childID is the id of the child that an event is about.
func childID(e trace.Event) (term.Term, bool) {
	at := 2 // {:child_started, supervisor, id, ...}
	if e.Kind == trace.ChildRestarted {
		at = 3 // {:child_restarted, supervisor, strategy, id, ...}
	}
	f, ok := fields(e, at+1)
	if !ok || e.Peer == 0 {
		return nil, false
	}
	return f[at], true
}

// Begin forgets what happened so far; names stay.
func (h *History) Begin() {
	h.mu.Lock()
	h.events = nil
	h.mu.Unlock()
}

// Ignore leaves out what a process does and has done: one that only asks.
func (h *History) Ignore(asker term.PID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asker = asker
	h.events = slices.DeleteFunc(slices.Clone(h.events), func(e trace.Event) bool { return e.PID == asker })
}

// Fork is the history of a forked world, which it follows.
func (h *History) Fork(r *trace.Recorder) *History {
	h.mu.Lock()
	f := &History{events: slices.Clip(h.events), names: maps.Clone(h.names)}
	h.mu.Unlock()
	f.follow(r)
	return f
}

// Events are what happened, oldest first, as terms: {:started, pid}, {:down,
// pid, reason}, {:sent, from, to, message}, {:handled, pid, message}, {:linked,
// a, b}, {:monitored, a, b}, {:timer, pid, message}, {:restarted, pid, id} and
// {:gave_up, pid}. A message to nobody is sent to the name, or the pid, that it
// was for.
func (h *History) Events() term.Term {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []term.Term
	for _, e := range h.events {
		out = append(out, term.NewTuple(eventFields(e)...))
	}
	return term.List(out...)
}

func eventFields(e trace.Event) []term.Term {
	name := func(s string) term.Term { return term.Intern(s) }
	switch e.Kind {
	case trace.Spawned:
		return []term.Term{name("started"), e.PID}
	case trace.Exited, trace.Crashed:
		return []term.Term{name("down"), e.PID, e.Term}
	case trace.Sent:
		return []term.Term{name("sent"), e.PID, e.Peer, e.Term}
	case trace.DeadLetter:
		to := term.Term(e.Peer)
		if !e.Name.IsZero() {
			to = e.Name
		}
		return []term.Term{name("sent"), e.PID, to, e.Term}
	case trace.Received:
		return []term.Term{name("handled"), e.PID, e.Term}
	case trace.Linked:
		return []term.Term{name("linked"), e.PID, e.Peer}
	case trace.Monitored:
		return []term.Term{name("monitored"), e.PID, e.Peer}
	case trace.TimerSet:
		return []term.Term{name("timer"), e.PID, e.Term}
	case trace.ChildRestarted:
		id, _ := childID(e)
		return []term.Term{name("restarted"), e.Peer, id}
	}
	return []term.Term{name("gave_up"), e.PID}
}

// Names are the names that processes have had, as a list of {pid, [name]}.
func (h *History) Names() term.Term {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []term.Term
	for _, pid := range slices.Sorted(maps.Keys(h.names)) {
		out = append(out, term.Tuple2(pid, term.List(h.names[pid]...)))
	}
	return term.List(out...)
}
