package lib

import (
	"context"
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
		name, err := environmentText(args, 0)
		if err != nil {
			return nil, err
		}
		if v, ok := m.World().Host().Getenv(name); ok {
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
		name, err := environmentName(args)
		if err != nil {
			return nil, err
		}
		value, err := environmentText(args, 1)
		if err != nil {
			return nil, err
		}
		if name == "" {
			return term.Ok, nil // as on the BEAM: nothing is set
		}
		return hostResult(m.World().Host().Setenv(name, value))
	},
	"unsetenv/1": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		name, err := environmentName(args)
		if err != nil {
			return nil, err
		}
		return hostResult(m.World().Host().Unsetenv(name))
	},
	"cwd/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		dir, err := m.World().Host().Getwd()
		if err != nil {
			return term.Nil, nil
		}
		return term.Binary(dir), nil
	},
	"regular?/1": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		path, _ := args[0].(term.Binary)
		info, err := m.World().Host().Stat(string(path))
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

// erlangHaltNatives are :erlang.halt.
var erlangHaltNatives = vm.Natives{
	"halt/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) { return halt(m, []term.Term{term.Int(0)}) },
	"halt/1": haltNative,
	"halt/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		err := eachOption(a[1], 2, func(o term.Term) bool { // output is flushed either way
			v, ok := optionValue(o, "flush")
			_, isBool := asBool(v)
			return ok && isBool
		})
		if err != nil {
			return nil, err
		}
		return haltNative(m, a)
	},
}

// haltNative takes a status as Erlang has it: its texts are charlists.
func haltNative(m *vm.Machine, a []term.Term) (term.Term, error) {
	status := a[0]
	n, isInt := status.(int)
	if _, isList := term.Slice(status); isList {
		text, ok := charText(status)
		if !ok {
			return nil, vm.BadArg(1, "invalid status")
		}
		return halt(m, []term.Term{term.Binary(text)})
	}
	if isInt && n >= 0 || isOption(status, "abort") {
		return halt(m, []term.Term{status})
	}
	return nil, vm.BadArg(1, "invalid status")
}

// halt ends the program with a status: an integer, :abort, or a text that is
// shown.
func halt(m *vm.Machine, args []term.Term) (term.Term, error) {
	host := m.World().Host()
	code := 134
	switch status := args[0].(type) {
	case int:
		code = status & 0xff
	case term.Binary:
		host.Stderr().Write([]byte(status + "\n"))
		code = 1
	}
	if err := host.Halt(code); err != nil {
		return hostResult(err)
	}
	return nil, m.Park(&running{})
}

// running is work of the host, as a program, that a process waits for; its Cont
// is resumed when it has ended.
type running struct{ result term.Term }

// environmentText is an argument that names an environment variable or is its
// value.
func environmentText(args []term.Term, at int) (string, error) {
	b, ok := args[at].(term.Binary)
	switch {
	case !ok:
		return "", functionClause()
	case strings.ContainsRune(string(b), 0):
		return "", vm.BadArg(at+1, "\"\\0\" characters is not allowed in environment variable names or values")
	}
	return string(b), nil
}

// environmentName is the first argument, the name of a variable to change.
func environmentName(args []term.Term) (string, error) {
	name, err := environmentText(args, 0)
	if err == nil && strings.Contains(name, "=") {
		return "", vm.BadArg(1, "\"=\" characters is not allowed in environment variable names")
	}
	return name, err
}

// texts are the binaries of a list, as a program gets them: each ends before
// its first zero byte.
func texts(list term.Term) ([]string, bool) {
	elems, ok := term.Slice(list)
	out := make([]string, len(elems))
	for i, e := range elems {
		b, isBinary := e.(term.Binary)
		ok = ok && isBinary
		out[i], _, _ = strings.Cut(string(b), "\x00")
	}
	return out, ok
}

// execProgram is (program, arguments, directory, environment, whether standard
// error is part of the output). Of the environment, "NAME=value" sets a
// variable and "NAME" removes one.
func execProgram(m *vm.Machine, args []term.Term) (term.Term, error) {
	name, ok := args[0].(term.Binary)
	argv, ok1 := texts(args[1])
	dir, ok2 := args[2].(term.Binary)
	changes, ok3 := texts(args[3])
	merge := args[4] == term.Term(term.True)
	if !ok || !ok1 || !ok2 || !ok3 {
		return nil, functionClause()
	}
	host := m.World().Host()
	var env []string
	if len(changes) > 0 {
		env = host.Environ()
		for _, change := range changes {
			env = setVariable(env, change)
		}
	}
	wait := &running{}
	m.Process().BlockUntil(func(ctx context.Context) func(*kernel.Process) {
		out, code, err := host.Exec(ctx, string(name), argv, string(dir), env, merge)
		return func(*kernel.Process) {
			if err != nil {
				wait.result = term.Tuple2(term.Error, failure(err, "enoent"))
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
