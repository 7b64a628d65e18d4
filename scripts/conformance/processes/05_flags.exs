# process_flag in full
p = fn l, v -> IO.puts("#{l}: #{inspect(v)}") end
try_ = fn l, f -> p.(l, try do f.() rescue e -> {e.__struct__, Exception.message(e)} catch k, v -> {k, v} end) end
for {n, vs} <- [trap_exit: [true, false, :x, 1], priority: [:low, :high, :max, :normal, :x, 1], save_calls: [10, 0, 10000, 10001, -1, :x],
      sensitive: [true, false, :x], error_handler: [:my_handler, :error_handler, 1], message_queue_data: [:off_heap, :on_heap, :x, :mixed],
      fullsweep_after: [10, 65535, -1, :x], monitor_nodes: [true, false, :x], async_dist: [true, false, :x],
      max_heap_size: [0, %{size: 0}, %{size: 10_000_000, kill: false}, %{size: 0, kill: true, error_logger: true}, -1, 5, %{}, %{size: :x}, %{size: 0, kill: 1}, :x],
      odd: [1], min_heap_size: [-1, :x], min_bin_vheap_size: [-1, :x]], v <- vs do
  try_.("#{n} #{inspect(v)}", fn -> Process.flag(n, v) end)
end
try_.("no atom", fn -> Process.flag(1, true) end)
try_.("other", fn -> Process.flag(self(), :save_calls, 10) end)
try_.("other", fn -> Process.flag(self(), :save_calls, 0) end)
try_.("other bad", fn -> Process.flag(self(), :save_calls, -1) end)
try_.("other bad", fn -> Process.flag(self(), :trap_exit, true) end)
try_.("other bad", fn -> Process.flag(:x, :save_calls, 1) end)
dead = spawn(fn -> :ok end); Process.sleep(10)
try_.("other dead", fn -> Process.flag(dead, :save_calls, 1) end)
for n <- [0, 233, 234, 1000, 2586, 3000, 50000, 1000000, 10000000], name <- [:min_heap_size, :min_bin_vheap_size] do
  Process.flag(name, n)
  p.({name, n} |> inspect, Process.flag(name, n))
end
