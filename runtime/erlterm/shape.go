package erlterm

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"otpsh/runtime/term"
)

// This file turns terms into a tree of texts in Erlang's syntax, cut at a
// depth; layout.go lays such a tree out on lines.

// shapeKind is what brackets a shape has.
type shapeKind int

const (
	leafShape  shapeKind = iota
	bytesShape           // a binary that is no text
	listShape
	tupleShape
	taggedShape // a tuple whose first element is an atom
	mapShape
	pairShape // a key and a value of a map
)

// shape is a term as it will be printed.
type shape struct {
	kind  shapeKind
	text  string // of a leaf or of bytes
	elems []*shape
	tail  *shape // of an improper list
	dots  bool   // the rest is left out
	width int    // on one line, in characters
}

// Printer prints terms: Strings tells whether lists of characters and
// such binaries are shown as text, Wide whether beyond Latin-1.
type Printer struct {
	Strings bool
	Wide    bool
}

// maxDepth is how deep terms are printed: Go's stack bounds it.
const maxDepth = 50_000

func leaf(text string) *shape {
	return &shape{text: text, width: utf8.RuneCountInString(text)}
}

// shape builds the tree of a term to a depth; negative is no bound.
func (p Printer) shape(t term.Term, depth, level int) *shape {
	if depth == 0 || level > maxDepth {
		return leaf("...")
	}
	switch x := t.(type) {
	case term.Atom:
		return leaf(Atom(x.Name(), p.Wide))
	case float64:
		return leaf(term.FormatFloat(x))
	case term.PID:
		return leaf(term.FormatPID(x))
	case term.Port:
		return leaf(term.FormatPort(x))
	case *term.Ref:
		return leaf("#Ref" + term.FormatRef(x))
	case *term.Fun:
		return leaf(Fun(x))
	case term.Binary:
		return p.binary(string(x), depth)
	case *term.Bits:
		return leaf(p.bits(x, depth))
	case *term.Cons:
		return p.list(x, depth, level)
	case *term.Tuple:
		return p.tuple(x, depth, level)
	case *term.Map:
		return p.mapping(x, depth, level)
	}
	return leaf(fmt.Sprint(t))
}

// sized adds up the width of a shape: brackets, separators, elements.
func (s *shape) sized(brackets int) *shape {
	s.width = brackets
	for i, e := range s.elems {
		if i > 0 {
			s.width++
		}
		s.width += e.width
	}
	if s.tail != nil {
		s.width += 1 + s.tail.width
	}
	if s.dots {
		s.width += 3
		if len(s.elems) > 0 {
			s.width++
		}
	}
	return s
}

func (p Printer) list(c *term.Cons, depth, level int) *shape {
	if c == nil {
		return leaf("[]")
	}
	if p.Strings {
		if s, ok := printableList(c); ok {
			return leaf(Quoted(s, '"', p.Wide))
		}
	}
	s := &shape{kind: listShape}
	var t term.Term = c
	for {
		cell, ok := t.(*term.Cons)
		if !ok {
			s.tail = p.shape(t, depth-1, level+1)
			break
		}
		if cell == nil {
			break
		}
		if depth == 1 {
			s.dots = true
			break
		}
		depth--
		s.elems = append(s.elems, p.shape(cell.Head, depth, level+1))
		t = cell.Tail
	}
	return s.sized(2)
}

func (p Printer) tuple(t *term.Tuple, depth, level int) *shape {
	if len(t.Elems) == 0 {
		return leaf("{}")
	}
	s := &shape{kind: tupleShape}
	if _, ok := t.Elems[0].(term.Atom); ok && len(t.Elems) > 1 {
		s.kind = taggedShape
	}
	for _, e := range t.Elems {
		if depth == 1 {
			s.dots = true
			break
		}
		depth--
		s.elems = append(s.elems, p.shape(e, depth, level+1))
	}
	if len(s.elems) < 2 {
		s.kind = tupleShape
	}
	return s.sized(2)
}

func (p Printer) mapping(m *term.Map, depth, level int) *shape {
	if m.Len() == 0 {
		return leaf("#{}")
	}
	s := &shape{kind: mapShape}
	m.Each(func(k, v term.Term) bool {
		if depth == 1 {
			s.dots = true
			return false
		}
		depth--
		pair := &shape{kind: pairShape, elems: []*shape{p.shape(k, depth, level+1), p.shape(v, depth, level+1)}}
		pair.width = pair.elems[0].width + 4 + pair.elems[1].width
		s.elems = append(s.elems, pair)
		return true
	})
	return s.sized(3)
}

