# ExUnit.EventManager, ExUnit.RunnerStats: who hears of a suite's events, and the counts.

defmodule ExUnit.EventManager do
  @moduledoc false
  # Formatters are GenServers that get each event as a cast. One that crashes
  # hears nothing more; the suite goes on.

  # A reference to the supervisor of the handlers.
  def start do
    {:ok, sup} = DynamicSupervisor.start_link(strategy: :one_for_one)
    sup
  end

  def add_handler(sup, handler, opts) do
    spec = %{
      id: GenServer,
      start: {GenServer, :start_link, [handler, opts]},
      restart: :temporary
    }

    case DynamicSupervisor.start_child(sup, spec) do
      {:ok, pid} -> pid
      _ -> nil
    end
  end

  # Returns when all handlers have dealt with what they were told.
  def stop(sup) do
    for pid <- handlers(sup), do: GenServer.stop(pid, :normal, :infinity)
    DynamicSupervisor.stop(sup)
  end

  def module_started(sup, test_module) do
    notify(sup, {:case_started, Map.put(test_module, :__struct__, ExUnit.TestCase)})
    notify(sup, {:module_started, test_module})
  end

  def module_finished(sup, test_module) do
    notify(sup, {:case_finished, Map.put(test_module, :__struct__, ExUnit.TestCase)})
    notify(sup, {:module_finished, test_module})
  end

  def notify(sup, event) do
    for pid <- handlers(sup), do: GenServer.cast(pid, event)
    :ok
  end

  defp handlers(sup) do
    for {_, pid, _, _} when is_pid(pid) <- DynamicSupervisor.which_children(sup), do: pid
  end
end

defmodule ExUnit.RunnerStats do
  @moduledoc false
  # Counts tests by their outcome, and keeps the manifest of failures.

  use GenServer
  alias ExUnit.FailuresManifest

  def stats(pid), do: GenServer.call(pid, :stats, :infinity)

  # Failures that count towards :max_failures.
  def get_failure_counter(pid), do: GenServer.call(pid, :get_failure_counter, :infinity)

  # The counter before it was raised.
  def increment_failure_counter(pid, count),
    do: GenServer.call(pid, {:increment_failure_counter, count}, :infinity)

  @impl true
  def init(opts) do
    {:ok,
     %{
       counts: %{total: 0, failures: 0, skipped: 0, excluded: 0},
       path: opts[:failures_manifest_path],
       manifest: FailuresManifest.new(),
       failure_counter: 0
     }}
  end

  @impl true
  def handle_call(:stats, _from, state), do: {:reply, state.counts, state}

  def handle_call(:get_failure_counter, _from, state),
    do: {:reply, state.failure_counter, state}

  def handle_call({:increment_failure_counter, count}, _from, state),
    do: {:reply, state.failure_counter, Map.update!(state, :failure_counter, &(&1 + count))}

  @impl true
  def handle_cast({:test_finished, test}, state) do
    counts = Map.update!(state.counts, :total, &(&1 + 1))

    counts =
      case outcome(test.state) do
        nil -> counts
        outcome -> Map.update!(counts, outcome, &(&1 + 1))
      end

    {:noreply,
     %{state | counts: counts, manifest: FailuresManifest.put_test(state.manifest, test)}}
  end

  # Tests that passed fail with their module, by an on_exit of its setup_all.
  def handle_cast({:module_finished, %{state: {:failed, _}, tests: tests}}, state) do
    passed = Enum.filter(tests, &(&1.state == nil))
    counts = Map.update!(state.counts, :failures, &(&1 + length(passed)))
    manifest = Enum.reduce(passed, state.manifest, &FailuresManifest.put_test(&2, &1))
    {:noreply, %{state | counts: counts, manifest: manifest}}
  end

  def handle_cast({:suite_started, _opts}, %{path: path} = state) when is_binary(path),
    do: {:noreply, %{state | manifest: FailuresManifest.read(path)}}

  def handle_cast({:suite_finished, _times}, %{path: path} = state) when is_binary(path) do
    FailuresManifest.write!(state.manifest, path)
    {:noreply, state}
  end

  def handle_cast(_event, state), do: {:noreply, state}

  defp outcome(nil), do: nil
  defp outcome({:skipped, _}), do: :skipped
  defp outcome({:excluded, _}), do: :excluded
  defp outcome({outcome, _}) when outcome in [:failed, :invalid], do: :failures
end

defmodule ExUnit.FailuresManifest do
  @moduledoc false
  # The tests that failed, as {module, name} => file, kept in a file between runs.

  @version 1

  def new, do: %{}

  def put_test(manifest, %ExUnit.Test{state: {state, _}}) when state in [:skipped, :excluded],
    do: manifest

  def put_test(manifest, %ExUnit.Test{state: nil} = test), do: Map.delete(manifest, id(test))
  def put_test(manifest, %ExUnit.Test{} = test), do: Map.put(manifest, id(test), test.tags.file)

  defp id(test), do: {test.module, test.name}

  # {files with failures, failures} of the last run; :all when everything counts
  # as failed.
  def info(path) do
    case load(path) do
      :all -> :all
      manifest -> {MapSet.new(Map.values(manifest)), MapSet.new(Map.keys(manifest))}
    end
  end

  def read(path) do
    case load(path) do
      :all -> new()
      manifest -> manifest
    end
  end

  def write!(manifest, path) do
    there? = manifest |> Map.values() |> Enum.uniq() |> Map.new(&{&1, File.regular?(&1)})
    store!(path, Map.filter(manifest, fn {id, file} -> there?[file] and not removed?(id) end))
  end

  def fail_all!(path), do: store!(path, :all)

  # The module was loaded without the test.
  defp removed?({module, name}),
    do: Code.loaded?(module) and not function_exported?(module, name, 1)

  defp store!(path, manifest) do
    File.mkdir_p!(Path.dirname(path))
    File.write!(path, :erlang.term_to_binary({@version, manifest}))
  end

  defp load(path) do
    with {:ok, binary} <- File.read(path),
         {@version, manifest} when manifest == :all or is_map(manifest) <- decode(binary) do
      manifest
    else
      _ -> new()
    end
  end

  defp decode(binary) do
    :erlang.binary_to_term(binary)
  rescue
    ArgumentError -> nil
  end
end
