package lib

import (
	"runtime"
	"slices"
	"strconv"

	"otpsh/runtime/ets"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the functions of :ets that go through a table: select, match
// and their like. A scan sees the version of the table at its start, stops to
// let others run, and is state that a forked world can copy.

var etsSelectNatives = vm.Natives{
	"tab2list/1":           etsTab2list,
	"select/1":             etsContinue,
	"select/2":             func(m *vm.Machine, a []term.Term) (term.Term, error) { return etsSelect(m, a, scanCollect, false) },
	"select/3":             func(m *vm.Machine, a []term.Term) (term.Term, error) { return etsSelect(m, a, scanCollect, false) },
	"select_reverse/1":     etsContinue,
	"select_reverse/2":     func(m *vm.Machine, a []term.Term) (term.Term, error) { return etsSelect(m, a, scanCollect, true) },
	"select_reverse/3":     func(m *vm.Machine, a []term.Term) (term.Term, error) { return etsSelect(m, a, scanCollect, true) },
	"select_count/2":       func(m *vm.Machine, a []term.Term) (term.Term, error) { return etsSelect(m, a, scanCount, false) },
	"select_delete/2":      func(m *vm.Machine, a []term.Term) (term.Term, error) { return etsSelect(m, a, scanDelete, false) },
	"select_replace/2":     func(m *vm.Machine, a []term.Term) (term.Term, error) { return etsSelect(m, a, scanReplace, false) },
	"match/1":              etsContinue,
	"match/2":              func(m *vm.Machine, a []term.Term) (term.Term, error) { return etsMatch(m, a, false) },
	"match/3":              func(m *vm.Machine, a []term.Term) (term.Term, error) { return etsMatch(m, a, false) },
	"match_object/1":       etsContinue,
	"match_object/2":       func(m *vm.Machine, a []term.Term) (term.Term, error) { return etsMatch(m, a, true) },
	"match_object/3":       func(m *vm.Machine, a []term.Term) (term.Term, error) { return etsMatch(m, a, true) },
	"match_delete/2":       etsMatchDelete,
	"match_spec_compile/1": etsCompileSpec,
	"is_compiled_ms/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		_, ok := compiledSpec(m, a[0])
		return term.Bool(ok), nil
	},
	"match_spec_run/2":      etsRunSpec,
	"otpsh_test_ms/2":       etsTestSpec,
	"repair_continuation/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return a[0], nil },
}

const (
	badMatchSpec    = "not a valid match specification"
	badContinuation = "invalid continuation"
)

// scanMode is what a scan does with what matches.
type scanMode uint8

const (
	scanCollect scanMode = iota
	scanCount            // count where the value is true
	scanDelete           // delete these
	scanReplace          // replace by the value, which has the same key
)

// scan goes through a table.
type scan struct {
	table    *etsTable
	spec     *ets.Spec
	specTerm term.Term // of a continuation
	cursor   *ets.Cursor
	mode     scanMode
	backward bool
	limit    int // 0: all
	results  []term.Term
	count    int
	answer   term.Term // instead of the count; nil: the count
}

// scanQuantum is how many objects a scan tries before others run.
const scanQuantum = 2000

// specFunctions are the functions of :erlang that a specification may call.
func specFunctions(m *vm.Machine) ets.Functions {
	natives := nativesOf(atomErlang)
	return func(name string, arity int) ets.Function {
		native := natives[name+"/"+strconv.Itoa(arity)]
		if native == nil {
			return nil
		}
		return func(args []term.Term) (term.Term, bool) {
			v, err := native(m, args)
			return v, err == nil
		}
	}
}

// begin starts a scan, or answers at once where the key is known.
func (s *scan) begin(m *vm.Machine) (term.Term, error) {
	d := s.table.data.Load()
	if key, ok := s.spec.Key(d.Keypos()); ok && s.limit == 0 {
		found, _ := term.Slice(d.Lookup(key))
		for _, o := range found {
			s.take(o.(*term.Tuple))
		}
		return s.result(), nil
	}
	s.cursor = d.Cursor(s.backward)
	return s.step(m)
}

