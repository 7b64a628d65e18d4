// Literals, containers, strings and sigils.

package syntax

import (
	"math/big"
	"strings"

	"otpsh/runtime/term"
)

// literal prints a literal that a block wraps.
func (p *printer) literal(meta, value term.Term, at place) *doc {
	switch x := value.(type) {
	case term.Binary:
		if metaText(meta, atomDelimiter) == `"""` {
			text := strings.ReplaceAll(string(x), `"""`, `\"""`)
			return forceUnfit(concat(raw(`"""`), heredocLines("\n"+text), raw(`"""`)))
		}
		return concat(raw(`"`), escapedLines(string(x), `"`), raw(`"`))
	case term.Atom:
		return p.atom(x, meta)
	case int, *big.Int:
		return raw(integerText(metaText(meta, atomToken)))
	case float64:
		return raw(floatText(metaText(meta, atomToken)))
	case *term.Tuple:
		if left, right, ok := tuple2(value); ok {
			return p.tuple(meta, []term.Term{left, right}, flexGlue)
		}
	case *term.Cons:
		if list, ok := term.Slice(x); ok {
			return p.listLiteral(meta, value, list)
		}
	}
	return p.quoted(value, at)
}

func (p *printer) listLiteral(meta, value term.Term, list []term.Term) *doc {
	if startsWithArrow(value) {
		return p.parenFn(list, lastLine, firstLine0)
	}
	switch metaText(meta, atomDelimiter) {
	case "'''":
		opener, quotes := p.charlistQuotes(true, nil)
		text := strings.ReplaceAll(charlistText(list), quotes, "\\"+quotes)
		return forceUnfit(concat(raw(opener), heredocLines("\n"+text), raw(quotes)))
	case "'":
		text := charlistText(list)
		opener, quotes := p.charlistQuotes(false, []string{text})
		return concat(raw(opener), escapedLines(text, quotes), raw(quotes))
	}
	return p.list(meta, list)
}

func charlistText(list []term.Term) string {
	var b strings.Builder
	for _, c := range list {
		r, _ := c.(int)
		b.WriteRune(rune(r))
	}
	return b.String()
}

// charlistQuotes is what a charlist opens and closes with.
func (p *printer) charlistQuotes(heredoc bool, texts []string) (opener, quotes string) {
	switch {
	case heredoc && p.o.charlistSigils:
		return `~c"""`, `"""`
	case heredoc:
		return "'''", "'''"
	case !p.o.charlistSigils:
		return "'", "'"
	}
	for _, t := range texts {
		if strings.Contains(t, `"`) {
			return "~c'", "'"
		}
	}
	return `~c"`, `"`
}

func (p *printer) atom(a term.Atom, meta term.Term) *doc {
	name := a.Name()
	switch name {
	case "nil", "true", "false":
		return raw(name)
	case `\\`:
		// Without unescaping, :\\ and :"\\" are the same atom.
		if metaText(meta, atomDelimiter) == `"` {
			return str(`:"\\"`)
		}
		return str(`:\\`)
	}
	switch ClassifyAtom(name) {
	case IdentifierAtom, OperatorAtom, NotCallable:
		return str(":" + name)
	}
	return str(`:"` + strings.ReplaceAll(name, `"`, `\"`) + `"`)
}

// escapeQuote escapes the quote alone: the rest is escaped already.
func escapeQuote(s string, quote rune) string {
	return strings.ReplaceAll(s, string(quote), "\\"+string(quote))
}

func integerText(text string) string {
	switch {
	case strings.HasPrefix(text, "0x"):
		return "0x" + strings.ToUpper(text[2:])
	case strings.HasPrefix(text, "0b"), strings.HasPrefix(text, "0o"), strings.HasPrefix(text, "?"):
		return text
	}
	return underscored(text)
}

func floatText(text string) string {
	whole, fraction, _ := strings.Cut(text, ".")
	return underscored(whole) + "." + strings.ToLower(fraction)
}

