# differences: between values of each kind, and between patterns and values
defmodule U do
  defstruct [:name, :age, :x]
end
defmodule V do
  defstruct a: 1
  defimpl Inspect do
    def inspect(%{a: a}, _), do: "#V<#{Kernel.inspect(a)}>"
  end
end
defmodule Mac do
  defmacro pair(a, b), do: quote(do: {unquote(a), unquote(b)})
  defmacro two, do: 2
end
Code.eval_string(~S'''
import ExUnit.Assertions
import Mac
fmt = fn
  :diff_enabled?, _ -> true
  k, doc when k in [:diff_delete, :diff_insert, :diff_delete_whitespace, :diff_insert_whitespace] ->
    m = case k do :diff_delete -> "-"; :diff_insert -> "+"; :diff_delete_whitespace -> "-w"; _ -> "+w" end
    Inspect.Algebra.concat([m, "⟦", doc, "⟧"])
  _, s -> s
end
show = fn l, f ->
  try do
    f.()
    IO.puts("#{l}: passed")
  rescue
    e in ExUnit.AssertionError ->
      r = try do ExUnit.Formatter.format_assertion_diff(e, 7, 60, fmt) |> Enum.map_join("\n", fn {k, v} -> "  #{k}: #{v}" end)
       rescue x -> "CRASH " <> Exception.message(x) end
      IO.puts("#{l}:\n#{r}")
  end
end
id = fn x -> Process.put(:k, x); Process.get(:k) end
eq = fn a, b -> show.("#{inspect(a, limit: 8)} == #{inspect(b, limit: 8)}", fn -> assert id.(a) == id.(b) end) end
seq = fn a, b -> show.("#{inspect(a, limit: 8)} === #{inspect(b, limit: 8)}", fn -> assert id.(a) === id.(b) end) end
eq.(1, 2); eq.(123, 1234); eq.(1.5, 1.25); eq.(-1, 1); eq.(1, :a); eq.("a", :a); eq.(nil, "x")
seq.(1, 1.0); seq.([1], [1.0]); eq.([1, 2], [1.0, 3]); seq.(%{a: 1}, %{a: 1.0})
eq.("hello world", "hello there"); eq.("abc", "xyz"); eq.("foo\nbar", "foo\tbar"); eq.("", "a"); eq.("a  b", "a b"); eq.("ab\"c", "ab'c")
eq.("éa", "e\u0301a"); eq.(<<255, 1>>, <<255, 2>>); eq.(<<1::3>>, <<2::3>>)
eq.([1, 2, 3], [1, 3]); eq.([], [1]); eq.([1, 2, 3], []); eq.([1, 2, 3], [3, 2, 1]); eq.([[1, 2], [3]], [[1], [3, 4]])
eq.([1, 2, 3, 4], [1, :x, 2, 3, 4]); eq.([1 | 2], [1, 2]); eq.([1, 2], [1 | 2]); eq.([1, 2 | 3], [1, 2 | 4]); eq.([1, [2 | 3]], [1, [2, 3]])
eq.(~c"abc", ~c"abd"); eq.(~c"abc", ~c"xyzw"); eq.([1, ~c"abc"], [1, ~c"abx"]); eq.(~c"", ~c"a"); eq.([0, 1], ~c"ab")
eq.([a: 1, b: 2], [a: 1, b: 3]); eq.([a: 1], [a: 1, b: 2]); eq.([a: 1, b: 2], [b: 2]); eq.([a: 1], [b: 1]); eq.([{:a, 1}, 2], [{:a, 2}, 2]); eq.(["a": 1, "b c": 2], ["b c": 3])
eq.({1, 2}, {1, 3}); eq.({1, 2}, {1, 2, 3}); eq.({}, {1}); eq.({:ok, [1]}, {:error, [1]}); eq.({:ok, %{a: "xyzzy"}}, {:ok, %{a: "xyzza"}})
eq.(%{a: 1}, %{a: 2}); eq.(%{a: 1, b: 2}, %{b: 2}); eq.(%{a: 1}, %{b: 1}); eq.(%{"a" => 1, b: 2}, %{"a" => 1, b: 3}); eq.(%{1 => 2, [1] => 3, {1} => 4}, %{1 => 3}); eq.(%{}, %{a: 1}); eq.(%{a: %{b: 1}}, %{a: %{b: 2}}); eq.(%{%{a: 1} => 1}, %{%{a: 2} => 1})
eq.(%U{name: "john", age: 1}, %U{name: "jahn", age: 1}); eq.(%U{name: "a"}, %{name: "a"}); eq.(%{name: "a", age: nil, x: nil}, %U{name: "a"}); eq.(%U{}, %V{}); eq.(%V{a: 1}, %V{a: 2}); eq.([%V{a: 1}], [%V{a: 3}]); eq.(%V{a: 1}, 1)
eq.(~D[2020-01-01], ~D[2020-01-02]); eq.(MapSet.new([1, 2]), MapSet.new([1, 3])); eq.(1..3, 1..4); eq.(~r/a/, ~r/b/); eq.(~T[10:00:00], ~D[2020-01-01]); eq.([~D[2020-01-01], 1], [1])
eq.(Enum.to_list(1..30), Enum.to_list(2..33)); eq.(Map.new(1..12, &{&1, &1}), Map.new(2..13, &{&1, &1})); eq.(String.duplicate("lorem ipsum ", 8), String.duplicate("lorem ipsum ", 7)); eq.(%{a: String.duplicate("x", 50), b: String.duplicate("y", 50)}, %{a: String.duplicate("x", 50), b: String.duplicate("y", 49)})
eq.([{:a, [b: %{c: {1, "two"}}]}], [{:a, [b: %{c: {1, "too"}}]}]); eq.([%{id: 1, n: "a"}, %{id: 2, n: "b"}], [%{id: 2, n: "b"}]); eq.([nil, true], [true]); eq.([[]], [[[]]])
show.("match ok/err", fn -> assert {:ok, _} = id.({:error, :enoent}) end)
show.("match var", fn -> assert {:ok, x, x} = id.({:ok, 1, 2}) end)
pin = 5
show.("match pin", fn -> assert {:ok, ^pin} = id.({:ok, 6}) end)
show.("match pin2", fn -> assert {:ok, ^pin, [^pin | _]} = id.({:ok, 5, [6]}) end)
show.("match list", fn -> assert [1, a, 3] = id.([1, 2, 4]) end)
show.("match list short", fn -> assert [1, a] = id.([1, 2, 4]) end)
show.("match list long", fn -> assert [1, a, b] = id.([1, 2]) end)
show.("match cons", fn -> assert [1 | [2 | t]] = id.([1, 3, 4]) end)
show.("match cons2", fn -> assert [a, b | c] = id.([1]) end)
show.("match ++", fn -> assert [1, 2] ++ t = id.([1, 3, 4]) end)
show.("match map", fn -> assert %{a: 1, b: b} = id.(%{a: 2, b: 3, c: 4}) end)
show.("match map missing", fn -> assert %{a: 1, z: z} = id.(%{a: 1, b: 3, c: 4}) end)
show.("match map pin key", fn -> assert %{^pin => 1} = id.(%{5 => 2, 6 => 1}) end)
show.("match struct", fn -> assert %U{name: "john", age: a} = id.(%U{name: "jahn", age: 3}) end)
show.("match struct other", fn -> assert %U{name: "john"} = id.(%V{}) end)
show.("match struct map", fn -> assert %U{name: "john"} = id.(%{name: "john"}) end)
show.("match _ struct", fn -> assert %_{name: "john"} = id.(%U{name: "x"}) end)
show.("match var struct", fn -> assert %m{name: "john"} = id.(%U{name: "x"}) end)
show.("match bin", fn -> assert "foo" <> rest = id.("fob bar") end)
show.("match bin2", fn -> assert "foo" <> "bar" <> rest = id.("foobaz and") end)
show.("match bin3", fn -> assert "foo" <> "bar" = id.("fooba") end)
show.("match bitstring", fn -> assert <<1, x::binary>> = id.(<<2, 3>>) end)
show.("match macro", fn -> assert {pair(1, x), two()} = id.({{2, 3}, 2}) end)
show.("match macro2", fn -> assert {pair(1, x), two()} = id.({{1, 3}, 3}) end)
show.("match type", fn -> assert %{a: 1} = id.([1]) end)
show.("match atom", fn -> assert :ok = id.(:error) end)
show.("match neg", fn -> assert -1 = id.(1) end)
show.("match str", fn -> assert "abc" = id.("abd") end)
show.("match alias", fn -> assert U = id.(V) end)
show.("match nested =", fn -> assert {:ok, %{} = m} = id.({:ok, []}) end)
show.("match kw", fn -> assert [a: 1, b: _] = id.([a: 2, b: 3]) end)
show.("match kw2", fn -> assert [a: 1, b: _] = id.([b: 3]) end)
show.("match? guard", fn -> assert match?({:ok, x} when x > 3 and is_integer(x), id.({:ok, 2})) end)
show.("match? guard2", fn -> assert match?({:ok, x} when x > 3 or x == 1, id.({:ok, 2})) end)
show.("match? guard3", fn -> assert match?({:ok, x} when x in [1, 2], id.({:err, 2})) end)
show.("refute match?", fn -> refute match?({:ok, x}, id.({:ok, 2})) end)
show.("sigil", fn -> assert ~c"abc" = id.(~c"abd") end)
show.("big match", fn -> assert %{a: %{b: [1, 2, %{c: "hello world"}]}, d: d} = id.(%{a: %{b: [1, 2, %{c: "hello_world"}]}, e: 1}) end)
show.("!=", fn -> assert id.([1]) != id.([1]) end)
show.("<", fn -> assert id.(5) < id.(3) end)
show.("in", fn -> assert id.(5) in id.([1, 2]) end)
show.("=~", fn -> assert id.("abc") =~ ~r/z/ end)
send(self(), {:a, 1}); send(self(), %{b: "two"})
show.("mailbox", fn -> assert_received {:a, 2} end)
show.("mailbox2", fn -> assert_received %{b: "twx"} end)
show.("mailbox3", fn -> assert_received {:a, x} when x > 3 end)
''', [], file: "diffs.exs")
