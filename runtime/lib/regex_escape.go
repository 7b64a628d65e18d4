package lib

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// This file parses escapes and character classes of regular expressions.

// escape reads what follows a backslash outside of a class.
func (p *reParser) escape() (*reNode, bool) {
	if !p.more() {
		p.fail("\\ at end of pattern", p.pos)
	}
	at := p.pos
	c := p.peek()
	assert := func(kind assertKind) (*reNode, bool) {
		p.pos++
		return &reNode{op: reAssert, kind: kind}, true
	}
	switch c {
	case 'A':
		return assert(atSubjectStart)
	case 'Z':
		return assert(atSubjectLastEnd)
	case 'z':
		return assert(atSubjectEnd)
	case 'G':
		return assert(atSearchStart)
	case 'b':
		return assert(atWordBoundary)
	case 'B':
		return assert(notWordBoundary)
	case 'K':
		p.pos++
		return &reNode{op: reKeep}, true
	case 'X':
		p.pos++
		return &reNode{op: reGrapheme}, true
	case 'C':
		p.pos++
		return &reNode{op: reAnyByte}, true
	case 'R':
		p.pos++
		return p.anyBreak(), true
	case 'N':
		p.pos++
		if p.peek() == '{' {
			p.fail("PCRE does not support \\L, \\l, \\N{name}, \\U, or \\u", p.pos-1)
		}
		return p.dot(false), true
	case 'Q':
		p.pos++
		return p.quoted(), true
	case 'E':
		p.pos++
		return nil, false
	case 'k':
		p.pos++
		return p.namedReference(), true
	case 'g':
		p.pos++
		return p.reference(), true
	}
	if c >= '1' && c <= '9' {
		if n := p.numberedReference(at); n != nil {
			return n, true
		}
	}
	if set := p.classEscape(); set != nil {
		return &reNode{op: reSetOp, set: set}, true
	}
	return p.literal(p.charEscape(false)), true
}

// quoted reads \Q...\E as a group of literals; quantifiers apply to the last.
func (p *reParser) quoted() *reNode {
	text := p.src[p.pos:]
	end := strings.Index(text, "\\E")
	if end >= 0 {
		text = text[:end]
	}
	stop := p.pos + len(text)
	seq := &reNode{op: reSeq}
	for p.pos < stop {
		seq.subs = append(seq.subs, p.literal(p.char()))
	}
	p.accept("\\E")
	if n := len(seq.subs); n > 0 {
		seq.subs[n-1] = p.quantified(seq.subs[n-1], true)
	}
	return seq
}

// anyBreak is \R: (?>\r\n|[\n-\r and others]).
func (p *reParser) anyBreak() *reNode {
	set := &reSet{}
	set.addFunc(reVertical, true)
	pair := &reNode{op: reSeq, subs: []*reNode{{op: reChar, r: '\r'}, {op: reChar, r: '\n'}}}
	return &reNode{op: reAtomic, subs: []*reNode{{op: reAlt, subs: []*reNode{pair, {op: reSetOp, set: set}}}}}
}

func (p *reParser) namedReference() *reNode {
	for _, pair := range []string{"<>", "''", "{}"} {
		if p.accept(pair[:1]) {
			return p.backrefNamed(pair[1])
		}
	}
	p.fail("\\k is not followed by a braced, angle-bracketed, or quoted name", p.pos)
	return nil
}

// reference reads \g: a back reference, or with <> or ” a subroutine call.
func (p *reParser) reference() *reNode {
	op, end := reBackref, ""
	switch {
	case p.accept("{"):
		end = "}"
	case p.accept("<"):
		op, end = reRecurse, ">"
	case p.accept("'"):
		op, end = reRecurse, "'"
	}
	sign := byte(0)
	if c := p.peek(); c == '-' || c == '+' {
		sign = c
		p.pos++
	}
	n := &reNode{op: op, fold: p.opts.caseless}
	if v, ok := p.number(); ok {
		switch sign {
		case '-':
			v = p.groups - v + 1
		case '+':
			v += p.groups
		}
		n.n, n.at = v, p.pos
		if end != "" && !p.accept(end) {
			p.fail("a numbered reference must not be zero", p.pos)
		}
		n.at = p.pos
		p.refs = append(p.refs, n)
		return n
	}
	if end == "" {
		p.fail("a numbered reference must not be zero", p.pos)
	}
	n.name = p.groupName(end[0])
	n.at = p.pos - 1
	p.refs = append(p.refs, n)
	return n
}

