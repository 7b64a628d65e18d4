package prompt

import (
	"strings"
	"testing"

	goprompt "github.com/c-bata/go-prompt"
)

// paper keeps what is drawn.
type paper struct {
	goprompt.ConsoleWriter
	drawn strings.Builder
}

func (p *paper) WriteStr(text string)    { p.drawn.WriteString(text) }
func (p *paper) WriteRawStr(text string) { p.drawn.WriteString(text) }

// Each part of the list of suggestions has its look, and nothing else has one.
func TestThePopupHasLooks(t *testing.T) {
	out := &paper{}
	p := &painter{ConsoleWriter: out, popup: Popup{Chosen: "\x1b[7m"}}
	for _, c := range []struct {
		color goprompt.Color
		text  string
		want  string
	}{
		{goprompt.DefaultColor, "iex> ", "iex> "},
		{drawsText, "offered", "offered"},
		{drawsChosen, "chosen", "\x1b[7mchosen\x1b[0m"},
	} {
		out.drawn.Reset()
		p.SetColor(c.color, c.color, false)
		p.WriteStr(c.text)
		p.SetColor(goprompt.DefaultColor, goprompt.DefaultColor, false)
		if got := out.drawn.String(); got != c.want {
			t.Errorf("%q drawn as %q, want %q", c.text, got, c.want)
		}
	}
}
