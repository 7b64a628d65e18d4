package view

// This file is tables: rows under a heading, in the width there is.

import (
	"regexp"
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// grid is the columns of a table.
type grid struct {
	heading []string
	aligned []tw.Align
	// least is the narrowest that a column may be made when the terminal is too
	// small for all; squeezed says which columns give way, and dropped which are
	// left out where that is not enough, in this order.
	least             []int
	squeezed, dropped []int
	ink               func(column int, text string) ink
}

const columnGap = 2

// table draws rows under a heading, without borders, in the width there is.
func (s Style) table(g grid, rows [][]string) string {
	widths := g.fit(rows, s.Width())
	var alignment tw.Alignment
	for i, align := range g.aligned {
		if widths[i] != leftOut {
			alignment = append(alignment, align)
		}
	}
	var b strings.Builder
	t := tablewriter.NewTable(&b,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders: tw.BorderNone,
			Symbols: tw.NewSymbols(tw.StyleLight),
			Settings: tw.Settings{
				Separators: tw.SeparatorsNone,
				Lines:      tw.LinesNone,
			},
		})),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithAlignment(alignment),
		tablewriter.WithPadding(tw.Padding{Right: strings.Repeat(" ", columnGap), Overwrite: true}),
	)
	t.Header(cells(g.heading, widths, func(_ int, text string) string { return s.Dim(text) }))
	for _, row := range rows {
		err := t.Append(cells(row, widths, func(column int, text string) string { return s.paint(g.ink(column, text), text) }))
		if err != nil {
			return err.Error() + "\n"
		}
	}
	if err := t.Render(); err != nil {
		return err.Error() + "\n"
	}
	lines := strings.Split(strings.TrimRight(b.String(), "\n"), "\n")
	for i, line := range lines {
		lines[i] = blankEnd.ReplaceAllString(line, "$1")
	}
	return strings.Join(lines, "\n") + "\n"
}

// blankEnd is the padding of the last column, which may stand before the end of
// its colour.
var blankEnd = regexp.MustCompile("  *(\x1b\\[0m)?$")

func cells(row []string, widths []int, ink func(column int, text string) string) []string {
	var out []string
	for i, text := range row {
		if widths[i] != leftOut {
			out = append(out, ink(i, cut(text, widths[i])))
		}
	}
	return out
}

// leftOut is the width of a column for which there is no room.
const leftOut = -1

// fit is the width of each column such that the table fits the room, as
// far as its columns can give way.
func (g grid) fit(rows [][]string, room int) []int {
	widths, total := g.natural(rows)
	whole := slices.Clone(widths)
	for _, i := range g.squeezed {
		if over := total - room; over > 0 {
			give := min(over, max(0, widths[i]-g.least[i]))
			widths[i] -= give
			total -= give
		}
	}
	for _, i := range g.dropped {
		if total > room {
			total -= widths[i] + columnGap
			widths[i] = leftOut
		}
	}
	for _, i := range slices.Backward(g.squeezed) { // the room that came free
		if widths[i] != leftOut {
			more := min(whole[i]-widths[i], max(0, room-total))
			widths[i] += more
			total += more
		}
	}
	return widths
}

// natural is the width of each column, and of the table, where there is room.
func (g grid) natural(rows [][]string) (widths []int, total int) {
	widths = make([]int, len(g.heading))
	total = columnGap * (len(g.heading) - 1)
	for i, h := range g.heading {
		widths[i] = columns(h)
		for _, row := range rows {
			widths[i] = max(widths[i], columns(row[i]))
		}
		total += widths[i]
	}
	return widths, total
}
