package elixir

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"otpsh/runtime/term"
)

// This file shows that a fork is as good as a replay: two worlds that part
// become what each would have become had it been alone from the start.

// forkModule is the processes of these programs. A worker keeps what it gets,
// takes some messages out of turn, and touches whatever a fork has to copy.
const forkModule = `
defmodule ForkWorker do
  def start(name) do
    spawn(fn ->
      Process.register(self(), name)
      Process.flag(:trap_exit, true)
      :ets.new(name, [:named_table, :public, :ordered_set])
      loop(name, %{seen: 0})
    end)
  end

  def loop(name, state) do
    receive do
      {:urgent, x} ->
        Process.put(:urgent, {x, make_ref()})
        loop(name, state)

      {:row, k, v} ->
        :ets.insert(name, {k, v, self()})
        :ets.insert(:board, {{name, k}, v})
        loop(name, %{state | seen: state.seen + 1})

      {:after, ms, x} ->
        ref = Process.send_after(self(), {:row, :late, x}, ms)
        Process.put(:timer, ref)
        loop(name, state)

      :cancel ->
        left = Process.cancel_timer(Process.get(:timer, make_ref()))
        loop(name, Map.put(state, :left, left))

      {:forward, to, msg} ->
        if pid = Process.whereis(to), do: send(pid, msg)
        loop(name, state)

      {:watch, to} ->
        Process.monitor(to)
        loop(name, state)

      {:child, reason} ->
        spawn_link(fn -> exit(reason) end)
        loop(name, state)

      :count ->
        :counters.add(:persistent_term.get(:counter), 1, :rand.uniform(10))
        loop(name, state)

      :boom ->
        raise "boom"

      {:EXIT, _, reason} ->
        loop(name, Map.put(state, :exit, reason))
    after
      5_000 -> loop(name, Map.update(state, :idle, 1, &(&1 + 1)))
    end
  end
end
:ets.new(:board, [:named_table, :public])
:persistent_term.put(:counter, :counters.new(1, []))
for n <- [:a, :b, :c, :d], do: ForkWorker.start(n)
{:ok, agent} = Agent.start_link(fn -> [] end, name: :agent)
`

// forkInput is an input of a session, or, when it is a time, that much of it.
func forkInput(r *rand.Rand) any {
	name := func() string { return string(rune('a' + r.IntN(4))) }
	n := r.IntN(6)
	switch r.IntN(19) {
	case 0:
		return time.Duration(r.IntN(4000)) * time.Millisecond
	case 1:
		return fmt.Sprintf("Process.exit(Process.whereis(:%s) || self(), :normal)", name())
	case 2:
		return fmt.Sprintf("if p = Process.whereis(:%s), do: Process.exit(p, :kill)", name())
	case 3:
		return fmt.Sprintf("unless Process.whereis(:%s), do: ForkWorker.start(:%s)", name(), name())
	case 4:
		return "Agent.get_and_update(agent, fn l -> {l, [{:rand.uniform(1000), make_ref(), self()} | l]} end)"
	case 5:
		return "{:erlang.unique_integer([:monotonic]), System.monotonic_time(), :counters.get(:persistent_term.get(:counter), 1)}"
	case 6:
		return fmt.Sprintf("{:ets.whereis(:%s) != :undefined && :ets.tab2list(:%[1]s), :ets.info(:board, :memory)}", name())
	case 7:
		return fmt.Sprintf("defmodule ForkMade do def v, do: %d end; ForkMade.v()", n)
	case 8:
		return ":erlang.statistics(:reductions)"
	case 9:
		return "Process.info(self(), :messages)"
	}
	message := [...]string{"{:urgent, %d}", "{:row, %d, :x}", "{:after, %d00, :y}", ":cancel", "{:forward, :a, {:row, %d, :z}}",
		"{:watch, :b}", "{:child, %d}", ":count", ":boom", "{:other, %d}"}[r.IntN(10)]
	return fmt.Sprintf("if p = Process.whereis(:%s), do: send(p, %s)", name(), strings.ReplaceAll(message, "%d", fmt.Sprint(n)))
}

func forkInputs(r *rand.Rand, n int) []any {
	out := make([]any, n)
	for i := range out {
		out[i] = forkInput(r)
	}
	return out
}

// history is a world with its session and everything that it has shown.
type history struct {
	world   *World
	session *Session
	host    *MachineHost
	shown   bytes.Buffer
	line    int
}

func newHistory(t *testing.T, seed uint64) *history {
	host := NewMachineHost()
	host.In, host.Out, host.Err = strings.NewReader(""), io.Discard, io.Discard
	w := NewWorld(Options{Host: host, Simulated: true, Seed: seed})
	t.Cleanup(w.Stop)
	h := &history{world: w, host: host, session: w.NewSession("iex")}
	h.input(forkModule)
	return h
}

