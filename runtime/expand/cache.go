// What expansions of one world share: import sets and the hygiene counter.

package expand

import (
	"sync"
	"sync/atomic"

	"otpsh/runtime/term"
)

// Cache is shared by the expansions of one world. It holds only what can be
// computed again, and a counter that is never given twice.
type Cache struct {
	counter atomic.Int64

	mu       sync.Mutex
	imports  map[importKey]*importSet
	whole    map[*Exports]*exportSets
	lexicals map[int]*Lexical // open trackers, by the number an env's term holds
}

// NewCache returns an empty cache.
func NewCache() *Cache {
	return &Cache{imports: map[importKey]*importSet{}, whole: map[*Exports]*exportSets{}, lexicals: map[int]*Lexical{}}
}

// maxCachedImports bounds the cache; at the bound it starts anew.
const maxCachedImports = 4096

// nextCounter is the context of one macro call's variables.
func (c *Cache) nextCounter() int { return int(c.counter.Add(1)) }

type importKey struct {
	module term.Atom
	list   *term.Cons
}

// importSet is the functions, or the macros, that are imported from a module.
type importSet struct {
	module term.Atom
	list   *term.Cons // [{name, arity}, ...], sorted by name and arity
	byName map[term.Atom][]int
}

func (s *importSet) has(name term.Atom, arity int) bool {
	for _, a := range s.byName[name] {
		if a == arity {
			return true
		}
	}
	return false
}

// exportSets are the import sets of everything that a module exports.
type exportSets struct{ functions, macros *importSet }

// importSetOf returns the set of a list that an Env holds, by the list's
// pointer where it was seen before.
func (c *Cache) importSetOf(module term.Atom, list *term.Cons) *importSet {
	key := importKey{module, list}
	c.mu.Lock()
	s := c.imports[key]
	c.mu.Unlock()
	if s != nil {
		return s
	}
	s = &importSet{module: module, list: list, byName: map[term.Atom][]int{}}
	for p := list; p != nil; {
		if t, ok := p.Head.(*term.Tuple); ok && len(t.Elems) == 2 {
			name, ok1 := t.Elems[0].(term.Atom)
			arity, ok2 := t.Elems[1].(int)
			if ok1 && ok2 {
				s.byName[name] = append(s.byName[name], arity)
			}
		}
		next, ok := p.Tail.(*term.Cons)
		if !ok {
			break
		}
		p = next
	}
	c.remember(key, s)
	return s
}

func (c *Cache) remember(key importKey, s *importSet) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.imports) >= maxCachedImports {
		c.imports = map[importKey]*importSet{}
	}
	c.imports[key] = s
}

// newImportSet makes a set of sorted names and arities; nil when empty.
func (c *Cache) newImportSet(module term.Atom, fas []FA) *importSet {
	if len(fas) == 0 {
		return nil
	}
	elems := make([]term.Term, len(fas))
	for i, fa := range fas {
		elems[i] = term.Tuple2(fa.Name, term.Int(fa.Arity))
	}
	return c.importSetOf(module, term.List(elems...).(*term.Cons))
}

// exportsOf are the import sets of all that a module offers for import.
func (c *Cache) exportsOf(module term.Atom, ex *Exports) *exportSets {
	c.mu.Lock()
	sets := c.whole[ex]
	c.mu.Unlock()
	if sets != nil {
		return sets
	}
	sets = &exportSets{
		functions: c.newImportSet(module, importable(ex.Functions)),
		macros:    c.newImportSet(module, importable(ex.Macros)),
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.whole) >= maxCachedImports {
		c.whole = map[*Exports]*exportSets{}
	}
	c.whole[ex] = sets
	return sets
}
