package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"otpsh/shell"
)

// This file opens the person's editor for the shell's Edit.

// editorPoll is how often a file is looked at while an editor has it.
const editorPoll = 100 * time.Millisecond

// edit carries out an Edit: it returns when the editor has ended.
func (s *session) edit(e shell.Edit) {
	if s.sandbox {
		e.Ended(errors.New("the sandbox opens no editor"))
		return
	}
	e.Ended(s.in.Lend(func() error { return openEditor(e) }))
}

func openEditor(e shell.Edit) error {
	file := e.File
	if file == "" {
		dir, err := os.MkdirTemp("", "otpsh-edit-")
		if err != nil {
			return fmt.Errorf("there is no place for a work file: %v", err)
		}
		defer os.RemoveAll(dir)
		file = filepath.Join(dir, e.Name)
		if err := os.WriteFile(file, []byte(e.Text), 0o600); err != nil {
			return fmt.Errorf("there is no place for a work file: %v", err)
		}
	}
	cmd, err := editor(file)
	if err != nil {
		return err
	}
	fmt.Print(unchosen(cmd))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	w := newWatched(file)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("the editor did not start: %v", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	tick := time.NewTicker(editorPoll)
	defer tick.Stop()
	for {
		select {
		case err := <-ended:
			if text, saved := w.saved(true); saved { // also by one that fails then
				e.Saved(text)
			}
			if err != nil {
				return fmt.Errorf("the editor failed: %v", err)
			}
			return nil
		case <-tick.C:
			if text, saved := w.saved(false); saved {
				e.Saved(text)
			}
		}
	}
}

// editor is the command that opens a file: $VISUAL or $EDITOR, which may have
// arguments, else one that the machine has.
func editor(file string) (*exec.Cmd, error) {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if line := os.Getenv(name); line != "" {
			if runtime.GOOS == "windows" {
				return exec.Command("cmd", "/c", line, file), nil
			}
			return exec.Command("sh", "-c", line+` "$@"`, line, file), nil
		}
	}
	for _, name := range []string{"nano", "editor", "vim", "vi", "notepad"} { // nano tells how to leave it
		if path, err := exec.LookPath(name); err == nil {
			if says(path) {
				return exec.Command(path, "-c", "redraw | echo '"+leaveVi+"'", file), nil
			}
			return exec.Command(path, file), nil
		}
	}
	return nil, errors.New("there is no editor: set EDITOR, as in System.put_env(\"EDITOR\", \"nano\")")
}

// leaveVi is how to leave vi and vim.
const leaveVi = "Esc :wq Enter saves and leaves, Esc :q! Enter leaves without"

// realName is the name of an editor that the machine has, which may go by
// another.
func realName(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return strings.TrimSuffix(filepath.Base(path), ".exe")
}

// says reports whether an editor can be told to show a text as it opens: vim,
// unless it was built without expressions.
func says(path string) bool {
	name := realName(path)
	return strings.Contains(name, "vim") && !strings.Contains(name, "tiny")
}

// isVi reports whether an editor is one that is left as vi is.
func isVi(path string) bool {
	name := realName(path)
	return strings.Contains(name, "vim") || strings.HasSuffix(name, "vi")
}

// unchosen is what is said to a person whose editor was chosen by otpsh.
func unchosen(cmd *exec.Cmd) string {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if os.Getenv(name) != "" {
			return ""
		}
	}
	text := "  opening " + filepath.Base(cmd.Path) + "; EDITOR chooses another\n"
	if isVi(cmd.Path) {
		text += "  " + leaveVi + "\n"
	}
	return text
}

// watched is a file that is looked at again and again.
type watched struct {
	file   string
	known  os.FileInfo // when it was read last; nil: it did not exist
	before os.FileInfo // at the last look
}

func newWatched(file string) *watched {
	info, _ := os.Stat(file)
	return &watched{file, info, info}
}

// saved is the text of the file when it was saved since it was read last. A
// file that changed since the last look may be half written: it waits for the
// next one, unless nobody writes any more.
func (w *watched) saved(closed bool) (text string, saved bool) {
	info, err := os.Stat(w.file)
	if err != nil {
		return "", false // the editor may be replacing it
	}
	still := same(info, w.before)
	w.before = info
	if same(info, w.known) || !still && !closed {
		return "", false
	}
	b, err := os.ReadFile(w.file)
	if err != nil {
		return "", false
	}
	w.known = info
	return string(b), true
}

func same(a, b os.FileInfo) bool {
	return a != nil && b != nil && a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size() && os.SameFile(a, b)
}
