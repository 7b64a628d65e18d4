// Numbers, character codes, atoms and sigils.

package syntax

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"otpsh/runtime/diag"
	"otpsh/runtime/term"
)

// number scans an integer or a float.
func (s *scanner) number() {
	rest := s.src[s.pos:]
	if len(rest) > 2 && rest[0] == '0' {
		for _, b := range []struct {
			letter byte
			base   int
		}{{'x', 16}, {'o', 8}, {'b', 2}} {
			if rest[1] == b.letter && digitIn(rest[2], b.base) {
				n := 2 + digits(rest[2:], b.base)
				s.addInteger(rest[:n], rest[2:n], b.base)
				return
			}
		}
	}
	n, float := decimal(rest)
	if float {
		s.float(rest, n)
		return
	}
	s.checkAfterNumber(rest, n)
	s.addInteger(rest[:n], rest[:n], 10)
}

func digitIn(c byte, base int) bool {
	switch base {
	case 16:
		return isHex(c)
	case 8:
		return c >= '0' && c <= '7'
	case 2:
		return c == '0' || c == '1'
	}
	return isDigit(c)
}

// digits is the length of the digits at the start of s, single underscores
// between them included.
func digits(s string, base int) int {
	n := 0
	for n < len(s) {
		switch {
		case digitIn(s[n], base):
			n++
		case s[n] == '_' && n+1 < len(s) && digitIn(s[n+1], base):
			n += 2
		default:
			return n
		}
	}
	return n
}

// decimal is the length of the number at the start of s, and whether it is a
// float.
func decimal(s string) (n int, float bool) {
	n = digits(s, 10)
	at := func(i int) byte {
		if i < len(s) {
			return s[i]
		}
		return 0
	}
	if at(n) != '.' || !isDigit(at(n+1)) {
		return n, false
	}
	n += 1 + digits(s[n+1:], 10)
	for at(n) == 'e' || at(n) == 'E' {
		sign := 0
		if at(n+1) == '+' || at(n+1) == '-' {
			sign = 1
		}
		if !isDigit(at(n + 1 + sign)) {
			break
		}
		n += 1 + sign + digits(s[n+1+sign:], 10)
	}
	return n, true
}

func (s *scanner) checkAfterNumber(rest string, n int) {
	if n < len(rest) && (isLower(rest[n]) || isUpper(rest[n]) || rest[n] == '_') {
		s.failAt(s.here(), fmt.Sprintf("invalid character \"%c\" after number %s. If you intended to write a number, "+
			"make sure to separate the number from the character (using comma, space, etc). "+
			"If you meant to write a function name or a variable, note that identifiers in "+
			"Elixir cannot start with numbers. Unexpected token: ", rest[n], rest[:n]), rest[n:n+1])
	}
}

func (s *scanner) addInteger(text, digits string, base int) {
	b, ok := new(big.Int).SetString(strings.ReplaceAll(digits, "_", ""), base)
	if !ok {
		b = new(big.Int) // digits() let only digits through
	}
	s.add(token{kind: kInt, line: s.line, col: s.col, name: text, value: term.Big(b)})
	s.advance(len(text))
}

func (s *scanner) float(rest string, n int) {
	text := rest[:n]
	f, err := strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64)
	if err != nil || math.IsInf(f, 0) {
		s.failAt(s.here(), "invalid float number ", text)
	}
	s.checkAfterNumber(rest, n)
	s.add(token{kind: kFloat, line: s.line, col: s.col, name: text, value: f})
	s.advance(n)
}

