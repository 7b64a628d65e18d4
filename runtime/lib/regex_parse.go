package lib

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// This file parses PCRE's syntax: groups, quantifiers, options.
// regex_escape.go reads escapes and classes.

// reOptions are the options of a pattern.
type reOptions struct {
	caseless, multiline, dotall, extended, ungreedy bool // may change inside
	utf, ucp, anchored, dollarEnd, firstLine        bool
	noCapture, dupNames, anyNewline                 bool
}

// reError is why a pattern cannot be compiled, in PCRE's words.
type reError struct {
	text string
	at   int
}

// reParser reads a pattern. An error is raised by panic with a reError and
// caught in parseRegex.
type reParser struct {
	src    string
	pos    int
	opts   reOptions
	groups int
	names  map[string][]int
	depth  int
	refs   []*reNode // references to check when all groups are known
	total  int       // groups of the whole pattern, counted before
}

// maxNested is how deep groups may nest, as in PCRE.
const maxNested = 250

func (p *reParser) fail(text string, at int) { panic(reError{text, at}) }

// parseRegex is the tree of a pattern.
func parseRegex(src string, opts reOptions) (root *reNode, p *reParser, err *reError) {
	p = &reParser{src: src, opts: opts, names: map[string][]int{}}
	defer func() {
		if x := recover(); x != nil {
			e, ok := x.(reError)
			if !ok {
				panic(x)
			}
			root, err = nil, &e
		}
	}()
	p.total = strings.Count(src, "(")
	p.leadingVerbs()
	root = p.alternatives()
	if p.pos < len(p.src) {
		p.fail("unmatched parentheses", p.pos)
	}
	p.resolve()
	return root, p, nil
}

// leadingVerbs reads options at the start: (*UTF8), (*ANYCRLF) ...
func (p *reParser) leadingVerbs() {
	for {
		switch {
		case p.accept("(*UTF8)"), p.accept("(*UTF)"):
			p.opts.utf = true
		case p.accept("(*UCP)"):
			p.opts.ucp = true
		case p.accept("(*ANYCRLF)"), p.accept("(*ANY)"):
			p.opts.anyNewline = true
		case p.accept("(*LF)"), p.accept("(*BSR_ANYCRLF)"), p.accept("(*BSR_UNICODE)"), p.accept("(*NO_START_OPT)"):
		default:
			return
		}
	}
}

// resolve checks references, when all groups are known.
func (p *reParser) resolve() {
	for _, n := range p.refs {
		if n.name != "" {
			n.refs = p.names[n.name]
			if len(n.refs) == 0 {
				p.fail("reference to non-existent subpattern", n.at)
			}
			n.n = n.refs[0]
			continue
		}
		if n.n < 0 || n.n > p.groups {
			p.fail("reference to non-existent subpattern", n.at)
		}
		n.refs = []int{n.n}
	}
}

func (p *reParser) more() bool { return p.pos < len(p.src) }

func (p *reParser) peek() byte {
	if p.pos < len(p.src) {
		return p.src[p.pos]
	}
	return 0
}

func (p *reParser) accept(s string) bool {
	if strings.HasPrefix(p.src[p.pos:], s) {
		p.pos += len(s)
		return true
	}
	return false
}

// char takes a character: a byte, or a code point in UTF mode.
func (p *reParser) char() rune {
	if !p.opts.utf {
		p.pos++
		return rune(p.src[p.pos-1])
	}
	r, n := utf8.DecodeRuneInString(p.src[p.pos:])
	p.pos += n
	return r
}

// alternatives reads up to a closing parenthesis or the end.
func (p *reParser) alternatives() *reNode {
	if p.depth++; p.depth > maxNested {
		p.fail("parentheses are too deeply nested", p.pos)
	}
	defer func() { p.depth-- }()
	saved := p.opts
	alts := []*reNode{p.sequence()}
	for p.accept("|") {
		alts = append(alts, p.sequence())
	}
	saved.utf, saved.ucp, saved.anyNewline = p.opts.utf, p.opts.ucp, p.opts.anyNewline
	p.opts = saved
	if len(alts) == 1 {
		return alts[0]
	}
	return &reNode{op: reAlt, subs: alts}
}

