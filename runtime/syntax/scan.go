// The scanner: its state, and the loop that makes all tokens of a text.

package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"otpsh/runtime/diag"
	"otpsh/runtime/term"
)

// scanner turns a text into tokens. Columns count code points, and inside
// strings grapheme clusters, as Elixir's do.
type scanner struct {
	src      string
	pos      int
	line     int
	col      int
	o        Options
	toks     []token
	warnings []diag.Diagnostic
	depth    int // of interpolations

	unicode bool // some name holds more than ASCII

	indent int // of the current line
	open   []opener
	hints  []hint

	classes []Class // of the bytes, when they are asked for
}

// opener is a delimiter that waits for its closing one.
type opener struct {
	kind      kind
	line, col int
	indent    int
}

// hint is a place where, by indentation, a do or an end looks out of place.
type hint struct {
	kind kind
	line int
}

func newScanner(src string, o Options) *scanner {
	return &scanner{src: src, line: o.Line, col: o.Column, o: o}
}

// run scans the whole text.
func (s *scanner) run() {
	// Rarely more than a token in three bytes; growing would copy them all.
	s.toks = make([]token, 0, len(s.src)/3+8)
	for s.next() {
	}
	if n := len(s.open); n > 0 {
		s.failMissingTerminator(s.open[n-1])
	}
	if s.unicode {
		s.warnConfusable()
	}
}

// step is next; where classes are asked for it goes on after an error.
func (s *scanner) step() bool {
	if s.classes != nil {
		return s.classifyNext()
	}
	return s.next()
}

// next scans one token, blank or comment; false at the end of the text.
func (s *scanner) next() bool {
	rest := s.src[s.pos:]
	if rest == "" {
		return false
	}
	c := rest[0]
	switch {
	case c == '\n':
		s.newline(1)
	case strings.HasPrefix(rest, "\r\n"):
		s.newline(2)
	case isBlank(c):
		s.blanks()
		s.spaceSensitive()
	case s.col == 1 && strings.HasPrefix(rest, "<<<<<<<"):
		s.failAt(s.here(), "found an unexpected version control marker, please resolve the conflicts: ", firstLine(rest))
	case isLower(c), c == '_', isUpper(c):
		s.identifier()
	case isDigit(c):
		s.number()
	case c == '#':
		s.comment()
	case c == '~' && len(rest) > 1 && (isUpper(rest[1]) || isLower(rest[1])):
		s.sigil()
	case c == '?' && len(rest) > 1:
		s.char()
	case c == '"' || c == '\'':
		s.stringLiteral()
	case c == ';' && (len(s.toks) == 0 || s.last().kind != kSemicolon):
		s.add(token{kind: kSemicolon, line: s.line, col: s.col})
		s.advance(1)
	case c == '\\' && s.continuation(rest):
	case s.keywordOperator(rest):
	case c == ':' && s.atom(rest):
	case s.operator(rest):
	case c == '%':
		s.percent(rest)
	case c == '.':
		s.dot()
	default:
		s.identifier()
	}
	return true
}

func firstLine(s string) string {
	if i := strings.IndexAny(s, "\r\n"); i >= 0 {
		return s[:i]
	}
	return s
}

// here is the current place.
func (s *scanner) here() diag.Pos { return diag.Pos{Line: s.line, Column: s.col} }

// advance moves over n ASCII characters.
func (s *scanner) advance(n int) { s.pos, s.col = s.pos+n, s.col+n }

func (s *scanner) add(t token) { s.toks = append(s.toks, t) }

// last is the token before, or the end token.
func (s *scanner) last() *token {
	if len(s.toks) == 0 {
		return &token{}
	}
	return &s.toks[len(s.toks)-1]
}

func (s *scanner) peekByte(n int) byte {
	if s.pos+n < len(s.src) {
		return s.src[s.pos+n]
	}
	return 0
}

// blanks moves over spaces and tabs.
func (s *scanner) blanks() {
	for isBlank(s.peekByte(0)) {
		s.advance(1)
	}
}

// startLine is after a line end: columns start again, blanks are indentation.
func (s *scanner) startLine(width int) {
	s.pos += width
	s.line, s.col = s.line+1, s.o.Column
	s.blanks()
	s.indent = s.col - 1
}

func (s *scanner) newline(width int) {
	switch t := s.last(); t.kind {
	case kEOL, kSemicolon, kComma:
		t.count++
	default:
		s.add(token{kind: kEOL, line: s.line, col: s.col, count: 1})
	}
	s.startLine(width)
}

// continuation is a backslash before a line end: the line goes on.
func (s *scanner) continuation(rest string) bool {
	switch rest {
	case "\\", "\\\n", "\\\r\n":
		s.failAt(s.here(), "invalid escape \\ at end of file", "")
	}
	switch {
	case strings.HasPrefix(rest, "\\\n"):
		s.startLine(2)
	case strings.HasPrefix(rest, "\\\r\n"):
		s.startLine(3)
	default:
		return false
	}
	return true
}

// linesBefore is how many line ends stand before the next token.
func (s *scanner) linesBefore() int {
	switch t := s.last(); t.kind {
	case kEOL, kSemicolon, kComma:
		if t.count > 0 {
			return t.count
		}
	}
	return noCount
}

// addJoined adds a token that continues an expression of the line before.
func (s *scanner) addJoined(t token) {
	if s.last().kind == kEOL {
		s.toks = s.toks[:len(s.toks)-1]
	}
	s.add(t)
}

