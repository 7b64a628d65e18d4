package prompt

import (
	"io"
	"strings"
	"sync"
	"testing"
	"time"
)

// sheet is what a terminal without a cursor has printed.
type sheet struct {
	mu    sync.Mutex
	shown strings.Builder
}

func (s *sheet) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown.Write(b)
}

func (s *sheet) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown.String()
}

// wait waits until the sheet ends with a text.
func (s *sheet) wait(t *testing.T, end string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !strings.HasSuffix(s.text(), end); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%q does not end with %q", s.text(), end)
		}
	}
}

func TestLinesOfATerminal(t *testing.T) {
	in, keys := io.Pipe()
	out := &sheet{}
	l := newLines(in, out)
	type answer struct {
		line string
		ev   Event
	}
	answers := make(chan answer)
	read := func(prompt string) {
		go func() {
			line, ev, err := l.ReadLine(prompt)
			if err != nil {
				t.Error(err)
			}
			answers <- answer{line, ev}
		}()
	}
	expect := func(line string, ev Event) {
		t.Helper()
		select {
		case got := <-answers:
			if got != (answer{line, ev}) {
				t.Fatalf("%v, want %q %v", got, line, ev)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("no answer; %q", out.text())
		}
	}
	if l.Interrupt() {
		t.Error("a line was interrupted, and none was awaited")
	}
	io.WriteString(l, "hello\n")
	read("1> ")
	out.wait(t, "hello\n1> ")
	io.WriteString(l, "news")
	out.wait(t, "1> \nnews\n1> ")
	io.WriteString(keys, "a line\r\n")
	expect("a line", Enter)
	io.WriteString(l, "its result\n")
	out.wait(t, "news\n1> its result\n")
	read("2> ")
	out.wait(t, "2> ")
	if !l.Interrupt() {
		t.Error("no line was interrupted")
	}
	expect("", Interrupt)
	// The read that waited gives the next line.
	read("3> ")
	out.wait(t, "2> \n3> ")
	io.WriteString(keys, "after\n")
	expect("after", Enter)
	read("4> ")
	keys.Close()
	expect("", EOF)
	out.wait(t, "3> 4> \n")
}
