# :ordsets and :orddict: sets and dictionaries as sorted lists.

defmodule :ordsets do
  @moduledoc false

  def new, do: []
  def size(set), do: length(set)
  def to_list(set), do: set
  def from_list(list), do: :lists.usort(list)
  def is_empty(set), do: set == []

  def is_set([x | rest]), do: ascending?(rest, x)
  def is_set([]), do: true
  def is_set(_), do: false

  defp ascending?([x | rest], before) when before < x, do: ascending?(rest, x)
  defp ascending?(rest, _before), do: rest == []

  def is_element(x, [y | rest]) when x > y, do: is_element(x, rest)
  def is_element(x, [y | _]) when x < y, do: false
  def is_element(_x, [_ | _]), do: true
  def is_element(_x, []), do: false

  def add_element(x, [y | rest]) when x > y, do: [y | add_element(x, rest)]
  def add_element(x, [y | _] = set) when x < y, do: [x | set]
  def add_element(_x, [_ | _] = set), do: set
  def add_element(x, []), do: [x]

  def del_element(x, [y | rest]) when x > y, do: [y | del_element(x, rest)]
  def del_element(x, [y | _] = set) when x < y, do: set
  def del_element(_x, [_ | rest]), do: rest
  def del_element(_x, []), do: []

  def union(set1, set2), do: :lists.umerge(set1, set2)
  def union(sets), do: :lists.umerge(sets)

  def intersection([x | rest1], [y | _] = set2) when x < y, do: intersection(rest1, set2)
  def intersection([x | _] = set1, [y | rest2]) when x > y, do: intersection(set1, rest2)
  def intersection([x | rest1], [_ | rest2]), do: [x | intersection(rest1, rest2)]
  def intersection([], _set2), do: []
  def intersection(_set1, []), do: []

  def intersection([set]), do: set
  def intersection([set1, set2 | rest]), do: intersection([intersection(set1, set2) | rest])

  def is_disjoint(set1, set2), do: intersection(set1, set2) == []

  def subtract([x | rest1], [y | _] = set2) when x < y, do: [x | subtract(rest1, set2)]
  def subtract([x | _] = set1, [y | rest2]) when x > y, do: subtract(set1, rest2)
  def subtract([_ | rest1], [_ | rest2]), do: subtract(rest1, rest2)
  def subtract([], _set2), do: []
  def subtract(set1, []), do: set1

  def is_subset(set1, set2), do: subtract(set1, set2) == []
  def fold(fun, acc, set), do: :lists.foldl(fun, acc, set)
  def filter(fun, set), do: :lists.filter(fun, set)
end

defmodule :orddict do
  @moduledoc false

  def new, do: []
  def size(dict), do: length(dict)
  def to_list(dict), do: dict
  def is_empty(dict), do: dict == []
  def from_list(pairs), do: :lists.foldl(fn {key, value}, dict -> store(key, value, dict) end, [], pairs)

  def is_key(key, [{k, _} | _]) when key < k, do: false
  def is_key(key, [{k, _} | rest]) when key > k, do: is_key(key, rest)
  def is_key(_key, [{_, _} | _]), do: true
  def is_key(_key, []), do: false

  def find(key, [{k, _} | _]) when key < k, do: :error
  def find(key, [{k, _} | rest]) when key > k, do: find(key, rest)
  def find(_key, [{_, value} | _]), do: {:ok, value}
  def find(_key, []), do: :error

  def fetch(key, [{k, _} | rest]) when key > k, do: fetch(key, rest)
  def fetch(key, [{k, value} | _]) when key == k, do: value

  def fetch_keys(dict), do: for({key, _} <- dict, do: key)

  def store(key, value, dict), do: change(key, dict, fn _ -> {key, value} end, fn -> {key, value} end)

  def append(key, value, dict), do: append_list(key, [value], dict)

  def append_list(key, list, dict),
    do: change(key, dict, fn old -> {key, old ++ list} end, fn -> {key, list} end)

  def update(key, fun, [{k, _} = pair | rest]) when key > k, do: [pair | update(key, fun, rest)]
  def update(key, fun, [{k, value} | rest]) when key == k, do: [{key, fun.(value)} | rest]

  def update(key, fun, init, dict),
    do: change(key, dict, fn old -> {key, fun.(old)} end, fn -> {key, init} end)

  def update_counter(key, increment, dict),
    do: change(key, dict, fn old -> {key, old + increment} end, fn -> {key, increment} end)

  # The pair of a key that is there, or of one that is not.
  defp change(key, [{k, _} = pair | rest], found, missing) when key > k,
    do: [pair | change(key, rest, found, missing)]

  defp change(key, [{k, _} | _] = dict, _found, missing) when key < k, do: [missing.() | dict]
  defp change(_key, [{_, value} | rest], found, _missing), do: [found.(value) | rest]
  defp change(_key, [], _found, missing), do: [missing.()]

  def erase(key, [{k, _} = pair | rest]) when key > k, do: [pair | erase(key, rest)]
  def erase(key, [{k, _} | _] = dict) when key < k, do: dict
  def erase(_key, [{_, _} | rest]), do: rest
  def erase(_key, []), do: []

  def take(key, dict) do
    case find(key, dict) do
      {:ok, value} -> {value, erase(key, dict)}
      :error -> :error
    end
  end

  def fold(fun, acc, dict), do: :lists.foldl(fn {key, value}, acc -> fun.(key, value, acc) end, acc, dict)
  def map(fun, dict), do: for({key, value} <- dict, do: {key, fun.(key, value)})
  def filter(fun, dict), do: for({key, value} <- dict, fun.(key, value), do: {key, value})

  def merge(fun, [{k1, v1} | rest1], [{k2, v2} | rest2]) do
    cond do
      k1 < k2 -> [{k1, v1} | merge(fun, rest1, [{k2, v2} | rest2])]
      k1 > k2 -> [{k2, v2} | merge(fun, [{k1, v1} | rest1], rest2)]
      true -> [{k1, fun.(k1, v1, v2)} | merge(fun, rest1, rest2)]
    end
  end

  def merge(fun, dict, []) when is_function(fun, 3), do: dict
  def merge(fun, [], dict) when is_function(fun, 3), do: dict
end
