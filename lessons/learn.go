package lessons

import (
	"fmt"
	"maps"
	"strings"
)

// This file is a learner in a lesson: where they are, what they are told next,
// and what each input means for the step. The learner types into the same
// session at any time; nothing here reads a key or draws a line. What a learner
// can ask for is in learn_commands.go.

// Learner goes through one lesson. It is for one goroutine.
type Learner struct {
	Lesson *Lesson
	// Work is the learner's own text of files, by the name of the file.
	Work map[string]string

	worlds  Worlds
	session Session
	step    int    // number of the step; len(Steps): the lesson is done
	part    int    // of the step: what comes next
	item    int    // of an Inputs part: the input that comes next
	hints   int    // of the task, given so far
	wrongs  int    // attempts at the task so far that did not solve it
	wrong   string // what the last one read
	pointed bool   // the learner was told which line the lesson goes on with
	starts  []Mark // the world at the beginning of each step so far
	show    func(Say)
}

// Learn begins a lesson in a fresh session, at a step that was reached before;
// 0 is the first. The steps before are solved unseen, with the learner's own
// files where they solve them. show is handed what the learner is told, as it
// comes.
func (ws Worlds) Learn(l *Lesson, s Session, step int, work map[string]string, show func(Say)) (*Learner, error) {
	n := &Learner{Lesson: l, Work: maps.Clone(work), worlds: ws, session: s, show: show}
	if n.Work == nil {
		n.Work = map[string]string{}
	}
	n.step = max(0, min(step, len(l.Steps)-1))
	var err error
	s.Hidden(func() { err = n.prepare(n.step) })
	if err != nil {
		return nil, err
	}
	n.say(SayTitle, "%s", l.Title)
	if n.step == 0 {
		n.tell(l.Intro)
	}
	return n, n.enter()
}

// Done reports whether the last step is behind the learner.
func (n *Learner) Done() bool { return n.step == len(n.Lesson.Steps) }

// Step is the number of the step that the learner is at, from 0.
func (n *Learner) Step() int { return n.step }

func (n *Learner) say(kind SayKind, format string, args ...any) {
	n.show(Say{kind, fmt.Sprintf(format, args...)})
}

// prepare brings the world to where a step begins.
func (n *Learner) prepare(to int) error {
	for _, u := range n.Lesson.Use {
		text, err := n.worlds.Used(u)
		if err != nil {
			return err
		}
		n.session.Load(u.File, text)
	}
	for _, s := range n.Lesson.Setup {
		n.session.Input(s.Code)
	}
	n.perform(n.Lesson.Intro)
	for _, s := range n.Lesson.Steps[:to] {
		if err := n.begin(s); err != nil {
			return err
		}
		n.perform(s.Parts)
	}
	return nil
}

// begin is what happens, unseen, when a step begins.
func (n *Learner) begin(s *Step) error {
	mark, err := n.session.Mark()
	if err != nil {
		return err
	}
	n.starts = append(n.starts, mark)
	n.session.Begin()
	for _, setup := range s.Setup {
		n.session.Input(setup.Code)
	}
	return nil
}

// perform does what parts do to the world, tasks solved.
func (n *Learner) perform(parts []Part) {
	for _, part := range parts {
		switch part := part.(type) {
		case *Code:
			n.load(part)
		case *Inputs:
			for _, item := range part.Items {
				n.session.Input(item.Text)
			}
		case *Task:
			n.solve(part)
		}
	}
}

// load loads a definition, or the learner's copy of a starter.
func (n *Learner) load(c *Code) Outcome {
	mine := *c
	if text, ok := n.Work[c.File]; ok && c.Starter {
		mine.Text = text
	}
	return load(n.session, &mine)
}

// solve applies a task's solution, with the learner's own files where they have
// some that load.
func (n *Learner) solve(t *Task) {
	for _, f := range t.Solution.Files {
		if text, ok := n.Work[f.File]; !ok || n.session.Load(f.File, text).Failed {
			n.session.Load(f.File, f.Text)
		}
	}
	for _, item := range t.Solution.Items {
		n.session.Input(item.Text)
	}
}

