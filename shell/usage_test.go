package shell

import (
	"strings"
	"testing"

	"otpsh/runtime/elixir"
)

// liveConsole is a console in a live world.
func liveConsole(t *testing.T) *console {
	c := newConsole(t, Config{
		Live: func() *elixir.World { return elixir.NewWorld(elixir.Options{}) },
		Course: &Course{
			Tape: func() *Tape { return NewTape(nil) },
			World: func(seed uint64, _ *Tape) *elixir.World {
				return elixir.NewWorld(elixir.Options{Simulated: true, Seed: seed, Sandbox: true})
			},
		},
	})
	c.here.Store(newPlace(elixir.NewWorld(elixir.Options{}), c.cfg))
	return c
}

func TestHelpFitsOneScreen(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(HelpPage(), "\n"), "\n")
	groups := 0
	for _, line := range lines[1 : len(lines)-1] {
		if n := len([]rune(line)); n > 80 {
			t.Errorf("%d columns: %s", n, line)
		}
		if !strings.HasPrefix(line, " ") {
			groups++
		}
	}
	if len(lines) > 23 || groups != 5 { // the prompt takes the last line
		t.Errorf("%d lines in %d groups", len(lines), groups)
	}
}

// Whoever types the example of a command, after what it says that it needs,
// sees it run.
func TestEveryExampleRuns(t *testing.T) {
	for _, cmd := range commands() {
		t.Chdir(t.TempDir())
		c := liveConsole(t)
		c.shows(".help "+cmd.name, cmd.about+"\n  usage:    ."+cmd.name, "  example:  "+cmd.example)
		c.enter(cmd.before()...)
		if out := c.enter(cmd.example); c.Failed() {
			t.Errorf("%s fails:\n%s", cmd.example, out)
		}
	}
}

// The help of a command fits the window of the page, and is about a command.
func TestDetailsOfHelp(t *testing.T) {
	for name, text := range details {
		if !isCommandName(name) {
			t.Errorf("there is no command %s", name)
		}
		for line := range strings.Lines(text) {
			if n := len([]rune(line)); n > 101 || !strings.HasPrefix(line, "  ") || !strings.HasSuffix(line, "\n") {
				t.Errorf(".help %s: %d columns, %q", name, n, line)
			}
		}
	}
	c := newConsole(t, Config{})
	c.shows(".help spawn", "any other word is a counter of that name", "strategies: one_for_one, rest_for_one, one_for_all")
	for _, name := range []string{"ast", "expand", "core", "code", "sim", "advance", "step", "undo"} { // words that say little alone
		if details[name] == "" {
			t.Errorf(".help %s says no more than a line", name)
		}
	}
	c.shows(".ast 1 + x", "{:+, [line: 1], [1, {:x, [line: 1], nil}]}\n") // as its help says
}

func TestWhatACommandLacks(t *testing.T) {
	for line, problem := range map[string]string{
		".spawn":                         ".spawn: what shall it be?",
		".spawn counter as":              ".spawn: as what?",
		".spawn supervisor":              ".spawn supervisor: a supervisor of what?",
		".spawn supervisor one_for_one":  ".spawn supervisor: a supervisor of what?",
		".kill":                          ".kill: whom?",
		".crash":                         ".crash: whom?",
		".stop":                          ".stop: whom?",
		".call":                          ".call: it wants a process and a message",
		".cast counter":                  ".cast: it wants a process and a message",
		".send counter ":                 ".send: it wants a process and a message",
		".ps all":                        ".ps: it takes no argument",
		".sim now":                       ".sim: it takes no argument",
		".ast":                           ".ast: which code?",
		".spawn supervisor one_for_on a": "",
	} {
		c := liveConsole(t)
		name := strings.Fields(line)[0]
		if problem == "" {
			c.shows(line, "one_for_on")
			continue
		}
		c.shows(line, "otpsh: "+problem, "\n  usage:    "+name, "\n  example:  "+name)
		if !c.Failed() {
			t.Errorf("%s did not fail", line)
		}
	}
}

func TestUnknownCommand(t *testing.T) {
	c := newConsole(t, Config{})
	c.enter(".spawn counter")
	for line, text := range map[string]string{
		".kil x":              "otpsh: there is no command .kil; did you mean .kill x?",
		".klil x":             "did you mean .kill x?",
		".kill(nobody)":       "otpsh: no process is called nobody",
		".advanse 60s":        "did you mean .advance 60s?",
		".foo":                "otpsh: there is no command .foo (.help lists them)",
		".lgo":                "did you mean .log?",
		".spwan a":            "did you mean .spawn a?",
		".suprce x":           "did you mean .source x?",
		".xyzzyx":             "otpsh: there is no command .xyzzyx (.help lists them)",
		".help kil":           "there is no command .kil; did you mean .kill?",
		".help xyzzyx":        "there is no command .xyzzyx (",
		".a":                  "there is no command .a (",
		".call\tcounter :get": "= GenServer.call(:counter, :get)\n0\n",
	} {
		c.shows(line, text)
	}
	strict := newConsole(t, Config{Strict: true})
	if out := strict.enter(".help"); strings.Contains(out, "otpsh") {
		t.Errorf("strict: %s", out)
	}
}

func TestNamesOfOtherShells(t *testing.T) {
	for other, name := range otherNames {
		if !isCommandName(name) || isCommandName(other) {
			t.Errorf(".%s is said to be .%s", other, name)
		}
	}
	newConsole(t, Config{}).shows(".quit", "otpsh: there is no command .quit; did you mean .exit?")
}

// The number in the prompt is one that v knows: what evaluates nothing has none.
func TestWhatCountsThePromptUp(t *testing.T) {
	c := newConsole(t, Config{})
	for _, line := range []string{".tree", ".ps", ".help", ".log", ".ast 1", ".kill nobody", ".foo"} {
		c.enter(line)
		if prompt := c.Prompt(); prompt != "iex(1) 00:00:00> " {
			t.Errorf("after %s the prompt is %q", line, prompt)
		}
	}
	c.enter(".spawn counter", ".call counter {:add, 5}", ".tree")
	c.shows("v(2)", "5\n")
	if prompt := c.Prompt(); prompt != "iex(4) 00:00:00> " {
		t.Errorf("the prompt is %q", prompt)
	}
}
