package lib

import (
	"slices"
	"unicode"
)

// This file is the tree of a regular expression, and sets of characters.
//
// The engine (regex_*.go) is a backtracking matcher of ours for PCRE's
// syntax. DESIGN names regexp2; that one cannot do recursion, \K, (?| or \X,
// numbers named groups as .NET does, works on runes only, keeps its state on
// the Go stack of one call (so it cannot yield), and measures its limit with
// the machine's clock, which a simulated world must not read.

type reOp int

const (
	reEmpty    reOp = iota
	reChar          // one character; fold: in any case
	reSetOp         // one character of a set
	reAnyByte       // \C
	reGrapheme      // \X
	reSeq
	reAlt
	reRepeat
	reGroup   // capturing group n
	reAtomic  // (?>...)
	reLook    // (?= (?! (?<= (?<!
	reBackref // to any set group of refs
	reRecurse // (?n): group n as a subroutine
	reCond    // (?(cond)yes|no): subs[0] yes, subs[1] no
	reAssert  // ^ $ \b ...
	reKeep    // \K
	reFail    // (*F)
	reAccept  // (*ACCEPT)
	reCommit  // (*COMMIT)
)

type reNode struct {
	op       reOp
	subs     []*reNode
	r        rune
	fold     bool
	set      *reSet
	min, max int // max -1: no bound
	mode     reMode
	n        int
	refs     []int
	name     string // of a reference not resolved yet
	at       int    // where a reference stands, for its error
	negative bool
	behind   bool
	kind     assertKind
	cond     condKind
}

// reMode is how a repetition tries: as many as possible first, as few, or as
// many with no way back.
type reMode int

const (
	greedy reMode = iota
	lazy
	possessive
)

type assertKind int

const (
	atLineStart assertKind = iota
	atSubjectStart
	atLineEnd
	atSubjectEnd     // \z
	atSubjectLastEnd // \Z, and $ without multiline
	atSearchStart    // \G
	atWordBoundary
	notWordBoundary
)

type condKind int

const (
	condGroup condKind = iota
	condLook           // subs[2] is the assertion
	condDefine
	condRecursion
)

// reSet is a set of characters: a bitmap of the first 256, and ranges and
// tables for those above.
type reSet struct {
	low      [4]uint64
	ranges   []rune // pairs: from, to
	tables   []func(rune) bool
	negative bool // of what lies above 255, and of all when final
}

func (s *reSet) addRange(from, to rune) {
	for r := from; r <= to && r < 256; r++ {
		s.low[r>>6] |= 1 << (r & 63)
	}
	if to >= 256 {
		s.ranges = append(s.ranges, max(from, 256), to)
	}
}

func (s *reSet) add(r rune) { s.addRange(r, r) }

// addFunc adds what a predicate holds for. Without wide, only of the first
// 256 characters.
func (s *reSet) addFunc(f func(rune) bool, wide bool) {
	for r := rune(0); r < 256; r++ {
		if f(r) {
			s.add(r)
		}
	}
	if wide {
		s.tables = append(s.tables, f)
	}
}

// addFold adds the other cases of all that the set holds from ranges.
func (s *reSet) addFold(wide bool) {
	for r := rune(0); r < 256; r++ {
		if s.low[r>>6]&(1<<(r&63)) != 0 {
			s.foldOf(r, wide)
		}
	}
	for i, n := 0, len(s.ranges); i < n; i += 2 {
		from, to := s.ranges[i], s.ranges[i+1]
		for r := from; r <= min(to, from+foldRange); r++ {
			s.foldOf(r, wide)
		}
	}
}

// foldRange bounds the work of folding a range of a set; larger ones hold
// their other cases mostly themselves.
const foldRange = 4096

func (s *reSet) foldOf(r rune, wide bool) {
	if !wide {
		s.add(latinFold(r))
		return
	}
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		s.add(f)
	}
}

// latinFold is the other case of a byte.
func latinFold(r rune) rune {
	switch {
	case r >= 'a' && r <= 'z', r >= 0xe0 && r <= 0xfe && r != 0xf7:
		return r - 32
	case r >= 'A' && r <= 'Z', r >= 0xc0 && r <= 0xde && r != 0xd7:
		return r + 32
	}
	return r
}

func (s *reSet) has(r rune) bool {
	if r < 256 {
		return s.low[r>>6]&(1<<(r&63)) != 0 != s.negative
	}
	for i := 0; i < len(s.ranges); i += 2 {
		if r >= s.ranges[i] && r <= s.ranges[i+1] {
			return !s.negative
		}
	}
	for _, f := range s.tables {
		if f(r) {
			return !s.negative
		}
	}
	return s.negative
}

// sameFold reports whether two characters are the same but for case.
func sameFold(a, b rune, wide bool) bool {
	if a == b {
		return true
	}
	if !wide {
		return latinFold(a) == b
	}
	for f := unicode.SimpleFold(a); f != a; f = unicode.SimpleFold(f) {
		if f == b {
			return true
		}
	}
	return false
}

// fixedLength is how many characters a node takes, when it is always the
// same number.
func (n *reNode) fixedLength() (int, bool) {
	switch n.op {
	case reEmpty, reLook, reAssert, reKeep, reFail, reAccept, reCommit:
		return 0, true
	case reChar, reSetOp, reAnyByte:
		return 1, true
	case reSeq:
		total := 0
		for _, s := range n.subs {
			k, ok := s.fixedLength()
			if !ok {
				return 0, false
			}
			total += k
		}
		return total, true
	case reAlt:
		first, ok := n.subs[0].fixedLength()
		for _, s := range n.subs[1:] {
			k, ok2 := s.fixedLength()
			ok = ok && ok2 && k == first
		}
		return first, ok
	case reRepeat:
		k, ok := n.subs[0].fixedLength()
		return k * n.min, ok && n.min == n.max
	case reGroup, reAtomic:
		return n.subs[0].fixedLength()
	case reCond:
		if n.cond == condDefine {
			return 0, true
		}
		a, ok := n.subs[0].fixedLength()
		b, ok2 := n.subs[1].fixedLength()
		return a, ok && ok2 && a == b
	}
	return 0, false
}

