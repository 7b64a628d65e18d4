// Operators: spaces, line ends and parentheses around them.

package syntax

import (
	"strings"

	"otpsh/runtime/term"
)

func oneOf(name, names string) bool { return strings.Contains(names, " "+name+" ") }

// Sets of operators, each between spaces.
const (
	noSpaceOps       = " .. // "
	noNewlineOps     = " \\\\ in "
	pipelineOps      = " |> ~>> <<~ ~> <~ <~> <|> "
	newlineBeforeOps = " | when "
	logicalOps       = " ||| || or &&& && and "
	nextBreakOps     = " <- == != =~ === !== < > <= >= = :: "
	notAssociative   = " -- --- "
	parensOnOperands = " <<< >>> |> <~ ~> <<~ ~>> <~> <|> in ^^^ // ++ -- +++ --- <> .. "
)

// operandPlace is the place of what stands in at, where choice is that of a
// free operand.
func operandPlace(at, choice place) place {
	switch at {
	case inNoParensOneArg, inNoParensArg:
		return inNoParensArg
	case inParensOneArg, inParensArg:
		return inParensArg
	}
	return choice
}

func leftPlace(at place) place  { return operandPlace(at, inParensArg) }
func rightPlace(at place) place { return operandPlace(at, inOperand) }

func (p *printer) unary(op string, arg term.Term, at place) *doc {
	d := p.quoted(arg, operandPlace(at, inOperand))
	inner, _, args, ok := nodeOf(arg)
	nested := ok && (op == "!" || op == "not") && isAtom(inner, term.Intern(op)) && listOf(args, 1)
	if !nested {
		d = wrapIf(needsParens(arg), d)
	}
	if op == "not" {
		op = "not "
	}
	return concat(raw(op), d)
}

// notIn prints not(a in b) as a not in b.
func (p *printer) notIn(meta term.Term, args []term.Term, at place) (*doc, bool) {
	if len(args) != 1 {
		return nil, false
	}
	op, _, inner, ok := nodeOf(args[0])
	sides, isArgs := properList(inner)
	if !ok || !isAtom(op, atomIn) || !isArgs || len(sides) != 2 {
		return nil, false
	}
	return p.binary("in", "not in", meta, sides[0], sides[1], at, p.nesting), true
}

// operand is one of several joined by the same operators. Op is "" for the
// first.
type operand struct {
	op   string
	t    term.Term
	at   place
	last bool
}

// binary prints a binary operator; text is how it is written.
func (p *printer) binary(op, text string, meta, left, right term.Term, at place, nesting int) *doc {
	switch {
	case oneOf(op, newlineBeforeOps):
		return p.operatorBefore(op, text, meta, left, right, at)
	case oneOf(op, pipelineOps):
		return p.pipeline(op, meta, left, right, at)
	}
	l := p.operand(left, leftPlace(at), op, false, 2)
	r := p.operand(right, rightPlace(at), op, true, 0)
	switch {
	case oneOf(op, noSpaceOps):
		return concat(group(l), raw(text), group(r))
	case oneOf(op, noNewlineOps):
		return concat(group(l), raw(" "+text+" "), group(r))
	}
	eol := p.eol(meta)
	fits := oneOf(op, nextBreakOps) && p.nextBreakFits(right) && !eol
	return p.withNextBreak(fits, r, func(r *doc) *doc {
		r = nestBreak(glue(raw(" "+text), " ", group(r)), nesting)
		if eol {
			r = forceUnfit(r)
		}
		return concat(group(l), group(r))
	})
}

// operatorBefore prints | and when, which begin the lines that they break.
func (p *printer) operatorBefore(op, text string, meta, left, right term.Term, at place) *doc {
	min := metaLine(meta)
	if _, m, _, ok := nodeOf(left); ok {
		min = metaLine(m)
	}
	operands := []operand{{t: left, at: leftPlace(at)}}
	max, rightAt, rightMeta, last := 0, rightPlace(at), meta, right
	for {
		name, m, args, ok := nodeOf(last)
		sides, isArgs := properList(args)
		if !ok || !isAtom(name, term.Intern(op)) || !isArgs || len(sides) != 2 {
			break
		}
		operands = append(operands, operand{op: op, t: sides[0], at: leftPlace(rightAt)})
		last, rightMeta, rightAt = sides[1], m, rightPlace(rightAt)
	}
	max = metaLine(rightMeta)
	operands = append(operands, operand{op: op, t: last, at: rightAt, last: true})
	text += " "
	d := p.operands(operands, meta, min, max, at, func(o operand) *doc {
		if o.op == "" {
			return p.operand(o.t, o.at, op, false, 2)
		}
		d := nest(p.operand(o.t, o.at, op, o.last, 0), len(text))
		if list, ok := properList(o.t); ok && forceArgs(list) {
			d = forceUnfit(d)
		}
		return concat(raw(text), d)
	})
	if list, ok := properList(right); ok && allPairs(list) && (at == inParensArg || at == inNoParensArg) {
		return wrapParens(d)
	}
	return d
}

