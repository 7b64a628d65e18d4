package main

import (
	"strings"
	"testing"
)

// painted is the screen with the escape sequences of its colours, written ^[...;
// tmux chooses them, and tells of the background now and then.
func (s *screen) painted() string {
	s.t.Helper()
	shown := s.tmux("capture-pane", "-p", "-e", "-J", "-S", "-1000", "-t", s.name)
	return strings.NewReplacer("\x1b[49m", "", "\x1b", "^").Replace(shown)
}

// waitPainted waits until the screen shows a text in its colours.
func (s *screen) waitPainted(texts ...string) {
	s.t.Helper()
	for _, want := range texts {
		s.until(want, func(string) bool { return strings.Contains(s.painted(), want) })
	}
}

// A line has colours while it is typed, finished or not: cure 16.
func TestColourWhileTyping(t *testing.T) {
	s := openShell(t, "--theme", "dark")
	s.typed(`fn x -> {:a, 10, "b`)
	s.waitPainted(`iex(1)> ^[1mfn^[0m`, `x -> {^[36m:a^[39m, ^[33m10^[39m, ^[32m"b`)
	s.typed(`#{nil}"} end.(1)`)
	s.waitPainted(`^[32m"b^[1m^[39m#{^[0m^[35mnil^[1m^[39m}^[0m^[32m"^[39m} ^[1mend^[0m`)
	s.key("Enter")
	s.waitPainted("\n{^[36m:a^[39m,^[33m 10^[39m,^[33m ^[32m\"b\"^[39m}")
	s.waitEnd("iex(2)>")
	// The second line of a text is a text; a form of the history too.
	s.line(`x = "a`)
	s.waitEnd("...(2)>")
	s.typed(`:b`)
	s.waitPainted(`...(2)> ^[32m:b`)
	s.line(`"`)
	s.waitEnd("iex(3)>")
	s.key("Up")
	s.waitPainted(`iex(3)> x = ^[32m"a`, `...(3)> ^[32m:b"`)
	s.key("C-c")
	s.typed(".kil")
	s.waitPainted("iex(3)> .kil")
	s.typed("l :a")
	s.waitPainted(`iex(3)> ^[33m.kill^[39m ^[36m:a`)
}

// Values and errors have IEx's colours, and those of IEx.configure.
func TestColoursOfValuesAndErrors(t *testing.T) {
	s := openShell(t, "--theme", "dark")
	s.line(`IO.ANSI.enabled?()`)
	s.waitPainted("\n^[35mtrue")
	s.line(`raise "bo" <> "om"`)
	s.waitPainted("\n^[31m** (RuntimeError) boom\n    iex:2: (file)\n^[39m")
	s.line(`1 + )`)
	s.waitPainted("^[31merror:^[39m unexpected token: )")
	s.line(`IEx.configure(colors: [syntax_colors: [atom: :red, tuple: :green], eval_result: :blue])`)
	s.waitPainted("\n^[31m:ok")
	s.line(`{:a, 1}`)
	s.waitPainted("\n^[32m{^[31m:a^[32m,^[34m 1^[32m}")
	s.line(`IEx.configure(colors: [enabled: false])`)
	s.line(`{:b, 1 + 1}`)
	s.waitPainted("{:b, 2}")
}

func TestLightTheme(t *testing.T) {
	s := openScreen(t)
	s.line("export OTPSH_THEME=light; " + program(t))
	s.wait("iex(1)>")
	s.line(`{:a, 10, "b"}`)
	s.waitPainted(`iex(1)> {^[34m:a^[39m, ^[35m10^[39m, ^[31m"b"^[39m}`, "\n{^[34m:a^[39m, ^[35m10^[39m, ^[31m\"b\"^[39m}")
	s.waitEnd("iex(2)>")
	s.key("C-d")
	s.waitEnd("$")
	s.line("OTPSH_THEME=pink " + program(t))
	s.wait(`otpsh: the theme is dark or light, not "pink"`)
}

// With NO_COLOR there is no colour anywhere: the chosen suggestion is reversed.
func TestNoColour(t *testing.T) {
	s := openScreen(t)
	s.line("export NO_COLOR=1; clear; " + program(t))
	s.wait("iex(1)>")
	s.line(`.spawn counter`)
	s.wait("{:ok, #PID<")
	s.line(`.kill counter`)
	s.wait("is gone: killed by the shell")
	s.line(`raise "bo" <> "om"`)
	s.wait("(RuntimeError) boom")
	s.line(`.ps`)
	s.wait("reductions")
	s.line(`undefined_thing`)
	s.wait("undefined variable")
	s.typed("Enum.ma")
	s.wait("Enum.map_every")
	if shown := s.painted(); strings.Contains(shown, "^[") {
		t.Errorf("escapes without colour:\n%s", shown)
	}
	s.key("Tab")
	s.waitPainted("^[7m Enum.map ")
}

// A program's own colours are on where its output and its errors go to a
// terminal that wants them.
func TestColoursOfPrograms(t *testing.T) {
	s := openScreen(t)
	run := program(t) + ` -e 'IO.puts("colours: #{IO.ANSI.enabled?()}")'`
	for _, c := range [][2]string{{run, "true"}, {run + " | cat", "false"}, {run + " 2>/dev/null", "false"}, {"NO_COLOR=1 " + run, "false"}, {"TERM=dumb " + run, "false"}} {
		s.line("clear; " + c[0])
		s.wait("\ncolours: " + c[1])
		s.waitEnd("$")
	}
}
