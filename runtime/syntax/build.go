// The nodes of quoted terms and their metadata.

package syntax

import (
	"otpsh/runtime/term"
)

// Atoms that quoted terms are made of.
var (
	atomLine        = term.Intern("line")
	atomColumn      = term.Intern("column")
	atomBlock       = term.Intern("__block__")
	atomAliases     = term.Intern("__aliases__")
	atomCursor      = term.Intern("__cursor__")
	atomDot         = term.Intern(".")
	atomTuple       = term.Intern("{}")
	atomMap         = term.Intern("%{}")
	atomPercent     = term.Intern("%")
	atomBits        = term.Intern("<<>>")
	atomArrow       = term.Intern("->")
	atomWhen        = term.Intern("when")
	atomFn          = term.Intern("fn")
	atomNot         = term.Intern("not")
	atomBang        = term.Intern("!")
	atomIn          = term.Intern("in")
	atomRange       = term.Intern("..")
	atomStepRange   = term.Intern("..//")
	atomSlash       = term.Intern("/")
	atomType        = term.Intern("::")
	atomBinary      = term.Intern("binary")
	atomSplicing    = term.Intern("unquote_splicing")
	atomAccess      = term.Alias("Access")
	atomKernel      = term.Alias("Kernel")
	atomList        = term.Alias("List")
	atomGet         = term.Intern("get")
	atomToString    = term.Intern("to_string")
	atomToCharlist  = term.Intern("to_charlist")
	atomErlang      = term.Intern("erlang")
	atomUTF8        = term.Intern("utf8")
	atomDo          = term.Intern("do")
	atomEnd         = term.Intern("end")
	atomClosing     = term.Intern("closing")
	atomNewlines    = term.Intern("newlines")
	atomEOE         = term.Intern("end_of_expression")
	atomParens      = term.Intern("parens")
	atomNoParens    = term.Intern("no_parens")
	atomAmbiguous   = term.Intern("ambiguous_op")
	atomLast        = term.Intern("last")
	atomAssoc       = term.Intern("assoc")
	atomDelimiter   = term.Intern("delimiter")
	atomIndentation = term.Intern("indentation")
	atomToken       = term.Intern("token")
	atomFormat      = term.Intern("format")
	atomAtom        = term.Intern("atom")
	atomKeyword     = term.Intern("keyword")
	atomBrackets    = term.Intern("from_brackets")
	atomInterpolate = term.Intern("from_interpolation")
	atomToAtom      = term.Intern("binary_to_atom")
	atomToExisting  = term.Intern("binary_to_existing_atom")
)

func pair(a, b term.Term) term.Term           { return term.Tuple2(a, b) }
func node(op, meta, args term.Term) term.Term { return term.Tuple3(op, meta, args) }

func cons(head, tail term.Term) term.Term { return &term.Cons{Head: head, Tail: tail} }

// nodeOf takes a node apart; false when t is none.
func nodeOf(t term.Term) (op, meta, args term.Term, ok bool) {
	tuple, ok := t.(*term.Tuple)
	if !ok || len(tuple.Elems) != 3 {
		return nil, nil, nil, false
	}
	return tuple.Elems[0], tuple.Elems[1], tuple.Elems[2], true
}

// isList reports a list, which may be empty.
func isList(t term.Term) bool {
	_, ok := t.(*term.Cons)
	return ok
}

// metaGet is the value of a key in metadata.
func metaGet(meta term.Term, key term.Atom) (term.Term, bool) {
	for c, ok := meta.(*term.Cons); ok && c != nil; c, ok = c.Tail.(*term.Cons) {
		if p, ok := c.Head.(*term.Tuple); ok && len(p.Elems) == 2 && p.Elems[0] == term.Term(key) {
			return p.Elems[1], true
		}
	}
	return nil, false
}

// meta is the metadata of a token's place.
func (p *parser) meta(t *token) term.Term { return p.metaAt(t.line, t.col) }

