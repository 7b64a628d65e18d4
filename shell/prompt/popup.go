package prompt

import goprompt "github.com/c-bata/go-prompt"

// This file is what fits the popup of suggestions to the window and to what
// there is to choose.

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
	return out
}
