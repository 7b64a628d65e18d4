# what the Logger tells of processes that end by an error: its text and its metadata
defmodule Cap do
  def log(event, %{config: %{pid: pid}, formatter: {mod, conf}}), do: send(pid, {:log, mod.format(event, conf), event})
  def start do
    {_, conf} = Logger.Formatter.new(format: "[$level] $message\n", colors: [enabled: false])
    :ok = :logger.add_handler(:cap, Cap, %{config: %{pid: self()}, level: :all, formatter: {Logger.Formatter, conf}})
  end
  def run(label, fun) do
    IO.puts("== #{label}")
    fun.()
    collect()
  end
  defp collect do
    receive do
      {:log, text, event} -> show(IO.chardata_to_string(text), event.meta); collect()
    after 60 -> :ok
    end
  end
  defp show(text, meta) do
    text |> String.split(~r/\nClient.*/s) |> hd() |> mask() |> String.split("\n") |> Enum.reject(&(&1 =~ ".erl:" or &1 =~ "elixir 1." or String.trim(&1) == "")) |> Enum.join("\n") |> IO.puts()
    crash = case meta[:crash_reason] do
      {reason, stack} when is_list(stack) -> {reason, :stack}
      other -> other
    end
    IO.puts("   " <> mask(inspect({meta[:domain], crash, meta[:initial_call], meta[:registered_name], meta[:callers] |> is_list(), meta[:gl] |> is_pid()})))
  end
  defp mask(s), do: s |> String.replace(~r/#PID<[\d.]+>/, "#PID<>") |> String.replace(~r/#Reference<[\d.]+>/, "#Ref<>") |> String.replace(~r/#Function<.*>/, "#Function<>") |> String.replace(~r/\S*\.exs:\d+/, "FILE:LINE") |> String.replace(~r/anonymous fn.*/, "anonymous fn")
end
:logger.remove_handler(:default)
defmodule S do
  use GenServer
  def init({:raise, m}), do: raise(m)
  def init({:stop, r}), do: {:stop, r}
  def init({:exit, r}), do: exit(r)
  def init({:throw, r}), do: throw(r)
  def init({:bad, r}), do: r
  def init(:ignore), do: :ignore
  def init({:label, s}), do: {:ok, s}
  def init({:continue, c}), do: {:ok, :s, {:continue, c}}
  def init(s), do: {:ok, s}
  def handle_continue(:raise, _), do: raise("continue")
  def handle_call({:do, f}, from, s), do: f.(from, s)
  def handle_cast({:do, f}, s), do: f.(s)
  def handle_info({:do, f}, s), do: f.(s)
  def terminate(r, {:term, f}), do: f.(r)
  def terminate(_, _), do: :ok
end
defmodule Secret do
  use GenServer
  def init(s), do: {:ok, s}
  def handle_cast(:boom, _), do: raise("secret")
  def format_status(status), do: %{status | state: :hidden}
end
Cap.start()
Process.flag(:trap_exit, true)
go = fn s, kind, f -> case kind do
  :call -> try do GenServer.call(s, {:do, f}) catch :exit, _ -> :exit end
  :cast -> GenServer.cast(s, {:do, f})
  :info -> send(s, {:do, f})
end end
start = fn arg, opts -> {:ok, s} = GenServer.start(S, arg, opts); s end
for {l, kind, f} <- [{"call raise", :call, fn _, _ -> raise "x" end}, {"call throw", :call, fn _, _ -> throw(:t) end}, {"call exit", :call, fn _, _ -> exit(:e) end},
      {"call stop noreply", :call, fn _, s -> {:stop, :why, s} end}, {"call erlang error", :call, fn _, _ -> :erlang.error(:odd) end},
      {"cast bad", :cast, fn _ -> :bad end}, {"cast exit shutdown", :cast, fn _ -> exit(:shutdown) end}, {"cast exit normal", :cast, fn _ -> exit(:normal) end},
      {"cast noreply timeout bad", :cast, fn s -> {:noreply, s, :bad} end}, {"info match", :info, fn _ -> 1 = Process.get(:none) end},
      {"info undef", :info, fn _ -> NoMod.f(1) end}, {"info arith", :info, fn _ -> 1 + Process.get(:none) end},
      {"stop tuple", :cast, fn s -> {:stop, {:a, "b"}, s} end}, {"stop exception", :cast, fn s -> {:stop, %RuntimeError{message: "m"}, s} end}, {"stop with stack", :cast, fn s -> {:stop, {%RuntimeError{message: "m"}, []}, s} end}] do
  Cap.run(l, fn -> go.(start.(%{n: 1}, []), kind, f) end)
end
Cap.run("named", fn -> go.(start.(1, name: :srv), :cast, fn _ -> raise "x" end) end)
Cap.run("global", fn -> go.(start.(1, name: {:global, :gsrv}), :cast, fn _ -> raise "x" end) end)
Cap.run("terminate raises", fn -> go.(start.({:label, {:term, fn _ -> raise "in terminate" end}}, []), :cast, fn s -> {:stop, :normal, s} end) end)
Cap.run("terminate exits", fn -> go.(start.({:label, {:term, fn _ -> exit(:in_terminate) end}}, []), :cast, fn s -> {:stop, :shutdown, s} end) end)
Cap.run("secret", fn -> {:ok, s} = GenServer.start(Secret, :s); GenServer.cast(s, :boom) end)
Cap.run("continue", fn -> GenServer.start(S, {:continue, :raise}) end)
Cap.run("killed", fn -> Process.exit(start.(1, []), :kill) end)
Cap.run("exit signal", fn -> Process.exit(start.(1, []), :boom) end)
for i <- [{:raise, "i"}, {:stop, :s}, {:stop, :normal}, {:stop, {:shutdown, 1}}, {:exit, :e}, {:throw, :t}, {:bad, :b}, :ignore] do
  Cap.run("init #{inspect(i)}", fn -> IO.puts(inspect(GenServer.start(S, i)) |> String.replace(~r/\[\{.*|\[$/s, "STACK")) end)
end
for {l, f} <- [raise: fn -> raise "x" end, throw: fn -> throw(:t) end, exit: fn -> exit(:e) end, error: fn -> :erlang.error(:odd) end, shutdown: fn -> exit(:shutdown) end, arg: fn -> String.to_integer("x") end] do
  Cap.run("spawn #{l}", fn -> spawn(f) end)
  Cap.run("proc_lib #{l}", fn -> :proc_lib.spawn(f) end)
  Cap.run("task start #{l}", fn -> Task.start(f) end)
  Cap.run("task async #{l}", fn -> Task.async(f) end)
  Cap.run("agent #{l}", fn -> {:ok, a} = Agent.start(fn -> 1 end); try do Agent.get(a, fn _ -> f.() end) catch :exit, _ -> :ok end end)
  Cap.run("agent cast #{l}", fn -> {:ok, a} = Agent.start(fn -> 1 end, name: :agent); Agent.cast(a, fn _ -> f.() end) end)
end
Cap.run("agent init", fn -> Agent.start(fn -> raise "x" end) end)
Cap.run("task mfa", fn -> Task.start(String, :to_integer, ["x"]) end)
Cap.run("spawn mfa", fn -> spawn(String, :to_integer, ["x"]) end)
{:ok, ts} = Task.Supervisor.start_link()
Cap.run("task supervisor", fn -> Task.Supervisor.start_child(ts, fn -> raise "x" end) end)
Cap.run("task supervisor nolink", fn -> Task.Supervisor.async_nolink(ts, fn -> raise "x" end) end)
Cap.run("named task", fn -> Task.start(fn -> Process.register(self(), :named_task); raise "x" end) end)
