// Try, rescue, catch, else, after.

package compile

import (
	"slices"

	"otpsh/runtime/code"
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

var (
	atomExceptionModule = term.Alias("Exception")
	atomErlangError     = term.Alias("ErlangError")
	atomNormalize       = term.Intern("normalize")
)

func (c *compiler) try(e *core.Try, r result) {
	if e.After != nil {
		c.tryAfter(e, r)
		return
	}
	if len(e.Rescue) == 0 && len(e.Catch) == 0 && len(e.Else) == 0 {
		c.scope(e.Body, r)
		return
	}
	c.at(e.Line)
	mark := c.top
	v := r.reg
	if r.tail || len(e.Else) > 0 {
		// The else clauses may name the value and write the result.
		v = c.alloc()
	}
	failed, done := c.label(), c.label()
	from := c.here()
	if r.tail && len(e.Else) == 0 && isRemoteCall(e.Body) {
		c.unread = c.unreadByHandlers(e)
	}
	c.protected++
	c.scope(e.Body, result{reg: v})
	c.protected--
	c.unread = nil
	to := c.here()
	switch {
	case len(e.Else) > 0:
		c.clauses(e.Else, []int{v}, r, func() { c.emit(code.OpTryClause, 0, v, 0, 0) }, nil)
	default:
		c.deliver(v, r)
	}
	if !r.tail {
		c.jump(done)
	}
	c.bind(failed)
	if len(e.Rescue) == 0 && len(e.Catch) == 0 {
		// Only else clauses: nothing is caught.
		c.bind(done)
		c.top = mark
		return
	}
	x := c.alloc() // class, reason, exception
	c.alloc()
	c.alloc()
	if to > from {
		c.marks = append(c.marks, handlerMark{from, to, failed, x, false})
	}
	outer := c.raised
	c.raised = x + 2 + 1
	if len(e.Rescue) > 0 {
		c.rescue(e, x, r, done)
	}
	for _, cl := range e.Catch {
		next := c.label()
		inner := c.top
		c.at(cl.Line)
		c.pattern(cl.Kind, x, next)
		c.pattern(cl.Value, x+1, next)
		c.guards(cl.Guards, next)
		c.scope(cl.Body, r)
		c.top = inner
		if !r.tail {
			c.jump(done)
		}
		c.bind(next)
	}
	c.raised = outer
	c.emit(code.OpReraise, 0, x+2, 0, 0)
	c.bind(done)
	c.top = mark
}

// isRemoteCall reports whether a body is nothing but a remote call.
func isRemoteCall(e core.Expr) bool {
	if block, ok := e.(*core.Block); ok && len(block.Exprs) == 1 {
		e = block.Exprs[0]
	}
	_, ok := e.(*core.Remote)
	return ok
}

// unreadByHandlers are the registers of variables that a try does not read once
// its body was called, when nothing comes after it: the call is made without
// them, since it may be all that a process ever does. (The first function of
// every server is such a call, and would hold the arguments of its start.)
func (c *compiler) unreadByHandlers(e *core.Try) []int {
	handlers := &reader{seen: map[core.VarID]bool{}}
	handlers.try(&core.Try{Rescue: e.Rescue, Catch: e.Catch})
	read := map[int]bool{}
	for _, id := range handlers.order {
		if reg, ok := c.regs[id]; ok {
			read[reg] = true
		}
	}
	var out []int
	for _, reg := range c.regs {
		if !read[reg] {
			out = append(out, reg)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// forget clears registers that nobody reads any more.
func (c *compiler) forget(registers []int) {
	for _, reg := range registers {
		c.load(reg, term.Nil)
	}
}

// rescue tries the rescue clauses on an exception of class error.
func (c *compiler) rescue(e *core.Try, x int, r result, done label) {
	mark := c.top
	none := c.label()
	c.test(code.OpTestAtom, 0, x, c.shortConst(term.Error), none)
	exception := c.alloc()
	raw, ready := c.label(), c.label()
	c.test(code.OpTestRaised, 0, x+1, 0, raw)
	c.move(exception, x+1)
	c.jump(ready)
	c.bind(raw)
	at := c.top
	c.need(at + 3)
	c.load(at, term.Error)
	c.move(at+1, x+1)
	c.emit(code.OpStacktrace, 0, at+2, x+2, 0)
	c.callNamed(atomExceptionModule, atomNormalize, 3, at, exception)
	c.bind(ready)
	for _, cl := range e.Rescue {
		next := c.label()
		inner := c.top
		c.at(cl.Line)
		if !cl.Any {
			c.oneOf(cl.Modules, exception, x+1, next)
		}
		if cl.Var != nil {
			c.pattern(cl.Var, exception, next)
		}
		c.scope(cl.Body, r)
		c.top = inner
		if !r.tail {
			c.jump(done)
		}
		c.bind(next)
	}
	c.bind(none)
	c.top = mark
}

// oneOf goes on when an exception is a struct of one of the modules. ErlangError
// stands for all that was raised as an Erlang reason.
func (c *compiler) oneOf(modules []core.Expr, exception, reason int, otherwise label) {
	found := c.label()
	for _, m := range modules {
		next := c.label()
		if c.isLiteral(m, func(t term.Term) bool { return t == term.Term(atomErlangError) }) {
			c.test(code.OpTestRaised, 0, reason, 0, found)
		}
		mark := c.top
		c.test(code.OpTestStructOf, 0, exception, c.value(m), next)
		c.top = mark
		c.jump(found)
		c.bind(next)
	}
	c.jump(otherwise)
	c.bind(found)
}

// tryAfter runs the rest of a try, then its after, and then goes on as the
// rest ended. The after is there once: a register tells how.
func (c *compiler) tryAfter(e *core.Try, r result) {
	mark := c.top
	v := r.reg
	if r.tail {
		v = c.alloc()
	}
	x := c.alloc()
	c.alloc()
	c.alloc()
	inner := *e
	inner.After = nil
	after, failed := c.label(), c.label()
	from := c.here()
	c.protected++
	c.try(&inner, result{reg: v})
	c.protected--
	c.protect(from, failed, x, false)
	c.uses[failed] = true
	c.load(x+2, term.Nil)
	c.jump(after)
	c.bind(failed)
	c.bind(after)
	c.at(e.Line)
	end := c.top
	c.statements(e.After, c.effect)
	c.top = end
	c.emit(code.OpAfterEnd, 0, x+2, 0, 0)
	if r.tail {
		c.deliver(v, r)
	}
	c.top = mark
}
