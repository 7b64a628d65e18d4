package lib

import (
	"fmt"
	"slices"

	"otpsh/runtime/diag"
	"otpsh/runtime/expand"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the typespecs of a module that is being defined. Types are not
// checked: what is kept is which types, specs and callbacks there are.

// putTypespec is (module, kind, quoted spec, line). A callback's name and
// arity are kept; all are checked when the body has ended.
func putTypespec(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "put_typespec", 3)
	if err != nil {
		return nil, err
	}
	kind := args[1].(term.Atom)
	line, _ := args[3].(int)
	d.specsWritten = append(d.specsWritten, typespec{kind.Name(), args[2], line})
	if fa, ok := typeOf(args[2]); ok && isType(kind.Name()) {
		if err := d.documentType(m, kind.Name(), fa, line); err != nil {
			return nil, err
		}
	}
	if fa, ok := specOf(args[2]); ok {
		d.addCallback(kind, fa)
		if kind.Name() == "callback" || kind.Name() == "macrocallback" {
			d.documentOther(kind.Name(), fa, line, "doc")
		}
	}
	d.putAttribute(kind, args[2])
	return term.Ok, nil
}

// documentType takes the @typedoc before a type.
func (d *definition) documentType(m *vm.Machine, kind string, fa expand.FA, line int) error {
	if (fa.Name.Name() == "required" || fa.Name.Name() == "optional") && fa.Arity == 1 {
		return typespecError(d.file, line, fmt.Sprintf("type %s is a reserved type and it cannot be defined", nameArity(fa)))
	}
	written, _ := d.attributes.Get(term.Intern("typedoc"))
	at, text, ok := pairOf(written)
	d.documentOther(kind, fa, line, "typedoc")
	if ok && kind == "typep" && text != term.Term(term.Nil) && text != term.Term(term.False) && !d.library {
		line, _ := at.(int)
		worldState(m.World()).report(m.Process().PID(), diag.Diagnostic{
			Severity: diag.Warning, File: d.file, Pos: diag.Pos{Line: line}, Where: "(file)",
			Message: fmt.Sprintf("type %s is private, @typedoc's are always discarded for private types", nameArity(fa)),
		})
	}
	return nil
}

// addCallback keeps the name and arity of a callback; one with several
// clauses is one.
func (d *definition) addCallback(kind term.Atom, fa expand.FA) {
	switch {
	case kind.Name() == "callback" && !slices.Contains(d.callbacks, fa):
		d.callbacks = append(d.callbacks, fa)
	case kind.Name() == "macrocallback" && !slices.Contains(d.macroCallbacks, fa):
		d.macroCallbacks = append(d.macroCallbacks, fa)
	}
}

// specOf is the function that `name(args) :: type` and `... when ...`
// describe.
func specOf(quoted term.Term) (expand.FA, bool) {
	if when, ok := isNode(quoted, atomWhen); ok && len(when) == 2 {
		quoted = when[0]
	}
	typed, ok := isNode(quoted, term.Intern("::"))
	if !ok || len(typed) != 2 {
		return expand.FA{}, false
	}
	form, _, list, ok := threeTuple(typed[0])
	name, isAtom := form.(term.Atom)
	if !ok || !isAtom {
		return expand.FA{}, false
	}
	args, _ := term.Slice(list)
	return expand.FA{Name: name, Arity: len(args)}, true
}

// definesType is (module, {name, arity}).
func definesType(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := noEntry(m, args[0])
	if err != nil {
		return nil, err
	}
	fa, _ := faOf(args[1])
	for _, kind := range []string{"type", "typep", "opaque"} {
		if len(d.specs(kind, fa)) > 0 {
			return term.True, nil
		}
	}
	return term.False, nil
}

// specs are the typespecs of a kind with that name and arity, newest first.
func (d *definition) specs(kind string, fa expand.FA) []term.Term {
	list, _ := d.attribute(term.Intern(kind))
	all, _ := term.Slice(list)
	var found []term.Term
	for _, quoted := range all {
		if of, ok := specOf(quoted); ok && of == fa {
			found = append(found, quoted)
		}
	}
	return found
}

// specToCallback is (module, {name, arity}): the specs of the function become
// callbacks; false when there are none.
func specToCallback(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := noEntry(m, args[0])
	if err != nil {
		return nil, err
	}
	fa, _ := faOf(args[1])
	found := d.specs("spec", fa)
	for i := len(found) - 1; i >= 0; i-- {
		d.addCallback(term.Intern("callback"), fa)
		d.specsWritten = append(d.specsWritten, typespec{"callback", found[i], d.line})
		d.putAttribute(term.Intern("callback"), found[i])
	}
	return term.Bool(len(found) > 0), nil
}

// withAliases is a typespec with the modules that its aliases mean where it stands:
// a module's specs are looked at when its body has ended.
func withAliases(quoted term.Term, env *expand.Env, depth int) term.Term {
	if depth > expand.MaxDepth {
		return quoted
	}
	switch q := quoted.(type) {
	case *term.Tuple:
		if segments, ok := isNode(q, atomAliases); ok && len(segments) > 0 {
			if full, ok := env.Alias(q.Elems[1], segments); ok {
				return full
			}
			return q
		}
		elems := make([]term.Term, len(q.Elems))
		for i, e := range q.Elems {
			elems[i] = withAliases(e, env, depth+1)
		}
		return term.NewTuple(elems...)
	case *term.Cons:
		elems, ok := term.Slice(q)
		if !ok {
			return q
		}
		for i, e := range elems {
			elems[i] = withAliases(e, env, depth+1)
		}
		return term.List(elems...)
	}
	return quoted
}
