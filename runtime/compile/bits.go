// Bitstrings, as expressions and as patterns.

package compile

import (
	"otpsh/runtime/code"
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// segment is a segment whose value and size are in registers.
type segment struct {
	*core.Segment
	value, size int
	bits        int // the size in bits when it is known; -1: not
	text        term.Term
}

// bitstring evaluates all values and sizes, and then puts them together.
func (c *compiler) bitstring(e *core.Bitstring, dst int) {
	segments := make([]segment, len(e.Segments))
	for i := range e.Segments {
		s := segment{Segment: &e.Segments[i], bits: -1}
		if b, ok := literalText(s.Segment); ok {
			s.text = b
		} else {
			s.value = c.value(s.Value)
		}
		c.segmentSize(&s)
		segments[i] = s
	}
	c.at(e.Line)
	rest := segments
	if len(rest) > 0 && rest[0].text == nil && wholeBinary(&rest[0]) {
		c.emit(code.OpBsAppend, 0, rest[0].value, 0, 0)
		rest = rest[1:]
	} else {
		c.emit(code.OpBsNew, 0, 0, 0, 0)
	}
	for i := range rest {
		c.put(&rest[i], len(segments)-len(rest)+i+1)
	}
	c.emit(code.OpBsDone, 0, dst, 0, 0)
}

// literalText is the bytes of a segment that is a constant string.
func literalText(s *core.Segment) (term.Term, bool) {
	if l, ok := s.Value.(*core.Literal); ok && s.Size == nil && (s.Type == core.SegBinary || s.Type == core.SegBits) {
		b, ok := l.Value.(term.Binary)
		return b, ok
	}
	return nil, false
}

func wholeBinary(s *segment) bool {
	return s.Type == core.SegBinary && s.Size == nil && s.Unit == 8
}

// segmentSize evaluates a segment's size, or knows it.
func (c *compiler) segmentSize(s *segment) {
	if s.Size == nil {
		switch s.Type {
		case core.SegInteger:
			s.bits = 8 * max(s.Unit, 1)
		case core.SegFloat:
			s.bits = 64 * max(s.Unit, 1)
		}
		if s.bits > 0 && s.Unit > 1 {
			s.bits /= s.Unit
		}
		return
	}
	if k, ok := c.fold(s.Size); ok {
		if n, ok := k.(int); ok && n >= 0 && n <= 0xffff && n*s.Unit <= 0xffff {
			s.bits = n * s.Unit
			return
		}
	}
	s.size = c.value(s.Size)
}

// sized reports whether the size is in a register.
func (s *segment) sized() bool { return s.Size != nil && s.bits < 0 }

func segmentFlags(s *core.Segment) int {
	flags := 0
	if s.Signed {
		flags |= int(code.FlagSigned)
	}
	if s.Little {
		flags |= int(code.FlagLittle)
	}
	return flags
}

// put adds a segment to what is being built; number is its place, from 1.
func (c *compiler) put(s *segment, number int) {
	if s.text != nil {
		c.emit(code.OpBsPutStr, 0, c.shortConst(s.text), 0, 0)
		return
	}
	flags := segmentFlags(s.Segment)
	kind := 1
	switch s.Type {
	case core.SegFloat:
		kind = 2
		flags |= int(code.FlagFloat)
	case core.SegBinary, core.SegBits:
		kind = 3
	}
	switch s.Type {
	case core.SegUTF8, core.SegUTF16, core.SegUTF32:
		c.emit(code.OpBsPutUTF, flags, s.value, 8<<(s.Type-core.SegUTF8), number)
		return
	}
	if s.Size != nil && (s.sized() || kind == 3) {
		size := s.size
		if !s.sized() {
			size = c.value(s.Size)
		}
		c.emit(code.OpBsSize, kind, size, s.Unit, number)
		flags |= int(code.FlagSize)
	}
	if kind == 3 {
		c.emit(code.OpBsPutBin, flags, s.value, max(s.Unit, 1), number)
		return
	}
	c.emit(code.OpBsPut, flags, s.value, max(s.bits, 0), number)
}

// bitsPattern matches segments one after the other.
func (c *compiler) bitsPattern(segments []core.Segment, r int, otherwise label) {
	c.test(code.OpBsStart, 0, r, 0, otherwise)
	for i := range segments {
		c.take(&segments[i], i == len(segments)-1, otherwise)
	}
	if n := len(segments); n == 0 || !takesAll(&segments[n-1]) {
		c.test(code.OpBsEnd, 0, 0, 0, otherwise)
	}
}

// takesAll reports whether a segment matches all that is left.
func takesAll(s *core.Segment) bool {
	if s.Size != nil || s.Type != core.SegBinary && s.Type != core.SegBits {
		return false
	}
	_, text := patternText(s)
	return !text
}

// patternText is the bytes of a segment that is a constant string.
func patternText(s *core.Segment) (term.Binary, bool) {
	if l, ok := s.Pattern.(*core.PLiteral); ok {
		b, ok := l.Value.(term.Binary)
		return b, ok && s.Size == nil
	}
	return "", false
}

// take matches one segment.
func (c *compiler) take(s *core.Segment, last bool, otherwise label) {
	mark := c.top
	if b, ok := patternText(s); ok {
		c.test(code.OpBsStr, 0, c.shortConst(b), 0, otherwise)
		return
	}
	flags := segmentFlags(s)
	switch s.Type {
	case core.SegUTF8, core.SegUTF16, core.SegUTF32:
		to := c.slot(s.Pattern)
		c.test(code.OpBsUTF, flags, to, 8<<(s.Type-core.SegUTF8), otherwise)
		c.taken(s.Pattern, to, mark, otherwise)
		return
	case core.SegBinary, core.SegBits:
		if s.Size == nil {
			to := c.slot(s.Pattern)
			c.test(code.OpBsRest, 0, to, max(s.Unit, 1), otherwise)
			c.taken(s.Pattern, to, mark, otherwise)
			return
		}
	}
	seg := segment{Segment: s, bits: -1}
	binary := s.Type == core.SegBinary || s.Type == core.SegBits
	from := c.here()
	c.segmentSize(&seg)
	if seg.sized() || binary && !wild(s.Pattern) {
		size := seg.size
		if !seg.sized() {
			size = c.value(s.Size)
		}
		c.guardRange(from, otherwise)
		c.test(code.OpBsSize, 0, size, s.Unit, otherwise)
		flags |= int(code.FlagSize)
	}
	bits := max(seg.bits, 0)
	// The size is used up: its register is free. A wild part only moves on.
	c.top = mark
	if wild(s.Pattern) && s.Type != core.SegFloat {
		c.test(code.OpBsSkip, flags, 0, bits, otherwise)
		return
	}
	to := c.slot(s.Pattern)
	switch {
	case binary:
		c.test(code.OpBsBin, 0, to, 0, otherwise)
	case s.Type == core.SegFloat:
		c.test(code.OpBsFloat, flags, to, bits, otherwise)
	default:
		c.test(code.OpBsInt, flags, to, bits, otherwise)
	}
	c.taken(s.Pattern, to, mark, otherwise)
}

// taken matches what a segment held.
func (c *compiler) taken(p core.Pattern, r, mark int, otherwise label) {
	c.pattern(p, r, otherwise)
	if !binds(p) {
		c.top = mark
	}
}

// skipping are the segments as they move on without looking at values; what
// sizes depend on is still bound.
func skipping(segments []core.Segment) []core.Segment {
	out := append([]core.Segment(nil), segments...)
	for i := range out {
		s := &out[i]
		if b, ok := patternText(s); ok {
			s.Type, s.Unit, s.Size = core.SegBits, 8, &core.Literal{Value: term.Int(len(b))}
		}
		switch s.Pattern.(type) {
		case *core.PLiteral, *core.PPin:
			s.Pattern = &core.PWild{}
		}
	}
	return out
}
