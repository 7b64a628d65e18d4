// quote and its options.

package expand

import (
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// quoter turns code into code that builds it. What has no unquote in it
// becomes a constant.
type quoter struct {
	c *ctx // nil for Escape: no context, no hygiene

	context   term.Term // quoted: an atom, or the variable that holds it
	line      term.Term // true: as it is; false: none; else the line, quoted
	file      term.Term // nil, or the file, quoted, that keep remembers
	unquote   bool
	generated bool
	hygiene   bool
	prune     bool // Escape: only the metadata that printing needs
	depth     int
	err       error
}

// part is a piece of quoted code: a constant, or code that builds it.
type part struct {
	value term.Term // of a constant
	code  term.Term // else
	isVar bool      // it is code
}

func constant(t term.Term) part { return part{value: t} }
func built(code term.Term) part { return part{code: code, isVar: true} }

var atomElixirQuote = term.Intern("elixir_quote")

var quoteOptions = []term.Atom{
	atomContext, term.Intern("location"), atomLine, term.Intern("file"), atomUnquote, term.Intern("bind_quoted"), atomGenerated,
}

// quoteForm expands quote.
func (c *ctx) quoteForm(meta term.Term, args []term.Term) core.Expr {
	var opts term.Term = term.Empty
	do := args[0]
	if len(args) == 2 {
		opts, do = args[0], args[1]
	}
	entries, ok := term.Slice(do)
	if !ok {
		c.fail(meta, "invalid arguments for \"quote\"")
	}
	body, rest, ok := takeOption(entries, "do")
	if !ok {
		c.fail(meta, "missing :do option in \"quote\"")
	}
	if len(args) == 1 {
		opts = term.List(rest...)
	}
	q := &quoter{c: c, unquote: true, hygiene: true, line: term.False, context: c.env.ModuleTerm()}
	if c.env.Module.IsZero() {
		q.context = term.Elixir
	}
	var prelude []term.Term
	binding := c.readQuoteOptions(q, meta, opts, &prelude)
	var before []core.Expr
	for _, p := range prelude {
		before = append(before, c.expr(p))
	}
	out := c.quoteBody(q, meta, body, binding)
	if len(before) > 0 {
		return &core.Block{Exprs: append(before, out)}
	}
	return out
}

// quoteBody is the code that builds the quoted body, after bindings of
// bind_quoted.
func (c *ctx) quoteBody(q *quoter, meta, body term.Term, binding []term.Term) core.Expr {
	if _, args, ok := call(body, atomSplicing); ok && len(args) == 1 && q.unquote {
		c.raise(argumentError("unquote_splicing only works inside arguments and block contexts, wrap it in parens if you want it to work with one-liners"))
	}
	p := q.quote(body)
	if q.err != nil {
		c.raise(q.err)
	}
	if len(binding) > 0 {
		parts := make([]part, 0, len(binding)+1)
		for _, b := range binding {
			name, value, _ := pair(b)
			variable := q.tuple(constant(name), constant(meta), q.contextPart())
			parts = append(parts, q.tuple(constant(atomMatch), constant(term.Empty), q.list([]part{variable, built(value)}, nil)))
		}
		parts = append(parts, p)
		p = q.tuple(constant(atomBlock), constant(term.Empty), q.list(parts, nil))
	}
	return c.expr(q.code(p))
}

func (q *quoter) contextPart() part {
	if _, ok := q.context.(term.Atom); ok {
		return constant(q.context)
	}
	return built(q.context)
}

// readQuoteOptions fills in q and gives the bindings of bind_quoted. Values
// that are known at run time only are bound to variables first.
func (c *ctx) readQuoteOptions(q *quoter, meta, opts term.Term, prelude *[]term.Term) []term.Term {
	entries, ok := term.Slice(c.expandAll(opts))
	if !ok {
		c.fail(meta, "invalid options for quote, expected a keyword list, got: %s", toString(opts))
	}
	var binding []term.Term
	hasBinding, hasUnquote := false, false
	var file, line term.Term
	keep := false
	for _, e := range entries {
		k, v, ok := pair(e)
		key, isAtom := k.(term.Atom)
		if !ok || !isAtom || !isQuoteOption(key) {
			c.fail(meta, "unsupported option %s given to quote", toString(k))
		}
		switch key.Name() {
		case "context":
			q.context = c.quoteValue(meta, "context", v, prelude)
		case "location":
			keep = c.constant(v) == term.Term(atomKeep)
		case "line":
			if line = v; v != term.Term(term.True) && v != term.Term(term.False) {
				line = c.quoteValue(meta, "line", v, prelude)
			}
		case "file":
			if v != term.Term(term.Nil) {
				file = c.quoteValue(meta, "file", v, prelude)
			}
		case "unquote":
			hasUnquote = true
			q.unquote = c.quoteFlag("unquote", v)
		case "generated":
			q.generated = c.quoteFlag("generated", v)
		case "bind_quoted":
			hasBinding = true
			if binding, ok = term.Slice(c.expandAll(v)); !ok {
				bound, _ := literalValue(c.expr(v))
				if binding, ok = term.Slice(bound); !ok {
					c.badBinding(meta, v)
				}
			}
			for _, b := range binding {
				if name, _, ok := pair(b); !ok || !isAtomTerm(name) {
					c.badBinding(meta, v)
				}
			}
		}
	}
	if hasBinding && !hasUnquote {
		q.unquote = false
	}
	switch {
	case keep:
		q.file, q.line = term.Binary(c.shownFile()), term.True
	default:
		q.file = file
		if line != nil {
			q.line = line
		}
	}
	return binding
}

// shownFile is the file as stack traces have it, when the host can tell.
func (c *ctx) shownFile() string {
	if h, ok := c.x.h.(interface{ ShownPath(string) string }); ok {
		return h.ShownPath(c.env.File)
	}
	return c.env.File
}

func isAtomTerm(t term.Term) bool { _, ok := t.(term.Atom); return ok }

func isQuoteOption(key term.Atom) bool {
	for _, o := range quoteOptions {
		if o == key {
			return true
		}
	}
	return false
}

func (c *ctx) badBinding(meta, v term.Term) {
	c.fail(meta, "invalid :bind_quoted for quote, expected a keyword list of variable names, got: %s", toString(v))
}

func (c *ctx) quoteFlag(key string, v term.Term) bool {
	value := c.constant(v)
	if value != term.Term(term.True) && value != term.Term(term.False) {
		c.raise(argumentError(sprintf("invalid runtime value for option :%s in quote, got: %s", key, inspect(value))))
	}
	return value == term.Term(term.True)
}

// quoteValue is the value of context, line or file: a constant, or a
// variable bound to it.
func (c *ctx) quoteValue(meta term.Term, key string, v term.Term, prelude *[]term.Term) term.Term {
	switch v.(type) {
	case int, float64, term.Binary, term.Atom:
		if _, err := QuoteOption(term.Intern(key), v); err != nil {
			c.raise(err)
		}
		return v
	}
	if m, segments, ok := call(v, atomAliases); ok {
		return c.aliases(v, m, segments, true)
	}
	if name, _, _, ok := variable(v); ok && name.Name() == "__MODULE__" {
		return c.env.ModuleTerm()
	}
	name := term.Tuple3(term.Intern(key), metaStore(meta, atomCounter, term.Int(c.x.h.Cache().nextCounter())), atomElixirQuote)
	check := makeRemote(atomElixirQuote, "validate_runtime", meta, term.Intern(key), v)
	*prelude = append(*prelude, makeNode(atomMatch, meta, name, check))
	return name
}

// quote quotes one piece of code.
func (q *quoter) quote(t term.Term) part {
	if q.err != nil {
		return constant(term.Nil)
	}
	q.depth++
	defer func() { q.depth-- }()
	if q.depth > MaxDepth {
		q.fail(argumentError(sprintf("code is nested too deeply (more than %d levels)", MaxDepth)))
		return constant(term.Nil)
	}
	if q.c != nil {
		q.c.tick()
	}
	switch t := t.(type) {
	case *term.Tuple:
		switch len(t.Elems) {
		case 2:
			return q.pair(t)
		case 3:
			if form, meta, rest, ok := node(t); ok {
				return q.node(t, form, meta, rest)
			}
		}
		if q.c == nil {
			return q.tupleOf(t.Elems)
		}
		return constant(t)
	case *term.Cons:
		return q.listOf(t)
	case *term.Map:
		if q.c == nil {
			return q.mapOf(t)
		}
	}
	return constant(t)
}

func (q *quoter) fail(err error) {
	if q.err == nil {
		q.err = err
	}
}

func (q *quoter) pair(t *term.Tuple) part {
	if q.unquote {
		for _, e := range t.Elems {
			if form, _, _, ok := node(e); ok && form == term.Term(atomSplicing) {
				return q.node(term.Tuple3(atomTuple, term.Empty, term.List(t.Elems...)), atomTuple, term.Empty, term.List(t.Elems...))
			}
		}
	}
	a, b := q.quote(t.Elems[0]), q.quote(t.Elems[1])
	if !a.isVar && !b.isVar {
		return constant(t2(t, a.value, b.value))
	}
	return built(term.Tuple2(q.code(a), q.code(b)))
}

// t2 is t itself when its elements did not change.
func t2(t *term.Tuple, a, b term.Term) term.Term {
	if samePointer(a, t.Elems[0]) && samePointer(b, t.Elems[1]) {
		return t
	}
	return term.Tuple2(a, b)
}

// node quotes {form, meta, rest}.
func (q *quoter) node(t *term.Tuple, form, meta, rest term.Term) part {
	args, isCall := term.Slice(rest)
	name, isAtom := form.(term.Atom)
	if isAtom && isCall && name == atomQuote && (len(args) == 1 || len(args) == 2) {
		return q.nestedQuote(meta, args)
	}
	if q.unquote && isCall {
		if isAtom && name == atomUnquote && len(args) == 1 {
			if q.c == nil {
				return built(args[0])
			}
			return built(makeRemote(atomElixirQuote, "shallow_validate_ast", meta, args[0]))
		}
		if p, ok := q.dotUnquote(form, rest); ok {
			return p
		}
		if p, ok := q.dotUnquote(t, nil); ok {
			return p
		}
	}
	if !q.hygiene {
		return q.tupleWith(form, meta, rest)
	}
	return q.hygienic(form, name, isAtom, meta, rest, args, isCall)
}

// nestedQuote: a quote inside a quote; its own unquotes belong to it.
func (q *quoter) nestedQuote(meta term.Term, args []term.Term) part {
	parts := make([]part, len(args))
	if len(args) == 2 {
		parts[0] = q.quote(args[0])
	}
	unquote := q.unquote
	q.unquote = false
	parts[len(args)-1] = q.quote(args[len(args)-1])
	q.unquote = unquote
	if q.hygiene {
		return q.tuple(constant(atomQuote), q.metaWithContext(meta), q.list(parts, nil))
	}
	return q.tuple(constant(atomQuote), q.meta(meta), q.list(parts, nil))
}

// dotUnquote is left.unquote(expr) and left.unquote(expr)(args...): what
// the name is, is known when it runs.
func (q *quoter) dotUnquote(form, rest term.Term) (part, bool) {
	inner, _, innerArgs, ok := node(form)
	if !ok {
		return part{}, false
	}
	dotMeta, parts, ok := call(inner, atomDot)
	if !ok || len(parts) != 2 || parts[1] != term.Term(atomUnquote) {
		return part{}, false
	}
	expr, ok := term.Slice(innerArgs)
	if !ok || len(expr) != 1 {
		return part{}, false
	}
	left := q.quote(parts[0])
	right := q.quote(makeNode(atomUnquote, dotMeta, expr[0]))
	args := constant(term.Nil)
	if rest != nil {
		args = q.quote(rest)
	}
	return built(makeRemote(atomElixirQuote, "dot", dotMeta, q.code(q.meta(dotMeta)), q.code(left), q.code(right), q.code(args), q.code(q.contextOrNil()))), true
}

func (q *quoter) contextOrNil() part {
	if q.context == nil {
		return constant(term.Nil)
	}
	return q.contextPart()
}

// hygienic quotes a node of quote: with its context, aliases and imports.
func (q *quoter) hygienic(form term.Term, name term.Atom, isAtom bool, meta, rest term.Term, args []term.Term, isCall bool) part {
	switch {
	case isAtom && name == atomAliases && len(args) > 0:
		if head, ok := args[0].(term.Atom); ok && head != term.Elixir {
			var alias term.Term = term.False
			if full, ok := q.c.env.Alias(meta, args); ok {
				alias = full
			}
			meta = metaStore(metaDelete(meta, atomCounter), atomAlias, alias)
		}
		return q.tupleWith(form, meta, rest)
	case isAtom && rest == term.Term(term.Nil):
		return q.tuple(constant(name), q.importMeta(meta, name, 0), q.contextPart())
	case isAtom && name == atomCapture && len(args) == 1:
		if p, ok := q.quotedCapture(form, meta, rest, args[0]); ok {
			return p
		}
	}
	if isAtom {
		m := q.importMeta(meta, name, len(args))
		if isLexical(name) && len(args) > 0 {
			m = q.lexicalMeta(meta)
		}
		if isDefiner(name) && len(args) > 0 {
			return q.tuple(constant(form), m, q.definerArgs(args))
		}
		return q.tuple(constant(form), m, q.quote(rest))
	}
	if _, parts, ok := call(form, atomDot); ok && len(parts) == 2 && isCall && len(args) > 0 {
		if def, ok := parts[1].(term.Atom); ok && isDefiner(def) {
			return q.tuple(q.quote(form), q.meta(meta), q.definerArgs(args))
		}
	}
	return q.tupleWith(form, meta, rest)
}

func isLexical(name term.Atom) bool {
	return name == atomImport || name == atomAlias || name == atomRequire
}

func isDefiner(name term.Atom) bool {
	switch name.Name() {
	case "def", "defp", "defmacro", "defmacrop", "@":
		return true
	}
	return false
}

// definerArgs quotes the arguments of def: the head knows where it was quoted.
func (q *quoter) definerArgs(args []term.Term) part {
	return q.listOf(term.List(append([]term.Term{q.annotateHead(args[0])}, args[1:]...)...).(*term.Cons))
}

// annotateHead gives the head of a definition the context it is quoted in.
func (q *quoter) annotateHead(head term.Term) term.Term {
	q.depth++
	defer func() { q.depth-- }()
	form, meta, rest, ok := node(head)
	if !ok || q.depth > MaxDepth {
		return head
	}
	if args, isCall := term.Slice(rest); isCall && form == term.Term(atomWhen) && len(args) == 2 {
		return makeNode(form, meta, q.annotateHead(args[0]), args[1])
	}
	context, ok := q.context.(term.Atom)
	if !ok {
		return head
	}
	return term.Tuple3(form, metaStore(meta, atomContext, context), rest)
}

// quotedCapture is &name/arity: it remembers where the name was imported from.
func (q *quoter) quotedCapture(form, meta, rest, arg term.Term) (part, bool) {
	_, sides, ok := call(arg, atomSlash)
	if !ok || len(sides) != 2 {
		return part{}, false
	}
	name, _, _, ok := variable(sides[0])
	arity, ok2 := sides[1].(int)
	if !ok || !ok2 {
		return part{}, false
	}
	m := q.c.imported(meta, name, arity)
	if m.module.IsZero() {
		return q.tupleWith(form, meta, rest), true
	}
	meta = metaStore(meta, atomImports, term.List(term.Tuple2(term.Int(arity), m.module)))
	return q.tuple(constant(form), q.metaWithContext(meta), q.quote(rest)), true
}

// importMeta is the metadata of a name: with its imports, if it has any.
func (q *quoter) importMeta(meta term.Term, name term.Atom, arity int) part {
	if _, has := metaGet(meta, atomImports); !has {
		if imports := q.c.importsOf(meta, name); len(imports) > 0 {
			return q.metaWith(meta, atomContext, q.contextPart(), atomImports, constant(term.List(imports...)))
		}
	}
	if op, has := metaGet(meta, atomAmbiguousOp); has && arity == 1 && op == term.Term(term.Nil) {
		return q.metaWith(meta, atomAmbiguousOp, q.contextPart())
	}
	return q.meta(meta)
}

func (q *quoter) lexicalMeta(meta term.Term) part {
	return q.metaWithContext(metaDelete(meta, atomCounter))
}

func (q *quoter) metaWithContext(meta term.Term) part {
	return q.metaWith(meta, atomContext, q.contextPart())
}

// metaWith is meta with keys set; the values may be code.
func (q *quoter) metaWith(meta term.Term, kv ...any) part {
	fresh := map[term.Atom]part{}
	for i := 0; i+1 < len(kv); i += 2 {
		key, p := kv[i].(term.Atom), kv[i+1].(part)
		if p.isVar {
			fresh[key] = p
			meta = metaStore(meta, key, term.Nil)
			continue
		}
		meta = metaStore(meta, key, p.value)
	}
	base := q.meta(meta)
	if len(fresh) == 0 {
		return base
	}
	entries, _ := term.Slice(base.value)
	parts := make([]part, len(entries))
	for i, e := range entries {
		parts[i] = constant(e)
		if k, _, ok := pair(e); ok {
			if key, ok := k.(term.Atom); ok {
				if p, ok := fresh[key]; ok {
					parts[i] = built(term.Tuple2(key, q.code(p)))
				}
			}
		}
	}
	return q.list(parts, nil)
}
