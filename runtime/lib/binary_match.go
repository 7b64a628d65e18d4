package lib

import (
	"sort"
	"strings"

	"otpsh/runtime/term"
)

// This file finds patterns in binaries, as :binary and String do: the
// leftmost match, of several at one place the longest.

// matcher looks for one or several patterns.
type matcher struct {
	patterns []string       // longest first
	byFirst  map[byte][]int // patterns by their first byte; nil for one pattern
}

var (
	atomBM = term.Intern("bm")
	atomAC = term.Intern("ac")
)

// readMatcher reads a pattern: a binary, a list of binaries, or what
// compilePattern made. An empty pattern is none.
func readMatcher(t term.Term) (*matcher, bool) {
	if b, ok := t.(term.Binary); ok {
		return &matcher{patterns: []string{string(b)}}, b != ""
	}
	if p, ok := t.(*term.Tuple); ok {
		if len(p.Elems) != 2 {
			return nil, false
		}
		if tag, ok := p.Elems[0].(term.Atom); !ok || tag != atomBM && tag != atomAC {
			return nil, false
		}
		t = p.Elems[1]
	}
	list, ok := term.Slice(t)
	if !ok || len(list) == 0 {
		return nil, false
	}
	var patterns []string
	for _, e := range list {
		b, ok := e.(term.Binary)
		if !ok || b == "" {
			return nil, false
		}
		patterns = append(patterns, string(b))
	}
	return newMatcher(patterns), true
}

func newMatcher(patterns []string) *matcher {
	m := &matcher{patterns: patterns}
	if len(patterns) > 1 {
		sort.SliceStable(patterns, func(i, j int) bool { return len(patterns[i]) > len(patterns[j]) })
		m.byFirst = map[byte][]int{}
		for i, p := range patterns {
			m.byFirst[p[0]] = append(m.byFirst[p[0]], i)
		}
	}
	return m
}

// find is the place and length of the first match at or after from.
func (m *matcher) find(s string, from int) (at, n int, ok bool) {
	if m.byFirst == nil {
		i := strings.Index(s[from:], m.patterns[0])
		return from + i, len(m.patterns[0]), i >= 0
	}
	for at := from; at < len(s); at++ {
		for _, i := range m.byFirst[s[at]] {
			if strings.HasPrefix(s[at:], m.patterns[i]) {
				return at, len(m.patterns[i]), true
			}
		}
	}
	return 0, 0, false
}

// span is a match: bytes from at to end.
type span struct{ at, end int }

// findAll is the matches that do not overlap, at most limit of them.
func (m *matcher) findAll(s string, limit int) []span {
	var out []span
	for from := 0; from < len(s) && len(out) != limit; {
		at, n, ok := m.find(s, from)
		if !ok {
			break
		}
		out = append(out, span{at, at + n})
		from = at + n
	}
	return out
}

// compilePattern is the term that stands for a pattern made ready. It holds
// the patterns themselves: looking for them needs no further preparation.
func compilePattern(t term.Term) (term.Term, bool) {
	m, ok := readMatcher(t)
	if !ok {
		return nil, false
	}
	tag := atomBM
	if len(m.patterns) > 1 {
		tag = atomAC
	}
	return term.Tuple2(tag, binaries(m.patterns)), true
}
