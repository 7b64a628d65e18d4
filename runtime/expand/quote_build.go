// Building quoted code: tuples, lists and metadata, of constants and of parts
// that are known when the code runs.

package expand

import (
	"math/big"
	"slices"

	"otpsh/runtime/term"
)

// code is the code that gives a part.
func (q *quoter) code(p part) term.Term {
	if p.isVar {
		return p.code
	}
	switch v := p.value.(type) {
	case term.Atom, int, *big.Int, float64, term.Binary:
		return v
	case *term.Cons:
		if v == nil {
			return v
		}
	}
	return literalNode(p.value)
}

// tuple is {a, b, c} of parts.
func (q *quoter) tuple(parts ...part) part {
	for _, p := range parts {
		if p.isVar {
			elems := make([]term.Term, len(parts))
			for i, p := range parts {
				elems[i] = q.code(p)
			}
			return built(makeNode(atomTuple, term.Empty, elems...))
		}
	}
	elems := make([]term.Term, len(parts))
	for i, p := range parts {
		elems[i] = p.value
	}
	return constant(term.OwnTuple(elems))
}

func (q *quoter) tupleOf(elems []term.Term) part {
	parts := make([]part, len(elems))
	for i, e := range elems {
		parts[i] = q.quote(e)
	}
	return q.tuple(parts...)
}

// tupleWith quotes {form, meta, rest} with no more context.
func (q *quoter) tupleWith(form, meta, rest term.Term) part {
	left := q.quote(form)
	right := q.quote(rest)
	if q.c == nil {
		if q.prune {
			meta = pruned(meta)
		}
		return q.tuple(left, q.quote(meta), right)
	}
	return q.tuple(left, q.meta(meta), right)
}

// pruned is the metadata that printing code needs.
func pruned(meta term.Term) term.Term {
	entries, _ := term.Slice(meta)
	var kept []term.Term
	for _, e := range entries {
		if k, _, ok := pair(e); ok {
			if a, ok := k.(term.Atom); ok && (a == atomNoParens || a == atomLine || a.Name() == "delimiter") {
				kept = append(kept, e)
			}
		}
	}
	return term.List(kept...)
}

// list is [parts... | tail]; tail nil: [].
func (q *quoter) list(parts []part, tail *part) part {
	allConstant := tail == nil || !tail.isVar
	for _, p := range parts {
		allConstant = allConstant && !p.isVar
	}
	if allConstant {
		elems := make([]term.Term, len(parts))
		for i, p := range parts {
			elems[i] = p.value
		}
		if tail != nil {
			return constant(term.ListTail(elems, tail.value))
		}
		return constant(term.List(elems...))
	}
	codes := make([]term.Term, len(parts))
	for i, p := range parts {
		codes[i] = q.code(p)
	}
	if tail != nil {
		last := len(codes) - 1
		codes[last] = makeNode(atomBar, term.Empty, codes[last], q.code(*tail))
	}
	return built(term.List(codes...))
}

// listOf quotes a list; unquote_splicing puts the elements of a list into it.
func (q *quoter) listOf(l *term.Cons) part {
	if l == nil {
		return constant(term.Empty)
	}
	var elems []term.Term
	var rest term.Term = l
	for {
		cell, ok := rest.(*term.Cons)
		if !ok || cell == nil {
			break
		}
		elems = append(elems, cell.Head)
		rest = cell.Tail
	}
	if _, proper := rest.(*term.Cons); !proper {
		tail := q.quote(rest)
		return q.splice(elems, &tail)
	}
	// [1, unquote_splicing(x) | tail]: what follows is known when it runs.
	last := elems[len(elems)-1]
	if _, sides, ok := call(last, atomBar); ok && len(sides) == 2 && q.unquote {
		if m, spliced, ok := call(sides[0], atomSplicing); ok && len(spliced) == 1 {
			front := q.splice(elems[:len(elems)-1], nil)
			right := q.quote(sides[1])
			return built(makeRemote(atomElixirQuote, "tail_list", m, spliced[0], q.code(right), q.code(front)))
		}
	}
	return q.splice(elems, nil)
}

// splice is the list of elements of which some are unquote_splicing.
func (q *quoter) splice(elems []term.Term, tail *part) part {
	var out *part                         // what is built so far, from the right
	buffer := make([]part, 0, len(elems)) // what is not built yet, the last first
	flush := func() {
		slices.Reverse(buffer)
		switch {
		case out == nil:
			p := q.list(buffer, nil)
			if tail != nil && len(buffer) > 0 {
				p = q.list(buffer, tail)
			} else if tail != nil {
				p = *tail
			}
			out = &p
		case len(buffer) > 0:
			p := built(makeRemote(atomErlang, "++", term.Empty, q.code(q.list(buffer, nil)), q.code(*out)))
			out = &p
		}
		buffer = make([]part, 0, len(elems))
	}
	for i := len(elems) - 1; i >= 0; i-- {
		if m, args, ok := call(elems[i], atomSplicing); ok && len(args) == 1 && q.unquote {
			flush()
			p := built(makeRemote(atomElixirQuote, "list", m, args[0], q.code(*out)))
			out = &p
			continue
		}
		buffer = append(buffer, q.quote(elems[i]))
	}
	flush()
	return *out
}

