// Calls: their arguments, with or without parentheses, and do blocks.

package syntax

import (
	"otpsh/runtime/term"
)

// parensMode is when a call loses its parentheses.
type parensMode uint8

const (
	skipUnlessMany  parensMode = iota // unless it is one of many arguments
	skipIfOnlyDoEnd                   // with a do block alone
	skipIfDoEnd                       // with a do block
	parensRequired
)

// joint is how arguments are put together.
type joint uint8

const (
	breakGlue joint = iota
	flexGlue
	lineGlue
	noGlue // there were none
)

// lastArg is what is done to the last argument.
type lastArg uint8

const (
	lastPlain lastArg = iota
	lastComma         // a comma follows
	lastFits          // it decides about its breaks
)

func withoutParens(locals map[string][]int, name string, arity int) bool {
	if arity == 0 {
		return false
	}
	for _, a := range locals[name] {
		if a == arity || a == AnyArity {
			return true
		}
	}
	return false
}

// AnyArity stands for all arities of a local without parentheses.
const AnyArity = -1

// local prints f(a).
func (p *printer) local(name string, meta term.Term, args []term.Term, at place) *doc {
	mode := skipIfDoEnd
	switch {
	case metaHasList(meta, atomClosing):
		mode = skipIfOnlyDoEnd
	case withoutParens(p.o.locals, name, len(args)):
		mode = skipUnlessMany
	}
	call, wrap := p.callArgs(args, meta, at, mode, true)
	return wrapIf(wrap, concat(str(name), call))
}

// remote prints Mod.f(a), f.(a), A.{B, C} and f(a)(b).
func (p *printer) remote(op, meta term.Term, args []term.Term, at place) *doc {
	parts, isDot := dotParts(op)
	if isDot && len(parts) == 1 {
		target := p.remoteTarget(parts[0])
		call, wrap := p.callArgs(args, meta, at, skipIfDoEnd, true)
		return wrapIf(wrap, concat(target, raw("."), call))
	}
	if isDot && len(parts) == 2 {
		if name, ok := parts[1].(term.Atom); ok {
			return p.remoteCall(parts[0], name, meta, args, at)
		}
	}
	target := p.quoted(op, inNoParensArg)
	call, wrap := p.callArgs(args, meta, at, parensRequired, true)
	return wrapIf(wrap, concat(target, call))
}

func (p *printer) remoteCall(target term.Term, name term.Atom, meta term.Term, args []term.Term, at place) *doc {
	left := p.remoteTarget(target)
	if name == atomTuple {
		return concat(left, raw("."), p.tuple(meta, args, breakGlue))
	}
	left = concat(left, raw("."), str(inspectCall(name.Name(), escapeQuote)))
	if len(args) == 0 && !isModule(target) && !metaHasList(meta, atomClosing) {
		return left
	}
	call, wrap := p.callArgs(args, meta, at, skipIfDoEnd, true)
	return wrapIf(wrap, concat(left, call))
}

// isModule reports what is a module for sure: its calls keep parentheses.
func isModule(t term.Term) bool {
	op, _, args, ok := nodeOf(t)
	if !ok {
		return false
	}
	if _, isVar := args.(term.Atom); isVar && isAtom(op, term.Intern("__MODULE__")) {
		return true
	}
	_, _, isAtomBlock := wrappedKey(t)
	return isAtomBlock || isAtom(op, atomAliases)
}

func (p *printer) remoteTarget(t term.Term) *doc {
	op, _, args, ok := nodeOf(t)
	if list, isArgs := properList(args); ok && isArgs && len(list) > 0 && isAtom(op, atomFn) {
		return wrapParens(p.quoted(t, inNoParensArg))
	}
	return p.withParens(t, inNoParensArg)
}

// callArgs prints the arguments of a call, and tells whether the whole call
// needs parentheses around it.
func (p *printer) callArgs(args []term.Term, meta term.Term, at place, mode parensMode, toKeyword bool) (*doc, bool) {
	if len(args) == 0 {
		d, _ := p.args(nil, meta, false, lastPlain, breakGlue, inParensArg)
		return surround(raw("("), d, raw(")")), false
	}
	rest, last := args[:len(args)-1], args[len(args)-1]
	blocks := p.doBlocks(meta, last)
	if blocks == nil {
		noParens := mode == skipUnlessMany && (at == inBlock || at == inOperand || at == inNoParensOneArg || at == inParensOneArg)
		return p.plainArgs(meta, args, noParens, toKeyword, nil), false
	}
	var head *doc
	switch {
	case len(rest) > 0:
		noParens := mode != parensRequired && mode != skipIfOnlyDoEnd
		head = p.plainArgs(meta, rest, noParens, toKeyword, raw(" do"))
	case mode == parensRequired:
		head = raw("() do")
	default:
		head = raw(" do")
	}
	d := forceUnfit(lines(concat(head, p.blocks(blocks)), raw("end")))
	return d, at == inNoParensArg || at == inNoParensOneArg
}

