package shell

import "otpsh/runtime/elixir"

// This file holds the commands that show code on its way to the machine:
// .ast, .expand, .core, .code. They run nothing but macros.

// phaseCommand shows its argument in one phase.
func phaseCommand(phase string) func(s *Shell, args string) {
	return func(s *Shell, source string) {
		if source == "" {
			s.usage(phase, "which code?")
			return
		}
		at := s.here.Load()
		r := at.session.Phase(phase, source, at.count)
		if r.Status != elixir.Done {
			s.show(r)
			return
		}
		// Nothing was evaluated: the count of inputs stays.
		s.failed = false
		if phase == "ast" || phase == "expand" { // the others are not Elixir
			r.Shown = s.cfg.Style.Code("", r.Shown)
		}
		s.print(r.Shown)
	}
}
