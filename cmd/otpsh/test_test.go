package main

import (
	"strings"
	"testing"
)

func TestTests(t *testing.T) {
	const folder = "testdata/tests"
	for _, c := range []struct {
		args string
		code int
		has  []string
	}{
		{folder + " --seed 0", 2, []string{
			"Running ExUnit with seed: 0", "Excluding tags: [:slow]", "  1) test fails (FirstTest)",
			folder + "/first_test.exs:9: (test)", "4 tests, 1 failure, 1 excluded"}},
		{folder + "/deep", 0, []string{"1 test, 0 failures"}},
		{folder + "/first_test.exs:4", 0, []string{"3 tests, 0 failures, 2 excluded"}},
		{folder + " --only slow", 2, []string{"4 tests, 1 failure, 3 excluded"}},
		{folder + " --only nothing", 1, []string{"All tests have been excluded.", "--only left no test to run"}},
		{folder + " --exclude test --trace", 0, []string{"* test holds (excluded) [L#4]"}},
		{"", 1, []string{"there is no file test/**/*_test.exs"}},
		{"nowhere", 1, []string{"no file or folder named nowhere"}},
		{"--seed x", 1, []string{`--seed does not take "x"`}},
		{"--nonsense", 1, []string{"--nonsense is no option"}},
	} {
		out, code := runProgram(t, "", append([]string{"test"}, strings.Fields(c.args)...)...)
		if code != c.code {
			t.Errorf("otpsh test %s ends with %d, want %d; it printed:\n%s", c.args, code, c.code, out)
		}
		for _, want := range c.has {
			if !strings.Contains(out, want) {
				t.Errorf("otpsh test %s does not print %q but:\n%s", c.args, want, out)
			}
		}
	}
}
