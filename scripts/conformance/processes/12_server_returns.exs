# every value that init, handle_call, handle_cast, handle_info and handle_continue may return, and some that they may not
Logger.configure(level: :none)
mask = fn s -> s |> String.replace(~r/#PID<[\d.]+>/, "#PID<>") |> String.replace(~r/#Reference<[\d.]+>/, "#Ref<>") |> String.replace(~r/#Function<.*?>/, "#Function<>") |> String.replace(~r/\[\{[A-Z:][^\[]*(\[[^\]]*\][^\[]*)*\]\}\]?/, "STACK") end
p = fn l, v -> IO.puts("#{l}: #{mask.(inspect(v, limit: :infinity))}") end
defmodule S do
  use GenServer
  def init({:ret, r}), do: r
  def init({:raise, m}), do: raise m
  def init({:throw, m}), do: throw m
  def init({:exit, m}), do: exit m
  def init(f) when is_function(f), do: f.()
  def init(s), do: {:ok, s}
  def handle_call({:ret, r}, _, _), do: r
  def handle_call({:f, f}, from, s), do: f.(from, s)
  def handle_cast({:ret, r}, _), do: r
  def handle_cast({:f, f}, s), do: f.(s)
  def handle_info({:ret, r}, _), do: r
  def handle_info({:f, f}, s), do: f.(s)
  def handle_info(m, s) do send(:me, {:info, m, s}); {:noreply, s} end
  def handle_continue({:ret, r}, _), do: r
  def handle_continue({:f, f}, s), do: f.(s)
  def terminate(r, s) do send(:me, {:term, r, s}); :ok end
end
Process.register(self(), :me)
Process.flag(:trap_exit, true)
drain = fn d -> receive do m -> [m | d.(d)] after 50 -> [] end end
tr = fn f -> try do f.() catch k, e -> {k, (case e do {x, [{_, _, _, _} | _]} -> {x, :st}; e -> e end)} end end
for r <- [{:ok, 1}, {:ok, 1, 10}, {:ok, 1, :hibernate}, {:ok, 1, {:continue, {:ret, {:noreply, 2}}}}, :ignore, {:stop, :why}, {:stop, :normal}, {:stop, :shutdown}, {:stop, {:shutdown, 1}}, {:error, :e}, :bad, {:ok, 1, :foo}, {:ok, 1, -1}, {:ok}, {:ok, 1, 2, 3}, {:ok, 1, {:continue, :unk}}, {:ok, 1, :infinity}] do
  p.("init #{inspect r}", tr.(fn -> GenServer.start_link(S, {:ret, r}) end))
  p.("msgs", drain.(drain))
end
for r <- [{:raise, "x"}, {:throw, {:ok, 5}}, {:throw, :other}, {:exit, :ex}, {:exit, :normal}, {:exit, {:shutdown, 1}}] do
  p.("init #{inspect r}", tr.(fn -> GenServer.start_link(S, r) end))
  p.("msgs", drain.(drain))
  p.("init nolink #{inspect r}", tr.(fn -> GenServer.start(S, r) end))
end
for r <- [{:reply, 1, 2}, {:reply, 1, 2, 10}, {:reply, 1, 2, :hibernate}, {:reply, 1, 2, {:continue, {:ret, {:noreply, 9}}}}, {:reply, 1}, {:reply, 1, 2, :bad}, {:reply, 1, 2, -5}, {:reply, 1, 2, {:continue, :bad}}, {:noreply, 3, 10}, {:stop, :normal, :r, 4}, {:stop, :boom, :r, 4}, {:stop, :boom, 4}, {:stop, :normal, 4}, {:stop, :shutdown, 4}, {:stop, {:shutdown, :x}, 4}, {:stop, :boom}, :bad, {:noreply}, {:error, 1}, {:reply, 1, 2, :infinity}, {:noreply, 1, {:continue, {:ret, {:stop, :cont, 3}}}}, {:noreply, 1, {:continue, {:ret, {:reply, 1, 3}}}}, {:noreply, 1, {:continue, {:ret, {:noreply, 3, 5}}}}] do
  {:ok, q} = GenServer.start_link(S, 0)
  p.("call #{inspect r}", tr.(fn -> GenServer.call(q, {:ret, r}, 50) end))
  p.("msgs", drain.(drain))
  p.("state", tr.(fn -> :sys.get_state(q) end))
  {:ok, q} = GenServer.start_link(S, 0)
  p.("cast #{inspect r}", GenServer.cast(q, {:ret, r}))
  p.("msgs", drain.(drain))
  {:ok, q} = GenServer.start_link(S, 0)
  p.("info", send(q, {:ret, r}))
  p.("msgs", drain.(drain))
end
