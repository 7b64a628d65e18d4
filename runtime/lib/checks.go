package lib

import (
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the module :otpsh_checks, through which Otpsh.Checks asks whoever
// runs a lesson what happened.

// Account is what the host of a lesson knows of its world.
type Account interface {
	// Events and Names are as observe.History gives them.
	Events() term.Term
	Names() term.Term
	// Budget is how many restarts of a supervisor count now, and how many may.
	Budget(sup term.PID) (used, allowed int)
	// Output is what was printed.
	Output() string
	// Forget has all of it begin now.
	Forget()
}

// SetAccount gives a world the account that its checks ask. A fork has none.
func SetAccount(w *kernel.World, a Account) {
	s := worldState(w)
	s.mu.Lock()
	s.account = a
	s.mu.Unlock()
}

func accountOf(m *vm.Machine) (Account, error) {
	s := worldState(m.World())
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.account == nil {
		return nil, vm.BadArg(0, "no lesson runs here")
	}
	return s.account, nil
}

var otpshChecksNatives = vm.Natives{
	"account/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		a, err := accountOf(m)
		if err != nil {
			return nil, err
		}
		return term.Tuple2(a.Events(), a.Names()), nil
	},
	"budget/1": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		a, err := accountOf(m)
		if err != nil {
			return nil, err
		}
		sup, ok := args[0].(term.PID)
		if !ok {
			return nil, vm.BadArg(1, "not a pid")
		}
		used, allowed := a.Budget(sup)
		return term.Tuple2(term.Int(used), term.Int(allowed)), nil
	},
	"forget/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		a, err := accountOf(m)
		if err != nil {
			return nil, err
		}
		a.Forget()
		return term.Ok, nil
	},
	"output/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		a, err := accountOf(m)
		if err != nil {
			return nil, err
		}
		return term.Binary(a.Output()), nil
	},
}
