package lib

import (
	"fmt"
	"slices"
	"strings"

	"otpsh/runtime/diag"
	"otpsh/runtime/expand"
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file checks the typespecs of a module: that they are well formed, that
// the types they name exist, and that specs are of functions that are there.
// What types mean nobody checks.

// typespec is one @type, @spec or @callback as it was written.
type typespec struct {
	kind string
	expr term.Term
	line int
}

// specCheck is the check of one module's typespecs.
type specCheck struct {
	*moduleCheck
	types map[expand.FA]int // lines of the module's types
	used  map[expand.FA]bool

	at      typespec // the one that is checked
	vars    map[string]int
	lenient bool // undefined types are no errors
}

// specError is the exception for a typespec that is wrong; it is panicked
// through the walk and does not leave the check.
type specError struct {
	message  string
	argument bool // an ArgumentError, without a place
}

// typespecs checks all of them; the error is the exception to be raised.
func (m *moduleCheck) typespecs() (err error) {
	c := &specCheck{moduleCheck: m, types: map[expand.FA]int{}, used: map[expand.FA]bool{}}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case specError:
			err = typespecError(m.file, c.at.line, r.message)
			if r.argument {
				err = argumentError(r.message)
			}
		default:
			panic(r)
		}
	}()
	c.collectTypes()
	for _, t := range m.specsWritten {
		if isType(t.kind) {
			c.checkType(t)
		}
	}
	for _, kind := range []string{"spec", "callback", "macrocallback"} {
		for _, t := range m.specsWritten {
			if t.kind == kind {
				c.checkSpec(t)
			}
		}
	}
	c.unusedTypes()
	return c.whole()
}

func isType(kind string) bool { return kind == "type" || kind == "typep" || kind == "opaque" }

func typespecError(file string, line int, message string) error {
	return vm.Raise(term.MapOf(term.Struct, term.Alias("Kernel.TypespecError"), term.Exception, term.True,
		term.Intern("file"), term.Binary(file), term.Intern("line"), term.Int(line), term.Intern("description"), term.Binary(message)))
}

func (c *specCheck) fail(format string, args ...any) {
	panic(specError{message: fmt.Sprintf(format, args...)})
}

func (c *specCheck) warn(format string, args ...any) {
	c.report(diag.Warning, diag.Pos{Line: c.at.line}, format, args...)
}

// collectTypes notes which types the module defines.
func (c *specCheck) collectTypes() {
	for _, t := range c.specsWritten {
		if !isType(t.kind) {
			continue
		}
		c.at = t
		fa, ok := typeOf(t.expr)
		switch {
		case !ok:
			c.fail("invalid type specification: %s", syntax.ToString(t.expr))
		case builtinType(fa):
			c.fail("type %s is a built-in type and it cannot be redefined", nameArity(fa))
		case c.types[fa] > 0:
			c.fail("type %s is already defined in %s:%d", nameArity(fa), shownPath(c.host.world, c.file), c.types[fa])
		}
		c.types[fa] = t.line
	}
	// The type t of a protocol is there without being written.
	t := expand.FA{Name: term.Intern("t")}
	if c.functions[expand.FA{Name: term.Intern("__protocol__"), Arity: 1}] != nil && c.types[t] == 0 {
		c.types[t] = c.line
	}
}

// typeOf is the type that `name(args) :: definition` defines.
func typeOf(expr term.Term) (expand.FA, bool) {
	sides, ok := isNode(expr, atomColons)
	if !ok || len(sides) != 2 {
		return expand.FA{}, false
	}
	form, _, args, ok := threeTuple(sides[0])
	name, isAtom := form.(term.Atom)
	if !ok || !isAtom || name == atomColons {
		return expand.FA{}, false
	}
	list, _ := term.Slice(args)
	return expand.FA{Name: name, Arity: len(list)}, true
}

var atomColons = term.Intern("::")

func (c *specCheck) checkType(t typespec) {
	c.at, c.vars = t, map[string]int{}
	sides, _ := isNode(t.expr, atomColons)
	fa, _ := typeOf(t.expr)
	_, _, rest, _ := threeTuple(sides[0])
	args, _ := term.Slice(rest)
	var names, invalid []string
	for _, a := range args {
		name, ok := variableName(a)
		if !ok {
			invalid = append(invalid, syntax.ToString(a))
			continue
		}
		names = append(names, name)
		c.vars[name]++
	}
	c.walk(sides[1], names, 0)
	if slices.Contains(names, "_") {
		c.fail("type variable '_' is invalid")
	}
	c.varsUsed()
	if len(invalid) > 0 {
		c.fail("@type definitions expect all arguments to be variables. The type %s has an invalid argument(s): %s", nameArity(fa), strings.Join(invalid, ", "))
	}
	if form, _, _, ok := threeTuple(sides[1]); ok && t.kind == "opaque" && fa.Arity == 0 && (form == term.Term(term.Intern("any")) || form == term.Term(term.Intern("term"))) {
		c.warn("@opaque type %s is underspecified and therefore meaningless", nameArity(fa))
	}
}

// variableName is the name of {name, meta, context}.
func variableName(t term.Term) (string, bool) {
	form, _, context, ok := threeTuple(t)
	name, isAtom := form.(term.Atom)
	_, isVar := context.(term.Atom)
	return name.Name(), ok && isAtom && isVar
}

