package elixir

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"otpsh/runtime/kernel"
)

// sandbox is a Host that refuses what reaches outside of the world: files,
// programs, the environment, and ending the program. Clocks, entropy and the
// standard streams are those of the host below, as is the name of the working
// directory, relative to which places in code are told.
type sandbox struct {
	kernel.Host
	program string // the file that runs, which may be read; absolute
}

// refusedFile is the reason of a refused file operation; :file.format_error
// has a text for it.
const refusedFile = kernel.FileError("sandboxed")

var (
	errEnvironment = errors.New("the sandbox refuses to change the environment")
	errHalt        = errors.New("the sandbox refuses to end the program")
)

// allow lets the program's own file be read.
func (s *sandbox) allow(path string) {
	if abs, err := filepath.Abs(path); err == nil {
		s.program = abs
	}
}

func (s *sandbox) ReadFile(path string) ([]byte, error) {
	if s.program == "" || filepath.Clean(path) != s.program {
		return nil, refusedFile
	}
	return s.Host.ReadFile(path)
}

func (*sandbox) OpenFile(string, kernel.OpenMode) (kernel.File, error) { return nil, refusedFile }
func (*sandbox) Stat(string) (kernel.FileInfo, error)                  { return kernel.FileInfo{}, refusedFile }
func (*sandbox) Lstat(string) (kernel.FileInfo, error)                 { return kernel.FileInfo{}, refusedFile }
func (*sandbox) List(string) ([]string, error)                         { return nil, refusedFile }
func (*sandbox) Mkdir(string) error                                    { return refusedFile }
func (*sandbox) Remove(string) error                                   { return refusedFile }
func (*sandbox) RemoveDir(string) error                                { return refusedFile }
func (*sandbox) Rename(string, string) error                           { return refusedFile }
func (*sandbox) Link(string, string) error                             { return refusedFile }
func (*sandbox) Symlink(string, string) error                          { return refusedFile }
func (*sandbox) ReadLink(string) (string, error)                       { return "", refusedFile }
func (*sandbox) Chmod(string, uint32) error                            { return refusedFile }
func (*sandbox) Chown(string, int, int) error                          { return refusedFile }
func (*sandbox) Chtimes(string, time.Time, time.Time) error            { return refusedFile }
func (*sandbox) Chdir(string) error                                    { return refusedFile }

// The environment of a sandbox is empty.

func (*sandbox) Getenv(string) (string, bool) { return "", false }
func (*sandbox) Environ() []string            { return nil }
func (*sandbox) Setenv(string, string) error  { return errEnvironment }
func (*sandbox) Unsetenv(string) error        { return errEnvironment }

func (*sandbox) Exec(context.Context, string, []string, string, []string, bool) ([]byte, int, error) {
	return nil, 0, refusedFile
}

func (*sandbox) Halt(int) error { return errHalt }
