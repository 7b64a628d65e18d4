// Reading and building quoted terms.

package expand

import "otpsh/runtime/term"

var (
	atomKeep        = term.Intern("keep")
	atomLine        = term.Intern("line")
	atomColumn      = term.Intern("column")
	atomCounter     = term.Intern("counter")
	atomContext     = term.Intern("context")
	atomImports     = term.Intern("imports")
	atomAlias       = term.Intern("alias")
	atomGenerated   = term.Intern("generated")
	atomNoParens    = term.Intern("no_parens")
	atomAmbiguousOp = term.Intern("ambiguous_op")
	atomOptimize    = term.Intern("optimize_boolean")
	atomIfUndefined = term.Intern("if_undefined")
	atomRequired    = term.Intern("required")
	atomDefined     = term.Intern("defined")
	atomOrigin      = term.Intern("origin")

	atomDo         = term.Intern("do")
	atomDot        = term.Intern(".")
	atomBlock      = term.Intern("__block__")
	atomAliases    = term.Intern("__aliases__")
	atomTuple      = term.Intern("{}")
	atomMap        = term.Intern("%{}")
	atomStruct     = term.Intern("%")
	atomBits       = term.Intern("<<>>")
	atomMatch      = term.Intern("=")
	atomPin        = term.Intern("^")
	atomCapture    = term.Intern("&")
	atomArrow      = term.Intern("->")
	atomLeftArrow  = term.Intern("<-")
	atomWhen       = term.Intern("when")
	atomBar        = term.Intern("|")
	atomColons     = term.Intern("::")
	atomDefault    = term.Intern(`\\`)
	atomSlash      = term.Intern("/")
	atomIn         = term.Intern("in")
	atomFn         = term.Intern("fn")
	atomFor        = term.Intern("for")
	atomQuote      = term.Intern("quote")
	atomUnquote    = term.Intern("unquote")
	atomSplicing   = term.Intern("unquote_splicing")
	atomSuper      = term.Intern("super")
	atomUnderscore = term.Intern("_")
	atomLiteral    = term.Intern("$literal")
	atomErlang     = term.Intern("erlang")
	atomRequire    = term.Intern("require")
	atomImport     = term.Intern("import")
	atomEnv        = term.Intern("__ENV__")
)

// node takes {form, meta, args} apart: a call, a special form or, with an
// atom for args, a variable.
func node(t term.Term) (form, meta, args term.Term, ok bool) {
	tu, ok := t.(*term.Tuple)
	if !ok || len(tu.Elems) != 3 {
		return nil, nil, nil, false
	}
	if _, ok := tu.Elems[1].(*term.Cons); !ok {
		return nil, nil, nil, false
	}
	return tu.Elems[0], tu.Elems[1], tu.Elems[2], true
}

// call takes {name, meta, args} with an atom name and a list of arguments
// apart.
func call(t term.Term, name term.Atom) (meta term.Term, args []term.Term, ok bool) {
	form, meta, list, ok := node(t)
	if !ok || form != term.Term(name) {
		return nil, nil, false
	}
	args, ok = term.Slice(list)
	return meta, args, ok
}

// variable takes {name, meta, context} apart.
func variable(t term.Term) (name term.Atom, meta term.Term, context term.Atom, ok bool) {
	form, meta, ctx, ok := node(t)
	if !ok {
		return term.Atom{}, nil, term.Atom{}, false
	}
	name, ok1 := form.(term.Atom)
	context, ok2 := ctx.(term.Atom)
	return name, meta, context, ok1 && ok2
}

// remoteCall takes {{:., dot, [left, right]}, meta, args} apart.
func remoteCall(t term.Term) (dotMeta, left term.Term, right term.Atom, meta term.Term, args []term.Term, ok bool) {
	form, meta, list, ok := node(t)
	if !ok {
		return nil, nil, term.Atom{}, nil, nil, false
	}
	dotMeta, parts, ok := call(form, atomDot)
	if !ok || len(parts) != 2 {
		return nil, nil, term.Atom{}, nil, nil, false
	}
	right, ok = parts[1].(term.Atom)
	if !ok {
		return nil, nil, term.Atom{}, nil, nil, false
	}
	args, ok = term.Slice(list)
	return dotMeta, parts[0], right, meta, args, ok
}

