package lib

import (
	"otpsh/runtime/ets"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :ets.update_counter and :ets.update_element.

var etsUpdateNatives = vm.Natives{
	"update_counter/3": etsUpdateCounter,
	"update_counter/4": etsUpdateCounter,
	"update_element/3": etsUpdateElement,
}

const (
	badUpdateOp    = "not a valid update operation"
	badElementSpec = "is not a valid element specification"
	sameAsKeypos   = "the position is the same as the key position"
	noKey          = "not a key that exists in the table"
)

// counterOp is one operation of update_counter.
type counterOp struct {
	position         int // from 1; 0: the one behind the key
	increment        term.Term
	threshold, reset term.Term // nil: none
}

// counterOps reads an operation or a list of them; many tells which it was.
func counterOps(t term.Term) (ops []counterOp, many, ok bool) {
	list, isList := term.Slice(t)
	if !isList {
		op, ok := readCounterOp(t)
		return []counterOp{op}, false, ok
	}
	for _, e := range list {
		op, ok := readCounterOp(e)
		if !ok {
			return nil, true, false
		}
		ops = append(ops, op)
	}
	return ops, true, true
}

func readCounterOp(t term.Term) (counterOp, bool) {
	if isInteger(t) {
		return counterOp{increment: t}, true
	}
	tuple, ok := t.(*term.Tuple)
	if !ok || len(tuple.Elems) != 2 && len(tuple.Elems) != 4 {
		return counterOp{}, false
	}
	for _, e := range tuple.Elems {
		if !isInteger(e) {
			return counterOp{}, false
		}
	}
	position, small := tuple.Elems[0].(int)
	op := counterOp{position: position, increment: tuple.Elems[1]}
	if len(tuple.Elems) == 4 {
		op.threshold, op.reset = tuple.Elems[2], tuple.Elems[3]
	}
	if !small || position < 1 {
		op.position = 1 << 30 // out of any object's range
	}
	return op, true
}

// etsUpdateCounter is update_counter(tab, key, ops[, default]).
func etsUpdateCounter(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, problem := table(m, args[0], accessWrite)
	if problem == "" && !t.data.Load().Kind().Unique() {
		problem = noSuchType
	}
	ops, many, opsOK := counterOps(args[2])
	var fallback *term.Tuple
	fallbackOK := true
	if len(args) == 4 {
		fallback, fallbackOK = args[3].(*term.Tuple)
	}
	if problem != "" || !opsOK || !fallbackOK {
		info := wrong{}
		info.unless(problem == "", 1, problem)
		info.unless(opsOK, 3, badUpdateOp)
		info.unless(fallbackOK, 4, notTuple)
		return nil, vm.BadArg(info...)
	}
	var results []term.Term
	var err error
	key := args[1]
	t.write(func(d *ets.Data) *ets.Data {
		old := d.One(key)
		if old == nil && fallback != nil && len(fallback.Elems) >= d.Keypos() {
			elems := append([]term.Term(nil), fallback.Elems...)
			elems[d.Keypos()-1] = key
			old = term.OwnTuple(elems)
		}
		if old == nil {
			err = vm.BadArg(2, noKey)
			return d
		}
		var next *term.Tuple
		if next, results, err = count(m, d, old, ops); err != nil {
			return d
		}
		return d.Insert(next)
	})
	switch {
	case err != nil:
		return nil, err
	case many:
		return term.List(results...), nil
	}
	return results[0], nil
}

// count carries out the operations on an object.
func count(m *vm.Machine, d *ets.Data, old *term.Tuple, ops []counterOp) (next *term.Tuple, results []term.Term, err error) {
	elems := append([]term.Term(nil), old.Elems...)
	for _, op := range ops {
		position := op.position
		if position == 0 {
			position = d.Keypos() + 1
		}
		switch {
		case position == d.Keypos():
			return nil, nil, vm.BadArg(3, sameAsKeypos)
		case position > len(elems):
			return nil, nil, vm.BadArg(3, "the position in the update operation is out of range")
		case !isInteger(elems[position-1]):
			return nil, nil, vm.BadArg(3, "the value in the given position, in the object, is not an integer")
		}
		value, err := erlangArithNatives["+/2"](m, []term.Term{elems[position-1], op.increment})
		if err != nil {
			return nil, nil, err
		}
		if op.threshold != nil {
			up := term.Compare(op.increment, term.Int(0)) >= 0
			beyond := term.Compare(value, op.threshold)
			if up && beyond > 0 || !up && beyond < 0 {
				value = op.reset
			}
		}
		elems[position-1] = value
		results = append(results, value)
	}
	return term.OwnTuple(elems), results, nil
}

// etsUpdateElement is update_element(tab, key, {position, value} or a list of
// these).
func etsUpdateElement(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, problem := table(m, args[0], accessWrite)
	if problem == "" && !t.data.Load().Kind().Unique() {
		problem = noSuchType
	}
	specs, isList := term.Slice(args[2])
	if !isList {
		specs = args[2:3]
	}
	specsOK := true
	for _, s := range specs {
		pair, ok := s.(*term.Tuple)
		if ok = ok && len(pair.Elems) == 2; ok {
			n, isInt := pair.Elems[0].(int)
			ok = isInt && n > 0
		}
		specsOK = specsOK && ok
	}
	if problem != "" || !specsOK {
		info := wrong{}
		info.unless(problem == "", 1, problem)
		info.unless(specsOK, 3, badElementSpec)
		return nil, vm.BadArg(info...)
	}
	found := false
	var err error
	key := args[1]
	t.write(func(d *ets.Data) *ets.Data {
		old := d.One(key)
		size := -1
		if found = old != nil; found {
			size = len(old.Elems)
		}
		for _, s := range specs {
			switch n := s.(*term.Tuple).Elems[0].(int); {
			case n == d.Keypos():
				err = vm.BadArg(3, sameAsKeypos)
				return d
			case found && n > size:
				err = vm.BadArg(3, outOfRange)
				return d
			}
		}
		if !found {
			return d
		}
		elems := append([]term.Term(nil), old.Elems...)
		for _, s := range specs {
			pair := s.(*term.Tuple).Elems
			elems[pair[0].(int)-1] = pair[1]
		}
		return d.Insert(term.OwnTuple(elems))
	})
	if err != nil {
		return nil, err
	}
	return term.Bool(found), nil
}