func (p *parser) metaAt(line, col int) term.Term {
	m := &p.places
	if m.onLine == nil || m.line != line {
		m.line, m.onLine = line, pair(atomLine, term.Int(line))
		m.lineOnly = cons(m.onLine, term.Empty)
	}
	switch {
	case !p.o.Columns || col <= 0:
		return m.lineOnly
	case col >= len(m.columns):
		return cons(m.onLine, term.List(pair(atomColumn, term.Int(col))))
	case m.columns[col] == nil:
		m.columns[col] = term.List(pair(atomColumn, term.Int(col)))
	}
	return cons(m.onLine, m.columns[col])
}

// places are parts of metadata that nodes share: that of the last line, and
// those of the columns in common use.
type places struct {
	line             int
	onLine, lineOnly term.Term // line: n, and that alone in a list
	columns          [100]term.Term
}

// newlines puts the line ends after or before t into metadata.
func (p *parser) newlines(t *token, meta term.Term) term.Term {
	if p.o.TokenMetadata && t.count > 0 {
		return cons(pair(atomNewlines, term.Int(t.count)), meta)
	}
	return meta
}

// enclosed is the metadata of what stands between two delimiters, before
// base.
func (p *parser) enclosed(open, end *token, base term.Term) term.Term {
	if !p.o.TokenMetadata {
		return base
	}
	return p.newlines(open, cons(pair(atomClosing, p.meta(end)), base))
}

func (p *parser) withDelimiter(quote string, meta term.Term) term.Term {
	if !p.o.TokenMetadata {
		return meta
	}
	return cons(pair(atomDelimiter, term.Binary(quote)), meta)
}

// literal hands a literal to the encoder, with extra metadata first.
func (p *parser) literal(value term.Term, t *token, extra ...term.Term) term.Term {
	if p.o.LiteralEncoder == nil {
		return value
	}
	meta := p.meta(t)
	for i := len(extra) - 1; i >= 0; i-- {
		meta = cons(extra[i], meta)
	}
	out, err := p.o.LiteralEncoder(value, meta)
	if err != nil {
		p.fail(t, err.Error()+": ", "literal")
	}
	return out
}

// containerLiteral is literal for what stands between delimiters.
func (p *parser) containerLiteral(value term.Term, open, end *token) term.Term {
	if p.o.LiteralEncoder == nil {
		return value
	}
	extra, _ := term.Slice(p.enclosed(open, end, term.Empty))
	return p.literal(value, open, extra...)
}

// number is the literal of an integer, float or character.
func (p *parser) number(t *token) term.Term {
	if p.o.TokenMetadata {
		return p.literal(t.value, t, pair(atomToken, term.Binary(t.name)))
	}
	return p.literal(t.value, t)
}

// binary builds a binary operator.
func (p *parser) binary(left term.Term, op *token, right term.Term) term.Term {
	meta := p.meta(op)
	switch op.name {
	case "//":
		if f, m, args, ok := nodeOf(left); ok && f == term.Term(atomRange) {
			if a, ok := term.Slice(args); ok && len(a) == 2 {
				return node(atomStepRange, m, term.List(a[0], a[1], right))
			}
		}
		p.fail(op, "the range step operator (//) must immediately follow the range definition operator (..), "+
			"for example: 1..9//2. If you wanted to define a default argument, use (\\\\) instead. Syntax error before: ", "'//'")
	case "in":
		f, _, args, ok := nodeOf(left)
		if a, isArgs := term.Slice(args); ok && isArgs && len(a) == 1 && (f == term.Term(atomNot) || f == term.Term(atomBang)) {
			p.warn(op, "\"not expr1 in expr2\" is deprecated, use \"expr1 not in expr2\" instead")
			return node(f, meta, term.List(node(atomIn, meta, term.List(a[0], right))))
		}
	case "not in":
		return node(atomNot, meta, term.List(node(atomIn, meta, term.List(left, right))))
	}
	return node(term.Intern(op.name), p.newlines(op, meta), term.List(left, right))
}

// unary builds a prefix operator.
func (p *parser) unary(op *token, operand term.Term) term.Term {
	if op.name == "//" { // as in &//2: a call of / on /
		inner, outer := p.metaAt(op.line, op.col), p.metaAt(op.line, op.col+1)
		return node(atomSlash, outer, term.List(node(atomSlash, inner, term.Nil), operand))
	}
	return node(term.Intern(op.name), p.meta(op), term.List(operand))
}

