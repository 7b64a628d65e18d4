package shell

import (
	"slices"
	"strings"
)

// This file is help with what people type first who do not know the shell, or
// come from another one. Elixir's own answer stands above it.

// word is a first word and what to say to it.
type word struct {
	words  string // separated by blanks
	always bool   // also where Elixir makes something of it
	advice string
}

var words = []word{
	{"help help() man info usage", false, ".help lists the commands; h Enum explains a module"},
	{"? :help :h", true, ".help lists the commands; h Enum explains a module"},
	{"q q() quit() exit() bye bye() logout halt halt() init:stop()", false, "exit, or Ctrl-D on an empty line, leaves"},
	{":q :q! :wq :x :quit :exit :halt", true, "exit, or Ctrl-D on an empty line, leaves"},
	{"exit(0) exit(1) exit(:normal)", false, "this ends the evaluation, as in a process; exit alone leaves, System.halt(1) with a code"},
	{"ls cd", false, `here they take a text: ls "lib", cd ".."`},
	{"cls reset", false, "clear empties the screen; .help lists the commands"},
	{"cat less more head tail", false, `this shell speaks Elixir: IO.puts(File.read!("mix.exs"))`},
	{"mix git iex elixir erl rebar3 make cargo npm go docker sudo", false, "this shell speaks Elixir; for the system's commands leave with exit"},
	{"vim vi nano emacs edit code", false, ".edit opens your editor: on the last form, .edit FILE on a file"},
	{"top htop observer", false, ".ps shows the processes, .tree the supervisors"},
	{"print print() println printf echo puts console.log", false, `IO.puts("hello") prints a text, IO.inspect(x) any value`},
	{"let var const my local", false, "a variable needs no word before it: x = 1"},
	{"null None undefined", false, "nothing is called nil"},
	{"function fun func fn() lambda", false, "a function without a name is fn x -> x + 1 end; one with a name stands in a defmodule"},
	{"class interface struct package", false, "code stands in modules: defmodule Name do ... end; h defmodule explains it"},
	{"while for(;;) loop", false, "Elixir has no loops: Enum.each(1..3, &IO.puts/1), or a function that calls itself"},
	{"return", false, "a function gives its last value; no word returns it"},
}

// advice is a line of help with an input, "" when there is none.
func advice(form string, failed bool) string {
	form = strings.TrimSpace(form)
	if form == "" || strings.Contains(form, "\n") {
		return ""
	}
	first, rest := cutWord(form)
	if strings.HasPrefix(rest, "=") {
		return ""
	}
	for _, w := range words {
		known := strings.Fields(w.words)
		if !w.always && !failed {
			continue
		}
		if slices.Contains(known, first) || failed && slices.Contains(known, beforeBracket(form)) {
			return w.advice
		}
	}
	if failed {
		return forgottenDot(first, rest, form)
	}
	return ""
}

// beforeBracket is the name of a function that is called with brackets.
func beforeBracket(form string) string {
	name, _, _ := strings.Cut(form, "(")
	return name
}

// forgottenDot helps with a command that was typed without its dot, apart from
// it, or with a large letter; and with one that was mistyped besides, or called
// as a function.
func forgottenDot(first, rest, form string) string {
	if name, empty := strings.CutSuffix(form, "()"); empty {
		first, rest = name, ""
	}
	dotted := strings.HasPrefix(first, ".")
	if first == "." {
		first, rest = cutWord(rest)
	}
	word := strings.ToLower(strings.TrimPrefix(first, "."))
	switch {
	case strings.Contains(rest, ",") && !dotted, strings.HasPrefix(rest, "("), !isWord(word):
		return ""
	case isCommandName(word):
		return "commands begin with a dot: " + strings.TrimSpace("."+word+" "+rest)
	case dotted, rest != "" && isWord(cutFirst(rest)):
		if near := nearest(word); near != "" && len(word) > 2 {
			return "did you mean " + strings.TrimSpace("."+near+" "+rest) + "?"
		}
	}
	return ""
}

// cutFirst is the first word of a text.
func cutFirst(text string) string {
	word, _ := cutWord(text)
	return word
}

// trapped is a line of help with a line that left a form unfinished, "" when it
// does not look like a mistake.
func trapped(line string, first bool) string {
	line = strings.TrimSpace(line)
	word, _ := cutWord(line)
	switch {
	case first && strings.HasSuffix(line, ".") && !strings.HasSuffix(line, ".."):
		return "a dot at the end waits for the name of a function; Ctrl-C gives the form up"
	case first:
	case leaves(line), line == "help", strings.HasPrefix(word, ".") && isCommandName(word[1:]):
		return "this form is not finished, and that line is part of it; Ctrl-C gives it up, Ctrl-X Ctrl-E edits it"
	}
	return ""
}

func isCommandName(word string) bool {
	return slices.ContainsFunc(commands(), func(c command) bool { return c.name == word })
}
