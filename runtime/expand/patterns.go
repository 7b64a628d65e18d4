// The walk over patterns.

package expand

import (
	"math/big"
	"strings"

	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// matchState is a pattern being expanded, or the patterns of one clause head.
type matchState struct {
	pre        *binding // what was in scope before: what ^x reads
	first      VarID    // variables from here on are bound by the pattern
	bits       bool     // inside the size of a bitstring segment
	beforeBits *binding // what was in scope where that bitstring starts
	cycles     cycles
}

// inMatch runs f with patterns, those of code, as what it expands.
func (c *ctx) inMatch(pre *binding, meta term.Term, code []term.Term, f func()) {
	match, mode := c.match, c.mode
	c.match, c.mode = &matchState{pre: pre, first: c.next}, InMatch
	f()
	c.refuseCycles(meta, code)
	c.match, c.mode = match, mode
}

// pattern expands one pattern.
func (c *ctx) pattern(q term.Term) core.Pattern {
	c.enter(q)
	p := c.patternOf(q)
	c.depth--
	return p
}

func (c *ctx) patternOf(q term.Term) core.Pattern {
	switch t := q.(type) {
	case term.Atom, int, *big.Int, term.Binary, term.PID, term.Port:
		return &core.PLiteral{Value: q}
	case float64:
		if t == 0 {
			c.warn(term.Empty, "pattern matching on 0.0 is equivalent to matching only on +0.0 from Erlang/OTP 27+. Instead you must match on +0.0 or -0.0")
		}
		return &core.PLiteral{Value: q}
	case *term.Cons:
		return c.listPattern(t)
	case *term.Tuple:
		switch len(t.Elems) {
		case 2:
			return makePTuple(c.patterns(t.Elems))
		case 3:
			if p := c.nodePattern(t); p != nil {
				return p
			}
		}
	}
	c.invalidQuoted(q)
	return nil
}

func (c *ctx) patterns(qs []term.Term) []core.Pattern {
	out := make([]core.Pattern, len(qs))
	for i, q := range qs {
		out[i] = c.pattern(q)
	}
	return out
}

func (c *ctx) listPattern(l *term.Cons) core.Pattern {
	if l == nil {
		return &core.PLiteral{Value: term.Empty}
	}
	elems, ok := term.Slice(l)
	if !ok {
		c.invalidQuoted(l)
	}
	last := len(elems) - 1
	if _, tail, ok := call(elems[last], atomBar); ok && len(tail) == 2 {
		heads := c.patterns(append(append([]term.Term(nil), elems[:last]...), tail[0]))
		return makePList(heads, c.pattern(tail[1]))
	}
	return makePList(c.patterns(elems), nil)
}

func makePTuple(elems []core.Pattern) core.Pattern {
	if values, ok := patternLiterals(elems); ok {
		return &core.PLiteral{Value: term.OwnTuple(values)}
	}
	return &core.PTuple{Elems: elems}
}

func makePList(elems []core.Pattern, tail core.Pattern) core.Pattern {
	values, ok := patternLiterals(elems)
	if ok && tail == nil {
		return &core.PLiteral{Value: term.List(values...)}
	}
	if lit, isLit := tail.(*core.PLiteral); ok && isLit {
		return &core.PLiteral{Value: term.ListTail(values, lit.Value)}
	}
	return &core.PList{Elems: elems, Tail: tail}
}

func patternLiterals(ps []core.Pattern) ([]term.Term, bool) {
	values := make([]term.Term, len(ps))
	for i, p := range ps {
		lit, ok := p.(*core.PLiteral)
		if !ok {
			return nil, false
		}
		values[i] = lit.Value
	}
	return values, true
}

// nodePattern expands {form, meta, args}; nil when that is no quoted code.
func (c *ctx) nodePattern(t *term.Tuple) core.Pattern {
	form, meta, rest, ok := node(t)
	if !ok {
		return nil
	}
	if name, ok := form.(term.Atom); ok {
		if context, ok := rest.(term.Atom); ok {
			return c.atomPattern(t, name, meta, context)
		}
		args, ok := term.Slice(rest)
		if !ok {
			return nil
		}
		if p := c.specialPattern(t, name, meta, args); p != nil {
			return p
		}
		return c.callPattern(t, name, meta, args)
	}
	args, ok := term.Slice(rest)
	if !ok {
		return nil
	}
	if _, parts, ok := call(form, atomDot); ok {
		switch len(parts) {
		case 1:
			c.notAPattern(meta, "anonymous call")
		case 2:
			if right, ok := parts[1].(term.Atom); ok {
				return c.remotePattern(t, parts[0], right, meta, args)
			}
		}
	}
	c.fail(meta, "invalid call %s", toString(t))
	return nil
}

func (c *ctx) notAPattern(meta term.Term, what string) {
	c.failInFile(meta, "invalid pattern in match, %s is not allowed in matches", what)
}

// atomPattern is a variable, or a compiler variable.
func (c *ctx) atomPattern(q term.Term, name term.Atom, meta term.Term, context term.Atom) core.Pattern {
	switch name.Name() {
	case "_":
		return &core.PWild{}
	case "__MODULE__", "__DIR__":
		v, _ := literalValue(c.atomNode(q, name, meta, context))
		return &core.PLiteral{Value: v}
	case "__ENV__", "__CALLER__", "__STACKTRACE__":
		c.notAPattern(meta, name.Name())
	}
	key := varKey(name, meta, context)
	b := c.vars.find(key)
	if b != nil && b.id >= c.match.first {
		// The same variable again in one pattern: both must be the same value.
		if strings.HasPrefix(name.Name(), "_") && shouldWarn(meta) {
			c.warn(meta, "the underscored variable %s appears more than once in a match. This means the pattern will only match if all \"%s\" bind to the same value. If this is the intended behaviour, please remove the leading underscore from the variable name, otherwise give the variables different names",
				varInfoText(name, context), name.Name())
		}
		c.use(b.id, meta)
		c.match.cycles.mention(key)
		return &core.PPin{Value: &core.Var{ID: b.id, Name: name}}
	}
	id := c.bind(key, meta, b != nil)
	c.match.cycles.mention(key)
	return &core.PVar{ID: id, Name: name}
}

// specialPattern expands a special form; nil when name/arity is none.
func (c *ctx) specialPattern(q term.Term, name term.Atom, meta term.Term, args []term.Term) core.Pattern {
	switch name.Name() {
	case "=":
		if len(args) == 2 {
			return c.parallel(q)
		}
	case "__block__":
		switch len(args) {
		case 0:
			return &core.PLiteral{Value: term.Nil}
		case 1:
			return c.pattern(args[0])
		}
		c.fail(meta, "invalid pattern in match, __block__ is not allowed in matches")
	case "$literal":
		if len(args) == 1 {
			return &core.PLiteral{Value: args[0]}
		}
	case "__aliases__":
		return &core.PLiteral{Value: c.aliases(q, meta, args, true)}
	case "{}":
		return makePTuple(c.patterns(args))
	case "%{}":
		return c.mapPattern(q, meta, args)
	case "%":
		if len(args) == 2 {
			return c.structPattern(meta, args[0], args[1])
		}
	case "<<>>":
		return c.bitsPattern(meta, args, false)
	case "^":
		if len(args) == 1 {
			return c.pin(meta, args[0])
		}
	case "->", "::", "|", "__cursor__", "unquote", "unquote_splicing", "quote":
		// Errors, or constants: as in a body.
		if IsSpecialForm(name, len(args)) {
			return c.constantPattern(q, meta)
		}
	case "alias", "require", "import", "&", "fn", "cond", "case", "receive", "try", "for", "with", "super":
		if IsSpecialForm(name, len(args)) {
			c.notAPattern(meta, name.Name())
		}
	}
	return nil
}

// constantPattern expands code as in a body and takes the constant it gives.
func (c *ctx) constantPattern(q, meta term.Term) core.Pattern {
	mode := c.mode
	c.mode = InBody
	e := c.expr(q)
	c.mode = mode
	if v, ok := literalValue(e); ok {
		return &core.PLiteral{Value: v}
	}
	c.fail(meta, "invalid pattern in match, %s is not allowed in matches", toString(q))
	return nil
}

// pin is ^x.
func (c *ctx) pin(meta, arg term.Term) core.Pattern {
	if name, m, context, ok := variable(arg); ok && name != atomUnderscore && !isCompilerVar(name) {
		c.pinning = true
		e := c.readVar(arg, name, m, context)
		c.pinning = false
		return &core.PPin{Value: e}
	}
	c.fault(meta, "", "invalid argument for unary operator ^, expected an existing variable, got: ^%s", toString(arg))
	return &core.PWild{}
}

func isCompilerVar(name term.Atom) bool {
	switch name.Name() {
	case "__MODULE__", "__DIR__", "__ENV__", "__CALLER__", "__STACKTRACE__":
		return true
	}
	return false
}

// callPattern is name(args...): a macro, or one of the few functions that a
// pattern may hold.
func (c *ctx) callPattern(q term.Term, name term.Atom, meta term.Term, args []term.Term) core.Pattern {
	c.refuseAmbiguousOp(name, meta, args)
	t := c.resolve(meta, name, args)
	switch {
	case t.macro:
		return c.pattern(t.quoted)
	case !t.module.IsZero():
		return c.functionPattern(t.module, name, meta, args)
	}
	if c.env.Function == nil {
		c.undefinedFunction(meta, name, len(args))
	}
	c.moduleFault(meta, "cannot find or invoke local %s/%d inside a match. Only macros can be invoked inside a match and they must be defined before their invocation. Called as: %s",
		name.Name(), len(args), toString(q))
	c.patterns(args)
	return &core.PWild{}
}

func (c *ctx) remotePattern(q, left term.Term, right term.Atom, meta term.Term, args []term.Term) core.Pattern {
	var receiver core.Pattern
	switch left.(type) {
	case *term.Tuple, term.Atom:
		receiver = c.pattern(left)
	default:
		c.fail(meta, "invalid call %s", toString(q))
	}
	lit, ok := receiver.(*core.PLiteral)
	if !ok {
		c.fail(meta, "cannot invoke remote function %s.%s/%d inside a match", toString(left), right.Name(), len(args))
	}
	module, ok := lit.Value.(term.Atom)
	if !ok {
		c.fail(meta, "invalid call %s", toString(q))
	}
	if _, inlined := inlines[mfa{module, right, len(args)}]; !inlined {
		if t := c.resolveRemote(meta, module, right, args); t.macro {
			return c.pattern(t.quoted)
		}
	}
	return c.functionPattern(module, right, meta, args)
}

// functionPattern is -1, +1 and list ++ pattern.
func (c *ctx) functionPattern(module, name term.Atom, meta term.Term, args []term.Term) core.Pattern {
	if n, ok := foldSign(module, name, args); ok {
		return &core.PLiteral{Value: n}
	}
	if to, toName := inline(module, name, len(args)); to == atomErlang && toName == atomAppend && len(args) == 2 {
		left, right := c.pattern(args[0]), c.pattern(args[1])
		if p := appendPattern(left, right); p != nil {
			return p
		}
		c.fail(meta, "invalid argument for ++ operator inside a match, expected a literal proper list, got: %s", toString(args[0]))
	}
	module, name = inline(module, name, len(args))
	c.patterns(args)
	c.fail(meta, "cannot invoke remote function %s.%s/%d inside a match", inspectAtom(module), name.Name(), len(args))
	return nil
}

var atomAppend = term.Intern("++")

// appendPattern is left ++ right for a left that is a proper list; else nil.
func appendPattern(left, right core.Pattern) core.Pattern {
	switch l := left.(type) {
	case *core.PLiteral:
		elems, ok := term.Slice(l.Value)
		if !ok {
			return nil
		}
		if len(elems) == 0 {
			return right
		}
		out := make([]core.Pattern, len(elems))
		for i, e := range elems {
			out[i] = &core.PLiteral{Value: e}
		}
		return makePList(out, right)
	case *core.PList:
		if l.Tail == nil {
			return makePList(l.Elems, right)
		}
		if rest := appendPattern(l.Tail, right); rest != nil {
			return makePList(l.Elems, rest)
		}
	}
	return nil
}

// head expands the patterns and guards of a clause: of `a, b when g`. The
// patterns see the variables in scope; what they bind the body sees.
func (c *ctx) head(meta term.Term, args, guards []term.Term) ([]core.Pattern, []core.Expr) {
	var ps []core.Pattern
	c.inMatch(c.vars, meta, []term.Term{term.List(args...)}, func() { ps = c.patterns(args) })
	return ps, c.guards(guards)
}

// guards expands the alternatives of a guard.
func (c *ctx) guards(qs []term.Term) []core.Expr {
	if len(qs) == 0 {
		return nil
	}
	match, mode := c.match, c.mode
	c.match, c.mode = nil, InGuard
	out := make([]core.Expr, len(qs))
	for i, q := range qs {
		out[i] = c.expr(q)
	}
	c.match, c.mode = match, mode
	return out
}

// warnLength warns of length(x) == 0 and length(x) > 0.
func (c *ctx) warnLength(q term.Term) { c.warnLengthIn(q, 0) }

func (c *ctx) warnLengthIn(q term.Term, depth int) {
	form, meta, rest, ok := node(q)
	name, isAtom := form.(term.Atom)
	args, isCall := term.Slice(rest)
	if !ok || !isAtom || !isCall || len(args) != 2 || depth > MaxDepth {
		return
	}
	switch name.Name() {
	case "and", "or":
		c.warnLengthIn(args[0], depth+1)
		c.warnLengthIn(args[1], depth+1)
	case "==", ">":
		_, of, ok := call(args[0], atomLength)
		if !ok || len(of) != 1 || args[1] != term.Int(0) {
			return
		}
		arg := toString(of[0])
		if name.Name() == "==" {
			c.warnInFile(meta, "do not use \"length(%s) == 0\" to check if a list is empty since length always traverses the whole list. Prefer to pattern match on an empty list or use \"%s == []\" as a guard", arg, arg)
			return
		}
		c.warnInFile(meta, "do not use \"length(%s) > 0\" to check if a list is not empty since length always traverses the whole list. Prefer to pattern match on a non-empty list, such as [_ | _], or use \"%s != []\" as a guard", arg, arg)
	}
}

var atomLength = term.Intern("length")

// alternatives are the guards of g1 when g2 when ....
func alternatives(q term.Term) []term.Term {
	var out []term.Term
	todo := []term.Term{q}
	for len(todo) > 0 {
		q := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if _, sides, ok := call(q, atomWhen); ok && len(sides) == 2 {
			todo = append(todo, sides[1], sides[0])
			continue
		}
		out = append(out, q)
	}
	return out
}

// splitHead takes the left side of a clause apart: its patterns and guards.
func splitHead(left []term.Term) (patterns, guards []term.Term) {
	if len(left) == 1 {
		if _, parts, ok := call(left[0], atomWhen); ok && len(parts) > 0 {
			last := len(parts) - 1
			return parts[:last], alternatives(parts[last])
		}
	}
	return left, nil
}
