// Strings, charlists, heredocs, and what stands between quotes elsewhere.

package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"otpsh/runtime/diag"
)

// quoting says how a quoted text ends and what an error says of it.
type quoting struct {
	end          byte
	heredoc      bool // ends with three of end, first on a line
	interpolates bool
	start        diag.Pos // of the opening quote
	opening      string
	what         string // " (for string starting at line 1)"
}

func (q *quoting) closing() string {
	if q.heredoc {
		return strings.Repeat(string(q.end), 3)
	}
	return string(q.end)
}

// stringLiteral scans a string, charlist or heredoc, or a quoted key.
func (s *scanner) stringLiteral() {
	quote := s.src[s.pos]
	start := s.here()
	if strings.HasPrefix(s.src[s.pos:], strings.Repeat(string(quote), 3)) {
		s.heredocLiteral(quote)
		return
	}
	s.advance(1)
	parts := s.quoted(quoting{
		end: quote, interpolates: true, start: start, opening: string(quote),
		what: fmt.Sprintf(" (for string starting at line %d)", start.Line),
	})
	if isKey(s.src[s.pos:], 0) {
		s.quotedKey(quote, start, parts)
		return
	}
	t := token{kind: kString, line: start.Line, col: start.Column}
	if quote == '\'' {
		t.kind = kCharlist
		s.warn(start, "using single-quoted strings to represent charlists is deprecated.\n"+
			"Use ~c\"\" if you indeed want a charlist or use \"\" instead.\n"+
			"You may run \"mix format --migrate\" to change all single-quoted\n"+
			"strings to use the ~c sigil and fix this warning.")
	}
	t.content = &content{parts: s.unescapeParts(parts, diag.Pos{Line: start.Line, Column: start.Column + 1})}
	s.add(t)
}

func (s *scanner) heredocLiteral(quote byte) {
	t := token{kind: kStringHeredoc, line: s.line, col: s.col}
	start := s.here()
	if quote == '\'' {
		t.kind = kCharlistHeredoc
		s.warn(start, "single-quoted string represent charlists. Use ~c''' if you indeed want a charlist or use \"\"\" instead")
	}
	parts, indent := s.heredoc(quote, true)
	t.content = &content{parts: s.unescapeParts(parts, start), indent: indent}
	s.add(t)
}

// quotedKey is "key": and what it may hold.
func (s *scanner) quotedKey(quote byte, start diag.Pos, parts []part) {
	if plain(parts) && plainName(parts[0].text) {
		s.warn(start, "found quoted keyword \"%s\" but the quotes are not required. "+
			"Note that keywords are always atoms, even when quoted. "+
			"Similar to atoms, keywords made exclusively of ASCII "+
			"letters, numbers, and underscores and not beginning with a "+
			"number do not require quotes", parts[0].text)
	} else if quote == '\'' {
		s.warn(start, "single quotes around keywords are deprecated. Use double quotes instead")
	}
	t := token{kind: kKeyword, line: start.Line, col: start.Column, delimiter: quote}
	parts = s.unescapeParts(parts, diag.Pos{Line: start.Line, Column: start.Column + 1})
	switch {
	case plain(parts):
		t.name, t.value = parts[0].text, s.atomOf(parts[0].text, start)
	case s.o.ExistingAtomsOnly:
		t.kind, t.content = kKeywordSafe, &content{parts: parts}
	default:
		t.kind, t.content = kKeywordUnsafe, &content{parts: parts}
	}
	s.add(t)
	s.advance(1)
}

// quotedAtom is :"name".
func (s *scanner) quotedAtom(quote byte) {
	start := s.here()
	s.advance(2)
	parts := s.quoted(quoting{
		end: quote, interpolates: true, start: diag.Pos{Line: start.Line, Column: start.Column + 1}, opening: string(quote),
		what: fmt.Sprintf(" (for atom starting at line %d)", start.Line),
	})
	if plain(parts) && plainName(parts[0].text) {
		s.warn(start, "found quoted atom \"%s\" but the quotes are not required. "+
			"Atoms made exclusively of ASCII letters, numbers, underscores, "+
			"beginning with a letter or underscore, and optionally ending with ! or ? "+
			"do not require quotes", parts[0].text)
	}
	t := token{kind: kAtomQuoted, line: start.Line, col: start.Column, delimiter: quote}
	parts = s.unescapeParts(parts, start)
	switch {
	case plain(parts):
		t.name, t.value = parts[0].text, s.atomOf(parts[0].text, start)
	case s.o.ExistingAtomsOnly:
		t.kind, t.content = kAtomSafe, &content{parts: parts}
	default:
		t.kind, t.content = kAtomUnsafe, &content{parts: parts}
	}
	s.add(t)
}

