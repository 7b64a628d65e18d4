package lib

import (
	"testing"

	"otpsh/runtime/term"
)

// A long list sorted in steps, each by a copy of the frame, comes out sorted,
// equal keys in order.
func TestSortInSteps(t *testing.T) {
	elems := make([]keyed, 3*directSort)
	for i := range elems {
		elems[i] = keyed{term.Int(i * 7919 % 1009), term.Int(i)}
	}
	s := &mergeSort{src: elems, dst: make([]keyed, len(elems)), width: 1}
	s.begin(0)
	for !s.step() {
		c, _ := s.Clone()
		s = c.(*mergeSort)
	}
	for i := 1; i < len(s.src); i++ {
		a, b := s.src[i-1], s.src[i]
		if d := compareKeyed(a, b); d > 0 || d == 0 && term.Compare(a.item, b.item) > 0 {
			t.Fatalf("at %d: %v before %v", i, a, b)
		}
	}
	if n, _ := term.ListLen(sortedList(s.src, true)); n != 1009 {
		t.Errorf("%d unique keys", n)
	}
}
