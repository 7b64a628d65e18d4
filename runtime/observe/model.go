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
var Kinds = trace.Of(trace.ChildStarted, trace.ChildRestarted, trace.ChildTerminated, trace.ChildGaveUp, trace.Exited, trace.Crashed, trace.Held, trace.LimitReached)

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
}

// Restart is one restart of a child.
type Restart struct {
	At       time.Duration
	Reason   term.Term
	Old, New term.PID
	Left     int // restarts that are still allowed
	// Lost is the state that the old process held, as far as it is known.
	Lost  term.Term
	Known bool
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
	case trace.ChildGaveUp:
		return m.gaveUp(e)
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

// Restarted and Ended say what the news is of.
func (n News) Restarted() bool { return n.Kind == trace.ChildRestarted }
func (n News) Ended() bool     { return n.Kind == trace.Crashed || n.Kind == trace.Exited }

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

// started is {:child_started, supervisor, id, pid, strategy, restart, type,
// modules, intensity, period}.
func (m *Model) started(e trace.Event) {
	f, ok := fields(e, 4)
	if !ok {
		return
	}
	pid, ok := f[3].(term.PID)
	if !ok {
		return
	}
	s := m.supervisor(e.PID)
	c := s.child(m.names(f[2]), pid)
	c.PID = pid
	m.kids[pid] = c
	if len(f) >= 10 {
		s.Strategy, c.Restart, c.Kind = name(f[4]), name(f[5]), name(f[6])
		if modules, _ := term.Slice(f[7]); len(modules) > 0 {
			c.Module = m.names(modules[0])
		}
		s.Max, _ = f[8].(int)
		seconds, _ := f[9].(int)
		s.Period = time.Duration(seconds) * time.Second
	}
}

// child is the child of that id; children of a dynamic supervisor share one
// and are told by their pid.
func (s *Supervisor) child(id string, pid term.PID) *Child {
	for _, c := range s.Children {
		if c.ID == id && (id != ":undefined" || c.PID == pid) {
			return c
		}
	}
	c := &Child{ID: id}
	s.Children = append(s.Children, c)
	return c
}

// restarted is {:child_restarted, supervisor, strategy, id, old, new, reason,
// left, intensity, period}.
func (m *Model) restarted(e trace.Event) *News {
	f, ok := fields(e, 10)
	if !ok {
		return nil
	}
	old, _ := f[4].(term.PID)
	pid, _ := f[5].(term.PID)
	s := m.supervisor(e.PID)
	c := m.kids[old]
	if c == nil {
		c = s.child(m.names(f[3]), old)
	}
	delete(m.kids, old)
	c.PID = pid
	m.kids[pid] = c
	left, _ := f[7].(int)
	r := Restart{At: e.Time, Reason: f[6], Old: old, New: pid, Left: left}
	r.Lost, r.Known = m.held[old]
	delete(m.held, old)
	c.Restarts++
	c.History = append(c.History, r)
	s.Strategy = name(f[2])
	s.Max, _ = f[8].(int)
	seconds, _ := f[9].(int)
	s.Period = time.Duration(seconds) * time.Second
	s.Restarts = append(s.recent(e.Time), e.Time)
	return &News{Kind: e.Kind, Supervisor: e.PID, Child: *c, Restart: r, Max: s.Max, Period: s.Period}
}

// recent are the restarts that still count.
func (s *Supervisor) recent(now time.Duration) []time.Duration {
	i := 0
	for i < len(s.Restarts) && now-s.Restarts[i] > s.Period {
		i++
	}
	return s.Restarts[i:]
}

// Used is how much of the restart budget is used at a time.
func (s *Supervisor) Used(now time.Duration) int { return len(s.recent(now)) }

// terminated is {:child_terminated, supervisor, id, pid, reason}.
func (m *Model) terminated(e trace.Event) {
	f, ok := fields(e, 4)
	if !ok {
		return
	}
	if pid, ok := f[3].(term.PID); ok && m.kids[pid] != nil {
		m.kids[pid].PID = 0
		delete(m.kids, pid)
		delete(m.held, pid)
	}
}

func (m *Model) gaveUp(e trace.Event) *News {
	f, ok := fields(e, 4)
	if !ok {
		return nil
	}
	s := m.supervisor(e.PID)
	s.GaveUp = true
	n := &News{Kind: e.Kind, Supervisor: e.PID, Child: *s.child(m.names(f[2]), 0), Max: s.Max, Period: s.Period, Reason: f[3]}
	if len(f) > 4 {
		links, _ := term.Slice(f[4])
		for _, l := range links {
			if pid, ok := l.(term.PID); ok {
				n.Links = append(n.Links, pid)
			}
		}
	}
	return n
}

// ended takes a process that is gone out of the model. News is only of one
// that nobody supervises and that ended abnormally.
func (m *Model) ended(e trace.Event) *News {
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
	if m.kids[e.PID] != nil || e.Kind == trace.Exited && e.Term == term.Term(term.Normal) {
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
