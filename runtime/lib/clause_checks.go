package lib

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"otpsh/runtime/core"
	"otpsh/runtime/diag"
	"otpsh/runtime/expand"
	"otpsh/runtime/term"
)

// This file finds code that can do nothing: clauses behind one that always
// matches, and calls without an effect whose value is not used.

// deadCode collects what there is to say of functions of one file.
type deadCode struct {
	file      string
	constants map[core.VarID]bool // variables of the function that hold constants
	found     []diag.Diagnostic
}

// warnDeadCode reports it for the functions of a module.
func (m *moduleCheck) warnDeadCode() {
	byFile := map[string]*deadCode{}
	var files []string
	for _, fa := range m.sorted {
		f := m.functions[fa]
		d := byFile[f.file]
		if d == nil {
			d = &deadCode{file: f.file}
			byFile[f.file], files = d, append(files, f.file)
		}
		d.clauses(f.clauses, nil, nameArity(fa))
		for _, c := range f.clauses {
			d.constants = map[core.VarID]bool{}
			core.WalkClause(c, d.constant)
			core.WalkClause(c, d.expr)
		}
	}
	for _, file := range files {
		byFile[file].report(m.host)
	}
}

// report tells what was found, in order of the text; what has no column comes
// first.
func (d *deadCode) report(h *compileHost) {
	slices.SortStableFunc(d.found, func(a, b diag.Diagnostic) int {
		return cmp.Or(cmp.Compare(min(a.Pos.Column, 1), min(b.Pos.Column, 1)), comparePlaces(a.Place(), b.Place()))
	})
	for _, w := range d.found {
		h.Report(w)
	}
}

func (d *deadCode) warn(line int, at core.Place, format string, args ...any) {
	if at.Generated {
		return
	}
	d.found = append(d.found, diag.Diagnostic{
		Severity: diag.Warning, Message: fmt.Sprintf(format, args...), File: d.file, Pos: diag.Pos{Line: line, Column: at.Column},
	})
}

// constant remembers x of x = 1: what is computed of constants is computed when
// compiling, and not told of.
func (d *deadCode) constant(e core.Expr) {
	if m, ok := e.(*core.Match); ok {
		if v, ok := m.Pattern.(*core.PVar); ok && d.isConstant(m.Value) {
			d.constants[v.ID] = true
		}
	}
}

func (d *deadCode) isConstant(e core.Expr) bool {
	switch e := e.(type) {
	case *core.Literal:
		return true
	case *core.Var:
		return d.constants[e.ID]
	}
	return false
}

// expr looks at one expression of a function.
func (d *deadCode) expr(e core.Expr) {
	d.unusedIn(e)
	switch e := e.(type) {
	case *core.Remote:
		d.failing(e)
	case *core.Case:
		d.clauses(e.Clauses, e.Subject, "")
	case *core.Fn:
		d.clauses(e.Clauses, nil, "")
	case *core.Receive:
		d.clauses(e.Clauses, nil, "")
	case *core.With:
		d.clauses(e.Else, nil, "")
	case *core.For:
		d.clauses(e.Clauses, nil, "")
	case *core.Try:
		d.clauses(e.Else, nil, "")
		d.handlers(e)
	}
}

// clauses warns of clauses that are never reached: all those behind one that
// always matches, and the first behind one with a more general pattern. of is
// the function that they are of.
func (d *deadCode) clauses(cs []*core.Clause, subject core.Expr, of string) {
	if subject != nil && d.isConstant(subject) {
		return
	}
	what := "this clause"
	if of != "" {
		what += " for " + of
	}
	for i, c := range cs {
		if len(c.Guards) > 0 {
			continue
		}
		if alwaysMatches(c.Patterns, subject) {
			for _, later := range cs[i+1:] {
				d.warn(later.Line, later.At, "%s cannot match because a previous clause at line %d always matches", what, c.Line)
			}
			return
		}
	}
	told := map[*core.Clause]bool{}
	for i, c := range cs {
		if len(c.Guards) > 0 || told[c] {
			continue
		}
		for _, later := range cs[i+1:] {
			if !told[later] && coverAll(c.Patterns, later.Patterns) {
				told[later] = true
				d.warn(later.Line, later.At, "this clause cannot match because a previous clause at line %d always matches", c.Line)
				break
			}
		}
	}
}

