package elixir

import (
	"testing"
	"time"
)

// The processes of the system sleep until they are sent a message, and are
// then what their names say; a fork has them as they are, asleep or not.
func TestProcessesOfTheSystem(t *testing.T) {
	w := NewWorld(Options{Simulated: true, Seed: 1})
	defer w.Stop()
	evaluate := func(w *World, s *Session, text, want string) {
		t.Helper()
		done := make(chan Result, 1)
		go func() { done <- s.Eval(text, 1) }()
		select {
		case r := <-done:
			if got := w.Inspect(r.Value); got != want {
				t.Errorf("%s is %s, not %s", text, got, want)
			}
		case <-time.After(time.Minute):
			t.Fatalf("%s: no end within a minute", text)
		}
	}
	s := w.NewSession("system")
	names := `[:application_controller, :elixir_sup, :global_name_server, :init, :kernel_sup, :user]`
	evaluate(w, s, `Enum.filter(`+names+`, & &1 in Process.registered() and Process.whereis(&1) in Process.list())`, names)
	evaluate(w, s, `Process.info(Process.whereis(:elixir_sup), :reductions)`, `{:reductions, 0}`)
	evaluate(w, s, `Supervisor.which_children(:elixir_sup)`, `[]`)
	evaluate(w, s, `elem(Process.info(Process.whereis(:elixir_sup), :reductions), 1) > 0`, `true`)
	evaluate(w, s, `Enum.sort(for {id, _, _, _} <- Supervisor.which_children(:kernel_sup), do: id)`, `[:global_name_server, :kernel_safe_sup]`)
	for _, p := range w.Snapshot() {
		if p.Name == ":init" || p.Name == ":elixir_sup" {
			t.Errorf("%s is shown among the processes of the program", p.Name)
		}
	}

	fork, err := w.Fork()
	if err != nil {
		t.Fatal(err)
	}
	defer fork.Stop()
	there := s.In(fork)
	evaluate(fork, there, `:global.register_name(:here, self())`, `:yes`)
	evaluate(fork, there, `:global.registered_names()`, `[:here]`)
	evaluate(w, s, `:global.registered_names()`, `[]`)
}
