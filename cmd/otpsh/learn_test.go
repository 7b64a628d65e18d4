package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A learner goes wrong twice, reads what is missing, takes hints, begins the step
// again, leaves in the middle of the lesson and goes on the next day.
func TestALearnerInATerminal(t *testing.T) {
	s := openShell(t)
	s.line("kept = 7")
	s.waitEnd("iex(2)>")
	s.line(".learn genserver")
	s.wait("your session waits; .leave returns to it", "GenServer, a process with a job", "Step 1 of 10: A counter", "defmodule MyApp.Counter do",
		"iex> {:ok, pid} = MyApp.Counter.start_link(40)", "press Enter and it is typed for you")
	s.waitEnd("iex(1) 00:00:00>")
	s.key("Enter")
	s.wait("iex> MyApp.Counter.increment()")
	s.line("MyApp.Counter.increment()") // typed, not taken
	s.wait("iex> MyApp.Counter.get_count()")
	s.key("Enter")
	s.wait("\n41\n", "Enter goes on to the next step")
	s.key("Enter")
	s.wait("Step 2 of 10: Bring it to 100", "Bring the counter to exactly 100.")

	// Twice wrong.
	s.line("MyApp.Counter.get_count() + 59")
	s.wait("○ the counter has not moved yet")
	s.line("MyApp.Counter.increment_by(60)")
	s.wait("○ it has moved, and stands at something else than 100")
	s.line(".hint")
	s.wait("Hint: The upper half of the module")
	s.line(".hint")
	s.wait("Hint: 100 is 59 more than 41.")
	s.line(".hint")
	s.wait("there are no more hints")
	s.line(".reset")
	s.until("the step again", func(shown string) bool { return strings.Count(shown, "Step 2 of 10: Bring it to 100") == 2 })
	s.line("MyApp.Counter.increment_by(59)")
	s.wait("✓ Done.")

	// Out of the lesson, and back into it.
	s.key("Enter")
	s.wait("Step 3 of 10: Who runs what", "answer with a letter")
	s.line(".leave")
	s.wait("back in your session")
	s.line("kept + 35")
	s.wait("\n42\n")
	s.key("C-d")
	s.waitEnd("$")
	s.line("clear; " + program(t) + " learn genserver")
	s.wait("Step 3 of 10: Who runs what", "answer with a letter")
	s.line(".learn 2 2")
	s.until("the second step", func(shown string) bool {
		_, now, _ := strings.Cut(shown, ".learn 2 2")
		return strings.Contains(now, "Bring the counter to exactly 100.") && strings.HasSuffix(strings.TrimSpace(now), "iex(1) 00:00:00>")
	})
	if _, now, _ := strings.Cut(s.text(), ".learn 2 2"); strings.Contains(now, "○") {
		t.Errorf("what the lesson did itself was judged:\n%s", now)
	}
	s.line(".next")
	s.wait("the task is not solved yet; .skip goes on all the same")
	s.line(".skip")
	s.until("the third step", func(shown string) bool {
		_, now, _ := strings.Cut(shown, ".skip goes on all the same")
		return strings.Contains(now, "answer with a letter")
	})
	s.line("b")
	s.wait("✓ Right.", "** (EXIT")
	s.line("state = :sys.get_state(MyApp.Counter)")
	s.wait("\n100\n") // the step before was solved for the one who comes back
	s.line(".learn list")
	s.wait("step 3 of 10", "A process and a message")
}

// A learner writes a module in an editor; saving it is an attempt.
func TestALearnerEditsAModule(t *testing.T) {
	s := openScreen(t)
	editor := s.script("editor", `cp "$HOME/door.ex" "$1"`)
	door := func(clause string) {
		t.Helper()
		text := "defmodule Door do\n  use GenServer\n  def start_link(_), do: GenServer.start_link(__MODULE__, :closed, name: __MODULE__)\n" +
			"  def open, do: GenServer.call(__MODULE__, :open)\n  def init(state), do: {:ok, state}\n  " + clause + "\nend\n"
		if err := os.WriteFile(filepath.Join(s.home, "door.ex"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.line("export EDITOR=" + editor + "; " + program(t) + " learn 2")
	s.wait("Step 1 of 10")
	for step := range 5 {
		s.line(".skip")
		s.wait([]string{"Step 2 of 10", "Step 3 of 10", "Step 4 of 10", "Step 5 of 10", "Step 6 of 10"}[step])
	}
	s.wait("yours to finish: .edit door")
	door("def handle_call(:open, _from state), do: {:reply, :ok, :open}")
	s.line(".edit door")
	s.wait("cannot find or invoke local _from/1", "lib/door.ex:6")
	door("def handle_call(:open, _from, state), do: {:reply, :ok, state}")
	s.line(".edit door")
	s.wait("○ no door runs")
	s.line("Door.start_link([]); Door.open()")
	s.wait("○ the door was asked to open, and is not :open")
	door("def handle_call(:open, _from, _state), do: {:reply, :ok, :open}")
	s.line(".edit door")
	s.wait("○ the door was asked to open, and is not :open")
	s.line("Door.open()")
	s.wait("✓ Done.")
	s.line(".leave")
	s.wait("back in your session")
	s.key("C-d")
	s.waitEnd("$")
	s.line("clear; " + program(t))
	s.wait("Welcome back  .learn  GenServer, a process with a job, step 6 of 10")
	kept, err := os.ReadFile(filepath.Join(s.home, "otpsh", "progress.json"))
	if err != nil || !strings.Contains(string(kept), "{:reply, :ok, :open}") {
		t.Errorf("what the learner wrote is not kept: %v\n%s", err, kept)
	}
}
