package elixir

import (
	"runtime"
	"testing"
	"time"
)

// An evaluator that is killed while it evaluates leaves nothing behind: the
// coroutine in which its code was compiled ends with it.
func TestKilledEvaluatorsLeaveNothing(t *testing.T) {
	w := NewWorld(Options{})
	t.Cleanup(w.Stop)
	s := w.NewSession("iex")
	s.Eval("x = 1\n", 1)
	const kills, most = 100, 20
	before := runtime.NumGoroutine()
	for range kills {
		if r := s.Eval("Process.exit(self(), :kill)\n", 1); r.Status != Died {
			t.Fatalf("the evaluator did not die: %+v", r)
		}
	}
	left := 0
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		runtime.GC()
		if left = runtime.NumGoroutine() - before; left < most {
			return
		}
	}
	t.Errorf("%d goroutines are left of %d evaluators", left, kills)
}
