// Names that look like others: what an error suggests instead of one, and the
// warning of two in the same text.

package syntax

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mtibben/confusables"
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"

	"otpsh/runtime/diag"
)

// skeleton is what a name looks like: two names that look the same have the
// same (Unicode's annex 39). ASCII letters and digits stand for themselves.
func skeleton(name string) string {
	runes := []rune(norm.NFD.String(name))
	if len(runes) > 1 && slices.ContainsFunc(runes, isRightToLeft) {
		runes = inSight(runes)
	}
	var b strings.Builder
	for _, r := range runes {
		if r < 128 && (isLower(byte(r)) || isUpper(byte(r)) || isDigit(byte(r))) {
			b.WriteRune(r)
		} else {
			b.WriteString(confusables.Skeleton(string(r)))
		}
	}
	return norm.NFD.String(b.String())
}

// direction is which way a character is written.
type direction uint8

const (
	leftToRight direction = iota
	rightToLeft
	neutral
	weakNumber
)

func (d direction) String() string { return [...]string{"ltr", "rtl", "neutral", "weak_number"}[d] }

func directionOf(r rune) direction {
	if r < 128 && isDigit(byte(r)) {
		return weakNumber
	}
	p, _ := bidi.LookupRune(r)
	switch p.Class() {
	case bidi.R, bidi.AL:
		return rightToLeft
	case bidi.WS, bidi.ON, bidi.CS, bidi.EN, bidi.ES, bidi.ET, bidi.NSM:
		return neutral
	}
	return leftToRight
}

func isRightToLeft(r rune) bool { return directionOf(r) == rightToLeft }

// inSight is the characters of a name from left to right as they are seen.
func inSight(name []rune) []rune {
	var done, span, waiting []rune // waiting: neutral ones after the span
	way := leftToRight
	for _, r := range name {
		switch d := directionOf(r); {
		case d == neutral:
			waiting = append(waiting, r)
			continue
		case d == weakNumber || d == way:
			span = append(append(span, waiting...), r)
		case d == leftToRight:
			slices.Reverse(span)
			done = append(done, span...)
			span, way = append(slices.Clone(waiting), r), d
		default:
			done = append(append(done, span...), waiting...)
			span, way = []rune{r}, d
		}
		waiting = nil
	}
	span = append(span, waiting...)
	if way == rightToLeft {
		slices.Reverse(span)
	}
	return append(done, span...)
}

// suggest words what could be written instead of a name that is none.
func suggest(wrong string) (message string, ok bool) {
	isName := func(s string) (name, bool) {
		id := scanName(s)
		return id, id.class != noName && id.bad == ""
	}
	simple := norm.NFKC.String(wrong)
	if _, ok := isName(simple); ok {
		return suggestion("Elixir expects unquoted Unicode atoms, variables, and calls to use allowed codepoints and to be in NFC form.",
			wrong, "You could write the above in a compatible format that is accepted by Elixir:", simple), true
	}
	if id, ok := isName(skeleton(wrong)); ok {
		return suggestion("Codepoint failed identifier tokenization, but a simpler form was found.",
			wrong, "You could write the above in a similar way that is accepted by Elixir:", id.text), true
	}
	return "", false
}

func suggestion(intro, wrong, hint, right string) string {
	return fmt.Sprintf("%s\n\nGot:\n\n    \"%s\" (code points%s)\n\nHint: %s\n\n    \"%s\" (code points%s)\n\n%s",
		intro, wrong, codePoints(wrong), hint, right, codePoints(right), moreOnUnicode)
}

const moreOnUnicode = "See https://hexdocs.pm/elixir/unicode-syntax.html for more information."

func codePoints(s string) string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, " 0x%05X", r)
	}
	return b.String()
}

// hex4 is a code point in the four digits that Elixir gives it: more of them
// do not fit and show as stars.
func hex4(r rune) string {
	if r > 0xFFFF {
		return "****"
	}
	return fmt.Sprintf("%04X", r)
}

// warnConfusable warns of names that look like an earlier, different one.
func (s *scanner) warnConfusable() {
	first := map[string]*token{}
	for i := range s.toks {
		t := &s.toks[i]
		if !t.bareName() {
			continue
		}
		look := skeleton(t.name)
		earlier, ok := first[look]
		switch {
		case !ok:
			first[look] = t
		case earlier.name != t.name:
			s.warn(posOf(t), "confusable identifier: '%s' looks like '%s' on line %d, but they are written using different characters%s\n%s\n",
				t.name, earlier.name, earlier.line, directions("\n\n", t.name), directions("", earlier.name))
		}
	}
}

// bareName reports a name that is written without quotes.
func (t *token) bareName() bool {
	switch t.kind {
	case kIdentifier, kOpIdentifier, kParenIdentifier, kBracketIdentifier, kKeyword, kAlias, kAtom:
		return t.delimiter == 0 && scanName(t.name).class != noName
	}
	return false
}

// directions lists which way the characters of a name are written, if any is
// written from right to left.
func directions(before, name string) string {
	if !strings.ContainsFunc(name, isRightToLeft) {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s'%s' includes right-to-left characters:\n", before, name)
	for _, r := range name {
		fmt.Fprintf(&b, "  \\u%s %c %s\n", hex4(r), r, directionOf(r))
	}
	return b.String()
}

// failMixedScripts is the error of a name whose characters are of scripts that
// do not go together.
func (s *scanner) failMixedScripts(pos diag.Pos, text string) {
	var b strings.Builder
	fmt.Fprintf(&b, "\n\nMixed-script identifiers are not supported for security reasons. '%s' is made of the following scripts:\n\n", text)
	for _, r := range text {
		fmt.Fprintf(&b, "  \\u%s %c%s\n", hex4(r), r, scriptNames(r))
	}
	b.WriteString("\nCharacters in identifiers from different scripts must be separated by underscore (_).\n")
	if better, ok := suggest(text); ok {
		pos.Column += len([]rune(text)) - 1
		b.WriteString(better)
	} else {
		b.WriteString("\n" + moreOnUnicode)
	}
	s.failAround(pos, "invalid mixed-script identifier found: ", b.String(), text)
}
