# Stream: lazy collections. A chain of one-in-one-out steps is one %Stream{}
# that walks its source once; what gives several elements for one, or none of
# a source, is a function of two arguments, as Enumerable takes them.

defmodule Stream do
  @moduledoc "Lazy, composable collections."

  # funs are the steps, in order; accs the states at the start of those that
  # have one. A step is made over what comes after it, and both take and give
  # what Enumerable.reduce's function does. Their accumulator is the consumer's,
  # with the states of the steps from there on in front of it: [state | held].
  defstruct enum: nil, funs: [], accs: [], done: nil

  @type t :: Enumerable.t()

  defp add(%Stream{funs: funs} = lazy, step), do: %{lazy | funs: funs ++ [step]}
  defp add(enum, step), do: %Stream{enum: enum, funs: [step]}

  # A step with a state gets an element and its state and answers
  #   {:emit, element, state}   goes on to the next step
  #   {:skip, state}            the element is dropped
  #   {:last, element, state}   goes on, and the stream ends after it
  #   {:stop, state}            the stream ends
  defp add(%Stream{accs: accs} = lazy, state, step),
    do: add(%{lazy | accs: accs ++ [state]}, step)

  defp add(enum, state, step), do: %Stream{enum: enum, funs: [step], accs: [state]}

  defp stateful(next, step) do
    fn x, [state | held] ->
      case step.(x, state) do
        {:emit, x, state} ->
          {command, held} = next.(x, held)
          {command, [state | held]}

        {:skip, state} ->
          {:cont, [state | held]}

        {:stop, state} ->
          {:halt, [state | held]}

        {:last, x, state} ->
          {_, held} = next.(x, held)
          {:halt, [state | held]}
      end
    end
  end

  # -- Steps ------------------------------------------------------------------

  @doc "What fun gives for each element."
  def map(enum, fun) when is_function(fun, 1),
    do: add(enum, fn next -> fn x, held -> next.(fun.(x), held) end end)

  @doc "Calls fun on each element that passes, for its effect."
  def each(enum, fun) when is_function(fun, 1) do
    add(enum, fn next ->
      fn x, held ->
        fun.(x)
        next.(x, held)
      end
    end)
  end

  @doc "The elements for which fun is truthy."
  def filter(enum, fun) when is_function(fun, 1) do
    add(enum, fn next ->
      fn x, held -> if fun.(x), do: next.(x, held), else: {:cont, held} end
    end)
  end

  @doc "The elements for which fun is falsy."
  def reject(enum, fun) when is_function(fun, 1) do
    add(enum, fn next ->
      fn x, held -> if fun.(x), do: {:cont, held}, else: next.(x, held) end
    end)
  end

  @doc false
  def filter_map(enum, filter, mapper), do: enum |> filter(filter) |> map(mapper)

  @doc "Maps every nth element, from the first on."
  def map_every(enum, nth, fun)
  def map_every(enum, 1, fun), do: map(enum, fun)
  def map_every(enum, 0, _fun), do: %Stream{enum: enum}
  def map_every([], nth, _fun) when is_integer(nth) and nth > 0, do: []

  def map_every(enum, nth, fun) when is_integer(nth) and nth > 0 do
    add(
      enum,
      0,
      &stateful(&1, fn
        x, 0 -> {:emit, fun.(x), nth - 1}
        x, left -> {:emit, x, left - 1}
      end)
    )
  end

  @doc "The first elements, or the last ones when the count is negative."
  def take(enum, count) when is_integer(count), do: take_some(enum, count)

  defp take_some(_enum, 0), do: %Stream{enum: []}
  defp take_some([], _count), do: %Stream{enum: []}

  defp take_some(enum, count) when count > 0 do
    add(
      enum,
      count,
      &stateful(&1, fn
        x, 1 -> {:last, x, 0}
        x, left -> {:emit, x, left - 1}
      end)
    )
  end

  defp take_some(enum, count), do: &Enumerable.reduce(Enum.take(enum, count), &1, &2)

  @doc "The elements before the first for which fun is falsy."
  def take_while(enum, fun) when is_function(fun, 1) do
    add(enum, fn next ->
      fn x, held -> if fun.(x), do: next.(x, held), else: {:halt, held} end
    end)
  end

  @doc "Every nth element, from the first on; 0 gives none."
  def take_every(enum, nth)
  def take_every(_enum, 0), do: %Stream{enum: []}
  def take_every([], _nth), do: %Stream{enum: []}

  def take_every(enum, nth) when is_integer(nth) and nth > 0 do
    add(
      enum,
      0,
      &stateful(&1, fn
        x, 0 -> {:emit, x, nth - 1}
        _, left -> {:skip, left - 1}
      end)
    )
  end

  @doc "All but the first elements, or but the last ones when the amount is negative."
  def drop(enum, n)

  def drop(enum, n) when is_integer(n) and n >= 0 do
    add(
      enum,
      n,
      &stateful(&1, fn
        x, 0 -> {:emit, x, 0}
        _, left -> {:skip, left - 1}
      end)
    )
  end

  # What may be among the last waits in a queue.
  def drop(enum, n) when is_integer(n) and n < 0 do
    transform(enum, {0, [], []}, fn
      x, {size, front, back} when size < -n ->
        {[], {size + 1, front, [x | back]}}

      x, {size, [], back} ->
        [oldest | front] = :lists.reverse(back)
        {[oldest], {size, front, [x]}}

      x, {size, [oldest | front], back} ->
        {[oldest], {size, front, [x | back]}}
    end)
  end

  @doc "The elements from the first for which fun is falsy."
  def drop_while(enum, fun) when is_function(fun, 1) do
    add(
      enum,
      true,
      &stateful(&1, fn
        x, true -> if fun.(x), do: {:skip, true}, else: {:emit, x, false}
        x, false -> {:emit, x, false}
      end)
    )
  end

  @doc "All but every nth element, from the first on; 0 drops none."
  def drop_every(enum, nth)
  def drop_every(enum, 0), do: %Stream{enum: enum}
  def drop_every([], _nth), do: %Stream{enum: []}

  def drop_every(enum, nth) when is_integer(nth) and nth > 0 do
    add(
      enum,
      0,
      &stateful(&1, fn
        _, 0 -> {:skip, nth - 1}
        x, left -> {:emit, x, left - 1}
      end)
    )
  end

  @doc "The elements with their index: {element, index}, or what fun makes of both."
  def with_index(enum, fun_or_offset \\ 0)

  def with_index(enum, offset) when is_integer(offset),
    do: add(enum, offset, &stateful(&1, fn x, i -> {:emit, {x, i}, i + 1} end))

  def with_index(enum, fun) when is_function(fun, 2),
    do: add(enum, 0, &stateful(&1, fn x, i -> {:emit, fun.(x, i), i + 1} end))

  @doc "The elements without those equal (===) to the one before."
  def dedup(enum), do: dedup_by(enum, & &1)

  @doc "The elements without those for which fun gives what it gave for the one before."
  def dedup_by(enum, fun) when is_function(fun, 1) do
    add(
      enum,
      :none,
      &stateful(&1, fn x, last ->
        key = fun.(x)

        case last do
          {:last, ^key} -> {:skip, last}
          _ -> {:emit, x, {:last, key}}
        end
      end)
    )
  end

  @doc "The elements without repetition; the first of equals stays."
  def uniq(enum), do: uniq_by(enum, & &1)

  @doc false
  def uniq(enum, fun), do: uniq_by(enum, fun)

  @doc "The elements for which fun gives a value not seen before."
  def uniq_by(enum, fun) when is_function(fun, 1) do
    add(
      enum,
      %{},
      &stateful(&1, fn x, seen ->
        key = fun.(x)

        case seen do
          %{^key => _} -> {:skip, seen}
          _ -> {:emit, x, :maps.put(key, [], seen)}
        end
      end)
    )
  end

  @doc "The accumulators of a fold that starts with the first element."
  def scan(enum, fun) when is_function(fun, 2) do
    add(
      enum,
      :none,
      &stateful(&1, fn
        x, :none ->
          {:emit, x, {:acc, x}}

        x, {:acc, acc} ->
          acc = fun.(x, acc)
          {:emit, acc, {:acc, acc}}
      end)
    )
  end

  @doc "The accumulators of a fold."
  def scan(enum, acc, fun) when is_function(fun, 2) do
    add(
      enum,
      acc,
      &stateful(&1, fn x, acc ->
        acc = fun.(x, acc)
        {:emit, acc, acc}
      end)
    )
  end

  # -- Several for one --------------------------------------------------------

  @doc "What fun gives for each element, which are collections, one after the other."
  def flat_map(enum, mapper) when is_function(mapper, 1),
    do: transform(enum, nil, fn x, nil -> {mapper.(x), nil} end)

  @doc "The elements of collections, one after the other."
  def concat(enumerables), do: flat_map(enumerables, & &1)

  @doc "The elements of the first, then those of the second."
  def concat(first, second), do: flat_map([first, second], & &1)

  @doc "Puts an element between the elements."
  def intersperse(enumerable, intersperse_element) do
    transform(enumerable, false, fn
      x, true -> {[intersperse_element, x], true}
      x, false -> {[x], true}
    end)
  end

  @doc "reducer gets each element and the accumulator and returns {elements, acc} or {:halt, acc}."
  def transform(enum, acc, reducer) when is_function(reducer, 2),
    do: &walk(enum, fn -> acc end, reducer, nil, fn _ -> :ok end, &1, &2)

  @doc "As transform/3; start_fun gives the accumulator, after_fun gets the last one, however it ends."
  def transform(enum, start_fun, reducer, after_fun)
      when is_function(start_fun, 0) and is_function(reducer, 2) and is_function(after_fun, 1),
      do: &walk(enum, start_fun, reducer, nil, after_fun, &1, &2)

  @doc "As transform/4; last_fun gives {elements, acc} when the source has ended."
  def transform(enum, start_fun, reducer, last_fun, after_fun)
      when is_function(start_fun, 0) and is_function(reducer, 2) and is_function(last_fun, 1) and
             is_function(after_fun, 1),
      do: &walk(enum, start_fun, reducer, last_fun, after_fun, &1, &2)

  defp walk(enum, start_fun, reducer, last_fun, after_fun, command, fun) do
    funs = {reducer, last_fun, after_fun, fun}
    pull(source(enum), start_fun.(), command, funs)
  end

  # A source that gives one element each time it is called, or nothing.
  defp source(list) when is_list(list), do: list
  defp source(enum), do: &Enumerable.reduce(enum, &1, fn x, _ -> {:suspend, [x]} end)

  defp next([x | rest]), do: {:ok, x, rest}
  defp next([]), do: :done

  defp next(continue) do
    case continue.({:cont, []}) do
      {:suspended, [x], continue} -> {:ok, x, continue}
      {_, [x | rest]} -> {:ok, x, rest}
      {_, []} -> :done
    end
  end

  defp release(list) when is_list(list), do: :ok
  defp release(continue), do: continue.({:halt, []})

  # The loop of transform: takes an element of the source, gives what the
  # reducer makes of it. Source and accumulator are let go however it ends.
  defp pull(source, acc, {:halt, out}, {_, _, after_fun, _}) do
    release(source)
    after_fun.(acc)
    {:halted, out}
  end

  defp pull(source, acc, {:suspend, out}, funs),
    do: {:suspended, out, &pull(source, acc, &1, funs)}

  # After the last elements there is nothing more to ask last_fun for.
  defp pull([], acc, {:cont, out}, {_, :given, after_fun, _}) do
    after_fun.(acc)
    {:done, out}
  end

  defp pull(source, acc, {:cont, out}, {reducer, last_fun, after_fun, _} = funs) do
    try do
      case next(source) do
        {:ok, x, source} -> {reducer.(x, acc), source}
        :done when last_fun == nil -> :done
        :done -> {:last, last_fun.(acc)}
      end
    catch
      kind, reason ->
        release(source)
        after_fun.(acc)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      {{:halt, acc}, source} ->
        release(source)
        after_fun.(acc)
        {:halted, out}

      {:last, {:halt, acc}} ->
        after_fun.(acc)
        {:halted, out}

      # There is nothing more to ask last_fun for.
      {:last, {items, acc}} ->
        give(items, [], acc, {:cont, out}, put_elem(funs, 1, nil))

      {{items, acc}, source} ->
        give(items, source, acc, {:cont, out}, funs)

      :done ->
        after_fun.(acc)
        {:done, out}
    end
  end

  # Hands the elements of one reducer result to the consumer.
  defp give([], source, acc, command, funs), do: pull(source, acc, command, funs)

  defp give(items, source, acc, {:halt, _} = command, funs) when is_list(items),
    do: pull(source, acc, command, funs)

  defp give(items, source, acc, {:suspend, out}, funs) when is_list(items),
    do: {:suspended, out, &give(items, source, acc, &1, funs)}

  defp give([x | rest], source, acc, {:cont, out}, {_, _, after_fun, fun} = funs) do
    command =
      try do
        fun.(x, out)
      catch
        kind, reason ->
          release(source)
          after_fun.(acc)
          :erlang.raise(kind, reason, __STACKTRACE__)
      end

    give(rest, source, acc, command, funs)
  end

  # A collection: its own end must not be taken for the consumer's, so the
  # consumer's last command goes along with the accumulator.
  defp give(enum, source, acc, {:cont, out}, {_, _, _, fun} = funs) do
    inner =
      &Enumerable.reduce(enum, &1, fn x, {_, out} ->
        {command, _} = answer = fun.(x, out)
        {command, answer}
      end)

    give_inner(inner, source, acc, {:cont, {:cont, out}}, funs)
  end

  defp give_inner(inner, source, acc, command, {_, _, after_fun, _} = funs) do
    try do
      inner.(command)
    catch
      kind, reason ->
        release(source)
        after_fun.(acc)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      {:suspended, {_, out}, inner} ->
        {:suspended, out,
         fn {command, out} -> give_inner(inner, source, acc, {command, {command, out}}, funs) end}

      {_, command} ->
        pull(source, acc, command, funs)
    end
  end

  # -- Chunks -----------------------------------------------------------------

  @doc "Lists of that many elements."
  def chunk_every(enum, count), do: chunk_every(enum, count, count, [])

  @doc "Lists of that many elements, a new one every step; leftover fills the last, :discard drops it."
  def chunk_every(enum, count, step, leftover \\ [])
      when is_integer(count) and count > 0 and is_integer(step) and step > 0 do
    chunk_while(
      enum,
      {[], 0},
      # size < 0: elements between two chunks.
      fn
        _, {[], size} when size < 0 ->
          {:cont, {[], size + 1}}

        x, {items, size} when size + 1 < count ->
          {:cont, {[x | items], size + 1}}

        x, {items, _} ->
          chunk = :lists.reverse([x | items])
          kept = if step < count, do: :lists.reverse(Enum.drop(chunk, step)), else: []
          {:cont, chunk, {kept, count - step}}
      end,
      fn
        {[], _} = state ->
          {:cont, state}

        state when leftover == :discard ->
          {:cont, state}

        {items, size} = state ->
          {:cont, :lists.reverse(items, Enum.take(leftover, count - size)), state}
      end
    )
  end

  @doc false
  def chunk(enum, count), do: chunk_every(enum, count, count, :discard)
  @doc false
  def chunk(enum, count, step), do: chunk_every(enum, count, step, :discard)
  @doc false
  def chunk(enum, count, step, leftover), do: chunk_every(enum, count, step, leftover || :discard)

  @doc "Lists of neighbours for which fun gives the same."
  def chunk_by(enum, fun) when is_function(fun, 1) do
    chunk_while(
      enum,
      nil,
      fn
        x, nil ->
          {:cont, {[x], fun.(x)}}

        x, {items, key} ->
          case fun.(x) do
            ^key -> {:cont, {[x | items], key}}
            other -> {:cont, :lists.reverse(items), {[x], other}}
          end
      end,
      fn
        nil -> {:cont, :done}
        {items, _} -> {:cont, :lists.reverse(items), :done}
      end
    )
  end

  @doc "Chunks as chunk_fun says: {:cont, chunk, acc}, {:cont, acc} or {:halt, acc}."
  def chunk_while(enum, acc, chunk_fun, after_fun)
      when is_function(chunk_fun, 2) and is_function(after_fun, 1) do
    # :halt ends the source, but the rest is still to be given.
    reducer = fn
      _, {:halted, _} = state ->
        {:halt, state}

      x, {:going, acc} ->
        case chunk_fun.(x, acc) do
          {:cont, chunk, acc} -> {[chunk], {:going, acc}}
          {:cont, acc} -> {[], {:going, acc}}
          {:halt, acc} -> {last_chunk(after_fun, acc), {:halted, acc}}
        end
    end

    last = fn
      {:halted, _} = state -> {[], state}
      {:going, acc} -> {last_chunk(after_fun, acc), {:halted, acc}}
    end

    transform(enum, fn -> {:going, acc} end, reducer, last, fn _ -> :ok end)
  end

  defp last_chunk(after_fun, acc) do
    case after_fun.(acc) do
      {:cont, _acc} -> []
      {:cont, chunk, _acc} -> [chunk]
    end
  end

  # -- Sources ----------------------------------------------------------------

  @doc "Elements of something that is opened, read in steps, and closed however it ends."
  def resource(start_fun, next_fun, after_fun)
      when is_function(start_fun, 0) and is_function(next_fun, 1) and is_function(after_fun, 1) do
    # A transform of a source without end: its own elements do not matter.
    reducer = fn _, acc -> next_fun.(acc) end
    &walk(endless(), start_fun, reducer, nil, after_fun, &1, &2)
  end

  defp endless, do: &endless(&1, &2)
  defp endless({:halt, acc}, _fun), do: {:halted, acc}
  defp endless({:suspend, acc}, fun), do: {:suspended, acc, &endless(&1, fun)}
  defp endless({:cont, acc}, fun), do: endless(fun.(nil, acc), fun)

  @doc "The values of an accumulator: next_fun returns {element, acc}, or nil at the end."
  def unfold(next_acc, next_fun) when is_function(next_fun, 1),
    do: &unfold(next_acc, next_fun, &1, &2)

  defp unfold(_state, _next, {:halt, acc}, _fun), do: {:halted, acc}

  defp unfold(state, next, {:suspend, acc}, fun),
    do: {:suspended, acc, &unfold(state, next, &1, fun)}

  defp unfold(state, next, {:cont, acc}, fun) do
    case next.(state) do
      nil -> {:done, acc}
      {x, state} -> unfold(state, next, fun.(x, acc), fun)
    end
  end

  @doc "A value, what fun makes of it, what fun makes of that ..."
  def iterate(start_value, next_fun) when is_function(next_fun, 1) do
    unfold(:start, fn
      :start ->
        {start_value, {:last, start_value}}

      {:last, last} ->
        value = next_fun.(last)
        {value, {:last, value}}
    end)
  end

  @doc "What fun gives, again and again."
  def repeatedly(generator_fun) when is_function(generator_fun, 0),
    do: unfold(nil, fn nil -> {generator_fun.(), nil} end)

  @doc "n times the value."
  def duplicate(value, n) when is_integer(n) and n >= 0 do
    unfold(n, fn
      0 -> nil
      left -> {value, left - 1}
    end)
  end

  @doc "Integers from 0, or from an offset; or what fun makes of those from 0."
  def from_index(fun_or_offset \\ 0)

  def from_index(offset) when is_integer(offset), do: unfold(offset, &{&1, &1 + 1})
  def from_index(fun) when is_function(fun, 1), do: unfold(0, &{fun.(&1), &1 + 1})

  @doc "The elements again and again, without end."
  def cycle([]), do: raise(ArgumentError, "cannot cycle over an empty enumerable")

  def cycle(enumerable) do
    transform(endless(), {enumerable, false}, fn
      _, {enumerable, false} ->
        if Enum.empty?(enumerable),
          do: raise(ArgumentError, "cannot cycle over an empty enumerable")

        {enumerable, {enumerable, true}}

      _, {enumerable, true} ->
        {enumerable, {enumerable, true}}
    end)
  end

  @doc "0, 1, 2 ... one every that many milliseconds."
  def interval(n) when is_integer(n) and n >= 0 when n == :infinity do
    unfold(0, fn count ->
      Process.sleep(n)
      {count, count + 1}
    end)
  end

  @doc "0 after that many milliseconds, and nothing more."
  def timer(n) when is_integer(n) and n >= 0 when n == :infinity, do: take(interval(n), 1)

  # -- Zipping ----------------------------------------------------------------

  @doc "Tuples of the elements of two collections, until one ends."
  def zip(enumerable1, enumerable2), do: zip_with(enumerable1, enumerable2, &{&1, &2})

  @doc "Tuples of the elements of several collections, until one ends."
  def zip(enumerables), do: zip_with(enumerables, &List.to_tuple/1)

  @doc "What fun makes of the elements of two collections, until one ends."
  def zip_with(enumerable1, enumerable2, zip_fun) when is_function(zip_fun, 2),
    do: zip_with([enumerable1, enumerable2], fn [a, b] -> zip_fun.(a, b) end)

  @doc "What fun makes of a list of elements, one of each collection, until one ends."
  def zip_with(enumerables, zip_fun) when is_function(zip_fun, 1) do
    fn command, consumer ->
      case Enum.map(enumerables, &source/1) do
        [] -> {:done, elem(command, 1)}
        sources -> zip_loop(sources, command, consumer, zip_fun)
      end
    end
  end

  defp zip_loop(sources, {:halt, acc}, _consumer, _fun) do
    :lists.foreach(&release/1, sources)
    {:halted, acc}
  end

  defp zip_loop(sources, {:suspend, acc}, consumer, fun),
    do: {:suspended, acc, &zip_loop(sources, &1, consumer, fun)}

  defp zip_loop(sources, {:cont, acc}, consumer, fun) do
    try do
      case next_of_all(sources, [], []) do
        {:ok, items, rest} -> {consumer.(fun.(items), acc), rest}
        {:done, open} -> {:done, open}
      end
    catch
      kind, reason ->
        :lists.foreach(&release/1, sources)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      {:done, open} ->
        :lists.foreach(&release/1, open)
        {:done, acc}

      {command, rest} ->
        zip_loop(rest, command, consumer, fun)
    end
  end

  defp next_of_all([source | sources], items, done) do
    case next(source) do
      {:ok, x, rest} -> next_of_all(sources, [x | items], [rest | done])
      :done -> {:done, sources ++ done}
    end
  end

  defp next_of_all([], items, done), do: {:ok, :lists.reverse(items), :lists.reverse(done)}

  # -- Ends -------------------------------------------------------------------

  @doc "Walks the stream for its effects; :ok."
  def run(stream) do
    _ = Enumerable.reduce(stream, {:cont, nil}, fn _, _ -> {:cont, nil} end)
    :ok
  end

  @doc "Puts each element (or what transform makes of it) into a collection as it passes."
  def into(enum, collectable, transform \\ fn x -> x end) when is_function(transform, 1) do
    fn command, fun ->
      {initial, collector} = Collectable.into(collectable)

      step = fn x, {held, acc} ->
        held = collector.(held, {:cont, transform.(x)})
        {command, acc} = fun.(x, acc)
        {command, {held, acc}}
      end

      collecting(&Enumerable.reduce(enum, &1, step), initial, collector, command)
    end
  end

  defp collecting(reduce, held, collector, {command, acc}) do
    try do
      reduce.({command, {held, acc}})
    catch
      kind, reason ->
        collector.(held, :halt)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      {:suspended, {held, acc}, continue} ->
        {:suspended, acc, &collecting(continue, held, collector, &1)}

      {reason, {held, acc}} ->
        collector.(held, :done)
        {reason, acc}
    end
  end

  # -- Walking a %Stream{} ----------------------------------------------------

  @doc false
  def reduce(%Stream{enum: enum, funs: funs, accs: states}, {command, acc}, fun) do
    step = :lists.foldr(fn step, next -> step.(next) end, fun, funs)
    continue(&Enumerable.reduce(enum, &1, step), length(states), {command, states ++ acc})
  end

  defp continue(reduce, states, command) do
    case reduce.(command) do
      {:suspended, held, reduce} ->
        {before, acc} = split(held, states, [])

        {:suspended, acc,
         fn {command, acc} -> continue(reduce, states, {command, :lists.reverse(before, acc)}) end}

      {reason, held} ->
        {_, acc} = split(held, states, [])
        {reason, acc}
    end
  end

  # The states in front of an accumulator, backwards, and that.
  defp split(acc, 0, states), do: {states, acc}
  defp split([state | held], left, states), do: split(held, left - 1, [state | states])
end

defimpl Enumerable, for: Stream do
  def count(_stream), do: {:error, __MODULE__}
  def member?(_stream, _value), do: {:error, __MODULE__}
  def slice(_stream), do: {:error, __MODULE__}
  def reduce(stream, command, fun), do: Stream.reduce(stream, command, fun)
end

defimpl Inspect, for: Stream do
  import Kernel, except: [inspect: 2]
  import Inspect.Algebra

  def inspect(%{enum: enum, funs: funs}, opts),
    do: concat(["#Stream<", to_doc([enum: enum, funs: funs], opts), ">"])
end
