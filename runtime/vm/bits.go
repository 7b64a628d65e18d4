// Bitstrings: building and matching them.
//
// All values and sizes are computed before the first Bs instruction, and a
// pattern runs no other code, so that a machine needs one builder and one
// match at a time.

package vm

import (
	"fmt"
	"math/big"
	"unicode/utf8"
	"unsafe"

	"otpsh/runtime/code"
	"otpsh/runtime/term"
)

// bitsState is a machine's builder and match.
type bitsState struct {
	// What is being built: whole bytes, or, once it left them, odd bits.
	buf    []byte
	odd    *term.BitWriter
	joined bool // buf is last and is appended to in place
	grows  bool // it began with the bytes of another binary

	// last is the bytes of the binary that was last built by appending to
	// another. When the next append begins with exactly that binary it writes
	// behind it, into room that no binary shows yet; so a loop that appends
	// to its accumulator takes linear time. The bytes of a string are never
	// changed.
	last    []byte
	scratch []byte
	views   views // boxes of what is built by appending, and of the rests of matches

	src  string
	off  int
	end  int
	size int
}

// maxBits bounds what is built at once.
const maxBits = 1 << 33

const keepScratch = 4096

// keep reports whether a waiting process should hold on to the state.
func (s *bitsState) keep() bool { return len(s.last) >= keepScratch }

func (m *Machine) bitsOf() *bitsState {
	if m.bits == nil {
		m.bits = &bitsState{}
	}
	return m.bits
}

// begin starts a builder.
func (s *bitsState) begin() {
	s.buf, s.odd, s.joined, s.grows = s.scratch[:0], nil, false, false
}

// beginWith starts a builder that goes on from t; false when that is no
// bitstring.
func (s *bitsState) beginWith(t term.Term) bool {
	b, ok := t.(term.Binary)
	if !ok {
		s.begin()
		return s.append(t)
	}
	if n := len(b); n > 0 && n == len(s.last) && unsafe.StringData(string(b)) == unsafe.SliceData(s.last) {
		s.buf, s.odd, s.joined, s.grows = s.last, nil, true, true
		return true
	}
	s.begin()
	s.grows = true
	s.buf = append(s.buf, b...)
	return true
}

// beginAppend carries out BsAppend.
func (m *Machine) beginAppend(t term.Term) *Exception {
	if _, n, ok := term.BitString(t); ok && n%8 != 0 {
		return m.unitError(1, t)
	}
	if !m.bitsOf().beginWith(t) {
		return m.notBinary(1, t)
	}
	return nil
}

// done puts what was built into a register.
func (s *bitsState) done(r *term.Term) {
	switch {
	case s.odd != nil:
		*r = s.odd.Term()
		s.odd = nil
		return
	case s.joined:
		s.last = s.buf
		s.buf = nil
		first := unsafe.SliceData(s.last)
		s.views.put(r, term.Binary(unsafe.String(first, len(s.last))), first)
		return
	}
	out := string(s.buf)
	if cap(s.buf) <= keepScratch {
		s.scratch = s.buf[:0]
	}
	if s.grows && len(out) > 0 {
		// No room behind it: the next append copies it, once, into a buffer
		// that has some.
		s.last = unsafe.Slice(unsafe.StringData(out), len(out))
	}
	s.buf = nil
	*r = term.Binary(out)
}

// leaveBytes goes over to odd bits.
func (s *bitsState) leaveBytes() *term.BitWriter {
	if s.odd == nil {
		s.odd = &term.BitWriter{}
		s.odd.Bits(string(s.buf), 0, 8*len(s.buf))
		s.joined = false
	}
	return s.odd
}

// append adds the bits of a bitstring.
func (s *bitsState) append(t term.Term) bool {
	switch x := t.(type) {
	case term.Binary:
		if s.odd == nil {
			s.buf = append(s.buf, x...)
			return true
		}
	case *term.Bits:
	default:
		return false
	}
	return s.leaveBytes().Append(t)
}

// appendSome adds the first n bits of one.
func (s *bitsState) appendSome(t term.Term, n int) {
	b, _, _ := term.BitString(t)
	if s.odd == nil && n%8 == 0 {
		s.buf = append(s.buf, b[:n/8]...)
		return
	}
	s.leaveBytes().Bits(b, 0, n)
}

// putInt adds the low n bits of an integer.
func (s *bitsState) putInt(t term.Term, n int, little bool) bool {
	if x, ok := t.(int); ok && s.odd == nil && n%8 == 0 && n <= 64 {
		if n == 8 {
			s.buf = append(s.buf, byte(x))
			return true
		}
		for i := 0; i < n; i += 8 {
			shift := n - 8 - i
			if little {
				shift = i
			}
			s.buf = append(s.buf, byte(x>>shift))
		}
		return true
	}
	switch t.(type) {
	case int, *big.Int:
		return s.leaveOrBytes(n, func(w *term.BitWriter) bool { return w.Int(t, n, little) })
	}
	return false
}

