package lib

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the parts of String that are not about graphemes: case,
// whitespace, validity, normal forms, likeness. string.ex calls them under
// the module name :otpsh_string.

var stringNatives = vm.Natives{
	"upcase/2":     changingCase(upcase),
	"downcase/2":   changingCase(downcase),
	"capitalize/2": changingCase(capitalize),

	"trim/1": onText(func(_ *vm.Machine, s string) (term.Term, error) {
		return term.Binary(strings.TrimFunc(s, isSpace)), nil
	}),
	"trim_leading/1": onText(func(_ *vm.Machine, s string) (term.Term, error) {
		return term.Binary(strings.TrimLeftFunc(s, isSpace)), nil
	}),
	"trim_trailing/1": onText(func(_ *vm.Machine, s string) (term.Term, error) {
		return term.Binary(strings.TrimRightFunc(s, isSpace)), nil
	}),
	// replace_leading(string, match, by): every match at the start.
	"replace_leading/3": onThreeTexts(func(s, match, by string) string {
		n := 0
		for strings.HasPrefix(s, match) {
			s = s[len(match):]
			n++
		}
		return strings.Repeat(by, n) + s
	}),
	"replace_trailing/3": onThreeTexts(func(s, match, by string) string {
		n := 0
		for strings.HasSuffix(s, match) {
			s = s[:len(s)-len(match)]
			n++
		}
		return s + strings.Repeat(by, n)
	}),
	"split/1": onText(func(m *vm.Machine, s string) (term.Term, error) {
		bumpBytes(m, 4*len(s))
		return binaries(strings.FieldsFunc(s, breaksWords)), nil
	}),
	// split_parts(string, pattern, parts, trim): at most so many parts.
	"split_parts/4": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		b, ok := a[0].(term.Binary)
		p, ok2 := readMatcher(a[1])
		parts, ok3 := a[2].(int)
		trim, ok4 := asBool(a[3])
		if !ok || !ok2 || !ok3 || !ok4 || parts < 1 {
			return nil, vm.BadArg()
		}
		bumpBytes(m, 4*len(b))
		return binaries(splitParts(string(b), p, parts, trim)), nil
	},
	"contains/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		b, ok := a[0].(term.Binary)
		p, ok2 := readMatcher(a[1])
		if !ok || !ok2 {
			return nil, vm.BadArg()
		}
		bumpBytes(m, len(b))
		_, _, found := p.find(string(b), 0)
		return yes(found)
	},
	"valid/1": onText(func(m *vm.Machine, s string) (term.Term, error) {
		bumpBytes(m, len(s))
		return yes(utf8.ValidString(s))
	}),
	// printable(string, limit): so many characters at most; -1 for all.
	"printable/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s, limit, ok := textAndInt(a[0], a[1])
		if !ok {
			return nil, functionClause()
		}
		bumpBytes(m, len(s))
		return yes(printablePrefix(s, limit))
	},
	// chunk(string, printable): runs of valid, or printable, characters and
	// of others.
	"chunk/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		b, ok := a[0].(term.Binary)
		printable, ok2 := asBool(a[1])
		if !ok || !ok2 {
			return nil, functionClause()
		}
		bumpBytes(m, 4*len(b))
		return binaries(chunkText(string(b), printable)), nil
	},
	"replace_invalid/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		b, ok := a[0].(term.Binary)
		by, ok2 := a[1].(term.Binary)
		if !ok || !ok2 {
			return nil, functionClause()
		}
		bumpBytes(m, 2*len(b))
		return term.Binary(replaceInvalid(string(b), string(by))), nil
	},
	"normalize/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		b, ok := a[0].(term.Binary)
		name, _ := a[1].(term.Atom)
		if !ok || name.IsZero() {
			return nil, functionClause()
		}
		bumpBytes(m, 8*len(b))
		forms := map[string]norm.Form{"nfc": norm.NFC, "nfd": norm.NFD, "nfkc": norm.NFKC, "nfkd": norm.NFKD}
		form, ok := forms[name.Name()]
		if !ok {
			return nil, functionClause()
		}
		return term.Binary(form.String(string(b))), nil
	},
	"replace_with/4": replaceWith,
	"escape_regex/1": onText(func(_ *vm.Machine, s string) (term.Term, error) {
		var out strings.Builder
		for i := range len(s) {
			if strings.IndexByte("\t\n\v\f\r #$()*+-.?[\\]^{|}", s[i]) >= 0 {
				out.WriteByte('\\')
			}
			out.WriteByte(s[i])
		}
		return term.Binary(out.String()), nil
	}),
	"jaro_distance/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		x, ok := a[0].(term.Binary)
		y, ok2 := a[1].(term.Binary)
		if !ok || !ok2 {
			return nil, functionClause()
		}
		g, h := graphemes(string(x)), graphemes(string(y))
		bump(m, len(g)*len(h)/64)
		return jaro(g, h), nil
	},
	"bag_distance/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		x, ok := a[0].(term.Binary)
		y, ok2 := a[1].(term.Binary)
		if !ok || !ok2 {
			return nil, functionClause()
		}
		bumpBytes(m, 16*(len(x)+len(y)))
		return bagDistance(graphemes(string(x)), graphemes(string(y))), nil
	},
}

