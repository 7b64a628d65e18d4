# :lists and :maps: the functions that take functions. The others are Go.

defmodule :lists do
  @moduledoc false

  def map(fun, [head | tail]), do: [fun.(head) | map(fun, tail)]
  def map(fun, []) when is_function(fun, 1), do: []

  def foreach(fun, [head | tail]) do
    fun.(head)
    foreach(fun, tail)
  end

  def foreach(fun, []) when is_function(fun, 1), do: :ok

  def filter(fun, list) when is_function(fun, 1), do: for(x <- list, fun.(x), do: x)

  def foldl(fun, acc, list) when is_function(fun, 2), do: fold(fun, acc, list)

  defp fold(fun, acc, [head | tail]), do: fold(fun, fun.(head, acc), tail)
  defp fold(_fun, acc, []), do: acc

  def foldr(fun, acc, list) when is_function(fun, 2), do: foldl(fun, acc, :lists.reverse(list))

  def mapfoldl(fun, acc, [head | tail]) do
    {mapped, acc} = fun.(head, acc)
    {rest, acc} = mapfoldl(fun, acc, tail)
    {[mapped | rest], acc}
  end

  def mapfoldl(fun, acc, []) when is_function(fun, 2), do: {[], acc}

  def mapfoldr(fun, acc, [head | tail]) do
    {rest, acc} = mapfoldr(fun, acc, tail)
    {mapped, acc} = fun.(head, acc)
    {[mapped | rest], acc}
  end

  def mapfoldr(fun, acc, []) when is_function(fun, 2), do: {[], acc}

  def flatmap(fun, [head | tail]), do: fun.(head) ++ flatmap(fun, tail)
  def flatmap(fun, []) when is_function(fun, 1), do: []

  def filtermap(fun, [head | tail]) do
    case fun.(head) do
      true -> [head | filtermap(fun, tail)]
      {true, value} -> [value | filtermap(fun, tail)]
      false -> filtermap(fun, tail)
    end
  end

  def filtermap(fun, []) when is_function(fun, 1), do: []

  def all(fun, [head | tail]) do
    case fun.(head) do
      true -> all(fun, tail)
      false -> false
    end
  end

  def all(fun, []) when is_function(fun, 1), do: true

  def any(fun, [head | tail]) do
    case fun.(head) do
      true -> true
      false -> any(fun, tail)
    end
  end

  def any(fun, []) when is_function(fun, 1), do: false

  def partition(fun, list) when is_function(fun, 1), do: partition(fun, list, [], [])

  defp partition(fun, [head | tail], yes, no) do
    case fun.(head) do
      true -> partition(fun, tail, [head | yes], no)
      false -> partition(fun, tail, yes, [head | no])
    end
  end

  defp partition(_fun, [], yes, no), do: {:lists.reverse(yes), :lists.reverse(no)}

  def takewhile(fun, [head | tail]) do
    case fun.(head) do
      true -> [head | takewhile(fun, tail)]
      false -> []
    end
  end

  def takewhile(fun, []) when is_function(fun, 1), do: []

  def dropwhile(fun, [head | tail] = list) do
    case fun.(head) do
      true -> dropwhile(fun, tail)
      false -> list
    end
  end

  def dropwhile(fun, []) when is_function(fun, 1), do: []

  def splitwith(fun, list) when is_function(fun, 1), do: splitwith(fun, list, [])

  defp splitwith(fun, [head | tail] = list, taken) do
    case fun.(head) do
      true -> splitwith(fun, tail, [head | taken])
      false -> {:lists.reverse(taken), list}
    end
  end

  defp splitwith(_fun, [], taken), do: {:lists.reverse(taken), []}

  def search(fun, [head | tail]) do
    case fun.(head) do
      true -> {:value, head}
      false -> search(fun, tail)
    end
  end

  def search(fun, []) when is_function(fun, 1), do: false

  def zipwith(fun, [x | xs], [y | ys]), do: [fun.(x, y) | zipwith(fun, xs, ys)]
  def zipwith(fun, [], []) when is_function(fun, 2), do: []

  def zipwith3(fun, [x | xs], [y | ys], [z | zs]), do: [fun.(x, y, z) | zipwith3(fun, xs, ys, zs)]
  def zipwith3(fun, [], [], []) when is_function(fun, 3), do: []

  def keymap(fun, n, [tuple | rest]), do: [:erlang.setelement(n, tuple, fun.(:erlang.element(n, tuple))) | keymap(fun, n, rest)]
  def keymap(fun, _n, []) when is_function(fun, 1), do: []

  def uniq(fun, list) when is_function(fun, 1), do: uniq(fun, list, %{})

  defp uniq(fun, [head | tail], seen) do
    key = fun.(head)

    case seen do
      %{^key => _} -> uniq(fun, tail, seen)
      %{} -> [head | uniq(fun, tail, :maps.put(key, true, seen))]
    end
  end

  defp uniq(_fun, [], _seen), do: []

  # A stable merge sort: fun.(a, b) says whether a may stand before b.
  def sort(fun, list) when is_function(fun, 2), do: sorted(fun, list, length(list))

  defp sorted(_fun, _list, 0), do: []
  defp sorted(_fun, [x | _], 1), do: [x]

  defp sorted(fun, [x, y | _], 2) do
    case fun.(x, y) do
      true -> [x, y]
      false -> [y, x]
    end
  end

  defp sorted(fun, list, n) do
    half = div(n, 2)
    left = sorted(fun, list, half)
    right = sorted(fun, :lists.nthtail(half, list), n - half)
    merge_into(fun, left, right, [])
  end

  defp merge_into(fun, [x | xs] = left, [y | ys] = right, acc) do
    case fun.(x, y) do
      true -> merge_into(fun, xs, right, [x | acc])
      false -> merge_into(fun, left, ys, [y | acc])
    end
  end

  defp merge_into(_fun, [], right, acc), do: :lists.reverse(acc, right)
  defp merge_into(_fun, left, [], acc), do: :lists.reverse(acc, left)

  def merge(fun, left, right) when is_function(fun, 2), do: merge_into(fun, left, right, [])

  # As sort/2, of elements that compare as equal only the first is kept.
  def usort(fun, list) when is_function(fun, 2), do: once(fun, sort(fun, list))

  defp once(fun, [x, y | rest]) do
    case fun.(y, x) do
      true -> once(fun, [x | rest])
      false -> [x | once(fun, [y | rest])]
    end
  end

  defp once(_fun, list), do: list

  def zf(fun, list), do: filtermap(fun, list)

  # Lists in descending order: merged as their reverses are.

  def rmerge(left, right), do: :lists.reverse(:lists.merge(:lists.reverse(left), :lists.reverse(right)))
  def rumerge(left, right), do: :lists.reverse(:lists.umerge(:lists.reverse(left), :lists.reverse(right)))
  def rmerge3(a, b, c), do: rmerge(rmerge(a, b), c)
  def rumerge3(a, b, c), do: rumerge(rumerge(a, b), c)

  def rmerge(fun, left, right),
    do: :lists.reverse(merge(fun, :lists.reverse(left), :lists.reverse(right)))

  def rumerge(fun, left, right),
    do: :lists.reverse(umerge(fun, :lists.reverse(left), :lists.reverse(right)))

  def rkeymerge(n, left, right),
    do: :lists.reverse(:lists.keymerge(n, :lists.reverse(left), :lists.reverse(right)))

  def rukeymerge(n, left, right),
    do: :lists.reverse(:lists.ukeymerge(n, :lists.reverse(left), :lists.reverse(right)))

  # Of elements that are equal by fun, the left list's stays.
  def umerge(fun, [x | left], [y | right]) do
    cond do
      not fun.(x, y) -> [y | umerge(fun, [x | left], right)]
      fun.(y, x) -> umerge(fun, [x | left], right)
      true -> [x | umerge(fun, left, [y | right])]
    end
  end

  def umerge(fun, left, right) when is_function(fun, 2), do: left ++ right
