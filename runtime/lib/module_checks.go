package lib

import (
	"fmt"
	"slices"
	"strings"

	"otpsh/runtime/diag"
	"otpsh/runtime/expand"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file checks a module when its body has ended: definitions without a
// body, attributes that name functions, calls of functions that are not
// there, private functions that nothing calls.

// checkWhole reports what is wrong with the module as a whole; the error is
// nil when it may be compiled. env is the module's, where its body began.
func (d *definition) checkWhole(h *compileHost, env *expand.Env) error {
	if d.library {
		return nil
	}
	m := &moduleCheck{definition: d, host: h, env: env}
	m.sorted = d.defined()
	m.heads()
	m.attributes()
	m.conflicts()
	m.lateDerive()
	if d.tainted {
		return expand.CannotCompile(env)
	}
	m.locals()
	m.inlines()
	if d.tainted {
		return expand.CannotCompile(env)
	}
	if err := m.typespecs(); err != nil {
		return err
	}
	m.warnDeadCode()
	return nil
}

// reservedModules are names that no module may have.
var reservedModules = map[string]bool{
	"Elixir": true, "Elixir.True": true, "Elixir.False": true, "Elixir.Nil": true, "Elixir.Any": true,
	"Elixir.BitString": true, "Elixir.PID": true, "Elixir.Reference": true, "Elixir.Elixir": true,
}

// checkName refuses a reserved name, and warns of one that is taken.
func (d *definition) checkName(h *compileHost, env *expand.Env) error {
	if d.library {
		return nil
	}
	m := &moduleCheck{definition: d, host: h, env: env}
	if reservedModules[d.name.Name()] {
		m.report(diag.Error, m.atModule(), "module %s is reserved and cannot be defined", InspectAtom(d.name))
		return expand.CannotCompile(env)
	}
	ignored, _ := compilerOption(h.world, "ignore_module_conflict")
	if ignored != term.Term(term.True) && vm.Code(h.world).Module(d.name) != nil {
		m.report(diag.Warning, m.atModule(), "redefining module %s (current version defined in memory)", InspectAtom(d.name))
	}
	return nil
}

// moduleCheck is one check of a module.
type moduleCheck struct {
	*definition
	host   *compileHost
	env    *expand.Env
	sorted []expand.FA
	seen   map[expand.FA]bool // functions that locals has walked
	told   map[told]bool
}

// told is a call that was reported: code that is expanded twice holds it twice.
type told struct {
	fa  expand.FA
	pos diag.Pos
}

// defined are the module's functions and macros, sorted.
func (d *definition) defined() []expand.FA {
	fas := make([]expand.FA, 0, len(d.functions))
	for fa := range d.functions {
		fas = append(fas, fa)
	}
	sortFAs(fas)
	return fas
}

func (m *moduleCheck) report(severity diag.Severity, pos diag.Pos, format string, args ...any) {
	m.reportIn(m.env, severity, pos, 0, format, args...)
}

func (m *moduleCheck) reportIn(in *expand.Env, severity diag.Severity, pos diag.Pos, endCol int, format string, args ...any) {
	if severity == diag.Error {
		m.tainted = true
	}
	m.host.Report(diag.Diagnostic{
		Severity: severity, Message: fmt.Sprintf(format, args...), File: in.File, Pos: pos, EndCol: endCol, Where: in.Where(), In: in.In(),
	})
}

// atModule is where the module begins: its line.
func (m *moduleCheck) atModule() diag.Pos { return diag.Pos{Line: m.line} }

// heads reports functions of which only the head was given.
func (m *moduleCheck) heads() {
	for _, fa := range m.sorted {
		f := m.functions[fa]
		if len(f.clauses) == 0 && len(f.pending) == 0 {
			m.report(diag.Error, f.pos, "implementation not provided for predefined %s %s", f.kind, nameArity(fa))
		}
	}
}

// attributes checks the attributes that name functions of the module.
func (m *moduleCheck) attributes() {
	if fa, ok := m.loadHook(); ok && m.mustDefine(fa, "@on_load") {
		m.usedMacros[fa] = true
	}
	values, _ := m.attribute(term.Intern("dialyzer"))
	for _, value := range flatElems(values) {
		if key, funs, ok := pairOf(value); ok {
			m.eachMustDefine(funs, "@dialyzer "+InspectPlain(key, 80, 50))
		}
	}
	if funs, ok := m.attribute(term.Intern("nifs")); ok {
		m.eachMustDefine(funs, "@nifs")
	}
}

// inlines checks @compile inline: [...].
func (m *moduleCheck) inlines() {
	values, _ := m.attribute(term.Intern("compile"))
	for _, value := range flatElems(values) {
		key, what, ok := pairOf(value)
		switch {
		case ok && key == term.Term(term.Intern("inline")):
			m.eachMustDefine(what, "@compile :inline")
		case ok && key == term.Term(term.Intern("parse_transform")):
			m.report(diag.Warning, m.atModule(), "@compile {:parse_transform, %s} is deprecated. Elixir will no longer support Erlang-based transforms in future versions", InspectPlain(what, 80, 50))
		}
	}
}

func (d *definition) loadHook() (expand.FA, bool) {
	value, ok := d.attributes.Get(term.Intern("on_load"))
	if !ok {
		return expand.FA{}, false
	}
	return faOf(value)
}

func (m *moduleCheck) eachMustDefine(funs term.Term, attribute string) {
	for _, t := range flatElems(funs) {
		if fa, ok := faOf(t); ok {
			m.mustDefine(fa, attribute)
		}
	}
}

// mustDefine reports a function that an attribute names and that is none.
func (m *moduleCheck) mustDefine(fa expand.FA, attribute string) bool {
	switch f := m.functions[fa]; {
	case f == nil:
		m.report(diag.Error, m.atModule(), "undefined function %s given to %s", nameArity(fa), attribute)
	case f.kind.IsMacro():
		m.report(diag.Error, m.atModule(), "macro %s given to %s (only functions are supported)", nameArity(fa), attribute)
	default:
		return true
	}
	return false
}

// conflicts reports functions that a function of the module called as an
// import before they were defined.
func (m *moduleCheck) conflicts() {
	for _, fa := range slices.Backward(m.sorted) {
		if from, ok := m.imports[fa]; ok {
			m.report(diag.Error, m.functions[fa].pos, "imported %s.%s conflicts with local function", InspectAtom(from), nameArity(fa))
		}
	}
}

func (m *moduleCheck) lateDerive() {
	list, _ := m.attribute(term.Intern("derive"))
	if list == term.Term(term.Empty) {
		return
	}
	why := "set but never used (it must come before defstruct)"
	if m.structure != nil {
		why = "set after defstruct, all @derive calls must come before defstruct"
	}
	m.report(diag.Warning, m.atModule(), "warning: module attribute @derive was %s", why)
}

// locals walks the calls of local functions, from the public ones on: what is
// called and not there is an error, what nothing calls is warned of.
func (m *moduleCheck) locals() {
	m.seen, m.told = map[expand.FA]bool{}, map[told]bool{}
	order := slices.Clone(m.sorted)
	slices.Reverse(order)
	var private []expand.FA
	for _, fa := range order {
		switch kind := m.functions[fa].kind; kind {
		case expand.Def, expand.Defmacro:
			m.walk(fa)
		default:
			private = append(private, fa)
		}
	}
	for _, fa := range order {
		if m.usedMacros[fa] {
			m.walk(fa)
		}
	}
	used := map[expand.FA]bool{}
	for fa := range m.seen {
		used[fa] = true
	}
	for _, fa := range private {
		m.warnUnused(fa, used)
		m.walk(fa)
	}
}

// walk follows the calls of a function and of those it calls; it keeps its own
// stack, for chains of any length.
func (m *moduleCheck) walk(start expand.FA) {
	if m.seen[start] {
		return
	}
	m.seen[start] = true
	stack := [][]use{m.callsOf(start)}
	for len(stack) > 0 {
		top := len(stack) - 1
		if len(stack[top]) == 0 {
			stack = stack[:top]
			continue
		}
		u := stack[top][0]
		stack[top] = stack[top][1:]
		if m.checkCall(u) && !m.seen[u.fa] {
			m.seen[u.fa] = true
			stack = append(stack, m.callsOf(u.fa))
		}
	}
}

// callsOf are the calls in a function; one that defaults make calls the one of
// more arguments.
func (m *moduleCheck) callsOf(fa expand.FA) []use {
	calls := m.localUses[fa]
	if f := m.functions[fa]; f != nil && f.fromDefaults {
		full := expand.FA{Name: fa.Name, Arity: m.defaultsFor(fa)}
		calls = append(slices.Clone(calls), use{fa: full})
	}
	return calls
}

// checkCall tells whether a call is of a function of the module; what is not
// is reported.
func (m *moduleCheck) checkCall(u use) bool {
	f := m.functions[u.fa]
	if u.from == nil || isKept(u.fa) {
		return f != nil
	}
	this := told{u.fa, u.pos}
	if (f == nil || f.kind.IsMacro()) && m.told[this] {
		return false
	}
	m.told[this] = true
	end := u.pos.Column + len([]rune(u.fa.Name.Name()))
	switch {
	case f == nil && autoGenerated(u.fa):
		m.reportIn(u.from, diag.Error, u.pos, end, "undefined function %s (this function is auto-generated by the compiler and must always be called as a remote, as in __MODULE__.%[1]s)", nameArity(u.fa))
	case f == nil:
		m.reportIn(u.from, diag.Error, u.pos, end, "undefined function %s (expected %s to define such a function or for it to be imported, but none are available)", nameArity(u.fa), InspectAtom(m.name))
	case f.kind.IsMacro():
		m.reportIn(u.from, diag.Error, u.pos, end, "cannot invoke macro %s before its definition", nameArity(u.fa))
	default:
		return true
	}
	return false
}

func autoGenerated(fa expand.FA) bool {
	switch nameArity(fa) {
	case "__info__/1", "behaviour_info/1", "module_info/0", "module_info/1":
		return true
	}
	return false
}

// isKept: an overridden function under the name that super calls it by.
func isKept(fa expand.FA) bool { return strings.Contains(fa.Name.Name(), " (overridable ") }

// warnUnused warns of a private function that nothing calls, or of defaults
// that no call leaves out.
func (m *moduleCheck) warnUnused(fa expand.FA, used map[expand.FA]bool) {
	f := m.functions[fa]
	if f.check == checkNothing || isKept(fa) {
		return
	}
	least, last := fa.Arity-f.defaults, -1
	for arity := fa.Arity; arity >= least; arity-- {
		if used[expand.FA{Name: fa.Name, Arity: arity}] {
			last = arity
		}
	}
	switch {
	case last < 0:
		kind := "function"
		if f.kind.IsMacro() {
			kind = "macro"
		}
		m.report(diag.Warning, f.pos, "%s %s is unused", kind, nameArity(fa))
	case last == least:
	case last == fa.Arity:
		m.report(diag.Warning, f.pos, "default values for the optional arguments in %s are never used", nameArity(fa))
	case fa.Arity-last == 1:
		m.report(diag.Warning, f.pos, "the default value for the last optional argument in %s is never used", nameArity(fa))
	default:
		m.report(diag.Warning, f.pos, "the default values for the last %d optional arguments in %s are never used", fa.Arity-last, nameArity(fa))
	}
}

// builtinUnread are attributes that a definition or a type should follow.
var builtinUnread = []string{"deprecated", "impl", "typedoc", "doc"}

// warnUnread warns of attributes that were set and never read.
func (d *definition) warnUnread(h *compileHost, env *expand.Env) {
	if d.library {
		return
	}
	// In this order: those of people, the last one first, then the built-in.
	names := slices.DeleteFunc(slices.Clone(d.setOrder), func(name term.Atom) bool { return slices.Contains(builtinUnread, name.Name()) })
	slices.Reverse(names)
	for _, name := range builtinUnread {
		names = append(names, term.Intern(name))
	}
	for _, name := range names {
		line, ok := d.unread[name]
		if !ok {
			continue
		}
		message := "was set but never used"
		switch name.Name() {
		case "doc", "impl", "deprecated":
			message = "was set but no definition follows it"
		case "typedoc":
			message = "was set but no type follows it"
		}
		(&moduleCheck{definition: d, host: h, env: env}).report(diag.Warning, diag.Pos{Line: line}, "module attribute @%s %s", name.Name(), message)
	}
}

// pairOf takes {key, value} apart.
func pairOf(t term.Term) (key, value term.Term, ok bool) {
	tuple, ok := t.(*term.Tuple)
	if !ok || len(tuple.Elems) != 2 {
		return nil, nil, false
	}
	return tuple.Elems[0], tuple.Elems[1], true
}

// flatElems are the elements of a list and of the lists in it; a term that is no
// list is its own only element.
func flatElems(t term.Term) []term.Term {
	todo := []term.Term{t}
	var out []term.Term
	for len(todo) > 0 {
		t := todo[0]
		todo = todo[1:]
		if elems, ok := term.Slice(t); ok {
			todo = append(elems, todo...)
			continue
		}
		out = append(out, t)
	}
	return out
}