func onThreeTexts(f func(s, match, by string) string) vm.Native {
	return func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s, ok := a[0].(term.Binary)
		match, ok2 := a[1].(term.Binary)
		by, ok3 := a[2].(term.Binary)
		if !ok || !ok2 || !ok3 || match == "" {
			return nil, functionClause()
		}
		if len(by) > 0 && len(s)/len(match) > maxBinary/len(by) {
			return nil, systemLimit()
		}
		bumpBytes(m, len(s))
		return term.Binary(f(string(s), string(match), string(by))), nil
	}
}

// caseMode is how letters change: as everywhere, only those of ASCII, with
// the Greek final sigma, or with the Turkic i.
type caseMode int

const (
	caseDefault caseMode = iota
	caseASCII
	caseGreek
	caseTurkic
)

func changingCase(f func(s string, mode caseMode) string) vm.Native {
	modes := map[string]caseMode{"default": caseDefault, "ascii": caseASCII, "greek": caseGreek, "turkic": caseTurkic}
	return func(m *vm.Machine, a []term.Term) (term.Term, error) {
		b, ok := a[0].(term.Binary)
		name, _ := a[1].(term.Atom)
		if !ok || name.IsZero() {
			return nil, functionClause()
		}
		mode, ok := modes[name.Name()]
		if !ok {
			return nil, functionClause()
		}
		bumpBytes(m, 4*len(b))
		return term.Binary(f(string(b), mode)), nil
	}
}

func asciiUpper(s string) string {
	return mapBytes(s, func(c byte) byte {
		if c >= 'a' && c <= 'z' {
			return c - 32
		}
		return c
	})
}

func asciiLower(s string) string {
	return mapBytes(s, func(c byte) byte {
		if c >= 'A' && c <= 'Z' {
			return c + 32
		}
		return c
	})
}

func mapBytes(s string, f func(byte) byte) string {
	out := []byte(s)
	for i, c := range out {
		out[i] = f(c)
	}
	return string(out)
}

// The casers of x/text hold state while they work: each call makes its own.
func upcase(s string, mode caseMode) string {
	switch {
	case mode == caseTurkic:
		s = strings.ReplaceAll(s, "i", "İ")
	case mode == caseASCII || isASCII(s):
		return asciiUpper(s)
	}
	return validParts(s, cases.Upper(language.Und).String)
}

func downcase(s string, mode caseMode) string {
	switch {
	case mode == caseTurkic:
		s = turkicLower.Replace(s)
	case mode == caseASCII || isASCII(s):
		return asciiLower(s)
	}
	return validParts(s, cases.Lower(language.Und, cases.HandleFinalSigma(mode == caseGreek)).String)
}

// turkicLower makes I dotless, and takes its dot, a character of its own or
// not, away.
var turkicLower = strings.NewReplacer("I\u0307", "i", "I", "ı", "İ", "i")

func capitalize(s string, mode caseMode) string {
	if s == "" {
		return s
	}
	n := codepointSize(s)
	first := s[:n]
	switch {
	case mode == caseASCII || first[0] < utf8.RuneSelf && mode == caseDefault:
		first = asciiUpper(first)
	case mode == caseTurkic && first == "i":
		first = "İ"
	case first[0] < utf8.RuneSelf || utf8.ValidString(first):
		first = titlecase(first)
	}
	return first + downcase(s[n:], mode)
}

// titlecase is one character as it begins a word.
func titlecase(char string) string {
	r, _ := utf8.DecodeRuneInString(char)
	if t := unicode.ToTitle(r); t != r {
		return string(t)
	}
	upper := cases.Upper(language.Und).String(char)
	n := codepointSize(upper)
	return upper[:n] + cases.Lower(language.Und, cases.HandleFinalSigma(false)).String(upper[n:])
}

