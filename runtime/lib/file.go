package lib

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the module :otpsh_file, on which :file and File rest: the files
// of the host. Each call blocks its process only, never a scheduler. Results
// are :ok, {:ok, value} or {:error, reason}.

var otpshFileNatives = vm.Natives{
	"read_file/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return onHost(m, a, func(h kernel.Host, a []term.Term) (term.Term, error) {
			data, err := h.ReadFile(pathOf(a[0]))
			return term.Binary(data), err
		})
	},
	"info/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return onHost(m, a, func(h kernel.Host, a []term.Term) (term.Term, error) {
			stat := h.Lstat
			if a[1] == term.Term(term.True) {
				stat = h.Stat
			}
			info, err := stat(pathOf(a[0]))
			return infoTerm(info), err
		})
	},
	"list/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return onHost(m, a, func(h kernel.Host, a []term.Term) (term.Term, error) {
			names, err := h.List(pathOf(a[0]))
			return binaries(names), err
		})
	},
	"read_link/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return onHost(m, a, func(h kernel.Host, a []term.Term) (term.Term, error) {
			to, err := h.ReadLink(pathOf(a[0]))
			return term.Binary(to), err
		})
	},
	"get_cwd/0": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return onHost(m, a, func(h kernel.Host, _ []term.Term) (term.Term, error) {
			dir, err := h.Getwd()
			return term.Binary(dir), err
		})
	},
	"set_cwd/1":    fileCommand(func(h kernel.Host, a []term.Term) error { return h.Chdir(pathOf(a[0])) }),
	"make_dir/1":   fileCommand(func(h kernel.Host, a []term.Term) error { return h.Mkdir(pathOf(a[0])) }),
	"delete/1":     fileCommand(func(h kernel.Host, a []term.Term) error { return h.Remove(pathOf(a[0])) }),
	"delete_dir/1": fileCommand(func(h kernel.Host, a []term.Term) error { return h.RemoveDir(pathOf(a[0])) }),
	"rename/2":     fileCommand(func(h kernel.Host, a []term.Term) error { return h.Rename(pathOf(a[0]), pathOf(a[1])) }),
	"link/2":       fileCommand(func(h kernel.Host, a []term.Term) error { return h.Link(pathOf(a[0]), pathOf(a[1])) }),
	"symlink/2":    fileCommand(func(h kernel.Host, a []term.Term) error { return h.Symlink(pathOf(a[0]), pathOf(a[1])) }),
	"chmod/2":      fileCommand(func(h kernel.Host, a []term.Term) error { return h.Chmod(pathOf(a[0]), uint32(intOf(a[1]))) }),
	"chown/3":      fileCommand(func(h kernel.Host, a []term.Term) error { return h.Chown(pathOf(a[0]), intOf(a[1]), intOf(a[2])) }),
	"set_times/3": fileCommand(func(h kernel.Host, a []term.Term) error {
		return h.Chtimes(pathOf(a[0]), time.Unix(int64(intOf(a[1])), 0), time.Unix(int64(intOf(a[2])), 0))
	}),
	"open/2":      openFile,
	"close/1":     closeFile,
	"read/2":      readFromFile,
	"read_line/1": readLineFromFile,
	"write/2": onFile(func(f *openedFile, a []term.Term) (term.Term, error) {
		if err := f.settle(); err != nil {
			return nil, err
		}
		_, err := f.file.Write([]byte(pathOf(a[1])))
		return nil, err
	}),
	"position/3": onFile(func(f *openedFile, a []term.Term) (term.Term, error) {
		if err := f.settle(); err != nil {
			return nil, err
		}
		at, err := f.file.Seek(int64(intOf(a[1])), intOf(a[2]))
		return term.Int(int(at)), err
	}),
	"pread/3": onFile(func(f *openedFile, a []term.Term) (term.Term, error) {
		data := make([]byte, intOf(a[2]))
		n, err := f.file.ReadAt(data, int64(intOf(a[1])))
		return dataOrEOF(data[:n], err)
	}),
	"pwrite/3": onFile(func(f *openedFile, a []term.Term) (term.Term, error) {
		_, err := f.file.WriteAt([]byte(pathOf(a[2])), int64(intOf(a[1])))
		return nil, err
	}),
	"truncate/1": onFile(func(f *openedFile, _ []term.Term) (term.Term, error) {
		if err := f.settle(); err != nil {
			return nil, err
		}
		at, err := f.file.Seek(0, io.SeekCurrent)
		if err == nil {
			err = f.file.Truncate(at)
		}
		return nil, err
	}),
	"sync/1": onFile(func(f *openedFile, _ []term.Term) (term.Term, error) { return nil, f.file.Sync() }),
}

// maxRead bounds what one read takes into memory.
const maxRead = 1 << 28

func pathOf(t term.Term) string {
	b, _ := t.(term.Binary)
	return string(b)
}

func intOf(t term.Term) int {
	n, _ := t.(int)
	return n
}

// onHost carries out work on a goroutine while the process waits. The work
// gets a copy of the arguments, which lie in the process's registers.
func onHost(m *vm.Machine, args []term.Term, work func(kernel.Host, []term.Term) (term.Term, error)) (term.Term, error) {
	host, wait := m.World().Host(), &running{}
	args = slices.Clone(args)
	m.Process().Block(func() func(*kernel.Process) {
		v, err := work(host, args)
		return func(*kernel.Process) { wait.result = fileResult(v, err) }
	})
	return nil, m.Park(wait)
}

func fileCommand(do func(kernel.Host, []term.Term) error) vm.Native {
	return func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return onHost(m, a, func(h kernel.Host, a []term.Term) (term.Term, error) { return nil, do(h, a) })
	}
}

// fileResult is {:ok, v}, :ok without a value, :eof, or {:error, reason}.
func fileResult(v term.Term, err error) term.Term {
	switch {
	case errors.Is(err, io.EOF):
		return atomEOF
	case err != nil:
		return term.Tuple2(term.Error, failure(err, "einval"))
	case v == nil:
		return term.Ok
	}
	return term.Tuple2(term.Ok, v)
}

// failure is the name of a host's error, or the other one when it has none.
func failure(err error, other string) term.Atom {
	var named kernel.FileError
	if errors.As(err, &named) {
		return term.Intern(string(named))
	}
	return term.Intern(other)
}

// infoTerm is {size, type, access, atime, mtime, ctime, mode, links, major,
// minor, inode, uid, gid}; times in seconds since 1970.
func infoTerm(i kernel.FileInfo) term.Term {
	access := "none"
	switch {
	case i.Readable && i.Writable:
		access = "read_write"
	case i.Readable:
		access = "read"
	case i.Writable:
		access = "write"
	}
	seconds := func(t time.Time) term.Term { return term.Int(int(t.Unix())) }
	return &term.Tuple{Elems: []term.Term{
		term.Int(int(i.Size)), term.Intern(i.Type), term.Intern(access),
		seconds(i.AccessTime), seconds(i.ModTime), seconds(i.ChangeTime), term.Int(int(i.Mode)),
		term.Int(int(i.Links)), term.Int(int(i.Major)), term.Int(int(i.Minor)), term.Int(int(i.Inode)),
		term.Int(i.UID), term.Int(i.GID),
	}}
}

// openedFiles are the files that a world has open, by number. A fork has none
// of them: the position in a file is the machine's and cannot be copied.
type openedFiles struct {
	mu   sync.Mutex
	next int
	all  map[int]*openedFile
}

// openedFile is used by one call at a time.
type openedFile struct {
	mu   sync.Mutex
	file kernel.File
	in   *bufio.Reader
}

// settle drops what was read ahead, so that the file is where the program
// thinks it is.
func (f *openedFile) settle() error {
	ahead := f.in.Buffered()
	if ahead == 0 {
		return nil
	}
	_, err := f.file.Seek(int64(-ahead), io.SeekCurrent)
	f.in.Reset(f.file)
	return err
}

func (o *openedFiles) add(f *openedFile) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.all == nil {
		o.all = map[int]*openedFile{}
	}
	o.next++
	o.all[o.next] = f
	return o.next
}

func (o *openedFiles) get(t term.Term) *openedFile {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.all[intOf(t)]
}

