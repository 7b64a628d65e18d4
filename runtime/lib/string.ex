# String: functions that take options or functions, and the guards of all
# others; the work on bytes and graphemes is done by natives of :otpsh_string.

defmodule String do
  @moduledoc """
  UTF-8 encoded binaries: graphemes, case, splitting, replacing, searching.

      iex> "  Erlang and OTP " |> String.trim() |> String.split() |> Enum.map(&String.downcase/1)
      ["erlang", "and", "otp"]

  Texts are put together with `<>`, and values are put in with `\#{...}`. Lengths and positions
  count graphemes, which is what a reader takes for one character.
  """

  @type t :: binary
  @type codepoint :: t
  @type grapheme :: t
  @type pattern :: t | [t] | :binary.cp()

  # Modes in which more than the character itself decides about its case.
  @conditional_modes [:greek, :turkic]

  @doc "Whether all characters (or the first `limit`) can be shown as they are."
  def printable?(string, character_limit \\ :infinity)

  def printable?(string, character_limit)
      when is_binary(string) and
             (character_limit == :infinity or
                (is_integer(character_limit) and character_limit >= 0)) do
    :otpsh_string.printable(string, if(character_limit == :infinity, do: -1, else: character_limit))
  end

  @doc """
  Splits at whitespace, leaving out empty parts; no-break spaces do not split.

      iex> String.split(" foo   bar ")
      ["foo", "bar"]
  """
  def split(binary) when is_binary(binary), do: :otpsh_string.split(binary)
  def split(binary), do: :binary.split(binary, [" ", "\t", "\n"], [:global, :trim_all])

  @doc """
  Splits at a pattern: a string, a list of strings, a compiled pattern or a regex.

  Options: `:parts` (at most so many; default :infinity) and `:trim` (leave out
  empty parts); a regex takes those of `Regex.split/3` too.

      iex> String.split("a,b,c", ",", parts: 2)
      ["a", "b,c"]
  """
  def split(string, pattern, options \\ [])

  def split(string, %Regex{} = pattern, options)
      when is_binary(string) and is_list(options),
      do: Regex.split(pattern, string, options)

  def split(string, "", options) when is_binary(string) and is_list(options) do
    parts = Keyword.get(options, :parts, :infinity)
    split_graphemes(string, parts_to_index(parts), Keyword.get(options, :trim, false))
  end

  def split(string, [], options) when is_binary(string) and is_list(options) do
    if string == "" and Keyword.get(options, :trim, false), do: [], else: [string]
  end

  def split(string, pattern, options) when is_binary(string) and is_list(options) do
    parts = Keyword.get(options, :parts, :infinity)
    trim = Keyword.get(options, :trim, false)

    case {parts_to_index(parts), trim} do
      {0, false} -> :binary.split(string, pattern, [:global])
      {0, true} -> :binary.split(string, pattern, [:global, :trim_all])
      {1, _} -> if trim and string == "", do: [], else: [string]
      {n, _} ->
        :binary.match("", pattern)
        :otpsh_string.split_parts(string, pattern, n, trim)
    end
  end

  defp parts_to_index(:infinity), do: 0
  defp parts_to_index(n) when is_integer(n) and n > 0, do: n

  # An empty pattern splits before and after each grapheme.
  defp split_graphemes(string, 0, true), do: graphemes(string)
  defp split_graphemes(string, 0, _), do: ["" | graphemes(string) ++ [""]]
  defp split_graphemes(string, parts, true), do: take_graphemes(string, parts, true)
  defp split_graphemes(string, 1, _), do: [string]
  defp split_graphemes(string, parts, _), do: ["" | take_graphemes(string, parts - 1, false)]

  defp take_graphemes("", _, true), do: []
  defp take_graphemes("", _, false), do: [""]
  defp take_graphemes(string, 1, _), do: [string]

  defp take_graphemes(string, parts, trim) do
    {grapheme, rest} = :otpsh_string.next_grapheme(string)
    [grapheme | take_graphemes(rest, parts - 1, trim)]
  end

  @doc "Like split/3, but lazily: an enumerable of the parts. Option: `:trim`."
  def splitter(string, pattern, options \\ [])

  def splitter(string, "", options) when is_binary(string) and is_list(options) do
    if Keyword.get(options, :trim, false) do
      Stream.unfold(string, &next_grapheme/1)
    else
      Stream.unfold({:before, string}, &splitter_grapheme/1)
    end
  end

  def splitter(string, [], options) when is_binary(string) and is_list(options) do
    if string == "" and Keyword.get(options, :trim, false), do: [], else: [string]
  end

  def splitter(string, pattern, options) when is_binary(string) and is_list(options) do
    pattern = :binary.compile_pattern(pattern)
    trim = Keyword.get(options, :trim, false)
    Stream.unfold(string, &splitter_part(&1, pattern, trim))
  end

  defp splitter_grapheme({:before, string}), do: {"", string}
  defp splitter_grapheme(:done), do: nil
  defp splitter_grapheme(""), do: {"", :done}
  defp splitter_grapheme(string), do: next_grapheme(string)

  defp splitter_part(:done, _, _), do: nil
  defp splitter_part("", _, true), do: nil

  defp splitter_part(string, pattern, trim) do
    case :binary.split(string, pattern) do
      ["", rest] when trim -> splitter_part(rest, pattern, trim)
      [part, rest] -> {part, rest}
      [part] -> {part, :done}
    end
  end

  @doc "Splits in two at a position; a negative one counts from the end."
  def split_at(string, position)

  def split_at(string, position)
      when is_binary(string) and is_integer(position) and position >= 0,
      do: :otpsh_string.split_at(string, position)

  def split_at(string, position)
      when is_binary(string) and is_integer(position) and position < 0,
      do: :otpsh_string.split_at(string, position)

  @doc "Whether both strings have the same canonical decomposition."
  def equivalent?(string1, string2) when is_binary(string1) and is_binary(string2) do
    string1 == string2 or normalize(string1, :nfd) == normalize(string2, :nfd)
  end

  @doc "The string in a Unicode normal form: :nfd, :nfc, :nfkd or :nfkc."
  def normalize(string, form)

  def normalize(string, :nfd) when is_binary(string), do: :otpsh_string.normalize(string, :nfd)
  def normalize(string, :nfc) when is_binary(string), do: :otpsh_string.normalize(string, :nfc)
  def normalize(string, :nfkd) when is_binary(string), do: :otpsh_string.normalize(string, :nfkd)
  def normalize(string, :nfkc) when is_binary(string), do: :otpsh_string.normalize(string, :nfkc)

  @doc """
  The string in upper case. Modes: :default, :ascii, :greek, :turkic.

      iex> String.upcase("grün")
      "GRÜN"
  """
  def upcase(string, mode \\ :default)

  def upcase("", _mode), do: ""
  def upcase(string, :default) when is_binary(string), do: :otpsh_string.upcase(string, :default)
  def upcase(string, :ascii) when is_binary(string), do: :otpsh_string.upcase(string, :ascii)

  def upcase(string, mode) when is_binary(string) and mode in @conditional_modes,
    do: :otpsh_string.upcase(string, mode)

  @doc """
  The string in lower case. Modes: :default, :ascii, :greek, :turkic.

      iex> String.downcase("OTP")
      "otp"
  """
  def downcase(string, mode \\ :default)

  def downcase("", _mode), do: ""
  def downcase(string, :default) when is_binary(string), do: :otpsh_string.downcase(string, :default)
  def downcase(string, :ascii) when is_binary(string), do: :otpsh_string.downcase(string, :ascii)

  def downcase(string, mode) when is_binary(string) and mode in @conditional_modes,
    do: :otpsh_string.downcase(string, mode)

  @doc """
  The first character in upper case, all others in lower case.

      iex> String.capitalize("eLIXIR")
      "Elixir"
  """
  def capitalize(string, mode \\ :default)

  def capitalize(<<char, rest::binary>>, :ascii),
    do: :otpsh_string.capitalize(<<char, rest::binary>>, :ascii)

  def capitalize("i" <> right, mode), do: :otpsh_string.capitalize("i" <> right, mode)
  def capitalize(string, mode) when is_binary(string), do: :otpsh_string.capitalize(string, mode)

  @doc "Removes whitespace at the end."
  def trim_trailing(string)
  def trim_trailing(string) when is_binary(string), do: :otpsh_string.trim_trailing(string)

  @doc "Removes all of `to_trim` at the end."
  def trim_trailing(string, to_trim)
  def trim_trailing(string, to_trim) when is_binary(string) and is_binary(to_trim),
    do: replace_trailing(string, to_trim, "")

  @doc "Removes whitespace at the start."
  def trim_leading(string)
  def trim_leading(string) when is_binary(string), do: :otpsh_string.trim_leading(string)

  @doc "Removes all of `to_trim` at the start."
  def trim_leading(string, to_trim)
  def trim_leading(string, to_trim) when is_binary(string) and is_binary(to_trim),
    do: replace_leading(string, to_trim, "")

  @doc ~S"""
  Removes whitespace at both ends.

      iex> String.trim("  two words\n")
      "two words"
  """
  def trim(string) when is_binary(string), do: :otpsh_string.trim(string)

  @doc "Removes all of `to_trim` at both ends."
  def trim(string, to_trim) when is_binary(string) and is_binary(to_trim) do
    string |> trim_leading(to_trim) |> trim_trailing(to_trim)
  end

  @doc """
  Fills up to `count` graphemes at the start, with spaces or the given padding.

      iex> String.pad_leading("7", 3, "0")
      "007"
  """
  def pad_leading(string, count, padding \\ [" "])

  def pad_leading(string, count, padding) when is_binary(padding),
    do: pad_leading(string, count, graphemes(padding))

  def pad_leading(string, count, [_ | _] = padding)
      when is_binary(string) and is_integer(count) and count >= 0 do
    filler(string, count, padding) <> string
  end

  @doc """
  Fills up to `count` graphemes at the end, with spaces or the given padding.

      iex> String.pad_trailing("ab", 5, ".")
      "ab..."
  """
  def pad_trailing(string, count, padding \\ [" "])

  def pad_trailing(string, count, padding) when is_binary(padding),
    do: pad_trailing(string, count, graphemes(padding))

  def pad_trailing(string, count, [_ | _] = padding)
      when is_binary(string) and is_integer(count) and count >= 0 do
    string <> filler(string, count, padding)
  end

  defp filler(string, count, padding) do
    case :otpsh_string.filler(Kernel.max(count - __MODULE__.length(string), 0), padding) do
      {:error, element} ->
        raise ArgumentError, "expected a string padding element, got: #{inspect(element)}"

      filler ->
        filler
    end
  end

  @doc "Replaces every `match` at the start."
  def replace_leading(string, match, replacement)
      when is_binary(string) and is_binary(match) and is_binary(replacement) do
    if match == "" do
      raise ArgumentError, "cannot use an empty string as the match to replace"
    end

    :otpsh_string.replace_leading(string, match, replacement)
  end

  @doc "Replaces every `match` at the end."
  def replace_trailing(string, match, replacement)
      when is_binary(string) and is_binary(match) and is_binary(replacement) do
    if match == "" do
      raise ArgumentError, "cannot use an empty string as the match to replace"
    end

    :otpsh_string.replace_trailing(string, match, replacement)
  end

  @doc "Replaces `match` at the start, once."
  def replace_prefix(string, match, replacement)
      when is_binary(string) and is_binary(match) and is_binary(replacement) do
    size = byte_size(match)

    case string do
      <<^match::binary-size(size), rest::binary>> -> replacement <> rest
      _ -> string
    end
  end

  @doc "Replaces `match` at the end, once."
  def replace_suffix(string, match, replacement)
      when is_binary(string) and is_binary(match) and is_binary(replacement) do
    size = byte_size(string) - byte_size(match)

    case string do
      <<start::binary-size(size), ^match::binary>> when size >= 0 -> start <> replacement
      _ -> string
    end
  end

  @doc """
  Replaces a pattern (string, list of strings, compiled pattern or regex) by a
  string or by what a function of the match returns.

  Options: `:global` (default true; false replaces the first only), and
  `:insert_replaced` (offsets of the replacement at which the match is put).

      iex> String.replace("a-b-c", "-", "+")
      "a+b+c"
      iex> String.replace("tea for 2", ~r/[0-9]/, fn digit -> digit <> "0" end)
      "tea for 20"
  """
  def replace(subject, pattern, replacement, options \\ [])
      when is_binary(subject) and
             (is_binary(replacement) or is_function(replacement, 1)) and
             is_list(options) do
    replace_guarded(subject, pattern, replacement, options)
  end

  defp replace_guarded(subject, %{__struct__: Regex} = regex, replacement, options),
    do: Regex.replace(regex, subject, replacement, options)

  defp replace_guarded(subject, "", "", _), do: subject
  defp replace_guarded(subject, [], _, _), do: subject

  defp replace_guarded(subject, "", replacement, options) when is_binary(replacement) do
    if Keyword.get(options, :global, true) do
      IO.iodata_to_binary([replacement | between(graphemes(subject), replacement)])
    else
      replacement <> subject
    end
  end

  defp replace_guarded(subject, "", replacement, options) do
    if Keyword.get(options, :global, true) do
      IO.iodata_to_binary([replacement.("") | between_calls(graphemes(subject), replacement)])
    else
      IO.iodata_to_binary([replacement.("") | subject])
    end
  end

  defp replace_guarded(subject, pattern, replacement, options)
       when is_function(replacement, 1) do
    :otpsh_string.replace_with(subject, pattern, replacement, Keyword.get(options, :global, true))
  end

  defp replace_guarded(subject, pattern, replacement, options) do
    flags = if Keyword.get(options, :global, true), do: [:global], else: []

    case Keyword.fetch(options, :insert_replaced) do
      {:ok, offsets} ->
        :binary.replace(subject, pattern, replacement, [{:insert_replaced, offsets} | flags])

      _ ->
        :binary.replace(subject, pattern, replacement, flags)
    end
  end

  defp between([], _), do: []
  defp between([grapheme | rest], by), do: [grapheme, by | between(rest, by)]

  defp between_calls([], _), do: []
  defp between_calls([g | rest], fun), do: [g, fun.("") | between_calls(rest, fun)]

  @doc """
  The graphemes in reverse order.

      iex> String.reverse("stop")
      "pots"
  """
  def reverse(string) when is_binary(string), do: :otpsh_string.reverse(string)

  @doc """
  The string repeated `n` times.

      iex> String.duplicate("ab", 3)
      "ababab"
  """
  def duplicate(subject, n) when is_binary(subject) and is_integer(n) and n >= 0,
    do: :binary.copy(subject, n)

  def duplicate(subject, n), do: :binary.copy(subject, n)

  @doc "The code points, each as a string."
  def codepoints(string) when is_binary(string), do: :otpsh_string.codepoints(string)

  @doc "The first code point and the rest; nil when empty."
  def next_codepoint(arg)

  def next_codepoint(string)
  def next_codepoint(string) when is_binary(string), do: :otpsh_string.next_codepoint(string)

  @doc """
  Whether the string is valid UTF-8. The algorithm (:default or :fast_ascii)
  makes no difference here.
  """
  def valid?(string, algorithm \\ :default)

  def valid?(<<string::binary>>, :default), do: :otpsh_string.valid(string)
  def valid?(<<string::binary>>, :fast_ascii), do: :otpsh_string.valid(string)

  @doc false
  def valid_character?(string) do
    case string do
      <<_::utf8>> -> true
      _ -> false
    end
  end

  @doc "Replaces each invalid sequence of bytes, by default with U+FFFD."
  def replace_invalid(bytes, replacement \\ "\uFFFD")
      when is_binary(bytes) and is_binary(replacement),
      do: :otpsh_string.replace_invalid(bytes, replacement)

  @doc "Splits into runs that are :valid, or :printable, and runs that are not."
  def chunk(string, trait)

  def chunk("", _), do: []

  def chunk(string, trait) when is_binary(string) and trait in [:valid, :printable],
    do: :otpsh_string.chunk(string, trait == :printable)

  @doc """
  The graphemes, each as a string.

      iex> String.graphemes("naïve")
      ["n", "a", "ï", "v", "e"]
  """
  def graphemes(string) when is_binary(string), do: :otpsh_string.graphemes(string)

  @doc "The first grapheme and the rest; nil when empty."
  def next_grapheme(string) when is_binary(string), do: :otpsh_string.next_grapheme(string)

  @doc false
  def next_grapheme_size(string) when is_binary(string),
    do: :otpsh_string.next_grapheme_size(string)

  @doc "The first grapheme; nil when empty."
  def first(string) when is_binary(string), do: :otpsh_string.first(string)

  @doc "The last grapheme; nil when empty."
  def last(""), do: nil
  def last(string) when is_binary(string), do: :otpsh_string.last(string)

  @doc """
  How many graphemes the string has.

  A grapheme is what a reader takes for one character; `byte_size/1` counts bytes.

      iex> String.length("naïve")
      5
      iex> byte_size("naïve")
      6
  """
  def length(string) when is_binary(string), do: :otpsh_string.length(string)

  @doc """
  The grapheme at a position; negative ones count from the end; nil when outside.

      iex> String.at("counter", 0)
      "c"
      iex> String.at("counter", -1)
      "r"
  """
  def at(string, position)

  def at(string, position) when is_binary(string) and is_integer(position) and position >= 0,
    do: :otpsh_string.at(string, position)

  def at(string, position) when is_binary(string) and is_integer(position) and position < 0,
    do: :otpsh_string.at(string, position)

  @doc """
  `length` graphemes from `start`, which counts from the end when negative.

      iex> String.slice("supervisor", 5, 3)
      "vis"
      iex> String.slice("supervisor", -3, 3)
      "sor"
  """
  def slice(string, start, length)

  def slice(_, _, 0), do: ""

  def slice(string, start, length)
      when is_binary(string) and is_integer(start) and is_integer(length) and start >= 0 and length >= 0,
      do: :otpsh_string.slice(string, start, length)

  def slice(string, start, length)
      when is_binary(string) and is_integer(start) and is_integer(length) and start < 0 and length >= 0,
      do: :otpsh_string.slice(string, start, length)

  @doc """
  The graphemes in a range of positions.

      iex> String.slice("supervisor", 0..4)
      "super"
  """
  def slice(string, range)

  def slice(string, first..last//step = range) when is_binary(string) do
    cond do
      step > 0 ->
        :otpsh_string.slice(string, first, last, step)

      step == -1 and first > last ->
        IO.warn(
          "negative steps are not supported in String.slice/2, pass #{first}..#{last}//1 instead"
        )

        :otpsh_string.slice(string, first, last, 1)

      true ->
        raise ArgumentError,
              "String.slice/2 does not accept ranges with negative steps, got: #{inspect(range)}"
    end
  end

  # A range that an older program has made of its two ends.
  def slice(string, %{__struct__: Range, first: first, last: last} = range) when is_binary(string) do
    slice(string, Map.put(range, :step, if(first <= last, do: 1, else: -1)))
  end

  @doc "`size_bytes` bytes from `start_bytes`, without characters that are cut in two."
  def byte_slice(string, start_bytes, size_bytes)
      when is_binary(string) and is_integer(start_bytes) and is_integer(size_bytes) and size_bytes >= 0 do
    total = byte_size(string)
    start = if start_bytes < 0, do: Kernel.max(total + start_bytes, 0), else: start_bytes

    if start < total do
      rest = drop_continuation(binary_part(string, start, total - start))
      binary_part(rest, 0, whole_bytes(rest, Kernel.min(size_bytes, byte_size(rest)) - 1, 0))
    else
      ""
    end
  end

  defp drop_continuation(<<0b10::2, _::6, rest::binary>>), do: drop_continuation(rest)
  defp drop_continuation(bytes), do: bytes

  # How many bytes, of those up to last, end with a whole character; behind last
  # stand that many bytes that continue one.
  defp whole_bytes(_bytes, last, _behind) when last < 0, do: 0

  defp whole_bytes(bytes, last, behind) do
    case :binary.at(bytes, last) do
      byte when byte < 0x80 or byte >= 0xF8 -> last + 1
      byte when byte < 0xC0 -> whole_bytes(bytes, last - 1, behind + 1)
      byte when byte < 0xE0 and behind == 1 -> last + 2
      byte when byte >= 0xE0 and byte < 0xF0 and behind == 2 -> last + 3
      byte when byte >= 0xF0 and behind == 3 -> last + 4
      _incomplete -> last
    end
  end

  @doc """
  Whether the string starts with the prefix, or one of the prefixes.

      iex> String.starts_with?("iex(1)>", ["iex", "..."])
      true
  """
  def starts_with?(string, prefix)

  def starts_with?(string, prefix) when is_binary(string) and is_binary(prefix),
    do: starts_with_string?(string, byte_size(string), prefix)

  def starts_with?(string, prefix) when is_binary(string) and is_list(prefix) do
    size = byte_size(string)
    any?(prefix, &starts_with_string?(string, size, &1))
  end

  def starts_with?(string, prefix) when is_binary(string) do
    Kernel.match?({0, _}, :binary.match(string, prefix))
  end

  defp starts_with_string?(string, string_size, prefix) when is_binary(prefix) do
    size = byte_size(prefix)
    size <= string_size and binary_part(string, 0, size) === prefix
  end

  @doc """
  Whether the string ends with the suffix, or one of the suffixes.

      iex> String.ends_with?("mix.exs", ".exs")
      true
  """
  def ends_with?(string, suffix)

  def ends_with?(string, suffix) when is_binary(string) and is_binary(suffix),
    do: ends_with_string?(string, byte_size(string), suffix)

  def ends_with?(string, suffix) when is_binary(string) and is_list(suffix) do
    size = byte_size(string)
    any?(suffix, &ends_with_string?(string, size, &1))
  end

  defp ends_with_string?(string, string_size, suffix) when is_binary(suffix) do
    size = byte_size(suffix)
    size <= string_size and binary_part(string, string_size, -size) === suffix
  end

  defp any?([], _), do: false
  defp any?([head | tail], fun), do: fun.(head) or any?(tail, fun)

  @doc "Whether the regex matches the string."
  def match?(string, regex) when is_binary(string), do: Regex.match?(regex, string)

  @doc """
  Whether the string contains the pattern, or one of the patterns.

      iex> String.contains?("one for all", "for")
      true
      iex> String.contains?("one for all", ["none", "all"])
      true
  """
  def contains?(string, contents) when is_binary(string) and is_list(contents) do
    contents != [] and ("" in contents or :binary.match(string, contents) != :nomatch)
  end

  def contains?(string, contents) when is_binary(string),
    do: contents == "" or :binary.match(string, contents) != :nomatch

  @doc "The code points as a list of integers; UnicodeConversionError when there are others."
  def to_charlist(string) when is_binary(string) do
    case :unicode.characters_to_list(string) do
      result when is_list(result) ->
        result

      {:error, encoded, rest} ->
        raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :invalid

      {:incomplete, encoded, rest} ->
        raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :incomplete
    end
  end

  @doc """
  The atom of that name, made if need be. Atoms are never freed.

  So of texts from outside make atoms with `to_existing_atom/1`.

      iex> String.to_atom("ok")
      :ok
  """
  def to_atom(string), do: :erlang.binary_to_atom(string, :utf8)

  @doc "The atom of that name; ArgumentError when there is none."
  def to_existing_atom(string), do: :erlang.binary_to_existing_atom(string, :utf8)

  @doc """
  The integer written in the string; ArgumentError when it is not all of it.

  `Integer.parse/1` reads the beginning of a text, and tells what is left.

      iex> String.to_integer("42")
      42
  """
  def to_integer(string), do: :erlang.binary_to_integer(string)

  @doc "The integer written in that base."
  def to_integer(string, base), do: :erlang.binary_to_integer(string, base)

  @doc """
  The float written in the string; it must have a decimal point.

      iex> String.to_float("2.5")
      2.5
  """
  def to_float(string), do: :erlang.binary_to_float(string)

  @doc "How alike two strings are by how often each grapheme occurs, from 0.0 to 1.0."
  def bag_distance(_string, ""), do: 0.0
  def bag_distance("", _string), do: 0.0

  def bag_distance(string1, string2) when is_binary(string1) and is_binary(string2),
    do: :otpsh_string.bag_distance(string1, string2)

  @doc "The Jaro similarity of two strings, from 0.0 to 1.0."
  def jaro_distance(string1, string2)

  def jaro_distance(string, string) when is_binary(string), do: 1.0
  def jaro_distance(_string, ""), do: 0.0
  def jaro_distance("", _string), do: 0.0

  def jaro_distance(string1, string2) when is_binary(string1) and is_binary(string2),
    do: :otpsh_string.jaro_distance(string1, string2)

  @doc "A shortest list of :eq, :del and :ins steps that leads from one string to the other."
  def myers_difference(string1, string2) when is_binary(string1) and is_binary(string2) do
    graphemes(string1)
    |> List.myers_difference(graphemes(string2))
    |> Enum.map(fn {kind, chars} -> {kind, IO.iodata_to_binary(chars)} end)
  end

  @doc false
  def to_char_list(string), do: __MODULE__.to_charlist(string)
  @doc false
  def strip(string), do: trim(string)
  @doc false
  def lstrip(string), do: trim_leading(string)
  @doc false
  def rstrip(string), do: trim_trailing(string)
end
