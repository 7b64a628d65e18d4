package vm_test

import (
	"testing"

	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

func expect(t *testing.T, name, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %s\nwant %s", name, got, want)
	}
}

func TestExpressions(t *testing.T) {
	caseOf := func(e core.Expr, cs ...*core.Clause) core.Expr { return &core.Case{Line: 5, Subject: e, Clauses: cs} }
	mapOf := func(kv ...core.Expr) core.Expr {
		m := &core.Map{}
		for i := 0; i < len(kv); i += 2 {
			m.Pairs = append(m.Pairs, core.Pair{Key: kv[i], Value: kv[i+1]})
		}
		return m
	}
	two := do(set("x", bif("+", num(1), num(1))), v("x"))
	colours := caseOf(v("s"),
		clause(pats(ps("red")), num(1)), clause(pats(ps("green")), num(2), bif("<", v("s"), num(0))),
		clause(pats(ps("green")), num(3)), clause(pats(pn(7)), num(4)), clause(pats(pv("other")), tup(v("other"))))
	colour := func(e core.Expr) core.Expr { return do(set("s", e), colours) }
	and := func(a, b core.Expr) core.Expr {
		return &core.If{Line: 6, Strict: true, Op: atom("and"), Test: a, Then: b, Else: sym("false")}
	}
	or := func(a, b core.Expr) core.Expr {
		return &core.If{Line: 6, Strict: true, Op: atom("or"), Test: a, Then: sym("true"), Else: b}
	}
	big := bif("*", lit(term.Int(1<<62)), num(4))
	for _, c := range []struct {
		name string
		e    core.Expr
		want string
	}{
		{"block", two, "2"},
		{"tuple", tup(num(1), two, list()), "{1, 2, []}"},
		{"list", list(two, num(3)), "[2, 3]"},
		{"improper", cons(two, two), "[2 | 2]"},
		{"map", mapOf(sym("b"), two, sym("a"), num(1)), "%{:a => 1, :b => 2}"},
		{"map of computed keys", mapOf(two, num(1), num(2), num(3)), "%{2 => 3}"},
		{"overflow", big, "18446744073709551616"},
		{"back from big", bif("-", big, big), "0"},
		{"badarith", bif("+", sym("a"), two), "error :badarith @ erlang.+[:a, 2] @ Elixir.T.main:2"},
		{"badarith of a literal", bif("+", num(2), sym("a")), "error :badarith @ Elixir.T.main:2"},
		{"badarith of an immediate", bif("+", sym("a"), num(2)), "error :badarith @ Elixir.T.main:2"},
		{"compare", list(bif("<", num(1), lit(1.5)), bif(">", sym("a"), num(1)), bif("==", num(1), lit(1.0)), bif("=:=", num(1), lit(1.0))),
			"[:true, :true, :true, :false]"},
		{"types", list(bif("is_atom", sym("a")), bif("is_boolean", sym("a")), bif("is_integer", big), bif("is_list", list())),
			"[:true, :false, :true, :true]"},
		{"match", do(match(pt(ps("ok"), pc(pv("h"), pv("r"))), tup(sym("ok"), list(two, num(9)))), list(v("h"), v("r"))), "[2, [9]]"},
		{"badmatch", match(pt(ps("ok")), two), "error {:badmatch, 2} @ Elixir.T.main:3"},
		{"repeated variable", caseOf(tup(two, num(3)), clause(pats(pt(pv("a"), &core.PPin{Value: v("a")})), sym("same")), clause(pats(pv("_")), sym("not"))), ":not"},
		{"table 1", colour(sym("red")), "1"},
		{"table, guard fails", colour(sym("green")), "3"},
		{"table, integer", colour(num(7)), "4"},
		{"table, other", colour(sym("blue")), "{:blue}"},
		{"table, float", colour(lit(7.0)), "{7.0}"},
		{"case_clause", caseOf(two, clause(pats(pn(3)), num(1))), "error {:case_clause, 2} @ Elixir.T.main:5"},
		{"guard that fails", caseOf(two, clause(pats(pv("q")), num(1), bif("hd", v("q"))), clause(pats(pv("_")), sym("next"))), ":next"},
		{"guards, one holds", caseOf(two, clause(pats(pv("q")), num(1), bif("hd", v("q")), bif("==", v("q"), num(2)))), "1"},
		{"and, or", list(and(sym("true"), two), or(sym("false"), two), and(sym("false"), two)), "[2, 2, :false]"},
		{"badbool", and(two, two), "error {:badbool, :and, 2} @ Elixir.T.main:6"},
		{"if and", choose(and(bif("<", num(1), two), bif("is_atom", sym("x"))), sym("y"), sym("n")), ":y"},
		{"if or", choose(or(bif(">", num(1), two), bif("is_atom", two)), sym("y"), sym("n")), ":n"},
		{"if not", choose(bif("not", bif("is_atom", two)), sym("y"), sym("n")), ":y"},
		{"nil is falsy", choose(sym("nil"), num(1), num(2)), "2"},
		{"cond", &core.Cond{Line: 7, Tests: []core.Expr{bif(">", two, num(5)), two}, Bodies: []core.Expr{num(1), sym("b")}, LineOfs: []int{7, 8}}, ":b"},
		{"cond_clause", &core.Cond{Line: 7, Tests: []core.Expr{sym("nil")}, Bodies: []core.Expr{num(1)}}, "error :cond_clause @ Elixir.T.main:7"},
		{"update", &core.MapUpdate{Map: mapOf(sym("a"), two), Pairs: []core.Pair{{Key: sym("a"), Value: num(5)}}}, "%{:a => 5}"},
		{"badkey", &core.MapUpdate{Line: 9, Map: mapOf(sym("a"), two), Pairs: []core.Pair{{Key: sym("b"), Value: num(5)}}}, "error {:badkey, :b} @ Elixir.T.main:9"},
		{"badmap", &core.MapUpdate{Line: 9, Map: two, Pairs: []core.Pair{{Key: sym("b"), Value: num(5)}}}, "error {:badmap, 2} @ Elixir.T.main:9"},
		{"badstruct", &core.MapUpdate{Line: 9, Map: two, Struct: atom("S")}, "error {:badstruct, :S, 2} @ Elixir.T.main:9"},
		{"access", &core.Access{Value: mapOf(sym("a"), two), Name: atom("a")}, "2"},
		{"access, badkey", &core.Access{Line: 9, Value: two, Name: atom("a")}, "error {:badkey, :a, 2} @ Elixir.T.main:9"},
		{"access, call", &core.Access{Line: 9, Value: sym("erlang"), Name: atom("notes")}, "[]"},
		{"map pattern", caseOf(mapOf(sym("a"), two, num(1), num(9)),
			clause(pats(&core.PMap{Pairs: []core.PPair{{Key: num(2), Value: pv("z")}}}), v("z")),
			clause(pats(&core.PMap{Pairs: []core.PPair{{Key: num(1), Value: pv("y")}, {Key: sym("a"), Value: pv("k")}}}), tup(v("y"), v("k")))), "{9, 2}"},
		{"undef", remote("Elixir.No", "f", two), "error :undef @ Elixir.No.f[2]"},
		{"undef inside", do(remote("Elixir.No", "f", two), two), "error :undef @ Elixir.No.f[2] @ Elixir.T.main:2"},
		{"badfun", do(call(two, two), two), "error {:badfun, 2} @ Elixir.T.main:2"},
		{"closure", do(set("k", two), set("f", fn(clause(pats(pv("x")), bif("+", v("x"), v("k"))))), call(v("f"), num(5))), "7"},
		{"closure in closure", do(set("k", two), call(call(fn(clause(nil, fn(clause(nil, v("k")))))))), "2"},
		{"dynamic", &core.Remote{Line: 2, Module: do(set("mm", sym("erlang")), v("mm")), Name: sym("notes")}, "[]"},
		{"dynamic, no module", &core.Remote{Line: 2, Module: two, Name: sym("notes")}, "error :badarg @ erlang.apply[2, :notes, []] @ Elixir.T.main:2"},
		{"apply 3", bif("apply", sym("erlang"), sym("note"), list(two)), "2"},
		{"apply 3 of what is no module", tup(bif("apply", two, sym("note"), list(two))), "error :badarg @ erlang.apply[2, :note, [2]] @ Elixir.T.main:2"},
		{"apply 3 without arguments", tup(bif("apply", &core.Map{Pairs: []core.Pair{{Key: sym("a"), Value: two}}}, sym("a"), list())), "error :badarg @ erlang.apply[%{:a => 2}, :a, []] @ Elixir.T.main:2"},
		{"apply 2", bif("apply", fn(clause(pats(pv("x"), pv("y")), tup(v("y"), v("x")))), list(two, num(1))), "{1, 2}"},
		{"remote fun", call(&core.RemoteFun{Module: sym("erlang"), Name: sym("note"), Arity: num(1)}, two), "2"},
		{"match inside a call", do(bif("note", set("w", two)), v("w")), "2"},
		{"yield", tup(bif("yield"), two), "{{:resumed, :nil}, 2}"},
		{"native that calls", tup(bif("through", fn(clause(nil, two)))), "{{:resumed, 2}}"},
		{"native that calls what raises", tup(bif("through", fn(clause(nil, bif("error", two))))), "{{:caught, 2}}"},
		{"native that tail calls", tup(bif("tail", fn(clause(nil, two)))), "{2}"},
		{"native in tail position that tail calls", bif("tail", fn(clause(nil, two))), "2"},
		{"native in tail position that calls", bif("through", fn(clause(nil, two))), "{:resumed, 2}"},
		{"full atom table", do(bif("boom"), two), "error :system_limit @ Elixir.T.main:2"},
	} {
		expect(t, c.name, value(t, c.e), c.want)
	}
}

