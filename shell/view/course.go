package view

import "github.com/olekukonko/tablewriter/tw"

// courseColumns are those of the table of lessons.
var courseColumns = grid{
	heading:  []string{"", "lesson", "progress"},
	aligned:  []tw.Align{tw.AlignLeft, tw.AlignLeft, tw.AlignLeft},
	least:    []int{0, 8, 0},
	squeezed: []int{1},
	dropped:  []int{2},
	ink: func(column int, text string) ink {
		switch {
		case column == 0:
			return dim
		case text == Done:
			return good
		}
		return plain
	},
}

// Done is what the table of lessons says of one that is done.
const Done = "done"

// Course is the table of lessons: number, title, and how far one has come; in
// words a line for each.
func (s Style) Course(rows [][]string) string {
	if !s.words {
		return s.table(courseColumns, rows)
	}
	text := ""
	for _, row := range rows {
		text += "lesson " + row[0] + ": " + row[1] + ", " + row[2] + "\n"
	}
	return text
}
