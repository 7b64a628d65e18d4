# DateTime: a date and a time in a time zone.

defmodule DateTime do
  @moduledoc "A date and a time of a calendar in a time zone."
  import Kernel, except: [to_string: 1]

  @enforce_keys [:year, :month, :day, :hour, :minute, :second] ++
                  [:time_zone, :zone_abbr, :utc_offset, :std_offset]
  defstruct [
    :year, :month, :day, :hour, :minute, :second,
    :time_zone, :zone_abbr, :utc_offset, :std_offset,
    microsecond: {0, 0}, calendar: Calendar.ISO
  ]

  @type t :: %__MODULE__{}

  @utc %{time_zone: "Etc/UTC", zone_abbr: "UTC", utc_offset: 0, std_offset: 0}

  # -- Making -----------------------------------------------------------------

  @doc "Now, in UTC; a unit or a calendar, or both."
  def utc_now(calendar_or_time_unit \\ Calendar.ISO) do
    if calendar_or_time_unit in [:microsecond, :millisecond, :second, :native],
      do: utc_now(calendar_or_time_unit, Calendar.ISO),
      else: utc_now(:native, calendar_or_time_unit)
  end

  def utc_now(time_unit, calendar)
      when time_unit in [:native, :microsecond, :millisecond, :second],
      do: from_unix!(System.os_time(time_unit), time_unit, calendar)

  @doc "{:ok, now} in a time zone, or {:error, reason}."
  def now(time_zone, time_zone_database \\ Calendar.get_time_zone_database())
  def now("Etc/UTC", _database), do: {:ok, utc_now()}
  def now(time_zone, database), do: shift_zone(utc_now(), time_zone, database)

  @doc "Now, in a time zone."
  def now!(time_zone, time_zone_database \\ Calendar.get_time_zone_database()) do
    case now(time_zone, time_zone_database) do
      {:ok, datetime} ->
        datetime

      {:error, reason} ->
        raise ArgumentError,
              "cannot get current datetime in #{inspect(time_zone)} time zone, reason: " <>
                inspect(reason)
    end
  end

  @doc """
  {:ok, datetime} of a date and a time in a time zone; {:ambiguous, first, second}
  or {:gap, before, after} around a change of its clocks; or {:error, reason}.
  """
  def new(date, time, time_zone \\ "Etc/UTC", time_zone_database \\ Calendar.get_time_zone_database())

  def new(%Date{calendar: calendar} = date, %Time{calendar: calendar} = time, "Etc/UTC", _database) do
    %{year: year, month: month, day: day} = date
    %{hour: hour, minute: minute, second: second, microsecond: microsecond} = time
    {:ok, of_parts({year, month, day, hour, minute, second, microsecond}, calendar, @utc)}
  end

  def new(date, time, time_zone, database) do
    with {:ok, naive_datetime} <- NaiveDateTime.new(date, time),
         do: from_naive(naive_datetime, time_zone, database)
  end

  @doc "The datetime of a date and a time in a time zone."
  def new!(date, time, time_zone \\ "Etc/UTC", time_zone_database \\ Calendar.get_time_zone_database()) do
    case new(date, time, time_zone, time_zone_database) do
      {:error, reason} ->
        raise ArgumentError,
              "cannot build datetime with #{inspect(date)} and #{inspect(time)}, reason: #{inspect(reason)}"

      result ->
        unique(result, "build datetime with #{inspect(date)} and #{inspect(time)}", time_zone)
    end
  end

  defp unique({:ok, datetime}, _doing, _time_zone), do: datetime

  defp unique({:ambiguous, first, second}, doing, time_zone) do
    raise ArgumentError,
          "cannot #{doing} because such instant is ambiguous in time zone #{time_zone} " <>
            "as there is an overlap between #{inspect(first)} and #{inspect(second)}"
  end

  defp unique({:gap, first, second}, doing, time_zone) do
    raise ArgumentError,
          "cannot #{doing} because such instant does not exist in time zone #{time_zone} " <>
            "as there is a gap between #{inspect(first)} and #{inspect(second)}"
  end

  @doc "{:ok, datetime} of a time since 1970 in a unit, or {:error, :invalid_unix_time}."
  def from_unix(integer, unit \\ :second, calendar \\ Calendar.ISO) when is_integer(integer) do
    with {:ok, {year, month, day}, {hour, minute, second}, microsecond} <-
           Calendar.ISO.from_unix(integer, unit) do
      {year, month, day, hour, minute, second, microsecond}
      |> of_parts(Calendar.ISO, @utc)
      |> convert(calendar)
    end
  end

  @doc "The datetime of a time since 1970 in a unit."
  def from_unix!(integer, unit \\ :second, calendar \\ Calendar.ISO) do
    case from_unix(integer, unit, calendar) do
      {:ok, datetime} -> datetime
      {:error, :invalid_unix_time} -> raise ArgumentError, "invalid Unix time #{integer}"
    end
  end

  @doc "As new/4, of a date and time without time zone."
  def from_naive(naive_datetime, time_zone, time_zone_database \\ Calendar.get_time_zone_database())

  def from_naive(naive_datetime, "Etc/UTC", _database),
    do: {:ok, in_period(naive_datetime, "Etc/UTC", @utc)}

  def from_naive(%{calendar: Calendar.ISO} = naive_datetime, time_zone, database) do
    case database.time_zone_periods_from_wall_datetime(naive_datetime, time_zone) do
      {:ok, period} ->
        {:ok, in_period(naive_datetime, time_zone, period)}

      {:ambiguous, first, second} ->
        {:ambiguous, in_period(naive_datetime, time_zone, first),
         in_period(naive_datetime, time_zone, second)}

      {:gap, {first, first_until_wall}, {second, second_from_wall}} ->
        last = NaiveDateTime.add(Map.replace!(first_until_wall, :microsecond, {999_999, 6}), -1)
        {:gap, in_period(last, time_zone, first), in_period(second_from_wall, time_zone, second)}

      {:error, _} = error ->
        error
    end
  end

  def from_naive(%{calendar: calendar} = naive_datetime, time_zone, database) do
    with {:ok, in_iso} <- NaiveDateTime.convert(naive_datetime, Calendar.ISO) do
      case from_naive(in_iso, time_zone, database) do
        {:ok, datetime} ->
          convert(datetime, calendar)

        {:error, _} = error ->
          error

        {which, first, second} ->
          with {:ok, first} <- convert(first, calendar),
               {:ok, second} <- convert(second, calendar),
               do: {which, first, second}
      end
    end
  end

  @doc "The datetime of a date and time in a time zone."
  def from_naive!(naive_datetime, time_zone, time_zone_database \\ Calendar.get_time_zone_database()) do
    case from_naive(naive_datetime, time_zone, time_zone_database) do
      {:error, reason} ->
        raise ArgumentError,
              "cannot convert #{inspect(naive_datetime)} to datetime, reason: #{inspect(reason)}"

      result ->
        unique(result, "convert #{inspect(naive_datetime)} to datetime", time_zone)
    end
  end

  defp in_period(%{calendar: calendar} = naive_datetime, time_zone, period),
    do: of_parts(parts(naive_datetime), calendar, Map.put(period, :time_zone, time_zone))

  @doc "{:ok, datetime in UTC, offset in seconds} of a text as 2024-05-17T13:30:00Z, or {:error, reason}."
  def from_iso8601(string, format_or_calendar \\ Calendar.ISO)

  def from_iso8601(string, format) when format in [:basic, :extended],
    do: from_iso8601(string, Calendar.ISO, format)

  def from_iso8601(string, calendar) when is_atom(calendar),
    do: from_iso8601(string, calendar, :extended)

  def from_iso8601(string, calendar, format) do
    with {:ok, parts, offset} <- Calendar.ISO.parse_utc_datetime(string, format),
         {:ok, datetime} <- convert(of_parts(parts, Calendar.ISO, @utc), calendar),
         do: {:ok, datetime, offset}
  end

  @doc "The datetime in UTC that many seconds after 0000-01-01 00:00:00."
  def from_gregorian_seconds(seconds, {microsecond, precision} \\ {0, 0}, calendar \\ Calendar.ISO)
      when is_integer(seconds) do
    Calendar.ISO.gregorian_seconds_to_iso_days(seconds, microsecond)
    |> from_iso_days(calendar, precision, @utc)
  end

  # -- Time zones -------------------------------------------------------------

  @doc "{:ok, the same moment in another time zone}, or {:error, reason}."
  def shift_zone(datetime, time_zone, time_zone_database \\ Calendar.get_time_zone_database())
  def shift_zone(%{time_zone: time_zone} = datetime, time_zone, _database), do: {:ok, datetime}

  def shift_zone(%{calendar: calendar, microsecond: {_, precision}} = datetime, time_zone, database),
    do: in_zone(to_utc_days(datetime), calendar, precision, time_zone, database)

  @doc "The same moment in another time zone."
  def shift_zone!(datetime, time_zone, time_zone_database \\ Calendar.get_time_zone_database()) do
    case shift_zone(datetime, time_zone, time_zone_database) do
      {:ok, datetime} ->
        datetime

      {:error, reason} ->
        raise ArgumentError,
              "cannot shift #{inspect(datetime)} to #{inspect(time_zone)} time zone" <>
                ", reason: #{inspect(reason)}"
    end
  end

  defp in_zone(utc_days, calendar, precision, time_zone, database) do
    with {:ok, period} <- database.time_zone_period_from_utc_iso_days(utc_days, time_zone) do
      {:ok,
       add_seconds(utc_days, period.utc_offset + period.std_offset)
       |> from_iso_days(calendar, precision, Map.put(period, :time_zone, time_zone))}
    end
  end

  # -- Comparing and reckoning ------------------------------------------------

  @doc ":lt, :eq or :gt."
  def compare(
        %{utc_offset: _, std_offset: _} = datetime1,
        %{utc_offset: _, std_offset: _} = datetime2
      ) do
    {days1, {parts1, per_day1}} = to_utc_days(datetime1)
    {days2, {parts2, per_day2}} = to_utc_days(datetime2)
    first = {days1, parts1 * per_day2}
    second = {days2, parts2 * per_day1}

    cond do
      first > second -> :gt
      first < second -> :lt
      true -> :eq
    end
  end

  @doc "Whether the first is earlier."
  def before?(datetime1, datetime2), do: compare(datetime1, datetime2) == :lt

  @doc "Whether the first is later."
  def after?(datetime1, datetime2), do: compare(datetime1, datetime2) == :gt

  @doc "How much the first is after the second."
  def diff(datetime1, datetime2, unit \\ :second)
  def diff(one, other, :day), do: div(diff(one, other, :second), 86_400)
  def diff(one, other, :hour), do: div(diff(one, other, :second), 3600)
  def diff(one, other, :minute), do: div(diff(one, other, :second), 60)

  def diff(
        %{utc_offset: _, std_offset: _} = datetime1,
        %{utc_offset: _, std_offset: _} = datetime2,
        unit
      ) do
    NaiveDateTime.__check_unit__(unit)
    naive = to_unit(datetime1, unit) - to_unit(datetime2, unit)
    naive + System.convert_time_unit(offset(datetime2) - offset(datetime1), :second, unit)
  end

  defp to_unit(datetime, unit), do: Calendar.ISO.iso_days_to_unit(to_iso_days(datetime), unit)
  defp offset(%{utc_offset: utc_offset, std_offset: std_offset}), do: utc_offset + std_offset

  @doc "The datetime that much later."
  def add(datetime, amount_to_add, unit \\ :second, time_zone_database \\ Calendar.get_time_zone_database())

  def add(datetime, amount, :day, database) when is_integer(amount),
    do: add(datetime, amount * 86_400, :second, database)

  def add(datetime, amount, :hour, database) when is_integer(amount),
    do: add(datetime, amount * 3600, :second, database)

  def add(datetime, amount, :minute, database) when is_integer(amount),
    do: add(datetime, amount * 60, :second, database)

  def add(%{calendar: calendar} = datetime, amount, unit, database) when is_integer(amount) do
    %{microsecond: {_, precision}, time_zone: time_zone} = datetime
    NaiveDateTime.__check_unit__(unit)
    precision = max(Calendar.ISO.time_unit_to_precision(unit), precision)

    to_utc_days(datetime)
    |> Calendar.ISO.shift_time_unit(amount, unit)
    |> in_zone(calendar, precision, time_zone, database)
    |> shifted("add #{amount} #{unit} to #{inspect(datetime)}", database)
  end

  @doc "The datetime shifted by a duration, on the clocks of its time zone."
  def shift(datetime, duration, time_zone_database \\ Calendar.get_time_zone_database())

  def shift(%{calendar: calendar, time_zone: "Etc/UTC"} = datetime, duration, _database),
    do: of_parts(shifted_parts(datetime, duration), calendar, @utc)

  def shift(%{calendar: calendar, time_zone: time_zone} = datetime, duration, database) do
    duration = __duration__!(duration)

    {year, month, day, hour, minute, second, {_, precision} = microsecond} =
      shifted_parts(datetime, duration)

    calendar.naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond)
    |> add_seconds(-offset(datetime))
    |> in_zone(calendar, precision, time_zone, database)
    |> shifted("shift #{inspect(datetime)} to #{inspect(duration)}", database)
  end

  defp shifted_parts(%{calendar: calendar} = datetime, duration) do
    {year, month, day, hour, minute, second, microsecond} = parts(datetime)
    calendar.shift_naive_datetime(year, month, day, hour, minute, second, microsecond, __duration__!(duration))
  end

  defp shifted({:ok, datetime}, _doing, _database), do: datetime

  defp shifted({:error, reason}, doing, database) do
    raise ArgumentError,
          "cannot #{doing} (with time zone database #{inspect(database)}), reason: #{inspect(reason)}"
  end

  @doc false
  def __duration__!(duration), do: Duration.new!(duration)

  @doc "The datetime cut to a unit: :microsecond, :millisecond or :second."
  def truncate(%{microsecond: microsecond} = datetime, precision) do
    truncated = if is_struct(datetime, DateTime), do: datetime, else: of_map(datetime)
    %{truncated | microsecond: Calendar.truncate(microsecond, precision)}
  end

  # -- Converting -------------------------------------------------------------

  @doc "The time since 1970 in a unit."
  def to_unix(datetime, unit \\ :second)

  def to_unix(%{utc_offset: _, std_offset: _} = datetime, unit) do
    {days, fraction} = to_iso_days(datetime)

    Calendar.ISO.iso_days_to_unit({days - 719_528, fraction}, unit) -
      System.convert_time_unit(offset(datetime), :second, unit)
  end

  @doc "The date and time, without the time zone."
  def to_naive(datetime)

  def to_naive(%{
        calendar: calendar, year: year, month: month, day: day,
        hour: hour, minute: minute, second: second, microsecond: microsecond, time_zone: _
      }) do
    %NaiveDateTime{
      year: year, month: month, day: day, hour: hour, minute: minute, second: second,
      microsecond: microsecond, calendar: calendar
    }
  end

  @doc "The date."
  def to_date(datetime)

  def to_date(%{
        year: year, month: month, day: day, calendar: calendar,
        hour: _, minute: _, second: _, microsecond: _, time_zone: _
      }),
      do: %Date{year: year, month: month, day: day, calendar: calendar}

  @doc "The time."
  def to_time(datetime)

  def to_time(%{
        year: _, month: _, day: _, calendar: calendar,
        hour: hour, minute: minute, second: second, microsecond: microsecond, time_zone: _
      }),
      do: %Time{hour: hour, minute: minute, second: second, microsecond: microsecond, calendar: calendar}

  @doc "2024-05-17 13:30:00Z; with the time zone if it is not UTC."
  def to_string(%{calendar: calendar} = datetime) do
    %{time_zone: time_zone, zone_abbr: zone_abbr, utc_offset: utc_offset, std_offset: std_offset} = datetime
    {year, month, day, hour, minute, second, microsecond} = parts(datetime)

    calendar.datetime_to_string(
      year, month, day, hour, minute, second, microsecond,
      time_zone, zone_abbr, utc_offset, std_offset
    )
  end

  @doc "2024-05-17T13:30:00Z, or 20240517T133000Z (:basic); with an offset in seconds, the time there."
  def to_iso8601(datetime, format \\ :extended, offset \\ nil)

  def to_iso8601(%{calendar: Calendar.ISO} = datetime, format, nil) when format in [:extended, :basic] do
    %{time_zone: time_zone, utc_offset: utc_offset, std_offset: std_offset} = datetime

    iso_text(parts(datetime), format) <>
      Calendar.ISO.offset_to_string(utc_offset, std_offset, time_zone, format)
  end

  def to_iso8601(%{calendar: Calendar.ISO} = datetime, format, offset) when format in [:extended, :basic] do
    %{microsecond: {_, precision}, time_zone: time_zone} = datetime

    {year, month, day, hour, minute, second, {microsecond, _}} =
      add_seconds(to_utc_days(datetime), offset)
      |> Calendar.ISO.naive_datetime_from_iso_days()

    time_zone = if offset == 0, do: time_zone

    iso_text({year, month, day, hour, minute, second, {microsecond, precision}}, format) <>
      Calendar.ISO.offset_to_string(offset, 0, time_zone, format)
  end

  def to_iso8601(%{calendar: _} = datetime, format, offset) when format in [:extended, :basic],
    do: to_iso8601(convert!(datetime, Calendar.ISO), format, offset)

  defp iso_text({year, month, day, hour, minute, second, microsecond}, format) do
    Calendar.ISO.date_to_string(year, month, day, format) <>
      "T" <> Calendar.ISO.time_to_string(hour, minute, second, microsecond, format)
  end

  @doc "{seconds since 0000-01-01 00:00:00 in UTC, microseconds}."
  def to_gregorian_seconds(%{microsecond: {microsecond, _}} = datetime) do
    {days, {parts, per_day}} = to_utc_days(datetime)
    {days * 86_400 + div(parts * 86_400, per_day), microsecond}
  end

  @doc "{:ok, the datetime in another calendar}, or {:error, :incompatible_calendars}."
  def convert(%DateTime{calendar: calendar} = datetime, calendar), do: {:ok, datetime}
  def convert(%{calendar: calendar} = datetime, calendar), do: {:ok, of_map(datetime)}

  def convert(%{calendar: own, microsecond: {_, precision}} = datetime, calendar) do
    if Calendar.compatible_calendars?(own, calendar),
      do: {:ok, from_iso_days(to_iso_days(datetime), calendar, precision, datetime)},
      else: {:error, :incompatible_calendars}
  end

  @doc "The datetime in another calendar."
  def convert!(datetime, calendar) do
    case convert(datetime, calendar) do
      {:ok, converted} ->
        converted

      {:error, :incompatible_calendars} ->
        raise ArgumentError,
              "cannot convert #{inspect(datetime)} to target calendar #{inspect(calendar)}, " <>
                "reason: #{inspect(datetime.calendar)} and #{inspect(calendar)} have different " <>
                "day rollover moments, making this conversion ambiguous"
    end
  end

  # -- Parts ------------------------------------------------------------------

  defp parts(%{year: year, month: month, day: day, hour: hour, minute: minute, second: second, microsecond: microsecond}),
    do: {year, month, day, hour, minute, second, microsecond}

  defp of_parts({year, month, day, hour, minute, second, microsecond}, calendar, zone) do
    %{time_zone: time_zone, zone_abbr: zone_abbr, utc_offset: utc_offset, std_offset: std_offset} = zone

    %DateTime{
      year: year, month: month, day: day, hour: hour, minute: minute, second: second,
      microsecond: microsecond, calendar: calendar, time_zone: time_zone, zone_abbr: zone_abbr,
      utc_offset: utc_offset, std_offset: std_offset
    }
  end

  defp of_map(%{calendar: calendar} = datetime), do: of_parts(parts(datetime), calendar, datetime)

  defp to_iso_days(%{
         calendar: calendar, year: year, month: month, day: day,
         hour: hour, minute: minute, second: second, microsecond: microsecond
       }),
       do: calendar.naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond)

  defp to_utc_days(datetime), do: add_seconds(to_iso_days(datetime), -offset(datetime))

  defp from_iso_days(iso_days, calendar, precision, zone) do
    {year, month, day, hour, minute, second, {microsecond, _}} =
      calendar.naive_datetime_from_iso_days(iso_days)

    of_parts({year, month, day, hour, minute, second, {microsecond, precision}}, calendar, zone)
  end

  defp add_seconds(iso_days, 0), do: iso_days
  defp add_seconds(iso_days, seconds), do: Calendar.ISO.add_day_fraction_to_iso_days(iso_days, seconds, 86_400)
end

defimpl String.Chars, for: DateTime do
  import Kernel, except: [to_string: 1]
  def to_string(datetime), do: DateTime.to_string(datetime)
end

defimpl Inspect, for: DateTime do
  import Kernel, except: [inspect: 2]

  def inspect(%{calendar: calendar} = datetime, _opts) do
    text = DateTime.to_string(datetime) <> if(calendar == Calendar.ISO, do: "", else: " " <> inspect(calendar))

    case datetime do
      %{utc_offset: 0, std_offset: 0, time_zone: "Etc/UTC", year: year}
      when calendar != Calendar.ISO or year in -9999..9999 ->
        "~U[" <> text <> "]"

      _ ->
        "#DateTime<" <> text <> ">"
    end
  end
end
