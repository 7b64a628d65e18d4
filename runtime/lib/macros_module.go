package lib

import (
	"fmt"
	"strings"

	"otpsh/runtime/expand"
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file holds the macros of Kernel that define modules and functions and
// read and write module attributes. They turn into calls of :elixir_module
// and :elixir_def, which run while the module's body does.

// macroCall is one use of a macro written in Go.
type macroCall struct {
	env  *expand.Env
	meta term.Term
	args []term.Term
	host *compileHost
}

// nativeMacro expands one use of a macro.
type nativeMacro func(c *macroCall) (term.Term, error)

// moduleMacros of Kernel, by "name/arity".
var moduleMacros = map[string]nativeMacro{
	"defmodule/2": macroDefmodule,
	"def/1":       definer(expand.Def), "def/2": definer(expand.Def),
	"defp/1": definer(expand.Defp), "defp/2": definer(expand.Defp),
	"defmacro/1": definer(expand.Defmacro), "defmacro/2": definer(expand.Defmacro),
	"defmacrop/1": definer(expand.Defmacrop), "defmacrop/2": definer(expand.Defmacrop),
	"@/1": macroAttribute,
}

var (
	elixirModule = term.Intern("elixir_module")
	elixirDef    = term.Intern("elixir_def")
	kindNames    = [...]term.Atom{
		expand.Def: term.Intern("def"), expand.Defp: term.Intern("defp"),
		expand.Defmacro: term.Intern("defmacro"), expand.Defmacrop: term.Intern("defmacrop"),
	}
)

// definer is the macro def, defp, defmacro or defmacrop. The head and body
// stay quoted until the module's body runs, so that unquote in them sees the
// body's variables.
func definer(kind expand.DefKind) nativeMacro {
	return func(c *macroCall) (term.Term, error) {
		name := kindNames[kind].Name()
		if err := c.onlyInBody(name + "/2"); err != nil {
			return nil, err
		}
		if c.env.Module.IsZero() {
			return nil, argumentError(fmt.Sprintf("cannot invoke %s/2 outside module", name))
		}
		if c.env.Function != nil {
			return nil, argumentError(fmt.Sprintf("cannot invoke %s/2 inside function/macro", name))
		}
		head, err := expand.Escape(c.args[0], true)
		if err != nil {
			return nil, err
		}
		body := term.Term(term.Nil)
		if len(c.args) == 2 {
			if body, err = expand.Escape(c.args[1], true); err != nil {
				return nil, err
			}
		}
		noUnquotes := !expand.HasUnquotes(c.args[0]) && (len(c.args) < 2 || !expand.HasUnquotes(c.args[1]))
		return remote(elixirDef, "store", c.meta, kindNames[kind], head, body, literal(c.env.Term()), term.Bool(noUnquotes)), nil
	}
}

// macroDefmodule leaves the body quoted: it is expanded when the call runs.
// The variables in scope go along, since the body may read them.
func macroDefmodule(c *macroCall) (term.Term, error) {
	if err := c.onlyInBody("defmodule/2"); err != nil {
		return nil, err
	}
	body, ok := lookup(c.args[1], atomDo)
	if !ok {
		return nil, vm.Raise(term.MapOf(term.Struct, term.Alias("FunctionClauseError"), term.Exception, term.True,
			term.Intern("module"), moduleKernel, term.Intern("function"), term.Intern("defmodule"), term.Intern("arity"), term.Int(2),
			term.Intern("kind"), term.Nil, term.Intern("args"), term.Nil, term.Intern("clauses"), term.Nil))
	}
	name, before, err := moduleName(c)
	if err != nil {
		return nil, err
	}
	var keys, values []term.Term
	for _, key := range c.env.Vars() {
		keys = append(keys, term.Tuple2(key.Name, key.Context))
		values = append(values, varOf(key))
	}
	env := term.Tuple3(term.Intern("__ENV__"), c.meta, moduleKernel)
	compile := remote(elixirModule, "compile", c.meta, name, literal(body), env, literal(term.List(keys...)), term.List(values...))
	if before == nil {
		return compile, nil
	}
	return node(atomBlock, term.Empty, before, compile), nil
}

// varOf is the quoted variable of that key.
func varOf(key expand.VarKey) term.Term {
	if counter, ok := key.Context.(int); ok {
		return term.Tuple3(key.Name, keyword("generated", term.True, "counter", term.Int(counter)), term.Nil)
	}
	return term.Tuple3(key.Name, keyword("generated", term.True), key.Context)
}

// moduleName is the quoted name of the module that defmodule defines. One that
// is known now is a module of the context from here on. Inside a module, a
// plain alias is nested below it, and the first part of the name becomes an
// alias of the nested module. `before` is the code for that.
func moduleName(c *macroCall) (name, before term.Term, err error) {
	name = c.args[0]
	parts, isAlias := isNode(name, atomAliases)
	if isAlias && len(parts) > 0 {
		if name, err = c.host.expandAlias(name, c.env); err != nil {
			return nil, nil, err
		}
	}
	module, ok := name.(term.Atom)
	if !ok {
		return name, nil, nil
	}
	outer, options := module, keyword("warn", term.False)
	if first, ok := nestedName(c, parts); ok {
		outer = term.Intern(c.env.Module.Name() + "." + first.Name())
		options = keyword("as", term.Alias(first.Name()), "warn", term.False)
		full := outer.Name()
		for _, p := range parts[1:] {
			full += "." + p.(term.Atom).Name()
		}
		module = term.Intern(full)
	}
	entries := []term.Term{
		term.Tuple2(term.Intern("defined"), module),
		term.Tuple2(atomContext, c.env.ModuleTerm()),
		term.Tuple2(term.Intern("line"), term.Int(c.env.Line)),
	}
	// A name that a macro wrote is an alias for what that macro wrote.
	_, written, _, _ := threeTuple(c.args[0])
	if counter, ok := lookup(written, term.Intern("counter")); ok {
		entries = append(entries, term.Tuple2(term.Intern("counter"), counter))
	}
	meta := term.List(entries...)
	before = call("require", meta, outer, options)
	return module, before, nil
}

// nestedName is the first part of a name that defmodule puts below the module
// that it stands in.
func nestedName(c *macroCall, parts []term.Term) (term.Atom, bool) {
	if len(parts) == 0 || c.env.Module.IsZero() || len(parts) > 1 && parts[0] == term.Term(term.Elixir) {
		return term.Atom{}, false
	}
	for _, p := range parts {
		if _, ok := p.(term.Atom); !ok {
			return term.Atom{}, false
		}
	}
	return parts[0].(term.Atom), true
}

// macroAttribute is @name and @name value.
func macroAttribute(c *macroCall) (term.Term, error) {
	form, meta, args, ok := threeTuple(c.args[0])
	name, isAtom := form.(term.Atom)
	if ok && form == term.Term(atomAliases) {
		return nil, argumentError("module attributes set via @ cannot start with an uppercase letter")
	}
	if !ok || !isAtom {
		return nil, vm.Raise(term.Intern("function_clause"))
	}
	if c.env.Module.IsZero() {
		return nil, argumentError("cannot invoke @/1 outside module")
	}
	if c.env.Function == nil && c.env.Context != expand.InBody {
		return nil, argumentError("invalid usage of module attributes. Module attributes cannot be used inside pattern matching (and guards) outside of a function. If you are trying to define an attribute, do not do this:\n\n    @foo = :value\n\nInstead, do this:\n\n    @foo :value\n")
	}
	list, isCall := term.Slice(args)
	switch _, isVar := args.(term.Atom); {
	case isVar:
		return readAttribute(c, name)
	case !isCall:
		return nil, vm.Raise(term.Intern("function_clause"))
	case len(list) == 0:
		c.host.warn(c.env, term.Empty, fmt.Sprintf("the @%[1]s() notation (with parentheses) is deprecated, please use @%[1]s (without parentheses) instead", name.Name()))
		return readAttribute(c, name)
	case isTypespec(name.Name()):
		quoted, err := expand.Escape(withAliases(list[0], c.env, 0), true)
		if err != nil {
			return nil, err
		}
		return remote(elixirModule, "put_typespec", c.meta, c.env.Module, name, quoted, term.Int(c.env.Line)), nil
	case len(list) != 1:
		return nil, attributeArity(name, list)
	case c.env.Function != nil:
		return nil, argumentError(fmt.Sprintf("cannot set attribute @%s inside function/macro", name.Name()))
	case name.Name() == "behavior":
		return nil, argumentError("@behavior attribute is not supported, please use @behaviour instead")
	}
	// What a macro sets need not be read.
	line := term.Term(term.Int(c.env.Line))
	if _, quoted := lookup(meta, term.Intern("context")); quoted {
		line = term.Nil
	}
	value := list[0]
	if isDocumentation(name) {
		value = term.Tuple2(term.Int(c.env.Line), value)
	}
	return remote(elixirModule, "put_attribute", c.meta, c.env.Module, name, value, line), nil
}

// attributeArity is the error of @name with several values; a do block has
// gone to the name rather than the value.
func attributeArity(name term.Atom, list []term.Term) error {
	if len(list) == 2 {
		if block, ok := term.Slice(list[1]); ok && len(block) > 0 {
			if key, _, ok := pairOf(block[0]); ok && key == term.Term(atomDo) {
				if form, meta, args, ok := threeTuple(list[0]); ok {
					more, _ := term.Slice(args)
					inner := term.Tuple3(form, meta, term.List(append(more, list[1])...))
					code := "\n@" + name.Name() + " (" + syntax.ToString(inner) + ")"
					return argumentError(fmt.Sprintf("expected 0 or 1 argument for @%s, got 2.\n\nIt seems you are trying to use the do-syntax with @module attributes but the do-block binds to the attribute name. You probably want to wrap the argument value in parentheses, like this:\n%s\n",
						name.Name(), strings.ReplaceAll(code, "\n", "\n    ")))
				}
			}
		}
	}
	return argumentError(fmt.Sprintf("expected 0 or 1 argument for @%s, got: %d", name.Name(), len(list)))
}

func isTypespec(name string) bool {
	switch name {
	case "spec", "type", "typep", "opaque", "callback", "macrocallback":
		return true
	}
	return false
}

// readAttribute is @name. Inside a function it is the value that the
// attribute has there, as a constant; in the module's body it is read when
// the body runs.
func readAttribute(c *macroCall, name term.Atom) (term.Term, error) {
	if c.env.Function == nil {
		return remote(elixirModule, "read_attribute", c.meta, c.env.Module, name, term.Int(c.env.Line)), nil
	}
	d := c.host.definition(c.env.Module)
	if d == nil {
		return nil, argumentError(fmt.Sprintf("could not read attribute @%s: module %s is not being defined", name.Name(), InspectAtom(c.env.Module)))
	}
	value, ok := d.read(name)
	if !ok {
		c.host.warn(c.env.WithFunction(nil), term.Empty, fmt.Sprintf(undefinedAttribute, name.Name(), name.Name()))
	}
	escaped, err := expand.EscapeQuoted(readable(name, value), false, false)
	if refused, ok := err.(*expand.RaiseError); ok {
		return nil, argumentError(fmt.Sprintf("cannot inject attribute @%s into function/macro because %s", name.Name(), messageOf(refused.Exception)))
	}
	return escaped, err
}

// readable is an attribute's value as the program sees it: documentation is
// kept with its line.
func readable(name term.Atom, value term.Term) term.Term {
	switch name.Name() {
	case "doc", "moduledoc", "typedoc":
		if pair, ok := value.(*term.Tuple); ok && len(pair.Elems) == 2 {
			return pair.Elems[1]
		}
	}
	return value
}

// messageOf is the message of an exception struct.
func messageOf(exception term.Term) string {
	if m, ok := exception.(*term.Map); ok {
		if text, ok := m.GetAtom(term.Intern("message")); ok {
			message, _ := text.(term.Binary)
			return string(message)
		}
	}
	return ""
}
