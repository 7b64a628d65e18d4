// Package view draws processes for a terminal: tables, supervision trees, and
// the lines that tell of restarts and deaths. A drawing is a string made from
// a value of the observe model and a Style; nothing here writes to a terminal,
// looks at the environment, or asks a world anything.
package view

// This file is the style: colours or none, the width, and plain text helpers.

import (
	"regexp"
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

// Style is how drawings look. The zero Style is plain text of 80 columns.
type Style struct {
	color bool
	theme Theme
	width int
	now   func() int // the width of the window as it is; nil: width
	words bool       // words for signs
}

// NewStyle is a style for a dark or a light terminal of that width; 0 when the
// width is not known. Without color no escape sequence is written.
func NewStyle(color, dark bool, width int) Style {
	s := Style{color: color, theme: Light, width: width}
	if dark {
		s.theme = Dark
	}
	return s
}

// For is the style in the colours of a theme.
func (s Style) For(t Theme) Style {
	s.theme = t
	return s
}

// Following is the style for a window whose width may change: width tells it.
func (s Style) Following(width func() int) Style {
	s.now = width
	return s
}

// Colored says whether anything is drawn in colour.
func (s Style) Colored() bool { return s.color }

// WantColor says whether to draw in colour: on a terminal, unless NO_COLOR is
// set to anything or the terminal is dumb.
func WantColor(getenv func(string) string, terminal bool) bool {
	return terminal && getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"
}

// Width is the number of columns to draw in.
func (s Style) Width() int {
	width := s.width
	if s.now != nil {
		width = s.now()
	}
	switch {
	case width <= 0:
		return defaultWidth
	case width < narrowest:
		return narrowest
	}
	return width
}

// Dim is text of less interest.
func (s Style) Dim(text string) string { return s.paint(dim, text) }

// Note is what otpsh says, not Elixir.
func (s Style) Note(text string) string { return s.paint(note, text) }

// Strong is a heading, or what must be noticed.
func (s Style) Strong(text string) string { return s.paint(strong, text) }

// Right, Missing and Wrong are what a learner reads of an attempt.
func (s Style) Right(text string) string   { return s.paint(good, s.Sign("✓ ", "")+text) }
func (s Style) Missing(text string) string { return s.paint(note, s.Sign("○ ", "")+text) }
func (s Style) Wrong(text string) string   { return s.paint(alarm, s.Sign("✗ ", "")+text) }

// Error is what went wrong.
func (s Style) Error(text string) string { return s.paint(alarm, text) }

// paint colours each line by itself: a terminal that scrolls in between, or a
// pager, then never bleeds.
func (s Style) paint(i ink, text string) string {
	if !s.color || i == plain || text == "" {
		return text
	}
	c := color.New(s.theme.look(i)...)
	c.EnableColor()
	lines := strings.Split(text, "\n")
	for n, line := range lines {
		if line != "" {
			lines[n] = c.Sprint(line)
		}
	}
	return strings.Join(lines, "\n")
}

// colorSequence is what sets a colour or another look of text.
var colorSequence = regexp.MustCompile("\x1b\\[[0-9;]*m")

// Uncolored is text without the escape sequences of its looks.
func Uncolored(text string) string { return colorSequence.ReplaceAllString(text, "") }

// clean is text that came from a program as one line without controls: a
// process can call itself anything.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r) || r == unicode.ReplacementChar || unicode.Is(unicode.Bidi_Control, r):
			return '?'
		}
		return r
	}, text)
	return runewidth.Truncate(strings.Join(strings.Fields(text), " "), maxCell, "...")
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
