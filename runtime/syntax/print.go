// The printer: quoted terms, in the form of normalizer or as read for the
// formatter, to documents. This file is its state, the choice by kind of
// term, and blocks.

package syntax

import (
	"otpsh/runtime/term"
)

// place is where a term is printed, which decides about parentheses.
type place uint8

const (
	inBlock place = iota
	inOperand
	inParensArg
	inParensOneArg
	inNoParensArg
	inNoParensOneArg
)

// printer makes documents. Comments are taken from its list as the lines go
// by.
type printer struct {
	comments []docComment
	nesting  int  // of an operator's right side
	skipEOL  bool // in an interpolation: line ends of the source do not count
	depth    int
	cut      bool // something was too deep to be printed
	o        printOptions
}

// printOptions are what the formatter's options come to.
type printOptions struct {
	locals         map[string][]int
	forceDoEnd     bool
	charlistSigils bool
	bitstringMods  bool
	rewriteUnless  bool
	inspect        func(term.Term) string
	sigil          func(Sigil) (string, bool)
}

// Lines that lie before and after all others.
const (
	firstLine0 = 0
	lastLine   = 9_999_999
)

// Names of nodes that only the printer makes.
var (
	specialArgs    = pair(term.Intern("special"), term.Intern("clause_args"))
	specialSegment = pair(term.Intern("special"), term.Intern("bitstring_segment"))
)

func metaLine(meta term.Term) int {
	if n, ok := lineOf(meta); ok {
		return n
	}
	return lastLine
}

// metaPlace is the line of a place inside metadata: closing, end.
func metaPlace(meta term.Term, key term.Atom) int {
	if v, ok := metaGet(meta, key); ok {
		if n, ok := lineOf(v); ok {
			return n
		}
	}
	return firstLine0
}

func metaHasList(meta term.Term, key term.Atom) bool {
	v, ok := metaGet(meta, key)
	return ok && isList(v)
}

func metaText(meta term.Term, key term.Atom) string {
	v, _ := metaGet(meta, key)
	s, _ := v.(term.Binary)
	return string(s)
}

// eol reports a line end of the source that the printer keeps.
func (p *printer) eol(meta term.Term) bool {
	if p.skipEOL {
		return false
	}
	v, ok := metaGet(meta, atomNewlines)
	n, isInt := v.(int)
	return ok && isInt && n > 0
}

// quoted prints a term.
func (p *printer) quoted(q term.Term, at place) *doc {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > printDepth {
		p.cut = true
		return raw("...")
	}
	op, meta, args, ok := nodeOf(q)
	if !ok {
		return p.bare(q, at)
	}
	list, isArgs := properList(args)
	switch {
	case !isArgs:
		if name, ok := op.(term.Atom); ok {
			if _, ok := args.(term.Atom); ok {
				return str(name.Name())
			}
		}
		return p.unknown(q)
	case term.Identical(op, specialArgs):
		inner, _ := properList(list[0])
		return group(p.clauseArgs(inner))
	case term.Identical(op, specialSegment):
		last, _ := list[1].(int)
		return p.segment(list[0], -1, last)
	}
	if name, ok := op.(term.Atom); ok {
		return p.named(q, name, meta, list, at)
	}
	return p.compound(op, meta, list, at)
}

// bare prints what is no node.
func (p *printer) bare(q term.Term, at place) *doc {
	if left, right, ok := tuple2(q); ok {
		return p.pair(left, right, at)
	}
	if list, ok := properList(q); ok && len(list) > 0 {
		return p.manyArgs(list, at)
	}
	return p.unknown(q)
}

func (p *printer) unknown(q term.Term) *doc { return raw(p.o.inspect(q)) }

// compound prints a node whose head is no atom: a remote call, and what is
// written with brackets or quotes.
func (p *printer) compound(op, meta term.Term, args []term.Term, at place) *doc {
	switch {
	case isRemote(op, atomList, atomToCharlist) && len(args) == 1:
		if parts, ok := properList(args[0]); ok && charlistInterpolated(parts) {
			return p.charlist(meta, parts)
		}
	case isRemote(op, atomErlang, atomToAtom) && len(args) == 2 && isAtom(args[1], atomUTF8) && isBits(args[0]):
		_, _, inner, _ := nodeOf(args[0])
		if parts, _ := properList(inner); interpolated(parts) {
			return p.interpolation(parts, "\"", raw(":\""), "\"")
		}
	case isRemote(op, atomAccess, atomGet) && len(args) == 2:
		target := p.remoteTarget(args[0])
		if list, ok := properList(args[1]); ok && allPairs(list) {
			return concat(target, p.list(meta, list))
		}
		return concat(target, p.list(meta, args[1:]))
	}
	return p.remote(op, meta, args, at)
}

