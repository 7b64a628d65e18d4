package lib

import (
	"fmt"
	"slices"

	"otpsh/runtime/diag"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the module attributes of a module that is being defined: what
// @name and the functions of Module that read and write them rest on.

// attributeKind is how an attribute was registered.
type attributeKind struct{ accumulate, persist bool }

// accumulating attributes of every module.
var builtinKinds = map[string]attributeKind{
	"behaviour":          {accumulate: true, persist: true},
	"before_compile":     {accumulate: true},
	"after_compile":      {accumulate: true},
	"after_verify":       {accumulate: true},
	"on_definition":      {accumulate: true},
	"derive":             {accumulate: true},
	"compile":            {accumulate: true},
	"dialyzer":           {accumulate: true, persist: true},
	"external_resource":  {accumulate: true, persist: true},
	"vsn":                {persist: true},
	"spec":               {accumulate: true},
	"type":               {accumulate: true},
	"typep":              {accumulate: true},
	"opaque":             {accumulate: true},
	"callback":           {accumulate: true},
	"macrocallback":      {accumulate: true},
	"optional_callbacks": {accumulate: true},
}

// builtinPersisted are those of them that stay in the module, in the order in
// which it lists them.
var builtinPersisted = []string{"behaviour", "dialyzer", "external_resource", "vsn"}

// attribute is the value of an attribute: the list of all values, the newest
// first, of one that accumulates.
func (d *definition) attribute(name term.Atom) (term.Term, bool) {
	v, ok := d.attributes.Get(name)
	if !ok && d.kinds[name].accumulate {
		return term.Empty, true
	}
	return v, ok
}

func (d *definition) putAttribute(name term.Atom, value term.Term) {
	if d.kinds[name].accumulate {
		before, _ := d.attribute(name)
		value = &term.Cons{Head: value, Tail: before}
	}
	d.attributes = d.attributes.Put(name, value)
}

// takeAttribute reads an attribute and removes it: @doc belongs to the one
// definition that follows it.
func (d *definition) takeAttribute(name string) term.Term {
	a := term.Intern(name)
	v, ok := d.attributes.Get(a)
	if !ok {
		return nil
	}
	d.attributes = d.attributes.Delete(a)
	delete(d.unread, a)
	return v
}

func (d *definition) registerAttribute(name term.Atom, kind attributeKind) {
	before := d.kinds[name]
	d.kinds[name] = attributeKind{before.accumulate || kind.accumulate, before.persist || kind.persist}
	if kind.persist && !before.persist {
		d.persist = append(d.persist, name)
	}
	if kind.accumulate {
		d.attributes = d.attributes.Put(name, term.Empty)
	}
}

// persisted are the attributes kept in the module: the values of each as a
// list, one for each value of one that accumulates.
func (d *definition) persisted() term.Term {
	var b term.ListBuilder
	add := func(name term.Atom, value term.Term) {
		if _, isList := value.(*term.Cons); !isList {
			value = term.List(value)
		}
		b.Add(term.Tuple2(name, value))
	}
	for _, name := range d.persist {
		value, ok := d.attributes.Get(name)
		switch {
		case !ok:
		case d.kinds[name].accumulate:
			values, _ := term.Slice(value)
			for i := len(values) - 1; i >= 0; i-- {
				add(name, values[i])
			}
		default:
			add(name, value)
		}
	}
	return b.List()
}

// prepareAttribute checks a value that is put into an attribute with a
// meaning of its own, and gives what is kept.
func (d *definition) prepareAttribute(name term.Atom, value term.Term) (term.Term, error) {
	refuse := func(what string) (term.Term, error) {
		return nil, argumentError(fmt.Sprintf("@%s %s, got: %s", name.Name(), what, InspectPlain(value, 80, 50)))
	}
	module, isAtom := value.(term.Atom)
	_, isText := value.(term.Binary)
	switch name.Name() {
	case "behaviour":
		if !isAtom {
			return refuse("expects a module")
		}
	case "before_compile", "after_compile", "after_verify", "on_definition":
		if isAtom {
			return term.Tuple2(module, term.Intern("__"+name.Name()+"__")), nil
		}
	case "on_load":
		if !isAtom && !isHookOfNone(value) {
			return refuse("is a built-in module attribute that annotates a function to be invoked when the module is loaded. It should be an atom or an {atom, 0} tuple")
		}
		if _, again := d.attributes.Get(name); again {
			return nil, argumentError("the @on_load attribute can only be set once per module")
		}
		if isAtom {
			return term.Tuple2(module, term.Int(0)), nil
		}
	case "impl":
		if !isAtom || module == term.Nil {
			return refuse("is a built-in module attribute that marks the next definition as a callback implementation. It should be a module or a boolean")
		}
	case "external_resource":
		if !isText {
			return refuse("is a built-in module attribute used for specifying file dependencies. It should be a string path to a file")
		}
	case "deprecated":
		if !isText {
			return refuse("is a built-in module attribute that annotates a definition as deprecated. It should be a string with the reason for the deprecation")
		}
	case "nifs":
		if !isFAList(value) {
			return refuse("is a built-in module attribute for specifying a list of functions and their arities that are NIFs")
		}
	case "dialyzer":
		items, isList := term.Slice(value)
		if !isList {
			items = []term.Term{value}
		}
		for _, item := range items {
			if !isDialyzerOption(item) {
				return nil, argumentError("invalid value for @dialyzer attribute: " + InspectPlain(item, 80, 50))
			}
		}
	case "file":
		if _, _, ok := filePlace(value); !ok {
			return refuse("is a built-in module attribute that annotates the file and line the next definition comes from. It should be a string or {string, line} tuple as value")
		}
	}
	return value, nil
}

// isFAList reports whether t is [{name, arity}, ...].
func isFAList(t term.Term) bool {
	items, ok := term.Slice(t)
	for _, item := range items {
		if _, isFA := faOf(item); !isFA {
			return false
		}
	}
	return ok
}

// dialyzerOptions are the warnings that @dialyzer can name.
var dialyzerOptions = []string{
	"no_return", "no_unused", "no_improper_lists", "no_fun_app", "no_match", "no_opaque", "no_fail_call", "no_contracts",
	"no_behaviours", "no_undefined_callbacks", "unmatched_returns", "error_handling", "race_conditions", "no_missing_calls",
	"specdiffs", "overspecs", "underspecs", "unknown", "no_underspecs", "extra_return", "no_extra_return", "no_missing_return",
	"missing_return", "no_unknown",
}

// isDialyzerOption reports whether t is a warning, or {warning, functions}.
func isDialyzerOption(t term.Term) bool {
	if name, ok := t.(term.Atom); ok {
		return slices.Contains(dialyzerOptions, name.Name())
	}
	pair, ok := t.(*term.Tuple)
	if !ok || len(pair.Elems) != 2 {
		return false
	}
	name, isAtom := pair.Elems[0].(term.Atom)
	of := pair.Elems[1]
	if _, one := faOf(of); one {
		of = term.List(of)
	}
	return isAtom && (name.Name() == "nowarn_function" || isDialyzerOption(name)) && isFAList(of)
}

// isHookOfNone reports whether t is {atom, 0}.
func isHookOfNone(t term.Term) bool {
	fa, ok := faOf(t)
	return ok && fa.Arity == 0
}

// filePlace is the file and line (0: as it stands) of a value of @file.
func filePlace(value term.Term) (file string, line int, ok bool) {
	switch v := value.(type) {
	case term.Binary:
		return string(v), 0, true
	case *term.Tuple:
		if len(v.Elems) == 2 {
			name, isText := v.Elems[0].(term.Binary)
			line, isLine := v.Elems[1].(int)
			return string(name), line, isText && isLine
		}
	}
	return "", 0, false
}

// putAttribute is (module, name, value, line): @name value; and without line,
// Module.put_attribute.
func putAttribute(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := writable(m, args[0], "put_attribute", 3)
	if err != nil {
		return nil, err
	}
	name, ok := args[1].(term.Atom)
	if !ok {
		return nil, vm.BadArg(2, "not an atom")
	}
	value, line := args[2], 0
	if len(args) == 4 {
		line, _ = args[3].(int)
	}
	switch {
	case isDocumentation(name):
		return d.putDocumentation(m, name, value, line)
	case len(args) == 3 && isTypespec(name.Name()):
		return nil, argumentError("attributes type, typep, opaque, spec, callback, and macrocallback must be set directly via the @ notation")
	}
	if value, err = d.prepareAttribute(name, value); err != nil {
		return nil, err
	}
	if name.Name() == "impl" || name.Name() == "deprecated" {
		d.warnRedefined(m, name, line)
	}
	d.putAttribute(name, value)
	d.setLine(name, line)
	return term.Ok, nil
}

// setLine remembers where an attribute was set that should be read; line 0:
// it need not be.
func (d *definition) setLine(name term.Atom, line int) {
	if !slices.Contains(d.setOrder, name) {
		d.setOrder = append(d.setOrder, name)
	}
	kind := d.kinds[name]
	if line > 0 && !kind.accumulate && !kind.persist && name.Name() != "moduledoc" && name.Name() != "on_load" {
		d.unread[name] = line
		return
	}
	delete(d.unread, name)
}

// warnRedefined warns of an attribute that is set again before it was used.
func (d *definition) warnRedefined(m *vm.Machine, name term.Atom, line int) {
	if before, ok := d.unread[name]; ok && line > 0 {
		d.warnIn(m, line, "redefining @%s attribute previously set at line %d", name.Name(), before)
	}
}

// warnIn warns at a line of the module's body, which runs on m.
func (d *definition) warnIn(m *vm.Machine, line int, format string, args ...any) {
	if d.library {
		return
	}
	worldState(m.World()).report(m.Process().PID(), diag.Diagnostic{
		Severity: diag.Warning, Message: fmt.Sprintf(format, args...), File: d.file, Pos: diag.Pos{Line: line},
		Where: InspectAtom(d.name) + " (module)", In: diag.Function{Module: d.name.Name()},
	})
}

func isDocumentation(name term.Atom) bool {
	switch name.Name() {
	case "doc", "moduledoc", "typedoc":
		return true
	}
	return false
}

// putDocumentation keeps {line, text}; a keyword list is metadata, and leaves
// the text that is there. line is where @doc stands in the text, 0 for one
// that a macro or Module.put_attribute sets.
func (d *definition) putDocumentation(m *vm.Machine, name term.Atom, value term.Term, line int) (term.Term, error) {
	at, text, isPair := pairOf(value)
	if list, isList := text.(*term.Cons); isPair && isList {
		return term.Ok, d.putDocMeta(m, name, list, line)
	}
	if _, hasLine := at.(int); !hasLine {
		return nil, documentationError(name, `When set dynamically, it should be {line, doc} (where "doc" is either false, nil, a string, or a keyword list)`, value)
	}
	if _, isText := text.(term.Binary); !isText && text != term.Term(term.False) && text != term.Term(term.Nil) {
		return nil, documentationError(name, "It should be either false, nil, a string, or a keyword list", text)
	}
	d.warnRedefined(m, name, line)
	d.attributes = d.attributes.Put(name, value)
	d.setLine(name, line)
	return term.Ok, nil
}

// putDocMeta adds metadata to what @doc, @moduledoc or @typedoc has.
func (d *definition) putDocMeta(m *vm.Machine, name term.Atom, list *term.Cons, line int) error {
	meta, _ := d.docMeta.Get(name)
	all, _ := meta.(*term.Map)
	if all == nil {
		all = term.EmptyMap
	}
	entries, _ := term.Slice(list)
	for _, e := range entries {
		k, v, ok := pairOf(e)
		key, isAtom := k.(term.Atom)
		if !ok || !isAtom {
			return vm.Raise(term.Intern("function_clause"))
		}
		if key.Name() == "opaque" || key.Name() == "defaults" {
			d.warnIn(m, line, "ignoring reserved documentation metadata key: %s", InspectAtom(key))
			continue
		}
		if err := checkDocMeta(k, v); err != nil {
			return err
		}
		all = all.Put(k, v)
	}
	d.docMeta = d.docMeta.Put(name, all)
	return nil
}

func documentationError(name term.Atom, when string, value term.Term) error {
	return argumentError(fmt.Sprintf("@%s is a built-in module attribute for documentation. %s, got: %s", name.Name(), when, InspectPlain(value, 80, 50)))
}

// checkDocMeta refuses a bad value of a metadata key with a meaning.
func checkDocMeta(key, value term.Term) error {
	name, _ := key.(term.Atom)
	_, isText := value.(term.Binary)
	var what string
	switch {
	case name.IsZero():
	case name.Name() == "since" && !isText:
		what = "a string representing the version in which the documented entity was added"
	case name.Name() == "deprecated" && !isText:
		what = "a string representing the replacement for the deprecated entity"
	case name.Name() == "delegate_to" && !isMFA(value):
		what = "a three-element tuple in the form of {module, function, arity}"
	}
	if what == "" {
		return nil
	}
	return argumentError(fmt.Sprintf(":%s is a built-in documentation metadata key. It should be %s, got: %s", name.Name(), what, InspectPlain(value, 80, 50)))
}

func isMFA(t term.Term) bool {
	tuple, ok := t.(*term.Tuple)
	if !ok || len(tuple.Elems) != 3 {
		return false
	}
	_, ok1 := tuple.Elems[0].(term.Atom)
	_, ok2 := tuple.Elems[1].(term.Atom)
	arity, ok3 := tuple.Elems[2].(int)
	return ok1 && ok2 && ok3 && arity >= 0
}

// readAttributeAtRun is (module, name, line): @name in a module's body.
func readAttributeAtRun(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "get_attribute", 2)
	if err != nil {
		return nil, err
	}
	name := args[1].(term.Atom)
	value, ok := d.read(name)
	if !ok {
		line, _ := args[2].(int)
		d.warnIn(m, line, undefinedAttribute, name.Name(), name.Name())
	}
	return readable(name, value), nil
}

