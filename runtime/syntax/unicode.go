// Which characters a name may hold, and which scripts may stand together in
// one: Unicode's annexes 31 and 39 as Elixir applies them.

package syntax

import (
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
	return unicode.In(r, unicode.Ll, unicode.Lm, unicode.Lo, unicode.Nl, unicode.Other_ID_Start) && allowed(r)
}

func isContinue(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue) && allowed(r)
}

// allowed reports characters that a name may hold for their script and form.
func allowed(r rune) bool {
	if unicode.In(r, unicode.Pattern_Syntax, unicode.Pattern_White_Space) || !norm.NFKC.IsNormalString(string(r)) {
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

// scriptsOf is the scripts that a character belongs to.
func scriptsOf(r rune) scriptSet {
	if unicode.In(r, unicode.Common, unicode.Inherited) || r == greekMu { // the micro sign is Common
		return everyScript
	}
	for i, name := range recommended {
		if !unicode.Is(unicode.Scripts[name], r) {
			continue
		}
		set := scriptSet(1) << i
		switch name {
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
	return everyScript
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
	var names []string
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
