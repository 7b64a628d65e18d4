package elixir

import (
	"fmt"

	"otpsh/runtime/kernel"
	"otpsh/runtime/lib"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// SetLog says how much the log of a world shows: "full", as Elixir does,
// "short", a crash in one line, or "off", nothing.
func (w *World) SetLog(mode string) error {
	use := vm.NewMFA(w.kernel, term.Intern("otpsh_short_log"), term.Intern("use"), []term.Term{term.Intern(mode)})
	pid, _ := w.kernel.Spawn(kernel.SpawnOptions{Detached: true}, use)
	if reason := w.kernel.Await(pid, nil); reason != term.Term(term.Normal) {
		return fmt.Errorf("the log cannot be changed: %s", lib.InspectPlain(reason, 80, 50))
	}
	return nil
}
