package term

import (
	"math/big"
	"slices"
	"strings"
)

// This file is the order of all terms and the two equalities. Neither uses
// Go's stack for the depth of a term: what is left to compare lies on a stack
// of its own.

// Equal is ==: 1 == 1.0 holds. Identical is ===, and the equality of map keys
// and of patterns: 1 and 1.0 differ.
func Equal(a, b Term) bool     { return equal(a, b, false) }
func Identical(a, b Term) bool { return equal(a, b, true) }

// Compare is the term order of < and sort: negative, zero or positive;
// number < atom < reference < function < pid < tuple < map < list < bitstring.
func Compare(a, b Term) int { return compare(a, b, false) }

// CompareKeys is the order of keys in small maps: as Compare, but every
// integer comes before every float.
func CompareKeys(a, b Term) int { return compare(a, b, true) }

// rank is the place of a type in the order.
func rank(t Term) int {
	switch t.(type) {
	case int, *big.Int, float64:
		return 0
	case Atom:
		return 1
	case *Ref:
		return 2
	case *Fun:
		return 3
	case Port:
		return 4
	case PID:
		return 5
	case *Tuple:
		return 6
	case *Map:
		return 7
	case *Cons:
		return 8
	case Binary, *Bits:
		return 9
	}
	panic("not a term")
}

func sign(less, greater bool) int {
	if less {
		return -1
	}
	if greater {
		return 1
	}
	return 0
}

// pending is a pair of which the part before next was found equal.
type pending struct {
	a, b Term // two tuples; or two tails of lists, when next is -1
	next int
	// exact: whether 1 and 1.0 differ here. Keys of maps are always exact.
	exact bool
}

func equal(a, b Term, exact bool) bool {
	switch x := a.(type) {
	case int:
		if y, ok := b.(int); ok {
			return x == y
		}
	case Atom:
		y, ok := b.(Atom)
		return ok && x == y
	case Binary:
		y, ok := b.(Binary)
		return ok && x == y
	case PID:
		y, ok := b.(PID)
		return ok && x == y
	case *Ref:
		y, ok := b.(*Ref)
		return ok && x.ID == y.ID
	}
	if rank(a) != rank(b) {
		return false
	}
	c := comparison{onlyEqual: true}
	return c.run(a, b, exact) == 0
}

func compare(a, b Term, exact bool) int {
	switch x := a.(type) {
	case int:
		if y, ok := b.(int); ok {
			return sign(x < y, x > y)
		}
	case Atom:
		if y, ok := b.(Atom); ok {
			if x == y {
				return 0
			}
			return strings.Compare(x.cell.name, y.cell.name)
		}
	case Binary:
		if y, ok := b.(Binary); ok {
			return strings.Compare(string(x), string(y))
		}
	}
	var c comparison
	return c.run(a, b, exact)
}

// comparison is the state of one comparison. With onlyEqual any non-zero
// result means 'differ'. The stack of pending pairs is the array first and
// then rest: a slice of the array would force it to Go's heap.
type comparison struct {
	onlyEqual bool
	n         int
	first     [4]pending
	rest      []pending
}

func (c *comparison) push(a, b Term, next int, exact bool) {
	p := pending{a, b, next, exact}
	if c.n < len(c.first) {
		c.first[c.n] = p
	} else {
		c.rest = append(c.rest, p)
	}
	c.n++
}

func (c *comparison) top() *pending {
	if c.n <= len(c.first) {
		return &c.first[c.n-1]
	}
	return &c.rest[len(c.rest)-1]
}

func (c *comparison) pop() {
	if c.n > len(c.first) {
		c.rest = c.rest[:len(c.rest)-1]
	}
	c.n--
}

func (c *comparison) run(a, b Term, exact bool) int {
	for {
		if r := c.step(&a, &b, exact); r != 0 {
			return r
		}
		// step leaves a pair to go on with in a and b, or nil.
		for a == nil {
			if c.n == 0 {
				return 0
			}
			top := c.top()
			exact = top.exact
			if top.next < 0 {
				a, b = top.a, top.b
				c.pop()
				break
			}
			x, y := top.a.(*Tuple).Elems, top.b.(*Tuple).Elems
			for top.next < len(x) {
				// Leaves are compared in place.
				r, leaf := c.leaf(x[top.next], y[top.next], exact)
				if r != 0 {
					return r
				}
				if !leaf {
					break
				}
				top.next++
			}
			switch top.next {
			case len(x):
				c.pop()
				continue
			case len(x) - 1: // the last element takes the place of its tuple
				a, b = x[top.next], y[top.next]
				c.pop()
			default:
				a, b = x[top.next], y[top.next]
				top.next++
			}
		}
	}
}

// leaf compares two terms of which one holds no other; false when both do.
func (c *comparison) leaf(a, b Term, exact bool) (int, bool) {
	switch x := a.(type) {
	case int:
		if y, ok := b.(int); ok {
			return sign(x < y, x > y), true
		}
	case Atom:
		if y, ok := b.(Atom); ok {
			if x == y {
				return 0, true
			}
			return strings.Compare(x.cell.name, y.cell.name), true
		}
	}
	ra, rb := rank(a), rank(b)
	if ra != rb {
		return ra - rb, true
	}
	switch x := a.(type) {
	case int, *big.Int, float64:
		return compareNumbers(a, b, exact), true
	case *Ref:
		y := b.(*Ref)
		return sign(x.ID < y.ID, x.ID > y.ID), true
	case PID:
		y := b.(PID)
		return sign(x < y, x > y), true
	case Port:
		y := b.(Port)
		return sign(x < y, x > y), true
	case Binary:
		if y, ok := b.(Binary); ok {
			return strings.Compare(string(x), string(y)), true
		}
		return compareBits(a, b), true
	case *Bits:
		return compareBits(a, b), true
	}
	return 0, false
}

