package lib

import (
	"math"
	"math/big"
	"sync"
)

// This file is functions of real numbers computed with twice the precision of
// a float and rounded once, as the C library behind the BEAM does for most
// arguments. Go's own are an ulp off now and then, which prints other digits.

// double is a number as an unevaluated sum; lo is below half an ulp of hi.
type double struct{ hi, lo float64 }

func single(x float64) double { return double{x, 0} }

func sumOf(a, b float64) double {
	s := a + b
	t := s - a
	return double{s, (a - (s - t)) + (b - t)}
}

func (a double) add(b double) double {
	s := sumOf(a.hi, b.hi)
	t := sumOf(a.lo, b.lo)
	s.lo += t.hi
	s = fastSum(s.hi, s.lo)
	s.lo += t.lo
	return fastSum(s.hi, s.lo)
}

func fastSum(a, b float64) double {
	s := a + b
	return double{s, b - (s - a)}
}

func (a double) neg() double         { return double{-a.hi, -a.lo} }
func (a double) sub(b double) double { return a.add(b.neg()) }

func (a double) mul(b double) double {
	p := a.hi * b.hi
	e := math.FMA(a.hi, b.hi, -p)
	e += a.hi*b.lo + a.lo*b.hi
	return fastSum(p, e)
}

func (a double) div(b double) double {
	q := a.hi / b.hi
	r := a.sub(b.mul(single(q)))
	q2 := r.hi / b.hi
	r = r.sub(b.mul(single(q2)))
	return fastSum(q, q2).add(single(r.hi / b.hi))
}

func (a double) sqrt() double {
	if a.hi <= 0 {
		return double{}
	}
	r := math.Sqrt(a.hi)
	rest := a.sub(single(r).mul(single(r)))
	return fastSum(r, rest.hi/(2*r))
}

func (a double) scale(n int) double {
	return double{math.Ldexp(a.hi, n), math.Ldexp(a.lo, n)}
}

func (a double) float() float64 { return a.hi + a.lo }

// Constants, each the rest of the one before.
var (
	ln2     = double{0.6931471805599453, 2.3190468138462996e-17}
	ln10    = double{2.302585092994046, -2.1707562233822494e-16}
	halfPi  = double{1.5707963267948966, 6.123233995736766e-17}
	halfPi3 = -1.4973849048591833e-33
)

// expParts is e^x as a number times 2^n.
func expParts(x double) (m double, n int) {
	k := math.Round(x.hi / ln2.hi)
	r := x.sub(ln2.mul(single(k))).scale(-9)
	// The series of e^r - 1, doubled nine times: (1+s)^2 - 1 = 2s + s^2.
	s, term := r, r
	for i := 2.0; i < 12; i++ {
		term = term.mul(r).div(single(i))
		s = s.add(term)
	}
	for range 9 {
		s = s.scale(1).add(s.mul(s))
	}
	return s.add(single(1)), int(k)
}

func exactExp(x float64) float64 {
	if x > 710 || x < -746 || math.IsNaN(x) {
		return math.Exp(x)
	}
	m, n := expParts(single(x))
	return math.Ldexp(m.float(), n)
}

// logDouble is the logarithm of a positive number: one step of Newton from
// the float next to it.
func logDouble(x double) double {
	f, n := math.Frexp(x.hi)
	if f < math.Sqrt2/2 {
		f, n = f*2, n-1
	}
	y := math.Log(f)
	e, k := expParts(single(-y))
	rest := x.scale(-n).mul(e.scale(k)).sub(single(1))
	// log(1+rest) of a rest this small is rest - rest^2/2.
	step := rest.sub(rest.mul(rest).scale(-1))
	return single(y).add(step).add(ln2.mul(single(float64(n))))
}

func exactLog(x float64) float64 {
	if x <= 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return math.Log(x)
	}
	return logDouble(single(x)).float()
}

func exactLog2(x float64) float64 {
	if x <= 0 {
		return math.Log2(x)
	}
	if f, n := math.Frexp(x); f == 0.5 {
		return float64(n - 1)
	}
	return logDouble(single(x)).div(ln2).float()
}

func exactLog10(x float64) float64 {
	if x <= 0 {
		return math.Log10(x)
	}
	return logDouble(single(x)).div(ln10).float()
}

func exactPow(x, y float64) float64 {
	guess := math.Pow(x, y)
	if x == 0 || y == 0 || math.IsInf(guess, 0) || math.IsNaN(guess) || guess == 0 || math.Abs(x) == 1 {
		return guess
	}
	m, n := expParts(logDouble(single(math.Abs(x))).mul(single(y)))
	return math.Copysign(math.Ldexp(m.float(), n), guess)
}

// sinCos is both of a float.
func sinCos(x float64) (sin, cos double) {
	r, quarter := reduceAngle(x)
	s, c := sinCosNear(r)
	switch quarter & 3 {
	case 1:
		return c, s.neg()
	case 2:
		return s.neg(), c.neg()
	case 3:
		return c.neg(), s
	}
	return s, c
}

// sinCosNear is both of an angle up to a quarter of pi, by their series.
func sinCosNear(r double) (sin, cos double) {
	square := r.mul(r).neg()
	sin, cos = r, single(1)
	s, c := r, single(1)
	for i := 1.0; i < 15; i++ {
		c = c.mul(square).div(single((2*i - 1) * (2 * i)))
		s = s.mul(square).div(single((2 * i) * (2*i + 1)))
		cos, sin = cos.add(c), sin.add(s)
	}
	return sin, cos
}

