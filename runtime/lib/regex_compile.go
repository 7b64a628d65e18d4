package lib

// This file turns the tree of a regular expression into the program that
// regex_match.go runs.

type riOp uint8

const (
	riChar      riOp = iota // r
	riCharFold              // r in any case
	riSet                   // set
	riByte                  // any byte
	riGrapheme              // a grapheme cluster
	riSplit                 // go on at x; when that fails at y
	riJump                  // x
	riSave                  // slot n = position
	riRepeat                // x to y (or -1) times one character of set, r or any: see sub
	riLoopInit              // counter n = 0
	riLoop                  // counter n: within bounds x..y go on at the next instruction, else jump to alt
	riLoopEnter             // counter n + 1
	riBackref               // any set group of refs
	riAssert                // kind
	riAtomic                // begin of an atomic part
	riAtomicEnd             //
	riLook                  // begin of an assertion
	riLookEnd               // its end: position goes back
	riNot                   // begin of a negative assertion; x: where to go on when it does not match
	riNotEnd                // it matched: fail
	riBack                  // n characters back
	riCall                  // subroutine at x
	riReturn                //
	riIfGroup               // when no group of refs is set, jump to x
	riIfCalled              // when not inside a subroutine, jump to x
	riKeep                  // the match begins here
	riFail                  //
	riCommit                // no way back past here: the match fails
	riAccept                // the match ends here (or the subroutine, or the assertion)
	riMatch                 //
)

type rInst struct {
	op   riOp
	mode reMode
	fold bool
	kind assertKind
	x, y int
	n    int
	alt  int
	r    rune
	set  *reSet
	refs []int
}

// regex is a compiled pattern: plain data, shared by all processes.
type regex struct {
	prog      []rInst
	groups    int // capturing groups
	counters  int
	names     []string // sorted
	nameIndex map[string][]int
	opts      reOptions
	first     *[4]uint64 // bytes a match can begin with; nil when unknown
	prefix    string     // literal text that every match begins with
	start     bool       // anchored at the start
}

// reCompiler appends to a program.
type reCompiler struct {
	*regex
	root   *reNode
	groupN map[int]*reNode
	subs   map[int]int // where the subroutine of a group begins
	calls  []rCall     // calls to patch
}

type rCall struct{ at, group int }

// maxProgram bounds the size of a compiled pattern, as PCRE does.
const maxProgram = 1 << 18

func compileRegex(src string, opts reOptions) (*regex, *reError) {
	root, p, err := parseRegex(src, opts)
	if err != nil {
		return nil, err
	}
	c := &reCompiler{
		regex:  &regex{groups: p.groups, nameIndex: p.names, opts: p.opts},
		root:   root,
		groupN: map[int]*reNode{},
		subs:   map[int]int{},
	}
	c.names = sortedNames(p.names)
	c.collect(root)
	c.node(root)
	c.emit(rInst{op: riMatch})
	for len(c.calls) > 0 {
		call := c.calls[0]
		c.calls = c.calls[1:]
		c.prog[call.at].x = c.subroutine(call.group)
	}
	if len(c.prog) > maxProgram {
		return nil, &reError{"regular expression is too large", len(src)}
	}
	c.first = c.firstBytes(root)
	c.prefix = literalPrefix(root, p.opts.utf)
	c.start = opts.anchored || startsAnchored(root)
	return c.regex, nil
}

func (c *reCompiler) collect(n *reNode) {
	if n.op == reGroup && c.groupN[n.n] == nil {
		c.groupN[n.n] = n
	}
	for _, s := range n.subs {
		c.collect(s)
	}
}

// subroutine is where the code of a group as a subroutine begins.
func (c *reCompiler) subroutine(group int) int {
	if at, ok := c.subs[group]; ok {
		return at
	}
	at := len(c.prog)
	c.subs[group] = at
	if group == 0 {
		c.node(c.root)
	} else {
		c.node(c.groupN[group])
	}
	c.emit(rInst{op: riReturn})
	return at
}

func (c *reCompiler) emit(i rInst) int {
	if len(c.prog) <= maxProgram { // past it, the pattern is refused
		c.prog = append(c.prog, i)
	}
	return len(c.prog) - 1
}

