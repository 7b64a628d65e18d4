package lib

import (
	"path"
	"strings"

	"otpsh/runtime/kernel"
)

// This file says how files are named: code knows its file by the absolute
// path, people read it relative to the working directory.

// absolutePath is a path as __ENV__.file has it.
func absolutePath(w *kernel.World, file string) string {
	if path.IsAbs(file) {
		return path.Clean(file)
	}
	dir, err := w.Host().Getwd()
	if err != nil {
		return file
	}
	return path.Join(dir, file)
}

// shownPath is a path as messages and stack traces have it: relative to the
// working directory when it lies below.
func shownPath(w *kernel.World, file string) string {
	if !path.IsAbs(file) {
		return file
	}
	dir, err := w.Host().Getwd()
	if err != nil || dir == file {
		return file
	}
	if rest, below := strings.CutPrefix(file, strings.TrimSuffix(dir, "/")+"/"); below {
		return rest
	}
	return file
}
