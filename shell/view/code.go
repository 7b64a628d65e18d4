package view

// This file is source text in colours, as it is while it is typed.

import (
	"strings"

	"otpsh/runtime/syntax"
)

// Code is a line of Elixir in colours, which goes on from the text before it.
// It is as wide as without them.
func (s Style) Code(before, line string) string {
	if !s.color {
		return line
	}
	var b strings.Builder
	for _, span := range syntax.Classify(before + line) {
		if from := max(0, span.From-len(before)); span.To > len(before) {
			b.WriteString(s.paint(inkOf(span.Class), line[from:span.To-len(before)]))
		}
	}
	return b.String()
}

// Command is a line whose first n bytes are a command of the shell, in colours.
func (s Style) Command(line string, n int) string {
	return s.paint(note, line[:n]) + s.Code("", line[n:])
}

func inkOf(c syntax.Class) ink {
	switch c {
	case syntax.ClassKeyword:
		return reserved
	case syntax.ClassAtom:
		return atoms
	case syntax.ClassConstant:
		return constants
	case syntax.ClassNumber:
		return numbers
	case syntax.ClassText:
		return texts
	case syntax.ClassComment:
		return dim
	case syntax.ClassUnmatched:
		return alarm
	}
	return plain
}