const undefinedAttribute = "undefined module attribute @%s, please remove access to @%s or explicitly set it before access"

// read is the value of an attribute for code that uses it; nil and false when
// there is no such attribute.
func (d *definition) read(name term.Atom) (term.Term, bool) {
	delete(d.unread, name)
	if value, ok := d.attribute(name); ok {
		return value, true
	}
	return term.Nil, d.knownAttribute(name) || name.Name() == "moduledoc"
}

// knownAttribute reports whether an attribute has a value or was registered.
func (d *definition) knownAttribute(name term.Atom) bool {
	if _, ok := d.attributes.Get(name); ok {
		return true
	}
	_, registered := d.kinds[name]
	return registered && name.Name() != "vsn"
}

// getAttribute is (module, name, default).
func getAttribute(m *vm.Machine, args []term.Term) (term.Term, error) {
	return attributeOf(m, args, "get_attribute", func(value term.Term, _ bool) (term.Term, bool) { return value, true })
}

// lastAttribute is getAttribute that gives the newest value of an attribute
// that accumulates.
func lastAttribute(m *vm.Machine, args []term.Term) (term.Term, error) {
	return attributeOf(m, args, "get_last_attribute", func(value term.Term, accumulates bool) (term.Term, bool) {
		if !accumulates {
			return value, true
		}
		list, ok := value.(*term.Cons)
		if !ok || list == nil {
			return nil, false
		}
		return list.Head, true
	})
}

