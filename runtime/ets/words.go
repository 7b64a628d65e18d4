package ets

import (
	"math/big"

	"otpsh/runtime/term"
)

// emptyWords is what an empty table takes on the BEAM; objectWords what an
// object takes besides its term.
const (
	emptyWords  = 305
	objectWords = 5
)

// maxCounted is how many parts of an object are counted: what is larger
// counts as that much, so that an insertion takes bounded time.
const maxCounted = 100_000

// Words is roughly the memory that the table's objects take, in words of 8
// bytes. Terms that objects share with others count in each.
func (d *Data) Words() int { return emptyWords + d.words }

// words is the size of an object, as it is added when it is inserted and
// taken away when it is deleted.
func words(object *term.Tuple) int {
	n := objectWords
	todo := []term.Term{object}
	for parts := 0; len(todo) > 0 && parts < maxCounted; parts++ {
		t := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		switch x := t.(type) {
		case *big.Int:
			n += 1 + len(x.Bits())
		case float64:
			n += 2
		case term.Binary:
			n += 3 + len(x)/8
		case *term.Bits:
			n += 5 + len(x.Bytes)/8
		case *term.Tuple:
			n += 1 + len(x.Elems)
			todo = append(todo, x.Elems...)
		case *term.Cons:
			if x != nil {
				n += 2
				todo = append(todo, x.Tail, x.Head)
			}
		case *term.Map:
			n += 3 + 2*x.Len()
			x.Each(func(k, v term.Term) bool {
				todo = append(todo, k, v)
				return len(todo) < maxCounted
			})
		case *term.Fun:
			n += 4 + len(x.Free)
			todo = append(todo, x.Free...)
		}
	}
	return n
}
