# Collections that end in odd ways, endless ones, and into what they go.

result = fn fun ->
  try do
    fun.()
  catch
    kind, reason -> {kind, reason}
  end
end

defmodule Whole do
  # Gives all that it has at once, whatever it is asked.
  defstruct [:list]

  defimpl Enumerable do
    def count(_), do: {:error, __MODULE__}
    def member?(_, _), do: {:error, __MODULE__}
    def slice(_), do: {:error, __MODULE__}
    def reduce(%{list: list}, _, _), do: {:halted, list}
  end
end

whole = struct(Whole, list: [1, 2, 3])
IO.inspect(Enum.zip([1..9, whole]))
IO.inspect(Enum.to_list(Stream.zip([whole, 1..2])))
IO.inspect(Enum.zip_with(fn _, _ -> {:cont, [1, 2]} end, 3..4, &+/2))
IO.inspect({Enum.zip(%{}), Enum.zip_with(%{}, & &1), Enum.zip_reduce(%{}, 0, &[&1, &2])})

for stream <- [Stream.chunk_every(1..6, 3, 2, []), Stream.chunk_by([1, 1, 2, 2], & &1)] do
  IO.inspect({Enum.zip(stream, stream), Enum.to_list(Stream.zip(stream, stream))})
end

cycle = Stream.cycle([1, 2, 3])
for range <- [0..1, 0..4, 0..5//2, 3..4], do: IO.inspect(Enum.slice(cycle, range))

for enumerable <- [0..9, Enum.to_list(0..9), Stream.map(0..9, & &1)],
    range <- [0..1, -2..-1, 1..-2//1, 5..200//3, -100..3, -100..-3//1, 3..1//1, 20..30] do
  IO.inspect({range, Enum.slice(enumerable, range)}, charlists: :as_lists)
end

for range <- [-100..5, -3..-1, 0..3, 5..100, -100..-3//1, 3..2//1, -5..20, 2, -100, 20..30],
    index <- [0, 5, 8, 12, -1, -20, 20] do
  IO.inspect({range, index, result.(fn -> Enum.slide(0..9, range, index) end)}, charlists: :as_lists)
end

for enumerable <- [[1], 1..2, [{1}], MapSet.new([{1, 2}]), Stream.map([1], & &1)],
    into <- [%{}, %{z: 1}, "", <<1::1>>, MapSet.new()] do
  IO.inspect(result.(fn -> Enum.into(enumerable, into) end))
  IO.inspect(result.(fn -> Enum.into(enumerable, into, & &1) end))
  IO.inspect(result.(fn -> for(x <- enumerable, into: into, do: x) end))
end
