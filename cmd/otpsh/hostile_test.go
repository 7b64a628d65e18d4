package main

import (
	"strings"
	"testing"
)

// After each of these the shell answers.
func TestHostileInputs(t *testing.T) {
	for name, input := range map[string]string{
		"a deep list": `deep = Enum.reduce(1..1_000_000, [], fn _, acc -> [acc] end); deep == deep; String.length(inspect(deep, limit: 5)) > 0`,
		"recursion without end in a process": `defmodule R do
def f(n), do: 1 + f(n + 1)
end
{pid, ref} = spawn_monitor(fn -> R.f(0) end)
receive do {:DOWN, ^ref, _, ^pid, r} -> elem(r, 0) end`,
		"an endless loop in a process": `defmodule L do
def f, do: f()
end
pid = spawn(fn -> L.f() end)
Process.exit(pid, :kill)`,
		"a call to itself": `defmodule S do
use GenServer
def init(x), do: {:ok, x}
def handle_call(:me, _, s), do: {:reply, GenServer.call(self(), :me), s}
end
{:ok, p} = GenServer.start(S, 0)
try do GenServer.call(p, :me) catch :exit, _ -> :caught end`,
		"an error":       `raise "no"`,
		"a syntax error": `)`,
		"a throw":        `throw :ball`,
		"an exit":        `exit(:normal)`,
		"a linked crash": `spawn_link(fn -> exit(:boom) end); Process.sleep(200)`,
	} {
		t.Run(name, func(t *testing.T) {
			out, code := runProgram(t, "kept = 41\n"+input+"\nIO.puts(\"still \" <> Integer.to_string(kept + 1))\n")
			if code != 0 || !strings.Contains(out, "still 42") {
				t.Errorf("exit %d\n%s", code, out)
			}
		})
	}
}
