package lib

import (
	"otpsh/runtime/expand"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is what every module can tell of itself: __info__/1,
// module_info/0,1 and, for behaviours, behaviour_info/1.

// info is the metadata of the finished module.
func (d *definition) info() *ModuleInfo {
	i := &ModuleInfo{
		Exports: d.exports(), File: d.file, Line: d.line, Library: d.library,
		Callbacks: d.callbacks, MacroCallbacks: d.macroCallbacks, Attributes: d.persisted(),
		Moduledoc: readable(term.Intern("moduledoc"), d.attributeOr("moduledoc", nil)),
		// Real object code begins so; what follows is the module's name.
		Object: term.Binary("FOR1\x00\x00\x05\xd0BEAMAtU8\x00\x00\x00\xa8\x00\x00\x00\x12" + d.name.Name()),
	}
	optional, _ := d.attribute(term.Intern("optional_callbacks"))
	lists, _ := term.Slice(optional)
	for _, list := range lists {
		i.Optional = append(i.Optional, keywordFAs(list)...)
	}
	for _, doc := range d.docs {
		i.Docs = append(i.Docs, Doc{Macro: doc.kind == expand.Defmacro, FA: doc.fa, Line: doc.line, Text: doc.doc, Signature: doc.signature})
	}
	return i
}

func (d *definition) attributeOr(name string, otherwise term.Term) term.Term {
	if v, ok := d.attributes.Get(term.Intern(name)); ok {
		return v
	}
	return otherwise
}

// persisted are the attributes kept in the module, each with a list of its
// values.
func (d *definition) persisted() term.Term {
	var pairs []term.Term
	d.attributes.Each(func(key, value term.Term) bool {
		kind := d.kinds[key.(term.Atom)]
		switch {
		case kind.persist && kind.accumulate:
			values, _ := term.Slice(value)
			for i := len(values) - 1; i >= 0; i-- {
				pairs = append(pairs, term.Tuple2(key, term.List(values[i])))
			}
		case kind.persist:
			pairs = append(pairs, term.Tuple2(key, term.List(value)))
		}
		return true
	})
	return term.List(pairs...)
}

// keywordFAs reads [name: arity, ...].
func keywordFAs(list term.Term) []expand.FA {
	var out []expand.FA
	elems, _ := term.Slice(list)
	for _, e := range elems {
		if fa, ok := faOf(e); ok {
			out = append(out, fa)
		}
	}
	return out
}

// reflection are the functions of a module that tell of it.
func reflection(name term.Atom, info *ModuleInfo) vm.Natives {
	natives := vm.Natives{
		"__info__/1": func(_ *vm.Machine, args []term.Term) (term.Term, error) {
			if v, ok := infoItem(name, info, args[0]); ok {
				return v, nil
			}
			return nil, vm.Raise(term.Intern("function_clause"))
		},
		"module_info/0": func(*vm.Machine, []term.Term) (term.Term, error) {
			return keyword("module", name, "exports", exportList(info), "attributes", info.Attributes, "compile", term.Empty), nil
		},
		"module_info/1": func(_ *vm.Machine, args []term.Term) (term.Term, error) {
			item, _ := args[0].(term.Atom)
			switch {
			case item.IsZero():
			case item.Name() == "module":
				return name, nil
			case item.Name() == "exports", item.Name() == "functions":
				return exportList(info), nil
			case item.Name() == "attributes":
				return info.Attributes, nil
			case item.Name() == "compile":
				return keyword("source", charlist(info.File)), nil
			}
			return nil, vm.BadArg(1, "not a valid item")
		},
	}
	if len(info.Callbacks)+len(info.MacroCallbacks) > 0 {
		natives["behaviour_info/1"] = func(_ *vm.Machine, args []term.Term) (term.Term, error) {
			item, _ := args[0].(term.Atom)
			if !item.IsZero() && item.Name() == "callbacks" {
				return faList(info.allCallbacks()), nil
			}
			if !item.IsZero() && item.Name() == "optional_callbacks" {
				return faList(append([]expand.FA(nil), info.Optional...)), nil
			}
			return nil, vm.Raise(term.Intern("function_clause"))
		}
	}
	return natives
}

// allCallbacks are a behaviour's callbacks, macros under their function's
// name.
func (i *ModuleInfo) allCallbacks() []expand.FA {
	all := append([]expand.FA(nil), i.Callbacks...)
	for _, fa := range i.MacroCallbacks {
		all = append(all, expand.FA{Name: macroFunction(fa.Name), Arity: fa.Arity + 1})
	}
	return all
}

func infoItem(name term.Atom, info *ModuleInfo, item term.Term) (term.Term, bool) {
	a, ok := item.(term.Atom)
	if !ok {
		return nil, false
	}
	switch a.Name() {
	case "module":
		return name, true
	case "functions":
		return faList(append([]expand.FA(nil), info.Exports.Functions...)), true
	case "macros":
		return faList(append([]expand.FA(nil), info.Exports.Macros...)), true
	case "attributes":
		return info.Attributes, true
	case "compile":
		return keyword("version", charlist("8.2.6"), "options", term.Empty, "source", charlist(info.File)), true
	case "md5":
		return term.Binary(info.Object[len(info.Object)-min(16, len(info.Object)):]), true
	case "struct":
		return structItem(info.Exports.Struct), true
	}
	return nil, false
}

// structItem is __info__(:struct): a map for each field, or nil.
func structItem(s *expand.StructInfo) term.Term {
	if s == nil {
		return term.Nil
	}
	fields := make([]term.Term, len(s.Fields))
	for i, f := range s.Fields {
		fields[i] = term.MapOf(term.Intern("field"), f.Name, term.Intern("default"), f.Default)
	}
	return term.List(fields...)
}

func exportList(info *ModuleInfo) term.Term {
	all := append([]expand.FA(nil), info.Exports.Functions...)
	for _, fa := range info.Exports.Macros {
		all = append(all, expand.FA{Name: macroFunction(fa.Name), Arity: fa.Arity + 1})
	}
	for _, fixed := range []expand.FA{{Name: term.Intern("__info__"), Arity: 1}, {Name: term.Intern("module_info"), Arity: 0}, {Name: term.Intern("module_info"), Arity: 1}} {
		all = append(all, fixed)
	}
	return faList(all)
}

// charlist is the list of a string's code points.
func charlist(s string) term.Term {
	var runes []term.Term
	for _, r := range s {
		runes = append(runes, term.Int(int(r)))
	}
	return term.List(runes...)
}
