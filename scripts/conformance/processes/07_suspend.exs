# suspending and resuming
p = fn l, v -> IO.puts("#{l}: #{inspect(v)}") end
try_ = fn l, f -> p.(l, try do f.() rescue e -> {e.__struct__, Exception.message(e)} catch k, v -> {k, v} end) end
msg = fn -> receive do m -> m after 50 -> :nothing end end
echo = fn -> me = self(); spawn(fn -> (f = fn f -> receive do :stop -> :ok; m -> send(me, {:echo, m}); f.(f) end end; f.(f)) end) end
x = echo.()
try_.("suspend", fn -> :erlang.suspend_process(x) end)
send(x, 1); p.("silent", msg.())
p.("status", Process.info(x, [:status, :message_queue_len]))
p.("suspending", Process.info(self(), :suspending) == {:suspending, [{x, 1, 0}]})
try_.("again", fn -> :erlang.suspend_process(x) end)
try_.("unless", fn -> :erlang.suspend_process(x, [:unless_suspending]) end)
p.("suspending", Process.info(self(), :suspending) == {:suspending, [{x, 2, 0}]})
try_.("resume", fn -> :erlang.resume_process(x) end)
p.("silent", msg.())
try_.("resume", fn -> :erlang.resume_process(x) end)
p.("awake", msg.())
try_.("too often", fn -> :erlang.resume_process(x) end)
try_.("async", fn -> :erlang.suspend_process(x, [:asynchronous]) end)
try_.("resume", fn -> :erlang.resume_process(x) end)
try_.("async tag", fn -> :erlang.suspend_process(x, [{:asynchronous, :tag}]) end)
p.("reply", msg.())
:erlang.resume_process(x)
try_.("self", fn -> :erlang.suspend_process(self()) end)
try_.("odd", fn -> :erlang.suspend_process(x, [:odd]) end)
try_.("no list", fn -> :erlang.suspend_process(x, :odd) end)
try_.("no pid", fn -> :erlang.suspend_process(:x) end)
try_.("no pid", fn -> :erlang.resume_process(:x) end)
# who suspends ends: the process goes on
{s, r} = spawn_monitor(fn -> :erlang.suspend_process(x) end)
receive do {:DOWN, ^r, _, ^s, _} -> :ok end
send(x, 2); p.("goes on", msg.())
# a suspended process can be killed
:erlang.suspend_process(x); r = Process.monitor(x); Process.exit(x, :kill)
p.("killed", (case msg.() do {:DOWN, ^r, _, _, e} -> e end))
try_.("dead", fn -> :erlang.suspend_process(x) end)
try_.("dead", fn -> :erlang.resume_process(x) end)
y = echo.(); :erlang.suspend_process(y); r = Process.monitor(y); Process.exit(y, :why)
p.("ended", (case msg.() do {:DOWN, ^r, _, _, e} -> e; o -> o end))
