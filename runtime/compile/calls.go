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

// dynamic is the module, the function and the arguments of a call of which the
// first two have yet to be computed; nil for another call. apply/3 of arguments
// that are written out is one, except without any: module.name() may fetch a
// field.
func dynamic(e *core.Remote) []core.Expr {
	module, name, ok := known(e)
	if !ok {
		return append([]core.Expr{e.Module, e.Name}, e.Args...)
	}
	if isApply(module, name, len(e.Args)) == 3 {
		if l, ok := e.Args[2].(*core.List); ok && l.Tail == nil && len(l.Elems) > 0 && len(l.Elems) <= maxArgs {
			return append([]core.Expr{e.Args[0], e.Args[1]}, l.Elems...)
		}
	}
	return nil
}

// namedCall is the call of a module and function yet to be computed that is
// the value of a scope and has a name there, so that it is no tail call. Then
// it is what the scope does last, after before.
func namedCall(e core.Expr) (before []core.Expr, call *core.Remote) {
	block, ok := e.(*core.Block)
	n := 0
	if ok {
		n = len(block.Exprs) - 2
	}
	if !ok || n < 0 {
		return nil, nil
	}
	value, ok1 := block.Exprs[n+1].(*core.Var)
	match, ok2 := block.Exprs[n].(*core.Match)
	if !ok1 || !ok2 {
		return nil, nil
	}
	if v, ok := match.Pattern.(*core.PVar); !ok || v.ID != value.ID {
		return nil, nil
	}
	if call, ok = match.Value.(*core.Remote); !ok || dynamic(call) == nil {
		return nil, nil
	}
	return block.Exprs[:n], call
}

// returnCall makes a call after which nothing is read but its value, which is
// returned: arguments that lie where a window could begin stay there.
func (c *compiler) returnCall(e *core.Remote) {
	c.checkArgs(len(e.Args))
	c.reserve(e)
	parts := dynamic(e)
	at, ok := c.inRow(parts)
	if !ok {
		at = c.args(parts)
	}
	c.at(e.Line)
	c.emit(code.OpCallDyn, len(parts)-2, at, at, 0)
	c.emit(code.OpReturn, 0, at, 0, 0)
}

// inRow is the register of the first of some variables that lie one behind the
// other; false when they do not.
func (c *compiler) inRow(es []core.Expr) (int, bool) {
	first := 0
	for i, e := range es {
		v, ok := e.(*core.Var)
		if !ok {
			return 0, false
		}
		r := c.variable(v)
		if i == 0 {
			first = r
		} else if r != first+i {
			return 0, false
		}
	}
	return first, true
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
	unread := c.unread
	c.unread = nil
	if parts := dynamic(e); parts != nil {
		at := c.args(parts)
		c.forget(unread)
		c.at(e.Line)
		c.emit(code.OpCallDyn, len(parts)-2, at, dst, 0)
		return
	}
	module, name, _ := known(e)
	if module == atomErlang && c.operator(e, name, dst) {
		return
	}
	if both, ok := connective(e); ok {
		c.expr(both, dst)
		return
	}
	at := c.args(e.Args)
	c.forget(unread)
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
	if parts := dynamic(e); parts != nil {
		at := c.args(parts)
		c.at(e.Line)
		c.emit(code.OpTailDyn, len(parts)-2, at, 0, 0)
		return true
	}
	module, name, _ := known(e)
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
