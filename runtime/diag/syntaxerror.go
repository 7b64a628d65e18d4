// How the message of a syntax error is drawn, with the delimiters concerned.

package diag

import (
	"fmt"
	"strings"
)

// SyntaxError is what the exceptions of the parser draw.
type SyntaxError struct {
	Message    string
	File       string // relative to the current directory
	Pos, End   Pos    // a missing or mismatched delimiter: where opened, where missed
	Expected   string // the delimiter
	Snippet    string // the lines from Pos to End
	HasSnippet bool
	Color      bool
}

// InvalidSyntax is the message with its one source line.
func InvalidSyntax(e SyntaxError) string {
	text := e.plain()
	if !e.HasSnippet || e.Pos.Column == 0 {
		text = "   " + strings.ReplaceAll(text, "\n", "\n   ")
	}
	return "invalid syntax found on " + fileLineColumn(e.File, e.Pos) + "\n" + text
}

// MissingToken is the message of a text that ended too soon, with no delimiter
// to blame.
func MissingToken(e SyntaxError) string {
	return "token missing on " + fileLineColumn(e.File, e.Pos) + "\n" + e.plain()
}

func (e SyntaxError) plain() string {
	d := Diagnostic{Message: e.Message, File: e.File, Pos: e.Pos}
	if e.HasSnippet {
		d.Snippet = e.Snippet
	}
	return d.Render(e.Color)
}

// MissingDelimiter marks where a delimiter was opened, and the end of the
// text, where its closing one is missed.
func MissingDelimiter(e SyntaxError) string {
	note := "└ missing closing delimiter (expected " + quoteDelimiter(e.Expected) + ")"
	return "token missing on " + fileLineColumn(e.File, e.End) + "\n" + drawDelimiters(e, note)
}

// MismatchedDelimiter marks an opening delimiter and the wrong closing one.
func MismatchedDelimiter(e SyntaxError) string {
	note := "└ mismatched closing delimiter (expected " + quoteDelimiter(e.Expected) + ")"
	return "mismatched delimiter found on " + fileLineColumn(e.File, e.End) + "\n" +
		drawDelimiters(e, note)
}

func fileLineColumn(file string, pos Pos) string {
	switch {
	case file == "":
		return ""
	case pos.Line == 0:
		return file + ":"
	case pos.Column == 0:
		return fmt.Sprintf("%s:%d:", file, pos.Line)
	}
	return fmt.Sprintf("%s:%d:%d:", file, pos.Line, pos.Column)
}

// quoteDelimiter quotes a delimiter that is no quote itself.
func quoteDelimiter(d string) string {
	if strings.ContainsAny(d, "\"'") {
		return d
	}
	return "\"" + d + "\""
}

// farLines is from how many lines on those between are left out.
const farLines = 5

func drawDelimiters(e SyntaxError, note string) string {
	lines := strings.Split(e.Snippet, "\n")
	digits := digitsOf(e.End.Line)
	gap := spaces(max(2, digits) + 1)
	const opened = "└ unclosed delimiter"
	numbered := func(n int, line string) string {
		pad := digits - digitsOf(n) + 1
		if digitsOf(n) == 1 {
			pad = max(2, digits)
		}
		return fmt.Sprintf("%s%d │ %s", spaces(pad), n, line)
	}
	below := func(column int, text string) string {
		return " " + gap + "│ " + spaces(column-1) + Error.paint(text, e.Color)
	}
	var b strings.Builder
	fmt.Fprintf(&b, " %s%s %s\n", gap, Error.paint("error:", e.Color), strings.ReplaceAll(e.Message, "\n", "\n "+gap))
	fmt.Fprintf(&b, " %s│\n", gap)
	first, last := lines[0], lines[len(lines)-1]
	switch far := e.End.Line - e.Pos.Line; {
	case far <= 0:
		fmt.Fprintf(&b, "%s\n", numbered(e.End.Line, first))
		fmt.Fprintf(&b, " %s│ %s%s%s\n", gap, spaces(e.Pos.Column-1), Error.paint("│", e.Color),
			spaces(e.End.Column-e.Pos.Column-1)+Error.paint(note, e.Color))
		fmt.Fprintf(&b, "%s\n", below(e.Pos.Column, opened))
	case far < farLines:
		for i, line := range lines {
			n := e.Pos.Line + i
			fmt.Fprintf(&b, "%s\n", numbered(n, line))
			switch n {
			case e.Pos.Line:
				fmt.Fprintf(&b, "%s\n", below(e.Pos.Column, opened))
			case e.End.Line:
				fmt.Fprintf(&b, "%s\n", below(e.End.Column, note))
			}
		}
	default:
		fmt.Fprintf(&b, "%s\n%s\n ...\n", numbered(e.Pos.Line, first), below(e.Pos.Column, opened))
		fmt.Fprintf(&b, "%s\n%s\n", numbered(e.End.Line, last), below(e.End.Column, note))
	}
	fmt.Fprintf(&b, " %s│\n", gap)
	fmt.Fprintf(&b, " %s└─ %s:%d:%d", gap, e.File, e.End.Line, e.End.Column)
	return b.String()
}
