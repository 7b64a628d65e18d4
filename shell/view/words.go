package view

// This file is what those get who hear the screen, or whose terminal draws
// nothing: words for signs, a line for each thing, ASCII alone.

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"otpsh/runtime/observe"
)

// InWords is the style without colours, signs, boxes and columns.
func (s Style) InWords() Style {
	s.words, s.color = true, false
	return s
}

// Spoken says whether words stand for signs.
func (s Style) Spoken() bool { return s.words }

// Sign is a sign, or what is said for it.
func (s Style) Sign(drawn, said string) string {
	if s.words {
		return said
	}
	return drawn
}

// Short is text in at most so many characters.
func (s Style) Short(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	end := s.Sign("…", "...")
	return string(runes[:most-len([]rune(end))]) + end
}

// What Elixir draws around the source line of an error.
var (
	drawnSource = regexp.MustCompile(`^ *(\d+) │ ?`)
	drawnPlace  = regexp.MustCompile(`^( *)└─ `)
	drawnMargin = regexp.MustCompile(`^( *(\.\.\.)?)│`)
)

// Said is the text of an error or warning with what is drawn in it said: a
// source line by its number, a place as "at". What only points goes, since the
// place has the column.
func (s Style) Said(text string) string {
	if !s.words || !strings.ContainsAny(text, "│└") {
		return text
	}
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		switch {
		case drawnSource.MatchString(line):
			line = drawnSource.ReplaceAllString(line, "line $1: ")
		case drawnPlace.MatchString(line):
			line = drawnPlace.ReplaceAllString(line, "${1}at ")
		case drawnMargin.MatchString(line):
			pointer := drawnMargin.ReplaceAllString(line, "")
			said := strings.TrimLeft(pointer, " ^~│└")
			if said == "" {
				continue
			}
			// The pointer stands below its place, after a blank.
			column := utf8.RuneCountInString(pointer[:len(pointer)-len(said)]) - 2
			line = fmt.Sprintf("  column %d: %s", column, said)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// processesInWords is the table, a process a line.
func processesInWords(ps []observe.Process) string {
	var b strings.Builder
	for _, p := range ps {
		facts := []string{PIDText(p.PID)}
		for _, fact := range []string{processName(p), clean(p.Initial)} {
			if fact != "" {
				facts = append(facts, fact)
			}
		}
		facts = append(facts, "mailbox "+strconv.Itoa(p.Mailbox), "reductions "+strconv.FormatUint(p.Reductions, 10))
		if links := links(p); links != "" {
			facts = append(facts, "links "+links)
		}
		b.WriteString(strings.Join(facts, ", ") + "\n")
	}
	return b.String()
}

// treeLineInWords is one process of the tree, and whose child it is.
func (s Style) treeLineInWords(b branch, now time.Duration) string {
	indent := strings.Repeat("  ", b.depth)
	if b.more > 0 {
		return fmt.Sprintf("%sand %d more", indent, b.more)
	}
	var facts []string
	for _, fact := range append(b.words[:], s.treeFacts(b.node, now)...) {
		if fact != "" {
			facts = append(facts, fact)
		}
	}
	if b.parent != "" {
		facts = append(facts, "child of "+b.parent)
	}
	return indent + strings.Join(facts, ", ")
}