// spaceSensitive marks `a -1`: after a space, a sign that touches what
// follows makes the name before it a call.
func (s *scanner) spaceSensitive() {
	sign, next := s.peekByte(0), s.peekByte(1)
	if sign != '+' && sign != '-' || s.last().kind != kIdentifier || s.pos+1 >= len(s.src) {
		return
	}
	if isSpace(next) || next == sign || next == '/' || next == '>' || next == ':' && isSpace(s.peekByte(2)) {
		return
	}
	s.last().kind = kOpIdentifier
	s.add(token{kind: kDualOp, line: s.line, col: s.col, count: noCount, name: string(sign)})
	s.advance(1)
}

// comment moves over a comment.
func (s *scanner) comment() {
	text := firstLineFeed(s.src[s.pos:])
	for _, r := range text {
		if isBidi(r) {
			s.failAt(s.here(), "invalid bidirectional formatting character in comment: ", fmt.Sprintf("\\u%04X", r))
		}
	}
	if s.o.Comment != nil {
		rest := s.src[s.pos+len(text):]
		s.o.Comment(Comment{
			Text: text, Pos: s.here(),
			PreviousEOLs: s.linesSinceToken(), NextEOLs: countLineEnds(rest),
		})
	}
	s.pos += len(text)
	if t := s.last(); t.kind == kEOL {
		t.count = 0
	}
}

// firstLineFeed is s up to its first line end; a lone \r is none.
func firstLineFeed(s string) string {
	i := strings.IndexByte(s, '\n')
	if i < 0 {
		return s
	}
	return strings.TrimSuffix(s[:i], "\r")
}

// linesSinceToken is the line ends that the last token has counted, or 1 at
// the start of the text.
func (s *scanner) linesSinceToken() int {
	if len(s.toks) == 0 {
		return 1
	}
	switch t := s.last(); t.kind {
	case kEOL, kSemicolon, kComma:
		return t.count
	}
	return 0
}

func countLineEnds(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\n':
			n++
		case ' ', '\t', '\r':
		default:
			return n
		}
	}
	return n
}

// isBidi reports the characters that change the direction of text unseen.
func isBidi(r rune) bool {
	switch r {
	case 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069:
		return true
	}
	return false
}

func (s *scanner) percent(rest string) {
	if len(rest) > 1 {
		switch rest[1] {
		case '(', '[':
			s.failAt(s.here(), "expected %{ to define a map, got: ", rest[:2])
		case '{':
			s.add(token{kind: kMapOp, line: s.line, col: s.col})
			s.delimiter(token{kind: kCurlyOpen, line: s.line, col: s.col, count: noCount}, 2)
			return
		}
	}
	s.add(token{kind: kPercent, line: s.line, col: s.col})
	s.advance(1)
}

// dot is a dot that is no operator: line ends and comments after it go.
func (s *scanner) dot() {
	t := token{kind: kDot, line: s.line, col: s.col}
	s.advance(1)
	for {
		col := s.col
		s.blanks()
		rest := s.src[s.pos:]
		switch {
		case strings.HasPrefix(rest, "#"):
			s.col = col // Elixir does not count the blanks here, nor the comment
			s.comment()
			s.col = s.o.Column
			continue
		case strings.HasPrefix(rest, "\n"):
			s.pos++
		case strings.HasPrefix(rest, "\r\n"):
			s.pos += 2
		default:
			s.afterDot(t, rest)
			return
		}
		s.line, s.col = s.line+1, s.o.Column
	}
}

func (s *scanner) afterDot(dot token, rest string) {
	if rest == "" {
		s.addJoined(dot)
		return
	}
	if op := dottedOperator(rest); op != "" {
		s.addJoined(dot)
		t := token{kind: kIdentifier, line: s.line, col: s.col, name: op, value: term.Intern(op)}
		s.advance(len(op))
		s.addCall(t)
		return
	}
	switch rest[0] {
	case '(':
		dot.kind = kDotCall
		s.addJoined(dot)
	case '"', '\'':
		s.quotedCall(dot, rest[0])
	default:
		s.addJoined(dot)
	}
}

// dottedOperator is the operator at the start of s that can be called with
// its module before it.
func dottedOperator(s string) string {
	for n := 3; n > 0; n-- {
		if len(s) < n {
			continue
		}
		switch k, ok := operators[s[:n]]; {
		case !ok, k == kEllipsisOp, k == kRangeOp, k == kTernaryOp, k == kStabOp, k == kAssocOp:
		default:
			return s[:n]
		}
	}
	return ""
}

// addCall adds an identifier, which by what follows it is a call.
func (s *scanner) addCall(t token) {
	switch s.peekByte(0) {
	case '(':
		t.kind = kParenIdentifier
	case '[':
		t.kind = kBracketIdentifier
	}
	t.count = noCount
	s.add(t)
}

// warn keeps a warning of the scanner.
func (s *scanner) warn(pos diag.Pos, format string, args ...any) {
	s.warnings = append(s.warnings, warning(s.o.File, pos, fmt.Sprintf(format, args...)))
}

func warning(file string, pos diag.Pos, message string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, Message: message, File: file, Pos: pos}
}

// failUnexpected is the error of a character that starts nothing.
func (s *scanner) failUnexpected(pos diag.Pos, rest string) {
	r, _ := utf8.DecodeRuneInString(rest)
	what := fmt.Sprintf("\"%c\"", r)
	if _, name := escapeOf(r); name != "" {
		what = name
	}
	s.failAt(pos, "unexpected token: ", fmt.Sprintf("%s (column %d, code point U+%s)", what, pos.Column, hex4(r)))
}
