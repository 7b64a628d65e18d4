package lib

import (
	"fmt"
	"strings"

	"otpsh/runtime/expand"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file holds Kernel's control macros. They are Go rather than Elixir
// because kernel.ex itself is written with them, and because nearly every
// program expands them often.

var (
	optimize     = term.Tuple2(term.Intern("optimize_boolean"), term.True)
	anyPattern   = term.Tuple3(term.Intern("_"), term.Empty, moduleKernel)
	controlVar   = kernelVar("x")
	strictVar    = kernelVar("other")
	falsyPattern = node(atomWhen, term.Empty, controlVar,
		remote(moduleKernel, "in", term.Empty, controlVar, term.List(term.False, term.Nil)))
)

// controlMacros of Kernel, by "name/arity".
var controlMacros = map[string]nativeMacro{
	"if/2":     macroIf,
	"unless/2": macroUnless,
	"&&/2": func(c *macroCall) (term.Term, error) {
		if err := c.onlyInBody("&&"); err != nil {
			return nil, err
		}
		return choose(c, clause(falsyPattern, controlVar), clause(anyPattern, c.args[1])), nil
	},
	"||/2": func(c *macroCall) (term.Term, error) {
		if err := c.onlyInBody("||"); err != nil {
			return nil, err
		}
		return choose(c, clause(falsyPattern, c.args[1]), clause(controlVar, controlVar)), nil
	},
	"!/1": func(c *macroCall) (term.Term, error) {
		if err := c.onlyInBody("!"); err != nil {
			return nil, err
		}
		if inner, ok := isNode(c.args[0], term.Intern("!")); ok && len(inner) == 1 {
			c.args[0] = inner[0]
			return choose(c, clause(falsyPattern, term.False), clause(anyPattern, term.True)), nil
		}
		return choose(c, clause(falsyPattern, term.True), clause(anyPattern, term.False)), nil
	},
	"and/2": func(c *macroCall) (term.Term, error) {
		return strict(c, "andalso", clause(term.False, term.False), clause(term.True, c.args[1]))
	},
	"or/2": func(c *macroCall) (term.Term, error) {
		return strict(c, "orelse", clause(term.False, c.args[1]), clause(term.True, term.True))
	},
	"|>/2": macroPipe,
}

// choose is a case on the first argument, marked as one on its truth.
func choose(c *macroCall, clauses ...term.Term) term.Term {
	meta := &term.Cons{Head: optimize, Tail: c.meta}
	return node(term.Intern("case"), meta, c.args[0], keyword(atomDo, term.List(clauses...)))
}

// strict is and/2 or or/2: in a guard a call of Erlang's operator, in a body a
// case that refuses what is no boolean.
func strict(c *macroCall, guard string, no, yes term.Term) (term.Term, error) {
	if c.env.Context == expand.InGuard {
		return remote(atomErlang, guard, c.meta, c.args...), nil
	}
	op := strings.TrimSuffix(strings.TrimSuffix(guard, "also"), "else") // andalso is and, orelse is or
	if c.env.Context == expand.InMatch {
		return nil, c.onlyInBody(op)
	}
	bad := node(term.Intern("{}"), term.Empty, term.Intern("badbool"), term.Intern(op), strictVar)
	return choose(c, no, yes, clause(strictVar, remote(atomErlang, "error", term.Empty, bad))), nil
}

// onlyInBody refuses a macro in a pattern or a guard.
func (c *macroCall) onlyInBody(what string) error {
	switch c.env.Context {
	case expand.InMatch:
		return argumentError("invalid expression in match, " + what + " is not allowed in patterns such as function clauses, case clauses or on the left side of the = operator")
	case expand.InGuard:
		return argumentError("invalid expression in guard, " + what + " is not allowed in guards. To learn more about guards, visit: https://hexdocs.pm/elixir/patterns-and-guards.html")
	}
	return nil
}

func macroIf(c *macroCall) (term.Term, error) {
	then, otherwise, err := branches(c, "if")
	if err != nil {
		return nil, err
	}
	return choose(c, clause(falsyPattern, otherwise), clause(anyPattern, then)), nil
}

// macroUnless is an if with the branches exchanged.
func macroUnless(c *macroCall) (term.Term, error) {
	then, otherwise, err := branches(c, "unless")
	if err != nil {
		return nil, err
	}
	return call("if", importedMeta(2), c.args[0], keyword("do", otherwise, "else", then)), nil
}

// importedMeta is the metadata of a call that a macro of Kernel makes of
// another function or macro of Kernel: it means Kernel's, whatever the caller
// imports.
func importedMeta(arity int) term.Term {
	return keyword("context", moduleKernel, "imports", term.List(term.Tuple2(term.Int(arity), moduleKernel)))
}

func branches(c *macroCall, name string) (then, otherwise term.Term, err error) {
	then, otherwise = term.Nil, term.Nil
	pairs, proper := term.Slice(c.args[1])
	hasDo, hasElse := false, false
	for _, p := range pairs {
		pair, ok := p.(*term.Tuple)
		switch {
		case ok && len(pair.Elems) == 2 && pair.Elems[0] == term.Term(atomDo) && !hasDo:
			then, hasDo = pair.Elems[1], true
		case ok && len(pair.Elems) == 2 && pair.Elems[0] == term.Term(atomElse) && !hasElse:
			otherwise, hasElse = pair.Elems[1], true
		default:
			proper = false
		}
	}
	if !proper || !hasDo {
		return nil, nil, argumentError(fmt.Sprintf("invalid or duplicate keys for %s, only \"do\" and an optional \"else\" are permitted", name))
	}
	return then, otherwise, nil
}

// argumentError is an ArgumentError raised by a macro written in Go.
func argumentError(message string) *vm.Exception {
	return vm.Raise(exceptionStruct("ArgumentError", message))
}

// exceptionStruct is %Name{message: message}.
func exceptionStruct(name, message string) term.Term {
	return term.MapOf(term.Struct, term.Alias(name), term.Exception, term.True, term.Intern("message"), term.Binary(message))
}