func (p *reParser) sequence() *reNode {
	seq := &reNode{op: reSeq}
	for p.more() && p.peek() != '|' && p.peek() != ')' {
		atom, repeatable := p.atom()
		if atom == nil {
			continue
		}
		atom = p.quantified(atom, repeatable)
		seq.subs = append(seq.subs, atom)
	}
	return seq
}

// skipExtended passes over whitespace and comments where they do not count.
func (p *reParser) skipExtended() {
	for p.opts.extended && p.more() {
		c := p.peek()
		switch {
		case c == ' ' || c >= '\t' && c <= '\r':
			p.pos++
		case c == '#':
			for p.more() && p.peek() != '\n' {
				p.pos++
			}
		default:
			return
		}
	}
}

// quantified reads quantifiers after an atom.
func (p *reParser) quantified(atom *reNode, repeatable bool) *reNode {
	p.skipExtended()
	low, high, ok := p.quantifier()
	if !ok {
		return atom
	}
	if !repeatable {
		p.fail("nothing to repeat", p.pos-1)
	}
	n := &reNode{op: reRepeat, subs: []*reNode{atom}, min: low, max: high}
	if p.opts.ungreedy {
		n.mode = lazy
	}
	switch {
	case p.accept("?"):
		n.mode = lazy - n.mode
	case p.accept("+"):
		n.mode = possessive
	}
	return n
}

const maxRepeat = 65535

func (p *reParser) quantifier() (low, high int, ok bool) {
	switch {
	case p.accept("*"):
		return 0, -1, true
	case p.accept("+"):
		return 1, -1, true
	case p.accept("?"):
		return 0, 1, true
	}
	if p.peek() != '{' {
		return 0, 0, false
	}
	start := p.pos
	p.pos++
	low, ok = p.number()
	high = low
	if ok && p.accept(",") {
		if high, ok = p.number(); !ok {
			high, ok = -1, true
		}
	}
	if !ok || !p.accept("}") {
		p.pos = start
		return 0, 0, false
	}
	switch {
	case low > maxRepeat || high > maxRepeat:
		p.fail("number too big in {} quantifier", p.pos-1)
	case high >= 0 && high < low:
		p.fail("numbers out of order in {} quantifier", p.pos-1)
	}
	return low, high, true
}

func (p *reParser) number() (int, bool) {
	n := countDigits(p.src[p.pos:])
	if n == 0 || n > 9 {
		return 0, false
	}
	v, err := strconv.Atoi(p.src[p.pos : p.pos+n])
	p.pos += n
	return v, err == nil
}

// atom reads one item; nil when it stands for nothing (a comment, an option).
func (p *reParser) atom() (n *reNode, repeatable bool) {
	p.skipExtended()
	if !p.more() || p.peek() == '|' || p.peek() == ')' {
		return nil, false
	}
	at := p.pos
	switch c := p.peek(); c {
	case '(':
		p.pos++
		return p.group()
	case '[':
		p.pos++
		return p.class(), true
	case '.':
		p.pos++
		return p.dot(p.opts.dotall), true
	case '^':
		p.pos++
		kind := atSubjectStart
		if p.opts.multiline {
			kind = atLineStart
		}
		return &reNode{op: reAssert, kind: kind}, true
	case '$':
		p.pos++
		kind := atSubjectLastEnd
		switch {
		case p.opts.multiline:
			kind = atLineEnd
		case p.opts.dollarEnd:
			kind = atSubjectEnd
		}
		return &reNode{op: reAssert, kind: kind}, true
	case '*', '+', '?':
		p.fail("nothing to repeat", at)
	case '{':
		if _, _, ok := p.quantifier(); ok {
			p.fail("nothing to repeat", p.pos-1)
		}
	case '\\':
		p.pos++
		return p.escape()
	}
	return p.literal(p.char()), true
}

func (p *reParser) literal(r rune) *reNode {
	return &reNode{op: reChar, r: r, fold: p.opts.caseless}
}

// dot is any character, or any but those that end a line.
func (p *reParser) dot(all bool) *reNode {
	set := &reSet{negative: true}
	if !all {
		set.add('\n')
		if p.opts.anyNewline {
			set.add('\r')
		}
	}
	return &reNode{op: reSetOp, set: set}
}