// input gives the world one input and lets it come to rest.
func (h *history) input(in any) {
	h.host.Out, h.host.Err = &h.shown, &h.shown
	switch in := in.(type) {
	case time.Duration:
		h.world.Kernel().Advance(in)
	case string:
		h.line++
		fmt.Fprintf(&h.shown, "%s\n%s", in, h.session.Eval(in, h.line).Shown)
		h.world.Kernel().Settle(0)
	}
}

func (h *history) inputs(list []any) *history {
	for _, in := range list {
		h.input(in)
	}
	return h
}

// fork is the history as it is now, to go on by itself.
func (h *history) fork(t *testing.T) *history {
	w, err := h.world.Fork()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Stop)
	f := &history{world: w, host: h.host, session: h.session.In(w), line: h.line}
	f.shown.Write(h.shown.Bytes())
	return f
}

// facts is all that can be told about the world, line by line.
func (h *history) facts() []string {
	facts := strings.Split(h.shown.String(), "\n")
	k := h.world.Kernel()
	shot := k.Snapshot()
	for _, p := range shot.Processes {
		facts = append(facts, fmt.Sprintf("%v %v %q, parent %v, %s at %s, links %v, monitors %s, monitored by %v, %d messages %s, %d reductions, %d words, trapping %t, dictionary %s",
			p.PID, p.Name, p.Label, p.Parent, p.Status, term.Dump(p.Current), p.Links, fmt.Sprint(p.Monitors), p.MonitoredBy, p.Queue,
			term.Dump(term.List(p.Messages...)), p.Reductions, p.Words, p.TrapExit, term.Dump(p.Dictionary)))
	}
	for _, timer := range shot.Timers {
		facts = append(facts, fmt.Sprintf("timer %d to %s at %v: %s", refID(timer.Ref), term.Dump(timer.Dest), timer.At, term.Dump(timer.Msg)))
	}
	facts = append(facts, fmt.Sprint("now ", shot.Time), "names "+term.Dump(k.Registered()))
	for _, e := range h.world.Trace().Recent() {
		facts = append(facts, fmt.Sprintf("event %d at %v: %v (%d, %d)", e.Seq, e.Time, e, e.Send, refID(e.Ref)))
	}
	h.input(`for t <- Enum.sort(Enum.filter(:ets.all(), &is_atom/1)), do: {t, :ets.tab2list(t), :ets.info(t)}`)
	return append(facts, strings.Split(h.shown.String(), "\n")...)
}

func refID(ref *term.Ref) uint64 {
	if ref == nil {
		return 0
	}
	return ref.ID
}

// differAt is the first place where two histories differ.
func differAt(got, want []string) string {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return fmt.Sprintf("fact %d is\n%s\nwant\n%s", i, got[i], want[i])
		}
	}
	if len(got) != len(want) {
		return fmt.Sprintf("%d facts, want %d", len(got), len(want))
	}
	return ""
}

func TestForkEqualsReplay(t *testing.T) {
	seeds := 30
	if testing.Short() {
		seeds = 4
	}
	for seed := range uint64(seeds) {
		r := rand.New(rand.NewPCG(seed, 2))
		before, one, two := forkInputs(r, 15), forkInputs(r, 15), forkInputs(r, 15)
		first := newHistory(t, seed).inputs(before)
		second := first.fork(t)
		for i := range one { // side by side, so that what they share would show
			first.input(one[i])
			second.input(two[i])
		}
		for _, pair := range []struct {
			name   string
			forked *history
			inputs []any
		}{{"original", first, one}, {"fork", second, two}} {
			replay := newHistory(t, seed).inputs(before).inputs(pair.inputs)
			if d := differAt(pair.forked.facts(), replay.facts()); d != "" {
				t.Fatalf("seed %d, the %s: %s\nbefore: %q\nafter: %q", seed, pair.name, d, before, pair.inputs)
			}
		}
	}
}

// BenchmarkFork copies a world with 1,000 processes, each of which has a
// mailbox and a timer, and 100 tables of 100 rows.
func BenchmarkFork(b *testing.B) {
	host := NewMachineHost()
	host.In, host.Out, host.Err = strings.NewReader(""), io.Discard, io.Discard
	w := NewWorld(Options{Host: host, Simulated: true})
	defer w.Stop()
	s := w.NewSession("iex")
	r := s.Eval(`for i <- 1..1000 do
  pid = spawn(fn -> receive do :stop -> i end end)
  send(pid, {:kept, i})
  Process.send_after(pid, :stop, 1_000_000 + i)
end
for i <- 1..100 do
  t = :ets.new(:"t#{i}", [:public])
  for k <- 1..100, do: :ets.insert(t, {k, k})
end
:ok`, 1)
	if r.Status != Done {
		b.Fatal(r.Shown)
	}
	w.Kernel().Settle(0)
	if n := w.Kernel().ProcessCount(); n < 1000 {
		b.Fatalf("%d processes", n)
	}
	for b.Loop() {
		if _, err := w.Fork(); err != nil {
			b.Fatal(err)
		}
	}
}
