package view

import (
	"fmt"
	"strings"

	"github.com/mattn/go-runewidth"
)

// This file draws two texts beside each other, with the first place where they
// differ.

// sideBySide is the least width for two columns.
const sideBySide = 72

// Side is one of two texts, and whose it is.
type Side struct{ Title, Text string }

// ColumnWidth is the number of columns that one side of a comparison has.
func (s Style) ColumnWidth() int {
	if s.Width() < sideBySide {
		return s.Width()
	}
	return (s.Width() - 3) / 2
}

// Compare draws two texts beside each other, or one under the other in a narrow
// window. same are those that count as equal, line by line the same texts with
// what is never the same made so; the first difference in them is marked.
func (s Style) Compare(left, right Side, same [2]string) string {
	at := firstDifference(same[0], same[1])
	told := s.paint(good, "  the same")
	if at.line > 0 {
		told = s.Note(fmt.Sprintf("  the first difference: line %d, column %d", at.line, at.column))
	}
	if s.Width() < sideBySide {
		return s.whole(left, at) + s.whole(right, at) + told + "\n"
	}
	return s.beside(left, right, at) + told + "\n"
}

// place is a line and a column of a text, from 1; 0 when there is none.
type place struct{ line, column int }

// firstDifference is where two texts begin to differ.
func firstDifference(a, b string) place {
	left, right := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range max(len(left), len(right)) {
		switch {
		case i >= len(left) || i >= len(right):
			return place{i + 1, 1}
		case left[i] == right[i]:
			continue
		}
		l, r := []rune(left[i]), []rune(right[i])
		column := 0
		for column < len(l) && column < len(r) && l[column] == r[column] {
			column++
		}
		return place{i + 1, column + 1}
	}
	return place{}
}

// beside draws two columns.
func (s Style) beside(left, right Side, at place) string {
	width := s.ColumnWidth()
	var b strings.Builder
	row := func(l, sign, r string) {
		b.WriteString(strings.TrimRight(pad(l, width)+" "+sign+" "+r, " ") + "\n")
	}
	b.WriteString(s.paint(strong, pad(left.Title, width)) + " │ " + s.paint(strong, right.Title) + "\n")
	lines := [2][]string{strings.Split(left.Text, "\n"), strings.Split(right.Text, "\n")}
	for i := range max(len(lines[0]), len(lines[1])) {
		var rows [2][]string
		for side := range rows {
			if i < len(lines[side]) {
				rows[side] = chop(lines[side][i], width)
			}
		}
		marked, caret := -1, ""
		if i+1 == at.line {
			longer := rows[0]
			if len(rows[1]) > len(rows[0]) {
				longer = rows[1]
			}
			marked, caret = under(longer, at.column)
		}
		for j := range max(len(rows[0]), len(rows[1])) {
			if j != marked {
				row(nth(rows[0], j), "│", nth(rows[1], j))
				continue
			}
			row(nth(rows[0], j), "≠", nth(rows[1], j))
			row(caret, "│", caret)
		}
	}
	return b.String()
}

// under is the row, of those into which a line was cut, where a character of the
// line stands, and a mark to be drawn below it.
func under(rows []string, column int) (row int, caret string) {
	left := column - 1
	for i, text := range rows {
		n := len([]rune(text))
		if left < n || i == len(rows)-1 {
			before := string([]rune(text)[:min(left, n)])
			return i, strings.Repeat(" ", columns(before)) + "^"
		}
		left -= n
	}
	return 0, "^"
}

// whole draws one side over the whole width.
func (s Style) whole(side Side, at place) string {
	var b strings.Builder
	b.WriteString(s.paint(strong, side.Title) + "\n")
	for i, line := range strings.Split(side.Text, "\n") {
		rows := chop(line, s.Width()-2)
		marked, caret := -1, ""
		if i+1 == at.line {
			marked, caret = under(rows, at.column)
		}
		for j, part := range rows {
			if j != marked {
				b.WriteString(strings.TrimRight("  "+part, " ") + "\n")
				continue
			}
			b.WriteString("≠ " + part + "\n  " + caret + "\n")
		}
	}
	return b.String()
}

// chop cuts a line into parts that fit; an empty line is one.
func chop(line string, width int) []string {
	var parts []string
	for runewidth.StringWidth(line) > width {
		head := runewidth.Truncate(line, width, "")
		if head == "" {
			break
		}
		parts = append(parts, head)
		line = line[len(head):]
	}
	return append(parts, line)
}

func nth(rows []string, i int) string {
	if i < len(rows) {
		return rows[i]
	}
	return ""
}