// group reads what follows an opening parenthesis.
func (p *reParser) group() (*reNode, bool) {
	if p.peek() == '*' {
		return p.verb(), false
	}
	if !p.accept("?") {
		if p.opts.noCapture {
			return p.closed(), true
		}
		return p.capturing(""), true
	}
	at := p.pos
	switch {
	case p.accept("#"):
		end := strings.IndexByte(p.src[p.pos:], ')')
		if end < 0 {
			p.fail("missing ) after comment", len(p.src))
		}
		p.pos += end + 1
		return nil, false
	case p.accept(":"):
		return p.closed(), true
	case p.accept("|"):
		return p.branchReset(), true
	case p.accept(">"):
		return &reNode{op: reAtomic, subs: []*reNode{p.closed()}}, true
	case p.accept("="), p.accept("!"), p.accept("<="), p.accept("<!"):
		return p.look(p.src[at:p.pos]), true
	case p.accept("P<"), p.accept("<"):
		return p.capturing(p.groupName('>')), true
	case p.accept("'"):
		return p.capturing(p.groupName('\'')), true
	case p.accept("P="):
		return p.backrefNamed(')'), true
	case p.accept("P>"), p.accept("&"):
		n := p.backrefNamed(')')
		n.op = reRecurse
		return n, true
	case p.accept("("):
		return p.conditional(), true
	case p.accept("R"):
		if !p.accept(")") {
			p.fail("(?R or (?[+-]digits must be followed by )", p.pos)
		}
		return &reNode{op: reRecurse}, true
	}
	if n := p.numberedCall(); n != nil {
		return n, true
	}
	return p.inlineOptions()
}

// numberedCall reads (?1), (?+1), (?-1).
func (p *reParser) numberedCall() *reNode {
	start := p.pos
	sign := byte(0)
	if c := p.peek(); c == '+' || c == '-' {
		sign = c
		p.pos++
	}
	v, ok := p.number()
	if !ok {
		p.pos = start
		return nil
	}
	at := p.pos
	if !p.accept(")") {
		p.fail("(?R or (?[+-]digits must be followed by )", p.pos)
	}
	switch sign {
	case '+':
		v += p.groups
	case '-':
		if v = p.groups - v + 1; v < 1 {
			p.fail("reference to non-existent subpattern", at)
		}
	}
	n := &reNode{op: reRecurse, n: v, at: at}
	p.refs = append(p.refs, n)
	return n
}

// closed reads alternatives and the closing parenthesis.
func (p *reParser) closed() *reNode {
	n := p.alternatives()
	if !p.accept(")") {
		p.fail("missing )", len(p.src))
	}
	return n
}

func (p *reParser) capturing(name string) *reNode {
	p.groups++
	n := &reNode{op: reGroup, n: p.groups}
	if name != "" {
		p.nameGroup(name, n.n)
	}
	n.subs = []*reNode{p.closed()}
	return n
}

func (p *reParser) nameGroup(name string, group int) {
	have := p.names[name]
	if len(have) > 0 && !p.opts.dupNames && have[len(have)-1] != group {
		p.fail("two named subpatterns have the same name", p.pos-1)
	}
	p.names[name] = append(have, group)
}

func (p *reParser) groupName(end byte) string {
	start := p.pos
	for p.more() && isNameByte(p.peek()) {
		p.pos++
	}
	name := p.src[start:p.pos]
	switch {
	case name != "" && name[0] >= '0' && name[0] <= '9':
		p.fail("group name must start with a non-digit", start)
	case !p.accept(string(end)):
		p.fail("syntax error in subpattern name (missing terminator)", p.pos)
	case name == "":
		p.fail("subpattern name expected", start)
	}
	return name
}

func isNameByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func (p *reParser) backrefNamed(end byte) *reNode {
	name := p.groupName(end)
	n := &reNode{op: reBackref, name: name, fold: p.opts.caseless, at: p.pos - 1}
	p.refs = append(p.refs, n)
	return n
}

// branchReset reads (?|a|b): each alternative counts its groups from the same
// number.
func (p *reParser) branchReset() *reNode {
	first, most := p.groups, p.groups
	saved := p.opts
	alts := []*reNode{p.sequence()}
	for {
		most = max(most, p.groups)
		if !p.accept("|") {
			break
		}
		p.groups = first
		alts = append(alts, p.sequence())
	}
	p.groups, p.opts = most, saved
	if !p.accept(")") {
		p.fail("missing )", len(p.src))
	}
	return &reNode{op: reAlt, subs: alts}
}

