package lib

import (
	"math"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :math.

var mathNatives = vm.Natives{
	"pi/0":    func(*vm.Machine, []term.Term) (term.Term, error) { return math.Pi, nil },
	"acos/1":  realFunction(exactAcos, func(x float64) bool { return math.Abs(x) <= 1 }),
	"acosh/1": realFunction(math.Acosh, func(x float64) bool { return x >= 1 }),
	"asin/1":  realFunction(exactAsin, func(x float64) bool { return math.Abs(x) <= 1 }),
	"asinh/1": realFunction(math.Asinh, anywhere),
	"atan/1":  realFunction(exactAtan, anywhere),
	"atanh/1": realFunction(math.Atanh, func(x float64) bool { return math.Abs(x) < 1 }),
	"ceil/1":  realFunction(math.Ceil, anywhere),
	"cos/1":   realFunction(exactCos, anywhere),
	"cosh/1":  realFunction(exactCosh, anywhere),
	"erf/1":   realFunction(math.Erf, anywhere),
	"erfc/1":  realFunction(math.Erfc, anywhere),
	"exp/1":   realFunction(exactExp, anywhere),
	"floor/1": realFunction(math.Floor, anywhere),
	"log/1":   realFunction(exactLog, positive),
	"log2/1":  realFunction(exactLog2, positive),
	"log10/1": realFunction(exactLog10, positive),
	"sin/1":   realFunction(exactSin, anywhere),
	"sinh/1":  realFunction(exactSinh, anywhere),
	"sqrt/1":  realFunction(math.Sqrt, func(x float64) bool { return x >= 0 }),
	"tan/1":   realFunction(exactTan, anywhere),
	"tanh/1":  realFunction(exactTanh, anywhere),
	"atan2/2": realFunction2(exactAtan2),
	"fmod/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		x, y, ok := bothFloats(a[0], a[1])
		switch {
		case !ok:
			return nil, mathArg(a...)
		case y == 0:
			return nil, outsideDomain(2)
		}
		return finite(math.Mod(x, y))
	},
	"pow/2": realFunction2(exactPow),
}

func anywhere(float64) bool   { return true }
func positive(x float64) bool { return x > 0 }

// outsideDomain is badarith with the argument that is to blame.
func outsideDomain(position int) error {
	e := vm.BadArg(position, "is outside the domain for this function")
	e.Reason = term.Badarith
	return e
}

// realFunction is a native of a function of one number. A result that is no
// number is badarith.
func realFunction(f func(float64) float64, domain func(float64) bool) vm.Native {
	return func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		x, ok := term.ToFloat(a[0])
		if !ok {
			return nil, mathArg(a[0])
		}
		if !domain(x) {
			return nil, outsideDomain(1)
		}
		return finite(f(x))
	}
}

func realFunction2(f func(x, y float64) float64) vm.Native {
	return func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		x, y, ok := bothFloats(a[0], a[1])
		if !ok {
			return nil, mathArg(a...)
		}
		return finite(f(x, y))
	}
}

// mathArg is the error for arguments of which one is no number, or too large.
func mathArg(args ...term.Term) error {
	info := wrong{}
	for i, t := range args {
		info.unless(isNumber(t), i+1, notNumber)
	}
	if len(info) == 0 {
		return vm.BadArith()
	}
	return vm.BadArg(info...)
}
