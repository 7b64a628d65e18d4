package vm_test

import (
	"fmt"
	"strings"
	"testing"

	"otpsh/runtime/core"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// TestTailArguments passes the arguments of a function on to it in every
// arrangement: each new argument is one of the old ones, a constant, an
// operator on old ones, or a call that reads several.
func TestTailArguments(t *testing.T) {
	names := []string{"a", "b", "c"}
	var choices []core.Expr
	var model []func(a [3]int) int
	for i, name := range names {
		choices = append(choices, v(name))
		model = append(model, func(a [3]int) int { return a[i] })
	}
	choices = append(choices, num(7), bif("-", v("a"), v("b")), bif("+", v("c"), num(1)), local("sub", v("b"), v("c")),
		choose(bif("<", v("a"), v("b")), v("c"), bif("-", v("a"), num(3))))
	model = append(model, func([3]int) int { return 7 }, func(a [3]int) int { return a[0] - a[1] }, func(a [3]int) int { return a[2] + 1 },
		func(a [3]int) int { return a[1] - a[2] }, func(a [3]int) int {
			if a[0] < a[1] {
				return a[2]
			}
			return a[0] - 3
		})
	n := len(choices)
	for code := range n * n * n {
		pick := [3]int{code % n, code / n % n, code / n / n}
		start := [3]int{10, 20, 35}
		want := start
		for range 3 {
			old := want
			for i, p := range pick {
				want[i] = model[p](old)
			}
		}
		again := []core.Expr{choices[pick[0]], choices[pick[1]], choices[pick[2]], bif("-", v("n"), num(1))}
		got := run(t,
			def("f", clause(pats(pv("a"), pv("b"), pv("c"), pn(0)), tup(v("a"), v("b"), v("c"))),
				clause(pats(pv("a"), pv("b"), pv("c"), pv("n")), local("f", again...))),
			def("sub", clause(pats(pv("x"), pv("y")), bif("-", v("x"), v("y")))),
			def("main", clause(nil, local("f", num(10), num(20), num(35), num(3)))))
		if w := fmt.Sprintf("{%d, %d, %d}", want[0], want[1], want[2]); got != w {
			t.Fatalf("arguments %v: got %s, want %s", pick, got, w)
		}
	}
}

func TestTailCallsOfOthers(t *testing.T) {
	for _, c := range []struct {
		name string
		body core.Expr
		want string
	}{
		{"more arguments than registers", local("wide", num(1), v("x"), num(3), v("y"), bif("+", v("x"), v("y")), num(6)), "{1, 10, 3, 20, 30, 6}"},
		{"swapped", local("pair", v("y"), v("x")), "{20, 10}"},
		{"the same twice", local("pair", v("y"), v("y")), "{20, 20}"},
		{"a closure over what is replaced", local("pair", v("y"), call(fn(clause(pats(pv("k")), bif("+", v("k"), v("x")))), num(1))), "{20, 11}"},
		{"a variable of the body", do(set("z", bif("+", v("x"), num(1))), local("pair", v("z"), v("z"))), "{11, 11}"},
		{"an argument that raises after one was placed", local("pair", num(1), bif("hd", v("x"))), "error :badarg @ erlang.hd[10] @ Elixir.T.f:2 @ Elixir.T.main:2"},
		{"a native, and a caller of what never returns", remote("erlang", "throw", v("y")), "throw 20 @ Elixir.T.f:2"},
		{"nobody", local("nobody", v("y"), v("x")), "error :undef @ Elixir.T.nobody[20, 10] @ Elixir.T.main:2"},
	} {
		got := run(t, def("f", clause(pats(pv("x"), pv("y")), c.body)),
			def("pair", clause(pats(pv("p"), pv("q")), tup(v("p"), v("q")))),
			def("wide", clause(pats(pv("a"), pv("b"), pv("c"), pv("d"), pv("e"), pv("g")), tup(v("a"), v("b"), v("c"), v("d"), v("e"), v("g")))),
			def("main", clause(nil, tup(local("f", num(10), num(20))))))
		if got != c.want && got != "{"+c.want+"}" {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// TestSwitch jumps through tables of atoms, close integers and far ones.
func TestSwitch(t *testing.T) {
	far := []int{1, -5000, 1 << 40, 77, 300}
	keys := func(kind string, i int) term.Term {
		switch kind {
		case "atoms":
			return atom(fmt.Sprint("key", i))
		case "close":
			return term.Int(i - 2)
		}
		return term.Int(far[i])
	}
	for _, kind := range []string{"atoms", "close", "far"} {
		var cs []*core.Clause
		for i := range 5 {
			cs = append(cs, clause(pats(pl(keys(kind, i))), num(i)))
		}
		cs = append(cs, clause(pats(pv("other")), sym("other")))
		for i := range 5 {
			got := run(t, def("f", cs...), def("main", clause(nil, local("f", lit(keys(kind, i))))))
			expect(t, fmt.Sprint(kind, i), got, fmt.Sprint(i))
		}
		for _, other := range []term.Term{atom("none"), term.Int(-3), term.Int(99), 1.0, term.Binary("key1")} {
			expect(t, kind, run(t, def("f", cs...), def("main", clause(nil, local("f", lit(other))))), ":other")
		}
	}
}

// TestImmediates compares each operator with a constant on the right with the
// same on two variables.
func TestImmediates(t *testing.T) {
	for _, op := range []string{"+", "-", "*", "div", "rem", "band", "bsl", "bsr"} {
		for _, x := range []int{0, 1, -1, 17, -17, 1 << 40, 1<<62 + 5, -1 << 62} {
			for _, y := range []int{3, -3, 0, 1, -1, 62, 32767, -32768} {
				both := func(e core.Expr) string {
					return run(t, def("f", clause(pats(pv("x"), pv("y")), e)), def("main", clause(nil, local("f", num(x), num(y)))))
				}
				if got, want := both(bif(op, v("x"), num(y))), both(bif(op, v("x"), v("y"))); got != want {
					t.Errorf("%d %s %d: %s with a constant, %s with a variable", x, op, y, got, want)
				}
			}
		}
	}
}

func TestMapSet(t *testing.T) {
	m := lit(term.MapOf(atom("a"), term.Int(1), atom("b"), term.Int(2), atom("c"), term.Int(3)))
	update := func(of core.Expr, pairs ...core.Pair) core.Expr {
		return &core.MapUpdate{Line: 6, Map: of, Pairs: pairs}
	}
	pair := func(key string, value core.Expr) core.Pair { return core.Pair{Key: sym(key), Value: value} }
	for _, c := range []struct {
		name string
		e    core.Expr
		want string
	}{
		{"one key", update(m, pair("b", num(9))), "%{:a => 1, :b => 9, :c => 3}"},
		{"several", update(m, pair("c", num(7)), pair("a", num(8))), "%{:a => 8, :b => 2, :c => 7}"},
		{"one twice", update(m, pair("c", num(7)), pair("c", num(8))), "%{:a => 1, :b => 2, :c => 8}"},
		{"no such key", update(m, pair("a", num(7)), pair("x", num(8)), pair("y", num(8))), "error {:badkey, :x} @ Elixir.T.main:6"},
		{"no map", update(num(1), pair("a", num(7))), "error {:badmap, 1} @ Elixir.T.main:6"},
	} {
		expect(t, c.name, value(t, c.e), c.want)
	}
}

// TestExternalFunctions calls &module.name/arity, which means the module as it
// is at each call.
func TestExternalFunctions(t *testing.T) {
	of := func(module, name string, arity int) core.Expr {
		return &core.RemoteFun{Module: sym(module), Name: sym(name), Arity: num(arity)}
	}
	answer := func(n int) *core.Function { return def("v", clause(nil, num(n))) }
	w := world(t, answer(1),
		def("tail", clause(nil, call(of("Elixir.T", "v", 0)))),
		def("main", clause(nil, tup(call(of("Elixir.T", "v", 0)), call(of("erlang", "-", 2), num(5), num(3)), local("tail")))))
	expect(t, "first", runIn(w), "{1, 2, 1}")
	expect(t, "from the cache", runIn(w), "{1, 2, 1}")
	other := world(t, answer(2), def("main", clause(nil, call(of("Elixir.T", "v", 0)))))
	vm.Code(w).Install(vm.Code(other).Module(atom("Elixir.T")))
	expect(t, "replaced", runIn(w), "2")
	for _, c := range []struct {
		name string
		e    core.Expr
		want string
	}{
		{"a native that raises", tup(call(of("erlang", "-", 2), sym("a"), num(3))), "error :badarith @ erlang.-[:a, 3] @ Elixir.T.main:2"},
		{"nobody", tup(call(of("Elixir.T", "nobody", 1), num(3))), "error :undef @ Elixir.T.nobody[3] @ Elixir.T.main:2"},
		{"another arity", tup(call(of("erlang", "-", 2), num(3))), "error {:badarity, {&erlang.-/2, [3]}} @ Elixir.T.main:2"},
		{"a native that calls", tup(call(of("erlang", "through", 1), fn(clause(pats(), num(1))))), "{{:resumed, 1}}"},
	} {
		expect(t, c.name, value(t, c.e), c.want)
	}
}

// TestFloats compares arithmetic on floats, and on floats and integers, with
// Go's, and what is not finite with the native's answer.
func TestFloats(t *testing.T) {
	values := []term.Term{0.0, 1.5, -2.25, 1e308, -1e308, term.Int(0), term.Int(3), term.Int(-1 << 60)}
	float := func(v term.Term) float64 {
		if n, ok := v.(int); ok {
			return float64(n)
		}
		return v.(float64)
	}
	for name, op := range map[string]func(x, y float64) float64{
		"+": func(x, y float64) float64 { return x + y }, "-": func(x, y float64) float64 { return x - y },
		"*": func(x, y float64) float64 { return x * y }, "/": func(x, y float64) float64 { return x / y },
	} {
		for _, x := range values {
			for _, y := range values {
				_, xInt := x.(int)
				_, yInt := y.(int)
				if xInt && yInt && name != "/" {
					continue
				}
				want := op(float(x), float(y))
				got := run(t, def("f", clause(pats(pv("x"), pv("y")), bif(name, v("x"), v("y")))), def("main", clause(nil, local("f", lit(x), lit(y)))))
				switch finite := want-want == 0; {
				case finite && got != term.Dump(want):
					t.Errorf("%s %s %s: got %s, want %s", term.Dump(x), name, term.Dump(y), got, term.Dump(want))
				case !finite && !strings.HasPrefix(got, "error :"):
					t.Errorf("%s %s %s: got %s, want an error", term.Dump(x), name, term.Dump(y), got)
				}
			}
		}
	}
}

// TestPairs matches and makes tagged pairs.
func TestPairs(t *testing.T) {
	f := def("f", clause(pats(pt(ps("ok"), pn(1))), sym("one")), clause(pats(pt(ps("ok"), pv("x"))), tup(sym("got"), v("x"))),
		clause(pats(pt(ps("error"), pt(ps("ok"), pv("x")))), tup(tup(sym("a"), num(1)), v("x"))), clause(pats(pv("other")), tup(v("other"))))
	for _, c := range []struct {
		value term.Term
		want  string
	}{
		{term.Tuple2(term.Ok, term.Int(1)), ":one"},
		{term.Tuple2(term.Ok, term.Int(2)), "{:got, 2}"},
		{term.Tuple2(term.Error, term.Tuple2(term.Ok, term.Empty)), "{{:a, 1}, []}"},
		{term.Tuple2(term.Error, term.Ok), "{{:error, :ok}}"},
		{term.Tuple3(term.Ok, term.Int(1), term.Int(2)), "{{:ok, 1, 2}}"},
		{term.Tuple2(term.Int(1), term.Ok), "{{1, :ok}}"},
		{term.Ok, "{:ok}"},
	} {
		expect(t, term.Dump(c.value), run(t, f, def("main", clause(nil, tup(local("f", lit(c.value)))))), "{"+c.want+"}")
	}
}