// Character classes. In byte mode a character is one of Latin-1, as in
// Erlang; with Unicode properties it is any.

func reDigit(ucp bool) func(rune) bool {
	if ucp {
		return func(r rune) bool { return unicode.Is(unicode.Nd, r) }
	}
	return func(r rune) bool { return r >= '0' && r <= '9' }
}

func reSpace(ucp bool) func(rune) bool {
	if ucp {
		return func(r rune) bool {
			return r >= '\t' && r <= '\r' || r == ' ' || r == 0x85 || r == 0x180e || unicode.Is(unicode.Z, r)
		}
	}
	return func(r rune) bool { return r >= '\t' && r <= '\r' || r == ' ' }
}

func reWord(ucp bool) func(rune) bool {
	if ucp {
		return func(r rune) bool { return r == '_' || unicode.Is(unicode.L, r) || unicode.Is(unicode.N, r) }
	}
	return func(r rune) bool { return r == '_' || r >= '0' && r <= '9' || latinLetter(r) }
}

func latinLetter(r rune) bool { return r < 256 && unicode.IsLetter(r) }

func reHorizontal(r rune) bool {
	return r == '\t' || r == ' ' || r == 0xa0 || r == 0x1680 || r == 0x180e || r >= 0x2000 && r <= 0x200a ||
		r == 0x202f || r == 0x205f || r == 0x3000
}

func reVertical(r rune) bool {
	return r >= '\n' && r <= '\r' || r == 0x85 || r == 0x2028 || r == 0x2029
}

// posixClass is the predicate of a class such as [:alpha:].
func posixClass(name string, ucp bool) (func(rune) bool, bool) {
	ascii := func(f func(rune) bool) func(rune) bool {
		return func(r rune) bool { return r < 128 && f(r) }
	}
	letter, lower, upper := latinLetter, func(r rune) bool { return r < 256 && unicode.IsLower(r) && unicode.IsLetter(r) },
		func(r rune) bool { return r < 256 && unicode.IsUpper(r) }
	if ucp {
		letter = unicode.IsLetter
		lower = func(r rune) bool { return unicode.Is(unicode.Ll, r) }
		upper = func(r rune) bool { return unicode.Is(unicode.Lu, r) }
	}
	switch name {
	case "alpha":
		return letter, true
	case "lower":
		return lower, true
	case "upper":
		return upper, true
	case "alnum":
		digit := reDigit(false)
		if ucp {
			digit = func(r rune) bool { return unicode.Is(unicode.N, r) }
		}
		return func(r rune) bool { return letter(r) || digit(r) }, true
	case "ascii":
		return func(r rune) bool { return r < 128 }, true
	case "blank":
		if ucp {
			return reHorizontal, true
		}
		return func(r rune) bool { return r == ' ' || r == '\t' || r == 0xa0 }, true
	case "cntrl":
		return func(r rune) bool { return r < 32 || r >= 127 && r < 160 }, true
	case "digit":
		return reDigit(ucp), true
	case "graph":
		return func(r rune) bool {
			return r > ' ' && r < 127 || r > 160 && (ucp || r < 256) && unicode.IsGraphic(r) && !unicode.IsSpace(r)
		}, true
	case "print":
		return func(r rune) bool { return r >= ' ' && r < 127 || r >= 160 && (ucp || r < 256) && unicode.IsGraphic(r) }, true
	case "punct":
		if ucp {
			return func(r rune) bool { return unicode.IsPunct(r) || r < 128 && unicode.IsSymbol(r) }, true
		}
		return func(r rune) bool { return r < 256 && (unicode.IsPunct(r) || unicode.IsSymbol(r)) }, true
	case "space":
		return reSpace(ucp), true
	case "word":
		return reWord(ucp), true
	case "xdigit":
		return ascii(func(r rune) bool { return digitValue(byte(r)) < 16 }), true
	}
	return nil, false
}

// property is the predicate of \p{Name}.
func property(name string) (func(rune) bool, bool) {
	switch name {
	case "Any":
		return func(rune) bool { return true }, true
	case "L&":
		return func(r rune) bool { return unicode.In(r, unicode.Lu, unicode.Ll, unicode.Lt) }, true
	case "Xan":
		return func(r rune) bool { return unicode.In(r, unicode.L, unicode.N) }, true
	case "Xsp", "Xps":
		return reSpace(true), true
	case "Xwd":
		return reWord(true), true
	case "Xuc":
		return func(r rune) bool { return r == '$' || r == '@' || r == '`' || r >= 0xa0 && r <= 0xd7ff || r >= 0xe000 }, true
	case "C", "Cn":
		return func(r rune) bool {
			assigned := unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z)
			return !assigned && (name == "C" || !unicode.Is(unicode.C, r))
		}, true
	}
	table, ok := unicode.Categories[name]
	if !ok || slices.Contains([]string{"LC"}, name) {
		table, ok = unicode.Scripts[name]
	}
	if !ok {
		return nil, false
	}
	return func(r rune) bool { return unicode.Is(table, r) }, true
}
