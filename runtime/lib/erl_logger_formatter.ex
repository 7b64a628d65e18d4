# :logger_formatter: log events as Erlang shows them, the formatter of handlers that name none.

defmodule :logger_formatter do
  @moduledoc """
  Formats log events by a template, with terms in Erlang's syntax.

  Configuration: `:template`, `:single_line`, `:legacy_header`, `:depth`,
  `:max_size` (characters), `:report_cb`, `:time_designator`, `:time_offset`.
  """

  @doc "An event as chardata."
  def format(%{level: level, msg: message, meta: meta}, config) when is_map(config) do
    config =
      Map.merge(
        %{
          single_line: true,
          legacy_header: false,
          depth: :unlimited,
          max_size: :unlimited,
          time_designator: ?T,
          time_offset: ~c""
        },
        config
      )
      |> Map.update!(:depth, &depth/1)

    meta = Map.put_new_lazy(meta, :time, &:logger.timestamp/0)
    text = template(config) |> Enum.map(&part(&1, level, message, meta, config))
    limited(text, config.max_size)
  end

  # Less than this shows nothing of a term.
  defp depth(:unlimited), do: :unlimited
  defp depth(depth), do: max(depth, 5)

  @doc "`:ok`, or what is wrong with a configuration."
  def check_config(config) when is_map(config) do
    Enum.find_value(config, :ok, fn {key, value} ->
      cond do
        key == :template and not is_list(value) ->
          {:error, {:invalid_formatter_template, __MODULE__, value}}

        not valid?(key, value) ->
          {:error, {:invalid_formatter_config, __MODULE__, {key, value}}}

        true ->
          nil
      end
    end)
  end

  def check_config(config),
    do: {:error, {:invalid_formatter_config, __MODULE__, config}}

  defp valid?(key, value) when key in [:single_line, :legacy_header, :error_logger_notice_header],
    do: is_boolean(value) or key == :error_logger_notice_header

  defp valid?(key, value) when key in [:depth, :max_size, :chars_limit],
    do: value == :unlimited or (is_integer(value) and value > 0)

  defp valid?(:report_cb, value), do: is_function(value, 1) or is_function(value, 2)
  defp valid?(:time_designator, value), do: value in 0..255
  defp valid?(:time_offset, value), do: is_integer(value) or is_list(value)
  defp valid?(:template, _value), do: true
  defp valid?(_key, _value), do: false

  # Templates: strings, keys of the metadata (a list is a path into maps), and
  # {key, what to show with it, what without}.

  defp template(%{template: template}), do: template
  defp template(%{legacy_header: true}), do: [:header, "\n", :msg, "\n"]
  defp template(%{single_line: true}), do: [:time, " ", :level, ": ", :msg, "\n"]
  defp template(%{}), do: [:time, " ", :level, ":\n", :msg, "\n"]

  defp part(:msg, _level, message, meta, config), do: message_text(message, meta, config)
  defp part(:level, level, _message, _meta, _config), do: Atom.to_string(level)
  defp part(:time, _level, _message, meta, config), do: time(meta.time, config)
  defp part(:header, level, _message, meta, _config), do: header(level, meta.time)

  defp part({key, yes, no}, level, message, meta, config) do
    parts = if value(meta, key) == nil, do: no, else: yes
    Enum.map(parts, &part(&1, level, message, meta, config))
  end

  defp part(key, _level, _message, meta, _config) when is_atom(key), do: shown(value(meta, key))

  defp part([key | _] = path, _level, _message, meta, _config) when is_atom(key),
    do: shown(value(meta, path))

  defp part(text, _level, _message, _meta, _config), do: text

  defp value(meta, key) when is_atom(key), do: Map.get(meta, key)

  defp value(meta, path) do
    Enum.reduce_while(path, meta, fn
      key, map when is_map(map) -> {:cont, Map.get(map, key)}
      _key, _ -> {:halt, nil}
    end)
  end

  defp shown(nil), do: ""
  defp shown(pid) when is_pid(pid), do: :erlang.pid_to_list(pid)
  defp shown(ref) when is_reference(ref), do: :erlang.ref_to_list(ref)
  defp shown(text) when is_binary(text), do: text

  defp shown({m, f, a}) when is_atom(m) and is_atom(f) and is_integer(a),
    do: :io_lib.format(~c"~tp:~tp/~w", [m, f, a])

  defp shown(list) when is_list(list) do
    case :io_lib.printable_unicode_list(list) do
      true -> list
      false -> :io_lib.format(~c"~0tp", [list])
    end
  end

  defp shown(other), do: :io_lib.format(~c"~0tp", [other])

  # Messages.

  defp message_text(message, meta, config) do
    text = message |> text_of(meta, config) |> IO.chardata_to_string() |> String.trim_trailing()

    case config.single_line do
      true -> Regex.replace(~r/,?\r?\n\s*/, String.trim_leading(text), ", ")
      false -> text
    end
  end

  defp text_of({:string, text}, _meta, _config), do: text

  defp text_of({:report, report}, _meta, %{report_cb: callback} = config),
    do: report(callback, report, config)

  defp text_of({:report, report}, %{report_cb: callback}, config),
    do: report(callback, report, config)

  defp text_of({:report, report}, _meta, config) do
    {format, args} = :logger.format_report(report)
    erlang_text(format, args, config)
  end

  defp text_of({format, args}, _meta, config), do: erlang_text(format, args, config)

  defp report(callback, report, config) when is_function(callback, 1) do
    case callback.(report) do
      {format, args} when is_list(format) and is_list(args) ->
        erlang_text(format, args, config)

      other ->
        erlang_text(~c"REPORT_CB/1 ERROR: ~tp; Returned: ~tp", [report, other], config)
    end
  end

  defp report(callback, report, config) when is_function(callback, 2) do
    limits = %{depth: config.depth, chars_limit: :unlimited, single_line: config.single_line}
    callback.(report, limits)
  end

  defp erlang_text(format, args, config) do
    {changed, args} = terms(charlist(format), args, config, [], [])
    :io_lib.format(changed, args)
  catch
    :error, _ -> :io_lib.format(~c"FORMAT ERROR: ~0tp - ~0tp", [format, args])
  end

  defp charlist(format) when is_binary(format), do: String.to_charlist(format)
  defp charlist(format) when is_atom(format), do: Atom.to_charlist(format)
  defp charlist(format), do: format

  # Terms on one line, and no deeper than asked for: ~p becomes ~0p, or ~0P.
  defp terms([?~ | rest], args, config, format, done) do
    {flags, letter, rest} = directive(rest, [])

    case {letter, args} do
      {c, _} when c in [?~, ?n] ->
        terms(rest, args, config, [c | flags] ++ [?~ | format], done)

      {c, [arg | args]} when c in [?p, ?w] and flags in [[], [?t]] ->
        line = if c == ?p and config.single_line, do: [?0], else: []
        {c, more} = if config.depth == :unlimited, do: {c, []}, else: {c - 32, [config.depth]}
        terms(rest, args, config, [c | flags] ++ line ++ [?~ | format], more ++ [arg | done])

      {c, _} ->
        {own, args} = Enum.split(args, 1 + Enum.count(flags, &(&1 == ?*)) + extra(c))
        terms(rest, args, config, [c | flags] ++ [?~ | format], :lists.reverse(own) ++ done)
    end
  end

  defp terms([c | rest], args, config, format, done),
    do: terms(rest, args, config, [c | format], done)

  defp terms([], args, _config, format, done),
    do: {:lists.reverse(format), :lists.reverse(done) ++ args}

  # The arguments of a directive besides its term.
  defp extra(c) when c in [?P, ?W, ?X, ?x], do: 1
  defp extra(_), do: 0

  defp directive([c | rest], flags) when c in ?0..?9 or c in [?., ?-, ?*, ?t, ?l, ?k, ?K],
    do: directive(rest, [c | flags])

  defp directive([c | rest], flags), do: {flags, c, rest}
  defp directive([], flags), do: {flags, ?n, []}

  # Times.

  defp time(micro, %{time_offset: offset, time_designator: designator}) do
    options = [unit: :microsecond, offset: offset, time_designator: designator]
    :calendar.system_time_to_rfc3339(micro, options)
  end

  @months {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

  defp header(level, micro) do
    {{y, mo, d}, {h, mi, s}} = :calendar.system_time_to_local_time(micro, :microsecond)
    month = elem(@months, mo - 1)
    title = level |> Atom.to_string() |> String.upcase()
    numbers = [title, d, month, y, h, mi, s, Integer.mod(micro, 1_000_000)]
    format = ~c"=~ts REPORT==== ~w-~ts-~w::~2..0w:~2..0w:~2..0w.~6..0w ==="
    :io_lib.format(format, numbers)
  end

  defp limited(text, :unlimited), do: text

  defp limited(text, size) do
    text = IO.chardata_to_string(text)

    case String.length(text) > size do
      true -> [String.slice(text, 0, size - 4), "...\n"]
      false -> text
    end
  end
end
