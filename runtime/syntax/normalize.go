// Any quoted term in the form that the printer works on: literals are wrapped
// in blocks that hold their metadata, text is escaped, and keywords are told
// from lists of pairs.

package syntax

import (
	"strings"

	"otpsh/runtime/term"
)

// normalizer walks a quoted term. Its recursion is counted: deeper parts are
// shown as an ellipsis.
type normalizer struct {
	depth   int
	locals  map[string][]int
	inspect func(term.Term) string
}

// printDepth bounds the recursion of normalizer and printer.
const printDepth = 2_500

var ellipsis = node(term.Intern("..."), term.Empty, term.Empty)

func lineOf(meta term.Term) (int, bool) {
	v, ok := metaGet(meta, atomLine)
	if !ok {
		return 0, false
	}
	n, ok := v.(int)
	return n, ok
}

// patched is metadata with the line of its parent where it has none.
func patched(meta, parent term.Term) term.Term {
	if v, ok := metaGet(meta, atomLine); ok && v != term.Term(term.Nil) {
		return meta
	}
	if n, ok := lineOf(parent); ok {
		return cons(pair(atomLine, term.Int(n)), meta)
	}
	return meta
}

// lineMeta is metadata with the line alone.
func lineMeta(meta term.Term) term.Term {
	if n, ok := lineOf(meta); ok {
		return term.List(pair(atomLine, term.Int(n)))
	}
	return term.Empty
}

func put(meta term.Term, key term.Atom, value term.Term) term.Term {
	if _, ok := metaGet(meta, key); ok {
		return meta
	}
	return cons(pair(key, value), meta)
}

// properList is the elements of a list; ok is false for anything else.
func properList(t term.Term) ([]term.Term, bool) {
	if _, ok := t.(*term.Cons); !ok {
		return nil, false
	}
	return term.Slice(t)
}

// tuple2 takes a pair apart.
func tuple2(t term.Term) (a, b term.Term, ok bool) {
	if x, is := t.(*term.Tuple); is && len(x.Elems) == 2 {
		return x.Elems[0], x.Elems[1], true
	}
	return nil, nil, false
}

func isAtom(t term.Term, a term.Atom) bool { return t == term.Term(a) }

// dotted takes {:., meta, [left, right]} apart.
func dotted(t term.Term) (meta term.Term, parts []term.Term, ok bool) {
	op, meta, args, ok := nodeOf(t)
	if !ok || !isAtom(op, atomDot) {
		return nil, nil, false
	}
	parts, ok = properList(args)
	return meta, parts, ok
}

// isRemote reports {:., _, [mod, fun]}.
func isRemote(t term.Term, mod, fun term.Atom) bool {
	_, parts, ok := dotted(t)
	return ok && len(parts) == 2 && isAtom(parts[0], mod) && isAtom(parts[1], fun)
}

func (n *normalizer) norm(q, parent term.Term) term.Term {
	n.depth++
	defer func() { n.depth-- }()
	if n.depth > printDepth {
		return ellipsis
	}
	op, meta, args, ok := nodeOf(q)
	if !ok {
		return n.leaf(q, parent)
	}
	list, isArgs := properList(args)
	if !isArgs {
		if _, ok := args.(term.Atom); ok {
			return q
		}
		return n.literal(q, term.Empty, parent)
	}
	if !isList(meta) {
		return n.literal(q, term.Empty, parent)
	}
	if name, ok := op.(term.Atom); ok {
		return n.named(q, name, meta, list, parent)
	}
	switch {
	case isRemote(op, atomErlang, atomToAtom) && len(list) == 2 && isAtom(list[1], atomUTF8) && isBits(list[0]):
		return n.interpolatedAtom(op, meta, list, parent)
	case isRemote(op, atomList, atomToCharlist) && len(list) == 1:
		if parts, ok := properList(list[0]); ok && charlistInterpolated(parts) {
			return node(op, meta, term.List(term.List(n.charlistParts(parts, parent)...)))
		}
	}
	return n.call(op, meta, list, parent)
}

// leaf normalizes what is no node.
func (n *normalizer) leaf(q, parent term.Term) term.Term {
	if name, ok := term.IsStruct(q); ok && name == term.Alias("Range") {
		m := q.(*term.Map)
		first, _ := m.GetAtom(term.Intern("first"))
		last, _ := m.GetAtom(term.Intern("last"))
		step, _ := m.GetAtom(term.Intern("step"))
		meta := lineMeta(parent)
		a, b := n.norm(first, parent), n.norm(last, parent)
		if step == nil || step == term.Int(1) {
			return node(atomRange, meta, term.List(a, b))
		}
		return node(atomStepRange, meta, term.List(a, b, n.norm(step, parent)))
	}
	return n.literal(q, term.Empty, parent)
}

func isBits(t term.Term) bool {
	op, _, args, ok := nodeOf(t)
	_, isArgs := properList(args)
	return ok && isAtom(op, atomBits) && isArgs
}

