// Package diag is positions in source text, diagnostics (errors and
// warnings), and how they are drawn with the source line and a caret, worded
// and laid out as Elixir 1.18 does. It knows nothing of the language.
package diag

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
	EndCol   int    // column after the last marked character; 0: one caret
	Where    string // "MyApp.Counter.init/1": what it is in; "" at top level
	Snippet  string // the source line, when known
}
