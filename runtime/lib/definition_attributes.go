package lib

import (
	"fmt"
	"maps"
	"strings"

	"otpsh/runtime/diag"
	"otpsh/runtime/expand"
	"otpsh/runtime/term"
)

// This file gives a definition the attributes that stand before it: @doc,
// @impl and @deprecated.

// impl is a definition marked with @impl.
type impl struct {
	fa       expand.FA
	kind     expand.DefKind
	defaults int
	context  term.Atom
	value    term.Term // true, false, or a behaviour
	file     string
	line     int
}

// describe takes the attributes that belong to one clause.
func (d *definition) describe(s *stored, head, body term.Term) {
	value := d.takeAttribute("impl")
	marked := value != nil && value != term.Term(term.False)
	if value != nil {
		d.impls = append(d.impls, impl{
			fa: s.fa, kind: s.def.Kind, defaults: len(s.def.Defaults), context: s.def.Context, value: value, file: s.env.File, line: s.def.Line,
		})
	}
	if reason, ok := d.takeAttribute("deprecated").(term.Binary); ok {
		for arity := s.fa.Arity - len(s.def.Defaults); arity <= s.fa.Arity; arity++ {
			d.deprecated[expand.FA{Name: s.fa.Name, Arity: arity}] = string(reason)
		}
	}
	line, doc := s.def.Line, term.Term(nil)
	if taken, text, ok := pairOf(d.takeAttribute("doc")); ok {
		line, _ = taken.(int)
		if text != term.Term(term.Nil) {
			doc = text
		}
	}
	docMeta := d.takeMetadata("doc")
	if reason, ok := d.deprecated[s.fa]; ok {
		docMeta = docMeta.Put(term.Intern("deprecated"), term.Binary(reason))
	}
	d.document(s, docEntry{
		kind: s.def.Kind, fa: s.fa, line: line, doc: doc, parameters: d.parameters(head, s.env), meta: docMeta,
		defaults: len(s.def.Defaults), context: s.def.Context,
	}, marked, body)
}

const duplicateDoc = `redefining @doc attribute previously set at line %d.

Please remove the duplicate docs. If instead you want to override a previously defined @doc, attach the @doc attribute to a function head (the function signature not followed by any do-block). For example:

    @doc """
    new docs
    """
    def %s(...)
`

// document keeps the documentation of a clause's function; implementations of
// callbacks have none of their own.
func (d *definition) document(s *stored, entry docEntry, marked bool, body term.Term) {
	kind, doc, line := entry.kind, entry.doc, entry.line
	if kind == expand.Defp || kind == expand.Defmacrop {
		if doc != nil && doc != term.Term(term.False) {
			d.warnAt(s, line, "%s is private, @doc attribute is always discarded for private functions/macros/types", s.name())
		}
		return
	}
	for i := range d.docs {
		before := &d.docs[i]
		if before.fa != s.fa {
			continue
		}
		before.parameters = mergedParameters(before.parameters, entry.parameters)
		before.meta = before.meta.Merge(entry.meta)
		before.defaults = max(before.defaults, entry.defaults)
		_, hadText := before.doc.(term.Binary)
		_, hasText := doc.(term.Binary)
		if hadText && hasText && body != term.Term(term.Nil) && before.context.IsZero() && !d.library {
			d.warnAt(s, line, duplicateDoc, before.line, s.fa.Name.Name())
		}
		if doc != nil {
			before.doc = doc
		} else if before.doc == nil && marked {
			before.doc = term.False
		}
		return
	}
	if doc == nil && marked {
		entry.doc = term.False
	}
	d.docs = append(d.docs, entry)
}

// warnAt warns of a definition at a line of the module's body.
func (d *definition) warnAt(s *stored, line int, format string, args ...any) {
	if d.library {
		return
	}
	in := s.env.WithFunction(&s.fa)
	s.host.Report(diag.Diagnostic{
		Severity: diag.Warning, Message: fmt.Sprintf(format, args...), File: s.env.File, Pos: diag.Pos{Line: line}, Where: in.Where(), In: in.In(),
	})
}

// deprecations are the reasons of what is deprecated: of @deprecated, and of
// what Elixir itself deprecates; nil when there are none.
func (d *definition) deprecations() map[expand.FA]string {
	all := maps.Clone(d.deprecated)
	if d.library {
		for key, reason := range deprecatedByElixir[strings.TrimPrefix(d.name.Name(), "Elixir.")] {
			all[parseFA(key)] = reason
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// parseFA reads "name/arity" of a table of ours.
func parseFA(key string) expand.FA {
	i := strings.LastIndexByte(key, '/')
	return expand.FA{Name: term.Intern(key[:i]), Arity: int(key[i+1] - '0')}
}
