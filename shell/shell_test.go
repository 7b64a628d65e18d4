package shell

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"otpsh/runtime/elixir"
	"otpsh/shell/view"
)

// console is a shell in a simulated world, typed into.
type console struct {
	*Shell
	t    *testing.T
	out  strings.Builder
	quit bool
}

func newConsole(t *testing.T, cfg Config) *console {
	cfg.Style = view.NewStyle(false, true, 100)
	simulate := func() *elixir.World { return elixir.NewWorld(elixir.Options{Simulated: true}) }
	cfg.Simulate = simulate
	return &console{Shell: New(simulate(), cfg), t: t}
}

func (c *console) effect(e Effect) {
	switch e := e.(type) {
	case Print:
		c.out.WriteString(e.Text)
	case Quit:
		c.quit = true
	case Edit: // an editor that saves nothing
		e.Ended(nil)
	}
}

// enter types lines and gives what was shown since.
func (c *console) enter(lines ...string) string {
	c.t.Helper()
	c.out.Reset()
	for _, line := range lines {
		c.Line(line, c.effect)
		c.Settle(0)
		c.Departed(c.effect)
		for _, e := range c.Notices() {
			c.effect(e)
		}
	}
	return c.out.String()
}

// shows checks that what a line shows holds the texts.
func (c *console) shows(line string, texts ...string) {
	c.t.Helper()
	out := c.enter(line)
	for _, text := range texts {
		if !strings.Contains(out, text) {
			c.t.Errorf("%s shows\n%s\nwithout %q", line, out, text)
		}
	}
}

func TestSpawn(t *testing.T) {
	for line, code := range map[string]string{
		".spawn counter":                             "GenServer.start(Demo.Counter, 0, name: :counter)",
		".spawn counter 7":                           "GenServer.start(Demo.Counter, 7, name: :counter)",
		".spawn counter as hits 7":                   "GenServer.start(Demo.Counter, 7, name: :hits)",
		".spawn visits":                              "GenServer.start(Demo.Counter, 0, name: :visits)",
		".spawn counter as My.Hits":                  "GenServer.start(Demo.Counter, 0, name: My.Hits)",
		".spawn genserver till":                      "GenServer.start(Demo.Counter, 0, name: :till)",
		".spawn store":                               "Agent.start(fn -> %{} end, name: :store)",
		".spawn agent box %{a: 1}":                   "Agent.start(fn -> %{a: 1} end, name: :box)",
		".spawn worker as w":                         "Task.start(Demo.Worker, :run, [[name: :w]])",
		".spawn supervisor one_for_all counter till": "Supervisor.start_link([{Demo.Counter, name: :counter}, {Demo.Counter, name: :till}], strategy: :one_for_all, name: :sup)",
		".spawn supervisor store worker as top":      "Supervisor.start_link([{Demo.Store, name: :store}, {Demo.Worker, name: :worker}], strategy: :one_for_one, name: :top)",
	} {
		c := newConsole(t, Config{})
		c.shows(line, "  = "+code+"\n", "{:ok, #PID<")
		if c.Failed() {
			t.Errorf("%s failed", line)
		}
	}
	c := newConsole(t, Config{})
	c.shows(".spawn", "otpsh: .spawn: what shall it be?")
	c.shows(".spawn counter as a.b", `otpsh: "a.b" is no name`)
	c.shows(".spawn supervisor one_for_one", "otpsh: .spawn supervisor: a supervisor of what?")
	c.shows(".spawn supervisor one_for_one a a", "otpsh: two children would be called a")
}

