package lib

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file runs compiled regular expressions: a backtracking matcher whose
// whole state is data, so that it can stop after any number of steps, be
// copied, and go on.

// btKind is what an entry of the backtrack stack undoes or tries.
type btKind uint8

const (
	btBranch  btKind = iota // go on at pc from pos
	btSlot                  // slot n was old
	btCounter               // counter n was old, its position old2
	btKeep                  // the match began at old
	btGive                  // a greedy repetition ends at pos; it may end as early as old
	btTake                  // a lazy repetition ends at pos; it may take one more, old more times
	btMark                  // begin of an atomic part, assertion or subroutine
)

type btEntry struct {
	kind btKind
	n    int
	pc   int
	pos  int
	old  int
	old2 int
}

// rMark is a begin that awaits its end: where its entry lies.
type rMark struct {
	at   int // index of the entry
	pos  int
	back int // of a subroutine: where to return; else -1
	not  int // of a negative assertion: where to go on; else -1
}

// matchRun is one search for a match.
type matchRun struct {
	re       *regex
	s        string
	from     int // where the search began (\G)
	at       int // where the current attempt begins
	notEmpty bool
	anchored bool

	pc, pos  int
	slots    []int // bounds of groups; -1 unset
	counters []int // pairs: count, position of the last turn
	stack    []btEntry
	marks    []rMark
	keep     int
	inCall   int
	budget   int
	steps    int
	begun    bool
}

// maxMatchSteps is when a search gives up and counts as no match, as with
// PCRE's match limit; maxBacktrack bounds its memory.
const (
	maxMatchSteps = 50_000_000
	maxBacktrack  = 1 << 22
)

type runResult int

const (
	runMore runResult = iota // out of budget: run again
	runMatched
	runFailed
	runLimit
)

func newMatchRun(re *regex, s string, from int, anchored, notEmpty bool) *matchRun {
	m := &matchRun{re: re, s: s, from: from, at: from, anchored: anchored || re.opts.anchored, notEmpty: notEmpty}
	m.slots = make([]int, 2*re.groups+2)
	m.counters = make([]int, 2*re.counters)
	return m
}

func (m *matchRun) clone() *matchRun {
	c := *m
	c.slots, c.counters = slices.Clone(m.slots), slices.Clone(m.counters)
	c.stack, c.marks = slices.Clone(m.stack), slices.Clone(m.marks)
	return &c
}

// run searches for so many steps.
func (m *matchRun) run(budget int) runResult {
	m.budget = budget
	for {
		if !m.begun {
			if !m.begin() {
				return runFailed
			}
		}
		switch r := m.attempt(); r {
		case runFailed:
			m.begun = false
			if m.anchored || m.at >= len(m.s) {
				return runFailed
			}
			m.at += m.width(m.at)
			if m.re.opts.firstLine && m.s[m.at-1] == '\n' {
				return runFailed
			}
		default:
			return r
		}
	}
}

// begin starts an attempt at the next place where one can succeed.
func (m *matchRun) begin() bool {
	if !m.anchored {
		switch {
		case m.re.start && m.at > 0:
			return false
		case m.re.prefix != "":
			i := strings.Index(m.s[m.at:], m.re.prefix)
			if i < 0 || m.re.opts.firstLine && strings.Contains(m.s[m.at:m.at+i], "\n") {
				return false
			}
			m.at += i
		case m.re.first != nil && !m.re.opts.firstLine:
			for m.at < len(m.s) && m.re.first[m.s[m.at]>>6]&(1<<(m.s[m.at]&63)) == 0 {
				m.at++
			}
			if m.at == len(m.s) {
				return false
			}
		}
	}
	m.begun = true
	m.pc, m.pos, m.keep, m.inCall = 0, m.at, m.at, 0
	for i := range m.slots {
		m.slots[i] = -1
	}
	m.stack, m.marks = m.stack[:0], m.marks[:0]
	return true
}

// width is the bytes of the character at i.
func (m *matchRun) width(i int) int {
	if !m.re.opts.utf || m.s[i] < utf8.RuneSelf {
		return 1
	}
	_, n := utf8.DecodeRuneInString(m.s[i:])
	return n
}

// char is the character at i.
func (m *matchRun) char(i int) (rune, int) {
	if c := m.s[i]; !m.re.opts.utf || c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(m.s[i:])
}

