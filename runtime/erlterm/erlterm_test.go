package erlterm

import (
	"strings"
	"testing"

	"otpsh/runtime/term"
)

// TestPretty holds what io_lib:format("~tp", [Term]) of OTP 25 gave.
func TestPretty(t *testing.T) {
	a := func(name string) term.Term { return term.Intern(name) }
	long := term.Binary(strings.Repeat("x", 75))
	bytes := term.Binary(strings.Repeat("\x10", 30))
	for _, c := range []struct {
		t    term.Term
		want string
	}{
		{term.Tuple2(a("ok"), term.List(term.Int(104), term.Int(105))), `{ok,"hi"}`},
		{term.List(a("Foo"), a("and"), a("é"), a("a b")), `['Foo','and',é,'a b']`},
		{term.Binary("é"), `<<"é"/utf8>>`},
		{term.Binary("日"), `<<230,151,165>>`},
		{term.Tuple3(a("tag"), a("aaaaaaaaaaaa"), long), "{tag,aaaaaaaaaaaa,\n     <<\"" + string(long) + "\">>}"},
		{term.Tuple2(a("a"), term.List(bytes, a("b"))),
			"{a,[<<16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,16,\n" +
				"      16,16,16,16,16,16>>,\n    b]}"},
		{&term.Cons{Head: term.Int(1), Tail: a("b")}, `[1|b]`},
	} {
		if got := (Printer{Strings: true, Wide: true}).Pretty(c.t, -1, 1, 80); got != c.want {
			t.Errorf("got\n%s\nwant\n%s", got, c.want)
		}
	}
}

func TestChar(t *testing.T) {
	for r, want := range map[rune]string{'a': "$a", ' ': `$\s`, '\n': `$\n`, '\\': `$\\`, 1: `$\001`, 'é': "$é"} {
		if got := Char(r); got != want {
			t.Errorf("Char(%q) = %s, want %s", r, got, want)
		}
	}
}
