package prompt

import (
	"errors"
	"fmt"
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

// lend keeps what is written until the terminal is back.
func (w *writer) lend() {
	w.mu.Lock()
	w.lent = true
	w.mu.Unlock()
}

func (w *writer) back() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.dropped > 0 {
		fmt.Fprintf(w.out, "… %d bytes before this are not shown\n", w.dropped)
	}
	w.out.Write(w.pending)
	w.tail = w.lastRow(tailOf("", w.pending))
	w.lent, w.pending, w.dropped = false, nil, 0
}

// keep adds to what waits; the oldest lines go when that is too much.
func (w *writer) keep(b []byte) {
	w.pending = append(w.pending, b...)
	if len(w.pending) <= mostHeld {
		return
	}
	cut := len(w.pending) - mostHeld/2
	for cut < len(w.pending) && w.pending[cut-1] != '\n' {
		cut++
	}
	w.dropped += cut
	w.pending = append(w.pending[:0:0], w.pending[cut:]...)
}
