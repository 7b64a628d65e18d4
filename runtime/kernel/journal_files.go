package kernel

import (
	"fmt"
	"slices"
	"time"
)

// This file is the journal's files.

func (h *JournalHost) ReadFile(path string) ([]byte, error) {
	s, err := answer(h, fmt.Sprintf("read %q", path), func() (string, error) {
		data, err := h.below.ReadFile(path)
		return string(data), err
	})
	if err != nil {
		return nil, err
	}
	return []byte(s), nil
}

func (h *JournalHost) Stat(path string) (FileInfo, error) {
	return answer(h, fmt.Sprintf("stat %q", path), func() (FileInfo, error) { return h.below.Stat(path) })
}

func (h *JournalHost) Lstat(path string) (FileInfo, error) {
	return answer(h, fmt.Sprintf("lstat %q", path), func() (FileInfo, error) { return h.below.Lstat(path) })
}

func (h *JournalHost) List(dir string) ([]string, error) {
	names, err := answer(h, fmt.Sprintf("list %q", dir), func() ([]string, error) { return h.below.List(dir) })
	return slices.Clone(names), err
}

func (h *JournalHost) ReadLink(path string) (string, error) {
	return answer(h, fmt.Sprintf("readlink %q", path), func() (string, error) { return h.below.ReadLink(path) })
}

func (h *JournalHost) Getwd() (string, error) { return answer(h, "getwd", h.below.Getwd) }

func (h *JournalHost) Mkdir(dir string) error {
	return h.do(fmt.Sprintf("mkdir %q", dir), func() error { return h.below.Mkdir(dir) })
}

func (h *JournalHost) Remove(path string) error {
	return h.do(fmt.Sprintf("remove %q", path), func() error { return h.below.Remove(path) })
}

func (h *JournalHost) RemoveDir(path string) error {
	return h.do(fmt.Sprintf("rmdir %q", path), func() error { return h.below.RemoveDir(path) })
}

func (h *JournalHost) Rename(from, to string) error {
	return h.do(fmt.Sprintf("rename %q %q", from, to), func() error { return h.below.Rename(from, to) })
}

func (h *JournalHost) Link(existing, name string) error {
	return h.do(fmt.Sprintf("link %q %q", existing, name), func() error { return h.below.Link(existing, name) })
}

func (h *JournalHost) Symlink(existing, name string) error {
	return h.do(fmt.Sprintf("symlink %q %q", existing, name), func() error { return h.below.Symlink(existing, name) })
}

func (h *JournalHost) Chmod(path string, mode uint32) error {
	return h.do(fmt.Sprintf("chmod %q %o", path, mode), func() error { return h.below.Chmod(path, mode) })
}

func (h *JournalHost) Chown(path string, uid, gid int) error {
	return h.do(fmt.Sprintf("chown %q %d %d", path, uid, gid), func() error { return h.below.Chown(path, uid, gid) })
}

func (h *JournalHost) Chtimes(path string, access, modified time.Time) error {
	call := fmt.Sprintf("chtimes %q %d %d", path, access.UnixNano(), modified.UnixNano())
	return h.do(call, func() error { return h.below.Chtimes(path, access, modified) })
}

func (h *JournalHost) Chdir(dir string) error {
	return h.do(fmt.Sprintf("chdir %q", dir), func() error { return h.below.Chdir(dir) })
}

func (h *JournalHost) OpenFile(path string, mode OpenMode) (File, error) {
	f := &journalFile{h: h}
	err := h.do(fmt.Sprintf("open %q %+v", path, mode), func() (err error) {
		f.below, err = h.below.OpenFile(path, mode)
		return err
	})
	if err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.files++
	f.number = h.files
	return f, nil
}

// journalFile is an open file, called by its number; in a replay there is
// none below.
type journalFile struct {
	h      *JournalHost
	below  File
	number int
}

// call is the text of a call for this file.
func (f *journalFile) call(format string, args ...any) string {
	return fmt.Sprintf("file %d ", f.number) + fmt.Sprintf(format, args...)
}

func (f *journalFile) Read(b []byte) (int, error) {
	return f.h.read(f.call("read %d", len(b)), b, func() (int, error) { return f.below.Read(b) })
}

func (f *journalFile) ReadAt(b []byte, at int64) (int, error) {
	return f.h.read(f.call("read %d at %d", len(b), at), b, func() (int, error) { return f.below.ReadAt(b, at) })
}

func (f *journalFile) Write(b []byte) (int, error) {
	return answer(f.h, f.call("write %s", contents(b)), func() (int, error) { return f.below.Write(b) })
}

func (f *journalFile) WriteAt(b []byte, at int64) (int, error) {
	return answer(f.h, f.call("write %s at %d", contents(b), at), func() (int, error) { return f.below.WriteAt(b, at) })
}

func (f *journalFile) Seek(at int64, from int) (int64, error) {
	return answer(f.h, f.call("seek %d from %d", at, from), func() (int64, error) { return f.below.Seek(at, from) })
}

func (f *journalFile) Close() error {
	return f.h.do(f.call("close"), func() error { return f.below.Close() })
}
func (f *journalFile) Sync() error {
	return f.h.do(f.call("sync"), func() error { return f.below.Sync() })
}

func (f *journalFile) Truncate(size int64) error {
	return f.h.do(f.call("truncate %d", size), func() error { return f.below.Truncate(size) })
}
