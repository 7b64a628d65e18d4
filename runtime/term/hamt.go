package term

import (
	"math/bits"
	"slices"
)

// This file is the large form of a map: a hash trie of 16-way nodes whose
// shape depends on the keys alone, so that its order does too: from the last
// place of a node to its first, as on the BEAM.

const (
	levelBits = 4
	levelMask = 1<<levelBits - 1
	// lastShift is where the hash is used up: a node there is a plain list
	// of keys of one hash, sorted.
	lastShift = 64
)

// edit marks the nodes that one builder made and may change in place. It has
// a size so that two are never at one address.
type edit struct{ _ byte }

type node struct {
	data uint32  // which of the 16 places hold a key
	subs uint32  // which hold a node
	kv   []Term  // key, value, key, value ... of data's places
	sub  []*node // of subs' places
	edit *edit
}

func bitAt(hash uint64, shift uint) uint32 { return 1 << (hash >> shift & levelMask) }

func index(set, bit uint32) int { return bits.OnesCount32(set & (bit - 1)) }

func (n *node) get(key Term, hash uint64) (Term, bool) {
	for shift := uint(0); shift < lastShift; shift += levelBits {
		bit := bitAt(hash, shift)
		if n.data&bit != 0 {
			i := 2 * index(n.data, bit)
			if Identical(n.kv[i], key) {
				return n.kv[i+1], true
			}
			return nil, false
		}
		if n.subs&bit == 0 {
			return nil, false
		}
		n = n.sub[index(n.subs, bit)]
	}
	if i, ok := n.findEqual(key); ok {
		return n.kv[i+1], true
	}
	return nil, false
}

// findEqual is the place of a key in a node of one hash.
func (n *node) findEqual(key Term) (int, bool) {
	for i := 0; i < len(n.kv); i += 2 {
		switch c := CompareKeys(n.kv[i], key); {
		case c == 0:
			return i, true
		case c > 0:
			return i, false
		}
	}
	return len(n.kv), false
}

// own is n itself when the builder e made it, else a copy that e may change.
func (n *node) own(e *edit) *node {
	if e != nil && n.edit == e {
		return n
	}
	return &node{n.data, n.subs, slices.Clone(n.kv), slices.Clone(n.sub), e}
}

// setVal, setSub and addKey are the changes that Put makes: in place in a
// node of the builder e, else on a copy that shares what it can.
func (n *node) setVal(i int, val Term, e *edit) *node {
	if e != nil {
		n = n.own(e)
	} else {
		n = &node{n.data, n.subs, slices.Clone(n.kv), n.sub, nil}
	}
	n.kv[i+1] = val
	return n
}

func (n *node) setSub(i int, child *node, e *edit) *node {
	if e != nil {
		n = n.own(e)
	} else {
		n = &node{n.data, n.subs, n.kv, slices.Clone(n.sub), nil}
	}
	n.sub[i] = child
	return n
}

func (n *node) addKey(i int, key, val Term, bit uint32, e *edit) *node {
	if e != nil {
		n = n.own(e)
		n.kv = slices.Insert(n.kv, i, key, val)
	} else {
		kv := make([]Term, len(n.kv)+2)
		copy(kv, n.kv[:i])
		kv[i], kv[i+1] = key, val
		copy(kv[i+2:], n.kv[i:])
		n = &node{n.data, n.subs, kv, n.sub, nil}
	}
	n.data |= bit
	return n
}

func (n *node) put(key, val Term, hash uint64, shift uint, e *edit) (_ *node, added bool) {
	if shift >= lastShift {
		i, ok := n.findEqual(key)
		if ok {
			return n.setVal(i, val, e), false
		}
		return n.addKey(i, key, val, 0, e), true
	}
	bit := bitAt(hash, shift)
	switch {
	case n.subs&bit != 0:
		i := index(n.subs, bit)
		child, added := n.sub[i].put(key, val, hash, shift+levelBits, e)
		if child != n.sub[i] {
			n = n.setSub(i, child, e)
		}
		return n, added
	case n.data&bit == 0:
		return n.addKey(2*index(n.data, bit), key, val, bit, e), true
	}
	i := 2 * index(n.data, bit)
	if Identical(n.kv[i], key) {
		return n.setVal(i, val, e), false
	}
	child := &node{edit: e}
	child, _ = child.put(n.kv[i], n.kv[i+1], keyHash(n.kv[i]), shift+levelBits, e)
	child, _ = child.put(key, val, hash, shift+levelBits, e)
	n = n.own(e)
	n.kv = slices.Delete(n.kv, i, i+2)
	n.data &^= bit
	n.subs |= bit
	n.sub = slices.Insert(n.sub, index(n.subs, bit), child)
	return n, true
}

