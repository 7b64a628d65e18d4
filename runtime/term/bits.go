package term

import (
	"math"
	"math/big"
	"strings"
	"unicode/utf8"
)

// This file takes bitstrings apart: what matching needs. All offsets and
// sizes are bits; the caller has checked that they lie within the bytes.

// BitString is the bytes and the number of bits of a binary or bitstring.
func BitString(t Term) (bytes string, n int, ok bool) {
	switch x := t.(type) {
	case Binary:
		return string(x), len(x) * 8, true
	case *Bits:
		return x.Bytes, x.Len, true
	}
	return "", 0, false
}

// NewBits is the canonical term of the first n bits of the bytes: a Binary
// when they are whole bytes.
func NewBits(bytes string, n int) Term {
	whole, rest := n/8, n%8
	if rest == 0 {
		return Binary(bytes[:whole])
	}
	mask := byte(0xff << (8 - rest))
	if last := bytes[whole]; last&^mask != 0 {
		bytes = bytes[:whole] + string([]byte{last & mask})
	}
	return &Bits{bytes[:whole+1], n}
}

// SliceBits is the n bits at off, as a term. Whole bytes at a whole offset
// share memory with s.
func SliceBits(s string, off, n int) Term {
	if off%8 == 0 {
		return NewBits(s[off/8:off/8+(n+7)/8], n)
	}
	var w BitWriter
	w.Bits(s, off, n)
	return w.Term()
}

// byteAt is up to 8 bits at off, at the low end.
func byteAt(s string, off, n int) byte {
	i, shift := off/8, off%8
	w := uint16(s[i]) << 8
	if shift+n > 8 {
		w |= uint16(s[i+1])
	}
	return byte(w << shift >> (16 - n))
}

// bytesAt is n bits at off as big-endian bytes, the value at the low end.
func bytesAt(s string, off, n int) []byte {
	out := make([]byte, (n+7)/8)
	i := 0
	if r := n % 8; r != 0 {
		out[0] = byteAt(s, off, r)
		off, i = off+r, 1
	}
	for ; i < len(out); i++ {
		out[i] = byteAt(s, off, 8)
		off += 8
	}
	return out
}

// littleBytesAt is the same for a little-endian field: whole bytes from the
// least, then the odd bits that remain.
func littleBytesAt(s string, off, n int) []byte {
	out := make([]byte, (n+7)/8)
	for i := len(out) - 1; i >= 0; i-- {
		size := min(n, 8)
		out[i] = byteAt(s, off, size)
		off, n = off+size, n-size
	}
	return out
}

// IntBits is the integer in n bits at off.
func IntBits(s string, off, n int, little, signed bool) Term {
	if n == 0 {
		return Int(0)
	}
	if n == 8 && !signed {
		return Int(int(byteAt(s, off, 8)))
	}
	var b []byte
	if little {
		b = littleBytesAt(s, off, n)
	} else {
		b = bytesAt(s, off, n)
	}
	if n <= 64 {
		u := uint64(0)
		for _, x := range b {
			u = u<<8 | uint64(x)
		}
		if signed {
			return Int(int(int64(u<<(64-n)) >> (64 - n)))
		}
		if u <= math.MaxInt64 {
			return Int(int(u))
		}
		return new(big.Int).SetUint64(u)
	}
	v := new(big.Int).SetBytes(b)
	if signed && v.Bit(n-1) == 1 {
		v.Sub(v, new(big.Int).Lsh(big.NewInt(1), uint(n)))
	}
	return Big(v)
}

// FloatBits is the float in n bits (16, 32 or 64) at off; false when they are
// no number.
func FloatBits(s string, off, n int, little bool) (float64, bool) {
	b := bytesAt(s, off, n)
	if little {
		b = littleBytesAt(s, off, n)
	}
	u := uint64(0)
	for _, x := range b {
		u = u<<8 | uint64(x)
	}
	var f float64
	switch n {
	case 16:
		f = halfFloat(uint16(u))
	case 32:
		f = float64(math.Float32frombits(uint32(u)))
	case 64:
		f = math.Float64frombits(u)
	default:
		return 0, false
	}
	return f, !math.IsNaN(f) && !math.IsInf(f, 0)
}

func halfFloat(h uint16) float64 {
	exp, frac := int(h>>10&31), float64(h&1023)
	f := math.Ldexp(frac, -24)
	switch exp {
	case 0:
	case 31:
		return math.Inf(1)
	default:
		f = math.Ldexp(1024+frac, exp-25)
	}
	if h>>15 == 1 {
		return math.Copysign(f, -1)
	}
	return f
}

// UTF8Bits is the code point at off among the first end bits, and how many
// bits it takes; false when there is none.
func UTF8Bits(s string, off, end int) (r rune, n int, ok bool) {
	var b [4]byte
	k := 0
	for ; k < 4 && off+8*(k+1) <= end; k++ {
		b[k] = byteAt(s, off+8*k, 8)
	}
	r, n = utf8.DecodeRune(b[:k])
	return r, n * 8, n > 0 && (r != utf8.RuneError || n > 1)
}

// UTF16Bits and UTF32Bits are the same for the other encodings.
func UTF16Bits(s string, off, end int, little bool) (r rune, n int, ok bool) {
	unit := func(at int) rune {
		if little {
			return rune(byteAt(s, at, 8)) | rune(byteAt(s, at+8, 8))<<8
		}
		return rune(byteAt(s, at, 8))<<8 | rune(byteAt(s, at+8, 8))
	}
	if off+16 > end {
		return 0, 0, false
	}
	r = unit(off)
	if r < 0xd800 || r > 0xdfff {
		return r, 16, true
	}
	if r >= 0xdc00 || off+32 > end {
		return 0, 0, false
	}
	low := unit(off + 16)
	if low < 0xdc00 || low > 0xdfff {
		return 0, 0, false
	}
	return (r-0xd800)<<10 + (low - 0xdc00) + 0x10000, 32, true
}

func UTF32Bits(s string, off, end int, little bool) (r rune, n int, ok bool) {
	if off+32 > end {
		return 0, 0, false
	}
	v, _ := IntBits(s, off, 32, little, false).(int)
	return rune(v), 32, v <= utf8.MaxRune && utf8.ValidRune(rune(v))
}

// compareBits orders bitstrings bit by bit; of two of which one begins the
// other, the shorter comes first.
func compareBits(a, b Term) int {
	x, n, _ := BitString(a)
	y, m, _ := BitString(b)
	k := min(n, m)
	if c := strings.Compare(x[:k/8], y[:k/8]); c != 0 {
		return c
	}
	if r := k % 8; r != 0 {
		p, q := x[k/8]>>(8-r), y[k/8]>>(8-r)
		if p != q {
			return sign(p < q, p > q)
		}
	}
	return n - m
}
