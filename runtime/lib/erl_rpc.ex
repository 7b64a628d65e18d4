# Calls of other nodes, of which there are none: :erpc and :rpc answer for the
# own node, and tell of every other that it cannot be reached.

defmodule :erpc do
  @moduledoc "Calls on a node."

  def call(node, fun), do: call(node, fun, :infinity)

  def call(node, fun, timeout) when is_function(fun, 0),
    do: call(node, :erlang, :apply, [fun, []], timeout)

  def call(_node, _fun, _timeout), do: badarg()

  def call(node, module, function, args), do: call(node, module, function, args, :infinity)

  # Without a time limit the caller itself runs a local call.
  def call(node, module, function, args, timeout)
      when is_atom(node) and is_atom(module) and is_atom(function) and is_list(args) do
    cond do
      not timeout?(timeout) -> badarg()
      node != node() -> :erlang.error({:erpc, :noconnection})
      timeout == :infinity -> run(module, function, args) |> outcome()
      true -> node |> send_request(module, function, args) |> receive_response(timeout)
    end
  end

  def call(_node, _module, _function, _args, _timeout), do: badarg()

  defp badarg, do: :erlang.error({:erpc, :badarg})

  defp timeout?(:infinity), do: true
  defp timeout?(n), do: is_integer(n) and n >= 0

  # The end of a call as {:ok, value} or {kind, reason}.
  defp run(module, function, args) do
    try do
      {:ok, apply(module, function, args)}
    catch
      :throw, value -> {:throw, value}
      :exit, reason -> {:exit, {:exception, reason}}
      :error, reason -> {:error, {:exception, reason, own_frames(__STACKTRACE__)}}
    end
  end

  # The trace less the frames of this module and of whatever called it.
  defp own_frames(stack), do: Enum.take_while(stack, &(elem(&1, 0) != :erpc))

  defp outcome({:ok, value}), do: value
  defp outcome({:throw, value}), do: throw(value)
  defp outcome({:exit, reason}), do: exit(reason)
  defp outcome({:error, reason}), do: :erlang.error(reason)

  def send_request(node, fun) when is_function(fun, 0),
    do: send_request(node, :erlang, :apply, [fun, []])

  def send_request(_node, _fun), do: badarg()

  def send_request(node, module, function, args)
      when is_atom(node) and is_atom(module) and is_atom(function) and is_list(args) do
    if node == node() do
      id = make_ref()
      {_pid, ref} = :erlang.spawn_monitor(fn -> exit({id, run(module, function, args)}) end)
      {:erpc_request, id, ref}
    else
      {:erpc_request, :noconnection, make_ref()}
    end
  end

  def send_request(_node, _module, _function, _args), do: badarg()

  def receive_response(request), do: receive_response(request, :infinity)

  def receive_response({:erpc_request, :noconnection, _ref}, _timeout),
    do: :erlang.error({:erpc, :noconnection})

  def receive_response({:erpc_request, id, ref}, timeout) do
    receive do
      {:DOWN, ^ref, :process, _pid, reason} -> finished(id, reason)
    after
      timeout ->
        Process.demonitor(ref, [:flush])
        :erlang.error({:erpc, :timeout})
    end
  end

  def receive_response(_request, _timeout), do: badarg()

  def wait_response(request), do: wait_response(request, 0)

  def wait_response({:erpc_request, :noconnection, _ref}, _timeout),
    do: :erlang.error({:erpc, :noconnection})

  def wait_response({:erpc_request, id, ref}, timeout) do
    receive do
      {:DOWN, ^ref, :process, _pid, reason} -> {:response, finished(id, reason)}
    after
      timeout -> :no_response
    end
  end

  def check_response({:DOWN, ref, :process, _pid, reason}, {:erpc_request, id, ref}),
    do: {:response, finished(id, reason)}

  def check_response(_message, _request), do: :no_response

  # A worker that was ended from outside ends the call with that reason.
  defp finished(id, {id, result}), do: outcome(result)
  defp finished(_id, reason), do: exit({:signal, reason})

  def cast(node, fun) when is_function(fun, 0), do: cast(node, :erlang, :apply, [fun, []])
  def cast(_node, _fun), do: badarg()

  def cast(node, module, function, args)
      when is_atom(node) and is_atom(module) and is_atom(function) and is_list(args) do
    if node == node(), do: spawn(module, function, args)
    :ok
  end

  def cast(_node, _module, _function, _args), do: badarg()

  def multicast(nodes, fun) when is_function(fun, 0),
    do: multicast(nodes, :erlang, :apply, [fun, []])

  def multicast(nodes, module, function, args) when is_list(nodes) do
    for node <- nodes, do: cast(node, module, function, args)
    :ok
  end

  def multicall(nodes, fun), do: multicall(nodes, fun, :infinity)

  def multicall(nodes, fun, timeout) when is_function(fun, 0),
    do: multicall(nodes, :erlang, :apply, [fun, []], timeout)

  def multicall(nodes, module, function, args), do: multicall(nodes, module, function, args, :infinity)

  def multicall(nodes, module, function, args, timeout) when is_list(nodes) do
    requests = for node <- nodes, do: send_request(node, module, function, args)
    for request <- requests, do: gathered(request, timeout)
  end

  defp gathered(request, timeout) do
    try do
      {:ok, receive_response(request, timeout)}
    catch
      kind, reason -> {kind, reason}
    end
  end
