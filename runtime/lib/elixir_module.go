package lib

import (
	"fmt"

	"otpsh/runtime/diag"
	"otpsh/runtime/expand"
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// elixirModuleNatives is the module :elixir_module: what defmodule and @ turn
// into, and what the functions of Module rest on.
var elixirModuleNatives = vm.Natives{
	"compile/5":            compileModule,
	"put_attribute/4":      putAttribute,
	"put_attribute/3":      putAttribute,
	"read_attribute/3":     readAttributeAtRun,
	"get_attribute/3":      getAttribute,
	"has_attribute/2":      hasAttribute,
	"delete_attribute/2":   deleteAttribute,
	"register_attribute/3": registerAttribute,
	"attributes_in/1":      attributesIn,
	"put_typespec/3":       putTypespec,
	"put_struct/3":         putStruct,
	"struct_info/1":        structInfo,
	"make_overridable/2":   makeOverridable,
	"overridable?/2":       isOverridable,
	"open?/1":              isOpen,
	"defines?/2":           defines,
	"defines?/3":           defines,
	"definitions_in/1":     definitionsIn,
	"definitions_in/2":     definitionsIn,
	"delete_definition/2":  deleteDefinition,
}

var (
	atomDoc    = term.Intern("doc")
	atomModule = term.Intern("module")
)

// compileModule is (name, quoted body, env, variable keys, their values).
func compileModule(m *vm.Machine, args []term.Term) (term.Term, error) {
	name, ok := args[0].(term.Atom)
	if !ok {
		return nil, argumentError("expected an atom as module name, got: " + InspectPlain(args[0], 80, 50))
	}
	body, quotedEnv := args[1], args[2]
	keyTerms, _ := term.Slice(args[3])
	values, _ := term.Slice(args[4])
	return inProcess(m, func(c caller) (term.Term, error) {
		h := newCompileHost(c, m.World())
		env, err := expand.EnvFromTerm(h, quotedEnv)
		if err != nil {
			return nil, err
		}
		keys := make([]expand.VarKey, len(keyTerms))
		for i, k := range keyTerms {
			pair := k.(*term.Tuple).Elems
			keys[i] = expand.VarKey{Name: pair[0].(term.Atom), Context: pair[1]}
		}
		d := newDefinition(name, env.File, env.Line)
		d.library = worldState(m.World()).library != nil
		return defineModule(h, d, body, env, keys, values)
	})
}

// openModule is the definition that the first argument names; an
// ArgumentError in Elixir's words when it is not being defined.
func openModule(m *vm.Machine, module term.Term, function string, arity int) (*definition, error) {
	name, ok := module.(term.Atom)
	if ok {
		if d := worldState(m.World()).defining(name); d != nil {
			return d, nil
		}
	}
	return nil, argumentError(fmt.Sprintf("could not call Module.%s/%d because the module %s is already compiled", function, arity, InspectPlain(module, 80, 50)))
}

func putAttribute(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "put_attribute", 3)
	if err != nil {
		return nil, err
	}
	name, ok := args[1].(term.Atom)
	if !ok {
		return nil, vm.BadArg(2, "not an atom")
	}
	value := args[2]
	switch name.Name() {
	case "doc", "moduledoc", "typedoc":
		if _, ok := value.(*term.Tuple); !ok {
			line := term.Term(term.Int(0))
			if len(args) == 4 {
				line = args[3]
			}
			value = d.documentation(name, line, value)
		}
	case "behaviour":
		if _, ok := value.(term.Atom); !ok {
			return nil, argumentError("@behaviour expects a module, got: " + InspectPlain(value, 80, 50))
		}
	}
	d.putAttribute(name, value)
	return term.Ok, nil
}

// documentation is the value kept for @doc: text with its line. Keyword lists
// are metadata and leave the text that is there.
func (d *definition) documentation(name term.Atom, line, value term.Term) term.Term {
	if _, isList := value.(*term.Cons); isList {
		if before, ok := d.attributes.Get(name); ok {
			return before
		}
		return term.Tuple2(line, term.Nil)
	}
	return term.Tuple2(line, value)
}

