package vm

import (
	"strings"
	"testing"
	"unsafe"

	"otpsh/runtime/term"
)

// TestViews takes rests of two binaries in turn, and of one many times.
func TestViews(t *testing.T) {
	a, b := strings.Repeat("abc", 100), strings.Repeat("xyz", 100)
	var v views
	var rests []term.Term
	var want []string
	take := func(src string, from int) {
		var r term.Term
		v.rest(&r, src, from)
		rests, want = append(rests, r), append(want, src[from:])
	}
	for i := range 100 {
		take(a, i)
		take(b, i)
	}
	for i := range len(a) + 1 {
		take(a, i)
	}
	for i, r := range rests {
		if !term.Identical(r, term.Binary(want[i])) {
			t.Fatalf("%d: %s, want %q", i, term.Dump(r), want[i])
		}
	}
}

// TestViewsShareBytes: headers lie together only when they show the same
// bytes, so that none keeps others alive.
func TestViewsShareBytes(t *testing.T) {
	var v views
	var r term.Term
	first := strings.Repeat("a", 100)
	for i := range 10 {
		v.rest(&r, first, i)
	}
	block := unsafe.SliceData(v.block)
	v.rest(&r, strings.Repeat("b", 100), 1)
	if unsafe.SliceData(v.block) == block || v.used != 1 {
		t.Error("a header of other bytes lies in the same block")
	}
}
