// The capture operator: &Mod.fun/arity, &fun/arity, &(&1 + 1).

package expand

import (
	"sort"

	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// placeholders are the variables of &1, &2 ... of one capture.
type placeholders map[int]term.Term

func (c *ctx) capture(meta, q term.Term) core.Expr {
	c.enter(q)
	defer func() { c.depth-- }()
	if _, sides, ok := call(q, atomSlash); ok && len(sides) == 2 {
		if arity, ok := sides[1].(int); ok {
			if e := c.captureArity(meta, sides[0], arity); e != nil {
				return e
			}
		}
	}
	switch t := q.(type) {
	case int:
		c.fail(meta, "capture argument &%d must be used within the capture operator &", t)
	case *term.Cons:
		args, ok := term.Slice(t)
		return c.captureCode(meta, q, ok && sequential(args))
	case *term.Tuple:
		if len(t.Elems) == 2 {
			return c.capture(meta, makeNode(atomTuple, meta, t.Elems...))
		}
	}
	form, m, rest, ok := node(q)
	args, isCall := term.Slice(rest)
	if !ok || !isCall {
		c.invalidCapture(meta, q)
	}
	name, isAtom := form.(term.Atom)
	switch {
	case isAtom && name == atomBlock && len(args) == 1:
		return c.capture(meta, args[0])
	case isAtom && name == atomBlock:
		c.fail(meta, "block expressions are not allowed inside the capture operator &, got: %s", toString(q))
	case isAtom && name == atomSuper:
		return c.captureSuper(meta, m, args)
	case isAtom:
		if sequential(args) {
			if e := c.captureLocal(meta, m, name, len(args)); e != nil {
				return e
			}
		}
		return c.captureCode(m, q, sequential(args))
	}
	if _, left, right, m, args, ok := remoteCall(q); ok {
		return c.captureRemote(m, q, left, right, args, sequential(args))
	}
	if _, parts, ok := call(form, atomDot); ok && len(parts) == 1 {
		return c.captureCode(meta, q, false)
	}
	c.invalidCapture(meta, q)
	return nil
}

func (c *ctx) invalidCapture(meta, q term.Term) {
	c.fail(meta, "invalid args for &, expected one of:\n\n  * &Mod.fun/arity to capture a remote function, such as &Enum.map/2\n  * &fun/arity to capture a local or imported function, such as &is_atom/1\n  * &some_code(&1, ...) containing at least one argument as &1, such as &List.flatten(&1)\n\nGot: %s", toString(q))
}

// sequential reports whether arguments are just &1, &2, ....
func sequential(args []term.Term) bool {
	for i, a := range args {
		_, n, ok := call(a, atomCapture)
		if !ok || len(n) != 1 || n[0] != term.Int(i+1) {
			return false
		}
	}
	return len(args) > 0
}

// placeholderArgs are &1 ... &n.
func (c *ctx) placeholderArgs(meta term.Term, arity int) []term.Term {
	if arity < 0 || arity > 255 {
		c.fail(meta, "capture argument &%d must be numbered between 1 and 255", arity)
	}
	out := make([]term.Term, arity)
	for i := range out {
		out[i] = makeNode(atomCapture, term.Empty, term.Int(i+1))
	}
	return out
}

// captureArity is &Mod.fun/arity or &fun/arity; nil when q is neither.
func (c *ctx) captureArity(meta, q term.Term, arity int) core.Expr {
	if name, m, _, ok := variable(q); ok {
		args := c.placeholderArgs(meta, arity)
		if name == atomSuper {
			return c.captureSuper(meta, m, args)
		}
		if e := c.captureLocal(meta, m, name, arity); e != nil {
			return e
		}
		return c.captureCode(m, term.Tuple3(name, m, term.List(args...)), true)
	}
	if _, left, right, m, none, ok := remoteCall(q); ok && len(none) == 0 {
		args := c.placeholderArgs(meta, arity)
		if arity == 0 && !metaIs(m, atomNoParens) {
			c.warn(meta, "extra parentheses on a remote function capture &%s.%s()/0 have been deprecated. Please remove the parentheses: &%s.%s/0",
				toString(left), right.Name(), toString(left), right.Name())
		}
		form, _, _, _ := node(q)
		return c.captureRemote(m, term.Tuple3(form, metaDelete(m, atomNoParens), term.List(args...)), left, right, args, true)
	}
	return nil
}

// captureSuper is &super/arity and &super(&1, ...).
func (c *ctx) captureSuper(meta, m term.Term, args []term.Term) core.Expr {
	kind, name := c.superOf(meta, len(args))
	if (kind == Def || kind == Defp) && sequential(args) {
		return &core.LocalFun{Name: name, Arity: len(args)}
	}
	return c.captureCode(meta, term.Tuple3(atomSuper, m, term.List(args...)), len(args) == 0 || sequential(args))
}

// captureLocal is the capture of name/arity when it is a function; nil when
// it is a macro or a special form, which are captured as code.
func (c *ctx) captureLocal(captureMeta, meta term.Term, name term.Atom, arity int) core.Expr {
	m := c.imported(meta, name, arity)
	switch {
	case m.macro, m.quoted && c.isMacro(m.module, name, arity):
		return nil
	case !m.module.IsZero():
		c.useImport(m.module, name, arity)
		return remoteFun(m.module, name, arity)
	case IsSpecialForm(name, arity):
		return nil
	}
	if c.env.Function == nil {
		c.undefinedFunction(captureMeta, name, arity)
	}
	if d := c.defining(); d != nil && *c.env.Function != (FA{name, arity}) {
		if kind, ok := d.Local(name, arity); ok && (kind == Defmacro || kind == Defmacrop) {
			return nil
		}
	}
	c.useLocal(meta, name, arity)
	return &core.LocalFun{Name: name, Arity: arity}
}

func remoteFun(module, name term.Atom, arity int) core.Expr {
	module, name = inline(module, name, arity)
	return &core.RemoteFun{
		Module: &core.Literal{Value: module}, Name: &core.Literal{Value: name}, Arity: &core.Literal{Value: term.Int(arity)},
	}
}

// captureRemote is the capture of left.right(args...).
func (c *ctx) captureRemote(meta, q, left term.Term, right term.Atom, args []term.Term, plain bool) core.Expr {
	found := placeholders{}
	c.replacePlaceholders(left, found)
	codeMeta := metaDelete(meta, atomNoParens)
	if len(found) > 0 || !plain {
		return c.captureCode(codeMeta, q, plain)
	}
	switch e := c.expr(left).(type) {
	case *core.Var:
		return &core.RemoteFun{Module: e, Name: &core.Literal{Value: right}, Arity: &core.Literal{Value: term.Int(len(args))}}
	case *core.Literal:
		if module, ok := e.Value.(term.Atom); ok {
			if c.env.Requires(module) && c.isMacro(module, right, len(args)) {
				return c.captureCode(codeMeta, q, plain)
			}
			c.warnDeprecated(meta, module, right, len(args), false)
			c.useRemote(meta, module, right, len(args))
			return remoteFun(module, right, len(args))
		}
	}
	return c.captureCode(codeMeta, q, plain)
}

// captureCode is the capture of any code with placeholders: a fn.
func (c *ctx) captureCode(meta, q term.Term, plain bool) core.Expr {
	found := placeholders{}
	body := c.replacePlaceholders(q, found)
	if len(found) == 0 && !plain {
		if form, m, rest, ok := node(q); ok {
			if _, parts, ok := call(form, atomDot); ok && len(parts) == 2 && isList(rest) && plain {
				body = term.Tuple3(form, metaDelete(m, atomNoParens), rest)
			}
		}
		c.invalidCapture(meta, q)
	}
	numbers := make([]int, 0, len(found))
	for n := range found {
		numbers = append(numbers, n)
	}
	sort.Ints(numbers)
	vars := make([]term.Term, len(numbers))
	for i, n := range numbers {
		if n != i+1 {
			c.fail(meta, "capture argument &%d cannot be defined without &%d (you cannot skip arguments, all arguments must be numbered)", n, i+1)
		}
		vars[i] = found[n]
	}
	return c.expr(makeNode(atomFn, meta, makeNode(atomArrow, meta, term.List(vars...), body)))
}

// replacePlaceholders puts variables where code has &1, &2, ....
func (c *ctx) replacePlaceholders(q term.Term, found placeholders) term.Term {
	c.enter(q)
	defer func() { c.depth-- }()
	if form, meta, rest, ok := node(q); ok && form == term.Term(atomCapture) {
		args, isCall := term.Slice(rest)
		n, isInt := 0, false
		if isCall && len(args) == 1 {
			n, isInt = args[0].(int)
		}
		switch {
		case isInt && n > 0:
			v, ok := found[n]
			if !ok {
				m := &term.Cons{Head: term.Tuple2(atomCounter, term.Int(c.x.h.Cache().nextCounter())), Tail: meta}
				v = term.Tuple3(atomCaptureVar, m, term.Nil)
				found[n] = v
			}
			return v
		case isInt:
			c.fail(meta, "capture argument &%d must be numbered between 1 and 255", n)
		case isCall:
			c.fail(meta, "nested captures are not allowed. You cannot define a function using the capture operator & inside another function defined via &. Got invalid nested capture: %s", toString(q))
		}
	}
	switch t := q.(type) {
	case *term.Tuple:
		if len(t.Elems) != 2 && len(t.Elems) != 3 {
			return q
		}
		var out []term.Term
		for i, e := range t.Elems {
			if i == 1 && len(t.Elems) == 3 {
				continue // meta
			}
			if n := c.replacePlaceholders(e, found); n != e && !samePointer(n, e) {
				if out == nil {
					out = append([]term.Term(nil), t.Elems...)
				}
				out[i] = n
			}
		}
		if out != nil {
			return term.OwnTuple(out)
		}
	case *term.Cons:
		elems, ok := term.Slice(t)
		if !ok {
			return q
		}
		changed := false
		for i, e := range elems {
			n := c.replacePlaceholders(e, found)
			if !samePointer(n, e) {
				elems[i], changed = n, true
			}
		}
		if changed {
			return term.List(elems...)
		}
	}
	return q
}

var atomCaptureVar = term.Intern("capture")
