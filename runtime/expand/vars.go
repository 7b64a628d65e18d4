// Variables in scope: names with their context, numbered by version.

package expand

import (
	"sort"
	"strings"

	"otpsh/runtime/core"
	"otpsh/runtime/diag"
	"otpsh/runtime/term"
)

// VarID numbers a variable, as in core.
type VarID = core.VarID

// VarKey names a variable: the context is an atom (nil for what people
// write, a module for what its macros made) or the counter of a macro call.
type VarKey struct {
	Name    term.Atom
	Context term.Term
}

// binding is one variable in scope; newer ones hide older ones of the same
// key. The chain is shared between scopes and never changed.
type binding struct {
	key VarKey
	id  VarID
	up  *binding
}

func (b *binding) find(key VarKey) *binding {
	for ; b != nil; b = b.up {
		if b.key.Name == key.Name && b.key.Context == key.Context {
			return b
		}
	}
	return nil
}

// Vars are the variables in scope, in order of binding; of those with one key
// only the newest.
func (e *Env) Vars() []VarKey {
	bs := visible(e.vars)
	keys := make([]VarKey, len(bs))
	for i, b := range bs {
		keys[i] = b.key
	}
	return keys
}

// visible are the bindings that are not hidden, oldest first.
func visible(b *binding) []*binding {
	seen := map[VarKey]bool{}
	var out []*binding
	for ; b != nil; b = b.up {
		if !seen[b.key] {
			seen[b.key] = true
			out = append(out, b)
		}
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// varInfo is what is known of a variable that this expansion bound.
type varInfo struct {
	key      VarKey
	meta     term.Term
	used     bool
	overrode bool // hides a variable of the same key that was there before the pattern
	silent   bool // never warned of
}

// bind makes a new variable.
func (c *ctx) bind(key VarKey, meta term.Term, overrode bool) VarID {
	id := c.next
	c.next++
	c.vars = &binding{key: key, id: id, up: c.vars}
	c.infos[id] = &varInfo{
		key: key, meta: meta, overrode: overrode,
		silent: key.Context != term.Term(term.Nil) || !shouldWarn(meta),
	}
	c.bound = append(c.bound, id)
	return id
}

// use marks a variable as read.
func (c *ctx) use(id VarID, meta term.Term) {
	if _, keep := metaGet(meta, atomKeepUnused); keep {
		return
	}
	if info := c.infos[id]; info != nil {
		info.used = true
		return
	}
	if c.x.read == nil {
		c.x.read = map[VarID]bool{}
	}
	c.x.read[id] = true
}

var atomKeepUnused = term.Intern("keep_unused")

// scope is a place to come back to: variables and lexical environment bound
// after it do not outlive it.
type scope struct {
	vars  *binding
	env   *Env
	bound int
}

func (c *ctx) open() scope { return scope{c.vars, c.env, len(c.bound)} }

// close leaves a scope and warns of its variables that nothing read.
func (c *ctx) close(s scope) {
	c.warnUnusedFrom(s.bound, false)
	c.vars, c.env = s.vars, s.env
}

// warnUnused warns of the variables bound since there were n.
func (c *ctx) warnUnused(n int) { c.warnUnusedFrom(n, true) }

func (c *ctx) warnUnusedFrom(n int, spans bool) {
	var unused []VarID
	for _, id := range c.bound[n:] {
		if info := c.infos[id]; !info.used && !info.silent && warnsWhenUnused(info.key.Name.Name()) {
			unused = append(unused, id)
		}
	}
	c.bound = c.bound[:n]
	sort.SliceStable(unused, func(i, j int) bool {
		return c.infos[unused[i]].key.Name.Name() < c.infos[unused[j]].key.Name.Name()
	})
	for _, id := range unused {
		info := c.infos[id]
		name, span := info.key.Name.Name(), ""
		if spans {
			span = name
		}
		c.report(diag.Warning, info.meta, span, unusedMessage(name, info.overrode))
	}
}

func unusedMessage(name string, overrode bool) string {
	switch {
	case strings.HasPrefix(name, "_"):
		return sprintf("unknown compiler variable \"%s\" (expected one of __MODULE__, __ENV__, __DIR__, __CALLER__, __STACKTRACE__)", name)
	case strings.HasPrefix(name, "&"):
		return sprintf("variable \"%s\" is unused (this might happen when using a capture argument as a pattern)", name)
	case overrode:
		return sprintf("variable \"%s\" is unused (there is a variable with the same name in the context, use the pin operator (^) to match on it or prefix this variable with underscore if it is not meant to be used)", name)
	}
	return sprintf("variable \"%s\" is unused (if the variable is not meant to be used, prefix it with an underscore)", name)
}

// warnsWhenUnused: not _name, but __NAME__, which looks like a misspelt
// compiler variable.
func warnsWhenUnused(name string) bool {
	if !strings.HasPrefix(name, "_") {
		return true
	}
	rest := name[1:]
	for rest != "" && rest != "_" {
		if rest[0] != '_' && (rest[0] < 'A' || rest[0] > 'Z') {
			return false
		}
		rest = rest[1:]
	}
	return rest == "_"
}

// join puts the variables that one part of an expression bound, those of
// part above base, on top of what is in scope.
func (c *ctx) join(base, part *binding) {
	var newer []*binding
	for ; part != base; part = part.up {
		newer = append(newer, part)
	}
	for i := len(newer) - 1; i >= 0; i-- {
		c.vars = &binding{key: newer[i].key, id: newer[i].id, up: c.vars}
	}
}

// varInfoText is how a message names a variable.
func varInfoText(name term.Atom, context term.Term) string {
	if a, ok := context.(term.Atom); ok && a != term.Nil {
		return sprintf("\"%s\" (context %s)", name.Name(), inspectAtom(a))
	}
	return sprintf("\"%s\"", name.Name())
}

// readVar is a variable read as an expression.
func (c *ctx) readVar(q term.Term, name term.Atom, meta term.Term, context term.Atom) core.Expr {
	key := varKey(name, meta, context)
	from := c.vars
	if c.pinning {
		from = c.match.pre
	}
	b := from.find(key)
	if b != nil && !c.pinning && c.match != nil && c.match.bits && c.hiddenFromSize(b) {
		b = nil
	}
	if b != nil {
		if context == term.Nil && strings.HasPrefix(name.Name(), "_") && shouldWarn(meta) && key.Context == term.Term(term.Nil) {
			c.warn(meta, "the underscored variable \"%s\" is used after being set. A leading underscore indicates that the value of the variable should be ignored. If this is intended please rename the variable to remove the underscore", name.Name())
		}
		c.use(b.id, meta)
		return &core.Var{ID: b.id, Name: name}
	}
	how, _ := metaGet(meta, atomIfUndefined)
	switch {
	case how == term.Term(atomApply):
		return c.expr(makeNode(name, meta))
	case how == term.Term(atomRaise):
		c.fault(meta, "", "undefined variable %s", varInfoText(name, context))
	case c.pinning:
		c.fault(meta, "", "undefined variable ^%s. No variable %s has been defined before the current pattern", name.Name(), varInfoText(name, context))
	default:
		c.fault(meta, name.Name(), "undefined variable %s", varInfoText(name, context))
	}
	return unknownExpr
}

// unknownExpr stands for code that was reported as wrong: unlike a literal, it
// is no constant.
var unknownExpr = &core.Block{Exprs: []core.Expr{nilExpr}}

var (
	atomApply = term.Intern("apply")
	atomRaise = term.Intern("raise")
)

// hiddenFromSize: the size of a bitstring segment reads variables from
// outside the pattern and from its own bitstring, not from the pattern around
// it.
func (c *ctx) hiddenFromSize(b *binding) bool {
	m := c.match
	if b.id < m.first || m.pre.find(b.key) != nil {
		return false
	}
	return m.beforeBits.find(b.key) != nil
}
