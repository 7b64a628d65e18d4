// Helpers that build core trees by hand, and run them.

package vm_test

import (
	"math/big"
	"strings"
	"testing"

	"otpsh/runtime/code"
	"otpsh/runtime/compile"
	"otpsh/runtime/core"
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

func atom(s string) term.Atom { return term.Intern(s) }

func lit(t term.Term) core.Expr { return &core.Literal{Value: t} }
func num(n int) core.Expr       { return lit(term.Int(n)) }
func sym(s string) core.Expr    { return lit(atom(s)) }

// Variables are numbered by their letter.
func v(name string) *core.Var { return &core.Var{ID: id(name), Name: atom(name)} }
func pv(name string) core.Pattern {
	if name == "_" {
		return &core.PWild{}
	}
	return &core.PVar{ID: id(name), Name: atom(name)}
}

func id(name string) core.VarID {
	n := 0
	for _, c := range name {
		n = n*128 + int(c)
	}
	return core.VarID(n)
}

func pl(t term.Term) core.Pattern        { return &core.PLiteral{Value: t} }
func pn(n int) core.Pattern              { return pl(term.Int(n)) }
func ps(s string) core.Pattern           { return pl(atom(s)) }
func pt(es ...core.Pattern) core.Pattern { return &core.PTuple{Elems: es} }
func pc(head, tail core.Pattern) core.Pattern {
	return &core.PList{Elems: []core.Pattern{head}, Tail: tail}
}
func tup(es ...core.Expr) core.Expr               { return &core.Tuple{Elems: es} }
func list(es ...core.Expr) core.Expr              { return &core.List{Elems: es} }
func cons(h, t core.Expr) core.Expr               { return &core.List{Elems: []core.Expr{h}, Tail: t} }
func do(es ...core.Expr) core.Expr                { return &core.Block{Exprs: es} }
func set(name string, e core.Expr) core.Expr      { return &core.Match{Pattern: pv(name), Value: e} }
func match(p core.Pattern, e core.Expr) core.Expr { return &core.Match{Line: 3, Pattern: p, Value: e} }
func local(name string, args ...core.Expr) core.Expr {
	return &core.Local{Line: 2, Name: atom(name), Args: args}
}
func remote(m, f string, args ...core.Expr) core.Expr {
	return &core.Remote{Line: 2, Module: sym(m), Name: sym(f), Args: args}
}
func bif(f string, args ...core.Expr) core.Expr { return remote("erlang", f, args...) }
func call(f core.Expr, args ...core.Expr) core.Expr {
	return &core.CallFun{Line: 2, Fun: f, Args: args}
}
func fn(cs ...*core.Clause) core.Expr {
	return &core.Fn{Line: 4, Arity: len(cs[0].Patterns), Name: atom("-f/0-fun-0-"), Clauses: cs}
}
func choose(test, yes, no core.Expr) core.Expr { return &core.If{Test: test, Then: yes, Else: no} }

func clause(ps []core.Pattern, body core.Expr, guards ...core.Expr) *core.Clause {
	return &core.Clause{Line: 1, Patterns: ps, Guards: guards, Body: body}
}
func pats(ps ...core.Pattern) []core.Pattern { return ps }

func def(name string, cs ...*core.Clause) *core.Function {
	return &core.Function{Module: atom("Elixir.T"), Name: atom(name), Arity: len(cs[0].Patterns), File: "t.ex", Line: 1, Clauses: cs}
}

type noHost struct{ kernel.Host }

// erlangNatives are the few that tests need; the library has them all.
var erlangNatives = vm.Natives{
	"+/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return arith(a, (*big.Int).Add) },
	"-/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return arith(a, (*big.Int).Sub) },
	"*/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return arith(a, (*big.Int).Mul) },
	"hd/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		return nil, vm.BadArg(1, "not a nonempty list")
	},
	"throw/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return nil, vm.Plain(vm.ThrowOf(a[0])) },
	"error/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return nil, vm.Plain(vm.Raise(a[0])) },
	"exit/1":  func(_ *vm.Machine, a []term.Term) (term.Term, error) { return nil, vm.Plain(vm.ExitWith(a[0])) },
	"note/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		p := m.Process()
		old, _ := p.Dict().Get(atom("notes"))
		p.SetDict(p.Dict().Put(atom("notes"), term.List(append([]term.Term{a[0]}, slice(old)...)...)))
		return a[0], nil
	},
	"notes/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		old, _ := m.Process().Dict().Get(atom("notes"))
		return term.List(slice(old)...), nil
	},
	"yield/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) { return nil, m.Yield(&twice{}) },
	"through/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return nil, m.Call(&twice{}, a[0])
	},
	"tail/1": func(m *vm.Machine, a []term.Term) (term.Term, error) { return nil, m.TailCall(a[0]) },
	"boom/0": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		term.Intern("boom")
		panic(term.AtomLimit{})
	},
}

