// Which expressions bind variables, and where these live.
//
// A variable has one register from where it is bound to the end of its scope:
// a clause's body, or a branch. A window of registers is used like a stack, so
// the registers of variables that an expression binds anywhere inside it are
// taken before its temporaries: reserve does that, statement by statement.

package compile

import (
	"otpsh/runtime/code"
	"otpsh/runtime/core"
)

// result says where a value goes: to a register, or out of the function.
type result struct {
	reg  int
	tail bool
}

// into evaluates an expression for a result.
func (c *compiler) into(e core.Expr, r result) {
	if r.tail {
		c.tail(e)
	} else {
		c.expr(e, r.reg)
	}
}

// deliver hands on a value that is in a register.
func (c *compiler) deliver(from int, r result) {
	if r.tail {
		c.emit(code.OpReturn, 0, from, 0, 0)
	} else {
		c.move(r.reg, from)
	}
}

func (c *compiler) move(to, from int) {
	if to != from {
		c.emit(code.OpMove, 0, to, from, 0)
	}
}

// scope evaluates an expression that is a scope of its own.
func (c *compiler) scope(e core.Expr, r result) {
	mark := c.top
	if before, call := namedCall(e); call != nil && r.tail && c.protected == 0 {
		for _, s := range before {
			c.statement(s)
		}
		c.returnCall(call)
	} else {
		c.statements(e, func(last core.Expr) { c.into(last, r) })
	}
	c.top = mark
}

// statements evaluates all but the last expression of a scope, and hands that
// on. The registers stay taken.
func (c *compiler) statements(e core.Expr, last func(core.Expr)) {
	block, ok := e.(*core.Block)
	if !ok || len(block.Exprs) == 0 {
		c.reserve(e)
		last(e)
		return
	}
	c.enter()
	defer c.leave()
	n := len(block.Exprs) - 1
	for _, s := range block.Exprs[:n] {
		c.statement(s)
	}
	c.statements(block.Exprs[n], last)
}

// statement evaluates an expression of which the value is not wanted.
func (c *compiler) statement(e core.Expr) {
	if m, ok := e.(*core.Match); ok {
		if v, ok := m.Pattern.(*core.PVar); ok {
			if from, ok := m.Value.(*core.Var); ok {
				if _, taken := c.regs[v.ID]; !taken {
					c.regs[v.ID] = c.variable(from)
					return
				}
			}
		}
	}
	c.reserve(e)
	c.effect(e)
}

// effect evaluates an expression for what it does.
func (c *compiler) effect(e core.Expr) {
	mark := c.top
	switch e := e.(type) {
	case *core.Literal, *core.Var:
	case *core.Block:
		for _, s := range e.Exprs {
			c.effect(s)
		}
	case *core.Match:
		c.match(e)
	default:
		c.expr(e, c.alloc())
	}
	c.top = mark
}

// value is a register that holds the value of an expression: a variable's
// own, or a new one.
func (c *compiler) value(e core.Expr) int {
	if v, ok := e.(*core.Var); ok {
		return c.variable(v)
	}
	r := c.alloc()
	c.expr(e, r)
	return r
}

func (c *compiler) variable(v *core.Var) int {
	r, ok := c.regs[v.ID]
	if !ok {
		c.fail("the variable %s (%d) is not bound", v.Name, v.ID)
	}
	return r
}

// reserve takes registers for the variables that an expression binds in its
// own scope.
func (c *compiler) reserve(e core.Expr) {
	c.enter()
	defer c.leave()
	switch e := e.(type) {
	case *core.Match:
		c.reservePattern(e.Pattern)
		c.reserve(e.Value)
	case *core.Block:
		c.reserveAll(e.Exprs)
	case *core.Tuple:
		c.reserveAll(e.Elems)
	case *core.List:
		c.reserveAll(e.Elems)
		c.reserveOne(e.Tail)
	case *core.Map:
		c.reservePairs(e.Pairs)
	case *core.MapUpdate:
		c.reserve(e.Map)
		c.reservePairs(e.Pairs)
	case *core.Bitstring:
		for i := range e.Segments {
			c.reserveOne(e.Segments[i].Value)
			c.reserveOne(e.Segments[i].Size)
		}
	case *core.Case:
		c.reserve(e.Subject)
	case *core.If:
		c.reserve(e.Test)
	case *core.Receive:
		c.reserveOne(e.Timeout)
	case *core.Local:
		c.reserveAll(e.Args)
	case *core.Remote:
		c.reserve(e.Module)
		c.reserve(e.Name)
		c.reserveAll(e.Args)
	case *core.CallFun:
		c.reserve(e.Fun)
		c.reserveAll(e.Args)
	case *core.Access:
		c.reserve(e.Value)
	case *core.RemoteFun:
		c.reserve(e.Module)
		c.reserve(e.Name)
		c.reserve(e.Arity)
	}
}

func (c *compiler) reserveOne(e core.Expr) {
	if e != nil {
		c.reserve(e)
	}
}

func (c *compiler) reserveAll(es []core.Expr) {
	for _, e := range es {
		c.reserve(e)
	}
}

func (c *compiler) reservePairs(pairs []core.Pair) {
	for _, p := range pairs {
		c.reserve(p.Key)
		c.reserve(p.Value)
	}
}

// reservePattern takes registers for the variables of a pattern.
func (c *compiler) reservePattern(p core.Pattern) {
	eachVar(p, func(v *core.PVar) {
		if _, ok := c.regs[v.ID]; !ok {
			c.regs[v.ID] = c.alloc()
		}
	})
}

// eachVar calls f with each variable that a pattern binds.
func eachVar(p core.Pattern, f func(*core.PVar)) {
	switch p := p.(type) {
	case *core.PVar:
		f(p)
	case *core.PTuple:
		for _, e := range p.Elems {
			eachVar(e, f)
		}
	case *core.PList:
		for _, e := range p.Elems {
			eachVar(e, f)
		}
		if p.Tail != nil {
			eachVar(p.Tail, f)
		}
	case *core.PMap:
		for _, e := range p.Pairs {
			eachVar(e.Value, f)
		}
	case *core.PBoth:
		eachVar(p.Left, f)
		eachVar(p.Right, f)
	case *core.PBits:
		for i := range p.Segments {
			if p.Segments[i].Pattern != nil {
				eachVar(p.Segments[i].Pattern, f)
			}
		}
	}
}
