// Package prompt reads lines: from a terminal through go-prompt, which it
// alone imports, or from a pipe through a plain reader. The cures for
// go-prompt's defects are here: the terminal is restored on every way out,
// nothing that was typed ahead is lost, output of other processes goes above
// the line that is being typed, and a form of several lines is one item of
// the history.
package prompt

import (
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// Event says how a line ended.
type Event int

const (
	Enter     Event = iota
	EOF             // Ctrl-D on an empty line, or the end of a pipe
	Interrupt       // Ctrl-C at the prompt
	Edit            // Ctrl-X Ctrl-E: the line is to be edited elsewhere
)

// Suggestion is one candidate of completion. One without a text is only told.
type Suggestion struct {
	Text, Description string
	// Over is the end of the text before the cursor whose place Text takes.
	Over string
}

// overWord is the text that does what the suggestion means when it takes the
// place of a word that ends at the cursor as well.
func (s Suggestion) overWord(word string) string {
	if s.Text == "" {
		return word + " " // a text without width is not drawn
	}
	if more := len(word) - len(s.Over); more > 0 {
		return word[:more] + s.Text
	}
	return strings.TrimPrefix(s.Text, s.Over[:len(s.Over)-len(word)])
}

// Reader reads lines and writes above the one that is being typed.
type Reader interface {
	io.Writer
	ReadLine(prompt string) (line string, ev Event, err error)
	// Remember adds a whole form to the history.
	Remember(form string)
	// Reprint shows a prompt anew after output that a person must notice, where
	// the line that is being typed is not drawn again anyway.
	Reprint(prompt string)
	// Lend gives the terminal to another program while f runs, and shows what is
	// written meanwhile afterwards; ErrNoTerminal when there is none.
	Lend(f func() error) error
	// Interrupt does what a signal for Ctrl-C is to do: it ends the line that is
	// awaited, and forgets what was pasted and not taken. It reports whether the
	// line was for the shell. From any goroutine.
	Interrupt() bool
	// Restore gives the terminal back as it was. It may be called at any
	// time, from any goroutine, and more than once.
	Restore()
	// Input is what a program that asks for input reads: lines that are typed
	// while no line is for the shell.
	Input() io.Reader
}

// Config says what to read from.
type Config struct {
	In          *os.File
	Out         *os.File
	HistoryFile string // "" keeps none
	Complete    func(before string) []Suggestion
	// Highlight is a form that is being typed in colours, as wide as the form;
	// nil: none.
	Highlight func(form string) string
	Popup     Popup
	Plain     bool // lines as the terminal gives them, without editing

	// More is the prompt of the further lines of a form.
	More func() string
	// Joined is how many of some lines, the first included, are to be taken as
	// one, since a line continues the one before it; nil: each is on its own.
	Joined func(lines []string) int
	// Interrupted is called when a line that a program has asked for is
	// interrupted by a key.
	Interrupted func()
}

// Open chooses: where standard input and output are a terminal, one that edits
// lines if it can be edited on; else the plain reader.
func Open(cfg Config) Reader {
	if !term.IsTerminal(int(cfg.In.Fd())) || !term.IsTerminal(int(cfg.Out.Fd())) {
		return newPlain(cfg.In, cfg.Out)
	}
	if cfg.Plain || os.Getenv("TERM") == "dumb" || !terminalOpens() {
		return newLines(cfg.In, cfg.Out)
	}
	return newTerminal(cfg)
}
