# Access: data[key], and the functions that walk paths of get_in and friends.

defmodule Access do
  @moduledoc "The behaviour behind data[key], and access functions for get_in/2, put_in/3 ..."

  import Kernel, except: [elem: 2]

  @type container :: keyword | map
  @callback fetch(term, key :: term) :: {:ok, term} | :error
  @callback get_and_update(data :: term, key :: term, fun :: (term -> term)) :: {term, term}
  @callback pop(data :: term, key :: term) :: {term, term}

  @doc "{:ok, value} of a key, or :error."
  def fetch(container, key)

  def fetch(%module{} = container, key) do
    module.fetch(container, key)
  rescue
    e in UndefinedFunctionError -> raise_undefined(e, module, :fetch, 2, __STACKTRACE__)
  end

  def fetch(map, key) when is_map(map) do
    case map do
      %{^key => value} -> {:ok, value}
      _ -> :error
    end
  end

  def fetch(list, key) when is_list(list) and is_atom(key) do
    case :lists.keyfind(key, 1, list) do
      {_, value} -> {:ok, value}
      false -> :error
    end
  end

  def fetch(list, key) when is_list(list) do
    raise ArgumentError,
          "the Access calls for keywords expect the key to be an atom, got: " <> inspect(key)
  end

  def fetch(nil, _key), do: :error

  @doc "The value of a key; KeyError when it is not there."
  def fetch!(container, key) do
    case fetch(container, key) do
      {:ok, value} -> value
      :error -> raise KeyError, key: key, term: container
    end
  end

  @doc "The value of a key, or the default."
  def get(container, key, default \\ nil)

  def get(%module{} = container, key, default) do
    case fetch_struct(module, container, key) do
      {:ok, value} -> value
      :error -> default
    end
  end

  def get(map, key, default) when is_map(map) do
    case map do
      %{^key => value} -> value
      _ -> default
    end
  end

  def get(list, key, default) when is_list(list) and is_atom(key) do
    case :lists.keyfind(key, 1, list) do
      {_, value} -> value
      false -> default
    end
  end

  def get(list, key, _default) when is_list(list) and is_integer(key) do
    raise ArgumentError,
          "the Access module does not support accessing lists by index, got: #{inspect(key)}\n\n" <>
            "Accessing a list by index is typically discouraged in Elixir, " <>
            "instead we prefer to use the Enum module to manipulate lists " <>
            "as a whole. If you really must access a list element by index, " <>
            "you can use Enum.at/2 or the functions in the List module"
  end

  def get(list, key, _default) when is_list(list) do
    raise ArgumentError,
          "the Access module supports only keyword lists (with atom keys), got: #{inspect(key)}\n\n" <>
            "If you want to search lists of tuples, use List.keyfind/3"
  end

  def get(nil, _key, default), do: default

  defp fetch_struct(module, container, key) do
    module.fetch(container, key)
  rescue
    e in UndefinedFunctionError -> raise_undefined(e, module, :fetch, 2, __STACKTRACE__)
  end

  defp raise_undefined(%{module: module, function: name, arity: arity} = e, module, name, arity, stack) do
    reason =
      "#{inspect(module)} does not implement the Access behaviour\n\n" <>
        "You can use the \"struct.field\" syntax to access struct fields. " <>
        "You can also use Access.key!/1 to access struct fields dynamically " <>
        "inside get_in/put_in/update_in"

    :erlang.raise(:error, %{e | reason: reason}, stack)
  end

  defp raise_undefined(e, _module, _name, _arity, stack), do: :erlang.raise(:error, e, stack)

  @doc "fun gets the value of a key and returns {got, new} or :pop; gives {got, container}."
  def get_and_update(container, key, fun)

  def get_and_update(%module{} = container, key, fun) do
    module.get_and_update(container, key, fun)
  rescue
    e in UndefinedFunctionError -> raise_undefined(e, module, :get_and_update, 3, __STACKTRACE__)
  end

  def get_and_update(map, key, fun) when is_map(map), do: Map.get_and_update(map, key, fun)

  def get_and_update(list, key, fun) when is_list(list) and is_atom(key),
    do: Keyword.get_and_update(list, key, fun)

  def get_and_update(list, key, _fun) when is_list(list) and is_integer(key) do
    raise ArgumentError,
          "the Access module does not support accessing lists by index, got: #{inspect(key)}\n\n" <>
            "Accessing a list by index is typically discouraged in Elixir, " <>
            "instead we prefer to use the Enum module to manipulate lists " <>
            "as a whole. If you really must modify a list element by index, " <>
            "you can use Access.at/1 or the functions in the List module"
  end

  def get_and_update(list, key, _fun) when is_list(list) do
    raise ArgumentError,
          "the Access module supports only keyword lists (with atom keys), got: " <> inspect(key)
  end

  def get_and_update(nil, key, _fun) do
    raise ArgumentError, "could not put/update key #{inspect(key)} on a nil value"
  end

  @doc "{value of a key, container without it}."
  def pop(container, key)

  def pop(%module{} = container, key) do
    module.pop(container, key)
  rescue
    e in UndefinedFunctionError -> raise_undefined(e, module, :pop, 2, __STACKTRACE__)
  end

  def pop(map, key) when is_map(map), do: Map.pop(map, key)
  def pop(list, key) when is_list(list), do: Keyword.pop(list, key)
  def pop(nil, key), do: raise(ArgumentError, "could not pop key #{inspect(key)} on a nil value")

  # -- Access functions -------------------------------------------------------

  @doc "A key of a map or struct, with a default that is put when it is missing."
  def key(key, default \\ nil) do
    fn
      :get, data, next ->
        next.(map_value(data, key, default))

      :get_and_update, data, next ->
        value = map_value(data, key, default)

        case next.(value) do
          {got, update} -> {got, Map.put(data || %{}, key, update)}
          :pop -> {value, Map.delete(data, key)}
        end
    end
  end

  defp map_value(nil, _key, default), do: default

  defp map_value(data, key, default) do
    case data do
      %{^key => value} -> value
      %{} -> default
      other -> raise BadMapError, term: other
    end
  end

  @doc "A key of a map or struct; KeyError when it is missing."
  def key!(key) do
    fn
      :get, %{} = data, next ->
        next.(:erlang.map_get(key, data))

      :get_and_update, %{} = data, next ->
        value = :erlang.map_get(key, data)

        case next.(value) do
          {got, update} -> {got, Map.put(data, key, update)}
          :pop -> {value, Map.delete(data, key)}
        end

      _op, data, _next ->
        raise "Access.key!/1 expected a map/struct or nil, got: #{inspect(data)}"
    end
  end

  @doc "An element of a tuple by a zero-based index."
  def elem(index) when is_integer(index) and index >= 0 do
    at = index + 1

    fn
      :get, data, next when is_tuple(data) ->
        next.(:erlang.element(at, data))

      :get_and_update, data, next when is_tuple(data) ->
        value = :erlang.element(at, data)

        case next.(value) do
          {got, update} -> {got, :erlang.setelement(at, data, update)}
          :pop -> raise "cannot pop data from a tuple"
        end

      _op, data, _next ->
        raise "Access.elem/1 expected a tuple, got: #{inspect(data)}"
    end
  end

  @doc "All elements of a list."
  def all do
    fn
      :get, data, next when is_list(data) -> :lists.map(next, data)
      :get_and_update, data, next when is_list(data) -> update_some(data, fn _ -> true end, next)
      _op, data, _next -> raise "Access.all/0 expected a list, got: #{inspect(data)}"
    end
  end

  @doc "The element of a list at an index, negative from the end."
  def at(index) when is_integer(index) do
    fn op, data, next -> at_index(op, data, index, next, :lenient) end
  end

  @doc "As at/1; Enum.OutOfBoundsError when there is no such element."
  def at!(index) when is_integer(index) do
    fn op, data, next -> at_index(op, data, index, next, :strict) end
  end

  defp at_index(:get, data, index, next, mode) when is_list(data) do
    case Enum.fetch(data, index) do
      {:ok, value} -> next.(value)
      :error when mode == :lenient -> next.(nil)
      :error -> raise Enum.OutOfBoundsError
    end
  end

  defp at_index(:get_and_update, data, index, next, mode) when is_list(data) do
    case Enum.fetch(data, index) do
      {:ok, value} ->
        case next.(value) do
          {got, update} -> {got, List.replace_at(data, index, update)}
          :pop -> List.pop_at(data, index)
        end

      :error when mode == :lenient ->
        case next.(nil) do
          {got, _} -> {got, data}
          :pop -> {nil, data}
        end

      :error ->
        raise Enum.OutOfBoundsError
    end
  end

  defp at_index(_op, data, _index, _next, :lenient),
    do: raise("Access.at/1 expected a list, got: #{inspect(data)}")

  defp at_index(_op, data, _index, _next, :strict),
    do: raise("Access.at!/1 expected a list, got: #{inspect(data)}")

  @doc "The elements of a list for which fun is truthy."
  def filter(func) when is_function(func) do
    fn
      :get, data, next when is_list(data) ->
        data |> Enum.filter(func) |> Enum.map(next)

      :get_and_update, data, next when is_list(data) ->
        update_some(data, func, next)

      _op, data, _next ->
        raise "Access.filter/1 expected a list, got: #{inspect(data)}"
    end
  end

  # Updates those elements that are chosen; {got, list}.
  defp update_some(list, chosen, next) do
    {got, list} =
      Enum.reduce(list, {[], []}, fn x, {got, list} ->
        if chosen.(x) do
          case next.(x) do
            {value, update} -> {[value | got], [update | list]}
            :pop -> {[x | got], list}
          end
        else
          {got, [x | list]}
        end
      end)

    {:lists.reverse(got), :lists.reverse(list)}
  end

  @doc "The elements of a list at the positions of a range."
  def slice(%Range{step: step} = range) do
    if step <= 0 do
      raise ArgumentError,
            "Access.slice/1 does not accept ranges with negative steps, got: #{inspect(range)}"
    end

    fn
      :get, data, next when is_list(data) ->
        data |> Enum.slice(range) |> Enum.map(next)

      :get_and_update, data, next when is_list(data) ->
        size = length(data)
        first = if range.first < 0, do: max(size + range.first, 0), else: range.first
        last = if range.last < 0, do: size + range.last, else: range.last
        positions = first..last//step
        indexed = Enum.with_index(data)

        {got, list} =
          update_some(indexed, fn {_, i} -> i in positions end, fn {x, i} ->
            case next.(x) do
              {value, update} -> {value, {update, i}}
              :pop -> :pop
            end
          end)

        got =
          Enum.map(got, fn
            {x, i} when is_integer(i) -> popped(x, i, indexed)
            x -> x
          end)

        {got, Enum.map(list, &:erlang.element(1, &1))}

      _op, data, _next ->
        raise "Access.slice/1 expected a list, got: #{inspect(data)}"
    end
  end

  # A popped element comes back with its index.
  defp popped(x, i, indexed) do
    case Enum.at(indexed, i) do
      {^x, ^i} -> x
      _ -> {x, i}
    end
  end

  @doc "The first element of a list for which fun is truthy."
  def find(predicate) when is_function(predicate, 1) do
    fn
      :get, data, next when is_list(data) ->
        next.(Enum.find(data, predicate))

      :get_and_update, data, next when is_list(data) ->
        case Enum.find_index(data, predicate) do
          nil ->
            case next.(nil) do
              {got, _} -> {got, data}
              :pop -> {nil, data}
            end

          index ->
            at_index(:get_and_update, data, index, next, :lenient)
        end

      _op, data, _next ->
        raise "Access.find/1 expected a list, got: #{inspect(data)}"
    end
  end
end
