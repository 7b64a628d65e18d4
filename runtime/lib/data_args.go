package lib

import (
	"math"
	"math/big"
	"unicode/utf8"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is what natives over data share: texts of bad arguments, atoms
// they name, iodata, and text as bytes or as lists of characters.

// What is wrong with an argument, in the words of the BEAM.
const (
	notAtom       = "not an atom"
	notBinary     = "not a binary"
	notBitstring  = "not a bitstring"
	notFloat      = "not a float"
	notFun        = "not a fun"
	notInteger    = "not an integer"
	notIodata     = "not an iodata term"
	notIolist     = "not an iolist term"
	notList       = "not a list"
	notProper     = "not a proper list"
	notCharacters = "not a list of characters"
	notMap        = "not a map"
	notNonempty   = "not a nonempty list"
	notNumber     = "not a number"
	notPid        = "not a pid"
	notRef        = "not a reference"
	notTuple      = "not a tuple"
	notBase       = "not an integer in the range 2 through 36"
	outOfRange    = "out of range"
	badOption     = "invalid option in list"
	notTextOf     = "not a textual representation of "
)

var (
	atomAll            = term.Intern("all")
	atomBadkey         = term.Intern("badkey")
	atomBadmap         = term.Intern("badmap")
	atomBig            = term.Intern("big")
	atomFunctionClause = term.Intern("function_clause")
	atomGlobal         = term.Intern("global")
	atomIncomplete     = term.Intern("incomplete")
	atomLatin1         = term.Intern("latin1")
	atomLittle         = term.Intern("little")
	atomNomatch        = term.Intern("nomatch")
	atomNone           = term.Intern("none")
	atomSystemLimit    = term.Intern("system_limit")
	atomUTF8           = term.Intern("utf8")
	atomUnicode        = term.Intern("unicode")
)

// functionClause is the error of a function of which no clause takes the
// arguments; systemLimit that of a request too large to be made.
func functionClause() error { return vm.Raise(atomFunctionClause) }
func systemLimit() error    { return vm.Raise(atomSystemLimit) }

// yes returns a boolean from a native.
func yes(b bool) (term.Term, error) { return term.Bool(b), nil }

// bump charges a native for work done; there is no machine in tests.
func bump(m *vm.Machine, n int) {
	if m != nil && n > 0 {
		m.Bump(n)
	}
}

// allocate tells the process of words that a native makes at once.
func allocate(m *vm.Machine, words int) {
	if m != nil {
		m.Process().Allocate(words)
	}
}

// bumpBytes charges for work over bytes.
func bumpBytes(m *vm.Machine, n int) { bump(m, n/64) }

func isInteger(t term.Term) bool {
	switch t.(type) {
	case int, *big.Int:
		return true
	}
	return false
}

func isNumber(t term.Term) bool {
	switch t.(type) {
	case int, *big.Int, float64:
		return true
	}
	return false
}

// isEmptyList reports whether t is [].
func isEmptyList(t term.Term) bool { c, ok := t.(*term.Cons); return ok && c == nil }

// isZero reports whether t is the integer 0.
func isZero(t term.Term) bool { n, ok := t.(int); return ok && n == 0 }

// asBig is an integer as a big one, which must not be changed.
func asBig(t term.Term) (*big.Int, bool) {
	switch x := t.(type) {
	case int:
		return big.NewInt(int64(x)), true
	case *big.Int:
		return x, true
	}
	return nil, false
}

// wholeFloat is a float without fraction as an integer.
func wholeFloat(f float64) term.Term {
	if f >= -(1<<63) && f < 1<<63 {
		return term.Int(int(f))
	}
	b, _ := new(big.Float).SetFloat64(f).Int(nil)
	return term.Big(b)
}

// finite returns a float, or badarith when it is none.
func finite(f float64) (term.Term, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil, vm.BadArith()
	}
	return f, nil
}

