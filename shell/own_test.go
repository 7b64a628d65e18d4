package shell

import (
	"strings"
	"testing"
)

const ownModules = `defmodule Shop.Bank do
use GenServer
def start_link(x), do: GenServer.start_link(__MODULE__, x, name: __MODULE__)
def init(x), do: {:ok, x}
def handle_call(:get, _, x), do: {:reply, {:mine, x}, x}
end
defmodule Bare do
use GenServer
def init(x), do: {:ok, x}
end
defmodule Above do
use Supervisor
def init(_), do: Supervisor.init([], strategy: :one_for_one)
end
defmodule Box do
def start_link(x), do: Agent.start_link(fn -> x end)
end
defmodule Plain do
end
defmodule Other.Plain do
end
alias Shop.Bank, as: Till`

func TestSpawnOfOnesOwnModule(t *testing.T) {
	for line, code := range map[string]string{
		".spawn Bank":                          "GenServer.start(Shop.Bank, [], name: Shop.Bank)",
		".spawn Shop.Bank":                     "GenServer.start(Shop.Bank, [], name: Shop.Bank)",
		".spawn Till as t %{a: 1}":             "GenServer.start(Shop.Bank, %{a: 1}, name: :t)",
		".spawn genserver Bank as b2":          "GenServer.start(Shop.Bank, [], name: :b2)",
		".spawn Bare 5":                        "GenServer.start(Bare, 5, name: Bare)",
		".spawn Above":                         "Supervisor.start_link(Above, [], name: Above)",
		".spawn Box 5":                         "Box.start_link(5)",
		".spawn supervisor one_for_all Bank a": "Supervisor.start_link([Shop.Bank, {Demo.Counter, name: :a}], strategy: :one_for_all, name: :sup)",
		".spawn supervisor :one_for_all Bare":  "Supervisor.start_link([%{id: Bare, start: {GenServer, :start_link, [Bare, [], [name: Bare]]}}], strategy: :one_for_all, name: :sup)",
		".spawn counter as Bank":               "GenServer.start(Demo.Counter, 0, name: Bank)",
	} {
		c := newConsole(t, Config{})
		c.enter(strings.Split(ownModules, "\n")...)
		c.shows(line, "  = "+code+"\n", "{:ok, #PID<")
	}
	c := newConsole(t, Config{})
	c.enter(strings.Split(ownModules, "\n")...)
	c.enter(".spawn Bank 5")
	c.shows(".call Bank :get", "{:mine, 5}\n")
	for line, said := range map[string]string{
		".spawn Plain":                           "otpsh: Plain is a module of yours that starts no process",
		".spawn Box as b":                        "otpsh: Box.start_link/1 gives its process a name, or none: .spawn Box",
		".spawn supervisor one_for_one Plain":    "otpsh: Plain has no child_spec/1",
		".spawn supervisor one_for_al a":         "otpsh: there is no strategy one_for_al; did you mean one_for_all?",
		".spawn supervisor simple_one_for_one a": "otpsh: there is no strategy simple_one_for_one; did you mean one_for_one?",
		".spawn supervisor onefor_one a":         "did you mean one_for_one?",
		".spawn Foo":                             "  Foo is no actor of ours and no module of yours: it is a counter of that name\n",
		".spawn blah as z":                       "  blah is no actor of ours",
	} {
		c.shows(line, said)
	}
	for _, line := range []string{".spawn counter", ".spawn store", ".spawn genserver visits", ".spawn counter as Cafe"} {
		if out := c.enter(line); strings.Contains(out, "no actor of ours") {
			t.Errorf("%s: %s", line, out)
		}
	}
}
