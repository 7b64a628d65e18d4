package lib

import (
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :erlang.spawn_request, whose answer is a message:
// {tag, request, :ok, pid} or {tag, request, :error, reason}.

// spawnReply says which answers of a spawn_request are wanted.
type spawnReply struct {
	tag              term.Term
	success, failure bool
}

var erlangSpawnRequestNatives = vm.Natives{
	"spawn_request/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return requestFun(m, a, 0, kernel.NodeName, term.Empty)
	},
	"spawn_request/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		if node, ok := a[0].(term.Atom); ok {
			return requestFun(m, a, 1, node, term.Empty)
		}
		if _, ok := a[0].(*term.Fun); !ok {
			return nil, vm.BadArg(1, "not a fun or an atom")
		}
		return requestFun(m, a, 0, kernel.NodeName, a[1])
	},
	"spawn_request/3": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		node, isAtom := a[0].(term.Atom)
		if _, isFun := a[1].(*term.Fun); isFun && isAtom {
			return requestFun(m, a, 1, node, a[2])
		}
		return requestNamed(m, a, 0, kernel.NodeName, term.Empty)
	},
	"spawn_request/4": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		node, ok1 := a[0].(term.Atom)
		_, ok2 := a[1].(term.Atom)
		if _, ok3 := a[2].(term.Atom); ok1 && ok2 && ok3 {
			return requestNamed(m, a, 1, node, term.Empty)
		}
		return requestNamed(m, a, 0, kernel.NodeName, a[3])
	},
	"spawn_request/5": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		node, ok := a[0].(term.Atom)
		if !ok {
			return nil, vm.BadArg(1, notAtom)
		}
		return requestNamed(m, a, 1, node, a[4])
	},
	"spawn_request_abandon/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		if _, ok := a[0].(*term.Ref); !ok {
			return nil, vm.BadArg(1, notRef)
		}
		return term.False, nil // the answer has come before anybody can ask
	},
}

// requestFun requests a process that runs the function in argument i.
func requestFun(m *vm.Machine, a []term.Term, i int, node term.Atom, options term.Term) (term.Term, error) {
	fun, ok := a[i].(*term.Fun)
	if !ok {
		return nil, vm.BadArg(i+1, notFun)
	}
	return requestSpawn(m, node, options, i+2, nil, vm.New(m.World(), fun, nil))
}

// requestNamed requests a process that runs the function named from argument
// i on.
func requestNamed(m *vm.Machine, a []term.Term, i int, node term.Atom, options term.Term) (term.Term, error) {
	module, name, args, info := namedFunction(a, i)
	return requestSpawn(m, node, options, i+4, info, vm.NewMFA(m.World(), module, name, args))
}

// requestSpawn starts the process and sends the answer; position is that of the
// options.
func requestSpawn(m *vm.Machine, node term.Atom, options term.Term, position int, info wrong, body func(*kernel.Process) kernel.Body) (term.Term, error) {
	all, proper := term.Slice(options)
	info.unless(proper, position, invalidOption)
	if len(info) > 0 {
		return nil, vm.BadArg(info...)
	}
	p := m.Process()
	ref := p.NewRef()
	reply := spawnReply{tag: term.Intern("spawn_reply"), success: true, failure: true}
	var opts spawnOptions
	known := true
	for _, option := range all {
		known = known && (reply.read(option) || opts.read(option))
	}
	switch {
	case node != kernel.NodeName:
		reply.fail(p, ref, "noconnection")
		return ref, nil
	case !known:
		reply.fail(p, ref, "badopt")
		return ref, nil
	}
	opts.Parent, opts.MonitorOptions.Ref = p, ref
	pid, _ := m.World().Spawn(opts.SpawnOptions, func(q *kernel.Process) kernel.Body {
		if reply.success { // before it runs, so that its end comes later
			p.Send(p.Self(), term.NewTuple(reply.tag, ref, term.Ok, q.Self()))
		}
		return opts.flagged(body)(q)
	})
	if pid == 0 {
		reply.fail(p, ref, "system_limit")
		return ref, nil
	}
	return ref, nil
}

// read reads an option of the answer; false is one that is not of it.
func (r *spawnReply) read(option term.Term) bool {
	if v, ok := optionValue(option, "reply_tag"); ok {
		r.tag = v
		return true
	}
	v, ok := optionValue(option, "reply")
	if !ok {
		return false
	}
	switch {
	case isOption(v, "yes"):
		r.success, r.failure = true, true
	case isOption(v, "no"):
		r.success, r.failure = false, false
	case isOption(v, "success_only"):
		r.success, r.failure = true, false
	case isOption(v, "error_only"):
		r.success, r.failure = false, true
	default:
		return false
	}
	return true
}

// fail answers that no process was started.
func (r spawnReply) fail(p *kernel.Process, ref *term.Ref, reason string) {
	if r.failure {
		p.Send(p.Self(), term.NewTuple(r.tag, ref, term.Error, term.Intern(reason)))
	}
}
