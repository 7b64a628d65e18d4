package kernel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// askAll asks a host everything that can be asked and gives the answers.
func askAll(h Host) []any {
	var all []any
	add := func(answers ...any) {
		for i, a := range answers {
			if b, ok := a.([]byte); ok {
				answers[i] = string(b)
			}
		}
		all = append(all, answers...)
	}
	two := func(a any, err error) { add(a, err) }
	key := make([]byte, 8)
	h.Entropy(key)
	add(h.Monotonic(), h.Wall(), key)
	text, err := io.ReadAll(h.Stdin())
	two(text, err)
	two(h.ReadFile("a"))
	two(h.Stat("a"))
	two(h.Lstat("a"))
	two(h.List("."))
	two(h.ReadLink("l"))
	two(h.Getwd())
	add(h.Mkdir("d"), h.Remove("a"), h.RemoveDir("d"), h.Rename("a", "b"), h.Link("a", "b"), h.Symlink("a", "b"))
	add(h.Chmod("a", 0o644), h.Chown("a", 1, 2), h.Chtimes("a", time.Unix(1, 0), time.Unix(2, 0)), h.Chdir("d"))
	value, set := h.Getenv("A")
	add(value, set, h.Setenv("A", "1"), h.Unsetenv("A"), h.Environ())
	out, code, err := h.Exec(context.Background(), "date", []string{"-u"}, "", nil, true)
	add(out, code, err)
	f, err := h.OpenFile("a", OpenMode{Read: true, Write: true})
	if err != nil {
		return append(all, err)
	}
	part := make([]byte, 4)
	n, err := f.Read(part)
	add(n, err, string(part))
	n, err = f.ReadAt(part, 2)
	add(n, err, string(part))
	two(f.Write([]byte("x")))
	two(f.WriteAt([]byte("y"), 3))
	two(f.Seek(1, io.SeekStart))
	add(f.Truncate(5), f.Sync(), f.Close())
	_, err = h.OpenFile("refused", OpenMode{})
	add(err)
	return all
}

// scripted is a machine whose every answer is another.
type scripted struct {
	Host
	n   int
	out strings.Builder
}

func (s *scripted) text() string                           { s.n++; return fmt.Sprint("answer ", s.n) }
func (s *scripted) fail() error                            { return FileError(s.text()) }
func (s *scripted) Stdout() io.Writer                      { return &s.out }
func (s *scripted) Monotonic() time.Duration               { s.n++; return time.Duration(s.n) }
func (s *scripted) Wall() time.Time                        { s.n++; return time.Unix(int64(s.n), 0) }
func (s *scripted) Entropy(b []byte)                       { copy(b, s.text()) }
func (s *scripted) Stdin() io.Reader                       { return strings.NewReader(s.text()) }
func (s *scripted) ReadFile(string) ([]byte, error)        { return []byte(s.text()), nil }
func (s *scripted) Stat(string) (FileInfo, error)          { s.n++; return FileInfo{Size: int64(s.n)}, nil }
func (s *scripted) Lstat(string) (FileInfo, error)         { return FileInfo{}, s.fail() }
func (s *scripted) List(string) ([]string, error)          { return []string{s.text()}, nil }
func (s *scripted) ReadLink(string) (string, error)        { return s.text(), nil }
func (s *scripted) Getwd() (string, error)                 { return s.text(), nil }
func (s *scripted) Mkdir(string) error                     { return s.fail() }
func (s *scripted) Remove(string) error                    { return s.fail() }
func (s *scripted) RemoveDir(string) error                 { return nil }
func (s *scripted) Rename(_, _ string) error               { return s.fail() }
func (s *scripted) Link(_, _ string) error                 { return s.fail() }
func (s *scripted) Symlink(_, _ string) error              { return nil }
func (s *scripted) Chmod(string, uint32) error             { return s.fail() }
func (s *scripted) Chown(string, int, int) error           { return s.fail() }
func (s *scripted) Chtimes(_ string, _, _ time.Time) error { return s.fail() }
func (s *scripted) Chdir(string) error                     { return s.fail() }
func (s *scripted) Getenv(string) (string, bool)           { return s.text(), true }
func (s *scripted) Setenv(_, _ string) error               { return s.fail() }
func (s *scripted) Unsetenv(string) error                  { return s.fail() }
func (s *scripted) Environ() []string                      { return []string{s.text()} }
func (s *scripted) Exec(context.Context, string, []string, string, []string, bool) ([]byte, int, error) {
	s.n++
	return []byte("out"), s.n, nil
}
func (s *scripted) OpenFile(path string, _ OpenMode) (File, error) {
	if path == "refused" {
		return nil, s.fail()
	}
	return &scriptedFile{s: s}, nil
}

