package lib

// The text of values that hold no others: strings, numbers, functions, pids.

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// noLimit is :infinity as a limit or a width.
const noLimit = -1

const hexDigits = "0123456789ABCDEF"

// escapeText writes s as it stands between two quotes, at most limit
// characters of it, and returns what is left.
func escapeText(b *strings.Builder, s string, quote byte, limit int) (rest string) {
	for s != "" && limit != 0 {
		if limit > 0 {
			limit--
		}
		c := s[0]
		switch {
		case c == quote:
			b.WriteByte('\\')
			b.WriteByte(c)
			s = s[1:]
		case c == '#' && len(s) > 1 && s[1] == '{':
			b.WriteString(`\#{`)
			s = s[2:]
		case c >= 0x20 && c < 0x7f && c != '\\':
			b.WriteByte(c)
			s = s[1:]
		default:
			r, n := utf8.DecodeRuneInString(s)
			if r == utf8.RuneError && n == 1 {
				b.WriteString(`\x`)
				writeHex(b, uint32(c), 2)
			} else {
				escapeRune(b, r)
			}
			s = s[n:]
		}
	}
	return s
}

func escapeAll(s string, quote byte) string {
	var b strings.Builder
	escapeText(&b, s, quote, noLimit)
	return b.String()
}

// escapeRegex is the source of a regular expression as it stands in ~r/.../.
func escapeRegex(s string) string {
	var b strings.Builder
	for s != "" {
		switch {
		case strings.HasPrefix(s, `\\`):
			b.WriteString(`\\`)
			s = s[2:]
			continue
		case strings.HasPrefix(s, `\/`), strings.HasPrefix(s, `\#{`):
			s = s[1:] // escaped again below
		}
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == '/':
			b.WriteString(`\/`)
		case r == '#' && strings.HasPrefix(s, "#{"):
			b.WriteString(`\#{`)
			n = 2
		case r == '\\':
			b.WriteByte('\\')
		case r == 8, r == 27, r == 127, r == utf8.RuneError && n == 1:
			b.WriteString(`\x`)
			writeHex(&b, uint32(s[0]), 2)
		default:
			escapeRune(&b, r)
		}
		s = s[n:]
	}
	return b.String()
}

func writeHex(b *strings.Builder, v uint32, digits int) {
	for i := digits - 1; i >= 0; i-- {
		b.WriteByte(hexDigits[v>>(4*i)&15])
	}
}

// shortEscape is the letter of an escape, or 0.
func shortEscape(r rune) byte {
	switch r {
	case 0:
		return '0'
	case 7:
		return 'a'
	case 8:
		return 'b'
	case 127:
		return 'd'
	case 27:
		return 'e'
	case 12:
		return 'f'
	case 10:
		return 'n'
	case 13:
		return 'r'
	case 9:
		return 't'
	case 11:
		return 'v'
	case '\\':
		return '\\'
	}
	return 0
}

func escapeRune(b *strings.Builder, r rune) {
	if c := shortEscape(r); c != 0 {
		b.WriteByte('\\')
		b.WriteByte(c)
		return
	}
	switch {
	case isInvisible(r):
		b.WriteString(`\u`)
		writeHex(b, uint32(r), 4)
	case r >= 0x20 && r <= 0x7e, r >= 0xa0 && r <= 0xfffd, r >= 0x10000:
		b.WriteRune(r)
	case r < 0x100:
		b.WriteString(`\x`)
		writeHex(b, uint32(r), 2)
	default:
		b.WriteString(`\x{`)
		writeHex(b, uint32(r), 4)
		b.WriteByte('}')
	}
}

// isInvisible is characters that would deceive the reader: spaces that do not
// look like one, marks of direction, joiners.
func isInvisible(r rune) bool {
	switch {
	case r == 0xa0, r == 0x34f, r == 0x61c, r == 0xfeff:
		return true
	case r >= 0x2000 && r <= 0x200f, r >= 0x2028 && r <= 0x202e:
		return true
	case r >= 0x205f && r <= 0x2064, r >= 0x2066 && r <= 0x2069:
		return true
	case r >= 0xfff9 && r <= 0xfffc:
		return true
	}
	return false
}

// isPrintable is String.printable?/2.
func isPrintable(s string, limit int) bool {
	for s != "" && limit != 0 {
		if limit > 0 {
			limit--
		}
		c := s[0]
		if c >= 0x20 && c < 0x7f || c >= 7 && c <= 13 || c == 27 || c == 127 {
			s = s[1:]
			continue
		}
		r, n := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && n == 1 || r < 0xa0 || r == 0xfffe || r == 0xffff {
			return false
		}
		s = s[n:]
	}
	return true
}

// quoted is a string or charlist between quotes; more is what follows a text
// that was cut.
func quoted(open, s, more string, limit int) string {
	var b strings.Builder
	b.Grow(len(open) + len(s)/8*9 + 2)
	b.WriteString(open)
	rest := escapeText(&b, s, '"', limit)
	b.WriteByte('"')
	if rest != "" {
		b.WriteString(more)
	}
	return b.String()
}

