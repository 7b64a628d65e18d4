package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// screen is the program in a real terminal, driven by tmux.
type screen struct {
	t    *testing.T
	name string
}

func openScreen(t *testing.T, command string) *screen {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed: the terminal is not tested")
	}
	s := &screen{t, fmt.Sprintf("otpsh-%d-%d", os.Getpid(), time.Now().UnixNano())}
	s.tmux("new-session", "-d", "-s", s.name, "-x", "120", "-y", "50", "env HOME="+t.TempDir()+" TERM=screen bash --norc")
	t.Cleanup(func() { exec.Command("tmux", "kill-session", "-t", s.name).Run() })
	s.line(command)
	return s
}

func (s *screen) tmux(args ...string) string {
	s.t.Helper()
	out, err := exec.Command("tmux", args...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("tmux %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// line types a line and Enter.
func (s *screen) line(text string) {
	s.t.Helper()
	s.tmux("send-keys", "-t", s.name, "-l", text)
	s.tmux("send-keys", "-t", s.name, "Enter")
}

func (s *screen) key(name string) { s.tmux("send-keys", "-t", s.name, name) }

func (s *screen) text() string { return s.tmux("capture-pane", "-p", "-S", "-500", "-t", s.name) }

// wait waits until the screen shows all of the texts.
func (s *screen) wait(texts ...string) {
	s.t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for {
		shown, missing := s.text(), ""
		for _, want := range texts {
			if !strings.Contains(shown, want) {
				missing = want
			}
		}
		if missing == "" {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("the screen never showed %q:\n%s", missing, shown)
		}
		time.Sleep(30 * time.Millisecond)
	}
}

// waitEnd waits until the screen ends with one of the texts.
func (s *screen) waitEnd(texts ...string) {
	s.t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for time.Now().Before(deadline) {
		shown := strings.TrimSpace(s.text())
		for _, want := range texts {
			if strings.HasSuffix(shown, want) {
				return
			}
		}
		time.Sleep(30 * time.Millisecond)
	}
	s.t.Fatalf("the screen does not end with any of %q:\n%s", texts, s.text())
}

func TestSupervisedCounterInATerminal(t *testing.T) {
	s := openScreen(t, program(t))
	s.wait("iex(1)>")
	s.line("defmodule MyApp.Counter do")
	for _, l := range []string{
		"use GenServer",
		"def start_link(n), do: GenServer.start_link(__MODULE__, n, name: __MODULE__)",
		"def get_count, do: GenServer.call(__MODULE__, :get_count)",
		"def increment, do: GenServer.cast(__MODULE__, :increment)",
		"def init(n), do: {:ok, n}",
		"def handle_call(:get_count, _from, n), do: {:reply, n, n}",
		"def handle_cast(:increment, n), do: {:noreply, n + 1}",
		"end",
	} {
		s.wait("...(1)>")
		s.line(l)
	}
	s.wait("{:module, MyApp.Counter", "iex(2)>")
	s.line("x = 41; {:ok, _} = Supervisor.start_link([{MyApp.Counter, 0}], strategy: :one_for_one, name: :sup)")
	s.wait("iex(3)>")
	s.line("MyApp.Counter.increment(); MyApp.Counter.get_count()")
	s.wait("iex(4)>")
	for i, left := range []string{"2", "1", "no"} {
		s.line("Process.exit(Process.whereis(MyApp.Counter), :kill)")
		s.wait(fmt.Sprintf("iex(%d)>", 5+i), "MyApp.Counter restarted by sup: killed", left+" more allowed in 5 s")
		if i == 0 {
			s.line(".tree")
			s.wait("one_for_one", "permanent", "restarted 1×", "●○○")
		}
	}
	s.line("Process.exit(Process.whereis(MyApp.Counter), :kill)")
	s.wait("sup gave up")
	s.line(`IO.puts("x is #{x + 1}")`)
	s.wait("x is 42")
	s.key("C-d")
	s.waitEnd("#", "$")
	s.line("stty -a | grep -o ' echo ' && echo left")
	s.wait("\nleft")
}

func TestCtrlCUnwindsTheEvaluation(t *testing.T) {
	s := openScreen(t, program(t))
	s.wait("iex(1)>")
	s.line("kept = 1; Process.sleep(:infinity)")
	time.Sleep(300 * time.Millisecond) // let the evaluation begin; the wait below is for the effect
	s.key("C-c")
	s.wait("interrupted")
	s.line("1 + 41")
	s.wait("\n42")
	s.line("[1,")
	s.wait("...(2)>")
	s.key("C-c")
	s.line(":fresh")
	s.wait("\n:fresh")
}