// pipeline prints a |> b |> c, one on each line when they break.
func (p *printer) pipeline(op string, meta, left, right term.Term, at place) *doc {
	max := metaLine(meta)
	operands := []operand{{op: op, t: right, at: rightPlace(at)}}
	leftAt, leftMeta := leftPlace(at), meta
	for {
		name, m, args, ok := nodeOf(left)
		sides, isArgs := properList(args)
		a, isName := name.(term.Atom)
		if !ok || !isArgs || len(sides) != 2 || !isName || !oneOf(a.Name(), pipelineOps) {
			break
		}
		operands = append(operands, operand{op: a.Name(), t: sides[1], at: rightPlace(leftAt)})
		left, leftMeta, leftAt = sides[0], m, leftPlace(leftAt)
	}
	min := metaLine(leftMeta)
	if _, m, _, ok := nodeOf(left); ok {
		min = metaLine(m)
	}
	operands = append(operands, operand{t: left, at: leftAt})
	for i, j := 0, len(operands)-1; i < j; i, j = i+1, j-1 {
		operands[i], operands[j] = operands[j], operands[i]
	}
	return p.operands(operands, meta, min, max, at, func(o operand) *doc {
		if o.op == "" {
			return p.operand(o.t, o.at, op, false, 2)
		}
		return concat(raw(o.op+" "), p.operand(o.t, o.at, o.op, true, 0))
	})
}

// operands prints joined operands with the comments among them.
func (p *printer) operands(operands []operand, meta term.Term, min, max int, at place, print func(operand) *doc) *doc {
	var done []printed
	if at == inNoParensOneArg {
		// There is no place for a comment before the first one.
		done = append(done, printed{print(operands[0]), nil, 1})
		operands = operands[1:]
	}
	terms := make([]term.Term, len(operands))
	for i, o := range operands {
		terms[i] = o.t
	}
	docs, comments := p.withComments(len(operands), done, min, max, terms, func(i int) printed {
		return printed{print(operands[i]), nil, 1}
	})
	if comments || p.eol(meta) {
		return forceUnfit(joinDocs(docs, lines))
	}
	return joinDocs(docs, spaceGlue)
}

// operand prints one side of an operator, in parentheses where they are
// needed or clearer.
func (p *printer) operand(t term.Term, at place, parent string, right bool, nesting int) *doc {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > printDepth {
		return p.quoted(t, at) // which cuts
	}
	op, meta, args, ok := nodeOf(t)
	list, isArgs := properList(args)
	if !ok || !isArgs {
		return p.quoted(t, at)
	}
	if parent == "in" && !right && isAtom(op, atomBlock) && len(list) == 1 {
		inner, _, innerArgs, ok := nodeOf(list[0])
		if a, isArgs := properList(innerArgs); ok && isArgs && len(a) == 1 && (isAtom(inner, atomNot) || isAtom(inner, atomBang)) {
			return wrapParens(p.unary(inner.(term.Atom).Name(), a[0], at))
		}
	}
	up, _ := printedBinding(parent)
	name, isName := op.(term.Atom)
	if isName && len(list) == 2 {
		if b, ok := printedBinding(name.Name()); ok {
			return p.nestedOperator(name.Name(), b, meta, list, at, parent, up, right, nesting)
		}
	}
	if isName && name.Name() == "&" && len(list) == 1 {
		if _, isInt := list[0].(int); !isInt && (!right || !up.right && up.power > powerCapture) {
			return wrapParens(p.quoted(t, at))
		}
	}
	return p.quoted(t, at)
}

func (p *printer) nestedOperator(op string, b binding, meta term.Term, sides []term.Term, at place, parent string, up binding, right bool, nesting int) *doc {
	same := up.right == right
	switch {
	case same && op == parent && !oneOf(op, notAssociative):
		return p.binary(op, op, meta, sides[0], sides[1], at, nesting)
	case oneOf(parent, parensOnOperands) && !oneOf(op, noSpaceOps),
		oneOf(op, logicalOps) && oneOf(parent, logicalOps),
		up.power > b.power,
		up.power == b.power && !same:
		return wrapParens(p.binary(op, op, meta, sides[0], sides[1], at, 2))
	}
	return p.binary(op, op, meta, sides[0], sides[1], at, 2)
}

