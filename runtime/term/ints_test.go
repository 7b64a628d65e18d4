package term

import (
	"runtime"
	"testing"
)

func TestInts(t *testing.T) {
	var b Ints
	values := make([]Term, 10_000)
	number := func(i int) int { return i*i*i - 1<<40 }
	for i := range values {
		b.Set(&values[i], number(i))
		if i%1000 == 0 {
			runtime.GC()
		}
	}
	for i, v := range values {
		if n, ok := v.(int); !ok || n != number(i) || !Identical(v, Int(number(i))) {
			t.Fatalf("%d: %v", i, v)
		}
	}
	if per := testing.AllocsPerRun(1000, func() { b.Set(&values[0], 1<<40) }); per > 0.1 {
		t.Errorf("%v allocations for one integer", per)
	}
}

func TestFloats(t *testing.T) {
	var b Floats
	values := make([]Term, 1000)
	for i := range values {
		b.Set(&values[i], float64(i)/3)
	}
	runtime.GC()
	for i, v := range values {
		if !Identical(v, float64(i)/3) {
			t.Fatalf("%d: %v", i, v)
		}
	}
}

func TestSmall(t *testing.T) {
	for _, n := range []int{smallMin - 1, smallMin, 0, smallMax, smallMax + 1, -1 << 63, 1<<63 - 1} {
		if v, ok := Int(n).(int); !ok || v != n {
			t.Errorf("%d became %v", n, v)
		}
		if got, want := Small(n), testing.AllocsPerRun(10, func() { sink = Int(n) }) == 0; got != want {
			t.Errorf("%d is small: %v", n, got)
		}
	}
}

var sink Term
