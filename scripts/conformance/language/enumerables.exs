defmodule Tree do
  defstruct [:l, :v, :r]
  def new(nil), do: nil
  def new({l, v, r}), do: %Tree{l: new(l), v: v, r: new(r)}
  defimpl Enumerable do
    def count(_), do: {:error, __MODULE__}
    def member?(_, _), do: {:error, __MODULE__}
    def slice(_), do: {:error, __MODULE__}
    def reduce(t, acc, fun), do: walk(t, acc, fun) |> done()
    defp done({:halt, acc}), do: {:halted, acc}
    defp done({:cont, acc}), do: {:done, acc}
    defp walk(nil, acc, _), do: acc
    defp walk(_, {:halt, acc}, _), do: {:halt, acc}
    defp walk(%{l: l, v: v, r: r}, acc, fun) do
      with {:cont, acc} <- walk(l, acc, fun), {:cont, acc} <- fun.(v, acc), do: walk(r, {:cont, acc}, fun)
    end
  end
end
defmodule Cd do
  defstruct [:n]
  defimpl Enumerable do
    def count(%{n: n}), do: {:ok, n}
    def member?(%{n: n}, x), do: {:ok, x in 1..n}
    def slice(%{n: n}), do: {:ok, n, fn start, len, step -> Enum.map(0..(len - 1)//1, &(n - start - &1 * step)) end}
    def reduce(_, {:halt, acc}, _fun), do: {:halted, acc}
    def reduce(%{n: 0}, {:cont, acc}, _fun), do: {:done, acc}
    def reduce(%{n: n}, {:cont, acc}, fun), do: reduce(%Cd{n: n - 1}, fun.(n, acc), fun)
  end
end
t = struct(Tree, v: 2, l: struct(Tree, v: 1), r: struct(Tree, v: 3))
c = struct(Cd, n: 5)
IO.inspect Enum.to_list(c)
IO.inspect for x <- c, do: x * 2
IO.inspect for x <- c, rem(x, 2) == 1, y <- c, y < x, do: {x, y}
IO.inspect(for x <- c, reduce: 0 do a -> a + x end)
IO.inspect for x <- c, into: %{}, do: {x, 1}
IO.inspect Enum.take(c, 2)
IO.inspect Enum.slice(c, 1..2)
IO.inspect Enum.at(c, 1)
IO.inspect {Enum.count(c), 3 in c, 9 in c, Enum.max(c), Enum.sum(c), Enum.random(struct(Cd, n: 1))}
IO.inspect Enum.find(c, & &1 < 3)
IO.inspect Enum.take_while(c, & &1 > 3)
IO.inspect Enum.reduce_while(c, 0, fn x, a -> if x > 3, do: {:cont, a + x}, else: {:halt, a} end)
IO.inspect Enum.any?(c, & &1 > 4)
IO.inspect Enum.map_join(c, "-", & &1)
IO.inspect Enum.with_index(c)
IO.inspect Enum.chunk_every(c, 2)
IO.inspect Enum.zip(Enum.to_list(c), [1, 2])
IO.inspect Enum.group_by(c, &rem(&1, 2))
IO.inspect Enum.sort(c)
IO.inspect Enum.reverse(c)
IO.inspect Enum.flat_map(c, &[&1, &1])
IO.inspect Enum.into(c, [])
IO.inspect Enum.split(c, 2)
IO.inspect Enum.drop(c, 3)
IO.inspect Stream.map(c, & &1 + 1) |> Enum.to_list()
IO.inspect Stream.filter(c, & &1 > 2) |> Stream.take(2) |> Enum.to_list()
IO.inspect MapSet.new(c)
IO.inspect Map.new(c, &{&1, &1})
IO.inspect List.wrap(c) |> length
IO.inspect Enum.uniq(c)
IO.inspect Enum.min_max(c)
IO.inspect Enum.dedup(c)
IO.inspect Enum.scan(c, &+/2)
IO.inspect Enum.split_with(c, & &1 > 2)
IO.inspect (try do for x <- t, do: x rescue e -> e.__struct__ end)
IO.inspect (try do Enum.map(t, & &1) rescue e -> e.__struct__ end)
IO.inspect Enum.take(t, 2)
