# List: functions on linked lists.

defmodule List do
  @moduledoc "Functions on linked lists."

  import Kernel, except: [to_string: 1, to_charlist: 1]

  @doc "The list without the first element equal (===) to the given one."
  def delete(list, element)
  def delete([element | list], element), do: list
  def delete([other | list], element), do: [other | delete(list, element)]
  def delete([], _element), do: []

  @doc "A list of n times the element."
  def duplicate(_elem, 0), do: []
  def duplicate(elem, n), do: :lists.duplicate(n, elem)

  @doc "Flattens nested lists."
  def flatten(list), do: :lists.flatten(list)

  @doc "Flattens nested lists and appends a tail."
  def flatten(list, tail), do: :lists.flatten(list, tail)

  @doc "Folds from the left: fun gets an element and the accumulator."
  def foldl(list, acc, fun) when is_list(list) and is_function(fun),
    do: :lists.foldl(fun, acc, list)

  @doc "Folds from the right: fun gets an element and the accumulator."
  def foldr(list, acc, fun) when is_list(list) and is_function(fun),
    do: :lists.foldr(fun, acc, list)

  @doc "The first element, or the default."
  def first(list, default \\ nil)
  def first([], default), do: default
  def first([head | _], _default), do: head

  @doc "The last element, or the default."
  def last(list, default \\ nil)
  def last([], default), do: default
  def last([head], _default), do: head
  def last([_ | tail], default), do: last(tail, default)

  # -- Lists of tuples --------------------------------------------------------

  @doc "The first tuple with the key at a zero-based position, or the default."
  def keyfind(list, key, position, default \\ nil) when is_integer(position) do
    :lists.keyfind(key, position + 1, list) || default
  end

  @doc "The first tuple with the key at a position; KeyError when there is none."
  def keyfind!(list, key, position) when is_integer(position) do
    :lists.keyfind(key, position + 1, list) ||
      raise KeyError,
        key: key,
        term: list,
        message:
          "key #{inspect(key)} at position #{inspect(position)} not found in: #{inspect(list)}"
  end

  @doc "Whether a tuple has the key at a position."
  def keymember?(list, key, position) when is_integer(position),
    do: :lists.keymember(key, position + 1, list)

  @doc "Replaces the first tuple with the key at a position."
  def keyreplace(list, key, position, new_tuple) when is_integer(position),
    do: :lists.keyreplace(key, position + 1, list, new_tuple)

  @doc "Sorts the tuples by a position; the sorter is as Enum.sort/2's."
  def keysort(list, position, sorter \\ :asc)

  def keysort(list, position, :asc) when is_list(list) and is_integer(position),
    do: :lists.keysort(position + 1, list)

  def keysort(list, position, sorter) when is_list(list) and is_integer(position) do
    ordered = keysort_fun(sorter)
    :lists.sort(&ordered.(:erlang.element(position + 1, &1), :erlang.element(position + 1, &2)), list)
  end

  defp keysort_fun(sorter) when is_function(sorter, 2), do: sorter
  defp keysort_fun(:desc), do: &>=/2
  defp keysort_fun(module) when is_atom(module), do: &(module.compare(&1, &2) != :gt)
  defp keysort_fun({:asc, module}) when is_atom(module), do: &(module.compare(&1, &2) != :gt)
  defp keysort_fun({:desc, module}) when is_atom(module), do: &(module.compare(&1, &2) != :lt)

  @doc "Replaces the first tuple with the key at a position, or appends the new one."
  def keystore(list, key, position, new_tuple) when is_integer(position),
    do: :lists.keystore(key, position + 1, list, new_tuple)

  @doc "Deletes the first tuple with the key at a position."
  def keydelete(list, key, position) when is_integer(position),
    do: :lists.keydelete(key, position + 1, list)

  @doc "{tuple, rest} of the first tuple with the key at a position, or nil."
  def keytake(list, key, position) when is_integer(position) do
    case :lists.keytake(key, position + 1, list) do
      {:value, tuple, rest} -> {tuple, rest}
      false -> nil
    end
  end

  @doc "A list as it is, nil as [], anything else in a list."
  def wrap(term)
  def wrap(list) when is_list(list), do: list
  def wrap(nil), do: []
  def wrap(term), do: [term]

  @doc "Tuples of the elements of the lists, as long as the shortest."
  def zip(list_of_lists)

  def zip([]), do: []
  def zip(list_of_lists) when is_list(list_of_lists), do: zip_all(Enum.map(list_of_lists, &to_list/1), [])

  defp to_list(tuple) when is_tuple(tuple), do: :erlang.tuple_to_list(tuple)
  defp to_list(list) when is_list(list), do: list

  defp zip_all(lists, acc) do
    case heads(lists, [], []) do
      {heads, tails} -> zip_all(tails, [:erlang.list_to_tuple(heads) | acc])
      :done -> :lists.reverse(acc)
    end
  end

  defp heads([[head | tail] | rest], heads, tails), do: heads(rest, [head | heads], [tail | tails])
  defp heads([[] | _], _heads, _tails), do: :done
  defp heads([], heads, tails), do: {:lists.reverse(heads), :lists.reverse(tails)}

  # -- Text -------------------------------------------------------------------

  @doc "Whether all elements (up to a limit) are printable ASCII characters."
  def ascii_printable?(list, limit \\ :infinity)

  def ascii_printable?(list, limit)
      when is_list(list) and (limit == :infinity or (is_integer(limit) and limit >= 0)),
      do: printable(list, limit)

  defp printable(_list, 0), do: true

  defp printable([char | rest], limit)
       when is_integer(char) and (char in 32..126 or char in 7..13 or char == 27),
       do: printable(rest, if(limit == :infinity, do: limit, else: limit - 1))

  defp printable([], _limit), do: true
  defp printable(_, _limit), do: false

  @doc "Whether the list's tail is something else than a list."
  def improper?(list)

  def improper?(list) when is_list(list) and length(list) >= 0, do: false
  def improper?(list) when is_list(list), do: true

  @doc "The atom of a charlist."
  def to_atom(charlist), do: :erlang.list_to_atom(charlist)

  @doc "The existing atom of a charlist; ArgumentError when there is none."
  def to_existing_atom(charlist), do: :erlang.list_to_existing_atom(charlist)

  @doc "The float of a charlist."
  def to_float(charlist), do: :erlang.list_to_float(charlist)

  @doc "The integer of a charlist."
  def to_integer(charlist), do: :erlang.list_to_integer(charlist)

  @doc "The integer of a charlist in a base."
  def to_integer(charlist, base), do: :erlang.list_to_integer(charlist, base)

  @doc "The tuple of a list."
  def to_tuple(list), do: :erlang.list_to_tuple(list)

  @doc "The string of code points, strings and nested lists of them."
  def to_string(list) when is_list(list) do
    case :unicode.characters_to_binary(list) do
      result when is_binary(result) ->
        result

      {:error, encoded, rest} ->
        raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :invalid

      {:incomplete, encoded, rest} ->
        raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :incomplete
    end
  rescue
    ArgumentError -> raise ArgumentError, not_chardata(list, "string")
  end

  @doc "The charlist of code points, strings and nested lists of them."
  def to_charlist(list) when is_list(list) do
    case :unicode.characters_to_list(list) do
      result when is_list(result) ->
        result

      {:error, encoded, rest} ->
        raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :invalid

      {:incomplete, encoded, rest} ->
        raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :incomplete
    end
  rescue
    ArgumentError -> raise ArgumentError, not_chardata(list, "charlist")
  end

  defp not_chardata(list, kind) do
    function = if kind == "string", do: "list to a string", else: "list to a charlist"

    {only, last} =
      if kind == "string",
        do: {"a list must either be empty or only\ncontain the following elements:", "a list"},
        else: {"a list must contain only:", "or a list"}

    "cannot convert the given #{function}.\n\n" <>
      "To be converted to a #{kind}, #{only}\n\n" <>
      "  * strings\n" <>
      "  * integers representing Unicode code points\n" <>
      "  * #{last} containing one of these three elements\n\n" <>
      "Please check the given list or call inspect/1 to get the list representation, got:\n\n" <>
      "#{inspect(list)}\n"
  end

  # -- Positions --------------------------------------------------------------

  @doc "Inserts before an index; the index is capped at the length, negative from the end."
  def insert_at(list, index, value) when is_list(list) and is_integer(index) do
    case index do
      -1 -> list ++ [value]
      _ when index < 0 -> do_insert_at(list, max(length(list) + index + 1, 0), value)
      _ -> do_insert_at(list, index, value)
    end
  end

  defp do_insert_at(list, 0, value), do: [value | list]
  defp do_insert_at([], _index, value), do: [value]
  defp do_insert_at([head | tail], index, value), do: [head | do_insert_at(tail, index - 1, value)]

  @doc "Replaces the element at an index, where there is one."
  def replace_at(list, index, value) when is_list(list) and is_integer(index),
    do: change_at(list, from_start(list, index), fn _ -> {:ok, value} end)

  @doc "Updates the element at an index with a function, where there is one."
  def update_at(list, index, fun) when is_list(list) and is_function(fun) and is_integer(index),
    do: change_at(list, from_start(list, index), &{:ok, fun.(&1)})

  @doc "Deletes the element at an index, where there is one."
  def delete_at(list, index) when is_integer(index),
    do: change_at(list, from_start(list, index), fn _ -> :delete end)

  @doc "{element, rest} of an index, or {default, list}."
  def pop_at(list, index, default \\ nil) when is_integer(index) do
    case Enum.split(list, from_start(list, index)) do
      {before, [element | rest]} when before == [] or index != 0 ->
        case from_start(list, index) do
          at when at < 0 -> {default, list}
          _ -> {element, before ++ rest}
        end

      _ ->
        {default, list}
    end
  end

  defp from_start(list, index) when index < 0, do: length(list) + index
  defp from_start(_list, index), do: index

  defp change_at(list, index, _fun) when index < 0, do: list

  defp change_at([head | tail], 0, fun) do
    case fun.(head) do
      {:ok, value} -> [value | tail]
      :delete -> tail
    end
  end

  defp change_at([head | tail], index, fun), do: [head | change_at(tail, index - 1, fun)]
  defp change_at([], _index, _fun), do: []

  @doc "Whether the list begins with the prefix."
  def starts_with?(list, prefix)
  def starts_with?([head | tail], [head | prefix_tail]), do: starts_with?(tail, prefix_tail)
  def starts_with?(list, []) when is_list(list), do: true
  def starts_with?(list, [_ | _]) when is_list(list), do: false

  @doc "Whether the list ends with the suffix."
  def ends_with?(list, suffix)
  def ends_with?(list, suffix), do: drop_to(list, length(list) - length(suffix)) === suffix

  defp drop_to(_list, n) when n < 0, do: :shorter
  defp drop_to(list, n), do: :lists.nthtail(n, list)

  # -- Difference -------------------------------------------------------------

  @doc "The edit script {:eq | :ins | :del, list} that turns one list into the other."
  def myers_difference(list1, list2) when is_list(list1) and is_list(list2),
    do: script(list1, list2, nil)

  @doc "As myers_difference/2; diff_script may turn a changed pair into {:diff, script}."
  def myers_difference(list1, list2, diff_script)
      when is_list(list1) and is_list(list2) and is_function(diff_script),
      do: script(list1, list2, diff_script)

  # Myers' greedy search. A path has its place in the first list, what is left
  # of both lists, and its edits; each round lengthens all paths by one edit,
  # and paths stand in the order of their diagonals.
  defp script(list1, list2, fun), do: search([slide({0, list1, list2, []})], fun)

  defp search(paths, fun) do
    case Enum.find(paths, &match?({_, [], [], _}, &1)) do
      {_, _, _, edits} -> compact(edits, [])
      nil -> search([slide(removal(hd(paths), fun)) | neighbours(paths, fun)], fun)
    end
  end

  # Of two neighbours the one further on makes the path between them.
  defp neighbours([last], fun), do: [slide(insertion(last, fun))]

  defp neighbours([{y1, _, _, _} = a | [{y2, _, _, _} = b | _] = rest], fun) do
    path = if y1 > y2, do: insertion(a, fun), else: removal(b, fun)
    [slide(path) | neighbours(rest, fun)]
  end

  defp insertion({y, left, [x | right], edits} = path, fun),
    do: change(path, fun) || {y, left, right, [{:ins, x} | edits]}

  defp insertion(path, _fun), do: path

  defp removal({y, [x | left], right, edits} = path, fun),
    do: change(path, fun) || {y + 1, left, right, [{:del, x} | edits]}

  defp removal({y, [], right, edits}, _fun), do: {y + 1, [], right, edits}

  # A pair that the caller can tell the difference of.
  defp change({y, [a | left], [b | right], edits}, fun) when fun != nil do
    case fun.(a, b) do
      falsy when falsy in [nil, false] -> nil
      script -> {y + 1, left, right, [{:diff, script} | edits]}
    end
  end

  defp change(_path, _fun), do: nil

  defp slide({y, [x | left], [x | right], edits}),
    do: slide({y + 1, left, right, [{:eq, x} | edits]})

  defp slide(path), do: path

  # Edits come last first; neighbours of a kind become one. Equal, the same
  # inserted, equal: then it was inserted before.
  defp compact([], acc), do: acc
  defp compact([{:diff, _} = edit | rest], acc), do: compact(rest, [edit | acc])

  defp compact([{kind, x} | rest], [{kind, list} | acc]),
    do: compact(rest, [{kind, [x | list]} | acc])

  defp compact(edits, [{:eq, list}, {:ins, list}, {:eq, more} | acc]),
    do: compact(edits, [{:ins, list}, {:eq, list ++ more} | acc])

  defp compact([{kind, x} | rest], acc), do: compact(rest, [{kind, [x]} | acc])
end
