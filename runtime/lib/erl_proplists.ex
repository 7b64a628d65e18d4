# :proplists: lists of pairs and of atoms that mean {atom, true}.

defmodule :proplists do
  @moduledoc false

  def get_value(key, list), do: get_value(key, list, :undefined)

  def get_value(key, [{key, value} | _], _default), do: value
  def get_value(key, [key | _], _default), do: true
  def get_value(key, [_ | rest], default), do: get_value(key, rest, default)
  def get_value(_key, [], default), do: default

  def get_all_values(key, list), do: for({^key, value} <- list, do: value)
  def is_defined(key, list), do: :lists.any(fn entry -> entry === key or (is_tuple(entry) and :erlang.element(1, entry) === key) end, list)
  def delete(key, list), do: :lists.filter(fn entry -> not (entry === key or (is_tuple(entry) and :erlang.element(1, entry) === key)) end, list)
  def get_keys(list), do: :lists.usort(:lists.map(fn entry -> if is_tuple(entry), do: :erlang.element(1, entry), else: entry end, list))
  def to_map(list), do: :maps.from_list(:lists.reverse(:lists.map(fn {_, _} = pair -> pair; key -> {key, true} end, list)))
end
