# :gen_statem in its callback modes: what init and the state callbacks may return, all actions and timeouts, mistakes
Logger.configure(level: :none)
mask = fn s -> s |> String.replace(~r/#PID<[\d.]+>/, "#PID<>") |> String.replace(~r/#Reference<[\d.]+>/, "#Ref<>") |> String.replace(~r/#Function<.*?>/, "#Function<>") |> String.replace(~r/\[\{[A-Z:][^\[]*(\[[^\]]*\][^\[]*)*\]\}\]?/, "STACK") end
p = fn l, v -> IO.puts("#{l}: #{mask.(inspect(v, limit: :infinity))}") end
tr = fn f -> try do f.() rescue e -> {e.__struct__, Exception.message(e)} catch k, e -> {k, e} end end
defmodule F do
  @behaviour :gen_statem
  def callback_mode, do: :persistent_term.get(:mode, :handle_event_function)
  def init({:ret, r}), do: r
  def init({:f, f}), do: f.()
  def init(d), do: {:ok, :a, d}
  def handle_event(:enter, old, st, d) do send(:me, {:enter, old, st, d}); (case d do {:enter, r} -> r; _ -> :keep_state_and_data end) end
  def handle_event(t, {:f, f}, st, d), do: f.(t, st, d)
  def handle_event(t, c, st, d) do send(:me, {t, c, st, d}); :keep_state_and_data end
  def a(t, c, d), do: handle_event(t, c, :a, d)
  def b(t, c, d), do: handle_event(t, c, :b, d)
  def terminate(r, st, d), do: send(:me, {:term, r, st, d})
end
Process.register(self(), :me); Process.flag(:trap_exit, true)
fl = fn fl -> receive do m -> [(case m do {{:call, {q, _}}, c, s, d} when is_pid(q) -> {:call, c, s, d}; o -> o end) | fl.(fl)] after 40 -> [] end end
for r <- [{:ok, :a, 1}, {:ok, :a, 1, []}, {:ok, :a, 1, {:next_event, :internal, :x}}, {:ok, :a, 1, [{:state_timeout, 5, :st}]}, {:ok, :a, 1, 5}, {:ok, :a, 1, [{:timeout, 5, :t}]}, {:ok, :a, 1, [:hibernate]}, {:ok, :a, 1, :bad}, {:ok, :a, 1, [{:reply, :x, 1}]}, :ignore, {:stop, :r}, {:stop, :normal}, {:error, :e}, :bad, {:ok, :a}, {:ok, :a, 1, [:postpone]}] do
  p.("init #{inspect r}", (tr.(fn -> :gen_statem.start_link(F, {:ret, r}, []) end))); p.("ms", (fl.(fl)))
end
for f <- [fn -> raise "x" end, fn -> throw {:ok, :a, 1} end, fn -> throw :x end, fn -> exit :e end] do p.("init f", (tr.(fn -> :gen_statem.start_link(F, {:f, f}, []) end))); p.("ms", (fl.(fl))) end
for mode <- [:handle_event_function, [:handle_event_function, :state_enter], :state_functions, [:state_functions, :state_enter], :bad, [:bad], []] do
  :persistent_term.put(:mode, mode); p.("mode #{inspect mode}", (tr.(fn -> :gen_statem.start_link(F, 0, []) end) |> then(fn {:ok, _} -> :ok; o -> o end))); p.("ms", (fl.(fl)))
end
rets = fn from -> [:keep_state_and_data, {:keep_state_and_data, []}, {:keep_state, 2}, {:keep_state, 2, []}, {:next_state, :b, 3}, {:next_state, :b, 3, [{:reply, from, :r}]}, {:next_state, :a, 3}, :repeat_state_and_data, {:repeat_state_and_data, []}, {:repeat_state, 4}, {:repeat_state, 4, []}, :stop, {:stop, :why}, {:stop, :why, 5}, {:stop_and_reply, :why, {:reply, from, :bye}}, {:stop_and_reply, :why, [{:reply, from, :bye}], 6}, {:stop, :normal}, {:stop, :shutdown, 1}, :bad, {:next_state, :b}, {:next_state, :b, 1, :badaction}, {:next_state, :b, 1, [:badaction]}, {:keep_state_and_data, [{:reply, from, 1}, {:next_event, :internal, :i}, {:next_event, :cast, :c}, {:next_event, {:call, from}, :cc}]}, {:keep_state_and_data, {:state_timeout, 5, :st}}, {:keep_state_and_data, {:state_timeout, :infinity, :st}}, {:keep_state_and_data, {:state_timeout, 0, :st0}}, {:keep_state_and_data, {:timeout, 5, :et}}, {:keep_state_and_data, 5}, {:keep_state_and_data, [{{:timeout, :n}, 5, :gt}, {{:timeout, :m}, 10, :gt2}]}, {:keep_state_and_data, [{{:timeout, :n}, 5, :gt}, {{:timeout, :n}, :cancel}]}, {:keep_state_and_data, [{{:timeout, :n}, 5, :gt}, {{:timeout, :n}, :update, :newc}]}, {:keep_state_and_data, [{:state_timeout, 5, :x}, {:state_timeout, :update, :y}]}, {:keep_state_and_data, [{:state_timeout, 5, :x}, {:state_timeout, :cancel}]}, {:keep_state_and_data, [{:state_timeout, :update, :y}]}, {:keep_state_and_data, [{:state_timeout, System.monotonic_time(:millisecond) + 5, :abs, [abs: true]}]}, {:keep_state_and_data, [{:state_timeout, 5, :x, [abs: false]}]}, {:keep_state_and_data, [{:state_timeout, 5, :x, [foo: 1]}]}, {:keep_state_and_data, :hibernate}, {:keep_state_and_data, {:hibernate, true}}, {:keep_state_and_data, {:hibernate, :x}}, {:keep_state_and_data, {:postpone, false}}, {:keep_state_and_data, {:reply, :notfrom, 1}}, {:keep_state_and_data, {:next_event, :badtype, 1}}, {:keep_state_and_data, {:timeout, :x, 1}}, {:keep_state_and_data, [{:state_timeout, -1, :x}]}, {:keep_state_and_data, {:change_callback_module, F}}, {:keep_state_and_data, {:push_callback_module, F}}, {:keep_state_and_data, :pop_callback_module}, {:keep_state_and_data, {:change_callback_module, "x"}}, {:stop_and_reply, :why, :badreply}] end
for mode <- [:handle_event_function, [:handle_event_function, :state_enter], [:state_functions, :state_enter]] do
  :persistent_term.put(:mode, mode)
  for i <- 0..length(rets.(1))-1 do
    {:ok, q} = :gen_statem.start_link(F, 0, []); fl.(fl)
    me = self()
    p.("#{i} call", (tr.(fn -> :gen_statem.call(q, {:f, fn {:call, from}, st, d -> r = Enum.at(rets.(from), i); send(me, {:r, st, d, inspect(r) |> String.replace(~r/\{#PID.*?\]\}/, "FROM")  |> String.replace(~r/-\d+/, "N")}); r end}, 30) end)))
    p.("ms", (fl.(fl)))
    if Process.alive?(q), do: p.("st", :sys.get_state(q))
  end
end
