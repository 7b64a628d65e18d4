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

// This file holds a module against its @behaviour and @impl attributes.

// callback is one callback that a behaviour asks for.
type callback struct {
	kind      expand.DefKind
	behaviour term.Atom
	optional  bool
}

// behaviourCheck is the check of one module.
type behaviourCheck struct {
	*verifier
	declared  []term.Atom
	callbacks map[expand.FA][]callback
}

// behaviours warns of callbacks that are missing, and of @impl that names
// none.
func (v *verifier) behaviours() {
	list, _ := v.attribute(term.Intern("behaviour"))
	values, _ := term.Slice(list)
	c := &behaviourCheck{verifier: v, callbacks: map[expand.FA][]callback{}}
	for _, value := range slices.Backward(values) {
		if module, ok := value.(term.Atom); ok {
			c.declared = append(c.declared, module)
			c.declare(module)
		}
	}
	if len(v.impls) > 0 {
		c.missingImpls(c.checkImpls())
	}
	c.missingCallbacks()
}

// warn warns at a line of a file; 0: where the module begins.
func (c *behaviourCheck) warn(file string, line int, format string, args ...any) {
	if line == 0 {
		file, line = c.file, c.line
	}
	c.found = append(c.found, finding{Diagnostic: diag.Diagnostic{
		Severity: diag.Warning, Message: fmt.Sprintf(format, args...), File: file, Pos: diag.Pos{Line: line},
		Where: InspectAtom(c.name) + " (module)", In: diag.Function{Module: c.name.Name()},
	}})
}

// declare adds the callbacks of a behaviour.
func (c *behaviourCheck) declare(behaviour term.Atom) {
	here := InspectAtom(c.name)
	if vm.Code(c.host.world).Module(behaviour) == nil {
		c.warn("", 0, "@behaviour %s does not exist (in module %s)", InspectAtom(behaviour), here)
		return
	}
	all, optional, ok := c.host.callbacksOf(behaviour)
	if !ok {
		c.warn("", 0, "module %s is not a behaviour (in module %s)", InspectAtom(behaviour), here)
		return
	}
	for _, original := range all {
		fa, kind := definedAs(original)
		if before := c.callbacks[fa]; len(before) > 0 {
			what := definitionText(kind, fa)
			if conflict := before[0].behaviour; conflict == behaviour {
				c.warn("", 0, "the behaviour %s has been declared twice (conflict in %s in module %s)", InspectAtom(conflict), what, here)
			} else {
				c.warn("", 0, "conflicting behaviours found. Callback %s is defined by both %s and %s (in module %s)", what, InspectAtom(conflict), InspectAtom(behaviour), here)
			}
		}
		added := callback{kind, behaviour, slices.Contains(optional, original)}
		c.callbacks[fa] = append([]callback{added}, c.callbacks[fa]...)
	}
}

// callbacksOf is what behaviour_info tells of a behaviour.
func (h *compileHost) callbacksOf(behaviour term.Atom) (all, optional []expand.FA, ok bool) {
	m := vm.Code(h.world).Module(behaviour)
	info := term.Intern("behaviour_info")
	if m == nil || m.Func(info, 1) == nil {
		return nil, nil, false
	}
	ask := func(what string) []expand.FA {
		list, err := h.apply(behaviour, info, term.Intern(what))
		if err != nil {
			return nil
		}
		return keywordFAs(list)
	}
	return ask("callbacks"), ask("optional_callbacks"), true
}

// definedAs is the function or macro that a callback is: a macro's stands
// under its function's name.
func definedAs(original expand.FA) (expand.FA, expand.DefKind) {
	if name, ok := strings.CutPrefix(original.Name.Name(), "MACRO-"); ok {
		return expand.FA{Name: term.Intern(name), Arity: original.Arity - 1}, expand.Defmacro
	}
	return original, expand.Def
}

func kindText(kind expand.DefKind) string {
	if kind.IsMacro() {
		return "macro"
	}
	return "function"
}

func definitionText(kind expand.DefKind, fa expand.FA) string {
	return kindText(kind) + " " + nameArity(fa)
}

// checkImpls judges what is marked with @impl. Callbacks that are found are
// done with; it gives, by behaviour, from which macros' code marked
// implementations came.
func (c *behaviourCheck) checkImpls() map[term.Atom][]term.Atom {
	contexts := map[term.Atom][]term.Atom{}
	all := make(map[expand.FA][]callback, len(c.callbacks))
	for fa, list := range c.callbacks {
		all[fa] = list
	}
	for _, i := range c.impls {
		found, complaint := c.judge(i, all)
		if complaint != "" {
			c.warn(i.file, i.line, "%s", complaint)
			continue
		}
		for _, f := range found {
			delete(c.callbacks, f.fa)
			contexts[f.behaviour] = append(contexts[f.behaviour], i.context)
		}
	}
	return contexts
}

