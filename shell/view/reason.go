package view

// This file is words for what the model holds: reasons, durations, counts.

import (
	"fmt"
	"strings"
	"time"

	"otpsh/runtime/term"
)

// PIDText is a pid as Elixir prints it.
func PIDText(p term.PID) string { return "#PID" + term.FormatPID(p) }

// reason is why a process ended, in one line: an exception by its name and
// message, without its stack trace; an atom without its colon.
func reason(t term.Term, inspect func(term.Term) string) string {
	if tuple, ok := t.(*term.Tuple); ok && len(tuple.Elems) == 2 && term.IsProperList(tuple.Elems[1]) {
		if text, ok := exception(tuple.Elems[0]); ok {
			return text
		}
		if isStack(tuple.Elems[1]) {
			return reasonText(tuple.Elems[0], inspect)
		}
	}
	return reasonText(t, inspect)
}

func reasonText(t term.Term, inspect func(term.Term) string) string {
	text := clean(inspect(t))
	if _, ok := t.(term.Atom); ok {
		return strings.TrimPrefix(text, ":")
	}
	return text
}

// exception is name and message of an exception that holds its message; one
// that computes it is left to inspect.
func exception(t term.Term) (string, bool) {
	name, ok := term.IsStruct(t)
	if !ok {
		return "", false
	}
	short := strings.TrimPrefix(name.Name(), "Elixir.")
	message, _ := t.(*term.Map).GetAtom(term.Intern("message"))
	text, ok := message.(term.Binary)
	if !ok {
		return "", false
	}
	return clean(short + ": " + string(text)), true
}

// isStack reports whether a list is a stack trace: it holds frames,
// {module, function, arity or arguments, location}.
func isStack(t term.Term) bool {
	c, ok := t.(*term.Cons)
	if !ok || c == nil {
		return ok
	}
	frame, ok := c.Head.(*term.Tuple)
	return ok && len(frame.Elems) == 4
}

// duration is a length of time as one says it.
func duration(d time.Duration) string {
	switch {
	case d < 0:
		return "0 s"
	case d < time.Second && d%time.Second != 0:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < 2*time.Minute:
		return fmt.Sprintf("%d s", int(d.Round(time.Second)/time.Second))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min", int(d.Round(time.Minute)/time.Minute))
	}
	return fmt.Sprintf("%d h", int(d.Round(time.Hour)/time.Hour))
}

// ordinal is 1st, 2nd, 3rd, 4th, 11th, 21st.
func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return fmt.Sprintf("%d%s", n, suffix)
}

// bare is a registered name or a child's id without the colon of an atom.
func bare(name string) string { return strings.TrimPrefix(clean(name), ":") }
