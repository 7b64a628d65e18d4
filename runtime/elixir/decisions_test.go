package elixir

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"otpsh/runtime/observe"
	"otpsh/runtime/trace"
)

// decided are the kinds by which supervisors tell what they do.
var decided = trace.Of(trace.ChildStarted, trace.ChildRestarted, trace.ChildTerminated, trace.ChildFailed, trace.ChildGaveUp, trace.AutoShutdown)

// worker is what the supervisors of these tests have as children: it is
// registered as its argument, stops as it is told, and fails to start once
// after it was told to.
const worker = `
defmodule W do
  use GenServer
  def start_link(name), do: GenServer.start_link(__MODULE__, name, name: name)
  def start_link(name, _more), do: start_link(name)

  def init(name) do
    case :persistent_term.get({:fails, name}, false) do
      true -> :persistent_term.erase({:fails, name}) && {:stop, :not_ready}
      false -> {:ok, name}
    end
  end

  def handle_cast({:stop, reason}, name), do: {:stop, reason, name}
  def spec(name, more \\ []), do: Map.merge(%{id: name, start: {W, :start_link, [name]}}, Map.new(more))

  # Ends a process and waits until whoever supervises it has dealt with that.
  def stop(name, reason) do
    ref = Process.monitor(name)
    if reason == :kill, do: Process.exit(Process.whereis(name), :kill), else: GenServer.cast(name, {:stop, reason})
    receive do {:DOWN, ^ref, _, _, _} -> Process.sleep(1) end
  end

  def fails(name), do: :persistent_term.put({:fails, name}, true)
end

Logger.configure(level: :none)
Process.flag(:trap_exit, true)
`

// decisions runs a program after worker in a simulated world, with a model of
// it, and gives what supervisors told, without their own pid: P1 is the first
// pid that is told of; the program itself is among the links of a supervisor that ends.
func decisions(t *testing.T, program string) (told []string, model *observe.Model) {
	t.Helper()
	host := NewMachineHost()
	var errs strings.Builder
	host.In, host.Out, host.Err, host.OnHalt = strings.NewReader(""), io.Discard, &errs, func(int) {}
	w := NewWorld(Options{Host: host, Simulated: true, Seed: 1})
	defer w.Stop()
	model = observe.NewModel(InspectPlain)
	model.Follow(w.Trace(), func(observe.News) {})
	var mu sync.Mutex
	pids := map[string]string{}
	w.Trace().Subscribe(decided, func(e trace.Event) {
		mu.Lock()
		defer mu.Unlock()
		line := anyPID.ReplaceAllStringFunc(InspectPlain(e.Term), func(pid string) string {
			if pids[pid] == "" && pid != trace.PIDText(e.PID) {
				pids[pid] = fmt.Sprintf("P%d", len(pids)+1)
			}
			return pids[pid]
		})
		told = append(told, strings.Replace(line, ", , ", " ", 1))
	})
	if code := w.RunFile(source(t, worker+program)); code != 0 {
		t.Fatalf("exit %d\n%s", code, errs.String())
	}
	mu.Lock()
	defer mu.Unlock()
	return slices.Clone(told), model
}

var anyPID = regexp.MustCompile(`#PID<[\d.]+>`)

