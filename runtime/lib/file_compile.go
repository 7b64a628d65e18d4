package lib

import (
	"otpsh/runtime/expand"
	"otpsh/runtime/term"
)

// This file compiles and runs the code of a file.

// compileFile runs the code of a file as one unit; one that only defines
// modules runs them one by one, so that nothing is said of a later one before
// an earlier one is there.
func (h *compileHost) compileFile(quoted term.Term, file string) error {
	_, err := h.lexically(expand.NewEnv(h, file), func(env *expand.Env) (term.Term, error) {
		modules, ok := onlyModules(quoted)
		if !ok {
			value, _, err := evaluate(h, quoted, env, nil, nil, fileUnit)
			return value, err
		}
		for _, q := range modules {
			if err := h.checkModuleName(q, env); err != nil {
				return nil, err
			}
			if _, _, err := evaluate(h, q, env, nil, nil, fileUnit); err != nil {
				return nil, err
			}
		}
		return term.Nil, nil
	})
	return err
}

// lexically runs work with aliases and imports tracked; what nothing used is
// warned of at the end.
func (h *compileHost) lexically(env *expand.Env, work func(*expand.Env) (term.Term, error)) (term.Term, error) {
	tracker := h.Cache().NewLexical()
	defer tracker.Close()
	value, err := work(env.WithLexical(tracker))
	if err != nil {
		return nil, err
	}
	for _, w := range tracker.Unused() {
		h.Report(w)
	}
	return value, nil
}

// onlyModules are the parts of a file that does nothing but define modules.
func onlyModules(quoted term.Term) ([]term.Term, bool) {
	parts, ok := isNode(quoted, atomBlock)
	if !ok {
		parts = []term.Term{quoted}
	}
	for _, p := range parts {
		args, ok := isNode(p, term.Intern("defmodule"))
		if !ok || len(args) != 2 {
			return nil, false
		}
		block, _ := term.Slice(args[1])
		if len(block) != 1 {
			return nil, false
		}
		if key, _, ok := pairOf(block[0]); !ok || key != term.Term(atomDo) {
			return nil, false
		}
	}
	return parts, len(parts) > 0
}

// checkModuleName refuses defmodule of what is no atom when expanded.
func (h *compileHost) checkModuleName(quoted term.Term, env *expand.Env) error {
	args, _ := isNode(quoted, term.Intern("defmodule"))
	name, err := h.expandAlias(args[0], env)
	if err != nil {
		return err
	}
	if a, ok := name.(term.Atom); !ok || !isModuleName(a) {
		return invalidModuleName(name)
	}
	return nil
}

func invalidModuleName(t term.Term) error {
	return argumentError("invalid module name: " + InspectPlain(t, 80, 50))
}
