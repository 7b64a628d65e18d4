package lib

import (
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
)

// This file is the environment of applications as Go sees it: what holds
// before a program begins.

var atomEnv = term.Intern("otpsh_env")

// SetEnv sets a key of an application's environment, as Application.put_env
// does.
func SetEnv(w *kernel.World, app, key string, value term.Term) {
	s := shared(w)
	s.writing.Lock()
	defer s.writing.Unlock()
	s.terms.Store(s.terms.Load().Put(envKey(app, key), value))
}

// envKey is where :application keeps a key.
func envKey(app, key string) term.Term {
	return term.NewTuple(atomEnv, term.Intern(app), term.Intern(key))
}

// Colored says whether text for a person may hold colours, as IO.ANSI.enabled?
// does.
func Colored(w *kernel.World) bool {
	v, _ := shared(w).terms.Load().Get(envKey("elixir", "ansi_enabled"))
	return v == term.Term(term.True)
}