// TestNamedCall: a call whose value has a name before it is returned is no tail
// call, and may be made where its arguments lie.
func TestNamedCall(t *testing.T) {
	called := func(e core.Expr) core.Expr { return do(set("value", e), v("value")) }
	dyn := called(&core.Remote{Line: 5, Module: v("m"), Name: v("f"), Args: []core.Expr{v("x")}})
	in := def("in", clause(pats(pv("m"), pv("f"), pv("x")), dyn))
	other := def("other", clause(pats(pv("x"), pv("m"), pv("f")), dyn))
	caught := def("caught", clause(pats(pv("m"), pv("f"), pv("x")), &core.Try{Body: dyn,
		Catch: []*core.CatchClause{{Kind: pv("_"), Value: pv("e"), Body: tup(v("e"), v("m"), v("f"), v("x"))}}}))
	erlang := sym("erlang")
	for _, c := range []struct {
		name string
		e    core.Expr
		want string
	}{
		{"in place", local("in", erlang, sym("note"), num(2)), "2"},
		{"not in place", local("other", num(2), erlang, sym("note")), "2"},
		{"keeps its frame", local("in", erlang, sym("throw"), num(2)), "throw 2 @ Elixir.T.in:5"},
		{"no module", local("in", num(1), sym("note"), num(2)), "error :badarg @ erlang.apply[1, :note, [2]] @ Elixir.T.in:5"},
		{"no function", local("in", erlang, sym("no"), num(2)), "error :undef @ erlang.no[2] @ Elixir.T.in:5"},
		{"caught", local("caught", erlang, sym("throw"), num(2)), "{2, :erlang, :throw, 2}"},
	} {
		expect(t, c.name, run(t, in, other, caught, def("main", clause(nil, c.e))), c.want)
	}
}

