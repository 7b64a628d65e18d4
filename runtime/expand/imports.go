// import, and finding what a name means through the imports.

package expand

import (
	"sort"
	"strings"

	"otpsh/runtime/term"
)

// importModule brings a module's functions and macros into scope.
func (c *ctx) importModule(meta term.Term, module term.Atom, options term.Term) {
	ex, ok := c.x.h.Exports(module)
	if !ok {
		ex = &Exports{}
	}
	only, hasOnly := metaGet(options, atomOnly)
	except, hasExcept := metaGet(options, atomExcept)
	var excluded []FA
	if hasExcept {
		excluded = c.importList(meta, "except", except)
	}
	funs, macs := importable(ex.Functions), importable(ex.Macros)
	kind, _ := only.(term.Atom)
	switch {
	case hasOnly && isList(only):
		listed := c.importList(meta, "only", only)
		if hasExcept {
			c.fail(meta, ":only and :except can only be given together to import when :only is :functions, :macros, or :sigils")
		}
		inFuns, inMacs := intersect(ex.Functions, listed), intersect(ex.Macros, listed)
		for _, fa := range listed {
			if !contains(inFuns, fa) && !contains(inMacs, fa) {
				c.warn(meta, "cannot import %s.%s/%d because it is undefined or private", inspectAtom(module), fa.Name.Name(), fa.Arity)
			}
		}
		c.setImports(meta, module, &inFuns, &inMacs)
		c.trackImport(meta, module, options, listed, len(inFuns)+len(inMacs) > 0)
		return
	case hasOnly && kind.IsZero():
		c.invalidOnly(meta, only)
	case hasOnly && kind.Name() == "functions":
		funs = c.without(c.env.functions, module, funs, excluded, hasExcept)
		macs = nil
	case hasOnly && kind.Name() == "macros":
		macs = c.without(c.env.macros, module, macs, excluded, hasExcept)
		funs = nil
	case hasOnly && kind.Name() == "sigils":
		funs = c.without(c.env.functions, module, sigils(funs), excluded, hasExcept)
		macs = c.without(c.env.macros, module, sigils(macs), excluded, hasExcept)
	case hasOnly:
		c.invalidOnly(meta, only)
	default:
		funs = c.without(c.env.functions, module, funs, excluded, hasExcept)
		macs = c.without(c.env.macros, module, macs, excluded, hasExcept)
	}
	c.setImports(meta, module, &funs, &macs)
	c.trackImport(meta, module, options, nil, len(funs)+len(macs) > 0)
}

func (c *ctx) invalidOnly(meta, only term.Term) {
	c.fail(meta, "invalid :only option for import, expected value to be an atom :functions, :macros, or a literal keyword list of function names with arity as values, got: %s", toString(only))
}

// importList reads the list of only or except.
func (c *ctx) importList(meta term.Term, option string, list term.Term) []FA {
	entries, ok := term.Slice(list)
	var out []FA
	for _, e := range entries {
		k, v, isPair := pair(e)
		name, isAtom := k.(term.Atom)
		arity, isInt := v.(int)
		if !isPair || !isAtom || !isInt {
			ok = false
			break
		}
		fa := FA{name, arity}
		if contains(out, fa) {
			c.warn(meta, "invalid :%s option for import, %s/%d is duplicated", option, name.Name(), arity)
			continue
		}
		out = append(out, fa)
	}
	if !ok && option == "only" {
		c.invalidOnly(meta, list)
	}
	if !ok {
		c.fail(meta, "invalid :except option for import, expected value to be a literal keyword list of function names with arity as values, got: %s", toString(list))
	}
	return out
}

// without is what is imported of all: less the excluded ones. With except,
// an earlier import of the module is what they are taken from.
func (c *ctx) without(sets []*importSet, module term.Atom, all, excluded []FA, hasExcept bool) []FA {
	if !hasExcept {
		return all
	}
	for _, s := range sets {
		if s.module == module {
			all = s.fas()
			break
		}
	}
	var out []FA
	for _, fa := range all {
		if !contains(excluded, fa) {
			out = append(out, fa)
		}
	}
	return out
}

