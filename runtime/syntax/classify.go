// What each stretch of a text is, for whoever shows it in colours: the text
// may be unfinished, or wrong.

package syntax

import (
	"unicode/utf8"

	"otpsh/runtime/term"
)

// Class is what a stretch of source text is to a reader.
type Class uint8

const (
	ClassPlain    Class = iota // names, operators, brackets, blanks
	ClassKeyword               // reserved words, what defines and branches, #{ }
	ClassAtom                  // atoms, keys, modules
	ClassConstant              // true, false, nil
	ClassNumber                // numbers and ?c
	ClassText                  // strings, charlists, sigils
	ClassComment
	ClassUnmatched // a closing delimiter that nothing opens
)

// Span is bytes of a text that are of one class.
type Span struct {
	From, To int
	Class    Class
}

// Classify divides a text into spans, in order and without gaps. What is not
// finished is what it begins as, and what cannot be read is skipped. No atom is
// made of what the text says.
func Classify(src string) []Span {
	// With a line end after it, `key:` is a key, not the beginning of key:value.
	s := newScanner(src+"\n", Options{StaticAtomsEncoder: noAtom, NoUnescape: true})
	s.o.fill()
	s.classes = make([]Class, len(src)+1)
	for s.classifyNext() {
	}
	var spans []Span
	for i, c := range s.classes[:len(src)] {
		c = max(c, unclassified+1) - 1
		if n := len(spans); n > 0 && spans[n-1].Class == c {
			spans[n-1].To = i + 1
			continue
		}
		spans = append(spans, Span{i, i + 1, c})
	}
	return spans
}

func noAtom(string, term.Term) (term.Term, error) { return term.Nil, nil }

// unclassified is a byte of which nothing is known; others hold their class
// plus one.
const unclassified Class = 0

// classify says what bytes are. What stands inside a string was classified
// before the string is, and stays.
func (s *scanner) classify(from, to int, c Class) {
	if s.classes == nil {
		return
	}
	for i := from; i < min(to, len(s.classes)); i++ {
		if s.classes[i] == unclassified {
			s.classes[i] = c + 1
		}
	}
}

// classifyNext scans as next does and goes on after an error.
func (s *scanner) classifyNext() bool {
	from, toks, open, depth := s.pos, s.toks, s.open, s.depth
	more, failed := s.try()
	if !failed {
		if more {
			s.classify(from, s.pos, s.classScanned(from))
		}
		return more
	}
	s.toks, s.open, s.depth = toks, open, depth
	class, width := guess(s.src[from:])
	s.pos = max(s.pos, from+width)
	s.classify(from, s.pos, class)
	return true
}

// try is next; failed tells of an error.
func (s *scanner) try() (more, failed bool) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *Error:
			failed = true
		default:
			panic(r)
		}
	}()
	return s.next(), false
}

// guess is what an unreadable text begins with: a class and a width in bytes.
func guess(rest string) (Class, int) {
	_, width := utf8.DecodeRuneInString(rest)
	c := rest[0]
	switch {
	case c == '"' || c == '\'' || c == '~':
		return ClassText, width
	case c == ':':
		return ClassAtom, width
	case c == '?' || isDigit(c):
		return ClassNumber, max(width, digits(rest, 10))
	case c == '#':
		return ClassComment, len(firstLineFeed(rest))
	case c == ')' || c == ']' || c == '}':
		return ClassUnmatched, width
	case len(rest) > 1 && rest[:2] == ">>":
		return ClassUnmatched, 2
	}
	id, ok := asciiName(rest)
	switch {
	case !ok:
		return ClassPlain, width
	case id.text == "end":
		return ClassUnmatched, id.bytes
	case keywords[id.text] != kEnd:
		return ClassKeyword, id.bytes
	}
	return ClassPlain, id.bytes
}

// classScanned is what was scanned from a place to the current one.
func (s *scanner) classScanned(from int) Class {
	c := s.src[from]
	switch {
	case isSpace(c):
		return ClassPlain
	case c == '#':
		return ClassComment
	case c == '~' && len(s.src) > from+1 && (isLower(s.src[from+1]) || isUpper(s.src[from+1])):
		return ClassText
	}
	t := s.last()
	switch t.kind {
	case kAlias, kKeyword, kKeywordSafe, kKeywordUnsafe, kAtom, kAtomQuoted, kAtomSafe, kAtomUnsafe:
		return ClassAtom
	case kInt, kFloat, kChar:
		return ClassNumber
	case kString, kCharlist, kStringHeredoc, kCharlistHeredoc:
		return ClassText
	case kTrue, kFalse, kNil:
		return ClassConstant
	case kFn, kDo, kEndWord, kBlockIdentifier, kWhenOp, kAndOp, kOrOp, kInOp, kUnaryOp:
		if isLower(c) {
			return ClassKeyword
		}
	case kIdentifier, kParenIdentifier, kBracketIdentifier, kDoIdentifier, kOpIdentifier:
		n := len(s.toks)
		if definers[t.name] && (n < 2 || s.toks[n-2].kind != kDot) {
			return ClassKeyword
		}
	}
	return ClassPlain
}

// definers are the macros and special forms that define, branch or bring in
// names: a reader takes them for reserved words.
var definers = map[string]bool{
	"alias": true, "case": true, "cond": true, "def": true, "defdelegate": true, "defexception": true,
	"defguard": true, "defguardp": true, "defimpl": true, "defmacro": true, "defmacrop": true, "defmodule": true,
	"defoverridable": true, "defp": true, "defprotocol": true, "defstruct": true, "for": true, "if": true,
	"import": true, "quote": true, "raise": true, "receive": true, "require": true, "reraise": true, "super": true,
	"throw": true, "try": true, "unless": true, "unquote": true, "unquote_splicing": true, "use": true, "with": true,
}