// leaveOrBytes writes n bits; whole bytes stay bytes.
func (s *bitsState) leaveOrBytes(n int, write func(*term.BitWriter) bool) bool {
	if s.odd != nil || n%8 != 0 {
		return write(s.leaveBytes())
	}
	var w term.BitWriter
	if !write(&w) {
		return false
	}
	b, _ := w.Term().(term.Binary)
	s.buf = append(s.buf, b...)
	return true
}

func (s *bitsState) putFloat(t term.Term, n int, little bool) bool {
	return s.leaveOrBytes(n, func(w *term.BitWriter) bool { return w.Float(t, n, little) })
}

func (s *bitsState) putUTF(t term.Term, kind int, little bool) bool {
	if kind == 8 && s.odd == nil {
		r, ok := t.(int)
		if !ok || r < 0 || r > utf8.MaxRune || !utf8.ValidRune(rune(r)) {
			return false
		}
		s.buf = utf8.AppendRune(s.buf, rune(r))
		return true
	}
	return s.leaveOrBytes(8, func(w *term.BitWriter) bool {
		switch kind {
		case 8:
			return w.UTF8(t)
		case 16:
			return w.UTF16(t, little)
		}
		return w.UTF32(t, little)
	})
}

// bitSize is a segment's size in bits: that of the instruction, or computed.
func (s *bitsState) bitSize(in code.Instr) int {
	if uint8(in.N())&code.FlagSize != 0 {
		return s.size
	}
	return in.B()
}

// put carries out BsPut.
func (m *Machine) putSegment(in code.Instr, t term.Term) *Exception {
	s, flags := m.bits, uint8(in.N())
	n := s.bitSize(in)
	if n > maxBits || 8*len(s.buf)+n > maxBits {
		return Raise(atomSystemLimit)
	}
	little := flags&code.FlagLittle != 0
	if flags&code.FlagFloat == 0 {
		if !s.putInt(t, n, little) {
			return m.segmentError(in.C(), "integer", "expected an integer but got: ", t)
		}
		m.left -= n >> 14
		return nil
	}
	if n != 16 && n != 32 && n != 64 {
		return m.segmentError(in.C(), "float", "expected one of the supported sizes 16, 32, or 64 but got: ", term.Int(n))
	}
	if !s.putFloat(t, n, little) {
		if _, ok := t.(*big.Int); ok {
			return m.segmentError(in.C(), "float", "the value "+m.show(t)+" is outside the range expressible as a float", nil)
		}
		return m.segmentError(in.C(), "float", "expected a float or an integer but got: ", t)
	}
	return nil
}

func (m *Machine) putUTFSegment(in code.Instr, t term.Term) *Exception {
	if m.bits.putUTF(t, in.B(), uint8(in.N())&code.FlagLittle != 0) {
		return nil
	}
	kind := fmt.Sprintf("utf%d", in.B())
	return m.segmentError(in.C(), kind, "expected a non-negative integer encodable as "+kind+" but got: ", t)
}

// putBinary carries out BsPutBin.
func (m *Machine) putBinary(in code.Instr, t term.Term) *Exception {
	s := m.bits
	_, n, ok := term.BitString(t)
	if !ok {
		return m.notBinary(in.C(), t)
	}
	if 8*len(s.buf)+n > maxBits {
		return Raise(atomSystemLimit)
	}
	m.left -= n >> 14
	if uint8(in.N())&code.FlagSize != 0 {
		if s.size > n {
			return m.segmentError(in.C(), "binary", "the value "+m.show(t)+" is shorter than the size of the segment", nil)
		}
		s.appendSome(t, s.size)
		return nil
	}
	if unit := in.B(); n%unit != 0 {
		return m.unitError(in.C(), t)
	}
	s.append(t)
	return nil
}

// segmentTypes are the types behind N of a BsSize that builds.
var segmentTypes = [...]string{1: "integer", 2: "float", 3: "binary"}

// setSize carries out BsSize; false when the size is none.
func (m *Machine) setSize(in code.Instr, t term.Term) bool {
	n, ok := t.(int)
	if !ok || n < 0 || n > maxBits {
		return false
	}
	m.bitsOf().size = n * in.B()
	return true
}

func (m *Machine) sizeError(in code.Instr, t term.Term) *Exception {
	if n, ok := t.(int); ok && n > maxBits {
		return Raise(atomSystemLimit)
	}
	if m.b != nil && m.b.src.Module == atomErlEval {
		e := Raise(term.Badarg)
		e.Stack = []StackFrame{{Module: atomErlang, Function: term.Intern("*"), Arity: 2, Args: []term.Term{t, term.Int(in.B())}}}
		return e
	}
	return m.segmentError(in.C(), segmentTypes[in.N()], "expected a non-negative integer as size but got: ", t)
}

