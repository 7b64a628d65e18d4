# With auto_shutdown: :all_significant, a significant child whose restart has
# failed and is tried again counts as one that runs.
Logger.configure(level: :none)
Process.flag(:trap_exit, true)

defmodule Flaky do
  use GenServer
  def start_link(name), do: GenServer.start_link(__MODULE__, name, name: name)

  def init(name) do
    if :persistent_term.get({:fails, name}, false) do
      Process.sleep(5)
      {:stop, :not_ready}
    else
      {:ok, name}
    end
  end
end

child = fn name ->
  %{id: name, start: {Flaky, :start_link, [name]}, restart: :transient, significant: true}
end

options = [strategy: :one_for_one, auto_shutdown: :all_significant, max_restarts: 10_000]
{:ok, sup} = Supervisor.start_link([child.(:a), child.(:b)], options)

:persistent_term.put({:fails, :a}, true)
Process.exit(Process.whereis(:a), :kill)
runs = fn -> for {id, pid, _, _} <- Supervisor.which_children(sup), do: {id, is_pid(pid)} end
wait = fn wait, a -> if runs.()[:a] != a, do: Process.sleep(1) && wait.(wait, a) end
wait.(wait, false)
IO.inspect(runs.(), label: "a waits")
GenServer.stop(:b)
IO.inspect(runs.(), label: "b ended")

:persistent_term.put({:fails, :a}, false)
wait.(wait, true)
IO.inspect(runs.(), label: "a is back")
GenServer.stop(:a)

receive do
  {:EXIT, ^sup, reason} -> IO.inspect(reason, label: "all ended")
after
  5000 -> IO.puts("it goes on")
end