func (c *reCompiler) node(n *reNode) {
	switch n.op {
	case reChar:
		op := riChar
		if n.fold {
			op = riCharFold
		}
		c.emit(rInst{op: op, r: n.r})
	case reSetOp:
		c.emit(rInst{op: riSet, set: n.set})
	case reAnyByte:
		c.emit(rInst{op: riByte})
	case reGrapheme:
		c.emit(rInst{op: riGrapheme})
	case reSeq:
		for _, s := range n.subs {
			c.node(s)
		}
	case reAlt:
		c.alternatives(n.subs)
	case reRepeat:
		c.repeat(n)
	case reGroup:
		c.emit(rInst{op: riSave, n: 2 * n.n})
		c.node(n.subs[0])
		c.emit(rInst{op: riSave, n: 2*n.n + 1})
	case reAtomic:
		c.emit(rInst{op: riAtomic})
		c.node(n.subs[0])
		c.emit(rInst{op: riAtomicEnd})
	case reLook:
		c.look(n)
	case reBackref:
		c.emit(rInst{op: riBackref, refs: n.refs, fold: n.fold})
	case reRecurse:
		c.calls = append(c.calls, rCall{c.emit(rInst{op: riCall}), n.n})
	case reCond:
		c.conditional(n)
	case reAssert:
		c.emit(rInst{op: riAssert, kind: n.kind})
	case reKeep:
		c.emit(rInst{op: riKeep})
	case reFail:
		c.emit(rInst{op: riFail})
	case reAccept:
		c.emit(rInst{op: riAccept})
	case reCommit:
		c.emit(rInst{op: riCommit})
	}
}

func (c *reCompiler) alternatives(alts []*reNode) {
	var ends []int
	for i, a := range alts {
		if i == len(alts)-1 {
			c.node(a)
			break
		}
		split := c.emit(rInst{op: riSplit})
		c.prog[split].x = len(c.prog)
		c.node(a)
		ends = append(ends, c.emit(rInst{op: riJump}))
		c.prog[split].y = len(c.prog)
	}
	for _, e := range ends {
		c.prog[e].x = len(c.prog)
	}
}

func (c *reCompiler) repeat(n *reNode) {
	sub := n.subs[0]
	if sub.op == reSeq && len(sub.subs) == 1 {
		sub = sub.subs[0]
	}
	switch {
	case n.max == 0:
		return
	case sub.op == reSetOp:
		c.emit(rInst{op: riRepeat, mode: n.mode, x: n.min, y: n.max, set: sub.set})
		return
	case sub.op == reChar:
		set := &reSet{}
		set.add(sub.r)
		if sub.fold {
			set.foldOf(sub.r, c.opts.utf)
		}
		c.emit(rInst{op: riRepeat, mode: n.mode, x: n.min, y: n.max, set: set})
		return
	}
	if n.mode == possessive {
		c.emit(rInst{op: riAtomic})
		defer c.emit(rInst{op: riAtomicEnd}) // after the loop
	}
	c.loop(n, sub)
}

func (c *reCompiler) loop(n, sub *reNode) {
	if n.min == 0 && n.max == 1 {
		split := c.emit(rInst{op: riSplit})
		body := len(c.prog)
		c.node(sub)
		c.prog[split].x, c.prog[split].y = body, len(c.prog)
		if n.mode == lazy {
			c.prog[split].x, c.prog[split].y = len(c.prog), body
		}
		return
	}
	counter := c.counters
	c.counters++
	c.emit(rInst{op: riLoopInit, n: counter})
	at := c.emit(rInst{op: riLoop, n: counter, x: n.min, y: n.max, mode: n.mode})
	c.emit(rInst{op: riLoopEnter, n: counter})
	c.node(sub)
	c.emit(rInst{op: riJump, x: at})
	c.prog[at].alt = len(c.prog)
}

func (c *reCompiler) look(n *reNode) {
	op, end := riLook, riLookEnd
	if n.negative {
		op, end = riNot, riNotEnd
	}
	at := c.emit(rInst{op: op})
	if n.behind {
		alts := make([]*reNode, len(n.subs))
		for i, a := range n.subs {
			alts[i] = &reNode{op: reSeq, subs: []*reNode{a}}
		}
		c.behind(alts)
	} else {
		c.node(n.subs[0])
	}
	c.emit(rInst{op: end})
	c.prog[at].x = len(c.prog)
}