end

defmodule :rpc do
  @moduledoc "Calls on a node, as they were before :erpc."

  def call(node, module, function, args), do: call(node, module, function, args, :infinity)

  def call(node, module, function, args, timeout) do
    try do
      :erpc.call(node, module, function, args, timeout)
    catch
      :throw, value -> value
      :exit, {:exception, reason} -> {:badrpc, {:EXIT, reason}}
      :error, {:exception, reason, stack} -> {:badrpc, {:EXIT, {reason, stack}}}
      :error, {:erpc, :noconnection} -> {:badrpc, :nodedown}
      :error, {:erpc, :timeout} -> {:badrpc, :timeout}
      :error, {:erpc, :badarg} -> :erlang.error(:badarg)
      :exit, {:signal, reason} -> {:badrpc, {:EXIT, reason}}
    end
  end

  def block_call(node, module, function, args), do: call(node, module, function, args)

  def block_call(node, module, function, args, timeout),
    do: call(node, module, function, args, timeout)

  def cast(node, module, function, args) do
    :erpc.cast(node, module, function, args)
    true
  end

  # A key is the process that makes the call; its answer is for the caller.
  def async_call(node, module, function, args) do
    caller = self()
    spawn(fn -> send(caller, {self(), {:promise_reply, call(node, module, function, args)}}) end)
  end

  def yield(key) do
    receive do
      {^key, {:promise_reply, value}} -> value
    end
  end

  def nb_yield(key), do: nb_yield(key, 0)

  def nb_yield(key, timeout) do
    receive do
      {^key, {:promise_reply, value}} -> {:value, value}
    after
      timeout -> :timeout
    end
  end

  def multicall(module, function, args), do: multicall([node()], module, function, args)

  def multicall(nodes, module, function, args) when is_list(nodes),
    do: multicall(nodes, module, function, args, :infinity)

  def multicall(module, function, args, timeout),
    do: multicall([node()], module, function, args, timeout)

  def multicall(nodes, module, function, args, timeout) do
    answers = for node <- nodes, do: {node, call(node, module, function, args, timeout)}
    bad = for {node, {:badrpc, reason}} when reason in [:nodedown, :timeout] <- answers, do: node
    {for({node, answer} <- answers, node not in bad, do: answer), bad}
  end

  def eval_everywhere(module, function, args), do: eval_everywhere([node()], module, function, args)

  def eval_everywhere(nodes, module, function, args) do
    for node <- nodes, do: cast(node, module, function, args)
    :abcast
  end

  def pmap({module, function}, extra, list) do
    keys = for element <- list, do: async_call(node(), module, function, [element | extra])
    Enum.map(keys, &yield/1)
  end

  def parallel_eval(calls) do
    keys = for {module, function, args} <- calls, do: async_call(node(), module, function, args)
    Enum.map(keys, &yield/1)
  end

  def pinfo(pid), do: :erlang.process_info(pid)
  def pinfo(pid, item), do: :erlang.process_info(pid, item)
end
