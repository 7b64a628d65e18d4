package lib

import (
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :erlang's functions that start a process.

// spawning is how one of them starts it.
type spawning struct {
	link, monitor bool
	options       bool // the last argument is a list of options
	node          bool // the first argument is a node
}

var erlangSpawnNatives = func() vm.Natives {
	t := vm.Natives{}
	for name, s := range map[string]spawning{
		"spawn": {}, "spawn_link": {link: true}, "spawn_monitor": {monitor: true}, "spawn_opt": {options: true},
	} {
		extra := 0
		if s.options {
			extra = 1
		}
		far := s
		far.node = true
		t[name+arityText(1+extra)] = s.fun
		t[name+arityText(2+extra)] = far.fun
		t[name+arityText(3+extra)] = s.named
		t[name+arityText(4+extra)] = far.named
	}
	return t
}()

func arityText(n int) string { return "/" + string(rune('0'+n)) }

// fun is a spawn of a function value: [node,] fun [, options].
func (s spawning) fun(m *vm.Machine, a []term.Term) (term.Term, error) {
	i, near, err := s.first(a)
	if err != nil {
		return nil, err
	}
	fun, ok := a[i].(*term.Fun)
	if !ok {
		return nil, vm.BadArg(i+1, notFun)
	}
	opts, err := s.read(a, i+1, near, nil)
	if err != nil {
		return nil, err
	}
	if !near {
		return opts.start(m, noconnection(m))
	}
	return opts.start(m, vm.New(m.World(), fun, nil))
}

// named is a spawn of a named function: [node,] module, name, arguments
// [, options].
func (s spawning) named(m *vm.Machine, a []term.Term) (term.Term, error) {
	i, near, err := s.first(a)
	if err != nil {
		return nil, err
	}
	module, name, args, info := namedFunction(a, i)
	opts, err := s.read(a, i+3, near, info)
	if err != nil {
		return nil, err
	}
	if !near {
		return opts.start(m, noconnection(m))
	}
	return opts.start(m, vm.NewMFA(m.World(), module, name, args))
}

// namedFunction reads module, name and arguments from argument i on.
func namedFunction(a []term.Term, i int) (module, name term.Atom, args []term.Term, info wrong) {
	module, ok1 := a[i].(term.Atom)
	name, ok2 := a[i+1].(term.Atom)
	_, isCons := a[i+2].(*term.Cons)
	args, proper := term.Slice(a[i+2])
	info.unless(ok1, i+1, notAtom)
	info.unless(ok2, i+2, notAtom)
	info.unless(proper || isCons, i+3, notList)
	info.unless(proper || !isCons, i+3, notProper)
	return module, name, args, info
}

// noconnection is the body of a process that should have run on another node.
func noconnection(m *vm.Machine) func(*kernel.Process) kernel.Body {
	return vm.NewMFA(m.World(), atomErlang, term.Intern("exit"), []term.Term{term.Intern("noconnection")})
}

// first is the index of the first argument after the node; near: there is no
// node, or it is this one.
func (s spawning) first(a []term.Term) (i int, near bool, err error) {
	if !s.node {
		return 0, true, nil
	}
	node, ok := a[0].(term.Atom)
	if !ok {
		return 0, false, vm.BadArg(1, notAtom)
	}
	return 1, node == kernel.NodeName, nil
}

// read reads the options, if there may be any: argument i. info is what is
// wrong with the arguments before them.
func (s spawning) read(a []term.Term, i int, near bool, info wrong) (spawnOptions, error) {
	opts := spawnOptions{SpawnOptions: kernel.SpawnOptions{Link: s.link, Monitor: s.monitor}}
	if s.options {
		if problem := opts.readAll(a[i]); problem != "" && !near {
			return opts, vm.BadArg()
		} else if problem != "" {
			info.unless(false, i+1, problem)
		}
	}
	if len(info) > 0 {
		return opts, vm.BadArg(info...)
	}
	return opts, nil
}

// spawnOptions are the options of a spawn.
type spawnOptions struct {
	kernel.SpawnOptions
	flags []spawnFlag
}

// spawnFlag is a process flag that is set before the process runs.
type spawnFlag struct {
	name  term.Atom
	value term.Term
}

// start starts the process.
func (o spawnOptions) start(m *vm.Machine, body func(*kernel.Process) kernel.Body) (term.Term, error) {
	o.Parent = m.Process()
	pid, ref := m.World().Spawn(o.SpawnOptions, o.flagged(body))
	if pid == 0 {
		return nil, systemLimit()
	}
	if o.Monitor {
		return term.NewTuple(pid, ref), nil
	}
	return pid, nil
}

// flagged is a body that begins with the flags of the options.
func (o spawnOptions) flagged(body func(*kernel.Process) kernel.Body) func(*kernel.Process) kernel.Body {
	flags := o.flags // not o: a closure over it would have every spawn allocate the options
	if len(flags) == 0 {
		return body
	}
	return func(q *kernel.Process) kernel.Body {
		for _, f := range flags {
			q.FlagStatus(f.name, f.value)
		}
		return body(q)
	}
}

// readAll reads a list of options; the answer is what is wrong with it.
func (o *spawnOptions) readAll(list term.Term) (problem string) {
	all, ok := term.Slice(list)
	if _, isCons := list.(*term.Cons); !ok && isCons {
		return notProper
	} else if !ok {
		return notList
	}
	for _, option := range all {
		if !o.read(option) {
			return "invalid spawn option"
		}
	}
	return ""
}

// read reads one option; false is one that there is not.
func (o *spawnOptions) read(option term.Term) bool {
	if isOption(option, "link") {
		o.Link = true
		return true
	}
	if isOption(option, "monitor") {
		o.Monitor = true
		return true
	}
	t, ok := option.(*term.Tuple)
	if !ok || len(t.Elems) != 2 {
		return false
	}
	name, _ := t.Elems[0].(term.Atom)
	if name.IsZero() {
		return false
	}
	switch value := t.Elems[1]; name.Name() {
	case "monitor":
		var err error
		o.Monitor = true
		o.MonitorOptions, err = monitorOptions(value, 1)
		return err == nil
	case "scheduler": // which one runs it is not for a program to say
		n, isInt := value.(int)
		return isInt && n >= 0
	case "priority", "fullsweep_after", "min_heap_size", "min_bin_vheap_size", "max_heap_size", "message_queue_data":
		o.flags = append(o.flags, spawnFlag{name, value})
		return kernel.ValidFlag(name.Name(), value)
	}
	return false
}