// notBinary is the error of building a binary of what is none. Evaluated code is
// put together by functions of the evaluator, which ask for its size.
func (m *Machine) notBinary(segment int, t term.Term) *Exception {
	if m.b == nil || m.b.src.Module != atomErlEval {
		return m.segmentError(segment, "binary", "expected a binary but got: ", t)
	}
	e := BadArg(1, "not a bitstring")
	e.Stack = []StackFrame{{Module: atomErlang, Function: atomBitSize, Arity: 1, Args: []term.Term{t}}}
	return e
}

// unitError is the error for a bitstring that is not of whole units.
func (m *Machine) unitError(segment int, t term.Term) *Exception {
	return m.segmentError(segment, "binary", "the size of the value "+m.show(t)+" is not a multiple of the unit for the segment", nil)
}

// segmentError explains why a binary cannot be built; t is shown unless nil.
func (m *Machine) segmentError(segment int, kind, what string, t term.Term) *Exception {
	e := Raise(term.Badarg)
	if t != nil {
		what += m.show(t)
	}
	e.What = "construction of binary failed"
	e.General = fmt.Sprintf("segment %d of type '%s': %s", segment, kind, what)
	return e
}

// show is a term as Elixir writes it, where the library is there to say so.
func (m *Machine) show(t term.Term) string {
	if m.code != nil {
		if f := m.code.Find(term.Intern("otpsh_inspect"), term.Intern("plain"), 2); f != nil && f.native != nil {
			if v, err := f.native(m, []term.Term{t, term.Empty}); err == nil {
				if b, ok := v.(term.Binary); ok {
					return string(b)
				}
			}
		}
	}
	return term.Dump(t)
}

// takeRest puts all that a match has left into a register.
func (s *bitsState) takeRest(r *term.Term) {
	if s.off&7 == 0 && s.end == 8*len(s.src) {
		s.views.rest(r, s.src, s.off>>3)
		s.off = s.end
		return
	}
	*r, _ = s.takeBits(s.end - s.off)
}

// match starts to match a bitstring.
func (m *Machine) match(t term.Term) bool {
	s := m.bits
	if s == nil {
		s = m.bitsOf()
	}
	switch x := t.(type) {
	case term.Binary:
		s.src, s.off, s.end = string(x), 0, 8*len(x)
		return true
	case *term.Bits:
		s.src, s.off, s.end = x.Bytes, 0, x.Len
		return true
	}
	return false
}

// takeInt is the integer that a match has next.
func (s *bitsState) takeInt(in code.Instr) (term.Term, bool) {
	flags := uint8(in.N())
	n := in.B()
	if flags&code.FlagSize != 0 {
		n = s.size
	}
	if n > s.end-s.off {
		return nil, false
	}
	if n == 8 && flags&code.FlagSigned == 0 && s.off&7 == 0 {
		v := s.src[s.off>>3]
		s.off += 8
		return term.Int(int(v)), true
	}
	v := term.IntBits(s.src, s.off, n, flags&code.FlagLittle != 0, flags&code.FlagSigned != 0)
	s.off += n
	return v, true
}

func (s *bitsState) takeFloat(in code.Instr) (term.Term, bool) {
	n := s.bitSize(in)
	if n != 16 && n != 32 && n != 64 || n > s.end-s.off {
		return nil, false
	}
	f, ok := term.FloatBits(s.src, s.off, n, uint8(in.N())&code.FlagLittle != 0)
	s.off += n
	return f, ok
}

func (s *bitsState) takeUTF(in code.Instr) (term.Term, bool) {
	little := uint8(in.N())&code.FlagLittle != 0
	var r rune
	var n int
	var ok bool
	switch in.B() {
	case 8:
		r, n, ok = term.UTF8Bits(s.src, s.off, s.end)
	case 16:
		r, n, ok = term.UTF16Bits(s.src, s.off, s.end, little)
	default:
		r, n, ok = term.UTF32Bits(s.src, s.off, s.end, little)
	}
	s.off += n
	return term.Int(int(r)), ok
}

// takeBits is the next n bits as a bitstring.
func (s *bitsState) takeBits(n int) (term.Term, bool) {
	if n > s.end-s.off {
		return nil, false
	}
	t := term.SliceBits(s.src, s.off, n)
	s.off += n
	return t, true
}

// takeString matches literal bytes.
func (s *bitsState) takeString(want string) bool {
	n := 8 * len(want)
	if n > s.end-s.off {
		return false
	}
	if s.off&7 == 0 {
		at := s.off >> 3
		if s.src[at:at+len(want)] != want {
			return false
		}
	} else if got, _ := term.SliceBits(s.src, s.off, n).(term.Binary); string(got) != want {
		return false
	}
	s.off += n
	return true
}

// joinBits is a followed by b; it goes through the append slot.
func (m *Machine) joinBits(a, b term.Term) (term.Term, *Exception) {
	s := m.bitsOf()
	if _, _, ok := term.BitString(b); !ok {
		return nil, Raise(term.Tuple2(term.Badarg, b))
	}
	s.beginWith(a)
	s.append(b)
	s.done(&a)
	return a, nil
}
