# doctests of a text file: values, inspected values, errors, matches, several examples in one test
ExUnit.start(autorun: false, seed: 0, colors: [enabled: false])
defmodule FileTest do
  use ExUnit.Case
  doctest_file "doctests.md", tags: [:from_file]
  for test <- Enum.reverse(@ex_unit_tests) do
    IO.inspect({test.name, test.tags |> Map.take([:doctest, :doctest_line, :doctest_data, :from_file, :test_type]) |> Enum.sort()})
  end
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