// named prints a node whose head is an atom.
func (p *printer) named(q term.Term, name term.Atom, meta term.Term, args []term.Term, at place) *doc {
	text := name.Name()
	switch text {
	case "<<>>":
		return p.bitstring(meta, args)
	case "%":
		if len(args) == 2 {
			if op, m, inner, ok := nodeOf(args[1]); ok && isAtom(op, atomMap) {
				if list, ok := properList(inner); ok {
					return p.mapping(m, p.quoted(args[0], inParensArg), list)
				}
			}
		}
	case "%{}":
		return p.mapping(meta, nil, args)
	case "{}":
		return p.tuple(meta, args, flexGlue)
	case "__block__":
		return p.block(q, meta, args, at)
	case "__aliases__":
		if len(args) > 0 {
			return p.alias(args, at)
		}
	case "&":
		if len(args) == 1 {
			return p.capture(args[0], at)
		}
	case "@":
		if len(args) == 1 {
			return p.attribute(meta, args[0], at)
		}
	case "not":
		if d, ok := p.notIn(meta, args, at); ok {
			return d
		}
	case "..":
		if len(args) == 0 {
			if at == inNoParensArg || at == inNoParensOneArg {
				return raw("(..)")
			}
			return raw("..")
		}
	case "...":
		if len(args) == 0 {
			return raw("...")
		}
	case "..//":
		if len(args) == 3 {
			rng := node(atomRange, meta, term.List(args[0], args[1]))
			return p.quoted(node(term.Intern("//"), meta, term.List(rng, args[2])), at)
		}
	case "fn":
		if len(args) > 0 {
			return p.fn(args, metaLine(meta), metaPlace(meta, atomClosing), p.eol(meta))
		}
	}
	if p.o.rewriteUnless {
		if d, ok := p.withoutUnless(q, text, meta, args, at); ok {
			return d
		}
	}
	if d, ok := p.sigilCall(text, meta, args); ok {
		return d
	}
	if _, unary := unaryBinding(text); unary && len(args) == 1 {
		return p.unary(text, args[0], at)
	}
	if _, binary := printedBinding(text); binary && len(args) == 2 {
		return p.binary(text, text, meta, args[0], args[1], at, p.nesting)
	}
	return p.local(text, meta, args, at)
}

// block prints {:__block__, ...}: a literal, or expressions in a row.
func (p *printer) block(q term.Term, meta term.Term, args []term.Term, at place) *doc {
	switch len(args) {
	case 0:
		return raw("nil")
	case 1:
	default:
		return surround(raw("("), p.blockDoc(q, metaLine(meta), metaPlace(meta, atomClosing)), raw(")"))
	}
	if op, m, inner, ok := nodeOf(args[0]); ok {
		if list, ok := properList(inner); ok && isAtom(op, atomSplicing) && len(list) == 1 {
			return wrapParens(p.local("unquote_splicing", m, list, at))
		}
		return p.quoted(args[0], at)
	}
	return p.literal(meta, args[0], at)
}

// pair prints key: value, or key => value.
func (p *printer) pair(key, value term.Term, at place) *doc {
	var left *doc
	op := ""
	if isKeywordKey(key) {
		if a, _, ok := wrappedKey(key); ok {
			left = str(inspectKey(a.Name(), escapeQuote))
		} else {
			_, _, args, _ := nodeOf(key)
			list, _ := properList(args)
			_, _, inner, _ := nodeOf(list[0])
			parts, _ := properList(inner)
			left = p.interpolation(parts, "\"", raw("\""), "\":")
		}
	} else {
		left = wrapIf(isBinaryOperator(key), p.quoted(key, at))
		op = " =>"
	}
	right := p.quoted(value, at)
	return p.withNextBreak(p.nextBreakFits(value), right, func(right *doc) *doc {
		return concat(group(left), group(nestBreak(glue(raw(op), " ", group(right)), 2)))
	})
}

// isKeywordKey reports a key that is written with its colon behind.
func isKeywordKey(key term.Term) bool {
	if _, meta, ok := wrappedKey(key); ok {
		return keywordFormat(meta)
	}
	op, meta, args, ok := nodeOf(key)
	if !ok || !isRemote(op, atomErlang, atomToAtom) {
		return false
	}
	list, ok := properList(args)
	return ok && len(list) == 2 && isBits(list[0]) && isAtom(list[1], atomUTF8) && keywordFormat(meta)
}

// blockDoc prints expressions in a row, with the comments between two lines.
func (p *printer) blockDoc(q term.Term, min, max int) *doc {
	if list, ok := properList(q); ok && startsWithArrow(q) {
		return p.parenFn(list, min, max)
	}
	exprs := []term.Term{q}
	if op, _, args, ok := nodeOf(q); ok && isAtom(op, atomBlock) {
		if list, ok := properList(args); ok && len(list) != 1 {
			exprs = list
		}
	}
	docs, _ := p.withComments(len(exprs), nil, min, max, exprs, func(i int) printed {
		newlines := 1
		next := brk("")
		if op, meta, _, ok := nodeOf(exprs[i]); ok {
			if eoe, ok := metaGet(meta, atomEOE); ok {
				if v, ok := metaGet(eoe, atomNewlines); ok {
					newlines, _ = v.(int)
				}
			}
			if isAtom(op, term.Intern("@")) {
				next = nil
			}
		}
		return printed{p.quoted(exprs[i], inBlock), next, newlines}
	})
	switch len(docs) {
	case 0:
		return nil
	case 1:
		return docs[0]
	}
	return forceUnfit(joinDocs(docs, lines))
}

// joinDocs folds documents.
func joinDocs(docs []*doc, with func(a, b *doc) *doc) *doc {
	d := docs[0]
	for _, x := range docs[1:] {
		d = with(d, x)
	}
	return d
}

func spaceGlue(a, b *doc) *doc { return glue(a, " ", b) }
func flexJoin(a, b *doc) *doc  { return concat(a, flexBrk(" "), b) }

// manyArgs prints arguments with commas.
func (p *printer) manyArgs(args []term.Term, at place) *doc {
	d := p.quoted(args[0], at)
	for _, a := range args[1:] {
		d = spaceGlue(concat(d, raw(",")), p.quoted(a, at))
	}
	return d
}

func wrapParens(d *doc) *doc { return concat(raw("("), nest(d, nestCursor), raw(")")) }

func wrapIf(yes bool, d *doc) *doc {
	if yes {
		return wrapParens(d)
	}
	return d
}

// withNextBreak lets the last part of a document decide about its breaks.
func (p *printer) withNextBreak(yes bool, d *doc, f func(*doc) *doc) *doc {
	if yes {
		return nextBreakFits(f(nextBreakFits(d, true)), false)
	}
	return f(d)
}
