# :application: environments and specifications; the controller that starts and stops applications.

defmodule :application do
  @moduledoc false
  # Environments and specifications are kept per key and per application, so a
  # change is one write; running applications belong to :application_controller.

  @callback start(term, term) :: term
  @callback stop(term) :: term
  @controller :application_controller

  # Environment.

  def get_env(app, key) do
    case :persistent_term.get({:otpsh_env, app, key}, :"$none") do
      :"$none" -> first_env(app, key)
      value -> {:ok, value}
    end
  end

  # What a built-in application's environment holds from the beginning.
  defp first_env(:elixir, :time_zone_database), do: {:ok, Calendar.UTCOnlyTimeZoneDatabase}
  defp first_env(_app, _key), do: :undefined

  def get_env(app, key, default) do
    case get_env(app, key) do
      {:ok, value} -> value
      :undefined -> default
    end
  end

  def get_env(key) do
    case get_application() do
      {:ok, app} -> get_env(app, key)
      :undefined -> :undefined
    end
  end

  def get_all_env(app),
    do: for({{:otpsh_env, ^app, key}, value} <- :persistent_term.get(), do: {key, value})

  def get_all_env do
    case get_application() do
      {:ok, app} -> get_all_env(app)
      :undefined -> []
    end
  end

  def set_env(app, key, value), do: set_env(app, key, value, [])

  def set_env(app, key, value, _opts) when is_atom(app) do
    :persistent_term.put({:otpsh_env, app, key}, value)
    :ok
  end

  def set_env(config) when is_list(config), do: set_env(config, [])

  # Nothing is set when anything is wrong.
  def set_env(config, opts) when is_list(config) and is_list(opts) do
    case check_config(config, []) do
      :ok ->
        for {app, env} <- config, {key, value} <- env, do: set_env(app, key, value, [])
        :ok

      {:error, problem} ->
        :erlang.error({:badarg, :lists.flatten(problem)}, [config, opts])
    end
  end

  defp check_config([], _seen), do: :ok

  defp check_config([{app, env} | rest], seen) do
    cond do
      not is_atom(app) ->
        {:error, :io_lib.format(~c"application: ~p; application name must be an atom", [app])}

      app in seen ->
        {:error, :io_lib.format(~c"duplicate application config: ~p", [app])}

      true ->
        with :ok <- check_parameters(env, app, []), do: check_config(rest, [app | seen])
    end
  end

  defp check_config([other | _], _seen),
    do: {:error, :io_lib.format(~c"invalid application config: ~p", [other])}

  defp check_parameters([], _app, _seen), do: :ok

  defp check_parameters([{key, _} | rest], app, seen) do
    cond do
      not is_atom(key) -> parameter_problem(~c"invalid parameter name: ~p", app, key)
      key in seen -> parameter_problem(~c"duplicate parameter: ~p", app, key)
      true -> check_parameters(rest, app, [key | seen])
    end
  end

  defp check_parameters([other | _], app, _seen),
    do: parameter_problem(~c"invalid parameter: ~p", app, other)

  defp check_parameters(_other, app, _seen),
    do: {:error, :io_lib.format(~c"application: ~p; parameters must be a list", [app])}

  defp parameter_problem(text, app, what),
    do: {:error, :io_lib.format(~c"application: ~p; " ++ text, [app, what])}

  def unset_env(app, key), do: unset_env(app, key, [])

  def unset_env(app, key, _opts) do
    :persistent_term.erase({:otpsh_env, app, key})
    :ok
  end

  # Specifications.

  def load(app), do: load(app, [])

  def load({:application, app, spec}, _distributed) when is_atom(app) do
    with :ok <- check_spec(spec), nil <- spec_of(app) do
      :persistent_term.put({:otpsh_app, app}, spec)

      # What was set before does not outlive the loading; of a key's values the last stays.
      for {key, value} <- Keyword.get(spec, :env, []), do: set_env(app, key, value)
      :ok
    else
      {:error, _} = error -> error
      _ -> {:error, {:already_loaded, app}}
    end
  end

  def load(app, _distributed) when is_atom(app) do
    case {spec_of(app), available(app)} do
      {nil, nil} -> {:error, {~c"no such file or directory", Atom.to_charlist(app) ++ ~c".app"}}
      {nil, spec} -> load({:application, app, spec}, [])
      _ -> {:error, {:already_loaded, app}}
    end
  end

  def load(other, _distributed), do: {:error, {:bad_application, other}}

  defp check_spec(spec) when is_list(spec) do
    case Keyword.get(spec, :mod, []) do
      [] -> :ok
      {mod, _args} when is_atom(mod) -> :ok
      other -> {:error, {:badstartspec, other}}
    end
  end

  defp check_spec(other), do: {:error, {:invalid_options, other}}

  def unload(app) do
    cond do
      spec_of(app) == nil ->
        {:error, {:not_loaded, app}}

      List.keymember?(running(), app, 0) ->
        {:error, {:running, app}}

      true ->
        for {key, _} <- get_all_env(app), do: unset_env(app, key)
        :persistent_term.erase({:otpsh_app, app})
        :ok
    end
  end

  def loaded_applications do
    loaded = for {{:otpsh_app, app}, spec} <- :persistent_term.get(), do: row(app, spec)
    loaded ++ for {app, spec} <- built_in(), do: row(app, spec)
  end

  def which_applications, do: which_applications(5000)

  def which_applications(_timeout) do
    for({app, _} <- running(), do: row(app, spec_of(app) || [])) ++
      for({app, spec} <- built_in(), not stopped?(app), do: row(app, spec))
  end

  defp row(app, spec) do
    {app, Keyword.get(spec, :description, ~c""), Keyword.get(spec, :vsn, ~c"")}
  end

  # The applications that run from the beginning, and those that can be started.
  defp built_in do
    [
      logger: [
        description: ~c"logger",
        vsn: ~c"1.18.4",
        applications: [:kernel, :stdlib, :elixir],
        mod: {Logger.App, []}
      ],
      elixir: [
        description: ~c"elixir",
        vsn: ~c"1.18.4",
        applications: [:kernel, :stdlib, :compiler],
        mod: {:elixir, []}
      ],
      compiler: [
        description: ~c"ERTS  CXC 138 10",
        vsn: ~c"8.2.3",
        applications: [:kernel, :stdlib]
      ],
      stdlib: [description: ~c"ERTS  CXC 138 10", vsn: ~c"4.2", applications: [:kernel]],
      kernel: [
        description: ~c"ERTS  CXC 138 10",
        vsn: ~c"8.5.3",
        applications: [],
        mod: {:kernel, []}
      ]
    ]
  end

  defp available(:ex_unit),
    do: [
      description: ~c"ex_unit",
      vsn: ~c"1.18.4",
      applications: [:kernel, :stdlib, :elixir],
      registered: [ExUnit.Server],
      mod: {ExUnit, []},
      env: [
        after_suite: [],
        assert_receive_timeout: 100,
        autorun: true,
        capture_log: false,
        colors: [],
        exclude: [],
        exit_status: 2,
        formatters: [ExUnit.CLIFormatter],
        include: [],
        max_failures: :infinity,
        rand_algorithm: :exsss,
        refute_receive_timeout: 100,
        repeat_until_failure: 0,
        slowest: 0,
        slowest_modules: 0,
        stacktrace_depth: 20,
        timeout: 60_000,
        trace: false
      ]
    ]

  defp available(app) when app in [:iex, :mix, :eex],
    do: [
      description: Atom.to_charlist(app),
      vsn: ~c"1.18.4",
      applications: [:kernel, :stdlib, :elixir]
    ]

  defp available(:telemetry),
    do: [description: ~c"telemetry", vsn: ~c"1.3.0", applications: [:kernel, :stdlib]]

  defp available(:crypto),
    do: [description: ~c"CRYPTO", vsn: ~c"5.1.2", applications: [:kernel, :stdlib]]

  defp available(_app), do: nil

  defp spec_of(app) do
    :persistent_term.get({:otpsh_app, app}, nil) || Keyword.get(built_in(), app)
  end

  defp stopped?(app), do: :persistent_term.get({:otpsh_app_stopped, app}, false)

  def get_all_key(app) do
    case spec_of(app) do
      nil -> :undefined
      spec -> {:ok, for({key, default} <- defaults(), do: {key, Keyword.get(spec, key, default)})}
    end
  end

  def get_all_key do
    case get_application() do
      {:ok, app} -> get_all_key(app)
      :undefined -> []
    end
  end

  defp defaults do
    [
      description: ~c"",
      id: ~c"",
      vsn: ~c"",
      modules: [],
      maxP: :infinity,
      maxT: :infinity,
      registered: [],
      included_applications: [],
      optional_applications: [],
      applications: [],
      env: [],
      mod: [],
      start_phases: :undefined
    ]
  end

  def get_key(app, key) do
    with {:ok, all} <- get_all_key(app), {:ok, value} <- Keyword.fetch(all, key) do
      {:ok, value}
    else
      _ -> :undefined
    end
  end

  def get_key(key) do
    case get_application() do
      {:ok, app} -> get_key(app, key)
      :undefined -> :undefined
    end
  end

  # An application has modules once it is loaded; all but ExUnit are from the
  # beginning.
  def get_application(module) when is_atom(module) do
    found =
      Enum.find_value(:persistent_term.get(), fn
        {{:otpsh_app, app}, spec} -> if module in Keyword.get(spec, :modules, []), do: app
        _ -> nil
      end)

    case found || :otpsh_library.application(module) do
      nil -> :undefined
      {:ex_unit, _version} -> if(spec_of(:ex_unit), do: {:ok, :ex_unit}, else: :undefined)
      {app, _version} -> {:ok, app}
      app -> {:ok, app}
    end
  end

  # A process is of the application whose master is its group leader.
  def get_application(pid) when is_pid(pid) do
    with {:group_leader, leader} <- :erlang.process_info(pid, :group_leader),
         app when app != nil <- :persistent_term.get({:otpsh_app_master, leader}, nil) do
      {:ok, app}
    else
      _ -> :undefined
    end
  end

  def get_application, do: get_application(self())

  # Running.

  def start(app), do: start(app, :temporary)

  def start(app, type) when type in [:temporary, :transient, :permanent] do
    cond do
      List.keymember?(running(), app, 0) ->
        {:error, {:already_started, app}}

      not stopped?(app) and Keyword.has_key?(built_in(), app) ->
        {:error, {:already_started, app}}

      true ->
        case load(app) do
          {:error, {:already_loaded, _}} -> start_spec(app, type, spec_of(app))
          :ok -> start_spec(app, type, spec_of(app))
          error -> error
        end
    end
  end

  def start(_app, type), do: {:error, {:invalid_restart_type, type}}

  defp start_spec(app, type, spec) do
    needed = Keyword.get(spec, :applications, [])

    case Enum.find(needed, &(not started?(&1))) do
      nil ->
        :gen_server.call(controller(), {:start, app, type, spec}, :infinity)

      missing ->
        {:error, {:not_started, missing}}
    end
  end

  defp started?(app) do
    List.keymember?(running(), app, 0) or
      (Keyword.has_key?(built_in(), app) and not stopped?(app))
  end

  def ensure_started(app), do: ensure_started(app, :temporary)

  def ensure_started(app, type) do
    case start(app, type) do
      {:error, {:already_started, ^app}} -> :ok
      other -> other
    end
  end

  def ensure_all_started(app), do: ensure_all_started(app, :temporary)

  def ensure_all_started(app, type) when is_atom(app) do
    case start_with_needed(app, type, []) do
      {:ok, started} -> {:ok, :lists.reverse(started)}
      error -> error
    end
  end

  def ensure_all_started(apps, type) when is_list(apps) do
    Enum.reduce_while(apps, {:ok, []}, fn app, {:ok, started} ->
      case ensure_all_started(app, type) do
        {:ok, more} -> {:cont, {:ok, started ++ more}}
        error -> {:halt, error}
      end
    end)
  end

  defp start_with_needed(app, type, started) do
    case if(started?(app), do: {:error, {:already_started, app}}, else: start(app, type)) do
      :ok ->
        {:ok, [app | started]}

      {:error, {:already_started, ^app}} ->
        {:ok, started}

      {:error, {:not_started, missing}} ->
        with {:ok, started} <- start_with_needed(missing, type, started),
             do: start_with_needed(app, type, started)

      {:error, reason} ->
        for other <- started, do: stop(other)
        {:error, {app, reason}}
    end
  end

  def stop(app) do
    case List.keymember?(running(), app, 0) do
      true ->
        :gen_server.call(controller(), {:stop, app}, :infinity)

      false ->
        case Keyword.has_key?(built_in(), app) and not stopped?(app) do
          true ->
            :persistent_term.put({:otpsh_app_stopped, app}, true)
            :ok

          false ->
            {:error, {:not_started, app}}
        end
    end
  end

  defp running do
    case :erlang.whereis(@controller) do
      :undefined -> []
      _ -> :persistent_term.get({:otpsh_apps_running}, [])
    end
  end

  defp controller do
    case :erlang.whereis(@controller) do
      :undefined ->
        case :gen_server.start({:local, @controller}, :application_controller, [], []) do
          {:ok, pid} -> pid
          {:error, {:already_started, pid}} -> pid
        end

      pid ->
        pid
    end
  end

  @doc false
  def note_running(apps), do: :persistent_term.put({:otpsh_apps_running}, apps)
