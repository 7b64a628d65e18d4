package lessons

import (
	"fmt"
	"slices"
	"strings"
)

// This file proves the parts of a step, each kind in its own way. Each method
// notes what it looked at; false means that what comes after cannot be judged.

func (p *prover) code(c *Code) bool {
	out := load(p.session, c)
	switch {
	case c.Starter:
		return p.hold(c.Line, "starter "+c.File) // it may be unfinished
	case c.Fails && !out.Failed:
		return p.fail(c.Line, "error", "take the word `error` from the fence, or mend the code", "the block must fail and does not")
	case c.Fails && p.first && !matchesError(c.Want, out):
		return p.fail(c.Line, "error", difference(c.Want, errorPart(out.Shown)), "it fails otherwise than shown:")
	case c.Fails:
		return p.hold(c.Line, "error")
	case out.Failed:
		return p.fail(c.Line, "definition", indented(out.Log+out.Shown), "the definition does not load:")
	}
	return p.hold(c.Line, "definition") && p.log(c.Log, out)
}

func load(s Session, c *Code) Outcome {
	if c.File == "" {
		return s.Input(c.Text)
	}
	return s.Load(c.File, c.Text)
}

// inputs types the inputs of an iex block and compares what each shows.
func (p *prover) inputs(in *Inputs) bool {
	logged := Outcome{}
	for i, item := range in.Items {
		out := p.session.Input(item.Text)
		logged.Log += out.Log
		if !p.output(&in.Items[i], out) {
			return false
		}
	}
	return p.log(in.Log, logged)
}

// output compares what an input shows. A command's output counts only where it
// is shown; an error must be shown.
func (p *prover) output(item *Input, out Outcome) bool {
	const what = "output"
	switch {
	case p.Stale != nil && compared(*item) && !Matches(item.Want, out.Shown) && !(out.Failed && matchesError(item.Want, out)):
		p.Stale[item] = errorPart(out.Shown)
	case out.Failed && !strings.Contains(item.Want, "** ("):
		return p.fail(item.Line, what, indented(out.Shown), "the input fails, and the lesson does not show that it does:")
	case out.Failed && p.first && !matchesError(item.Want, out):
		return p.fail(item.Line, what, difference(item.Want, errorPart(out.Shown)), "it fails otherwise than shown:")
	case !out.Failed && p.first && compared(*item) && !Matches(item.Want, out.Shown):
		return p.fail(item.Line, what, difference(item.Want, out.Shown)+renew, "it shows something else:")
	}
	return p.hold(item.Line, what)
}

// renew is how an output that is right but not written becomes written.
const renew = "\nif that is right, otpsh test -update FILE writes it"

func compared(item Input) bool { return item.Want != "" || !isCommand(item.Text) }

// isCommand reports whether an input is a command of the shell.
func isCommand(text string) bool {
	return len(text) > 1 && text[0] == '.' && text[1] >= 'a' && text[1] <= 'z'
}

func (p *prover) log(l *Log, out Outcome) bool {
	if l == nil || !p.first {
		return true
	}
	if got := withoutTimes(out.Log); !Matches(l.Want, got) {
		return p.fail(l.Line, "log", difference(l.Want, got), "the log is another:")
	}
	return p.hold(l.Line, "log")
}

func (p *prover) predict(q *Predict) bool {
	fork, err := p.session.Fork()
	if err != nil {
		return p.fail(q.Line, "prediction", "", "the world cannot be forked here: %v", err)
	}
	for _, item := range q.Run {
		fork.Input(item.Text) // what it shows is not told before the answer
	}
	shown := ""
	if q.Ask != nil {
		shown = fork.Input(q.Ask.Text).Shown
	}
	for _, c := range q.Choices {
		holds, why := q.holds(c, fork, shown)
		switch {
		case c.Marked && !holds:
			return p.fail(c.Line, "prediction", why, "the marked choice %q does not hold:", c.Text)
		case !c.Marked && holds:
			return p.fail(c.Line, "prediction", why, "the choice %q holds too, and is not marked:", c.Text)
		}
	}
	return p.hold(q.Line, "prediction")
}