// before is the character that ends at i.
func (m *matchRun) before(i int) (rune, int) {
	if c := m.s[i-1]; !m.re.opts.utf || c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeLastRuneInString(m.s[:i])
}

func (m *matchRun) push(e btEntry) { m.stack = append(m.stack, e) }

func (m *matchRun) setSlot(n, v int) {
	m.push(btEntry{kind: btSlot, n: n, old: m.slots[n]})
	m.slots[n] = v
}

func (m *matchRun) setCounter(n, count, pos int) {
	m.push(btEntry{kind: btCounter, n: n, old: m.counters[2*n], old2: m.counters[2*n+1]})
	m.counters[2*n], m.counters[2*n+1] = count, pos
}

// undo takes back one entry that changed state; false for one to go on with.
func (m *matchRun) undo(e btEntry) bool {
	switch e.kind {
	case btSlot:
		m.slots[e.n] = e.old
	case btCounter:
		m.counters[2*e.n], m.counters[2*e.n+1] = e.old, e.old2
	case btKeep:
		m.keep = e.old
	case btMark:
		if mark := m.marks[len(m.marks)-1]; mark.back >= 0 {
			m.inCall--
		}
		m.marks = m.marks[:len(m.marks)-1]
	default:
		return false
	}
	return true
}

// fail goes back to the last entry that leaves something to try.
func (m *matchRun) fail() bool {
	for len(m.stack) > 0 {
		top := len(m.stack) - 1
		e := m.stack[top]
		m.stack = m.stack[:top]
		switch {
		case m.undo(e):
		case e.kind == btBranch:
			m.pc, m.pos = e.pc, e.pos
			return true
		case e.kind == btGive:
			if e.pos > e.old {
				_, n := m.before(e.pos)
				e.pos -= n
				if e.pos > e.old {
					m.push(e)
				}
				m.pc, m.pos = e.pc, e.pos
				return true
			}
		case e.kind == btTake:
			if e.old != 0 && e.pos < len(m.s) {
				r, n := m.char(e.pos)
				if m.re.prog[e.pc-1].set.has(r) {
					e.pos += n
					e.old--
					m.push(e)
					m.pc, m.pos = e.pc, e.pos
					return true
				}
			}
		}
	}
	return false
}

// mark begins a part that is left at once.
func (m *matchRun) mark(back, not int) {
	m.marks = append(m.marks, rMark{at: len(m.stack), pos: m.pos, back: back, not: not})
	m.push(btEntry{kind: btMark})
	if back >= 0 {
		m.inCall++
	}
}

// cut ends the innermost part: what could still be tried in it is dropped,
// what it changed stays, and can be undone.
func (m *matchRun) cut() rMark {
	mark := m.marks[len(m.marks)-1]
	kept := m.stack[:mark.at]
	for _, e := range m.stack[mark.at+1:] {
		if e.kind == btSlot || e.kind == btCounter || e.kind == btKeep {
			kept = append(kept, e)
		}
	}
	m.stack = kept
	m.marks = m.marks[:len(m.marks)-1]
	return mark
}

// unwind ends the innermost part and takes back all that it changed.
func (m *matchRun) unwind() rMark {
	mark := m.marks[len(m.marks)-1]
	for len(m.stack) > mark.at {
		e := m.stack[len(m.stack)-1]
		m.stack = m.stack[:len(m.stack)-1]
		m.undo(e)
	}
	return mark
}

// attempt runs until the match succeeds, fails, or the budget is used up.
func (m *matchRun) attempt() runResult {
	for {
		if m.budget <= 0 {
			if m.steps > maxMatchSteps || len(m.stack) > maxBacktrack {
				return runLimit
			}
			return runMore
		}
		m.budget--
		m.steps++
		i := &m.re.prog[m.pc]
		ok := true
		switch i.op {
		case riMatch:
			if !m.notEmpty || m.pos > m.keep {
				m.slots[0], m.slots[1] = m.keep, m.pos
				return runMatched
			}
			ok = false
		case riCommit:
			m.stack = m.stack[:0]
			m.marks = m.marks[:0]
			m.anchored = true
			m.pc++
		case riAccept:
			if done := m.accept(); done {
				m.slots[0], m.slots[1] = m.keep, m.pos
				return runMatched
			}
		case riRepeat:
			ok = m.repeat(i)
		case riChar, riCharFold, riSet, riByte, riGrapheme, riBackref, riAssert, riBack:
			ok = m.consume(i)
		default:
			ok = m.control(i)
		}
		if !ok && !m.fail() {
			return runFailed
		}
		if len(m.stack) > maxBacktrack {
			return runLimit
		}
	}
}

