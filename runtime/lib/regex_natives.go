package lib

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :re over the engine of regex_*.go. A compiled pattern is the
// tuple {:re_pattern, groups, unicode, crlf, binary}; the binary holds options
// and source, and the program itself is kept in a cache of the world.

var atomRePattern = term.Intern("re_pattern")

// regexOptionBits are the options as a compiled pattern's binary holds them.
var regexOptionBits = []struct {
	name string
	set  func(o *reOptions)
}{
	{"unicode", func(o *reOptions) { o.utf = true }},
	{"ucp", func(o *reOptions) { o.ucp = true }},
	{"caseless", func(o *reOptions) { o.caseless = true }},
	{"multiline", func(o *reOptions) { o.multiline = true }},
	{"dotall", func(o *reOptions) { o.dotall = true }},
	{"extended", func(o *reOptions) { o.extended = true }},
	{"firstline", func(o *reOptions) { o.firstLine = true }},
	{"ungreedy", func(o *reOptions) { o.ungreedy = true }},
	{"anchored", func(o *reOptions) { o.anchored = true }},
	{"dollar_endonly", func(o *reOptions) { o.dollarEnd = true }},
	{"no_auto_capture", func(o *reOptions) { o.noCapture = true }},
	{"dupnames", func(o *reOptions) { o.dupNames = true }},
	{"newline", func(o *reOptions) { o.anyNewline = true }},
	{"no_start_optimize", func(*reOptions) {}},
	{"never_utf", func(*reOptions) {}},
	{"bsr_anycrlf", func(*reOptions) {}},
	{"bsr_unicode", func(*reOptions) {}},
}

// patternKey is options and source of a pattern as text: what the cache is
// keyed by.
type patternKey string

func newPatternKey(bits uint32, source string) patternKey {
	return patternKey([]byte{byte(bits >> 16), byte(bits >> 8), byte(bits)}) + patternKey(source)
}

func (k patternKey) compile() (*regex, *reError) {
	bits := uint32(k[0])<<16 | uint32(k[1])<<8 | uint32(k[2])
	var opts reOptions
	for i, o := range regexOptionBits {
		if bits&(1<<i) != 0 {
			o.set(&opts)
		}
	}
	return compileRegex(string(k[3:]), opts)
}

// regexCache holds compiled patterns of a world. It is emptied when full:
// what is in use comes back at once.
type regexCache struct {
	mu       sync.Mutex
	compiled map[patternKey]*regex
}

const maxCachedRegexes = 1024

// Fork shares nothing: programs are compiled again where they are used.
func (c *regexCache) Fork(*kernel.World) kernel.Attachment {
	return &regexCache{compiled: map[patternKey]*regex{}}
}

func compiledRegex(m *vm.Machine, key patternKey) (*regex, *reError) {
	if m == nil {
		return key.compile()
	}
	cache, ok := m.World().Attachment("regex").(*regexCache)
	if !ok {
		fresh := &regexCache{compiled: map[patternKey]*regex{}}
		cache = m.World().AttachOnce("regex", fresh).(*regexCache)
	}
	cache.mu.Lock()
	re := cache.compiled[key]
	cache.mu.Unlock()
	if re != nil {
		return re, nil
	}
	re, err := key.compile()
	if err != nil {
		return nil, err
	}
	bump(m, 100+len(re.prog))
	cache.mu.Lock()
	if len(cache.compiled) >= maxCachedRegexes {
		clear(cache.compiled)
	}
	cache.compiled[key] = re
	cache.mu.Unlock()
	return re, nil
}

