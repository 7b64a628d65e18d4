package shell

import (
	"strings"
	"testing"

	"otpsh/runtime/elixir"
	"otpsh/shell/view"
)

func TestPhaseCommands(t *testing.T) {
	world := elixir.NewWorld(elixir.Options{Simulated: true})
	s := New(world, Config{Style: view.NewStyle(false, true, 100)})
	typed := func(line string) string {
		var out strings.Builder
		s.Line(line, func(e Effect) {
			if p, ok := e.(Print); ok {
				out.WriteString(p.Text)
			}
		})
		return out.String()
	}
	typed("x = 1")
	for _, c := range []struct{ line, shown string }{
		{".ast 1 + x", "{:+, [line: 2], [1, {:x, [line: 2], nil}]}\n"},
		{".expand x |> inspect()", "Kernel.inspect(x)\n"},
		{".core x + 1", ":erlang.+(x.0, 1)\n"},
		{".expand", "otpsh: .expand: which code?\n  usage:    .expand EXPR\n  example:  .expand if 1 > 2, do: 3\n"},
	} {
		if got := typed(c.line); got != c.shown {
			t.Errorf("%s shows\n%swanted\n%s", c.line, got, c.shown)
		}
	}
	if got := typed(".code x + 1"); !strings.Contains(got, "erl_eval.__FILE__/1") || !strings.Contains(got, "return") {
		t.Errorf(".code shows\n%s", got)
	}
	if got := typed(".ast 1 +"); !strings.Contains(got, "TokenMissingError") || !s.Failed() {
		t.Errorf("an unfinished expression shows\n%s", got)
	}
	if got := typed("x"); got != "1\n" {
		t.Errorf("x is %q after the commands", got)
	}
}
