package lib

import (
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the processes of the system: those servers and supervisors of
// the BEAM that have a part to play here. They are there from the beginning,
// as a program expects that looks for them, and cost a start next to nothing:
// each sleeps until a message comes, and only then runs the function that makes
// it the server that it is (system_processes.ex).

// systemProcesses are their numbers, names and functions. The numbers are the
// BEAM's, which come before those of a program; number 0 means nobody here, so
// that :init has the next one.
var systemProcesses = []struct {
	number                 uint64
	name, module, function string
}{
	{1, "init", "init", "loop"},
	{44, "application_controller", "otpsh_processes", "serve"},
	{49, "kernel_sup", "otpsh_processes", "supervise"},
	{55, "global_name_server", "otpsh_processes", "serve"},
	{68, "kernel_safe_sup", "otpsh_processes", "supervise"},
	{83, "elixir_sup", "otpsh_processes", "supervise"},
	{90, "Elixir.Logger.Supervisor", "otpsh_processes", "supervise"},
}

func startSystem(w *kernel.World) {
	for _, s := range systemProcesses {
		name := term.Intern(s.name)
		opts := kernel.SpawnOptions{System: s.number, Name: name}
		w.SpawnSleeping(opts, &sleeper{w, term.Intern(s.module), term.Intern(s.function), name})
	}
}

// sleeper is the Body of one that has not begun.
type sleeper struct {
	w                      *kernel.World
	module, function, name term.Atom
}

// Run begins: the first message is there.
func (s *sleeper) Run(p *kernel.Process, reductions int) kernel.Verdict {
	body := vm.NewMFA(s.w, s.module, s.function, []term.Term{s.name})(p)
	p.Become(body)
	return body.Run(p, reductions)
}

func (s *sleeper) Interrupt(term.Atom, term.Term) {}
func (s *sleeper) Footprint(int) int              { return 0 }
func (s *sleeper) Stack() []term.Term             { return nil }

// Initial is what the process will begin with.
func (s *sleeper) Initial() term.Term {
	return term.Tuple3(s.module, s.function, term.Int(1))
}

func (s *sleeper) Fork(p *kernel.Process) (kernel.Body, bool) {
	return &sleeper{p.World(), s.module, s.function, s.name}, true
}
