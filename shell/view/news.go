package view

// This file is the lines that tell at once what happened: a restart, a death,
// a supervisor that gave up, and a storm of restarts in one line.

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"otpsh/runtime/observe"
	"otpsh/runtime/term"
)

// News is a restart, a supervisor's end, or a death, as one line (a
// supervisor's end is a box); without a newline at its end.
//
// name gives what to call a process by, "" when it has no name. inspect
// writes a term as Elixir does, or says more than that: what it gives for an
// atom loses its colon, so "killed by the shell" may be its answer for
// :killed.
func (s Style) News(n observe.News, name func(term.PID) string, inspect func(term.Term) string) string {
	return s.NewsWith(n, "", name, inspect)
}

// NewsWith is News with one more fact, such as "state 5 lost, now 0" of a
// restart, "it was linked to the shell" of a supervisor that gave up, or "the
// shell" of one whose end took more along than its children.
func (s Style) NewsWith(n observe.News, fact string, name func(term.PID) string, inspect func(term.Term) string) string {
	switch {
	case n.Limit != "":
		return s.limit(n, name)
	case n.Supervisor == 0:
		return s.death(n, fact, name, inspect)
	case n.Failed():
		return s.Error(s.Sign("✗ ", "")) + s.paint(strong, childName(n, name)) + " could not be started again by " +
			processCalled(n.Supervisor, name) + ": " + reason(n.Reason, inspect) + "; it tries once more"
	case n.Finished():
		text := processCalled(n.Supervisor, name) + " ends: its significant child " + childName(n, name) + " ended, " + reason(n.Reason, inspect)
		if fact != "" {
			text += "; " + clean(fact)
		}
		return s.Note(s.Sign("■ ", "")) + text
	case n.Restart.Old == 0 && n.Restart.New == 0: // only a restart has pids
		return s.gaveUp(n, fact, name, inspect)
	}
	return s.paint(good, s.Sign("↻ ", "")) + s.paint(strong, childName(n, name)) + " restarted by " +
		processCalled(n.Supervisor, name) + ": " + s.restart(n, fact, inspect)
}

// Joined is many restarts of one child in one line, the last one in full.
func (s Style) Joined(child string, count int, over time.Duration, last observe.News, name func(term.PID) string, inspect func(term.Term) string) string {
	if bare(child) == "" {
		child = childName(last, name)
	}
	return s.paint(good, s.Sign("↻ ", "")) + s.paint(strong, bare(child)) + s.paint(note, fmt.Sprintf(s.Sign(" ×%d", " restarted %d times"), count)) +
		fmt.Sprintf(" in %s, last: ", duration(over)) + s.restart(last, "", inspect)
}

// restart is reason, pids, a fact, and what is left of the budget.
func (s Style) restart(n observe.News, fact string, inspect func(term.Term) string) string {
	old := PIDText(n.Restart.Old)
	if n.Restart.Old == 0 {
		old = "nobody"
	}
	parts := []string{
		reason(n.Restart.Reason, inspect),
		s.Dim(old) + s.Sign(" → ", " became ") + PIDText(n.Restart.New),
	}
	if fact != "" {
		parts = append(parts, clean(fact))
	}
	if siblings := siblingNames(n, 4); siblings != "" {
		parts = append(parts, "and with it "+siblings)
	}
	if n.Period > 0 {
		left := fmt.Sprintf("%d more allowed in %s", n.Restart.Left, duration(n.Period))
		if n.Restart.Left == 0 {
			left = s.Note("no more allowed in " + duration(n.Period))
		}
		parts = append(parts, left)
	}
	return strings.Join(parts, s.Sign(" · ", ", "))
}

// death is the end of a process: of a supervisor with what it took along, of
// one that is not restarted with why.
func (s Style) death(n observe.News, fact string, name func(term.PID) string, inspect func(term.Term) string) string {
	who := PIDText(n.PID)
	if called := bare(name(n.PID)); called != "" {
		who = called + " " + who
	}
	text := fmt.Sprintf("%s is gone: %s.", who, strings.TrimSuffix(reason(n.Reason, inspect), "."))
	switch {
	case n.Led:
		return s.Error(s.Sign("✗ ", "")) + text + " " + tookAlong(n.Took, fact)
	case n.Under != 0:
		text += fmt.Sprintf(" %s does not restart it: it is %s.", processCalled(n.Under, name), n.Child.Restart)
	default:
		text += " Nobody supervised it."
	}
	if fact != "" {
		text += " " + clean(fact)
	}
	return s.Error(s.Sign("✗ ", "")) + text
}