// printableList is the text of a list of characters of Latin-1 that can be
// shown.
func printableList(c *term.Cons) (string, bool) {
	var b strings.Builder
	var t term.Term = c
	for {
		cell, ok := t.(*term.Cons)
		if !ok {
			return "", false
		}
		if cell == nil {
			return b.String(), true
		}
		r, ok := cell.Head.(int)
		if !ok || r < 0 || r > 255 || !Printable(rune(r)) {
			return "", false
		}
		b.WriteRune(rune(r))
		t = cell.Tail
	}
}

// Printable reports a character of Latin-1 that ~p shows as itself, or by a
// letter after a backslash.
func Printable(r rune) bool {
	return r >= ' ' && r < 0x7f || r >= 0xa0 && r <= 0xff || r >= '\b' && r <= '\r' || r == 0x1b
}

// binary is <<"text">> when it can be shown, else its bytes.
func (p Printer) binary(s string, depth int) *shape {
	if s == "" {
		return leaf("<<>>")
	}
	if p.Strings {
		if text, ok := p.binaryText(s, depth); ok {
			return leaf(text)
		}
	}
	bytes := leaf("<<" + byteTexts(s, depth) + ">>")
	bytes.kind = bytesShape
	return bytes
}

func (p Printer) binaryText(s string, depth int) (string, bool) {
	suffix, text := "", ""
	if p.Wide && !ascii(s) && utf8.ValidString(s) {
		suffix, text = "/utf8", s
	} else {
		text = latin1(s)
	}
	for _, r := range text {
		if !Printable(r) {
			return "", false
		}
	}
	dots := ""
	if limit := 4 * (depth - 1); depth > 0 && utf8.RuneCountInString(text) > limit {
		text, dots = string([]rune(text)[:limit]), "..."
	}
	return "<<" + Quoted(text, '"', true) + suffix + dots + ">>", true
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// latin1 is the text of bytes that are a character each.
func latin1(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

func byteTexts(s string, depth int) string {
	var b strings.Builder
	for i := range len(s) {
		if i > 0 {
			b.WriteByte(',')
		}
		if depth == 1 {
			b.WriteString("...")
			break
		}
		depth--
		b.WriteString(strconv.Itoa(int(s[i])))
	}
	return b.String()
}

func (p Printer) bits(x *term.Bits, depth int) string {
	n := x.Len / 8
	odd := strconv.Itoa(int(x.Bytes[n]>>(8-x.Len%8))) + ":" + strconv.Itoa(x.Len%8)
	if n == 0 {
		return "<<" + odd + ">>"
	}
	whole := byteTexts(x.Bytes[:n], depth)
	if strings.HasSuffix(whole, "...") {
		return "<<" + whole + ">>"
	}
	return "<<" + whole + "," + odd + ">>"
}

// brackets of a shape, and what stands before a tail or dots.
func (s *shape) brackets() (open, closing, rest string) {
	switch s.kind {
	case listShape:
		return "[", "]", "|"
	case mapShape:
		return "#{", "}", ","
	}
	return "{", "}", ","
}

// writeLine writes a shape on one line.
func (s *shape) writeLine(b *strings.Builder) {
	switch s.kind {
	case leafShape, bytesShape:
		b.WriteString(s.text)
		return
	case pairShape:
		s.elems[0].writeLine(b)
		b.WriteString(" => ")
		s.elems[1].writeLine(b)
		return
	}
	open, closing, rest := s.brackets()
	b.WriteString(open)
	for i, e := range s.elems {
		if i > 0 {
			b.WriteByte(',')
		}
		e.writeLine(b)
	}
	if s.tail != nil {
		b.WriteString(rest)
		s.tail.writeLine(b)
	}
	if s.dots {
		if len(s.elems) > 0 {
			b.WriteString(rest)
		}
		b.WriteString("...")
	}
	b.WriteString(closing)
}

// Text is a term to a depth (negative: no bound) on one line, as ~w (or, with Strings, ~p) writes it.
func (p Printer) Text(t term.Term, depth int) string {
	var b strings.Builder
	p.shape(t, depth, 0).writeLine(&b)
	return b.String()
}
