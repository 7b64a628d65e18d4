package lib

import (
	"strings"
	"unicode/utf8"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is Base's encodings (:otpsh_base) and Erlang's :base64.

// radix is an encoding of bits in digits of the same width.
type radix struct {
	digits string
	bits   int
	group  int // digits to a whole number of bytes: what padding fills up
}

var radixes = map[string]radix{
	"16":         {"0123456789ABCDEF", 4, 2},
	"32":         {"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5, 8},
	"hex32":      {"0123456789ABCDEFGHIJKLMNOPQRSTUV", 5, 8},
	"64":         {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6, 4},
	"url64":      {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 6, 4},
	"16lower":    {"0123456789abcdef", 4, 2},
	"32lower":    {"abcdefghijklmnopqrstuvwxyz234567", 5, 8},
	"hex32lower": {"0123456789abcdefghijklmnopqrstuv", 5, 8},
}

func (r radix) encode(s string, padding bool) string {
	out := make([]byte, 0, (len(s)*8+r.bits-1)/r.bits+r.group)
	acc, have := uint(0), 0
	for i := range len(s) {
		acc, have = acc<<8|uint(s[i]), have+8
		for have >= r.bits {
			have -= r.bits
			out = append(out, r.digits[acc>>have&(1<<r.bits-1)])
		}
		acc &= 1<<have - 1
	}
	if have > 0 {
		out = append(out, r.digits[acc<<(r.bits-have)&(1<<r.bits-1)])
	}
	for padding && len(out)%r.group != 0 {
		out = append(out, '=')
	}
	return string(out)
}

// decodeProblem is what is wrong with an encoded text.
type decodeProblem int

const (
	decodeOK decodeProblem = iota
	badDigit
	badPadding
)

// value is what a digit stands for; -1 for none. Letters may be in lower case
// when mixed.
func (r radix) value(c byte, mixed bool) int {
	if mixed && c >= 'a' && c <= 'z' {
		c -= 32
	}
	for i := range len(r.digits) {
		if r.digits[i] == c {
			return i
		}
	}
	return -1
}

// padded tells whether so many = may end an encoded text: so many that what
// stands before them is a whole number of bytes.
func (r radix) padded(pads int) bool {
	digits := r.group - pads
	return pads >= 0 && digits > 0 && digits*r.bits%8 < r.bits
}

// decode reads digits; digit is the first that is none. Without padding the
// text may end where its last byte is complete.
func (r radix) decode(s string, mixed, padding bool) (out string, digit byte, problem decodeProblem) {
	end := len(s)
	for end > 0 && s[end-1] == '=' {
		end--
	}
	pads := len(s) - end
	switch odd := len(s) % r.group; {
	case odd != 0 && (padding || !r.padded(r.group-odd)):
		// Elixir takes eight digits at a time: a wrong one there comes first.
		end, problem = len(s)-len(s)%8, badPadding
	case pads > 0 && (odd != 0 || !r.padded(pads)):
		end = len(s) // a = that is no padding is a wrong digit
	}
	var table [256]int8
	for i := range table {
		table[i] = int8(r.value(byte(i), mixed))
	}
	bytes := make([]byte, 0, len(s)*r.bits/8)
	acc, have := uint(0), 0
	for i := range end {
		v := table[s[i]]
		if v < 0 {
			return "", s[i], badDigit
		}
		acc, have = acc<<r.bits|uint(v), have+r.bits
		if have >= 8 {
			have -= 8
			bytes = append(bytes, byte(acc>>have))
			acc &= 1<<have - 1
		}
	}
	return string(bytes), 0, problem
}

// withoutSpace drops whitespace.
func withoutSpace(s string) string {
	return strings.Map(func(c rune) rune {
		if c < utf8.RuneSelf && isASCIISpace(byte(c)) {
			return -1
		}
		return c
	}, s)
}

func isASCIISpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

var otpshBaseNatives = vm.Natives{
	// encode(radix, data, padding)
	"encode/3": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		r, ok := readRadix(a[0])
		b, ok2 := a[1].(term.Binary)
		padding, ok3 := asBool(a[2])
		if !ok || !ok2 || !ok3 {
			return nil, functionClause()
		}
		bumpBytes(m, 4*len(b))
		return term.Binary(r.encode(string(b), padding)), nil
	},
	// decode(radix, text, mixed, padding, skip_space): {:ok, data},
	// {:digit, byte} or :padding.
	"decode/5": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		r, ok := readRadix(a[0])
		b, ok2 := a[1].(term.Binary)
		mixed, ok3 := asBool(a[2])
		padding, ok4 := asBool(a[3])
		skip, ok5 := asBool(a[4])
		if !ok || !ok2 || !ok3 || !ok4 || !ok5 {
			return nil, functionClause()
		}
		bumpBytes(m, 4*len(b))
		text := string(b)
		if skip {
			text = withoutSpace(text)
		}
		out, digit, problem := r.decode(text, mixed, padding)
		switch problem {
		case badDigit:
			return term.Tuple2(term.Intern("digit"), term.Int(int(digit))), nil
		case badPadding:
			return term.Intern("padding"), nil
		}
		return term.Tuple2(term.Ok, term.Binary(out)), nil
	},
}

func readRadix(t term.Term) (radix, bool) {
	b, ok := t.(term.Binary)
	r, known := radixes[string(b)]
	return r, ok && known
}

var base64Natives = vm.Natives{
	"encode/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s, ok := ioBytes(a[0])
		if !ok {
			return nil, functionClause()
		}
		bumpBytes(m, 4*len(s))
		return term.Binary(radixes["64"].encode(s, true)), nil
	},
	"encode_to_string/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s, ok := ioBytes(a[0])
		if !ok {
			return nil, functionClause()
		}
		bumpBytes(m, 4*len(s))
		return byteList(radixes["64"].encode(s, true)), nil
	},
	"decode/1":                decode64(false),
	"mime_decode/1":           decode64(false),
	"decode_to_string/1":      decode64(true),
	"mime_decode_to_string/1": decode64(true),
}

func decode64(list bool) vm.Native {
	return func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s, ok := ioBytes(a[0])
		if !ok {
			return nil, functionClause()
		}
		bumpBytes(m, 4*len(s))
		out, _, problem := radixes["64"].decode(withoutSpace(s), false, true)
		switch {
		case problem == badPadding:
			return nil, vm.Raise(term.Intern("missing_padding"))
		case problem != decodeOK:
			return nil, vm.BadArg()
		case list:
			return byteList(out), nil
		}
		return term.Binary(out), nil
	}
}