func attributeOf(m *vm.Machine, args []term.Term, function string, pick func(value term.Term, accumulates bool) (term.Term, bool)) (term.Term, error) {
	d, err := openModule(m, args[0], function, 2)
	if err != nil {
		return nil, err
	}
	name, ok := args[1].(term.Atom)
	if !ok {
		return nil, vm.BadArg(2, "not an atom")
	}
	delete(d.unread, name)
	if value, ok := d.attribute(name); ok {
		if value, ok = pick(value, d.kinds[name].accumulate); ok {
			return value, nil
		}
	}
	return args[2], nil
}

func hasAttribute(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "has_attribute?", 2)
	if err != nil {
		return nil, err
	}
	name, _ := args[1].(term.Atom)
	return term.Bool(d.knownAttribute(name)), nil
}

func deleteAttribute(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := writable(m, args[0], "delete_attribute", 2)
	if err != nil {
		return nil, err
	}
	name, _ := args[1].(term.Atom)
	value, ok := d.attribute(name)
	if !ok {
		return term.Nil, nil
	}
	d.attributes = d.attributes.Delete(name)
	delete(d.unread, name)
	return value, nil
}

// registerAttribute is (module, name, options).
func registerAttribute(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := writable(m, args[0], "register_attribute", 3)
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
	names := d.attributes
	for name := range d.kinds {
		if d.knownAttribute(name) {
			names = names.Put(name, term.Nil)
		}
	}
	return term.List(names.Keys()...), nil
}
