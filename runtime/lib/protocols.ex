# The protocols of the core library and their implementations for the types
# that have no struct: String.Chars, List.Chars, Enumerable, Collectable.

defprotocol String.Chars do
  @moduledoc "Converts a term to a string."
  @doc "The string of a term."
  def to_string(term)
end

defimpl String.Chars, for: Atom do
  import Kernel, except: [to_string: 1]
  def to_string(nil), do: ""
  def to_string(atom), do: :erlang.atom_to_binary(atom)
end

defimpl String.Chars, for: BitString do
  import Kernel, except: [to_string: 1]
  def to_string(term) when is_binary(term), do: term

  def to_string(term) do
    raise Protocol.UndefinedError,
      protocol: @protocol,
      value: term,
      description: "cannot convert a bitstring to a string"
  end
end

defimpl String.Chars, for: List do
  import Kernel, except: [to_string: 1]
  def to_string(charlist), do: List.to_string(charlist)
end

defimpl String.Chars, for: Integer do
  import Kernel, except: [to_string: 1]
  def to_string(term), do: :erlang.integer_to_binary(term)
end

defimpl String.Chars, for: Float do
  import Kernel, except: [to_string: 1]
  def to_string(term), do: Float.to_string(term)
end

defprotocol List.Chars do
  @moduledoc "Converts a term to a charlist."
  @doc "The charlist of a term."
  def to_charlist(term)
end

defimpl List.Chars, for: Atom do
  import Kernel, except: [to_charlist: 1]
  def to_charlist(nil), do: ~c""
  def to_charlist(atom), do: :erlang.atom_to_list(atom)
end

defimpl List.Chars, for: BitString do
  import Kernel, except: [to_charlist: 1]
  def to_charlist(term) when is_binary(term), do: String.to_charlist(term)

  def to_charlist(term) do
    raise Protocol.UndefinedError,
      protocol: @protocol,
      value: term,
      description: "cannot convert a bitstring to a charlist"
  end
end

defimpl List.Chars, for: List do
  import Kernel, except: [to_charlist: 1]
  def to_charlist(list), do: list
end

defimpl List.Chars, for: Integer do
  import Kernel, except: [to_charlist: 1]
  def to_charlist(term), do: :erlang.integer_to_list(term)
end

defimpl List.Chars, for: Float do
  import Kernel, except: [to_charlist: 1]
  def to_charlist(term), do: :unicode.characters_to_list(Float.to_string(term))
end

defprotocol Enumerable do
  @moduledoc "What the functions of Enum and Stream ask of a collection."

  @doc """
  Folds over the elements. The accumulator is tagged with a command: {:cont, acc},
  {:halt, acc} or {:suspend, acc}; so is what the function returns. The result
  is {:done, acc}, {:halted, acc} or {:suspended, acc, continuation}.
  """
  def reduce(enumerable, acc, fun)

  @doc "{:ok, count}, or {:error, module} when the elements must be walked."
  def count(enumerable)

  @doc "{:ok, boolean}, or {:error, module} when the elements must be walked."
  def member?(enumerable, element)

  @doc "{:ok, size, slicing_fun}, or {:error, module} when there is no direct access."
  def slice(enumerable)
end

defimpl Enumerable, for: List do
  def count(list), do: {:ok, length(list)}

  def member?([], _value), do: {:ok, false}
  def member?(_list, _value), do: {:error, __MODULE__}

  def slice([]), do: {:ok, 0, fn _, _, _ -> [] end}
  def slice(_list), do: {:error, __MODULE__}

  def reduce(_list, {:halt, acc}, _fun), do: {:halted, acc}
  def reduce(list, {:suspend, acc}, fun), do: {:suspended, acc, &reduce(list, &1, fun)}
  def reduce([], {:cont, acc}, _fun), do: {:done, acc}
  def reduce([head | tail], {:cont, acc}, fun), do: reduce(tail, fun.(head, acc), fun)
end

defimpl Enumerable, for: Map do
  def count(map), do: {:ok, map_size(map)}

  def member?(map, {key, value}) do
    case map do
      %{^key => ^value} -> {:ok, true}
      _ -> {:ok, false}
    end
  end

  def member?(_map, _other), do: {:ok, false}
  def slice(map), do: {:ok, map_size(map), &:maps.to_list/1}
  def reduce(map, acc, fun), do: Enumerable.List.reduce(:maps.to_list(map), acc, fun)
end