var reNatives = vm.Natives{
	"version/0": func(*vm.Machine, []term.Term) (term.Term, error) { return term.Binary("8.44 2020-02-12"), nil },
	"compile/1": func(m *vm.Machine, a []term.Term) (term.Term, error) { return reCompile(m, a[0], term.Empty) },
	"compile/2": func(m *vm.Machine, a []term.Term) (term.Term, error) { return reCompile(m, a[0], a[1]) },
	"inspect/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		key, ok := patternOf(a[0])
		if item, isAtom := a[1].(term.Atom); !ok || !isAtom || item.Name() != "namelist" {
			return nil, vm.BadArg()
		}
		re, err := compiledRegex(m, key)
		if err != nil {
			return nil, vm.BadArg()
		}
		return term.Tuple2(a[1], binaries(re.names)), nil
	},
	"run/2":     func(m *vm.Machine, a []term.Term) (term.Term, error) { return reRun(m, a[0], a[1], term.Empty) },
	"run/3":     func(m *vm.Machine, a []term.Term) (term.Term, error) { return reRun(m, a[0], a[1], a[2]) },
	"split/2":   func(m *vm.Machine, a []term.Term) (term.Term, error) { return reSplit(m, a[0], a[1], term.Empty) },
	"split/3":   func(m *vm.Machine, a []term.Term) (term.Term, error) { return reSplit(m, a[0], a[1], a[2]) },
	"replace/3": func(m *vm.Machine, a []term.Term) (term.Term, error) { return reReplace(m, a, term.Empty) },
	"replace/4": func(m *vm.Machine, a []term.Term) (term.Term, error) { return reReplace(m, a, a[3]) },
}

// patternOf is the key of a compiled pattern.
func patternOf(t term.Term) (patternKey, bool) {
	p, ok := t.(*term.Tuple)
	if !ok || len(p.Elems) != 5 {
		return "", false
	}
	tag, _ := p.Elems[0].(term.Atom)
	b, ok := p.Elems[4].(term.Binary)
	return patternKey(b), ok && tag == atomRePattern && len(b) >= 3
}

// readCompileOption sets the bit of a compile option; false when it is none.
func readCompileOption(t term.Term, bits *uint32) bool {
	name, ok := t.(term.Atom)
	if !ok {
		var v term.Term
		if name, v, ok = option(t); !ok || name.Name() != "newline" {
			return false
		}
		style, ok := v.(term.Atom)
		if !ok || !slices.Contains([]string{"cr", "crlf", "lf", "nul", "anycrlf", "any"}, style.Name()) {
			return false
		}
		if style.Name() == "lf" {
			return true
		}
	} else if name.Name() == "newline" {
		return false
	}
	for i, o := range regexOptionBits {
		if o.name == name.Name() {
			*bits |= 1 << i
			return true
		}
	}
	return false
}

func patternKeyOf(t term.Term, bits uint32) (patternKey, bool) {
	source, ok := ioBytes(t)
	if bits&1 != 0 {
		source, ok = charText(t)
	}
	return newPatternKey(bits, source), ok
}

func reCompile(m *vm.Machine, t, opts term.Term) (term.Term, error) {
	list, ok := term.Slice(opts)
	bits := uint32(0)
	for _, o := range list {
		ok = ok && readCompileOption(o, &bits)
	}
	key, ok2 := patternKeyOf(t, bits)
	info := wrong{}
	info.unless(ok2, 1, notIodata)
	info.unless(ok, 2, "invalid options")
	if len(info) > 0 {
		return nil, vm.BadArg(info...)
	}
	re, err := compiledRegex(m, key)
	if err != nil {
		return term.Tuple2(term.Error, term.Tuple2(toCharlist(err.text), term.Int(err.at))), nil
	}
	utf, crlf := 0, 0
	if re.opts.utf {
		utf = 1
	}
	if re.opts.anyNewline {
		crlf = 1
	}
	return term.Tuple2(term.Ok, term.NewTuple(atomRePattern, term.Int(re.groups), term.Int(utf), term.Int(crlf), term.Binary(key))), nil
}

// reRequest is a call of run, split or replace as it was read.
type reRequest struct {
	re       *regex
	subject  string
	offset   int
	global   bool
	anchored bool
	notEmpty bool
	none     bool   // capture nothing
	which    []int  // groups to return; nil for all
	allFrom  int    // of all groups: from which
	asType   string // index, list, binary
	iodata   bool   // return: iodata
	parts    int
	trim     bool
	withAll  bool // split: group
}

