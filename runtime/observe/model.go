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
	PID        term.PID // of a process that ended, unsupervised
	At         time.Duration
	Reason     term.Term
	Links      []term.PID // of a supervisor that gave up
	Limit      string     // that PID reached: it is ended for that
	Allowed    int        // by the limit, in its units
}

// Model is the state of a world as far as events tell. Its methods may be
// called from any goroutine.
type Model struct {
	mu    sync.Mutex
	sups  map[term.PID]*Supervisor
	kids  map[term.PID]*Child // by pid
	order []term.PID
	held  map[term.PID]term.Term // states of children that ended and may be restarted
	names func(term.Term) string // how a term is written
}

// NewModel is an empty model; names writes a child's id.
func NewModel(names func(term.Term) string) *Model {
	return &Model{sups: map[term.PID]*Supervisor{}, kids: map[term.PID]*Child{}, held: map[term.PID]term.Term{}, names: names}
}

// Clone is a copy, for a copy of the world; it follows nothing yet.
func (m *Model) Clone() *Model {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := NewModel(m.names)
	c.order = slices.Clone(m.order)
	c.held = maps.Clone(m.held)
	for pid, s := range m.sups {
		copied := *s
		copied.Restarts = slices.Clone(s.Restarts)
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

// What the news is of: a restart, one that failed, the end of a process, the
// end of a supervisor by auto_shutdown.
func (n News) Restarted() bool { return n.Kind == trace.ChildRestarted }
func (n News) Ended() bool     { return n.Kind == trace.Crashed || n.Kind == trace.Exited }
func (n News) Failed() bool    { return n.Kind == trace.ChildFailed }
func (n News) Finished() bool  { return n.Kind == trace.AutoShutdown }

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

// ended takes a process that is gone out of the model. News is only of one
// that nobody supervises and that ended abnormally.
func (m *Model) ended(e trace.Event) *News {
	c := m.kids[e.PID]
	if c != nil {
		c.Ended = e.Term
	}
	if s := m.sups[e.PID]; s != nil {
		delete(m.sups, e.PID)
		for i, pid := range m.order {
			if pid == e.PID {
				m.order = append(m.order[:i:i], m.order[i+1:]...)
				break
			}
		}
		for _, c := range s.Children {
			delete(m.kids, c.PID)
			delete(m.held, c.PID)
		}
		return nil
	}
	if c != nil || e.Kind == trace.Exited && e.Term == term.Term(term.Normal) {
		return nil
	}
	return &News{Kind: e.Kind, PID: e.PID, At: e.Time, Reason: e.Term}
}

func name(t term.Term) string {
	if a, ok := t.(term.Atom); ok {
		return a.Name()
	}
	return ""
}
