package shell

import (
	"strings"
	"testing"

	"otpsh/runtime/elixir"
)

func TestResetInALiveWorld(t *testing.T) {
	c := newConsole(t, Config{Asks: true, Live: func() *elixir.World { return elixir.NewWorld(elixir.Options{}) }})
	c.here.Store(newPlace(elixir.NewWorld(elixir.Options{}), c.cfg))
	c.enter("x = 41", ".spawn counter", "spawn(fn -> Process.sleep(:infinity) end)", "defmodule Gone do", "end", ":ets.new(:table, [:named_table])")
	before := c.here.Load().world
	for _, no := range []string{"", "n", "x", ".tree", "exit"} {
		c.shows(".reset", "  this ends and forgets 2 processes (counter, #PID<", "), 1 variable (x) and 1 module (Gone)\n")
		if c.Prompt() != "reset the world? [y/N] " {
			t.Errorf("prompt %q", c.Prompt())
		}
		if got := c.Complete(".t"); len(got) > 0 {
			t.Errorf("an answer is completed: %v", got)
		}
		c.shows(no, "  nothing was changed\n")
	}
	c.enter(".reset")
	c.Cancel()
	c.shows("y = x + 1", "42\n")
	if c.quit {
		t.Error("the answer exit left")
	}
	c.enter(".reset")
	c.shows("y", "  a fresh world: gone are 2 processes (counter, #PID<", "), 2 variables (y, x) and 1 module (Gone)\n")
	if c.Prompt() != "iex(1)> " {
		t.Errorf("prompt %q", c.Prompt())
	}
	c.shows("binding()", "[]\n")
	c.shows(".ps", "shell")
	c.shows("{Process.whereis(:counter), Code.ensure_loaded?(Gone), :ets.whereis(:table)}", "{nil, false, :undefined}")
	c.shows(".spawn counter", "{:ok, #PID<")
	c.shows(".kill counter", "✗ counter #PID<")
	if pid, _ := before.Whereis("counter"); pid != 0 && before.Step() {
		t.Error("the old world runs")
	}
}

// Whoever writes a script is not asked; in a simulated world a reset can be
// undone.
func TestResetInASimulatedWorld(t *testing.T) {
	c := newConsole(t, Config{Script: true})
	c.enter("x = 41", ".spawn counter", ".call counter {:add, 5}", ".advance 60s")
	c.shows(".reset", "a fresh world: gone are 1 process (counter) and 1 variable (x)\n")
	if c.Prompt() != "iex(1) 00:00:00> " {
		t.Errorf("prompt %q", c.Prompt())
	}
	c.enter("z = 2")
	c.enter(".undo")
	c.shows("binding()", "[]\n")
	c.enter(".undo")
	c.shows(".undo", "  undone: .reset\n")
	if c.Prompt() != "iex(4) 00:01:00> " {
		t.Errorf("prompt %q", c.Prompt())
	}
	c.shows(".call counter :get", "5\n")
	c.shows("x", "41\n")
}

// What there is none of is not spoken of.
func TestResetTellsWhatIsLost(t *testing.T) {
	c := newConsole(t, Config{Asks: true, Live: func() *elixir.World { return elixir.NewWorld(elixir.Options{}) }})
	c.here.Store(newPlace(elixir.NewWorld(elixir.Options{}), c.cfg))
	for _, step := range []struct{ line, lost string }{
		{"1", "  nothing was started or defined; the count begins anew\n"},
		{"defmodule A do end", "  this ends and forgets 1 module (A)\n"},
		{"defmodule B do end", "  this ends and forgets 2 modules (A, B)\n"},
		{"x = 1", "  this ends and forgets 1 variable (x) and 2 modules (A, B)\n"},
	} {
		c.enter(step.line)
		if out := c.enter(".reset"); out != step.lost {
			t.Errorf("after %s: %q", step.line, out)
		}
		c.enter("n")
	}
	c.enter(".reset", "y", ".reset")
	if out := c.enter("y"); out != "  a fresh world\n" {
		t.Errorf("with nothing to lose: %q", out)
	}
}

func TestResetWhereNoWorldCanBeMade(t *testing.T) {
	c := liveConsole(t)
	c.cfg.Live = nil
	c.shows(".reset", "otpsh: no fresh world can be started from here")
	if strings.HasPrefix(c.Prompt(), "reset") {
		t.Error("it asks nevertheless")
	}
}