func (n *node) delete(key Term, hash uint64, shift uint) (*node, bool) {
	if shift >= lastShift {
		i, ok := n.findEqual(key)
		if !ok {
			return n, false
		}
		n = n.own(nil)
		n.kv = slices.Delete(n.kv, i, i+2)
		return n, true
	}
	bit := bitAt(hash, shift)
	if n.data&bit != 0 {
		i := 2 * index(n.data, bit)
		if !Identical(n.kv[i], key) {
			return n, false
		}
		n = n.own(nil)
		n.kv = slices.Delete(n.kv, i, i+2)
		n.data &^= bit
		return n, true
	}
	if n.subs&bit == 0 {
		return n, false
	}
	i := index(n.subs, bit)
	child, ok := n.sub[i].delete(key, hash, shift+levelBits)
	if !ok {
		return n, false
	}
	n = n.own(nil)
	if len(child.sub) > 0 || len(child.kv) > 2 {
		n.sub[i] = child
		return n, true
	}
	// A node of one key is no node: the key moves up, so that the shape
	// depends on the keys alone.
	n.sub = slices.Delete(n.sub, i, i+1)
	n.subs &^= bit
	n.data |= bit
	n.kv = slices.Insert(n.kv, 2*index(n.data, bit), child.kv[0], child.kv[1])
	return n, true
}

// isList reports whether a node is a list of keys of one hash.
func (n *node) isList() bool { return n.data|n.subs == 0 }

// last is the highest of a set of places.
func last(set uint32) uint32 { return 1 << (31 - bits.LeadingZeros32(set)) }

// each visits what lies in a node's places; the depth is bounded by the bits
// of a hash.
func (n *node) each(f func(key, val Term) bool) bool {
	if n.isList() {
		for i := 0; i < len(n.kv); i += 2 {
			if !f(n.kv[i], n.kv[i+1]) {
				return false
			}
		}
		return true
	}
	key, sub := len(n.kv), len(n.sub)
	for rest := n.data | n.subs; rest != 0; {
		bit := last(rest)
		rest &^= bit
		if n.data&bit != 0 {
			if key -= 2; !f(n.kv[key], n.kv[key+1]) {
				return false
			}
			continue
		}
		if sub--; !n.sub[sub].each(f) {
			return false
		}
	}
	return true
}

// MapIter walks a map from one Next to the next, in the map's order or, a
// large one, backwards.
type MapIter struct {
	m     *Map
	i     int // in a small map
	stack []iterPlace
	back  bool
}

type iterPlace struct {
	n    *node
	rest uint32 // the places that are still to come
	i    int    // in kv, of a list
}

func placeIn(n *node) iterPlace { return iterPlace{n: n, rest: n.data | n.subs} }

// Iter is an iterator that stands before the first key.
func (m *Map) Iter() *MapIter {
	it := &MapIter{m: m}
	if m.root != nil {
		it.stack = append(it.stack, placeIn(m.root))
	}
	return it
}

// IterBack is an iterator in the order in which the BEAM's iterators go, and
// what is made of them: that of a large map is the reverse of its list.
func (m *Map) IterBack() *MapIter {
	it := m.Iter()
	it.back = true
	return it
}

// Next is the next key and value, or false when there is no other.
func (it *MapIter) Next() (key, val Term, ok bool) {
	if it.m.root == nil {
		if it.i >= len(it.m.keys) {
			return nil, nil, false
		}
		it.i++
		return it.m.keys[it.i-1], it.m.vals[it.i-1], true
	}
	for len(it.stack) > 0 {
		top := &it.stack[len(it.stack)-1]
		n := top.n
		if top.rest == 0 {
			if n.isList() && top.i < len(n.kv) {
				top.i += 2
				return n.kv[top.i-2], n.kv[top.i-1], true
			}
			it.stack = it.stack[:len(it.stack)-1]
			continue
		}
		bit := last(top.rest)
		if it.back {
			bit = top.rest & -top.rest
		}
		top.rest &^= bit
		if n.data&bit != 0 {
			i := 2 * index(n.data, bit)
			return n.kv[i], n.kv[i+1], true
		}
		it.stack = append(it.stack, placeIn(n.sub[index(n.subs, bit)]))
	}
	return nil, nil, false
}

// Clone is another iterator at the same place.
func (it *MapIter) Clone() *MapIter {
	c := *it
	c.stack = slices.Clone(it.stack)
	return &c
}

// IterAfter is an iterator that stands behind a key, or, when the key is not
// there, where it would be; found tells which. A map that is changed between
// two such walks may hold some keys at other places when it becomes large or
// small.
func (m *Map) IterAfter(key Term) (it *MapIter, found bool) {
	it = &MapIter{m: m}
	if m.root == nil {
		i, ok := m.find(key)
		if ok {
			i++
		}
		it.i = i
		return it, ok
	}
	n, hash := m.root, keyHash(key)
	for shift := uint(0); shift < lastShift; shift += levelBits {
		bit := bitAt(hash, shift)
		it.stack = append(it.stack, iterPlace{n: n, rest: (n.data | n.subs) & (bit - 1)})
		if n.subs&bit == 0 {
			found = n.data&bit != 0 && Identical(n.kv[2*index(n.data, bit)], key)
			return it, found
		}
		n = n.sub[index(n.subs, bit)]
	}
	i, found := n.findEqual(key)
	if found {
		i += 2
	}
	it.stack = append(it.stack, iterPlace{n: n, i: i})
	return it, found
}
