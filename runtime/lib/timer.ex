# :timer: timers by function call, intervals, and measuring time.

defmodule :timer do
  @moduledoc """
  Timers that send, exit or apply; intervals; `tc` to measure.

  Single messages use the timers of the runtime; intervals and calls of
  functions are kept by a server that is started when first needed.
  """

  @behaviour :gen_server

  # Single messages.

  def send_after(time, message), do: send_after(time, self(), message)

  def send_after(0, dest, message) when is_pid(dest) or is_atom(dest) do
    send_safely(dest, message)
    {:ok, {:instant, make_ref()}}
  end

  def send_after(time, dest, message) when is_integer(time) and time > 0 and is_pid(dest),
    do: {:ok, {:send_local, :erlang.send_after(time, dest, message)}}

  # Who has a name is found out when the time has come.
  def send_after(time, dest, message) when is_integer(time) and time > 0 and is_atom(dest),
    do: request({:once, time, {:timer, :send_message, [dest, message]}})

  def send_after(time, {name, node}, message) when is_atom(name) and node == node(),
    do: send_after(time, name, message)

  def send_after(_time, _dest, _message), do: {:error, :badarg}

  def exit_after(time, reason), do: exit_after(time, self(), reason)
  def exit_after(time, pid, reason), do: apply_after(time, :erlang, :exit, [pid, reason])
  def kill_after(time), do: kill_after(time, self())
  def kill_after(time, pid), do: exit_after(time, pid, :kill)

  def apply_after(0, m, f, a) when is_atom(m) and is_atom(f) and is_list(a) do
    :timer.apply_now(m, f, a)
    {:ok, {:instant, make_ref()}}
  end

  def apply_after(time, m, f, a)
      when is_integer(time) and time > 0 and is_atom(m) and is_atom(f) and is_list(a),
      do: request({:once, time, {:timer, :apply_now, [m, f, a]}})

  def apply_after(_time, _m, _f, _a), do: {:error, :badarg}

  # Intervals.

  def send_interval(time, message), do: send_interval(time, self(), message)

  def send_interval(time, dest, message)
      when is_integer(time) and time >= 0 and (is_pid(dest) or is_atom(dest)) do
    action = {:timer, :send_message, [dest, message]}

    case if(is_pid(dest), do: dest, else: :erlang.whereis(dest)) do
      :undefined -> request({:interval, time, self(), action})
      pid -> request({:interval, time, pid, action})
    end
  end

  def send_interval(time, {name, node}, message) when is_atom(name) and node == node(),
    do: send_interval(time, name, message)

  def send_interval(_time, _dest, _message), do: {:error, :badarg}

  def apply_interval(time, m, f, a)
      when is_integer(time) and time >= 0 and is_atom(m) and is_atom(f) and is_list(a),
      do: request({:interval, time, self(), {:timer, :apply_now, [m, f, a]}})

  def apply_interval(_time, _m, _f, _a), do: {:error, :badarg}

  @doc "Cancels a timer of this module."
  def cancel({:instant, ref}) when is_reference(ref), do: {:ok, :cancel}

  def cancel({:send_local, ref}) when is_reference(ref) do
    :erlang.cancel_timer(ref)
    {:ok, :cancel}
  end

  def cancel({kind, ref} = timer) when kind in [:once, :interval] and is_reference(ref),
    do: request({:cancel, timer})

  def cancel(_), do: {:error, :badarg}

  # Waiting and measuring.

  def sleep(time) do
    receive do
    after
      time -> :ok
    end
  end

  @doc "Runs a function: `{microseconds, value}`."
  def tc(fun) do
    t0 = :erlang.monotonic_time()
    value = fun.()
    {elapsed(t0), value}
  end

  def tc(fun, args) do
    t0 = :erlang.monotonic_time()
    value = apply(fun, args)
    {elapsed(t0), value}
  end

  def tc(m, f, a) do
    t0 = :erlang.monotonic_time()
    value = apply(m, f, a)
    {elapsed(t0), value}
  end

  defp elapsed(t0) do
    :erlang.convert_time_unit(:erlang.monotonic_time() - t0, :native, :microsecond)
  end

  def now_diff({m2, s2, u2}, {m1, s1, u1}),
    do: ((m2 - m1) * 1_000_000 + (s2 - s1)) * 1_000_000 + (u2 - u1)

  def seconds(n), do: n * 1000
  def minutes(n), do: n * 60_000
  def hours(n), do: n * 3_600_000
  def hms(h, m, s), do: hours(h) + minutes(m) + seconds(s)

  # The server.

  def start do
    server()
    :ok
  end

  def start_link, do: :gen_server.start_link({:local, :timer_server}, :timer, [], [])

  defp request(request), do: :gen_server.call(server(), request, :infinity)

  defp server do
    case :erlang.whereis(:timer_server) do
      :undefined ->
        case :gen_server.start({:local, :timer_server}, :timer, [], []) do
          {:ok, pid} -> pid
          {:error, {:already_started, pid}} -> pid
        end

      pid ->
        pid
    end
  end

  @doc false
  def init(_) do
    # The server outlives whoever came first: it does not write to their leader.
    case :erlang.whereis(:user) do
      :undefined -> :ok
      user -> :erlang.group_leader(user, self())
    end

    {:ok, %{}}
  end

  @doc false
  def handle_call({:once, time, action}, _from, timers) do
    ref = :erlang.start_timer(time, self(), :fire)
    {:reply, {:ok, {:once, ref}}, Map.put(timers, {:once, ref}, {:once, action})}
  end

  def handle_call({:interval, time, pid, action}, _from, timers) do
    key = {:interval, :erlang.monitor(:process, pid)}
    due = :erlang.monotonic_time(:millisecond) + time
    timer = :erlang.start_timer(time, self(), key)
    {:reply, {:ok, key}, Map.put(timers, key, {:interval, time, due, timer, action})}
  end

  def handle_call({:cancel, key}, _from, timers) do
    {:reply, {:ok, :cancel}, drop(timers, key)}
  end

  def handle_call(_other, _from, timers), do: {:noreply, timers}

  @doc false
  def handle_cast(_request, timers), do: {:noreply, timers}

  @doc false
  def handle_info({:timeout, ref, :fire}, timers) do
    case Map.pop(timers, {:once, ref}) do
      {{:once, {m, f, a}}, timers} ->
        apply(m, f, a)
        {:noreply, timers}

      {nil, timers} ->
        {:noreply, timers}
    end
  end

  def handle_info({:timeout, ref, key}, timers) do
    case timers do
      %{^key => {:interval, time, due, ^ref, {m, f, a}}} ->
        apply(m, f, a)
        # The times are multiples of the interval: lateness does not add up.
        due = due + time
        left = max(due - :erlang.monotonic_time(:millisecond), 0)
        timer = :erlang.start_timer(left, self(), key)
        {:noreply, Map.put(timers, key, {:interval, time, due, timer, {m, f, a}})}

      %{} ->
        {:noreply, timers}
    end
  end

  def handle_info({:DOWN, ref, :process, _pid, _reason}, timers),
    do: {:noreply, drop(timers, {:interval, ref})}

  def handle_info(_message, timers), do: {:noreply, timers}

  defp drop(timers, key) do
    case Map.pop(timers, key) do
      {{:interval, _, _, timer, _}, timers} ->
        :erlang.cancel_timer(timer)
        :erlang.demonitor(elem(key, 1), [:flush])
        timers

      {{:once, _}, timers} ->
        :erlang.cancel_timer(elem(key, 1))
        timers

      {nil, timers} ->
        timers
    end
  end

  @doc false
  def terminate(_reason, _timers), do: :ok

  @doc false
  def code_change(_old, timers, _extra), do: {:ok, timers}

  @doc false
  def apply_now(m, f, a) do
    case {m, f, a} do
      {:erlang, :exit, [pid, reason]} when is_pid(pid) -> :erlang.exit(pid, reason)
      _ -> :erlang.spawn(m, f, a)
    end
  end

  @doc false
  def send_message(dest, message), do: send_safely(dest, message)

  defp send_safely(dest, message) do
    try do
      send(dest, message)
    catch
      :error, _ -> :ok
    end
  end
end