// behind tries each alternative from so many characters back as it takes.
func (c *reCompiler) behind(alts []*reNode) {
	var ends []int
	for i, a := range alts {
		split := -1
		if i < len(alts)-1 {
			split = c.emit(rInst{op: riSplit})
			c.prog[split].x = len(c.prog)
		}
		k, _ := a.fixedLength()
		c.emit(rInst{op: riBack, n: k})
		c.node(a)
		if split >= 0 {
			ends = append(ends, c.emit(rInst{op: riJump}))
			c.prog[split].y = len(c.prog)
		}
	}
	for _, e := range ends {
		c.prog[e].x = len(c.prog)
	}
}

func (c *reCompiler) conditional(n *reNode) {
	var branch int
	switch n.cond {
	case condDefine:
		return // its groups are called, never matched in place
	case condRecursion:
		branch = c.emit(rInst{op: riIfCalled})
	case condLook:
		c.conditionalLook(n)
		return
	default:
		branch = c.emit(rInst{op: riIfGroup, refs: n.refs})
	}
	c.node(n.subs[0])
	end := c.emit(rInst{op: riJump})
	c.prog[branch].x = len(c.prog)
	c.node(n.subs[1])
	c.prog[end].x = len(c.prog)
}

// conditionalLook is (?(?=a)yes|no): (?:(?=a)yes|(?!a)no).
func (c *reCompiler) conditionalLook(n *reNode) {
	look := n.subs[2]
	inverse := *look
	inverse.negative = !look.negative
	c.alternatives([]*reNode{
		{op: reSeq, subs: []*reNode{look, n.subs[0]}},
		{op: reSeq, subs: []*reNode{&inverse, n.subs[1]}},
	})
}

// firstBytes is the set of bytes that a match can begin with; nil when it can
// be empty, or is hard to say.
func (c *reCompiler) firstBytes(n *reNode) *[4]uint64 {
	var set [4]uint64
	if c.addFirst(&set, n) {
		return &set
	}
	return nil
}

// addFirst adds the first bytes of a node; false when it may take none.
func (c *reCompiler) addFirst(set *[4]uint64, n *reNode) bool {
	switch n.op {
	case reChar, reSetOp:
		one := &reSet{}
		if n.op == reSetOp {
			one = n.set
		} else if one.add(n.r); n.fold {
			one.foldOf(n.r, c.opts.utf)
		}
		limit := rune(256)
		if c.opts.utf {
			limit = 128
			for i := 2; i < 4; i++ {
				set[i] = ^uint64(0) // any byte of a longer character
			}
		}
		for r := rune(0); r < limit; r++ {
			if one.has(r) {
				set[r>>6] |= 1 << (r & 63)
			}
		}
		return true
	case reSeq:
		for _, s := range n.subs {
			if s.op == reAssert || s.op == reLook && !s.behind || s.op == reKeep {
				continue
			}
			return c.addFirst(set, s)
		}
		return false
	case reAlt:
		for _, s := range n.subs {
			if !c.addFirst(set, s) {
				return false
			}
		}
		return true
	case reGroup, reAtomic:
		return c.addFirst(set, n.subs[0])
	case reRepeat:
		return n.min > 0 && c.addFirst(set, n.subs[0])
	}
	return false
}

// literalPrefix is the text that every match begins with.
func literalPrefix(n *reNode, utf bool) string {
	if n.op != reSeq {
		return ""
	}
	var out []rune
	for _, s := range n.subs {
		if s.op != reChar || s.fold {
			break
		}
		out = append(out, s.r)
	}
	if utf {
		return string(out)
	}
	b := make([]byte, len(out))
	for i, r := range out {
		b[i] = byte(r)
	}
	return string(b)
}

// startsAnchored reports whether a match can only be at the very start.
func startsAnchored(n *reNode) bool {
	switch n.op {
	case reAssert:
		return n.kind == atSubjectStart
	case reSeq:
		return len(n.subs) > 0 && startsAnchored(n.subs[0])
	case reGroup, reAtomic:
		return startsAnchored(n.subs[0])
	case reAlt:
		for _, s := range n.subs {
			if !startsAnchored(s) {
				return false
			}
		}
		return true
	}
	return false
}
