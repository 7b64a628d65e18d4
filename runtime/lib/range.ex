# Range: first..last//step as a struct.

defmodule Range do
  @moduledoc "Ranges of integers: first..last//step."

  @enforce_keys [:first, :last, :step]
  defstruct first: nil, last: nil, step: nil

  @type t :: %Range{first: integer, last: integer, step: integer}

  @doc "A range with step 1, or -1 when first is bigger than last."
  def new(first, last) when is_integer(first) and is_integer(last) do
    step = if first <= last, do: 1, else: -1
    %Range{first: first, last: last, step: step}
  end

  def new(first, last) do
    raise ArgumentError,
          "ranges (first..last) expect both sides to be integers, " <>
            "got: #{inspect(first)}..#{inspect(last)}"
  end

  @doc "A range with a step, which must not be zero."
  def new(first, last, step)
      when is_integer(first) and is_integer(last) and is_integer(step) and step != 0,
      do: %Range{first: first, last: last, step: step}

  def new(first, last, step) do
    raise ArgumentError,
          "ranges (first..last//step) expect both sides to be integers and the step to be a " <>
            "non-zero integer, got: #{inspect(first)}..#{inspect(last)}//#{inspect(step)}"
  end

  @doc "How many integers the range has."
  def size(range)

  def size(first..last//step) when step > 0 and first > last, do: 0
  def size(first..last//step) when step < 0 and first < last, do: 0
  def size(first..last//step), do: abs(div(last - first, step)) + 1

  # Ranges of before steps existed.
  def size(%{__struct__: Range, first: first, last: last} = range) do
    size(Map.put(range, :step, if(first <= last, do: 1, else: -1)))
  end

  @doc "The range moved by that many steps."
  def shift(arg, steps_to_shift)

  def shift(first..last//step, steps_to_shift) when is_integer(steps_to_shift),
    do: %Range{first: first + steps_to_shift * step, last: last + steps_to_shift * step, step: step}

  @doc "{the first elements, the rest} as ranges; a negative count is from the end."
  def split(first..last//step = range, split) when is_integer(split) do
    split = if split < 0, do: size(range) + split, else: split
    before = first - step

    if size(range) == 0 do
      {%Range{first: first, last: before, step: step},
       %Range{first: last + step, last: last, step: step}}
    else
      # Where the first part ends: never before it begins, nor past the end.
      {low, high} = if step > 0, do: {before, last}, else: {last, before}
      cut = max(min(first + step * (split - 1), high), low)

      {%Range{first: first, last: cut, step: step},
       %Range{first: cut + step, last: last, step: step}}
    end
  end

  @doc "Whether two ranges have no integer in common."
  def disjoint?(%Range{} = range1, %Range{} = range2) do
    {low1, high1, step1} = ascending(range1)
    {low2, high2, step2} = ascending(range2)

    cond do
      low1 > high1 or low2 > high2 -> true
      high2 < low1 or high1 < low2 -> true
      step1 == 1 and step2 == 1 -> false
      true -> not meet?(low1, high1, step1, low2, high2, step2)
    end
  end

  defp ascending(%Range{first: first, last: last, step: step}) when step > 0,
    do: {first, last - mod(last - first, step), step}

  defp ascending(%Range{first: first, last: last, step: step}) when first >= last,
    do: {first - div(first - last, -step) * -step, first, -step}

  defp ascending(_), do: {1, 0, 1}

  defp mod(a, b), do: rem(rem(a, b) + b, b)

  # Whether low1 + i * step1 = low2 + j * step2 has a solution in both ranges.
  defp meet?(low1, high1, step1, low2, high2, step2) do
    {gcd, m, _} = Integer.extended_gcd(step1, step2)
    distance = low2 - low1

    if rem(distance, gcd) != 0 do
      false
    else
      period = div(step1 * step2, gcd)
      common = low1 + mod(div(distance, gcd) * m * step1, period)
      from = max(low1, low2)
      common = common + div(from - common + period - 1, period) * period
      common = if common - period >= from, do: common - period, else: common
      common >= from and common <= min(high1, high2)
    end
  end

  @doc "The list of the integers."
  def to_list(%Range{first: first, last: last, step: step} = arg1) do
    case size(arg1) do
      0 -> []
      _ -> :lists.seq(first, last, step)
    end
  end

  @doc false
  def range?(%Range{first: first, last: last}) when is_integer(first) and is_integer(last), do: true
  def range?(_), do: false
end

defimpl Inspect, for: Range do
  import Kernel, except: [inspect: 2]
  import Inspect.Algebra

  def inspect(%{first: first, last: last, step: step}, opts) do
    if step == 1 and first <= last do
      concat([to_doc(first, opts), "..", to_doc(last, opts)])
    else
      concat([to_doc(first, opts), "..", to_doc(last, opts), "//", to_doc(step, opts)])
    end
  end
end
