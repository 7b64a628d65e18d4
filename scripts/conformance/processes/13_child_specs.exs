# Child specifications: what `use` and child_spec make, and what they refuse.
p = fn l, v -> IO.puts("#{inspect(l)}: #{inspect(v, limit: :infinity, width: 200)}") end
t = fn l, f -> p.(l, try do f.() rescue e -> {e.__struct__, Exception.message(e)} catch k, e -> {k, e} end) end
defmodule A do
  use Supervisor
  def start_link(a), do: Supervisor.start_link(__MODULE__, a)
  def init(_), do: Supervisor.init([], strategy: :one_for_one)
end
defmodule B do
  use Supervisor, restart: :temporary, shutdown: 10, id: :bb, start: {B, :go, []}, type: :worker, significant: true, modules: [B]
  def init(_), do: :ignore
end
defmodule C do
  use GenServer, restart: :transient
  def init(x), do: {:ok, x}
end
defmodule D do
  use DynamicSupervisor, restart: :transient, shutdown: 7
  def init(_), do: DynamicSupervisor.init(strategy: :one_for_one)
end
defmodule E do
  use Agent, restart: :temporary, id: :e
end
defmodule F do
  use Task, shutdown: :brutal_kill
end
defmodule G do
  use Supervisor
  def init(_), do: :ignore
  def child_spec(x), do: super(x) |> Map.put(:id, {:mine, x})
end
for m <- [A, B, C, D, E, F, G], do: p.(m, m.child_spec(:arg))
t.(1, fn -> Supervisor.child_spec(A, []) end)
t.(2, fn -> Supervisor.child_spec({A, 5}, id: 3, restart: :x, shutdown: 9, type: :worker, modules: [Z], significant: true, start: {A, :b, []}) end)
t.(3, fn -> Supervisor.child_spec(A, foo: 1) end)
t.(4, fn -> Supervisor.child_spec(%{id: 1}, restart: 3) end)
t.(5, fn -> Supervisor.child_spec({1, 2, 3, 4, 5, 6}, []) end)
t.(6, fn -> Supervisor.child_spec(:nomod, []) end)
t.(7, fn -> Supervisor.child_spec({Nomod, 1}, []) end)
t.(8, fn -> Supervisor.child_spec("x", []) end)
t.(9, fn -> Supervisor.child_spec(Enum, []) end)
t.(10, fn -> Supervisor.init([A, {A, 1}, %{id: 3}], strategy: :rest_for_one, max_restarts: 1, max_seconds: 9, auto_shutdown: :any_significant) end)
t.(11, fn -> Supervisor.init([], []) end)
t.(12, fn -> Supervisor.init([], strategy: :foo) end)
t.(13, fn -> Supervisor.init(:x, []) end)
t.(14, fn -> Supervisor.init(["foo"], strategy: :one_for_one) end)
t.(15, fn -> Supervisor.init([{"foo", 1}], strategy: :one_for_one) end)
t.(16, fn -> DynamicSupervisor.init(strategy: :one_for_one, max_children: 3, max_restarts: 1, max_seconds: 2, extra_arguments: [1]) end)
t.(17, fn -> DynamicSupervisor.init([]) end)
t.(18, fn -> DynamicSupervisor.init(foo: 1) end)
t.(19, fn -> DynamicSupervisor.child_spec([]) end)
t.(20, fn -> DynamicSupervisor.child_spec(name: Foo, strategy: :one_for_one) end)
t.(21, fn -> DynamicSupervisor.child_spec(name: {:via, Registry, {A, 1}}) end)
t.(22, fn -> DynamicSupervisor.child_spec(name: {:global, 1}) end)
t.(23, fn -> PartitionSupervisor.child_spec(name: Foo, child_spec: A) end)
t.(24, fn -> PartitionSupervisor.child_spec(child_spec: A) end)
t.(25, fn -> PartitionSupervisor.child_spec(name: {:via, Registry, {A, 1}}) end)
t.(26, fn -> Registry.child_spec(keys: :unique, name: Foo) end)
t.(27, fn -> Registry.child_spec(keys: :unique) end)
t.(28, fn -> Task.Supervisor.child_spec(name: X) end)
t.(29, fn -> Task.Supervisor.child_spec([]) end)
t.(30, fn -> A.init(1) end)
t.(31, fn -> DynamicSupervisor.child_spec(:x) end)
t.(32, fn -> Supervisor.start_link(A, [], name: "x") end)
t.(33, fn -> Supervisor.start_link(A, :a, :b) end)
t.(34, fn -> Supervisor.start_link([], :b) end)