// plainArgs prints arguments that hold no do block; extra follows them.
func (p *printer) plainArgs(meta term.Term, args []term.Term, noParens, toKeyword bool, extra *doc) *doc {
	left := args[:len(args)-1]
	right, keyword := p.lastKeywords(args[len(args)-1], toKeyword, noParens)
	at := inParensArg
	switch one := len(left) == 0 && !keyword; {
	case one && noParens:
		at = inNoParensOneArg
	case one:
		at = inParensOneArg
	case noParens:
		at = inNoParensArg
	}
	all := append(append([]term.Term(nil), left...), right...)
	manyEOL := len(all) > 1 && p.eol(meta)
	split := len(left) > 0 && keyword && !hasGenerator(all)
	var d *doc
	fits := true
	if split {
		d = p.splitArgs(meta, left, right, noParens, manyEOL, forceArgs(all), at)
	} else {
		join := breakGlue
		if forceArgs(all) || manyEOL {
			join = lineGlue
		}
		last := right[len(right)-1]
		if keyword {
			last = term.List(right...)
		}
		fits = join == breakGlue && p.nextBreakFits(last)
		mode := lastPlain
		if fits {
			mode = lastFits
		}
		d, _ = p.args(all, meta, noParens, mode, join, at)
		d = ungroup(d)
		if noParens {
			d = nestBreak(d, nestCursor)
		} else {
			d = concat(nestBreak(d, 2), brk(""), raw(")"))
		}
	}
	switch {
	case split && noParens:
		d = group(concat(nest(concat(raw(" "), d), 2), extra))
	case noParens:
		d = group(concat(raw(" "), d, extra))
	default:
		d = group(concat(nestBreak(concat(raw("("), brk("")), 2), d, extra))
	}
	if fits {
		return nextBreakFits(d, false)
	}
	return d
}

// splitArgs prints arguments before keywords, which may break on their own.
func (p *printer) splitArgs(meta term.Term, left, right []term.Term, noParens, manyEOL, forceAll bool, at place) *doc {
	join := breakGlue
	if forceArgs(left) || manyEOL {
		join = lineGlue
	}
	l, _ := p.args(left, without(meta, atomClosing), noParens, lastComma, join, at)
	join = breakGlue
	if forceArgs(right) || forceAll || manyEOL {
		join = lineGlue
	}
	r, _ := p.args(right, meta, false, lastPlain, join, at)
	if join == lineGlue {
		r = concat(line(), r)
	} else {
		r = concat(brk(" "), r)
	}
	if noParens {
		return nestBreak(concat(l, nextBreakFits(inheritGroup(r), true)), nestCursor)
	}
	r = nextBreakFits(inheritGroup(concat(nestBreak(r, 2), brk(""), raw(")"))), true)
	return concat(nestBreak(l, 2), r)
}

func hasGenerator(args []term.Term) bool {
	for _, a := range args {
		if op, _, sides, ok := nodeOf(a); ok && isAtom(op, term.Intern("<-")) && listOf(sides, 2) {
			return true
		}
	}
	return false
}

// lastKeywords is the last argument, taken apart when it is keywords that
// lose their brackets.
func (p *printer) lastKeywords(arg term.Term, toKeyword, noParens bool) ([]term.Term, bool) {
	if list, ok := properList(arg); ok && len(list) > 0 {
		if allPairs(list) {
			return list, true
		}
		return []term.Term{arg}, false
	}
	op, meta, args, ok := nodeOf(arg)
	if !toKeyword || !ok || !isAtom(op, atomBlock) || !listOf(args, 1) {
		return []term.Term{arg}, false
	}
	list, ok := properList(args.(*term.Cons).Head)
	if !ok || len(list) == 0 || !allPairs(list) {
		return []term.Term{arg}, false
	}
	if noParens {
		key, _, _ := tuple2(list[0])
		_, keyMeta, _, _ := nodeOf(key)
		from, to := metaLine(meta), metaLine(keyMeta)
		for _, c := range p.comments {
			if c.line > from {
				if c.line <= to {
					return []term.Term{arg}, false
				}
				break
			}
		}
	}
	return list, true
}

