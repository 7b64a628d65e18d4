// The way back for patterns and bitstrings.

package expand

import (
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

func (u unexpander) patterns(list []core.Pattern) []term.Term {
	out := make([]term.Term, len(list))
	for i, p := range list {
		out[i] = u.pattern(p)
	}
	return out
}

func (u unexpander) pattern(p core.Pattern) term.Term {
	u, ok := u.down()
	if !ok {
		return varNode(term.Intern("..."))
	}
	switch p := p.(type) {
	case *core.PVar:
		return varNode(u.names.of(p.ID, p.Name))
	case *core.PLiteral:
		return u.literal(p.Value)
	case *core.PPin:
		return callNode("^", u.expr(p.Value))
	case *core.PTuple:
		return tupleNode(u.patterns(p.Elems))
	case *core.PList:
		var tail term.Term
		if p.Tail != nil {
			tail = u.pattern(p.Tail)
		}
		return listNode(u.patterns(p.Elems), tail)
	case *core.PMap:
		return u.mapPattern(p)
	case *core.PAtom:
		return varNode(atomUnderscore)
	case *core.PBoth:
		return callNode("=", u.pattern(p.Left), u.pattern(p.Right))
	case *core.PBits:
		return u.bits(p.Segments)
	}
	return varNode(atomUnderscore)
}

// mapPattern is %{...}, or %name{...} where the name must be an atom.
func (u unexpander) mapPattern(p *core.PMap) term.Term {
	var name term.Term
	pairs := make([]term.Term, 0, len(p.Pairs))
	for _, pair := range p.Pairs {
		if key, ok := literalAtom(pair.Key); ok && key == term.Struct {
			switch v := pair.Value.(type) {
			case *core.PAtom:
				name = varNode(atomUnderscore)
				continue
			case *core.PBoth:
				if _, isAtom := v.Left.(*core.PAtom); isAtom {
					name = u.pattern(v.Right)
					continue
				}
			}
		}
		key := u.expr(pair.Key)
		if _, isVar := pair.Key.(*core.Var); isVar {
			key = callNode("^", key)
		}
		pairs = append(pairs, term.Tuple2(key, u.pattern(pair.Value)))
	}
	out := makeNode(atomMap, term.Empty, pairs...)
	if name != nil {
		return callNode("%", name, out)
	}
	return out
}

// bits is <<...>>, with what differs from the defaults of each segment's type.
func (u unexpander) bits(segments []core.Segment) term.Term {
	out := make([]term.Term, len(segments))
	for i, s := range segments {
		value := term.Term(varNode(atomUnderscore))
		switch {
		case s.Pattern != nil:
			value = u.pattern(s.Pattern)
		case s.Value != nil:
			value = u.expr(s.Value)
		}
		out[i] = callNode("::", value, u.segmentType(s))
	}
	return makeNode(atomBits, term.Empty, out...)
}

var segmentNames = map[core.SegType]string{
	core.SegInteger: "integer", core.SegFloat: "float", core.SegBinary: "binary", core.SegBits: "bitstring",
	core.SegUTF8: "utf8", core.SegUTF16: "utf16", core.SegUTF32: "utf32",
}

func (u unexpander) segmentType(s core.Segment) term.Term {
	out := term.Term(varNode(term.Intern(segmentNames[s.Type])))
	add := func(part term.Term) { out = callNode("-", out, part) }
	if s.Size != nil {
		add(callNode("size", u.expr(s.Size)))
		if unit := s.Unit; s.Type == core.SegBinary && unit != 8 || s.Type != core.SegBinary && unit != 1 {
			add(callNode("unit", term.Int(unit)))
		}
	}
	if s.Signed {
		add(varNode(term.Intern("signed")))
	}
	if s.Little {
		add(varNode(term.Intern("little")))
	}
	return out
}
