package view

import (
	"strings"
	"testing"
)

func window(columns int) func() int { return func() int { return columns } }

// What is said is broken at words, in the window as it is when it is said.
func TestWrap(t *testing.T) {
	columnsNow := 40
	s := NewStyle(false, true, 0).Following(func() int { return columnsNow })
	for _, c := range []struct {
		width      int
		text, want string
	}{
		{40, "short", "short"},
		{40, "  counter was killed 2 s ago; a supervisor would bring it back",
			"  counter was killed 2 s ago; a\n    supervisor would bring it back"},
		{40, "↻ counter restarted by sup: killed · 2 more allowed in 5 s",
			"↻ counter restarted by sup: killed · 2\n  more allowed in 5 s"},
		{60, "  usage:    .spawn supervisor STRATEGY ACTOR... and what follows it\n\nnext",
			"  usage:    .spawn supervisor STRATEGY ACTOR... and what\n            follows it\n\nnext"},
		{24, "a  日本日本日本 日本日本日本 x", "a  日本日本日本\n日本日本日本 x"},
		{24, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bb", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nbb"},
		{0, strings.Repeat("word ", 50), strings.Repeat("word ", 50)},
	} {
		columnsNow = c.width
		if got := s.Wrap(c.text); got != c.want {
			t.Errorf("%d: %q\nwant %q", c.width, got, c.want)
		}
	}
	if got := NewStyle(false, true, 10).Wrap("a transcript has no window"); strings.Contains(got, "\n") {
		t.Errorf("no window: %q", got)
	}
	columnsNow = 10
	if got := s.InWords().Wrap("said on one line, whatever it is"); strings.Contains(got, "\n") {
		t.Errorf("in words: %q", got)
	}
}

// A colour neither leaves its line nor is lost in the next, and takes no room.
func TestWrapKeepsColours(t *testing.T) {
	s := NewStyle(true, true, 0).Following(window(12))
	red := s.Error("one two three")
	begin := red[:strings.Index(red, "one")]
	end := red[strings.Index(red, "three")+len("three"):]
	want := begin + "one two" + endOfColor + "\n" + begin + "three" + end + " four"
	if got := s.Wrap(red + " four"); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
	for _, text := range []string{s.paint(strong, "strong") + " is over here", s.Note("x") + s.Dim(" y z") + " and the rest"} {
		if got := s.Wrap(text); strings.Join(strings.Fields(Uncolored(got)), " ") != Uncolored(text) {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// What can be done next stands beside a value, or its parts below it: none is
// broken.
func TestBeside(t *testing.T) {
	const next = ".call counter :get   .kill counter"
	for width, want := range map[int]string{
		0:  "{:ok, 1}     .call counter :get   .kill counter",
		80: "{:ok, 1}     .call counter :get   .kill counter",
		40: "{:ok, 1}     .call counter :get\n     .kill counter",
		24: "{:ok, 1}\n     .call counter :get\n     .kill counter",
	} {
		if got := NewStyle(false, true, 0).Following(window(width)).Beside("{:ok, 1}", next); got != want {
			t.Errorf("%d: %q\nwant %q", width, got, want)
		}
	}
}
