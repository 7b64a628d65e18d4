// What is wrong with a text: the error as data, and its texts.

package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"otpsh/runtime/diag"
	"otpsh/runtime/term"
)

// ErrorKind is which exception an error becomes.
type ErrorKind int

const (
	SyntaxError ErrorKind = iota
	TokenMissingError
	MismatchedDelimiterError
	UnicodeConversionError // the text is not UTF-8
)

func (k ErrorKind) String() string {
	return [...]string{"SyntaxError", "TokenMissingError", "MismatchedDelimiterError", "UnicodeConversionError"}[k]
}

// Error is why a text could not be read.
type Error struct {
	Kind    ErrorKind
	Message string // the description that the exception carries
	File    string

	// Prefix, Suffix and Token are what Code.string_to_quoted returns:
	// {prefix, suffix} when the token stands inside, else the prefix alone.
	Prefix, Suffix, Token string
	// Around says that Suffix counts, be it empty.
	Around bool
	shown  string // how the message words the token, when not as Token

	Pos diag.Pos // Column 0: unknown
	End diag.Pos // of a missing or mismatched delimiter; else zero
	// Opening, Closing and Expected are delimiters, "" when not concerned.
	Opening, Closing, Expected string

	// Snippet is the source lines from Pos to End (or of Pos alone);
	// HasSnippet tells an empty line from none.
	Snippet    string
	HasSnippet bool

	// Incomplete says that the text ended where more was expected: with more
	// input it may be right.
	Incomplete bool
}

func (e *Error) Error() string {
	return fmt.Sprintf("** (%s) %s", e.Kind, e.FullMessage(false))
}

// tooDeep is the error of what nests deeper than maxDepth.
const tooDeep = "the expression is too deeply nested. Syntax error before: "

// failAt ends the scan with an error whose token comes last.
func (s *scanner) failAt(pos diag.Pos, prefix, token string) {
	panic(&Error{Prefix: prefix, Token: token, Pos: pos})
}

// failAround ends the scan with an error whose token stands inside.
func (s *scanner) failAround(pos diag.Pos, prefix, suffix, token string) {
	panic(&Error{Prefix: prefix, Suffix: suffix, Around: true, Token: token, Pos: pos})
}

