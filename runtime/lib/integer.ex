# Integer: functions on integers.

defmodule Integer do
  @moduledoc "Functions on integers."
  import Kernel, except: [to_string: 1, to_charlist: 1]

  @doc "Whether the integer is odd. Allowed in guards."
  defguard is_odd(integer) when is_integer(integer) and :erlang.band(integer, 1) == 1

  @doc "Whether the integer is even. Allowed in guards."
  defguard is_even(integer) when is_integer(integer) and :erlang.band(integer, 1) == 0

  @doc "base to the power of a non-negative exponent; ArithmeticError for a negative one."
  def pow(base, exponent) when is_integer(base) and is_integer(exponent) do
    if exponent < 0, do: :erlang.error(:badarith)
    power(base, exponent)
  end

  defp power(_, 0), do: 1
  defp power(base, 1), do: base
  defp power(base, n) when rem(n, 2) == 0, do: power(base * base, div(n, 2))
  defp power(base, n), do: base * power(base * base, div(n, 2))

  @doc "The remainder with the sign of the divisor."
  def mod(dividend, divisor) do
    remainder = rem(dividend, divisor)
    if remainder * divisor < 0, do: remainder + divisor, else: remainder
  end

  @doc "Division rounded towards minus infinity."
  def floor_div(dividend, divisor) do
    if dividend * divisor < 0 and rem(dividend, divisor) != 0,
      do: div(dividend, divisor) - 1,
      else: div(dividend, divisor)
  end

  @doc "The digits in a base, the most significant first."
  def digits(integer, base \\ 10) when is_integer(integer) and is_integer(base) and base >= 2 do
    case integer do
      0 -> [0]
      _ -> digits(integer, base, [])
    end
  end

  defp digits(0, _base, acc), do: acc
  defp digits(integer, base, acc), do: digits(div(integer, base), base, [rem(integer, base) | acc])

  @doc "The integer of its digits in a base."
  def undigits(digits, base \\ 10) when is_list(digits) and is_integer(base) and base >= 2,
    do: undigits(digits, base, 0)

  defp undigits([], _base, acc), do: acc

  defp undigits([digit | _], base, _acc) when is_integer(digit) and digit >= base do
    raise ArgumentError, "invalid digit #{digit} in base #{base}"
  end

  defp undigits([digit | tail], base, acc) when is_integer(digit),
    do: undigits(tail, base, acc * base + digit)

  @doc "{integer, rest} of the text at the start of a string, or :error."
  def parse(binary, base \\ 10)

  def parse(_binary, base) when base not in 2..36 do
    raise ArgumentError, "invalid base #{inspect(base)}"
  end

  def parse(binary, base) when is_binary(binary) do
    case signed(binary) do
      {sign, digits} ->
        case count_digits(digits, base, 0) do
          0 ->
            :error

          n ->
            <<text::binary-size(n), rest::binary>> = digits
            {sign * :erlang.binary_to_integer(text, base), rest}
        end
    end
  end

  defp signed("-" <> rest), do: {-1, rest}
  defp signed("+" <> rest), do: {1, rest}
  defp signed(rest), do: {1, rest}

  defp count_digits(<<char, rest::binary>>, base, n) do
    if digit(char) < base, do: count_digits(rest, base, n + 1), else: n
  end

  defp count_digits(_, _base, n), do: n

  defp digit(char) when char in ?0..?9, do: char - ?0
  defp digit(char) when char in ?a..?z, do: char - ?a + 10
  defp digit(char) when char in ?A..?Z, do: char - ?A + 10
  defp digit(_), do: 99

  @doc "The text of an integer."
  def to_string(integer), do: :erlang.integer_to_binary(integer)

  @doc "The text of an integer in a base."
  def to_string(integer, base), do: :erlang.integer_to_binary(integer, base)

  @doc "The text of an integer as a charlist."
  def to_charlist(integer), do: :erlang.integer_to_list(integer)

  @doc "The text of an integer in a base as a charlist."
  def to_charlist(integer, base), do: :erlang.integer_to_list(integer, base)

  @doc false
  def to_char_list(integer), do: :erlang.integer_to_list(integer)
  @doc false
  def to_char_list(integer, base), do: :erlang.integer_to_list(integer, base)

  @doc "The greatest common divisor."
  def gcd(integer1, integer2) when is_integer(integer1) and is_integer(integer2),
    do: divisor(abs(integer1), abs(integer2))

  defp divisor(a, 0), do: a
  defp divisor(a, b), do: divisor(b, rem(a, b))

  @doc "{gcd, m, n} such that a * m + b * n is the gcd."
  def extended_gcd(0, 0), do: {0, 0, 0}
  def extended_gcd(0, b) when is_integer(b), do: {b, 0, 1}
  def extended_gcd(a, 0) when is_integer(a), do: {a, 1, 0}

  def extended_gcd(a, b) when is_integer(a) and is_integer(b) do
    {gcd, m, n} = euclid({a, 1, 0}, {b, 0, 1})
    if gcd < 0, do: {-gcd, -m, -n}, else: {gcd, m, n}
  end

  # Each row {r, m, n} holds r = a * m + b * n.
  defp euclid({r0, m0, n0}, {r1, m1, n1}) do
    quotient = div(r0, r1)

    case {r0 - quotient * r1, m0 - quotient * m1, n0 - quotient * n1} do
      {0, _, _} -> {r1, m1, n1}
      row -> euclid({r1, m1, n1}, row)
    end
  end
end