func readRequest(m *vm.Machine, subject, pattern, opts term.Term, optsAt int) (*reRequest, error) {
	q := &reRequest{asType: "index"}
	list, okOpts := term.Slice(opts)
	bits := uint32(0)
	var capture term.Term
	for _, o := range list {
		okOpts = okOpts && (q.readOption(o, &capture) || readCompileOption(o, &bits))
	}
	key, okPattern := patternOf(pattern)
	if !okPattern {
		key, okPattern = patternKeyOf(pattern, bits)
	}
	_, okSubject := ioBytes(subject)
	if !okSubject && bits&1 != 0 {
		_, okSubject = charText(subject)
	}
	info := wrong{}
	info.unless(okSubject, 1, notIodata)
	info.unless(okPattern, 2, "neither an iodata term nor a compiled regular expression")
	if okPattern {
		re, err := compiledRegex(m, key)
		if err != nil {
			info.unless(false, 2, fmt.Sprintf("could not parse regular expression\n%s on character %d", err.text, err.at))
		}
		q.re = re
	}
	info.unless(okOpts, optsAt, "invalid options")
	if len(info) > 0 {
		return nil, vm.BadArg(info...)
	}
	re, ok := q.re, false
	if re.opts.utf {
		q.subject, ok = charText(subject)
	} else {
		q.subject, ok = ioBytes(subject)
	}
	if !ok || q.offset < 0 || q.offset > len(q.subject) {
		return nil, vm.BadArg()
	}
	bumpBytes(m, len(q.subject))
	if capture != nil && !q.readCapture(capture) {
		return nil, vm.BadArg(optsAt, "invalid options")
	}
	return q, nil
}

func (q *reRequest) readOption(t term.Term, capture *term.Term) bool {
	if a, ok := t.(term.Atom); ok {
		switch a.Name() {
		case "global":
			q.global = true
		case "anchored":
			q.anchored = true
		case "notempty", "notempty_atstart":
			q.notEmpty = true
		case "trim":
			q.trim = true
		case "group":
			q.withAll = true
		case "notbol", "noteol", "report_errors":
		default:
			return false
		}
		return true
	}
	p, ok := t.(*term.Tuple)
	if !ok || len(p.Elems) < 2 || len(p.Elems) > 3 {
		return false
	}
	name, _ := p.Elems[0].(term.Atom)
	if name.IsZero() {
		return false
	}
	n, isInt := p.Elems[1].(int)
	word, isAtom := p.Elems[1].(term.Atom)
	switch name.Name() {
	case "capture":
		*capture = p.Elems[1]
		if len(p.Elems) == 3 {
			kind, _ := p.Elems[2].(term.Atom)
			return !kind.IsZero() && q.setType(kind.Name(), "index", "list", "binary")
		}
		return true
	case "offset":
		q.offset = n
		return isInt && n >= 0
	case "match_limit", "match_limit_recursion":
		return isInt && n >= 0
	case "parts":
		q.parts = n
		return isInt && n >= 0 || isAtom && word == term.Infinity
	case "return":
		return isAtom && q.setType(word.Name(), "iodata", "list", "binary")
	}
	return false
}

func (q *reRequest) setType(name string, allowed ...string) bool {
	q.asType = name
	return slices.Contains(allowed, name)
}

// readCapture reads which groups to return.
func (q *reRequest) readCapture(t term.Term) bool {
	if a, ok := t.(term.Atom); ok {
		switch a.Name() {
		case "all":
		case "all_but_first":
			q.allFrom = 1
		case "first":
			q.which = []int{0}
		case "none":
			q.none = true
		case "all_names":
			q.none = len(q.re.names) == 0
			q.which = []int{}
			for _, name := range q.re.names {
				q.which = append(q.which, q.re.nameIndex[name][0])
			}
		default:
			return false
		}
		return true
	}
	list, ok := term.Slice(t)
	if !ok {
		return false
	}
	q.which = []int{}
	for _, e := range list {
		if n, ok := e.(int); ok {
			q.which = append(q.which, n)
			continue
		}
		name := ""
		switch x := e.(type) {
		case term.Atom:
			name = x.Name()
		default:
			if name, ok = charText(x); !ok {
				return false
			}
		}
		group := -1
		if have := q.re.nameIndex[name]; len(have) > 0 {
			group = have[0]
		}
		q.which = append(q.which, group)
	}
	q.none = len(q.which) == 0
	return true
}

