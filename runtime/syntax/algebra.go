// Documents and their layout: text with breaks and groups, made to fit a
// width. It is the algebra of Inspect.Algebra, which the formatter's results
// depend on in detail.

package syntax

import (
	"strings"

	"github.com/rivo/uniseg"
)

type docKind uint8

const (
	docText     docKind = iota
	docConcat           // a, then b
	docNest             // a, indented by n, or see nestKind
	docBreak            // text, or a line end
	docLine             // a line end
	docGroup            // a flat when it fits
	docFits             // a decides for itself whether what holds it fits
	docForce            // a never fits
	docCollapse         // at most n of the line ends that follow
	docLimit            // a, laid out for width n
)

// doc is a document; nil is the empty one.
type doc struct {
	kind docKind
	text string
	n    int // width of a text; indentation; line ends; width
	a, b *doc
	// always: nest whether or not the group is broken. flex: a break that
	// breaks only when what follows does not fit. inherit: a group that is
	// broken with the one that holds it. on: of docFits.
	always, flex, inherit, on bool
}

// Indentations that are no number.
const (
	nestCursor = -1 << 30 // to the current column
	nestReset  = -1 << 29 // to none
	noWidth    = 1 << 30  // a width that everything fits
)

// raw is a text measured in bytes, str one measured in graphemes.
func raw(s string) *doc { return &doc{kind: docText, text: s, n: len(s)} }
func str(s string) *doc {
	return &doc{kind: docText, text: s, n: uniseg.GraphemeClusterCount(s)}
}

func concat(docs ...*doc) *doc {
	d := docs[0]
	for _, x := range docs[1:] {
		d = &doc{kind: docConcat, a: d, b: x}
	}
	return d
}

func brk(s string) *doc                    { return &doc{kind: docBreak, text: s} }
func flexBrk(s string) *doc                { return &doc{kind: docBreak, text: s, flex: true} }
func line() *doc                           { return &doc{kind: docLine} }
func glue(a *doc, sep string, b *doc) *doc { return concat(a, brk(sep), b) }
func lines(a, b *doc) *doc                 { return concat(a, line(), b) }
func group(d *doc) *doc                    { return &doc{kind: docGroup, a: d} }
func inheritGroup(d *doc) *doc             { return &doc{kind: docGroup, a: d, inherit: true} }
func forceUnfit(d *doc) *doc               { return &doc{kind: docForce, a: d} }
func nextBreakFits(d *doc, on bool) *doc   { return &doc{kind: docFits, a: d, on: on} }
func noLimit(d *doc) *doc                  { return &doc{kind: docLimit, a: d, n: noWidth} }
func collapseLines(n int) *doc             { return &doc{kind: docCollapse, n: n} }

// nest indents always, nestBreak in a broken group only.
func nest(d *doc, n int) *doc {
	if n == 0 {
		return d
	}
	return &doc{kind: docNest, a: d, n: n, always: true}
}

func nestBreak(d *doc, n int) *doc {
	if n == 0 {
		return d
	}
	return &doc{kind: docNest, a: d, n: n}
}

// surround puts a document between two, broken off from both together.
func surround(left, d, right *doc) *doc {
	if d == nil {
		return concat(left, right)
	}
	return group(glue(nestBreak(glue(left, "", d), 2), "", right))
}

type layoutMode uint8

const (
	flat         layoutMode = iota
	broken                  // breaks are line ends
	flatNoBreak             // flat, and nothing in it may break
	brokenNoFlat            // broken, and nothing in it may be flat
)

// frame is what is left to lay out, as a list that layouts and look-aheads
// share. A tail frame ends a group within a look-ahead.
type frame struct {
	indent int
	mode   layoutMode
	doc    *doc
	next   *frame
	tail   bool
	broke  bool
}

func (f *frame) with(indent int, mode layoutMode, d *doc) *frame {
	return &frame{indent: indent, mode: mode, doc: d, next: f}
}

type fitting uint8

const (
	fits fitting = iota
	noFit
	breakNext
)

