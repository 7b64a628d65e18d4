package lib

import (
	"sort"
	"strconv"
	"strings"

	"otpsh/runtime/core"
	"otpsh/runtime/diag"
	"otpsh/runtime/expand"
	"otpsh/runtime/term"
)

// definition is a module while its body runs: what `def` and `@` have put
// there so far. Only the process that defines the module touches it; for a
// module of the library it stays, frozen, because its functions are expanded
// on first use.
type definition struct {
	name  term.Atom
	file  string
	shown string // the file as stack traces have it
	line  int
	// library marks a module of ours: its functions are expanded and compiled
	// on first call, and nothing is reported as unused.
	library bool
	owner   term.PID // the process that runs the body

	attributes     *term.Map // name to value, as far as the body has run
	kinds          map[term.Atom]attributeKind
	persist        []term.Atom // attributes that stay in the module, in that order
	docMeta        *term.Map   // metadata of @doc, @moduledoc and @typedoc by name
	deprecated     map[expand.FA]string
	readOnly       bool // the module is compiled: its hooks may only look
	functions      map[expand.FA]*function
	order          []expand.FA
	overridables   map[expand.FA]*overridable
	structure      *expand.StructInfo
	callbacks      []expand.FA
	macroCallbacks []expand.FA
	optional       []expand.FA

	localUses    map[expand.FA][]use // by the function that calls, in order of the code
	usedMacros   map[expand.FA]bool  // private macros that ran
	remoteUses   []remoteUse
	imports      map[expand.FA]term.Atom
	tainted      bool              // errors were reported: it does not compile
	lastDef      expand.FA         // the last definition written out, for clauses that belong together
	setOrder     []term.Atom       // attributes that were set, first first
	unread       map[term.Atom]int // lines of attributes that nothing read yet
	impls        []impl
	specsWritten []typespec // in order of the text
	docs         []docEntry
	otherDocs    []Doc // of callbacks and types
	accepts      []Accepted
	moduledoc    term.Term
}

// function is a function or macro of a module being defined.
type function struct {
	fa       expand.FA
	kind     expand.DefKind
	pos      diag.Pos
	file     string
	check    check
	context  term.Atom // the module whose macro quoted it; zero: none
	clauses  []*core.Clause
	pending  []pendingClause // library: clauses that are not expanded yet
	defaults int             // how many arguments have one
	// of the last clause: how many arguments have a default, and whether it is
	// more than a head
	lastDefaults int
	lastHasBody  bool
	// fromDefaults marks the shorter arities that defaults make.
	fromDefaults bool
	bodiless     bool
}

// pendingClause is a clause of a library function as it was written.
type pendingClause struct {
	kind       expand.DefKind
	head, body term.Term
	env        term.Term
	attributes *term.Map // at that place of the body
}

// use is a call of a local function.
type use struct {
	fa   expand.FA
	from *expand.Env
	pos  diag.Pos
}

type docEntry struct {
	kind       expand.DefKind
	fa         expand.FA
	line       int
	doc        term.Term // binary, false, or nil
	parameters []parameter
	meta       *term.Map
	defaults   int       // how many arguments have one
	context    term.Atom // of the clause that came first
}

func newDefinition(name term.Atom, file string, line int) *definition {
	d := &definition{
		name: name, file: file, shown: file, line: line,
		attributes: term.EmptyMap, docMeta: term.EmptyMap, deprecated: map[expand.FA]string{}, kinds: map[term.Atom]attributeKind{},
		functions: map[expand.FA]*function{}, overridables: map[expand.FA]*overridable{},
		localUses: map[expand.FA][]use{}, usedMacros: map[expand.FA]bool{}, unread: map[term.Atom]int{}, imports: map[expand.FA]term.Atom{},
	}
	for attr, kind := range builtinKinds {
		d.kinds[term.Intern(attr)] = kind
	}
	for _, attr := range builtinPersisted {
		d.persist = append(d.persist, term.Intern(attr))
	}
	return d
}

// function is the function of that name, made when this is its first clause.
func (d *definition) function(fa expand.FA, kind expand.DefKind, pos diag.Pos) *function {
	f := d.functions[fa]
	if f == nil {
		f = &function{fa: fa, kind: kind, pos: pos, file: d.shown}
		d.functions[fa] = f
		d.order = append(d.order, fa)
		if o := d.overridables[fa]; o != nil {
			o.open = false
		}
	}
	return f
}

// Local tells how a name was defined so far.
func (d *definition) Local(name term.Atom, arity int) (expand.DefKind, bool) {
	fa := expand.FA{Name: name, Arity: arity}
	if f, ok := d.functions[fa]; ok {
		return f.kind, true
	}
	if f := d.takenOut(fa); f != nil {
		return f.kind, true
	}
	return 0, false
}

// Struct is what defstruct has defined in this module.
func (d *definition) Struct() (*expand.StructInfo, bool) { return d.structure, d.structure != nil }

// UseImport records that an import was used inside a function.
func (d *definition) UseImport(module, name term.Atom, arity int) {
	d.imports[expand.FA{Name: name, Arity: arity}] = module
}

// UseLocal records a call of a local function.
func (d *definition) UseLocal(name term.Atom, arity int, from *expand.Env, pos diag.Pos) {
	if d.library || from.Function == nil {
		return
	}
	d.localUses[*from.Function] = append(d.localUses[*from.Function], use{expand.FA{Name: name, Arity: arity}, from, pos})
}

// exports of the finished module, sorted as __info__ gives them.
func (d *definition) exports() *expand.Exports {
	x := &expand.Exports{Struct: d.structure, Deprecated: d.deprecations()}
	for _, fa := range d.order {
		switch f := d.functions[fa]; {
		case f == nil:
		case f.kind == expand.Def:
			x.Functions = append(x.Functions, fa)
		case f.kind == expand.Defmacro:
			x.Macros = append(x.Macros, fa)
		}
	}
	if d.name == moduleKernel {
		x.Macros = append(x.Macros, nativeMacroNames()...)
	}
	for key := range nativesOf(d.name) {
		i := strings.LastIndexByte(key, '/')
		arity, _ := strconv.Atoi(key[i+1:])
		if fa := (expand.FA{Name: term.Intern(key[:i]), Arity: arity}); d.functions[fa] == nil {
			x.Functions = append(x.Functions, fa)
		}
	}
	sortFAs(x.Functions)
	sortFAs(x.Macros)
	return x
}

func sortFAs(fas []expand.FA) {
	sort.Slice(fas, func(i, j int) bool {
		if fas[i].Name != fas[j].Name {
			return fas[i].Name.Name() < fas[j].Name.Name()
		}
		return fas[i].Arity < fas[j].Arity
	})
}
