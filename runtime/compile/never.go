// Functions that never return.
//
// Erlang's compiler makes a call of such a function a tail call: so the
// function that called it leaves no frame in the stack trace of what it
// raises.

package compile

import (
	"otpsh/runtime/code"
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// neverReturn are those functions that end in no other way than by raising,
// throwing, exiting, or calling one that does. A function that calls itself
// for ever is not among them: it meets the limit of the stack.
func neverReturn(functions []*core.Function) map[code.Local]bool {
	never := map[code.Local]bool{}
	for grown := true; grown; {
		grown = false
		for _, f := range functions {
			l := code.Local{Name: f.Name, Arity: f.Arity}
			if !never[l] && (ends{never, 0}).clauses(f.Clauses) {
				never[l], grown = true, true
			}
		}
	}
	return never
}

// ends asks of expressions whether their evaluation cannot end with a value.
type ends struct {
	never map[code.Local]bool
	depth int
}

func (n ends) clauses(clauses []*core.Clause) bool {
	for _, c := range clauses {
		if !n.expr(c.Body) {
			return false
		}
	}
	return true
}

func (n ends) any(es []core.Expr) bool {
	for _, e := range es {
		if n.expr(e) {
			return true
		}
	}
	return false
}

func (n ends) all(es []core.Expr) bool {
	for _, e := range es {
		if !n.expr(e) {
			return false
		}
	}
	return true
}

func (n ends) expr(e core.Expr) bool {
	if n.depth++; e == nil || n.depth > maxDepth {
		return false
	}
	switch e := e.(type) {
	case *core.Block:
		return n.any(e.Exprs)
	case *core.Match:
		return n.expr(e.Value)
	case *core.Tuple:
		return n.any(e.Elems)
	case *core.List:
		return n.any(e.Elems) || n.expr(e.Tail)
	case *core.Map:
		return n.pairs(e.Pairs)
	case *core.MapUpdate:
		return n.expr(e.Map) || n.pairs(e.Pairs)
	case *core.Bitstring:
		for _, s := range e.Segments {
			if n.expr(s.Value) {
				return true
			}
		}
	case *core.Access:
		return n.expr(e.Value)
	case *core.CallFun:
		return n.expr(e.Fun) || n.any(e.Args)
	case *core.Local:
		return n.any(e.Args) || n.never[code.Local{Name: e.Name, Arity: len(e.Args)}]
	case *core.Remote:
		module, name, ok := known(e)
		return n.any(e.Args) || ok && onlyRaises(module, name, len(e.Args))
	default:
		return n.branches(e)
	}
	return false
}

func (n ends) pairs(pairs []core.Pair) bool {
	for _, p := range pairs {
		if n.expr(p.Key) || n.expr(p.Value) {
			return true
		}
	}
	return false
}

// branches is expr for what has several ways to go.
func (n ends) branches(e core.Expr) bool {
	switch e := e.(type) {
	case *core.Case:
		return n.expr(e.Subject) || n.clauses(e.Clauses)
	case *core.If:
		return n.expr(e.Test) || n.expr(e.Then) && n.expr(e.Else)
	case *core.Cond:
		return n.all(e.Bodies)
	case *core.With:
		return len(e.Steps) > 0 && n.expr(e.Steps[0].Value)
	case *core.Receive:
		return n.clauses(e.Clauses) && (e.Timeout == nil || n.expr(e.After))
	case *core.Try:
		return e.After != nil && n.expr(e.After) || n.handlers(e) && (len(e.Else) > 0 && n.clauses(e.Else) || n.expr(e.Body))
	}
	return false
}

// handlers reports whether no rescue or catch clause gives a value.
func (n ends) handlers(e *core.Try) bool {
	for _, r := range e.Rescue {
		if !n.expr(r.Body) {
			return false
		}
	}
	for _, c := range e.Catch {
		if !n.expr(c.Body) {
			return false
		}
	}
	return true
}

// onlyRaises reports whether a function is one of those that only raise.
func onlyRaises(module, name term.Atom, arity int) bool {
	if module != atomErlang {
		return false
	}
	switch name.Name() {
	case "error":
		return arity == 1 || arity == 2 // of error/3, what raise "text" calls, Erlang's compiler does not know it
	case "throw", "exit":
		return arity == 1
	}
	return false
}

// lastCall reports whether a call, though not in tail position, is the last
// thing that the function does.
func (c *compiler) lastCall(e *core.Local) bool {
	return c.protected == 0 && c.never[code.Local{Name: e.Name, Arity: len(e.Args)}]
}