// span returns the bounds of a group, of several by one name the one that is
// set.
func (q *reRequest) span(slots []int, group int) (from, to int) {
	if group < 0 || 2*group+1 >= len(slots) {
		return -1, -1
	}
	for _, same := range q.re.nameIndex {
		if len(same) > 1 && same[0] == group {
			for _, g := range same {
				if slots[2*g+1] >= 0 {
					group = g
					break
				}
			}
		}
	}
	if slots[2*group+1] < 0 {
		return -1, -1
	}
	return slots[2*group], slots[2*group+1]
}

// captured is one match as its caller wants it.
func (q *reRequest) captured(slots []int) term.Term {
	groups := q.which
	if groups == nil {
		last := q.re.groups
		for last > 0 && slots[2*last+1] < 0 {
			last--
		}
		for g := q.allFrom; g <= last; g++ {
			groups = append(groups, g)
		}
	}
	out := make([]term.Term, len(groups))
	for i, g := range groups {
		from, to := q.span(slots, g)
		out[i] = q.part(from, to)
	}
	return term.List(out...)
}

func (q *reRequest) part(from, to int) term.Term {
	if q.asType == "index" {
		if from < 0 {
			return term.Tuple2(term.Int(-1), term.Int(0))
		}
		return term.Tuple2(term.Int(from), term.Int(to-from))
	}
	if from < 0 {
		from, to = 0, 0
	}
	return q.text(q.subject[from:to])
}

func (q *reRequest) text(s string) term.Term {
	switch {
	case q.asType == "list" && q.re.opts.utf:
		return toCharlist(s)
	case q.asType == "list":
		return byteList(s)
	}
	return term.Binary(s)
}

func reRun(m *vm.Machine, subject, pattern, opts term.Term) (term.Term, error) {
	q, err := readRequest(m, subject, pattern, opts, 3)
	if err != nil {
		return nil, err
	}
	match := term.Intern("match")
	return startMatching(m, q, func(found [][]int) (term.Term, error) {
		switch {
		case len(found) == 0:
			return atomNomatch, nil
		case q.none:
			return match, nil
		case !q.global:
			return term.Tuple2(match, q.captured(found[0])), nil
		}
		all := make([]term.Term, len(found))
		for i, slots := range found {
			all[i] = q.captured(slots)
		}
		return term.Tuple2(match, term.List(all...)), nil
	})
}

// matching is a search, or all of them, that runs in steps; then finish makes
// the result.
type matching struct {
	q      *reRequest
	run    *matchRun
	found  [][]int
	limit  int // so many matches at most; 0 for all
	retry  bool
	finish func(found [][]int) (term.Term, error)
}

// matchQuantum is the steps of a search between two yields.
const matchQuantum = 20000

func startMatching(m *vm.Machine, q *reRequest, finish func([][]int) (term.Term, error)) (term.Term, error) {
	j := &matching{q: q, finish: finish}
	if !q.global {
		j.limit = 1
	} else if q.parts > 1 {
		j.limit = q.parts - 1
	}
	j.run = newMatchRun(q.re, q.subject, q.offset, q.anchored, q.notEmpty)
	return j.step(m)
}

func (j *matching) step(m *vm.Machine) (term.Term, error) {
	total := 0
	for {
		before := j.run.steps
		r := j.run.run(matchQuantum - total)
		total += j.run.steps - before + 1
		if r != runMore {
			if !j.took(r) {
				bump(m, total/16)
				return j.finish(j.found)
			}
		}
		if total >= matchQuantum {
			bump(m, total/16)
			if m != nil {
				return nil, m.Yield(j)
			}
			total = 0
		}
	}
}

// took takes the end of one search in, and begins the next; false when there
// is none. After an empty match it looks for one at the same place that is
// not empty, and then goes on one character further.
func (j *matching) took(r runResult) bool {
	q := j.q
	if r == runMatched {
		slots := slices.Clone(j.run.slots)
		j.found = append(j.found, slots)
		if j.limit > 0 && len(j.found) >= j.limit {
			return false
		}
		at := slots[1]
		j.retry = slots[0] == at
		j.run = newMatchRun(q.re, q.subject, at, q.anchored || j.retry, q.notEmpty || j.retry)
		return true
	}
	if r == runFailed && j.retry && j.run.from < len(q.subject) {
		j.retry = false
		at := j.run.from
		if strings.HasPrefix(q.subject[at:], "\r\n") && q.re.opts.anyNewline {
			at++
		}
		at += j.run.width(at)
		j.run = newMatchRun(q.re, q.subject, at, q.anchored, q.notEmpty)
		return true
	}
	return false
}

