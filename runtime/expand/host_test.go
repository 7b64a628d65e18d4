package expand

import (
	"fmt"

	"otpsh/runtime/diag"
	"otpsh/runtime/term"
)

// fakeHost is a world with a small Kernel, of macros written in Go, and a
// module M that may be being defined.
type fakeHost struct {
	cache    *Cache
	modules  map[term.Atom]*Exports
	macros   map[string]func(caller *Env, args []term.Term) (term.Term, error)
	defining map[term.Atom]*fakeModule
	reports  []diag.Diagnostic
	ticks    int
}

type fakeModule struct {
	h      *fakeHost
	name   term.Atom
	locals map[FA]DefKind
	used   []string
	info   *StructInfo
}

func newFakeHost() *fakeHost {
	h := &fakeHost{
		cache: NewCache(), modules: map[term.Atom]*Exports{}, defining: map[term.Atom]*fakeModule{},
		macros: map[string]func(*Env, []term.Term) (term.Term, error){},
	}
	kernel := &Exports{Functions: fas("+/1 +/2 -/1 -/2 */2 //2 ==/2 </2 >/2 <=/2 >=/2 !=/2 ===/2 ++/2 hd/1 tl/1 length/1 elem/2 is_atom/1 is_integer/1 is_map_key/2 self/0 send/2 inspect/1 not/1 div/2")}
	h.modules[kernelModule] = kernel
	h.modules[term.Alias("Application")] = &Exports{}
	h.modules[term.Alias("List")] = &Exports{Functions: fas("first/1 last/1")}
	h.modules[term.Alias("Enum")] = &Exports{Functions: fas("map/2 each/2")}
	h.modules[term.Alias("String.Chars")] = &Exports{Functions: fas("to_string/1")}
	h.modules[term.Alias("S")] = &Exports{Struct: &StructInfo{
		Fields:   []StructField{{term.Intern("a"), term.Nil}, {term.Intern("b"), term.Int(2)}},
		Enforced: []term.Atom{term.Intern("a")},
	}}
	x := term.Tuple3(term.Intern("x"), term.Empty, kernelModule)
	in := makeNode(atomWhen, term.Empty, x, makeRemote(kernelModule, "in", term.Empty, x, term.List(term.False, term.Nil)))
	wild := term.Tuple3(atomUnderscore, term.Empty, kernelModule)
	clause := func(p, b term.Term) term.Term { return makeNode(atomArrow, term.Empty, term.List(p), b) }
	choose := func(e *Env, subject term.Term, clauses ...term.Term) (term.Term, error) {
		meta := term.List(term.Tuple2(atomOptimize, term.True))
		return makeNode(term.Intern("case"), meta, subject, term.List(term.Tuple2(atomDo, term.List(clauses...)))), nil
	}
	h.macro("Kernel", "if", 2, func(e *Env, a []term.Term) (term.Term, error) {
		do, _ := metaGet(a[1], atomDo)
		els, ok := metaGet(a[1], term.Intern("else"))
		if !ok {
			els = term.Nil
		}
		return choose(e, a[0], clause(in, els), clause(wild, do))
	})
	h.macro("Kernel", "||", 2, func(e *Env, a []term.Term) (term.Term, error) {
		return choose(e, a[0], clause(in, a[1]), clause(x, x))
	})
	h.macro("Kernel", "and", 2, func(e *Env, a []term.Term) (term.Term, error) {
		return makeRemote(atomErlang, "andalso", term.Empty, a...), nil
	})
	h.macro("Kernel", "<>", 2, func(e *Env, a []term.Term) (term.Term, error) {
		bin := func(t term.Term) term.Term {
			return makeNode(atomColons, term.Empty, t, term.Tuple3(term.Intern("binary"), term.Empty, term.Nil))
		}
		return makeNode(atomBits, term.Empty, bin(a[0]), bin(a[1])), nil
	})
	h.macro("Kernel", "to_string", 1, func(e *Env, a []term.Term) (term.Term, error) {
		return makeRemote(stringChars, "to_string", term.Empty, a...), nil
	})
	h.macro("Mac", "twice", 1, func(e *Env, a []term.Term) (term.Term, error) {
		tmp := term.Tuple3(term.Intern("tmp"), term.Empty, term.Alias("Mac"))
		return makeNode(atomBlock, term.Empty, makeNode(atomMatch, term.Empty, tmp, a[0]), term.Tuple2(tmp, tmp)), nil
	})
	h.macro("Mac", "loop", 0, func(e *Env, a []term.Term) (term.Term, error) {
		return makeRemote(term.Alias("Mac"), "loop", term.Empty), nil
	})
	return h
}

func (h *fakeHost) macro(module, name string, arity int, f func(*Env, []term.Term) (term.Term, error)) {
	m := term.Alias(module)
	if h.modules[m] == nil {
		h.modules[m] = &Exports{}
	}
	h.modules[m].Macros = append(h.modules[m].Macros, FA{term.Intern(name), arity})
	h.macros[fmt.Sprintf("%s.%s/%d", m, name, arity)] = f
}

func fas(list string) []FA {
	var out []FA
	for _, f := range fields(list) {
		name, arity := splitArity(f)
		out = append(out, FA{term.Intern(name), arity})
	}
	return out
}

func (h *fakeHost) Exports(m term.Atom) (*Exports, bool) { e, ok := h.modules[m]; return e, ok }
func (h *fakeHost) RunMacro(m, name term.Atom, caller *Env, args []term.Term) (term.Term, error) {
	return h.macros[fmt.Sprintf("%s.%s/%d", m, name, len(args))](caller, args)
}
func (h *fakeHost) Defining(m term.Atom) Defining {
	if d := h.defining[m]; d != nil {
		return d
	}
	return nil
}
func (h *fakeHost) Report(d diag.Diagnostic) { h.reports = append(h.reports, d) }
func (h *fakeHost) Tick()                    { h.ticks++ }
func (h *fakeHost) Cache() *Cache            { return h.cache }

func (m *fakeModule) Local(name term.Atom, arity int) (DefKind, bool) {
	k, ok := m.locals[FA{name, arity}]
	return k, ok
}
func (m *fakeModule) RunLocalMacro(name term.Atom, caller *Env, args []term.Term) (term.Term, error) {
	return term.Tuple2(name, term.List(args...)), nil
}
func (m *fakeModule) UseLocal(name term.Atom, arity int, caller *Env, pos diag.Pos) {
	m.used = append(m.used, fmt.Sprintf("%s/%d@%d:%d", name, arity, pos.Line, pos.Column))
}
func (m *fakeModule) UseImport(module, name term.Atom, arity int) {}
func (m *fakeModule) Super(name term.Atom, arity int) (DefKind, term.Atom, bool) {
	return Def, term.Intern(name.Name() + " (overridable 1)"), true
}
func (m *fakeModule) Struct() (*StructInfo, bool) { return m.info, m.info != nil }

// define starts the definition of a module.
func (h *fakeHost) define(name string) *fakeModule {
	m := &fakeModule{h: h, name: term.Alias(name), locals: map[FA]DefKind{}}
	h.defining[m.name] = m
	return m
}