func invalidEncoding(src string, o Options) *Error {
	i := 0
	for i < len(src) {
		r, n := utf8.DecodeRuneInString(src[i:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		i += n
	}
	bytes := make([]string, 0, 8)
	for j := i; j < len(src); j++ {
		bytes = append(bytes, fmt.Sprint(src[j]))
	}
	return &Error{
		Kind:   UnicodeConversionError,
		Prefix: "invalid encoding starting at <<" + strings.Join(bytes, ", ") + ">>",
		Token:  "?", Pos: diag.Pos{Line: o.Line + strings.Count(src[:i], "\n")},
	}
}

const beforeToken = "syntax error before: "

// complete fills in what follows from the rest: message, file, snippet.
func (e *Error) complete(src string, o Options) {
	e.File = o.File
	if e.Kind == UnicodeConversionError {
		e.Message = e.Prefix
		return
	}
	e.Incomplete = e.Token == "" && !e.Around
	switch {
	case e.Incomplete:
		e.Kind = TokenMissingError
		e.Message = e.Prefix
		if e.Prefix == beforeToken {
			e.Message = "syntax error: expression is incomplete"
		}
	case e.Around:
		e.Message = e.Prefix + e.Token + e.Suffix
	default:
		e.Message = e.plainMessage()
	}
	e.cutSnippet(src, o)
}

// plainMessage words some tokens for people.
func (e *Error) plainMessage() string {
	if e.shown != "" {
		return e.Prefix + e.shown
	}
	if e.Prefix == beforeToken {
		switch e.Token {
		case "eol":
			return "unexpectedly reached end of line. The current expression is invalid or incomplete"
		case "'not'", "'and'", "'or'", "'when'", "'after'", "'catch'", "'end'":
			return reservedMessage(strings.Trim(e.Token, "'"))
		case "fn", "else", "rescue", "true", "false", "nil", "in":
			return reservedMessage(e.Token)
		}
	}
	return e.Prefix + e.Token
}

func reservedMessage(word string) string {
	return "syntax error before: " + word + ". \"" + word + "\" is a reserved word in Elixir and therefore its usage is limited. " +
		"For instance, it can't be used as a variable or be defined nor invoked as a regular function"
}

// cutSnippet takes the lines that the error marks.
func (e *Error) cutSnippet(src string, o Options) {
	if e.Pos.Column == 0 {
		return
	}
	lines := strings.Split(src, "\n")
	from := e.Pos.Line - o.Line
	if from < 0 || from >= len(lines) {
		return
	}
	indent := strings.Repeat(" ", o.Column-1)
	if e.End.Line == 0 {
		line := indent + lines[from]
		if strings.TrimSpace(line) != "" {
			e.Snippet, e.HasSnippet = line, true
		}
		return
	}
	to := min(e.End.Line-o.Line, len(lines)-1)
	e.Snippet, e.HasSnippet = indent+strings.Join(lines[from:to+1], "\n"+indent), true
}

// FullMessage is the text that Exception.message gives.
func (e *Error) FullMessage(color bool) string {
	d := diag.SyntaxError{
		Message: e.Message, File: e.File, Pos: e.Pos, End: e.End,
		Expected: e.Expected, Snippet: e.Snippet, HasSnippet: e.HasSnippet, Color: color,
	}
	switch e.Kind {
	case UnicodeConversionError:
		return e.Message
	case MismatchedDelimiterError:
		return diag.MismatchedDelimiter(d)
	case TokenMissingError:
		if e.HasSnippet && e.Pos.Column > 0 && e.End.Line > 0 {
			d.Snippet, d.End = e.lastWritten()
			return diag.MissingDelimiter(d)
		}
		return diag.MissingToken(d)
	}
	return diag.InvalidSyntax(d)
}

// lastWritten is the snippet without the empty lines at its end, and the place
// after the last character that is left: where a delimiter is missed.
func (e *Error) lastWritten() (snippet string, end diag.Pos) {
	snippet = strings.TrimRight(e.Snippet, "\n")
	last := snippet[strings.LastIndexByte(snippet, '\n')+1:]
	return snippet, diag.Pos{
		Line:   e.End.Line - len(e.Snippet) + len(snippet),
		Column: uniseg.GraphemeClusterCount(last) + 1,
	}
}

// MetaTerm is the metadata of the error as Code.string_to_quoted returns it.
func (e *Error) MetaTerm() term.Term {
	place := []term.Term{pair(atomLine, term.Int(e.Pos.Line))}
	if e.Pos.Column > 0 {
		place = append(place, pair(atomColumn, term.Int(e.Pos.Column)))
	}
	if e.End.Line > 0 {
		place = append(place, pair(term.Intern("end_line"), term.Int(e.End.Line)), pair(term.Intern("end_column"), term.Int(e.End.Column)))
	}
	delimiter := func(key, text string) term.Term { return pair(term.Intern(key), term.Intern(text)) }
	switch {
	case e.Kind == MismatchedDelimiterError:
		place = append(place, pair(term.Intern("error_type"), term.Intern("mismatched_delimiter")),
			delimiter("opening_delimiter", e.Opening), delimiter("closing_delimiter", e.Closing), delimiter("expected_delimiter", e.Expected))
	case e.Expected != "":
		place = append([]term.Term{delimiter("opening_delimiter", e.Opening), delimiter("expected_delimiter", e.Expected)}, place...)
	}
	return term.List(place...)
}

// InfoTerm is the message of the error as Code.string_to_quoted returns it.
func (e *Error) InfoTerm() term.Term {
	if e.Around {
		return pair(term.Binary(e.Prefix), term.Binary(e.Suffix))
	}
	return term.Binary(e.Prefix)
}