func TestWhatAWordMeans(t *testing.T) {
	c := newConsole(t, Config{})
	c.enter(".spawn counter as My.Hits", ".spawn counter as Your.Hits", ".spawn counter as My.Till", ".spawn store",
		"{:ok, anonymous} = GenServer.start(Demo.Counter, 3)", "n = 5", ".spawn supervisor rest_for_one counter worker")
	c.shows(".call My.Hits :get", "= GenServer.call(My.Hits, :get)")
	c.shows(".call Till :get", "= GenServer.call(My.Till, :get)")
	c.shows(".call Hits :get", "otpsh: Hits could be My.Hits or Your.Hits")
	c.shows(".call anonymous :get", "= GenServer.call(anonymous, :get)\n3\n")
	c.shows(".call n :get", "otpsh: the variable n holds no pid")
	c.enter("started = GenServer.start(Demo.Counter, 4)", "named = :counter", "gone = :nobody")
	c.shows(".call started :get", "otpsh: the variable started holds {:ok, #PID<", "{:ok, pid} = started takes the pid out")
	c.shows(".call named :get", "= GenServer.call(named, :get)\n0\n")
	c.shows(".call gone :get", "otpsh: the variable gone holds no pid")
	c.shows(".call :counter :get", "= GenServer.call(:counter, :get)")
	c.shows(".call sup/counter :get", `= GenServer.call(pid("0.`, "\n0\n")
	c.shows(".call sup/nobody :get", "otpsh: sup has no child nobody")
	c.shows(".kill nobody", "otpsh: no process is called nobody")
	c.shows(".kill 0.9999.0", "otpsh: 0.9999.0 is not alive")
	pid := strings.TrimSpace(strings.Trim(c.enter(`inspect(Process.whereis(:store)) |> String.slice(5..-2//1)`), "\"\n"))
	c.shows(".kill "+pid, fmt.Sprintf(`= Process.exit(pid(%q), :kill)`, pid), "✗ store #PID<"+pid+"> is gone: killed by the shell. Nobody supervised it.\n")
}

// The state is known however the server ends, and no server is asked for it.
func TestStateLost(t *testing.T) {
	c := newConsole(t, Config{})
	c.enter("defmodule Slow do",
		"use GenServer",
		"def start_link(_), do: GenServer.start_link(__MODULE__, 1, name: __MODULE__)",
		"def init(n), do: {:ok, n}",
		"def handle_call({:put, n}, _, _), do: {:reply, :ok, n}",
		"def handle_info(:sleep, n), do: {:noreply, Process.sleep(:infinity) && n}",
		"def handle_cast(:exit, _), do: exit(:oops)",
		"def handle_cast(:stop, n), do: {:stop, :enough, n}",
		"end",
		"{:ok, s} = Supervisor.start_link([Slow, {Demo.Store, name: :store}], strategy: :one_for_one, max_restarts: 100, name: :sup)")
	for _, how := range []string{
		".kill Slow",
		"send(Slow, :sleep); Process.sleep(10); Process.exit(Process.whereis(Slow), :kill)",
		"GenServer.cast(Slow, :exit)",
		"GenServer.cast(Slow, :stop)",
		"GenServer.cast(Slow, :no_such_message)",
		"Process.exit(Process.whereis(Slow), :bad)",
	} {
		c.enter("GenServer.call(Slow, {:put, 42})")
		c.shows(how, "↻ Slow restarted by sup: ", " · state 42 lost, now 1 · ")
	}
	c.enter("Agent.update(:store, &Map.put(&1, :a, 1))")
	c.shows(".kill store", "state %{a: 1} lost, now %{}")
	c.enter("GenServer.call(Slow, {:put, String.duplicate(\"x\", 100_000)})")
	if out := c.enter(".kill Slow"); !strings.Contains(out, "↻ Slow") || strings.Contains(out, "xxx") {
		t.Errorf("a large state: %s", out)
	}
}

func TestSupervisorGivesUp(t *testing.T) {
	c := newConsole(t, Config{})
	c.enter("kept = 41", ".spawn supervisor one_for_one counter")
	for _, left := range []string{"2 more", "1 more", "no more"} {
		c.shows(".kill counter", "↻ counter restarted by sup: killed · #PID<", left+" allowed in 5 s")
	}
	c.shows(".kill counter", "sup gave up: 4th restart in 5 s; it was linked to the shell ║\n║ last: counter, killed", "╝\n** (EXIT from", "shell process exited with reason: shutdown\nyour bindings are kept")
	c.shows("kept + 1", "42")
	c.shows(".tree", "no supervisors")
}

