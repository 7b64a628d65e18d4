package shell

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"otpsh/runtime/elixir"
)

// editing is a shell whose editor is a function: it gets what is edited and
// gives what it saves, one text after another.
type editing struct {
	*Shell
	editor  func(e Edit) (saves []string, err error)
	printed strings.Builder
}

func newEditing(t *testing.T) *editing {
	s := &editing{}
	host := elixir.NewMachineHost()
	host.Err = &s.printed // where the compiler tells what is wrong with a file
	w := elixir.NewWorld(elixir.Options{Host: host, Simulated: true})
	t.Cleanup(w.Stop)
	s.Shell = New(w, Config{})
	return s
}

func (s *editing) effect(e Effect) {
	switch e := e.(type) {
	case Print:
		s.printed.WriteString(e.Text)
	case Edit:
		if s.editor == nil {
			return
		}
		saves, err := s.editor(e)
		for _, text := range saves {
			if e.File != "" {
				if err := os.WriteFile(e.File, []byte(text), 0o600); err != nil {
					panic(err)
				}
			}
			e.Saved(text)
		}
		e.Ended(err)
	}
}

// saying takes a line and gives what it printed.
func (s *editing) saying(line string) string {
	s.printed.Reset()
	s.Line(line, s.effect)
	return s.printed.String()
}

// saves has the editor save texts; it gives what was edited.
func (s *editing) saves(texts ...string) *Edit {
	got := new(Edit)
	s.editor = func(e Edit) ([]string, error) {
		*got = e
		return texts, nil
	}
	return got
}

func expect(t *testing.T, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestEditAForm(t *testing.T) {
	s := newEditing(t)
	got := s.saves("1 + 1\n")
	expect(t, s.saying(".edit"), "iex(1) 00:00:00> 1 + 1\n", "\n2\n")
	if got.Text != "\n" || got.File != "" {
		t.Errorf("nothing was typed: %+v", got)
	}
	s.saying("x = [\n  1\n]")
	got = s.saves("x = [\n  1,\n  2\n]\n")
	expect(t, s.saying(".edit"), "iex(3) 00:00:00> x = [\n...(3) 00:00:00>   1,\n...(3) 00:00:00>   2\n...(3) 00:00:00> ]\n", "\n[1, 2]\n")
	if got.Text != "x = [\n  1\n]\n" {
		t.Errorf("the last form: %+v", got)
	}
	s.saves("x = [")
	expect(t, s.saying(".edit"), "not finished")
	if !s.Unfinished() {
		t.Error("an unfinished form is lost")
	}
	expect(t, s.saying("900]"), "[900]")
	s.saves()
	expect(t, s.saying(".edit"), "not saved: nothing is evaluated")
	s.saves(".ps\nx = 7\n")
	expect(t, s.saying(".edit"), "iex(5) 00:00:00> .ps\n", "iex(5) 00:00:00> x = 7\n", "\n7\n")

	s.Line("[x,", s.effect)
	got = s.saves("[x, 800]")
	s.printed.Reset()
	s.EditForm("800", s.effect)
	expect(t, s.printed.String(), "iex(6) 00:00:00> [x, 800]", "[7, 800]")
	if got.Text != "[x,\n800\n" {
		t.Errorf("the form that is typed: %+v", got)
	}
}

func TestEditAFile(t *testing.T) {
	s := newEditing(t)
	file := filepath.Join(t.TempDir(), "pool.ex")
	text := func(size string) string { return "defmodule Pool do\n  def size, do: " + size + "\nend\n" }
	got := s.saves(text("1"), text("(2"), text("3"))
	said := s.saying(".edit " + file)
	expect(t, said, "c("+`"`+file+`"`+")", "[Pool]", "MismatchedDelimiterError", "pool.ex:")
	if got.File != file {
		t.Errorf("edited: %+v", got)
	}
	expect(t, s.saying("Pool.size()"), "3")
	s.saves(text("(4"))
	expect(t, s.saying(".edit Pool"), "MismatchedDelimiterError", "pool.ex:")
	expect(t, s.saying("Pool.size()"), "3")
	s.saves()
	expect(t, s.saying(".edit Pool"), "pool.ex was not saved")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	expect(t, s.saying(".edit Pool"), "the source of Pool is not known")
}

func TestEditAModuleThatWasTyped(t *testing.T) {
	s := newEditing(t)
	s.saying("defmodule Shop.Till do\n  def n, do: 1\nend\ndefmodule Shop.Door do\nend")
	s.saying("defmodule Shop do\n  defmodule Door do\n  end\nend")
	around := s.saves()
	s.saying(".edit Shop.Door")
	if around.Name != "Shop.ex" || !strings.HasPrefix(around.Text, "defmodule Shop do\n  defmodule Door") {
		t.Errorf("the module around it: %+v", around)
	}
	s.saying("alias Shop.Till")
	s.saying("loop = spawn(fn -> receive do :stop -> :ok end end)")
	got := s.saves("defmodule Shop.Till do\n  def n, do: 2\nend\n", "defmodule Shop.Till do\n  def n, do: oops(1\nend\n")
	said := s.saying(".edit Till")
	expect(t, said, "Shop.Till is as you saved it", "MismatchedDelimiterError", "Shop.Till stays as it was")
	if got.Text != "defmodule Shop.Till do\n  def n, do: 1\nend\n" || got.Name != "Shop.Till.ex" {
		t.Errorf("edited: %+v", got)
	}
	expect(t, s.saying("{Till.n(), Process.alive?(loop)}"), "{2, true}")
	got = s.saves()
	expect(t, s.saying(".edit Shop.Till"), "Shop.Till was not saved")
	if got.Text != "defmodule Shop.Till do\n  def n, do: 2\nend\n" {
		t.Errorf("the text of the new one: %q", got.Text)
	}
}

func TestEditRefuses(t *testing.T) {
	s := newEditing(t)
	for line, want := range map[string]string{
		".edit Enum":     "otpsh: Enum is a module of the library; .source Enum shows it",
		".edit :lists":   "otpsh: :lists is a module of the library; .source :lists shows it",
		".edit Nope":     "otpsh: there is no module Nope, and no process of that name; .edit FILE.ex begins a file",
		".edit pool":     "otpsh: there is no module pool, and no process of that name; .edit FILE.ex begins a file",
		".edit":          "otpsh: an editor needs a terminal",
		".edit pool.exs": "otpsh: an editor needs a terminal",
	} {
		if said := s.saying(line); said != want+"\n" || !s.Failed() {
			t.Errorf("%s: %q, want %q", line, said, want)
		}
	}
	s.editor = func(Edit) ([]string, error) { return nil, errors.New("the editor failed: exit status 1") }
	if said := s.saying(".edit"); said != "otpsh: the editor failed: exit status 1\n" {
		t.Errorf("%q", said)
	}
}
