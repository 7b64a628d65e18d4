package view

import (
	"strings"
	"testing"
	"time"
)

// lines of Elixir as they are while they are typed, with the text before.
var typed = [][2]string{
	{"", `Enum.map([1, :two, "three #{4}"], fn x -> x end) # five`},
	{"", `if true do nil else "un`},
	{"x = \"\"\"\n", "text, not code: 1 + 2 #{:code}"},
	{"if true do\n", "end"},
	{"", "end"},
	{"", "日本 = ~r/語/ + ?語"},
	{"", "a\n  :b\n\"c\nd\""},
}

func TestCodeInColours(t *testing.T) {
	var b strings.Builder
	for _, theme := range []Theme{Neutral, Dark, Light} {
		for _, c := range typed {
			text := NewStyle(true, true, 80).For(theme).Code(c[0], c[1])
			if bare := Uncolored(text); bare != c[1] {
				t.Errorf("%q became %q", c[1], bare)
			}
			b.WriteString(text + "\n")
		}
		b.WriteString(NewStyle(true, true, 80).For(theme).Command(`.call counter {:add, 5}`, 5) + "\n")
		b.WriteString(NewStyle(true, true, 80).For(theme).Command(`.cal`, 0) + "\n")
	}
	golden(t, "code", b.String())
	for _, c := range typed {
		if text := (Style{}).Code(c[0], c[1]); text != c[1] {
			t.Errorf("without colours %q became %q", c[1], text)
		}
	}
}

// Colours change nothing but colours, whatever was typed.
func FuzzCode(f *testing.F) {
	for _, c := range typed {
		f.Add(c[0], c[1])
	}
	s := NewStyle(true, true, 80)
	f.Fuzz(func(t *testing.T, before, line string) {
		if strings.Contains(line, "\x1b") || len(before)+len(line) > 4096 {
			t.Skip()
		}
		if got := Uncolored(s.Code(before, line)); got != line {
			t.Errorf("%q after %q became %q", line, before, got)
		}
	})
}

// No key takes longer than a person could notice, be the line long.
func TestCodeIsQuick(t *testing.T) {
	line := strings.Repeat(`Map.put(m, :k, "a#{1}") |> `, 8)[:200]
	s := NewStyle(true, true, 80)
	best := time.Hour
	for range 200 {
		began := time.Now()
		s.Code("", line)
		best = min(best, time.Since(began))
	}
	if best > time.Millisecond {
		t.Errorf("a line of %d characters takes %v", len(line), best)
	}
}

func BenchmarkCode(b *testing.B) {
	line := strings.Repeat(`Map.put(m, :k, "a#{1}") |> `, 8)[:200]
	s := NewStyle(true, true, 80)
	for b.Loop() {
		s.Code("", line)
	}
}

func TestThemes(t *testing.T) {
	for told, want := range map[string]Theme{
		"": Neutral, "15;0": Dark, "0;15": Light, "0;7": Light, "7;8": Dark, "0;default;15": Light, "15;default": Neutral, "0;99": Neutral, "0;-1": Neutral,
	} {
		if got := ThemeOf(told); got != want {
			t.Errorf("COLORFGBG=%s: %v, want %v", told, got, want)
		}
	}
	if _, err := ThemeNamed("pink"); err == nil || !strings.Contains(err.Error(), `dark or light, not "pink"`) {
		t.Error(err)
	}
}

// On a light background nothing is yellow, on a dark one nothing blue: nobody
// could read it. Where the background is not known neither is used.
func TestThemesCanBeRead(t *testing.T) {
	const yellow, blue = "\x1b[33m", "\x1b[34m"
	for theme, bad := range map[Theme][]string{Light: {yellow}, Neutral: {yellow, blue}, Dark: {blue}} {
		s := NewStyle(true, true, 80).For(theme)
		for i := plain; i <= result; i++ {
			for _, color := range bad {
				if strings.Contains(s.paint(i, "x"), color) {
					t.Errorf("theme %d draws ink %d as %q", theme, i, s.paint(i, "x"))
				}
			}
		}
	}
}
