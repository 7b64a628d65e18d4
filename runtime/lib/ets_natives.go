package lib

import (
	"otpsh/runtime/ets"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the functions of :ets on single objects and on tables as a
// whole, with OTP's explanations of what is wrong with their arguments.

var (
	atomTransfer   = term.Intern("ETS-TRANSFER")
	atomPublic     = term.Intern("public")
	atomProtected  = term.Intern("protected")
	atomPrivate    = term.Intern("private")
	atomEndOfTable = term.Intern("$end_of_table")
	atomHeir       = term.Intern("heir")
	atomAuto       = term.Intern("auto")
)

var etsNatives = vm.Natives{
	"new/2":                etsNew,
	"delete/1":             etsDeleteTable,
	"rename/2":             etsRename,
	"give_away/3":          etsGiveAway,
	"setopts/2":            etsSetopts,
	"safe_fixtable/2":      etsFix,
	"whereis/1":            etsWhereis,
	"all/0":                etsAll,
	"info/1":               etsInfo,
	"info/2":               etsInfoItem,
	"insert/2":             etsInsert,
	"insert_new/2":         etsInsertNew,
	"lookup/2":             etsLookup,
	"lookup_element/3":     etsLookupElement,
	"member/2":             etsMember,
	"take/2":               etsTake,
	"delete/2":             etsDelete,
	"delete_object/2":      etsDeleteObject,
	"delete_all_objects/1": etsClear,
	"first/1":              etsEnd(false),
	"last/1":               etsEnd(true),
	"next/2":               etsStep(false),
	"prev/2":               etsStep(true),
	"slot/2":               etsSlot,
}

// etsNew is new(name, options).
func etsNew(m *vm.Machine, args []term.Term) (term.Term, error) {
	name, isAtom := args[0].(term.Atom)
	options, isList := term.Slice(args[1])
	if !isAtom || !isList {
		info := wrong{}
		info.unless(isAtom, 1, notAtom)
		info.unless(isList, 2, notList)
		return nil, vm.BadArg(info...)
	}
	tables := etsOf(m.World())
	t := &etsTable{world: tables, options: tableOptions{protection: atomProtected, writers: term.False}}
	state := &tableState{name: name, owner: m.Process().PID(), heirData: term.Empty, fixed: term.EmptyMap}
	kind, keypos := ets.Set, 1
	for _, o := range options {
		if !t.option(o, &kind, &keypos, state) {
			return nil, vm.BadArg(2, "invalid options")
		}
	}
	t.ref = m.Process().NewRef()
	t.data.Store(ets.New(kind, keypos))
	t.state.Store(state)
	m.Process().WatchExit()
	if state.heir != 0 {
		m.World().WatchAllExits()
	}
	if !tables.add(t) {
		return nil, vm.BadArg(1, "table name already exists")
	}
	return t.id(), nil
}

// option takes in one option of new; false when there is no such option.
func (t *etsTable) option(o term.Term, kind *ets.Kind, keypos *int, state *tableState) bool {
	if name, ok := o.(term.Atom); ok {
		for _, k := range []ets.Kind{ets.Set, ets.OrderedSet, ets.Bag, ets.DuplicateBag} {
			if name.Name() == k.String() {
				*kind = k
				return true
			}
		}
		switch name.Name() {
		case "public", "protected", "private":
			t.options.protection = name
		case "named_table":
			t.options.named = true
		case "compressed":
			t.options.compressed = true
		default:
			return false
		}
		return true
	}
	pair, ok := o.(*term.Tuple)
	if !ok || len(pair.Elems) < 2 {
		return false
	}
	name, ok := pair.Elems[0].(term.Atom)
	if !ok {
		return false
	}
	value := pair.Elems[1]
	flag, isFlag := value.(term.Atom)
	isFlag = isFlag && (flag == term.True || flag == term.False)
	switch name.Name() {
	case "heir":
		return state.setHeir(pair.Elems)
	case "keypos":
		n, ok := value.(int)
		*keypos = n
		return ok && n > 0
	case "read_concurrency":
		t.options.readers = flag == term.True
		return isFlag
	case "write_concurrency":
		t.options.writers = value
		return isFlag || value == term.Term(atomAuto)
	case "decentralized_counters":
		t.options.counters = flag == term.True
		return isFlag
	}
	return false
}

// setHeir takes in {:heir, pid, data} or {:heir, :none}.
func (s *tableState) setHeir(option []term.Term) bool {
	if len(option) == 2 && option[1] == term.Term(atomNone) {
		s.heir, s.heirData = 0, term.Empty
		return true
	}
	if len(option) != 3 {
		return false
	}
	pid, ok := option[1].(term.PID)
	s.heir, s.heirData = pid, option[2]
	return ok
}

func etsDeleteTable(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, err := writableTable(m, args[0])
	if err != nil {
		return nil, err
	}
	s := etsOf(m.World())
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.state.Load().gone {
		return nil, vm.BadArg(1, noTable)
	}
	s.remove(t)
	return term.True, nil
}

func etsRename(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, problem := table(m, args[0], accessWrite)
	name, ok := args[1].(term.Atom)
	if problem != "" || !ok {
		info := wrong{}
		info.unless(problem == "", 1, problem)
		info.unless(ok, 2, "invalid table name (must be an atom)")
		return nil, vm.BadArg(info...)
	}
	s := etsOf(m.World())
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.options.named {
		by := s.by.Load()
		if by.Has(name) {
			return nil, vm.BadArg(2, "table name already exists")
		}
		s.by.Store(by.Delete(t.state.Load().name).Put(name, t))
	}
	t.change(func(st *tableState) { st.name = name })
	return t.id(), nil
}

func etsGiveAway(m *vm.Machine, args []term.Term) (term.Term, error) {
	self := m.Process().PID()
	t, problem := table(m, args[0], accessInfo)
	pid, isPid := args[1].(term.PID)
	if problem != "" || !isPid {
		info := wrong{}
		info.unless(problem == "", 1, problem)
		info.unless(isPid, 2, notPid)
		return nil, vm.BadArg(info...)
	}
	w := m.World()
	s := etsOf(w)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch owner := t.state.Load().owner; {
	case owner != self:
		return nil, vm.BadArg(2, "the current process is not the owner")
	case pid == self:
		return nil, vm.BadArg(2, "the process is already the owner of the table")
	}
	w.WatchAllExits()
	if w.Lookup(pid) == nil {
		return nil, vm.BadArg(2, "the pid refers to a terminated process")
	}
	t.change(func(st *tableState) { st.owner = pid })
	w.SendFrom(self, pid, transferMessage(t, self, args[2]))
	return term.True, nil
}

func etsSetopts(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, problem := table(m, args[0], accessInfo)
	if problem != "" || t.state.Load().owner != m.Process().PID() {
		if problem == "" {
			problem = noRights
		}
		return nil, vm.BadArg(1, problem)
	}
	options, ok := term.Slice(args[1])
	if !ok {
		options = args[1:2]
	}
	s := etsOf(m.World())
	s.mu.Lock()
	defer s.mu.Unlock()
	next := *t.state.Load()
	for _, o := range options {
		tuple, ok := o.(*term.Tuple)
		if !ok || len(tuple.Elems) < 2 || tuple.Elems[0] != term.Term(atomHeir) || !next.setHeir(tuple.Elems) {
			return nil, vm.BadArg(2, "invalid options")
		}
	}
	m.World().WatchAllExits()
	t.state.Store(&next)
	return term.True, nil
}

// etsFix is safe_fixtable(tab, bool). A traversal is safe here without it;
// what it changes is that next/2 takes keys that were deleted meanwhile.
func etsFix(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, problem := table(m, args[0], accessRead)
	if problem != "" {
		return nil, vm.BadArg(1, problem)
	}
	on, ok := args[1].(term.Atom)
	if !ok || on != term.True && on != term.False {
		return nil, vm.BadArg(2, "not a boolean value")
	}
	pid := m.Process().PID()
	m.Process().WatchExit()
	s := etsOf(m.World())
	s.mu.Lock()
	defer s.mu.Unlock()
	t.change(func(st *tableState) {
		n, _ := st.fixed.Get(pid)
		count, _ := n.(int)
		switch {
		case on == term.True:
			st.fixed = st.fixed.Put(pid, term.Int(count+1))
			if st.since == nil {
				st.since = &fixation{m.World().SystemTime(), t.data.Load()}
			}
		case count > 1:
			st.fixed = st.fixed.Put(pid, term.Int(count-1))
		default:
			st.release(pid)
		}
	})
	return term.True, nil
}

func etsWhereis(m *vm.Machine, args []term.Term) (term.Term, error) {
	name, ok := args[0].(term.Atom)
	if !ok {
		return nil, vm.BadArg(1, "invalid table name (must be an atom)")
	}
	if t, ok := etsOf(m.World()).by.Load().Get(name); ok {
		return t.(*etsTable).ref, nil
	}
	return term.Undefined, nil
}

func etsAll(m *vm.Machine, _ []term.Term) (term.Term, error) {
	list := term.Empty
	etsOf(m.World()).each(func(t *etsTable) { list = &term.Cons{Head: t.id(), Tail: list} })
	return list, nil
}

// objects are what insert is given: a tuple or a list of tuples, each large
// enough to have a key.
func objects(t term.Term) (list []*term.Tuple, problem string) {
	switch v := t.(type) {
	case *term.Tuple:
		if len(v.Elems) == 0 {
			return nil, "is an empty tuple"
		}
		return []*term.Tuple{v}, ""
	case *term.Cons:
		elems, ok := term.Slice(v)
		for _, e := range elems {
			tuple, isTuple := e.(*term.Tuple)
			if !isTuple || len(tuple.Elems) == 0 {
				ok = false
				break
			}
			list = append(list, tuple)
		}
		if !ok {
			return nil, "not a non-empty tuple or a list of non-empty tuples"
		}
		return list, ""
	}
	return nil, notTuple
}

// toInsert is the table and the objects of insert's arguments.
func toInsert(m *vm.Machine, args []term.Term) (*etsTable, []*term.Tuple, error) {
	t, problem := table(m, args[0], accessWrite)
	list, unfit := objects(args[1])
	if problem != "" || unfit != "" {
		info := wrong{}
		info.unless(problem == "", 1, problem)
		info.unless(unfit == "", 2, unfit)
		return nil, nil, vm.BadArg(info...)
	}
	for _, o := range list {
		if _, ok := t.data.Load().Key(o); !ok {
			return nil, nil, vm.BadArg()
		}
	}
	if t.full(m.World()) {
		return nil, nil, systemLimit()
	}
	bump(m, len(list))
	return t, list, nil
}

func insertAll(d *ets.Data, list []*term.Tuple) *ets.Data {
	for _, o := range list {
		d = d.Insert(o)
	}
	return d
}

func etsInsert(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, list, err := toInsert(m, args)
	if err != nil {
		return nil, err
	}
	t.write(func(d *ets.Data) *ets.Data { return insertAll(d, list) })
	return term.True, nil
}

func etsInsertNew(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, list, err := toInsert(m, args)
	if err != nil {
		return nil, err
	}
	inserted := term.True
	t.write(func(d *ets.Data) *ets.Data {
		for _, o := range list {
			if key, _ := d.Key(o); d.Has(key) {
				inserted = term.False
				return d
			}
		}
		return insertAll(d, list)
	})
	return inserted, nil
}

func etsLookup(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, err := readableTable(m, args[0])
	if err != nil {
		return nil, err
	}
	return t.data.Load().Lookup(args[1]), nil
}

func etsLookupElement(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, problem := table(m, args[0], accessRead)
	info := wrong{}
	info.unless(problem == "", 1, problem)
	pos, isInt := args[2].(int)
	var found []term.Term
	if problem == "" {
		found, _ = term.Slice(t.data.Load().Lookup(args[1]))
		info.unless(len(found) > 0, 2, noKey)
	}
	info.unless(isInteger(args[2]), 3, notInteger)
	info.unless(!isInteger(args[2]) || isInt && pos >= 1, 3, outOfRange)
	if len(info) > 0 {
		return nil, vm.BadArg(info...)
	}
	out := make([]term.Term, len(found))
	for i, o := range found {
		elems := o.(*term.Tuple).Elems
		if pos > len(elems) {
			return nil, vm.BadArg(3, "position is greater than the size of the object")
		}
		out[i] = elems[pos-1]
	}
	if t.data.Load().Kind().Unique() {
		return out[0], nil
	}
	return term.List(out...), nil
}

func etsMember(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, err := readableTable(m, args[0])
	if err != nil {
		return nil, err
	}
	return term.Bool(t.data.Load().Has(args[1])), nil
}

func etsTake(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, err := writableTable(m, args[0])
	if err != nil {
		return nil, err
	}
	taken := term.Empty
	t.write(func(d *ets.Data) *ets.Data {
		taken = d.Lookup(args[1])
		return d.Delete(args[1])
	})
	return taken, nil
}

func etsDelete(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, err := writableTable(m, args[0])
	if err != nil {
		return nil, err
	}
	key := args[1]
	t.write(func(d *ets.Data) *ets.Data { return d.Delete(key) })
	return term.True, nil
}

func etsDeleteObject(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, problem := table(m, args[0], accessWrite)
	object, ok := args[1].(*term.Tuple)
	if problem != "" || !ok {
		info := wrong{}
		info.unless(problem == "", 1, problem)
		info.unless(ok, 2, notTuple)
		return nil, vm.BadArg(info...)
	}
	t.write(func(d *ets.Data) *ets.Data { return d.DeleteObject(object) })
	return term.True, nil
}

func etsClear(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, err := writableTable(m, args[0])
	if err != nil {
		return nil, err
	}
	t.write(func(d *ets.Data) *ets.Data { return d.Clear() })
	return term.True, nil
}

// etsEnd is first/1, or backward last/1.
func etsEnd(backward bool) vm.Native {
	return func(m *vm.Machine, args []term.Term) (term.Term, error) {
		t, err := readableTable(m, args[0])
		if err != nil {
			return nil, err
		}
		key, ok := t.data.Load().First()
		if backward {
			key, ok = t.data.Load().Last()
		}
		if !ok {
			return atomEndOfTable, nil
		}
		return key, nil
	}
}

// etsStep is next/2, or backward prev/2.
func etsStep(backward bool) vm.Native {
	return func(m *vm.Machine, args []term.Term) (term.Term, error) {
		t, err := readableTable(m, args[0])
		if err != nil {
			return nil, err
		}
		d := t.data.Load()
		step := d.NextKey
		if backward {
			step = d.PrevKey
		}
		key, ok, known := step(args[1])
		if since := t.state.Load().since; !known && since != nil {
			known = since.data.Has(args[1])
		}
		switch {
		case !known:
			return nil, vm.BadArg(2, noKey)
		case !ok:
			return atomEndOfTable, nil
		}
		return key, nil
	}
}

// etsSlot is slot(tab, n): the objects of the n-th key, from 0.
func etsSlot(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, err := readableTable(m, args[0])
	if err != nil {
		return nil, err
	}
	d := t.data.Load()
	n, ok := args[1].(int)
	if !ok || n < 0 || n > d.Keys() {
		return nil, vm.BadArg(2, outOfRange)
	}
	bump(m, n/16)
	key, more := d.First()
	for ; more && n > 0; n-- {
		key, more, _ = d.NextKey(key)
	}
	if !more {
		return atomEndOfTable, nil
	}
	return d.Lookup(key), nil
}
