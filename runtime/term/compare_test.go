package term

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

func pow2(n uint) Term { return Big(new(big.Int).Lsh(big.NewInt(1), n)) }

// inOrder is terms in the order of Elixir 1.18 on OTP 25.
var inOrder = []Term{
	-math.MaxFloat64, Big(new(big.Int).Neg(pow2(70).(*big.Int))), Int(math.MinInt64), -0.5, Int(0), Int(1), 1.5, Int(2),
	Int(1 << 53), Int(1<<53 + 1), float64(1<<53 + 2), Int(math.MaxInt64), pow2(63), pow2(64), math.MaxFloat64, pow2(1025),
	Intern("a"), Intern("ab"), Intern("b"),
	&Ref{ID: 1}, &Ref{ID: 2},
	&Fun{Module: Intern("m"), Name: Intern("f"), Arity: 1}, &Fun{Module: Intern("m"), Name: Intern("f"), Arity: 2},
	PID(1), PID(2),
	NewTuple(), NewTuple(Int(9)), Tuple2(Int(1), Int(2)), Tuple2(Int(1), Int(3)), Tuple2(Ok, Int(0)),
	EmptyMap, MapOf(Intern("a"), Int(1)), MapOf(Intern("a"), Int(2)), MapOf(Intern("b"), Int(0)), MapOf(Int(1), Int(1), Int(2), Int(2)),
	Empty, &Cons{Int(1), Int(2)}, List(Int(1)), List(Int(1), Int(2)), List(Int(2)),
	NewBits("\x00", 3), Binary("\x00"), Binary("a"), Binary("ab"), NewBits("ab\x80", 17), Binary("b"), NewBits("\xe0", 3),
}

func TestOrderIsTotal(t *testing.T) {
	for i, a := range inOrder {
		for j, b := range inOrder {
			if got := Compare(a, b); sign(got < 0, got > 0) != sign(i < j, i > j) {
				t.Errorf("Compare(%s, %s) = %d", Dump(a), Dump(b), got)
			}
			if Equal(a, b) != (i == j) || Identical(a, b) != (i == j) {
				t.Errorf("Equal(%s, %s)", Dump(a), Dump(b))
			}
		}
	}
}

func TestEquality(t *testing.T) {
	one := func(x Term) []Term {
		return []Term{x, List(Int(0), x), &Cons{Int(1), x}, NewTuple(x), MapOf(Ok, x), MapOf(Ok, List(x, x))}
	}
	for i, a := range one(Int(1)) {
		b := one(1.0)[i]
		if !Equal(a, b) || Identical(a, b) || Compare(a, b) != 0 || CompareKeys(a, b) >= 0 || CompareKeys(b, a) <= 0 {
			t.Errorf("%s and %s", Dump(a), Dump(b))
		}
	}
	if CompareKeys(1.5, Int(2)) <= 0 || CompareKeys(NewTuple(pow2(64)), NewTuple(0.5)) >= 0 {
		t.Error("among keys integers come before floats")
	}
	if a, b := MapOf(Int(1), Ok), MapOf(1.0, Ok); Equal(a, b) {
		t.Error("keys of maps are compared exactly")
	}
	zero := math.Copysign(0, -1)
	if !Identical(0.0, zero) || Hash(0.0) != Hash(zero) {
		t.Error("0.0 and -0.0 are one on OTP 25")
	}
	if Identical(pow2(64), 1.8446744073709552e19) || !Equal(pow2(64), 1.8446744073709552e19) {
		t.Error("a big integer and its float")
	}
	if Equal(Int(1<<53+1), float64(1<<53)) {
		t.Error("integers are not rounded to be compared")
	}
}

func randomTerm(r *rand.Rand, depth int) Term {
	n := r.IntN(11)
	if depth == 0 {
		n %= 6
	}
	some := func() []Term {
		ts := make([]Term, r.IntN(4))
		for i := range ts {
			ts[i] = randomTerm(r, depth-1)
		}
		return ts
	}
	switch n {
	case 0:
		return Int(r.IntN(3))
	case 1:
		return float64(r.IntN(3))
	case 2:
		return Intern(fmt.Sprint("k", r.IntN(3)))
	case 3:
		return Binary(fmt.Sprint(r.IntN(3)))
	case 4:
		return NewBits("\x80", 1+r.IntN(7))
	case 5:
		return pow2(uint(60 + r.IntN(6)))
	case 6:
		return List(some()...)
	case 7:
		return NewTuple(some()...)
	case 8:
		return ListTail(some(), randomTerm(r, depth-1))
	case 9:
		s := some()
		return MapOf(append(s, s...)...)
	}
	m := EmptyMap
	for i := range 33 + r.IntN(2) {
		m = m.Put(Int(i), randomTerm(r, 0))
	}
	return m
}

func TestOrderLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for _, order := range []func(a, b Term) int{Compare, CompareKeys} {
		ts := make([]Term, 120)
		for i := range ts {
			ts[i] = randomTerm(r, 3)
		}
		for _, a := range ts {
			for _, b := range ts {
				ab, ba := order(a, b), order(b, a)
				if sign(ab < 0, ab > 0) != -sign(ba < 0, ba > 0) {
					t.Fatalf("%s ~ %s: %d, %d", Dump(a), Dump(b), ab, ba)
				}
				if Equal(a, b) != (Compare(a, b) == 0) || Identical(a, b) != (CompareKeys(a, b) == 0) {
					t.Fatalf("%s ~ %s: equality and order disagree", Dump(a), Dump(b))
				}
				if Identical(a, b) && Hash(a) != Hash(b) {
					t.Fatalf("%s: two hashes", Dump(a))
				}
				for _, c := range ts[:30] {
					if ab <= 0 && order(b, c) <= 0 && order(a, c) > 0 {
						t.Fatalf("%s <= %s <= %s", Dump(a), Dump(b), Dump(c))
					}
				}
			}
		}
	}
}

func TestDeepTerms(t *testing.T) {
	nest := func(wrap func(Term) Term) Term {
		v := Term(Int(1))
		for range 10_000_000 {
			v = wrap(v)
		}
		return v
	}
	if testing.Short() {
		t.Skip("10 million cells")
	}
	for _, wrap := range []func(Term) Term{
		func(x Term) Term { return &Cons{x, Empty} },
		func(x Term) Term { return &Cons{Int(1), x} },
		func(x Term) Term { return NewTuple(x) },
	} {
		a, b := nest(wrap), nest(wrap)
		if !Equal(a, b) || Compare(a, b) != 0 || Hash(a) != Hash(b) {
			t.Error("two deep terms differ")
		}
		Dump(a)
	}
}
