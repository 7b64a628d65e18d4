package lib

import (
	"slices"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the functions of :maps that call no function.

var mapsNatives = vm.Natives{
	"new/0": func(*vm.Machine, []term.Term) (term.Term, error) { return term.EmptyMap, nil },
	"get/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return mapFetch(a[0], a[1]) },
	"get/3": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		m, ok := a[1].(*term.Map)
		if !ok {
			return nil, badMap(a[1], 2)
		}
		if v, ok := m.Get(a[0]); ok {
			return v, nil
		}
		return a[2], nil
	},
	"find/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		m, ok := a[1].(*term.Map)
		if !ok {
			return nil, badMap(a[1], 2)
		}
		if v, ok := m.Get(a[0]); ok {
			return term.Tuple2(term.Ok, v), nil
		}
		return term.Error, nil
	},
	"is_key/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		m, ok := a[1].(*term.Map)
		if !ok {
			return nil, badMap(a[1], 2)
		}
		return yes(m.Has(a[0]))
	},
	"put/3": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		m, ok := a[2].(*term.Map)
		if !ok {
			return nil, badMap(a[2], 3)
		}
		return m.Put(a[0], a[1]), nil
	},
	"update/3": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		m, ok := a[2].(*term.Map)
		if !ok {
			return nil, badMap(a[2], 3)
		}
		out, ok := m.Update(a[0], a[1])
		if !ok {
			return nil, badKey(a[0], 3, notMap) // sic: the words of OTP 25
		}
		return out, nil
	},
	"remove/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		m, ok := a[1].(*term.Map)
		if !ok {
			return nil, badMap(a[1], 2)
		}
		return m.Delete(a[0]), nil
	},
	"take/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		m, ok := a[1].(*term.Map)
		if !ok {
			return nil, badMap(a[1], 2)
		}
		v, ok := m.Get(a[0])
		if !ok {
			return term.Error, nil
		}
		return term.Tuple2(v, m.Delete(a[0])), nil
	},
	"size/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		m, ok := a[0].(*term.Map)
		if !ok {
			return nil, badMap(a[0], 1)
		}
		return term.Int(m.Len()), nil
	},
	"keys/1": func(vmm *vm.Machine, a []term.Term) (term.Term, error) {
		m, ok := a[0].(*term.Map)
		if !ok {
			return nil, badMap(a[0], 1)
		}
		bump(vmm, m.Len()/32)
		return term.List(m.Keys()...), nil
	},
	"values/1": func(vmm *vm.Machine, a []term.Term) (term.Term, error) {
		m, ok := a[0].(*term.Map)
		if !ok {
			return nil, badMap(a[0], 1)
		}
		bump(vmm, m.Len()/32)
		return term.List(m.Values()...), nil
	},
	"to_list/1": func(vmm *vm.Machine, a []term.Term) (term.Term, error) {
		var out term.ListBuilder
		m, ok := a[0].(*term.Map)
		if !ok {
			return nil, badMap(a[0], 1)
		}
		bump(vmm, m.Len()/16)
		m.Each(func(k, v term.Term) bool { out.Add(term.Tuple2(k, v)); return true })
		return out.List(), nil
	},
	"from_list/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		pairs, ok := term.Slice(a[0])
		if !ok {
			return nil, vm.BadArg(1, listProblem(a[0]))
		}
		bump(m, len(pairs)/8)
		var b term.MapBuilder
		for _, t := range pairs {
			p, ok := t.(*term.Tuple)
			if !ok || len(p.Elems) != 2 {
				return nil, vm.BadArg()
			}
			b.Put(p.Elems[0], p.Elems[1])
		}
		return b.Map(), nil
	},
	"from_keys/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		keys, ok := term.Slice(a[0])
		if !ok {
			return nil, vm.BadArg(1, listProblem(a[0]))
		}
		bump(m, len(keys)/8)
		var b term.MapBuilder
		for _, k := range keys {
			b.Put(k, a[1])
		}
		return b.Map(), nil
	},
	"merge/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		x, ok := a[0].(*term.Map)
		if !ok {
			e := badMap(a[0], 1).(*vm.Exception)
			if _, ok := a[1].(*term.Map); !ok {
				e.ArgInfo[1] = notMap
			}
			return nil, e
		}
		y, ok := a[1].(*term.Map)
		if !ok {
			return nil, badMap(a[1], 2)
		}
		bump(m, y.Len()/8)
		return x.Merge(y), nil
	},
	"intersect/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		x, ok := a[0].(*term.Map)
		if !ok {
			return nil, badMap(a[0], 1)
		}
		y, ok := a[1].(*term.Map)
		if !ok {
			return nil, badMap(a[1], 2)
		}
		bump(m, y.Len()/8)
		var b term.MapBuilder
		y.Each(func(k, v term.Term) bool {
			if x.Has(k) {
				b.Put(k, v)
			}
			return true
		})
		return b.Map(), nil
	},
	"with/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		keys, x, err := keysAndMap(m, a)
		if err != nil {
			return nil, err
		}
		var b term.MapBuilder
		for _, k := range keys {
			if v, ok := x.Get(k); ok {
				b.Put(k, v)
			}
		}
		return b.Map(), nil
	},
	"without/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		keys, x, err := keysAndMap(m, a)
		if err != nil {
			return nil, err
		}
		for _, k := range keys {
			x = x.Delete(k)
		}
		return x, nil
	},
	// An iterator is [0 | map], and later [keys left | map].
	"iterator/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		m, ok := a[0].(*term.Map)
		if !ok {
			return nil, badMap(a[0], 1)
		}
		return &term.Cons{Head: term.Int(0), Tail: m}, nil
	},
	"next/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		if name, ok := a[0].(term.Atom); ok && name == atomNone {
			return atomNone, nil
		}
		it, _ := a[0].(*term.Cons)
		if it == nil {
			return nil, vm.BadArg(1, "not a valid iterator")
		}
		keys, ok := it.Head.(*term.Cons)
		m, ok2 := it.Tail.(*term.Map)
		if ok2 && isZero(it.Head) {
			all := m.Keys()
			if !m.Small() {
				slices.Reverse(all)
			}
			keys, ok = term.List(all...).(*term.Cons)
		}
		if !ok || !ok2 {
			return nil, vm.BadArg(1, "not a valid iterator")
		}
		if keys == nil {
			return atomNone, nil
		}
		v, _ := m.Get(keys.Head)
		return term.Tuple3(keys.Head, v, &term.Cons{Head: keys.Tail, Tail: m}), nil
	},
}

