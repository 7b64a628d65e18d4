package shell

import (
	"io"
	"slices"
	"sync"
	"unicode/utf8"

	"otpsh/shell/view"
)

// This file is the record of a session: every whole input with what it printed.
// .save, .real and whatever hands a session on stand on it.

// The inputs of a record are kept whole, all of them. Of outputs it keeps so
// many bytes of one input, and so many in all: then the oldest go first.
const (
	maxOutput  = 32 << 10
	maxOutputs = 4 << 20
)

// Entry is one whole input and what came of it.
type Entry struct {
	Number int    // counts the inputs of the session, from 1
	World  int    // counts the worlds of the session, from 1: where it was evaluated
	Line   int    // what the prompt showed: iex(3)
	Input  string // as it was typed; the lines of a form are joined by newlines
	// Command says that the input is a dot-command; Elixir is then the code that
	// it showed and evaluated, a line each; "" when it stands for none.
	Command bool
	Elixir  string
	// File is the file whose .run evaluated the input, at FileLine; "": it was
	// typed.
	File     string
	FileLine int
	// Output is what was printed from the input on until the next one, by
	// whatever process, without colours; Lost counts the bytes of it that are not kept.
	Output string
	Lost   int
	Failed bool // with an error, or unfinished, or interrupted
	// Error is how it failed, where Elixir did: ** (Name) ..., or ** (EXIT from ...) ...
	Error  string
	Cut    bool // it was given up, or interrupted
	Undone bool // .undo took it back
}

// Record is what was typed in a session, with what was printed. Its methods may
// be called from any goroutine.
type Record struct {
	mu      sync.Mutex
	entries []Entry
	outputs [][]byte // of the entries
	kept    int      // bytes of all outputs
	whole   int      // the first entry whose output may still be there
}

// NewRecord is an empty record.
func NewRecord() *Record { return &Record{} }

// Len is the number of inputs.
func (r *Record) Len() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.entries)
}

// Entries are copies of all inputs, the oldest first.
func (r *Record) Entries() []Entry {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := slices.Clone(r.entries)
	for i := range all {
		all[i].Output = view.Uncolored(string(r.outputs[i]))
	}
	return all
}

// begin notes an input before it is evaluated, and gives its number.
func (r *Record) begin(e Entry) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	e.Number = len(r.entries) + 1
	r.entries = append(r.entries, e)
	r.outputs = append(r.outputs, nil)
	return e.Number
}

// drop forgets the last input, which was not whole; what was printed since is
// the output of the one before.
func (r *Record) drop() {
	r.mu.Lock()
	last := len(r.entries) - 1
	text := string(r.outputs[last])
	r.kept -= len(text)
	r.entries, r.outputs = r.entries[:last], r.outputs[:last]
	r.whole = min(r.whole, last)
	r.mu.Unlock()
	r.heard(text)
}

// change has f change the entry of a number.
func (r *Record) change(number int, f func(*Entry)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f(&r.entries[number-1])
}

// undo notes that the inputs of a world after the first so many were undone,
// and gives the first of them: what came after it and can be undone alone was.
func (r *Record) undo(world, after int) (first string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := after; i < len(r.entries); i++ {
		if r.entries[i].World == world {
			r.entries[i].Undone = true
		}
	}
	return r.entries[after].Input
}

// heard notes a text that was printed: it belongs to the last input. What was
// printed before the first is nobody's.
func (r *Record) heard(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.entries) == 0 {
		return
	}
	last := len(r.entries) - 1
	room := maxOutput - len(r.outputs[last])
	if r.entries[last].Lost > 0 {
		room = 0 // what follows a gap would look as if it followed the text
	}
	keep := text
	if len(keep) > room {
		keep = keep[:room]
		for len(keep) > 0 && !utf8.RuneStart(text[len(keep)]) {
			keep = keep[:len(keep)-1]
		}
	}
	r.outputs[last] = append(r.outputs[last], keep...)
	r.entries[last].Lost += len(text) - len(keep)
	r.kept += len(keep)
	for ; r.kept > maxOutputs && r.whole < last; r.whole++ {
		n := len(r.outputs[r.whole])
		r.outputs[r.whole] = nil
		r.entries[r.whole].Lost += n
		r.kept -= n
	}
}

// Tee is a writer to w whose texts the record hears: what programs print.
func (r *Record) Tee(w io.Writer) io.Writer { return tee{w, r} }

type tee struct {
	io.Writer
	record *Record
}

func (t tee) Write(b []byte) (int, error) {
	t.record.heard(string(b))
	return t.Writer.Write(b)
}

// begin notes an input that is taken now.
func (s *Shell) begin(e Entry) int {
	at := s.here.Load()
	at.noted = s.record.Len()
	e.World, e.Line = at.number, at.count
	if len(s.runs) > 0 {
		from := s.runs[len(s.runs)-1]
		e.File, e.FileLine = from.file, from.line
	}
	return s.record.begin(e)
}

// end notes how the input of a number ended.
func (s *Shell) end(number int) {
	s.record.change(number, func(e *Entry) {
		e.Failed = s.failed
		if s.failed {
			e.Error, e.Cut = s.problem, s.stop.Load()
		}
	})
}

// stands notes code that the command which runs stands for.
func (s *Shell) stands(code string) {
	s.record.change(s.record.Len(), func(e *Entry) { e.Elixir += code + "\n" })
}
