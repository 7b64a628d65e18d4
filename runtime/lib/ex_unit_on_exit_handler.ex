# ExUnit.OnExitHandler: the processes and callbacks that outlive a test.

defmodule ExUnit.OnExitHandler do
  @moduledoc false
  # What a test's process leaves behind: its supervisor and its on_exit
  # callbacks, {pid, supervisor, [{name, callback}]}, the last added first.

  @table __MODULE__
  @supervisor 2
  @callbacks 3

  def new do
    :ets.new(@table, [:public, :named_table, read_concurrency: true, write_concurrency: true])
  end

  def register(pid) do
    :ets.insert(@table, {pid, nil, []})
    :ok
  end

  def add(pid, name, callback) do
    with {:ok, callbacks} <- lookup(pid, @callbacks) do
      callbacks =
        if List.keymember?(callbacks, name, 0),
          do: List.keyreplace(callbacks, name, 0, {name, callback}),
          else: [{name, callback} | callbacks]

      true = :ets.update_element(@table, pid, {@callbacks, callbacks})
      :ok
    end
  end

  def get_supervisor(pid), do: lookup(pid, @supervisor)

  def put_supervisor(pid, sup) do
    if :ets.update_element(@table, pid, {@supervisor, sup}), do: :ok, else: :error
  end

  # No test without an ExUnit that runs.
  defp lookup(pid, position) do
    {:ok, :ets.lookup_element(@table, pid, position)}
  rescue
    ArgumentError -> :error
  end

  # Waits for the supervisor's end, then runs the callbacks one after the other
  # in a process. :ok, or the first failure as {kind, reason, stacktrace}.
  def run(pid, timeout) do
    [{^pid, sup, callbacks}] = :ets.take(@table, pid)
    failure = await_supervisor(sup, timeout)
    {runner, failure} = Enum.reduce(callbacks, {nil, failure}, &run_callback(&1, timeout, &2))
    stop(runner)
    failure || :ok
  end

  defp await_supervisor(nil, _timeout), do: nil

  defp await_supervisor(sup, timeout) do
    ref = Process.monitor(sup)

    receive do
      {:DOWN, ^ref, _, _, _} -> nil
    after
      timeout ->
        {:error, ExUnit.TimeoutError.exception(timeout: timeout, type: "supervisor shutdown"), []}
    end
  end

  defp run_callback({_name, callback}, timeout, {runner, failure}) do
    {pid, _} = runner = runner || spawn_monitor(__MODULE__, :on_exit_runner_loop, [])
    send(pid, {:run, self(), callback})
    {runner, reported} = reply(runner, timeout)
    {runner, failure || reported}
  end

  defp reply({pid, ref} = runner, timeout) do
    receive do
      {^pid, reported} ->
        {runner, reported}

      {:DOWN, ^ref, :process, ^pid, reason} ->
        {nil, {{:EXIT, pid}, reason, []}}
    after
      timeout ->
        case Process.info(pid, :current_stacktrace) do
          {:current_stacktrace, stacktrace} ->
            Process.exit(pid, :kill)

            receive do
              {:DOWN, ^ref, :process, ^pid, _} -> :ok
            end

            error = ExUnit.TimeoutError.exception(timeout: timeout, type: "on_exit callback")
            {nil, {:error, error, stacktrace}}

          nil ->
            reply(runner, timeout)
        end
    end
  end

  defp stop(nil), do: :ok

  defp stop({pid, ref}) do
    Process.exit(pid, :shutdown)

    receive do
      {:DOWN, ^ref, :process, ^pid, _} -> :ok
    end
  end

  @doc false
  def on_exit_runner_loop do
    receive do
      {:run, from, callback} ->
        send(from, {self(), exec_callback(callback)})
        on_exit_runner_loop()
    end
  end

  defp exec_callback(callback) do
    callback.()
    nil
  catch
    kind, reason -> {kind, reason, __STACKTRACE__}
  end
end

defmodule ExUnit.OnExitHandler.Supervisor do
  @moduledoc false
  # The supervisor of one test; its children see the test among their callers.

  use Supervisor

  def start_link(children) do
    Supervisor.start_link(__MODULE__, {children, [self() | Process.get(:"$callers", [])]})
  end

  @impl true
  def init({children, callers}) do
    Process.put(:"$callers", callers)
    Supervisor.init(children, strategy: :one_for_one, max_restarts: 1_000_000, max_seconds: 1)
  end
end
