package shell

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSourceOfWhatWasTyped(t *testing.T) {
	c := newConsole(t, Config{})
	c.enter("defmodule My.Bank do",
		"  use GenServer",
		"",
		"  # Where it begins.",
		`  @doc "begins"`,
		"  def init(n \\\\ 0), do: {:ok, n}",
		"",
		"  def fee(:none), do: 0",
		"  # the rest",
		"  def fee(x) when x > 1 do",
		"    x",
		"  end",
		"  def late(a, b), do: a + b",
		`  def text, do: """`,
		"    far",
		`  """`,
		"  defmodule Note do",
		"      def deep, do: 1",
		"  end",
		"",
		"  # ends here",
		"end",
		"alias My.Bank, as: Till",
		"{:ok, server} = GenServer.start(My.Bank, 5, name: My.Till)")
	const bank = "# My.Bank, iex:1\ndefmodule My.Bank do\n  use GenServer\n"
	for what, want := range map[string]string{
		"My.Bank":            bank,
		"Bank":               bank,
		"Till":               bank,
		"server":             bank,
		"My.Bank.Note":       "# My.Bank.Note, iex:17\ndefmodule Note do\n    def deep, do: 1\nend\n",
		"Bank.init/0":        "# My.Bank.init/0, iex:1\n# Where it begins.\n@doc \"begins\"\ndef init(n \\\\ 0), do: {:ok, n}\n",
		"Bank.init/1":        "# My.Bank.init/1, iex:1\n# Where it begins.\n",
		"&Bank.fee/1":        "def fee(:none), do: 0\n# the rest\ndef fee(x) when x > 1 do\n  x\nend\n",
		"Bank.text":          "def text, do: \"\"\"\n  far\n\"\"\"\n",
		"Bank.late/3":        "otpsh: My.Bank defines no late/3; exports(My.Bank) lists",
		"Bank.handle_call/3": "  My.Bank.handle_call/3 is not written out in My.Bank: a macro",
		"Nothing":            "otpsh: there is no module Nothing, and no process of that name",
		"Bank.x.y":           "otpsh: there is no module",
	} {
		if out := c.enter(".source " + what); !strings.Contains(out, want) {
			t.Errorf(".source %s shows\n%s\nwithout\n%s", what, out, want)
		}
	}
	whole := c.enter(".source Bank")
	if !strings.HasSuffix(whole, "\n  # ends here\nend\n") || strings.Count(whole, "\n") != 23 {
		t.Errorf("the whole module:\n%s", whole)
	}
	c.enter("defmodule Other.Bank do", "end")
	c.shows(".source Bank", "otpsh: Bank could be My.Bank or Other.Bank")
	c.enter("defmodule My.Bank do", "  def new, do: 1", "end")
	c.shows(".source My.Bank", "  def new, do: 1\nend\n")
}

func TestSourceOfOtherPlaces(t *testing.T) {
	file := filepath.Join(t.TempDir(), "shop.ex")
	if err := os.WriteFile(file, []byte("# A shop.\n\ndefmodule Shop do\n  def open, do: true\nend\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := newConsole(t, Config{})
	c.enter(`Code.compile_file("`+file+`")`, `Code.eval_string("\ndefmodule Stall do\n  def open, do: 1\nend")`,
		"Module.create(Made, quote do def open, do: 2 end, Macro.Env.location(__ENV__))", ".spawn store", ".spawn supervisor one_for_one worker",
		"{:ok, empty} = Task.Supervisor.start_link([])", "{:ok, pool} = DynamicSupervisor.start_link(max_restarts: 7, max_seconds: 9)",
		"DynamicSupervisor.start_child(pool, {Agent, fn -> 1 end})",
		"defmodule Shops do", "use Supervisor", "def init(_), do: Supervisor.init([{Agent, fn -> 1 end}], strategy: :one_for_all)", "end",
		"{:ok, shops} = Supervisor.start_link(Shops, 1)",
		"{:ok, nameless} = Agent.start(fn -> 1 end)")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	for what, want := range map[string]string{
		"Shop":                    "shop.ex:3\ndefmodule Shop do\n  def open, do: true\nend\n",
		"Stall":                   "# Stall, nofile:2\ndefmodule Stall do\n",
		"Made":                    "  Made was not written as text: a program or a macro made it\n",
		"counter":                 "# Demo.Counter, lib/demo.ex:4\ndefmodule Demo.Counter do\n",
		"store":                   "# Demo.Store, lib/demo.ex",
		"worker":                  "# Demo.Worker, lib/demo.ex",
		"nameless":                "otpsh: nameless runs ",
		"sup":                     "  sup is a supervisor without a module of its own\n  one_for_one, 3 restarts in 5 s; its children:\n    :worker  Demo.Worker, permanent\n  .source :supervisor is what every supervisor runs: otpsh's own, in Elixir\n",
		"empty":                   "  empty is a supervisor without a module of its own\n  it has had no child yet\n",
		"pool":                    "  pool is a supervisor without a module of its own\n  one_for_one, 7 restarts in 9 s; its children:\n    :undefined  Agent, permanent\n",
		"shops":                   "# Shops, iex:",
		":supervisor":             "# :supervisor, otpsh's own in Elixir for supervisor.erl\ndefmodule :supervisor do",
		"GenServer.call/3":        "# GenServer.call/3, lib/gen_server.ex:3\n@doc \"\"\"\n",
		"GenServer.call/2":        "def call(server, request, timeout \\\\ 5000)",
		":lists.foldl/3":          "def foldl(fun, acc, list) when is_function(fun, 2), do:",
		"lists":                   "defmodule :lists do",
		":lists.reverse/1":        "  :lists.reverse/1 has no Elixir here: otpsh has it in Go",
		":erlang":                 "  :erlang has no Elixir here: otpsh has it in Go",
		"Kernel.SpecialForms.=/2": "Kernel.SpecialForms.=/2 is not written out in Kernel.SpecialForms: otpsh has it in Go",
		"Server":                  "otpsh: Server could be Agent.Server or ",
	} {
		if out := c.enter(".source " + what); !strings.Contains(out, want) {
			t.Errorf(".source %s shows\n%.600s\nwithout\n%s", what, out, want)
		}
	}
}

// What is shown of the actors is what runs: typed again, it is the same module.
func TestSourceCanBeTypedAgain(t *testing.T) {
	for _, actor := range []string{"counter", "store", "worker"} {
		c := newConsole(t, Config{})
		text := c.enter(".source " + actor)
		c.enter(strings.Split(strings.TrimSpace(text), "\n")...)
		if c.Failed() || c.Unfinished() {
			t.Fatalf("%s cannot be typed", actor)
		}
		if again := c.enter(".source " + actors[actor]); strings.SplitN(again, "\n", 2)[1] != strings.SplitN(text, "\n", 2)[1] {
			t.Errorf("%s came back as\n%s", actor, again)
		}
		c.shows(".spawn supervisor one_for_one "+actor, "{:ok, #PID<")
	}
}
