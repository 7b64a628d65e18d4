package lessons

import (
	"regexp"
	"strings"
)

// This file compares what a lesson shows with what happens. In an expected
// text `...` stands for anything within a line, a line `...` alone for any
// lines, and #PID<...>, #Reference<...>, #Function<...> for any such value.

// Matches reports whether a text is as expected. Blanks at the ends of lines
// and empty lines at the end do not count.
func Matches(want, got string) bool {
	return matchLines(textLines(want), textLines(got))
}

func textLines(text string) []string {
	lines := strings.Split(strings.TrimRight(text, " \n"), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return lines
}

func matchLines(want, got []string) bool {
	// reach[j]: the lines of want so far can be the first j of got.
	reach := make([]bool, len(got)+1)
	reach[0] = true
	for _, line := range want {
		next := make([]bool, len(got)+1)
		switch {
		case line == "...":
			any := false
			for j := range reach {
				any = any || reach[j]
				next[j] = any
			}
		default:
			pattern := linePattern(line)
			for j := range got {
				next[j+1] = reach[j] && pattern.MatchString(got[j])
			}
		}
		reach = next
	}
	return reach[len(got)]
}

// linePattern is the pattern that an expected line stands for.
func linePattern(line string) *regexp.Regexp {
	parts := strings.Split(line, "...")
	for i, part := range parts {
		parts[i] = regexp.QuoteMeta(part)
	}
	return regexp.MustCompile("^" + strings.Join(parts, ".*") + "$")
}

// matchesError reports whether a failed input shows the error that is wanted:
// all of its text, or the error without what the compiler told before and
// without the trace behind.
func matchesError(want string, out Outcome) bool {
	return Matches(want, errorPart(out.Shown)) || Matches(want, out.Shown) || Matches(want, out.Log+out.Shown)
}

// matchesValue compares what a choice says with what was shown. Of an error its
// beginning is enough: `** (exit)` is any exit.
func matchesValue(want, shown string) bool {
	got := errorPart(shown)
	first, _, _ := strings.Cut(got, "\n")
	isError := strings.HasPrefix(want, "** (")
	return Matches(want, got) || isError && (strings.HasPrefix(first, want) || Matches(want, first))
}

// MatchesError reports whether a text is as expected, or is the error that is
// expected with what was told before and the trace behind.
func MatchesError(want, shown string) bool { return matchesError(want, Outcome{Shown: shown}) }

// errorPart is an error's lines without what was shown before it and without
// its trace; a text without an error is left as it is.
func errorPart(shown string) string {
	begin := strings.Index(shown, "** (")
	if begin < 0 || begin > 0 && shown[begin-1] != '\n' {
		return shown
	}
	var out []string
	for line := range strings.Lines(shown[begin:]) {
		if traceLine.MatchString(line) {
			break
		}
		out = append(out, strings.TrimRight(line, "\n"))
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n ")
}

// traceLine is a line of a stack trace: `    iex:3: (file)` or
// `    (elixir 1.18.4) lib/gen_server.ex:1128: GenServer.call/3`.
var traceLine = regexp.MustCompile(`^ {4}(\([a-z_]+ [0-9.]+\) )?[^ ]+:(\d+:)? .*`)

// logTime is what Logger puts before a line.
var logTime = regexp.MustCompile(`(?m)^\d\d:\d\d:\d\d\.\d\d\d `)

func withoutTimes(log string) string {
	return strings.TrimLeft(logTime.ReplaceAllString(log, ""), "\n")
}

// difference shows what was expected and what came.
func difference(want, got string) string {
	return "expected\n" + indented(want) + "\ngot\n" + indented(got)
}

func indented(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  ")
}
