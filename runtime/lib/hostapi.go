package lib

import (
	"otpsh/runtime/diag"
	"otpsh/runtime/expand"
	"otpsh/runtime/kernel"
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is what the façade asks of the library besides running code.

// TopEnv is the environment, as %Macro.Env{}, of code in no module.
func TopEnv(w *kernel.World, file string) term.Term {
	return expand.NewEnv(newCompileHost(scratchCaller{w}, w), file).Term()
}

// AtLine is an environment at another line.
func AtLine(env term.Term, line int) term.Term {
	if m, ok := env.(*term.Map); ok {
		return m.Put(term.Intern("line"), term.Int(line))
	}
	return env
}

// AtFile is an environment in a file of another name.
func AtFile(env term.Term, file string) term.Term {
	if m, ok := env.(*term.Map); ok {
		return m.Put(term.Intern("file"), term.Binary(file))
	}
	return env
}

// Report hands a diagnostic to the world's handler.
func Report(w *kernel.World, d diag.Diagnostic) { worldState(w).report(0, d) }

// Forget drops a question that nobody will answer any more.
func Forget(w *kernel.World, id int) { worldState(w).answer(id, nil) }

// FormatExit is the text of an exit reason, as Exception.format_exit words
// it.
func FormatExit(w *kernel.World, reason term.Term) string {
	t, exc := vm.RunSync(w, term.Alias("Exception"), term.Intern("format_exit"), reason)
	if text, ok := t.(term.Binary); exc == nil && ok {
		return string(text)
	}
	return InspectPlain(reason, 80, 50)
}

// Inspect is a value as the language's inspect shows it, structs included.
func Inspect(w *kernel.World, t term.Term) string {
	shown, exc := vm.RunSync(w, moduleKernel, term.Intern("inspect"), t)
	if text, ok := shown.(term.Binary); exc == nil && ok {
		return string(text)
	}
	return InspectPlain(t, 80, 50)
}

// SyntaxErrorText is a syntax error as the shell shows it.
func SyntaxErrorText(e *syntax.Error, color bool) string {
	return "** (" + e.Kind.String() + ") " + e.FullMessage(color)
}

// ErrorColored is the text of an error in the colour that the shell gives
// errors, as IEx.configure sets it; without where colours are off.
func ErrorColored(w *kernel.World, text string) string {
	t, exc := vm.RunSync(w, term.Alias("IEx"), term.Intern("color"), term.Intern("eval_error"), term.Binary(text))
	if b, ok := t.(term.Binary); exc == nil && ok {
		return string(b)
	}
	return text
}

// ModuleOf is what is known of a module that is loaded or can be loaded.
func ModuleOf(w *kernel.World, name term.Atom) (*ModuleInfo, bool) {
	m := vm.Code(w).Module(name)
	if m == nil {
		return nil, false
	}
	info, ok := m.Info.(*ModuleInfo)
	return info, ok
}

// Modules are the names of all modules that are loaded, and of all that the
// library could load.
func Modules(w *kernel.World) []term.Atom {
	names := vm.Code(w).Loaded()
	loaded := map[term.Atom]bool{}
	for _, n := range names {
		loaded[n] = true
	}
	for n := range sources() {
		if !loaded[n] {
			names = append(names, n)
		}
	}
	return names
}

// WithVars is an environment in which the names of bindings are variables.
func WithVars(w *kernel.World, env, bindings term.Term) term.Term {
	h := newCompileHost(scratchCaller{w}, w)
	e, err := expand.EnvFromTerm(h, env)
	if err != nil {
		return env
	}
	e = e.WithoutVars()
	x := expand.New(h)
	keys, _ := readBindings(bindings)
	for _, key := range keys {
		e, _ = x.Bind(e, key)
	}
	return e.Term()
}
