package term

import (
	"encoding/binary"
	"math"
	"math/big"
	"unicode/utf8"
)

// This file puts bitstrings together: what <<>> needs.

// BitWriter appends bits; the zero value is ready. After Term it is spent.
type BitWriter struct {
	buf []byte
	n   int // bits written; the low bits of the last byte are zero
}

// Grow makes room for n more bits.
func (w *BitWriter) Grow(n int) {
	if need := (w.n + n + 7) / 8; need > cap(w.buf) {
		w.buf = append(make([]byte, 0, max(need, 2*cap(w.buf))), w.buf...)
	}
}

// Len is the number of bits written.
func (w *BitWriter) Len() int { return w.n }

// byte8 appends the low n bits (1 to 8) of b.
func (w *BitWriter) byte8(b byte, n int) {
	b <<= 8 - n
	r := w.n % 8
	w.n += n
	if r == 0 {
		w.buf = append(w.buf, b)
		return
	}
	w.buf[len(w.buf)-1] |= b >> r
	if r+n > 8 {
		w.buf = append(w.buf, b<<(8-r))
	}
}

// Byte appends a byte.
func (w *BitWriter) Byte(b byte) { w.byte8(b, 8) }

// Bits appends n bits of s from off.
func (w *BitWriter) Bits(s string, off, n int) {
	w.Grow(n)
	if w.n%8 == 0 && off%8 == 0 {
		k := n / 8
		w.buf = append(w.buf, s[off/8:off/8+k]...)
		w.n += k * 8
		off, n = off+k*8, n-k*8
	}
	for n > 0 {
		size := min(n, 8)
		w.byte8(byteAt(s, off, size), size)
		off, n = off+size, n-size
	}
}

// Append appends the bits of a binary or bitstring; false when t is neither.
func (w *BitWriter) Append(t Term) bool {
	s, n, ok := BitString(t)
	if ok {
		w.Bits(s, 0, n)
	}
	return ok
}

// Int appends the low n bits of an integer, in two's complement; false when t
// is none. The caller bounds n.
func (w *BitWriter) Int(t Term, n int, little bool) bool {
	var b []byte // big-endian, (n+7)/8 bytes
	switch x := t.(type) {
	case int:
		if n == 8 {
			w.byte8(byte(x), 8)
			return true
		}
		if n > 64 {
			b = twosComplement(big.NewInt(int64(x)), n)
			break
		}
		var eight [8]byte
		binary.BigEndian.PutUint64(eight[:], uint64(x))
		b = eight[8-(n+7)/8:]
	case *big.Int:
		b = twosComplement(x, n)
	default:
		return false
	}
	w.Grow(n)
	if little {
		for i := len(b) - 1; i >= 0; i-- {
			size := min(n, 8)
			w.byte8(b[i], size)
			n -= size
		}
		return true
	}
	if r := n % 8; r != 0 {
		w.byte8(b[0], r)
		b = b[1:]
	}
	for _, x := range b {
		w.byte8(x, 8)
	}
	return true
}

// twosComplement is the low n bits of x, at the low end of big-endian bytes.
func twosComplement(x *big.Int, n int) []byte {
	m := new(big.Int).Lsh(big.NewInt(1), uint(n))
	m.Sub(m, big.NewInt(1))
	return m.And(m, x).FillBytes(make([]byte, (n+7)/8))
}

// Float appends a number as a float of n bits (16, 32 or 64); false when it is
// no number, or an integer outside the range of floats. As on OTP 25 what is
// too large for 16 or 32 bits becomes an infinity.
func (w *BitWriter) Float(t Term, n int, little bool) bool {
	f, ok := ToFloat(t)
	if !ok {
		return false
	}
	var u uint64
	switch n {
	case 16:
		u = uint64(toHalf(f))
	case 32:
		u = uint64(math.Float32bits(float32(f)))
	case 64:
		u = math.Float64bits(f)
	default:
		return false
	}
	return w.Int(int(u), n, little)
}

// ToFloat is a number as a float; false when it is no number or too large.
func ToFloat(t Term) (float64, bool) {
	switch x := t.(type) {
	case float64:
		return x, true
	case int:
		return float64(x), true
	case *big.Int:
		f, _ := new(big.Float).SetInt(x).Float64()
		return f, !math.IsInf(f, 0)
	}
	return 0, false
}

// toHalf rounds to 16 bits, ties to even.
func toHalf(f float64) uint16 {
	sign := uint16(0)
	if math.Signbit(f) {
		sign, f = 1<<15, -f
	}
	if f == 0 {
		return sign
	}
	_, e := math.Frexp(f) // f = 0.1xxx * 2^e
	exp := max(e-1, -14)  // below, the numbers are subnormal
	units := math.RoundToEven(math.Ldexp(f, 10-exp))
	if units >= 2048 {
		units, exp = units/2, exp+1
	}
	if exp > 15 {
		return sign | 31<<10
	}
	u := uint16(units)
	if u < 1024 { // subnormal
		return sign | u
	}
	return sign | uint16(exp+15)<<10 | u&1023
}

// UTF8, UTF16 and UTF32 append a code point; false when t is none.
func (w *BitWriter) UTF8(t Term) bool {
	r, ok := codePoint(t)
	if !ok {
		return false
	}
	for _, b := range utf8.AppendRune(nil, r) {
		w.byte8(b, 8)
	}
	return true
}

func (w *BitWriter) UTF16(t Term, little bool) bool {
	r, ok := codePoint(t)
	if !ok {
		return false
	}
	if r < 0x10000 {
		return w.Int(int(r), 16, little)
	}
	r -= 0x10000
	return w.Int(int(0xd800+r>>10), 16, little) && w.Int(int(0xdc00+r&0x3ff), 16, little)
}

func (w *BitWriter) UTF32(t Term, little bool) bool {
	r, ok := codePoint(t)
	return ok && w.Int(int(r), 32, little)
}

func codePoint(t Term) (rune, bool) {
	n, ok := t.(int)
	if !ok || n < 0 || n > utf8.MaxRune {
		return 0, false
	}
	return rune(n), utf8.ValidRune(rune(n))
}

// Term is what was written.
func (w *BitWriter) Term() Term { return NewBits(string(w.buf), w.n) }
