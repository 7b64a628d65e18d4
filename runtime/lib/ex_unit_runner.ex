# ExUnit.Runner: runs the modules of a suite and their tests.

defmodule ExUnit.Runner do
  @moduledoc false
  # A module runs in a process, its setup_all in another that lives as long as
  # the module, each test in one of its own, its on_exit callbacks in one more.

  alias ExUnit.{EventManager, OnExitHandler, RunnerStats}

  # Runs what the server holds. `load_us` is how long loading took, if it is
  # known. Returns the counts, and what ran, for a repetition.
  def run(opts, load_us) do
    {include, exclude} = ExUnit.Filters.normalize(opts[:include], opts[:exclude])
    opts = Keyword.merge(opts, include: include, exclude: exclude)

    manager = EventManager.start()
    stats = EventManager.add_handler(manager, RunnerStats, opts)
    for formatter <- opts[:formatters], do: EventManager.add_handler(manager, formatter, opts)

    config = opts |> Map.new() |> Map.merge(%{manager: manager, stats: stats})
    :erlang.system_flag(:backtrace_depth, Keyword.fetch!(opts, :stacktrace_depth))

    begin = System.monotonic_time()
    EventManager.notify(manager, {:suite_started, opts})
    async = run_async(config, %{}, [])
    async_end = System.monotonic_time()
    sync = run_sync(config)
    now = System.monotonic_time()

    if max_failures_reached?(config), do: EventManager.notify(manager, :max_failures_reached)
    async_us = if async != [], do: microseconds(async_end - begin)
    times = %{async: async_us, load: load_us, run: microseconds(now - begin)}
    EventManager.notify(manager, {:suite_finished, times})
    counts = RunnerStats.stats(stats)
    EventManager.stop(manager)

    for callback <- Application.fetch_env!(:ex_unit, :after_suite), do: callback.(counts)
    {counts, {async, sync}}
  end

  defp microseconds(native), do: System.convert_time_unit(native, :native, :microsecond)

  # Runs asynchronous modules, :max_cases at a time, until none is left. Returns
  # them in their order.
  defp run_async(config, running, taken) do
    available = config.max_cases - map_size(running)

    cond do
      available <= 0 ->
        run_async(config, await_one(running), taken)

      groups = ExUnit.Server.take_async_modules(available) ->
        running =
          Enum.reduce(groups, running, fn {_, modules}, running ->
            spawn_modules(config, modules, true, running)
          end)

        run_async(config, running, Enum.reverse(groups, taken))

      true ->
        await_all(running)
        Enum.reverse(taken)
    end
  end

  defp run_sync(config) do
    modules = ExUnit.Server.take_sync_modules()
    for module <- modules, do: config |> spawn_modules([module], false, %{}) |> await_all()
    modules
  end

  defp await_all(running) when running == %{}, do: :ok
  defp await_all(running), do: running |> await_one() |> await_all()

  defp await_one(running) do
    receive do
      {:DOWN, ref, _, _, _} when is_map_key(running, ref) -> Map.delete(running, ref)
    end
  end

  defp spawn_modules(config, modules, async?, running) do
    if max_failures_reached?(config) do
      running
    else
      {pid, ref} =
        spawn_monitor(fn ->
          for {module, params} <- modules, do: run_module(config, module, async?, params)
        end)

      Map.put(running, ref, pid)
    end
  end

  # A module.

  defp run_module(config, module, async?, params) do
    test_module = %{module.__ex_unit__() | parameters: params}
    EventManager.module_started(config.manager, test_module)
    {to_run, left_out} = choose(config, async?, test_module.tests)
    for test <- left_out, do: tell(config, test)

    {test_module, invalid, finished} = run_module_tests(config, test_module, async?, to_run)

    invalid =
      case count_failures(config, test_module) do
        :no -> invalid
        {:reached, count} -> Enum.take(invalid, count)
        :surpassed -> nil
      end

    if invalid do
      for test <- invalid, do: tell(config, test)
      test_module = %{test_module | tests: Enum.reverse(finished, invalid)}
      EventManager.module_finished(config.manager, test_module)
    end
  end

  defp tell(config, test) do
    EventManager.notify(config.manager, {:test_started, test})
    EventManager.notify(config.manager, {:test_finished, test})
  end

  # {tests to run, tests that are excluded or skipped}
  defp choose(config, async?, tests) do
    tests = shuffle(config, tests)
    ids = config[:only_test_ids]

    {to_run, left_out} =
      for test <- tests,
          ids == nil or MapSet.member?(ids, {test.module, test.name}),
          reduce: {[], []} do
        {to_run, left_out} ->
          tags = Map.merge(test.tags, %{test: test.name, module: test.module, async: async?})

          case ExUnit.Filters.eval(config.include, config.exclude, tags, tests) do
            :ok -> {[%{test | tags: tags} | to_run], left_out}
            state -> {to_run, [%{test | state: state} | left_out]}
          end
      end

    {Enum.reverse(to_run), Enum.reverse(left_out)}
  end

  defp shuffle(%{seed: 0}, tests), do: tests

  defp shuffle(%{seed: seed, rand_algorithm: algorithm}, tests) do
    :rand.seed(algorithm, {seed, seed, seed})
    Enum.shuffle(tests)
  end

  # {module with its state, tests that setup_all made invalid, tests that ran}
  defp run_module_tests(_config, test_module, _async?, []), do: {test_module, [], []}

  defp run_module_tests(config, test_module, async?, tests) do
    %ExUnit.TestModule{name: module, tags: tags, parameters: parameters} = test_module
    context = tags |> Map.merge(parameters) |> Map.merge(%{module: module, async: async?})

    run = fn context ->
      if max_failures_reached?(config),
        do: [],
        else: run_tests(config, tests, parameters, context)
    end

    case run_setup_all(config, test_module, context, run) do
      {{:ok, finished}, test_module} ->
        {test_module, [], finished}

      {:error, test_module} ->
        {test_module, for(test <- tests, do: %{test | state: {:invalid, test_module}}), []}
    end
  end

  defp run_setup_all(_config, %{setup_all?: false} = test_module, context, run),
    do: {{:ok, run.(context)}, test_module}

  defp run_setup_all(config, test_module, context, run) do
    parent = self()
    {pid, ref} = spawn_monitor(fn -> setup_all(test_module, context, parent) end)

    {result, test_module} =
      receive do
        {^pid, :setup_all, {:ok, context}} ->
          finished = run.(context)
          leave_setup_all(pid, ref)
          {{:ok, finished}, test_module}

        {^pid, :setup_all, {:error, state}} ->
          leave_setup_all(pid, ref)
          {:error, %{test_module | state: state}}

        {:DOWN, ^ref, :process, ^pid, reason} ->
          {:error, %{test_module | state: failed({:EXIT, pid}, reason, [])}}
      end

    {result, run_on_exit(test_module, pid, timeout(config, %{}))}
  end

  # The process of setup_all: it owns what the callbacks start.
  defp setup_all(%{name: module}, context, parent) do
    OnExitHandler.register(self())

    result =
      try do
        {:ok, module.__ex_unit__(:setup_all, context)}
      catch
        kind, reason -> {:error, failed(kind, reason, prune_stacktrace(__STACKTRACE__))}
      end

    ref = Process.monitor(parent)
    send(parent, {self(), :setup_all, result})

    receive do
      {^parent, :exit} -> :ok
      {:DOWN, ^ref, _, _, _} -> :ok
    end
  end

  defp leave_setup_all(pid, ref) do
    send(pid, {self(), :exit})

    receive do
      {:DOWN, ^ref, _, _, _} -> :ok
    end
  end

  # A test.

  # The tests that ran, the last first.
  defp run_tests(config, tests, parameters, context) do
    Enum.reduce_while(tests, [], fn test, finished ->
      case run_test(config, %{test | parameters: parameters}, context) do
        {:ok, test} -> {:cont, [test | finished]}
        :max_failures_reached -> {:halt, finished}
      end
    end)
  end

  defp run_test(config, test, context) do
    EventManager.notify(config.manager, {:test_started, test})
    test = spawn_test(config, test, context)

    case count_failures(config, test) do
      :no ->
        EventManager.notify(config.manager, {:test_finished, test})
        {:ok, test}

      {:reached, 1} ->
        EventManager.notify(config.manager, {:test_finished, test})
        :max_failures_reached

      :surpassed ->
        :max_failures_reached
    end
  end

  defp spawn_test(config, test, context) do
    timeout = timeout(config, test.tags)
    {pid, ref} = spawn_test_monitor(config, test, self(), context)
    test |> await_test(pid, ref, timeout) |> run_on_exit(pid, timeout)
  end

  defp spawn_test_monitor(config, test, parent, context) do
    %{seed: seed, rand_algorithm: algorithm, capture_log: capture_log} = config

    spawn_monitor(fn ->
      OnExitHandler.register(self())
      :rand.seed(algorithm, {:erlang.phash2(test.module), :erlang.phash2(test.name), seed})
      context = context |> Map.merge(test.tags) |> Map.put(:test_pid, self())
      capture_log = Map.get(context, :capture_log, capture_log)

      {time, test} = :timer.tc(fn -> captured(capture_log, test, context) end)
      send(parent, {self(), :test_finished, %{test | time: time}})
      exit(:shutdown)
    end)
  end

  defp captured(false, test, context), do: exec_all(test, context)
  defp captured(true, test, context), do: captured([], test, context)

  defp captured(opts, test, context) do
    {test, logs} = ExUnit.CaptureLog.with_log(opts, fn -> exec_all(test, context) end)
    %{test | logs: logs}
  catch
    :exit, :noproc ->
      message =
        "could not run test, it uses @tag :capture_log" <>
          " but the :logger application is not running"

      %{test | state: failed(:error, RuntimeError.exception(message), [])}
  end

  defp exec_all(test, context) do
    context = ExUnit.TmpDir.create(context, test)

    case exec_test_setup(test, context) do
      {:ok, context} -> exec_test(test, context)
      {:error, state} -> %{test | state: state}
    end
  end

  defp exec_test_setup(test, context) do
    {:ok, test.module.__ex_unit__(:setup, context)}
  catch
    kind, reason -> {:error, failed(kind, reason, prune_stacktrace(__STACKTRACE__))}
  end

  defp exec_test(%{module: module, name: name} = test, context) do
    apply(module, name, [context])
    test
  catch
    kind, reason -> %{test | state: failed(kind, reason, prune_stacktrace(__STACKTRACE__))}
  end

  defp await_test(test, pid, ref, timeout) do
    receive do
      {^pid, :test_finished, test} ->
        Process.demonitor(ref, [:flush])
        test

      {:DOWN, ^ref, :process, ^pid, reason} ->
        %{test | state: failed({:EXIT, pid}, reason, [])}
    after
      timeout ->
        case Process.info(pid, :current_stacktrace) do
          {:current_stacktrace, stacktrace} ->
            Process.demonitor(ref, [:flush])
            Process.exit(pid, :kill)
            type = Atom.to_string(test.tags.test_type)
            error = ExUnit.TimeoutError.exception(timeout: timeout, type: type)
            %{test | state: failed(:error, error, stacktrace)}

          nil ->
            await_test(test, pid, ref, timeout)
        end
    end
  end

  # For a test as for a module; a failure counts unless there is one already.
  defp run_on_exit(test, pid, timeout) do
    case OnExitHandler.run(pid, timeout) do
      :ok ->
        test

      {kind, reason, stack} ->
        %{test | state: test.state || failed(kind, reason, prune_stacktrace(stack))}
    end
  end

  defp timeout(%{trace: true}, _tags), do: :infinity
  defp timeout(config, tags), do: Map.get(tags, :timeout, config.timeout)

  # Failures.

  defp failed(:error, %ExUnit.MultiError{errors: errors}, _stack) do
    {:failed,
     for {kind, reason, stack} <- errors do
       {kind, Exception.normalize(kind, reason, stack), prune_stacktrace(stack)}
     end}
  end

  defp failed(kind, reason, stack),
    do: {:failed, [{kind, Exception.normalize(kind, reason, stack), stack}]}

  # A person wants neither the frames of assertions nor those of the runner.
  def prune_stacktrace(stack) do
    stack
    |> Enum.take_while(fn {module, _, _, _} -> module != ExUnit.Runner end)
    |> Enum.reject(fn {module, _, _, _} -> module == ExUnit.Assertions end)
  end

  # Counts a failed test or module towards :max_failures. {:reached, n} when its
  # first n failures reach the limit.
  defp count_failures(%{max_failures: :infinity}, _test), do: :no

  defp count_failures(config, %ExUnit.TestModule{state: {:failed, _}, tests: tests}),
    do: count(config, length(tests))

  defp count_failures(config, %ExUnit.Test{state: {:failed, _}}), do: count(config, 1)

  defp count_failures(config, _test),
    do: if(max_failures_reached?(config), do: :surpassed, else: :no)

  defp count(%{max_failures: max} = config, failures) do
    before = RunnerStats.increment_failure_counter(config.stats, failures)

    cond do
      before >= max -> :surpassed
      before + failures < max -> :no
      true -> {:reached, max - before}
    end
  end

  defp max_failures_reached?(%{max_failures: :infinity}), do: false

  defp max_failures_reached?(%{max_failures: max} = config),
    do: RunnerStats.get_failure_counter(config.stats) >= max
end
