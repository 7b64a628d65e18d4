package lib

import (
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the generators of :rand whose states are plain terms that the
// caller keeps: mwc59, a multiply-with-carry in one integer, and the bare step
// of exsp.

const (
	mask32      = 1<<32 - 1
	mask53      = 1<<53 - 1
	mask59      = 1<<59 - 1
	mwc59Factor = 133850370
)

var randIntegerNatives = vm.Natives{
	"mwc59/1":         onMwc59(func(x uint64) term.Term { return int(mwc59Factor*(x&mask32) + x>>32) }),
	"mwc59_value/1":   onMwc59(func(x uint64) term.Term { return int(mwc59Value(x)) }),
	"mwc59_value32/1": onMwc59(func(x uint64) term.Term { return int((x ^ x<<8) & mask32) }),
	"mwc59_float/1":   onMwc59(func(x uint64) term.Term { return float64(mwc59Value(x)&mask53) / (1 << 53) }),
	"mwc59_seed/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		return int(hash58(m.World().Random()&mask58) + 1), nil
	},
	"mwc59_seed/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		x, ok := a[0].(int)
		if !ok || x < 0 || x > mask58 {
			return nil, functionClause()
		}
		return int(hash58(uint64(x)) + 1), nil
	},
	"exsp_next/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		g, ok := withWords(randAlgorithms["exsp"], a[0])
		if !ok {
			return nil, functionClause()
		}
		v := g.next()
		return term.Tuple2(int(v), g.words()), nil
	},
}

// onMwc59 is a native on a state of mwc59, of which the low 59 bits count.
func onMwc59(f func(x uint64) term.Term) vm.Native {
	return func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		x, ok := low64(a[0])
		if !ok {
			return nil, vm.BadArith()
		}
		return f(x & mask59), nil
	}
}

// mwc59Value scrambles a state, whose low bits alone are poor.
func mwc59Value(x uint64) uint64 {
	x ^= x << 4 & mask59
	return x ^ x<<27&mask59
}

// hash58 spreads a seed of 58 bits: each has its own number.
func hash58(x uint64) uint64 {
	x = (x ^ x>>29) * 0x351afd7ed558ccd & mask58
	x = (x ^ x>>29) * 0x0ceb9fe1a85ec53 & mask58
	return x ^ x>>29
}
