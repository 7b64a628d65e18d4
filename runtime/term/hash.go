package term

import (
	"math"
	"math/big"
)

// This file is the hash that large maps use: the same in every run, equal for
// Identical terms.

// Work on one term is bounded: what lies deeper or later does not count.
const (
	hashDepth = 64
	hashNodes = 1 << 12
)

// Hash is a hash of any term, equal for terms that are Identical, and the
// same in every run of the program.
func Hash(t Term) uint64 {
	switch x := t.(type) {
	case int:
		return mix(uint64(x) + 1)
	case Atom:
		return x.cell.hash
	case Binary:
		return hashString(string(x))
	}
	nodes := hashNodes
	return hashTerm(t, 0, &nodes)
}

// mix spreads each bit over all (the finalizer of splitmix64).
func mix(h uint64) uint64 {
	h += 0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

func hashString(s string) uint64 {
	h := uint64(len(s)) ^ 0xcbf29ce484222325
	for len(s) >= 8 {
		w := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		h = mix(h ^ w)
		s = s[8:]
	}
	w := uint64(0)
	for i := range len(s) {
		w = w<<8 | uint64(s[i])
	}
	return mix(h ^ w<<3)
}

func hashTerm(t Term, depth int, nodes *int) uint64 {
	*nodes--
	switch x := t.(type) {
	case int:
		return mix(uint64(x) + 1)
	case Atom:
		return x.cell.hash
	case Binary:
		return hashString(string(x))
	case *Bits:
		return mix(hashString(x.Bytes) + uint64(x.Len))
	case *big.Int:
		h := uint64(x.Sign() + 7)
		for _, w := range x.Bits() {
			h = mix(h ^ uint64(w))
		}
		return h
	case float64:
		if x == 0 {
			x = 0 // -0.0 and 0.0 are one key
		}
		return mix(math.Float64bits(x) ^ 0x5851f42d4c957f2d)
	case PID:
		return mix(uint64(x) ^ 0x14057b7ef767814f)
	case Port:
		return mix(uint64(x) ^ 0x2545f4914f6cdd1d)
	case *Ref:
		return mix(x.ID ^ 0x27bb2ee687b0b0fd)
	}
	if depth >= hashDepth || *nodes <= 0 {
		return uint64(rank(t))
	}
	switch x := t.(type) {
	case *Cons:
		h := uint64(0x2545f4914f6cdd1d)
		var rest Term = x
		for *nodes > 0 {
			c, ok := rest.(*Cons)
			if !ok {
				return mix(h ^ hashTerm(rest, depth+1, nodes))
			}
			if c == nil {
				break
			}
			h = mix(h ^ hashTerm(c.Head, depth+1, nodes))
			rest = c.Tail
		}
		return h
	case *Tuple:
		return hashSlice(x.Elems, uint64(len(x.Elems))+0x1000, depth, nodes)
	case *Fun:
		h := x.Module.cell.hash ^ mix(x.Name.cell.hash) + uint64(x.Arity)
		return hashSlice(x.Free, h, depth, nodes)
	case *Map:
		return hashMap(x, depth, nodes)
	}
	panic("not a term")
}

func hashSlice(s []Term, h uint64, depth int, nodes *int) uint64 {
	for _, e := range s {
		if *nodes <= 0 {
			break
		}
		h = mix(h ^ hashTerm(e, depth+1, nodes))
	}
	return h
}

// hashMap sums over the pairs of a large map, each with a bound of its own.
func hashMap(m *Map, depth int, nodes *int) uint64 {
	h := uint64(m.Len()) ^ 0x369dea0f31a53f85
	if m.root == nil {
		return hashSlice(m.vals, hashSlice(m.keys, h, depth, nodes), depth, nodes)
	}
	if depth > 2 {
		return mix(h)
	}
	sum := uint64(0)
	m.root.each(func(k, v Term) bool {
		few := 64
		hk := hashTerm(k, depth+1, &few)
		sum += mix(hk ^ mix(hashTerm(v, depth+1, &few)))
		return true
	})
	*nodes -= m.n
	return mix(h ^ sum)
}
