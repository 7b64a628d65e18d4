// Forms with clauses: case, cond, receive, fn.

package expand

import (
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// option is one `key: value` of a do block.
type option struct {
	key   term.Term
	name  string // of an atom key
	value term.Term
}

// blocks reads the do/else/... blocks of a form; a repeated one of the names
// in once is an error.
func (c *ctx) blocks(meta term.Term, form string, q term.Term, missing string, once ...string) []option {
	entries, ok := term.Slice(q)
	if !ok {
		c.fail(meta, "invalid arguments for \"%s\"", form)
	}
	if len(entries) == 0 {
		c.fail(meta, "missing %s option in \"%s\"", missing, form)
	}
	var out []option
	seen := map[string]bool{}
	for _, e := range entries {
		k, v, ok := pair(e)
		if !ok {
			c.fail(meta, "invalid arguments for \"%s\"", form)
		}
		o := option{key: k, value: v}
		if a, ok := k.(term.Atom); ok {
			o.name = a.Name()
		}
		for _, name := range once {
			if o.name == name && seen[name] {
				c.fail(meta, "duplicate :%s clauses given for \"%s\"", name, form)
			}
		}
		seen[o.name] = true
		out = append(out, o)
	}
	return out
}

func (c *ctx) unexpected(meta term.Term, form string, o option) {
	c.fail(meta, "unexpected option %s in \"%s\"", inspect(o.key), form)
}

// origin is what people wrote for a form: "def" for the try that a def with
// rescue is.
func origin(meta term.Term, form string) string {
	if o, ok := metaGet(meta, atomOrigin); ok {
		if a, ok := o.(term.Atom); ok {
			return a.Name()
		}
	}
	return form
}

// arrow is one `left -> right`.
type arrow struct {
	meta  term.Term
	left  []term.Term
	right term.Term
}

// arrows reads the clauses of a block; key is "" for fn.
func (c *ctx) arrows(meta term.Term, form, key string, q term.Term) []arrow {
	bad := func() {
		form := origin(meta, form)
		if key == "" {
			c.fail(meta, "expected -> clauses in \"%s\"", form)
		}
		c.fail(meta, "expected -> clauses for :%s in \"%s\"", key, form)
	}
	list, ok := term.Slice(q)
	if !ok || len(list) == 0 {
		bad()
	}
	out := make([]arrow, len(list))
	for i, e := range list {
		m, sides, ok := call(e, atomArrow)
		if !ok || len(sides) != 2 {
			bad()
		}
		left, ok := term.Slice(sides[0])
		if !ok {
			bad()
		}
		out[i] = arrow{m, left, sides[1]}
	}
	return out
}

// wrongNumber is the error for clauses with too many patterns.
func (c *ctx) wrongNumber(meta term.Term, expected, form, key string) {
	c.fail(meta, "expected %s for :%s clauses (->) in \"%s\"", expected, key, form)
}

// clause expands one clause in a scope of its own.
func (c *ctx) clause(a arrow) *core.Clause {
	s := c.open()
	patterns, guards := splitHead(a.left)
	out := &core.Clause{Line: metaLine(a.meta), At: placeOf(a.meta)}
	for _, g := range guards {
		c.warnLength(g)
	}
	out.Patterns, out.Guards = c.head(a.meta, patterns, guards)
	out.Body = c.expr(a.right)
	c.close(s)
	return out
}

// oneArgument expands the clauses of a block that take one pattern.
func (c *ctx) oneArgument(meta term.Term, form, key string, q term.Term) []*core.Clause {
	var out []*core.Clause
	for _, a := range c.arrows(meta, form, key, q) {
		if patterns, _ := splitHead(a.left); len(patterns) != 1 {
			c.wrongNumber(a.meta, "one argument", form, key)
		}
		out = append(out, c.clause(a))
	}
	return out
}

// caseForm expands case; one on truth, as `if` makes it, becomes an If.
func (c *ctx) caseForm(meta, subject, opts term.Term) core.Expr {
	value := c.expr(subject)
	bs := c.blocks(meta, "case", opts, ":do", "do")
	var clauses []*core.Clause
	for _, o := range bs {
		if o.name != "do" {
			c.unexpected(meta, "case", o)
		}
		if e := c.truthCase(meta, value, o.value); e != nil {
			return e
		}
		clauses = c.oneArgument(meta, "case", "do", o.value)
	}
	return &core.Case{Line: metaLine(meta), Subject: value, Clauses: clauses}
}

// condForm expands cond.
func (c *ctx) condForm(meta, opts term.Term) core.Expr {
	out := &core.Cond{Line: metaLine(meta)}
	for _, o := range c.blocks(meta, "cond", opts, ":do", "do") {
		if o.name != "do" {
			c.unexpected(meta, "cond", o)
		}
		arrows := c.arrows(meta, "cond", "do", o.value)
		last := arrows[len(arrows)-1]
		if len(last.left) == 1 {
			if name, _, _, ok := variable(last.left[0]); ok && name == atomUnderscore {
				c.fail(last.meta, "invalid use of _ inside \"cond\". If you want the last clause to always match, you probably meant to use: true ->")
			}
		}
		for _, a := range arrows {
			if len(a.left) != 1 {
				c.wrongNumber(meta, "one argument", "cond", "do")
			}
			s := c.open()
			out.Tests = append(out.Tests, c.expr(a.left[0]))
			out.Bodies = append(out.Bodies, c.expr(a.right))
			out.LineOfs = append(out.LineOfs, metaLine(a.meta))
			c.close(s)
		}
	}
	return out
}

// receiveForm expands receive.
func (c *ctx) receiveForm(meta, opts term.Term) core.Expr {
	out := &core.Receive{Line: metaLine(meta)}
	for _, o := range c.blocks(meta, "receive", opts, ":do/:after", "do", "after") {
		switch o.name {
		case "do":
			if _, args, ok := call(o.value, atomBlock); ok && len(args) == 0 {
				continue
			}
			out.Clauses = c.oneArgument(meta, "receive", "do", o.value)
		case "after":
			if list, ok := term.Slice(o.value); !ok || len(list) != 1 {
				c.fail(meta, "expected a single -> clause for :after in \"receive\"")
			}
			a := c.arrows(meta, "receive", "after", o.value)[0]
			if len(a.left) != 1 {
				c.wrongNumber(meta, "one argument", "receive", "after")
			}
			s := c.open()
			out.Timeout = c.expr(a.left[0])
			out.After = c.expr(a.right)
			c.close(s)
		default:
			c.unexpected(meta, "receive", o)
		}
	}
	return out
}

// fnForm expands fn.
func (c *ctx) fnForm(meta term.Term, args []term.Term) core.Expr {
	out := &core.Fn{Line: metaLine(meta), Arity: -1}
	for _, a := range c.arrows(meta, "fn", "", term.List(args...)) {
		patterns, _ := splitHead(a.left)
		for _, p := range patterns {
			if _, _, ok := call(p, atomDefault); ok {
				c.fail(meta, "anonymous functions cannot have optional arguments")
			}
		}
		if out.Arity >= 0 && out.Arity != len(patterns) {
			c.fail(meta, "cannot mix clauses with different arities in anonymous functions")
		}
		out.Arity = len(patterns)
		c.fns++
		out.Clauses = append(out.Clauses, c.clause(a))
		c.fns--
	}
	return out
}
