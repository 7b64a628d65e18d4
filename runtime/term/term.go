// Package term is every value of the language, and nothing else: atoms,
// numbers, lists, tuples, maps, binaries, pids, references and functions,
// with their order, equality, hash and a plain dump.
//
// Values are immutable once another function can see them. A Term is one of
// these Go types, in this canonical form and no other:
//
//	int        an integer that fits 64 bits; box it with Int
//	*big.Int   an integer that does not; make it with Big
//	float64    a float, never NaN or infinite
//	Atom       nil, true, false and all others
//	*Cons      a list cell; the nil *Cons (EmptyList) is []
//	*Tuple     a tuple
//	*Map       a map or struct
//	Binary     whole bytes
//	*Bits      a bitstring whose length is no multiple of 8
//	PID        a process
//	Port       a port
//	*Ref       a reference
//	*Fun       a function
//
// Never compare two Terms with ==: 1 and 1.0, big integers and tuples would
// come out wrong. Use Equal, Identical or Compare. (== on two Atoms is right.)
package term

import "math/big"

// Term is any value; see the package comment for the types it may hold.
type Term = any

// smallInts are boxed once: most integers of real programs are small.
const (
	smallMin = -1024
	smallMax = 16384
)

var smallInts = func() (t [smallMax - smallMin + 1]Term) {
	for i := range t {
		t[i] = i + smallMin
	}
	return t
}()

// Int boxes an integer, without allocating when it is small.
func Int(n int) Term {
	if uint(n-smallMin) <= smallMax-smallMin {
		return smallInts[n-smallMin]
	}
	return n
}

// Big is the canonical term of a big integer: an int when it fits. It takes
// b over: the caller must not change it afterwards.
func Big(b *big.Int) Term {
	if b.IsInt64() {
		return Int(int(b.Int64()))
	}
	return b
}

// Cons is one cell of a list. The tail is a *Cons, or anything else in an
// improper list. A nil *Cons is the empty list.
type Cons struct{ Head, Tail Term }

// EmptyList is [] as a *Cons; as a Term it is Empty.
var EmptyList *Cons

// Empty is [] as a Term.
var Empty Term = EmptyList

// List is the proper list of the elements.
func List(elems ...Term) Term { return ListTail(elems, Empty) }

// ListTail is the list of the elements that ends in tail.
func ListTail(elems []Term, tail Term) Term {
	for i := len(elems) - 1; i >= 0; i-- {
		tail = &Cons{elems[i], tail}
	}
	return tail
}

// Slice copies a proper list into a slice; false when t is no proper list, and
// the elements of it that there are.
func Slice(t Term) ([]Term, bool) {
	n := 0
	rest := t
	c, ok := rest.(*Cons)
	for ; ok && c != nil; c, ok = rest.(*Cons) {
		n++
		rest = c.Tail
	}
	if n == 0 {
		return nil, ok
	}
	out := make([]Term, n)
	for i := range out {
		c := t.(*Cons)
		out[i], t = c.Head, c.Tail
	}
	return out, ok
}

// Tuple is a tuple. Elems must not be changed.
type Tuple struct{ Elems []Term }

// NewTuple makes a tuple of a copy of the elements. Sizes 2 to 5 take one
// allocation: the elements lie behind the header.
func NewTuple(elems ...Term) *Tuple {
	switch len(elems) {
	case 2:
		return Tuple2(elems[0], elems[1])
	case 3:
		return Tuple3(elems[0], elems[1], elems[2])
	case 4:
		t := &tuple4{a: [4]Term(elems)}
		t.Elems = t.a[:]
		return &t.Tuple
	case 5:
		t := &tuple5{a: [5]Term(elems)}
		t.Elems = t.a[:]
		return &t.Tuple
	}
	return &Tuple{append([]Term(nil), elems...)}
}

// OwnTuple makes a tuple of the slice itself, which the caller gives up.
func OwnTuple(elems []Term) *Tuple { return &Tuple{elems} }

// Tuple2 is {a, b}.
func Tuple2(a, b Term) *Tuple {
	t := &tuple2{a: [2]Term{a, b}}
	t.Elems = t.a[:]
	return &t.Tuple
}

// Tuple3 is {a, b, c}.
func Tuple3(a, b, c Term) *Tuple {
	t := &tuple3{a: [3]Term{a, b, c}}
	t.Elems = t.a[:]
	return &t.Tuple
}

type tuple2 struct {
	Tuple
	a [2]Term
}

type tuple3 struct {
	Tuple
	a [3]Term
}

type tuple4 struct {
	Tuple
	a [4]Term
}

type tuple5 struct {
	Tuple
	a [5]Term
}

// Binary is a binary: whole bytes, not necessarily UTF-8.
type Binary string

// Bits is a bitstring of Len bits, Len no multiple of 8. The last byte of
// Bytes holds Len%8 bits at its high end; its low bits are zero.
type Bits struct {
	Bytes string
	Len   int
}

// PID is a process of a world, by number. It holds no pointer: a world that
// was forked holds other processes under the same numbers. Numbers start at 1
// and are never used again.
//
// (DESIGN let a PID hold an interface filled by the kernel. A pid inside a
// term that two forks share must mean each fork's own process, so the world
// is asked: one load from a paged table.)
type PID uint64

// Port is a port by number. No world opens one: a port is only ever named.
type Port uint64

// Ref is a reference. Two are the same when their IDs are.
type Ref struct {
	ID    uint64
	Owner PID // for an alias of a process: whose; else 0
}

// Fun is a function value.
type Fun struct {
	Module Atom   // the module it was made in, or, External, that it names
	Name   Atom   // external: the function's name; else a generated one
	Arity  int    // number of arguments
	Free   []Term // captured values; nil for an external function
	Code   any    // filled and read by the vm only; nil for an external function
	Uniq   uint64 // what tells it from other closures of the same code, for order and inspect
}

// External reports whether f is &Mod.name/arity.
func (f *Fun) External() bool { return f.Code == nil }
