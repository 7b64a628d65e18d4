package erlterm

import (
	"strings"

	"otpsh/runtime/term"
)

// This file lays terms out on lines of a width, as ~p does: what fits goes on
// one line; leaves fill lines, what has brackets begins a line of its own; a
// tagged tuple's elements stand behind its tag, unless there is no room.

// layout writes shapes on lines.
type layout struct {
	strings.Builder
	width  int
	tagged int // how far a tagged tuple indents: 0 behind its tag, else so many
}

// Pretty is a term from a column (counted from 1), on lines of a width.
func (p Printer) Pretty(t term.Term, depth, column, width int) string {
	s := p.shape(t, depth, 0)
	if s.width < width-column {
		var b strings.Builder
		s.writeLine(&b)
		return b.String()
	}
	l := &layout{width: width}
	for _, l.tagged = range []int{0, 4, 1} {
		if l.tagged == 1 || l.fits(s, column, 0) {
			break
		}
	}
	l.put(s, column, column-1, 0)
	return l.String()
}

// bytes fills lines with the bytes of a binary.
func (l *layout) bytes(s *shape, column, indent, brackets int) {
	text := strings.TrimPrefix(s.text, "<<")
	l.WriteString("<<")
	at := column + 2
	for text != ">>" {
		n := strings.IndexAny(text, ",>")
		if text[n] == ',' {
			n++
		}
		if at+n+brackets > l.width {
			l.newline(indent + 2)
			at = column + 2
		}
		l.WriteString(text[:n])
		at += n
		text = text[n:]
	}
	l.WriteString(text)
}

func (l *layout) newline(indent int) {
	l.WriteByte('\n')
	l.WriteString(strings.Repeat(" ", max(indent, 0)))
}

// after is how many closing brackets must fit behind the last element.
func after(last bool, brackets int) int {
	if last {
		return brackets + 1
	}
	return 0
}

// put writes a shape at a column; a new line in it is indented by indent;
// brackets are those that follow it.
func (l *layout) put(s *shape, column, indent, brackets int) {
	if s.width < l.width-column-brackets || s.kind == leafShape {
		s.writeLine(&l.Builder)
		return
	}
	if s.kind == bytesShape {
		l.bytes(s, column, indent, brackets)
		return
	}
	open, closing, rest := s.brackets()
	l.WriteString(open)
	shift := len(open)
	elems := s.elems
	if s.kind != taggedShape {
		l.elements(s, elems, column+shift, indent+shift, brackets, rest)
		l.WriteString(closing)
		return
	}
	tag := elems[0]
	tag.writeLine(&l.Builder)
	behind := tag.width + 2
	if l.tagged > 0 && behind > l.tagged {
		l.tail(s, elems[1:], column+l.tagged, column+behind, indent+l.tagged, brackets, rest)
	} else {
		l.WriteByte(',')
		l.elements(s, elems[1:], column+behind, indent+behind, brackets, rest)
	}
	l.WriteString(closing)
}

// elements writes the elements from a column.
func (l *layout) elements(s *shape, elems []*shape, column, indent, brackets int, rest string) {
	if len(elems) == 0 {
		if s.dots {
			l.WriteString("...")
		}
		return
	}
	last := len(elems) == 1 && s.tail == nil && !s.dots
	used := l.element(elems[0], column, indent, after(last, brackets))
	l.tail(s, elems[1:], column, column+used, indent, brackets, rest)
}

// tail writes what follows an element that ends at column, each new line
// beginning at start.
func (l *layout) tail(s *shape, elems []*shape, start, column, indent, brackets int, rest string) {
	for i, e := range elems {
		last := i == len(elems)-1 && s.tail == nil && !s.dots
		room := l.width - column - 1
		if last {
			room = l.width - column - brackets - 1
		}
		l.WriteByte(',')
		if 1+e.width < room && e.flat() {
			e.writeLine(&l.Builder)
			column += 1 + e.width
			continue
		}
		l.newline(indent)
		column = start + l.element(e, start, indent, after(last, brackets))
	}
	if s.tail != nil {
		l.WriteString(rest)
		if s.tail.kind == leafShape && s.tail.width+1 < l.width-column-brackets-1 {
			s.tail.writeLine(&l.Builder)
		} else {
			l.newline(indent)
			l.put(s.tail, start, indent, brackets+1)
		}
	}
	if s.dots {
		l.WriteString(rest + "...")
	}
}

// flat reports whether a shape may share a line with others.
func (s *shape) flat() bool {
	return s.kind == leafShape || s.kind == pairShape && s.elems[0].kind == leafShape && s.elems[1].kind == leafShape
}

// element writes an element, and is the columns it takes; one that is not
// flat takes the whole line.
func (l *layout) element(e *shape, column, indent, brackets int) int {
	if e.width < l.width-column-brackets {
		e.writeLine(&l.Builder)
		if e.flat() {
			return e.width
		}
		return l.width
	}
	if e.kind != pairShape {
		l.put(e, column, indent, brackets)
		return l.width
	}
	shift := l.tagged
	if shift == 0 {
		shift = 4
	}
	l.put(e.elems[0], column, indent, brackets)
	l.WriteString(" =>")
	l.newline(indent + shift)
	l.put(e.elems[1], column+shift, indent+shift, brackets)
	return l.width
}

// fits reports whether a shape can be laid out with the indentation of tagged
// tuples that is set, without a line that is too long.
func (l *layout) fits(s *shape, column, brackets int) bool {
	if s.width < l.width-column-brackets {
		return true
	}
	elems := s.elems
	start := column
	switch s.kind {
	case leafShape, bytesShape:
		return true
	case pairShape:
		shift := max(l.tagged, 0)
		if shift == 0 {
			shift = 4
		}
		return l.fits(s.elems[0], column, brackets) && l.fits(s.elems[1], column+shift, brackets)
	case taggedShape:
		behind := elems[0].width + 2
		start = column + behind
		if l.tagged > 0 && behind > l.tagged {
			start = column + l.tagged
		}
		if start >= l.width/2 {
			return false
		}
		elems = elems[1:]
	case mapShape:
		start = column + 2
	default:
		start = column + 1
	}
	for i, e := range elems {
		if !l.fits(e, start, after(i == len(elems)-1 && s.tail == nil && !s.dots, brackets)) {
			return false
		}
	}
	return s.tail == nil || l.fits(s.tail, start, brackets+1)
}
