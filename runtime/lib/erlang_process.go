package lib

import (
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :erlang's functions of processes: sending, links, monitors,
// aliases, names, flags, the process dictionary. Starting them is in
// erlang_spawn.go, asking about them in erlang_process_info.go.

const (
	notList2       = "not a list"
	notExisting    = "the pid does not refer to an existing process"
	invalidDest    = "invalid destination"
	invalidOption  = "invalid option in list"
	currentProcess = "the pid refers to the current process"
)

// constant is the Cont of a native that has its value but lets others run
// first.
type constant struct{ value term.Term }

func (c constant) Resume(_ *vm.Machine, _ term.Term, exc *vm.Exception) (term.Term, error) {
	if exc != nil {
		return nil, exc
	}
	return c.value, nil
}

func (c constant) Clone() (vm.Cont, bool) { return c, true }

// pidArg is an argument that must be a pid.
func pidArg(a []term.Term, position int) (term.PID, error) {
	pid, ok := a[position-1].(term.PID)
	if !ok {
		return 0, vm.BadArg(position, notPid)
	}
	return pid, nil
}

// eachOption calls f with every element of a list of options; false is an
// option that is not known.
func eachOption(list term.Term, position int, f func(term.Term) bool) error {
	if !term.IsProperList(list) {
		if _, improper := list.(*term.Cons); improper {
			return vm.BadArg(position, notProper)
		}
		return vm.BadArg(position, notList2)
	}
	for c := list.(*term.Cons); c != nil; c = c.Tail.(*term.Cons) {
		if !f(c.Head) {
			return vm.BadArg(position, invalidOption)
		}
	}
	return nil
}

// isOption reports whether an option is that atom.
func isOption(o term.Term, name string) bool {
	a, ok := o.(term.Atom)
	return ok && a.Name() == name
}

// optionValue is v of an option {name, v}.
func optionValue(o term.Term, name string) (term.Term, bool) {
	t, ok := o.(*term.Tuple)
	if !ok || len(t.Elems) != 2 || !isOption(t.Elems[0], name) {
		return nil, false
	}
	return t.Elems[1], true
}

var erlangProcessNatives = vm.Natives{
	"self/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) { return m.Process().Self(), nil },
	"make_ref/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		return m.Process().NewRef(), nil
	},

	"!/2":    sendNative,
	"send/2": sendNative,
	"send/3": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		noconnect := false
		err := eachOption(a[2], 3, func(o term.Term) bool {
			noconnect = noconnect || isOption(o, "noconnect")
			return isOption(o, "noconnect") || isOption(o, "nosuspend")
		})
		if err != nil {
			return nil, err
		}
		if !m.Send(a[0], a[1]) {
			return nil, vm.BadArg(1, invalidDest)
		}
		if noconnect && isFarName(a[0]) {
			return term.Intern("noconnect"), nil
		}
		return term.Ok, nil
	},
	"send_nosuspend/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		if !m.Send(a[0], a[1]) {
			return nil, vm.BadArg(1, invalidDest)
		}
		return term.True, nil
	},

	"exit/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		pid, err := pidArg(a, 1)
		if err != nil {
			return nil, err
		}
		p := m.Process()
		p.Exit(pid, a[1])
		if p.Doomed() {
			return nil, m.Yield(constant{term.True})
		}
		return term.True, nil
	},
	"link/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		pid, err := pidArg(a, 1)
		if err != nil {
			return nil, err
		}
		p := m.Process()
		if !p.Trapping() && m.World().Lookup(pid) == nil {
			return nil, vm.Raise(term.Noproc)
		}
		p.Link(pid)
		return term.True, nil
	},
	"unlink/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		pid, err := pidArg(a, 1)
		if err != nil {
			return nil, err
		}
		m.Process().Unlink(pid)
		return term.True, nil
	},

	"monitor/2": func(m *vm.Machine, a []term.Term) (term.Term, error) { return startMonitor(m, a, term.Empty) },
	"monitor/3": func(m *vm.Machine, a []term.Term) (term.Term, error) { return startMonitor(m, a, a[2]) },
	"demonitor/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return demonitor(m, a, term.Empty)
	},
	"demonitor/2": func(m *vm.Machine, a []term.Term) (term.Term, error) { return demonitor(m, a, a[1]) },

	"alias/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		return m.Process().Alias(kernel.AliasUnalias), nil
	},
	"alias/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		mode := kernel.AliasUnalias
		err := eachOption(a[0], 1, func(o term.Term) bool {
			switch {
			case isOption(o, "explicit_unalias"):
				mode = kernel.AliasUnalias
			case isOption(o, "reply"):
				mode = kernel.AliasReply
			default:
				return false
			}
			return true
		})
		if err != nil {
			return nil, err
		}
		return m.Process().Alias(mode), nil
	},
	"unalias/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		ref, ok := a[0].(*term.Ref)
		if !ok {
			return nil, vm.BadArg(1, notRef)
		}
		return yes(m.Process().Unalias(ref))
	},

	"process_flag/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		name, ok := a[0].(term.Atom)
		if !ok {
			return nil, vm.BadArg(1, "invalid process flag")
		}
		old, err := m.Process().FlagStatus(name, a[1])
		switch err {
		case kernel.FlagUnknown:
			return nil, vm.BadArg(1, "invalid process flag")
		case kernel.FlagBad:
			return nil, vm.BadArg(2, "invalid value for this process flag")
		}
		return old, nil
	},
	"process_flag/3": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		info := wrong{}
		pid, isPid := a[0].(term.PID)
		info.unless(isPid, 1, notPid)
		info.unless(isOption(a[1], "save_calls"), 2, "invalid process flag")
		info.unless(len(info) > 0 || kernel.ValidFlag("save_calls", a[2]), 3, "invalid value for process flag 'save_calls'")
		if len(info) > 0 {
			return nil, vm.BadArg(info...)
		}
		calls := a[2]
		set := func(q *kernel.Process) any {
			old, _ := q.FlagStatus(term.Intern("save_calls"), calls)
			return old
		}
		if pid == m.Process().PID() {
			return set(m.Process()), nil
		}
		return ask(m, pid, set, func(old any, alive bool) (term.Term, error) {
			if !alive {
				return nil, vm.BadArg(1, notExisting)
			}
			return old, nil
		})
	},

	"register/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		name, isAtom := a[0].(term.Atom)
		pid, isPid := a[1].(term.PID)
		info := wrong{}
		info.unless(isAtom, 1, notAtom)
		info.unless(isPid, 2, "not a pid or port")
		if len(info) > 0 {
			return nil, vm.BadArg(info...)
		}
		switch m.World().Register(name, pid) {
		case kernel.NameTaken:
			return nil, vm.BadArg(1, "name is in use")
		case kernel.HasName:
			return nil, vm.BadArg(2, "this process or port already has a name")
		case kernel.NotAlive:
			return nil, vm.BadArg(2, notExisting)
		case kernel.NameInvalid:
			return nil, vm.BadArg(1, "'undefined' is not a valid name")
		}
		return term.True, nil
	},
	"unregister/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		name, ok := a[0].(term.Atom)
		if !ok || !m.World().Unregister(name) {
			return nil, vm.BadArg(1, notPid)
		}
		return term.True, nil
	},
	"whereis/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		name, ok := a[0].(term.Atom)
		if !ok {
			return nil, vm.BadArg(1, notAtom)
		}
		if pid, ok := m.World().Whereis(name); ok {
			return pid, nil
		}
		return term.Undefined, nil
	},
	"registered/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		return term.List(m.World().Registered().SortedKeys()...), nil
	},

	"group_leader/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		return m.Process().GroupLeader(), nil
	},
	"group_leader/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		leader, ok1 := a[0].(term.PID)
		of, ok2 := a[1].(term.PID)
		info := wrong{}
		info.unless(ok1, 1, notPid)
		info.unless(ok2, 2, notPid)
		if len(info) > 0 {
			return nil, vm.BadArg(info...)
		}
		if !m.Process().ChangeGroupLeader(of, leader) {
			return nil, vm.BadArg()
		}
		return term.True, nil
	},

	"get/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) { return mapPairs(m.Process().Dict()), nil },
	"get/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		if v, ok := m.Process().Dict().Get(a[0]); ok {
			return v, nil
		}
		return term.Undefined, nil
	},
	"get_keys/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		return term.List(m.Process().Dict().Keys()...), nil
	},
	"get_keys/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		var b term.ListBuilder
		m.Process().Dict().Each(func(k, v term.Term) bool {
			if term.Identical(v, a[0]) {
				b.Add(k)
			}
			return true
		})
		return b.List(), nil
	},
	"put/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		p := m.Process()
		old, ok := p.Dict().Get(a[0])
		p.SetDict(p.Dict().Put(a[0], a[1]))
		if !ok {
			return term.Undefined, nil
		}
		return old, nil
	},
	"erase/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		p := m.Process()
		old := mapPairs(p.Dict())
		p.SetDict(nil)
		return old, nil
	},
	"erase/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		p := m.Process()
		old, ok := p.Dict().Get(a[0])
		if !ok {
			return term.Undefined, nil
		}
		p.SetDict(p.Dict().Delete(a[0]))
		return old, nil
	},

	"node/0": func(*vm.Machine, []term.Term) (term.Term, error) { return kernel.NodeName, nil },
	"node/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		switch a[0].(type) {
		case term.PID, *term.Ref:
			return kernel.NodeName, nil
		}
		return nil, vm.BadArg(1, "not a pid")
	},
	"nodes/0": func(*vm.Machine, []term.Term) (term.Term, error) { return term.Empty, nil },
	"nodes/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		if isOption(a[0], "known") || isOption(a[0], "this") {
			return term.List(kernel.NodeName), nil
		}
		return term.Empty, nil
	},
	"is_alive/0": func(*vm.Machine, []term.Term) (term.Term, error) { return term.False, nil },
}

