// The entry points.

package expand

import (
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// MaxDepth bounds how deep quoted code may nest. Code beyond it is a compile
// error that says so.
const MaxDepth = 10_000

// ticksEvery is how many nodes pass between two calls of Host.Tick.
const ticksEvery = 1_000

// Expander expands code for one process. It holds no state between calls but
// a node count and the outside variables read, and is not for concurrent use.
type Expander struct {
	h     Host
	nodes int
	depth int            // how deep code may nest: MaxDepth, or less where the host says so
	read  map[VarID]bool // variables from outside that code has read
}

// Shallower is a Host that lets code nest less deeply than MaxDepth.
type Shallower interface {
	ExpansionDepth() int
}

// New returns an Expander that asks h.
func New(h Host) *Expander {
	x := &Expander{h: h, depth: MaxDepth}
	if s, ok := h.(Shallower); ok {
		x.depth = min(MaxDepth, s.ExpansionDepth())
	}
	return x
}

// ctx is one expansion: the walk's state. The environment changes as the walk
// passes alias, import and require, and is put back where a scope ends.
type ctx struct {
	x     *Expander
	env   *Env // its Context, vars and next are those of the start: see snapshot
	depth int

	mode  Context
	vars  *binding
	next  VarID
	infos map[VarID]*varInfo
	bound []VarID // bound since the expansion began, by scope: see scope
	// expanding are the macros whose results are being expanded, innermost last.
	expanding []target

	match     *matchState // inside a pattern
	pinning   bool        // the argument of ^
	callerVar VarID       // of __CALLER__
	// lastSegment is where the last segment of a bitstring pattern stands.
	lastSegment map[*core.PBits]term.Term
	caller      bool     // __CALLER__ may be read
	handler     *handler // the rescue or catch clause around; nil: none
	fns         int      // how many fns are around
	shorter     *FA      // the function of fewer arguments that a default value belongs to
}

func (x *Expander) newCtx(e *Env) *ctx {
	return &ctx{x: x, env: e, mode: e.Context, vars: e.vars, next: e.next, infos: map[VarID]*varInfo{}}
}

// snapshot is the environment at this place, with the line that meta gives.
func (c *ctx) snapshot(meta term.Term) *Env {
	e := *c.env
	e.Context, e.vars, e.next = c.mode, c.vars, c.next
	if line := metaLine(meta); line > 0 {
		e.Line = line
	}
	return &e
}

// Bind puts a variable that comes from outside into scope: a shell binding,
// an argument of a module body.
func (x *Expander) Bind(e *Env, key VarKey) (*Env, core.VarID) {
	n := *e
	id := n.next
	n.vars = &binding{key: key, id: id, up: e.vars}
	n.next++
	return &n, id
}

// Lookup is the number of a variable in scope.
func (x *Expander) Lookup(e *Env, key VarKey) (core.VarID, bool) {
	if b := e.vars.find(key); b != nil {
		return b.id, true
	}
	return 0, false
}

// Reads reports whether code expanded so far reads a variable that was in
// scope before it.
func (x *Expander) Reads(id core.VarID) bool { return x.read[id] }

// Expr expands code in e and gives the environment after it.
func (x *Expander) Expr(quoted term.Term, e *Env) (expr core.Expr, after *Env, err error) {
	return x.whole(quoted, e, false)
}

// File is Expr for a whole file or the body of a module: variables that nothing
// reads are warned of.
func (x *Expander) File(quoted term.Term, e *Env) (core.Expr, *Env, error) {
	return x.whole(quoted, e, true)
}

func (x *Expander) whole(quoted term.Term, e *Env, unused bool) (expr core.Expr, after *Env, err error) {
	defer catch(&err)
	c := x.newCtx(e)
	expr = c.expr(quoted)
	if unused {
		c.warnUnused(0)
	}
	n := *c.env
	n.vars, n.next = c.vars, c.next
	return expr, &n, nil
}

// Guard checks that code may stand in a guard.
func (x *Expander) Guard(quoted term.Term, e *Env) (err error) {
	defer catch(&err)
	x.newCtx(e.WithContext(InGuard)).expr(quoted)
	return nil
}

// Definition is one clause of def, defp, defmacro or defmacrop, expanded.
type Definition struct {
	Kind  DefKind
	Name  term.Atom
	Arity int // as written: of a macro without the caller
	// Clause is nil for a head without body. A macro's clause has one more
	// pattern, first: the caller's environment.
	Clause *core.Clause
	// Defaults are the functions of fewer arguments that default arguments
	// make; each calls the one of one argument more.
	Defaults    []DefaultClause
	HasDefaults bool
	Line        int
	Column      int       // of the name; 0: unknown
	File        string    // differs from the environment's where quote kept it
	Context     term.Atom // the module whose macro quoted it; zero: none
	NextVar     int
}

// DefaultClause is the only clause of name/Arity (of a macro without the
// caller) that defaults make.
type DefaultClause struct {
	Arity  int
	Clause *core.Clause
}
