package prompt

import (
	"errors"
	"fmt"
	"io"
)

// This file is how the terminal is handed to another program, as an editor, and
// taken back.

// ErrNoTerminal says that there is no terminal to lend.
var ErrNoTerminal = errors.New("an editor needs a terminal")

// mostHeld is how much output waits for the end of the other program; the
// oldest goes first.
const mostHeld = 1 << 20

// Lend gives the terminal back as it was while f runs. What is written
// meanwhile is shown afterwards.
func (t *terminal) Lend(f func() error) error {
	t.input.Lock()
	defer t.input.Unlock()
	t.mode.restore()
	t.writer.lend()
	defer t.writer.back()
	// The other program may leave it in any state.
	defer t.mode.evaluation()
	return f()
}

func (p *plain) Lend(func() error) error { return ErrNoTerminal }

// Lend: the terminal is as the other program wants it already.
func (l *lines) Lend(f func() error) error {
	l.turn.Lock()
	defer l.turn.Unlock()
	l.mu.Lock()
	l.lent = new(held)
	l.mu.Unlock()
	defer func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.lent.show(l.out)
		l.lent = nil
	}()
	return f()
}

// lend keeps what is written until the terminal is back.
func (w *writer) lend() {
	w.mu.Lock()
	w.lent = new(held)
	w.mu.Unlock()
}

func (w *writer) back() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lent.show(w.out)
	w.tail = w.lastRow(tailOf("", w.lent.text))
	w.lent = nil
}

// held is what is written while another program has the terminal.
type held struct {
	text    []byte
	dropped int // bytes
}

// keep adds to what waits; the oldest lines go when that is too much.
func (h *held) keep(b []byte) {
	h.text = append(h.text, b...)
	if len(h.text) <= mostHeld {
		return
	}
	cut := len(h.text) - mostHeld/2
	for cut < len(h.text) && h.text[cut-1] != '\n' {
		cut++
	}
	h.dropped += cut
	h.text = append(h.text[:0:0], h.text[cut:]...)
}

func (h *held) show(out io.Writer) {
	if h.dropped > 0 {
		fmt.Fprintf(out, "… %d bytes before this are not shown\n", h.dropped)
	}
	out.Write(h.text)
}