// step tries a quantum of objects.
func (s *scan) step(m *vm.Machine) (term.Term, error) {
	bump(m, scanQuantum/4)
	for range scanQuantum {
		object := s.cursor.Next()
		if object == nil {
			return s.result(), nil
		}
		s.take(object)
		if s.limit > 0 && len(s.results) == s.limit {
			return term.Tuple2(term.List(s.results...), s.continuation()), nil
		}
	}
	return nil, m.Yield(s)
}

// take tries one object.
func (s *scan) take(object *term.Tuple) {
	v, ok := s.spec.Run(object)
	switch {
	case !ok:
	case s.mode == scanCollect:
		s.results = append(s.results, v)
	case s.mode == scanReplace:
		if next, isTuple := v.(*term.Tuple); isTuple {
			s.replace(object, next)
		}
	case v == term.Term(term.True):
		s.count++
		if s.mode == scanDelete {
			s.table.write(func(d *ets.Data) *ets.Data { return d.DeleteObject(object) })
		}
	}
}

// replace puts another object in the place of one, unless that has changed
// meanwhile.
func (s *scan) replace(old, next *term.Tuple) {
	s.table.write(func(d *ets.Data) *ets.Data {
		key, _ := d.Key(old)
		if other, ok := d.Key(next); !ok || !term.Identical(key, other) {
			return d
		}
		without := d.DeleteObject(old)
		if without == d {
			return d
		}
		s.count++
		return without.Insert(next)
	})
}

func (s *scan) result() term.Term {
	switch {
	case s.answer != nil:
		return s.answer
	case s.mode != scanCollect:
		return term.Int(s.count)
	case s.limit > 0 && len(s.results) == 0:
		return atomEndOfTable
	case s.limit > 0:
		return term.Tuple2(term.List(s.results...), atomEndOfTable)
	}
	return term.List(s.results...)
}

func (s *scan) Resume(m *vm.Machine, _ term.Term, exc *vm.Exception) (term.Term, error) {
	if exc != nil {
		return nil, exc
	}
	return s.step(m)
}

func (s *scan) Clone() (vm.Cont, bool) {
	if s.mode == scanDelete || s.mode == scanReplace {
		return nil, false // it would go on with the other world's table
	}
	c := *s
	c.cursor, c.results = s.cursor.Clone(), slices.Clone(s.results)
	return &c, true
}

// continuation is where a scan with a limit goes on, as plain terms.
func (s *scan) continuation() term.Term {
	p := s.cursor.Place()
	return term.NewTuple(s.table.id(), p.Key, term.Int(p.Given), term.Int(s.limit), s.specTerm, term.Bool(s.backward))
}

// etsContinue is select(continuation) and its like.
func etsContinue(m *vm.Machine, args []term.Term) (term.Term, error) {
	if args[0] == term.Term(atomEndOfTable) {
		return atomEndOfTable, nil
	}
	c, ok := args[0].(*term.Tuple)
	if !ok || len(c.Elems) != 6 {
		return nil, vm.BadArg(1, badContinuation)
	}
	t, problem := table(m, c.Elems[0], accessRead)
	given, ok1 := c.Elems[2].(int)
	limit, ok2 := c.Elems[3].(int)
	spec, ok3 := readSpec(m, c.Elems[4])
	if problem != "" || !ok1 || !ok2 || !ok3 || limit < 1 {
		return nil, vm.BadArg(1, badContinuation)
	}
	s := &scan{table: t, spec: spec, specTerm: c.Elems[4], limit: limit, backward: c.Elems[5] == term.Term(term.True)}
	s.cursor = t.data.Load().CursorAt(ets.Place{Key: c.Elems[1], Given: given}, s.backward)
	return s.step(m)
}

// readSpec is a match specification, compiled or as a term.
func readSpec(m *vm.Machine, t term.Term) (*ets.Spec, bool) {
	if inner, ok := compiledSpec(m, t); ok {
		t = inner
	}
	return ets.Compile(t, specFunctions(m))
}

