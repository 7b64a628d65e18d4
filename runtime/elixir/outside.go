package elixir

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"strings"

	"otpsh/runtime/kernel"
)

// This file is what a shell asks of the machine, through the world's host: a
// sandbox refuses it.

// ErrExists is the error of a file that is there already.
var ErrExists = errors.New("it exists already")

var errNoSuchFile = errors.New("there is no such file or folder")

// ReadFile is the text of a file.
func (w *World) ReadFile(path string) (string, error) {
	text, err := w.host.ReadFile(w.atHome(path))
	return string(text), inWords(err)
}

// IsFolder reports whether there is a folder of that name.
func (w *World) IsFolder(path string) bool {
	info, err := w.host.Stat(w.atHome(path))
	return err == nil && info.Type == "directory"
}

// WriteFile writes a text to a file that is not there yet; ErrExists otherwise.
// With over a file of that name is replaced, at once and only by the whole text.
func (w *World) WriteFile(path, text string, over bool) error {
	path = w.atHome(path)
	target := path
	if over {
		target = path + ".new"
	}
	f, err := w.host.OpenFile(target, kernel.OpenMode{Write: true, Exclusive: true})
	if errors.Is(err, kernel.FileError("eexist")) && over {
		return fmt.Errorf("%s is in the way", target)
	}
	if err != nil {
		return inWords(err)
	}
	_, err = f.Write([]byte(text))
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil && over {
		err = w.host.Rename(target, path)
	}
	if err != nil {
		w.host.Remove(target)
	}
	return inWords(err)
}

// atHome is a path whose ~ is the home of who asks.
func (w *World) atHome(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, known := w.host.Getenv("HOME"); known {
			return home + "/" + rest
		}
	}
	return path
}

// Run runs a program of the machine to its end, or that of ctx, and gives what
// it wrote.
func (w *World) Run(ctx context.Context, name string, args ...string) (out string, code int, err error) {
	b, code, err := w.host.Exec(ctx, name, args, "", w.host.Environ(), true)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, exec.ErrNotFound) {
		err = errNoSuchFile
	}
	return string(b), code, inWords(err)
}

// inWords is an error of the host as a person is told of it.
func inWords(err error) error {
	var named kernel.FileError
	if !errors.As(err, &named) {
		return err
	}
	switch named {
	case "eexist":
		return ErrExists
	case "enoent":
		return errNoSuchFile
	case "eacces", "eperm":
		return errors.New("it is not permitted")
	case "eisdir":
		return errors.New("it is a folder")
	case "enotdir":
		return errors.New("a part of the path is no folder")
	case "enospc":
		return errors.New("the disk is full")
	case "erofs":
		return errors.New("the disk is read-only")
	case refusedFile:
		return errors.New("the sandbox refuses files and programs")
	}
	return err
}
