package lib

import (
	"math/big"
	"slices"

	"otpsh/runtime/core"
	"otpsh/runtime/expand"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file evaluates code with bindings: what Code.eval_string, the shell and
// -e rest on.

// topEnv is the %Macro.Env{} of code that stands in no module, by file name.
func topEnv(m *vm.Machine, args []term.Term) (term.Term, error) {
	file, _ := args[0].(term.Binary)
	return expand.NewEnv(newCompileHost(scratchCaller{m.World()}, m.World()), string(file)).Term(), nil
}

// evalQuoted is (quoted, bindings, env, prune?): {value, bindings, env}. Code
// that was built without lines stands at the line of the environment.
func evalQuoted(m *vm.Machine, args []term.Term) (term.Term, error) {
	return evalBindings(m, args[0], args[1], args[2], evaluation{linify: true, prune: args[3] == term.Term(term.True)})
}

// evaluation says how code is evaluated.
type evaluation struct {
	linify bool // nodes without a line get that of the environment
	prune  bool // outside variables that the code does not read are forgotten
}

// evalBindings evaluates code with [{name, value}, ...] and gives {value,
// bindings, env}. A name is an atom or {atom, context}.
func evalBindings(m *vm.Machine, quoted, bindings, quotedEnv term.Term, how evaluation) (term.Term, error) {
	keys, values := readBindings(bindings)
	pid := m.Process().PID()
	return inProcess(m, func(c caller) (term.Term, error) {
		found, end := worldState(m.World()).collectModules(pid)
		defer end()
		h := newCompileHost(c, m.World())
		env, err := expand.EnvFromTerm(h, quotedEnv)
		if err != nil {
			return nil, err
		}
		if how.linify {
			quoted = expand.Linify(quoted, env.Line, false)
		}
		out, err := evaluateOpen(h, quoted, env, openBindings{bindings, keys, values}, how.prune)
		if err != nil {
			return nil, err
		}
		return out, found.runVerify(h)
	})
}

// openBindings are the variables that code is evaluated with: as they were
// given, and taken apart.
type openBindings struct {
	given  term.Term
	keys   []expand.VarKey
	values []term.Term
}

// readBindings takes a list of bindings apart; of those with one name the last
// counts, and what code cannot name is left out.
func readBindings(bindings term.Term) (keys []expand.VarKey, values []term.Term) {
	pairs, _ := term.Slice(bindings)
	at := map[expand.VarKey]int{}
	for _, p := range pairs {
		pair, isTuple := p.(*term.Tuple)
		if !isTuple || len(pair.Elems) != 2 {
			continue
		}
		key, isKey := bindingKey(pair.Elems[0])
		if !isKey {
			continue
		}
		if i, again := at[key]; again {
			values[i] = pair.Elems[1]
			continue
		}
		at[key] = len(keys)
		keys, values = append(keys, key), append(values, pair.Elems[1])
	}
	return keys, values
}

func bindingKey(t term.Term) (expand.VarKey, bool) {
	if name, ok := t.(term.Atom); ok {
		return expand.VarKey{Name: name, Context: term.Nil}, true
	}
	pair, ok := t.(*term.Tuple)
	if !ok || len(pair.Elems) != 2 {
		return expand.VarKey{}, false
	}
	name, ok := pair.Elems[0].(term.Atom)
	return expand.VarKey{Name: name, Context: pair.Elems[1]}, ok
}

func bindingTerm(key expand.VarKey) term.Term {
	if key.Context == term.Term(term.Nil) {
		return key.Name
	}
	return term.Tuple2(key.Name, key.Context)
}

// evaluateOpen evaluates code and gives {value, bindings after it, env after
// it}. Variables of macros are no bindings.
func evaluateOpen(h *compileHost, quoted term.Term, env *expand.Env, in openBindings, prune bool) (term.Term, error) {
	x := expand.New(h)
	unit, after, err := expandUnitBy(x, h, quoted, env.WithoutVars(), in.keys, evalUnit)
	if err != nil {
		return nil, raised(err)
	}
	body := unit.Clauses[0]
	if value, ok := plainLiteral(body.Body); ok && !prune {
		return term.Tuple3(value, in.given, after.Term()), nil
	}
	shown := shownVars(after)
	if prune {
		shown = slices.DeleteFunc(shown, func(key expand.VarKey) bool {
			id, _ := x.Lookup(after, key)
			return int(id) < len(in.keys) && !x.Reads(id)
		})
		after = after.OnlyVars(shown)
	}
	// The unit's value becomes {value, variable, variable, ...}.
	result := core.VarID(after.NextVar())
	elems := []core.Expr{&core.Var{ID: result}}
	for _, key := range shown {
		id, _ := x.Lookup(after, key)
		elems = append(elems, &core.Var{ID: id, Name: key.Name})
	}
	body.Body = &core.Block{Exprs: []core.Expr{
		&core.Match{Line: unit.Line, Pattern: &core.PVar{ID: result, Name: term.Intern("_")}, Value: body.Body},
		&core.Tuple{Elems: elems},
	}}
	fun, err := unitFun(h, unit)
	if err != nil {
		return nil, err
	}
	out, err := h.call(fun, in.values...)
	if err != nil {
		return nil, err
	}
	got := out.(*term.Tuple).Elems
	bindings := make([]term.Term, len(shown))
	for i, key := range shown {
		bindings[i] = term.Tuple2(bindingTerm(key), got[i+1])
	}
	return term.Tuple3(got[0], term.List(bindings...), after.Term()), nil
}

// plainLiteral is the value of code that is only an atom or a number: such
// code leaves the bindings as they were given.
func plainLiteral(e core.Expr) (term.Term, bool) {
	l, ok := e.(*core.Literal)
	if !ok {
		return nil, false
	}
	switch l.Value.(type) {
	case term.Atom, int, *big.Int, float64:
		return l.Value, true
	}
	return nil, false
}

// shownVars are the variables that an evaluation leaves, last name first:
// those of people and of quotes without hygiene, not those of macro calls.
func shownVars(env *expand.Env) []expand.VarKey {
	keys := slices.DeleteFunc(env.Vars(), func(key expand.VarKey) bool {
		_, named := key.Context.(term.Atom)
		return !named
	})
	slices.SortFunc(keys, func(a, b expand.VarKey) int {
		return term.Compare(term.Tuple2(b.Name, b.Context), term.Tuple2(a.Name, a.Context))
	})
	return keys
}

// evalString is (text, bindings, file): the value. Unlike a file, a string is
// one evaluation with bindings.
func evalString(m *vm.Machine, args []term.Term) (term.Term, error) {
	text, _ := args[0].(term.Binary)
	file, _ := args[2].(term.Binary)
	quoted, err := parse(m, string(text), string(file))
	if err != nil {
		return nil, err
	}
	env := expand.NewEnv(newCompileHost(scratchCaller{m.World()}, m.World()), string(file))
	return evalBindings(m, quoted, args[1], env.Term(), evaluation{})
}
