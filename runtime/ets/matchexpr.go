package ets

import (
	"slices"

	"otpsh/runtime/term"
)

// This file is the expressions of guards and bodies: constants, variables,
// {operator, args ...}, {{tuples}}, lists and maps.

type (
	constant  struct{ value term.Term }
	variable  struct{ slot int }
	object    struct{}
	variables struct{} // "$$"
	apply     struct {
		name string
		f    Function
		args []expression
	}
	// lazy is andalso, orelse, and the strict and, or, not, xor of booleans.
	lazy struct {
		op   string
		args []expression
	}
	build struct { // a tuple
		elems []expression
	}
	buildList struct {
		elems []expression
		tail  expression
	}
	buildMap struct{ keys, values []expression }
)

func (c constant) eval(*run) (term.Term, bool)   { return c.value, true }
func (v variable) eval(r *run) (term.Term, bool) { return r.vars[v.slot], true }
func (object) eval(r *run) (term.Term, bool)     { return r.object, true }

func (variables) eval(r *run) (term.Term, bool) {
	numbers := slices.Sorted(slices.Values(r.clause.names))
	out := make([]term.Term, len(numbers))
	for i, n := range numbers {
		out[i] = r.vars[r.clause.slots[n]]
	}
	return term.List(out...), true
}

func (a apply) eval(r *run) (term.Term, bool) {
	args, ok := evalAll(a.args, r)
	if !ok {
		return nil, false
	}
	return a.f(args)
}

// keepsElement reports whether the call is {:element, at, :"$_"}; at from 0.
func (a apply) keepsElement(at int) bool {
	if a.name != "element" || len(a.args) != 2 {
		return false
	}
	n, isConstant := a.args[0].(constant)
	_, isObject := a.args[1].(object)
	return isConstant && isObject && n.value == term.Term(term.Int(at+1))
}

func (b build) eval(r *run) (term.Term, bool) {
	elems, ok := evalAll(b.elems, r)
	return term.OwnTuple(elems), ok
}

func (b buildList) eval(r *run) (term.Term, bool) {
	elems, ok := evalAll(b.elems, r)
	if !ok {
		return nil, false
	}
	tail, ok := b.tail.eval(r)
	return term.ListTail(elems, tail), ok
}

func (b buildMap) eval(r *run) (term.Term, bool) {
	keys, ok := evalAll(b.keys, r)
	if !ok {
		return nil, false
	}
	values, ok := evalAll(b.values, r)
	if !ok {
		return nil, false
	}
	m := term.EmptyMap
	for i, k := range keys {
		m = m.Put(k, values[i])
	}
	return m, true
}

func evalAll(es []expression, r *run) ([]term.Term, bool) {
	out := make([]term.Term, len(es))
	for i, e := range es {
		v, ok := e.eval(r)
		if !ok {
			return nil, false
		}
		out[i] = v
	}
	return out, true
}

func (l lazy) eval(r *run) (term.Term, bool) {
	first, ok := evalBool(l.args[0], r)
	if !ok {
		return nil, false
	}
	switch {
	case l.op == "not":
		return term.Bool(!first), true
	case l.op == "andalso" && !first, l.op == "orelse" && first:
		return term.Bool(first), true
	}
	for _, a := range l.args[1:] {
		next, ok := evalBool(a, r)
		if !ok {
			return nil, false
		}
		switch l.op {
		case "andalso":
			if !next {
				return term.False, true
			}
		case "orelse":
			if next {
				return term.True, true
			}
		case "and":
			first = first && next
		case "or":
			first = first || next
		case "xor":
			first = first != next
		}
	}
	if l.op == "andalso" || l.op == "orelse" {
		return term.Bool(l.op == "andalso"), true
	}
	return term.Bool(first), true
}

func evalBool(e expression, r *run) (value, ok bool) {
	v, ok := e.eval(r)
	a, isAtom := v.(term.Atom)
	return isAtom && a == term.True, ok && isAtom && (a == term.True || a == term.False)
}

// reader turns terms into expressions over the variables of a clause's head.
type reader struct {
	clause    *specClause
	functions Functions
}

