// Blocks, functions, parentheses, and the clauses with arrows in them.

package syntax

import "otpsh/runtime/term"

// fn reads fn ... end.
func (p *parser) fn() term.Term {
	defer p.within(anywhere)()
	t := p.take()
	if eoe := p.eoe(); eoe != nil {
		t.count = eoe.count
	}
	if p.peek().kind == kEndWord || p.peek().kind == kBlockIdentifier {
		p.unexpected()
	}
	entries := p.stab()
	end := p.expect(kEndWord)
	if !p.isStab(entries) {
		p.fail(t, "expected anonymous functions to be defined with -> inside: ", "'fn'")
	}
	meta := p.meta(t)
	if p.o.TokenMetadata {
		meta = p.newlines(t, cons(pair(atomClosing, p.meta(end)), meta))
	}
	return node(atomFn, meta, p.clauses(entries))
}

// doBlock reads do ... end, as the keyword list that a call takes.
func (p *parser) doBlock() (block term.Term, end *token) {
	defer p.within(anywhere)()
	do := p.take()
	p.enter(do)
	p.eoe()
	var b term.ListBuilder
	b.Add(pair(p.literal(atomDo, do), p.blockBody()))
	for p.peek().kind == kBlockIdentifier {
		t := p.take()
		p.eoe()
		b.Add(pair(p.literal(term.Intern(t.name), t), p.blockBody()))
	}
	p.depth--
	return b.List(), p.expect(kEndWord)
}

// blockBody reads what stands between do, else and such, and end.
func (p *parser) blockBody() term.Term {
	switch p.peek().kind {
	case kEndWord, kBlockIdentifier:
		return node(atomBlock, term.Empty, term.Empty)
	}
	entries := p.stab()
	if p.isStab(entries) {
		return p.clauses(entries)
	}
	return p.block(entries, nil, nil)
}

// parenthesized reads (...). As an argument after a space, several values in
// it are an error of their own.
func (p *parser) parenthesized(argument bool) term.Term {
	value, _, _ := p.parenValue(false, argument)
	return value
}

// manyArgs is (a, b) or (a: 1) before an arrow.
type manyArgs struct {
	args      []term.Term
	open, end *token
}

// parenValue reads (...): a value, or, where the head of a clause may stand, the
// arguments of one.
func (p *parser) parenValue(head, argument bool) (term.Term, *manyArgs, *token) {
	defer p.within(anywhere)()
	p.enter(p.peek())
	open := p.takeOpen()
	if end, ok := p.accept(kParenClose); ok {
		p.depth--
		if head && p.clauseFollows() {
			return nil, &manyArgs{open: open, end: end}, end
		}
		p.warn(open, "invalid expression (). "+
			"If you want to invoke or define a function, make sure there are "+
			"no spaces between the function name and its arguments. If you wanted "+
			"to pass an empty block or code, pass a value instead, such as a nil or an atom")
		return node(atomBlock, p.parensMeta(open, end, term.Empty), term.Empty), nil, end
	}
	_, semicolon := p.accept(kSemicolon)
	if semicolon && (p.peek().kind == kParenClose || p.peek().kind == kEOL && p.peekAfter(1).kind == kParenClose) {
		p.depth--
		end := p.expectClose(kParenClose)
		return p.block(nil, open, end), nil, end
	}
	entries, many := p.stabIn(!semicolon && (head || argument))
	p.depth--
	if many != nil {
		end := p.expectClose(kParenClose)
		if argument {
			p.fail(open, "unexpected parentheses. If you are making a "+
				"function call, do not insert spaces between the function name and the "+
				"opening parentheses. Syntax error before: ", "'('")
		}
		return nil, &manyArgs{args: many, open: open, end: end}, end
	}
	end := p.expect(kParenClose)
	return p.parenStab(entries, open, end), nil, end
}

// clauseFollows reports an arrow or a guard.
func (p *parser) clauseFollows() bool {
	k := p.peek().kind
	return k == kStabOp || k == kWhenOp
}

func (p *parser) parenStab(entries []term.Term, open, end *token) term.Term {
	if len(entries) == 1 {
		op, _, args, ok := nodeOf(entries[0])
		if ok && (op == term.Term(atomNot) || op == term.Term(atomBang)) && listOf(args, 1) {
			return node(atomBlock, term.Empty, term.List(entries...))
		}
	}
	if p.isStab(entries) {
		return p.containerLiteral(p.clauses(entries), open, end)
	}
	return p.block(entries, open, end)
}

// stab reads expressions and clauses up to what closes them.
func (p *parser) stab() []term.Term {
	entries, _ := p.stabIn(false)
	return entries
}

// stabIn is stab; with manyAllowed, arguments with no arrow behind them may
// be all there is, and are returned as many.
func (p *parser) stabIn(manyAllowed bool) (entries, many []term.Term) {
	for {
		e, args := p.stabEntry(manyAllowed && len(entries) == 0)
		if args != nil {
			return nil, args
		}
		end := p.eoe()
		if end != nil {
			e = p.endOfExpression(e, end)
		}
		entries = append(entries, e)
		switch p.peek().kind {
		case kParenClose, kEndWord, kBlockIdentifier:
			return entries, nil
		}
		if end == nil {
			p.unexpected()
		}
	}
}

