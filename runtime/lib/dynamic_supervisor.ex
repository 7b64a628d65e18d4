# DynamicSupervisor: a supervisor of children that come and go.

defmodule DynamicSupervisor do
  @moduledoc """
  A supervisor that starts without children; they are added by
  `start_child/2`, have no ids and no order, and are stopped together.
  """

  @behaviour GenServer

  @type on_start_child :: {:ok, pid} | {:ok, pid, term} | :ignore | {:error, term}

  @callback init(init_arg :: term) :: {:ok, map} | :ignore

  defstruct [
    :args,
    :extra_arguments,
    :mod,
    :name,
    :strategy,
    :max_children,
    :max_restarts,
    :max_seconds,
    children: %{},
    restarts: {0, [], []}
  ]

  @doc false
  defmacro __using__(opts) do
    quote location: :keep, bind_quoted: [opts: opts] do
      @behaviour DynamicSupervisor

      if not Module.has_attribute?(__MODULE__, :doc) do
        @doc """
        Returns a specification to start this module under a supervisor.

        See `Supervisor`.
        """
      end

      def child_spec(arg) do
        default = %{
          id: __MODULE__,
          start: {__MODULE__, :start_link, [arg]},
          type: :supervisor
        }

        Supervisor.child_spec(default, unquote(Macro.escape(opts)))
      end

      defoverridable child_spec: 1
    end
  end

  @doc "A child specification: the id is the name."
  def child_spec(options) when is_list(options) do
    id =
      case Keyword.get(options, :name, DynamicSupervisor) do
        name when is_atom(name) -> name
        {:global, name} -> name
        {:via, _module, name} -> name
      end

    %{id: id, start: {DynamicSupervisor, :start_link, [options]}, type: :supervisor}
  end

  @doc "Starts a supervisor: with options, or with a callback module."
  def start_link(options) when is_list(options) do
    keys = [:extra_arguments, :max_children, :max_seconds, :max_restarts, :strategy]
    {sup_opts, start_opts} = Keyword.split(options, keys)
    start_link(Supervisor.Default, init(sup_opts), start_opts)
  end

  def start_link(module, init_arg, opts \\ []) do
    GenServer.start_link(
      DynamicSupervisor,
      {module, init_arg, Keyword.get(opts, :name)},
      opts
    )
  end

  @doc "What `c:init/1` of a module-based supervisor returns."
  def init(options) when is_list(options) do
    {:ok,
     %{
       strategy: Keyword.get(options, :strategy, :one_for_one),
       intensity: Keyword.get(options, :max_restarts, 3),
       period: Keyword.get(options, :max_seconds, 5),
       max_children: Keyword.get(options, :max_children, :infinity),
       extra_arguments: Keyword.get(options, :extra_arguments, [])
     }}
  end

  @doc false
  def init({mod, init_arg, name}) do
    # Reports and observers name the module, as for any supervisor.
    :erlang.put(:"$initial_call", {:supervisor, mod, 1})
    :erlang.process_flag(:trap_exit, true)

    case mod.init(init_arg) do
      {:ok, flags} when is_map(flags) ->
        case check_flags(flags) do
          :ok -> {:ok, put_flags(new_state(mod, init_arg, name), flags)}
          {:error, reason} -> {:stop, {:supervisor_data, reason}}
        end

      :ignore ->
        :ignore

      other ->
        {:stop, {:bad_return, {mod, :init, other}}}
    end
  end

  defp new_state(mod, init_arg, name) do
    shown =
      cond do
        is_nil(name) -> {self(), mod}
        is_atom(name) -> {:local, name}
        is_tuple(name) -> name
      end

    %DynamicSupervisor{mod: mod, args: init_arg, name: shown}
  end

  defp put_flags(state, flags) do
    %{
      state
      | strategy: Map.get(flags, :strategy, :one_for_one),
        max_restarts: Map.get(flags, :intensity, 1),
        max_seconds: Map.get(flags, :period, 5),
        max_children: Map.get(flags, :max_children, :infinity),
        extra_arguments: Map.get(flags, :extra_arguments, [])
    }
  end

  defp check_flags(flags) do
    strategy = Map.get(flags, :strategy, :one_for_one)
    intensity = Map.get(flags, :intensity, 1)
    period = Map.get(flags, :period, 5)
    max_children = Map.get(flags, :max_children, :infinity)
    extra = Map.get(flags, :extra_arguments, [])
    auto_shutdown = Map.get(flags, :auto_shutdown, :never)

    cond do
      strategy != :one_for_one ->
        {:error, {:invalid_strategy, strategy}}

      not (is_integer(intensity) and intensity >= 0) ->
        {:error, {:invalid_intensity, intensity}}

      not (is_integer(period) and period > 0) ->
        {:error, {:invalid_period, period}}

      not (max_children == :infinity or (is_integer(max_children) and max_children >= 0)) ->
        {:error, {:invalid_max_children, max_children}}

      not is_list(extra) ->
        {:error, {:invalid_extra_arguments, extra}}

      auto_shutdown != :never ->
        {:error, {:invalid_auto_shutdown, auto_shutdown}}

      true ->
        :ok
    end
  end

  @doc "Adds a child and starts it."
  def start_child(supervisor, {_, _, _, _, _, _} = child_spec),
    do: validate_and_start(supervisor, child_spec)

  def start_child(supervisor, child_spec),
    do: validate_and_start(supervisor, Supervisor.child_spec(child_spec, []))

  defp validate_and_start(supervisor, child_spec) do
    case validate(child_spec) do
      {:ok, child} -> call(supervisor, {:start_child, child})
      error -> {:error, error}
    end
  end

  # {mfa, restart, shutdown, type, modules}, or what is wrong.
  defp validate(%{id: _, start: {mod, _, _} = start} = spec) do
    type = Map.get(spec, :type, :worker)

    shutdown =
      case type do
        :worker -> Map.get(spec, :shutdown, 5000)
        :supervisor -> Map.get(spec, :shutdown, :infinity)
      end

    validate(
      start,
      Map.get(spec, :restart, :permanent),
      shutdown,
      type,
      Map.get(spec, :modules, [mod]),
      Map.get(spec, :significant, false)
    )
  end

  defp validate({_, start, restart, shutdown, type, modules}),
    do: validate(start, restart, shutdown, type, modules, false)

  defp validate(other), do: {:invalid_child_spec, other}

  defp validate(start, restart, shutdown, type, modules, significant) do
    with :ok <- :otpsh_child_spec.check_start(start),
         :ok <- :otpsh_child_spec.check_restart(restart),
         :ok <- :otpsh_child_spec.check_type(type),
         :ok <- :otpsh_child_spec.check_shutdown(shutdown),
         :ok <- :otpsh_child_spec.check_modules(modules),
         :ok <- not_significant(significant) do
      {:ok, {start, restart, shutdown, type, modules}}
    else
      {:error, {:invalid_module, _}} -> {:invalid_modules, modules}
      {:error, reason} -> reason
    end
  end

  defp not_significant(false), do: :ok
  defp not_significant(other), do: {:error, {:invalid_significant, other}}

  @doc "Stops a child by its pid."
  def terminate_child(supervisor, pid) when is_pid(pid),
    do: call(supervisor, {:terminate_child, pid})

  @doc "`{:undefined, pid | :restarting, type, modules}` of each child, in no order."
  def which_children(supervisor), do: call(supervisor, :which_children)

  @doc "A map with the number of specs, active children, supervisors and workers."
  def count_children(supervisor), do: call(supervisor, :count_children) |> :maps.from_list()

  @doc "Stops the supervisor and, before it, its children."
  def stop(supervisor, reason \\ :normal, timeout \\ :infinity),
    do: GenServer.stop(supervisor, reason, timeout)

  defp call(supervisor, request), do: GenServer.call(supervisor, request, :infinity)

  # Requests.

  @doc false
  def handle_call(:which_children, _from, state) do
    rows =
      for {pid, child} <- state.children do
        {_, _, _, type, modules} = spec(child)
        {:undefined, if(restarting?(child), do: :restarting, else: pid), type, modules}
      end

    {:reply, rows, state}
  end

  def handle_call(:count_children, _from, %{children: children} = state) do
    {active, sups} =
      Enum.reduce(children, {0, 0}, fn {_, child}, {active, sups} ->
        {_, _, _, type, _} = spec(child)

        {if(restarting?(child), do: active, else: active + 1),
         if(type == :supervisor, do: sups + 1, else: sups)}
      end)

    n = map_size(children)
    {:reply, [specs: n, active: active, supervisors: sups, workers: n - sups], state}
  end

  def handle_call({:terminate_child, pid}, _from, %{children: children} = state) do
    case children do
      %{^pid => child} ->
        stop_children(running(%{pid => child}), :requested, state)
        {:reply, :ok, %{state | children: Map.delete(children, pid)}}

      %{} ->
        {:reply, {:error, :not_found}, state}
    end
  end

  # Children are kept by pid: what they are started with, as {:restarting, it}
  # while a restart has failed and is to be tried again.
  defp restarting?(child), do: match?({:restarting, _}, child)

  defp spec({:restarting, child}), do: child
  defp spec(child), do: child

  defp running(children),
    do: for({pid, child} <- children, not restarting?(child), do: record(pid, child))

  # A Task.Supervisor has nothing to validate, and defaults of its own.
  def handle_call({:start_task, args, restart, shutdown}, from, state) do
    {default_restart, default_shutdown} = :erlang.get(Task.Supervisor)
    restart = restart || default_restart
    shutdown = shutdown || default_shutdown
    child = {{Task.Supervised, :start_link, args}, restart, shutdown, :worker, [Task.Supervised]}
    handle_call({:start_child, child}, from, state)
  end

  def handle_call({:start_child, child}, _from, %{max_children: max} = state) do
    case map_size(state.children) >= max do
      true -> {:reply, {:error, :max_children}, state}
      false -> handle_start_child(child, state)
    end
  end

  defp handle_start_child({{m, f, args} = mfa, restart, shutdown, type, modules}, state) do
    reply = start_child(m, f, state.extra_arguments ++ args)

    case reply do
      {:ok, pid} -> {:reply, reply, save(state, pid, mfa, restart, shutdown, type, modules)}
      {:ok, pid, _} -> {:reply, reply, save(state, pid, mfa, restart, shutdown, type, modules)}
      :ignore -> {:reply, reply, state}
      {:error, reason} -> {:reply, reply, failed(state, reason)}
    end
  end

  defp failed(state, reason) do
    :otpsh_trace.emit({:child_failed, self(), :undefined, reason})
    state
  end

  # What a temporary child was started with is not kept: it is not needed again.
  defp save(state, pid, {m, f, _}, :temporary, shutdown, type, modules),
    do: put(state, pid, {{m, f, :undefined}, :temporary, shutdown, type, modules})

  defp save(state, pid, mfa, restart, shutdown, type, modules),
    do: put(state, pid, {mfa, restart, shutdown, type, modules})

  defp put(state, pid, {_, restart, _, type, modules} = child) do
    :otpsh_trace.emit(
      {:child_started, self(), :undefined, pid, state.strategy, restart, type, modules,
       state.max_restarts, state.max_seconds}
    )

    %{state | children: Map.put(state.children, pid, child)}
  end

  defp start_child(m, f, a) do
    try do
      apply(m, f, a)
    catch
      :error, reason -> {:error, {reason, __STACKTRACE__}}
      :exit, reason -> {:error, reason}
      :throw, value -> {:error, {{:nocatch, value}, __STACKTRACE__}}
    else
      {:ok, pid, extra} when is_pid(pid) -> {:ok, pid, extra}
      {:ok, pid} when is_pid(pid) -> {:ok, pid}
      :ignore -> :ignore
      {:error, error} -> {:error, error}
      other -> {:error, other}
    end
  end

  @doc false
  def handle_cast(_request, state), do: {:noreply, state}

  # Exits and restarts.

  @doc false
  def handle_info({:EXIT, pid, reason}, %{children: children} = state) do
    case children do
      %{^pid => child} -> child_exited(pid, child, reason, state)
      %{} -> {:noreply, state}
    end
  end

  def handle_info({:"$gen_restart", pid}, %{children: children} = state) do
    case children do
      %{^pid => {:restarting, child}} -> restart(pid, child, :try_again, state)
      %{} -> {:noreply, state}
    end
  end

  def handle_info(message, state) do
    :logger.error(
      %{
        label: {DynamicSupervisor, :unexpected_msg},
        report: %{msg: message}
      },
      %{
        domain: [:otp, :elixir],
        error_logger: %{tag: :error_msg},
        report_cb: &__MODULE__.format_report/1
      }
    )

    {:noreply, state}
  end

  @doc false
  def format_report(%{label: {__MODULE__, :unexpected_msg}, report: %{msg: message}}),
    do: {~c"DynamicSupervisor received unexpected message: ~p~n", [message]}

  defp child_exited(pid, {_, restart_type, _, _, _} = child, reason, state) do
    normal = reason in [:normal, :shutdown] or match?({:shutdown, _}, reason)

    if restart_type == :permanent or not normal do
      report(:child_terminated, reason, pid, child, state)
    end

    case restart_type == :permanent or (restart_type == :transient and not normal) do
      true ->
        restart(pid, child, reason, state)

      false ->
        :otpsh_trace.emit({:child_terminated, self(), :undefined, pid, reason, :exited})
        {:noreply, %{state | children: Map.delete(state.children, pid)}}
    end
  end

  defp restart(pid, child, reason, state) do
    case add_restart(state) do
      {:ok, state} ->
        {:noreply, try_restart(pid, child, reason, state)}

      {:too_many, state} ->
        report(:shutdown, :reached_max_restart_intensity, :undefined, child, state)

        :otpsh_trace.emit(
          {:gave_up, self(), :undefined, reason, state.max_restarts, state.max_seconds}
        )

        {:stop, :shutdown, %{state | children: Map.delete(state.children, pid)}}
    end
  end

  defp try_restart(pid, {{m, f, args}, _, _, _, _} = child, reason, state) do
    children = Map.delete(state.children, pid)

    case start_child(m, f, state.extra_arguments ++ args) do
      {:ok, new_pid} ->
        restarted(pid, new_pid, reason, state)
        %{state | children: Map.put(children, new_pid, child)}

      {:ok, new_pid, _} ->
        restarted(pid, new_pid, reason, state)
        %{state | children: Map.put(children, new_pid, child)}

      :ignore ->
        restarted(pid, :undefined, reason, state)
        %{state | children: children}

      {:error, error} ->
        report(:start_error, error, {:restarting, pid}, child, state)
        failed(state, error)
        send(self(), {:"$gen_restart", pid})
        %{state | children: Map.put(children, pid, {:restarting, child})}
    end
  end

  defp restarted(old, new, reason, state) do
    {used, _, _} = state.restarts
    max = state.max_restarts

    :otpsh_trace.emit(
      {:child_restarted, self(), :one_for_one, :undefined, old, new, reason, max - used, max,
       state.max_seconds, []}
    )
  end

  # The restart times of the last `max_seconds`: a queue {length, old end, new end}.
  defp add_restart(%{max_restarts: max, max_seconds: seconds} = state) do
    now = :erlang.monotonic_time(:millisecond)
    {n, front, back} = expire(state.restarts, now - seconds * 1000)
    state = %{state | restarts: {n + 1, front, [now | back]}}
    if n + 1 > max, do: {:too_many, state}, else: {:ok, state}
  end

  defp expire({0, _, _}, _oldest), do: {0, [], []}
  defp expire({n, [], back}, oldest), do: expire({n, :lists.reverse(back), []}, oldest)

  defp expire({n, [t | front], back}, oldest) when t < oldest,
    do: expire({n - 1, front, back}, oldest)

  defp expire(queue, _oldest), do: queue

  # Stopping.

  @doc false
  def terminate(_reason, %{children: children} = state) do
    stop_children(running(children), :shutdown, state)
  end

  # The cause is who wanted it, as :supervisor tells it.
  defp stop_children(records, cause, state) do
    :otpsh_child_spec.stop_together(records, fn record, how ->
      reason =
        with {:error, reason} <- how do
          report(:shutdown_error, reason, record, state)
          reason
        else
          :ok -> :shutdown
        end

      :otpsh_trace.emit({:child_terminated, self(), :undefined, elem(record, 1), reason, cause})
    end)
  end

  # The child as :otpsh_child_spec knows it.
  defp record(pid, {{m, f, args}, restart, shutdown, type, modules}),
    do: {:child, pid, :undefined, {m, f, args}, restart, false, shutdown, type, modules}

  defp report(label, reason, pid, child, state),
    do: report(label, reason, record(pid, child), state)

  defp report(label, reason, record, %{name: name, extra_arguments: extra}) do
    case :otpsh_logger.sasl?() do
      false ->
        :ok

      true ->
        offender = :otpsh_child_spec.offender(record)

        offender =
          case offender[:mfargs] do
            {m, f, args} when is_list(args) ->
              Keyword.put(offender, :mfargs, {m, f, extra ++ args})

            _ ->
              offender
          end

        :logger.error(
          %{
            label: {:supervisor, label},
            report: [
              supervisor: name,
              errorContext: label,
              reason: reason,
              offender: Keyword.put(offender, :id, :undefined)
            ]
          },
          %{
            domain: [:otp, :sasl],
            report_cb: &:supervisor.format_log/2,
            error_logger: %{tag: :error_report, type: :supervisor_report}
          }
        )
    end
  end

  @doc false
  def code_change(_old_vsn, %{mod: mod, args: init_arg} = state, _extra) do
    case mod.init(init_arg) do
      {:ok, flags} when is_map(flags) ->
        case check_flags(flags) do
          :ok -> {:ok, put_flags(state, flags)}
          {:error, reason} -> {:error, {:supervisor_data, reason}}
        end

      :ignore ->
        {:ok, state}

      other ->
        other
    end
  end
end
