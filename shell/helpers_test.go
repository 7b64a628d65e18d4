package shell

import (
	"testing"

	"otpsh/runtime/elixir"
)

// TestHelpersOfWhatWasTyped asks for the documentation of a module that was typed at
// the prompt: IEx has none, and says so with --strict.
func TestHelpersOfWhatWasTyped(t *testing.T) {
	const module = `defmodule Till do
  @moduledoc "Holds *coins*."
  @typedoc "How many."
  @type coins :: non_neg_integer
  @doc "Puts a coin in."
  @doc since: "1.2.0"
  @spec put(coins, integer) :: coins
  def put(till, coin \\ 1), do: till + coin
  @doc "Is asked how much there is."
  @callback count(coins) :: integer
end`
	questions := []struct{ ask, typed, strict string }{
		{"h Till", "Till\n\nHolds *coins*.\n", "Till was not compiled with docs\n"},
		{"h Till.put", "def put(till, coin \\\\ 1)\n\n  @spec put(coins(), integer()) :: coins()\n\nsince: 1.2.0\n\nPuts a coin in.\n", "Till was not compiled with docs\n"},
		{"h Till.put/1", "Puts a coin in.\n", "Till was not compiled with docs\n"},
		{"t Till.coins", "@type coins() :: non_neg_integer()\n\nHow many.\n", "Beam code not available for Till"},
		{"b Till.count", "@callback count(coins()) :: integer()\n\nIs asked how much there is.\n", "Beam code not available for Till"},
		{"i Till", "Use h(Till) to access its documentation.", "Call Till.module_info() to access metadata."},
	}
	for _, strict := range []bool{false, true} {
		s := &editing{}
		host := elixir.NewMachineHost()
		host.Out = &s.printed
		w := elixir.NewWorld(elixir.Options{Host: host})
		t.Cleanup(w.Stop)
		s.Shell = New(w, Config{Strict: strict})
		s.saying(module)
		for _, q := range questions {
			want := q.typed
			if strict {
				want = q.strict
			}
			expect(t, s.saying(q.ask), want)
		}
	}
}
