package lessons

import (
	"fmt"
	"strings"
)

// This file is what a learner can ask for: a hint, the solution, the step anew,
// another step; and what the lesson shows in forks.

// Hint gives one more hint.
func (n *Learner) Hint() {
	t, ok := n.current().(*Task)
	switch {
	case !ok:
		n.say(SayNote, "there is no task here that needs a hint")
	case n.hints < len(t.Hints):
		n.say(SayHint, "%s", t.Hints[n.hints])
		n.hints++
	default:
		n.say(SayNote, "there are no more hints; .solution shows one way")
	}
}

// Solution shows one way to solve the task.
func (n *Learner) Solution() {
	t, ok := n.current().(*Task)
	if !ok {
		n.say(SayNote, "there is no task here")
		return
	}
	n.showSolution(t)
}

func (n *Learner) showSolution(t *Task) {
	for _, f := range t.Solution.Files {
		n.say(SayCode, "%s", f.Text)
	}
	for _, item := range t.Solution.Items {
		n.say(SayInput, "%s", item.Text)
	}
}

// Skip does what is left of the step for the learner, as it should have been from
// the step's beginning, and goes to the next.
func (n *Learner) Skip() {
	if n.Done() {
		return
	}
	step := n.Lesson.Steps[n.step]
	for _, part := range step.Parts[n.part:] {
		switch part := part.(type) {
		case *Inputs:
			for ; n.item < len(part.Items); n.item++ {
				n.say(SayInput, "%s", part.Items[n.item].Text)
			}
		case *Predict:
			n.reveal(part)
		case *Task:
			n.showSolution(part)
		}
		n.item = 0
	}
	if n.part < len(step.Parts) {
		n.session.Return(n.starts[n.step])
		n.session.Hidden(func() {
			n.session.Begin()
			for _, setup := range step.Setup {
				n.session.Input(setup.Code)
			}
			n.perform(step.Parts)
		})
	}
	n.part = len(step.Parts)
	n.Enter()
}

// Next goes to the next step, if the task of this one is solved.
func (n *Learner) Next() {
	if t, ok := n.current().(*Task); ok {
		if missing := n.missing(t); missing != "" {
			n.say(SayMissing, "%s", missing)
			n.say(SayNote, "the task is not solved yet; .skip goes on all the same")
			return
		}
	}
	n.Skip()
}

// Prev goes back to the step before, with the world as it was then.
func (n *Learner) Prev() {
	if n.step == 0 {
		n.say(SayNote, "this is the first step")
		return
	}
	n.step--
	n.Reset()
}

// Reset begins the step again, with the world as it was then.
func (n *Learner) Reset() {
	if n.Done() {
		return
	}
	n.session.Return(n.starts[n.step])
	if err := n.enter(); err != nil {
		n.say(SayWrong, "%v", err)
	}
}

// Again tells where the learner is: what they were told last.
func (n *Learner) Again() {
	if !n.Done() {
		n.say(SayStep, "%d of %d: %s", n.step+1, len(n.Lesson.Steps), n.Lesson.Steps[n.step].Title)
		n.goOn()
	}
}

// Starter is the file of this step that `.edit name` means, and its text.
func (n *Learner) Starter(name string) (file, text string, err error) {
	if n.Done() {
		return "", "", fmt.Errorf("the lesson is over")
	}
	var names []string
	for _, part := range n.Lesson.Steps[n.step].Parts {
		c, ok := part.(*Code)
		if !ok || !c.Starter {
			continue
		}
		if name == c.name() || name == c.File || name == "" {
			if mine, ok := n.Work[c.File]; ok {
				return c.File, mine, nil
			}
			return c.File, c.Text, nil
		}
		names = append(names, c.name())
	}
	if len(names) == 0 {
		return "", "", fmt.Errorf("this step has no file to edit")
	}
	return "", "", fmt.Errorf("this step has no file %q; it has %s", name, strings.Join(names, ", "))
}

// Saved takes what the learner wrote into a file: it is loaded, and the task is
// judged.
func (n *Learner) Saved(file, text string) {
	n.Work[file] = text
	if out := n.session.Load(file, text); out.Failed {
		return
	}
	n.say(SayNote, "loaded")
	n.After(Attempt{})
}

// compare runs the inputs once for each value.
func (n *Learner) compare(c *Compare) {
	for _, value := range c.Values {
		fork, err := n.session.Fork()
		if err != nil {
			n.say(SayWrong, "%v", err)
			return
		}
		n.say(SayCase, "%s: %s", c.Name, value)
		for _, item := range c.Items {
			text := c.with(item.Text, value)
			out := fork.Input(text)
			n.say(SayInput, "%s", text)
			n.say(SayOutput, "%s", strings.TrimRight(out.Told, "\n"))
		}
	}
}

// explore runs the code under its schedules and shows the first that fails.
func (n *Learner) explore(e *Explore) {
	for seed := uint64(1); seed <= uint64(e.Schedules); seed++ {
		fork, err := n.session.Fork()
		if err != nil {
			n.say(SayWrong, "%v", err)
			return
		}
		fork.Schedule(seed)
		if out := fork.Input(e.Code); out.Failed {
			n.say(SayOutput, "%s", strings.TrimRight(errorPart(out.Shown), "\n"))
			n.say(SayNote, "schedule %d of %d fails", seed, e.Schedules)
			return
		}
	}
	n.say(SayNote, "all of %d schedules hold", e.Schedules)
}
