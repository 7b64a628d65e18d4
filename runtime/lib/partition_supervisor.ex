# PartitionSupervisor: the same child several times, reached by a key.

defmodule PartitionSupervisor do
  @moduledoc """
  Starts a child once per partition; `{:via, PartitionSupervisor, {name, key}}`
  is the child of the key's partition.
  """

  @behaviour Supervisor

  @doc "A child specification: the id is the name."
  def child_spec(opts) when is_list(opts) do
    id =
      case Keyword.get(opts, :name, PartitionSupervisor) do
        name when is_atom(name) -> name
        {:via, _module, name} -> name
      end

    %{id: id, start: {PartitionSupervisor, :start_link, [opts]}, type: :supervisor}
  end

  @doc """
  Starts the supervisor: `:name` and `:child_spec` are required; `:partitions`
  (the number of schedulers), `:strategy`, `:max_restarts`, `:max_seconds`,
  `:with_arguments`.
  """
  def start_link(opts) when is_list(opts) do
    name = opts[:name]

    if !name do
      raise ArgumentError, "the :name option must be given to PartitionSupervisor"
    end

    {child_spec, opts} = Keyword.pop(opts, :child_spec)

    if !child_spec do
      raise ArgumentError, "the :child_spec option must be given to PartitionSupervisor"
    end

    {partitions, opts} = Keyword.pop_lazy(opts, :partitions, &System.schedulers_online/0)

    if not (is_integer(partitions) and partitions >= 1) do
      raise ArgumentError,
            "the :partitions option must be a positive integer, got: #{inspect(partitions)}"
    end

    {with_arguments, opts} = Keyword.pop(opts, :with_arguments, fn args, _partition -> args end)

    if not is_function(with_arguments, 2) do
      raise ArgumentError,
            "the :with_arguments option must be a function that receives two arguments, " <>
              "the current call arguments and the partition, got: #{inspect(with_arguments)}"
    end

    %{start: {mod, fun, args}} = map = Supervisor.child_spec(child_spec, [])
    modules = map[:modules] || [mod]

    children =
      for partition <- 0..(partitions - 1) do
        args = with_arguments.(args, partition)

        if not is_list(args) do
          raise "the call to the function in :with_arguments must return a list, got: #{inspect(args)}"
        end

        start = {__MODULE__, :start_child, [mod, fun, args, partition]}
        Map.merge(map, %{id: partition, start: start, modules: modules})
      end

    auto_shutdown = Keyword.get(opts, :auto_shutdown, :never)

    if auto_shutdown != :never do
      raise ArgumentError,
            "the :auto_shutdown option must be :never, got: #{inspect(auto_shutdown)}"
    end

    {init_opts, start_opts} =
      Keyword.split(opts, [:strategy, :max_seconds, :max_restarts, :auto_shutdown])

    Supervisor.start_link(__MODULE__, {name, partitions, children, init_opts}, start_opts)
  end

  @doc false
  def start_child(mod, fun, args, partition) do
    case apply(mod, fun, args) do
      {:ok, pid} = ok ->
        :ets.insert(Process.get(:ets_table), {partition, pid})
        ok

      {:ok, pid, _info} = ok ->
        :ets.insert(Process.get(:ets_table), {partition, pid})
        ok

      other ->
        other
    end
  end

  @doc false
  def init({name, partitions, children, init_opts}) do
    table = init_table(name)
    :ets.insert(table, {:partitions, partitions, partitions})
    Process.put(:ets_table, table)
    Supervisor.init(children, Keyword.put_new(init_opts, :strategy, :one_for_one))
  end

  defp init_table(name) when is_atom(name),
    do: :ets.new(name, [:set, :named_table, :public, read_concurrency: true])

  # The name of a registry cannot name a table: its supervisor tells which one it is.
  defp init_table({:via, _, _}),
    do: :ets.new(__MODULE__, [:set, :public, read_concurrency: true])

  defp table(name) when is_atom(name), do: name

  defp table({:via, _, _} = name) do
    with pid when is_pid(pid) <- GenServer.whereis(name),
         {:dictionary, dictionary} <- Process.info(pid, :dictionary),
         {:ets_table, table} <- List.keyfind(dictionary, :ets_table, 0) do
      table
    else
      _ -> exit({:noproc, {__MODULE__, :partitions, [name]}})
    end
  end

  @doc "The number of partitions."
  def partitions(name), do: counts(name) |> elem(0)

  defp counts(name) do
    try do
      :ets.lookup(table(name), :partitions)
    catch
      :error, _ -> exit({:noproc, {__MODULE__, :partitions, [name]}})
    else
      [{_, now, most}] -> {now, most}
    end
  end

  @doc "Changes how many of the partitions are used; gives how many were before."
  def resize!(name, partitions) when is_integer(partitions) do
    supervisor =
      GenServer.whereis(name) || exit({:noproc, {__MODULE__, :resize!, [name, partitions]}})

    :global.trans({{__MODULE__, supervisor}, self()}, fn ->
      {now, most} = counts(name)

      if partitions not in 0..most do
        raise ArgumentError,
              "the number of partitions to resize to must be a number between 0 and #{most}, got: #{partitions}"
      end

      if partitions < now do
        :ets.insert(table(name), {:partitions, partitions, most})
        for i <- partitions..(now - 1), do: change!("terminate", name, i)
      else
        for i <- now..(partitions - 1)//1, do: change!("restart", name, i)
        :ets.insert(table(name), {:partitions, partitions, most})
      end

      now
    end)
  end

  defp change!(what, name, partition) do
    result =
      case what do
        "restart" -> Supervisor.restart_child(name, partition)
        "terminate" -> Supervisor.terminate_child(name, partition)
      end

    case result do
      {:error, reason} ->
        raise "cannot #{what} partition #{partition} of PartitionSupervisor #{inspect(name)} " <>
                "due to reason #{inspect(reason)}"

      _ ->
        :ok
    end
  end

  @doc "`{partition, pid, type, modules}` of each partition."
  def which_children(name) when is_atom(name) or elem(name, 0) == :via,
    do: Supervisor.which_children(name)

  @doc "A map with the number of specs, active children, supervisors and workers."
  def count_children(supervisor) when is_atom(supervisor),
    do: Supervisor.count_children(supervisor)

  @doc "Stops the supervisor with its partitions."
  def stop(supervisor, reason \\ :normal, timeout \\ :infinity) when is_atom(supervisor),
    do: Supervisor.stop(supervisor, reason, timeout)

  # The name of a partition.

  @doc false
  def register_name({_, _}, _),
    do: raise("{:via, PartitionSupervisor, _} cannot be given on registration")

  @doc false
  def unregister_name({_, _}, _),
    do: raise("{:via, PartitionSupervisor, _} cannot be given on unregistration")

  @doc false
  def whereis_name({name, key}) do
    partitions = partitions(name)

    if partitions == 0 do
      raise ArgumentError, "PartitionSupervisor #{inspect(name)} has zero partitions"
    end

    index =
      if is_integer(key), do: rem(abs(key), partitions), else: :erlang.phash2(key, partitions)

    :ets.lookup_element(table(name), index, 2)
  end

  @doc false
  def send({name, key}, message) do
    case whereis_name({name, key}) do
      :undefined -> :erlang.error(:badarg, [{name, key}, message])
      pid -> Kernel.send(pid, message)
    end
  end
end