// char is ?a or ?\n.
func (s *scanner) char() {
	rest := s.src[s.pos+1:]
	t := token{kind: kChar, line: s.line, col: s.col}
	if len(rest) > 1 && rest[0] == '\\' {
		r, n := utf8.DecodeRuneInString(rest[1:])
		value := unescapeChar(r)
		if value == r && r != '\\' {
			if escape, name := escapeOf(r); name != "" {
				s.warn(s.here(), "found ?\\ followed by code point 0x%X (%s), please use ?%s instead", r, name, escape)
			} else if r < 128 && (isLower(byte(r)) || isUpper(byte(r))) {
				s.warn(s.here(), "unknown escape sequence ?\\%c, use ?%c instead", r, r)
			}
		}
		t.name, t.value = s.src[s.pos:s.pos+2+n], term.Int(int(value))
		s.add(t)
		s.pos, s.col = s.pos+2+n, s.col+3
		return
	}
	r, n := utf8.DecodeRuneInString(rest)
	if escape, name := escapeOf(r); name != "" {
		s.warn(s.here(), "found ? followed by code point 0x%X (%s), please use ?%s instead", r, name, escape)
	}
	t.name, t.value = s.src[s.pos:s.pos+1+n], term.Int(int(r))
	s.add(t)
	s.pos, s.col = s.pos+1+n, s.col+2
}

// escapeOf is how a character that cannot be seen is escaped, and its name;
// "" for others.
func escapeOf(r rune) (escape, name string) {
	switch r {
	case 0:
		return "\\0", "null byte"
	case 7:
		return "\\a", "alert"
	case '\b':
		return "\\b", "backspace"
	case 127:
		return "\\d", "delete"
	case 27:
		return "\\e", "escape"
	case '\f':
		return "\\f", "form feed"
	case '\n':
		return "\\n", "newline"
	case '\r':
		return "\\r", "carriage return"
	case ' ':
		return "\\s", "space"
	case '\t':
		return "\\t", "tab"
	case '\v':
		return "\\v", "vertical tab"
	}
	return "", ""
}

// specialAtoms are atoms that are no operator, longest first.
var specialAtoms = []string{"..//", "<<>>", "%{}", "{}", "%"}

// atom scans what begins with a colon and is an atom; a type operator is not.
func (s *scanner) atom(rest string) bool {
	name := rest[1:]
	for _, a := range specialAtoms {
		if strings.HasPrefix(name, a) {
			s.addAtom(a, len(a)+1)
			return true
		}
	}
	if strings.HasPrefix(name, "::") {
		s.warn(s.here(), "atom ::: must be written between quotes, as in :\"::\", to avoid ambiguity")
		s.addAtom("::", 3)
		return true
	}
	for n := 3; n > 0; n-- {
		if len(name) < n {
			continue
		}
		op := name[:n]
		switch k, ok := operators[op]; {
		case !ok, k == kTernaryOp, k == kAssocOp, k == kTypeOp:
		default:
			s.addAtom(op, n+1)
			return true
		}
	}
	switch {
	case name != "" && name[0] == '.':
		s.addAtom(".", 2)
	case name != "" && (name[0] == '"' || name[0] == '\''):
		s.quotedAtom(name[0])
	case name != "" && name[0] == ':':
		return false // ::
	default:
		s.plainAtom()
	}
	return true
}

func (s *scanner) addAtom(name string, width int) {
	s.add(token{kind: kAtom, line: s.line, col: s.col, name: name, value: term.Intern(name)})
	s.advance(width)
}

func (s *scanner) plainAtom() {
	pos := s.here()
	s.pos++
	id := s.name(diag.Pos{Line: pos.Line, Column: pos.Column})
	if id.class == noName {
		s.failUnexpected(pos, s.src[s.pos-1:])
	}
	value := s.atomOf(id.text, pos)
	s.pos += id.bytes
	s.warnBang("atom", ":"+id.text, pos)
	s.col += 1 + id.width
	s.add(token{kind: kAtom, line: pos.Line, col: pos.Column, name: id.text, value: value})
}

// warnBang warns of `a!=`: which could be a != or a! =.
func (s *scanner) warnBang(what, name string, pos diag.Pos) {
	last := name[len(name)-1]
	if s.peekByte(0) != '=' || last != '!' && last != '?' {
		return
	}
	s.warn(pos, "found %s \"%s\", ending with \"%c\", followed by =. "+
		"It is unclear if you mean \"%s %c=\" or \"%s =\". Please add "+
		"a space before or after %c to remove the ambiguity",
		what, name, last, name[:len(name)-1], last, name, last)
}

