package lib

import (
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the functions of :lists that call no function. Those that do
// are Elixir; lists_sort.go sorts and lists_key.go works on lists of tuples.

// maxElements bounds a list made by one call.
const maxElements = 1 << 26

var listsNatives = vm.Natives{
	"append/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		lists, ok := term.Slice(a[0])
		if !ok {
			return nil, functionClause()
		}
		if len(lists) == 0 {
			return term.Empty, nil
		}
		out := lists[len(lists)-1]
		for i := len(lists) - 2; i >= 0; i-- {
			joined, n, ok := appendList(lists[i], out)
			bump(m, n/64)
			if !ok {
				return nil, inFrame(vm.BadArg(), "erlang", "++", lists[i], out)
			}
			out = joined
		}
		return out, nil
	},
	"append/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		out, n, ok := appendList(a[0], a[1])
		bump(m, n/64)
		if !ok {
			return nil, inFrame(vm.BadArg(), "erlang", "++", a[0], a[1])
		}
		return out, nil
	},
	"subtract/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		out, err := subtractList(m, a[0], a[1])
		if err != nil {
			return nil, inFrame(err, "erlang", "--", a[0], a[1])
		}
		return out, nil
	},
	"reverse/1": func(m *vm.Machine, a []term.Term) (term.Term, error) { return reverseList(m, a[0], term.Empty) },
	"reverse/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		out, err := reverseList(m, a[0], a[1])
		if err != nil {
			return nil, vm.BadArg(1, listProblem(a[0]))
		}
		return out, nil
	},
	"member/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		n := 0
		defer func() { bump(m, n/16) }()
		for t := a[1]; ; n++ {
			c, ok := t.(*term.Cons)
			if !ok {
				return nil, vm.BadArg(2, notListAfter(n))
			}
			if c == nil {
				return term.False, nil
			}
			if term.Identical(a[0], c.Head) {
				return term.True, nil
			}
			t = c.Tail
		}
	},
	"delete/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		var out term.ListBuilder
		n := 0
		defer func() { bump(m, n/16) }()
		for t := a[1]; ; n++ {
			c, ok := t.(*term.Cons)
			if !ok {
				return nil, functionClause()
			}
			if c == nil {
				return a[1], nil
			}
			if term.Identical(a[0], c.Head) {
				return out.ListTail(c.Tail), nil
			}
			out.Add(c.Head)
			t = c.Tail
		}
	},
	"nth/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		c, _ := tailAt(a[0], a[1], 1).(*term.Cons)
		if c == nil {
			return nil, functionClause()
		}
		return c.Head, nil
	},
	"nthtail/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		t := tailAt(a[0], a[1], 0)
		if t == nil {
			return nil, functionClause()
		}
		return t, nil
	},
	"last/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		elems, ok := term.Slice(a[0])
		if !ok || len(elems) == 0 {
			return nil, functionClause()
		}
		return elems[len(elems)-1], nil
	},
	"droplast/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		elems, ok := term.Slice(a[0])
		if !ok || len(elems) == 0 {
			return nil, functionClause()
		}
		return term.List(elems[:len(elems)-1]...), nil
	},
	"prefix/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		x, y := a[0], a[1]
		for {
			c, ok := x.(*term.Cons)
			d, ok2 := y.(*term.Cons)
			switch {
			case !ok || !ok2 && c != nil:
				return nil, functionClause()
			case c == nil:
				if !ok2 {
					return nil, functionClause()
				}
				return term.True, nil
			case d == nil || !term.Identical(c.Head, d.Head):
				return term.False, nil
			}
			x, y = c.Tail, d.Tail
		}
	},
	"suffix/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		n, ok := term.ListLen(a[0])
		k, ok2 := term.ListLen(a[1])
		if !ok || !ok2 {
			bad := a[0]
			if ok {
				bad = a[1]
			}
			return nil, inFrame(vm.BadArg(1, notList), "erlang", "length", bad)
		}
		return yes(n <= k && term.Identical(a[0], tailAt(term.Int(k-n), a[1], 0)))
	},
	"seq/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		from, to, ok := bothInts(a[0], a[1])
		if !ok || to < from-1 {
			return nil, functionClause()
		}
		return sequence(m, from, to, 1)
	},
	"seq/3": seqBy,
	"sum/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		sum, n := term.Int(0), 0
		for t := a[0]; ; n++ {
			c, ok := t.(*term.Cons)
			if !ok {
				return nil, functionClause()
			}
			if c == nil {
				bump(m, n/16)
				return sum, nil
			}
			next, err := add(sum, c.Head)
			if err != nil {
				return nil, inFrame(err, "erlang", "+", sum, c.Head)
			}
			sum, t = next, c.Tail
		}
	},
	"max/1": func(m *vm.Machine, a []term.Term) (term.Term, error) { return extreme(m, a[0], 1) },
	"min/1": func(m *vm.Machine, a []term.Term) (term.Term, error) { return extreme(m, a[0], -1) },
	"duplicate/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		n, ok := a[0].(int)
		if !ok || n < 0 {
			return nil, functionClause()
		}
		if n > maxElements {
			return nil, systemLimit()
		}
		bump(m, n/64)
		allocate(m, 2*n)
		list := term.Empty
		for range n {
			list = &term.Cons{Head: a[1], Tail: list}
		}
		return list, nil
	},
	"sublist/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		n, ok := a[1].(int)
		if _, isList := a[0].(*term.Cons); !ok || n < 0 || !isList {
			return nil, functionClause()
		}
		return firstOf(a[0], n)
	},
	"sublist/3": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		start, n, ok := bothInts(a[1], a[2])
		if !ok || start < 1 || n < 0 {
			return nil, functionClause()
		}
		t := a[0]
		for ; start > 1; start-- {
			c, ok := t.(*term.Cons)
			if !ok {
				return nil, functionClause()
			}
			if c == nil {
				return term.Empty, nil
			}
			t = c.Tail
		}
		return firstOf(t, n)
	},
	"split/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		n, ok := a[0].(int)
		rest := a[1]
		if _, isList := rest.(*term.Cons); !ok || n < 0 || !isList {
			return nil, vm.BadArg()
		}
		var out term.ListBuilder
		for ; n > 0; n-- {
			c, _ := rest.(*term.Cons)
			if c == nil {
				return nil, vm.BadArg()
			}
			out.Add(c.Head)
			rest = c.Tail
		}
		return term.Tuple2(out.List(), rest), nil
	},
	"flatten/1": func(m *vm.Machine, a []term.Term) (term.Term, error) { return flatten(m, a[0], term.Empty) },
	"flatten/2": func(m *vm.Machine, a []term.Term) (term.Term, error) { return flatten(m, a[0], a[1]) },
	"flatlength/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		flat, err := flatten(m, a[0], term.Empty)
		if err != nil {
			return nil, err
		}
		n, _ := term.ListLen(flat)
		return term.Int(n), nil
	},
	"concat/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		things, ok := term.Slice(a[0])
		if !ok {
			return nil, functionClause()
		}
		out := term.Empty
		for i := len(things) - 1; i >= 0; i-- {
			switch x := things[i].(type) {
			case term.Atom:
				out = toCharlistTail(x.Name(), out)
			case float64:
				out = toCharlistTail(exponentText(x, 20), out)
			case *term.Cons:
				if out, _, ok = appendList(x, out); !ok {
					return nil, vm.BadArg()
				}
			default:
				if !isInteger(x) {
					return nil, inFrame(functionClause(), "lists", "thing_to_list", x)
				}
				out = toCharlistTail(digitsInBase(x, 10), out)
			}
		}
		return out, nil
	},
	"zip/2":    zipLists,
	"zip3/3":   zipLists,
	"unzip/1":  func(_ *vm.Machine, a []term.Term) (term.Term, error) { return unzipLists(a[0], 2, "unzip") },
	"unzip3/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return unzipLists(a[0], 3, "unzip3") },
	"uniq/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		elems, ok := term.Slice(a[0])
		if !ok {
			return nil, functionClause()
		}
		bump(m, len(elems)/8)
		var seen term.MapBuilder
		var out term.ListBuilder
		for _, t := range elems {
			if n := seen.Len(); n >= 0 {
				if seen.Put(t, term.True); seen.Len() > n {
					out.Add(t)
				}
			}
		}
		return out.List(), nil
	},
	"join/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		elems, ok := term.Slice(a[1])
		if !ok {
			return nil, functionClause()
		}
		bump(m, len(elems)/32)
		var out term.ListBuilder
		for i, t := range elems {
			if i > 0 {
				out.Add(a[0])
			}
			out.Add(t)
		}
		return out.List(), nil
	},
	"enumerate/1": func(m *vm.Machine, a []term.Term) (term.Term, error) { return enumerate(m, 1, a[0]) },
	"enumerate/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		n, ok := a[0].(int)
		if !ok {
			return nil, functionClause()
		}
		return enumerate(m, n, a[1])
	},
}

