// Aliases and imports that nothing used.

package expand

import (
	"otpsh/runtime/diag"
	"otpsh/runtime/term"
)

// Lexical tracks the aliases and imports of one file, for the warnings at its
// end. It belongs to the process that compiles the file.
type Lexical struct {
	id      int
	cache   *Cache
	entries []*lexicalEntry
}

type lexicalEntry struct {
	alias   bool
	name    term.Atom // the short name of an alias, or the imported module
	fas     map[FA]bool
	only    []FA // of an import with only: each is told by itself
	used    bool
	warning diag.Diagnostic
}

// NewLexical opens a tracker; Close it when the file is compiled.
func (c *Cache) NewLexical() *Lexical {
	l := &Lexical{id: c.nextCounter(), cache: c}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lexicals[l.id] = l
	return l
}

// Close forgets the tracker: environments that were kept no longer reach it.
func (l *Lexical) Close() {
	l.cache.mu.Lock()
	defer l.cache.mu.Unlock()
	delete(l.cache.lexicals, l.id)
}

// handle is the tracker inside the term of an environment.
func (l *Lexical) handle() term.Term { return term.Int(l.id) }

func (c *Cache) lexicalOf(handle term.Term) *Lexical {
	id, ok := handle.(int)
	if !ok {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lexicals[id]
}

func (l *Lexical) alias(short term.Atom, c *ctx, meta term.Term) {
	l.entries = append(l.entries, &lexicalEntry{
		alias: true, name: short,
		warning: c.ofFile(c.diagnostic(diag.Warning, meta, "", "unused alias "+inspectAtom(short))),
	})
}

func (l *Lexical) imported(module term.Atom, only []FA, c *ctx, meta term.Term) {
	l.entries = append(l.entries, &lexicalEntry{
		name: module, only: only, fas: map[FA]bool{},
		warning: c.ofFile(c.diagnostic(diag.Warning, meta, "", "unused import "+inspectAtom(module))),
	})
}

// used marks the newest alias of that name.
func (l *Lexical) used(short term.Atom) {
	for i := len(l.entries) - 1; i >= 0; i-- {
		if e := l.entries[i]; e.alias && e.name == short {
			e.used = true
			return
		}
	}
}

func (l *Lexical) usedImport(module term.Atom, fa FA) {
	for i := len(l.entries) - 1; i >= 0; i-- {
		if e := l.entries[i]; !e.alias && e.name == module {
			e.used = true
			e.fas[fa] = true
			return
		}
	}
}

// Unused are the warnings, in order of the code.
func (l *Lexical) Unused() []diag.Diagnostic {
	var out []diag.Diagnostic
	for _, e := range l.entries {
		switch {
		case !e.used:
			out = append(out, e.warning)
		case !e.alias:
			for _, fa := range e.only {
				if !e.fas[fa] {
					w := e.warning
					w.Message = sprintf("unused import %s.%s/%d", inspectAtom(e.name), fa.Name.Name(), fa.Arity)
					out = append(out, w)
				}
			}
		}
	}
	return out
}
