// with and try.

package expand

import (
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// splitOptions takes the arguments of for and with apart: the parts, and the
// options of the last one or two keyword lists.
func splitOptions(args []term.Term) (parts, options []term.Term) {
	last := len(args) - 1
	outer, ok := args[last].(*term.Cons)
	if !ok {
		return args, nil
	}
	options, _ = term.Slice(outer)
	if last > 0 {
		if inner, ok := args[last-1].(*term.Cons); ok {
			more, _ := term.Slice(inner)
			return args[:last-1], append(append([]term.Term(nil), more...), options...)
		}
	}
	return args[:last], options
}

// takeOption finds an option and gives the others.
func takeOption(options []term.Term, key string) (value term.Term, rest []term.Term, ok bool) {
	for i, o := range options {
		if k, v, isPair := pair(o); isPair {
			if a, isAtom := k.(term.Atom); isAtom && a.Name() == key {
				return v, append(append([]term.Term(nil), options[:i]...), options[i+1:]...), true
			}
		}
	}
	return nil, options, false
}

// withForm expands with.
func (c *ctx) withForm(meta term.Term, args []term.Term) core.Expr {
	parts, options := splitOptions(args)
	out := &core.With{Line: metaLine(meta)}
	s := c.open()
	canFail := false
	for _, p := range parts {
		m, sides, ok := call(p, atomLeftArrow)
		if !ok || len(sides) != 2 {
			out.Steps = append(out.Steps, core.WithStep{Line: metaLine(meta), Value: c.expr(p)})
			continue
		}
		step := c.arrowStep(m, sides)
		switch step.Pattern.(type) {
		case *core.PVar, *core.PWild:
			canFail = canFail || len(step.Guards) > 0
		default:
			canFail = true
		}
		out.Steps = append(out.Steps, step)
	}
	do, rest, ok := takeOption(options, "do")
	if !ok {
		c.fail(meta, "missing :do option in \"with\"")
	}
	out.Body = c.expr(do)
	c.close(s)
	if clauses, more, ok := takeOption(rest, "else"); ok {
		if !canFail {
			c.warnInFile(meta, "\"else\" clauses will never match because all patterns in \"with\" will always match")
		}
		out.Else = c.oneArgument(meta, "with", "else", clauses)
		rest = more
	}
	if len(rest) > 0 {
		k, _, _ := pair(rest[0])
		c.fail(meta, "unexpected option %s in \"with\"", toString(k))
	}
	return out
}

// arrowStep expands pattern <- value: the value does not see the pattern, and
// what it binds nothing else sees.
func (c *ctx) arrowStep(meta term.Term, sides []term.Term) core.WithStep {
	before := c.vars
	step := core.WithStep{Line: metaLine(meta), Value: c.expr(sides[1])}
	c.vars = before
	patterns, guards := splitHead(sides[:1])
	if len(patterns) != 1 {
		c.fail(meta, "invalid arguments for \"<-\"")
	}
	ps, gs := c.head(meta, patterns, guards)
	step.Pattern, step.Guards = ps[0], gs
	return step
}

// tryForm expands try.
func (c *ctx) tryForm(meta, opts term.Term) core.Expr {
	bs := c.blocks(meta, "try", opts, ":do", "do", "rescue", "catch", "else", "after")
	if len(bs) == 1 && bs[0].name == "do" {
		c.fail(meta, "missing :catch/:rescue/:after option in \"try\"")
	}
	form := origin(meta, "try")
	if len(bs) == 2 && bs[0].name == "do" && bs[1].name == "else" {
		c.warnInFile(meta, "\"else\" shouldn't be used as the only clause in \"%s\", use \"case\" instead", form)
	}
	out := &core.Try{Line: metaLine(meta), Body: nilExpr}
	caught := false
	for _, o := range bs {
		switch o.name {
		case "do":
			out.Body = c.scoped(o.value)
		case "after":
			out.After = c.scoped(o.value)
		case "else":
			out.Else = c.oneArgument(meta, "try", "else", o.value)
		case "rescue":
			if caught {
				c.warnInFile(meta, "\"catch\" should always come after \"rescue\" in %s", form)
			}
			for _, a := range c.arrows(meta, "try", "rescue", o.value) {
				out.Rescue = append(out.Rescue, c.rescueClause(a, form))
			}
		case "catch":
			caught = true
			for _, a := range c.arrows(meta, "try", "catch", o.value) {
				out.Catch = append(out.Catch, c.catchClause(a, form))
			}
		default:
			c.unexpected(meta, "try", o)
		}
	}
	return out
}

// scoped expands code in a scope of its own.
func (c *ctx) scoped(q term.Term) core.Expr {
	s := c.open()
	e := c.expr(q)
	c.close(s)
	return e
}

// handler is a rescue or catch clause around the code: where __STACKTRACE__
// may be read.
type handler struct {
	fns int   // how many fns were around the clause
	id  VarID // the variable that fns inside it read the trace from
	has bool
}

// handlerBody expands the body of a rescue or catch clause. A fn inside it
// may outlive the handling: it reads the trace from a variable.
func (c *ctx) handlerBody(q term.Term) core.Expr {
	before := c.handler
	h := &handler{fns: c.fns}
	c.handler = h
	body := c.expr(q)
	c.handler = before
	if !h.has {
		return body
	}
	bind := &core.Match{Pattern: &core.PVar{ID: h.id, Name: atomStacktrace}, Value: &core.Stacktrace{}}
	return &core.Block{Exprs: []core.Expr{bind, body}}
}

// stacktraceExpr is __STACKTRACE__.
func (c *ctx) stacktraceExpr(meta term.Term) core.Expr {
	h := c.handler
	if h == nil {
		c.fault(meta, "", "__STACKTRACE__ is available only inside catch and rescue clauses of try expressions")
		return nilExpr
	}
	if c.fns == h.fns {
		return &core.Stacktrace{}
	}
	if !h.has {
		h.id, h.has = c.next, true
		c.next++
	}
	return &core.Var{ID: h.id, Name: atomStacktrace}
}

var atomStacktrace = term.Intern("__STACKTRACE__")

func (c *ctx) catchClause(a arrow, form string) *core.CatchClause {
	patterns, guards := splitHead(a.left)
	switch len(patterns) {
	case 1:
		patterns = []term.Term{term.Throw, patterns[0]}
	case 2:
	default:
		c.fail(a.meta, "expected one or two args for :catch clauses (->) in \"%s\"", form)
	}
	s := c.open()
	ps, gs := c.head(a.meta, patterns, guards)
	out := &core.CatchClause{Line: metaLine(a.meta), At: placeOf(a.meta), Kind: ps[0], Value: ps[1], Guards: gs}
	out.Body = c.handlerBody(a.right)
	c.close(s)
	return out
}

func (c *ctx) rescueClause(a arrow, form string) *core.RescueClause {
	if len(a.left) != 1 {
		c.fail(a.meta, "expected one argument for :rescue clauses (->) in \"%s\"", form)
	}
	s := c.open()
	out := &core.RescueClause{Line: metaLine(a.meta), At: placeOf(a.meta)}
	if !c.rescueHead(out, a.left[0], 0) {
		c.fail(a.meta, "invalid \"rescue\" clause. The clause should match on an alias, a variable or be in the \"var in [alias]\" format. Got: %s", toString(a.left[0]))
	}
	out.Body = c.handlerBody(a.right)
	c.close(s)
	return out
}

// rescueHead reads x, Alias, x in Alias, x in [Alias], x in _, or a macro
// that gives one of them.
func (c *ctx) rescueHead(out *core.RescueClause, q term.Term, expanded int) bool {
	if name, _, _, ok := variable(q); ok && !isCompilerVar(name) {
		out.Any = true
		return c.rescueVar(out, q)
	}
	if inMeta, sides, ok := call(q, atomIn); ok && len(sides) == 2 {
		if _, _, _, ok := variable(sides[0]); !ok {
			return false
		}
		if isWild(sides[1]) {
			out.Any = true
			return c.rescueVar(out, sides[0])
		}
		return c.rescueVar(out, sides[0]) && c.rescueModules(out, inMeta, sides[1])
	}
	if _, _, ok := call(q, atomAliases); ok {
		return c.rescueModules(out, term.Empty, q)
	}
	if form, meta, rest, ok := node(q); ok && expanded < MaxDepth {
		name, isAtom := form.(term.Atom)
		args, isCall := term.Slice(rest)
		if isAtom && isCall && !IsSpecialForm(name, len(args)) {
			if t := c.resolve(meta, name, args); t.macro {
				return c.rescueHead(out, t.quoted, expanded+1)
			}
			return false
		}
		if _, left, right, meta, args, ok := remoteCall(q); ok {
			if module, ok := c.constant(left).(term.Atom); ok {
				if t := c.resolveRemote(meta, module, right, args); t.macro {
					return c.rescueHead(out, t.quoted, expanded+1)
				}
			}
			return false
		}
	}
	return c.rescueModules(out, term.Empty, q)
}

func (c *ctx) rescueVar(out *core.RescueClause, q term.Term) bool {
	var p core.Pattern
	_, meta, _, _ := node(q)
	c.inMatch(c.vars, meta, []term.Term{q}, func() { p = c.pattern(q) })
	switch v := p.(type) {
	case *core.PVar:
		out.Var = v
	case *core.PWild:
	default:
		return false
	}
	return true
}

// rescueModules reads the modules of a rescue clause; meta is where they are
// told of when they are no exceptions.
func (c *ctx) rescueModules(out *core.RescueClause, meta, q term.Term) bool {
	value := c.constant(q)
	modules := []term.Term{value}
	if list, ok := term.Slice(value); ok && isList(value) {
		modules = list
	}
	for _, m := range modules {
		module, ok := m.(term.Atom)
		if !ok {
			return false
		}
		c.useRemote(meta, module, term.Struct, 0)
		out.Modules = append(out.Modules, &core.Literal{Value: m})
	}
	return true
}