// underscored puts underscores between the thousands of six digits or more.
func underscored(digits string) string {
	if rest, ok := strings.CutPrefix(digits, "-"); ok {
		return "-" + underscored(rest)
	}
	if strings.Contains(digits, "_") || len(digits) < 6 {
		return digits
	}
	var b strings.Builder
	for i, c := range []byte(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte('_')
		}
		b.WriteByte(c)
	}
	return b.String()
}

// escapedLines is text whose line ends keep their column.
func escapedLines(text, quote string) *doc {
	if len(quote) == 3 {
		return heredocLines(strings.ReplaceAll(text, quote, "\\"+quote))
	}
	parts := strings.Split(strings.ReplaceAll(text, quote, "\\"+quote), "\n")
	d := str(parts[len(parts)-1])
	for i := len(parts) - 2; i >= 0; i-- {
		d = concat(str(parts[i]), concat(nest(line(), nestReset), d))
	}
	return d
}

// heredocLines is text whose lines are indented; empty ones are not.
func heredocLines(text string) *doc {
	parts := strings.Split(text, "\n")
	d := str(parts[len(parts)-1])
	for i := len(parts) - 2; i >= 0; i-- {
		end := line()
		if next := parts[i+1]; (next == "" || next == "\r") && i+2 < len(parts) {
			end = nest(line(), nestReset)
		}
		d = concat(end, d)
		if parts[i] != "" {
			d = concat(str(parts[i]), d)
		}
	}
	return d
}

func (p *printer) joinFor(meta term.Term, join joint) joint {
	if p.eol(meta) {
		return lineGlue
	}
	return join
}

func (p *printer) list(meta term.Term, args []term.Term) *doc {
	d, _ := p.args(args, meta, false, lastPlain, p.joinFor(meta, breakGlue), inParensArg)
	return surround(raw("["), d, raw("]"))
}

func (p *printer) tuple(meta term.Term, args []term.Term, join joint) *doc {
	d, joined := p.args(args, meta, false, lastPlain, p.joinFor(meta, join), inParensArg)
	if joined == flexGlue {
		return group(concat(nest(concat(raw("{"), d), 1), raw("}")))
	}
	return surround(raw("{"), d, raw("}"))
}

// mapping prints a map or struct; name is what stands after the %.
func (p *printer) mapping(meta term.Term, name *doc, args []term.Term) *doc {
	join := p.joinFor(meta, breakGlue)
	open := concat(raw("%"), name, raw("{"))
	if len(args) == 1 {
		op, _, inner, ok := nodeOf(args[0])
		sides, isArgs := properList(inner)
		if ok && isArgs && len(sides) == 2 && isAtom(op, term.Intern("|")) {
			if right, ok := properList(sides[1]); ok {
				l := p.quoted(sides[0], inParensArg)
				r, _ := p.args(right, meta, false, lastPlain, join, inParensArg)
				d := spaceGlue(wrapIf(isBinaryOperator(sides[0]), l), concat(raw("| "), nest(r, 2)))
				return surround(open, d, raw("}"))
			}
		}
	}
	d, _ := p.args(args, meta, false, lastPlain, join, inParensArg)
	return surround(open, d, raw("}"))
}

func (p *printer) alias(segments []term.Term, at place) *doc {
	var d *doc
	if head, ok := segments[0].(term.Atom); ok {
		d = raw(head.Name())
	} else {
		d = p.withParens(segments[0], at)
	}
	for _, s := range segments[1:] {
		name, _ := s.(term.Atom)
		d = concat(d, raw("."+name.String()))
	}
	return d
}

// charlist prints '...' with interpolations.
func (p *printer) charlist(meta term.Term, parts []term.Term) *doc {
	if metaText(meta, atomDelimiter) == "'''" {
		opener, quotes := p.charlistQuotes(true, nil)
		return forceUnfit(p.interpolation(prependLine(parts), quotes, raw(opener), quotes))
	}
	var texts []string
	for _, t := range parts {
		if b, ok := t.(term.Binary); ok {
			texts = append(texts, string(b))
		}
	}
	opener, quotes := p.charlistQuotes(false, texts)
	return p.interpolation(parts, quotes, raw(opener), quotes)
}

