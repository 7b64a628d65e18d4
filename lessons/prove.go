package lessons

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// This file proves a lesson: that every output which it shows is what happens,
// that a check is false before its task is solved and true after, under other
// schedules too, and that of a prediction the marked choice holds and no other.

// Worlds opens what lessons run in.
type Worlds struct {
	// Open is a fresh session whose world follows a seed.
	Open func(seed uint64) (Session, error)
	// Find is the lesson of a name.
	Find func(name string) (*Lesson, error)
}

// Result is one thing that a proof looked at.
type Result struct {
	Line  int
	What  string
	Fault *Fault // nil: it holds
}

// Proof is what a proof found.
type Proof struct {
	Lesson  *Lesson
	Results []Result
	// Stale are the inputs that show something else than the lesson says, when
	// those are looked for, and what they show.
	Stale map[*Input]string
}

// Faults are the results that do not hold.
func (p *Proof) Faults() Faults {
	var out Faults
	for _, r := range p.Results {
		if r.Fault != nil {
			out = append(out, *r.Fault)
		}
	}
	return out
}

// Prove runs a lesson from its first line to its last, every task solved by its
// solution, in a world of a seed. Under other seeds than the lesson's
// own outputs are not compared.
func (ws Worlds) Prove(l *Lesson, seed uint64) *Proof {
	p := &prover{Proof: Proof{Lesson: l}, worlds: ws, seed: seed, first: seed == l.Seed}
	p.run()
	return &p.Proof
}

// Renew runs a lesson under its own seed and looks for outputs that are no
// longer so.
func (ws Worlds) Renew(l *Lesson) *Proof {
	p := &prover{Proof: Proof{Lesson: l, Stale: map[*Input]string{}}, worlds: ws, seed: l.Seed, first: true}
	p.run()
	return &p.Proof
}

func (p *prover) run() {
	l, ws, seed := p.Lesson, p.worlds, p.seed
	s, err := ws.Open(seed)
	if err != nil {
		p.fail(0, "the world", "", "no world for it: %v", err)
		return
	}
	p.session = s
	s.Begin()
	if !p.start() {
		return
	}
	for _, step := range l.Steps {
		if !p.step(step) {
			return
		}
	}
}

// prover is one run of a proof.
type prover struct {
	Proof
	worlds  Worlds
	session Session
	seed    uint64
	first   bool
}

// fail notes something that does not hold.
func (p *prover) fail(line int, what, hint, format string, args ...any) bool {
	text := fmt.Sprintf(format, args...)
	if !p.first {
		text += fmt.Sprintf(" (seed %d)", p.seed)
	}
	p.Results = append(p.Results, Result{line, what, &Fault{p.Lesson.File, line, text, hint}})
	return false
}

func (p *prover) hold(line int, what string) bool {
	p.Results = append(p.Results, Result{Line: line, What: what})
	return true
}

// start brings the world to where the first step begins. False: what comes
// after cannot be judged.
func (p *prover) start() bool {
	for _, u := range p.Lesson.Use {
		text, err := p.worlds.Used(u)
		if err != nil {
			return p.fail(u.Line, "use", "", "%v", err)
		}
		if out := p.session.Load(u.File, text); out.Failed {
			return p.fail(u.Line, "use", indented(out.Shown), "%s of %s does not load:", u.File, u.Lesson)
		}
	}
	return p.setup(p.Lesson.Setup) && p.parts(p.Lesson.Intro)
}

// Used is the text of another lesson's file: its solution, where it is a
// starter.
func (ws Worlds) Used(u Use) (string, error) {
	l, err := ws.Find(u.Lesson)
	if err != nil {
		return "", err
	}
	text, found := "", false
	for _, s := range l.Steps {
		for _, part := range s.Parts {
			if c, ok := part.(*Code); ok && c.File == u.File {
				text, found = c.Text, true
			}
		}
		if s.Task != nil {
			for _, c := range s.Task.Solution.Files {
				if c.File == u.File {
					text, found = c.Text, true
				}
			}
		}
	}
	if !found {
		return "", fmt.Errorf("the lesson %s has no file %s", u.Lesson, u.File)
	}
	return text, nil
}

func (p *prover) setup(all []Setup) bool {
	for _, s := range all {
		if out := p.session.Input(s.Code); out.Failed {
			return p.fail(s.Line, "setup", indented(out.Shown), "the setup fails:")
		}
	}
	return true
}

func (p *prover) step(s *Step) bool {
	p.session.Begin()
	before := len(p.Results)
	ok := p.setup(s.Setup) && p.parts(s.Parts)
	if !p.first && s.races() {
		p.Results = p.Results[:before]
		return true
	}
	return ok
}

// parts goes through what a step shows. A task is judged where it stands.
func (p *prover) parts(parts []Part) bool {
	ok := true
	for _, part := range parts {
		switch part := part.(type) {
		case *Code:
			ok = p.code(part)
		case *Inputs:
			ok = p.inputs(part)
		case *Predict:
			ok = p.predict(part)
		case *Task:
			ok = p.task(part)
		case *Compare:
			ok = p.compare(part)
		case *Explore:
			ok = p.explore(part)
		}
		if !ok {
			return false
		}
	}
	return true
}

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

// OtherSeeds is how many more worlds a proof is tried in: other schedules.
const OtherSeeds = 50

// ProveAll proves a lesson under its own seed, then under others, several at a
// time; of those only what does not hold is added.
func (ws Worlds) ProveAll(l *Lesson, others int) *Proof {
	proof := ws.Prove(l, l.Seed)
	if len(proof.Faults()) > 0 {
		return proof
	}
	found := make([]*Proof, others)
	var wait sync.WaitGroup
	turn := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range found {
		wait.Go(func() {
			turn <- struct{}{}
			found[i] = ws.Prove(l, l.Seed+uint64(i)+1)
			<-turn
		})
	}
	wait.Wait()
	for _, f := range found {
		for _, r := range f.Results {
			if r.Fault != nil {
				proof.Results = append(proof.Results, r)
			}
		}
	}
	return proof
}
