package lib

import (
	"fmt"
	"strings"

	"otpsh/runtime/expand"
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
	"get_last_attribute/3": lastAttribute,
	"has_attribute/2":      hasAttribute,
	"delete_attribute/2":   deleteAttribute,
	"register_attribute/3": registerAttribute,
	"attributes_in/1":      attributesIn,
	"put_typespec/4":       putTypespec,
	"put_struct/3":         putStruct,
	"struct_info/1":        structInfo,
	"make_overridable/2":   makeOverridable,
	"overridable?/2":       isOverridable,
	"overridables_in/1":    overridablesIn,
	"get_definition/3":     getDefinition,
	"defines_type?/2":      definesType,
	"spec_to_callback/2":   specToCallback,
	"must_be_open/3": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		name, _ := args[1].(term.Atom)
		arity, _ := args[2].(int)
		_, err := openModule(m, args[0], name.Name(), arity)
		return term.Ok, err
	},
	"open?/1":             isOpen,
	"defines?/2":          defines,
	"defines?/3":          defines,
	"definitions_in/1":    definitionsIn,
	"definitions_in/2":    definitionsIn,
	"delete_definition/2": deleteDefinition,
}

var (
	atomDoc    = term.Intern("doc")
	atomModule = term.Intern("module")
)

// compileModule is (name, quoted body, env, variable keys, their values).
func compileModule(m *vm.Machine, args []term.Term) (term.Term, error) {
	name, ok := args[0].(term.Atom)
	if !ok || !isModuleName(name) {
		return nil, invalidModuleName(args[0])
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
		d.shown = shownPath(m.World(), env.File)
		d.library = worldState(m.World()).library != nil
		d.owner = m.Process().PID()
		define := func(env *expand.Env) (term.Term, error) { return defineModule(h, d, body, env, keys, values) }
		var out term.Term
		if env.Function == nil && env.Lexical() != nil || d.library {
			out, err = define(env)
		} else {
			out, err = h.lexically(env.WithFunction(nil), define)
		}
		if t, ok := out.(*term.Tuple); ok && err == nil {
			s, pid := worldState(m.World()), m.Process().PID()
			s.defined(pid, name, t.Elems[2])
			if !s.verifyLater(pid, d) {
				err = d.afterVerify(h)
			}
		}
		return out, err
	})
}

// isModuleName reports whether a module can have that name: it must be good
// for a file.
func isModuleName(name term.Atom) bool {
	return name != term.Nil && name != term.True && name != term.False && !strings.ContainsAny(name.Name(), `/\`)
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
	message := fmt.Sprintf("could not call Module.%s/%d because the module %s is already compiled", function, arity, InspectPlain(module, 80, 50))
	if hint := closedHints[function]; hint != "" {
		message += ". " + hint
	}
	return nil, argumentError(message)
}

// closedHints say what to use for a module that is compiled.
var closedHints = map[string]string{
	"get_attribute":      "Use the Module.__info__/1 callback or Code.fetch_docs/1 instead",
	"get_last_attribute": "Use the Module.__info__/1 callback or Code.fetch_docs/1 instead",
	"definitions_in":     "Use the Module.__info__/1 callback to get public functions and macros instead",
	"defines?":           "Use Kernel.function_exported?/3 and Kernel.macro_exported?/3 to check for public functions and macros instead",
}

// writable is openModule for a function that changes the module.
func writable(m *vm.Machine, module term.Term, function string, arity int) (*definition, error) {
	d, err := openModule(m, module, function, arity)
	if err == nil && d.readOnly {
		err = argumentError(fmt.Sprintf("could not call Module.%s/%d because the module %s is in read-only mode (@after_compile)", function, arity, InspectAtom(d.name)))
	}
	return d, err
}

// noEntry is the error of a question about a module that is not being defined
// to a function that gives no words of its own.
func noEntry(m *vm.Machine, module term.Term) (*definition, error) {
	if name, ok := module.(term.Atom); ok {
		if d := worldState(m.World()).defining(name); d != nil {
			return d, nil
		}
	}
	return nil, vm.BadArg(2, "not a key that exists in the table")
}

// putStruct is (module, keyword of fields, enforced keys).
func putStruct(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "put_struct", 3)
	if err != nil {
		return nil, err
	}
	if d.structure != nil {
		return nil, argumentError(fmt.Sprintf("defstruct has already been called for %s, defstruct can only be called once per module", InspectAtom(d.name)))
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

func faOf(t term.Term) (expand.FA, bool) {
	pair, ok := t.(*term.Tuple)
	if !ok || len(pair.Elems) != 2 {
		return expand.FA{}, false
	}
	name, ok1 := pair.Elems[0].(term.Atom)
	arity, ok2 := pair.Elems[1].(int)
	return expand.FA{Name: name, Arity: arity}, ok1 && ok2
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

// definitionsIn is (module) and (module, kind): in order of definition.
func definitionsIn(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "definitions_in", len(args))
	if err != nil {
		return nil, err
	}
	var b term.ListBuilder
	for _, fa := range d.order {
		f := d.functions[fa]
		if f != nil && (len(args) == 1 || args[1] == term.Term(kindNames[f.kind])) {
			b.Add(term.Tuple2(fa.Name, term.Int(fa.Arity)))
		}
	}
	return b.List(), nil
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
	d, err := writable(m, args[0], "delete_definition", 2)
	if err != nil {
		return nil, err
	}
	fa, _ := faOf(args[1])
	if d.functions[fa] == nil {
		return term.False, nil
	}
	d.drop(fa)
	return term.True, nil
}

// getDefinition is (module, {name, arity}, skip clauses?): {:v1, kind,
// metadata, clauses} with the clauses fully expanded, or nil.
func getDefinition(m *vm.Machine, args []term.Term) (term.Term, error) {
	d, err := openModule(m, args[0], "get_definition", 3)
	if err != nil {
		return nil, err
	}
	fa, _ := faOf(args[1])
	f := d.functions[fa]
	if f == nil {
		return term.Nil, nil
	}
	var clauses term.ListBuilder
	if args[2] != term.Term(term.True) {
		for _, c := range f.clauses {
			patterns := c.Patterns
			if f.kind.IsMacro() {
				patterns = patterns[1:] // without the caller
			}
			clauses.Add(expand.QuotedClause(c, patterns))
		}
	}
	return term.NewTuple(term.Intern("v1"), kindNames[f.kind], keyword("line", term.Int(f.pos.Line)), clauses.List()), nil
}
