package elixir

import (
	"fmt"
	"strings"
	"sync/atomic"

	"otpsh/runtime/kernel"
	"otpsh/runtime/lib"
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// Session evaluates one input after another in an evaluator process. What was
// bound, imported and aliased lasts; it is kept here, outside the process, so
// that a new evaluator goes on where one that died had been. A Session is not
// for concurrent use, except Interrupt.
type Session struct {
	world    *World
	file     string
	pid      atomic.Uint64 // of the evaluator; 0: none
	bindings term.Term
	env      term.Term
	start    term.Term // the environment before the first input
	matched  bool      // the last input was a match
	prompts  [2]string // before a form, and inside one
	onDeath  atomic.Pointer[func()]
	// Strict forgets bindings when the evaluator dies, as IEx does.
	Strict bool
}

// OnDeath sets what is called, on a goroutine of its own, when an evaluator of
// a live world has ended. A simulated world is asked by Gone.
func (s *Session) OnDeath(f func()) { s.onDeath.Store(&f) }

func (s *Session) watch(pid term.PID) {
	s.world.kernel.Await(pid, nil)
	if f := s.onDeath.Load(); f != nil {
		(*f)()
	}
}

// In is the session as it is now, in a copy of its world.
func (s *Session) In(w *World) *Session {
	c := &Session{world: w, file: s.file, bindings: s.bindings, env: s.env, start: s.start, matched: s.matched, prompts: s.prompts, Strict: s.Strict}
	c.pid.Store(s.pid.Load())
	return c
}

// Status says how an evaluation ended.
type Status int

const (
	Done       Status = iota // Shown and Value are filled
	Failed                   // an exception, exit or throw: Shown is its text
	Incomplete               // more input could complete the form
	Died                     // the evaluator was killed: Shown tells why
	Respawned                // the input asked for a new evaluator
	Deadlocked               // simulated: nothing can ever happen; Shown tells who waits
)

// Result is what an evaluation gave. Shown is text for the terminal, ended by
// a newline where there is any.
type Result struct {
	Status Status
	Value  term.Term
	Shown  string
	NotRun bool // Failed because the code is no Elixir or does not compile
}

// NewSession starts a session; file is the name of its input in traces and
// diagnostics ("iex").
func (w *World) NewSession(file string) *Session {
	s := &Session{world: w, file: file, bindings: term.Empty, prompts: [2]string{"%prefix(%counter)>", "%prefix(%counter)>"}}
	s.start = lib.TopEnv(w.kernel, file)
	s.env = s.start
	return s
}

// Evaluator is the process that evaluates; 0 while there is none. From any
// goroutine.
func (s *Session) Evaluator() term.PID { return term.PID(s.pid.Load()) }

// PID is the evaluator, started if there is none.
func (s *Session) PID() term.PID {
	k := s.world.kernel
	if pid := s.Evaluator(); pid == 0 || k.Lookup(pid) == nil {
		pid, _ = k.Spawn(kernel.SpawnOptions{Label: "shell", Person: true}, vm.NewMFA(k, term.Intern("otpsh_session"), term.Intern("start"), []term.Term{term.Bool(s.Strict)}))
		s.pid.Store(uint64(pid))
		if !k.Simulated() {
			go s.watch(pid)
		}
	}
	return s.Evaluator()
}

// Prompts are the texts before a form and inside one, as IEx.configure sets
// them: %prefix and %counter stand in them.
func (s *Session) Prompts() (fresh, inside string) { return s.prompts[0], s.prompts[1] }

// Eval evaluates the text of an input that begins at a line. Incomplete is an
// answer of the parser, not an error: give it the text again with more lines.
// A text that begins with a binary operator goes on from the last value.
func (s *Session) Eval(text string, line int) Result {
	return s.evalAt(text, s.file, line, line)
}

// EvalFile is Eval for a form that stands in a file, at a line of it; count is
// what the prompt would show.
func (s *Session) EvalFile(text, file string, line, count int) Result {
	r := s.evalAt(text, file, line, count)
	s.env = lib.AtFile(s.env, s.file)
	return r
}

func (s *Session) evalAt(text, file string, line, count int) Result {
	o := syntax.Options{File: file, Line: line, Continue: syntax.FromValue, Reserve: true, Depth: s.world.kernel.Limits().ParseDepth}
	if s.matched {
		o.Continue = syntax.FromMatch
	}
	quoted, warnings, err := syntax.Parse(text, o)
	if err != nil {
		if err.Incomplete {
			return Result{Status: Incomplete}
		}
		s.matched = false
		return Result{Status: Failed, NotRun: true, Shown: s.inRed(lib.SyntaxErrorText(err, lib.Colored(s.world.kernel))) + "\n"}
	}
	for _, w := range warnings {
		lib.Report(s.world.kernel, w)
	}
	lib.RememberText(s.world.kernel, file, text, line)
	r := s.ask(s.take, "otpsh_eval", quoted, term.Int(count), s.bindings, lib.AtLine(lib.AtFile(s.env, file), line))
	s.matched = r.Status == Done && isMatch(quoted)
	return r
}

// Load evaluates the text of a file that a session begins with, as .iex.exs:
// what it binds and imports lasts, its value is not shown.
func (s *Session) Load(path, text string) Result {
	quoted, warnings, err := syntax.Parse(text, syntax.Options{File: path, Line: 1, Reserve: true, Depth: s.world.kernel.Limits().ParseDepth})
	if err != nil {
		return Result{Status: Failed, Shown: s.inRed(lib.SyntaxErrorText(err, lib.Colored(s.world.kernel))) + "\n"}
	}
	for _, w := range warnings {
		lib.Report(s.world.kernel, w)
	}
	lib.RememberText(s.world.kernel, path, text, 1)
	return s.ask(s.take, "otpsh_load", quoted, term.Binary(path), s.bindings, s.env)
}

// Break is the failure of a form that is left unfinished.
func (s *Session) Break(line int) Result {
	s.matched = false
	return Result{Status: Failed, Shown: s.inRed(fmt.Sprintf("** (TokenMissingError) token missing on %s:%d:\nerror: incomplete expression\n└─ %s:%d", s.file, line, s.file, line)) + "\n"}
}

func isMatch(quoted term.Term) bool {
	t, ok := quoted.(*term.Tuple)
	if !ok || len(t.Elems) != 3 {
		return false
	}
	n, _ := term.ListLen(t.Elems[2])
	return t.Elems[0] == term.Term(term.Intern("=")) && n == 2
}

// EvalQuoted evaluates code that is parsed already.
func (s *Session) EvalQuoted(quoted term.Term, line int) Result {
	return s.ask(s.take, "otpsh_eval", quoted, term.Int(line), s.bindings, lib.AtLine(s.env, line))
}

// Phase shows what becomes of a text on its way to the machine, without
// running it: "ast" is its quoted form, "expand" the code with every macro
// expanded, "core" the resolved tree, "code" the instructions.
func (s *Session) Phase(phase, source string, line int) Result {
	quoted, _, err := syntax.Parse(source, syntax.Options{File: s.file, Line: line})
	if err != nil {
		return Result{Status: Failed, Shown: s.inRed(lib.SyntaxErrorText(err, lib.Colored(s.world.kernel))) + "\n"}
	}
	take := func(answer []term.Term) Result {
		r := Result{Status: Done, Shown: text(answer[1])}
		if answer[0] != term.Term(term.Ok) {
			r.Status = Failed
		}
		return r
	}
	env := lib.WithVars(s.world.kernel, lib.AtLine(s.env, line), s.bindings)
	return s.ask(take, "otpsh_phase", term.Intern(phase), quoted, env)
}

// ask sends the evaluator a request and takes its answer.
func (s *Session) ask(take func([]term.Term) Result, request string, args ...term.Term) Result {
	k := s.world.kernel
	pid := s.PID()
	answer := make(chan term.Term, 1)
	done := make(chan struct{})
	id := lib.Ask(k, func(t term.Term) {
		answer <- t
		close(done)
	})
	k.SendFrom(0, pid, term.NewTuple(append([]term.Term{term.Intern(request), term.Int(id)}, args...)...))
	began := k.LastRef()
	out := k.AwaitOutcome(pid, done)
	select {
	case t := <-answer:
		return take(t.(*term.Tuple).Elems)
	default:
	}
	lib.Forget(k, id)
	if out.Status == kernel.Deadlocked {
		s.breakDeadlock(pid, began)
		return Result{Status: Deadlocked, Shown: s.inRed("** (deadlock) nothing can ever happen: "+out.Deadlock.String()) + "\n"}
	}
	return s.died(out.Reason)
}

// unwindBound is how many slices an evaluation may run while it is unwound.
const unwindBound = 1000

// breakDeadlock unwinds the evaluation that waits for ever, and what it called
// since a reference is waited for no more.
func (s *Session) breakDeadlock(pid term.PID, began uint64) {
	k := s.world.kernel
	k.Interrupt(pid, term.Exit, term.Intern("deadlock"))
	k.Settle(unwindBound)
	k.Ask(pid, func(p *kernel.Process) any {
		p.DropCalls(began)
		return nil
	})
}

// died is the result of an evaluator's death.
func (s *Session) died(reason term.Term) Result {
	if s.Strict {
		s.forget()
	}
	pid := s.Evaluator()
	s.pid.Store(0)
	s.matched = false
	text := "** (EXIT from " + lib.InspectPlain(pid, 80, 50) + ") shell process exited with reason: " + lib.FormatExit(s.world.kernel, reason)
	return Result{Status: Died, Value: reason, Shown: s.inRed(text) + "\n"}
}

// inRed is an error in the colour that the program gives errors; the message of
// a syntax error may come with colours of its own.
func (s *Session) inRed(text string) string {
	if strings.Contains(text, "\x1b[0m") {
		return text
	}
	return lib.ErrorColored(s.world.kernel, text)
}

// forget makes the session as it was before its first input.
func (s *Session) forget() { s.bindings, s.env = term.Empty, s.start }

// Gone tells that the evaluator died since the last input, as when something
// that is linked to it ended.
func (s *Session) Gone() (Result, bool) {
	k := s.world.kernel
	pid := s.Evaluator()
	if pid == 0 || k.Lookup(pid) != nil {
		return Result{}, false
	}
	return s.died(k.Await(pid, nil)), true
}

// take keeps what an evaluation answered; see session.ex for the shapes.
func (s *Session) take(answer []term.Term) Result {
	prompts := answer[len(answer)-1].(*term.Tuple).Elems
	s.prompts = [2]string{text(prompts[0]), text(prompts[1])}
	switch answer[0].(term.Atom).Name() {
	case "error":
		return Result{Status: Failed, Shown: text(answer[1]), NotRun: answer[2] == term.Term(term.True)}
	case "respawn":
		s.forget()
		s.world.Kill(s.Evaluator(), term.Kill)
		s.pid.Store(0)
		s.matched = false
		return Result{Status: Respawned}
	}
	s.bindings, s.env = answer[3], answer[4]
	r := Result{Status: Done, Value: answer[1]}
	if shown, ok := answer[2].(term.Binary); ok {
		r.Shown = string(shown) + "\n"
	}
	return r
}

func text(t term.Term) string {
	b, _ := t.(term.Binary)
	return string(b)
}

// Setup evaluates code that belongs to the session itself, such as the import
// of the helpers; a later Strict start begins with it too.
func (s *Session) Setup(code string) Result {
	r := s.Eval(code, 0)
	s.start = s.env
	return r
}

// Binding is the value of a variable of the session.
func (s *Session) Binding(name string) (term.Term, bool) {
	pairs, _ := term.Slice(s.bindings)
	for _, p := range pairs {
		if pair := p.(*term.Tuple).Elems; pair[0] == term.Term(term.Intern(name)) {
			return pair[1], true
		}
	}
	return nil, false
}

// Bindings are the names of the session's variables, in order of binding.
func (s *Session) Bindings() []string {
	var names []string
	pairs, _ := term.Slice(s.bindings)
	for _, p := range pairs {
		if name, ok := p.(*term.Tuple).Elems[0].(term.Atom); ok {
			names = append(names, name.Name())
		}
	}
	return names
}

// Bind sets a variable of the session.
func (s *Session) Bind(name string, value term.Term) {
	pairs, _ := term.Slice(s.bindings)
	key := term.Term(term.Intern(name))
	kept := pairs[:0:0]
	for _, p := range pairs {
		if p.(*term.Tuple).Elems[0] != key {
			kept = append(kept, p)
		}
	}
	s.bindings = term.List(append(kept, term.Tuple2(key, value))...)
}

// Interrupt unwinds the evaluation that runs to the prompt: the evaluator, its
// links and its mailbox stay. From any goroutine.
func (s *Session) Interrupt() {
	s.world.kernel.Interrupt(s.Evaluator(), term.Exit, term.Intern("interrupted"))
}
