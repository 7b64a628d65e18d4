# Map: functions on maps.

defmodule Map do
  @moduledoc """
  Functions on maps.

  A map has values under keys, of whatever kind, each key once:

      iex> prices = %{"tea" => 3, "cake" => 4}
      iex> prices["tea"]
      3
      iex> %{prices | "tea" => 5}
      %{"cake" => 4, "tea" => 5}

  With atoms as keys `map.key` gives the value. To read: `get/3`, `fetch/2`, `keys/1`. A changed
  map is a new one: `put/3`, `update/4`, `delete/2`, `merge/2`. Whatever is in `Enum` takes a
  map as a collection of `{key, value}` pairs.
  """

  @doc """
  The keys, in the map's order.

      iex> Map.keys(%{a: 1, b: 2})
      [:a, :b]
  """
  def keys(map), do: :maps.keys(map)

  @doc """
  The values, in the map's order.

      iex> Map.values(%{a: 1, b: 2})
      [1, 2]
  """
  def values(map), do: :maps.values(map)

  @doc "A list of {key, value}."
  def to_list(map), do: :maps.to_list(map)

  @doc "An empty map."
  def new, do: %{}

  @doc """
  A map of {key, value} pairs.

  Of a key that comes twice the last pair stays.

      iex> Map.new([{:a, 1}, {"b", 2}])
      %{:a => 1, "b" => 2}
  """
  def new(enumerable)
  def new(list) when is_list(list), do: :maps.from_list(list)
  def new(%_{} = enumerable), do: :maps.from_list(Enum.to_list(enumerable))
  def new(%{} = map), do: map
  def new(enumerable), do: :maps.from_list(Enum.to_list(enumerable))

  @doc """
  A map of what transform makes of the elements: {key, value} pairs.

      iex> Map.new(1..3, fn n -> {n, n * n} end)
      %{1 => 1, 2 => 4, 3 => 9}
  """
  def new(enumerable, transform), do: :maps.from_list(Enum.map(enumerable, transform))

  @doc "A map of the keys, all with the same value."
  def from_keys(keys, value), do: :maps.from_keys(keys, value)

  @doc """
  Whether the key is there.

  A key with the value nil is there, too.

      iex> Map.has_key?(%{a: nil}, :a)
      true
  """
  def has_key?(map, key), do: :erlang.is_map_key(key, map)

  @doc """
  {:ok, value} of a key, or :error.

      iex> Map.fetch(%{a: 1}, :a)
      {:ok, 1}
      iex> Map.fetch(%{a: 1}, :b)
      :error
  """
  def fetch(map, key) do
    case map do
      %{^key => value} -> {:ok, value}
      %{} -> :error
      other -> :erlang.error({:badmap, other})
    end
  end

  @doc """
  The value of a key; KeyError when it is not there.

      iex> Map.fetch!(%{"a" => 1}, "a")
      1
  """
  def fetch!(map, key), do: :maps.get(key, map)

  @doc """
  The value of a key, or the default.

  The default is nil if none is given.

      iex> Map.get(%{a: 1}, :a)
      1
      iex> Map.get(%{a: 1}, :b)
      nil
      iex> Map.get(%{a: 1}, :b, 0)
      0
  """
  def get(map, key, default \\ nil) do
    case map do
      %{^key => value} -> value
      %{} -> default
      other -> :erlang.error({:badmap, other})
    end
  end

  @doc "The value of a key, or what the function gives."
  def get_lazy(map, key, fun) when is_function(fun, 0) do
    case map do
      %{^key => value} -> value
      %{} -> fun.()
      other -> :erlang.error({:badmap, other})
    end
  end

  @doc """
  Puts a value under a key.

  The map itself stays as it was: what is returned is a new one.

      iex> Map.put(%{a: 1}, :b, 2)
      %{a: 1, b: 2}
      iex> Map.put(%{a: 1}, :a, 9)
      %{a: 9}
  """
  def put(map, key, value), do: :maps.put(key, value, map)

  @doc """
  Puts a value under a key that is not there yet.

      iex> Map.put_new(%{a: 1}, :a, 9)
      %{a: 1}
  """
  def put_new(map, key, value) do
    case map do
      %{^key => _} -> map
      %{} -> :maps.put(key, value, map)
      other -> :erlang.error({:badmap, other})
    end
  end

  @doc "Puts what the function gives under a key that is not there yet."
  def put_new_lazy(map, key, fun) when is_function(fun, 0) do
    case map do
      %{^key => _} -> map
      %{} -> :maps.put(key, fun.(), map)
      other -> :erlang.error({:badmap, other})
    end
  end

  @doc "Replaces the value of a key that is there."
  def replace(map, key, value) do
    case map do
      %{^key => _} -> %{map | key => value}
      %{} -> map
      other -> :erlang.error({:badmap, other})
    end
  end

  @doc "Replaces the value of a key; KeyError when it is not there."
  def replace!(map, key, value), do: :maps.update(key, value, map)

  @doc "Replaces the value of a key that is there with what fun makes of it."
  def replace_lazy(map, key, fun) when is_map(map) and is_function(fun, 1) do
    case map do
      %{^key => value} -> %{map | key => fun.(value)}
      %{} -> map
    end
  end

  @doc """
  Deletes a key.

  A key that is not there is no error.

      iex> Map.delete(%{a: 1, b: 2}, :a)
      %{b: 2}
  """
  def delete(map, key), do: :maps.remove(key, map)

  @doc """
  The map with those of the keys that it has.

      iex> Map.take(%{a: 1, b: 2, c: 3}, [:a, :c, :z])
      %{a: 1, c: 3}
  """
  def take(map, keys)
  def take(map, keys) when is_map(map) and is_list(keys), do: :maps.with(keys, map)
  def take(map, keys) when is_map(map), do: take(map, Enum.to_list(keys))
  def take(map, _keys), do: :erlang.error({:badmap, map})

  @doc """
  The map without the keys.

      iex> Map.drop(%{a: 1, b: 2, c: 3}, [:a, :c])
      %{b: 2}
  """
  def drop(map, keys)
  def drop(map, keys) when is_map(map) and is_list(keys), do: :maps.without(keys, map)
  def drop(map, keys) when is_map(map), do: drop(map, Enum.to_list(keys))
  def drop(map, _keys), do: :erlang.error({:badmap, map})

  @doc "{take, drop} at once."
  def split(map, keys)

  def split(map, keys) when is_map(map) and is_list(keys),
    do: {:maps.with(keys, map), :maps.without(keys, map)}

  def split(map, keys) when is_map(map), do: split(map, Enum.to_list(keys))
  def split(map, _keys), do: :erlang.error({:badmap, map})

  @doc "{pairs for which fun is truthy, the rest}, as maps."
  def split_with(map, fun) when is_map(map) and is_function(fun, 1) do
    {yes, no} = Enum.split_with(map, fun)
    {:maps.from_list(yes), :maps.from_list(no)}
  end

  @doc """
  The pairs of both; those of the second win.

      iex> Map.merge(%{a: 1, b: 2}, %{b: 20, c: 30})
      %{a: 1, b: 20, c: 30}
  """
  def merge(map1, map2), do: :maps.merge(map1, map2)

  @doc """
  The pairs of both; fun makes one value of the two where both have a key.

      iex> Map.merge(%{a: 1, b: 2}, %{b: 20}, fn _key, left, right -> left + right end)
      %{a: 1, b: 22}
  """
  def merge(map1, map2, fun) when is_function(fun, 3) do
    :maps.merge_with(fun, map1, map2)
  end

  @doc "The pairs of the second whose key the first has too."
  def intersect(map1, map2), do: :maps.intersect(map1, map2)

  @doc "The keys both have, with what fun makes of the two values."
  def intersect(map1, map2, fun) when is_function(fun, 3),
    do: :maps.intersect_with(fun, map1, map2)

  @doc """
  Updates the value of a key, or puts the default.

  The function does not get the default: that is put as it is.

      iex> Map.update(%{tea: 1}, :tea, 1, fn n -> n + 1 end)
      %{tea: 2}
      iex> Map.update(%{}, :tea, 1, fn n -> n + 1 end)
      %{tea: 1}
  """
  def update(map, key, default, fun) when is_function(fun, 1) do
    case map do
      %{^key => value} -> %{map | key => fun.(value)}
      %{} -> :maps.put(key, default, map)
      other -> :erlang.error({:badmap, other})
    end
  end

  @doc """
  Updates the value of a key; KeyError when it is not there.

      iex> Map.update!(%{n: 1}, :n, &(&1 * 10))
      %{n: 10}
  """
  def update!(map, key, fun) when is_function(fun, 1) do
    %{map | key => fun.(:erlang.map_get(key, map))}
  end

  @doc "fun gets the value of a key and returns {got, new} or :pop; gives {got, map}."
  def get_and_update(map, key, fun) when is_function(fun, 1) do
    current = get(map, key)

    case fun.(current) do
      {got, value} -> {got, put(map, key, value)}
      :pop -> {current, delete(map, key)}
      other -> raise "the given function must return a two-element tuple or :pop, got: #{inspect(other)}"
    end
  end

  @doc "As get_and_update/3; KeyError when the key is not there."
  def get_and_update!(map, key, fun) when is_function(fun, 1) do
    current = :erlang.map_get(key, map)

    case fun.(current) do
      {got, value} -> {got, put(map, key, value)}
      :pop -> {current, delete(map, key)}
      other -> raise "the given function must return a two-element tuple or :pop, got: #{inspect(other)}"
    end
  end

  @doc """
  {value of a key, map without it}, or {default, map}.

      iex> Map.pop(%{a: 1, b: 2}, :a)
      {1, %{b: 2}}
  """
  def pop(map, key, default \\ nil) do
    case map do
      %{^key => value} -> {value, :maps.remove(key, map)}
      %{} -> {default, map}
      other -> :erlang.error({:badmap, other})
    end
  end

  @doc "{value of a key, map without it}; KeyError when it is not there."
  def pop!(map, key) do
    case map do
      %{^key => value} -> {value, :maps.remove(key, map)}
      %{} -> raise KeyError, key: key, term: map
      other -> :erlang.error({:badmap, other})
    end
  end

  @doc "As pop/3, with what the function gives as default."
  def pop_lazy(map, key, fun) when is_function(fun, 0) do
    case map do
      %{^key => value} -> {value, :maps.remove(key, map)}
      %{} -> {fun.(), map}
      other -> :erlang.error({:badmap, other})
    end
  end

  @doc "A struct, or the struct of a module, as a plain map."
  def from_struct(struct)
  def from_struct(struct) when is_atom(struct), do: :maps.remove(:__struct__, struct.__struct__())
  def from_struct(%_{} = struct), do: :maps.remove(:__struct__, struct)

  @doc "Whether both have the same keys with equal (===) values."
  def equal?(map1, map2)
  def equal?(%{} = map1, %{} = map2), do: map1 === map2

  def equal?(%{}, other), do: :erlang.error({:badmap, other})
  def equal?(other, _), do: :erlang.error({:badmap, other})

  @doc false
  def size(map), do: :erlang.map_size(map)

  @doc """
  The pairs for which fun is truthy, as a map.

      iex> Map.filter(%{a: 1, b: 2}, fn {_key, n} -> n > 1 end)
      %{b: 2}
  """
  def filter(map, fun) when is_map(map) and is_function(fun, 1),
    do: :maps.from_list(Enum.filter(map, fun))

  @doc "The pairs for which fun is falsy, as a map."
  def reject(map, fun) when is_map(map) and is_function(fun, 1),
    do: :maps.from_list(Enum.reject(map, fun))

  @doc false
  def map(map, fun) when is_map(map),
    do: new(map, fn {key, value} -> {key, fun.({key, value})} end)
end
