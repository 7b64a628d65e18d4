// Env: the lexical environment of a piece of code.

package expand

import (
	"sort"

	"otpsh/runtime/term"
)

// Env mirrors %Macro.Env{}. It is immutable: every change is a copy.
type Env struct {
	Module   term.Atom // the zero Atom outside a module
	Function *FA       // nil outside a function
	Context  Context
	File     string
	Line     int

	aliases        []aliasEntry
	macroAliases   []aliasEntry
	functions      []*importSet // newest first
	macros         []*importSet
	requires       []term.Atom // sorted by name
	contextModules term.Term   // list of atoms, newest first
	tracers        term.Term
	lexical        *Lexical // nil: unused aliases and imports are not told

	vars *binding
	next VarID // the number of the next variable
}

// Context is where code stands: in a pattern, in a guard, or in neither.
type Context string

const (
	InBody  Context = ""
	InMatch Context = "match"
	InGuard Context = "guard"
)

// aliasEntry says that New means Old; in macroAliases only for aliases of the
// macro call Counter.
type aliasEntry struct {
	New, Old term.Atom
	Counter  term.Term
}

var kernelModule = term.Alias("Kernel")

// NewEnv is the environment of a file or shell before its first line: Kernel
// is imported.
func NewEnv(h Host, file string) *Env {
	e := &Env{
		File:     file,
		Line:     1,
		requires: []term.Atom{term.Alias("Application"), kernelModule},
		tracers:  term.Empty,
	}
	if ex, ok := h.Exports(kernelModule); ok {
		sets := h.Cache().exportsOf(kernelModule, ex)
		if sets.functions != nil {
			e.functions = []*importSet{sets.functions}
		}
		if sets.macros != nil {
			e.macros = []*importSet{sets.macros}
		}
	}
	return e
}

// WithModule is e inside the module's body: no function.
func (e *Env) WithModule(module term.Atom) *Env {
	c := *e
	c.Module, c.Function = module, nil
	if !e.hasContextModule(module) {
		c.contextModules = &term.Cons{Head: module, Tail: e.contextList()}
	}
	return &c
}

// WithFunction is e inside a function; nil for outside.
func (e *Env) WithFunction(fa *FA) *Env {
	c := *e
	c.Function = fa
	return &c
}

// WithFile is e in another file.
func (e *Env) WithFile(file string) *Env {
	c := *e
	c.File = file
	return &c
}

// WithLine is e at another line.
func (e *Env) WithLine(line int) *Env {
	c := *e
	c.Line = line
	return &c
}

// WithContext is e in a pattern, a guard, or neither.
func (e *Env) WithContext(ctx Context) *Env {
	c := *e
	c.Context = ctx
	return &c
}

// WithoutVars is e with no variables in scope.
func (e *Env) WithoutVars() *Env {
	c := *e
	c.vars, c.next = nil, 0
	return &c
}

// OnlyVars is e with no other variables in scope than those.
func (e *Env) OnlyVars(keys []VarKey) *Env {
	kept := map[VarKey]bool{}
	for _, key := range keys {
		kept[key] = true
	}
	c := *e
	c.vars = nil
	for _, b := range visible(e.vars) {
		if kept[b.key] {
			c.vars = &binding{key: b.key, id: b.id, up: c.vars}
		}
	}
	return &c
}

// WithLexical is e with aliases and imports tracked by l; nil to stop.
func (e *Env) WithLexical(l *Lexical) *Env {
	c := *e
	c.lexical = l
	return &c
}

// Lexical is the tracker of e's aliases and imports; nil when there is none.
func (e *Env) Lexical() *Lexical { return e.lexical }

// NextVar is the number that the next variable gets.
func (e *Env) NextVar() int { return int(e.next) }

// Aliases calls f with each alias: New means Old.
func (e *Env) Aliases(f func(short, full term.Atom)) {
	for _, a := range e.aliases {
		f(a.New, a.Old)
	}
}

// ExpandAlias is what the segments of an alias mean in e, as written by a
// person (no hygiene).
func (e *Env) ExpandAlias(segments ...string) term.Atom {
	name := segments[0]
	module := term.Alias(name)
	for _, a := range e.aliases {
		if a.New == module {
			module = a.Old
			break
		}
	}
	full := module.Name()
	for _, s := range segments[1:] {
		full += "." + s
	}
	return term.Intern(full)
}

// Imports calls f with each module and its imported functions and macros.
func (e *Env) Imports(f func(module, name term.Atom, arity int, macro bool)) {
	for i, sets := range [][]*importSet{e.functions, e.macros} {
		for _, s := range sets {
			for name, arities := range s.byName {
				for _, arity := range arities {
					f(s.module, name, arity, i == 1)
				}
			}
		}
	}
}

// Requires reports whether the module's macros may be called.
func (e *Env) Requires(module term.Atom) bool {
	for _, m := range e.requires {
		if m == module {
			return true
		}
	}
	return false
}

func (e *Env) withRequire(module term.Atom) *Env {
	if e.Requires(module) {
		return e
	}
	c := *e
	i := sort.Search(len(e.requires), func(i int) bool { return e.requires[i].Name() >= module.Name() })
	c.requires = make([]term.Atom, 0, len(e.requires)+1)
	c.requires = append(append(append(c.requires, e.requires[:i]...), module), e.requires[i:]...)
	return &c
}

// WithContextModule is e after a module was defined in it: real Elixir keeps
// it in context_modules and aliases a nested one.
func (e *Env) WithContextModule(module term.Atom) *Env {
	c := *e
	c.contextModules = &term.Cons{Head: module, Tail: e.contextList()}
	return &c
}

// contextList are the modules that were defined in e. A shell's grows by one with
// each: it is shared, not copied.
func (e *Env) contextList() term.Term {
	if e.contextModules == nil {
		return term.Empty
	}
	return e.contextModules
}

func (e *Env) hasContextModule(module term.Atom) bool {
	list, _ := e.contextList().(*term.Cons)
	for list != nil {
		if list.Head == term.Term(module) {
			return true
		}
		list, _ = list.Tail.(*term.Cons)
	}
	return false
}

// ModuleTerm is the module as __MODULE__ gives it.
func (e *Env) ModuleTerm() term.Term {
	if e.Module.IsZero() {
		return term.Nil
	}
	return e.Module
}
