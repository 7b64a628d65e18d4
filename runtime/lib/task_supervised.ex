# Task.Supervised: the process of a task, and the streams of tasks.

defmodule Task.Supervised do
  @moduledoc false

  # Who started a task, as its crash report names it; and on whose behalf.

  def owner(pid) do
    name =
      case :erlang.process_info(self(), :registered_name) do
        {:registered_name, name} when is_atom(name) -> name
        _ -> pid
      end

    {node(), name, pid}
  end

  def callers(pid) do
    case :erlang.get(:"$callers") do
      [_ | _] = callers -> [pid | callers]
      _ -> [pid]
    end
  end

  # A task is a process of its own, without :proc_lib: it makes its report and
  # says who its ancestors are.
  defp ancestors do
    case :erlang.get(:"$ancestors") do
      list when is_list(list) -> [self() | list]
      _ -> [self()]
    end
  end

  # Tasks without a value.

  def start(owner, callers, mfa) do
    {:ok, spawn(__MODULE__, :noreply, [owner, ancestors(), callers, mfa])}
  end

  def start_link(owner, callers, mfa) do
    {:ok, spawn_link(__MODULE__, :noreply, [owner, ancestors(), callers, mfa])}
  end

  def noreply(owner, ancestors, callers, mfa) do
    describe(ancestors, callers, mfa)
    invoke_mfa(owner, mfa)
  end

  # Tasks with a value: started first, then told what to run.

  def start_link(owner, monitor) do
    {:ok, spawn_link(__MODULE__, :reply, [owner, ancestors(), monitor])}
  end

  @doc false
  def hand_over(pid, owner, {module, function, args} = mfa) do
    # The reference is the address of the value, too: when the owner stops
    # waiting, a value that comes later is dropped.
    ref = :erlang.monitor(:process, pid, alias: :demonitor)
    send(pid, {owner, ref, ref, callers(owner), mfa})
    %Task{pid: pid, ref: ref, owner: owner, mfa: {module, function, length(args)}}
  end

  def reply({_, _, owner_pid} = owner, ancestors, :nomonitor),
    do: reply(owner, ancestors, owner_pid, nil)

  def reply({_, _, owner_pid} = owner, ancestors, :monitor),
    do: reply(owner, ancestors, owner_pid, Process.monitor(owner_pid))

  defp reply(owner, ancestors, owner_pid, mref) do
    receive do
      {^owner_pid, ref, reply_to, callers, mfa} ->
        describe(ancestors, callers, mfa)
        if mref, do: Process.demonitor(mref, [:flush])
        send(reply_to, {ref, invoke_mfa(owner, mfa)})

      {:DOWN, ^mref, _, _, reason} when is_reference(mref) ->
        exit({:shutdown, reason})
    after
      # The work is sent with the start: an owner that does not is gone.
      5000 -> exit(:timeout)
    end
  end

  # What others may read of a task: where it comes from, and what it runs.
  defp describe(ancestors, callers, mfa) do
    :erlang.put(:"$ancestors", ancestors)
    :erlang.put(:"$callers", callers)
    :erlang.put(:"$initial_call", initial_call(mfa))
  end

  defp initial_call({:erlang, :apply, [fun | _]}) when is_function(fun) do
    info = :erlang.fun_info(fun)
    {info[:module], info[:name], info[:arity]}
  end

  defp initial_call({m, f, a}), do: {m, f, length(a)}

  defp invoke_mfa(owner, {module, fun, args} = mfa) do
    try do
      apply(module, fun, args)
    catch
      :exit, value
      when value == :normal
      when value == :shutdown
      when tuple_size(value) == 2 and elem(value, 0) == :shutdown ->
        :erlang.raise(:exit, value, __STACKTRACE__)

      kind, value ->
        log_crash(owner, mfa, kind, value, __STACKTRACE__)
        :erlang.raise(:exit, exit_reason(kind, value, __STACKTRACE__), __STACKTRACE__)
    end
  end

  defp exit_reason(:error, reason, stack), do: {reason, stack}
  defp exit_reason(:exit, reason, _stack), do: reason
  defp exit_reason(:throw, value, stack), do: {{:nocatch, value}, stack}

  defp log_crash(owner, mfa, kind, value, stack) do
    {fun, args} =
      case mfa do
        {:erlang, :apply, [fun, args]} when is_function(fun) -> {fun, args}
        {:erlang, :apply, [fun | args]} when is_function(fun) -> {fun, args}
        {m, f, a} -> {Function.capture(m, f, length(a)), a}
      end

    value = if kind == :throw, do: {:nocatch, value}, else: value

    :logger.error(
      %{
        label: {Task.Supervisor, :terminating},
        report: %{
          name: self(),
          starter: starter(owner),
          function: fun,
          args: args,
          reason: {value, stack},
          process_label: :erlang.get(:"$process_label")
        }
      },
      %{
        domain: [:otp, :elixir],
        error_logger: %{tag: :error_msg},
        report_cb: &__MODULE__.format_report/1,
        callers: :erlang.get(:"$callers")
      }
    )
  end

  defp starter({_node, name, _pid}), do: name

  # The report where Logger does not word it.
  @doc false
  def format_report(%{label: {Task.Supervisor, :terminating}, report: report}) do
    label =
      case report.process_label do
        :undefined -> []
        label -> [label]
      end

    format =
      ~c"** Task ~p terminating~n" ++
        if(label == [], do: ~c"", else: ~c"** Process Label == ~p~n") ++
        ~c"** Started from ~p~n** When function  == ~p~n**      arguments == ~p~n" ++
        ~c"** Reason for termination == ~n** ~p~n"

    own = [report.starter, report.function, report.args, report.reason]
    {format, [report.name | label] ++ own}
  end

  # Streams. The caller pulls elements and hands them to a monitor process, which
  # starts the tasks, times them and sends their results back: the caller's
  # mailbox sees nothing but those.

  def build_stream(enumerable, mfa, options, start) do
    options = validate(options)
    fn acc, reducer -> stream(enumerable, acc, reducer, mfa, options, start) end
  end

  defp validate(options) do
    max = Keyword.get_lazy(options, :max_concurrency, &System.schedulers_online/0)

    if not (is_integer(max) and max > 0) do
      raise ArgumentError, ":max_concurrency must be an integer greater than zero"
    end

    on_timeout = Keyword.get(options, :on_timeout, :exit)

    if on_timeout not in [:exit, :kill_task] do
      raise ArgumentError, ":on_timeout must be either :exit or :kill_task"
    end

    timeout = Keyword.get(options, :timeout, 5000)

    if not (timeout == :infinity or (is_integer(timeout) and timeout >= 0)) do
      raise ArgumentError, ":timeout must be either a positive integer or :infinity"
    end

    zip = Keyword.get(options, :zip_input_on_exit, false)

    if not is_boolean(zip) do
      raise ArgumentError, ":zip_input_on_exit must be either true or false"
    end

    %{
      max: max,
      on_timeout: on_timeout,
      timeout: timeout,
      zip: zip,
      ordered: Keyword.get(options, :ordered, true)
    }
  end

  defp stream(enumerable, acc, reducer, mfa, options, start) do
    next = &Enumerable.reduce(enumerable, &1, fn x, _ -> {:suspend, [x]} end)
    owner = owner(self())
    callers = callers(self())
    {:trap_exit, trap} = Process.info(self(), :trap_exit)
    parent = self()

    {pid, ref} =
      :erlang.spawn_opt(
        fn -> monitor_process(parent, owner, callers, trap, mfa, options, start) end,
        [:link, :monitor]
      )

    session = %{pid: pid, ref: ref, reducer: reducer, options: options}
    # spawned and delivered number the elements; ready holds results by number.
    step(
      acc,
      %{next: next, spawned: 0, delivered: 0, running: 0, ready: %{}, inputs: %{}},
      session
    )
  end

  defp step({:halt, acc}, state, session) do
    close(state, session)
    {:halted, acc}
  end

  defp step({:suspend, acc}, state, session) do
    {:suspended, acc, &step(&1, state, session)}
  end

  # Start as many as may run; then wait for one; then deliver what is ready.
  defp step({:cont, acc}, %{next: next} = state, %{options: options} = session)
       when next != :done and state.spawned - state.delivered < options.max do
    case pull(next, state, session) do
      {:suspended, [input], next} ->
        step({:cont, acc}, spawn_for(input, %{state | next: next}, session), session)

      # A stream that stops by itself stops with its last element.
      {_done_or_halted, [input]} ->
        step({:cont, acc}, spawn_for(input, %{state | next: :done}, session), session)

      {_done_or_halted, []} ->
        step({:cont, acc}, %{state | next: :done}, session)
    end
  end

  defp step({:cont, acc}, %{ready: ready} = state, session) do
    case pick(ready, state, session.options) do
      {number, result} ->
        deliver(number, result, acc, state, session)

      nil when state.next == :done and state.spawned == state.delivered ->
        close(state, session)
        {:done, acc}

      nil ->
        step({:cont, acc}, await_result(state, session), session)
    end
  end

  defp spawn_for(input, %{spawned: number, inputs: inputs} = state, session) do
    send(session.pid, {:spawn, session.ref, number, input})
    inputs = if session.options.zip, do: Map.put(inputs, number, input), else: inputs
    %{state | spawned: number + 1, running: state.running + 1, inputs: inputs}
  end

  defp pull(next, state, session) do
    try do
      next.({:cont, []})
    catch
      kind, reason ->
        close(%{state | next: :done}, session)
        :erlang.raise(kind, reason, __STACKTRACE__)
    end
  end

  defp pick(ready, %{delivered: number}, %{ordered: true}) do
    case ready do
      %{^number => result} -> {number, result}
      %{} -> nil
    end
  end

  defp pick(ready, _state, _options) do
    case :maps.next(:maps.iterator(ready)) do
      {number, result, _} -> {number, result}
      :none -> nil
    end
  end

  defp deliver(number, result, acc, state, %{reducer: reducer} = session) do
    {input, inputs} = Map.pop(state.inputs, number)

    state = %{
      state
      | ready: Map.delete(state.ready, number),
        delivered: state.delivered + 1,
        inputs: inputs
    }

    result =
      case result do
        {:exit, reason} when session.options.zip -> {:exit, {input, reason}}
        other -> other
      end

    try do
      reducer.(result, acc)
    catch
      kind, reason ->
        close(state, session)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      acc -> step(acc, state, session)
    end
  end

  defp await_result(state, %{ref: ref} = session) do
    receive do
      {^ref, {:result, number, result}} ->
        %{state | ready: Map.put(state.ready, number, result), running: state.running - 1}

      {^ref, {:timeout, _number}} ->
        close(state, session)
        exit({:timeout, {__MODULE__, :stream, [session.options.timeout]}})

      {^ref, {:failed, :exit, reason, _stack}} ->
        close(state, session)
        exit({reason, {__MODULE__, :stream, [session.options.timeout]}})

      {^ref, {:failed, kind, reason, stack}} ->
        close(state, session)
        :erlang.raise(kind, reason, stack)

      {:DOWN, ^ref, _, _, reason} ->
        finish_input(state)
        exit({reason, {__MODULE__, :stream, [session.options.timeout]}})
    end
  end

  # Ends the monitor process with all its tasks, and takes its last messages.
  defp close(state, %{pid: pid, ref: ref}) do
    Process.unlink(pid)
    send(pid, {:stop, ref})

    receive do
      {:DOWN, ^ref, _, _, _} -> :ok
    end

    flush(ref)

    receive do
      {:EXIT, ^pid, _} -> :ok
    after
      0 -> :ok
    end

    finish_input(state)
  end

  defp finish_input(%{next: :done}), do: :ok
  defp finish_input(%{next: next}), do: next.({:halt, []})

  defp flush(ref) do
    receive do
      {^ref, _} -> flush(ref)
    after
      0 -> :ok
    end
  end

  # The monitor process. It traps exits as its owner does: an owner that does not
  # is to go down with a linked task.

  defp monitor_process(parent, owner, callers, trap, mfa, options, start) do
    Process.flag(:trap_exit, trap)
    parent_ref = Process.monitor(parent)

    context = %{
      parent: parent,
      parent_ref: parent_ref,
      owner: owner,
      callers: callers,
      mfa: mfa,
      options: options,
      start: start
    }

    monitor_loop(%{}, context)
  end

  defp monitor_loop(tasks, %{parent: parent, parent_ref: parent_ref} = context) do
    receive do
      {:spawn, ref, number, input} ->
        context = Map.put(context, :ref, ref)
        monitor_loop(spawn_task(tasks, context, number, input), context)

      {:stop, _ref} ->
        kill_all(tasks)

      {:DOWN, ^parent_ref, _, _, reason} ->
        kill_all(tasks)
        exit(reason)

      {task_ref, value} when is_map_key(tasks, task_ref) ->
        {task, tasks} = Map.pop(tasks, task_ref)
        Process.demonitor(task_ref, [:flush])
        report(context, task, {:ok, value})
        monitor_loop(tasks, context)

      {:DOWN, task_ref, _, _, reason} when is_map_key(tasks, task_ref) ->
        {task, tasks} = Map.pop(tasks, task_ref)
        report(context, task, {:exit, if(task.timed_out, do: :timeout, else: reason)})
        monitor_loop(tasks, context)

      {:timeout, timer, task_ref} when is_map_key(tasks, task_ref) ->
        monitor_loop(timed_out(tasks, task_ref, timer, context), context)

      {:EXIT, ^parent, reason} ->
        kill_all(tasks)
        exit(reason)

      _ ->
        monitor_loop(tasks, context)
    end
  end

  defp spawn_task(tasks, %{mfa: {m, f, extra}} = context, number, input) do
    mfa =
      case {m, f, extra} do
        {:erlang, :apply, [fun]} -> {:erlang, :apply, [fun, [input]]}
        _ -> {m, f, [input | extra]}
      end

    # The task's owner is this process, under the name of the real one.
    {node, name, _} = context.owner

    try do
      context.start.({node, name, self()}, :nomonitor)
    catch
      kind, reason ->
        send(context.parent, {context.ref, {:failed, kind, reason, __STACKTRACE__}})
        tasks
    else
      {:ok, type, pid} ->
        task_ref = :erlang.monitor(:process, pid, alias: :demonitor)
        send(pid, {self(), task_ref, task_ref, context.callers, mfa})

        timer =
          case context.options.timeout do
            :infinity -> nil
            timeout -> :erlang.start_timer(timeout, self(), task_ref)
          end

        task = %{number: number, pid: pid, type: type, timer: timer, timed_out: false}
        Map.put(tasks, task_ref, task)

      {:error, exception} ->
        send(context.parent, {context.ref, {:failed, :error, exception, []}})
        tasks
    end
  end

  defp timed_out(tasks, task_ref, timer, context) do
    case tasks do
      %{^task_ref => %{timer: ^timer} = task} when context.options.on_timeout == :kill_task ->
        if task.type == :link, do: Process.unlink(task.pid)
        Process.exit(task.pid, :kill)
        Map.put(tasks, task_ref, %{task | timed_out: true})

      %{^task_ref => %{timer: ^timer} = task} ->
        send(context.parent, {context.ref, {:timeout, task.number}})
        tasks

      %{} ->
        tasks
    end
  end

  defp report(context, task, result) do
    if task.timer, do: :erlang.cancel_timer(task.timer)
    send(context.parent, {context.ref, {:result, task.number, result}})
  end

  defp kill_all(tasks) do
    for {task_ref, task} <- tasks do
      Process.unlink(task.pid)
      Process.exit(task.pid, :kill)

      receive do
        {:DOWN, ^task_ref, _, _, _} -> :ok
      end
    end

    :ok
  end
end
