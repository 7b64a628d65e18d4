package lib

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"otpsh/runtime/kernel"
)

// silentHost is the Host of the library's own world: there is no outside.
// Compiling the library gives the same result on every machine.
type silentHost struct{}

var errNoOutside = errors.New("the library's world has no outside")

func (silentHost) Monotonic() time.Duration { return 0 }
func (silentHost) Wall() time.Time          { return time.Time{} }
func (silentHost) Entropy(b []byte)         { clear(b) }
func (silentHost) Stdin() io.Reader         { return strings.NewReader("") }
func (silentHost) Stdout() io.Writer        { return io.Discard }
func (silentHost) Stderr() io.Writer        { return io.Discard }

func (silentHost) ReadFile(string) ([]byte, error) { return nil, errNoOutside }
func (silentHost) OpenFile(string, kernel.OpenMode) (kernel.File, error) {
	return nil, errNoOutside
}
func (silentHost) Stat(string) (kernel.FileInfo, error)       { return kernel.FileInfo{}, errNoOutside }
func (silentHost) Lstat(string) (kernel.FileInfo, error)      { return kernel.FileInfo{}, errNoOutside }
func (silentHost) List(string) ([]string, error)              { return nil, errNoOutside }
func (silentHost) Mkdir(string) error                         { return errNoOutside }
func (silentHost) Remove(string) error                        { return errNoOutside }
func (silentHost) RemoveDir(string) error                     { return errNoOutside }
func (silentHost) Rename(string, string) error                { return errNoOutside }
func (silentHost) Link(string, string) error                  { return errNoOutside }
func (silentHost) Symlink(string, string) error               { return errNoOutside }
func (silentHost) ReadLink(string) (string, error)            { return "", errNoOutside }
func (silentHost) Chmod(string, uint32) error                 { return errNoOutside }
func (silentHost) Chown(string, int, int) error               { return errNoOutside }
func (silentHost) Chtimes(string, time.Time, time.Time) error { return errNoOutside }
func (silentHost) Getwd() (string, error)                     { return "", errNoOutside }
func (silentHost) Chdir(string) error                         { return errNoOutside }
func (silentHost) Getenv(string) (string, bool)               { return "", false }
func (silentHost) Setenv(string, string) error                { return errNoOutside }
func (silentHost) Unsetenv(string) error                      { return errNoOutside }
func (silentHost) Environ() []string                          { return nil }
func (silentHost) Halt(int) error                             { return errNoOutside }
func (silentHost) Exec(context.Context, string, []string, string, []string, bool) ([]byte, int, error) {
	return nil, 0, errNoOutside
}