// holds says whether a choice is right in the fork where the prediction ran,
// and what is to be seen there.
func (q *Predict) holds(c Choice, fork Session, shown string) (bool, string) {
	if !q.Many {
		return matchesValue(c.Value, shown), indented(shown)
	}
	holds, err := fork.Check(c.Value)
	if err != nil {
		return holds, indented(err.Error())
	}
	return holds, fmt.Sprintf("%s is %v", c.Value, holds)
}

func (p *prover) task(t *Task) bool {
	if line, vacuous := p.vacuous(t); vacuous {
		return p.fail(line, "check", "it would praise a learner who has done nothing; one of its expressions must be false then", "this check holds before the task is solved")
	}
	if !p.solve(&t.Solution) {
		return false
	}
	for _, c := range t.Checks {
		holds, err := p.session.Check(c.Expression)
		switch {
		case err != nil:
			return p.fail(c.Line, "check", indented(errorPart(err.Error())), "this check raises after the solution: %s", c.Expression)
		case !holds:
			return p.fail(c.Line, "check", "the learner would read: "+c.Else, "this check is false after the solution: %s", c.Expression)
		}
		p.hold(c.Line, "check")
	}
	return true
}

// vacuous finds a block of checks that holds before the task is solved. One
// expression of it may: that a supervisor is still alive is worth asking.
func (p *prover) vacuous(t *Task) (line int, found bool) {
	bites := map[int]bool{}
	for _, c := range t.Checks {
		holds, _ := p.session.Check(c.Expression)
		bites[c.Block] = bites[c.Block] || !holds
	}
	for _, c := range t.Checks {
		if !bites[c.Block] {
			return c.Line, true
		}
	}
	return 0, false
}

func (p *prover) solve(sol *Solution) bool {
	for _, f := range sol.Files {
		if out := p.session.Load(f.File, f.Text); out.Failed {
			return p.fail(f.Line, "solution", indented(out.Log+out.Shown), "the solution does not load:")
		}
	}
	for i, item := range sol.Items {
		out := p.session.Input(item.Text)
		if item.Want == "" {
			continue // a solution need not show what it does, and may fail on purpose
		}
		if !p.output(&sol.Items[i], out) {
			return false
		}
	}
	return true
}

// compare runs the inputs once for each value, in a fork: what differs is for
// the eye, but none may fail.
func (p *prover) compare(c *Compare) bool {
	for _, value := range c.Values {
		fork, err := p.session.Fork()
		if err != nil {
			return p.fail(c.Line, "compare", "", "the world cannot be forked here: %v", err)
		}
		for _, item := range c.Items {
			item.Text = c.with(item.Text, value)
			if out := fork.Input(item.Text); out.Failed {
				return p.fail(item.Line, "compare", indented(out.Shown), "with %s=%s this input fails:", c.Name, value)
			}
		}
	}
	return p.hold(c.Line, "compare")
}

func (c *Compare) with(text, value string) string { return strings.ReplaceAll(text, "$"+c.Name, value) }

// explore runs the code under so many schedules, each in a fork.
func (p *prover) explore(e *Explore) bool {
	if !p.first {
		return true // it has seeds of its own
	}
	failing := uint64(0)
	shown := ""
	for seed := uint64(1); seed <= uint64(e.Schedules) && failing == 0; seed++ {
		fork, err := p.session.Fork()
		if err != nil {
			return p.fail(e.Line, "explore", "", "the world cannot be forked here: %v", err)
		}
		fork.Schedule(seed)
		if out := fork.Input(e.Code); out.Failed {
			failing, shown = seed, out.Shown
		}
	}
	switch {
	case e.Fails && failing == 0:
		return p.fail(e.Line, "explore", "try more schedules, or expect: holds", "none of %d schedules fails", e.Schedules)
	case !e.Fails && failing != 0:
		return p.fail(e.Line, "explore", indented(shown), "it fails under schedule %d:", failing)
	}
	return p.hold(e.Line, "explore")
}

// races reports whether a step is about the order of things: other seeds then
// give other results.
func (s *Step) races() bool {
	return slices.ContainsFunc(s.Parts, func(part Part) bool {
		_, ok := part.(*Explore)
		return ok
	})
}