// numberedReference reads \1 and the like: a back reference when below 10 or
// when there are so many groups; else nil, for an octal code.
func (p *reParser) numberedReference(at int) *reNode {
	n := countDigits(p.src[at:])
	v, err := strconv.Atoi(p.src[at : at+n])
	if err != nil || v >= 10 && v > p.total || v >= 8 && v < 10 && v > p.total {
		return nil
	}
	p.pos = at + n
	node := &reNode{op: reBackref, n: v, fold: p.opts.caseless, at: p.pos}
	p.refs = append(p.refs, node)
	return node
}

// classEscape reads \d, \w, \p{..} and the like; nil when it is none.
func (p *reParser) classEscape() *reSet {
	set := &reSet{}
	wide := p.opts.utf
	c := p.peek()
	var f func(rune) bool
	switch c {
	case 'd', 'D':
		f = reDigit(p.opts.ucp)
	case 's', 'S':
		f = reSpace(p.opts.ucp)
	case 'w', 'W':
		f = reWord(p.opts.ucp)
	case 'h', 'H':
		f = reHorizontal
	case 'v', 'V':
		f = reVertical
	case 'p', 'P':
		p.pos++
		f, negative := p.property()
		set.addFunc(f, true)
		set.negative = negative != (c == 'P')
		return set
	default:
		return nil
	}
	p.pos++
	set.addFunc(f, wide)
	set.negative = c < 'a'
	return set
}

// property reads {Name}, {^Name} or one letter.
func (p *reParser) property() (f func(rune) bool, negative bool) {
	if !p.more() {
		p.fail("malformed \\P or \\p sequence", p.pos)
	}
	name := p.src[p.pos : p.pos+1]
	p.pos++
	if name == "{" {
		negative = p.accept("^")
		end := strings.IndexByte(p.src[p.pos:], '}')
		if end < 0 {
			p.fail("malformed \\P or \\p sequence", len(p.src))
		}
		name = p.src[p.pos : p.pos+end]
		p.pos += end + 1
	}
	f, ok := property(name)
	if !ok {
		p.fail("unknown property name after \\P or \\p", p.pos-1)
	}
	return f, negative
}

// charEscape reads an escape that stands for one character.
func (p *reParser) charEscape(inClass bool) rune {
	at := p.pos
	c := p.char()
	switch c {
	case 'a':
		return '\a'
	case 'e':
		return 0x1b
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'b':
		if inClass {
			return '\b'
		}
	case 'c':
		if !p.more() {
			p.fail("\\c at end of pattern", p.pos)
		}
		k := p.char()
		if k >= 'a' && k <= 'z' {
			k -= 32
		}
		return k ^ 64
	case 'x':
		return p.hexEscape()
	case 'o':
		return p.octalBraces()
	case 'L', 'l', 'U', 'u':
		p.fail("PCRE does not support \\L, \\l, \\N{name}, \\U, or \\u", at)
	case '0', '1', '2', '3', '4', '5', '6', '7':
		p.pos = at
		v := rune(0)
		for n := 0; n < 3 && p.more() && p.peek() >= '0' && p.peek() <= '7'; n++ {
			v = v*8 + rune(p.peek()-'0')
			p.pos++
		}
		if !p.opts.utf && v > 255 {
			p.fail("octal value is greater than \\377 in 8-bit non-UTF-8 mode", p.pos-1)
		}
		return v
	}
	if c < 128 && c != '_' && isNameByte(byte(c)) && !strings.ContainsRune("89", c) {
		if inClass && !strings.ContainsRune("ABCEGKNQRXZz", c) || inClass && strings.ContainsRune("BNRX", c) {
			p.fail("invalid escape sequence in character class", at)
		}
	}
	return c
}

