package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"otpsh/runtime/elixir"
)

// This file is `otpsh run`: a file, or the folder of a mix project.

// project says how a mix project is run.
type project struct {
	dir    string
	noHalt bool
}

// runCommand is `otpsh run FILE [ARGS]` or `otpsh run DIR [OPTIONS] [FILE] [-- ARGS]`.
func runCommand(o options) int {
	p := project{}
	for len(o.args) > 0 {
		word := o.args[0]
		o.args = o.args[1:]
		name, value, hasValue := strings.Cut(word, "=")
		switch {
		case word == "--no-halt":
			p.noHalt = true
		case word == "-e" || name == "--eval":
			if !hasValue || word == "-e" {
				if len(o.args) == 0 {
					return complain("%s needs a value", word)
				}
				value, o.args = o.args[0], o.args[1:]
			}
			o.eval = append(o.eval, value)
		case word == "--" && p.dir != "":
			return runProject(o, p)
		case strings.HasPrefix(word, "-"):
			return complain("run knows no option %s; otpsh help lists them", word)
		case p.dir == "" && !isFolder(word):
			o.script = word
			return runFile(o)
		case p.dir == "":
			p.dir = word
		default: // a file of the project, and its arguments
			o.script = word
			return runProject(o, p)
		}
	}
	if p.dir == "" {
		return complain("run needs a file or the folder of a mix project: otpsh run FILE.exs [ARGS], otpsh run DIR [-- ARGS]")
	}
	return runProject(o, p)
}

func complain(format string, args ...any) int {
	fmt.Fprintf(os.Stderr, "otpsh: "+format+"\n", args...)
	return 1
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// runProject starts a mix project. Then it evaluates what -e gives, runs the
// file, runs on (--no-halt), or is the shell in it.
func runProject(o options, p project) int {
	if len(o.args) > 0 && o.args[0] == "--" {
		o.args = o.args[1:]
	}
	file := o.script != "run"
	if len(o.eval) == 0 && !file && !p.noHalt {
		o.project, _ = filepath.Abs(p.dir) // it becomes the current folder
		return interactive(o)
	}
	w := o.world()
	if code := w.StartProject(p.dir); code != 0 {
		return code
	}
	if code := evaluate(w, o.eval); code != 0 {
		return code
	}
	if file {
		if code := w.RunFile(o.script); code != 0 {
			return code
		}
	}
	if p.noHalt {
		return w.RunOn()
	}
	return 0
}

// started is a world with the project running in it, if there is one; what fails
// is told.
func (o options) started(w *elixir.World) *elixir.World {
	if o.project != "" {
		w.StartProject(o.project)
	}
	return w
}

// evaluate evaluates texts, until one fails.
func evaluate(w *elixir.World, texts []string) int {
	for _, text := range texts {
		if code := w.RunText(text); code != 0 {
			return code
		}
	}
	return 0
}
