package shell

import (
	"strings"
	"testing"

	"otpsh/runtime/elixir"
	"otpsh/shell/view"
)

func TestHighlight(t *testing.T) {
	style := view.NewStyle(true, true, 100)
	s := New(elixir.NewWorld(elixir.Options{Simulated: true}), Config{Style: style})
	text := style.Code("x = \"\n", ":b")
	expect := func(line, want string) {
		t.Helper()
		if got := s.Highlight(line); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
	expect(":b", style.Code("", ":b"))
	expect(".kill :a", style.Command(".kill :a", 5))
	expect("  .kill(:a)", style.Command("  .kill(:a)", 7))
	expect(".kil :a", style.Command(".kil :a", 0))
	expect("..", "..")
	long := strings.Repeat(":a ", maxColored/3+1)
	expect(long, long)
	s.Line("x = \"", func(Effect) {})
	expect(":b", text)
	if text == style.Code("", ":b") {
		t.Error("the lines before count for nothing")
	}
	expect(".kill", style.Code("x = \"\n", ".kill"))
	s.Cancel()
	expect(":b", style.Code("", ":b"))
	strict := New(elixir.NewWorld(elixir.Options{Simulated: true}), Config{Style: style, Strict: true})
	if got := strict.Highlight(".kill :a"); got != style.Code("", ".kill :a") {
		t.Errorf("with --strict a command is %q", got)
	}
	// Elixir that is shown looks as when it is typed.
	for line, code := range map[string]string{
		".source Demo.Counter.init/1":  "  def init(start), do: {:ok, start}\n",
		".expand unless 1 > 2, do: :a": "case :erlang.>(1, 2) do\n",
	} {
		var shown strings.Builder
		s.Line(line, func(e Effect) {
			if p, ok := e.(Print); ok {
				shown.WriteString(p.Text)
			}
		})
		if want := style.Code("", strings.TrimLeft(code, " ")); !strings.Contains(shown.String(), want) {
			t.Errorf("%s: no %q in %q", line, want, shown.String())
		}
	}
}
