# IEx.Report: what process_info and runtime_info print.

defmodule IEx.Report do
  @moduledoc false

  import IEx, only: [color: 2]

  # -- A process -----------------------------------------------------------------

  @overview [
    initial_call: "Initial call",
    current_function: "Current function",
    registered_name: "Registered name",
    status: "Status",
    message_queue_len: "Message queue length",
    group_leader: "Group leader",
    priority: "Priority",
    trap_exit: "Trap exit",
    reductions: "Reductions"
  ]
  @memory [memory: "Memory", total_heap_size: "Total heap size", heap_size: "Heap size", stack_size: "Stack size"]
  @asked Keyword.keys(@overview) ++ Keyword.keys(@memory) ++ [:links, :monitors, :current_stacktrace]

  def process(name) do
    pid = GenServer.whereis(name)

    case is_pid(pid) && Process.info(pid, @asked) do
      [_ | _] = info -> print_process(pid, info)
      _ -> IO.puts(color(:eval_error, "Failed to get process info. Either the process was not found or is not alive."))
    end
  end

  defp print_process(pid, info) do
    IO.puts(color(:eval_result, "\n# Process #{inspect(pid)}"))
    pane("Overview")
    for {key, label} <- @overview, do: entry(label, inspect(info[key], printable_limit: 256, limit: 5))
    related("Links", info[:links])
    related("Monitors", for({_, other} <- info[:monitors], do: other))
    pane("Memory")
    for {key, label} <- @memory, do: entry(label, bytes(info[key]))

    if info[:current_stacktrace] != [] do
      pane("Current stacktrace")
      IO.puts(color(:eval_info, Exception.format_stacktrace(info[:current_stacktrace])))
    end
  end

  defp related(_title, []), do: :ok

  defp related(title, others) do
    pane(title)
    for other <- others, do: entry(inspect(other), about(other))
  end

  defp about(name) when is_atom(name), do: about(Process.whereis(name))

  defp about(pid) when is_pid(pid) do
    case Process.info(pid, [:initial_call, :dictionary, :registered_name]) do
      [initial_call: initial, dictionary: dictionary, registered_name: name] ->
        label = dictionary[:"$process_label"]

        cond do
          name != [] -> inspect(name)
          is_binary(label) -> label
          label != nil -> inspect(label)
          true -> call(Keyword.get(dictionary, :"$initial_call", initial))
        end

      _ ->
        "-"
    end
  end

  defp about(_other), do: "-"

  defp call({:supervisor, module, arity}), do: Exception.format_mfa(module, :init, arity)
  defp call({module, function, arity}), do: Exception.format_mfa(module, function, arity)

  # -- The system ------------------------------------------------------------------

  @topics [:system, :memory, :limits, :applications, :allocators]

  def runtime(topics) do
    for topic <- topics, do: topic(topic)
    IO.puts("")
    entry("Showing topics:", inspect(topics))
    entry("Additional topics:", inspect(@topics -- topics))
    IO.puts("\nTo view a specific topic call runtime_info(topic)\n")
  end

  defp topic(:system) do
    pane("System and architecture")
    entry("Elixir version", System.version())
    entry("Erlang/OTP version", System.otp_release())
    entry("ERTS version", :erlang.system_info(:version))
    entry("Compiled for", :erlang.system_info(:system_architecture))
    entry("Schedulers", :erlang.system_info(:schedulers))
    entry("Schedulers online", :erlang.system_info(:schedulers_online))
  end

  defp topic(:memory) do
    pane("Memory")

    for {label, kind} <- [{"Atoms", :atom}, {"Binaries", :binary}, {"Code", :code}, {"ETS", :ets}, {"Processes", :processes}, {"Total", :total}],
        do: entry(label, bytes(:erlang.memory(kind)))
  end

  defp topic(:limits) do
    pane("Statistics / limits")
    {milliseconds, _} = :erlang.statistics(:wall_clock)
    entry("Uptime", uptime(div(milliseconds, 1000)))
    entry("Run queue", :erlang.statistics(:run_queue))

    for {label, used, limit} <- [
          {"Atoms", :atom_count, :atom_limit},
          {"ETS", :ets_count, :ets_limit},
          {"Ports", :port_count, :port_limit},
          {"Processes", :process_count, :process_limit}
        ] do
      {used, limit} = {:erlang.system_info(used), :erlang.system_info(limit)}
      entry(label, "#{used} / #{limit} (#{trunc(used / limit * 100)}% used)")
    end
  end

  defp topic(:applications) do
    pane("Loaded OTP applications")
    started = Application.started_applications()

    for {app, _, version} = application <- Enum.sort(Application.loaded_applications()) do
      entry("#{app}", String.pad_trailing("#{version}", 20) <> if(application in started, do: "(started)", else: ""))
    end
  end

  # The heap is not divided among allocators here.
  defp topic(:allocators), do: IO.puts(color(:eval_error, "Could not get allocator sizes."))

  defp uptime(seconds) do
    {days, hours, minutes} = {div(seconds, 86_400), rem(div(seconds, 3600), 24), rem(div(seconds, 60), 60)}

    Enum.join([
      if(days > 0, do: "#{days} days, "),
      if(days + hours > 0, do: "#{hours} hours, "),
      if(days + hours + minutes > 0, do: "#{minutes} minutes and "),
      "#{rem(seconds, 60)} seconds"
    ])
  end

  # -- What they share ---------------------------------------------------------------

  defp pane(title), do: IO.puts(color(:eval_result, "\n## #{title} \n"))
  defp entry(label, text), do: IO.puts("#{String.pad_trailing(label, 21)}#{text}")

  defp bytes(n) when n >= 1024 * 1024 * 1024, do: "#{div(n, 1024 * 1024 * 1024)} GB"
  defp bytes(n) when n >= 1024 * 1024, do: "#{div(n, 1024 * 1024)} MB"
  defp bytes(n) when n >= 1024, do: "#{div(n, 1024)} KB"
  defp bytes(n), do: "#{n} B"
end
