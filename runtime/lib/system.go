package lib

import (
	"slices"
	"strings"

	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// otpshSystemNatives is the module :otpsh_system, on which System rests: what
// a program asks of the host.
var otpshSystemNatives = vm.Natives{
	"argv/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		return binaries(worldState(m.World()).args), nil
	},
	"put_argv/1": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		list, _ := term.Slice(args[0])
		words := make([]string, len(list))
		for i, w := range list {
			b, ok := w.(term.Binary)
			if !ok {
				return nil, vm.BadArg(1, "not a list of binaries")
			}
			words[i] = string(b)
		}
		worldState(m.World()).args = words
		return term.Ok, nil
	},
	"getenv/1": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		if v, ok := m.World().Host().Getenv(string(args[0].(term.Binary))); ok {
			return term.Binary(v), nil
		}
		return term.Nil, nil
	},
	"environ/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		var pairs []term.Term
		for _, entry := range m.World().Host().Environ() {
			name, value, _ := strings.Cut(entry, "=")
			pairs = append(pairs, term.Tuple2(term.Binary(name), term.Binary(value)))
		}
		return term.List(pairs...), nil
	},
	"putenv/2": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		return hostResult(m.World().Host().Setenv(string(args[0].(term.Binary)), string(args[1].(term.Binary))))
	},
	"unsetenv/1": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		return hostResult(m.World().Host().Unsetenv(string(args[0].(term.Binary))))
	},
	"cwd/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		dir, err := m.World().Host().Getwd()
		if err != nil {
			return term.Nil, nil
		}
		return term.Binary(dir), nil
	},
	"regular?/1": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		info, err := m.World().Host().Stat(string(args[0].(term.Binary)))
		return term.Bool(err == nil && info.Type == "regular"), nil
	},
	"halt/1": halt,
	"exec/5": execProgram,
}

func hostResult(err error) (term.Term, error) {
	if err != nil {
		return nil, vm.Raise(exceptionStruct("RuntimeError", err.Error()))
	}
	return term.Ok, nil
}

// halt ends the program with a status: an integer, :abort, or a text that is
// shown.
func halt(m *vm.Machine, args []term.Term) (term.Term, error) {
	host := m.World().Host()
	switch status := args[0].(type) {
	case int:
		host.Halt(status & 0xff)
	case term.Binary:
		host.Stderr().Write([]byte(status + "\n"))
		host.Halt(1)
	default:
		host.Halt(134)
	}
	return nil, m.Park(&running{})
}

// running is a program that a process waits for; its Cont is resumed when the
// program has ended.
type running struct{ result term.Term }

// execProgram is (program, arguments, directory, environment, whether standard
// error is part of the output). A variable without = is taken out.
func execProgram(m *vm.Machine, args []term.Term) (term.Term, error) {
	name, _ := args[0].(term.Binary)
	words, _ := term.Slice(args[1])
	argv := make([]string, len(words))
	for i, w := range words {
		argv[i] = string(w.(term.Binary))
	}
	dir, _ := args[2].(term.Binary)
	merge := args[4] == term.Term(term.True)
	var env []string
	if extra, _ := term.Slice(args[3]); len(extra) > 0 {
		env = m.World().Host().Environ()
		for _, e := range extra {
			env = setVariable(env, string(e.(term.Binary)))
		}
	}
	host := m.World().Host()
	wait := &running{}
	m.Process().Block(func() func(*kernel.Process) {
		out, code, err := host.Exec(string(name), argv, string(dir), env, merge)
		return func(*kernel.Process) {
			if err != nil {
				wait.result = term.Tuple2(term.Error, term.Intern("enoent"))
				return
			}
			wait.result = term.Tuple3(term.Ok, term.Binary(out), term.Int(code))
		}
	})
	return nil, m.Park(wait)
}

func (r *running) Resume(m *vm.Machine, _ term.Term, exc *vm.Exception) (term.Term, error) {
	switch {
	case exc != nil:
		return nil, exc
	case r.result == nil:
		return nil, m.Park(r)
	}
	return r.result, nil
}

// setVariable adds NAME=value to an environment, or takes NAME out of it.
func setVariable(env []string, entry string) []string {
	name, _, set := strings.Cut(entry, "=")
	env = slices.DeleteFunc(slices.Clone(env), func(e string) bool { return strings.HasPrefix(e, name+"=") })
	if set {
		env = append(env, entry)
	}
	return env
}

// Clone reports that a wait for the host cannot be copied.
func (r *running) Clone() (vm.Cont, bool) { return nil, false }
