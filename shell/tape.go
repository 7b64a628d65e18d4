package shell

import (
	"io"
	"strings"
	"sync"

	"otpsh/lessons"
)

// Tape is what a lesson's world prints: kept, so that a lesson can compare it,
// and passed on to who looks at it. Out and Err are the streams of the world's
// host. It may be used from any goroutine.
type Tape struct {
	pass io.Writer // nil: nobody looks

	mu      sync.Mutex
	muted   int             // nothing is passed on while it is not 0
	printed strings.Builder // by programs, since the beginning
	shown   strings.Builder // by programs and as results, since the last cut
	told    strings.Builder // shown, with the notes of ours
	log     strings.Builder
}

// NewTape is an empty tape that passes on what comes; pass nil: to nobody.
func NewTape(pass io.Writer) *Tape { return &Tape{pass: pass} }

// Out takes what programs print, Err what Logger and the compiler tell.
func (t *Tape) Out() io.Writer { return tapeEnd{t, []*strings.Builder{&t.printed, &t.shown, &t.told}} }
func (t *Tape) Err() io.Writer { return tapeEnd{t, []*strings.Builder{&t.log}} }

// tapeEnd is one stream into a tape.
type tapeEnd struct {
	tape *Tape
	into []*strings.Builder
}

func (e tapeEnd) Write(b []byte) (int, error) {
	e.tape.mu.Lock()
	defer e.tape.mu.Unlock()
	for _, to := range e.into {
		to.Write(b)
	}
	if e.tape.pass != nil && e.tape.muted == 0 {
		e.tape.pass.Write(b)
	}
	return len(b), nil
}

// show takes a result, or a note of ours, which counts as nothing shown.
func (t *Tape) show(p Print) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !p.Note {
		t.shown.WriteString(p.Text)
	}
	t.told.WriteString(p.Text)
	if t.pass != nil && t.muted == 0 {
		io.WriteString(t.pass, p.Text)
	}
}

// cut gives what came since the last cut.
func (t *Tape) cut() (out lessons.Outcome) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for from, to := range map[*strings.Builder]*string{&t.shown: &out.Shown, &t.told: &out.Told, &t.log: &out.Log} {
		*to = from.String()
		from.Reset()
	}
	return out
}

// since is what programs have printed after a length of it.
func (t *Tape) since(length int) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.printed.String()[length:]
}

func (t *Tape) length() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.printed.Len()
}

// mute has nothing passed on until the function that it gives is called, which
// also forgets what was printed meanwhile.
func (t *Tape) mute() (end func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.muted++
	kept := t.printed.String()
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.muted--
		t.printed.Reset()
		t.printed.WriteString(kept)
	}
}