func (s *importSet) fas() []FA {
	var out []FA
	for p := s.list; p != nil; p, _ = p.Tail.(*term.Cons) {
		if k, v, ok := pair(p.Head); ok {
			out = append(out, FA{k.(term.Atom), v.(int)})
		}
	}
	return out
}

// setImports replaces what is imported from a module and requires it.
func (c *ctx) setImports(meta term.Term, module term.Atom, funs, macs *[]FA) {
	e := *c.env
	cache := c.x.h.Cache()
	replace := func(sets []*importSet, fas []FA) []*importSet {
		kept := make([]*importSet, 0, len(sets)+1)
		fas = c.withoutSpecialForms(meta, module, fas)
		if s := cache.newImportSet(module, fas); s != nil {
			kept = append(kept, s)
		}
		for _, s := range sets {
			if s.module != module {
				kept = append(kept, s)
			}
		}
		return kept
	}
	e.functions = replace(e.functions, *funs)
	e.macros = replace(e.macros, *macs)
	c.env = e.withRequire(module)
}

func (c *ctx) withoutSpecialForms(meta term.Term, module term.Atom, fas []FA) []FA {
	out := make([]FA, 0, len(fas))
	for _, fa := range fas {
		if IsSpecialForm(fa.Name, fa.Arity) {
			c.warn(meta, "cannot import %s.%s/%d because it conflicts with Elixir special forms, the import has been discarded", inspectAtom(module), fa.Name.Name(), fa.Arity)
			continue
		}
		out = append(out, fa)
	}
	sortFAs(out)
	return out
}

func (c *ctx) trackImport(meta term.Term, module term.Atom, options term.Term, only []FA, imported bool) {
	if l := c.env.lexical; l != nil && imported && wantsUnused(meta, options) {
		l.imported(module, only, c, meta)
	}
}

// importable are the names that a plain import brings, sorted: none that
// starts with an underscore.
func importable(fas []FA) []FA {
	out := make([]FA, 0, len(fas))
	for _, fa := range fas {
		name := fa.Name.Name()
		if strings.HasPrefix(name, "_") || name == "module_info" || name == "behaviour_info" {
			continue
		}
		out = append(out, fa)
	}
	sortFAs(out)
	return out
}

func sigils(fas []FA) []FA {
	var out []FA
	for _, fa := range fas {
		if strings.HasPrefix(fa.Name.Name(), "sigil_") && fa.Arity == 2 {
			out = append(out, fa)
		}
	}
	return out
}

func sortFAs(fas []FA) {
	sort.Slice(fas, func(i, j int) bool {
		if fas[i].Name != fas[j].Name {
			return fas[i].Name.Name() < fas[j].Name.Name()
		}
		return fas[i].Arity < fas[j].Arity
	})
}

func contains(fas []FA, fa FA) bool {
	for _, f := range fas {
		if f == fa {
			return true
		}
	}
	return false
}

func intersect(fas, with []FA) []FA {
	var out []FA
	for _, fa := range with {
		if contains(fas, fa) {
			out = append(out, fa)
		}
	}
	return out
}

// meaning is what a name and arity mean through the imports.
type meaning struct {
	module term.Atom // zero: nothing
	macro  bool
	// quoted: the import was in scope where the code was quoted; whether it is
	// a macro is the module's to say.
	quoted bool
}

// imported finds what a name means; an ambiguous one is an error.
func (c *ctx) imported(meta term.Term, name term.Atom, arity int) meaning {
	if module, ok := quotedImport(meta, arity); ok {
		return meaning{module: module, quoted: true}
	}
	var found []meaning
	for _, s := range c.env.functions {
		if s.has(name, arity) {
			found = append(found, meaning{module: s.module})
		}
	}
	for _, s := range c.env.macros {
		if s.has(name, arity) {
			found = append(found, meaning{module: s.module, macro: true})
		}
	}
	switch len(found) {
	case 0:
		return meaning{}
	case 1:
		return found[0]
	}
	c.ambiguous(meta, name, arity, found[0].module, found[1].module)
	return meaning{}
}