// validParts applies f to what is UTF-8 and leaves other bytes as they are.
func validParts(s string, f func(string) string) string {
	if utf8.ValidString(s) {
		return f(s)
	}
	var out strings.Builder
	for _, part := range chunkText(s, false) {
		if utf8.ValidString(part) {
			part = f(part)
		}
		out.WriteString(part)
	}
	return out.String()
}

// isSpace is Unicode's White_Space.
func isSpace(r rune) bool { return unicode.Is(unicode.White_Space, r) }

// breaksWords is whitespace at which a line may break: not a no-break space.
func breaksWords(r rune) bool {
	return isSpace(r) && r != '\u00a0' && r != '\u2007' && r != '\u202f'
}

// splitParts splits into at most parts; with trim, empty parts do not count
// and are left out.
func splitParts(s string, p *matcher, parts int, trim bool) []string {
	var out []string
	for len(out) < parts-1 {
		at, n, ok := p.find(s, 0)
		if !ok {
			break
		}
		if !trim || at > 0 {
			out = append(out, s[:at])
		}
		s = s[at+n:]
	}
	if trim && s == "" {
		return out
	}
	return append(out, s)
}

func printablePrefix(s string, limit int) bool {
	for s != "" && limit != 0 {
		r, n := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && n == 1 || !printableRune(r) {
			return false
		}
		s = s[n:]
		limit--
	}
	return true
}

// printableRune reports whether Elixir shows a character as it is.
func printableRune(r rune) bool {
	switch {
	case r >= ' ' && r <= 0x7f, r >= '\a' && r <= '\r', r == 0x1b:
		return true
	case r >= 0xa0 && r <= 0xd7ff, r >= 0xe000 && r <= 0xfffd, r >= 0x10000 && r <= utf8.MaxRune:
		return true
	}
	return false
}

func chunkText(s string, printable bool) []string {
	var out []string
	start, was := 0, false
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		good := !(r == utf8.RuneError && n == 1) && (!printable || printableRune(r))
		if i > 0 && good != was {
			out = append(out, s[start:i])
			start = i
		}
		was = good
		i += n
	}
	if s != "" {
		out = append(out, s[start:])
	}
	return out
}

// replaceInvalid puts by in place of each longest part of an invalid
// sequence, as Unicode recommends.
func replaceInvalid(s, by string) string {
	if utf8.ValidString(s) {
		return s
	}
	var out strings.Builder
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		if r != utf8.RuneError || n > 1 {
			out.WriteString(s[:n])
			s = s[n:]
			continue
		}
		out.WriteString(by)
		s = s[invalidPrefix(s):]
	}
	return out.String()
}

// invalidPrefix is the bytes that could have begun a character.
func invalidPrefix(s string) int {
	n := 1
	for n < len(s) && n < 3 && s[n]&0xc0 == 0x80 && !utf8.FullRuneInString(s[:n+1]) {
		n++
	}
	if n == 1 && len(s) > 1 && s[1]&0xc0 == 0x80 && !utf8.FullRuneInString(s[:2]) {
		n = 2
	}
	return n
}

// jaro is the similarity of Jaro, from 0.0 to 1.0.
func jaro(x, y []string) float64 {
	if slices.Equal(x, y) {
		return 1
	}
	window := max(len(x), len(y))/2 - 1
	taken := make([]bool, len(y))
	var common []string // of x, in its order
	for i, g := range x {
		for j := max(0, i-window); j <= min(len(y)-1, i+window); j++ {
			if !taken[j] && y[j] == g {
				taken[j] = true
				common = append(common, g)
				break
			}
		}
	}
	if len(common) == 0 {
		return 0
	}
	transposed, n := 0, 0
	for j, g := range y {
		if taken[j] {
			if common[n] != g {
				transposed++
			}
			n++
		}
	}
	c := float64(n)
	return (c/float64(len(x)) + c/float64(len(y)) + (c-float64(transposed)/2)/c) / 3
}

// bagDistance compares how often each grapheme occurs.
func bagDistance(x, y []string) float64 {
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	counts := map[string]int{}
	for _, g := range x {
		counts[g]++
	}
	for _, g := range y {
		counts[g]--
	}
	more, less := 0, 0
	for _, n := range counts {
		if n > 0 {
			more += n
		} else {
			less -= n
		}
	}
	return 1 - float64(max(more, less))/float64(max(len(x), len(y)))
}
