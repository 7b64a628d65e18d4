package view

// This file is the palette: how everything that the shell shows looks, in each
// theme. Only here are colours named.

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/fatih/color"

	"otpsh/runtime/term"
)

// Theme is the background that colours are chosen for.
type Theme int

const (
	Neutral Theme = iota // not known: colours that can be read on both
	Dark
	Light
)

// ThemeNamed is the theme that a person asks for.
func ThemeNamed(word string) (Theme, error) {
	switch word {
	case "dark":
		return Dark, nil
	case "light":
		return Light, nil
	}
	return Neutral, fmt.Errorf("the theme is dark or light, not %q", word)
}

// ThemeOf is the theme for what a terminal tells in COLORFGBG: the numbers of
// its text colour and of its background, the last.
func ThemeOf(colorfgbg string) Theme {
	background := colorfgbg[strings.LastIndexByte(colorfgbg, ';')+1:]
	n, err := strconv.Atoi(background)
	switch {
	case err != nil || n < 0 || n > 15:
		return Neutral
	case n == 7 || n >= 9:
		return Light
	}
	return Dark
}

// ink is what a part of a drawing is for; the palette says how it looks.
type ink int

const (
	plain  ink = iota
	dim        // of less interest: what to type on real Elixir, rulers, pids
	note       // said by otpsh, not by Elixir
	alarm      // an error, a death
	good       // a process that is back
	strong     // names

	// Of code and values.
	reserved
	atoms
	constants
	numbers
	texts
	result // what stands between the parts of a value

	// Of the suggestions below the line that is typed.
	offered
	offeredAbout
	chosen
	chosenAbout
	bar
	thumb
)

// look is how an ink looks. It uses the 16 colours that every terminal lets a
// person set. On a dark background values have IEx's own colours; yellow cannot
// be read on a light one, nor blue on a dark one. No colour says what no sign
// or word says.
func (t Theme) look(i ink) []color.Attribute {
	pick := func(neutral, dark, light color.Attribute) []color.Attribute {
		return []color.Attribute{[]color.Attribute{Neutral: neutral, Dark: dark, Light: light}[t]}
	}
	switch i {
	case dim:
		return []color.Attribute{color.FgHiBlack}
	case note:
		return pick(color.FgMagenta, color.FgYellow, color.FgMagenta)
	case alarm:
		return []color.Attribute{color.FgRed, color.Bold}
	case good:
		return pick(color.FgGreen, color.FgGreen, color.FgBlue)
	case strong, reserved:
		return []color.Attribute{color.Bold}
	case atoms:
		return pick(color.FgCyan, color.FgCyan, color.FgBlue)
	case constants:
		return []color.Attribute{color.FgMagenta}
	case numbers:
		return pick(color.FgMagenta, color.FgYellow, color.FgMagenta)
	case texts:
		return pick(color.FgGreen, color.FgGreen, color.FgRed)
	case result:
		return pick(defaultColor, color.FgYellow, defaultColor)
	case offered:
		return []color.Attribute{color.FgBlack, color.BgCyan}
	case offeredAbout, bar:
		return []color.Attribute{color.FgBlack, color.BgWhite}
	case chosen:
		return []color.Attribute{color.FgWhite, color.BgBlue, color.Bold}
	case chosenAbout:
		return []color.Attribute{color.FgWhite, color.BgBlue}
	case thumb:
		return []color.Attribute{color.FgBlack, color.BgBlue}
	}
	return nil
}

// defaultColor is the terminal's own text colour.
const defaultColor color.Attribute = 39

// Popup is the escape sequences that begin each part of the list of
// suggestions.
type Popup struct{ Text, About, Chosen, ChosenAbout, Bar, Thumb string }

// Popup is how suggestions look. Without colours the chosen one is reversed:
// nothing else tells it from the others.
func (s Style) Popup() Popup {
	if !s.color {
		reversed := begin(color.ReverseVideo)
		return Popup{Chosen: reversed, ChosenAbout: reversed}
	}
	of := func(i ink) string { return begin(s.theme.look(i)...) }
	return Popup{of(offered), of(offeredAbout), of(chosen), of(chosenAbout), of(bar), of(thumb)}
}

// begin is the escape sequence that sets attributes.
func begin(attributes ...color.Attribute) string {
	var b strings.Builder
	c := color.New(attributes...)
	c.EnableColor()
	c.SetWriter(&b)
	return b.String()
}

// OwnColors says whether values look otherwise than Elixir shows them.
func (s Style) OwnColors() bool { return s.color && s.theme != Dark }

// SyntaxColors are the colours of values, as IO.ANSI.syntax_colors gives them.
func (s Style) SyntaxColors() term.Term {
	return s.keywords("atom", atoms, "binary", plain, "boolean", constants, "charlist", numbers, "list", plain, "map", plain,
		"nil", constants, "number", numbers, "string", texts, "tuple", plain, "variable", atoms, "call", plain, "operator", plain)
}

// ShellColors are the colours of the shell, as IEx.configure(colors: ...) sets
// them.
func (s Style) ShellColors() term.Term {
	title := term.List(term.Intern("reverse"), s.elixirName(note))
	return &term.Cons{Head: term.Tuple2(term.Intern("doc_title"), title), Tail: s.keywords("eval_result", result, "eval_interrupt", note,
		"doc_headings", note, "doc_metadata", note, "doc_code", atoms, "doc_inline_code", atoms, "ls_directory", atoms, "ls_device", good)}
}

// keywords are pairs of a key and an ink: plain is the terminal's own colour.
func (s Style) keywords(pairs ...any) term.Term {
	var out []term.Term
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, term.Tuple2(term.Intern(pairs[i].(string)), s.elixirName(pairs[i+1].(ink))))
	}
	return term.List(out...)
}

// elixirName is what IO.ANSI calls the colour of an ink.
func (s Style) elixirName(i ink) term.Term {
	name := "default_color"
	if look := s.theme.look(i); look != nil {
		name = elixirNames[look[0]]
	}
	return term.Intern(name)
}

// elixirNames are what IO.ANSI calls the colours of values.
var elixirNames = map[color.Attribute]string{
	color.FgRed: "red", color.FgGreen: "green", color.FgYellow: "yellow", color.FgBlue: "blue",
	color.FgMagenta: "magenta", color.FgCyan: "cyan", defaultColor: "default_color",
}
