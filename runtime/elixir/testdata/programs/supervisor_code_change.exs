# A supervisor that is told of new code takes the specifications that init/1 gives then.
Logger.configure(level: :none)
Code.compiler_options(ignore_module_conflict: true)
agent = fn n -> %{id: n, start: {Agent, :start_link, [fn -> n end]}} end
:persistent_term.put(:agent, agent)
defmodule S do
  use Supervisor
  def init(arg), do: :persistent_term.get(:init).(arg)
end
set = fn f -> :persistent_term.put(:init, f) end
set.(fn _ -> Supervisor.init([agent.(:a), agent.(:b)], strategy: :one_for_one, max_restarts: 1) end)
{:ok, s} = Supervisor.start_link(S, :x)
rows = fn -> for {id, pid, t, m} <- Supervisor.which_children(s), do: {id, is_pid(pid), t, m} end
change = fn ->
  :ok = :sys.suspend(s)
  r = :sys.change_code(s, S, nil, [])
  :ok = :sys.resume(s)
  r
end
IO.inspect rows.()
set.(fn _ -> Supervisor.init([Map.put(agent.(:b), :restart, :transient), agent.(:c), Map.put(agent.(:a), :shutdown, 7)], strategy: :rest_for_one, max_restarts: 10, max_seconds: 7) end)
IO.inspect change.()
IO.inspect rows.()
for id <- [:a, :b, :c], do: IO.inspect(:supervisor.get_childspec(s, id) |> elem(1) |> Map.delete(:start))
IO.inspect Supervisor.restart_child(s, :c) |> elem(0)
set.(fn _ -> Supervisor.init([agent.(:c)], strategy: :one_for_all) end)
IO.inspect change.()
IO.inspect rows.()
set.(fn _ -> :ignore end)
IO.inspect change.()
set.(fn _ -> {:ok, {%{strategy: :nope}, []}} end)
IO.inspect change.()
set.(fn _ -> {:ok, {%{}, [%{id: 1}]}} end)
IO.inspect change.()
set.(fn _ -> {:ok, {%{}, [%{id: 1, start: {A, :b, []}}, %{id: 1, start: {A, :b, []}}]}} end)
IO.inspect change.()
set.(fn _ -> :bad end)
IO.inspect change.()
IO.inspect rows.()
defmodule Sim do
  def init(n), do: {:ok, {%{strategy: :simple_one_for_one, intensity: n}, [%{id: n, start: {Agent, :start_link, []}, shutdown: :persistent_term.get(:sd, 10)}]}}
end
{:ok, s2} = :supervisor.start_link(Sim, 3)
{:ok, p} = :supervisor.start_child(s2, [fn -> 1 end])
:persistent_term.put(:sd, 99)
:sys.suspend(s2)
IO.inspect :sys.change_code(s2, Sim, nil, [])
:sys.resume(s2)
IO.inspect :supervisor.get_childspec(s2, p) |> elem(1) |> Map.take([:id, :shutdown])
IO.inspect :supervisor.count_children(s2)
d = fn -> {:ok, d} = DynamicSupervisor.start_link(strategy: :one_for_one); d end
pid = d.()
:sys.suspend(pid)
IO.inspect :sys.change_code(pid, DynamicSupervisor, nil, [])
:sys.resume(pid)
IO.inspect DynamicSupervisor.count_children(pid)
