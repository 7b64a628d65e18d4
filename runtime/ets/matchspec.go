package ets

import (
	"strconv"

	"otpsh/runtime/term"
)

// This file reads match specifications, [{head, guards, body}], into a tree
// that can be run on objects. See the chapter on match specifications in the
// ERTS user's guide.

// Function is a guard function of :erlang as a match specification calls it;
// false when it raises.
type Function func(args []term.Term) (term.Term, bool)

// Functions finds guard functions by name and arity; nil when there is none.
type Functions func(name string, arity int) Function

// Spec is a match specification that can be run.
type Spec struct {
	clauses []specClause
	vars    int // how many variables the largest head binds
}

type specClause struct {
	head   pattern
	names  []int // the numbers of $1, $2 ... in the order of "$$"
	slots  map[int]int
	guards []expression
	body   []expression
}

// maxDepth bounds how deep heads and bodies may be nested.
const maxDepth = 1000

// pattern is a head, or a part of one.
type pattern interface {
	match(t term.Term, vars []term.Term) bool
}

type (
	anyPattern   struct{}
	varPattern   struct{ slot int }
	constPattern struct{ value term.Term }
	tuplePattern struct{ elems []pattern }
	consPattern  struct{ head, tail pattern }
	mapPattern   struct {
		keys   []term.Term
		values []pattern
	}
)

func (anyPattern) match(term.Term, []term.Term) bool { return true }

func (p varPattern) match(t term.Term, vars []term.Term) bool {
	if vars[p.slot] == nil {
		vars[p.slot] = t
		return true
	}
	return term.Identical(vars[p.slot], t)
}

func (p constPattern) match(t term.Term, _ []term.Term) bool { return term.Identical(p.value, t) }

func (p tuplePattern) match(t term.Term, vars []term.Term) bool {
	tuple, ok := t.(*term.Tuple)
	if !ok || len(tuple.Elems) != len(p.elems) {
		return false
	}
	for i, e := range p.elems {
		if !e.match(tuple.Elems[i], vars) {
			return false
		}
	}
	return true
}

func (p consPattern) match(t term.Term, vars []term.Term) bool {
	for {
		c, ok := t.(*term.Cons)
		if !ok || c == nil || !p.head.match(c.Head, vars) {
			return false
		}
		next, ok := p.tail.(consPattern)
		if !ok {
			return p.tail.match(c.Tail, vars)
		}
		p, t = next, c.Tail
	}
}

func (p mapPattern) match(t term.Term, vars []term.Term) bool {
	m, ok := t.(*term.Map)
	if !ok {
		return false
	}
	for i, k := range p.keys {
		v, ok := m.Get(k)
		if !ok || !p.values[i].match(v, vars) {
			return false
		}
	}
	return true
}

// expression is a guard or a part of a body.
type expression interface {
	eval(r *run) (term.Term, bool)
}

// run is one object on which a clause is tried.
type run struct {
	object term.Term
	clause *specClause
	vars   []term.Term
}

// Compile reads a match specification; false when it is none.
func Compile(spec term.Term, functions Functions) (*Spec, bool) {
	clauses, ok := term.Slice(spec)
	if !ok || len(clauses) == 0 {
		return nil, false
	}
	s := &Spec{}
	for _, t := range clauses {
		c, ok := compileClause(t, functions)
		if !ok {
			return nil, false
		}
		s.clauses = append(s.clauses, c)
		s.vars = max(s.vars, len(c.slots))
	}
	return s, true
}

// HeadSpec is the specification of match and match_object: a head whose
// matches give the list of its variables, or the whole object.
func HeadSpec(head term.Term, whole bool) term.Term {
	result := dollarDollar
	if whole {
		result = dollarUnderscore
	}
	return term.List(term.Tuple3(head, term.Empty, term.List(result)))
}

var (
	underscore       = term.Intern("_")
	dollarDollar     = term.Intern("$$")
	dollarUnderscore = term.Intern("$_")
	atomConst        = term.Intern("const")
)

func compileClause(t term.Term, functions Functions) (specClause, bool) {
	c := specClause{slots: map[int]int{}}
	parts, ok := t.(*term.Tuple)
	if !ok || len(parts.Elems) != 3 {
		return c, false
	}
	switch head := parts.Elems[0].(type) {
	case *term.Tuple:
	case term.Atom:
		if _, isVar := varNumber(head); !isVar && head != underscore {
			return c, false
		}
	default:
		return c, false
	}
	if c.head, ok = c.pattern(parts.Elems[0], 0); !ok {
		return c, false
	}
	reader := &reader{clause: &c, functions: functions}
	guards, ok1 := term.Slice(parts.Elems[1])
	body, ok2 := term.Slice(parts.Elems[2])
	if !ok1 || !ok2 || len(body) == 0 {
		return c, false
	}
	c.guards, ok1 = reader.all(guards, 0)
	c.body, ok2 = reader.all(body, 0)
	return c, ok1 && ok2
}

