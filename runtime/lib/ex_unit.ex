# ExUnit: tests, their configuration, and running them at the end of a program.

defmodule ExUnit do
  @moduledoc """
  Unit tests.

      ExUnit.start()

      defmodule MathTest do
        use ExUnit.Case, async: true

        test "adds" do
          assert 1 + 1 == 2
        end
      end

  The tests run when the program ends; `otpsh test` runs the files `*_test.exs`
  of a project. `ExUnit.Case` defines tests, `ExUnit.Callbacks` prepares for
  them, `ExUnit.Assertions` checks.
  """

  use Application

  @typedoc "What became of a test: `nil` when it passed, or has not run."
  @type state ::
          nil
          | {:excluded, binary}
          | {:failed, failed}
          | {:invalid, ExUnit.TestModule.t()}
          | {:skipped, binary}

  @type failed :: [{Exception.kind(), reason :: term, Exception.stacktrace()}]

  @typedoc "Counts of a suite."
  @type suite_result :: %{
          excluded: non_neg_integer,
          failures: non_neg_integer,
          skipped: non_neg_integer,
          total: non_neg_integer
        }

  @type test_id :: {module, name :: atom}

  @doc false
  def start(_type, []) do
    children = [ExUnit.Server, ExUnit.CaptureServer]
    Supervisor.start_link(children, strategy: :one_for_one, name: ExUnit.Supervisor)
  end

  @doc """
  Starts ExUnit, and runs the tests when the program ends, unless `autorun:
  false` is given. Options as for `configure/1`.
  """
  @spec start(Keyword.t()) :: :ok
  def start(options \\ []) do
    {:ok, _} = Application.ensure_all_started(:ex_unit)
    configure(options)

    if Application.fetch_env!(:ex_unit, :autorun) do
      Application.put_env(:ex_unit, :autorun, false)
      System.at_exit(&at_exit/1)
    else
      :ok
    end
  end

  # A program that failed has no tests to run.
  defp at_exit(0) do
    load_us = ExUnit.Server.modules_loaded(false)
    seed = Application.get_env(:ex_unit, :seed)
    options = fixed_configuration()
    %{failures: failures} = run_repeatedly(options, load_us, seed)

    if failures > 0 do
      System.at_exit(fn _ -> exit({:shutdown, Keyword.fetch!(options, :exit_status)}) end)
    end
  end

  defp at_exit(_status), do: :ok

  @doc """
  Configures ExUnit. Options: `:assert_receive_timeout` and
  `:refute_receive_timeout` in milliseconds, `:autorun`, `:capture_log`,
  `:colors`, `:exclude` and `:include` (filters), `:exit_status`,
  `:failures_manifest_path`, `:formatters`, `:max_cases`, `:max_failures`,
  `:only_test_ids`, `:rand_algorithm`, `:repeat_until_failure`, `:seed` (0 keeps
  the order of the files), `:slowest`, `:slowest_modules`, `:stacktrace_depth`,
  `:test_location_relative_path`, `:timeout` in milliseconds, `:trace`.
  """
  @spec configure(Keyword.t()) :: :ok
  def configure(options) when is_list(options) do
    Enum.each(options, fn {key, value} -> Application.put_env(:ex_unit, key, value) end)
  end

  @doc "ExUnit's configuration, with the values that are worked out."
  @spec configuration() :: Keyword.t()
  def configuration do
    options = Application.get_all_env(:ex_unit)
    slow? = options[:slowest] > 0 or options[:slowest_modules] > 0
    options = if slow?, do: Keyword.put(options, :trace, true), else: options

    options
    |> Keyword.put_new_lazy(:seed, fn -> rem(System.system_time(:microsecond), 1_000_000) end)
    |> Keyword.put(:max_cases, max_cases(options))
  end

  defp max_cases(options) do
    cond do
      options[:trace] -> 1
      max = options[:max_cases] -> max
      true -> System.schedulers_online() * 2
    end
  end

  # What was worked out holds for the rest of the suite.
  defp fixed_configuration do
    options = configuration()
    options |> Keyword.take([:max_cases, :seed, :trace]) |> configure()
    options
  end

  @doc "The plural of a word that names a kind of test."
  @spec plural_rule(binary) :: binary
  def plural_rule(word) when is_binary(word) do
    Map.get(Application.get_env(:ex_unit, :plural_rules, %{}), word, "#{word}s")
  end

  @doc "Sets the plural of a word."
  @spec plural_rule(binary, binary) :: :ok
  def plural_rule(word, pluralization) when is_binary(word) and is_binary(pluralization) do
    rules = Application.get_env(:ex_unit, :plural_rules, %{})
    configure(plural_rules: Map.put(rules, word, pluralization))
  end

  @doc """
  Runs the tests that were defined since the last run, and those of the modules
  given. Returns the counts.
  """
  @spec run([module()]) :: suite_result()
  def run(additional_modules \\ []) do
    for module <- additional_modules do
      if Code.ensure_loaded?(module) and function_exported?(module, :__ex_unit__, 1) do
        ExUnit.Server.add_module(module, module.__ex_unit__(:config))
      else
        raise ArgumentError, "#{inspect(module)} is not a ExUnit.Case module"
      end
    end

    _ = ExUnit.Server.modules_loaded(additional_modules != [])
    seed = Application.get_env(:ex_unit, :seed)
    run_repeatedly(fixed_configuration(), nil, seed)
  end

  @doc "Begins to run tests while modules are still loading; see `await_run/1`."
  @spec async_run() :: Task.t()
  def async_run do
    seed = Application.get_env(:ex_unit, :seed)
    options = fixed_configuration()
    Task.async(fn -> run_repeatedly(options, nil, seed) end)
  end

  @doc "Waits for the suite that `async_run/0` began; all modules are loaded."
  @spec await_run(Task.t()) :: suite_result()
  def await_run(task) do
    ExUnit.Server.modules_loaded(false)
    Task.await(task, :infinity)
  end

  @doc "Adds a function that gets the counts when a suite has run; the last added runs first."
  @spec after_suite((suite_result() -> any)) :: :ok
  def after_suite(function) when is_function(function) do
    configure(after_suite: [function | Application.fetch_env!(:ex_unit, :after_suite)])
  end

  @doc """
  The supervisor of the test that calls it, which `start_supervised/2` uses;
  `:error` outside of a test's process.
  """
  @spec fetch_test_supervisor() :: {:ok, pid()} | :error
  def fetch_test_supervisor do
    case ExUnit.OnExitHandler.get_supervisor(self()) do
      {:ok, nil} ->
        {:ok, sup} = ExUnit.OnExitHandler.Supervisor.start_link([])
        ExUnit.OnExitHandler.put_supervisor(self(), sup)
        {:ok, sup}

      other ->
        other
    end
  end

  # `seed` is what was configured before the run: without one, each repetition
  # gets a new one.
  defp run_repeatedly(options, load_us, seed) do
    repeat(options, load_us, seed, Keyword.fetch!(options, :repeat_until_failure))
  end

  defp repeat(options, load_us, seed, times) do
    case ExUnit.Runner.run(options, load_us) do
      {%{failures: 0}, {async, sync}} when times > 0 and (async != [] or sync != []) ->
        ExUnit.Server.restore_modules(async, sync)
        if seed == nil, do: Application.delete_env(:ex_unit, :seed)
        repeat(fixed_configuration(), load_us, seed, times - 1)

      {stats, _} ->
        stats
    end
  end
