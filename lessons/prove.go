package lessons

import (
	"fmt"
	"runtime"
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