func (p *reParser) hexEscape() rune {
	if p.accept("{") {
		start := p.pos
		v := rune(0)
		for p.more() && digitValue(p.peek()) < 16 {
			v = min(v*16+rune(digitValue(p.peek())), utf8.MaxRune+1)
			p.pos++
		}
		if v > utf8.MaxRune || !p.opts.utf && v > 255 {
			p.fail("character value in \\x{} or \\o{} is too large", p.pos)
		}
		if !p.accept("}") || p.pos == start+1 {
			p.fail("non-hex character in \\x{} (closing brace missing?)", p.pos)
		}
		if p.opts.utf && v >= 0xd800 && v <= 0xdfff {
			p.fail("disallowed Unicode code point (>= 0xd800 && <= 0xdfff)", p.pos-1)
		}
		return v
	}
	v := rune(0)
	for n := 0; n < 2 && p.more() && digitValue(p.peek()) < 16; n++ {
		v = v*16 + rune(digitValue(p.peek()))
		p.pos++
	}
	return v
}

func (p *reParser) octalBraces() rune {
	if !p.accept("{") {
		p.fail("missing opening brace after \\o", p.pos)
	}
	v := rune(0)
	for p.more() && p.peek() >= '0' && p.peek() <= '7' {
		v = min(v*8+rune(p.peek()-'0'), utf8.MaxRune+1)
		p.pos++
	}
	if v > utf8.MaxRune || !p.opts.utf && v > 255 {
		p.fail("character value in \\x{} or \\o{} is too large", p.pos)
	}
	if !p.accept("}") {
		p.fail("non-octal character in \\o{} (closing brace missing?)", p.pos)
	}
	return v
}

// class reads [...] after the bracket.
func (p *reParser) class() *reNode {
	set := &reSet{}
	negative := p.accept("^")
	for first := true; ; first = false {
		if !p.more() {
			p.fail("missing terminating ] for character class", len(p.src))
		}
		if p.peek() == ']' && !first {
			p.pos++
			break
		}
		if p.accept("\\E") {
			continue
		}
		if p.accept("\\Q") {
			p.quotedInClass(set)
			continue
		}
		from, single := p.classItem(set)
		if !single || p.peek() != '-' || p.pos+1 >= len(p.src) || p.src[p.pos+1] == ']' {
			if single {
				set.add(from)
			}
			continue
		}
		start := p.pos
		p.pos++
		to, single := p.classItem(set)
		if !single { // [a-\d] is a, - and digits
			set.add(from)
			set.add('-')
			continue
		}
		if to < from {
			p.fail("range out of order in character class", max(start+1, p.pos-1))
		}
		set.addRange(from, to)
	}
	if p.opts.caseless {
		set.addFold(p.opts.utf)
	}
	set.negative = negative
	return &reNode{op: reSetOp, set: set}
}

func (p *reParser) quotedInClass(set *reSet) {
	for p.more() && !p.accept("\\E") {
		set.add(p.char())
	}
}

// classItem reads one item of a class: a character, or a class of them that
// it adds to the set.
func (p *reParser) classItem(set *reSet) (r rune, single bool) {
	if p.peek() == '[' && p.pos+1 < len(p.src) && strings.IndexByte(":.=", p.src[p.pos+1]) >= 0 {
		if p.posix(set) {
			return 0, false
		}
	}
	if p.peek() != '\\' {
		return p.char(), true
	}
	p.pos++
	if !p.more() {
		p.fail("\\ at end of pattern", p.pos)
	}
	if sub := p.classEscape(); sub != nil {
		set.addFunc(sub.has, p.opts.utf)
		return 0, false
	}
	return p.charEscape(true), true
}

// posix reads [:name:]; false when it is not closed, and so no such class.
func (p *reParser) posix(set *reSet) bool {
	kind := p.src[p.pos+1]
	rest := p.src[p.pos+2:]
	end := strings.Index(rest, string(kind)+"]")
	if end < 0 || strings.ContainsAny(rest[:end], "]\\[") {
		return false
	}
	name := rest[:end]
	at := p.pos
	if kind != ':' {
		p.fail("POSIX collating elements are not supported", at)
	}
	negative := strings.HasPrefix(name, "^")
	if p.opts.caseless && (strings.HasSuffix(name, "lower") || strings.HasSuffix(name, "upper")) {
		name = "alpha"
	}
	f, ok := posixClass(strings.TrimPrefix(name, "^"), p.opts.ucp)
	if !ok {
		p.fail("unknown POSIX class name", at+2)
	}
	p.pos += end + 4
	if negative {
		set.addFunc(func(r rune) bool { return !f(r) }, p.opts.utf)
	} else {
		set.addFunc(f, p.opts.utf)
	}
	return true
}
