package term

import "unsafe"

// This file is the boxing of values by those who make very many.

// Ints boxes integers, several from one allocation: a loop over large numbers
// makes one at each step, and Int would allocate each (a count to 3 million
// with a sum: 80 ms, with Ints 40). The zero value is ready. It belongs to one
// goroutine. An integer that lives on keeps at most maxBoxes others.
type Ints struct{ boxes[int] }

// Floats is the same for floats.
type Floats struct{ boxes[float64] }

// Small reports whether Int boxes n without allocating.
func Small(n int) bool { return uint(n-smallMin) <= smallMax-smallMin }

// Set puts an integer into *t.
func (b *Ints) Set(t *Term, n int) {
	p := b.next()
	*p = n
	w := (*words)(unsafe.Pointer(t))
	w.kind, w.data = intKind, unsafe.Pointer(p)
}

// Set puts a float, which must be finite, into *t.
func (b *Floats) Set(t *Term, x float64) {
	p := b.next()
	*p = x
	w := (*words)(unsafe.Pointer(t))
	w.kind, w.data = floatKind, unsafe.Pointer(p)
}

// boxes are places for values without pointers: a block, as long as it is used.
type boxes[T int | float64] struct{ block []T }

// maxBoxes is how many values are allocated at once in the end; who makes few
// gets fewer.
const maxBoxes = 32

func (b *boxes[T]) next() *T {
	used := len(b.block)
	if used == cap(b.block) {
		b.block, used = make([]T, 0, min(max(2*used, 1), maxBoxes)), 0
	}
	b.block = b.block[:used+1]
	return &b.block[used]
}

// words is an interface as the compiler lays it out: its dynamic type, and a
// pointer to the value, which here may lie inside a block.
type words struct {
	kind uintptr // the type's descriptor, which is never collected
	data unsafe.Pointer
}

var intKind, floatKind, binaryKind = kindOf(1 << 40), kindOf(1.5), kindOf(Binary("x"))

func kindOf(t Term) uintptr { return (*words)(unsafe.Pointer(&t)).kind }

// BoxBinary puts a binary into *t without allocating: p is its box from now on
// and may lie among others.
func BoxBinary(t *Term, p *Binary) {
	w := (*words)(unsafe.Pointer(t))
	w.kind, w.data = binaryKind, unsafe.Pointer(p)
}
