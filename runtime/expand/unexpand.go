// The way back: a resolved tree as quoted code without macros.

package expand

import (
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// Quoted is the code of a tree, with every macro expanded and every name
// resolved: what the shell's .expand shows. Each variable of the tree has a
// name of its own; those bound outside of it, numbered from 0, keep theirs.
func Quoted(e core.Expr, outside []term.Atom) term.Term {
	u := newUnexpander()
	for id, name := range outside {
		u.names.of(VarID(id), name)
	}
	return u.expr(e)
}

// QuotedClause is a clause of a function as Module.get_definition gives it:
// {metadata, arguments, guards, body}.
func QuotedClause(clause *core.Clause, patterns []core.Pattern) term.Term {
	u := newUnexpander()
	meta := term.List(term.Tuple2(atomLine, term.Int(clause.Line)))
	args := u.patterns(patterns)
	return term.NewTuple(meta, term.List(args...), term.List(u.exprs(clause.Guards)...), u.expr(clause.Body))
}

func newUnexpander() unexpander {
	return unexpander{names: &varNames{byID: map[VarID]term.Atom{}, taken: map[term.Atom]int{}}}
}

// unexpander makes quoted code; depth counts how far it has gone down.
type unexpander struct {
	depth int
	names *varNames
}

// varNames are the names given to variables.
type varNames struct {
	byID  map[VarID]term.Atom
	taken map[term.Atom]int
	made  VarID // the number of the last fresh one
}

// fresh is a name for a variable that the tree does not have.
func (v *varNames) fresh(name term.Atom) term.Atom {
	v.made--
	return v.of(v.made, name)
}

// of is the variable's own name, with a number when another one has it.
func (v *varNames) of(id VarID, name term.Atom) term.Atom {
	if given, ok := v.byID[id]; ok {
		return given
	}
	given := name
	for n := v.taken[name]; n > 0; n++ {
		if given = term.Intern(sprintf("%s_%d", name.Name(), n)); v.taken[given] == 0 {
			v.taken[name] = n
			break
		}
	}
	v.taken[name]++
	if given != name {
		v.taken[given]++
	}
	v.byID[id] = given
	return given
}

func (u unexpander) down() (unexpander, bool) {
	u.depth++
	return u, u.depth <= MaxDepth
}

func varNode(name term.Atom) term.Term { return term.Tuple3(name, term.Empty, term.Nil) }

func callNode(name string, args ...term.Term) term.Term {
	return makeNode(term.Intern(name), term.Empty, args...)
}

func keywords(kv ...any) term.Term {
	var b term.ListBuilder
	for i := 0; i+1 < len(kv); i += 2 {
		b.Add(term.Tuple2(term.Intern(kv[i].(string)), kv[i+1]))
	}
	return b.List()
}

func (u unexpander) exprs(list []core.Expr) []term.Term {
	out := make([]term.Term, len(list))
	for i, e := range list {
		out[i] = u.expr(e)
	}
	return out
}

func (u unexpander) literal(v term.Term) term.Term {
	out, err := EscapeQuoted(v, false, false)
	if err != nil {
		return v
	}
	return out
}

func tupleNode(elems []term.Term) term.Term {
	if len(elems) == 2 {
		return term.Tuple2(elems[0], elems[1])
	}
	return makeNode(atomTuple, term.Empty, elems...)
}

// listNode is [elems... | tail]; a nil tail is [].
func listNode(elems []term.Term, tail term.Term) term.Term {
	if tail != nil && len(elems) > 0 {
		last := len(elems) - 1
		elems[last] = makeNode(atomBar, term.Empty, elems[last], tail)
	}
	return term.List(elems...)
}

func (u unexpander) expr(e core.Expr) term.Term {
	u, ok := u.down()
	if !ok {
		return varNode(term.Intern("..."))
	}
	switch e := e.(type) {
	case nil:
		return term.Nil
	case *core.Literal:
		return u.literal(e.Value)
	case *core.Var:
		return varNode(u.names.of(e.ID, e.Name))
	case *core.Tuple:
		return tupleNode(u.exprs(e.Elems))
	case *core.List:
		return listNode(u.exprs(e.Elems), u.tail(e.Tail))
	case *core.Map:
		return makeNode(atomMap, term.Empty, u.pairs(e.Pairs)...)
	case *core.MapUpdate:
		update := makeNode(atomMap, term.Empty, makeNode(atomBar, term.Empty, u.expr(e.Map), term.List(u.pairs(e.Pairs)...)))
		if e.Struct.IsZero() {
			return update
		}
		return callNode("%", e.Struct, update)
	case *core.Bitstring:
		return u.bits(e.Segments)
	case *core.Block:
		return makeNode(atomBlock, term.Empty, u.exprs(e.Exprs)...)
	case *core.Match:
		return callNode("=", u.pattern(e.Pattern), u.expr(e.Value))
	case *core.Local:
		return makeNode(e.Name, term.Empty, u.exprs(e.Args)...)
	case *core.Remote:
		return u.remote(e.Module, e.Name, u.exprs(e.Args))
	case *core.Access:
		dot := makeNode(atomDot, term.Empty, u.expr(e.Value), e.Name)
		return term.Tuple3(dot, term.List(term.Tuple2(atomNoParens, term.True)), term.Empty)
	case *core.CallFun:
		return term.Tuple3(makeNode(atomDot, term.Empty, u.expr(e.Fun)), term.Empty, term.List(u.exprs(e.Args)...))
	case *core.LocalFun:
		return callNode("&", callNode("/", varNode(e.Name), term.Int(e.Arity)))
	case *core.RemoteFun:
		dot := u.remote(e.Module, e.Name, nil)
		name, _, _, _ := node(dot)
		return callNode("&", callNode("/", term.Tuple3(name, term.List(term.Tuple2(atomNoParens, term.True)), term.Empty), u.expr(e.Arity)))
	case *core.Stacktrace:
		return varNode(term.Intern("__STACKTRACE__"))
	}
	return u.form(e)
}

// form is the quoted form of a node with clauses.
func (u unexpander) form(e core.Expr) term.Term {
	switch e := e.(type) {
	case *core.Case:
		return callNode("case", u.expr(e.Subject), keywords("do", u.clauses(e.Clauses)))
	case *core.If:
		return callNode("case", u.expr(e.Test), keywords("do", u.truth(e)))
	case *core.Cond:
		arrows := make([]term.Term, len(e.Tests))
		for i, test := range e.Tests {
			arrows[i] = arrowNode([]term.Term{u.expr(test)}, u.expr(e.Bodies[i]))
		}
		return callNode("cond", keywords("do", term.List(arrows...)))
	case *core.Fn:
		return makeNode(term.Intern("fn"), term.Empty, u.arrows(e.Clauses)...)
	case *core.With:
		return u.with(e)
	case *core.For:
		return u.comprehension(e)
	case *core.Receive:
		blocks := term.Term(term.Empty)
		if e.Timeout != nil {
			blocks = keywords("after", term.List(arrowNode([]term.Term{u.expr(e.Timeout)}, u.expr(e.After))))
		}
		return callNode("receive", &term.Cons{Head: term.Tuple2(atomDo, u.clauses(e.Clauses)), Tail: blocks})
	case *core.Try:
		return u.try(e)
	}
	return varNode(term.Intern("..."))
}

func (u unexpander) tail(e core.Expr) term.Term {
	if e == nil {
		return nil
	}
	return u.expr(e)
}

func (u unexpander) pairs(pairs []core.Pair) []term.Term {
	out := make([]term.Term, len(pairs))
	for i, p := range pairs {
		out[i] = term.Tuple2(u.expr(p.Key), u.expr(p.Value))
	}
	return out
}

func (u unexpander) remote(module, name core.Expr, args []term.Term) term.Term {
	if known, ok := literalAtom(name); ok {
		return term.Tuple3(makeNode(atomDot, term.Empty, u.expr(module), known), term.Empty, term.List(args...))
	}
	return term.Tuple3(makeNode(atomDot, term.Empty, atomErlang, term.Intern("apply")), term.Empty, term.List(u.expr(module), u.expr(name), term.List(args...)))
}

func arrowNode(left []term.Term, right term.Term) term.Term {
	return makeNode(atomArrow, term.Empty, term.List(left...), right)
}

// guarded puts guards behind patterns: `a, b when g`.
func (u unexpander) guarded(patterns []term.Term, guards []core.Expr) []term.Term {
	if len(guards) == 0 {
		return patterns
	}
	guard := u.expr(guards[len(guards)-1])
	for i := len(guards) - 2; i >= 0; i-- {
		guard = makeNode(atomWhen, term.Empty, u.expr(guards[i]), guard)
	}
	return []term.Term{makeNode(atomWhen, term.Empty, append(patterns, guard)...)}
}

func (u unexpander) arrows(clauses []*core.Clause) []term.Term {
	out := make([]term.Term, len(clauses))
	for i, c := range clauses {
		out[i] = arrowNode(u.guarded(u.patterns(c.Patterns), c.Guards), u.expr(c.Body))
	}
	return out
}

func (u unexpander) clauses(clauses []*core.Clause) term.Term { return term.List(u.arrows(clauses)...) }

// truth are the clauses that if, &&, and and their like stand for.
func (u unexpander) truth(e *core.If) term.Term {
	then, otherwise := u.expr(e.Then), u.expr(e.Else)
	if !e.Strict {
		x := varNode(u.names.fresh(term.Intern("x")))
		equal := func(v term.Term) term.Term { return makeRemote(atomErlang, "=:=", term.Empty, x, v) }
		falsy := makeNode(atomWhen, term.Empty, x, makeRemote(atomErlang, "orelse", term.Empty, equal(term.False), equal(term.Nil)))
		return term.List(arrowNode([]term.Term{falsy}, otherwise), arrowNode([]term.Term{varNode(atomUnderscore)}, then))
	}
	other := varNode(u.names.fresh(term.Intern("other")))
	bad := makeRemote(atomErlang, "error", term.Empty, makeNode(atomTuple, term.Empty, atomBadbool, e.Op, other))
	return term.List(
		arrowNode([]term.Term{term.False}, otherwise), arrowNode([]term.Term{term.True}, then), arrowNode([]term.Term{other}, bad))
}

func (u unexpander) with(e *core.With) term.Term {
	var args []term.Term
	for _, s := range e.Steps {
		if s.Pattern == nil {
			args = append(args, u.expr(s.Value))
			continue
		}
		left := u.guarded([]term.Term{u.pattern(s.Pattern)}, s.Guards)[0]
		args = append(args, callNode("<-", left, u.expr(s.Value)))
	}
	blocks := []any{"do", u.expr(e.Body)}
	if e.Else != nil {
		blocks = append(blocks, "else", u.clauses(e.Else))
	}
	return makeNode(term.Intern("with"), term.Empty, append(args, keywords(blocks...))...)
}

func (u unexpander) comprehension(e *core.For) term.Term {
	var args []term.Term
	for _, q := range e.Qualifiers {
		if q.Pattern == nil {
			args = append(args, u.expr(q.Source))
			continue
		}
		left := u.guarded([]term.Term{u.pattern(q.Pattern)}, q.Guards)[0]
		generator := callNode("<-", left, u.expr(q.Source))
		if q.Bits {
			generator = makeNode(atomBits, term.Empty, generator)
		}
		args = append(args, generator)
	}
	var options []any
	if e.Into != nil {
		options = append(options, "into", u.expr(e.Into))
	}
	if e.Uniq {
		options = append(options, "uniq", term.True)
	}
	if e.Reduce != nil {
		options = append(options, "reduce", u.expr(e.Reduce), "do", u.clauses(e.Clauses))
	} else {
		options = append(options, "do", u.expr(e.Body))
	}
	return makeNode(term.Intern("for"), term.Empty, append(args, keywords(options...))...)
}

func (u unexpander) try(e *core.Try) term.Term {
	blocks := []any{"do", u.expr(e.Body)}
	if len(e.Rescue) > 0 {
		var arrows []term.Term
		for _, r := range e.Rescue {
			arrows = append(arrows, arrowNode([]term.Term{u.rescued(r)}, u.expr(r.Body)))
		}
		blocks = append(blocks, "rescue", term.List(arrows...))
	}
	if len(e.Catch) > 0 {
		var arrows []term.Term
		for _, c := range e.Catch {
			arrows = append(arrows, arrowNode(u.guarded([]term.Term{u.pattern(c.Kind), u.pattern(c.Value)}, c.Guards), u.expr(c.Body)))
		}
		blocks = append(blocks, "catch", term.List(arrows...))
	}
	if len(e.Else) > 0 {
		blocks = append(blocks, "else", u.clauses(e.Else))
	}
	if e.After != nil {
		blocks = append(blocks, "after", u.expr(e.After))
	}
	return callNode("try", keywords(blocks...))
}

// rescued is the left side of a rescue clause: e, e in [...], or [...].
func (u unexpander) rescued(r *core.RescueClause) term.Term {
	name := term.Term(varNode(atomUnderscore))
	if r.Var != nil {
		name = varNode(u.names.of(r.Var.ID, r.Var.Name))
	}
	if r.Any {
		return name
	}
	return callNode("in", name, term.List(u.exprs(r.Modules)...))
}
