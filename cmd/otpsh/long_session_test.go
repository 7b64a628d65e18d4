package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
)

// input is one input of a long session.
type input struct {
	lines  []string
	faulty bool
	loops  bool // it never ends: it prints its mark, and is interrupted
}

// good are inputs that succeed; %d is their number.
var good = []string{
	"n = n + 1",
	"{:ok, _} = {:ok, %d}; n = n + 1",
	"n = [n, 1] |> Enum.sum()",
	"n = if true do\n  n + 1\nelse\n  :never\nend",
	"x = Enum.map(1..50, &(&1 * %d)); n = n + 1; length(x)",
	"defmodule Again do\n  def number, do: %d\nend; %d = Again.number(); n = n + 1",
	"n = n + 1; m = Map.new(1..100, &{&1, &1}); map_size(m)",
	"text = String.duplicate(\"word %d \", 200); n = n + 1; byte_size(text)",
	"task = Task.async(fn -> %d end); %d = Task.await(task); n = n + 1",
	"{:ok, server} = GenServer.start(Demo.Counter, %d); %d = GenServer.call(server, :get); GenServer.stop(server); n = n + 1",
	"{:ok, sup} = Supervisor.start_link([{Demo.Counter, name: :c%d}], strategy: :one_for_one); Process.exit(Process.whereis(:c%d), :kill); Supervisor.stop(sup); n = n + 1",
	"ref = make_ref(); send(self(), {ref, %d}); receive do {^ref, %d} -> :ok end; n = n + 1",
}

// faults are inputs that fail, each in another way.
var faults = []string{
	")",
	"1 +* %d",
	"\"never closed\n#iex:break",
	"[1, 2,\n%d\n#iex:break",
	"raise \"number %d\"",
	"throw {:ball, %d}",
	"exit({:no, %d})",
	"nobody_bound_this + %d",
	"no_such_function(%d)",
	"1 / 0",
	"{:no, match} = %d",
	"hd([])",
	"defmodule Broken do\n  def f(x), do: y + %d\nend",
	"spawn_link(fn -> exit({:linked, %d}) end); Process.sleep(:infinity)",
	"pid = spawn_link(fn -> Process.sleep(:infinity) end); Process.exit(pid, :kill); Process.sleep(:infinity)",
	"Process.exit(self(), :kill)",
	"spawn(fn -> raise \"logged %d\" end); Process.sleep(1); raise \"and this\"",
	"IO.puts(String.duplicate(\"huge \", 20_000)); raise \"after much output\"",
	"raise String.duplicate(\"long \", 5_000)",
	"Enum.each(1..500, &IO.puts/1); hd([])",
	"GenServer.call(:nobody, %d)",
	"Task.await(Task.async(fn -> raise \"%d\" end))",
	"{:ok, sup} = Supervisor.start_link([{Demo.Counter, name: :ends}], strategy: :one_for_one, max_restarts: 0); Process.exit(Process.whereis(:ends), :kill); Process.sleep(:infinity)",
	".nosuch %d",
	".kill",
	".kill nobody%d",
	".call nobody :get",
	".spawn",
	".source Nothing%d",
	".undo",
}

// loops never end by themselves.
var loops = []string{
	"IO.puts(\"loop \" <> \"%d\"); Stream.repeatedly(fn -> 1 end) |> Stream.run()",
	"IO.puts(\"loop \" <> \"%d\"); Process.sleep(:infinity)",
	"IO.puts(\"loop \" <> \"%d\"); receive do :never -> :ok end",
}

// longSession is a session of so many inputs, every third of them faulty, and
// every hundredth of those without end.
func longSession(size int) []input {
	var out []input
	for i := range size {
		in := input{faulty: i%3 == 2}
		text := good[(i/3+i%3)%len(good)]
		switch {
		case i%300 == 299:
			text, in.loops = loops[i/300%len(loops)], true
		case in.faulty:
			text = faults[i/3%len(faults)]
		}
		in.lines = strings.Split(strings.ReplaceAll(text, "%d", strconv.Itoa(i)), "\n")
		out = append(out, in)
	}
	return out
}

// mostMemory is what a process has had of the machine's at most, in MB.
func mostMemory(t *testing.T, pid int) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Skip("the memory of a process cannot be read here")
	}
	_, line, _ := strings.Cut(string(status), "VmHWM:")
	var kb int
	fmt.Sscan(line, &kb)
	return kb >> 10
}

