# The default handler, formatter and filters of :logger; and :error_logger, the interface of before.

defmodule :logger_std_h do
  @moduledoc false
  # The default handler: writes to standard output.

  def log(event, %{formatter: {module, formatter}} = handler) do
    text = module.format(event, formatter)

    case handler do
      %{config: %{type: :standard_error}} -> IO.write(:standard_error, text)
      %{config: %{type: {:file, path}}} -> File.write(path, text, [:append])
      %{config: %{file: path}} -> File.write(path, text, [:append])
      _ -> IO.write(:user, text)
    end

    :ok
  end

  def filesync(_name), do: :ok
end

defmodule :logger_formatter do
  @moduledoc false
  # The formatter of handlers that name none.

  def format(%{level: level, meta: meta} = event, config) when is_map(config) do
    {{{y, mo, d}, {h, mi, s}}, micro} = Logger.Formatter.date_time(Map.get(meta, :time, 0), true)
    ms = :io_lib.format(~c"~3..0w", [div(micro, 1000)])
    time = :io_lib.format(~c"~4..0w-~2..0w-~2..0wT~2..0w:~2..0w:~2..0w", [y, mo, d, h, mi, s])
    text = Logger.Formatter.message_text(event)

    case config do
      %{template: template} ->
        for part <- template do
          case part do
            :msg -> text
            :level -> Atom.to_string(level)
            :time -> [time, ?., ms, "+00:00"]
            key when is_atom(key) -> shown(Map.get(meta, key, ""))
            text -> text
          end
        end

      %{} ->
        [time, ?., ms, "+00:00 ", Atom.to_string(level), ": ", text, ?\n]
    end
  end

  def check_config(config) when is_map(config), do: :ok

  defp shown(value) when is_binary(value), do: value
  defp shown(value), do: inspect(value)
end

defmodule :logger_filters do
  @moduledoc false
  # The filters that come with :logger.

  def domain(%{meta: meta} = event, {action, compare, domain}) do
    own = Map.get(meta, :domain)

    matches =
      case compare do
        :equal -> own == domain
        :not_equal -> own != domain
        :undefined -> own == nil
        :sub -> is_list(own) and List.starts_with?(own, domain)
        :super -> is_list(own) and List.starts_with?(domain, own)
      end

    decide(matches, action, event)
  end

  def level(%{level: level} = event, {action, compare, limit}) do
    order = :logger.compare_levels(level, limit)

    matches =
      case compare do
        :eq -> order == :eq
        :neq -> order != :eq
        :lt -> order == :lt
        :gt -> order == :gt
        :lteq -> order in [:lt, :eq]
        :gteq -> order in [:gt, :eq]
      end

    decide(matches, action, event)
  end

  def progress(%{msg: {:report, %{label: {_, :progress}}}} = event, action),
    do: decide(true, action, event)

  def progress(_event, _action), do: :ignore

  # There is one node: no event comes from another.
  def remote_gl(_event, _action), do: :ignore

  defp decide(true, :log, event), do: event
  defp decide(true, :stop, _event), do: :stop
  defp decide(false, _action, _event), do: :ignore
end

defmodule :error_logger do
  @moduledoc false
  # The interface of before :logger.

  def error_msg(format), do: error_msg(format, [])
  def error_msg(format, args), do: log(:error, :error, {format, args})
  def format(format, args), do: error_msg(format, args)
  def warning_msg(format), do: warning_msg(format, [])
  def warning_msg(format, args), do: log(:warning, :warning_msg, {format, args})
  def info_msg(format), do: info_msg(format, [])
  def info_msg(format, args), do: log(:notice, :info_msg, {format, args})
  def error_report(report), do: error_report(:std_error, report)

  def error_report(type, report),
    do:
      log(
        :error,
        {:error_report, type},
        {:report, %{label: {:error_logger, :error_report}, report: report}}
      )

  def warning_report(report), do: warning_report(:std_warning, report)

  def warning_report(type, report),
    do:
      log(
        :warning,
        {:warning_report, type},
        {:report, %{label: {:error_logger, :warning_report}, report: report}}
      )

  def info_report(report), do: info_report(:std_info, report)

  def info_report(type, report),
    do:
      log(
        :notice,
        {:info_report, type},
        {:report, %{label: {:error_logger, :info_report}, report: report}}
      )

  defp log(level, tag, message) do
    case :logger.allow(level, :error_logger) do
      true ->
        :otpsh_logger.event(level, message, %{
          error_logger: %{tag: tag},
          report_cb: &:error_logger.report_cb/1
        })

      false ->
        :ok
    end
  end

  @doc false
  def report_cb(%{report: report}) when is_list(report) do
    lines =
      for item <- report do
        case item do
          {key, value} -> ["    ", inspect(key), ": ", inspect(value)]
          other -> ["    ", inspect(other)]
        end
      end

    {~c"~ts", [Enum.intersperse(lines, ?\n)]}
  end

  def report_cb(%{report: report}), do: {~c"~tp", [report]}

  def tty(_flag), do: :ok
  def which_report_handlers, do: []
end
