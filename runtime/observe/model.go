// Package observe is a model of a running world, folded from trace events:
// which supervisors there are, their children, what was restarted, why, and
// how much of the restart budget is used. It reads events and snapshots and
// changes nothing; what may be done to a world from a view is the interface
// Control, which the façade implements.
package observe

import (
	"maps"
	"slices"
	"sync"
	"time"

	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

// Kinds are the events that a Model wants.
var Kinds = trace.Of(trace.ChildStarted, trace.ChildRestarted, trace.ChildTerminated, trace.ChildGaveUp, trace.ChildFailed, trace.AutoShutdown, trace.Exited, trace.Crashed, trace.Held, trace.LimitReached)

// Control is what a view may do to a world.
type Control interface {
	Kill(pid term.PID, reason term.Term)
	Send(pid term.PID, msg term.Term)
	// Step runs one slice of a simulated world; false when nothing can run.
	Step() bool
	Snapshot() []Process
}

// Process is a process as a view shows it.
type Process struct {
	PID        term.PID
	Name       string // registered, as Elixir writes it; "" when none
	Label      string
	Initial    string // "Demo.Counter.init/1"
	Mailbox    int
	Reductions uint64
	Links      []term.PID
	Trapping   bool
}

// Supervisor is a supervisor with its children, in order of their start.
type Supervisor struct {
	PID      term.PID
	Strategy string
	Max      int           // restarts allowed ...
	Period   time.Duration // ... within this
	Restarts []time.Duration
	Children []*Child
	GaveUp   bool
	told     bool      // that it ends: it gave up, or a significant child ended
	took     []Sibling // children that it ended since it began to end itself
}

// Child is one child, under whatever pid it has now.
type Child struct {
	ID       string // as Elixir writes it
	PID      term.PID
	Module   string
	Restart  string // permanent, transient, temporary
	Kind     string // worker or supervisor
	Restarts int
	History  []Restart
	Ended    term.Term // what it last ended with; nil: it has not ended yet
	Why      Cause     // it ended and is not restarted
	Failed   term.Term // why the last attempt to start it failed; nil: it did not
	under    term.PID  // its supervisor
	gone     bool      // PID ended, and its supervisor has not decided about it
}

// Cause is who wanted a child to end, as supervisors tell it.
type Cause string

// Causes of an end that is followed by no restart.
const (
	OfItself       Cause = "exited"       // nobody: it ended and its restart type wants no other
	Requested      Cause = "requested"    // terminate_child
	WithSibling    Cause = "sibling"      // it was taken along by the restart of another
	WithSupervisor Cause = "shutdown"     // the supervisor ends
	StartFailed    Cause = "start_failed" // a later child could not be started
)

// Restart is one restart of a child.
type Restart struct {
	At       time.Duration
	Reason   term.Term
	Old, New term.PID
	Left     int       // restarts that are still allowed
	Siblings []Sibling // that were stopped for it, in start order
	// Lost is the state that the old process held, as far as it is known.
	Lost  term.Term
	Known bool
}

// Sibling is a child that the restart of another took along. New is 0 when it
// did not come back.
type Sibling struct {
	ID       string
	Old, New term.PID
}

// News is something that a person should be told at once.
type News struct {
	Kind       trace.Kind
	Supervisor term.PID
	Child      Child // a copy
	Restart    Restart
	Max        int
	Period     time.Duration
	PID        term.PID // of a process that ended
	Under      term.PID // PID's supervisor; 0: nobody supervised it
	Led        bool     // PID was a supervisor
	Told       bool     // it was told before that this supervisor ends, and why
	// Took are the children that the end of a supervisor took along.
	Took    []Sibling
	At      time.Duration
	Reason  term.Term
	Links   []term.PID // of a supervisor that gave up
	Limit   string     // that PID reached: it is ended for that
	Allowed int        // by the limit, in its units
}

// Model is the state of a world as far as events tell. Its methods may be
// called from any goroutine.
type Model struct {
	// Named reports whether a process has a name: then its end is news though it
	// was an ordinary one that nobody supervised. nil: none has. It is to be set
	// before any event comes.
	Named func(term.PID) bool

	mu    sync.Mutex
	sups  map[term.PID]*Supervisor
	kids  map[term.PID]*Child // by pid
	order []term.PID
	held  map[term.PID]term.Term // states of children that ended and may be restarted
	// orphans are children whose supervisor ended before them, with it.
	orphans map[term.PID]term.PID
	names   func(term.Term) string // how a term is written
}

// NewModel is an empty model; names writes a child's id.
func NewModel(names func(term.Term) string) *Model {
	return &Model{sups: map[term.PID]*Supervisor{}, kids: map[term.PID]*Child{}, held: map[term.PID]term.Term{}, orphans: map[term.PID]term.PID{}, names: names}
}

// Clone is a copy, for a copy of the world; it follows nothing yet.
func (m *Model) Clone() *Model {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := NewModel(m.names)
	c.order = slices.Clone(m.order)
	c.held = maps.Clone(m.held)
	c.orphans = maps.Clone(m.orphans)
	for pid, s := range m.sups {
		copied := *s
		copied.Restarts = slices.Clone(s.Restarts)
		copied.took = slices.Clone(s.took)
		copied.Children = nil
		for _, child := range s.Children {
			kid := *child
			kid.History = slices.Clone(child.History)
			copied.Children = append(copied.Children, &kid)
			if m.kids[kid.PID] == child {
				c.kids[kid.PID] = &kid
			}
		}
		c.sups[pid] = &copied
	}
	return c
}

// Apply folds one event into the model. News is nil for what nobody needs to
// be told.
func (m *Model) Apply(e trace.Event) *News {
	ordinary := e.Kind == trace.Exited && e.Term == term.Term(term.Normal) && (m.Named == nil || !m.Named(e.PID))
	m.mu.Lock()
	defer m.mu.Unlock()
	switch e.Kind {
	case trace.ChildStarted:
		m.started(e)
	case trace.ChildRestarted:
		return m.restarted(e)
	case trace.ChildTerminated:
		m.terminated(e)
	case trace.ChildGaveUp, trace.AutoShutdown:
		return m.stopping(e)
	case trace.ChildFailed:
		return m.failed(e)
	case trace.Held:
		if m.kids[e.PID] != nil && m.sups[e.PID] == nil {
			m.held[e.PID] = e.Term
		}
	case trace.Exited, trace.Crashed:
		if ordinary && m.kids[e.PID] == nil && m.sups[e.PID] == nil && m.orphans[e.PID] == 0 {
			return nil
		}
		return m.ended(e)
	case trace.LimitReached:
		n := &News{Kind: e.Kind, PID: e.PID, At: e.Time, Limit: e.Name.Name()}
		if sizes, ok := e.Term.(*term.Tuple); ok && len(sizes.Elems) == 2 {
			n.Allowed, _ = sizes.Elems[1].(int)
		}
		return n
	}
	return nil
}

// Follow folds a world's events into the model from now on and tells what a
// person should be told at once; told is called where the event happens and
// must not wait. The function it returns ends that.
func (m *Model) Follow(r *trace.Recorder, told func(News)) (cancel func()) {
	return r.Subscribe(Kinds, func(e trace.Event) {
		if n := m.Apply(e); n != nil {
			told(*n)
		}
	})
}

// FollowLinks tells of each process that the end of another takes along by a
// link; see Follow.
func FollowLinks(r *trace.Recorder, told func(ended, taken term.PID)) (cancel func()) {
	return r.Subscribe(trace.Of(trace.LinkFired), func(e trace.Event) { told(e.Peer, e.PID) })
}

// What the news is of: a restart, one that failed, the end of a process, the
// end of a supervisor by auto_shutdown, and after too many restarts.
func (n News) Restarted() bool { return n.Kind == trace.ChildRestarted }
func (n News) Ended() bool     { return n.Kind == trace.Crashed || n.Kind == trace.Exited }
func (n News) Failed() bool    { return n.Kind == trace.ChildFailed }
func (n News) Finished() bool  { return n.Kind == trace.AutoShutdown }
func (n News) GaveUp() bool    { return n.Kind == trace.ChildGaveUp }

// Supervisors are copies of the supervisors, in the order in which they
// appeared.
func (m *Model) Supervisors() []Supervisor {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []Supervisor
	for _, pid := range m.order {
		s := *m.sups[pid]
		s.Children = nil
		for _, c := range m.sups[pid].Children {
			copied := *c
			s.Children = append(s.Children, &copied)
		}
		out = append(out, s)
	}
	return out
}

// fields are the elements of an event's tuple.
func fields(e trace.Event, least int) ([]term.Term, bool) {
	t, ok := e.Term.(*term.Tuple)
	if !ok || len(t.Elems) < least {
		return nil, false
	}
	return t.Elems, true
}

func (m *Model) supervisor(pid term.PID) *Supervisor {
	s := m.sups[pid]
	if s == nil {
		s = &Supervisor{PID: pid}
		m.sups[pid] = s
		m.order = append(m.order, pid)
	}
	return s
}

// ended takes a process that is gone out of the model, and tells who supervised
// it and what its end takes along.
func (m *Model) ended(e trace.Event) *News {
	n := &News{Kind: e.Kind, PID: e.PID, Under: m.orphans[e.PID], At: e.Time, Reason: e.Term}
	delete(m.orphans, e.PID)
	if c := m.kids[e.PID]; c != nil {
		c.Ended, c.gone = e.Term, true
		n.Child, n.Under = *c, c.under
	}
	s := m.sups[e.PID]
	if s == nil {
		return n
	}
	delete(m.sups, e.PID)
	m.order = slices.DeleteFunc(m.order, func(pid term.PID) bool { return pid == e.PID })
	n.Led, n.Told, n.Took = true, s.told, s.took
	slices.Reverse(n.Took) // a supervisor ends its children from the last to the first
	for _, c := range s.Children {
		delete(m.kids, c.PID)
		delete(m.held, c.PID)
		if c.PID != 0 {
			n.Took = append(n.Took, Sibling{ID: c.ID, Old: c.PID})
			if !c.gone {
				m.orphans[c.PID] = e.PID
			}
		}
	}
	return n
}

func name(t term.Term) string {
	if a, ok := t.(term.Atom); ok {
		return a.Name()
	}
	return ""
}
