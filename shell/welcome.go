package shell

import (
	"strings"
	"unicode/utf8"
)

// This file is what a session begins with.

// welcome is the two lines of the first screen, each broken where the window
// is too narrow for it.
func welcome(width int) string {
	return flow(width, " · ",
		"otpsh", "Elixir 1.18, nothing to install", "Tab completes, Ctrl-C cancels, Ctrl-D leaves") +
		flow(width, "    ", "New here?  .learn  first lesson (10 min)", ".spawn counter  a process to play with", ".help  everything")
}

// spokenWelcome is what one hears first.
const spokenWelcome = `otpsh, Elixir 1.18, nothing to install. Ctrl-C cancels, Ctrl-D leaves.
New here? .learn begins the first lesson; .spawn counter starts a process to play with; .complete TEXT lists what could continue a text; .help lists everything.
`

// flow puts parts on lines, as many on each as fit the width, with a gap
// between two on one line.
func flow(width int, gap string, parts ...string) string {
	var b strings.Builder
	column := 0
	for i, part := range parts {
		size := utf8.RuneCountInString(part)
		switch {
		case i == 0:
		case column+utf8.RuneCountInString(gap)+size <= width:
			b.WriteString(gap)
			column += utf8.RuneCountInString(gap)
		default:
			b.WriteString("\n")
			column = 0
		}
		b.WriteString(part)
		column += size
	}
	return b.String() + "\n"
}