func mapPairs(m *term.Map) term.Term {
	var b term.ListBuilder
	m.Each(func(k, v term.Term) bool {
		b.Add(term.Tuple2(k, v))
		return true
	})
	return b.List()
}

func sendNative(m *vm.Machine, a []term.Term) (term.Term, error) {
	if !m.Send(a[0], a[1]) {
		return nil, vm.BadArg(1, invalidDest)
	}
	return a[1], nil
}

// isFarName reports whether a destination is a name on another node.
func isFarName(dest term.Term) bool {
	t, ok := dest.(*term.Tuple)
	if !ok || len(t.Elems) != 2 {
		return false
	}
	node, ok := t.Elems[1].(term.Atom)
	return ok && node != kernel.NodeName
}

// aliasMode is a value of monitor/3's option alias.
func aliasMode(a term.Atom) (kernel.AliasMode, bool) {
	switch a.Name() {
	case "explicit_unalias":
		return kernel.AliasUnalias, true
	case "demonitor":
		return kernel.AliasDemonitor, true
	case "reply_demonitor":
		return kernel.AliasReplyDemon, true
	}
	return kernel.NoAlias, false
}

// monitorOptions reads the options of a monitor; the position is that of the
// list among the arguments.
func monitorOptions(list term.Term, position int) (kernel.MonitorOptions, error) {
	var opts kernel.MonitorOptions
	err := eachOption(list, position, func(o term.Term) bool {
		if v, ok := optionValue(o, "alias"); ok {
			a, _ := v.(term.Atom)
			if a.IsZero() {
				return false
			}
			opts.Alias, ok = aliasMode(a)
			return ok
		}
		v, ok := optionValue(o, "tag")
		opts.Tag = v
		return ok
	})
	return opts, err
}

