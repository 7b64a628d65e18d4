package main

import (
	"os"
	"path/filepath"

	"otpsh/shell"
)

// startFiles are what a session begins with: IEx's file, which --dot-iex names,
// and ours unless the session is to be as IEx's is.
func (o options) startFiles() []shell.StartFile {
	if o.sandbox {
		return nil
	}
	var files []shell.StartFile
	candidates := nearAndAtHome(".iex.exs", "IEX_HOME")
	if o.dotIEx != nil {
		candidates = []string{*o.dotIEx}
	}
	files = appendFirst(files, candidates)
	if !o.strict {
		files = appendFirst(files, nearAndAtHome(".otpsh.exs", "OTPSH_HOME"))
	}
	return files
}

// nearAndAtHome are the places of a file: the working directory, then the one
// that a variable of the environment names, or the home directory.
func nearAndAtHome(name, variable string) []string {
	dirs := []string{"."}
	if home := os.Getenv(variable); home != "" {
		dirs = append(dirs, home)
	} else if home, err := os.UserHomeDir(); err == nil {
		dirs = append(dirs, home)
	}
	var paths []string
	for _, dir := range dirs {
		if path, err := filepath.Abs(filepath.Join(dir, name)); err == nil {
			paths = append(paths, path)
		}
	}
	return paths
}

// appendFirst appends the first of the paths that is a file that can be read.
func appendFirst(files []shell.StartFile, paths []string) []shell.StartFile {
	for _, path := range paths {
		if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
			continue
		}
		if text, err := os.ReadFile(path); err == nil {
			return append(files, shell.StartFile{Path: path, Text: string(text)})
		}
	}
	return files
}
