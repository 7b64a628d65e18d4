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
          filters: [],
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

    case filtered(event, config.primary.filters, config.primary.filter_default) do
      :stop -> :ok
      event -> handle(:lists.reverse(config.handlers), event)
    end
  end

  defp handle([], _event), do: :ok

  defp handle([{id, handler} | rest], event) do
    case :logger.rank(event.level) <= :logger.rank(handler.level) do
      true -> handle_one(id, handler, filtered(event, handler.filters, handler.filter_default))
      false -> :ok
    end

    handle(rest, event)
  end

  defp handle_one(_id, _handler, :stop), do: :ok

  defp handle_one(id, handler, event) do
    try do
      handler.module.log(event, Map.drop(handler, [:level, :filters, :filter_default]))
    catch
      # A handler that crashes is taken out, as it would crash again.
      _class, _reason ->
        update(fn c -> {:ok, %{c | handlers: List.keydelete(c.handlers, id, 0)}} end)
    end
  end

  defp filtered(event, filters, default), do: filtered(filters, event, default, :ignored)

  defp filtered([], _event, :stop, :ignored), do: :stop
  defp filtered([], event, _default, _seen), do: event

  defp filtered([{_id, {fun, arg}} | rest], event, default, seen) do
    result =
      try do
        fun.(event, arg)
      catch
        _, _ -> :ignore
      end

    case result do
      :stop -> :stop
      :ignore -> filtered(rest, event, default, seen)
      event -> filtered(rest, event, default, :passed)
    end
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
