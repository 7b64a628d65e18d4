# :telemetry: events with measurements, and the functions attached to them.

defmodule :telemetry do
  @moduledoc """
  Events: `execute/3` runs the functions attached to an event's name, in the
  calling process. A function that fails is detached.
  """

  @cell :telemetry_handler_table

  @doc "Attaches a function to an event: it gets name, measurements, metadata and config."
  def attach(id, event, function, config), do: attach_many(id, [event], function, config)

  def attach_many(id, events, function, config) when is_function(function, 4) do
    for event <- events, do: check_name(event)

    :otpsh_cell.update(@cell, %{}, fn handlers ->
      case attached?(handlers, id) do
        true ->
          {:keep, {:error, :already_exists}}

        false ->
          handler = {id, function, config}

          {:ok,
           Enum.reduce(
             events,
             handlers,
             &Map.update(&2, &1, [handler], fn old -> old ++ [handler] end)
           )}
      end
    end)
  end

  @doc "Detaches what is attached under an id."
  def detach(id) do
    :otpsh_cell.update(@cell, %{}, fn handlers ->
      case attached?(handlers, id) do
        true -> {:ok, without(handlers, id)}
        false -> {:keep, {:error, :not_found}}
      end
    end)
  end

  defp attached?(handlers, id),
    do: Enum.any?(handlers, fn {_, list} -> List.keymember?(list, id, 0) end)

  defp without(handlers, id) do
    for {event, list} <- handlers,
        (rest = List.keydelete(list, id, 0)) != [],
        into: %{},
        do: {event, rest}
  end

  @doc "The handlers of all events whose name starts so."
  def list_handlers(prefix) do
    for {event, list} <- :otpsh_cell.get(@cell, %{}),
        List.starts_with?(event, prefix),
        {id, function, config} <- list,
        do: %{id: id, event_name: event, function: function, config: config}
  end

  def execute(event, measurements), do: execute(event, measurements, %{})

  @doc "Emits an event."
  def execute(event, measurements, metadata) when is_number(measurements),
    do: execute(event, %{value: measurements}, metadata)

  def execute([_ | _] = event, measurements, metadata)
      when is_map(measurements) and is_map(metadata) do
    case :otpsh_cell.get(@cell, %{}) do
      %{^event => handlers} -> run(handlers, event, measurements, metadata)
      %{} -> :ok
    end
  end

  defp run([], _event, _measurements, _metadata), do: :ok

  defp run([{id, function, config} | rest], event, measurements, metadata) do
    try do
      function.(event, measurements, metadata, config)
    catch
      class, reason -> failed(id, config, event, class, reason, __STACKTRACE__)
    end

    run(rest, event, measurements, metadata)
  end

  defp failed(id, config, event, class, reason, stack) do
    detach(id)

    execute(
      [:telemetry, :handler, :failure],
      %{monotonic_time: :erlang.monotonic_time(), system_time: :erlang.system_time()},
      %{
        event_name: event,
        handler_id: id,
        handler_config: config,
        kind: class,
        reason: reason,
        stacktrace: stack
      }
    )

    :logger.error(
      ~c"Handler ~p has failed and has been detached. Class=~p~nReason=~p~nStacktrace=~p~n",
      [id, class, reason, stack]
    )
  end

  @doc "Runs a function between a `:start` and a `:stop` (or `:exception`) event."
  def span(prefix, start_metadata, function) do
    start = :erlang.monotonic_time()
    context = make_ref()

    execute(
      prefix ++ [:start],
      %{monotonic_time: start, system_time: :erlang.system_time()},
      with_context(start_metadata, context)
    )

    try do
      function.()
    catch
      class, reason ->
        now = :erlang.monotonic_time()
        stack = __STACKTRACE__
        failure = %{kind: class, reason: reason, stacktrace: stack}

        execute(
          prefix ++ [:exception],
          %{duration: now - start, monotonic_time: now},
          start_metadata |> Map.merge(failure) |> with_context(context)
        )

        :erlang.raise(class, reason, stack)
    else
      {result, metadata} ->
        stop(prefix, start, %{}, metadata, context)
        result

      {result, measurements, metadata} ->
        stop(prefix, start, measurements, metadata, context)
        result
    end
  end

  defp stop(prefix, start, measurements, metadata, context) do
    now = :erlang.monotonic_time()
    own = %{duration: now - start, monotonic_time: now}
    execute(prefix ++ [:stop], Map.merge(measurements, own), with_context(metadata, context))
  end

  defp with_context(metadata, context),
    do: Map.put_new(metadata, :telemetry_span_context, context)

  defp check_name([first | _] = event) when is_atom(first) do
    if not Enum.all?(event, &is_atom/1), do: :erlang.error(:badarg, [event])
  end

  defp check_name(event), do: :erlang.error(:badarg, [event])
end
