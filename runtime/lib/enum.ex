# Enum: eager functions over collections. Lists, ranges and maps have paths of
# their own; all else goes through Enumerable. Nothing here needs Stream.

defmodule Enum do
  @moduledoc """
  Functions over collections: lists, maps, ranges, streams and all that is Enumerable.

      iex> 1..10 |> Enum.filter(&(rem(&1, 3) == 0)) |> Enum.map(&(&1 * &1)) |> Enum.sum()
      126

  Most give a list, also of a map or a range. They work at once, through the whole
  collection, one after another; the functions of `Stream` are lazy.

    * one for each: `map/2`, `flat_map/2`, `each/2`, `with_index/2`
    * a choice: `filter/2`, `reject/2`, `find/2`, `take/2`, `drop/2`, `uniq/1`
    * one value of all: `reduce/3`, `sum/1`, `count/1`, `max/1`, `join/2`, `any?/2`
    * another order or shape: `sort/2`, `sort_by/3`, `reverse/1`, `zip/2`, `chunk_every/2`,
      `group_by/3`, `into/2`

  """

  import Kernel, except: [max: 2, min: 2]

  # -- Folding ----------------------------------------------------------------

  @doc "Folds the elements with the first one as accumulator; Enum.EmptyError when there is none."
  def reduce(enumerable, fun)
  def reduce([head | tail], fun), do: fold(tail, head, fun)
  def reduce([], _fun), do: raise(Enum.EmptyError)
  def reduce(map, fun) when is_non_struct_map(map), do: reduce(:maps.to_list(map), fun)

  def reduce(enumerable, fun) do
    case reduce(enumerable, :none, fn
           x, :none -> {:some, x}
           x, {:some, acc} -> {:some, fun.(x, acc)}
         end) do
      {:some, acc} -> acc
      :none -> raise Enum.EmptyError
    end
  end

  @doc """
  Folds the elements: fun gets each one and the accumulator.

  What it gives is the accumulator for the next element, and in the end the result.

      iex> Enum.reduce([1, 2, 3], 10, fn n, sum -> sum + n end)
      16
      iex> Enum.reduce(~w[a b a], %{}, fn word, seen -> Map.update(seen, word, 1, &(&1 + 1)) end)
      %{"a" => 2, "b" => 1}
  """
  def reduce(enumerable, acc, fun)

  def reduce(list, acc, fun) when is_list(list), do: fold(list, acc, fun)

  def reduce(first..last//step, acc, fun), do: reduce_range(first, last, step, acc, fun)

  def reduce(%_{} = enumerable, acc, fun), do: fold_any(enumerable, acc, fun)
  def reduce(%{} = map, acc, fun), do: fold(walk(map), acc, fun)
  def reduce(enumerable, acc, fun), do: fold_any(enumerable, acc, fun)

  defp fold([head | tail], acc, fun), do: fold(tail, fun.(head, acc), fun)
  defp fold([], acc, _fun), do: acc
  defp fold(tail, acc, fun), do: unquote(:"-reduce/3-lists^foldl/2-0-")(fun, acc, tail)

  # A list that ends in something other than [] fails in these: they have the
  # names that Elixir's functions have in such an error.
  defp unquote(:"-map/2-lists^map/1-1-")([], _fun), do: []
  defp unquote(:"-each/2-lists^foreach/1-0-")([], _fun), do: :ok
  defp unquote(:"-sum/1-lists^foldl/2-0-")(_fun, acc, []), do: acc
  defp unquote(:"-reduce/3-lists^foldl/2-0-")(_fun, acc, []), do: acc
  defp predicate_list([], initial, _fun), do: initial
  defp filter_list([], _fun), do: []
  defp flat_map_list([], _fun), do: []
  defp drop_list([], _amount), do: []
  defp take_list([], _amount), do: []
  defp take_while_list([], _fun), do: []
  defp with_index_list([], _offset), do: []
  defp scan_list([], _acc, _fun), do: []
  defp intersperse_non_empty_list([], _separator), do: []
  defp zip_list([], _right, _acc), do: []
  defp zip_with_list([], _right, _fun), do: []
  defp zip_reduce_list([], _right, acc, _fun), do: acc

  defp reduce_range(at, last, step, acc, fun) when step > 0 and at <= last,
    do: reduce_range(at + step, last, step, fun.(at, acc), fun)

  defp reduce_range(at, last, step, acc, fun) when step < 0 and at >= last,
    do: reduce_range(at + step, last, step, fun.(at, acc), fun)

  defp reduce_range(_at, _last, _step, acc, _fun), do: acc

  defp fold_any(enumerable, acc, fun) do
    {_, result} = Enumerable.reduce(enumerable, {:cont, acc}, fn x, acc -> {:cont, fun.(x, acc)} end)
    result
  end

  @doc """
  Folds until fun returns {:halt, acc}; {:cont, acc} goes on.

      iex> Enum.reduce_while(1..100, 0, fn n, sum -> if sum > 20, do: {:halt, sum}, else: {:cont, sum + n} end)
      21
  """
  def reduce_while(enumerable, acc, fun) do
    {_, result} = Enumerable.reduce(enumerable, {:cont, acc}, fun)
    result
  end

  @doc """
  Maps and folds at once: fun returns {mapped, acc}; gives {list, acc}.

      iex> Enum.map_reduce([5, 7], 0, fn n, sum -> {n * 2, sum + n} end)
      {[10, 14], 12}
  """
  def map_reduce(enumerable, acc, fun) do
    {list, acc} =
      reduce(enumerable, {[], acc}, fn x, {list, acc} ->
        {mapped, acc} = fun.(x, acc)
        {[mapped | list], acc}
      end)

    {:lists.reverse(list), acc}
  end

  @doc "Maps to lists and folds at once; {:halt, acc} stops."
  def flat_map_reduce(enumerable, acc, fun) do
    {_, {list, acc}} =
      Enumerable.reduce(enumerable, {:cont, {[], acc}}, fn x, {list, acc} ->
        case fun.(x, acc) do
          {:halt, acc} -> {:halt, {list, acc}}
          {part, acc} when is_list(part) -> {:cont, {:lists.reverse(part, list), acc}}
          {part, acc} -> {:cont, {reduce(part, list, &[&1 | &2]), acc}}
        end
      end)

    {:lists.reverse(list), acc}
  end

  @doc "The list of accumulators of a fold that starts with the first element."
  def scan(enumerable, fun) do
    case walk(enumerable) do
      [] -> []
      [head | tail] -> [head | scan_list(tail, head, fun, [])]
    end
  end

  @doc "The list of accumulators of a fold."
  def scan(enumerable, acc, fun), do: scan_list(walk(enumerable), acc, fun, [])

  defp scan_list([head | tail], acc, fun, out) do
    acc = fun.(head, acc)
    scan_list(tail, acc, fun, [acc | out])
  end

  defp scan_list([], _acc, _fun, out), do: :lists.reverse(out)
  defp scan_list(tail, acc, fun, _out), do: scan_list(tail, acc, fun)

  @doc """
  Calls the function on each element, for its effect; :ok.

  What the function gives is dropped; `map/2` keeps it.

      iex> Enum.each([1, 2], fn n -> send(self(), {:seen, n}) end)
      :ok
      iex> receive do {:seen, n} -> n end
      1
  """
  def each(enumerable, fun) when is_list(enumerable), do: each_list(enumerable, fun)

  def each(enumerable, fun) do
    reduce(enumerable, :ok, fn x, _ ->
      fun.(x)
      :ok
    end)
  end

  defp each_list([head | tail], fun) do
    fun.(head)
    each_list(tail, fun)
  end

  defp each_list([], _fun), do: :ok
  defp each_list(tail, fun), do: unquote(:"-each/2-lists^foreach/1-0-")(tail, fun)

  @doc """
  A list of all elements.

      iex> Enum.to_list(1..4)
      [1, 2, 3, 4]
      iex> Enum.to_list(%{a: 1})
      [a: 1]
  """
  def to_list(enumerable)

  def to_list(list) when is_list(list), do: list
  def to_list(first..last//step), do: range_list(first, last, step)
  def to_list(%_{} = enumerable), do: enumerable |> collect() |> :lists.reverse()
  def to_list(%{} = map), do: :maps.to_list(map)
  def to_list(enumerable), do: enumerable |> collect() |> :lists.reverse()

  # The elements in the order in which reduce/3 goes over them: of a large map it
  # is another one than that of its list.
  defp walk(map) when is_non_struct_map(map), do: :otpsh_maps.iterated(:maps.iterator(map))
  defp walk(enumerable), do: to_list(enumerable)

  defp collect(enumerable), do: reduce(enumerable, [], &[&1 | &2])

  defp range_list(first, last, step) when step > 0 and first <= last,
    do: :lists.seq(first, last, step)

  defp range_list(first, last, step) when step < 0 and first >= last,
    do: :lists.seq(first, last, step)

  defp range_list(_first, _last, _step), do: []

  # -- Mapping and filtering --------------------------------------------------

  @doc ~S"""
  A list of what fun gives for each element.

  A map's elements are `{key, value}` pairs. `Stream.map/2` does the same lazily.

      iex> Enum.map([1, 2, 3], fn n -> n * 10 end)
      [10, 20, 30]
      iex> Enum.map(%{tea: 3}, fn {name, price} -> "#{name}: #{price}" end)
      ["tea: 3"]
      iex> Enum.map(["a", "b"], &String.upcase/1)
      ["A", "B"]
  """
  def map(enumerable, fun)
  def map(list, fun) when is_list(list), do: map_list(list, fun, [])

  def map(first..last//step, fun)
      when (step > 0 and first <= last) or (step < 0 and first >= last),
      do: map_range(first + step, last, step, fun, [fun.(first)])

  def map(_.._//_, _fun), do: []

  def map(enumerable, fun),
    do: :lists.reverse(reduce(enumerable, [], fn x, acc -> [fun.(x) | acc] end))

  defp map_list([head | tail], fun, acc), do: map_list(tail, fun, [fun.(head) | acc])
  defp map_list([], _fun, acc), do: :lists.reverse(acc)
  defp map_list(tail, fun, _acc), do: unquote(:"-map/2-lists^map/1-1-")(tail, fun)

  defp map_range(at, last, step, fun, acc)
       when (step > 0 and at <= last) or (step < 0 and at >= last),
       do: map_range(at + step, last, step, fun, [fun.(at) | acc])

  defp map_range(_at, _last, _step, _fun, acc), do: :lists.reverse(acc)

  @doc "Maps every nth element, from the first on."
  def map_every(enumerable, nth, fun)
  def map_every(enumerable, 1, fun), do: map(enumerable, fun)
  def map_every(enumerable, 0, _fun), do: to_list(enumerable)
  def map_every([], nth, _fun) when is_integer(nth) and nth > 1, do: []

  def map_every(enumerable, nth, fun) when is_integer(nth) and nth > 1 do
    {list, _} =
      map_reduce(enumerable, 0, fn
        x, 0 -> {fun.(x), nth - 1}
        x, left -> {x, left - 1}
      end)

    list
  end

  @doc "Maps each element and puts a separator between."
  def map_intersperse(enumerable, separator, mapper) do
    case map(enumerable, mapper) do
      [] -> []
      [head | tail] -> [head | separate(tail, separator)]
    end
  end

  @doc "Puts a separator between the elements."
  def intersperse(enumerable, separator) do
    case walk(enumerable) do
      [] -> []
      [head | tail] -> [head | separate(tail, separator)]
    end
  end

  defp separate(list, separator), do: separate(list, separator, [])

  defp separate([head | tail], separator, acc),
    do: separate(tail, separator, [head, separator | acc])

  defp separate([], _separator, acc), do: :lists.reverse(acc)
  defp separate(tail, separator, _acc), do: intersperse_non_empty_list(tail, separator)

  @doc """
  Maps each element to a string and joins them.

      iex> Enum.map_join([1, 2, 3], " + ", fn n -> n * n end)
      "1 + 4 + 9"
  """
  def map_join(enumerable, joiner \\ "", mapper) when is_binary(joiner) do
    enumerable
    |> map(fn x -> text(mapper.(x)) end)
    |> glue(joiner)
  end

  @doc """
  Joins the elements' strings.

      iex> Enum.join(["otp", 25, :beam], "/")
      "otp/25/beam"
  """
  def join(enumerable, joiner \\ "")
  def join(enumerable, ""), do: glue(map(enumerable, &text/1), "")

  def join(enumerable, joiner) when is_list(enumerable) and is_binary(joiner),
    do: glue(map(enumerable, &text/1), joiner)

  def join(enumerable, joiner) when is_binary(joiner), do: glue(map(enumerable, &text/1), joiner)

  defp text(value) when is_binary(value), do: value
  defp text(value), do: String.Chars.to_string(value)

  defp glue(parts, ""), do: :erlang.iolist_to_binary(parts)
  defp glue([], _joiner), do: ""
  defp glue([head | tail], joiner), do: :erlang.iolist_to_binary([head | glue_rest(tail, joiner)])

  defp glue_rest(list, joiner), do: :lists.map(&[joiner, &1], list)

  @doc """
  Maps each element to a collection and concatenates those.

      iex> Enum.flat_map([1, 2], fn n -> [n, -n] end)
      [1, -1, 2, -2]
  """
  def flat_map(enumerable, fun)

  def flat_map(list, fun) when is_list(list), do: flat_map_list(list, fun, [])

  def flat_map(enumerable, fun),
    do: :lists.reverse(reduce(enumerable, [], fn x, acc -> prepend(fun.(x), acc) end))

  defp flat_map_list([head | tail], fun, acc),
    do: flat_map_list(tail, fun, prepend(fun.(head), acc))

  defp flat_map_list([], _fun, acc), do: :lists.reverse(acc)
  defp flat_map_list(tail, fun, _acc), do: flat_map_list(tail, fun)

  defp prepend(list, acc) when is_list(list), do: :lists.reverse(list, acc)
  defp prepend(other, acc), do: reduce(other, acc, &[&1 | &2])

  @doc """
  Concatenates collections.

      iex> Enum.concat([1..2, [:x]])
      [1, 2, :x]
  """
  def concat(enumerables), do: flat_map(enumerables, & &1)

  @doc "Concatenates two collections."
  def concat(left, right) when is_list(left) and is_list(right), do: left ++ right
  def concat(left, right), do: walk(left) ++ walk(right)

  @doc """
  The elements for which fun is truthy.

  `reject/2` gives the others.

      iex> Enum.filter(1..6, fn n -> rem(n, 2) == 0 end)
      [2, 4, 6]
      iex> Enum.filter(%{a: 1, b: 20}, fn {_key, n} -> n > 9 end)
      [b: 20]
  """
  def filter(enumerable, fun)

  def filter(list, fun) when is_list(list), do: filter_list(list, fun, [])

  def filter(enumerable, fun) do
    :lists.reverse(reduce(enumerable, [], fn x, acc -> if fun.(x), do: [x | acc], else: acc end))
  end

  defp filter_list([head | tail], fun, acc) do
    if fun.(head), do: filter_list(tail, fun, [head | acc]), else: filter_list(tail, fun, acc)
  end

  defp filter_list([], _fun, acc), do: :lists.reverse(acc)
  defp filter_list(tail, fun, _acc), do: filter_list(tail, fun)

  @doc """
  The elements for which fun is falsy.

      iex> Enum.reject([1, nil, 2], &is_nil/1)
      [1, 2]
  """
  def reject(enumerable, fun) do
    :lists.reverse(reduce(enumerable, [], fn x, acc -> if fun.(x), do: acc, else: [x | acc] end))
  end

  @doc false
  def filter_map(enumerable, filter, mapper) do
    enumerable |> filter(filter) |> map(mapper)
  end

  @doc """
  {those for which fun is truthy, the rest}.

      iex> Enum.split_with(1..5, fn n -> n > 3 end)
      {[4, 5], [1, 2, 3]}
  """
  def split_with(enumerable, fun) do
    {yes, no} =
      reduce(enumerable, {[], []}, fn x, {yes, no} ->
        if fun.(x), do: {[x | yes], no}, else: {yes, [x | no]}
      end)

    {:lists.reverse(yes), :lists.reverse(no)}
  end

  @doc false
  def partition(enumerable, fun), do: split_with(enumerable, fun)

  @doc """
  The elements with their index: {element, index}, or what fun makes of both.

      iex> Enum.with_index([:a, :b])
      [a: 0, b: 1]
      iex> Enum.with_index([:a, :b], fn element, index -> {index + 1, element} end)
      [{1, :a}, {2, :b}]
  """
  def with_index(enumerable, fun_or_offset \\ 0)

  def with_index(enumerable, offset) when is_list(enumerable) and is_integer(offset),
    do: index_list(enumerable, offset, [])

  def with_index(enumerable, fun) when is_list(enumerable) and is_function(fun, 2),
    do: with_index_fun(enumerable, fun)

  def with_index(enumerable, offset) when is_integer(offset),
    do: index_list(walk(enumerable), offset, [])

  def with_index(enumerable, fun) when is_function(fun, 2), do: with_index_fun(enumerable, fun)

  defp with_index_fun(enumerable, fun) do
    {list, _} = map_reduce(enumerable, 0, fn x, i -> {fun.(x, i), i + 1} end)
    list
  end

  defp index_list([head | tail], i, acc), do: index_list(tail, i + 1, [{head, i} | acc])
  defp index_list([], _i, acc), do: :lists.reverse(acc)
  defp index_list(tail, i, _acc), do: with_index_list(tail, i)

  @doc """
  The elements without repetition; the first of equals stays.

      iex> Enum.uniq([3, 1, 3, 2, 1])
      [3, 1, 2]
  """
  def uniq(enumerable), do: uniq_by(enumerable, & &1)

  @doc false
  def uniq(enumerable, fun), do: uniq_by(enumerable, fun)

  @doc """
  The elements for which fun gives a value not seen before.

      iex> Enum.uniq_by(["apple", "avocado", "banana"], &String.first/1)
      ["apple", "banana"]
  """
  def uniq_by(enumerable, fun) do
    {list, _} =
      reduce(enumerable, {[], %{}}, fn x, {list, seen} ->
        key = fun.(x)

        case seen do
          %{^key => _} -> {list, seen}
          _ -> {[x | list], :maps.put(key, true, seen)}
        end
      end)

    :lists.reverse(list)
  end

  @doc "The elements without those equal (===) to the one before."
  def dedup(enumerable), do: dedup_by(enumerable, & &1)

  @doc "The elements without those for which fun gives what it gave for the one before."
  def dedup_by(enumerable, fun) do
    {list, _} =
      reduce(enumerable, {[], :none}, fn x, {list, last} ->
        key = fun.(x)

        case last do
          {:last, ^key} -> {list, last}
          _ -> {[x | list], {:last, key}}
        end
      end)

    :lists.reverse(list)
  end

  # -- Questions --------------------------------------------------------------

  @doc "Whether all elements are truthy."
  def all?(enumerable), do: all?(enumerable, & &1)

  @doc """
  Whether fun is truthy for all elements.

  For no elements it is true.

      iex> Enum.all?([2, 4], fn n -> rem(n, 2) == 0 end)
      true
  """
  def all?(enumerable, fun)

  def all?(list, fun) when is_list(list), do: all_list(list, fun)

  def all?(enumerable, fun) do
    {_, result} =
      Enumerable.reduce(enumerable, {:cont, true}, fn x, _ ->
        if fun.(x), do: {:cont, true}, else: {:halt, false}
      end)

    result
  end

  defp all_list([head | tail], fun), do: if(fun.(head), do: all_list(tail, fun), else: false)
  defp all_list([], _fun), do: true
  defp all_list(tail, fun), do: predicate_list(tail, true, fun)

  @doc "Whether any element is truthy."
  def any?(enumerable), do: any?(enumerable, & &1)

  @doc """
  Whether fun is truthy for any element.

  For no elements it is false.

      iex> Enum.any?([1, 2], fn n -> n > 1 end)
      true
  """
  def any?(enumerable, fun)

  def any?(list, fun) when is_list(list), do: any_list(list, fun)

  def any?(enumerable, fun) do
    {_, result} =
      Enumerable.reduce(enumerable, {:cont, false}, fn x, _ ->
        if fun.(x), do: {:halt, true}, else: {:cont, false}
      end)

    result
  end

  defp any_list([head | tail], fun), do: if(fun.(head), do: true, else: any_list(tail, fun))
  defp any_list([], _fun), do: false
  defp any_list(tail, fun), do: predicate_list(tail, false, fun)

  @doc """
  Whether the element is there, compared with ===.

  `element in collection` is the same as an operator.

      iex> Enum.member?(1..9, 4)
      true
      iex> Enum.member?([1.0], 1)
      false
  """
  def member?(enumerable, element)

  def member?(list, element) when is_list(list), do: :lists.member(element, list)

  def member?(enumerable, element) do
    case Enumerable.member?(enumerable, element) do
      {:ok, answer} ->
        answer

      {:error, module} ->
        {_, found} =
          module.reduce(enumerable, {:cont, false}, fn
            x, _ when x === element -> {:halt, true}
            _, _ -> {:cont, false}
          end)

        found
    end
  end

  @doc """
  Whether there is no element.

      iex> Enum.empty?(%{})
      true
  """
  def empty?([]), do: true
  def empty?([_ | _]), do: false

  def empty?(enumerable) do
    case Enumerable.slice(enumerable) do
      {:ok, size, _} ->
        size == 0

      {:error, module} ->
        {_, empty} = module.reduce(enumerable, {:cont, true}, fn _, _ -> {:halt, false} end)
        empty
    end
  end

  @doc """
  How many elements there are.

      iex> Enum.count([:a, :b, :c])
      3
  """
  def count(enumerable)

  def count(list) when is_list(list), do: length(list)

  def count(enumerable) do
    case Enumerable.count(enumerable) do
      {:ok, size} when is_integer(size) ->
        size

      {:error, module} ->
        {_, size} = module.reduce(enumerable, {:cont, 0}, fn _, n -> {:cont, n + 1} end)
        size
    end
  end

  @doc """
  For how many elements fun is truthy.

      iex> Enum.count(1..10, fn n -> n > 7 end)
      3
  """
  def count(enumerable, fun),
    do: reduce(enumerable, 0, fn x, n -> if fun.(x), do: n + 1, else: n end)

  @doc "How many elements there are, counting up to a limit."
  def count_until(enumerable, limit) when is_integer(limit) and limit > 0 do
    case enumerable do
      list when is_list(list) ->
        count_to(list, fn _ -> true end, limit)

      _ ->
        case Enumerable.count(enumerable) do
          {:ok, size} -> Kernel.min(size, limit)
          {:error, _} -> count_to(enumerable, fn _ -> true end, limit)
        end
    end
  end

  @doc "For how many elements fun is truthy, counting up to a limit."
  def count_until(enumerable, fun, limit) when is_integer(limit) and limit > 0,
    do: count_to(enumerable, fun, limit)

  defp count_to(enumerable, fun, limit) do
    reduce_while(enumerable, 0, fn x, n ->
      cond do
        !fun.(x) -> {:cont, n}
        n + 1 == limit -> {:halt, limit}
        true -> {:cont, n + 1}
      end
    end)
  end

  @doc """
  The first element for which fun is truthy, or the default.

  The default is nil if none is given.

      iex> Enum.find([1, 8, 9], fn n -> n > 5 end)
      8
      iex> Enum.find([1], :none, fn n -> n > 5 end)
      :none
  """
  def find(enumerable, default \\ nil, fun)
  def find(list, default, fun) when is_list(list), do: find_list(list, default, fun)

  def find(enumerable, default, fun) do
    reduce_while(enumerable, default, fn x, default ->
      if fun.(x), do: {:halt, x}, else: {:cont, default}
    end)
  end

  defp find_list([head | tail], default, fun),
    do: if(fun.(head), do: head, else: find_list(tail, default, fun))

  defp find_list([], default, _fun), do: default

  @doc """
  The index of the first element for which fun is truthy, or nil.

      iex> Enum.find_index([:a, :b], &(&1 == :b))
      1
  """
  def find_index(enumerable, fun) do
    case reduce_while(enumerable, 0, fn x, i ->
           if fun.(x), do: {:halt, {:at, i}}, else: {:cont, i + 1}
         end) do
      {:at, i} -> i
      _ -> nil
    end
  end

  @doc "The first truthy value that fun gives, or the default."
  def find_value(enumerable, default \\ nil, fun)

  def find_value(list, default, fun) when is_list(list), do: find_value_list(list, default, fun)

  def find_value(enumerable, default, fun) do
    reduce_while(enumerable, default, fn x, default ->
      case fun.(x) do
        falsy when falsy in [nil, false] -> {:cont, default}
        value -> {:halt, value}
      end
    end)
  end

  defp find_value_list([head | tail], default, fun),
    do: fun.(head) || find_value_list(tail, default, fun)

  defp find_value_list([], default, _fun), do: default

  # -- Position ---------------------------------------------------------------

  @doc """
  The element at an index, negative from the end, or the default.

      iex> Enum.at([:a, :b, :c], 1)
      :b
      iex> Enum.at([:a, :b, :c], -1)
      :c
      iex> Enum.at([], 0, :none)
      :none
  """
  def at(enumerable, index, default \\ nil) when is_integer(index) do
    case element_at(enumerable, index) do
      {:ok, element} -> element
      :error -> default
    end
  end

  @doc "{:ok, element} at an index, or :error."
  def fetch(enumerable, index) when is_integer(index), do: element_at(enumerable, index)

  @doc """
  The element at an index; Enum.OutOfBoundsError when there is none.

      iex> Enum.fetch!([:a, :b], 1)
      :b
  """
  def fetch!(enumerable, index) when is_integer(index) do
    case element_at(enumerable, index) do
      {:ok, element} -> element
      :error -> raise Enum.OutOfBoundsError
    end
  end

  defp element_at(list, index) when is_list(list) and index >= 0 do
    case nth_tail(list, index) do
      [head | _] -> {:ok, head}
      [] -> :error
    end
  end

  defp element_at(list, index) when is_list(list) do
    case length(list) + index do
      index when index >= 0 -> element_at(list, index)
      _ -> :error
    end
  end

  defp element_at(enumerable, index) do
    case Enumerable.slice(enumerable) do
      {:ok, size, fun} ->
        at = if index < 0, do: size + index, else: index
        if at >= 0 and at < size, do: {:ok, hd(part(fun, at, 1, 1, enumerable))}, else: :error

      {:error, module} when index >= 0 ->
        {_, found} =
          module.reduce(enumerable, {:cont, index}, fn
            x, 0 -> {:halt, {:ok, x}}
            _, left -> {:cont, left - 1}
          end)

        if is_integer(found), do: :error, else: found

      {:error, _} ->
        element_at(to_list(enumerable), index)
    end
  end

  # Elements by the function of Enumerable.slice/1.
  defp part(_fun, _start, 0, _step, _enumerable), do: []

  defp part(fun, start, amount, step, _enumerable) when is_function(fun, 3),
    do: fun.(start, amount, step)

  # The two-argument form of older implementations.
  defp part(fun, start, amount, 1, _enumerable) when is_function(fun, 2),
    do: fun.(start, amount)

  defp part(fun, start, amount, step, _enumerable) when is_function(fun, 2),
    do: every(fun.(start, (amount - 1) * step + 1), step)

  # A function that gives the whole list, from which the part is cut.
  defp part(fun, start, amount, step, enumerable) when is_function(fun, 1),
    do: take_step(nth_tail(fun.(enumerable), start), amount, step)

  defp take_step(list, amount, 1), do: take_list(list, amount, [])
  defp take_step(list, amount, step), do: take_list(every(list, step), amount, [])

  defp every(list, step), do: every(list, step, 0, [])
  defp every([], _step, _left, acc), do: :lists.reverse(acc)
  defp every([head | tail], step, 0, acc), do: every(tail, step, step - 1, [head | acc])
  defp every([_ | tail], step, left, acc), do: every(tail, step, left - 1, acc)

  defp nth_tail(list, 0), do: list
  defp nth_tail([_ | tail], n), do: nth_tail(tail, n - 1)
  defp nth_tail([], _n), do: []
  defp nth_tail(tail, n), do: drop_list(tail, n)

  defp take_list([head | tail], n, acc) when n > 0, do: take_list(tail, n - 1, [head | acc])
  defp take_list(list, n, acc) when n <= 0 or list == [], do: :lists.reverse(acc)
  defp take_list(tail, n, _acc), do: take_list(tail, n)

  @doc """
  The first elements, or the last ones when the amount is negative.

      iex> Enum.take(1..9, 3)
      [1, 2, 3]
      iex> Enum.take(1..9, -2)
      [8, 9]
  """
  def take(enumerable, amount)
  def take(_enumerable, 0), do: []

  def take(enumerable, amount) when is_list(enumerable) and is_integer(amount) and amount > 0,
    do: take_list(enumerable, amount, [])

  def take(enumerable, amount) when is_integer(amount) and amount > 0 do
    {_, {list, _}} =
      Enumerable.reduce(enumerable, {:cont, {[], amount}}, fn
        x, {list, 1} -> {:halt, {[x | list], 0}}
        x, {list, left} -> {:cont, {[x | list], left - 1}}
      end)

    :lists.reverse(list)
  end

  def take(enumerable, amount) when is_integer(amount) and amount < 0 do
    list = to_list(enumerable)
    nth_tail(list, Kernel.max(length(list) + amount, 0))
  end

  @doc """
  All but the first elements, or but the last ones when the amount is negative.

      iex> Enum.drop(1..5, 2)
      [3, 4, 5]
      iex> Enum.drop(1..5, -2)
      [1, 2, 3]
  """
  def drop(enumerable, amount)

  def drop(enumerable, amount) when is_list(enumerable) and is_integer(amount) and amount >= 0,
    do: nth_tail(enumerable, amount)

  def drop(enumerable, 0), do: to_list(enumerable)

  def drop(enumerable, amount) when is_integer(amount) and amount > 0 do
    {list, _} =
      reduce(enumerable, {[], amount}, fn
        x, {list, 0} -> {[x | list], 0}
        _, {list, left} -> {list, left - 1}
      end)

    :lists.reverse(list)
  end

  def drop(enumerable, amount) when is_integer(amount) and amount < 0 do
    list = to_list(enumerable)
    take_list(list, length(list) + amount, [])
  end

  @doc """
  The elements before the first for which fun is falsy.

      iex> Enum.take_while([1, 2, 9, 1], fn n -> n < 5 end)
      [1, 2]
  """
  def take_while(enumerable, fun)

  def take_while(list, fun) when is_list(list), do: take_while_list(list, fun, [])

  def take_while(enumerable, fun) do
    enumerable
    |> reduce_while([], fn x, acc -> if fun.(x), do: {:cont, [x | acc]}, else: {:halt, acc} end)
    |> :lists.reverse()
  end

  defp take_while_list([head | tail], fun, acc) do
    if fun.(head), do: take_while_list(tail, fun, [head | acc]), else: :lists.reverse(acc)
  end

  defp take_while_list([], _fun, acc), do: :lists.reverse(acc)
  defp take_while_list(tail, fun, _acc), do: take_while_list(tail, fun)

  @doc """
  The elements from the first for which fun is falsy.

      iex> Enum.drop_while([1, 2, 9, 1], fn n -> n < 5 end)
      [9, 1]
  """
  def drop_while(enumerable, fun), do: drop_while_list(walk(enumerable), fun)

  defp drop_while_list([head | tail] = list, fun),
    do: if(fun.(head), do: drop_while_list(tail, fun), else: list)

  defp drop_while_list([], _fun), do: []

  @doc "{take_while, drop_while} at once."
  def split_while(enumerable, fun), do: split_while_list(walk(enumerable), fun, [])

  defp split_while_list([head | tail] = list, fun, acc) do
    if fun.(head),
      do: split_while_list(tail, fun, [head | acc]),
      else: {:lists.reverse(acc), list}
  end

  defp split_while_list([], _fun, acc), do: {:lists.reverse(acc), []}

  @doc """
  {take, drop} at once.

      iex> Enum.split([1, 2, 3, 4], 1)
      {[1], [2, 3, 4]}
  """
  def split(enumerable, count)

  def split(enumerable, count) when is_list(enumerable) and is_integer(count) and count >= 0,
    do: split_list(enumerable, count, [])

  def split(enumerable, count) when is_integer(count) and count >= 0,
    do: split_list(walk(enumerable), count, [])

  def split(enumerable, count) when is_integer(count) and count < 0 do
    list = to_list(enumerable)
    split_list(list, Kernel.max(length(list) + count, 0), [])
  end

  defp split_list([head | tail], n, acc) when n > 0, do: split_list(tail, n - 1, [head | acc])
  defp split_list(rest, n, acc) when n <= 0 or rest == [], do: {:lists.reverse(acc), rest}

  @doc "Every nth element, from the first on; 0 gives none."
  def take_every(enumerable, nth)
  def take_every(_enumerable, 0), do: []
  def take_every(enumerable, 1), do: to_list(enumerable)

  def take_every(list, nth) when is_list(list) and is_integer(nth) and nth > 1,
    do: every(list, nth)

  def take_every(enumerable, nth) when is_integer(nth) and nth > 1,
    do: every(to_list(enumerable), nth)

  @doc "All but every nth element, from the first on; 0 drops none."
  def drop_every(enumerable, nth)
  def drop_every(_enumerable, 1), do: []
  def drop_every(enumerable, 0), do: to_list(enumerable)
  def drop_every([], nth) when is_integer(nth), do: []

  def drop_every(enumerable, nth) when is_integer(nth) and nth > 1 do
    {list, _} =
      reduce(enumerable, {[], 0}, fn
        _, {list, 0} -> {list, nth - 1}
        x, {list, left} -> {[x | list], left - 1}
      end)

    :lists.reverse(list)
  end

  @doc """
  The elements at the positions of a range; negative positions count from the end.

      iex> Enum.slice([:a, :b, :c, :d], 1..2)
      [:b, :c]
      iex> Enum.slice([:a, :b, :c, :d], -2..-1)
      [:c, :d]
  """
  def slice(enumerable, first..last//step = index_range) do
    cond do
      step > 0 ->
        slice_range(enumerable, first, last, step)

      step == -1 and first > last ->
        IO.warn(
          "negative steps are not supported in Enum.slice/2, pass #{first}..#{last}//1 instead"
        )

        slice_range(enumerable, first, last, 1)

      true ->
        raise ArgumentError,
              "Enum.slice/2 does not accept ranges with negative steps, got: #{inspect(index_range)}"
    end
  end

  defp slice_range(list, first, last, step)
       when is_list(list) and first >= 0 and last >= 0 do
    if last >= first,
      do: take_step(nth_tail(list, first), div(last - first, step) + 1, step),
      else: []
  end

  # A stream may have no end.
  defp slice_range(enumerable, first, last, step) when first >= 0 and last >= 0 do
    case Enumerable.slice(enumerable) do
      {:ok, size, fun} ->
        last = Kernel.min(last, size - 1)

        if last >= first,
          do: part(fun, first, div(last - first, step) + 1, step, enumerable),
          else: []

      {:error, _} ->
        amount = Kernel.max(last - first + 1, 0)
        enumerable |> slice(first, amount) |> take_every(step)
    end
  end

  defp slice_range(enumerable, first, last, step) do
    {size, cut} = sliceable(enumerable)
    first = if first < 0, do: Kernel.max(size + first, 0), else: first
    last = Kernel.min(if(last < 0, do: size + last, else: last), size - 1)
    if first <= last, do: cut.(first, div(last - first, step) + 1, step), else: []
  end

  @doc """
  That many elements from a position, negative from the end.

      iex> Enum.slice(1..9, 3, 2)
      [4, 5]
  """
  def slice(_enumerable, start_index, 0) when is_integer(start_index), do: []

  def slice(enumerable, start_index, amount)
      when is_integer(start_index) and start_index < 0 and is_integer(amount) and amount >= 0 do
    {size, cut} = sliceable(enumerable)

    case size + start_index do
      start when start >= 0 -> cut.(start, Kernel.min(amount, size - start), 1)
      _ -> cut.(0, Kernel.min(amount, size), 1)
    end
  end

  def slice(enumerable, start_index, amount)
      when is_integer(start_index) and is_integer(amount) and amount >= 0 do
    slice_from(enumerable, start_index, amount)
  end

  defp slice_from(list, start, amount) when is_list(list), do: take_list(nth_tail(list, start), amount, [])

  defp slice_from(enumerable, start, amount) do
    case Enumerable.slice(enumerable) do
      {:ok, size, _} when start >= size ->
        []

      {:ok, size, fun} ->
        part(fun, start, Kernel.min(amount, size - start), 1, enumerable)

      {:error, _} ->
        {_, {_, list}} =
          Enumerable.reduce(enumerable, {:cont, {-start, []}}, fn
            _, {at, list} when at < 0 -> {:cont, {at + 1, list}}
            x, {at, list} when at + 1 < amount -> {:cont, {at + 1, [x | list]}}
            x, {at, list} -> {:halt, {at + 1, [x | list]}}
          end)

        :lists.reverse(list)
    end
  end

  # The size of a collection and how to cut a part of it.
  defp sliceable(list) when is_list(list),
    do: {length(list), &take_step(nth_tail(list, &1), &2, &3)}

  defp sliceable(enumerable) do
    case Enumerable.slice(enumerable) do
      {:ok, size, fun} -> {size, &part(fun, &1, &2, &3, enumerable)}
      {:error, _} -> sliceable(to_list(enumerable))
    end
  end

  @doc "Moves an element, or a range of them, to another index."
  def slide(enumerable, range_or_single_index, insertion_index)

  def slide(enumerable, range_or_index, insertion_index)

  def slide(enumerable, index, insertion_index) when is_integer(index),
    do: slide(enumerable, index..index//1, insertion_index)

  def slide(_enumerable, _.._//step = range, _insertion_index) when step != 1 do
    raise ArgumentError,
          "Enum.slide/3 does not accept ranges with custom steps, got: #{inspect(range)}"
  end

  def slide(enumerable, first..last//1, insertion_index)
      when first < 0 or last < 0 or insertion_index < 0 do
    size = count(enumerable)
    fix = fn i -> if i < 0, do: Kernel.max(i + size, 0), else: i end
    slide(enumerable, fix.(first)..fix.(last)//1, fix.(insertion_index))
  end

  def slide(enumerable, first..last//1, insertion_index)
      when insertion_index > first and insertion_index <= last do
    raise ArgumentError,
          "insertion index for slide must be outside the range being moved " <>
            "(tried to insert #{first}..#{last} at #{insertion_index})"
  end

  def slide(enumerable, first..last//1, _insertion_index) when first > last,
    do: to_list(enumerable)

  def slide(enumerable, first..last//1, insertion_index) do
    list = to_list(enumerable)

    cond do
      insertion_index <= first ->
        {before, rest} = split_list(list, insertion_index, [])
        {between, rest} = split_list(rest, first - insertion_index, [])
        {moved, rest} = split_list(rest, last - first + 1, [])
        before ++ moved ++ between ++ rest

      true ->
        {before, rest} = split_list(list, first, [])
        {moved, rest} = split_list(rest, last - first + 1, [])
        {between, rest} = split_list(rest, insertion_index - last, [])
        before ++ between ++ moved ++ rest
    end
  end

  @doc """
  The elements in reverse order.

      iex> Enum.reverse([1, 2, 3])
      [3, 2, 1]
  """
  def reverse([]), do: []
  def reverse([_] = list), do: list
  def reverse(list) when is_list(list), do: :lists.reverse(list)
  def reverse(enumerable), do: collect(enumerable)

  @doc "The elements in reverse order, followed by a tail."
  def reverse(enumerable, tail) do
    reduce(enumerable, to_list(tail), &[&1 | &2])
  end

  @doc "The elements, with that many from an index on in reverse order."
  def reverse_slice(enumerable, start_index, count)
      when is_integer(start_index) and start_index >= 0 and is_integer(count) and count >= 0 do
    {before, rest} = split_list(to_list(enumerable), start_index, [])
    {middle, rest} = split_list(rest, count, [])
    before ++ :lists.reverse(middle, rest)
  end

  # -- Chunks -----------------------------------------------------------------

  @doc """
  Lists of that many elements.

  The last one may have fewer.

      iex> Enum.chunk_every(1..5, 2)
      [[1, 2], [3, 4], [5]]
  """
  def chunk_every(enumerable, count), do: chunk_every(enumerable, count, count, [])

  @doc """
  Lists of that many elements, a new one every step; leftover fills the last, :discard drops it.

      iex> Enum.chunk_every([1, 2, 3, 4], 2, 1, :discard)
      [[1, 2], [2, 3], [3, 4]]
  """
  def chunk_every(enumerable, count, step, leftover \\ [])

  def chunk_every(enumerable, count, step, leftover)
      when is_integer(count) and count > 0 and is_integer(step) and step > 0 do
    chunks(to_list(enumerable), count, step, leftover, [])
  end

  @doc false
  def chunk(enumerable, count), do: chunk_every(enumerable, count, count, :discard)
  @doc false
  def chunk(enumerable, count, step), do: chunk_every(enumerable, count, step, :discard)
  @doc false
  def chunk(enumerable, count, step, leftover),
    do: chunk_every(enumerable, count, step, leftover || :discard)

  defp chunks([], _count, _step, _leftover, acc), do: :lists.reverse(acc)

  defp chunks(list, count, step, leftover, acc) do
    case split_exact(list, count, []) do
      {:short, chunk} ->
        finish(chunk, count, leftover, acc)

      {chunk, rest} ->
        acc = [chunk | acc]

        case step >= count do
          true ->
            chunks(nth_tail(rest, step - count), count, step, leftover, acc)

          # The rest of the chunk is pending: it alone makes the last one.
          false when rest == [] ->
            finish(nth_tail(chunk, step), count, leftover, acc)

          false ->
            chunks(nth_tail(list, step), count, step, leftover, acc)
        end
    end
  end

  defp finish(_chunk, _count, :discard, acc), do: :lists.reverse(acc)

  defp finish(chunk, count, leftover, acc),
    do: :lists.reverse([chunk ++ take(leftover, count - length(chunk)) | acc])

  defp split_exact(rest, 0, acc), do: {:lists.reverse(acc), rest}
  defp split_exact([head | tail], n, acc), do: split_exact(tail, n - 1, [head | acc])
  defp split_exact([], _n, acc), do: {:short, :lists.reverse(acc)}

  @doc "Lists of neighbours for which fun gives the same."
  def chunk_by(enumerable, fun), do: same_chunks(to_list(enumerable), fun)

  defp same_chunks([], _fun), do: []
  defp same_chunks([head | tail], fun), do: same_chunks(tail, fun, fun.(head), [head], [])

  defp same_chunks([head | tail], fun, key, chunk, acc) do
    case fun.(head) do
      ^key -> same_chunks(tail, fun, key, [head | chunk], acc)
      other -> same_chunks(tail, fun, other, [head], [:lists.reverse(chunk) | acc])
    end
  end

  defp same_chunks([], _fun, _key, chunk, acc), do: :lists.reverse([:lists.reverse(chunk) | acc])

  @doc "Chunks as chunk_fun says: {:cont, chunk, acc}, {:cont, acc} or {:halt, acc}."
  def chunk_while(enumerable, acc, chunk_fun, after_fun) do
    {_, {chunks, acc}} =
      Enumerable.reduce(enumerable, {:cont, {[], acc}}, fn x, {chunks, acc} ->
        case chunk_fun.(x, acc) do
          {:cont, chunk, acc} -> {:cont, {[chunk | chunks], acc}}
          {:cont, acc} -> {:cont, {chunks, acc}}
          {:halt, acc} -> {:halt, {chunks, acc}}
        end
      end)

    case after_fun.(acc) do
      {:cont, _acc} -> :lists.reverse(chunks)
      {:cont, chunk, _acc} -> :lists.reverse([chunk | chunks])
    end
  end

  # -- Grouping and collecting ------------------------------------------------

  @doc """
  A map of lists: the elements by what key_fun gives.

      iex> Enum.group_by(["ant", "bee", "asp"], &String.first/1)
      %{"a" => ["ant", "asp"], "b" => ["bee"]}
      iex> Enum.group_by(["ant", "bee", "asp"], &String.first/1, &String.upcase/1)
      %{"a" => ["ANT", "ASP"], "b" => ["BEE"]}
  """
  def group_by(enumerable, key_fun, value_fun \\ fn x -> x end)

  def group_by(enumerable, key_fun, value_fun) when is_function(key_fun) do
    reduce(reverse(enumerable), %{}, fn x, groups ->
      key = key_fun.(x)
      value = value_fun.(x)

      case groups do
        %{^key => list} -> %{groups | key => [value | list]}
        _ -> :maps.put(key, [value], groups)
      end
    end)
  end

  @doc """
  A map of how often each element is there.

      iex> Enum.frequencies([:a, :b, :a])
      %{a: 2, b: 1}
  """
  def frequencies(enumerable), do: frequencies_by(enumerable, & &1)

  @doc "A map of how often key_fun gives each value."
  def frequencies_by(enumerable, key_fun) when is_function(key_fun) do
    reduce(enumerable, %{}, fn x, counts ->
      key = key_fun.(x)

      case counts do
        %{^key => n} -> %{counts | key => n + 1}
        _ -> :maps.put(key, 1, counts)
      end
    end)
  end

  @doc """
  Puts the elements into a collection.

      iex> Enum.into([a: 1, b: 2], %{c: 3})
      %{a: 1, b: 2, c: 3}
  """
  def into(enumerable, collectable)
  def into(enumerable, []), do: to_list(enumerable)
  def into(%_{} = enumerable, collectable), do: collect_into(enumerable, collectable)
  def into(enumerable, %_{} = collectable), do: collect_into(enumerable, collectable)
  def into(%{} = enumerable, %{} = collectable), do: :maps.merge(collectable, enumerable)

  def into(list, %{} = collectable) when is_list(list) and map_size(collectable) == 0,
    do: :maps.from_list(list)

  def into(list, %{} = collectable) when is_list(list),
    do: :maps.merge(collectable, :maps.from_list(list))

  def into(enumerable, collectable), do: collect_into(enumerable, collectable)

  @doc """
  Puts what transform makes of the elements into a collection.

      iex> Enum.into(1..2, %{}, fn n -> {n, -n} end)
      %{1 => -1, 2 => -2}
  """
  def into(enumerable, collectable, transform)
  def into(enumerable, [], transform), do: map(enumerable, transform)

  def into(enumerable, %_{} = collectable, transform),
    do: collect_into(enumerable, collectable, transform)

  def into(list, %{} = collectable, transform) when is_list(list) and map_size(collectable) == 0,
    do: :maps.from_list(map(list, transform))

  def into(list, %{} = collectable, transform) when is_list(list) do
    reduce(list, collectable, fn x, acc ->
      {key, value} = transform.(x)
      :maps.put(key, value, acc)
    end)
  end

  def into(enumerable, collectable, transform),
    do: collect_into(enumerable, collectable, transform)

  defp collect_into(enumerable, collectable, transform \\ nil) do
    {initial, collector} = Collectable.into(collectable)

    step =
      case transform do
        nil -> fn x, acc -> collector.(acc, {:cont, x}) end
        _ -> fn x, acc -> collector.(acc, {:cont, transform.(x)}) end
      end

    try do
      reduce(enumerable, initial, step)
    catch
      kind, reason ->
        collector.(initial, :halt)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      acc -> collector.(acc, :done)
    end
  end

  # -- Sums and extremes ------------------------------------------------------

  @doc """
  The sum of the elements.

  For no elements it is 0.

      iex> Enum.sum([1, 2, 3.5])
      6.5
  """
  def sum(enumerable)

  def sum(first..last//step = range), do: range_sum(first, last, step, Range.size(range))
  def sum(list) when is_list(list), do: sum_list(list, 0)
  def sum(enumerable), do: reduce(enumerable, 0, &+/2)

  defp sum_list([head | tail], acc), do: sum_list(tail, head + acc)
  defp sum_list([], acc), do: acc
  defp sum_list(tail, acc), do: unquote(:"-sum/1-lists^foldl/2-0-")(&+/2, acc, tail)

  defp range_sum(_first, _last, _step, 0), do: 0

  defp range_sum(first, _last, step, size),
    do: div((first + first + step * (size - 1)) * size, 2)

  @doc "The sum of what mapper gives."
  def sum_by(enumerable, mapper)

  def sum_by(list, mapper) when is_list(list) and is_function(mapper, 1),
    do: fold(list, 0, fn x, acc -> acc + mapper.(x) end)

  def sum_by(enumerable, mapper) when is_function(mapper, 1),
    do: reduce(enumerable, 0, fn x, acc -> acc + mapper.(x) end)

  @doc """
  The product of the elements.

      iex> Enum.product(1..5)
      120
  """
  def product(enumerable), do: reduce(enumerable, 1, &*/2)

  @doc "The product of what mapper gives."
  def product_by(enumerable, mapper)

  def product_by(list, mapper) when is_list(list) and is_function(mapper, 1),
    do: fold(list, 1, fn x, acc -> acc * mapper.(x) end)

  def product_by(enumerable, mapper) when is_function(mapper, 1),
    do: reduce(enumerable, 1, fn x, acc -> acc * mapper.(x) end)

  @doc """
  The biggest element: the first of equals. Enum.EmptyError when there is none.

      iex> Enum.max([3, 7, 5])
      7
  """
  def max(enumerable), do: max(enumerable, &>=/2, &no_element/0)

  @doc "The biggest element by a sorter or a module with compare/2, or what the function of none gives."
  def max(enumerable, empty_fallback) when is_function(empty_fallback, 0),
    do: max(enumerable, &>=/2, empty_fallback)

  def max(enumerable, sorter), do: max(enumerable, sorter, &no_element/0)

  @doc "As max/2, with both."
  def max(enumerable, sorter, empty_fallback),
    do: extreme(enumerable, max_sort_fun(sorter), empty_fallback)

  @doc """
  The smallest element: the first of equals. Enum.EmptyError when there is none.

      iex> Enum.min([3, 7, 5])
      3
  """
  def min(enumerable), do: min(enumerable, &<=/2, &no_element/0)

  @doc "The smallest element by a sorter or a module with compare/2, or what the function of none gives."
  def min(enumerable, empty_fallback) when is_function(empty_fallback, 0),
    do: min(enumerable, &<=/2, empty_fallback)

  def min(enumerable, sorter), do: min(enumerable, sorter, &no_element/0)

  @doc "As min/2, with both."
  def min(enumerable, sorter, empty_fallback),
    do: extreme(enumerable, min_sort_fun(sorter), empty_fallback)

  defp no_element, do: raise(Enum.EmptyError)

  # Whether the first of two is to be kept.
  defp max_sort_fun(sorter) when is_function(sorter, 2), do: sorter
  defp max_sort_fun(module) when is_atom(module), do: &(module.compare(&1, &2) != :lt)
  defp min_sort_fun(sorter) when is_function(sorter, 2), do: sorter
  defp min_sort_fun(module) when is_atom(module), do: &(module.compare(&1, &2) != :gt)

  defp extreme(first..last//step = range, keep, fallback) do
    case Range.size(range) do
      0 ->
        fallback.()

      size ->
        final = first + (size - 1) * step
        _ = last
        if keep.(first, final), do: first, else: final
    end
  end

  defp extreme([head | tail], keep, _fallback),
    do: fold(tail, head, fn x, acc -> if keep.(acc, x), do: acc, else: x end)

  defp extreme([], _keep, fallback), do: fallback.()

  defp extreme(enumerable, keep, fallback) do
    case reduce(enumerable, :none, fn
           x, :none -> {:some, x}
           x, {:some, acc} = some -> if keep.(acc, x), do: some, else: {:some, x}
         end) do
      :none -> fallback.()
      {:some, x} -> x
    end
  end

  @doc """
  The element for which fun gives the biggest value.

      iex> Enum.max_by(["ox", "lion", "cat"], &String.length/1)
      "lion"
  """
  def max_by(enumerable, fun, sorter_or_fallback \\ &>=/2, empty_fallback \\ &no_element/0)

  def max_by(enumerable, fun, empty_fallback, _)
      when is_function(fun, 1) and is_function(empty_fallback, 0),
      do: extreme_by(enumerable, fun, &>=/2, empty_fallback)

  def max_by(enumerable, fun, sorter, empty_fallback) when is_function(fun, 1),
    do: extreme_by(enumerable, fun, max_sort_fun(sorter), empty_fallback)

  @doc """
  The element for which fun gives the smallest value.

      iex> Enum.min_by(["ox", "lion", "cat"], &String.length/1)
      "ox"
  """
  def min_by(enumerable, fun, sorter_or_fallback \\ &<=/2, empty_fallback \\ &no_element/0)

  def min_by(enumerable, fun, empty_fallback, _)
      when is_function(fun, 1) and is_function(empty_fallback, 0),
      do: extreme_by(enumerable, fun, &<=/2, empty_fallback)

  def min_by(enumerable, fun, sorter, empty_fallback) when is_function(fun, 1),
    do: extreme_by(enumerable, fun, min_sort_fun(sorter), empty_fallback)

  defp extreme_by(enumerable, fun, keep, fallback) do
    case reduce(enumerable, :none, fn
           x, :none ->
             {x, fun.(x)}

           x, {_, best} = acc ->
             value = fun.(x)
             if keep.(best, value), do: acc, else: {x, value}
         end) do
      :none -> fallback.()
      {x, _} -> x
    end
  end

  @doc """
  {smallest, biggest} element.

      iex> Enum.min_max([3, 7, 5])
      {3, 7}
  """
  def min_max(enumerable, empty_fallback \\ &no_element/0)

  def min_max(enumerable, empty_fallback) when is_function(empty_fallback, 0) do
    case enumerable do
      first..last//step = range ->
        _ = last

        case Range.size(range) do
          0 -> empty_fallback.()
          size -> order(first, first + (size - 1) * step)
        end

      _ ->
        case reduce(enumerable, :none, fn
               x, :none -> {x, x}
               x, {min, max} when x < min -> {x, max}
               x, {min, max} when x > max -> {min, x}
               _, acc -> acc
             end) do
          :none -> empty_fallback.()
          pair -> pair
        end
    end
  end

  defp order(a, b) when a <= b, do: {a, b}
  defp order(a, b), do: {b, a}

  @doc "{element, element} for which fun gives the smallest and the biggest value."
  def min_max_by(enumerable, fun, sorter_or_fallback \\ &</2, empty_fallback \\ &no_element/0)

  def min_max_by(enumerable, fun, empty_fallback, _)
      when is_function(fun, 1) and is_function(empty_fallback, 0),
      do: min_max_by(enumerable, fun, &</2, empty_fallback)

  def min_max_by(enumerable, fun, module, empty_fallback)
      when is_function(fun, 1) and is_atom(module) and is_function(empty_fallback, 0),
      do: min_max_by(enumerable, fun, &(module.compare(&1, &2) == :lt), empty_fallback)

  def min_max_by(enumerable, fun, less, empty_fallback)
      when is_function(fun, 1) and is_function(less, 2) and is_function(empty_fallback, 0) do
    case reduce(enumerable, :none, fn
           x, :none ->
             value = fun.(x)
             {x, x, value, value}

           x, {min, max, min_value, max_value} = acc ->
             value = fun.(x)

             cond do
               less.(value, min_value) -> {x, max, value, max_value}
               less.(max_value, value) -> {min, x, min_value, value}
               true -> acc
             end
         end) do
      :none -> empty_fallback.()
      {min, max, _, _} -> {min, max}
    end
  end

  # -- Sorting ----------------------------------------------------------------

  @doc """
  The elements in the order of terms; stable.

      iex> Enum.sort([3, 1, 2])
      [1, 2, 3]
      iex> Enum.sort(["b", :b, 2])
      [2, :b, "b"]
  """
  def sort(enumerable)

  def sort(list) when is_list(list), do: :lists.sort(list)
  def sort(enumerable), do: :lists.sort(to_list(enumerable))

  @doc """
  The elements sorted by :asc, :desc, a function of two, a module with compare/2, or {order, module}.

  Dates, times and versions need their module: as maps they have another order.

      iex> Enum.sort([3, 1, 2], :desc)
      [3, 2, 1]
      iex> Enum.sort([~D[2025-01-31], ~D[2024-12-01]], Date)
      [~D[2024-12-01], ~D[2025-01-31]]
  """
  def sort(enumerable, sorter)
  def sort(enumerable, :asc), do: :lists.sort(to_list(enumerable))
  def sort(enumerable, :desc), do: :lists.reverse(:lists.sort(to_list(enumerable)))
  def sort(enumerable, sorter), do: :lists.sort(in_order(sorter), to_list(enumerable))

  defp in_order(fun) when is_function(fun, 2), do: fun
  defp in_order(:asc), do: &<=/2
  defp in_order(:desc), do: &>=/2
  defp in_order(module) when is_atom(module), do: &(module.compare(&1, &2) != :gt)
  defp in_order({:asc, module}) when is_atom(module), do: &(module.compare(&1, &2) != :gt)
  defp in_order({:desc, module}) when is_atom(module), do: &(module.compare(&1, &2) != :lt)

  @doc """
  The elements sorted by what mapper gives; see sort/2 for the sorter.

      iex> Enum.sort_by([{:bo, 41}, {:al, 29}], fn {_name, age} -> age end)
      [al: 29, bo: 41]
      iex> Enum.sort_by([1, 2, 3], & &1, :desc)
      [3, 2, 1]
  """
  def sort_by(enumerable, mapper, sorter \\ :asc)

  # Equal elements keep their order: the list is sorted backwards.
  def sort_by(enumerable, mapper, :desc) when is_function(mapper, 1) do
    pairs = reduce(enumerable, [], fn x, acc -> [{x, mapper.(x)} | acc] end)
    fold(:lists.keysort(2, pairs), [], fn {x, _}, acc -> [x | acc] end)
  end

  def sort_by(enumerable, mapper, sorter) when is_function(mapper, 1) do
    enumerable |> map(&{&1, mapper.(&1)}) |> sort_keyed(sorter) |> firsts([])
  end

  defp sort_keyed(pairs, :asc), do: :lists.keysort(2, pairs)

  defp sort_keyed(pairs, sorter) do
    ordered = in_order(sorter)
    :lists.sort(fn {_, a}, {_, b} -> ordered.(a, b) end, pairs)
  end

  defp firsts([{x, _} | tail], acc), do: firsts(tail, [x | acc])
  defp firsts([], acc), do: :lists.reverse(acc)

  # -- Zipping ----------------------------------------------------------------

  @doc """
  Tuples of the elements of two collections, until one ends.

      iex> Enum.zip([:a, :b], [1, 2, 3])
      [a: 1, b: 2]
  """
  def zip(enumerable1, enumerable2)

  def zip(left, right) when is_list(left) and is_list(right), do: zip_lists(left, right, [])
  def zip(left, right), do: zip([left, right])

  @doc "Tuples of the elements of several collections, until one ends."
  def zip([]), do: []
  def zip(enumerables), do: zip_with(enumerables, &:erlang.list_to_tuple/1)

  defp zip_lists([a | as], [b | bs], acc), do: zip_lists(as, bs, [{a, b} | acc])
  defp zip_lists(left, right, acc) when left == [] or right == [], do: :lists.reverse(acc)
  defp zip_lists(left, right, acc), do: zip_list(left, right, acc)

  @doc """
  What fun makes of the elements of two collections, until one ends.

      iex> Enum.zip_with([1, 2], [10, 20], fn a, b -> a + b end)
      [11, 22]
  """
  def zip_with(enumerable1, enumerable2, zip_fun)
      when is_list(enumerable1) and is_list(enumerable2) and is_function(zip_fun, 2),
      do: zip_with_lists(enumerable1, enumerable2, zip_fun, [])

  def zip_with(enumerable1, enumerable2, zip_fun) when is_function(zip_fun, 2),
    do: zip_with([enumerable1, enumerable2], fn [a, b] -> zip_fun.(a, b) end)

  defp zip_with_lists([a | as], [b | bs], fun, acc),
    do: zip_with_lists(as, bs, fun, [fun.(a, b) | acc])

  defp zip_with_lists(left, right, _fun, acc) when left == [] or right == [], do: :lists.reverse(acc)
  defp zip_with_lists(left, right, fun, _acc), do: zip_with_list(left, right, fun)

  @doc "What fun makes of a list of elements, one of each collection, until one ends."
  def zip_with(enumerables, zip_fun)

  def zip_with([], _fun), do: []

  def zip_with(enumerables, fun) do
    enumerables |> zip_reduce([], fn items, acc -> [fun.(items) | acc] end) |> :lists.reverse()
  end

  @doc "Folds over the elements of two collections, until one ends."
  def zip_reduce(left, right, acc, reducer)
      when is_list(left) and is_list(right) and is_function(reducer, 3),
      do: zip_fold(left, right, acc, reducer)

  def zip_reduce(left, right, acc, reducer) when is_function(reducer, 3),
    do: zip_reduce([left, right], acc, fn [a, b], acc -> reducer.(a, b, acc) end)

  defp zip_fold([a | as], [b | bs], acc, fun), do: zip_fold(as, bs, fun.(a, b, acc), fun)
  defp zip_fold(left, right, acc, _fun) when left == [] or right == [], do: acc
  defp zip_fold(left, right, acc, fun), do: zip_reduce_list(left, right, acc, fun)

  @doc "Folds over lists of elements, one of each collection, until one ends."
  def zip_reduce(enums, acc, reducer)

  def zip_reduce([], acc, reducer) when is_function(reducer, 2), do: acc

  def zip_reduce(enumerables, acc, reducer) when is_function(reducer, 2) do
    sources =
      map(enumerables, fn
        list when is_list(list) -> list
        other -> &Enumerable.reduce(other, &1, fn x, _ -> {:suspend, [x]} end)
      end)

    if sources == [], do: acc, else: pull_all(sources, acc, reducer)
  end

  # A source is a list or the continuation of a suspended collection.
  defp pull_all(sources, acc, reducer) do
    try do
      pull(sources, [], [])
    catch
      kind, reason ->
        release(sources)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      :done ->
        acc

      {items, sources} ->
        acc =
          try do
            reducer.(items, acc)
          catch
            kind, reason ->
              release(sources)
              :erlang.raise(kind, reason, __STACKTRACE__)
          end

        pull_all(sources, acc, reducer)
    end
  end

  defp pull([[head | tail] | rest], items, done), do: pull(rest, [head | items], [tail | done])
  defp pull([], items, done), do: {:lists.reverse(items), :lists.reverse(done)}

  defp pull([[] | rest], _items, done) do
    release(rest)
    release(done)
    :done
  end

  defp pull([next | rest], items, done) do
    case next.({:cont, []}) do
      {:suspended, [item], next} ->
        pull(rest, [item | items], [next | done])

      # It ended with this element, or with all that it has.
      {_, [item | list]} ->
        pull(rest, [item | items], [list | done])

      _ ->
        release(rest)
        release(done)
        :done
    end
  end

  defp release(sources) do
    each_list(sources, fn
      next when is_function(next, 1) -> next.({:halt, nil})
      _ -> :ok
    end)
  end

  @doc """
  {firsts, seconds} of a collection of pairs.

      iex> Enum.unzip(a: 1, b: 2)
      {[:a, :b], [1, 2]}
  """
  def unzip(list) when is_list(list), do: unzip(:lists.reverse(list), [], [])
  def unzip(enumerable), do: unzip(reverse(enumerable), [], [])

  defp unzip([{el1, el2} | reversed_list], list1, list2),
    do: unzip(reversed_list, [el1 | list1], [el2 | list2])

  defp unzip([], list1, list2), do: {list1, list2}

  # -- Chance -----------------------------------------------------------------

  @doc """
  An element at random; Enum.EmptyError when there is none.

      iex> Enum.random([:heads, :tails]) in [:heads, :tails]
      true
  """
  def random(enumerable)

  def random(list) when is_list(list) do
    case length(list) do
      0 -> raise Enum.EmptyError
      size -> hd(nth_tail(list, random_below(size)))
    end
  end

  def random(first.._//step = range) do
    case Range.size(range) do
      0 -> raise Enum.EmptyError
      size -> first + random_below(size) * step
    end
  end

  def random(enumerable) do
    case Enumerable.slice(enumerable) do
      {:ok, 0, _} ->
        raise Enum.EmptyError

      {:ok, size, fun} ->
        hd(part(fun, random_below(size), 1, 1, enumerable))

      {:error, _} ->
        case take_random(enumerable, 1) do
          [] -> raise Enum.EmptyError
          [x] -> x
        end
    end
  end

  defp random_below(size), do: :rand.uniform(size) - 1

  @doc """
  The elements in random order.

      iex> Enum.shuffle(1..9) |> Enum.sort() == Enum.to_list(1..9)
      true
  """
  def shuffle(enumerable) do
    enumerable
    |> reduce([], fn x, acc -> [{:rand.uniform(), x} | acc] end)
    |> then(&:lists.keysort(1, &1))
    |> :lists.reverse()
    |> fold([], fn {_, x}, acc -> [x | acc] end)
  end

  @doc "That many elements at random, each at most once."
  def take_random(enumerable, count)
  def take_random(_enumerable, 0), do: []
  def take_random([], count) when is_integer(count) and count >= 0, do: []

  # A reservoir of `count`: it is filled in random order; then, instead of
  # asking chance for every element, it says how many to skip (Li's method L).
  def take_random(enumerable, count) when is_integer(count) and count >= 0 do
    {size, _, _, sample} =
      reduce(enumerable, {0, count - 1, 1.0, %{}}, fn x, {i, next, weight, sample} ->
        sample =
          cond do
            i < count ->
              at = if i == 0, do: 0, else: random_below(i + 1)
              sample |> move(at, i) |> then(&:maps.put(at, x, &1))

            i == next ->
              :maps.put(if(count == 1, do: 0, else: random_below(count)), x, sample)

            true ->
              sample
          end

        if i == next do
          weight = weight * :math.exp(:math.log(:rand.uniform()) / count)
          skip = floor(:math.log(:rand.uniform()) / :math.log(1 - weight))
          {i + 1, i + skip + 1, weight, sample}
        else
          {i + 1, next, weight, sample}
        end
      end)

    for i <- range_list(0, Kernel.min(size, count) - 1, 1), do: :maps.get(i, sample)
  end

  defp move(sample, same, same), do: sample
  defp move(sample, from, to), do: :maps.put(to, :maps.get(from, sample), sample)
end
