// Package shell is the interactive session as a pure step: an input goes in,
// effects come out, and whoever drives it (the terminal, a pipe, a test, a
// bare script) carries them out. It evaluates Elixir through
// runtime/elixir and knows the dot-commands; it draws nothing itself
// (shell/view does) and never touches a terminal.
package shell

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"otpsh/runtime/elixir"
	"otpsh/runtime/term"
	"otpsh/shell/complete"
)

// Effect is something the driver is to do.
type Effect interface{ effect() }

type (
	// Print is text for standard output; a newline is part of it. A note is what
	// otpsh adds: Elixir would not print it.
	Print struct {
		Text string
		Note bool
	}
	// Remember is a whole form for the history.
	Remember struct{ Form string }
	// Quit ends the session with an exit code.
	Quit struct{ Code int }
)

func (Print) effect()    {}
func (Remember) effect() {}
func (Quit) effect()     {}

// Config says how a shell behaves.
type Config struct {
	// Strict is IEx's own behaviour: bindings are lost with the evaluator, a
	// dot at the start of a line is Elixir, and nothing of ours is printed.
	Strict bool
	// Script is a bare .otp script: nobody reads hints.
	Script bool
	Style  Style
	// Course is where lessons run; nil: nowhere.
	Course *Course
	// Simulate makes a simulated world, for .sim; nil: there is none.
	Simulate func() *elixir.World
	// StartFiles are what a session begins with, in order, read anew for each
	// evaluator that begins without bindings; nil: nothing.
	StartFiles func() []StartFile
	// Record is what is noted of the inputs, for whoever wants to hear what
	// programs print (Record.Tee); nil: the shell makes one.
	Record *Record
	// Live makes a live world, for .reset; nil: there is none.
	Live func() *elixir.World
	// Asks is set where a person can answer a question.
	Asks bool
}

// Shell is one session. Its methods are for one goroutine, but for Interrupt,
// Notices and Departed.
type Shell struct {
	cfg    Config
	here   atomic.Pointer[place]
	live   *place    // that .live returns to; nil: here it is
	lesson *learning // nil: none is under way
	// notify is told that Notices has news.
	notify func()

	mu      sync.Mutex   // held while a line is taken
	do      func(Effect) // carries out the effects of the line
	pending []string     // lines of an unfinished form
	open    bool         // the form wants more lines
	failed  bool         // the last input failed
	notRun  bool         // since it was no Elixir, or did not compile
	problem string       // its error in short, when Elixir gave one

	record *Record
	worlds int         // that were entered
	runs   []*script   // the files that .run plays, the innermost last
	stop   atomic.Bool // Ctrl-C: .run goes no further
	last   string      // the last form that was evaluated
	asked  *question   // that the next line answers
}

// sessionFile is the file of what is typed, in traces and diagnostics.
const sessionFile = "iex"

// New starts a session in a world.
func New(w *elixir.World, cfg Config) *Shell {
	s := &Shell{cfg: cfg, record: cfg.Record}
	if s.record == nil {
		s.record = NewRecord()
	}
	s.enter(newPlace(w, cfg))
	return s
}

// Banner is what a session begins with.
func (s *Shell) Banner() string {
	if s.cfg.Strict {
		return "Interactive Elixir (1.18.4) - press Ctrl+C to exit (type h() ENTER for help)\n"
	}
	if s.cfg.Style.Spoken() {
		return spokenWelcome
	}
	return welcome(s.cfg.Style.Width(), s.invitation())
}

// Prompt is what stands before the next line.
func (s *Shell) Prompt() string {
	if q := s.asked; q != nil {
		return q.text
	}
	return s.promptText(s.Unfinished())
}

// More is what stands before a further line of a form.
func (s *Shell) More() string { return s.promptText(true) }

func (s *Shell) promptText(unfinished bool) string {
	at := s.here.Load()
	text, inside := at.session.Prompts()
	prefix := "iex"
	if unfinished {
		text, prefix = inside, "..."
	}
	text = strings.NewReplacer("%counter", fmt.Sprint(at.count), "%prefix", prefix, "%node", "nonode@nohost").Replace(text)
	if at.world.Simulated() {
		text = strings.TrimSuffix(text, ">") + " " + clockText(at.world.Now()) + ">"
	}
	return text + " "
}

