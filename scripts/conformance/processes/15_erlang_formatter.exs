# :logger_formatter, the formatter of handlers that name none
ev = fn msg, meta -> %{level: :warning, msg: msg, meta: Map.merge(%{time: 1_600_000_000_123_456, pid: self(), gl: self()}, meta)} end
f = fn c, msg, meta -> try do IO.inspect(:logger_formatter.format(ev.(msg, meta), c) |> IO.chardata_to_string) catch k, e -> IO.inspect({k, e}) end end
for c <- [%{}, %{single_line: false}, %{legacy_header: true}, %{legacy_header: true, single_line: false}, %{template: [:time, " ", :level, " ", :msg]}, %{template: ["x", [:a, :b], {:mfa, ["M:", :mfa], ["none"]}, {[:foo], ["foo"], ["nofoo"]}, :line, "\n"]}, %{max_size: 10}, %{depth: 3}, %{time_designator: ?\s, time_offset: "Z"}] do
  IO.puts(inspect(c))
  f.(c, {:string, "hello\nworld"}, %{mfa: {A, :b, 1}, line: 3, a: %{b: 1}})
  f.(c, {"fmt ~p ~ts", [{:a, "b", [1, 2, 3, 4, 5, 6]}, "x"]}, %{})
  f.(c, {:report, %{a: 1, b: "c"}}, %{})
  f.(c, {:report, [a: 1, b: "c"]}, %{})
  f.(c, {:report, %{a: 1}}, %{report_cb: fn r -> {"cb ~p", [r]} end})
  f.(c, {:report, %{a: 1}}, %{report_cb: fn r, o -> inspect({r, o}) end})
end
f.(%{}, {:string, ["io", ?d, ~c"x"]}, %{})
f.(%{}, {"bad ~p", []}, %{})
IO.inspect :logger_formatter.check_config(%{})
IO.inspect :logger_formatter.check_config(%{foo: 1})
IO.inspect :logger_formatter.check_config(%{template: 1})
IO.inspect :logger_formatter.check_config(%{depth: :x})
