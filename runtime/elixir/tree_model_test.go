package elixir

import (
	"fmt"
	"slices"
	"time"

	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

// This file is the model of supervision that the storm is judged by: what
// OTP's documentation says of start and stop order, strategies, restart types,
// intensity and escalation, as a reader of a log would check it. It is told
// only what the start functions mark, and which process ended with what
// reason. A supervisor says nothing; what it did last, and what it must have
// decided, follows from whom it starts and whom it stops.

// everything must have happened somewhere in the storms.
var everything = []string{
	"restart one_for_one", "restart rest_for_one", "restart one_for_all", "restart dynamic", "restart simple_one_for_one", "restart partition",
	"restart of a supervisor", "siblings taken along", "failed start", "restart tried again", "could not start", "gave up", "auto shutdown",
	"asked to stop", "supervisor killed", "orphan", "left alone", "stopped at the end",
}

type treeModel struct {
	root      *node
	real      bool // OTP 25 does not tell of auto_shutdown, and counts restarts by whole seconds
	nodes     map[string]*node
	instances map[term.PID]*instance
	kids      map[term.PID]*kid
	owner     map[term.PID]*instance // of a kid
	early     map[term.PID]trace.Event
	struck    map[term.PID]bool // killed by the storm
	stopped   bool              // the program stops the root
	live      map[string]term.PID
	wrong     []string
	seen      map[string]int
}

// judge goes through what happened, here or on a real Elixir.
func judge(root *node, events []trace.Event, real bool) *treeModel {
	m := &treeModel{
		root: root, real: real, nodes: map[string]*node{}, instances: map[term.PID]*instance{}, kids: map[term.PID]*kid{}, owner: map[term.PID]*instance{},
		early: map[term.PID]trace.Event{}, struck: map[term.PID]bool{}, live: map[string]term.PID{}, seen: map[string]int{},
	}
	m.index(root)
	for _, e := range events {
		if len(m.wrong) > 0 {
			break // what follows would follow from it
		}
		switch e.Kind {
		case trace.Exited:
			m.exited(e)
		case trace.ChildGaveUp, trace.AutoShutdown:
			if s := m.instances[e.PID]; s != nil {
				s.told = e.Kind
			}
		case trace.ChildRestarted:
			m.restartTold(e)
		case trace.Mark:
			m.mark(e)
		}
	}
	return m
}

func (m *treeModel) index(n *node) {
	m.nodes[n.name] = n
	for _, c := range n.children {
		m.index(c)
	}
}

func (m *treeModel) fail(e trace.Event, s *instance, format string, args ...any) {
	who := ""
	if s != nil {
		who = fmt.Sprintf("%s, %s %s: ", s.name, s.kind, trace.PIDText(s.pid))
	}
	m.wrong = append(m.wrong, fmt.Sprintf("at %v, event %d: %s%s", e.Time, e.Seq, who, fmt.Sprintf(format, args...)))
}

// mark takes what the program tells.
func (m *treeModel) mark(e trace.Event) {
	outer, ok := e.Term.(*term.Tuple)
	if !ok || e.Name.Name() != "storm" {
		return
	}
	f := outer.Elems[1].(*term.Tuple).Elems
	switch what := f[0].(term.Atom).Name(); what {
	case "kill":
		m.struck[f[1].(term.PID)] = true
	case "stop":
		m.stopped = true
	case "start", "started", "failed":
		n := m.nodes[f[1].(term.Atom).Name()]
		if n.parent == nil {
			if what == "started" {
				m.seen["trees"]++
			}
			return
		}
		s := m.instance(e, n.parent)
		switch what {
		case "start":
			m.start(e, s, n)
		case "started":
			m.started(e, s, n, f[2].(term.PID))
		case "failed":
			m.startFailed(e, s, n)
		}
	case "rest":
		m.rest(e, f[1])
	case "children":
		m.children(e, m.nodes[f[1].(term.Atom).Name()], f[2])
	}
}

// instance is the supervisor that tells; it is made when it is first heard of.
func (m *treeModel) instance(e trace.Event, n *node) *instance {
	s := m.instances[e.PID]
	if s == nil {
		s = &instance{node: n, pid: e.PID, starting: !n.fed()}
		if s.starting {
			s.plan = &plan{}
			for _, c := range n.children {
				k := &kid{node: c}
				s.kids = append(s.kids, k)
				s.plan.starts = append(s.plan.starts, k)
			}
		}
		m.instances[e.PID] = s
	}
	return s
}

func (m *treeModel) start(e trace.Event, s *instance, n *node) {
	m.act(e, s, action{"start", s.kid(n), e.Time})
}

func (m *treeModel) started(e trace.Event, s *instance, n *node, pid term.PID) {
	k := s.kid(n)
	if k.state == running {
		m.fail(e, s, "%s was started twice", n.name)
		return
	}
	k.state, k.pid = running, pid
	m.kids[pid], m.owner[pid] = k, s
	if below := m.instances[pid]; below != nil {
		below.above = s
	} else if n.kind != "worker" {
		m.instances[pid] = &instance{node: n, pid: pid, above: s}
	}
	m.proceed(s, e.Time)
	if end, ok := m.early[pid]; ok {
		end.Seq, end.Time = e.Seq, e.Time
		m.ended(end, s, k)
	}
}

// proceed is that what the plan had to start first has been started.
func (m *treeModel) proceed(s *instance, at time.Duration) {
	s.acted = at
	s.plan.starts = s.plan.starts[1:]
	if len(s.plan.starts) == 0 {
		if s.plan.cause != nil {
			s.last = s.plan
		}
		s.plan, s.starting = nil, false
	}
}

func (m *treeModel) startFailed(e trace.Event, s *instance, n *node) {
	m.seen["failed start"]++
	k := s.kid(n)
	p := s.plan
	switch {
	case s.starting:
		s.plan = s.endPlan("could not start")
	case p.cause == nil:
		// It was asked for, and the asker is told.
		s.plan = nil
		if k.state == away {
			s.drop(k)
		}
	default:
		s.last, s.plan = p, nil
		k.state = restarting
		s.causes = append(s.causes, &cause{kid: k, at: e.Time})
	}
	s.acted = e.Time
}

// exited is the end of any process.
func (m *treeModel) exited(e trace.Event) {
	if s := m.instances[e.PID]; s != nil {
		m.ends(e, s)
	}
	if k, s := m.kids[e.PID], m.owner[e.PID]; k != nil {
		m.ended(e, s, k)
	} else {
		m.early[e.PID] = e
	}
}

// ends is the end of a supervisor.
func (m *treeModel) ends(e trace.Event, s *instance) {
	s.over = true
	if isAtom(e.Term, "killed") {
		// By the storm, or by its own supervisor, or with that: nothing is
		// stopped in order then, and all below must end with it.
		if m.struck[s.pid] {
			m.seen["supervisor killed"]++
		}
		s.plan = nil
		for _, k := range s.kids {
			if k.state == running {
				m.seen["orphan"]++
			}
		}
		return
	}
	m.act(e, s, action{verb: "exit", at: e.Time})
	if s.plan == nil || len(m.wrong) > 0 {
		return
	}
	ending := s.plan.ending
	if (ending == "gave up") != (s.told == trace.ChildGaveUp) || !m.real && (ending == "auto shutdown") != (s.told == trace.AutoShutdown) {
		m.fail(e, s, "its end is %q, it told %v", ending, s.told)
	}
	m.seen[ending]++
	switch {
	case ending == "asked to stop" && s.above == nil && s.parent == nil:
		if !m.stopped {
			m.fail(e, s, "the root ended with %s, and nobody asked", term.Dump(e.Term))
		}
		m.seen["stopped at the end"]++
	case ending == "asked to stop" || s.starting: // its supervisor must have wanted it: see ended
	case !isAtom(e.Term, "shutdown"):
		m.fail(e, s, "it ended by itself, with %s", term.Dump(e.Term))
	}
}

func isAtom(t term.Term, name string) bool {
	a, ok := t.(term.Atom)
	return ok && a.Name() == name
}

// byItself reports whether a child ended without its supervisor's doing.
func (m *treeModel) byItself(pid term.PID, reason term.Term) bool {
	switch {
	case isAtom(reason, "killed"):
		return m.struck[pid]
	case isAtom(reason, "shutdown"):
		below := m.instances[pid]
		return below != nil && below.plan != nil && (below.plan.ending == "gave up" || below.plan.ending == "auto shutdown")
	}
	return true
}

// ended is the end of a child.
func (m *treeModel) ended(e trace.Event, s *instance, k *kid) {
	if k.pid != e.PID || k.state != running || s.over {
		return
	}
	own := m.byItself(e.PID, e.Term)
	if s.plan != nil && slices.Contains(s.plan.stops, k) {
		if own && s.plan.next() != k {
			k.state = ended // it is no longer there when its turn comes
			return
		}
		m.act(e, s, action{"stop", k, e.Time})
		return
	}
	if !own {
		m.act(e, s, action{"stop", k, e.Time})
		return
	}
	normal := isAtom(e.Term, "normal") || isAtom(e.Term, "shutdown")
	if t, ok := e.Term.(*term.Tuple); ok && isAtom(t.Elems[0], "shutdown") {
		normal = true
	}
	c := &cause{kid: k, pid: e.PID, reason: e.Term, at: e.Time}
	switch {
	case k.restart == "permanent" || k.restart == "transient" && !normal:
		k.state = ended
		s.causes = append(s.causes, c)
		return
	case s.fed():
		k.state = forgotten
		s.drop(k)
	case k.restart == "temporary":
		k.state = forgotten
	default:
		k.state = away
	}
	m.seen["left alone"]++
	if k.significant && (s.auto == "any_significant" || s.auto == "all_significant" && !s.waitsForSignificant()) {
		c.auto = true
		s.causes = append(s.causes, c)
	}
}

// act judges what a supervisor did and carries it out.
func (m *treeModel) act(e trace.Event, s *instance, a action) {
	if s.over && a.verb != "exit" {
		m.fail(e, s, "it is over, and does: %s", a)
		return
	}
	if p := s.plan; p != nil && !p.accepts(a) && !p.begun && !s.starting && a.verb != "start" && p.ending == "" {
		s.plan = nil // it was not that: it was asked to stop
		if asked := s.endPlan("asked to stop"); asked.accepts(a) {
			s.plan = asked
		} else {
			s.plan = p
		}
	}
	if s.plan == nil {
		if s.plan = m.decide(s, a); s.plan == nil {
			m.fail(e, s, "nothing calls for: %s\n%s", a, s.describe())
			return
		}
	}
	p := s.plan
	if !p.accepts(a) {
		m.fail(e, s, "%s is not its turn\n%s", a, s.describe())
		return
	}
	s.acted = a.at
	switch a.verb {
	case "stop":
		s.settled(a.kid)
	case "start":
		for _, k := range p.stops {
			s.settled(k)
		}
		p.stops, p.begun = nil, true
	}
}

// decide finds what called for an action, and so the supervisor's plan.
func (m *treeModel) decide(s *instance, a action) *plan {
	for _, c := range slices.Clone(s.causes) {
		if c.reason == nil && c.kid.state != restarting {
			s.causes = slices.DeleteFunc(s.causes, func(other *cause) bool { return other == c })
			continue
		}
		if c.auto {
			if p := s.endPlan("auto shutdown"); (m.real || s.told == trace.AutoShutdown) && p.accepts(a) {
				return p
			}
			continue
		}
		now := [2]time.Duration{max(c.at, s.acted), a.at}
		inexact := slack
		if m.real {
			inexact = time.Second
		}
		least, most := s.used(now, inexact)
		again := s.restartPlan(c)
		again.left = [2]int{s.max - most, s.max - least}
		if least <= s.max && again.accepts(a) && s.told == trace.None {
			s.causes = slices.DeleteFunc(s.causes, func(other *cause) bool { return other == c })
			s.restarts = append(s.restarts, now)
			c.kid.state = away
			m.count(s, again)
			return again
		}
		if p := s.endPlan("gave up"); most > s.max && s.told == trace.ChildGaveUp && p.accepts(a) {
			return p
		}
	}
	if a.verb == "start" {
		if s.fed() && a.kid.state != ended {
			return &plan{starts: []*kid{a.kid}} // somebody asked for it
		}
		return nil
	}
	if p := s.endPlan("asked to stop"); p.accepts(a) {
		return p
	}
	return nil
}

func (m *treeModel) count(s *instance, p *plan) {
	m.seen["restart "+s.kind]++
	m.seen["siblings taken along"] += len(p.along)
	if p.cause.kid.kind != "worker" {
		m.seen["restart of a supervisor"]++
	}
	if p.cause.reason == nil {
		m.seen["restart tried again"]++
	}
}

// restartTold compares what a supervisor tells of a restart with what it did.
func (m *treeModel) restartTold(e trace.Event) {
	s := m.instances[e.PID]
	if s == nil {
		return
	}
	if s.last == nil {
		m.fail(e, s, "it tells of a restart that was none: %s", term.Dump(e.Term))
		return
	}
	p := s.last
	f := e.Term.(*term.Tuple).Elems
	left := f[7].(int)
	told := f[4] == term.Term(p.cause.pid) && term.Identical(f[6], p.cause.reason)
	if p.cause.reason == nil {
		told = isAtom(f[6], "try_again")
	}
	along, _ := term.Slice(f[10])
	for _, row := range along {
		old := row.(*term.Tuple).Elems[1].(term.PID)
		if _, ok := p.along[old]; !ok {
			told = false
		}
		delete(p.along, old)
	}
	for _, surely := range p.along {
		told = told && !surely
	}
	if !told || left < p.left[0] || left > p.left[1] || f[8] != term.Term(s.max) {
		m.fail(e, s, "it tells of a restart of %s, %v more taken along, %v left: %s", p.cause.kid.name, p.along, p.left, term.Dump(e.Term))
	}
	s.last = nil
}

// rest compares the tree with what it must be when nothing happens any more.
func (m *treeModel) rest(e trace.Event, rows term.Term) {
	list, _ := term.Slice(rows)
	got := map[string]term.PID{}
	for _, row := range list {
		t := row.(*term.Tuple)
		if pid, ok := t.Elems[1].(term.PID); ok {
			got[t.Elems[0].(term.Atom).Name()] = pid
		}
	}
	want := map[string]term.PID{}
	if pid, ok := got[m.root.name]; ok {
		want[m.root.name] = pid
	}
	m.alive(e, m.root, want)
	for _, n := range m.nodes {
		if got[n.name] != want[n.name] {
			m.fail(e, m.instances[want[n.parentName()]], "at rest %s is %s, want %s", n.name, trace.PIDText(got[n.name]), trace.PIDText(want[n.name]))
		}
	}
	m.live = want
}

func (n *node) parentName() string {
	if n.parent == nil {
		return ""
	}
	return n.parent.name
}

// alive adds the children of a running supervisor that must be there.
func (m *treeModel) alive(e trace.Event, n *node, want map[string]term.PID) {
	s := m.instances[want[n.name]]
	if s == nil {
		return // nothing was ever started below it
	}
	if s.over || s.plan != nil {
		m.fail(e, s, "it is not at rest\n%s", s.describe())
	}
	if slices.ContainsFunc(s.causes, func(c *cause) bool { return c.auto }) && (s.auto == "any_significant" || !s.waitsForSignificant()) {
		m.fail(e, s, "it was to shut down\n%s", s.describe())
	}
	for _, k := range s.kids {
		switch {
		case k.state == ended || k.state == restarting || k.restart == "permanent" && k.state != running:
			m.fail(e, s, "%s was not restarted\n%s", k.name, s.describe())
		case k.state == running:
			want[k.name] = k.pid
			m.alive(e, k.node, want)
		}
	}
}

// children compares what which_children answers at rest.
func (m *treeModel) children(e trace.Event, n *node, rows term.Term) {
	s := m.instances[m.live[n.name]]
	list, _ := term.Slice(rows)
	var got, want []term.PID
	for _, row := range list {
		pid, _ := row.(*term.Tuple).Elems[1].(term.PID)
		got = append(got, pid)
	}
	if s != nil {
		for _, k := range s.kids {
			switch k.state {
			case running:
				want = append(want, k.pid)
			case away:
				want = append(want, 0)
			}
		}
	}
	slices.Reverse(want)
	if n.fed() {
		slices.Sort(got)
		slices.Sort(want)
	}
	if !slices.Equal(got, want) {
		m.fail(e, s, "its children are %v, want %v", got, want)
	}
}
