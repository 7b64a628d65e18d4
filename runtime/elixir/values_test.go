package elixir

import (
	"slices"
	"testing"
)

func TestCallsOfV(t *testing.T) {
	for text, want := range map[string][]string{
		`v(1) + v(-2)`:                     {"v(1)", "v(-2)"},
		"x = [é: v(3),\n  \"v(1)\": v()]":  {"v(3)", "v()"},
		"|> Kernel.+(v(2))":                {"v(2)"},
		".call counter {:add, v( 4 )}":     {"v( 4 )"},
		"\"v(1) #{v(1)}\" # v(2)":          {"v(1)"},
		"fn v -> v end; A.v(1); v(n); v 1": {"v 1"},
		"(v(1":                             nil,
	} {
		var got []string
		for _, c := range ValuesOf(text) {
			got = append(got, text[c.Start:c.End])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s has %q, not %q", text, got, want)
		}
	}
}
