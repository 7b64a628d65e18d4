# monitors: by pid, by name, by {name, node}; demonitor with its options; aliases
p = fn l, v -> IO.puts("#{l}: #{inspect(v)}") end
idle = fn -> spawn(fn -> receive do :stop -> :ok; {:exit, r} -> exit(r) end end) end
msg = fn -> receive do m -> m after 100 -> :nothing end end
quick = fn -> receive do m -> m after 0 -> :nothing end end
x = idle.(); ref = Process.monitor(x); send(x, {:exit, :why})
p.("pid", match?({:DOWN, ^ref, :process, ^x, :why}, msg.()))
ref = Process.monitor(:nobody_here)
p.("no name", (case msg.() do {:DOWN, ^ref, k, who, r} -> {k, who, r} end))
ref = Process.monitor({:nobody_here, node()})
p.("no name, node", (case msg.() do {:DOWN, ^ref, k, who, r} -> {k, who, r} end))
x = idle.(); Process.register(x, :named_one); ref = Process.monitor(:named_one)
p.("monitors", Process.info(self(), :monitors))
send(x, :stop)
p.("name", (case msg.() do {:DOWN, ^ref, k, who, r} -> {k, who, r} end))
ref = Process.monitor(self()); p.("self", is_reference(ref)); p.("self", quick.())
p.("self monitors", Process.info(self(), :monitors))
# twice
x = idle.(); r1 = Process.monitor(x); r2 = Process.monitor(x); p.("differ", r1 != r2)
p.("count", Process.info(x, :monitored_by) |> elem(1) |> length)
send(x, :stop)
p.("two", Enum.sort([elem(msg.(), 1), elem(msg.(), 1)]) == Enum.sort([r1, r2]))
# demonitor
x = idle.(); ref = Process.monitor(x)
p.("demonitor", Process.demonitor(ref)); p.("again", Process.demonitor(ref))
p.("info, gone", Process.demonitor(ref, [:info]))
ref = Process.monitor(x); p.("info", Process.demonitor(ref, [:info]))
ref = Process.monitor(x); p.("info flush", Process.demonitor(ref, [:info, :flush]))
p.("info flush, gone", Process.demonitor(ref, [:info, :flush]))
ref = Process.monitor(x); send(x, :stop); Process.sleep(20)
p.("info, fired", Process.demonitor(ref, [:info])); p.("left", elem(msg.(), 0))
x = idle.(); ref = Process.monitor(x); send(x, :stop); Process.sleep(20)
p.("flush, fired", Process.demonitor(ref, [:flush])); p.("left", quick.())
x = idle.(); ref = Process.monitor(x); send(x, :stop); Process.sleep(20)
p.("info flush, fired", Process.demonitor(ref, [:flush, :info])); p.("left", quick.())
for o <- [[:odd], :odd, [{:flush, true}], [:flush | :info]] do
  try do p.(inspect(o), Process.demonitor(make_ref(), o)) rescue e -> p.(inspect(o), {e.__struct__, Exception.message(e)}) end
end
x = idle.()
other = Task.async(fn -> Process.monitor(x) end) |> Task.await()
try do p.("another's", Process.demonitor(other)) rescue e -> p.("another's", Exception.message(e)) end
# tags and aliases
ref = Process.monitor(x, tag: {:my, 1})
send(x, :stop); p.("tag", (case msg.() do {t, ^ref, k, _, r} -> {t, k, r} end))
for a <- [:explicit_unalias, :demonitor, :reply_demonitor] do
  x = idle.()
  ref = Process.monitor(x, alias: a)
  send(ref, 1); one = msg.()
  send(ref, 2); two = msg.()
  monitored = Process.info(self(), :monitors) |> elem(1) |> Enum.member?({:process, x})
  d = Process.demonitor(ref, [:info])
  send(ref, 3); three = quick.()
  u = Process.unalias(ref)
  send(ref, 4); four = quick.()
  p.(a, {one, two, monitored, d, three, u, four})
  # the end of the process
  y = idle.(); ref = Process.monitor(y, alias: a); send(y, :stop)
  :DOWN = elem(msg.(), 0)
  send(ref, 5)
  p.("#{a} after the end", {quick.(), Process.unalias(ref)})
end
for o <- [[alias: :odd], [alias: 1], [tag: 1, alias: :demonitor], [:alias], :none, [other: 1]] do
  try do p.(inspect(o), Process.monitor(self(), o) |> is_reference) rescue e -> p.(inspect(o), {e.__struct__, Exception.message(e)}) end
end
for o <- [[], [:reply], [:explicit_unalias], [:reply, :explicit_unalias], [:odd], :odd] do
  try do
    a = Process.alias(o)
    send(a, 1); one = quick.(); send(a, 2); two = quick.()
    p.(inspect(o), {one, two, Process.unalias(a), Process.unalias(a)})
  rescue e -> p.(inspect(o), {e.__struct__, Exception.message(e)})
  end
end
a = Process.alias()
p.("another cannot", Task.async(fn -> Process.unalias(a) end) |> Task.await())
send(a, :still); p.("still", quick.())
p.("plain ref", Process.unalias(make_ref()))
p.("send to ref", send(make_ref(), :m))
try do Process.unalias(:x) rescue e -> p.("unalias", Exception.message(e)) end
for t <- [:process, :port, :time_offset, :odd, 1] do
  try do p.(inspect(t), :erlang.monitor(t, :whatever) |> is_reference) rescue e -> p.(inspect(t), {e.__struct__, Exception.message(e)}) end
end
