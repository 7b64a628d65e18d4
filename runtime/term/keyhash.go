package term

import (
	"encoding/binary"
	"math"
	"math/big"
)

// This file is the hash of a large map's keys. Its low half is the BEAM's, of
// OTP 25, for numbers, binaries and tuples of these: a large map with such
// keys lists them in the order that people see there. The high half is Hash,
// so that keys which the BEAM's hash does not tell apart are still spread.

// The BEAM's hash starts from hashSalt and mixes in multiples of hashUnit by
// type.
const (
	hashSalt     = 3432918353
	hashUnit     = 0x9e3779b9
	hashTuple    = 9 * hashUnit & math.MaxUint32
	hashNegative = 10 * hashUnit & math.MaxUint32
	hashPositive = 11 * hashUnit & math.MaxUint32
	hashFloat    = 12 * hashUnit & math.MaxUint32
	hashBinary   = 13 * hashUnit & math.MaxUint32

	smallBits = 60 // of an integer that is no bignum on the BEAM
	smallTag  = 15
)

func keyHash(t Term) uint64 {
	if a, ok := t.(Atom); ok {
		return a.cell.hash // the BEAM's depends on the table of atoms
	}
	nodes := hashNodes
	return Hash(t)&^math.MaxUint32 | uint64(mixKey(t, hashSalt, 0, &nodes))
}

// mixKey mixes a term into a hash; nodes bounds how much of it.
func mixKey(t Term, h uint32, depth int, nodes *int) uint32 {
	*nodes--
	switch x := t.(type) {
	case int:
		if x >= -1<<(smallBits-1) && x < 1<<(smallBits-1) {
			return mixWord(uint64(x)<<4|smallTag, hashUnit, h)
		}
		return mixInteger(big.NewInt(int64(x)), h)
	case *big.Int:
		return mixInteger(x, h)
	case float64:
		if x == 0 {
			x = 0 // -0.0 and 0.0 are one key
		}
		return mixWord(math.Float64bits(x), hashFloat, h)
	case Binary:
		return mixBytes(string(x), h+hashBinary)
	case *Tuple:
		if depth < hashDepth {
			h = mix3(hashTuple+uint32(len(x.Elems)), hashTuple, h)
			for _, e := range x.Elems {
				if *nodes <= 0 {
					break
				}
				h = mixKey(e, h, depth+1, nodes)
			}
			return h
		}
	}
	return mixWord(hashTerm(t, depth, nodes), hashUnit, h)
}

func mixInteger(x *big.Int, h uint32) uint32 {
	unit := uint32(hashPositive)
	if x.Sign() < 0 {
		unit = hashNegative
	}
	for i, words := 0, x.Bits(); i < len(words); i++ {
		h = mixWord(uint64(words[i]), unit, h)
	}
	return h
}

func mixWord(w uint64, unit, h uint32) uint32 {
	return mix3(unit+uint32(w), unit+uint32(w>>32), h)
}

// mixBytes is Bob Jenkins' hash of a string, of 1996.
func mixBytes(s string, h uint32) uint32 {
	a, b, c := uint32(hashUnit), uint32(hashUnit), h
	n := uint32(len(s))
	for len(s) >= 12 {
		a, b, c = mixAll(a+word32(s), b+word32(s[4:]), c+word32(s[8:]))
		s = s[12:]
	}
	var rest [12]byte
	copy(rest[:], s)
	a += binary.LittleEndian.Uint32(rest[:])
	b += binary.LittleEndian.Uint32(rest[4:])
	// The lowest byte of c is the length's.
	c += n + binary.LittleEndian.Uint32(rest[8:])<<8
	_, _, c = mixAll(a, b, c)
	return c
}

func word32(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

func mix3(a, b, c uint32) uint32 {
	_, _, c = mixAll(a, b, c)
	return c
}

func mixAll(a, b, c uint32) (uint32, uint32, uint32) {
	a = (a - b - c) ^ c>>13
	b = (b - c - a) ^ a<<8
	c = (c - a - b) ^ b>>13
	a = (a - b - c) ^ c>>12
	b = (b - c - a) ^ a<<16
	c = (c - a - b) ^ b>>5
	a = (a - b - c) ^ c>>3
	b = (b - c - a) ^ a<<10
	c = (c - a - b) ^ b>>15
	return a, b, c
}