// isCharlist is List.ascii_printable?/2.
func isCharlist(c *term.Cons, limit int) bool {
	for ; c != nil && limit != 0; limit-- {
		n, ok := c.Head.(int)
		if !ok || n < 7 || n > 126 || n > 13 && n < 32 && n != 27 {
			return false
		}
		next, ok := c.Tail.(*term.Cons)
		if !ok {
			return limit == 1 // what lies behind the limit is not looked at
		}
		c = next
	}
	return true
}

// charlistText is the characters of a list, as far as limit needs; false when
// it holds anything else.
func charlistText(c *term.Cons, limit int) (string, bool) {
	var b strings.Builder
	for n := 0; c != nil; n++ {
		r, ok := c.Head.(int)
		if !ok || r < 0 || r > utf8.MaxRune || !utf8.ValidRune(rune(r)) {
			return "", false
		}
		// One more than the limit shows that there are more.
		if limit < 0 || n <= limit {
			b.WriteRune(rune(r))
		}
		next, ok := c.Tail.(*term.Cons)
		if !ok {
			return "", false
		}
		c = next
	}
	return b.String(), true
}

// integerText is an integer in base 2, 8, 10 or 16, with its prefix.
func integerText(t term.Term, base int) string {
	var s string
	switch n := t.(type) {
	case int:
		s = strconv.FormatInt(int64(n), base)
	case *big.Int:
		s = n.Text(base)
	}
	if base == 10 {
		return s
	}
	prefix := map[int]string{2: "0b", 8: "0o", 16: "0x"}[base]
	if s[0] == '-' {
		return "-" + prefix + strings.ToUpper(s[1:])
	}
	return prefix + strings.ToUpper(s)
}

// floatText is a float as inspect writes it: whole numbers below 10^16
// without an exponent.
func floatText(f float64) string {
	if a := math.Abs(f); a >= 1 && a < 1e16 && f == math.Trunc(f) {
		return strconv.FormatInt(int64(f), 10) + ".0"
	}
	return term.FormatFloat(f)
}

// functionText is &Mod.name/1, or #Function<...>.
func functionText(f *term.Fun) string {
	module, arity := InspectAtom(f.Module), strconv.Itoa(f.Arity)
	if f.External() {
		return "&" + module + "." + InspectCall(f.Name) + "/" + arity
	}
	if f.Module == evaluator {
		return fmt.Sprintf("#Function<%d.%d/%d in :erl_eval.expr/6>", evaluatedIndex(f.Arity), evaluatedUniq, f.Arity)
	}
	index, in := "0", "."+InspectCall(f.Name)
	if p, ok := splitFunName(f.Name.Name()); ok {
		index, in = p.index, "."+InspectCall(term.Intern(p.name))+"/"+p.arity
	}
	uniq := strconv.FormatUint(f.Uniq, 10)
	switch code := vm.CodeOf(f); {
	case code != nil && strings.HasPrefix(f.Module.Name(), "elixir_compiler_"):
		return "#Function<" + index + "." + uniq + " in file:" + code.File() + ">"
	case f.Module.Name() == "erl_eval":
		// Erlang's evaluator makes one kind of function for each arity.
		index, uniq, in = strconv.Itoa(43-f.Arity), "3316493", ".expr/6"
	}
	return "#Function<" + index + "." + uniq + "/" + arity + " in " + module + in + ">"
}

// A function of evaluated code is on the BEAM one of the evaluator's own
// functions, which has one for each arity. These are their numbers in OTP 25.
const evaluatedUniq = 3316493

func evaluatedIndex(arity int) int { return 43 - arity }

func evaluatedName(arity int) term.Atom {
	return term.Intern(fmt.Sprintf("-expr/6-fun-%d-", arity+2))
}

// funName is the parts of the name that a closure is given: -name/1-fun-0-.
type funName struct{ name, arity, index string }

func splitFunName(s string) (funName, bool) {
	if len(s) < 2 || s[0] != '-' || s[len(s)-1] != '-' {
		return funName{}, false
	}
	slash := strings.LastIndexByte(s, '/')
	if slash < 1 {
		return funName{}, false
	}
	parts := strings.Split(s[slash+1:], "-")
	if len(parts) != 4 {
		return funName{}, false
	}
	return funName{name: s[1:slash], arity: parts[0], index: parts[2]}, true
}

// opaqueText is the text of a value that has no literal.
func opaqueText(t term.Term) string {
	switch x := t.(type) {
	case term.PID:
		return "#PID" + term.FormatPID(x)
	case term.Port:
		return term.FormatPort(x)
	case *term.Ref:
		return "#Reference" + term.FormatRef(x)
	case *term.Fun:
		return functionText(x)
	}
	return "#Term<>"
}
