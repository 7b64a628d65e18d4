# Float: functions on floating-point numbers. Rounding works on the exact
# value that a float stands for, as a ratio of integers.

defmodule Float do
  @moduledoc "Functions on floating-point numbers."
  import Kernel, except: [round: 1, floor: 1, ceil: 1, to_string: 1, to_charlist: 1]

  @doc "The biggest finite float."
  def max_finite, do: 1.7976931348623157e308

  @doc "The smallest finite float."
  def min_finite, do: -1.7976931348623157e308

  @doc "base to the power of the exponent."
  def pow(base, exponent) when is_float(base) and is_number(exponent),
    do: :math.pow(base, exponent)

  @doc "The float rounded to a number of decimals (0 to 15); halves go away from zero."
  def round(float, precision \\ 0)
  def round(float, 0) when float == 0.0, do: float
  def round(float, 0) when is_float(float), do: decimals(float, 0, :round)

  def round(float, precision) when is_float(float) and precision in 0..15,
    do: decimals(float, precision, :round)

  def round(float, precision) when is_float(float), do: invalid(precision)

  @doc "The smallest float with that many decimals that is not below."
  def ceil(number, precision \\ 0)
  def ceil(number, 0) when is_float(number), do: decimals(number, 0, :ceil)

  def ceil(number, precision) when is_float(number) and precision in 0..15,
    do: decimals(number, precision, :ceil)

  def ceil(number, precision) when is_float(number), do: invalid(precision)

  @doc "The biggest float with that many decimals that is not above."
  def floor(number, precision \\ 0)
  def floor(number, 0) when is_float(number), do: decimals(number, 0, :floor)

  def floor(number, precision) when is_float(number) and precision in 0..15,
    do: decimals(number, precision, :floor)

  def floor(number, precision) when is_float(number), do: invalid(precision)

  defp decimals(float, precision, mode) do
    case exact(float) do
      {_, _, exponent} when exponent >= 0 ->
        float

      {sign, mantissa, exponent} ->
        scale = Integer.pow(10, precision)
        divisor = :erlang.bsl(1, -exponent)
        scaled = mantissa * scale
        whole = div(scaled, divisor)
        left = rem(scaled, divisor)

        whole =
          case {mode, sign} do
            _ when left == 0 -> whole
            {:round, _} -> if left * 2 >= divisor, do: whole + 1, else: whole
            {:ceil, 0} -> whole + 1
            {:floor, 1} -> whole + 1
            _ -> whole
          end

        value = quotient(whole, scale, precision)
        if sign == 1, do: -value, else: value
    end
  end

  defp invalid(precision) do
    raise ArgumentError, "precision #{precision} is out of valid range of 0..15"
  end

  # whole / 10^precision as the nearest float: by its text, which rounds once.
  defp quotient(whole, scale, precision) do
    fraction = :erlang.integer_to_binary(rem(whole, scale))

    :erlang.binary_to_float(
      :erlang.integer_to_binary(div(whole, scale)) <>
        "." <> pad(fraction, max(precision, 1))
    )
  end

  defp pad(text, size) when byte_size(text) < size, do: pad("0" <> text, size)
  defp pad(text, _size), do: text

  # {sign, mantissa, exponent}: the float is mantissa * 2^exponent.
  defp exact(float) do
    <<sign::1, exponent::11, mantissa::52>> = <<float::float>>

    if exponent == 0,
      do: {sign, mantissa, -1074},
      else: {sign, mantissa + 0x10000000000000, exponent - 1075}
  end

  @doc "{numerator, denominator} of the exact value, reduced; the denominator is positive."
  def ratio(float) when is_float(float) and float == 0.0, do: {0, 1}

  def ratio(float) when is_float(float) do
    {sign, mantissa, exponent} = exact(float)
    mantissa = if sign == 1, do: -mantissa, else: mantissa

    if exponent >= 0 do
      {:erlang.bsl(mantissa, exponent), 1}
    else
      shared = Integer.gcd(mantissa, :erlang.bsl(1, -exponent))
      {div(mantissa, shared), div(:erlang.bsl(1, -exponent), shared)}
    end
  end

  @doc "{float, rest} of the text at the start of a string, or :error."
  def parse(binary)
  def parse("-" <> binary), do: negate(parse_unsigned(binary))
  def parse("+" <> binary), do: parse_unsigned(binary)
  def parse(binary), do: parse_unsigned(binary)

  defp parse_unsigned(<<digit, rest::binary>>) when digit in ?0..?9, do: unsigned(<<digit, rest::binary>>)
  defp parse_unsigned(binary) when is_binary(binary), do: :error

  defp negate({float, rest}), do: {-float, rest}
  defp negate(:error), do: :error

  # Digits, optionally a point and digits, optionally an exponent.
  defp unsigned(binary) do
    case digits(binary, 0) do
      0 ->
        :error

      whole ->
        {fraction, rest} = fraction(after_bytes(binary, whole))
        {exponent, rest} = exponent(rest)
        text = :erlang.binary_part(binary, 0, whole) <> "." <> fraction <> "e" <> exponent

        try do
          {:erlang.binary_to_float(text), rest}
        rescue
          # It is too large.
          ArgumentError -> :error
        end
    end
  end

  defp digits(<<char, rest::binary>>, n) when char in ?0..?9, do: digits(rest, n + 1)
  defp digits(_, n), do: n

  defp after_bytes(binary, n), do: :erlang.binary_part(binary, n, byte_size(binary) - n)

  defp fraction("." <> rest = binary) do
    case digits(rest, 0) do
      0 -> {"0", binary}
      n -> {:erlang.binary_part(rest, 0, n), after_bytes(rest, n)}
    end
  end

  defp fraction(binary), do: {"0", binary}

  defp exponent(<<e, rest::binary>> = binary) when e in [?e, ?E] do
    {sign, number} =
      case rest do
        "-" <> number -> {"-", number}
        "+" <> number -> {"", number}
        number -> {"", number}
      end

    case digits(number, 0) do
      0 -> {"0", binary}
      n -> {sign <> :erlang.binary_part(number, 0, n), after_bytes(number, n)}
    end
  end

  defp exponent(binary), do: {"0", binary}

  @doc "The shortest text that reads back as the same float."
  def to_string(float), do: :erlang.float_to_binary(float, [:short])

  @doc "The shortest text that reads back as the same float, as a charlist."
  def to_charlist(float), do: :erlang.float_to_list(float, [:short])

  @doc false
  def to_char_list(float), do: to_charlist(float)
  @doc false
  def to_char_list(float, options), do: :erlang.float_to_list(float, options)
  @doc false
  def to_string(float, options), do: :erlang.float_to_binary(float, options)
end
