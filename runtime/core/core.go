// Package core is the resolved tree between expander and compiler: macros are
// gone, names are resolved, variables are numbered, special forms are nodes.
// It is printable, for golden tests and for the shell's .core.
//
// Whoever builds a tree must hold to this: each variable number is bound in
// one place of a function (rebinding makes a new number), patterns bind every
// number they introduce, and a guard holds only what a guard may hold.
package core

import "otpsh/runtime/term"

// Function is one named function with its clauses, or an evaluation unit.
type Function struct {
	Module  term.Atom
	Name    term.Atom
	Arity   int
	File    string
	Line    int
	Clauses []*Clause
}

// Clause is one clause of a function, fn, case, receive, try or with-else:
// the patterns, a guard that may be nil, and the body. Several `when`s of one
// clause are Guards: the clause holds when any of them is true and did not
// fail.
type Clause struct {
	Line     int
	At       Place
	Patterns []Pattern
	Guards   []Expr
	Body     Expr
}

// Place is what warnings about code need besides its line.
type Place struct {
	Column    int  // 0: unknown
	Generated bool // made by code that wants no warnings
}

// VarID numbers a variable of one function; the ids of its closures are of
// the same numbering.
type VarID int

// Expr is a node that has a value.
type Expr interface{ expr() }

// Pattern is a node that matches a value.
type Pattern interface{ pattern() }

type (
	// Literal is a constant of any type that holds no function value made at
	// run time.
	Literal struct{ Value term.Term }

	// Var reads a variable.
	Var struct {
		ID   VarID
		Name term.Atom
	}

	// Tuple, List (elements and tail; a nil Tail is []) and Map make values.
	Tuple struct{ Elems []Expr }
	List  struct {
		Elems []Expr
		Tail  Expr
	}
	Map struct{ Pairs []Pair }

	// MapUpdate is %{Map | k => v}: each key must exist, else {:badkey, k};
	// {:badmap, t} when Map is no map. With Struct set, Map must be that
	// struct, else {:badstruct, Struct, t}.
	MapUpdate struct {
		Line   int
		Map    Expr
		Pairs  []Pair
		Struct term.Atom
	}

	// Bitstring is <<...>>.
	Bitstring struct {
		Line     int
		Segments []Segment
	}

	// Block evaluates in order; its value is the last one's. Never empty.
	Block struct{ Exprs []Expr }

	// Match is pattern = value; else {:badmatch, v}.
	Match struct {
		Line    int
		Pattern Pattern
		Value   Expr
	}

	// Case tries clauses of one pattern each; else {:case_clause, v}.
	Case struct {
		Line    int
		Subject Expr
		Clauses []*Clause
	}

	// If tests truth (neither false nor nil). Strict: exactly true or false,
	// else {:badbool, Op, v}.
	If struct {
		Line       int
		Strict     bool
		Op         term.Atom
		Test       Expr
		Then, Else Expr
	}

	// Cond tries tests in order; else :cond_clause.
	Cond struct {
		Line    int
		Tests   []Expr
		Bodies  []Expr
		LineOfs []int
	}

	// With runs its steps; a step whose pattern does not match ends it with
	// that value, or through Else ({:with_clause, v} when no clause matches).
	With struct {
		Line  int
		Steps []WithStep
		Body  Expr
		Else  []*Clause // nil: none given
	}

	// For is a comprehension.
	For struct {
		Line       int
		Qualifiers []Qualifier
		Into       Expr      // nil: a list
		Uniq       bool      // uniq: true
		Reduce     Expr      // the initial accumulator; nil: no reduce
		Clauses    []*Clause // with Reduce: clauses on the accumulator
		Body       Expr      // without Reduce
	}

	// Receive takes the first message that matches. Timeout nil: no after.
	Receive struct {
		Line    int
		Clauses []*Clause
		Timeout Expr
		After   Expr
	}

	// Try in all its forms. Without any of the parts it is its Body.
	Try struct {
		Line   int
		Body   Expr
		Rescue []*RescueClause
		Catch  []*CatchClause
		Else   []*Clause // {:try_clause, v} when no clause matches
		After  Expr
	}

	// Fn is a closure; Clauses have Arity patterns each. Name is how it shows
	// in stack traces: "-handle_call/3-fun-0-".
	Fn struct {
		Line    int
		Arity   int
		Name    term.Atom
		Clauses []*Clause
	}

	// Local calls a function of the same module.
	Local struct {
		Line int
		Name term.Atom
		Args []Expr
	}

	// Remote calls module.function; Module and Name are Literals of atoms
	// where known.
	Remote struct {
		Line   int
		At     Place
		Module Expr
		Name   Expr
		Args   []Expr
	}

	// Access is value.name without parentheses: a map's key, else {:badkey,
	// name, map}; or the call of an atom's function of no arguments.
	Access struct {
		Line  int
		Value Expr
		Name  term.Atom
	}

	// CallFun is fun.(args); else {:badfun, f} or {:badarity, {f, args}}.
	CallFun struct {
		Line int
		Fun  Expr
		Args []Expr
	}

	// LocalFun is &name/arity; RemoteFun is &Mod.name/arity.
	LocalFun struct {
		Name  term.Atom
		Arity int
	}
	RemoteFun struct{ Module, Name, Arity Expr }

	// Stacktrace is __STACKTRACE__ inside rescue or catch.
	Stacktrace struct{}
)