func (q *quoter) mapOf(m *term.Map) part {
	var pairs []part
	allConstant := true
	m.Each(func(k, v term.Term) bool {
		a, b := q.quote(k), q.quote(v)
		allConstant = allConstant && !a.isVar && !b.isVar
		pairs = append(pairs, a, b)
		return true
	})
	if allConstant {
		return constant(m)
	}
	args := make([]term.Term, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		args = append(args, term.Tuple2(q.code(pairs[i]), q.code(pairs[i+1])))
	}
	return built(makeNode(atomMap, term.Empty, args...))
}

// meta is a node's metadata as quote leaves it: no column; the line only as
// the options say.
func (q *quoter) meta(meta term.Term) part {
	if q.c == nil {
		return q.quote(meta)
	}
	meta = metaDelete(meta, atomColumn)
	p := q.place(meta)
	if q.generated {
		entry := constant(term.Tuple2(atomGenerated, term.True))
		if !p.isVar {
			return constant(&term.Cons{Head: entry.value, Tail: p.value})
		}
		p = built(term.List(makeNode(atomBar, term.Empty, q.code(entry), p.code)))
	}
	return p
}

// place is the part of the metadata that tells where code is.
func (q *quoter) place(meta term.Term) part {
	if q.file != nil {
		line := q.line
		if line == term.Term(term.True) || line == term.Term(term.False) {
			n := 0
			if line == term.Term(term.True) {
				n = metaLine(meta)
			}
			line = term.Int(n)
		}
		rest := metaDelete(meta, atomLine)
		if isConstantOption(q.file) && isConstantOption(line) {
			return constant(&term.Cons{Head: term.Tuple2(atomKeep, term.Tuple2(q.file, line)), Tail: rest})
		}
		return built(term.List(makeNode(atomBar, term.Empty, term.Tuple2(atomKeep, term.Tuple2(q.file, line)), q.code(constant(rest)))))
	}
	switch {
	case q.line == term.Term(term.True):
		return constant(meta)
	case q.line == term.Term(term.False):
		return constant(metaDelete(meta, atomLine))
	case isConstantOption(q.line):
		return constant(metaStore(meta, atomLine, q.line))
	}
	entries, _ := term.Slice(metaStore(meta, atomLine, term.Nil))
	parts := make([]part, len(entries))
	for i, e := range entries {
		parts[i] = constant(e)
		if k, _, ok := pair(e); ok && k == term.Term(atomLine) {
			parts[i] = built(term.Tuple2(atomLine, q.line))
		}
	}
	return q.list(parts, nil)
}

// isConstantOption: not a variable that holds the option's value.
func isConstantOption(t term.Term) bool {
	_, isCode := t.(*term.Tuple)
	return !isCode
}

// Escape is code that builds t: Macro.escape. With unquote, unquote and
// unquote_splicing inside t are left to be evaluated. A compound constant
// comes as {:"$literal", [], [t]}, which only this expander reads; see
// EscapeQuoted for code that any program may read.
func Escape(t term.Term, unquote bool) (term.Term, error) {
	q := &quoter{unquote: unquote, line: term.True}
	if isPlain(t, 0) {
		return q.code(constant(t)), nil
	}
	p := q.quote(t)
	if q.err != nil {
		return nil, q.err
	}
	return q.code(p), nil
}

// isPlain reports, without building anything, that a quoted term escapes to
// itself: it holds numbers, atoms, binaries, lists and tuples, and unquote
// stands nowhere in it. Most code does; one that is deep may be denied it.
func isPlain(t term.Term, depth int) bool {
	if depth > MaxDepth {
		return false
	}
	switch v := t.(type) {
	case term.Atom:
		return v != atomUnquote && v != atomSplicing
	case int, *big.Int, float64, term.Binary:
		return true
	case *term.Tuple:
		for _, e := range v.Elems {
			if !isPlain(e, depth+1) {
				return false
			}
		}
		return true
	case *term.Cons:
		for v != nil {
			if !isPlain(v.Head, depth+1) {
				return false
			}
			next, ok := v.Tail.(*term.Cons)
			if !ok {
				return isPlain(v.Tail, depth+1)
			}
			v = next
		}
		return true
	}
	return false
}
