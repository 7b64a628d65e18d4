package main

import (
	"strings"
	"testing"
)

// hostile are inputs that would end a careless program, and what they give.
var hostile = map[string]struct{ input, shows string }{
	"a list nested 10 million deep": {
		`build = fn -> Enum.reduce(1..10_000_000, [], fn _, acc -> [acc] end) end
		 {one, other} = {build.(), build.()}
		 IO.puts("same: #{one == other}, #{inspect(one, limit: 3)}")`,
		"same: true, [[[[...]]]]\n",
	},
	"a list nested 10 million deep as a result": {
		"Enum.reduce(1..10_000_000, [], fn _, acc -> [acc] end)",
		"[...]\n",
	},
	"recursion without end in a process": {
		`defmodule R do
		   def f(n), do: 1 + f(n + 1)
		 end
		 {pid, ref} = spawn_monitor(fn -> R.f(0) end)
		 receive do {:DOWN, ^ref, _, ^pid, {reason, _}} -> reason end`,
		":system_limit\n",
	},
	"recursion without end in the shell": {
		`defmodule R do
		   def f(n), do: 1 + f(n + 1)
		 end
		 R.f(0)`,
		"** (SystemLimitError) a system limit has been reached\n",
	},
	"an endless loop in a process": {
		`defmodule L do
		   def f, do: f()
		 end
		 {pid, ref} = spawn_monitor(fn -> L.f() end)
		 true = Process.alive?(pid)
		 Process.exit(pid, :kill)
		 receive do {:DOWN, ^ref, _, _, reason} -> {:ended, reason} end`,
		"{:ended, :killed}\n",
	},
	"a call to itself": {
		`defmodule S do
		   use GenServer
		   def init(x), do: {:ok, x}
		   def handle_call(:me, _, s), do: {:reply, GenServer.call(self(), :me), s}
		 end
		 {:ok, p} = GenServer.start(S, 0)
		 GenServer.call(p, :me)`,
		"** (EXIT) process attempted to call itself\n",
	},
	"an error":         {`raise "no"`, "** (RuntimeError) no\n"},
	"a syntax error":   {`)`, "unexpected token: )"},
	"a throw":          {`throw :ball`, "** (throw) :ball\n"},
	"an exit":          {`exit(:normal)`, "** (exit) normal\n"},
	"a linked crash":   {`spawn_link(fn -> exit(:boom) end); Process.sleep(:infinity)`, "shell process exited with reason: :boom\n"},
	"a kill of itself": {`Process.exit(self(), :kill)`, "shell process exited with reason: killed\n"},
}

// Each ends as on real Elixir or at a limit with a name, and after each the
// shell answers, with its bindings.
func TestHostileInputs(t *testing.T) {
	for name, c := range hostile {
		t.Run(name, func(t *testing.T) {
			if testing.Short() && strings.Contains(c.input, "10_000_000") {
				t.Skip("takes gigabytes")
			}
			out, code := runProgram(t, "kept = 41\n"+c.input+"\nIO.puts(\"still \" <> Integer.to_string(kept + 1))\n")
			_, after, _ := strings.Cut(out, c.shows)
			if code != 0 || !strings.Contains(after, "still 42\n") {
				t.Errorf("exit %d, want 0, %q, then that the shell answers\n%.3000s", code, c.shows, out)
			}
		})
	}
}
