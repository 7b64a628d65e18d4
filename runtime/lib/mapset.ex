# MapSet: sets as the keys of a map.

defmodule MapSet do
  @moduledoc "Sets of unique values (by ===)."

  # The map's values are all [].
  defstruct map: %{}

  @type t :: %MapSet{map: map}
  @type t(_value) :: t

  @doc "An empty set."
  def new, do: %MapSet{}

  @doc "The set of the elements."
  def new(enumerable)
  def new(%MapSet{} = set), do: set
  def new(enumerable), do: %MapSet{map: :maps.from_keys(Enum.to_list(enumerable), [])}

  @doc "The set of what transform makes of the elements."
  def new(enumerable, transform) when is_function(transform, 1),
    do: %MapSet{map: :maps.from_keys(Enum.map(enumerable, transform), [])}

  @doc "The set without a value."
  def delete(%MapSet{map: set} = map_set, value),
    do: %{map_set | map: :maps.remove(value, set)}

  @doc "The set with a value."
  def put(%MapSet{map: set} = map_set, value), do: %{map_set | map: :maps.put(value, [], set)}

  @doc "Whether the value is in the set."
  def member?(%MapSet{map: set}, value), do: :erlang.is_map_key(value, set)

  @doc "How many values there are."
  def size(%MapSet{map: set}), do: map_size(set)

  @doc "The values as a list."
  def to_list(%MapSet{map: set}), do: :maps.keys(set)

  @doc "The values of either."
  def union(map_set1, map_set2)

  def union(%MapSet{map: set1} = map_set1, %MapSet{map: set2} = _map_set2),
    do: %{map_set1 | map: :maps.merge(set1, set2)}

  @doc "The values of both."
  def intersection(map_set1, map_set2)

  def intersection(%MapSet{map: set1} = map_set1, %MapSet{map: set2} = _map_set2) do
    {small, big} = if map_size(set1) <= map_size(set2), do: {set1, set2}, else: {set2, set1}
    kept = :lists.filter(&:erlang.is_map_key(&1, big), :maps.keys(small))
    %{map_set1 | map: :maps.from_keys(kept, [])}
  end

  @doc "The values of the first that are not in the second."
  def difference(map_set1, map_set2)

  def difference(%MapSet{map: set1} = map_set1, %MapSet{map: set2} = _map_set2),
    do: %{map_set1 | map: :maps.without(:maps.keys(set2), set1)}

  @doc "The values of exactly one of both."
  def symmetric_difference(%MapSet{map: set1} = map_set1, %MapSet{map: set2} = _map_set2) do
    either = :maps.merge(:maps.without(:maps.keys(set2), set1), :maps.without(:maps.keys(set1), set2))
    %{map_set1 | map: either}
  end

  @doc "Whether both hold the same values."
  def equal?(%MapSet{map: map1}, %MapSet{map: map2}), do: map1 === map2

  @doc "Whether all values of the first are in the second."
  def subset?(%MapSet{map: set1}, %MapSet{map: set2}) do
    map_size(set1) <= map_size(set2) and
      :lists.all(&:erlang.is_map_key(&1, set2), :maps.keys(set1))
  end

  @doc "Whether no value is in both."
  def disjoint?(%MapSet{map: map1}, %MapSet{map: map2}) do
    {small, big} = if map_size(map1) <= map_size(map2), do: {map1, map2}, else: {map2, map1}
    not :lists.any(&:erlang.is_map_key(&1, big), :maps.keys(small))
  end

  @doc "The values for which fun is truthy."
  def filter(%MapSet{map: set} = map_set, fun) when is_function(fun),
    do: %{map_set | map: :maps.from_keys(Enum.filter(:maps.keys(set), fun), [])}

  @doc "The values for which fun is falsy."
  def reject(%MapSet{map: set} = map_set, fun) when is_function(fun),
    do: %{map_set | map: :maps.from_keys(Enum.reject(:maps.keys(set), fun), [])}

  @doc "{values for which fun is truthy, the rest} as sets."
  def split_with(%MapSet{map: map}, fun) when is_function(fun, 1) do
    {yes, no} = Enum.split_with(:maps.keys(map), fun)
    {%MapSet{map: :maps.from_keys(yes, [])}, %MapSet{map: :maps.from_keys(no, [])}}
  end
end

defimpl Enumerable, for: MapSet do
  def count(set), do: {:ok, MapSet.size(set)}
  def member?(set, value), do: {:ok, MapSet.member?(set, value)}
  def slice(set), do: {:ok, MapSet.size(set), &MapSet.to_list/1}
  def reduce(set, acc, fun), do: Enumerable.List.reduce(MapSet.to_list(set), acc, fun)
end

defimpl Collectable, for: MapSet do
  def into(%{map: map} = set) do
    {map,
     fn
       acc, {:cont, value} -> :maps.put(value, [], acc)
       acc, :done -> %{set | map: acc}
       _acc, :halt -> :ok
     end}
  end
end

defimpl Inspect, for: MapSet do
  import Kernel, except: [inspect: 2]
  import Inspect.Algebra

  def inspect(set, opts) do
    opts = %{opts | charlists: :as_lists}
    concat(["MapSet.new(", Inspect.List.inspect(MapSet.to_list(set), opts), ")"])
  end
end