func (o *openedFiles) remove(t term.Term) *openedFile {
	o.mu.Lock()
	defer o.mu.Unlock()
	f := o.all[intOf(t)]
	delete(o.all, intOf(t))
	return f
}

// openFile is (path, modes); modes are a list of atoms, others are ignored.
func openFile(m *vm.Machine, a []term.Term) (term.Term, error) {
	var mode kernel.OpenMode
	modes, _ := term.Slice(a[1])
	for _, t := range modes {
		switch t {
		case term.Term(term.Intern("read")):
			mode.Read = true
		case term.Term(term.Intern("write")):
			mode.Write = true
		case term.Term(term.Intern("append")):
			mode.Append = true
		case term.Term(term.Intern("exclusive")):
			mode.Exclusive = true
		}
	}
	files := &worldState(m.World()).files
	return onHost(m, a, func(h kernel.Host, a []term.Term) (term.Term, error) {
		f, err := h.OpenFile(pathOf(a[0]), mode)
		if err != nil {
			return nil, err
		}
		return term.Int(files.add(&openedFile{file: f, in: bufio.NewReaderSize(f, 1<<16)})), nil
	})
}

func closeFile(m *vm.Machine, a []term.Term) (term.Term, error) {
	f := worldState(m.World()).files.remove(a[0])
	return onHost(m, a, func(_ kernel.Host, a []term.Term) (term.Term, error) {
		if f == nil {
			return nil, kernel.FileError("terminated")
		}
		return nil, f.file.Close()
	})
}

// onFile is a native whose first argument is an open file's number.
func onFile(do func(*openedFile, []term.Term) (term.Term, error)) vm.Native {
	return func(m *vm.Machine, a []term.Term) (term.Term, error) {
		f := worldState(m.World()).files.get(a[0])
		return onHost(m, a, func(_ kernel.Host, a []term.Term) (term.Term, error) {
			if f == nil {
				return nil, kernel.FileError("terminated")
			}
			f.mu.Lock()
			defer f.mu.Unlock()
			return do(f, a)
		})
	}
}

// readFromFile reads so many bytes; at once when they have been read ahead.
func readFromFile(m *vm.Machine, a []term.Term) (term.Term, error) {
	n := intOf(a[1])
	if n < 0 || n > maxRead {
		return term.Tuple2(term.Error, term.Intern("einval")), nil
	}
	read := func(f *openedFile, _ []term.Term) (term.Term, error) {
		data := make([]byte, n)
		got, err := io.ReadFull(f.in, data)
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = nil
		}
		return dataOrEOF(data[:got], err)
	}
	enough := func(f *openedFile) bool { return f.in.Buffered() >= n }
	return readAtOnce(m, a, enough, read)
}

// readLineFromFile reads up to the next newline; at once when that has been
// read ahead.
func readLineFromFile(m *vm.Machine, a []term.Term) (term.Term, error) {
	read := func(f *openedFile, _ []term.Term) (term.Term, error) {
		line, err := f.in.ReadBytes('\n')
		return dataOrEOF(line, err)
	}
	wholeLine := func(f *openedFile) bool {
		ahead, _ := f.in.Peek(f.in.Buffered())
		return bytes.IndexByte(ahead, '\n') >= 0
	}
	return readAtOnce(m, a, wholeLine, read)
}

// readAtOnce reads here when enough has been read ahead, else on the host.
func readAtOnce(m *vm.Machine, a []term.Term, enough func(*openedFile) bool, read func(*openedFile, []term.Term) (term.Term, error)) (term.Term, error) {
	if f := worldState(m.World()).files.get(a[0]); f != nil && f.mu.TryLock() {
		if enough(f) {
			defer f.mu.Unlock()
			return fileResult(read(f, a)), nil
		}
		f.mu.Unlock()
	}
	return onFile(read)(m, a)
}

// dataOrEOF gives what was read before the end, and the end after that.
func dataOrEOF(data []byte, err error) (term.Term, error) {
	if len(data) > 0 && errors.Is(err, io.EOF) {
		err = nil
	}
	return term.Binary(data), err
}
