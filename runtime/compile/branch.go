// Tests: guards, if, cond.

package compile

import (
	"otpsh/runtime/code"
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// demand is what a test asks of its value.
type demand struct {
	kind demandKind
	op   term.Atom // of a strict test, for {:badbool, op, v}
	line int       // of a strict test
}

type demandKind uint8

const (
	truthy demandKind = iota // anything but false and nil
	strict                   // true or false, else it raises
	exact                    // true; in a guard
)

// branch goes on when the test holds, and to a label when not.
func (c *compiler) branch(e core.Expr, otherwise label, d demand) {
	c.enter()
	defer c.leave()
	mark := c.top
	c.branchOn(e, otherwise, d)
	c.top = mark
}

func (c *compiler) branchOn(e core.Expr, otherwise label, d demand) {
	switch e := e.(type) {
	case *core.Literal:
		if c.branchLiteral(e.Value, otherwise, d) {
			return
		}
	case *core.Block:
		if n := len(e.Exprs) - 1; n >= 0 {
			for _, s := range e.Exprs[:n] {
				c.effect(s)
			}
			c.branch(e.Exprs[n], otherwise, d)
			return
		}
	case *core.If:
		c.branchIf(e, otherwise, d)
		return
	case *core.Remote:
		if both, ok := connective(e); ok {
			c.branchIf(both, otherwise, d)
			return
		}
		if c.branchRemote(e, otherwise) {
			return
		}
	}
	v := c.value(e)
	switch d.kind {
	case truthy:
		c.test(code.OpJumpFalsy, 0, v, 0, otherwise)
	case strict:
		if isBoolean(e) {
			c.test(code.OpJumpFalsy, 0, v, 0, otherwise)
			return
		}
		c.at(d.line)
		c.test(code.OpJumpBool, 0, v, c.shortConst(d.op), otherwise)
	case exact:
		c.test(code.OpTestAtom, 0, v, c.shortConst(term.True), otherwise)
	}
}

// connective is a guard's andalso or orelse as the test that it is.
func connective(e *core.Remote) (*core.If, bool) {
	module, name, ok := known(e)
	if !ok || module != atomErlang || len(e.Args) != 2 {
		return nil, false
	}
	test := &core.If{Line: e.Line, Strict: true, Op: name, Test: e.Args[0]}
	switch name.Name() {
	case "andalso":
		test.Then, test.Else = e.Args[1], &core.Literal{Value: term.False}
	case "orelse":
		test.Then, test.Else = &core.Literal{Value: term.True}, e.Args[1]
	default:
		return nil, false
	}
	return test, true
}

// branchLiteral decides a constant now; false when the demand has to see it.
func (c *compiler) branchLiteral(t term.Term, otherwise label, d demand) bool {
	a, isAtom := t.(term.Atom)
	switch {
	case isAtom && a == term.True:
		return true
	case isAtom && a == term.False, isAtom && a == term.Nil && d.kind == truthy, d.kind == exact:
		c.jump(otherwise)
		return true
	}
	return d.kind == truthy
}

// branchIf goes through an and, or, or an if whose value is tested.
func (c *compiler) branchIf(e *core.If, otherwise label, d demand) {
	test := demand{kind: truthy}
	if e.Strict {
		test = demand{strict, e.Op, e.Line}
	}
	c.at(e.Line)
	if isFalse(e.Else) { // and
		c.branch(e.Test, otherwise, test)
		c.inScope(e.Then, func(last core.Expr) { c.branch(last, otherwise, d) })
		return
	}
	no, yes := c.label(), c.label()
	c.branch(e.Test, no, test)
	c.inScope(e.Then, func(last core.Expr) { c.branch(last, otherwise, d) })
	c.jump(yes)
	c.bind(no)
	c.inScope(e.Else, func(last core.Expr) { c.branch(last, otherwise, d) })
	c.bind(yes)
}

// inScope evaluates a scope whose last expression is handed on.
func (c *compiler) inScope(e core.Expr, last func(core.Expr)) {
	mark := c.top
	c.statements(e, last)
	c.top = mark
}

func isFalse(e core.Expr) bool {
	l, ok := e.(*core.Literal)
	return ok && l.Value == term.Term(term.False)
}

// branchRemote compiles comparisons and type tests; false for other calls.
func (c *compiler) branchRemote(e *core.Remote, otherwise label) bool {
	module, name, ok := known(e)
	if !ok || module != atomErlang {
		return false
	}
	if name.Name() == "is_function" && len(e.Args) == 2 {
		n, ok := smallInt(e.Args[1])
		if !ok || n < 0 {
			return false
		}
		c.test(code.OpTestFun, 0, c.value(e.Args[0]), n, otherwise)
		return true
	}
	o, ok := operators[nameArity{name.Name(), len(e.Args)}]
	if !ok {
		return false
	}
	switch o.op {
	case code.OpIs:
		c.test(code.OpTestType, int(o.kind), c.value(e.Args[0]), 0, otherwise)
	case code.OpNot:
		if !isBoolean(e.Args[0]) {
			return false
		}
		holds := c.label()
		c.branch(e.Args[0], holds, demand{kind: truthy})
		c.jump(otherwise)
		c.bind(holds)
	case code.OpEq, code.OpNe, code.OpSame, code.OpDiff, code.OpLt, code.OpGe:
		c.branchCompare(e, o, otherwise)
	default:
		return false
	}
	return true
}

// tests are the jumps of comparisons, and those with a small integer on the
// right or, as mirrored, on the left.
var tests = map[code.Op]code.Op{
	code.OpEq: code.OpTestEq, code.OpNe: code.OpTestNe, code.OpSame: code.OpTestSame, code.OpDiff: code.OpTestDiff,
	code.OpLt: code.OpTestLt, code.OpGe: code.OpTestGe,
}

func (c *compiler) branchCompare(e *core.Remote, o operator, otherwise label) {
	left, right := e.Args[0], e.Args[1]
	if o.shape == shapeSwapped {
		// a > b, a =< b with b small
		if n, ok := smallInt(right); ok {
			op := code.OpTestGtI
			if o.op == code.OpGe {
				op = code.OpTestLeI
			}
			c.test(op, 0, c.value(left), n, otherwise)
			return
		}
	} else if c.branchConstant(left, right, o.op, otherwise) {
		return
	}
	a := c.value(left)
	b := c.value(right)
	if o.shape == shapeSwapped {
		a, b = b, a
	}
	c.at(e.Line)
	c.test(tests[o.op], 0, a, b, otherwise)
}

// branchConstant compiles a comparison with a constant on the right.
func (c *compiler) branchConstant(left, right core.Expr, op code.Op, otherwise label) bool {
	l, ok := right.(*core.Literal)
	if !ok {
		return false
	}
	if n, small := smallInt(right); small {
		with := map[code.Op]code.Op{code.OpEq: code.OpTestEqI, code.OpNe: code.OpTestNeI, code.OpLt: code.OpTestLtI, code.OpGe: code.OpTestGeI}
		if t, ok := with[op]; ok {
			c.test(t, 0, c.value(left), n, otherwise)
			return true
		}
	}
	switch l.Value.(type) {
	case term.Atom:
		if op == code.OpEq || op == code.OpSame {
			c.test(code.OpTestAtom, 0, c.value(left), c.shortConst(l.Value), otherwise)
			return true
		}
	case *term.Cons:
		if l.Value == term.Term(term.Empty) && (op == code.OpEq || op == code.OpSame) {
			c.test(code.OpTestNil, 0, c.value(left), 0, otherwise)
			return true
		}
	case term.Binary:
		if op == code.OpEq || op == code.OpSame {
			c.test(code.OpTestConst, 0, c.value(left), c.shortConst(l.Value), otherwise)
			return true
		}
	case int:
		if op == code.OpSame {
			c.integer(l.Value.(int), c.value(left), otherwise)
			return true
		}
	}
	return false
}

// guards goes on when one of the guards holds.
func (c *compiler) guards(gs []core.Expr, otherwise label) {
	if len(gs) == 0 {
		return
	}
	holds := c.label()
	for i, g := range gs {
		last := i == len(gs)-1
		next := otherwise
		if !last {
			next = c.label()
		}
		c.guard(g, next)
		if !last {
			c.jump(holds)
			c.bind(next)
		}
	}
	c.bind(holds)
}

// guard goes on when a guard is true; when not, or when it fails, to a label.
func (c *compiler) guard(g core.Expr, otherwise label) {
	from := c.here()
	c.branch(g, otherwise, demand{kind: exact})
	c.guardRange(from, otherwise)
}

// guardRange has what can raise since there go to a label instead.
func (c *compiler) guardRange(from int32, otherwise label) {
	for _, in := range c.code[from:] {
		if raises(in.Op()) {
			c.protect(from, otherwise, 0, true)
			c.uses[otherwise] = true
			return
		}
	}
}

func (c *compiler) ifExpr(e *core.If, r result) {
	no, done := c.label(), c.label()
	c.at(e.Line)
	d := demand{kind: truthy}
	if e.Strict {
		d = demand{strict, e.Op, e.Line}
	}
	c.branch(e.Test, no, d)
	c.scope(e.Then, r)
	if !r.tail {
		c.jump(done)
	}
	c.bind(no)
	c.scope(e.Else, r)
	c.bind(done)
}

func (c *compiler) cond(e *core.Cond, r result) {
	done := c.label()
	for i, t := range e.Tests {
		next := c.label()
		mark := c.top
		if i < len(e.LineOfs) {
			c.at(e.LineOfs[i])
		}
		c.statements(t, func(last core.Expr) { c.branch(last, next, demand{kind: truthy}) })
		c.scope(e.Bodies[i], r)
		c.top = mark
		if !r.tail {
			c.jump(done)
		}
		c.bind(next)
	}
	c.at(e.Line)
	c.emit(code.OpCondClause, 0, 0, 0, 0)
	c.bind(done)
}
