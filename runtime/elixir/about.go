package elixir

import (
	"slices"
	"sort"
	"strings"

	"otpsh/runtime/expand"
	"otpsh/runtime/lib"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is what is known of modules and their functions.

// Function is a function or macro that a module offers.
type Function struct {
	Name      string
	Arity     int
	Macro     bool
	Signature string // "map(enumerable, fun)"; "" when it is not documented
	About     string // the first line of its documentation
}

// Modules are the names of all modules that there are, as Elixir writes them,
// sorted.
func (w *World) Modules() []string {
	var names []string
	for _, name := range lib.Modules(w.kernel) {
		names = append(names, lib.InspectAtom(name))
	}
	sort.Strings(names)
	return names
}

// OwnModules are the modules of programs, with the file that each was written in,
// sorted.
func (w *World) OwnModules() []Source {
	var out []Source
	code := vm.Code(w.kernel)
	for _, name := range code.Loaded() {
		if info, ok := code.Installed(name).Info.(*lib.ModuleInfo); ok && !info.Library {
			out = append(out, Source{Module: lib.InspectAtom(name), File: info.File, Line: info.Line})
		}
	}
	slices.SortFunc(out, func(a, b Source) int { return strings.Compare(a.Module, b.Module) })
	return out
}

// Functions are what a module offers to others, by name and arity; none when
// there is no such module. A module of the library is loaded.
func (w *World) Functions(module string) []Function {
	info, ok := w.moduleInfo(module)
	if !ok || info.Exports == nil {
		return nil
	}
	docs := map[expand.FA]lib.Doc{}
	for _, d := range info.Docs {
		if d.Callable() {
			docs[d.FA] = d
		}
	}
	var out []Function
	add := func(fas []expand.FA, macro bool) {
		for _, fa := range fas {
			if d := docs[fa]; d.Text == term.Term(term.False) || d.Text == nil && strings.HasPrefix(fa.Name.Name(), "__") {
				continue
			}
			f := Function{Name: fa.Name.Name(), Arity: fa.Arity, Macro: macro, Signature: docs[fa].Signature}
			if text, ok := docs[fa].Text.(term.Binary); ok {
				f.About = firstLine(string(text))
			}
			out = append(out, f)
		}
	}
	add(info.Exports.Functions, false)
	add(info.Exports.Macros, true)
	byNameAndArity(out)
	return out
}

// Callbacks are the functions and macros that a behaviour asks for, by name and
// arity.
func (w *World) Callbacks(module string) []Function {
	info, ok := w.moduleInfo(module)
	if !ok {
		return nil
	}
	var out []Function
	for _, fa := range info.Callbacks {
		out = append(out, Function{Name: fa.Name.Name(), Arity: fa.Arity})
	}
	for _, fa := range info.MacroCallbacks {
		out = append(out, Function{Name: fa.Name.Name(), Arity: fa.Arity, Macro: true})
	}
	byNameAndArity(out)
	return out
}

// Behaviours are the modules that a module says it behaves as, as Elixir writes
// them.
func (w *World) Behaviours(module string) []string {
	info, ok := w.moduleInfo(module)
	if !ok {
		return nil
	}
	var names []string
	attributes, _ := term.Slice(info.Attributes)
	for _, a := range attributes {
		pair, ok := a.(*term.Tuple)
		if !ok || len(pair.Elems) != 2 || pair.Elems[0] != term.Term(term.Intern("behaviour")) {
			continue
		}
		modules, _ := term.Slice(pair.Elems[1])
		for _, m := range modules {
			if name, ok := m.(term.Atom); ok {
				names = append(names, lib.InspectAtom(name))
			}
		}
	}
	return names
}

// Type is a type that others may name.
type Type struct {
	Name   string
	Arity  int
	Opaque bool
	About  string // the first line of its documentation
}

// Types are those of a module, by name and arity.
func (w *World) Types(module string) []Type {
	info, ok := w.moduleInfo(module)
	if !ok {
		return nil
	}
	about := map[expand.FA]string{}
	for _, d := range info.Docs {
		if text, ok := d.Text.(term.Binary); ok && d.Kind == "type" {
			about[d.FA] = firstLine(string(text))
		}
	}
	var out []Type
	for _, t := range info.Typespecs {
		if t.Kind == "type" || t.Kind == "opaque" {
			out = append(out, Type{t.FA.Name.Name(), t.FA.Arity, t.Kind == "opaque", about[t.FA]})
		}
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Name != out[j].Name {
			return out[i].Name < out[j].Name
		}
		return out[i].Arity < out[j].Arity
	})
	return out
}

func byNameAndArity(fs []Function) {
	sort.Slice(fs, func(i, j int) bool {
		if fs[i].Name != fs[j].Name {
			return fs[i].Name < fs[j].Name
		}
		return fs[i].Arity < fs[j].Arity
	})
}

// moduleAtom is the atom of a module's name as Elixir writes it, if there is
// such an atom.
func moduleAtom(name string) (term.Atom, bool) {
	if erlang, ok := strings.CutPrefix(name, ":"); ok {
		return term.Existing(strings.Trim(erlang, `"`))
	}
	return term.Existing("Elixir." + name)
}
