package shell

import (
	"fmt"
	"strings"
	"time"

	"otpsh/lessons"
	"otpsh/runtime/elixir"
	"otpsh/shell/view"
)

// This file plays files of inputs: bare .otp scripts, from the command line and
// by .run, and files of Elixir, form by form.

// maxRuns is how deep .run may nest.
const maxRuns = 8

// runPatience is how long a live world may take to come to rest after an input
// of a file, so that what it has set going is told of below it.
const runPatience = 50 * time.Millisecond

// script is a file that is being played, and the line where it is.
type script struct {
	file     string
	line     int
	quit     *Quit     // it wants to end
	expected *expected // of the input that comes next or runs; nil: that it succeeds
	printed  strings.Builder
}

// PlayError is why a file was not played to its end.
type PlayError struct {
	File string
	Line int
	Text string
}

func (e *PlayError) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Text) }

// Play evaluates the lines of a bare script as if they were typed, each shown
// after its prompt, and stops at the first error, or where the script leaves:
// then with the exit code.
func (s *Shell) Play(file, text string, do func(Effect)) (code int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.do = do
	quit, err := s.play(file, text)
	if quit != nil {
		code = quit.Code
	}
	return code, err
}

// play is Play for who holds the shell. quit is nil when the script went on to
// its end.
func (s *Shell) play(file, text string) (quit *Quit, err error) {
	at, done := s.begins(file)
	defer done()
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if !s.Unfinished() {
			at.line = i + 1
			if mark, ok := expectedBy(line); ok {
				if at.expected != nil {
					break
				}
				mark.line, at.expected = i+1, mark
				continue
			}
			if blank(line) {
				continue
			}
		}
		s.echo(line)
		s.line(line)
		if stop, err := s.after(at); stop {
			return at.quit, err
		}
	}
	switch {
	case s.Unfinished():
		s.Cancel()
		return nil, &PlayError{file, at.line, "the form that begins here is not finished"}
	case at.expected != nil:
		return nil, &PlayError{file, at.expected.line, "no input follows that could fail"}
	}
	return nil, nil
}

// blank reports whether a line between inputs holds none.
func blank(line string) bool {
	line = strings.TrimSpace(line)
	return line == "" || strings.HasPrefix(line, "#")
}

// playElixir is play for a file of Elixir: its forms are evaluated one after
// another, so that each may use what the one before has defined.
func (s *Shell) playElixir(file, text string) (quit *Quit, err error) {
	at, done := s.begins(file)
	defer done()
	forms, failure := elixir.FormsOf(text, file)
	if failure != nil {
		s.print(s.cfg.Style.Error(failure.Text))
		return nil, &PlayError{file, failure.Line, "nothing of the file is run"}
	}
	for _, form := range forms {
		at.line = form.Line
		s.echo(form.Text)
		number := s.begin(Entry{Input: form.Text})
		here := s.here.Load()
		here.keep()
		s.show(here.session.EvalFile(form.Text+"\n", file, form.Line, here.count))
		s.end(number)
		if stop, err := s.after(at); stop {
			return at.quit, err
		}
	}
	return nil, nil
}

// begins notes that a file is played; done notes its end. Its inputs are not for
// the history, and what leaves a shell leaves the file.
func (s *Shell) begins(file string) (at *script, done func()) {
	at = &script{file: file}
	s.runs = append(s.runs, at)
	outer := s.do
	s.do = func(e Effect) {
		switch e := e.(type) {
		case Remember:
		case Quit:
			at.quit = &e
		case Print:
			if at.expected != nil {
				at.printed.WriteString(e.Text)
			}
			outer(e)
		default:
			outer(e)
		}
	}
	return at, func() {
		s.do = outer
		s.runs = s.runs[:len(s.runs)-1]
	}
}

// echo shows an input as if it were typed; it is no output.
func (s *Shell) echo(input string) {
	open := s.open
	for _, line := range strings.Split(input, "\n") {
		s.do(Print{Text: s.Prompt() + line + "\n"})
		s.open = true // for the prompt
	}
	s.open = open
}

// after is what follows an input of a file: whether to stop there, and why.
func (s *Shell) after(at *script) (stop bool, err error) {
	patience := time.Duration(0)
	if !s.cfg.Script {
		patience = runPatience
	}
	s.Settle(patience)
	s.departed()
	for _, e := range s.Notices() {
		s.do(e)
	}
	switch {
	case at.quit != nil:
		return true, nil
	case at.expected != nil && !s.Unfinished() && !s.stop.Load():
		problem := at.expected.unmet(s.failed, view.Uncolored(at.printed.String()))
		at.expected = nil
		at.printed.Reset()
		if problem != "" {
			return true, &PlayError{at.file, at.line, problem}
		}
		s.failed = false
	case s.failed && !s.Unfinished():
		return true, &PlayError{at.file, at.line, "the script stops here"}
	case s.stop.Load():
		return true, &PlayError{at.file, at.line, "stopped after this input"}
	}
	return false, nil
}

// runCommand is .run FILE.
func runCommand(s *Shell, file string) {
	if file == "" {
		s.usage("run", "which file? x.otp is a script of inputs, x.exs and x.ex are Elixir")
		return
	}
	if len(s.runs) >= maxRuns {
		s.refuse("%s is not run: files that run files nest deeper than %d", file, maxRuns)
		return
	}
	play := s.playElixir
	switch {
	case strings.HasSuffix(file, ".otp"):
		play = s.play
	case !strings.HasSuffix(file, ".exs") && !strings.HasSuffix(file, ".ex"):
		if s.here.Load().world.IsFolder(file) {
			s.refuse("%s is a folder; outside of the shell, otpsh run %s starts a mix project", file, file)
			return
		}
		s.refuse("%s is neither .otp, a script of inputs, nor Elixir, .exs or .ex", file)
		return
	}
	text, err := s.here.Load().world.ReadFile(file)
	if err != nil {
		s.refuse("%s cannot be read: %v", file, err)
		return
	}
	if strings.HasSuffix(file, ".otp") && lessons.IsLesson(text) {
		s.refuse("%s is a lesson: it begins with ---", file)
		return
	}
	s.failed = false
	if _, err := play(file, text); err != nil {
		s.refuse("%v", err)
	}
}
