// Package diag is positions in source text, diagnostics (errors and
// warnings), and how they are drawn with the source line and a caret, worded
// and laid out as Elixir 1.18 does. It knows nothing of the language.
package diag

import "fmt"

// Pos is a place in a source text. Line and Column count from 1; 0 is
// unknown. Columns count code points.
type Pos struct{ Line, Column int }

// Severity of a diagnostic.
type Severity int

const (
	Error Severity = iota
	Warning
)

// Diagnostic is one message about source text, as data.
type Diagnostic struct {
	Severity Severity
	Message  string
	File     string
	Pos      Pos
	EndCol   int      // column after the last marked character; 0: one caret
	Where    string   // "MyApp.Counter.init/1": what it is in; "" at top level
	In       Function // the same, by parts
	Snippet  string   // the source line, when known
	Also     []Place  // where else the same is to be said
	ByLine   bool     // the place is told by its line alone
	Stack    []string // without a file: a stack trace
}

// Function is what a diagnostic is in: a function, or with no name the body
// of a module; zero: neither.
type Function struct {
	Module, Name string
	Arity        int
}

// Place is a position of a file, and what it is in.
type Place struct {
	File  string
	Pos   Pos
	Where string
	In    Function
}

// String is how a place is told: "a.exs:3:9: A.f/1".
func (p Place) String() string {
	text := p.File
	if p.Pos.Line > 0 {
		text += fmt.Sprintf(":%d", p.Pos.Line)
		if p.Pos.Column > 0 {
			text += fmt.Sprintf(":%d", p.Pos.Column)
		}
	}
	if p.Where != "" {
		text += ": " + p.Where
	}
	return text
}

// Place is where the diagnostic is.
func (d Diagnostic) Place() Place {
	pos := d.Pos
	if d.ByLine {
		pos.Column = 0
	}
	return Place{d.File, pos, d.Where, d.In}
}
