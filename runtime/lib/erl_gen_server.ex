# :gen_server: the server loop behind GenServer.

defmodule :gen_server do
  @moduledoc """
  The generic server process: one loop that receives a request, runs the
  callback of a module on it, and goes on with the new state.
  """

  @callback init(term) :: term
  @callback handle_call(term, term, term) :: term
  @callback handle_cast(term, term) :: term
  @callback handle_info(term, term) :: term
  @callback handle_continue(term, term) :: term
  @callback terminate(term, term) :: term
  @callback code_change(term, term, term) :: term
  @callback format_status(term) :: term
  @callback format_status(term, term) :: term
  @optional_callbacks handle_info: 2,
                      handle_continue: 2,
                      terminate: 2,
                      code_change: 3,
                      format_status: 1,
                      format_status: 2

  # What may follow the new state: a timeout, hibernation, a continuation.
  defguardp is_action(action)
            when action == :infinity or action == :hibernate or
                   (is_integer(action) and action >= 0) or
                   (is_tuple(action) and tuple_size(action) == 2 and elem(action, 0) == :continue)

  # Client side.

  def start(mod, args, opts), do: :gen.start(:gen_server, :nolink, mod, args, opts)
  def start(name, mod, args, opts), do: :gen.start(:gen_server, :nolink, name, mod, args, opts)
  def start_link(mod, args, opts), do: :gen.start(:gen_server, :link, mod, args, opts)
  def start_link(name, mod, args, opts), do: :gen.start(:gen_server, :link, name, mod, args, opts)
  def start_monitor(mod, args, opts), do: :gen.start(:gen_server, :monitor, mod, args, opts)

  def start_monitor(name, mod, args, opts),
    do: :gen.start(:gen_server, :monitor, name, mod, args, opts)

  def stop(server), do: :gen.stop(server)
  def stop(server, reason, timeout), do: :gen.stop(server, reason, timeout)

  def call(server, request) do
    try do
      :gen.call(server, :"$gen_call", request)
    catch
      :exit, reason -> exit({reason, {:gen_server, :call, [server, request]}})
    else
      {:ok, reply} -> reply
    end
  end

  def call(server, request, timeout) do
    try do
      :gen.call(server, :"$gen_call", request, timeout)
    catch
      :exit, reason -> exit({reason, {:gen_server, :call, [server, request, timeout]}})
    else
      {:ok, reply} -> reply
    end
  end

  def send_request(server, request), do: :gen.send_request(server, :"$gen_call", request)

  def send_request(server, request, label, collection),
    do: :gen.send_request(server, :"$gen_call", request, label, collection)

  def wait_response(request, timeout), do: :gen.wait_response(request, timeout)
  def wait_response(c, timeout, delete), do: :gen.wait_response(c, timeout, delete)
  def receive_response(request), do: :gen.receive_response(request, :infinity)
  def receive_response(request, timeout), do: :gen.receive_response(request, timeout)
  def receive_response(c, timeout, delete), do: :gen.receive_response(c, timeout, delete)
  def check_response(message, request), do: :gen.check_response(message, request)
  def check_response(message, c, delete), do: :gen.check_response(message, c, delete)
  def reqids_new, do: :gen.reqids_new()
  def reqids_size(c), do: :gen.reqids_size(c)
  def reqids_add(request, label, c), do: :gen.reqids_add(request, label, c)
  def reqids_to_list(c), do: :gen.reqids_to_list(c)

  def cast({:global, name}, request) do
    case :global.whereis_name(name) do
      :undefined -> :ok
      pid -> send_cast(pid, request)
    end
  end

  def cast({:via, mod, name}, request) do
    try do
      mod.send(name, {:"$gen_cast", request})
    catch
      _, _ -> :ok
    end

    :ok
  end

  def cast(dest, request), do: send_cast(dest, request)

  defp send_cast(dest, request) do
    try do
      send(dest, {:"$gen_cast", request})
    catch
      _, _ -> :ok
    end

    :ok
  end

  def reply(client, reply), do: :gen.reply(client, reply)

  def abcast(name, request) when is_atom(name),
    do: abcast([node() | :erlang.nodes()], name, request)

  def abcast(nodes, name, request) when is_list(nodes) and is_atom(name) do
    for node <- nodes, node == node(), do: send_cast(name, request)
    :abcast
  end

  def multi_call(name, request) when is_atom(name),
    do: multi_call([node() | :erlang.nodes()], name, request, :infinity)

  def multi_call(nodes, name, request) when is_list(nodes) and is_atom(name),
    do: multi_call(nodes, name, request, :infinity)

  def multi_call(nodes, name, request, timeout) when is_list(nodes) and is_atom(name) do
    results = for node <- nodes, do: {node, ask_node(node, name, request, timeout)}

    {for({node, {:reply, reply}} <- results, do: {node, reply}),
     for({node, :failed} <- results, do: node)}
  end

  # There is one node: a call of any other is a node that did not answer.
  defp ask_node(node, name, request, timeout) when node == node() do
    try do
      :gen.call(name, :"$gen_call", request, timeout)
    catch
      :exit, _ -> :failed
    else
      {:ok, reply} -> {:reply, reply}
    end
  end

  defp ask_node(_node, _name, _request, _timeout), do: :failed

  # Becoming a server.

  def enter_loop(mod, opts, state) when is_atom(mod) and is_list(opts),
    do: enter_loop(mod, opts, state, self(), :infinity)

  def enter_loop(mod, opts, state, name)
      when is_tuple(name) and tuple_size(name) >= 2 and elem(name, 0) in [:local, :global, :via],
      do: enter_loop(mod, opts, state, name, :infinity)

  def enter_loop(mod, opts, state, action), do: enter_loop(mod, opts, state, self(), action)

  def enter_loop(mod, opts, state, name, action) do
    shown = :gen.get_proc_name(name)
    parent = :gen.get_parent()
    debug = :gen.debug_options(shown, opts)
    loop(parent, shown, state, mod, action, :gen.hibernate_after(opts), debug)
  end

  @doc false
  def init_it(starter, :self, name, mod, args, opts),
    do: init_it(starter, self(), name, mod, args, opts)

  def init_it(starter, parent, full_name, mod, args, opts) do
    name = :gen.name(full_name)
    debug = :gen.debug_options(name, opts)
    hibernate_after = :gen.hibernate_after(opts)

    case init_it(mod, args) do
      {:ok, {:ok, state}} ->
        :proc_lib.init_ack(starter, {:ok, self()})
        loop(parent, name, state, mod, :infinity, hibernate_after, debug)

      {:ok, {:ok, state, action}} when is_action(action) ->
        :proc_lib.init_ack(starter, {:ok, self()})
        loop(parent, name, state, mod, action, hibernate_after, debug)

      {:ok, {:stop, reason}} ->
        init_failed(starter, full_name, reason)
        exit(reason)

      {:ok, :ignore} ->
        :gen.unregister_name(full_name)
        :proc_lib.init_ack(starter, :ignore)
        exit(:normal)

      {:ok, other} ->
        reason = {:bad_return_value, other}
        init_failed(starter, full_name, reason)
        exit(reason)

      {:EXIT, class, reason, stack} ->
        init_failed(starter, full_name, exit_reason(class, reason, stack))
        :erlang.raise(class, reason, stack)
    end
  end

  defp init_it(mod, args) do
    try do
      {:ok, mod.init(args)}
    catch
      :throw, value -> {:ok, value}
      class, reason -> {:EXIT, class, reason, __STACKTRACE__}
    end
  end

  # The name is free again before the starter hears of the failure.
  defp init_failed(starter, full_name, reason) do
    :gen.unregister_name(full_name)
    :proc_lib.init_ack(starter, {:error, reason})
  end

  # The loop. The first clause is the common case: nothing pending, no debugging.
  # Where the state stands among the arguments, here and below, held.go knows.
  # loop and handle_msg take what they share at the same places, so that it does
  # not move from one to the other.

  @doc false
  def loop(parent, name, state, mod, :infinity, :infinity = hib, []) do
    receive do
      {:"$gen_cast", _} = message ->
        handle_msg(parent, name, state, mod, message, hib)

      {:"$gen_call", _, _} = message ->
        handle_msg(parent, name, state, mod, message, hib)

      message ->
        handle_message(message, parent, name, state, mod, :infinity, hib, [])
    end
  end

  def loop(parent, name, state, mod, {:continue, term} = message, hibernate_after, debug) do
    debug = continued(name, message, debug)

    result =
      try do
        {:ok, try_dispatch(mod, :handle_continue, term, state)}
      catch
        class, reason -> caught(class, reason, __STACKTRACE__)
      end

    after_message(result, parent, name, message, mod, state, hibernate_after, debug)
  end

  def loop(parent, name, state, mod, :hibernate, hibernate_after, debug) do
    hibernate(parent, name, state, mod, hibernate_after, debug)
  end

  def loop(parent, name, state, mod, :infinity, hibernate_after, debug) do
    receive do
      message ->
        handle_message(message, parent, name, state, mod, :infinity, hibernate_after, debug)
    after
      hibernate_after -> hibernate(parent, name, state, mod, hibernate_after, debug)
    end
  end

  def loop(parent, name, state, mod, timeout, hibernate_after, debug) do
    receive do
      message ->
        handle_message(message, parent, name, state, mod, timeout, hibernate_after, debug)
    after
      timeout ->
        handle_message(:timeout, parent, name, state, mod, timeout, hibernate_after, debug)
    end
  end

  defp hibernate(parent, name, state, mod, hibernate_after, debug) do
    :proc_lib.hibernate(:gen_server, :wake_hib, [parent, name, state, mod, hibernate_after, debug])
  end

  @doc false
  def wake_hib(parent, name, state, mod, hibernate_after, debug) do
    receive do
      message ->
        handle_message(message, parent, name, state, mod, :hibernate, hibernate_after, debug)
    end
  end

  defp handle_message({:system, from, request}, parent, name, state, mod, action, hib, debug) do
    misc = [name, state, mod, action, hib]
    :sys.handle_system_msg(request, from, parent, :gen_server, debug, misc, action == :hibernate)
  end

  defp handle_message({:EXIT, parent, reason} = message, parent, name, state, mod, _, _, debug) do
    terminate(:exit, reason, [], name, :undefined, message, mod, state, debug)
  end

  defp handle_message(message, parent, name, state, mod, _action, hib, []) do
    handle_msg(parent, name, state, mod, message, hib)
  end

  defp handle_message(message, parent, name, state, mod, _action, hib, debug) do
    debug = :sys.handle_debug(debug, &print_event/3, name, {:in, message})
    handle_msg(parent, name, state, mod, message, hib, debug)
  end

  # The common answers go back to the loop without another call or tuple.

  defp handle_msg(parent, name, state, mod, {:"$gen_cast", request} = message, hib) do
    try do
      try_dispatch(mod, :handle_cast, request, state)
    catch
      class, reason ->
        result = caught(class, reason, __STACKTRACE__)
        after_message(result, parent, name, message, mod, state, hib, [])
    else
      {:noreply, new_state} ->
        loop(parent, name, new_state, mod, :infinity, hib, [])

      value ->
        after_message({:ok, value}, parent, name, message, mod, state, hib, [])
    end
  end

  defp handle_msg(parent, name, state, mod, {:"$gen_call", from, request}, hib) do
    try do
      try_handle_call(mod, request, from, state)
    catch
      class, reason ->
        result = caught(class, reason, __STACKTRACE__)
        after_call(result, parent, name, from, request, mod, state, hib, [])
    else
      {:reply, reply, new_state} ->
        :gen.reply(from, reply)
        loop(parent, name, new_state, mod, :infinity, hib, [])

      value ->
        after_call({:ok, value}, parent, name, from, request, mod, state, hib, [])
    end
  end

  defp handle_msg(parent, name, state, mod, message, hib) do
    try do
      try_dispatch(mod, :handle_info, message, state)
    catch
      class, reason ->
        result = caught_info(class, reason, __STACKTRACE__, mod, message, state)
        after_message(result, parent, name, message, mod, state, hib, [])
    else
      {:noreply, new_state} ->
        loop(parent, name, new_state, mod, :infinity, hib, [])

      value ->
        after_message({:ok, value}, parent, name, message, mod, state, hib, [])
    end
  end

  # As handle_msg/6, under debugging.
  defp handle_msg(parent, name, state, mod, {:"$gen_call", from, request}, hib, debug) do
    result =
      try do
        {:ok, try_handle_call(mod, request, from, state)}
      catch
        class, reason -> caught(class, reason, __STACKTRACE__)
      end

    after_call(result, parent, name, from, request, mod, state, hib, debug)
  end

  defp handle_msg(parent, name, state, mod, message, hib, debug) do
    result =
      try do
        case message do
          {:"$gen_cast", request} -> {:ok, try_dispatch(mod, :handle_cast, request, state)}
          _ -> {:ok, try_dispatch(mod, :handle_info, message, state)}
        end
      catch
        class, reason -> caught_info(class, reason, __STACKTRACE__, mod, message, state)
      end

    after_message(result, parent, name, message, mod, state, hib, debug)
  end

  # The calls of the callbacks. A value with a name is no tail call: these
  # functions stand in stack traces.

  defp try_handle_call(mod, request, from, state) do
    value = mod.handle_call(request, from, state)
    value
  end

  defp try_dispatch(mod, callback, message, state) do
    value = apply(mod, callback, [message, state])
    value
  end

  # What came out of a callback other than a value; a throw counts as one.
  defp caught(:throw, value, _stack), do: {:ok, value}
  defp caught(class, reason, stack), do: {:EXIT, class, reason, stack}

  # A module without handle_info/2 drops the message, with a warning.
  defp caught_info(:error, :undef, stack, mod, message, state) do
    with [{^mod, :handle_info, [^message, _], _} | _] <- stack,
         false <- :erlang.function_exported(mod, :handle_info, 2) do
      no_handle_info(mod, message, state)
    else
      _ -> caught(:error, :undef, stack)
    end
  end

  defp caught_info(class, reason, stack, _mod, _message, _state), do: caught(class, reason, stack)

  defp no_handle_info(mod, message, state) do
    report = %{label: {:gen_server, :no_handle_info}, module: mod, message: message}

    :logger.warning(report, %{
      domain: [:otp],
      report_cb: &:gen_server.format_log/2,
      error_logger: %{tag: :warning_msg}
    })

    {:ok, {:noreply, state}}
  end

  # What a callback's value means.

  defp after_call({:ok, value}, parent, name, from, message, mod, state, hib, debug) do
    case value do
      {:reply, reply, new_state} ->
        debug = reply(name, from, reply, new_state, debug)
        loop(parent, name, new_state, mod, :infinity, hib, debug)

      {:reply, reply, new_state, action} when is_action(action) ->
        debug = reply(name, from, reply, new_state, debug)
        loop(parent, name, new_state, mod, action, hib, debug)

      {:stop, reason, reply, new_state} ->
        try do
          terminate(:exit, reason, [], name, from, message, mod, new_state, debug)
        after
          reply(name, from, reply, new_state, debug)
        end

      _ ->
        after_message({:ok, value}, parent, name, message, mod, state, hib, debug, from)
    end
  end

  defp after_call(failed, parent, name, from, message, mod, state, hib, debug) do
    after_message(failed, parent, name, message, mod, state, hib, debug, from)
  end

  defp after_message(result, parent, name, message, mod, state, hib, debug, from \\ :undefined)

  defp after_message({:ok, value}, parent, name, message, mod, state, hib, debug, from) do
    case value do
      {:noreply, new_state} ->
        debug = noreply(name, new_state, debug)
        loop(parent, name, new_state, mod, :infinity, hib, debug)

      {:noreply, new_state, action} when is_action(action) ->
        debug = noreply(name, new_state, debug)
        loop(parent, name, new_state, mod, action, hib, debug)

      {:stop, reason, new_state} ->
        terminate(:exit, reason, [], name, from, message, mod, new_state, debug)

      other ->
        reason = {:bad_return_value, other}
        terminate(:exit, reason, [], name, from, message, mod, state, debug)
    end
  end

  defp after_message({:EXIT, class, reason, stack}, _, name, message, mod, state, _, debug, from) do
    terminate(class, reason, stack, name, from, message, mod, state, debug)
  end

  defp reply(_name, from, reply, _state, []) do
    reply(from, reply)
    []
  end

  defp reply(name, from, reply, state, debug) do
    reply(from, reply)
    :sys.handle_debug(debug, &print_event/3, name, {:out, reply, from, state})
  end

  defp continued(_name, _message, []), do: []

  defp continued(name, message, debug),
    do: :sys.handle_debug(debug, &print_event/3, name, message)

  defp noreply(_name, _state, []), do: []

  defp noreply(name, state, debug),
    do: :sys.handle_debug(debug, &print_event/3, name, {:noreply, state})

  # The end: terminate/2 runs, the report is made, the process exits with the
  # class and stack of what happened.

  defp terminate(class, reason, stack, name, from, message, mod, state, debug) do
    :otpsh_trace.held(state)

    case try_terminate(mod, exit_reason(class, reason, stack), state) do
      {:ok, _} ->
        case class == :exit and quiet?(reason) do
          true -> :ok
          false -> error_info(reason, stack, name, from, message, mod, state, debug)
        end

        case stack do
          [] -> exit(reason)
          _ -> :erlang.raise(class, reason, stack)
        end

      {:EXIT, class, reason, stack} ->
        error_info(reason, stack, name, from, message, mod, state, debug)
        :erlang.raise(class, reason, stack)
    end
  end

  defp try_terminate(mod, reason, state) do
    case :erlang.function_exported(mod, :terminate, 2) do
      true ->
        try do
          {:ok, mod.terminate(reason, state)}
        catch
          :throw, value -> {:ok, value}
          class, reason -> {:EXIT, class, reason, __STACKTRACE__}
        end

      false ->
        {:ok, :ok}
    end
  end

  defp quiet?(:normal), do: true
  defp quiet?(:shutdown), do: true
  defp quiet?({:shutdown, _}), do: true
  defp quiet?(_), do: false

  defp exit_reason(:error, reason, stack), do: {reason, stack}
  defp exit_reason(:exit, reason, _stack), do: reason

  defp error_info(reason, stack, name, from, message, mod, state, debug) do
    case :logger.allow(:error, :gen_server) do
      true -> report_error(reason, stack, name, from, message, mod, state, debug)
      false -> :ok
    end
  end

  defp report_error(reason, stack, name, from, message, mod, state, debug) do
    log = :sys.get_log(debug)
    status = %{state: state, message: message, reason: reason, log: log}
    status = :gen.format_status(mod, :terminate, status, [:erlang.get(), state])

    report = %{
      label: {:gen_server, :terminate},
      name: name,
      last_message: status.message,
      state: Map.get(status, :"$status", status.state),
      log: status.log,
      reason: with_stack(status.reason, stack),
      client_info: client_info(from)
    }

    :logger.error(report, %{
      domain: [:otp],
      report_cb: &:gen_server.format_log/2,
      error_logger: %{tag: :error, report_cb: &:gen_server.format_log/1}
    })
  end

  defp with_stack(reason, []), do: reason
  defp with_stack(reason, stack), do: {reason, stack}

  defp client_info({pid, _tag}) when is_pid(pid) do
    case :erlang.process_info(pid, [:current_stacktrace, :registered_name]) do
      :undefined -> {pid, :dead}
      [{_, stack}, {_, []}] -> {pid, {pid, stack}}
      [{_, stack}, {_, name}] -> {pid, {name, stack}}
    end
  end

  defp client_info(_), do: :undefined

  # Callbacks of :sys.

  @doc false
  def system_continue(parent, debug, [name, state, mod, action, hib]),
    do: loop(parent, name, state, mod, action, hib, debug)

  @doc false
  def system_terminate(reason, _parent, debug, [name, state, mod, _action, _hib]),
    do: terminate(:exit, reason, [], name, :undefined, [], mod, state, debug)

  @doc false
  def system_code_change([name, state, mod, action, hib], _module, old_vsn, extra) do
    case (try do
            mod.code_change(old_vsn, state, extra)
          catch
            :throw, value -> value
            class, reason -> {:EXIT, exit_reason(class, reason, __STACKTRACE__)}
          end) do
      {:ok, new_state} -> {:ok, [name, new_state, mod, action, hib]}
      other -> other
    end
  end

  @doc false
  def system_get_state([_name, state | _]), do: {:ok, state}

  @doc false
  def system_replace_state(fun, [name, state, mod, action, hib]) do
    new_state = fun.(state)
    {:ok, new_state, [name, new_state, mod, action, hib]}
  end

  @doc false
  def format_status(optional, [pdict, sys_state, parent, debug, [name, state, mod, _action, _hib]]) do
    status = %{state: state, log: :sys.get_log(debug)}
    status = :gen.format_status(mod, optional, status, [pdict, state])

    own =
      case status do
        %{"$status": list} when is_list(list) -> list
        %{"$status": other} -> [other]
        %{state: shown} -> [{:data, [{~c"State", shown}]}]
      end

    [
      {:header, :gen.format_status_header(~c"Status for generic server", name)},
      {:data, [{~c"Status", sys_state}, {~c"Parent", parent}, {~c"Logged events", status.log}]}
      | own
    ]
  end

  # What `:sys.trace` shows.
  defp print_event(dev, event, name) do
    case event do
      {:in, {:"$gen_call", {from, _tag}, request}} ->
        :io.format(dev, ~c"*DBG* ~tp got call ~tp from ~tw~n", [name, request, from])

      {:in, {:"$gen_cast", request}} ->
        :io.format(dev, ~c"*DBG* ~tp got cast ~tp~n", [name, request])

      {:in, message} ->
        :io.format(dev, ~c"*DBG* ~tp got ~tp~n", [name, message])

      {:out, reply, {to, _tag}, state} ->
        :io.format(dev, ~c"*DBG* ~tp sent ~tp to ~tw, new state ~tp~n", [name, reply, to, state])

      {:noreply, state} ->
        :io.format(dev, ~c"*DBG* ~tp new state ~tp~n", [name, state])

      other ->
        :io.format(dev, ~c"*DBG* ~tp dbg  ~tp~n", [name, other])
    end
  end

  @doc false
  def format_log(report), do: format_log(report, %{})

  def format_log(%{label: {:gen_server, :no_handle_info}} = report, _opts) do
    :io_lib.format(~c"** Undefined handle_info in ~tp~n** Unhandled message: ~tp~n", [
      report.module,
      report.message
    ])
  end

  def format_log(%{label: {:gen_server, :terminate}} = report, _opts) do
    format =
      ~c"** Generic server ~tp terminating~n** Last message in was ~tp~n" ++
        ~c"** When Server state == ~tp~n** Reason for termination ==~n** ~tp~n"

    :io_lib.format(format, [report.name, report.last_message, report.state, report.reason])
  end
end
