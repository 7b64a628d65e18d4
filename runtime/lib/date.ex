# Date and Date.Range.

defmodule Date do
  @moduledoc "Dates: year, month and day of a calendar."
  import Kernel, except: [to_string: 1]

  @enforce_keys [:year, :month, :day]
  defstruct [:year, :month, :day, calendar: Calendar.ISO]

  @type t :: %__MODULE__{}

  # -- Making -----------------------------------------------------------------

  @doc "{:ok, date}, or {:error, :invalid_date}."
  def new(year, month, day, calendar \\ Calendar.ISO) do
    if calendar.valid_date?(year, month, day),
      do: {:ok, %Date{year: year, month: month, day: day, calendar: calendar}},
      else: {:error, :invalid_date}
  end

  @doc "The date; ArgumentError when there is none."
  def new!(year, month, day, calendar \\ Calendar.ISO) do
    case new(year, month, day, calendar) do
      {:ok, date} -> date
      {:error, reason} -> raise ArgumentError, "cannot build date, reason: #{inspect(reason)}"
    end
  end

  @doc "Today's date in UTC."
  def utc_today(calendar \\ Calendar.ISO)

  def utc_today(Calendar.ISO) do
    {:ok, {year, month, day}, _, _} = Calendar.ISO.from_unix(System.os_time(), :native)
    %Date{year: year, month: month, day: day}
  end

  def utc_today(calendar), do: DateTime.to_date(DateTime.utc_now(calendar))

  @doc "{:ok, date} of a text as 2024-05-17, or {:error, reason}."
  def from_iso8601(string, calendar \\ Calendar.ISO) do
    with {:ok, {year, month, day}} <- Calendar.ISO.parse_date(string),
         do: convert(%Date{year: year, month: month, day: day}, calendar)
  end

  @doc "The date of a text as 2024-05-17."
  def from_iso8601!(string, calendar \\ Calendar.ISO) do
    case from_iso8601(string, calendar) do
      {:ok, date} ->
        date

      {:error, reason} ->
        raise ArgumentError, "cannot parse #{inspect(string)} as date, reason: #{inspect(reason)}"
    end
  end

  @doc "{:ok, date} of {year, month, day}, or {:error, reason}."
  def from_erl(tuple, calendar \\ Calendar.ISO)

  def from_erl({year, month, day}, calendar) do
    with {:ok, date} <- new(year, month, day, Calendar.ISO), do: convert(date, calendar)
  end

  @doc "The date of {year, month, day}."
  def from_erl!(tuple, calendar \\ Calendar.ISO) do
    case from_erl(tuple, calendar) do
      {:ok, date} ->
        date

      {:error, reason} ->
        raise ArgumentError,
              "cannot convert #{inspect(tuple)} to date, reason: #{inspect(reason)}"
    end
  end

  @doc "The date that many days after 0000-01-01."
  def from_gregorian_days(days, calendar \\ Calendar.ISO) when is_integer(days),
    do: __from_iso_days__({days, 0}, calendar)

  @doc "A range of dates, one day after the other."
  def range(%{calendar: calendar} = first, %{calendar: calendar} = last) do
    step =
      if to_gregorian_days(first) <= to_gregorian_days(last) do
        1
      else
        IO.warn(
          "a negative range was inferred for Date.range/2, call Date.range/3 instead with -1 as third argument"
        )

        -1
      end

    range(first, last, step)
  end

  def range(%{calendar: _, year: _, month: _, day: _}, %{calendar: _, year: _, month: _, day: _}) do
    raise ArgumentError, "both dates must have matching calendars"
  end

  @doc "A range of dates with a step in days, which may be negative."
  def range(%{calendar: calendar} = first, %{calendar: calendar} = last, step)
      when is_integer(step) and step != 0 do
    %Date.Range{
      first: date_of(first),
      last: date_of(last),
      first_in_iso_days: to_gregorian_days(first),
      last_in_iso_days: to_gregorian_days(last),
      step: step
    }
  end

  def range(
        %{calendar: _, year: _, month: _, day: _} = first,
        %{calendar: _, year: _, month: _, day: _} = last,
        step
      ) do
    raise ArgumentError,
          "both dates must have matching calendar and the step must be a " <>
            "non-zero integer, got: #{inspect(first)}, #{inspect(last)}, #{step}"
  end

  defp date_of(%{calendar: calendar, year: year, month: month, day: day}),
    do: %Date{calendar: calendar, year: year, month: month, day: day}

  # -- Asking -----------------------------------------------------------------

  @doc "Whether the date's year is a leap year."
  def leap_year?(date)

  def leap_year?(%{calendar: calendar, year: year}), do: calendar.leap_year?(year)

  @doc "How many days the date's month has."
  def days_in_month(date)

  def days_in_month(%{calendar: calendar, year: year, month: month}),
    do: calendar.days_in_month(year, month)

  @doc "How many months the date's year has."
  def months_in_year(date)

  def months_in_year(%{calendar: calendar, year: year}), do: calendar.months_in_year(year)

  @doc "The day of the week, from 1 for the weekday that it starts on (:default is Monday)."
  def day_of_week(date, starting_on \\ :default)

  def day_of_week(%{calendar: calendar, year: year, month: month, day: day}, starting_on) do
    {day_of_week, _first, _last} = calendar.day_of_week(year, month, day, starting_on)
    day_of_week
  end

  @doc "The day's number in its year."
  def day_of_year(date)

  def day_of_year(%{calendar: calendar, year: year, month: month, day: day}),
    do: calendar.day_of_year(year, month, day)

  @doc "The quarter of the year."
  def quarter_of_year(date)

  def quarter_of_year(%{calendar: calendar, year: year, month: month, day: day}),
    do: calendar.quarter_of_year(year, month, day)

  @doc "{year of the era, era}."
  def year_of_era(date)

  def year_of_era(%{calendar: calendar, year: year, month: month, day: day}),
    do: calendar.year_of_era(year, month, day)

  @doc "{day of the era, era}."
  def day_of_era(date)

  def day_of_era(%{calendar: calendar, year: year, month: month, day: day}),
    do: calendar.day_of_era(year, month, day)

  @doc "The first day of the date's week."
  def beginning_of_week(date, starting_on \\ :default)

  def beginning_of_week(%{calendar: calendar, year: year, month: month, day: day} = date, starting_on) do
    {day_of_week, first, _last} = calendar.day_of_week(year, month, day, starting_on)
    add(date_of(date), first - day_of_week)
  end

  @doc "The last day of the date's week."
  def end_of_week(date, starting_on \\ :default)

  def end_of_week(%{calendar: calendar, year: year, month: month, day: day} = date, starting_on) do
    {day_of_week, _first, last} = calendar.day_of_week(year, month, day, starting_on)
    add(date_of(date), last - day_of_week)
  end

  @doc "The first day of the date's month."
  def beginning_of_month(date)

  def beginning_of_month(%{year: year, month: month, calendar: calendar}),
    do: %Date{year: year, month: month, day: 1, calendar: calendar}

  @doc "The last day of the date's month."
  def end_of_month(%{year: year, month: month, calendar: calendar} = date),
    do: %Date{year: year, month: month, day: days_in_month(date), calendar: calendar}

  # -- Comparing and reckoning ------------------------------------------------

  @doc ":lt, :eq or :gt."
  def compare(%{calendar: calendar} = date1, %{calendar: calendar} = date2) do
    %{year: year1, month: month1, day: day1} = date1
    %{year: year2, month: month2, day: day2} = date2
    order({year1, month1, day1}, {year2, month2, day2})
  end

  def compare(%{calendar: calendar1} = date1, %{calendar: calendar2} = date2) do
    if Calendar.compatible_calendars?(calendar1, calendar2) do
      order(to_iso_days(date1), to_iso_days(date2))
    else
      raise ArgumentError, """
      cannot compare #{inspect(date1)} with #{inspect(date2)}.

      This comparison would be ambiguous as their calendars have incompatible day rollover moments.
      Specify an exact time of day (using DateTime) to resolve this ambiguity
      """
    end
  end

  defp order(same, same), do: :eq
  defp order(first, second), do: if(first < second, do: :lt, else: :gt)

  @doc "Whether the first date is earlier."
  def before?(date1, date2), do: compare(date1, date2) == :lt

  @doc "Whether the first date is later."
  def after?(date1, date2), do: compare(date1, date2) == :gt

  @doc "The date that many days later."
  def add(%{calendar: Calendar.ISO} = date, days) do
    %{year: year, month: month, day: day} = date
    {year, month, day} = Calendar.ISO.shift_days({year, month, day}, days)
    %Date{year: year, month: month, day: day}
  end

  def add(%{calendar: calendar} = date, days) do
    {base, fraction} = to_iso_days(date)
    __from_iso_days__({base + days, fraction}, calendar)
  end

  @doc "How many days the first date is after the second."
  def diff(%{calendar: calendar1} = date1, %{calendar: calendar2} = date2) do
    if Calendar.compatible_calendars?(calendar1, calendar2) do
      to_gregorian_days(date1) - to_gregorian_days(date2)
    else
      raise ArgumentError,
            "cannot calculate the difference between #{inspect(date1)} and #{inspect(date2)} because their calendars are not compatible and thus the result would be ambiguous"
    end
  end

  @doc "The date shifted by a duration of years, months, weeks and days."
  def shift(%{calendar: calendar} = date, duration) do
    %{year: year, month: month, day: day} = date
    {year, month, day} = calendar.shift_date(year, month, day, __duration__!(duration))
    %Date{calendar: calendar, year: year, month: month, day: day}
  end

  @doc false
  def __duration__!(duration),
    do: Duration.__of_units__(duration, [:year, :month, :week, :day], [:hour, :minute, :second, :microsecond])

  # -- Converting -------------------------------------------------------------

  @doc "2024-05-17."
  def to_string(date)

  def to_string(%{calendar: calendar, year: year, month: month, day: day}),
    do: calendar.date_to_string(year, month, day)

  @doc "2024-05-17, or 20240517 (:basic)."
  def to_iso8601(date, format \\ :extended)

  def to_iso8601(%{calendar: Calendar.ISO} = date, format) when format in [:basic, :extended] do
    %{year: year, month: month, day: day} = date
    Calendar.ISO.date_to_string(year, month, day, format)
  end

  def to_iso8601(%{calendar: _} = date, format) when format in [:basic, :extended],
    do: to_iso8601(convert!(date, Calendar.ISO))

  @doc "{year, month, day}."
  def to_erl(date) do
    %{year: year, month: month, day: day} = convert!(date, Calendar.ISO)
    {year, month, day}
  end

  @doc "How many days the date is after 0000-01-01."
  def to_gregorian_days(date), do: elem(to_iso_days(date), 0)

  @doc "{:ok, the date in another calendar}, or {:error, :incompatible_calendars}."
  def convert(%{calendar: calendar, year: _, month: _, day: _} = date, calendar),
    do: {:ok, date_of(date)}

  def convert(%{calendar: calendar} = date, target_calendar) do
    if Calendar.compatible_calendars?(calendar, target_calendar),
      do: {:ok, __from_iso_days__(to_iso_days(date), target_calendar)},
      else: {:error, :incompatible_calendars}
  end

  @doc "The date in another calendar."
  def convert!(date, calendar) do
    case convert(date, calendar) do
      {:ok, converted} ->
        converted

      {:error, reason} ->
        raise ArgumentError,
              "cannot convert #{inspect(date)} to target calendar #{inspect(calendar)}, " <>
                "reason: #{inspect(reason)}"
    end
  end

  @doc false
  def to_iso_days(%{calendar: calendar, year: year, month: month, day: day}),
    do: calendar.naive_datetime_to_iso_days(year, month, day, 0, 0, 0, {0, 0})

  @doc false
  def __from_iso_days__({days, _fraction}, Calendar.ISO) do
    {year, month, day} = Calendar.ISO.date_from_iso_days(days)
    %Date{year: year, month: month, day: day}
  end

  def __from_iso_days__(iso_days, calendar) do
    {year, month, day, _, _, _, _} = calendar.naive_datetime_from_iso_days(iso_days)
    %Date{year: year, month: month, day: day, calendar: calendar}
  end
