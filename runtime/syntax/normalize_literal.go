// The normal form of literals, keywords and calls.

package syntax

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"otpsh/runtime/term"
)

// literal wraps a literal in a block that holds its metadata.
func (n *normalizer) literal(t, meta, parent term.Term) term.Term {
	switch x := t.(type) {
	case int, *big.Int, float64:
		return node(atomBlock, patched(put(meta, atomToken, term.Binary(numberText(x))), parent), term.List(t))
	case term.Atom:
		return n.atom(x, patched(meta, parent))
	case term.Binary:
		return node(atomBlock, patched(meta, parent), term.List(term.Binary(Escape(string(x), 0))))
	case *term.Tuple:
		if a, b, ok := tuple2(t); ok {
			meta = patched(meta, parent)
			right := term.Term(nil)
			if nonEmptyKeyword(b) {
				list, _ := properList(b)
				right = term.List(n.keywords(list, meta, true)...)
			} else {
				right = n.norm(b, meta)
			}
			return node(atomBlock, meta, term.List(pair(n.norm(a, meta), right)))
		}
	case *term.Cons:
		if list, ok := term.Slice(t); ok {
			return n.list(list, meta, parent)
		}
	}
	return node(atomBlock, meta, term.List(t))
}

// numberText is a number as inspect writes it: a whole float below 1.0e16 has
// no exponent.
func numberText(t term.Term) string {
	if f, ok := t.(float64); ok {
		if a := math.Abs(f); a >= 1 && a < 1e16 && math.Trunc(f) == f {
			return strconv.FormatFloat(f, 'f', 1, 64)
		}
		return term.FormatFloat(f)
	}
	return term.Dump(t)
}

func (n *normalizer) atom(a term.Atom, meta term.Term) term.Term {
	a = escapeAtom(a)
	name := a.Name()
	if _, quoted := metaGet(meta, atomDelimiter); quoted || ClassifyAtom(name) != AliasAtom {
		return node(atomBlock, meta, term.List(a))
	}
	rest, ok := strings.CutPrefix(name, "Elixir.")
	if !ok {
		return node(atomAliases, meta, term.List(a))
	}
	var segments []term.Term
	for _, s := range strings.Split(rest, ".") {
		segments = append(segments, term.Intern(s))
	}
	return node(atomAliases, meta, term.List(segments...))
}

func (n *normalizer) list(list []term.Term, meta, parent term.Term) term.Term {
	if len(list) > 0 && asciiPrintable(list) {
		text := make([]byte, len(list))
		for i, c := range list {
			text[i] = byte(c.(int))
		}
		meta := patched(term.List(pair(atomDelimiter, term.Binary("\""))), parent)
		content := node(atomBits, term.Empty, term.List(term.Binary(Escape(string(text), 0))))
		return node(term.Intern("sigil_c"), meta, term.List(content, term.Empty))
	}
	if _, ok := lineOf(parent); ok {
		meta = patched(put(meta, atomClosing, lineMeta(parent)), parent)
	}
	return node(atomBlock, meta, term.List(term.List(n.keywords(list, parent, false)...)))
}

// wrappedKey is the atom and metadata of {:__block__, meta, [atom]}.
func wrappedKey(t term.Term) (key term.Atom, meta term.Term, ok bool) {
	op, meta, args, ok := nodeOf(t)
	if !ok || !isAtom(op, atomBlock) {
		return term.Atom{}, nil, false
	}
	one, ok := properList(args)
	if !ok || len(one) != 1 {
		return term.Atom{}, nil, false
	}
	key, ok = one[0].(term.Atom)
	return key, meta, ok
}

// keywordFormat reports metadata of a key written with its colon behind.
func keywordFormat(meta term.Term) bool {
	f, ok := metaGet(meta, atomFormat)
	return ok && isAtom(f, atomKeyword)
}

// isKeyword reports pairs that may be written as keywords.
func isKeyword(list []term.Term) bool {
	for _, t := range list {
		key, _, ok := tuple2(t)
		if !ok {
			return false
		}
		if a, ok := key.(term.Atom); ok {
			if strings.HasPrefix(a.Name(), "Elixir.") {
				return false
			}
			continue
		}
		if _, meta, ok := wrappedKey(key); !ok || !keywordFormat(meta) {
			return false
		}
	}
	return true
}

func nonEmptyKeyword(t term.Term) bool {
	list, ok := properList(t)
	return ok && len(list) > 0 && isKeyword(list)
}

// keywords normalizes the elements of a list: pairs at its end are keywords
// where they can be.
func (n *normalizer) keywords(list []term.Term, parent term.Term, keyword bool) []term.Term {
	// From where on to the end all are keywords.
	from := len(list)
	for from > 0 && isKeyword(list[from-1:from]) {
		from--
	}
	out := make([]term.Term, len(list))
	for i, t := range list {
		out[i] = n.keywordElement(t, parent, keyword || i >= from)
	}
	return out
}

func isPair(t term.Term) bool {
	_, _, ok := tuple2(t)
	return ok
}

func (n *normalizer) keywordElement(t, parent term.Term, keyword bool) term.Term {
	left, right, ok := tuple2(t)
	if !ok {
		return n.norm(t, parent)
	}
	if key, meta, ok := wrappedKey(left); ok {
		if !keywordFormat(meta) || keyword {
			return t
		}
		meta = without(meta, atomFormat)
		at := lineMeta(parent)
		if _, ok := lineOf(meta); ok {
			at = lineMeta(meta)
		}
		return node(atomBlock, at, term.List(pair(node(atomBlock, meta, term.List(key)), right)))
	}
	var l term.Term
	if a, ok := left.(term.Atom); ok && keyword {
		l = node(atomBlock, cons(pair(atomFormat, atomKeyword), lineMeta(parent)), term.List(escapeAtom(a)))
	} else {
		l = n.norm(left, parent)
	}
	r := n.norm(right, parent)
	if op, meta, _, ok := nodeOf(l); ok && isAtom(op, atomBlock) && keywordFormat(meta) {
		return pair(l, r)
	}
	return node(atomBlock, lineMeta(parent), term.List(pair(l, r)))
}