// varNumber is n of the atom $n.
func varNumber(a term.Atom) (int, bool) {
	name := a.Name()
	if len(name) < 2 || name[0] != '$' {
		return 0, false
	}
	n, err := strconv.Atoi(name[1:])
	return n, err == nil && n >= 0 && strconv.Itoa(n) == name[1:]
}

// slot is the place of a head's variable, made at its first use.
func (c *specClause) slot(number int) int {
	i, ok := c.slots[number]
	if !ok {
		i = len(c.names)
		c.slots[number] = i
		c.names = append(c.names, number)
	}
	return i
}

func (c *specClause) pattern(t term.Term, depth int) (pattern, bool) {
	if depth > maxDepth {
		return nil, false
	}
	switch v := t.(type) {
	case term.Atom:
		if v == underscore {
			return anyPattern{}, true
		}
		if n, ok := varNumber(v); ok {
			return varPattern{c.slot(n)}, true
		}
	case *term.Tuple:
		elems, constant, ok := c.patterns(v.Elems, depth+1)
		if !ok || !constant {
			return tuplePattern{elems}, ok
		}
	case *term.Cons:
		if v != nil {
			return c.listPattern(v, depth)
		}
	case *term.Map:
		return c.mapPattern(v, depth)
	}
	return constPattern{t}, true
}

// patterns also tells whether all of them are constants.
func (c *specClause) patterns(ts []term.Term, depth int) (out []pattern, constant, ok bool) {
	constant = true
	for _, t := range ts {
		p, ok := c.pattern(t, depth)
		if !ok {
			return nil, false, false
		}
		if _, isConst := p.(constPattern); !isConst {
			constant = false
		}
		out = append(out, p)
	}
	return out, constant, true
}

func (c *specClause) listPattern(l *term.Cons, depth int) (pattern, bool) {
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
	heads, constant, ok := c.patterns(elems, depth+1)
	if !ok {
		return nil, false
	}
	out, ok := c.pattern(tail, depth+1)
	if !ok {
		return nil, false
	}
	if _, isConst := out.(constPattern); isConst && constant {
		return constPattern{l}, true
	}
	for i := len(heads) - 1; i >= 0; i-- {
		out = consPattern{heads[i], out}
	}
	return out, true
}

func (c *specClause) mapPattern(m *term.Map, depth int) (pattern, bool) {
	var p mapPattern
	ok := true
	m.Each(func(k, v term.Term) bool {
		var value pattern
		if value, ok = c.pattern(v, depth+1); ok {
			p.keys, p.values = append(p.keys, k), append(p.values, value)
		}
		return ok
	})
	return p, ok
}

// Key is the key that all matches must have; false when there may be several.
func (s *Spec) Key(keypos int) (term.Term, bool) {
	if len(s.clauses) != 1 {
		return nil, false
	}
	switch head := s.clauses[0].head.(type) {
	case tuplePattern:
		if keypos <= len(head.elems) {
			if c, ok := head.elems[keypos-1].(constPattern); ok {
				return c.value, true
			}
		}
	case constPattern:
		if t, ok := head.value.(*term.Tuple); ok && keypos <= len(t.Elems) {
			return t.Elems[keypos-1], true
		}
	}
	return nil, false
}

// KeepsKey reports whether every value that the specification gives is an
// object with the key of the one it was given, as select_replace demands: the
// key's place in the body holds the head's variable of the same place, or the
// object itself is returned.
func (s *Spec) KeepsKey(keypos int) bool {
	for i := range s.clauses {
		c := &s.clauses[i]
		if !keepsKey(c.head, c.body[len(c.body)-1], keypos-1) {
			return false
		}
	}
	return true
}

func keepsKey(head pattern, value expression, at int) bool {
	switch v := value.(type) {
	case object:
		return true
	case build:
		h, ok := head.(tuplePattern)
		if !ok || at >= len(h.elems) || at >= len(v.elems) {
			return false
		}
		switch key := v.elems[at].(type) {
		case variable:
			p, ok := h.elems[at].(varPattern)
			return ok && p.slot == key.slot
		case constant:
			p, ok := h.elems[at].(constPattern)
			return ok && term.Identical(p.value, key.value)
		case apply:
			return key.keepsElement(at)
		}
	}
	return false
}

// Run gives the value of the first clause that takes the object; false when
// none does.
func (s *Spec) Run(object term.Term) (term.Term, bool) {
	r := run{object: object, vars: make([]term.Term, s.vars)}
	for i := range s.clauses {
		c := &s.clauses[i]
		clear(r.vars)
		r.clause = c
		if !c.head.match(object, r.vars) || !r.holds(c.guards) {
			continue
		}
		return r.result(c.body), true
	}
	return nil, false
}

func (r *run) holds(guards []expression) bool {
	for _, g := range guards {
		if v, ok := g.eval(r); !ok || v != term.Term(term.True) {
			return false
		}
	}
	return true
}

// result is the value of a body; what fails there gives :EXIT.
func (r *run) result(body []expression) term.Term {
	var last term.Term
	for _, e := range body {
		v, ok := e.eval(r)
		if !ok {
			return term.EXIT
		}
		last = v
	}
	return last
}
