package lib

import (
	"math"
	"math/big"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is arithmetic, comparison and booleans of :erlang as functions:
// what a capture, an apply or a guard of unknown shape calls.

// maxIntegerBits bounds an integer. What would be larger is a system_limit,
// found before anything is allocated.
const maxIntegerBits = 1 << 24

var erlangArithNatives = vm.Natives{
	"+/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		if !isNumber(a[0]) {
			return nil, vm.BadArith()
		}
		return a[0], nil
	},
	"-/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		if x, ok := a[0].(float64); ok {
			return -x, nil // 0.0 to -0.0
		}
		return subtract(term.Int(0), a[0])
	},
	"+/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return add(a[0], a[1]) },
	"-/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return subtract(a[0], a[1]) },
	"*/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		bumpProduct(m, a[0], a[1])
		return multiply(a[0], a[1])
	},
	"//2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return divide(a[0], a[1]) },
	"div/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		bumpProduct(m, a[0], a[1])
		return quotient(a[0], a[1])
	},
	"rem/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		bumpProduct(m, a[0], a[1])
		return remainder(a[0], a[1])
	},
	"band/2": bitwise(func(x, y int) int { return x & y }, (*big.Int).And),
	"bor/2":  bitwise(func(x, y int) int { return x | y }, (*big.Int).Or),
	"bxor/2": bitwise(func(x, y int) int { return x ^ y }, (*big.Int).Xor),
	"bnot/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		switch x := a[0].(type) {
		case int:
			return term.Int(^x), nil
		case *big.Int:
			return term.Big(new(big.Int).Not(x)), nil
		}
		return nil, vm.BadArith()
	},
	"bsl/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return shift(a[0], a[1], 1) },
	"bsr/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return shift(a[0], a[1], -1) },
	"abs/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		switch x := a[0].(type) {
		case int:
			if x >= 0 {
				return a[0], nil
			}
			return subtract(term.Int(0), a[0])
		case *big.Int:
			return term.Big(new(big.Int).Abs(x)), nil
		case float64:
			return math.Abs(x), nil
		}
		return nil, vm.BadArg(1, notNumber)
	},
	"float/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		f, ok := term.ToFloat(a[0])
		if !ok {
			return nil, vm.BadArg(1, notNumber)
		}
		return f, nil
	},
	"round/1": rounding(math.Round),
	"trunc/1": rounding(math.Trunc),
	"ceil/1":  rounding(math.Ceil),
	"floor/1": rounding(math.Floor),

	"==/2":  func(_ *vm.Machine, a []term.Term) (term.Term, error) { return yes(term.Equal(a[0], a[1])) },
	"/=/2":  func(_ *vm.Machine, a []term.Term) (term.Term, error) { return yes(!term.Equal(a[0], a[1])) },
	"=:=/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return yes(term.Identical(a[0], a[1])) },
	"=/=/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return yes(!term.Identical(a[0], a[1])) },
	"</2":   func(_ *vm.Machine, a []term.Term) (term.Term, error) { return yes(term.Compare(a[0], a[1]) < 0) },
	">/2":   func(_ *vm.Machine, a []term.Term) (term.Term, error) { return yes(term.Compare(a[0], a[1]) > 0) },
	"=</2":  func(_ *vm.Machine, a []term.Term) (term.Term, error) { return yes(term.Compare(a[0], a[1]) <= 0) },
	">=/2":  func(_ *vm.Machine, a []term.Term) (term.Term, error) { return yes(term.Compare(a[0], a[1]) >= 0) },
	"max/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		if term.Compare(a[0], a[1]) >= 0 {
			return a[0], nil
		}
		return a[1], nil
	},
	"min/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		if term.Compare(a[0], a[1]) <= 0 {
			return a[0], nil
		}
		return a[1], nil
	},
	"and/2": boolean(func(x, y bool) bool { return x && y }),
	"or/2":  boolean(func(x, y bool) bool { return x || y }),
	"xor/2": boolean(func(x, y bool) bool { return x != y }),
	"not/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		b, ok := asBool(a[0])
		if !ok {
			return nil, vm.BadArg()
		}
		return yes(!b)
	},
}

func asBool(t term.Term) (value, ok bool) {
	a, _ := t.(term.Atom)
	return a == term.True, a == term.True || a == term.False
}

func boolean(op func(x, y bool) bool) vm.Native {
	return func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		x, ok := asBool(a[0])
		y, ok2 := asBool(a[1])
		if !ok || !ok2 {
			return nil, vm.BadArg()
		}
		return yes(op(x, y))
	}
}

// bothInts is a pair of small integers; bothBig of integers as big ones;
// bothFloats of numbers, at least one of them meant as a float.
func bothInts(a, b term.Term) (x, y int, ok bool) {
	x, ok = a.(int)
	if !ok {
		return 0, 0, false
	}
	y, ok = b.(int)
	return x, y, ok
}

func bothBig(a, b term.Term) (x, y *big.Int, ok bool) {
	x, ok = asBig(a)
	if !ok {
		return nil, nil, false
	}
	y, ok = asBig(b)
	return x, y, ok
}

