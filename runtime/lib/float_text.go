package lib

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"otpsh/runtime/term"
)

// This file is floats as text and back, in the formats of Erlang, and the
// exact arithmetic behind Float.round.

// floatFormat is the options of float_to_list and float_to_binary.
type floatFormat struct {
	verb    byte // 'e': digits after the point of d.ddde+XX; 'f': decimals; 's': short
	digits  int
	compact bool
}

var (
	atomDecimals   = term.Intern("decimals")
	atomScientific = term.Intern("scientific")
	atomCompact    = term.Intern("compact")
	atomShort      = term.Intern("short")
)

// Limits of digits, and of the size of a float with decimals, as the BEAM's.
const (
	maxDecimals   = 253
	maxScientific = 249
	maxFixedText  = 256
)

// readFloatFormat reads a list of options; the last of a kind counts. False
// when one is invalid; isList tells whether it was a list at all.
func readFloatFormat(opts term.Term) (f floatFormat, isList, ok bool) {
	f = floatFormat{verb: 'e', digits: 20}
	list, isList := term.Slice(opts)
	if !isList {
		return f, false, false
	}
	for _, o := range list {
		if a, is := o.(term.Atom); is {
			switch a {
			case atomCompact:
				f.compact = true
			case atomShort:
				f.verb = 's'
			default:
				return f, true, false
			}
			continue
		}
		name, v, is := option(o)
		n, isInt := v.(int)
		switch {
		case is && isInt && name == atomDecimals && n >= 0 && n <= maxDecimals:
			f.verb, f.digits = 'f', n
		case is && isInt && name == atomScientific && n >= 0 && n <= maxScientific:
			f.verb, f.digits = 'e', n
		default:
			return f, true, false
		}
	}
	return f, true, true
}

// text formats a float; false when it is too long for the format.
func (f floatFormat) text(x float64) (string, bool) {
	switch f.verb {
	case 's':
		return term.FormatFloat(x), true
	case 'e':
		return exponentText(x, f.digits), true
	}
	s := fixedText(x, f.digits)
	if len(s) > maxFixedText {
		return "", false
	}
	if f.compact && strings.Contains(s, ".") {
		s = strings.TrimRight(s, "0")
		if strings.HasSuffix(s, ".") {
			s += "0"
		}
	}
	return s, true
}

// exponentText is C's %.Ne, with at least two digits of exponent.
func exponentText(x float64, digits int) string {
	return strconv.FormatFloat(x, 'e', digits, 64)
}

// fixedText is x with so many decimals. Up to 18 of them and for floats below
// 2^53 the BEAM rounds the fraction times a power of ten, half away from zero;
// otherwise it rounds the exact decimal expansion, half to even.
func fixedText(x float64, decimals int) string {
	whole, fraction := math.Modf(math.Abs(x))
	if decimals > 18 || whole > 1<<53-1 {
		return strconv.FormatFloat(x, 'f', decimals, 64)
	}
	sign := ""
	if math.Signbit(x) {
		sign = "-"
	}
	if decimals == 0 {
		return sign + strconv.FormatUint(uint64(math.Round(math.Abs(x))), 10)
	}
	scale := math.Pow10(decimals)
	part := uint64(math.Round(fraction * scale))
	if part >= uint64(scale) {
		whole, part = whole+1, 0
	}
	digits := strconv.FormatUint(part, 10)
	return sign + strconv.FormatUint(uint64(whole), 10) + "." + strings.Repeat("0", decimals-len(digits)) + digits
}

// parseErlangFloat reads a float as Erlang writes it: digits, a point,
// digits, and maybe an exponent.
func parseErlangFloat(s string) (float64, bool) {
	rest := s
	if rest != "" && (rest[0] == '-' || rest[0] == '+') {
		rest = rest[1:]
	}
	n := countDigits(rest)
	if n == 0 || n >= len(rest) || rest[n] != '.' {
		return 0, false
	}
	rest = rest[n+1:]
	n = countDigits(rest)
	if n == 0 {
		return 0, false
	}
	rest = rest[n:]
	if rest != "" {
		if rest[0] != 'e' && rest[0] != 'E' {
			return 0, false
		}
		rest = rest[1:]
		if rest != "" && (rest[0] == '-' || rest[0] == '+') {
			rest = rest[1:]
		}
		if n := countDigits(rest); n == 0 || n != len(rest) {
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && !math.IsInf(f, 0)
}

func countDigits(s string) int {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return i
		}
	}
	return len(s)
}

// parseDigits reads an integer of a base from the start of s, with an
// optional sign, and tells how many bytes it took; false when none is there.
func parseDigits(s string, base int) (t term.Term, n int, ok bool) {
	i := 0
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		i++
	}
	start := i
	for i < len(s) && digitValue(s[i]) < base {
		i++
	}
	if i == start {
		return nil, 0, false
	}
	text := strings.TrimPrefix(s[:i], "+")
	if v, err := strconv.ParseInt(text, base, 64); err == nil {
		return term.Int(int(v)), i, true
	}
	if float64(i-start)*math.Log2(float64(base)) > maxIntegerBits {
		return nil, 0, false
	}
	b, ok := new(big.Int).SetString(text, base)
	if !ok {
		return nil, 0, false
	}
	return term.Big(b), i, true
}

func digitValue(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'z':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'Z':
		return int(c-'A') + 10
	}
	return 99
}

// digitsInBase is an integer in a base, letters in upper case.
func digitsInBase(t term.Term, base int) string {
	switch x := t.(type) {
	case int:
		if base == 10 {
			return strconv.Itoa(x)
		}
		return strings.ToUpper(strconv.FormatInt(int64(x), base))
	case *big.Int:
		return strings.ToUpper(x.Text(base))
	}
	return ""
}
