package elixir

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
)

// ValueCall is a call of v, the value of an earlier input, in a text: where it stands, in
// bytes, and the number it asks for.
type ValueCall struct {
	Start, End, Number int
}

// valueCall is how a call of v with a number, or without one, is written.
var valueCall = regexp.MustCompile(`^v(?:\s*\(\s*(-?\d+)?\s*\)|[ \t]+(-?\d+)\b)`)

// ValuesOf are the calls of v in an input, in order; those that compute their number
// are not among them. What is no Elixir has none.
func ValuesOf(text string) []ValueCall {
	before := ""
	quoted, _, err := syntax.Parse(text, syntax.Options{Reserve: true, Columns: true})
	if err != nil { // it may go on from the last value, or be a command
		before = "nil "
		quoted, _, err = syntax.Parse(before+text, syntax.Options{Reserve: true, Columns: true})
	}
	if err != nil {
		return nil
	}
	lines := strings.SplitAfter(before+text, "\n")
	var found []ValueCall
	for q := range tuples(quoted) {
		name, args, isCall := call(q)
		if !isCall || name != "v" || len(args) > 1 {
			continue
		}
		at := placeIn(lines, q.Elems[1])
		if parts := valueCall.FindStringSubmatch((before + text)[at:]); parts != nil {
			number := -1
			if digits := parts[1] + parts[2]; digits != "" {
				number, _ = strconv.Atoi(digits)
			}
			found = append(found, ValueCall{at - len(before), at - len(before) + len(parts[0]), number})
		}
	}
	slices.SortFunc(found, func(a, b ValueCall) int { return a.Start - b.Start })
	return found
}

// placeIn is where the line and column of a node's metadata are, in bytes.
func placeIn(lines []string, meta term.Term) int {
	at, _ := option(meta, "line").(int)
	column, _ := option(meta, "column").(int)
	place := 0
	for _, line := range lines[:max(0, min(at-1, len(lines)-1))] {
		place += len(line)
	}
	for i := range lines[max(0, min(at-1, len(lines)-1))] {
		if column--; column == 0 {
			return place + i
		}
	}
	return place
}
