package prompt

import (
	"errors"
	"fmt"
	"os"
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
	t.Restore()
	t.writer.begin()
	defer t.writer.end()
	// The other program may leave it in any state.
	defer t.Restore()
	return f()
}

func (p *plain) Lend(func() error) error { return ErrNoTerminal }

// cutHeld drops what waits longest, by whole lines, when too much waits.
func (w *writer) cutHeld() {
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

// showHeld writes what waits.
func (w *writer) showHeld(out *os.File) {
	if w.dropped > 0 {
		fmt.Fprintf(out, "… %d bytes before this are not shown\n", w.dropped)
	}
	out.Write(w.pending)
	w.pending, w.dropped = nil, 0
}