func bothFloats(a, b term.Term) (x, y float64, ok bool) {
	x, ok = term.ToFloat(a)
	if !ok {
		return 0, 0, false
	}
	y, ok = term.ToFloat(b)
	return x, y, ok
}

func add(a, b term.Term) (term.Term, error) {
	if x, y, ok := bothInts(a, b); ok {
		if s := x + y; (s > x) == (y > 0) {
			return term.Int(s), nil
		}
	}
	if x, y, ok := bothBig(a, b); ok {
		return bounded(new(big.Int).Add(x, y))
	}
	if x, y, ok := bothFloats(a, b); ok {
		return finite(x + y)
	}
	return nil, vm.BadArith()
}

func subtract(a, b term.Term) (term.Term, error) {
	if x, y, ok := bothInts(a, b); ok {
		if d := x - y; (d < x) == (y > 0) {
			return term.Int(d), nil
		}
	}
	if x, y, ok := bothBig(a, b); ok {
		return bounded(new(big.Int).Sub(x, y))
	}
	if x, y, ok := bothFloats(a, b); ok {
		return finite(x - y)
	}
	return nil, vm.BadArith()
}

func multiply(a, b term.Term) (term.Term, error) {
	if x, y, ok := bothInts(a, b); ok {
		if int(int32(x)) == x && int(int32(y)) == y {
			return term.Int(x * y), nil
		}
	}
	if x, y, ok := bothBig(a, b); ok {
		if x.BitLen()+y.BitLen() > maxIntegerBits {
			return nil, systemLimit()
		}
		return term.Big(new(big.Int).Mul(x, y)), nil
	}
	if x, y, ok := bothFloats(a, b); ok {
		return finite(x * y)
	}
	return nil, vm.BadArith()
}

// bumpProduct charges for a product or quotient of big integers.
func bumpProduct(m *vm.Machine, a, b term.Term) {
	x, ok := a.(*big.Int)
	y, ok2 := b.(*big.Int)
	if ok && ok2 {
		bump(m, (x.BitLen()>>6)*(y.BitLen()>>6)/256)
	}
}

func bounded(b *big.Int) (term.Term, error) {
	if b.BitLen() > maxIntegerBits {
		return nil, systemLimit()
	}
	return term.Big(b), nil
}

// divide is /, always a float.
func divide(a, b term.Term) (term.Term, error) {
	x, y, ok := bothFloats(a, b)
	if !ok || y == 0 {
		return nil, vm.BadArith()
	}
	return finite(x / y)
}

func quotient(a, b term.Term) (term.Term, error) {
	if x, y, ok := bothInts(a, b); ok && y != 0 && !(y == -1 && x == math.MinInt) {
		return term.Int(x / y), nil
	}
	x, y, ok := bothBig(a, b)
	if !ok || y.Sign() == 0 {
		return nil, vm.BadArith()
	}
	return term.Big(new(big.Int).Quo(x, y)), nil
}

func remainder(a, b term.Term) (term.Term, error) {
	if x, y, ok := bothInts(a, b); ok && y != 0 {
		if y == -1 {
			return term.Int(0), nil
		}
		return term.Int(x % y), nil
	}
	x, y, ok := bothBig(a, b)
	if !ok || y.Sign() == 0 {
		return nil, vm.BadArith()
	}
	return term.Big(new(big.Int).Rem(x, y)), nil
}

func bitwise(small func(x, y int) int, large func(z, x, y *big.Int) *big.Int) vm.Native {
	return func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		if x, y, ok := bothInts(a[0], a[1]); ok {
			return term.Int(small(x, y)), nil
		}
		if x, y, ok := bothBig(a[0], a[1]); ok {
			return term.Big(large(new(big.Int), x, y)), nil
		}
		return nil, vm.BadArith()
	}
}

// shift moves bits to the left, or to the right when direction is -1; a
// negative count turns it round.
func shift(a, by term.Term, direction int) (term.Term, error) {
	x, n, ok := bothBig(a, by)
	if !ok {
		return nil, vm.BadArith()
	}
	left := (n.Sign() >= 0) == (direction > 0)
	if x.Sign() == 0 || n.Sign() == 0 {
		return a, nil
	}
	count := n.Int64()
	if count < 0 {
		count = -count
	}
	if !left {
		if !n.IsInt64() || count < 0 || count > maxIntegerBits {
			return term.Int(min(x.Sign(), 0)), nil // all bits are gone: 0 or -1
		}
		if small, ok := a.(int); ok {
			return term.Int(small >> min(uint(count), 63)), nil
		}
		return term.Big(new(big.Int).Rsh(x, uint(count))), nil
	}
	if !n.IsInt64() || count < 0 || int64(x.BitLen()) > maxIntegerBits-count {
		return nil, systemLimit()
	}
	return term.Big(new(big.Int).Lsh(x, uint(count))), nil
}

func rounding(round func(float64) float64) vm.Native {
	return func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		switch x := a[0].(type) {
		case int, *big.Int:
			return a[0], nil
		case float64:
			return wholeFloat(round(x)), nil
		}
		return nil, vm.BadArg(1, notNumber)
	}
}
