package lib

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is Erlang's :string. What comes as a binary goes back as one, a
// list as a list.

// chars is chardata with the form it came in.
type chars struct {
	s      string
	binary bool
}

func readChars(t term.Term) (chars, bool) {
	_, binary := t.(term.Binary)
	s, ok := charText(t)
	return chars{s, binary}, ok
}

// like is a text in the form of c.
func (c chars) like(s string) term.Term {
	if c.binary {
		return term.Binary(s)
	}
	return toCharlist(s)
}

func (c chars) all(parts []string) term.Term {
	out := make([]term.Term, len(parts))
	for i, p := range parts {
		out[i] = c.like(p)
	}
	return term.List(out...)
}

// onChars is a native of chardata and other arguments.
func onChars(f func(c chars, a []term.Term) (term.Term, bool)) vm.Native {
	return func(m *vm.Machine, a []term.Term) (term.Term, error) {
		c, ok := readChars(a[0])
		if !ok {
			return nil, vm.BadArg()
		}
		bumpBytes(m, 8*len(c.s))
		v, ok := f(c, a[1:])
		if !ok {
			return nil, functionClause()
		}
		return v, nil
	}
}

func mappedChars(f func(string) string) vm.Native {
	return onChars(func(c chars, _ []term.Term) (term.Term, bool) { return c.like(f(c.s)), true })
}

var (
	atomLeading  = term.Intern("leading")
	atomTrailing = term.Intern("trailing")
	atomBoth     = term.Intern("both")
)

// erlangSpace is what trim/1 takes off.
var erlangSpace = []string{"\r\n", "\n", "\v", "\f", "\r", " ", "\t", "\u0085", "\u200e", "\u200f", "\u2028", "\u2029"}

