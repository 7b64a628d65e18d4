package lib

import (
	"math/big"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :erlang's type tests and its functions on tuples, lists,
// sizes, parts of binaries, and maps.

var erlangDataNatives = vm.Natives{
	"is_atom/1":    test(func(t term.Term) bool { _, ok := t.(term.Atom); return ok }),
	"is_binary/1":  test(func(t term.Term) bool { _, ok := t.(term.Binary); return ok }),
	"is_boolean/1": test(func(t term.Term) bool { _, ok := asBool(t); return ok }),
	"is_float/1":   test(func(t term.Term) bool { _, ok := t.(float64); return ok }),
	"is_integer/1": test(isInteger),
	"is_list/1":    test(func(t term.Term) bool { _, ok := t.(*term.Cons); return ok }),
	"is_map/1":     test(func(t term.Term) bool { _, ok := t.(*term.Map); return ok }),
	"is_number/1":  test(isNumber),
	"is_pid/1":     test(func(t term.Term) bool { _, ok := t.(term.PID); return ok }),
	"is_port/1":    test(func(t term.Term) bool { _, ok := t.(term.Port); return ok }),
	"is_tuple/1":   test(func(t term.Term) bool { _, ok := t.(*term.Tuple); return ok }),
	"is_function/1": test(func(t term.Term) bool {
		_, ok := t.(*term.Fun)
		return ok
	}),
	"is_reference/1": test(func(t term.Term) bool { _, ok := t.(*term.Ref); return ok }),
	"is_bitstring/1": test(func(t term.Term) bool { _, _, ok := term.BitString(t); return ok }),
	"is_function/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		n, ok := a[1].(int)
		if !ok {
			if _, big := a[1].(*big.Int); !big {
				return nil, vm.BadArg(2, notInteger)
			}
		}
		if n < 0 {
			return nil, vm.BadArg(2, outOfRange)
		}
		f, isFun := a[0].(*term.Fun)
		return yes(ok && isFun && f.Arity == n)
	},
	"is_record/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		tag, ok := a[1].(term.Atom)
		if !ok {
			return nil, vm.BadArg(1, notAtom) // the BEAM says 1st
		}
		return yes(isRecord(a[0], tag, -1))
	},
	"is_record/3": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		tag, ok := a[1].(term.Atom)
		size, ok2 := a[2].(int)
		switch {
		case !ok:
			return nil, vm.BadArg(2, notAtom)
		case !ok2:
			return nil, vm.BadArg(3, notInteger)
		case size < 0:
			return nil, vm.BadArg(3, outOfRange)
		}
		return yes(isRecord(a[0], tag, size))
	},

	"hd/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		if c, ok := a[0].(*term.Cons); ok && c != nil {
			return c.Head, nil
		}
		return nil, vm.BadArg(1, notNonempty)
	},
	"tl/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		if c, ok := a[0].(*term.Cons); ok && c != nil {
			return c.Tail, nil
		}
		return nil, vm.BadArg(1, notNonempty)
	},
	"length/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		n, ok := term.ListLen(a[0])
		if !ok {
			return nil, vm.BadArg(1, notList)
		}
		bump(m, n/256)
		return term.Int(n), nil
	},
	"++/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		out, n, ok := appendList(a[0], a[1])
		bump(m, n/64)
		if !ok {
			return nil, vm.BadArg()
		}
		return out, nil
	},
	"--/2": func(m *vm.Machine, a []term.Term) (term.Term, error) { return subtractList(m, a[0], a[1]) },

	"tuple_size/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		t, ok := a[0].(*term.Tuple)
		if !ok {
			return nil, vm.BadArg(1, notTuple)
		}
		return term.Int(len(t.Elems)), nil
	},
	"element/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		t, i, err := tupleIndex(a[1], a[0], 2, 1, 0)
		if err != nil {
			return nil, err
		}
		return t.Elems[i], nil
	},
	"setelement/3": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		t, i, err := tupleIndex(a[1], a[0], 2, 1, 0)
		if err != nil {
			return nil, err
		}
		bump(m, len(t.Elems)/256)
		u := term.NewTuple(t.Elems...)
		u.Elems[i] = a[2]
		return u, nil
	},
	"delete_element/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		t, i, err := tupleIndex(a[1], a[0], 2, 1, 0)
		if err != nil {
			return nil, err
		}
		return term.OwnTuple(append(append(make([]term.Term, 0, len(t.Elems)-1), t.Elems[:i]...), t.Elems[i+1:]...)), nil
	},
	"insert_element/3": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		t, i, err := tupleIndex(a[1], a[0], 2, 1, 1)
		if err != nil {
			return nil, err
		}
		out := append(make([]term.Term, 0, len(t.Elems)+1), t.Elems[:i]...)
		return term.OwnTuple(append(append(out, a[2]), t.Elems[i:]...)), nil
	},
	"append_element/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		t, ok := a[0].(*term.Tuple)
		if !ok {
			return nil, vm.BadArg(1, notTuple)
		}
		return term.OwnTuple(append(append(make([]term.Term, 0, len(t.Elems)+1), t.Elems...), a[1])), nil
	},
	"make_tuple/2": func(m *vm.Machine, a []term.Term) (term.Term, error) { return makeTuple(m, a[0], a[1], term.Empty) },
	"make_tuple/3": func(m *vm.Machine, a []term.Term) (term.Term, error) { return makeTuple(m, a[0], a[1], a[2]) },
	"tuple_to_list/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		t, ok := a[0].(*term.Tuple)
		if !ok {
			return nil, vm.BadArg(1, notTuple)
		}
		bump(m, len(t.Elems)/64)
		return term.List(t.Elems...), nil
	},
	"list_to_tuple/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		elems, ok := term.Slice(a[0])
		if !ok {
			return nil, vm.BadArg(1, notList)
		}
		if len(elems) > maxTuple {
			return nil, systemLimit()
		}
		bump(m, len(elems)/64)
		return term.OwnTuple(elems), nil
	},

	"size/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		if t, ok := a[0].(*term.Tuple); ok {
			return term.Int(len(t.Elems)), nil
		}
		if _, n, ok := term.BitString(a[0]); ok {
			return term.Int(n / 8), nil
		}
		return nil, vm.BadArg(1, "not tuple or binary")
	},
	"byte_size/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		if _, n, ok := term.BitString(a[0]); ok {
			return term.Int((n + 7) / 8), nil
		}
		return nil, vm.BadArg(1, notBitstring)
	},
	"bit_size/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		if _, n, ok := term.BitString(a[0]); ok {
			return term.Int(n), nil
		}
		return nil, vm.BadArg(1, notBitstring)
	},
	"binary_part/3": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		b, ok := a[0].(term.Binary)
		info := wrong{}
		info.unless(ok, 1, notBinary)
		info.unless(isInteger(a[1]), 2, notInteger)
		info.unless(isInteger(a[2]), 3, notInteger)
		if len(info) > 0 {
			return nil, vm.BadArg(info...)
		}
		pos, at := a[1].(int)
		if !at || pos < 0 || pos > len(b) {
			return nil, vm.BadArg(2, outOfRange)
		}
		part, ok := cut(b, a[1], a[2])
		if !ok {
			return nil, vm.BadArg(3, outOfRange)
		}
		return part, nil
	},
	"binary_part/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		b, ok := a[0].(term.Binary)
		p, ok2 := a[1].(*term.Tuple)
		ok2 = ok2 && len(p.Elems) == 2 && isInteger(p.Elems[0]) && isInteger(p.Elems[1])
		info := wrong{}
		info.unless(ok, 1, notBinary)
		info.unless(ok2, 2, "not a valid {Pos,Length} tuple")
		if len(info) > 0 {
			return nil, vm.BadArg(info...)
		}
		part, ok := cut(b, p.Elems[0], p.Elems[1])
		if !ok {
			return nil, vm.BadArg(2, outOfRange)
		}
		return part, nil
	},
	"split_binary/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		s, bits, ok := term.BitString(a[0])
		info := wrong{}
		info.unless(ok, 1, notBinary)
		info.unless(isInteger(a[1]), 2, notInteger)
		if len(info) > 0 {
			return nil, vm.BadArg(info...)
		}
		n, ok := a[1].(int)
		if !ok || n < 0 || n > bits/8 {
			return nil, vm.BadArg(2, outOfRange)
		}
		return term.Tuple2(term.Binary(s[:n]), term.NewBits(s[n:], bits-8*n)), nil
	},

	"map_size/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		m, ok := a[0].(*term.Map)
		if !ok {
			return nil, badMap(a[0], 1)
		}
		return term.Int(m.Len()), nil
	},
	"map_get/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return mapFetch(a[0], a[1]) },
	"is_map_key/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		m, ok := a[1].(*term.Map)
		if !ok {
			return nil, badMap(a[1], 2)
		}
		return yes(m.Has(a[0]))
	},
}

