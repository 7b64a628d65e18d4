package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// screen is the program in a real terminal, driven by tmux.
type screen struct {
	t    *testing.T
	name string
	home string
}

// openScreen opens a terminal with a plain shell in it, which shows `$ `.
func openScreen(t *testing.T) *screen {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed: the terminal is not tested")
	}
	// Not t.TempDir: a program that is ending may still write there.
	home, err := os.MkdirTemp("", "otpsh-home")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	s := &screen{t, fmt.Sprintf("otpsh-%d-%d", os.Getpid(), time.Now().UnixNano()), home}
	s.tmux("-f", "/dev/null", "new-session", "-d", "-s", s.name, "-x", "120", "-y", "50",
		"env HOME="+s.home+" XDG_STATE_HOME="+s.home+" TERM=screen PS1='$ ' bash --norc")
	s.tmux("set-option", "-t", s.name, "history-limit", "2000")
	t.Cleanup(func() { exec.Command("tmux", "-S", s.home+"/tmux", "kill-server").Run() })
	s.waitEnd("$")
	return s
}

// openShell opens a terminal with the program in it, at its first prompt.
func openShell(t *testing.T, args ...string) *screen {
	t.Helper()
	s := openScreen(t)
	s.line(strings.Join(append([]string{program(t)}, args...), " "))
	s.wait("iex(1)>")
	return s
}

