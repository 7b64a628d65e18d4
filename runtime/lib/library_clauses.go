package lib

import (
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file finds the heads of a library function's clauses in its source, for
// an error that says which part of which clause refused the arguments. Compiled
// code knows nothing of them, and source is read only when an error is shown.

// libraryClauses is (module, function, arity): {kind, [{arguments, guards}],
// attributes, local guards}, with kind :def or :defp and so on, the attributes of
// the module as a keyword list of quoted values, and what it defines by defguard
// as [{name, parameters, quoted}]; nil when the library defines no such function
// in Elixir.
func libraryClauses(m *vm.Machine, args []term.Term) (term.Term, error) {
	module, ok := args[0].(term.Atom)
	name, isName := args[1].(term.Atom)
	arity, isArity := args[2].(int)
	if !ok || !isName || !isArity || !ofLibrary(m, module) {
		return term.Nil, nil
	}
	src, ok := sources()[module]
	if !ok {
		return term.Nil, nil
	}
	quoted, _, err := syntax.Parse(src.text, syntax.Options{File: src.file, Line: src.line})
	if err != nil {
		return term.Nil, nil
	}
	var kind term.Term
	var clauses, attributes, guardMacros []term.Term
	for _, statement := range bodyOf(quoted) {
		if read, ok := isNode(statement, term.Intern("@")); ok && len(read) == 1 {
			if key, _, value, ok := threeTuple(read[0]); ok {
				if values, _ := term.Slice(value); len(values) == 1 {
					attributes = append(attributes, term.Tuple2(key, values[0]))
				}
			}
			continue
		}
		if guard, ok := localGuard(statement); ok {
			guardMacros = append(guardMacros, guard)
			continue
		}
		if k, head, ok := clauseOf(statement); ok && headIs(head, name, arity) {
			kind = k
			patterns, guards := headArgs(head)
			clauses = append(clauses, term.Tuple2(term.List(withoutDefaults(patterns)...), term.List(alternatives(guards)...)))
		}
	}
	if clauses == nil {
		return term.Nil, nil
	}
	return term.NewTuple(kind, term.List(clauses...), term.List(attributes...), term.List(guardMacros...)), nil
}

// clauseOf is what a statement defines, if it is a clause with a body.
func clauseOf(statement term.Term) (kind, head term.Term, ok bool) {
	form, _, list, ok := threeTuple(statement)
	if !ok {
		return nil, nil, false
	}
	word, _ := form.(term.Atom)
	switch word.Name() {
	case "def", "defp", "defmacro", "defmacrop":
		args, _ := term.Slice(list)
		if len(args) == 2 {
			return form, args[0], true
		}
	}
	return nil, nil, false
}

// localGuard is what defguard or defguardp defines: {name, parameters, quoted}.
func localGuard(statement term.Term) (term.Term, bool) {
	args, ok := isNode(statement, term.Intern("defguard"))
	if !ok {
		args, ok = isNode(statement, term.Intern("defguardp"))
	}
	if !ok || len(args) != 1 {
		return nil, false
	}
	when, ok := isNode(args[0], atomWhen)
	if !ok || len(when) != 2 {
		return nil, false
	}
	name, _, params, ok := threeTuple(when[0])
	return term.NewTuple(name, params, when[1]), ok
}

// headIs reports whether a clause's head is of a function, its defaults
// counted as arguments.
func headIs(head term.Term, name term.Atom, arity int) bool {
	if when, ok := isNode(head, atomWhen); ok && len(when) == 2 {
		head = when[0]
	}
	form, _, list, ok := threeTuple(head)
	args, _ := term.Slice(list)
	return ok && form == term.Term(name) && len(args) == arity
}

func withoutDefaults(patterns []term.Term) []term.Term {
	for i, p := range patterns {
		if parts, ok := isNode(p, atomBackslash); ok && len(parts) == 2 {
			patterns[i] = parts[0]
		}
	}
	return patterns
}

// alternatives are the guards of a head, as in `when a when b`.
func alternatives(guards []term.Term) []term.Term {
	var out []term.Term
	for len(guards) == 1 {
		when, ok := isNode(guards[0], atomWhen)
		if !ok || len(when) != 2 {
			return append(out, guards[0])
		}
		out, guards = append(out, when[0]), when[1:]
	}
	return out
}
