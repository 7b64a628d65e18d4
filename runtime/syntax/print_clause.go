// Functions, and clauses with arrows.

package syntax

import "otpsh/runtime/term"

// arrow takes a clause apart.
func arrowOf(t term.Term) (meta term.Term, args []term.Term, body term.Term, ok bool) {
	meta, sides, ok := isArrow(t)
	if !ok {
		return nil, nil, nil, false
	}
	args, ok = properList(sides[0])
	return meta, args, sides[1], ok
}

// fn prints fn ... end.
func (p *printer) fn(clauses []term.Term, min, max int, many bool) *doc {
	if len(clauses) == 1 {
		if meta, args, body, ok := arrowOf(clauses[0]); ok && (len(args) == 0 || !many) {
			return p.oneClauseFn(clauses, meta, args, body, max)
		}
	}
	return forceUnfit(lines(nest(lines(raw("fn"), p.clausesDoc(clauses, min, max)), 2), raw("end")))
}

func (p *printer) oneClauseFn(clauses []term.Term, meta term.Term, args []term.Term, body term.Term, max int) *doc {
	min := metaLine(meta)
	head := raw("fn ->")
	if len(args) > 0 {
		d := concat(ungroup(p.clauseHead(args, min)), raw(" ->"))
		head = concat(raw("fn "), group(nest(d, nestCursor)))
	}
	b := p.blockDoc(body, min, max)
	d := nest(concat(head, p.clauseBreak(clauses), b), 2)
	return group(p.forceClauses(concat(d, p.clauseBreak(clauses), raw("end")), clauses))
}

// parenFn prints (a -> b), as in types.
func (p *printer) parenFn(clauses []term.Term, min, max int) *doc {
	if len(clauses) != 1 {
		return forceUnfit(lines(nest(lines(raw("("), p.clausesDoc(clauses, min, max)), 2), raw(")")))
	}
	meta, args, body, ok := arrowOf(clauses[0])
	if !ok {
		return p.unknown(clauses[0])
	}
	min = metaLine(meta)
	if len(args) == 0 {
		b := p.blockDoc(body, min, max)
		return group(p.forceClauses(concat(raw("(-> "), nest(b, nestCursor), raw(")")), clauses))
	}
	head := group(concat(ungroup(p.clauseHead(args, min)), raw(" ->")))
	b := p.blockDoc(body, min, max)
	d := wrapParens(concat(head, nest(concat(p.clauseBreak(clauses), b), 2)))
	return group(p.forceClauses(d, clauses))
}

// manyLines reports clauses that take several lines in any case.
func (p *printer) manyLines(clauses []term.Term) bool {
	for _, c := range clauses {
		meta, _, body, ok := arrowOf(c)
		if !ok {
			continue
		}
		if p.eol(meta) {
			return true
		}
		if op, _, args, ok := nodeOf(body); ok && isAtom(op, atomBlock) {
			if n, ok := term.ListLen(args); ok && n > 1 {
				return true
			}
		}
	}
	return false
}

func (p *printer) clauseBreak(clauses []term.Term) *doc {
	if p.manyLines(clauses) {
		return line()
	}
	return brk(" ")
}

func (p *printer) forceClauses(d *doc, clauses []term.Term) *doc {
	if p.manyLines(clauses) {
		return forceUnfit(d)
	}
	return d
}

// clausesOrBlock prints the body of a do block.
func (p *printer) clausesOrBlock(body term.Term, min, max int) *doc {
	if startsWithArrow(body) {
		list, _ := properList(body)
		return p.clausesDoc(list, min, max)
	}
	d := p.blockDoc(body, min, max)
	if d == nil {
		return nil
	}
	return group(d)
}

// clausesDoc prints clauses, one below the other.
func (p *printer) clausesDoc(clauses []term.Term, min, max int) *doc {
	var d *doc
	for i, c := range clauses {
		meta, args, body, ok := arrowOf(c)
		if !ok {
			return p.unknown(c)
		}
		end := metaPlace(meta, atomClosing)
		if i == len(clauses)-1 {
			end = max
		}
		one := p.clause(meta, args, body, min, end)
		if i == 0 {
			d = one
		} else {
			d = lines(concat(d, nest(brk(""), nestReset)), one)
		}
	}
	return group(p.forceClauses(d, clauses))
}

func (p *printer) clause(meta term.Term, args []term.Term, body term.Term, min, end int) *doc {
	if len(args) == 0 {
		b := p.blockDoc(body, metaLine(meta), end)
		return nest(spaceGlue(raw("() ->"), b), 2)
	}
	p.nesting += 2
	head := p.clauseHead(args, min)
	p.nesting -= 2
	b := p.blockDoc(body, min, end)
	return concat(group(concat(ungroup(head), raw(" ->"))), nest(concat(brk(" "), b), 2))
}

// clauseHead prints the arguments of a clause, after the comments before it.
func (p *printer) clauseHead(args []term.Term, min int) *doc {
	docs, comments := p.withComments(1, nil, min, firstLine0, []term.Term{term.List(args...)}, func(int) printed {
		return printed{p.clauseArgs(args), nil, 1}
	})
	if comments {
		return joinDocs(docs, lines)
	}
	return joinDocs(docs, spaceGlue)
}

// clauseArgs prints the arguments and the guard of a clause.
func (p *printer) clauseArgs(args []term.Term) *doc {
	if len(args) == 0 {
		return raw("()")
	}
	if len(args) == 1 {
		op, meta, inner, ok := nodeOf(args[0])
		sides, isArgs := properList(inner)
		if ok && isArgs && isAtom(op, atomWhen) && len(sides) > 0 {
			head := append([]term.Term(nil), sides[:len(sides)-1]...)
			for i, a := range head {
				if list, ok := properList(a); ok && len(list) > 0 {
					head[i] = node(atomBlock, term.Empty, term.List(a))
				}
			}
			left := node(specialArgs, meta, term.List(term.List(head...)))
			return p.binary("when", "when", meta, left, sides[len(sides)-1], inNoParensArg, p.nesting)
		}
	}
	return p.manyArgs(args, inNoParensArg)
}
