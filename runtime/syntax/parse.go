// The parser: its state, and expressions with their operators.

package syntax

import (
	"otpsh/runtime/diag"
	"otpsh/runtime/term"
)

// parser turns tokens into a quoted term, by recursive descent with
// precedence climbing. Its recursion is counted.
type parser struct {
	toks     []token
	at       int
	o        *Options
	warnings []diag.Diagnostic
	depth    int
	around   around
	places   places
}

// around is what stands around an expression, up to the next bracket.
type around uint8

const (
	anywhere   around = iota
	inCall            // a do belongs to a call without parentheses further out
	alone             // neither a do nor a comma belongs to the expression
	structName        // alone, after %
)

// class is how an expression was written, which says where it may stand.
type class uint8

const (
	matched   class = iota // may stand anywhere
	unmatched              // ends in a do block: not an argument without parentheses
	noParens               // f a, b: its commas would be ambiguous
)

// expr is an expression that was read.
type expr struct {
	term.Term
	class class
	base  bool // a value without operators: may name a struct, or be unquoted in a map
	call  bool // f a: one argument without parentheses
	sub   bool // may be followed by [key]
}

var endToken = token{kind: kEnd}

// peek is the next token.
func (p *parser) peek() *token {
	if p.at < len(p.toks) {
		return &p.toks[p.at]
	}
	return &endToken
}

func (p *parser) peekAfter(n int) *token {
	if p.at+n < len(p.toks) {
		return &p.toks[p.at+n]
	}
	return &endToken
}

func (p *parser) take() *token {
	t := p.peek()
	p.at++
	return t
}

// accept takes the next token if it is of the kind.
func (p *parser) accept(k kind) (*token, bool) {
	if t := p.peek(); t.kind == k {
		p.at++
		return t, true
	}
	return nil, false
}

func (p *parser) expect(k kind) *token {
	t, ok := p.accept(k)
	if !ok {
		p.unexpected()
	}
	return t
}

// takeOpen takes an opening token and the line ends after it, which it notes.
func (p *parser) takeOpen() *token {
	t := p.take()
	if eol, ok := p.accept(kEOL); ok {
		t.count = eol.count
	}
	return t
}

// expectClose takes a closing delimiter, with a line end before it.
func (p *parser) expectClose(k kind) *token {
	if p.peek().kind == kEOL && p.peekAfter(1).kind == k {
		p.at++
	} else if p.peek().kind == kEOL {
		p.at++
		p.unexpected()
	}
	return p.expect(k)
}

// eoe takes the end of an expression: line ends, a semicolon, or both.
func (p *parser) eoe() *token {
	t, ok := p.accept(kEOL)
	if s, semi := p.accept(kSemicolon); semi {
		if !ok {
			t = s
		}
		ok = true
	}
	if !ok {
		return nil
	}
	return t
}

// grammar is a whole text.
func (p *parser) grammar() term.Term {
	first := p.eoe()
	if p.peek().kind == kEnd {
		if first == nil {
			return node(atomBlock, term.Empty, term.Empty)
		}
		return node(atomBlock, p.meta(first), term.Empty)
	}
	var exprs []term.Term
	for {
		e := p.expr(powerLowest).Term
		end := p.eoe()
		if end != nil {
			e = p.endOfExpression(e, end)
		}
		exprs = append(exprs, e)
		if p.peek().kind == kEnd {
			return p.block(exprs, nil, nil)
		}
		if end == nil {
			p.unexpected()
		}
	}
}

// enter counts one more level of nesting.
func (p *parser) enter(t *token) {
	p.depth++
	if p.depth > p.o.Depth {
		p.fail(t, tooDeep, describe(t))
	}
}

// expr reads an expression whose operators bind at least as strongly as min.
func (p *parser) expr(min int) expr {
	p.enter(p.peek())
	e := p.operators(p.prefix(), min, false)
	p.depth--
	return e
}

// exprBeforePipe reads an expression that a | may follow: the start of a map
// update.
func (p *parser) exprBeforePipe() expr {
	p.enter(p.peek())
	e := p.operators(p.prefix(), powerLowest, true)
	p.depth--
	return e
}