// implemented is a callback that a definition implements.
type implemented struct {
	fa        expand.FA
	behaviour term.Atom
}

// judge finds the callbacks that a marked definition implements, or what is
// wrong with its mark.
func (c *behaviourCheck) judge(i impl, all map[expand.FA][]callback) ([]implemented, string) {
	var found []implemented
	for arity := i.fa.Arity - i.defaults; arity <= i.fa.Arity; arity++ {
		fa := expand.FA{Name: i.fa.Name, Arity: arity}
		for _, cb := range all[fa] {
			found = append(found, implemented{fa, cb.behaviour})
		}
	}
	what := definitionText(i.kind, i.fa)
	got := fmt.Sprintf("got \"@impl %s\" for %s but ", InspectPlain(i.value, 80, 50), what)
	switch {
	case i.kind == expand.Defp || i.kind == expand.Defmacrop:
		return nil, what + " is private, @impl attribute is always discarded for private functions/macros"
	case len(c.declared) == 0:
		return nil, got + "no behaviour was declared"
	case i.value == term.Term(term.False) && len(found) > 0:
		return nil, got + "it is a callback specified in " + InspectAtom(found[0].behaviour)
	case i.value == term.Term(term.False):
		return nil, ""
	case i.value == term.Term(term.True) && len(found) == 0:
		return nil, got + "no behaviour specifies such callback" + knownCallbacks(all)
	case i.value == term.Term(term.True):
		return found, ""
	}
	behaviour := i.value.(term.Atom)
	var of []implemented
	for _, f := range found {
		if f.behaviour == behaviour {
			of = append(of, f)
		}
	}
	switch {
	case len(of) > 0:
		return of, ""
	case !slices.Contains(c.declared, behaviour):
		return nil, got + "this behaviour was not declared with @behaviour"
	}
	return nil, got + "this behaviour does not specify such callback" + knownCallbacks(all)
}

func knownCallbacks(all map[expand.FA][]callback) string {
	if len(all) == 0 {
		return ". There are no known callbacks, please specify the proper @behaviour and make sure it defines callbacks"
	}
	var b strings.Builder
	b.WriteString(". The known callbacks are:\n")
	for _, fa := range callbackNames(all) {
		for _, cb := range all[fa] {
			fmt.Fprintf(&b, "\n  * %s (%s)", formatMFA(cb.behaviour, fa), kindText(cb.kind))
		}
	}
	return b.String() + "\n"
}

func callbackNames(all map[expand.FA][]callback) []expand.FA {
	fas := make([]expand.FA, 0, len(all))
	for fa := range all {
		fas = append(fas, fa)
	}
	sortFAs(fas)
	return fas
}

// missingImpls warns of callbacks that lack the mark while others have it.
func (c *behaviourCheck) missingImpls(contexts map[term.Atom][]term.Atom) {
	for fa, f := range c.functions {
		if f.kind != expand.Def && f.kind != expand.Defmacro {
			continue
		}
		for _, cb := range c.callbacks[fa] {
			known, some := contexts[cb.behaviour]
			if some && !slices.Contains(known, f.context) || !some && !f.context.IsZero() {
				continue
			}
			c.warn(absolutePath(c.host.world, f.file), f.pos.Line, "module attribute @impl was not set for %s callback (specified in %s). This either means you forgot to add the \"@impl true\" annotation before the definition or that you are accidentally overriding this callback", definitionText(f.kind, fa), InspectAtom(cb.behaviour))
			break
		}
	}
}

// missingCallbacks warns of callbacks that are not there, or are of the wrong
// kind.
func (c *behaviourCheck) missingCallbacks() {
	for _, fa := range callbackNames(c.callbacks) {
		for _, cb := range c.callbacks[fa] {
			f := c.functions[fa]
			what := definitionText(cb.kind, fa) + " required by " + c.behaviourText(cb.behaviour)
			switch {
			case f == nil && !cb.optional:
				c.warn("", 0, "%s is not implemented (in module %s)", what, InspectAtom(c.name))
			case f != nil && f.kind != cb.kind:
				c.warn("", 0, "%s was implemented as \"%s\" but should have been \"%s\" (in module %s)", what, f.kind, cb.kind, InspectAtom(c.name))
			}
		}
	}
}

// behaviourText is a behaviour as messages tell of it: a protocol is one.
func (c *behaviourCheck) behaviourText(behaviour term.Atom) string {
	kind := "behaviour"
	if m := vm.Code(c.host.world).Module(behaviour); m != nil && m.Func(term.Intern("__protocol__"), 1) != nil {
		kind = "protocol"
	}
	return kind + " " + InspectAtom(behaviour)
}
