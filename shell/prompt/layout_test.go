package prompt

import (
	"slices"
	"strings"
	"testing"
)

// rowTexts are rows as they are drawn, those that begin no line marked.
func rowTexts(rows []row) []string {
	var out []string
	for _, r := range rows {
		mark := "+"
		if r.fresh {
			mark = ""
		}
		out = append(out, mark+string(r.text))
	}
	return out
}

func TestLayout(t *testing.T) {
	for _, c := range []struct {
		text   string
		cursor int
		rows   []string
		at     position
	}{
		{"", 0, []string{"> "}, position{0, 2}},
		{"abc", 1, []string{"> abc"}, position{0, 3}},
		{"abcdefgh", atEnd, []string{"> abcdefgh", ""}, position{1, 0}},             // a full row
		{"abcdefgh", 3, []string{"> abcdefgh"}, position{0, 5}},                     // its cursor elsewhere
		{"abcdefghij", 8, []string{"> abcdefgh", "+ij"}, position{1, 0}},            // before what was broken off
		{"ab\ncd", 3, []string{"> ab", ". cd"}, position{1, 2}},                     // a form
		{"ab\ncd", 2, []string{"> ab", ". cd"}, position{0, 4}},                     // at its break
		{"abcdefg語", 8, []string{"> abcdefg", "+語"}, position{1, 2}},                // too wide for the row
		{"a\tb\x03", atEnd, []string{"> a  b␃"}, position{0, 7}},                    // controls are drawn
		{"\x1b[31mab\x1b[0mc", 2, []string{"> \x1b[31mab\x1b[0mc"}, position{0, 4}}, // colours are no width
	} {
		rows, at := layout("> ", ". ", c.text, c.cursor, 10)
		if got := rowTexts(rows); !slices.Equal(got, c.rows) || at != c.at {
			t.Errorf("%q, cursor %d: rows %q, cursor at %v; want %q, %v", c.text, c.cursor, got, at, c.rows, c.at)
		}
	}
	rows, _ := layout("", "", "\x1b[31m"+strings.Repeat("x", 25)+"\x1b[0m", 0, 10)
	if len(rows) != 3 || rows[2].style != "\x1b[31m" {
		t.Errorf("a colour is lost where a line breaks: %q", rowTexts(rows))
	}
}

// A read may end inside a key.
func TestUnfinishedKeys(t *testing.T) {
	for read, want := range map[string]bool{
		"a": false, "\x1b": true, "\x1b[": true, "\x1b[1;5": true, "\x1b[1;5D": false, "\x1bO": true, "\x1bOP": false,
		"\x1bb": false, "\xc5": true, "ż": false, "\x1b[200~text": true, "\x1b[200~text\x1b[20": true,
		"\x1b[200~text\x1b[201~": false, "\x03": false,
	} {
		if got := unfinished([]byte(read)); got != want {
			t.Errorf("%q: unfinished is %v", read, got)
		}
	}
	if n := nextKey([]byte("\x1b[200~a\x03\rb\x1b[201~c")); n != len("\x1b[200~a\x03\rb\x1b[201~") {
		t.Errorf("a paste is a key of %d bytes", n)
	}
	if n := nextKey([]byte("ab\xc5")); n != 2 {
		t.Errorf("half a character is part of a key of %d bytes", n)
	}
}

// Lines that belong together are one, also with what is not finished yet.
func TestPasteIsGivenLineByLine(t *testing.T) {
	pipes := func(lines []string) int {
		n := 1
		for n < len(lines) && strings.HasPrefix(lines[n], "|>") {
			n++
		}
		return n
	}
	for _, c := range []struct {
		text  string
		lines []string
		rest  string
	}{
		{"a\nb\n", []string{"a", "b"}, ""},
		{"a\nb", []string{"a"}, "b"},
		{"a\n|> b\nc\n", []string{"a\n|> b", "c"}, ""},
		{"a\nb\n|> c", []string{"a"}, "b\n|> c"},
		{"\n\n", []string{"", ""}, ""},
	} {
		p := paste{joined: pipes}
		p.begin(c.text)
		var got []string
		for line, ok := p.next(); ok; line, ok = p.next() {
			got = append(got, line)
		}
		if rest := p.rest(); !slices.Equal(got, c.lines) || rest != c.rest {
			t.Errorf("%q: %q and %q, want %q and %q", c.text, got, rest, c.lines, c.rest)
		}
		if _, ok := p.next(); ok || p.rest() != "" {
			t.Errorf("%q: the rest is given twice", c.text)
		}
	}
}
