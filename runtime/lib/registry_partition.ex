# Registry.Supervisor and Registry.Partition: the processes of a registry.

defmodule Registry.Supervisor do
  @moduledoc false
  use Supervisor

  def start_link(kind, name, partitions, listeners, meta) do
    Supervisor.start_link(__MODULE__, {kind, name, partitions, listeners, meta}, name: name)
  end

  def init({kind, name, count, listeners, meta}) do
    :ets.new(name, [:set, :public, :named_table, read_concurrency: true])
    for {key, value} <- meta, do: :ets.insert(name, {{:meta, key}, value})

    children =
      for i <- 0..(count - 1) do
        partition = Module.concat(name, "PIDPartition#{i}")

        %{
          id: partition,
          start: {Registry.Partition, :start_link, [partition, {kind, name, i, count, listeners}]}
        }
      end

    Supervisor.init(children, strategy: :one_for_all)
  end
end

defmodule Registry.Partition do
  @moduledoc false
  # Owns the tables of a partition, and clears away after processes that end.
  use GenServer

  def start_link(name, arg), do: GenServer.start_link(__MODULE__, arg, name: name)

  def init({kind, name, i, count, listeners}) do
    Process.flag(:trap_exit, true)
    type = if kind == :unique, do: :set, else: :duplicate_bag
    entries = :ets.new(__MODULE__, [type, :public, read_concurrency: true])
    registered = :ets.new(__MODULE__, [:duplicate_bag, :public, read_concurrency: true])
    :ets.insert(name, {{:partition, i}, {self(), registered, entries, self()}})

    # The last of the partitions makes the registry known.
    if i == count - 1 do
      partitions = for n <- 0..i, do: :ets.lookup_element(name, {:partition, n}, 2)
      Registry.__publish__(name, kind, listeners, List.to_tuple(partitions))
    end

    {:ok, %{name: name, registered: registered, listeners: listeners, locks: %{}}}
  end

  # A request that is answered after all exits before it.
  def handle_call(:sync, _from, state), do: {:reply, :ok, state}

  def handle_info({:EXIT, pid, _reason}, state) do
    for {_, key, entries} = row <- :ets.take(state.registered, pid) do
      _ = row

      for {_, {^pid, _}} = entry <- safe_lookup(entries, key),
          do: :ets.delete_object(entries, entry)

      for listener <- state.listeners, do: notify(listener, {:unregister, state.name, key, pid})
    end

    {:noreply, state}
  end

  # Locks: by key, the holder's reference and those who wait, each with a
  # monitor that frees the lock of one that ends.
  def handle_info({:lock, key, pid, ref}, state) do
    monitor = Process.monitor(pid)

    case state.locks do
      %{^key => {holder, waiting}} ->
        {:noreply, put_in(state.locks[key], {holder, :queue.in({pid, ref, monitor}, waiting)})}

      %{} ->
        send(pid, {ref, :locked})
        {:noreply, put_in(state.locks[key], {{pid, ref, monitor}, :queue.new()})}
    end
  end

  def handle_info({:unlock, key, ref}, state),
    do: {:noreply, release(state, key, &(elem(&1, 1) == ref))}

  def handle_info({:DOWN, monitor, _, _, _}, state) do
    state =
      Enum.reduce(
        Map.keys(state.locks),
        state,
        &release(&2, &1, fn one -> elem(one, 2) == monitor end)
      )

    {:noreply, state}
  end

  def handle_info(_message, state), do: {:noreply, state}

  defp release(state, key, ours?) do
    case state.locks do
      %{^key => {holder, waiting}} ->
        waiting = :queue.filter(&(not ours?.(&1)), waiting)

        case ours?.(holder) do
          true ->
            Process.demonitor(elem(holder, 2), [:flush])
            next(state, key, :queue.out(waiting))

          false ->
            put_in(state.locks[key], {holder, waiting})
        end

      %{} ->
        state
    end
  end

  defp next(state, key, {:empty, _}), do: %{state | locks: Map.delete(state.locks, key)}

  defp next(state, key, {{:value, {pid, ref, _} = holder}, waiting}) do
    send(pid, {ref, :locked})
    put_in(state.locks[key], {holder, waiting})
  end

  defp safe_lookup(entries, key) do
    try do
      :ets.lookup(entries, key)
    catch
      :error, :badarg -> []
    end
  end

  defp notify(listener, message) do
    case :erlang.whereis(listener) do
      :undefined -> :ok
      pid -> send(pid, message)
    end
  end
end
