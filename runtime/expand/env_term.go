// An Env as %Macro.Env{}, and back.

package expand

import (
	"errors"
	"sort"

	"otpsh/runtime/term"
)

var envKeys = struct {
	aliases, context, contextModules, file, function, functions, lexical, line,
	macroAliases, macros, module, requires, tracers, versioned term.Atom
}{
	term.Intern("aliases"), term.Intern("context"), term.Intern("context_modules"), term.Intern("file"),
	term.Intern("function"), term.Intern("functions"), term.Intern("lexical_tracker"), term.Intern("line"),
	term.Intern("macro_aliases"), term.Intern("macros"), term.Intern("module"), term.Intern("requires"),
	term.Intern("tracers"), term.Intern("versioned_vars"),
}

var macroEnv = term.Alias("Macro.Env")

// Term is e as a %Macro.Env{}.
func (e *Env) Term() term.Term {
	var b term.MapBuilder
	b.Put(term.Struct, macroEnv)
	for _, key := range []term.Atom{
		envKeys.aliases, envKeys.context, envKeys.contextModules, envKeys.file, envKeys.function, envKeys.functions,
		envKeys.lexical, envKeys.line, envKeys.macroAliases, envKeys.macros, envKeys.module, envKeys.requires,
		envKeys.tracers, envKeys.versioned,
	} {
		v, _ := e.field(key)
		b.Put(key, v)
	}
	return b.Map()
}

// field is one field of the %Macro.Env{}; false when there is no such field.
func (e *Env) field(key term.Atom) (term.Term, bool) {
	switch key {
	case envKeys.aliases:
		return aliasTerms(e.aliases), true
	case envKeys.macroAliases:
		return aliasTerms(e.macroAliases), true
	case envKeys.context:
		if e.Context == InBody {
			return term.Nil, true
		}
		return term.Intern(string(e.Context)), true
	case envKeys.contextModules:
		return e.contextList(), true
	case envKeys.requires:
		return atomList(e.requires), true
	case envKeys.file:
		return term.Binary(e.File), true
	case envKeys.line:
		return term.Int(e.Line), true
	case envKeys.function:
		if e.Function == nil {
			return term.Nil, true
		}
		return term.Tuple2(e.Function.Name, term.Int(e.Function.Arity)), true
	case envKeys.functions:
		return importTerms(e.functions), true
	case envKeys.macros:
		return importTerms(e.macros), true
	case envKeys.module:
		return e.ModuleTerm(), true
	case envKeys.lexical:
		if e.lexical == nil {
			return term.Nil, true
		}
		return e.lexical.handle(), true
	case envKeys.tracers:
		if e.tracers == nil {
			return term.Empty, true
		}
		return e.tracers, true
	case envKeys.versioned:
		return varTerms(e.vars), true
	case term.Struct:
		return macroEnv, true
	}
	return nil, false
}

func atomList(as []term.Atom) term.Term {
	out := make([]term.Term, len(as))
	for i, a := range as {
		out[i] = a
	}
	return term.List(out...)
}

func aliasTerms(entries []aliasEntry) term.Term {
	out := make([]term.Term, len(entries))
	for i, a := range entries {
		var old term.Term = a.Old
		if a.Counter != nil {
			old = term.Tuple2(a.Counter, a.Old)
		}
		out[i] = term.Tuple2(a.New, old)
	}
	return term.List(out...)
}

func importTerms(sets []*importSet) term.Term {
	out := make([]term.Term, len(sets))
	for i, s := range sets {
		out[i] = term.Tuple2(s.module, s.list)
	}
	return term.List(out...)
}

func varTerms(vars *binding) term.Term {
	var b term.MapBuilder
	for _, v := range visible(vars) {
		b.Put(term.Tuple2(v.key.Name, v.key.Context), term.Int(int(v.id)))
	}
	return b.Map()
}

var errNotEnv = errors.New("not a %Macro.Env{}")

// EnvFromTerm reads a %Macro.Env{}. The index of an import list that was seen
// before is found by the list's pointer.
func EnvFromTerm(h Host, t term.Term) (*Env, error) {
	m, ok := t.(*term.Map)
	if !ok {
		return nil, errNotEnv
	}
	get := func(key term.Atom) term.Term {
		v, ok := m.GetAtom(key)
		if !ok {
			return term.Nil
		}
		return v
	}
	if get(term.Struct) != term.Term(macroEnv) {
		return nil, errNotEnv
	}
	e := &Env{tracers: get(envKeys.tracers)}
	if module, ok := get(envKeys.module).(term.Atom); ok && module != term.Nil {
		e.Module = module
	}
	if name, arity, ok := pair(get(envKeys.function)); ok {
		fa := FA{}
		fa.Name, _ = name.(term.Atom)
		fa.Arity, _ = arity.(int)
		e.Function = &fa
	}
	if context, ok := get(envKeys.context).(term.Atom); ok && context != term.Nil {
		e.Context = Context(context.Name())
	}
	file, _ := get(envKeys.file).(term.Binary)
	e.File = string(file)
	e.Line, _ = get(envKeys.line).(int)
	e.aliases = readAliases(get(envKeys.aliases))
	e.macroAliases = readAliases(get(envKeys.macroAliases))
	e.functions = readImports(h, get(envKeys.functions))
	e.macros = readImports(h, get(envKeys.macros))
	e.requires = readAtoms(get(envKeys.requires))
	e.contextModules = get(envKeys.contextModules)
	e.lexical = h.Cache().lexicalOf(get(envKeys.lexical))
	e.vars, e.next = readVars(get(envKeys.versioned))
	return e, nil
}

func readAtoms(t term.Term) []term.Atom {
	list, _ := term.Slice(t)
	out, _ := atoms(list)
	return out
}

func readAliases(t term.Term) []aliasEntry {
	list, _ := term.Slice(t)
	var out []aliasEntry
	for _, item := range list {
		k, v, ok := pair(item)
		short, isAtom := k.(term.Atom)
		if !ok || !isAtom {
			continue
		}
		a := aliasEntry{New: short}
		if counter, old, ok := pair(v); ok {
			a.Counter = counter
			v = old
		}
		if a.Old, ok = v.(term.Atom); ok {
			out = append(out, a)
		}
	}
	return out
}

func readImports(h Host, t term.Term) []*importSet {
	list, _ := term.Slice(t)
	var out []*importSet
	for _, item := range list {
		k, v, ok := pair(item)
		module, isAtom := k.(term.Atom)
		names, isCons := v.(*term.Cons)
		if ok && isAtom && isCons {
			out = append(out, h.Cache().importSetOf(module, names))
		}
	}
	return out
}

// readVars rebuilds the scope: in order of the versions.
func readVars(t term.Term) (*binding, VarID) {
	m, ok := t.(*term.Map)
	if !ok {
		return nil, 0
	}
	var found []*binding
	m.Each(func(k, v term.Term) bool {
		name, context, ok := pair(k)
		n, isAtom := name.(term.Atom)
		id, isInt := v.(int)
		if !ok || !isAtom || !isInt {
			return true
		}
		switch context.(type) {
		case term.Atom, int:
			found = append(found, &binding{key: VarKey{n, context}, id: VarID(id)})
		}
		return true
	})
	sort.Slice(found, func(i, j int) bool { return found[i].id < found[j].id })
	var vars *binding
	var next VarID
	for _, b := range found {
		b.up = vars
		vars = b
		if b.id >= next {
			next = b.id + 1
		}
	}
	return vars, next
}
