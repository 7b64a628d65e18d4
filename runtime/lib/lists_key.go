package lib

import (
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :lists on lists of tuples, found by the element at a position.
// Keys are compared as by ==.

var listsKeyNatives = vm.Natives{
	"keyfind/3": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		c, err := keySearch(m, a[0], a[1], a[2])
		if err != nil || c == nil {
			return term.False, err
		}
		return c.Head, nil
	},
	"keymember/3": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		c, err := keySearch(m, a[0], a[1], a[2])
		return term.Bool(c != nil), err
	},
	"keysearch/3": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		c, err := keySearch(m, a[0], a[1], a[2])
		if err != nil || c == nil {
			return term.False, err
		}
		return term.Tuple2(term.Intern("value"), c.Head), nil
	},
	"keydelete/3": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		before, hit, ok := keyCut(m, a[0], a[1], a[2])
		switch {
		case !ok:
			return nil, functionClause()
		case hit == nil:
			return a[2], nil
		}
		return before.ListTail(hit.Tail), nil
	},
	"keyreplace/4": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		if _, ok := a[3].(*term.Tuple); !ok {
			return nil, functionClause()
		}
		before, hit, ok := keyCut(m, a[0], a[1], a[2])
		switch {
		case !ok:
			return nil, functionClause()
		case hit == nil:
			return a[2], nil
		}
		return before.ListTail(&term.Cons{Head: a[3], Tail: hit.Tail}), nil
	},
	"keystore/4": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		if _, ok := a[3].(*term.Tuple); !ok {
			return nil, functionClause()
		}
		before, hit, ok := keyCut(m, a[0], a[1], a[2])
		switch {
		case !ok:
			return nil, functionClause()
		case hit == nil:
			return before.ListTail(term.List(a[3])), nil
		}
		return before.ListTail(&term.Cons{Head: a[3], Tail: hit.Tail}), nil
	},
	"keytake/3": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		before, hit, ok := keyCut(m, a[0], a[1], a[2])
		switch {
		case !ok:
			return nil, functionClause()
		case hit == nil:
			return term.False, nil
		}
		return term.Tuple3(term.Intern("value"), hit.Head, before.ListTail(hit.Tail)), nil
	},
}

// hasKey reports whether t is a tuple with that key at index i.
func hasKey(t, key term.Term, i int) bool {
	tuple, ok := t.(*term.Tuple)
	return ok && i < len(tuple.Elems) && term.Equal(tuple.Elems[i], key)
}

// keySearch is the cell of the first tuple with the key; nil when there is
// none.
func keySearch(m *vm.Machine, key, position, list term.Term) (*term.Cons, error) {
	n, ok := position.(int)
	info := wrong{}
	info.unless(isInteger(position), 2, notInteger)
	info.unless(!isInteger(position) || ok && n >= 1, 2, outOfRange)
	if len(info) > 0 {
		if !term.IsProperList(list) {
			info = append(info, 3, listProblem(list))
		}
		return nil, vm.BadArg(info...)
	}
	for steps := 0; ; steps++ {
		c, ok := list.(*term.Cons)
		if !ok {
			return nil, vm.BadArg(3, notListAfter(steps))
		}
		if c == nil || hasKey(c.Head, key, n-1) {
			bump(m, steps/16)
			return c, nil
		}
		list = c.Tail
	}
}

// keyCut finds the cell of the first tuple with the key, and copies what
// stands before it.
func keyCut(m *vm.Machine, key, position, list term.Term) (before *term.ListBuilder, hit *term.Cons, ok bool) {
	n, ok := position.(int)
	if !ok || n < 1 {
		return nil, nil, false
	}
	before = &term.ListBuilder{}
	for steps := 0; ; steps++ {
		c, ok := list.(*term.Cons)
		if !ok {
			return nil, nil, false
		}
		if c == nil || hasKey(c.Head, key, n-1) {
			bump(m, steps/16)
			return before, c, true
		}
		before.Add(c.Head)
		list = c.Tail
	}
}
