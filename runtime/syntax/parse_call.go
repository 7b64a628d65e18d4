// Calls: with parentheses, without, with do blocks, and after dots.

package syntax

import "otpsh/runtime/term"

// named reads what follows a name: arguments, a do block, a [key].
func (p *parser) named(c *callee, bare bool) expr {
	switch c.name.kind {
	case kParenIdentifier:
		return p.parenCall(c, bare)
	case kBracketIdentifier:
		e := expr{Term: p.variable(c), base: true, sub: true}
		if bare {
			return e
		}
		return p.accesses(e)
	case kDoIdentifier:
		if p.around == anywhere {
			return p.doCall(c, nil)
		}
	case kOpIdentifier:
		return p.noParensCall(c)
	case kIdentifier:
		if p.startsArgs() {
			return p.noParensCall(c)
		}
	}
	return expr{Term: p.variable(c), base: true}
}

// dotted reads a dot after a value, and what stands behind it.
func (p *parser) dotted(left expr) expr {
	dot := p.take()
	if dot.kind == kDotCall {
		return p.parenCall(&callee{dot: dot, left: left.Term, fun: true}, false)
	}
	p.accept(kEOL)
	switch t := p.peek(); t.kind {
	case kIdentifier, kParenIdentifier, kBracketIdentifier, kDoIdentifier, kOpIdentifier:
		p.at++
		return p.named(&callee{name: t, dot: dot, left: left.Term}, false)
	case kAlias:
		return p.accesses(expr{Term: p.dottedAlias(left.Term, dot), base: true, sub: true})
	case kCurlyOpen:
		open := p.takeOpen()
		args, end := p.bracedArgs()
		meta := p.meta(dot)
		call := node(node(atomDot, meta, term.List(left.Term, atomTuple)), p.enclosedIf(len(args) > 0, open, end, meta), term.List(args...))
		return p.accesses(expr{Term: call, base: true, sub: true})
	}
	p.unexpected()
	return expr{}
}

func (p *parser) enclosedIf(yes bool, open, end *token, base term.Term) term.Term {
	if yes {
		return p.enclosed(open, end, base)
	}
	return base
}

// bracedArgs reads the names in A.{B, C}, up to the brace.
func (p *parser) bracedArgs() ([]term.Term, *token) {
	defer p.within(anywhere)()
	if end, ok := p.accept(kCurlyClose); ok {
		return nil, end
	}
	args := p.elements(kCurlyClose)
	return args, p.expectClose(kCurlyClose)
}

func (p *parser) aliasNode(t *token) term.Term {
	meta := p.meta(t)
	if p.o.TokenMetadata {
		meta = cons(pair(atomLast, p.meta(t)), meta)
	}
	return node(atomAliases, meta, term.List(t.value))
}

// dottedAlias reads Left.Name, and the names with dots after it.
func (p *parser) dottedAlias(left term.Term, dot *token) term.Term {
	first := p.peek()
	var names []term.Term
	last := first
	for {
		last = p.take()
		names = append(names, last.value)
		if !(p.peek().kind == kDot && p.peekAfter(1).kind == kAlias) {
			break
		}
		p.at++
	}
	if op, meta, args, ok := nodeOf(left); ok && op == term.Term(atomAliases) {
		segments, _ := term.Slice(args)
		if p.o.TokenMetadata {
			meta = replaceLast(meta, p.meta(last))
		}
		return node(atomAliases, meta, term.List(append(segments, names...)...))
	}
	if _, ok := left.(term.Atom); ok {
		p.fail(first, "atom cannot be followed by an alias. If the '.' was meant to be part of the atom's name, "+
			"the atom name must be quoted. Syntax error before: ", "'.'")
	}
	meta := p.meta(dot)
	if p.o.TokenMetadata {
		meta = cons(pair(atomLast, p.meta(last)), meta)
	}
	return node(atomAliases, meta, term.List(append([]term.Term{left}, names...)...))
}

