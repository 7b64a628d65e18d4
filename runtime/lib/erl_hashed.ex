# :sets and :dict over maps.

defmodule :sets do
  @moduledoc false

  def new, do: %{}
  def new(opts) when is_list(opts), do: %{}
  def from_list(list), do: :maps.from_keys(list, [])
  def from_list(list, opts) when is_list(opts), do: :maps.from_keys(list, [])

  def is_set(set), do: is_map(set)
  def size(set), do: map_size(set)
  def is_empty(set), do: map_size(set) == 0
  def to_list(set), do: :maps.keys(set)
  def is_element(x, set), do: is_map_key(set, x)
  def add_element(x, set), do: :maps.put(x, [], set)
  def del_element(x, set), do: :maps.remove(x, set)

  def union(set1, set2), do: :maps.merge(set1, set2)
  def union([set | sets]), do: :lists.foldl(&union/2, set, sets)
  def union([]), do: new()

  def intersection(set1, set2), do: :maps.intersect(set1, set2)
  def intersection([set | sets]), do: :lists.foldl(&intersection/2, set, sets)

  def is_disjoint(set1, set2), do: map_size(intersection(set1, set2)) == 0
  def subtract(set1, set2), do: :maps.without(:maps.keys(set2), set1)
  def is_subset(set1, set2), do: :lists.all(&is_map_key(set2, &1), :maps.keys(set1))
  def fold(fun, acc, set) when is_function(fun, 2), do: :lists.foldl(fun, acc, :maps.keys(set))

  def filter(fun, set) when is_function(fun, 1),
    do: from_list(:lists.filter(fun, :maps.keys(set)))
end

defmodule :dict do
  @moduledoc false

  def new, do: {:dict, %{}}
  def from_list(pairs), do: :lists.foldl(fn {key, value}, dict -> store(key, value, dict) end, new(), pairs)
  def to_list({:dict, map}), do: :maps.to_list(map)
  def size({:dict, map}), do: map_size(map)
  def is_empty({:dict, map}), do: map_size(map) == 0
  def is_key(key, {:dict, map}), do: is_map_key(map, key)
  def find(key, {:dict, map}), do: :maps.find(key, map)
  def fetch_keys({:dict, map}), do: :maps.keys(map)

  def fetch(key, {:dict, map}) do
    case map do
      %{^key => value} -> value
      _ -> :erlang.error(:badarg, [key, {:dict, map}])
    end
  end

  def store(key, value, {:dict, map}), do: {:dict, :maps.put(key, value, map)}
  def erase(key, {:dict, map}), do: {:dict, :maps.remove(key, map)}

  def take(key, {:dict, map}) do
    case :maps.take(key, map) do
      {value, map} -> {value, {:dict, map}}
      :error -> :error
    end
  end

  def append(key, value, dict), do: append_list(key, [value], dict)

  def append_list(key, list, {:dict, map}),
    do: {:dict, :maps.update_with(key, &(&1 ++ list), list, map)}

  def update(key, fun, dict), do: store(key, fun.(fetch(key, dict)), dict)
  def update(key, fun, init, {:dict, map}), do: {:dict, :maps.update_with(key, fun, init, map)}

  def update_counter(key, increment, {:dict, map}),
    do: {:dict, :maps.update_with(key, &(&1 + increment), increment, map)}

  def fold(fun, acc, {:dict, map}), do: :maps.fold(fun, acc, map)
  def map(fun, {:dict, map}), do: {:dict, :maps.map(fun, map)}
  def filter(fun, {:dict, map}), do: {:dict, :maps.filter(fun, map)}
  def merge(fun, {:dict, map1}, {:dict, map2}), do: {:dict, :maps.merge_with(fun, map1, map2)}
end
