// How a diagnostic is drawn: its message, the source line, a mark, the place.

package diag

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// ANSI colors of the parts.
const (
	ansiRed    = "\x1b[31m"
	ansiYellow = "\x1b[33m"
	ansiReset  = "\x1b[0m"
)

// deepIndent is from where on the indentation of a source line is cut, and
// cutIndent what is left of it.
const (
	deepIndent = 27
	cutIndent  = 22
)

func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

func (s Severity) paint(text string, color bool) string {
	switch {
	case !color:
		return text
	case s == Warning:
		return ansiYellow + text + ansiReset
	}
	return ansiRed + text + ansiReset
}

func (s Severity) mark() string {
	if s == Warning {
		return "~"
	}
	return "^"
}

// Render draws the diagnostic, without a line end after it. The file is shown
// as it is given: relative to the current directory, as a rule.
func (d Diagnostic) Render(color bool) string {
	prefix := d.Severity.paint(d.Severity.String()+":", color)
	digits := digitsOf(d.Pos.Line)
	var b strings.Builder
	also := 0 // the indentation of further places
	switch {
	case d.File == "":
		fmt.Fprintf(&b, "%s %s", prefix, d.Message)
		for _, frame := range d.Stack {
			fmt.Fprintf(&b, "\n  %s", frame)
		}
	case d.Snippet == "":
		fmt.Fprintf(&b, "%s %s\n└─ %s", prefix, d.Message, d.Place())
	default:
		gap := spaces(max(2, digits) + 1)
		lead := 0
		if digits == 1 {
			lead = 1
		}
		line, cut := shorten(d.Snippet)
		fmt.Fprintf(&b, " %s%s %s\n", gap, prefix, padMessage(d.Message, digits+2+lead))
		fmt.Fprintf(&b, " %s│\n", gap)
		fmt.Fprintf(&b, " %s%d │ %s\n", spaces(lead), d.Pos.Line, line)
		fmt.Fprintf(&b, " %s│ %s\n", gap, d.highlight(line, cut, color))
		fmt.Fprintf(&b, " %s│\n", gap)
		fmt.Fprintf(&b, " %s└─ %s", gap, d.Place())
		also = max(4, digits+2)
	}
	for _, p := range d.Also {
		fmt.Fprintf(&b, "\n%s└─ %s", spaces(also), p)
	}
	return b.String()
}

func (d Diagnostic) highlight(line string, cut int, color bool) string {
	if d.Pos.Column == 0 {
		rest, indent := trimIndent(line)
		n := utf8.RuneCountInString(rest)
		return spaces(indent) + d.Severity.paint(strings.Repeat(d.Severity.mark(), n), color)
	}
	n := 1
	if d.EndCol > d.Pos.Column {
		n = d.EndCol - d.Pos.Column
	}
	return d.Severity.paint(spaces(max(d.Pos.Column-cut-1, 0))+strings.Repeat(d.Severity.mark(), n), color)
}

// shorten cuts a deep indentation; cut is how many columns went.
func shorten(line string) (shown string, cut int) {
	rest, indent := trimIndent(line)
	if indent < deepIndent {
		return line, 0
	}
	return "..." + spaces(cutIndent-3) + rest, indent - cutIndent
}

// trimIndent takes leading blanks off; a tab counts as eight columns.
func trimIndent(line string) (rest string, indent int) {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case ' ':
			indent++
		case '\t':
			indent += 8
		default:
			return line[i:], indent
		}
	}
	return "", indent
}

// padMessage indents the lines of a message after its first; empty ones stay
// empty.
func padMessage(message string, n int) string {
	lines := strings.Split(message, "\n")
	for i := 1; i < len(lines); i++ {
		if lines[i] != "" {
			lines[i] = spaces(n) + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

func digitsOf(n int) int { return len(fmt.Sprint(max(n, 0))) }

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }
