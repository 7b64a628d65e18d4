package elixir

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"

	"otpsh/runtime/kernel"
)

// This file is the machine's files.

func (h *MachineHost) ReadFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, posix(err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxWhole+1))
	if err == nil && len(data) > maxWhole {
		return nil, kernel.FileError("efbig")
	}
	return data, posix(err)
}

// maxWhole is the size of the largest file that is read as a whole: some, such
// as /dev/zero, have no end.
const maxWhole = 1 << 30

func (h *MachineHost) OpenFile(path string, mode kernel.OpenMode) (kernel.File, error) {
	flags := os.O_RDONLY
	switch {
	case mode.Append && mode.Read:
		flags = os.O_RDWR | os.O_CREATE | os.O_APPEND
	case mode.Append:
		flags = os.O_WRONLY | os.O_CREATE | os.O_APPEND
	case mode.Write && mode.Read:
		flags = os.O_RDWR | os.O_CREATE
	case mode.Write:
		flags = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	if mode.Exclusive {
		flags = flags&^os.O_TRUNC | os.O_CREATE | os.O_EXCL
		if flags&(os.O_WRONLY|os.O_RDWR) == 0 {
			flags |= os.O_WRONLY
		}
	}
	f, err := os.OpenFile(path, flags, 0o666)
	if err != nil {
		return nil, posix(err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, kernel.FileError("eisdir")
	}
	return openFile{f}, nil
}

// openFile gives errors by their POSIX names.
type openFile struct{ *os.File }

func (f openFile) Read(b []byte) (int, error)  { n, err := f.File.Read(b); return n, posix(err) }
func (f openFile) Write(b []byte) (int, error) { n, err := f.File.Write(b); return n, posix(err) }
func (f openFile) ReadAt(b []byte, at int64) (int, error) {
	n, err := f.File.ReadAt(b, at)
	return n, posix(err)
}
func (f openFile) WriteAt(b []byte, at int64) (int, error) {
	n, err := f.File.WriteAt(b, at)
	return n, posix(err)
}
func (f openFile) Close() error              { return posix(f.File.Close()) }
func (f openFile) Truncate(size int64) error { return posix(f.File.Truncate(size)) }
func (f openFile) Sync() error               { return posix(f.File.Sync()) }
func (f openFile) Seek(at int64, from int) (int64, error) {
	n, err := f.File.Seek(at, from)
	return n, posix(err)
}

func (h *MachineHost) Stat(path string) (kernel.FileInfo, error)  { return fileInfo(path, os.Stat) }
func (h *MachineHost) Lstat(path string) (kernel.FileInfo, error) { return fileInfo(path, os.Lstat) }

func fileInfo(path string, stat func(string) (os.FileInfo, error)) (kernel.FileInfo, error) {
	info, err := stat(path)
	if err != nil {
		return kernel.FileInfo{}, posix(err)
	}
	out := kernel.FileInfo{
		Size: info.Size(), Type: fileType(info.Mode()), Mode: permissions(info.Mode()),
		Readable: accessible(path, os.O_RDONLY, info), Writable: accessible(path, os.O_WRONLY, info),
		AccessTime: info.ModTime(), ModTime: info.ModTime(), ChangeTime: info.ModTime(), Links: 1,
	}
	addSystemInfo(&out, info)
	return out, nil
}

func fileType(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return "regular"
	case mode.IsDir():
		return "directory"
	case mode&fs.ModeSymlink != 0:
		return "symlink"
	case mode&fs.ModeDevice != 0:
		return "device"
	}
	return "other"
}

// permissions are the twelve low bits of a POSIX mode.
func permissions(mode fs.FileMode) uint32 {
	bits := uint32(mode.Perm())
	for flag, bit := range map[fs.FileMode]uint32{fs.ModeSetuid: 0o4000, fs.ModeSetgid: 0o2000, fs.ModeSticky: 0o1000} {
		if mode&flag != 0 {
			bits |= bit
		}
	}
	return bits
}

func (h *MachineHost) List(dir string) ([]string, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, posix(err)
	}
	defer f.Close()
	names, err := f.Readdirnames(-1) // in the system's order, as on the BEAM
	return names, posix(err)
}

func (h *MachineHost) Mkdir(dir string) error { return posix(os.Mkdir(dir, 0o777)) }

func (h *MachineHost) Remove(path string) error {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return posix(err)
	case info.IsDir():
		return kernel.FileError("eperm")
	}
	return posix(os.Remove(path))
}

func (h *MachineHost) RemoveDir(path string) error {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return posix(err)
	case !info.IsDir():
		return kernel.FileError("enotdir")
	}
	err = posix(os.Remove(path))
	if err == kernel.FileError("enotempty") {
		return kernel.FileError("eexist")
	}
	return err
}

func (h *MachineHost) Rename(from, to string) error          { return posix(os.Rename(from, to)) }
func (h *MachineHost) Link(existing, name string) error      { return posix(os.Link(existing, name)) }
func (h *MachineHost) Symlink(existing, name string) error   { return posix(os.Symlink(existing, name)) }
func (h *MachineHost) Chown(path string, uid, gid int) error { return posix(os.Chown(path, uid, gid)) }
func (h *MachineHost) Chdir(dir string) error                { return posix(os.Chdir(dir)) }

func (h *MachineHost) ReadLink(path string) (string, error) {
	to, err := os.Readlink(path)
	return to, posix(err)
}

func (h *MachineHost) Chmod(path string, mode uint32) error {
	bits := fs.FileMode(mode & 0o777)
	for bit, flag := range map[uint32]fs.FileMode{0o4000: fs.ModeSetuid, 0o2000: fs.ModeSetgid, 0o1000: fs.ModeSticky} {
		if mode&bit != 0 {
			bits |= flag
		}
	}
	return posix(os.Chmod(path, bits))
}

func (h *MachineHost) Chtimes(path string, access, modified time.Time) error {
	return posix(os.Chtimes(path, access, modified))
}

func (h *MachineHost) Getwd() (string, error) {
	dir, err := os.Getwd()
	return dir, posix(err)
}

// posix names an error. What it has no name for stays as it is.
func posix(err error) error {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		if name, ok := errnoNames[errno]; ok {
			return kernel.FileError(name)
		}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return kernel.FileError("enoent")
	case errors.Is(err, fs.ErrExist):
		return kernel.FileError("eexist")
	case errors.Is(err, fs.ErrPermission):
		return kernel.FileError("eacces")
	case errors.Is(err, fs.ErrClosed):
		return kernel.FileError("terminated")
	}
	return err
}

var errnoNames = map[syscall.Errno]string{
	syscall.ENOENT: "enoent", syscall.EEXIST: "eexist", syscall.EACCES: "eacces", syscall.EPERM: "eperm",
	syscall.ENOTDIR: "enotdir", syscall.EISDIR: "eisdir", syscall.ENOTEMPTY: "enotempty", syscall.EINVAL: "einval",
	syscall.ELOOP: "eloop", syscall.EXDEV: "exdev", syscall.ENOSPC: "enospc", syscall.EROFS: "erofs",
	syscall.EMFILE: "emfile", syscall.ENFILE: "enfile", syscall.ENAMETOOLONG: "enametoolong", syscall.EBUSY: "ebusy",
	syscall.EBADF: "ebadf", syscall.EFBIG: "efbig", syscall.EIO: "eio", syscall.EPIPE: "epipe", syscall.ESPIPE: "espipe",
	syscall.ENODEV: "enodev", syscall.ENXIO: "enxio", syscall.EMLINK: "emlink", syscall.ENOTSUP: "enotsup",
}
