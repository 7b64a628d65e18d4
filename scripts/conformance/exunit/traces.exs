# a frame of ExUnit names its application once that is loaded
import ExUnit.Assertions
show = fn ->
  try do
    assert_raise ArgumentError, fn -> raise "x" end
  rescue
    ExUnit.AssertionError ->
      trace = Exception.format_stacktrace(__STACKTRACE__)
      IO.puts(trace |> String.split("\n") |> Enum.at(1) |> String.replace(~r/:\d+/, ":LINE"))
  end
end
show.()
Application.load(:ex_unit)
show.()
