# :queue, with its representation.
r = fn f -> try do f.() rescue e -> {e.__struct__, Exception.message(e)} end end
for n <- 0..7 do
  l = Enum.take([1,2,3,4,5,6,7], n)
  q = :queue.from_list(l)
  qi = Enum.reduce(l, :queue.new(), &:queue.in/2)
  qr = Enum.reduce(l, :queue.new(), &:queue.in_r/2)
  for q <- [q, qi, qr] do
    IO.inspect {q, :queue.len(q), :queue.to_list(q), :queue.out(q), :queue.out_r(q), :queue.peek(q), :queue.peek_r(q), :queue.reverse(q), :queue.is_empty(q)}, width: 300
    IO.inspect {r.(fn -> :queue.get(q) end), r.(fn -> :queue.get_r(q) end), r.(fn -> :queue.drop(q) end), r.(fn -> :queue.drop_r(q) end), r.(fn -> :queue.head(q) end), r.(fn -> :queue.tail(q) end), r.(fn -> :queue.last(q) end), r.(fn -> :queue.liat(q) end), r.(fn -> :queue.daeh(q) end)}, width: 300
    for k <- -1..8, do: IO.inspect r.(fn -> :queue.split(k, q) end)
    IO.inspect {:queue.filter(&(rem(&1, 2) == 0), q), :queue.filter(&[&1, &1], q), :queue.filter(fn _ -> false end, q), :queue.filtermap(&({true, &1 * 2}), q), :queue.fold(&[&1 | &2], [], q), :queue.any(&(&1 == 3), q), :queue.all(&(&1 < 9), q), :queue.member(3, q), :queue.cons(0, q), :queue.snoc(q, 0)}, width: 300
    for x <- 0..7, do: IO.inspect {:queue.delete(x, q), :queue.delete_r(x, q), :queue.delete_with(&(&1 > x), q), :queue.delete_with_r(&(&1 > x), q)}
    for m <- 0..4, do: IO.inspect :queue.join(q, :queue.from_list(Enum.take([:a, :b, :c, :d], m)))
  end
end
IO.inspect r.(fn -> :queue.in(1, :a) end)
IO.inspect r.(fn -> :queue.out(:a) end)
IO.inspect r.(fn -> :queue.from_list(:a) end)
IO.inspect r.(fn -> :queue.len(:a) end)
IO.inspect r.(fn -> :queue.to_list({1, 2}) end)
IO.inspect :queue.is_queue({1, 2})
