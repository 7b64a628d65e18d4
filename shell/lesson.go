package shell

import (
	"errors"
	"slices"
	"strings"

	"otpsh/lessons"
	"otpsh/runtime/elixir"
	"otpsh/runtime/observe"
	"otpsh/runtime/term"
)

// This file is the session in which a lesson runs: a shell of its own in a
// simulated world, with an account of what happens there.

// Lesson is a shell as a lesson sees it.
type Lesson struct {
	shell *Shell
	tape  *Tape
	quiet bool // a fork to try something in: what it prints is passed on to nobody
}

var _ lessons.Session = (*Lesson)(nil)

// account is what belongs to a place in which a lesson runs.
type account struct {
	place   *place
	history *observe.History
	tape    *Tape
	begin   int             // of the tape's printed text: where the step began
	before  []binding       // the variables before the last input
	own     []binding       // the variables that the lesson's own inputs bound
	checker *elixir.Session // has the vocabulary of checks; nothing runs in it
}

type binding struct {
	name  string
	value term.Term
}

// NewLesson opens a lesson's session in a fresh simulated world, whose host
// writes to the tape.
func NewLesson(w *elixir.World, cfg Config, tape *Tape) *Lesson {
	s := &Shell{cfg: cfg, record: NewRecord()}
	return newLesson(s, newPlace(w, cfg), tape)
}

// newLesson has a shell go to a place for a lesson.
func newLesson(s *Shell, at *place, tape *Tape) *Lesson {
	at.world.LogApart()
	at.account = &account{place: at, history: observe.NewHistory(at.world.Trace()), tape: tape, checker: checker(at)}
	at.world.SetAccount(at.account)
	s.enter(at)
	return &Lesson{shell: s, tape: tape}
}

// checker is a session that knows the vocabulary of checks. It is set up in a
// fork: the world itself must not run for it.
func checker(at *place) *elixir.Session {
	fork, ok := at.fork()
	if !ok {
		fork = at
	}
	s := fork.world.NewSession("check")
	s.Setup("import Otpsh.Checks")
	return s
}

// in is the account for a copy of its place.
func (a *account) in(p *place) *account {
	c := *a
	c.place, c.history = p, a.history.Fork(p.world.Trace())
	c.own = append([]binding(nil), a.own...)
	p.world.SetAccount(&c)
	return &c
}

func (a *account) Events() term.Term { return a.history.Events() }
func (a *account) Output() string    { return a.tape.since(a.begin) }

// Forget has the account begin now.
func (a *account) Forget() {
	a.history.Begin()
	a.begin = a.tape.length()
}

// Names are those of the history, and :you for the one who types.
func (a *account) Names() term.Term {
	you := term.Tuple2(a.place.session.Evaluator(), term.List(term.Intern("you")))
	return &term.Cons{Head: you, Tail: a.history.Names()}
}

func (a *account) Budget(sup term.PID) (used, allowed int) {
	for _, s := range a.place.watch.model.Supervisors() {
		if s.PID == sup {
			return s.Used(a.place.world.Now()), s.Max
		}
	}
	return 0, 0
}

// adopt makes the variables that were bound since a time the lesson's own.
func (a *account) adopt(before []binding) {
	for _, b := range bindings(a.place.session) {
		if old, ok := lookup(before, b.name); !ok || !term.Equal(old, b.value) {
			a.own = bind(a.own, b)
		}
	}
}

func bindings(s *elixir.Session) []binding {
	var out []binding
	for _, name := range s.Bindings() {
		value, _ := s.Binding(name)
		out = append(out, binding{name, value})
	}
	return out
}

func lookup(in []binding, name string) (term.Term, bool) {
	for _, b := range in {
		if b.name == name {
			return b.value, true
		}
	}
	return nil, false
}

func bind(in []binding, b binding) []binding {
	for i := range in {
		if in[i].name == b.name {
			in[i] = b
			return in
		}
	}
	return append(in, b)
}

// Input types a text as a person would, line by line, up to the first error.
func (l *Lesson) Input(text string) lessons.Outcome {
	return l.run(func() bool {
		for line := range strings.Lines(text) {
			l.shell.line(strings.TrimSuffix(line, "\n"))
			if l.shell.Failed() && !l.shell.Unfinished() {
				return false
			}
		}
		if l.shell.Unfinished() {
			l.shell.Cancel()
			l.shell.print("** (TokenMissingError) the input is not finished\n")
			return false
		}
		return true
	})
}

