package lib

import (
	"math"
	"math/big"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is erlang:phash2: the same number for the same term as on the
// BEAM, so that what is spread by it lands in the same place.

// golden is the constant of Bob Jenkins' hash; each type adds a multiple.
const golden = 0x9e3779b9

func multiple(n uint32) uint32 { return n * golden }

// emptyListHash is the hash of [] alone, and emptyListWord what [] is inside
// another term.
const (
	emptyListHash = 3468870702
	emptyListWord = 2
)

var phashNatives = vm.Natives{
	"phash2/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return term.Int(int(phash2(m, a[0]) & (1<<27 - 1))), nil
	},
	"phash2/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		n, ok := a[1].(int)
		switch {
		case !isInteger(a[1]):
			return nil, vm.BadArg(1, notInteger) // the BEAM says 1st
		case !ok || n < 1 || n > 1<<32:
			return nil, vm.BadArg(1, outOfRange)
		}
		return term.Int(int(uint64(phash2(m, a[0])) % uint64(n))), nil
	},
}

// jenkins mixes three words.
func jenkins(a, b, c uint32) (uint32, uint32, uint32) {
	a = a - b - c ^ c>>13
	b = b - c - a ^ a<<8
	c = c - a - b ^ b>>13
	a = a - b - c ^ c>>12
	b = b - c - a ^ a<<16
	c = c - a - b ^ b>>5
	a = a - b - c ^ c>>3
	b = b - c - a ^ a<<10
	c = c - a - b ^ b>>15
	return a, b, c
}

// phasher walks a term; what is left lies on its stack.
type phasher struct {
	hash  uint32
	pairs uint32 // exclusive or of the hashes of a map's pairs
	stack []term.Term
}

// Marks on the stack: the end of a pair of a map, and of a map, with what was
// hashed before it.
type (
	endOfPair struct{}
	endOfMap  struct{ hash, pairs uint32 }
)

func (p *phasher) mix2(x, y, factor uint32) {
	_, _, p.hash = jenkins(multiple(factor)+x, multiple(factor)+y, p.hash)
}

func (p *phasher) mix(x, factor uint32) { p.mix2(x, 0, factor) }

func phash2(m *vm.Machine, t term.Term) uint32 {
	p := phasher{stack: []term.Term{t}}
	steps := 0
	for len(p.stack) > 0 {
		top := p.stack[len(p.stack)-1]
		p.stack = p.stack[:len(p.stack)-1]
		p.step(top)
		steps++
	}
	bump(m, steps/16)
	return p.hash
}

func (p *phasher) step(t term.Term) {
	switch x := t.(type) {
	case endOfPair:
		p.pairs ^= p.hash
		p.hash = 0
	case endOfMap:
		p.hash = x.hash
		p.mix(p.pairs, 19)
		p.pairs = x.pairs
	case term.Atom:
		if h := atomPJW(x.Name()); p.hash == 0 {
			p.hash = h
		} else {
			p.mix(h, 3)
		}
	case int:
		p.integer(x)
	case *big.Int:
		p.bigInteger(x)
	case float64:
		if x == 0 {
			x = 0
		}
		bits := math.Float64bits(x)
		p.mix2(uint32(bits>>32), uint32(bits), 12)
	case term.Binary:
		p.bits(string(x), len(x)*8)
	case *term.Bits:
		p.bits(x.Bytes, x.Len)
	case *term.Cons:
		p.list(x)
	case *term.Tuple:
		p.mix(uint32(len(x.Elems)), 9)
		for i := len(x.Elems) - 1; i >= 0; i-- {
			p.stack = append(p.stack, x.Elems[i])
		}
	case *term.Map:
		p.mapping(x)
	case term.PID:
		p.mix(uint32(x), 5)
	case term.Port:
		p.mix(uint32(x), 5)
	case *term.Ref:
		p.mix(uint32(x.ID), 7)
	case *term.Fun:
		p.mix2(uint32(x.Arity), atomPJW(x.Module.Name()), 1)
		p.mix(atomPJW(x.Name.Name()), 14)
		for i := len(x.Free) - 1; i >= 0; i-- {
			p.stack = append(p.stack, x.Free[i])
		}
	}
}

