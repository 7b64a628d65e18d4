# Calendar: what a calendar module must do, the time zone database, and
# strftime.

defmodule Calendar do
  @moduledoc "The behaviour of calendars, and the formatting of dates and times."

  @type year :: integer
  @type month :: pos_integer
  @type day :: pos_integer
  @type week :: pos_integer
  @type hour :: non_neg_integer
  @type minute :: non_neg_integer
  @type second :: non_neg_integer
  @type microsecond :: {non_neg_integer, 0..6}
  @type calendar :: module
  @type time_zone :: String.t()
  @type zone_abbr :: String.t()
  @type utc_offset :: integer
  @type std_offset :: integer
  @type time_zone_database :: module
  @type date :: map
  @type time :: map
  @type naive_datetime :: map
  @type datetime :: map
  @type day_fraction :: {non_neg_integer, pos_integer}
  @type iso_days :: {integer, day_fraction}

  @callback days_in_month(year, month) :: day
  @callback months_in_year(year) :: month
  @callback leap_year?(year) :: boolean
  @callback day_of_week(year, month, day, atom) :: {integer, integer, integer}
  @callback day_of_year(year, month, day) :: non_neg_integer
  @callback quarter_of_year(year, month, day) :: non_neg_integer
  @callback year_of_era(year, month, day) :: {year, non_neg_integer}
  @callback day_of_era(year, month, day) :: {non_neg_integer, non_neg_integer}
  @callback date_to_string(year, month, day) :: String.t()
  @callback naive_datetime_to_string(year, month, day, hour, minute, second, microsecond) :: String.t()
  @callback datetime_to_string(
              year, month, day, hour, minute, second, microsecond,
              time_zone, zone_abbr, utc_offset, std_offset
            ) :: String.t()
  @callback time_to_string(hour, minute, second, microsecond) :: String.t()
  @callback naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond) :: iso_days
  @callback naive_datetime_from_iso_days(iso_days) ::
              {year, month, day, hour, minute, second, microsecond}
  @callback time_to_day_fraction(hour, minute, second, microsecond) :: day_fraction
  @callback time_from_day_fraction(day_fraction) :: {hour, minute, second, microsecond}
  @callback day_rollover_relative_to_midnight_utc() :: day_fraction
  @callback valid_date?(year, month, day) :: boolean
  @callback valid_time?(hour, minute, second, microsecond) :: boolean
  @callback parse_time(String.t()) :: {:ok, tuple} | {:error, atom}
  @callback parse_date(String.t()) :: {:ok, tuple} | {:error, atom}
  @callback parse_naive_datetime(String.t()) :: {:ok, tuple} | {:error, atom}
  @callback parse_utc_datetime(String.t()) :: {:ok, tuple, utc_offset} | {:error, atom}
  @callback iso_days_to_beginning_of_day(iso_days) :: iso_days
  @callback iso_days_to_end_of_day(iso_days) :: iso_days
  @callback shift_date(year, month, day, Duration.t()) :: {year, month, day}
  @callback shift_naive_datetime(year, month, day, hour, minute, second, microsecond, Duration.t()) ::
              {year, month, day, hour, minute, second, microsecond}
  @callback shift_time(hour, minute, second, microsecond, Duration.t()) ::
              {hour, minute, second, microsecond}

  @doc "Whether the days of both calendars begin at the same moment."
  def compatible_calendars?(calendar, calendar), do: true

  def compatible_calendars?(calendar1, calendar2) do
    calendar1.day_rollover_relative_to_midnight_utc() ==
      calendar2.day_rollover_relative_to_midnight_utc()
  end

  @doc "Cuts {microseconds, digits} to a unit."
  def truncate(microsecond_tuple, atom)

  def truncate(microsecond, :microsecond), do: microsecond

  def truncate({microsecond, precision}, :millisecond),
    do: {div(microsecond, 1000) * 1000, min(precision, 3)}

  def truncate(_microsecond, :second), do: {0, 0}

  @doc "Sets the module that is asked for time zones."
  def put_time_zone_database(database) when is_atom(database),
    do: Application.put_env(:elixir, :time_zone_database, database)

  @doc "The module that is asked for time zones."
  def get_time_zone_database, do: Application.fetch_env!(:elixir, :time_zone_database)

  @doc """
  Formats a date or time. After % come a padding (- none, 0, _ space), a width,
  and a letter: %Y-%m-%d, %H:%M:%S, %a, %B ... Options: `:preferred_date`,
  `:preferred_time`, `:preferred_datetime` (formats of %x, %X, %c), and functions
  that name things: `:am_pm_names`, `:month_names`, `:day_of_week_names`,
  `:abbreviated_month_names`, `:abbreviated_day_of_week_names`.
  """
  def strftime(date_or_time_or_datetime, string_format, user_options \\ [])
      when is_map(date_or_time_or_datetime) and is_binary(string_format) do
    :erlang.iolist_to_binary(
      format(string_format, date_or_time_or_datetime, strftime_options(user_options))
    )
  end

  defp strftime_options(user_options) do
    defaults = %{
      preferred_date: "%Y-%m-%d",
      preferred_time: "%H:%M:%S",
      preferred_datetime: "%Y-%m-%d %H:%M:%S",
      am_pm_names: &Atom.to_string/1,
      month_names: &month_name/1,
      day_of_week_names: &day_name/1,
      abbreviated_month_names: &binary_part(month_name(&1), 0, 3),
      abbreviated_day_of_week_names: &binary_part(day_name(&1), 0, 3),
      preferred_datetime_invoked: false,
      preferred_date_invoked: false,
      preferred_time_invoked: false
    }

    Enum.reduce(user_options, defaults, fn {key, value}, options ->
      if Map.has_key?(options, key),
        do: %{options | key => value},
        else: raise(ArgumentError, "unknown option #{inspect(key)} given to Calendar.strftime/3")
    end)
  end

  defp month_name(month) do
    elem(
      {"January", "February", "March", "April", "May", "June", "July", "August", "September",
       "October", "November", "December"},
      month - 1
    )
  end

  defp day_name(day) do
    elem({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}, day - 1)
  end

  defp format("", _datetime, _options), do: []

  defp format("%" <> rest, datetime, options) do
    {padding, width, rest} = modifiers(rest, nil, nil)
    {letter, rest} = String.next_grapheme(rest) || {"", ""}
    padding = padding || default_padding(letter)
    width = width || default_width(letter)
    [directive(letter, datetime, options, {padding, width}) | format(rest, datetime, options)]
  end

  defp format(<<char::utf8, rest::binary>>, datetime, options),
    do: [<<char::utf8>> | format(rest, datetime, options)]

  # {padding, width, rest} of what stands between % and the letter.
  defp modifiers("-" <> rest, nil, width), do: modifiers(rest, "", width)
  defp modifiers("0" <> rest, nil, nil), do: modifiers(rest, ?0, nil)
  defp modifiers("_" <> rest, nil, width), do: modifiers(rest, ?\s, width)

  defp modifiers(<<digit, rest::binary>>, padding, width) when digit in ?0..?9,
    do: modifiers(rest, padding, (width || 0) * 10 + digit - ?0)

  defp modifiers(rest, padding, width), do: {padding, width, rest}

  defp default_padding(letter) when letter in ["a", "A", "b", "B", "p", "P", "Z"], do: ?\s
  defp default_padding(_letter), do: ?0

  defp default_width(letter) when letter in ["d", "H", "I", "m", "M", "S", "y"], do: 2
  defp default_width("j"), do: 3
  defp default_width(letter) when letter in ["Y", "z"], do: 4
  defp default_width(_letter), do: 0

  defp directive("%", _, _, padding), do: padded("%", padding)

  defp directive("a", datetime, options, padding),
    do: padded(options.abbreviated_day_of_week_names.(Date.day_of_week(datetime)), padding)

  defp directive("A", datetime, options, padding),
    do: padded(options.day_of_week_names.(Date.day_of_week(datetime)), padding)

  defp directive("b", datetime, options, padding),
    do: padded(options.abbreviated_month_names.(datetime.month), padding)

  defp directive("B", datetime, options, padding),
    do: padded(options.month_names.(datetime.month), padding)

  defp directive("c", datetime, options, padding),
    do: preferred(:preferred_datetime, :preferred_datetime_invoked, datetime, options, padding)

  defp directive("d", datetime, _, padding), do: padded(datetime.day, padding)

  # As many digits as the time has; width and padding do not matter.
  defp directive("f", %{microsecond: {microsecond, precision}}, _, _padding) do
    digits = String.pad_leading(Integer.to_string(microsecond), 6, "0")
    binary_part(digits, 0, max(precision, 1))
  end

  defp directive("H", datetime, _, padding), do: padded(datetime.hour, padding)
  defp directive("I", datetime, _, padding), do: padded(rem(datetime.hour + 23, 12) + 1, padding)
  defp directive("j", datetime, _, padding), do: padded(Date.day_of_year(datetime), padding)
  defp directive("m", datetime, _, padding), do: padded(datetime.month, padding)
  defp directive("M", datetime, _, padding), do: padded(datetime.minute, padding)

  defp directive("p", datetime, options, padding),
    do: padded(String.upcase(am_pm(datetime, options)), padding)

  defp directive("P", datetime, options, padding),
    do: padded(String.downcase(am_pm(datetime, options)), padding)

  defp directive("q", datetime, _, padding), do: padded(Date.quarter_of_year(datetime), padding)

  defp directive("s", datetime, _, _padding), do: Integer.to_string(unix_seconds(datetime))
  defp directive("S", datetime, _, padding), do: padded(datetime.second, padding)
  defp directive("u", datetime, _, padding), do: padded(Date.day_of_week(datetime), padding)

  defp directive("x", datetime, options, padding),
    do: preferred(:preferred_date, :preferred_date_invoked, datetime, options, padding)

  defp directive("X", datetime, options, padding),
    do: preferred(:preferred_time, :preferred_time_invoked, datetime, options, padding)

  defp directive("y", datetime, _, padding), do: padded(rem(datetime.year, 100), padding)

  defp directive("Y", %{year: year}, _, padding) when year < 0, do: [?- | padded(-year, padding)]
  defp directive("Y", datetime, _, padding), do: padded(datetime.year, padding)

  defp directive("z", %{utc_offset: utc_offset, std_offset: std_offset}, _, padding) do
    total = utc_offset + std_offset
    minutes = div(abs(total), 60)
    [if(total < 0, do: ?-, else: ?+) | padded(div(minutes, 60) * 100 + rem(minutes, 60), padding)]
  end

  defp directive("z", _datetime, _, _padding), do: ""
  defp directive("Z", datetime, _, padding), do: padded(Map.get(datetime, :zone_abbr, ""), padding)

  defp directive(letter, _, _, _),
    do: raise(ArgumentError, "invalid strftime format: %#{letter}")

  defp am_pm(%{hour: hour}, options), do: options.am_pm_names.(if hour > 11, do: :pm, else: :am)

  defp unix_seconds(%{utc_offset: _, std_offset: _} = datetime),
    do: NaiveDateTime.diff(DateTime.shift_zone!(datetime, "Etc/UTC"), ~N[1970-01-01 00:00:00])

  defp unix_seconds(datetime), do: NaiveDateTime.diff(datetime, ~N[1970-01-01 00:00:00])

  defp preferred(name, invoked, datetime, options, padding) do
    if Map.fetch!(options, invoked) do
      raise ArgumentError, "tried to format #{name} within another #{name} format"
    end

    Map.fetch!(options, name)
    |> format(datetime, %{options | invoked => true})
    |> :erlang.iolist_to_binary()
    |> padded(padding)
  end

  defp padded(number, padding) when is_integer(number),
    do: padded(Integer.to_string(number), padding)

  defp padded(text, {padding, width}) do
    missing = width - byte_size(text)
    if missing > 0, do: [List.duplicate(padding, missing) | text], else: text
  end
