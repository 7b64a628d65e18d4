package elixir

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"otpsh/runtime/kernel"
)

// performed counts what a machine is asked to do.
type performed struct {
	*MachineHost
	calls int
}

func (h *performed) ReadFile(path string) ([]byte, error) {
	h.calls++
	return h.MachineHost.ReadFile(path)
}

func (h *performed) Exec(ctx context.Context, name string, args []string, dir string, env []string, merge bool) ([]byte, int, error) {
	h.calls++
	return h.MachineHost.Exec(ctx, name, args, dir, env, merge)
}

func (h *performed) OpenFile(path string, mode kernel.OpenMode) (kernel.File, error) {
	h.calls++
	return h.MachineHost.OpenFile(path, mode)
}

func (h *performed) Remove(path string) error {
	h.calls++
	return h.MachineHost.Remove(path)
}

// touches is a program whose processes race for files, the environment,
// standard input and other programs.
const touches = `
main = self()
dir = System.fetch_env!("JOURNAL_DIR")
log = Path.join(dir, "log")

for i <- 1..5 do
  spawn(fn ->
    {:ok, read} = File.read(Path.join(dir, "data"))
    File.write!(log, "#{i} #{read}", [:append])
    {out, 0} = System.cmd("date", ["+%N"])
    send(main, {i, out, File.stat!(log).size, System.get_env("JOURNAL_#{i}")})
    System.put_env("JOURNAL_#{rem(i, 5) + 1}", out)
  end)
end

for _ <- 1..5, do: IO.inspect(receive do m -> m end)
IO.puts(File.read!(log))
IO.inspect(IO.gets("name? "))
IO.inspect(IO.gets("again? "))
for line <- File.stream!(log), do: IO.write(line)
IO.inspect({File.ls!(dir) |> Enum.sort(), File.cwd!() == dir, File.exists?(log)})
IO.inspect(File.read(Path.join(dir, "nothing")))
File.rm!(log)
IO.inspect({System.os_time(), :crypto.strong_rand_bytes(4)})
raise "the end"
`

// journalled runs a program in a world of its own, on a machine that counts.
func journalled(t *testing.T, program, input string, o Options) (w *World, shown string, calls int) {
	t.Helper()
	var out bytes.Buffer
	host := &performed{MachineHost: NewMachineHost()}
	host.In, host.Out, host.Err = strings.NewReader(input), &out, &out
	o.Host, o.Simulated, o.Seed = host, true, 7
	w = NewWorld(o)
	done := make(chan int, 1)
	go func() { done <- w.RunFile(program) }()
	select {
	case code := <-done:
		if code != 1 {
			t.Errorf("exit %d\n%s", code, out.String())
		}
	case <-time.After(time.Minute):
		t.Fatal("no end within a minute")
	}
	w.Stop()
	return w, out.String(), host.calls
}

func TestAReplayReadsTheJournal(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("JOURNAL_DIR", dir)
	for _, name := range []string{"JOURNAL_1", "JOURNAL_2", "JOURNAL_3", "JOURNAL_4", "JOURNAL_5"} {
		t.Setenv(name, "") // what the program sets is gone after the test
	}
	if err := os.WriteFile(filepath.Join(dir, "data"), []byte("first\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	program := source(t, touches)
	first, shown, calls := journalled(t, program, "Joe\n", Options{Record: true})
	if calls < 15 || !strings.Contains(shown, `"Joe\n"`) || !strings.Contains(shown, "(RuntimeError) the end") {
		t.Fatalf("%d calls\n%s", calls, shown)
	}
	// Nothing of the machine is as it was.
	os.RemoveAll(dir)
	os.Remove(program)
	os.Unsetenv("JOURNAL_DIR")
	again, replayed, calls := journalled(t, program, "", Options{Replay: first.Journal()})
	if err := again.ReplayError(); err != nil {
		t.Error(err)
	}
	if replayed != shown {
		t.Errorf("the replay shows\n%s\nthe run showed\n%s", replayed, shown)
	}
	if calls != 0 {
		t.Errorf("the replay performed %d calls", calls)
	}
	if got, want := len(again.Journal()), len(first.Journal()); got != want {
		t.Errorf("the replay read %d entries of %d", got, want)
	}
}

// A replay of another program says where it left the journal, and ends.
func TestAReplayThatDiverges(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	program := source(t, `File.write!("a", "1"); File.write!("b", "2"); raise "x"`)
	recorded, _, _ := journalled(t, program, "", Options{Record: true})
	journal := recorded.Journal()
	opened := slices.IndexFunc(journal, func(e kernel.Entry) bool { return strings.HasPrefix(e.Call, "open ") })
	if opened < 0 {
		t.Fatalf("no file was opened: %v", journal)
	}
	journal[opened].Call += " elsewhere"
	os.Remove("b")
	again, _, calls := journalled(t, program, "", Options{Replay: journal})
	if err := again.ReplayError(); err == nil || !strings.Contains(err.Error(), "where the journal has open") {
		t.Errorf("the replay says %v", err)
	}
	if _, err := os.Stat("b"); calls != 0 || err == nil {
		t.Errorf("it went on on the machine: %d calls", calls)
	}
}
