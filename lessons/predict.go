package lessons

import (
	"slices"
	"strings"
)

// This file is a learner before a question: what counts as an answer, and what is
// shown then.

// Answers reports whether a line is an answer to the question that waits.
func (n *Learner) Answers(line string) bool {
	q, ok := n.current().(*Predict)
	return ok && len(q.chosen(line)) > 0
}

// between are what may stand between letters.
var between = strings.NewReplacer(",", " ", ".", " ", "(", " ", ")", " ", ";", " ")

// chosen are the choices that a line names, by their letters ("a", "ac", "a, c",
// "a and c") or, one, by its text; none: the line is no answer.
func (q *Predict) chosen(line string) []int {
	for i, c := range q.Choices {
		if strings.TrimSpace(line) == c.Text {
			return []int{i}
		}
	}
	var out []int
	for _, word := range strings.Fields(between.Replace(strings.ToLower(line))) {
		if word == "and" {
			continue
		}
		for _, c := range word {
			i := int(c - 'a')
			if i < 0 || i >= len(q.Choices) || slices.Contains(out, i) {
				return nil
			}
			out = append(out, i)
		}
	}
	if !q.Many && len(out) > 1 {
		return nil
	}
	return out
}

// Answer takes an answer, tells whether it is right, and runs what was asked
// about.
func (n *Learner) Answer(line string) {
	q := n.current().(*Predict)
	chosen := q.chosen(line)
	right := true
	for i, c := range q.Choices {
		right = right && c.Marked == slices.Contains(chosen, i)
	}
	if right {
		n.say(SayRight, "Right.")
	} else {
		n.say(SayWrong, "No. Look:")
	}
	n.reveal(q)
	n.passed()
}

// reveal runs a prediction in a fork and shows what happens there.
func (n *Learner) reveal(q *Predict) {
	fork, err := n.session.Fork()
	if err != nil {
		n.say(SayWrong, "%v", err)
		return
	}
	run := q.Run
	if q.Ask != nil {
		run = append(slices.Clip(run), *q.Ask)
	}
	for _, item := range run {
		n.say(SayInput, "%s", item.Text)
		n.say(SayOutput, "%s", strings.TrimRight(errorPart(fork.Input(item.Text).Shown), "\n"))
	}
	for i, c := range q.Choices {
		if c.Marked {
			n.say(SayNote, "%c  %s%s", 'a'+i, c.Text, because(c.Why))
		}
	}
	if len(run) > 0 {
		n.say(SayNote, "(that ran in a copy of your world, which is as it was)")
	}
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return ": " + why
}
