// Aliases: __aliases__, alias, require.

package expand

import (
	"strings"

	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// aliases is the value of {:__aliases__, meta, segments}: an atom.
func (c *ctx) aliases(q, meta term.Term, segments []term.Term, report bool) term.Atom {
	if len(segments) == 0 {
		c.invalidQuoted(q)
	}
	full, ok := c.env.Alias(meta, segments)
	if names, allAtoms := atoms(segments); !ok && allAtoms {
		full, ok = concat(names), true
	}
	if ok {
		switch full.Name() {
		case "Elixir.True", "Elixir.False", "Elixir.Nil":
			name := inspectAtom(full)
			c.warn(meta, "reserved alias \"%s\" expands to the atom :\"Elixir.%s\". Perhaps you meant to write \"%s\" instead?", name, name, strings.ToLower(name))
		}
		return full
	}
	head, ok := c.constant(segments[0]).(term.Atom)
	rest, restOK := atoms(segments[1:])
	if !ok || !restOK {
		c.fail(meta, "invalid alias: \"%s\". If you wanted to define an alias, an alias must expand to an atom at compile time but it did not, you may use Module.concat/2 to build it at runtime. If instead you wanted to invoke a function or access a field, wrap the function or field name in double quotes", toString(q))
	}
	return concat(append([]term.Atom{head}, rest...))
}

func atoms(ts []term.Term) ([]term.Atom, bool) {
	out := make([]term.Atom, len(ts))
	for i, t := range ts {
		a, ok := t.(term.Atom)
		if !ok {
			return nil, false
		}
		out[i] = a
	}
	return out, true
}

// Alias resolves the segments through e's aliases, or the macro call's own;
// false when no alias applies.
func (e *Env) Alias(meta term.Term, segments []term.Term) (term.Atom, bool) {
	names, ok := atoms(segments)
	if !ok || names[0] == term.Elixir {
		return term.Atom{}, false
	}
	entries := e.aliases
	switch known, has := metaGet(meta, atomAlias); {
	case has && known == term.Term(term.False):
		entries = e.macroAliases
	case has:
		full, ok := known.(term.Atom)
		return full, ok
	}
	counter, _ := metaGet(meta, atomCounter)
	first := term.Alias(names[0].Name())
	for _, a := range entries {
		if a.New == first && (a.Counter == nil || a.Counter == counter) {
			if e.lexical != nil {
				e.lexical.used(first)
			}
			if len(names) == 1 {
				return a.Old, true
			}
			return concat(append([]term.Atom{a.Old}, names[1:]...)), true
		}
	}
	return term.Atom{}, false
}

// concat is Module.concat: one Elixir. in front, segments without it.
func concat(names []term.Atom) term.Atom {
	var b strings.Builder
	b.WriteString("Elixir")
	for i, n := range names {
		s := n.Name()
		if n == term.Nil || i == 0 && s == "Elixir" {
			continue
		}
		s = strings.TrimPrefix(s, "Elixir.")
		b.WriteByte('.')
		b.WriteString(strings.TrimPrefix(s, "."))
	}
	return term.Intern(b.String())
}

// constant expands code that must be known at compile time: options, module
// names. It is nil when the code is no constant.
func (c *ctx) constant(q term.Term) term.Term {
	if lit := c.expr(q); lit != nil {
		if v, ok := literalValue(lit); ok {
			return v
		}
	}
	return nil
}

// lexicalForm expands alias, require or import; its value is the module.
func (c *ctx) lexicalForm(form term.Atom, meta term.Term, args []term.Term) core.Expr {
	var opts term.Term = term.Empty
	if len(args) == 2 {
		opts = args[1]
	}
	c.noGuard(meta, form.Name())
	if dotForm, _, refs, ok := node(args[0]); ok {
		if _, parts, ok := call(dotForm, atomDot); ok && len(parts) == 2 && parts[1] == term.Term(atomTuple) {
			return c.multiAlias(form, meta, parts[0], refs, opts)
		}
	}
	ref := c.moduleRef(args[0])
	module, ok := ref.(term.Atom)
	if form == atomRequire {
		if defined, has := metaGet(meta, atomDefined); has && ok {
			return c.definedModule(meta, module, defined, opts)
		}
	}
	options := c.lexicalOptions(form, meta, opts)
	if !ok {
		c.fail(meta, "invalid argument for %s, expected a compile time atom or alias, got: %s", form.Name(), toString(args[0]))
	}
	switch form {
	case atomAlias:
		c.alias(meta, module, true, options)
	case atomRequire:
		c.ensureLoaded(meta, module)
		c.env = c.env.withRequire(module)
		c.alias(meta, module, false, options)
	case atomImport:
		c.ensureLoaded(meta, module)
		c.importModule(meta, module, options)
	}
	return &core.Literal{Value: module}
}

// moduleRef is the module that alias, require or import names; naming it is
// no use of an alias.
func (c *ctx) moduleRef(q term.Term) term.Term {
	if meta, segments, ok := call(q, atomAliases); ok {
		return c.aliases(q, meta, segments, false)
	}
	return c.constant(q)
}

// definedModule is what defmodule leaves behind: the module is known in this
// context, and its alias, without loading it.
func (c *ctx) definedModule(meta term.Term, module term.Atom, defined, opts term.Term) core.Expr {
	if name, ok := defined.(term.Atom); ok {
		c.env = c.env.WithContextModule(name)
	}
	c.alias(meta, module, false, c.lexicalOptions(atomRequire, meta, opts))
	return &core.Literal{Value: module}
}

func (c *ctx) multiAlias(form term.Atom, meta, base, refs, opts term.Term) core.Expr {
	if _, has := metaGet(opts, atomAs); has {
		c.fail(meta, ":as option is not supported by multi-alias call")
	}
	module, ok := c.moduleRef(base).(term.Atom)
	if !ok {
		c.fail(meta, "invalid argument for %s, expected a compile time atom or alias, got: %s", form.Name(), toString(base))
	}
	list, _ := term.Slice(refs)
	var out []term.Term
	for _, ref := range list {
		names := []term.Atom{module}
		_, segments, isAlias := call(ref, atomAliases)
		more, allAtoms := atoms(segments)
		switch a, isAtom := ref.(term.Atom); {
		case isAlias && allAtoms:
			names = append(names, more...)
		case isAtom:
			names = append(names, a)
		default:
			c.fail(meta, "invalid argument for %s, expected a compile time atom or alias, got: %s", form.Name(), toString(ref))
		}
		full := concat(names)
		c.lexicalForm(form, meta, []term.Term{full, opts})
		out = append(out, full)
	}
	return &core.Literal{Value: term.List(out...)}
}

var (
	atomAs     = term.Intern("as")
	atomWarn   = term.Intern("warn")
	atomOnly   = term.Intern("only")
	atomExcept = term.Intern("except")

	lexicalOptions = map[term.Atom][]term.Atom{
		atomAlias:   {atomAs, atomWarn},
		atomRequire: {atomAs, atomWarn},
		atomImport:  {atomOnly, atomExcept, atomWarn},
	}
)

// lexicalOptions evaluates the options of alias, require or import.
func (c *ctx) lexicalOptions(form term.Atom, meta, opts term.Term) term.Term {
	if as, has := metaGet(opts, atomAs); has && form != atomImport {
		// The new name itself is no alias to be expanded.
		if _, segments, ok := call(as, atomAliases); ok {
			if names, ok := atoms(segments); ok {
				opts = metaStore(opts, atomAs, concat(names))
			}
		}
	}
	return c.options(form, meta, opts, lexicalOptions[form])
}

// options evaluates a keyword list and checks its keys.
func (c *ctx) options(form term.Atom, meta, opts term.Term, allowed []term.Atom) term.Term {
	value := c.constant(opts)
	if value == nil {
		value = c.partlyConstant(opts)
	}
	entries, ok := term.Slice(value)
	if !ok {
		c.fail(meta, "invalid options for %s, expected a keyword list, got: %s", form.Name(), toString(opts))
	}
	for _, e := range entries {
		k, _, ok := pair(e)
		if !ok {
			continue
		}
		known := false
		for _, a := range allowed {
			known = known || k == term.Term(a)
		}
		if !known {
			c.fail(meta, "unsupported option %s given to %s", toString(k), form.Name())
		}
	}
	return value
}

// partlyConstant is a keyword list with the values that are known; the others
// are left as code, for whoever asks for them to refuse. It is nil for what is
// no list.
func (c *ctx) partlyConstant(opts term.Term) term.Term {
	entries, ok := term.Slice(opts)
	if !ok || !isList(opts) {
		return nil
	}
	out := make([]term.Term, len(entries))
	for i, e := range entries {
		out[i] = e
		if k, v, ok := pair(e); ok {
			if known := c.constant(v); known != nil {
				out[i] = term.Tuple2(k, known)
			}
		}
	}
	return term.List(out...)
}

// alias makes module known by a shorter name: of :as, or, when byDefault,
// its last segment.
func (c *ctx) alias(meta term.Term, module term.Atom, byDefault bool, options term.Term) {
	var short term.Atom
	as, given := metaGet(options, atomAs)
	switch {
	case given:
		a, ok := as.(term.Atom)
		if !ok || !isAlias(a) {
			c.fail(meta, "invalid value for option :as, expected an alias, got: %s", toString(as))
		}
		if strings.Contains(a.Name()[len("Elixir."):], ".") {
			c.fail(meta, "invalid value for option :as, expected a simple alias, got nested alias: %s", toString(as))
		}
		short = a
	case !byDefault:
		return
	case !isAlias(module):
		c.fail(meta, "alias cannot be inferred automatically for module: %s, please use the :as option. Implicit aliasing is only supported with Elixir modules", toString(module))
	default:
		name := module.Name()
		short = term.Alias(name[strings.LastIndexByte(name, '.')+1:])
	}
	e := *c.env
	counter, inMacro := metaGet(meta, atomCounter)
	e.aliases = removeAlias(e.aliases, short)
	if inMacro {
		e.macroAliases = removeAlias(e.macroAliases, short)
	}
	if short != module {
		e.aliases = append(e.aliases, aliasEntry{New: short, Old: module})
		if inMacro {
			e.macroAliases = append(e.macroAliases, aliasEntry{New: short, Old: module, Counter: counter})
		}
		if e.lexical != nil && wantsUnused(meta, options) {
			e.lexical.alias(short, c, meta)
		}
	}
	c.env = &e
}

// isAlias reports whether an atom is written as an alias: Elixir.Name.
func isAlias(a term.Atom) bool {
	rest, ok := strings.CutPrefix(a.Name(), "Elixir.")
	return ok && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z'
}

// removeAlias is a copy without a name.
func removeAlias(entries []aliasEntry, name term.Atom) []aliasEntry {
	out := make([]aliasEntry, 0, len(entries)+1)
	for _, a := range entries {
		if a.New != name {
			out = append(out, a)
		}
	}
	return out
}

// wantsUnused: the option warn decides; without it, what macros made is not
// warned of.
func wantsUnused(meta, options term.Term) bool {
	if warn, has := metaGet(options, atomWarn); has {
		return warn == term.Term(term.True)
	}
	_, fromMacro := metaGet(meta, atomContext)
	return !fromMacro
}

// ensureLoaded fails when there is no such module.
func (c *ctx) ensureLoaded(meta term.Term, module term.Atom) {
	if module == kernelModule {
		return
	}
	name := inspectAtom(module)
	if module == c.env.Module {
		c.fail(meta, "you are trying to use/import/require the module %s which is currently being defined.\n\nThis may happen if you accidentally override the module you want to use. For example:\n\n    defmodule MyApp do\n      defmodule Supervisor do\n        use Supervisor\n      end\n    end\n\nIn the example above, the new Supervisor conflicts with Elixir's Supervisor. This may be fixed by using the fully qualified name in the definition:\n\n    defmodule MyApp.Supervisor do\n      use Supervisor\n    end\n", name)
	}
	if _, ok := c.exports(module, "module"); ok {
		return
	}
	if c.env.hasContextModule(module) {
		c.fail(meta, "module %s is not loaded but was defined. This happens when you depend on a module in the same context in which it is defined. For example:\n\n    defmodule MyApp do\n      defmodule Mod do\n      end\n\n      use Mod\n    end\n\nTry defining the module outside the context that uses it:\n\n    defmodule MyApp.Mod do\n    end\n\n    defmodule MyApp do\n      use MyApp.Mod\n    end\n\nIf the module is defined at the top-level and you are trying to use it at the top-level, this is not supported by Elixir", name)
	}
	c.fail(meta, "module %s is not loaded and could not be found", name)
}
