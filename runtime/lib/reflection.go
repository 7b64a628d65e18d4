package lib

import (
	"crypto/md5"
	"math/big"
	"slices"

	"otpsh/runtime/expand"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is what every module can tell of itself: __info__/1,
// module_info/0,1 and, for behaviours, behaviour_info/1.

// info is the metadata of the finished module. source is its file by its whole path; exports asks other modules; nil
// where that would load them.
func (d *definition) info(source string, exports func(module term.Atom) (*expand.Exports, bool)) *ModuleInfo {
	i := &ModuleInfo{
		Exports: d.exports(), File: d.file, Source: source, Line: d.line, Library: d.library, Accepts: d.accepts,
		Callbacks: d.callbacks, MacroCallbacks: d.macroCallbacks, Attributes: d.persisted(),
		Moduledoc:  readable(term.Intern("moduledoc"), d.attributeOr("moduledoc", nil)),
		ModuleMeta: d.metadata("moduledoc"), Docs: d.documentation(), Typespecs: d.shownTypespecs(exports),
		// Real object code begins so; what follows is the module's name.
		Object: term.Binary("FOR1\x00\x00\x05\xd0BEAMAtU8\x00\x00\x00\xa8\x00\x00\x00\x12" + d.name.Name()),
	}
	for _, fa := range d.order {
		if f := d.functions[fa]; f != nil && f.kind == expand.Defp {
			i.Private = append(i.Private, fa)
		}
	}
	optional, _ := d.attribute(term.Intern("optional_callbacks"))
	lists, _ := term.Slice(optional)
	for _, list := range lists {
		for _, fa := range keywordFAs(list) {
			if slices.Contains(d.macroCallbacks, fa) {
				fa = expand.FA{Name: macroFunction(fa.Name), Arity: fa.Arity + 1}
			}
			i.Optional = append(i.Optional, fa)
		}
	}
	return i
}

func (d *definition) attributeOr(name string, otherwise term.Term) term.Term {
	if v, ok := d.attributes.Get(term.Intern(name)); ok {
		return v
	}
	return otherwise
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
			var b term.ListBuilder
			for _, item := range []string{"module", "exports", "attributes", "compile", "md5"} {
				v, _ := moduleInfoItem(name, info, item)
				b.Add(term.Tuple2(term.Intern(item), v))
			}
			return b.List(), nil
		},
		"module_info/1": func(_ *vm.Machine, args []term.Term) (term.Term, error) {
			if item, ok := args[0].(term.Atom); ok {
				if v, ok := moduleInfoItem(name, info, item.Name()); ok {
					return v, nil
				}
			}
			return nil, vm.Raise(term.Badarg)
		},
	}
	if len(info.Callbacks)+len(info.MacroCallbacks) > 0 {
		natives["behaviour_info/1"] = func(_ *vm.Machine, args []term.Term) (term.Term, error) {
			item, _ := args[0].(term.Atom)
			if !item.IsZero() && item.Name() == "callbacks" {
				return info.callbackList(append(slices.Clone(info.Callbacks), info.MacroCallbacks...)), nil
			}
			if !item.IsZero() && item.Name() == "optional_callbacks" {
				return info.callbackList(slices.Clone(info.Optional)), nil
			}
			return nil, vm.Raise(term.Intern("function_clause"))
		}
	}
	return natives
}

// callbackList are callbacks as behaviour_info gives them: the last by name
// first, macros under their function's name.
func (i *ModuleInfo) callbackList(fas []expand.FA) term.Term {
	sortFAs(fas)
	var out term.Term = term.Empty
	for _, fa := range fas {
		if slices.Contains(i.MacroCallbacks, fa) {
			fa = expand.FA{Name: macroFunction(fa.Name), Arity: fa.Arity + 1}
		}
		out = &term.Cons{Head: term.Tuple2(fa.Name, term.Int(fa.Arity)), Tail: out}
	}
	return out
}

