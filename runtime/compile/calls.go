// Calls.

package compile

import (
	"otpsh/runtime/code"
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

const maxArgs = 255

// known is the module and function of a remote call, where both are written
// out.
func known(e *core.Remote) (module, name term.Atom, ok bool) {
	m, ok1 := e.Module.(*core.Literal)
	n, ok2 := e.Name.(*core.Literal)
	if !ok1 || !ok2 {
		return module, name, false
	}
	module, ok1 = m.Value.(term.Atom)
	name, ok2 = n.Value.(term.Atom)
	return module, name, ok1 && ok2
}

// isApply is the number of arguments of :erlang.apply; 0 for another function.
func isApply(module, name term.Atom, args int) int {
	if module == atomErlang && name == atomApply && (args == 2 || args == 3) {
		return args
	}
	return 0
}

func (c *compiler) remote(e *core.Remote, dst int) {
	c.checkArgs(len(e.Args))
	module, name, ok := known(e)
	if !ok {
		at := c.args(append([]core.Expr{e.Module, e.Name}, e.Args...))
		c.at(e.Line)
		c.emit(code.OpCallDyn, len(e.Args), at, dst, 0)
		return
	}
	if module == atomErlang && c.operator(e, name, dst) {
		return
	}
	if both, ok := connective(e); ok {
		c.expr(both, dst)
		return
	}
	at := c.args(e.Args)
	c.at(e.Line)
	if n := isApply(module, name, len(e.Args)); n > 0 {
		c.emit(code.OpApply, n, at, dst, 0)
		return
	}
	c.emit(code.OpCallRemote, 0, at, dst, c.site(module, name, len(e.Args)))
}

func (c *compiler) callFun(e *core.CallFun, dst int) {
	c.checkArgs(len(e.Args))
	at := c.args(append([]core.Expr{e.Fun}, e.Args...))
	c.at(e.Line)
	c.emit(code.OpCallFun, len(e.Args), at, dst, 0)
}

// tailCall compiles a call in tail position; false when it is no call but an
// operator.
func (c *compiler) tailCall(e core.Expr) bool {
	switch e := e.(type) {
	case *core.Local:
		c.checkArgs(len(e.Args))
		c.tailLocal(e)
	case *core.CallFun:
		c.checkArgs(len(e.Args))
		at := c.args(append([]core.Expr{e.Fun}, e.Args...))
		c.at(e.Line)
		c.emit(code.OpTailFun, len(e.Args), at, 0, 0)
	case *core.Remote:
		return c.tailRemote(e)
	}
	return true
}

func (c *compiler) tailRemote(e *core.Remote) bool {
	c.checkArgs(len(e.Args))
	module, name, ok := known(e)
	if !ok {
		at := c.args(append([]core.Expr{e.Module, e.Name}, e.Args...))
		c.at(e.Line)
		c.emit(code.OpTailDyn, len(e.Args), at, 0, 0)
		return true
	}
	if module == atomErlang && isOperator(name, len(e.Args)) {
		return false
	}
	if _, ok := connective(e); ok {
		return false
	}
	if n := isApply(module, name, len(e.Args)); n > 0 {
		at := c.args(e.Args)
		c.at(e.Line)
		c.emit(code.OpTailApply, n, at, 0, 0)
		return true
	}
	c.placeTail(e.Args)
	c.at(e.Line)
	c.emit(code.OpTailRemote, 0, 0, 0, c.site(module, name, len(e.Args)))
	return true
}

func (c *compiler) checkArgs(n int) {
	if n > maxArgs {
		c.fail("a call has more than %d arguments", maxArgs)
	}
}

// callNamed calls a function by its name on registers that are filled: the
// arguments lie from at on.
func (c *compiler) callNamed(module, name term.Atom, args, at, dst int) {
	c.emit(code.OpCallRemote, 0, at, dst, c.site(module, name, args))
}

// fn makes a closure. What it reads of its surroundings is copied into it.
func (c *compiler) fn(e *core.Fn, dst int) {
	reads := &reader{seen: map[core.VarID]bool{}}
	for _, cl := range e.Clauses {
		reads.clause(cl)
	}
	child := newCompiler(c, c.out.Module, e.Name, e.Arity, c.out.File, e.Line)
	at := c.top
	c.need(at + 1)
	for _, id := range reads.order {
		from, ok := c.regs[id]
		if !ok {
			continue // bound inside
		}
		c.move(c.alloc(), from)
		child.regs[id] = child.alloc()
	}
	if reads.stacktrace && (c.raised > 0 || c.traces > 0) {
		c.stacktrace(c.alloc())
		child.traces = child.alloc() + 1
	}
	child.out.Free = child.top - e.Arity
	child.functionBody(e.Clauses)
	if len(c.out.Funs) > 0xffff {
		c.fail("the function is too large")
	}
	c.out.Funs = append(c.out.Funs, child.finish())
	c.at(e.Line)
	c.emit(code.OpClosure, 0, dst, at, len(c.out.Funs)-1)
}
