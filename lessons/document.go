package lessons

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// This file is the document that the course goes through: its code blocks by
// number, and its headings.

//go:embed elixir-otp-skill.md
var documentText string

// document is what lessons refer to.
type document struct {
	blocks   []string // of Elixir, in order
	untagged int      // blocks without a language
	headings []string
}

var readDocument = sync.OnceValue(func() (d document) {
	for _, p := range cut(strings.Split(documentText, "\n"), 1) {
		if p.kind == fencedPiece && p.info == "elixir" {
			d.blocks = append(d.blocks, strings.Join(p.lines, "\n"))
		}
	}
	fenced := false
	for line := range strings.Lines(documentText) {
		if mark, info := fence(strings.TrimRight(line, "\n")); mark != "" {
			if !fenced && info == "" {
				d.untagged++
			}
			fenced = !fenced
		}
		if !fenced && strings.HasPrefix(line, "#") {
			d.headings = append(d.headings, strings.TrimSpace(strings.TrimLeft(line, "#")))
		}
	}
	return d
})

var blockName = regexp.MustCompile(`^([bt])(\d+)$`)

// covers looks whether the document has what a lesson says it covers: b04 is
// its fourth block of Elixir, t1 the first block without a language, anything
// else a heading or how it begins.
func (d document) covers(what string) error {
	if m := blockName.FindStringSubmatch(what); m != nil {
		n, _ := strconv.Atoi(m[2])
		most := len(d.blocks)
		if m[1] == "t" {
			most = d.untagged
		}
		if n < 1 || n > most {
			return fmt.Errorf("the document has no block %s; it has b01 to b%02d, and t1 to t%d", what, len(d.blocks), d.untagged)
		}
		return nil
	}
	if slices.ContainsFunc(d.headings, func(h string) bool { return strings.HasPrefix(h, what) }) {
		return nil
	}
	return fmt.Errorf("the document has no heading %q", what)
}

// sameCode compares code without regard to blanks at the ends of lines.
func sameCode(a, b string) bool {
	return slices.Equal(textLines(a), textLines(b))
}
