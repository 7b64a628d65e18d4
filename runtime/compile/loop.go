// Comprehensions: nested loops inside the function.

package compile

import (
	"otpsh/runtime/code"
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

var (
	utilsModule = term.Alias("Kernel.Utils")
	atomIterate = term.Intern("iterate")
	collectable = term.Alias("Collectable")
	atomInto    = term.Intern("into")
	atomCont    = term.Intern("cont")
	atomDone    = term.Intern("done")
	atomHalt    = term.Intern("halt")
)

// collector is how a comprehension's values are put together.
type collector struct {
	kind collectorKind
	acc  int // register of what is collected so far
	fun  int // of the collecting function
	seen int // of the set of uniq; 0: none
}

type collectorKind uint8

const (
	intoList collectorKind = iota
	intoMap
	intoBits
	intoAny // a Collectable
	reducing
)

func (c *compiler) comprehension(e *core.For, dst int) {
	mark := c.top
	c.protected++
	defer func() { c.protected-- }()
	c.at(e.Line)
	k := c.collector(e)
	if k.kind == intoAny {
		c.collecting(e, &k)
	} else {
		c.qualifiers(e, e.Qualifiers, &k, c.label(), true)
	}
	c.at(e.Line)
	switch k.kind {
	case intoList:
		c.emit(code.OpListDone, 0, dst, k.acc, 0)
	case intoAny:
		c.feed(&k, atomDone, dst)
	default:
		c.move(dst, k.acc)
	}
	c.top = mark
}

// collector makes the register that a comprehension collects in.
func (c *compiler) collector(e *core.For) collector {
	k := collector{acc: c.alloc()}
	switch {
	case e.Reduce != nil:
		k.kind = reducing
		c.scope(e.Reduce, result{reg: k.acc})
	case e.Into == nil || c.isLiteral(e.Into, func(t term.Term) bool { l, ok := t.(*term.Cons); return ok && l == nil }):
		c.emit(code.OpListNew, 0, k.acc, 0, 0)
	case c.isLiteral(e.Into, func(t term.Term) bool { m, ok := t.(*term.Map); return ok && m.Len() == 0 }):
		k.kind = intoMap
		c.load(k.acc, term.EmptyMap)
	case c.isLiteral(e.Into, func(t term.Term) bool { _, _, ok := term.BitString(t); return ok }):
		k.kind = intoBits
		c.expr(e.Into, k.acc)
	default:
		k.kind = intoAny
		k.fun = c.alloc()
		at := c.alloc()
		c.scope(e.Into, result{reg: at})
		c.callNamed(collectable, atomInto, 1, at, at)
		bad, good := c.label(), c.label()
		c.test(code.OpTestTuple, 0, at, 2, bad)
		c.emit(code.OpElem, 0, k.acc, at, 0)
		c.emit(code.OpElem, 0, k.fun, at, 1)
		c.jump(good)
		c.bind(bad)
		c.emit(code.OpBadMatch, 0, at, 0, 0)
		c.bind(good)
		c.top = at
	}
	if e.Uniq {
		k.seen = c.alloc()
		c.load(k.seen, term.EmptyMap)
	}
	return k
}

func (c *compiler) isLiteral(e core.Expr, is func(term.Term) bool) bool {
	t, ok := c.fold(e)
	return ok && is(t)
}

// feed calls the collecting function with its accumulator and a command.
func (c *compiler) feed(k *collector, command term.Term, dst int) {
	mark := c.top
	at := c.top
	c.need(at + 3)
	c.top += 3
	c.move(at, k.fun)
	c.move(at+1, k.acc)
	c.load(at+2, command)
	c.emit(code.OpCallFun, 2, at, dst, 0)
	c.top = mark
}

// collecting runs the loops of a Collectable, which is told when they raise.
func (c *compiler) collecting(e *core.For, k *collector) {
	failed, done := c.label(), c.label()
	from := c.here()
	c.qualifiers(e, e.Qualifiers, k, c.label(), true)
	mark := c.top
	x := c.alloc()
	c.alloc()
	c.alloc()
	c.protect(from, failed, x, false)
	c.jump(done)
	c.bind(failed)
	c.feed(k, atomHalt, c.alloc())
	c.emit(code.OpReraise, 0, x+2, 0, 0)
	c.bind(done)
	c.top = mark
}

// qualifiers compiles the loops from the first of the qualifiers on. next is
// where the loop around them goes on; outermost binds it here at the end.
func (c *compiler) qualifiers(e *core.For, qs []core.Qualifier, k *collector, next label, outermost bool) {
	c.enter()
	defer c.leave()
	mark := c.top
	switch {
	case len(qs) == 0:
		c.collect(e, k, next)
	case qs[0].Pattern == nil:
		c.at(qs[0].Line)
		c.statements(qs[0].Source, func(last core.Expr) { c.branch(last, next, demand{kind: truthy}) })
		c.qualifiers(e, qs[1:], k, next, false)
	case qs[0].Bits:
		c.bitsGenerator(e, qs, k)
	default:
		c.generator(e, qs, k)
	}
	c.top = mark
	if outermost {
		c.bind(next)
	}
}

// generator is a loop over an enumerable.
func (c *compiler) generator(e *core.For, qs []core.Qualifier, k *collector) {
	q := qs[0]
	it := c.alloc()
	elem := c.alloc()
	c.at(q.Line)
	c.scope(q.Source, result{reg: elem})
	loop, done, ask, call, failed := c.label(), c.label(), c.label(), c.label(), c.label()
	c.at(q.Line)
	c.emit(code.OpIterInit, 0, it, elem, 0)
	c.jump(ask)

	from := c.here()
	next := c.label()
	c.bind(loop)
	c.test(code.OpIterNext, mapsOnly(e), elem, it, done)
	c.jump(call)
	c.pattern(q.Pattern, elem, next)
	c.guards(q.Guards, next)
	c.qualifiers(e, qs[1:], k, next, false)
	c.bind(next)
	c.jump(loop)
	to := c.here()

	c.top = elem + 1
	c.at(q.Line)
	at := c.top
	c.need(at + 4)
	// The first element of what only Enumerable knows, ...
	c.bind(ask)
	c.move(at, elem)
	c.callNamed(utilsModule, atomIterate, 1, at, it)
	c.jump(loop)
	// ... the following ones, ...
	c.bind(call)
	c.move(at, it)
	c.load(at+1, term.Tuple2(atomCont, term.Empty))
	c.emit(code.OpCallFun, 1, at, it, 0)
	c.jump(loop)
	// ... and the end, when the body raises.
	c.marks = append(c.marks, handlerMark{from, to, failed, at, false})
	c.bind(failed)
	c.emit(code.OpIterHalt, 0, it, 0, 0)
	halt := c.label()
	c.jump(halt)
	c.emit(code.OpReraise, 0, at+2, 0, 0)
	c.bind(halt)
	c.need(at + 5)
	c.move(at+3, it)
	c.load(at+4, term.Tuple2(atomHalt, term.Empty))
	c.emit(code.OpCallFun, 1, at+3, at+3, 0)
	c.emit(code.OpReraise, 0, at+2, 0, 0)
	c.bind(done)
}

// mapsOnly is 1 for a comprehension that real Elixir makes a call of Enum.map,
// which shows in the error for an improper list; else 0.
func mapsOnly(e *core.For) int {
	if len(e.Qualifiers) > 1 || e.Into != nil || e.Uniq || e.Reduce != nil {
		return 0
	}
	if _, ok := e.Qualifiers[0].Pattern.(*core.PVar); ok {
		return 1
	}
	return 0
}

// bitsGenerator is a loop over the segments of a bitstring. What matches in
// size but not in value is left out; what is left at the end is ignored.
func (c *compiler) bitsGenerator(e *core.For, qs []core.Qualifier, k *collector) {
	q := qs[0]
	var segments []core.Segment
	if p, ok := q.Pattern.(*core.PBits); ok {
		segments = p.Segments
	} else {
		c.fail("a bitstring generator needs a bitstring pattern")
	}
	it := c.alloc()
	rest := c.alloc()
	c.at(q.Line)
	c.scope(q.Source, result{reg: it})
	c.reservePattern(q.Pattern)
	loop, next, skip, done := c.label(), c.label(), c.label(), c.label()
	c.at(q.Line)
	c.emit(code.OpBitsIter, 0, it, 0, 0)
	c.bind(loop)
	c.emit(code.OpCountdown, 0, 0, 0, 0)
	c.takeAll(segments, it, rest, skip)
	c.guards(q.Guards, next)
	c.qualifiers(e, qs[1:], k, next, false)
	c.bind(next)
	c.move(it, rest)
	c.jump(loop)
	c.bind(skip)
	c.takeAll(skipping(segments), it, it, done)
	c.jump(loop)
	c.bind(done)
}

// takeAll matches segments at the start of a bitstring, and what is left.
func (c *compiler) takeAll(segments []core.Segment, from, rest int, otherwise label) {
	c.test(code.OpBsStart, 0, from, 0, otherwise)
	if len(segments) == 0 {
		// Nothing would ever be used up.
		c.jump(otherwise)
	}
	for i := range segments {
		c.take(&segments[i], false, otherwise)
	}
	c.test(code.OpBsRest, 0, rest, 1, otherwise)
}

// collect evaluates the body and adds its value.
func (c *compiler) collect(e *core.For, k *collector, next label) {
	v := c.alloc()
	if k.kind == reducing {
		c.at(e.Line)
		c.clauses(e.Clauses, []int{k.acc}, result{reg: v}, func() { c.emit(code.OpCaseClause, 0, k.acc, 0, 0) }, nil)
		c.move(k.acc, v)
		return
	}
	c.scope(e.Body, result{reg: v})
	if k.seen > 0 {
		c.test(code.OpUniq, 0, k.seen, v, next)
	}
	switch k.kind {
	case intoList:
		c.emit(code.OpListPush, 0, k.acc, v, 0)
	case intoMap:
		c.emit(code.OpIntoMap, 0, k.acc, v, 0)
	case intoBits:
		c.emit(code.OpIntoBits, 0, k.acc, v, 0)
	case intoAny:
		at := c.alloc()
		c.alloc()
		c.alloc()
		tag := c.alloc()
		c.move(at, k.fun)
		c.move(at+1, k.acc)
		c.load(tag, atomCont)
		c.emit(code.OpTuple2, 0, at+2, tag, v)
		c.emit(code.OpCallFun, 2, at, k.acc, 0)
	}
}
