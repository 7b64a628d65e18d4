// Calls: local, imported and remote; which of them are macros.

package expand

import (
	"math/big"
	"slices"

	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// target is what a call turned out to be.
type target struct {
	// quoted is what a macro returned, ready to be expanded; nil for a function.
	quoted term.Term
	macro  bool
	// module is the function's module; zero for a local function.
	module term.Atom
	// name and caller are the macro's and where it was called.
	name   term.Atom
	arity  int
	caller *Env
}

// MacroTracer is a Host that wants to add to an exception which macro's result
// was being expanded when it was raised.
type MacroTracer interface {
	// WhileExpanding is err with the call of the macro in its stack trace.
	WhileExpanding(err error, module, name term.Atom, arity int, caller *Env) error
}

// result expands what a macro has returned.
func (c *ctx) result(t target, expand func(term.Term)) {
	c.expanding = append(c.expanding, t)
	expand(t.quoted)
	c.expanding = c.expanding[:len(c.expanding)-1]
}

// whileExpanding is an exception with the calls of the macros in its stack trace
// whose results are being expanded. It is made where the exception is raised: each
// macro that caught and raised it again would have the Go runtime look through
// all panics before, and 10,000 macros within one another took 7 seconds to fail.
func (c *ctx) whileExpanding(err error) error {
	tracer, ok := c.x.h.(MacroTracer)
	if _, reported := err.(*CompileError); !ok || reported {
		return err
	}
	for _, t := range slices.Backward(c.expanding) {
		err = tracer.WhileExpanding(err, t.module, t.name, t.arity, t.caller)
	}
	return err
}

// resultExpr is result for an expression.
func (c *ctx) resultExpr(t target) (out core.Expr) {
	c.result(t, func(q term.Term) { out = c.expr(q) })
	return out
}

// resolve finds what name(args...) calls, and runs it when it is a macro.
func (c *ctx) resolve(meta term.Term, name term.Atom, args []term.Term) target {
	arity := len(args)
	m := c.imported(meta, name, arity)
	if m.quoted {
		if c.isMacro(m.module, name, arity) {
			return c.runMacro(meta, m.module, name, args)
		}
		return target{module: m.module}
	}
	if d := c.defining(); d != nil && c.env.Function != nil && *c.env.Function != (FA{name, arity}) {
		if kind, ok := d.Local(name, arity); ok && (kind == Defmacro || kind == Defmacrop) {
			if !m.module.IsZero() && m.module != c.env.Module {
				c.fail(meta, "call to local macro %s/%d conflicts with imported %s.%s/%d, please rename the local macro or remove the conflicting import",
					name.Name(), arity, inspectAtom(m.module), name.Name(), arity)
			}
			caller := c.snapshot(meta)
			quoted, err := d.RunLocalMacro(name, caller, args)
			if err != nil {
				c.raise(err)
			}
			return target{quoted: c.linify(meta, c.env.Module, quoted), macro: true, module: c.env.Module, name: name, arity: arity, caller: caller}
		}
	}
	if m.module.IsZero() {
		return target{}
	}
	c.useImport(m.module, name, arity)
	if m.macro {
		return c.runMacro(meta, m.module, name, args)
	}
	c.warnDeprecated(meta, m.module, name, arity, false)
	return target{module: m.module}
}

func (c *ctx) isMacro(module, name term.Atom, arity int) bool {
	ex, ok := c.x.h.Exports(module)
	return ok && contains(ex.Macros, FA{name, arity})
}

func (c *ctx) runMacro(meta term.Term, module, name term.Atom, args []term.Term) target {
	c.warnDeprecated(meta, module, name, len(args), true)
	caller := c.snapshot(meta)
	quoted, err := c.x.h.RunMacro(module, name, caller, args)
	if err != nil {
		c.raise(err)
	}
	return target{quoted: c.linify(meta, module, quoted), macro: true, module: module, name: name, arity: len(args), caller: caller}
}

// resolveRemote is resolve for module.name(args...): a macro only when its
// module is required.
func (c *ctx) resolveRemote(meta term.Term, module, name term.Atom, args []term.Term) target {
	required := module == c.env.Module || metaIs(meta, atomRequired) || c.env.Requires(module)
	if required && module != atomErlang && c.isMacro(module, name, len(args)) {
		return c.runMacro(meta, module, name, args)
	}
	c.warnDeprecated(meta, module, name, len(args), false)
	c.useRemote(meta, module, name, len(args))
	return target{module: module}
}

// useRemote tells the module being defined what it calls elsewhere.
func (c *ctx) useRemote(meta term.Term, module, name term.Atom, arity int) {
	if c.env.Function == nil || metaIs(meta, atomGenerated) {
		return
	}
	if module == atomErlang && (name == atomAndalso || name == atomOrelse) {
		return // operators of guards, no functions
	}
	if d, ok := c.defining().(RemoteUser); ok {
		file, pos := position(meta, c.env.File)
		from := c.snapshot(meta).WithFile(file)
		if c.shorter != nil {
			from = from.WithFunction(c.shorter)
		}
		d.UseRemote(module, name, arity, from, pos, metaIs(meta, atomNoParens))
	}
}

// warnCompileEnv: the environment that a module's body reads is that of its
// compilation.
func (c *ctx) warnCompileEnv(meta term.Term, name term.Atom, arity int, macro bool) {
	if c.env.Function != nil || c.env.Module.IsZero() && !macro {
		return
	}
	switch name.Name() {
	case "get_env", "fetch_env", "fetch_env!":
		c.warn(meta, "Application.%s/%d is discouraged in the module body, use Application.compile_env/3 instead", name.Name(), arity)
	}
}

var applicationModule = term.Alias("Application")

// warnDeprecated: of functions only outside functions; what functions call is
// checked when the module is done.
func (c *ctx) warnDeprecated(meta term.Term, module, name term.Atom, arity int, macro bool) {
	if module == atomErlang || module == kernelModule || c.env.Function != nil && !macro {
		return
	}
	if module == applicationModule {
		c.warnCompileEnv(meta, name, arity, macro)
		return
	}
	// A host that has nothing to warn of need not load the module.
	if q, ok := c.x.h.(interface{ Quiet() bool }); ok && q.Quiet() {
		return
	}
	ex, ok := c.x.h.Exports(module)
	if !ok || ex.Deprecated == nil {
		return
	}
	if why, ok := ex.Deprecated[FA{name, arity}]; ok {
		if name.Name() == "__using__" && arity == 1 {
			c.warn(meta, "use %s is deprecated. %s", inspectAtom(module), why)
			return
		}
		c.warn(meta, "%s.%s/%d is deprecated. %s", inspectAtom(module), name.Name(), arity, why)
	}
}

// localCall expands name(args...).
func (c *ctx) localCall(q term.Term, name term.Atom, meta term.Term, args []term.Term) core.Expr {
	c.refuseAmbiguousOp(name, meta, args)
	t := c.resolve(meta, name, args)
	switch {
	case t.macro:
		return c.resultExpr(t)
	case !t.module.IsZero():
		return c.remoteFunction(t.module, name, meta, args)
	}
	if c.env.Function == nil {
		c.undefinedFunction(meta, name, len(args))
	}
	if c.mode == InGuard {
		where := c.guardName()
		c.moduleFault(meta, "cannot find or invoke local %s/%d inside a %s. Only macros can be invoked inside a %s and they must be defined before their invocation. Called as: %s",
			name.Name(), len(args), where, where, toString(q))
		return nilExpr
	}
	exprs := c.exprs(args)
	c.useLocal(meta, name, len(args))
	return &core.Local{Line: metaLine(meta), Name: name, Args: exprs}
}

func (c *ctx) undefinedFunction(meta term.Term, name term.Atom, arity int) {
	c.fail(meta, "undefined function %s/%d (there is no such import)", name.Name(), arity)
}

// refuseAmbiguousOp: `x -1` with a variable x.
func (c *ctx) refuseAmbiguousOp(name term.Atom, meta term.Term, args []term.Term) {
	if len(args) != 1 {
		return
	}
	kind, ok := metaGet(meta, atomAmbiguousOp)
	if !ok {
		return
	}
	context, _ := kind.(term.Atom)
	if c.vars.find(VarKey{name, context}) == nil {
		return
	}
	n, arg := name.Name(), toString(args[0])
	c.fail(meta, "\"%s %s\" looks like a function call but there is a variable named \"%s\". If you want to perform a function call, use parentheses:\n\n    %s(%s)\n\nIf you want to perform an operation on the variable %s, use spaces around the unary operator",
		n, arg, n, n, arg, n)
}

func (c *ctx) guardName() string {
	if c.match != nil && c.match.bits {
		return "bitstring size specifier"
	}
	return "guard"
}

func (c *ctx) useLocal(meta term.Term, name term.Atom, arity int) {
	if d := c.defining(); d != nil {
		file, pos := position(meta, c.env.File)
		from := c.snapshot(meta).WithFile(file)
		if c.shorter != nil {
			from = from.WithFunction(c.shorter)
		}
		d.UseLocal(name, arity, from, pos)
	}
}

// remoteCall expands left.right(args...).
func (c *ctx) remoteCall(q, left term.Term, right term.Atom, meta term.Term, args []term.Term) core.Expr {
	if name, _, _, ok := variable(left); ok && name == atomEnv && len(args) == 0 {
		if v, ok := c.snapshot(meta).field(right); ok {
			return &core.Literal{Value: v}
		}
	}
	switch left.(type) {
	case *term.Tuple, term.Atom:
	default:
		c.fail(meta, "invalid call %s", toString(q))
	}
	base := c.vars
	receiver := c.expr(left)
	noParens := metaIs(meta, atomNoParens)
	if module, ok := literalAtom(receiver); ok && !(noParens && isFieldless(module)) {
		if _, inlined := inlines[mfa{module, right, len(args)}]; !inlined {
			if t := c.resolveRemote(meta, module, right, args); t.macro {
				return c.resultExpr(t)
			}
		}
		return c.remoteFunction(module, right, meta, args)
	}
	if c.mode == InGuard {
		if !noParens {
			c.fault(meta, "", "cannot invoke remote function inside a %s. If you want to do a map lookup instead, please remove parens from %s.%s()", c.guardName(), toString(left), right.Name())
		}
		return &core.Access{Line: metaLine(meta), Value: receiver, Name: right}
	}
	if v, ok := literalValue(receiver); ok && !mapOrTuple(v) {
		form, _, _, _ := node(q)
		_, dotMeta, _, _ := node(form)
		c.fail(meta, "invalid call %s", toString(makeNode(makeNode(atomDot, dotMeta, v, right), meta, args...)))
	}
	if noParens && len(args) == 0 {
		return &core.Access{Line: metaLine(meta), Value: receiver, Name: right}
	}
	return &core.Remote{
		Line: metaLine(meta), Module: receiver, Name: &core.Literal{Value: right}, Args: c.argsAfter(base, args),
	}
}

// mapOrTuple says whether a constant may stand left of a dot: a struct that a
// sigil made, say. A tuple and an atom that names no module fail when it runs.
func mapOrTuple(v term.Term) bool {
	switch v.(type) {
	case *term.Map, *term.Tuple, term.Atom:
		return true
	}
	return false
}

// isFieldless reports whether an atom is one of those that no module is called
// by: a dot behind it asks for a field, which it does not have.
func isFieldless(a term.Atom) bool { return a == term.Nil || a == term.True || a == term.False }

// argsAfter expands arguments that must not see what the receiver, expanded
// since base, bound.
func (c *ctx) argsAfter(base *binding, args []term.Term) []core.Expr {
	if c.vars == base {
		return c.exprs(args)
	}
	bound := c.vars
	c.vars = base
	out := c.exprs(args)
	inArgs := c.vars
	c.vars = base
	c.join(base, bound)
	c.join(base, inArgs)
	return out
}

// remoteFunction is the call of a known module's function, by its Erlang name
// where it has one; in a guard only what guards allow.
func (c *ctx) remoteFunction(module, name term.Atom, meta term.Term, args []term.Term) core.Expr {
	if n, ok := foldSign(module, name, args); ok {
		return &core.Literal{Value: n}
	}
	if e := c.shortCircuit(meta, module, name, args); e != nil {
		return e
	}
	exprs := c.exprs(args)
	to, toName, toArgs := rewrite(module, name, exprs)
	if c.mode == InGuard && (to != atomErlang || !allowedInGuard(toName, len(toArgs))) {
		by, byName := inline(module, name, len(args))
		c.fail(meta, "cannot invoke remote function %s.%s/%d inside a %s", inspectAtom(by), byName.Name(), len(args), c.guardName())
	}
	if to == stringChars && toName == atomToString && len(toArgs) == 1 {
		if v, ok := literalValue(toArgs[0]); ok {
			if s, ok := v.(term.Binary); ok {
				return &core.Literal{Value: s}
			}
		}
	}
	return &core.Remote{
		Line: metaLine(meta), At: placeOf(meta), Module: &core.Literal{Value: to}, Name: &core.Literal{Value: toName}, Args: toArgs,
	}
}

var (
	stringChars  = term.Alias("String.Chars")
	atomToString = term.Intern("to_string")
	atomPlus     = term.Intern("+")
	atomMinus    = term.Intern("-")
)

// foldSign is +1 and -1 as a constant.
func foldSign(module, name term.Atom, args []term.Term) (term.Term, bool) {
	if len(args) != 1 || module != kernelModule && module != atomErlang || name != atomPlus && name != atomMinus {
		return nil, false
	}
	switch n := args[0].(type) {
	case int:
		if name == atomMinus {
			return term.Big(new(big.Int).Neg(big.NewInt(int64(n)))), true
		}
		return n, true
	case *big.Int:
		if name == atomMinus {
			return term.Big(new(big.Int).Neg(n)), true
		}
		return n, true
	case float64:
		if name == atomMinus {
			return -n, true
		}
		return n, true
	}
	return nil, false
}

// shortCircuit is `and` and `or` in a body; nil for everything else. The right
// side sees what the left one binds, and is a scope of its own.
func (c *ctx) shortCircuit(meta term.Term, module, name term.Atom, args []term.Term) core.Expr {
	if module != atomErlang || len(args) != 2 || c.mode == InGuard || name != atomAndalso && name != atomOrelse {
		return nil
	}
	left, right := c.expr(args[0]), c.scoped(args[1])
	if name == atomAndalso {
		return &core.If{Line: metaLine(meta), Strict: true, Op: atomAnd, Test: left, Then: right, Else: &core.Literal{Value: term.False}}
	}
	return &core.If{Line: metaLine(meta), Strict: true, Op: atomOr, Test: left, Then: &core.Literal{Value: term.True}, Else: right}
}

var (
	atomAndalso = term.Intern("andalso")
	atomOrelse  = term.Intern("orelse")
	atomAnd     = term.Intern("and")
	atomOr      = term.Intern("or")
)

// superCall expands super(args...).
func (c *ctx) superCall(meta term.Term, args []term.Term) core.Expr {
	kind, name := c.superOf(meta, len(args))
	exprs := c.exprs(args)
	if kind == Defmacro || kind == Defmacrop {
		exprs = append([]core.Expr{&core.Var{ID: c.callerVar, Name: atomCaller}}, exprs...)
		name = MacroName(name)
	}
	return &core.Local{Line: metaLine(meta), Name: name, Args: exprs}
}

// superOf is what super calls here.
func (c *ctx) superOf(meta term.Term, arity int) (DefKind, term.Atom) {
	d := c.defining()
	if d == nil {
		c.failInFile(meta, "cannot invoke super outside module")
	}
	f := c.env.Function
	if f == nil {
		c.failInFile(meta, "cannot invoke super outside function")
	}
	if f.Arity != arity {
		c.fail(meta, "super must be called with the same number of arguments as the current definition")
	}
	kind, name, ok := d.Super(f.Name, f.Arity)
	if !ok {
		c.fail(meta, "no super defined for %s/%d in module %s. Overridable functions available are: %s",
			f.Name.Name(), f.Arity, inspectAtom(c.env.Module), c.overridables(d))
	}
	c.warnSuper(meta, d, *f)
	return kind, name
}

// warnSuper: the callbacks that use GenServer defines should be left out
// rather than called.
func (c *ctx) warnSuper(meta term.Term, d Defining, f FA) {
	s, ok := d.(interface {
		SuperContext(name term.Atom, arity int) term.Atom
	})
	if ok && s.SuperContext(f.Name, f.Arity) == genServer && f.Name.Name() != "child_spec" {
		c.warn(meta, "calling super for GenServer callback %s/%d is deprecated", f.Name.Name(), f.Arity)
	}
}

var genServer = term.Alias("GenServer")

// overridables lists what could be overridden, when the module can tell.
func (c *ctx) overridables(d Defining) string {
	if o, ok := d.(interface{ Overridables() []FA }); ok {
		var s string
		for i, fa := range o.Overridables() {
			if i > 0 {
				s += ", "
			}
			s += sprintf("%s/%d", fa.Name.Name(), fa.Arity)
		}
		return s
	}
	return ""
}

// MacroName is the name under which a module keeps a macro; its function
// takes the caller's environment before the arguments.
func MacroName(name term.Atom) term.Atom { return term.Intern("MACRO-" + name.Name()) }
