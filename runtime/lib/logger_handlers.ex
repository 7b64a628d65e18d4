# The default handler and filters of :logger; and :error_logger, the interface of before.

defmodule :logger_std_h do
  @moduledoc false
  # The default handler: writes to standard output.

  def log(event, handler) do
    text = text(event, handler.formatter)

    case handler do
      %{config: %{type: :standard_error}} -> IO.write(:standard_error, text)
      %{config: %{type: {:file, path}}} -> File.write(path, text, [:append])
      %{config: %{file: path}} -> File.write(path, text, [:append])
      _ -> IO.write(:otpsh_io.log_device(), text)
    end

    :ok
  end

  def filesync(_name), do: :ok

  # The text of an event. A formatter in trouble loses no event.
  defp text(event, {module, config}) do
    try do
      module.format(event, config)
    catch
      class, reason ->
        stack = Enum.take_while(__STACKTRACE__, fn {m, _, _, _} -> m != __MODULE__ end)

        :otpsh_logger.trouble(event,
          formatter_crashed: module,
          config: config,
          log_event: event,
          reason: {class, reason, stack}
        )

        crash = %{event | msg: {~c"FORMATTER CRASH: ~tp", [event.msg]}}
        :logger_formatter.format(crash, %{})
    else
      chardata -> checked(event, chardata, module)
    end
  end

  defp checked(event, chardata, module) do
    case :unicode.characters_to_binary(chardata) do
      text when is_binary(text) ->
        text

      {_error_or_incomplete, good, bad} ->
        message =
          "bad return value from Logger formatter #{inspect(module)}, " <>
            "got #{inspect(bad)} after #{inspect(good)}"

        {:current_stacktrace, [_ | stack]} = :erlang.process_info(self(), :current_stacktrace)
        report = Exception.format(:error, RuntimeError.exception(message), stack)
        :otpsh_logger.trouble(event, {:string, report})
        "FORMATTER ERROR: bad return value\n"
    end
  end
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