// look reports whether frames fit into width from column on. Without a break
// on the line nothing can be helped, and everything fits.
func look(width, column int, breaks bool, f *frame) fitting {
	bad := noFit
	for {
		if column > width && breaks {
			return bad
		}
		if f == nil {
			return fits
		}
		if f.tail {
			breaks, f = f.broke, f.next
			continue
		}
		d, rest := f.doc, f.next
		if d == nil {
			f = rest
			continue
		}
		if f.mode == brokenNoFlat && (d.kind == docLine || d.kind == docBreak) {
			bad = breakNext
			f = rest.with(f.indent, flat, d)
			continue
		}
		switch d.kind {
		case docFits:
			switch {
			case !d.on || f.mode == flatNoBreak:
				f = rest.with(f.indent, flatNoBreak, d.a)
			default:
				f = rest.with(f.indent, brokenNoFlat, d.a)
			}
		case docForce:
			if f.mode != brokenNoFlat {
				return bad
			}
			f = rest.with(f.indent, f.mode, d.a)
		case docBreak:
			if f.mode == broken {
				return fits
			}
			column, breaks, f = column+len(d.text), true, rest
		case docLine:
			if f.mode == broken {
				return fits
			}
			column, breaks, f = f.indent, false, rest
		case docGroup:
			mode := f.mode
			if mode == broken {
				mode = flat
			}
			f = (&frame{tail: true, broke: breaks, next: rest}).with(f.indent, mode, d.a)
		case docCollapse:
			column, f = f.indent, rest
		case docText:
			column, f = column+d.n, rest
		case docNest:
			indent := f.indent
			if d.always {
				indent = indented(indent, column, d.n)
			}
			f = rest.with(indent, f.mode, d.a)
		case docConcat:
			f = rest.with(f.indent, f.mode, d.b).with(f.indent, f.mode, d.a)
		case docLimit:
			if d.n == noWidth && width != noWidth {
				back := &doc{kind: docLimit, n: width}
				width, f = noWidth, rest.with(f.indent, f.mode, back).with(f.indent, flat, d.a)
			} else {
				width, f = d.n, rest.with(f.indent, f.mode, d.a)
			}
		}
	}
}

func indented(indent, column, n int) int {
	switch n {
	case nestCursor:
		return column
	case nestReset:
		return 0
	}
	return indent + n
}

// layout writes a document for a width.
func layout(d *doc, width int) string {
	var w writer
	f := &frame{doc: d}
	column := 0
	for f != nil {
		d, rest := f.doc, f.next
		if d == nil {
			f = rest
			continue
		}
		next := func(indent int, mode layoutMode, d *doc) { f = rest.with(indent, mode, d) }
		newline := func() {
			w.emit("\n"+spaces(f.indent), len(w.pending))
			column, f = f.indent, rest
		}
		inline := func(s string, n int) {
			w.emit(s, len(w.pending))
			column, f = column+n, rest
		}
		switch d.kind {
		case docLine:
			newline()
		case docConcat:
			f = rest.with(f.indent, f.mode, d.b).with(f.indent, f.mode, d.a)
		case docText:
			inline(d.text, d.n)
		case docForce:
			next(f.indent, f.mode, d.a)
		case docFits:
			if f.mode == flatNoBreak && d.on {
				next(f.indent, brokenNoFlat, d.a)
			} else {
				next(f.indent, f.mode, d.a)
			}
		case docCollapse:
			w.pending = append(w.pending, collapser{limit: d.n, indent: f.indent})
			column, f = f.indent, rest
		case docBreak:
			after := column + len(d.text)
			switch {
			case d.flex && (width == noWidth || f.mode == flat || look(width, after, true, rest) != noFit),
				!d.flex && f.mode != broken:
				inline(d.text, len(d.text))
			default:
				newline()
			}
		case docNest:
			indent := f.indent
			if d.always || f.mode == broken {
				indent = indented(indent, column, d.n)
			}
			next(indent, f.mode, d.a)
		case docGroup:
			next(f.indent, groupMode(f, d, width, column), d.a)
		case docLimit:
			if d.n == noWidth && width != noWidth {
				back := &doc{kind: docLimit, n: width}
				width, f = noWidth, rest.with(f.indent, f.mode, back).with(f.indent, flat, d.a)
			} else {
				width, f = d.n, rest.with(f.indent, f.mode, d.a)
			}
		}
	}
	w.flush(0)
	return w.String()
}

func groupMode(f *frame, d *doc, width, column int) layoutMode {
	if f.mode == broken && d.inherit || f.mode == brokenNoFlat {
		return broken
	}
	if width == noWidth {
		return flat
	}
	switch look(width, column, false, (&frame{indent: f.indent, mode: flat, doc: d.a})) {
	case fits:
		return flat
	case breakNext:
		return flatNoBreak
	}
	return broken
}

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }

// writer is the text laid out. A collapser holds back line ends.
type writer struct {
	strings.Builder
	pending []collapser
}

type collapser struct{ limit, count, indent int }

// emit writes a piece through the innermost n collapsers.
func (w *writer) emit(piece string, n int) {
	if n == 0 {
		w.WriteString(piece)
		return
	}
	c := &w.pending[n-1]
	switch {
	case strings.HasPrefix(piece, "\n"):
		c.count++
	case piece != "":
		w.flush(n - 1)
		w.emit(piece, len(w.pending))
	}
}

// flush ends the collapsers above the first n.
func (w *writer) flush(n int) {
	for len(w.pending) > n {
		c := w.pending[len(w.pending)-1]
		w.pending = w.pending[:len(w.pending)-1]
		w.emit(strings.Repeat("\n", min(c.limit, c.count))+spaces(c.indent), len(w.pending))
	}
}