func TestFunctionClause(t *testing.T) {
	f := def("f", clause(pats(pn(1), pv("x")), v("x")))
	f.Line = 11
	expect(t, "tail call", run(t, f, def("main", clause(nil, local("f", num(2), num(3))))), "error :function_clause @ Elixir.T.f[2, 3]:11")
	expect(t, "body call", run(t, f, def("main", clause(nil, tup(local("f", num(2), num(3)))))),
		"error :function_clause @ Elixir.T.f[2, 3]:11 @ Elixir.T.main:2")
	expect(t, "closure, with what it captured", value(t, do(set("k", bif("+", num(3), num(4))),
		tup(call(fn(clause(pats(pn(1)), v("k"))), num(2))))), "error :function_clause @ Elixir.T.-f/0-fun-0-[2, 7]:4 @ Elixir.T.main:2")
}

func TestWith(t *testing.T) {
	ok := func(e core.Expr) core.Expr { return tup(sym("ok"), e) }
	step := func(name string, e core.Expr) core.WithStep {
		return core.WithStep{Line: 5, Pattern: pt(ps("ok"), pv(name)), Value: e}
	}
	w := func(last core.Expr, cs ...*core.Clause) core.Expr {
		return &core.With{Line: 5, Steps: []core.WithStep{step("a", ok(num(1))), {Value: set("b", bif("+", v("a"), num(1)))}, step("c", last)},
			Body: tup(v("a"), v("b"), v("c")), Else: cs}
	}
	expect(t, "all match", value(t, w(ok(num(3)))), "{1, 2, 3}")
	expect(t, "one fails", value(t, w(v("b"))), "2")
	expect(t, "not in tail position", value(t, list(w(v("b")))), "[2]")
	expect(t, "else", value(t, w(v("b"), clause(pats(pn(2)), sym("else")))), ":else")
	expect(t, "else, none matches", value(t, w(v("b"), clause(pats(pn(3)), sym("else")))), "error {:with_clause, 2} @ Elixir.T.main:5")
}