// operators reads the dots and binary operators after an operand.
func (p *parser) operators(left expr, min int, stopAtPipe bool) expr {
	for {
		op := p.peek()
		switch {
		case left.class == noParens:
			return left
		case op.kind == kDot || op.kind == kDotCall:
			if left.class != matched || min > powerDot {
				return left
			}
			left = p.dotted(left)
			continue
		case stopAtPipe && op.kind == kPipeOp:
			return left
		}
		b, ok := bindings[op.kind]
		if !ok || b.power < min {
			return left
		}
		op = p.takeOpen()
		right := p.rightOf(op, b)
		result := expr{class: right.class}
		if left.class == unmatched {
			result.class = unmatched
			if right.class == noParens {
				p.warnLine(op, "missing parentheses on expression following operator \""+op.name+
					"\", you must add parentheses to avoid ambiguities")
			}
		}
		result.Term = p.binary(left.Term, op, right.Term)
		left = result
	}
}

func (p *parser) rightOf(op *token, b binding) expr {
	if op.kind == kWhenOp && isKeyToken(p.peek()) {
		return expr{Term: p.keywordsNoParens(), class: noParens}
	}
	min := b.power
	if !b.right {
		min++
	}
	right := p.expr(min)
	if op.kind == kArrowOp && (right.call || right.class == noParens) {
		p.warnPipe(op, right.Term)
	}
	return right
}

// prefix reads an operand with the operators before it.
func (p *parser) prefix() expr {
	op := p.peek()
	switch op.kind {
	case kUnaryOp, kDualOp, kTernaryOp:
		return p.prefixed(powerUnary, true)
	case kCaptureOp:
		return p.prefixed(powerCapture, false)
	case kEllipsisOp:
		if next := p.peekAfter(1); !startsExpr(next) && next.kind != kDualOp {
			p.at++
			return expr{Term: node(term.Intern(op.name), p.meta(op), term.Empty), base: true}
		}
		p.at++
		operand := p.expr(powerCapture)
		return expr{Term: p.unary(op, operand.Term), class: operand.class, base: operand.base}
	case kAtOp:
		return p.attribute()
	}
	return p.primary(false)
}

// prefixed reads a prefix operator and its operand.
func (p *parser) prefixed(power int, base bool) expr {
	op := p.take()
	p.accept(kEOL)
	operand := p.expr(power)
	return expr{Term: p.unary(op, operand.Term), class: operand.class, base: base && operand.base}
}

// attribute reads @, which binds before the dot and before [key].
func (p *parser) attribute() expr {
	op := p.take()
	p.accept(kEOL)
	var operand expr
	switch p.peek().kind {
	case kUnaryOp, kDualOp, kTernaryOp, kCaptureOp, kEllipsisOp, kAtOp:
		operand = p.expr(powerAt)
	default:
		operand = p.primary(true)
	}
	e := expr{Term: p.unary(op, operand.Term), class: operand.class, base: operand.base}
	if operand.sub && p.peek().kind == kBracketOpen {
		e.sub = true
		return p.accesses(e)
	}
	return e
}

// startsExpr reports a token that an operand can begin with.
func startsExpr(t *token) bool {
	switch t.kind {
	case kParenOpen, kBracketOpen, kCurlyOpen, kBitOpen, kMapOp, kPercent,
		kIdentifier, kParenIdentifier, kBracketIdentifier, kDoIdentifier, kOpIdentifier, kAlias,
		kAtom, kAtomQuoted, kAtomSafe, kAtomUnsafe, kInt, kFloat, kChar, kString, kCharlist,
		kStringHeredoc, kCharlistHeredoc, kSigil, kTrue, kFalse, kNil, kFn,
		kCaptureInt, kCaptureOp, kAtOp, kUnaryOp, kEllipsisOp:
		return true
	}
	return false
}

// beginsOperand also knows the binary operators that can stand first.
func beginsOperand(t *token) bool {
	return startsExpr(t) || t.kind == kDualOp || t.kind == kTernaryOp || t.kind == kRangeOp
}