// prependLine puts a line end before the parts of a heredoc.
func prependLine(parts []term.Term) []term.Term {
	if len(parts) > 0 {
		if b, ok := parts[0].(term.Binary); ok {
			return append([]term.Term{"\n" + b}, parts[1:]...)
		}
	}
	return append([]term.Term{term.Binary("\n")}, parts...)
}

// interpolation prints the parts of a string, whose quote is escaped in its
// texts.
func (p *printer) interpolation(parts []term.Term, quote string, d *doc, end string) *doc {
	for _, t := range parts {
		if b, ok := t.(term.Binary); ok {
			d = concat(d, escapedLines(string(b), quote))
			continue
		}
		code, ok := interpolatedCode(t)
		if !ok {
			code, _ = toStringArg(t)
		}
		skip := p.skipEOL
		p.skipEOL = true
		inner := p.blockDoc(code, lastLine, firstLine0)
		p.skipEOL = skip
		d = concat(d, noLimit(surround(raw("#{"), inner, raw("}"))))
	}
	return concat(d, raw(end))
}

// sigilCall prints a sigil; false when the call is none.
func (p *printer) sigilCall(fun string, meta term.Term, args []term.Term) (*doc, bool) {
	name, ok := strings.CutPrefix(fun, "sigil_")
	delimiter, isText := metaValue(meta, atomDelimiter).(term.Binary)
	if !ok || !isText || len(args) != 2 {
		return nil, false
	}
	op, _, inner, isNode := nodeOf(args[0])
	parts, isArgs := properList(inner)
	mods, isMods := properList(args[1])
	if !isNode || !isAtom(op, atomBits) || !isArgs || !isMods {
		return nil, false
	}
	open := string(delimiter)
	if p.o.sigil != nil && len(parts) > 0 {
		if content, ok := parts[0].(term.Binary); ok {
			if text, ok := p.o.sigil(Sigil{name, charlistText(mods), string(content), open, metaLine(meta)}); ok {
				parts = []term.Term{term.Binary(text)}
			}
		}
	}
	head := raw("~" + name + open)
	if open == `"""` || open == "'''" {
		return forceUnfit(p.interpolation(prependLine(parts), open, head, open+charlistText(mods))), true
	}
	end := open
	if len(open) == 1 && sigilClosing(open[0]) != 0 {
		end = string(sigilClosing(open[0]))
	}
	return p.interpolation(parts, end, head, end+charlistText(mods)), true
}

func metaValue(meta term.Term, key term.Atom) term.Term {
	v, _ := metaGet(meta, key)
	return v
}

// bitstring prints <<...>>, or the string that it is.
func (p *printer) bitstring(meta term.Term, parts []term.Term) *doc {
	switch {
	case len(parts) == 0:
		return raw("<<>>")
	case !interpolated(parts):
	case metaText(meta, atomDelimiter) == `"""`:
		return forceUnfit(p.interpolation(prependLine(parts), `"""`, raw(`"""`), `"""`))
	default:
		return p.interpolation(parts, `"`, raw(`"`), `"`)
	}
	last := len(parts) - 1
	d, joined := p.argsWith(parts, meta, false, lastPlain, p.joinFor(meta, flexGlue), func(i int) *doc {
		return p.segment(parts[i], i, last)
	})
	if joined == flexGlue {
		return group(concat(nest(concat(raw("<<"), d), 2), raw(">>")))
	}
	return surround(raw("<<"), d, raw(">>"))
}

// segment prints the i-th segment of a bitstring.
func (p *printer) segment(t term.Term, i, last int) *doc {
	op, meta, args, ok := nodeOf(t)
	sides, isArgs := properList(args)
	if ok && isArgs && len(sides) == 2 {
		switch {
		case isAtom(op, term.Intern("<-")):
			left := node(specialSegment, meta, term.List(sides[0], term.Int(last)))
			d := p.quoted(node(op, meta, term.List(left, sides[1])), inParensArg)
			return wrapSegment(d, i, last)
		case isAtom(op, atomType):
			d := p.quoted(sides[0], inParensArg)
			spec := p.segmentSpec(sides[1], p.o.bitstringMods, "::")
			if spec.kind == docText && strings.HasPrefix(spec.text, ":") && spec.n == len(spec.text) {
				spec = concat(raw("("), spec, raw(")"))
			}
			if i == last {
				spec = wrapSegment(spec, i, last)
			}
			return concat(wrapSegment(d, i, -1), raw("::"), spec)
		}
	}
	return wrapSegment(p.quoted(t, inParensArg), i, last)
}

