package lib

import (
	"maps"
	"slices"
	"sort"

	"otpsh/runtime/expand"
	"otpsh/runtime/term"
)

// This file is how typespecs are told to a person, by t, b and h: with the
// parentheses that types without arguments have, structs with all their fields,
// and modules by their whole names.

// Typespec is one type, spec or callback of a module.
type Typespec struct {
	Kind   string // type, typep, opaque, spec, callback or macrocallback
	FA     expand.FA
	Quoted term.Term
}

// shownTypespecs are those of a module whose body has ended.
func (d *definition) shownTypespecs(exports func(module term.Atom) (*expand.Exports, bool)) []Typespec {
	var out []Typespec
	for _, t := range d.specsWritten {
		s := &specShower{definition: d, exports: exports}
		if isType(t.kind) {
			if fa, ok := typeOf(t.expr); ok {
				out = append(out, Typespec{t.kind, fa, s.wholeType(t.expr)})
			}
		} else if fa, ok := specOf(t.expr); ok {
			out = append(out, Typespec{t.kind, fa, s.wholeSpec(t.expr)})
		}
	}
	return out
}

// specShower makes one typespec what is shown of it.
type specShower struct {
	*definition
	exports func(module term.Atom) (*expand.Exports, bool) // nil: no other module is asked
	vars    []string                                       // the type variables
	inSpec  []string                                       // those that stand in a spec where they are told of behind "when"
}

// at is the metadata of a node that stands where one with that metadata did.
// Lines count: arguments of different lines are printed each on a line of its own.
// What Elixir expands while it reads a typespec stands on line 0, as do pairs.
func at(meta term.Term) term.Term {
	line, ok := lookup(meta, term.Intern("line"))
	if !ok {
		line = term.Int(0)
	}
	return term.List(term.Tuple2(term.Intern("line"), line))
}

var nowhere = at(term.Empty)

// quotedNode is a call, or a variable when args is no list.
func quotedNode(form, meta, args term.Term) term.Term { return term.NewTuple(form, meta, args) }

func quotedCall(name string, meta term.Term, args ...term.Term) term.Term {
	return quotedNode(term.Intern(name), meta, term.List(args...))
}

func quotedVar(name string, meta term.Term) term.Term {
	return quotedNode(term.Intern(name), meta, term.Nil)
}

// wholeType is name(vars) :: type.
func (s *specShower) wholeType(expr term.Term) term.Term {
	sides, _ := isNode(expr, atomColons)
	form, meta, rest, _ := threeTuple(sides[0])
	args, _ := term.Slice(rest)
	params := make([]term.Term, len(args))
	for i, a := range args {
		name, _ := variableName(a)
		s.vars = append(s.vars, name)
		params[i] = quotedVar(name, at(meta))
	}
	return quotedCall("::", at(meta), quotedNode(form, at(meta), term.List(params...)), s.show(sides[1], 0))
}

// wholeSpec is name(types) :: type when guards: constraints first, then the
// variables that have none.
func (s *specShower) wholeSpec(expr term.Term) term.Term {
	var guards []term.Term
	if parts, ok := isNode(expr, atomWhen); ok && len(parts) == 2 {
		expr = parts[0]
		guards, _ = term.Slice(parts[1])
	}
	var constraints []term.Term
	for _, g := range guards {
		key, _, _ := pairOf(g)
		if name, ok := key.(term.Atom); ok {
			s.vars = append(s.vars, name.Name())
		}
	}
	var constrained []string
	for _, g := range guards {
		key, constraint, _ := pairOf(g)
		if name, ok := variableName(constraint); ok && name == "var" {
			continue
		}
		constraints = append(constraints, term.Tuple2(key, s.show(constraint, 0)))
		constrained = append(constrained, key.(term.Atom).Name())
	}
	s.inSpec = nil
	sides, _ := isNode(expr, atomColons)
	form, meta, rest, _ := threeTuple(sides[0])
	args, _ := term.Slice(rest)
	shown := quotedCall("::", at(meta), quotedNode(form, at(meta), s.showAll(args, 0)), s.show(sides[1], 0))
	for _, name := range s.inSpec {
		if !slices.Contains(constrained, name) {
			constraints = append(constraints, term.Tuple2(term.Intern(name), quotedVar("var", at(meta))))
		}
	}
	if len(constraints) == 0 {
		return shown
	}
	return quotedCall("when", at(meta), shown, term.List(constraints...))
}

func (s *specShower) showAll(types []term.Term, depth int) term.Term {
	return term.List(s.showEach(types, depth)...)
}

func (s *specShower) showEach(types []term.Term, depth int) []term.Term {
	out := make([]term.Term, len(types))
	for i, t := range types {
		out[i] = s.show(t, depth+1)
	}
	return out
}

