package syntax

import (
	"strings"
	"testing"
	"time"
)

// TestDeep reads texts that nest far deeper than any limit: they end, soon,
// and as an error or as a term.
func TestDeep(t *testing.T) {
	const n = 50_000
	for name, src := range map[string]string{
		"parentheses":  strings.Repeat("(", n),
		"closed":       strings.Repeat("(", n) + strings.Repeat(")", n),
		"heads":        strings.Repeat("((", n),
		"lists":        strings.Repeat("[", n) + strings.Repeat("]", n),
		"prefixes":     strings.Repeat("- ", n) + "1",
		"words":        strings.Repeat("not ", n) + "1",
		"attributes":   strings.Repeat("@", n) + "a",
		"captures":     strings.Repeat("& ", n) + "a",
		"ellipses":     strings.Repeat("... ", n) + "a",
		"sums":         strings.Repeat("1 + ", n) + "1",
		"right":        strings.Repeat("a ++ ", n) + "1",
		"when":         strings.Repeat("a when ", n) + "1",
		"dots":         "a" + strings.Repeat(".a", n),
		"aliases":      "A" + strings.Repeat(".A", n),
		"anonymous":    "a" + strings.Repeat(".()", n),
		"braces":       "a" + strings.Repeat(".{a}", n),
		"names":        "a" + strings.Repeat(" a", n),
		"blocks":       strings.Repeat("a do ", n),
		"functions":    strings.Repeat("fn -> ", n),
		"interpolated": strings.Repeat("\"#{", n),
		"accesses":     "a" + strings.Repeat("[a]", n),
		"structs":      strings.Repeat("%", n) + "a",
		"maps":         strings.Repeat("%{a: ", n),
		"keywords":     "a " + strings.Repeat("a: a ", n),
		"statements":   strings.Repeat("foo(a, b: 1)\n", n),
		"pipes":        "a" + strings.Repeat(" |> b()", n),
		"digits":       strings.Repeat("9", n),
		"clusters":     "\"" + strings.Repeat("é", n) + "\"",
		"clauses":      "fn " + strings.Repeat("a -> ", n) + "end",
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			q, _, err := Parse(src, Options{Columns: true})
			t.Logf("parsed after %v: %v", time.Since(start), err != nil)
			if err == nil {
				ToString(q)
				t.Logf("printed after %v", time.Since(start))
				Format(src, Options{}, FormatOptions{})
				t.Logf("formatted after %v", time.Since(start))
			}
			if d := time.Since(start); d > 20*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}