// tmux runs a command of the tmux server of this screen. Each screen has a
// server of its own: a shared one ends with its last session, and a session
// that begins at that moment finds it leaving.
func (s *screen) tmux(args ...string) string {
	s.t.Helper()
	out, err := exec.Command("tmux", append([]string{"-S", s.home + "/tmux"}, args...)...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("tmux %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// line types a line and Enter.
func (s *screen) line(text string) {
	s.t.Helper()
	s.tmux("send-keys", "-t", s.name, "-l", text)
	s.key("Enter")
}

func (s *screen) key(names ...string) {
	s.t.Helper()
	s.tmux(append([]string{"send-keys", "-t", s.name}, names...)...)
}

// text is what the screen shows and what has scrolled off, without the blanks
// at the ends of lines.
func (s *screen) text() string {
	s.t.Helper()
	lines := strings.Split(s.tmux("capture-pane", "-p", "-J", "-S", "-1000", "-t", s.name), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n")
}

// until waits until the screen is as wanted.
func (s *screen) until(what string, ok func(shown string) bool) {
	s.t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for {
		shown := s.text()
		if ok(shown) {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("the screen never showed %s:\n%s", what, shown)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// wait waits until the screen shows all of the texts.
func (s *screen) wait(texts ...string) {
	s.t.Helper()
	for _, want := range texts {
		s.until(fmt.Sprintf("%q", want), func(shown string) bool { return strings.Contains(shown, want) })
	}
}

// waitEnd waits until the screen ends with a text.
func (s *screen) waitEnd(text string) {
	s.t.Helper()
	s.until(fmt.Sprintf("%q at its end", text), func(shown string) bool { return strings.HasSuffix(strings.TrimSpace(shown), text) })
}

// stty gives the settings of the terminal, in a file of that name.
func (s *screen) stty(name string) string {
	s.t.Helper()
	file := filepath.Join(s.home, name)
	s.line("stty -a > " + file + "; echo written " + name)
	s.wait("\nwritten " + name)
	text, err := os.ReadFile(file)
	if err != nil || len(text) == 0 {
		s.t.Fatalf("stty: %v", err)
	}
	return string(text)
}

// kill sends a signal to the program, which has written its number to a file.
func (s *screen) kill(signal string) {
	s.t.Helper()
	pid, err := os.ReadFile(filepath.Join(s.home, "pid"))
	if err != nil {
		s.t.Fatal(err)
	}
	if out, err := exec.Command("kill", "-"+signal, strings.TrimSpace(string(pid))).CombinedOutput(); err != nil {
		s.t.Fatalf("kill -%s %s: %v %s", signal, pid, err, out)
	}
}

func TestSupervisedCounterInATerminal(t *testing.T) {
	s := openShell(t)
	s.line("x = 41")
	s.wait("iex(2)>")
	file := filepath.Join(s.home, "pasted")
	if err := os.WriteFile(file, []byte(pasted(t)), 0o600); err != nil {
		t.Fatal(err)
	}
	s.tmux("load-buffer", "-b", s.name, file)
	s.tmux("paste-buffer", "-d", "-b", s.name, "-t", s.name)
	s.wait("{:module, MyApp.Counter,", "{:module, MyApp.Supervisor,")
	s.waitEnd("iex(4)>")
	s.line("{:ok, sup} = MyApp.Supervisor.start_link([])")
	s.waitEnd("iex(5)>")
	s.widen("140") // the news are one line
	s.line("MyApp.Counter.increment(); MyApp.Counter.increment_by(4)")
	s.wait("\n5\n")
	for i, facts := range []string{"state 5 lost, now 0 · 2 more allowed in 5 s", "1 more allowed in 5 s", "no more allowed in 5 s"} {
		s.line("Process.exit(Process.whereis(MyApp.Counter), :kill)")
		s.wait(facts)
		s.waitEnd(fmt.Sprintf("iex(%d)>", 7+i))
	}
	s.wait("↻ MyApp.Counter restarted by MyApp.Supervisor: killed · #PID<0.")
	s.line(".tree")
	s.wait("MyApp.Supervisor  one_for_one  #PID<0.", "restarts ●●● in 5 s", "└─ MyApp.Counter  #PID<0.", "permanent  restarted 3×  mailbox 0")
	s.line("MyApp.Counter.increment(); MyApp.Counter.increment(); MyApp.Counter.get_count() + 100")
	s.wait("\n102\n")
	s.line("Process.exit(Process.whereis(MyApp.Counter), :kill)")
	s.wait("MyApp.Supervisor gave up: 4th restart in 5 s; it was linked to the shell", "last: MyApp.Counter, killed")
	s.line(`IO.puts("x is #{x + 1}")`)
	s.wait("\nx is 42\n")
}

func TestCure01TheTerminalIsGivenBack(t *testing.T) {
	s := openScreen(t)
	before := s.stty("before")
	begin := func(binary string) {
		t.Helper()
		s.line("clear; sh -c 'echo $$ > " + s.home + "/pid; exec " + binary + "'")
		s.waitEnd("iex(1)>")
	}
	check := func(how string) {
		t.Helper()
		s.waitEnd("$")
		if after := s.stty("after_" + how); after != before {
			t.Errorf("after %s:\n%s\nbefore:\n%s", how, after, before)
		}
	}
	begin(program(t))
	s.line("exit")
	check("exit")
	begin(program(t))
	s.line("System.halt(0)")
	check("halt")
	begin(program(t))
	s.line("quit")
	check("quit")
	begin(program(t))
	s.key("C-d")
	check("eof")
	for _, signal := range []string{"TERM", "HUP", "QUIT", "key"} {
		for _, at := range []string{"prompt", "work"} {
			begin(program(t))
			if at == "work" {
				s.line(`IO.puts("waits for " <> "` + signal + `"); Process.sleep(:infinity)`)
				s.wait("\nwaits for " + signal + "\n")
			}
			if signal == "key" {
				s.key("C-\\")
			} else {
				s.kill(signal)
			}
			check(signal + "_at_" + at)
		}
	}

	broken := filepath.Join(s.home, "broken")
	if out, err := exec.Command("go", "build", "-tags", "otpsh_panic", "-o", broken, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	begin(broken)
	s.line(":otpsh_panic")
	s.wait("panic: a defect on request")
	check("panic")
}

func TestCure02CtrlCUnwindsTheEvaluation(t *testing.T) {
	s := openShell(t)
	s.line("kept = 1")
	s.waitEnd("iex(2)>")
	s.line(`IO.puts("it " <> "runs"); Process.sleep(:infinity)`)
	s.wait("it runs")
	s.key("C-c")
	s.wait("interrupted")
	s.line("1 + 41")
	s.wait("\n42")
	s.line(`IO.puts("it " <> "loops"); Stream.repeatedly(fn -> 1 end) |> Stream.run()`)
	s.wait("it loops")
	s.key("C-c")
	s.line("kept + 76")
	s.wait("\n77")
	s.line("[1,")
	s.wait("...(")
	s.key("C-c")
	s.line(":fresh")
	s.wait("\n:fresh")
	s.tmux("send-keys", "-t", s.name, "-l", "half a li")
	s.wait("half a li")
	s.key("C-c")
	s.line(":whole")
	s.wait("\n:whole")
}

func TestCure05TypedAheadIsKept(t *testing.T) {
	s := openShell(t)
	s.line(`IO.puts("it " <> "waits"); receive do :go -> :gone after 300 -> :late end`)
	s.line("a = 20")
	s.line("a + 1")
	s.key("C-d")
	s.waitEnd("$")
	s.wait("it waits", "\n:late", "\n20\n", "\n21\n")
}

// An empty line does nothing; Ctrl-D on an empty line leaves; with text it
// does not.
func TestCure06EmptyLineAndEndOfInput(t *testing.T) {
	s := openShell(t)
	s.key("Enter")
	s.wait("iex(1)>\niex(1)>")
	s.tmux("send-keys", "-t", s.name, "-l", "12")
	s.wait("iex(1)> 12")
	s.key("Left", "C-d") // deletes the 2
	s.line("")
	s.wait("\n1\n")
	s.waitEnd("iex(2)>")
	s.key("C-d")
	s.waitEnd("$")
}

func TestCure14HistoryKeepsWholeForms(t *testing.T) {
	s := openShell(t)
	s.line("if true do")
	s.waitEnd("...(1)>")
	s.line("  :first_form")
	s.waitEnd("...(1)>")
	s.line("end")
	s.wait("\n:first_form")
	s.line(":second_form")
	s.waitEnd("iex(3)>")
	s.line("exit")
	s.waitEnd("$")
	s.line("clear; " + program(t))
	s.waitEnd("iex(1)>")
	s.key("Up")
	s.wait("iex(1)> :second_form")
	s.key("Up")
	s.wait("iex(1)> if true do")
	s.key("Enter")
	s.wait("\n:first_form\n")
}

// A resize that comes together with Enter must not stop the program.
func TestCure03ResizeWithEnter(t *testing.T) {
	s := openShell(t)
	for i, width := range []string{"90", "120", "70", "100"} {
		s.tmux("send-keys", "-t", s.name, "-l", fmt.Sprintf("%d + 1000", i))
		s.tmux("resize-window", "-t", s.name, "-x", width, ";", "send-keys", "-t", s.name, "Enter")
		s.wait(fmt.Sprintf("\n%d\n", 1000+i))
	}
	s.key("C-d")
	s.waitEnd("$")
}

// What other processes write stands above the line that is being typed.
func TestCure10OutputOfOthersIsAboveTheLine(t *testing.T) {
	s := openShell(t)
	s.line(`spawn(fn -> receive do after 400 -> IO.puts("from " <> "another") end end); :ok`)
	s.waitEnd("iex(2)>")
	s.tmux("send-keys", "-t", s.name, "-l", "40 +")
	s.wait("from another")
	s.waitEnd("iex(2)> 40 +")
	s.line(" 3")
	s.wait("\n43\n")
}

func TestCure17WithoutAControllingTerminal(t *testing.T) {
	if _, err := exec.LookPath("setsid"); err != nil {
		t.Skip("setsid is not installed")
	}
	out, err := exec.Command("setsid", "--wait", "sh", "-c", `printf '1 + 41\n[1,\n' | `+program(t)).CombinedOutput()
	exit, _ := err.(*exec.ExitError)
	if exit == nil || exit.ExitCode() != 1 {
		t.Errorf("%v, want exit code 1", err)
	}
	for _, want := range []string{"\n", "42\n", "...(2)>", "the input ended inside a form"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}
