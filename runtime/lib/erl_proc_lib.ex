# :proc_lib: processes that know their ancestors, acknowledge their start and report their crash.

defmodule :proc_lib do
  @moduledoc """
  Starts processes the OTP way: with ancestors and an initial call in the
  process dictionary, a synchronous start (the starter waits for
  `init_ack/1`), and a crash report when they end abnormally.
  """

  def spawn(fun) when is_function(fun, 0), do: spawn_opt(fun, [])
  def spawn(m, f, a), do: spawn_opt(m, f, a, [])
  def spawn_link(fun) when is_function(fun, 0), do: spawn_opt(fun, [:link])
  def spawn_link(m, f, a), do: spawn_opt(m, f, a, [:link])

  def spawn(node, fun) when node == node(), do: spawn_opt(fun, [])
  def spawn(node, m, f, a) when node == node(), do: spawn_opt(m, f, a, [])
  def spawn_link(node, fun) when node == node(), do: spawn_opt(fun, [:link])
  def spawn_link(node, m, f, a) when node == node(), do: spawn_opt(m, f, a, [:link])

  @doc "Spawns a function with the options of `Process.spawn/2`."
  def spawn_opt(fun, opts) when is_function(fun, 0) do
    :erlang.spawn_opt(:proc_lib, :init_p, [:otpsh_process.own_name(), ancestors(), fun], opts)
  end

  def spawn_opt(node, fun, opts) when node == node(), do: spawn_opt(fun, opts)

  def spawn_opt(m, f, a, opts) when is_atom(m) and is_atom(f) and is_list(a) do
    :erlang.spawn_opt(:proc_lib, :init_p, [:otpsh_process.own_name(), ancestors(), m, f, a], opts)
  end

  def spawn_opt(node, m, f, a, opts) when node == node(), do: spawn_opt(m, f, a, opts)

  @doc false
  def init_p(parent, ancestors, fun) when is_function(fun) do
    info = :erlang.fun_info(fun)
    call = {info[:module], info[:name], info[:arity]}
    :otpsh_process.begin([parent | ancestors], call)

    try do
      fun.()
    catch
      class, reason -> exit_p(class, reason, __STACKTRACE__)
    end
  end

  @doc false
  def init_p(parent, ancestors, m, f, a) do
    :otpsh_process.begin([parent | ancestors], translate(m, f, a))
    init_p_do_apply(m, f, a)
  end

  defp init_p_do_apply(m, f, a) do
    try do
      :erlang.apply(m, f, a)
    catch
      class, reason -> exit_p(class, reason, __STACKTRACE__)
    end
  end

  @doc false
  def wake_up(m, f, a) do
    init_p_do_apply(m, f, a)
  end

  @doc "Hibernates; the crash report survives the waking up."
  def hibernate(m, f, a) when is_atom(m) and is_atom(f) and is_list(a) do
    :erlang.hibernate(:proc_lib, :wake_up, [m, f, a])
  end

  # A process of proc_lib always ends by exit: the report has been made here,
  # so the runtime is not to make one of its own.
  defp exit_p(class, reason, stack) do
    exit_reason = exit_reason(class, reason, stack)

    case class == :exit and quiet?(reason) do
      true -> :ok
      false -> crash_report(class, reason, stack)
    end

    :erlang.raise(:exit, exit_reason, stack)
  end

  defp exit_reason(:error, reason, stack), do: {reason, stack}
  defp exit_reason(:exit, reason, _stack), do: reason
  defp exit_reason(:throw, value, stack), do: {{:nocatch, value}, stack}

  defp quiet?(:normal), do: true
  defp quiet?(:shutdown), do: true
  defp quiet?({:shutdown, _}), do: true
  defp quiet?(_), do: false

  defp crash_report(class, reason, stack) do
    case :erlang.get(:logger_enabled) != false and :otpsh_logger.sasl?() do
      false ->
        :ok

      true ->
        report = %{
          label: {:proc_lib, :crash},
          report: [own_info(class, reason, stack), linked_info()]
        }

        :logger.error(report, %{
          domain: [:otp, :sasl],
          report_cb: &:proc_lib.report_cb/2,
          logger_formatter: %{title: ~c"CRASH REPORT"},
          error_logger: %{tag: :error_report, type: :crash_report}
        })
    end
  end

  defp own_info(class, reason, stack) do
    [
      initial_call: initial_call_of_self(),
      pid: self(),
      registered_name: registered_name(self()),
      process_label: :erlang.get(:"$process_label"),
      error_info: {class, reason, stack},
      ancestors: ancestors(),
      message_queue_len: info(:message_queue_len),
      messages: info(:messages),
      links: info(:links),
      dictionary:
        for(
          {key, _} = entry <- :erlang.get(),
          key not in [:"$ancestors", :"$initial_call"],
          do: entry
        ),
      trap_exit: info(:trap_exit),
      status: :running,
      heap_size: info(:heap_size),
      stack_size: info(:stack_size),
      reductions: info(:reductions)
    ]
  end

  # Neighbours that would go down with us: linked, not trapping exits.
  defp linked_info do
    for pid <- info(:links),
        is_pid(pid),
        {:trap_exit, false} <- [:erlang.process_info(pid, :trap_exit)] do
      {:neighbour,
       [
         pid: pid,
         registered_name: registered_name(pid),
         initial_call: initial_call(pid) || value(:erlang.process_info(pid, :initial_call)),
         current_function: value(:erlang.process_info(pid, :current_function)),
         ancestors: [],
         message_queue_len: value(:erlang.process_info(pid, :message_queue_len)),
         links: value(:erlang.process_info(pid, :links)),
         trap_exit: false,
         status: value(:erlang.process_info(pid, :status)),
         heap_size: value(:erlang.process_info(pid, :heap_size)),
         stack_size: value(:erlang.process_info(pid, :stack_size)),
         reductions: value(:erlang.process_info(pid, :reductions)),
         current_stacktrace: value(:erlang.process_info(pid, :current_stacktrace))
       ]}
    end
  end

  defp info(item), do: value(:erlang.process_info(self(), item))
  defp value({_, value}), do: value
  defp value(_), do: []

  defp registered_name(pid) do
    case :erlang.process_info(pid, :registered_name) do
      {:registered_name, name} -> name
      _ -> []
    end
  end

  defp initial_call_of_self do
    case :erlang.get(:"$initial_call") do
      {m, f, a} when is_integer(a) -> {m, f, argument_names(1, a)}
      other -> other
    end
  end

  defp argument_names(n, a) when n > a, do: []
  defp argument_names(n, a), do: [:"Argument__#{n}" | argument_names(n + 1, a)]

  @doc "Starts a process and waits until it acknowledges its start."
  def start(m, f, a, timeout \\ :infinity, opts \\ []) do
    {pid, ref} = spawn_opt(m, f, a, [:monitor | own_monitor(opts)])

    receive do
      {:ack, ^pid, result} ->
        :erlang.demonitor(ref, [:flush])
        result

      {:DOWN, ^ref, :process, ^pid, reason} ->
        {:error, reason}
    after
      timeout ->
        :erlang.exit(pid, :kill)

        receive do
          {:DOWN, ^ref, :process, ^pid, _} -> :ok
        end

        drop_ack(pid)
        {:error, :timeout}
    end
  end

  @doc "As `start/5`, linked to the starter from the first moment."
  def start_link(m, f, a, timeout \\ :infinity, opts \\ []) do
    pid = spawn_opt(m, f, a, [:link | own_monitor(opts)])

    receive do
      {:ack, ^pid, result} -> result
      {:EXIT, ^pid, reason} -> {:error, reason}
    after
      timeout ->
        :erlang.unlink(pid)
        :erlang.exit(pid, :kill)

        receive do
          {:EXIT, ^pid, _} -> :ok
        after
          0 -> :ok
        end

        drop_ack(pid)
        {:error, :timeout}
    end
  end

  @doc "As `start/5`, and keeps the monitor: gives `{result, ref}`."
  def start_monitor(m, f, a, timeout \\ :infinity, opts \\ []) do
    {pid, ref} = spawn_opt(m, f, a, [:monitor | own_monitor(opts)])

    receive do
      {:ack, ^pid, result} ->
        {result, ref}

      {:DOWN, ^ref, :process, ^pid, reason} = down ->
        send(self(), down)
        {{:error, reason}, ref}
    after
      timeout ->
        :erlang.exit(pid, :kill)
        {{:error, :timeout}, ref}
    end
  end

  # The options for a process that is started and waited for: the monitor, if
  # there is one, is that of the start.
  defp own_monitor([]), do: []

  defp own_monitor(opts) do
    case Enum.any?(opts, &(&1 == :monitor or match?({:monitor, _}, &1))) do
      true -> :erlang.error(:badarg)
      false -> opts
    end
  end

  defp drop_ack(pid) do
    receive do
      {:ack, ^pid, _} -> :ok
    after
      0 -> :ok
    end
  end

  @doc "Tells the starter that the process has started (or has not)."
  def init_ack(result), do: init_ack(hd(:erlang.get(:"$ancestors")), result)

  def init_ack(starter, result) do
    send(starter, {:ack, self(), result})
    :ok
  end

  @doc "The call a process of :proc_lib was started with, past the wrappers of OTP; or false."
  def initial_call(process) do
    case call_of(process) do
      {m, f, a} -> {m, f, argument_names(1, a)}
      nil -> false
    end
  end

  @doc "As `initial_call/1`, with the arity for the arguments: what lists of processes show."
  def translate_initial_call(process), do: call_of(process) || {:proc_lib, :init_p, 5}

  # Of a pid, or of what :erlang.process_info/1 said of one.
  defp call_of(pid) when is_pid(pid) do
    case :erlang.process_info(pid, :dictionary) do
      {:dictionary, dictionary} -> call_in(dictionary)
      _ -> nil
    end
  end

  defp call_of(info) when is_list(info) do
    case :lists.keyfind(:dictionary, 1, info) do
      {_, dictionary} -> call_in(dictionary)
      false -> nil
    end
  end

  defp call_in(dictionary) do
    case :lists.keyfind(:"$initial_call", 1, dictionary) do
      {_, {_, _, arity} = call} when is_integer(arity) -> call
      _ -> nil
    end
  end

  defp translate(:gen, :init_it, [_gen, _starter, _parent, :supervisor, {_, mod, _} | _]),
    do: {:supervisor, mod, 1}

  defp translate(:gen, :init_it, [_gen, _starter, _parent, _name, :supervisor, {_, mod, _} | _]),
    do: {:supervisor, mod, 1}

  defp translate(:gen, :init_it, [_gen, _starter, _parent, mod, _args, _opts]),
    do: {mod, :init, 1}

  defp translate(:gen, :init_it, [_gen, _starter, _parent, _name, mod, _args, _opts]),
    do: {mod, :init, 1}

  defp translate(m, f, a), do: {m, f, length(a)}

  @doc "Asks a system process to terminate, and waits until it is gone."
  def stop(process), do: stop(process, :normal, :infinity)

  def stop(process, reason, timeout) do
    ref = :erlang.monitor(:process, process)
    answer = :erlang.alias()
    ask(process, {:system, {self(), [:alias | answer]}, {:terminate, reason}})

    receive do
      {:DOWN, ^ref, _, _, down_reason} ->
        stopped(down_reason, answered?(answer), process, reason, timeout)
    after
      timeout ->
        :erlang.demonitor(ref, [:flush])
        answered?(answer)
        exit(:timeout)
    end
  end

  defp stopped(reason, true, _process, reason, _timeout), do: :ok
  defp stopped(other, true, _process, _reason, _timeout), do: exit(other)
  defp stopped(:noproc, false, _process, _reason, _timeout), do: exit(:noproc)

  # It ended before it read the request.
  defp stopped(other, false, process, reason, timeout),
    do: exit({other, {:sys, :terminate, [process, reason, timeout]}})

  # A name that nobody has is told by the monitor.
  defp ask(process, request) do
    send(process, request)
  catch
    :error, _ -> :ok
  end

  # Whether the request has been answered; no answer comes from here on.
  defp answered?(answer) do
    :erlang.unalias(answer)

    receive do
      {[:alias | ^answer], _} -> true
    after
      0 -> false
    end
  end

  @doc false
  def format(report), do: format(report, :latin1, :unlimited)
  def format(report, encoding), do: format(report, encoding, :unlimited)

  def format(report, _encoding, _depth) do
    :io_lib.format(~c"  crasher:~n    ~tp~n", [report])
  end

  @doc false
  def report_cb(%{report: report}, _opts), do: format(report)

  # Who the children of this process will name as their parent.
  defp ancestors do
    case :erlang.get(:"$ancestors") do
      list when is_list(list) -> list
      _ -> []
    end
  end
end
