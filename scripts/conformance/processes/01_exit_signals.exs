# exit/2 with every reason, to a process that traps exits and one that does not, to oneself and to the dead
reasons = [:normal, :kill, :killed, :noproc, :noconnection, :shutdown, {:shutdown, :x}, :custom, {:tuple, 1}, "text", nil]
parent = self()
probe = fn trap, reason, own ->
  {pid, ref} = spawn_monitor(fn ->
    Process.flag(:trap_exit, trap)
    send(parent, :ready)
    if own, do: send(parent, {:returned, Process.exit(self(), reason)})
    receive do
      {:EXIT, from, r} -> send(parent, {:caught, r, from == parent or from == self()})
      :stop -> :ok
    end
    receive do :stop -> :ok end
  end)
  receive do :ready -> :ok end
  unless own, do: true = Process.exit(pid, reason)
  Process.alive?(pid)
  alive = Process.alive?(pid)
  caught = receive do {:caught, r, same} -> {r, same} after 20 -> :nothing end
  send(pid, :stop); send(pid, :stop)
  returned = receive do {:returned, r} -> r after 0 -> nil end
  down = receive do {:DOWN, ^ref, :process, ^pid, r} -> r after 200 -> :alive end
  {alive or caught != :nothing, caught, returned, down}
end
for own <- [false, true], trap <- [false, true], r <- reasons do
  IO.puts("own #{own}, trap #{trap}, #{inspect(r)}: #{inspect(probe.(trap, r, own))}")
end
dead = spawn(fn -> :ok end)
ref = Process.monitor(dead)
receive do {:DOWN, ^ref, _, _, _} -> :ok end
IO.inspect(Process.exit(dead, :boom))
IO.inspect(Process.exit(dead, :kill))
for bad <- [:name, nil, 1, make_ref()] do
  try do Process.exit(bad, :x) rescue e -> IO.puts(Exception.message(e)) end
end