func (p *reParser) look(kind string) *reNode {
	n := &reNode{op: reLook, negative: strings.HasSuffix(kind, "!"), behind: kind[0] == '<'}
	body := p.closed()
	n.subs = []*reNode{body}
	if n.behind {
		alts := []*reNode{body}
		if body.op == reAlt {
			alts = body.subs
		}
		for _, a := range alts {
			if _, ok := a.fixedLength(); !ok {
				p.fail("lookbehind assertion is not fixed length", p.pos-1)
			}
		}
		n.subs = alts
	}
	return n
}

// conditional reads (?(condition)yes|no).
func (p *reParser) conditional() *reNode {
	n := &reNode{op: reCond, at: p.pos}
	subs := []*reNode{nil, {op: reEmpty}}
	switch {
	case p.accept("?"):
		at := p.pos
		if !p.accept("=") && !p.accept("!") && !p.accept("<=") && !p.accept("<!") {
			p.fail("assertion expected after (?( or (?(?C)", p.pos-1)
		}
		n.cond = condLook
		subs = append(subs, p.look(p.src[at:p.pos]))
	case p.accept("DEFINE)"):
		n.cond = condDefine
	case p.accept("R)"):
		n.cond = condRecursion
	case p.accept("<"):
		n.name = p.groupName('>')
	case p.accept("'"):
		n.name = p.groupName('\'')
	default:
		p.conditionGroup(n)
	}
	if n.cond == condGroup {
		if n.name != "" && !p.accept(")") {
			p.fail("missing )", len(p.src))
		}
		n.at = p.pos
		p.refs = append(p.refs, n)
	}
	body := p.closed()
	subs[0] = body
	if body.op == reAlt {
		if len(body.subs) > 2 || n.cond == condDefine {
			p.fail("conditional group contains more than two branches", p.pos-1)
		}
		subs[0], subs[1] = body.subs[0], body.subs[1]
	}
	n.subs = subs
	return n
}

// conditionGroup reads the number or the bare name of a group.
func (p *reParser) conditionGroup(n *reNode) {
	sign := byte(0)
	if c := p.peek(); c == '+' || c == '-' {
		sign = c
		p.pos++
	}
	if v, ok := p.number(); ok {
		switch sign {
		case '+':
			v += p.groups
		case '-':
			v = p.groups - v + 1
		}
		n.n = v
		if !p.accept(")") {
			p.fail("malformed number or name after (?(", p.pos)
		}
		return
	}
	start := p.pos
	for p.more() && isNameByte(p.peek()) {
		p.pos++
	}
	n.name = p.src[start:p.pos]
	if n.name == "" || p.peek() != ')' {
		p.fail("malformed number or name after (?(", p.pos)
	}
}

// inlineOptions reads (?i) and (?i:...).
func (p *reParser) inlineOptions() (*reNode, bool) {
	opts := p.opts
	on := true
	for p.more() {
		c := p.peek()
		p.pos++
		switch c {
		case '-':
			on = false
		case 'i':
			opts.caseless = on
		case 'm':
			opts.multiline = on
		case 's':
			opts.dotall = on
		case 'x':
			opts.extended = on
		case 'U':
			opts.ungreedy = on
		case 'J':
			opts.dupNames = on
		case ')':
			p.opts = opts
			return nil, false
		case ':':
			saved := p.opts
			p.opts = opts
			n := p.closed()
			p.opts = saved
			return n, true
		default:
			p.fail("unrecognized character after (? or (?-", p.pos-1)
		}
	}
	p.fail("unrecognized character after (? or (?-", p.pos)
	return nil, false
}

// verb reads (*NAME).
func (p *reParser) verb() *reNode {
	p.pos++
	end := strings.IndexByte(p.src[p.pos:], ')')
	if end < 0 {
		p.fail("(*VERB) not recognized or malformed", len(p.src))
	}
	name := p.src[p.pos : p.pos+end]
	p.pos += end + 1
	switch name {
	case "F", "FAIL":
		return &reNode{op: reFail}
	case "ACCEPT":
		return &reNode{op: reAccept}
	case "COMMIT":
		return &reNode{op: reCommit}
	}
	p.fail("(*VERB) not recognized or malformed", p.pos-1)
	return nil
}

// sortedNames are the names of groups in the order of :all_names.
func sortedNames(names map[string][]int) []string {
	out := make([]string, 0, len(names))
	for name := range names {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
