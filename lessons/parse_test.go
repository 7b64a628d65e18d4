package lessons

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		want, got string
		match     bool
	}{
		{"1", "1\n", true},
		{"1", "2", false},
		{"{:ok, #PID<...>}", "{:ok, #PID<0.96.0>}", true},
		{"{:ok, #PID<...>}", "{:ok, 1}", false},
		{"a\n...\nz", "a\nz", true},
		{"a\n...\nz", "a\nb\nc\nz", true},
		{"a\n...\nz", "a\nb", false},
		{"...", "", true},
		{"a...z", "abc\nz", false},
		{"(a|b)", "(a|b)", true},
		{"(a|b)", "a", false},
		{"x  ", "x\n\n", true},
	} {
		if got := Matches(c.want, c.got); got != c.match {
			t.Errorf("%q against %q: %v", c.want, c.got, got)
		}
	}
}

func TestAnErrorWithoutItsSurroundings(t *testing.T) {
	shown := "hello\n** (exit) exited in: GenServer.call(X, :a, 5000)\n    ** (EXIT) no process: gone\n    (elixir 1.18.4) lib/gen_server.ex:1128: GenServer.call/3\n    iex:3: (file)\n"
	want := "** (exit) exited in: GenServer.call(X, :a, 5000)\n    ** (EXIT) no process: gone"
	if got := errorPart(shown); got != want {
		t.Errorf("%q", got)
	}
	for value, match := range map[string]bool{"** (exit)": true, want: true, "** (exit) exited in: ...": true, "** (throw)": false, "exited": false} {
		if matchesValue(value, shown) != match {
			t.Errorf("%q", value)
		}
	}
}

// Any text is a lesson or has faults, each with a text.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"*.otp", "testdata/faulty/*.otp"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(text))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		l, err := Parse("x.otp", text)
		if faults, ok := err.(Faults); err != nil && (!ok || len(faults) == 0 || strings.TrimSpace(faults[0].Text) == "") {
			t.Errorf("%v", err)
		}
		if (l == nil) == (err == nil) {
			t.Error("neither a lesson nor faults")
		}
	})
}
