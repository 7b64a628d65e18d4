package lib

import (
	"fmt"
	"slices"

	"otpsh/runtime/core"
	"otpsh/runtime/expand"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is defoverridable: a function that may be overridden is taken out
// of its module. When it is defined again, super in the new definition calls
// the old one, which then lives on as a private function under a name that no
// program can write. What was not defined again by the end of the module's
// body comes back.

// overridable are the versions of one function that were taken out.
type overridable struct {
	kept []keptFunction // oldest first
	open bool           // the newest is not defined again yet
}

// keptFunction is one version: the function as it was, and the name that it
// lives on under when super calls it.
type keptFunction struct {
	f      *function
	uses   []use // the local functions that it calls
	name   term.Atom
	stored bool
}

// makeOverridable is (module, [{name, arity}]).
func makeOverridable(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := writable(m, args[0], "make_overridable", 2)
	if err != nil {
		return nil, err
	}
	list, _ := term.Slice(args[1])
	for _, t := range list {
		fa, ok := faOf(t)
		if !ok || fa.Arity < 0 || fa.Arity > 255 {
			return nil, argumentError("each element in tuple list has to be a {function_name :: atom, arity :: 0..255} tuple, got: " + InspectPlain(t, 80, 50))
		}
		if d.functions[fa] == nil {
			return nil, argumentError(fmt.Sprintf("cannot make function %s/%d overridable because it was not defined", fa.Name.Name(), fa.Arity))
		}
		d.takeOut(fa)
	}
	return term.Ok, nil
}

// takeOut makes a function overridable.
func (d *definition) takeOut(fa expand.FA) {
	o := d.overridables[fa]
	if o == nil {
		o = &overridable{}
		d.overridables[fa] = o
	}
	name := term.Intern(fmt.Sprintf("%s (overridable %d)", fa.Name.Name(), len(o.kept)+1))
	o.kept = append(o.kept, keptFunction{f: d.functions[fa], uses: d.localUses[fa], name: name})
	delete(d.localUses, fa)
	o.open = true
	d.drop(fa)
	if d.library {
		// Library functions are expanded late, when super can store nothing.
		d.storeKept(&o.kept[len(o.kept)-1])
	}
}

// SuperContext is the module whose macro defined what super calls; zero for
// none.
func (d *definition) SuperContext(name term.Atom, arity int) term.Atom {
	if o := d.overridables[expand.FA{Name: name, Arity: arity}]; o != nil {
		return o.kept[len(o.kept)-1].f.context
	}
	return term.Atom{}
}

// drop takes a function out of the module.
func (d *definition) drop(fa expand.FA) {
	delete(d.functions, fa)
	d.order = slices.DeleteFunc(d.order, func(other expand.FA) bool { return other == fa })
}

// storeKept puts a version into the module as a private function.
func (d *definition) storeKept(k *keptFunction) {
	if k.stored {
		return
	}
	k.stored = true
	private := *k.f
	private.fa.Name = k.name
	switch private.kind {
	case expand.Def:
		private.kind = expand.Defp
	case expand.Defmacro:
		private.kind = expand.Defmacrop
	}
	d.functions[private.fa] = &private
	d.localUses[private.fa] = k.uses
	d.order = append(d.order, private.fa)
}

// Super tells what super calls in an overriding function.
func (d *definition) Super(name term.Atom, arity int) (expand.DefKind, term.Atom, bool) {
	fa := expand.FA{Name: name, Arity: arity}
	o := d.overridables[fa]
	if o == nil {
		return 0, term.Atom{}, false
	}
	k := &o.kept[len(o.kept)-1]
	d.storeKept(k)
	d.localUses[fa] = append(d.localUses[fa], use{fa: expand.FA{Name: k.name, Arity: arity}})
	return k.f.kind, k.name, true
}

// Overridables are the functions that may be overridden or were, sorted.
func (d *definition) Overridables() []expand.FA {
	var fas []expand.FA
	for fa := range d.overridables {
		fas = append(fas, fa)
	}
	sortFAs(fas)
	return fas
}

// takenOut is the version of a function that comes back if nothing overrides
// it; nil when there is none.
func (d *definition) takenOut(fa expand.FA) *function {
	if o := d.overridables[fa]; o != nil && o.open {
		return o.kept[len(o.kept)-1].f
	}
	return nil
}

// restoreOverridables brings back, at the end of the body, what was not
// defined again.
func (d *definition) restoreOverridables() {
	for _, fa := range d.Overridables() {
		f := d.takenOut(fa)
		if f == nil {
			continue
		}
		o := d.overridables[fa]
		k := o.kept[len(o.kept)-1]
		if k.stored {
			d.drop(expand.FA{Name: k.name, Arity: fa.Arity})
		}
		o.open = false
		d.localUses[fa] = k.uses
		d.functions[fa] = f
		d.order = append(d.order, fa)
	}
}

func isOverridable(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := noEntry(m, args[0])
	if err != nil {
		return nil, err
	}
	fa, _ := faOf(args[1])
	return term.Bool(d.overridables[fa] != nil), nil
}

func overridablesIn(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "overridables_in", 1)
	if err != nil {
		return nil, err
	}
	return faList(d.Overridables()), nil
}

// soFar are the functions that a macro of the module may call while the body
// still runs: those defined so far and those taken out.
func (d *definition) soFar() []*core.Function {
	var out []*core.Function
	for _, fa := range d.order {
		if f := d.functions[fa]; f != nil {
			out = append(out, d.coreFunction(f))
		}
	}
	for _, fa := range d.Overridables() {
		if f := d.takenOut(fa); f != nil {
			out = append(out, d.coreFunction(f))
		}
	}
	return out
}
