package lib

import (
	"fmt"

	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file holds Kernel's control macros. They are Go rather than Elixir
// because kernel.ex itself is written with them, and because nearly every
// program expands them often.

var (
	atomAnd      = term.Intern("and")
	atomOr       = term.Intern("or")
	optimize     = term.Tuple2(term.Intern("optimize_boolean"), term.True)
	anyPattern   = term.Tuple3(term.Intern("_"), term.Empty, moduleKernel)
	controlVar   = kernelVar("x")
	falsyPattern = node(atomWhen, term.Empty, controlVar,
		remote(atomErlang, "orelse", term.Empty,
			remote(atomErlang, "=:=", term.Empty, controlVar, term.False),
			remote(atomErlang, "=:=", term.Empty, controlVar, term.Nil)))
)

// controlMacros of Kernel, by "name/arity".
var controlMacros = map[string]nativeMacro{
	"if/2":     macroIf,
	"unless/2": macroUnless,
	"&&/2": func(c *macroCall) (term.Term, error) {
		return choose(c, clause(falsyPattern, controlVar), clause(anyPattern, c.args[1])), nil
	},
	"||/2": func(c *macroCall) (term.Term, error) {
		return choose(c, clause(falsyPattern, c.args[1]), clause(controlVar, controlVar)), nil
	},
	"!/1": func(c *macroCall) (term.Term, error) {
		if inner, ok := isNode(c.args[0], term.Intern("!")); ok && len(inner) == 1 {
			c.args[0] = inner[0]
			return choose(c, clause(falsyPattern, term.False), clause(anyPattern, term.True)), nil
		}
		return choose(c, clause(falsyPattern, term.True), clause(anyPattern, term.False)), nil
	},
	"and/2": func(c *macroCall) (term.Term, error) {
		return remote(atomErlang, "andalso", c.meta, c.args...), nil
	},
	"or/2": func(c *macroCall) (term.Term, error) {
		return remote(atomErlang, "orelse", c.meta, c.args...), nil
	},
	"|>/2": macroPipe,
}

// choose is a case on the first argument, marked as one on its truth.
func choose(c *macroCall, clauses ...term.Term) term.Term {
	meta := &term.Cons{Head: optimize, Tail: c.meta}
	return node(term.Intern("case"), meta, c.args[0], keyword(atomDo, term.List(clauses...)))
}

func macroIf(c *macroCall) (term.Term, error) {
	then, otherwise, err := branches(c, "if")
	if err != nil {
		return nil, err
	}
	return choose(c, clause(falsyPattern, otherwise), clause(anyPattern, then)), nil
}

func macroUnless(c *macroCall) (term.Term, error) {
	then, otherwise, err := branches(c, "unless")
	if err != nil {
		return nil, err
	}
	return choose(c, clause(falsyPattern, then), clause(anyPattern, otherwise)), nil
}

func branches(c *macroCall, name string) (then, otherwise term.Term, err error) {
	then, otherwise = term.Nil, term.Nil
	pairs, proper := term.Slice(c.args[1])
	hasDo := false
	for _, p := range pairs {
		pair, ok := p.(*term.Tuple)
		switch {
		case ok && len(pair.Elems) == 2 && pair.Elems[0] == term.Term(atomDo) && !hasDo:
			then, hasDo = pair.Elems[1], true
		case ok && len(pair.Elems) == 2 && pair.Elems[0] == term.Term(atomElse):
			otherwise = pair.Elems[1]
		default:
			proper = false
		}
	}
	if !proper || !hasDo {
		return nil, nil, argumentError(fmt.Sprintf("invalid or duplicate keys for %s, only \"do\" and an optional \"else\" are permitted", name))
	}
	return then, otherwise, nil
}

// macroPipe puts each left side into the call on its right, for a whole
// chain at once.
func macroPipe(c *macroCall) (term.Term, error) {
	// The operator is left-associative: walk down the left sides.
	rights := []term.Term{c.args[1]}
	left := c.args[0]
	for {
		args, ok := isNode(left, term.Intern("|>"))
		if !ok || len(args) != 2 {
			break
		}
		left = args[0]
		rights = append(rights, args[1])
	}
	for i := len(rights) - 1; i >= 0; i-- {
		piped, err := pipeInto(left, rights[i])
		if err != nil {
			return nil, err
		}
		left = piped
	}
	return left, nil
}

// pipeInto makes value the first argument of a call.
func pipeInto(value, target term.Term) (term.Term, error) {
	form, meta, args, ok := threeTuple(target)
	refuse := func(why string) (term.Term, error) {
		return nil, argumentError(fmt.Sprintf("cannot pipe %s into %s, %s", syntax.ToString(value), syntax.ToString(target), why))
	}
	const targets = "can only pipe into local calls foo(), remote calls Foo.bar() or anonymous function calls foo.()"
	if !ok {
		return refuse(targets)
	}
	if name, isAtom := form.(term.Atom); isAtom {
		switch name.Name() {
		case "&":
			return refuse("the :& operator can only be used with a capture on the right side by calling it: (&...).()")
		case "fn":
			return refuse("anonymous functions must be called: use (fn ... end).() or then/2")
		case "{}", "%{}", "%", "<<>>", "__aliases__", "__block__", "->":
			return refuse(targets)
		}
		if isBinaryOperator(name.Name()) {
			if list, ok := term.Slice(args); ok && len(list) == 2 {
				return refuse("the :" + name.Name() + " operator can only take two arguments")
			}
		}
	}
	if access, isCall := form.(*term.Tuple); isCall {
		if parts, ok := isNode(access, atomDot); ok && len(parts) == 2 && parts[0] == term.Term(term.Alias("Access")) && parts[1] == term.Term(term.Intern("get")) {
			if list, ok := term.Slice(args); ok && len(list) == 2 {
				return refuse("the bracket-based access cannot be piped into")
			}
		}
	}
	switch list := args.(type) {
	case term.Atom: // a variable or a call without parentheses
		if list == term.Nil || form != nil {
			return term.Tuple3(form, meta, term.List(value)), nil
		}
	case *term.Cons:
		return term.Tuple3(form, meta, &term.Cons{Head: value, Tail: list}), nil
	}
	return refuse(targets)
}

func isBinaryOperator(name string) bool {
	switch name {
	case "+", "-", "*", "/", "++", "--", "<>", "==", "!=", "===", "!==", "<", ">", "<=", ">=", "=~", "&&", "||", "and", "or", "in", "|", "::", "=", "..":
		return true
	}
	return false
}

// argumentError is an ArgumentError raised by a macro written in Go.
func argumentError(message string) *vm.Exception {
	return vm.Raise(exceptionStruct("ArgumentError", message))
}

// exceptionStruct is %Name{message: message}.
func exceptionStruct(name, message string) term.Term {
	return term.MapOf(term.Struct, term.Alias(name), term.Exception, term.True, term.Intern("message"), term.Binary(message))
}
