# Duration: amounts of years, months ... seconds, as Date.shift/2 and its like
# take them.

defmodule Duration do
  @moduledoc "A duration, unit by unit; the units are not converted into each other."
  import Kernel, except: [to_string: 1]

  @derive {Inspect, optional: [:year, :month, :week, :day, :hour, :minute, :second, :microsecond]}
  defstruct year: 0, month: 0, week: 0, day: 0, hour: 0, minute: 0, second: 0, microsecond: {0, 0}

  @type t :: %Duration{}
  @type unit_pair :: {atom, integer | {integer, 0..6}}
  @type duration :: t | [unit_pair]

  @units [:year, :month, :week, :day, :hour, :minute, :second, :microsecond]

  @doc "The duration of a keyword list of units: integers, and {value, digits} for :microsecond."
  def new!(duration), do: __of_units__(duration, @units, [])

  # The duration of unit pairs of which only some units are allowed; others of
  # the known ones are called unsupported.
  @doc false
  def __of_units__(%Duration{} = duration, _allowed, _refused), do: duration

  def __of_units__(unit_pairs, allowed, refused) do
    Enum.each(unit_pairs, &check_unit(&1, allowed, refused))
    struct!(Duration, unit_pairs)
  end

  defp check_unit({unit, value}, allowed, refused) do
    cond do
      unit in refused ->
        raise ArgumentError, "unsupported unit #{inspect(unit)}. Expected #{listed(allowed)}"

      unit not in allowed ->
        raise ArgumentError, "unknown unit #{inspect(unit)}. Expected #{listed(allowed)}"

      unit == :microsecond ->
        check_microsecond(value)

      not is_integer(value) ->
        raise ArgumentError,
              "unsupported value #{inspect(value)} for #{inspect(unit)}. Expected an integer"

      true ->
        :ok
    end
  end

  defp check_microsecond({value, precision}) when is_integer(value) and precision in 0..6, do: :ok

  defp check_microsecond(value) do
    raise ArgumentError,
          "unsupported value #{inspect(value)} for :microsecond. Expected a tuple {ms, precision} where precision is an integer from 0 to 6"
  end

  defp listed(units), do: Enum.map_join(units, ", ", &inspect/1)

  @doc "The sum, unit by unit."
  def add(%Duration{} = d1, %Duration{} = d2), do: combine(d1, d2, &+/2)

  @doc "The difference, unit by unit."
  def subtract(%Duration{} = d1, %Duration{} = d2), do: combine(d1, d2, &-/2)

  defp combine(%{microsecond: {m1, p1}} = d1, %{microsecond: {m2, p2}} = d2, fun) do
    map_units(d1, fn unit, value -> fun.(value, Map.fetch!(d2, unit)) end)
    |> Map.put(:microsecond, {fun.(m1, m2), max(p1, p2)})
  end

  @doc "Each unit times an integer."
  def multiply(%Duration{microsecond: {microsecond, precision}} = duration, integer)
      when is_integer(integer) do
    map_units(duration, fn _unit, value -> value * integer end)
    |> Map.put(:microsecond, {microsecond * integer, precision})
  end

  @doc "Each unit with the other sign."
  def negate(%Duration{} = duration), do: multiply(duration, -1)

  defp map_units(duration, fun) do
    Enum.reduce(@units -- [:microsecond], duration, fn unit, duration ->
      Map.update!(duration, unit, &fun.(unit, &1))
    end)
  end

  @doc "{:ok, duration} of a text as P1Y2M3DT4H5M6S, or {:error, reason}."
  def from_iso8601(string) when is_binary(string) do
    with {:ok, units} <- Calendar.ISO.parse_duration(string), do: {:ok, new!(units)}
  end

  @doc "The duration of a text as P1Y2M3DT4H5M6S."
  def from_iso8601!(string) when is_binary(string) do
    case from_iso8601(string) do
      {:ok, duration} ->
        duration

      {:error, reason} ->
        raise ArgumentError, ~s/failed to parse duration "#{string}". reason: #{inspect(reason)}/
    end
  end

  @doc "The duration as P1Y2M3DT4H5M6S."
  def to_iso8601(%Duration{} = duration) do
    date = units_text(duration, year: "Y", month: "M", week: "W", day: "D")
    time = units_text(duration, hour: "H", minute: "M") ++ second_text(duration, "S")

    case {date, time} do
      {[], []} -> "PT0S"
      {date, []} -> IO.iodata_to_binary(["P" | date])
      {date, time} -> IO.iodata_to_binary(["P", date, "T" | time])
    end
  end

  @doc "The duration as 1a 2mo 5s. Options: `:units`, a keyword list of other unit names, and `:separator`."
  def to_string(%Duration{} = duration, opts \\ []) do
    names =
      Keyword.merge(
        [year: "a", month: "mo", week: "wk", day: "d", hour: "h", minute: "min", second: "s"],
        Keyword.get(opts, :units, [])
      )

    names = for unit <- @units -- [:microsecond], do: {unit, Keyword.fetch!(names, unit)}
    {second, others} = List.pop_at(names, -1)
    parts = units_text(duration, others) ++ second_text(duration, elem(second, 1))

    case parts do
      [] -> "0" <> elem(second, 1)
      parts -> Enum.map_join(parts, Keyword.get(opts, :separator, " "), &IO.iodata_to_binary/1)
    end
  end

  defp units_text(duration, names) do
    for {unit, name} <- names, value = Map.fetch!(duration, unit), value != 0,
        do: [Integer.to_string(value), name]
  end

  defp second_text(%{second: 0, microsecond: {0, _}}, _name), do: []

  defp second_text(%{second: second, microsecond: {_, 0}}, name),
    do: [[Integer.to_string(second), name]]

  defp second_text(%{second: second, microsecond: {microsecond, precision}}, name) do
    total = second * 1_000_000 + microsecond
    sign = if total < 0, do: "-", else: ""
    digits = String.pad_leading(Integer.to_string(rem(abs(total), 1_000_000)), 6, "0")
    [[sign, Integer.to_string(div(abs(total), 1_000_000)), ".", binary_part(digits, 0, precision), name]]
  end
end
