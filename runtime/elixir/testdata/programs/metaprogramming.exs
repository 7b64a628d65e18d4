# Macros that make functions, hygiene, hooks, generated code, guards, dbg.
defmodule Router do
  defmacro __using__(opts) do
    quote bind_quoted: [opts: opts] do
      import Router, only: [get: 2, scope: 2]
      @prefix Keyword.get(opts, :prefix, "/")
      Module.register_attribute(__MODULE__, :routes, accumulate: true)
      @before_compile Router
    end
  end
  defmacro get(path, do: block) do
    name = :"route_#{:erlang.phash2(path)}"
    quote do
      @routes {unquote(path), unquote(name)}
      def unquote(name)(var!(params)) do
        _ = var!(params)
        unquote(block)
      end
    end
  end
  defmacro scope(prefix, do: {:__block__, _, exprs}) do
    Enum.map(exprs, fn {:get, m, [p, b]} -> {:get, m, [prefix <> p, b]} end)
  end
  defmacro __before_compile__(env) do
    routes = Module.get_attribute(env.module, :routes) |> Enum.reverse()
    clauses = for {p, n} <- routes do
      quote do
        def call(unquote(p), params), do: unquote(n)(params)
      end
    end
    quote do
      unquote(clauses)
      def call(p, _), do: {:error, p, @prefix}
      def routes, do: unquote(Macro.escape(routes |> Enum.map(&elem(&1, 0))))
    end
  end
end
defmodule App do
  use Router, prefix: "/api"
  get "/a" do
    {:a, params[:x]}
  end
  scope "/s" do
    get "/b", do: :b
    get "/c", do: {:c, params}
  end
end
IO.inspect App.call("/a", x: 1)
IO.inspect App.call("/s/c", 5)
IO.inspect App.call("/zz", 5)
IO.inspect App.routes
defmodule Hyg do
  defmacro set, do: quote(do: x = 1)
  defmacro set!, do: quote(do: var!(x) = 2)
  defmacro swap(a, b), do: quote(do: {unquote(b), unquote(a)})
  defmacro twice(e), do: quote(do: (a = unquote(e); a + a))
  defmacro with_ctx(name), do: {name, [], __CALLER__.module}
  defmacro counter do
    n = Macro.unique_var(:n, __MODULE__)
    quote do: (unquote(n) = 10; unquote(n) + 1)
  end
  defmacro nested do
    quote do
      y = 1
      Hyg.twice(y + 1)
    end
  end
  defmacro defgetters(kw) do
    for {k, v} <- kw, do: quote(do: def(unquote(k)(), do: unquote(v)))
  end
  defmacro ast(e), do: Macro.escape(e)
  defmacro line, do: __CALLER__.line
  defmacro fun, do: Macro.escape(__CALLER__.function)
  defmacro dbg_vars, do: (__CALLER__ |> Macro.Env.vars() |> Enum.map(&elem(&1, 0)) |> Enum.sort())
  defmacro my_if(c, do: t, else: e) do
    quote do
      case unquote(c) do
        x when x in [false, nil] -> unquote(e)
        _ -> unquote(t)
      end
    end
  end
  defmacro while(cond, do: body) do
    quote do
      Stream.repeatedly(fn -> nil end)
      |> Enum.reduce_while(nil, fn _, acc -> if unquote(cond), do: {:cont, unquote(body)}, else: {:halt, acc} end)
    end
  end
end
defmodule UseHyg do
  require Hyg
  import Hyg, only: [defgetters: 1, ast: 1]
  defgetters a: 1, b: 2 + 3
  def t1 do x = 0; Hyg.set(); x end
  def t2 do x = 0; Hyg.set!(); x end
  def t3, do: Hyg.swap(1, 2)
  def t4 do a = 100; Hyg.twice(a) + a end
  def t5, do: Hyg.counter()
  def t6 do y = 50; Hyg.nested() + y end
  def t7, do: ast(foo(1, x))
  def t8, do: Hyg.line()
  def t9(_x), do: Hyg.fun()
  def t10(q) do z = q; _ = z; Hyg.dbg_vars() end
  def t11(x), do: Hyg.my_if(x, do: x, else: :no)
