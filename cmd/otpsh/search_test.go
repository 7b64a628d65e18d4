package main

import "testing"

// Ctrl-R finds whole forms of the history, those of earlier sessions too.
func TestCtrlRSearchesTheHistory(t *testing.T) {
	s := openShell(t)
	for i, line := range []string{`:erlang.phash2("first")`, `String.upcase("tea")`, `String.upcase("coffee")`, `x = 40 + 2`} {
		s.line(line)
		s.waitEnd([]string{"iex(2)>", "iex(3)>", "iex(4)>", "iex(5)>"}[i])
	}
	s.line("if x == 42 do")
	s.line("  :form_of_lines")
	s.line("end")
	s.wait("\n:form_of_lines")
	s.line("exit")
	s.waitEnd("$")
	s.line("clear; " + program(t))
	s.waitEnd("iex(1)>")

	s.typed("kept ")
	s.wait("iex(1)> kept")
	s.key("C-r")
	s.wait("(search)'': kept")
	s.typed("up")
	s.wait(`(search)'up': String.upcase("coffee")`)
	s.key("C-r")
	s.wait(`(search)'up': String.upcase("tea")`)
	s.key("C-s")
	s.wait(`(search)'up': String.upcase("coffee")`)
	s.typed("zz")
	s.wait(`(not found)'upzz': String.upcase("coffee")`)
	s.key("BSpace", "BSpace")
	s.wait(`(search)'up': String.upcase("coffee")`)
	s.key("C-g")
	s.wait("iex(1)> kept")
	s.key("C-u", "C-r")
	s.typed("TEA")
	s.wait(`(not found)'TEA':`)
	s.key("C-c")
	s.waitEnd("iex(1)>")
	s.key("C-r")
	s.typed("tea")
	s.wait(`(search)'tea': String.upcase("tea")`)
	s.key("Enter")
	s.wait("\n\"TEA\"", "iex(2)>")

	// Escape and the arrows take the line for editing.
	s.key("C-r")
	s.typed("phash")
	s.wait(`(search)'phash': :erlang.phash2`)
	s.key("Escape")
	s.wait(`iex(2)> :erlang.phash2("first")`)
	s.key("C-a")
	s.typed("is_integer ")
	s.key("Enter")
	s.wait("\ntrue", "iex(3)>")
	s.key("C-r")
	s.typed("coffee")
	s.wait(`(search)'coffee': String`)
	s.key("End", "BSpace")
	s.typed(` <> "!")`)
	s.key("Enter")
	s.wait("\n\"COFFEE!\"", "iex(4)>")

	// A form of several lines is one, and runs as one; without a text the
	// search before goes on.
	s.line("x = 42")
	s.wait("iex(5)>")
	s.key("C-r")
	s.typed("lines end")
	s.wait("(search)'lines end': if x == 42 do")
	s.key("Enter")
	s.wait("\n:form_of_lines", "iex(6)>")
	s.key("C-r", "C-r")
	s.wait("(search)'lines end': if x == 42 do")
	s.key("C-g")
	s.waitEnd("iex(6)>")
}