end

defmodule ExUnit.Test do
  @moduledoc """
  A test: `name`, `module`, `state` (`t:ExUnit.state/0`), `time` in
  microseconds, `tags`, `logs` (what was captured), `parameters`.
  """

  defstruct [:name, :case, :module, :state, time: 0, tags: %{}, logs: "", parameters: %{}]

  @type t :: %__MODULE__{
          name: atom,
          case: module,
          module: module,
          state: ExUnit.state(),
          time: non_neg_integer,
          tags: map,
          logs: String.t()
        }
end

defmodule ExUnit.TestModule do
  @moduledoc """
  A module of tests: `file`, `name`, `parameters`, `setup_all?` (whether it has
  such callbacks), `state` (`t:ExUnit.state/0`), `tags`, `tests`.
  """

  defstruct [:file, :name, :setup_all?, :state, parameters: %{}, tags: %{}, tests: []]

  @type t :: %__MODULE__{
          file: binary(),
          name: module,
          parameters: map(),
          setup_all?: boolean(),
          state: ExUnit.state(),
          tags: map,
          tests: [ExUnit.Test.t()]
        }
end

defmodule ExUnit.TestCase do
  @moduledoc false
  # What formatters of old receive in the place of ExUnit.TestModule.
  defstruct [:name, :state, tests: []]

  @type t :: %__MODULE__{name: module, state: ExUnit.state(), tests: [ExUnit.Test.t()]}
end

defmodule ExUnit.TimeoutError do
  @moduledoc "The failure of a test that ran too long."

  @type t :: %__MODULE__{timeout: non_neg_integer, type: String.t()}

  defexception [:timeout, :type]

  @impl true
  def message(%{timeout: timeout, type: type}) do
    """
    #{type} timed out after #{timeout}ms. You can change the timeout:

      1. per test by setting "@tag timeout: x" (accepts :infinity)
      2. per test module by setting "@moduletag timeout: x" (accepts :infinity)
      3. globally via "ExUnit.start(timeout: x)" configuration
      4. by running "mix test --timeout x" which sets timeout
      5. or by running "mix test --trace" which sets timeout to infinity
         (useful when using IEx.pry/0)

    where "x" is the timeout given as integer in milliseconds (defaults to 60_000).
    """
  end
end