end
IO.inspect for f <- [:a, :b, :t1, :t2, :t3, :t4, :t5, :t6, :t8], do: apply(UseHyg, f, [])
IO.inspect UseHyg.t7
IO.inspect UseHyg.t9(1)
IO.inspect UseHyg.t10(1)
IO.inspect {UseHyg.t11(false), UseHyg.t11(3)}
defmodule Gen do
  fields = [name: :string, age: :integer]
  defstruct Keyword.keys(fields)
  for {f, t} <- fields do
    def type(unquote(f)), do: unquote(t)
    def unquote(:"get_#{f}")(%__MODULE__{unquote(f) => v}), do: v
    def unquote(:"put_#{f}")(%__MODULE__{} = s, v), do: %{s | unquote(f) => v}
  end
  @ops [add: :+, sub: :-]
  for {n, op} <- @ops do
    def unquote(n)(unquote_splicing([quote(do: a), quote(do: b)])), do: unquote({op, [], [quote(do: a), quote(do: b)]})
  end
  defmacro sigil_u({:<<>>, _, [s]}, mods), do: {String.upcase(s), mods}
end
IO.inspect Gen.type(:age)
IO.inspect Gen.put_age(struct(Gen, name: "x"), 3) |> Gen.get_age
IO.inspect {Gen.add(1, 2), Gen.sub(5, 3)}


IO.inspect Macro.to_string(quote do
  def foo(a, b \\ 1) when a > b do
    [x | y] = a
    %{x: y} |> bar()
  end
end)
ast = quote do: (fn x when x > 1 -> x * 2; _ -> 0 end)
{f, _} = Code.eval_quoted(ast)
IO.inspect {f.(2), f.(0)}
defmodule Acc do
  @moduledoc "doc"
  @vals []
  for i <- 1..3, do: @vals [i | @vals]
  def vals, do: @vals
  def self_doc, do: @moduledoc


end
IO.inspect (try do Acc.vals rescue e -> e.__struct__ end)
x = 10
defmodule Clos do
  y = x + 1
  def get, do: unquote(y)
  @z x
  def z, do: @z
end
IO.inspect {Clos.get, Clos.z}
IO.inspect (quote do unquote_splicing([1, 2]) ; 3 end)
IO.inspect Enum.map([1, 2], fn n -> quote(do: unquote(n) + 1) end) |> Enum.map(&Macro.to_string/1)
defmodule MyGuards do
  defguard is_even(n) when is_integer(n) and rem(n, 2) == 0
  defguard between(n, a, b) when n >= a and n <= b
end
defmodule UG do
  import MyGuards
  def f(n) when is_even(n) and between(n, 1, 10), do: :yes
  def f(_), do: :no
  def g(n), do: if(is_even(n), do: :even, else: :odd)
end
IO.inspect {UG.f(4), UG.f(12), UG.f(3), UG.g(2), UG.g(3)}
IO.inspect dbg(1 + 2, print_location: false)
[1, 2, 3] |> Enum.map(&(&1 * 2)) |> Enum.sum() |> dbg(print_location: false)
a = 1
dbg(a > 0 and a < 5, print_location: false)
dbg(if a == 1 do :one else :other end, print_location: false)
dbg(case a do 1 -> :x; _ -> :y end, print_location: false)
dbg(cond do a > 5 -> 1; true -> 2 end, print_location: false)
dbg(with {:ok, q} <- {:ok, 1}, r = q + 1 do r end, print_location: false)
dbg((b = 2; b + a), print_location: false)
_ = binding()
dbg("long string " <> inspect(%{a: 1}), width: 20, print_location: false)
dbg(a, print_location: false)
