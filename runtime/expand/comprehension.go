// for.

package expand

import (
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

var forOptions = []string{"do", "into", "uniq", "reduce"}

// forForm expands a comprehension; used tells whether its value is.
func (c *ctx) forForm(meta term.Term, args []term.Term, used bool) core.Expr {
	parts, options := splitOptions(args)
	for _, o := range options {
		k, _, ok := pair(o)
		if !ok {
			c.fail(meta, "invalid options for for, expected a keyword list, got: %s", toString(term.List(options...)))
		}
		if !isForOption(k) {
			c.fail(meta, "unsupported option %s given to for", toString(k))
		}
	}
	do, options, ok := takeOption(options, "do")
	if !ok {
		c.fail(meta, "missing :do option in \"for\"")
	}
	s := c.open()
	out := &core.For{Line: metaLine(meta)}
	hasInto := c.forOptions(out, meta, options)
	for i, p := range parts {
		q := c.qualifier(meta, p)
		if i == 0 && q.Pattern == nil {
			c.fail(meta, "for comprehensions must start with a generator")
		}
		out.Qualifiers = append(out.Qualifiers, q)
	}
	if len(parts) == 0 {
		c.fail(meta, "for comprehensions must start with a generator")
	}
	if out.Reduce != nil && (hasInto || out.Uniq) {
		c.fail(meta, "cannot use :reduce alongside :into/:uniq in comprehension")
	}
	if out.Uniq && !used && out.Into == nil {
		c.warn(meta, "the :uniq option has no effect since the result of the for comprehension is not used")
	}
	c.forBody(out, meta, do)
	c.close(s)
	return out
}

func isForOption(k term.Term) bool {
	a, ok := k.(term.Atom)
	for _, name := range forOptions {
		if ok && a.Name() == name {
			return true
		}
	}
	return false
}

// forOptions expands into, uniq and reduce; the generators do not see what
// they bind.
func (c *ctx) forOptions(out *core.For, meta term.Term, options []term.Term) (hasInto bool) {
	for _, o := range options {
		k, v, _ := pair(o)
		switch k.(term.Atom).Name() {
		case "into":
			hasInto = true
			out.Into = c.expr(v)
			if value, ok := literalValue(out.Into); ok && value == term.Empty {
				out.Into = nil
			}
		case "uniq":
			switch c.constant(v) {
			case term.True:
				out.Uniq = true
			case term.False:
			default:
				c.fail(meta, ":uniq option for comprehensions only accepts a boolean, got: %s", toString(v))
			}
		case "reduce":
			out.Reduce = c.expr(v)
		}
	}
	return hasInto
}

// qualifier expands a generator or a filter.
func (c *ctx) qualifier(meta, q term.Term) core.Qualifier {
	if m, sides, ok := call(q, atomLeftArrow); ok && len(sides) == 2 {
		step := c.arrowStep(m, sides)
		return core.Qualifier{Line: step.Line, Pattern: step.Pattern, Guards: step.Guards, Source: step.Value}
	}
	if m, segments, ok := call(q, atomBits); ok && len(segments) > 0 {
		last := len(segments) - 1
		if arrowMeta, sides, ok := call(segments[last], atomLeftArrow); ok && len(sides) == 2 {
			before := c.vars
			source := c.expr(sides[1])
			c.vars = before
			out := core.Qualifier{Line: metaLine(arrowMeta), Source: source, Bits: true}
			all := append(append([]term.Term(nil), segments[:last]...), sides[0])
			c.inMatch(c.vars, m, all, func() { out.Pattern = c.bitsPattern(m, all, true) })
			return out
		}
	}
	return core.Qualifier{Line: metaLine(meta), Source: c.expr(q)}
}

func (c *ctx) forBody(out *core.For, meta, do term.Term) {
	clauses := false
	if list, ok := do.(*term.Cons); ok && list != nil {
		_, _, clauses = call(list.Head, atomArrow)
	}
	const needsClauses = "when using :reduce with comprehensions, the do block must be written using acc -> expr clauses, where each clause expects the accumulator as a single argument"
	switch {
	case out.Reduce == nil && clauses:
		c.fail(meta, "the do block was written using acc -> expr clauses but the :reduce option was not given")
	case out.Reduce == nil:
		out.Body = c.expr(do)
	case !clauses:
		c.fail(meta, needsClauses)
	default:
		for _, a := range c.arrows(meta, "for", "do", do) {
			if patterns, _ := splitHead(a.left); len(patterns) != 1 {
				c.fail(meta, needsClauses)
			}
			out.Clauses = append(out.Clauses, c.clause(a))
		}
	}
}
