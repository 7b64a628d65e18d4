package kernel

import (
	"io"
	"time"
)

// Files is the part of a Host that holds files. An error that the system has
// a name for is a FileError.
type Files interface {
	ReadFile(path string) ([]byte, error)
	OpenFile(path string, mode OpenMode) (File, error)
	// Stat follows a symbolic link, Lstat does not.
	Stat(path string) (FileInfo, error)
	Lstat(path string) (FileInfo, error)
	List(dir string) ([]string, error)
	Mkdir(dir string) error
	// Remove removes what is no directory, RemoveDir an empty directory.
	Remove(path string) error
	RemoveDir(path string) error
	Rename(from, to string) error
	Link(existing, name string) error
	Symlink(existing, name string) error
	ReadLink(path string) (string, error)
	// Chmod takes the permission bits, Chown ids, -1 for one that stays.
	Chmod(path string, mode uint32) error
	Chown(path string, uid, gid int) error
	Chtimes(path string, access, modified time.Time) error
	Getwd() (string, error)
	Chdir(dir string) error
}

// File is an open file.
type File interface {
	io.ReadWriteSeeker
	io.ReaderAt
	io.WriterAt
	io.Closer
	Truncate(size int64) error
	Sync() error
}

// OpenMode says what a file is opened for. Write alone empties it; Exclusive
// wants it not to be there.
type OpenMode struct{ Read, Write, Append, Exclusive bool }

// FileInfo is what Stat tells.
type FileInfo struct {
	Size                       int64
	Type                       string // "regular", "directory", "symlink", "device" or "other"
	Readable, Writable         bool   // by this program
	AccessTime, ModTime        time.Time
	ChangeTime                 time.Time
	Mode                       uint32
	Links, Inode, Major, Minor uint64
	UID, GID                   int
}

// FileError is an error by its POSIX name: "enoent", "eacces".
type FileError string

func (e FileError) Error() string { return string(e) }
