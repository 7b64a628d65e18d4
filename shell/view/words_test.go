package view

import (
	"strings"
	"testing"
	"time"

	"otpsh/runtime/observe"
	"otpsh/runtime/trace"
)

// Who hears the screen is told the same, in ASCII and without escapes.
func TestInWords(t *testing.T) {
	s := NewStyle(true, true, 80).InWords()
	nodes := model()
	nodes[0].Nodes[3].Nodes[0].Process.Name = "inner_a" // not 日本: names are the program's
	gaveUp := observe.News{Kind: trace.ChildGaveUp, Supervisor: 113, Child: observe.Child{ID: ":counter"}, Max: 3, Period: 5 * time.Second, Reason: raised()}
	last := counterNews()
	last.Restart.Left = 0
	text := s.Tree(nodes, 10*time.Second) + s.Processes(processes()[:2]) +
		s.NewsWith(counterNews(), "state 5 lost, now 0", names, inspect) + "\n" +
		s.NewsWith(gaveUp, "it was linked to the shell; your bindings are kept", names, inspect) + "\n" +
		s.Joined("flaky", 37, time.Second, last, names, inspect) + "\n" +
		s.Short(strings.Repeat("x", 100), 10) + "\n"
	for _, r := range text {
		if r != '\n' && (r < ' ' || r > '~') {
			t.Errorf("%q is not ASCII", r)
		}
	}
	golden(t, "words", text)
	wide := nodes[0]
	for range 2 * maxSiblings {
		wide.Nodes = append(wide.Nodes, wide.Nodes[0])
	}
	if text := s.Tree([]observe.Node{wide}, 0); !strings.Contains(text, "\n  and 35 more\n") {
		t.Error(text)
	}
}

// What Elixir draws in an error is said.
func TestErrorsAreSaid(t *testing.T) {
	drawn := `** (SyntaxError) invalid syntax found on iex:4:5:
    error: unexpected token: )
    │
  4 │ 1 + )
    │     ^
    │
    └─ iex:4:5
`
	said := `** (SyntaxError) invalid syntax found on iex:4:5:
    error: unexpected token: )
line 4: 1 + )
    at iex:4:5
`
	if got := NewStyle(false, true, 80).InWords().Said(drawn); got != said {
		t.Errorf("%s", got)
	}
	if got := NewStyle(false, true, 80).Said(drawn); got != drawn {
		t.Errorf("changed: %s", got)
	}
	mismatched := "    error: mismatched delimiter\n    │\n  1 │ [1, 2)\n    │ │    └ mismatched closing delimiter (expected \"]\")\n    │ └ unclosed delimiter\n    │\n    └─ iex:1:1"
	want := "    error: mismatched delimiter\nline 1: [1, 2)\n  column 6: mismatched closing delimiter (expected \"]\")\n  column 1: unclosed delimiter\n    at iex:1:1"
	if got := NewStyle(false, true, 80).InWords().Said(mismatched); got != want {
		t.Errorf("%s", got)
	}
}
