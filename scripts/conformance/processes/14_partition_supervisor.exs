# PartitionSupervisor: options, keys, names, resizing.
Logger.configure(level: :none)
Process.flag(:trap_exit, true)
mask = fn v -> inspect(v, width: 2000, limit: 50) |> String.replace(~r/#PID<[\d.]+>/, "PID") |> String.replace(~r/(file|line): [^,\]]+/, "") |> String.replace(~r/\[\{(W|M|:erl_eval|:elixir_compiler_0|:erlang|:supervisor|PartitionSupervisor).*/, "") |> String.replace(~r/#Function<[^>]*>/, "FUN") |> String.replace(~r/#Ref[^>]*>/, "REF")  end
pm = fn l, v -> IO.puts("#{mask.(l)}: #{mask.(v)}") end
t = fn l, f -> pm.(l, try do f.() rescue e -> {e.__struct__, Exception.message(e)} catch k, e -> {k, e} end) end
defmodule W do
  use GenServer
  def start_link(a, b \\ nil), do: GenServer.start_link(__MODULE__, {a, b})
  def init({:stop, _}), do: {:stop, :no}
  def init({:ignore, _}), do: :ignore
  def init(x), do: {:ok, x}
  def handle_call(:get, _, s), do: {:reply, s, s}
  def handle_cast({:stop, r}, s), do: {:stop, r, s}
end
for o <- [[], [name: :a], [child_spec: W], [name: :a, child_spec: W, partitions: 0], [name: :a, child_spec: W, partitions: :x], [name: :a, child_spec: W, partitions: -1], [name: :a, child_spec: W, with_arguments: 1], [name: :a, child_spec: W, with_arguments: fn _, _ -> :x end], [name: :a, child_spec: Nomod], [name: :a, child_spec: {W, :stop}], [name: :a, child_spec: W, strategy: :x], [name: :a, child_spec: W, auto_shutdown: :any_significant], [name: :a, child_spec: W, max_restarts: -1], [name: "a", child_spec: W], [name: {:global, :a}, child_spec: W], [name: {:via, Foo, :a}, child_spec: W], [name: :a, child_spec: %{id: 1}], [name: :a, child_spec: 5], [name: :a, child_spec: {W, :stop}, partitions: 2]] do
  t.({:opts, o}, fn -> PartitionSupervisor.start_link(o) end)
  receive do m -> pm.(:msg, m) after 20 -> :ok end
end
t.(:notlist, fn -> PartitionSupervisor.start_link(:x) end)
{:ok, s} = PartitionSupervisor.start_link(name: P, child_spec: {W, :arg}, partitions: 3)
t.(1, fn -> PartitionSupervisor.which_children(P) |> Enum.sort end)
t.(2, fn -> PartitionSupervisor.count_children(P) end)
t.(3, fn -> PartitionSupervisor.partitions(P) end)
t.(4, fn -> for k <- [0, 1, 2, 3, -1, -7, 10], do: GenServer.whereis({:via, PartitionSupervisor, {P, k}}) == (PartitionSupervisor.which_children(P) |> List.keyfind(rem(abs(k), 3), 0) |> elem(1)) end)
idx = fn k -> p = GenServer.whereis({:via, PartitionSupervisor, {P, k}}); PartitionSupervisor.which_children(P) |> List.keyfind(p, 1) |> elem(0) end
t.(5, fn -> for k <- [:a, :b, "x", "hello", 1.0, 2.5, {1, 2}, [1, 2], %{a: 1}, nil, true, 'abc', <<1::3>>, 123456789012345678901234567890, [], {}, %{}, "a long binary that goes on and on", [:a | :b], {:user, 42}, 1.0e10, -0.0, "é"], do: {k, idx.(k)} end)
t.(6, fn -> GenServer.call({:via, PartitionSupervisor, {P, 1}}, :get) end)
t.(7, fn -> GenServer.call({:via, PartitionSupervisor, {Nope, 1}}, :get) end)
t.(8, fn -> GenServer.cast({:via, PartitionSupervisor, {Nope, 1}}, :get) end)
t.(9, fn -> PartitionSupervisor.partitions(Nope) end)
t.(10, fn -> PartitionSupervisor.which_children(Nope) end)
t.(11, fn -> PartitionSupervisor.count_children(Nope) end)
t.(12, fn -> PartitionSupervisor.stop(Nope) end)
t.(13, fn -> GenServer.start_link(W, 1, name: {:via, PartitionSupervisor, {P, 1}}) end)
t.(14, fn -> PartitionSupervisor.start_link(name: P, child_spec: {W, :arg}) end)
t.(15, fn -> PartitionSupervisor.which_children("x") end)
t.(16, fn -> PartitionSupervisor.resize!(P, 2) end)
t.(17, fn -> PartitionSupervisor.which_children(P) |> Enum.sort end)
t.(18, fn -> PartitionSupervisor.count_children(P) end)
t.(19, fn -> PartitionSupervisor.resize!(P, 0) end)
t.(20, fn -> GenServer.whereis({:via, PartitionSupervisor, {P, 1}}) end)
t.(21, fn -> PartitionSupervisor.resize!(P, 4) end)
t.(22, fn -> PartitionSupervisor.resize!(P, 3) end)
t.(23, fn -> PartitionSupervisor.resize!(Nope, 3) end)
t.(24, fn -> PartitionSupervisor.partitions(P) end)
t.(25, fn -> send({:via, PartitionSupervisor, {P, 1}}, :x) end)
t.(26, fn -> PartitionSupervisor.send({P, 1}, :x) end)
t.(27, fn -> :ets.info(P, :type) end)
t.(28, fn -> :ets.tab2list(P) |> Enum.sort end)
t.(30, fn -> {:ok, _} = PartitionSupervisor.start_link(name: Q, child_spec: DynamicSupervisor, partitions: 2); for i <- 1..5, do: DynamicSupervisor.start_child({:via, PartitionSupervisor, {Q, i}}, {W, i}); for {_, p, _, _} <- PartitionSupervisor.which_children(Q), do: DynamicSupervisor.count_children(p) end)
t.(31, fn -> {:ok, _} = PartitionSupervisor.start_link(name: R, child_spec: {W, :q}, partitions: 2, with_arguments: fn [a], i -> [a, i] end); for i <- 0..1, do: GenServer.call({:via, PartitionSupervisor, {R, i}}, :get) end)
t.(32, fn -> {:ok, _} = Registry.start_link(keys: :unique, name: Reg); PartitionSupervisor.start_link(name: {:via, Registry, {Reg, :ps}}, child_spec: {W, :v}, partitions: 2) end)
t.(33, fn -> GenServer.call({:via, PartitionSupervisor, {{:via, Registry, {Reg, :ps}}, 1}}, :get) end)
t.(34, fn -> PartitionSupervisor.partitions({:via, Registry, {Reg, :ps}}) end)
t.(35, fn -> PartitionSupervisor.partitions({:via, Registry, {Reg, :no}}) end)
t.(36, fn -> PartitionSupervisor.count_children({:via, Registry, {Reg, :ps}}) end)
t.(37, fn -> PartitionSupervisor.stop({:via, Registry, {Reg, :ps}}) end)
t.(38, fn -> PartitionSupervisor.start_link(name: I, child_spec: {W, :ignore}, partitions: 2) end)
t.(39, fn -> PartitionSupervisor.which_children(I) end)
t.(40, fn -> GenServer.call({:via, PartitionSupervisor, {I, 1}}, :get) end)
t.(41, fn -> PartitionSupervisor.stop(P) end)
t.(42, fn -> {:ok, s} = Supervisor.start_link([{PartitionSupervisor, name: Z, child_spec: {W, 1}, partitions: 1}, {PartitionSupervisor, name: Y, child_spec: {W, 1}}], strategy: :one_for_one); Supervisor.which_children(s) |> Enum.map(&elem(&1, 0)) end)
t.(43, fn -> :supervisor.get_childspec(Z, 0) end)
receive do m -> pm.(:msg, m) after 20 -> :ok end