func TestStormIsOneLine(t *testing.T) {
	c := newConsole(t, Config{})
	c.enter("Supervisor.start_link([{Demo.Counter, name: :flaky}], strategy: :one_for_one, max_restarts: 100, name: :sup)")
	c.shows("for _ <- 1..37 do Process.exit(Process.whereis(:flaky), :kill); Process.sleep(10) end; :done", "↻ flaky ×37 in ", ", last: killed · #PID<", "63 more allowed")
}

func TestTimeInAnUnsimulatedWorld(t *testing.T) {
	c := newConsole(t, Config{})
	c.here.Store(newPlace(elixir.NewWorld(elixir.Options{}), c.cfg))
	for _, line := range []string{".undo", ".step", ".advance 60s"} {
		c.shows(line, "otpsh: "+strings.Fields(line)[0]+" needs a simulated world: .sim starts a fresh one (your live one waits; .live returns)")
	}
	c.enter("x = 1")
	c.enter(".sim", "x = 2")
	if c.Prompt() != "iex(2) 00:00:00> " {
		t.Errorf("prompt %q", c.Prompt())
	}
	c.enter(".live")
	c.shows("x", "1\n")
}

func TestAdvanceAndUndo(t *testing.T) {
	c := newConsole(t, Config{})
	c.enter("Process.send_after(self(), :late, 30_000)", ".spawn counter", ".call counter {:add, 5}")
	c.shows(".advance soon", "otpsh: by how much?")
	c.enter(".advance 29s")
	if c.Prompt() != "iex(4) 00:00:29> " {
		t.Errorf("prompt %q", c.Prompt())
	}
	c.shows("Process.info(self(), :message_queue_len)", "{:message_queue_len, 0}")
	c.enter(".advance 2s")
	c.shows("Process.info(self(), :message_queue_len)", "{:message_queue_len, 1}")
	c.enter(".kill counter")
	c.shows(".undo", "  undone: .kill counter\n")
	c.shows(".call counter :get", "5\n")
	c.enter(".ps", "first = [", "1,", "2]", ".tree", ".help kill")
	c.shows(".undo", "  undone: first = [ 1, 2]\n")
}

// A step that found nothing to do is none that could be undone.
func TestAnIdleStepIsNotUndone(t *testing.T) {
	c := newConsole(t, Config{})
	c.enter("x = 1")
	c.shows(".step", "nothing can run")
	c.shows(".undo", "  undone: x = 1\n")
	c.shows(".step", "nothing can run")
	c.shows(".undo", "otpsh: there is nothing to undo")
}

func TestLiveInTheLiveWorld(t *testing.T) {
	liveConsole(t).shows(".live", "  you are in the live world\n")
	newConsole(t, Config{}).shows(".live", "otpsh: this session began in a simulated world: there is no live one")
}

func TestKillNormal(t *testing.T) {
	c := newConsole(t, Config{})
	c.enter(".spawn counter", ".spawn worker")
	c.shows(".kill counter normal", "  :normal from another process is ignored; .stop counter?")
	c.shows(".kill worker normal", "  :normal from another process is ignored; .kill worker shutdown?")
	c.shows(".call counter :get", "0\n")
	c.shows("Process.alive?(Process.whereis(:worker))", "true")
}

// A crash raises in the process's own code, however one reaches that.
func TestCrash(t *testing.T) {
	c := newConsole(t, Config{})
	c.enter(".spawn counter", ".spawn store", ".spawn worker", ".spawn supervisor a as top", "Supervisor.start_child(:top, {Demo.Store, name: :kept})")
	c.shows(".crash counter", "= GenServer.cast(:counter, :crash)")
	c.shows(".crash store", `= Agent.cast(:store, fn _ -> raise "crashed on request" end)`)
	c.shows(".crash worker", "= send(:worker, :crash)")
	c.shows(".crash kept", "= Agent.cast(:kept, ", "↻ kept restarted by top: RuntimeError: crashed on request")
	c.shows("for name <- [:counter, :store, :worker], do: Process.whereis(name)", "[nil, nil, nil]")
}

