# Streams of tasks, shutdown and yield_many in their corners; supervisors that
# restart, and nodes that are not there.

result = fn fun ->
  try do
    fun.()
  catch
    kind, reason -> {kind, reason}
  end
end

shown = fn term -> IO.puts(String.replace(inspect(term), ~r/#(Reference|PID)<[^>]*>/, "#")) end

shown.(Enum.to_list(Task.async_stream(Stream.take(1..8, 4), & &1)))
shown.(Enum.to_list(Task.async_stream(Stream.take(1..8, 0), & &1)))

{:ok, supervisor} = Task.Supervisor.start_link(max_children: 1)
forever = fn _ -> Process.sleep(:infinity) end
shown.(result.(fn -> Enum.to_list(Task.Supervisor.async_stream(supervisor, 1..3, forever, max_concurrency: 2)) end))
shown.(result.(fn -> Task.Supervisor.async_stream(supervisor, 1..3, forever, shutdown: :x) end))

task = fn pid -> %Task{ref: make_ref(), pid: pid, owner: self(), mfa: {X, :f, 1}} end
{dead, ref} = spawn_monitor(fn -> :ok end)

receive do
  {:DOWN, ^ref, _, _, _} -> :ok
end

for reason <- [:noconnection, :boom, :shutdown, :killed],
    fun <- [&Task.yield_many([&1], 10), &Task.shutdown/1, &Task.shutdown(&1, :brutal_kill)],
    pid <- [dead, nil] do
  t = task.(pid)
  send(self(), {:DOWN, t.ref, :process, self(), reason})
  shown.({reason, result.(fn -> fun.(t) end)})
end

slow = Task.async(fn -> Process.sleep(:infinity) end)
quick = Task.async(fn -> 1 end)
options = [timeout: :infinity, on_timeout: :kill_task, limit: 1]
shown.(for {_, result} <- Task.yield_many([slow, quick], options), do: result)
shown.(Process.alive?(slow.pid))
Task.shutdown(slow)

defmodule Flaky do
  def start_link(counter) do
    case :counters.get(counter, 1) do
      0 ->
        :counters.add(counter, 1, 1)
        Task.start_link(Process, :sleep, [:infinity])

      _ ->
        {:error, :later}
    end
  end
end

{:ok, sup} = DynamicSupervisor.start_link(strategy: :one_for_one, max_restarts: 1_000_000)
spec = %{id: Flaky, start: {Flaky, :start_link, [:counters.new(1, [])]}}
{:ok, child} = DynamicSupervisor.start_child(sup, spec)
Process.exit(child, :kill)

wait = fn wait ->
  case DynamicSupervisor.which_children(sup) do
    [{:undefined, :restarting, _, _}] = children -> children
    _ -> wait.(wait)
  end
end

shown.(wait.(wait))
shown.(DynamicSupervisor.count_children(sup))
shown.(DynamicSupervisor.terminate_child(sup, child))
shown.(DynamicSupervisor.which_children(sup))

shown.(result.(fn -> GenServer.call({:name, :no_node}, :hello) end))
