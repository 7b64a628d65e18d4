// What natives can ask of the machine instead of returning a value.

package vm

import (
	"otpsh/runtime/term"
)

// control is such a request. It travels as the error that a native or a Cont
// returns.
type control struct {
	wait         waiting
	cont         Cont      // to be pushed below the call, or to wait
	fresh        bool      // the call stack is thrown away first
	fun          term.Term // the function to call,
	module, name term.Atom // or its name
	args         []term.Term
}

type waiting uint8

const (
	waitNot   waiting = iota
	waitPark          // until a signal comes
	waitYield         // until others have run
)

func (c *control) Error() string { return "vm: a control" }

// TailCall goes on with fun(args) instead of returning.
func (m *Machine) TailCall(fun term.Term, args ...term.Term) error {
	return &control{fun: fun, args: args}
}

// TailApply goes on with module.name(args) instead of returning.
func (m *Machine) TailApply(module, name term.Atom, args ...term.Term) error {
	return &control{module: module, name: name, args: args}
}

// Call calls fun(args) and resumes c with its value, or with the exception
// that comes out of it.
func (m *Machine) Call(c Cont, fun term.Term, args ...term.Term) error {
	return &control{cont: c, fun: fun, args: args}
}

// Apply calls module.name(args) and resumes c.
func (m *Machine) Apply(c Cont, module, name term.Atom, args ...term.Term) error {
	return &control{cont: c, module: module, name: name, args: args}
}

// Park waits until a signal arrives and then resumes c with no value.
func (m *Machine) Park(c Cont) error { return &control{wait: waitPark, cont: c} }

// Yield lets other processes run and then resumes c with no value.
func (m *Machine) Yield(c Cont) error { return &control{wait: waitYield, cont: c} }

// Hibernate throws the call stack away, waits until a signal arrives and then
// resumes c, whose value ends the process.
func (m *Machine) Hibernate(c Cont) error {
	return &control{wait: waitPark, cont: c, fresh: true}
}

// TailApplyFresh throws the call stack away and goes on with
// module.name(args), whose value ends the process.
func (m *Machine) TailApplyFresh(module, name term.Atom, args ...term.Term) error {
	return &control{module: module, name: name, args: args, fresh: true}
}

// mfa names a function. A process keeps one, not a tuple: a million of them
// take 55 MB less (950 to 897 resident).
type mfa struct {
	module, name term.Atom
	arity        int
}

var applied = mfa{atomErlang, atomApply, 2}

// initial is the function that the call names.
func (c *control) initial() mfa {
	if f, ok := c.fun.(*term.Fun); ok && (len(c.args) == 0 || !f.External()) {
		return mfa{f.Module, f.Name, f.Arity}
	}
	if c.fun != nil || c.module.IsZero() {
		return applied
	}
	return mfa{c.module, c.name, len(c.args)}
}

func (c *control) clone() (*control, bool) {
	d := *c
	if c.cont != nil {
		var ok bool
		if d.cont, ok = c.cont.Clone(); !ok {
			return nil, false
		}
	}
	return &d, true
}

// target is the function that a control calls. What a closure captured is
// appended to the arguments.
func (m *Machine) target(c *control) (*Func, []term.Term, *Exception) {
	if c.fun == nil {
		f, exc := m.code.find(c.module, c.name, len(c.args))
		if f == nil && exc == nil {
			exc = undefined(c.module, c.name, c.args)
		}
		return f, c.args, exc
	}
	fun, ok := c.fun.(*term.Fun)
	if !ok {
		return nil, nil, Raise(term.Tuple2(atomBadfun, c.fun))
	}
	f, exc := m.function(fun, c.args)
	if exc != nil {
		return nil, nil, exc
	}
	if len(fun.Free) > 0 {
		return f, append(append(make([]term.Term, 0, len(c.args)+len(fun.Free)), c.args...), fun.Free...), nil
	}
	return f, c.args, nil
}

// function is the code of a function value called with these arguments.
func (m *Machine) function(fun *term.Fun, args []term.Term) (*Func, *Exception) {
	if fun.Arity != len(args) {
		return nil, Raise(term.Tuple2(atomBadarity, term.Tuple2(fun, term.List(args...))))
	}
	if f, ok := fun.Code.(*Func); ok {
		return f, nil
	}
	f, exc := m.code.external(fun)
	if f == nil && exc == nil {
		exc = undefined(fun.Module, fun.Name, args)
	}
	return f, exc
}
