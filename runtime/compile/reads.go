// What a closure reads of its surroundings.

package compile

import "otpsh/runtime/core"

// reader collects the variables that are read, in order of appearance.
type reader struct {
	seen       map[core.VarID]bool
	order      []core.VarID
	stacktrace bool
}

func (r *reader) variable(id core.VarID) {
	if !r.seen[id] {
		r.seen[id] = true
		r.order = append(r.order, id)
	}
}

func (r *reader) exprs(es []core.Expr) {
	for _, e := range es {
		r.expr(e)
	}
}

func (r *reader) clauses(cs []*core.Clause) {
	for _, c := range cs {
		r.clause(c)
	}
}

func (r *reader) clause(c *core.Clause) {
	for _, p := range c.Patterns {
		r.pattern(p)
	}
	r.exprs(c.Guards)
	r.expr(c.Body)
}

func (r *reader) pairs(ps []core.Pair) {
	for _, p := range ps {
		r.expr(p.Key)
		r.expr(p.Value)
	}
}

func (r *reader) segments(ss []core.Segment) {
	for i := range ss {
		r.expr(ss[i].Value)
		r.expr(ss[i].Size)
		r.pattern(ss[i].Pattern)
	}
}

func (r *reader) expr(e core.Expr) {
	switch e := e.(type) {
	case *core.Var:
		r.variable(e.ID)
	case *core.Tuple:
		r.exprs(e.Elems)
	case *core.List:
		r.exprs(e.Elems)
		r.expr(e.Tail)
	case *core.Map:
		r.pairs(e.Pairs)
	case *core.MapUpdate:
		r.expr(e.Map)
		r.pairs(e.Pairs)
	case *core.Bitstring:
		r.segments(e.Segments)
	case *core.Block:
		r.exprs(e.Exprs)
	case *core.Match:
		r.pattern(e.Pattern)
		r.expr(e.Value)
	case *core.Case:
		r.expr(e.Subject)
		r.clauses(e.Clauses)
	case *core.If:
		r.expr(e.Test)
		r.expr(e.Then)
		r.expr(e.Else)
	case *core.Cond:
		r.exprs(e.Tests)
		r.exprs(e.Bodies)
	case *core.With:
		r.with(e)
	case *core.For:
		r.comprehension(e)
	case *core.Receive:
		r.clauses(e.Clauses)
		r.expr(e.Timeout)
		r.expr(e.After)
	case *core.Try:
		r.try(e)
	case *core.Fn:
		r.clauses(e.Clauses)
	case *core.Local:
		r.exprs(e.Args)
	case *core.Remote:
		r.expr(e.Module)
		r.expr(e.Name)
		r.exprs(e.Args)
	case *core.Access:
		r.expr(e.Value)
	case *core.CallFun:
		r.expr(e.Fun)
		r.exprs(e.Args)
	case *core.RemoteFun:
		r.expr(e.Module)
		r.expr(e.Name)
		r.expr(e.Arity)
	case *core.Stacktrace:
		r.stacktrace = true
	}
}

func (r *reader) with(e *core.With) {
	for _, s := range e.Steps {
		r.pattern(s.Pattern)
		r.exprs(s.Guards)
		r.expr(s.Value)
	}
	r.expr(e.Body)
	r.clauses(e.Else)
}

func (r *reader) comprehension(e *core.For) {
	for _, q := range e.Qualifiers {
		r.pattern(q.Pattern)
		r.exprs(q.Guards)
		r.expr(q.Source)
	}
	r.expr(e.Into)
	r.expr(e.Reduce)
	r.clauses(e.Clauses)
	r.expr(e.Body)
}

func (r *reader) try(e *core.Try) {
	r.expr(e.Body)
	for _, c := range e.Rescue {
		r.exprs(c.Modules)
		r.expr(c.Body)
	}
	for _, c := range e.Catch {
		r.pattern(c.Kind)
		r.pattern(c.Value)
		r.exprs(c.Guards)
		r.expr(c.Body)
	}
	r.clauses(e.Else)
	r.expr(e.After)
}

func (r *reader) pattern(p core.Pattern) {
	switch p := p.(type) {
	case *core.PPin:
		r.expr(p.Value)
	case *core.PTuple:
		for _, e := range p.Elems {
			r.pattern(e)
		}
	case *core.PList:
		for _, e := range p.Elems {
			r.pattern(e)
		}
		r.pattern(p.Tail)
	case *core.PMap:
		for _, e := range p.Pairs {
			r.expr(e.Key)
			r.pattern(e.Value)
		}
	case *core.PBoth:
		r.pattern(p.Left)
		r.pattern(p.Right)
	case *core.PBits:
		r.segments(p.Segments)
	}
}
