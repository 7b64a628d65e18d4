package elixir

import (
	"otpsh/runtime/lib"
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
