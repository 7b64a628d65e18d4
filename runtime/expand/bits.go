// <<...>>, as an expression and as a pattern.

package expand

import (
	"strings"
	"unicode/utf16"

	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// bitSpec is what follows :: in a segment, as written; "" and nil: not given.
type bitSpec struct {
	size       term.Term // quoted
	unit       int       // 0: not given
	hasUnit    bool
	sign       string
	typ        string
	endianness string
}

const (
	unsizedBinary = "a binary field without size is only allowed at the end of a binary pattern, at the right side of binary concatenation and never allowed in binary generators. The following examples are invalid:\n\n    rest <> \"foo\"\n    <<rest::binary, \"foo\">>\n\nThey are invalid because there is a bits/bitstring component not at the end. However, the \"reverse\" would work:\n\n    \"foo\" <> rest\n    <<\"foo\", rest::binary>>\n\n"

	learnParens = "\nYou may run \"mix format --migrate\" to fix this warning automatically."
)

// segmentParts takes value::spec apart; spec is nil without one.
func segmentParts(q, meta term.Term) (value, spec, at term.Term) {
	if m, sides, ok := call(q, atomColons); ok && len(sides) == 2 {
		return sides[0], sides[1], m
	}
	if _, m, _, ok := node(q); ok {
		return q, nil, m
	}
	return q, nil, meta
}

// bitsExpr expands <<...>> as an expression.
func (c *ctx) bitsExpr(meta term.Term, args []term.Term) core.Expr {
	base := c.vars
	var parts []*binding
	apart := func(f func()) {
		c.vars = base
		f()
		if c.vars != base {
			parts = append(parts, c.vars)
		}
	}
	var segments []core.Segment
	for _, a := range args {
		value, spec, at := segmentParts(a, meta)
		var e core.Expr
		apart(func() { e = c.expr(value) })
		kind := exprKind(value, e)
		s := c.readSpec(at, spec)
		seg := core.Segment{Line: metaLine(at), Value: e}
		c.typeSegment(at, &seg, s, kind)
		if s.size != nil {
			apart(func() { seg.Size = c.expr(s.size) })
		}
		segments = c.addSegment(at, segments, seg, value)
	}
	c.vars = base
	for _, p := range parts {
		c.join(base, p)
	}
	return makeBits(metaLine(meta), segments)
}

// exprKind is what a segment's value says of its type.
func exprKind(q term.Term, e core.Expr) string {
	switch e := e.(type) {
	case *core.Literal:
		return literalKind(q, e.Value)
	case *core.Bitstring:
		return "bitstring"
	}
	return "default"
}

// literalKind is termKind of a constant in code: <<"a">> is no string.
func literalKind(q, value term.Term) string {
	kind := termKind(value)
	if _, _, ok := call(q, atomBits); ok && kind == "binary" {
		return "bitstring"
	}
	return kind
}

func termKind(t term.Term) string {
	switch t.(type) {
	case term.Binary:
		return "binary"
	case *term.Bits:
		return "bitstring"
	case float64:
		return "float"
	case term.Atom, *term.Tuple, *term.Cons, *term.Map:
		return "default"
	}
	return "integer"
}

// addSegment puts a segment behind the others; a bitstring inside a bitstring
// becomes its segments.
func (c *ctx) addSegment(at term.Term, out []core.Segment, seg core.Segment, q term.Term) []core.Segment {
	inner, ok := seg.Value.(*core.Bitstring)
	if ok && seg.Size == nil && (seg.Type == core.SegBits || seg.Type == core.SegBinary) {
		n := alignment(inner.Segments)
		switch {
		case seg.Type == core.SegBits || n == 0:
			return append(out, inner.Segments...)
		case n > 0:
			c.fault(at, "", "expected %s to be a binary but its number of bits is not divisible by 8", toString(q))
		}
		return append(out, seg)
	}
	if lit, ok := literalValue(seg.Value); ok {
		if s, ok := lit.(term.Binary); ok && seg.Size == nil {
			return append(out, literalSegment(seg, string(s)))
		}
	}
	return append(out, seg)
}

// literalSegment is a string in its encoding.
func literalSegment(seg core.Segment, s string) core.Segment {
	seg.Value = &core.Literal{Value: term.Binary(encodeAs(seg, s))}
	seg.Type, seg.Unit = core.SegBinary, 8
	return seg
}

func encodeAs(seg core.Segment, s string) string {
	var b strings.Builder
	put := func(n uint32, bytes int) {
		for i := 0; i < bytes; i++ {
			shift := 8 * (bytes - 1 - i)
			if seg.Little {
				shift = 8 * i
			}
			b.WriteByte(byte(n >> shift))
		}
	}
	switch seg.Type {
	case core.SegUTF16:
		for _, u := range utf16.Encode([]rune(s)) {
			put(uint32(u), 2)
		}
	case core.SegUTF32:
		for _, r := range s {
			put(uint32(r), 4)
		}
	default:
		return s
	}
	return b.String()
}

// alignment is the number of bits modulo 8; -1 when it is not known.
func alignment(segments []core.Segment) int {
	total := 0
	for _, s := range segments {
		n := segmentAlignment(s)
		if n < 0 {
			return -1
		}
		total += n
	}
	return total % 8
}

func segmentAlignment(s core.Segment) int {
	size := -1
	if s.Size != nil {
		if v, ok := literalValue(s.Size); ok {
			if n, ok := v.(int); ok && n >= 0 {
				size = n % 8
			}
		}
		if size >= 0 {
			return size * s.Unit % 8
		}
	}
	switch {
	case s.Type == core.SegInteger && s.Size == nil:
		return 0
	case s.Type == core.SegBinary && s.Unit == 8, s.Type >= core.SegUTF8, s.Type == core.SegFloat:
		return 0
	}
	return -1
}

// makeBits is a constant when it is all strings and small numbers.
func makeBits(line int, segments []core.Segment) core.Expr {
	var b strings.Builder
	for _, s := range segments {
		v, ok := literalValue(s.Value)
		if !ok || s.Size != nil {
			return &core.Bitstring{Line: line, Segments: segments}
		}
		switch v := v.(type) {
		case term.Binary:
			if s.Type != core.SegBinary && s.Type != core.SegBits {
				return &core.Bitstring{Line: line, Segments: segments}
			}
			b.WriteString(string(v))
		case int:
			if s.Type != core.SegInteger {
				return &core.Bitstring{Line: line, Segments: segments}
			}
			b.WriteByte(byte(v))
		default:
			return &core.Bitstring{Line: line, Segments: segments}
		}
	}
	return &core.Literal{Value: term.Binary(b.String())}
}

// bitsPattern expands <<...>> as a pattern. In a generator every binary needs
// a size.
func (c *ctx) bitsPattern(meta term.Term, args []term.Term, generator bool) core.Pattern {
	before := c.match.beforeBits
	c.match.beforeBits = c.vars
	var segments []core.Segment
	var last term.Term // the metadata of the last segment
	for i, a := range args {
		value, spec, at := segmentParts(a, meta)
		last = at
		p := c.segmentPattern(value)
		if _, ok := p.(*core.PBoth); ok {
			c.fail(meta, "cannot pattern match inside a bitstring that is already in match, got: %s", toString(value))
		}
		needsSize := generator || i < len(args)-1
		segments = c.patternSegment(at, segments, p, value, spec, needsSize)
	}
	c.match.beforeBits = before
	if len(segments) == 0 {
		return &core.PLiteral{Value: term.Binary("")}
	}
	p := &core.PBits{Segments: segments}
	if c.lastSegment == nil {
		c.lastSegment = map[*core.PBits]term.Term{}
	}
	c.lastSegment[p] = last
	return p
}

// segmentPattern expands a segment's value; an interpolated constant is that
// constant.
func (c *ctx) segmentPattern(q term.Term) core.Pattern {
	if _, left, right, _, args, ok := remoteCall(q); ok && right == atomToString && len(args) == 1 {
		if module, ok := left.(term.Atom); ok && (module == kernelModule || module == stringChars) {
			if lit, ok := c.pattern(args[0]).(*core.PLiteral); ok {
				if _, ok := lit.Value.(term.Binary); ok {
					return lit
				}
			}
		}
	}
	return c.pattern(q)
}

func (c *ctx) patternSegment(at term.Term, out []core.Segment, p core.Pattern, value, spec term.Term, needsSize bool) []core.Segment {
	kind := "default"
	switch p := p.(type) {
	case *core.PLiteral:
		kind = literalKind(value, p.Value)
	case *core.PBits:
		kind = "bitstring"
	}
	s := c.readSpec(at, spec)
	seg := core.Segment{Line: metaLine(at), Pattern: p}
	c.typeSegment(at, &seg, s, kind)
	if s.size != nil {
		seg.Size = c.sizeInPattern(s.size)
	}
	isBytes := seg.Type == core.SegBinary || seg.Type == core.SegBits
	switch p := p.(type) {
	case *core.PBits:
		if isBytes && s.size == nil {
			if last := p.Segments[len(p.Segments)-1]; needsSize && unsized(last) {
				c.fault(c.lastSegment[p], "", unsizedBinary)
			}
			if n := alignment(p.Segments); seg.Type == core.SegBits || n == 0 {
				return append(out, p.Segments...)
			} else if n > 0 {
				c.fault(at, "", "expected %s to be a binary but its number of bits is not divisible by 8", toString(value))
			}
		}
	case *core.PLiteral:
		if str, ok := p.Value.(term.Binary); ok && s.size == nil {
			text := encodeAs(seg, string(str))
			if text == "" {
				return out
			}
			seg.Pattern = &core.PLiteral{Value: term.Binary(text)}
			seg.Type, seg.Unit = core.SegBinary, 8
			seg.Size = &core.Literal{Value: term.Int(len(text))}
			return append(out, seg)
		}
	case *core.PPin:
		if isBytes && s.size == nil && needsSize {
			seg.Size, seg.Unit = sizeOf(seg.Type, p.Value), 1
			if seg.Type == core.SegBinary {
				seg.Unit = 8
			}
			return append(out, seg)
		}
	}
	if isBytes && s.size == nil && needsSize {
		c.fault(at, "", unsizedBinary)
	}
	return append(out, seg)
}

// unsized: a segment that takes all that is left.
func unsized(s core.Segment) bool {
	return (s.Type == core.SegBinary || s.Type == core.SegBits) && s.Size == nil
}

// sizeOf is byte_size(value) or bit_size(value).
func sizeOf(t core.SegType, value core.Expr) core.Expr {
	name := "bit_size"
	if t == core.SegBinary {
		name = "byte_size"
	}
	return &core.Remote{
		Module: &core.Literal{Value: atomErlang}, Name: &core.Literal{Value: term.Intern(name)}, Args: []core.Expr{value},
	}
}

// sizeInPattern expands a size as a guard that may read what the bitstring
// has bound so far, and pinned variables.
func (c *ctx) sizeInPattern(q term.Term) core.Expr {
	mode, bits := c.mode, c.match.bits
	c.mode, c.match.bits = InGuard, true
	e := c.expr(q)
	c.mode, c.match.bits = mode, bits
	return e
}
