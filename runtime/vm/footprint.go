// Counting the memory that terms take.

package vm

import (
	"math/big"

	"otpsh/runtime/term"
)

// counter counts words of 8 bytes, shared parts once, up to a limit.
type counter struct {
	limit, words int
	seen         map[any]struct{}
	todo         []term.Term
}

func (c *counter) add(t term.Term) { c.todo = append(c.todo, t) }

// first reports whether a term was not counted before.
func (c *counter) first(pointer any) bool {
	if c.seen == nil {
		c.seen = map[any]struct{}{}
	}
	if _, ok := c.seen[pointer]; ok {
		return false
	}
	c.seen[pointer] = struct{}{}
	return true
}

func (c *counter) count() int {
	for len(c.todo) > 0 && c.words < c.limit {
		t := c.todo[len(c.todo)-1]
		c.todo = c.todo[:len(c.todo)-1]
		c.one(t)
	}
	return min(c.words, c.limit)
}

func (c *counter) one(t term.Term) {
	switch x := t.(type) {
	case *big.Int:
		c.words += 4 + len(x.Bits())
	case float64:
		c.words++
	case term.Binary:
		c.words += 2 + len(x)/8
	case *term.Bits:
		c.words += 4 + len(x.Bytes)/8
	case *term.Cons:
		c.list(x)
	case *term.Tuple:
		if c.first(x) {
			c.words += 3 + 2*len(x.Elems)
			c.todo = append(c.todo, x.Elems...)
		}
	case *term.Map:
		if x != nil && c.first(x) {
			c.words += 8 + 4*x.Len()
			x.Each(func(k, v term.Term) bool {
				c.todo = append(c.todo, k, v)
				return true
			})
		}
	case *term.Fun:
		if len(x.Free) > 0 && c.first(x) {
			c.words += 10 + 2*len(x.Free)
			c.todo = append(c.todo, x.Free...)
		}
	case *listBuilder:
		c.add(x.first)
	}
}

// list counts the cells of a list. Long lists are counted without being
// remembered, but for their first cell.
func (c *counter) list(l *term.Cons) {
	if l == nil || !c.first(l) {
		return
	}
	for l != nil && c.words < c.limit {
		c.words += 4
		switch l.Head.(type) {
		case int, term.Atom, nil:
		default:
			c.todo = append(c.todo, l.Head)
		}
		next, ok := l.Tail.(*term.Cons)
		if !ok {
			c.add(l.Tail)
			return
		}
		l = next
	}
}
