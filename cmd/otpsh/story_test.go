package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// size makes the window of a screen so many columns and rows.
func (s *screen) size(columns, rows int) {
	s.t.Helper()
	s.tmux("resize-window", "-t", s.name, "-x", fmt.Sprint(columns), "-y", fmt.Sprint(rows))
}

// flat is what a screen shows, pids and times replaced, and without the line
// breaks and blanks that a narrow window adds.
func flat(shown string) string {
	shown = regexp.MustCompile(`#PID<0\.\d+\.0>`).ReplaceAllString(shown, "#PID<>")
	shown = regexp.MustCompile(`\d+ s ago`).ReplaceAllString(shown, "N s ago")
	return strings.Join(strings.Fields(shown), " ")
}

// The first five minutes of whoever starts the program, in windows of three
// sizes.
func TestTheFirstFiveMinutes(t *testing.T) {
	story := []struct {
		typed string
		shown []string
	}{
		{"", []string{
			"otpsh · Elixir 1.18, nothing to install", "Tab completes, Ctrl-C cancels, Ctrl-D leaves",
			"New here? .learn first lesson (10 min) .spawn counter a process to play with", ".help everything",
		}},
		{"help", []string{`error: undefined variable "help"`, "** (CompileError) cannot compile code", "otpsh: .help lists the commands; h Enum explains a module"}},
		{".spawn counter", []string{"= GenServer.start(Demo.Counter, 0, name: :counter)", "{:ok, #PID<>} .call counter :get .source counter .kill counter"}},
		{".call counter {:add, 5}", []string{"= GenServer.call(:counter, {:add, 5}) 5 iex(3)>"}},
		{".kill counter", []string{"= Process.exit(Process.whereis(:counter), :kill) true ✗ counter #PID<> is gone: killed by the shell. Nobody supervised it."}},
		{".call counter :get", []string{
			"** (exit) exited in: GenServer.call(:counter, :get, 5000) ** (EXIT) no process",
			"counter was killed N s ago; a supervisor would bring it back: .spawn supervisor one_for_one counter",
		}},
		{".spawn supervisor one_for_one counter", []string{"= Supervisor.start_link([{Demo.Counter, name: :counter}], strategy: :one_for_one, name: :sup) {:ok, #PID<>}"}},
		{".call counter {:add, 5}", []string{"= GenServer.call(:counter, {:add, 5}) 5 iex(6)>"}},
		{".kill counter", []string{"↻ counter restarted by sup: killed · #PID<> → #PID<> · state 5 lost, now 0 · 2 more allowed in 5 s"}},
		{".tree", []string{"sup one_for_one #PID<> restarts ●○○ in 5 s", "└─ counter Demo.Counter #PID<>", "permanent restarted 1× mailbox 0"}},
	}
	for _, window := range [][2]int{{80, 24}, {100, 30}, {60, 20}} {
		t.Run(fmt.Sprintf("%d×%d", window[0], window[1]), func(t *testing.T) {
			s := openScreen(t)
			s.size(window[0], window[1])
			s.line(program(t))
			s.waitEnd("iex(1)>")
			for _, step := range story {
				if step.typed != "" {
					s.line(step.typed)
				}
				for _, want := range step.shown {
					s.until(fmt.Sprintf("%q after %s", want, step.typed), func(shown string) bool {
						return strings.Contains(after(flat(shown), step.typed), want)
					})
				}
			}
			s.waitEnd("iex(7)>")
		})
	}
}

// after is what follows the last line that was typed.
func after(shown, typed string) string {
	if typed == "" {
		return shown
	}
	_, _, found := strings.Cut(shown, "> "+typed+" ")
	if !found {
		return ""
	}
	return shown[strings.LastIndex(shown, "> "+typed+" "):]
}

func TestHelpOutsideTheShell(t *testing.T) {
	page, _ := runProgram(t, "", "help")
	for _, args := range [][]string{{"--help"}, {"-h"}} {
		if out, code := runProgram(t, "", args...); code != 0 || out != page {
			t.Errorf("%v is another page, exit %d:\n%s", args, code, out)
		}
	}
	for _, args := range [][]string{{"help", "kill"}, {"help", ".kill"}, {"--help", "kill"}} {
		if out, code := runProgram(t, "", args...); code != 0 || !strings.Contains(out, "example:  .kill counter") {
			t.Errorf("%v: exit %d\n%s", args, code, out)
		}
	}
	if out, code := runProgram(t, "", "help", "nothing"); code != 1 || !strings.Contains(out, "there is no command nothing") {
		t.Errorf("exit %d\n%s", code, out)
	}
}

// A reset at a terminal asks; at a pipe it does not.
func TestResetAsks(t *testing.T) {
	s := openShell(t)
	s.line(".spawn counter")
	s.waitEnd("iex(2)>")
	s.line(".reset")
	s.wait("this ends and forgets 1 process (counter)")
	s.waitEnd("reset the world? [y/N]")
	s.key("C-c")
	s.waitEnd("iex(2)>")
	s.line(".reset")
	s.waitEnd("reset the world? [y/N]")
	s.line("y")
	s.wait("a fresh world: gone are 1 process (counter)")
	s.waitEnd("iex(1)>")
	s.key("Up") // the answer is no input that one would want again
	s.wait("iex(1)> .reset")
	s.key("C-c")
	s.line("Process.whereis(:counter)")
	s.wait("\nnil\n")

	out, code := runProgram(t, ".spawn counter\n.reset\nProcess.whereis(:counter)\n")
	if code != 0 || !strings.Contains(out, "a fresh world: gone are 1 process (counter)") || !strings.Contains(out, "\niex(1)> nil\n") {
		t.Errorf("at a pipe, exit %d:\n%s", code, out)
	}
}
