package shell

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"otpsh/lessons"
	"otpsh/runtime/elixir"
	"otpsh/shell/complete"
	"otpsh/shell/view"
)

// This file is a lesson inside the session: .learn opens a simulated world for
// it, the session's own world waits, and every input there is judged.

// Course is what a shell needs for lessons.
type Course struct {
	// World makes a simulated world that writes to the tape's ends, and Tape a
	// tape that the person sees.
	World func(seed uint64, tape *Tape) *elixir.World
	Tape  func() *Tape
	// Progress is the file that keeps how far the person has come; "": none.
	Progress string
}

// learning is a lesson that is under way.
type learning struct {
	learner  *lessons.Learner
	progress *lessons.Progress
	attempt  *lessons.Attempt // the last input, until it is judged
	apart    bool             // an empty line stands before what is told next
	back     *place           // where .leave returns to
}

// Learning reports whether a lesson is under way.
func (s *Shell) Learning() bool { return s.lesson != nil }

// learnCommand is .learn: the lesson that is under way, else the next one; or
// one by its name, at a step if a number follows; .learn list is the table of
// them.
func learnCommand(s *Shell, args string) {
	word, number := cutWord(args)
	if word == "" && s.lesson != nil && !s.lesson.learner.Done() {
		s.lesson.learner.Again()
		return
	}
	step, err := strconv.Atoi(number)
	if number != "" && (err != nil || step < 1) {
		s.usage("learn", "a lesson, and the number of a step")
		return
	}
	if s.cfg.Course == nil {
		s.refuse("no lesson can be opened from here")
		return
	}
	progress, err := lessons.LoadProgress(s.cfg.Course.Progress)
	if err != nil {
		s.refuse("%v", err)
		return
	}
	course, err := lessons.Course()
	if err != nil {
		s.refuse("%v", err)
		return
	}
	if word == "list" {
		s.print(s.cfg.Style.Course(rows(course, progress)))
		return
	}
	l, err := chosen(course, progress, word)
	if err != nil {
		s.refuse("%v", err)
		return
	}
	s.learn(l, progress, step)
}

// chosen is the lesson that a word means; without one the first that is not
// done.
func chosen(course []*lessons.Lesson, progress *lessons.Progress, word string) (*lessons.Lesson, error) {
	if word != "" {
		return lessons.Find(word)
	}
	i := slices.IndexFunc(course, func(l *lessons.Lesson) bool { return !progress.Of(l.Name).Done })
	return course[max(0, i)], nil
}

// learn begins a lesson at a step, from 1; 0 is where the person left it.
func (s *Shell) learn(l *lessons.Lesson, progress *lessons.Progress, step int) {
	back := s.here.Load()
	if s.lesson != nil {
		back = s.lesson.back
	}
	tape := s.cfg.Course.Tape()
	session := newLesson(s, newPlace(s.cfg.Course.World(l.Seed, tape), s.cfg), tape)
	reached := progress.Of(l.Name)
	if step > 0 {
		reached.Step = step - 1
	}
	worlds := lessons.Worlds{Find: lessons.FindNear(l)}
	s.remark(s.cfg.Style.Dim("  your session waits; .leave returns to it") + "\n")
	for _, name := range l.Needs {
		if !progress.Of(name).Done {
			s.note("  this lesson builds on %s, which you have not done: .learn %[1]s", name)
		}
	}
	s.lesson = &learning{progress: progress, back: back}
	learner, err := worlds.Learn(l, session, reached.Step, reached.Work, s.tell)
	if err != nil {
		s.leave()
		s.refuse("the lesson does not begin: %v", err)
		return
	}
	s.lesson.learner = learner
	s.failed = false // that of what the lesson shows
	s.keepProgress()
}

// leaveCommand is .leave.
func leaveCommand(s *Shell, _ string) {
	if s.lesson == nil {
		s.refuse("this is your own session; exit leaves the shell")
		return
	}
	s.keepProgress()
	s.leave()
	s.note("  back in your session, as you left it; .learn goes on with the lesson")
}

func (s *Shell) leave() {
	s.enter(s.lesson.back)
	s.lesson = nil
}

// lessonCommands are those that act on a lesson; .help tells of them in the
// line of .learn.
func lessonCommands() []command {
	return []command{
		{"hint", "", "in a lesson: one more hint", ".hint", "", lessonCommand("hint", (*lessons.Learner).Hint)},
		{"solution", "", "in a lesson: one way to solve the task", ".solution", "", lessonCommand("solution", (*lessons.Learner).Solution)},
		{"skip", "", "in a lesson: solve what is left of the step and go on", ".skip", "", lessonCommand("skip", (*lessons.Learner).Skip)},
		{"next", "", "in a lesson: the next step", ".next", "", lessonCommand("next", (*lessons.Learner).Next)},
		{"prev", "", "in a lesson: the step before, with its world", ".prev", "", lessonCommand("prev", (*lessons.Learner).Prev)},
		{"leave", "", "in a lesson: return to your session", ".leave", "", leaveCommand},
	}
}

// lessonCommand makes a command of something that a learner can ask for.
func lessonCommand(name string, do func(*lessons.Learner)) func(*Shell, string) {
	return func(s *Shell, _ string) {
		if s.lesson == nil {
			s.refuse(".%s belongs to a lesson; .learn begins one", name)
			return
		}
		s.lesson.apart = false
		do(s.lesson.learner)
		s.keepProgress()
		s.lesson.attempt = nil
	}
}