// handlers warns of the first rescue and catch clause behind one that takes
// all.
func (d *deadCode) handlers(t *core.Try) {
	line, told := 0, false
	see := func(at int, place core.Place, takesAll bool) {
		switch {
		case line > 0 && !told:
			told = true
			d.warn(at, place, "this clause cannot match because a previous clause at line %d always matches", line)
		case line == 0 && takesAll:
			line = at
		}
	}
	for _, r := range t.Rescue {
		see(r.Line, r.At, r.Any)
	}
	line, told = 0, false
	for _, c := range t.Catch {
		see(c.Line, c.At, len(c.Guards) == 0 && alwaysMatches([]core.Pattern{c.Kind, c.Value}, nil))
	}
}

// alwaysMatches tells whether patterns match whatever comes: they are
// variables, or tuples of variables for a subject that is written as a tuple.
func alwaysMatches(ps []core.Pattern, subject core.Expr) bool {
	if tuple, ok := subject.(*core.Tuple); ok && len(ps) == 1 {
		if p, ok := ps[0].(*core.PTuple); ok && len(p.Elems) == len(tuple.Elems) {
			return alwaysMatches(p.Elems, nil)
		}
	}
	for _, p := range ps {
		if !matchesAll(p) {
			return false
		}
	}
	return true
}

func matchesAll(p core.Pattern) bool {
	switch p := p.(type) {
	case *core.PVar, *core.PWild:
		return true
	case *core.PBoth:
		return matchesAll(p.Left) && matchesAll(p.Right)
	}
	return false
}

func coverAll(ps, qs []core.Pattern) bool {
	for i := range ps {
		if i >= len(qs) || !covers(ps[i], qs[i]) {
			return false
		}
	}
	return len(ps) == len(qs)
}

// covers tells whether p surely matches all that q matches.
func covers(p, q core.Pattern) bool {
	if both, ok := q.(*core.PBoth); ok {
		return covers(p, both.Left) || covers(p, both.Right)
	}
	switch p := p.(type) {
	case *core.PVar, *core.PWild:
		return true
	case *core.PBoth:
		return covers(p.Left, q) && covers(p.Right, q)
	case *core.PLiteral:
		lit, ok := q.(*core.PLiteral)
		return ok && term.Identical(p.Value, lit.Value)
	case *core.PTuple:
		switch q := q.(type) {
		case *core.PTuple:
			return coverAll(p.Elems, q.Elems)
		case *core.PLiteral:
			tuple, ok := q.Value.(*term.Tuple)
			return ok && coverAll(p.Elems, literalPatterns(tuple.Elems))
		}
	case *core.PMap:
		return sameMap(p, q)
	case *core.PBits:
		bits, ok := q.(*core.PBits)
		return ok && sameSegments(p.Segments, bits.Segments)
	case *core.PList:
		list, ok := q.(*core.PList)
		if !ok || len(p.Elems) != len(list.Elems) || !coverAll(p.Elems, list.Elems) {
			return false
		}
		if p.Tail == nil || list.Tail == nil {
			return p.Tail == nil && list.Tail == nil
		}
		return covers(p.Tail, list.Tail)
	}
	return false
}

// sameMap tells whether two map patterns have the same constant keys, and p's
// values cover q's.
func sameMap(p *core.PMap, q core.Pattern) bool {
	other, ok := q.(*core.PMap)
	if !ok || len(p.Pairs) != len(other.Pairs) {
		return false
	}
	values := term.EmptyMap
	for i, pair := range other.Pairs {
		key, ok := pair.Key.(*core.Literal)
		if !ok {
			return false
		}
		values = values.Put(key.Value, i)
	}
	for _, pair := range p.Pairs {
		key, ok := pair.Key.(*core.Literal)
		if !ok {
			return false
		}
		i, ok := values.Get(key.Value)
		if !ok || !covers(pair.Value, other.Pairs[i.(int)].Value) {
			return false
		}
	}
	return true
}

// sameSegments tells whether bitstring patterns are of the same layout, of
// constant sizes, and the values of one cover the other's.
func sameSegments(ps, qs []core.Segment) bool {
	if len(ps) != len(qs) {
		return false
	}
	for i, p := range ps {
		q := qs[i]
		if p.Type != q.Type || p.Unit != q.Unit || p.Signed != q.Signed || p.Little != q.Little || !sameSize(p.Size, q.Size) || !covers(p.Pattern, q.Pattern) {
			return false
		}
	}
	return true
}

