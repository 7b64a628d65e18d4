package lib

import (
	"strings"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the older half of :string, which works on flat lists of
// characters.

// onList is a native whose first argument is a flat list of characters.
func onList(f func(s []rune, a []term.Term) (term.Term, bool)) vm.Native {
	return func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s, ok := flatChars(a[0])
		if !ok {
			return nil, functionClause()
		}
		bumpBytes(m, 4*len(s))
		v, ok := f([]rune(s), a[1:])
		if !ok {
			return nil, functionClause()
		}
		return v, nil
	}
}

func runeList(s []rune) term.Term { return toCharlist(string(s)) }

var erlStringListNatives = vm.Natives{
	"len/1":      onList(func(s []rune, _ []term.Term) (term.Term, bool) { return term.Int(len(s)), true }),
	"to_upper/1": onList(func(s []rune, _ []term.Term) (term.Term, bool) { return runeList(mapLatin(s, 'a')), true }),
	"to_lower/1": onList(func(s []rune, _ []term.Term) (term.Term, bool) { return runeList(mapLatin(s, 'A')), true }),
	"chr/2":      onList(func(s []rune, a []term.Term) (term.Term, bool) { return charIndex(s, a[0], strings.IndexRune) }),
	"rchr/2":     onList(func(s []rune, a []term.Term) (term.Term, bool) { return charIndex(s, a[0], lastRune) }),
	"str/2":      onList(func(s []rune, a []term.Term) (term.Term, bool) { return textIndex(s, a[0], strings.Index) }),
	"rstr/2":     onList(func(s []rune, a []term.Term) (term.Term, bool) { return textIndex(s, a[0], strings.LastIndex) }),
	"span/2":     onList(func(s []rune, a []term.Term) (term.Term, bool) { return spanOf(s, a[0], true) }),
	"cspan/2":    onList(func(s []rune, a []term.Term) (term.Term, bool) { return spanOf(s, a[0], false) }),
	"substr/2": onList(func(s []rune, a []term.Term) (term.Term, bool) {
		n, ok := a[0].(int)
		if !ok || n < 1 || n > len(s)+1 {
			return nil, false
		}
		return runeList(s[n-1:]), true
	}),
	"substr/3": onList(func(s []rune, a []term.Term) (term.Term, bool) {
		n, size, ok := bothInts(a[0], a[1])
		if !ok || n < 1 || size < 0 || n > len(s)+1 {
			return nil, false
		}
		return runeList(s[n-1 : min(len(s), n-1+size)]), true
	}),
	"sub_string/2": onList(func(s []rune, a []term.Term) (term.Term, bool) {
		n, ok := a[0].(int)
		if !ok || n < 1 || n > len(s)+1 {
			return nil, false
		}
		return runeList(s[n-1:]), true
	}),
	"sub_string/3": onList(func(s []rune, a []term.Term) (term.Term, bool) {
		from, to, ok := bothInts(a[0], a[1])
		if !ok || from < 1 || to < from-1 || from > len(s)+1 {
			return nil, false
		}
		return runeList(s[from-1 : min(len(s), to)]), true
	}),
	"tokens/2": onList(func(s []rune, a []term.Term) (term.Term, bool) {
		set, ok := graphemeSet(a[0])
		return chars{}.all(lexemes(string(s), set)), ok
	}),
	"words/1": onList(func(s []rune, _ []term.Term) (term.Term, bool) { return term.Int(len(wordsOf(s, ' '))), true }),
	"words/2": onList(func(s []rune, a []term.Term) (term.Term, bool) {
		r, ok := a[0].(int)
		return term.Int(len(wordsOf(s, rune(r)))), ok
	}),
	"sub_word/2": onList(func(s []rune, a []term.Term) (term.Term, bool) { return subWord(s, a[0], term.Int(' ')) }),
	"sub_word/3": onList(func(s []rune, a []term.Term) (term.Term, bool) { return subWord(s, a[0], a[1]) }),
	"strip/1":    onList(func(s []rune, _ []term.Term) (term.Term, bool) { return strip(s, atomBoth, term.Int(' ')) }),
	"strip/2":    onList(func(s []rune, a []term.Term) (term.Term, bool) { return strip(s, a[0], term.Int(' ')) }),
	"strip/3":    onList(func(s []rune, a []term.Term) (term.Term, bool) { return strip(s, a[0], a[1]) }),
	"left/2":     onList(func(s []rune, a []term.Term) (term.Term, bool) { return justify(s, a[0], term.Int(' '), 0) }),
	"left/3":     onList(func(s []rune, a []term.Term) (term.Term, bool) { return justify(s, a[0], a[1], 0) }),
	"right/2":    onList(func(s []rune, a []term.Term) (term.Term, bool) { return justify(s, a[0], term.Int(' '), 2) }),
	"right/3":    onList(func(s []rune, a []term.Term) (term.Term, bool) { return justify(s, a[0], a[1], 2) }),
	"centre/2":   onList(func(s []rune, a []term.Term) (term.Term, bool) { return justify(s, a[0], term.Int(' '), 1) }),
	"centre/3":   onList(func(s []rune, a []term.Term) (term.Term, bool) { return justify(s, a[0], a[1], 1) }),
	"copies/2": onList(func(s []rune, a []term.Term) (term.Term, bool) {
		n, ok := a[0].(int)
		if !ok || n < 0 || n*len(s) > maxElements {
			return nil, false
		}
		return toCharlist(strings.Repeat(string(s), n)), true
	}),
	"chars/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return repeatChar(a[0], a[1], term.Empty) },
	"chars/3": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return repeatChar(a[0], a[1], a[2]) },
}

