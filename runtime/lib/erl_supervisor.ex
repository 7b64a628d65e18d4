# :supervisor: the process that starts, watches, restarts and stops children.

defmodule :supervisor do
  @moduledoc """
  The generic supervisor process behind `Supervisor`.

  Restart times are kept in a queue that never holds more than the intensity,
  and children are found by id and by pid: a restart costs the same however
  many children and earlier restarts there are.
  """

  @behaviour :gen_server

  @callback init(term) :: term

  # Client side.

  def start_link(mod, args), do: :gen_server.start_link(:supervisor, {:self, mod, args}, [])

  def start_link(name, mod, args),
    do: :gen_server.start_link(name, :supervisor, {name, mod, args}, [])

  def start_child(sup, spec), do: call(sup, {:start_child, spec})
  def restart_child(sup, id), do: call(sup, {:restart_child, id})
  def delete_child(sup, id), do: call(sup, {:delete_child, id})
  def terminate_child(sup, id), do: call(sup, {:terminate_child, id})
  def get_childspec(sup, id), do: call(sup, {:get_childspec, id})
  def which_children(sup), do: call(sup, :which_children)
  def count_children(sup), do: call(sup, :count_children)

  def get_callback_module(sup) do
    {:state, s} = :sys.get_state(sup)
    s.module
  end

  defp call(sup, request), do: :gen_server.call(sup, request, :infinity)

  def check_childspecs(specs), do: check_childspecs(specs, :undefined)

  def check_childspecs(specs, auto_shutdown)
      when is_list(specs) and
             auto_shutdown in [:undefined, :never, :any_significant, :all_significant] do
    case :otpsh_child_spec.check_all(specs, auto_shutdown) do
      {:ok, _} -> :ok
      error -> error
    end
  end

  def check_childspecs(specs, other) when is_list(specs), do: {:error, {:badarg, other}}
  def check_childspecs(other, _), do: {:error, {:badarg, other}}

  # Start.

  @doc false
  def init({name, mod, args}) do
    :erlang.process_flag(:trap_exit, true)

    case mod.init(args) do
      {:ok, {flags, specs}} ->
        case init_state(name, mod, args, flags) do
          {:ok, s} -> init_children(s, specs)
          {:error, reason} -> {:stop, {:supervisor_data, reason}}
        end

      :ignore ->
        :ignore

      other ->
        {:stop, {:bad_return, {mod, :init, other}}}
    end
  end

  defp init_state(name, mod, args, flags) do
    with {:ok, flags} <- normalise_flags(flags),
         :ok <- check_flags(flags) do
      s = %{
        name: shown_name(name, mod),
        children: %{},
        pids: %{},
        next: 0,
        template: nil,
        restarts: {0, [], []},
        module: mod,
        args: args
      }

      {:ok, put_flags(s, flags)}
    end
  end

  defp put_flags(s, flags) do
    Map.merge(s, Map.take(flags, [:strategy, :intensity, :period, :auto_shutdown]))
  end

  defp shown_name(:self, mod), do: {self(), mod}
  defp shown_name(name, _mod), do: name

  defp normalise_flags(flags) when is_map(flags) do
    {:ok,
     Map.merge(%{strategy: :one_for_one, intensity: 1, period: 5, auto_shutdown: :never}, flags)}
  end

  defp normalise_flags({strategy, intensity, period}) do
    {:ok, %{strategy: strategy, intensity: intensity, period: period, auto_shutdown: :never}}
  end

  defp normalise_flags(other), do: {:error, {:invalid_type, other}}

  defp check_flags(%{strategy: strategy, intensity: intensity, period: period} = flags) do
    cond do
      strategy not in [:simple_one_for_one, :one_for_one, :one_for_all, :rest_for_one] ->
        {:error, {:invalid_strategy, strategy}}

      not (is_integer(intensity) and intensity >= 0) ->
        {:error, {:invalid_intensity, intensity}}

      not (is_integer(period) and period > 0) ->
        {:error, {:invalid_period, period}}

      flags.auto_shutdown not in [:never, :any_significant, :all_significant] ->
        {:error, {:invalid_auto_shutdown, flags.auto_shutdown}}

      true ->
        :ok
    end
  end

  defp init_children(%{strategy: :simple_one_for_one} = s, [_] = specs) do
    case :otpsh_child_spec.check_all(specs, s.auto_shutdown) do
      {:ok, [child]} -> {:ok, {:state, %{s | template: child}}}
      {:error, reason} -> {:stop, {:start_spec, reason}}
    end
  end

  defp init_children(%{strategy: :simple_one_for_one}, specs),
    do: {:stop, {:bad_start_spec, specs}}

  defp init_children(s, specs) when is_list(specs) do
    case :otpsh_child_spec.check_all(specs, s.auto_shutdown) do
      {:ok, children} ->
        s = :lists.foldl(&store(&2, &1), s, children)

        case start_all(s, children) do
          {:ok, s} ->
            {:ok, {:state, s}}

          {:error, s, id, reason} ->
            terminate_all(s, :start_failed)
            {:stop, {:shutdown, {:failed_to_start_child, id, reason}}}
        end

      {:error, reason} ->
        {:stop, {:start_spec, reason}}
    end
  end

  # Children: {:child, pid, id, mfa, restart, significant, shutdown, type, modules},
  # kept with the number that says their place in the start order.

  defp store(s, {:child, pid, id, _, _, _, _, _, _} = child) do
    case s.children do
      %{^id => {seq, old}} ->
        pids = s.pids |> forget(elem(old, 1)) |> known(pid, id)
        %{s | children: %{s.children | id => {seq, child}}, pids: pids}

      %{} ->
        children = Map.put(s.children, id, {s.next, child})
        %{s | children: children, pids: known(s.pids, pid, id), next: s.next + 1}
    end
  end

  defp known(pids, pid, id) when is_pid(pid), do: Map.put(pids, pid, id)
  defp known(pids, _, _), do: pids

  defp remove(s, id) do
    case Map.pop(s.children, id) do
      {nil, _} -> s
      {{_, child}, children} -> %{s | children: children, pids: forget(s.pids, elem(child, 1))}
    end
  end

  defp forget(pids, pid) when is_pid(pid), do: Map.delete(pids, pid)
  defp forget(pids, _), do: pids

  defp find(s, id) do
    case s.children do
      %{^id => {_, child}} -> child
      %{} -> nil
    end
  end

  defp in_start_order(s) do
    for {_, child} <- :lists.sort(Map.values(s.children)), do: child
  end

  # A temporary child that is gone leaves no trace; another keeps its place.
  defp gone(s, child) do
    case elem(child, 4) do
      :temporary -> remove(s, elem(child, 2))
      _ -> store(s, put_elem(child, 1, :undefined))
    end
  end

  # A child of simple_one_for_one: the template with its extra arguments.
  defp dynamic(s, pid, extra) do
    {m, f, a} = elem(s.template, 3)
    s.template |> put_elem(1, pid) |> put_elem(3, {m, f, a ++ extra})
  end

  # Starting.

  defp start_all(s, []), do: {:ok, s}

  defp start_all(s, [child | rest]) do
    id = elem(child, 2)

    case do_start_child(s, child) do
      {:ok, :undefined} when elem(child, 4) == :temporary ->
        start_all(remove(s, id), rest)

      {:ok, pid} ->
        start_all(store(s, put_elem(child, 1, pid)), rest)

      {:ok, pid, _extra} ->
        start_all(store(s, put_elem(child, 1, pid)), rest)

      {:error, reason} ->
        failed(s, child, reason)
        {:error, s, id, reason}
    end
  end

  defp do_start_child(s, child) do
    {m, f, a} = elem(child, 3)

    case do_start_child_i(m, f, a) do
      {:ok, pid} = ok when is_pid(pid) ->
        started(s, child, pid)
        ok

      {:ok, pid, _extra} = ok when is_pid(pid) ->
        started(s, child, pid)
        ok

      other ->
        other
    end
  end

  defp do_start_child_i(m, f, a) do
    try do
      apply(m, f, a)
    catch
      :error, reason -> {:error, {:EXIT, {reason, __STACKTRACE__}}}
      :exit, reason -> {:error, {:EXIT, reason}}
      :throw, value -> value
    end
    |> case do
      {:ok, pid} when is_pid(pid) -> {:ok, pid}
      {:ok, pid, extra} when is_pid(pid) -> {:ok, pid, extra}
      :ignore -> {:ok, :undefined}
      {:error, reason} -> {:error, reason}
      other -> {:error, other}
    end
  end

  defp started(s, child, pid) do
    {:child, _, _, _, restart, _, _, type, modules} = child

    :otpsh_trace.emit(
      {:child_started, self(), told_id(s, child), pid, s.strategy, restart, type, modules,
       s.intensity, s.period}
    )

    case s.template == nil and :otpsh_logger.sasl?() do
      true -> progress(s, put_elem(child, 1, pid))
      false -> :ok
    end
  end

  # Children of simple_one_for_one share the template's id: they have none.
  defp told_id(%{template: nil}, child), do: elem(child, 2)
  defp told_id(_s, _child), do: :undefined

  # A child could not be started, for the first time or again.
  defp failed(s, child, reason) do
    report(:start_error, reason, child, s)
    :otpsh_trace.emit({:child_failed, self(), told_id(s, child), reason})
  end

  # Requests.

  @doc false
  def handle_call({:start_child, extra}, _from, {:state, %{strategy: :simple_one_for_one} = s}) do
    child = dynamic(s, :undefined, extra)

    case do_start_child(s, child) do
      {:ok, :undefined} ->
        {:reply, {:ok, :undefined}, {:state, s}}

      {:ok, pid} ->
        {:reply, {:ok, pid}, {:state, %{s | pids: Map.put(s.pids, pid, extra)}}}

      {:ok, pid, info} ->
        {:reply, {:ok, pid, info}, {:state, %{s | pids: Map.put(s.pids, pid, extra)}}}

      error ->
        {:reply, error, {:state, s}}
    end
  end

  def handle_call({:start_child, spec}, _from, {:state, s}) do
    case :otpsh_child_spec.check(spec, s.auto_shutdown) do
      {:ok, child} ->
        {reply, s} = handle_start_child(child, s)
        {:reply, reply, {:state, s}}

      error ->
        {:reply, error, {:state, s}}
    end
  end

  def handle_call({:terminate_child, pid}, _from, {:state, %{strategy: :simple_one_for_one} = s}) do
    cond do
      not is_pid(pid) ->
        {:reply, {:error, :simple_one_for_one}, {:state, s}}

      is_map_key(s.pids, pid) ->
        stop_child(put_elem(s.template, 1, pid), :requested, s)
        {:reply, :ok, {:state, %{s | pids: Map.delete(s.pids, pid)}}}

      # Who is not there any more may have been a child.
      not :erlang.is_process_alive(pid) ->
        {:reply, :ok, {:state, s}}

      true ->
        {:reply, {:error, :not_found}, {:state, s}}
    end
  end

  def handle_call({request, _id}, _from, {:state, %{strategy: :simple_one_for_one}} = state)
      when request in [:restart_child, :delete_child] do
    {:reply, {:error, :simple_one_for_one}, state}
  end

  def handle_call({:terminate_child, id}, _from, {:state, s}) do
    case find(s, id) do
      nil ->
        {:reply, {:error, :not_found}, {:state, s}}

      child ->
        stop_child(child, :requested, s)
        {:reply, :ok, {:state, gone(s, child)}}
    end
  end

  def handle_call({:restart_child, id}, _from, {:state, s}) do
    case find(s, id) do
      nil ->
        {:reply, {:error, :not_found}, {:state, s}}

      child when elem(child, 1) == :undefined ->
        case do_start_child(s, child) do
          {:ok, pid} = ok -> {:reply, ok, {:state, store(s, put_elem(child, 1, pid))}}
          {:ok, pid, _} = ok -> {:reply, ok, {:state, store(s, put_elem(child, 1, pid))}}
          error -> {:reply, error, {:state, s}}
        end

      child when is_pid(elem(child, 1)) ->
        {:reply, {:error, :running}, {:state, s}}

      _restarting ->
        {:reply, {:error, :restarting}, {:state, s}}
    end
  end

  def handle_call({:delete_child, id}, _from, {:state, s}) do
    case find(s, id) do
      nil -> {:reply, {:error, :not_found}, {:state, s}}
      child when elem(child, 1) == :undefined -> {:reply, :ok, {:state, remove(s, id)}}
      child when is_pid(elem(child, 1)) -> {:reply, {:error, :running}, {:state, s}}
      _restarting -> {:reply, {:error, :restarting}, {:state, s}}
    end
  end

  def handle_call({:get_childspec, id}, _from, {:state, s}) do
    child =
      case s do
        %{template: nil} -> find(s, id)
        %{template: template} when id == elem(template, 2) -> template
        %{template: template} -> if(is_map_key(s.pids, id), do: template)
      end

    case child do
      nil -> {:reply, {:error, :not_found}, {:state, s}}
      child -> {:reply, {:ok, :otpsh_child_spec.to_map(child)}, {:state, s}}
    end
  end

  def handle_call(:which_children, _from, {:state, %{template: nil} = s} = state) do
    rows =
      for {:child, pid, id, _, _, _, _, type, modules} <- :lists.reverse(in_start_order(s)) do
        {id, if(is_tuple(pid), do: :restarting, else: pid), type, modules}
      end

    {:reply, rows, state}
  end

  def handle_call(:which_children, _from, {:state, s} = state) do
    {:child, _, _, _, _, _, _, type, modules} = s.template
    {:reply, for({pid, _} <- s.pids, do: {:undefined, pid, type, modules}), state}
  end

  def handle_call(:count_children, _from, {:state, %{template: nil} = s} = state) do
    counts =
      :lists.foldl(
        fn {_, {:child, pid, _, _, _, _, _, type, _}}, {specs, active, sups, workers} ->
          active = if is_pid(pid), do: active + 1, else: active

          case type do
            :supervisor -> {specs + 1, active, sups + 1, workers}
            :worker -> {specs + 1, active, sups, workers + 1}
          end
        end,
        {0, 0, 0, 0},
        Map.values(s.children)
      )

    {specs, active, sups, workers} = counts
    {:reply, [specs: specs, active: active, supervisors: sups, workers: workers], state}
  end

  def handle_call(:count_children, _from, {:state, s} = state) do
    n = map_size(s.pids)
    {sups, workers} = if elem(s.template, 7) == :supervisor, do: {n, 0}, else: {0, n}
    {:reply, [specs: 1, active: n, supervisors: sups, workers: workers], state}
  end

  defp handle_start_child(child, s) do
    case find(s, elem(child, 2)) do
      nil ->
        case do_start_child(s, child) do
          {:ok, :undefined} = ok when elem(child, 4) == :temporary -> {ok, s}
          {:ok, pid} = ok -> {ok, store(s, put_elem(child, 1, pid))}
          {:ok, pid, _} = ok -> {ok, store(s, put_elem(child, 1, pid))}
          {:error, reason} -> {{:error, {reason, child}}, s}
        end

      old when is_pid(elem(old, 1)) ->
        {{:error, {:already_started, elem(old, 1)}}, s}

      _ ->
        {{:error, :already_present}, s}
    end
  end

  @doc false
  def handle_cast({:try_again_restart, id}, {:state, s}) do
    case find(s, id) do
      {:child, {:restarting, _}, _, _, _, _, _, _, _} = child -> restart(child, :try_again, s)
      _ -> {:noreply, {:state, s}}
    end
  end

  def handle_cast({:try_again_restart, pid, extra}, {:state, s}) do
    case s.pids do
      %{^pid => ^extra} -> restart(dynamic(s, pid, extra), :try_again, s)
      %{} -> {:noreply, {:state, s}}
    end
  end

  @doc false
  def handle_info({:EXIT, pid, reason}, {:state, s}) do
    case s do
      %{pids: %{^pid => extra}, template: {:child, _, _, _, _, _, _, _, _}} ->
        child_exited(dynamic(s, pid, extra), reason, s)

      %{pids: %{^pid => id}} ->
        child_exited(find(s, id), reason, s)

      _ ->
        {:noreply, {:state, s}}
    end
  end

  def handle_info(message, state) do
    :logger.error(~c"Supervisor received unexpected message: ~tp~n", [message], %{
      domain: [:otp],
      error_logger: %{tag: :error}
    })

    {:noreply, state}
  end

  # Exits and restarts.

  defp child_exited(child, reason, s) do
    restart_type = elem(child, 4)
    normal = normal?(reason)

    if restart_type == :permanent or not normal do
      report(:child_terminated, reason, child, s)
    end

    case restart_type == :permanent or (restart_type == :transient and not normal) do
      true ->
        restart(child, reason, s)

      false ->
        :otpsh_trace.emit(
          {:child_terminated, self(), told_id(s, child), elem(child, 1), reason, :exited}
        )

        auto_shutdown(child, reason, drop_exited(s, child))
    end
  end

  defp normal?(:normal), do: true
  defp normal?(:shutdown), do: true
  defp normal?({:shutdown, _}), do: true
  defp normal?(_), do: false

  defp drop_exited(%{template: nil} = s, child), do: gone(s, child)
  defp drop_exited(s, child), do: %{s | pids: Map.delete(s.pids, elem(child, 1))}

  defp auto_shutdown(child, reason, s) do
    case elem(child, 5) and stop_now?(s) do
      true ->
        :otpsh_trace.emit({:auto_shutdown, self(), elem(child, 2), reason, s.auto_shutdown})
        {:stop, :shutdown, {:state, s}}

      false ->
        {:noreply, {:state, s}}
    end
  end

  defp stop_now?(%{auto_shutdown: :any_significant}), do: true

  # One that is being restarted counts as running.
  defp stop_now?(%{auto_shutdown: :all_significant} = s) do
    not Enum.any?(s.children, fn {_, {_, child}} ->
      elem(child, 5) and elem(child, 1) != :undefined
    end)
  end

  defp stop_now?(_), do: false

  defp restart(child, reason, s) do
    case add_restart(s) do
      {:ok, s} ->
        group = restart_group(s, child)

        case restart_by(s.strategy, child, group, s) do
          {:ok, s, new_pid} ->
            emit_restarted(s, child, new_pid, group, reason)
            {:noreply, {:state, s}}

          {:try_again, s, failed} ->
            # Of several, the one that ended may be back already.
            with %{template: nil} <- s,
                 {:child, pid, _, _, _, _, _, _, _} when is_pid(pid) <- find(s, elem(child, 2)),
                 do: emit_restarted(s, child, pid, group, reason)

            try_again(failed)
            {:noreply, {:state, s}}
        end

      {:too_many, s} ->
        report(:shutdown, :reached_max_restart_intensity, put_elem(child, 1, :undefined), s)

        :otpsh_trace.emit({:gave_up, self(), told_id(s, child), reason, s.intensity, s.period})

        {:stop, :shutdown, {:state, forget_child(s, child)}}
    end
  end

  # Who is restarted when a child ended, in start order.
  defp restart_group(%{strategy: :one_for_all} = s, _child), do: in_start_order(s)

  defp restart_group(%{strategy: :rest_for_one} = s, child) do
    {seq, _} = Map.fetch!(s.children, elem(child, 2))
    for {n, c} <- :lists.sort(Map.values(s.children)), n >= seq, do: c
  end

  defp restart_group(_s, child), do: [child]

  defp forget_child(%{template: nil} = s, child), do: gone(s, child)
  defp forget_child(s, child), do: %{s | pids: Map.delete(s.pids, elem(child, 1))}

  # The restart is tried again after the messages that are waiting now.
  defp try_again({:dynamic, pid, extra}),
    do: :gen_server.cast(self(), {:try_again_restart, pid, extra})

  defp try_again(id), do: :gen_server.cast(self(), {:try_again_restart, id})

  defp restart_by(:one_for_one, child, _group, s) do
    id = elem(child, 2)

    case do_start_child(s, child) do
      {:ok, pid} ->
        {:ok, store(s, put_elem(child, 1, pid)), pid}

      {:ok, pid, _} ->
        {:ok, store(s, put_elem(child, 1, pid)), pid}

      {:error, reason} ->
        failed(s, child, reason)
        {:try_again, store(s, put_elem(child, 1, restarting(child))), id}
    end
  end

  defp restart_by(:simple_one_for_one, child, _group, s) do
    {extra, pids} = Map.pop(s.pids, elem(child, 1))

    case do_start_child(s, child) do
      {:ok, pid} ->
        {:ok, %{s | pids: Map.put(pids, pid, extra)}, pid}

      {:ok, pid, _} ->
        {:ok, %{s | pids: Map.put(pids, pid, extra)}, pid}

      {:error, reason} ->
        failed(s, child, reason)
        key = restarting(child)
        {:try_again, %{s | pids: Map.put(pids, key, extra)}, {:dynamic, key, extra}}
    end
  end

  defp restart_by(_several, child, group, s) do
    id = elem(child, 2)
    # The one that exited is not there to be stopped.
    s = store(s, put_elem(child, 1, :undefined))
    stopped = for c <- group, do: if(elem(c, 2) == id, do: put_elem(c, 1, :undefined), else: c)
    s = terminate_list(:lists.reverse(stopped), :sibling, s)
    again = for c <- stopped, c = find(s, elem(c, 2)), do: c

    case start_all(s, again) do
      {:ok, s} ->
        {:ok, s, elem(find(s, id) || {nil, :undefined}, 1)}

      {:error, s, failed, _reason} ->
        failed_child = find(s, failed)
        {:try_again, store(s, put_elem(failed_child, 1, restarting(failed_child))), failed}
    end
  end

  defp restarting({:child, {:restarting, _} = pid, _, _, _, _, _, _, _}), do: pid
  defp restarting({:child, pid, _, _, _, _, _, _, _}), do: {:restarting, pid}

  # The restart times of the last `period` seconds: a queue {length, old end, new end}.
  defp add_restart(%{intensity: intensity, period: period} = s) do
    now = :erlang.monotonic_time(:millisecond)
    {n, front, back} = expire(s.restarts, now - period * 1000)
    s = %{s | restarts: {n + 1, front, [now | back]}}

    case n + 1 > intensity do
      true -> {:too_many, s}
      false -> {:ok, s}
    end
  end

  defp expire({0, _, _}, _oldest), do: {0, [], []}
  defp expire({n, [], back}, oldest), do: expire({n, :lists.reverse(back), []}, oldest)

  defp expire({n, [t | front], back}, oldest) when t < oldest,
    do: expire({n - 1, front, back}, oldest)

  defp expire(queue, _oldest), do: queue

  # What was decided: who ended and is back, why, who was taken along, and how
  # many more restarts are allowed.
  defp emit_restarted(s, child, new_pid, group, reason) do
    {used, _, _} = s.restarts
    id = elem(child, 2)

    siblings =
      for {:child, pid, other, _, _, _, _, _, _} <- group, other != id, is_pid(pid) do
        {other, pid, with({:child, pid, _, _, _, _, _, _, _} <- find(s, other), do: pid)}
      end

    :otpsh_trace.emit(
      {:child_restarted, self(), s.strategy, told_id(s, child), ended_pid(child), new_pid, reason,
       s.intensity - used, s.intensity, s.period, siblings}
    )
  end

  defp ended_pid({:child, {:restarting, pid}, _, _, _, _, _, _, _}), do: pid
  defp ended_pid({:child, pid, _, _, _, _, _, _, _}), do: pid

  # Stopping.

  @doc false
  def terminate(_reason, {:state, %{template: nil} = s}), do: terminate_all(s, :shutdown)

  def terminate(_reason, {:state, s}) do
    # Children of one kind, in no order: all are asked before any is waited for.
    children = for {pid, _} <- s.pids, is_pid(pid), do: put_elem(s.template, 1, pid)
    :otpsh_child_spec.stop_together(children, &stopped(&1, &2, :shutdown, s))
  end

  defp terminate_all(s, cause), do: terminate_list(:lists.reverse(in_start_order(s)), cause, s)

  defp terminate_list(children, cause, s) do
    :lists.foldl(
      fn child, s ->
        stop_child(child, cause, s)
        gone(s, child)
      end,
      s,
      children
    )
  end

  defp stop_child(child, cause, s) when is_pid(elem(child, 1)),
    do: stopped(child, :otpsh_child_spec.stop(child), cause, s)

  defp stop_child(_child, _cause, _s), do: :ok

  # The cause is who wanted it: :requested (terminate_child), :sibling (taken
  # along by another's restart), :shutdown (the supervisor ends),
  # :start_failed (it could not start all its children); :exited is nobody.
  defp stopped(child, how, cause, s) do
    reason =
      case how do
        :ok ->
          :shutdown

        {:error, reason} ->
          report(:shutdown_error, reason, child, s)
          reason
      end

    :otpsh_trace.emit(
      {:child_terminated, self(), told_id(s, child), elem(child, 1), reason, cause}
    )

    :ok
  end

  # Upgrades and status.

  @doc false
  def code_change(_old_vsn, {:state, s} = state, _extra) do
    case s.module.init(s.args) do
      {:ok, {flags, specs}} ->
        with {:ok, flags} <- normalise_flags(flags),
             :ok <- check_flags(flags),
             {:ok, children} <- :otpsh_child_spec.check_all(specs, flags.auto_shutdown),
             do: change_specs(put_flags(s, flags), children)

      :ignore ->
        {:ok, state}

      error ->
        error
    end
  end

  defp change_specs(%{strategy: :simple_one_for_one} = s, [child]),
    do: {:ok, {:state, %{s | template: child}}}

  defp change_specs(%{strategy: :simple_one_for_one}, children) do
    {:error, {:ok, {Enum.map(children, &elem(&1, 2)), Map.new(children, &{elem(&1, 2), &1})}}}
  end

  # The new specifications in their order, each with the process that its child
  # has; children without one follow, as they were. Nothing is started or stopped.
  defp change_specs(s, specs) do
    known =
      for child <- specs do
        case find(s, elem(child, 2)) do
          nil -> child
          old -> put_elem(child, 1, elem(old, 1))
        end
      end

    others = for old <- in_start_order(s), not List.keymember?(specs, elem(old, 2), 2), do: old
    empty = %{s | children: %{}, pids: %{}, next: 0}
    {:ok, {:state, :lists.foldl(&store(&2, &1), empty, known ++ others)}}
  end

  @doc false
  def format_status(:terminate, [_pdict, {:state, s}]), do: shown_state(s)

  def format_status(_, [_pdict, {:state, s}]) do
    [{:data, [{~c"State", shown_state(s)}]}, {:supervisor, [{~c"Callback", s.module}]}]
  end

  # As OTP's supervisor shows itself: children by id, newest first; the children of
  # simple_one_for_one by pid.
  defp shown_state(s) do
    children = if s.template, do: [s.template], else: in_start_order(s)
    ids = for child <- :lists.reverse(children), do: elem(child, 2)
    by_id = for child <- children, into: %{}, do: {elem(child, 2), child}

    {:state, s.name, s.strategy, {ids, by_id}, shown_dynamics(s), s.intensity, s.period,
     shown_restarts(s.restarts), 0, s.auto_shutdown, s.module, s.args}
  end

  defp shown_dynamics(%{template: nil}), do: :undefined

  defp shown_dynamics(%{template: template} = s) when elem(template, 4) == :temporary,
    do: {:sets, Map.new(s.pids, fn {pid, _} -> {pid, []} end)}

  defp shown_dynamics(s), do: {:maps, s.pids}

  # Newest first, in seconds.
  defp shown_restarts({_n, front, back}),
    do: for(t <- back ++ :lists.reverse(front), do: div(t, 1000))

  # Reports: of the kind that Logger shows only with handle_sasl_reports.

  defp report(label, reason, child, s) do
    case :otpsh_logger.sasl?() do
      false ->
        :ok

      true ->
        :logger.error(
          %{
            label: {:supervisor, label},
            report: [
              supervisor: s.name,
              errorContext: label,
              reason: reason,
              offender: :otpsh_child_spec.offender(child)
            ]
          },
          %{
            domain: [:otp, :sasl],
            report_cb: &:supervisor.format_log/2,
            logger_formatter: %{title: ~c"SUPERVISOR REPORT"},
            error_logger: %{tag: :error_report, type: :supervisor_report}
          }
        )
    end
  end

  defp progress(s, child) do
    :logger.info(
      %{
        label: {:supervisor, :progress},
        report: [supervisor: s.name, started: :otpsh_child_spec.offender(child)]
      },
      %{
        domain: [:otp, :sasl],
        report_cb: &:supervisor.format_log/2,
        logger_formatter: %{title: ~c"PROGRESS REPORT"},
        error_logger: %{tag: :info_report, type: :progress}
      }
    )
  end

  @doc false
  def format_log(report), do: format_log(report, %{})
  def format_log(%{report: report}, _opts), do: :io_lib.format(~c"~tp~n", [report])
end