func allPairs(list []term.Term) bool {
	for _, t := range list {
		if !isPair(t) {
			return false
		}
	}
	return true
}

// forceArgs reports arguments that each stand on a line of their own in the
// source, two at least.
func forceArgs(args []term.Term) bool {
	if len(args) == 0 {
		return false
	}
	seen := map[int]bool{}
	for _, a := range args {
		if list, ok := properList(a); ok && len(list) > 0 {
			a = list[0]
		}
		if key, _, ok := tuple2(a); ok {
			a = key
		}
		_, meta, _, ok := nodeOf(a)
		if !ok {
			continue
		}
		n, ok := lineOf(meta)
		if !ok {
			continue
		}
		if seen[n] {
			return false
		}
		seen[n] = true
	}
	return len(seen) >= 2
}

// args prints arguments with commas and comments.
func (p *printer) args(args []term.Term, meta term.Term, noParens bool, last lastArg, join joint, at place) (*doc, joint) {
	return p.argsWith(args, meta, noParens, last, join, func(i int) *doc { return p.quoted(args[i], at) })
}

func (p *printer) argsWith(args []term.Term, meta term.Term, noParens bool, last lastArg, join joint, print func(i int) *doc) (*doc, joint) {
	one := func(i int) printed {
		d := print(i)
		switch {
		case i < len(args)-1 || last == lastComma:
			d = concatToLastGroup(d, raw(","))
		case last == lastFits:
			d = nextBreakFits(d, true)
		}
		return printed{d, nil, 1}
	}
	var done []printed
	first := 0
	if noParens && len(args) > 0 {
		// There is no place for a comment before the first one.
		done = append(done, one(0))
		first = 1
	}
	docs, comments := p.withComments(len(args)-first, done, metaLine(meta), metaPlace(meta, atomClosing), args[first:], func(i int) printed {
		return one(i + first)
	})
	switch {
	case len(docs) == 0:
		return nil, noGlue
	case join == lineGlue || comments:
		return forceUnfit(joinDocs(docs, lines)), lineGlue
	case join == flexGlue:
		return joinDocs(docs, flexJoin), flexGlue
	}
	return joinDocs(docs, spaceGlue), breakGlue
}

// concatToLastGroup puts text into the group that ends a document, so that it
// breaks with it.
func concatToLastGroup(d, text *doc) *doc {
	switch {
	case d != nil && d.kind == docConcat:
		return concat(d.a, concatToLastGroup(d.b, text))
	case d != nil && d.kind == docGroup:
		return &doc{kind: docGroup, a: concat(d.a, text), inherit: d.inherit}
	}
	return concat(d, text)
}

func ungroup(d *doc) *doc {
	if d != nil && d.kind == docGroup {
		return d.a
	}
	return d
}

// doPart is one of do, else, rescue and so on, with the lines it spans.
type doPart struct {
	key        string
	start, end int
	body       term.Term
}

// doBlocks is the do block that a call's last argument is; nil for none.
func (p *printer) doBlocks(meta, last term.Term) []doPart {
	list, ok := properList(last)
	if !ok || len(list) == 0 {
		return nil
	}
	parts := make([]doPart, len(list))
	for i, t := range list {
		key, body, ok := tuple2(t)
		name, m, isKey := wrappedKey(key)
		if !ok || !isKey || i == 0 && name != atomDo {
			return nil
		}
		if !metaHasList(meta, atomDo) && (!p.o.forceDoEnd || i > 0 && !oneOf(name.Name(), " rescue catch else after ")) {
			return nil
		}
		parts[i] = doPart{key: name.Name(), start: metaLine(m), body: body}
		if i > 0 {
			parts[i-1].end = parts[i].start
		}
	}
	parts[len(parts)-1].end = metaPlace(meta, atomEnd)
	return parts
}

func (p *printer) blocks(parts []doPart) *doc {
	d := p.doPart(nil, parts[0])
	for _, part := range parts[1:] {
		d = lines(d, p.doPart(raw(part.key), part))
	}
	return d
}

func (p *printer) doPart(key *doc, part doPart) *doc {
	body := p.clausesOrBlock(part.body, part.start, part.end)
	if body == nil {
		return key
	}
	return nest(lines(key, body), 2)
}
