// Package view draws processes for a terminal: tables, supervision trees, and
// the lines that tell of restarts and deaths. A drawing is a string made from
// a value of the observe model and a Style; nothing here writes to a terminal,
// looks at the environment, or asks a world anything.
package view

// This file is the style: the palette, the width, and plain text helpers.

import (
	"strings"
	"unicode"

	"github.com/fatih/color"
	"github.com/mattn/go-runewidth"
)

// Limits of a drawing.
const (
	defaultWidth = 80
	narrowest    = 24  // a terminal narrower than this is drawn for as if it were not
	maxCell      = 200 // characters of any one name, label or reason
	maxSiblings  = 30  // children drawn below one supervisor
	maxDepth     = 30  // levels of a tree
	maxRows      = 500 // processes of a table
	maxGauge     = 10  // restarts drawn as dots; above it a number says it
)

// ink is what a part of a drawing is for; the palette says how it looks.
type ink int

const (
	plain  ink = iota
	dim        // of less interest: what to type on real Elixir, rulers, pids
	note       // said by otpsh, not by Elixir
	alarm      // an error, a death
	good       // a process that is back
	strong     // names
	inks
)

// palette is the looks of each ink. It uses the 16 colours that every theme sets, so
// contrast is the theme's.
func palette(dark bool) [inks][]color.Attribute {
	if dark {
		return [inks][]color.Attribute{
			dim: {color.FgHiBlack}, note: {color.FgYellow}, alarm: {color.FgRed, color.Bold},
			good: {color.FgGreen}, strong: {color.Bold},
		}
	}
	return [inks][]color.Attribute{
		dim: {color.FgHiBlack}, note: {color.FgMagenta}, alarm: {color.FgRed, color.Bold},
		good: {color.FgBlue}, strong: {color.Bold},
	}
}

// Style is how drawings look. The zero Style is plain text of 80 columns.
type Style struct {
	color bool
	dark  bool
	width int
}

// NewStyle is a style for a terminal of that width; 0 when the width is not
// known. Without color no escape sequence is written.
func NewStyle(color, dark bool, width int) Style {
	return Style{color: color, dark: dark, width: width}
}

// WantColor says whether to draw in colour: on a terminal, unless NO_COLOR is
// set to anything or the terminal is dumb.
func WantColor(getenv func(string) string, terminal bool) bool {
	return terminal && getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"
}

// Width is the number of columns to draw in.
func (s Style) Width() int {
	switch {
	case s.width <= 0:
		return defaultWidth
	case s.width < narrowest:
		return narrowest
	}
	return s.width
}

// Dim is text of less interest.
func (s Style) Dim(text string) string { return s.paint(dim, text) }

// Note is what otpsh says, not Elixir.
func (s Style) Note(text string) string { return s.paint(note, text) }

// Error is what went wrong.
func (s Style) Error(text string) string { return s.paint(alarm, text) }

// paint colours each line by itself: a terminal that scrolls in between, or a
// pager, then never bleeds.
func (s Style) paint(i ink, text string) string {
	if !s.color || i == plain || text == "" {
		return text
	}
	c := color.New(palette(s.dark)[i]...)
	c.EnableColor()
	lines := strings.Split(text, "\n")
	for n, line := range lines {
		if line != "" {
			lines[n] = c.Sprint(line)
		}
	}
	return strings.Join(lines, "\n")
}

// clean is text that came from a program as one line without controls: a
// process can call itself anything.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r) || r == unicode.ReplacementChar || unicode.Is(unicode.Bidi_Control, r):
			return '·'
		}
		return r
	}, text)
	return cut(strings.Join(strings.Fields(text), " "), maxCell)
}

// cut is text in at most so many columns.
func cut(text string, columns int) string {
	if columns < 1 {
		return ""
	}
	return runewidth.Truncate(text, columns, "…")
}

// columns is how wide text is, without colours.
func columns(text string) int { return runewidth.StringWidth(text) }

// pad fills text up to so many columns.
func pad(text string, width int) string { return runewidth.FillRight(text, width) }

// wrap breaks text between words into lines of at most so many columns.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		word = cut(word, width)
		switch {
		case line == "":
			line = word
		case columns(line)+1+columns(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}
