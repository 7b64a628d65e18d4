defmodule T do
  defmacro boom(x) do
    quote do
      y = unquote(x)
      y + :a
    end
  end
end
defmodule S do
  import T
  def run(f) do
    f.()
    :ok
  rescue
    e ->
      for {m, fun, a, loc} <- __STACKTRACE__, m in [S, T, S.In] do
        a = if is_list(a), do: a, else: a
        IO.puts "  #{inspect m}.#{fun}/#{inspect a} #{loc[:line]}"
      end
      IO.puts inspect(e.__struct__)
  end
  def a(x) do
    x
    |> b()
    |> c()
  end
  def b(x), do: x + 1
  def c(x) do
    hd(
      x
    )
  end
  def d(x) do
    y =
      x * 2

    z = foo(
      y,
      :erlang.atom_to_list(
        y)
    )
    {z}
  end
  def foo(a, b), do: {a, b}
  def e(x) do
    r = case x do
      1 -> :one
      2 ->
        :two
    end
    r
  end
  def f(x) do
    %{
      a: 1,
      b: x.y,
      c: 2
    }
  end
  def g(x) do
    f = fn z ->
      z +
        x
    end
    {f.(:a)}
  end
  def h(x) do
    Enum.map([x], fn v ->
      v / 0
    end)
  end
  def i(x) do
    boom(x)
  end
  def j(x) do
    if x > 1 do
      raise "a"
    else
      raise ArgumentError,
        message: "b"
    end
  end
  def k(x) when x > 1, do: x
  def k(x) when is_list(x), do: x
  def l(x) do
    with {:ok, y} <- x,
         z <- y + :b do
      z
    end
  end
  def m(x) do
    cond do
      x == 1 -> 1
      x + :c -> 2
    end
  end
  def n(x) do
    try do
      b(x)
    after
      :ok
    end
  end
  def o(x) do
    {:ok, a} =
      b(x)
    a
  end
  def p(x) do
    [
      1,
      b(x),
      3
    ]
  end
  def q(x), do: "a" <> x <> "b"
  def r(x) do
    "abc #{x}
    def #{b(x)}"
  end
  def s(x) do
    x.()
  end
  def t(x) do
    x.foo(
      1)
  end
  def u(x) do
    %{x | a: 1}
  end
  def v(x) do
    <<1,
      x::8>>
  end
  def w(x) do
    x and
      true
  end
  def xx(x) do
    for y <- x,
        z = y + :q do
      z
    end
  end
  def y(x) do
    receive do
    after
      x -> 1
    end
  end
  def z(x), do: apply(__MODULE__, :b, [x])
  def aa(x), do: (apply(__MODULE__, :b, [x]); :ok)
  def ab(x) do
    Enum.reduce([1], x, fn i, acc ->
      acc.(i) end)
  end
  defmodule In do
    def ac(x), do: [S.b(x)]
  end
  def ad(x), do: In.ac(x) |> hd()
  def ae(x \\ :def), do: b(x)
  def af(x), do: [elem(x, 5)]
  def ag(x), do: [Map.fetch!(x, :q)]
  def ah(x), do: String.to_integer(x) + 1
  def ai(x), do: [b(b(x))]
  def aj(x) do
    unless x, do: :ok, else: b(:a)
  end
  def ak(x) do
    _ = &(&1 + x)
    (&(&1 + x)).(1)
  end
end
for {f, a} <- [b: :x, a: 1, a: :z, d: 1, e: 5, f: 1, f: %{}, h: 1, i: 1, j: 1, j: 2, k: 1, l: {:ok, 1}, m: 2, n: :a, o: 1, p: :a, q: 1, r: {1}, r: :a, s: 1, s: S, t: 1, t: S, u: 1, u: %{}, v: :a, w: 1, xx: 5, z: :a, aa: :a, ab: 1, ad: :a, ae: 1, af: {1}, ag: %{}, ah: "z", ai: :a, aj: 1] do
  IO.puts "#{f} #{inspect a}"
  S.run(fn -> apply(S, f, [a]); :ok end)
end
S.run(fn -> S.ae(); :ok end)
S.run(fn -> S.k(); :ok end)
S.run(fn -> S.k(1, 2); :ok end)