func (c *ctx) ambiguous(meta term.Term, name term.Atom, arity int, a, b term.Atom) {
	c.fail(meta, "function %s/%d imported from both %s and %s, call is ambiguous", name.Name(), arity, inspectAtom(a), inspectAtom(b))
}

// quotedImport is the module that quote found a name imported from, kept in
// meta: imports: [{arity, Module}], context: ....
func quotedImport(meta term.Term, arity int) (term.Atom, bool) {
	imports, ok := metaGet(meta, atomImports)
	if !ok {
		return term.Atom{}, false
	}
	if _, ok := metaGet(meta, atomContext); !ok {
		return term.Atom{}, false
	}
	list, _ := term.Slice(imports)
	for _, e := range list {
		if k, v, ok := pair(e); ok && k == term.Int(arity) {
			module, ok := v.(term.Atom)
			return module, ok
		}
	}
	return term.Atom{}, false
}

// importsOf are the arities under which a name is imported, as quote keeps
// them: [{arity, Module}], sorted.
func (c *ctx) importsOf(meta term.Term, name term.Atom) []term.Term {
	found := map[int]term.Atom{}
	for _, sets := range [][]*importSet{c.env.functions, c.env.macros} {
		for _, s := range sets {
			for _, arity := range s.byName[name] {
				if other, ok := found[arity]; ok {
					c.ambiguous(meta, name, arity, s.module, other)
				}
				found[arity] = s.module
				if l := c.env.lexical; l != nil {
					l.usedImport(s.module, FA{name, arity})
				}
			}
		}
	}
	arities := make([]int, 0, len(found))
	for a := range found {
		arities = append(arities, a)
	}
	sort.Ints(arities)
	out := make([]term.Term, len(arities))
	for i, a := range arities {
		out[i] = term.Tuple2(term.Int(a), found[a])
	}
	return out
}

// useImport records a use for the warnings and conflicts at the end.
func (c *ctx) useImport(module, name term.Atom, arity int) {
	if l := c.env.lexical; l != nil {
		l.usedImport(module, FA{name, arity})
	}
	if c.env.Function == nil || module == c.env.Module {
		return
	}
	if d := c.defining(); d != nil {
		d.UseImport(module, name, arity)
	}
}

// defining is the module that is being defined around this code; nil outside.
func (c *ctx) defining() Defining {
	if c.env.Module.IsZero() {
		return nil
	}
	return c.x.h.Defining(c.env.Module)
}

// special forms by name; -1: of any arity.
var specialForms = map[string][]int{
	"&": {1}, "^": {1}, "=": {2}, "%": {2}, "|": {2}, ".": {2}, "::": {2},
	"__aliases__": {-1}, "__block__": {-1}, "__cursor__": {-1}, "->": {-1}, "<<>>": {-1}, "{}": {-1}, "%{}": {-1},
	"alias": {1, 2}, "require": {1, 2}, "import": {1, 2},
	"__ENV__": {0}, "__CALLER__": {0}, "__STACKTRACE__": {0}, "__MODULE__": {0}, "__DIR__": {0},
	"quote": {1, 2}, "unquote": {1}, "unquote_splicing": {1},
	"fn": {-1}, "super": {-1}, "for": {-1}, "with": {-1},
	"cond": {1}, "case": {2}, "try": {1}, "receive": {1},
}

// IsSpecialForm reports whether name/arity is a special form.
func IsSpecialForm(name term.Atom, arity int) bool {
	for _, a := range specialForms[name.Name()] {
		if a == -1 || a == arity {
			return true
		}
	}
	return false
}
