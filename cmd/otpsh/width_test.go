package main

import (
	"os/exec"
	"strings"
	"testing"
	"unicode/utf8"
)

// widen makes the window so many columns wide, and waits until programs see it:
// tmux tells them a little later.
func (s *screen) widen(columns string) {
	s.t.Helper()
	s.tmux("resize-window", "-t", s.name, "-x", columns)
	tty := strings.TrimSpace(s.tmux("display-message", "-p", "-t", s.name, "#{pane_tty}"))
	s.until(columns+" columns", func(string) bool {
		size, err := exec.Command("stty", "-F", tty, "size").Output()
		return err == nil && strings.HasSuffix(strings.TrimSpace(string(size)), " "+columns)
	})
}

// What is drawn fits the window as it is now, narrow or wide.
func TestDrawingsFitTheWindow(t *testing.T) {
	s := openShell(t)
	s.line(".spawn supervisor one_for_one counter as a_counter_with_a_name_as_long_as_this_one")
	s.waitEnd("iex(2)>")
	for _, c := range []struct {
		columns string
		widest  int
		heading string
	}{{"50", 50, "reds\n"}, {"110", 110, "links\n"}} {
		s.widen(c.columns)
		s.line(`IO.puts("window " <> "` + c.columns + `")`)
		s.wait("\nwindow " + c.columns + "\n")
		s.line(".ps")
		table := ""
		s.until("the table", func(shown string) bool {
			_, after, _ := strings.Cut(shown, "\nwindow "+c.columns+"\n")
			_, table, _ = strings.Cut(after, ".ps\n")
			return strings.Contains(table, c.heading) && strings.Contains(table, "iex(")
		})
		for _, line := range strings.Split(table, "\n") {
			if n := utf8.RuneCountInString(line); n > c.widest {
				t.Errorf("%d columns in a window of %d:\n%s", n, c.widest, table)
				break
			}
		}
	}
}

// What otpsh says itself is broken at words: hints, news, refusals, the help.
func TestWhatIsSaidIsBrokenAtWords(t *testing.T) {
	s := openShell(t)
	for _, columns := range []string{"57", "36"} {
		s.widen(columns)
		for _, c := range []struct{ line, said string }{
			{".spawn supervisor one_for_one counter as sup" + columns, ".tree .kill counter"},
			{".kill counter", "2 more allowed in 5 s"},
			{".stop sup" + columns, ":ok"},
			{".spawn counter", ".source counter .kill counter"},
			{".kill counter", "is gone: killed by the shell. Nobody supervised it."},
			{".call counter :get", "a supervisor would bring it back: .spawn supervisor one_for_one counter"},
			{".spawn worker as", ".spawn: as what? usage: .spawn ACTOR [as NAME] [ARG] example: .spawn counter as hits 10"},
			{".help", "also .step, .undo shell .save FILE what was typed; .run FILE plays it"},
			{".help tree", "●○○ are the restarts that are used of those allowed in the period"},
		} {
			s.line("clear")
			s.line(c.line)
			s.until("words: "+c.said, func(string) bool {
				shown := s.tmux("capture-pane", "-p", "-S", "-1000", "-t", s.name)
				return strings.Contains(strings.Join(strings.Fields(shown), " "), c.said)
			})
			s.tmux("clear-history", "-t", s.name)
		}
	}
}
