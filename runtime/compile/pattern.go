// Patterns.

package compile

import (
	"otpsh/runtime/code"
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// pattern matches the value of a register, or jumps to a label. A variable
// that has a register gets the value there; another one is the register.
func (c *compiler) pattern(p core.Pattern, r int, otherwise label) {
	c.enter()
	defer c.leave()
	switch p := p.(type) {
	case nil, *core.PWild:
	case *core.PVar:
		if own, ok := c.regs[p.ID]; ok {
			c.move(own, r)
		} else {
			c.regs[p.ID] = r
		}
	case *core.PLiteral:
		c.literal(p.Value, r, otherwise)
	case *core.PPin:
		mark := c.top
		from := c.here()
		v := c.value(p.Value)
		c.guardRange(from, otherwise)
		c.test(code.OpTestSame, 0, r, v, otherwise)
		c.top = mark
	case *core.PTuple:
		c.tuplePattern(p, r, otherwise)
	case *core.PList:
		c.listPattern(p, r, otherwise)
	case *core.PMap:
		c.mapPattern(p, r, otherwise)
	case *core.PAtom:
		c.test(code.OpTestType, int(code.TypeAtom), r, 0, otherwise)
	case *core.PBoth:
		c.pattern(p.Left, r, otherwise)
		c.pattern(p.Right, r, otherwise)
	case *core.PBits:
		c.bitsPattern(p.Segments, r, otherwise)
	default:
		c.fail("cannot compile the pattern %T", p)
	}
}

func (c *compiler) literal(t term.Term, r int, otherwise label) {
	switch x := t.(type) {
	case term.Atom:
		c.test(code.OpTestAtom, 0, r, c.shortConst(x), otherwise)
	case *term.Cons:
		if x == nil {
			c.test(code.OpTestNil, 0, r, 0, otherwise)
			return
		}
		c.test(code.OpTestConst, 0, r, c.shortConst(x), otherwise)
	case int:
		c.integer(x, r, otherwise)
	default:
		c.test(code.OpTestConst, 0, r, c.shortConst(x), otherwise)
	}
}

// integer tests for exactly that integer.
func (c *compiler) integer(n, r int, otherwise label) {
	if n == int(int16(n)) {
		c.test(code.OpTestInt, 0, r, n, otherwise)
	} else {
		c.test(code.OpTestConst, 0, r, c.shortConst(term.Int(n)), otherwise)
	}
}

// slot is where a part of a value goes: the register of the variable that it
// is bound to, or a new one.
func (c *compiler) slot(p core.Pattern) int {
	if v, ok := p.(*core.PVar); ok {
		if r, ok := c.regs[v.ID]; ok {
			return r
		}
	}
	return c.alloc()
}

func wild(p core.Pattern) bool {
	_, ok := p.(*core.PWild)
	return ok
}

// binds reports whether a pattern may name the register that it is matched
// on, so that this has to stay.
func binds(p core.Pattern) bool {
	switch p.(type) {
	case *core.PLiteral, *core.PPin, *core.PWild, *core.PAtom:
		return false
	}
	return true
}

// part matches a part of a value, which fetch puts into a register.
func (c *compiler) part(p core.Pattern, otherwise label, fetch func(r int)) {
	if wild(p) {
		return
	}
	mark := c.top
	r := c.slot(p)
	fetch(r)
	c.pattern(p, r, otherwise)
	if !binds(p) {
		c.top = mark
	}
}

func (c *compiler) tuplePattern(p *core.PTuple, r int, otherwise label) {
	n := len(p.Elems)
	if n > 0xffff {
		c.fail("a tuple pattern has more than %d elements", 0xffff)
	}
	first := 0
	tag := tagOf(p)
	if n == 2 && !tag.IsZero() && !wild(p.Elems[1]) && c.pairPattern(tag, p.Elems[1], r, otherwise) {
		return
	}
	if !tag.IsZero() && n <= 255 {
		c.test(code.OpTestTagged, n, r, c.shortConst(tag), otherwise)
		first = 1
	} else {
		c.test(code.OpTestTuple, 0, r, n, otherwise)
	}
	for i, e := range p.Elems[first:] {
		c.part(e, otherwise, func(to int) { c.emit(code.OpElem, 0, to, r, first+i) })
	}
}

// pairPattern matches {tag, second}; false when the second has no register
// that fits the instruction.
func (c *compiler) pairPattern(tag term.Atom, second core.Pattern, r int, otherwise label) bool {
	mark := c.top
	to := c.slot(second)
	if to > 255 {
		c.top = mark
		return false
	}
	c.test(code.OpTestPair, to, r, c.shortConst(tag), otherwise)
	c.pattern(second, to, otherwise)
	if !binds(second) {
		c.top = mark
	}
	return true
}

// tagOf is the atom that a tuple pattern begins with, or no atom.
func tagOf(p *core.PTuple) term.Atom {
	if len(p.Elems) > 0 {
		if l, ok := p.Elems[0].(*core.PLiteral); ok {
			a, _ := l.Value.(term.Atom)
			return a
		}
	}
	return term.Atom{}
}

func (c *compiler) listPattern(p *core.PList, r int, otherwise label) {
	for i, e := range p.Elems {
		last := i == len(p.Elems)-1
		var rest core.Pattern // of the tail, when it is the last
		if last {
			rest = p.Tail
		}
		r = c.cell(e, rest, last && rest != nil && wild(rest), r, otherwise)
	}
	switch {
	case len(p.Elems) > 0 && p.Tail != nil && wild(p.Tail):
	case p.Tail == nil:
		c.test(code.OpTestNil, 0, r, 0, otherwise)
	default:
		c.pattern(p.Tail, r, otherwise)
	}
}

// cell matches a list's head and gives the register of its tail, which is not
// fetched when noTail is set.
func (c *compiler) cell(head, tail core.Pattern, noTail bool, r int, otherwise label) int {
	_, headKept := c.kept(head)
	tailReg, tailKept := c.kept(tail)
	if headKept || tailKept || noTail || wild(head) {
		c.test(code.OpTestCons, 0, r, 0, otherwise)
		next := tailReg
		if !tailKept && !noTail {
			next = c.alloc()
		}
		c.part(head, otherwise, func(to int) { c.emit(code.OpHead, 0, to, r, 0) })
		if !noTail {
			c.emit(code.OpTail, 0, next, r, 0)
		}
		return next
	}
	h := c.alloc()
	t := c.alloc()
	c.test(code.OpUncons, 0, r, h, otherwise)
	c.pattern(head, h, otherwise)
	return t
}

// kept is the register that a pattern's variable has already.
func (c *compiler) kept(p core.Pattern) (int, bool) {
	if v, ok := p.(*core.PVar); ok {
		r, ok := c.regs[v.ID]
		return r, ok
	}
	return 0, false
}

func (c *compiler) mapPattern(p *core.PMap, r int, otherwise label) {
	if len(p.Pairs) == 0 {
		c.test(code.OpTestType, int(code.TypeMap), r, 0, otherwise)
		return
	}
	for _, pair := range p.Pairs {
		mark := c.top
		key, isReg := 0, 0
		if k, ok := c.fold(pair.Key); ok {
			key = c.shortConst(k)
		} else {
			from := c.here()
			key, isReg = c.value(pair.Key), 1
			c.guardRange(from, otherwise)
		}
		to := c.slot(pair.Value)
		c.test(code.OpTestKey, 0, to, r, otherwise)
		c.emit(code.OpExt, 0, key, isReg, 0)
		c.pattern(pair.Value, to, otherwise)
		if !binds(pair.Value) {
			c.top = mark
		}
	}
}