// makeNode is {form, meta, [args...]}.
func makeNode(form, meta term.Term, args ...term.Term) term.Term {
	return term.Tuple3(form, meta, term.List(args...))
}

// literalNode embeds a constant.
func literalNode(t term.Term) term.Term { return makeNode(atomLiteral, term.Empty, t) }

// makeRemote is module.name(args...).
func makeRemote(module term.Atom, name string, meta term.Term, args ...term.Term) term.Term {
	return makeNode(makeNode(atomDot, meta, module, term.Intern(name)), meta, args...)
}

// pair takes {key, value} apart.
func pair(t term.Term) (key, value term.Term, ok bool) {
	tu, ok := t.(*term.Tuple)
	if !ok || len(tu.Elems) != 2 {
		return nil, nil, false
	}
	return tu.Elems[0], tu.Elems[1], true
}

// metaGet finds a key in meta, or in any keyword list.
func metaGet(meta term.Term, key term.Atom) (term.Term, bool) {
	for c, ok := meta.(*term.Cons); ok && c != nil; c, ok = c.Tail.(*term.Cons) {
		if k, v, ok := pair(c.Head); ok && k == term.Term(key) {
			return v, true
		}
	}
	return nil, false
}

func metaIs(meta term.Term, key term.Atom) bool {
	v, ok := metaGet(meta, key)
	return ok && v == term.Term(term.True)
}

// metaLine is meta's line; 0 when it has none.
func metaLine(meta term.Term) int {
	v, _ := metaGet(meta, atomLine)
	line, _ := v.(int)
	return line
}

// metaDelete is meta without the first entry of a key.
func metaDelete(meta term.Term, key term.Atom) term.Term {
	c, ok := meta.(*term.Cons)
	if _, has := metaGet(meta, key); !ok || !has {
		return meta
	}
	var kept []term.Term
	for c != nil {
		next, _ := c.Tail.(*term.Cons)
		if k, _, ok := pair(c.Head); ok && k == term.Term(key) {
			return term.ListTail(kept, next)
		}
		kept = append(kept, c.Head)
		c = next
	}
	return meta
}

// metaStore is meta with a key set, in its place or at the end.
func metaStore(meta term.Term, key term.Atom, value term.Term) term.Term {
	entries, _ := term.Slice(meta)
	out := make([]term.Term, 0, len(entries)+1)
	found := false
	for _, e := range entries {
		if k, _, ok := pair(e); ok && k == term.Term(key) && !found {
			e, found = term.Tuple2(key, value), true
		}
		out = append(out, e)
	}
	if !found {
		out = append(out, term.Tuple2(key, value))
	}
	return term.List(out...)
}

// metaNew is meta with a key set at its front, unless it is there.
func metaNew(meta term.Term, key term.Atom, value term.Term) term.Term {
	if _, has := metaGet(meta, key); has {
		return meta
	}
	return &term.Cons{Head: term.Tuple2(key, value), Tail: meta}
}

// shouldWarn reports whether code may be warned of: not when generated.
func shouldWarn(meta term.Term) bool { return !metaIs(meta, atomGenerated) }

// varKey is the key of a variable: its counter, else its context.
func varKey(name term.Atom, meta term.Term, context term.Atom) VarKey {
	if counter, ok := metaGet(meta, atomCounter); ok {
		switch counter.(type) {
		case int, term.Atom:
			return VarKey{name, counter}
		}
	}
	return VarKey{name, context}
}

// isList reports whether t is a list, proper or not.
func isList(t term.Term) bool {
	_, ok := t.(*term.Cons)
	return ok
}
