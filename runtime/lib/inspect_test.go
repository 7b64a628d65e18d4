package lib

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"otpsh/runtime/term"
)

func atom(s string) term.Term { return term.Intern(s) }
func str(s string) term.Term  { return term.Binary(s) }
func charsOf(s string) term.Term {
	var b term.ListBuilder
	for _, r := range s {
		b.Add(term.Int(int(r)))
	}
	return b.List()
}

func ints(from, to int) []term.Term {
	var out []term.Term
	for i := from; i <= to; i++ {
		out = append(out, term.Int(i))
	}
	return out
}

func keywords(kv ...any) term.Term {
	var b term.ListBuilder
	for i := 0; i < len(kv); i += 2 {
		b.Add(term.Tuple2(atom(kv[i].(string)), kv[i+1]))
	}
	return b.List()
}

func fields(kv ...any) *term.Map {
	var b term.MapBuilder
	for i := 0; i < len(kv); i += 2 {
		b.Put(atom(kv[i].(string)), kv[i+1])
	}
	return b.Map()
}

// What real Elixir 1.18.4 prints.
func TestInspectOneLine(t *testing.T) {
	big70 := term.Big(new(big.Int).Lsh(big.NewInt(1), 70))
	mixed := term.MapOf(term.Int(1), atom("a"), atom("b"), term.Int(2), str("c"), term.Int(3))
	for _, c := range []struct {
		term term.Term
		want string
	}{
		{atom("ok"), ":ok"}, {atom("nil"), "nil"}, {atom("foo bar"), `:"foo bar"`}, {atom("Elixir.Foo.Bar"), "Foo.Bar"},
		{atom("Elixir.foo"), `:"Elixir.foo"`}, {atom("Elixir.Elixir.Foo"), "Elixir.Elixir.Foo"}, {atom("::"), `:"::"`},
		{atom(".."), ":.."}, {atom("A"), ":A"}, {atom("a@b"), ":a@b"}, {atom("foo?!"), `:"foo?!"`}, {atom("日本"), ":日本"},
		{atom("not in"), `:"not in"`}, {atom("ﬁ"), `:"ﬁ"`}, {atom(""), `:""`}, {atom("Elixir.Foo."), `:"Elixir.Foo."`},
		{str("héllo"), `"héllo"`}, {str("a\x00b"), "<<97, 0, 98>>"}, {str("tab\tnl\nq\"bs\\"), `"tab\tnl\nq\"bs\\"`},
		{str("#{x} # {y}"), `"\#{x} # {y}"`}, {str("\u2028\U0010ffff\u200d"), "\"\\u2028\U0010ffff\\u200D\""}, {str(""), `""`},
		{term.NewBits("\x60", 3), "<<3::size(3)>>"}, {term.NewBits("\xff\x40", 10), "<<255, 1::size(2)>>"},
		{charsOf("it's \"q\""), `~c"it's \"q\""`}, {charsOf("a\n\x1b"), `~c"a\n\e"`}, {term.List(term.Int(0)), "[0]"},
		{&term.Cons{Head: term.Int(97), Tail: term.Int(98)}, "[97 | 98]"}, {term.Empty, "[]"},
		{term.NewTuple(), "{}"}, {term.EmptyMap, "%{}"}, {term.Tuple2(atom("ok"), term.Int(1)), "{:ok, 1}"},
		{keywords("a", term.Int(1), "b c", term.Int(2)), `[a: 1, "b c": 2]`}, {keywords("Elixir.Foo", term.Int(1)), "[{Foo, 1}]"},
		{keywords("nil", term.Int(1), "+", term.Int(2), "{}", term.Int(3)), "[nil: 1, +: 2, {}: 3]"},
		{mixed, `%{1 => :a, :b => 2, "c" => 3}`}, {fields("foo?", term.Int(1), "bar!", term.Int(2)), "%{bar!: 2, foo?: 1}"},
		{1.0e-10, "1.0e-10"}, {-1.5e-10, "-1.5e-10"}, {1.0e100, "1.0e100"}, {1.0e15, "1000000000000000.0"}, {1.0e16, "1.0e16"},
		{100000.0, "100000.0"}, {math.Copysign(0, -1), "-0.0"}, {big70, "1180591620717411303424"},
		{term.PID(42), "#PID<0.42.0>"}, {&term.Ref{ID: 5<<50 | 6<<18 | 7}, "#Reference<0.5.6.7>"},
		{&term.Fun{Module: term.Alias("Enum"), Name: term.Intern("map"), Arity: 2}, "&Enum.map/2"},
		{&term.Fun{Module: term.Intern("erlang"), Name: term.Intern("+"), Arity: 2}, "&:erlang.+/2"},
		{&term.Fun{Module: term.Alias("A"), Name: term.Intern("-run/0-fun-3-"), Arity: 1, Code: 1, Uniq: 9}, "#Function<3.9/1 in A.run/0>"},
		{term.List(ints(100, 160)...), "[" + numbers(100, 149) + ", ...]"},
	} {
		if got, ok := inspectText(c.term, defaultInspectOpts(), 0); !ok || got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func numbers(from, to int) string {
	var parts []string
	for _, n := range ints(from, to) {
		parts = append(parts, integerText(n, 10))
	}
	return strings.Join(parts, ", ")
}

func TestInspectOptions(t *testing.T) {
	lists := term.List(term.List(ints(1, 3)...), term.List(ints(4, 6)...), term.List(ints(200, 202)...))
	opts := func(change func(o *inspectOpts)) inspectOpts {
		o := defaultInspectOpts()
		change(&o)
		return o
	}
	limit := func(n int) inspectOpts { return opts(func(o *inspectOpts) { o.limit = n }) }
	printable := func(n int) inspectOpts { return opts(func(o *inspectOpts) { o.printable = n }) }
	base := func(n int) inspectOpts { return opts(func(o *inspectOpts) { o.base = n }) }
	for _, c := range []struct {
		term term.Term
		opts inspectOpts
		want string
	}{
		{lists, limit(4), "[[1, 2, 3], [4, 5, ...], [200, ...]]"},
		{lists, limit(0), "[...]"},
		{term.NewTuple(ints(1, 3)...), limit(1), "{1, ...}"},
		{fields("a", term.Int(1), "b", term.Int(2), "c", term.Int(3)), limit(2), "%{a: 1, b: 2, ...}"},
		{term.ListTail(ints(1, 2), term.Int(3)), limit(1), "[1, ...]"},
		{term.ListTail(ints(1, 2), term.Int(3)), limit(2), "[1, 2 | 3]"},
		{str("\x01\x02\x03\xff"), limit(2), "<<1, 2, ...>>"},
		{str("abcdef"), printable(3), `"abc" <> ...`},
		{charsOf("abcdef"), printable(3), `~c"abc" ++ ...`},
		{term.Int(-255), base(8), "-0o377"}, {term.List(ints(254, 255)...), base(16), "[0xFE, 0xFF]"}, {str("a"), base(16), "<<0x61>>"},
		{str("\x00\xff"), opts(func(o *inspectOpts) { o.asStrings = true }), `"\0\xFF"`},
		{charsOf("ab"), opts(func(o *inspectOpts) { o.asLists = true }), "[97, 98]"},
		{term.List(term.Int(1000), term.Int(97)), opts(func(o *inspectOpts) { o.asCharlists = true }), `~c"Ϩa"`},
	} {
		if got, ok := inspectText(c.term, c.opts, 0); !ok || got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestInspectPretty(t *testing.T) {
	nested := func(n int) term.Term {
		v := term.List(term.Int(n))
		for n--; n > 0; n-- {
			v = term.List(term.Int(n), v)
		}
		return v
	}
	for _, c := range []struct {
		term  term.Term
		width int
		want  string
	}{
		{fields("a", term.Int(1), "b", fields("c", term.List(ints(1, 2)...))), 12, "%{\n  a: 1,\n  b: %{\n    c: [1,\n     2]\n  }\n}"},
		{keywords("aaaa", term.Int(1), "bbbb", term.Int(2), "cccc", term.Int(3)), 20, "[\n  aaaa: 1,\n  bbbb: 2,\n  cccc: 3\n]"},
		{term.NewTuple(atom("aaaa"), atom("bbbb"), term.List(atom("cccc"), atom("dddd"))), 16, "{:aaaa, :bbbb,\n [:cccc, :dddd]}"},
		{fields("key", str("a value that is long"), "other_key", term.List(str("list"), str("of"), str("strings"))), 40,
			"%{\n  key: \"a value that is long\",\n  other_key: [\"list\", \"of\", \"strings\"]\n}"},
		{term.List(str("\x01\x02"), str("ok")), 5, "[\n  <<1,\n    2>>,\n  \"ok\"\n]"},
		{term.List(ints(1, 30)...), 30, "[1, 2, 3, 4, 5, 6, 7, 8, 9,\n 10, 11, 12, 13, 14, 15, 16,\n 17, 18, 19, 20, 21, 22, 23,\n 24, 25, 26, 27, 28, 29, 30]"},
		{nested(4), 3, "[\n  1,\n  [\n    2,\n    [\n      3,\n      [4]\n    ]\n  ]\n]"},
		{term.MapOf(str("k"), term.List(ints(1, 3)...)), 8, "%{\n  \"k\" => [1,\n   2, 3]\n}"},
		{term.ListTail(ints(1, 2), term.Int(3)), 5, "[1,\n 2 |\n 3]"},
	} {
		if got, ok := inspectText(c.term, defaultInspectOpts(), c.width); !ok || got != c.want {
			t.Errorf("width %d: got\n%s\nwant\n%s", c.width, got, c.want)
		}
	}
}

func TestEscapeRegex(t *testing.T) {
	for source, want := range map[string]string{
		`a/b`: `a\/b`, `a\/b`: `a\/b`, `\\/`: `\\\/`, `\d+`: `\d+`, "a\nb\x1b": `a\nb\x1B`, "#{x}": `\#{x}`, `\#{x}`: `\#{x}`, `"é`: `"é`,
	} {
		if got := escapeRegex(source); got != want {
			t.Errorf("%s: got %s, want %s", source, got, want)
		}
	}
}

func TestInspectStructs(t *testing.T) {
	s := fields("__struct__", atom("Elixir.User"), "name", str("x"))
	if _, ok := inspectText(term.List(s), defaultInspectOpts(), 0); ok {
		t.Error("a struct belongs to the protocol")
	}
	if got := InspectPlain(term.List(s), 0, 50); got != `[%User{name: "x"}]` {
		t.Error(got)
	}
	o := defaultInspectOpts()
	o.structs = structMap
	if got, _ := inspectText(s, o, 0); got != `%{__struct__: User, name: "x"}` {
		t.Error(got)
	}
}

func TestInspectDeep(t *testing.T) {
	v := term.Term(term.Int(1))
	for range 1_000_000 {
		v = term.NewTuple(v)
	}
	if got := InspectPlain(v, 80, 50); got != strings.Repeat("{", 51)+"..."+strings.Repeat("}", 51) {
		t.Error(got)
	}
	if got := InspectPlain(v, 0, -1); len(got) != 2_000_001 {
		t.Error(len(got))
	}
	v = term.Tuple2(term.Int(1), term.Int(2))
	for range 50_000 {
		v = term.NewTuple(v)
	}
	if got := InspectPlain(v, 80, -1); !strings.Contains(got, "{1,\n"+strings.Repeat(" ", 50_001)+"2}") {
		t.Error("the layout of a deep term")
	}
}

func BenchmarkInspect(b *testing.B) {
	v := fields("name", str("someone"), "list", term.List(ints(1000, 1010)...), "pair", term.Tuple2(atom("ok"), 1.5))
	for _, width := range []int{0, 40} {
		b.Run(map[int]string{0: "line", 40: "pretty"}[width], func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				inspectText(v, defaultInspectOpts(), width)
			}
		})
	}
}