// Load compiles a file's text.
func (l *Lesson) Load(file, text string) lessons.Outcome {
	return l.run(func() bool {
		at := l.shell.here.Load()
		defer func(count int) { at.count = count }(at.count) // it is no input
		l.shell.show(at.session.LoadText(file, text))
		return !l.shell.Failed()
	})
}

// run does something in the session and tells what came of it.
func (l *Lesson) run(f func() bool) lessons.Outcome {
	if l.quiet {
		defer l.tape.mute()()
	}
	defer func(do func(Effect)) { l.shell.do = do }(l.shell.do)
	l.shell.do = func(e Effect) {
		if p, ok := e.(Print); ok {
			l.tape.show(p)
		}
	}
	l.tape.cut()
	a := l.account()
	a.before = bindings(a.place.session)
	ok := f()
	if l.shell.lesson != nil {
		l.shell.lesson.attempt = nil // the lesson typed it, not the learner
	}
	l.shell.Settle(0)
	l.shell.departed()
	for _, e := range l.shell.Notices() {
		l.shell.do(e)
	}
	l.Adopt()
	out := l.tape.cut()
	out.Failed = !ok
	return out
}

func (l *Lesson) account() *account { return l.shell.here.Load().account }

// Begin starts the account of what happens.
func (l *Lesson) Begin() {
	l.tape.restart()
	l.account().Forget()
}

// Check evaluates a condition in a fork.
func (l *Lesson) Check(condition string) (bool, error) {
	defer l.tape.mute()()
	at := l.shell.here.Load()
	fork, ok := at.fork()
	if !ok {
		return false, errNoFork
	}
	s := at.account.checker.Beside(fork.world)
	for _, b := range at.account.own {
		s.Bind(b.name, b.value)
	}
	if at.value != nil {
		s.Bind("result", at.value)
	}
	fork.account.history.Ignore(s.PID())
	l.tape.cut()
	r := s.Eval(condition+"\n", 1)
	switch r.Status {
	case elixir.Done:
	case elixir.Incomplete:
		return false, errUnfinished
	default:
		return false, errors.New(strings.TrimSpace(l.tape.cut().Log + r.Shown))
	}
	return r.Value != term.Term(term.False) && r.Value != term.Term(term.Nil), nil
}

var errUnfinished = errors.New("** (TokenMissingError) the expression is not finished")

var errNoFork = errors.New("the world is busy: it does not come to rest")

// Fork is a copy of the session to try something in.
func (l *Lesson) Fork() (lessons.Session, error) {
	fork, ok := l.shell.here.Load().fork()
	if !ok {
		return nil, errNoFork
	}
	s := &Shell{cfg: l.shell.cfg, record: NewRecord()}
	s.enter(fork)
	return &Lesson{shell: s, tape: l.tape, quiet: true}, nil
}

// Same compares commands word by word, and Elixir as code.
func (l *Lesson) Same(a, b string) bool {
	if isCommand(a) || isCommand(b) {
		return slices.Equal(strings.Fields(a), strings.Fields(b))
	}
	return elixir.SameCode(a, b)
}

// Hidden does something of which nothing is shown, and which the learner cannot
// undo: they do not know of it.
func (l *Lesson) Hidden(f func()) {
	defer l.tape.mute()()
	count := l.shell.here.Load().count
	f()
	at := l.shell.here.Load()
	at.count, at.before = count, nil
}

// Adopt makes what the last input bound the lesson's own.
func (l *Lesson) Adopt() {
	a := l.account()
	a.adopt(a.before)
}

// Mark keeps the place as it is now.
func (l *Lesson) Mark() (lessons.Mark, error) {
	fork, ok := l.shell.here.Load().fork()
	if !ok {
		return nil, errNoFork
	}
	return mark{fork}, nil
}

// Return goes back to a mark.
func (l *Lesson) Return(m lessons.Mark) {
	if back, ok := m.(mark).place.fork(); ok { // a place that was a fork is at rest
		l.shell.enter(back)
	}
}

// mark is a place that was kept.
type mark struct{ place *place }

// Schedule has the world take other orders from now on.
func (l *Lesson) Schedule(seed uint64) { l.shell.here.Load().world.Reseed(seed) }