func startMonitor(m *vm.Machine, a []term.Term, list term.Term) (term.Term, error) {
	opts, err := monitorOptions(list, 3)
	if err != nil {
		return nil, err
	}
	switch {
	case isOption(a[0], "process"):
		if ref := m.Process().Monitor(a[1], opts); ref != nil {
			return ref, nil
		}
		return nil, vm.BadArg(2, notPid)
	case isOption(a[0], "port"):
		return monitorPort(m, a[1], opts)
	case isOption(a[0], "time_offset"):
		if !isOption(a[1], "clock_service") {
			return nil, vm.BadArg()
		}
		return m.Process().NewRef(), nil // the offset never changes
	}
	return nil, vm.BadArg(1, "invalid monitor type")
}

// otpshProcessNatives is the module :otpsh_process: what the library tells the
// kernel of a process beyond what Erlang's functions can.
var otpshProcessNatives = vm.Natives{
	// monitor_request(process) is monitor(:process, process) of one who will
	// wait for a reply to the reference: so a deadlock can be told.
	"monitor_request/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		if ref := m.Process().Monitor(a[0], kernel.MonitorOptions{Request: true}); ref != nil {
			return ref, nil
		}
		return nil, vm.BadArg(1, notPid)
	},
	// own_name() is what the processes that this one starts have as their
	// parent: its registered name, else its pid.
	"own_name/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		if name, ok := m.World().NameOf(m.Process().PID()); ok {
			return name, nil
		}
		return m.Process().Self(), nil
	},
	// begin(ancestors, initial_call) puts both into the process dictionary.
	"begin/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		if p := m.Process(); p.Dict().Len() == 0 {
			p.SetDict(origin.WithValues(a))
		} else {
			p.SetDict(p.Dict().Put(ancestorsKey, a[0]).Put(initialCallKey, a[1]))
		}
		return term.Ok, nil
	},
}

var (
	ancestorsKey, initialCallKey term.Term = term.Intern("$ancestors"), term.Intern("$initial_call")
	// origin is the dictionary of a process of :proc_lib as it begins.
	origin = term.EmptyMap.Put(ancestorsKey, nil).Put(initialCallKey, nil)
)

// monitorPort monitors a port by name. There are no ports, so the message that
// there is none comes at once.
func monitorPort(m *vm.Machine, target term.Term, opts kernel.MonitorOptions) (term.Term, error) {
	name, ok := target.(term.Atom)
	if t, isTuple := target.(*term.Tuple); isTuple && len(t.Elems) == 2 && !isFarName(t) {
		name, ok = t.Elems[0].(term.Atom)
	}
	if !ok {
		return nil, vm.BadArg(2, "not a port")
	}
	p := m.Process()
	ref := p.NewRef()
	var tag term.Term = term.DOWN
	if opts.Tag != nil {
		tag = opts.Tag
	}
	p.Send(p.Self(), term.NewTuple(tag, ref, term.Intern("port"), term.Tuple2(name, kernel.NodeName), term.Noproc))
	return ref, nil
}

func demonitor(m *vm.Machine, a []term.Term, list term.Term) (term.Term, error) {
	ref, ok := a[0].(*term.Ref)
	if !ok {
		return nil, vm.BadArg(1, notRef)
	}
	flush, info := false, false
	err := eachOption(list, 2, func(o term.Term) bool {
		flush = flush || isOption(o, "flush")
		info = info || isOption(o, "info")
		return isOption(o, "flush") || isOption(o, "info")
	})
	if err != nil {
		return nil, err
	}
	return yes(m.Process().Demonitor(ref, flush, info))
}
