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
	i, err := s.first(a)
	if err != nil {
		return nil, err
	}
	fun, ok := a[i].(*term.Fun)
	if !ok {
		return nil, vm.BadArg(i+1, notFun)
	}
	return s.start(m, a, i+1, vm.New(m.World(), fun, nil))
}

// named is a spawn of a named function: [node,] module, name, arguments
// [, options].
func (s spawning) named(m *vm.Machine, a []term.Term) (term.Term, error) {
	i, err := s.first(a)
	if err != nil {
		return nil, err
	}
	module, ok1 := a[i].(term.Atom)
	name, ok2 := a[i+1].(term.Atom)
	_, isList := a[i+2].(*term.Cons)
	args, proper := term.Slice(a[i+2])
	info := wrong{}
	info.unless(ok1, i+1, notAtom)
	info.unless(ok2, i+2, notAtom)
	info.unless(isList, i+3, notList)
	info.unless(proper || !isList, i+3, "not a proper list")
	if len(info) > 0 {
		return nil, vm.BadArg(info...)
	}
	return s.start(m, a, i+3, vm.NewMFA(m.World(), module, name, args))
}

// first is the index of the first argument after the node.
func (s spawning) first(a []term.Term) (int, error) {
	if !s.node {
		return 0, nil
	}
	node, ok := a[0].(term.Atom)
	if !ok {
		return 0, vm.BadArg(1, notAtom)
	}
	if node != kernel.NodeName {
		return 0, vm.BadArg(1, "not the name of a node that can be reached")
	}
	return 1, nil
}

// start starts the process; the options, if any, are argument i.
func (s spawning) start(m *vm.Machine, a []term.Term, i int, body func(*kernel.Process) kernel.Body) (term.Term, error) {
	p := m.Process()
	opts := kernel.SpawnOptions{Parent: p, Link: s.link, Monitor: s.monitor}
	var flags [][2]term.Term
	if s.options {
		var err error
		if flags, err = spawnOptions(&opts, a[i], i+1); err != nil {
			return nil, err
		}
	}
	if len(flags) > 0 {
		inner := body
		body = func(q *kernel.Process) kernel.Body {
			for _, f := range flags {
				q.FlagStatus(f[0].(term.Atom), f[1])
			}
			return inner(q)
		}
	}
	pid, ref := m.World().Spawn(opts, body)
	if pid == 0 {
		return nil, systemLimit()
	}
	if opts.Monitor {
		return term.NewTuple(pid, ref), nil
	}
	return pid, nil
}

// spawnOptions reads the options of spawn_opt; what sets a process flag is
// given back.
func spawnOptions(opts *kernel.SpawnOptions, list term.Term, position int) (flags [][2]term.Term, err error) {
	all, ok := term.Slice(list)
	if !ok {
		return nil, vm.BadArg(position, notList)
	}
	for _, o := range all {
		if isOption(o, "link") {
			opts.Link = true
			continue
		}
		if isOption(o, "monitor") {
			opts.Monitor = true
			continue
		}
		if v, ok := optionValue(o, "monitor"); ok {
			opts.Monitor = true
			if opts.MonitorOptions, err = monitorOptions(v, position); err != nil {
				return nil, err
			}
			continue
		}
		t, ok := o.(*term.Tuple)
		if !ok || len(t.Elems) != 2 || !isSpawnFlag(t.Elems[0]) {
			return nil, vm.BadArg(position, "invalid spawn option")
		}
		flags = append(flags, [2]term.Term{t.Elems[0], t.Elems[1]})
	}
	return flags, nil
}

func isSpawnFlag(t term.Term) bool {
	a, ok := t.(term.Atom)
	if !ok {
		return false
	}
	switch a.Name() {
	case "priority", "fullsweep_after", "min_heap_size", "min_bin_vheap_size", "max_heap_size", "message_queue_data", "async_dist":
		return true
	}
	return false
}