// etsSelect is select(tab, spec[, limit]) and what works like it.
func etsSelect(m *vm.Machine, args []term.Term, mode scanMode, backward bool) (term.Term, error) {
	want := accessRead
	if mode == scanDelete || mode == scanReplace {
		want = accessWrite
	}
	t, problem := table(m, args[0], want)
	spec, ok := readSpec(m, args[1])
	s := &scan{table: t, spec: spec, specTerm: args[1], mode: mode, backward: backward}
	if ok && mode == scanReplace && problem == "" {
		ok = spec.KeepsKey(t.data.Load().Keypos())
	}
	return s.start(m, problem, ok, badMatchSpec, args)
}

// etsMatch is match(tab, pattern[, limit]), or match_object.
func etsMatch(m *vm.Machine, args []term.Term, whole bool) (term.Term, error) {
	t, problem := table(m, args[0], accessRead)
	specTerm := ets.HeadSpec(args[1], whole)
	spec, ok := ets.Compile(specTerm, nil)
	s := &scan{table: t, spec: spec, specTerm: specTerm}
	return s.start(m, problem, ok, "", args)
}

func etsMatchDelete(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, problem := table(m, args[0], accessWrite)
	spec, ok := ets.Compile(term.List(term.Tuple3(args[1], term.Empty, term.List(term.True))), nil)
	s := &scan{table: t, spec: spec, mode: scanDelete, answer: term.True}
	return s.start(m, problem, ok, "", args)
}

// start checks the arguments that all these functions share and begins.
func (s *scan) start(m *vm.Machine, problem string, specOK bool, specText string, args []term.Term) (term.Term, error) {
	info := wrong{}
	info.unless(problem == "", 1, problem)
	info.unless(specOK || specText == "", 2, specText)
	if len(args) == 3 {
		n, isInt := args[2].(int)
		s.limit = n
		info.unless(isInteger(args[2]), 3, notInteger)
		info.unless(!isInteger(args[2]) || isInt && n >= 1, 3, outOfRange)
	}
	if len(info) > 0 || !specOK {
		return nil, vm.BadArg(info...)
	}
	return s.begin(m)
}

func etsTab2list(m *vm.Machine, args []term.Term) (term.Term, error) {
	return etsMatch(m, []term.Term{args[0], term.Intern("_")}, true)
}

// A compiled specification is a reference, behind which the world keeps the
// term: it is read again for each use, since what it may call depends on the
// process.

func etsCompileSpec(m *vm.Machine, args []term.Term) (term.Term, error) {
	if _, ok := ets.Compile(args[0], specFunctions(m)); !ok {
		return nil, vm.BadArg(1, badMatchSpec)
	}
	specs := &etsOf(m.World()).specs
	ref := m.Process().NewRef()
	specs.Store(ref.ID, args[0])
	runtime.AddCleanup(ref, func(id uint64) { specs.Delete(id) }, ref.ID)
	return ref, nil
}

func compiledSpec(m *vm.Machine, t term.Term) (term.Term, bool) {
	ref, ok := t.(*term.Ref)
	if !ok {
		return nil, false
	}
	spec, ok := etsOf(m.World()).specs.Load(ref.ID)
	return spec, ok
}

// etsRunSpec is match_spec_run(list, compiled).
func etsRunSpec(m *vm.Machine, args []term.Term) (term.Term, error) {
	list, ok := term.Slice(args[0])
	inner, compiled := compiledSpec(m, args[1])
	if !ok || !compiled {
		return nil, vm.BadArg()
	}
	spec, ok := readSpec(m, inner)
	if !ok {
		return nil, vm.BadArg()
	}
	bump(m, len(list)/4)
	var out term.ListBuilder
	for _, t := range list {
		if v, ok := spec.Run(t); ok {
			out.Add(v)
		}
	}
	return out.List(), nil
}

// etsTestSpec is {:ok, value or false} of a specification run on one term,
// or :error when it is none.
func etsTestSpec(m *vm.Machine, args []term.Term) (term.Term, error) {
	spec, ok := readSpec(m, args[1])
	if !ok {
		return term.Error, nil
	}
	v, ok := spec.Run(args[0])
	if !ok {
		v = term.False
	}
	return term.Tuple2(term.Ok, v), nil
}
