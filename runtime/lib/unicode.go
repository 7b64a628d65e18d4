package lib

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :unicode: chardata in one encoding to another.

var unicodeNatives = vm.Natives{
	"characters_to_binary/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return charactersTo(m, a[0], atomUTF8, atomUTF8, false)
	},
	"characters_to_binary/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return charactersTo(m, a[0], a[1], atomUTF8, false)
	},
	"characters_to_binary/3": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return charactersTo(m, a[0], a[1], a[2], false)
	},
	"characters_to_list/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return charactersTo(m, a[0], atomUTF8, atomUTF8, true)
	},
	"characters_to_list/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return charactersTo(m, a[0], a[1], atomUTF8, true)
	},
	"characters_to_nfc_binary/1":  normalizing(norm.NFC, false),
	"characters_to_nfd_binary/1":  normalizing(norm.NFD, false),
	"characters_to_nfkc_binary/1": normalizing(norm.NFKC, false),
	"characters_to_nfkd_binary/1": normalizing(norm.NFKD, false),
	"characters_to_nfc_list/1":    normalizing(norm.NFC, true),
	"characters_to_nfd_list/1":    normalizing(norm.NFD, true),
	"characters_to_nfkc_list/1":   normalizing(norm.NFKC, true),
	"characters_to_nfkd_list/1":   normalizing(norm.NFKD, true),
	"bin_is_7bit/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		b, ok := a[0].(term.Binary)
		if !ok {
			return nil, vm.BadArg(1, notBinary)
		}
		return yes(isASCII(string(b)))
	},
	"bom_to_encoding/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		b, ok := a[0].(term.Binary)
		if !ok {
			return nil, functionClause()
		}
		for _, mark := range byteOrderMarks {
			if len(b) >= len(mark.bytes) && string(b[:len(mark.bytes)]) == mark.bytes {
				return term.Tuple2(mark.encoding, term.Int(len(mark.bytes))), nil
			}
		}
		return term.Tuple2(atomLatin1, term.Int(0)), nil
	},
	"encoding_to_bom/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		enc, ok := readEncoding(a[0])
		if !ok {
			return nil, functionClause()
		}
		if enc.kind == 1 {
			return term.Binary(""), nil
		}
		b, _ := enc.append(nil, 0xfeff)
		return term.Binary(b), nil
	},
}

var byteOrderMarks = []struct {
	bytes    string
	encoding term.Term
}{
	{"\xef\xbb\xbf", atomUTF8},
	{"\x00\x00\xfe\xff", encodingTuple("utf32", atomBig)},
	{"\xff\xfe\x00\x00", encodingTuple("utf32", atomLittle)},
	{"\xfe\xff", encodingTuple("utf16", atomBig)},
	{"\xff\xfe", encodingTuple("utf16", atomLittle)},
}

func encodingTuple(name string, endian term.Atom) term.Term {
	return term.Tuple2(term.Intern(name), endian)
}

// encoding is how characters lie in binaries: by its unit in bytes (1 for
// Latin-1, 0 for UTF-8).
type encoding struct {
	kind   int
	little bool
}

func readEncoding(t term.Term) (encoding, bool) {
	if p, ok := t.(*term.Tuple); ok && len(p.Elems) == 2 {
		e, ok := readEncoding(p.Elems[0])
		little, ok2 := readEndian(p.Elems[1])
		e.little = little
		return e, ok && ok2 && e.kind > 1
	}
	a, ok := t.(term.Atom)
	if !ok {
		return encoding{}, false
	}
	switch a.Name() {
	case "latin1":
		return encoding{kind: 1}, true
	case "unicode", "utf8":
		return encoding{}, true
	case "utf16":
		return encoding{kind: 2}, true
	case "utf32":
		return encoding{kind: 4}, true
	}
	return encoding{}, false
}

// next reads the character at the start of s; short tells that it is cut off.
func (e encoding) next(s string) (r rune, n int, short, ok bool) {
	switch e.kind {
	case 1:
		return rune(s[0]), 1, false, true
	case 0:
		r, n := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && n == 1 {
			return 0, 0, !utf8.FullRuneInString(s), false
		}
		return r, n, false, true
	case 2:
		r, bits, ok := term.UTF16Bits(s, 0, len(s)*8, e.little)
		return r, bits / 8, !ok && e.cutPair(s), ok
	}
	r, bits, ok := term.UTF32Bits(s, 0, len(s)*8, e.little)
	return r, bits / 8, !ok && len(s) < 4, ok
}

// cutPair reports whether s begins a character of UTF-16 and ends within it.
func (e encoding) cutPair(s string) bool {
	if len(s) < 2 {
		return true
	}
	high := s[0]
	if e.little {
		high = s[1]
	}
	return len(s) < 4 && high >= 0xd8 && high < 0xdc
}

func (e encoding) append(out []byte, r rune) ([]byte, bool) {
	switch e.kind {
	case 1:
		return append(out, byte(r)), r < 256
	case 0:
		return utf8.AppendRune(out, r), true
	}
	var w term.BitWriter
	if e.kind == 2 {
		w.UTF16(term.Int(int(r)), e.little)
	} else {
		w.UTF32(term.Int(int(r)), e.little)
	}
	return append(out, w.Term().(term.Binary)...), true
}

