// Package ets is the content of ets tables: persistent data of the four
// types, cursors over it, and match specifications. It knows terms and
// nothing of processes: who owns a table, who may write, and which version is
// the current one is the business of runtime/lib.
//
// Data is immutable: a change gives another version that shares what it can.
// So readers take no lock, a traversal sees one snapshot, and a forked world
// shares its tables' content.
package ets

import "otpsh/runtime/term"

// Kind is a table's type.
type Kind uint8

const (
	Set Kind = iota
	OrderedSet
	Bag
	DuplicateBag
)

var kindNames = [...]string{"set", "ordered_set", "bag", "duplicate_bag"}

// String is the type's name as :ets.new takes it.
func (k Kind) String() string { return kindNames[k] }

// Unique reports whether a key has at most one object.
func (k Kind) Unique() bool { return k == Set || k == OrderedSet }

// Data is one version of a table's content.
type Data struct {
	kind   Kind
	keypos int // from 0
	// The objects by key: under set and ordered_set a *term.Tuple, else a
	// *bucket.
	hash  *term.Map
	tree  *tree
	size  int
	words int // of all objects
}

// bucket is the objects of one key of a bag, the newest first.
type bucket struct {
	object *term.Tuple
	older  *bucket
}

// New is an empty table; keypos is the position of the key, from 1.
func New(kind Kind, keypos int) *Data {
	return &Data{kind: kind, keypos: keypos - 1, hash: term.EmptyMap}
}

// Kind is the table's type.
func (d *Data) Kind() Kind { return d.kind }

// Keypos is the position of the key, from 1.
func (d *Data) Keypos() int { return d.keypos + 1 }

// Size is the number of objects.
func (d *Data) Size() int { return d.size }

// Keys is the number of different keys.
func (d *Data) Keys() int {
	if d.kind == OrderedSet {
		return d.size
	}
	return d.hash.Len()
}

// Key is an object's key; false when the object is too small to have one.
func (d *Data) Key(object *term.Tuple) (term.Term, bool) {
	if len(object.Elems) <= d.keypos {
		return nil, false
	}
	return object.Elems[d.keypos], true
}

// find is what is kept under a key: nil, a *term.Tuple or a *bucket.
func (d *Data) find(key term.Term) any {
	if d.kind == OrderedSet {
		if n := d.tree.find(key); n != nil {
			return n.object
		}
		return nil
	}
	v, ok := d.hash.Get(key)
	if !ok {
		return nil
	}
	return v
}

// Has reports whether there is an object with the key.
func (d *Data) Has(key term.Term) bool { return d.find(key) != nil }

// One is the object of a key in a table whose keys are unique; nil when there
// is none.
func (d *Data) One(key term.Term) *term.Tuple {
	t, _ := d.find(key).(*term.Tuple)
	return t
}

// Lookup is the list of a key's objects, the oldest first.
func (d *Data) Lookup(key term.Term) term.Term {
	list := term.Empty
	switch v := d.find(key).(type) {
	case *term.Tuple:
		return &term.Cons{Head: v, Tail: list}
	case *bucket:
		for ; v != nil; v = v.older {
			list = &term.Cons{Head: v.object, Tail: list}
		}
	}
	return list
}

// Insert adds an object, which has a key: under set and ordered_set it
// replaces the one of the same key, in a bag an identical one is kept once.
func (d *Data) Insert(object *term.Tuple) *Data {
	key := object.Elems[d.keypos]
	next := *d
	switch d.kind {
	case Set:
		next.replaced(d.One(key), object)
		next.hash = d.hash.Put(key, object)
	case OrderedSet:
		next.replaced(d.One(key), object)
		next.tree, _ = d.tree.insert(key, object)
	default:
		old, _ := d.find(key).(*bucket)
		if d.kind == Bag && old.has(object) {
			return d
		}
		next.hash = d.hash.Put(key, &bucket{object, old})
		next.replaced(nil, object)
	}
	return &next
}

// replaced counts an object that comes in the place of another one, or of
// none.
func (d *Data) replaced(old, object *term.Tuple) {
	if old == nil {
		d.size++
	} else {
		d.words -= words(old)
	}
	d.words += words(object)
}

// removed counts an object that goes.
func (d *Data) removed(object *term.Tuple) {
	d.size--
	d.words -= words(object)
}

func (b *bucket) has(object *term.Tuple) bool {
	for ; b != nil; b = b.older {
		if term.Identical(b.object, object) {
			return true
		}
	}
	return false
}

// Delete removes all objects of a key.
func (d *Data) Delete(key term.Term) *Data {
	found := d.find(key)
	if found == nil {
		return d
	}
	next := *d
	switch v := found.(type) {
	case *bucket:
		for ; v != nil; v = v.older {
			next.removed(v.object)
		}
		next.hash = d.hash.Delete(key)
	case *term.Tuple:
		next.removed(v)
		if d.kind == OrderedSet {
			next.tree = d.tree.delete(key)
		} else {
			next.hash = d.hash.Delete(key)
		}
	}
	return &next
}

// DeleteObject removes the objects that are identical to the one given.
func (d *Data) DeleteObject(object *term.Tuple) *Data {
	key, ok := d.Key(object)
	if !ok {
		return d
	}
	if d.kind.Unique() {
		if old := d.One(key); old == nil || !term.Identical(old, object) {
			return d
		}
		return d.Delete(key)
	}
	old, _ := d.find(key).(*bucket)
	if !old.has(object) {
		return d
	}
	next := *d
	rest, removed := old.without(object)
	for range removed {
		next.removed(object)
	}
	if rest == nil {
		next.hash = d.hash.Delete(key)
	} else {
		next.hash = d.hash.Put(key, rest)
	}
	return &next
}

// without is the bucket less the objects identical to one, and how many these
// were.
func (b *bucket) without(object *term.Tuple) (rest *bucket, removed int) {
	var kept []*term.Tuple
	for ; b != nil; b = b.older {
		if term.Identical(b.object, object) {
			removed++
			continue
		}
		kept = append(kept, b.object)
	}
	for i := len(kept) - 1; i >= 0; i-- {
		rest = &bucket{kept[i], rest}
	}
	return rest, removed
}

// Clear is the empty table of the same type.
func (d *Data) Clear() *Data { return &Data{kind: d.kind, keypos: d.keypos, hash: term.EmptyMap} }