end

defmodule Date.Range do
  @moduledoc "Dates from the first to the last by a step; made by Date.range/3."

  @enforce_keys [:first, :last, :first_in_iso_days, :last_in_iso_days, :step]
  defstruct [:first, :last, :first_in_iso_days, :last_in_iso_days, :step]

  @type t :: %__MODULE__{}
end

defimpl Enumerable, for: Date.Range do
  def count(range), do: {:ok, Range.size(days(range))}

  def member?(%{first: %{calendar: calendar}} = range, %Date{calendar: calendar} = date),
    do: {:ok, Date.to_gregorian_days(date) in days(range)}

  def member?(_range, _other), do: {:ok, false}

  def slice(%{first: %{calendar: calendar}} = range) do
    first..last//step = days(range)

    {:ok, Range.size(first..last//step),
     fn start, amount, by ->
       Enum.map(:lists.seq(0, amount - 1), &date(first + (start + &1 * by) * step, calendar))
     end}
  end

  def reduce(%{first: %{calendar: calendar}} = range, acc, fun),
    do: Enumerable.reduce(days(range), acc, &fun.(date(&1, calendar), &2))

  defp days(%{first_in_iso_days: first, last_in_iso_days: last} = range) do
    step = Map.get_lazy(range, :step, fn -> if first <= last, do: 1, else: -1 end)
    first..last//step
  end

  defp date(days, calendar), do: Date.__from_iso_days__({days, {0, 86_400_000_000}}, calendar)
end

defimpl Inspect, for: Date.Range do
  import Kernel, except: [inspect: 2]

  def inspect(%{first: first, last: last} = range, _opts) do
    case Map.get_lazy(range, :step, fn -> if first <= last, do: 1, else: -1 end) do
      1 -> "Date.range(#{inspect(first)}, #{inspect(last)})"
      step -> "Date.range(#{inspect(first)}, #{inspect(last)}, #{step})"
    end
  end
end

defimpl String.Chars, for: Date do
  import Kernel, except: [to_string: 1]
  def to_string(date), do: Date.to_string(date)
end

defimpl Inspect, for: Date do
  import Kernel, except: [inspect: 2]

  def inspect(%{calendar: Calendar.ISO, year: year} = date, _opts) when year not in -9999..9999,
    do: "Date.new!(#{year}, #{date.month}, #{date.day})"

  def inspect(%{calendar: Calendar.ISO} = date, _opts), do: "~D[#{Date.to_string(date)}]"

  def inspect(%{calendar: calendar} = date, _opts),
    do: "~D[#{Date.to_string(date)} #{inspect(calendar)}]"
end
