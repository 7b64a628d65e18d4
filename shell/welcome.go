package shell

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"otpsh/lessons"
)

// This file is what a session begins with.

// welcome is the two lines of the first screen, each broken where the window
// is too narrow for it.
// learn is what the command .learn does for this person.
func welcome(width int, learn string) string {
	return flow(width, " · ",
		"otpsh", "Elixir 1.18, nothing to install", "Tab completes, Ctrl-C cancels, Ctrl-D leaves") +
		flow(width, "    ", learn, ".spawn counter  a process to play with", ".help  everything")
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

// firstLesson is what a session begins with for who has not learnt here yet.
const firstLesson = "New here?  .learn  first lesson (10 min)"

// invitation is the same for who has: where they are.
func (s *Shell) invitation() string {
	if s.cfg.Course == nil {
		return firstLesson
	}
	progress, err := lessons.LoadProgress(s.cfg.Course.Progress)
	if err != nil || len(progress.Lessons) == 0 {
		return firstLesson // what is wrong with the file, .learn tells
	}
	course, err := lessons.Course()
	if err != nil {
		return firstLesson
	}
	known := false
	for _, l := range course {
		reached := progress.Of(l.Name)
		switch {
		case reached.Done:
			known = true
		case reached.Step > 0:
			return fmt.Sprintf("Welcome back  .learn  %s, step %d of %d", l.Title, reached.Step+1, len(l.Steps))
		case known:
			return "Welcome back  .learn  " + l.Title
		}
	}
	if known {
		return "Welcome back  .learn list  the lessons, all done"
	}
	return firstLesson
}
