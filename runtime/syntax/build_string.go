// Strings, charlists, quoted atoms and sigils as quoted terms.

package syntax

import (
	"strings"

	"otpsh/runtime/term"
)

// stringNode is a string or charlist, heredoc or not.
func (p *parser) stringNode(t *token) term.Term {
	var extra []term.Term
	quote := "\""
	charlist := t.kind == kCharlist || t.kind == kCharlistHeredoc
	if charlist {
		quote = "'"
	}
	if p.o.TokenMetadata {
		if t.kind == kStringHeredoc || t.kind == kCharlistHeredoc {
			extra = append(extra, pair(atomDelimiter, term.Binary(strings.Repeat(quote, 3))), pair(atomIndentation, term.Int(t.indent)))
		} else {
			extra = append(extra, pair(atomDelimiter, term.Binary(quote)))
		}
	}
	if plain(t.parts) {
		if charlist {
			return p.literal(charlistOf(t.parts[0].text), t, extra...)
		}
		return p.literal(term.Binary(t.parts[0].text), t, extra...)
	}
	meta := p.meta(t)
	with := term.ListTail(extra, meta)
	if charlist {
		return node(node(atomDot, meta, term.List(atomList, atomToCharlist)), with, term.List(p.charlistParts(t.parts)))
	}
	return node(atomBits, with, p.stringParts(t.parts))
}

func charlistOf(s string) term.Term {
	var b term.ListBuilder
	for _, r := range s {
		b.Add(term.Int(int(r)))
	}
	return b.List()
}

// stringParts are the segments of a binary.
func (p *parser) stringParts(parts []part) term.Term {
	var b term.ListBuilder
	for i := range parts {
		if !parts[i].code {
			b.Add(term.Binary(parts[i].text))
			continue
		}
		meta := p.metaAt(parts[i].begin.Line, parts[i].begin.Column)
		b.Add(node(atomType, meta, term.List(p.interpolated(&parts[i], meta), node(atomBinary, meta, term.Nil))))
	}
	return b.List()
}

func (p *parser) charlistParts(parts []part) term.Term {
	var b term.ListBuilder
	for i := range parts {
		if !parts[i].code {
			b.Add(term.Binary(parts[i].text))
			continue
		}
		b.Add(p.interpolated(&parts[i], p.metaAt(parts[i].begin.Line, parts[i].begin.Column)))
	}
	return b.List()
}

// interpolated is Kernel.to_string of what stands between #{ and }.
func (p *parser) interpolated(i *part, meta term.Term) term.Term {
	inner := parser{toks: i.tokens, o: p.o, depth: p.depth}
	inner.enter(&token{line: i.begin.Line, col: i.begin.Column, name: "#{"})
	form := inner.grammar()
	p.warnings = append(p.warnings, inner.warnings...)
	with := meta
	if p.o.TokenMetadata {
		with = cons(pair(atomClosing, p.metaAt(i.end.Line, i.end.Column)), meta)
	}
	with = cons(pair(atomInterpolate, term.True), with)
	return node(node(atomDot, meta, term.List(atomKernel, atomToString)), with, term.List(form))
}

// quotedAtom is a quoted atom or key, with interpolation or not.
func (p *parser) quotedAtomNode(t *token, extra ...term.Term) term.Term {
	if t.kind == kAtomQuoted || t.kind == kKeyword {
		return p.literal(t.value, t, extra...)
	}
	convert := atomToAtom
	if t.kind == kAtomSafe || t.kind == kKeywordSafe {
		convert = atomToExisting
	}
	meta := p.meta(t)
	with := meta
	if p.o.TokenMetadata {
		with = term.ListTail(extra, meta)
	}
	return node(node(atomDot, meta, term.List(atomErlang, convert)), with,
		term.List(node(atomBits, meta, p.stringParts(t.parts)), atomUTF8))
}

func (p *parser) atomNode(t *token) term.Term {
	switch t.kind {
	case kAtom:
		if t.name == "true" || t.name == "false" || t.name == "nil" {
			return p.literal(t.value, t, pair(atomFormat, atomAtom))
		}
		return p.literal(t.value, t)
	}
	if p.o.TokenMetadata {
		return p.quotedAtomNode(t, pair(atomDelimiter, term.Binary(string(t.delimiter))))
	}
	return p.quotedAtomNode(t)
}

// key is the key of a keyword pair.
func (p *parser) key(t *token) term.Term {
	extra := []term.Term{pair(atomFormat, atomKeyword)}
	if p.o.TokenMetadata && t.delimiter != 0 {
		extra = append([]term.Term{pair(atomDelimiter, term.Binary(string(t.delimiter)))}, extra...)
	}
	return p.quotedAtomNode(t, extra...)
}

func (p *parser) sigilNode(t *token) term.Term {
	meta := p.meta(t)
	inner := meta
	if t.indent >= 0 {
		inner = cons(pair(atomIndentation, term.Int(t.indent)), meta)
	}
	content := node(atomBits, inner, p.stringParts(t.parts))
	return node(t.value, cons(pair(atomDelimiter, term.Binary(t.open)), meta), term.List(content, charlistOf(t.mods)))
}
