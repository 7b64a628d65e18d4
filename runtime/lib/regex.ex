# Regex: Elixir's regular expressions over :re.

defmodule Regex do
  @moduledoc """
  Regular expressions in PCRE's syntax. Made by ~r or compile/2; modifiers:
  i (caseless), u (Unicode), s (dot matches newlines), m (^ and $ at lines),
  x (whitespace and comments do not count), f (the match starts in the first
  line), U (lazy by default).
  """

  defstruct re_pattern: nil, source: "", opts: [], re_version: ""

  @type t :: %__MODULE__{re_pattern: term, source: binary, opts: binary | [term]}

  @doc "Compiles a pattern; {:ok, regex} or {:error, {reason, position}}."
  def compile(source, opts \\ "") when is_binary(source) do
    compile(source, opts, version())
  end

  defp compile(source, opts, version) when is_binary(opts) do
    case translate(opts, []) do
      {:error, rest} -> {:error, {:invalid_option, rest}}
      translated -> compile(source, translated, version)
    end
  end

  defp compile(source, opts, version) when is_list(opts) do
    case :re.compile(source, opts) do
      {:ok, re_pattern} ->
        {:ok, %Regex{re_pattern: re_pattern, re_version: version, source: source, opts: opts}}

      error ->
        error
    end
  end

  defp translate(<<?s, rest::binary>>, acc), do: translate(rest, [:dotall, {:newline, :anycrlf} | acc])
  defp translate(<<?u, rest::binary>>, acc), do: translate(rest, [:unicode, :ucp | acc])
  defp translate(<<?i, rest::binary>>, acc), do: translate(rest, [:caseless | acc])
  defp translate(<<?x, rest::binary>>, acc), do: translate(rest, [:extended | acc])
  defp translate(<<?f, rest::binary>>, acc), do: translate(rest, [:firstline | acc])
  defp translate(<<?U, rest::binary>>, acc), do: translate(rest, [:ungreedy | acc])
  defp translate(<<?m, rest::binary>>, acc), do: translate(rest, [:multiline | acc])
  defp translate(<<?r, rest::binary>>, acc), do: translate(rest, [:ungreedy | acc])
  defp translate(<<>>, acc), do: acc
  defp translate(rest, _acc), do: {:error, rest}

  @doc "Like compile/2; Regex.CompileError when the pattern is wrong."
  def compile!(source, options \\ "") when is_binary(source) do
    case compile(source, options) do
      {:ok, regex} -> regex
      {:error, {reason, at}} -> raise Regex.CompileError, "#{reason} at position #{at}"
    end
  end

  @doc "The regex compiled again when it comes from another version; {:ok, regex}."
  def recompile(%Regex{} = regex) do
    if regex.re_version == version() do
      {:ok, regex}
    else
      compile(regex.source, regex.opts)
    end
  end

  @doc "Like recompile/1, without the tuple."
  def recompile!(regex) do
    case recompile(regex) do
      {:ok, regex} -> regex
      {:error, {reason, at}} -> raise Regex.CompileError, "#{reason} at position #{at}"
    end
  end

  @doc "The version of PCRE that the engine follows."
  def version, do: {:re.version(), :little}

  @doc "Whether the regex matches somewhere in the string."
  def match?(%Regex{} = regex, string) when is_binary(string) do
    :re.run(string, pattern(regex), [{:capture, :none}]) == :match
  end

  @doc false
  def regex?(%Regex{}), do: true
  def regex?(_), do: false

  defp pattern(%Regex{re_pattern: pattern}), do: pattern

  @doc """
  The first match, as a list of it and its groups; nil when there is none.

  Options: `:return` (:binary or :index), `:capture` (:all, :first,
  :all_but_first, :none, :all_names, or a list of names and numbers), `:offset`.

      iex> Regex.run(~r/b(c)/, "abc")
      ["bc", "c"]
  """
  def run(regex, string, options \\ [])

  def run(%Regex{} = regex, string, options) when is_binary(string) do
    return = Keyword.get(options, :return, :binary)
    captures = Keyword.get(options, :capture, :all)
    offset = Keyword.get(options, :offset, 0)

    case :re.run(string, pattern(regex), [{:capture, captures, return}, {:offset, offset}]) do
      :nomatch -> nil
      :match -> []
      {:match, results} -> results
    end
  end

  @doc "The named groups of the first match as a map; nil when there is none."
  def named_captures(%Regex{} = regex, string, options \\ []) when is_binary(string) do
    options = Keyword.put(options, :capture, names(regex))

    case run(regex, string, options) do
      nil -> nil
      results -> names(regex) |> Enum.zip(results) |> Enum.into(%{})
    end
  end

  @doc "The compiled pattern, as :re takes it."
  def re_pattern(%Regex{re_pattern: compiled}), do: compiled

  @doc "The source of the pattern."
  def source(%Regex{source: source}), do: source

  @doc "The options that the pattern was compiled with."
  def opts(%Regex{opts: opts}), do: opts

  @doc "The names of groups, in alphabetical order."
  def names(%Regex{} = regex) do
    {:namelist, names} = :re.inspect(pattern(regex), :namelist)
    names
  end

  @doc """
  All matches that do not overlap, each as run/3 returns it.

      iex> Regex.scan(~r/c(d|e)/, "abcd abce")
      [["cd", "d"], ["ce", "e"]]
  """
  def scan(regex, string, options \\ [])

  def scan(%Regex{} = regex, string, options) when is_binary(string) do
    return = Keyword.get(options, :return, :binary)
    captures = Keyword.get(options, :capture, :all)
    offset = Keyword.get(options, :offset, 0)
    options = [{:capture, captures, return}, :global, {:offset, offset}]

    case :re.run(string, pattern(regex), options) do
      :match -> []
      :nomatch -> []
      {:match, results} -> results
    end
  end

  @doc """
  Splits a string at the matches.

  Options: `:parts` (at most so many), `:trim` (leave out empty parts), `:on`
  (split at these groups; default :first, the whole match) and
  `:include_captures` (keep what was matched, between the parts).
  """
  def split(regex, string, options \\ [])

  def split(%Regex{}, "", options) do
    if Keyword.get(options, :trim, false), do: [], else: [""]
  end

  def split(%Regex{} = regex, string, options) when is_binary(string) and is_list(options) do
    on = Keyword.get(options, :on, :first)

    case :re.run(string, pattern(regex), [:global, {:capture, on}]) do
      {:match, matches} ->
        parts = parts_to_index(Keyword.get(options, :parts, :infinity))
        trim = Keyword.get(options, :trim, false)
        captures = Keyword.get(options, :include_captures, false)
        split_at(concat(matches), string, 0, parts, trim, captures)

      :match ->
        [string]

      :nomatch ->
        [string]
    end
  end

  defp parts_to_index(:infinity), do: 0
  defp parts_to_index(n) when is_integer(n) and n > 0, do: n

  defp concat([]), do: []
  defp concat([spans | rest]), do: spans ++ concat(rest)

  # The count of parts goes down to 1, the last; from 0 it never does.
  defp split_at(_, string, offset, _, true, _) when byte_size(string) <= offset, do: []
  defp split_at(_, string, offset, 1, _, _), do: [from(string, offset)]
  defp split_at([], string, offset, _, _, _), do: [from(string, offset)]

  defp split_at([{at, _} | rest], string, offset, parts, trim, captures) when at < offset do
    split_at(rest, string, offset, parts, trim, captures)
  end

  defp split_at([{at, size} | rest], string, offset, parts, trim, captures) do
    empty = at == offset and trim
    left = if empty and not captures, do: parts, else: parts - 1
    tail = split_at(rest, string, at + size, left, trim, captures)
    tail = if captures, do: [binary_part(string, at, size) | tail], else: tail
    if empty, do: tail, else: [binary_part(string, offset, at - offset) | tail]
  end

  defp from(string, offset), do: binary_part(string, offset, byte_size(string) - offset)

  @doc """
  Replaces the matches by a string, in which \\\\N and \\\\g{N} stand for groups,
  or by what a function of the match and its groups returns.

  Option: `:global` (default true; false replaces the first only).
  """
  def replace(%Regex{} = regex, string, replacement, options \\ [])
      when is_binary(string) and is_list(options) do
    replace_with(regex, string, replacement, options)
  end

  defp replace_with(regex, string, replacement, options) when is_function(replacement) do
    {:arity, arity} = Function.info(replacement, :arity)
    replace_matches(regex, string, {replacement, arity}, options)
  end

  defp replace_with(regex, string, replacement, options),
    do: replace_matches(regex, string, precompile_replacement(replacement), options)

  defp replace_matches(%Regex{} = regex, string, replacement, options) do
    flags = if Keyword.get(options, :global, true), do: [:global], else: []
    what = if is_tuple(replacement) or Enum.any?(replacement, &is_integer/1), do: :all, else: :first

    case :re.run(string, pattern(regex), [{:capture, what, :index} | flags]) do
      :nomatch -> string
      {:match, [list | _] = matches} when is_list(list) -> put(matches, string, 0, replacement)
      {:match, match} -> put([match], string, 0, replacement)
    end
  end

  defp put(matches, string, offset, replacement),
    do: IO.iodata_to_binary(put_parts(matches, string, offset, replacement))

  defp put_parts([], string, offset, _), do: [from(string, offset)]

  defp put_parts([[{at, size} | _] = match | rest], string, offset, replacement) do
    before = binary_part(string, offset, at - offset)
    by = replacement_for(replacement, string, match)
    [before, by | put_parts(rest, string, at + size, replacement)]
  end

  defp replacement_for({fun, arity}, string, match) do
    apply(fun, group_texts(match, string, arity))
  end

  defp replacement_for(parts, string, match) do
    for part <- parts do
      if is_integer(part), do: group_text(Enum.at(match, part), string), else: part
    end
  end

  defp group_texts(_, _, 0), do: []
  defp group_texts([], string, n), do: ["" | group_texts([], string, n - 1)]

  defp group_texts([span | rest], string, n),
    do: [group_text(span, string) | group_texts(rest, string, n - 1)]

  defp group_text(nil, _), do: ""
  defp group_text({-1, 0}, _), do: ""
  defp group_text({at, size}, string), do: binary_part(string, at, size)

  defp precompile_replacement(text) when is_binary(text), do: replacement_parts(text, "")

  # A replacement as a list of texts and numbers of groups.
  defp replacement_parts("", text), do: [text]

  defp replacement_parts(<<?\\, ?g, ?{, rest::binary>>, text) do
    {group, <<?}, rest::binary>>} = group_number(rest, 0)
    [text, group | replacement_parts(rest, "")]
  end

  defp replacement_parts(<<?\\, ?\\, rest::binary>>, text),
    do: replacement_parts(rest, <<text::binary, ?\\>>)

  defp replacement_parts(<<?\\, digit, _::binary>> = replacement, text) when digit in ?0..?9 do
    <<_, rest::binary>> = replacement
    {group, rest} = group_number(rest, 0)
    [text, group | replacement_parts(rest, "")]
  end

  defp replacement_parts(<<char, rest::binary>>, text),
    do: replacement_parts(rest, <<text::binary, char>>)

  defp group_number(<<digit, rest::binary>>, n) when digit in ?0..?9,
    do: group_number(rest, n * 10 + digit - ?0)

  defp group_number(rest, n), do: {n, rest}

  @doc "The string with all characters escaped that mean something in a pattern."
  def escape(string) when is_binary(string), do: :otpsh_string.escape_regex(string)
end

defmodule Regex.CompileError do
  defexception message: "regex could not be compiled"
end
