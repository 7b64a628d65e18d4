# The document's connection pool (block 2), mended: 1,000 clients crash while
# they hold a connection or wait for one, and none is lost or handed out twice.
Logger.configure(level: :none)

defmodule MyApp.ConnectionPool do
  use GenServer

  def start_link(opts), do: GenServer.start_link(__MODULE__, opts, name: __MODULE__)
  def checkout, do: GenServer.call(__MODULE__, :checkout)
  def checkin(connection), do: GenServer.cast(__MODULE__, {:checkin, self(), connection})
  def state, do: :sys.get_state(__MODULE__)

  @impl true
  def init(opts) do
    pool_size = Keyword.get(opts, :pool_size, 10)
    {:ok, %{available: Enum.map(1..pool_size, &create_connection/1), in_use: []}}
  end

  @impl true
  # from is {pid, tag}: the pid is who is monitored.
  def handle_call(:checkout, {pid, _tag}, %{available: [conn | rest]} = state) do
    ref = Process.monitor(pid)
    {:reply, {:ok, conn}, %{state | available: rest, in_use: [{conn, pid, ref} | state.in_use]}}
  end

  def handle_call(:checkout, _from, %{available: []} = state) do
    {:reply, {:error, :no_connections}, state}
  end

  # Only who has a connection can give it back, and only once.
  @impl true
  def handle_cast({:checkin, pid, conn}, state) do
    {:noreply, release(state, &match?({^conn, ^pid, _}, &1))}
  end

  # Whoever dies gives back what it had: without this, the pool leaks.
  @impl true
  def handle_info({:DOWN, ref, :process, _pid, _reason}, state) do
    {:noreply, release(state, &match?({_, _, ^ref}, &1))}
  end

  defp release(state, mine?) do
    {back, in_use} = Enum.split_with(state.in_use, mine?)
    for {_, _, ref} <- back, do: Process.demonitor(ref, [:flush])
    %{state | available: Enum.map(back, &elem(&1, 0)) ++ state.available, in_use: in_use}
  end

  defp create_connection(n), do: {:connection, n}
end

defmodule Client do
  # Takes a connection and notes it: two living holders of one are a fault.
  def checkout do
    case MyApp.ConnectionPool.checkout() do
      {:ok, conn} ->
        with [{_, other}] <- :ets.lookup(:holders, conn),
             true <- other != self() and Process.alive?(other),
             do: :ets.update_counter(:holders, :shared, 1)

        :ets.insert(:holders, {conn, self()})
        conn

      {:error, :no_connections} ->
        :erlang.yield()
        checkout()
    end
  end

  def give_back(conn) do
    :ets.delete_object(:holders, {conn, self()})
    MyApp.ConnectionPool.checkin(conn)
  end

  def run(0), do: checkout() && raise("a crash")
  def run(1), do: checkout() && exit(:gone)
  def run(2), do: checkout() && Process.exit(self(), :kill)

  # Two at once, if there is another.
  def run(3), do: {checkout(), MyApp.ConnectionPool.checkout()} |> elem(2)

  # Given back twice, and then a crash: nothing is given back for others.
  def run(4) do
    conn = checkout()
    give_back(conn)
    give_back(conn)
    throw(:away)
  end

  # Killed by another, while it waits for the reply, holds, or has not begun.
  def run(5) do
    {victim, ref} = spawn_monitor(fn -> checkout() && Process.sleep(:infinity) end)
    for _ <- 1..:rand.uniform(40), do: :erlang.yield()
    Process.exit(victim, :kill)
    receive do {:DOWN, ^ref, _, _, _} -> exit(:gone) end
  end

  # The reply is for a process that is dead already.
  def run(6) do
    send(MyApp.ConnectionPool, {:"$gen_call", {spawn(fn -> :ok end), make_ref()}, :checkout})
    exit(:gone)
  end
end

:ets.new(:holders, [:named_table, :public])
:ets.insert(:holders, {:shared, 0})
{:ok, pool} = MyApp.ConnectionPool.start_link(pool_size: 10)

1..1_000
|> Enum.map(fn n -> spawn_monitor(fn -> Client.run(rem(n, 7)) end) end)
|> Enum.each(fn {_, ref} -> receive do {:DOWN, ^ref, _, _, _} -> :ok end end)

# The pool has heard of every death when nothing is in use any more.
settled = fn settled ->
  case MyApp.ConnectionPool.state() do
    %{in_use: []} = state -> state
    _ -> Process.sleep(1) && settled.(settled)
  end
end

state = settled.(settled)
IO.inspect(Enum.sort(state.available), label: "available")
IO.inspect(state.in_use, label: "in use")
IO.inspect(:ets.lookup(:holders, :shared), label: "held by two")
IO.inspect(Process.info(pool, :monitors), label: "monitors")
IO.inspect(Process.info(pool, :message_queue_len), label: "left in the mailbox")

# And it still serves.
conns = for _ <- 1..10, do: Client.checkout()
IO.inspect(conns |> Enum.uniq() |> length(), label: "checked out")
IO.inspect(MyApp.ConnectionPool.checkout(), label: "one more")