var erlStringNatives = vm.Natives{
	"uppercase/1": mappedChars(func(s string) string { return upcase(s, caseDefault) }),
	"lowercase/1": mappedChars(func(s string) string { return downcase(s, caseDefault) }),
	"casefold/1":  mappedChars(foldCase),
	"titlecase/1": mappedChars(func(s string) string {
		if s == "" {
			return s
		}
		n := codepointSize(s)
		return titlecase(s[:n]) + s[n:]
	}),
	"reverse/1": onChars(func(c chars, _ []term.Term) (term.Term, bool) {
		g := graphemes(c.s)
		slices.Reverse(g)
		return graphemeList(g), true
	}),
	"to_graphemes/1": onChars(func(c chars, _ []term.Term) (term.Term, bool) { return graphemeList(graphemes(c.s)), true }),
	"length/1":       onChars(func(c chars, _ []term.Term) (term.Term, bool) { return term.Int(graphemeCount(c.s)), true }),
	"is_empty/1":     onChars(func(c chars, _ []term.Term) (term.Term, bool) { return term.Bool(c.s == ""), true }),
	"trim/1": onChars(func(c chars, _ []term.Term) (term.Term, bool) {
		return c.like(trimGraphemes(c.s, atomBoth, erlangSpace)), true
	}),
	"trim/2": onChars(func(c chars, a []term.Term) (term.Term, bool) {
		side, ok := readSide(a[0])
		return c.like(trimGraphemes(c.s, side, erlangSpace)), ok
	}),
	"trim/3": onChars(func(c chars, a []term.Term) (term.Term, bool) {
		side, ok := readSide(a[0])
		set, ok2 := graphemeSet(a[1])
		return c.like(trimGraphemes(c.s, side, set)), ok && ok2
	}),
	"split/2": onChars(func(c chars, a []term.Term) (term.Term, bool) { return splitChars(c, a[0], atomLeading) }),
	"split/3": onChars(func(c chars, a []term.Term) (term.Term, bool) { return splitChars(c, a[0], a[1]) }),
	"replace/3": onChars(func(c chars, a []term.Term) (term.Term, bool) {
		return replaceChars(c, a[0], a[1], atomLeading)
	}),
	"replace/4": onChars(func(c chars, a []term.Term) (term.Term, bool) { return replaceChars(c, a[0], a[1], a[2]) }),
	"find/2":    onChars(func(c chars, a []term.Term) (term.Term, bool) { return findChars(c, a[0], atomLeading) }),
	"find/3":    onChars(func(c chars, a []term.Term) (term.Term, bool) { return findChars(c, a[0], a[1]) }),
	"prefix/2": onChars(func(c chars, a []term.Term) (term.Term, bool) {
		p, ok := charText(a[0])
		if rest, found := strings.CutPrefix(c.s, p); found {
			return c.like(rest), ok
		}
		return atomNomatch, ok
	}),
	"slice/2": onChars(func(c chars, a []term.Term) (term.Term, bool) {
		n, ok := a[0].(int)
		at, _ := skipGraphemes(c.s, n)
		return c.like(c.s[at:]), ok && n >= 0
	}),
	"slice/3": onChars(func(c chars, a []term.Term) (term.Term, bool) {
		n, ok := a[0].(int)
		size, ok2 := a[1].(int)
		if inf, isAtom := a[1].(term.Atom); isAtom && inf == term.Infinity {
			size, ok2 = len(c.s), true
		}
		if !ok || !ok2 || n < 0 || size < 0 {
			return nil, false
		}
		return c.like(sliceGraphemes(c.s, n, size)), true
	}),
	"lexemes/2": onChars(func(c chars, a []term.Term) (term.Term, bool) {
		set, ok := graphemeSet(a[0])
		return c.all(lexemes(c.s, set)), ok
	}),
	"nth_lexeme/3": onChars(func(c chars, a []term.Term) (term.Term, bool) {
		n, ok := a[0].(int)
		set, ok2 := graphemeSet(a[1])
		words := lexemes(c.s, set)
		if !ok || !ok2 || n < 1 {
			return nil, false
		}
		if n > len(words) {
			return c.like(""), true
		}
		return c.like(words[n-1]), true
	}),
	"pad/2": onChars(func(c chars, a []term.Term) (term.Term, bool) { return padChars(c, a[0], atomTrailing, nil) }),
	"pad/3": onChars(func(c chars, a []term.Term) (term.Term, bool) { return padChars(c, a[0], a[1], nil) }),
	"pad/4": onChars(func(c chars, a []term.Term) (term.Term, bool) { return padChars(c, a[0], a[1], a[2]) }),
	"equal/2": onChars(func(c chars, a []term.Term) (term.Term, bool) {
		d, ok := charText(a[0])
		return term.Bool(c.s == d), ok
	}),
	"equal/3": onChars(func(c chars, a []term.Term) (term.Term, bool) {
		d, ok := charText(a[0])
		fold, ok2 := asBool(a[1])
		return term.Bool(c.s == d || fold && foldCase(c.s) == foldCase(d)), ok && ok2
	}),
	"next_grapheme/1": onChars(func(c chars, _ []term.Term) (term.Term, bool) {
		if c.s == "" {
			return term.Empty, true
		}
		n := graphemeSize(c.s)
		list := graphemeList([]string{c.s[:n]}).(*term.Cons)
		return &term.Cons{Head: list.Head, Tail: c.like(c.s[n:])}, true
	}),
	"next_codepoint/1": onChars(func(c chars, _ []term.Term) (term.Term, bool) {
		if c.s == "" {
			return term.Empty, true
		}
		r, n := utf8.DecodeRuneInString(c.s)
		return &term.Cons{Head: term.Int(int(r)), Tail: c.like(c.s[n:])}, true
	}),
	"to_integer/1": onChars(func(c chars, _ []term.Term) (term.Term, bool) {
		v, n, ok := parseDigits(c.s, 10)
		if !ok {
			return term.Tuple2(term.Error, term.Intern("no_integer")), true
		}
		return term.Tuple2(v, c.like(c.s[n:])), true
	}),
	"to_float/1": onChars(func(c chars, _ []term.Term) (term.Term, bool) {
		n := floatPrefix(c.s)
		v, ok := parseErlangFloat(c.s[:n])
		if !ok {
			return term.Tuple2(term.Error, term.Intern("no_float")), true
		}
		return term.Tuple2(v, c.like(c.s[n:])), true
	}),
	"concat/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		out, _, ok := appendList(a[0], a[1])
		if !ok {
			return nil, vm.BadArg()
		}
		return out, nil
	},
	"join/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		parts, ok := term.Slice(a[0])
		if !ok {
			return nil, functionClause()
		}
		out := term.Empty
		for i := len(parts) - 1; i >= 0; i-- {
			if out, _, ok = appendList(parts[i], out); ok && i > 0 {
				out, _, ok = appendList(a[1], out)
			}
			if !ok {
				return nil, vm.BadArg()
			}
		}
		return out, nil
	},
}

