# Tuple: functions on tuples.

defmodule Tuple do
  @moduledoc "Functions on tuples."

  @doc "A tuple of n times the value."
  def duplicate(data, size) when is_integer(size) and size >= 0, do: :erlang.make_tuple(size, data)

  @doc "The tuple with a value inserted at a zero-based index."
  def insert_at(tuple, index, value) when is_integer(index) and index >= 0,
    do: :erlang.insert_element(index + 1, tuple, value)

  @doc false
  def append(tuple, value), do: :erlang.append_element(tuple, value)

  @doc "The tuple without the element at a zero-based index."
  def delete_at(tuple, index) when is_integer(index) and index >= 0,
    do: :erlang.delete_element(index + 1, tuple)

  @doc "The sum of the elements."
  def sum(tuple), do: Enum.sum(:erlang.tuple_to_list(tuple))

  @doc "The product of the elements."
  def product(tuple), do: Enum.product(:erlang.tuple_to_list(tuple))

  @doc "The list of the elements."
  def to_list(tuple), do: :erlang.tuple_to_list(tuple)
end
