package lib

import (
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is what one process asks about another, or has it do: process_info,
// is_process_alive, suspend_process; and waiting without a receive.

// asking is the Cont of a native that waits for another process's answer.
type asking struct {
	id     uint64
	answer func(value any, alive bool) (term.Term, error)
}

func (c *asking) Resume(m *vm.Machine, _ term.Term, exc *vm.Exception) (term.Term, error) {
	if exc != nil {
		return nil, exc
	}
	value, alive, ready := m.Process().Answer(c.id)
	if !ready {
		return nil, m.Park(c)
	}
	return c.answer(value, alive)
}

func (c *asking) Clone() (vm.Cont, bool) { return c, true }

// ask has f run in another process and goes on with its answer.
func ask(m *vm.Machine, pid term.PID, f func(q *kernel.Process) any, answer func(value any, alive bool) (term.Term, error)) (term.Term, error) {
	c := &asking{id: m.Process().Ask(pid, f), answer: answer}
	return nil, m.Park(c)
}

// processInfo gives the items of a process as a slice; nil when it is dead.
func processInfo(m *vm.Machine, pid term.PID, items []term.Atom, shape func([]term.Term) term.Term) (term.Term, error) {
	collect := func(q *kernel.Process, self bool) []term.Term {
		out := make([]term.Term, len(items))
		for i, item := range items {
			if self {
				out[i], _ = q.Info(item)
			} else {
				out[i], _ = q.InfoOther(item)
			}
		}
		return out
	}
	if pid == m.Process().PID() {
		m.Process().Sync() // what was sent before counts
		return shape(collect(m.Process(), true)), nil
	}
	return ask(m, pid, func(q *kernel.Process) any { return collect(q, false) },
		func(value any, alive bool) (term.Term, error) {
			if !alive {
				return term.Undefined, nil
			}
			return shape(value.([]term.Term)), nil
		})
}

// infoList pairs items with their values; without hides a name that there is
// not.
func infoList(items []term.Atom, values []term.Term, without bool) term.Term {
	var b term.ListBuilder
	for i, item := range items {
		if without && item == atomRegisteredName && isEmptyList(values[i]) {
			continue
		}
		b.Add(term.Tuple2(item, values[i]))
	}
	return b.List()
}

var atomRegisteredName = term.Intern("registered_name")

var erlangProcessInfoNatives = vm.Natives{
	"process_info/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		pid, err := pidArg(a, 1)
		if err != nil {
			return nil, err
		}
		return processInfo(m, pid, kernel.StandardInfo, func(v []term.Term) term.Term {
			return infoList(kernel.StandardInfo, v, true)
		})
	},
	"process_info/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		pid, isPid := a[0].(term.PID)
		items, single, known := infoItems(a[1])
		info := wrong{}
		info.unless(isPid, 1, notPid)
		info.unless(known, 2, "invalid item or item list")
		if len(info) > 0 {
			return nil, vm.BadArg(info...)
		}
		return processInfo(m, pid, items, func(v []term.Term) term.Term {
			switch {
			case !single:
				return infoList(items, v, false)
			case items[0] == atomRegisteredName && isEmptyList(v[0]):
				return term.Empty
			}
			return term.Tuple2(items[0], v[0])
		})
	},
	"is_process_alive/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		pid, err := pidArg(a, 1)
		if err != nil {
			return nil, err
		}
		if pid == m.Process().PID() {
			return term.True, nil
		}
		if alive, sure := m.World().IsAlive(pid); sure {
			return yes(alive)
		}
		return ask(m, pid, func(*kernel.Process) any { return nil },
			func(_ any, alive bool) (term.Term, error) { return yes(alive) })
	},
	"processes/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		pids := m.World().Processes()
		m.Bump(len(pids) / 10)
		out := make([]term.Term, len(pids))
		for i, pid := range pids {
			out[i] = pid
		}
		return term.List(out...), nil
	},

	"suspend_process/1": func(m *vm.Machine, a []term.Term) (term.Term, error) { return suspend(m, a, term.Empty) },
	"suspend_process/2": func(m *vm.Machine, a []term.Term) (term.Term, error) { return suspend(m, a, a[1]) },
	"resume_process/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		pid, err := pidArg(a, 1)
		if err != nil {
			return nil, err
		}
		if !m.Process().ResumeProcess(pid) {
			return nil, vm.BadArg(1, "process is not suspended or is not alive")
		}
		return term.True, nil
	},

	"hibernate/3": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		module, ok1 := a[0].(term.Atom)
		name, ok2 := a[1].(term.Atom)
		args, ok3 := term.Slice(a[2])
		info := wrong{}
		info.unless(ok1, 1, notAtom)
		info.unless(ok2, 2, notAtom)
		_, isCons := a[2].(*term.Cons)
		info.unless(ok3 || isCons, 3, notList)
		info.unless(ok3 || !isCons, 3, notProper)
		if len(info) > 0 {
			return nil, vm.BadArg(info...)
		}
		return (&hibernating{module, name, args}).Resume(m, nil, nil)
	},
	"yield/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		return nil, m.Yield(constant{term.True})
	},
	"bump_reductions/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		n, ok := a[0].(int)
		if !ok || n < 1 {
			return nil, vm.BadArg(1, "not a positive integer")
		}
		m.Bump(n)
		return term.True, nil
	},
	"garbage_collect/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) { return reclaim(m) },
	"garbage_collect/1": func(m *vm.Machine, a []term.Term) (term.Term, error) { return collectGarbage(m, a, term.Empty) },
	"garbage_collect/2": func(m *vm.Machine, a []term.Term) (term.Term, error) { return collectGarbage(m, a, a[1]) },
}

