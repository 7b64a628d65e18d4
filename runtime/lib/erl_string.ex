# :string: the functions that are not written in Go.

defmodule :string do
  @moduledoc false

  def equal(a, b, ignore_case, form) when form in [:none, :nfc, :nfd, :nfkc, :nfkd] do
    normal = fn text -> if form == :none, do: text, else: String.normalize(to_text(text), form) end
    :string.equal(normal.(a), normal.(b), ignore_case)
  end

  # Without the line breaks at the end.
  def chomp(text), do: :string.trim(text, :trailing, [~c"\r\n", ?\n])

  # {what the characters (or, as complement, others) make up, the rest}.
  def take(text, chars), do: take(text, chars, false, :leading)
  def take(text, chars, complement), do: take(text, chars, complement, :leading)

  def take(text, chars, complement, direction) when is_boolean(complement) do
    set = Enum.map(chars, &to_text(List.wrap(&1)))
    taken? = fn grapheme -> grapheme in set != complement end
    graphemes = String.graphemes(to_text(text))

    {before, rest} =
      case direction do
        :leading ->
          Enum.split_while(graphemes, taken?)

        :trailing ->
          {rest, before} = graphemes |> Enum.reverse() |> Enum.split_while(taken?)
          {Enum.reverse(before), Enum.reverse(rest)}
      end

    {like(before, text), like(rest, text)}
  end

  defp to_text(text), do: :unicode.characters_to_binary(text)
  defp like(graphemes, text) when is_binary(text), do: Enum.join(graphemes)
  defp like(graphemes, _text), do: String.to_charlist(Enum.join(graphemes))

  def list_to_integer(chars) do
    case Integer.parse(to_text(chars)) do
      {integer, rest} -> {integer, String.to_charlist(rest)}
      :error -> {:error, :no_integer}
    end
  end

  def list_to_float(chars) do
    text = to_text(chars)

    with [number] <- Regex.run(~r/^[+-]?[0-9]+[.,][0-9]+(?:[eE][+-]?[0-9]+)?/, text),
         {float, ""} <- Float.parse(String.replace(number, ",", ".")) do
      {float, String.to_charlist(binary_part(text, byte_size(number), byte_size(text) - byte_size(number)))}
    else
      _ -> {:error, :no_float}
    end
  end
end
