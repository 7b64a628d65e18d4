package shell

import (
	"slices"
	"strings"
	"testing"

	"otpsh/runtime/elixir"
)

// What the shell knows reaches completion: its actors, its commands, and the
// lines of an unfinished form.
func TestCompletionInTheShell(t *testing.T) {
	w := elixir.NewWorld(elixir.Options{Simulated: true})
	t.Cleanup(w.Stop)
	s := New(w, Config{})
	offered := func(before, want string) {
		t.Helper()
		var texts []string
		for _, c := range s.Complete(before) {
			texts = append(texts, c.Text)
		}
		if !slices.Contains(texts, want) {
			t.Errorf("%q: %q is not among %q", before, want, texts)
		}
	}
	ignore := func(Effect) {}
	s.Line(".spawn counter", ignore)
	offered(".spawn ge", "genserver")
	offered(".spawn supervisor one_for_one st", "store")
	offered(".call counter ", "{:add, n}")
	offered(".call counter ", ":crash")
	offered(".cast counter {:", ":add, n}")
	offered("GenServer.call(:counter, ", ":get")
	offered(".help sp", "spawn")
	offered(".source wor", "worker")
	offered(".source GenSe", "GenServer")
	s.Line(".spawn supervisor one_for_one store worker", ignore)
	s.Settle(0)
	offered(".kill sup", "sup")
	offered(".kill sup/", "sup/store")
	offered(".kill sup/w", "sup/worker")

	s.Line("defmodule M do", ignore)
	s.Line("  @limit 3", ignore)
	offered("  def f, do: @l", "@limit")
	if got := s.Complete(".ca"); len(got) > 0 {
		t.Errorf("a command inside a form: %v", got)
	}
}

// Every argument that the help of a command writes is of a kind that completion
// knows, or one that nobody can offer anything for.
func TestArgumentsOfCommandsAreKnown(t *testing.T) {
	known := strings.Fields("X SUP ACTOR STRATEGY COMMAND FILE DIR MODULE WHAT EXPR MESSAGE REASON NAME ARG TIME")
	for _, c := range commands() {
		for _, arg := range strings.Fields(c.args) {
			for _, name := range strings.Split(strings.Trim(arg, "[]."), "|") {
				if name != strings.ToLower(name) && !slices.Contains(known, name) {
					t.Errorf(".%s: say in shell/complete/commands.go what %s is", c.name, arg)
				}
			}
		}
	}
}
