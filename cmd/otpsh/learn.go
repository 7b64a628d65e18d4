package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"otpsh/lessons"
	"otpsh/runtime/elixir"
	"otpsh/shell"
)

// This file is what lessons need in the shell: their worlds, and the file that
// keeps how far a person has come.

// courseFor opens lessons that print to a terminal.
func courseFor(o options, out io.Writer) *shell.Course {
	return &shell.Course{
		Progress: stateFile("progress.json"),
		Tape:     func() *shell.Tape { return shell.NewTape(out) },
		World:    func(seed uint64, tape *shell.Tape) *elixir.World { return lessonWorld(o, seed, tape) },
	}
}

// lessonWorld is the simulated world of a lesson. It touches nothing of the
// machine.
func lessonWorld(o options, seed uint64, tape *shell.Tape) *elixir.World {
	host := elixir.NewMachineHost()
	host.In, host.Out, host.Err = strings.NewReader(""), tape.Out(), said{tape.Err(), o.looks}
	return elixir.NewWorld(elixir.Options{Host: host, Simulated: true, Seed: seed, Limits: o.limits, Sandbox: true})
}

// stateFile is a file of ours that outlives a session; "" when there is no
// place for it.
func stateFile(name string) string {
	if dir := os.Getenv("XDG_STATE_HOME"); dir != "" {
		return filepath.Join(dir, "otpsh", name)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".local", "state", "otpsh", name)
}

// newLesson is `otpsh new lesson NAME`: it writes a file to begin with.
func newLesson(args []string) int {
	if len(args) != 2 || args[0] != "lesson" {
		return complain("new makes a lesson: otpsh new lesson NAME")
	}
	name := strings.TrimSuffix(args[1], ".otp")
	file := name + ".otp"
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return complain("%v", err)
	}
	defer f.Close()
	if _, err := f.WriteString(lessons.Skeleton(filepath.Base(name))); err != nil {
		return complain("%v", err)
	}
	fmt.Printf("%s is written; otpsh test %[1]s proves it, otpsh learn %[1]s plays it\n", file)
	return 0
}

func exitCode(ok bool) int {
	if ok {
		return 0
	}
	return 1
}
