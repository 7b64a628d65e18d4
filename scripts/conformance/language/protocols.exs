t = fn n, f -> try do IO.puts "#{n} #{inspect f.()}" rescue e -> IO.puts "#{n} #{inspect e.__struct__} #{Exception.message(e)}" catch k, v -> IO.puts "#{n} #{k} #{inspect v}" end end
x = fn x -> x end
defprotocol Size do
  @moduledoc "doc"
  @doc "size"
  @spec size(t) :: integer
  def size(data)
  def other(data, a, b)
end
defimpl Size, for: BitString do
  def size(s), do: byte_size(s)
  def other(s, a, b), do: {s, a, b, @protocol, @for, __MODULE__}
end
defimpl Size, for: [Map, List] do
  def size(m), do: Enum.count(m)
  def other(_, _, _), do: @for
end
defmodule St do
  defstruct [:a, b: 2]
  defimpl Size do
    def size(%{b: b}), do: b
    def other(s, _, _), do: @for.__struct__ == s
  end
end
defmodule St2 do
  defstruct [:a]
end
t.(1, fn -> Size.size("abc") end)
t.(2, fn -> Size.size(%{a: 1}) end)
t.(3, fn -> Size.size([1, 2]) end)
t.(4, fn -> Size.size(1) end)
t.(5, fn -> Size.size(struct(St)) end)
t.(6, fn -> Size.size(struct(St2)) end)
t.(7, fn -> Size.other("a", 1, 2) end)
t.(8, fn -> Size.other([], 1, 2) end)
t.(9, fn -> Size.other(struct(St), 1, 2) end)
t.(10, fn -> Size.impl_for("a") end)
t.(11, fn -> Size.impl_for(1) end)
t.(12, fn -> Size.impl_for!(1) end)
t.(13, fn -> Size.impl_for(struct(St)) end)
t.(14, fn -> Size.impl_for(struct(St2)) end)
t.(15, fn -> Size.impl_for(%{__struct__: "x"}) end)
t.(16, fn -> Size.__protocol__(:functions) end)
t.(17, fn -> Size.__protocol__(:module) end)
t.(18, fn -> Size.__protocol__(:impls) end)
t.(19, fn -> Size.__protocol__(:consolidated?) end)
t.(20, fn -> Size.St.__impl__(:for) end)
t.(21, fn -> Size.St.__impl__(:protocol) end)
t.(23, fn -> Protocol.assert_impl!(Size, St) end)
t.(24, fn -> Protocol.assert_impl!(Size, St2) end)
t.(25, fn -> Protocol.assert_protocol!(Size) end)
t.(26, fn -> Protocol.assert_protocol!(Enum) end)
t.(27, fn -> Protocol.assert_protocol!(Nope) end)
t.(28, fn -> Protocol.consolidated?(Size) end)
t.(29, fn -> Size.__info__(:functions) end)
t.(30, fn -> Size.St.__info__(:functions) end)
t.(31, fn -> Size.behaviour_info(:callbacks) end)
t.(32, fn -> Size.module_info(:attributes)[:__protocol__] end)
t.(33, fn -> Size.St.module_info(:attributes) |> Keyword.take([:behaviour, :__impl__]) end)
t.(34, fn -> Size.size() end)
defprotocol Fb do
  @fallback_to_any true
  @undefined_impl_description "please implement"
  def f(x)
end
defimpl Fb, for: Any do
  def f(_), do: :any
end
defprotocol NoImpl do
  @undefined_impl_description "please implement"
  def f(x)
end
t.(40, fn -> Fb.f(1) end)
t.(41, fn -> NoImpl.f(1) end)
t.(42, fn -> NoImpl.f(struct(St)) end)
t.(43, fn -> NoImpl.f(%{a: [1]}) end)
defmodule D1 do
  @derive [Fb]
  defstruct [:a]
end
t.(44, fn -> Fb.f(struct(D1)) end)
t.(45, fn -> Fb.impl_for(struct(D1)) end)
t.(46, fn -> Fb.impl_for(struct(St)) end)
t.(47, fn -> defmodule D2 do @derive NoImpl; defstruct [:a] end end)
t.(48, fn -> defmodule D3 do @derive Enum; defstruct [:a] end end)
t.(49, fn -> defmodule D4 do @derive {Inspect, only: [:zz]}; defstruct [:a] end end)
t.(50, fn -> defmodule D5 do @derive {Inspect, only: [:a]}; defstruct [:a, :b] end; inspect(struct(D5, a: 1)) end)
t.(51, fn -> defmodule D6 do @derive {Inspect, except: [:a]}; defstruct [:a, :b] end; inspect(struct(D6, a: 1)) end)
t.(52, fn -> defmodule D7 do @derive {Inspect, optional: [:a]}; defstruct [:a, :b] end; inspect(struct(D7)) end)
t.(53, fn -> defmodule D8 do @derive {Inspect, optional: :all}; defstruct [:a, :b] end; inspect(struct(D8, b: 1)) end)
defprotocol Dr do
  def f(x)
  defmacro __deriving__(module, opts) do
    quote do
      defimpl Dr, for: unquote(module) do
        def f(_), do: {unquote(module), unquote(opts)}
      end
    end
  end
end
t.(54, fn -> defmodule D9 do @derive {Dr, a: 1}; defstruct [:a, :b] end; Dr.f(struct(D9)) end)
t.(55, fn -> defmodule D10 do @derive Dr; defstruct [:a, :b] end; Dr.f(struct(D10)) end)
require Protocol
Protocol.derive(Dr, St2, b: 1)
t.(56, fn -> Dr.f(struct(St2)) end)
t.(57, fn -> Protocol.derive(Inspect, St2, only: []); inspect(struct(St2)) end)
defimpl Dr, for: Tuple do
  def f(x), do: tuple_size(x)
end
defimpl Dr, for: Function do
  def f(x), do: x.()
end
defimpl Dr, for: [PID, Reference, Atom, Float, Integer] do
  def f(_), do: @for
end
t.(58, fn -> for v <- [{1}, fn -> 1 end, self(), make_ref(), :a, nil, true, 1.0, 1], do: Dr.f(v) end)
t.(59, fn -> defimpl Nope, for: Integer do end end)
t.(60, fn -> defimpl Enum, for: Integer do end end)
t.(61, fn -> defimpl Dr, for: Integer do def f(_), do: :redefined end; Dr.f(1) end)
t.(63, fn -> defimpl Dr, for: St do def zz(_), do: 1 end; Dr.f(struct(St)) end)
t.(64, fn -> defprotocol P0 do end; P0.__protocol__(:functions) end)
t.(65, fn -> Code.eval_string("defprotocol P1 do def f() end") end)
t.(67, fn -> Code.eval_string("defprotocol P1 do def f(x), do: x end") end)
t.(68, fn -> Code.eval_string("defprotocol P1 do defp f(x) end") end)
t.(69, fn -> String.Chars.impl_for(1) end)
t.(70, fn -> Enumerable.impl_for(1..2) end)
t.(71, fn -> String.Chars.to_string({1}) end)
t.(72, fn -> to_string(%{a: 1}) end)
t.(73, fn -> "#{struct(St)}" end)
t.(74, fn -> Enum.map(struct(St), & &1) end)
t.(75, fn -> Enum.into([], struct(St)) end)
t.(76, fn -> struct(St)[:a] end)
t.(77, fn -> Enum.count(5) end)
t.(78, fn -> to_charlist({1}) end)
t.(79, fn -> Protocol.UndefinedError.exception(protocol: Dr, value: struct(St)) |> Exception.message end)
t.(80, fn -> inspect(Size) end)
