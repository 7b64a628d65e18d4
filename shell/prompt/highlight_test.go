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

// After go-prompt's name for the input comes the line, and only that is
// highlighted: with line ends where a form of the history has marks.
func TestTheLineIsHighlighted(t *testing.T) {
	out := &paper{}
	p := &painter{ConsoleWriter: out, popup: Popup{Chosen: "\x1b[7m"}, highlight: func(line string) string {
		return "<" + strings.ToUpper(line) + ">"
	}}
	draw := func(color goprompt.Color, texts ...string) string {
		out.drawn.Reset()
		p.SetColor(color, color, false)
		for _, text := range texts {
			p.WriteStr(text)
		}
		p.SetColor(goprompt.DefaultColor, goprompt.DefaultColor, false)
		return out.drawn.String()
	}
	for _, c := range []struct {
		color goprompt.Color
		texts []string
		want  string
	}{
		{goprompt.DefaultColor, []string{"iex> "}, "iex> "},
		{drawsInput, []string{"a line", "rest"}, "<A LINE>rest"},
		{drawsInput, []string{"ended\n"}, "<ENDED>\n"},
		{drawsInput, []string{"two" + lineMark + "\x1b[lines"}, "<TWO" + lineMark + "?[LINES>"},
		{drawsText, []string{"offered"}, "offered"},
		{drawsChosen, []string{"chosen"}, "\x1b[7mchosen\x1b[0m"},
	} {
		if got := draw(c.color, c.texts...); got != c.want {
			t.Errorf("%q drawn as %q, want %q", c.texts, got, c.want)
		}
	}
}
