// How atoms are written: which need quotes, where, and how text is escaped.

package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"otpsh/runtime/term"
)

// AtomClass is what the name of an atom looks like.
type AtomClass uint8

const (
	AliasAtom      AtomClass = iota // Foo.Bar
	IdentifierAtom                  // foo
	OperatorAtom                    // +
	QuotedOperator                  // ::
	NotCallable                     // %{} or Foo@x: plain as an atom, quoted as a call
	OtherAtom                       // needs quotes
)

// ClassifyAtom says what the name of an atom looks like.
func ClassifyAtom(name string) AtomClass {
	switch name {
	case "%", "%{}", "{}", "<<>>", "...", "..", ".", "..//", "->":
		return NotCallable
	case "::", "^^^", "~~~", "<|>":
		return QuotedOperator
	}
	if isOperatorName(name) {
		return OperatorAtom
	}
	if validAlias(name) {
		return AliasAtom
	}
	id := scanName(name)
	switch {
	case id.class == noName || id.bytes != len(name):
		return OtherAtom
	case id.class != lowerName || id.at:
		return NotCallable
	case id.nfkc:
		return OtherAtom
	}
	return IdentifierAtom
}

// isOperatorName reports the name of a unary or binary operator.
func isOperatorName(name string) bool {
	_, unary := unaryBinding(name)
	_, binary := binaryBinding(name)
	return unary || binary || name == "not"
}

func validAlias(name string) bool {
	rest, ok := strings.CutPrefix(name, "Elixir")
	for ok && rest != "" {
		if len(rest) < 2 || rest[0] != '.' || !isUpper(rest[1]) {
			return false
		}
		rest = strings.TrimLeftFunc(rest[2:], func(r rune) bool {
			return r < utf8.RuneSelf && (isLower(byte(r)) || isUpper(byte(r)) || isDigit(byte(r))) || r == '_'
		})
	}
	return ok
}

// InspectAtom writes an atom as a literal: :ok, nil, Foo.Bar, :"a b".
func InspectAtom(a term.Atom) string {
	name := a.Name()
	switch name {
	case "nil", "true", "false":
		return name
	}
	switch ClassifyAtom(name) {
	case AliasAtom:
		if rest, ok := strings.CutPrefix(name, "Elixir."); ok && rest != "Elixir" && !strings.HasPrefix(rest, "Elixir.") {
			return rest
		}
		return name
	case QuotedOperator, OtherAtom:
		return ":\"" + Escape(name, '"') + "\""
	}
	return ":" + name
}

// InspectKey writes an atom as the key of a keyword list, with its colon.
func InspectKey(a term.Atom) string { return inspectKey(a.Name(), Escape) }

func inspectKey(name string, escape func(string, rune) string) string {
	switch ClassifyAtom(name) {
	case AliasAtom:
		return "\"" + name + "\":"
	case QuotedOperator, OtherAtom:
		return "\"" + escape(name, '"') + "\":"
	}
	return name + ":"
}

// InspectCall writes an atom as the name of a function after a dot.
func InspectCall(a term.Atom) string { return inspectCall(a.Name(), Escape) }

func inspectCall(name string, escape func(string, rune) string) string {
	switch ClassifyAtom(name) {
	case IdentifierAtom, OperatorAtom, QuotedOperator:
		return name
	case NotCallable, AliasAtom:
		return "\"" + name + "\""
	}
	return "\"" + escape(name, '"') + "\""
}

// Escape escapes a text for between quotes; a quote of 0 escapes none.
func Escape(s string, quote rune) string {
	var b strings.Builder
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, "\\x%02X", s[0])
		case quote != 0 && r == quote:
			b.WriteByte('\\')
			b.WriteRune(r)
		case strings.HasPrefix(s, "#{"):
			b.WriteString("\\#{")
			n = 2
		default:
			escapeRune(&b, r)
		}
		s = s[n:]
	}
	return b.String()
}

func escapeRune(b *strings.Builder, r rune) {
	switch r {
	case 0, 7, '\b', 127, 27, '\f', '\n', '\r', '\t', '\v':
		text, _ := escapeOf(r)
		b.WriteString(text)
		return
	case '\\':
		b.WriteString("\\\\")
		return
	}
	switch {
	case unseen(r):
		fmt.Fprintf(b, "\\u%04X", r)
	case r >= 0x20 && r <= 0x7e, r >= 0xa0 && r <= 0xfffd, r >= 0x10000:
		b.WriteRune(r)
	case r < 0x100:
		fmt.Fprintf(b, "\\x%02X", r)
	default:
		fmt.Fprintf(b, "\\x{%04X}", r)
	}
}

// unseen reports characters that look like nothing, or like a space.
func unseen(r rune) bool {
	switch {
	case r == 0xFEFF, r >= 0x2061 && r <= 0x2064, r == 0x061C, r == 0x200E, r == 0x200F,
		r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r >= 0xFFF9 && r <= 0xFFFC,
		r == 0x200C, r == 0x200D, r == 0x034F, r == 0x00A0, r == 0x200B, r == 0x2060,
		r == 0x2028, r == 0x2029, r >= 0x2000 && r <= 0x200A, r == 0x205F:
		return true
	}
	return false
}

// unaryBinding and binaryBinding are how operators bind, by name.
func unaryBinding(name string) (power int, ok bool) {
	switch name {
	case "&", "...":
		return powerCapture, true
	case "!", "^", "not", "+", "-", "~~~":
		return powerUnary, true
	case "@":
		return powerAt, true
	}
	return 0, false
}

func binaryBinding(name string) (binding, bool) {
	switch name {
	case "when":
		return bindings[kWhenOp], true
	case "and":
		return bindings[kAndOp], true
	case "or":
		return bindings[kOrOp], true
	case "in":
		return bindings[kInOp], true
	case ".":
		return binding{powerDot, false}, true
	case "//", "->", "=>":
		return binding{}, false
	}
	b, ok := bindings[operators[name]]
	return b, ok && operators[name] != kEnd
}

// printedBinding also knows // as an operator: a stepped range is printed as
// two operators.
func printedBinding(name string) (binding, bool) {
	if name == "//" {
		return bindings[kTernaryOp], true
	}
	return binaryBinding(name)
}
