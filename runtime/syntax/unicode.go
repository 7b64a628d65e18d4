// Which characters a name may hold, and which scripts may stand together in
// one: Unicode's annexes 31 and 39 as Elixir applies them.

package syntax

import (
	"slices"
	"sort"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The micro sign reads as the Greek letter.
const (
	microSign = 'µ'
	greekMu   = 'μ'
)

// recommended are the scripts in common use: names hold no others.
var recommended = []string{
	"Latin", "Arabic", "Armenian", "Bengali", "Bopomofo", "Cyrillic", "Devanagari", "Ethiopic", "Georgian", "Greek",
	"Gujarati", "Gurmukhi", "Han", "Hangul", "Hebrew", "Hiragana", "Kannada", "Katakana", "Khmer", "Lao", "Malayalam",
	"Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu", "Thaana", "Thai", "Tibetan",
}

// Writing systems of several scripts, as bits above those of the scripts.
const (
	hanWithBopomofo scriptSet = 1 << (40 + iota)
	japanese
	korean
)

// scriptSet is a set of scripts by their index in recommended.
type scriptSet uint64

const (
	latinScript scriptSet = 1
	everyScript           = ^scriptSet(0)
)

func (s scriptSet) and(o scriptSet) scriptSet { return s & o }
func (s scriptSet) empty() bool               { return s == 0 }

func isUpperLetter(r rune) bool { return unicode.In(r, unicode.Lu, unicode.Lt) && allowed(r) }

func isStart(r rune) bool {
	return unicode.In(r, unicode.Ll, unicode.Lm, unicode.Lo, unicode.Nl, unicode.Other_ID_Start) && allowed(r) || unicode.Is(newLetters, r)
}

func isContinue(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue) && allowed(r) || unicode.Is(newMarks, r)
}

// allowed reports characters that a name may hold for their script and form.
func allowed(r rune) bool {
	if unicode.Is(restricted, r) || unicode.In(r, unicode.Pattern_Syntax, unicode.Pattern_White_Space) || !norm.NFKC.IsNormalString(string(r)) {
		return false
	}
	if unicode.In(r, unicode.Common, unicode.Inherited) {
		return true
	}
	for _, name := range recommended {
		if unicode.Is(unicode.Scripts[name], r) {
			return true
		}
	}
	return false
}

