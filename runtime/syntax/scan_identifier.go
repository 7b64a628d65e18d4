// Identifiers, aliases, keys and reserved words, in ASCII and Unicode.

package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"otpsh/runtime/diag"
)

// nameClass is what a name may be.
type nameClass uint8

const (
	noName    nameClass = iota
	lowerName           // a variable or a call
	aliasName           // an ASCII capital first
	atomName            // a capital of another script first: an atom only
)

func (c nameClass) String() string {
	return [...]string{"none", "identifier", "alias", "atom"}[c]
}

// name is a name found at the start of a text.
type name struct {
	class nameClass
	text  string // in NFC
	bytes int
	width int // code points, as written
	ascii bool
	at    bool // holds an @
	mark  bool // ends in ! or ?
	nfkc  bool // was normalized
	// bad is the text up to a character that no name may hold; mixed says
	// that it is a whole name of several scripts.
	bad   string
	mixed bool
}

// asciiName is scanName for a name that is ASCII, as is what follows it; false
// for others.
func asciiName(s string) (name, bool) {
	if s == "" || !(isLower(s[0]) || isUpper(s[0]) || s[0] == '_') {
		return name{}, false
	}
	id := name{class: lowerName, ascii: true}
	if isUpper(s[0]) {
		id.class = aliasName
	}
	n := 1
	for ; n < len(s); n++ {
		c := s[n]
		if isLower(c) || isUpper(c) || isDigit(c) || c == '_' {
			continue
		}
		if c >= utf8.RuneSelf {
			return name{}, false
		}
		if c == '!' || c == '?' {
			id.mark = true
			n++
			break
		}
		if c != '@' {
			break
		}
		id.at = true
	}
	id.text, id.bytes, id.width = s[:n], n, n
	return id, true
}

// scanName reads a name at the start of s.
func scanName(s string) name {
	if id, ok := asciiName(s); ok {
		return id
	}
	r, n := utf8.DecodeRuneInString(s)
	id := name{ascii: r < utf8.RuneSelf, bytes: n, width: 1}
	var b strings.Builder
	scripts := everyScript
	switch {
	case n == 0:
		return name{}
	case r < utf8.RuneSelf && isUpper(byte(r)):
		id.class, scripts = aliasName, latinScript
	case r < utf8.RuneSelf && isLower(byte(r)):
		id.class, scripts = lowerName, latinScript
	case r == '_':
		id.class = lowerName
	case r < utf8.RuneSelf:
		return name{}
	case isUpperLetter(r):
		id.class, scripts = atomName, scriptsOf(r)
	case isStart(r):
		id.class, scripts = lowerName, scriptsOf(r)
	case r == microSign:
		id.class, id.nfkc, r = lowerName, true, greekMu
		scripts = scriptsOf(r)
	default:
		return name{}
	}
	b.WriteRune(r)
	for {
		r, n := utf8.DecodeRuneInString(s[id.bytes:])
		switch {
		case n == 0:
			return id.finish(b.String(), scripts)
		case r == '!', r == '?':
			id.mark = true
			id.bytes, id.width = id.bytes+1, id.width+1
			b.WriteRune(r)
			return id.finish(b.String(), scripts)
		case r == '@':
			id.at = true
		case r == '_' || r < utf8.RuneSelf && isDigit(byte(r)):
		case r < utf8.RuneSelf && (isLower(byte(r)) || isUpper(byte(r))):
			scripts = scripts.and(latinScript)
		case r < utf8.RuneSelf:
			return id.finish(b.String(), scripts)
		case isStart(r) || isUpperLetter(r) || isContinue(r):
			id.ascii = false
			scripts = scripts.and(scriptsOf(r))
		case r == microSign:
			id.ascii, id.nfkc, r = false, true, greekMu
			scripts = scripts.and(scriptsOf(r))
		default:
			return name{bad: s[:id.bytes+n]}
		}
		b.WriteRune(r)
		id.bytes, id.width = id.bytes+n, id.width+1
	}
}

func (id name) finish(text string, scripts scriptSet) name {
	id.text = text
	if id.ascii {
		return id
	}
	id.text = norm.NFC.String(text)
	if id.text != text {
		id.nfkc = true
	}
	if scripts.empty() && !chunksAreSingle(id.text) {
		return name{bad: id.text, mixed: true}
	}
	return id
}

// plainName reports a name that needs no quotes as an atom, key or call.
func plainName(s string) bool {
	id := scanName(s)
	return id.class == lowerName && id.bytes == len(s) && id.ascii && !id.at && !id.nfkc
}

// name reads a name at the current place, and fails on a bad one.
func (s *scanner) name(pos diag.Pos) name {
	id := scanName(s.src[s.pos:])
	if id.bad == "" {
		s.unicode = s.unicode || id.class != noName && !id.ascii
		return id
	}
	if id.mixed {
		s.failMixedScripts(pos, id.bad)
	}
	at := diag.Pos{Line: pos.Line, Column: pos.Column + utf8.RuneCountInString(id.bad) - 1}
	last, _ := utf8.DecodeLastRuneInString(id.bad)
	for _, wrong := range []string{id.bad, string(last)} {
		if better, ok := suggest(wrong); ok {
			s.failAt(at, "unexpected token: ", better)
		}
	}
	s.failUnexpected(at, string(last))
	return id
}

// identifier scans a name, a key, an alias or a reserved word.
func (s *scanner) identifier() {
	pos := s.here()
	id := s.name(pos)
	if id.class == noName {
		s.failUnexpected(pos, s.src[s.pos:])
	}
	rest := s.src[s.pos+id.bytes:]
	colon := strings.HasPrefix(rest, ":") && !strings.HasPrefix(rest, "::")
	if k, ok := keywords[id.text]; ok && !colon && s.last().kind != kDot {
		s.reserved(id.text, k)
		return
	}
	t := token{line: pos.Line, col: pos.Column, count: noCount, name: id.text, value: s.atomOf(id.text, pos)}
	switch {
	case isKey(rest, 0):
		t.kind = kKeyword
		s.pos, s.col = s.pos+id.bytes+1, s.col+id.width+1
		s.add(t)
		return
	case colon && len(rest) > 1:
		s.failAt(pos, "keyword argument must be followed by space after: ", id.text+":")
	case id.at:
		s.failAt(pos, fmt.Sprintf("invalid character \"@\" (code point U+0040) in %s: ", id.class), id.text)
	case id.text == "__aliases__", id.text == "__block__":
		s.failAt(pos, "reserved token: ", id.text)
	case id.class == aliasName:
		s.alias(t, id)
		return
	case id.class != lowerName:
		s.failUnexpected(pos, s.src[s.pos:])
	}
	s.pos += id.bytes
	s.warnBang("identifier", id.text, pos)
	s.col += id.width
	t.kind = kIdentifier
	s.addCall(t)
}

func (s *scanner) alias(t token, id name) {
	if !id.ascii || id.mark || id.nfkc {
		var wrong rune
		for _, r := range id.text {
			if r < 'A' || r > 127 {
				wrong = r
				break
			}
		}
		s.failAt(s.here(), fmt.Sprintf("invalid character \"%c\" (code point U+%s) in alias "+
			"(only ASCII characters, without punctuation, are allowed): ", wrong, hex4(wrong)), id.text)
	}
	t.kind = kAlias
	s.add(t)
	s.advance(id.bytes)
}