func (s *specShower) show(t term.Term, depth int) term.Term {
	if depth > expand.MaxDepth {
		return t
	}
	switch v := t.(type) {
	case *term.Cons:
		return s.showList(v, depth)
	case *term.Tuple:
		if len(v.Elems) == 2 {
			return quotedNode(term.Intern("{}"), nowhere, s.showAll(v.Elems, depth))
		}
	}
	form, written, rest, ok := threeTuple(t)
	if !ok {
		return t
	}
	meta := at(written)
	args, isCall := term.Slice(rest)
	name, isAtom := form.(term.Atom)
	switch {
	case !isAtom:
		return s.showRemote(form, meta, args, depth)
	case !isCall:
		return s.showName(name, meta)
	}
	switch word := name.Name(); {
	case word == "|":
		return s.showUnion(t, meta, depth)
	case word == "<<>>":
		return showBits(args, meta)
	case word == "%{}":
		return s.showMap(args, meta, depth)
	case word == "%" && len(args) == 2:
		return s.showStruct(args, depth)
	case word == "__block__" && len(args) == 1:
		return s.show(args[0], depth+1)
	case word == "__aliases__" || word == "@":
		return s.moduleOf(t)
	case name == atomColons && len(args) == 2:
		return s.showAnnotated(args, meta, depth)
	case word == "nonempty_list" && len(args) == 0:
		return term.List(quotedVar("...", meta))
	case word == "nonempty_list" && len(args) == 1:
		return term.List(s.show(args[0], depth+1), quotedVar("...", meta))
	case word == "list" && len(args) == 1:
		return s.showList(&term.Cons{Head: args[0], Tail: term.Empty}, depth)
	case expandedTypes[nameArity(expand.FA{Name: name, Arity: len(args)})]:
		meta = nowhere
	}
	return quotedNode(name, meta, s.showAll(args, depth))
}

// expandedTypes are those that stand for a type of the module :elixir.
var expandedTypes = map[string]bool{
	"charlist/0": true, "nonempty_charlist/0": true, "struct/0": true, "as_boolean/1": true, "keyword/0": true, "keyword/1": true,
}

// showAnnotated is name :: type. A variable inside is not told of behind when.
func (s *specShower) showAnnotated(sides []term.Term, meta term.Term, depth int) term.Term {
	name, _ := variableName(sides[0])
	told := s.inSpec
	shown := quotedCall("::", meta, quotedVar(name, meta), s.show(sides[1], depth+1))
	s.inSpec = told
	return shown
}

// showName is a name without parentheses: a type variable or a type.
func (s *specShower) showName(name term.Atom, meta term.Term) term.Term {
	word := name.Name()
	if word == "__MODULE__" {
		return s.name
	}
	if !slices.Contains(s.vars, word) {
		return s.show(quotedNode(name, meta, term.Empty), 0)
	}
	if !slices.Contains(s.inSpec, word) {
		s.inSpec = append(s.inSpec, word)
	}
	return quotedVar(word, meta)
}

// showList is a list type or a function: [], [type], [type, ...], [key: type]
// and (types -> type).
func (s *specShower) showList(l *term.Cons, depth int) term.Term {
	elems, _ := term.Slice(l)
	if len(elems) != 1 {
		out := make([]term.Term, len(elems))
		for i, e := range elems {
			if key, value, ok := pairOf(e); ok {
				out[i] = term.Tuple2(key, s.show(value, depth+1))
			} else if isDots(e) {
				out[i] = quotedVar("...", nowhere)
			} else {
				out[i] = s.show(e, depth+1)
			}
		}
		return term.List(out...)
	}
	if isDots(elems[0]) {
		return term.List(quotedVar("...", nowhere))
	}
	if sides, ok := isNode(elems[0], term.Intern("->")); ok && len(sides) == 2 {
		_, meta, _, _ := threeTuple(elems[0])
		params, _ := term.Slice(sides[0])
		shown := term.List(quotedVar("...", nowhere))
		if len(params) != 1 || !isDots(params[0]) {
			shown = s.showAll(params, depth)
		}
		return term.List(quotedCall("->", at(meta), shown, s.show(sides[1], depth+1)))
	}
	if pairs, ok := s.pairsOfUnion(elems[0], depth); ok {
		return pairs
	}
	return term.List(s.show(elems[0], depth+1))
}

// pairsOfUnion is {:a, type} | {:b, type} inside a list as a keyword list.
func (s *specShower) pairsOfUnion(t term.Term, depth int) (term.Term, bool) {
	members := unionOf(t)
	if len(members) < 2 {
		return nil, false
	}
	pairs := make([]term.Term, len(members))
	for i, m := range members {
		key, value, ok := pairOf(m)
		if _, isAtom := key.(term.Atom); !ok || !isAtom {
			return nil, false
		}
		pairs[i] = term.Tuple2(key, s.show(value, depth+1))
	}
	return term.List(pairs...), true
}

// unionOf are the members of a union, from left to right.
func unionOf(t term.Term) []term.Term {
	var out []term.Term
	for todo := []term.Term{t}; len(todo) > 0; {
		last := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if sides, ok := isNode(last, term.Intern("|")); ok && len(sides) == 2 {
			todo = append(todo, sides[1], sides[0])
			continue
		}
		if inner, ok := isNode(last, term.Intern("__block__")); ok && len(inner) == 1 {
			if sides, ok := isNode(inner[0], term.Intern("|")); ok && len(sides) == 2 {
				todo = append(todo, inner[0])
				continue
			}
		}
		out = append(out, last)
	}
	return out
}

