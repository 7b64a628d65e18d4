// Counting the memory that terms take.

package vm

import (
	"math/big"
	"unsafe"

	"otpsh/runtime/term"
)

// counter counts words of 8 bytes, shared parts once, up to a limit.
type counter struct {
	limit, words int
	seen         addressSet
	todo         []term.Term
}

// addressSet is a set of objects by their address, a bit each: the collector
// does not move them, and who counts holds on to them. A recursion over a
// list has a frame at each of its cells, so that every cell must be known
// again.
type addressSet struct {
	pages map[uintptr]*[addressPage / 16 / 64]uint64
	page  uintptr // of the last one asked for, and its bits
	bits  *[addressPage / 16 / 64]uint64
}

// addressPage is the bytes that one array of bits stands for. Objects with
// pointers lie at least 16 bytes apart.
const addressPage = 8192

// add puts an object into the set; false when it was there.
func (s *addressSet) add(p unsafe.Pointer) bool {
	at := uintptr(p)
	if page := at / addressPage; s.bits == nil || page != s.page {
		if s.pages == nil {
			s.pages = map[uintptr]*[addressPage / 16 / 64]uint64{}
		}
		s.page, s.bits = page, s.pages[page]
		if s.bits == nil {
			s.bits = new([addressPage / 16 / 64]uint64)
			s.pages[page] = s.bits
		}
	}
	slot := at % addressPage / 16
	mask := uint64(1) << (slot % 64)
	if s.bits[slot/64]&mask != 0 {
		return false
	}
	s.bits[slot/64] |= mask
	return true
}

func (c *counter) add(t term.Term) { c.todo = append(c.todo, t) }

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
		if c.seen.add(unsafe.Pointer(x)) {
			c.words += 3 + 2*len(x.Elems)
			c.todo = append(c.todo, x.Elems...)
		}
	case *term.Map:
		if x != nil && c.seen.add(unsafe.Pointer(x)) {
			c.words += 8 + 4*x.Len()
			x.Each(func(k, v term.Term) bool {
				c.todo = append(c.todo, k, v)
				return true
			})
		}
	case *term.Fun:
		if len(x.Free) > 0 && c.seen.add(unsafe.Pointer(x)) {
			c.words += 10 + 2*len(x.Free)
			c.todo = append(c.todo, x.Free...)
		}
	case *listBuilder:
		c.add(x.first)
	}
}

// list counts the cells of a list, to its end or to one that was counted.
func (c *counter) list(l *term.Cons) {
	for l != nil && c.words < c.limit && c.seen.add(unsafe.Pointer(l)) {
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

// Smaller reports whether a term takes less memory than so many words.
func Smaller(t term.Term, words int) bool {
	c := counter{limit: words}
	c.add(t)
	return c.count() < words
}
