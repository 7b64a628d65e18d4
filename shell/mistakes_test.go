package shell_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"otpsh/lessons"
)

// This file types what learners get wrong: for each task of each lesson the two
// likeliest mistakes, and what they read then. A table is
//
//	== title of the step
//	iex> an input
//	...> its further lines
//	else: what the learner reads
//
// where each `else:` follows the inputs of one attempt, which begins with the
// step.

// attempt is what a learner types, and what they are to read.
type attempt struct {
	step   string
	inputs []string
	want   string
}

func attempts(t *testing.T, text string) (out []attempt) {
	t.Helper()
	var now attempt
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "== "):
			now = attempt{step: line[3:]}
		case strings.HasPrefix(line, "iex> "):
			now.inputs = append(now.inputs, line[5:])
		case strings.HasPrefix(line, "...>"):
			now.inputs[len(now.inputs)-1] += "\n" + strings.TrimPrefix(line[4:], " ")
		case strings.HasPrefix(line, "else: "):
			now.want = line[6:]
			out = append(out, now)
			now.inputs = nil
		case line != "":
			t.Fatalf("a line of no attempt: %s", line)
		}
	}
	return out
}

func TestMistakesAreAnswered(t *testing.T) {
	eachLesson(t, func(t *testing.T, l *lessons.Lesson, _ string) {
		table, err := os.ReadFile(filepath.Join("testdata/mistakes", l.Name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		tried := map[string]int{}
		for _, a := range attempts(t, string(table)) {
			tried[a.step]++
			if got := reads(t, l, a); !strings.Contains(got, a.want) {
				t.Errorf("%s: after %q a learner reads\n%s\nnot\n%s", a.step, a.inputs, got, a.want)
			}
		}
		for _, s := range l.Steps {
			if s.Task != nil && tried[s.Title] < 2 {
				t.Errorf("%s: %d mistakes are tried, not two", s.Title, tried[s.Title])
			}
		}
	})
}

// reads is what a learner reads as wrong after the last input of an attempt.
func reads(t *testing.T, l *lessons.Lesson, a attempt) (wrong string) {
	t.Helper()
	step := -1
	for i, s := range l.Steps {
		if s.Title == a.step && s.Task != nil {
			step = i
		}
	}
	if step < 0 {
		t.Fatalf("%s has no task in a step %q", l.Name, a.step)
	}
	s, err := worlds(l).Open(l.Seed)
	if err != nil {
		t.Fatal(err)
	}
	asked := false
	n, err := worlds(l).Learn(l, s, step, nil, func(say lessons.Say) {
		asked = asked || say.Kind == lessons.SayTask
		if say.Kind == lessons.SayMissing || say.Kind == lessons.SayNote && strings.HasPrefix(say.Text, "as before: ") {
			wrong = say.Text
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 50 { // what stands before the task
		switch {
		case asked:
		case n.Answers("a"):
			n.Answer("a")
		default:
			n.Enter()
		}
	}
	for _, input := range a.inputs {
		wrong = ""
		out := s.Input(input)
		n.After(lessons.Attempt{Text: input, Failed: out.Failed})
	}
	return wrong
}
