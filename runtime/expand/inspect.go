// How messages show modules, names, values and code.

package expand

import (
	"math/big"
	"strconv"
	"strings"
	"unicode"

	"otpsh/runtime/term"
)

// inspectAtom shows an atom as inspect/1 does: Foo.Bar, :ok, nil.
func inspectAtom(a term.Atom) string {
	name := a.Name()
	switch {
	case name == "nil" || name == "true" || name == "false" || name == "Elixir":
		return name
	case isAlias(a) && plainSegments(name[len("Elixir."):]):
		return name[len("Elixir."):]
	case plainName(name) || operators[name] || isWordless(name):
		return ":" + name
	}
	return ":" + strconv.Quote(name)
}

// inspectName shows a function's name as in f/1, quoted where it has to be.
// InspectName is a function's name as it is written in a call.
func InspectName(a term.Atom) string { return inspectName(a) }

func inspectName(a term.Atom) string {
	name := a.Name()
	if plainName(name) || operators[name] || isWordless(name) {
		return name
	}
	return strconv.Quote(name)
}

func isWordless(name string) bool {
	switch name {
	case "!", "^", "&", "@", "not", "%{}", "{}", "<<>>", "%", ".", "...", "__block__", "__aliases__", "->", "..//":
		return true
	}
	return false
}

func plainSegments(s string) bool {
	for _, seg := range strings.Split(s, ".") {
		if seg == "" || seg[0] < 'A' || seg[0] > 'Z' || !plainName(seg) || strings.ContainsAny(seg, "?!@") {
			return false
		}
	}
	return true
}

// plainName: letters, digits and underscores, perhaps with ? or ! at its end.
func plainName(s string) bool {
	for i, r := range s {
		switch {
		case r == '_' || unicode.IsLetter(r) || r == '@' && i > 0:
		case unicode.IsDigit(r) && i > 0:
		case (r == '?' || r == '!') && i == len(s)-1 && i > 0:
		default:
			return false
		}
	}
	return s != ""
}

// inspect shows a value, for messages.
func inspect(t term.Term) string {
	var b strings.Builder
	writeValue(&b, t, 0)
	return b.String()
}

const maxShownDepth = 50

func writeValue(b *strings.Builder, t term.Term, depth int) {
	if depth > maxShownDepth {
		b.WriteString("...")
		return
	}
	switch v := t.(type) {
	case term.Atom:
		b.WriteString(inspectAtom(v))
	case int:
		b.WriteString(strconv.Itoa(v))
	case *big.Int:
		b.WriteString(v.String())
	case term.Binary:
		b.WriteString(quoteString(string(v)))
	case *term.Tuple:
		writeItems(b, "{", "}", v.Elems, depth)
	case *term.Cons:
		writeList(b, v, depth)
	case *term.Map:
		writeMap(b, v, depth)
	default:
		b.WriteString(term.Dump(t))
	}
}

func quoteString(s string) string {
	return strings.ReplaceAll(strconv.Quote(s), "#{", "\\#{")
}

func writeItems(b *strings.Builder, open, shut string, items []term.Term, depth int) {
	b.WriteString(open)
	for i, e := range items {
		if i > 0 {
			b.WriteString(", ")
		}
		writeValue(b, e, depth+1)
	}
	b.WriteString(shut)
}

func writeList(b *strings.Builder, l *term.Cons, depth int) {
	elems, proper := term.Slice(l)
	if pairs, ok := keywordPairs(elems); ok && proper && len(elems) > 0 {
		b.WriteByte('[')
		for i, p := range pairs {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(keyText(p.name) + " ")
			writeValue(b, p.value, depth+1)
		}
		b.WriteByte(']')
		return
	}
	if proper {
		writeItems(b, "[", "]", elems, depth)
		return
	}
	b.WriteString(term.Dump(l))
}

type keywordPair struct {
	name  term.Atom
	value term.Term
}

func keywordPairs(elems []term.Term) ([]keywordPair, bool) {
	out := make([]keywordPair, len(elems))
	for i, e := range elems {
		k, v, ok := pair(e)
		name, isAtom := k.(term.Atom)
		if !ok || !isAtom || isAlias(name) {
			return nil, false
		}
		out[i] = keywordPair{name, v}
	}
	return out, true
}

// keyText is a key of a keyword list: "a:".
func keyText(a term.Atom) string {
	return strings.TrimPrefix(strings.TrimPrefix(inspectAtom(a), ":"), ":") + ":"
}

func writeMap(b *strings.Builder, m *term.Map, depth int) {
	b.WriteString("%{")
	first := true
	m.Each(func(k, v term.Term) bool {
		if !first {
			b.WriteString(", ")
		}
		first = false
		if name, ok := k.(term.Atom); ok && !isAlias(name) {
			b.WriteString(keyText(name) + " ")
		} else {
			writeValue(b, k, depth+1)
			b.WriteString(" => ")
		}
		writeValue(b, v, depth+1)
		return true
	})
	b.WriteString("}")
}
