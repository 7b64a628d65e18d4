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
		c.shows(".reset", "  this ends 2 processes (counter, #PID<", "), and forgets 1 variable (x) and the modules that were defined\n")
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
	c.shows("y", "  a fresh world: gone are 2 processes (counter, #PID<", "), 2 variables (y, x) and the modules that were defined\n")
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
	c.shows(".reset", "gone are 1 process (counter), 1 variable (x) and")
	if c.Prompt() != "iex(1) 00:00:00> " {
		t.Errorf("prompt %q", c.Prompt())
	}
	c.enter("z = 2")
	c.enter(".undo")
	c.shows("binding()", "[]\n")
	c.enter(".undo")
	c.shows(".undo", "as it was before the last input")
	if c.Prompt() != "iex(4) 00:01:00> " {
		t.Errorf("prompt %q", c.Prompt())
	}
	c.shows(".call counter :get", "5\n")
	c.shows("x", "41\n")
}

func TestResetWhereNoWorldCanBeMade(t *testing.T) {
	c := liveConsole(t)
	c.cfg.Live = nil
	c.shows(".reset", "otpsh: no fresh world can be started from here")
	if strings.HasPrefix(c.Prompt(), "reset") {
		t.Error("it asks nevertheless")
	}
}
