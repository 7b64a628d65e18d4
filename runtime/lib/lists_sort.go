package lib

import (
	"math/bits"
	"slices"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the stable sort behind :lists.sort/1, usort/1, keysort/2 and
// ukeysort/2. A long list is sorted in steps, so that no scheduler waits.

// Up to directSort elements are sorted at once; above, the merge yields after
// about sortQuantum comparisons.
const (
	directSort  = 2048
	sortQuantum = 20000
)

// keyed is an element with what it is sorted by.
type keyed struct{ key, item term.Term }

// mergeSort is a bottom-up merge sort that can stop between any two
// comparisons: runs of width elements in src are merged pairwise into dst.
type mergeSort struct {
	src, dst []keyed
	width    int
	i, j, k  int // next of the left run, next of the right run, next in dst
	unique   bool
}

func compareKeyed(a, b keyed) int { return term.Compare(a.key, b.key) }

// sortTerms sorts elements by key, and drops all but the first of equal keys
// when unique.
func sortTerms(m *vm.Machine, elems []keyed, unique bool) (term.Term, error) {
	if len(elems) <= directSort || m == nil {
		bump(m, len(elems)*bits.Len(uint(len(elems)))/16)
		slices.SortStableFunc(elems, compareKeyed)
		return sortedList(elems, unique), nil
	}
	s := &mergeSort{src: elems, dst: make([]keyed, len(elems)), width: 32, unique: unique}
	for at := 0; at < len(elems); at += s.width {
		slices.SortStableFunc(elems[at:min(at+s.width, len(elems))], compareKeyed)
	}
	bump(m, len(elems)*5/16)
	s.begin(0)
	return nil, m.Yield(s)
}

// begin starts the merge of the pair of runs at k.
func (s *mergeSort) begin(k int) {
	s.i, s.j, s.k = k, min(k+s.width, len(s.src)), k
}

// step merges for a quantum, and reports whether all is sorted.
func (s *mergeSort) step() bool {
	n := len(s.src)
	for budget := sortQuantum; budget > 0; budget-- {
		if s.width >= n {
			return true
		}
		start := s.k - s.k%(2*s.width)
		middle, end := min(start+s.width, n), min(start+2*s.width, n)
		if s.j < end && (s.i >= middle || compareKeyed(s.src[s.j], s.src[s.i]) < 0) {
			s.dst[s.k] = s.src[s.j]
			s.j++
		} else {
			s.dst[s.k] = s.src[s.i]
			s.i++
		}
		s.k++
		switch {
		case s.k == n:
			s.src, s.dst = s.dst, s.src
			s.width *= 2
			s.begin(0)
		case s.k == end:
			s.begin(s.k)
		}
	}
	return false
}

func (s *mergeSort) Resume(m *vm.Machine, _ term.Term, exc *vm.Exception) (term.Term, error) {
	if exc != nil {
		return nil, exc
	}
	done := s.step()
	bump(m, sortQuantum/16)
	if !done {
		return nil, m.Yield(s)
	}
	return sortedList(s.src, s.unique), nil
}

func (s *mergeSort) Clone() (vm.Cont, bool) {
	c := *s
	c.src, c.dst = slices.Clone(s.src), slices.Clone(s.dst)
	return &c, true
}

func sortedList(elems []keyed, unique bool) term.Term {
	list := term.Empty
	for i := len(elems) - 1; i >= 0; i-- {
		if unique && i > 0 && compareKeyed(elems[i], elems[i-1]) == 0 {
			continue
		}
		list = &term.Cons{Head: elems[i].item, Tail: list}
	}
	return list
}

var listsSortNatives = vm.Natives{
	"sort/1":      func(m *vm.Machine, a []term.Term) (term.Term, error) { return sortList(m, a[0], false) },
	"usort/1":     func(m *vm.Machine, a []term.Term) (term.Term, error) { return sortList(m, a[0], true) },
	"keysort/2":   func(m *vm.Machine, a []term.Term) (term.Term, error) { return keysort(m, a[0], a[1], false) },
	"ukeysort/2":  func(m *vm.Machine, a []term.Term) (term.Term, error) { return keysort(m, a[0], a[1], true) },
	"merge/1":     func(m *vm.Machine, a []term.Term) (term.Term, error) { return mergeLists(m, a[0], false) },
	"umerge/1":    func(m *vm.Machine, a []term.Term) (term.Term, error) { return mergeLists(m, a[0], true) },
	"merge/2":     func(m *vm.Machine, a []term.Term) (term.Term, error) { return mergeLists(m, term.List(a...), false) },
	"umerge/2":    func(m *vm.Machine, a []term.Term) (term.Term, error) { return mergeLists(m, term.List(a...), true) },
	"merge3/3":    func(m *vm.Machine, a []term.Term) (term.Term, error) { return mergeLists(m, term.List(a...), false) },
	"umerge3/3":   func(m *vm.Machine, a []term.Term) (term.Term, error) { return mergeLists(m, term.List(a...), true) },
	"keymerge/3":  func(m *vm.Machine, a []term.Term) (term.Term, error) { return keymerge(m, a, false) },
	"ukeymerge/3": func(m *vm.Machine, a []term.Term) (term.Term, error) { return keymerge(m, a, true) },
}

func sortList(m *vm.Machine, t term.Term, unique bool) (term.Term, error) {
	elems, ok := appendKeyed(nil, t)
	if !ok {
		return nil, functionClause()
	}
	if !unique {
		elems = runsOf(elems)
	}
	return sortTerms(m, elems, unique)
}

func appendKeyed(elems []keyed, t term.Term) ([]keyed, bool) {
	for {
		c, ok := t.(*term.Cons)
		if !ok {
			return nil, false
		}
		if c == nil {
			return elems, true
		}
		elems = append(elems, keyed{c.Head, c.Head})
		t = c.Tail
	}
}

// mergeLists merges sorted lists: a stable sort of all of them, which finds
// their runs in order.
func mergeLists(m *vm.Machine, lists term.Term, unique bool) (term.Term, error) {
	all, ok := term.Slice(lists)
	var elems []keyed
	for _, l := range all {
		if ok {
			elems, ok = appendKeyed(elems, l)
		}
	}
	if !ok {
		return nil, functionClause()
	}
	return sortTerms(m, elems, unique)
}

func keysort(m *vm.Machine, position, list term.Term, unique bool) (term.Term, error) {
	if c, ok := list.(*term.Cons); ok && c != nil && isEmptyList(c.Tail) {
		if n, ok := position.(int); ok && n >= 1 {
			return list, nil // not looked into, as on the BEAM
		}
	}
	elems, err := appendByKey(nil, position, list)
	if err != nil {
		return nil, err
	}
	return sortTerms(m, elems, unique)
}

func keymerge(m *vm.Machine, a []term.Term, unique bool) (term.Term, error) {
	elems, err := appendByKey(nil, a[0], a[1])
	if err == nil {
		elems, err = appendByKey(elems, a[0], a[2])
	}
	if err != nil {
		return nil, err
	}
	return sortTerms(m, elems, unique)
}

// appendByKey reads tuples with the element at a position as key.
func appendByKey(elems []keyed, position, list term.Term) ([]keyed, error) {
	items, ok := term.Slice(list)
	n, isInt := position.(int)
	if !ok || !isInt || n < 1 {
		return nil, functionClause()
	}
	for _, item := range items {
		t, i, err := tupleIndex(item, position, 2, 1, 0)
		if err != nil {
			return nil, inFrame(err, "erlang", "element", position, item)
		}
		elems = append(elems, keyed{t.Elems[i], item})
	}
	return elems, nil
}

// inFrame puts the function that raised, with its arguments, on top of the
// stack trace: where the BEAM's library calls another function that fails.
func inFrame(err error, module, function string, args ...term.Term) error {
	if exc, ok := err.(*vm.Exception); ok {
		exc.Stack = append(exc.Stack, vm.StackFrame{
			Module: term.Intern(module), Function: term.Intern(function), Arity: len(args), Args: args,
		})
	}
	return err
}
