package lib

import (
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// otpshNatives is the module :otpsh: what a program may ask of otpsh itself.
// It does not exist on real Elixir.
var otpshNatives = vm.Natives{
	// limits() are the limits of the world by name, in the units in which
	// they are set: bytes, or a number of things. 0 is no limit.
	"limits/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		pairs := []term.Term{term.Tuple2(term.Intern("atoms"), term.Int(term.AtomLimitNow()))}
		limits := m.World().Limits()
		limits.Each(func(name string, value int) {
			pairs = append(pairs, term.Tuple2(term.Intern(name), term.Int(value)))
		})
		return term.List(pairs...), nil
	},
}
