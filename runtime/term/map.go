package term

import "slices"

// This file is the map as others see it, and its small form; hamt.go is the
// large form.

// MaxSmall is the number of keys up to which a map is two sorted arrays.
const MaxSmall = 32

// Map is a map: immutable, its keys unique under Identical.
//
// Up to MaxSmall keys it is two sorted arrays, the array of keys shared
// between versions that hold the same keys (so a struct's fields exist once).
// Above, a hash trie. Each visits keys in term order when small, and in one
// order that depends on the keys alone when large.
type Map struct {
	*shape
	vals []Term // vals[i] belongs to keys[i]; nil when large
}

// shape is what small maps of the same keys share, or all of a large map.
type shape struct {
	keys []Term // sorted by CompareKeys, never changed; nil when large
	root *node  // the trie of a large map; nil when small
	n    int    // number of keys of a large map
}

// EmptyMap is %{}.
var EmptyMap = &Map{shape: &shape{}}

// MapOf is the map of alternating keys and values; a later key wins.
func MapOf(kv ...Term) *Map {
	var b MapBuilder
	for i := 0; i+1 < len(kv); i += 2 {
		b.Put(kv[i], kv[i+1])
	}
	return b.Map()
}

// Len is the number of keys.
func (m *Map) Len() int {
	if m.root != nil {
		return m.n
	}
	return len(m.keys)
}

// Small reports whether m is in the form of sorted arrays, where At is
// allowed.
func (m *Map) Small() bool { return m.root == nil }

// At is the i-th key and value, in the map's order, of a small map.
func (m *Map) At(i int) (key, val Term) { return m.keys[i], m.vals[i] }

// WithValues is a small map with m's keys and a copy of other values: how a
// literal or a struct of known keys is made without sorting.
func (m *Map) WithValues(vals []Term) *Map {
	if m.root != nil || len(vals) != len(m.keys) {
		panic("term: WithValues of another shape")
	}
	next := m.shape.blank(len(vals))
	copy(next.vals, vals)
	return next
}

// Get returns the value of a key.
func (m *Map) Get(key Term) (Term, bool) {
	if a, ok := key.(Atom); ok {
		return m.GetAtom(a)
	}
	if m.root != nil {
		return m.root.get(key, keyHash(key))
	}
	if i, ok := m.find(key); ok {
		return m.vals[i], true
	}
	return nil, false
}

// GetAtom is Get for an atom key, faster.
func (m *Map) GetAtom(key Atom) (Term, bool) {
	if m.root != nil {
		return m.root.get(key, key.cell.hash)
	}
	if i := m.scanAtom(key); i >= 0 {
		return m.vals[i], true
	}
	return nil, false
}

// Has reports whether the key is there.
func (m *Map) Has(key Term) bool {
	_, ok := m.Get(key)
	return ok
}

// scanAtom is the place of an atom key, or -1. Up to 32 compares of pointers
// take less time than a search by name.
func (m *Map) scanAtom(key Atom) int {
	for i, k := range m.keys {
		if a, ok := k.(Atom); ok && a == key {
			return i
		}
	}
	return -1
}

// find is the place of a key in a small map, or where it would go.
func (m *Map) find(key Term) (int, bool) { return findKey(m.keys, key) }

