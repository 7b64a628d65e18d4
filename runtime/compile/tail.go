// The arguments of tail calls.
//
// A tail call leaves its arguments in the first registers of the window, where
// the function that is called expects them. Those registers hold the caller's
// own arguments, which the new ones are made of: an argument may be computed
// in place only when no other one still reads what it replaces. The rest waits
// in temporaries and is moved at the end.

package compile

import (
	"otpsh/runtime/code"
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// tailArg is an argument: a variable's register, a constant, or an expression
// that is computed into one.
type tailArg struct {
	expr     core.Expr
	constant bool
	value    term.Term // of a constant
	from     int       // register; -1: not computed yet
}

// placeTail puts arguments into registers 0, 1, ...
func (c *compiler) placeTail(es []core.Expr) {
	mark := c.top
	c.need(max(c.top, len(es)))
	c.top = max(c.top, len(es))
	args := make([]tailArg, len(es))
	for i, e := range es {
		args[i] = c.tailArg(e)
	}
	for i := range args {
		if a := &args[i]; a.from < 0 && !a.constant {
			a.from = i
			if !c.freeFor(args, i) {
				a.from = c.alloc()
			}
			c.expr(a.expr, a.from)
		}
	}
	c.moveTail(args)
	for i, a := range args {
		if a.constant {
			c.load(i, a.value)
		}
	}
	c.top = mark
}

func (c *compiler) tailArg(e core.Expr) tailArg {
	if v, ok := e.(*core.Var); ok {
		return tailArg{from: c.variable(v)}
	}
	if k, ok := c.fold(e); ok {
		return tailArg{constant: true, value: k, from: -1}
	}
	return tailArg{expr: e, from: -1}
}

// freeFor reports whether argument i may be computed into register i now:
// what comes later must not read that, nor the argument itself after it has
// begun to write.
func (c *compiler) freeFor(args []tailArg, i int) bool {
	if !writesLast(args[i].expr) && c.readsRegister(args[i].expr, i) {
		return false
	}
	for j := range args {
		switch a := &args[j]; {
		case j == i || a.constant:
		case a.from >= 0:
			if a.from == i && j != i {
				return false
			}
		case c.readsRegister(a.expr, i):
			return false
		}
	}
	return true
}

func (c *compiler) readsRegister(e core.Expr, reg int) bool {
	reads := &reader{seen: map[core.VarID]bool{}}
	reads.expr(e)
	for _, id := range reads.order {
		if r, ok := c.regs[id]; ok && r == reg {
			return true
		}
	}
	return reads.stacktrace
}

// writesLast reports whether an expression writes its register with its last
// instruction, when all of it has been read.
func writesLast(e core.Expr) bool {
	switch e := e.(type) {
	case *core.Local, *core.CallFun, *core.Tuple, *core.List, *core.MapUpdate, *core.Bitstring:
		return true
	case *core.Remote:
		_, both := connective(e)
		return !both
	}
	return false
}

// moveTail moves each argument to its place, at the same time as it were: a
// move waits until nobody reads its target any more, and a cycle is broken by
// a temporary.
func (c *compiler) moveTail(args []tailArg) {
	pending := 0
	for i := range args {
		if args[i].from >= 0 && args[i].from != i {
			pending++
		}
	}
	waits := func(i int) bool {
		for j := range args {
			if j != i && args[j].from == i && args[j].from != j {
				return true
			}
		}
		return false
	}
	for pending > 0 {
		moved := false
		for i := range args {
			if a := &args[i]; a.from >= 0 && a.from != i && !waits(i) {
				c.move(i, a.from)
				a.from = i
				pending--
				moved = true
			}
		}
		if !moved {
			c.breakCycle(args)
		}
	}
}

// breakCycle takes the first argument that waits aside.
func (c *compiler) breakCycle(args []tailArg) {
	for i := range args {
		if a := &args[i]; a.from >= 0 && a.from != i {
			tmp := c.alloc()
			c.move(tmp, a.from)
			a.from = tmp
			return
		}
	}
}

// tailLocal is a tail call of a function of the module.
func (c *compiler) tailLocal(e *core.Local) {
	c.placeTail(e.Args)
	c.at(e.Line)
	if c.parent == nil && e.Name == c.out.Name && len(e.Args) == c.out.Arity {
		c.emit(code.OpTailSelf, 0, 0, 0, 0)
		return
	}
	c.emit(code.OpTailCall, 0, 0, 0, c.local(e.Name, len(e.Args)))
}
