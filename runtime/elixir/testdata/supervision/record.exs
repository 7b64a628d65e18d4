# Stands before storm.exs when it runs on a real Elixir: what the trace of
# otpsh tells is recorded by Erlang's, and Recorder.finish/1, which stands behind
# it, writes it to $EVENTS, one event a line: nanoseconds, pid, what happened.
:ets.new(:events, [:named_table, :public, :ordered_set])

defmodule :otpsh_trace do
  def emit({:storm, what}) do
    stamp = {:erlang.monotonic_time(), :erlang.unique_integer([:monotonic])}
    :ets.insert(:events, {stamp, self(), what})
  end
end

defmodule Recorder do
  # Ends of processes, from the trace.
  def trace do
    receive do
      {:trace_ts, pid, :exit, reason, stamp} -> :ets.insert(:events, {stamp, pid, {:exit, reason(reason)}})
      {:sync, from} -> send(from, :synced)
      _ -> :ok
    end

    trace()
  end

  defp reason({:shutdown, _}), do: :"{shutdown}"
  defp reason(reason), do: if(is_atom(reason), do: reason, else: :other)

  # That a supervisor gave up, from its report: the handler runs in it.
  def log(%{msg: {:report, %{label: {:supervisor, :shutdown}}}}, _), do: :otpsh_trace.emit({:storm, {:gave_up}})
  def log(_, _), do: :ok

  def finish(tracer) do
    send(tracer, {:sync, self()})
    receive do :synced -> :ok end

    lines =
      for {{time, _}, pid, what} <- :ets.tab2list(:events) do
        words = what |> Tuple.to_list() |> List.flatten() |> Enum.map(&word/1)
        [Enum.intersperse([to_string(System.convert_time_unit(time, :native, :nanosecond)), word(pid) | words], " "), "\n"]
      end

    File.write!(System.fetch_env!("EVENTS"), lines)
  end

  defp word(pid) when is_pid(pid), do: pid |> :erlang.pid_to_list() |> to_string()
  defp word({key, value}), do: "#{word(key)}=#{word(value)}"
  defp word(word), do: to_string(word)
end

:logger.add_handler(Recorder, Recorder, %{level: :all})
:logger.remove_handler(:default)
for {id, _} <- :logger.get_primary_config().filters, do: :logger.remove_primary_filter(id)
tracer = spawn(&Recorder.trace/0)
:erlang.trace(self(), true, [:procs, :strict_monotonic_timestamp, :set_on_spawn, {:tracer, tracer}])
