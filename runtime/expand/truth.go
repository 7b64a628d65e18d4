// case on the truth of a value, as if, &&, || and ! make it.

package expand

import (
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// truthCase expands the clauses of a case that asks whether its subject is
// false or nil; nil when the clauses are of another shape. The shape:
//
//	x when x is false or nil -> no
//	_ or y                   -> yes
//
// or `false -> no; true -> yes` with a subject that is a boolean.
func (c *ctx) truthCase(meta term.Term, subject core.Expr, do term.Term) core.Expr {
	if !metaIs(meta, atomOptimize) {
		return nil
	}
	list, ok := term.Slice(do)
	if !ok || len(list) < 2 {
		return nil
	}
	no, yes := c.arrows(meta, "case", "do", do)[0], c.arrows(meta, "case", "do", do)[1]
	if len(no.left) != 1 || len(yes.left) != 1 {
		return nil
	}
	if no.left[0] == term.Term(term.False) && yes.left[0] == term.Term(term.True) {
		return c.strictCase(meta, subject, no, yes, list[2:])
	}
	falsy, ok := falsyPattern(no.left[0])
	if !ok || len(list) != 2 {
		return nil
	}
	if _, _, _, ok := variable(yes.left[0]); !ok {
		return nil
	}
	// The subject gets a variable only when a branch reads it.
	name, _, _, _ := variable(falsy)
	id := c.next
	c.next++
	c.infos[id] = &varInfo{silent: true}
	branch := func(pattern, body term.Term) core.Expr {
		s := c.open()
		if n, m, context, _ := variable(pattern); n != atomUnderscore {
			c.vars = &binding{key: varKey(n, m, context), id: id, up: c.vars}
		}
		e := c.expr(body)
		c.close(s)
		return e
	}
	out := &core.If{Line: metaLine(meta), Test: subject}
	out.Else = branch(falsy, no.right)
	out.Then = branch(yes.left[0], yes.right)
	if !c.infos[id].used {
		return out
	}
	out.Test = &core.Var{ID: id, Name: name}
	bind := &core.Match{Line: metaLine(meta), Pattern: &core.PVar{ID: id, Name: name}, Value: subject}
	return &core.Block{Exprs: []core.Expr{bind, out}}
}

// strictCase is `false -> no; true -> yes; other -> error` of and/or.
func (c *ctx) strictCase(meta term.Term, subject core.Expr, no, yes arrow, rest []term.Term) core.Expr {
	out := &core.If{Line: metaLine(meta), Strict: true, Test: subject, Op: atomAnd}
	switch {
	case len(rest) == 1 && badbool(rest[0], &out.Op):
	case len(rest) == 0 && returnsBoolean(subject):
		out.Strict = false
	default:
		return nil
	}
	branch := func(body term.Term) core.Expr {
		s := c.open()
		e := c.expr(body)
		c.close(s)
		return e
	}
	out.Else, out.Then = branch(no.right), branch(yes.right)
	return out
}

// badbool recognises `other -> :erlang.error({:badbool, op, other})`.
func badbool(clause term.Term, op *term.Atom) bool {
	_, sides, ok := call(clause, atomArrow)
	if !ok || len(sides) != 2 {
		return false
	}
	_, left, right, _, args, ok := remoteCall(sides[1])
	if !ok || left != term.Term(atomErlang) || right.Name() != "error" || len(args) != 1 {
		return false
	}
	_, parts, ok := call(args[0], atomTuple)
	if !ok || len(parts) != 3 || parts[0] != term.Term(atomBadbool) {
		return false
	}
	name, ok := parts[1].(term.Atom)
	*op = name
	return ok
}

var atomBadbool = term.Intern("badbool")

// falsyPattern is the variable x of `x when x in [false, nil]`, also written
// as :erlang.orelse(:erlang.=:=(x, false), :erlang.=:=(x, nil)).
func falsyPattern(q term.Term) (x term.Term, ok bool) {
	_, parts, ok := call(q, atomWhen)
	if !ok || len(parts) != 2 {
		return nil, false
	}
	name, _, context, ok := variable(parts[0])
	if !ok {
		return nil, false
	}
	same := func(t term.Term) bool {
		n, _, ctx, ok := variable(t)
		return ok && n == name && ctx == context
	}
	_, left, right, _, args, ok := remoteCall(parts[1])
	if !ok || len(args) != 2 {
		return nil, false
	}
	switch {
	case left == term.Term(kernelModule) && right == atomIn:
		list, ok := term.Slice(args[1])
		return parts[0], ok && same(args[0]) && len(list) == 2 && list[0] == term.Term(term.False) && list[1] == term.Term(term.Nil)
	case left == term.Term(atomErlang) && right == atomOrelse:
		for i, want := range []term.Atom{term.False, term.Nil} {
			_, module, name, _, sides, ok := remoteCall(args[i])
			if !ok || module != term.Term(atomErlang) || name != atomIdentical || len(sides) != 2 || !same(sides[0]) || sides[1] != term.Term(want) {
				return nil, false
			}
		}
		return parts[0], true
	}
	return nil, false
}

var atomIdentical = term.Intern("=:=")

func isWild(q term.Term) bool {
	name, _, _, ok := variable(q)
	return ok && name == atomUnderscore
}

// returnsBoolean reports whether an expression can only give true or false.
func returnsBoolean(e core.Expr) bool {
	switch e := e.(type) {
	case *core.Literal:
		return e.Value == term.Term(term.True) || e.Value == term.Term(term.False)
	case *core.Remote:
		module, ok := literalAtom(e.Module)
		name, ok2 := literalAtom(e.Name)
		return ok && ok2 && module == atomErlang && booleans[mfa{module, name, len(e.Args)}]
	case *core.If:
		return returnsBoolean(e.Then) && returnsBoolean(e.Else)
	case *core.Block:
		return returnsBoolean(e.Exprs[len(e.Exprs)-1])
	}
	return false
}

// booleans are the functions of :erlang that give true or false.
var booleans = func() map[mfa]bool {
	table := map[mfa]bool{}
	for _, f := range fields("not/1 and/2 or/2 xor/2 ==/2 /=/2 =</2 >=/2 </2 >/2 =:=/2 =/=/2 " +
		"is_atom/1 is_binary/1 is_bitstring/1 is_boolean/1 is_float/1 is_function/1 is_function/2 is_integer/1 is_list/1 is_map/1 is_map_key/2 " +
		"is_number/1 is_pid/1 is_port/1 is_reference/1 is_tuple/1 is_process_alive/1 function_exported/3") {
		name, arity := splitArity(f)
		table[mfa{atomErlang, term.Intern(name), arity}] = true
	}
	return table
}()
