// How messages show code.

package expand

import (
	"strings"

	"otpsh/runtime/term"
)

// operators are the binary operators by precedence.
var operators = func() map[string]int {
	table := map[string]int{}
	for i, level := range []string{
		"<- \\\\", "when", "::", "|", "=>", "&", "=", "|| ||| or", "&& &&& and", "== != =~ === !==", "< > <= >=",
		"|> <<< >>> <<~ ~>> <~ ~> <~> <|>", "in", "^^^", "//", "++ -- +++ --- .. <>", "+ -", "* /", "**",
	} {
		for _, op := range fields(level) {
			table[op] = i + 1
		}
	}
	return table
}()

// toString shows code on one line.
func toString(t term.Term) string {
	var b strings.Builder
	writeCode(&b, t, 0)
	return b.String()
}

func writeCode(b *strings.Builder, t term.Term, depth int) {
	if depth > maxShownDepth {
		b.WriteString("...")
		return
	}
	form, _, rest, ok := node(t)
	if !ok {
		writeLiteralCode(b, t, depth)
		return
	}
	args, isCall := term.Slice(rest)
	name, isAtom := form.(term.Atom)
	switch {
	case isAtom && !isCall:
		b.WriteString(name.Name())
	case isAtom:
		writeNamed(b, name.Name(), args, depth)
	default:
		if _, parts, ok := call(form, atomDot); ok && len(parts) > 0 {
			writeDot(b, t, parts, args, depth)
			return
		}
		writeCode(b, form, depth+1)
		writeArgs(b, "(", ")", args, depth)
	}
}

func writeLiteralCode(b *strings.Builder, t term.Term, depth int) {
	switch v := t.(type) {
	case *term.Tuple:
		writeArgs(b, "{", "}", v.Elems, depth)
	case *term.Cons:
		elems, ok := term.Slice(v)
		pairs, isKeyword := keywordPairs(elems)
		switch {
		case ok && isKeyword && len(pairs) > 0:
			b.WriteByte('[')
			writePairs(b, pairs, depth)
			b.WriteByte(']')
		case ok:
			writeArgs(b, "[", "]", elems, depth)
		default:
			writeValue(b, t, depth)
		}
	default:
		writeValue(b, t, depth)
	}
}

func writePairs(b *strings.Builder, pairs []keywordPair, depth int) {
	for i, p := range pairs {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(keyText(p.name) + " ")
		writeCode(b, p.value, depth+1)
	}
}

func writeArgs(b *strings.Builder, open, shut string, args []term.Term, depth int) {
	b.WriteString(open)
	for i, a := range args {
		if i > 0 {
			b.WriteString(", ")
		}
		if l, ok := a.(*term.Cons); ok && l != nil && i == len(args)-1 && open == "(" {
			elems, _ := term.Slice(l)
			if pairs, ok := keywordPairs(elems); ok {
				writePairs(b, pairs, depth)
				continue
			}
		}
		writeCode(b, a, depth+1)
	}
	b.WriteString(shut)
}

// writeNamed shows name(args...), in the syntax it has of its own.
func writeNamed(b *strings.Builder, name string, args []term.Term, depth int) {
	switch {
	case name == "__aliases__":
		for i, a := range args {
			if i > 0 {
				b.WriteByte('.')
			}
			if atom, ok := a.(term.Atom); ok {
				b.WriteString(strings.TrimPrefix(atom.Name(), "Elixir."))
				continue
			}
			writeCode(b, a, depth+1)
		}
	case name == "__block__" && len(args) == 1:
		writeCode(b, args[0], depth+1)
	case name == "$literal" && len(args) == 1:
		writeValue(b, args[0], depth)
	case name == "{}":
		writeArgs(b, "{", "}", args, depth)
	case name == "%{}":
		writeMapCode(b, "%{", args, depth)
	case name == "<<>>":
		writeArgs(b, "<<", ">>", args, depth)
	case name == "%" && len(args) == 2:
		b.WriteByte('%')
		writeCode(b, args[0], depth+1)
		if _, inner, ok := call(args[1], atomMap); ok {
			writeMapCode(b, "{", inner, depth)
		}
	case name == "&" && len(args) == 1:
		if _, isInt := args[0].(int); !isInt {
			if _, _, isCapture := call(args[0], atomCapture); isCapture {
				b.WriteString("& ")
				writeCode(b, args[0], depth+1)
				return
			}
		}
		b.WriteByte('&')
		writeCode(b, args[0], depth+1)
	case len(args) == 1 && strings.Contains(" - + ! ^ @ ", " "+name+" "):
		b.WriteString(name)
		writeOperand(b, args[0], 100, depth)
	case len(args) == 1 && name == "not":
		b.WriteString("not ")
		writeOperand(b, args[0], 100, depth)
	case len(args) == 2 && operators[name] > 0:
		level := operators[name]
		writeOperand(b, args[0], level, depth)
		switch name {
		case "..", "//":
			b.WriteString(name)
		default:
			b.WriteString(" " + name + " ")
		}
		writeOperand(b, args[1], level+1, depth)
	default:
		b.WriteString(name)
		writeArgs(b, "(", ")", args, depth)
	}
}

// writeOperand puts parentheses around an operator that binds less tightly.
func writeOperand(b *strings.Builder, t term.Term, level, depth int) {
	form, _, rest, ok := node(t)
	name, isAtom := form.(term.Atom)
	args, _ := term.Slice(rest)
	if ok && isAtom && len(args) == 2 && operators[name.Name()] > 0 && operators[name.Name()] < level {
		b.WriteByte('(')
		writeCode(b, t, depth+1)
		b.WriteByte(')')
		return
	}
	writeCode(b, t, depth+1)
}

func writeMapCode(b *strings.Builder, open string, args []term.Term, depth int) {
	b.WriteString(open)
	if target, updates, ok := mapUpdate(args); ok {
		writeCode(b, target, depth+1)
		b.WriteString(" | ")
		args = updates
	}
	for i, a := range args {
		if i > 0 {
			b.WriteString(", ")
		}
		k, v, ok := pair(a)
		if !ok {
			writeCode(b, a, depth+1)
			continue
		}
		if name, isAtom := k.(term.Atom); isAtom && !isAlias(name) {
			b.WriteString(keyText(name) + " ")
		} else {
			writeCode(b, k, depth+1)
			b.WriteString(" => ")
		}
		writeCode(b, v, depth+1)
	}
	b.WriteByte('}')
}

// writeDot shows left.name(args...) and fun.(args...).
func writeDot(b *strings.Builder, t term.Term, parts, args []term.Term, depth int) {
	writeCode(b, parts[0], depth+1)
	b.WriteByte('.')
	if len(parts) == 1 {
		writeArgs(b, "(", ")", args, depth)
		return
	}
	if name, ok := parts[1].(term.Atom); ok {
		b.WriteString(inspectName(name))
	} else {
		writeCode(b, parts[1], depth+1)
	}
	_, meta, _, _ := node(t)
	if len(args) > 0 || !metaIs(meta, atomNoParens) {
		writeArgs(b, "(", ")", args, depth)
	}
}