// mapLatin changes the case of Latin-1 letters: to upper case when from is
// 'a', to lower when 'A'.
func mapLatin(s []rune, from rune) []rune {
	out := make([]rune, len(s))
	for i, r := range s {
		out[i] = r
		if other := latinFold(r); (other < r) == (from == 'a') {
			out[i] = other
		}
	}
	return out
}

func lastRune(s string, r rune) int { return strings.LastIndex(s, string(r)) }

// place is an index in bytes as a position in characters from 1; 0 for none.
func place(s string, at int) term.Term {
	if at < 0 {
		return term.Int(0)
	}
	return term.Int(len([]rune(s[:at])) + 1)
}

func charIndex(s []rune, t term.Term, find func(string, rune) int) (term.Term, bool) {
	r, ok := t.(int)
	text := string(s)
	return place(text, find(text, rune(r))), ok
}

func textIndex(s []rune, t term.Term, find func(s, sub string) int) (term.Term, bool) {
	sub, ok := flatChars(t)
	text := string(s)
	return place(text, find(text, sub)), ok
}

func spanOf(s []rune, t term.Term, in bool) (term.Term, bool) {
	set, ok := flatChars(t)
	n := 0
	for n < len(s) && strings.ContainsRune(set, s[n]) == in {
		n++
	}
	return term.Int(n), ok
}

func wordsOf(s []rune, sep rune) []string {
	return strings.FieldsFunc(string(s), func(r rune) bool { return r == sep })
}

func subWord(s []rune, n, sep term.Term) (term.Term, bool) {
	i, r, ok := bothInts(n, sep)
	words := wordsOf(s, rune(r))
	if !ok || i < 1 {
		return nil, false
	}
	if i > len(words) {
		return term.Empty, true
	}
	return toCharlist(words[i-1]), true
}

func strip(s []rune, where, char term.Term) (term.Term, bool) {
	side, ok := where.(term.Atom)
	r, ok2 := char.(int)
	if !ok || !ok2 {
		return nil, false
	}
	text, set := string(s), string(rune(r))
	switch side.Name() {
	case "left":
		return toCharlist(strings.TrimLeft(text, set)), true
	case "right":
		return toCharlist(strings.TrimRight(text, set)), true
	case "both":
		return toCharlist(strings.Trim(text, set)), true
	}
	return nil, false
}

// justify fits a text into a width: filled, or cut; part tells how many halves
// of the filling stand before it.
func justify(s []rune, width, char term.Term, part int) (term.Term, bool) {
	n, r, ok := bothInts(width, char)
	if !ok || n < 0 || n > maxElements {
		return nil, false
	}
	missing := n - len(s)
	if missing < 0 {
		cut := -missing * part / 2
		return runeList(s[cut : cut+n]), true
	}
	before := missing * part / 2
	fill := string(rune(r))
	return toCharlist(strings.Repeat(fill, before) + string(s) + strings.Repeat(fill, missing-before)), true
}

func repeatChar(char, times, tail term.Term) (term.Term, error) {
	n, ok := times.(int)
	if !ok || n < 0 || !isInteger(char) {
		return nil, functionClause()
	}
	if n > maxElements {
		return nil, systemLimit()
	}
	for range n {
		tail = &term.Cons{Head: char, Tail: tail}
	}
	return tail, nil
}
