# Starts a tree of supervisors and workers, ends processes in it at random
# moments, lets it come to rest and stops it. What happens is told by marks in
# the trace, which tree_model_test.go judges. Before this text stand `tree`
# (maps as Storm.start/1 takes them) and `storm` (how it is treated).
defmodule Storm do
  def mark(what), do: :otpsh_trace.emit({:storm, what})

  # The start function of every child: it runs in the supervisor.
  def start(spec) do
    mark({:start, spec.name})
    result = start_link(spec)

    case result do
      {:ok, pid} -> mark({:started, spec.name, pid})
      {:error, _} -> mark({:failed, spec.name})
    end

    result
  end

  defp start_link(%{kind: :worker} = spec), do: GenServer.start_link(Storm.Worker, spec, name: spec.name)
  defp start_link(%{kind: :dynamic} = spec), do: DynamicSupervisor.start_link(Storm.Dynamic, spec, name: spec.name)
  defp start_link(%{kind: :simple_one_for_one} = spec), do: :supervisor.start_link({:local, spec.name}, Storm, spec)

  defp start_link(%{kind: :partition, children: children} = spec) do
    PartitionSupervisor.start_link(
      name: spec.name,
      child_spec: child(hd(children)),
      partitions: length(children),
      with_arguments: fn _, i -> [Enum.at(children, i)] end,
      max_restarts: spec.max,
      max_seconds: spec.seconds
    )
  end

  defp start_link(spec), do: Supervisor.start_link(Storm, spec, name: spec.name)

  def init(%{kind: :simple_one_for_one} = spec) do
    template = %{child(hd(spec.children)) | start: {Storm, :start, []}}
    {:ok, {%{strategy: spec.kind, intensity: spec.max, period: spec.seconds}, [template]}}
  end

  def init(spec) do
    Supervisor.init(Enum.map(spec.children, &child/1),
      strategy: spec.kind,
      max_restarts: spec.max,
      max_seconds: spec.seconds,
      auto_shutdown: spec.auto
    )
  end

  def child(spec) do
    %{
      id: spec.name,
      start: {Storm, :start, [spec]},
      restart: spec.restart,
      shutdown: spec.shutdown,
      significant: spec.significant,
      type: if(spec.kind == :worker, do: :worker, else: :supervisor)
    }
  end

  def all(spec), do: [spec | Enum.flat_map(spec.children, &all/1)]

  # Dynamic supervisors that have no children get theirs.
  def feed(specs) do
    for %{kind: kind} = spec when kind in [:dynamic, :simple_one_for_one] <- specs do
      try do
        if :gen_server.call(spec.name, :count_children)[:active] == 0 do
          for child <- spec.children do
            if kind == :dynamic,
              do: DynamicSupervisor.start_child(spec.name, child(child)),
              else: :supervisor.start_child(spec.name, [child])
          end
        end
      catch
        :exit, _ -> :gone
      end
    end
  end

  # Ends somebody, in a way that its kind allows.
  def strike(spec) do
    with pid when is_pid(pid) <- Process.whereis(spec.name) do
      case spec.kind == :worker and :rand.uniform(8) do
        1 -> send(pid, {:stop, :normal})
        2 -> send(pid, {:stop, {:shutdown, :asked}})
        3 -> send(pid, {:stop, :broken})
        4 -> Process.exit(pid, :boom)
        _ -> kill(pid)
      end
    end
  end

  defp kill(pid) do
    mark({:kill, pid})
    Process.exit(pid, :kill)
  end

  def storm(specs, storm) do
    workers = Enum.filter(specs, &(&1.kind == :worker))
    supervisors = specs -- workers

    for _ <- 1..storm.rounds do
      Process.sleep(:rand.uniform(storm.pause))

      for _ <- 1..:rand.uniform(storm.burst) do
        for _ <- 1..:rand.uniform(30), do: :erlang.yield()
        from = if :rand.uniform(100) <= storm.supervisors, do: supervisors, else: workers
        strike(Enum.random(from))
      end
    end
  end

  # Waits until every supervisor has answered twice and nothing has changed.
  def settle(specs, before \\ nil) do
    now =
      for %{name: name, kind: kind} <- specs, pid = Process.whereis(name) do
        {name, pid, kind == :worker or ask(pid)}
      end

    if now != before do
      Process.sleep(300)
      settle(specs, now)
    end
  end

  defp ask(pid) do
    :gen_server.call(pid, :which_children, :infinity)
  catch
    :exit, _ -> :gone
  end

  def tell(specs) do
    mark({:rest, for(%{name: name} <- specs, do: {name, Process.whereis(name)})})

    for %{name: name, kind: kind} <- specs, kind != :worker, pid = Process.whereis(name) do
      mark({:children, name, for({id, child, _, _} <- ask(pid), do: {id, child})})
    end
  end
end

defmodule Storm.Dynamic do
  use DynamicSupervisor
  def init(spec), do: DynamicSupervisor.init(strategy: :one_for_one, max_restarts: spec.max, max_seconds: spec.seconds)
end

defmodule Storm.Worker do
  use GenServer

  def init(%{manner: manner} = spec) do
    case manner do
      {:lingers, _} -> Process.flag(:trap_exit, true)
      {:starts_in, time} -> Process.sleep(time)
      _ -> :ok
    end

    if manner == :fails and :persistent_term.get(:storm, false) and :rand.uniform(3) == 1,
      do: {:stop, :not_ready},
      else: {:ok, spec}
  end

  def handle_info({:stop, reason}, spec), do: {:stop, reason, spec}
  def handle_info({:EXIT, _, reason}, spec), do: {:stop, reason, spec}

  def terminate(_reason, %{manner: {:lingers, time}}), do: Process.sleep(time)
  def terminate(_reason, _spec), do: :ok
end

Logger.configure(level: :none)
Process.flag(:trap_exit, true)
specs = Storm.all(tree)
{:ok, root} = Storm.start(tree)
Storm.feed(specs)
:persistent_term.put(:storm, true)

# Whoever feeds waits for supervisors; the storm does not.
feeder = spawn(fn -> for _ <- Stream.cycle([1]), do: (Process.sleep(storm.pause * 4); Storm.feed(specs)) end)
Storm.storm(specs, storm)
:persistent_term.put(:storm, false)
ref = Process.monitor(feeder)
Process.exit(feeder, :kill)
receive do {:DOWN, ^ref, _, _, _} -> :ok end
Storm.settle(specs)
Storm.tell(specs)

if Process.alive?(root) do
  Storm.mark({:stop, root})
  Supervisor.stop(root)
end

Storm.settle(specs)
Storm.tell(specs)
