# Demo: small actors to play with. .spawn starts them, .source shows them, and
# every line is valid on real Elixir.

defmodule Demo.Counter do
  @moduledoc "A GenServer that counts: :get, {:add, n}, and :crash."
  use GenServer

  def start_link(options), do: GenServer.start_link(__MODULE__, Keyword.get(options, :start, 0), options)

  def child_spec(options) do
    %{id: Keyword.get(options, :name, __MODULE__), start: {__MODULE__, :start_link, [options]}}
  end

  @impl true
  def init(start), do: {:ok, start}

  @impl true
  def handle_call(:get, _from, count), do: {:reply, count, count}
  def handle_call({:add, n}, _from, count), do: {:reply, count + n, count + n}
  def handle_call(:crash, _from, _count), do: raise("crashed on request")

  @impl true
  def handle_cast({:add, n}, count), do: {:noreply, count + n}
  def handle_cast(:crash, _count), do: raise("crashed on request")
end

defmodule Demo.Store do
  @moduledoc "An Agent that keeps a map: Agent.get and Agent.update work on it."
  use Agent

  def start_link(options), do: Agent.start_link(fn -> %{} end, options)

  def child_spec(options) do
    %{id: Keyword.get(options, :name, __MODULE__), start: {__MODULE__, :start_link, [options]}}
  end
end

defmodule Demo.Worker do
  @moduledoc "A task that ticks once a second until it is told to stop."
  use Task, restart: :permanent

  def start_link(options), do: Task.start_link(__MODULE__, :run, [options])

  def child_spec(options) do
    %{id: Keyword.get(options, :name, __MODULE__), start: {__MODULE__, :start_link, [options]}}
  end

  def run(options) do
    if name = options[:name], do: Process.register(self(), name)
    loop(0)
  end

  defp loop(n) do
    receive do
      :stop -> :ok
      :crash -> raise "crashed on request"
    after
      1_000 -> loop(n + 1)
    end
  end
end
