# What the functions of Supervisor answer: children that start, refuse, and come again; specifications and options that are wrong.
Logger.configure(level: :none)
Process.flag(:trap_exit, true)
defmodule W do
  use GenServer
  # Who refuses has no name: a name is free a moment after the answer.
  def start_link({n, how}), do: GenServer.start_link(__MODULE__, {n, how}, if(how in [:ok, {:throw, {:ok, 5}}], do: [name: n], else: []))
  def start_link(n), do: start_link({n, :ok})
  def init({n, :ok}), do: {:ok, n}
  def init({_, :ignore}), do: :ignore
  def init({_, {:stop, r}}), do: {:stop, r}
  def init({_, {:raise, m}}), do: raise m
  def init({_, {:throw, v}}), do: throw(v)
  def init({_, {:exit, v}}), do: exit(v)
  def init({_, {:bad, v}}), do: v
  def handle_cast({:stop, r}, s), do: {:stop, r, s}
  def handle_call(:x, _, s), do: {:reply, s, s}
end
p = fn l, v -> IO.puts("#{inspect(l)}: #{inspect(v, limit: 20, width: 200)}") end
mask = fn v -> inspect(v, width: 1000, limit: 50) |> String.replace(~r/#PID<[\d.]+>/, "PID") |> String.replace(~r/(file|line): [^,\]]+/, "") |> String.replace(~r/\[\{W.*/, "") end
pm = fn l, v -> IO.puts("#{mask.(l)}: #{mask.(v)}") end
{:ok, s} = Supervisor.start_link([], strategy: :one_for_one)
for how <- [:ok, :ignore, {:stop, :r}, {:stop, :normal}, {:stop, {:shutdown, 1}}, {:raise, "boo"}, {:throw, {:ok, 5}}, {:throw, :v}, {:exit, :e}], restart <- [:permanent, :temporary, :transient] do
  id = {how, restart}
  pm.({:start, how, restart}, Supervisor.start_child(s, %{id: id, start: {W, :start_link, [{:w1, how}]}, restart: restart}))
  pm.(:again, Supervisor.start_child(s, %{id: id, start: {W, :start_link, [{:w1, how}]}, restart: restart}))
  pm.(:restart, Supervisor.restart_child(s, id))
  pm.(:delete, Supervisor.delete_child(s, id))
  pm.(:terminate, Supervisor.terminate_child(s, id))
  pm.(:terminate, Supervisor.terminate_child(s, id))
  pm.(:restart, Supervisor.restart_child(s, id))
  pm.(:which, Supervisor.which_children(s))
  pm.(:count, Supervisor.count_children(s))
  pm.(:term, Supervisor.terminate_child(s, id))
  pm.(:delete, Supervisor.delete_child(s, id))
  pm.(:which, Supervisor.which_children(s))
  pm.(:spec, :supervisor.get_childspec(s, id))
end
pm.(1, Supervisor.start_child(s, {W, :aa}))
pm.(2, Supervisor.start_child(s, %{id: :other, start: {W, :start_link, [:aa]}}))
pm.(3, :supervisor.get_childspec(s, W))
pm.(4, :supervisor.get_childspec(s, Process.whereis(:aa)))
for spec <- [%{}, %{id: 1}, %{start: {W, :start_link, [:q]}}, %{id: 1, start: 5}, %{id: 1, start: {W, :f}}, %{id: 1, start: {"W", :f, []}}, %{id: 1, start: {W, :f, :a}},
  %{id: 1, start: {W, :f, []}, restart: :x}, %{id: 1, start: {W, :f, []}, shutdown: :x}, %{id: 1, start: {W, :f, []}, shutdown: -1}, %{id: 1, start: {W, :f, []}, shutdown: 1.5}, %{id: 1, start: {W, :f, []}, type: :x}, %{id: 1, start: {W, :f, []}, modules: :x}, %{id: 1, start: {W, :f, []}, modules: [1]}, %{id: 1, start: {W, :f, []}, modules: []}, %{id: 1, start: {W, :f, []}, modules: [A, B]},
  %{id: 1, start: {W, :f, []}, significant: true}, %{id: 1, start: {W, :f, []}, significant: 1}, %{id: 1, start: {W, :f, []}, significant: true, restart: :transient}, {1, {W, :f, []}, :permanent, 5000, :worker, [W]}, {1, {W, :f, []}, :permanent, 5000, :worker, :x}] do
  pm.({:invalid, spec}, Supervisor.start_child(s, spec))
  pm.({:check}, :supervisor.check_childspecs([spec]))
end
pm.(:check, :supervisor.check_childspecs([%{id: 1, start: {W, :f, []}}, %{id: 1, start: {W, :f, []}}]))
pm.(:check, :supervisor.check_childspecs(:foo))
pm.(:check, :supervisor.check_childspecs([:foo]))
pm.(:check, :supervisor.check_childspecs([%{id: 1, start: {W, :f, []}, significant: true, restart: :transient}], :any_significant))
pm.(:check, :supervisor.check_childspecs([%{id: 1, start: {W, :f, []}, significant: true, restart: :permanent}], :any_significant))
pm.(:check, :supervisor.check_childspecs([%{id: 1, start: {W, :f, []}, significant: true, restart: :temporary}], :all_significant))
pm.(:check, try do :supervisor.check_childspecs([], :foo) catch k, e -> {k, e} end)
for args <- [:foo, 5, {:a, :b, :c}, "str", {NoMod, 1}, NoMod, {W}] do
  pm.({:bad, args}, try do Supervisor.start_child(s, args) rescue e -> {e.__struct__, Exception.message(e)} catch k, e -> {k, e} end)
end
for args <- [:foo, {NoMod, 1}, NoMod, {W}, {1,2}, Enum] do
  pm.({:bad, args}, try do Supervisor.start_link([args], strategy: :one_for_one) rescue e -> {e.__struct__, Exception.message(e)} catch k, e -> {k, e} end)
end
for opts <- [[], [strategy: :foo], [strategy: :one_for_one, max_restarts: -1], [strategy: :one_for_one, max_seconds: 0], [strategy: :one_for_one, max_restarts: :x], [strategy: :one_for_one, auto_shutdown: :x], [strategy: :one_for_one, name: "x"], [strategy: :one_for_one, name: {:via, Registry}], [strategy: :one_for_one, name: {:global, :xx}], [strategy: :one_for_one, foo: 1]] do
  pm.({:opts, opts}, try do Supervisor.start_link([], opts) rescue e -> {e.__struct__, Exception.message(e)} catch k, e -> {k, e} end)
end
pm.(:dup, Supervisor.start_link([{W, :d1}, {W, :d2}], strategy: :one_for_one))
pm.(:sig, Supervisor.start_link([%{id: 1, start: {W, :start_link, [:sig]}, significant: true}], strategy: :one_for_one))
pm.(:sig, Supervisor.start_link([%{id: 1, start: {W, :start_link, [:sig]}, significant: true}], strategy: :one_for_one, auto_shutdown: :any_significant))
pm.(:already, Supervisor.start_link([%{id: 1, start: {W, :start_link, [:aa]}}], strategy: :one_for_one))
{:ok, s2} = Supervisor.start_link([], strategy: :one_for_one, name: :named)
pm.(:named, Supervisor.start_link([], strategy: :one_for_one, name: :named))
pm.(:child_of_child, Supervisor.start_link([%{id: 1, start: {Supervisor, :start_link, [[{W, {:cc, {:stop, :deep}}}], [strategy: :one_for_one]]}}], strategy: :one_for_one))
pm.(:stop, Supervisor.stop(s2, :foo))
pm.(:exit, (receive do {:EXIT, ^s2, r} -> r after 500 -> :none end))
pm.(:stop, Supervisor.stop(s, :normal))
