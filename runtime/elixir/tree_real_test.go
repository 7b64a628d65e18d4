package elixir

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

// TestSupervisionInARealStorm judges a real Elixir by the model: whether the
// model says what OTP does. It runs where $ELIXIR is the path of one.
func TestSupervisionInARealStorm(t *testing.T) {
	elixir := os.Getenv("ELIXIR")
	if elixir == "" {
		t.Skip("$ELIXIR is not the path of an elixir")
	}
	record, err := os.ReadFile("testdata/supervision/record.exs")
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(10) {
		root, program := stormProgram(t, seed, 30)
		// Reports of supervisors are what tells that one gave up.
		program = strings.Replace(program, "Logger.configure(level: :none)", "", 1)
		events := filepath.Join(t.TempDir(), "events")
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		cmd := exec.CommandContext(ctx, elixir, source(t, string(record)+program+"\nRecorder.finish(tracer)\n"))
		cmd.Env = append(os.Environ(), "EVENTS="+events)
		out, err := cmd.CombinedOutput()
		cancel()
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, out)
		}
		text, err := os.ReadFile(events)
		if err != nil {
			t.Fatal(err)
		}
		m := judge(root, realEvents(string(text)), true)
		for _, wrong := range m.wrong {
			t.Errorf("seed %d: %s", seed, wrong)
		}
		t.Log(m.seen)
	}
}

// realEvents reads what record.exs wrote.
func realEvents(text string) []trace.Event {
	var events []trace.Event
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		var at time.Duration
		fmt.Sscan(words[0], &at)
		pid, _ := realWord(words[1]).(term.PID)
		e := trace.Event{Seq: uint64(len(events) + 1), Time: at, PID: pid, Kind: trace.Mark, Name: term.Intern("storm")}
		what := []term.Term{term.Intern(words[2])}
		var rows []term.Term
		for _, word := range words[3:] {
			if key, value, ok := strings.Cut(word, "="); ok {
				rows = append(rows, term.Tuple2(realWord(key), realWord(value)))
			} else {
				what = append(what, realWord(word))
			}
		}
		switch words[2] {
		case "exit":
			e.Kind, e.Term = trace.Exited, what[1]
		case "gave_up":
			e.Kind = trace.ChildGaveUp
		default:
			if words[2] == "rest" || words[2] == "children" {
				what = append(what, term.List(rows...))
			}
			e.Term = term.Tuple2(e.Name, term.NewTuple(what...))
		}
		events = append(events, e)
	}
	return events
}

// realWord is a pid, {shutdown}, or an atom.
func realWord(word string) term.Term {
	var node, number, serial int
	if n, _ := fmt.Sscanf(word, "<%d.%d.%d>", &node, &number, &serial); n == 3 {
		return term.PID(number + serial<<28)
	}
	if word == "{shutdown}" {
		return term.Tuple2(term.Intern("shutdown"), term.Intern("asked"))
	}
	return term.Intern(word)
}