// readAttributeAtRun is @name in a module's body.
func readAttributeAtRun(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "get_attribute", 2)
	if err != nil {
		return nil, err
	}
	name := args[1].(term.Atom)
	value, ok := d.attribute(name)
	if !ok {
		line, _ := args[2].(int)
		warnUndefinedAttribute(m.World(), d, name, line)
		return term.Nil, nil
	}
	return readable(name, value), nil
}

// getAttribute is (module, name, default).
func getAttribute(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "get_attribute", 2)
	if err != nil {
		return nil, err
	}
	name, ok := args[1].(term.Atom)
	if !ok {
		return nil, vm.BadArg(2, "not an atom")
	}
	if value, ok := d.attribute(name); ok {
		return value, nil
	}
	return args[2], nil
}

func hasAttribute(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "has_attribute?", 2)
	if err != nil {
		return nil, err
	}
	_, ok := d.attributes.Get(args[1])
	return term.Bool(ok), nil
}

func deleteAttribute(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "delete_attribute", 2)
	if err != nil {
		return nil, err
	}
	name, _ := args[1].(term.Atom)
	value, ok := d.attribute(name)
	if !ok {
		return term.Nil, nil
	}
	d.attributes = d.attributes.Delete(name)
	return value, nil
}

// registerAttribute is (module, name, options).
func registerAttribute(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "register_attribute", 3)
	if err != nil {
		return nil, err
	}
	name, ok := args[1].(term.Atom)
	if !ok {
		return nil, vm.BadArg(2, "not an atom")
	}
	accumulate, _ := lookup(args[2], term.Intern("accumulate"))
	persist, _ := lookup(args[2], term.Intern("persist"))
	d.registerAttribute(name, attributeKind{accumulate == term.Term(term.True), persist == term.Term(term.True)})
	return term.Ok, nil
}

func attributesIn(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "attributes_in", 1)
	if err != nil {
		return nil, err
	}
	return term.List(d.attributes.Keys()...), nil
}

// putTypespec is (module, kind, quoted spec). Types are not checked; a
// callback's name and arity are kept.
func putTypespec(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "put_typespec", 3)
	if err != nil {
		return nil, err
	}
	kind := args[1].(term.Atom)
	if fa, ok := specOf(args[2]); ok {
		switch kind.Name() {
		case "callback":
			d.callbacks = append(d.callbacks, fa)
		case "macrocallback":
			d.macroCallbacks = append(d.macroCallbacks, fa)
		}
		if kind.Name() != "spec" {
			d.takeAttribute("doc")
			d.takeAttribute("typedoc")
		}
	}
	d.putAttribute(kind, args[2])
	return term.Ok, nil
}

// specOf is the function that `name(args) :: type` and `... when ...`
// describe.
func specOf(quoted term.Term) (expand.FA, bool) {
	if when, ok := isNode(quoted, atomWhen); ok && len(when) == 2 {
		quoted = when[0]
	}
	typed, ok := isNode(quoted, term.Intern("::"))
	if !ok || len(typed) != 2 {
		return expand.FA{}, false
	}
	form, _, list, ok := threeTuple(typed[0])
	name, isAtom := form.(term.Atom)
	if !ok || !isAtom {
		return expand.FA{}, false
	}
	args, _ := term.Slice(list)
	return expand.FA{Name: name, Arity: len(args)}, true
}

// putStruct is (module, keyword of fields, enforced keys).
func putStruct(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "put_struct", 3)
	if err != nil {
		return nil, err
	}
	info := &expand.StructInfo{}
	fields, _ := term.Slice(args[1])
	for _, f := range fields {
		pair := f.(*term.Tuple).Elems
		info.Fields = append(info.Fields, expand.StructField{Name: pair[0].(term.Atom), Default: pair[1]})
	}
	enforced, _ := term.Slice(args[2])
	for _, e := range enforced {
		info.Enforced = append(info.Enforced, e.(term.Atom))
	}
	d.structure = info
	return term.Ok, nil
}