func (c *specCheck) checkSpec(t typespec) {
	c.at, c.vars = t, map[string]int{}
	spec := t.expr
	var guard []term.Term
	if parts, ok := isNode(spec, atomWhen); ok && len(parts) == 2 {
		spec = parts[0]
		list, proper := term.Slice(parts[1])
		for _, e := range list {
			key, _, isPair := pairOf(e)
			_, isAtom := key.(term.Atom)
			proper = proper && isPair && isAtom
		}
		if !proper {
			c.fail("expected keywords as guard in type specification, got: %s", syntax.ToString(parts[1]))
		}
		guard = list
	}
	if _, ok := typeOf(spec); !ok {
		if form, _, _, isCall := threeTuple(spec); isCall && form != term.Term(atomColons) {
			if _, isAtom := form.(term.Atom); isAtom {
				c.fail("type specification missing return type: %s", syntax.ToString(spec))
			}
		}
		c.fail("invalid type specification: %s", syntax.ToString(spec))
	}
	names := make([]string, len(guard))
	for i, e := range guard {
		key, _, _ := pairOf(e)
		names[i] = key.(term.Atom).Name()
	}
	sides, _ := isNode(spec, atomColons)
	_, _, rest, _ := threeTuple(sides[0])
	args, _ := term.Slice(rest)
	for _, a := range args {
		refuseDefault(a)
		if typed, ok := isNode(a, atomColons); ok && len(typed) == 2 {
			refuseDefault(typed[0])
			refuseDefault(typed[1])
		}
	}
	for _, a := range args {
		c.walk(a, names, 0)
	}
	c.walk(sides[1], names, 0)
	for i, e := range guard {
		_, constraint, _ := pairOf(e)
		if name, ok := variableName(constraint); ok && name == "var" {
			continue
		}
		c.walk(constraint, names, 0)
		c.vars[names[i]]++
	}
	c.varsUsed()
}

func refuseDefault(t term.Term) {
	if sides, ok := isNode(t, atomBackslash); ok && len(sides) == 2 {
		panic(specError{`default arguments \\ not supported in typespecs`, true})
	}
}

// varsUsed checks that type variables are used more than once, and ignored
// ones not.
func (c *specCheck) varsUsed() {
	names := make([]string, 0, len(c.vars))
	for name := range c.vars {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		switch hidden, times := strings.HasPrefix(name, "_"), c.vars[name]; {
		case hidden && times > 1:
			c.warn("the underscored type variable \"%s\" is used more than once in the type specification. A leading underscore indicates that the value of the variable should be ignored. If this is intended please rename the variable to remove the underscore", name)
		case !hidden && times == 1:
			c.fail("type variable %s is used only once. Type variables in typespecs must be referenced at least twice, otherwise it is equivalent to term()", name)
		}
	}
}

// unusedTypes warns of private types that nothing names.
func (c *specCheck) unusedTypes() {
	for _, t := range c.specsWritten {
		fa, _ := typeOf(t.expr)
		if t.kind == "typep" && !c.used[fa] {
			c.host.Report(diag.Diagnostic{
				Severity: diag.Warning, Message: fmt.Sprintf("type %s is unused", nameArity(fa)), File: c.file, Pos: diag.Pos{Line: t.line}, Where: "(file)",
			})
		}
	}
}

// whole checks callbacks and specs against what the module defines.
func (c *specCheck) whole() error {
	refuse := func(line int, format string, args ...any) error {
		c.host.Report(diag.Diagnostic{Severity: diag.Error, Message: fmt.Sprintf(format, args...), File: c.file, Pos: diag.Pos{Line: line}})
		return expand.CannotCompileFile(c.file)
	}
	callbacks := map[expand.FA]bool{}
	for _, t := range c.specsWritten {
		if t.kind != "callback" && t.kind != "macrocallback" {
			continue
		}
		fa, _ := specOf(t.expr)
		callbacks[fa] = true
		if c.functions[expand.FA{Name: term.Intern("behaviour_info"), Arity: 1}] != nil {
			return refuse(c.line, "cannot define @%s attribute for %s when behaviour_info/1 is defined", t.kind, nameArity(fa))
		}
	}
	optional, _ := c.attribute(term.Intern("optional_callbacks"))
	seen := map[expand.FA]bool{}
	for _, value := range slices.Backward(flatElems(optional)) {
		fa, ok := faOf(value)
		switch {
		case !ok:
			return refuse(c.line, "invalid optional callback %s. @optional_callbacks expects a keyword list of callback names and arities", InspectPlain(value, 80, 50))
		case !callbacks[fa]:
			return refuse(c.line, "unknown callback %s given as optional callback", nameArity(fa))
		case seen[fa]:
			return refuse(c.line, "%s has been specified as optional callback more than once", nameArity(fa))
		}
		seen[fa] = true
	}
	for _, t := range c.specsWritten {
		fa, _ := specOf(t.expr)
		if t.kind == "spec" && c.functions[fa] == nil {
			return refuse(t.line, "spec for undefined function %s", nameArity(fa))
		}
	}
	return nil
}
