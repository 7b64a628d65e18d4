package elixir

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// idleServers starts n servers of a module that it defines, and leaves them
// waiting for their first call.
const idleServers = `
defmodule Idle%[1]d do
  use GenServer
  def init(n), do: {:ok, n}
end
for _ <- 1..%[1]d, do: {:ok, _} = GenServer.start(Idle%[1]d, 0)
`

// idleBytes is the memory that stays allocated for a server that waits for its
// first call, on average.
func idleBytes(t testing.TB) float64 {
	host := NewMachineHost()
	host.In, host.Out, host.Err = strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{}
	w := NewWorld(Options{Host: host})
	defer w.Stop()
	dir := t.TempDir()
	held := func(n int) float64 {
		file := filepath.Join(dir, fmt.Sprintf("idle%d.exs", n))
		if err := os.WriteFile(file, fmt.Appendf(nil, idleServers, n), 0o600); err != nil {
			t.Fatal(err)
		}
		before := w.Kernel().ProcessCount()
		w.RunFile(file)
		if started := w.Kernel().ProcessCount() - before; started < n {
			t.Fatalf("%d servers instead of %d", started, n)
		}
		var s runtime.MemStats
		for range 2 { // what a finalizer holds goes with the second
			runtime.GC()
		}
		runtime.ReadMemStats(&s)
		return float64(s.HeapAlloc)
	}
	const few, many = 100, 20_000
	first := held(few) // with what the library compiles at first use
	return (held(many) - first) / many
}

// idleLimit is above what a server takes, 826 bytes, by less than a stack
// costs that is not tightened.
const idleLimit = 1000

func TestAnIdleServerIsSmall(t *testing.T) {
	if per := idleBytes(t); per > idleLimit {
		t.Errorf("an idle server takes %.0f bytes, more than %d", per, idleLimit)
	}
}

func BenchmarkIdleServer(b *testing.B) {
	for range b.N {
		b.ReportMetric(idleBytes(b), "B/server")
	}
}
