package lib

import (
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is graphemes and code points: what String counts and cuts by.

// graphemeSize is the bytes of the first grapheme of a text that is not
// empty. A byte that is no UTF-8 is a grapheme of its own.
func graphemeSize(s string) int {
	if s[0] < utf8.RuneSelf && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		if s[0] == '\r' && len(s) > 1 && s[1] == '\n' {
			return 2
		}
		return 1
	}
	if r, n := utf8.DecodeRuneInString(s); r == utf8.RuneError && n == 1 {
		return 1
	}
	cluster, _, _, _ := uniseg.FirstGraphemeClusterInString(s, -1)
	return len(cluster)
}

// lastGraphemeSize is the bytes of the last grapheme.
func lastGraphemeSize(s string) int {
	if n := len(s); s[n-1] < utf8.RuneSelf && s[n-1] != '\n' {
		return 1
	}
	size := 0
	for s != "" {
		size = graphemeSize(s)
		s = s[size:]
	}
	return size
}

func graphemes(s string) []string {
	out := make([]string, 0, len(s))
	for s != "" {
		n := graphemeSize(s)
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}

func graphemeCount(s string) int {
	count := 0
	for s != "" {
		s = s[graphemeSize(s):]
		count++
	}
	return count
}

// skipGraphemes is how many bytes n graphemes take, and how many there were.
func skipGraphemes(s string, n int) (bytes, count int) {
	for bytes < len(s) && count < n {
		bytes += graphemeSize(s[bytes:])
		count++
	}
	return bytes, count
}

// sliceGraphemes is n graphemes from start, which counts from the end when
// negative.
func sliceGraphemes(s string, start, n int) string {
	if start < 0 {
		start = max(0, start+graphemeCount(s))
	}
	from, _ := skipGraphemes(s, start)
	size, _ := skipGraphemes(s[from:], n)
	return s[from : from+size]
}

// codepointSize is the bytes of the first code point, or 1 for a byte that is
// none.
func codepointSize(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

var stringGraphemeNatives = vm.Natives{
	"length/1": onText(func(m *vm.Machine, s string) (term.Term, error) {
		bumpBytes(m, 8*len(s))
		return term.Int(graphemeCount(s)), nil
	}),
	"graphemes/1": onText(func(m *vm.Machine, s string) (term.Term, error) {
		bumpBytes(m, 16*len(s))
		return binaries(graphemes(s)), nil
	}),
	"reverse/1": onText(func(m *vm.Machine, s string) (term.Term, error) {
		bumpBytes(m, 16*len(s))
		return term.Binary(reverseGraphemes(s)), nil
	}),
	"next_grapheme/1": onText(func(_ *vm.Machine, s string) (term.Term, error) {
		if s == "" {
			return term.Nil, nil
		}
		n := graphemeSize(s)
		return term.Tuple2(term.Binary(s[:n]), term.Binary(s[n:])), nil
	}),
	"next_grapheme_size/1": onText(func(_ *vm.Machine, s string) (term.Term, error) {
		if s == "" {
			return term.Nil, nil
		}
		n := graphemeSize(s)
		return term.Tuple2(term.Int(n), term.Binary(s[n:])), nil
	}),
	"codepoints/1": onText(func(m *vm.Machine, s string) (term.Term, error) {
		bumpBytes(m, 16*len(s))
		var out term.ListBuilder
		for s != "" {
			n := codepointSize(s)
			out.Add(term.Binary(s[:n]))
			s = s[n:]
		}
		return out.List(), nil
	}),
	"next_codepoint/1": onText(func(_ *vm.Machine, s string) (term.Term, error) {
		if s == "" {
			return term.Nil, nil
		}
		n := codepointSize(s)
		return term.Tuple2(term.Binary(s[:n]), term.Binary(s[n:])), nil
	}),
	"first/1": onText(func(_ *vm.Machine, s string) (term.Term, error) {
		if s == "" {
			return term.Nil, nil
		}
		return term.Binary(s[:graphemeSize(s)]), nil
	}),
	"last/1": onText(func(m *vm.Machine, s string) (term.Term, error) {
		if s == "" {
			return term.Nil, nil
		}
		bumpBytes(m, 8*len(s))
		return term.Binary(s[len(s)-lastGraphemeSize(s):]), nil
	}),
	"at/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s, n, ok := textAndInt(a[0], a[1])
		if !ok {
			return nil, functionClause()
		}
		bumpBytes(m, 8*len(s))
		if n < 0 {
			if n += graphemeCount(s); n < 0 {
				return term.Nil, nil
			}
		}
		at, _ := skipGraphemes(s, n)
		if at == len(s) {
			return term.Nil, nil
		}
		return term.Binary(s[at : at+graphemeSize(s[at:])]), nil
	},
	"slice/3": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s, start, ok := textAndInt(a[0], a[1])
		n, ok2 := a[2].(int)
		if !ok || !ok2 || n < 0 {
			return nil, functionClause()
		}
		bumpBytes(m, 8*min(len(s), max(start, 0)+n))
		return term.Binary(sliceGraphemes(s, start, n)), nil
	},
	// slice(string, first, last, step): both ends may count from the end.
	"slice/4": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s, first, ok := textAndInt(a[0], a[1])
		last, step, ok2 := bothInts(a[2], a[3])
		if !ok || !ok2 || step < 1 {
			return nil, functionClause()
		}
		bumpBytes(m, 8*len(s))
		return term.Binary(sliceRange(s, first, last, step)), nil
	},
	"split_at/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s, n, ok := textAndInt(a[0], a[1])
		if !ok {
			return nil, functionClause()
		}
		bumpBytes(m, 8*len(s))
		if n < 0 {
			n = max(0, n+graphemeCount(s))
		}
		at, _ := skipGraphemes(s, n)
		return term.Tuple2(term.Binary(s[:at]), term.Binary(s[at:])), nil
	},
	// filler(count, elements): so many of the elements in turn.
	"filler/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		n, ok := a[0].(int)
		elems, ok2 := term.Slice(a[1])
		if !ok || !ok2 || n < 0 || len(elems) == 0 {
			return nil, functionClause()
		}
		if n > maxElements {
			return nil, systemLimit()
		}
		bump(m, n/32)
		var out strings.Builder
		for i := range n {
			b, ok := elems[i%len(elems)].(term.Binary)
			if !ok {
				return term.Tuple2(term.Error, elems[i%len(elems)]), nil
			}
			out.WriteString(string(b))
		}
		return term.Binary(out.String()), nil
	},
}