// maxTuple is the largest size of a tuple, as on the BEAM.
const maxTuple = 1<<24 - 1

// wrong collects what is wrong with arguments, for vm.BadArg.
type wrong []any

func (w *wrong) unless(ok bool, position int, text string) {
	if !ok {
		*w = append(*w, position, text)
	}
}

func test(f func(term.Term) bool) vm.Native {
	return func(_ *vm.Machine, a []term.Term) (term.Term, error) { return yes(f(a[0])) }
}

func isRecord(t term.Term, tag term.Atom, size int) bool {
	r, ok := t.(*term.Tuple)
	if !ok || len(r.Elems) == 0 || size >= 0 && len(r.Elems) != size {
		return false
	}
	name, ok := r.Elems[0].(term.Atom)
	return ok && name == tag
}

// tupleIndex reads a tuple and an index from 1 into it, or up to extra beyond
// its end; the positions are those of the arguments.
func tupleIndex(tuple, index term.Term, tuplePos, indexPos, extra int) (*term.Tuple, int, error) {
	t, ok := tuple.(*term.Tuple)
	info := wrong{}
	info.unless(isInteger(index), indexPos, notInteger)
	info.unless(ok, tuplePos, notTuple)
	if len(info) > 0 {
		return nil, 0, vm.BadArg(info...)
	}
	i, ok := index.(int)
	if !ok || i < 1 || i > len(t.Elems)+extra {
		return nil, 0, vm.BadArg(indexPos, outOfRange)
	}
	return t, i - 1, nil
}

