package shell

import (
	"fmt"
	"strings"

	"otpsh/lessons"
	"otpsh/runtime/elixir"
)

// This file is .reset: the world as at the start.

// question is something that the shell wants to know before it goes on.
type question struct {
	text string // the prompt
	form string // the input that asks
	yes  func()
}

// resetCommand asks a person at a terminal; whoever writes a script meant it.
func resetCommand(s *Shell, _ string) {
	if s.lesson != nil {
		lessonCommand("reset", (*lessons.Learner).Reset)(s, "")
		return
	}
	at := s.here.Load()
	fresh := s.cfg.Live
	if at.world.Simulated() {
		fresh = s.cfg.Simulate
	}
	switch {
	case fresh == nil:
		s.refuse("no fresh world can be started from here")
	case s.cfg.Asks && len(s.runs) == 0:
		if lost := s.losses(); lost != "" {
			s.note("  this ends and forgets %s", lost)
		} else {
			s.note("  nothing was started or defined; the count begins anew")
		}
		s.asked = &question{"reset the world? [y/N] ", ".reset", func() { s.reset(fresh()) }}
	default:
		s.reset(fresh())
	}
}

// losses are the processes, variables and modules that go with a world, "" when
// there are none.
func (s *Shell) losses() string {
	at := s.here.Load()
	var names []string
	for _, p := range at.world.Snapshot() {
		if p.PID > at.first && p.PID != at.session.Evaluator() && !strings.HasPrefix(p.Initial, ":otpsh_") {
			names = append(names, orElse(at.watch.name(p.PID), at.world.Inspect(p.PID)))
		}
	}
	var modules []string
	for _, m := range at.world.OwnModules() {
		modules = append(modules, m.Module)
	}
	var lost []string
	for _, kind := range []struct {
		one, many string
		names     []string
	}{{"process", "processes", names}, {"variable", "variables", at.session.Bindings()}, {"module", "modules", modules}} {
		if len(kind.names) > 0 {
			lost = append(lost, counted(kind.one, kind.many, kind.names))
		}
	}
	if n := len(lost); n > 1 {
		lost[n-2] += " and " + lost[n-1]
		lost = lost[:n-1]
	}
	return strings.Join(lost, ", ")
}

// counted is how many there are of something, and which, when they are few.
func counted(one, many string, names []string) string {
	const few = 5
	text := fmt.Sprintf("%d %s", len(names), many)
	switch {
	case len(names) == 1:
		text = "1 " + one
	case len(names) > few:
		return text + " (" + strings.Join(names[:few], ", ") + " ...)"
	}
	return text + " (" + strings.Join(names, ", ") + ")"
}

// reset goes to a fresh world. A variable of before could hold a pid, which
// would mean another process there: so the variables go with the world. In a
// simulated world .undo takes it back; a live one ends.
func (s *Shell) reset(w *elixir.World) {
	before := s.here.Load()
	lost := s.losses()
	next := newPlace(w, s.cfg)
	next.logAs(before.log)
	if before.world.Simulated() {
		next.before = remembering(before.before, before)
	}
	s.enter(next)
	if !before.world.Simulated() {
		before.world.Stop()
	}
	if lost != "" {
		lost = ": gone are " + lost
	}
	s.note("  a fresh world%s", lost)
	s.startUp()
}

// answered takes the answer to a question; only a plain yes is one. The history
// goes on after the input that asked.
func (s *Shell) answered(line string) {
	q := s.asked
	s.asked = nil
	s.do(Remember{q.form})
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "y", "yes":
		q.yes()
	default:
		s.note("  nothing was changed")
	}
}