// structInfo is (module): what __info__(:struct) gives, of a module that is
// being defined too.
func structInfo(m *vm.Machine, args []term.Term) (term.Term, error) {
	name, ok := args[0].(term.Atom)
	if !ok {
		return term.Nil, nil
	}
	if d := worldState(m.World()).defining(name); d != nil {
		return structItem(d.structure), nil
	}
	if info, ok := ModuleOf(m.World(), name); ok {
		return structItem(info.Exports.Struct), nil
	}
	return term.Nil, nil
}

// makeOverridable is (module, [{name, arity}]).
func makeOverridable(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "make_overridable", 2)
	if err != nil {
		return nil, err
	}
	list, _ := term.Slice(args[1])
	for _, t := range list {
		fa, ok := faOf(t)
		if !ok {
			return nil, argumentError("each element in tuple list has to be a {function_name :: atom, arity :: 0..255} tuple, got: " + InspectPlain(t, 80, 50))
		}
		if d.functions[fa] == nil {
			return nil, argumentError(fmt.Sprintf("cannot make function %s/%d overridable because it was not defined", fa.Name.Name(), fa.Arity))
		}
		d.overridable[fa] = true
	}
	return term.Ok, nil
}

func faOf(t term.Term) (expand.FA, bool) {
	pair, ok := t.(*term.Tuple)
	if !ok || len(pair.Elems) != 2 {
		return expand.FA{}, false
	}
	name, ok1 := pair.Elems[0].(term.Atom)
	arity, ok2 := pair.Elems[1].(int)
	return expand.FA{Name: name, Arity: arity}, ok1 && ok2
}

func isOverridable(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "overridable?", 2)
	if err != nil {
		return nil, err
	}
	fa, _ := faOf(args[1])
	return term.Bool(d.overridable[fa] || len(d.overridden[fa]) > 0), nil
}

func isOpen(m *vm.Machine, args []term.Term) (term.Term, error) {
	name, ok := args[0].(term.Atom)
	return term.Bool(ok && worldState(m.World()).defining(name) != nil), nil
}

// defines is (module, {name, arity}) and (module, {name, arity}, kind).
func defines(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "defines?", len(args))
	if err != nil {
		return nil, err
	}
	fa, _ := faOf(args[1])
	f := d.functions[fa]
	return term.Bool(f != nil && (len(args) == 2 || args[2] == term.Term(kindNames[f.kind]))), nil
}

func definitionsIn(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "definitions_in", len(args))
	if err != nil {
		return nil, err
	}
	var fas []expand.FA
	for fa, f := range d.functions {
		if len(args) == 1 || args[1] == term.Term(kindNames[f.kind]) {
			fas = append(fas, fa)
		}
	}
	return faList(fas), nil
}

// faList is the sorted list [{name, arity}, ...].
func faList(fas []expand.FA) term.Term {
	sortFAs(fas)
	elems := make([]term.Term, len(fas))
	for i, fa := range fas {
		elems[i] = term.Tuple2(fa.Name, term.Int(fa.Arity))
	}
	return term.List(elems...)
}

func deleteDefinition(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "delete_definition", 2)
	if err != nil {
		return nil, err
	}
	fa, _ := faOf(args[1])
	if d.functions[fa] == nil {
		return term.False, nil
	}
	delete(d.functions, fa)
	return term.True, nil
}

// warnUndefinedAttribute tells of @name in a module's body before it was set.
func warnUndefinedAttribute(w *kernel.World, d *definition, name term.Atom, line int) {
	worldState(w).report(diag.Diagnostic{
		Severity: diag.Warning, File: d.file, Pos: diag.Pos{Line: line}, Where: InspectAtom(d.name) + " (module)",
		Message: fmt.Sprintf("undefined module attribute @%s, please remove access to @%s or explicitly set it before access", name.Name(), name.Name()),
	})
}
