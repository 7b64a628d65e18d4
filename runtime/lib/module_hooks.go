package lib

import (
	"fmt"
	"slices"

	"otpsh/runtime/expand"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file calls the hooks of a module that is being defined: on_definition,
// before_compile, on_load, after_compile and after_verify.

// onDefinition calls the @on_definition hooks.
func (d *definition) onDefinition(h *compileHost, env *expand.Env, kind expand.DefKind, fa expand.FA, head, body term.Term) error {
	if list, _ := d.attribute(term.Intern("on_definition")); list == nil || list == term.Empty {
		return nil
	}
	args, guards := headArgs(head)
	return d.hooks("on_definition", "__on_definition__", func(module, fun term.Atom) error {
		_, err := h.apply(module, fun, env.WithFunction(&fa).Term(), kindNames[kind], fa.Name, term.List(args...), term.List(guards...), body)
		return err
	})
}

// beforeCompile gives the hooks of @before_compile their turn, first
// registered first: what they return becomes code of the module's body.
func (d *definition) beforeCompile(h *compileHost, env *expand.Env) error {
	return d.hooks("before_compile", "__before_compile__", func(module, fun term.Atom) error {
		env = env.WithoutVars()
		after, err := d.runHook(h, env, module, fun, env.Term())
		env = after
		return err
	})
}

// afterCompile gives the hooks of @after_compile their turn, the same way.
func (d *definition) afterCompile(h *compileHost, env *expand.Env, object term.Term) error {
	env = env.WithoutVars()
	return d.hooks("after_compile", "__after_compile__", func(module, fun term.Atom) error {
		_, err := d.runHook(h, env, module, fun, env.Term(), object)
		return err
	})
}

// runHook runs a hook, a macro or a function, and then the code that it gave.
func (d *definition) runHook(h *compileHost, env *expand.Env, module, fun term.Atom, args ...term.Term) (after *expand.Env, err error) {
	code, err := d.hookCode(h, env, module, fun, args)
	if _, isAtom := code.(term.Atom); isAtom || err != nil {
		return env, err
	}
	_, after, err = evaluate(h, code, env.WithoutVars(), nil, nil, moduleUnit)
	return after, err
}

func (d *definition) hookCode(h *compileHost, env *expand.Env, module, fun term.Atom, args []term.Term) (term.Term, error) {
	wanted := expand.FA{Name: fun, Arity: len(args)}
	if module == d.name {
		if kind, ok := d.Local(fun, wanted.Arity); ok && kind == expand.Defmacro {
			return (&localModule{d, h}).RunLocalMacro(fun, env, args)
		}
	}
	if x, ok := h.Exports(module); ok && slices.Contains(x.Macros, wanted) {
		call := remote(module, fun.Name(), keyword("required", term.True, "line", term.Int(env.Line)), args...)
		code, _, err := expand.New(h).MacroExpand(call, env)
		return code, err
	}
	return h.apply(module, fun, args...)
}

// afterVerify gives the hooks of @after_verify their turn, when the text that
// defines the module has been run.
func (d *definition) afterVerify(h *compileHost) error {
	return d.hooks("after_verify", "__after_verify__", func(module, fun term.Atom) error {
		_, err := h.apply(module, fun, d.name)
		return err
	})
}

// onLoad calls the function of @on_load; a module for which it does not return
// :ok is not loaded.
func (d *definition) onLoad(h *compileHost) error {
	hook, ok := d.attributes.Get(term.Intern("on_load"))
	if !ok {
		return nil
	}
	fa, _ := faOf(hook)
	out, err := h.apply(d.name, fa.Name)
	if err == nil && out == term.Term(term.Ok) {
		return nil
	}
	vm.Code(h.world).Delete(d.name)
	exc, raised := err.(*vm.Exception)
	switch {
	case raised:
		out = exc.Reason
	case err != nil:
		return err
	}
	_, err = h.apply(term.Intern("logger"), term.Intern("warning"),
		charlist("The on_load function for module ~s returned:~n~tp\n"), term.List(d.name, out))
	return err
}

// hooks calls f with each module and function of an attribute that holds
// modules or {module, function}, oldest first.
func (d *definition) hooks(attribute, standard string, f func(module, fun term.Atom) error) error {
	list, _ := d.attribute(term.Intern(attribute))
	entries, _ := term.Slice(list)
	for i := len(entries) - 1; i >= 0; i-- {
		module, fun := term.Atom{}, term.Intern(standard)
		switch e := entries[i].(type) {
		case term.Atom:
			module = e
		case *term.Tuple:
			if len(e.Elems) == 2 {
				module, _ = e.Elems[0].(term.Atom)
				fun, _ = e.Elems[1].(term.Atom)
			}
		}
		if module.IsZero() || fun.IsZero() {
			return argumentError(fmt.Sprintf("expected @%s to hold a module or a {module, function} tuple", attribute))
		}
		if err := f(module, fun); err != nil {
			return err
		}
	}
	return nil
}
