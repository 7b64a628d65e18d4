# Logger.Translator: the reports of OTP, in the words of Elixir.

defmodule Logger.Translator do
  @moduledoc """
  Turns the reports of servers, supervisors, tasks and crashed processes into
  the text that is logged.
  """

  @doc "`{:ok, text, metadata}`, `{:ok, text}`, `:skip` (drop the event) or `:none` (leave it)."
  def translate(min_level, level, kind, message)

  def translate(min_level, _level, :report, {:logger, %{label: label} = report}) do
    case label do
      {behaviour, :terminate} when behaviour in [:gen_server, :gen_statem, :gen_event] ->
        report(label, report, min_level)

      # What else the behaviours of Erlang tell is for its own formatter.
      _ ->
        :skip
    end
  end

  def translate(min_level, _level, :report, {{_, _} = label, data}),
    do: report(label, %{label: label, report: data}, min_level)

  def translate(_min_level, _level, :format, {format, args}) do
    case {format, args} do
      {~c"Error in process ~p with exit value:~n~p~n", [pid, value]} ->
        crashed(["Process ", inspect(pid)], value)

      {~c"Error in process " ++ _, [pid, node, value]} when is_atom(node) ->
        crashed(["Process ", inspect(pid), " on node ", inspect(node)], value)

      _ ->
        :none
    end
  end

  def translate(_min_level, _level, _kind, _message), do: :none

  # A process outside of OTP that ended by an error.
  defp crashed(who, value) do
    {reason, stack} = error_and_stack(value)
    exception = Exception.normalize(:error, reason, stack)
    banner = Exception.format_banner(:error, exception, stack)
    text = [who, " raised an exception", ?\n, banner | stack_lines(stack)]
    {:ok, text, crash_reason: {exception, stack}}
  end

  # Behaviours.

  defp report({:gen_server, :terminate}, report, min_level) do
    %{name: name, last_message: last, state: state, reason: reason} = report
    client = Map.get(report, :client_info, :undefined)

    text = [
      "GenServer ",
      [inspect(name), " terminating", stopped(reason)],
      label_line(report),
      ["\nLast message", from(client), ": ", show(last)],
      if(min_level in [:debug, :all],
        do: ["\nState: ", show(state), client_lines(client)],
        else: []
      )
    ]

    {:ok, text, crash_metadata(reason, name)}
  end

  defp report({:gen_statem, :terminate}, report, min_level) do
    %{name: name, state: state, reason: {class, value, stack}} = report
    reason = statem_reason(class, value, stack)

    text = [
      ":gen_statem ",
      [inspect(name), " terminating", stopped(reason)],
      label_line(report),
      if(min_level in [:debug, :all],
        do: [
          ["\nQueue: ", show(report.queue)],
          ["\nPostponed: ", show(report.postponed)],
          ["\nState: ", show(state)],
          ["\nCallback mode: ", show(report.callback_mode)],
          [", state_enter: ", show(report.state_enter)],
          client_lines(report.client_info)
        ],
        else: []
      )
    ]

    {:ok, text, crash_metadata(reason, name)}
  end

  defp report({:gen_event, :terminate}, report, min_level) do
    %{handler: handler, name: name, last_message: last, state: state, reason: reason} = report
    reason = with {:EXIT, inner} <- reason, do: inner

    text = [
      ":gen_event handler ",
      [inspect(handler), " installed in ", inspect(name), " terminating"],
      stopped(reason),
      label_line(report),
      ["\nLast message: ", show(last)],
      if(min_level in [:debug, :all], do: ["\nState: ", show(state)], else: [])
    ]

    {:ok, text, crash_metadata(reason, name)}
  end

  defp report({Task.Supervisor, :terminating}, %{report: report}, _min_level) do
    %{name: name, starter: starter, function: fun, args: args, reason: reason} = report

    text = [
      "Task ",
      [inspect(name), " started from ", inspect(starter), " terminating"],
      stopped(reason),
      label_line(report),
      ["\nFunction: ", inspect(function_of(fun))],
      ["\n    Args: ", inspect(args)]
    ]

    {:ok, text, crash_metadata(reason, name)}
  end

  defp report({:supervisor, :progress}, %{report: report}, min_level) do
    child = report[:started]

    text = [
      "Child ",
      [
        child_name(child),
        " of Supervisor ",
        supervisor_name(report[:supervisor]),
        " started"
      ]
      | child_lines(child, min_level)
    ]

    {:ok, text}
  end

  defp report({:supervisor, label}, %{report: report}, min_level) do
    child = report[:offender]
    what = context(label)

    text = [
      "Child ",
      [
        child_name(child),
        " of Supervisor ",
        supervisor_name(report[:supervisor]),
        what
      ],
      ["\n** (exit) ", exit_text(with({:EXIT, inner} <- report[:reason], do: inner))]
      | child_lines(child, min_level)
    ]

    {:ok, text}
  end

  defp report({:proc_lib, :crash}, %{report: [own, neighbours]}, min_level) do
    {class, reason, stack} = own[:error_info]
    reason = if class == :error, do: Exception.normalize(:error, reason, stack), else: reason

    text = [
      "Process ",
      [process_name(own), " terminating", ?\n],
      [Exception.format_banner(class, reason, stack) | stack_lines(stack)],
      initial_call_line(own[:initial_call]),
      ["\nAncestors: ", inspect(own[:ancestors])],
      if(min_level in [:debug, :all], do: process_lines(own, neighbours), else: [])
    ]

    metadata = [pid: own[:pid]] ++ initial_call(own[:initial_call])
    {:ok, text, crash_metadata({reason, stack}, own[:registered_name]) ++ metadata}
  end

  defp report({:application_controller, :progress}, %{report: report}, _min_level) do
    {:ok,
     [
       "Application ",
       Atom.to_string(report[:application]),
       " started at ",
       inspect(report[:started_at])
     ]}
  end

  defp report({:application_controller, :exit}, %{report: report}, _min_level) do
    {:ok,
     [
       ["Application ", Atom.to_string(report[:application]), " exited: "],
       Application.format_error(report[:exited])
     ]}
  end

  defp report(_label, _report, _min_level), do: :none

  # Parts.

  # "** (kind) text" and the stack, under a line that says who ended.
  defp stopped(reason) do
    {reason, stack} = reason_and_stack(reason)

    case class_of(reason, stack) do
      {:error, exception} ->
        ["\n" <> Exception.format_banner(:error, exception, stack) | stack_lines(stack)]

      {:exit, reason} ->
        ["\n** (stop) " <> exit_text(reason) | stack_lines(stack)]
    end
  end

  # An error is known by the stack that comes with it: an exception, or a
  # reason of Erlang that has an exception of its own.
  defp class_of(reason, [_ | _] = stack) do
    case Exception.normalize(:error, reason, stack) do
      %ErlangError{} -> {:exit, reason}
      exception -> {:error, exception}
    end
  end

  defp class_of(reason, _stack), do: {:exit, reason}

  defp exit_text({:bad_return_value, value}), do: "bad return value: " <> inspect(value)
  defp exit_text(reason), do: Exception.format_exit(reason)

  # An error that no frame shows for has an empty stack.
  defp error_and_stack({reason, []}), do: {reason, []}
  defp error_and_stack(value), do: reason_and_stack(value)

  defp reason_and_stack({reason, [_ | _] = stack} = all) do
    if stack?(stack), do: {reason, stack}, else: {all, []}
  end

  defp reason_and_stack({{_, _} = reason, []}), do: {reason, []}
  defp reason_and_stack(reason), do: {reason, []}

  defp stack?(stack) do
    is_list(stack) and
      Enum.all?(stack, fn
        {m, f, a, l} -> is_atom(m) and is_atom(f) and (is_integer(a) or is_list(a)) and is_list(l)
        {f, a, l} -> is_function(f) and (is_integer(a) or is_list(a)) and is_list(l)
        _ -> false
      end)
  end

  defp statem_reason(:error, value, stack), do: {value, stack}
  defp statem_reason(_class, value, stack), do: {value, stack}

  defp stack_lines(stack) do
    for entry <- stack, not typed?(entry), do: ["\n    " | Exception.format_stacktrace_entry(entry)]
  end

  # The frames of the evaluator itself say nothing.
  defp typed?({module, _, _, _}), do: module in [:otpsh_session, :otpsh_code, :otpsh_main]
  defp typed?(_), do: false

  defp label_line(%{process_label: label}) when label not in [:undefined, nil],
    do: ["\nProcess Label: ", inspect(label)]

  defp label_line(_), do: []

  defp show(term), do: inspect(term, Application.get_env(:logger, :translator_inspect_opts, []))

  defp from({_pid, {name, _stack}}), do: [" (from ", inspect(name), ")"]
  defp from({pid, _}), do: [" (from ", inspect(pid), ")"]
  defp from(_), do: []

  defp client_lines({pid, :dead}), do: ["\nClient ", inspect(pid), " is dead"]

  defp client_lines({pid, :remote}),
    do: ["\nClient ", inspect(pid), " is remote on node ", inspect(node(pid))]

  defp client_lines({_pid, {name, stack}}),
    do: ["\nClient ", inspect(name), " is alive\n" | stack_lines(stack)]

  defp client_lines(_), do: []

  defp crash_metadata(reason, name) do
    {reason, stack} = reason_and_stack(reason)

    reason =
      case class_of(reason, stack) do
        {_, reason} -> reason
      end

    case is_atom(name) and name != [] do
      true -> [crash_reason: {reason, stack}, registered_name: name]
      false -> [crash_reason: {reason, stack}]
    end
  end

  defp function_of({m, f, a}) when is_list(a), do: Function.capture(m, f, length(a))
  defp function_of(fun), do: fun

  # Supervisors.

  defp context(:start_error), do: " failed to start"
  defp context(:child_terminated), do: " terminated"
  defp context(:shutdown), do: " caused shutdown"
  defp context(:shutdown_error), do: " shut down abnormally"
  defp context(_), do: " failed"

  defp supervisor_name({:local, name}), do: inspect(name)
  defp supervisor_name({:global, name}), do: inspect(name)
  defp supervisor_name({:via, _mod, name}), do: inspect(name)
  defp supervisor_name({pid, mod}) when is_pid(pid), do: [inspect(pid), " (", inspect(mod), ?)]
  defp supervisor_name(other), do: inspect(other)

  defp child_name(child), do: inspect(child[:id] || child[:name] || :undefined)

  defp child_lines(child, min_level) do
    pid = child[:pid]
    {m, f, a} = child[:mfargs]

    [
      if(is_pid(pid), do: ["\nPid: ", inspect(pid)], else: []),
      if(is_list(a),
        do: ["\nStart Call: ", Exception.format_mfa(m, f, a)],
        else: ["\nStart Call: ", inspect(m), ?., Atom.to_string(f), "/?"]
      ),
      if min_level in [:debug, :all] do
        [
          ["\nRestart: ", inspect(child[:restart_type])],
          ["\nShutdown: ", inspect(child[:shutdown])],
          ["\nType: ", inspect(child[:child_type])]
        ]
      else
        []
      end
    ]
  end

  # Processes of proc_lib.

  defp process_name(own) do
    case own[:registered_name] do
      name when name in [nil, []] -> inspect(own[:pid])
      name -> [inspect(name), " (", inspect(own[:pid]), ?)]
    end
  end

  # A supervisor is named by its module.
  defp initial_call_line({:supervisor, module, _}) when module != :init,
    do: ["\nInitial Call: ", Exception.format_mfa(module, :init, 1)]

  defp initial_call({m, f, a}) when is_list(a), do: [initial_call: {m, f, length(a)}]
  defp initial_call({_, _, _} = call), do: [initial_call: call]
  defp initial_call(_), do: []

  defp initial_call_line({m, f, a}) when is_list(a),
    do: ["\nInitial Call: ", Exception.format_mfa(m, f, length(a))]

  defp initial_call_line({m, f, a}), do: ["\nInitial Call: ", Exception.format_mfa(m, f, a)]
  defp initial_call_line(_), do: []

  defp process_lines(own, neighbours) do
    [
      ["\nMessage Queue Length: ", inspect(own[:message_queue_len])],
      ["\nMessages: ", inspect(own[:messages])],
      ["\nLinks: ", inspect(own[:links])],
      ["\nDictionary: ", inspect(own[:dictionary])],
      ["\nTrapping Exits: ", inspect(own[:trap_exit])],
      ["\nStatus: ", inspect(own[:status])],
      ["\nHeap Size: ", inspect(own[:heap_size])],
      ["\nStack Size: ", inspect(own[:stack_size])],
      ["\nReductions: ", inspect(own[:reductions])],
      if(neighbours == [],
        do: [],
        else: ["\nNeighbours:" | for({_, info} <- neighbours, do: neighbour(info))]
      )
    ]
  end

  defp neighbour(info) do
    [
      ["\n    ", process_name(info)],
      call_line("Initial Call", info[:initial_call]),
      call_line("Current Call", info[:current_function]),
      ["\n        Ancestors: ", inspect(info[:ancestors])],
      ["\n        Message Queue Length: ", inspect(info[:message_queue_len])],
      ["\n        Links: ", inspect(info[:links])],
      ["\n        Trapping Exits: ", inspect(info[:trap_exit])],
      ["\n        Status: ", inspect(info[:status])],
      ["\n        Heap Size: ", inspect(info[:heap_size])],
      ["\n        Stack Size: ", inspect(info[:stack_size])],
      ["\n        Reductions: ", inspect(info[:reductions])],
      case info[:current_stacktrace] do
        [_ | _] = stack ->
          lines =
            for entry <- stack, do: ["\n            " | Exception.format_stacktrace_entry(entry)]

          ["\n        Current Stacktrace:" | lines]

        _ ->
          []
      end
    ]
  end

  defp call_line(title, {m, f, a}) when is_list(a), do: call_line(title, {m, f, length(a)})

  defp call_line(title, {m, f, a}) when is_integer(a),
    do: ["\n        ", title, ": ", Exception.format_mfa(m, f, a)]

  defp call_line(_title, _), do: []
end
