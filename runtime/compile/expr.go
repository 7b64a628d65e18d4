// Expressions.

package compile

import (
	"otpsh/runtime/code"
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// tail evaluates an expression whose value the function returns.
func (c *compiler) tail(e core.Expr) {
	c.enter()
	defer c.leave()
	mark := c.top
	switch e := e.(type) {
	case *core.Block:
		n := len(e.Exprs) - 1
		if n < 0 {
			c.emit(code.OpReturn, 0, c.value(e), 0, 0)
			break
		}
		for _, s := range e.Exprs[:n] {
			c.effect(s)
		}
		c.tail(e.Exprs[n])
	case *core.Case:
		c.caseExpr(e, result{tail: true})
	case *core.If:
		c.ifExpr(e, result{tail: true})
	case *core.Cond:
		c.cond(e, result{tail: true})
	case *core.With:
		c.with(e, result{tail: true})
	case *core.Receive:
		c.receive(e, result{tail: true})
	case *core.Try:
		c.try(e, result{tail: true})
	case *core.Local, *core.Remote, *core.CallFun:
		if !c.tailCall(e) {
			c.emit(code.OpReturn, 0, c.value(e), 0, 0)
		}
	default:
		c.emit(code.OpReturn, 0, c.value(e), 0, 0)
	}
	c.top = mark
}

// expr evaluates an expression into a register. The registers from top on are
// free, and are free again afterwards; dst may lie below or at top-1.
func (c *compiler) expr(e core.Expr, dst int) {
	c.enter()
	defer c.leave()
	mark := c.top
	c.evaluate(e, dst)
	c.top = mark
}

func (c *compiler) evaluate(e core.Expr, dst int) {
	if k, ok := c.fold(e); ok {
		c.load(dst, k)
		return
	}
	switch e := e.(type) {
	case *core.Var:
		c.move(dst, c.variable(e))
	case *core.Block:
		n := len(e.Exprs) - 1
		if n < 0 {
			c.load(dst, term.Nil)
			return
		}
		for _, s := range e.Exprs[:n] {
			c.effect(s)
		}
		c.expr(e.Exprs[n], dst)
	case *core.Tuple:
		c.tuple(e, dst)
	case *core.List:
		c.list(e, dst)
	case *core.Map:
		c.mapExpr(e, dst)
	case *core.MapUpdate:
		c.mapUpdate(e, dst)
	case *core.Bitstring:
		c.bitstring(e, dst)
	case *core.Match:
		c.move(dst, c.match(e))
	case *core.Case:
		c.caseExpr(e, result{reg: dst})
	case *core.If:
		c.ifExpr(e, result{reg: dst})
	case *core.Cond:
		c.cond(e, result{reg: dst})
	case *core.With:
		c.with(e, result{reg: dst})
	case *core.For:
		c.comprehension(e, dst)
	case *core.Receive:
		c.receive(e, result{reg: dst})
	case *core.Try:
		c.try(e, result{reg: dst})
	case *core.Fn:
		c.fn(e, dst)
	case *core.Local:
		if c.lastCall(e) {
			c.tailCall(e)
			return
		}
		at := c.args(e.Args)
		c.at(e.Line)
		c.emit(code.OpCall, 0, at, dst, c.local(e.Name, len(e.Args)))
	case *core.Remote:
		c.remote(e, dst)
	case *core.CallFun:
		c.callFun(e, dst)
	case *core.Access:
		v := c.value(e.Value)
		at := c.top
		c.need(at + 2)
		c.at(e.Line)
		c.emit(code.OpAccess, 0, dst, v, c.site(term.Nil, e.Name, 0))
		c.emit(code.OpExt, 0, at, dst, 0)
	case *core.LocalFun:
		c.emit(code.OpLocalFun, 0, dst, 0, c.local(e.Name, e.Arity))
	case *core.RemoteFun:
		at := c.args([]core.Expr{e.Module, e.Name, e.Arity})
		c.emit(code.OpRemoteFun, 0, dst, at, 0)
	case *core.Stacktrace:
		c.stacktrace(dst)
	default:
		c.fail("cannot compile %T", e)
	}
}

// load puts a constant into a register.
func (c *compiler) load(dst int, t term.Term) {
	i := c.constant(t)
	c.emit(code.OpConst, 0, dst, i&0xffff, i>>16)
}

// args evaluates expressions into consecutive registers from top on.
func (c *compiler) args(es []core.Expr) int {
	at := c.top
	c.need(at + 1)
	for _, e := range es {
		c.expr(e, c.alloc())
	}
	return at
}

func (c *compiler) tuple(e *core.Tuple, dst int) {
	if len(e.Elems) == 2 {
		if k, ok := c.fold(e.Elems[0]); ok {
			b := c.value(e.Elems[1])
			c.emit(code.OpPair, 0, dst, c.shortConst(k), b)
			return
		}
		a := c.value(e.Elems[0])
		b := c.value(e.Elems[1])
		c.emit(code.OpTuple2, 0, dst, a, b)
		return
	}
	at := c.args(e.Elems)
	c.emit(code.OpTuple, 0, dst, at, len(e.Elems))
}

func (c *compiler) list(e *core.List, dst int) {
	if len(e.Elems) == 1 && e.Tail != nil {
		head := c.value(e.Elems[0])
		tail := c.value(e.Tail)
		c.emit(code.OpCons, 0, dst, head, tail)
		return
	}
	at := c.args(e.Elems)
	n := 0
	if e.Tail != nil {
		c.expr(e.Tail, c.alloc())
		n = 1
	}
	c.emit(code.OpList, n, dst, at, len(e.Elems))
}

// mapExpr makes a map. With constant keys its keys are sorted now.
func (c *compiler) mapExpr(e *core.Map, dst int) {
	if keys, ok := c.constantKeys(e); ok {
		place := map[term.Term]int{}
		order := make([]int, len(e.Pairs))
		for i := 0; i < keys.Len(); i++ {
			k, _ := keys.At(i)
			place[k] = i
		}
		for i, p := range e.Pairs {
			k, _ := c.fold(p.Key)
			order[i] = place[k]
		}
		at := c.top
		c.need(at + keys.Len())
		c.top += keys.Len()
		for i, p := range e.Pairs {
			c.expr(p.Value, at+order[i])
		}
		c.emit(code.OpMapLit, 0, dst, at, c.shortConst(keys))
		return
	}
	const chunk = 1000
	pairs := e.Pairs
	first := min(len(pairs), chunk)
	tmp := c.alloc()
	c.emit(code.OpMap, 0, tmp, c.pairs(pairs[:first]), first)
	for pairs = pairs[first:]; len(pairs) > 0; {
		n := min(len(pairs), chunk)
		mark := c.top
		c.emit(code.OpMapPut, 0, tmp, c.pairs(pairs[:n]), n)
		c.top = mark
		pairs = pairs[n:]
	}
	c.move(dst, tmp)
}

// constantKeys is a small map of the keys, when all are different constants
// that can be looked up in a Go map.
func (c *compiler) constantKeys(e *core.Map) (*term.Map, bool) {
	keys := term.EmptyMap
	for _, p := range e.Pairs {
		k, ok := c.fold(p.Key)
		if !ok {
			return nil, false
		}
		switch k.(type) {
		case term.Atom, int, term.Binary:
		default:
			return nil, false
		}
		keys = keys.Put(k, term.Nil)
	}
	return keys, keys.Small() && keys.Len() == len(e.Pairs) && keys.Len() > 0
}

func (c *compiler) pairs(pairs []core.Pair) int {
	es := make([]core.Expr, 0, 2*len(pairs))
	for _, p := range pairs {
		es = append(es, p.Key, p.Value)
	}
	return c.args(es)
}

func (c *compiler) mapUpdate(e *core.MapUpdate, dst int) {
	if keys, ok := c.foldKeys(e.Pairs); ok {
		c.mapSet(e, keys, dst)
		return
	}
	at := c.alloc()
	c.expr(e.Map, at)
	c.at(e.Line)
	if !e.Struct.IsZero() {
		c.emit(code.OpCheckMap, 1, at, c.shortConst(e.Struct), 0)
	} else if len(e.Pairs) == 0 {
		c.emit(code.OpCheckMap, 0, at, c.shortConst(term.Nil), 0)
	}
	c.pairs(e.Pairs)
	c.at(e.Line)
	c.emit(code.OpMapUpdate, 0, dst, at, len(e.Pairs))
}

// foldKeys are the keys of pairs, when there are any and all are constant.
func (c *compiler) foldKeys(pairs []core.Pair) ([]term.Term, bool) {
	keys := make([]term.Term, len(pairs))
	for i, p := range pairs {
		k, ok := c.fold(p.Key)
		if !ok {
			return nil, false
		}
		keys[i] = k
	}
	return keys, len(keys) > 0
}

// mapSet updates constant keys.
func (c *compiler) mapSet(e *core.MapUpdate, keys []term.Term, dst int) {
	from := c.value(e.Map)
	c.at(e.Line)
	if !e.Struct.IsZero() {
		c.emit(code.OpCheckMap, 1, from, c.shortConst(e.Struct), 0)
	}
	values := c.top
	if len(e.Pairs) == 1 {
		values = c.value(e.Pairs[0].Value)
	} else {
		es := make([]core.Expr, len(e.Pairs))
		for i, p := range e.Pairs {
			es[i] = p.Value
		}
		c.args(es)
	}
	c.at(e.Line)
	c.emit(code.OpMapSet, 0, dst, from, c.shortConst(term.NewTuple(keys...)))
	c.emit(code.OpExt, 0, values, 0, 0)
}

// match evaluates pattern = value and gives the register of the value.
func (c *compiler) match(e *core.Match) int {
	if v, ok := e.Pattern.(*core.PVar); ok {
		r, taken := c.regs[v.ID]
		if !taken {
			r = c.alloc()
			c.regs[v.ID] = r
		}
		c.expr(e.Value, r)
		return r
	}
	r := c.value(e.Value)
	if _, ok := e.Pattern.(*core.PWild); ok {
		return r
	}
	c.reservePattern(e.Pattern)
	bad, done := c.label(), c.label()
	mark := c.top
	c.at(e.Line)
	c.pattern(e.Pattern, r, bad)
	c.top = mark
	if c.uses[bad] {
		c.jump(done)
		c.bind(bad)
		c.at(e.Line)
		c.emit(code.OpBadMatch, 0, r, 0, 0)
	} else {
		c.bind(bad)
	}
	c.bind(done)
	return r
}

// stacktrace evaluates __STACKTRACE__.
func (c *compiler) stacktrace(dst int) {
	switch {
	case c.raised > 0:
		c.emit(code.OpStacktrace, 0, dst, c.raised-1, 0)
	case c.traces > 0:
		c.move(dst, c.traces-1)
	default:
		c.load(dst, term.Empty)
	}
}

// noConstant stands in folded for a node that has no constant value.
type noConstant struct{}

// fold is the value of an expression that is a constant.
func (c *compiler) fold(e core.Expr) (term.Term, bool) {
	switch e := e.(type) {
	case *core.Literal:
		return e.Value, true
	case *core.Tuple, *core.List, *core.Map, *core.RemoteFun:
		if k, ok := c.folded[e]; ok {
			_, none := k.(noConstant)
			return k, !none
		}
		k, ok := c.foldNode(e)
		if !ok {
			k = noConstant{}
		}
		c.folded[e] = k
		return k, ok
	}
	return nil, false
}

func (c *compiler) foldNode(e core.Expr) (term.Term, bool) {
	c.enter()
	defer c.leave()
	switch e := e.(type) {
	case *core.Tuple:
		if elems, ok := c.foldAll(e.Elems); ok {
			return term.NewTuple(elems...), true
		}
	case *core.List:
		elems, ok := c.foldAll(e.Elems)
		if !ok {
			return nil, false
		}
		if e.Tail == nil {
			return term.List(elems...), true
		}
		if tail, ok := c.fold(e.Tail); ok {
			return term.ListTail(elems, tail), true
		}
	case *core.Map:
		kv := make([]core.Expr, 0, 2*len(e.Pairs))
		for _, p := range e.Pairs {
			kv = append(kv, p.Key, p.Value)
		}
		if all, ok := c.foldAll(kv); ok {
			return term.MapOf(all...), true
		}
	case *core.RemoteFun:
		if all, ok := c.foldAll([]core.Expr{e.Module, e.Name, e.Arity}); ok {
			module, ok1 := all[0].(term.Atom)
			name, ok2 := all[1].(term.Atom)
			arity, ok3 := all[2].(int)
			if ok1 && ok2 && ok3 && arity >= 0 && arity <= 255 {
				return &term.Fun{Module: module, Name: name, Arity: arity}, true
			}
		}
	}
	return nil, false
}

func (c *compiler) foldAll(es []core.Expr) ([]term.Term, bool) {
	out := make([]term.Term, len(es))
	for i, e := range es {
		k, ok := c.fold(e)
		if !ok {
			return nil, false
		}
		out[i] = k
	}
	return out, true
}
