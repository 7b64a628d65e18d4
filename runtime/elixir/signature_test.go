package elixir

import "testing"

// The signatures are what a real Elixir writes into the docs of this module.
func TestSignaturesAreNamedAsElixirNamesThem(t *testing.T) {
	w := NewWorld(Options{Simulated: true})
	t.Cleanup(w.Stop)
	session := w.NewSession("iex")
	r := session.Eval(`
defmodule Sig do
  defstruct [:a]
  @limit 5
  defmacro locked(do: block), do: block
  def f([a: 1], [b], "x", %{}, {1}, 3, :atom), do: {b}
  def g(_a, _), do: 1
  def g(x, 3), do: x
  def h(%__MODULE__{} = s, %URI{}, true, nil, 1.0), do: s
  def i(%_{}, "a" <> r, <<x>>, [], [1 | t], _ = 4), do: {r, x, t}
  def j(a \\ @limit, b \\ [1], [c] \\ [2]), do: {a, b, c}
  def k(1), do: 1
  def k(:a), do: 2
  def l([], _x), do: 1
  def l([1], _x), do: 2
  def m, do: 1
  def n(x) when x > 1, do: 1
  def o(_x), do: 1
  def o(_y), do: 1
  def p(a, b \\ 1)
  def p(1, 2), do: 1
  def p(_, _), do: 1
  def r(a, b \\ [timeout: @limit, x: {@limit, 1}]), do: {a, b}
  def q(@limit, %{a: 1} = m, [x] = [_y]), do: {m, x}
end`, 1)
	if r.Status != Done {
		t.Fatal(r.Shown)
	}
	got := map[string]string{}
	for _, f := range w.Functions("Sig") {
		if f.Signature != "" {
			got[f.Name] = f.Signature
		}
	}
	for name, want := range map[string]string{
		"f":      "f(list1, list2, binary, map, arg, int, atom)",
		"g":      "g(x, arg2)",
		"h":      "h(s, uri, bool, atom, float)",
		"i":      "i(struct, arg1, arg2, list1, list2, _)",
		"j":      `j(a \\ 5, b \\ [1], list \\ [2])`,
		"k":      "k(arg1)",
		"l":      "l(list, x)",
		"m":      "m()",
		"n":      "n(x)",
		"o":      "o(arg1)",
		"p":      `p(a, b \\ 1)`,
		"q":      "q(int, m, arg)",
		"r":      `r(a, b \\ [timeout: 5, x: {5, 1}])`,
		"locked": "locked(list)",
	} {
		if got[name] != want {
			t.Errorf("%s, want %s", got[name], want)
		}
	}
}
