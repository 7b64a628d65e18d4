# garbage_collect/1 and /2: results, options, answers as messages.
idle = spawn(fn -> receive do: (:stop -> :ok) end)
{dead, ref} = spawn_monitor(fn -> :ok end)
receive do: ({:DOWN, ^ref, _, _, _} -> :ok)

try_it = fn f ->
  IO.inspect(
    try do
      f.()
    rescue
      e -> {e.__struct__, Exception.message(e)}
    end
  )
end

try_it.(fn -> :erlang.garbage_collect() end)

for pid <- [self(), idle, dead, :none] do
  try_it.(fn -> :erlang.garbage_collect(pid) end)

  for options <- [[], [type: :minor], [type: :major], [type: :all], [:all], :all, [{:type, :major} | :all]] do
    try_it.(fn -> :erlang.garbage_collect(pid, options) end)
  end
end

for {pid, i} <- [{self(), 1}, {idle, 2}, {dead, 3}] do
  try_it.(fn -> :erlang.garbage_collect(pid, async: :other, async: {:id, i}, type: :minor) end)
  receive do: ({:garbage_collect, id, alive} -> IO.inspect({id, alive}))
end

# While it waits for the collection, messages come.
me = self()
spawn(fn -> for i <- 1..100, do: send(me, i) end)
for _ <- 1..20, do: Enum.to_list(1..100_000) |> length() && :erlang.garbage_collect()
IO.inspect(for i <- 1..100, do: receive(do: (^i -> i)))
