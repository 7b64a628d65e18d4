# what a suite prints of failing tests of each kind, without colours
ExUnit.start(autorun: false, seed: 0, colors: [enabled: false])
Logger.configure(level: :none)
defmodule Boom do
  use GenServer
  def start_link(a), do: GenServer.start_link(__MODULE__, a)
  def init(:bad), do: {:stop, :bad_init}
  def init(a), do: {:ok, a}
  def handle_call({:fc, x}, _, s) when is_atom(x), do: {:reply, x, s}
  def handle_call(:raise, _, _), do: raise ArgumentError, "in server"
end
defmodule Helper do
  def only(:a), do: :b
  def fail(x), do: raise "helper #{x}"
end
defmodule FailTest do
  use ExUnit.Case
  test "ok", do: assert true
  test "eq" do
    x = 1
    assert x + 1 == 3
  end
  test "lists", do: assert [1, 2, 3] == [1, :b, 3]
  test "maps", do: assert %{a: 1, b: %{c: 2}} == %{a: 1, b: %{c: 3}, d: 4}
  test "strings", do: assert "hello world" == "hello there\nnew line"
  test "match" do
    assert {:ok, x} = {:error, :enoent}
    assert x
  end
  test "match pin" do
    y = 5
    assert {:ok, ^y} = {:ok, 6}
  end
  test "match?" do
    assert match?({:ok, x} when x > 3, {:ok, 2})
  end
  test "refute match?", do: refute match?({:ok, _}, {:ok, 2})
  test "fn call", do: assert String.starts_with?(String.upcase("abc"), "x")
  test "raise in helper", do: Helper.fail(:x)
  test "function clause", do: Helper.only(:c)
  test "undefined", do: Nope.nope(1)
  test "throw", do: throw(:it)
  test "exit", do: exit(:why)
  test "exit call" do
    GenServer.call(:not_there, :x)
  end
  test "server raise" do
    {:ok, p} = GenServer.start(Boom, 1)
    GenServer.call(p, :raise)
  end
  test "server fc linked" do
    pid = start_supervised!({Boom, 1})
    GenServer.call(pid, {:fc, 2})
  end
  test "start fail", do: start_supervised!({Boom, :bad})
  test "linked raise" do
    spawn_link(fn -> raise "linked" end)
    Process.sleep(500)
  end
  test "linked assertion" do
    spawn_link(fn -> assert 1 == 2 end)
    Process.sleep(500)
  end
  test "task" do
    Task.await(Task.async(fn -> raise "task" end))
  end
  test "mailbox" do
    send(self(), {:a, 1})
    send(self(), %{b: 2})
    assert_receive {:b, _}, 10
  end
  test "multi" do
    raise ExUnit.MultiError, errors: [{:error, RuntimeError.exception("a"), []}, {:error, %ExUnit.AssertionError{message: "bb"}, []}]
  end
  test "long list", do: assert Enum.to_list(1..40) == Enum.to_list(2..45)
  test "multi line message", do: flunk("one\n\ntwo\nthree\n")
  @tag :skip
  test "sk", do: 1
  test "todo"
  test "on exit fails" do
    on_exit(fn -> raise "in on_exit" end)
    :ok
  end
  test "wrong msg", do: assert_raise RuntimeError, "a", fn -> raise "b" end
  test "wrong exc", do: assert_raise RuntimeError, fn -> raise ArgumentError, "b" end
  test "in", do: assert 3 in [1,2]
  test "doc", do: assert_in_delta 1, 2, 0.5
  test "nil match", do: assert x = Process.get(:no)
  @tag timeout: 50
  test "timeout" do
    Process.sleep(:infinity)
  end
end
defmodule AllTest do
  use ExUnit.Case
  setup_all do
    raise "all"
  end
  test "a", do: 1
  test "b", do: 1
end
defmodule AllExitTest do
  use ExUnit.Case
  setup_all do
    on_exit(fn -> raise "late" end)
    :ok
  end
  test "a", do: 1
  test "b", do: 1
end
defmodule SetupTest do
  use ExUnit.Case
  setup do
    raise "setup"
  end
  describe "d" do
    setup :foo
    test "a", do: 1
  end
  test "b", do: 1
  defp foo(_), do: :ok
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