type scriptedFile struct {
	File
	s *scripted
}

func (f *scriptedFile) Read(b []byte) (int, error)             { return copy(b, "abc"), nil }
func (f *scriptedFile) ReadAt(b []byte, _ int64) (int, error)  { return copy(b, "de"), io.EOF }
func (f *scriptedFile) Write(b []byte) (int, error)            { return len(b), f.s.fail() }
func (f *scriptedFile) WriteAt(b []byte, _ int64) (int, error) { return len(b), nil }
func (f *scriptedFile) Seek(int64, int) (int64, error)         { f.s.n++; return int64(f.s.n), nil }
func (f *scriptedFile) Truncate(int64) error                   { return f.s.fail() }
func (f *scriptedFile) Sync() error                            { return f.s.fail() }
func (f *scriptedFile) Close() error                           { return nil }

// deaf is a machine that may not be asked: every call is a nil dereference.
type deaf struct{ Host }

func TestJournalHoldsEveryCall(t *testing.T) {
	recorder := Record(&scripted{})
	want := askAll(recorder)
	if plain := askAll(&scripted{}); !reflect.DeepEqual(want, plain) {
		t.Fatalf("recorded answers\n%v\nthe machine's\n%v", want, plain)
	}
	replay := Replay(recorder.Journal(), deaf{})
	if got := askAll(replay); !reflect.DeepEqual(got, want) || replay.Err() != nil {
		t.Errorf("replayed\n%v\nwant\n%v\n%v", got, want, replay.Err())
	}
	if len(replay.Journal()) != len(recorder.Journal()) {
		t.Errorf("%d calls replayed of %d", len(replay.Journal()), len(recorder.Journal()))
	}
	// After the end, and where another call is asked for, every call fails.
	if _, err := replay.Getwd(); err == nil || err != replay.Err() {
		t.Errorf("after the end: %v", err)
	}
	replay = Replay(recorder.Journal(), deaf{})
	if _, err := replay.Getwd(); err == nil || !strings.Contains(err.Error(), "getwd where the journal has entropy 8 (call 1)") {
		t.Errorf("another call: %v", err)
	}
	if _, err := replay.OpenFile("a", OpenMode{}); !errors.Is(err, replay.Err()) {
		t.Errorf("then: %v", err)
	}
	if err := replay.Setenv("A", "1"); err == nil {
		t.Error("a replay that has diverged goes on")
	}
}

// The two worlds of a fork note for themselves.
func TestForksHaveTheirOwnJournals(t *testing.T) {
	recorder := Record(&scripted{})
	w := newTestWorld(t, Config{Simulated: true, Host: recorder})
	recorder.Getwd()
	f, err := w.Fork()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Stop()
	recorder.Getenv("OLD")
	f.Host().Getenv("NEW")
	calls := func(h Host) (out []string) {
		for _, e := range h.(*JournalHost).Journal() {
			out = append(out, e.Call)
		}
		return out
	}
	if got, want := calls(w.Host()), []string{"getwd", `getenv "OLD"`}; !slices.Equal(got, want) {
		t.Errorf("the world noted %q, want %q", got, want)
	}
	if got, want := calls(f.Host()), []string{"getwd", `getenv "NEW"`}; !slices.Equal(got, want) {
		t.Errorf("the fork noted %q, want %q", got, want)
	}
}
