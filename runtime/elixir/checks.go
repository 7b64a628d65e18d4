package elixir

import (
	"otpsh/runtime/lib"
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
)

// This file is what lessons need of a world and a session.

// Account is what the host of a lesson knows of its world; see lib.Account.
type Account = lib.Account

// SetAccount gives a world the account that checks ask (Otpsh.Checks). A fork
// has none.
func (w *World) SetAccount(a Account) { lib.SetAccount(w.kernel, a) }

// LogApart has Logger's default output go to standard error, in this world and
// its forks.
func (w *World) LogApart() { lib.LogApart(w.kernel) }

// Reseed has a simulated world take the orders of another seed from now on.
func (w *World) Reseed(seed uint64) { w.kernel.Reseed(seed) }

// SameCode reports whether two texts are the same code, however it is written.
func SameCode(a, b string) bool {
	x, _, errA := syntax.Parse(a, syntax.Options{})
	y, _, errB := syntax.Parse(b, syntax.Options{})
	return errA == nil && errB == nil && term.Equal(withoutMeta(x, codeDepth), withoutMeta(y, codeDepth))
}

// codeDepth is how deep code is compared; below that it is the same only when
// it is written the same.
const codeDepth = 1000

// withoutMeta is quoted code without where it stands and how it was written.
func withoutMeta(code term.Term, depth int) term.Term {
	if depth == 0 {
		return code
	}
	switch c := code.(type) {
	case *term.Tuple:
		elems := make([]term.Term, len(c.Elems))
		for i, e := range c.Elems {
			elems[i] = withoutMeta(e, depth-1)
		}
		if len(elems) == 3 {
			elems[1] = term.Empty
		}
		return term.NewTuple(elems...)
	case *term.Cons:
		list, ok := term.Slice(c)
		if !ok {
			return c
		}
		elems := make([]term.Term, len(list))
		for i, e := range list {
			elems[i] = withoutMeta(e, depth-1)
		}
		return term.List(elems...)
	}
	return code
}

// Beside is a session with the environment of this one and no bindings, in a
// world that may be another, with an evaluator of its own.
func (s *Session) Beside(w *World) *Session {
	return &Session{world: w, file: s.file, bindings: term.Empty, env: s.env, start: s.start, prompts: s.prompts}
}

// LoadText compiles the text of a file, whose name stands in its errors and traces.
// Modules that exist are replaced without a warning.
func (s *Session) LoadText(file, text string) Result {
	return s.EvalQuoted(lib.RemoteCall("otpsh_session", "load", term.Binary(file), term.Binary(text)), 1)
}
