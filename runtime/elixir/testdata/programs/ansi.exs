# Sequences for terminals, and what is none.

r = fn f -> try do f.() rescue e -> "#{inspect e.__struct__}" end end
import IO.ANSI
for {n, f} <- [cursor: &cursor(&1, 2), cursor2: &cursor(1, &1), up: &cursor_up/1, down: &cursor_down/1, right: &cursor_right/1, left: &cursor_left/1, color: &color/1, color_b: &color_background/1, c3: &color(&1, 1, 1), c3b: &color_background(1, 1, &1)], v <- [-1, 0, 1, 5, 6, 255, 256, 1.5, nil, "x"], do: IO.inspect {n, v, r.(fn -> f.(v) end)}
for f <- [[:red, "a"], [:invalid, "a"], [:red, [:bright, "x"], "y"], ["a", :brigh, "b"], [[], ["x"], ?a], [:reset], [], "abc", [:red], [1, :red | "b"], [:clear_line, "q"], [:light_black_background]], e <- [true, false] do
  IO.inspect {f, e, r.(fn -> format(f, e) |> IO.iodata_to_binary end), r.(fn -> format_fragment(f, e) |> IO.iodata_to_binary end)}
end
try do format([:nope], true) rescue e -> IO.puts Exception.message(e) end
IO.inspect syntax_colors()
IO.inspect enabled?()
