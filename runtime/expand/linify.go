// What happens to the result of a macro before it is expanded: its nodes get
// the line of the call, and its variables, aliases and imports the counter of
// this call, so that they never meet those of another.

package expand

import "otpsh/runtime/term"

// linify prepares what the macro of receiver returned.
func (c *ctx) linify(meta term.Term, receiver term.Atom, q term.Term) term.Term {
	l := linifier{
		c: c, receiver: receiver, counter: term.Int(c.x.h.Cache().nextCounter()),
		line: metaLine(meta), generated: metaIs(meta, atomGenerated),
	}
	l.lineEntry = term.Tuple2(atomLine, term.Int(l.line))
	return l.walk(q)
}

type linifier struct {
	c         *ctx
	receiver  term.Atom
	counter   term.Term
	line      int
	lineEntry term.Term
	generated bool
}

// walk shares what does not change.
func (l *linifier) walk(q term.Term) term.Term {
	switch t := q.(type) {
	case *term.Tuple:
		l.enter()
		defer l.leave()
		switch len(t.Elems) {
		case 2:
			a, b := l.walk(t.Elems[0]), l.walk(t.Elems[1])
			if samePointer(a, t.Elems[0]) && samePointer(b, t.Elems[1]) {
				return q
			}
			return term.Tuple2(a, b)
		case 3:
			if _, ok := t.Elems[1].(*term.Cons); ok {
				return l.node(t)
			}
		}
	case *term.Cons:
		if t == nil {
			return q
		}
		l.enter()
		defer l.leave()
		elems, ok := term.Slice(t)
		if !ok {
			return q
		}
		changed := false
		for i, e := range elems {
			n := l.walk(e)
			if !samePointer(n, e) {
				elems[i], changed = n, true
			}
		}
		if changed {
			return term.List(elems...)
		}
	}
	return q
}

func (l *linifier) enter() {
	l.c.depth++
	if l.c.depth > MaxDepth {
		l.c.fail(term.Empty, "code is nested too deeply (more than %d levels)", MaxDepth)
	}
	l.c.tick()
}

func (l *linifier) leave() { l.c.depth-- }

func (l *linifier) node(t *term.Tuple) term.Term {
	form, meta, rest := t.Elems[0], t.Elems[1], t.Elems[2]
	newMeta := meta
	if name, ok := form.(term.Atom); ok {
		_, isCall := rest.(*term.Cons)
		isCall = isCall && rest != term.Empty
		switch {
		case name == atomLiteral:
			return t
		case isCall && name == atomQuote:
			if ctx, ok := metaGet(meta, atomContext); ok && ctx == term.Term(l.receiver) {
				newMeta = metaNew(newMeta, atomCounter, l.counter)
			}
		case rest == term.Term(l.receiver) && name != atomUnderscore,
			isCall && (name == atomImport || name == atomAlias || name == atomRequire || name == atomAliases):
			newMeta = metaNew(newMeta, atomCounter, l.counter)
		}
	}
	left, right := l.walk(form), l.walk(rest)
	if l.line > 0 {
		if _, has := metaGet(newMeta, atomLine); !has {
			newMeta = &term.Cons{Head: l.lineEntry, Tail: newMeta}
		}
	}
	if l.generated && !metaIs(newMeta, atomGenerated) {
		newMeta = &term.Cons{Head: term.Tuple2(atomGenerated, term.True), Tail: newMeta}
	}
	if samePointer(left, form) && samePointer(right, rest) && samePointer(newMeta, meta) {
		return t
	}
	return term.Tuple3(left, newMeta, right)
}

// samePointer reports whether two terms are the same value in memory, or
// equal atoms or small values.
func samePointer(a, b term.Term) bool {
	switch x := a.(type) {
	case *term.Tuple:
		y, ok := b.(*term.Tuple)
		return ok && x == y
	case *term.Cons:
		y, ok := b.(*term.Cons)
		return ok && x == y
	}
	// Everything else is passed through unchanged.
	switch b.(type) {
	case *term.Tuple, *term.Cons:
		return false
	}
	return true
}

// Linify gives nodes without a line that line: for code that was quoted in
// one place and is defined in another. With keep, a place that quote kept
// (location: :keep) becomes the line.
func Linify(q term.Term, line int, keep bool) term.Term {
	if line == 0 {
		return q
	}
	return relined{line, keep}.walk(q, 0)
}

type relined struct {
	line int
	keep bool
}

func (r relined) walk(q term.Term, depth int) term.Term {
	if depth > MaxDepth {
		return q
	}
	switch t := q.(type) {
	case *term.Tuple:
		switch len(t.Elems) {
		case 2:
			return term.Tuple2(r.walk(t.Elems[0], depth+1), r.walk(t.Elems[1], depth+1))
		case 3:
			if _, ok := t.Elems[1].(*term.Cons); ok && t.Elems[0] != term.Term(atomLiteral) {
				return term.Tuple3(r.walk(t.Elems[0], depth+1), r.meta(t.Elems[1]), r.walk(t.Elems[2], depth+1))
			}
		}
	case *term.Cons:
		if elems, ok := term.Slice(t); ok && len(elems) > 0 {
			for i, e := range elems {
				elems[i] = r.walk(e, depth+1)
			}
			return term.List(elems...)
		}
	}
	return q
}

func (r relined) meta(meta term.Term) term.Term {
	if kept, ok := metaGet(meta, atomKeep); ok && r.keep {
		if _, line, ok := pair(kept); ok {
			meta = metaDelete(metaDelete(meta, atomKeep), atomLine)
			return &term.Cons{Head: term.Tuple2(atomLine, line), Tail: meta}
		}
	}
	return metaNew(meta, atomLine, term.Int(r.line))
}
