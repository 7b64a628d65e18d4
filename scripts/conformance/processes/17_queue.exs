# :queue: every function on queues of every shape, also on what is none.
t = fn l, f -> r = try do f.() rescue e -> {e.__struct__, Exception.message(e)} catch k, e -> {k, e} end; IO.puts("#{inspect l} #{inspect(r, charlists: :as_lists)}") end
qs = for l <- [[], [1], [1, 2], [1, 2, 3], Enum.to_list(1..6)], do: :queue.from_list(l)
qs2 = qs ++ [Enum.reduce(1..5, :queue.new(), &:queue.in/2), Enum.reduce(1..5, :queue.new(), &:queue.in_r/2), {[5,4,3,2], [1]}, {[5], [1,2,3,4]}]
for q <- qs2 do
  IO.inspect q
  for f <- [:is_queue, :is_empty, :len, :to_list, :out, :out_r, :get, :get_r, :peek, :peek_r, :drop, :drop_r, :reverse, :head, :tail, :daeh, :last, :liat, :lait, :init], do: t.({f}, fn -> apply(:queue, f, [q]) end)
  for f <- [:in, :in_r, :cons, :member, :delete, :delete_r], x <- [3, 9], do: t.({f, x}, fn -> apply(:queue, f, [x, q]) end)
  t.(:snoc, fn -> :queue.snoc(q, 7) end)
  for n <- 0..7, do: t.({:split, n}, fn -> :queue.split(n, q) end)
  for q2 <- qs2, do: t.({:join, q2}, fn -> :queue.join(q, q2) end)
  t.(:filter, fn -> :queue.filter(&(rem(&1, 2) == 1), q) end)
  t.(:filter, fn -> :queue.filter(&(&1 > 3), q) end)
  t.(:filterl, fn -> :queue.filter(&[&1, &1], q) end)
  t.(:filterm, fn -> :queue.filter(fn x -> if x > 2, do: [x, x], else: x == 1 end, q) end)
  t.(:filtermap, fn -> :queue.filtermap(fn x -> if x > 2, do: {true, x * 2}, else: x == 1 end, q) end)
  t.(:fold, fn -> :queue.fold(&[&1 | &2], [], q) end)
  t.(:any, fn -> {:queue.any(&(&1 == 3), q), :queue.all(&(&1 < 4), q)} end)
  t.(:dw, fn -> :queue.delete_with(&(&1 > 2), q) end)
  t.(:dwr, fn -> :queue.delete_with_r(&(&1 > 2), q) end)
end
for f <- [:is_queue, :is_empty, :len, :to_list, :out, :out_r, :get, :get_r, :peek, :peek_r, :drop, :drop_r, :reverse, :head, :tail, :daeh, :last, :from_list], b <- [:x, {1, 2}, {[], :x}, [1 | 2]], do: t.({f, b}, fn -> apply(:queue, f, [b]) end)
for f <- [:in, :in_r, :cons, :member, :delete, :filter, :fold, :split, :any], do: t.({f}, fn -> apply(:queue, f, [1, :x]) end)
t.(:filter, fn -> :queue.filter(fn _ -> :x end, :queue.from_list([1, 2])) end)
q = Enum.reduce(1..20, :queue.new(), fn i, q -> q = :queue.in(i, q); if rem(i, 3) == 0, do: elem(:queue.out(q), 1), else: q end)
IO.inspect q, charlists: :as_lists
q = Enum.reduce(1..20, :queue.new(), fn i, q -> q = :queue.in_r(i, q); if rem(i, 4) == 0, do: elem(:queue.out_r(q), 1), else: q end)
IO.inspect q, charlists: :as_lists
IO.inspect :queue.from_list(Enum.to_list(1..11)), charlists: :as_lists
