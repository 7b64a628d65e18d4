package elixir

import (
	"fmt"
	"slices"
	"time"

	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

// This file is one supervisor of the model: its children, what it has yet to
// act on, and what its strategy makes it do.

const (
	away       = iota // not running, and nothing is to be done about it
	running           //
	ended             // it ended, and the supervisor has not acted on that yet
	restarting        // its restart failed and is to be tried again
	forgotten         // a temporary child that ended
)

// kid is a child of one running supervisor.
type kid struct {
	*node
	state int
	pid   term.PID
}

// cause is something that a supervisor has yet to act on: the end of a child
// that calls for a restart or for auto_shutdown, or a restart to try again.
type cause struct {
	kid    *kid
	pid    term.PID
	reason term.Term // nil: try again
	at     time.Duration
	auto   bool
}

// plan is what a supervisor does: stop, then start, then go on or end.
type plan struct {
	stops    []*kid
	together bool // the stops are in no order
	starts   []*kid
	begun    bool // it has started something
	ending   string
	cause    *cause
	left     [2]int            // least and most restarts that are still allowed then
	along    map[term.PID]bool // who is taken along; true: it surely still ran then
}

// instance is one run of a supervisor.
type instance struct {
	*node
	pid      term.PID
	above    *instance // its supervisor; nil: the program
	kids     []*kid    // in start order
	plan     *plan
	last     *plan // the restart that was carried out last
	causes   []*cause
	restarts [][2]time.Duration // each between two times
	acted    time.Duration
	starting bool
	over     bool
	told     trace.Kind // of its own end: that it gave up, or auto_shutdown
}

// action is what a supervisor was seen to do.
type action struct {
	verb string // start, stop, exit
	kid  *kid
	at   time.Duration
}

func (a action) String() string {
	if a.kid == nil {
		return a.verb
	}
	return a.verb + " " + a.kid.name
}

// fed reports whether children are added when the supervisor runs.
func (n *node) fed() bool { return n.kind == "dynamic" || n.kind == "simple_one_for_one" }

func (s *instance) kid(n *node) *kid {
	for _, k := range s.kids {
		if k.node == n {
			return k
		}
	}
	k := &kid{node: n}
	s.kids = append(s.kids, k)
	return k
}

func (s *instance) drop(k *kid) {
	s.kids = slices.DeleteFunc(s.kids, func(other *kid) bool { return other == k })
}

func (s *instance) waitsForSignificant() bool {
	return slices.ContainsFunc(s.kids, func(k *kid) bool { return k.significant && k.state != away && k.state != forgotten })
}

// next is whom the plan stops next; nil when all are stopped. Who ended
// meanwhile needs no stop, and its end calls for nothing more.
func (p *plan) next() *kid {
	for _, k := range p.stops {
		if k.state == running {
			return k
		}
	}
	return nil
}

// accepts reports whether an action is what the plan does next.
func (p *plan) accepts(a action) bool {
	next := p.next()
	switch a.verb {
	case "stop":
		return next == a.kid || p.together && slices.Contains(p.stops, a.kid)
	case "start":
		return next == nil && len(p.starts) > 0 && p.starts[0] == a.kid
	}
	return next == nil && p.ending != ""
}

// settled is that a child is stopped: whatever it ended with is dealt with.
func (s *instance) settled(k *kid) {
	k.state = away
	if k.restart == "temporary" {
		k.state = forgotten
	}
	s.causes = slices.DeleteFunc(s.causes, func(c *cause) bool { return c.kid == k })
}

// slack is what the clock of a supervisor may be off by: it reads milliseconds.
const slack = 2 * time.Millisecond

// used is how many restarts count with one that happens now, at least and at
// most: when exactly a supervisor read the clock nobody saw, and it may count
// what is older than the period by less than inexact.
func (s *instance) used(now [2]time.Duration, inexact time.Duration) (least, most int) {
	period := time.Duration(s.seconds) * time.Second
	least, most = 1, 1
	for _, r := range s.restarts {
		if now[1]-r[0] <= period-slack {
			least++
		}
		if now[0]-r[1] <= period+inexact {
			most++
		}
	}
	return least, most
}

// restartPlan is what the strategy says of a child that ended.
func (s *instance) restartPlan(c *cause) *plan {
	p := &plan{cause: c, along: map[term.PID]bool{}}
	group := []*kid{c.kid}
	switch s.kind {
	case "one_for_all":
		group = s.kids
	case "rest_for_one":
		group = s.kids[slices.Index(s.kids, c.kid):]
	}
	for _, k := range group {
		if k != c.kid && k.pid != 0 {
			// Of one that just ended by itself the supervisor may not know yet.
			p.along[k.pid] = k.state == running || k.state == ended
		}
		if k.state == forgotten {
			continue
		}
		if k != c.kid {
			p.stops = append([]*kid{k}, p.stops...)
		}
		if k.restart != "temporary" {
			p.starts = append(p.starts, k)
		}
	}
	return p
}

// endPlan is the end of a supervisor that is not killed.
func (s *instance) endPlan(ending string) *plan {
	p := &plan{ending: ending, together: s.fed()}
	for _, k := range s.kids {
		p.stops = append([]*kid{k}, p.stops...)
	}
	return p
}

func (s *instance) describe() string {
	text := ""
	for _, k := range s.kids {
		text += fmt.Sprintf("  %s %s %s %s\n", k.name, k.restart, trace.PIDText(k.pid), [...]string{"away", "running", "ended", "restarting", "forgotten"}[k.state])
	}
	for _, c := range s.causes {
		text += fmt.Sprintf("  cause: %s %v since %v\n", c.kid.name, c.reason, c.at)
	}
	if p := s.plan; p != nil {
		text += fmt.Sprintf("  plan: %q", p.ending)
		if next := p.next(); next != nil {
			text += " stop " + next.name
		}
		for _, k := range p.starts {
			text += " start " + k.name
		}
		text += "\n"
	}
	return text + fmt.Sprintf("  %d restarts in %d s allowed, at %v", s.max, s.seconds, s.restarts)
}