func graphemeList(gs []string) term.Term {
	out := make([]term.Term, len(gs))
	for i, g := range gs {
		r, n := utf8.DecodeRuneInString(g)
		if out[i] = term.Int(int(r)); n < len(g) {
			out[i] = toCharlist(g)
		}
	}
	return term.List(out...)
}

func foldCase(s string) string {
	return strings.Map(func(r rune) rune { return unicode.ToLower(r) }, strings.ReplaceAll(s, "ß", "ss"))
}

func readSide(t term.Term) (term.Atom, bool) {
	a, ok := t.(term.Atom)
	return a, ok && (a == atomLeading || a == atomTrailing || a == atomBoth)
}

// graphemeSet is a list of graphemes: code points, or lists of them.
func graphemeSet(t term.Term) ([]string, bool) {
	list, ok := term.Slice(t)
	if !ok {
		return nil, false
	}
	set := make([]string, len(list))
	for i, e := range list {
		if set[i], ok = charText(term.List(e)); !ok {
			return nil, false
		}
	}
	return set, true
}

func trimGraphemes(s string, side term.Atom, set []string) string {
	for side != atomTrailing && s != "" {
		n := graphemeSize(s)
		if !slices.Contains(set, s[:n]) {
			break
		}
		s = s[n:]
	}
	for side != atomLeading && s != "" {
		n := lastGraphemeSize(s)
		if !slices.Contains(set, s[len(s)-n:]) {
			break
		}
		s = s[:len(s)-n]
	}
	return s
}

func lexemes(s string, set []string) []string {
	var out []string
	word := ""
	for s != "" {
		n := graphemeSize(s)
		if slices.Contains(set, s[:n]) {
			if word != "" {
				out = append(out, word)
			}
			word = ""
		} else {
			word += s[:n]
		}
		s = s[n:]
	}
	if word != "" {
		out = append(out, word)
	}
	return out
}

// splitAll cuts at a pattern: at the first place, the last, or everywhere.
func splitAll(c chars, pattern, where term.Term) ([]string, bool) {
	p, ok := charText(pattern)
	side, ok2 := where.(term.Atom)
	if !ok || !ok2 {
		return nil, false
	}
	at := -1
	switch {
	case p == "":
	case side == atomAll:
		return strings.Split(c.s, p), true
	case side == atomTrailing:
		at = strings.LastIndex(c.s, p)
	case side == atomLeading:
		at = strings.Index(c.s, p)
	default:
		return nil, false
	}
	if at < 0 {
		return []string{c.s}, true
	}
	return []string{c.s[:at], c.s[at+len(p):]}, true
}

func splitChars(c chars, pattern, where term.Term) (term.Term, bool) {
	parts, ok := splitAll(c, pattern, where)
	return c.all(parts), ok
}

func replaceChars(c chars, pattern, by, where term.Term) (term.Term, bool) {
	parts, ok := splitAll(c, pattern, where)
	var out []term.Term
	for i, p := range parts {
		if i > 0 {
			out = append(out, by)
		}
		out = append(out, c.like(p))
	}
	return term.List(out...), ok
}

func findChars(c chars, pattern, where term.Term) (term.Term, bool) {
	p, ok := charText(pattern)
	side, ok2 := readSide(where)
	at := strings.Index(c.s, p)
	if side == atomTrailing {
		at = strings.LastIndex(c.s, p)
	}
	if !ok || !ok2 || at < 0 {
		return atomNomatch, ok && ok2
	}
	return c.like(c.s[at:]), true
}

// padChars fills up to a length; the result is a list of text and padding.
func padChars(c chars, length, where, with term.Term) (term.Term, bool) {
	n, ok := length.(int)
	side, ok2 := readSide(where)
	if with == nil {
		with = term.Int(' ')
	}
	missing := max(0, n-graphemeCount(c.s))
	if !ok || !ok2 || missing > maxElements {
		return nil, false
	}
	fill := func(n int) term.Term {
		list := term.Empty
		for range n {
			list = &term.Cons{Head: with, Tail: list}
		}
		return list
	}
	text := c.like(c.s)
	switch side {
	case atomLeading:
		return term.List(fill(missing), text), true
	case atomTrailing:
		return &term.Cons{Head: text, Tail: fill(missing)}, true
	}
	half := fill(missing / 2)
	return term.ListTail([]term.Term{half, text, half}, fill(missing%2)), true
}
