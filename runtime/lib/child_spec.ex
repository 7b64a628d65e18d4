# :otpsh_child_spec: child specifications: checking, showing, stopping the child.

defmodule :otpsh_child_spec do
  @moduledoc false
  # What every supervisor knows about a child specification: is it valid, how
  # is it shown, how is the child stopped.

  def check_all(specs, auto_shutdown) when is_list(specs),
    do: check_all(specs, auto_shutdown, %{}, [])

  def check_all(other, _auto_shutdown), do: {:error, {:badarg, other}}

  defp check_all([], _auto_shutdown, _seen, acc), do: {:ok, :lists.reverse(acc)}

  defp check_all([spec | rest], auto_shutdown, seen, acc) do
    case check(spec, auto_shutdown) do
      {:ok, child} ->
        id = elem(child, 2)

        case is_map_key(seen, id) do
          true -> {:error, {:duplicate_child_name, id}}
          false -> check_all(rest, auto_shutdown, Map.put(seen, id, true), [child | acc])
        end

      error ->
        error
    end
  end

  def check(spec, auto_shutdown) when is_map(spec) do
    spec = Map.merge(%{restart: :permanent, type: :worker, significant: false}, spec)

    with {:ok, id} <- fetch(spec, :id, :missing_id),
         {:ok, start} <- fetch(spec, :start, :missing_start),
         :ok <- check_start(start),
         :ok <- check_restart(spec.restart),
         :ok <- check_significant(spec.significant, spec.restart, auto_shutdown),
         :ok <- check_type(spec.type),
         shutdown = Map.get(spec, :shutdown, default_shutdown(spec.type)),
         :ok <- check_shutdown(shutdown),
         modules = Map.get(spec, :modules, [elem(start, 0)]),
         :ok <- check_modules(modules) do
      {:ok,
       {:child, :undefined, id, start, spec.restart, spec.significant, shutdown, spec.type,
        modules}}
    end
  end

  def check({id, start, restart, shutdown, type, modules}, auto_shutdown) do
    check(
      %{
        id: id,
        start: start,
        restart: restart,
        shutdown: shutdown,
        type: type,
        modules: modules,
        significant: false
      },
      auto_shutdown
    )
  end

  def check(other, _auto_shutdown), do: {:error, {:invalid_child_spec, other}}

  defp fetch(spec, key, missing) do
    case spec do
      %{^key => value} -> {:ok, value}
      %{} -> {:error, missing}
    end
  end

  def check_start({m, f, a}) when is_atom(m) and is_atom(f) and is_list(a), do: :ok
  def check_start(other), do: {:error, {:invalid_mfa, other}}

  def check_restart(type) when type in [:permanent, :transient, :temporary], do: :ok
  def check_restart(other), do: {:error, {:invalid_restart_type, other}}

  defp check_significant(true, _restart, :never),
    do: {:error, {:bad_combination, [auto_shutdown: :never, significant: true]}}

  defp check_significant(true, :permanent, _auto_shutdown),
    do: {:error, {:bad_combination, [restart: :permanent, significant: true]}}

  defp check_significant(flag, _restart, _auto_shutdown) when is_boolean(flag), do: :ok
  defp check_significant(other, _, _), do: {:error, {:invalid_significant, other}}

  def check_type(type) when type in [:worker, :supervisor], do: :ok
  def check_type(other), do: {:error, {:invalid_child_type, other}}

  def default_shutdown(:worker), do: 5000
  def default_shutdown(:supervisor), do: :infinity

  def check_shutdown(time) when is_integer(time) and time >= 0, do: :ok
  def check_shutdown(how) when how in [:infinity, :brutal_kill], do: :ok
  def check_shutdown(other), do: {:error, {:invalid_shutdown, other}}

  def check_modules(:dynamic), do: :ok

  def check_modules(modules) when is_list(modules) do
    case :lists.all(&is_atom/1, modules) do
      true -> :ok
      false -> {:error, {:invalid_module, hd(:lists.filter(&(not is_atom(&1)), modules))}}
    end
  end

  def check_modules(other), do: {:error, {:invalid_modules, other}}

  def to_map({:child, _pid, id, start, restart, significant, shutdown, type, modules}) do
    %{
      id: id,
      start: start,
      restart: restart,
      significant: significant,
      shutdown: shutdown,
      type: type,
      modules: modules
    }
  end

  # As reports name a child.
  def offender({:child, pid, id, start, restart, significant, shutdown, type, _modules}) do
    [
      pid: pid,
      id: id,
      mfargs: start,
      restart_type: restart,
      significant: significant,
      shutdown: shutdown,
      child_type: type
    ]
  end

  # Stops a child that is linked to the caller. :ok when it ended as it was
  # asked to, else {:error, reason}.
  def stop({:child, pid, _, _, restart, _, :brutal_kill, _, _}) do
    ref = :erlang.monitor(:process, pid)
    :erlang.exit(pid, :kill)

    case await_down(ref, pid) do
      :killed -> :ok
      reason -> as_asked(reason, restart)
    end
  end

  def stop({:child, pid, _, _, restart, _, shutdown, _, _}) do
    ref = :erlang.monitor(:process, pid)
    :erlang.exit(pid, :shutdown)

    receive do
      {:DOWN, ^ref, :process, ^pid, reason} -> as_asked(unlinked(pid, reason), restart)
    after
      shutdown ->
        :erlang.exit(pid, :kill)
        {:error, await_down(ref, pid)}
    end
  end

  defp await_down(ref, pid) do
    receive do
      {:DOWN, ^ref, :process, ^pid, reason} -> unlinked(pid, reason)
    end
  end

  # The exit message of the link is taken too; it knows better than a monitor
  # that came too late.
  defp unlinked(pid, reason) do
    :erlang.unlink(pid)

    receive do
      {:EXIT, ^pid, linked} -> if(reason == :noproc, do: linked, else: reason)
    after
      0 -> reason
    end
  end

  defp as_asked(:shutdown, _), do: :ok
  defp as_asked({:shutdown, _}, restart) when restart != :permanent, do: :ok
  defp as_asked(:normal, restart) when restart != :permanent, do: :ok
  defp as_asked(reason, _), do: {:error, reason}

  # Stops children at the same time; `stopped` gets each child that ended and,
  # as stop/1 gives it, how.
  def stop_together([], _stopped), do: :ok

  def stop_together(children, stopped) do
    waiting =
      Map.new(children, fn child ->
        pid = elem(child, 1)
        ref = :erlang.monitor(:process, pid)
        :erlang.exit(pid, if(elem(child, 6) == :brutal_kill, do: :kill, else: :shutdown))
        {ref, child}
      end)

    # One timer for all children that are given the same time.
    timers =
      for time <-
            Enum.uniq(
              for({:child, _, _, _, _, _, time, _, _} <- children, is_integer(time), do: time)
            ),
          into: %{},
          do: {:erlang.start_timer(time, self(), :kill), time}

    await_together(waiting, timers, stopped)
  end

  defp await_together(waiting, timers, _stopped) when map_size(waiting) == 0 do
    for {timer, _} <- timers do
      :erlang.cancel_timer(timer)

      receive do
        {:timeout, ^timer, :kill} -> :ok
      after
        0 -> :ok
      end
    end

    :ok
  end

  defp await_together(waiting, timers, stopped) do
    receive do
      {:DOWN, ref, :process, pid, reason} when is_map_key(waiting, ref) ->
        {child, waiting} = Map.pop(waiting, ref)
        reason = unlinked(pid, reason)

        case reason == :killed and elem(child, 6) == :brutal_kill do
          true -> stopped.(child, :ok)
          false -> stopped.(child, as_asked(reason, elem(child, 4)))
        end

        await_together(waiting, timers, stopped)

      {:timeout, timer, :kill} when is_map_key(timers, timer) ->
        {time, timers} = Map.pop(timers, timer)
        for {_, child} <- waiting, elem(child, 6) == time, do: :erlang.exit(elem(child, 1), :kill)
        await_together(waiting, timers, stopped)
    end
  end
end