// accept ends the innermost subroutine or assertion; true when there is none.
func (m *matchRun) accept() bool {
	if len(m.marks) == 0 {
		return true
	}
	mark := m.marks[len(m.marks)-1]
	switch {
	case mark.back >= 0:
		pos := m.pos
		m.unwind()
		m.pc, m.pos = mark.back, pos
	default:
		// An atomic part or assertion goes on behind its end.
		m.cut()
		depth := 0
		for m.pc++; ; m.pc++ {
			switch m.re.prog[m.pc].op {
			case riAtomic, riLook, riNot:
				depth++
			case riMatch:
				return true
			case riAtomicEnd, riLookEnd, riNotEnd:
				if depth--; depth < 0 {
					m.pc++
					return false
				}
			}
		}
	}
	return false
}

// consume runs an instruction that looks at the subject.
func (m *matchRun) consume(i *rInst) bool {
	switch i.op {
	case riAssert:
		if !m.assert(i.kind) {
			return false
		}
	case riBackref:
		if !m.backref(i) {
			return false
		}
	case riBack:
		for range i.n {
			if m.pos == 0 {
				return false
			}
			_, n := m.before(m.pos)
			m.pos -= n
		}
	default:
		if m.pos >= len(m.s) {
			return false
		}
		switch i.op {
		case riByte:
			m.pos++
		case riGrapheme:
			m.pos += m.graphemeWidth()
		default:
			r, n := m.char(m.pos)
			switch {
			case i.op == riChar && r != i.r,
				i.op == riCharFold && !sameFold(r, i.r, m.re.opts.utf),
				i.op == riSet && !i.set.has(r):
				return false
			}
			m.pos += n
		}
	}
	m.pc++
	return true
}

func (m *matchRun) graphemeWidth() int {
	if !m.re.opts.utf {
		if strings.HasPrefix(m.s[m.pos:], "\r\n") {
			return 2
		}
		return 1
	}
	return graphemeSize(m.s[m.pos:])
}

// repeat runs a repetition of one character.
func (m *matchRun) repeat(i *rInst) bool {
	pos, count := m.pos, 0
	most := i.y
	if i.mode == lazy {
		most = i.x
	}
	low := pos
	for count != most && pos < len(m.s) {
		r, n := m.char(pos)
		if !i.set.has(r) {
			break
		}
		pos += n
		if count++; count == i.x {
			low = pos
		}
	}
	m.budget -= count / 8
	if count < i.x {
		return false
	}
	m.pos = pos
	m.pc++
	switch {
	case i.mode == greedy && pos > low:
		m.push(btEntry{kind: btGive, pc: m.pc, pos: pos, old: low})
	case i.mode == lazy && i.y != i.x:
		left := -1
		if i.y >= 0 {
			left = i.y - i.x
		}
		m.push(btEntry{kind: btTake, pc: m.pc, pos: pos, old: left})
	}
	return true
}

