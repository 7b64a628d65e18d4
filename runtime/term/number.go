package term

import (
	"math"
	"math/big"
)

// This file compares numbers of different types, exactly.

// compareNumbers orders two numbers; exact, the order of keys in maps, puts
// every integer before every float.
func compareNumbers(a, b Term, exact bool) int {
	switch x := a.(type) {
	case int:
		switch y := b.(type) {
		case int:
			return sign(x < y, x > y)
		case *big.Int:
			return -y.Sign() // a big integer lies outside the range of int
		case float64:
			if exact {
				return -1
			}
			return compareIntFloat(x, y)
		}
	case *big.Int:
		switch y := b.(type) {
		case int:
			return x.Sign()
		case *big.Int:
			return x.Cmp(y)
		case float64:
			if exact {
				return -1
			}
			return compareBigFloat(x, y)
		}
	case float64:
		if y, ok := b.(float64); ok {
			return sign(x < y, x > y)
		}
		return -compareNumbers(b, a, exact)
	}
	panic("not a number")
}

func compareIntFloat(n int, f float64) int {
	switch {
	case f >= 1<<63:
		return -1
	case f < -(1 << 63):
		return 1
	}
	whole := math.Trunc(f)
	i := int(whole)
	if n != i {
		return sign(n < i, n > i)
	}
	return sign(f > whole, f < whole)
}

func compareBigFloat(n *big.Int, f float64) int {
	if math.Abs(f) < 1<<63 {
		return n.Sign()
	}
	if n.BitLen() > 1024 { // larger than any float
		return n.Sign()
	}
	whole, _ := new(big.Float).SetFloat64(f).Int(nil) // such a float is whole
	return n.Cmp(whole)
}
