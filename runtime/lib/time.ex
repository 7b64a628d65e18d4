# Time: the time of a day.

defmodule Time do
  @moduledoc "Times of the day: hour, minute, second and microsecond of a calendar."
  import Kernel, except: [to_string: 1]

  @enforce_keys [:hour, :minute, :second]
  defstruct [:hour, :minute, :second, microsecond: {0, 0}, calendar: Calendar.ISO]

  @type t :: %__MODULE__{}

  # -- Making -----------------------------------------------------------------

  @doc "The time now, in UTC."
  def utc_now(calendar \\ Calendar.ISO) do
    {:ok, _, {hour, minute, second}, microsecond} =
      Calendar.ISO.from_unix(System.os_time(), :native)

    convert!(%Time{hour: hour, minute: minute, second: second, microsecond: microsecond}, calendar)
  end

  @doc "{:ok, time}, or {:error, :invalid_time}. The microsecond: {value, digits}, or a value with six."
  def new(hour, minute, second, microsecond \\ {0, 0}, calendar \\ Calendar.ISO)

  def new(hour, minute, second, microsecond, calendar) when is_integer(microsecond),
    do: new(hour, minute, second, {microsecond, 6}, calendar)

  def new(hour, minute, second, {microsecond, precision}, calendar)
      when is_integer(hour) and is_integer(minute) and is_integer(second) and
             is_integer(microsecond) and is_integer(precision) do
    microsecond = {microsecond, precision}

    if calendar.valid_time?(hour, minute, second, microsecond),
      do: {:ok, of_parts({hour, minute, second, microsecond}, calendar)},
      else: {:error, :invalid_time}
  end

  @doc "The time; ArgumentError when there is none."
  def new!(hour, minute, second, microsecond \\ {0, 0}, calendar \\ Calendar.ISO) do
    case new(hour, minute, second, microsecond, calendar) do
      {:ok, time} -> time
      {:error, reason} -> raise ArgumentError, "cannot build time, reason: #{inspect(reason)}"
    end
  end

  defp of_parts({hour, minute, second, microsecond}, calendar) do
    %Time{hour: hour, minute: minute, second: second, microsecond: microsecond, calendar: calendar}
  end

  @doc "{:ok, time} of a text as 13:30:00, or {:error, reason}."
  def from_iso8601(string, calendar \\ Calendar.ISO) do
    with {:ok, parts} <- Calendar.ISO.parse_time(string),
         do: convert(of_parts(parts, Calendar.ISO), calendar)
  end

  @doc "The time of a text as 13:30:00."
  def from_iso8601!(string, calendar \\ Calendar.ISO) do
    case from_iso8601(string, calendar) do
      {:ok, time} ->
        time

      {:error, reason} ->
        raise ArgumentError, "cannot parse #{inspect(string)} as time, reason: #{inspect(reason)}"
    end
  end

  @doc "{:ok, time} of {hour, minute, second}, or {:error, reason}."
  def from_erl(tuple, microsecond \\ {0, 0}, calendar \\ Calendar.ISO)

  def from_erl({hour, minute, second}, microsecond, calendar) do
    with {:ok, time} <- new(hour, minute, second, microsecond, Calendar.ISO),
         do: convert(time, calendar)
  end

  @doc "The time of {hour, minute, second}."
  def from_erl!(tuple, microsecond \\ {0, 0}, calendar \\ Calendar.ISO) do
    case from_erl(tuple, microsecond, calendar) do
      {:ok, time} ->
        time

      {:error, reason} ->
        raise ArgumentError,
              "cannot convert #{inspect(tuple)} to time, reason: #{inspect(reason)}"
    end
  end

  @doc "The time that many seconds after midnight; whole days do not count."
  def from_seconds_after_midnight(seconds, microsecond \\ {0, 0}, calendar \\ Calendar.ISO)
      when is_integer(seconds) do
    {hour, minute, second, _} = Calendar.ISO.time_from_day_fraction({Integer.mod(seconds, 86_400), 86_400})
    convert!(of_parts({hour, minute, second, microsecond}, Calendar.ISO), calendar)
  end

  # -- Converting -------------------------------------------------------------

  @doc "13:30:00."
  def to_string(time)

  def to_string(%{hour: hour, minute: minute, second: second, microsecond: microsecond, calendar: calendar}),
    do: calendar.time_to_string(hour, minute, second, microsecond)

  @doc "13:30:00, or 133000 (:basic)."
  def to_iso8601(time, format \\ :extended)

  def to_iso8601(%{calendar: Calendar.ISO} = time, format) when format in [:extended, :basic] do
    %{hour: hour, minute: minute, second: second, microsecond: microsecond} = time
    Calendar.ISO.time_to_string(hour, minute, second, microsecond, format)
  end

  def to_iso8601(%{calendar: _} = time, format) when format in [:extended, :basic],
    do: to_iso8601(convert!(time, Calendar.ISO), format)

  @doc "{hour, minute, second}."
  def to_erl(time) do
    %{hour: hour, minute: minute, second: second} = convert!(time, Calendar.ISO)
    {hour, minute, second}
  end

  @doc "{seconds since midnight, microseconds}."
  def to_seconds_after_midnight(%{microsecond: {microsecond, _precision}} = time),
    do: {Calendar.ISO.iso_days_to_unit({0, to_day_fraction(time)}, :second), microsecond}

  @doc "{:ok, the time in another calendar}, or {:error, :incompatible_calendars}."
  def convert(
        %{calendar: calendar, hour: hour, minute: minute, second: second, microsecond: microsecond},
        calendar
      ),
      do: {:ok, of_parts({hour, minute, second, microsecond}, calendar)}

  def convert(%{microsecond: {_, precision}} = time, calendar),
    do: {:ok, from_day_fraction(to_day_fraction(time), precision, calendar)}

  @doc "The time in another calendar."
  def convert!(time, calendar) do
    {:ok, converted} = convert(time, calendar)
    converted
  end

  defp to_day_fraction(%{hour: hour, minute: minute, second: second, microsecond: {_, _} = microsecond, calendar: calendar}),
    do: calendar.time_to_day_fraction(hour, minute, second, microsecond)

  defp from_day_fraction(fraction, precision, calendar) do
    {hour, minute, second, {microsecond, _}} = calendar.time_from_day_fraction(fraction)
    of_parts({hour, minute, second, {microsecond, precision}}, calendar)
  end

  # -- Comparing and reckoning ------------------------------------------------

  @doc ":lt, :eq or :gt."
  def compare(%{calendar: calendar} = time1, %{calendar: calendar} = time2) do
    %{hour: hour1, minute: minute1, second: second1, microsecond: {microsecond1, _}} = time1
    %{hour: hour2, minute: minute2, second: second2, microsecond: {microsecond2, _}} = time2
    order({hour1, minute1, second1, microsecond1}, {hour2, minute2, second2, microsecond2})
  end

  def compare(time1, time2) do
    {parts1, per_day1} = to_day_fraction(time1)
    {parts2, per_day2} = to_day_fraction(time2)
    order(parts1 * per_day2, parts2 * per_day1)
  end

  defp order(same, same), do: :eq
  defp order(first, second), do: if(first < second, do: :lt, else: :gt)

  @doc "Whether the first time is earlier."
  def before?(time1, time2), do: compare(time1, time2) == :lt

  @doc "Whether the first time is later."
  def after?(time1, time2), do: compare(time1, time2) == :gt

  @doc "The time that much later, round the clock."
  def add(time, amount_to_add, unit \\ :second)

  def add(time, amount_to_add, :hour) when is_integer(amount_to_add),
    do: add(time, amount_to_add * 3600, :second)

  def add(time, amount_to_add, :minute) when is_integer(amount_to_add),
    do: add(time, amount_to_add * 60, :second)

  def add(%{calendar: calendar, microsecond: {_, precision}} = time, amount_to_add, unit)
      when is_integer(amount_to_add) do
    if not is_integer(unit) and unit not in [:second, :millisecond, :microsecond, :nanosecond] do
      raise ArgumentError,
            "unsupported time unit. Expected :hour, :minute, :second, :millisecond, :microsecond, :nanosecond, or a positive integer, got #{inspect(unit)}"
    end

    precision = max(Calendar.ISO.time_unit_to_precision(unit), precision)
    {_days, fraction} = Calendar.ISO.shift_time_unit({0, to_day_fraction(time)}, amount_to_add, unit)
    from_day_fraction(fraction, precision, calendar)
  end

  @doc "How much the first time is after the second."
  def diff(time1, time2, unit \\ :second)
  def diff(time1, time2, :hour), do: div(diff(time1, time2, :second), 3600)
  def diff(time1, time2, :minute), do: div(diff(time1, time2, :second), 60)

  def diff(
        %{calendar: Calendar.ISO, hour: _, minute: _, second: _, microsecond: {_, _}} = time1,
        %{calendar: Calendar.ISO, hour: _, minute: _, second: _, microsecond: {_, _}} = time2,
        unit
      ) do
    {parts1, _} = to_day_fraction(time1)
    {parts2, _} = to_day_fraction(time2)
    System.convert_time_unit(parts1 - parts2, :microsecond, unit)
  end

  def diff(time1, time2, unit) do
    Calendar.ISO.iso_days_to_unit({0, to_day_fraction(time1)}, unit) -
      Calendar.ISO.iso_days_to_unit({0, to_day_fraction(time2)}, unit)
  end

  @doc "The time shifted by a duration of hours, minutes, seconds and microseconds."
  def shift(%{calendar: calendar} = time, duration) do
    %{hour: hour, minute: minute, second: second, microsecond: microsecond} = time

    calendar.shift_time(hour, minute, second, microsecond, __duration__!(duration))
    |> of_parts(calendar)
  end

  @doc false
  def __duration__!(duration),
    do: Duration.__of_units__(duration, [:hour, :minute, :second, :microsecond], [:year, :month, :week, :day])

  @doc "The time cut to a unit: :microsecond, :millisecond or :second."
  def truncate(%Time{microsecond: microsecond} = time, precision),
    do: %{time | microsecond: Calendar.truncate(microsecond, precision)}
end

defimpl String.Chars, for: Time do
  import Kernel, except: [to_string: 1]
  def to_string(time), do: Time.to_string(time)
end

defimpl Inspect, for: Time do
  import Kernel, except: [inspect: 2]

  def inspect(%{calendar: Calendar.ISO} = time, _opts), do: "~T[#{Time.to_string(time)}]"

  def inspect(%{calendar: calendar} = time, _opts),
    do: "~T[#{Time.to_string(time)} #{inspect(calendar)}]"
end