// lessonTakes gives a line to the lesson, if it means something there: an empty
// one goes on, a letter answers.
func (s *Shell) lessonTakes(line string) bool {
	if s.lesson == nil || s.Unfinished() {
		return false
	}
	n := s.lesson.learner
	switch {
	case strings.TrimSpace(line) == "":
		s.lesson.apart = false
		n.Enter()
	case n.Answers(line):
		s.lesson.apart = false
		n.Answer(line)
	default:
		return false
	}
	s.keepProgress()
	return true
}

// attempted notes a whole input that a lesson is to judge. A command that only
// looks, or takes something back, is none.
func (s *Shell) attempted(input string) {
	if s.lesson == nil {
		return
	}
	if isCommand(input) {
		if word, _ := commandWord(input); !slices.Contains(acting, word) {
			return
		}
	}
	s.lesson.attempt = &lessons.Attempt{Text: input, Failed: s.failed, NotRun: s.notRun}
}

// acting are the commands that do something to the world of a lesson.
var acting = []string{"spawn", "kill", "crash", "stop", "call", "cast", "send", "advance", "step", "run"}

// Judge tells what the last input means in the lesson, once the world has
// settled.
func (s *Shell) Judge(do func(Effect)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lesson == nil || s.lesson.attempt == nil || s.Unfinished() {
		return
	}
	s.do = do
	a := *s.lesson.attempt
	s.lesson.attempt, s.lesson.apart = nil, false
	s.lesson.learner.After(a)
	s.keepProgress()
}

// keepProgress writes down where the learner is.
func (s *Shell) keepProgress() {
	if err := s.lesson.progress.Keep(s.lesson.learner); err != nil {
		s.note("  your progress is not kept: %v", err)
	}
}

// has reports whether the step has a file of that name to write.
func (l *learning) has(name string) bool {
	_, _, err := l.learner.Starter(name)
	return err == nil
}

// editStarter is .edit in a lesson: the learner's copy of a file.
func (s *Shell) editStarter(name string) {
	n := s.lesson.learner
	file, text, err := n.Starter(name)
	if err != nil {
		s.refuse("%v", err)
		return
	}
	err = s.openEditor(Edit{Name: file[strings.LastIndex(file, "/")+1:], Text: text + "\n", Saved: func(now string) {
		n.Saved(file, strings.TrimRight(now, " \t\r\n"))
	}})
	if err != nil {
		s.refuse("%v", err)
	}
	s.keepProgress()
	s.lesson.attempt = nil
}

// tell shows what a learner is told. What is to be read stands between empty
// lines.
func (s *Shell) tell(say lessons.Say) {
	style, text := s.cfg.Style, say.Text
	apart := false
	switch say.Kind {
	case lessons.SayTitle, lessons.SayCase:
		text, apart = style.Strong(text), true
	case lessons.SayStep:
		text, apart = style.Strong("Step "+text), true
	case lessons.SayProse, lessons.SayQuestion, lessons.SayTask:
		text, apart = style.Prose(text), true
	case lessons.SayCode:
		text, apart = indented(indented(style.Code("", text))), true
	case lessons.SayInput:
		text = prompted(text, "  iex> ", "  ...> ", s.painted)
	case lessons.SayTyped:
		text = prompted(text, s.Prompt(), "...> ", s.painted)
	case lessons.SayOutput:
		text = indented(text)
	case lessons.SayChoice:
		text = style.Wrap("  " + bare(text))
	case lessons.SayRight:
		text = style.Right(text)
	case lessons.SayWrong:
		text = style.Wrap(style.Wrong(bare(text)))
	case lessons.SayMissing:
		text = style.Wrap(style.Missing(bare(text)))
	case lessons.SayHint:
		text = style.Prose("Hint: " + text)
	case lessons.SayNote:
		text = style.Wrap(style.Note("  " + bare(text)))
	}
	text = strings.Trim(text, "\n")
	if text == "" {
		return
	}
	if apart {
		if !s.lesson.apart {
			text = "\n" + text
		}
		text += "\n"
	}
	s.lesson.apart = apart
	s.remark(text + "\n")
}

// bare is a line of text without the marks of code in it.
func bare(text string) string { return strings.ReplaceAll(text, "`", "") }

// prompted is an input as it stands behind its prompt.
func prompted(text, first, more string, paint func(before []string, line string) string) string {
	var out []string
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		mark := more
		if i == 0 {
			mark = first
		}
		out = append(out, mark+paint(lines[:i], line))
	}
	return strings.Join(out, "\n")
}

// lessonNames are the lessons as completion offers them.
func lessonNames() []complete.Candidate {
	course, err := lessons.Course()
	if err != nil {
		return nil
	}
	var out []complete.Candidate
	for _, l := range course {
		out = append(out, complete.Candidate{Text: l.Name, About: l.Title})
	}
	return out
}

// rows are the lessons as the table shows them.
func rows(course []*lessons.Lesson, progress *lessons.Progress) [][]string {
	var out [][]string
	for _, l := range course {
		number, _, _ := strings.Cut(l.Name, "-")
		reached := progress.Of(l.Name)
		state := ""
		switch {
		case reached.Done:
			state = view.Done
		case reached.Step > 0:
			state = fmt.Sprintf("step %d of %d", reached.Step+1, len(l.Steps))
		default:
			state = fmt.Sprintf("%d steps", len(l.Steps))
		}
		out = append(out, []string{number, l.Title, state})
	}
	return out
}
