package expand

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"testing"

	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

var update = flag.Bool("update", false, "write what came out into the fixtures")

// eachCase runs f on each case of a fixture: -- source, -- quoted, -- expect.
func eachCase(t *testing.T, file string, f func(q term.Term) string) {
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var rewritten strings.Builder
	for _, part := range strings.Split("\n"+string(b), "\n-- source\n")[1:] {
		source, rest, _ := strings.Cut(part, "\n-- quoted\n")
		quoted, expect, _ := strings.Cut(rest, "\n-- expect\n")
		got := strings.TrimSpace(f(readTerm(t, quoted)))
		if got != strings.TrimSpace(expect) && !*update {
			t.Errorf("%s\n--- got\n%s\n--- want\n%s", source, got, strings.TrimSpace(expect))
		}
		fmt.Fprintf(&rewritten, "-- source\n%s\n-- quoted\n%s\n-- expect\n%s\n\n", source, quoted, got)
	}
	if *update {
		if err := os.WriteFile(file, []byte(rewritten.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func (h *fakeHost) told() string {
	var b strings.Builder
	for _, d := range h.reports {
		fmt.Fprintf(&b, "\n%s %d:%d-%d %s: %s", []string{"error", "warning"}[d.Severity], d.Pos.Line, d.Pos.Column, d.EndCol, d.Where, d.Message)
	}
	return b.String()
}

func outcome(err error) string {
	if r, ok := err.(*RaiseError); ok {
		return "raise " + inspect(r.Exception)
	}
	return "error " + err.Error()
}

func TestExpressions(t *testing.T) {
	eachCase(t, "testdata/expressions.txt", func(q term.Term) string {
		h := newFakeHost()
		expr, _, err := New(h).File(q, NewEnv(h, "a.exs"))
		if err != nil {
			return outcome(err) + h.told()
		}
		return core.Print(expr) + h.told()
	})
}

func TestDefinitions(t *testing.T) {
	eachCase(t, "testdata/definitions.txt", func(q term.Term) string {
		h := newFakeHost()
		module := h.define("A")
		_, args, _ := call(q, term.Intern("def"))
		var body term.Term
		if len(args) == 2 {
			body = args[1]
		}
		e := NewEnv(h, "a.exs").WithModule(module.name)
		d, err := New(h).Definition(Def, args[0], body, e)
		var out strings.Builder
		switch {
		case err != nil:
			out.WriteString(outcome(err))
		case d.Clause == nil:
			fmt.Fprintf(&out, "%s/%d head", d.Name, d.Arity)
		default:
			fmt.Fprintf(&out, "%s/%d: %s", d.Name, d.Arity, d.Clause)
			for _, c := range d.Defaults {
				fmt.Fprintf(&out, "\n%s/%d: %s", d.Name, c.Arity, c.Clause)
			}
		}
		out.WriteString(h.told())
		for _, u := range module.used {
			out.WriteString("\nuses " + u)
		}
		return out.String()
	})
}

func TestMacroDefinitionTakesTheCaller(t *testing.T) {
	h := newFakeHost()
	module := h.define("A")
	v := func(name string) term.Term { return term.Tuple3(term.Intern(name), term.Empty, term.Nil) }
	head := makeNode(term.Intern("m"), term.Empty, v("a"), makeNode(atomDefault, term.Empty, v("b"), term.Int(1)))
	body := term.List(term.Tuple2(atomDo, term.List(v("__CALLER__"), v("a"), v("b"))))
	d, err := New(h).Definition(Defmacro, head, body, NewEnv(h, "a.exs").WithModule(module.name))
	if err != nil {
		t.Fatal(err, h.reports)
	}
	want := "__CALLER__.0, a.2, b.3 -> [__CALLER__.0, a.2, b.3]"
	if got := d.Clause.String(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	want = "__CALLER__.0, x0.1 -> MACRO-m(__CALLER__.0, x0.1, 1)"
	if got := d.Defaults[0].Clause.String(); got != want || d.Defaults[0].Arity != 1 {
		t.Errorf("got %s/%d, want %s", got, d.Defaults[0].Arity, want)
	}
}

func TestEnvSurvivesItsTerm(t *testing.T) {
	h := newFakeHost()
	e := NewEnv(h, "lib/a.ex").WithModule(term.Alias("A")).WithFunction(&FA{term.Intern("f"), 2}).WithLine(7)
	e, x := New(h).Bind(e, VarKey{term.Intern("x"), term.Nil})
	e, y := New(h).Bind(e, VarKey{term.Intern("x"), term.Int(4)})
	back, err := EnvFromTerm(h, e.Term())
	if err != nil {
		t.Fatal(err)
	}
	if !term.Identical(e.Term(), back.Term()) {
		t.Errorf("got %s, want %s", inspect(back.Term()), inspect(e.Term()))
	}
	if back.functions[0] != e.functions[0] {
		t.Error("the import set was indexed again")
	}
	for key, want := range map[VarKey]VarID{{term.Intern("x"), term.Nil}: x, {term.Intern("x"), term.Int(4)}: y} {
		if id, ok := New(h).Lookup(back, key); !ok || id != want {
			t.Errorf("%v is %d, want %d", key, id, want)
		}
	}
}

func TestEnvGoesOn(t *testing.T) {
	h := newFakeHost()
	x := New(h)
	e := NewEnv(h, "iex")
	name := term.Tuple3(term.Intern("a"), term.Empty, term.Nil)
	_, e, err := x.Expr(makeNode(atomMatch, term.Empty, name, term.Int(1)), e)
	if err != nil {
		t.Fatal(err)
	}
	foo := makeNode(atomAliases, term.Empty, term.Intern("Foo"), term.Intern("Bar"))
	if _, e, err = x.Expr(makeNode(atomAlias, term.Empty, foo), e); err != nil {
		t.Fatal(err)
	}
	bar := makeNode(atomAliases, term.Empty, term.Intern("Bar"))
	expr, _, err := x.Expr(term.Tuple2(name, bar), e)
	if err != nil {
		t.Fatal(err)
	}
	if got := core.Print(expr); got != "{a.0, Foo.Bar}" {
		t.Errorf("got %s", got)
	}
}

func TestUnusedAliasesAndImports(t *testing.T) {
	h := newFakeHost()
	l := h.cache.NewLexical()
	defer l.Close()
	x := New(h)
	e := NewEnv(h, "a.exs").WithLexical(l)
	alias := func(names ...string) term.Term {
		segments := make([]term.Term, len(names))
		for i, n := range names {
			segments[i] = term.Intern(n)
		}
		return makeNode(atomAliases, term.Empty, segments...)
	}
	only := term.List(term.Tuple2(atomOnly, term.List(term.Tuple2(term.Intern("map"), term.Int(2)), term.Tuple2(term.Intern("each"), term.Int(2)))))
	code := makeNode(atomBlock, term.Empty,
		makeNode(atomAlias, term.Empty, alias("Foo", "A")),
		makeNode(atomAlias, term.Empty, alias("Foo", "B")),
		makeNode(atomImport, term.Empty, alias("Enum"), only),
		makeNode(term.Intern("map"), term.Empty, alias("B"), term.Int(1)),
	)
	if _, _, err := x.Expr(code, e); err != nil {
		t.Fatal(err, h.reports)
	}
	var got []string
	for _, d := range l.Unused() {
		got = append(got, d.Message)
	}
	if s := strings.Join(got, "; "); s != "unused alias A; unused import Enum.each/2" {
		t.Errorf("got %s", s)
	}
}

func TestEscape(t *testing.T) {
	name := term.Intern("x")
	inner := makeNode(atomUnquote, term.Empty, term.Tuple3(name, term.Empty, term.Nil))
	for _, c := range []struct {
		t    term.Term
		want string
	}{
		{term.NewTuple(term.Int(1), term.Int(2), term.Int(3)), "{1, 2, 3}"},
		{term.List(term.Int(1), inner), "[1, x]"},
		{makeNode(name, term.Empty, makeNode(atomSplicing, term.Empty, term.Tuple3(name, term.Empty, term.Nil)), term.Int(1)), "{:x, [], :elixir_quote.list(x, [1])}"},
		{term.MapOf(name, inner), "%{x: x}"},
	} {
		for _, escape := range []func(term.Term) (term.Term, error){
			func(t term.Term) (term.Term, error) { return Escape(t, true) },
			func(t term.Term) (term.Term, error) { return EscapeQuoted(t, true, false) },
		} {
			q, err := escape(c.t)
			if err != nil {
				t.Error(err)
			} else if got := toString(q); got != c.want {
				t.Errorf("%s: got %s, want %s", inspect(c.t), got, c.want)
			}
		}
	}
}

// Nothing that can be quoted may overflow the Go stack.
func TestDeepCodeIsAnError(t *testing.T) {
	// A small stack makes unbounded recursion fail here at a depth that is
	// quick to build.
	defer debug.SetMaxStack(debug.SetMaxStack(48 << 20))
	const deep = 500_000
	nest := func(f func(term.Term) term.Term) term.Term {
		q := term.Term(term.Int(1))
		for range deep {
			q = f(q)
		}
		return q
	}
	for name, f := range map[string]func(term.Term) term.Term{
		"lists":  func(q term.Term) term.Term { return term.List(q) },
		"tuples": func(q term.Term) term.Term { return term.Tuple2(q, term.Int(1)) },
		"calls":  func(q term.Term) term.Term { return makeNode(atomPlus, term.Empty, q, term.Int(1)) },
		"minus":  func(q term.Term) term.Term { return makeNode(atomMinus, term.Empty, q, term.Int(1)) },
		"blocks": func(q term.Term) term.Term { return makeNode(atomBlock, term.Empty, q) },
		"whens":  func(q term.Term) term.Term { return makeNode(atomWhen, term.Empty, q, term.Int(1)) },
		"ors":    func(q term.Term) term.Term { return makeNode(atomOr, term.Empty, q, term.Int(1)) },
	} {
		q := nest(f)
		h := newFakeHost()
		x, e := New(h), NewEnv(h, "a.exs")
		v := term.Tuple3(term.Intern("v"), term.Empty, term.Nil)
		fn := func(head term.Term) term.Term {
			return makeNode(atomFn, term.Empty, makeNode(atomArrow, term.Empty, term.List(head), term.Int(1)))
		}
		for where, code := range map[string]term.Term{
			"body": q, "pattern": makeNode(atomMatch, term.Empty, q, term.Int(1)), "capture": makeNode(atomCapture, term.Empty, q),
			"quote": makeNode(atomQuote, term.Empty, term.List(term.Tuple2(atomDo, q))),
			"guard": fn(makeNode(atomWhen, term.Empty, v, q)),
			"spec":  makeNode(atomBits, term.Empty, makeNode(atomColons, term.Empty, term.Int(1), q)),
		} {
			// Guards in a row are alternatives, not nested.
			if _, _, err := x.Expr(code, e); err == nil && name+where != "whensguard" {
				t.Errorf("%s in %s: no error", name, where)
			}
		}
		x.MacroExpand(q, e)
		HasUnquotes(q)
		if _, err := Escape(q, true); err == nil {
			t.Errorf("%s: escaped", name)
		}
		if _, err := EscapeQuoted(q, true, false); err == nil {
			t.Errorf("%s: escaped to quoted code", name)
		}
	}
}
