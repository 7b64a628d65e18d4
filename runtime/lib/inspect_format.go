package lib

// Layout of documents: the lines that a document takes at a width. Each group
// is laid flat when it fits in what is left of the line, else its breaks
// become new lines. Nothing here recurses.

import (
	"strings"

	"otpsh/runtime/term"
)

// layoutMode is how the breaks of an entry are taken.
type layoutMode uint8

const (
	modeFlat layoutMode = iota
	modeBreak
	modeFlatNoBreak // flat, though a break inside asked to be free
	modeBreakNoFlat // the next break counts as the end
)

// layoutEntry is a document that is still to be laid out.
type layoutEntry struct {
	indent int
	mode   layoutMode
	doc    term.Term // nil: the end of a group, which restores broke
	broke  bool
}

type fitResult uint8

const (
	fits fitResult = iota
	fitsNot
	fitsToBreak
)

// layout is the state of one formatting.
type layout struct {
	width, column int // width noLimit for :infinity
	entries       []layoutEntry
	out           []term.Term
	collapses     []collapse
	ahead         []layoutEntry // the stack of fits, kept for its memory
	bad           term.Term     // what was no document
	firsts        map[*term.Tuple]firstPart
}

// collapse is a collapse_lines that still swallows new lines.
type collapse struct{ max, count, indent int }

// formatDoc is the pieces of text of a document at a width, and the part of
// it that was no document, or nil.
func formatDoc(doc term.Term, width int) (out []term.Term, bad term.Term) {
	l := layout{width: width}
	l.push(0, modeFlat, doc)
	for len(l.entries) > 0 && l.bad == nil {
		e := l.entries[len(l.entries)-1]
		l.entries = l.entries[:len(l.entries)-1]
		l.place(e)
	}
	for len(l.collapses) > 0 {
		l.endCollapse()
	}
	return l.out, l.bad
}

func (l *layout) push(indent int, mode layoutMode, doc term.Term) {
	l.entries = append(l.entries, layoutEntry{indent: indent, mode: mode, doc: doc})
}

// emit adds a piece to the output, past what collapse_lines swallows.
func (l *layout) emit(s term.Binary) {
	for len(l.collapses) > 0 {
		c := &l.collapses[len(l.collapses)-1]
		if s == "" {
			return
		}
		if s[0] == '\n' {
			c.count++
			return
		}
		l.endCollapse()
	}
	l.out = append(l.out, s)
}

func (l *layout) endCollapse() {
	c := l.collapses[len(l.collapses)-1]
	l.collapses = l.collapses[:len(l.collapses)-1]
	l.emit(term.Binary(strings.Repeat("\n", min(c.max, c.count)) + strings.Repeat(" ", c.indent)))
}

func (l *layout) newline(indent int) {
	l.emit(term.Binary("\n" + strings.Repeat(" ", indent)))
	l.column = indent
}

// docParts is the tag and the fields of a document that is a tuple.
func docParts(doc term.Term) (tag term.Atom, a, b, c term.Term) {
	t, ok := doc.(*term.Tuple)
	if !ok || len(t.Elems) < 2 || len(t.Elems) > 4 {
		return
	}
	tag, _ = t.Elems[0].(term.Atom)
	a = t.Elems[1]
	if len(t.Elems) > 2 {
		b = t.Elems[2]
	}
	if len(t.Elems) > 3 {
		c = t.Elems[3]
	}
	return tag, a, b, c
}

func (l *layout) place(e layoutEntry) {
	switch doc := e.doc.(type) {
	case term.Binary:
		l.emit(doc)
		l.column += len(doc)
		return
	case term.Atom:
		switch doc {
		case docLine:
			l.newline(e.indent)
		case docNil:
		default:
			l.bad = doc
		}
		return
	}
	tag, a, b, c := docParts(e.doc)
	switch tag {
	case tagCons:
		l.push(e.indent, e.mode, b)
		l.push(e.indent, e.mode, a)
	case tagBreak:
		l.placeBreak(e, a, b)
	case tagGroup:
		l.placeGroup(e, a, b)
	case tagNest:
		indent := e.indent
		if c == term.Term(atomAlways) || e.mode == modeBreak {
			indent = nested(indent, l.column, b)
		}
		l.push(indent, e.mode, a)
	case tagString:
		s, _ := a.(term.Binary)
		n, _ := b.(int)
		l.emit(s)
		l.column += n
	case tagColor:
		s, _ := b.(term.Binary)
		l.emit(s)
		l.push(e.indent, e.mode, a)
	case tagForce:
		l.push(e.indent, e.mode, a)
	case tagFits:
		mode := e.mode
		if mode == modeFlatNoBreak && b == term.Term(atomEnabled) {
			mode = modeBreakNoFlat
		}
		l.push(e.indent, mode, a)
	case tagCollapse:
		n, _ := a.(int)
		l.collapses = append(l.collapses, collapse{max: n, indent: e.indent})
		l.column = e.indent
	case tagLimit:
		l.placeLimit(e, a, b)
	default:
		l.bad = e.doc
	}
}