// atomOf is the atom of a name, as the options want it.
func (s *scanner) atomOf(name string, pos diag.Pos) term.Term {
	if utf8.RuneCountInString(name) > 255 {
		s.failAt(pos, "atom length must be less than system limit: ", name)
	}
	if s.o.StaticAtomsEncoder != nil {
		t, err := s.o.StaticAtomsEncoder(name, metaOf(pos, true))
		if err != nil {
			s.failAt(pos, err.Error()+": ", name)
		}
		return t
	}
	if s.o.ExistingAtomsOnly {
		a, ok := term.Existing(name)
		if !ok {
			s.failAt(pos, "unsafe atom does not exist: ", name)
		}
		return a
	}
	if s.o.Reserve {
		return term.Intern(name)
	}
	a, ok := term.TryIntern(name)
	if !ok {
		s.failAt(pos, "the atom table is full: ", name)
	}
	return a
}

// metaOf is the metadata of a place.
func metaOf(pos diag.Pos, columns bool) term.Term {
	if columns && pos.Column > 0 {
		return term.List(pair(atomLine, term.Int(pos.Line)), pair(atomColumn, term.Int(pos.Column)))
	}
	return term.List(pair(atomLine, term.Int(pos.Line)))
}

// sigilClosing is what ends a sigil that each opens; "" when none can.
func sigilClosing(open byte) byte {
	switch open {
	case '(':
		return ')'
	case '[':
		return ']'
	case '{':
		return '}'
	case '<':
		return '>'
	case '/', '|', '"', '\'':
		return open
	}
	return 0
}

// sigil scans ~name, its content and its modifiers.
func (s *scanner) sigil() {
	start := s.here()
	name := s.sigilName(start)
	s.advance(1 + len(name))
	rest := s.src[s.pos:]
	if rest == "" {
		return // the end of the text tells what is open
	}
	t := token{kind: kSigil, line: start.Line, col: start.Column, content: &content{indent: -1}}
	interpolates := isLower(name[0])
	quote := rest[0]
	if (quote == '"' || quote == '\'') && strings.HasPrefix(rest[1:], strings.Repeat(rest[:1], 2)) {
		t.open = rest[:3]
		t.parts, t.indent = s.heredoc(quote, interpolates)
	} else {
		end := sigilClosing(quote)
		if end == 0 {
			s.failSigilDelimiter(start, rest)
		}
		t.open = rest[:1]
		from := s.here()
		s.advance(1)
		t.parts = s.quoted(quoting{
			end: end, interpolates: interpolates, start: from, opening: rest[:1],
			what: fmt.Sprintf(" (for sigil ~%c%c starting at line %d)", name[0], quote, start.Line),
		})
	}
	n := 0
	for rest = s.src[s.pos:]; n < len(rest) && (isLower(rest[n]) || isUpper(rest[n]) || isDigit(rest[n])); {
		n++
	}
	t.mods = rest[:n]
	s.advance(n)
	t.name = "sigil_" + name
	if len(name) == 1 {
		t.value = term.Intern(t.name)
	} else {
		t.value = s.atomOf(t.name, start)
	}
	s.add(t)
}

func (s *scanner) sigilName(start diag.Pos) string {
	rest := s.src[s.pos+1:]
	n := 1
	for isUpper(rest[0]) && n < len(rest) && (isUpper(rest[n]) || isDigit(rest[n])) {
		n++
	}
	if n < len(rest) && isLower(rest[n]) {
		s.failAt(start, "invalid sigil name, it should be either a one-letter lowercase letter or an "+
			"uppercase letter optionally followed by uppercase letters and digits, got: ", "~"+rest)
	}
	return rest[:n]
}

func (s *scanner) failSigilDelimiter(start diag.Pos, rest string) {
	r, _ := utf8.DecodeRuneInString(rest)
	s.failAt(start, "invalid sigil delimiter: ", fmt.Sprintf("\"%c\" (column %d, code point U+%s). "+
		"The available delimiters are: //, ||, \"\", '', (), [], {}, <>", r, s.col, hex4(r)))
}
