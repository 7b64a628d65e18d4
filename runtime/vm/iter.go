// Comprehensions: iterators over what a generator draws from, and builders.
//
// Lists, maps and ranges are iterated in place. Anything else is reduced by
// Enumerable with a function that suspends at each element, so that a
// comprehension's body is part of its function and yet runs between the
// elements of a stream.

package vm

import (
	"otpsh/runtime/term"
)

// iterNatives is the module that compiled comprehensions call: suspend/2 is
// the reducer. The accumulator is a list of the element, if there is one: a
// reduction that ends with its last element (Stream.take/2 does) gives that
// along with the end.
var iterNatives = Natives{
	"suspend/2": func(_ *Machine, args []term.Term) (term.Term, error) {
		return term.Tuple2(atomSuspend, &term.Cons{Head: args[0], Tail: args[1]}), nil
	},
}

// rangeIter iterates over a range. It is changed in place, which the program
// cannot see: a register holds it alone.
type rangeIter struct{ next, last, step int }

func (r *rangeIter) clone() term.Term {
	c := *r
	return &c
}

// mapIter iterates over a map as pairs.
type mapIter struct{ *term.MapIter }

func (it *mapIter) clone() term.Term { return &mapIter{it.Clone()} }

// iterator is the iterator of a value; false when Enumerable has to make it.
func iterator(t term.Term) (term.Term, bool) {
	switch x := t.(type) {
	case *term.Cons:
		return x, true
	case *term.Map:
		name, isStruct := x.GetAtom(term.Struct)
		if !isStruct {
			return &mapIter{x.IterBack()}, true
		}
		if a, ok := name.(term.Atom); ok && a == rangeModule {
			return rangeOf(x)
		}
	}
	return nil, false
}

func rangeOf(x *term.Map) (term.Term, bool) {
	var n [3]int
	for i, key := range [...]term.Atom{atomFirst, atomLast, atomStep} {
		v, _ := x.GetAtom(key)
		var ok bool
		if n[i], ok = v.(int); !ok {
			return nil, false
		}
	}
	if n[2] == 0 {
		return nil, false
	}
	return &rangeIter{n[0], n[1], n[2]}, true
}

// step says how an iterator's next element is got.
type iterStep uint8

const (
	iterElement iterStep = iota // here it is
	iterEnd
	iterCall // by calling the continuation
	iterBad  // it is no iterator
)

// advance is the next element of the iterator in a register.
func advance(it *term.Term) (term.Term, iterStep) {
	switch x := (*it).(type) {
	case *term.Cons:
		if x == nil {
			return nil, iterEnd
		}
		*it = x.Tail
		return x.Head, iterElement
	case *rangeIter:
		if x.step > 0 && x.next > x.last || x.step < 0 && x.next < x.last {
			return nil, iterEnd
		}
		n := x.next
		if x.next += x.step; x.next > n != (x.step > 0) {
			x.next, x.last, x.step = 1, 0, 1 // past the largest integer
		}
		return term.Int(n), iterElement
	case *mapIter:
		k, v, ok := x.Next()
		if !ok {
			return nil, iterEnd
		}
		return term.Tuple2(k, v), iterElement
	case *term.Fun:
		return nil, iterCall
	case *term.Tuple:
		return advanceReduced(x, it)
	}
	return nil, iterBad
}

// advanceReduced takes what Enumerable.reduce gave apart.
func advanceReduced(x *term.Tuple, it *term.Term) (term.Term, iterStep) {
	tag, _ := x.Elems[0].(term.Atom)
	switch {
	case tag == atomSuspended && len(x.Elems) == 3:
		*it = x.Elems[2]
		if one, ok := x.Elems[1].(*term.Cons); ok && one != nil {
			return one.Head, iterElement
		}
		return nil, iterCall
	case (tag == atomDone || tag == atomHalted) && len(x.Elems) == 2:
		if one, ok := x.Elems[1].(*term.Cons); ok && one != nil {
			*it = term.Empty
			return one.Head, iterElement
		}
		return nil, iterEnd
	}
	return nil, iterBad
}

// badIterator is the error for what cannot be iterated over to its end.
func badIterator(t term.Term, maps bool) *Exception {
	if _, ok := t.(*term.Tuple); ok {
		return Raise(term.Tuple2(atomBadGenerator, t))
	}
	// The tail of an improper list: Enum's loop meets it in real Elixir.
	e := Raise(atomFunctionClause)
	e.Stack = []StackFrame{{Module: enumModule, Function: atomReduceLoop, Arity: 3}}
	if maps {
		e.Stack[0].Function, e.Stack[0].Arity = atomMapLoop, 2
	}
	return e
}

// listBuilder builds a list from the front, in a register.
type listBuilder struct{ first, last *term.Cons }

func (b *listBuilder) add(t term.Term) {
	c := &term.Cons{Head: t, Tail: term.Empty}
	if b.first == nil {
		b.first = c
	} else {
		b.last.Tail = c
	}
	b.last = c
}

// clone copies the cells, whose last one will change.
func (b *listBuilder) clone() term.Term {
	c := &listBuilder{}
	for p := b.first; p != nil; p, _ = p.Tail.(*term.Cons) {
		c.add(p.Head)
	}
	return c
}

// intoMap adds a pair to a map that is being collected.
func intoMap(acc, pair term.Term) (term.Term, *Exception) {
	m := acc.(*term.Map)
	p, ok := pair.(*term.Tuple)
	if !ok || len(p.Elems) != 2 {
		e := Raise(term.Badarg)
		e.Stack = []StackFrame{{Module: term.Intern("maps"), Function: term.Intern("from_list"), Args: []term.Term{term.List(pair)}}}
		return nil, e
	}
	return m.Put(p.Elems[0], p.Elems[1]), nil
}
