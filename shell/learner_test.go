package shell_test

import (
	"strings"
	"testing"

	"otpsh/lessons"
)

// learnerLesson has one of each part that waits for the learner.
const learnerLesson = `---
otp: 1
title: A box
---
## Look
` + "```iex" + `
iex> {:ok, pid} = Agent.start_link(fn -> 1 end, name: Box)
{:ok, #PID<...>}
iex> Enum.map([1, 2], fn n -> n * 2 end)
[2, 4]
iex> 1 / 0
** (ArithmeticError) bad argument in arithmetic expression: 1 / 0
` + "```" + `

## Foresee
` + "```predict" + `
Which?
[x] one    => true
[ ] two    => false
[x] three  => true
` + "```" + `
` + "```predict" + `
What is 1 + 1?
( ) 1  => 1
(x) 2  => 2
ask: 1 + 1
` + "```" + `

## Do
` + "```task" + `
Put 5 into the box.
` + "```" + `
` + "```check" + `
state(Box) == 5    # else: there is something else in the box
` + "```" + `
` + "```hint" + `
Agent.update
` + "```" + `
` + "```solution" + `
iex> Agent.update(Box, fn _ -> 5 end)
:ok
` + "```" + `
`

// What a learner types, and what they are told then: a text that must be there,
// or, after a "!", must not.
func TestALearnerIsToldWhatAnInputMeans(t *testing.T) {
	const (
		passed  = "1 / 0" // the third line of the first step is next
		enter   = ""
		pointer = "the lesson goes on with the line above"
	)
	for _, c := range []struct {
		name  string
		step  int
		lines []string
		want  string
	}{
		{"as shown", 0, []string{"{:ok, pid} = Agent.start_link(fn -> 1 end, name: Box)"}, "Enum.map([1, 2]"},
		{"written otherwise", 0, []string{enter, "Enum.map [1,2] , fn n -> n*2 end"}, passed},
		{"a near miss", 0, []string{enter, "Enum.map([1, 2], fn n -> n + n end)"}, pointer},
		{"a second near miss", 0, []string{enter, "3", "4"}, "!" + pointer},
		{"what went before breaks the line", 0, []string{"pid = Agent.start_link(fn -> 1 end, name: Box)", "{:ok, pid} = Agent.start_link(fn -> 1 end, name: Box)"}, "that should work here"},
		{"the same by Enter", 0, []string{"Agent.start_link(fn -> 1 end, name: Box)", enter}, "that should work here"},
		{"a line that is to fail", 0, []string{enter, enter, enter}, "Enter goes on to the next step"},
		{"letters", 1, []string{"a c"}, "Right."},
		{"letters with a comma", 1, []string{"a, c"}, "Right."},
		{"letters with words", 1, []string{"A and C"}, "Right."},
		{"too few letters", 1, []string{"a"}, "No. Look:"},
		{"no letter", 1, []string{"x"}, "!Look"},
		{"the text of a choice", 1, []string{"ac", "2"}, "Right."},
		{"two letters where one is right", 1, []string{"ac", "ab"}, "!Look"},
		{"an empty line is no answer", 1, []string{enter}, "the question waits for a letter"},
		{"a wrong attempt", 2, []string{"Agent.update(Box, fn _ -> 4 end)"}, "there is something else in the box"},
		{"the same again is not said as loud", 2, []string{"1", "2"}, "as before: there is"},
		{"the ways out after three", 2, []string{"1", "2", "3"}, ".reset begins the step again"},
		{"what does not compile is no attempt", 2, []string{"Agent.update(Box, fn -> x end)"}, "!something else"},
		{"an empty line is no attempt", 2, []string{enter}, "this is yours to do"},
		{"any way to the goal", 2, []string{"Agent.cast(Box, fn n -> n + 4 end)"}, "Done."},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := lessons.Parse("box.otp", learnerLesson)
			if err != nil {
				t.Fatal(err)
			}
			s, err := worlds(l).Open(1)
			if err != nil {
				t.Fatal(err)
			}
			var told strings.Builder
			n, err := worlds(l).Learn(l, s, c.step, nil, func(say lessons.Say) { told.WriteString(say.Text + "\n") })
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range c.lines {
				told.Reset()
				switch {
				case line == enter:
					n.Enter()
				case n.Answers(line):
					n.Answer(line)
				default:
					out := s.Input(line)
					n.After(lessons.Attempt{Text: line, Failed: out.Failed, NotRun: strings.Contains(out.Shown, "CompileError")})
				}
			}
			want, unwanted := strings.CutPrefix(c.want, "!")
			if strings.Contains(told.String(), want) == unwanted {
				t.Errorf("%q: told is\n%s", c.want, told.String())
			}
		})
	}
}