// infoItem is an item of __info__/1.
func infoItem(name term.Atom, info *ModuleInfo, item term.Term) (term.Term, bool) {
	a, ok := item.(term.Atom)
	if !ok {
		return nil, false
	}
	switch a.Name() {
	case "functions":
		return faList(append([]expand.FA(nil), info.Exports.Functions...)), true
	case "macros":
		return faList(append([]expand.FA(nil), info.Exports.Macros...)), true
	case "struct":
		return structItem(info.Exports.Struct), true
	case "deprecated":
		return deprecatedItem(info.Exports.Deprecated), true
	case "exports_md5":
		sum := md5.Sum([]byte(InspectPlain(compiledFunctions(info.Exports.Functions, info.Exports.Macros), 0, -1)))
		return term.Binary(sum[:]), true
	case "module", "attributes", "compile", "md5":
		return moduleInfoItem(name, info, a.Name())
	}
	return nil, false
}

// moduleInfoItem is an item of module_info/1.
func moduleInfoItem(name term.Atom, info *ModuleInfo, item string) (term.Term, bool) {
	switch item {
	case "module":
		return name, true
	case "exports":
		return compiledFunctions(info.Exports.Functions, info.Exports.Macros), true
	case "functions":
		return compiledFunctions(append(info.Exports.Functions[:len(info.Exports.Functions):len(info.Exports.Functions)], info.Private...), info.Exports.Macros), true
	case "attributes":
		if _, set := lookup(info.Attributes, term.Intern("vsn")); set {
			return info.Attributes, true
		}
		return &term.Cons{Head: term.Tuple2(term.Intern("vsn"), term.List(term.Big(new(big.Int).SetBytes([]byte(info.digest()))))), Tail: info.Attributes}, true
	case "compile":
		return keyword("version", charlist(compilerVersion), "options", term.List(compileOptions...), "source", charlist(info.Source)), true
	case "md5":
		return info.digest(), true
	case "native":
		return term.False, true
	case "nifs":
		return term.Empty, true
	}
	return nil, false
}

// What module_info(:compile) tells on the target: Erlang's compiler of OTP 25
// and the options that Elixir gives it.
const compilerVersion = "8.2.3"

var compileOptions = []term.Term{
	term.Intern("no_spawn_compiler_process"), term.Intern("from_core"), term.Intern("no_core_prepare"), term.Intern("no_auto_import"),
}

// digest is the MD5 that stands for the module's code: it changes when the
// code does.
func (i *ModuleInfo) digest() term.Binary {
	sum := md5.Sum([]byte(i.Object))
	return term.Binary(sum[:])
}

// deprecatedItem is [{{name, arity}, reason}, ...].
func deprecatedItem(of map[expand.FA]string) term.Term {
	fas := make([]expand.FA, 0, len(of))
	for fa := range of {
		fas = append(fas, fa)
	}
	sortFAs(fas)
	var b term.ListBuilder
	for _, fa := range fas {
		b.Add(term.Tuple2(term.Tuple2(fa.Name, term.Int(fa.Arity)), term.Binary(of[fa])))
	}
	return b.List()
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

// compiledFunctions are functions and macros as module_info lists them: in
// order of the names in source, between those that every module has.
func compiledFunctions(functions, macros []expand.FA) term.Term {
	all := make([]expand.FA, 0, len(functions)+len(macros))
	macro := make(map[expand.FA]bool, len(macros))
	for _, fa := range macros {
		macro[fa] = true
	}
	all = append(append(all, functions...), macros...)
	sortFAs(all)
	var b term.ListBuilder
	add := func(name term.Atom, arity int) { b.Add(term.Tuple2(name, term.Int(arity))) }
	add(term.Intern("__info__"), 1)
	for _, fa := range all {
		if macro[fa] {
			add(macroFunction(fa.Name), fa.Arity+1)
		} else {
			add(fa.Name, fa.Arity)
		}
	}
	add(term.Intern("module_info"), 0)
	add(term.Intern("module_info"), 1)
	return b.List()
}

// charlist is the list of a string's code points.
func charlist(s string) term.Term {
	var runes []term.Term
	for _, r := range s {
		runes = append(runes, term.Int(int(r)))
	}
	return term.List(runes...)
}
