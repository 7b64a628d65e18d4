t = fn n, f -> try do IO.puts "#{n} #{inspect f.()}" rescue e -> IO.puts "#{n} #{inspect e.__struct__} #{Exception.message(e)}" catch k, v -> IO.puts "#{n} #{k} #{inspect v}" end end
x = fn x -> x end
defmodule B do
  @callback z(a :: term) :: term
  @callback a() :: term
  @callback m(term, term) :: term
  @macrocallback mac(term) :: Macro.t
  @optional_callbacks m: 2, a: 0
end
t.(1, fn -> B.behaviour_info(:callbacks) end)
t.(2, fn -> B.behaviour_info(:optional_callbacks) end)
defmodule M1 do
  @moduledoc "mod"
  @vsn "1"
  Module.register_attribute(__MODULE__, :acc, accumulate: true, persist: true)
  @acc 1
  @acc 2
  @custom %{a: 1}
  def custom, do: @custom
  def accs, do: @acc
  def f(a, b \\ 2, c \\ 3), do: {a, b, c}
  defp priv(x), do: x
  def call_priv(x), do: priv(x)
  defmacro mac(x), do: quote(do: unquote(x) + 1)
  def name, do: {__MODULE__, __ENV__.function, __ENV__.line}
  def unquote(:"weird name")(x), do: x
  def op, do: &M1.f/2
  def rec(0, acc), do: acc
  def rec(n, acc), do: rec(n - 1, acc + n)
  def guard(x) when is_integer(x) and x > 0 or is_float(x), do: :num
  def guard(x) when is_atom(x) when is_binary(x), do: :name
  def guard(_), do: :other
  defstruct a: 1, b: nil
end
t.(10, fn -> M1.accs() end)
t.(11, fn -> M1.custom() end)
t.(12, fn -> {M1.f(1), M1.f(1, 5), M1.f(1, 5, 6)} end)
t.(13, fn -> M1.call_priv(1) end)
t.(15, fn -> M1.name() end)
t.(16, fn -> M1."weird name"(3) end)
t.(17, fn -> M1.op().(1, 2) end)
t.(18, fn -> M1.rec(100_000, 0) end)
t.(19, fn -> Enum.map([1, -1, 1.5, :a, "s", []], &M1.guard/1) end)
t.(20, fn -> M1.__info__(:functions) end)
t.(21, fn -> M1.__info__(:macros) end)
t.(22, fn -> M1.__info__(:module) end)
t.(23, fn -> M1.__info__(:attributes) end)
t.(24, fn -> M1.__info__(:compile) |> is_list end)
t.(25, fn -> M1.__info__(:md5) |> byte_size end)
t.(27, fn -> M1.__struct__() end)
t.(28, fn -> M1.__struct__(a: 5) end)
t.(29, fn -> M1.module_info(:exports) |> Enum.sort() end)
t.(30, fn -> function_exported?(M1, :f, 2) end)
t.(31, fn -> macro_exported?(M1, :mac, 1) end)
t.(32, fn -> M1.f() end)
t.(33, fn -> M1.f(1, 2, 3, 4) end)
t.(34, fn -> M1.priv(1) end)
t.(35, fn -> M1.guard() end)
t.(36, fn -> M1.rec(1) end)
t.(37, fn -> Code.ensure_loaded(M1) end)
t.(38, fn -> Code.ensure_loaded?(Nope) end)
t.(39, fn -> Code.ensure_loaded(Nope) end)
t.(40, fn -> {:module, m, bin, res} = defmodule Dyn do def a, do: 1 end; {m, is_binary(bin), res} end)
t.(41, fn -> {:module, m, _, res} = defmodule Dyn2 do 5 end; {m, res} end)
t.(42, fn -> {:module, m, _, _} = Module.create(Dyn3, quote(do: def(a(x), do: x * 2)), Macro.Env.location(__ENV__)); m.a(4) end)
t.(43, fn -> n = :"Elixir.Dyn#{4}"; defmodule n do def v, do: 4 end; n.v() end)
t.(44, fn -> for i <- 1..2 do defmodule Module.concat(Gen, "M#{i}") do def i, do: unquote(i) end end; {Gen.M1.i(), Gen.M2.i()} end)
t.(45, fn -> :code.purge(Dyn3); :code.delete(Dyn3); Dyn3.a(1) end)
t.(46, fn -> Module.concat([A, "B", :C]) end)
t.(47, fn -> Module.split(A.B.C) end)
t.(48, fn -> Module.safe_concat(Xyz, Abc) end)
t.(49, fn -> inspect([A, A.B, :"Elixir.a", :"Elixir", Elixir.A]) end)
t.(50, fn -> alias A.B.{C, D}; {C, D} end)
t.(51, fn -> alias A.B, as: Q; Q.X end)
t.(52, fn -> import Enum, only: [map: 2, count: 1]; {map([1], & &1), count([1])} end)
t.(53, fn -> import List, only: :functions; first([1]) end)
t.(54, fn -> import Bitwise; 5 &&& 3 end)
defmodule Ov do
  defmacro __using__(opts) do
    quote do
      def hello, do: {:default, unquote(opts)}
      def bye(x), do: x
      defoverridable hello: 0, bye: 1
    end
  end
