package prompt

import goprompt "github.com/c-bata/go-prompt"

// This file reads what go-prompt draws. The writer draws it itself: go-prompt
// loses the place of the line when the window changes, and when anyone else
// writes.

// cell is a piece of a row of the popup.
type cell struct {
	text        string
	ink, ground goprompt.Color
	bold        bool
}

// draft is what go-prompt draws between HideCursor and ShowCursor: the prompt,
// the line, the rows of the popup, three pieces each, and, when a suggestion is
// selected, that and what follows it in the line.
type draft struct {
	deaf
	popup   [][]cell
	pen     cell
	pieces  int // that a row of the popup still lacks
	written int // outside the popup
	preview string
}

// selected reports whether a suggestion is selected.
func (d *draft) selected() bool { return d.written > 2 }

func (d *draft) HideCursor() { *d = draft{} }

func (d *draft) CursorDown(int) {
	d.popup = append(d.popup, nil)
	d.pieces = 3
}

func (d *draft) SetColor(ink, ground goprompt.Color, bold bool) { d.pen = cell{"", ink, ground, bold} }

func (d *draft) WriteStr(text string) {
	if d.pieces > 0 {
		d.pieces--
		piece, last := d.pen, len(d.popup)-1
		piece.text = text
		d.popup[last] = append(d.popup[last], piece)
		return
	}
	if d.written++; d.written == 3 {
		d.preview = text
	}
}
