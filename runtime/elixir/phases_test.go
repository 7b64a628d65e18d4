package elixir

import (
	"testing"

	"otpsh/runtime/term"
)

// The expanded text of code gives what the code gives.
func TestExpandedCodeGivesTheSame(t *testing.T) {
	for _, source := range []string{
		`if x > 1, do: :big, else: :small`,
		`unless x, do: 1`,
		`x && nil || !x`,
		`x > 1 and x < 9 or false`,
		`1..3 |> Enum.map(&(&1 * x)) |> Enum.sum()`,
		`case {x, [1, 2 | [3]]} do {^x, [h | t]} when h > 0 or x == 0 -> {h, t}; _ -> nil end`,
		`cond do x > 10 -> :a; true -> :b end`,
		`with {:ok, a} <- {:ok, x}, b = a + 1, true <- b > 0 do {a, b} else e -> e end`,
		`with {:ok, a} <- :error do a else e when is_atom(e) -> {:no, e} end`,
		`for a <- [1, 2, 3], b <- [x], rem(a, 2) == 1, do: {a, b}`,
		`for <<c <- "abc">>, into: "", do: <<c + 1>>`,
		`for a <- [1, 1, 2], uniq: true, do: a`,
		`for a <- [1, 2], reduce: 0 do acc -> acc + a end`,
		`try do raise "a" rescue e in [RuntimeError, KeyError] -> e.message end`,
		`try do throw(x) catch :throw, v when v > 1 -> v; _, _ -> 0 end`,
		`try do x else 5 -> :five; _ -> :other after :done end`,
		`<<a::8, b::binary-size(2), c::bits>> = "hello!"; {a, b, c}`,
		`<<x::16-little, "é"::utf8, 1.5::float>>`,
		`%{m | a: 2} |> Map.put(:b, m.a)`,
		`%{a: a} = m; a`,
		`case %{__struct__: 1} do %_{} -> 1; %{__struct__: n} -> {:no, n} end`,
		`case 1..2 do %n{first: f} -> {n, f} end`,
		`(fn a, b when a > b -> a; _, b -> b end).(x, 3)`,
		`f = &String.upcase/1; f.("a")`,
		`send(self(), {:hi, x}); receive do {:hi, v} -> v after 0 -> :none end`,
		`"a#{x}b" <> "c"`,
		`{x, -x, not true, x in [1, 5], x in 1..9}`,
		`%URI{host: "h"}.host`,
		`~w(a b)a ++ ~c"c"`,
	} {
		world := NewWorld(Options{Simulated: true})
		s := world.NewSession("iex")
		s.Eval("x = 5; m = %{a: 1}", 1)
		expanded := s.Phase("expand", source, 2)
		if expanded.Status != Done {
			t.Errorf("%s is not expanded: %s", source, expanded.Shown)
			continue
		}
		want, got := s.Eval(source, 2), s.Eval(expanded.Shown, 2)
		if want.Status != Done || got.Status != Done || !term.Equal(want.Value, got.Value) {
			t.Errorf("%s gives %s\n%s\ngives %s", source, want.Shown, expanded.Shown, got.Shown)
		}
		world.Stop()
	}
}