func (j *matching) Resume(m *vm.Machine, _ term.Term, exc *vm.Exception) (term.Term, error) {
	if exc != nil {
		return nil, exc
	}
	return j.step(m)
}

func (j *matching) Clone() (vm.Cont, bool) {
	c := *j
	c.run, c.found = j.run.clone(), slices.Clone(j.found)
	return &c, true
}

func reSplit(m *vm.Machine, subject, pattern, opts term.Term) (term.Term, error) {
	q, err := readRequest(m, subject, pattern, opts, 3)
	if err != nil {
		return nil, err
	}
	q.global = q.parts != 1
	if q.subject == "" {
		if q.trim {
			return term.Empty, nil
		}
		return term.List(q.text("")), nil
	}
	return startMatching(m, q, func(found [][]int) (term.Term, error) {
		if q.parts == 1 {
			found = nil
		}
		var out []term.Term
		from := 0
		for _, slots := range found {
			if slots[1] == slots[0] && slots[0] == from {
				continue
			}
			part := []term.Term{q.text(q.subject[from:slots[0]])}
			for g := 1; g <= q.re.groups; g++ {
				a, b := q.span(slots, g)
				part = append(part, q.text(q.subject[max(a, 0):max(b, 0)]))
			}
			if q.withAll {
				out = append(out, term.List(part...))
			} else {
				out = append(out, part...)
			}
			from = slots[1]
		}
		last := q.text(q.subject[from:])
		if q.withAll {
			last = term.List(last)
		}
		out = append(out, last)
		if q.trim {
			for len(out) > 0 && (term.Identical(out[len(out)-1], q.text("")) || term.Identical(out[len(out)-1], term.List(q.text("")))) {
				out = out[:len(out)-1]
			}
		}
		return term.List(out...), nil
	})
}

func reReplace(m *vm.Machine, a []term.Term, opts term.Term) (term.Term, error) {
	q, err := readRequest(m, a[0], a[1], opts, 4)
	if err != nil {
		return nil, err
	}
	by, ok := ioBytes(a[2])
	if q.re.opts.utf {
		by, ok = charText(a[2])
	}
	if !ok {
		return nil, vm.BadArg(3, notIodata)
	}
	return startMatching(m, q, func(found [][]int) (term.Term, error) {
		var out strings.Builder
		from := 0
		for _, slots := range found {
			out.WriteString(q.subject[from:slots[0]])
			q.expand(&out, by, slots)
			from = slots[1]
		}
		out.WriteString(q.subject[from:])
		if q.asType == "index" || q.asType == "iodata" {
			return term.List(term.Binary(out.String())), nil
		}
		return q.text(out.String()), nil
	})
}

// expand writes a replacement: & is the match, \N and \g{N} a group.
func (q *reRequest) expand(out *strings.Builder, by string, slots []int) {
	group := func(n int) {
		if from, to := q.span(slots, n); from >= 0 {
			out.WriteString(q.subject[from:to])
		}
	}
	for i := 0; i < len(by); i++ {
		c := by[i]
		switch {
		case c == '&':
			group(0)
		case c != '\\' || i+1 == len(by):
			out.WriteByte(c)
		case by[i+1] >= '0' && by[i+1] <= '9':
			n := countDigits(by[i+1:])
			v, _, _ := parseDigits(by[i+1:i+1+n], 10)
			index, _ := v.(int)
			group(index)
			i += n
		case strings.HasPrefix(by[i+1:], "g{"):
			n := countDigits(by[i+3:])
			if n > 0 && i+3+n < len(by) && by[i+3+n] == '}' {
				v, _, _ := parseDigits(by[i+3:i+3+n], 10)
				index, _ := v.(int)
				group(index)
				i += n + 3
				continue
			}
			out.WriteByte(c)
		default:
			i++
			_, size := utf8.DecodeRuneInString(by[i:])
			out.WriteString(by[i : i+size])
			i += size - 1
		}
	}
}