// Unfinished reports whether a form was begun and wants more lines.
func (s *Shell) Unfinished() bool { return s.open }

// Failed reports whether the last whole input failed.
func (s *Shell) Failed() bool { return s.failed }

// Cancel forgets an unfinished form: Ctrl-C at the prompt.
func (s *Shell) Cancel() { s.pending, s.open, s.asked = nil, false, nil }

// Interrupt unwinds the evaluation that runs. From any goroutine.
func (s *Shell) Interrupt() {
	s.stop.Store(true)
	s.here.Load().interrupt()
}

// Record is what was typed in the session, with what was printed.
func (s *Shell) Record() *Record { return s.record }

// Line takes one line of input; its effects are handed to do, in order, as they
// come.
func (s *Shell) Line(line string, do func(Effect)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.do = do
	s.stop.Store(false)
	s.departed()
	if !s.lessonTakes(line) {
		s.line(line)
	}
}

// line is Line for who holds the shell already.
func (s *Shell) line(line string) {
	do := s.do
	if at := s.here.Load(); at.account != nil && !s.Unfinished() {
		at.account.before = bindings(at.session)
	}
	switch {
	case s.asked != nil:
		s.answered(line)
		return
	case strings.TrimSpace(line) == "#iex:break":
		s.breakForm()
		return
	case !s.Unfinished() && !s.cfg.Strict && isCommand(line):
		s.failed = false
		do(Remember{line})
		number := s.begin(Entry{Input: strings.TrimSpace(line), Command: true})
		s.command(strings.TrimSpace(line))
		s.end(number)
		s.attempted(strings.TrimSpace(line))
		return
	case !s.Unfinished() && !s.cfg.Strict && strings.TrimSpace(line) == "":
		return // IEx shows nil, once for each blank line of a paste
	case !s.Unfinished() && !s.cfg.Strict && leaves(line):
		s.quit()
		return
	}
	s.pending = append(s.pending, line)
	form := strings.Join(s.pending, "\n")
	number := s.begin(Entry{Input: form})
	at := s.here.Load()
	before := at.before
	at.keep()
	result := at.session.Eval(form+"\n", at.count)
	if result.Status == elixir.Incomplete {
		s.record.drop()
		at.before = before
		s.open = true
		s.stuck(line)
		return
	}
	s.Cancel()
	if strings.TrimSpace(form) != "" {
		do(Remember{form})
		s.last = form
	}
	s.show(result)
	s.hint(form, result.Status == elixir.Failed)
	s.end(number)
	s.attempted(form)
}

// quit ends the session.
func (s *Shell) quit() {
	if s.lesson != nil {
		s.note("  your place in the lesson is kept; otpsh learn goes on with it")
	}
	s.do(Quit{0})
}

// Leave is the end of the input: Ctrl-D at the prompt.
func (s *Shell) Leave(do func(Effect)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.do = do
	s.quit()
}

// leaves reports whether a line is a word that leaves other shells.
func leaves(line string) bool {
	word := strings.TrimSpace(line)
	return word == "exit" || word == "quit"
}

// breakForm gives up an unfinished form. On a fresh line it begins one, as in
// IEx.
func (s *Shell) breakForm() {
	if len(s.pending) == 0 {
		s.open = true
		return
	}
	number := s.begin(Entry{Input: strings.Join(s.pending, "\n")})
	s.Cancel()
	at := s.here.Load()
	s.show(at.session.Break(at.count))
	s.end(number)
	s.record.change(number, func(e *Entry) { e.Cut = true })
}

func (s *Shell) print(text string) {
	s.record.heard(text)
	s.do(Print{Text: text})
}

// remark prints what Elixir would not.
func (s *Shell) remark(text string) {
	s.record.heard(text)
	s.do(Print{text, true})
}

// note prints a line that otpsh says, not Elixir.
func (s *Shell) note(format string, args ...any) {
	s.say(s.cfg.Style.Note(fmt.Sprintf(format, args...)) + "\n")
}

