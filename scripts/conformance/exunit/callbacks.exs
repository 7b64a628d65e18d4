# setup, on_exit and supervised processes: their order, their failures, what they return
ExUnit.start(autorun: false, seed: 0, colors: [enabled: false])
Logger.configure(level: :none)

defmodule Note do
  def start, do: Agent.start_link(fn -> [] end, name: __MODULE__)
  def down(term), do: Agent.update(__MODULE__, &[term | &1])
  def all, do: Agent.get_and_update(__MODULE__, &{Enum.reverse(&1), []})
end

{:ok, _} = Note.start()

defmodule Steps do
  def step(context), do: (Note.down({:other_module, context.test}); %{step: 1})
end

defmodule OrderTest do
  use ExUnit.Case
  setup_all do
    Note.down(:setup_all)
    on_exit(fn -> Note.down(:setup_all_exit) end)
    start_supervised!({Agent, fn -> :shared end}, id: :shared)
    {:ok, %{one: 1}}
  end
  setup_all :second
  setup_all %{two: two}, do: [three: two + 1]
  setup {Steps, :step}
  setup [:local, {Steps, :step}]
  setup context do
    on_exit(fn -> Note.down({:exit_of_setup, context.test}) end)
  end
  defp second(context), do: [two: context.one + 1]
  defp local(context), do: (Note.down({:local, context.step}); :ok)

  test "context", context do
    Note.down(context |> Map.drop([:file, :test_pid]) |> Enum.sort())
  end
  test "on_exit" do
    on_exit(fn -> Note.down(:first) end)
    on_exit(:named, fn -> Note.down(:replaced) end)
    on_exit(:named, fn -> Note.down(:named) end)
    on_exit(fn -> Note.down(:last) end)
  end
  test "supervised" do
    pid = start_supervised!({Agent, fn -> 1 end})
    on_exit(fn -> Note.down({:alive, Process.alive?(pid)}) end)
    {:ok, _} = start_supervised(%{id: :b, start: {Agent, :start_link, [fn -> 2 end]}})
    Note.down(elem(start_supervised({Agent, fn -> 1 end}), 0))
    {:ok, supervisor} = ExUnit.fetch_test_supervisor()
    Note.down(Supervisor.count_children(supervisor))
    Note.down(stop_supervised(Agent))
    Note.down(stop_supervised(Agent))
    Note.down(catch_error(stop_supervised!(:zz)))
    Process.exit(Process.whereis(__MODULE__) || start_supervised!({Agent, fn -> 3 end}), :kill)
    linked = start_link_supervised!({Agent, fn -> 1 end}, id: :linked)
    Note.down(linked in elem(Process.info(self(), :links), 1))
    Note.down(stop_supervised(:linked))
  end
  test "callers" do
    start_supervised!({Task, fn -> Note.down({:callers, length(Process.get(:"$callers"))}) end})
    Process.sleep(50)
  end
  test "elsewhere" do
    for f <- [fn -> on_exit(fn -> 1 end) end, fn -> start_supervised(Agent) end, fn -> stop_supervised(Agent) end] do
      Note.down(Task.await(Task.async(fn -> catch_error(f.()) end)))
    end
    Note.down(Task.await(Task.async(fn -> ExUnit.fetch_test_supervisor() end)))
  end
  test "random", do: Note.down(for _ <- 1..5, do: :rand.uniform(100))
  describe "inner" do
    setup do: Note.down(:inner_setup)
    setup :local
    test "one", c, do: Note.down({c.describe, c.line, c.describe_line})
  end
end

defmodule FailTest do
  use ExUnit.Case
  test "no module", do: start_supervised!(:no_such_module)
  test "undefined", do: start_supervised!(%{id: :b, start: {Nope, :start_link, []}})
  test "returns an atom", do: start_supervised!(%{id: :b, start: {Function, :identity, [:err]}})
  test "returns an error", do: start_supervised!(%{id: :b, start: {Function, :identity, [{:error, :why}]}})
  test "bad spec", do: start_supervised!(%{id: :b})
  test "on_exit exits", do: on_exit(fn -> exit(:foo) end)
  test "on_exit is killed", do: on_exit(fn -> Process.exit(self(), :kill) end)
  test "on_exit raises, others run" do
    on_exit(fn -> Note.down(:still_run) end)
    on_exit(fn -> raise "second" end)
    on_exit(fn -> raise "first" end)
  end
  test "test and on_exit raise" do
    on_exit(fn -> raise "in on_exit" end)
    raise "in test"
  end
  @tag timeout: 30
  test "on_exit takes too long", do: on_exit(fn -> Process.sleep(:infinity) end)
  @tag :capture_log
  test "logs" do
    require Logger
    Logger.error("not shown at this level")
  end
end

defmodule SetupAllTest do
  use ExUnit.Case
  setup_all do
    on_exit(fn -> raise "on_exit of setup_all" end)
    spawn_link(fn -> exit(:linked) end)
    Process.sleep(:infinity)
  end
  test "never", do: :ok
end

defmodule SetupAllOddTest do
  use ExUnit.Case
  setup_all do: :odd
  test "never", do: :ok
end

out = ExUnit.CaptureIO.capture_io(fn -> IO.puts("run: #{inspect(ExUnit.run())}") end)
masks = [
  {~r/#PID<[\d.]+>/, "#PID<>"},
  {~r/#Reference<[\d.]+>/, "#Reference<>"},
  {~r/Finished in .*/, "Finished"},
  {~r/max_cases: \d+/, "max_cases: N"},
  {~r/\([\d.]+ms\)/, "(ms)"},
  {~r/(\w+\.(ex|erl)):\d+/, "\\1:LINE"},
  {~r/\d\d:\d\d:\d\d\.\d\d\d/, "TIME"}
]
IO.puts(Enum.reduce(masks, out, fn {regex, mask}, out -> Regex.replace(regex, out, mask) end))
for note <- Note.all(), do: IO.inspect(note)
