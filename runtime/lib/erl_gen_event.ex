# :gen_event: an event manager: handlers that all see the same events.

defmodule :gen_event do
  @moduledoc """
  A process that holds handlers, each a module with a state; an event is given
  to every one of them, in the order newest first.
  """

  @callback init(term) :: term
  @callback handle_event(term, term) :: term
  @callback handle_call(term, term) :: term
  @callback handle_info(term, term) :: term
  @callback terminate(term, term) :: term
  @callback code_change(term, term, term) :: term
  @callback format_status(term) :: term
  @callback format_status(term, term) :: term
  @optional_callbacks handle_info: 2,
                      terminate: 2,
                      code_change: 3,
                      format_status: 1,
                      format_status: 2

  # Starting.

  def start, do: :gen.start(:gen_event, :nolink, :otpsh_no_module, [], [])

  def start(opts) when is_list(opts),
    do: :gen.start(:gen_event, :nolink, :otpsh_no_module, [], opts)

  def start(name), do: start(name, [])
  def start(name, opts), do: :gen.start(:gen_event, :nolink, name, :otpsh_no_module, [], opts)

  def start_link, do: :gen.start(:gen_event, :link, :otpsh_no_module, [], [])

  def start_link(opts) when is_list(opts),
    do: :gen.start(:gen_event, :link, :otpsh_no_module, [], opts)

  def start_link(name), do: start_link(name, [])
  def start_link(name, opts), do: :gen.start(:gen_event, :link, name, :otpsh_no_module, [], opts)

  def start_monitor, do: :gen.start(:gen_event, :monitor, :otpsh_no_module, [], [])

  def start_monitor(opts) when is_list(opts),
    do: :gen.start(:gen_event, :monitor, :otpsh_no_module, [], opts)

  def start_monitor(name), do: start_monitor(name, [])

  def start_monitor(name, opts),
    do: :gen.start(:gen_event, :monitor, name, :otpsh_no_module, [], opts)

  # Requests. A handler is a module or {module, id}.

  def notify(manager, event) do
    deliver(manager, {:notify, event})
  end

  def sync_notify(manager, event), do: rpc(manager, {:sync_notify, event})

  def add_handler(manager, handler, args), do: rpc(manager, {:add_handler, handler, args})

  def add_sup_handler(manager, handler, args),
    do: rpc(manager, {:add_sup_handler, handler, args, self()})

  def delete_handler(manager, handler, args), do: rpc(manager, {:delete_handler, handler, args})

  def swap_handler(manager, {old, args}, {new, new_args}),
    do: rpc(manager, {:swap_handler, old, args, new, new_args})

  def swap_sup_handler(manager, {old, args}, {new, new_args}),
    do: rpc(manager, {:swap_sup_handler, old, args, new, new_args, self()})

  def which_handlers(manager), do: rpc(manager, :which_handlers)

  def call(manager, handler, request) do
    try do
      rpc(manager, {:call, handler, request}, 5000)
    catch
      :exit, reason -> exit({reason, {:gen_event, :call, [manager, handler, request]}})
    end
  end

  def call(manager, handler, request, timeout) do
    try do
      rpc(manager, {:call, handler, request}, timeout)
    catch
      :exit, reason -> exit({reason, {:gen_event, :call, [manager, handler, request, timeout]}})
    end
  end

  # Requests whose answer is collected later.

  def send_request(manager, handler, request),
    do: :gen.send_request(manager, self(), {:call, handler, request})

  def send_request(manager, handler, request, label, collection),
    do: :gen.send_request(manager, self(), {:call, handler, request}, label, collection)

  def wait_response(request, timeout), do: :gen.wait_response(request, timeout)
  def wait_response(c, timeout, delete), do: :gen.wait_response(c, timeout, delete)
  def receive_response(request, timeout), do: :gen.receive_response(request, timeout)
  def receive_response(c, timeout, delete), do: :gen.receive_response(c, timeout, delete)
  def check_response(message, request), do: :gen.check_response(message, request)
  def check_response(message, c, delete), do: :gen.check_response(message, c, delete)
  def reqids_new, do: :gen.reqids_new()
  def reqids_size(c), do: :gen.reqids_size(c)
  def reqids_add(request, label, c), do: :gen.reqids_add(request, label, c)
  def reqids_to_list(c), do: :gen.reqids_to_list(c)

  def stop(manager), do: :gen.stop(manager)
  def stop(manager, reason, timeout), do: :gen.stop(manager, reason, timeout)

  defp rpc(manager, request), do: rpc(manager, request, :infinity)

  defp rpc(manager, request, timeout) do
    {:ok, reply} = :gen.call(manager, self(), request, timeout)
    reply
  end

  defp deliver({:global, name}, message), do: send_if(:global.whereis_name(name), message)
  defp deliver({:via, mod, name}, message), do: send_if(mod.whereis_name(name), message)

  defp deliver(manager, message) do
    send(manager, message)
    :ok
  end

  defp send_if(:undefined, _message), do: :ok

  defp send_if(pid, message) do
    send(pid, message)
    :ok
  end

  # The manager. A handler is {module, id | false, state, supervising pid | false}.

  @doc false
  def init_it(starter, :self, name, mod, args, opts),
    do: init_it(starter, self(), name, mod, args, opts)

  def init_it(starter, parent, full_name, _mod, _args, opts) do
    :erlang.process_flag(:trap_exit, true)
    name = :gen.name(full_name)
    debug = :gen.debug_options(name, opts)
    :proc_lib.init_ack(starter, {:ok, self()})
    loop(parent, name, [], debug)
  end

  defp loop(parent, name, handlers, debug) do
    receive do
      {:system, from, request} ->
        :sys.handle_system_msg(request, from, parent, :gen_event, debug, [name, handlers])

      {:EXIT, ^parent, reason} ->
        terminate_all(reason, name, handlers, parent)

      message when debug == [] ->
        handle_msg(message, parent, name, handlers, debug)

      message ->
        debug = :sys.handle_debug(debug, &print_event/3, name, {:in, message})
        handle_msg(message, parent, name, handlers, debug)
    end
  end

  defp handle_msg(message, parent, name, handlers, debug) do
    case message do
      {:notify, event} ->
        loop(parent, name, server_notify(handlers, :handle_event, event, name), debug)

      {_from, tag, {:sync_notify, event}} when is_tuple(tag) ->
        handlers = server_notify(handlers, :handle_event, event, name)
        :gen.reply(tag, :ok)
        loop(parent, name, handlers, debug)

      {from, tag, request} when is_pid(from) and is_tuple(tag) ->
        {reply, handlers} = request(request, handlers, name)
        :gen.reply(tag, reply)
        loop(parent, name, handlers, debug)

      {:EXIT, pid, reason} ->
        handlers = supervisor_gone(pid, reason, handlers, name)
        loop(parent, name, server_notify(handlers, :handle_info, message, name), debug)

      other ->
        loop(parent, name, server_notify(handlers, :handle_info, other, name), debug)
    end
  end

  defp request({:add_handler, handler, args}, handlers, _name),
    do: server_add_handler(handler, args, false, handlers)

  defp request({:add_sup_handler, handler, args, pid}, handlers, _name) do
    :erlang.link(pid)
    server_add_handler(handler, args, pid, handlers)
  end

  defp request({:delete_handler, handler, args}, handlers, name) do
    case take(handler, handlers) do
      {nil, _} -> {{:error, :module_not_found}, handlers}
      {found, rest} -> {terminate(found, args, :delete, name, args), rest}
    end
  end

  defp request({:swap_handler, old, args, new, new_args}, handlers, name),
    do: swap(old, args, new, new_args, :keep, handlers, name)

  defp request({:swap_sup_handler, old, args, new, new_args, pid}, handlers, name) do
    :erlang.link(pid)
    swap(old, args, new, new_args, pid, handlers, name)
  end

  defp request(:which_handlers, handlers, _name) do
    {for({mod, id, _, _} <- handlers, do: if(id == false, do: mod, else: {mod, id})), handlers}
  end

  defp request({:call, handler, query}, handlers, name),
    do: server_call(handler, query, handlers, name)

  defp server_call(handler, query, handlers, name) do
    {mod, id} = key(handler)

    case Enum.find_index(handlers, &match?({^mod, ^id, _, _}, &1)) do
      nil ->
        {{:error, :bad_module}, handlers}

      index ->
        {reply, new} = server_call_update(Enum.at(handlers, index), query, name)
        {reply, List.replace_at(handlers, index, new) |> List.flatten()}
    end
  end

  defp key({mod, id}), do: {mod, id}
  defp key(mod), do: {mod, false}

  defp take(handler, handlers) do
    {mod, id} = key(handler)

    case Enum.split_while(handlers, &(not match?({^mod, ^id, _, _}, &1))) do
      {_, []} -> {nil, handlers}
      {before, [found | rest]} -> {found, before ++ rest}
    end
  end

  defp server_add_handler(handler, args, supervised, handlers) do
    {mod, id} = key(handler)

    result =
      try do
        mod.init(args)
      catch
        class, reason -> caught(class, reason, __STACKTRACE__)
      end

    case result do
      {:ok, state} -> {:ok, [{mod, id, state, supervised} | handlers]}
      {:ok, state, :hibernate} -> {:ok, [{mod, id, state, supervised} | handlers]}
      other -> {other, handlers}
    end
  end

  defp swap(old, args, new, new_args, supervised, handlers, name) do
    {found, rest} = take(old, handlers)
    {new_mod, new_id} = key(new)

    {old_value, kept} =
      case found do
        nil -> {:error, false}
        {_, _, _, own} -> {terminate(found, args, {:swapped, new, own}, name, args), own}
      end

    supervised = if supervised == :keep, do: kept, else: supervised

    case safely(fn -> new_mod.init({new_args, old_value}) end) do
      {:ok, state} -> {:ok, [{new_mod, new_id, state, supervised} | rest]}
      {:ok, state, :hibernate} -> {:ok, [{new_mod, new_id, state, supervised} | rest]}
      other -> {{:error, other}, rest}
    end
  end

  # An event for all; a handler that asks to be removed, or fails, is taken out.
  # These functions stand in stack traces, as do those that call init/1 and
  # handle_call/2.
  defp server_notify([], _callback, _event, _name), do: []

  defp server_notify([handler | rest], callback, event, name) do
    kept = server_update(handler, callback, event, name)
    kept ++ server_notify(rest, callback, event, name)
  end

  defp server_update({mod, _, state, _} = handler, callback, event, name) do
    case callback == :handle_info and not :erlang.function_exported(mod, :handle_info, 2) do
      true ->
        no_handle_info(mod, event)
        [handler]

      false ->
        result =
          try do
            apply(mod, callback, [event, state])
          catch
            class, reason -> caught(class, reason, __STACKTRACE__)
          end

        after_event(result, handler, event, name)
    end
  end

  defp after_event(result, {mod, id, _, supervised} = handler, event, name) do
    case result do
      {:ok, state} ->
        [{mod, id, state, supervised}]

      {:ok, state, :hibernate} ->
        [{mod, id, state, supervised}]

      {:swap_handler, args, state, new, new_args} ->
        old = {mod, id, state, supervised}
        {_, handlers} = swap(key_of(old), args, new, new_args, :keep, [old], name)
        handlers

      :remove_handler ->
        terminate(handler, :remove_handler, :remove, name, event)
        []

      other ->
        terminate(handler, {:error, other}, other, name, event)
        []
    end
  end

  defp server_call_update({mod, id, state, supervised} = handler, query, name) do
    result =
      try do
        mod.handle_call(query, state)
      catch
        class, reason -> caught(class, reason, __STACKTRACE__)
      end

    case result do
      {:ok, reply, state} ->
        {reply, [{mod, id, state, supervised}]}

      {:ok, reply, state, :hibernate} ->
        {reply, [{mod, id, state, supervised}]}

      {:swap_handler, reply, args, state, new, new_args} ->
        old = {mod, id, state, supervised}
        {_, handlers} = swap(key_of(old), args, new, new_args, :keep, [old], name)
        {reply, handlers}

      {:remove_handler, reply} ->
        terminate(handler, :remove_handler, :remove, name, query)
        {reply, []}

      other ->
        terminate(handler, {:error, other}, other, name, query)
        {{:error, other}, []}
    end
  end

  defp key_of({mod, false, _, _}), do: mod
  defp key_of({mod, id, _, _}), do: {mod, id}

  defp safely(fun) do
    try do
      fun.()
    catch
      class, reason -> caught(class, reason, __STACKTRACE__)
    end
  end

  defp caught(:throw, value, _stack), do: value
  defp caught(:error, reason, stack), do: {:EXIT, {reason, stack}}
  defp caught(:exit, reason, _stack), do: {:EXIT, reason}

  # Runs terminate/2, tells the supervising process and logs what went wrong.
  defp terminate({mod, _, state, supervised} = handler, args, reason, name, last) do
    result =
      case :erlang.function_exported(mod, :terminate, 2) do
        true -> safely(fn -> mod.terminate(args, state) end)
        false -> :ok
      end

    tell_supervisor(supervised, handler, reason)

    case reason do
      :delete -> :ok
      :remove -> :ok
      :stop -> :ok
      {:stop, _} -> :ok
      {:swapped, _, _} -> :ok
      :shutdown -> :ok
      other -> log_failure(handler, other, name, last)
    end

    result
  end

  defp tell_supervisor(false, _handler, _reason), do: :ok

  defp tell_supervisor(pid, handler, reason) do
    shown =
      case reason do
        :delete -> :normal
        :remove -> :normal
        :stop -> :shutdown
        {:stop, stop_reason} -> stop_reason
        other -> other
      end

    send(pid, {:gen_event_EXIT, key_of(handler), shown})
    :ok
  end

  defp log_failure({_, _, state, _} = handler, reason, name, last) do
    :logger.error(
      %{
        label: {:gen_event, :terminate},
        handler: key_of(handler),
        name: name,
        last_message: last,
        state: state,
        reason: reason
      },
      %{domain: [:otp], report_cb: &:gen_event.format_log/2, error_logger: %{tag: :error}}
    )
  end

  defp no_handle_info(mod, message) do
    :logger.warning(
      %{label: {:gen_event, :no_handle_info}, module: mod, message: message},
      %{domain: [:otp], report_cb: &:gen_event.format_log/2, error_logger: %{tag: :warning_msg}}
    )
  end

  defp supervisor_gone(pid, reason, handlers, name) do
    Enum.reject(handlers, fn {_, _, _, supervised} = handler ->
      if supervised == pid do
        terminate(handler, {:stop, reason}, {:stop, reason}, name, [])
        true
      end
    end)
  end

  defp terminate_all(reason, name, handlers, parent) do
    for {_, _, _, supervised} = handler <- handlers do
      terminate(handler, :stop, :stop, name, [])
      # Who hears :gen_event_EXIT needs no exit signal, but for a parent.
      if is_pid(supervised) and supervised != parent, do: :erlang.unlink(supervised)
    end

    exit(reason)
  end

  # Callbacks of :sys.

  @doc false
  def system_continue(parent, debug, [name, handlers]), do: loop(parent, name, handlers, debug)

  @doc false
  def system_terminate(reason, parent, _debug, [name, handlers]),
    do: terminate_all(reason, name, handlers, parent)

  @doc false
  def system_code_change([name, handlers], module, old_vsn, extra) do
    new =
      for {mod, id, state, supervised} <- handlers do
        case mod == module do
          true ->
            {:ok, state} = mod.code_change(old_vsn, state, extra)
            {mod, id, state, supervised}

          false ->
            {mod, id, state, supervised}
        end
      end

    {:ok, [name, new]}
  end

  @doc false
  def system_get_state([_name, handlers]),
    do: {:ok, for({mod, id, state, _} <- handlers, do: {mod, id, state})}

  @doc false
  def system_replace_state(fun, [name, handlers]) do
    new =
      for {mod, id, state, supervised} <- handlers do
        {^mod, ^id, state} = fun.({mod, id, state})
        {mod, id, state, supervised}
      end

    {:ok, for({mod, id, state, _} <- new, do: {mod, id, state}), [name, new]}
  end

  @doc false
  def format_status(optional, [pdict, sys_state, parent, debug, [name, handlers]]) do
    log = :sys.get_log(debug)

    shown =
      for {mod, id, state, supervised} <- handlers do
        status = :gen.format_status(mod, optional, %{state: state, log: log}, [pdict, state])
        {:handler, mod, id, Map.get(status, :"$status", status.state), supervised}
      end

    [
      {:header, :gen.format_status_header(~c"Status for event handler", name)},
      {:data, [{~c"Status", sys_state}, {~c"Logged Events", log}, {~c"Parent", parent}]},
      {:items, {~c"Installed handlers", shown}}
    ]
  end

  defp print_event(dev, {:in, {:notify, event}}, name),
    do: :io.format(dev, ~c"*DBG* ~tp got event ~tp~n", [name, event])

  defp print_event(dev, {:in, {_from, _tag, {:call, handler, query}}}, name),
    do: :io.format(dev, ~c"*DBG* ~tp(~tp) got call ~tp~n", [name, handler, query])

  defp print_event(dev, {:in, message}, name),
    do: :io.format(dev, ~c"*DBG* ~tp got ~tp~n", [name, message])

  defp print_event(dev, event, name), do: :io.format(dev, ~c"*DBG* ~tp dbg ~tp~n", [name, event])

  @doc false
  def format_log(report), do: format_log(report, %{})

  def format_log(%{label: {:gen_event, :no_handle_info}} = report, _opts) do
    :io_lib.format(~c"** Undefined handle_info in ~tp~n** Unhandled message: ~tp~n", [
      report.module,
      report.message
    ])
  end

  def format_log(report, _opts) do
    :io_lib.format(~c"** gen_event handler ~tp crashed.~n** Reason == ~tp~n", [
      report.handler,
      report.reason
    ])
  end
end
