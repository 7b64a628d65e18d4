package main

import (
	"io"
	"os"

	"otpsh/runtime/elixir"
	"otpsh/runtime/term"
	"otpsh/shell/view"

	xterm "golang.org/x/term"
)

// This file decides how output looks: colours or none, and which.

// style is colour on a terminal that wants it, in the theme that was asked for
// or that the terminal tells.
func (o options) style() (view.Style, error) {
	s := view.NewStyle(view.WantColor(os.Getenv, isTerminal(os.Stdout)), true, 0).Following(windowWidth)
	if o.plain || isTerminal(os.Stdout) && os.Getenv("TERM") == "dumb" {
		s = s.InWords()
	}
	asked := o.theme
	if asked == "" {
		asked = os.Getenv("OTPSH_THEME")
	}
	switch {
	case asked != "":
		theme, err := view.ThemeNamed(asked)
		return s.For(theme), err
	case o.strict:
		return s, nil // IEx knows one theme
	}
	return s.For(view.ThemeOf(os.Getenv("COLORFGBG"))), nil
}

// windowWidth is the columns of the terminal; 0 when there is none.
func windowWidth() int {
	w, _, err := xterm.GetSize(int(os.Stdout.Fd()))
	if err != nil {
		return 0
	}
	return w
}

func isTerminal(f *os.File) bool { return xterm.IsTerminal(int(f.Fd())) }

// said writes errors and warnings with what is drawn in them said, where words
// stand for signs.
type said struct {
	io.Writer
	style view.Style
}

func (w said) Write(b []byte) (int, error) {
	if _, err := io.WriteString(w.Writer, w.style.Said(string(b))); err != nil {
		return 0, err
	}
	return len(b), nil
}

// settings have programs print in colours where a style is coloured, as IO.ANSI
// and IEx do: unless errors go elsewhere.
func settings(s view.Style) []elixir.Setting {
	if s.Spoken() {
		return []elixir.Setting{{App: "otpsh", Key: "spoken", Value: term.True}}
	}
	if !s.Colored() || !isTerminal(os.Stderr) {
		return nil
	}
	all := []elixir.Setting{{App: "elixir", Key: "ansi_enabled", Value: term.True}}
	if s.OwnColors() {
		all = append(all,
			elixir.Setting{App: "elixir", Key: "ansi_syntax_colors", Value: s.SyntaxColors()},
			elixir.Setting{App: "iex", Key: "colors", Value: s.ShellColors()})
	}
	return all
}
