package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

const demo = "../../scripts/demos/counter.otp"

// A simulated script prints the same bytes in every run.
func TestScriptIsTheSameEveryTime(t *testing.T) {
	runs := 100
	if testing.Short() {
		runs = 5
	}
	first, code := runProgram(t, "", demo)
	for _, want := range []string{
		`↻ MyApp.Counter restarted by MyApp.Supervisor: killed · #PID<0\.\d+\.0> → #PID<0\.\d+\.0> · state 5 lost, now 0 · 2 more allowed in 5 s`,
		`└─ MyApp.Counter  #PID<0\.\d+\.0>  permanent  restarted 1×  mailbox 0`,
		`MyApp.Supervisor gave up: 4th restart in 5 s; it was linked to the shell`,
		`Process\.alive\?\(sup\)\nfalse\n$`,
	} {
		if code != 0 || !regexp.MustCompile(want).MatchString(first) {
			t.Fatalf("exit %d, want 0 and %q in\n%s", code, want, first)
		}
	}
	for i := 1; i < runs; i++ {
		if again, _ := runProgram(t, "", demo); again != first {
			t.Fatalf("run %d differs:\n%s\nfrom:\n%s", i, again, first)
		}
	}
}

func TestTheReadmeShowsWhatTheScriptPrints(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(readme), "## What it looks like")
	section, _, _ := strings.Cut(rest, "\n## ")
	var block strings.Builder
	for _, line := range strings.Split(section, "\n") {
		if text, ok := strings.CutPrefix(line, "    "); ok {
			block.WriteString(text + "\n")
		}
	}
	out, _ := runProgram(t, "", demo)
	if block.Len() == 0 || !strings.HasSuffix(out, block.String()) {
		t.Errorf("the README shows\n%s\nthe script prints\n%s", block.String(), out)
	}
}

// The demo is the text that the test of the terminal pastes, and some inputs.
func TestTheDemoBeginsWithThePastedText(t *testing.T) {
	script, err := os.ReadFile(demo)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(script), pasted(t)) {
		t.Error("scripts/demos/counter.otp does not hold testdata/counter.exs")
	}
}

func pasted(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("testdata/counter.exs")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestScriptStopsAtTheFirstError(t *testing.T) {
	out, code := runProgram(t, "", "testdata/fails.otp")
	if code != 1 || !strings.Contains(out, "testdata/fails.otp:2: the script stops here") || strings.Contains(out, "never") {
		t.Errorf("exit %d\n%s", code, out)
	}
}

// A program under a seed prints the same bytes in every run of the binary.
func TestASeedDecides(t *testing.T) {
	const race = `main = self(); for i <- 1..50, do: spawn(fn -> send(main, {i, make_ref(), :rand.uniform(99), System.system_time()}) end);
		for _ <- 1..50, do: IO.inspect(receive do m -> m end)`
	first, code := runProgram(t, "", "--seed", "1", "-e", race)
	if code != 0 || strings.Count(first, "#Reference") != 50 {
		t.Fatalf("exit %d\n%s", code, first)
	}
	for range 3 {
		if again, _ := runProgram(t, "", "--seed", "1", "-e", race); again != first {
			t.Fatalf("another run gives\n%s\nafter\n%s", again, first)
		}
	}
	if other, _ := runProgram(t, "", "--seed", "2", "-e", race); other == first {
		t.Error("seed 2 gives what seed 1 gave")
	}
}

func TestADeadlockAndAJumpAreToldOutside(t *testing.T) {
	for _, args := range [][]string{{"--seed", "1", "-e", "Process.sleep(60_000); receive do :never -> 1 end"}, {"testdata/waits.otp"}} {
		out, code := runProgram(t, "", args...)
		if code != 1 || !strings.Contains(out, "(60 s passed at once)\n") || !strings.Contains(out, "** (deadlock) nothing can ever happen: ") {
			t.Errorf("%v: exit %d\n%s", args, code, out)
		}
	}
}
