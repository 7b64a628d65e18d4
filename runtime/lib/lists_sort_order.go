package lib

import (
	"slices"

	"otpsh/runtime/term"
)

// This file gives :lists.sort/1 the order of elements that are equal and yet
// not the same (2 and 2.0). OTP's sort cuts a list into runs. When the list
// begins with a descent, each run is built downwards and later runs come
// first, so that most equal elements change places. A stable sort of the runs,
// latest first, gives the same.

// runsOf arranges the elements as OTP's runs when the list begins with a
// descent; any other list stays, as do lists of up to three elements. Beyond
// directSort the difference is not worth a second pass.
func runsOf(elems []keyed) []keyed {
	if len(elems) < 4 || len(elems) > directSort || !mayTie(elems) {
		return elems
	}
	first := 0
	for first+1 < len(elems) && compareKeyed(elems[first], elems[first+1]) == 0 {
		first++
	}
	if first+1 == len(elems) || compareKeyed(elems[first], elems[first+1]) < 0 {
		return elems
	}
	// What is equal at the start lies above in the first run.
	r := run{y: elems[first+1], x: elems[first], above: slices.Clone(elems[:first])}
	var runs []run
	for i := first + 2; i < len(elems); i++ {
		z := elems[i]
		switch {
		case compareKeyed(z, r.y) <= 0:
			r.above, r.x, r.y = append(r.above, r.x), r.y, z
		case compareKeyed(z, r.x) <= 0:
			r.above, r.x = append(r.above, r.x), z
		case len(r.above) == 0 && r.spare == nil:
			r.above = append(r.above, z)
		case r.spare == nil:
			r.spare = &z
		default:
			s := *r.spare
			r.spare = nil
			runs = append(runs, r)
			if compareKeyed(s, z) <= 0 {
				r = run{y: s, x: z}
			} else {
				r = run{y: z, x: s}
			}
		}
	}
	out := make([]keyed, 0, len(elems))
	if r.spare != nil {
		out = append(out, *r.spare)
	}
	runs = append(runs, r)
	for i := len(runs) - 1; i >= 0; i-- {
		out = append(out, runs[i].y, runs[i].x)
		for j := len(runs[i].above) - 1; j >= 0; j-- {
			out = append(out, runs[i].above[j])
		}
	}
	return out
}

// run is an ascending run, y first, then x, then above from its end; spare
// waits to begin the next one.
type run struct {
	y, x  keyed
	above []keyed
	spare *keyed
}

// mayTie says whether two of the elements could be equal and not the same:
// not when all are of the simple types that have one form.
func mayTie(elems []keyed) bool {
	for _, e := range elems {
		switch e.key.(type) {
		case int, term.Atom, term.Binary:
		default:
			return true
		}
	}
	return false
}
