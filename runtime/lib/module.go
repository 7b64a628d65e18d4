package lib

import (
	"fmt"

	"otpsh/runtime/core"
	"otpsh/runtime/diag"
	"otpsh/runtime/expand"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the life of a module: its body is expanded and run, hooks get
// their turn, and what was defined is compiled and installed.

// ModuleInfo is what the rest of the house can ask of a finished module.
type ModuleInfo struct {
	Exports        *expand.Exports
	Private        []expand.FA // private functions
	Attributes     term.Term   // the persisted attributes, as __info__(:attributes)
	File           string
	Source         string // the file by its whole path
	Line           int
	Callbacks      []expand.FA
	MacroCallbacks []expand.FA
	Optional       []expand.FA
	Moduledoc      term.Term // binary, false, or nil
	ModuleMeta     term.Term // the map of @moduledoc's metadata, or nil
	Docs           []Doc
	Typespecs      []Typespec
	Accepts        []Accepted  // the messages that its callbacks take
	Library        bool        // a module of ours
	Object         term.Binary // what stands for its object code
	Written        WrittenIn   // the text that it stands in; none for a module of ours
}

// defineModule runs the body of a module and installs it; the value is that
// of defmodule: {:module, name, object, value of the body}.
func defineModule(h *compileHost, d *definition, body term.Term, env *expand.Env, keys []expand.VarKey, values []term.Term) (term.Term, error) {
	s := worldState(h.world)
	if err := d.checkName(h, env.WithModule(d.name)); err != nil {
		return nil, raised(err)
	}
	if other := s.begin(d); other != nil {
		m := &moduleCheck{definition: d, host: h, env: env.WithModule(d.name)}
		m.report(diag.Error, m.atModule(), "cannot define module %s because it is currently being defined in %s:%d", InspectAtom(d.name), shownPath(h.world, other.file), other.line)
		return nil, raised(expand.CannotCompile(m.env))
	}
	defer s.end(d)
	inner := env.WithModule(d.name).WithoutVars()
	value, inner, err := evaluate(h, body, inner, keys, values, moduleUnit)
	if err != nil {
		return nil, d.notAvailable(raised(err))
	}
	if err := d.beforeCompile(h, inner); err != nil {
		return nil, d.notAvailable(raised(err))
	}
	d.restoreOverridables()
	if err := d.checkWhole(h, env.WithModule(d.name)); err != nil {
		return nil, raised(err)
	}
	if s.library != nil && s.library.defined(d) {
		return term.Nil, nil
	}
	m, err := d.compile(h)
	if err != nil {
		return nil, err
	}
	vm.Code(h.world).Install(m)
	d.readOnly = true
	info := m.Info.(*ModuleInfo)
	info.Written = s.writtenIn(d.file, d.line)
	if err := d.onLoad(h); err != nil {
		return nil, err
	}
	if err := d.afterCompile(h, inner, info.Object); err != nil {
		return nil, err
	}
	d.warnUnread(h, env.WithModule(d.name))
	return term.NewTuple(term.Intern("module"), d.name, info.Object, value), nil
}

// evaluate expands code in an environment and runs it as a unit of its own,
// with the values of variables that come from outside.
func evaluate(h *compileHost, quoted term.Term, env *expand.Env, keys []expand.VarKey, values []term.Term, name string) (term.Term, *expand.Env, error) {
	unit, after, err := expandUnit(h, quoted, env, keys, name)
	if err != nil {
		return nil, env, err
	}
	fun, err := unitFun(h, unit)
	if err != nil {
		return nil, env, err
	}
	if name != evalUnit {
		values = append([]term.Term{term.Nil}, values...)
	}
	value, err := h.call(fun, values...)
	return value, after, err
}

// Names of units: a file, an evaluation, a module's body. They show in stack
// traces.
const (
	fileUnit   = "__FILE__"   // takes one argument more, which it ignores
	evalUnit   = "__EVAL__"   // shown as a file too
	moduleUnit = "__MODULE__" // takes one argument more, too
)

// evaluator is the module that functions of evaluated code say they are of.
var evaluator = term.Intern("erl_eval")

// expandUnit expands code to a function of the outside variables.
func expandUnit(h *compileHost, quoted term.Term, env *expand.Env, keys []expand.VarKey, name string) (*core.Function, *expand.Env, error) {
	return expandUnitBy(expand.New(h), h, quoted, env, keys, name)
}

func expandUnitBy(x *expand.Expander, h *compileHost, quoted term.Term, env *expand.Env, keys []expand.VarKey, name string) (*core.Function, *expand.Env, error) {
	patterns := make([]core.Pattern, len(keys))
	for i, key := range keys {
		var id core.VarID
		env, id = x.Bind(env, key)
		patterns[i] = &core.PVar{ID: id, Name: key.Name}
	}
	if name != evalUnit {
		patterns = append([]core.Pattern{&core.PWild{}}, patterns...)
	}
	before := h.errors
	whole := x.File
	if name == evalUnit {
		whole = x.Expr
	}
	body, after, err := whole(quoted, env)
	if err == nil && h.errors > before {
		if d := h.definition(env.Module); name == moduleUnit && d != nil {
			d.tainted = true // the body runs, for what else there is to say
		} else {
			err = expand.CannotCompile(env)
		}
	}
	if err != nil {
		return nil, env, err
	}
	module := evaluator
	if name == evalUnit {
		name = fileUnit
	} else {
		if _, aModule := isNode(quoted, term.Intern("defmodule")); !aModule && !h.Quiet() {
			body = notLast(body, after)
		}
		module = term.Intern(fmt.Sprintf("elixir_compiler_%d", worldState(h.world).nextUnit()))
	}
	unit := &core.Function{
		Module: module, Name: term.Intern(name), Arity: len(patterns), File: shownPath(h.world, env.File), Line: env.Line,
		Clauses: []*core.Clause{{Line: env.Line, Patterns: patterns, Body: body}},
	}
	core.NameFuns(unit)
	return unit, after, nil
}

// notLast is code whose last call is not in tail position: what it raises names
// the unit's line.
func notLast(body core.Expr, after *expand.Env) core.Expr {
	if _, ok := plainLiteral(body); ok {
		return body
	}
	result := core.VarID(after.NextVar())
	return &core.Block{Exprs: []core.Expr{
		&core.Match{Pattern: &core.PVar{ID: result, Name: term.Intern("_")}, Value: body},
		&core.Var{ID: result},
	}}
}

// notAvailable is an error of the body; one about a function of the module
// itself says that it is not there yet.
func (d *definition) notAvailable(err error) error {
	exc, ok := err.(*vm.Exception)
	if !ok || exc.Class != term.Error || exc.Reason != term.Term(term.Intern("undef")) || len(exc.Stack) == 0 || exc.Stack[0].Module != d.name {
		return err
	}
	at := exc.Stack[0]
	changed := *exc
	changed.Reason = term.MapOf(term.Struct, term.Alias("UndefinedFunctionError"), term.Exception, term.True,
		term.Intern("module"), at.Module, term.Intern("function"), at.Function, term.Intern("arity"), term.Int(at.Arity),
		term.Intern("reason"), term.Intern("function not available"), term.Intern("message"), term.Nil)
	return &changed
}

// raised turns an expansion's error into the exception that a process sees.
func raised(err error) error {
	switch e := err.(type) {
	case *expand.CompileError:
		return compileError(e.File, e.Pos.Line, e.Message)
	case *expand.RaiseError:
		exc := vm.Raise(e.Exception)
		if e.Env == nil || e.Module.IsZero() {
			return exc
		}
		return exc.WithStack(expansionFrames(e.Doing, e.Module, e.Function, e.Arity, e.Env, e.Env.File))
	}
	return err
}

// compileError is a CompileError exception; line 0 is left out.
func compileError(file string, line int, message string) *vm.Exception {
	return vm.Raise(term.MapOf(term.Struct, term.Alias("CompileError"), term.Exception, term.True,
		term.Intern("file"), term.Binary(file), term.Intern("line"), term.Int(line), term.Intern("description"), term.Binary(message)))
}
