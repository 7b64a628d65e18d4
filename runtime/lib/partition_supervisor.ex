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

        start = {__MODULE__, :start_child, [mod, fun, args, {name, partition}]}
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
  def start_child(mod, fun, args, {name, partition}) do
    case apply(mod, fun, args) do
      {:ok, pid} = ok ->
        :ets.insert(table(name), {partition, pid})
        ok

      {:ok, pid, _info} = ok ->
        :ets.insert(table(name), {partition, pid})
        ok

      other ->
        other
    end
  end

  @doc false
  def init({name, partitions, children, init_opts}) do
    init_table(name)
    :ets.insert(table(name), {:partitions, partitions, partitions})
    Supervisor.init(children, Keyword.put_new(init_opts, :strategy, :one_for_one))
  end

  defp init_table(name) when is_atom(name),
    do: :ets.new(name, [:set, :named_table, :protected, read_concurrency: true])

  # Under a name of a registry, the table is found through the registry.
  defp init_table({:via, Registry, {registry, key}}) do
    table = :ets.new(__MODULE__, [:set, :protected, read_concurrency: true])
    :ok = Registry.put_meta(registry, {__MODULE__, key}, table)
  end

  defp table(name) when is_atom(name), do: name

  defp table({:via, Registry, {registry, key}} = name) do
    case Registry.meta(registry, {__MODULE__, key}) do
      {:ok, table} -> table
      :error -> exit({:noproc, {__MODULE__, :partitions, [name]}})
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

    {now, most} = counts(name)

    if partitions not in 0..most do
      raise ArgumentError,
            "the number of partitions to resize to must be a number between 0 and #{most}, got: #{partitions}"
    end

    # The table is the supervisor's: it writes it.
    :sys.replace_state(supervisor, fn state ->
      :ets.insert(table(name), {:partitions, partitions, most})
      state
    end)

    if partitions < now do
      for i <- (now - 1)..partitions//-1, do: Supervisor.terminate_child(supervisor, i)
    else
      for i <- now..(partitions - 1)//1, do: Supervisor.restart_child(supervisor, i)
    end

    now
  end

  @doc "`{partition, pid, type, modules}` of each partition."
  def which_children(name) when is_atom(name) or elem(name, 0) == :via,
    do: Supervisor.which_children(name)

  @doc "A map with the number of specs, active children, supervisors and workers."
  def count_children(supervisor), do: Supervisor.count_children(supervisor)

  @doc "Stops the supervisor with its partitions."
  def stop(supervisor, reason \\ :normal, timeout \\ :infinity)
      when is_atom(supervisor) or elem(supervisor, 0) == :via,
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

    case :ets.lookup(table(name), index) do
      [{_, pid}] -> pid
      [] -> :undefined
    end
  end

  @doc false
  def send({name, key}, message) do
    case whereis_name({name, key}) do
      :undefined -> :erlang.error(:badarg, [{name, key}, message])
      pid -> Kernel.send(pid, message)
    end
  end
end
