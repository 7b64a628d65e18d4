# OptionParser: command line arguments into options and the rest.

defmodule OptionParser do
  @moduledoc "Takes command line arguments apart."

  @type argv :: [String.t()]
  @type parsed :: keyword
  @type errors :: [{String.t(), String.t() | nil}]
  @type options :: keyword

  @types [:boolean, :count, :integer, :float, :string, :keep]

  @doc """
  {options, arguments, invalid} of command line arguments. Options: `:strict`
  (only these switches, with their types) or `:switches` (others are guessed),
  `:aliases` (letters), `:allow_nonexistent_atoms`, `:return_separator` (keep --).
  """
  def parse(argv, opts \\ []) when is_list(argv) and is_list(opts),
    do: parse(argv, config(opts), [], [], [], true)

  @doc "{options, arguments}; OptionParser.ParseError when something is invalid."
  def parse!(argv, opts \\ []) when is_list(argv) and is_list(opts), do: valid!(parse(argv, opts), opts)

  @doc "As parse/2, up to the first argument that is no switch."
  def parse_head(argv, opts \\ []) when is_list(argv) and is_list(opts),
    do: parse(argv, config(opts), [], [], [], false)

  @doc "{options, arguments}, up to the first argument that is no switch."
  def parse_head!(argv, opts \\ []) when is_list(argv) and is_list(opts),
    do: valid!(parse_head(argv, opts), opts)

  defp valid!({parsed, args, []}, _opts), do: {parsed, args}

  defp valid!({_, _, errors}, opts),
    do: raise(OptionParser.ParseError, message: errors_text(errors, opts))

  defp parse([], _config, parsed, args, invalid, _all?),
    do: {Enum.reverse(parsed), Enum.reverse(args), Enum.reverse(invalid)}

  defp parse(argv, config, parsed, args, invalid, all?) do
    case next_switch(argv, config) do
      {:ok, option, value, rest} ->
        parse(rest, config, store(parsed, option, value, types(config, option)), args, invalid, all?)

      {:invalid, option, value, rest} ->
        parse(rest, config, parsed, args, [{option, value} | invalid], all?)

      {:undefined, option, _value, rest} ->
        invalid = if config.strict?, do: [{option, nil} | invalid], else: invalid
        parse(rest, config, parsed, args, invalid, all?)

      {:error, ["--" | rest]} ->
        rest = if config.return_separator?, do: ["--" | rest], else: rest
        {Enum.reverse(parsed), Enum.reverse(args, rest), Enum.reverse(invalid)}

      {:error, [arg | rest]} when all? ->
        parse(rest, config, parsed, [arg | args], invalid, all?)

      {:error, rest} ->
        {Enum.reverse(parsed), Enum.reverse(args, rest), Enum.reverse(invalid)}
    end
  end

  defp store(parsed, option, value, types) do
    cond do
      :count in types -> Keyword.update(parsed, option, value, &(&1 + 1))
      :keep in types -> [{option, value} | parsed]
      true -> [{option, value} | Keyword.delete(parsed, option)]
    end
  end

  @doc """
  The next switch: {:ok, key, value, rest}, {:invalid, switch, value, rest},
  {:undefined, switch, value, rest}, or {:error, argv} when none comes next.
  """
  def next(argv, opts \\ []) when is_list(argv) and is_list(opts), do: next_switch(argv, config(opts))

  defp config(opts) do
    if opts[:switches] && opts[:strict],
      do: raise(ArgumentError, ":switches and :strict cannot be given together")

    if !opts[:switches] && !opts[:strict],
      do: IO.warn("not passing the :switches or :strict option to OptionParser is deprecated")

    switches = opts[:switches] || opts[:strict] || []
    Enum.each(switches, &check_types/1)

    %{
      aliases: opts[:aliases] || [],
      new_atoms?: opts[:allow_nonexistent_atoms] || false,
      return_separator?: opts[:return_separator] || false,
      strict?: opts[:strict] != nil and opts[:strict] != false,
      switches: switches
    }
  end

  defp check_types({_name, types}) do
    case List.wrap(types) -- @types do
      [] ->
        :ok

      unknown ->
        raise ArgumentError, "invalid switch types/modifiers: " <> Enum.map_join(unknown, ", ", &inspect/1)
    end
  end

  defp types(config, option), do: List.wrap(Keyword.get(config.switches, option))

  # -- One switch -------------------------------------------------------------

  defp next_switch(["--" <> option | rest] = argv, config) when option != "" do
    {name, value} = at_equals(option)

    if String.contains?(name, "_"),
      do: {:undefined, "--" <> name, value, rest},
      else: switch(long(name, config), value, "--" <> name, rest, config)
  end

  defp next_switch(["- " <> _ | _] = argv, _config), do: {:error, argv}

  defp next_switch(["-" <> option | rest] = argv, config) when option not in ["", "-"] do
    {name, value} = at_equals(option)

    cond do
      value == nil and number?(name) ->
        {:error, argv}

      String.contains?(name, ["-", "_"]) ->
        {:undefined, "-" <> name, value, rest}

      String.length(name) == 1 ->
        switch(aliased(name, config), value, "-" <> name, rest, config)

      true ->
        letters(name, value, rest, config)
    end
  end

  defp next_switch(argv, _config), do: {:error, argv}

  defp at_equals(option) do
    case :binary.split(option, "=") do
      [name] -> {name, nil}
      [name, value] -> {name, value}
    end
  end

  # --no-x sets x to false, if x is a boolean; any other switch is its name.
  defp long("no-" <> positive = name, config) do
    option = key(positive, config)

    if option && :boolean in types(config, option),
      do: {:negated, option},
      else: long_key(name, config)
  end

  defp long(name, config), do: long_key(name, config)

  defp long_key(name, config), do: if(option = key(name, config), do: {:plain, option}, else: :unknown)

  defp aliased(letter, config) do
    if option = config.aliases[atom(letter, config)], do: {:plain, option}, else: :unknown
  end

  # -abc is -a -b -c, -n5 is -n=5; a long alias is still taken.
  defp letters(name, value, rest, config) do
    alias = key(name, config)

    if option = alias && config.aliases[alias] do
      IO.warn("multi-letter aliases are deprecated, got: #{inspect(alias)}")
      switch({:plain, option}, value, "-" <> name, rest, config)
    else
      [letters | number] = String.split(name, ~r/(?=[0-9])/, parts: 2)
      {last, others} = List.pop_at(String.graphemes(letters), -1)
      values = Enum.map(number ++ List.wrap(value), &("=" <> &1))
      next_switch(Enum.map(others, &("-" <> &1)) ++ ["-" <> last <> Enum.join(values) | rest], config)
    end
  end

  defp key(name, config), do: atom(String.replace(name, "-", "_"), config)

  defp atom(name, %{new_atoms?: true}), do: String.to_atom(name)

  defp atom(name, _config) do
    String.to_existing_atom(name)
  rescue
    ArgumentError -> nil
  end

  defp switch(:unknown, value, text, rest, _config) do
    {value, _types, rest} = take_value(value, [], rest)
    {:undefined, text, value, rest}
  end

  defp switch({kind, option}, value, text, rest, config) do
    if config.strict? and not Keyword.has_key?(config.switches, option) do
      {:undefined, text, value, rest}
    else
      {types, value} = negate(kind, value, types(config, option))
      {value, types, rest} = take_value(value, types, rest)

      case typed(value, types) do
        {:ok, typed} -> {:ok, option, typed, rest}
        :invalid -> {:invalid, text, value, rest}
      end
    end
  end

  defp negate(:plain, value, types), do: {types, value}
  defp negate(:negated, nil, types), do: {types, false}
  defp negate(:negated, value, _types), do: {[:invalid], value}

  # A switch that wants a value takes the next argument, unless that looks like
  # a switch.
  defp take_value(nil, types, rest) do
    cond do
      :boolean in types -> {true, types, rest}
      :count in types -> {nil, types, rest}
      value_next?(rest) -> {hd(rest), types, tl(rest)}
      types == [] -> {true, types, rest}
      true -> {nil, [:invalid], rest}
    end
  end

  defp take_value(value, types, rest), do: {value, types, rest}

  defp value_next?([]), do: false
  defp value_next?(["-" | _]), do: true
  defp value_next?(["- " <> _ | _]), do: true
  defp value_next?(["-" <> rest | _]), do: number?(rest)
  defp value_next?(_rest), do: true

  defp number?(<<digit, _::binary>>), do: digit in ?0..?9
  defp number?(_), do: false

  defp typed(value, types) do
    cond do
      :invalid in types -> :invalid
      :boolean in types and value in [true, "true"] -> {:ok, true}
      :boolean in types and value in [false, "false"] -> {:ok, false}
      :boolean in types -> :invalid
      :count in types -> if value == nil, do: {:ok, 1}, else: :invalid
      :integer in types -> whole(Integer.parse(value))
      :float in types -> whole(Float.parse(value))
      true -> {:ok, value}
    end
  end

  defp whole({number, ""}), do: {:ok, number}
  defp whole(_), do: :invalid

  # -- What is wrong ----------------------------------------------------------

  defp errors_text(errors, opts) do
    count = length(errors)
    noun = if count == 1, do: "error", else: "errors"
    "#{count} #{noun} found!\n" <> Enum.map_join(errors, "\n", &error_text(&1, opts))
  end

  defp error_text({switch, nil}, opts) do
    case {type_of(switch, opts), similar(switch, opts)} do
      {nil, {name, score}} when score > 0.8 -> "#{switch} : Unknown option. Did you mean --#{name}?"
      {nil, _} -> "#{switch} : Unknown option"
      {type, _} -> missing_text(switch, type)
    end
  end

  defp error_text({switch, value}, opts),
    do: "#{switch} : Expected type #{type_of(switch, opts)}, got #{inspect(value)}"

  defp missing_text(switch, type) do
    if String.contains?(switch, "_"),
      do: "#{switch} : Unknown option. Did you mean #{String.replace(switch, "_", "-")}?",
      else: "#{switch} : Missing argument of type #{type}"
  end

  defp declared(opts), do: opts[:switches] || opts[:strict]

  defp type_of(switch, opts) do
    key = key(String.trim_leading(switch, "-"), %{new_atoms?: opts[:allow_nonexistent_atoms] || false})
    declared(opts)[opts[:aliases][key] || key]
  end

  # The declared switch that is most like the given one, and how much.
  defp similar(switch, opts) do
    given = switch |> String.trim_leading("-") |> String.replace("-", "_")

    Enum.reduce(declared(opts), {nil, 0}, fn {name, _type}, {_, best_score} = best ->
      name = Atom.to_string(name)
      score = String.jaro_distance(name, given)
      if score < best_score, do: best, else: {String.replace(name, "_", "-"), score}
    end)
  end

  # -- Other ways -------------------------------------------------------------

  @doc "The command line arguments of options. Option: `:switches`, for those of type :count."
  def to_argv(enum, options \\ []) do
    switches = Keyword.get(options, :switches, [])

    Enum.flat_map(enum, fn
      {_key, nil} -> []
      {key, true} -> [switch_text("--", key)]
      {key, false} -> [switch_text("--no-", key)]
      {key, value} -> argv_of(key, value, switches[key])
    end)
  end

  defp argv_of(key, times, :count), do: List.duplicate(switch_text("--", key), times)
  defp argv_of(key, value, _type), do: [switch_text("--", key), to_string(value)]

  defp switch_text(prefix, key) when is_atom(key),
    do: prefix <> String.replace(Atom.to_string(key), "_", "-")

  @doc "Splits a command line as a shell does: at spaces, with quotes and backslashes."
  def split(string) when is_binary(string), do: split(String.trim_leading(string, " "), "", [], nil)

  defp split(<<?\\, quote, rest::binary>>, word, words, quote) when quote != nil,
    do: split(rest, <<word::binary, quote>>, words, quote)

  defp split(<<?\\, char, rest::binary>>, word, words, nil) when char in [?\s, ?', ?"],
    do: split(rest, <<word::binary, char>>, words, nil)

  defp split(<<quote, rest::binary>>, word, words, quote), do: split(rest, word, words, nil)

  defp split(<<quote, rest::binary>>, word, words, nil) when quote in [?", ?'],
    do: split(rest, word, words, quote)

  defp split(<<?\s, rest::binary>>, word, words, nil),
    do: split(String.trim_leading(rest, " "), "", [word | words], nil)

  defp split(<<char, rest::binary>>, word, words, quote),
    do: split(rest, <<word::binary, char>>, words, quote)

  defp split("", "", words, nil), do: Enum.reverse(words)
  defp split("", word, words, nil), do: Enum.reverse([word | words])

  defp split("", _word, _words, quote),
    do: raise("argv string did not terminate properly, a #{<<quote>>} was opened but never closed")
end

defmodule OptionParser.ParseError do
  @moduledoc "Command line arguments were invalid."
  defexception [:message]
end
