package view

// This file is the table of processes.

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/olekukonko/tablewriter/tw"

	"otpsh/runtime/observe"
	"otpsh/runtime/term"
)

// processColumns are those of the table of processes, and briefHeading what
// stands over them where there is little room.
var (
	processColumns = grid{
		heading:  []string{"pid", "name", "initial call", "mailbox", "reductions", "links"},
		least:    []int{0, 8, 12, 0, 0, 8},
		aligned:  []tw.Align{tw.AlignLeft, tw.AlignLeft, tw.AlignLeft, tw.AlignRight, tw.AlignRight, tw.AlignLeft},
		squeezed: []int{5, 2, 1},
		dropped:  []int{5, 4, 2},
		ink: func(column int, text string) ink {
			switch {
			case column == 0:
				return dim
			case column == 1 && text != "":
				return strong
			case column == 3 && text != "0":
				return note
			}
			return plain
		},
	}
	briefHeading = []string{"pid", "name", "initial call", "msgs", "reds", "links"}
)

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
		rows, columns := processRows(ps), processColumns
		if _, total := columns.natural(rows); total > s.Width() {
			columns.heading = briefHeading
		}
		text = s.table(columns, rows)
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