// restricted are characters of the recommended scripts, or of none, that
// annex 39 restricts nonetheless: obsolete, technical and uncommon ones.
var restricted = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x180, 0x18e, 1}, {0x190, 0x19f, 1}, {0x1a2, 0x1ae, 1}, {0x1b1, 0x1c3, 1}, {0x1dd, 0x1dd, 1},
		{0x1e4, 0x1e5, 1}, {0x1f6, 0x1f7, 1}, {0x21c, 0x21d, 1}, {0x220, 0x225, 1}, {0x234, 0x258, 1},
		{0x25a, 0x2ba, 1}, {0x2bd, 0x2d1, 1}, {0x2ee, 0x2ee, 1}, {0x305, 0x305, 1}, {0x30d, 0x30e, 1},
		{0x312, 0x312, 1}, {0x315, 0x31a, 1}, {0x31c, 0x322, 1}, {0x329, 0x32c, 1}, {0x32f, 0x32f, 1},
		{0x332, 0x334, 1}, {0x336, 0x337, 1}, {0x33a, 0x33f, 1}, {0x346, 0x377, 1}, {0x37f, 0x37f, 1},
		{0x3cf, 0x3fb, 1}, {0x460, 0x487, 1}, {0x500, 0x50f, 1}, {0x52a, 0x52d, 1}, {0x560, 0x560, 1},
		{0x588, 0x5b3, 1}, {0x5b5, 0x5c7, 1}, {0x610, 0x61a, 1}, {0x640, 0x640, 1}, {0x656, 0x65f, 1},
		{0x66e, 0x66f, 1}, {0x673, 0x673, 1}, {0x68e, 0x68e, 1}, {0x6a1, 0x6a1, 1}, {0x6d6, 0x6e4, 1},
		{0x6e7, 0x6ed, 1}, {0x898, 0x89f, 1}, {0x8ad, 0x8b1, 1}, {0x8b3, 0x8b4, 1}, {0x8ca, 0x900, 1},
		{0x94e, 0x94e, 1}, {0x951, 0x955, 1}, {0x978, 0x978, 1}, {0x980, 0x980, 1}, {0x9fc, 0x9fc, 1},
		{0xa51, 0xa51, 1}, {0xa75, 0xa75, 1}, {0xaf9, 0xaf9, 1}, {0xb44, 0xb44, 1}, {0xb62, 0xb63, 1},
		{0xc00, 0xc00, 1}, {0xc34, 0xc34, 1}, {0xc58, 0xc5a, 1}, {0xc62, 0xc63, 1}, {0xc81, 0xc81, 1},
		{0xcde, 0xcde, 1}, {0xd01, 0xd01, 1}, {0xd04, 0xd04, 1}, {0xd3b, 0xd3c, 1}, {0xd44, 0xd44, 1},
		{0xd5f, 0xd5f, 1}, {0xd62, 0xd63, 1}, {0xd81, 0xd81, 1}, {0xd8f, 0xd90, 1}, {0xda6, 0xda6, 1},
		{0xddf, 0xdef, 1}, {0xdf3, 0xdf3, 1}, {0xf18, 0xf19, 1}, {0xf39, 0xf39, 1}, {0x10a0, 0x10c5, 1},
		{0x10f1, 0x10f6, 1}, {0x1100, 0x11ff, 1}, {0x1369, 0x1371, 1}, {0x17a3, 0x17a4, 1}, {0x17a8, 0x17a8, 1},
		{0x17b4, 0x17b5, 1}, {0x17ce, 0x17cf, 1}, {0x17d1, 0x17d1, 1}, {0x17d3, 0x17d3, 1}, {0x17dd, 0x17dd, 1},
		{0x1ab0, 0x1c88, 1}, {0x1cd0, 0x1dff, 1}, {0x1e9c, 0x1e9d, 1}, {0x1e9f, 0x1e9f, 1}, {0x1efa, 0x1eff, 1},
		{0x203f, 0x2d25, 1}, {0x2de0, 0x2dff, 1}, {0x3021, 0x303c, 1}, {0x312e, 0x312e, 1}, {0x31f0, 0x31ff, 1},
		{0xa640, 0xa67d, 1}, {0xa680, 0xa69f, 1}, {0xa722, 0xa787, 1}, {0xa78b, 0xa78c, 1}, {0xa78e, 0xa791, 1},
		{0xa794, 0xa7a9, 1}, {0xa7ab, 0xa7bf, 1}, {0xa7f5, 0xa9e6, 1}, {0xab30, 0xab65, 1}, {0xab68, 0xab68, 1},
		{0xd7b0, 0xd7fb, 1}, {0xfb1e, 0xffff, 1},
	},
	R32: []unicode.Range32{
		{0x10000, 0x10eff, 1}, {0x16fe3, 0x16fe3, 1}, {0x1aff0, 0x1b11e, 1}, {0x1cf00, 0x1d244, 1},
	},
}

// newLetters and newMarks are what Unicode 15.1 and 16 added.
var (
	newLetters = &unicode.RangeTable{R32: []unicode.Range32{{0x2ebf0, 0x2ee5d, 1}}} // Han
	newMarks   = &unicode.RangeTable{
		R16: []unicode.Range16{{0x30fb, 0x30fb, 1}},
		R32: []unicode.Range32{{0x11301, 0x11303, 2}, {0x1133c, 0x1133c, 1}},
	}
)