end
defmodule Ov2 do
  use Ov, a: 1
  def hello, do: {:new, super()}
  def bye(1), do: super(10)
  def bye(x), do: {:o, x}
end
t.(60, fn -> Ov2.hello() end)
t.(61, fn -> {Ov2.bye(1), Ov2.bye(2)} end)
defmodule Hk do
  def __on_definition__(env, kind, name, args, _guards, _body), do: IO.puts("def #{kind} #{name}/#{length(args)} in #{inspect env.module}")
  defmacro __before_compile__(env) do
    names = Module.definitions_in(env.module) |> Enum.sort()
    quote do: (def defs, do: unquote(names))
  end
  def __after_compile__(env, bin), do: IO.puts("after #{inspect env.module} #{is_binary(bin)}")
end
defmodule Hk2 do
  @on_definition Hk
  @before_compile Hk
  @after_compile Hk
  def a(x), do: x
  defp b, do: 1
  defmacro c(x), do: {x, b()}
end
t.(62, fn -> Hk2.defs() end)
defmodule Del do
  defdelegate map(e, f), to: Enum
  defdelegate size(m), to: Kernel, as: :map_size
  defdelegate reverse(l), to: :lists
end
t.(63, fn -> {Del.map([1], & &1 + 1), Del.size(%{a: 1}), Del.reverse([1, 2])} end)
defmodule Rd do def v, do: 1 end
f = &Rd.v/0
g = fn -> Rd.v() end
Code.compiler_options(ignore_module_conflict: true)
defmodule Rd do def v, do: 2 end
t.(64, fn -> {f.(), g.(), Rd.v()} end)
t.(65, fn -> Code.eval_string("defmodule Err do def f(x), do: y end") end)
t.(66, fn -> Code.eval_string("defmodule Err do def f(x), do: g(x) end") end)
t.(67, fn -> Code.eval_string("defmodule Err do raise \"in body\" end") end)
t.(68, fn -> Code.eval_string("def f, do: 1") end)
t.(69, fn -> Code.eval_string("1 +") end)
t.(70, fn -> Code.eval_string("%Nope{}") end)
t.(71, fn -> Code.eval_string("%URI{zz: 1}") end)
t.(72, fn -> Code.eval_string("a + b", a: 1, b: 2) end)
t.(73, fn -> Code.eval_string("@foo") end)
t.(74, fn -> Code.eval_string("foo.bar") end)
t.(75, fn -> Code.eval_string("import Nope") end)
t.(76, fn -> Code.eval_string("x = 1; y = x + 1; z") end)
t.(78, fn -> Code.eval_string("&1") end)
t.(79, fn -> Code.eval_string("defmodule E2 do defstruct [:a, 1] end") end)
t.(80, fn -> Code.eval_string("defmodule E2 do @enforce_keys [:b]; defstruct [:a] end") end)
t.(81, fn -> Code.eval_string("defmodule E2 do defstruct [:a]; defstruct [:b] end") end)
t.(82, fn -> Code.eval_string("defmodule E3 do @enforce_keys [:a]; defstruct [:a]; def f, do: %E3{} end") end)
t.(83, fn -> Code.eval_string("defmodule E4 do defstruct a: 1; def f(%E4{b: 1}), do: 1 end") end)
t.(84, fn -> Code.eval_string("defmodule E5 do defexception [:a]; def message(e), do: \"m \#{e.a}\" end; raise E5, a: 5") end)
