package view

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// This file draws the prose of a lesson: Markdown as paragraphs of the window's
// width.

// widestProse is as many columns as prose is easily read in.
const widestProse = 88

// Prose is Markdown as text for the terminal. Marks that a terminal cannot show
// stay as they were written.
func (s Style) Prose(markdown string) string {
	source := []byte(markdown)
	p := prose{s, source, &strings.Builder{}}
	document := goldmark.DefaultParser().Parse(text.NewReader(source))
	p.blocks(document, min(s.Width(), widestProse)-1, "", "")
	return p.out.String()
}

// prose is one drawing of a document.
type prose struct {
	style  Style
	source []byte
	out    *strings.Builder
}

// blocks draws the blocks in a node, each line after an indent; the first line
// begins with a mark of the same width.
func (p prose) blocks(parent ast.Node, width int, mark, indent string) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if n != parent.FirstChild() && !isItem(n) && !tight(n) {
			p.out.WriteString("\n")
		}
		switch n := n.(type) {
		case *ast.List:
			p.blocks(n, width, "", indent)
		case *ast.ListItem:
			p.blocks(n, width, indent+"- ", indent+"  ")
		case *ast.Blockquote:
			p.blocks(n, width, indent+"  ", indent+"  ")
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			p.lines(n, indent+"    ")
		default:
			p.paragraph(n, width, mark, indent)
		}
		mark = indent
	}
}

func isItem(n ast.Node) bool { _, ok := n.(*ast.ListItem); return ok }

// tight reports whether a block follows the one before without an empty line.
func tight(n ast.Node) bool { return n.Kind() == ast.KindList && isItem(n.Parent()) }

func (p prose) lines(n ast.Node, indent string) {
	for i := range n.Lines().Len() {
		segment := n.Lines().At(i)
		p.out.WriteString(indent + strings.TrimRight(string(segment.Value(p.source)), "\n") + "\n")
	}
}

// paragraph wraps the words of a block.
func (p prose) paragraph(n ast.Node, width int, mark, indent string) {
	var words words
	p.collect(n, plain, &words)
	line, used := mark, columns(mark)
	for i, w := range words.list {
		switch {
		case i == 0:
		case used+1+w.columns() > width:
			p.out.WriteString(line + "\n")
			line, used = indent, columns(indent)
		default:
			line += " "
			used++
		}
		line += w.painted(p.style)
		used += w.columns()
	}
	p.out.WriteString(line + "\n")
}

// words are the words of a block as they are read; a text goes on with the last
// one unless a blank stands between.
type words struct {
	list  []wrapped
	apart bool // the next text begins a word
}

// wrapped is a word that is not broken, in its colours.
type wrapped []span

type span struct {
	text string
	ink  ink
}

func (w wrapped) columns() (n int) {
	for _, s := range w {
		n += columns(s.text)
	}
	return n
}

// painted is the word in its colours; colour takes no room.
func (w wrapped) painted(style Style) string {
	text := ""
	for _, s := range w {
		text += style.paint(s.ink, s.text)
	}
	return text
}

func (w *words) add(text string, in ink) {
	if w.apart || len(w.list) == 0 {
		w.list = append(w.list, nil)
	}
	last := len(w.list) - 1
	w.list[last] = append(w.list[last], span{text, in})
	w.apart = false
}

// split adds the words of a text with the blanks around them.
func (w *words) split(text string, in ink) {
	for i, field := range strings.Fields(text) {
		w.apart = w.apart || i > 0 || text[0] == ' '
		w.add(field, in)
	}
	w.apart = w.apart || strings.HasSuffix(text, " ")
}

func (p prose) collect(n ast.Node, in ink, out *words) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			out.split(string(c.Segment.Value(p.source)), in)
			out.apart = out.apart || c.SoftLineBreak() || c.HardLineBreak()
		case *ast.CodeSpan:
			for t := c.FirstChild(); t != nil; t = t.NextSibling() {
				if t, ok := t.(*ast.Text); ok {
					out.add(string(t.Segment.Value(p.source)), strong)
				}
			}
		case *ast.Emphasis:
			p.collect(c, strong, out)
		default:
			p.collect(c, in, out)
		}
	}
}
