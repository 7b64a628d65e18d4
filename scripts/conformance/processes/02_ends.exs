# how a process ends and what links and monitors see of it
parent = self()
Process.flag(:trap_exit, true)
strip = fn {r, st} when is_list(st) -> {:with_stack, r}
           r -> r end
ends = [
  returns: fn -> :ok end, exit_normal: fn -> exit(:normal) end, exit_shutdown: fn -> exit(:shutdown) end,
  exit_tuple: fn -> exit({:a, 1}) end, raise: fn -> raise "x" end, throw: fn -> throw(:ball) end,
  error: fn -> :erlang.error(:e) end, kill: fn -> Process.exit(self(), :kill) end, exit_kill: fn -> exit(:kill) end,
  self_normal: fn -> Process.exit(self(), :normal); Process.sleep(10) end,
  badmatch: fn -> Process.put(:x, 1); 2 = Process.get(:x) end, raise3: fn -> :erlang.raise(:exit, :r, []) end,
  arith: fn -> 1 / Process.get(:none, 0) end, undef: fn -> apply(:nomod, :f, [1]) end
]
Logger.configure(level: :none)
for {name, f} <- ends do
  pid = spawn_link(f)
  l = receive do {:EXIT, ^pid, r} -> strip.(r) end
  {pid, ref} = spawn_monitor(f)
  m = receive do {:DOWN, ^ref, :process, ^pid, r} -> strip.(r) end
  IO.puts("#{name}: link #{inspect(l)}, monitor #{inspect(m)}")
end
# a linked process that does not trap goes along, or not
for {name, f} <- ends do
  {pid, ref} = spawn_monitor(fn -> spawn_link(f); receive do :never -> :ok after 30 -> exit(:stayed) end end)
  r = receive do {:DOWN, ^ref, :process, ^pid, r} -> strip.(r) end
  IO.puts("beside #{name}: #{inspect(r)}")
end
# links to the dead, to oneself; twice; unlinked
dead = spawn(fn -> :ok end)
m = Process.monitor(dead)
receive do {:DOWN, ^m, _, _, _} -> :ok end
IO.inspect(Process.link(dead))
receive do {:EXIT, ^dead, r} -> IO.inspect({:exit, r}) end
IO.inspect(Process.link(self()))
IO.inspect(Process.info(self(), :links) |> elem(1) |> Enum.filter(&(&1 == self())))
pid = spawn(fn -> Process.sleep(:infinity) end)
Process.link(pid); Process.link(pid)
IO.inspect(Process.info(self(), :links) |> elem(1) |> Enum.count(&(&1 == pid)))
Process.unlink(pid)
IO.inspect(Process.unlink(pid))
Process.exit(pid, :kill)
IO.inspect(receive do x -> x after 20 -> :nothing end)
Process.flag(:trap_exit, false)
IO.inspect(try do Process.link(dead) rescue e -> {e.__struct__, Exception.message(e)} catch k, v -> {k, v} end)
for bad <- [:name, 1, nil], f <- [&Process.link/1, &Process.unlink/1, &Process.monitor/1, &Process.demonitor/1] do
  try do IO.inspect({bad, f.(bad) |> is_reference()}) rescue e -> IO.puts("#{inspect(bad)}: #{inspect(e.__struct__)} #{Exception.message(e)}") end
end
flush = fn f -> receive do _ -> f.(f) after 0 -> :ok end end
flush.(flush)
