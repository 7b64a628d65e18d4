package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// script makes a program of a shell script, and gives its path.
func (s *screen) script(name, text string) string {
	s.t.Helper()
	file := filepath.Join(s.home, name)
	if err := os.WriteFile(file, []byte("#!/bin/sh\n"+text), 0o700); err != nil {
		s.t.Fatal(err)
	}
	return file
}

// openWithEditor opens the shell with an editor.
func openWithEditor(t *testing.T, variable, editor string) *screen {
	t.Helper()
	s := openScreen(t)
	s.line("cd " + s.home + "; export " + variable + "='" + editor + "'; " + program(t))
	s.waitEnd("iex(1)>")
	return s
}

// .edit opens a real editor: the terminal is its own, and is taken back.
func TestEditInVim(t *testing.T) {
	vim, err := exec.LookPath("vim.tiny")
	if err != nil {
		if vim, err = exec.LookPath("vim"); err != nil {
			t.Skip("vim is not installed")
		}
	}
	s := openWithEditor(t, "VISUAL", vim+" -u NONE")
	before := len(s.text())
	s.line("x = 410")
	s.waitEnd("iex(2)>")
	s.line(".edit")
	s.wait("form.exs\"", "x = 410\n~")
	s.typed("A + 1")
	s.key("Escape")
	s.typed("oy = [x, x]")
	s.key("Escape")
	s.line(":wq")
	s.wait("iex(2)> x = 410 + 1", "...(2)> y = [x, x]", "\n[411, 411]")
	s.waitEnd("iex(3)>")
	if len(s.text()) < before {
		t.Error("the screen from before is gone")
	}

	// What is typed now, from the middle of a form.
	s.line("for a <- [x] do")
	s.waitEnd("...(3)>")
	s.typed("  {:typed, a")
	s.wait("{:typed, a")
	s.key("C-x", "C-e")
	s.wait("for a <- [x] do\n  {:typed, a\n~")
	s.typed("GA}")
	s.key("Enter")
	s.typed("end")
	s.key("Escape")
	s.line(":wq")
	s.wait("...(3)>   {:typed, a}", "\n[typed: 411]")
	s.waitEnd("iex(4)>")

	// Left without saving.
	s.line(".edit")
	s.wait("form.exs\"")
	s.line(":q!")
	s.wait("it was not saved: nothing is evaluated")
	s.line("x + 1000")
	s.wait("\n1411")

	// The editor's own Ctrl-C and Ctrl-D are not ours.
	s.line(".edit counter.ex")
	s.wait(`counter.ex"`)
	s.key("C-c")
	s.wait("Type  :q") // it drops what is typed meanwhile
	s.typed("idefmodule Counter do")
	s.key("Enter")
	s.typed("  def n, do: 12")
	s.key("Enter")
	s.typed("end")
	s.key("Escape")
	s.line(":w")
	s.wait("written")
	s.key("C-d")
	s.line(":q")
	s.wait(`= c("counter.ex")`, "[Counter]")
	s.line("Counter.n() * 3")
	s.wait("\n36")
	s.key("C-d")
	s.waitEnd("$")
}

