# :gen_event: handlers added, called, swapped, supervised and removed; what they may return; how they fail
Logger.configure(level: :none)
mask = fn s -> s |> String.replace(~r/#PID<[\d.]+>/, "#PID<>") |> String.replace(~r/#Reference<[\d.]+>/, "#Ref<>") |> String.replace(~r/#Function<.*?>/, "#Function<>") |> String.replace(~r/\[\{[A-Z:][^\[]*(\[[^\]]*\][^\[]*)*\]\}\]?/, "STACK") end
p = fn l, v -> IO.puts("#{l}: #{mask.(inspect(v, limit: :infinity))}") end
tr = fn f -> try do f.() rescue e -> {e.__struct__, Exception.message(e)} catch k, e -> {k, e} end end
fl = fn fl -> receive do m -> [m | fl.(fl)] after 30 -> [] end end
Process.register(self(), :me); Process.flag(:trap_exit, true)
defmodule E do
  @behaviour :gen_event
  def init({:f, f}), do: f.()
  def init(x), do: {:ok, x}
  def handle_event({:f, f}, s), do: f.(s)
  def handle_event(e, s), do: (send(:me, {:ev, e, s}); {:ok, s})
  def handle_call({:f, f}, s), do: f.(s)
  def handle_call(:get, s), do: {:ok, s, s}
  def handle_info({:f, f}, s), do: f.(s)
  def handle_info(e, s), do: (send(:me, {:inf, e, s}); {:ok, s})
  def terminate(r, s), do: (send(:me, {:term, r, s}); {:terminated, s})
end
defmodule E2 do
  def init(x), do: (send(:me, {:e2, x}); {:ok, x})
  def handle_event(e, s), do: (send(:me, {:ev2, e, s}); {:ok, s})
  def handle_call(_, s), do: {:ok, :e2, s}
end
st = fn -> {:ok, q} = :gen_event.start(); q end
q = st.()
p.("add", :gen_event.add_handler(q, E, 1)); p.("add", :gen_event.add_handler(q, E, 2)); p.("add", :gen_event.add_handler(q, {E, :id}, 3)); p.("which", :gen_event.which_handlers(q)); p.("sync", :gen_event.sync_notify(q, :e)); p.("ms", fl.(fl)); p.("not", :gen_event.notify(q, :n)); p.("ms", fl.(fl)); send(q, :info); p.("ms", fl.(fl))
p.("call", :gen_event.call(q, E, :get)); p.("call", :gen_event.call(q, {E, :id}, :get)); p.("call", :gen_event.call(q, Nope, :get)); p.("del", :gen_event.delete_handler(q, E, :args)); p.("ms", fl.(fl)); p.("del", :gen_event.delete_handler(q, E, :args))
p.("swap", :gen_event.swap_handler(q, {{E, :id}, :sw}, {E2, :new})); p.("ms", fl.(fl)); p.("swap", :gen_event.swap_handler(q, {Nope, :sw}, {E2, :new2})); p.("ms", fl.(fl)); p.("which", :gen_event.which_handlers(q)); p.("stop", :gen_event.stop(q)); p.("ms", fl.(fl))
for r <- [{:ok, 1}, {:ok, 1, :hibernate}, {:error, :x}, :bad, :ignore] do q = st.(); p.("init #{inspect r}", (:gen_event.add_handler(q, E, {:f, fn -> r end}))); p.("w", :gen_event.which_handlers(q)) end
q = st.(); p.("init raise", (:gen_event.add_handler(q, E, {:f, fn -> raise "x" end}))); p.("throw", (:gen_event.add_handler(q, E, {:f, fn -> throw {:ok, 5} end})))
for r <- [{:ok, 2}, {:ok, 2, :hibernate}, :remove_handler, {:swap_handler, :a1, 9, E2, :a2}, :bad] do q = st.(); :gen_event.add_sup_handler(q, E, 1); p.("ev #{inspect r}", :gen_event.sync_notify(q, {:f, fn _ -> r end})); p.("ms", (fl.(fl))); p.("w", :gen_event.which_handlers(q)); send(q, {:f, fn _ -> r end}); p.("ms", (fl.(fl))) end
for r <- [{:ok, :rep, 2}, {:ok, :rep, 2, :hibernate}, {:remove_handler, :rr}, {:swap_handler, :rep, :a1, 9, E2, :a2}, :bad] do q = st.(); :gen_event.add_sup_handler(q, E, 1); p.("call #{inspect r}", (:gen_event.call(q, E, {:f, fn _ -> r end}))); p.("ms", (fl.(fl))); p.("w", :gen_event.which_handlers(q)) end
for f <- [fn _ -> raise "x" end, fn _ -> throw :t end, fn _ -> exit(:e) end] do q = st.(); :gen_event.add_sup_handler(q, E, 1);  :gen_event.add_handler(q, E2, 1); p.("crash", :gen_event.sync_notify(q, {:f, f})); p.("ms", (fl.(fl))); p.("w", :gen_event.which_handlers(q)); :gen_event.add_handler(q, E, 1); p.("crash call", (:gen_event.call(q, E, {:f, f}))); p.("ms", (fl.(fl))) end
q = st.(); w = spawn(fn -> :gen_event.add_sup_handler(q, E, :sup); receive do r -> exit(r) end end); Process.sleep(20); p.("w", :gen_event.which_handlers(q)); send(w, :died); p.("ms", fl.(fl)); p.("w", :gen_event.which_handlers(q))
p.("swap_sup", (:gen_event.add_handler(q, E, 1); :gen_event.swap_sup_handler(q, {E, :a}, {E2, :b}))); p.("ms", fl.(fl)); :gen_event.stop(q); p.("ms", fl.(fl))
p.("named", :gen_event.start_link({:local, :gev}) |> elem(0)); p.("again", :gen_event.start_link({:local, :gev}) |> elem(0)); p.("gl", :gen_event.start({:global, :g}) |> elem(0)); p.("c", :gen_event.call({:global, :g}, E, :x)); p.("none", tr.(fn -> :gen_event.call(:none, E, :x) end)); p.("none", tr.(fn -> :gen_event.notify(:none, :x) end)); p.("none", tr.(fn -> :gen_event.sync_notify(:none, :x) end)); p.("none", tr.(fn -> :gen_event.add_handler(:none, E, :x) end)); p.("none", tr.(fn -> :gen_event.which_handlers(:none) end)); p.("none", tr.(fn -> :gen_event.stop(:none) end))
:gen_event.add_handler(:gev, E, 7); p.("get_state", :sys.get_state(:gev)); p.("rep", :sys.replace_state(:gev, fn {E, i, s} -> {E, i, s + 1} end)); p.("st", :sys.get_status(:gev) |> elem(3) |> List.last); p.("timeout", tr.(fn -> :gen_event.call(:gev, E, {:f, fn s -> Process.sleep(40); {:ok, 1, s} end}, 5) end))