func (l *layout) placeBreak(e layoutEntry, text, kind term.Term) {
	s, _ := text.(term.Binary)
	flat := e.mode != modeBreak
	if kind == term.Term(atomFlex) {
		flat = l.width == noLimit || e.mode == modeFlat ||
			l.fits(l.column+len(s), true, nil, l.entries) != fitsNot
	}
	if flat {
		l.emit(s)
		l.column += len(s)
		return
	}
	l.newline(e.indent)
}

func (l *layout) placeGroup(e layoutEntry, doc, kind term.Term) {
	if e.mode == modeBreakNoFlat || e.mode == modeBreak && kind == term.Term(atomInherit) {
		l.push(e.indent, modeBreak, doc)
		return
	}
	result := fits
	switch {
	case l.width == noLimit:
	case l.column > l.width && l.first(e.doc) == firstNone:
	case l.column > l.width && l.first(e.doc) == firstBreak:
		result = fitsNot
	default:
		result = l.fits(l.column, false, &layoutEntry{indent: e.indent, mode: modeFlat, doc: doc}, nil)
	}
	l.push(e.indent, [...]layoutMode{fits: modeFlat, fitsNot: modeBreak, fitsToBreak: modeFlatNoBreak}[result], doc)
}

func (l *layout) placeLimit(e layoutEntry, doc, limit term.Term) {
	if limit == term.Term(term.Infinity) && l.width != noLimit {
		l.push(e.indent, e.mode, term.Tuple3(tagLimit, docNil, term.Int(l.width)))
		l.push(e.indent, modeFlat, doc)
		l.width = noLimit
		return
	}
	l.width = limitWidth(limit)
	l.push(e.indent, e.mode, doc)
}

func limitWidth(t term.Term) int {
	if n, ok := t.(int); ok {
		return n
	}
	return noLimit
}

func nested(indent, column int, by term.Term) int {
	switch n := by.(type) {
	case int:
		return indent + n
	case term.Atom:
		if n == atomCursor {
			return column
		}
	}
	return 0
}

// fits looks ahead: whether first, or else what is in rest from its end, fits
// from the column to the end of the line or the next break.
func (l *layout) fits(column int, broke bool, first *layoutEntry, rest []layoutEntry) fitResult {
	width, stack := l.width, l.ahead[:0]
	failure := fitsNot
	if first != nil {
		stack = append(stack, *first)
	}
	defer func() { l.ahead = stack }()
	for {
		if width != noLimit && column > width && broke {
			return failure
		}
		var e layoutEntry
		switch {
		case len(stack) > 0:
			e = stack[len(stack)-1]
			stack = stack[:len(stack)-1]
		case len(rest) > 0:
			e = rest[len(rest)-1]
			rest = rest[:len(rest)-1]
		default:
			return fits
		}
		push := func(indent int, mode layoutMode, doc term.Term) {
			stack = append(stack, layoutEntry{indent: indent, mode: mode, doc: doc})
		}
		if e.doc == nil {
			broke = e.broke
			continue
		}
		if s, ok := e.doc.(term.Binary); ok {
			column += len(s)
			continue
		}
		tag, a, b, c := docParts(e.doc)
		line := e.doc == term.Term(docLine)
		if e.mode == modeBreakNoFlat && (line || tag == tagBreak) {
			// Up to here it fits; what follows decides between two ways.
			failure = fitsToBreak
			e.mode = modeFlat
		}
		if e.mode == modeBreak && (line || tag == tagBreak) {
			return fits
		}
		switch tag {
		case tagFits:
			switch {
			case b == term.Term(atomDisabled), e.mode == modeFlatNoBreak:
				push(e.indent, modeFlatNoBreak, a)
			default:
				push(e.indent, modeBreakNoFlat, a)
			}
		case tagForce:
			if e.mode != modeBreakNoFlat {
				return failure
			}
			push(e.indent, e.mode, a)
		case tagGroup:
			stack = append(stack, layoutEntry{broke: broke})
			if e.mode == modeBreak {
				e.mode = modeFlat
			}
			push(e.indent, e.mode, a)
		case tagCollapse:
			column = e.indent
		case tagColor:
			push(e.indent, e.mode, a)
		case tagString:
			n, _ := b.(int)
			column += n
		case tagBreak:
			s, _ := a.(term.Binary)
			column, broke = column+len(s), true
		case tagNest:
			indent := e.indent
			if c != term.Term(atomBreak) {
				indent = nested(indent, column, b)
			}
			push(indent, e.mode, a)
		case tagCons:
			push(e.indent, e.mode, b)
			push(e.indent, e.mode, a)
		case tagLimit:
			if b == term.Term(term.Infinity) && width != noLimit {
				push(e.indent, e.mode, term.Tuple3(tagLimit, docNil, term.Int(width)))
				push(e.indent, modeFlat, a)
				width = noLimit
			} else {
				width = limitWidth(b)
				push(e.indent, e.mode, a)
			}
		default:
			if line {
				column, broke = e.indent, false
			}
		}
	}
}