// stabEntry reads an expression or a clause.
func (p *parser) stabEntry(manyAllowed bool) (term.Term, []term.Term) {
	switch t := p.peek(); {
	case t.kind == kStabOp:
		return p.clause(nil, nil), nil
	case isKeyToken(t):
		args := []term.Term{p.keywordsNoParens()}
		return p.clauseOrMany(args, manyAllowed)
	case t.kind == kParenOpen:
		p.enter(t)
		value, many, _ := p.parenValue(true, false)
		p.depth--
		if many != nil {
			return p.parenClause(many), nil
		}
		p.enter(t)
		e := p.operators(p.accesses(expr{Term: value, base: true, sub: true}), powerLowest, false)
		p.depth--
		return p.afterHead(e, manyAllowed)
	}
	return p.afterHead(p.expr(powerLowest), manyAllowed)
}

// afterHead goes on after an expression that may be the head of a clause.
func (p *parser) afterHead(e expr, manyAllowed bool) (term.Term, []term.Term) {
	switch k := p.peek().kind; {
	case k == kStabOp && e.class != unmatched:
		return p.clause(unwrapWhen(unwrapSplice([]term.Term{e.Term})), nil), nil
	case k == kComma && e.class == matched:
		return p.clauseOrMany(p.moreArgs(e.Term), manyAllowed)
	}
	return e.Term, nil
}

func (p *parser) clauseOrMany(args []term.Term, manyAllowed bool) (term.Term, []term.Term) {
	if p.peek().kind == kStabOp {
		return p.clause(unwrapWhen(unwrapSplice(args)), nil), nil
	}
	k := p.peek()
	if manyAllowed && (k.kind == kParenClose || k.kind == kEOL && p.peekAfter(1).kind == kParenClose) {
		return nil, args
	}
	p.unexpected()
	return nil, nil
}

// parenClause reads the guard and the rest of a clause after (a, b).
func (p *parser) parenClause(m *manyArgs) term.Term {
	args := unwrapSplice(m.args)
	if when, ok := p.accept(kWhenOp); ok {
		guard := p.expr(powerLowest).Term
		args = []term.Term{node(atomWhen, p.meta(when), term.List(append(args[:len(args):len(args)], guard)...))}
	}
	if p.peek().kind != kStabOp {
		p.unexpected()
	}
	return p.clause(args, m)
}

// clause reads the arrow and the first expression behind it.
func (p *parser) clause(args []term.Term, parens *manyArgs) term.Term {
	arrow := p.takeOpen()
	var right term.Term
	if beginsOperand(p.peek()) {
		right = p.expr(powerLowest).Term
	} else {
		p.warn(arrow, "an expression is always required on the right side of ->. Please provide a value after ->")
		right = p.literal(term.Nil, arrow)
	}
	meta := p.newlines(arrow, p.meta(arrow))
	if parens != nil {
		meta = p.parensMeta(parens.open, parens.end, meta)
	}
	return node(atomArrow, meta, term.List(term.List(args...), right))
}

// unwrapSplice takes unquote_splicing out of the block that was put around
// it: as a head it is arguments.
func unwrapSplice(args []term.Term) []term.Term {
	if len(args) != 1 {
		return args
	}
	if op, _, inner, ok := nodeOf(args[0]); ok && op == term.Term(atomBlock) {
		if exprs, ok := term.Slice(inner); ok && len(exprs) == 1 {
			if op, _, _, ok := nodeOf(exprs[0]); ok && op == term.Term(atomSplicing) {
				return exprs
			}
		}
	}
	return args
}

// unwrapWhen makes `a, b when c` one when of three.
func unwrapWhen(args []term.Term) []term.Term {
	n := len(args)
	if n == 0 {
		return args
	}
	op, meta, inner, ok := nodeOf(args[n-1])
	if !ok || op != term.Term(atomWhen) || !listOf(inner, 2) {
		return args
	}
	last, _ := term.Slice(inner)
	return []term.Term{node(atomWhen, meta, term.List(append(args[:n-1:n-1], last...)...))}
}

// isArrow reports a clause and gives its parts.
func isArrow(t term.Term) (meta term.Term, sides []term.Term, ok bool) {
	op, meta, args, ok := nodeOf(t)
	if !ok || op != term.Term(atomArrow) {
		return nil, nil, false
	}
	sides, _ = term.Slice(args)
	return meta, sides, len(sides) == 2
}

// isStab reports entries that are clauses: the first one is.
func (p *parser) isStab(entries []term.Term) bool {
	if len(entries) == 0 {
		return false
	}
	if _, _, ok := isArrow(entries[0]); ok {
		return true
	}
	for _, e := range entries {
		if meta, _, ok := isArrow(e); ok {
			p.failMeta(meta, "unexpected operator ->. If you want to define multiple clauses, the first expression must use ->. "+
				"Syntax error before: ", "'->'")
		}
	}
	return false
}

// clauses puts the expressions after each arrow into one block.
func (p *parser) clauses(entries []term.Term) term.Term {
	var b term.ListBuilder
	for i := 0; i < len(entries); {
		meta, sides, _ := isArrow(entries[i])
		body := []term.Term{sides[1]}
		for i++; i < len(entries); i++ {
			if _, _, ok := isArrow(entries[i]); ok {
				break
			}
			body = append(body, entries[i])
		}
		b.Add(node(atomArrow, meta, term.List(sides[0], p.block(body, nil, nil))))
	}
	return b.List()
}
