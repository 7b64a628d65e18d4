# :calendar: dates of the Gregorian calendar as tuples, days and seconds since year 0.

defmodule :calendar do
  @moduledoc false

  @day 86_400
  @epoch 62_167_219_200

  def is_leap_year(y) when is_integer(y) and y >= 0,
    do: rem(y, 4) == 0 and (rem(y, 100) != 0 or rem(y, 400) == 0)

  def last_day_of_the_month(_, m) when m in [4, 6, 9, 11], do: 30
  def last_day_of_the_month(y, 2), do: if(is_leap_year(y), do: 29, else: 28)
  def last_day_of_the_month(_, m) when is_integer(m) and m > 0 and m < 13, do: 31

  def valid_date({y, m, d}), do: valid_date(y, m, d)

  def valid_date(y, m, d)
      when is_integer(y) and is_integer(m) and is_integer(d) and y >= 0 and m in 1..12 and d >= 1,
      do: d <= last_day_of_the_month(y, m)

  def valid_date(_, _, _), do: false

  def date_to_gregorian_days({y, m, d}), do: date_to_gregorian_days(y, m, d)

  def date_to_gregorian_days(y, m, d) when is_integer(d) and d > 0 do
    true = d <= last_day_of_the_month(y, m)
    days_before_year(y) + days_before_month(y, m) + d - 1
  end

  defp days_before_year(0), do: 0

  defp days_before_year(y) do
    last = y - 1
    y * 365 + div(last, 4) - div(last, 100) + div(last, 400) + 1
  end

  defp days_before_month(_y, 1), do: 0
  defp days_before_month(y, m), do: days_before_month(y, m - 1) + last_day_of_the_month(y, m - 1)

  def gregorian_days_to_date(days) when is_integer(days) and days >= 0 do
    year = year_of(days, div(days, 366))
    {month, day} = month_of(year, 1, days - days_before_year(year))
    {year, month, day}
  end

  defp year_of(days, guess) do
    if days_before_year(guess + 1) <= days, do: year_of(days, guess + 1), else: guess
  end

  defp month_of(year, month, rest) do
    case last_day_of_the_month(year, month) do
      length when rest >= length -> month_of(year, month + 1, rest - length)
      _ -> {month, rest + 1}
    end
  end

  def day_of_the_week({y, m, d}), do: day_of_the_week(y, m, d)
  def day_of_the_week(y, m, d), do: rem(date_to_gregorian_days(y, m, d) + 5, 7) + 1

  def iso_week_number do
    {date, _} = local_time()
    iso_week_number(date)
  end

  # The week that holds the year's first Thursday is its first.
  def iso_week_number({y, _, _} = date) do
    days = date_to_gregorian_days(date)

    cond do
      days < first_week(y) -> {y - 1, div(days - first_week(y - 1), 7) + 1}
      days >= first_week(y + 1) -> {y + 1, 1}
      true -> {y, div(days - first_week(y), 7) + 1}
    end
  end

  defp first_week(y) do
    january = date_to_gregorian_days(y, 1, 1)
    weekday = day_of_the_week(y, 1, 1)
    if weekday <= 4, do: january - weekday + 1, else: january + 8 - weekday
  end

  def time_to_seconds({h, m, s}) when is_integer(h) and is_integer(m) and is_integer(s),
    do: h * 3600 + m * 60 + s

  def seconds_to_time(secs) when secs >= 0 and secs < @day,
    do: {div(secs, 3600), div(rem(secs, 3600), 60), rem(secs, 60)}

  def seconds_to_daystime(secs) do
    days = Integer.floor_div(secs, @day)
    {days, seconds_to_time(secs - days * @day)}
  end

  def datetime_to_gregorian_seconds({date, time}),
    do: date_to_gregorian_days(date) * @day + time_to_seconds(time)

  def gregorian_seconds_to_datetime(secs) when secs >= 0,
    do: {gregorian_days_to_date(div(secs, @day)), seconds_to_time(rem(secs, @day))}

  def time_difference(from, to),
    do: seconds_to_daystime(datetime_to_gregorian_seconds(to) - datetime_to_gregorian_seconds(from))

  def local_time, do: :erlang.localtime()

  @doc """
  A system time as RFC 3339 has it: options `:unit` (`:second`), `:offset` (a charlist as
  `~c"+01:00"` or `~c"Z"`, seconds, or `~c""` for the local one) and `:time_designator` (`?T`).
  """
  def system_time_to_rfc3339(time, options \\ []) do
    unit = Keyword.get(options, :unit, :second)
    per_second = :erlang.convert_time_unit(1, :second, unit)
    seconds = Integer.floor_div(time, per_second)
    {offset, shown} = rfc3339_offset(Keyword.get(options, :offset, ~c""), seconds)

    {{y, mo, d}, {h, mi, s}} =
      gregorian_seconds_to_datetime(seconds + offset + @epoch)

    fraction =
      case per_second do
        1 -> ~c""
        _ -> :io_lib.format(~c".~*..0w", [digits(per_second), Integer.mod(time, per_second)])
      end

    designator = Keyword.get(options, :time_designator, ?T)
    values = [y, mo, d, designator, h, mi, s, fraction, shown]
    format = ~c"~4..0w-~2..0w-~2..0w~c~2..0w:~2..0w:~2..0w~s~s"
    :lists.flatten(:io_lib.format(format, values))
  end

  defp digits(per_second), do: length(Integer.digits(per_second)) - 1

  defp rfc3339_offset([z], _seconds) when z in ~c"Zz", do: {0, [z]}

  defp rfc3339_offset([], seconds) do
    utc = gregorian_seconds_to_datetime(seconds + @epoch)
    local = universal_time_to_local_time(utc)
    ahead = datetime_to_gregorian_seconds(local) - datetime_to_gregorian_seconds(utc)
    rfc3339_offset(ahead, seconds)
  end

  defp rfc3339_offset([sign, h1, h2, ?:, m1, m2] = shown, _seconds) when sign in ~c"+-" do
    seconds = 3600 * :erlang.list_to_integer([h1, h2]) + 60 * :erlang.list_to_integer([m1, m2])
    {if(sign == ?-, do: -seconds, else: seconds), shown}
  end

  defp rfc3339_offset(offset, _seconds) when is_integer(offset) do
    sign = if offset < 0, do: ?-, else: ?+
    minutes = div(abs(offset), 60)
    values = [sign, div(minutes, 60), rem(minutes, 60)]
    {offset, :io_lib.format(~c"~c~2..0w:~2..0w", values)}
  end
  def universal_time, do: :erlang.universaltime()
  def universal_time_to_local_time(datetime), do: :erlang.universaltime_to_localtime(datetime)
  def local_time_to_universal_time(datetime), do: :erlang.localtime_to_universaltime(datetime)
  def local_time_to_universal_time_dst(datetime), do: [:erlang.localtime_to_universaltime(datetime)]

  def now_to_universal_time({mega, secs, _micro}),
    do: gregorian_seconds_to_datetime(mega * 1_000_000 + secs + @epoch)

  def now_to_datetime(now), do: now_to_universal_time(now)
  def now_to_local_time(now), do: universal_time_to_local_time(now_to_universal_time(now))

  def system_time_to_universal_time(time, unit),
    do: gregorian_seconds_to_datetime(:erlang.convert_time_unit(time, unit, :second) + @epoch)

  def system_time_to_local_time(time, unit),
    do: universal_time_to_local_time(system_time_to_universal_time(time, unit))
end
