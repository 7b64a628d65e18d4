# ExUnit.start/1 alone runs the tests when the program ends; what else was asked
# for at the exit runs in its turn, the last first.
defmodule Tell do
  use GenServer
  def init(_), do: {:ok, nil}

  def handle_cast({:test_finished, t}, s) do
    IO.puts("#{t.name}: #{if t.state, do: "failed", else: "passed"}")
    {:noreply, s}
  end

  def handle_cast(_, s), do: {:noreply, s}
end

System.at_exit(fn code -> IO.puts("before the tests were asked for: #{code}") end)
ExUnit.start(seed: 0, formatters: [Tell])
System.at_exit(fn code -> IO.puts("after: #{code}") end)

defmodule AutorunTest do
  use ExUnit.Case
  test "one", do: assert(1 + 1 == 2)
  test "two", do: assert(1 + 2 == 3)
end

IO.puts("the program is at its end")
