// Maps and structs.

package expand

import (
	"slices"

	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// mapExpr expands %{...} and %{map | ...}.
func (c *ctx) mapExpr(q, meta term.Term, args []term.Term) core.Expr {
	if target, updates, ok := mapUpdate(args); ok {
		if c.mode != InBody {
			c.failInFile(meta, "cannot use map/struct update syntax in guard, got: %s", toString(q))
		}
		value, pairs := c.update(meta, target, updates)
		return &core.MapUpdate{Line: metaLine(meta), Map: value, Pairs: pairs}
	}
	return makeMap(c.pairs(meta, args))
}

// mapUpdate takes %{target | updates} apart.
func mapUpdate(args []term.Term) (target term.Term, updates []term.Term, ok bool) {
	if len(args) != 1 {
		return nil, nil, false
	}
	_, sides, ok := call(args[0], atomBar)
	if !ok || len(sides) != 2 {
		return nil, nil, false
	}
	updates, ok = term.Slice(sides[1])
	return sides[0], updates, ok
}

// update expands the two sides of an update.
func (c *ctx) update(meta, target term.Term, updates []term.Term) (core.Expr, []core.Pair) {
	keys, values := c.splitPairs(meta, updates)
	all := c.exprs(append([]term.Term{target}, interleave(keys, values)...))
	return all[0], c.zip(meta, all[1:])
}

func (c *ctx) pairs(meta term.Term, args []term.Term) []core.Pair {
	keys, values := c.splitPairs(meta, args)
	return c.zip(meta, c.exprs(interleave(keys, values)))
}

func (c *ctx) splitPairs(meta term.Term, args []term.Term) (keys, values []term.Term) {
	for _, a := range args {
		k, v, ok := pair(a)
		if !ok {
			c.fail(meta, "expected key-value pairs in a map, got: %s", toString(a))
		}
		keys, values = append(keys, k), append(values, v)
	}
	return keys, values
}

func interleave(keys, values []term.Term) []term.Term {
	out := make([]term.Term, 0, 2*len(keys))
	for i := range keys {
		out = append(out, keys[i], values[i])
	}
	return out
}

// zip makes pairs of alternating keys and values; a constant key given twice
// is warned of.
func (c *ctx) zip(meta term.Term, all []core.Expr) []core.Pair {
	out := make([]core.Pair, 0, len(all)/2)
	var seen term.MapBuilder
	n := 0
	for i := 0; i+1 < len(all); i += 2 {
		out = append(out, core.Pair{Key: all[i], Value: all[i+1]})
		key, ok := literalValue(all[i])
		if !ok {
			continue
		}
		seen.Put(key, term.True)
		n++
	}
	if n > 1 && seen.Map().Len() < n {
		c.warnRepeated(meta, out)
	}
	return out
}

func (c *ctx) warnRepeated(meta term.Term, pairs []core.Pair) {
	seen := term.EmptyMap
	for _, p := range pairs {
		key, ok := literalValue(p.Key)
		if !ok {
			continue
		}
		if _, repeated := seen.Get(key); repeated {
			c.warnInFile(meta, "key %s will be overridden in map", inspect(key))
		}
		seen = seen.Put(key, term.True)
	}
}

// makeMap is a constant when all of its pairs are.
func makeMap(pairs []core.Pair) core.Expr {
	var b term.MapBuilder
	for _, p := range pairs {
		k, ok := literalValue(p.Key)
		v, ok2 := literalValue(p.Value)
		if !ok || !ok2 {
			return &core.Map{Pairs: pairs}
		}
		b.Put(k, v)
	}
	return &core.Literal{Value: b.Map()}
}

// mapPattern expands %{...} as a pattern.
func (c *ctx) mapPattern(q, meta term.Term, args []term.Term) core.Pattern {
	if _, _, ok := mapUpdate(args); ok {
		c.failInFile(meta, "cannot use map/struct update syntax in match, got: %s", toString(q))
	}
	return &core.PMap{Pairs: c.patternPairs(meta, args)}
}

func (c *ctx) patternPairs(meta term.Term, args []term.Term) []core.PPair {
	keys, values := c.splitPairs(meta, args)
	out := make([]core.PPair, len(keys))
	seen := term.EmptyMap
	for i, k := range keys {
		out[i].Key = c.keyOf(meta, k, c.pattern(k))
		out[i].Value = c.pattern(values[i])
		if lit, ok := literalValue(out[i].Key); ok {
			if _, repeated := seen.Get(lit); repeated {
				c.failInFile(meta, "key %s will be overridden in map", inspect(lit))
			}
			seen = seen.Put(lit, term.True)
		}
	}
	return out
}

// keyOf is the expression of a key in a map pattern: constants and pinned
// variables.
func (c *ctx) keyOf(meta, q term.Term, p core.Pattern) core.Expr {
	keys := func(ps []core.Pattern) []core.Expr {
		out := make([]core.Expr, len(ps))
		for i, p := range ps {
			out[i] = c.keyOf(meta, q, p)
		}
		return out
	}
	switch p := p.(type) {
	case *core.PLiteral:
		return &core.Literal{Value: p.Value}
	case *core.PPin:
		if _, _, ok := call(q, atomPin); ok || !c.isRepeat(p) {
			return p.Value
		}
		return c.variableKey(meta, p.Value.(*core.Var).Name)
	case *core.PVar:
		return c.variableKey(meta, p.Name)
	case *core.PTuple:
		return makeTuple(keys(p.Elems))
	case *core.PList:
		if p.Tail != nil {
			return makeList(keys(p.Elems), c.keyOf(meta, q, p.Tail))
		}
		return makeList(keys(p.Elems), nil)
	case *core.PWild:
		return c.variableKey(meta, atomUnderscore)
	case *core.PBits:
		return c.bitsKey(meta, q, p)
	case *core.PMap:
		var pairs []core.Pair
		for _, pp := range p.Pairs {
			pairs = append(pairs, core.Pair{Key: pp.Key, Value: c.keyOf(meta, q, pp.Value)})
		}
		return makeMap(pairs)
	}
	c.fail(meta, "invalid map key in a pattern: %s", toString(q))
	return nil
}

// bitsKey is a bitstring as a key: its segments are keys, too.
func (c *ctx) bitsKey(meta, q term.Term, p *core.PBits) core.Expr {
	segments := slices.Clone(p.Segments)
	for i, s := range segments {
		segments[i].Pattern, segments[i].Value = nil, c.keyOf(meta, q, s.Pattern)
	}
	return makeBits(metaLine(meta), segments)
}

// isRepeat: the pin stands for a variable that the same pattern binds.
func (c *ctx) isRepeat(p *core.PPin) bool {
	v, ok := p.Value.(*core.Var)
	return ok && v.ID >= c.match.first
}

func (c *ctx) variableKey(meta term.Term, name term.Atom) core.Expr {
	c.fail(meta, "cannot use variable %s as map key inside a pattern. Map keys in patterns can only be literals (such as atoms, strings, tuples, and the like) or an existing variable matched with the pin operator (such as ^some_var)", name.Name())
	return nil
}

// structExpr expands %Name{...} and %Name{struct | ...}.
func (c *ctx) structExpr(meta, left, right term.Term) core.Expr {
	mapMeta, args, ok := call(right, atomMap)
	if !ok {
		c.fail(meta, "expected struct to be followed by a map, got: %s", toString(right))
	}
	name, ok := c.constant(left).(term.Atom)
	if !ok {
		c.fail(meta, "expected struct name to be a compile time atom or alias, got: %s", toString(left))
	}
	if target, updates, ok := mapUpdate(args); ok {
		updates = c.withoutStructKey(meta, updates)
		value, pairs := c.update(mapMeta, target, updates)
		c.checkFields(meta, name, pairKeys(updates, pairs), false)
		return &core.MapUpdate{Line: metaLine(meta), Map: value, Pairs: pairs, Struct: name}
	}
	args = c.withoutStructKey(meta, args)
	pairs := c.pairs(mapMeta, args)
	keys := pairKeys(args, pairs)
	info := c.checkFields(meta, name, keys, true)
	all := []core.Pair{{Key: &core.Literal{Value: term.Struct}, Value: &core.Literal{Value: name}}}
	given := map[term.Atom]bool{}
	for _, k := range keys {
		if a, ok := k.(term.Atom); ok {
			given[a] = true
		}
	}
	for _, f := range info.Fields {
		if !given[f.Name] {
			all = append(all, core.Pair{Key: &core.Literal{Value: f.Name}, Value: &core.Literal{Value: f.Default}})
		}
	}
	return makeMap(append(all, pairs...))
}

// notConstant is a key that is known only when the code runs.
type notConstant struct{ quoted term.Term }

func pairKeys(args []term.Term, pairs []core.Pair) []term.Term {
	out := make([]term.Term, len(pairs))
	for i, p := range pairs {
		out[i] = keyTerm(args[i], p.Key)
	}
	return out
}

// keyTerm is the value of a key, of a pair in the code.
func keyTerm(arg term.Term, key core.Expr) term.Term {
	if v, ok := literalValue(key); ok {
		return v
	}
	quoted, _, _ := pair(arg)
	return notConstant{quoted}
}

func (c *ctx) withoutStructKey(meta term.Term, args []term.Term) []term.Term {
	for i, a := range args {
		if k, _, ok := pair(a); ok && k == term.Term(term.Struct) {
			c.warnInFile(meta, "key :__struct__ is ignored when using structs")
			return append(append([]term.Term(nil), args[:i]...), args[i+1:]...)
		}
	}
	return args
}

// checkFields finds the struct of a module and checks the keys that code
// gives it; building, a missing enforced key and an unknown one raise, as
// the module's __struct__/1 does.
func (c *ctx) checkFields(meta term.Term, name term.Atom, keys []term.Term, building bool) *StructInfo {
	for _, k := range keys {
		if _, ok := k.(term.Atom); !ok {
			c.fault(meta, "", "invalid key %s for struct, struct keys must be atoms, got: ", shownKey(k))
		}
	}
	info := c.structInfo(meta, name)
	known := map[term.Atom]bool{term.Struct: true}
	for _, f := range info.Fields {
		known[f.Name] = true
	}
	given := map[term.Atom]bool{}
	for _, k := range keys {
		if _, unknown := k.(notConstant); unknown {
			continue
		}
		a, ok := k.(term.Atom)
		given[a] = ok
		if ok && known[a] {
			continue
		}
		if building {
			c.raise(&RaiseError{
				Exception: exception("KeyError", "key", k, "term", term.Nil, "message", term.Nil),
				Module:    name, Function: term.Struct, Arity: 1, Doing: "expanding struct", Env: c.snapshot(meta),
			})
		}
		if ok {
			c.fault(meta, "", "unknown key %s for struct %s", inspect(a), inspectAtom(name))
		}
	}
	if building {
		c.checkEnforced(meta, name, info, given)
	}
	return info
}

// shownKey is a key as a message tells of it: one that is no constant, as it is
// written.
func shownKey(k term.Term) string {
	if code, ok := k.(notConstant); ok {
		return toString(code.quoted)
	}
	return inspect(k)
}

func (c *ctx) checkEnforced(meta term.Term, name term.Atom, info *StructInfo, given map[term.Atom]bool) {
	var missing []term.Term
	for _, k := range info.Enforced {
		if !given[k] {
			missing = append(missing, k)
		}
	}
	if len(missing) == 0 {
		return
	}
	err := argumentError(sprintf("the following keys must also be given when building struct %s: %s", inspectAtom(name), inspect(term.List(missing...))))
	err.Module, err.Function, err.Arity, err.Doing, err.Env = name, term.Struct, 1, "expanding struct", c.snapshot(meta)
	c.raise(err)
}

// structInfo is the struct of a module: of one that is being defined here,
// as far as its body has run.
func (c *ctx) structInfo(meta term.Term, name term.Atom) *StructInfo {
	if d := c.x.h.Defining(name); d != nil && !definedElsewhere(d) {
		if info, ok := d.Struct(); ok {
			return info
		}
	} else if ex, ok := c.exports(name, "struct"); ok && ex.Struct != nil {
		return ex.Struct
	}
	shown := inspectAtom(name)
	if (name == c.env.Module || c.env.hasContextModule(name)) && c.env.Function == nil {
		c.fail(meta, "cannot access struct %s, the struct was not yet defined or the struct is being accessed in the same context that defines it", shown)
	}
	c.fail(meta, "%s.__struct__/1 is undefined, cannot expand struct %s. Make sure the struct name is correct. If the struct name exists and is correct but it still cannot be found, you likely have cyclic module usage in your code", shown, shown)
	return nil
}

// structPattern expands %Name{...}, %name{...}, %_{...} and %^name{...}.
func (c *ctx) structPattern(meta, left, right term.Term) core.Pattern {
	mapMeta, args, ok := call(right, atomMap)
	if !ok {
		c.fail(meta, "expected struct to be followed by a map, got: %s", toString(right))
	}
	if _, _, ok := mapUpdate(args); ok {
		c.failInFile(mapMeta, "cannot use map/struct update syntax in match, got: %s", toString(right))
	}
	name := c.pattern(left)
	args = c.withoutStructKey(meta, args)
	pairs := c.patternPairs(mapMeta, args)
	switch n := name.(type) {
	case *core.PLiteral:
		module, ok := n.Value.(term.Atom)
		if !ok {
			c.badStructName(meta, left)
		}
		keys := make([]term.Term, len(pairs))
		for i, p := range pairs {
			keys[i] = keyTerm(args[i], p.Key)
		}
		c.checkFields(meta, module, keys, false)
	case *core.PWild:
		name = &core.PAtom{}
	case *core.PVar, *core.PPin:
		name = &core.PBoth{Left: &core.PAtom{}, Right: name}
	default:
		c.badStructName(meta, left)
	}
	structPair := core.PPair{Key: &core.Literal{Value: term.Struct}, Value: name}
	return &core.PMap{Pairs: append([]core.PPair{structPair}, pairs...)}
}

func (c *ctx) badStructName(meta, left term.Term) {
	c.fail(meta, "expected struct name in a match to be a compile time atom, alias or a variable, got: %s", toString(left))
}
