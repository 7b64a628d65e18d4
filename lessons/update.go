package lessons

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// This file rewrites the outputs that a lesson shows.

// Updated is the text of a lesson's file with the outputs that were found to be
// stale as they are now. Pids, references and functions, which differ from run
// to run, are written as patterns. changes shows each difference.
func (p *Proof) Updated(text string) (now, changes string) {
	lines := strings.Split(text, "\n")
	stale := slices.SortedFunc(maps.Keys(p.Stale), func(a, b *Input) int { return cmp.Compare(b.Line, a.Line) })
	for _, item := range stale { // from the last, so that the lines of the others stay
		var fresh []string
		if shown := strings.TrimRight(passing.ReplaceAllString(p.Stale[item], "#$1<...>"), "\n"); shown != "" {
			fresh = strings.Split(shown, "\n")
		}
		begin, end := item.Output[0]-1, item.Output[1]-1
		changes = fmt.Sprintf("%s:%d: %s\n%s%s", p.Lesson.File, item.Line, item.Text, marked("- ", lines[begin:end]), marked("+ ", fresh)) + changes
		lines = slices.Replace(lines, begin, end, fresh...)
	}
	return strings.Join(lines, "\n"), changes
}

// passing is what another run shows otherwise.
var passing = regexp.MustCompile(`#(PID|Reference|Function|Port)<[^>]*>`)

// marked is lines, each with a mark before it.
func marked(mark string, lines []string) string {
	text := ""
	for _, line := range lines {
		text += "  " + mark + line + "\n"
	}
	return text
}
