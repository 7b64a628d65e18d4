package kernel

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"sync"
	"time"
)

// This file is the journal of host calls, by which a run of a simulated world
// can be repeated: what the machine answered is noted, and a replay is given
// the same answers and performs nothing.

// Entry is one host call: what was asked, as text, and what was answered.
type Entry struct {
	Call   string
	Result any
	Err    error
}

// Journal is what a world asked of its host, in order. It does not hold what
// the world wrote to its standard streams (a replay writes that again), nor
// what a program that it ran wrote to standard error by itself.
type Journal []Entry

// JournalHost is a Host that notes what another one answers, or that answers
// from a journal. A simulated world makes its calls one after the other, so
// that their order is part of what the seed decides; a fork of the world gets
// a host, and a journal, of its own.
type JournalHost struct {
	below Host

	mu       sync.Mutex
	journal  Journal
	replays  bool
	next     int   // the entry that a replay comes to
	diverged error // why the replay could not go on
	files    int   // opened so far
}

// Record is a host that hands everything to another and notes the answers.
func Record(below Host) *JournalHost { return &JournalHost{below: below} }

// Replay is a host that answers from a journal. Standard output, standard error
// and Halt are those of the other host, which is asked for nothing else.
func Replay(j Journal, below Host) *JournalHost {
	return &JournalHost{below: below, journal: slices.Clone(j), replays: true}
}

// Journal is what was asked so far; of a replay, as far as it has come.
func (h *JournalHost) Journal() Journal {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.replays {
		return slices.Clone(h.journal[:h.next])
	}
	return slices.Clone(h.journal)
}

// Err says why a replay could not go on: the world asked for something else
// than what the journal has next. From then on every call fails. Nil: it
// could.
func (h *JournalHost) Err() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.diverged
}

// fork is the host of a copy of the world. It goes on noting, or replaying,
// from here, by itself.
func (h *JournalHost) fork() *JournalHost {
	h.mu.Lock()
	defer h.mu.Unlock()
	return &JournalHost{below: h.below, journal: slices.Clone(h.journal), replays: h.replays, next: h.next, diverged: h.diverged, files: h.files}
}

// forkHost is the host of a copy of the world that has this one.
func forkHost(h Host) Host {
	if j, ok := h.(*JournalHost); ok {
		return j.fork()
	}
	return h
}

// answer is a call's answer: from the host below, or from the journal.
func answer[T any](h *JournalHost, call string, perform func() (T, error)) (T, error) {
	if h.replays {
		e, err := h.replayed(call)
		if err != nil {
			var none T
			return none, err
		}
		return e.Result.(T), e.Err
	}
	v, err := perform()
	h.mu.Lock()
	h.journal = append(h.journal, Entry{call, v, err})
	h.mu.Unlock()
	return v, err
}

// replayed is the next entry, if it is that of the call.
func (h *JournalHost) replayed(call string) (Entry, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.diverged != nil:
	case h.next == len(h.journal):
		h.diverged = fmt.Errorf("the replay asks for %s after the end of the journal", call)
	case h.journal[h.next].Call != call:
		h.diverged = fmt.Errorf("the replay asks for %s where the journal has %s (call %d)", call, h.journal[h.next].Call, h.next+1)
	default:
		h.next++
		return h.journal[h.next-1], nil
	}
	return Entry{}, h.diverged
}

// do is a call that answers with an error or nothing.
func (h *JournalHost) do(call string, perform func() error) error {
	_, err := answer(h, call, func() (struct{}, error) { return struct{}{}, perform() })
	return err
}

// contents stand for bytes in the text of a call.
func contents(b []byte) string {
	sum := fnv.New64a()
	sum.Write(b)
	return fmt.Sprintf("%d bytes %016x", len(b), sum.Sum64())
}

func (h *JournalHost) Stdout() io.Writer   { return h.below.Stdout() }
func (h *JournalHost) Stderr() io.Writer   { return h.below.Stderr() }
func (h *JournalHost) Halt(code int) error { return h.below.Halt(code) }

func (h *JournalHost) Monotonic() time.Duration {
	t, _ := answer(h, "monotonic", func() (time.Duration, error) { return h.below.Monotonic(), nil })
	return t
}

func (h *JournalHost) Wall() time.Time {
	t, _ := answer(h, "wall", func() (time.Time, error) { return h.below.Wall(), nil })
	return t
}

func (h *JournalHost) Entropy(b []byte) {
	s, _ := answer(h, fmt.Sprintf("entropy %d", len(b)), func() (string, error) {
		h.below.Entropy(b)
		return string(b), nil
	})
	copy(b, s)
}

func (h *JournalHost) Stdin() io.Reader {
	if h.replays {
		return journalInput{h: h}
	}
	return journalInput{h, h.below.Stdin()}
}

// journalInput is standard input; in a replay there is none below.
type journalInput struct {
	h     *JournalHost
	below io.Reader
}

func (r journalInput) Read(b []byte) (int, error) {
	return r.h.read(fmt.Sprintf("stdin %d", len(b)), b, func() (int, error) { return r.below.Read(b) })
}

// read is a call that fills b.
func (h *JournalHost) read(call string, b []byte, perform func() (int, error)) (int, error) {
	s, err := answer(h, call, func() (string, error) {
		n, err := perform()
		return string(b[:n]), err
	})
	return copy(b, s), err
}

// variable is what Getenv answers.
type variable struct {
	value string
	set   bool
}

func (h *JournalHost) Getenv(name string) (string, bool) {
	v, _ := answer(h, fmt.Sprintf("getenv %q", name), func() (variable, error) {
		value, set := h.below.Getenv(name)
		return variable{value, set}, nil
	})
	return v.value, v.set
}

func (h *JournalHost) Setenv(name, value string) error {
	return h.do(fmt.Sprintf("setenv %q %q", name, value), func() error { return h.below.Setenv(name, value) })
}

func (h *JournalHost) Unsetenv(name string) error {
	return h.do(fmt.Sprintf("unsetenv %q", name), func() error { return h.below.Unsetenv(name) })
}

func (h *JournalHost) Environ() []string {
	all, _ := answer(h, "environ", func() ([]string, error) { return h.below.Environ(), nil })
	return slices.Clone(all)
}

// execution is what Exec answers.
type execution struct {
	out  string
	code int
}

func (h *JournalHost) Exec(ctx context.Context, name string, args []string, dir string, env []string, merge bool) ([]byte, int, error) {
	call := fmt.Sprintf("exec %q %q in %q with %q merge %t", name, args, dir, env, merge)
	e, err := answer(h, call, func() (execution, error) {
		out, code, err := h.below.Exec(ctx, name, args, dir, env, merge)
		return execution{string(out), code}, err
	})
	return []byte(e.out), e.code, err
}