func TestSupervisorsTellTheirDecisions(t *testing.T) {
	for _, c := range []struct {
		name, program string
		want          []string
	}{
		{"one_for_one", `
			{:ok, s} = Supervisor.start_link([W.spec(:a), W.spec(:b)], strategy: :one_for_one, max_restarts: 1)
			W.stop(:a, :kill)
			W.stop(:a, :boom)`,
			[]string{
				"started :a, P1, :one_for_one, :permanent, :worker, [W], 1, 5",
				"started :b, P2, :one_for_one, :permanent, :worker, [W], 1, 5",
				"started :a, P3, :one_for_one, :permanent, :worker, [W], 1, 5",
				"restarted :one_for_one, :a, P1, P3, :killed, 0, 1, 5, []",
				"gave_up :a, :boom, 1, 5, [P4, P2]",
				"terminated :b, P2, :shutdown, :shutdown",
			}},
		{"rest_for_one takes later children along", `
			children = [W.spec(:a), W.spec(:b), W.spec(:c, restart: :temporary), W.spec(:d)]
			{:ok, s} = Supervisor.start_link(children, strategy: :rest_for_one)
			W.stop(:b, :kill)`,
			[]string{
				"started :a, P1, :rest_for_one, :permanent, :worker, [W], 3, 5",
				"started :b, P2, :rest_for_one, :permanent, :worker, [W], 3, 5",
				"started :c, P3, :rest_for_one, :temporary, :worker, [W], 3, 5",
				"started :d, P4, :rest_for_one, :permanent, :worker, [W], 3, 5",
				"terminated :d, P4, :shutdown, :sibling",
				"terminated :c, P3, :shutdown, :sibling",
				"started :b, P5, :rest_for_one, :permanent, :worker, [W], 3, 5",
				"started :d, P6, :rest_for_one, :permanent, :worker, [W], 3, 5",
				"restarted :rest_for_one, :b, P2, P5, :killed, 2, 3, 5, [{:c, P3, nil}, {:d, P4, P6}]",
			}},
		{"one_for_all whose restart fails", `
			{:ok, s} = Supervisor.start_link([W.spec(:a), W.spec(:b)], strategy: :one_for_all)
			W.fails(:b)
			W.stop(:a, :kill)`,
			[]string{
				"started :a, P1, :one_for_all, :permanent, :worker, [W], 3, 5",
				"started :b, P2, :one_for_all, :permanent, :worker, [W], 3, 5",
				"terminated :b, P2, :shutdown, :sibling",
				"started :a, P3, :one_for_all, :permanent, :worker, [W], 3, 5",
				"failed :b, :not_ready",
				"restarted :one_for_all, :a, P1, P3, :killed, 2, 3, 5, [{:b, P2, {:restarting, :undefined}}]",
				"terminated :a, P3, :shutdown, :sibling",
				"started :a, P4, :one_for_all, :permanent, :worker, [W], 3, 5",
				"started :b, P5, :one_for_all, :permanent, :worker, [W], 3, 5",
				"restarted :one_for_all, :b, :undefined, P5, :try_again, 1, 3, 5, [{:a, P3, P4}]",
			}},
		{"ends that nobody mends", `
			{:ok, s} = Supervisor.start_link([W.spec(:a, restart: :temporary), W.spec(:b, restart: :transient)], strategy: :one_for_one)
			W.stop(:a, :kill)
			W.stop(:b, :normal)`,
			[]string{
				"started :a, P1, :one_for_one, :temporary, :worker, [W], 3, 5",
				"started :b, P2, :one_for_one, :transient, :worker, [W], 3, 5",
				"terminated :a, P1, :killed, :exited",
				"terminated :b, P2, :normal, :exited",
			}},
		{"on request", `
			{:ok, s} = Supervisor.start_link([W.spec(:a)], strategy: :one_for_one)
			:ok = Supervisor.terminate_child(s, :a)
			{:ok, _} = Supervisor.restart_child(s, :a)
			W.fails(:b)
			{:error, _} = Supervisor.start_child(s, W.spec(:b))
			:ok = Supervisor.stop(s)`,
			[]string{
				"started :a, P1, :one_for_one, :permanent, :worker, [W], 3, 5",
				"terminated :a, P1, :shutdown, :requested",
				"started :a, P2, :one_for_one, :permanent, :worker, [W], 3, 5",
				"terminated :a, P2, :shutdown, :shutdown",
			}},
		{"a start that fails takes back what was started", `
			W.fails(:b)
			{:error, _} = Supervisor.start_link([W.spec(:a), W.spec(:b)], strategy: :one_for_one)`,
			[]string{
				"started :a, P1, :one_for_one, :permanent, :worker, [W], 3, 5",
				"failed :b, :not_ready",
				"terminated :a, P1, :shutdown, :start_failed",
			}},
		{"auto_shutdown", `
			children = [W.spec(:a), W.spec(:b, restart: :transient, significant: true)]
			{:ok, s} = Supervisor.start_link(children, strategy: :one_for_one, auto_shutdown: :any_significant)
			W.stop(:b, :normal)`,
			[]string{
				"started :a, P1, :one_for_one, :permanent, :worker, [W], 3, 5",
				"started :b, P2, :one_for_one, :transient, :worker, [W], 3, 5",
				"terminated :b, P2, :normal, :exited",
				"auto_shutdown :b, :normal, :any_significant, [P3, P1]",
				"terminated :a, P1, :shutdown, :shutdown",
			}},
		{"DynamicSupervisor", `
			{:ok, s} = DynamicSupervisor.start_link(strategy: :one_for_one, max_restarts: 2)
			{:ok, _} = DynamicSupervisor.start_child(s, W.spec(:a))
			{:ok, b} = DynamicSupervisor.start_child(s, W.spec(:b, restart: :temporary))
			W.fails(:c)
			{:error, _} = DynamicSupervisor.start_child(s, W.spec(:c))
			W.stop(:a, :kill)
			:ok = DynamicSupervisor.terminate_child(s, b)
			W.fails(:a)
			W.stop(:a, :boom)`,
			[]string{
				"started :undefined, P1, :one_for_one, :permanent, :worker, [W], 2, 5",
				"started :undefined, P2, :one_for_one, :temporary, :worker, [W], 2, 5",
				"failed :undefined, :not_ready",
				"restarted :one_for_one, :undefined, P1, P3, :killed, 1, 2, 5, []",
				"terminated :undefined, P2, :shutdown, :requested",
				"failed :undefined, :not_ready",
				"gave_up :undefined, :try_again, 2, 5, [P4]",
			}},
		{"simple_one_for_one", `
			defmodule Simple do
				def init(_), do: {:ok, {%{strategy: :simple_one_for_one, intensity: 2}, [%{id: W, start: {W, :start_link, []}}]}}
			end
			{:ok, s} = :supervisor.start_link(Simple, [])
			{:ok, _} = :supervisor.start_child(s, [:a])
			{:ok, b} = :supervisor.start_child(s, [:b])
			W.stop(:a, :kill)
			:ok = :supervisor.terminate_child(s, b)
			GenServer.stop(s)`,
			[]string{
				"started :undefined, P1, :simple_one_for_one, :permanent, :worker, [W], 2, 5",
				"started :undefined, P2, :simple_one_for_one, :permanent, :worker, [W], 2, 5",
				"started :undefined, P3, :simple_one_for_one, :permanent, :worker, [W], 2, 5",
				"restarted :simple_one_for_one, :undefined, P1, P3, :killed, 1, 2, 5, []",
				"terminated :undefined, P2, :shutdown, :requested",
				"terminated :undefined, P3, :shutdown, :shutdown",
			}},
		{"PartitionSupervisor", `
			names = fn _, i -> [Enum.at([:a, :b], i)] end
			{:ok, _} = PartitionSupervisor.start_link(child_spec: W.spec(:any), name: Parts, partitions: 2, with_arguments: names)
			W.stop(:b, :kill)
			2 = PartitionSupervisor.resize!(Parts, 1)
			PartitionSupervisor.stop(Parts)`,
			[]string{
				"started 0, P1, :one_for_one, :permanent, :worker, [W], 3, 5",
				"started 1, P2, :one_for_one, :permanent, :worker, [W], 3, 5",
				"started 1, P3, :one_for_one, :permanent, :worker, [W], 3, 5",
				"restarted :one_for_one, 1, P2, P3, :killed, 2, 3, 5, []",
				"terminated 1, P3, :shutdown, :requested",
				"terminated 0, P1, :shutdown, :shutdown",
			}},
		{"Task.Supervisor", `
			{:ok, s} = Task.Supervisor.start_link()
			{:ok, _} = Task.Supervisor.start_child(s, fn -> :ok end)
			Process.sleep(1)
			{:ok, b} = Task.Supervisor.start_child(s, fn -> Process.sleep(:infinity) end)
			:ok = Task.Supervisor.terminate_child(s, b)`,
			[]string{
				"started :undefined, P1, :one_for_one, :temporary, :worker, [Task.Supervised], 3, 5",
				"terminated :undefined, P1, :normal, :exited",
				"started :undefined, P2, :one_for_one, :temporary, :worker, [Task.Supervised], 3, 5",
				"terminated :undefined, P2, :shutdown, :requested",
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			told, _ := decisions(t, c.program)
			for i, line := range told {
				told[i] = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(line, "{:"), "child_"), "}")
			}
			if !slices.Equal(told, c.want) {
				t.Errorf("told\n\t%s\nwant\n\t%s", strings.Join(told, "\n\t"), strings.Join(c.want, "\n\t"))
			}
		})
	}
}