// enter begins the step that the learner is at.
func (n *Learner) enter() error {
	n.part, n.item, n.hints, n.wrongs, n.wrong = 0, 0, 0, 0, ""
	if n.Done() {
		n.say(SayRight, "This was %s. .learn shows what comes next; .leave returns to your session.", n.Lesson.Title)
		return nil
	}
	s := n.Lesson.Steps[n.step]
	n.starts = n.starts[:min(len(n.starts), n.step)]
	var err error
	n.session.Hidden(func() { err = n.begin(s) })
	if err != nil {
		return err
	}
	n.say(SayStep, "%d of %d: %s", n.step+1, len(n.Lesson.Steps), s.Title)
	n.goOn()
	return nil
}

// goOn tells parts of the step up to one that waits for the learner.
func (n *Learner) goOn() {
	if n.Done() {
		return
	}
	parts := n.Lesson.Steps[n.step].Parts
	for ; n.part < len(parts); n.part++ {
		if n.waits(parts[n.part]) {
			return
		}
		n.tell(parts[n.part : n.part+1])
		n.item = 0
	}
	switch {
	case n.step == len(n.Lesson.Steps)-1:
		n.say(SayNote, "Enter ends the lesson")
	default:
		n.say(SayNote, "Enter goes on to the next step")
	}
}

// waits tells of a part that the learner has to act on; false: of another kind,
// or done.
func (n *Learner) waits(part Part) bool {
	switch part := part.(type) {
	case *Inputs:
		if n.item == len(part.Items) {
			return false
		}
		n.say(SayInput, "%s", part.Items[n.item].Text)
		if n.item == 0 {
			n.say(SayNote, "type it, or press Enter and it is typed for you")
		}
	case *Predict:
		n.say(SayQuestion, "%s", part.Question)
		for i, c := range part.Choices {
			n.say(SayChoice, "%c  %s", 'a'+i, c.Text)
		}
		if part.Many {
			n.say(SayNote, "several may be right: answer with their letters, as in a c")
		} else {
			n.say(SayNote, "answer with a letter")
		}
	case *Task:
		n.say(SayTask, "%s", part.Text)
		n.say(SayNote, ".hint helps, .solution shows one way, .reset begins the step again, .skip goes on")
	case *Compare:
		for _, item := range part.Items {
			n.say(SayInput, "%s", item.Text)
		}
		n.say(SayNote, "Enter runs it once for each %s: %s", part.Name, strings.Join(part.Values, ", "))
	case *Explore:
		n.say(SayCode, "%s", part.Code)
		n.say(SayNote, "Enter runs it under %d schedules", part.Schedules)
	default:
		return false
	}
	return true
}

// tell shows parts that need no answer.
func (n *Learner) tell(parts []Part) {
	for _, part := range parts {
		switch part := part.(type) {
		case Prose:
			n.say(SayProse, "%s", part.Text)
		case *Code:
			n.define(part)
		}
	}
}

func (n *Learner) define(c *Code) {
	text := c.Text
	if mine, ok := n.Work[c.File]; ok && c.Starter {
		text = mine
	}
	n.say(SayCode, "%s", text)
	var out Outcome
	n.session.Hidden(func() { out = n.load(c) })
	switch {
	case c.Starter:
		if text == c.Text {
			n.say(SayNote, "yours to finish: .edit %s opens it, saving loads it; or type the module here", c.name())
		} else {
			n.say(SayNote, "this is what you wrote before: .edit %s opens it, saving loads it", c.name())
		}
	case c.Fails:
		n.say(SayOutput, "%s", strings.TrimRight(out.Log, "\n")+"\n"+errorPart(out.Shown))
	case c.File != "":
		n.say(SayNote, "loaded")
	default:
		n.say(SayOutput, "%s", out.Shown)
	}
}

