package shell

import (
	"errors"
	"regexp"
	"strings"

	"otpsh/runtime/elixir"
	"otpsh/runtime/term"
)

// This file is .edit: a form, a file, or a module in the person's own editor.
// The shell says what is edited and what becomes of it; the driver opens the
// editor, watches what it saves, and has the terminal back when it ends.

// Edit opens an editor; the effect is carried out when the editor has ended.
type Edit struct {
	// File is what is edited; it need not exist. "": a work file that the driver
	// makes, named like Name and holding Text, and removes afterwards.
	File, Name, Text string
	// Saved takes the text of the file each time that it was saved, also while
	// the editor is open: what is printed then is shown when it has ended.
	Saved func(text string)
	// Ended is called last; err tells why the editor did not open or failed.
	Ended func(err error)
}

func (Edit) effect() {}

// openEditor has the driver carry an edit out.
func (s *Shell) openEditor(e Edit) (err error) {
	err = errors.New("an editor needs a terminal")
	e.Ended = func(ended error) { err = ended }
	s.do(e)
	return err
}

// editCommand is .edit with nothing, a file or a module.
func editCommand(s *Shell, what string) {
	switch {
	case s.lesson != nil && s.lesson.has(what):
		s.editStarter(what)
	case what == "":
		s.editForm(s.last)
	case fileName.MatchString(what):
		s.editFile(what)
	default:
		s.editModule(what)
	}
}

// fileName is what has a directory or an ending; Shop.Till has neither.
var fileName = regexp.MustCompile(`/|\.[a-z]+$`)

// EditForm opens the editor on a form that is being typed: line is what stands
// after the prompt.
func (s *Shell) EditForm(line string, do func(Effect)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.do = do
	form := strings.Join(append(s.pending, line), "\n")
	s.Cancel()
	if !s.editForm(form) {
		s.do(Remember{form}) // nothing that was typed is lost: it is in the history
	}
}

// editForm opens the editor on a form, which is evaluated once it is saved and
// the editor has ended. It reports whether something was.
func (s *Shell) editForm(form string) (evaluated bool) {
	text, saved := "", false
	err := s.openEditor(Edit{Name: "form.exs", Text: form + "\n", Saved: func(now string) { text, saved = now, true }})
	text = strings.TrimRight(text, " \t\r\n")
	switch {
	case err != nil:
		s.refuse("%v", err)
		return false
	case !saved:
		s.note("  it was not saved: nothing is evaluated")
		return false
	case text == "":
		s.note("  it is empty: nothing is evaluated")
		return false
	case isCommand(text):
		for line := range strings.Lines(text) {
			line = strings.TrimRight(line, "\r\n")
			s.echo(line)
			s.line(line)
		}
	default:
		s.echo(text)
		s.line(text)
		if s.Unfinished() {
			s.note("  the form is not finished: go on here; Ctrl-X Ctrl-E edits it, Ctrl-C gives it up")
		}
	}
	return true
}

// editFile opens the editor on a file, which is compiled whenever it is saved.
func (s *Shell) editFile(path string) {
	saved := false
	err := s.openEditor(Edit{File: path, Saved: func(string) {
		saved = true
		code := "c(" + elixir.InspectPlain(term.Binary(path)) + ")"
		s.print(s.cfg.Style.Dim("  = "+code) + "\n")
		s.show(s.input(code, s.here.Load().count))
	}})
	switch {
	case err != nil:
		s.refuse("%v", err)
	case !saved:
		s.note("  %s was not saved: nothing is compiled", path)
	}
}

// editModule opens the editor on the source of a module: the file that it was
// compiled from, or what was typed.
func (s *Shell) editModule(what string) {
	m, err := s.moduleOf(what)
	switch {
	case err != nil:
		s.refuse("%v; .edit FILE.ex begins a file", err)
	case m.Ours:
		s.refuse("%s is a module of the library; .source %s shows it", m.Module, m.Module)
	case m.File == sessionFile && m.Text != "":
		m = s.outermost(m)
		s.editTyped(m.Module, m.Text)
	case m.File != sessionFile && s.here.Load().world.HasFile(m.File):
		s.editFile(m.File)
	default:
		s.refuse("the source of %s is not known: it was made by %s", m.Module, m.File)
	}
}

// outermost is the module that was typed around another; else the other.
func (s *Shell) outermost(m elixir.Source) elixir.Source {
	for i, c := range m.Module {
		if c != '.' {
			continue
		}
		around, ok := s.here.Load().world.Source(m.Module[:i])
		if ok && around.File == m.File && strings.Contains(unindented(around.Text), unindented(m.Text)) {
			return around
		}
	}
	return m
}

// unindented is a text whatever its margin.
func unindented(text string) string { return strings.Join(strings.Fields(text), " ") }

// editTyped opens the editor on a module that was typed, which is defined anew
// whenever it is saved.
func (s *Shell) editTyped(name, text string) {
	saved := false
	err := s.openEditor(Edit{Name: name + ".ex", Text: strings.TrimRight(text, "\n") + "\n", Saved: func(now string) {
		saved = true
		s.redefine(name, strings.TrimRight(now, " \t\r\n"))
	}})
	switch {
	case err != nil:
		s.refuse("%v", err)
	case !saved:
		s.note("  %s was not saved: it stays as it is", name)
	}
}

// redefine evaluates the text of a module. The lines of its errors are those of
// the text.
func (s *Shell) redefine(name, text string) {
	before, _ := s.here.Load().world.Source(name)
	r := s.input(text, 1)
	if r.Status == elixir.Done {
		r.Shown = "" // the object code
	}
	s.show(r)
	if s.failed {
		if now, _ := s.here.Load().world.Source(name); now.Text == before.Text {
			s.note("  %s stays as it was", name)
		}
		return
	}
	s.note("  %s is as you saved it", name)
	s.do(Remember{text})
}

// input evaluates code that an editor saved, as an input of its own.
func (s *Shell) input(code string, line int) elixir.Result {
	number := s.begin(Entry{Input: code})
	defer s.end(number)
	at := s.here.Load()
	at.keep()
	r := at.session.Eval(code+"\n", line)
	if r.Status == elixir.Incomplete { // the parser tells where when it is asked for nothing else
		r = at.session.Phase("ast", code, line)
	}
	s.failed = r.Status != elixir.Done
	return r
}
