# :proplists: lists of pairs and of atoms that mean {atom, true}.

defmodule :proplists do
  @moduledoc false

  def property({key, true}) when is_atom(key), do: key
  def property(property), do: property

  def property(key, true) when is_atom(key), do: key
  def property(key, value), do: {key, value}

  # {:ok, tuple} of an entry that is about the key.
  defp about(key, entry) when is_atom(entry) and entry === key, do: {:ok, {key, true}}
  defp about(key, entry) when tuple_size(entry) >= 1 and elem(entry, 0) === key, do: {:ok, entry}
  defp about(_key, _entry), do: :no

  def lookup(key, [entry | rest]) do
    case about(key, entry) do
      {:ok, tuple} -> tuple
      :no -> lookup(key, rest)
    end
  end

  def lookup(_key, []), do: :none

  def lookup_all(key, list), do: for(entry <- list, {:ok, tuple} <- [about(key, entry)], do: tuple)
  def is_defined(key, list), do: lookup(key, list) != :none

  def get_value(key, list), do: get_value(key, list, :undefined)

  def get_value(key, list, default) do
    case lookup(key, list) do
      {_, value} -> value
      _ -> default
    end
  end

  def get_bool(key, list), do: get_value(key, list) === true
  def get_all_values(key, list), do: for({_, value} <- lookup_all(key, list), do: value)

  def append_values(key, list) do
    Enum.flat_map(get_all_values(key, list), fn value -> if is_list(value), do: value, else: [value] end)
  end

  def get_keys(list) do
    for(entry <- list, is_atom(entry) or tuple_size(entry) >= 1, do: if(is_atom(entry), do: entry, else: elem(entry, 0)))
    |> Enum.uniq()
  end

  def delete(key, list), do: for(entry <- list, about(key, entry) == :no, do: entry)
  def compact(list), do: Enum.map(list, &property/1)
  def unfold(list), do: Enum.map(list, fn entry -> if is_atom(entry), do: {entry, true}, else: entry end)
  def from_map(map), do: :maps.to_list(map)

  def to_map(list),
    do: :maps.from_list(for {key, value} <- :lists.reverse(unfold(list)), do: {key, value})

  def to_map(list, stages), do: to_map(normalize(list, stages))

  def split(list, keys) do
    found = Enum.map(keys, fn key -> for entry <- list, about(key, entry) != :no, do: entry end)
    {found, Enum.reject(list, fn entry -> Enum.any?(keys, &(about(&1, entry) != :no)) end)}
  end

  # {alias, key}: entries of the alias become the key's.
  def substitute_aliases(aliases, list), do: Enum.map(list, &substitute(aliases, &1))

  defp substitute([{alias, key} | rest], entry) do
    case about(alias, entry) do
      {:ok, tuple} -> property(put_elem(tuple, 0, key))
      :no -> substitute(rest, entry)
    end
  end

  defp substitute([], entry), do: entry

  # {negation, key}: a true entry of the negation becomes a false one of the
  # key, any other a true one.
  def substitute_negations(negations, list), do: Enum.map(list, &negate(negations, &1))

  defp negate([{negation, key} | rest], entry) do
    case about(negation, entry) do
      {:ok, {_, true}} -> property({key, false})
      {:ok, {_, false}} -> property({key, true})
      {:ok, _} -> property({key, true})
      :no -> negate(rest, entry)
    end
  end

  defp negate([], entry), do: entry

  # {property, entries}: an entry that is the property becomes the entries.
  def expand(expansions, list) do
    expansions = for {property, entries} <- expansions, do: {property(property), entries}

    Enum.flat_map(list, fn entry ->
      case :lists.keyfind(property(entry), 1, expansions) do
        {_, entries} -> entries
        false -> [entry]
      end
    end)
  end

  def normalize(list, [{:aliases, aliases} | stages]), do: normalize(substitute_aliases(aliases, list), stages)
  def normalize(list, [{:negations, negations} | stages]), do: normalize(substitute_negations(negations, list), stages)
  def normalize(list, [{:expand, expansions} | stages]), do: normalize(expand(expansions, list), stages)
  def normalize(list, []), do: compact(list)
end
