# differences of random terms and of what random changes make of them, as values and as patterns
defmodule G do
  def term(d) do
    case :rand.uniform(if(d > 0, do: 12, else: 6)) do
      1 -> :rand.uniform(5)
      2 -> Enum.random([:a, :b, nil, true, Foo])
      3 -> str()
      4 -> :rand.uniform(20) / 4
      5 -> Enum.random([~c"abc", ~c"abd", [], {}, %{}])
      6 -> Enum.random(["hello world", "hello there", "hallo\nworld", "x"])
      7 -> list(d)
      8 -> list(d)
      9 -> List.to_tuple(list(d))
      10 -> Map.new(list(d), &{key(d), &1})
      11 -> for _ <- 1..:rand.uniform(3), do: {Enum.random([:a, :b, :c]), term(d - 1)}
      12 -> Enum.random([~D[2020-01-01], MapSet.new([1]), 1..3, [1 | 2], %{a: %{b: 1}}])
    end
  end
  def key(_), do: Enum.random([:a, :b, :c, "a", "b", 1, 2, {1, 2}, [1]])
  def list(d), do: for(_ <- 1..(:rand.uniform(4) - 1)//1, do: term(d - 1))
  def str, do: for(_ <- 1..:rand.uniform(6), into: "", do: Enum.random(["a", "b", "c d", "é"]))
  def mut(t) do
    case :rand.uniform(4) do
      1 -> term(1)
      _ -> mut_in(t)
    end
  end
  def mut_in(l) when is_list(l) and l != [] and is_list(tl(l)) do
    case :rand.uniform(4) do
      1 -> try do List.delete_at(l, :rand.uniform(length(l)) - 1) rescue _ -> l end
      2 -> try do List.insert_at(l, :rand.uniform(length(l)), term(1)) rescue _ -> l end
      _ -> try do List.update_at(l, :rand.uniform(length(l)) - 1, &mut/1) rescue _ -> l end
    end
  end
  def mut_in(t) when is_tuple(t) and t != {}, do: t |> Tuple.to_list() |> mut_in() |> List.to_tuple()
  def mut_in(m) when is_map(m) and not is_struct(m) and m != %{}, do: (k = m |> Map.keys() |> Enum.random(); case :rand.uniform(3) do 1 -> Map.delete(m, k); 2 -> Map.put(m, key(1), term(1)); _ -> Map.update!(m, k, &mut/1) end)
  def mut_in(s) when is_binary(s), do: String.replace(s, "a", "o", global: false) <> Enum.random(["", "z"])
  def mut_in(n) when is_integer(n), do: n + 1
  def mut_in(_), do: term(1)
end
fmt = fn
  :diff_enabled?, _ -> true
  k, doc when k in [:diff_delete, :diff_insert, :diff_delete_whitespace, :diff_insert_whitespace] ->
    m = case k do :diff_delete -> "-"; :diff_insert -> "+"; :diff_delete_whitespace -> "-w"; _ -> "+w" end
    Inspect.Algebra.concat([m, "⟦", doc, "⟧"])
  _, s -> s
end
:rand.seed(:exsss, {1, 2, 3})
for i <- 1..150 do
  a = G.term(4)
  b = G.mut(a)
  op = Enum.random([:==, :==, :==, :===])
  if a != b do
    e = %ExUnit.AssertionError{left: a, right: b, context: op}
    r = try do ExUnit.Formatter.format_assertion_diff(e, 7, 60, fmt) |> Enum.map_join("\n", fn {k, v} -> "  #{k}: #{v}" end)
     rescue x -> "CRASH " <> Exception.message(x) end
    IO.puts("#{i}: #{inspect(a, limit: :infinity)} | #{inspect(b, limit: :infinity)}\n#{r}")
    # the left side as a pattern, when it has no structs
    unless inspect(a, limit: :infinity) =~ ~r/~|#|MapSet|\.\./ do
      p = Macro.escape(a)
      e = %ExUnit.AssertionError{left: p, right: b, context: {:match, []}}
      r = try do ExUnit.Formatter.format_assertion_diff(e, 7, 60, fmt) |> Enum.map_join("\n", fn {k, v} -> "  #{k}: #{v}" end)
       rescue x -> "CRASH " <> Exception.message(x) end
      IO.puts("match\n#{r}")
    end
  end
end
