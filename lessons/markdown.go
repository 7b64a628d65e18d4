package lessons

import "strings"

// This file cuts a Markdown document into front matter, headings, fenced blocks
// and prose, and knows the line of each. What a block means is parse.go's.

// piece is a heading, a fenced block or a run of prose.
type piece struct {
	kind  pieceKind
	line  int      // of the heading, the fence, or the first line of prose
	text  string   // of the heading or the prose
	info  string   // of the fence
	lines []string // inside the fence
	open  bool     // the fence is never closed
}

type pieceKind int

const (
	prosePiece  pieceKind = iota
	titlePiece            // a first-level heading
	stepPiece             // a second-level heading
	fencedPiece           // between two fences
)

// cut gives the pieces of a document whose first line has a number.
func cut(lines []string, first int) []piece {
	var out []piece
	prose := func(i int) {
		if n := len(out); n > 0 && out[n-1].kind == prosePiece {
			out[n-1].text += "\n" + lines[i]
			return
		}
		if strings.TrimSpace(lines[i]) != "" {
			out = append(out, piece{kind: prosePiece, line: first + i, text: lines[i]})
		}
	}
	for i := 0; i < len(lines); i++ {
		mark, info := fence(lines[i])
		if mark == "" {
			if kind, text := heading(lines[i]); kind != prosePiece {
				out = append(out, piece{kind: kind, line: first + i, text: text})
			} else {
				prose(i)
			}
			continue
		}
		block := piece{kind: fencedPiece, line: first + i, info: info, open: true}
		if proseLanguages[info] {
			// Shown as it stands, fences and all.
			prose(i)
		}
		for i++; i < len(lines); i++ {
			if closes(lines[i], mark) {
				block.open = false
				break
			}
			block.lines = append(block.lines, lines[i])
			if proseLanguages[info] {
				prose(i)
			}
		}
		switch {
		case !proseLanguages[info] || block.open:
			out = append(out, block)
		default:
			prose(i)
		}
	}
	for i := range out {
		out[i].text = strings.TrimSpace(out[i].text)
	}
	return out
}

// proseLanguages are blocks that are only shown.
var proseLanguages = map[string]bool{"": true, "text": true, "sh": true, "bash": true, "console": true, "diff": true, "erlang": true, "json": true, "markdown": true, "mermaid": true}

// fence is the run of backticks or tildes that a line begins a block with, and
// what stands after it; "" when it begins none.
func fence(line string) (mark, info string) {
	text := strings.TrimLeft(line, " ")
	if len(line)-len(text) > 3 || len(text) < 3 || text[0] != '`' && text[0] != '~' {
		return "", ""
	}
	rest := strings.TrimLeft(text, text[:1])
	if mark = text[:len(text)-len(rest)]; len(mark) < 3 || mark[0] == '`' && strings.Contains(rest, "`") {
		return "", ""
	}
	return mark, strings.TrimSpace(rest)
}

// closes reports whether a line ends a block that a fence began.
func closes(line, mark string) bool {
	m, info := fence(line)
	return info == "" && strings.HasPrefix(m, mark)
}

func heading(line string) (pieceKind, string) {
	switch {
	case strings.HasPrefix(line, "## "):
		return stepPiece, strings.TrimSpace(line[3:])
	case strings.HasPrefix(line, "# "):
		return titlePiece, strings.TrimSpace(line[2:])
	}
	return prosePiece, ""
}
