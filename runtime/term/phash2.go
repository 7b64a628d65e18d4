package term

import (
	"math"
	"math/big"
)

// This file is the portable hash of :erlang.phash2: the same numbers as OTP
// 25 for all terms but closures, references and pids, which differ between
// systems there too.

// golden is the constant that Jenkins' hash starts from; each kind of term
// adds a multiple of it.
const golden uint32 = 0x9e3779b9

// emptyListFirst is the hash of [] alone.
const emptyListFirst = 3468870702

// PHash2 is all 32 bits of the hash. phash2/1 takes the low 27, phash2/2 the
// remainder by its range.
func PHash2(t Term) uint32 {
	h := portableHash{todo: []hashTask{{term: t}}}
	for len(h.todo) > 0 {
		task := h.todo[len(h.todo)-1]
		h.todo = h.todo[:len(h.todo)-1]
		switch task.kind {
		case hashOne:
			h.term(task.term)
		case hashPairEnd:
			h.pairs ^= h.sum
			h.sum = 0
		case hashMapEnd:
			pairs := h.pairs
			h.sum, h.pairs = task.sum, task.pairs
			h.add(pairs, 0, 19)
		}
	}
	return h.sum
}

const (
	hashOne     = iota // a term
	hashPairEnd        // the end of a key and its value
	hashMapEnd         // the end of a map, which goes on with sum and pairs
)

type hashTask struct {
	kind       int
	term       Term
	sum, pairs uint32
}

type portableHash struct {
	sum   uint32
	pairs uint32 // of the map at hand: the order of its keys must not count
	todo  []hashTask
}

// jenkins mixes three words (lookup2, Bob Jenkins, public domain).
func jenkins(a, b, c uint32) (uint32, uint32, uint32) {
	for _, s := range [3][3]uint32{{13, 8, 13}, {12, 16, 5}, {3, 10, 15}} {
		a = (a - b - c) ^ c>>s[0]
		b = (b - c - a) ^ a<<s[1]
		c = (c - a - b) ^ b>>s[2]
	}
	return a, b, c
}

// add mixes two words in, as those of a kind.
func (h *portableHash) add(x, y, kind uint32) {
	_, _, h.sum = jenkins(golden*kind+x, golden*kind+y, h.sum)
}

func (h *portableHash) push(t Term) { h.todo = append(h.todo, hashTask{term: t}) }

func (h *portableHash) term(t Term) {
	switch x := t.(type) {
	case Atom:
		if h.sum == 0 {
			h.sum = atomHash(x.Name())
		} else {
			h.add(atomHash(x.Name()), 0, 3)
		}
	case int:
		h.integer(x)
	case *big.Int:
		h.words(x, x.Sign() < 0)
	case float64:
		if x == 0 {
			x = 0
		}
		u := math.Float64bits(x)
		h.add(uint32(u>>32), uint32(u), 12)
	case *Cons:
		h.list(x)
	case *Tuple:
		h.add(uint32(len(x.Elems)), 0, 9)
		for i := len(x.Elems) - 1; i >= 0; i-- {
			h.push(x.Elems[i])
		}
	case *Map:
		h.mapping(x)
	case Binary:
		h.bytes(string(x), 0, 0)
	case *Bits:
		whole, rest := x.Len/8, x.Len%8
		h.bytes(x.Bytes[:whole], rest, x.Bytes[whole]>>(8-rest))
	case PID:
		h.add(uint32(x)&0x7fff, 0, 5)
	case *Ref:
		h.add(uint32(x.ID), 0, 7)
	case *Fun:
		h.add(uint32(x.Arity), atomHash(x.Module.Name()), 1)
		h.add(atomHash(x.Name.Name()), 0, 14)
		for _, f := range x.Free {
			h.push(f)
		}
	}
}

func (h *portableHash) integer(n int) {
	if n < -(1<<27) || n >= 1<<27 {
		h.words(new(big.Int).SetInt64(int64(n)), n < 0)
		return
	}
	if n < 0 {
		h.add(uint32(-n), 0, 1)
	}
	h.add(uint32(int32(n)), 0, 1)
}

// words mixes the 64-bit words of a big integer, the least first.
func (h *portableHash) words(n *big.Int, negative bool) {
	kind := uint32(11)
	if negative {
		kind = 10
	}
	b := new(big.Int).Abs(n).Bytes()
	for len(b) > 0 {
		at := max(0, len(b)-8)
		w := uint64(0)
		for _, x := range b[at:] {
			w = w<<8 | uint64(x)
		}
		h.add(uint32(w), uint32(w>>32), kind)
		b = b[:at]
	}
}

// list takes bytes at the front of a list four at a time; what follows is
// taken one by one.
func (h *portableHash) list(c *Cons) {
	if c == nil {
		if h.sum == 0 {
			h.sum = emptyListFirst
		} else {
			h.add(2, 0, 2)
		}
		return
	}
	word, n := uint32(0), 0
	flush := func() {
		if n > 0 {
			h.add(word, 0, 4)
		}
		word, n = 0, 0
	}
	for {
		b, ok := c.Head.(int)
		if !ok || b < 0 || b > 255 {
			flush()
			h.push(c.Tail)
			h.push(c.Head)
			return
		}
		word = word<<8 | uint32(b)
		if n++; n == 4 {
			flush()
		}
		next, ok := c.Tail.(*Cons)
		if !ok || next == nil {
			flush()
			h.push(c.Tail)
			return
		}
		c = next
	}
}

func (h *portableHash) mapping(m *Map) {
	h.add(uint32(m.Len()), 0, 16)
	if m.Len() == 0 {
		return
	}
	h.todo = append(h.todo, hashTask{kind: hashMapEnd, sum: h.sum, pairs: h.pairs})
	h.sum, h.pairs = 0, 0
	m.Each(func(k, v Term) bool {
		h.todo = append(h.todo, hashTask{kind: hashPairEnd}, hashTask{term: v}, hashTask{term: k})
		return true
	})
}

func (h *portableHash) bytes(s string, bits int, last byte) {
	kind := uint32(13)
	start := golden*kind + h.sum
	if s == "" && bits == 0 {
		h.sum = start
		return
	}
	h.sum = blockHash(s, start)
	if bits > 0 {
		h.add(uint32(bits), uint32(last), 15)
	}
}

func blockHash(s string, start uint32) uint32 {
	a, b, c := golden, golden, start
	word := func(i int) (w uint32) {
		for k := 3; k >= 0; k-- {
			w <<= 8
			if i+k < len(s) {
				w |= uint32(s[i+k])
			}
		}
		return w
	}
	n := uint32(len(s))
	for ; len(s) >= 12; s = s[12:] {
		a, b, c = jenkins(a+word(0), b+word(4), c+word(8))
	}
	// The low byte of the last word is the length.
	_, _, c = jenkins(a+word(0), b+word(4), c+n+word(8)<<8)
	return c
}

// atomHash is the hash of the atom table: PJW's, over code points that fit a
// byte, and over the bytes of others.
func atomHash(name string) uint32 {
	h := uint32(0)
	for i := 0; i < len(name); i++ {
		v := uint32(name[i])
		if v&0xfe == 0xc2 && i+1 < len(name) && name[i+1]&0xc0 == 0x80 {
			i++
			v = v<<6&0xff | uint32(name[i])&0x3f
		}
		h = h<<4 + v
		if g := h & 0xf0000000; g != 0 {
			h ^= g >> 24
			h ^= g
		}
	}
	return h
}