func sameSize(a, b core.Expr) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	x, ok1 := a.(*core.Literal)
	y, ok2 := b.(*core.Literal)
	return ok1 && ok2 && term.Identical(x.Value, y.Value)
}

func literalPatterns(values []term.Term) []core.Pattern {
	out := make([]core.Pattern, len(values))
	for i, v := range values {
		out[i] = &core.PLiteral{Value: v}
	}
	return out
}

// unusedIn warns of calls in a block whose values are not used.
func (d *deadCode) unusedIn(e core.Expr) {
	if b, ok := e.(*core.Block); ok {
		for _, part := range b.Exprs[:len(b.Exprs)-1] {
			d.unused(part)
		}
	}
}

// unused warns of an expression whose value is not used, when it has no
// effect.
func (d *deadCode) unused(e core.Expr) {
	switch e := e.(type) {
	case *core.Block:
		d.unused(e.Exprs[len(e.Exprs)-1])
	case *core.If:
		d.unused(e.Then)
		d.unused(e.Else)
	case *core.Case:
		for _, c := range e.Clauses {
			d.unused(c.Body)
		}
	case *core.Cond:
		for _, body := range e.Bodies {
			d.unused(body)
		}
	case *core.For:
		if e.Body != nil && e.Into == nil && !e.Uniq {
			d.unused(e.Body)
		}
	case *core.With:
		d.unused(e.Body)
		for _, c := range e.Else {
			d.unused(c.Body)
		}
	case *core.Remote:
		d.unusedCall(e)
	}
}

func (d *deadCode) unusedCall(call *core.Remote) {
	module, ok1 := call.Module.(*core.Literal)
	name, ok2 := call.Name.(*core.Literal)
	if !ok1 || !ok2 || module.Value != term.Term(atomErlang) {
		return
	}
	function, _ := name.Value.(term.Atom)
	fa := expand.FA{Name: function, Arity: len(call.Args)}
	if len(call.Args) > 0 && !slices.ContainsFunc(call.Args, func(e core.Expr) bool { return !d.isConstant(e) }) {
		return
	}
	shown, isOperator := erlangOperators[fa.Name.Name()]
	switch effects := withoutEffect[nameArity(fa)]; {
	case effects == safeCall && isOperator:
		d.warn(call.Line, call.At, "use of operator %s has no effect", shown)
	case effects == safeCall:
		d.warn(call.Line, call.At, "the call to %s has no effect", nameArity(fa))
	case effects == pureCall && isOperator:
		d.warn(call.Line, call.At, "the result of evaluating operator '%s'/%d is ignored (suppress the warning by assigning the expression to the _ variable)", fa.Name.Name(), fa.Arity)
	case effects == pureCall:
		d.warn(call.Line, call.At, "the result of calling %s is ignored (suppress the warning by assigning the expression to the _ variable)", nameArity(fa))
	}
}

// failing warns of an arithmetic operator on constants that always fails.
func (d *deadCode) failing(call *core.Remote) {
	module, ok1 := call.Module.(*core.Literal)
	name, ok2 := call.Name.(*core.Literal)
	if !ok1 || !ok2 || module.Value != term.Term(atomErlang) {
		return
	}
	function, _ := name.Value.(term.Atom)
	args := make([]term.Term, len(call.Args))
	for i, arg := range call.Args {
		lit, ok := arg.(*core.Literal)
		if !ok {
			return
		}
		args[i] = lit.Value
	}
	if failsOn(function.Name(), args) {
		d.warn(call.Line, call.At, "evaluation of operator '%s'/%d will fail with a 'badarith' exception", function.Name(), len(args))
	}
}

// failsOn tells whether an arithmetic operator fails on constants.
func failsOn(operator string, args []term.Term) bool {
	whole := operator == "div" || operator == "rem"
	switch operator {
	case "+", "-", "*", "/", "div", "rem":
	default:
		return false
	}
	for i, arg := range args {
		number := false
		switch arg.(type) {
		case int, *big.Int:
			number = true
		case float64:
			number = !whole
		}
		zero := arg == term.Term(term.Int(0)) || arg == term.Term(0.0)
		if !number || i == 1 && zero && (whole || operator == "/") {
			return true
		}
	}
	return false
}