// What a model makes of it: each child once, under its present pid.
func TestAModelFollowsDecisions(t *testing.T) {
	_, model := decisions(t, `
		defmodule Simple do
			def init(_), do: {:ok, {%{strategy: :simple_one_for_one}, [%{id: W, start: {W, :start_link, []}}]}}
		end
		{:ok, s} = :supervisor.start_link(Simple, [])
		for name <- [:a, :b], do: {:ok, _} = :supervisor.start_child(s, [name])
		{:ok, d} = DynamicSupervisor.start_link(strategy: :one_for_one)
		for name <- [:c, :d, :e], do: {:ok, _} = DynamicSupervisor.start_child(d, W.spec(name))
		{:ok, _} = Supervisor.start_link([W.spec(:f), W.spec(:g, restart: :transient), W.spec(:h, restart: :temporary)], strategy: :one_for_all)
		for name <- [:a, :c], do: W.stop(name, :kill)
		:ok = DynamicSupervisor.terminate_child(d, Process.whereis(:e))
		W.fails(:g)
		W.stop(:f, :kill)
		W.stop(:g, :normal)`)
	var got []string
	for _, s := range model.Supervisors() {
		for _, c := range s.Children {
			last := ""
			if n := len(c.History); n > 0 {
				last = fmt.Sprintf(" last %s, %d left, with %d", InspectPlain(c.History[n-1].Reason), c.History[n-1].Left, len(c.History[n-1].Siblings))
			}
			got = append(got, fmt.Sprintf("%s %s runs %t ended %s %s restarts %d%s", s.Strategy, c.ID, c.PID != 0, InspectPlain(c.Ended), c.Why, c.Restarts, last))
		}
	}
	want := []string{
		"simple_one_for_one :undefined runs true ended :killed  restarts 1 last :killed, 0 left, with 0",
		"simple_one_for_one :undefined runs true ended   restarts 0",
		"one_for_one :undefined runs true ended :killed  restarts 1 last :killed, 2 left, with 0",
		"one_for_one :undefined runs true ended   restarts 0",
		"one_for_all :f runs true ended :shutdown  restarts 1 last :killed, 2 left, with 2",
		"one_for_all :g runs false ended :normal exited restarts 1 last :shutdown, 1 left, with 1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}
