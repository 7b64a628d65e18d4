# :global: names for the whole cluster, which here is one node.

defmodule :global do
  @moduledoc """
  Registers names that are any term. The name server watches the processes: the
  name of one that ends is free.
  """

  @behaviour :gen_server
  @server :global_name_server

  def register_name(name, pid) when is_pid(pid),
    do: register_name(name, pid, &:global.random_exit_name/3)

  def register_name(name, pid, _resolve) when is_pid(pid),
    do: :gen_server.call(server(), {:register, name, pid, false}, :infinity)

  def re_register_name(name, pid) when is_pid(pid),
    do: re_register_name(name, pid, &:global.random_exit_name/3)

  def re_register_name(name, pid, _resolve) when is_pid(pid),
    do: :gen_server.call(server(), {:register, name, pid, true}, :infinity)

  def unregister_name(name) do
    case :erlang.whereis(@server) do
      :undefined -> :ok
      server -> :gen_server.call(server, {:unregister, name}, :infinity)
    end
  end

  def whereis_name(name) do
    case :persistent_term.get({:otpsh_global, name}, :undefined) do
      :undefined -> :undefined
      pid -> if(:erlang.is_process_alive(pid), do: pid, else: :undefined)
    end
  end

  def registered_names do
    case :erlang.whereis(@server) do
      :undefined -> []
      server -> :gen_server.call(server, :names, :infinity)
    end
  end

  def send(name, message) do
    case whereis_name(name) do
      :undefined ->
        exit({:badarg, {name, message}})

      pid ->
        Kernel.send(pid, message)
        pid
    end
  end

  # Two processes of one name can only meet when nodes do.
  def random_exit_name(_name, pid1, _pid2), do: pid1
  def random_notify_name(_name, pid1, _pid2), do: pid1
  def notify_all_name(_name, _pid1, _pid2), do: :none

  def sync, do: :ok

  # Locks: {resource, requester}; a requester may take its own lock again.

  def set_lock(id), do: set_lock(id, [node()])
  def set_lock(id, nodes), do: set_lock(id, nodes, :infinity)

  def set_lock({resource, requester} = id, nodes, retries) do
    case :gen_server.call(server(), {:lock, resource, requester, self()}, :infinity) do
      true ->
        true

      false when retries == 0 ->
        false

      false ->
        receive do
        after
          20 -> :ok
        end

        set_lock(id, nodes, if(retries == :infinity, do: :infinity, else: retries - 1))
    end
  end

  def del_lock(id), do: del_lock(id, [node()])

  def del_lock({resource, requester}, _nodes),
    do: :gen_server.call(server(), {:unlock, resource, requester, self()}, :infinity)

  def trans(id, fun), do: trans(id, fun, [node()], :infinity)
  def trans(id, fun, nodes), do: trans(id, fun, nodes, :infinity)

  def trans(id, fun, nodes, retries) do
    case set_lock(id, nodes, retries) do
      true ->
        try do
          fun.()
        after
          del_lock(id, nodes)
        end

      false ->
        :aborted
    end
  end

  # The server: names by monitor, locks by resource.

  defp server do
    case :erlang.whereis(@server) do
      :undefined ->
        case :gen_server.start({:local, @server}, :global, [], []) do
          {:ok, pid} -> pid
          {:error, {:already_started, pid}} -> pid
        end

      pid ->
        pid
    end
  end

  @doc false
  def init(_) do
    case :erlang.whereis(:user) do
      :undefined -> :ok
      user -> :erlang.group_leader(user, self())
    end

    {:ok, %{names: %{}, monitors: %{}, locks: %{}}}
  end

  @doc false
  def handle_call({:register, name, pid, true}, _from, s),
    do: {:reply, :yes, put_name(drop_name(s, name), name, pid)}

  def handle_call({:register, name, pid, false}, _from, s) do
    case whereis_name(name) do
      :undefined ->
        s = drop_name(s, name)
        own = for {other, _} <- s.names, whereis_name(other) == pid, do: other

        # A process has one name, as the environment does not say otherwise.
        if own == [] or :application.get_env(:kernel, :global_multi_name_action, nil) == :allow do
          {:reply, :yes, put_name(s, name, pid)}
        else
          :logger.error(
            ~c"global: ~w registered under several names: ~tw~n",
            [pid, [name | own]],
            %{domain: [:otp], error_logger: %{tag: :error}}
          )

          {:reply, :no, s}
        end

      _ ->
        {:reply, :no, s}
    end
  end

  def handle_call({:unregister, name}, _from, s), do: {:reply, :ok, drop_name(s, name)}
  def handle_call(:names, _from, s), do: {:reply, Map.keys(s.names), s}

  def handle_call({:lock, resource, requester, pid}, _from, s) do
    case s.locks do
      %{^resource => {^requester, holders}} ->
        case List.keymember?(holders, pid, 0) do
          true ->
            {:reply, true, s}

          false ->
            ref = :erlang.monitor(:process, pid)
            {:reply, true, put_in(s.locks[resource], {requester, [{pid, ref} | holders]})}
        end

      %{^resource => _} ->
        {:reply, false, s}

      %{} ->
        ref = :erlang.monitor(:process, pid)
        {:reply, true, put_in(s.locks[resource], {requester, [{pid, ref}]})}
    end
  end

  def handle_call({:unlock, resource, requester, pid}, _from, s) do
    case s.locks do
      %{^resource => {^requester, holders}} ->
        {{_, ref}, rest} = List.keytake(holders, pid, 0) || {{pid, make_ref()}, holders}
        :erlang.demonitor(ref, [:flush])
        {:reply, true, put_holders(s, resource, requester, rest)}

      %{} ->
        {:reply, true, s}
    end
  end

  @doc false
  def handle_cast(_request, s), do: {:noreply, s}

  @doc false
  def handle_info({:DOWN, ref, _, _, _}, s) do
    case s.monitors do
      %{^ref => name} ->
        {:noreply, drop_name(s, name)}

      %{} ->
        s =
          Enum.reduce(s.locks, s, fn {resource, {requester, holders}}, s ->
            put_holders(s, resource, requester, List.keydelete(holders, ref, 1))
          end)

        {:noreply, s}
    end
  end

  def handle_info(_message, s), do: {:noreply, s}

  defp put_holders(s, resource, _requester, []), do: %{s | locks: Map.delete(s.locks, resource)}

  defp put_holders(s, resource, requester, holders),
    do: put_in(s.locks[resource], {requester, holders})

  defp put_name(s, name, pid) do
    ref = :erlang.monitor(:process, pid)
    :persistent_term.put({:otpsh_global, name}, pid)
    %{s | names: Map.put(s.names, name, ref), monitors: Map.put(s.monitors, ref, name)}
  end

  defp drop_name(s, name) do
    case Map.pop(s.names, name) do
      {nil, _} ->
        s

      {ref, names} ->
        :erlang.demonitor(ref, [:flush])
        :persistent_term.erase({:otpsh_global, name})
        %{s | names: names, monitors: Map.delete(s.monitors, ref)}
    end
  end
end
