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
	offered(".sp", ".spawn ")
	offered(".spawn ge", "genserver ")
	offered(".spawn ", "supervisor ")
	offered(".spawn supervisor one_for_one st", "store")
	offered(".call counter ", "{:add, ")
	offered(".call counter ", ":crash")
	offered(".cast counter {:", ":add, ")
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
	known := strings.Fields("X SUP ACTOR STRATEGY COMMAND FILE DIR MODULE WHAT LESSON STEP EXPR MESSAGE REASON NAME ARG TIME")
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

// What .spawn and .log offer tells how the words differ.
func TestWordsOfCommandsAreTold(t *testing.T) {
	w := elixir.NewWorld(elixir.Options{Simulated: true})
	t.Cleanup(w.Stop)
	s := New(w, Config{})
	for before, words := range map[string]int{".spawn ": 7, ".log ": len(logModes)} {
		abouts := map[string]bool{}
		for _, c := range s.Complete(before) {
			abouts[c.About] = true
		}
		if len(abouts) != words {
			t.Errorf("%q: %d descriptions of %d words: %v", before, len(abouts), words, s.Complete(before))
		}
	}
	for _, actor := range spawnable() {
		if actors[actor.Text] == "" {
			t.Errorf("%s is no actor", actor.Text)
		}
	}
}
