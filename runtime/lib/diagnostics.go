package lib

import (
	"slices"
	"strings"

	"otpsh/runtime/diag"
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file takes the errors and warnings of compiling: where they go, how
// they get their source line, and Code.with_diagnostics.

// collector is one Code.with_diagnostics of a process.
type collector struct {
	log  bool // they are reported too
	kept []diag.Diagnostic
}

// report hands on a diagnostic of code that process by compiles (0: of no
// process): to the innermost collector of the process, or to the world's
// handler, which is standard error when it has none.
func (s *state) report(by term.PID, d diag.Diagnostic) {
	s.mu.Lock()
	toldOf := s.keep(by, d)
	s.mu.Unlock()
	if toldOf {
		s.tell(by, d)
	}
}

// reportAll is report for what is found of one module when all is compiled:
// Code.with_diagnostics gives these the last one first.
func (s *state) reportAll(by term.PID, all []diag.Diagnostic) {
	s.mu.Lock()
	toldOf := true
	for _, d := range slices.Backward(all) {
		toldOf = s.keep(by, d)
	}
	s.mu.Unlock()
	for _, d := range all {
		if toldOf {
			s.tell(by, d)
		}
	}
}

// tell hands a diagnostic to the world's handler.
func (s *state) tell(by term.PID, d diag.Diagnostic) {
	s.mu.Lock()
	f := s.collect
	s.mu.Unlock()
	if s.library != nil && f == nil {
		return
	}
	if s.library == nil {
		d = shown(s.world, d)
	}
	if f != nil {
		f(d)
		return
	}
	s.writeError(by, d.Render(Colored(s.world))+"\n\n")
}

// keep gives a diagnostic to the innermost collector of a process; false when
// nobody else is to see it. s.mu is held.
func (s *state) keep(by term.PID, d diag.Diagnostic) bool {
	inner := s.innermost(by)
	if inner == nil {
		return true
	}
	inner.kept = append(inner.kept, d)
	return inner.log
}

// userWarning is (message, {file, line, column, module, function, stack}): a
// warning of the program, as text to be written; nil when it was collected.
func userWarning(m *vm.Machine, args []term.Term) (term.Term, error) {
	message, _ := args[0].(term.Binary)
	place := args[1].(*term.Tuple).Elems
	d := diag.Diagnostic{Severity: diag.Warning, Message: string(message)}
	if file, ok := place[0].(term.Binary); ok {
		d.File = string(file)
		d.Where, d.In = whereIs(place[3], place[4])
	}
	d.Pos.Line, _ = place[1].(int)
	d.Pos.Column, _ = place[2].(int)
	d.ByLine = true
	stack, _ := term.Slice(place[5])
	for _, frame := range stack {
		text, _ := frame.(term.Binary)
		d.Stack = append(d.Stack, string(text))
	}
	s := worldState(m.World())
	s.mu.Lock()
	toldOf := s.keep(m.Process().PID(), d)
	s.mu.Unlock()
	if !toldOf || s.library != nil {
		return term.Nil, nil
	}
	return term.Binary(shown(s.world, d).Render(Colored(s.world)) + "\n\n"), nil
}

// whereIs is what code of an environment is in: the file itself, when there is
// no module.
func whereIs(module, function term.Term) (string, diag.Function) {
	name, ok := module.(term.Atom)
	if !ok || name == term.Nil {
		return "(file)", diag.Function{}
	}
	in := diag.Function{Module: name.Name()}
	fa, ok := faOf(function)
	if !ok {
		return InspectAtom(name) + " (module)", in
	}
	in.Name, in.Arity = fa.Name.Name(), fa.Arity
	return formatMFA(name, fa), in
}

func (s *state) innermost(by term.PID) *collector {
	if stack := s.collectors[by]; len(stack) > 0 {
		return stack[len(stack)-1]
	}
	return nil
}

// shown is a diagnostic as people see it: with its source line, if the file is
// there, and files relative to the current directory.
func shown(w *kernel.World, d diag.Diagnostic) diag.Diagnostic {
	if d.Snippet == "" && d.File != "" && d.File != "nofile" && d.Pos.Line > 0 {
		d.Snippet = sourceLine(w.Host(), d.File, d.Pos.Line)
	}
	d.File = shownPath(w, d.File)
	for i, p := range d.Also {
		d.Also[i].File = shownPath(w, p.File)
	}
	return d
}

// sourceLine is a line of a file; "" when there is none.
func sourceLine(host kernel.Host, file string, line int) string {
	text, err := host.ReadFile(file)
	if err != nil {
		return ""
	}
	rest := string(text)
	for ; line > 1; line-- {
		_, after, more := strings.Cut(rest, "\n")
		if !more {
			return ""
		}
		rest = after
	}
	found, _, _ := strings.Cut(rest, "\n")
	return found
}

// collectDiagnostics is (log?): from now on diagnostics of this process are
// kept, and reported only if asked for.
func collectDiagnostics(m *vm.Machine, args []term.Term) (term.Term, error) {
	s := worldState(m.World())
	s.mu.Lock()
	defer s.mu.Unlock()
	pid := m.Process().PID()
	s.collectors[pid] = append(s.collectors[pid], &collector{log: args[0] == term.Term(term.True)})
	return term.Ok, nil
}

// collectedDiagnostics is what the innermost collector kept, oldest first, as
// Elixir's maps.
func collectedDiagnostics(m *vm.Machine, _ []term.Term) (term.Term, error) {
	s := worldState(m.World())
	s.mu.Lock()
	defer s.mu.Unlock()
	inner := s.innermost(m.Process().PID())
	if inner == nil {
		return term.Empty, nil
	}
	var out []term.Term
	for _, d := range inner.kept {
		out = append(out, diagnosticMaps(m.World(), d)...)
	}
	return term.List(out...), nil
}

// stopDiagnostics ends the innermost collector.
func stopDiagnostics(m *vm.Machine, _ []term.Term) (term.Term, error) {
	s := worldState(m.World())
	s.mu.Lock()
	defer s.mu.Unlock()
	pid := m.Process().PID()
	if stack := s.collectors[pid]; len(stack) > 1 {
		s.collectors[pid] = stack[:len(stack)-1]
	} else {
		delete(s.collectors, pid)
	}
	return term.Ok, nil
}

// diagnosticMaps is a diagnostic as Code.with_diagnostics gives it: one map
// for each of its places.
func diagnosticMaps(w *kernel.World, d diag.Diagnostic) []term.Term {
	severity := term.Intern("warning")
	if d.Severity == diag.Error {
		severity = term.Error
	}
	var out []term.Term
	for _, p := range append([]diag.Place{d.Place()}, d.Also...) {
		position := term.Term(term.Int(p.Pos.Line))
		if p.Pos.Column > 0 {
			position = term.Tuple2(term.Int(p.Pos.Line), term.Int(p.Pos.Column))
		}
		var span term.Term = term.Nil
		if d.EndCol > 0 && p.Pos == d.Pos {
			span = term.Tuple2(term.Int(d.Pos.Line), term.Int(d.EndCol))
		}
		file := term.Term(term.Nil)
		if p.File != "" {
			file = term.Binary(absolutePath(w, p.File))
		}
		out = append(out, term.MapOf(term.Intern("message"), term.Binary(d.Message), term.Intern("severity"), severity,
			term.Intern("file"), file, term.Intern("source"), file, term.Intern("position"), position,
			term.Intern("stacktrace"), frameOf(w, p), term.Intern("span"), span))
	}
	return out
}

// frameOf is what a place is in, as a stack trace of one frame.
func frameOf(w *kernel.World, p diag.Place) term.Term {
	if p.In.Module == "" {
		return term.Empty
	}
	name := p.In.Name
	if name == "" {
		name = moduleUnit
	}
	location := []term.Term{term.Tuple2(term.Intern("file"), charlist(shownPath(w, p.File)))}
	if p.Pos.Column > 0 {
		location = append(location, term.Tuple2(term.Intern("column"), term.Int(p.Pos.Column)))
	}
	location = append(location, term.Tuple2(term.Intern("line"), term.Int(p.Pos.Line)))
	return term.List(term.NewTuple(term.Intern(p.In.Module), term.Intern(name), term.Int(p.In.Arity), term.List(location...)))
}
