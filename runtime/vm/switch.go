// Jump tables.

package vm

import (
	"math/bits"

	"otpsh/runtime/code"
	"otpsh/runtime/term"
)

// switchTable is a jump table by atom and by integer.
type switchTable struct {
	atoms []atomTarget // open addressing by the atom's number; a power of two long
	first int          // integers that lie close together: the least of them,
	dense []int32      // and the targets from there on
	ints  map[int]int32
	other int32
}

type atomTarget struct {
	atom term.Atom
	to   int32
}

func linkSwitch(s code.Switch) switchTable {
	t := switchTable{other: s.Default}
	ints := map[int]int32{}
	atoms := 0
	for i, k := range s.Keys {
		switch x := k.(type) {
		case term.Atom:
			atoms++
		case int:
			ints[x] = s.Targets[i]
		}
	}
	if atoms > 0 {
		t.atoms = make([]atomTarget, 1<<bits.Len(uint(2*atoms)))
		for i, k := range s.Keys {
			if a, ok := k.(term.Atom); ok {
				*t.slot(a) = atomTarget{a, s.Targets[i]}
			}
		}
	}
	t.linkInts(ints)
	return t
}

// linkInts chooses the form for integers.
func (t *switchTable) linkInts(ints map[int]int32) {
	if len(ints) == 0 {
		return
	}
	least, most := 1<<63-1, -1<<63
	for n := range ints {
		least, most = min(least, n), max(most, n)
	}
	if span := uint(most) - uint(least); span > 4*uint(len(ints)) {
		t.ints = ints
		return
	}
	t.first = least
	t.dense = make([]int32, most-least+1)
	for i := range t.dense {
		t.dense[i] = t.other
	}
	for n, to := range ints {
		t.dense[n-least] = to
	}
}

// slot is where an atom lies in the table, or would.
func (t *switchTable) slot(a term.Atom) *atomTarget {
	mask := uint32(len(t.atoms) - 1)
	for i := a.Index() & mask; ; i = (i + 1) & mask {
		if s := &t.atoms[i]; s.atom == a || s.atom.IsZero() {
			return s
		}
	}
}

// target is where a value jumps to.
func (t *switchTable) target(v term.Term) int {
	switch x := v.(type) {
	case term.Atom:
		if len(t.atoms) > 0 {
			if s := t.slot(x); s.atom == x {
				return int(s.to)
			}
		}
	case int:
		if i := uint(x) - uint(t.first); i < uint(len(t.dense)) {
			return int(t.dense[i])
		}
		if to, ok := t.ints[x]; ok {
			return int(to)
		}
	}
	return int(t.other)
}
