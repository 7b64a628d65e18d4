// Walking a tree, and naming its closures.

package core

import (
	"fmt"

	"otpsh/runtime/term"
)

// NameFuns gives the closures of a function the names that stack traces and
// inspect show: "-handle_call/3-fun-0-", inner ones before those around them.
// Closures that have a name keep it.
func NameFuns(f *Function) {
	n := 0
	name := func(e Expr) {
		if fn, ok := e.(*Fn); ok && fn.Name.IsZero() {
			fn.Name = term.Intern(fmt.Sprintf("-%s/%d-fun-%d-", f.Name, f.Arity, n))
			n++
		}
	}
	for _, c := range f.Clauses {
		WalkClause(c, name)
	}
}

// Walk calls visit with every expression in e, parts before the whole.
func Walk(e Expr, visit func(Expr)) {
	if e == nil {
		return
	}
	walkParts(e, func(part Expr) { Walk(part, visit) })
	visit(e)
}

// WalkClause is Walk for the expressions of a clause.
func WalkClause(c *Clause, visit func(Expr)) {
	clauseParts(c, func(part Expr) { Walk(part, visit) })
}

func clauseParts(c *Clause, f func(Expr)) {
	for _, p := range c.Patterns {
		patternParts(p, f)
	}
	for _, g := range c.Guards {
		f(g)
	}
	f(c.Body)
}

func all(es []Expr, f func(Expr)) {
	for _, e := range es {
		f(e)
	}
}

func allClauses(cs []*Clause, f func(Expr)) {
	for _, c := range cs {
		clauseParts(c, f)
	}
}

// walkParts calls f with the expressions directly inside e, in order of the
// code; absent ones (nil) included.
func walkParts(e Expr, f func(Expr)) {
	switch e := e.(type) {
	case *Tuple:
		all(e.Elems, f)
	case *List:
		all(e.Elems, f)
		f(e.Tail)
	case *Map:
		for _, p := range e.Pairs {
			f(p.Key)
			f(p.Value)
		}
	case *MapUpdate:
		f(e.Map)
		for _, p := range e.Pairs {
			f(p.Key)
			f(p.Value)
		}
	case *Bitstring:
		for _, s := range e.Segments {
			f(s.Value)
			f(s.Size)
		}
	case *Block:
		all(e.Exprs, f)
	case *Match:
		patternParts(e.Pattern, f)
		f(e.Value)
	case *If:
		f(e.Test)
		f(e.Then)
		f(e.Else)
	case *Case:
		f(e.Subject)
		allClauses(e.Clauses, f)
	case *Cond:
		for i := range e.Tests {
			f(e.Tests[i])
			f(e.Bodies[i])
		}
	case *Fn:
		allClauses(e.Clauses, f)
	case *Local:
		all(e.Args, f)
	case *Remote:
		f(e.Module)
		f(e.Name)
		all(e.Args, f)
	case *Access:
		f(e.Value)
	case *CallFun:
		f(e.Fun)
		all(e.Args, f)
	case *RemoteFun:
		f(e.Module)
		f(e.Name)
		f(e.Arity)
	default:
		blockParts(e, f)
	}
}

// blockParts is walkParts for the forms with several blocks.
func blockParts(e Expr, f func(Expr)) {
	switch e := e.(type) {
	case *With:
		for _, s := range e.Steps {
			patternParts(s.Pattern, f)
			all(s.Guards, f)
			f(s.Value)
		}
		f(e.Body)
		allClauses(e.Else, f)
	case *For:
		for _, q := range e.Qualifiers {
			patternParts(q.Pattern, f)
			all(q.Guards, f)
			f(q.Source)
		}
		f(e.Into)
		f(e.Reduce)
		f(e.Body)
		allClauses(e.Clauses, f)
	case *Receive:
		allClauses(e.Clauses, f)
		f(e.Timeout)
		f(e.After)
	case *Try:
		f(e.Body)
		for _, r := range e.Rescue {
			all(r.Modules, f)
			f(r.Body)
		}
		for _, c := range e.Catch {
			patternParts(c.Kind, f)
			patternParts(c.Value, f)
			all(c.Guards, f)
			f(c.Body)
		}
		allClauses(e.Else, f)
		f(e.After)
	}
}

// patternParts calls f with the expressions inside a pattern.
func patternParts(p Pattern, f func(Expr)) {
	switch p := p.(type) {
	case *PPin:
		f(p.Value)
	case *PTuple:
		for _, e := range p.Elems {
			patternParts(e, f)
		}
	case *PList:
		for _, e := range p.Elems {
			patternParts(e, f)
		}
		patternParts(p.Tail, f)
	case *PMap:
		for _, pair := range p.Pairs {
			f(pair.Key)
			patternParts(pair.Value, f)
		}
	case *PBoth:
		patternParts(p.Left, f)
		patternParts(p.Right, f)
	case *PBits:
		for _, s := range p.Segments {
			patternParts(s.Pattern, f)
			f(s.Size)
		}
	}
}
