package lib

import (
	"fmt"

	"otpsh/runtime/diag"
	"otpsh/runtime/expand"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// elixirDefNatives is the module :elixir_def: what `def` and its like turn
// into. A clause is expanded when its def runs, so that an attribute read in
// it has the value of that place.
var elixirDefNatives = vm.Natives{
	"store/5": storeDefinition,
	"guard/3": checkGuard,
}

// checkGuard raises when an expression, args[1], may not be a guard in an
// environment, args[2], where it sees the variables of args[0]: {name, context}.
func checkGuard(m *vm.Machine, args []term.Term) (term.Term, error) {
	vars, _ := term.Slice(args[0])
	return inProcess(m, func(c caller) (term.Term, error) {
		h := newCompileHost(c, m.World())
		env, err := expand.EnvFromTerm(h, args[2])
		if err != nil {
			return nil, err
		}
		x, env := expand.New(h), env.WithoutVars()
		for _, v := range vars {
			if pair, ok := v.(*term.Tuple); ok && len(pair.Elems) == 2 {
				name, _ := pair.Elems[0].(term.Atom)
				env, _ = x.Bind(env, expand.VarKey{Name: name, Context: pair.Elems[1]})
			}
		}
		err = x.Guard(args[1], env)
		if d := h.definition(env.Module); d != nil {
			d.tainted = d.tainted || h.errors > 0
		}
		if err != nil {
			return nil, raised(err)
		}
		return term.Ok, nil
	})
}

func storeDefinition(m *vm.Machine, args []term.Term) (term.Term, error) {
	kind, head, body, quotedEnv := kindOf(args[0]), args[1], args[2], args[3]
	noUnquotes := args[4] == term.Term(term.True)
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
			fa, err = d.storePending(h, kind, head, body, quotedEnv, env)
		} else {
			fa, err = d.storeExpanded(h, kind, head, body, env, noUnquotes)
		}
		d.tainted = d.tainted || h.errors > 0
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
func (d *definition) storeExpanded(h *compileHost, kind expand.DefKind, head, body term.Term, env *expand.Env, noUnquotes bool) (expand.FA, error) {
	if at, _, placed := filePlace(d.takeAttribute("file")); placed {
		env = env.WithFile(absolutePath(h.world, at))
	}
	def, err := expand.New(h).Definition(kind, head, body, env)
	if err != nil {
		return expand.FA{}, err
	}
	fa := expand.FA{Name: def.Name, Arity: def.Arity}
	s := &stored{host: h, env: env, def: def, fa: fa, check: checkUnused}
	switch {
	case !def.Context.IsZero():
		s.check = checkNothing
	case noUnquotes:
		s.check = checkAll
	}
	if err := d.checkOtherDefaults(s); err != nil {
		return fa, err
	}
	if err := d.checkBefore(s); err != nil {
		return fa, err
	}
	f := d.function(fa, kind, s.pos())
	if f.clauses == nil && !f.bodiless {
		f.check, f.file, f.context = s.check, shownPath(h.world, def.File), def.Context
	}
	f.lastDefaults, f.lastHasBody = len(def.Defaults), def.Clause != nil
	f.defaults = max(f.defaults, len(def.Defaults))
	if def.Clause != nil {
		f.clauses = append(f.clauses, def.Clause)
	} else {
		f.bodiless = true
	}
	if s.check == checkAll {
		d.lastDef = fa
	}
	for _, shorter := range def.Defaults {
		g := d.function(expand.FA{Name: def.Name, Arity: shorter.Arity}, kind, s.pos())
		g.clauses, g.fromDefaults, g.file = append(g.clauses, shorter.Clause), true, f.file
	}
	d.describe(s, head, body)
	d.accept(fa, head)
	return fa, d.onDefinition(h, env, kind, fa, head, body)
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
func (d *definition) storePending(h *compileHost, kind expand.DefKind, head, body, quotedEnv term.Term, env *expand.Env) (expand.FA, error) {
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
	f := d.function(fa, kind, diag.Pos{Line: env.Line})
	f.pending = append(f.pending, pendingClause{kind, head, body, quotedEnv, d.attributes})
	d.accept(fa, head)
	defaults := 0
	for _, a := range args {
		if _, ok := isNode(a, atomBackslash); ok {
			defaults++
		}
	}
	for i := 1; i <= defaults; i++ {
		short := d.function(expand.FA{Name: name, Arity: fa.Arity - i}, kind, diag.Pos{Line: env.Line})
		short.fromDefaults = true
	}
	if defaults > 0 {
		f.defaults = defaults
	}
	d.describe(&stored{host: h, env: env, fa: fa, def: &expand.Definition{Kind: kind, Name: fa.Name, Arity: fa.Arity, Line: env.Line, File: env.File, Defaults: make([]expand.DefaultClause, defaults)}}, head, body)
	return fa, nil
}
