package kernel

import "slices"

// This file is a small map that is visited in an order that depends only on
// what was done with it, so that simulated worlds repeat exactly.

// indexAbove is the size above which a table keeps an index.
const indexAbove = 16

type tableEntry[K comparable, V any] struct {
	key K
	val V
}

type table[K comparable, V any] struct {
	entries []tableEntry[K, V]
	index   map[K]int // nil while small
}

func (t *table[K, V]) find(key K) int {
	if t.index != nil {
		if i, ok := t.index[key]; ok {
			return i
		}
		return -1
	}
	for i := range t.entries {
		if t.entries[i].key == key {
			return i
		}
	}
	return -1
}

func (t *table[K, V]) has(key K) bool { return t != nil && t.find(key) >= 0 }

func (t *table[K, V]) get(key K) (v V, ok bool) {
	if t == nil {
		return v, false
	}
	if i := t.find(key); i >= 0 {
		return t.entries[i].val, true
	}
	return v, false
}

func (t *table[K, V]) put(key K, val V) {
	if i := t.find(key); i >= 0 {
		t.entries[i].val = val
		return
	}
	t.entries = append(t.entries, tableEntry[K, V]{key, val})
	switch {
	case t.index != nil:
		t.index[key] = len(t.entries) - 1
	case len(t.entries) > indexAbove:
		t.index = make(map[K]int, 2*indexAbove)
		for i := range t.entries {
			t.index[t.entries[i].key] = i
		}
	}
}

// delete removes a key; the last entry takes its place.
func (t *table[K, V]) delete(key K) (v V, ok bool) {
	if t == nil {
		return v, false
	}
	i := t.find(key)
	if i < 0 {
		return v, false
	}
	v = t.entries[i].val
	last := len(t.entries) - 1
	if t.index != nil {
		delete(t.index, key)
		if i != last {
			t.index[t.entries[last].key] = i
		}
	}
	t.entries[i] = t.entries[last]
	t.entries[last] = tableEntry[K, V]{}
	t.entries = t.entries[:last]
	if last == 0 {
		t.index = nil
	}
	return v, true
}

func (t *table[K, V]) len() int {
	if t == nil {
		return 0
	}
	return len(t.entries)
}

// each visits a copy of the entries, so f may change the table.
func (t *table[K, V]) each(f func(K, V)) {
	if t == nil {
		return
	}
	for _, e := range slices.Clone(t.entries) {
		f(e.key, e.val)
	}
}

func (t *table[K, V]) clone() *table[K, V] {
	if t == nil {
		return nil
	}
	c := &table[K, V]{}
	for _, e := range t.entries {
		c.put(e.key, e.val)
	}
	return c
}
