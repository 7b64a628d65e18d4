package shell

import (
	"fmt"
	"strings"
	"testing"
)

// So many inputs can be taken back and no more: what is kept for that does not
// keep what was kept before it.
func TestUndoIsBounded(t *testing.T) {
	c := newConsole(t, Config{})
	for n := range maxUndo + 20 {
		c.enter(fmt.Sprintf("x = %d", n))
	}
	for _, kept := range c.here.Load().before {
		if len(kept.before) > 0 {
			t.Fatal("a place that is kept keeps those of before")
		}
	}
	for range maxUndo {
		c.shows(".undo", "undone: x = ")
	}
	c.shows(".undo", "there is nothing to undo")
	c.shows("x", "19")
	c.enter("y = 1", ".undo", ".reset", ".undo")
	c.shows("x", "19")
}

// A name may be empty.
func TestCompletionOfAnEmptyName(t *testing.T) {
	c := newConsole(t, Config{})
	c.enter(`Process.register(self(), :"")`, `Process.register(spawn(fn -> Process.sleep(:infinity) end), :"Elixir.")`)
	for _, before := range []string{":a", ".kill ", "Process.exit(", "E"} {
		c.Complete(before)
	}
}

// What a command asked for is not believed when the command failed, nor an advice
// given that started nothing.
func TestWhatACommandDidNotDo(t *testing.T) {
	c := liveConsole(t)
	c.enter(".spawn counter", ".kill counter {:oops", "GenServer.cast(:counter, :crash)")
	if out := c.enter(".call counter :get"); strings.Contains(out, "was killed") {
		t.Errorf("it crashed: %s", out)
	}
	c.enter(".spawn supervisor one_for_one counter", ".spawn supervisor one_for_all store", ".stop sup")
	if out := c.enter(".call sup :x"); strings.Contains(out, "one_for_all store") {
		t.Errorf("that command started nothing: %s", out)
	}
}
