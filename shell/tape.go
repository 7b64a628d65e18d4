package shell

import (
	"io"
	"sync"

	"otpsh/lessons"
)

// Tape is what a lesson's world prints: kept, so that a lesson can compare it,
// and passed on to who looks at it. Out and Err are the streams of the world's
// host. It may be used from any goroutine.
type Tape struct {
	pass io.Writer // nil: nobody looks

	mu      sync.Mutex
	muted   int   // nothing is passed on while it is not 0
	printed track // by programs, since the last restart
	shown   track // by programs and as results, since the last cut
	told    track // shown, with the notes of ours
	log     track
}

// trackLimit is how many bytes of a track are kept, the first ones.
const trackLimit = 4 << 20

// track is what a tape keeps of one kind.
type track []byte

func (t *track) add(text string) {
	*t = append(*t, text[:min(len(text), trackLimit-len(*t))]...)
}

// NewTape is an empty tape that passes on what comes; pass nil: to nobody.
func NewTape(pass io.Writer) *Tape { return &Tape{pass: pass} }

// Out takes what programs print, Err what Logger and the compiler tell.
func (t *Tape) Out() io.Writer { return tapeEnd{t, []*track{&t.printed, &t.shown, &t.told}} }
func (t *Tape) Err() io.Writer { return tapeEnd{t, []*track{&t.log}} }

// tapeEnd is one stream into a tape.
type tapeEnd struct {
	tape *Tape
	into []*track
}

func (e tapeEnd) Write(b []byte) (int, error) {
	e.tape.mu.Lock()
	defer e.tape.mu.Unlock()
	for _, to := range e.into {
		to.add(string(b))
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
		t.shown.add(p.Text)
	}
	t.told.add(p.Text)
	if t.pass != nil && t.muted == 0 {
		io.WriteString(t.pass, p.Text)
	}
}

// cut gives what came since the last cut.
func (t *Tape) cut() lessons.Outcome {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := lessons.Outcome{Shown: string(t.shown), Told: string(t.told), Log: string(t.log)}
	t.shown, t.told, t.log = nil, nil, nil
	return out
}

// restart forgets what programs have printed.
func (t *Tape) restart() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.printed = nil
}

// since is what programs have printed after a length of it.
func (t *Tape) since(length int) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.printed[min(length, len(t.printed)):])
}

func (t *Tape) length() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.printed)
}

// mute has nothing passed on until the function that it gives is called, which
// also forgets what was printed meanwhile.
func (t *Tape) mute() (end func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.muted++
	length := len(t.printed)
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.muted--
		t.printed = t.printed[:min(length, len(t.printed))]
	}
}