// limit is the end of a process that took more than it may.
func (s Style) limit(n observe.News, name func(term.PID) string) string {
	who := PIDText(n.PID)
	if called := bare(name(n.PID)); called != "" {
		who = called + " " + who
	}
	allowed := bytesText(n.Allowed)
	if n.Limit == "mailbox" {
		allowed = fmt.Sprintf("%d messages", n.Allowed)
	}
	return s.Error(s.Sign("✗ ", "")) + fmt.Sprintf("%s was ended: it reached the limit %s, %s", who, n.Limit, allowed)
}

// bytesText is a size in the largest unit of which there is one.
func bytesText(n int) string {
	for _, u := range []struct {
		name string
		size int
	}{{"GB", 1 << 30}, {"MB", 1 << 20}, {"KB", 1 << 10}} {
		if n >= u.size {
			return strconv.FormatFloat(float64(n*10/u.size)/10, 'f', -1, 64) + " " + u.name
		}
	}
	return fmt.Sprintf("%d bytes", n)
}

// gaveUp is the loudest that there is: all below that supervisor is gone.
func (s Style) gaveUp(n observe.News, fact string, name func(term.PID) string, inspect func(term.Term) string) string {
	text := processCalled(n.Supervisor, name) + " gave up: "
	if n.Period > 0 {
		text += fmt.Sprintf("%s restart in %s", ordinal(n.Max+1), duration(n.Period))
	} else {
		text += "too many restarts"
	}
	if fact != "" {
		text += "; " + clean(fact)
	}
	detail := "last: " + childName(n, name) + ", " + reason(n.Reason, inspect)
	if s.words {
		return text + "\n" + detail
	}
	room := s.Width() - 4
	lines := append(wrap(text, room, " ", ""), wrap(detail, room, " ", "")...)
	widest := 0
	for i, line := range lines {
		lines[i] = cut(line, room)
		widest = max(widest, columns(lines[i]))
	}
	var b strings.Builder
	rule := strings.Repeat("═", widest+2)
	b.WriteString("╔" + rule + "╗\n")
	for _, line := range lines {
		b.WriteString("║ " + pad(line, widest) + " ║\n")
	}
	b.WriteString("╚" + rule + "╝")
	return s.Error(b.String())
}

// childName is a restarted child's registered name, else its id.
func childName(n observe.News, name func(term.PID) string) string {
	for _, pid := range []term.PID{n.Restart.New, n.Restart.Old} {
		if pid == 0 {
			continue
		}
		if called := bare(name(pid)); called != "" {
			return called
		}
	}
	switch {
	case n.Child.ID != "" && n.Child.ID != ":undefined":
		return bare(n.Child.ID)
	case n.Child.Module != "":
		return clean(n.Child.Module)
	}
	return "a child"
}

// tookAlong is what ended with a supervisor: its children, and more.
func tookAlong(children []observe.Sibling, more string) string {
	names := siblingList(children, 4)
	if more != "" {
		names = append(names, more)
	}
	switch len(names) {
	case 0:
		return "It had no children."
	case 1:
		return "It took " + names[0] + " along."
	}
	last := len(names) - 1
	return "It took " + strings.Join(names[:last], ", ") + " and " + names[last] + " along."
}

// siblingNames are the children that a restart took along, at most so many.
func siblingNames(n observe.News, most int) string {
	return strings.Join(siblingList(n.Restart.Siblings, most), ", ")
}

func siblingList(siblings []observe.Sibling, most int) []string {
	var names []string
	for i, sibling := range siblings {
		if i == most {
			return append(names, fmt.Sprintf("%d more", len(siblings)-most))
		}
		names = append(names, strings.TrimPrefix(bare(sibling.ID), "Elixir."))
	}
	return names
}

func processCalled(pid term.PID, name func(term.PID) string) string {
	if called := bare(name(pid)); called != "" {
		return called
	}
	return PIDText(pid)
}
