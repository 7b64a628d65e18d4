# The order of large maps, where their keys are numbers, binaries and tuples of these.
order = fn name, keys ->
  map = Map.new(keys, &{&1, 1})
  at = fn key -> Enum.find_index(keys, &(&1 === key)) end
  IO.puts("#{name}: " <> Enum.map_join(Map.keys(map), " ", at))
end

order.("small integers", Enum.to_list(1..40))
order.("many", Enum.to_list(1..300))
order.("negative", Enum.map(1..40, &(-&1)))
order.("large", Enum.map(1..40, &(&1 * 1_000_000_000_000_000_000)))
order.("larger", Enum.map(1..40, &(&1 * 100_000_000_000_000_000_000)))
order.("large and negative", Enum.map(1..40, &(&1 * -100_000_000_000_000_000_000)))
order.("floats", Enum.map(1..40, &(&1 * 1.5)))
order.("binaries", Enum.map(1..40, &"k#{&1}"))
order.("long binaries", Enum.map(1..40, &"a longer key with the number #{&1}"))
order.("pairs", for(x <- 1..7, y <- 1..7, do: {x, y}))
order.("singles", Enum.map(1..40, &{&1}))
order.("nested", Enum.map(1..40, &{&1, {"a", &1 * 1.0}}))
order.("mixed", Enum.map(1..20, & &1) ++ Enum.map(1..20, &"#{&1}"))
IO.inspect(MapSet.new(1..40))
IO.inspect(Map.new(1..40, &{&1, &1 * &1}), limit: :infinity)
map = Map.new(1..100, &{&1, &1})
IO.inspect(Enum.take(map, 5))
IO.inspect(map |> Map.drop(Enum.to_list(51..100)) |> Map.keys())
IO.inspect(map |> Enum.filter(fn {_, v} -> rem(v, 7) == 0 end))
IO.inspect(Enum.group_by(1..200, &rem(&1, 50)) |> Map.keys())
IO.inspect(Enum.frequencies(Enum.map(1..100, &rem(&1 * 7, 45))) |> Enum.take(6))
IO.inspect(for {k, _} <- map, k > 80, do: k)