func (p *phasher) integer(n int) {
	const small = 1 << 27
	if n < -small || n >= small {
		factor, u := uint32(11), uint64(n)
		if n < 0 {
			factor, u = 10, -u
		}
		p.mix2(uint32(u), uint32(u>>32), factor)
		return
	}
	if n < 0 {
		p.mix(uint32(-n), 1)
	}
	p.mix(uint32(n), 1)
}

func (p *phasher) bigInteger(b *big.Int) {
	factor := uint32(11)
	if b.Sign() < 0 {
		factor = 10
	}
	for _, w := range b.Bits() {
		p.mix2(uint32(w), uint32(uint64(w)>>32), factor)
	}
}

func (p *phasher) bits(s string, n int) {
	start := multiple(13) + p.hash
	if n == 0 {
		p.hash = start
		return
	}
	p.hash = blockHash(s[:n/8], start)
	if odd := n % 8; odd != 0 {
		p.mix2(uint32(odd), uint32(s[n/8]>>(8-odd)), 15)
	}
}

func blockHash(s string, start uint32) uint32 {
	a, b, c := uint32(golden), uint32(golden), start
	length := uint32(len(s))
	for len(s) >= 12 {
		a, b, c = jenkins(a+littleWord(s[0:4]), b+littleWord(s[4:8]), c+littleWord(s[8:12]))
		s = s[12:]
	}
	c += length
	a += littleWord(s[:min(4, len(s))])
	if len(s) > 4 {
		b += littleWord(s[4:min(8, len(s))])
	}
	if len(s) > 8 {
		c += littleWord(s[8:]) << 8 // the lowest byte is the length's
	}
	_, _, c = jenkins(a, b, c)
	return c
}

func littleWord(s string) uint32 {
	w := uint32(0)
	for i := len(s) - 1; i >= 0; i-- {
		w = w<<8 | uint32(s[i])
	}
	return w
}

// list hashes runs of bytes four at a time.
func (p *phasher) list(c *term.Cons) {
	if c == nil {
		if p.hash == 0 {
			p.hash = emptyListHash
		} else {
			p.mix(emptyListWord, 2)
		}
		return
	}
	count, word := 0, uint32(0)
	var t term.Term = c
	for {
		cell, ok := t.(*term.Cons)
		if !ok || cell == nil {
			break
		}
		b, ok := cell.Head.(int)
		if !ok || b < 0 || b > 255 {
			break
		}
		word = word<<8 + uint32(b)
		if count++; count == 4 {
			p.mix(word, 4)
			count, word = 0, 0
		}
		t = cell.Tail
	}
	if count > 0 {
		p.mix(word, 4)
	}
	if cell, ok := t.(*term.Cons); ok && cell != nil {
		p.stack = append(p.stack, cell.Tail, cell.Head)
		return
	}
	p.stack = append(p.stack, t)
}

// mapping hashes each pair by itself, so that order does not matter.
func (p *phasher) mapping(m *term.Map) {
	p.mix(uint32(m.Len()), 16)
	if m.Len() == 0 {
		return
	}
	p.stack = append(p.stack, endOfMap{p.hash, p.pairs})
	p.hash, p.pairs = 0, 0
	m.Each(func(k, v term.Term) bool {
		p.stack = append(p.stack, endOfPair{}, v, k)
		return true
	})
}

// atomPJW is the BEAM's hash of an atom's name; a character of Latin-1 counts
// as one byte.
func atomPJW(name string) uint32 {
	h := uint32(0)
	for i := 0; i < len(name); i++ {
		v := name[i]
		if v&0xfe == 0xc2 && i+1 < len(name) && name[i+1]&0xc0 == 0x80 {
			i++
			v = v<<6 | name[i]&0x3f
		}
		h = h<<4 + uint32(v)
		if g := h & 0xf0000000; g != 0 {
			h ^= g>>24 ^ g
		}
	}
	return h
}
