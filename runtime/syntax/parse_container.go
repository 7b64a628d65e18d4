// Lists, tuples, bitstrings, maps and structs.

package syntax

import "otpsh/runtime/term"

// element reads one element of a container.
func (p *parser) element() term.Term {
	e := p.expr(powerLowest)
	if e.class == noParens {
		p.failContainerCall(e.Term)
	}
	return e.Term
}

// elements reads elements, and keywords after them, up to the closing
// delimiter.
func (p *parser) elements(end kind) []term.Term {
	var args []term.Term
	for {
		args = append(args, p.element())
		if _, ok := p.accept(kComma); !ok {
			return args
		}
		k := p.peek()
		if isKeyToken(k) {
			return append(args, p.keywordsData())
		}
		if k.kind == end || k.kind == kEOL {
			return args
		}
	}
}

func (p *parser) list() term.Term {
	defer p.within(anywhere)()
	open := p.takeOpen()
	if end, ok := p.accept(kBracketClose); ok {
		return p.containerLiteral(term.Empty, open, end)
	}
	var value term.Term
	if isKeyToken(p.peek()) {
		value = p.keywordsData()
	} else {
		value = p.listElements()
	}
	return p.containerLiteral(value, open, p.expectClose(kBracketClose))
}

func (p *parser) listElements() term.Term {
	var b term.ListBuilder
	for {
		b.Add(p.element())
		if _, ok := p.accept(kComma); !ok {
			return b.List()
		}
		k := p.peek()
		if isKeyToken(k) {
			return b.ListTail(p.keywordsData())
		}
		if k.kind == kBracketClose || k.kind == kEOL {
			return b.List()
		}
	}
}

func (p *parser) tuple() term.Term {
	defer p.within(anywhere)()
	open := p.takeOpen()
	args, end := p.contained(open, kCurlyClose, "tuple", "'{'")
	if len(args) == 2 {
		return p.containerLiteral(pair(args[0], args[1]), open, end)
	}
	return node(atomTuple, p.enclosed(open, end, p.meta(open)), term.List(args...))
}

func (p *parser) bitstring() term.Term {
	defer p.within(anywhere)()
	open := p.takeOpen()
	args, end := p.contained(open, kBitClose, "bitstring", "'<<'")
	return node(atomBits, p.enclosed(open, end, p.meta(open)), term.List(args...))
}

// contained reads the elements of a container that must not hold keywords
// alone.
func (p *parser) contained(open *token, closing kind, what, start string) ([]term.Term, *token) {
	if end, ok := p.accept(closing); ok {
		return nil, end
	}
	if isKeyToken(p.peek()) {
		p.keywordsData()
		p.expect(closing)
		p.fail(open, "unexpected keyword list inside "+what+". "+
			"Did you mean to write a map (using %{...}) or a list (using [...]) instead? "+
			"Syntax error after: ", start)
	}
	args := p.elements(closing)
	return args, p.expectClose(closing)
}

func (p *parser) mapLiteral() term.Term {
	defer p.within(anywhere)()
	p.take()
	p.accept(kEOL)
	return p.mapArgs()
}

func (p *parser) structLiteral() term.Term {
	t := p.take()
	leave := p.within(structName)
	name := p.structName()
	leave()
	p.accept(kEOL)
	defer p.within(anywhere)()
	return node(atomPercent, p.meta(t), term.List(name, p.mapArgs()))
}

// structName reads what stands between % and {.
func (p *parser) structName() term.Term {
	op := p.peek()
	switch op.kind {
	case kAtOp, kUnaryOp, kDualOp, kTernaryOp:
		p.enter(op)
		p.at++
		p.accept(kEOL)
		name := p.unary(op, p.structName())
		p.depth--
		return name
	case kCaptureOp:
		return p.namesStruct(p.prefix())
	case kEllipsisOp:
		p.at++
		if k := p.peek(); k.kind == kCurlyOpen || !startsExpr(k) {
			return p.namesStruct(expr{Term: node(term.Intern(op.name), p.meta(op), term.Empty), base: true})
		}
		p.enter(op)
		name := p.unary(op, p.structName())
		p.depth--
		return name
	}
	e := p.primary(false)
	for k := p.peek().kind; k == kDot || k == kDotCall; k = p.peek().kind {
		e = p.dotted(e)
	}
	return p.namesStruct(e)
}

// namesStruct is the value that was read if { follows it. Anything else that
// can go on, as an operator can, is read to the end: only there it is an error.
func (p *parser) namesStruct(e expr) term.Term {
	k := p.peek().kind
	if e.base && (k == kCurlyOpen || k == kEOL && p.peekAfter(1).kind == kCurlyOpen) {
		return e.Term
	}
	if k == kEOL && e.base {
		p.at++
	} else {
		p.operators(e, powerLowest, false)
	}
	p.unexpected()
	return nil
}

// mapArgs reads {...} of a map or struct.
func (p *parser) mapArgs() term.Term {
	if p.peek().kind != kCurlyOpen {
		p.unexpected()
	}
	open := p.takeOpen()
	if end, ok := p.accept(kCurlyClose); ok {
		return p.mapNode(open, end, term.Empty)
	}
	if isKeyToken(p.peek()) {
		kw := p.keywordsData()
		return p.mapNode(open, p.expectClose(kCurlyClose), kw)
	}
	first := p.exprBeforePipe()
	if p.peek().kind == kPipeOp && first.class != noParens {
		return p.mapUpdate(open, first.Term)
	}
	var b term.ListBuilder
	b.Add(p.association(first))
	pairs := p.moreAssociations(&b)
	return p.mapNode(open, p.expectClose(kCurlyClose), pairs)
}

func (p *parser) mapNode(open, end *token, pairs term.Term) term.Term {
	return node(atomMap, p.enclosed(open, end, p.meta(open)), pairs)
}

func (p *parser) mapUpdate(open *token, value term.Term) term.Term {
	pipe := p.takeOpen()
	var pairs term.Term
	if isKeyToken(p.peek()) {
		pairs = p.keywordsData()
	} else {
		var b term.ListBuilder
		b.Add(p.association(p.expr(powerLowest)))
		pairs = p.moreAssociations(&b)
	}
	end := p.expectClose(kCurlyClose)
	return p.mapNode(open, end, term.List(p.binary(value, pipe, pairs)))
}

// association reads => and a value after a key, or takes the key alone.
func (p *parser) association(key expr) term.Term {
	arrow, ok := p.accept(kAssocOp)
	if !ok || key.class == noParens {
		if !key.base || key.class != matched {
			p.unexpectedBefore(ok)
		}
		return key.Term
	}
	p.accept(kEOL)
	value := p.expr(powerLowest)
	if value.class == noParens {
		p.unexpected()
	}
	k := key.Term
	if op, meta, args, isNode := nodeOf(k); isNode && p.o.TokenMetadata {
		k = node(op, cons(pair(atomAssoc, p.meta(arrow)), meta), args)
	}
	return pair(k, value.Term)
}

// unexpectedBefore is unexpected at the token before, when that was taken.
func (p *parser) unexpectedBefore(taken bool) {
	if taken {
		p.at--
	}
	p.unexpected()
}

// moreAssociations reads the pairs after the first, and keywords after them.
func (p *parser) moreAssociations(b *term.ListBuilder) term.Term {
	for {
		if _, ok := p.accept(kComma); !ok {
			return b.List()
		}
		k := p.peek()
		if isKeyToken(k) {
			return b.ListTail(p.keywordsData())
		}
		if k.kind == kCurlyClose || k.kind == kEOL {
			return b.List()
		}
		b.Add(p.association(p.expr(powerLowest)))
	}
}
