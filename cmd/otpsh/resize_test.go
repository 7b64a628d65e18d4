package main

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
)

// visible is what the window shows, row by row, without what is empty below.
func (s *screen) visible() []string {
	s.t.Helper()
	rows := strings.Split(strings.TrimRight(s.tmux("capture-pane", "-p", "-t", s.name), " \n"), "\n")
	for i, row := range rows {
		rows[i] = strings.TrimRight(row, " ")
	}
	return rows
}

// wrapped is a line as a window of some columns shows it, without blanks at the
// ends of rows.
func wrapped(line string, columns int) []string {
	var rows []string
	for len(line) > columns {
		rows, line = append(rows, strings.TrimRight(line[:columns], " ")), line[columns:]
	}
	return append(rows, strings.TrimRight(line, " "))
}

// endsWith waits until the last rows of the window are these.
func (s *screen) endsWith(what string, want ...string) {
	s.t.Helper()
	s.until(what, func(string) bool {
		shown := s.visible()
		return len(shown) >= len(want) && strings.Join(shown[len(shown)-len(want):], "\n") == strings.Join(want, "\n")
	})
}

// sizeIsKnown waits until the terminal tells a size: tmux draws first.
func (s *screen) sizeIsKnown(columns, rows int) {
	s.t.Helper()
	terminal := strings.TrimSpace(s.tmux("display-message", "-p", "-t", s.name, "#{pane_tty}"))
	s.until("the size in the terminal", func(string) bool {
		out, err := exec.Command("stty", "-F", terminal, "size").Output()
		return err == nil && strings.TrimSpace(string(out)) == fmt.Sprint(rows, " ", columns)
	})
}

// In a window of few rows nothing is wiped, and there are no suggestions, which
// would leave no room for the line.
func TestCure12SmallWindows(t *testing.T) {
	for _, rows := range []int{9, 6, 3} {
		s := openShell(t)
		s.size(40, rows)
		s.line(`"here " <> "before"`)
		s.endsWith("the value", `"here before"`, "iex(2)>")
		line := "Enum.map([1], fn x -> x + 941 end)"
		s.typed(line)
		s.endsWith("the line alone", append([]string{`"here before"`}, wrapped("iex(2)> "+line, 40)...)...)
		s.key("Enter")
		s.wait("\n[942]\n")
	}
	s := openShell(t)
	s.size(40, 10)
	s.typed("Enum.map")
	s.popup("map_join")
	s.key("C-c")
	s.waitEnd("iex(1)>")
	// A line that takes more rows than there are: what is around the cursor is
	// shown, and what was typed is whole.
	s.size(40, 4)
	s.paste(`byte_size("` + strings.Repeat("0123456789", 40) + `") + 1`)
	s.until("the end of the line", func(string) bool {
		shown := s.visible()
		return len(shown) == 4 && strings.HasSuffix(shown[3], `") + 1`)
	})
	s.key("Enter")
	s.wait("\n401\n")
}

// When the window gets another width the line that is typed is drawn again,
// once, without remains of how it was, and nothing of it is lost.
func TestCure13Resize(t *testing.T) {
	s := openShell(t)
	// tmux scrolls a screen that is not full when it makes it narrower, and with
	// it what is typed: nothing can be done about what has left the screen.
	s.line(`for n <- 1..60, do: IO.puts(n); "here " <> "before"`)
	s.wait("\n\"here before\"\n")
	line := "x = [" + strings.Repeat("1111,22222,333,", 12) + "4]"
	s.typed(line)
	for _, columns := range []int{60, 31, 100, 45, 200, 120} {
		s.size(columns, 30)
		s.sizeIsKnown(columns, 30)
		rows := append([]string{`"here before"`}, wrapped("iex(2)> "+line, columns)...)
		s.endsWith(fmt.Sprintf("the line in %d columns", columns), rows...)
		s.key("BSpace") // it can be edited there
		line = line[:len(line)-1]
		rows = append([]string{`"here before"`}, wrapped("iex(2)> "+line, columns)...)
		s.endsWith(fmt.Sprintf("the shorter line in %d columns", columns), rows...)
	}
	s.typed("333]; length(x)")
	s.key("Enter")
	s.wait("\n36\n")
	if n := strings.Count(s.text(), "here before"); n != 1 {
		t.Errorf("%d remains are left:\n%s", n, s.text())
	}
}

// A popup fits into the window after a resize too, and a form of several lines
// is drawn again.
func TestCure13ResizeWithPopupAndForm(t *testing.T) {
	s := openShell(t)
	s.line("kept = 77")
	s.waitEnd("iex(2)>")
	s.typed("if kept == 77 do")
	s.key("M-Enter")
	s.typed("  Enum.ma")
	s.popup("map_every")
	s.size(50, 30)
	s.until("the form with its popup", func(string) bool {
		shown := strings.Join(s.visible(), "\n")
		_, popup, found := strings.Cut(shown, "iex(2)> if kept == 77 do\n...(2)>   Enum.ma\n")
		return found && strings.Contains(popup, "map_every")
	})
	s.key("C-c")
	s.waitEnd("iex(2)>")
}
