package ets

import (
	"slices"

	"otpsh/runtime/term"
)

// Cursor visits the objects of one version of a table: an ordered_set in the
// order of its keys, or backward; the other types in an order that depends on
// their keys alone.
type Cursor struct {
	iter     *term.MapIter
	path     path
	backward bool
	pending  []*term.Tuple // objects of the key that it stands in, the next last
	key      term.Term     // of the object that Next gave last
	skipped  int           // how many objects of that key it has given
}

// Place is where a cursor stands, as plain terms, so that a later version of
// the table can be visited from there.
type Place struct {
	Key   term.Term
	Given int // objects of that key that were given
}

// Cursor stands before the first object.
func (d *Data) Cursor(backward bool) *Cursor {
	c := &Cursor{backward: backward}
	if d.kind == OrderedSet {
		c.path = c.path.descend(d.tree, backward)
	} else {
		c.iter = d.hash.Iter()
	}
	return c
}

// CursorAt stands behind a place, whether or not its key is still there.
func (d *Data) CursorAt(p Place, backward bool) *Cursor {
	c := &Cursor{backward: backward}
	if d.kind == OrderedSet {
		c.path = seek(d.tree, p.Key, backward)
		return c
	}
	c.iter, _ = d.hash.IterAfter(p.Key)
	if b, ok := d.find(p.Key).(*bucket); ok {
		c.enter(p.Key, b)
		c.skipped = min(p.Given, len(c.pending))
		c.pending = c.pending[:len(c.pending)-c.skipped]
	}
	return c
}

// enter begins with the objects of a key of a bag.
func (c *Cursor) enter(key term.Term, b *bucket) {
	c.key, c.skipped = key, 0
	c.pending = c.pending[:0]
	for ; b != nil; b = b.older {
		c.pending = append(c.pending, b.object)
	}
}

// Next is the next object, nil at the end.
func (c *Cursor) Next() *term.Tuple {
	for {
		if n := len(c.pending); n > 0 {
			object := c.pending[n-1]
			c.pending = c.pending[:n-1]
			c.skipped++
			return object
		}
		if c.iter == nil {
			t := c.path.next(c.backward)
			if t == nil {
				return nil
			}
			c.key = t.key
			return t.object
		}
		key, v, ok := c.iter.Next()
		if !ok {
			return nil
		}
		if object, ok := v.(*term.Tuple); ok {
			c.key = key
			return object
		}
		c.enter(key, v.(*bucket))
	}
}

// Place is where the cursor stands: behind the object that Next gave last.
func (c *Cursor) Place() Place { return Place{c.key, c.skipped} }

// Clone is another cursor at the same place.
func (c *Cursor) Clone() *Cursor {
	d := *c
	if c.iter != nil {
		d.iter = c.iter.Clone()
	}
	d.path, d.pending = slices.Clone(c.path), slices.Clone(c.pending)
	return &d
}

// First is the first key, Last the last one; false when the table is empty.
// Only an ordered_set has an order: in other types they are the same.
func (d *Data) First() (term.Term, bool) { return d.end(false) }
func (d *Data) Last() (term.Term, bool)  { return d.end(true) }

func (d *Data) end(backward bool) (term.Term, bool) {
	if d.kind == OrderedSet {
		var p path
		t := p.descend(d.tree, backward)
		if len(t) == 0 {
			return nil, false
		}
		return t[len(t)-1].key, true
	}
	key, _, ok := d.hash.Iter().Next()
	return key, ok
}

// NextKey is the key behind one, PrevKey the key before it; false when there
// is none. known tells whether the key itself is in the table; an ordered_set
// needs no such key.
func (d *Data) NextKey(key term.Term) (next term.Term, ok, known bool) { return d.step(key, false) }
func (d *Data) PrevKey(key term.Term) (prev term.Term, ok, known bool) { return d.step(key, true) }

func (d *Data) step(key term.Term, backward bool) (term.Term, bool, bool) {
	if d.kind == OrderedSet {
		p := seek(d.tree, key, backward)
		t := p.next(backward)
		if t == nil {
			return nil, false, true
		}
		return t.key, true, true
	}
	it, known := d.hash.IterAfter(key)
	next, _, ok := it.Next()
	return next, ok, known
}
