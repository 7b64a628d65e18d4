package shell

import (
	"strings"
	"testing"
)

// Elixir's own words stand first, then our hint.
func TestWordsThatPeopleTypeFirst(t *testing.T) {
	c := newConsole(t, Config{})
	for line, want := range map[string]struct{ elixir, advice string }{
		"help":            {"** (CompileError)", ".help lists the commands; h Enum explains a module"},
		"help()":          {"** (CompileError)", ".help lists"},
		"help Enum":       {"** (CompileError)", ".help lists"},
		"?":               {"10\n", ".help lists"},
		"man ls":          {"** (CompileError)", ".help lists"},
		":q":              {":q\n", "exit, or Ctrl-D on an empty line, leaves"},
		"quit()":          {"** (CompileError)", "exit, or Ctrl-D"},
		"exit(1)":         {"** (exit) 1", "this ends the evaluation"},
		"ls -l":           {"** (CompileError)", `here they take a text: ls "lib"`},
		"cls":             {"** (CompileError)", "clear empties the screen"},
		`print("hello")`:  {"** (CompileError)", `IO.puts("hello") prints a text`},
		`puts "hello"`:    {"** (CompileError)", `IO.puts("hello") prints a text`},
		"let x = 1":       {"** (CompileError)", "a variable needs no word before it"},
		"spawn counter":   {"** (CompileError)", "commands begin with a dot: .spawn counter"},
		"tree":            {"** (CompileError)", "commands begin with a dot: .tree"},
		"tree()":          {"** (CompileError)", "commands begin with a dot: .tree"},
		". spawn counter": {"** (SyntaxError)", "commands begin with a dot: .spawn counter"},
		".Spawn counter":  {"** (SyntaxError)", "commands begin with a dot: .spawn counter"},
		".Spwan counter":  {"** (SyntaxError)", "did you mean .spawn counter?"},
		"Tree":            {"Tree\n", ""},
		"spwan counter":   {"** (CompileError)", "did you mean .spawn counter?"},
		"klil(counter)":   {"** (CompileError)", ""},
		"sped + 1":        {"** (CompileError)", ""},
		"sent [1]":        {"** (CompileError)", ""},
		`raise "puts"`:    {"** (RuntimeError) puts", ""},
	} {
		said, advised, hinted := strings.Cut(c.enter(line), "\n  otpsh: ")
		if !strings.HasPrefix(said+"\n", want.elixir) || !strings.HasPrefix(advised, want.advice) || hinted != (want.advice != "") {
			t.Errorf("%s shows\n%s\nand the advice %q", line, said, advised)
		}
	}
	for _, line := range []string{"man = 1", "ls = 2", "puts = 3", "man + ls", ":help_me", "send(self(), 1)"} {
		if out := c.enter(line); strings.Contains(out, "otpsh") {
			t.Errorf("%s is given a hint: %s", line, out)
		}
	}
	for _, cfg := range []Config{{Strict: true}, {Script: true}} {
		if out := newConsole(t, cfg).enter("help"); strings.Contains(out, "otpsh") {
			t.Errorf("%+v: %s", cfg, out)
		}
	}
}

func TestAFormThatHoldsAPersonCaptive(t *testing.T) {
	c := newConsole(t, Config{})
	c.shows("self().", "  otpsh: a dot at the end waits for the name of a function; Ctrl-C gives the form up\n")
	c.Cancel()
	c.enter("[1,")
	c.shows("exit", "otpsh: this form is not finished, and that line is part of it; Ctrl-C gives it up")
	c.Cancel()
	c.enter("(")
	c.shows(".kill counter", "otpsh: this form is not finished")
	c.Cancel()
	for _, line := range []string{"x = [3, 1]", "defmodule A do", "", "  def f(y), do: y", "end", "[", "1", "]", "if true do", "x", "|> Enum.sort()", "end"} {
		if out := c.enter(line); strings.Contains(out, "otpsh") {
			t.Errorf("%s: %s", line, out)
		}
	}
}

func TestTheFirstScreenFitsItsWindow(t *testing.T) {
	for width, want := range map[int]string{
		100: "otpsh · Elixir 1.18, nothing to install · Tab completes, Ctrl-C cancels, Ctrl-D leaves\n" +
			"New here?  .learn  first lesson (10 min)    .spawn counter  a process to play with\n.help  everything\n",
		80: "otpsh · Elixir 1.18, nothing to install\nTab completes, Ctrl-C cancels, Ctrl-D leaves\n" +
			"New here?  .learn  first lesson (10 min)\n.spawn counter  a process to play with    .help  everything\n",
		60: "otpsh · Elixir 1.18, nothing to install\nTab completes, Ctrl-C cancels, Ctrl-D leaves\n" +
			"New here?  .learn  first lesson (10 min)\n.spawn counter  a process to play with    .help  everything\n",
	} {
		if got := welcome(width, firstLesson); got != want {
			t.Errorf("%d columns:\n%s", width, got)
		}
	}
	for _, word := range strings.Fields(welcome(100, firstLesson)) {
		if name, isCommand := strings.CutPrefix(word, "."); isCommand && !isCommandName(name) {
			t.Errorf("there is no command %s", word)
		}
	}
}
