# The order in which :lists.sort leaves elements that are equal and not the same.
lists = for s <- 1..400 do
  {l, _} = Enum.map_reduce(1..(rem(s, 29) + 1), s * 7919, fn _, x -> x = rem(x * 1103515245 + 12345, 2147483648); v = rem(div(x, 65536), 4) + 1; {if(rem(div(x, 1024), 2) == 1, do: v, else: v * 1.0), x} end)
  l
end
for l <- lists, do: IO.inspect({:lists.sort(l), :lists.usort(l)}, charlists: :as_lists, limit: :infinity)
