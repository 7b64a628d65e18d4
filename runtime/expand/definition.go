// One clause of def, defp, defmacro or defmacrop.

package expand

import (
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

const functionHeadHelp = "only variables and \\\\ are allowed as arguments in function head.\n\nIf you did not intend to define a function head, make sure your function definition has the proper syntax by wrapping the arguments in parentheses and using the do instruction accordingly:\n\n    def add(a, b), do: a + b\n\n    def add(a, b) do\n      a + b\n    end\n"

var kindNames = map[DefKind]string{Def: "def", Defp: "defp", Defmacro: "defmacro", Defmacrop: "defmacrop"}

// String is how the kind is written.
func (k DefKind) String() string { return kindNames[k] }

// IsMacro reports whether the kind is defmacro or defmacrop.
func (k DefKind) IsMacro() bool { return k == Defmacro || k == Defmacrop }

// Definition expands one clause: head is name(args...), with when for guards;
// body is [do: ...] with what else a try has, or nil (Go's, or the atom) for a
// head without a body.
func (x *Expander) Definition(kind DefKind, head, body term.Term, e *Env) (def *Definition, err error) {
	defer catch(&err)
	c := x.newCtx(e.WithoutVars().WithContext(InBody))
	return c.definition(kind, head, body), nil
}

func (c *ctx) definition(kind DefKind, head, body term.Term) *Definition {
	var guards []term.Term
	if _, sides, ok := call(head, atomWhen); ok && len(sides) == 2 {
		head, guards = sides[0], alternatives(sides[1])
	}
	name, meta, args := c.readHead(kind, head)
	meta = metaStore(meta, atomLine, term.Int(c.env.Line))
	fa := FA{name, len(args)}
	c.env = c.env.WithFunction(&fa)
	c.refuseName(kind, meta, fa, args)
	d := &Definition{Kind: kind, Name: name, Arity: len(args), Line: c.env.Line, File: c.env.File}
	_, pos := position(metaDelete(meta, atomKeep), "")
	d.Column = pos.Column
	if context, ok := metaGet(meta, atomContext); ok {
		d.Context, _ = context.(term.Atom)
	}
	clauseLine := d.Line
	if file, line, ok := keptPlace(meta); ok {
		// Quoted with location: :keep: the code stands where it was quoted.
		d.File, clauseLine = file, line
		for i, a := range args {
			args[i] = Linify(a, d.Line, true)
		}
		for i, g := range guards {
			guards[i] = Linify(g, d.Line, true)
		}
		body = Linify(body, d.Line, true)
		c.env = c.env.WithFile(file)
	}
	if kind.IsMacro() {
		c.caller, c.callerVar = true, c.next
		c.next++
	}
	args = c.defaults(d, args)
	d.HasDefaults = len(d.Defaults) > 0
	if body == nil || body == term.Term(term.Nil) {
		for _, a := range args {
			if _, _, _, ok := variable(a); !ok && len(guards) == 0 {
				c.moduleFault(meta, functionHeadHelp)
			}
		}
		if len(guards) > 0 {
			c.fail(meta, "missing :do option in \"%s\"", kind)
		}
		d.NextVar = int(c.next)
		return d
	}
	d.Clause = &core.Clause{Line: clauseLine, At: placeOf(meta)}
	ps, gs := c.defHead(name, meta, args, guards)
	if kind.IsMacro() {
		ps = append([]core.Pattern{&core.PVar{ID: c.callerVar, Name: atomCaller}}, ps...)
	}
	d.Clause.Patterns, d.Clause.Guards = ps, gs
	d.Clause.Body = c.expr(c.bodyOf(kind, meta, body))
	c.warnUnused(0)
	d.NextVar = int(c.next)
	return d
}

// keptPlace is the file and line that quote kept in metadata.
func keptPlace(meta term.Term) (file string, line int, ok bool) {
	kept, has := metaGet(meta, atomKeep)
	f, l, isPair := pair(kept)
	name, isFile := f.(term.Binary)
	line, isLine := l.(int)
	return string(name), line, has && isPair && isFile && isLine
}

// defHead is head for a function: its patterns see no variables at all.
func (c *ctx) defHead(name term.Atom, meta term.Term, args, guards []term.Term) ([]core.Pattern, []core.Expr) {
	c.vars = nil
	var ps []core.Pattern
	c.inMatch(nil, meta, []term.Term{makeNode(name, meta, args...)}, func() { ps = c.patterns(args) })
	return ps, c.guards(guards)
}

// readHead takes name(args...) apart.
func (c *ctx) readHead(kind DefKind, head term.Term) (name term.Atom, meta term.Term, args []term.Term) {
	form, meta, rest, ok := node(head)
	name, isAtom := form.(term.Atom)
	args, isCall := term.Slice(rest)
	_, isVar := rest.(term.Atom)
	if !ok || !isAtom || !isCall && !isVar {
		c.fail(term.List(term.Tuple2(atomLine, term.Int(c.env.Line))), "invalid syntax in %s %s", kind, toString(head))
	}
	return name, meta, args
}

func (c *ctx) refuseName(kind DefKind, meta term.Term, fa FA, args []term.Term) {
	name := fa.Name.Name()
	switch {
	case fa.Name == atomAliases && fa.Arity == 1 && isAtomTerm(args[0]):
		c.failInFile(meta, "function names should start with lowercase characters or underscore, invalid name %s", toString(args[0])[1:])
	case name == "__info__" && fa.Arity == 1:
		c.failInFile(meta, "cannot define %s __info__/1 as it is automatically defined by Elixir", kind)
	case name == "module_info" && fa.Arity <= 1:
		c.failInFile(meta, "cannot define %s module_info/%d as it is automatically defined by Erlang", kind, fa.Arity)
	case name == "is_record" && fa.Arity == 2 && !kind.IsMacro():
		c.failInFile(meta, "cannot define %s is_record/2 due to compatibility with the Erlang compiler (it is a known limitation)", kind)
	}
}

// bodyOf is the code of a body: of one with rescue and the like, a try.
func (c *ctx) bodyOf(kind DefKind, meta, body term.Term) term.Term {
	entries, ok := term.Slice(body)
	do, has := metaGet(body, atomDo)
	if !ok || !has {
		c.fail(meta, "missing :do option in \"%s\"", kind)
	}
	if len(entries) == 1 {
		return do
	}
	tryMeta := &term.Cons{Head: term.Tuple2(atomOrigin, term.Intern(kind.String())), Tail: meta}
	return makeNode(atomTry, tryMeta, body)
}

var atomTry = term.Intern("try")

// defaults expands default arguments into the functions of fewer arguments,
// and gives the arguments without them.
func (c *ctx) defaults(d *Definition, args []term.Term) []term.Term {
	plain := make([]term.Term, len(args))
	values := make([]term.Term, len(args)) // of the arguments with a default
	count := 0
	for i, a := range args {
		plain[i] = a
		if _, sides, ok := call(a, atomDefault); ok && len(sides) == 2 {
			plain[i], values[i] = sides[0], sides[1]
			count++
		}
	}
	// With k of them given, they are those of the first k arguments that have
	// one; the next one's value is computed, and the function of one argument
	// more does the rest. So each value is expanded once.
	for k := 0; k < count; k++ {
		d.Defaults = append(d.Defaults, c.defaultClause(d, values, k))
	}
	c.bound = c.bound[:0]
	return plain
}

func countDefaults(values []term.Term) int {
	n := 0
	for _, v := range values {
		if v != nil {
			n++
		}
	}
	return n
}

func (c *ctx) defaultClause(d *Definition, values []term.Term, given int) DefaultClause {
	c.vars = nil
	line := c.env.Line
	out := &core.Clause{Line: line, At: core.Place{Column: d.Column}}
	var callArgs []core.Expr
	name := d.Name
	if d.Kind.IsMacro() {
		name = MacroName(d.Name)
		out.Patterns = append(out.Patterns, &core.PVar{ID: c.callerVar, Name: atomCaller})
		callArgs = append(callArgs, &core.Var{ID: c.callerVar, Name: atomCaller})
	}
	c.shorter = &FA{d.Name, d.Arity - countDefaults(values) + given}
	defer func() { c.shorter = nil }()
	arity, seen := 0, 0 // seen: arguments with a default so far
	for _, value := range values {
		if value != nil {
			seen++
			if seen == given+1 {
				callArgs = append(callArgs, c.expr(value))
				continue
			}
			if seen > given+1 {
				continue
			}
		}
		id := c.next
		c.next++
		arg := term.Intern(sprintf("x%d", arity))
		arity++
		out.Patterns = append(out.Patterns, &core.PVar{ID: id, Name: arg})
		callArgs = append(callArgs, &core.Var{ID: id, Name: arg})
	}
	out.Body = &core.Local{Line: line, Name: name, Args: callArgs}
	return DefaultClause{Arity: arity, Clause: out}
}
