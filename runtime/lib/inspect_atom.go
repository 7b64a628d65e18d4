package lib

// How atoms are written: which need quotes, as a literal, as a key of a
// keyword list, and after the dot of a call.

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"otpsh/runtime/term"
)

// atomKind is what an atom could be in source text.
type atomKind int

const (
	atomOther          atomKind = iota // needs quotes everywhere
	atomAlias                          // Foo.Bar
	atomIdentifier                     // a name of a variable or a call
	atomOperator                       // +, and, when
	atomQuotedOperator                 // callable, but :"::" needs quotes
	atomNotCallable                    // :{} and :Foo need quotes after a dot only
)

func classifyAtom(name string) atomKind {
	switch name {
	case "%", "%{}", "{}", "<<>>", "...", "..", ".", "..//", "->":
		return atomNotCallable
	case "::", "^^^", "~~~", "<|>":
		return atomQuotedOperator
	case "&", "!", "^", "not", "+", "-", "@",
		"<-", "\\\\", "when", "|", "=", "||", "|||", "or", "&&", "&&&", "and",
		"==", "!=", "=~", "===", "!==", "<", "<=", ">=", ">",
		"|>", "<<<", ">>>", "<~", "~>", "<<~", "~>>", "<~>", "in",
		"++", "--", "<>", "+++", "---", "*", "/", "**":
		return atomOperator
	}
	if isAliasName(name) {
		return atomAlias
	}
	return classifyIdentifier(name)
}

// isAliasName reports whether the name is that of an alias: Elixir, and
// parts of ASCII letters, each with a capital.
func isAliasName(name string) bool {
	rest, ok := strings.CutPrefix(name, "Elixir")
	if !ok {
		return false
	}
	for rest != "" {
		if len(rest) < 2 || rest[0] != '.' || rest[1] < 'A' || rest[1] > 'Z' {
			return false
		}
		rest = rest[2:]
		for rest != "" && isWordByte(rest[0]) {
			rest = rest[1:]
		}
	}
	return true
}

func isWordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_'
}

func classifyIdentifier(name string) atomKind {
	body := strings.TrimSuffix(strings.TrimSuffix(name, "?"), "!")
	if len(name)-len(body) > 1 {
		body = name[:len(name)-1] // foo!? is no name
	}
	if body == "" || !utf8.ValidString(body) {
		return atomOther
	}
	kind, ascii := atomIdentifier, true
	for i, r := range body {
		ascii = ascii && r < utf8.RuneSelf
		switch {
		case i == 0 && !isNameStart(r), i > 0 && r != '@' && !isNameContinue(r):
			return atomOther
		case r == '@', i == 0 && (unicode.IsUpper(r) || unicode.IsTitle(r)):
			kind = atomNotCallable
		}
	}
	if !ascii && (!isComposed(body) || mixesScripts(body)) {
		return atomOther
	}
	return kind
}

func isNameStart(r rune) bool {
	if r < utf8.RuneSelf {
		return r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return unicode.In(r, unicode.L, unicode.Nl, unicode.Other_ID_Start) && !isCompatibility(r)
}

func isNameContinue(r rune) bool {
	if r < utf8.RuneSelf {
		return isWordByte(byte(r))
	}
	return isNameStart(r) || unicode.In(r, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue)
}

// compatibility is letters that are another way to write other letters
// (ligatures, full width, mathematical ...), so that a name with one is
// normalized when it is read; and letters of scripts out of use, which no name
// may have. An atom with one needs quotes.
var compatibility = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x00aa, 0x00aa, 1}, {0x00b5, 0x00b5, 1}, {0x00ba, 0x00ba, 1}, {0x0132, 0x0133, 1}, {0x013f, 0x0140, 1}, {0x0149, 0x0149, 1},
		{0x017f, 0x017f, 1}, {0x01c4, 0x01cc, 1}, {0x01f1, 0x01f3, 1}, {0x0250, 0x02b8, 1}, {0x02e0, 0x02e4, 1},
		{0x1d2c, 0x1d6a, 1}, {0x1d9b, 0x1dbf, 1}, {0x2071, 0x2071, 1}, {0x207f, 0x207f, 1}, {0x2090, 0x209c, 1},
		{0x2100, 0x2188, 1}, {0x2c00, 0x2c5f, 1}, {0x3131, 0x318e, 1}, {0xf900, 0xfaff, 1}, {0xfb00, 0xfdff, 1}, {0xfe70, 0xfefc, 1}, {0xff00, 0xffef, 1},
	},
	R32: []unicode.Range32{{0x10000, 0x1ffff, 1}, {0x2f800, 0x2fa1f, 1}},
}

func isCompatibility(r rune) bool { return unicode.Is(compatibility, r) }

// isComposed is false when a plain letter is followed by an accent that would
// be one letter with it.
func isComposed(s string) bool {
	prev := rune(0)
	for _, r := range s {
		accent := r >= 0x300 && r <= 0x30c || r >= 0x323 && r <= 0x331
		if accent && prev < utf8.RuneSelf && prev != '_' {
			return false
		}
		prev = r
	}
	return true
}

// mixesScripts reports whether a part of a name, between underscores, mixes
// scripts that are not written together.
func mixesScripts(s string) bool {
	for part := range strings.SplitSeq(s, "_") {
		scripts := map[string]bool{}
		for _, r := range part {
			for name, table := range unicode.Scripts {
				if name != "Common" && name != "Inherited" && unicode.Is(table, r) {
					scripts[name] = true
				}
			}
		}
		if len(scripts) > 1 && !together(scripts, "Han", "Hiragana", "Katakana") &&
			!together(scripts, "Han", "Hangul") && !together(scripts, "Han", "Bopomofo") {
			return true
		}
	}
	return false
}

func together(scripts map[string]bool, allowed ...string) bool {
	n := 0
	for _, s := range allowed {
		if scripts[s] {
			n++
		}
	}
	return n == len(scripts)
}

// InspectAtom is an atom as a literal: :ok, nil, Foo.Bar, :"foo bar".
func InspectAtom(a term.Atom) string {
	name := a.Name()
	if a == term.Nil || a == term.True || a == term.False {
		return name
	}
	switch classifyAtom(name) {
	case atomAlias:
		if name == "Elixir" || name == "Elixir.Elixir" || strings.HasPrefix(name, "Elixir.Elixir.") {
			return name
		}
		return name[len("Elixir."):]
	case atomOther, atomQuotedOperator:
		return `:"` + escapeAll(name, '"') + `"`
	}
	return ":" + name
}

// InspectKey is an atom as a key: ok:, "foo bar":.
func InspectKey(a term.Atom) string {
	name := a.Name()
	switch classifyAtom(name) {
	case atomAlias:
		return `"` + name + `":`
	case atomOther, atomQuotedOperator:
		return `"` + escapeAll(name, '"') + `":`
	}
	return name + ":"
}

// InspectCall is an atom as the function of a remote call: ok, "foo bar".
func InspectCall(a term.Atom) string {
	name := a.Name()
	switch classifyAtom(name) {
	case atomIdentifier, atomOperator, atomQuotedOperator:
		return name
	case atomAlias, atomNotCallable:
		return `"` + name + `"`
	}
	return `"` + escapeAll(name, '"') + `"`
}
