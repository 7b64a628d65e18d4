package observe

// This file folds what supervisors tell of their decisions into the model.

import (
	"slices"
	"time"

	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

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
	delete(m.kids, c.PID)
	c.PID, c.Failed, c.Why, c.under, c.gone = pid, nil, "", e.PID, false
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
// left, intensity, period, [{sibling, old, new}]}. The reason of a restart that
// is tried again is :try_again: what is told then is how the child ended.
func (m *Model) restarted(e trace.Event) *News {
	f, ok := fields(e, 11)
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
	if started := m.kids[pid]; started != nil && started != c {
		s.drop(started)
	}
	c.PID, c.under, c.gone = pid, e.PID, false
	if pid != 0 {
		m.kids[pid] = c
	}
	left, _ := f[7].(int)
	r := Restart{At: e.Time, Reason: f[6], Old: old, New: pid, Left: left, Siblings: m.siblings(f[10])}
	if f[6] == term.Term(tryAgain) && c.Ended != nil {
		r.Reason = c.Ended
	}
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

var tryAgain = term.Intern("try_again")

func (m *Model) siblings(list term.Term) []Sibling {
	var out []Sibling
	rows, _ := term.Slice(list)
	for _, row := range rows {
		if t, ok := row.(*term.Tuple); ok && len(t.Elems) == 3 {
			old, _ := t.Elems[1].(term.PID)
			pid, _ := t.Elems[2].(term.PID)
			out = append(out, Sibling{m.names(t.Elems[0]), old, pid})
		}
	}
	return out
}

// drop takes a child out.
func (s *Supervisor) drop(c *Child) {
	s.Children = slices.DeleteFunc(s.Children, func(other *Child) bool { return other == c })
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

// terminated is {:child_terminated, supervisor, id, pid, reason, cause}. A
// child that is temporary, or has no id, is forgotten.
func (m *Model) terminated(e trace.Event) {
	f, ok := fields(e, 6)
	if !ok {
		return
	}
	pid, _ := f[3].(term.PID)
	c := m.kids[pid]
	if c == nil {
		return
	}
	c.PID, c.Ended, c.Why = 0, f[4], Cause(name(f[5]))
	delete(m.kids, pid)
	delete(m.held, pid)
	if c.Why == WithSupervisor {
		s := m.supervisor(e.PID)
		s.took = append(s.took, Sibling{ID: c.ID, Old: pid})
	}
	if c.ID == ":undefined" || c.Restart == "temporary" {
		m.supervisor(e.PID).drop(c)
	}
}

// failed is {:child_failed, supervisor, id, reason}. News is only of one that
// ran before and will be tried again: who asked for a start gets its error.
func (m *Model) failed(e trace.Event) *News {
	f, ok := fields(e, 4)
	if !ok {
		return nil
	}
	s := m.supervisor(e.PID)
	c := s.known(m.names(f[2]))
	if c == nil {
		return nil
	}
	c.Failed = f[3]
	if c.Ended == nil || c.Why != "" && c.Why != WithSibling {
		return nil
	}
	return &News{Kind: e.Kind, Supervisor: e.PID, Child: *c, Max: s.Max, Period: s.Period, Reason: f[3], At: e.Time}
}

// known is the child of an id that is its own; nil when there is none.
func (s *Supervisor) known(id string) *Child {
	for _, c := range s.Children {
		if c.ID == id && id != ":undefined" {
			return c
		}
	}
	return nil
}

// stopping is {:gave_up, supervisor, id, reason, intensity, period, links} or
// {:auto_shutdown, supervisor, id, reason, flag, links}.
func (m *Model) stopping(e trace.Event) *News {
	f, ok := fields(e, 6)
	if !ok {
		return nil
	}
	s := m.supervisor(e.PID)
	s.GaveUp, s.told = e.Kind == trace.ChildGaveUp, true
	n := &News{Kind: e.Kind, Supervisor: e.PID, Child: Child{ID: m.names(f[2])}, Max: s.Max, Period: s.Period, Reason: f[3], At: e.Time}
	if c := s.known(n.Child.ID); c != nil {
		n.Child = *c
	}
	if f[3] == term.Term(tryAgain) && n.Child.Ended != nil {
		n.Reason = n.Child.Ended
	}
	links, _ := term.Slice(f[len(f)-1])
	for _, l := range links {
		if pid, ok := l.(term.PID); ok {
			n.Links = append(n.Links, pid)
		}
	}
	return n
}
