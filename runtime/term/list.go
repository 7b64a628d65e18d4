package term

// This file is small questions about lists and structs.

// ListLen is the length of a proper list; false when t is none.
func ListLen(t Term) (int, bool) {
	n := 0
	for {
		c, ok := t.(*Cons)
		if !ok {
			return n, false
		}
		if c == nil {
			return n, true
		}
		n++
		t = c.Tail
	}
}

// IsProperList reports whether t is a list that ends in [].
func IsProperList(t Term) bool {
	_, ok := ListLen(t)
	return ok
}

// ListBuilder builds a list from the front, with one cell an element. The
// zero value is ready; after List or ListTail it is spent.
type ListBuilder struct{ first, last *Cons }

// Add appends an element.
func (b *ListBuilder) Add(t Term) {
	c := &Cons{Head: t, Tail: Empty}
	if b.first == nil {
		b.first = c
	} else {
		b.last.Tail = c
	}
	b.last = c
}

// List is the list built.
func (b *ListBuilder) List() Term { return b.first }

// ListTail is the list built, ending in tail.
func (b *ListBuilder) ListTail(tail Term) Term {
	if b.first == nil {
		return tail
	}
	b.last.Tail = tail
	return b.first
}

// IsStruct is the name of a struct: of a map whose __struct__ is an atom.
func IsStruct(t Term) (Atom, bool) {
	m, ok := t.(*Map)
	if !ok {
		return Atom{}, false
	}
	v, ok := m.GetAtom(Struct)
	if !ok {
		return Atom{}, false
	}
	name, ok := v.(Atom)
	return name, ok
}
