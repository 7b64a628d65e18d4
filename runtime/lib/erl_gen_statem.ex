# :gen_statem: state machines: events, states, postponing, and timeouts.

defmodule :gen_statem do
  @moduledoc """
  A process that is a state machine. Its callbacks are one function per state
  (`:state_functions`) or `handle_event/4` (`:handle_event_function`); they
  return the next state, the data, and actions: replies, timeouts, events to
  insert, or to postpone the event until the state changes.
  """

  @callback callback_mode() :: term
  @callback init(term) :: term
  @callback state_name(term, term, term) :: term
  @callback handle_event(term, term, term, term) :: term
  @callback terminate(term, term, term) :: term
  @callback code_change(term, term, term, term) :: term
  @callback format_status(term) :: term
  @callback format_status(term, term) :: term
  @optional_callbacks state_name: 3,
                      handle_event: 4,
                      terminate: 3,
                      code_change: 4,
                      format_status: 1,
                      format_status: 2

  # Client side.

  def start(mod, args, opts), do: :gen.start(:gen_statem, :nolink, mod, args, opts)
  def start(name, mod, args, opts), do: :gen.start(:gen_statem, :nolink, name, mod, args, opts)
  def start_link(mod, args, opts), do: :gen.start(:gen_statem, :link, mod, args, opts)
  def start_link(name, mod, args, opts), do: :gen.start(:gen_statem, :link, name, mod, args, opts)
  def start_monitor(mod, args, opts), do: :gen.start(:gen_statem, :monitor, mod, args, opts)

  def start_monitor(name, mod, args, opts),
    do: :gen.start(:gen_statem, :monitor, name, mod, args, opts)

  def stop(server), do: :gen.stop(server)
  def stop(server, reason, timeout), do: :gen.stop(server, reason, timeout)
  def cast(server, message), do: :gen_server.cast(server, message)

  def call(server, request), do: call(server, request, :infinity)

  def call(server, request, timeout) do
    milliseconds =
      case timeout do
        {kind, time} when kind in [:clean_timeout, :dirty_timeout] -> time
        time -> time
      end

    try do
      :gen.call(server, :"$gen_call", request, milliseconds)
    catch
      :exit, reason -> exit({reason, {:gen_statem, :call, [server, request, timeout]}})
    else
      {:ok, reply} -> reply
    end
  end

  def send_request(server, request), do: :gen.send_request(server, :"$gen_call", request)

  def send_request(server, request, label, collection),
    do: :gen.send_request(server, :"$gen_call", request, label, collection)

  def wait_response(request), do: :gen.wait_response(request, :infinity)
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

  def reply({:reply, from, reply}), do: :gen.reply(from, reply)
  def reply(replies) when is_list(replies), do: Enum.each(replies, &reply/1)
  def reply(from, reply), do: :gen.reply(from, reply)

  # Becoming a state machine.

  def enter_loop(mod, opts, state, data), do: enter_loop(mod, opts, state, data, self(), [])

  def enter_loop(mod, opts, state, data, server) when is_pid(server) or is_tuple(server),
    do: enter_loop(mod, opts, state, data, server, [])

  def enter_loop(mod, opts, state, data, actions),
    do: enter_loop(mod, opts, state, data, self(), actions)

  def enter_loop(mod, opts, state, data, server, actions) do
    name = :gen.get_proc_name(server)
    enter(:gen.get_parent(), name, mod, opts, state, data, actions)
  end

  @doc false
  def init_it(starter, :self, name, mod, args, opts),
    do: init_it(starter, self(), name, mod, args, opts)

  def init_it(starter, parent, full_name, mod, args, opts) do
    name = :gen.name(full_name)

    case run(fn -> mod.init(args) end) do
      {:ok, {:ok, state, data}} ->
        :proc_lib.init_ack(starter, {:ok, self()})
        enter(parent, name, mod, opts, state, data, [])

      {:ok, {:ok, state, data, actions}} ->
        :proc_lib.init_ack(starter, {:ok, self()})
        enter(parent, name, mod, opts, state, data, actions)

      {:ok, {:stop, reason}} ->
        init_failed(starter, full_name, reason)
        exit(reason)

      {:ok, :ignore} ->
        :gen.unregister_name(full_name)
        :proc_lib.init_ack(starter, :ignore)
        exit(:normal)

      {:ok, other} ->
        reason = {:bad_return_from_init, other}
        init_failed(starter, full_name, reason)
        exit(reason)

      {:EXIT, class, reason, stack} ->
        init_failed(starter, full_name, reason)
        :erlang.raise(class, reason, stack)
    end
  end

  defp init_failed(starter, full_name, reason) do
    :gen.unregister_name(full_name)
    :proc_lib.init_ack(starter, {:error, reason})
  end

  defp enter(parent, name, mod, opts, state, data, actions) do
    m = %{
      parent: parent,
      name: name,
      # The callback module in use, and those that it was pushed upon.
      mod: mod,
      below: [],
      mode: :undefined,
      state_enter: false,
      state: state,
      data: data,
      postponed: [],
      timers: %{},
      hibernate: false,
      hibernate_after: :gen.hibernate_after(opts),
      debug: :gen.debug_options(name, opts)
    }

    event = {:internal, :init_state}

    with {:ok, m} <- with_module(m, mod),
         {:ok, m, next, _postpone} <- act(actions, m, [], false, :init) do
      {m, more} = if m.state_enter, do: enter_state(m, state, event), else: {m, []}
      {immediate, inserted} = split_timeouts(next ++ more)
      loop(m, inserted ++ immediate)
    else
      {:bad, reason} -> terminate(:error, reason, stack_here(), event, [], m)
      {:EXIT, class, reason, stack} -> terminate(class, reason, stack, event, [], m)
    end
  end

  # The machine with a callback module, whose modes are asked for.
  defp with_module(m, mod) do
    with {:ok, modes} <- run(fn -> mod.callback_mode() end) do
      case modes_of(List.wrap(modes), nil, false) do
        {:ok, mode, state_enter} -> {:ok, %{m | mod: mod, mode: mode, state_enter: state_enter}}
        :bad -> {:bad, {:bad_return_from_callback_mode, modes}}
      end
    end
  end

  defp modes_of([:state_enter | rest], mode, _enter), do: modes_of(rest, mode, true)

  defp modes_of([mode | rest], _mode, enter)
       when mode in [:state_functions, :handle_event_function],
       do: modes_of(rest, mode, enter)

  defp modes_of([], mode, enter) when mode != nil, do: {:ok, mode, enter}
  defp modes_of(_, _mode, _enter), do: :bad

  # Where a mistake of the callback module was found, as the stack of its error.
  defp stack_here do
    {:current_stacktrace, [_ | stack]} = :erlang.process_info(self(), :current_stacktrace)
    stack
  end

  # The loop: events that wait here come before messages.

  defp loop(m, [{:"$zero", kind} | queue]) do
    case m.timers do
      %{^kind => {:zero, content}} ->
        handle({kind, content}, queue, %{m | timers: Map.delete(m.timers, kind)})

      # It was cancelled, or set again, since.
      %{} ->
        loop(m, queue)
    end
  end

  defp loop(m, [event | queue]), do: handle(event, queue, m)

  defp loop(%{hibernate: true} = m, []) do
    :proc_lib.hibernate(:gen_statem, :wakeup_from_hibernate, [
      m.parent,
      m.debug,
      %{m | hibernate: false}
    ])
  end

  defp loop(m, []), do: receive_event(m)

  @doc false
  def wakeup_from_hibernate(_parent, _debug, m), do: receive_event(m)

  defp receive_event(%{parent: parent} = m) do
    receive do
      {:"$gen_call", from, request} ->
        loop(m, [{{:call, from}, request}])

      {:"$gen_cast", message} ->
        loop(m, [{:cast, message}])

      {:system, from, request} ->
        :sys.handle_system_msg(request, from, parent, :gen_statem, m.debug, m)

      {:EXIT, ^parent, reason} ->
        terminate(:exit, reason, stack_here(), {:info, {:EXIT, parent, reason}}, [], m)

      {:timeout, ref, kind} = message ->
        case m.timers do
          %{^kind => {^ref, content}} ->
            loop(%{m | timers: Map.delete(m.timers, kind)}, [{kind, content}])

          %{} ->
            loop(m, [{:info, message}])
        end

      message ->
        loop(m, [{:info, message}])
    after
      m.hibernate_after -> loop(%{m | hibernate: true}, [])
    end
  end

  defp handle({type, content} = event, queue, m) do
    m = debug(m, {:in, event, m.state})
    # Any event ends the event timeout.
    m = cancel(m, :timeout)

    loop_state_callback(type, content, event, queue, m)
  end

  # This function stands in stack traces.
  defp loop_state_callback(type, content, event, queue, %{mod: mod, state: state, data: data} = m) do
    try do
      case m.mode do
        :state_functions -> apply(mod, state, [type, content, data])
        :handle_event_function -> mod.handle_event(type, content, state, data)
      end
    catch
      :throw, value -> loop_state_callback_result(value, event, queue, m)
      class, reason -> terminate(class, reason, __STACKTRACE__, event, queue, m)
    else
      result -> loop_state_callback_result(result, event, queue, m)
    end
  end

  defp run(fun) do
    try do
      {:ok, fun.()}
    catch
      :throw, value -> {:ok, value}
      class, reason -> {:EXIT, class, reason, __STACKTRACE__}
    end
  end

  defp loop_state_callback_result(result, event, queue, m) do
    case result do
      {:next_state, state, data} ->
        transition(state, data, [], false, event, queue, m)

      {:next_state, state, data, actions} ->
        transition(state, data, actions, false, event, queue, m)

      {:keep_state, data} ->
        transition(m.state, data, [], false, event, queue, m)

      {:keep_state, data, actions} ->
        transition(m.state, data, actions, false, event, queue, m)

      :keep_state_and_data ->
        transition(m.state, m.data, [], false, event, queue, m)

      {:keep_state_and_data, actions} ->
        transition(m.state, m.data, actions, false, event, queue, m)

      {:repeat_state, data} ->
        transition(m.state, data, [], true, event, queue, m)

      {:repeat_state, data, actions} ->
        transition(m.state, data, actions, true, event, queue, m)

      :repeat_state_and_data ->
        transition(m.state, m.data, [], true, event, queue, m)

      {:repeat_state_and_data, actions} ->
        transition(m.state, m.data, actions, true, event, queue, m)

      :stop ->
        terminate(:exit, :normal, stack_here(), event, queue, m)

      {:stop, reason} ->
        terminate(:exit, reason, stack_here(), event, queue, m)

      {:stop, reason, data} ->
        terminate(:exit, reason, stack_here(), event, queue, %{m | data: data})

      {:stop_and_reply, reason, replies} ->
        stop_and_reply(reason, replies, event, queue, m)

      {:stop_and_reply, reason, replies, data} ->
        stop_and_reply(reason, replies, event, queue, %{m | data: data})

      other ->
        reason = {:bad_return_from_state_function, other}
        terminate(:error, reason, stack_here(), event, queue, m)
    end
  end

  defp stop_and_reply(reason, replies, event, queue, m) do
    case reply_all(List.wrap(replies), m) do
      {:ok, m} ->
        terminate(:exit, reason, stack_here(), event, queue, m)

      {:bad, other} ->
        reason = {:bad_reply_action_from_state_function, other}
        terminate(:error, reason, stack_here(), event, queue, m)
    end
  end

  defp reply_all([], m), do: {:ok, m}

  defp reply_all([{:reply, {_to, _tag} = from, reply} | rest], m) do
    reply(from, reply)
    reply_all(rest, debug(m, {:out, reply, from}))
  end

  defp reply_all([other | _], _m), do: {:bad, other}

  defp transition(state, data, actions, repeat, event, queue, old) do
    m = %{old | state: state, data: data}
    changed = repeat or state != old.state
    m = if state != old.state, do: cancel(m, :state_timeout), else: m

    case act(actions, m, [], false, :event) do
      {:bad, reason} ->
        terminate(:error, reason, stack_here(), event, queue, m)

      {:EXIT, class, reason, stack} ->
        terminate(class, reason, stack, event, queue, m)

      {:ok, m, next, postpone} ->
        m = debug(m, {if(postpone, do: :postpone, else: :consume), event, old.state})
        m = if postpone, do: %{m | postponed: [event | m.postponed]}, else: m
        # What was postponed is handled again, oldest first, once the state has changed.
        {again, m} =
          if changed, do: {:lists.reverse(m.postponed), %{m | postponed: []}}, else: {[], m}

        {m, entered} =
          if changed and m.state_enter, do: enter_state(m, old.state, event), else: {m, []}

        {immediate, inserted} = split_timeouts(next ++ entered)
        loop(m, inserted ++ again ++ queue ++ immediate)
    end
  end

  # Timeouts of no time come after the events that are waiting.
  defp split_timeouts(events), do: Enum.split_with(events, &match?({:"$zero", _}, &1))

  # The state's enter call: gives the machine, and the timeouts that are due.
  defp enter_state(m, old_state, event) do
    case enter_call(m, old_state) do
      {:ok, data, actions, repeat} ->
        case act(actions, %{m | data: data}, [], false, :enter) do
          {:bad, reason} ->
            terminate(:error, reason, stack_here(), event, [], m)

          {:EXIT, class, reason, stack} ->
            terminate(class, reason, stack, event, [], m)

          {:ok, m, _next, _postpone} when repeat ->
            enter_state(m, m.state, event)

          {:ok, m, next, _postpone} ->
            {m, next}
        end

      {:stop, reason, data} ->
        terminate(:exit, reason, stack_here(), event, [], %{m | data: data})

      {:bad, reason} ->
        terminate(:error, reason, stack_here(), event, [], m)

      {:EXIT, class, reason, stack} ->
        terminate(class, reason, stack, event, [], m)
    end
  end

  defp enter_call(%{mod: mod, state: state, data: data} = m, old_state) do
    try do
      case m.mode do
        :state_functions -> apply(mod, state, [:enter, old_state, data])
        :handle_event_function -> mod.handle_event(:enter, old_state, state, data)
      end
    catch
      :throw, value -> entered(value, m)
      class, reason -> {:EXIT, class, reason, __STACKTRACE__}
    else
      result -> entered(result, m)
    end
  end

  defp entered(result, %{state: state} = m) do
    case result do
      {:next_state, ^state, data} -> {:ok, data, [], false}
      {:next_state, ^state, data, actions} -> {:ok, data, actions, false}
      {:keep_state, data} -> {:ok, data, [], false}
      {:keep_state, data, actions} -> {:ok, data, actions, false}
      :keep_state_and_data -> {:ok, m.data, [], false}
      {:keep_state_and_data, actions} -> {:ok, m.data, actions, false}
      {:repeat_state, data} -> {:ok, data, [], true}
      {:repeat_state, data, actions} -> {:ok, data, actions, true}
      :repeat_state_and_data -> {:ok, m.data, [], true}
      {:repeat_state_and_data, actions} -> {:ok, m.data, actions, true}
      :stop -> {:stop, :normal, m.data}
      {:stop, reason} -> {:stop, reason, m.data}
      {:stop, reason, data} -> {:stop, reason, data}
      {:stop_and_reply, reason, replies} -> replied(reason, replies, m)
      {:stop_and_reply, reason, replies, data} -> replied(reason, replies, %{m | data: data})
      _ -> {:bad, {bad_entered(result), result}}
    end
  end

  defp replied(reason, replies, m) do
    case reply_all(List.wrap(replies), m) do
      {:ok, m} -> {:stop, reason, m.data}
      {:bad, other} -> {:bad, {:bad_reply_action_from_state_function, other}}
    end
  end

  # A change of state would be right elsewhere.
  defp bad_entered(result) when is_tuple(result) and elem(result, 0) == :next_state,
    do: :bad_state_enter_return_from_state_function

  defp bad_entered(_), do: :bad_return_from_state_function

  # Actions, in order: gives the machine, the events they insert, and whether the
  # event is postponed.

  # `where` is what gave them: :event, :enter (of a state) or :init.
  defp act(actions, m, next, postpone, where) when not is_list(actions),
    do: act([actions], m, next, postpone, where)

  defp act([], m, next, postpone, _where), do: {:ok, m, :lists.reverse(next), postpone}

  defp act([action | rest], m, next, postpone, where) do
    case action do
      {:reply, {_to, _tag} = from, reply} ->
        reply(from, reply)
        act(rest, debug(m, {:out, reply, from}), next, postpone, where)

      :postpone when where != :enter ->
        act(rest, m, next, true, where)

      {:postpone, flag} when is_boolean(flag) and where != :enter ->
        act(rest, m, next, flag, where)

      {:next_event, type, content} when where != :enter ->
        case event_type?(type) do
          true -> act(rest, m, [{type, content} | next], postpone, where)
          false -> bad(action, where)
        end

      :hibernate ->
        act(rest, %{m | hibernate: true}, next, postpone, where)

      {:hibernate, flag} when is_boolean(flag) ->
        act(rest, %{m | hibernate: flag}, next, postpone, where)

      {:change_callback_module, mod} when is_atom(mod) ->
        act_module(m, mod, m.below, rest, next, postpone, where)

      {:push_callback_module, mod} when is_atom(mod) ->
        act_module(m, mod, [m.mod | m.below], rest, next, postpone, where)

      :pop_callback_module when m.below != [] ->
        act_module(m, hd(m.below), tl(m.below), rest, next, postpone, where)

      time when time == :infinity or (is_integer(time) and time >= 0) ->
        {m, next} = timer(m, :timeout, time, time, [], next)
        act(rest, m, next, postpone, where)

      {kind, :cancel} ->
        case timeout?(kind) do
          true -> act(rest, cancel(m, kind), next, postpone, where)
          false -> bad(action, where)
        end

      {kind, :update, content} ->
        case timeout?(kind) do
          true ->
            {m, next} = update_timer(m, kind, content, next)
            act(rest, m, next, postpone, where)

          false ->
            bad(action, where)
        end

      {kind, time, content} ->
        act_timer(kind, time, content, [], action, rest, m, next, postpone, where)

      {kind, time, content, options} ->
        options = List.wrap(options)
        act_timer(kind, time, content, options, action, rest, m, next, postpone, where)

      _ ->
        bad(action, where)
    end
  end

  # What cannot be done in an enter call is an error of its own.
  defp bad(action, :enter) when action == :postpone or elem(action, 0) in [:postpone, :next_event],
    do: {:bad, {:bad_state_enter_action_from_state_function, action}}

  defp bad(action, _where), do: {:bad, {:bad_action_from_state_function, action}}

  defp event_type?({:call, {_to, _tag}}), do: true
  defp event_type?(type) when type in [:cast, :info, :internal], do: true
  defp event_type?(type), do: timeout?(type)

  defp timeout?({:timeout, _name}), do: true
  defp timeout?(kind), do: kind in [:timeout, :state_timeout]

  defp act_module(m, mod, below, rest, next, postpone, where) do
    with {:ok, m} <- with_module(m, mod) do
      act(rest, %{m | below: below}, next, postpone, where)
    end
  end

  defp act_timer(kind, time, content, options, action, rest, m, next, postpone, where) do
    case timeout?(kind) and time?(time, options) do
      true ->
        {m, next} = timer(m, kind, time, content, options, next)
        act(rest, m, next, postpone, where)

      false ->
        bad(action, where)
    end
  end

  # A point in time may lie below zero.
  defp time?(time, options) do
    Enum.all?(options, &match?({:abs, flag} when is_boolean(flag), &1)) and
      (time == :infinity or (is_integer(time) and (time >= 0 or options[:abs] == true)))
  end

  defp timer(m, kind, :infinity, _content, _options, next), do: {cancel(m, kind), next}

  defp timer(m, kind, time, content, options, next) do
    m = cancel(m, kind)
    left = if options[:abs], do: max(time - :erlang.monotonic_time(:millisecond), 0), else: time

    case left do
      0 ->
        zero(m, kind, content, next)

      _ ->
        ref = :erlang.start_timer(left, self(), kind)
        {%{m | timers: Map.put(m.timers, kind, {ref, content})}, next}
    end
  end

  defp update_timer(m, kind, content, next) do
    case m.timers do
      %{^kind => {ref, _}} -> {%{m | timers: Map.put(m.timers, kind, {ref, content})}, next}
      %{} -> zero(m, kind, content, next)
    end
  end

  defp zero(m, kind, content, next),
    do: {%{m | timers: Map.put(m.timers, kind, {:zero, content})}, [{:"$zero", kind} | next]}

  defp cancel(m, kind) do
    case m.timers do
      %{^kind => {:zero, _}} ->
        %{m | timers: Map.delete(m.timers, kind)}

      %{^kind => {ref, _}} ->
        if :erlang.cancel_timer(ref) == false do
          receive do
            {:timeout, ^ref, _} -> :ok
          after
            0 -> :ok
          end
        end

        %{m | timers: Map.delete(m.timers, kind)}

      %{} ->
        m
    end
  end

  # The end.

  defp terminate(class, reason, stack, event, queue, m) do
    queue = [event | queue]

    case run_terminate(m, reason) do
      {:ok, _} ->
        if not (class == :exit and quiet?(reason)), do: report(class, reason, stack, queue, m)

        :erlang.raise(class, reason, stack)

      {:EXIT, class, reason, stack} ->
        report(class, reason, stack, queue, m)
        :erlang.raise(class, reason, stack)
    end
  end

  defp run_terminate(m, reason) do
    case :erlang.function_exported(m.mod, :terminate, 3) do
      true -> run(fn -> m.mod.terminate(reason, m.state, m.data) end)
      false -> {:ok, :ok}
    end
  end

  defp quiet?(:normal), do: true
  defp quiet?(:shutdown), do: true
  defp quiet?({:shutdown, _}), do: true
  defp quiet?(_), do: false

  defp report(class, reason, stack, queue, m) do
    case :logger.allow(:error, :gen_statem) do
      true -> report_error(class, reason, stack, queue, m)
      false -> :ok
    end
  end

  defp report_error(class, reason, stack, queue, m) do
    status = %{
      state: m.state,
      data: m.data,
      reason: {class, reason, stack},
      queue: queue,
      postponed: m.postponed,
      timeouts: timeouts(m),
      log: :sys.get_log(m.debug)
    }

    status = :gen.format_status(m.mod, :terminate, status, [:erlang.get(), m.state, m.data])

    :logger.error(
      %{
        label: {:gen_statem, :terminate},
        name: m.name,
        queue: status.queue,
        postponed: status.postponed,
        modules: [m.mod | m.below],
        callback_mode: m.mode,
        state_enter: m.state_enter,
        state: Map.get(status, :"$status", {status.state, status.data}),
        timeouts: {length(status.timeouts), status.timeouts},
        log: status.log,
        reason: status.reason,
        client_info: client_info(queue)
      },
      %{domain: [:otp], report_cb: &:gen_statem.format_log/2, error_logger: %{tag: :error}}
    )
  end

  defp timeouts(m), do: for({kind, {_timer, content}} <- m.timers, do: {kind, content})

  defp client_info([{{:call, {pid, _tag}}, _} | _]) do
    case :erlang.process_info(pid, [:current_stacktrace, :registered_name]) do
      :undefined -> {pid, :dead}
      [{_, stack}, {_, []}] -> {pid, {pid, stack}}
      [{_, stack}, {_, name}] -> {pid, {name, stack}}
    end
  end

  defp client_info(_), do: :undefined

  # Callbacks of :sys.

  defp debug(%{debug: []} = m, _event), do: m

  defp debug(m, event),
    do: %{m | debug: :sys.handle_debug(m.debug, &print_event/3, m.name, event)}

  defp print_event(dev, {:in, event, state}, name), do: print(dev, name, "receive", event, state)

  defp print_event(dev, {:out, reply, {to, _}}, name),
    do: :io.format(dev, ~c"*DBG* ~tp send ~tp to ~tw~n", [name, reply, to])

  defp print_event(dev, {what, event, state}, name) when what in [:consume, :postpone],
    do: print(dev, name, what, event, state)

  defp print_event(dev, event, name), do: :io.format(dev, ~c"*DBG* ~tp dbg ~tp~n", [name, event])

  defp print(dev, name, what, {{:call, {pid, _tag}}, content}, state) do
    format = ~c"*DBG* ~tp ~ts call ~tp from ~tw in state ~tp~n"
    :io.format(dev, format, [name, what, content, pid, state])
  end

  defp print(dev, name, what, {type, content}, state) do
    format = ~c"*DBG* ~tp ~ts ~tp ~tp in state ~tp~n"
    :io.format(dev, format, [name, what, type, content, state])
  end

  @doc false
  def system_continue(_parent, debug, m), do: loop(%{m | debug: debug}, [])

  @doc false
  def system_terminate(reason, _parent, debug, m),
    do: terminate(:exit, reason, stack_here(), {:info, {:system, reason}}, [], %{m | debug: debug})

  @doc false
  def system_code_change(m, _module, old_vsn, extra) do
    case m.mod.code_change(old_vsn, m.state, m.data, extra) do
      {:ok, state, data} -> {:ok, %{m | state: state, data: data}}
      other -> other
    end
  end

  @doc false
  def system_get_state(m), do: {:ok, {m.state, m.data}}

  @doc false
  def system_replace_state(fun, m) do
    {state, data} = fun.({m.state, m.data})
    {:ok, {state, data}, %{m | state: state, data: data}}
  end

  @doc false
  def format_status(optional, [pdict, sys_state, parent, debug, m]) do
    status = %{
      state: m.state,
      data: m.data,
      postponed: m.postponed,
      timeouts: timeouts(m),
      log: :sys.get_log(debug)
    }

    status = :gen.format_status(m.mod, optional, status, [pdict, m.state, m.data])

    own =
      case status do
        %{"$status": list} when is_list(list) -> list
        %{"$status": other} -> [other]
        %{} -> [{:data, [{~c"State", {status.state, status.data}}]}]
      end

    [
      {:header, :gen.format_status_header(~c"Status for state machine", m.name)},
      {:data,
       [
         {~c"Status", sys_state},
         {~c"Parent", parent},
         {~c"Modules", [m.mod | m.below]},
         {~c"Time-outs", {length(status.timeouts), status.timeouts}},
         {~c"Logged Events", status.log},
         {~c"Postponed", status.postponed}
       ]}
      | own
    ]
  end

  @doc false
  def format_log(report), do: format_log(report, %{})

  def format_log(report, _opts) do
    format =
      ~c"** State machine ~tp terminating~n** When server state  = ~tp~n** Reason for termination = ~tp~n"

    :io_lib.format(format, [report.name, report.state, report.reason])
  end
end
