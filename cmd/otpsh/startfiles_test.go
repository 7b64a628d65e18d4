package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestStartFiles: .iex.exs of the directory, else of the home directory, then
// .otpsh.exs; what they bind and import lasts, and an error in one does not keep
// the session from starting.
func TestStartFiles(t *testing.T) {
	near, home := t.TempDir(), t.TempDir()
	write := func(dir, name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	session := func(input string, args ...string) string {
		t.Helper()
		ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
		defer cancel()
		cmd := exec.CommandContext(ctx, program(t), args...)
		cmd.Dir, cmd.Stdin = near, strings.NewReader(input)
		cmd.Env = append(os.Environ(), "NO_COLOR=1", "TERM=dumb", "HOME="+home, "IEX_HOME=", "OTPSH_HOME=")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return string(out)
	}
	expect := func(out string, wanted ...string) {
		t.Helper()
		rest := out
		for _, want := range wanted {
			_, after, found := strings.Cut(rest, want)
			if !found {
				t.Errorf("no %q in its place in\n%s", want, out)
			}
			rest = after
		}
	}

	write(home, ".iex.exs", "from = :home\n")
	write(home, ".otpsh.exs", "ours = {from, :ours}\n")
	expect(session("from\nours\n"), "iex(1)> :home\n", "iex(2)> {:home, :ours}\n")

	write(near, ".iex.exs", "from = :near\nimport Enum, only: [sum: 1]\nalias String, as: S\nIO.puts(\"loaded\")\n")
	expect(session("from\nsum([1, 2])\nS.upcase(\"a\")\nours\nv(1)\n__ENV__.file\n"),
		"loaded\n", "iex(1)> :near\n", "3\n", "\"A\"\n", "{:near, :ours}\n", ":near\n", "\"iex\"\n")
	expect(session("from\nours\n", "--strict"), "type h() ENTER for help)\nloaded\niex(1)> :near\niex(2)> ", "undefined variable \"ours\"")

	// A new evaluator begins like the first; bindings that are kept stay as they are.
	expect(session("from = 1\nrespawn()\nfrom\n", "--strict"), "loaded\n", "iex(2)> ", "loaded\n", "iex(3)> :near\n")
	expect(session("from = 1\nrespawn()\nfrom\n"), "loaded\n", "loaded\n", ":near\n")
	if out := session("from = 1\nProcess.exit(self(), :oops)\nfrom\n"); strings.Count(out, "loaded") != 1 || !strings.Contains(out, "> 1\n") {
		t.Errorf("an evaluator whose bindings are kept evaluated the files again:\n%s", out)
	}

	write(near, "other.exs", "from = :other\n")
	expect(session("from\n", "--dot-iex", "other.exs"), "iex(1)> :other\n")
	expect(session("from\n", "--strict", "--dot-iex", ""), "undefined variable \"from\"")
	expect(session("from\n", "--strict", "--dot-iex", "nowhere.exs"), "undefined variable \"from\"")

	// Errors are shown with their place, and the session starts.
	for text, want := range map[string][]string{
		"x = 1\nraise \"no\"\n":       {"Error while evaluating: ", ".iex.exs\n** (RuntimeError) no\n", ".iex.exs:2: (file)\n", "iex(1)> 2\n"},
		"x = (\n":                     {"Error while evaluating: ", "** (TokenMissingError) token missing on ", ".iex.exs:1:6", "iex(1)> 2\n"},
		"exit(:stop)\n":               {"Error while evaluating: ", "** (exit) :stop\n", "iex(1)> 2\n"},
		"Process.exit(self(), :kill)": {"Error while evaluating: ", "** (EXIT from ", "killed\n", "iex(1)> 2\n"},
	} {
		write(near, ".iex.exs", text)
		expect(session("1 + 1\n", "--strict"), want...)
	}
	expect(session("1 + 1\n", "--sandbox"), "iex(1)> 2\n")
}