// reverseGraphemes stops at the first byte that is no UTF-8: what follows
// stays behind what was reversed.
func reverseGraphemes(s string) string {
	end := len(s)
	for i, r := range s {
		if r == utf8.RuneError && codepointSize(s[i:]) == 1 {
			end = i
			break
		}
	}
	out := make([]byte, end, len(s))
	rest, at := s[:end], end
	for rest != "" {
		n := graphemeSize(rest)
		at -= n
		copy(out[at:], rest[:n])
		rest = rest[n:]
	}
	return string(append(out, s[end:]...))
}

func sliceRange(s string, first, last, step int) string {
	if first < 0 || last < 0 {
		count := graphemeCount(s)
		if first < 0 {
			first = max(0, first+count)
		}
		if last < 0 {
			last += count
		}
	}
	if last < first {
		return ""
	}
	part := sliceGraphemes(s, first, last-first+1)
	if step == 1 {
		return part
	}
	var out strings.Builder
	for i := 0; part != ""; i++ {
		n := graphemeSize(part)
		if i%step == 0 {
			out.WriteString(part[:n])
		}
		part = part[n:]
	}
	return out.String()
}

// onText is a native of one binary.
func onText(f func(m *vm.Machine, s string) (term.Term, error)) vm.Native {
	return func(m *vm.Machine, a []term.Term) (term.Term, error) {
		b, ok := a[0].(term.Binary)
		if !ok {
			return nil, functionClause()
		}
		return f(m, string(b))
	}
}

func textAndInt(t, n term.Term) (string, int, bool) {
	b, ok := t.(term.Binary)
	i, ok2 := n.(int)
	return string(b), i, ok && ok2
}
