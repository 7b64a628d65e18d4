package lib

import (
	"fmt"
	"sort"

	"otpsh/runtime/diag"
	"otpsh/runtime/expand"
)

// This file checks a clause against what the module has defined so far.

// check is how far a definition is checked: what a macro or a loop makes is
// not held to what people write.
type check int

const (
	checkNothing check = iota // it comes from a macro
	checkUnused               // made with unquote: only whether it is used
	checkAll
)

// stored is a clause on its way into the module.
type stored struct {
	host  *compileHost
	env   *expand.Env
	def   *expand.Definition
	fa    expand.FA
	check check
}

func (s *stored) pos() diag.Pos { return diag.Pos{Line: s.def.Line, Column: s.def.Column} }

// name is the definition as messages tell of it: "def f/2".
func (s *stored) name() string { return fmt.Sprintf("%s %s", s.def.Kind, nameArity(s.fa)) }

func nameArity(fa expand.FA) string { return fmt.Sprintf("%s/%d", fa.Name.Name(), fa.Arity) }

// inFile is an error told of the file; it ends the compilation.
func (s *stored) inFile(format string, args ...any) error {
	s.host.Report(diag.Diagnostic{Severity: diag.Error, Message: fmt.Sprintf(format, args...), File: s.def.File, Pos: s.pos()})
	return expand.CannotCompileFile(s.def.File)
}

func (s *stored) warnInFile(format string, args ...any) {
	s.host.Report(diag.Diagnostic{Severity: diag.Warning, Message: fmt.Sprintf(format, args...), File: s.def.File, Pos: s.pos()})
}

// checkOtherDefaults refuses arities that the defaults of another arity make
// too.
func (d *definition) checkOtherDefaults(s *stored) error {
	arity, defaults := s.fa.Arity, len(s.def.Defaults)
	var others []expand.FA
	for fa, f := range d.functions {
		if fa.Name == s.fa.Name && fa.Arity != arity && f.defaults > 0 {
			others = append(others, fa)
		}
	}
	sort.Slice(others, func(i, j int) bool { return others[i].Arity < others[j].Arity })
	for _, other := range others {
		var message string
		switch {
		case arity < other.Arity && arity >= other.Arity-d.functions[other].defaults:
			message = fmt.Sprintf("%s conflicts with defaults from %s", s.name(), nameArity(other))
		case arity > other.Arity && other.Arity >= arity-defaults:
			message = fmt.Sprintf("%s defaults conflicts with %s", s.name(), nameArity(other))
		default:
			continue
		}
		in := s.env.WithFunction(&s.fa)
		s.host.Report(diag.Diagnostic{Severity: diag.Error, Message: message, File: s.def.File, Pos: s.pos(), Where: in.Where(), In: in.In()})
		return expand.CannotCompile(in)
	}
	return nil
}

// checkOverridden refuses a macro where a function was taken out to be
// overridden, and a function where a macro was.
func (d *definition) checkOverridden(s *stored) error {
	const functions, macros = "function (def, defp)", "macro (defmacro, defmacrop)"
	old := d.takenOut(s.fa)
	switch {
	case old == nil || old.kind.IsMacro() == s.def.Kind.IsMacro():
		return nil
	case old.kind.IsMacro():
		return s.inFile("cannot override %s %s in module %s as a %s", macros, nameArity(s.fa), InspectAtom(d.name), functions)
	}
	return s.inFile("cannot override %s %s in module %s as a %s", functions, nameArity(s.fa), InspectAtom(d.name), macros)
}

// checkBefore holds a clause against the clauses of the same name and arity.
func (d *definition) checkBefore(s *stored) error {
	before := d.functions[s.fa]
	if before == nil {
		return d.checkOverridden(s)
	}
	if before.kind != s.def.Kind {
		return s.inFile("%s already defined as %s in %s:%d", s.name(), before.kind, shownPath(s.host.world, before.file), before.pos.Line)
	}
	if err := d.checkDefaults(s, before); err != nil {
		return err
	}
	if s.check == checkAll && before.check == checkAll {
		d.checkGrouping(s, before)
	}
	return nil
}

const (
	clausesWithDefaults = `

    def foo(:first_clause, b \\ :default) do ... end
    def foo(:second_clause, b%s) do ... end

one should write:

    def foo(a, b \\ :default)
    def foo(:first_clause, b) do ... end
    def foo(:second_clause, b) do ... end
`
	lateHead = `

    def add(a, b), do: a + b
    def add(a, b)

one should write:

    def add(a, b)
    def add(a, b), do: a + b
`
)

func (d *definition) checkDefaults(s *stored, before *function) error {
	defaults := len(s.def.Defaults)
	switch {
	case defaults > 0 && before.defaults > 0:
		return s.inFile("%s defines defaults multiple times. Elixir allows defaults to be declared once per definition. Instead of:"+clausesWithDefaults, s.name(), ` \\ :default`)
	case defaults > 0, before.lastDefaults > 0 && before.lastHasBody && s.def.Clause != nil:
		s.warnInFile("%s has multiple clauses and also declares default values. In such cases, the default values should be defined in a header. Instead of:"+clausesWithDefaults, s.name(), "")
	}
	return nil
}

// checkGrouping warns of a clause that does not follow those it belongs to.
func (d *definition) checkGrouping(s *stored, before *function) {
	previously := fmt.Sprintf("%q was previously defined (%s:%d)", s.name(), shownPath(s.host.world, before.file), before.pos.Line)
	switch last := d.lastDef; {
	case last.Name.IsZero():
	case last == s.fa:
		if s.def.Clause == nil {
			s.warnInFile("function head for %s must come at the top of its direct implementation. Instead of:"+lateHead, s.name())
		}
	case last.Name == s.fa.Name:
		s.warnInFile("clauses with the same name should be grouped together, %s", previously)
	default:
		s.warnInFile("clauses with the same name and arity (number of arguments) should be grouped together, %s", previously)
	}
}