func enumerate(m *vm.Machine, from int, list term.Term) (term.Term, error) {
	elems, ok := term.Slice(list)
	if !ok {
		return nil, functionClause()
	}
	bump(m, len(elems)/16)
	for i, t := range elems {
		elems[i] = term.Tuple2(term.Int(from+i), t)
	}
	return term.List(elems...), nil
}

func reverseList(m *vm.Machine, list, tail term.Term) (term.Term, error) {
	for n := 0; ; n++ {
		c, ok := list.(*term.Cons)
		if !ok {
			return nil, functionClause()
		}
		if c == nil {
			bump(m, n/64)
			return tail, nil
		}
		tail = &term.Cons{Head: c.Head, Tail: tail}
		list = c.Tail
	}
}

// tailAt is the list after index-base cells; nil when there is none.
func tailAt(index, list term.Term, base int) term.Term {
	n, ok := index.(int)
	if !ok || n < base {
		return nil
	}
	if _, isList := list.(*term.Cons); !isList {
		return nil
	}
	for n -= base; n > 0; n-- {
		c, _ := list.(*term.Cons)
		if c == nil {
			return nil
		}
		list = c.Tail
	}
	return list
}

// firstOf is at most n elements from the front.
func firstOf(t term.Term, n int) (term.Term, error) {
	var out term.ListBuilder
	for ; n > 0; n-- {
		c, ok := t.(*term.Cons)
		if !ok {
			return nil, functionClause()
		}
		if c == nil {
			break
		}
		out.Add(c.Head)
		t = c.Tail
	}
	return out.List(), nil
}

