package prompt

import (
	"fmt"
	"sync/atomic"

	goprompt "github.com/c-bata/go-prompt"
	"github.com/mattn/go-runewidth"
)

// This file is when the popup of suggestions is open, and what fits it to the
// window and to what there is to choose.

// offers is whether suggestions are shown: they are while something is typed,
// not where the cursor only moves, a form is recalled, or Escape has closed
// them. Tab opens them again.
type offers struct {
	open   atomic.Bool
	wanted bool         // by Tab
	all    atomic.Int32 // how many there are, shown or not
}

// want is what offerKey does.
func (o *offers) want(*goprompt.Buffer) { o.wanted = true }

// after is whether they are shown after a key that has changed the text or has
// not. A form that go-prompt takes from its history counts as Escape.
func (o *offers) after(key goprompt.Key, changed bool) bool {
	switch {
	case o.wanted:
		o.wanted = false
		o.open.Store(true)
	case !changed && choosesBy(key):
	default:
		o.open.Store(changed && key != goprompt.Escape)
	}
	return o.open.Load()
}

// choosesBy reports whether a key goes from one suggestion to another.
func choosesBy(key goprompt.Key) bool {
	switch key {
	case goprompt.Tab, goprompt.ControlI, goprompt.BackTab, goprompt.Up, goprompt.Down:
		return true
	}
	return false
}

// narrow is a window that has room for what a suggestion is only when the
// popup does not say again what stands before the last dot.
const narrow = 60

// wordSeparators are what ends the word that go-prompt replaces, and the popup
// shows.
func (t *terminal) wordSeparators() string {
	const separators = " \t\r()[]{},|&=<>+-*/\"'%#;"
	if columns, _ := t.size(); columns < narrow {
		return separators + "."
	}
	return separators
}

// suggest makes what go-prompt shows of suggestions for the text before the
// cursor, as it is encoded there.
func (t *terminal) suggest(d goprompt.Document, all []Suggestion) []goprompt.Suggest {
	separators := t.wordSeparators()
	goprompt.OptionCompletionWordSeparator(separators)(t.prompt)
	word := d.GetWordBeforeCursorUntilSeparator(separators)
	var out []goprompt.Suggest
	choice := false
	for _, s := range all {
		choice = choice || s.Text != ""
		out = append(out, goprompt.Suggest{Text: s.overWord(word), Description: s.Description})
	}
	t.choice.Store(choice)
	t.offers.all.Store(int32(len(out)))
	return out
}

// withFoot is a popup that tells, where not all suggestions have room in it, how
// many there are.
func withFoot(popup [][]cell, suggested int) [][]cell {
	if len(popup) == 0 || suggested <= len(popup) {
		return popup
	}
	width := 0
	for _, c := range popup[0] {
		width += runewidth.StringWidth(c.text)
	}
	text := fmt.Sprintf(" … %d of %d", len(popup), suggested)
	foot := cell{text: runewidth.FillRight(text, width), ink: drawsAbout, ground: drawsAbout}
	return append(popup, []cell{foot})
}
