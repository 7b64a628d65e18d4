# Keyword: lists of {atom, value}, where a key may be there more than once.

defmodule Keyword do
  @moduledoc "Functions on keyword lists: lists of {atom, value} pairs."

  @type key :: atom
  @type value :: any
  @type t :: [{key, value}]

  @doc "Whether the term is a keyword list."
  def keyword?(term)
  def keyword?([{key, _} | rest]) when is_atom(key), do: keyword?(rest)
  def keyword?([]), do: true
  def keyword?(_), do: false

  @doc "The empty keyword list."
  def new, do: []

  @doc "A keyword list of pairs; of a key that repeats, the last stays."
  def new(pairs), do: new(pairs, fn pair -> pair end)

  @doc "A keyword list of what transform makes of the elements."
  def new(pairs, transform) when is_function(transform, 1) do
    pairs
    |> Enum.reduce([], fn x, acc ->
      {key, value} = transform.(x)
      put(acc, key, value)
    end)
    |> :lists.reverse()
  end

  @doc "A keyword list of the keys, all with the same value."
  def from_keys(keys, value) when is_list(keys), do: :lists.map(&{&1, value}, keys)

  @doc "{:ok, keyword} when it has no keys but those given (with defaults where given), or {:error, keys}."
  def validate(keyword, values) when is_list(keyword) and is_list(values) do
    {known, defaults} =
      Enum.reduce(values, {[], []}, fn
        {key, default}, {known, defaults} when is_atom(key) ->
          {[key | known], [{key, default} | defaults]}

        key, {known, defaults} when is_atom(key) ->
          {[key | known], defaults}

        other, _ ->
          raise ArgumentError,
                "expected the second argument to be a list of atoms or tuples, got: " <>
                  inspect(other)
      end)

    {result, left, unknown} =
      Enum.reduce(keyword, {[], known, []}, fn
        {key, _} = pair, {result, left, unknown} ->
          cond do
            key in left -> {[pair | result], List.delete(left, key), unknown}
            true -> {result, left, [key | unknown]}
          end

        other, _ ->
          raise ArgumentError,
                "expected a keyword list as first argument, got invalid entry: #{inspect(other)}"
      end)

    case unknown do
      [] ->
        missing = for {key, _} = pair <- defaults, key in left, do: pair
        {:ok, missing ++ result}

      _ ->
        {:error, unknown}
    end
  end

  @doc "As validate/2, but returns the keyword list or raises ArgumentError."
  def validate!(keyword, values) do
    case validate(keyword, values) do
      {:ok, result} ->
        result

      {:error, unknown} ->
        allowed =
          for value <- values do
            case value do
              {key, _} -> key
              key -> key
            end
          end

        raise ArgumentError,
              "unknown keys #{inspect(unknown)} in #{inspect(keyword)}, the allowed keys are: " <>
                inspect(allowed)
    end
  end

  # -- Reading ----------------------------------------------------------------

  @doc "The first value of a key, or the default."
  def get(keywords, key, default \\ nil) when is_list(keywords) and is_atom(key) do
    case :lists.keyfind(key, 1, keywords) do
      {_, value} -> value
      false -> default
    end
  end

  @doc "The first value of a key, or what the function gives."
  def get_lazy(keywords, key, fun)
      when is_list(keywords) and is_atom(key) and is_function(fun, 0) do
    case :lists.keyfind(key, 1, keywords) do
      {_, value} -> value
      false -> fun.()
    end
  end

  @doc "{:ok, value} of the first of a key, or :error."
  def fetch(keywords, key) when is_list(keywords) and is_atom(key) do
    case :lists.keyfind(key, 1, keywords) do
      {_, value} -> {:ok, value}
      false -> :error
    end
  end

  @doc "The first value of a key; KeyError when there is none."
  def fetch!(keywords, key) when is_list(keywords) and is_atom(key) do
    case :lists.keyfind(key, 1, keywords) do
      {_, value} -> value
      false -> raise KeyError, key: key, term: keywords
    end
  end

  @doc "All values of a key."
  def get_values(keywords, key) when is_list(keywords) and is_atom(key),
    do: values_of(keywords, key)

  defp values_of([{key, value} | rest], key), do: [value | values_of(rest, key)]
  defp values_of([{_, _} | rest], key), do: values_of(rest, key)
  defp values_of([], _key), do: []

  @doc "All keys, repeated ones too."
  def keys(keywords) when is_list(keywords) do
    :lists.map(
      fn
        {key, _} when is_atom(key) ->
          key

        other ->
          :erlang.error(
            ArgumentError.exception(
              "expected a keyword list, but an entry in the list is not a two-element tuple with an atom as its first element, " <>
                "got: #{inspect(other)}"
            ),
            [keywords]
          )
      end,
      keywords
    )
  end

  @doc "All values."
  def values(keywords) when is_list(keywords) do
    :lists.map(
      fn
        {key, value} when is_atom(key) ->
          value
      end,
      keywords
    )
  end

  @doc "Whether the key is there."
  def has_key?(keywords, key) when is_list(keywords) and is_atom(key),
    do: :lists.keymember(key, 1, keywords)

  @doc "Whether both have the same pairs for the same keys, in any order of keys."
  def equal?(left, right) when is_list(left) and is_list(right),
    do: :lists.sort(left) === :lists.sort(right)

  @doc false
  def size(keywords), do: length(keywords)

  @doc "The list itself."
  def to_list(keywords) when is_list(keywords), do: keywords

  # -- Changing ---------------------------------------------------------------

  @doc "The list without a key."
  def delete(keywords, key) when is_list(keywords) and is_atom(key) do
    case :lists.keymember(key, 1, keywords) do
      true -> without(keywords, key)
      false -> keywords
    end
  end

  defp without([{key, _} | rest], key), do: without(rest, key)
  defp without([pair | rest], key), do: [pair | without(rest, key)]
  defp without([], _key), do: []

  @doc false
  def delete(keywords, key, value) when is_list(keywords) and is_atom(key),
    do: :lists.filter(&(&1 != {key, value}), keywords)

  @doc "The list without the first of a key."
  def delete_first(keywords, key) when is_list(keywords) and is_atom(key),
    do: :lists.keydelete(key, 1, keywords)

  @doc "The list with the key in front, and nowhere else."
  def put(keywords, key, value) when is_list(keywords) and is_atom(key),
    do: [{key, value} | delete(keywords, key)]

  @doc "Puts the key unless it is there."
  def put_new(keywords, key, value) when is_list(keywords) and is_atom(key) do
    case :lists.keymember(key, 1, keywords) do
      true -> keywords
      false -> [{key, value} | keywords]
    end
  end

  @doc "Puts the key, with what the function gives, unless it is there."
  def put_new_lazy(keywords, key, fun)
      when is_list(keywords) and is_atom(key) and is_function(fun, 0) do
    case :lists.keymember(key, 1, keywords) do
      true -> keywords
      false -> [{key, fun.()} | keywords]
    end
  end

  @doc "Replaces the value of a key that is there; its repetitions go."
  def replace(keywords, key, value) when is_list(keywords) and is_atom(key),
    do: replaced(keywords, key, fn _ -> value end)

  @doc "As replace/3; KeyError when the key is not there."
  def replace!(keywords, key, value) when is_list(keywords) and is_atom(key) do
    unless has_key?(keywords, key), do: raise(KeyError, key: key, term: keywords)
    replaced(keywords, key, fn _ -> value end)
  end

  @doc "As replace/3, with what the function makes of the old value."
  def replace_lazy(keywords, key, fun)
      when is_list(keywords) and is_atom(key) and is_function(fun, 1),
      do: replaced(keywords, key, fun)

  defp replaced([{key, value} | rest], key, fun), do: [{key, fun.(value)} | delete(rest, key)]
  defp replaced([pair | rest], key, fun), do: [pair | replaced(rest, key, fun)]
  defp replaced([], _key, _fun), do: []

  @doc "Updates the value of a key; KeyError when it is not there."
  def update!(keywords, key, fun)
      when is_list(keywords) and is_atom(key) and is_function(fun, 1) do
    unless has_key?(keywords, key), do: raise(KeyError, key: key, term: keywords)
    replaced(keywords, key, fun)
  end

  @doc "Updates the value of a key, or puts the default."
  def update(keywords, key, default, fun)
      when is_list(keywords) and is_atom(key) and is_function(fun, 1) do
    case :lists.keymember(key, 1, keywords) do
      true -> replaced(keywords, key, fun)
      false -> keywords ++ [{key, default}]
    end
  end

  @doc "fun gets the value of a key and returns {got, new} or :pop; gives {got, keywords}."
  def get_and_update(keywords, key, fun) when is_list(keywords) and is_atom(key),
    do: get_and_update(keywords, key, fun, [])

  defp get_and_update([{key, current} | rest], key, fun, before) do
    case fun.(current) do
      {got, value} -> {got, :lists.reverse(before, [{key, value} | rest])}
      :pop -> {current, :lists.reverse(before, rest)}
      other -> raise_returned(other)
    end
  end

  defp get_and_update([{_, _} = pair | rest], key, fun, before), do: get_and_update(rest, key, fun, [pair | before])

  defp get_and_update([], key, fun, before) do
    case fun.(nil) do
      {got, value} -> {got, [{key, value} | :lists.reverse(before)]}
      :pop -> {nil, :lists.reverse(before)}
      other -> raise_returned(other)
    end
  end

  @doc "As get_and_update/3; KeyError when the key is not there."
  def get_and_update!(keywords, key, fun) do
    current = fetch!(keywords, key)

    case fun.(current) do
      {got, value} -> {got, replaced(keywords, key, fn _ -> value end)}
      :pop -> {current, :lists.keydelete(key, 1, keywords)}
      other -> raise_returned(other)
    end
  end

  defp raise_returned(other) do
    raise "the given function must return a two-element tuple or :pop, got: #{inspect(other)}"
  end

  @doc "The pairs of both; those of the second replace those of the first."
  def merge(keywords1, keywords2)
  def merge(keywords1, []) when is_list(keywords1), do: keywords1
  def merge([], keywords2) when is_list(keywords2), do: checked(keywords2, "second")

  def merge(keywords1, keywords2) when is_list(keywords1) and is_list(keywords2) do
    checked(keywords2, "second")
    kept = for {key, _} = pair <- checked(keywords1, "first"), not has_key?(keywords2, key), do: pair
    kept ++ keywords2
  end

  @doc "The pairs of both; fun makes one value of the two where both have a key."
  def merge(keywords1, keywords2, fun)
      when is_list(keywords1) and is_list(keywords2) and is_function(fun, 3) do
    checked(keywords1, "first")
    merge_rest(checked(keywords2, "second"), [], keywords1, keywords1, fun)
  end

  defp merge_rest([{key, value} | rest], acc, left, all, fun) do
    case :lists.keyfind(key, 1, left) do
      {_, original} ->
        merge_rest(rest, [{key, fun.(key, original, value)} | acc], :lists.keydelete(key, 1, left), without(all, key), fun)

      false ->
        merge_rest(rest, [{key, value} | acc], left, without(all, key), fun)
    end
  end

  defp merge_rest([], acc, _left, all, _fun), do: all ++ :lists.reverse(acc)

  defp checked(keywords, position) do
    if keyword?(keywords) do
      keywords
    else
      raise ArgumentError,
            "expected a keyword list as the #{position} argument, got: #{inspect(keywords)}"
    end
  end

  @doc "The pairs of the second whose key the first has too."
  def intersect(keyword1, keyword2, fun \\ fn _key, _v1, v2 -> v2 end)

  def intersect(keyword1, keyword2, fun)
      when is_list(keyword1) and is_list(keyword2) and is_function(fun, 3) do
    intersection(keyword1, keyword2, fun)
  end

  defp intersection([{key, value1} | rest], keyword2, fun) do
    case :lists.keyfind(key, 1, keyword2) do
      {_, value2} -> [{key, fun.(key, value1, value2)} | intersection(rest, keyword2, fun)]
      false -> intersection(rest, keyword2, fun)
    end
  end

  defp intersection([], _keyword2, _fun), do: []

  # -- Parts ------------------------------------------------------------------

  @doc "{pairs with the keys, the rest}."
  def split(keywords, keys) when is_list(keywords) and is_list(keys),
    do: :lists.partition(fn {key, _} -> key in keys end, keywords)

  @doc "{pairs for which fun is truthy, the rest}."
  def split_with(keywords, fun) when is_list(keywords) and is_function(fun, 1),
    do: Enum.split_with(keywords, fun)

  @doc "The pairs with the keys."
  def take(keywords, keys) when is_list(keywords) and is_list(keys),
    do: :lists.filter(fn {key, _} -> key in keys end, keywords)

  @doc "The pairs without the keys."
  def drop(keywords, keys) when is_list(keywords) and is_list(keys),
    do: :lists.filter(fn {key, _} -> key not in keys end, keywords)

  @doc "{first value of a key, list without the key}, or {default, list}."
  def pop(keywords, key, default \\ nil) when is_list(keywords) and is_atom(key) do
    case fetch(keywords, key) do
      {:ok, value} -> {value, delete(keywords, key)}
      :error -> {default, keywords}
    end
  end

  @doc "As pop/3; KeyError when the key is not there."
  def pop!(keywords, key) when is_list(keywords) and is_atom(key) do
    case fetch(keywords, key) do
      {:ok, value} -> {value, delete(keywords, key)}
      :error -> raise KeyError, key: key, term: keywords
    end
  end

  @doc "{all values of a key, list without the key}."
  def pop_values(keywords, key) when is_list(keywords) and is_atom(key),
    do: {values_of(keywords, key), delete(keywords, key)}

  @doc "As pop/3, with what the function gives as default."
  def pop_lazy(keywords, key, fun)
      when is_list(keywords) and is_atom(key) and is_function(fun, 0) do
    case fetch(keywords, key) do
      {:ok, value} -> {value, delete(keywords, key)}
      :error -> {fun.(), keywords}
    end
  end

  @doc "{first value of a key, list without that pair}, or {default, list}."
  def pop_first(keywords, key, default \\ nil) when is_list(keywords) and is_atom(key) do
    case :lists.keytake(key, 1, keywords) do
      {:value, {_, value}, rest} -> {value, rest}
      false -> {default, keywords}
    end
  end

  @doc "The pairs for which fun is truthy."
  def filter(keywords, fun) when is_list(keywords) and is_function(fun, 1),
    do: for({_key, _value} = pair <- valid(keywords), fun.(pair), do: pair)

  @doc "The pairs for which fun is falsy."
  def reject(keywords, fun) when is_list(keywords) and is_function(fun, 1),
    do: for({_key, _value} = pair <- valid(keywords), !fun.(pair), do: pair)

  # The list itself; a FunctionClauseError when an entry is no pair.
  defp valid(keywords), do: do_filter(keywords, keywords)
  defp do_filter([{_, _} | rest], keywords), do: do_filter(rest, keywords)
  defp do_filter([], keywords), do: keywords

  @doc "The list with what fun makes of each {key, value} as the key's value."
  def map(keywords, fun) when is_list(keywords),
    do: Enum.map(keywords, fn {key, value} -> {key, fun.({key, value})} end)
end
