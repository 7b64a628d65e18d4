package shell

import (
	"regexp"
	"strings"
)

// This file is the mark of a script before an input that is meant to fail.

// failMark is a line that says of the next input that it fails. What follows on
// the line is a line that the input prints then, where ... stands for anything:
// #! error ** (ArithmeticError) ...
const failMark = "#! error"

// expected is that an input fails.
type expected struct {
	line int    // of the mark
	text string // that it prints; "" for whatever
}

// expectedBy reads a line that may be such a mark.
func expectedBy(line string) (*expected, bool) {
	text, ok := strings.CutPrefix(strings.TrimSpace(line), failMark)
	if !ok || text != "" && text[0] != ' ' {
		return nil, false
	}
	return &expected{text: strings.TrimSpace(text)}, true
}

// unmet is what is wrong with how an input ended; "" when it failed as it
// should.
func (e *expected) unmet(failed bool, printed string) string {
	if !failed {
		return "this input is marked to fail, and did not"
	}
	parts := strings.Split(e.text, "...")
	for i, p := range parts {
		parts[i] = regexp.QuoteMeta(p)
	}
	if !regexp.MustCompile("(?m)^"+strings.Join(parts, ".*")+"$").MatchString(printed) && e.text != "" {
		return "this input failed, but not with " + e.text
	}
	return ""
}

// raised finds the name of what an evaluation ended with.
var raised = regexp.MustCompile(`(?m)^\*\* \((EXIT from #PID<|[^()\n]*\))`)

// headline is an error by its name alone, as a mark spells it: what it says may
// be another text in another run.
func headline(shown string) string {
	found := raised.FindString(shown)
	switch {
	case found == "":
		return ""
	case strings.HasSuffix(found, "<"):
		return found + "...>) ..."
	}
	return found + " ..."
}