// conversion is one run of characters_to_binary or _list.
type conversion struct {
	in, out encoding
	list    bool
	buf     []byte      // result as a binary; for a list, as UTF-8
	rest    []term.Term // tails of lists to go on with
}

// charactersTo converts chardata. What cannot be converted comes back as
// {:error, done, rest}, a character cut off at the end as {:incomplete, ...}.
func charactersTo(m *vm.Machine, data, from, to term.Term, list bool) (term.Term, error) {
	in, ok := readEncoding(from)
	out, ok2 := readEncoding(to)
	info := wrong{}
	info.unless(ok, 2, "not a valid encoding")
	info.unless(ok2, 3, "not a valid encoding")
	if len(info) > 0 {
		return nil, vm.BadArg(info...)
	}
	if b, ok := data.(term.Binary); ok && in.kind == 0 && out.kind == 0 && !list && utf8.ValidString(string(b)) {
		bumpBytes(m, len(b))
		return b, nil
	}
	c := conversion{in: in, out: out, list: list}
	if list {
		c.out = encoding{}
	}
	problem, bad := c.run(data)
	bumpBytes(m, 4*len(c.buf))
	switch {
	case bad:
		return nil, vm.BadArg(1, "not valid character data (an iodata term)")
	case problem != nil:
		return term.Tuple3(problem.tag, c.result(), problem.rest), nil
	}
	return c.result(), nil
}

func (c *conversion) result() term.Term {
	if c.list {
		return toCharlist(string(c.buf))
	}
	return term.Binary(c.buf)
}

type conversionProblem struct {
	tag  term.Atom
	rest term.Term
}

func (c *conversion) run(t term.Term) (*conversionProblem, bool) {
	for {
		switch x := t.(type) {
		case term.Binary:
			if p := c.text(string(x)); p != nil {
				return p.within(c.rest), false
			}
		case *term.Cons:
			if x == nil {
				break
			}
			t = x.Tail
			switch h := x.Head.(type) {
			case int:
				if h < 0 || h > utf8.MaxRune || !utf8.ValidRune(rune(h)) {
					return (&conversionProblem{term.Error, x}).within(c.rest), false
				}
				out, ok := c.out.append(c.buf, rune(h))
				if !ok {
					rest := &term.Cons{Head: term.List(term.Int(h)), Tail: x.Tail}
					return (&conversionProblem{term.Error, rest}).within(c.rest), false
				}
				c.buf = out
			case term.Binary:
				if p := c.text(string(h)); p != nil {
					return p.inList(x.Tail, len(c.rest) > 0).within(c.rest), false
				}
			case *term.Cons:
				c.rest = append(c.rest, t)
				t = h
			default:
				return nil, true
			}
			continue
		default:
			return nil, true
		}
		if len(c.rest) == 0 {
			return nil, false
		}
		t = c.rest[len(c.rest)-1]
		c.rest = c.rest[:len(c.rest)-1]
	}
}

// inList is a problem within a binary that is an element of a list with that
// tail; the list may be inside another.
func (p *conversionProblem) inList(tail term.Term, inside bool) *conversionProblem {
	switch {
	case isEmptyList(tail) && !inside:
		return p
	case p.tag == atomIncomplete && !isEmptyList(tail):
		tail = term.List(tail)
	}
	return &conversionProblem{term.Error, &term.Cons{Head: p.rest, Tail: tail}}
}

// within adds what follows in the lists around the place of the problem.
func (p *conversionProblem) within(around []term.Term) *conversionProblem {
	for i := len(around) - 1; i >= 0; i-- {
		p = &conversionProblem{term.Error, &term.Cons{Head: p.rest, Tail: around[i]}}
	}
	return p
}

func (c *conversion) text(s string) *conversionProblem {
	if c.in.kind == 0 && c.out.kind == 0 && utf8.ValidString(s) {
		c.buf = append(c.buf, s...)
		return nil
	}
	for s != "" {
		r, n, short, ok := c.in.next(s)
		if ok {
			var out []byte
			if out, ok = c.out.append(c.buf, r); ok {
				c.buf = out
			}
		}
		if !ok {
			if short {
				return &conversionProblem{atomIncomplete, term.Binary(s)}
			}
			return &conversionProblem{term.Error, term.Binary(s)}
		}
		s = s[n:]
	}
	return nil
}

func normalizing(form norm.Form, list bool) vm.Native {
	return func(m *vm.Machine, a []term.Term) (term.Term, error) {
		c := conversion{}
		problem, bad := c.run(a[0])
		if bad {
			return nil, vm.BadArg(1, "not valid character data (an iodata term)")
		}
		bumpBytes(m, 8*len(c.buf))
		c.buf, c.list = form.Bytes(c.buf), list
		if problem != nil {
			return term.Tuple3(term.Error, c.result(), problem.rest), nil
		}
		return c.result(), nil
	}
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
