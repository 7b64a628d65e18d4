package shell

import (
	"testing"

	"otpsh/runtime/elixir"
)

// Lines that begin with an operator that no expression begins with continue the
// line before; IEx knows no such rule.
func TestJoinedLines(t *testing.T) {
	for _, c := range []struct {
		lines []string
		want  int
	}{
		{[]string{"[1]", "|> hd()", "x"}, 2},
		{[]string{"[1]", "  |> hd()", "", "# why", "\t|> to_string()", "x"}, 5},
		{[]string{"[1]", "", "x"}, 1},
		{[]string{`"a"`, `<> "b"`}, 2},
		{[]string{"a", "and b"}, 2},
		{[]string{"a", "android"}, 1},
		{[]string{"a", "<<1>>"}, 1},
		{[]string{"a", "-1"}, 1},
		{[]string{"a", "&1"}, 1},
		{[]string{".tree", "|> hd()"}, 1},
		{[]string{"", "|> hd()"}, 1},
	} {
		s := New(elixir.NewWorld(elixir.Options{Simulated: true}), Config{})
		if got := s.Joined(c.lines); got != c.want {
			t.Errorf("%q: %d are one, want %d", c.lines, got, c.want)
		}
	}
	strict := New(elixir.NewWorld(elixir.Options{Simulated: true}), Config{Strict: true})
	if got := strict.Joined([]string{"[1]", "|> hd()"}); got != 1 {
		t.Errorf("with --strict %d are one", got)
	}
}