// quotedCall is the name in Mod."name".
func (s *scanner) quotedCall(dot token, quote byte) {
	start := s.here()
	s.advance(1)
	parts := s.quoted(quoting{
		end: quote, interpolates: true, start: start, opening: string(quote),
		what: fmt.Sprintf(" (for function name starting at line %d)", start.Line),
	})
	if !plain(parts) {
		s.failAt(start, "interpolation is not allowed when calling function/macro. Found interpolation in a call starting with: ", string(quote))
	}
	if plainName(parts[0].text) {
		s.warn(start, "found quoted call \"%s\" but the quotes are not required. "+
			"Calls made exclusively of Unicode letters, numbers, and underscores "+
			"and not beginning with a number do not require quotes", parts[0].text)
	}
	parts = s.unescapeParts(parts, start)
	s.addJoined(dot)
	s.addCall(token{
		kind: kIdentifier, line: start.Line, col: start.Column, delimiter: quote,
		name: parts[0].text, value: s.atomOf(parts[0].text, start),
	})
}

// plain reports parts that are one text.
func plain(parts []part) bool { return len(parts) == 1 && !parts[0].code }

// quoted scans up to the end of a quoted text. It has at least one part.
func (s *scanner) quoted(q quoting) []part {
	var parts []part
	var text strings.Builder
	for {
		rest := s.src[s.pos:]
		switch {
		case rest == "":
			s.failQuoted(q, fmt.Sprintf("missing terminator: %s", q.closing()))
		case rest[0] == q.end && !q.heredoc:
			s.advance(1)
			return finishParts(parts, &text)
		case rest[0] == '\n' || strings.HasPrefix(rest, "\\\n") || strings.HasPrefix(rest, "\\\r\n"):
			if s.quotedLine(q, rest, &text) {
				return finishParts(parts, &text)
			}
		case rest[0] == '\\' && s.quotedEscape(q, rest, &text):
		case q.interpolates && strings.HasPrefix(rest, "#{"):
			if text.Len() > 0 {
				parts = append(parts, part{text: text.String()})
				text.Reset()
			}
			parts = append(parts, s.interpolation(q))
		case rest[0] == '\\':
			text.WriteByte('\\')
			s.advance(1)
			s.cluster(&text)
		default:
			s.cluster(&text)
		}
	}
}

func finishParts(parts []part, text *strings.Builder) []part {
	if text.Len() > 0 || len(parts) == 0 {
		parts = append(parts, part{text: text.String()})
	}
	return parts
}

// quotedLine moves over a line end; true when it ended a heredoc.
func (s *scanner) quotedLine(q quoting, rest string, text *strings.Builder) bool {
	n := strings.IndexByte(rest, '\n') + 1
	text.WriteString(rest[:n])
	s.pos += n
	s.line++
	if !q.heredoc {
		s.col = s.o.Column
		return false
	}
	s.col = 1
	from := s.pos
	s.blanks()
	if strings.HasPrefix(s.src[s.pos:], q.closing()) {
		s.advance(3)
		return true
	}
	text.WriteString(s.src[from:s.pos])
	return false
}

// quotedEscape moves over the escapes that keep a text from ending or from
// interpolating; the others are for unescape.
func (s *scanner) quotedEscape(q quoting, rest string, text *strings.Builder) bool {
	switch {
	case q.heredoc && strings.HasPrefix(rest[1:], q.closing()):
		text.WriteString(q.closing())
		s.advance(4)
	case !q.heredoc && len(rest) > 1 && rest[1] == q.end:
		if !q.interpolates {
			s.warn(s.here(), "using \\%c to escape the closing of an uppercase sigil is deprecated, "+
				"please use another delimiter or a lowercase sigil instead", q.end)
		}
		text.WriteByte(q.end)
		s.advance(2)
	case q.interpolates && strings.HasPrefix(rest, "\\#{"):
		text.WriteString("\\#{")
		s.advance(3)
	default:
		return false
	}
	return true
}

// cluster takes one character, which is one column however many code points
// it has.
func (s *scanner) cluster(text *strings.Builder) {
	rest := s.src[s.pos:]
	if rest == "" {
		return
	}
	r, n := utf8.DecodeRuneInString(rest)
	next, _ := utf8.DecodeRuneInString(rest[n:])
	if r > 255 || n < len(rest) && next > 255 {
		if isBidi(r) {
			code := fmt.Sprintf("\\u%04X", r)
			s.failAround(s.here(), "invalid bidirectional formatting character in string: ",
				". If you want to use such character, use it in its escaped "+code+" form instead", code)
		}
		c, _, _, _ := uniseg.FirstGraphemeClusterInString(rest, -1)
		n = len(c)
	}
	text.WriteString(rest[:n])
	s.pos += n
	s.col++
}

