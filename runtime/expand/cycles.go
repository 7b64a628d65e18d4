// Patterns that are matched against each other, p = q, and variables that
// would be defined by themselves.

package expand

import (
	"maps"
	"slices"
	"strings"

	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// varSet is a set of variables.
type varSet map[VarKey]bool

// cycles records, for one pattern, which variables its p = q relate.
type cycles struct {
	writes varSet // variables of the part that is being expanded
	// graph says of which variables each is defined in function; true: by two
	// different p = q.
	graph map[VarKey]varSet
	// together are variables that some other one sees as one value: {a, b} = c
	// says nothing of a and b.
	together []varSet
}

func (m *cycles) mention(key VarKey) {
	if m.writes == nil {
		m.writes = varSet{}
	}
	m.writes[key] = true
}

// parallel expands p = q = ...: all match the same value.
func (c *ctx) parallel(q term.Term) core.Pattern {
	parts := c.parts(nil, q)
	m := &c.match.cycles
	around := m.writes
	patterns := make([]core.Pattern, len(parts))
	writes := make([]varSet, len(parts))
	for i, p := range parts {
		m.writes = varSet{}
		patterns[i] = c.pattern(p)
		writes[i] = m.writes
	}
	m.relate(writes)
	m.writes = union(append(writes, around)...)
	out := patterns[len(patterns)-1]
	for i := len(patterns) - 2; i >= 0; i-- {
		out = &core.PBoth{Left: patterns[i], Right: out}
	}
	return out
}

// parts are the patterns that = puts side by side.
func (c *ctx) parts(out []term.Term, q term.Term) []term.Term {
	c.enter(q)
	defer func() { c.depth-- }()
	_, sides, ok := call(q, atomMatch)
	if !ok || len(sides) != 2 {
		return append(out, q)
	}
	if _, meta, _, ok := node(sides[0]); ok && term.Identical(sides[0], sides[1]) {
		shown := toString(sides[0])
		c.warnInFile(meta, "this pattern is matched against itself inside a match: %s = %s", shown, shown)
		return c.parts(out, sides[0])
	}
	return c.parts(c.parts(out, sides[0]), sides[1])
}

func union(sets ...varSet) varSet {
	all := varSet{}
	for _, s := range sets {
		maps.Copy(all, s)
	}
	return all
}

// relate takes the variables of parts that match the same value: those of each
// are defined in function of those of the others.
func (m *cycles) relate(parts []varSet) {
	if m.graph == nil {
		m.graph = map[VarKey]varSet{}
	}
	for i := range slices.Backward(parts) {
		others := union(append(slices.Clone(parts[:i]), parts[i+1:]...)...)
		for key := range parts[i] {
			on := maps.Clone(m.graph[key])
			if on == nil {
				on = varSet{}
			}
			for other := range others {
				_, again := on[other]
				on[other] = again
			}
			m.graph[key] = on
		}
		if len(others) > 1 {
			m.together = append([]varSet{others}, m.together...)
		}
	}
}

// cycleWalk looks for a cycle in the graph; it stops at the first.
type cycleWalk struct {
	*cycles
	found []VarKey // the variables of the cycle
}

// refuseCycles fails when a variable of the pattern is defined by itself.
func (c *ctx) refuseCycles(meta term.Term, code []term.Term) {
	w := &cycleWalk{cycles: &c.match.cycles}
	seen := map[VarKey]bool{}
	for _, key := range sortedVars(w.graph) {
		if seen = w.visit(key, nil, seen, 0); w.found != nil {
			break
		}
	}
	if w.found == nil {
		return
	}
	names := make([]string, len(w.found))
	for i, key := range w.found {
		context, _ := key.Context.(term.Atom)
		if context.IsZero() {
			context = term.Nil
		}
		names[i] = varInfoText(key.Name, context)
	}
	slices.Sort(names)
	var problem string
	switch len(names) {
	case 1:
		problem = sprintf("the variable %s is defined in function of itself", names[0])
	case 2:
		problem = sprintf("the variable %s is defined recursively in function of %s", names[0], names[1])
	default:
		problem = "the following variables form a cycle: " + strings.Join(names, ", ")
	}
	shown := make([]string, len(code))
	for i, q := range code {
		shown[i] = toString(q)
	}
	c.fail(meta, "recursive variable definition in patterns:\n\n%s\n\n%s", strings.Join(shown, ", "), problem)
}

// visit walks on from a variable. seen holds the variables on the way (true)
// and those that need no walk (false).
func (w *cycleWalk) visit(key VarKey, from *VarKey, seen map[VarKey]bool, depth int) map[VarKey]bool {
	if _, done := seen[key]; done || depth > MaxDepth {
		return seen
	}
	on := w.graph[key]
	if _, itself := on[key]; itself {
		w.found = []VarKey{key}
		return seen
	}
	once := varSet{}
	next := map[VarKey]bool{}
	for _, group := range w.together {
		if !group[key] {
			continue
		}
		for other := range group {
			if _, direct := on[other]; direct {
				once[other] = true
			} else {
				next[other] = false
			}
		}
	}
	maps.Copy(next, seen)
	next[key] = true
	for _, other := range sortedVars(on) {
		switch {
		case on[other]:
			w.found = []VarKey{key, other}
		case from != nil && other == *from, once[other]:
			// One hop there and back is no cycle.
		case seen[other]:
			w.found = append([]VarKey{key}, sortedVars(seen)...)
		default:
			next = w.visit(other, &key, next, depth+1)
		}
		if w.found != nil {
			return seen
		}
	}
	return next
}

func sortedVars[V any](set map[VarKey]V) []VarKey {
	keys := slices.Collect(maps.Keys(set))
	slices.SortFunc(keys, func(a, b VarKey) int {
		return term.Compare(term.Tuple2(a.Name, a.Context), term.Tuple2(b.Name, b.Context))
	})
	return keys
}