// name is what a file is called in `.edit`.
func (c *Code) name() string {
	base := c.File[strings.LastIndex(c.File, "/")+1:]
	return strings.TrimSuffix(strings.TrimSuffix(base, ".exs"), ".ex")
}

// Enter is an empty line: what is waited for is done for the learner, or the
// lesson goes on.
func (n *Learner) Enter() {
	if n.Done() {
		return
	}
	switch part := n.current().(type) {
	case nil:
		n.step++
		if err := n.enter(); err != nil {
			n.say(SayWrong, "%v", err)
		}
		return
	case *Inputs:
		n.say(SayTyped, "%s", part.Items[n.item].Text)
		n.typed(part.Items[n.item], n.session.Input(part.Items[n.item].Text).Failed)
	case *Predict:
		n.say(SayNote, "the question waits for a letter")
	case *Task:
		n.say(SayTask, "%s", part.Text)
		n.say(SayNote, "this is yours to do; .hint helps")
	case *Compare:
		n.compare(part)
		n.passed()
	case *Explore:
		n.explore(part)
		n.passed()
	}
}

// current is the part that waits for the learner; nil: the step is at its end.
func (n *Learner) current() Part {
	if n.Done() || n.part >= len(n.Lesson.Steps[n.step].Parts) {
		return nil
	}
	return n.Lesson.Steps[n.step].Parts[n.part]
}

// passed goes on after the part that waited.
func (n *Learner) passed() {
	n.part++
	n.item = 0
	n.goOn()
}

// After is to be told of every attempt, once the world has settled.
func (n *Learner) After(a Attempt) {
	switch part := n.current().(type) {
	case *Inputs:
		item := part.Items[n.item]
		switch {
		case n.session.Same(a.Text, item.Text):
			n.session.Adopt()
			n.typed(item, a.Failed)
		case !n.pointed:
			n.pointed = true
			n.say(SayNote, "the lesson goes on with the line above it: type that, or press Enter")
		}
	case *Task:
		if !a.NotRun {
			n.judge(part)
		}
	}
}

// typed goes on after an input of the lesson, unless it failed and should not
// have: what was done before has changed the world too much.
func (n *Learner) typed(item Input, failed bool) {
	if failed && !item.fails() {
		n.say(SayWrong, "that should work here: something typed before has changed the world; .reset begins the step again")
		return
	}
	n.item++
	n.pointed = false
	n.goOn()
}

// fails reports whether an input is to fail.
func (i Input) fails() bool { return strings.Contains(i.Want, "** (") }

// judge looks whether a task is solved. What was read before is not said as
// loud again, and who goes wrong time and again is told of the ways out.
func (n *Learner) judge(t *Task) {
	missing := n.missing(t)
	switch {
	case missing == "":
		n.say(SayRight, "Done.")
		n.passed()
		return
	case missing == n.wrong:
		n.say(SayNote, "as before: %s", missing)
	default:
		n.say(SayMissing, "%s", missing)
	}
	n.wrong = missing
	if n.wrongs++; n.wrongs%waysOutEvery == 0 && !strings.Contains(missing, ".reset") {
		n.say(SayNote, ".hint helps; .reset begins the step again, with the world as it was")
	}
	if gaveUp, _ := n.session.Check("happened(gave_up(_))"); gaveUp && !strings.Contains(missing, ".reset") {
		n.say(SayNote, "a supervisor gave up; .reset begins the step again")
	}
}

// waysOutEvery is after how many wrong attempts the ways out are told again.
const waysOutEvery = 3

// missing is what the first check that is false says; "": none is.
func (n *Learner) missing(t *Task) string {
	for _, c := range t.Checks {
		holds, err := n.session.Check(c.Expression)
		switch {
		case err != nil:
			return c.Else + "\n  " + strings.ReplaceAll(errorPart(err.Error()), "\n", "\n  ")
		case !holds:
			return c.Else
		}
	}
	return ""
}