func TestTry(t *testing.T) {
	note := func(s string) core.Expr { return bif("note", sym(s)) }
	catchAll := []*core.CatchClause{{Kind: pv("kind"), Value: pv("val"), Body: tup(v("kind"), v("val"))}}
	rescue := func(any bool, modules ...core.Expr) []*core.RescueClause {
		return []*core.RescueClause{{Var: pv("e").(*core.PVar), Any: any, Modules: modules, Body: &core.Access{Value: v("e"), Name: atom("original")}}}
	}
	for _, c := range []struct {
		name string
		e    core.Expr
		want string
	}{
		{"value", &core.Try{Body: num(1), Catch: catchAll}, "1"},
		{"throw", &core.Try{Body: bif("throw", num(1)), Catch: catchAll}, "{:throw, 1}"},
		{"error in a call", &core.Try{Body: tup(call(fn(clause(nil, bif("error", num(1)))))), Catch: catchAll}, "{:error, 1}"},
		{"no clause", do(&core.Try{Body: do(bif("exit", num(1)), num(2)), Catch: []*core.CatchClause{{Kind: ps("throw"), Value: pv("_"), Body: num(2)}}}, num(1)),
			"exit 1 @ Elixir.T.main:2"},
		{"rescue any", &core.Try{Body: bif("error", sym("bad")), Rescue: rescue(true)}, ":bad"},
		{"rescue of a module", &core.Try{Body: bif("error", sym("bad")), Rescue: rescue(false, sym("Elixir.X"), sym("Elixir.ErlangError"))}, ":bad"},
		{"rescue of another", &core.Try{Body: bif("error", sym("bad")), Rescue: rescue(false, sym("Elixir.X"))}, "error :bad @ Elixir.T.main:2"},
		{"rescue does not catch", &core.Try{Body: bif("throw", num(1)), Rescue: rescue(true), Catch: catchAll}, "{:throw, 1}"},
		{"else", &core.Try{Body: num(1), Catch: catchAll, Else: []*core.Clause{clause(pats(pv("x")), tup(v("x"), &core.Try{Body: num(2), After: note("a")}, v("x")))}}, "{1, 2, 1}"},
		{"try_clause", &core.Try{Line: 4, Body: num(1), Catch: catchAll, Else: []*core.Clause{clause(pats(pn(2)), num(3))}}, "error {:try_clause, 1} @ Elixir.T.main:4"},
		{"after", tup(&core.Try{Body: num(1), After: note("a")}, bif("notes")), "{1, [:a]}"},
		{"after an error", tup(&core.Try{Body: &core.Try{Body: bif("error", num(1)), After: note("a")}, Catch: catchAll}, bif("notes")), "{{:error, 1}, [:a]}"},
		{"nested afters, innermost first", tup(&core.Try{Body: &core.Try{Body: &core.Try{Body: bif("throw", num(1)), After: note("a")}, After: note("b")}, Catch: catchAll, After: note("c")}, bif("notes")),
			"{{:throw, 1}, [:c, :b, :a]}"},
		{"after that raises", &core.Try{Body: &core.Try{Body: bif("throw", num(1)), After: bif("error", num(2))}, Catch: catchAll}, "{:error, 2}"},
		{"raised in a rescue, after runs", tup(&core.Try{Body: &core.Try{Body: bif("error", num(1)), Rescue: []*core.RescueClause{{Any: true, Body: bif("error", num(2))}}, After: note("a")}, Catch: catchAll}, bif("notes")),
			"{{:error, 2}, [:a]}"},
		{"stack trace", &core.Try{Body: do(bif("error", num(1)), num(2)), Catch: []*core.CatchClause{{Kind: pv("_"), Value: pv("_"), Body: bif("hd", &core.Stacktrace{})}}},
			"{:Elixir.T, :main, 0, [{:file, [116, 46, 101, 120]}, {:line, 2}]}"},
		{"guard error inside a try", &core.Try{Body: &core.Case{Subject: num(1), Clauses: []*core.Clause{clause(pats(pv("q")), num(1), bif("hd", v("q"))), clause(pats(pv("_")), num(2))}}, Catch: catchAll}, "2"},
	} {
		expect(t, c.name, value(t, c.e), c.want)
	}
}