// Who is gone is remembered, with what would have helped.
func TestWhoIsGone(t *testing.T) {
	c := newConsole(t, Config{})
	c.enter(".spawn counter", ".spawn counter as My.Hits", ".spawn worker as w", ".crash counter", ".kill My.Hits", ".kill w")
	c.shows(".call counter :get", "= GenServer.call(:counter, :get)", "** (exit) exited in: GenServer.call(:counter, :get, 5000)",
		"  counter crashed 0 s ago: RuntimeError; a supervisor would bring it back: .spawn supervisor one_for_one counter\n")
	c.shows(".kill Hits", "otpsh: My.Hits was killed 0 s ago; a supervisor would bring it back: .spawn supervisor one_for_one My.Hits\n")
	c.shows(".kill w", "otpsh: w was killed 0 s ago; a supervisor would bring it back\n") // as a counter it would be another
	c.shows(".kill nobody", "otpsh: no process is called nobody; .ps lists them")
}

func TestStop(t *testing.T) {
	c := newConsole(t, Config{})
	c.enter(".spawn counter", ".spawn store", ".spawn worker", ".spawn supervisor a")
	c.shows(".stop counter", "= GenServer.stop(:counter)\n:ok\n")
	c.shows(".stop store", "= GenServer.stop(:store)\n:ok\n")
	c.shows(".stop sup", "= GenServer.stop(:sup)\n:ok\n")
	c.shows(".stop worker", "otpsh: worker is no server", ".kill worker shutdown ends it")
	c.shows(".kill worker shutdown", "= Process.exit(Process.whereis(:worker), :shutdown)\ntrue\n")
	c.shows("Process.whereis(:worker)", "nil")
}

// An input that begins with an operator goes on from the last value, unless a
// match gave it.
func TestContinuedInput(t *testing.T) {
	c := newConsole(t, Config{})
	c.enter("[3, 1]")
	c.shows("|> Enum.sort()", "[1, 3]")
	c.shows("- 1", "-1")
	c.enter("x = [1]")
	c.shows("|> hd()", "pipe shorthand is not allowed immediately after a match expression")
	c.enter("[1,")
	if !c.Unfinished() || c.Prompt() != "...(5) 00:00:00> " {
		t.Errorf("prompt %q", c.Prompt())
	}
	c.shows("#iex:break", "incomplete expression")
	if c.Unfinished() {
		t.Error("the form goes on after #iex:break")
	}
}

// In a live world a storm is told of while it goes on, in few lines.
func TestLiveStorm(t *testing.T) {
	c := newConsole(t, Config{})
	c.here.Store(newPlace(elixir.NewWorld(elixir.Options{}), c.cfg))
	c.enter("Supervisor.start_link([{Demo.Counter, name: :flaky}], strategy: :one_for_one, max_restarts: 1000, name: :sup)")
	c.out.Reset()
	const kills = 60
	go c.Line(fmt.Sprintf(`for _ <- 1..%d do
	  pid = Enum.find_value(Stream.repeatedly(fn -> Process.whereis(:flaky) end), & &1)
	  GenServer.call(pid, :get) # it is there whole: an end before that is a failed start
	  ref = Process.monitor(pid)
	  Process.exit(pid, :kill)
	  receive do {:DOWN, ^ref, _, _, _} -> Process.sleep(5) end
	end`, kills), func(Effect) {})
	told, lines := 0, 0
	for deadline := time.Now().Add(30 * time.Second); told < kills && time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		for _, e := range c.Notices() {
			text := e.(Print).Text
			n := 1
			if _, after, ok := strings.Cut(text, "×"); ok {
				fmt.Sscan(after, &n)
			}
			told, lines = told+n, lines+1
		}
	}
	if told != kills || lines > 10 {
		t.Errorf("%d restarts told in %d lines, want %d in a few", told, lines, kills)
	}
}