// Bounds of the memory of a session three times as long, so that a leak shows: it
// was 31 to 38 MB that lived at its end, 23 MB of them the program and 4 MB the
// record's outputs. What each input leaves behind may be some 3 KB. In between the
// heap may grow to 64 MB or to 2.4 times what lives, and the program itself takes
// as much.
const (
	mayLive = 64  // MB, when all else is collected
	mayHave = 200 // MB, at any time
)

// A session of 3,000 inputs, a third of them faulty, loses nothing: after every
// tenth n is what the good ones made of it. Two more of them take no more memory.
func TestThreeThousandInputs(t *testing.T) {
	if testing.Short() {
		t.Skip("a long session")
	}
	session := longSession(9000)
	p := startTypist(t)
	at := 0
	shown := func(text string, i int) {
		t.Helper()
		var ok bool
		if at, ok = p.waitFor(text, at, patienceForCase); !ok {
			t.Fatalf("after input %d there is no %q:\n%s", i, text, p.tail())
		}
	}
	lives := func(i int) int {
		t.Helper()
		p.line(fmt.Sprintf(`{:erlang.garbage_collect(), :erlang.garbage_collect(), %d}; IO.puts("lives: #{div(:erlang.memory(:total), 1024)} KB")`, i))
		shown("lives: ", i)
		end, _ := p.waitFor(" KB\n", at, patienceForCase)
		var kb int
		fmt.Sscan(p.from(at, end), &kb)
		return kb
	}
	p.line("n = 0")
	counted := 0
	for i, in := range session {
		for _, line := range in.lines {
			p.line(line)
		}
		if in.loops {
			shown(fmt.Sprintf("loop %d\n", i), i)
			p.cmd.Process.Signal(os.Interrupt)
		}
		if !in.faulty {
			counted++
		}
		if (i+1)%10 == 0 {
			p.line(fmt.Sprintf("{:so_far, n, %d}", i))
			shown(fmt.Sprintf("{:so_far, %d, %d}", counted, i), i)
		}
	}
	if kb := lives(len(session)); kb > mayLive<<10 {
		t.Errorf("%d KB live after %d inputs", kb, len(session))
	}
	if most := mostMemory(t, p.cmd.Process.Pid); most > mayHave {
		t.Errorf("the session took %d MB", most)
	}
}

// from is what was printed between two places.
func (p *typist) from(at, end int) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return string(p.out.Bytes()[at-p.kept : end-p.kept])
}

// At a terminal a session loses no input of its history either, and leaves the
// terminal as it was.
func TestLongSessionInATerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("a long session")
	}
	s := openScreen(t)
	before := s.stty("before")
	s.line("clear; " + program(t))
	s.waitEnd("iex(1)>")
	var history []string
	remembered := func(form string) {
		if n := len(history); n == 0 || history[n-1] != form {
			history = append(history, form)
		}
	}
	var batch strings.Builder // is pasted: typing 3,000 inputs takes minutes
	send := func() {
		t.Helper()
		file := s.home + "/batch"
		if err := os.WriteFile(file, []byte(batch.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		batch.Reset()
		s.tmux("load-buffer", file, ";", "paste-buffer", "-p", "-t", s.name)
	}
	s.line("n = 0")
	remembered("n = 0")
	counted := 0
	for i, in := range longSession(3000) {
		if in.loops {
			s.line(in.lines[0])
			s.wait(fmt.Sprintf("\nloop %d\n", i))
			s.key("C-c")
		} else {
			batch.WriteString(strings.Join(in.lines, "\n") + "\n")
		}
		if form := strings.Join(in.lines, "\n"); !strings.HasSuffix(form, "#iex:break") {
			remembered(form)
		}
		if !in.faulty {
			counted++
		}
		if (i+2)%20 == 0 {
			form := fmt.Sprintf("{:so_far, n, %d}", i)
			batch.WriteString(form + "\n")
			remembered(form)
			send()
			s.wait(fmt.Sprintf("\n{:so_far, %d, %d}\n", counted, i))
		}
	}
	s.line("exit")
	s.waitEnd("$")
	if after := s.stty("after"); after != before {
		t.Errorf("the terminal is left as\n%s\nit was\n%s", after, before)
	}
	text, err := os.ReadFile(s.home + "/otpsh/history")
	if err != nil {
		t.Fatal(err)
	}
	kept := strings.Split(strings.TrimSpace(string(text)), "\n")
	for i, want := range history {
		if i >= len(kept) || kept[i] != strconv.Quote(want) {
			t.Fatalf("the history's item %d of %d is not %q:\n%q", i, len(history), want, kept[max(0, i-2):min(len(kept), i+2)])
		}
	}
}
