package lib

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is natives of :otpsh_num: what Integer and Float parse, and exact
// rounding of floats to decimals.

var otpshNumNatives = vm.Natives{
	// parse_integer(text, base): {integer, rest} or :error.
	"parse_integer/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		b, ok := a[0].(term.Binary)
		base, ok2 := readBase(a[1])
		if !ok || !ok2 {
			return nil, functionClause()
		}
		v, n, ok := parseDigits(string(b), base)
		if !ok {
			return term.Error, nil
		}
		bumpDigits(m, v)
		return term.Tuple2(v, b[n:]), nil
	},
	// parse_float(text): {float, rest} or :error.
	"parse_float/1": onText(func(_ *vm.Machine, s string) (term.Term, error) {
		n := floatPrefix(s)
		if n == 0 {
			return term.Error, nil
		}
		f, err := strconv.ParseFloat(s[:n], 64)
		if err != nil && math.IsInf(f, 0) {
			return term.Error, nil
		}
		return term.Tuple2(f, term.Binary(s[n:])), nil
	}),
	// float_ratio(float): {numerator, denominator}.
	"float_ratio/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		f, ok := a[0].(float64)
		if !ok {
			return nil, functionClause()
		}
		r := new(big.Rat)
		r.SetFloat64(f)
		return term.Tuple2(term.Big(r.Num()), term.Big(r.Denom())), nil
	},
	"float_round/2": roundingTo(func(x *big.Rat, negative bool) *big.Int {
		x.Add(x, big.NewRat(1, 2))
		return wholePart(x)
	}),
	"float_floor/2": roundingTo(func(x *big.Rat, negative bool) *big.Int { return awayIf(x, negative) }),
	"float_ceil/2":  roundingTo(func(x *big.Rat, negative bool) *big.Int { return awayIf(x, !negative) }),
}

// floatPrefix is how many bytes at the start of s are a number: a sign,
// digits, maybe a point with digits, maybe an exponent.
func floatPrefix(s string) int {
	i := 0
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		i++
	}
	n := countDigits(s[i:])
	if n == 0 {
		return 0
	}
	i += n
	if i < len(s) && s[i] == '.' {
		if n := countDigits(s[i+1:]); n > 0 {
			i += 1 + n
		}
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		j := i + 1
		if j < len(s) && (s[j] == '-' || s[j] == '+') {
			j++
		}
		if n := countDigits(s[j:]); n > 0 {
			return j + n
		}
	}
	return i
}

func wholePart(x *big.Rat) *big.Int { return new(big.Int).Quo(x.Num(), x.Denom()) }

// awayIf is the whole part, one more when there is a fraction and away.
func awayIf(x *big.Rat, away bool) *big.Int {
	n := wholePart(x)
	if away && !x.IsInt() {
		n.Add(n, big.NewInt(1))
	}
	return n
}

// roundingTo is a native of a float and a number of decimals. The function
// gets the magnitude times ten to that number, exactly.
func roundingTo(round func(x *big.Rat, negative bool) *big.Int) vm.Native {
	return func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		f, ok := a[0].(float64)
		places, ok2 := a[1].(int)
		if !ok || !ok2 || places < 0 || places > 400 {
			return nil, functionClause()
		}
		if f == math.Trunc(f) {
			return f, nil
		}
		x := new(big.Rat)
		x.SetFloat64(math.Abs(f))
		scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
		x.Mul(x, new(big.Rat).SetInt(scale))
		digits := round(x, math.Signbit(f)).String()
		if len(digits) <= places {
			digits = strings.Repeat("0", places-len(digits)+1) + digits
		}
		out, err := strconv.ParseFloat(digits[:len(digits)-places]+"."+digits[len(digits)-places:]+"0", 64)
		if err != nil {
			return nil, vm.BadArith()
		}
		return math.Copysign(out, f), nil
	}
}