end

defmodule :application_controller do
  @moduledoc false
  # Starts each application in a master process of its own, which is the parent
  # of its tree, and stops it.

  @behaviour :gen_server

  def init(_) do
    :erlang.process_flag(:trap_exit, true)

    case :erlang.whereis(:user) do
      :undefined -> :ok
      user -> :erlang.group_leader(user, self())
    end

    :application.note_running([])
    {:ok, []}
  end

  def handle_call({:start, app, type, spec}, _from, apps) do
    case start_master(app, Keyword.get(spec, :mod, []), Keyword.get(spec, :start_phases)) do
      {:ok, info} ->
        :persistent_term.erase({:otpsh_app_stopped, app})
        progress(app)
        {:reply, :ok, note([{app, Map.put(info, :type, type)} | apps])}

      {:error, reason} ->
        exited(app, type, reason)
        {:reply, {:error, reason}, apps}
    end
  end

  def handle_call({:stop, app}, _from, apps) do
    case List.keytake(apps, app, 0) do
      {{_, info}, rest} ->
        stop_master(info)
        exited(app, info.type, :stopped)
        {:reply, :ok, note(rest)}

      nil ->
        {:reply, {:error, {:not_started, app}}, apps}
    end
  end

  def handle_cast(_request, apps), do: {:noreply, apps}

  defp progress(app) do
    case :otpsh_logger.sasl?() do
      false ->
        :ok

      true ->
        :logger.info(
          %{
            label: {:application_controller, :progress},
            report: [application: app, started_at: node()]
          },
          %{domain: [:otp, :sasl], error_logger: %{tag: :info_report, type: :progress}}
        )
    end
  end

  # The root supervisor has ended by itself.
  def handle_info({:EXIT, master, reason}, apps) do
    case Enum.find(apps, fn {_, info} -> info.master == master end) do
      {app, info} ->
        :persistent_term.erase({:otpsh_app_master, master})
        ended(app, info.type, reason)
        {:noreply, note(List.keydelete(apps, app, 0))}

      nil ->
        {:noreply, apps}
    end
  end

  def handle_info(_message, apps), do: {:noreply, apps}

  defp ended(app, type, reason) do
    exited(app, type, reason)

    case type == :permanent or (type == :transient and reason != :normal) do
      true -> give_up({:application_terminated, app, reason})
      false -> :ok
    end
  end

  defp exited(app, type, reason) do
    :logger.notice(
      %{
        label: {:application_controller, :exit},
        report: [application: app, exited: reason, type: type]
      },
      %{domain: [:otp], error_logger: %{tag: :info_report, type: :std_info}}
    )
  end

  # The system ends with an application it cannot be without.
  defp give_up(reason) do
    :io.format(:standard_error, ~c"Kernel pid terminated (application_controller) (~tw)~n", [
      reason
    ])

    :erlang.halt(1)
  end

  defp note(apps) do
    :application.note_running(apps)
    apps
  end

  defp start_master(_app, [], _phases), do: {:ok, %{master: nil, pid: nil}}

  defp start_master(app, {mod, args}, phases) do
    {:ok, master} = :application_master.start_link(self(), app, mod, args, phases)

    receive do
      {:started, ^master, pid} ->
        {:ok, %{master: master, pid: pid}}

      {:failed, ^master, reason} ->
        receive do
          {:EXIT, ^master, _} -> :ok
        end

        :persistent_term.erase({:otpsh_app_master, master})
        {:error, reason}
    end
  end

  defp stop_master(%{master: nil}), do: :ok

  defp stop_master(%{master: master}) do
    send(master, {:stop, self()})

    receive do
      {:stopped, ^master} -> :ok
      {:EXIT, ^master, _} -> :ok
    end

    :persistent_term.erase({:otpsh_app_master, master})
  end

  def terminate(_reason, apps) do
    for {_, info} <- apps, do: stop_master(info)
    :ok
  end