func (s *specShower) showUnion(t, meta term.Term, depth int) term.Term {
	members := s.showEach(unionOf(t), depth)
	out := members[len(members)-1]
	for _, m := range slices.Backward(members[:len(members)-1]) {
		out = quotedCall("|", meta, m, out)
	}
	return out
}

// showMap tells of each key whether it must be there.
func (s *specShower) showMap(fields []term.Term, meta term.Term, depth int) term.Term {
	out := make([]term.Term, len(fields))
	for i, f := range fields {
		key, value, _ := pairOf(f)
		kind := "required"
		for _, written := range []string{"required", "optional"} {
			if of, ok := isNode(key, term.Intern(written)); ok && len(of) == 1 {
				kind, key = written, of[0]
			}
		}
		shown := s.show(key, depth+1)
		if _, isAtom := shown.(term.Atom); !isAtom || kind == "optional" {
			shown = quotedCall(kind, term.Empty, shown)
		}
		out[i] = term.Tuple2(shown, s.show(value, depth+1))
	}
	return quotedNode(term.Intern("%{}"), meta, term.List(out...))
}

// showStruct is %Name{} with all fields of the struct.
func (s *specShower) showStruct(args []term.Term, depth int) term.Term {
	module := s.moduleOf(args[0])
	fields, _ := isNode(args[1], term.Intern("%{}"))
	_, meta, _, _ := threeTuple(args[1])
	written := map[term.Atom]term.Term{}
	for _, f := range fields {
		key, value, _ := pairOf(f)
		written[key.(term.Atom)] = s.show(value, depth+1)
	}
	var out []term.Term
	names := s.fieldNames(module)
	if names == nil {
		names = slices.Collect(maps.Keys(written))
	}
	sort.Slice(names, func(i, j int) bool { return names[i].Name() < names[j].Name() })
	for _, name := range names {
		shown := quotedCall("term", nowhere)
		if t, ok := written[name]; ok {
			shown = t
		} else if name == term.Exception {
			shown = term.True
		}
		out = append(out, term.Tuple2(name, shown))
	}
	return quotedCall("%", at(meta), module, quotedNode(term.Intern("%{}"), at(meta), term.List(out...)))
}

// fieldNames are the fields of a struct; none when they are not known.
func (s *specShower) fieldNames(module term.Term) []term.Atom {
	info := s.structure
	if module != term.Term(s.name) {
		info = nil
		if name, ok := module.(term.Atom); ok && s.exports != nil {
			if x, ok := s.exports(name); ok {
				info = x.Struct
			}
		}
	}
	if info == nil {
		return nil
	}
	names := make([]term.Atom, len(info.Fields))
	for i, f := range info.Fields {
		names[i] = f.Name
	}
	return names
}

// showRemote is Module.type(args); of the module itself it is a type of its own.
func (s *specShower) showRemote(form, meta term.Term, args []term.Term, depth int) term.Term {
	parts, ok := isNode(form, atomDot)
	if !ok || len(parts) != 2 {
		return quotedNode(form, meta, s.showAll(args, depth))
	}
	module := s.moduleOf(parts[0])
	if module == term.Term(s.name) {
		return quotedNode(parts[1], meta, s.showAll(args, depth))
	}
	return quotedNode(quotedCall(".", meta, module, parts[1]), meta, s.showAll(args, depth))
}

// moduleOf is the module that an alias, __MODULE__ or an attribute names.
func (s *specShower) moduleOf(t term.Term) term.Term {
	if isModuleVar(t) {
		return s.name
	}
	if value, ok := s.attributeRead(t); ok {
		return value
	}
	if segments, ok := isNode(t, atomAliases); ok {
		full := ""
		for i, segment := range segments {
			name, isAtom := segment.(term.Atom)
			switch {
			case isAtom && i == 0:
				full = term.Alias(name.Name()).Name()
			case isAtom:
				full += "." + name.Name()
			case i == 0 && isModuleVar(segment):
				full = s.name.Name()
			default:
				return t
			}
		}
		return term.Intern(full)
	}
	return t
}

// showBits is a bitstring: <<_::size>>, <<_::_*unit>> or both.
func showBits(segments []term.Term, meta term.Term) term.Term {
	if len(segments) == 0 {
		return quotedCall("<<>>", meta, quotedCall("::", meta, quotedVar("_", meta), term.Int(0)))
	}
	out := make([]term.Term, len(segments))
	for i, segment := range segments {
		sides, _ := isNode(segment, atomColons)
		size := sides[1]
		if product, ok := isNode(size, term.Intern("*")); ok {
			if _, _, _, isVar := threeTuple(product[0]); isVar {
				size = quotedCall("*", meta, quotedVar("_", meta), product[1])
			}
		}
		out[i] = quotedCall("::", meta, quotedVar("_", meta), size)
	}
	return quotedCall("<<>>", meta, out...)
}
