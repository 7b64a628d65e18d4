package prompt

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What one read gave is split into keys, whatever came together.
func TestNextKey(t *testing.T) {
	for _, c := range []struct {
		read string
		keys []string
	}{
		{"a", []string{"a"}},
		{"ab\rc", []string{"ab", "\r", "c"}},
		{"\x03\x04", []string{"\x03", "\x04"}},
		{"x\x1b[Ay", []string{"x", "\x1b[A", "y"}},
		{"\x1b[1;5D\x1bOP\x1bb", []string{"\x1b[1;5D", "\x1bOP", "\x1bb"}},
		{"\x1b", []string{"\x1b"}},
		{"zażółć 語\x7f", []string{"zażółć 語", "\x7f"}},
		{"\xff\xfe", []string{"\xff\xfe"}},
		{"\x1b[", []string{"\x1b["}},
	} {
		var got []string
		for b := []byte(c.read); len(b) > 0; {
			n := nextKey(b)
			if n <= 0 || n > len(b) {
				t.Fatalf("%q: a key of %d bytes", c.read, n)
			}
			got = append(got, string(b[:n]))
			b = b[n:]
		}
		if !slices.Equal(got, c.keys) {
			t.Errorf("%q: keys %q, want %q", c.read, got, c.keys)
		}
	}
}

func TestHistoryIsOnDiskAndHoldsWholeForms(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state", "history")
	h := loadHistory(file)
	h.add("x = 1")
	h.add("x = 1") // not twice
	h.add("if x do\n  \"ü\"\nend")
	h.add("")
	again := loadHistory(file)
	if want := []string{"x = 1", "if x do\n  \"ü\"\nend"}; !slices.Equal(again.forms, want) {
		t.Errorf("forms %q, want %q", again.forms, want)
	}
	for _, line := range again.lines() {
		if strings.Contains(line, "\n") {
			t.Errorf("%q is more than a line", line)
		}
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is open to others: %v %v", info.Mode(), err)
	}
}

func TestHistoryIsCutAndOutlivesDamage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "history")
	var b strings.Builder
	b.WriteString("no quotes here\n")
	for range historySize + 10 {
		b.WriteString("\"form\"\n")
	}
	b.WriteString("\"last\"\n\"half")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	h := loadHistory(file)
	if n := len(h.forms); n != historySize || h.forms[n-1] != "last" {
		t.Errorf("%d forms, the last %q", n, h.forms[n-1])
	}
	if again := loadHistory(file); !slices.Equal(again.forms, h.forms) {
		t.Errorf("the file holds %d forms after it was cut", len(again.forms))
	}
	unwritable := loadHistory(filepath.Join(file, "below", "a", "file"))
	unwritable.add("kept for the session")
	if len(unwritable.forms) != 1 {
		t.Error("a history that cannot be written is lost")
	}
}

func TestPlainReader(t *testing.T) {
	var out strings.Builder
	p := newPlain(strings.NewReader("one\r\n\ntwo"), &out)
	for _, want := range []string{"one", "", "two"} {
		if line, ev, err := p.ReadLine("> "); line != want || ev != Enter || err != nil {
			t.Errorf("%q %v %v, want %q", line, ev, err, want)
		}
	}
	if _, ev, err := p.ReadLine("> "); ev != EOF || err != nil {
		t.Errorf("%v %v at the end", ev, err)
	}
	p.Reprint("again> ")
	if out.String() != "> > > > \nagain> " {
		t.Errorf("it showed %q", out.String())
	}
}

// What go-prompt replaces, the last word by its own separators, need not be
// what a suggestion means to replace.
func TestSuggestionsTakeTheirPlace(t *testing.T) {
	for _, c := range []struct{ word, text, over, want string }{
		{"Enum.ma", "Enum.map", "Enum.ma", "Enum.map"},
		{"^gree", "greeting", "gree", "^greeting"},
		{"", "{:add, n}", "", "{:add, n}"},
		{":a", ":add, n}", ":a", ":add, n}"},
		{"le", "/tmp/lesson.otp", "/tmp/le", "lesson.otp"},
		{"", "a-b/c", "a-b/", "c"},
		{"", "", "", " "},
		{"f", "", "", "f "},
	} {
		if got := (Suggestion{Text: c.text, Over: c.over}).overWord(c.word); got != c.want {
			t.Errorf("%q over %q, at the word %q: %q", c.text, c.over, c.word, got)
		}
	}
}

// What is written while another program has the terminal is kept within a
// bound, by whole lines, and what is lost is told.
func TestHeldOutputIsBounded(t *testing.T) {
	h := new(held)
	line := strings.Repeat("x", 99) + "\n"
	for range 3 * mostHeld / len(line) {
		h.keep([]byte(line))
	}
	h.keep([]byte("the last\n"))
	var out strings.Builder
	h.show(&out)
	told, rest, _ := strings.Cut(out.String(), "\n")
	if len(h.text) > mostHeld || told != fmt.Sprintf("… %d bytes before this are not shown", h.dropped) {
		t.Errorf("%d bytes are kept; told: %s", len(h.text), told)
	}
	if !strings.HasPrefix(rest, line) || !strings.HasSuffix(rest, line+"the last\n") || len(rest)+h.dropped != 3*mostHeld/len(line)*len(line)+9 {
		t.Errorf("%d bytes are shown, %d dropped", len(rest), h.dropped)
	}
}
