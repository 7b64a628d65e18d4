package lib

import (
	"math"
	"math/big"
	"sync"
)

// This file is the ziggurat of normally distributed numbers: 256 layers of
// one area under the density exp(-x*x/2), the lowest with the tail. The BEAM's
// numbers are the exact values, rounded: they are computed with more digits.

const (
	zigguratEdge       = 3.6541528853610087963519472518
	zigguratEdgeDigits = "3.6541528853610087963519472518"

	zigguratPrecision = 128 // bits
	tailTerms         = 200 // of the continued fraction of the tail's area
)

// layers of the ziggurat: of each, how much of its width lies wholly inside,
// the width per unit of 51 bits, and the height at its edge.
type layers struct {
	inside [256]uint64
	width  [256]float64
	height [256]float64
}

var ziggurat = sync.OnceValue(func() *layers {
	unit := exact(1 << 51)
	edge, _ := exact(0).SetString(zigguratEdgeDigits)
	height := bigExp(halfSquare(edge))
	area := plus(times(edge, height), times(height, tailOver(edge)))
	bottom := over(area, height)

	z := &layers{}
	z.inside[0], _ = times(over(edge, bottom), unit).Uint64()
	z.width[0], z.width[255] = nearest(over(bottom, unit)), nearest(over(edge, unit))
	z.height[0], z.height[255] = 1, nearest(height)
	for i := 254; i > 0; i-- {
		height = plus(over(area, edge), height)
		x := bigLog(height)
		x.Mul(x, exact(-2)).Sqrt(x)
		z.inside[i+1], _ = times(over(x, edge), unit).Uint64()
		z.width[i], z.height[i] = nearest(over(x, unit)), nearest(height)
		edge = x
	}
	return z
})

func exact(x float64) *big.Float       { return new(big.Float).SetPrec(zigguratPrecision).SetFloat64(x) }
func plus(x, y *big.Float) *big.Float  { return exact(0).Add(x, y) }
func times(x, y *big.Float) *big.Float { return exact(0).Mul(x, y) }
func over(x, y *big.Float) *big.Float  { return exact(0).Quo(x, y) }

func nearest(x *big.Float) float64 {
	f, _ := x.Float64()
	return f
}

// halfSquare is -x*x/2.
func halfSquare(x *big.Float) *big.Float { return times(times(x, x), exact(-0.5)) }

// bigExp is exp(x), by Taylor's series of a small part of x.
func bigExp(x *big.Float) *big.Float {
	const halvings = 8
	r := exact(0).SetMantExp(x, -halvings)
	sum, term := exact(1), exact(1)
	for n := 1.0; term.Sign() != 0 && term.MantExp(nil) > -zigguratPrecision; n++ {
		term = over(times(term, r), exact(n))
		sum = plus(sum, term)
	}
	for range halvings {
		sum = times(sum, sum)
	}
	return sum
}

// bigLog is log(y): Halley's step triples the digits that the machine's has.
func bigLog(y *big.Float) *big.Float {
	x := exact(math.Log(nearest(y)))
	e := bigExp(x)
	step := over(exact(0).Sub(y, e), plus(y, e))
	return plus(x, times(step, exact(2)))
}

// tailOver is the area beyond x, as a multiple of the density at x.
func tailOver(x *big.Float) *big.Float {
	f := exact(0)
	for k := float64(tailTerms); k > 0; k-- {
		f = over(exact(k), plus(x, f))
	}
	return over(exact(1), plus(x, f))
}