end

defmodule :maps do
  @moduledoc false

  def map(fun, map) when is_function(fun, 2) and is_map(map),
    do: :maps.from_list(for {key, value} <- :otpsh_maps.iterated(:maps.iterator(map)), do: {key, fun.(key, value)})

  def map(fun, map), do: refuse([fun, map], 1, 2)

  def filter(fun, map) when is_function(fun, 2) and is_map(map),
    do: :maps.from_list(for {key, value} <- :otpsh_maps.iterated(:maps.iterator(map)), fun.(key, value), do: {key, value})

  def filter(fun, map), do: refuse([fun, map], 1, 2)

  def filtermap(fun, map) when is_function(fun, 2) and is_map(map),
    do: :maps.from_list(filtermap_pairs(fun, :otpsh_maps.iterated(:maps.iterator(map))))

  def filtermap(fun, map), do: refuse([fun, map], 1, 2)

  defp filtermap_pairs(fun, [{key, value} = pair | rest]) do
    case fun.(key, value) do
      true -> [pair | filtermap_pairs(fun, rest)]
      {true, new} -> [{key, new} | filtermap_pairs(fun, rest)]
      false -> filtermap_pairs(fun, rest)
    end
  end

  defp filtermap_pairs(_fun, []), do: []

  def fold(fun, acc, map) when is_function(fun, 3) and is_map(map), do: fold_pairs(fun, acc, :otpsh_maps.iterated(:maps.iterator(map)))

  def fold(fun, acc, map), do: refuse([fun, acc, map], 1, 3)

  defp fold_pairs(fun, acc, [{key, value} | rest]), do: fold_pairs(fun, fun.(key, value, acc), rest)
  defp fold_pairs(_fun, acc, []), do: acc

  def foreach(fun, map) when is_function(fun, 2) and is_map(map) do
    :lists.foreach(fn {key, value} -> fun.(key, value) end, :otpsh_maps.iterated(:maps.iterator(map)))
  end

  def foreach(fun, map), do: refuse([fun, map], 1, 2)

  def update_with(key, fun, map) when is_function(fun, 1) do
    case map do
      %{^key => value} -> :maps.put(key, fun.(value), map)
      %{} -> :erlang.error({:badkey, key})
      _ -> :erlang.error({:badmap, map})
    end
  end

  def update_with(key, fun, map), do: refuse([key, fun, map], 2, 1)

  def update_with(key, fun, init, map) when is_function(fun, 1) do
    case map do
      %{^key => value} -> :maps.put(key, fun.(value), map)
      %{} -> :maps.put(key, init, map)
      _ -> :erlang.error({:badmap, map})
    end
  end

  def update_with(key, fun, init, map), do: refuse([key, fun, init, map], 2, 1)

  def merge_with(fun, left, right) when is_function(fun, 3) and is_map(left) and is_map(right) do
    fold(
      fn key, value, acc ->
        case acc do
          %{^key => other} -> :maps.put(key, fun.(key, other, value), acc)
          %{} -> :maps.put(key, value, acc)
        end
      end,
      left,
      right
    )
  end

  def merge_with(fun, left, right), do: refuse_either(fun, left, right)

  def intersect_with(fun, left, right) when is_function(fun, 3) and is_map(left) and is_map(right) do
    :maps.from_list(for {key, a} <- :maps.to_list(left), :maps.is_key(key, right), do: {key, fun.(key, a, :maps.get(key, right))})
  end

  def intersect_with(fun, left, right), do: refuse_either(fun, left, right)

  # The error for arguments of which the last should be a map, and the one at a
  # position a function.
  defp refuse(args, position, arity) do
    fun = :lists.nth(position, args)
    map = :lists.last(args)

    case {is_function(fun, arity), is_map(map)} do
      {true, false} -> :erlang.error({:badmap, map}, args)
      {false, true} -> not_fun(args, [{position, fun_text(arity)}])
      _ -> not_fun(args, [{position, fun_text(arity)}, {length(args), "not a map or an iterator"}])
    end
  end

  defp refuse_either(fun, left, right) when is_function(fun, 3) do
    bad = if is_map(left), do: right, else: left
    :erlang.error({:badmap, bad}, [fun, left, right])
  end

  defp refuse_either(fun, left, right), do: not_fun([fun, left, right], [{1, fun_text(3)}])

  defp not_fun(args, causes),
    do: :erlang.error(:badarg, args, error_info: %{cause: :maps.from_list(causes)})

  defp fun_text(1), do: "not a fun that takes one argument"
  defp fun_text(2), do: "not a fun that takes two arguments"
  defp fun_text(3), do: "not a fun that takes three arguments"

  def groups_from_list(fun, list) when is_function(fun, 1), do: groups_from_list(fun, fn x -> x end, list)

  def groups_from_list(key, value, list) do
    :lists.foldl(
      fn x, acc ->
        k = key.(x)
        :maps.put(k, [value.(x) | :maps.get(k, acc, [])], acc)
      end,
      %{},
      :lists.reverse(list)
    )
  end
end
