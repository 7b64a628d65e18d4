# :rand's functions on plain integers, and :random.
show = fn name, f ->
  result = try do f.() rescue e -> {e.__struct__, Exception.message(e)} end
  IO.inspect({name, result}, limit: :infinity)
end

p = 133_850_370 * 2 ** 32 - 1

for cx <- [1, 2, 12345, 2 ** 32, 2 ** 45 + 77, 2 ** 58 + 12_345_678_901, p - 1, 0, -1, p, p + 1, 2 ** 70, 1.0, :a] do
  show.({:mwc59, cx}, fn -> :rand.mwc59(cx) end)
  show.({:value, cx}, fn -> :rand.mwc59_value(cx) end)
  show.({:value32, cx}, fn -> :rand.mwc59_value32(cx) end)
  show.({:float, cx}, fn -> :rand.mwc59_float(cx) end)
end

for seed <- [0, 1, 7, 2 ** 57 + 5, 2 ** 58 - 1, 2 ** 58, -1, 1.0] do
  show.({:seed, seed}, fn -> :rand.mwc59_seed(seed) end)
end

fresh = :rand.mwc59_seed()
show.(:fresh, fn -> fresh in 1..(2 ** 58) end)

show.(:many, fn ->
  {values, _} = Enum.map_reduce(1..20, :rand.mwc59_seed(42), &{:rand.mwc59_value(&2) + &1, :rand.mwc59(&2)})
  values
end)

for state <- [[1 | 2], [2 ** 58 - 1 | 2 ** 57], [123_456_789_012_345 | 987_654_321_098_765]] do
  show.({:exsp, state}, fn -> :rand.exsp_next(state) end)
end

show.(:random, fn ->
  first = :random.seed(1, 2, 3)
  second = :random.seed({-100_000, 30_268, 30_269})
  floats = for _ <- 1..5, do: :random.uniform()
  integers = for _ <- 1..5, do: :random.uniform(10)
  {first, second, floats, integers, Process.get(:random_seed), :random.seed(), :random.seed0(), :random.uniform()}
end)

show.(:state, fn -> {:random.uniform_s({1, 2, 3}), :random.uniform_s(5, {1, 2, 3}), :random.uniform_s({0, 0, 0})} end)
show.(:none, fn -> :random.uniform(0) end)
show.(:none, fn -> :random.uniform_s(0, {1, 2, 3}) end)
show.(:float, fn -> :random.uniform(2.0) end)
show.(:state, fn -> :random.uniform_s(:x) end)
show.(:seed, fn -> :random.seed(:x) end)
show.(:unseeded, fn -> Task.await(Task.async(fn -> {:random.seed(), :random.uniform(), Process.get(:random_seed)} end)) end)