// named normalizes a node whose head is an atom.
func (n *normalizer) named(q term.Term, name term.Atom, meta term.Term, args []term.Term, parent term.Term) term.Term {
	switch name {
	case atomBlock:
		if len(args) == 1 {
			if t, ok := args[0].(*term.Tuple); !ok || len(t.Elems) == 2 {
				return n.literal(args[0], meta, parent)
			}
		}
		return node(atomBlock, meta, term.List(n.all(args, parent)...))
	case atomAliases:
		if len(args) > 0 {
			if _, ok := args[0].(term.Atom); !ok {
				meta = patched(meta, parent)
				out := append([]term.Term{n.norm(args[0], meta)}, args[1:]...)
				return node(atomAliases, meta, term.List(out...))
			}
		}
		return q
	case term.Intern("&"):
		if len(args) == 1 {
			if _, ok := args[0].(int); ok {
				return node(name, patched(meta, parent), term.List(args[0]))
			}
		}
	case atomBits:
		return n.bitstring(meta, args, parent, false)
	case atomDot:
		if len(args) == 2 {
			if right, ok := args[1].(term.Atom); ok {
				meta = patched(meta, parent)
				if isAtom(args[0], atomAccess) && right == atomGet {
					return node(atomDot, meta, term.List(args...))
				}
				return node(atomDot, meta, term.List(n.norm(args[0], meta), escapeAtom(right)))
			}
		}
	case atomArrow:
		if len(args) == 2 {
			if left, ok := properList(args[0]); ok {
				meta = patched(meta, parent)
				return node(atomArrow, meta, term.List(term.List(n.all(left, meta)...), n.norm(args[1], meta)))
			}
		}
	case atomMap:
		return n.mapping(meta, args, parent)
	case atomTuple:
		if k := len(args); k > 1 && nonEmptyKeyword(args[k-1]) {
			last, _ := properList(args[k-1])
			out := append(n.all(args[:k-1], parent), n.keywords(last, parent, true)...)
			return node(atomTuple, meta, term.List(out...))
		}
	case term.Intern("@"):
		if t, ok := n.attribute(meta, args, parent); ok {
			return t
		}
	}
	if t, ok := n.sigil(name, meta, args, parent); ok {
		return t
	}
	return n.call(name, meta, args, parent)
}

func (n *normalizer) all(ts []term.Term, parent term.Term) []term.Term {
	out := make([]term.Term, len(ts))
	for i, t := range ts {
		out[i] = n.norm(t, parent)
	}
	return out
}

func (n *normalizer) attribute(meta term.Term, args []term.Term, parent term.Term) (term.Term, bool) {
	if len(args) != 1 {
		return nil, false
	}
	name, nameMeta, inner, ok := nodeOf(args[0])
	values, isArgs := properList(inner)
	if !ok || !isArgs || len(values) != 1 {
		return nil, false
	}
	value := values[0]
	list, isValueList := properList(value)
	var out term.Term
	switch {
	case nonEmptyKeyword(value):
		out = term.List(n.keywords(list, parent, true)...)
	case isValueList:
		out = n.literal(value, meta, parent)
	default:
		out = n.norm(value, parent)
	}
	return node(term.Intern("@"), meta, term.List(node(name, nameMeta, term.List(out)))), true
}

func (n *normalizer) mapping(meta term.Term, args []term.Term, parent term.Term) term.Term {
	if meta == term.Empty {
		l := lineOrNil(parent)
		meta = term.List(pair(atomLine, l), pair(atomClosing, term.List(pair(atomLine, l))))
	}
	if len(args) == 1 {
		if op, pipeMeta, sides, ok := nodeOf(args[0]); ok && isAtom(op, term.Intern("|")) {
			if s, ok := properList(sides); ok && len(s) == 2 {
				if right, ok := properList(s[1]); ok {
					update := node(op, pipeMeta, term.List(n.norm(s[0], meta), term.List(n.mapArgs(right, meta)...)))
					return node(atomMap, meta, term.List(update))
				}
			}
		}
	}
	return node(atomMap, meta, term.List(n.mapArgs(args, meta)...))
}

func lineOrNil(meta term.Term) term.Term {
	if l, ok := lineOf(meta); ok {
		return term.Int(l)
	}
	return term.Nil
}

func (n *normalizer) mapArgs(args []term.Term, parent term.Term) []term.Term {
	out := n.keywords(args, parent, false)
	for i, t := range out {
		if op, _, inner, ok := nodeOf(t); ok && isAtom(op, atomBlock) {
			if one, ok := properList(inner); ok && len(one) == 1 {
				if _, _, ok := tuple2(one[0]); ok {
					out[i] = one[0]
				}
			}
		}
	}
	return out
}

