# Ranges that are none.
r = fn f -> IO.puts(try do inspect(f.()) rescue e -> Exception.message(e) end) end
z = 0; a = :a; f = 1.5
r.(fn -> 1..5//z end)
r.(fn -> 1..a end)
r.(fn -> 1..f//2 end)
r.(fn -> a..5//z end)
r.(fn -> 1..5//f end)
r.(fn -> Range.new(1, :a) end)
r.(fn -> Range.new(1, 5, :a) end)
r.(fn -> Range.new(1, 5, 0) end)
r.(fn -> Range.new(:a, 5, 1) end)
for s <- ["1..5//0", "1..:a", "1.5..2", "1..2//1.5", ":a..2//0", "\"a\"..2", "1..\"b\"//1", "z=1; z..:a", "z = :a; 1..z//0"], do: r.(fn -> elem(Code.eval_string(s), 0) end)