end

defmodule Calendar.TimeZoneDatabase do
  @moduledoc "The behaviour of modules that know time zones."

  @type time_zone_period :: map

  @doc "The period of a time zone at a moment in UTC."
  @callback time_zone_period_from_utc_iso_days(Calendar.iso_days(), Calendar.time_zone()) ::
              {:ok, time_zone_period} | {:error, atom}

  @doc "The period of a time zone at a time on its clocks; there may be two, or none."
  @callback time_zone_periods_from_wall_datetime(Calendar.naive_datetime(), Calendar.time_zone()) ::
              {:ok, time_zone_period} | {:ambiguous, map, map} | {:gap, tuple, tuple} | {:error, atom}
end

defmodule Calendar.UTCOnlyTimeZoneDatabase do
  @moduledoc "The time zone database that knows UTC only."
  @behaviour Calendar.TimeZoneDatabase

  @doc "The period of Etc/UTC."
  def time_zone_period_from_utc_iso_days(_iso_days, time_zone), do: period(time_zone)

  @doc "The period of Etc/UTC."
  def time_zone_periods_from_wall_datetime(_naive_datetime, time_zone), do: period(time_zone)

  defp period("Etc/UTC"), do: {:ok, %{std_offset: 0, utc_offset: 0, zone_abbr: "UTC"}}
  defp period(_time_zone), do: {:error, :utc_only_time_zone_database}
end
