# Registry: processes by keys; many processes under one key; key-value tables of processes.

defmodule Registry do
  @moduledoc """
  A store of processes by key, on this node. Keys are `:unique` (one process a
  key; also for names: `{:via, Registry, {registry, key}}`) or `:duplicate`
  (many; for publish and subscribe). What a process registered is gone when it
  ends.

  The table named as the registry holds its description; each partition has a
  process that owns a table of entries, `{key, {pid, value}}`, and a table of
  what each process registered, `{pid, key, entries, number}`.
  """

  @info :"$registry"

  @type registry :: atom
  @type keys :: :unique | :duplicate
  @type key :: term
  @type value :: term

  # Starting.

  @doc "A child specification: the id is the name."
  def child_spec(options) do
    %{
      id: Keyword.get(options, :name, Registry),
      start: {Registry, :start_link, [options]},
      type: :supervisor
    }
  end

  @doc """
  Starts a registry: `:keys` and `:name` are required; `:partitions`,
  `:listeners`, `:meta`.
  """
  def start_link(options) do
    keys = Keyword.get(options, :keys)

    if keys not in [:unique, :duplicate] do
      raise ArgumentError,
            "expected :keys to be given and be one of :unique or :duplicate, got: #{inspect(keys)}"
    end

    name =
      case Keyword.fetch(options, :name) do
        {:ok, name} when is_atom(name) ->
          name

        {:ok, other} ->
          raise ArgumentError, "expected :name to be an atom, got: #{inspect(other)}"

        :error ->
          raise ArgumentError, "expected :name option to be present"
      end

    meta = Keyword.get(options, :meta, [])

    if not Keyword.keyword?(meta) do
      raise ArgumentError, "expected :meta to be a keyword list, got: #{inspect(meta)}"
    end

    partitions = Keyword.get(options, :partitions, 1)

    if not (is_integer(partitions) and partitions >= 1) do
      raise ArgumentError,
            "expected :partitions to be a positive integer, got: #{inspect(partitions)}"
    end

    listeners = Keyword.get(options, :listeners, [])

    if not (is_list(listeners) and Enum.all?(listeners, &is_atom/1)) do
      raise ArgumentError,
            "expected :listeners to be a list of named processes, got: #{inspect(listeners)}"
    end

    compressed = Keyword.get(options, :compressed, false)

    if not is_boolean(compressed) do
      raise ArgumentError, "expected :compressed to be a boolean, got: #{inspect(compressed)}"
    end

    Registry.Supervisor.start_link(keys, name, partitions, listeners, meta)
  end

  @doc false
  def start_link(keys, name), do: start_link(keys: keys, name: name)

  @doc false
  def start_link(keys, name, options), do: start_link([keys: keys, name: name] ++ options)

  # Names: {:via, Registry, {registry, key}} or {registry, key, value}.

  @doc false
  def register_name({registry, key}, pid), do: register_name(registry, key, nil, pid)
  def register_name({registry, key, value}, pid), do: register_name(registry, key, value, pid)

  defp register_name(registry, key, value, pid) when pid == self() do
    case register(registry, key, value) do
      {:ok, _} -> :yes
      {:error, _} -> :no
    end
  end

  @doc false
  def whereis_name({registry, key}), do: via_pid(registry, key)
  def whereis_name({registry, key, _value}), do: via_pid(registry, key)

  defp via_pid(registry, key) do
    case info!(registry) do
      {:unique, _, _, _} = info ->
        case :ets.lookup(entries(info, key), key) do
          [{_, {pid, _}}] -> if(Process.alive?(pid), do: pid, else: :undefined)
          [] -> :undefined
        end

      _ ->
        raise ArgumentError, ":via is not supported for duplicate registries"
    end
  end

  @doc false
  def unregister_name({registry, key}), do: unregister(registry, key)
  def unregister_name({registry, key, _value}), do: unregister(registry, key)

  @doc false
  def send({registry, key}, msg), do: send_via(registry, key, msg)
  def send({registry, key, _value}, msg), do: send_via(registry, key, msg)

  defp send_via(registry, key, message) do
    case lookup(registry, key) do
      [{pid, _}] -> Kernel.send(pid, message)
      [] -> :erlang.error(:badarg, [{registry, key}, message])
    end
  end

  # Registering.

  @doc "Registers the calling process under a key, with a value."
  def register(registry, key, value) when is_atom(registry) do
    pid = self()
    {kind, _, _, listeners} = info = info!(registry)
    {server, registered} = partition(info, pid)
    entries = entries(info, key)
    # The link tells the partition when this process ends.
    Process.link(server)

    case register(kind, entries, key, {pid, value}) do
      :ok ->
        :ets.insert(registered, {pid, key, entries, :erlang.unique_integer()})

        for listener <- listeners,
            do: Kernel.send(listener, {:register, registry, key, pid, value})

        {:ok, server}

      {:error, {:already_registered, ^pid}} = error ->
        error

      error ->
        unlink_if_unregistered(pid, server, registered)
        error
    end
  end

  defp register(:duplicate, entries, key, entry) do
    :ets.insert(entries, {key, entry})
    :ok
  end

  defp register(:unique, entries, key, entry) do
    case :ets.insert_new(entries, {key, entry}) do
      true ->
        :ok

      false ->
        case :ets.lookup(entries, key) do
          [{_, {pid, _}} = dead] ->
            if Process.alive?(pid) do
              {:error, {:already_registered, pid}}
            else
              :ets.delete_object(entries, dead)
              register(:unique, entries, key, entry)
            end

          [] ->
            register(:unique, entries, key, entry)
        end
    end
  end

  @doc "Takes away what the calling process registered under a key."
  def unregister(registry, key) when is_atom(registry) do
    pid = self()
    {_, _, _, listeners} = info = info!(registry)
    {server, registered} = partition(info, pid)
    entries = entries(info, key)

    for entry <- own_entries(entries, key, pid), do: :ets.delete_object(entries, entry)
    for row <- own_rows(registered, key, pid), do: :ets.delete_object(registered, row)
    unlink_if_unregistered(pid, server, registered)
    for listener <- listeners, do: Kernel.send(listener, {:unregister, registry, key, pid})
    :ok
  end

  defp own_entries(entries, key, pid) do
    for {_, {holder, _}} = entry <- rows(entries, key), holder == pid, do: entry
  end

  defp own_rows(registered, key, pid),
    do: for(row <- :ets.lookup(registered, pid), elem(row, 1) === key, do: row)

  # The table of a partition that is just restarted may be gone.
  defp rows(table, key) do
    :ets.lookup(table, key)
  catch
    :error, :badarg -> []
  end

  defp unlink_if_unregistered(pid, server, registered) do
    case :ets.member(registered, pid) do
      true -> :ok
      false -> Process.unlink(server)
    end

    :ok
  end

  @doc "As `unregister/2`, of the values that match a pattern."
  def unregister_match(registry, key, pattern, guards \\ []) when is_list(guards) do
    pid = self()
    info = info!(registry)
    {_server, registered} = partition(info, pid)
    entries = entries(info, key)
    own = own_entries(entries, key, pid)
    gone = matching(own, pattern, guards)

    if length(gone) == length(own) do
      unregister(registry, key)
    else
      # The process stays under the key: listeners hear nothing.
      for entry <- gone, do: :ets.delete_object(entries, entry)
      rows = Enum.take(own_rows(registered, key, pid), length(gone))
      for row <- rows, do: :ets.delete_object(registered, row)
      :ok
    end
  end

  defp matching(entries, pattern, guards) do
    spec = :ets.match_spec_compile([{{:_, {:_, pattern}}, guards, [:"$_"]}])
    :ets.match_spec_run(entries, spec)
  end

  @doc "Changes the value of a unique key of the calling process."
  def update_value(registry, key, callback) when is_atom(registry) and is_function(callback, 1) do
    case info!(registry) do
      {:unique, _, _, _} = info ->
        entries = entries(info, key)

        case own_entries(entries, key, self()) do
          [{_, {pid, old}}] ->
            new = callback.(old)
            :ets.insert(entries, {key, {pid, new}})
            {new, old}

          [] ->
            :error
        end

      _ ->
        raise ArgumentError, "Registry.update_value/3 is not supported for duplicate registries"
    end
  end

  # Looking.

  @doc "`{pid, value}` of each process under a key."
  def lookup(registry, key) when is_atom(registry) do
    case info!(registry) do
      {:unique, _, _, _} = info ->
        for {_, {pid, _} = pair} <- rows(entries(info, key), key),
            Process.alive?(pid),
            do: pair

      {:duplicate, _, partitions, _} ->
        for {_, _, entries, _} <- Tuple.to_list(partitions),
            {_, pair} <- rows(entries, key),
            do: pair
    end
  end

  @doc "Calls a function with the `{pid, value}` list of a key, when there are any."
  def dispatch(registry, key, mfa_or_fun, opts \\ [])
      when is_atom(registry) and (is_function(mfa_or_fun, 1) or tuple_size(mfa_or_fun) == 3) do
    case info!(registry) do
      {:unique, _, _, _} ->
        apply_non_empty(mfa_or_fun, lookup(registry, key))

      {:duplicate, _, partitions, _} ->
        parts = for {_, _, entries, _} <- Tuple.to_list(partitions), do: entries

        case Keyword.get(opts, :parallel, false) and length(parts) > 1 do
          true -> dispatch_parallel(parts, key, mfa_or_fun)
          false -> for entries <- parts, do: apply_non_empty(mfa_or_fun, pairs(entries, key))
        end

        :ok
    end

    :ok
  end

  defp pairs(entries, key), do: for({_, pair} <- rows(entries, key), do: pair)

  defp dispatch_parallel(parts, key, fun) do
    parent = self()

    for entries <- parts do
      Task.async(fn ->
        apply_non_empty(fun, pairs(entries, key))
        # One who traps exits does not hear of it.
        Process.unlink(parent)
      end)
    end
    |> Task.await_many(:infinity)
  end

  defp apply_non_empty(_fun, []), do: :ok
  defp apply_non_empty({m, f, a}, pairs), do: apply(m, f, [pairs | a])
  defp apply_non_empty(fun, pairs), do: fun.(pairs)

  @doc "The keys that a process registered."
  def keys(registry, pid) when is_atom(registry) and is_pid(pid) do
    {kind, _, _, _} = info = info!(registry)
    {_server, registered} = partition(info, pid)
    # The newest first.
    keys = for {_, key, _, _} <- :lists.reverse(rows(registered, pid)), do: key

    case kind do
      :unique -> Enum.uniq(keys)
      :duplicate -> keys
    end
  end

  @doc "The values that a process registered under a key."
  def values(registry, key, pid) when is_atom(registry) do
    info = info!(registry)
    for {_, {_, value}} <- own_entries(entries(info, key, pid), key, pid), do: value
  end

  @doc "The number of entries."
  def count(registry) when is_atom(registry) do
    sizes = for entries <- tables(info!(registry)), do: :ets.info(entries, :size)
    Enum.sum(for size <- sizes, is_integer(size), do: size)
  end

  @doc "`{pid, value}` of the entries of a key whose value matches a pattern."
  def match(registry, key, pattern, guards \\ []) when is_atom(registry) and is_list(guards) do
    for entries <- tables(info!(registry), key),
        {_, pair} <- matching(:ets.lookup(entries, key), pattern, guards),
        do: pair
  end

  @doc "As `match/4`: the number of entries."
  def count_match(registry, key, pattern, guards \\ [])
      when is_atom(registry) and is_list(guards),
      do: length(match(registry, key, pattern, guards))

  @doc "Runs a match specification over all entries, each as `{key, pid, value}`."
  def select(registry, spec) when is_atom(registry) and is_list(spec) do
    spec = entry_spec(spec, "Registry.select/2")
    Enum.flat_map(tables(info!(registry)), &:ets.select(&1, spec))
  end

  @doc "As `select/2`: the number of entries for which it gives true."
  def count_select(registry, spec) when is_atom(registry) and is_list(spec) do
    spec = entry_spec(spec, "Registry.count_select/2")
    registry |> info!() |> tables() |> Enum.map(&:ets.select_count(&1, spec)) |> Enum.sum()
  end

  defp entry_spec(spec, where) do
    for part <- spec do
      case part do
        {{key, pid, value}, guards, select} ->
          {{key, {pid, value}}, guards, select}

        _ ->
          raise ArgumentError, "invalid match specification in #{where}: #{inspect(spec)}"
      end
    end
  end

  # Metadata and locks.

  @doc "Metadata of the registry itself."
  def meta(registry, key) when is_atom(registry) and (is_atom(key) or is_tuple(key)) do
    hint =
      ". Either the registry name is invalid or " <>
        "the registry is not running, possibly because its application isn't started"

    case :ets.lookup(table!(registry, hint), {:meta, key}) do
      [{_, value}] -> {:ok, value}
      [] -> :error
    end
  end

  def put_meta(registry, key, value) when is_atom(registry) and (is_atom(key) or is_tuple(key)) do
    :ets.insert(table!(registry), {{:meta, key}, value})
    :ok
  end

  def delete_meta(registry, key) when is_atom(registry) and (is_atom(key) or is_tuple(key)) do
    :ets.delete(table!(registry), {:meta, key})
    :ok
  end

  defp table!(registry, hint \\ "") do
    with :undefined <- :ets.whereis(registry),
         do: raise(ArgumentError, "unknown registry: #{inspect(registry)}#{hint}")
  end

  @doc "Runs a function while no other process holds the lock of that key."
  def lock(registry, lock_key, function) when is_atom(registry) and is_function(function, 0) do
    {_, _, partitions, _} = info = info!(registry)
    {_, _, _, locks} = elem(partitions, index(info, lock_key))
    hold(locks, lock_key, function)
  end

  defp hold(locks, key, function) do
    ref = :erlang.monitor(:process, locks)
    Kernel.send(locks, {:lock, key, self(), ref})

    receive do
      {^ref, :locked} ->
        try do
          function.()
        after
          Kernel.send(locks, {:unlock, key, ref})
          :erlang.demonitor(ref, [:flush])
        end

      {:DOWN, ^ref, _, _, reason} ->
        exit({reason, {__MODULE__, :lock, [key]}})
    end
  end

  # The description: {kind, count, {{server, registered, entries, server} ...}, listeners}.

  defp info!(registry) do
    try do
      :ets.lookup_element(registry, @info, 2)
    catch
      :error, :badarg ->
        raise ArgumentError, "unknown registry: #{inspect(registry)}"
    end
  end

  defp index({_, 1, _, _}, _term), do: 0
  defp index({_, count, _, _}, term), do: :erlang.phash2(term, count)

  # The partition of a process, for what it registered.
  defp partition({_, _, partitions, _} = info, pid) do
    {server, registered, _, _} = elem(partitions, index(info, pid))
    {server, registered}
  end

  # The table of a key: by the key when keys are unique, else by the process.
  defp entries(info, key), do: entries(info, key, self())

  defp entries({:unique, _, partitions, _} = info, key, _pid),
    do: elem(elem(partitions, index(info, key)), 2)

  defp entries({:duplicate, _, partitions, _} = info, _key, pid),
    do: elem(elem(partitions, index(info, pid)), 2)

  defp tables({_, _, partitions, _}),
    do: for({_, _, entries, _} <- Tuple.to_list(partitions), do: entries)

  defp tables({:unique, _, _, _} = info, key), do: [entries(info, key)]
  defp tables(info, _key), do: tables(info)

  @doc false
  def __describe__(name, kind, count, listeners),
    do: :ets.insert(name, {@info, {kind, count, Tuple.duplicate(nil, count), listeners}})

  # A partition tells where its tables are, when it starts and when it starts again.
  @doc false
  def __publish__(name, i, partition) do
    {kind, count, partitions, listeners} = :ets.lookup_element(name, @info, 2)
    :ets.insert(name, {@info, {kind, count, put_elem(partitions, i, partition), listeners}})
  end
end