// otpshMapsNatives is the module :otpsh_maps.
var otpshMapsNatives = vm.Natives{
	// iterated(iterator) are the pairs in the order in which an iterator that
	// stands before its first key gives them.
	"iterated/1": func(vmm *vm.Machine, a []term.Term) (term.Term, error) {
		var out term.ListBuilder
		m, ok := freshIterator(a[0])
		if !ok {
			return nil, vm.BadArg()
		}
		bump(vmm, m.Len()/16)
		for it := m.IterBack(); ; {
			k, v, ok := it.Next()
			if !ok {
				return out.List(), nil
			}
			out.Add(term.Tuple2(k, v))
		}
	},
}

// freshIterator is the map of an iterator that stands before its first key.
func freshIterator(t term.Term) (*term.Map, bool) {
	it, ok := t.(*term.Cons)
	if !ok || it == nil || !isZero(it.Head) {
		return nil, false
	}
	m, ok := it.Tail.(*term.Map)
	return m, ok
}

func keysAndMap(m *vm.Machine, a []term.Term) ([]term.Term, *term.Map, error) {
	x, isMap := a[1].(*term.Map)
	keys, ok := term.Slice(a[0])
	switch {
	case !isMap:
		e := badMap(a[1], 2).(*vm.Exception)
		if !ok {
			e.ArgInfo[0] = listProblem(a[0])
		}
		return nil, nil, e
	case !ok:
		return nil, nil, vm.BadArg(1, listProblem(a[0]))
	}
	bump(m, len(keys)/8)
	return keys, x, nil
}