// shared are the characters that Unicode gives to several scripts, or that are
// common but of a few scripts only: those recommended, and others.
var shared = []struct {
	from, to            rune
	recommended, others string
}{
	{0x342, 0x345, "Greek", ""},
	{0x64b, 0x655, "Arabic", "Syriac"},
	{0x660, 0x669, "Arabic Thaana", "Yezidi"},
	{0x670, 0x670, "Arabic", "Syriac"},
	{0x966, 0x96f, "Devanagari", "Dogra Kaithi Mahajani"},
	{0x9e6, 0x9ef, "Bengali", "Chakma Syloti_Nagri"},
	{0xa66, 0xa6f, "Gurmukhi", "Multani"},
	{0xae6, 0xaef, "Gujarati", "Khojki"},
	{0xbe6, 0xbef, "Tamil", "Grantha"},
	{0xce6, 0xcef, "Kannada", "Nandinagari Tulu_Tigalari"},
	{0x1040, 0x1049, "Myanmar", "Chakma Tai_Le"},
	{0x3006, 0x3006, "Han", ""},
	{0x3099, 0x309a, "Hiragana Katakana", ""},
	{0x30fb, 0x30fb, "Bopomofo Han Hangul Hiragana Katakana", "Yi"},
	{0x30fc, 0x30fc, "Hiragana Katakana", ""},
	{0x11301, 0x1133c, "Tamil", "Grantha"},
}

// sharedScripts are the entries of a character in shared.
func sharedScripts(r rune) (recommended, others []string) {
	for _, s := range shared {
		if s.from <= r && r <= s.to {
			return strings.Fields(s.recommended), strings.Fields(s.others)
		}
	}
	return nil, nil
}

// scriptsOf is the scripts that a character belongs to.
func scriptsOf(r rune) scriptSet {
	if names, _ := sharedScripts(r); names != nil {
		var set scriptSet
		for _, name := range names {
			set |= scriptOf(slices.Index(recommended, name))
		}
		return set
	}
	if unicode.In(r, unicode.Common, unicode.Inherited) || r == greekMu { // the micro sign is Common
		return everyScript
	}
	for i, name := range recommended {
		if unicode.Is(unicode.Scripts[name], r) || name == "Han" && unicode.Is(newLetters, r) {
			return scriptOf(i)
		}
	}
	return everyScript
}

// scriptOf is a script with the writing systems that it is a part of.
func scriptOf(i int) scriptSet {
	set := scriptSet(1) << i
	switch recommended[i] {
	case "Han":
		set |= hanWithBopomofo | japanese | korean
	case "Hiragana", "Katakana":
		set |= japanese
	case "Hangul":
		set |= korean
	case "Bopomofo":
		set |= hanWithBopomofo
	}
	return set
}

// scriptNames lists the scripts of a character for an error: " {Greek}".
func scriptNames(r rune) string {
	if r == '_' || r < 128 && isDigit(byte(r)) {
		return ""
	}
	set := scriptsOf(r)
	if set == everyScript {
		return ""
	}
	_, names := sharedScripts(r)
	for i, name := range recommended {
		if set&(1<<i) != 0 && name != "Latin" {
			names = append(names, name)
		}
	}
	for _, w := range []struct {
		set  scriptSet
		name string
	}{{hanWithBopomofo, "Han with Bopomofo"}, {japanese, "Japanese"}, {korean, "Korean"}} {
		if set&w.set != 0 {
			names = append(names, w.name)
		}
	}
	sort.Strings(names)
	if set&latinScript != 0 {
		names = append([]string{"Latin"}, names...)
	}
	return " {" + strings.Join(names, ",") + "}"
}

// chunksAreSingle reports a name whose parts between underscores are of one
// script each.
func chunksAreSingle(s string) bool {
	for _, chunk := range strings.Split(s, "_") {
		set := everyScript
		for _, r := range chunk {
			if r < 128 && isDigit(byte(r)) {
				continue
			}
			set = set.and(scriptsOf(r))
		}
		if set.empty() {
			return false
		}
	}
	return true
}
