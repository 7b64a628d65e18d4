package lib

import (
	"otpsh/runtime/expand"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is what Kernel.ParallelCompiler rests on: files that are compiled
// side by side, each in a process, which wait for modules of each other, and
// are checked against each other when all are there.

var errorHandlerModule = term.Alias("Kernel.ErrorHandler")

// Await waits, when the process compiles one of several files, until another of
// them has defined the module; false when none does. kind is what the module is
// needed for: "module" or "struct".
func (h *compileHost) Await(module term.Atom, kind string) (bool, error) {
	if h.process() == 0 || worldState(h.world).library != nil {
		return false, nil
	}
	if d := h.definition(module); d != nil && d.owner == h.process() {
		return false, nil // it would wait for itself
	}
	found, err := h.apply(errorHandlerModule, term.Intern("ensure_compiled"), module, term.Intern(kind), term.Intern("hard"))
	return found == term.Term(term.Intern("found")), err
}

var compileTogetherNatives = vm.Natives{
	// compile_together(text, file) compiles a file as compile_file does; its
	// modules are checked against others by verify_together.
	"compile_together/2": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		text, file := args[0].(term.Binary), args[1].(term.Binary)
		quoted, err := parse(m, string(text), string(file))
		if err != nil {
			return nil, err
		}
		s, pid := worldState(m.World()), m.Process().PID()
		return inProcess(m, func(c caller) (term.Term, error) {
			found, end := s.collectModules(pid)
			defer end()
			h := newCompileHost(c, m.World())
			if err := h.compileFile(quoted, string(file)); err != nil {
				return nil, raised(err)
			}
			s.mu.Lock()
			s.compiling.unverified[pid] = found
			s.mu.Unlock()
			return found.list(), nil
		})
	},
	"verify_together/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		found := worldState(m.World()).takeUnverified(m.Process().PID())
		return inProcess(m, func(c caller) (term.Term, error) {
			if found == nil {
				return term.Ok, nil
			}
			return term.Ok, found.runVerify(newCompileHost(c, m.World()))
		})
	},
	// forget_together(pid): what a process has compiled will not be checked.
	"forget_together/1": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		pid, _ := args[0].(term.PID)
		worldState(m.World()).takeUnverified(pid)
		return term.Ok, nil
	},
	// being_defined(module): whether a body of that module runs now.
	"being_defined/1": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		name, _ := args[0].(term.Atom)
		return term.Bool(worldState(m.World()).defining(name) != nil), nil
	},
	// undefined(module, function, arguments) raises that there is no such function.
	"undefined/3": func(_ *vm.Machine, args []term.Term) (term.Term, error) {
		module, _ := args[0].(term.Atom)
		name, _ := args[1].(term.Atom)
		list, _ := term.Slice(args[2])
		return nil, vm.Plain(vm.Undefined(module, name, list))
	},
}

func (s *state) takeUnverified(pid term.PID) *moduleSet {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.compiling.unverified[pid]
	delete(s.compiling.unverified, pid)
	return found
}

var _ expand.Awaiter = (*compileHost)(nil)
