defmodule MyApp.Counter do
  use GenServer

  # Client API (public interface)
  def start_link(_opts) do
    GenServer.start_link(__MODULE__, 0, name: __MODULE__)
  end

  def get_count do
    GenServer.call(__MODULE__, :get_count)
  end

  def increment do
    GenServer.cast(__MODULE__, :increment)
  end

  def increment_by(amount) do
    GenServer.call(__MODULE__, {:increment_by, amount})
  end

  # Server Callbacks (private implementation)
  @impl true
  def init(initial_value) do
    {:ok, initial_value}
  end

  @impl true
  def handle_call(:get_count, _from, count) do
    {:reply, count, count}
  end

  @impl true
  def handle_call({:increment_by, amount}, _from, count) do
    new_count = count + amount
    {:reply, new_count, new_count}
  end

  @impl true
  def handle_cast(:increment, count) do
    {:noreply, count + 1}
  end
end

defmodule MyApp.Supervisor do
  use Supervisor

  def start_link(opts) do
    Supervisor.start_link(__MODULE__, opts, name: __MODULE__)
  end

  @impl true
  def init(_opts) do
    # If one child crashes, restart only that child
    Supervisor.init([MyApp.Counter], strategy: :one_for_one)
  end
end
