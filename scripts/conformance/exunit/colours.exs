# what a suite prints with colours and trace: differences, tags, parameters, describe blocks
ExUnit.start(autorun: false, seed: 0, colors: [enabled: true], exclude: [:slow, os: "win"], trace: true)
Logger.configure(level: :none)
defmodule CTest do
  use ExUnit.Case
  test "ok", do: assert true
  test "eq", do: assert %{a: 1, b: "hello"} == %{a: 2, b: "hallo"}
  test "ws", do: assert "a  b" == "a b"
  test "match", do: assert {:ok, [1, x]} = {:ok, [2, 3]}
  test "mult", do: flunk("a\nb")
  @tag :slow
  test "slow", do: 1
  @tag os: "win"
  test "win", do: 1
  @tag skip: "why not"
  test "sk", do: 1
  @tag :capture_log
  test "log ok" do
    require Logger
    Logger.error("loud")
  end
  test "raise", do: raise ArgumentError, "arg"
  test "receive" do
    send self(), {:m, 1}
    assert_receive {:m, 2}, 1
  end
  test "args", do: assert Enum.empty?(Enum.map([1], & &1))
  describe "group of" do
    test "things", do: :ok
    test "with
    newline", do: :ok
  end
end
defmodule PTest do
  use ExUnit.Case, async: true, parameterize: [%{x: 1}, %{x: 2}]
  test "p", %{x: x}, do: assert x == 1
end
defmodule QTest do
  use ExUnit.Case, async: true
  setup_all do: {:ok, a: 1}
  setup_all :boom
  def boom(_), do: flunk("boom")
  test "q", do: 1
  test "r", do: 1
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
