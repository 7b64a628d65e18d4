// Clauses: of functions, case and with.

package compile

import (
	"maps"

	"otpsh/runtime/code"
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// clauses tries clauses on registers, one after the other. otherwise is code
// for when none matches; before, when not nil, goes in front of each body.
func (c *compiler) clauses(cs []*core.Clause, args []int, r result, otherwise, before func()) {
	done := c.label()
	line := c.line
	table := c.jumpTable(cs, args)
	// What a clause binds is its own: the numbers of variables begin anew in
	// each clause of a definition.
	outer := c.regs
	defer func() { c.regs = outer }()
	for i, cl := range cs {
		next := c.label()
		mark := c.top
		c.regs = maps.Clone(outer)
		c.at(cl.Line)
		switch {
		case i < len(table.matched):
			// Control comes here from the table, the constant tested, or from
			// the clause before, when its guard or another pattern failed.
			c.pattern(cl.Patterns[0], args[0], next)
			c.bind(table.matched[i])
		case i == len(table.matched):
			c.bind(table.other)
		}
		for j, p := range cl.Patterns {
			if j > 0 || i >= len(table.matched) {
				c.pattern(p, args[j], next)
			}
		}
		c.guards(cl.Guards, next)
		if before != nil {
			before()
		}
		c.scope(cl.Body, r)
		c.top = mark
		if !r.tail {
			c.jump(done)
		}
		c.bind(next)
		if !c.uses[next] {
			// It always matches: what follows cannot be reached.
			c.bind(done)
			return
		}
	}
	if len(cs) == len(table.matched) {
		c.bind(table.other)
	}
	c.at(line)
	otherwise()
	c.bind(done)
}

// tableRun is the least number of clauses that are worth a jump table.
const tableRun = 4

// jumpTable is where a table on the first argument jumps to: into clauses,
// behind the test of their constant, and to the first clause that begins with
// none.
type jumpTable struct {
	matched []label
	other   label
}

// jumpTable writes a jump table for the first clauses, when enough of them
// begin with a constant.
func (c *compiler) jumpTable(cs []*core.Clause, args []int) jumpTable {
	t := jumpTable{other: c.label()}
	n := 0
	for len(args) > 0 && n < len(cs) && tableKey(cs[n]) != nil {
		n++
	}
	if n < tableRun || len(c.switches) >= 0xffff {
		return t
	}
	s := code.Switch{}
	p := pendingSwitch{other: t.other}
	seen := map[term.Term]bool{}
	for _, cl := range cs[:n] {
		l := c.label()
		t.matched = append(t.matched, l)
		if key := tableKey(cl); !seen[key] {
			seen[key] = true
			s.Keys = append(s.Keys, key)
			p.targets = append(p.targets, l)
		}
	}
	c.emit(code.OpSwitch, 0, args[0], 0, len(c.switches))
	c.out.Switches = append(c.out.Switches, s)
	c.switches = append(c.switches, p)
	return t
}

// tableKey is the atom or integer that a clause's first pattern is.
func tableKey(cl *core.Clause) term.Term {
	if len(cl.Patterns) == 0 {
		return nil
	}
	if l, ok := cl.Patterns[0].(*core.PLiteral); ok {
		switch l.Value.(type) {
		case term.Atom, int:
			return l.Value
		}
	}
	return nil
}

func (c *compiler) caseExpr(e *core.Case, r result) {
	mark := c.top
	v := c.value(e.Subject)
	c.at(e.Line)
	c.clauses(e.Clauses, []int{v}, r, func() {
		c.at(e.Line)
		c.emit(code.OpCaseClause, 0, v, 0, 0)
	}, nil)
	c.top = mark
}

// with runs its steps; the value of the first that does not match goes to the
// else clauses.
func (c *compiler) with(e *core.With, r result) {
	mark := c.top
	failed := c.alloc()
	ended, done := c.label(), c.label()
	for _, s := range e.Steps {
		if s.Pattern == nil {
			c.statement(s.Value)
			continue
		}
		c.reserve(s.Value)
		v := c.value(s.Value)
		c.at(s.Line)
		bad, good := c.label(), c.label()
		c.pattern(s.Pattern, v, bad)
		c.guards(s.Guards, bad)
		if c.uses[bad] {
			c.jump(good)
			c.bind(bad)
			c.move(failed, v)
			c.jump(ended)
		} else {
			c.bind(bad)
		}
		c.bind(good)
	}
	c.scope(e.Body, r)
	c.top = failed + 1
	if c.uses[ended] {
		if !r.tail {
			c.jump(done)
		}
		c.bind(ended)
		if len(e.Else) == 0 {
			c.deliver(failed, r)
		} else {
			c.clauses(e.Else, []int{failed}, r, func() {
				c.at(e.Line)
				c.emit(code.OpWithClause, 0, failed, 0, 0)
			}, nil)
		}
	} else {
		c.bind(ended)
	}
	c.bind(done)
	c.top = mark
}
