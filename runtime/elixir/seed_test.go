package elixir

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// race is 50 processes that race, with everything that could come from the
// machine: names, references, unique integers, random numbers, clocks.
const race = `
collector = self()

for i <- 1..50 do
  spawn(fn ->
    Process.register(self(), :"p#{i}")

    for j <- 1..3 do
      if :rand.uniform(3) == 1 do
        spawn(fn -> send(collector, {:child, i, j, self()}) end)
      else
        send(collector, {:none, i, j})
      end

      unique = {make_ref(), :erlang.unique_integer([:positive]), :erlang.unique_integer([:monotonic])}
      send(collector, {self(), i, j, unique, :rand.uniform(1000), System.system_time(), System.monotonic_time()})
    end
  end)
end

for _ <- 1..300 do
  receive do
    message -> IO.inspect(message)
  end
end

IO.inspect({:crypto.strong_rand_bytes(9), Enum.shuffle(1..20), DateTime.utc_now(), NaiveDateTime.local_now(), :os.timestamp()})
IO.inspect(Process.list() |> length())
`

// simulate runs a program under a seed and gives its standard output, its
// standard error and its exit code.
func simulate(t *testing.T, program string, o Options) (out, errs string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	host := NewMachineHost()
	host.In, host.Out, host.Err = strings.NewReader(""), &stdout, &stderr
	host.OnHalt = func(int) {} // the program waits for ever then
	o.Host, o.Simulated = host, true
	w := NewWorld(o)
	w.OnJump(func(j Jump) { stderr.WriteString(j.String() + "\n") })
	done := make(chan int, 1)
	go func() { done <- w.RunFile(program) }()
	select {
	case code = <-done:
	case <-time.After(time.Minute):
		t.Fatal("no end within a minute")
	}
	w.Stop()
	return stdout.String(), stderr.String(), code
}

func source(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "program.exs")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestASeedDecidesEverything(t *testing.T) {
	runs := 100
	if testing.Short() {
		runs = 10
	}
	program := source(t, race)
	first, errs, code := simulate(t, program, Options{Seed: 1})
	if code != 0 || strings.Count(first, "\n") < 300 {
		t.Fatalf("exit %d, output %q, errors %q", code, first, errs)
	}
	for i := 1; i < runs; i++ {
		if again, _, _ := simulate(t, program, Options{Seed: 1}); again != first {
			t.Fatalf("run %d differs from the first:\n%s\nfrom\n%s", i+1, again, first)
		}
	}
	outputs := map[string]bool{}
	for seed := range uint64(50) {
		out, _, _ := simulate(t, program, Options{Seed: seed + 1})
		outputs[out] = true
	}
	if len(outputs) < 20 {
		t.Errorf("50 seeds gave %d outputs", len(outputs))
	}
}

// The order in which messages come differs too, not only the numbers in them.
func TestSeedsGiveOtherOrders(t *testing.T) {
	program := source(t, `
main = self()
for i <- 1..50, do: spawn(fn -> send(main, i) end)
IO.inspect(for _ <- 1..50, do: (receive do i -> i end))
`)
	orders := map[string]bool{}
	for seed := range uint64(50) {
		out, _, _ := simulate(t, program, Options{Seed: seed + 1})
		orders[out] = true
	}
	if len(orders) < 20 {
		t.Errorf("50 seeds gave %d orders", len(orders))
	}
}

// Programs of servers, supervisors, tasks and tables run in virtual time as
// they were recorded, and twice the same with all that they log.
func TestProgramsRunInASimulatedWorld(t *testing.T) {
	corpus, err := filepath.Abs("../../scripts/conformance")
	if err != nil {
		t.Fatal(err)
	}
	failing, err := os.ReadFile(filepath.Join(corpus, "failing.txt"))
	if err != nil {
		t.Fatal(err)
	}
	programs, err := filepath.Glob(filepath.Join(corpus, "otp/*.exs"))
	if err != nil || len(programs) < 50 {
		t.Fatalf("%d programs: %v", len(programs), err)
	}
	for i, program := range programs {
		name := strings.TrimSuffix(filepath.Base(program), ".exs")
		if testing.Short() && i%5 != 0 || strings.Contains(string(failing), "otp/"+name+"\n") {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			want, err := os.ReadFile(strings.TrimSuffix(program, ".exs") + ".out")
			if err != nil {
				t.Fatal(err)
			}
			out, errs, code := simulate(t, program, Options{Seed: 3})
			if out != string(want) {
				t.Errorf("it printed\n%s\nwant\n%s", out, want)
			}
			if out2, errs2, code2 := simulate(t, program, Options{Seed: 3}); out2 != out || errs2 != errs || code2 != code {
				t.Errorf("exit %d\n%s\n%s\nand then exit %d\n%s\n%s", code, out, errs, code2, out2, errs2)
			}
		})
	}
}

const circle = `
defmodule Peer do
  use GenServer
  def init(timeout), do: {:ok, timeout}
  def handle_call({:ask, other}, _, timeout), do: {:reply, GenServer.call(other, {:ask, :nobody}, timeout), timeout}
  def handle_cast({:ask, other}, timeout), do: {:noreply, GenServer.call(other, {:ask, Worker.A}, timeout)}
end

spawn(fn -> receive do :never -> :ok end end)
timeout = TIMEOUT
{:ok, _} = GenServer.start(Peer, timeout, name: Worker.A)
{:ok, _} = GenServer.start(Peer, timeout, name: :b)
GenServer.cast(Worker.A, {:ask, :b})
GenServer.call(:b, {:ask, Worker.A}, timeout)
`

func TestDeadlockIsToldByName(t *testing.T) {
	for _, seed := range []uint64{0, 1, 2, 3} {
		_, errs, code := simulate(t, source(t, strings.Replace(circle, "TIMEOUT", ":infinity", 1)), Options{Seed: seed})
		if code != 1 || !strings.HasPrefix(errs, "** (deadlock) nothing can ever happen: main waits for b, b waits for Worker.A, Worker.A waits for b\n") ||
			strings.Contains(errs, "user") || strings.Contains(errs, "standard_error") {
			t.Errorf("seed %d: exit %d\n%s", seed, code, errs)
		}
		_, errs, code = simulate(t, source(t, strings.Replace(circle, "TIMEOUT", "5000", 1)), Options{Seed: seed})
		told, _, _ := strings.Cut(errs, "\n(5 s passed at once)\n")
		if code != 1 || !strings.HasPrefix(told, "deadlock until a timeout: ") || !strings.HasSuffix(told, "Worker.A waits for b, b waits for Worker.A") {
			t.Errorf("seed %d, with a timeout: exit %d\n%s", seed, code, errs)
		}
	}
}

func TestWhoWaitsForAMessage(t *testing.T) {
	_, errs, code := simulate(t, source(t, "receive do :never -> :ok end"), Options{Seed: 1})
	if want := "** (deadlock) nothing can ever happen: main waits for a message\n"; code != 1 || errs != want {
		t.Errorf("exit %d, %q, want %q", code, errs, want)
	}
}

func TestAJumpIsTold(t *testing.T) {
	_, errs, code := simulate(t, source(t, "Process.sleep(999); Process.sleep(60_000); Process.sleep(1_500)"), Options{Seed: 1})
	if want := "(60 s passed at once)\n(1.5 s passed at once)\n"; code != 0 || errs != want {
		t.Errorf("exit %d, %q, want %q", code, errs, want)
	}
}
