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
    Registry.__describe__(name, kind, count, listeners)

    children =
      for i <- 0..(count - 1) do
        partition = Module.concat(name, "PIDPartition#{i}")

        %{
          id: partition,
          start: {Registry.Partition, :start_link, [partition, {kind, name, i}]}
        }
      end

    # Unique keys are spread by key: what a process registered is in other partitions
    # than its own too. Duplicate ones are kept beside their process.
    strategy = if kind == :unique, do: :one_for_all, else: :one_for_one
    Supervisor.init(children, strategy: strategy)
  end
end

defmodule Registry.Partition do
  @moduledoc false
  # Owns the tables of a partition, and clears away after processes that end.
  use GenServer

  def start_link(name, arg), do: GenServer.start_link(__MODULE__, arg, name: name)

  def init({kind, name, i}) do
    Process.flag(:trap_exit, true)
    type = if kind == :unique, do: :set, else: :duplicate_bag
    entries = :ets.new(__MODULE__, [type, :public, read_concurrency: true])
    registered = :ets.new(__MODULE__, [:duplicate_bag, :public, read_concurrency: true])
    Registry.__publish__(name, i, {self(), registered, entries, self()})
    {:ok, {registered, %{}}}
  end

  # A request that is answered after all exits before it.
  def handle_call(:sync, _from, state), do: {:reply, :ok, state}

  def handle_info({:EXIT, pid, _reason}, {registered, _locks} = state) do
    # Listeners are not told: they may monitor the process themselves.
    for {_, key, entries, _} <- :ets.take(registered, pid),
        {_, {^pid, _}} = entry <- safe_lookup(entries, key),
        do: :ets.delete_object(entries, entry)

    {:noreply, state}
  end

  # Locks: by key, the holder's reference and those who wait, each with a
  # monitor that frees the lock of one that ends.
  def handle_info({:lock, key, pid, ref}, {registered, locks}) do
    one = {pid, ref, Process.monitor(pid)}

    case locks do
      %{^key => {holder, waiting}} ->
        {:noreply, {registered, Map.put(locks, key, {holder, :queue.in(one, waiting)})}}

      %{} ->
        send(pid, {ref, :locked})
        {:noreply, {registered, Map.put(locks, key, {one, :queue.new()})}}
    end
  end

  def handle_info({:unlock, key, ref}, {registered, locks}),
    do: {:noreply, {registered, release(locks, key, &(elem(&1, 1) == ref))}}

  def handle_info({:DOWN, monitor, _, _, _}, {registered, locks}) do
    ours? = fn one -> elem(one, 2) == monitor end
    {:noreply, {registered, Enum.reduce(Map.keys(locks), locks, &release(&2, &1, ours?))}}
  end

  defp release(locks, key, ours?) do
    case locks do
      %{^key => {holder, waiting}} ->
        waiting = :queue.filter(&(not ours?.(&1)), waiting)

        case ours?.(holder) do
          true ->
            Process.demonitor(elem(holder, 2), [:flush])
            next(locks, key, :queue.out(waiting))

          false ->
            Map.put(locks, key, {holder, waiting})
        end

      %{} ->
        locks
    end
  end

  defp next(locks, key, {:empty, _}), do: Map.delete(locks, key)

  defp next(locks, key, {{:value, {pid, ref, _} = holder}, waiting}) do
    send(pid, {ref, :locked})
    Map.put(locks, key, {holder, waiting})
  end

  defp safe_lookup(entries, key) do
    try do
      :ets.lookup(entries, key)
    catch
      :error, :badarg -> []
    end
  end
end