// failQuoted is the error of a quoted text that does not end.
func (s *scanner) failQuoted(q quoting, message string) {
	panic(&Error{
		Kind: TokenMissingError, Prefix: message + q.what, Pos: q.start, End: s.here(),
		Opening: q.opening, Expected: q.closing(),
	})
}

// interpolation scans the tokens between #{ and }.
func (s *scanner) interpolation(q quoting) part {
	p := part{code: true, begin: s.here()}
	s.depth++
	if s.depth > maxDepth/10 {
		s.failAt(p.begin, tooDeep, "#{")
	}
	outer, open, indent, hints := s.toks, s.open, s.indent, s.hints
	s.toks, s.open = nil, nil
	s.classify(s.pos, s.pos+2, ClassKeyword)
	s.advance(2)
	for s.peekByte(0) != '}' || len(s.open) > 0 {
		if s.step() {
			continue
		}
		if n := len(s.open); n > 0 {
			s.failMissingTerminator(s.open[n-1])
		}
		s.line, s.col = p.begin.Line, p.begin.Column
		s.failQuoted(q, "missing interpolation terminator: \"}\"")
	}
	p.end, p.tokens = s.here(), s.toks
	s.classify(s.pos, s.pos+1, ClassKeyword)
	s.advance(1)
	s.toks, s.open, s.indent, s.hints = outer, open, indent, hints
	s.depth--
	return p
}

// heredoc scans from the opening quotes to the closing ones, and takes the
// indentation off.
func (s *scanner) heredoc(quote byte, interpolates bool) ([]part, int) {
	start := s.here()
	quotes := strings.Repeat(string(quote), 3)
	rest := strings.TrimLeft(s.src[s.pos+3:], " \t")
	if !strings.HasPrefix(rest, "\n") && !strings.HasPrefix(rest, "\r\n") {
		s.failAt(diag.Pos{Line: s.line, Column: s.col + 3},
			"heredoc allows only whitespace characters followed by a new line after opening ", quotes)
	}
	// The text is scanned from its first line end, so that every line of it
	// begins with one; the first is dropped at last.
	s.pos = len(s.src) - len(rest) + strings.IndexByte(rest, '\n')
	parts := s.quoted(quoting{
		end: quote, heredoc: true, interpolates: interpolates, start: start, opening: quotes,
		what: fmt.Sprintf(" (for heredoc starting at line %d)", start.Line),
	})
	indent := s.col - 4
	s.outdent(parts, start, indent, quotes)
	parts[0].text = parts[0].text[1:]
	return parts, indent
}

// outdent takes the indentation of the closing quotes off every line.
func (s *scanner) outdent(parts []part, start diag.Pos, indent int, quotes string) {
	warned := 0
	line := start.Line
	for i := range parts {
		if parts[i].code {
			line = parts[i].end.Line
			continue
		}
		var b strings.Builder
		for text := parts[i].text; text != ""; {
			n := strings.IndexByte(text, '\n')
			if n < 0 {
				b.WriteString(text)
				break
			}
			b.WriteString(text[:n+1])
			line++
			rest, short := trimIndent(text[n+1:], indent)
			if short && warned == 0 {
				warned = line
			}
			text = rest
		}
		parts[i].text = b.String()
	}
	if warned > 0 {
		s.warn(diag.Pos{Line: warned, Column: start.Column}, outdented, quotes)
	}
}

// trimIndent takes up to n blanks off s; short when text came before.
func trimIndent(s string, n int) (rest string, short bool) {
	for ; n > 0; n-- {
		switch {
		case s == "", s[0] == '\n', strings.HasPrefix(s, "\r\n"):
			return s, false
		case !isBlank(s[0]):
			return s, true
		}
		s = s[1:]
	}
	return s, false
}

const outdented = "outdented heredoc line. The contents inside the heredoc should be indented " +
	"at the same level as the closing %s. The following is forbidden:\n\n" +
	"    def text do\n" +
	"      \"\"\"\n" +
	"    contents\n" +
	"      \"\"\"\n" +
	"    end\n\n" +
	"Instead make sure the contents are indented as much as the heredoc closing:\n\n" +
	"    def text do\n" +
	"      \"\"\"\n" +
	"      contents\n" +
	"      \"\"\"\n" +
	"    end\n\n" +
	"The current heredoc line is indented too little"

// unescapeParts resolves the escapes of the texts.
func (s *scanner) unescapeParts(parts []part, pos diag.Pos) []part {
	if s.o.NoUnescape {
		return parts
	}
	for i := range parts {
		if parts[i].code || strings.IndexByte(parts[i].text, '\\') < 0 {
			continue
		}
		text, err := Unescape(parts[i].text, nil)
		if err != nil {
			s.failAt(pos, err.Message+". Syntax error after: ", err.Token)
		}
		parts[i].text = text
	}
	return parts
}
