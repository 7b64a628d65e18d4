package lib

import (
	"slices"
	"strings"
	"testing"
)

// Errors as Regex.compile gives them on real Elixir.
func TestRegexErrors(t *testing.T) {
	for _, c := range []struct {
		src, text string
		at        int
	}{
		{"(", "missing )", 1},
		{"a)", "unmatched parentheses", 1},
		{"[", "missing terminating ] for character class", 1},
		{"a**", "nothing to repeat", 2},
		{"[z-a]", "range out of order in character class", 3},
		{"(?<1a>b)", "group name must start with a non-digit", 3},
		{"\\", "\\ at end of pattern", 1},
		{"a{2,1}", "numbers out of order in {} quantifier", 5},
		{"[[:foo:]]", "unknown POSIX class name", 3},
		{"\\p{Foo}", "unknown property name after \\P or \\p", 6},
		{"(?z)", "unrecognized character after (? or (?-", 2},
		{"\\1", "reference to non-existent subpattern", 2},
		{"(?P<n>a)(?P<n>b)", "two named subpatterns have the same name", 13},
		{"(?R", "(?R or (?[+-]digits must be followed by )", 3},
		{"(?<=a*)b", "lookbehind assertion is not fixed length", 6},
		{"\\x{110000}", "character value in \\x{} or \\o{} is too large", 9},
		{"(?(9)a)", "reference to non-existent subpattern", 5},
		{"(*FOO)", "(*VERB) not recognized or malformed", 5},
	} {
		_, err := compileRegex(c.src, reOptions{})
		if err == nil || err.text != c.text || err.at != c.at {
			t.Errorf("%s: got %+v, want %q at %d", c.src, err, c.text, c.at)
		}
	}
}

// A search that stops after every step, and goes on as a copy, finds the same.
func TestRegexInSteps(t *testing.T) {
	re, err := compileRegex(`(\w+?)(?=(a+)b)(?:x|aa)*+(?1)?`, reOptions{utf: true, ucp: true})
	if err != nil {
		t.Fatal(err)
	}
	subject := "éé aaab caaaab"
	whole := newMatchRun(re, subject, 0, false, false)
	want := whole.run(1 << 20)
	run := newMatchRun(re, subject, 0, false, false)
	got := run.run(1)
	for got == runMore {
		run = run.clone()
		got = run.run(1)
	}
	if got != want || !slices.Equal(run.slots, whole.slots) {
		t.Errorf("in steps %v %v, at once %v %v", got, run.slots, want, whole.slots)
	}
}

// Patterns that take for ever elsewhere end at a limit.
func TestRegexLimit(t *testing.T) {
	re, _ := compileRegex(`^(a+)+$`, reOptions{})
	run := newMatchRun(re, strings.Repeat("a", 60)+"!", 0, false, false)
	run.steps = maxMatchSteps - 1000
	r := run.run(100_000)
	for r == runMore {
		r = run.run(100_000)
	}
	if r != runLimit {
		t.Errorf("ended with %v", r)
	}
	deep := strings.Repeat("(", 250) + strings.Repeat(")", 250)
	if _, err := compileRegex(deep, reOptions{}); err == nil || err.text != "parentheses are too deeply nested" {
		t.Errorf("deep nesting: %+v", err)
	}
}
