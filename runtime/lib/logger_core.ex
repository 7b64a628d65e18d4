# :otpsh_logger: the configuration of :logger, the way of an event, crashes of bare processes.

defmodule :otpsh_logger do
  @moduledoc false
  # The configuration of :logger, the way of an event, and what the runtime
  # tells Logger about processes that crash.

  @cell :logger

  def config do
    case :otpsh_cell.get(@cell, nil) do
      nil -> defaults()
      config -> config
    end
  end

  # {primary level, levels of modules}: all that an event which is not logged costs.
  def levels do
    case :otpsh_cell.get(@cell, nil) do
      nil -> {:debug, %{}}
      config -> {config.primary.level, config.modules}
    end
  end

  def defaults do
    %{
      primary: %{
        level: :debug,
        filter_default: :log,
        metadata: %{},
        filters: [
          logger_translator: {&Logger.Utils.translator/2, Logger.Utils.translator_config()},
          logger_process_level: {&Logger.Utils.process_level/2, []}
        ]
      },
      handlers: [
        default: %{
          id: :default,
          module: :logger_std_h,
          level: :all,
          filters: [remote_gl: {&:logger_filters.remote_gl/2, :stop}],
          filter_default: :log,
          config: %{type: :standard_io},
          formatter: Logger.default_formatter()
        }
      ],
      modules: %{}
    }
  end

  # `fun` gets the configuration and returns {:ok, new one} or an error.
  def update(fun) do
    :otpsh_cell.update(@cell, nil, fn config ->
      case fun.(config || defaults()) do
        {:ok, new} -> {:ok, new}
        other -> {:keep, other}
      end
    end)
  end

  # The level has been checked.
  def event(level, message, meta) do
    config = config()

    own =
      case :erlang.get(:"$logger_metadata$") do
        :undefined -> meta
        process_meta -> Map.merge(process_meta, meta)
      end

    meta =
      %{pid: self(), gl: :erlang.group_leader(), time: :erlang.system_time(:microsecond)}
      |> Map.merge(config.primary.metadata)
      |> Map.merge(own)

    event = %{level: level, msg: message, meta: meta}

    case filtered(event, :primary, config.primary) do
      :stop -> :ok
      event -> handle(:lists.reverse(config.handlers), event)
    end
  end

  # What logging itself has to tell, of an event that brought it into trouble.
  def trouble(%{meta: %{internal_log_event: true}}, _report), do: :ok

  def trouble(_event, report) do
    message = if is_list(report), do: {:report, report}, else: report

    case :logger.allow(:debug, :logger) do
      true -> event(:debug, message, %{internal_log_event: true})
      false -> :ok
    end
  end

  defp handle([], _event), do: :ok

  defp handle([{id, handler} | rest], event) do
    case :logger_config.less_or_equal_level(event.level, handler.level) do
      true -> handle_one(id, handler, filtered(event, id, handler))
      false -> :ok
    end

    handle(rest, event)
  end

  defp handle_one(_id, _handler, :stop), do: :ok

  defp handle_one(id, handler, event) do
    config = Map.drop(handler, [:level, :filters, :filter_default])

    try do
      handler.module.log(event, config)
    catch
      class, reason ->
        stack = __STACKTRACE__
        # It is taken out, as it would crash again.
        :logger.remove_handler(id)
        complain({:removed_failing_handler, id})

        trouble(event,
          logger: :removed_failing_handler,
          handler: {id, handler.module},
          log_event: event,
          config: config,
          reason: {class, reason, own_frames(stack)}
        )
    end
  end

  defp filtered(event, owner, %{filters: filters, filter_default: default}),
    do: filtered(filters, event, owner, default, :ignored)

  defp filtered([], _event, _owner, :stop, :ignored), do: :stop
  defp filtered([], event, _owner, _default, _seen), do: event

  defp filtered([{id, {fun, arg}} = filter | rest], event, owner, default, seen) do
    result =
      try do
        fun.(event, arg)
      catch
        class, reason ->
          stack = __STACKTRACE__
          remove_filter(owner, id)
          complain({:removed_failing_filter, id})

          trouble(event,
            logger: :removed_failing_filter,
            filter: filter,
            owner: owner,
            log_event: event,
            reason: {class, reason, own_frames(stack)}
          )

          :ignore
      end

    case result do
      :stop -> :stop
      :ignore -> filtered(rest, event, owner, default, seen)
      event -> filtered(rest, event, owner, default, :passed)
    end
  end

  defp remove_filter(:primary, id), do: :logger.remove_primary_filter(id)
  defp remove_filter(handler, id), do: :logger.remove_handler_filter(handler, id)

  # The frames of a handler or filter, without those of who logged.
  defp own_frames(stack), do: Enum.take_while(stack, fn {m, _, _, _} -> m != __MODULE__ end)

  defp complain(what) do
    IO.write(:stderr, "Logger - error: ")
    :io.format(:user, ~c"~w~n", [what])
  end

  # Crash reports of processes and supervisors are made only when asked for.
  def sasl? do
    case :otpsh_cell.get(@cell, nil) do
      nil ->
        false

      config ->
        case :lists.keyfind(:logger_translator, 1, config.primary.filters) do
          {_, {_, %{sasl: sasl}}} -> sasl
          _ -> true
        end
    end
  end

  # Called by the runtime, in a helper process, for a process that ended by an
  # error or a throw that nobody caught.
  def process_crash(pid, class, reason, stack) do
    value =
      case class do
        :throw -> {:nocatch, reason}
        _ -> reason
      end

    case class == :exit or not :logger.allow(:error, nil) do
      true ->
        :ok

      false ->
        event(:error, {~c"Error in process ~p with exit value:~n~p~n", [pid, {value, stack}]}, %{
          pid: pid,
          error_logger: %{tag: :error, emulator: true}
        })
    end
  end
end
