package prompt

import goprompt "github.com/c-bata/go-prompt"

// This file gives what go-prompt draws its looks. go-prompt has colours of its
// own, with or without NO_COLOR; here each of its colours is only a name of what
// is drawn next.

// Popup is the escape sequences that begin each part of the list of
// suggestions; "" leaves it as other text is.
type Popup struct{ Text, About, Chosen, ChosenAbout, Bar, Thumb string }

const (
	drawsText goprompt.Color = 1000 + iota
	drawsAbout
	drawsChosen
	drawsChosenAbout
	drawsBar
	drawsThumb
)

// drawingOptions have go-prompt name what it draws.
func drawingOptions() []goprompt.Option {
	return []goprompt.Option{
		goprompt.OptionSuggestionTextColor(drawsText), goprompt.OptionSuggestionBGColor(drawsText),
		goprompt.OptionDescriptionTextColor(drawsAbout), goprompt.OptionDescriptionBGColor(drawsAbout),
		goprompt.OptionSelectedSuggestionTextColor(drawsChosen), goprompt.OptionSelectedSuggestionBGColor(drawsChosen),
		goprompt.OptionSelectedDescriptionTextColor(drawsChosenAbout), goprompt.OptionSelectedDescriptionBGColor(drawsChosenAbout),
		goprompt.OptionScrollbarBGColor(drawsBar), goprompt.OptionScrollbarThumbColor(drawsThumb),
	}
}

// painter is a writer that draws each thing with its looks.
type painter struct {
	goprompt.ConsoleWriter
	popup   Popup
	painted bool // some look is on
}

// SetColor takes the name of what is drawn next. The scrollbar has one as a
// background alone.
func (p *painter) SetColor(_, bg goprompt.Color, _ bool) {
	begin := map[goprompt.Color]string{
		drawsText: p.popup.Text, drawsAbout: p.popup.About, drawsChosen: p.popup.Chosen,
		drawsChosenAbout: p.popup.ChosenAbout, drawsBar: p.popup.Bar, drawsThumb: p.popup.Thumb,
	}[bg]
	if p.painted {
		p.WriteRawStr("\x1b[0m")
	}
	p.painted = begin != ""
	p.WriteRawStr(begin)
}