end

defmodule :application_master do
  @moduledoc false
  # The parent of an application's tree and the group leader of its processes: by
  # that it is known which application a process is of.

  def start_link(controller, app, mod, args, phases) do
    {:ok,
     :proc_lib.spawn_link(fn ->
       :erlang.process_flag(:trap_exit, true)
       :persistent_term.put({:otpsh_app_master, self()}, app)
       leader = :erlang.group_leader()
       :erlang.group_leader(self(), self())
       master(controller, leader, {mod, args, phases})
     end)}
  end

  # The start function runs beside the master, which passes on what it writes.
  defp master(controller, leader, {mod, _, _} = what) do
    me = self()
    starter = :erlang.spawn_link(fn -> start_it_old(me, what, :normal, leader) end)

    case await_start(starter, leader) do
      {:ok, pid, state} ->
        send(controller, {:started, self(), pid})
        loop(%{controller: controller, leader: leader, mod: mod, starter: starter, state: state})

      {:error, reason} ->
        send(controller, {:failed, self(), reason})
    end
  end

  defp await_start(starter, leader) do
    receive do
      {^starter, result} ->
        result

      {:EXIT, ^starter, reason} ->
        {:error, reason}

      {:io_request, _, _, _} = request ->
        send(leader, request)
        await_start(starter, leader)
    end
  end

  # Starts the tree, then waits for its end or for the order to end it.
  @doc false
  def start_it_old(master, {mod, args, phases}, type, _leader) do
    :erlang.process_flag(:trap_exit, true)

    result =
      try do
        mod.start(type, args)
      catch
        :error, reason -> {:EXIT, {reason, __STACKTRACE__}}
        :exit, reason -> {:EXIT, reason}
        :throw, value -> value
      end

    case result do
      {:ok, pid} when is_pid(pid) ->
        started(master, pid, [], {mod, type, phases})

      {:ok, pid, state} when is_pid(pid) ->
        started(master, pid, state, {mod, type, phases})

      {:error, reason} ->
        send(master, {self(), {:error, {reason, {mod, :start, [type, args]}}}})

      other ->
        send(master, {self(), {:error, {:bad_return, {{mod, :start, [type, args]}, other}}}})
    end

    :ok
  end

  defp started(master, pid, state, what) do
    :erlang.link(pid)

    case start_phases(what) do
      :ok ->
        send(master, {self(), {:ok, pid, state}})
        watch(master, pid)

      error ->
        stop_tree(pid)
        send(master, {self(), error})
    end
  end

  defp start_phases({_mod, _type, phases}) when phases in [nil, :undefined], do: :ok

  defp start_phases({mod, type, phases}) do
    :lists.foldl(
      fn
        {phase, args}, :ok -> start_phase(mod, phase, type, args)
        _, error -> error
      end,
      :ok,
      phases
    )
  end

  defp start_phase(mod, phase, type, args) do
    try do
      mod.start_phase(phase, type, args)
    catch
      :error, reason -> {:EXIT, {reason, __STACKTRACE__}}
      :exit, reason -> {:EXIT, reason}
      :throw, value -> value
    end
    |> case do
      :ok -> :ok
      {:error, reason} -> {:error, {reason, {mod, :start_phase, [phase, type, args]}}}
      other -> {:error, {:bad_return, {{mod, :start_phase, [phase, type, args]}, other}}}
    end
  end

  defp stop_tree(pid) do
    ref = :erlang.monitor(:process, pid)
    :erlang.exit(pid, :shutdown)

    receive do
      {:DOWN, ^ref, _, _, _} -> :ok
    end
  end

  defp watch(master, pid) do
    receive do
      {:EXIT, ^pid, reason} ->
        send(master, {self(), :ended, reason})

      {^master, :terminate} ->
        stop_tree(pid)
        send(master, {self(), :stopped})

      _ ->
        watch(master, pid)
    end
  end

  defp loop(%{controller: controller, starter: starter, leader: leader} = s) do
    receive do
      {:io_request, _, _, _} = request ->
        send(leader, request)
        loop(s)

      {^starter, :ended, reason} ->
        stop(s, false)
        exit(reason)

      {:EXIT, ^controller, reason} ->
        stop(s, true)
        exit(reason)

      {:stop, from} ->
        stop(s, true)
        send(from, {:stopped, self()})

      _ ->
        loop(s)
    end
  end

  # What the callbacks of a stop write goes past the master, which is in them.
  defp stop(%{mod: mod, starter: starter, leader: leader} = s, tree?) do
    :erlang.group_leader(leader, self())

    state =
      case :erlang.function_exported(mod, :prep_stop, 1) do
        true -> mod.prep_stop(s.state)
        false -> s.state
      end

    if tree? do
      send(starter, {self(), :terminate})
      await_stop(starter, leader)
    end

    stop_callback(mod, state)
  end

  defp await_stop(starter, leader) do
    receive do
      {:io_request, _, _, _} = request ->
        send(leader, request)
        await_stop(starter, leader)

      {^starter, :stopped} ->
        :ok

      {^starter, :ended, _} ->
        :ok
    end
  end

  defp stop_callback(mod, state) do
    try do
      mod.stop(state)
    catch
      _, _ -> :ok
    end
  end
end
