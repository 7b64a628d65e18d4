package prompt

import (
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// This file breaks a text into the rows that it takes in a window.

// row is one row of a window. One that begins no line goes on where the row
// before is full: the terminal breaks there by itself, so that the line stays
// one for whoever copies it or makes the window wider.
type row struct {
	text  []byte
	width int
	fresh bool   // it begins a line
	style string // the escape sequence that is in force where it begins
}

// position is a place in the rows.
type position struct{ row, column int }

// atEnd is a cursor after the last character of any text.
const atEnd = 1 << 30

// layout breaks a text behind a prompt; its further lines stand behind more.
// The cursor stands before the character of that number, or, when that is
// atEnd, after the last. Escape sequences that set colours take no place and
// count for nothing.
func layout(prompt, more, text string, cursor, columns int) ([]row, position) {
	b := rowBreaker{columns: max(columns, 2), rows: []row{{fresh: true}}}
	b.write(prompt)
	var at position
	n := 0
	for len(text) > 0 {
		if size := styleLength(text); size > 0 {
			b.setStyle(text[:size])
			text = text[size:]
			continue
		}
		r, size := utf8.DecodeRuneInString(text)
		if n == cursor {
			at = b.next(r)
		}
		if r == '\n' {
			b.breakLine()
			b.write(more)
		} else {
			b.put(r)
		}
		text = text[size:]
		n++
	}
	if cursor >= n {
		at = b.next(' ')
		if at.row == len(b.rows) {
			b.breakLine() // for the cursor, behind a row that is full
		}
	}
	return b.rows, at
}

// rowBreaker collects rows.
type rowBreaker struct {
	columns int
	rows    []row
	style   string
}

func (b *rowBreaker) last() *row { return &b.rows[len(b.rows)-1] }

func (b *rowBreaker) breakLine() { b.rows = append(b.rows, row{fresh: true, style: b.style}) }

// next is where a character will stand.
func (b *rowBreaker) next(r rune) position {
	if last := b.last(); r == '\n' || last.width+width(r) <= b.columns {
		return position{len(b.rows) - 1, last.width}
	}
	return position{len(b.rows), 0}
}

// put adds a character that is no line break.
func (b *rowBreaker) put(r rune) {
	w := width(r)
	if b.last().width+w > b.columns {
		b.rows = append(b.rows, row{style: b.style})
	}
	last := b.last()
	last.text = append(last.text, glyph(r)...)
	last.width += w
}

// write adds a text of one line.
func (b *rowBreaker) write(text string) {
	for len(text) > 0 {
		if size := styleLength(text); size > 0 {
			b.setStyle(text[:size])
			text = text[size:]
			continue
		}
		r, size := utf8.DecodeRuneInString(text)
		b.put(r)
		text = text[size:]
	}
}

func (b *rowBreaker) setStyle(sequence string) {
	b.style += sequence
	if sequence == "\x1b[0m" || sequence == "\x1b[m" {
		b.style = ""
	}
	last := b.last()
	last.text = append(last.text, sequence...)
}

// glyph is what shows a character: control characters have pictures.
func glyph(r rune) string {
	switch {
	case r == '\t':
		return "  "
	case r < 0x20:
		return string(r + '␀')
	case r == 0x7f:
		return "␡"
	case r < 0xa0 && r >= 0x80:
		return "�"
	}
	return string(r)
}

// width is how many columns what shows a character takes.
func width(r rune) int {
	if r < 0x7f && r >= 0x20 {
		return 1
	}
	return runewidth.StringWidth(glyph(r))
}

// styleLength is the length of the escape sequence that sets a colour at the
// start of a text; 0: there is none.
func styleLength(text string) int {
	if !strings.HasPrefix(text, "\x1b[") {
		return 0
	}
	digits := strings.TrimLeft(text[2:], "0123456789;")
	if !strings.HasPrefix(digits, "m") {
		return 0
	}
	return len(text) - len(digits) + 1
}
