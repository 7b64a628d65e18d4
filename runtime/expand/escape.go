// Macro.escape as programs see it.

package expand

import (
	"math/big"

	"otpsh/runtime/term"
)

// EscapeQuoted is Macro.escape: code of ordinary quoted terms that builds t.
// With prune, nodes keep only the metadata that printing needs.
func EscapeQuoted(t term.Term, unquote, prune bool) (term.Term, error) {
	e := escaper{unquote: unquote, prune: prune}
	out := e.escape(t, 0)
	return out, e.err
}

type escaper struct {
	unquote, prune bool
	err            error
}

const escapable = "The supported values are: lists, tuples, maps, atoms, numbers, bitstrings, PIDs and remote functions in the format &Mod.fun/arity"

func (e *escaper) fail(message string) term.Term {
	if e.err == nil {
		e.err = argumentError(message)
	}
	return term.Nil
}

func (e *escaper) escape(t term.Term, depth int) term.Term {
	if e.err != nil {
		return term.Nil
	}
	if depth > MaxDepth {
		return e.fail(sprintf("value is nested too deeply to be escaped (more than %d levels)", MaxDepth))
	}
	switch v := t.(type) {
	case term.Atom, int, *big.Int, float64, term.Binary, term.PID, term.Port:
		return t
	case *term.Bits:
		return escapeBits(v)
	case *term.Fun:
		if v.External() {
			return captureOf(v)
		}
	case *term.Map:
		return e.escapeMap(v, depth)
	case *term.Cons:
		return e.escapeList(v, depth)
	case *term.Tuple:
		return e.escapeTuple(v, depth)
	}
	return e.fail("cannot escape " + inspect(t) + ". " + escapable)
}

// escapeBits is a bitstring as the bits that fill no byte and the bytes after
// them.
func escapeBits(v *term.Bits) term.Term {
	n := new(big.Int).SetBytes([]byte(v.Bytes))
	n.Rsh(n, uint(8*len(v.Bytes)-v.Len))
	low := v.Len - v.Len%8
	bytes := new(big.Int).And(n, new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), uint(low)), big.NewInt(1))).FillBytes(make([]byte, low/8))
	n.Rsh(n, uint(low))
	sized := func(value, size term.Term) term.Term { return makeNode(atomColons, term.Empty, value, size) }
	return makeNode(atomBits, term.Empty,
		sized(term.Big(n), makeNode(atomSize, term.Empty, term.Int(v.Len%8))),
		sized(term.Binary(bytes), term.Tuple3(term.Intern("binary"), term.Empty, term.Nil)))
}

// captureOf is &Mod.fun/arity.
func captureOf(f *term.Fun) term.Term {
	dot := makeNode(atomDot, term.Empty, f.Module, f.Name)
	noParens := term.List(term.Tuple2(atomNoParens, term.True))
	return makeNode(atomCapture, term.Empty, makeNode(atomSlash, term.Empty, makeNode(dot, noParens), term.Int(f.Arity)))
}

func (e *escaper) escapeMap(m *term.Map, depth int) term.Term {
	var pairs []term.Term
	m.Each(func(k, v term.Term) bool {
		if _, isRef := v.(*term.Ref); isRef {
			e.fail(inspect(m) + " contains a reference (" + inspect(v) + ") and therefore it cannot be escaped (it must be defined within a function instead). " + escapable)
			return false
		}
		pairs = append(pairs, term.Tuple2(e.escape(k, depth+1), e.escape(v, depth+1)))
		return true
	})
	return makeNode(atomMap, term.Empty, pairs...)
}

func (e *escaper) escapeTuple(t *term.Tuple, depth int) term.Term {
	if form, meta, rest, ok := node(t); ok {
		if out, ok := e.escapeQuote(t, depth); ok {
			return out
		}
		if args, isCall := term.Slice(rest); isCall && e.unquote && len(args) == 1 && form == term.Term(atomUnquote) {
			return args[0]
		}
		if e.prune {
			return makeNode(atomTuple, term.Empty, e.escape(form, depth+1), pruned(meta), e.escape(rest, depth+1))
		}
		return makeNode(atomTuple, term.Empty, e.escape(form, depth+1), e.escape(meta, depth+1), e.escape(rest, depth+1))
	}
	elems := make([]term.Term, len(t.Elems))
	for i, el := range t.Elems {
		elems[i] = e.escape(el, depth+1)
	}
	if len(elems) == 2 {
		return term.OwnTuple(elems)
	}
	return makeNode(atomTuple, term.Empty, elems...)
}