// infoItems reads the items of process_info/2: one, or a list.
func infoItems(t term.Term) (items []term.Atom, single, known bool) {
	if a, ok := t.(term.Atom); ok {
		return []term.Atom{a}, true, kernel.KnownInfo(a)
	}
	list, ok := term.Slice(t)
	if !ok {
		return nil, false, false
	}
	for _, e := range list {
		a, ok := e.(term.Atom)
		if !ok || !kernel.KnownInfo(a) {
			return nil, false, false
		}
		items = append(items, a)
	}
	return items, false, true
}

func suspend(m *vm.Machine, a []term.Term, list term.Term) (term.Term, error) {
	pid, err := pidArg(a, 1)
	if err != nil {
		return nil, err
	}
	p := m.Process()
	unless, async := false, false
	var tag term.Term
	err = eachOption(list, 2, func(o term.Term) bool {
		t, tagged := optionValue(o, "asynchronous")
		if tagged {
			tag = t
		}
		unless = unless || isOption(o, "unless_suspending")
		async = async || tagged || isOption(o, "asynchronous")
		return tagged || isOption(o, "unless_suspending") || isOption(o, "asynchronous")
	})
	switch {
	case err != nil:
		return nil, err
	case pid == p.PID():
		return nil, vm.BadArg(1, currentProcess)
	case m.World().Lookup(pid) == nil:
		return nil, vm.BadArg(1, notExisting)
	case unless && p.Suspends(pid):
		return term.False, nil
	}
	if async {
		p.SuspendLater(pid, tag)
		return term.True, nil
	}
	c := &asking{id: p.SuspendProcess(pid), answer: func(_ any, alive bool) (term.Term, error) {
		if !alive {
			return nil, vm.BadArg(1, notExisting)
		}
		return term.True, nil
	}}
	return nil, m.Park(c)
}

// hibernating is the Cont of a process that waits in hibernate/3 for a
// message, and then goes on with a call.
type hibernating struct {
	module, name term.Atom
	args         []term.Term
}

func (c *hibernating) Resume(m *vm.Machine, _ term.Term, exc *vm.Exception) (term.Term, error) {
	if exc != nil {
		return nil, exc
	}
	p := m.Process()
	p.Rewind()
	if _, ok := p.Peek(); !ok {
		return nil, m.Hibernate(c)
	}
	return nil, m.TailApplyFresh(c.module, c.name, c.args...)
}

func (c *hibernating) Clone() (vm.Cont, bool) { return c, true }

// Frame is where a process is that hibernates.
func (c *hibernating) Frame() vm.StackFrame {
	return vm.StackFrame{Module: atomErlang, Function: term.Intern("hibernate"), Arity: 3}
}
