package vm

import (
	"testing"

	"otpsh/runtime/term"
)

// TestFootprintShared counts a list that is reached from each of its cells,
// as a recursion over it leaves it on the stack.
func TestFootprintShared(t *testing.T) {
	const n = 10_000
	list := term.Empty
	var tails []term.Term
	for i := range n {
		list = &term.Cons{Head: term.Int(i), Tail: list}
		tails = append(tails, list)
	}
	for name, order := range map[string]func(i int) int{
		"from the end":   func(i int) int { return i },
		"from the front": func(i int) int { return n - 1 - i },
	} {
		c := counter{limit: 1 << 40}
		for i := range tails {
			c.add(tails[order(i)])
		}
		if got := c.count(); got != 4*n {
			t.Errorf("%s: %d words, want %d", name, got, 4*n)
		}
	}
}

func TestFootprintOfValues(t *testing.T) {
	pair := term.Tuple2(term.Int(1), term.Binary("12345678"))
	for _, c := range []struct {
		value term.Term
		words int
	}{
		{term.Int(1), 0},
		{pair, 7 + 3},
		{term.List(pair, pair), 2*4 + 7 + 3},
		{term.MapOf(term.Int(1), pair, term.Int(2), pair), 8 + 8 + 7 + 3},
	} {
		counts := counter{limit: 1 << 40}
		counts.add(c.value)
		if got := counts.count(); got != c.words {
			t.Errorf("%s: %d words, want %d", term.Dump(c.value), got, c.words)
		}
	}
}