// block is expressions in a row. With open and end it stood in parentheses.
func (p *parser) block(exprs []term.Term, open, end *token) term.Term {
	if len(exprs) == 1 {
		op, meta, args, ok := nodeOf(exprs[0])
		if !(ok && op == term.Term(atomSplicing) && listOf(args, 1)) {
			if ok && open != nil && p.o.TokenMetadata {
				return node(op, cons(pair(atomParens, p.parens(open, end)), meta), args)
			}
			return exprs[0]
		}
	}
	meta := term.Empty
	if open != nil {
		meta = p.meta(open)
		if p.o.TokenMetadata {
			meta = cons(pair(atomClosing, p.meta(end)), meta)
		}
	}
	return node(atomBlock, meta, term.List(exprs...))
}

// parens is the place of two parentheses.
func (p *parser) parens(open, end *token) term.Term {
	m, _ := term.Slice(p.meta(open))
	return term.List(append(m, pair(atomClosing, p.meta(end)))...)
}

func (p *parser) parensMeta(open, end *token, base term.Term) term.Term {
	if !p.o.TokenMetadata {
		return base
	}
	return cons(pair(atomParens, p.parens(open, end)), base)
}

func listOf(t term.Term, n int) bool {
	got, ok := term.ListLen(t)
	return ok && got == n
}

// endOfExpression notes the line ends after an expression.
func (p *parser) endOfExpression(t term.Term, eoe *token) term.Term {
	if !p.o.TokenMetadata {
		return t
	}
	mark := pair(atomEOE, cons(pair(atomNewlines, term.Int(eoe.count)), p.meta(eoe)))
	op, meta, args, ok := nodeOf(t)
	if !ok || !isList(meta) {
		return t
	}
	if op != term.Term(atomArrow) {
		return node(op, cons(mark, meta), args)
	}
	a, _ := term.Slice(args)
	if len(a) != 2 {
		return t
	}
	o, m, as, ok := nodeOf(a[1])
	if !ok || !isList(m) {
		return t
	}
	return node(op, meta, term.List(a[0], node(o, cons(mark, m), as)))
}

// callee is what a call calls: a name, or a dot with what stands around it.
type callee struct {
	name *token
	dot  *token // nil: a local name
	left term.Term
	fun  bool // left.(): no name
}

func (p *parser) dotNode(c *callee) term.Term {
	if c.fun {
		return node(atomDot, p.meta(c.dot), term.List(c.left))
	}
	return node(atomDot, p.meta(c.dot), term.List(c.left, c.name.value))
}

// calleeMeta is the metadata of a call.
func (p *parser) calleeMeta(c *callee) term.Term {
	if c.fun {
		return p.meta(c.dot)
	}
	meta := p.meta(c.name)
	if c.name.delimiter != 0 {
		meta = p.withDelimiter(string(c.name.delimiter), meta)
	}
	return meta
}

// variable is a name without arguments.
func (p *parser) variable(c *callee) term.Term {
	if c.dot == nil {
		return node(c.name.value, p.meta(c.name), term.Nil)
	}
	return node(p.dotNode(c), cons(pair(atomNoParens, term.True), p.calleeMeta(c)), term.Empty)
}

// call is a call, with more metadata before its own.
func (p *parser) call(c *callee, args []term.Term, extra func(term.Term) term.Term) term.Term {
	var op, meta term.Term
	if c.dot == nil {
		op, meta = c.name.value, p.meta(c.name)
		if c.name.kind == kOpIdentifier && len(args) == 1 {
			meta = cons(pair(atomAmbiguous, term.Nil), meta)
		}
	} else {
		op, meta = p.dotNode(c), p.calleeMeta(c)
	}
	if extra != nil {
		meta = extra(meta)
	}
	return node(op, meta, term.List(args...))
}

// access is value[key].
func (p *parser) access(value, key term.Term, open, end *token) term.Term {
	meta := cons(pair(atomBrackets, term.True), p.enclosed(open, end, p.meta(open)))
	return node(node(atomDot, meta, term.List(atomAccess, atomGet)), meta, term.List(value, key))
}