// escapeQuote is a quote inside the term: its unquotes are its own. False when
// t is none.
func (e *escaper) escapeQuote(t *term.Tuple, depth int) (term.Term, bool) {
	if !e.unquote {
		return nil, false
	}
	form, meta, rest, _ := node(t)
	args, isCall := term.Slice(rest)
	if form != term.Term(atomQuote) || !isCall || len(args) < 1 || len(args) > 2 {
		return nil, false
	}
	parts := make([]term.Term, len(args))
	if len(args) == 2 {
		parts[0] = e.escape(args[0], depth+1)
	}
	inner := escaper{prune: e.prune}
	parts[len(parts)-1] = inner.escape(args[len(args)-1], depth+1)
	if inner.err != nil {
		e.err = inner.err
	}
	return makeNode(atomTuple, term.Empty, atomQuote, e.escape(meta, depth+1), term.List(parts...)), true
}

func (e *escaper) escapeList(l *term.Cons, depth int) term.Term {
	if l == nil {
		return l
	}
	var elems []term.Term
	var rest term.Term = l
	spliced := false
	for {
		c, ok := rest.(*term.Cons)
		if !ok || c == nil {
			break
		}
		if _, args, ok := call(c.Head, atomSplicing); ok && e.unquote && len(args) == 1 {
			spliced = true
			elems = append(elems, c.Head)
		} else {
			elems = append(elems, e.escape(c.Head, depth+1))
		}
		rest = c.Tail
	}
	if _, proper := rest.(*term.Cons); !proper {
		last := len(elems) - 1
		elems[last] = makeNode(atomBar, term.Empty, elems[last], e.escape(rest, depth+1))
		return term.List(elems...)
	}
	if !spliced {
		return term.List(elems...)
	}
	var out term.Term = term.Empty
	var buffer []term.Term
	for i := len(elems) - 1; i >= 0; i-- {
		_, args, ok := call(elems[i], atomSplicing)
		if !ok || len(args) != 1 {
			buffer = append([]term.Term{elems[i]}, buffer...)
			continue
		}
		out = joinLists(buffer, out)
		buffer = nil
		out = makeRemote(atomElixirQuote, "list", term.Empty, args[0], out)
	}
	return joinLists(buffer, out)
}

func joinLists(front []term.Term, back term.Term) term.Term {
	switch {
	case len(front) == 0:
		return back
	case back == term.Empty:
		return term.List(front...)
	}
	return makeRemote(atomErlang, "++", term.Empty, term.List(front...), back)
}

// HasUnquotes reports whether code holds an unquote of its own (not of a
// quote inside it).
func HasUnquotes(t term.Term) bool { return hasUnquotes(t, 0, 0) }

func hasUnquotes(t term.Term, level, depth int) bool {
	if depth > MaxDepth {
		return false
	}
	switch v := t.(type) {
	case *term.Tuple:
		if len(v.Elems) == 2 {
			return hasUnquotes(v.Elems[0], level, depth+1) || hasUnquotes(v.Elems[1], level, depth+1)
		}
		form, _, rest, ok := node(v)
		args, isCall := term.Slice(rest)
		if !ok || !isCall {
			return false
		}
		name, _ := form.(term.Atom)
		switch {
		case name == atomQuote && len(args) == 1:
			return hasUnquotes(args[0], level+1, depth+1)
		case name == atomQuote && len(args) == 2:
			return !disablesUnquote(args[0]) && hasUnquotes(args[1], level+1, depth+1)
		case (name == atomUnquote || name == atomSplicing) && len(args) == 1:
			return level == 0 || hasUnquotes(args[0], level-1, depth+1)
		}
		if _, parts, ok := call(form, atomDot); ok && len(parts) == 2 && parts[1] == term.Term(atomUnquote) && len(args) == 1 {
			return true
		}
		if name.IsZero() && hasUnquotes(form, 0, depth+1) {
			return true
		}
		for _, a := range args {
			if hasUnquotes(a, level, depth+1) {
				return true
			}
		}
	case *term.Cons:
		for v != nil {
			if hasUnquotes(v.Head, level, depth+1) {
				return true
			}
			next, ok := v.Tail.(*term.Cons)
			if !ok {
				return hasUnquotes(v.Tail, level, depth+1)
			}
			v = next
		}
	}
	return false
}

func disablesUnquote(opts term.Term) bool {
	if v, ok := metaGet(opts, atomUnquote); ok && v == term.Term(term.False) {
		return true
	}
	_, ok := metaGet(opts, term.Intern("bind_quoted"))
	return ok
}
