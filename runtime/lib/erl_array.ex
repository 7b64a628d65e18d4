# :array: {:array, size, max, default, tree}. A leaf is a tuple of ten elements;
# a node one of ten trees and the number of elements under each; a number is a
# tree of so many elements that all have the default. max is what the tree can
# hold, or 0 when the array must not grow.

defmodule :array do
  @moduledoc false

  @leaf 10

  def new, do: make(0, false, :undefined)
  def new(size) when is_integer(size) and size >= 0, do: make(size, true, :undefined)
  def new(opts), do: new(0, opts)

  def new(size, opts) when is_integer(size) and size >= 0 do
    opts = List.wrap(opts)
    fixed = size > 0

    {size, fixed, default} =
      Enum.reduce(opts, {size, fixed, :undefined}, fn
        :fixed, {size, _, default} -> {size, true, default}
        {:fixed, fixed}, {size, _, default} when is_boolean(fixed) -> {size, fixed, default}
        {:default, default}, {size, fixed, _} -> {size, fixed, default}
        {:size, size}, {_, _, default} when is_integer(size) and size >= 0 -> {size, true, default}
        size, {_, _, default} when is_integer(size) and size >= 0 -> {size, true, default}
        _, _ -> :erlang.error(:badarg)
      end)

    make(size, fixed, default)
  end

  def new(_size, _opts), do: :erlang.error(:badarg)

  defp make(size, fixed, default) do
    capacity = capacity(size - 1, @leaf)
    {:array, size, if(fixed, do: 0, else: capacity), default, capacity}
  end

  defp capacity(index, capacity) when index < capacity, do: capacity
  defp capacity(index, capacity), do: capacity(index, capacity * 10)

  def is_array({:array, size, max, _, _}), do: is_integer(size) and is_integer(max)
  def is_array(_), do: false

  def size({:array, size, _, _, _}), do: size
  def size(_), do: :erlang.error(:badarg)

  def default({:array, _, _, default, _}), do: default
  def default(_), do: :erlang.error(:badarg)

  def is_fix({:array, _, 0, _, _}), do: true
  def is_fix({:array, _, _, _, _}), do: false
  def fix({:array, size, _, default, tree}), do: {:array, size, 0, default, tree}
  def relax({:array, size, 0, default, tree}), do: {:array, size, capacity(size - 1, @leaf), default, tree}
  def relax({:array, _, _, _, _} = array), do: array

  def resize(size, {:array, old, max, default, tree}) when is_integer(size) and size >= 0 do
    cond do
      size > old ->
        {tree, capacity} = grow(size - 1, tree)
        {:array, size, if(max > 0, do: capacity, else: 0), default, tree}

      true ->
        {:array, size, max, default, tree}
    end
  end

  def resize(_size, _array), do: :erlang.error(:badarg)

  def resize(array), do: resize(sparse_size(array), array)

  # The tree, made so high that it holds the index.
  defp grow(index, tree), do: grow(index, tree, held(tree))
  defp grow(index, tree, capacity) when index < capacity, do: {tree, capacity}
  defp grow(index, tree, capacity) when is_integer(tree), do: grow(index, tree * 10, capacity * 10)

  defp grow(index, tree, capacity),
    do: grow(index, List.to_tuple([tree | :lists.duplicate(10, capacity)]), capacity * 10)

  defp held(number) when is_integer(number), do: number
  defp held(leaf) when tuple_size(leaf) == 10, do: @leaf
  defp held(node), do: elem(node, 10) * 10

  def set(index, value, {:array, size, max, default, tree}) when is_integer(index) and index >= 0 do
    cond do
      index < size ->
        {:array, size, max, default, put(index, tree, value, default)}

      max > 0 ->
        {tree, capacity} = grow(index, tree)
        {:array, index + 1, capacity, default, put(index, tree, value, default)}

      true ->
        :erlang.error(:badarg)
    end
  end

  def set(_index, _value, _array), do: :erlang.error(:badarg)

  defp put(index, number, value, default) when is_integer(number),
    do: put(index, opened(number, default), value, default)

  defp put(index, leaf, value, _default) when tuple_size(leaf) == 10, do: put_elem(leaf, index, value)

  defp put(index, node, value, default) do
    below = elem(node, 10)
    at = div(index, below)
    put_elem(node, at, put(rem(index, below), elem(node, at), value, default))
  end

  defp opened(@leaf, default), do: :erlang.make_tuple(10, default)
  defp opened(number, _default), do: :erlang.make_tuple(11, div(number, 10))

  def get(index, {:array, size, max, default, tree}) when is_integer(index) and index >= 0 do
    cond do
      index < size -> at(index, tree, default)
      max > 0 -> default
      true -> :erlang.error(:badarg)
    end
  end

  def get(_index, _array), do: :erlang.error(:badarg)

  defp at(_index, number, default) when is_integer(number), do: default
  defp at(index, leaf, _default) when tuple_size(leaf) == 10, do: elem(leaf, index)

  defp at(index, node, default) do
    below = elem(node, 10)
    at(rem(index, below), elem(node, div(index, below)), default)
  end

  def reset(index, {:array, _, _, default, _} = array), do: if(get(index, array) == default, do: array, else: set(index, default, array))

  def from_list(list), do: from_list(list, :undefined)

  def from_list(list, default) when is_list(list) do
    {array, _} = Enum.reduce(list, {make(0, false, default), 0}, fn x, {array, i} -> {set(i, x, array), i + 1} end)
    array
  end

  def from_list(_list, _default), do: :erlang.error(:badarg)

  def from_orddict(pairs), do: from_orddict(pairs, :undefined)

  def from_orddict(pairs, default) when is_list(pairs),
    do: Enum.reduce(pairs, make(0, false, default), fn {i, x}, array -> set(i, x, array) end)

  def from_orddict(_pairs, _default), do: :erlang.error(:badarg)

  def to_list(array), do: foldr(fn _i, x, acc -> [x | acc] end, [], array)
  def to_orddict(array), do: foldr(fn i, x, acc -> [{i, x} | acc] end, [], array)
  def sparse_to_list(array), do: sparse_foldr(fn _i, x, acc -> [x | acc] end, [], array)
  def sparse_to_orddict(array), do: sparse_foldr(fn i, x, acc -> [{i, x} | acc] end, [], array)

  def foldl(fun, acc, {:array, size, _, default, tree}) when is_function(fun, 3),
    do: up(0, size, fun, acc, tree, default)

  def foldl(_fun, _acc, _array), do: :erlang.error(:badarg)

  defp up(size, size, _fun, acc, _tree, _default), do: acc
  defp up(i, size, fun, acc, tree, default), do: up(i + 1, size, fun, fun.(i, at(i, tree, default), acc), tree, default)

  def foldr(fun, acc, {:array, size, _, default, tree}) when is_function(fun, 3),
    do: downwards(size - 1, fun, acc, tree, default)

  def foldr(_fun, _acc, _array), do: :erlang.error(:badarg)

  defp downwards(-1, _fun, acc, _tree, _default), do: acc
  defp downwards(i, fun, acc, tree, default), do: downwards(i - 1, fun, fun.(i, at(i, tree, default), acc), tree, default)

  def sparse_foldl(fun, acc, {:array, _, _, default, _} = array) when is_function(fun, 3),
    do: foldl(fn i, x, acc -> if x == default, do: acc, else: fun.(i, x, acc) end, acc, array)

  def sparse_foldl(_fun, _acc, _array), do: :erlang.error(:badarg)

  def sparse_foldr(fun, acc, {:array, _, _, default, _} = array) when is_function(fun, 3),
    do: foldr(fn i, x, acc -> if x == default, do: acc, else: fun.(i, x, acc) end, acc, array)

  def sparse_foldr(_fun, _acc, _array), do: :erlang.error(:badarg)

  def sparse_size(array), do: sparse_foldl(fn i, _x, _acc -> i + 1 end, 0, array)

  def map(fun, {:array, _, _, _, _} = array) when is_function(fun, 2),
    do: foldl(fn i, x, acc -> set(i, fun.(i, x), acc) end, array, array)

  def map(_fun, _array), do: :erlang.error(:badarg)

  def sparse_map(fun, {:array, _, _, _, _} = array) when is_function(fun, 2),
    do: sparse_foldl(fn i, x, acc -> set(i, fun.(i, x), acc) end, array, array)

  def sparse_map(_fun, _array), do: :erlang.error(:badarg)
end
