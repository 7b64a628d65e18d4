// Aliases and imports that nothing used.

package expand

import (
	"maps"
	"slices"
	"strings"

	"otpsh/runtime/diag"
	"otpsh/runtime/term"
)

// Lexical tracks the aliases and imports of one file, for the warnings at its
// end. It belongs to the process that compiles the file.
type Lexical struct {
	id      int
	cache   *Cache
	aliases map[term.Atom]*tracked       // by the short name
	imports map[term.Atom]*trackedImport // by module
}

// tracked is what to say when a thing is not used.
type tracked struct {
	used    bool
	warning diag.Diagnostic
}

// trackedImport is the newest import of a module.
type trackedImport struct {
	tracked
	only map[FA]bool // listed in only: and not used yet; each is told by itself
}

// NewLexical opens a tracker; Close it when the file is compiled.
func (c *Cache) NewLexical() *Lexical {
	l := &Lexical{id: c.nextCounter(), cache: c, aliases: map[term.Atom]*tracked{}, imports: map[term.Atom]*trackedImport{}}
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

// alias is a new alias; one that was used under the same name counts for it.
func (l *Lexical) alias(short term.Atom, c *ctx, meta term.Term) {
	if before := l.aliases[short]; before != nil && before.used {
		return
	}
	l.aliases[short] = &tracked{warning: c.ofFile(c.diagnostic(diag.Warning, meta, "", "unused alias "+inspectAtom(short)))}
}

func (l *Lexical) imported(module term.Atom, only []FA, c *ctx, meta term.Term) {
	i := &trackedImport{only: map[FA]bool{}}
	i.warning = c.ofFile(c.diagnostic(diag.Warning, meta, "", ""))
	for _, fa := range only {
		i.only[fa] = true
	}
	l.imports[module] = i
}

// used marks an alias.
func (l *Lexical) used(short term.Atom) {
	if l.aliases[short] == nil {
		l.aliases[short] = &tracked{}
	}
	l.aliases[short].used = true
}

func (l *Lexical) usedImport(module term.Atom, fa FA) {
	if i := l.imports[module]; i != nil {
		i.used = true
		delete(i.only, fa)
	}
}

// Unused are the warnings: aliases, then imports, each by name.
func (l *Lexical) Unused() []diag.Diagnostic {
	var out []diag.Diagnostic
	for _, short := range sortedNames(l.aliases) {
		if a := l.aliases[short]; !a.used {
			out = append(out, a.warning)
		}
	}
	for _, module := range sortedNames(l.imports) {
		i := l.imports[module]
		switch {
		case !i.used:
			out = append(out, i.say("unused import "+inspectAtom(module)))
		default:
			for _, fa := range sortedFAs(i.only) {
				out = append(out, i.say(sprintf("unused import %s.%s/%d", inspectAtom(module), fa.Name.Name(), fa.Arity)))
			}
		}
	}
	return out
}

func (i *trackedImport) say(message string) diag.Diagnostic {
	d := i.warning
	d.Message = message
	return d
}

func sortedNames[V any](m map[term.Atom]V) []term.Atom {
	names := slices.Collect(maps.Keys(m))
	slices.SortFunc(names, func(a, b term.Atom) int { return strings.Compare(a.Name(), b.Name()) })
	return names
}

func sortedFAs(set map[FA]bool) []FA {
	fas := slices.Collect(maps.Keys(set))
	sortFAs(fas)
	return fas
}
