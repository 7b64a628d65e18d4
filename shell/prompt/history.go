package prompt

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// historySize is how many forms are kept.
const historySize = 2000

// go-prompt edits one line, and counts bytes where it means characters in a
// text of several: a line break of a form is a carriage return to it, which no
// form has.
func encode(form string) string { return strings.ReplaceAll(form, "\n", "\r") }
func decode(line string) string { return strings.ReplaceAll(line, "\r", "\n") }

// history is the forms that were typed, oldest first, and their file: one
// quoted form a line.
type history struct {
	forms []string
	file  string
}

func loadHistory(file string) *history {
	h := &history{file: file}
	f, err := os.Open(file)
	if file == "" || err != nil {
		return h
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if form, err := strconv.Unquote(lines.Text()); err == nil {
			h.forms = append(h.forms, form)
		}
	}
	if extra := len(h.forms) - historySize; extra > 0 {
		h.forms = h.forms[extra:]
		h.rewrite()
	}
	return h
}

// add keeps a form that differs from the last one. A history that cannot be
// written is kept for the session alone.
func (h *history) add(form string) {
	if form == "" || len(h.forms) > 0 && h.forms[len(h.forms)-1] == form {
		return
	}
	h.forms = append(h.forms, form)
	if h.file == "" {
		return
	}
	if err := os.MkdirAll(filepath.Dir(h.file), 0o700); err != nil {
		return
	}
	f, err := os.OpenFile(h.file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	defer f.Close()
	f.WriteString(strconv.Quote(form) + "\n")
}

func (h *history) rewrite() {
	var b strings.Builder
	for _, form := range h.forms {
		b.WriteString(strconv.Quote(form) + "\n")
	}
	fresh := h.file + ".new"
	if os.WriteFile(fresh, []byte(b.String()), 0o600) == nil {
		os.Rename(fresh, h.file)
	}
}

// lines are the forms as go-prompt edits them.
func (h *history) lines() []string {
	out := make([]string, len(h.forms))
	for i, form := range h.forms {
		out[i] = encode(form)
	}
	return out
}
