// Patterns that are matched against each other, p = q, and variables that
// would be defined by themselves.

package expand

import (
	"sort"

	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// cycles records, for one pattern, which variables its p = q relate.
type cycles struct {
	mentioned []VarID           // variables, in order of the code
	self      []VarID           // related to themselves
	related   map[[2]VarID]bool // pairs, smaller number first
	twice     [][2]VarID        // pairs related by two different p = q
}

func (m *cycles) mention(id VarID) { m.mentioned = append(m.mentioned, id) }

// parallel expands p = q = ...: both match the same value.
func (c *ctx) parallel(q term.Term) core.Pattern {
	var parts []term.Term
	for {
		_, sides, ok := call(q, atomMatch)
		if !ok || len(sides) != 2 {
			parts = append(parts, q)
			break
		}
		parts = append(parts, sides[0])
		q = sides[1]
	}
	m := &c.match.cycles
	patterns := make([]core.Pattern, len(parts))
	ends := make([]int, len(parts))
	start := len(m.mentioned)
	for i, p := range parts {
		patterns[i] = c.pattern(p)
		ends[i] = len(m.mentioned)
	}
	m.relate(start, ends)
	out := patterns[len(patterns)-1]
	for i := len(patterns) - 2; i >= 0; i-- {
		out = &core.PBoth{Left: patterns[i], Right: out}
	}
	return out
}

// relate takes the variables mentioned from start on, of parts that end at
// ends: each is defined in function of those of the other parts.
func (m *cycles) relate(start int, ends []int) {
	here := map[[2]VarID]bool{}
	for i := 1; i < len(ends); i++ {
		for _, a := range m.mentioned[start:ends[i-1]] {
			for _, b := range m.mentioned[ends[i-1]:ends[i]] {
				switch {
				case a == b:
					m.self = append(m.self, a)
				case a < b:
					here[[2]VarID{a, b}] = true
				default:
					here[[2]VarID{b, a}] = true
				}
			}
		}
	}
	for p := range here {
		if m.related[p] {
			m.twice = append(m.twice, p)
		}
		if m.related == nil {
			m.related = map[[2]VarID]bool{}
		}
		m.related[p] = true
	}
}

// refuseCycles fails when a variable of the pattern is defined by itself.
func (c *ctx) refuseCycles(meta term.Term, code []term.Term) {
	m := &c.match.cycles
	if len(m.self) == 0 && len(m.twice) == 0 {
		return
	}
	name := func(id VarID) string {
		key := c.infos[id].key
		return varInfoText(key.Name, key.Context)
	}
	var lines []string
	for _, id := range m.self {
		lines = append(lines, sprintf("the variable %s is defined in function of itself", name(id)))
	}
	for _, p := range m.twice {
		a, b := name(p[0]), name(p[1])
		if a > b {
			a, b = b, a
		}
		lines = append(lines, sprintf("the variable %s is defined recursively in function of %s", a, b))
	}
	sort.Strings(lines)
	shown := ""
	for i, q := range code {
		if i > 0 {
			shown += ", "
		}
		shown += toString(q)
	}
	c.fail(meta, "recursive variable definition in patterns:\n\n%s\n\n%s", shown, lines[0])
}