// control runs an instruction that steers.
func (m *matchRun) control(i *rInst) bool {
	next := m.pc + 1
	switch i.op {
	case riSplit:
		m.push(btEntry{kind: btBranch, pc: i.y, pos: m.pos})
		next = i.x
	case riJump:
		next = i.x
	case riSave:
		m.setSlot(i.n, m.pos)
	case riLoopInit:
		m.setCounter(i.n, 0, -1)
	case riLoop:
		count, last := m.counters[2*i.n], m.counters[2*i.n+1]
		switch {
		case count < i.x:
		case count == i.y || last == m.pos:
			next = i.alt
		case i.mode == lazy:
			m.push(btEntry{kind: btBranch, pc: next, pos: m.pos})
			next = i.alt
		default:
			m.push(btEntry{kind: btBranch, pc: i.alt, pos: m.pos})
		}
	case riLoopEnter:
		m.setCounter(i.n, m.counters[2*i.n]+1, m.pos)
	case riAtomic, riLook:
		m.mark(-1, -1)
	case riAtomicEnd:
		m.cut()
	case riLookEnd:
		m.pos = m.cut().pos
	case riNot:
		m.push(btEntry{kind: btBranch, pc: i.x, pos: m.pos})
		m.mark(-1, i.x)
	case riNotEnd:
		m.unwind()
		m.stack = m.stack[:len(m.stack)-1] // the way on when it does not match
		return false
	case riCall:
		if m.recursesInPlace(i) {
			return false
		}
		m.mark(next, -1)
		next = i.x
	case riReturn:
		next = m.unwind().back
	case riIfGroup:
		if !m.anySet(i.refs) {
			next = i.x
		}
	case riIfCalled:
		if m.inCall == 0 {
			next = i.x
		}
	case riKeep:
		m.push(btEntry{kind: btKeep, old: m.keep})
		m.keep = m.pos
	case riFail:
		return false
	}
	m.pc = next
	return true
}

// recursesInPlace reports a subroutine that calls itself without having moved
// on: PCRE gives up on such a pattern, and so does the limit on depth here.
func (m *matchRun) recursesInPlace(i *rInst) bool {
	for k := len(m.marks) - 1; k >= 0; k-- {
		mark := m.marks[k]
		if mark.pos != m.pos {
			return false
		}
		if mark.back >= 0 && mark.back == m.pc+1 {
			return true
		}
	}
	return m.inCall > maxCallDepth
}

const maxCallDepth = 100_000

func (m *matchRun) anySet(groups []int) bool {
	for _, g := range groups {
		if m.slots[2*g+1] >= 0 {
			return true
		}
	}
	return false
}

func (m *matchRun) backref(i *rInst) bool {
	for _, g := range i.refs {
		from, to := m.slots[2*g], m.slots[2*g+1]
		if from < 0 || to < from {
			continue
		}
		want := m.s[from:to]
		if !i.fold {
			if !strings.HasPrefix(m.s[m.pos:], want) {
				return false
			}
			m.pos += len(want)
			return true
		}
		return m.backrefFold(from, to)
	}
	return false
}

func (m *matchRun) backrefFold(from, to int) bool {
	pos := m.pos
	for from < to {
		if pos >= len(m.s) {
			return false
		}
		a, n := m.char(from)
		b, k := m.char(pos)
		if !sameFold(a, b, m.re.opts.utf) {
			return false
		}
		from, pos = from+n, pos+k
	}
	m.pos = pos
	return true
}

// atBreak reports whether a line ends at i.
func (m *matchRun) atBreak(i int) bool {
	return m.s[i] == '\n' || m.re.opts.anyNewline && m.s[i] == '\r'
}

func (m *matchRun) assert(kind assertKind) bool {
	pos, end := m.pos, len(m.s)
	switch kind {
	case atSubjectStart:
		return pos == 0
	case atSubjectEnd:
		return pos == end
	case atSearchStart:
		return pos == m.from
	case atLineStart:
		if pos == 0 {
			return true
		}
		if pos == end || m.s[pos-1] == '\r' && m.s[pos] == '\n' && m.re.opts.anyNewline {
			return false
		}
		return m.atBreak(pos - 1)
	case atLineEnd, atSubjectLastEnd:
		if pos == end {
			return true
		}
		if !m.atBreak(pos) || m.re.opts.anyNewline && m.s[pos] == '\n' && pos > 0 && m.s[pos-1] == '\r' {
			return false
		}
		if kind == atLineEnd || pos == end-1 {
			return true
		}
		return m.re.opts.anyNewline && pos == end-2 && m.s[pos:] == "\r\n"
	}
	word := reWordLatin
	if m.re.opts.ucp {
		word = reWordUnicode
	}
	left, right := false, false
	if pos > 0 {
		r, _ := m.before(pos)
		left = word(r)
	}
	if pos < end {
		r, _ := m.char(pos)
		right = word(r)
	}
	return (left != right) == (kind == atWordBoundary)
}

func reWordLatin(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r < 256 && unicode.IsLetter(r)
}

func reWordUnicode(r rune) bool {
	return r == '_' || unicode.Is(unicode.L, r) || unicode.Is(unicode.N, r)
}