// Pair is key => value.
type Pair struct{ Key, Value Expr }

// WithStep is pattern <- value (Else when it does not match), or, with a nil
// Pattern, a plain expression.
type WithStep struct {
	Line    int
	Pattern Pattern
	Guards  []Expr
	Value   Expr
}

// Qualifier is a generator (pattern <- Source), a bitstring generator
// (Bits: <<pattern <- Source>>), or a filter (nil Pattern).
type Qualifier struct {
	Line    int
	Pattern Pattern
	Guards  []Expr
	Source  Expr
	Bits    bool
}

// RescueClause rescues the exceptions of the modules (each an Expr that
// gives an atom), or any when Any.
type RescueClause struct {
	Line    int
	At      Place
	Var     *PVar // nil: not bound
	Any     bool
	Modules []Expr
	Body    Expr
}

// CatchClause catches Kind (a pattern on :error, :exit or :throw) and Value.
type CatchClause struct {
	Line   int
	At     Place
	Kind   Pattern
	Value  Pattern
	Guards []Expr
	Body   Expr
}

// SegType is the type of a bitstring segment.
type SegType int

const (
	SegInteger SegType = iota
	SegFloat
	SegBinary // whole units of 8 bits by default
	SegBits   // unit 1
	SegUTF8
	SegUTF16
	SegUTF32
)

// Segment is one part of <<...>>. Size nil: the default of the type (8 for an
// integer, 64 for a float, all that is left for binary and bits). Unit is
// always filled in.
type Segment struct {
	Line    int
	Value   Expr // as an expression
	Pattern Pattern
	Type    SegType
	Size    Expr
	Unit    int
	Signed  bool
	Little  bool // native is resolved to little
}

type (
	// PVar binds; PWild matches anything; PLiteral matches by Identical.
	PVar struct {
		ID   VarID
		Name term.Atom
	}
	PWild    struct{}
	PLiteral struct{ Value term.Term }

	// PPin matches the value of a guard-safe expression: ^x, or the repeated
	// occurrence of a variable within one pattern.
	PPin struct{ Value Expr }

	PTuple struct{ Elems []Pattern }
	PList  struct {
		Elems []Pattern
		Tail  Pattern // nil: []
	}
	// PMap matches a map that has these keys; each key is a literal or a
	// pinned variable.
	PMap struct{ Pairs []PPair }

	// PAtom matches any atom: the module of %name{}.
	PAtom struct{}

	// PBoth matches both: pattern = pattern.
	PBoth struct{ Left, Right Pattern }

	// PBits is <<...>>, or "prefix" <> rest.
	PBits struct{ Segments []Segment }
)

// PPair is key => pattern.
type PPair struct {
	Key   Expr
	Value Pattern
}

func (*Literal) expr()    {}
func (*Var) expr()        {}
func (*Tuple) expr()      {}
func (*List) expr()       {}
func (*Map) expr()        {}
func (*MapUpdate) expr()  {}
func (*Bitstring) expr()  {}
func (*Block) expr()      {}
func (*Match) expr()      {}
func (*Case) expr()       {}
func (*If) expr()         {}
func (*Cond) expr()       {}
func (*With) expr()       {}
func (*For) expr()        {}
func (*Receive) expr()    {}
func (*Try) expr()        {}
func (*Fn) expr()         {}
func (*Local) expr()      {}
func (*Remote) expr()     {}
func (*Access) expr()     {}
func (*CallFun) expr()    {}
func (*LocalFun) expr()   {}
func (*RemoteFun) expr()  {}
func (*Stacktrace) expr() {}

func (*PVar) pattern()     {}
func (*PWild) pattern()    {}
func (*PLiteral) pattern() {}
func (*PPin) pattern()     {}
func (*PTuple) pattern()   {}
func (*PList) pattern()    {}
func (*PMap) pattern()     {}
func (*PAtom) pattern()    {}
func (*PBoth) pattern()    {}
func (*PBits) pattern()    {}
