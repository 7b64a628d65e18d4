package main

import (
	"slices"
	"strings"
	"testing"
)

// The screen can be cleared: by the helper, and by a program's own escapes.
func TestClear(t *testing.T) {
	s := openShell(t)
	for line, left := range map[string][]string{"clear": nil, `IO.write("gone\e[2J\e[H")`: {":ok"}} {
		s.line(":before")
		s.wait("\n:before")
		s.line(line)
		s.until("a cleared screen", func(string) bool {
			shown := linesOf(s.tmux("capture-pane", "-p", "-t", s.name))
			n := len(shown) - 1
			return n >= 0 && slices.Equal(shown[:n], left) && strings.HasPrefix(shown[n], "iex(")
		})
		s.line("1 + 41")
		s.wait("\n42")
	}
}

// linesOf are the lines of a screen that are not empty.
func linesOf(shown string) []string {
	var out []string
	for line := range strings.Lines(shown) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
