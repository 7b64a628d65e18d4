package lib

import "otpsh/runtime/term"

// This file builds and takes apart quoted terms for the macros written in Go.

var (
	atomDo        = term.Intern("do")
	atomElse      = term.Intern("else")
	atomArrow     = term.Intern("->")
	atomWhen      = term.Intern("when")
	atomDot       = term.Intern(".")
	atomBlock     = term.Intern("__block__")
	atomAliases   = term.Intern("__aliases__")
	atomContext   = term.Intern("context")
	atomErlang    = term.Intern("erlang")
	atomLiteral   = term.Intern("$literal")
	atomUnquote   = term.Intern("unquote")
	atomBackslash = term.Intern(`\\`)
	moduleKernel  = term.Alias("Kernel")
)

// node is {form, meta, [args...]}.
func node(form, meta term.Term, args ...term.Term) term.Term {
	return term.Tuple3(form, meta, term.List(args...))
}

// call is the local call name(args...).
func call(name string, meta term.Term, args ...term.Term) term.Term {
	return node(term.Intern(name), meta, args...)
}

// remote is module.name(args...).
func remote(module term.Atom, name string, meta term.Term, args ...term.Term) term.Term {
	return node(node(atomDot, meta, module, term.Intern(name)), meta, args...)
}

// RemoteCall is the quoted call module.name(args...).
func RemoteCall(module, name string, args ...term.Term) term.Term {
	return remote(term.Intern(module), name, term.Empty, args...)
}

// kernelVar is a variable of Kernel's own macros: the expander gives it a
// counter of the expansion, so that it never meets the caller's variables.
func kernelVar(name string) term.Term {
	return term.Tuple3(term.Intern(name), term.List(term.Tuple2(atomContext, moduleKernel)), moduleKernel)
}

// clause is `patterns -> body`.
func clause(pattern, body term.Term) term.Term {
	return node(atomArrow, term.Empty, term.List(pattern), body)
}

// literal embeds a constant in quoted code.
func literal(t term.Term) term.Term { return node(atomLiteral, term.Empty, t) }

// keyword is a keyword list of alternating names and values.
func keyword(kv ...any) term.Term {
	pairs := make([]term.Term, 0, len(kv)/2)
	for i := 0; i+1 < len(kv); i += 2 {
		key, ok := kv[i].(term.Atom)
		if !ok {
			key = term.Intern(kv[i].(string))
		}
		pairs = append(pairs, term.Tuple2(key, kv[i+1]))
	}
	return term.List(pairs...)
}

// lookup finds a key in a keyword list.
func lookup(list term.Term, key term.Atom) (term.Term, bool) {
	for c, ok := list.(*term.Cons); ok && c != nil; c, ok = c.Tail.(*term.Cons) {
		if pair, ok := c.Head.(*term.Tuple); ok && len(pair.Elems) == 2 && pair.Elems[0] == term.Term(key) {
			return pair.Elems[1], true
		}
	}
	return nil, false
}

// threeTuple takes {form, meta, args} apart.
func threeTuple(t term.Term) (form, meta, args term.Term, ok bool) {
	tu, ok := t.(*term.Tuple)
	if !ok || len(tu.Elems) != 3 {
		return nil, nil, nil, false
	}
	return tu.Elems[0], tu.Elems[1], tu.Elems[2], true
}

// isNode reports whether t is {name, _, args} with args a list, and gives
// them.
func isNode(t term.Term, name term.Atom) (args []term.Term, ok bool) {
	form, _, list, ok := threeTuple(t)
	if !ok || form != term.Term(name) {
		return nil, false
	}
	return term.Slice(list)
}
