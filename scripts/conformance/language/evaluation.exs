defmodule Deep do
  def sum(0), do: 0
  def sum(n), do: n + sum(n - 1)
  def build(0), do: []
  def build(n), do: [n | build(n - 1)]
  def nest(0), do: nil
  def nest(n), do: {n, nest(n - 1)}
  def depth(nil, acc), do: acc
  def depth({_, r}, acc), do: depth(r, acc + 1)
  def even(0), do: true
  def even(n), do: odd(n - 1)
  def odd(0), do: false
  def odd(n), do: even(n - 1)
  def ack(0, n), do: n + 1
  def ack(m, 0), do: ack(m - 1, 1)
  def ack(m, n), do: ack(m - 1, ack(m, n - 1))
end
IO.inspect Deep.sum(3_000_000)
IO.inspect length(Deep.build(3_000_000))
IO.inspect Deep.depth(Deep.nest(1_000_000), 0)
IO.inspect Deep.even(5_000_001)
IO.inspect Deep.ack(2, 300)
IO.inspect Deep.nest(5)
IO.inspect (Deep.nest(1_000_000) == Deep.nest(1_000_000))
IO.inspect :erlang.phash2(Deep.nest(100_000)) |> is_integer
IO.inspect String.length(inspect(Deep.nest(2000), limit: :infinity))
IO.inspect Enum.reduce(1..1000, 1, &*/2) |> Integer.to_string() |> String.length()
IO.inspect 2 ** 200
IO.inspect -7 |> rem(3)
IO.inspect {div(-7, 2), rem(-7, 2), Integer.floor_div(-7, 2), Integer.mod(-7, 2)}
IO.inspect 12345678901234567890 * 98765432109876543210
IO.inspect div(12345678901234567890123, 1234567)
IO.inspect Bitwise.bsl(1, 100) |> Bitwise.bsr(98)
IO.inspect Bitwise.band(-1, 0xFFFF_FFFF_FFFF_FFFF_FFFF)
IO.inspect {1.0, 1.5e10, 1.0e15, 1.0e16, 1.0e22, 1.0e-5, 123456789.123, 0.1 + 0.2, 1/3, 1.0e100, -0.0, 5.0e-324, 1.7976931348623157e308, 100.0, 1.0e5, 123456.0, 0.0001, 0.00001}
IO.inspect {trunc(1.0e20), round(2.5), round(-2.5), ceil(1.1), floor(-1.1), 1.0 == 1, 1.0 === 1, 1 < 1.5}
IO.inspect {7 / 2, 6 / 2, 1.0e10 + 1, 3 * 1.0}
try do IO.inspect 1.0e308 * 10 rescue e -> IO.inspect e end
try do IO.inspect :math.sqrt(-1) rescue e -> IO.inspect e end
try do IO.inspect :math.log(0) rescue e -> IO.inspect e end
try do IO.inspect 2 ** -1 rescue e -> IO.inspect e end
IO.inspect 2 ** 0.5
IO.inspect 2.0 ** 3
IO.inspect Integer.pow(2, 100)
try do Integer.pow(2, -1) rescue e -> IO.puts Exception.message(e) end
IO.inspect [1, :a, "a", 1.0, nil, {1}, [1], %{}, self() |> is_pid, fn -> 1 end |> is_function] |> Enum.sort() |> Enum.take(6)
IO.inspect {nil < 1, 1 < :a, :a < {}, {} < %{}, %{} < [], [] < "", {1, 2} < {3}, %{a: 1} < %{b: 1}, [1, 2] < [1, 3], "a" < "b", "a" < "ab"}
IO.inspect {max(1, 1.0), min(1, 1.0), max(:a, 1), 1 == 1.0, 1 === 1.0, [1] == [1.0], %{1 => 1} == %{1.0 => 1}, {1} == {1.0}}
ev = fn n -> (IO.write("#{n} "); n) end
IO.inspect {ev.(1), [ev.(2) | ev.([3])], %{ev.(4) => ev.(5)}, ev.(6) + ev.(7) * ev.(8)}
IO.inspect ev.(1) |> Kernel.+(ev.(2))
m = %{a: 1, b: 2}
IO.inspect %{m | a: ev.(9), b: ev.(10)}
IO.inspect <<ev.(1), ev.(2)::size(ev.(16))>>
(ev.(1) == ev.(2)) |> IO.inspect()
if ev.(0) > 1 and ev.(5), do: 1
(fn a, b -> {a, b} end).(ev.(1), ev.(2)) |> IO.inspect()
{a, b} = {ev.(1), (fn -> ev.(2) end).()}
IO.inspect a + b
[x, y | z] = [ev.(1), ev.(2), ev.(3)]
IO.inspect {x, y, z}
IO.inspect (case ev.(1) do n when n > 5 -> ev.(100); _ -> ev.(200) end)
IO.inspect Enum.map([3, 2, 1], ev)
IO.inspect for i <- [ev.(1), ev.(2)], j <- [ev.(10)], ev.(i + j) > 0, do: ev.({i, j} |> elem(0))
IO.inspect struct(URI, host: ev.("h")).host
IO.inspect "#{ev.(1)}-#{ev.(2)}"
x = 5
f = fn -> x end
x = 6
IO.inspect {f.(), x}
fs = for i <- 1..3, do: fn -> i * 10 end
IO.inspect Enum.map(fs, & &1.())
add = fn a -> fn b -> fn c -> a + b + c end end end
IO.inspect add.(1).(2).(3)
fact = fn f, n -> if n == 0, do: 1, else: n * f.(f, n - 1) end
IO.inspect fact.(fact, 25)
IO.inspect (fn -> x = 10; x + 1 end).()
IO.inspect x
y_comb = fn f -> (fn x -> x.(x) end).(fn x -> f.(fn v -> x.(x).(v) end) end) end
IO.inspect y_comb.(fn self -> fn 0 -> 1; n -> n * self.(n - 1) end end).(10)