func isKeyToken(t *token) bool {
	return t.kind == kKeyword || t.kind == kKeywordSafe || t.kind == kKeywordUnsafe
}

// primary reads a value: a literal, a container, a name or a call. Bare
// leaves a [key] after it to the caller.
func (p *parser) primary(bare bool) expr {
	t := p.peek()
	e := expr{base: true, sub: true}
	switch t.kind {
	case kIdentifier, kParenIdentifier, kBracketIdentifier, kDoIdentifier, kOpIdentifier:
		p.at++
		return p.named(&callee{name: t}, bare)
	case kRangeOp:
		p.at++
		return expr{Term: node(term.Intern(t.name), p.meta(t), term.Empty), base: true}
	case kParenOpen:
		e.Term = p.parenthesized(false)
	case kInt, kFloat, kChar:
		p.at++
		e.Term = p.number(t)
	case kTrue, kFalse, kNil:
		p.at++
		e.Term = p.literal(term.Intern(t.name), t)
	case kAtom, kAtomQuoted, kAtomSafe, kAtomUnsafe:
		p.at++
		e.Term = p.atomNode(t)
	case kString, kCharlist, kStringHeredoc, kCharlistHeredoc:
		p.at++
		e.Term = p.stringNode(t)
	case kSigil:
		p.at++
		e.Term = p.sigilNode(t)
	case kAlias:
		p.at++
		e.Term = p.aliasNode(t)
	case kCaptureInt:
		p.at++
		e.Term = p.unary(t, p.expect(kInt).value)
	case kFn:
		e.Term = p.fn()
	case kBracketOpen:
		e.Term = p.list()
	case kCurlyOpen:
		e.Term = p.tuple()
	case kBitOpen:
		e.Term = p.bitstring()
	case kMapOp:
		e.Term = p.mapLiteral()
	case kPercent:
		e.Term = p.structLiteral()
	default:
		p.unexpected()
	}
	if bare {
		p.checkNoKey()
		return e
	}
	return p.accesses(e)
}

// checkNoKey refuses a key after a value: a comma or a call is missing.
func (p *parser) checkNoKey() {
	t := p.peek()
	if t.kind != kKeyword {
		return
	}
	if t.name == "do" {
		p.failAround(t, "unexpected keyword: ", invalidDo, "do:")
	}
	p.fail(t, beforeToken, "'"+t.name+":'")
}

// accesses reads the [key]s after a value.
func (p *parser) accesses(e expr) expr {
	for e.sub && p.peek().kind == kBracketOpen {
		open := p.takeOpen()
		key, end := p.accessKey()
		e.Term = p.access(e.Term, key, open, end)
		e.base = true
	}
	if e.sub {
		p.checkNoKey()
	}
	return e
}

// accessKey reads the inside of [key] and its end.
func (p *parser) accessKey() (term.Term, *token) {
	defer p.within(anywhere)()
	if isKeyToken(p.peek()) {
		kw := p.keywordsData()
		return kw, p.expectClose(kBracketClose)
	}
	key := p.element()
	if comma, ok := p.accept(kComma); ok {
		if k := p.peek().kind; k != kBracketClose && k != kEOL {
			p.elements(kBracketClose)
			p.expectClose(kBracketClose)
			p.fail(comma, "too many arguments when accessing a value. "+
				"The value[key] notation in Elixir expects either a single argument or a keyword list. "+
				"The following examples are allowed:\n\n"+
				"    value[one]\n"+
				"    value[one: 1, two: 2]\n"+
				"    value[[one, two, three]]\n\n"+
				"These are invalid:\n\n"+
				"    value[1, 2, 3]\n"+
				"    value[one, two, three]\n\n"+
				"Syntax error after: ", "','")
		}
	}
	return key, p.expectClose(kBracketClose)
}

// within sets what stands around until the function that it returns is called.
func (p *parser) within(inner around) func() {
	outer := p.around
	p.around = inner
	return func() { p.around = outer }
}
