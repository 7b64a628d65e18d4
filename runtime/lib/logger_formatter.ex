# Logger.Formatter: log events as text.

defmodule Logger.Formatter do
  @moduledoc """
  Formats log events by a pattern such as `"\\n$time $metadata[$level] $message\\n"`.

  Patterns: `$date`, `$time`, `$level`, `$message`, `$metadata`, `$node`.
  """

  defstruct [:template, :truncate, :metadata, :colors, :utc_log?]

  @default "\n$time $metadata[$level] $message\n"
  @patterns [:date, :time, :level, :message, :metadata, :node, :levelpad]

  @doc "A formatter, as `{module, config}`: `:format`, `:metadata`, `:colors`, `:truncate`, `:utc_log`."
  def new(options \\ []) do
    {__MODULE__,
     %__MODULE__{
       template: compile(options[:format]),
       truncate: Keyword.get(options, :truncate, 8 * 1024 - 96),
       metadata: Keyword.get(options, :metadata, []),
       colors: colors(Keyword.get(options, :colors, [])),
       utc_log?: Keyword.get(options, :utc_log, Application.get_env(:logger, :utc_log, false))
     }}
  end

  defp colors(options) do
    base = %{
      emergency: :red,
      alert: :red,
      critical: :red,
      error: :red,
      warning: :yellow,
      notice: :normal,
      info: :normal,
      debug: :cyan
    }

    options = Map.new(options)
    # A notice looks as an info does, unless it has a colour of its own.
    base = Map.put(base, :notice, Map.get(options, :info, base.notice))

    base
    |> Map.merge(options)
    |> Map.put_new_lazy(:enabled, fn -> IO.ANSI.enabled?() end)
  end

  @doc "Turns a pattern into the list that `format/2` walks."
  def compile(nil), do: compile(@default)
  def compile({mod, fun}) when is_atom(mod) and is_atom(fun), do: {mod, fun}

  def compile(pattern) when is_binary(pattern), do: compile(pattern, "", [])

  defp compile("$" <> rest, text, acc) do
    {name, rest} = pattern_name(rest, "")

    case Enum.find(@patterns, &(Atom.to_string(&1) == name)) do
      nil ->
        raise ArgumentError, "$#{name} is an invalid format pattern"

      :levelpad ->
        IO.warn("$levelpad in Logger message format is deprecated, please remove it")
        compile(rest, "", [:levelpad | with_text(text, acc)])

      code ->
        compile(rest, "", [code | with_text(text, acc)])
    end
  end

  defp compile(<<c::utf8, rest::binary>>, text, acc),
    do: compile(rest, <<text::binary, c::utf8>>, acc)

  defp compile("", text, acc), do: :lists.reverse(with_text(text, acc))

  defp pattern_name(<<c, rest::binary>>, name) when c in ?a..?z,
    do: pattern_name(rest, <<name::binary, c>>)

  defp pattern_name(rest, name), do: {name, rest}

  defp with_text("", acc), do: acc
  defp with_text(text, acc), do: [text | acc]

  @doc "An event as chardata."
  def format(%{level: level, meta: meta} = event, %__MODULE__{template: {mod, fun}} = config) do
    apply(mod, fun, [
      level,
      truncated(message_text(event), config.truncate),
      date_time(meta.time, config.utc_log?) |> to_time(),
      chosen(meta, config.metadata)
    ])
    |> coloured(event, config)
  end

  def format(%{meta: meta} = event, %__MODULE__{template: template} = config) do
    parts =
      for part <- template do
        case part do
          :message -> truncated(message_text(event), config.truncate)
          :level -> Atom.to_string(event.level)
          :levelpad -> levelpad(event.level)
          :time -> meta |> time(config) |> elem(1) |> format_time()
          :date -> meta |> time(config) |> elem(0) |> format_date()
          :node -> Atom.to_string(node())
          :metadata -> pairs(chosen(meta, config.metadata))
          text -> text
        end
      end

    coloured(parts, event, config)
  end

  @doc false
  def format(template, level, message, timestamp, metadata) when is_list(template) do
    for part <- template do
      case part do
        :message -> message
        :level -> Atom.to_string(level)
        :levelpad -> levelpad(level)
        :time -> format_time(elem(timestamp, 1))
        :date -> format_date(elem(timestamp, 0))
        :node -> Atom.to_string(node())
        :metadata -> pairs(metadata)
        text -> text
      end
    end
  end

  def format({mod, fun}, level, message, timestamp, metadata),
    do: apply(mod, fun, [level, message, timestamp, metadata])

  defp levelpad(:info), do: " "
  defp levelpad(:warning), do: ""
  defp levelpad(_), do: ""

  defp coloured(data, %{level: level} = event, %__MODULE__{colors: colors}) do
    case colors.enabled do
      true ->
        color = Map.get(event.meta, :ansi_color) || Map.fetch!(colors, level)
        [IO.ANSI.format_fragment(color, true), data | IO.ANSI.reset()]

      false ->
        data
    end
  end

  defp time(meta, config) do
    time =
      case meta do
        %{time: time} when is_integer(time) -> time
        %{} -> :logger.timestamp()
      end

    time |> date_time(config.utc_log?) |> to_time()
  end

  defp to_time({{date, {h, m, s}}, micro}), do: {date, {h, m, s, div(micro, 1000)}}

  @doc false
  def date_time(system_time, utc?) do
    seconds = Integer.floor_div(system_time, 1_000_000)
    micro = Integer.mod(system_time, 1_000_000)
    utc = :calendar.gregorian_seconds_to_datetime(seconds + 62_167_219_200)

    case utc? do
      true -> {utc, micro}
      false -> {:calendar.universal_time_to_local_time(utc), micro}
    end
  end

  @doc false
  def system_time_to_date_time_ms(system_time, utc? \\ false),
    do: system_time |> date_time(utc?) |> to_time()

  @doc "`{hour, minute, second, millisecond}` as chardata."
  def format_time({hh, mi, ss, ms}), do: [pad2(hh), ?:, pad2(mi), ?:, pad2(ss), ?., pad3(ms)]

  @doc "`{year, month, day}` as chardata."
  def format_date({yy, mm, dd}), do: [Integer.to_string(yy), ?-, pad2(mm), ?-, pad2(dd)]

  defp pad2(n) when n < 10, do: [?0, Integer.to_string(n)]
  defp pad2(n), do: Integer.to_string(n)
  defp pad3(n) when n < 10, do: [?0, ?0, Integer.to_string(n)]
  defp pad3(n) when n < 100, do: [?0, Integer.to_string(n)]
  defp pad3(n), do: Integer.to_string(n)

  # The message of an event.

  @doc false
  def message_text(%{msg: {:string, text}}), do: text

  def message_text(%{msg: {:report, report}, meta: %{report_cb: callback}})
      when is_function(callback, 1) do
    {format, args} = callback.(report)
    format_text(format, args)
  end

  def message_text(%{msg: {:report, report}, meta: %{report_cb: callback}})
      when is_function(callback, 2) do
    callback.(report, %{depth: :unlimited, chars_limit: 8096, single_line: false})
  end

  def message_text(%{msg: {:report, %{} = report}}), do: inspected(Map.to_list(report))
  def message_text(%{msg: {:report, report}}), do: inspected(report)
  def message_text(%{msg: {format, args}}), do: format_text(format, args)

  defp inspected(term, options \\ []) do
    configured = Application.get_env(:logger, :translator_inspect_opts, [])
    inspect(term, Keyword.merge(configured, options))
  end

  # Erlang's formats, with ~p and ~w shown as Elixir shows terms.
  defp format_text(format, args) do
    {format, args} = elixir_terms(to_charlist_format(format), args, [], [])
    :io_lib.format(format, args)
  end

  defp to_charlist_format(format) when is_binary(format), do: String.to_charlist(format)
  defp to_charlist_format(format) when is_atom(format), do: Atom.to_charlist(format)
  defp to_charlist_format(format), do: format

  defp elixir_terms([?~ | rest], args, format, done) do
    {spec, control, rest} = control(rest, [])
    stars = Enum.count(spec, &(&1 == ?*))
    {widths, args} = Enum.split(args, stars)

    case {control, args} do
      {c, [arg | args]} when c in [?p, ?w] ->
        elixir_terms(rest, args, [?s, ?t, ?~ | format], [inspected(arg) | done])

      {c, [arg, limit | args]} when c in [?P, ?W] ->
        text = inspected(arg, limit: limit)
        elixir_terms(rest, args, [?s, ?t, ?~ | format], [text | done])

      {c, args} when c in [?n, ?~] ->
        elixir_terms(rest, args, [c | spec] ++ [?~ | format], :lists.reverse(widths) ++ done)

      {c, [arg | args]} ->
        spec = [c | spec] ++ [?~ | format]
        elixir_terms(rest, args, spec, [arg | :lists.reverse(widths) ++ done])

      {c, []} ->
        elixir_terms(rest, [], [c | spec] ++ [?~ | format], :lists.reverse(widths) ++ done)
    end
  end

  defp elixir_terms([c | rest], args, format, done),
    do: elixir_terms(rest, args, [c | format], done)

  defp elixir_terms([], args, format, done),
    do: {:lists.reverse(format), :lists.reverse(done) ++ args}

  # What stands between the tilde and the letter, newest first, and the letter.
  defp control([c | rest], spec) when c in ?0..?9 or c in [?., ?-, ?*, ?t, ?l, ?k, ?K],
    do: control(rest, [c | spec])

  defp control([c | rest], spec), do: {spec, c, rest}
  defp control([], spec), do: {spec, ?n, []}

  defp truncated(text, limit) do
    truncate(text, limit)
  catch
    :throw, {:not_chardata, part} ->
      "cannot truncate chardata because it contains something that is not valid chardata: " <>
        inspect(part)
  end

  @doc "Chardata of at most `limit` bytes; what is cut off is told."
  def truncate(text, :infinity), do: text

  def truncate(text, limit) when is_integer(limit) and limit >= 0 do
    case cut(text, limit) do
      {cut, left} when left < 0 -> [cut, " (truncated)"]
      {whole, _left} -> whole
    end
  end

  # What fits in n bytes, and how many are left: less than none when it was cut.
  defp cut(text, n) when n < 0, do: {if(is_list(text), do: [], else: ""), n}
  defp cut(text, n) when is_binary(text) and byte_size(text) <= n, do: {text, n - byte_size(text)}
  defp cut(text, n) when is_binary(text), do: {head(text, n), -1}

  defp cut(char, n) when is_integer(char) and char in 0..0x10FFFF,
    do: {char, n - byte_size(<<char::utf8>>)}

  defp cut([], n), do: {[], n}

  defp cut([part | rest], n) do
    {part, n} = cut(part, n)
    {rest, n} = cut(rest, n)
    {[part | rest], n}
  end

  defp cut(other, _n), do: throw({:not_chardata, other})

  # The first bytes of a text, without a half of a character.
  defp head(text, n) do
    case n > 0 and binary_part(text, n, 1) do
      <<0b10::2, _::6>> -> head(text, n - 1)
      _ -> binary_part(text, 0, n)
    end
  end

  @doc "Chardata with what is not valid replaced."
  def prune(binary) when is_binary(binary), do: String.replace_invalid(binary)
  def prune([char | rest]) when char in 0..0x10FFFF, do: [char | prune(rest)]
  def prune([part | rest]), do: [prune(part) | prune(rest)]
  def prune([]), do: []
  def prune(_other), do: "\uFFFD"

  # Metadata: the chosen keys, those that can be shown as text.

  defp chosen(meta, :all),
    do: meta |> Map.drop([:gl, :time, :report_cb, :error_logger, :domain]) |> Map.to_list()

  defp chosen(meta, {:from, from}), do: Keyword.merge(Map.to_list(meta), from)
  defp chosen(_meta, []), do: []

  defp chosen(meta, keys) do
    for key <- keys, {:ok, value} <- [fetch(meta, key)], do: {key, value}
  end

  # The place of a log is kept whole, and shown in parts.
  defp fetch(%{mfa: {module, _, _}}, :module), do: {:ok, module}
  defp fetch(%{mfa: {_, fun, arity}}, :function), do: {:ok, "#{fun}/#{arity}"}
  defp fetch(meta, key), do: Map.fetch(meta, key)

  defp pairs(metadata) do
    for {key, value} <- metadata, text = shown(key, value) do
      [Atom.to_string(key), ?=, text, ?\s]
    end
  end

  defp shown(:time, _), do: nil
  defp shown(:gl, _), do: nil
  defp shown(:report_cb, _), do: nil
  defp shown(_, nil), do: nil
  defp shown(_, value) when is_binary(value), do: value
  defp shown(_, value) when is_integer(value), do: Integer.to_string(value)
  defp shown(_, value) when is_float(value), do: Float.to_string(value)
  defp shown(_, value) when is_pid(value), do: :erlang.pid_to_list(value)

  defp shown(_, value) when is_reference(value) do
    ~c"#Ref" ++ rest = :erlang.ref_to_list(value)
    rest
  end

  defp shown(_, value) when is_atom(value) do
    case Atom.to_string(value) do
      "Elixir." <> rest -> rest
      text -> text
    end
  end

  defp shown(:file, value) when is_list(value), do: value

  defp shown(:domain, [head | tail]) when is_atom(head),
    do: Enum.map_intersperse([head | tail], ?., &Atom.to_string/1)

  defp shown(key, {mod, fun, arity})
       when key in [:mfa, :initial_call] and is_atom(mod) and is_atom(fun) and is_integer(arity),
       do: Exception.format_mfa(mod, fun, arity)

  defp shown(_, value) when is_list(value) or is_tuple(value) or is_function(value), do: nil

  defp shown(_, value) do
    case String.Chars.impl_for(value) do
      nil -> nil
      impl -> impl.to_string(value)
    end
  end
end