func isBinaryOperator(t term.Term) bool {
	op, _, args, ok := nodeOf(t)
	name, isName := op.(term.Atom)
	if !ok || !isName {
		return false
	}
	if listOf(args, 3) {
		return name == atomStepRange
	}
	_, binary := printedBinding(name.Name())
	return binary && listOf(args, 2)
}

func isUnaryOperator(t term.Term) bool {
	op, _, args, ok := nodeOf(t)
	name, isName := op.(term.Atom)
	if !ok || !isName || !listOf(args, 1) {
		return false
	}
	_, unary := unaryBinding(name.Name())
	return unary
}

// needsParens reports an operator, alone in a block or not, but for reads of
// attributes and &1.
func needsParens(t term.Term) bool {
	for {
		op, _, args, ok := nodeOf(t)
		if !ok || !isAtom(op, atomBlock) || !listOf(args, 1) {
			break
		}
		t = args.(*term.Cons).Head
	}
	if !isUnaryOperator(t) && !isBinaryOperator(t) {
		return false
	}
	op, _, args, _ := nodeOf(t)
	list, _ := properList(args)
	switch {
	case isAtom(op, term.Intern("@")) && len(list) == 1:
		name, _, context, ok := nodeOf(list[0])
		a, isName := name.(term.Atom)
		_, isVar := context.(term.Atom)
		return !(ok && isName && isVar && ClassifyAtom(a.Name()) == IdentifierAtom)
	case isAtom(op, term.Intern("&")) && len(list) == 1:
		_, isInt := list[0].(int)
		return !isInt
	}
	return true
}

// withParens prints a term, in parentheses when it is an operator.
func (p *printer) withParens(t term.Term, at place) *doc {
	return wrapIf(needsParens(t), p.quoted(t, at))
}

// attribute prints @name, @name value, @(other).
func (p *printer) attribute(meta, arg term.Term, at place) *doc {
	op, callMeta, args, ok := nodeOf(arg)
	list, isArgs := properList(args)
	name, isName := op.(term.Atom)
	switch {
	case ok && isAtom(op, atomAliases) && len(list) > 1:
		return concat(raw("@("), p.quoted(arg, inParensArg), raw(")"))
	case ok && isName && isArgs && len(list) == 1 && name != atomBlock && name != atomAliases &&
		ClassifyAtom(name.Name()) == IdentifierAtom:
		call, wrap := p.callArgs(list, callMeta, at, skipUnlessMany, false)
		text := name.Name()
		if name == term.Nil {
			text = "" // as nil is in a text
		}
		return wrapIf(wrap, concat(str("@"+text), call))
	}
	return p.unary("@", arg, at)
}

// capture prints &1, &f/1, &f(&1).
func (p *printer) capture(arg term.Term, at place) *doc {
	if _, ok := arg.(int); ok {
		return raw("&" + numberText(arg))
	}
	d := p.captureTarget(arg, at)
	if s := layout(d, noWidth); s != "" && (s[0] == '&' || isDigit(s[0])) {
		return concat(raw("& "), d)
	}
	return concat(raw("&"), d)
}

func (p *printer) captureTarget(arg term.Term, at place) *doc {
	if target, arity, ok := nameAndArity(arg); ok {
		op, _, args, ok := nodeOf(target)
		if parts, isDot := dotParts(op); ok && isDot && len(parts) == 2 && listOf(args, 0) {
			if fun, ok := parts[1].(term.Atom); ok {
				return concat(nest(p.remoteTarget(parts[0]), 1), str("."+inspectCall(fun.Name(), escapeQuote)+"/"+arity))
			}
		}
		name, isName := op.(term.Atom)
		if _, isVar := args.(term.Atom); ok && isName && isVar {
			return str(name.Name() + "/" + arity)
		}
	}
	return wrapIf(needsParens(arg), p.quoted(arg, at))
}

func dotParts(t term.Term) ([]term.Term, bool) {
	_, parts, ok := dotted(t)
	return parts, ok
}

// nameAndArity takes name/arity apart.
func nameAndArity(t term.Term) (target term.Term, arity string, ok bool) {
	op, _, args, ok := nodeOf(t)
	sides, isArgs := properList(args)
	if !ok || !isAtom(op, atomSlash) || !isArgs || len(sides) != 2 {
		return nil, "", false
	}
	block, _, inner, ok := nodeOf(sides[1])
	one, isArgs := properList(inner)
	if !ok || !isAtom(block, atomBlock) || !isArgs || len(one) != 1 {
		return nil, "", false
	}
	n, ok := one[0].(int)
	return sides[0], numberText(n), ok
}