func slice(t term.Term) []term.Term {
	s, _ := term.Slice(t)
	return s
}

// twice is a frame that makes a pair of what it is resumed with.
type twice struct{}

func (*twice) Clone() (vm.Cont, bool) { return &twice{}, true }
func (*twice) Resume(_ *vm.Machine, value term.Term, exc *vm.Exception) (term.Term, error) {
	if exc != nil {
		return term.Tuple2(atom("caught"), exc.Reason), nil
	}
	return term.Tuple2(atom("resumed"), orNil(value)), nil
}

func orNil(t term.Term) term.Term {
	if t == nil {
		return term.Nil
	}
	return t
}

func arith(a []term.Term, f func(z, x, y *big.Int) *big.Int) (term.Term, error) {
	x, ok := toBig(a[0])
	y, ok2 := toBig(a[1])
	if !ok || !ok2 {
		return nil, vm.BadArith()
	}
	return term.Big(f(new(big.Int), x, y)), nil
}

func toBig(t term.Term) (*big.Int, bool) {
	switch x := t.(type) {
	case int:
		return big.NewInt(int64(x)), true
	case *big.Int:
		return x, true
	}
	return nil, false
}

// world is a simulated world that holds the functions as module T.
func world(t testing.TB, fs ...*core.Function) *kernel.World {
	t.Helper()
	w := kernel.NewWorld(kernel.Config{Host: noHost{}, Simulated: true, Seed: 1})
	install(t, w, fs...)
	return w
}

func install(t testing.TB, w *kernel.World, fs ...*core.Function) {
	t.Helper()
	m, err := compile.Module(atom("Elixir.T"), fs)
	if err != nil {
		t.Fatal(err)
	}
	c := vm.NewCodeServer(nil, nil)
	c.Install(vm.Link(m, nil))
	c.Install(vm.Link(&code.Module{Name: atom("erlang")}, erlangNatives))
	c.Install(vm.Link(&code.Module{Name: atom("Elixir.Exception")}, vm.Natives{
		"normalize/3": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
			return term.MapOf(term.Struct, atom("Elixir.ErlangError"), term.Exception, term.True, atom("original"), a[1]), nil
		},
	}))
	w.Attach(vm.CodeKey, c)
}

// run calls T.main() and dumps its value or exception.
func run(t testing.TB, fs ...*core.Function) string {
	t.Helper()
	return runIn(world(t, fs...))
}

func runIn(w *kernel.World) string {
	value, exc := vm.RunSync(w, atom("Elixir.T"), atom("main"))
	if exc == nil {
		return term.Dump(value)
	}
	var b strings.Builder
	b.WriteString(exc.Class.Name() + " " + term.Dump(exc.Reason))
	for _, f := range exc.Frames() {
		b.WriteString(" @ " + f.Module.Name() + "." + f.Function.Name())
		if f.Args != nil {
			b.WriteString(term.Dump(term.List(f.Args...)))
		}
		if f.Line > 0 {
			b.WriteString(":" + term.Dump(term.Int(f.Line)))
		}
	}
	return b.String()
}

// value runs an expression.
func value(t testing.TB, e core.Expr) string {
	t.Helper()
	return run(t, def("main", clause(nil, e)))
}
