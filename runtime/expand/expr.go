// The walk over expressions, in bodies and in guards.

package expand

import (
	"math/big"
	"path"

	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

var nilExpr = &core.Literal{Value: term.Nil}

// enter counts a node and the depth; what it returns leaves again.
func (c *ctx) enter(q term.Term) {
	c.depth++
	if c.depth > c.x.depth {
		_, meta, _, _ := node(q)
		c.fail(meta, "code is nested too deeply (more than %d levels)", c.x.depth)
	}
	c.tick()
}

func (c *ctx) tick() {
	c.x.nodes++
	if c.x.nodes%ticksEvery == 0 {
		c.x.h.Tick()
	}
}

// expr expands an expression: of a body, or of a guard in guard mode.
func (c *ctx) expr(q term.Term) core.Expr {
	c.enter(q)
	e := c.exprOf(q)
	c.depth--
	return e
}

func (c *ctx) exprOf(q term.Term) core.Expr {
	switch t := q.(type) {
	case term.Atom, int, *big.Int, float64, term.Binary, term.PID, term.Port:
		return &core.Literal{Value: q}
	case *term.Cons:
		return c.list(t)
	case *term.Fun:
		if t.External() {
			return &core.RemoteFun{
				Module: &core.Literal{Value: t.Module}, Name: &core.Literal{Value: t.Name},
				Arity: &core.Literal{Value: term.Int(t.Arity)},
			}
		}
	case *term.Tuple:
		switch len(t.Elems) {
		case 2:
			return makeTuple(c.exprs(t.Elems))
		case 3:
			if e := c.nodeExpr(t); e != nil {
				return e
			}
		}
	}
	c.invalidQuoted(q)
	return nil
}

func (c *ctx) invalidQuoted(q term.Term) {
	c.failInFile(term.Empty, "invalid quoted expression: %s\n\nPlease make sure your quoted expressions are made of valid AST nodes. If you would like to introduce a value into the AST, such as a four-element tuple or a map, make sure to call Macro.escape/1 before", inspect(q))
}

// nodeExpr expands {form, meta, args}; nil when that is no quoted code.
func (c *ctx) nodeExpr(t *term.Tuple) core.Expr {
	form, meta, rest, ok := node(t)
	if !ok {
		return nil
	}
	if name, ok := form.(term.Atom); ok {
		if context, ok := rest.(term.Atom); ok {
			return c.atomNode(t, name, meta, context)
		}
		args, ok := term.Slice(rest)
		if !ok {
			return nil
		}
		if e := c.special(t, name, meta, args); e != nil {
			return e
		}
		return c.localCall(t, name, meta, args)
	}
	args, ok := term.Slice(rest)
	if !ok {
		return nil
	}
	if _, parts, ok := call(form, atomDot); ok {
		switch len(parts) {
		case 1:
			c.noGuard(meta, "anonymous call")
			all := c.exprs(append([]term.Term{parts[0]}, args...))
			return &core.CallFun{Line: metaLine(meta), Fun: all[0], Args: all[1:]}
		case 2:
			if right, ok := parts[1].(term.Atom); ok {
				return c.remoteCall(t, parts[0], right, meta, args)
			}
		}
	}
	c.fail(meta, "invalid call %s", toString(t))
	return nil
}

// atomNode expands {name, meta, context}: a variable or a compiler variable.
func (c *ctx) atomNode(q term.Term, name term.Atom, meta term.Term, context term.Atom) core.Expr {
	switch name.Name() {
	case "__MODULE__":
		return &core.Literal{Value: c.env.ModuleTerm()}
	case "__DIR__":
		return &core.Literal{Value: term.Binary(path.Dir(c.env.File))}
	case "__ENV__":
		return &core.Literal{Value: c.snapshot(meta).Term()}
	case "__CALLER__":
		if !c.caller {
			c.fault(meta, "", "__CALLER__ is available only inside defmacro and defmacrop")
			return nilExpr
		}
		return &core.Var{ID: c.callerVar, Name: atomCaller}
	case "__STACKTRACE__":
		return c.stacktraceExpr(meta)
	case "_":
		c.fault(meta, "", "invalid use of _. _ can only be used inside patterns to ignore values and cannot be used in expressions. Make sure you are inside a pattern or change it accordingly")
		return nilExpr
	}
	return c.readVar(q, name, meta, context)
}

var atomCaller = term.Intern("__CALLER__")

// special expands a special form; nil when name/arity is none.
func (c *ctx) special(q term.Term, name term.Atom, meta term.Term, args []term.Term) core.Expr {
	line := metaLine(meta)
	switch name.Name() {
	case "__block__":
		return c.block(meta, args)
	case "$literal":
		if len(args) == 1 {
			return &core.Literal{Value: args[0]}
		}
	case "__aliases__":
		return &core.Literal{Value: c.aliases(q, meta, args, true)}
	case "=":
		if len(args) == 2 {
			c.noGuard(meta, "=")
			return c.matchExpr(line, meta, args[0], args[1])
		}
	case "{}":
		return makeTuple(c.exprs(args))
	case "%{}":
		return c.mapExpr(q, meta, args)
	case "%":
		if len(args) == 2 {
			return c.structExpr(meta, args[0], args[1])
		}
	case "<<>>":
		return c.bitsExpr(meta, args)
	case "->":
		if len(args) == 2 {
			c.fail(meta, "misplaced operator ->\n\nThis typically means invalid syntax or a macro is not available in scope")
		}
	case "::":
		if len(args) == 2 {
			c.fail(meta, "misplaced operator ::/2\n\nThe :: operator is typically used in bitstrings to specify types and sizes of segments:\n\n    <<size::32-integer, letter::utf8, rest::binary>>\n\nIt is also used in typespecs, such as @type and @spec, to describe inputs and outputs")
		}
	case "|":
		if len(args) == 2 {
			c.fail(meta, "misplaced operator |/2\n\nThe | operator is typically used between brackets to mark the tail of a list:\n\n    [head | tail]\n    [head, middle, ... | tail]\n\nIt is also used to update maps and structs, via the %%{map | key: value} notation, and in typespecs, such as @type and @spec, to express the union of two types")
		}
	case "^":
		if len(args) == 1 && c.mode == InGuard && c.match != nil && c.match.bits {
			if p, ok := c.pin(meta, args[0]).(*core.PPin); ok {
				return p.Value
			}
			return nilExpr
		}
		if len(args) == 1 {
			c.fault(meta, "", "misplaced operator ^%s\n\nThe pin operator ^ is supported only inside matches or inside custom macros. Make sure you are inside a match or all necessary macros have been required", toString(args[0]))
			return nilExpr
		}
	case "alias", "require", "import":
		if len(args) == 1 || len(args) == 2 {
			return c.lexicalForm(name, meta, args)
		}
	case "__cursor__":
		c.fail(meta, "reserved special form __cursor__ cannot be expanded, it is used exclusively to annotate ASTs")
	case "unquote", "unquote_splicing":
		if len(args) == 1 {
			c.fail(meta, "%s called outside quote", name.Name())
		}
	case "quote":
		if len(args) == 1 || len(args) == 2 {
			return c.quoteForm(meta, args)
		}
	case "&":
		if len(args) == 1 {
			c.noGuard(meta, "&")
			return c.capture(meta, args[0])
		}
	case "fn":
		c.noGuard(meta, "fn")
		return c.fnForm(meta, args)
	case "cond":
		if len(args) == 1 {
			c.noGuard(meta, "cond")
			return c.condForm(meta, args[0])
		}
	case "case":
		if len(args) == 2 {
			c.noGuard(meta, "case")
			return c.caseForm(meta, args[0], args[1])
		}
	case "receive":
		if len(args) == 1 {
			c.noGuard(meta, "receive")
			return c.receiveForm(meta, args[0])
		}
	case "try":
		if len(args) == 1 {
			c.noGuard(meta, "try")
			return c.tryForm(meta, args[0])
		}
	case "for":
		if len(args) > 0 {
			c.noGuard(meta, "for")
			return c.forForm(meta, args, true)
		}
	case "with":
		if len(args) > 0 {
			c.noGuard(meta, "with")
			return c.withForm(meta, args)
		}
	case "super":
		c.noGuard(meta, "super")
		return c.superCall(meta, args)
	}
	return nil
}

// noGuard refuses a form that a guard, or the size in a bitstring pattern,
// may not hold.
func (c *ctx) noGuard(meta term.Term, what string) {
	if c.mode != InGuard {
		return
	}
	const learn = "To learn more about guards, visit: https://hexdocs.pm/elixir/patterns-and-guards.html#guards"
	if c.match != nil && c.match.bits {
		c.failInFile(meta, "%s is not allowed inside a bitstring size specifier. The size specifier in matches works like guards. %s", what, learn)
	}
	c.failInFile(meta, "invalid expression in guards, %s is not allowed in guards. %s", what, learn)
}

// exprs expands the parts of one expression: what one binds the others do
// not see, but what follows does.
func (c *ctx) exprs(qs []term.Term) []core.Expr {
	out := make([]core.Expr, len(qs))
	if len(qs) == 1 {
		out[0] = c.expr(qs[0])
		return out
	}
	base := c.vars
	var parts []*binding
	for i, q := range qs {
		out[i] = c.expr(q)
		if c.vars != base {
			parts = append(parts, c.vars)
			c.vars = base
		}
	}
	for _, part := range parts {
		c.join(base, part)
	}
	return out
}

// list expands [a, b | c].
func (c *ctx) list(l *term.Cons) core.Expr {
	if l == nil {
		return &core.Literal{Value: term.Empty}
	}
	elems, ok := term.Slice(l)
	if !ok {
		c.invalidQuoted(l)
	}
	last := len(elems) - 1
	_, tail, hasTail := call(elems[last], atomBar)
	hasTail = hasTail && len(tail) == 2
	if hasTail {
		elems = append(append([]term.Term(nil), elems[:last]...), tail...)
	}
	parts := c.exprs(elems)
	if hasTail {
		return makeList(parts[:len(parts)-1], parts[len(parts)-1])
	}
	return makeList(parts, nil)
}

func makeTuple(elems []core.Expr) core.Expr {
	if values, ok := literals(elems); ok {
		return &core.Literal{Value: term.OwnTuple(values)}
	}
	return &core.Tuple{Elems: elems}
}

func makeList(elems []core.Expr, tail core.Expr) core.Expr {
	values, ok := literals(elems)
	if ok && tail == nil {
		return &core.Literal{Value: term.List(values...)}
	}
	if lit, isLit := tail.(*core.Literal); ok && isLit {
		return &core.Literal{Value: term.ListTail(values, lit.Value)}
	}
	return &core.List{Elems: elems, Tail: tail}
}

// literals are the values of expressions that all are constants.
func literals(elems []core.Expr) ([]term.Term, bool) {
	for _, e := range elems {
		if _, ok := e.(*core.Literal); !ok {
			return nil, false
		}
	}
	values := make([]term.Term, len(elems))
	for i, e := range elems {
		values[i] = e.(*core.Literal).Value
	}
	return values, true
}

// block expands expressions in order; each sees what the ones before bound.
func (c *ctx) block(meta term.Term, args []term.Term) core.Expr {
	switch len(args) {
	case 0:
		return nilExpr
	case 1:
		return c.expr(args[0])
	}
	out := make([]core.Expr, 0, len(args))
	for i, q := range args {
		if i == len(args)-1 {
			out = append(out, c.expr(q))
			break
		}
		var e core.Expr
		if forMeta, forArgs, ok := unusedFor(q); ok {
			c.noGuard(forMeta, "for")
			e = c.forForm(forMeta, forArgs, false)
		} else {
			e = c.expr(q)
			c.warnUseless(q, e, meta)
		}
		// A constant whose value nobody takes need not be evaluated.
		if _, ok := e.(*core.Literal); !ok {
			out = append(out, e)
		}
	}
	if len(out) == 1 {
		return out[0]
	}
	return &core.Block{Exprs: out}
}

// unusedFor is a comprehension whose value is not used: for ..., or
// _ = for ....
func unusedFor(q term.Term) (meta term.Term, args []term.Term, ok bool) {
	if _, sides, isMatch := call(q, atomMatch); isMatch && len(sides) == 2 {
		if name, _, _, isVar := variable(sides[0]); isVar && name == atomUnderscore {
			q = sides[1]
		}
	}
	meta, args, ok = call(q, atomFor)
	return meta, args, ok && len(args) > 0
}

func (c *ctx) warnUseless(q term.Term, e core.Expr, meta term.Term) {
	switch q.(type) {
	case term.Binary, int, *big.Int, float64:
		c.warn(meta, "code block contains unused literal %s (remove the literal or assign it to _ to avoid warnings)", toString(q))
		return
	}
	if attrMeta, args, ok := call(q, atomAt); ok && len(args) == 1 {
		if form, _, rest, ok := node(args[0]); ok {
			name, isAtom := form.(term.Atom)
			_, isVar := rest.(term.Atom)
			if isAtom && (isVar || rest == term.Empty) {
				c.warn(attrMeta, "module attribute @%s in code block has no effect as it is never returned (remove the attribute or assign it to _ to avoid warnings)", name.Name())
			}
		}
		return
	}
	if name, varMeta, _, ok := variable(q); ok {
		if v, isVar := e.(*core.Var); isVar && v.Name == name {
			c.warn(varMeta, "variable %s in code block has no effect as it is never returned (remove the variable or assign it to _ to avoid warnings)", name.Name())
		}
	}
}

var atomAt = term.Intern("@")

// matchExpr expands left = right.
func (c *ctx) matchExpr(line int, meta, left, right term.Term) core.Expr {
	pre := c.vars
	value := c.expr(right)
	var p core.Pattern
	c.inMatch(pre, meta, []term.Term{left}, func() { p = c.pattern(left) })
	return &core.Match{Line: line, Pattern: p, Value: value}
}