func (n *normalizer) sigil(name term.Atom, meta term.Term, args []term.Term, parent term.Term) (term.Term, bool) {
	if len(args) != 2 || !isBits(args[0]) || !strings.HasPrefix(name.Name(), "sigil_") {
		return nil, false
	}
	mods, ok := properList(args[1])
	_, _, inner, _ := nodeOf(args[0])
	parts, _ := properList(inner)
	if !ok || !interpolated(parts) || !asciiPrintable(mods) {
		return nil, false
	}
	meta = put(patched(meta, parent), atomDelimiter, term.Binary("\""))
	return node(name, meta, term.List(n.norm(args[0], meta), args[1])), true
}

func (n *normalizer) interpolatedAtom(op, meta term.Term, args []term.Term, parent term.Term) term.Term {
	dotMeta, parts, _ := dotted(op)
	dotMeta = patched(dotMeta, parent)
	meta = patched(meta, dotMeta)
	_, bitsMeta, inner, _ := nodeOf(args[0])
	segments, _ := properList(inner)
	utf8 := term.Term(atomUTF8)
	if !interpolated(segments) {
		utf8 = n.literal(atomUTF8, term.Empty, parent)
	}
	return node(node(atomDot, dotMeta, term.List(parts...)), meta, term.List(n.bitstring(bitsMeta, segments, parent, true), utf8))
}

func (n *normalizer) charlistParts(parts []term.Term, parent term.Term) []term.Term {
	out := make([]term.Term, len(parts))
	for i, t := range parts {
		if b, ok := t.(term.Binary); ok {
			out[i] = term.Binary(Escape(string(b), 0))
			continue
		}
		op, meta, inner, _ := nodeOf(t)
		args, _ := properList(inner)
		out[i] = node(op, meta, term.List(n.all(args, parent)...))
	}
	return out
}

// bitstring normalizes <<...>>; the texts of an interpolated string are
// escaped when escape is set.
func (n *normalizer) bitstring(meta term.Term, parts []term.Term, parent term.Term, escape bool) term.Term {
	meta = patched(meta, parent)
	out := make([]term.Term, len(parts))
	strs := interpolated(parts)
	for i, t := range parts {
		switch {
		case strs:
			out[i] = n.segment(t, escape)
		default:
			if op, m, args, ok := nodeOf(t); ok && isAtom(op, atomType) {
				if inferred, ok := metaGet(m, term.Intern("inferred_bitstring_spec")); ok && isAtom(inferred, term.True) {
					if a, ok := properList(args); ok && len(a) == 2 {
						out[i] = n.norm(a[0], meta)
						continue
					}
				}
			}
			out[i] = n.norm(t, meta)
		}
	}
	return node(atomBits, meta, term.List(out...))
}

// segment normalizes one part of an interpolated string.
func (n *normalizer) segment(t term.Term, escape bool) term.Term {
	op, meta, args, ok := nodeOf(t)
	if !ok {
		if b, isText := t.(term.Binary); isText && escape {
			return term.Binary(Escape(string(b), 0))
		}
		return t
	}
	sides, _ := properList(args)
	call, callMeta, inner, _ := nodeOf(sides[0])
	dotMeta, _, _ := dotted(call)
	values, _ := properList(inner)
	return node(op, meta, term.List(node(call, callMeta, term.List(n.norm(values[0], dotMeta))), sides[1]))
}

// interpolated reports the parts of a string with interpolations.
func interpolated(parts []term.Term) bool {
	for _, t := range parts {
		if _, ok := t.(term.Binary); ok {
			continue
		}
		if _, ok := interpolatedCode(t); !ok {
			return false
		}
	}
	return true
}

// interpolatedCode is what a part of a string interpolates.
func interpolatedCode(t term.Term) (term.Term, bool) {
	op, _, args, ok := nodeOf(t)
	sides, isArgs := properList(args)
	if !ok || !isAtom(op, atomType) || !isArgs || len(sides) != 2 {
		return nil, false
	}
	kind, _, _, ok := nodeOf(sides[1])
	if !ok || !isAtom(kind, atomBinary) {
		return nil, false
	}
	return toStringArg(sides[0])
}

func charlistInterpolated(parts []term.Term) bool {
	for _, t := range parts {
		if _, ok := t.(term.Binary); ok {
			continue
		}
		if _, ok := toStringArg(t); !ok {
			return false
		}
	}
	return true
}

// toStringArg is x of Kernel.to_string(x).
func toStringArg(t term.Term) (term.Term, bool) {
	call, _, inner, ok := nodeOf(t)
	if !ok || !isRemote(call, atomKernel, atomToString) {
		return nil, false
	}
	values, ok := properList(inner)
	if !ok || len(values) != 1 {
		return nil, false
	}
	return values[0], true
}

func escapeAtom(a term.Atom) term.Atom {
	escaped, ok := term.TryIntern(Escape(a.Name(), 0))
	if !ok {
		return a
	}
	return escaped
}

func asciiPrintable(ts []term.Term) bool {
	for _, t := range ts {
		c, ok := t.(int)
		if !ok || (c < 32 || c > 126) && (c < 7 || c > 13) && c != 27 {
			return false
		}
	}
	return true
}
