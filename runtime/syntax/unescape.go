// Escape sequences in strings, sigils and character codes.

package syntax

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// EscapeError is an escape sequence that stands for nothing.
type EscapeError struct {
	Message string
	Token   string // how the sequence begins: \x or \u
}

func (e *EscapeError) Error() string { return e.Message }

// EscapeMap says what a character after a backslash stands for; false keeps
// backslash and character. Newline, Unicode and Hex ask whether a line end,
// \u and \x are escapes.
type EscapeMap interface {
	Char(c byte) (string, bool)
	Newline() bool
	Unicode() bool
	Hex() bool
}

// unescapeChar is what a character after a backslash stands for.
func unescapeChar(r rune) rune {
	switch r {
	case '0':
		return 0
	case 'a':
		return 7
	case 'b':
		return '\b'
	case 'd':
		return 127
	case 'e':
		return 27
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 's':
		return ' '
	case 't':
		return '\t'
	case 'v':
		return '\v'
	}
	return r
}

type standardEscapes struct{}

func (standardEscapes) Char(c byte) (string, bool) {
	return string([]byte{byte(unescapeChar(rune(c)))}), true
}
func (standardEscapes) Newline() bool { return true }
func (standardEscapes) Unicode() bool { return true }
func (standardEscapes) Hex() bool     { return true }

// Unescape resolves the escapes of s; a nil map is that of strings.
func Unescape(s string, m EscapeMap) (string, *EscapeError) {
	if m == nil {
		m = standardEscapes{}
	}
	var b strings.Builder
	for s != "" {
		i := strings.IndexByte(s, '\\')
		if i < 0 || i == len(s)-1 {
			break
		}
		b.WriteString(s[:i])
		s = s[i:]
		n, err := unescapeOne(&b, s, m)
		if err != nil {
			return "", err
		}
		s = s[n:]
	}
	b.WriteString(s)
	return b.String(), nil
}

// unescapeOne writes the escape at the start of s, and gives its length.
func unescapeOne(b *strings.Builder, s string, m EscapeMap) (int, *EscapeError) {
	keep := func(n int) (int, *EscapeError) {
		b.WriteString(s[:n])
		return n, nil
	}
	switch {
	case s[1] == 'x' && m.Hex():
		return unescapeHex(b, s)
	case s[1] == 'u' && m.Unicode():
		return unescapeUnicode(b, s)
	case s[1] == 'x', s[1] == 'u':
		return keep(2)
	case s[1] == '\n' || strings.HasPrefix(s, "\\\r\n"):
		n := strings.IndexByte(s, '\n') + 1
		if !m.Newline() {
			return keep(n)
		}
		return n, nil
	}
	text, ok := m.Char(s[1])
	if !ok {
		return keep(2)
	}
	b.WriteString(text)
	return 2, nil
}

func unescapeHex(b *strings.Builder, s string) (int, *EscapeError) {
	if len(s) > 3 && isHex(s[2]) && isHex(s[3]) {
		n, _ := strconv.ParseUint(s[2:4], 16, 8)
		b.WriteByte(byte(n))
		return 4, nil
	}
	if len(s) > 2 && isHex(s[2]) { // \xH is a code point, of old
		return writeCodePoint(b, s[2:3], 3)
	}
	if digits, n := bracedHex(s); n > 0 {
		return writeCodePoint(b, digits, n)
	}
	return 0, &EscapeError{"invalid hex escape character, expected \\xHH where H is a hexadecimal digit", "\\x"}
}

func unescapeUnicode(b *strings.Builder, s string) (int, *EscapeError) {
	if len(s) > 5 && isHex(s[2]) && isHex(s[3]) && isHex(s[4]) && isHex(s[5]) {
		return writeCodePoint(b, s[2:6], 6)
	}
	if digits, n := bracedHex(s); n > 0 {
		return writeCodePoint(b, digits, n)
	}
	return 0, &EscapeError{"invalid Unicode escape character, expected \\uHHHH or \\u{H*} where H is a hexadecimal digit", "\\u"}
}

// bracedHex is one to six digits in braces after the escape's letter, and the
// length of the whole escape; 0 when there are none.
func bracedHex(s string) (digits string, n int) {
	if len(s) < 5 || s[2] != '{' {
		return "", 0
	}
	i := 3
	for i < len(s) && isHex(s[i]) {
		i++
	}
	if i == 3 || i > 9 || i == len(s) || s[i] != '}' {
		return "", 0
	}
	return s[3:i], i + 1
}

func writeCodePoint(b *strings.Builder, digits string, n int) (int, *EscapeError) {
	v, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || v > utf8.MaxRune || !utf8.ValidRune(rune(v)) {
		return 0, &EscapeError{fmt.Sprintf("invalid or reserved Unicode code point \\u{%s}", digits), "\\u"}
	}
	b.WriteRune(rune(v))
	return n, nil
}
