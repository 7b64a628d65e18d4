package lib

import (
	"fmt"

	"otpsh/runtime/expand"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// elixirDefNatives is the module :elixir_def: what `def` and its like turn
// into. A clause is expanded when its def runs, so that an attribute read in
// it has the value of that place.
var elixirDefNatives = vm.Natives{
	"store/4": storeDefinition,
}

func storeDefinition(m *vm.Machine, args []term.Term) (term.Term, error) {
	kind, head, body, quotedEnv := kindOf(args[0]), args[1], args[2], args[3]
	return inProcess(m, func(c caller) (term.Term, error) {
		h := newCompileHost(c, m.World())
		env, err := expand.EnvFromTerm(h, quotedEnv)
		if err != nil {
			return nil, err
		}
		d := h.definition(env.Module)
		if d == nil {
			return nil, argumentError(fmt.Sprintf("could not define function in module %s: it is not being defined", InspectAtom(env.Module)))
		}
		var fa expand.FA
		if d.library {
			fa, err = d.storePending(kind, head, body, quotedEnv, env)
		} else {
			fa, err = d.storeExpanded(h, kind, head, body, env)
		}
		d.reported += h.errors
		if err != nil {
			return nil, raised(err)
		}
		return term.Tuple2(fa.Name, term.Int(fa.Arity)), nil
	})
}

func kindOf(t term.Term) expand.DefKind {
	for kind, name := range kindNames {
		if t == term.Term(name) {
			return expand.DefKind(kind)
		}
	}
	return expand.Def
}

// storeExpanded expands a clause and adds it, with the shorter arities that
// its defaults make.
func (d *definition) storeExpanded(h *compileHost, kind expand.DefKind, head, body term.Term, env *expand.Env) (expand.FA, error) {
	at, _, placed := filePlace(d.takeAttribute("file"))
	def, err := expand.New(h).Definition(kind, head, body, env)
	if err != nil {
		return expand.FA{}, err
	}
	fa := expand.FA{Name: def.Name, Arity: def.Arity}
	if before := d.functions[fa]; before != nil {
		if err := d.mayAdd(before, kind, def, env); err != nil {
			return fa, err
		}
	}
	f := d.function(fa, kind, def.Line)
	if !placed {
		at = def.File
	}
	if at != d.file && len(f.clauses) == 0 {
		f.file = shownPath(h.world, at)
	}
	if def.Clause != nil && h.errors == 0 {
		f.clauses = append(f.clauses, def.Clause)
	} else {
		f.bodiless = true
	}
	first := len(f.clauses) <= 1
	if def.HasDefaults {
		f.defaults = len(def.Defaults)
		for _, shorter := range def.Defaults {
			g := d.function(expand.FA{Name: def.Name, Arity: shorter.Arity}, kind, def.Line)
			g.clauses, g.fromDefaults = append(g.clauses[:0:0], shorter.Clause), true
		}
	}
	d.document(kind, fa, def.Line, head, first)
	return fa, d.onDefinition(h, env, kind, fa, head, body)
}

// mayAdd says why a further clause cannot be added to a function.
func (d *definition) mayAdd(before *function, kind expand.DefKind, def *expand.Definition, env *expand.Env) error {
	name := fmt.Sprintf("%s/%d", def.Name.Name(), def.Arity)
	switch {
	case before.fromDefaults:
		return compileError(env.File, def.Line, fmt.Sprintf("def %s conflicts with defaults from %s/%d", name, def.Name.Name(), d.defaultsFor(before.fa)))
	case before.kind != kind:
		return compileError(env.File, def.Line, fmt.Sprintf("%s %s already defined as %s in %s:%d", kindNames[kind].Name(), name, kindNames[before.kind].Name(), before.file, before.line))
	}
	return nil
}

// defaultsFor is the arity whose defaults made a shorter one.
func (d *definition) defaultsFor(short expand.FA) int {
	for fa, f := range d.functions {
		if fa.Name == short.Name && fa.Arity > short.Arity && fa.Arity-f.defaults <= short.Arity {
			return fa.Arity
		}
	}
	return short.Arity
}

// document attaches @doc to the definition that follows it, and clears the
// attributes that belong to one definition.
func (d *definition) document(kind expand.DefKind, fa expand.FA, line int, head term.Term, first bool) {
	doc := readable(atomDoc, d.takeAttribute("doc"))
	d.takeAttribute("impl")
	why, deprecated := d.takeAttribute("deprecated").(term.Binary)
	meta, _ := d.docMeta.Get(atomDoc)
	docMeta, _ := meta.(*term.Map)
	d.docMeta = d.docMeta.Delete(atomDoc)
	if kind != expand.Def && kind != expand.Defmacro {
		return
	}
	if deprecated {
		d.deprecated[fa] = string(why)
	}
	for i := range d.docs {
		if d.docs[i].fa == fa {
			if doc != nil {
				d.docs[i].doc = doc
			}
			return
		}
	}
	d.docs = append(d.docs, docEntry{kind: kind, fa: fa, line: line, doc: doc, signature: signature(head), meta: docMeta})
}

// headArgs are the arguments and the guards of a definition's head.
func headArgs(head term.Term) (args, guards []term.Term) {
	if when, ok := isNode(head, atomWhen); ok && len(when) == 2 {
		head = when[0]
		guards = when[1:]
	}
	if _, _, list, ok := threeTuple(head); ok {
		args, _ = term.Slice(list)
	}
	return args, guards
}

// storePending keeps a library clause as it was written: it is expanded when
// its function is called first.
func (d *definition) storePending(kind expand.DefKind, head, body, quotedEnv term.Term, env *expand.Env) (expand.FA, error) {
	args, _ := headArgs(head)
	inner := head
	if when, ok := isNode(head, atomWhen); ok && len(when) == 2 {
		inner = when[0]
	}
	form, _, _, _ := threeTuple(inner)
	name, ok := form.(term.Atom)
	if !ok {
		return expand.FA{}, compileError(env.File, env.Line, "invalid function head in the library")
	}
	fa := expand.FA{Name: name, Arity: len(args)}
	f := d.function(fa, kind, env.Line)
	f.pending = append(f.pending, pendingClause{kind, head, body, quotedEnv, d.attributes})
	defaults := 0
	for _, a := range args {
		if _, ok := isNode(a, atomBackslash); ok {
			defaults++
		}
	}
	for i := 1; i <= defaults; i++ {
		short := d.function(expand.FA{Name: name, Arity: fa.Arity - i}, kind, env.Line)
		short.fromDefaults = true
	}
	if defaults > 0 {
		f.defaults = defaults
	}
	d.document(kind, fa, env.Line, head, len(f.pending) == 1)
	return fa, nil
}
