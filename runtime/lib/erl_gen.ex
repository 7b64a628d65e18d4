# :gen: what all OTP behaviours share: starting under a name, the call protocol, replies.

defmodule :gen do
  @moduledoc false

  # Starting. A name is {:local, atom}, {:global, term} or {:via, module, term}.

  def start(gen, link, mod, args, opts) do
    spawn_it(gen, link, [mod, args, opts], opts)
  end

  def start(gen, link, name, mod, args, opts) do
    case where(name) do
      :undefined -> spawn_it(gen, link, [name, mod, args, opts], opts)
      pid -> {:error, {:already_started, pid}}
    end
  end

  defp spawn_it(gen, :link, rest, opts) do
    args = [gen, self(), self() | rest]
    :proc_lib.start_link(:gen, :init_it, args, timeout(opts), spawn_opts(opts))
  end

  defp spawn_it(gen, :nolink, rest, opts) do
    args = [gen, self(), :self | rest]
    :proc_lib.start(:gen, :init_it, args, timeout(opts), spawn_opts(opts))
  end

  defp spawn_it(gen, :monitor, rest, opts) do
    args = [gen, self(), :self | rest]

    case :proc_lib.start_monitor(:gen, :init_it, args, timeout(opts), spawn_opts(opts)) do
      {{:ok, pid}, ref} ->
        {:ok, {pid, ref}}

      {other, ref} ->
        :erlang.demonitor(ref, [:flush])
        other
    end
  end

  def init_it(gen, starter, parent, mod, args, opts) do
    gen.init_it(starter, parent, self(), mod, args, opts)
  end

  def init_it(gen, starter, parent, name, mod, args, opts) do
    case register_name(name) do
      true -> gen.init_it(starter, parent, name, mod, args, opts)
      {false, pid} -> :proc_lib.init_ack(starter, {:error, {:already_started, pid}})
    end
  end

  # Names.

  defp where({:local, name}), do: :erlang.whereis(name)
  defp where({:global, name}), do: :global.whereis_name(name)
  defp where({:via, mod, name}), do: mod.whereis_name(name)

  defp register_name({:local, name} = full) do
    try do
      :erlang.register(name, self())
    catch
      :error, _ -> {false, where(full)}
    end
  end

  defp register_name({:global, name} = full) do
    case :global.register_name(name, self()) do
      :yes -> true
      :no -> {false, where(full)}
    end
  end

  defp register_name({:via, mod, name} = full) do
    case mod.register_name(name, self()) do
      :yes -> true
      :no -> {false, where(full)}
    end
  end

  def unregister_name({:local, name}) do
    try do
      :erlang.unregister(name)
    catch
      _, _ -> :ok
    end
  end

  def unregister_name({:global, name}), do: :global.unregister_name(name)
  def unregister_name({:via, mod, name}), do: mod.unregister_name(name)
  def unregister_name(_pid), do: :ok

  # The name as reports and debug output show it.
  def name({:local, name}), do: name
  def name({:global, name}), do: name
  def name({:via, _mod, name}), do: name
  def name(pid) when is_pid(pid), do: pid

  def get_parent do
    case :erlang.get(:"$ancestors") do
      [parent | _] when is_pid(parent) -> parent
      [parent | _] when is_atom(parent) -> name_to_pid(parent)
      _ -> exit(:process_was_not_started_by_proc_lib)
    end
  end

  defp name_to_pid(name) do
    case :erlang.whereis(name) do
      :undefined -> exit(:could_not_find_registered_name)
      pid -> pid
    end
  end

  def get_proc_name(pid) when is_pid(pid), do: pid

  def get_proc_name({:local, name} = full) do
    case where(full) == self() do
      true -> name
      false -> exit(:process_not_registered)
    end
  end

  def get_proc_name({kind, _} = full) when kind == :global do
    case where(full) == self() do
      true -> full
      false -> exit(:process_not_registered_globally)
    end
  end

  def get_proc_name({:via, _, _} = full) do
    case where(full) == self() do
      true -> full
      false -> exit({:process_not_registered_via, elem(full, 1)})
    end
  end

  # Calls: {tag, {pid, [:alias | ref]}, request}, answered by {[:alias | ref], reply}
  # to the alias, so that a reply that comes too late is dropped. A call that waits
  # for ever needs no alias: {tag, {pid, ref}, request}, answered by {ref, reply}.

  def call(process, tag, request), do: call(process, tag, request, 5000)

  def call(process, tag, request, timeout)
      when timeout == :infinity or (is_integer(timeout) and timeout >= 0) do
    case destination(process) do
      :undefined -> exit(:noproc)
      dest when dest == self() -> exit(:calling_self)
      dest -> {:ok, do_call(dest, tag, request, timeout)}
    end
  end

  # The reply itself. Where the wait may end, the monitor's reference is also the
  # address of the reply, which ends with the monitor.
  def do_call(dest, tag, request, :infinity) do
    ref = monitor(dest, :request)
    send(dest, {tag, {self(), ref}, request})

    receive do
      {^ref, reply} ->
        :erlang.demonitor(ref, [:flush])
        reply

      {:DOWN, ^ref, _, _, reason} ->
        exit(reason)
    end
  end

  def do_call(dest, tag, request, timeout) do
    ref = monitor(dest, :alias)
    send(dest, {tag, {self(), [:alias | ref]}, request})

    receive do
      {[:alias | ^ref], reply} ->
        :erlang.demonitor(ref, [:flush])
        reply

      {:DOWN, ^ref, _, _, reason} ->
        exit(reason)
    after
      timeout ->
        :erlang.demonitor(ref, [:flush])

        receive do
          {[:alias | ^ref], reply} -> reply
        after
          0 -> exit(:timeout)
        end
    end
  end

  # A node that is not there cannot be monitored.
  defp monitor(dest, how) do
    case how do
      :alias -> :erlang.monitor(:process, dest, alias: :demonitor)
      :request -> :otpsh_process.monitor_request(dest)
    end
  rescue
    ArgumentError -> exit({:nodedown, elem(dest, 1)})
  end

  defp destination(pid) when is_pid(pid), do: pid
  defp destination(name) when is_atom(name), do: :erlang.whereis(name)
  defp destination({:global, name}), do: :global.whereis_name(name)
  defp destination({:via, mod, name}), do: mod.whereis_name(name)
  defp destination({name, node}) when node == node(), do: :erlang.whereis(name)
  defp destination({name, node}) when is_atom(name) and is_atom(node), do: {name, node}

  def reply({_to, [:alias | ref] = tag}, reply) do
    send(ref, {tag, reply})
    :ok
  end

  def reply({_to, [[:alias | ref] | _] = tag}, reply) do
    send(ref, {tag, reply})
    :ok
  end

  def reply({to, tag}, reply) do
    try do
      send(to, {tag, reply})
      :ok
    catch
      _, _ -> :ok
    end
  end

  def stop(process), do: stop(process, :normal, :infinity)

  def stop(process, reason, timeout) do
    case destination(process) do
      :undefined -> exit(:noproc)
      dest -> :proc_lib.stop(dest, reason, timeout)
    end
  end

  # Requests whose answer is collected later.

  def send_request(process, tag, request) do
    ref = :erlang.monitor(:process, request_target(process), alias: :demonitor)
    deliver(process, {tag, {self(), [:alias | ref]}, request})
    [ref | process]
  end

  def send_request(process, tag, request, label, collection) do
    [ref | _] = send_request(process, tag, request)
    Map.put(collection, ref, [label | process])
  end

  defp request_target(process) do
    case destination(process) do
      # A monitor of a pid that is gone answers with noproc.
      :undefined -> dead_target(process)
      dest -> dest
    end
  end

  defp dead_target(name) when is_atom(name), do: name
  defp dead_target(_), do: :"$no_such_process"

  defp deliver(process, message) do
    case destination(process) do
      :undefined -> :ok
      dest -> send(dest, message)
    end
  end

  def wait_response(request, timeout), do: await_response(request, timeout, false)
  def receive_response(request, timeout), do: await_response(request, timeout, true)

  defp await_response([ref | process], timeout, abandon) do
    receive do
      {[:alias | ^ref], reply} ->
        :erlang.demonitor(ref, [:flush])
        {:reply, reply}

      {:DOWN, ^ref, _, _, reason} ->
        {:error, {reason, process}}
    after
      left(timeout) ->
        case abandon do
          false -> :timeout
          true -> abandon(ref)
        end
    end
  end

  defp abandon(ref) do
    :erlang.demonitor(ref, [:flush])

    receive do
      {[:alias | ^ref], reply} -> {:reply, reply}
    after
      0 -> :timeout
    end
  end

  defp left({:abs, deadline}), do: max(deadline - :erlang.monotonic_time(:millisecond), 0)
  defp left(timeout), do: timeout

  def wait_response(collection, timeout, delete),
    do: await_collection(collection, timeout, delete, false)

  def receive_response(collection, timeout, delete),
    do: await_collection(collection, timeout, delete, true)

  defp await_collection(collection, _timeout, _delete, _abandon) when collection == %{},
    do: :no_request

  defp await_collection(collection, timeout, delete, abandon) do
    receive do
      {[:alias | ref], reply} when is_map_key(collection, ref) ->
        :erlang.demonitor(ref, [:flush])
        collected({:reply, reply}, ref, collection, delete)

      {:DOWN, ref, _, _, reason} when is_map_key(collection, ref) ->
        [_ | process] = Map.fetch!(collection, ref)
        collected({:error, {reason, process}}, ref, collection, delete)
    after
      left(timeout) ->
        if abandon, do: Enum.each(Map.keys(collection), &abandon/1)
        :timeout
    end
  end

  defp collected(result, ref, collection, delete) do
    [label | _] = Map.fetch!(collection, ref)
    {result, label, if(delete, do: Map.delete(collection, ref), else: collection)}
  end

  def check_response({[:alias | ref], reply}, [ref | _process]) do
    :erlang.demonitor(ref, [:flush])
    {:reply, reply}
  end

  def check_response({:DOWN, ref, _, _, reason}, [ref | process]), do: {:error, {reason, process}}
  def check_response(_message, _request), do: :no_reply

  def check_response(_message, collection, _delete) when collection == %{}, do: :no_request

  def check_response({[:alias | ref], reply}, collection, delete)
      when is_map_key(collection, ref) do
    :erlang.demonitor(ref, [:flush])
    collected({:reply, reply}, ref, collection, delete)
  end

  def check_response({:DOWN, ref, _, _, reason}, collection, delete)
      when is_map_key(collection, ref) do
    [_ | process] = Map.fetch!(collection, ref)
    collected({:error, {reason, process}}, ref, collection, delete)
  end

  def check_response(_message, _collection, _delete), do: :no_reply

  def reqids_new, do: %{}
  def reqids_size(collection), do: map_size(collection)

  def reqids_add([ref | process], label, collection),
    do: Map.put(collection, ref, [label | process])

  def reqids_to_list(collection) do
    for {ref, [label | process]} <- collection, do: {[ref | process], label}
  end

  # Options.

  def timeout(opts), do: option(opts, :timeout, :infinity)
  def spawn_opts(opts), do: option(opts, :spawn_opt, [])
  def hibernate_after(opts), do: option(opts, :hibernate_after, :infinity)

  def debug_options(name, opts) do
    case option(opts, :debug, []) do
      [] ->
        []

      debug ->
        try do
          :sys.debug_options(debug)
        catch
          _, _ ->
            format = ~c"~tp: ignoring erroneous debug options - ~tp~n"
            :error_logger.format(format, [name, debug])
            []
        end
    end
  end

  defp option([], _key, default), do: default

  defp option(opts, key, default) do
    case :lists.keyfind(key, 1, opts) do
      {_, value} -> value
      false -> default
    end
  end

  # Status pages.

  def format_status_header(tag, pid) when is_pid(pid),
    do: :lists.flatten(:io_lib.format(~c"~ts ~w", [tag, pid]))

  def format_status_header(tag, name) when is_atom(name),
    do: :lists.flatten(:io_lib.format(~c"~ts ~w", [tag, name]))

  def format_status_header(tag, name), do: {tag, name}

  # The parts of a status (state, message, reason, log) as the callback module
  # wants them shown. `optional` is the argument of the old format_status/2,
  # whose answer stands under :"$status".
  def format_status(mod, optional, status, args) do
    cond do
      :erlang.function_exported(mod, :format_status, 1) ->
        try do
          mod.format_status(status)
        catch
          _, _ -> unformatted(status, mod, "crashed")
        else
          new when not is_map(new) ->
            unformatted(status, mod, "did not return a map")

          new ->
            case Enum.all?(status, fn {key, _} -> is_map_key(new, key) end) do
              true -> new
              false -> unformatted(status, mod, "returned a map with unknown keys")
            end
        end

      :erlang.function_exported(mod, :format_status, 2) ->
        try do
          Map.put(status, :"$status", mod.format_status(optional, args))
        catch
          _, _ -> status
        end

      true ->
        status
    end
  end

  # What the module wanted to hide stays hidden: its state, and its data.
  defp unformatted(status, mod, problem) do
    text = :lists.flatten(:io_lib.format(~c"~s:format_status/1 ~s", [mod, problem]))
    Map.new(status, fn {key, value} -> {key, if(key in [:state, :data], do: text, else: value)} end)
  end
end
