# Map: functions on maps.

defmodule Map do
  @moduledoc "Functions on maps."

  @doc "The keys, in the map's order."
  def keys(map), do: :maps.keys(map)

  @doc "The values, in the map's order."
  def values(map), do: :maps.values(map)

  @doc "A list of {key, value}."
  def to_list(map), do: :maps.to_list(map)

  @doc "An empty map."
  def new, do: %{}

  @doc "A map of {key, value} pairs."
  def new(enumerable)
  def new(list) when is_list(list), do: :maps.from_list(list)
  def new(%_{} = enumerable), do: :maps.from_list(Enum.to_list(enumerable))
  def new(%{} = map), do: map
  def new(enumerable), do: :maps.from_list(Enum.to_list(enumerable))

  @doc "A map of what transform makes of the elements: {key, value} pairs."
  def new(enumerable, transform), do: :maps.from_list(Enum.map(enumerable, transform))

  @doc "A map of the keys, all with the same value."
  def from_keys(keys, value), do: :maps.from_keys(keys, value)

  @doc "Whether the key is there."
  def has_key?(map, key), do: :erlang.is_map_key(key, map)

  @doc "{:ok, value} of a key, or :error."
  def fetch(map, key) do
    case map do
      %{^key => value} -> {:ok, value}
      %{} -> :error
      other -> :erlang.error({:badmap, other})
    end
  end

  @doc "The value of a key; KeyError when it is not there."
  def fetch!(map, key), do: :maps.get(key, map)

  @doc "The value of a key, or the default."
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

  @doc "Puts a value under a key."
  def put(map, key, value), do: :maps.put(key, value, map)

  @doc "Puts a value under a key that is not there yet."
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

  @doc "Deletes a key."
  def delete(map, key), do: :maps.remove(key, map)

  @doc "The map with those of the keys that it has."
  def take(map, keys)
  def take(map, keys) when is_map(map) and is_list(keys), do: :maps.with(keys, map)
  def take(map, keys) when is_map(map), do: take(map, Enum.to_list(keys))
  def take(map, _keys), do: :erlang.error({:badmap, map})

  @doc "The map without the keys."
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

  @doc "The pairs of both; those of the second win."
  def merge(map1, map2), do: :maps.merge(map1, map2)

  @doc "The pairs of both; fun makes one value of the two where both have a key."
  def merge(map1, map2, fun) when is_function(fun, 3) do
    :maps.merge_with(fun, map1, map2)
  end

  @doc "The pairs of the second whose key the first has too."
  def intersect(map1, map2), do: :maps.intersect(map1, map2)

  @doc "The keys both have, with what fun makes of the two values."
  def intersect(map1, map2, fun) when is_function(fun, 3),
    do: :maps.intersect_with(fun, map1, map2)

  @doc "Updates the value of a key, or puts the default."
  def update(map, key, default, fun) when is_function(fun, 1) do
    case map do
      %{^key => value} -> %{map | key => fun.(value)}
      %{} -> :maps.put(key, default, map)
      other -> :erlang.error({:badmap, other})
    end
  end

  @doc "Updates the value of a key; KeyError when it is not there."
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

  @doc "{value of a key, map without it}, or {default, map}."
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

  @doc "The pairs for which fun is truthy, as a map."
  def filter(map, fun) when is_map(map) and is_function(fun, 1),
    do: :maps.from_list(Enum.filter(map, fun))

  @doc "The pairs for which fun is falsy, as a map."
  def reject(map, fun) when is_map(map) and is_function(fun, 1),
    do: :maps.from_list(Enum.reject(map, fun))

  @doc false
  def map(map, fun) when is_map(map),
    do: new(map, fn {key, value} -> {key, fun.({key, value})} end)
end