// say prints what otpsh says, broken at words where the window ends; what is
// kept of it is not.
func (s *Shell) say(text string) {
	s.record.heard(text)
	s.do(Print{s.cfg.Style.Wrap(text), true})
}

// show prints the result of an evaluation.
func (s *Shell) show(r elixir.Result) {
	at := s.here.Load()
	s.failed, s.notRun = r.Status != elixir.Done && r.Status != elixir.Respawned, r.NotRun
	if s.failed {
		s.problem = headline(r.Shown)
		r.Shown = s.cfg.Style.Said(r.Shown)
	}
	switch r.Status {
	case elixir.Done:
		at.count++
		at.value = r.Value
	case elixir.Respawned:
		at.count++
		s.fresh("")
		return
	case elixir.Died:
		s.fresh(r.Shown)
		return
	}
	if r.Shown != "" {
		s.print(r.Shown)
	}
}

// fresh tells that a new evaluator begins, after the news of the one before.
func (s *Shell) fresh(news string) {
	switch {
	case s.cfg.Strict:
		s.print(news + "\n" + s.Banner())
		s.startUp()
	case news == "":
		s.note("a new evaluator goes on without the old bindings")
		s.startUp()
	default:
		for _, e := range s.Notices() { // what the evaluator died of
			s.do(e)
		}
		s.print(news)
		s.note("your bindings are kept; a new evaluator goes on")
	}
}

// Departed hands to do what is to be printed of an evaluator that died while
// nothing was evaluated, as when a process that is linked to it ends; false
// when none did. From any goroutine; while a line is being evaluated it does
// nothing, since Line will.
func (s *Shell) Departed(do func(Effect)) bool {
	if !s.mu.TryLock() {
		return false
	}
	defer s.mu.Unlock()
	s.do = do
	return s.departed()
}

func (s *Shell) departed() bool {
	r, gone := s.here.Load().session.Gone()
	if gone {
		failed := s.failed // that the evaluator died is no failure of an input
		s.Cancel()
		s.show(r)
		s.failed = failed
	}
	return gone
}

// hint helps with what people type who do not know the shell yet.
func (s *Shell) hint(form string, failed bool) {
	if s.cfg.Strict || s.cfg.Script {
		return
	}
	if text := advice(form, failed); text != "" {
		s.note("  otpsh: %s", text)
	}
}

// stuck helps out of a form that a person does not know to be unfinished.
func (s *Shell) stuck(line string) {
	if s.cfg.Strict || s.cfg.Script {
		return
	}
	if text := trapped(line, len(s.pending) == 1); text != "" {
		s.note("  otpsh: %s", text)
	}
}

// Notices are the lines about what happened to processes since the last call:
// deaths, restarts, supervisors that gave up. From any goroutine.
func (s *Shell) Notices() []Effect {
	at := s.here.Load()
	if at.watch == nil {
		return nil
	}
	var effects []Effect
	for _, line := range at.watch.take() {
		s.record.heard(line + "\n")
		effects = append(effects, Print{s.cfg.Style.Wrap(line) + "\n", true})
	}
	return effects
}

// OnNotice sets what is called, from any goroutine, when Notices has news.
func (s *Shell) OnNotice(f func()) {
	s.notify = f
	s.here.Load().onNews(f)
}

// Complete are what could continue a text that is being typed.
func (s *Shell) Complete(before string) []complete.Candidate {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asked != nil {
		return nil
	}
	return s.candidates(before)
}

// candidates is Complete for who holds the shell already.
func (s *Shell) candidates(before string) []complete.Candidate {
	at := s.here.Load()
	source := complete.Source{World: at.world, Session: at.session, Actors: spawnable(), Lessons: lessonNames(), Process: func(word string) (term.PID, bool) {
		to, err := s.resolve(word)
		return to.pid, err == nil
	}, Children: func(sup term.PID) []string { return childIDs(at.watch.children(sup)) }}
	for _, line := range s.pending {
		source.Pending += line + "\n"
	}
	if !s.cfg.Strict && !s.Unfinished() {
		source.Commands = completed()
	}
	return source.Candidates(before)
}
