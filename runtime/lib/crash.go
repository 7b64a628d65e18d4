package lib

import (
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

var (
	moduleLogger = term.Intern("otpsh_logger")
	processCrash = term.Intern("process_crash")
)

// reportCrash has a helper process log that a process ended by an error or a
// throw that nobody caught. Exits are not reported, as on the BEAM.
func reportCrash(p *kernel.Process, class term.Atom, reason, stack term.Term) {
	if class == term.Exit {
		return
	}
	w := p.World()
	args := []term.Term{p.Self(), class, reason, stack}
	w.Spawn(kernel.SpawnOptions{Detached: true, GroupLeader: p.GroupLeader()}, vm.NewMFA(w, moduleLogger, processCrash, args))
}
