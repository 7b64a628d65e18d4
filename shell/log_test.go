package shell

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"testing"

	"otpsh/runtime/elixir"
)

// written collects what a world prints.
type written struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (w *written) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.buf.Write(b)
}

// take is what was printed since.
func (w *written) take() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	text := w.buf.String()
	w.buf.Reset()
	return text
}

// logConsole is a console in a simulated world whose output is kept.
func logConsole(t *testing.T) (*console, *written) {
	out := &written{}
	c := newConsole(t, Config{})
	simulate := func() *elixir.World {
		host := elixir.NewMachineHost()
		host.Out = io.Writer(out)
		return elixir.NewWorld(elixir.Options{Simulated: true, Host: host})
	}
	c.cfg.Simulate = simulate
	c.Shell.enter(newPlace(simulate(), c.cfg))
	return c, out
}

func TestHowMuchOfTheLogIsShown(t *testing.T) {
	c, out := logConsole(t)
	crash := func() string {
		t.Helper()
		out.take()
		c.enter(".spawn counter", ".crash counter")
		return out.take()
	}
	full := crash()
	if !strings.Contains(full, "[error] GenServer :counter terminating\n** (RuntimeError) crashed on request\n") || !strings.Contains(full, "\nState: 0\n") {
		t.Errorf("at first the log shows\n%s", full)
	}
	c.shows(".log", "  crash reports are shown as Elixir writes them; .log short|full|off changes that\n")
	c.shows(".log short", "each crash is one line")
	c.shows(".log", "  each crash is one line: who, why, where; .log short|full|off changes that\n")
	if got := crash(); !strings.HasPrefix(got, "✗ counter #PID<") || !strings.HasSuffix(got, " crashed: RuntimeError: crashed on request · (elixir 1.18.4) lib/demo.ex:24: Demo.Counter.handle_cast/2\n") || strings.Count(got, "\n") != 1 {
		t.Errorf("a short log shows\n%s", got)
	}
	c.shows(".log off", "= Logger.configure(level: :none)")
	if got := crash(); got != "" {
		t.Errorf("a log that is off shows\n%s", got)
	}
	c.shows(".log full", "= Logger.configure(level: :debug)", "as Elixir writes them")
	if got := crash(); strings.Count(got, "\n") != strings.Count(full, "\n") {
		t.Errorf("again full, the log shows\n%s\nbefore\n%s", got, full)
	}
	c.shows(".log loud", "otpsh: .log: how much?", "usage:    .log [short|full|off]")
}

// A crash in one line: who, why, and the first place of the program's own.
func TestShortLog(t *testing.T) {
	c, out := logConsole(t)
	c.enter(".log short", "defmodule Own do", "use GenServer", "def init(x), do: {:ok, x}", "def handle_call(:odd, _, s), do: {:reply, s + :y, s}", "end")
	for line, want := range map[string][]string{
		`spawn(fn -> raise "no" end)`:                                                     {"crashed: RuntimeError: no · iex:"},
		`Task.start(fn -> throw(:ball) end)`:                                              {"crashed: thrown and not caught: :ball · iex:"},
		`Task.start(fn -> exit(:bad) end)`:                                                {"crashed: :bad · iex:"},
		"{:ok, a} = Agent.start(fn -> 1 end); Agent.cast(a, fn x -> x + :y end)":          {"crashed: ArithmeticError: bad argument in arithmetic expression · iex:"},
		"{:ok, o} = GenServer.start(Own, 1); GenServer.call(o, :odd)":                     {"Own #PID<", "crashed: ArithmeticError: ", " · iex:4: Own.handle_call/3\n"},
		"{:ok, p} = GenServer.start(Own, 1); GenServer.call(p, :none)":                    {"crashed: FunctionClauseError: no function clause matching in Own.handle_call/3 · iex:4: Own.handle_call/3\n"},
		"Task.start(Demo.Worker, :run, [[name: :w]]); Process.sleep(1); send(:w, :crash)": {"✗ w #PID<", "crashed: RuntimeError: crashed on request · (elixir 1.18.4) lib/demo.ex:56: Demo.Worker.loop/1"},
		`spawn(fn -> raise String.duplicate("long\n", 1000) end)`:                         {"crashed: RuntimeError: long · "},
	} {
		out.take()
		c.enter(line)
		got := out.take()
		for _, text := range want {
			if !strings.Contains(got, text) || strings.Count(got, "\n") != 1 {
				t.Errorf("%s logs\n%s\nwanted %q in one line", line, got, text)
			}
		}
	}
	c.enter(`require Logger; Logger.error("first\nsecond")`)
	if got := out.take(); !strings.HasSuffix(got, "[error] first\nsecond\n") {
		t.Errorf("a message that is no crash: %q", got)
	}
}

// A world that one goes to logs as the one before.
func TestLogStaysAsItWas(t *testing.T) {
	c, out := logConsole(t)
	c.enter(".log short", ".reset", ".spawn counter", ".crash counter")
	if got := out.take(); strings.Count(got, "\n") != 1 {
		t.Errorf("after .reset the log shows\n%s", got)
	}
	c.enter(".log off", ".reset", ".spawn counter", ".crash counter")
	if got := out.take(); got != "" {
		t.Errorf("a log that is off shows after .reset\n%s", got)
	}
}
