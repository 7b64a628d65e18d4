// What the expander asks of the process and world that it compiles in.

package expand

import (
	"otpsh/runtime/diag"
	"otpsh/runtime/term"
)

// FA is a function's name and arity.
type FA struct {
	Name  term.Atom
	Arity int
}

// Exports is what a compiled module offers.
type Exports struct {
	Functions []FA
	Macros    []FA // arity without the caller argument
	Struct    *StructInfo
	// Deprecated: reason by FA; nil when there is none.
	Deprecated map[FA]string
}

// StructInfo is the struct of a module.
type StructInfo struct {
	Fields   []StructField // in the order of defstruct
	Enforced []term.Atom
}

// StructField is a field and its default.
type StructField struct {
	Name    term.Atom
	Default term.Term
}

// Host is what the expander asks of the process and world that it compiles
// in. Any method may suspend the calling goroutine (the expansion is a
// coroutine of the compiling process), so no lock may be held across a call.
type Host interface {
	// Exports of a module that is loaded or can be loaded; false when there
	// is no such module. The result is shared: do not change it.
	Exports(module term.Atom) (*Exports, bool)

	// RunMacro runs module's macro on quoted arguments, with the caller's
	// environment as __CALLER__, and gives what it returned.
	RunMacro(module, name term.Atom, caller *Env, args []term.Term) (term.Term, error)

	// Defining is the module of that name while its body runs; nil when it
	// is not being defined now.
	Defining(module term.Atom) Defining

	// Report hands on a warning or an error; expansion goes on after it where
	// it can. An expansion with reported errors must not be run.
	Report(d diag.Diagnostic)

	// Tick is called about every 1,000 nodes, so that the process may yield
	// or be killed.
	Tick()

	// Cache is what expansions of one world share: made once with NewCache.
	Cache() *Cache
}

// Awaiter is a Host that can wait for a module which is compiled elsewhere at the
// same time: false when nobody defines it. kind is "struct" or "module".
type Awaiter interface {
	Await(module term.Atom, kind string) (bool, error)
}

// definedElsewhere reports whether the body of a module runs in another process
// than the code that asks: that knows of it what it knows of a finished module.
func definedElsewhere(d Defining) bool {
	e, ok := d.(interface{ Elsewhere() bool })
	return ok && e.Elsewhere()
}

// exports is what a module exports that the code cannot be compiled without.
func (c *ctx) exports(module term.Atom, kind string) (*Exports, bool) {
	ex, ok := c.x.h.Exports(module)
	if a, awaits := c.x.h.(Awaiter); !ok && awaits {
		found, err := a.Await(module, kind)
		if err != nil {
			c.raise(err)
		}
		if found {
			return c.x.h.Exports(module)
		}
	}
	return ex, ok
}

// DefKind is how a local function was defined.
type DefKind int

const (
	Def DefKind = iota
	Defp
	Defmacro
	Defmacrop
)

// Defining is a module whose body is running.
type Defining interface {
	// Local tells how name/arity was defined so far (defaults included).
	Local(name term.Atom, arity int) (DefKind, bool)
	// RunLocalMacro runs a macro of the module itself.
	RunLocalMacro(name term.Atom, caller *Env, args []term.Term) (term.Term, error)
	// UseLocal records a call of a local function, so that an undefined one is
	// reported with its place when the body has ended, and unused private
	// functions are known.
	UseLocal(name term.Atom, arity int, caller *Env, pos diag.Pos)
	// UseImport records that an imported function or macro was used inside a
	// function, so that a local definition of the same name and arity can be
	// reported when the body has ended.
	UseImport(module, name term.Atom, arity int)
	// Super tells what super calls in name/arity: the kind of the overridden
	// definition and the name it is kept under; false when there is none.
	Super(name term.Atom, arity int) (DefKind, term.Atom, bool)
	// Struct of the module itself, once defstruct has run.
	Struct() (*StructInfo, bool)
}

// RemoteUser is a Defining that wants to know which functions of other modules
// its functions call or capture, so that undefined ones can be warned of when
// the body has ended.
type RemoteUser interface {
	// noParens tells that the call, or capture, is written without parentheses.
	UseRemote(module, name term.Atom, arity int, caller *Env, pos diag.Pos, noParens bool)
}