func (p *printer) segmentSpec(t term.Term, mods bool, parent string) *doc {
	op, _, args, ok := nodeOf(t)
	sides, isArgs := properList(args)
	name, isName := op.(term.Atom)
	if !ok || !isArgs || !isName || len(sides) != 2 || name.Name() != "-" && name.Name() != "*" {
		return p.specElement(t, mods)
	}
	mods = mods && name.Name() != "*"
	left := p.segmentSpec(sides[0], mods, name.Name())
	right := p.specElement(sides[1], mods)
	return wrapIf(parent == "*", concat(left, raw(name.Name()), right))
}

// specElement prints one modifier; in new style the known ones lose their
// parentheses and the others get some.
func (p *printer) specElement(t term.Term, mods bool) *doc {
	op, meta, args, ok := nodeOf(t)
	name, isName := op.(term.Atom)
	if mods && ok && isName && (args == term.Empty || isAtomNil(args)) {
		var as term.Term = term.Empty
		if name.Name() == "_" || oneOf(name.Name(), bitModifiers) {
			as = term.Nil
		}
		t = node(op, meta, as)
	}
	return p.withParens(t, inParensArg)
}

func isAtomNil(t term.Term) bool { return isAtom(t, term.Nil) }

const bitModifiers = " big little native signed unsigned integer float binary bytes bits bitstring utf8 utf16 utf32 "

// wrapSegment keeps a segment at an end from running into << or >>.
func wrapSegment(d *doc, i, last int) *doc {
	if i != 0 && i != last {
		return d
	}
	s := layout(d, noWidth)
	if i == 0 && (strings.HasPrefix(s, "~") || strings.HasPrefix(s, "<<")) || i == last && strings.HasSuffix(s, ">>") {
		return wrapParens(d)
	}
	return d
}

// nextBreakFits reports a term that breaks inside its own delimiters.
func (p *printer) nextBreakFits(t term.Term) bool {
	if key, value, ok := tuple2(t); ok {
		_, _, isKey := wrappedKey(key)
		return isKey && p.nextBreakFits(value)
	}
	op, meta, args, ok := nodeOf(t)
	if !ok {
		return false
	}
	list, isArgs := properList(args)
	name, isName := op.(term.Atom)
	switch {
	case isRemote(op, atomList, atomToCharlist) && len(list) == 1:
		if inner, ok := properList(list[0]); ok && len(inner) > 0 {
			return metaText(meta, atomDelimiter) == "'''"
		}
		return false
	case !isName:
		parts, isDot := dotParts(op)
		return isDot && len(parts) == 2 && isAtom(parts[1], atomTuple)
	case !isArgs:
		return false
	case name == atomTuple:
		return p.eolOrComments(meta)
	case name == atomBits && len(list) > 0:
		return metaText(meta, atomDelimiter) == `"""` || !interpolated(list) && p.eolOrComments(meta)
	case name == atomBlock && len(list) == 1:
		switch x := list[0].(type) {
		case term.Binary:
			return metaText(meta, atomDelimiter) == `"""`
		case *term.Cons:
			return metaText(meta, atomDelimiter) != "'"
		case *term.Tuple:
			return len(x.Elems) == 2 && p.eolOrComments(meta)
		}
	case (name == atomFn || name == atomMap || name == atomPercent) && len(list) > 0:
		return true
	}
	delimiter := metaText(meta, atomDelimiter)
	return (delimiter == `"""` || delimiter == "'''") && strings.HasPrefix(name.Name(), "sigil_")
}

func (p *printer) eolOrComments(meta term.Term) bool {
	if p.eol(meta) {
		return true
	}
	for _, c := range p.comments {
		if c.line > metaLine(meta) && c.line < metaPlace(meta, atomClosing) {
			return true
		}
	}
	return false
}
