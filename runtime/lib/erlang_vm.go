package lib

import (
	"crypto/md5"
	"strconv"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :erlang's functions that the machine itself carries out:
// raising, applying, and asking about functions.

var erlangVMNatives = vm.Natives{
	"apply/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		args, ok := term.Slice(a[1])
		if !ok {
			return nil, vm.BadArg(2, "not a list")
		}
		return nil, m.TailCall(a[0], args...)
	},
	"apply/3": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		module, ok1 := a[0].(term.Atom)
		name, ok2 := a[1].(term.Atom)
		args, ok3 := term.Slice(a[2])
		if !ok1 || !ok2 || !ok3 {
			return nil, vm.BadArg()
		}
		return nil, m.TailApply(module, name, args...)
	},
	"error/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		return nil, vm.Plain(vm.Raise(a[0]))
	},
	"error/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		args, _ := errorArgs(a[1])
		return nil, m.ErrorIn(a[0], args, nil)
	},
	"error/3": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		args, _ := errorArgs(a[1])
		info, _ := lookup(a[2], term.Intern("error_info"))
		return nil, m.ErrorIn(a[0], args, info)
	},
	"exit/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		return nil, vm.Plain(vm.ExitWith(a[0]))
	},
	"throw/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		return nil, vm.Plain(vm.ThrowOf(a[0]))
	},
	"raise/3": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		class, ok := a[0].(term.Atom)
		if !ok || class != term.Error && class != term.Exit && class != term.Throw || !isStack(a[2]) {
			return term.Badarg, nil
		}
		return nil, vm.Again(class, a[1], a[2])
	},
	"nif_error/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return nil, vm.Raise(a[0]) },
	"nif_error/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return nil, vm.Raise(a[0]) },
	"make_fun/3":  makeFun,
	"fun_info/1":  funInfoAll,
	"fun_info/2":  funInfoItem,
	"function_exported/3": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		module, name, arity, err := mfaArgs(a)
		if err != nil {
			return nil, err
		}
		return term.Bool(m.Code().Exported(module, name, arity)), nil
	},
	"module_loaded/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		module, ok := a[0].(term.Atom)
		if !ok {
			return nil, vm.BadArg(1, "not an atom")
		}
		return term.Bool(m.Code().Installed(module) != nil), nil
	},
}

// errorArgs are the arguments given to error/2: a list, or :none.
func errorArgs(t term.Term) ([]term.Term, bool) {
	args, ok := term.Slice(t)
	if ok && args == nil {
		args = []term.Term{}
	}
	return args, ok
}

// isStack reports whether a term is a list of stack trace entries.
func isStack(t term.Term) bool {
	for {
		c, ok := t.(*term.Cons)
		if !ok {
			return false
		}
		if c == nil {
			return true
		}
		if _, ok := c.Head.(*term.Tuple); !ok {
			return false
		}
		t = c.Tail
	}
}

func mfaArgs(a []term.Term) (module, name term.Atom, arity int, err error) {
	module, ok1 := a[0].(term.Atom)
	name, ok2 := a[1].(term.Atom)
	arity, ok3 := a[2].(int)
	switch {
	case !ok1:
		return module, name, 0, vm.BadArg(1, "not an atom")
	case !ok2:
		return module, name, 0, vm.BadArg(2, "not an atom")
	case !ok3:
		return module, name, 0, vm.BadArg(3, "not an integer")
	}
	return module, name, arity, nil
}

func makeFun(_ *vm.Machine, a []term.Term) (term.Term, error) {
	module, name, arity, err := mfaArgs(a)
	if err != nil {
		return nil, err
	}
	if arity < 0 {
		return nil, vm.BadArg(3, "out of range")
	}
	if arity > 255 {
		return nil, vm.BadArg()
	}
	return &term.Fun{Module: module, Name: name, Arity: arity}, nil
}

// funItems are what fun_info tells of any function, and funLocalItems of a
// closure besides.
var (
	funItems      = []string{"module", "name", "arity", "env", "type"}
	funLocalItems = []string{"pid", "module", "new_index", "new_uniq", "index", "uniq", "name", "arity", "env", "type"}
)

func funInfoAll(m *vm.Machine, a []term.Term) (term.Term, error) {
	f, ok := a[0].(*term.Fun)
	if !ok {
		return nil, vm.BadArg(1, "not a fun")
	}
	items := funLocalItems
	if f.External() {
		items = funItems
	}
	var out term.ListBuilder
	for _, item := range items {
		v, _ := funInfo(m, f, item)
		out.Add(term.Tuple2(term.Intern(item), v))
	}
	return out.List(), nil
}

func funInfoItem(m *vm.Machine, a []term.Term) (term.Term, error) {
	f, ok := a[0].(*term.Fun)
	if !ok {
		return nil, vm.BadArg(1, "not a fun")
	}
	item, ok := a[1].(term.Atom)
	if !ok {
		return nil, vm.BadArg(2, "not an atom")
	}
	v, ok := funInfo(m, f, item.Name())
	if !ok {
		return nil, vm.BadArg(2, "invalid item")
	}
	return term.Tuple2(item, v), nil
}

// funIndex is the number of a closure in its module.
func funIndex(f *term.Fun) int {
	if f.Module == evaluator {
		return evaluatedIndex(f.Arity)
	}
	p, _ := splitFunName(f.Name.Name())
	n, _ := strconv.Atoi(p.index)
	return n
}

func funInfo(m *vm.Machine, f *term.Fun, item string) (term.Term, bool) {
	local := !f.External()
	switch item {
	case "module":
		return f.Module, true
	case "name":
		if local && f.Module == evaluator {
			return evaluatedName(f.Arity), true
		}
		return f.Name, true
	case "arity":
		return term.Int(f.Arity), true
	case "env":
		return term.List(f.Free...), true
	case "type":
		if local {
			return term.Intern("local"), true
		}
		return term.Intern("external"), true
	case "pid":
		if local {
			return m.Process().Self(), true
		}
	case "index", "new_index":
		if local {
			return term.Int(funIndex(f)), true
		}
	case "uniq":
		if local && f.Module == evaluator {
			return term.Int(evaluatedUniq), true
		}
		if local {
			return term.Int(int(f.Uniq)), true
		}
	case "new_uniq":
		if local {
			sum := md5.Sum([]byte(f.Module.Name() + f.Name.Name() + strconv.FormatUint(f.Uniq, 10)))
			return term.Binary(sum[:]), true
		}
	default:
		return nil, false
	}
	return term.Undefined, true
}
