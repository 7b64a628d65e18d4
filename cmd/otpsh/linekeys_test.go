package main

import (
	"strings"
	"testing"
)

// The keys of a line do what they do in readline. A bar shows where the cursor
// is after them.
func TestKeysOfALine(t *testing.T) {
	s := openShell(t)
	for _, c := range []struct{ line, keys, want string }{
		{"one two", "C-a", "|one two"},
		{"one two", "C-a C-e", "one two|"},
		{"one two", "Home", "|one two"},
		{"one two", "Home End", "one two|"},
		{"one two", "Home Right C-f Left", "o|ne two"},
		{"one two", "C-b C-b", "one t|wo"},
		{"one Two.x", "M-b", "one Two.|x"},
		{"one Two.x", "M-b M-b", "one |Two.x"},
		{"one Two.x", "C-Left C-Left C-Left", "|one Two.x"},
		{"one Two.x", "C-a M-f M-f", "one Two|.x"},
		{"one Two.x", "C-a C-Right", "one| Two.x"},
		{"one Two.x", "M-Left M-Left M-Right", "one Two|.x"},
		{"zażółć gęśl", "M-b C-k", "zażółć |"},
		{"one two", "M-b C-k", "one |"},
		{"one two", "M-b C-u", "|two"},
		{"one Two.x", "C-w", "one |"},
		{"one Two.x", "M-BSpace", "one Two.|"},
		{"one two three", "C-a M-d", "| two three"},
		{"one two three", "C-w C-w C-y", "one two three|"},
		{"one two", "M-b C-k C-a C-y", "two|one "},
		{"one two", "C-u C-y C-y", "one twoone two|"},
		{"one two", "C-a C-d DC", "|e two"},
		{"one two", "C-h BSpace", "one t|"},
		{"one", "C-t", "oen|"},
		{"one", "C-a C-f C-t", "no|e"},
		{"ünï", "C-b C-t", "üïn|"},
		{"one", "M-x F7 C-Up PageUp C-o", "one|"}, // mean nothing
	} {
		s.typed(c.line)
		s.wait("> " + c.line)
		s.key(strings.Fields(c.keys)...)
		s.typed("|")
		s.until(c.line+", "+c.keys+": "+c.want, func(shown string) bool {
			lines := strings.Split(strings.TrimRight(shown, "\n"), "\n")
			for i := len(lines) - 1; i >= 0; i-- {
				if strings.HasPrefix(lines[i], "iex(") {
					return strings.TrimRight(lines[i], " ") == strings.TrimRight("iex(1)> "+c.want, " ")
				}
			}
			return false
		})
		s.key("C-c")
		s.waitEnd("iex(1)>")
	}
}

// Ctrl-L clears the screen, and the line that is typed stays.
func TestCtrlLClearsTheScreen(t *testing.T) {
	s := openShell(t)
	s.line(`"on the " <> "screen"`)
	s.wait("\n\"on the screen\"")
	s.typed("40 +")
	s.wait("iex(2)> 40 +")
	s.key("C-l")
	s.until("the line alone", func(string) bool {
		return strings.TrimRight(s.tmux("capture-pane", "-p", "-t", s.name), "\n ") == "iex(2)> 40 +"
	})
	s.typed(" 3")
	s.key("Enter")
	s.wait("\n43")
}
