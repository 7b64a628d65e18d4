package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// binary builds the program under test once.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "otpsh-test")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "otpsh")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		os.Stderr.Write(out)
	}
	return path, err
})

func program(t *testing.T) string {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// runProgram runs it to its end, with a deadline.
func runProgram(t *testing.T, stdin string, args ...string) (out string, code int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, program(t), args...)
	cmd.Stdin = strings.NewReader(stdin)
	cmd.Env = append(os.Environ(), "NO_COLOR=1", "TERM=dumb", "HOME="+t.TempDir())
	b, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		t.Fatalf("no end within a minute; it printed:\n%s", b)
	}
	if exit, ok := err.(*exec.ExitError); ok {
		code = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	return string(b), code
}

func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		args []string
		code int
		has  string
	}{
		{[]string{"-e", "IO.puts 1"}, 0, "1\n"},
		{[]string{"-e", `raise "oops"`}, 1, "** (RuntimeError) oops"},
		{[]string{"-e", "exit({:shutdown, 3})"}, 3, ""},
		{[]string{"-e", "System.halt(4)"}, 4, ""},
		{[]string{"-e", "1 +"}, 1, "** (TokenMissingError)"},
		{[]string{"no-such-file.exs"}, 1, "no file named"},
		{[]string{"--nonsense"}, 1, "unknown option"},
		{[]string{"--limit", "heap=64M", "-e", "IO.inspect :otpsh.limits()[:heap]"}, 0, "67108864\n"},
		{[]string{"--sandbox", "-e", "IO.inspect 1 + 1"}, 0, "2\n"},
		{[]string{"--limit", "parse=20", "-e", `{:error, _} = Code.string_to_quoted("((((((((((((((((((((((1))))))))))))))))))))))")`}, 0, ""},
		{[]string{"--limit", "parse=20", "-e", strings.Repeat("[", 30) + strings.Repeat("]", 30)}, 1, "too deeply nested"},
		{[]string{"--limit", "expansion=100", "-e", "defmodule M do\ndefmacro m, do: quote(do: M.m())\nend\ndefmodule N do\nrequire M\ndef f, do: M.m()\nend"}, 1, "code is nested too deeply (more than 100 levels)"},
		{[]string{"--limit", "heap=x"}, 1, "takes NAME=NUMBER"},
		{[]string{"--limit", "hats=3"}, 1, "there is no limit named"},
		{[]string{"version"}, 0, "Elixir 1.18.4"},
		{[]string{"help"}, 0, ".spawn"},
		{[]string{"-e", "IO.inspect System.argv()", "a", "b"}, 0, `["a", "b"]`},
	} {
		out, code := runProgram(t, "", c.args...)
		if code != c.code || !strings.Contains(out, c.has) {
			t.Errorf("otpsh %q: exit %d, want %d; it printed\n%s", c.args, code, c.code, out)
		}
	}
}

// A start with compiled modules in the cache prints what one without prints,
// and what is damaged there does no harm.
func TestTheCacheChangesNothing(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	eval := func() string {
		t.Helper()
		out, code := runProgram(t, "", "-e", `defmodule C do
		  use Agent
		  def start_link(n), do: Agent.start_link(fn -> n end, name: __MODULE__)
		end
		Supervisor.start_link([{C, 3}], strategy: :one_for_one)
		IO.inspect Agent.get(C, & &1), label: "agent"
		raise "end"`)
		if code != 1 {
			t.Fatalf("exit %d", code)
		}
		return out
	}
	cold := eval()
	files, _ := filepath.Glob(filepath.Join(cache, "otpsh", "compiled-*", "*"))
	if len(files) == 0 {
		t.Skip("no cache directory is used on this system")
	}
	if warm := eval(); warm != cold {
		t.Errorf("with a cache:\n%s\nwithout:\n%s", warm, cold)
	}
	for _, f := range files {
		if err := os.WriteFile(f, []byte("damaged"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if after := eval(); after != cold {
		t.Errorf("with a damaged cache:\n%s\nwithout:\n%s", after, cold)
	}
}