func without(meta term.Term, key term.Atom) term.Term {
	var b term.ListBuilder
	items, _ := properList(meta)
	for _, item := range items {
		if k, _, ok := tuple2(item); ok && isAtom(k, key) {
			continue
		}
		b.Add(item)
	}
	return b.List()
}

// call normalizes a call, and tells keywords and blocks in its last argument.
func (n *normalizer) call(op, meta term.Term, args []term.Term, parent term.Term) term.Term {
	meta = patched(meta, parent)
	name, isName := op.(term.Atom)
	if !isName {
		op = n.norm(op, meta)
	}
	_, noParens := metaGet(meta, atomNoParens)
	_, hasClosing := metaGet(meta, atomClosing)
	_, hasDo := metaGet(meta, atomDo)
	if !noParens && !hasClosing && !hasDo && !(isName && n.withoutParens(name.Name(), len(args))) {
		meta = cons(pair(atomClosing, term.List(pair(atomLine, lineOrNil(meta)))), meta)
	}
	if isName && !mayHaveKeywords(name.Name(), len(args)) {
		return node(op, meta, term.List(n.all(args, meta)...))
	}
	if hasDo && len(args) > 0 && isPairs(args[len(args)-1]) {
		return n.blocks(op, meta, args)
	}
	if len(args) > 0 && startsWithDo(args[len(args)-1]) {
		at := term.List(pair(atomLine, lineOrNil(meta)))
		if l, ok := lineOf(parent); ok {
			at = term.List(pair(atomLine, term.Int(l)))
		}
		items, _ := properList(meta)
		return n.blocks(op, term.List(append(items, pair(atomDo, at), pair(atomEnd, at))...), args)
	}
	out := n.all(args, meta)
	if len(out) > 0 {
		out[len(out)-1] = callKeywords(out[len(out)-1])
	}
	return node(op, meta, term.List(out...))
}

func (n *normalizer) withoutParens(name string, arity int) bool {
	return withoutParens(n.locals, name, arity)
}

// mayHaveKeywords reports a call whose last argument may lose its brackets.
func mayHaveKeywords(name string, arity int) bool {
	if name == "when" && arity == 2 {
		return true
	}
	if name == "{}" {
		return false
	}
	_, unary := unaryBinding(name)
	_, binary := binaryBinding(name)
	return !(unary && arity == 1 || binary && arity == 2 || name == "..//" && arity == 3)
}

func isPairs(t term.Term) bool {
	list, ok := properList(t)
	if !ok {
		return false
	}
	for _, x := range list {
		if !isPair(x) {
			return false
		}
	}
	return true
}

// startsWithDo reports a keyword list whose first key is do.
func startsWithDo(t term.Term) bool {
	list, ok := properList(t)
	if !ok || len(list) == 0 {
		return false
	}
	for i, x := range list {
		key, _, ok := tuple2(x)
		a, isName := key.(term.Atom)
		if !ok || !isName || i == 0 && a != atomDo {
			return false
		}
	}
	return true
}

// callKeywords takes the brackets off keywords that stand last in a call.
func callKeywords(last term.Term) term.Term {
	op, _, args, ok := nodeOf(last)
	if !ok || !isAtom(op, atomBlock) {
		return last
	}
	one, ok := properList(args)
	if !ok || len(one) != 1 {
		return last
	}
	list, ok := properList(one[0])
	if !ok || len(list) == 0 {
		return last
	}
	first, _, ok := tuple2(list[0])
	if !ok {
		return last
	}
	op, meta, _, ok := nodeOf(first)
	switch {
	case !ok || !isAtom(op, atomBlock):
		return last
	case keywordFormat(meta):
		return one[0]
	}
	out := make([]term.Term, len(list))
	for i, t := range list {
		key, value, ok := tuple2(t)
		name, m, isKey := wrappedKey(key)
		if !ok || !isKey {
			return last
		}
		out[i] = pair(node(atomBlock, cons(pair(atomFormat, atomKeyword), m), term.List(name)), value)
	}
	return term.List(out...)
}

// blocks normalizes a call with do blocks.
func (n *normalizer) blocks(op, meta term.Term, args []term.Term) term.Term {
	last, _ := properList(args[len(args)-1])
	out := make([]term.Term, len(last))
	for i, t := range last {
		tag, block, _ := tuple2(t)
		block = n.norm(block, meta)
		if _, _, inner, ok := nodeOf(block); ok {
			if one, ok := properList(inner); ok && len(one) == 1 && startsWithArrow(one[0]) {
				block = one[0]
			}
		}
		if o, _, _, ok := nodeOf(tag); !ok || !isAtom(o, atomBlock) {
			tag = node(atomBlock, term.List(pair(atomLine, lineOrNil(meta))), term.List(tag))
		}
		out[i] = pair(tag, block)
	}
	return node(op, meta, term.List(append(n.all(args[:len(args)-1], meta), term.List(out...))...))
}

// startsWithArrow reports a list of clauses.
func startsWithArrow(t term.Term) bool {
	list, ok := properList(t)
	if !ok || len(list) == 0 {
		return false
	}
	op, _, _, ok := nodeOf(list[0])
	return ok && isAtom(op, atomArrow)
}