// While an editor is open, each saving reloads the module; processes live on,
// what is printed waits. An editor like `code --wait` has arguments.
func TestEditReloadsWhenSaved(t *testing.T) {
	s := openScreen(t)
	write := func(name, text string) string {
		t.Helper()
		file := filepath.Join(s.home, name)
		if err := os.WriteFile(file+".new", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(file+".new", file); err != nil {
			t.Fatal(err)
		}
		return file
	}
	server := func(answer string) string {
		return "defmodule Pool do\n  use GenServer\n  def init(x), do: {:ok, x}\n  def handle_call(:n, _from, x), do: {:reply, " + answer + ", x}\nend\n"
	}
	write("pool.ex", server("{:one, x}"))
	editor := s.script("waits", `[ "$1" = --wait ] || exit 9
echo "editing $2"
until [ -e `+s.home+`/close ]; do sleep 0.02; done
`)
	s.line("cd " + s.home + "; export VISUAL='" + editor + " --wait'; " + program(t))
	s.waitEnd("iex(1)>")
	s.line(`c "pool.ex"`)
	s.waitEnd("iex(2)>")
	s.line(`{:ok, pool} = GenServer.start(Pool, 7)`)
	s.waitEnd("iex(3)>")
	s.line(`ask = fn -> File.write("answer", inspect(GenServer.call(pool, :n))) end; spawn(fn -> Enum.each(Stream.interval(20), fn _ -> ask.() end) end); :ok`)
	s.waitEnd("iex(4)>")
	answers := func(want string) {
		t.Helper()
		s.until("the answer "+want, func(string) bool {
			b, _ := os.ReadFile(filepath.Join(s.home, "answer"))
			return string(b) == want
		})
	}
	answers("{:one, 7}")
	s.line(".edit Pool")
	s.wait("editing " + s.home + "/pool.ex")
	write("pool.ex", server("{:two, x}"))
	answers("{:two, 7}")
	write("pool.ex", server("{:three, x"))
	write("later", "")
	write("pool.ex", server("{:four, x}"))
	answers("{:four, 7}")
	if strings.Contains(s.text(), "[Pool]\n  =") {
		t.Errorf("results stand in the editor's screen:\n%s", s.text())
	}
	s.key("C-c") // ends the editor that waits
	s.wait("otpsh: the editor failed")
	s.wait(`= c("`)
	s.waitEnd(">")
	write("close", "")
	s.line(".edit pool.ex")
	s.wait("pool.ex was not saved: nothing is compiled")
	s.line("{Process.alive?(pool), GenServer.call(pool, :n)}")
	s.wait("\n{true, {:four, 7}}")
}

func TestEditWithoutAnEditor(t *testing.T) {
	s := openWithEditor(t, "EDITOR", "no-such-editor -x")
	s.line(".edit x.ex")
	s.wait("otpsh: the editor failed: exit status 127")
	s.line(`System.put_env("EDITOR", ""); System.put_env("PATH", "")`)
	s.waitEnd("iex(2)>")
	s.line(".edit x.ex")
	s.wait("otpsh: there is no editor: set EDITOR")
	s.line(".edit Enum")
	s.wait("otpsh: Enum is a module of the library")

	out, _ := exec.Command("sh", "-c", "printf '.edit x.ex\n1 + 41\n' | "+program(t)).CombinedOutput()
	if !strings.Contains(string(out), "otpsh: an editor needs a terminal\n") || !strings.Contains(string(out), "\n42\n") && !strings.Contains(string(out), "> 42\n") {
		t.Errorf("at a pipe:\n%s", out)
	}
	out, _ = exec.Command("sh", "-c", "printf '.edit x.ex\n' | "+program(t)+" --sandbox").CombinedOutput()
	if !strings.Contains(string(out), "otpsh: the sandbox opens no editor\n") {
		t.Errorf("in a sandbox:\n%s", out)
	}
	out, _ = exec.Command("sh", "-c", "printf '.edit x.ex\n' | "+program(t)+" --strict").CombinedOutput()
	if !strings.Contains(string(out), "SyntaxError") {
		t.Errorf("with --strict:\n%s", out)
	}
}

func TestEditInAPlainSession(t *testing.T) {
	s := openScreen(t)
	editor := s.script("writes", `echo "in the editor"; echo 'Process.sleep(1); 1000 + 1' > "$1"; touch open
until [ -e close ]; do sleep 0.02; done; echo "out of it"
`)
	s.line("cd " + s.home + "; export EDITOR=" + editor + "; " + program(t) + " --plain")
	s.waitEnd("iex(1)>")
	s.line(`spawn(fn -> Stream.repeatedly(fn -> Process.sleep(5) end) |> Enum.find(fn _ -> File.exists?("open") end); IO.puts("from another"); File.touch("close") end); :ok`)
	s.waitEnd("iex(2)>")
	s.line(".edit")
	s.wait("in the editor\nout of it\nfrom another\n", "iex(2)> Process.sleep(1); 1000 + 1\n1001\n")
	s.waitEnd("iex(3)>")
}

// Who set no editor is told which one opens, and how vi is left.
func TestWhoeverChoseNoEditorIsToldHowToLeaveIt(t *testing.T) {
	t.Setenv("VISUAL", "")
	t.Setenv("EDITOR", "")
	for _, c := range []struct {
		links       map[string]string // commands of the machine
		opens, said string
		told        bool // by the editor itself
	}{
		{map[string]string{"vi": "nvi"}, "vi", "  opening vi; EDITOR chooses another\n  " + leaveVi + "\n", false},
		{map[string]string{"vi": "vim.basic"}, "vi", "  opening vi; EDITOR chooses another\n  " + leaveVi + "\n", true},
		{map[string]string{"editor": "vim.tiny", "vi": "vim.tiny"}, "editor", "  opening editor; EDITOR chooses another\n  " + leaveVi + "\n", false},
		{map[string]string{"editor": "vim.tiny", "nano": "nano.real"}, "nano", "  opening nano; EDITOR chooses another\n", false},
	} {
		dir := t.TempDir()
		for name, real := range c.links {
			os.WriteFile(filepath.Join(dir, real), []byte("#!/bin/sh\n"), 0o755)
			os.Symlink(real, filepath.Join(dir, name))
		}
		t.Setenv("PATH", dir)
		cmd, err := editor("x.ex")
		if err != nil {
			t.Fatal(err)
		}
		told := slices.Contains(cmd.Args, "redraw | echo '"+leaveVi+"'")
		if filepath.Base(cmd.Path) != c.opens || unchosen(cmd) != c.said || told != c.told || cmd.Args[len(cmd.Args)-1] != "x.ex" {
			t.Errorf("%v: %v, %q", c.links, cmd.Args, unchosen(cmd))
		}
	}
	t.Setenv("EDITOR", "vi")
	if cmd, err := editor("x.ex"); err != nil || unchosen(cmd) != "" {
		t.Errorf("who chose vi is told %q, %v", unchosen(cmd), err)
	}
}
