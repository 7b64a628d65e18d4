package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// hear keeps all bytes that the terminal gets from now on, and gives those from
// a text on.
func (s *screen) hear() func(from string) string {
	s.t.Helper()
	file := filepath.Join(s.home, "heard")
	s.tmux("pipe-pane", "-t", s.name, "cat > "+file)
	return func(from string) string {
		s.t.Helper()
		var text string
		s.until("what was heard", func(string) bool {
			heard, _ := os.ReadFile(file)
			_, text, _ = strings.Cut(string(heard), from)
			return strings.Contains(text, "the end")
		})
		return text
	}
}

// With --plain, and on a dumb terminal, all that a person gets is lines of
// ASCII: nothing moves the cursor, and words say what signs say elsewhere.
func TestPlainSession(t *testing.T) {
	for _, how := range []string{"%s --plain", "TERM=dumb %s"} {
		s := openScreen(t)
		heard := s.hear()
		s.line(strings.Replace(how, "%s", program(t), 1))
		s.wait("Elixir 1.18", "iex(1)>")
		s.line(".spawn supervisor one_for_one counter")
		s.waitEnd("iex(2)>")
		s.line(".call counter {:add, 5}")
		s.waitEnd("iex(3)>")
		s.line(".kill counter")
		s.wait("\ncounter restarted by sup: killed, #PID<0.", "> became #PID<0.", ", state 5 lost, now 0, 2 more allowed in 5 s")
		s.waitEnd("iex(4)>")
		s.line(".tree")
		s.wait("\nsup, one_for_one, #PID<0.", ", restarts 1 of 3 in 5 s\n  counter, Demo.Counter, #PID<0.", ", permanent, restarts so far: 1, mailbox 0, child of sup")
		s.line(".ps")
		s.wait(">, :counter, Demo.Counter.init/1, mailbox 0, reductions ")
		s.line("1 + )")
		s.wait("** (SyntaxError) invalid syntax found on iex:4:5:\n    error: unexpected token: )\nline 4: 1 + )\n    at iex:4:5\n")
		s.line("no_such_name")
		s.wait(`error: undefined variable "no_such_name"`+"\nat iex:4\n", "** (CompileError)")
		s.line(".complete Enum.map_e")
		s.wait("\nEnum.map_every: map_every(enumerable, nth, fun)")
		s.line(".spawn store")
		s.waitEnd("iex(5)>")
		s.line(".kill store")
		s.wait("\nstore #PID<0.", "> is gone: killed by the shell. Nobody supervised it.")
		s.waitEnd("iex(6)>")
		s.line(".help")
		s.wait("this page")
		s.line(".crash counter")
		s.wait("(RuntimeError) crashed on request")
		s.line(".log short")
		s.line(".crash counter")
		s.wait("> crashed: RuntimeError: crashed on request, ")
		s.line("for _ <- 1..40, pid = Process.whereis(:counter), do: Process.exit(pid, :kill) && Process.sleep(20)")
		s.wait("\nsup gave up: 4th restart in 5 s; it was linked to the shell\nlast: counter, killed\n")
		s.line(`IO.puts("the " <> "end")`)
		text := heard("nothing to install")
		for _, r := range text {
			if r > '~' || r < ' ' && r != '\n' && r != '\r' && r != '\b' {
				t.Fatalf("%s: %q in\n%q", how, r, text)
			}
		}
	}
}

// Ctrl-C at a plain prompt gives up the form, in an evaluation it ends that;
// what others print has lines of its own.
func TestPlainCtrlCAndOthersOutput(t *testing.T) {
	s := openShell(t, "--plain")
	s.line("[1,")
	s.waitEnd("...(1)>")
	s.key("C-c")
	s.wait("...(1)> ^C\niex(1)>")
	s.line(":fresh")
	s.wait("\n:fresh\n")
	s.line(`IO.puts("it " <> "sleeps"); Process.sleep(:infinity)`)
	s.wait("it sleeps")
	s.key("C-c")
	s.wait("interrupted")
	s.waitEnd("iex(2)>")
	s.line(`spawn(fn -> receive do after 300 -> IO.puts("from " <> "another") end end); :ok`)
	s.wait("iex(3)>\nfrom another\niex(3)>")
	// A program's own lines, and Ctrl-C while it awaits one.
	s.line(`IO.gets("who? ")`)
	s.wait("\nwho?")
	s.line("Ann")
	s.wait("\n\"Ann\\n\"\n")
	s.waitEnd("iex(4)>")
	s.line(`IO.gets("again? ")`)
	s.wait("\nagain?")
	s.key("C-c")
	s.wait("\nagain? ^C")
	s.waitEnd("iex(4)>")
	s.typed("40 + ")
	s.line("2")
	s.wait("\n42\n")
	s.key("C-d")
	s.waitEnd("$")
}

// A script says its news in words as well, when it is to.
func TestPlainScript(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kill.otp")
	if err := os.WriteFile(file, []byte(".spawn supervisor one_for_one counter\n.kill counter\n.tree\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program(t), "--plain", file).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "> became #PID<") || strings.ContainsAny(string(out), "↻→●└·") {
		t.Errorf("%v\n%s", err, out)
	}
}
