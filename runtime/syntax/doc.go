// Package syntax turns source text into quoted terms and back: the scanner,
// the parser, the state of input that is not complete yet, the printing of
// quoted terms and the formatter. The grammar is that of Elixir 1.18, and the
// quoted terms are those of its parser, metadata included.
//
// A text goes through two phases, each a method set over one struct: scanner
// (scan*.go) makes all tokens, parser (parse*.go, build.go) makes the quoted
// term. The first error of the first phase that has one is the error of the
// text. Inside a phase an error is a panic of *Error, which Parse recovers.
package syntax

import (
	"unicode/utf8"

	"otpsh/runtime/diag"
	"otpsh/runtime/term"
)

// maxDepth bounds how deep expressions may nest: brackets, blocks,
// right-leaning operators, calls without parentheses, interpolations.
const maxDepth = 2500

// Options say how to read a text. The zero value reads from line 1, column 1
// of "nofile", with lines alone in the metadata.
type Options struct {
	File   string // "nofile" when empty
	Line   int    // of the first character; 0 is 1, unless LineZero
	Column int    // of the first character of every line; 0 is 1

	LineZero bool // the first line is 0

	// Columns keeps columns in the metadata, beside lines. The compiler
	// wants them for its diagnostics.
	Columns bool
	// TokenMetadata keeps what formatters need: closing, do, end, newlines,
	// end_of_expression, delimiter and such.
	TokenMetadata bool
	// ExistingAtomsOnly refuses atoms that are not interned yet.
	ExistingAtomsOnly bool
	// Depth is how deep text may nest: 0, and what is more than maxDepth, is
	// maxDepth.
	Depth int
	// Reserve lets names use the atom table's reserve, for text that a person
	// typed or that is ours.
	Reserve bool
	// NoUnescape leaves escape sequences in strings as they are written.
	NoUnescape bool

	// LiteralEncoder, when set, gives the term that stands for a literal;
	// the error's text becomes that of a SyntaxError.
	LiteralEncoder func(literal, meta term.Term) (term.Term, error)
	// StaticAtomsEncoder, when set, gives what stands for the atom of a name
	// (variables, calls, atoms, keys and aliases; not operators).
	StaticAtomsEncoder func(name string, meta term.Term) (term.Term, error)
	// Comment, when set, is told every comment.
	Comment func(Comment)
	// Continue says what a text that begins with a binary operator is: at a
	// prompt it goes on from the last value.
	Continue Continuation
}

// Comment is one comment of a text, with its '#'.
type Comment struct {
	Text         string
	Pos          diag.Pos
	PreviousEOLs int // line ends between it and the token before it
	NextEOLs     int // line ends after it
}

// Parse reads a text. It returns the quoted term and warnings in the order of
// Elixir (those of the scanner before those of the parser), or an error.
func Parse(src string, o Options) (quoted term.Term, warnings []diag.Diagnostic, err *Error) {
	o.fill()
	var p *parser
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *Error:
			quoted, warnings, err = nil, nil, r
			if p != nil {
				warnings = p.warnings // an error of the scanner loses its warnings
			}
			err.complete(src, o)
		default:
			panic(r)
		}
	}()
	if !utf8.ValidString(src) {
		panic(invalidEncoding(src, o))
	}
	s := newScanner(src, o)
	s.run()
	p = &parser{toks: s.o.continueFrom(s.toks), o: &s.o, warnings: s.warnings}
	quoted = p.grammar()
	return quoted, p.warnings, nil
}

func (o *Options) fill() {
	if o.File == "" {
		o.File = "nofile"
	}
	if o.Line == 0 && !o.LineZero {
		o.Line = 1
	}
	if o.Column == 0 {
		o.Column = 1
	}
	if o.Depth <= 0 || o.Depth > maxDepth {
		o.Depth = maxDepth
	}
}