func makeTuple(m *vm.Machine, size, value, initial term.Term) (term.Term, error) {
	n, ok := size.(int)
	if !ok || n < 0 || n > maxTuple {
		return nil, vm.BadArg(1, outOfRange)
	}
	inits, ok := term.Slice(initial)
	if !ok {
		return nil, vm.BadArg(3, listProblem(initial))
	}
	bump(m, n/64)
	elems := make([]term.Term, n)
	for i := range elems {
		elems[i] = value
	}
	for _, t := range inits {
		p, ok := t.(*term.Tuple)
		if !ok || len(p.Elems) != 2 {
			return nil, vm.BadArg()
		}
		i, ok := p.Elems[0].(int)
		if !ok || i < 1 || i > n {
			return nil, vm.BadArg()
		}
		elems[i-1] = p.Elems[1]
	}
	return term.OwnTuple(elems), nil
}

// cut is the part of a binary from pos; a negative length reaches backwards.
func cut(b term.Binary, pos, length term.Term) (term.Term, bool) {
	p, ok := pos.(int)
	n, ok2 := length.(int)
	if !ok || !ok2 || p < 0 || p > len(b) {
		return nil, false
	}
	if n < 0 {
		if n < -p {
			return nil, false
		}
		return b[p+n : p], true
	}
	if n > len(b)-p {
		return nil, false
	}
	return b[p : p+n], true
}

func badMap(t term.Term, position int) error {
	e := vm.BadArg(position, notMap)
	e.Reason = term.Tuple2(atomBadmap, t)
	return e
}

func badKey(key term.Term, position int, text string) error {
	e := vm.BadArg(position, text)
	e.Reason = term.Tuple2(atomBadkey, key)
	return e
}

func mapFetch(key, mapping term.Term) (term.Term, error) {
	m, ok := mapping.(*term.Map)
	if !ok {
		return nil, badMap(mapping, 2)
	}
	v, ok := m.Get(key)
	if !ok {
		return nil, badKey(key, 1, "not present in map")
	}
	return v, nil
}

// appendList copies a proper list before tail; n is the number of cells.
func appendList(list, tail term.Term) (out term.Term, n int, ok bool) {
	var b term.ListBuilder
	for {
		c, ok := list.(*term.Cons)
		if !ok {
			return nil, n, false
		}
		if c == nil {
			return b.ListTail(tail), n, true
		}
		b.Add(c.Head)
		n++
		list = c.Tail
	}
}

// subtractList removes from a the first occurrence of each element of b. The
// counts of b's elements are kept in a map, so that it takes no square time.
func subtractList(m *vm.Machine, a, b term.Term) (term.Term, error) {
	elems, ok := term.Slice(a)
	gone, ok2 := term.Slice(b)
	if !ok || !ok2 {
		return nil, vm.BadArg()
	}
	bump(m, len(elems)/16+len(gone)/16)
	left := term.EmptyMap
	for _, t := range gone {
		n, _ := left.Get(t)
		have, _ := n.(int)
		left = left.Put(t, term.Int(have+1))
	}
	var out term.ListBuilder
	for _, t := range elems {
		n, _ := left.Get(t)
		if have, _ := n.(int); have > 0 {
			left = left.Put(t, term.Int(have-1))
			continue
		}
		out.Add(t)
	}
	return out.List(), nil
}