defimpl Enumerable, for: Function do
  def count(fun), do: walk(fun, {:error, __MODULE__})
  def member?(fun, _value), do: walk(fun, {:error, __MODULE__})
  def slice(fun), do: walk(fun, {:error, __MODULE__})

  def reduce(fun, acc, reducer) when is_function(fun, 2), do: fun.(acc, reducer)

  def reduce(fun, _acc, _reducer), do: not_enumerable(fun)

  defp walk(fun, answer) when is_function(fun, 2), do: answer
  defp walk(fun, _answer), do: not_enumerable(fun)

  defp not_enumerable(fun) do
    raise Protocol.UndefinedError,
      protocol: @protocol,
      value: fun,
      description: "only anonymous functions of arity 2 are enumerable"
  end
end

defimpl Enumerable, for: Range do
  def reduce(first..last//step, acc, fun), do: walk(first, last, step, acc, fun)

  defp walk(_at, _last, _step, {:halt, acc}, _fun), do: {:halted, acc}

  defp walk(at, last, step, {:suspend, acc}, fun),
    do: {:suspended, acc, &walk(at, last, step, &1, fun)}

  defp walk(at, last, step, {:cont, acc}, fun)
       when (step > 0 and at <= last) or (step < 0 and at >= last),
       do: walk(at + step, last, step, fun.(at, acc), fun)

  defp walk(_at, _last, _step, {:cont, acc}, _fun), do: {:done, acc}

  def count(range), do: {:ok, Range.size(range)}

  def member?(first..last//step, value) when is_integer(value) do
    inside = (step > 0 and value >= first and value <= last) or (step < 0 and value <= first and value >= last)
    {:ok, inside and rem(value - first, step) == 0}
  end

  def member?(_range, _value), do: {:ok, false}

  def slice(first.._//step = range) do
    {:ok, Range.size(range),
     fn start, amount, every ->
       take(first + start * step, step * every, amount)
     end}
  end

  defp take(_at, _step, 0), do: []
  defp take(at, step, amount), do: [at | take(at + step, step, amount - 1)]
end

defprotocol Collectable do
  @moduledoc "What Enum.into/2 and `for ... into:` ask of a collection."

  @doc "{initial, collector}; the collector takes {:cont, element}, :done or :halt."
  def into(collectable)
end

defimpl Collectable, for: List do
  def into([]) do
    {[],
     fn
       acc, {:cont, element} -> [element | acc]
       acc, :done -> :lists.reverse(acc)
       _acc, :halt -> :ok
     end}
  end

  def into(list) do
    IO.warn(
      "the Collectable protocol is deprecated for non-empty lists. The behavior of " <>
        "Enum.into/2 and \"for\" comprehensions with an :into option is incorrect " <>
        "when collecting into non-empty lists. If you're collecting into a non-empty keyword " <>
        "list, consider using Keyword.merge/2 instead. If you're collecting into a non-empty " <>
        "list, consider concatenating the two lists with the ++ operator."
    )

    {list,
     fn
       acc, {:cont, element} -> [element | acc]
       acc, :done -> list ++ :lists.reverse(:lists.sublist(acc, length(acc) - length(list)))
       _acc, :halt -> :ok
     end}
  end
end

defimpl Collectable, for: BitString do
  def into(binary) when is_binary(binary) do
    {[binary],
     fn
       acc, {:cont, part} when is_binary(part) ->
         [acc | part]

       acc, {:cont, part} when is_bitstring(part) and is_bitstring(acc) ->
         <<acc::bitstring, part::bitstring>>

       acc, {:cont, part} when is_bitstring(part) ->
         <<:erlang.iolist_to_binary(acc)::bitstring, part::bitstring>>

       _acc, {:cont, other} ->
         raise ArgumentError,
               "collecting into a binary requires a bitstring, got: #{inspect(other)}"

       acc, :done when is_bitstring(acc) ->
         acc

       acc, :done ->
         :erlang.iolist_to_binary(acc)

       _acc, :halt ->
         :ok
     end}
  end

  def into(bitstring) do
    {bitstring,
     fn
       acc, {:cont, part} when is_bitstring(part) ->
         <<acc::bitstring, part::bitstring>>

       _acc, {:cont, other} ->
         raise ArgumentError,
               "collecting into a bitstring requires a bitstring, got: #{inspect(other)}"

       acc, :done ->
         acc

       _acc, :halt ->
         :ok
     end}
  end
end

defimpl Collectable, for: Map do
  def into(map) do
    {map,
     fn
       acc, {:cont, {key, value}} ->
         :maps.put(key, value, acc)

       _acc, {:cont, other} ->
         raise ArgumentError,
               "collecting into a map requires {key, value} tuples, got: #{inspect(other)}"

       acc, :done ->
         acc

       _acc, :halt ->
         :ok
     end}
  end
end
