package view

import (
	"regexp"
	"strings"
)

// This file breaks what otpsh says at words, where the window ends.

// leastHanging is the room that a column must leave for what continues it to
// stand below it.
const leastHanging = 24

// Wrap is a text in the window as it is now: a line that is too long goes on in
// further ones, broken between words, below the last of its columns that leaves
// room, else a little to the right. Where there is no window, as in a pipe, and
// for who hears the screen, the text stays as it is. It may have colours.
func (s Style) Wrap(text string) string {
	width := s.window()
	if width <= 0 || s.words {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if columns(Uncolored(line)) > width {
			lines[i] = hang(line, width)
		}
	}
	return strings.Join(lines, "\n")
}

// window is the number of columns of the window that the style follows; 0:
// there is none.
func (s Style) window() int {
	if s.now == nil {
		return 0
	}
	return s.now()
}

// hang breaks a line that is too long, and indents what continues it.
func hang(line string, width int) string {
	bare := Uncolored(line)
	start := columns(bare) - columns(strings.TrimLeft(bare, " "))
	return strings.Join(wrap(line, width, " ", strings.Repeat(" ", hanging(bare, start, width))), "\n")
}

// hanging is where what continues a line stands.
func hanging(bare string, start, width int) int {
	indent := 0
	if start+2 <= width-leastHanging {
		indent = start + 2
	}
	for at := start; ; {
		gap := strings.Index(bare[at:], "  ")
		if gap < 0 {
			return indent
		}
		at += gap
		at += len(bare[at:]) - len(strings.TrimLeft(bare[at:], " "))
		column := columns(bare[:at])
		if at == len(bare) || column > width-leastHanging {
			return indent
		}
		indent = column
	}
}

// Beside is a value and, in the same line, what can be done next, in parts with
// three blanks between them; the parts for which a window has no room stand
// below.
func (s Style) Beside(value, next string) string {
	line := value[strings.LastIndex(value, "\n")+1:]
	before := value[:len(value)-len(line)]
	line += s.Dim(besideGap + next)
	if width := s.window(); width > 0 && !s.words && columns(Uncolored(line)) > width {
		line = strings.Join(wrap(line, width, partGap, besideGap), "\n")
	}
	return before + line
}

// The blanks before what can be done next, and between its parts.
const (
	besideGap = "     "
	partGap   = "   "
)

// wrap breaks a text between its words, which are what stands between those
// blanks, into lines of at most so many columns, each but the first behind an
// indent. A word that is longer than a line stands on its own. A colour that is
// on at the end of a line goes on in the next.
func wrap(text string, width int, between, indent string) []string {
	var lines []string
	line, style, gap := "", "", ""
	for text != "" {
		blanks := len(text) - len(strings.TrimLeft(text, " "))
		gap, text = text[:blanks], text[blanks:]
		end := strings.Index(text, between)
		if end < 0 {
			end = len(text)
		}
		word := text[:end]
		text = text[end:]
		switch fits := columns(Uncolored(line+gap+word)) <= width; {
		case fits || strings.TrimSpace(Uncolored(line)) == "":
			line += gap + word
		case style != "":
			lines = append(lines, line+endOfColor)
			line = indent + style + word
		default:
			lines = append(lines, line)
			line = indent + word
		}
		style = colorAfter(style, word)
	}
	return append(lines, line)
}

const endOfColor = "\x1b[0m"

// endsColor is what ends a colour or boldness, together with others or alone.
var endsColor = regexp.MustCompile("^\x1b\\[(0|0;[0-9;]*|22|39|)m$")

// colorAfter is the escape sequences that are in force after a word.
func colorAfter(style, word string) string {
	for _, sequence := range colorSequence.FindAllString(word, -1) {
		if endsColor.MatchString(sequence) {
			style = ""
		} else {
			style += sequence
		}
	}
	return style
}