func TestFor(t *testing.T) {
	gen := func(p core.Pattern, e core.Expr) core.Qualifier {
		return core.Qualifier{Line: 5, Pattern: p, Source: e}
	}
	filter := func(e core.Expr) core.Qualifier { return core.Qualifier{Line: 5, Source: e} }
	nums := list(num(1), num(2), num(3), num(2))
	x := []core.Qualifier{gen(pv("x"), nums)}
	bits := core.Qualifier{Bits: true, Source: lit(term.Binary("abc")), Pattern: &core.PBits{Segments: []core.Segment{{Pattern: pv("x"), Type: core.SegInteger, Unit: 1}}}}
	r := lit(term.MapOf(term.Struct, atom("Elixir.Range"), atom("first"), term.Int(3), atom("last"), term.Int(1), atom("step"), term.Int(-1)))
	for _, c := range []struct {
		name string
		e    core.Expr
		want string
	}{
		{"list", &core.For{Qualifiers: x, Body: bif("*", v("x"), num(10))}, "[10, 20, 30, 20]"},
		{"empty", &core.For{Qualifiers: []core.Qualifier{gen(pv("x"), list())}, Body: v("x")}, "[]"},
		{"filter", &core.For{Qualifiers: append(x, filter(bif(">", v("x"), num(1)))), Body: v("x")}, "[2, 3, 2]"},
		{"pattern", &core.For{Qualifiers: []core.Qualifier{gen(pt(ps("a"), pv("x")), list(tup(sym("a"), num(1)), num(2)))}, Body: v("x")}, "[1]"},
		{"nested", &core.For{Qualifiers: append(x, gen(pv("y"), list(v("x"), num(0)))), Body: tup(v("x"), v("y"))},
			"[{1, 1}, {1, 0}, {2, 2}, {2, 0}, {3, 3}, {3, 0}, {2, 2}, {2, 0}]"},
		{"uniq", &core.For{Qualifiers: x, Uniq: true, Body: v("x")}, "[1, 2, 3]"},
		{"into a map", &core.For{Qualifiers: x, Into: lit(term.EmptyMap), Body: tup(v("x"), num(0))}, "%{1 => 0, 2 => 0, 3 => 0}"},
		{"into a binary", &core.For{Qualifiers: []core.Qualifier{gen(pv("x"), list(lit(term.Binary("ab")), lit(term.Binary("c"))))}, Into: lit(term.Binary("")), Body: v("x")}, `"abc"`},
		{"reduce", &core.For{Qualifiers: x, Reduce: num(0), Clauses: []*core.Clause{clause(pats(pv("acc")), bif("+", v("acc"), v("x")))}}, "8"},
		{"range", &core.For{Qualifiers: []core.Qualifier{gen(pv("x"), r)}, Body: v("x")}, "[3, 2, 1]"},
		{"map", &core.For{Qualifiers: []core.Qualifier{gen(pt(pv("x"), pv("_")), lit(term.MapOf(atom("k"), term.Int(1))))}, Body: v("x")}, "[:k]"},
		{"bits", &core.For{Qualifiers: []core.Qualifier{bits}, Body: v("x")}, "[97, 98, 99]"},
		{"raises", &core.Try{Body: &core.For{Qualifiers: x, Body: bif("throw", v("x"))}, Catch: []*core.CatchClause{{Kind: pv("_"), Value: pv("z"), Body: v("z")}}}, "1"},
	} {
		expect(t, c.name, value(t, c.e), c.want)
	}
}

