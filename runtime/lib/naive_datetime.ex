# NaiveDateTime: a date and a time without time zone.

defmodule NaiveDateTime do
  @moduledoc "A date and a time of a calendar, without time zone."
  import Kernel, except: [to_string: 1]

  @enforce_keys [:year, :month, :day, :hour, :minute, :second]
  defstruct [:year, :month, :day, :hour, :minute, :second, microsecond: {0, 0}, calendar: Calendar.ISO]

  @type t :: %__MODULE__{}

  # -- Making -----------------------------------------------------------------

  @doc "Now, in UTC; a unit or a calendar, or both."
  def utc_now(calendar_or_time_unit \\ Calendar.ISO)

  def utc_now(time_unit) when time_unit in [:microsecond, :millisecond, :second, :native],
    do: utc_now(time_unit, Calendar.ISO)

  def utc_now(calendar), do: utc_now(:native, calendar)

  def utc_now(time_unit, calendar)
      when time_unit in [:native, :microsecond, :millisecond, :second] do
    {:ok, {year, month, day}, {hour, minute, second}, microsecond} =
      Calendar.ISO.from_unix(System.os_time(time_unit), time_unit)

    convert!(of_parts({year, month, day, hour, minute, second, microsecond}, Calendar.ISO), calendar)
  end

  @doc "Now, as the machine's clock shows it."
  def local_now(calendar \\ Calendar.ISO) do
    {{year, month, day}, {hour, minute, second}} = :erlang.localtime()
    now = of_parts({year, month, day, hour, minute, second, {0, 0}}, Calendar.ISO)

    case convert(now, calendar) do
      {:ok, value} ->
        value

      {:error, :incompatible_calendars} ->
        raise ArgumentError,
              ~s(cannot get "local now" in target calendar #{inspect(calendar)}, ) <>
                "reason: cannot convert from Calendar.ISO to #{inspect(calendar)}."
    end
  end

  @doc "{:ok, value}, or {:error, reason}. The microsecond: {value, digits}, or a value with six."
  def new(year, month, day, hour, minute, second, microsecond \\ {0, 0}, calendar \\ Calendar.ISO)

  def new(year, month, day, hour, minute, second, microsecond, calendar) when is_integer(microsecond),
    do: new(year, month, day, hour, minute, second, {microsecond, 6}, calendar)

  def new(year, month, day, hour, minute, second, microsecond, calendar) do
    cond do
      not calendar.valid_date?(year, month, day) -> {:error, :invalid_date}
      not calendar.valid_time?(hour, minute, second, microsecond) -> {:error, :invalid_time}
      true -> {:ok, of_parts({year, month, day, hour, minute, second, microsecond}, calendar)}
    end
  end

  @doc "The value; ArgumentError when there is none."
  def new!(year, month, day, hour, minute, second, microsecond \\ {0, 0}, calendar \\ Calendar.ISO),
    do: built(new(year, month, day, hour, minute, second, microsecond, calendar))

  @doc "{:ok, value} of a date and a time."
  def new(%Date{calendar: calendar} = date, %Time{calendar: calendar} = time) do
    %{year: year, month: month, day: day} = date
    %{hour: hour, minute: minute, second: second, microsecond: microsecond} = time
    {:ok, of_parts({year, month, day, hour, minute, second, microsecond}, calendar)}
  end

  @doc "The value of a date and a time."
  def new!(%Date{calendar: calendar} = date, %Time{calendar: calendar} = time),
    do: built(new(date, time))

  defp built({:ok, naive_datetime}), do: naive_datetime

  defp built({:error, reason}),
    do: raise(ArgumentError, "cannot build naive datetime, reason: #{inspect(reason)}")

  defp of_parts({year, month, day, hour, minute, second, microsecond}, calendar) do
    %NaiveDateTime{
      year: year, month: month, day: day, hour: hour, minute: minute, second: second,
      microsecond: microsecond, calendar: calendar
    }
  end

  defp parts(%{year: year, month: month, day: day, hour: hour, minute: minute, second: second, microsecond: microsecond}),
    do: {year, month, day, hour, minute, second, microsecond}

  @doc "{:ok, value} of a text as 2024-05-17 13:30:00, or {:error, reason}."
  def from_iso8601(string, calendar \\ Calendar.ISO) do
    with {:ok, parts} <- Calendar.ISO.parse_naive_datetime(string),
         do: convert(of_parts(parts, Calendar.ISO), calendar)
  end

  @doc "The value of a text as 2024-05-17 13:30:00."
  def from_iso8601!(string, calendar \\ Calendar.ISO) do
    case from_iso8601(string, calendar) do
      {:ok, naive_datetime} ->
        naive_datetime

      {:error, reason} ->
        raise ArgumentError,
              "cannot parse #{inspect(string)} as naive datetime, reason: #{inspect(reason)}"
    end
  end

  @doc "{:ok, value} of {{year, month, day}, {hour, minute, second}}, or {:error, reason}."
  def from_erl(tuple, microsecond \\ {0, 0}, calendar \\ Calendar.ISO)

  def from_erl({{year, month, day}, {hour, minute, second}}, microsecond, calendar) do
    with {:ok, naive_datetime} <- new(year, month, day, hour, minute, second, microsecond),
         do: convert(naive_datetime, calendar)
  end

  @doc "The value of {{year, month, day}, {hour, minute, second}}."
  def from_erl!(tuple, microsecond \\ {0, 0}, calendar \\ Calendar.ISO) do
    case from_erl(tuple, microsecond, calendar) do
      {:ok, naive_datetime} ->
        naive_datetime

      {:error, reason} ->
        raise ArgumentError,
              "cannot convert #{inspect(tuple)} to naive datetime, reason: #{inspect(reason)}"
    end
  end

  @doc "The value that many seconds after 0000-01-01 00:00:00."
  def from_gregorian_seconds(seconds, microsecond_precision \\ {0, 0}, calendar \\ Calendar.ISO)

  def from_gregorian_seconds(seconds, {microsecond, precision}, calendar) when is_integer(seconds),
    do: from_iso_days(Calendar.ISO.gregorian_seconds_to_iso_days(seconds, microsecond), calendar, precision)

  # -- Comparing and reckoning ------------------------------------------------

  @doc ":lt, :eq or :gt."
  def compare(%{calendar: calendar1} = naive_datetime1, %{calendar: calendar2} = naive_datetime2) do
    if Calendar.compatible_calendars?(calendar1, calendar2) do
      case {to_iso_days(naive_datetime1), to_iso_days(naive_datetime2)} do
        {same, same} -> :eq
        {first, second} when first < second -> :lt
        _ -> :gt
      end
    else
      raise ArgumentError, """
      cannot compare #{inspect(naive_datetime1)} with #{inspect(naive_datetime2)}.

      This comparison would be ambiguous as their calendars have incompatible day rollover moments.
      Specify an exact time of day (using `DateTime`s) to resolve this ambiguity
      """
    end
  end

  @doc "Whether the first is earlier."
  def before?(naive_datetime1, naive_datetime2), do: compare(naive_datetime1, naive_datetime2) == :lt

  @doc "Whether the first is later."
  def after?(naive_datetime1, naive_datetime2), do: compare(naive_datetime1, naive_datetime2) == :gt

  @doc "The value that much later."
  def add(naive_datetime, amount_to_add, unit \\ :second)

  def add(naive_datetime, amount_to_add, :day) when is_integer(amount_to_add),
    do: add(naive_datetime, amount_to_add * 86_400, :second)

  def add(naive_datetime, amount_to_add, :hour) when is_integer(amount_to_add),
    do: add(naive_datetime, amount_to_add * 3600, :second)

  def add(naive_datetime, amount_to_add, :minute) when is_integer(amount_to_add),
    do: add(naive_datetime, amount_to_add * 60, :second)

  def add(%{calendar: calendar, microsecond: {_, precision}} = naive_datetime, amount_to_add, unit)
      when is_integer(amount_to_add) do
    __check_unit__(unit)
    precision = max(Calendar.ISO.time_unit_to_precision(unit), precision)

    to_iso_days(naive_datetime)
    |> Calendar.ISO.shift_time_unit(amount_to_add, unit)
    |> from_iso_days(calendar, precision)
  end

  @doc false
  def __check_unit__(unit) do
    if not is_integer(unit) and unit not in [:second, :millisecond, :microsecond, :nanosecond] do
      raise ArgumentError,
            "unsupported time unit. Expected :day, :hour, :minute, :second, :millisecond, :microsecond, :nanosecond, or a positive integer, got #{inspect(unit)}"
    end
  end

  @doc "How much the first is after the second."
  def diff(naive_datetime1, naive_datetime2, unit \\ :second)
  def diff(one, other, :day), do: div(diff(one, other, :second), 86_400)
  def diff(one, other, :hour), do: div(diff(one, other, :second), 3600)
  def diff(one, other, :minute), do: div(diff(one, other, :second), 60)

  def diff(%{calendar: calendar1} = naive_datetime1, %{calendar: calendar2} = naive_datetime2, unit) do
    if not Calendar.compatible_calendars?(calendar1, calendar2) do
      raise ArgumentError,
            "cannot calculate the difference between #{inspect(naive_datetime1)} and " <>
              "#{inspect(naive_datetime2)} because their calendars are not compatible " <>
              "and thus the result would be ambiguous"
    end

    __check_unit__(unit)

    Calendar.ISO.iso_days_to_unit(to_iso_days(naive_datetime1), unit) -
      Calendar.ISO.iso_days_to_unit(to_iso_days(naive_datetime2), unit)
  end

  @doc "The value shifted by a duration."
  def shift(%{calendar: calendar} = naive_datetime, duration) do
    {year, month, day, hour, minute, second, microsecond} = parts(naive_datetime)

    calendar.shift_naive_datetime(year, month, day, hour, minute, second, microsecond, __duration__!(duration))
    |> of_parts(calendar)
  end

  @doc false
  def __duration__!(duration), do: Duration.new!(duration)

  @doc "The value cut to a unit: :microsecond, :millisecond or :second."
  def truncate(%{calendar: calendar, microsecond: microsecond} = naive_datetime, precision) do
    truncated = of_parts(parts(naive_datetime), calendar)
    %{truncated | microsecond: Calendar.truncate(microsecond, precision)}
  end

  @doc "The first moment of the day."
  def beginning_of_day(%{calendar: calendar, microsecond: {_, precision}} = naive_datetime) do
    to_iso_days(naive_datetime)
    |> calendar.iso_days_to_beginning_of_day()
    |> from_iso_days(calendar, precision)
  end

  @doc "The last moment of the day, in as many digits as the value has."
  def end_of_day(%{calendar: calendar, microsecond: {_, precision}} = naive_datetime) do
    %{microsecond: {microsecond, _}} =
      last =
      to_iso_days(naive_datetime)
      |> calendar.iso_days_to_end_of_day()
      |> from_iso_days(calendar, precision)

    %{last | microsecond: {microsecond - rem(microsecond, 10 ** (6 - precision)), precision}}
  end

  # -- Converting -------------------------------------------------------------

  @doc "The date."
  def to_date(%{year: year, month: month, day: day, calendar: calendar, hour: _, minute: _, second: _, microsecond: _}),
    do: %Date{year: year, month: month, day: day, calendar: calendar}

  @doc "The time."
  def to_time(%{year: _, month: _, day: _, calendar: calendar, hour: hour, minute: minute, second: second, microsecond: microsecond}),
    do: %Time{hour: hour, minute: minute, second: second, microsecond: microsecond, calendar: calendar}

  @doc "2024-05-17 13:30:00."
  def to_string(%{calendar: calendar} = naive_datetime) do
    {year, month, day, hour, minute, second, microsecond} = parts(naive_datetime)
    calendar.naive_datetime_to_string(year, month, day, hour, minute, second, microsecond)
  end

  @doc "2024-05-17T13:30:00, or 20240517T133000 (:basic)."
  def to_iso8601(naive_datetime, format \\ :extended)

  def to_iso8601(%{calendar: Calendar.ISO} = naive_datetime, format) when format in [:basic, :extended] do
    {year, month, day, hour, minute, second, microsecond} = parts(naive_datetime)

    Calendar.ISO.date_to_string(year, month, day, format) <>
      "T" <> Calendar.ISO.time_to_string(hour, minute, second, microsecond, format)
  end

  def to_iso8601(%{calendar: _} = naive_datetime, format) when format in [:basic, :extended],
    do: to_iso8601(convert!(naive_datetime, Calendar.ISO), format)

  @doc "{{year, month, day}, {hour, minute, second}}."
  def to_erl(%{calendar: _} = naive_datetime) do
    {year, month, day, hour, minute, second, _} = parts(convert!(naive_datetime, Calendar.ISO))
    {{year, month, day}, {hour, minute, second}}
  end

  @doc "{seconds since 0000-01-01 00:00:00, microseconds}."
  def to_gregorian_seconds(%{microsecond: {microsecond, _}} = map) do
    {days, {parts, per_day}} = to_iso_days(map)
    {days * 86_400 + div(parts * 86_400, per_day), microsecond}
  end

  @doc "{:ok, the value in another calendar}, or {:error, :incompatible_calendars}."
  def convert(ndt, calendar)

  def convert(%NaiveDateTime{calendar: calendar} = naive_datetime, calendar), do: {:ok, naive_datetime}

  def convert(%{calendar: calendar} = naive_datetime, calendar),
    do: {:ok, of_parts(parts(naive_datetime), calendar)}

  def convert(%{calendar: own, microsecond: {_, precision}} = naive_datetime, calendar) do
    if Calendar.compatible_calendars?(own, calendar),
      do: {:ok, from_iso_days(to_iso_days(naive_datetime), calendar, precision)},
      else: {:error, :incompatible_calendars}
  end

  @doc "The value in another calendar."
  def convert!(naive_datetime, calendar) do
    case convert(naive_datetime, calendar) do
      {:ok, converted} ->
        converted

      {:error, :incompatible_calendars} ->
        raise ArgumentError,
              "cannot convert #{inspect(naive_datetime)} to target calendar #{inspect(calendar)}, " <>
                "reason: #{inspect(naive_datetime.calendar)} and #{inspect(calendar)} " <>
                "have different day rollover moments, making this conversion ambiguous"
    end
  end

  defp to_iso_days(%{
         calendar: calendar, year: year, month: month, day: day,
         hour: hour, minute: minute, second: second, microsecond: microsecond
       }),
       do: calendar.naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond)

  defp from_iso_days(iso_days, calendar, precision) do
    {year, month, day, hour, minute, second, {microsecond, _}} =
      calendar.naive_datetime_from_iso_days(iso_days)

    of_parts({year, month, day, hour, minute, second, {microsecond, precision}}, calendar)
  end
end

defimpl String.Chars, for: NaiveDateTime do
  import Kernel, except: [to_string: 1]
  def to_string(naive_datetime), do: NaiveDateTime.to_string(naive_datetime)
end

defimpl Inspect, for: NaiveDateTime do
  import Kernel, except: [inspect: 2]

  def inspect(%{calendar: Calendar.ISO, year: year} = value, _opts) when year not in -9999..9999 do
    parts = [year, value.month, value.day, value.hour, value.minute, value.second]
    "NaiveDateTime.new!(#{Enum.join(parts, ", ")}, #{inspect(value.microsecond)})"
  end

  def inspect(%{calendar: Calendar.ISO} = value, _opts), do: "~N[#{NaiveDateTime.to_string(value)}]"

  def inspect(%{calendar: calendar} = value, _opts),
    do: "~N[#{NaiveDateTime.to_string(value)} #{inspect(calendar)}]"
end