func (x *reader) all(ts []term.Term, depth int) ([]expression, bool) {
	out := make([]expression, len(ts))
	for i, t := range ts {
		e, ok := x.read(t, depth)
		if !ok {
			return nil, false
		}
		out[i] = e
	}
	return out, true
}

func (x *reader) read(t term.Term, depth int) (expression, bool) {
	if depth > maxDepth {
		return nil, false
	}
	switch v := t.(type) {
	case term.Atom:
		switch v {
		case dollarUnderscore:
			return object{}, true
		case dollarDollar:
			return variables{}, true
		}
		if n, ok := varNumber(v); ok {
			slot, bound := x.clause.slots[n]
			return variable{slot}, bound
		}
	case *term.Tuple:
		return x.tuple(v.Elems, depth+1)
	case *term.Cons:
		if v != nil {
			return x.list(v, depth+1)
		}
	case *term.Map:
		return x.mapOf(v, depth+1)
	}
	return constant{t}, true
}

// tuple is {{elements}}, {:const, value} or {function, arguments ...}.
func (x *reader) tuple(elems []term.Term, depth int) (expression, bool) {
	if len(elems) == 0 {
		return nil, false
	}
	if inner, ok := elems[0].(*term.Tuple); ok && len(elems) == 1 {
		parts, ok := x.all(inner.Elems, depth)
		return build{parts}, ok
	}
	name, ok := elems[0].(term.Atom)
	if !ok {
		return nil, false
	}
	if name == atomConst {
		if len(elems) != 2 {
			return nil, false
		}
		return constant{elems[1]}, true
	}
	args, ok := x.all(elems[1:], depth)
	if !ok {
		return nil, false
	}
	switch name.Name() {
	case "andalso", "orelse", "and", "or":
		return lazy{name.Name(), args}, len(args) > 0
	case "xor":
		return lazy{"xor", args}, len(args) == 2
	case "not":
		return lazy{"not", args}, len(args) == 1
	}
	if x.functions == nil || !guardFunctions[name.Name()] {
		return nil, false
	}
	f := x.functions(name.Name(), len(args))
	return apply{name.Name(), f, args}, f != nil
}

// guardFunctions are what a match specification may call.
var guardFunctions = map[string]bool{
	"is_atom": true, "is_float": true, "is_integer": true, "is_list": true, "is_number": true, "is_pid": true, "is_port": true,
	"is_reference": true, "is_tuple": true, "is_map": true, "is_map_key": true, "is_binary": true, "is_bitstring": true,
	"is_boolean": true, "is_function": true, "is_record": true,
	"abs": true, "element": true, "hd": true, "length": true, "map_get": true, "map_size": true, "max": true, "min": true,
	"node": true, "round": true, "float": true, "ceil": true, "floor": true, "size": true, "bit_size": true, "byte_size": true,
	"tuple_size": true, "tl": true, "trunc": true, "binary_part": true, "self": true,
	"+": true, "-": true, "*": true, "/": true, "div": true, "rem": true, "band": true, "bor": true, "bxor": true, "bnot": true,
	"bsl": true, "bsr": true,
	">": true, ">=": true, "<": true, "=<": true, "=:=": true, "==": true, "=/=": true, "/=": true,
}

func (x *reader) list(l *term.Cons, depth int) (expression, bool) {
	var elems []term.Term
	var tail term.Term = l
	for {
		cell, ok := tail.(*term.Cons)
		if !ok || cell == nil {
			break
		}
		elems = append(elems, cell.Head)
		tail = cell.Tail
	}
	parts, ok := x.all(elems, depth)
	if !ok {
		return nil, false
	}
	end, ok := x.read(tail, depth)
	return buildList{parts, end}, ok
}

func (x *reader) mapOf(m *term.Map, depth int) (expression, bool) {
	var keys, values []term.Term
	m.Each(func(k, v term.Term) bool {
		keys, values = append(keys, k), append(values, v)
		return true
	})
	ks, ok1 := x.all(keys, depth)
	vs, ok2 := x.all(values, depth)
	return buildMap{ks, vs}, ok1 && ok2
}
