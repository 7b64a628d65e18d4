package lib

import (
	"fmt"
	"strings"

	"otpsh/runtime/code"
	"otpsh/runtime/compile"
	"otpsh/runtime/core"
	"otpsh/runtime/expand"
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file shows what becomes of code on its way to the machine: fully
// expanded, as a resolved tree, and as instructions.

// phaseText is (:expand, :core or :code, quoted, env): the text of the code in
// that phase. Nothing is run but macros.
func phaseText(m *vm.Machine, args []term.Term) (term.Term, error) {
	phase, _ := args[0].(term.Atom)
	return inProcess(m, func(c caller) (term.Term, error) {
		h := newCompileHost(c, m.World())
		env, err := expand.EnvFromTerm(h, args[2])
		if err != nil {
			return nil, err
		}
		keys := env.Vars()
		unit, _, err := expandUnit(h, args[1], env.WithoutVars(), keys, evalUnit)
		if err != nil {
			return nil, raised(err)
		}
		names := make([]term.Atom, len(keys))
		for i, key := range keys {
			names[i] = key.Name
		}
		text, err := phaseOf(phase.Name(), unit, names)
		return term.Binary(text), err
	})
}

func phaseOf(phase string, unit *core.Function, outside []term.Atom) (string, error) {
	body := unit.Clauses[0].Body
	switch phase {
	case "expand":
		return syntax.ToStringWith(expand.Quoted(body, outside), func(t term.Term) string { return InspectPlain(t, 0, -1) }), nil
	case "core":
		return core.Print(body), nil
	case "code":
		compiled, err := compile.Module(unit.Module, []*core.Function{unit})
		if err != nil {
			return "", compileError(unit.File, unit.Line, err.Error())
		}
		var b strings.Builder
		for _, f := range compiled.Functions {
			b.WriteString(code.Disassemble(f))
		}
		return strings.TrimRight(b.String(), "\n"), nil
	}
	return "", argumentError(fmt.Sprintf("there is no phase %q", phase))
}
