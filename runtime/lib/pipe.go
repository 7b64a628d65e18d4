package lib

import (
	"fmt"

	"otpsh/runtime/expand"
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file puts expressions into calls: the operator |> and Macro.pipe.

var (
	atomPipe     = term.Intern("|>")
	accessModule = term.Alias("Access")
)

// macroPipe puts its left side into the calls on its right. A chain on the
// left is left for its own expansion.
func macroPipe(c *macroCall) (term.Term, error) {
	out := c.args[0]
	for _, target := range unpipe(c.args[1]) {
		var err error
		if out, err = pipeInto(out, target, 0); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// unpipe are the expressions of a chain of |>.
func unpipe(chain term.Term) []term.Term {
	var rights []term.Term
	for {
		sides, ok := isNode(chain, atomPipe)
		if !ok || len(sides) != 2 {
			break
		}
		rights = append(rights, sides[1])
		chain = sides[0]
	}
	out := []term.Term{chain}
	for i := len(rights) - 1; i >= 0; i-- {
		out = append(out, unpipe(rights[i])...)
	}
	return out
}

// pipeInto makes value the argument of a call at a position, which counts
// from the end when it is negative.
func pipeInto(value, target term.Term, position int) (term.Term, error) {
	form, meta, rest, isNode := threeTuple(target)
	name, named := form.(term.Atom)
	args, isCall := term.Slice(rest)
	refuse := func(format string, more ...any) (term.Term, error) {
		return nil, argumentError(fmt.Sprintf(format, more...))
	}
	bad := func() (term.Term, error) {
		return refuse("cannot pipe %s into %s, can only pipe into local calls foo(), remote calls Foo.bar() or anonymous function calls foo.()", syntax.ToString(value), syntax.ToString(target))
	}
	if !isNode {
		return bad()
	}
	if named {
		switch name.Name() {
		case "&", "{}", "%{}", "__aliases__", "<<>>":
			return bad()
		case "unquote", "unquote_splicing":
			if isCall && len(args) == 0 {
				return refuse("cannot pipe %s into the special form %s/1 since %s/1 is used to build the Elixir AST itself", syntax.ToString(value), name.Name(), name.Name())
			}
		case "fn":
			return refuse("cannot pipe %s into an anonymous function without calling the function; use Kernel.then/2 instead or define the anonymous function as a regular private function", syntax.ToString(value))
		}
	}
	if _, isVar := rest.(term.Atom); isVar {
		return term.Tuple3(form, meta, term.List(value)), nil
	}
	if !isCall {
		return bad()
	}
	if named && len(args) == 1 && (name.Name() == "+" || name.Name() == "-") {
		op, arg := name.Name(), syntax.ToString(args[0])
		return refuse("piping into a unary operator is not supported, please use the qualified name: Kernel.%s(%s), instead of %s%s", op, arg, op, arg)
	}
	if dot, ok := bracketAccess(form); ok && len(args) == 2 {
		first, second := syntax.ToString(args[0]), syntax.ToString(args[1])
		if v, ok := lookup(dot, term.Intern("from_brackets")); ok && v == term.Term(term.True) {
			return refuse("wrong operator precedence when piping into bracket-based access\n\n Instead of:\n\n     %s |> %s[%s]\n\n You should write:\n\n     (%s |> %s)[%s]\n",
				syntax.ToString(value), first, second, syntax.ToString(value), first, second)
		}
	}
	for arity, operands := range map[int]string{1: "one argument", 2: "two arguments"} {
		if named && syntax.IsOperator(name.Name(), arity) && !(arity == 2 && syntax.IsOperator(name.Name(), 1)) {
			return refuse("cannot pipe %s into %s, the :%s operator can only take %s", syntax.ToString(value), syntax.ToString(target), name.Name(), operands)
		}
	}
	return term.Tuple3(form, meta, insertAt(args, position, value)), nil
}

// bracketAccess is the metadata of the dot of Access.get.
func bracketAccess(form term.Term) (meta term.Term, ok bool) {
	parts, isDot := isNode(form, atomDot)
	if !isDot || len(parts) != 2 || parts[0] != term.Term(accessModule) || parts[1] != term.Term(term.Intern("get")) {
		return nil, false
	}
	_, meta, _, _ = threeTuple(form)
	return meta, true
}

// insertAt is List.insert_at.
func insertAt(args []term.Term, position int, value term.Term) term.Term {
	if position < 0 {
		position = max(len(args)+1+position, 0)
	}
	position = min(position, len(args))
	out := make([]term.Term, 0, len(args)+1)
	out = append(append(append(out, args[:position]...), value), args[position:]...)
	return term.List(out...)
}

// pipeNatives are the functions of :otpsh_code about pipes and operators.
var pipeNatives = vm.Natives{
	// pipe(expression, call, position)
	"pipe/3": func(_ *vm.Machine, args []term.Term) (term.Term, error) {
		position, ok := args[2].(int)
		if !ok {
			return nil, vm.BadArg(3, "not an integer")
		}
		return pipeInto(args[0], args[1], position)
	},
	// unpipe(chain)
	"unpipe/1": func(_ *vm.Machine, args []term.Term) (term.Term, error) {
		return term.List(unpipe(args[0])...), nil
	},
	// special_form(name, arity)
	"special_form/2": func(_ *vm.Machine, args []term.Term) (term.Term, error) {
		name, _ := args[0].(term.Atom)
		arity, _ := args[1].(int)
		return term.Bool(!name.IsZero() && expand.IsSpecialForm(name, arity)), nil
	},
	// operator(name, arity)
	"operator/2": func(_ *vm.Machine, args []term.Term) (term.Term, error) {
		name, _ := args[0].(term.Atom)
		arity, _ := args[1].(int)
		return term.Bool(!name.IsZero() && syntax.IsOperator(name.Name(), arity)), nil
	},
}
