# What containers say to keys and paths.

r = fn f -> try do f.() catch k, e -> {k, (try do Exception.message(e) rescue _ -> e end)} end end
for c <- [[], [a: 1], nil, %{}, 1, "x", {1}, [1, 2], :atom, %{__struct__: Foo}], k <- ["foo", 1, :a, nil] do
  for {n, f} <- [fetch: &Access.fetch/2, fetch!: &Access.fetch!/2, get: &Access.get/2, get3: &Access.get(&1, &2, :d), pop: &Access.pop/2, gau: &Access.get_and_update(&1, &2, fn _ -> {1, 2} end), gaup: &Access.get_and_update(&1, &2, fn _ -> :pop end), gaubad: &Access.get_and_update(&1, &2, fn _ -> :bad end), br: & &1[&2]] do
    IO.inspect {n, c, k, r.(fn -> f.(c, k) end)}
  end
  for {n, f} <- [gi: &get_in(&1, [&2]), pi: &put_in(&1, [&2], 9), ui: &update_in(&1, [&2], fn x -> {x} end), pop: &pop_in(&1, [&2])], do: IO.inspect {n, c, k, r.(fn -> f.(c, k) end)}
end
for a <- [Access.key(:a), Access.key(:a, 5), Access.key!(:a), Access.elem(0), Access.elem(7), Access.all(), Access.at(0), Access.at(-1), Access.at!(3), Access.filter(& &1 == 1), Access.slice(0..1), Access.slice(-1..0//1), Access.values(), Access.find(& &1 == 1)], c <- [[], [1, 2], %{a: 1}, nil, {1, 2}, [a: 1], %{b: 1}, 5] do
  for {n, f} <- [gi: &get_in(&1, [&2]), pi: &put_in(&1, [&2], 9), ui: &update_in(&1, [&2], fn x -> {x} end), pop: &pop_in(&1, [&2])], do: IO.inspect {n, c, r.(fn -> f.(c, a) end)}
end
