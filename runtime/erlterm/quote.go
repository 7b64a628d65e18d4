// Package erlterm writes terms in Erlang's syntax: atoms and texts with their
// quotes, whole terms on one line (~w, ~p) or laid out on lines of a width.
package erlterm

import (
	"fmt"
	"strconv"
	"strings"

	"otpsh/runtime/term"
)

// Fun is a function as Erlang prints it.
func Fun(f *term.Fun) string {
	if f.External() {
		return "fun " + Atom(f.Module.Name(), true) + ":" + Atom(f.Name.Name(), true) + "/" + strconv.Itoa(f.Arity)
	}
	return "#Fun<" + f.Module.Name() + ".0." + strconv.FormatUint(f.Uniq, 10) + ">"
}

// reserved are the words that Erlang quotes as atoms.
const reserved = " after and andalso band begin bnot bor bsl bsr bxor case catch cond div end fun if let maybe not of or orelse receive rem try when xor "

// Atom is an atom as Erlang writes it. With wide, letters beyond
// Latin-1 stand for themselves.
func Atom(name string, wide bool) string {
	if plainAtom(name) && !strings.Contains(reserved, " "+name+" ") {
		return name
	}
	return Quoted(name, '\'', wide)
}

func plainAtom(name string) bool {
	for i, r := range name {
		switch {
		case r >= 'a' && r <= 'z', r >= 0xdf && r <= 0xff && r != 0xf7:
		case i > 0 && (r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '@' || r >= 0xc0 && r <= 0xde && r != 0xd7):
		default:
			return false
		}
	}
	return name != ""
}

// Quoted is text between quotes, escaped as Erlang does; without wide,
// what lies beyond Latin-1 is written by number.
func Quoted(s string, quote rune, wide bool) string {
	var b strings.Builder
	b.WriteRune(quote)
	for _, r := range s {
		escape(&b, r, quote, wide)
	}
	b.WriteRune(quote)
	return b.String()
}

// Char is a character as Erlang writes it: $a.
func Char(r rune) string {
	if r == ' ' {
		return "$\\s"
	}
	var b strings.Builder
	b.WriteByte('$')
	escape(&b, r, -1, true)
	return b.String()
}

func escape(b *strings.Builder, r, quote rune, wide bool) {
	const letters = "\nn\tt\vv\bb\ff\x1be\x7fd\rr"
	switch i := strings.IndexRune(letters, r); {
	case r == quote || r == '\\':
		b.WriteRune('\\')
		b.WriteRune(r)
	case i >= 0 && i%2 == 0 && r < 128:
		b.WriteByte('\\')
		b.WriteByte(letters[i+1])
	case r < ' ' || r >= 0x7f && r < 0xa0:
		b.WriteString(fmt.Sprintf("\\%03o", r))
	case r > 255 && !wide:
		b.WriteString(fmt.Sprintf("\\x{%X}", r))
	default:
		b.WriteRune(r)
	}
}
