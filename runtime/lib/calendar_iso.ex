# Calendar.ISO: the proleptic Gregorian calendar of ISO 8601, on which the
# other date and time modules rest. Days are counted from 0000-01-01; a moment
# is {days, {parts of the day, parts per day}}.

defmodule Calendar.ISO do
  @moduledoc "The calendar of ISO 8601."
  @behaviour Calendar

  @type year :: -9999..9999
  @type month :: 1..12
  @type day :: 1..31
  @type microsecond :: {0..999_999, 0..6}
  @type format :: :basic | :extended

  @day_seconds 86_400
  @day_parts 86_400_000_000
  # 1970-01-01 in seconds since 0000-01-01.
  @unix_seconds 62_167_219_200
  # 400 years always have the same number of days.
  @cycle_days 146_097
  # The years -9999 to 9999, in microseconds since 1970.
  @unix_first -377_705_116_800_000_000
  @unix_last 253_402_300_799_999_999

  defguardp is_format(term) when term in [:basic, :extended]

  # -- Dates ------------------------------------------------------------------

  @doc "Whether the year has a 29 February."
  def leap_year?(year) when is_integer(year),
    do: rem(year, 4) == 0 and (rem(year, 100) != 0 or rem(year, 400) == 0)

  @doc "How many days the month has."
  def days_in_month(year, month) when is_integer(year) and month in 1..12 do
    cond do
      month == 2 -> if leap_year?(year), do: 29, else: 28
      month in [4, 6, 9, 11] -> 30
      true -> 31
    end
  end

  @doc "12."
  def months_in_year(year) when is_integer(year), do: 12

  @doc "Whether there is such a date."
  def valid_date?(year, month, day)
      when is_integer(year) and is_integer(month) and is_integer(day),
      do: month in 1..12 and day in 1..days_in_month(year, month)

  @doc false
  def date_to_iso_days(year, month, day) do
    check_day(year, month, day)
    # Counting years from 1 March puts the leap day at the end.
    {year, month} = if month > 2, do: {year, month - 3}, else: {year - 1, month + 9}
    cycle = Integer.floor_div(year, 400)
    year = year - cycle * 400
    days = div(153 * month + 2, 5) + day - 1
    cycle * @cycle_days + year * 365 + div(year, 4) - div(year, 100) + days + 60
  end

  defp check_day(year, month, day) when is_integer(day) do
    if day < 1 or day > days_in_month(year, month),
      do: raise(ArgumentError, "invalid date: #{date_to_string(year, month, day)}")
  end

  @doc false
  def date_from_iso_days(days) do
    days = days - 60
    cycle = Integer.floor_div(days, @cycle_days)
    rest = days - cycle * @cycle_days
    year = div(rest - div(rest, 1460) + div(rest, 36_524) - div(rest, 146_096), 365)
    day = rest - (365 * year + div(year, 4) - div(year, 100))
    month = div(5 * day + 2, 153)
    day = day - div(153 * month + 2, 5) + 1
    year = year + cycle * 400
    if month < 10, do: {year, month + 3, day}, else: {year + 1, month - 9, day}
  end

  @doc false
  def day_of_week(year, month, day), do: elem(day_of_week(year, month, day, :default), 0)

  @doc "{day of the week, first, last}, 1 to 7 from the given weekday (:default is Monday)."
  def day_of_week(year, month, day, starting_on),
    do: {iso_days_to_day_of_week(date_to_iso_days(year, month, day), starting_on), 1, 7}

  @doc false
  def iso_days_to_day_of_week(days, starting_on),
    do: Integer.mod(days + day_of_week_offset(starting_on), 7) + 1

  defp day_of_week_offset(:default), do: 5
  defp day_of_week_offset(:monday), do: 5
  defp day_of_week_offset(:tuesday), do: 4
  defp day_of_week_offset(:wednesday), do: 3
  defp day_of_week_offset(:thursday), do: 2
  defp day_of_week_offset(:friday), do: 1
  defp day_of_week_offset(:saturday), do: 0
  defp day_of_week_offset(:sunday), do: 6

  @doc "The day's number in its year, from 1."
  def day_of_year(year, month, day) do
    check_day(year, month, day)
    date_to_iso_days(year, month, day) - date_to_iso_days(year, 1, 1) + 1
  end

  @doc "The quarter, 1 to 4."
  def quarter_of_year(year, month, day)
      when is_integer(year) and month in 1..12 and day in 1..31,
      do: div(month - 1, 3) + 1

  @doc "{year of the era, era}; era 1 begins with the year 1."
  def year_of_era(year) when year >= 1, do: {year, 1}
  def year_of_era(year) when year <= 0, do: {1 - year, 0}

  @doc "{year of the era, era} of a date."
  def year_of_era(year, _month, _day), do: year_of_era(year)

  @doc "{day of the era, era}: counted from, or back from, 0001-01-01."
  def day_of_era(year, month, day) when year >= 1,
    do: {date_to_iso_days(year, month, day) - 365, 1}

  def day_of_era(year, month, day) when year <= 0,
    do: {366 - date_to_iso_days(year, month, day), 0}

  # -- Times ------------------------------------------------------------------

  @doc "Whether there is such a time."
  def valid_time?(hour, minute, second, microsecond)

  def valid_time?(hour, minute, second, {microsecond, precision})
      when is_integer(hour) and is_integer(minute) and is_integer(second) and
             is_integer(microsecond) do
    hour in 0..23 and minute in 0..59 and second in 0..59 and microsecond in 0..999_999 and
      precision in 0..6
  end

  @doc "{0, 1}: a day begins at midnight."
  def day_rollover_relative_to_midnight_utc, do: {0, 1}

  @doc "How many digits of a second a unit needs."
  def time_unit_to_precision(int)

  def time_unit_to_precision(:second), do: 0
  def time_unit_to_precision(:millisecond), do: 3
  def time_unit_to_precision(:microsecond), do: 6
  def time_unit_to_precision(:nanosecond), do: 6
  def time_unit_to_precision(parts) when is_integer(parts), do: 6

  @doc "The time as a fraction of the day."
  def time_to_day_fraction(0, 0, 0, {0, _}), do: {0, @day_parts}

  def time_to_day_fraction(hour, minute, second, {microsecond, _}),
    do: {((hour * 60 + minute) * 60 + second) * 1_000_000 + microsecond, @day_parts}

  @doc "The time of a fraction of the day."
  def time_from_day_fraction({parts, per_day}) do
    total = microseconds(parts, per_day)
    seconds = Integer.floor_div(total, 1_000_000)
    minutes = Integer.floor_div(seconds, 60)

    {Integer.floor_div(minutes, 60), Integer.mod(minutes, 60), Integer.mod(seconds, 60),
     {Integer.mod(total, 1_000_000), 6}}
  end

  defp microseconds(parts, @day_parts), do: parts
  defp microseconds(parts, per_day), do: div(parts * @day_parts, per_day)

  # -- Moments ----------------------------------------------------------------

  @doc "The moment of a date and a time."
  def naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond),
    do: {date_to_iso_days(year, month, day), time_to_day_fraction(hour, minute, second, microsecond)}

  @doc "The date and time of a moment."
  def naive_datetime_from_iso_days({days, fraction}) do
    {year, month, day} = date_from_iso_days(days)
    {hour, minute, second, microsecond} = time_from_day_fraction(fraction)
    {year, month, day, hour, minute, second, microsecond}
  end

  @doc "The first moment of the day."
  def iso_days_to_beginning_of_day({days, _}), do: {days, {0, @day_parts}}

  @doc "The last moment of the day."
  def iso_days_to_end_of_day({days, _}), do: {days, {@day_parts - 1, @day_parts}}

  @doc false
  def iso_days_to_unit({days, {parts, per_day}}, unit),
    do: System.convert_time_unit(days * @day_parts + microseconds(parts, per_day), :microsecond, unit)

  @doc false
  def gregorian_seconds_to_iso_days(seconds, microsecond) do
    {Integer.floor_div(seconds, @day_seconds),
     {Integer.mod(seconds, @day_seconds) * 1_000_000 + microsecond, @day_parts}}
  end

  @doc false
  def add_day_fraction_to_iso_days({days, {parts, per_day}}, add, per_day),
    do: carry_days(days, parts + add, per_day)

  def add_day_fraction_to_iso_days({days, {parts, per_day}}, add, add_per_day) do
    gcd = Integer.gcd(per_day, add_per_day)
    sum = div(parts * add_per_day + add * per_day, gcd)
    carry_days(days, sum, div(per_day * add_per_day, gcd))
  end

  defp carry_days(days, parts, per_day),
    do: {days + Integer.floor_div(parts, per_day), {Integer.mod(parts, per_day), per_day}}

  @doc false
  def from_unix(integer, unit) when is_integer(integer) do
    total = System.convert_time_unit(integer, unit, :microsecond)

    if total in @unix_first..@unix_last do
      seconds = @unix_seconds + Integer.floor_div(total, 1_000_000)
      date = date_from_iso_days(Integer.floor_div(seconds, @day_seconds))
      second = Integer.mod(seconds, @day_seconds)
      time = {div(second, 3600), div(rem(second, 3600), 60), rem(second, 60)}
      {:ok, date, time, {Integer.mod(total, 1_000_000), digits_of_unit(unit)}}
    else
      {:error, :invalid_unix_time}
    end
  end

  defp digits_of_unit(unit), do: digits_of_parts(System.convert_time_unit(1, :second, unit), 0)

  defp digits_of_parts(1, digits), do: digits

  defp digits_of_parts(parts, digits) when digits < 6 and rem(parts, 10) == 0,
    do: digits_of_parts(div(parts, 10), digits + 1)

  defp digits_of_parts(_parts, _digits), do: 6

  # -- Shifting ---------------------------------------------------------------

  @doc "Shifts a date by a duration of years, months, weeks and days."
  def shift_date(year, month, day, duration)

  def shift_date(year, month, day, %Duration{hour: 0, minute: 0, second: 0, microsecond: {0, _}} = by) do
    {year, month, day}
    |> shift_months(by.year * 12 + by.month)
    |> shift_days(by.week * 7 + by.day)
  end

  def shift_date(_year, _month, _day, _duration) do
    raise ArgumentError,
          "cannot shift date by time scale unit. Expected :year, :month, :week, :day"
  end

  @doc "Shifts a date and time by a duration: months first, then the rest."
  def shift_naive_datetime(year, month, day, hour, minute, second, microsecond, %Duration{} = duration) do
    {year, month, day} = shift_months({year, month, day}, duration.year * 12 + duration.month)
    seconds = (duration.week * 7 + duration.day) * @day_seconds + duration.hour * 3600 + duration.minute * 60 + duration.second

    {year, month, day, hour, minute, second, microsecond}
    |> shift_part(seconds, :second)
    |> shift_part(duration.microsecond, :microsecond)
  end

  @doc "Shifts a time by a duration of hours and less; it stays within the day."
  def shift_time(hour, minute, second, microsecond, duration)

  def shift_time(hour, minute, second, microsecond, %Duration{year: 0, month: 0, week: 0, day: 0} = by) do
    {hour, minute, second, microsecond}
    |> shift_part(by.hour * 3600 + by.minute * 60 + by.second, :second)
    |> shift_part(by.microsecond, :microsecond)
  end

  def shift_time(_hour, _minute, _second, _microsecond, _duration) do
    raise ArgumentError,
          "cannot shift time by date scale unit. Expected :hour, :minute, :second, :microsecond"
  end

  defp shift_part(moment, 0, _unit), do: moment
  defp shift_part(moment, value, unit), do: shift_time_unit(moment, value, unit)

  @doc false
  def shift_days(date, 0), do: date
  def shift_days({year, month, day}, days), do: date_from_iso_days(date_to_iso_days(year, month, day) + days)

  # The day of the month stays, or becomes the last one of a shorter month.
  defp shift_months(date, 0), do: date

  defp shift_months({year, month, day}, months) do
    total = year * 12 + month - 1 + months
    year = Integer.floor_div(total, 12)
    month = Integer.mod(total, 12) + 1
    {year, month, min(day, days_in_month(year, month))}
  end

  @doc false
  def shift_time_unit({year, month, day, hour, minute, second, microsecond}, value, unit) do
    {value, precision} = shift_precision(value, microsecond)

    {year, month, day, hour, minute, second, {microsecond, _}} =
      naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond)
      |> shift_time_unit(value, unit)
      |> naive_datetime_from_iso_days()

    {year, month, day, hour, minute, second, {microsecond, precision}}
  end

  def shift_time_unit({hour, minute, second, microsecond}, value, unit) do
    {value, precision} = shift_precision(value, microsecond)
    moment = {0, time_to_day_fraction(hour, minute, second, microsecond)}
    {_days, fraction} = shift_time_unit(moment, value, unit)
    {hour, minute, second, {microsecond, _}} = time_from_day_fraction(fraction)
    {hour, minute, second, {microsecond, precision}}
  end

  def shift_time_unit({_days, _fraction} = moment, value, unit)
      when unit in [:second, :millisecond, :microsecond, :nanosecond] or is_integer(unit),
      do: add_day_fraction_to_iso_days(moment, value, System.convert_time_unit(@day_seconds, :second, unit))

  defp shift_precision({0, _}, {_, precision}), do: {0, precision}
  defp shift_precision({value, precision}, _microsecond), do: {value, precision}
  defp shift_precision(value, {_, precision}), do: {value, precision}

  # -- Text -------------------------------------------------------------------

  @doc "2024-05-17, or 20240517 (:basic)."
  def date_to_string(year, month, day, format \\ :extended)
      when is_integer(year) and is_integer(month) and is_integer(day) and is_format(format) do
    separator = if format == :extended, do: "-", else: ""
    pad(year, 4) <> separator <> pad(month, 2) <> separator <> pad(day, 2)
  end

  @doc "13:30:00.5, or 133000.5 (:basic)."
  def time_to_string(hour, minute, second, {microsecond, precision}, format \\ :extended)
      when hour in 0..23 and minute in 0..59 and second in 0..59 and microsecond in 0..999_999 and
             precision in 0..6 and is_format(format) do
    separator = if format == :extended, do: ":", else: ""
    whole = pad(hour, 2) <> separator <> pad(minute, 2) <> separator <> pad(second, 2)
    if precision == 0, do: whole, else: whole <> "." <> binary_part(pad(microsecond, 6), 0, precision)
  end

  @doc "The date and the time, with a space between them."
  def naive_datetime_to_string(year, month, day, hour, minute, second, microsecond, format \\ :extended) do
    date_to_string(year, month, day, format) <>
      " " <> time_to_string(hour, minute, second, microsecond, format)
  end

  @doc "The date and the time, the offset from UTC, and the time zone if it is another."
  def datetime_to_string(
        year, month, day, hour, minute, second, microsecond,
        time_zone, zone_abbr, utc_offset, std_offset, format \\ :extended
      )
      when is_binary(time_zone) and is_binary(zone_abbr) and is_integer(utc_offset) and
             is_integer(std_offset) do
    naive_datetime_to_string(year, month, day, hour, minute, second, microsecond, format) <>
      offset_to_string(utc_offset, std_offset, time_zone, format) <>
      if(time_zone == "Etc/UTC", do: "", else: " " <> zone_abbr <> " " <> time_zone)
  end

  @doc false
  def offset_to_string(0, 0, "Etc/UTC", _format), do: "Z"

  def offset_to_string(utc_offset, std_offset, _time_zone, format) do
    total = utc_offset + std_offset
    separator = if format == :extended, do: ":", else: ""
    sign = if total < 0, do: "-", else: "+"
    sign <> pad(div(abs(total), 3600), 2) <> separator <> pad(div(rem(abs(total), 3600), 60), 2)
  end

  defp pad(number, width) when number < 0, do: "-" <> pad(-number, width)
  defp pad(number, width), do: String.pad_leading(Integer.to_string(number), width, "0")

  # -- Parsing ----------------------------------------------------------------

  @doc "{:ok, {year, month, day}} or {:error, reason}; format: :extended or :basic."
  def parse_date(string) when is_binary(string), do: parse_date(string, :extended)

  def parse_date(string, format) when is_binary(string) and is_format(format) do
    with {:ok, date, ""} <- take_date(string, format) do
      checked_date(date)
    else
      _ -> {:error, :invalid_format}
    end
  end

  @doc "{:ok, {hour, minute, second, microsecond}} or {:error, reason}; an offset is read and dropped."
  def parse_time(string) when is_binary(string), do: parse_time(string, :extended)

  def parse_time(string, format) when is_binary(string) and is_format(format) do
    with {:ok, time, _offset} <- take_time(String.replace_prefix(string, "T", ""), format),
         do: checked_time(time)
  end

  @doc "{:ok, {year, month, day, hour, minute, second, microsecond}} or {:error, reason}; an offset is read and dropped."
  def parse_naive_datetime(string) when is_binary(string), do: parse_naive_datetime(string, :extended)

  def parse_naive_datetime(string, format) when is_binary(string) and is_format(format) do
    with {:ok, datetime, _offset} <- take_datetime(string, format), do: {:ok, datetime}
  end

  @doc "{:ok, the parts in UTC, the offset in seconds} or {:error, reason}."
  def parse_utc_datetime(string) when is_binary(string), do: parse_utc_datetime(string, :extended)

  def parse_utc_datetime(string, format) when is_binary(string) and is_format(format) do
    case take_datetime(string, format) do
      {:ok, _datetime, nil} ->
        {:error, :missing_offset}

      {:ok, datetime, 0} ->
        {:ok, datetime, 0}

      {:ok, {year, month, day, hour, minute, second, microsecond}, offset} ->
        {year, month, day, hour, minute, second, _} =
          naive_datetime_to_iso_days(year, month, day, hour, minute, second, {0, 0})
          |> add_day_fraction_to_iso_days(-offset, @day_seconds)
          |> naive_datetime_from_iso_days()

        {:ok, {year, month, day, hour, minute, second, microsecond}, offset}

      error ->
        error
    end
  end

  defp take_datetime(string, format) do
    with {:ok, date, <<separator, rest::binary>>} when separator in [?\s, ?T] <- take_date(string, format),
         {:ok, time, offset} <- take_time(rest, format) do
      with {:ok, {year, month, day}} <- checked_date(date),
           {:ok, {hour, minute, second, microsecond}} <- checked_time(time),
           do: {:ok, {year, month, day, hour, minute, second, microsecond}, offset}
    else
      _ -> {:error, :invalid_format}
    end
  end

  defp checked_date({year, month, day} = date),
    do: if(valid_date?(year, month, day), do: {:ok, date}, else: {:error, :invalid_date})

  defp checked_time({hour, minute, second, microsecond} = time),
    do: if(valid_time?(hour, minute, second, microsecond), do: {:ok, time}, else: {:error, :invalid_time})

  defp take_date("-" <> rest, format), do: take_date(rest, format, -1)
  defp take_date("+" <> rest, format), do: take_date(rest, format, 1)
  defp take_date(string, format), do: take_date(string, format, 1)

  defp take_date(<<year::4-bytes, ?-, month::2-bytes, ?-, day::2-bytes, rest::binary>>, :extended, sign),
    do: numbers_of([year, month, day], sign, rest)

  defp take_date(<<year::4-bytes, month::2-bytes, day::2-bytes, rest::binary>>, :basic, sign),
    do: numbers_of([year, month, day], sign, rest)

  defp take_date(_string, _format, _sign), do: :error

  defp numbers_of(texts, sign, rest) do
    with [year, month, day] <- numbers(texts), do: {:ok, {sign * year, month, day}, rest}
  end

  defp take_time(<<hour::2-bytes, ?:, minute::2-bytes, ?:, second::2-bytes, rest::binary>>, :extended),
    do: take_time_rest([hour, minute, second], rest)

  defp take_time(<<hour::2-bytes, minute::2-bytes, second::2-bytes, rest::binary>>, :basic),
    do: take_time_rest([hour, minute, second], rest)

  defp take_time(_string, _format), do: {:error, :invalid_format}

  defp take_time_rest(texts, rest) do
    with [hour, minute, second] <- numbers(texts),
         {microsecond, rest} <- take_microsecond(rest),
         {:ok, offset} <- offset_of(rest) do
      {:ok, {hour, minute, second, microsecond}, offset}
    else
      _ -> {:error, :invalid_format}
    end
  end

  defp numbers(texts) do
    if Enum.all?(texts, &all_digits?/1), do: Enum.map(texts, &String.to_integer/1), else: :error
  end

  defp all_digits?(<<digit, rest::binary>>) when digit in ?0..?9, do: all_digits?(rest)
  defp all_digits?(rest), do: rest == ""

  # {{microseconds, digits}, rest}: six digits count, more are dropped.
  defp take_microsecond(<<point, rest::binary>>) when point in [?., ?,] do
    case digits_at_start(rest, 0) do
      0 ->
        :error

      count ->
        <<digits::binary-size(count), rest::binary>> = rest
        kept = binary_part(digits, 0, min(count, 6))
        {{String.to_integer(String.pad_trailing(kept, 6, "0")), min(count, 6)}, rest}
    end
  end

  defp take_microsecond(rest), do: {{0, 0}, rest}

  defp digits_at_start(<<digit, rest::binary>>, n) when digit in ?0..?9, do: digits_at_start(rest, n + 1)
  defp digits_at_start(_rest, n), do: n

  # {:ok, seconds}, {:ok, nil} when there is none.
  defp offset_of(""), do: {:ok, nil}
  defp offset_of("Z"), do: {:ok, 0}
  defp offset_of("-00:00"), do: :error
  defp offset_of(<<sign, hour::2-bytes, ?:, minute::2-bytes>>), do: offset_of(sign, hour, minute)
  defp offset_of(<<sign, hour::2-bytes, minute::2-bytes>>), do: offset_of(sign, hour, minute)
  defp offset_of(<<sign, hour::2-bytes>>), do: offset_of(sign, hour, "00")
  defp offset_of(_rest), do: :error

  defp offset_of(sign, hour, minute) when sign in [?+, ?-] do
    with {hour, ""} when hour < 24 <- Integer.parse(hour),
         {minute, ""} when minute < 60 <- Integer.parse(minute) do
      {:ok, (hour * 60 + minute) * if(sign == ?-, do: -60, else: 60)}
    else
      _ -> :error
    end
  end

  defp offset_of(_sign, _hour, _minute), do: :error

  @doc "{:ok, the units as a keyword list} or {:error, reason} of a duration, as P1Y2M3DT4H5M6.7S."
  def parse_duration("P" <> rest) when rest != "", do: duration_date(rest, [], date_units())
  def parse_duration("+P" <> rest) when rest != "", do: duration_date(rest, [], date_units())

  def parse_duration("-P" <> rest) when rest != "" do
    with {:ok, units} <- duration_date(rest, [], date_units()) do
      {:ok,
       Enum.map(units, fn
         {:microsecond, {value, precision}} -> {:microsecond, {-value, precision}}
         {unit, value} -> {unit, -value}
       end)}
    end
  end

  def parse_duration(_), do: {:error, :invalid_duration}

  defp date_units, do: [year: ?Y, month: ?M, week: ?W, day: ?D]

  defp duration_date("", acc, _units), do: {:ok, acc}

  defp duration_date("T" <> rest, acc, _units) when rest != "",
    do: duration_time(rest, acc, hour: ?H, minute: ?M, second: ?S)

  defp duration_date(string, acc, units) do
    with {number, <<letter, rest::binary>>} <- Integer.parse(string),
         [{unit, _} | units] <- Enum.drop_while(units, fn {_, l} -> l != letter end) do
      duration_date(rest, [{unit, number} | acc], units)
    else
      _ -> {:error, :invalid_date_component}
    end
  end

  defp duration_time("", acc, _units), do: {:ok, acc}

  defp duration_time(string, acc, units) do
    with {number, <<letter, rest::binary>> = fraction} <- Integer.parse(string) do
      if letter in [?., ?,] do
        duration_second(number, string, fraction, acc)
      else
        case Enum.drop_while(units, fn {_, l} -> l != letter end) do
          [{unit, _} | units] -> duration_time(rest, [{unit, number} | acc], units)
          [] -> {:error, :invalid_time_component}
        end
      end
    else
      _ -> {:error, :invalid_time_component}
    end
  end

  defp duration_second(second, string, fraction, acc) do
    case take_microsecond(fraction) do
      {{value, precision}, "S"} ->
        value = if String.starts_with?(string, "-"), do: -value, else: value
        {:ok, [{:second, second}, {:microsecond, {value, precision}} | acc]}

      _ ->
        {:error, :invalid_time_component}
    end
  end
end
