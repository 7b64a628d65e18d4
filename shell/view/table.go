package view

// This file is the table of processes.

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"otpsh/runtime/observe"
	"otpsh/runtime/term"
)

// heading of the table, and the narrowest that a column may be made when the
// terminal is too small for all.
var (
	heading   = []string{"pid", "name", "initial call", "mailbox", "reductions", "links"}
	brief     = []string{"pid", "name", "initial call", "msgs", "reds", "links"} // where there is no room for that
	leastCell = []int{0, 8, 12, 0, 0, 8}
	aligned   = []tw.Align{tw.AlignLeft, tw.AlignLeft, tw.AlignLeft, tw.AlignRight, tw.AlignRight, tw.AlignLeft}
	// squeezed says which columns give way, and dropped which are left out where
	// that is not enough, in this order.
	squeezed = []int{5, 2, 1}
	dropped  = []int{5, 4, 2}
)

const columnGap = 2

// Processes is the table of processes, one a row, ended by a newline.
func (s Style) Processes(ps []observe.Process) string {
	if len(ps) == 0 {
		return s.Dim("no processes") + "\n"
	}
	more := 0
	if len(ps) > maxRows {
		more = len(ps) - maxRows
		ps = ps[:maxRows]
	}
	text := ""
	if s.words {
		text = processesInWords(ps)
	} else {
		rows := processRows(ps)
		if _, total := natural(heading, rows); total <= s.Width() {
			text = s.table(heading, rows)
		} else {
			text = s.table(brief, rows)
		}
	}
	if more > 0 {
		text += s.Dim(fmt.Sprintf(s.Sign("… and %d more", "and %d more"), more)) + "\n"
	}
	return text
}

// processRows are the rows of the table.
func processRows(ps []observe.Process) [][]string {
	rows := make([][]string, len(ps))
	for i, p := range ps {
		rows[i] = []string{
			PIDText(p.PID), processName(p), clean(p.Initial),
			strconv.Itoa(p.Mailbox), strconv.FormatUint(p.Reductions, 10), links(p),
		}
	}
	return rows
}

// processName is a process's registered name, else its label.
func processName(p observe.Process) string {
	if p.Name != "" {
		return clean(p.Name)
	}
	return clean(p.Label)
}

// links are the linked pids by their numbers alone; the whole text of each
// would fill the line.
func links(p observe.Process) string {
	const most = 6
	var words []string
	for i, pid := range p.Links {
		if i == most {
			words = append(words, fmt.Sprintf("+%d", len(p.Links)-most))
			break
		}
		words = append(words, strings.Trim(term.FormatPID(pid), "<>"))
	}
	text := strings.Join(words, " ")
	if p.Trapping {
		text = strings.TrimSpace(text + " (traps)")
	}
	return text
}

// table draws rows under a heading, without borders, in the width there is.
func (s Style) table(heading []string, rows [][]string) string {
	widths := s.fit(heading, rows)
	var alignment tw.Alignment
	for i, align := range aligned {
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
	t.Header(cells(heading, widths, func(_ int, text string) string { return s.Dim(text) }))
	for _, row := range rows {
		err := t.Append(cells(row, widths, func(column int, text string) string {
			switch {
			case column == 0:
				return s.Dim(text)
			case column == 1 && text != "":
				return s.paint(strong, text)
			case column == 3 && text != "0":
				return s.Note(text)
			}
			return text
		}))
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

// fit is the width of each column such that the table fits the terminal, as
// far as its columns can give way.
func (s Style) fit(heading []string, rows [][]string) []int {
	widths, total := natural(heading, rows)
	whole := slices.Clone(widths)
	for _, i := range squeezed {
		if over := total - s.Width(); over > 0 {
			give := min(over, max(0, widths[i]-leastCell[i]))
			widths[i] -= give
			total -= give
		}
	}
	for _, i := range dropped {
		if total > s.Width() {
			total -= widths[i] + columnGap
			widths[i] = leftOut
		}
	}
	for _, i := range slices.Backward(squeezed) { // the room that came free
		if widths[i] != leftOut {
			more := min(whole[i]-widths[i], max(0, s.Width()-total))
			widths[i] += more
			total += more
		}
	}
	return widths
}

// natural is the width of each column, and of the table, where there is room.
func natural(heading []string, rows [][]string) (widths []int, total int) {
	widths = make([]int, len(heading))
	total = columnGap * (len(heading) - 1)
	for i, h := range heading {
		widths[i] = columns(h)
		for _, row := range rows {
			widths[i] = max(widths[i], columns(row[i]))
		}
		total += widths[i]
	}
	return widths, total
}
