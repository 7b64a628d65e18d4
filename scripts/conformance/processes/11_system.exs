# system_info, memory, statistics, and what is refused
p = fn l, v -> IO.puts("#{l}: #{inspect(v)}") end
try_ = fn l, f -> p.(l, try do f.() rescue e -> {e.__struct__, Exception.message(e)} catch k, v -> {k, v} end) end
kind = fn v when is_integer(v) and v >= 0 -> :count; v when is_list(v) -> :list; v when is_tuple(v) -> {:tuple, tuple_size(v)}; v when is_atom(v) -> :atom; v when is_binary(v) -> :binary; _ -> :other end
for i <- [:process_count, :process_limit, :port_count, :port_limit, :atom_count, :atom_limit, :ets_limit, :schedulers, :schedulers_online, :logical_processors,
      :wordsize, :version, :otp_release, :system_architecture, :system_version, :machine, :os_type, :smp_support, :threads, :thread_pool_size, :multi_scheduling,
      :min_heap_size, :min_bin_vheap_size, :fullsweep_after, :max_heap_size, :garbage_collection, :time_offset, :time_warp_mode,
      :time_correction, :endian, :compat_rel, :creation, :kernel_poll, :modified_timing_level, :trace_control_word,
      :tolerant_timeofday, :dirty_cpu_schedulers, :dirty_io_schedulers, :emu_flavor, :emu_type, :build_type, :scheduler_id, :scheduler_bind_type, :message_queue_data, 
      :debug_compiled, :lock_checking, :async_dist, 
      :ets_always_compress, :nif_lib_version, :port_parallelism, :logical_processors_available] do
  try_.(i, fn -> kind.(:erlang.system_info(i)) end)
end
for i <- [:odd, 1, {:odd, 1}, {:wordsize, :internal}, {:wordsize, :external}, {:wordsize, :odd}, {:allocator, :odd}], do: try_.(inspect(i), fn -> :erlang.system_info(i) |> then(fn v -> if is_integer(v), do: v, else: kind.(v) end) end)
p.("word", :erlang.system_info(:wordsize)); p.("release", :erlang.system_info(:otp_release))
p.("memory", :erlang.memory() |> Keyword.keys |> Enum.sort)
for i <- [:total, :processes, :processes_used, :system, :atom, :atom_used, :binary, :code, :ets, :maximum, :odd, 1, [:total, :ets], [:odd]]  do
  try_.(inspect(i), fn -> case :erlang.memory(i) do n when is_integer(n) -> n > 0; l -> Keyword.keys(l) end end)
end
for i <- [:context_switches, :exact_reductions, :garbage_collection, :io, :reductions, :run_queue, :runtime, :total_active_tasks, :total_active_tasks_all, :total_run_queue_lengths,
      :total_run_queue_lengths_all, :wall_clock, :odd, 1] do
  try_.(inspect(i), fn -> case :erlang.statistics(i) do t when is_tuple(t) -> t |> Tuple.to_list |> Enum.map(kind); o -> kind.(o) end end)
end
for {f, v} <- [min_heap_size: 233, fullsweep_after: 65535, schedulers_online: 1, max_heap_size: 0, odd: 1, trace_control_word: 0, backtrace_depth: 8] do
  try_.(f, fn -> old = :erlang.system_flag(f, v); if f != :schedulers_online, do: old, else: is_integer(old) end)
end