// appendIO appends the bytes of iodata: a binary, or nested lists of bytes
// and binaries. False when t is anything else.
func appendIO(out []byte, t term.Term) ([]byte, bool) {
	var rest []term.Term
	for {
		switch x := t.(type) {
		case term.Binary:
			out = append(out, x...)
		case *term.Cons:
			if x == nil {
				break
			}
			t = x.Tail
			switch h := x.Head.(type) {
			case int:
				if h < 0 || h > 255 {
					return nil, false
				}
				out = append(out, byte(h))
			case term.Binary:
				out = append(out, h...)
			case *term.Cons:
				rest = append(rest, t)
				t = h
			default:
				return nil, false
			}
			continue
		default:
			return nil, false
		}
		if len(rest) == 0 {
			return out, true
		}
		t = rest[len(rest)-1]
		rest = rest[:len(rest)-1]
	}
}

// ioBytes is the bytes of iodata; a binary is not copied.
func ioBytes(t term.Term) (string, bool) {
	if b, ok := t.(term.Binary); ok {
		return string(b), true
	}
	out, ok := appendIO(nil, t)
	return string(out), ok
}

// charText is chardata as UTF-8 text: a binary that is UTF-8, or nested lists
// of code points and such binaries.
func charText(t term.Term) (string, bool) {
	if b, ok := t.(term.Binary); ok {
		return string(b), utf8.ValidString(string(b))
	}
	var out []byte
	var rest []term.Term
	for {
		switch x := t.(type) {
		case term.Binary:
			out = append(out, x...)
		case *term.Cons:
			if x == nil {
				break
			}
			t = x.Tail
			switch h := x.Head.(type) {
			case int:
				if h < 0 || h > utf8.MaxRune || !utf8.ValidRune(rune(h)) {
					return "", false
				}
				out = utf8.AppendRune(out, rune(h))
			case term.Binary:
				out = append(out, h...)
			case *term.Cons:
				rest = append(rest, t)
				t = h
			default:
				return "", false
			}
			continue
		default:
			return "", false
		}
		if len(rest) == 0 {
			return string(out), utf8.Valid(out)
		}
		t = rest[len(rest)-1]
		rest = rest[:len(rest)-1]
	}
}

// listProblem words what is wrong with something that is no proper list.
func listProblem(t term.Term) string {
	if c, ok := t.(*term.Cons); ok && c != nil {
		return notProper
	}
	return notList
}

// flatChars is a flat list of characters as UTF-8 text.
func flatChars(t term.Term) (string, bool) {
	var out []byte
	for {
		c, ok := t.(*term.Cons)
		if !ok {
			return "", false
		}
		if c == nil {
			return string(out), true
		}
		r, ok := c.Head.(int)
		if !ok || r < 0 || r > utf8.MaxRune || !utf8.ValidRune(rune(r)) {
			return "", false
		}
		out = utf8.AppendRune(out, rune(r))
		t = c.Tail
	}
}

// toCharlist is text as a list of code points; byteList as a list of bytes.
func toCharlist(s string) term.Term { return toCharlistTail(s, term.Empty) }

func toCharlistTail(s string, tail term.Term) term.Term {
	for len(s) > 0 {
		r, n := utf8.DecodeLastRuneInString(s)
		tail = &term.Cons{Head: term.Int(int(r)), Tail: tail}
		s = s[:len(s)-n]
	}
	return tail
}

func byteList(s string) term.Term {
	list := term.Empty
	for i := len(s) - 1; i >= 0; i-- {
		list = &term.Cons{Head: term.Int(int(s[i])), Tail: list}
	}
	return list
}

// binaries is a list of texts.
func binaries(ss []string) term.Term {
	list := term.Empty
	for i := len(ss) - 1; i >= 0; i-- {
		list = &term.Cons{Head: term.Binary(ss[i]), Tail: list}
	}
	return list
}

// option is the value of a two-tuple {name, value} with an atom as name.
func option(t term.Term) (name term.Atom, value term.Term, ok bool) {
	p, ok := t.(*term.Tuple)
	if !ok || len(p.Elems) != 2 {
		return term.Atom{}, nil, false
	}
	name, ok = p.Elems[0].(term.Atom)
	return name, p.Elems[1], ok
}