// reduceAngle takes off quarters of a turn.
func reduceAngle(x float64) (r double, quarter int) {
	if math.Abs(x) > 1e5 {
		return reduceLarge(x)
	}
	k := math.Round(x / halfPi.hi)
	p := k * halfPi.hi
	e := math.FMA(k, halfPi.hi, -p)
	r = single(x).sub(single(p)).sub(single(e))
	r = r.sub(single(halfPi.lo).mul(single(k))).sub(single(halfPi3 * k))
	return r, int(k)
}

// largePrecision holds the largest float and what is left of it.
const largePrecision = 1300

func reduceLarge(x float64) (double, int) {
	f := new(big.Float).SetPrec(largePrecision).SetFloat64(x)
	q := new(big.Float).SetPrec(largePrecision).Quo(f, bigHalfPi())
	whole, _ := q.Int(nil)
	f.Sub(f, new(big.Float).SetPrec(largePrecision).Mul(bigHalfPi(), new(big.Float).SetPrec(largePrecision).SetInt(whole)))
	hi, _ := f.Float64()
	f.Sub(f, new(big.Float).SetFloat64(hi))
	lo, _ := f.Float64()
	r := double{hi, lo}
	quarter := int(new(big.Int).And(whole, big.NewInt(3)).Int64())
	if r.hi > halfPi.hi/2 {
		r, quarter = r.sub(halfPi), quarter+1
	} else if r.hi < -halfPi.hi/2 {
		r, quarter = r.add(halfPi), quarter-1
	}
	return r, quarter
}

// bigHalfPi is pi/2 to all digits needed, by Machin's formula:
// pi/4 = 4 atan(1/5) - atan(1/239).
var bigHalfPi = sync.OnceValue(func() *big.Float {
	const bits = largePrecision + 64
	one := new(big.Int).Lsh(big.NewInt(1), bits)
	inverse := func(n int64) *big.Int {
		power := new(big.Int).Quo(one, big.NewInt(n))
		sum := new(big.Int).Set(power)
		for i := int64(3); power.Sign() != 0; i += 2 {
			power.Quo(power, big.NewInt(n*n))
			term := new(big.Int).Quo(power, big.NewInt(i))
			if i&2 != 0 {
				sum.Sub(sum, term)
			} else {
				sum.Add(sum, term)
			}
		}
		return sum
	}
	quarter := inverse(5)
	quarter.Lsh(quarter, 2).Sub(quarter, inverse(239))
	f := new(big.Float).SetPrec(bits).SetInt(quarter)
	return f.SetMantExp(f, 1-bits)
})

func exactSin(x float64) float64 {
	if math.Abs(x) < 1e-8 {
		return x
	}
	s, _ := sinCos(x)
	return s.float()
}

func exactCos(x float64) float64 {
	_, c := sinCos(x)
	return c.float()
}

func exactTan(x float64) float64 {
	if math.Abs(x) < 1e-8 {
		return x
	}
	s, c := sinCos(x)
	return s.div(c).float()
}

// angleOf is atan2 in double precision: one step from the float next to it.
func angleOf(y, x double) double {
	guess := math.Atan2(y.hi, x.hi)
	s, c := sinCos(guess)
	step := y.mul(c).sub(x.mul(s)).div(x.mul(c).add(y.mul(s)))
	return single(guess).add(step)
}

func exactAtan2(y, x float64) float64 {
	if y == 0 || x == 0 || math.Abs(y/x) > 1e15 || math.Abs(y/x) < 1e-15 || math.IsInf(y/x, 0) {
		return math.Atan2(y, x)
	}
	return angleOf(single(y), single(x)).float()
}

func exactAtan(x float64) float64 {
	if a := math.Abs(x); a < 1e-8 || a > 1e15 {
		return math.Atan(x)
	}
	return angleOf(single(x), single(1)).float()
}

// coSide is the square root of 1 - x^2.
func coSide(x float64) double {
	return single(1).sub(single(x)).mul(single(1).add(single(x))).sqrt()
}

func exactAsin(x float64) float64 {
	if a := math.Abs(x); a < 1e-8 || a >= 1 {
		return math.Asin(x)
	}
	return angleOf(single(x), coSide(x)).float()
}

func exactAcos(x float64) float64 {
	if math.Abs(x) >= 1 {
		return math.Acos(x)
	}
	return angleOf(coSide(x), single(x)).float()
}

// The hyperbolic functions go by e^x - 1, as in the C library.

func exactSinh(x float64) float64 {
	a := math.Abs(x)
	t := math.Expm1(a)
	switch {
	case a < 1:
		t = (2*t - t*t/(t+1)) / 2
	case a < 22:
		t = (t + t/(t+1)) / 2
	case a < 709:
		t = exactExp(a) / 2
	default:
		half := exactExp(a / 2)
		t = half / 2 * half
	}
	return math.Copysign(t, x)
}

func exactCosh(x float64) float64 {
	a := math.Abs(x)
	switch {
	case a < math.Ln2/2:
		t := math.Expm1(a)
		return 1 + t*t/(2+2*t)
	case a < 22:
		t := exactExp(a)
		return t/2 + 0.5/t
	case a < 709:
		return exactExp(a) / 2
	}
	half := exactExp(a / 2)
	return half / 2 * half
}

func exactTanh(x float64) float64 {
	a := math.Abs(x)
	t := 1.0
	switch {
	case a < 1:
		e := math.Expm1(-2 * a)
		t = -e / (e + 2)
	case a < 22:
		t = 1 - 2/(math.Expm1(2*a)+2)
	}
	return math.Copysign(t, x)
}
