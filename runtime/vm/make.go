// Making values: maps, structs, closures.

package vm

import (
	"otpsh/runtime/term"
)

// mapOf is the map of alternating keys and values.
func mapOf(kv []term.Term) *term.Map { return term.MapOf(kv...) }

// mapUpdate sets keys that must be there.
func (b *body) mapUpdate(t term.Term, kv []term.Term) (term.Term, *Exception) {
	x, ok := t.(*term.Map)
	if !ok {
		return nil, b.badMap(t)
	}
	for i := 0; i < len(kv); i += 2 {
		next, ok := x.Update(kv[i], kv[i+1])
		if !ok {
			return nil, b.badKey(x, kv[i], kv[i+1])
		}
		x = next
	}
	return x, nil
}

// mapSet sets the keys, which must be there, to values.
func (b *body) mapSet(t term.Term, keys, vals []term.Term) (term.Term, *Exception) {
	x, ok := t.(*term.Map)
	if !ok {
		return nil, b.badMap(t)
	}
	next, missing := x.Replace(keys, vals)
	if next == nil {
		return nil, b.badKey(x, keys[missing], vals[missing])
	}
	return next, nil
}

// badMap is the error of updating what is no map; see badKey.
func (b *body) badMap(t term.Term) *Exception {
	e := Raise(term.Tuple2(atomBadmap, t))
	if b.src.Module == atomErlEval {
		e.Stack = []StackFrame{{Module: atomMaps, Function: atomPut, Args: []term.Term{term.Intern("k"), term.Intern("v"), t}}}
		e.traced = true
	}
	return e
}

// badKey is the error of updating a key that is not there. Evaluated code
// updates by a call of the evaluator, which is then so deep in its own functions
// that its trace shows nothing else.
func (b *body) badKey(m *term.Map, key, value term.Term) *Exception {
	e := Raise(term.Tuple2(atomBadkey, key))
	if b.src.Module == atomErlEval {
		e.Stack = []StackFrame{{Module: atomMaps, Function: atomUpdate, Args: []term.Term{key, value, m}}}
		e.traced = true
	}
	return e
}

// checkMap is the error of updating what is no map, or not that struct.
func (b *body) checkMap(t term.Term, isStruct bool, name term.Term) *Exception {
	x, ok := t.(*term.Map)
	if !isStruct {
		if !ok {
			return b.badMap(t)
		}
		return nil
	}
	if ok {
		if v, found := x.GetAtom(term.Struct); found && term.Identical(v, name) {
			return nil
		}
	}
	return Raise(term.Tuple3(atomBadstruct, name, t))
}

// isRaised reports whether a reason is an exception struct already.
func isRaised(t term.Term) bool {
	x, ok := t.(*term.Map)
	if !ok {
		return false
	}
	v, ok := x.GetAtom(term.Exception)
	if a, isAtom := v.(term.Atom); !ok || !isAtom || a != term.True {
		return false
	}
	_, ok = term.IsStruct(t)
	return ok
}

// listOf is the list of the values, ending in tail.
func listOf(values []term.Term, tail term.Term) term.Term {
	for i := len(values) - 1; i >= 0; i-- {
		tail = &term.Cons{Head: values[i], Tail: tail}
	}
	return tail
}

// externalFun is &module.name/arity.
func externalFun(module, name, arity term.Term) (term.Term, *Exception) {
	m, ok1 := module.(term.Atom)
	n, ok2 := name.(term.Atom)
	a, ok3 := arity.(int)
	if !ok1 || !ok2 || !ok3 || a < 0 || a > maxArity {
		return nil, BadArg()
	}
	return &term.Fun{Module: m, Name: n, Arity: a}, nil
}

// access is value.name where it calls no function; atom reports that it does.
func access(v term.Term, name term.Atom) (out term.Term, atom bool, exc *Exception) {
	switch x := v.(type) {
	case *term.Map:
		if f, ok := x.GetAtom(name); ok {
			return f, false, nil
		}
	case term.Atom:
		if x != term.Nil && x != term.True && x != term.False {
			return nil, true, nil
		}
	}
	return nil, false, Raise(term.Tuple3(atomBadkey, name, v))
}