func sequence(m *vm.Machine, from, to, step int) (term.Term, error) {
	n := (to-from)/step + 1
	if n > maxElements {
		return nil, systemLimit()
	}
	bump(m, n/32)
	allocate(m, 2*n)
	list := term.Empty
	for i := n - 1; i >= 0; i-- {
		list = &term.Cons{Head: term.Int(from + i*step), Tail: list}
	}
	return list, nil
}

func seqBy(m *vm.Machine, a []term.Term) (term.Term, error) {
	info := wrong{}
	for i, t := range a {
		info.unless(isInteger(t), i+1, notInteger)
	}
	if len(info) > 0 {
		return nil, vm.BadArg(info...)
	}
	from, to, ok := bothInts(a[0], a[1])
	step, ok2 := a[2].(int)
	switch {
	case !ok || !ok2:
		return nil, systemLimit()
	case step == 0 && from == to:
		return term.List(a[0]), nil
	case step > 0 && from-step <= to, step < 0 && from-step >= to:
		return sequence(m, from, to, step)
	case from < to:
		return nil, vm.BadArg(3, "not a positive increment")
	}
	return nil, vm.BadArg(3, "not a negative increment")
}

// notListAfter words what is wrong with a list that goes on with something
// else after n cells.
func notListAfter(n int) string {
	if n == 0 {
		return notList
	}
	return notProper
}

func extreme(m *vm.Machine, t term.Term, direction int) (term.Term, error) {
	elems, ok := term.Slice(t)
	if !ok || len(elems) == 0 {
		return nil, functionClause()
	}
	bump(m, len(elems)/16)
	best := elems[0]
	for _, e := range elems[1:] {
		if term.Compare(e, best)*direction > 0 {
			best = e
		}
	}
	return best, nil
}

func flatten(m *vm.Machine, t, tail term.Term) (term.Term, error) {
	if _, ok := t.(*term.Cons); !ok {
		return nil, functionClause()
	}
	if _, ok := tail.(*term.Cons); !ok {
		return nil, functionClause()
	}
	var out term.ListBuilder
	var rest []term.Term
	n := 0
	for {
		c, ok := t.(*term.Cons)
		if !ok {
			return nil, inFrame(functionClause(), "lists", "do_flatten", t, tail)
		}
		if c != nil {
			n++
			t = c.Tail
			if h, ok := c.Head.(*term.Cons); ok {
				rest = append(rest, t)
				t = h
				continue
			}
			out.Add(c.Head)
			continue
		}
		if len(rest) == 0 {
			bump(m, n/32)
			return out.ListTail(tail), nil
		}
		t = rest[len(rest)-1]
		rest = rest[:len(rest)-1]
	}
}

// zipLists makes tuples of the elements at the same place of all lists, which
// must be of one length.
func zipLists(m *vm.Machine, a []term.Term) (term.Term, error) {
	rest := append([]term.Term(nil), a...)
	var out term.ListBuilder
	for n := 0; ; n++ {
		heads := make([]term.Term, len(rest))
		ended := 0
		for i, t := range rest {
			c, ok := t.(*term.Cons)
			if !ok {
				return nil, functionClause()
			}
			if c == nil {
				ended++
				continue
			}
			heads[i], rest[i] = c.Head, c.Tail
		}
		switch ended {
		case 0:
			out.Add(term.OwnTuple(heads))
		case len(rest):
			bump(m, n/16)
			return out.List(), nil
		default:
			return nil, functionClause()
		}
	}
}

func unzipLists(t term.Term, width int, name string) (term.Term, error) {
	elems, ok := term.Slice(t)
	if !ok {
		return nil, functionClause()
	}
	out := make([]term.ListBuilder, width)
	for i, e := range elems {
		p, ok := e.(*term.Tuple)
		if !ok || len(p.Elems) != width {
			args := []term.Term{term.List(elems[i:]...)}
			for range width {
				args = append(args, term.Empty)
			}
			return nil, inFrame(functionClause(), "lists", name, args...)
		}
		for j, x := range p.Elems {
			out[j].Add(x)
		}
	}
	lists := make([]term.Term, width)
	for j := range out {
		lists[j] = out[j].List()
	}
	return term.OwnTuple(lists), nil
}