// replaceLast puts the place of the last segment into an alias's metadata.
func replaceLast(meta, place term.Term) term.Term {
	items, _ := term.Slice(meta)
	for i, item := range items {
		if t, ok := item.(*term.Tuple); ok && len(t.Elems) == 2 && t.Elems[0] == term.Term(atomLast) {
			items[i] = pair(atomLast, place)
		}
	}
	return term.List(items...)
}

// parenCall reads f(...), f(...)(...), and a do block after them.
func (p *parser) parenCall(c *callee, bare bool) expr {
	e := expr{base: true, sub: true}
	args, open, end := p.parenArgs()
	if p.peek().kind != kParenOpen {
		if p.peek().kind == kDo && p.around == anywhere {
			return p.withBlock(func(block term.Term, extra func(term.Term) term.Term) term.Term {
				return p.call(c, append(args, block), func(meta term.Term) term.Term {
					return extra(p.enclosed(open, end, meta))
				})
			})
		}
		e.Term = p.call(c, args, func(meta term.Term) term.Term { return p.enclosed(open, end, meta) })
	} else {
		inner := p.call(c, args, func(meta term.Term) term.Term { return p.enclosed(open, end, meta) })
		_, own, _, _ := nodeOf(inner) // the outer call has it, too
		outer, open, end := p.parenArgs()
		if p.peek().kind == kDo && p.around == anywhere {
			return p.withBlock(func(block term.Term, extra func(term.Term) term.Term) term.Term {
				return node(inner, extra(p.enclosed(open, end, own)), term.List(append(outer, block)...))
			})
		}
		e.Term = node(inner, p.enclosed(open, end, own), term.List(outer...))
	}
	if bare {
		return e
	}
	return p.accesses(e)
}

// parenArgs reads arguments in parentheses.
func (p *parser) parenArgs() (args []term.Term, open, end *token) {
	defer p.within(anywhere)()
	if p.peek().kind != kParenOpen {
		p.unexpected()
	}
	open = p.takeOpen()
	if end, ok := p.accept(kParenClose); ok {
		return nil, open, end
	}
	for {
		if isKeyToken(p.peek()) {
			args = append(args, p.keywordsCall())
			break
		}
		e := p.expr(powerLowest)
		if e.class == noParens && len(args) > 0 {
			p.failNestedCall(e.Term)
		}
		args = append(args, e.Term)
		if e.class == noParens {
			break
		}
		if _, ok := p.accept(kComma); !ok {
			break
		}
	}
	return args, open, p.expectClose(kParenClose)
}

// startsArgs reports whether arguments without parentheses follow a name. After
// %, a { is what names a struct.
func (p *parser) startsArgs() bool {
	k := p.peek()
	return (startsExpr(k) || isKeyToken(k)) && !(k.kind == kCurlyOpen && p.around == structName)
}

// noParensCall reads f a, b and a do block after it.
func (p *parser) noParensCall(c *callee) expr {
	leave := p.within(max(p.around, inCall))
	args, cl := p.noParensArgs()
	leave()
	if p.peek().kind == kDo && p.around == anywhere {
		return p.doCall(c, args)
	}
	return expr{Term: p.call(c, args, nil), class: cl, call: cl == matched}
}

// noParensArgs reads arguments without parentheses.
func (p *parser) noParensArgs() ([]term.Term, class) {
	if isKeyToken(p.peek()) {
		return []term.Term{p.keywordsNoParens()}, matched
	}
	var first expr
	if p.peek().kind == kParenOpen {
		p.enter(p.peek())
		first = p.operators(p.firstArg(), powerLowest, false)
		p.depth--
	} else {
		first = p.expr(powerLowest)
	}
	if first.class == noParens {
		return []term.Term{first.Term}, noParens
	}
	if p.peek().kind != kComma || p.around >= alone {
		return []term.Term{first.Term}, matched
	}
	return p.moreArgs(first.Term), noParens
}

// firstArg reads a first argument that begins with a parenthesis, where
// several would be arguments after a space.
func (p *parser) firstArg() expr {
	return p.accesses(expr{Term: p.parenthesized(true), base: true, sub: true})
}