func findKey(keys []Term, key Term) (int, bool) {
	if a, ok := key.(Atom); ok {
		for i, k := range keys {
			if b, ok := k.(Atom); ok && a == b {
				return i, true
			}
		}
	}
	lo, hi := 0, len(keys)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		switch c := CompareKeys(keys[mid], key); {
		case c == 0:
			return mid, true
		case c < 0:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return lo, false
}

// Put returns m with the key set to the value.
func (m *Map) Put(key, val Term) *Map {
	if m.root != nil {
		root, added := m.root.put(key, val, keyHash(key), 0, nil)
		n := m.n
		if added {
			n++
		}
		return largeMap(root, n)
	}
	i, ok := m.find(key)
	if ok {
		return m.setAt(i, val)
	}
	if len(m.keys) == MaxSmall {
		b := m.Builder()
		b.Put(key, val)
		return b.Map()
	}
	keys := make([]Term, len(m.keys)+1)
	insertInto(keys, m.keys, i, key)
	next := (&shape{keys: keys}).blank(len(keys))
	insertInto(next.vals, m.vals, i, val)
	return next
}

func (m *Map) setAt(i int, val Term) *Map {
	next := m.shape.blank(len(m.vals))
	copy(next.vals, m.vals)
	next.vals[i] = val
	return next
}

// insertInto and removeInto copy s to out, which is one longer or shorter.
func insertInto(out, s []Term, i int, t Term) {
	copy(out, s[:i])
	out[i] = t
	copy(out[i+1:], s[i:])
}

func removeInto(out, s []Term, i int) {
	copy(out, s[:i])
	copy(out[i:], s[i+1:])
}

// Update is Put for a key that is there; false, and m, when it is not.
func (m *Map) Update(key, val Term) (*Map, bool) {
	if m.root != nil {
		if _, ok := m.root.get(key, keyHash(key)); !ok {
			return m, false
		}
		return m.Put(key, val), true
	}
	i, ok := m.find(key)
	if !ok {
		return m, false
	}
	return m.setAt(i, val), true
}

// Replace is Update for several keys, of which none may be missing: the first
// that is makes it give nil and its place.
func (m *Map) Replace(keys, vals []Term) (next *Map, missing int) {
	if m.root != nil || len(keys) == 1 {
		for i, k := range keys {
			var ok bool
			if m, ok = m.Update(k, vals[i]); !ok {
				return nil, i
			}
		}
		return m, 0
	}
	next = m.shape.blank(len(m.vals))
	copy(next.vals, m.vals)
	for i, k := range keys {
		at, ok := m.find(k)
		if !ok {
			return nil, i
		}
		next.vals[at] = vals[i]
	}
	return next, 0
}

// Delete returns m without the key; m itself when it is not there.
func (m *Map) Delete(key Term) *Map {
	if m.root != nil {
		root, ok := m.root.delete(key, keyHash(key), 0)
		if !ok {
			return m
		}
		big := largeMap(root, m.n-1)
		if big.n <= MaxSmall {
			return big.shrunk()
		}
		return big
	}
	i, ok := m.find(key)
	if !ok {
		return m
	}
	if len(m.keys) == 1 {
		return EmptyMap
	}
	keys := make([]Term, len(m.keys)-1)
	removeInto(keys, m.keys, i)
	next := (&shape{keys: keys}).blank(len(keys))
	removeInto(next.vals, m.vals, i)
	return next
}

// shrunk is the small form of a trie that holds few enough keys.
func (m *Map) shrunk() *Map {
	var b MapBuilder
	for it := m.Iter(); ; {
		k, v, ok := it.Next()
		if !ok {
			return b.Map()
		}
		b.Put(k, v)
	}
}

// Merge is m with all of o's keys set.
func (m *Map) Merge(o *Map) *Map {
	if m.Len() == 0 {
		return o
	}
	b := m.Builder()
	o.Each(func(k, v Term) bool { b.Put(k, v); return true })
	return b.Map()
}

// Each calls f on each key and value, in the map's order, until it returns
// false.
func (m *Map) Each(f func(key, val Term) bool) {
	if m.root != nil {
		m.root.each(f)
		return
	}
	for i, k := range m.keys {
		if !f(k, m.vals[i]) {
			return
		}
	}
}

// Keys and Values, in the map's order, as new slices.
func (m *Map) Keys() []Term {
	if m.root == nil {
		return slices.Clone(m.keys)
	}
	out := make([]Term, 0, m.n)
	m.root.each(func(k, _ Term) bool { out = append(out, k); return true })
	return out
}

func (m *Map) Values() []Term {
	if m.root == nil {
		return slices.Clone(m.vals)
	}
	out := make([]Term, 0, m.n)
	m.root.each(func(_, v Term) bool { out = append(out, v); return true })
	return out
}

// SortedKeys are the keys in term order, as a new slice.
func (m *Map) SortedKeys() []Term {
	keys := m.Keys()
	if m.root != nil {
		slices.SortFunc(keys, CompareKeys)
	}
	return keys
}

// MapBuilder builds a map in place; the zero value is ready. After Map it is
// spent.
type MapBuilder struct {
	keys, vals []Term // while small
	shared     *shape // that keys belong to; nil when they are the builder's own
	root       *node
	n          int
	edit       *edit
}

// Builder is a builder that starts with m's keys and values.
func (m *Map) Builder() *MapBuilder {
	if m.root != nil {
		return &MapBuilder{root: m.root, n: m.n, edit: new(edit)}
	}
	vals := make([]Term, len(m.vals), len(m.vals)+4)
	copy(vals, m.vals)
	return &MapBuilder{keys: m.keys, vals: vals, shared: m.shape}
}

// Len is the number of keys so far.
func (b *MapBuilder) Len() int {
	if b.root != nil {
		return b.n
	}
	return len(b.keys)
}

// Put sets a key.
func (b *MapBuilder) Put(key, val Term) {
	if b.root != nil {
		root, added := b.root.put(key, val, keyHash(key), 0, b.edit)
		b.root = root
		if added {
			b.n++
		}
		return
	}
	i, ok := findKey(b.keys, key)
	if ok {
		b.vals[i] = val
		return
	}
	if len(b.keys) == MaxSmall {
		b.grow()
		b.Put(key, val)
		return
	}
	if b.shared != nil {
		b.keys, b.shared = slices.Clone(b.keys), nil
	}
	b.keys = slices.Insert(b.keys, i, key)
	b.vals = slices.Insert(b.vals, i, val)
}

// grow turns the arrays into a trie.
func (b *MapBuilder) grow() {
	b.edit = new(edit)
	b.root = &node{edit: b.edit}
	for i, k := range b.keys {
		b.root, _ = b.root.put(k, b.vals[i], keyHash(k), 0, b.edit)
	}
	b.n = len(b.keys)
	b.keys, b.vals = nil, nil
}

// Map returns what was built.
func (b *MapBuilder) Map() *Map {
	if b.root != nil {
		return largeMap(b.root, b.n)
	}
	if len(b.keys) == 0 {
		return EmptyMap
	}
	if b.shared != nil {
		return &Map{b.shared, b.vals}
	}
	return &Map{&shape{keys: b.keys}, b.vals}
}