func TestBits(t *testing.T) {
	seg := func(e core.Expr, kind core.SegType, size core.Expr, unit int) core.Segment {
		return core.Segment{Line: 5, Value: e, Type: kind, Size: size, Unit: unit}
	}
	in := func(p core.Pattern, kind core.SegType, size core.Expr, unit int) core.Segment {
		return core.Segment{Line: 5, Pattern: p, Type: kind, Size: size, Unit: unit}
	}
	build := func(s ...core.Segment) core.Expr { return &core.Bitstring{Line: 5, Segments: s} }
	take := func(from string, result core.Expr, s ...core.Segment) core.Expr {
		return &core.Case{Subject: lit(term.Binary(from)), Clauses: []*core.Clause{
			clause(pats(&core.PBits{Segments: s}), result), clause(pats(pv("_")), sym("none"))}}
	}
	n := func(k int) core.Expr { return do(set("n", num(k)), v("n")) }
	for _, c := range []struct {
		name string
		e    core.Expr
		want string
	}{
		{"bytes", build(seg(n(1), core.SegInteger, nil, 1), seg(num(258), core.SegInteger, num(16), 1)), `"\x01\x01\x02"`},
		{"nibble", build(seg(n(15), core.SegInteger, num(4), 1)), "<<f0/4>>"},
		{"text", build(seg(lit(term.Binary("ab")), core.SegBinary, nil, 8), seg(n(99), core.SegUTF8, nil, 1)), `"abc"`},
		{"float", build(seg(lit(1.0), core.SegFloat, nil, 1)), `"?\xf0\x00\x00\x00\x00\x00\x00"`},
		{"computed size", build(seg(num(1), core.SegInteger, n(24), 1)), `"\x00\x00\x01"`},
		{"part of a binary", build(seg(lit(term.Binary("abc")), core.SegBinary, num(2), 8)), `"ab"`},
		{"append", do(set("a", lit(term.Binary("ab"))), set("b", build(seg(v("a"), core.SegBinary, nil, 8), seg(num(99), core.SegInteger, nil, 1))),
			set("c", build(seg(v("b"), core.SegBinary, nil, 8), seg(num(100), core.SegInteger, nil, 1))),
			list(v("b"), v("c"), build(seg(v("c"), core.SegBinary, nil, 8), seg(num(101), core.SegInteger, nil, 1)), build(seg(v("c"), core.SegBinary, nil, 8), seg(num(102), core.SegInteger, nil, 1)))),
			`["abc", "abcd", "abcde", "abcdf"]`},
		{"first and rest", take("abc", tup(v("x"), v("r")), in(pv("x"), core.SegInteger, nil, 1), in(pv("r"), core.SegBinary, nil, 8)), `{97, "bc"}`},
		{"size from before", take("\x02abc", tup(v("x"), v("r")), in(pv("s"), core.SegInteger, nil, 1), in(pv("x"), core.SegBinary, v("s"), 8), in(pv("r"), core.SegBinary, nil, 8)), `{"ab", "c"}`},
		{"prefix", take("foobar", v("r"), in(pl(term.Binary("foo")), core.SegBinary, nil, 8), in(pv("r"), core.SegBinary, nil, 8)), `"bar"`},
		{"too short", take("a", v("x"), in(pv("x"), core.SegInteger, num(16), 1)), ":none"},
		{"too long", take("ab", v("x"), in(pv("x"), core.SegInteger, num(8), 1)), ":none"},
		{"skip", take("abc", v("x"), in(pv("_"), core.SegBinary, num(2), 8), in(pv("x"), core.SegInteger, nil, 1)), "99"},
		{"utf8", take("é!", tup(v("x"), v("r")), in(pv("x"), core.SegUTF8, nil, 1), in(pv("r"), core.SegBits, nil, 1)), `{233, "!"}`},
		{"literal", take("ab", sym("yes"), in(pn(97), core.SegInteger, nil, 1), in(pv("_"), core.SegInteger, nil, 1)), ":yes"},
		{"nibbles", take("\x12", tup(v("x"), v("y")), in(pv("x"), core.SegInteger, num(4), 1), in(pv("y"), core.SegInteger, num(4), 1)), "{1, 2}"},
		{"signed", take("\xff", v("x"), core.Segment{Pattern: pv("x"), Type: core.SegInteger, Unit: 1, Signed: true}), "-1"},
		{"no integer", build(seg(n(1), core.SegInteger, nil, 1), seg(sym("a"), core.SegInteger, nil, 1)), "error :badarg @ Elixir.T.main:5"},
		{"no size", build(seg(n(1), core.SegInteger, num(-1), 1)), "error :badarg @ Elixir.T.main:5"},
	} {
		expect(t, c.name, value(t, c.e), c.want)
	}
}
