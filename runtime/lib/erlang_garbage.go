package lib

import (
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is garbage_collect.

var atomGarbageCollect, atomAsync = term.Intern("garbage_collect"), term.Intern("async")

// collection is how garbage_collect/2 was asked to collect.
type collection struct {
	async bool
	id    term.Term // of the message that tells its end, with async
	minor bool
}

// collectionOptions reads the options of garbage_collect/2.
func collectionOptions(list term.Term) (c collection, err *vm.Exception) {
	options, ok := term.Slice(list)
	if !ok {
		return c, vm.BadArg(2, invalidOption)
	}
	for _, o := range options {
		if id, ok := optionValue(o, "async"); ok {
			c.async, c.id = true, id
			continue
		}
		kind, ok := optionValue(o, "type")
		if !ok {
			return c, vm.BadArg(2, invalidOption)
		}
		name, _ := kind.(term.Atom)
		if name.IsZero() || name.Name() != "major" && name.Name() != "minor" {
			return c, vm.BadArg()
		}
		c.minor = name.Name() == "minor"
	}
	return c, nil
}

// collectGarbage is garbage_collect/2. The garbage of a process is not kept
// apart from that of the others.
func collectGarbage(m *vm.Machine, a []term.Term, options term.Term) (term.Term, error) {
	c, badOption := collectionOptions(options)
	pid, err := pidArg(a, 1)
	switch {
	case err != nil && badOption != nil && badOption.ArgInfo != nil:
		return nil, vm.BadArg(1, notPid, 2, invalidOption)
	case err != nil:
		return nil, err
	case badOption != nil:
		return nil, badOption
	case c.async:
		m.Process().AskLater(pid, func(alive bool) term.Term {
			return term.Tuple3(atomGarbageCollect, c.id, term.Bool(alive))
		})
		return atomAsync, nil
	case m.World().Lookup(pid) == nil:
		return term.False, nil
	case c.minor:
		return term.True, nil
	}
	return reclaim(m)
}

// reclaim waits until the host has collected, when that is worth it.
func reclaim(m *vm.Machine) (term.Term, error) {
	wait := &running{}
	if m.Process().Reclaim(func(*kernel.Process) { wait.result = term.True }) {
		return nil, m.Park(wait)
	}
	return term.True, nil
}