// step compares what it can of *a and *b, and puts there what is to be
// compared next, or nil.
func (c *comparison) step(a, b *Term, exact bool) int {
	r, leaf := c.leaf(*a, *b, exact)
	if leaf {
		*a, *b = nil, nil
		return r
	}
	switch x := (*a).(type) {
	case *Cons:
		return c.stepList(x, (*b).(*Cons), a, b, exact)
	case *Tuple:
		y := (*b).(*Tuple)
		*a, *b = nil, nil
		if x == y {
			return 0
		}
		if len(x.Elems) != len(y.Elems) {
			return len(x.Elems) - len(y.Elems)
		}
		c.push(x, y, 0, exact)
		return 0
	case *Map:
		y := (*b).(*Map)
		*a, *b = nil, nil
		return c.stepMap(x, y, exact)
	case *Fun:
		y := (*b).(*Fun)
		*a, *b = nil, nil
		return c.stepFun(x, y, exact)
	}
	panic("not a term")
}

func (c *comparison) stepList(x, y *Cons, a, b *Term, exact bool) int {
	for {
		if x == y {
			*a, *b = nil, nil
			return 0
		}
		if x == nil {
			return -1
		}
		if y == nil {
			return 1
		}
		r, leaf := c.leaf(x.Head, y.Head, exact)
		if r != 0 {
			return r
		}
		p, ok := x.Tail.(*Cons)
		q, ok2 := y.Tail.(*Cons)
		if !leaf {
			if !ok || !ok2 || p != q {
				c.push(x.Tail, y.Tail, -1, exact)
			}
			*a, *b = x.Head, y.Head
			return 0
		}
		if !ok || !ok2 {
			*a, *b = x.Tail, y.Tail
			return 0
		}
		x, y = p, q
	}
}

// stepMap compares sizes, and leaves keys and then values on the stack.
func (c *comparison) stepMap(x, y *Map, exact bool) int {
	if x == y {
		return 0
	}
	n := x.Len()
	if d := n - y.Len(); d != 0 {
		return d
	}
	if n == 0 {
		return 0
	}
	if x.root == nil {
		c.push(OwnTuple(x.vals), OwnTuple(y.vals), 0, exact)
		if x.shape != y.shape {
			c.push(OwnTuple(x.keys), OwnTuple(y.keys), 0, true)
		}
		return 0
	}
	if x.root == y.root {
		return 0
	}
	if !c.onlyEqual {
		// Values are ordered by their keys.
		c.push(OwnTuple(sortedValues(x)), OwnTuple(sortedValues(y)), 0, exact)
		c.push(OwnTuple(x.SortedKeys()), OwnTuple(y.SortedKeys()), 0, true)
		return 0
	}
	var d difference
	if !d.walk(x.root, y.root) {
		return 1
	}
	if len(d.xv) > 0 {
		c.push(OwnTuple(d.xv), OwnTuple(d.yv), 0, exact)
		c.push(OwnTuple(d.xk), OwnTuple(d.yk), 0, true)
	}
	return 0
}

// difference is the keys and values of two tries, side by side, leaving out
// what lies in nodes they share. The shape of a trie depends on its keys
// alone: walk is false when the shapes differ, and so the keys.
type difference struct{ xk, yk, xv, yv []Term }

func (d *difference) walk(p, q *node) bool {
	if p == q {
		return true
	}
	if p.data != q.data || p.subs != q.subs || len(p.kv) != len(q.kv) {
		return false
	}
	for i := 0; i < len(p.kv); i += 2 {
		d.xk, d.yk = append(d.xk, p.kv[i]), append(d.yk, q.kv[i])
		d.xv, d.yv = append(d.xv, p.kv[i+1]), append(d.yv, q.kv[i+1])
	}
	for i := range p.sub {
		if !d.walk(p.sub[i], q.sub[i]) {
			return false
		}
	}
	return true
}

func sortedValues(m *Map) []Term {
	keys := m.SortedKeys()
	for i, k := range keys {
		keys[i], _ = m.Get(k)
	}
	return keys
}

func (c *comparison) stepFun(x, y *Fun, exact bool) int {
	if x == y {
		return 0
	}
	if r := strings.Compare(x.Module.cell.name, y.Module.cell.name); r != 0 {
		return r
	}
	if r := strings.Compare(x.Name.cell.name, y.Name.cell.name); r != 0 {
		return r
	}
	if x.Arity != y.Arity {
		return x.Arity - y.Arity
	}
	if len(x.Free) != len(y.Free) {
		return len(x.Free) - len(y.Free)
	}
	if len(x.Free) > 0 {
		c.push(OwnTuple(x.Free), OwnTuple(y.Free), 0, exact)
	}
	return 0
}

// Sort sorts terms in place, by the term order, equal ones staying in order.
func Sort(ts []Term) { slices.SortStableFunc(ts, Compare) }