// moreArgs reads arguments after the first one, from the comma on.
func (p *parser) moreArgs(first term.Term) []term.Term {
	defer p.within(max(p.around, inCall))()
	args := []term.Term{first}
	for {
		if _, ok := p.accept(kComma); !ok {
			return args
		}
		if isKeyToken(p.peek()) {
			return append(args, p.keywordsNoParens())
		}
		e := p.expr(powerLowest)
		switch e.class {
		case noParens:
			p.failNestedCall(e.Term)
		case unmatched:
			p.unexpected()
		}
		args = append(args, e.Term)
	}
}

// doCall is a call without parentheses that has a do block.
func (p *parser) doCall(c *callee, args []term.Term) expr {
	return p.withBlock(func(block term.Term, extra func(term.Term) term.Term) term.Term {
		return p.call(c, append(args, block), extra)
	})
}

// withBlock reads a do block and builds the call that takes it.
func (p *parser) withBlock(build func(block term.Term, extra func(term.Term) term.Term) term.Term) expr {
	do := p.peek()
	block, end := p.doBlock()
	extra := func(meta term.Term) term.Term {
		if !p.o.TokenMetadata {
			return meta
		}
		return cons(pair(atomDo, p.meta(do)), cons(pair(atomEnd, p.meta(end)), meta))
	}
	return expr{Term: build(block, extra), class: unmatched}
}

// keywordsNoParens reads key: value pairs that stand last without
// parentheses.
func (p *parser) keywordsNoParens() term.Term {
	defer p.within(max(p.around, inCall))()
	var b term.ListBuilder
	for {
		t := p.take()
		key := p.key(t)
		p.accept(kEOL)
		e := p.expr(powerLowest)
		switch e.class {
		case noParens:
			p.warnNestedKeyword(key, e.Term)
		case unmatched:
			p.unexpected()
		}
		b.Add(pair(key, e.Term))
		comma, ok := p.accept(kComma)
		if !ok {
			return b.List()
		}
		if !isKeyToken(p.peek()) {
			p.afterKeywords(comma, &b, followsCall)
			return b.List()
		}
	}
}

// keywordsCall reads key: value pairs that stand last in parentheses.
func (p *parser) keywordsCall() term.Term {
	return p.keywords(followsCall, func(comma *token) {
		p.warn(comma, "trailing commas are not allowed inside function/macro call arguments")
	})
}

// keywordsData reads key: value pairs that stand last in a container.
func (p *parser) keywordsData() term.Term { return p.keywords(followsData, func(*token) {}) }

func (p *parser) keywords(follows string, trailing func(*token)) term.Term {
	var b term.ListBuilder
	for {
		t := p.take()
		key := p.key(t)
		p.accept(kEOL)
		b.Add(pair(key, p.element()))
		comma, ok := p.accept(kComma)
		if !ok {
			return b.List()
		}
		switch k := p.peek(); {
		case isKeyToken(k):
		case beginsOperand(k):
			p.afterKeywords(comma, &b, follows)
			return b.List()
		default:
			trailing(comma)
			return b.List()
		}
	}
}

// afterKeywords refuses a value after keywords; a cursor is let through.
func (p *parser) afterKeywords(comma *token, b *term.ListBuilder, why string) {
	leave := p.within(max(p.around, alone))
	e := p.expr(powerLowest)
	leave()
	if op, _, args, ok := nodeOf(e.Term); ok && op == term.Term(atomCursor) && listOf(args, 0) {
		b.Add(e.Term)
		return
	}
	p.fail(comma, why, "','")
}

const followsCall = "unexpected expression after keyword list. Keyword lists must always come as the last argument. Therefore, this is not allowed:\n\n" +
	"    function_call(1, some: :option, 2)\n\n" +
	"Instead, wrap the keyword in brackets:\n\n" +
	"    function_call(1, [some: :option], 2)\n\n" +
	"Syntax error after: "

const followsData = "unexpected expression after keyword list. Keyword lists must always come last in lists and maps. Therefore, this is not allowed:\n\n" +
	"    [some: :value, :another]\n" +
	"    %{some: :value, another => value}\n\n" +
	"Instead, reorder it to be the last entry:\n\n" +
	"    [:another, some: :value]\n" +
	"    %{another => value, some: :value}\n\n" +
	"Syntax error after: "
