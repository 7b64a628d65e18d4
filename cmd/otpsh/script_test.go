package main

import (
	"strings"
	"testing"
)

// A simulated script prints the same bytes in every run.
func TestScriptIsTheSameEveryTime(t *testing.T) {
	runs := 100
	if testing.Short() {
		runs = 5
	}
	first, code := runProgram(t, "", "../../scripts/demos/counter.otp")
	if code != 0 || !strings.Contains(first, "↻ MyApp.Counter restarted by sup: killed · #PID<0.98.0> → #PID<0.99.0>") {
		t.Fatalf("exit %d\n%s", code, first)
	}
	for i := 1; i < runs; i++ {
		if again, _ := runProgram(t, "", "../../scripts/demos/counter.otp"); again != first {
			t.Fatalf("run %d differs:\n%s\nfrom:\n%s", i, again, first)
		}
	}
}

func TestScriptStopsAtTheFirstError(t *testing.T) {
	out, code := runProgram(t, "", "testdata/fails.otp")
	if code != 1 || !strings.Contains(out, "testdata/fails.otp:2: the script stops here") || strings.Contains(out, "never") {
		t.Errorf("exit %d\n%s", code, out)
	}
}
