# Definitions, overriding, delegates, guards, imports, aliases and attributes.
# One snippet a line, each evaluated after the ones before it.
run = fn snippet, {binding, env} ->
  try do
    {value, binding, env} = Code.eval_quoted_with_env(Code.string_to_quoted!(snippet), binding, env)
    value = with {:module, name, _, last} <- value, do: {:module, name, last}
    IO.puts("#{snippet}\n  => #{inspect(value, limit: 200, printable_limit: 500)}")
    {binding, env}
  rescue
    e -> IO.puts("#{snippet}\n  ** #{inspect(e.__struct__)} #{Exception.message(e)}"); {binding, env}
  catch
    kind, value -> IO.puts("#{snippet}\n  !! #{kind} #{inspect(value)}"); {binding, env}
  end
end

snippets = ~S"""
defmodule MM do defmacro a(1), do: 1; defmacro boom(_), do: raise("x"); defmacro tup, do: {1,2,3}; defmacro fn1, do: quote(do: fn x -> x end); defmacro __using__(o), do: quote(do: (def used, do: unquote(o))) end
require MM; MM.a(2)
require MM; MM.boom(1)
require MM; MM.tup
require MM; MM.fn1.(2)
defmodule UU do use MM, x: 1 end; UU.used
defmodule UV do use Nope end
defmodule UW do use Enum end
defmodule UX do use MM, 1, 2 end
defmodule UY do use :lists end
defmodule UZ do use x end
import Nope
import Enum, only: [nope: 1]
import Enum, foo: 1
import Enum, only: 1
import Enum, only: [map: 2], except: [map: 2]
require Nope
require Nope, as: N
alias Nope.Foo; Foo
alias Nope.{A, B}; {A, B}
alias Nope.{A, B}, as: C
alias Nope.A, as: X.Y
alias :foo
alias :foo, as: Foo; Foo
alias Nope, foo: 1
import MM; tup()
import MM, only: :macros; fn1().(5)
import MM, only: :functions; fn1().(5)
import List, only: :sigils
import Kernel, except: [if: 2]; if(true, do: 1)
import Kernel, except: [+: 2]; 1 + 2
import Kernel, only: [-: 2]; 1 + 2
import Enum; import List; first([1])
import Enum; import List; flatten([1])
import Enum, only: [map: 2]; map([1], &(&1 + 1))
import Enum, only: [map: 2, reduce: 3]; import Enum, except: [map: 2]; reduce([1,2], 0, &+/2)
import String, warn: false; upcase("a")
import :lists, only: [reverse: 1]; reverse([1, 2])
alias String, as: S, warn: false; S.upcase("a")
alias __MODULE__
alias Foo, as: nil
alias Foo.Bar; alias Bar, as: Baz; Baz.Qux
alias Elixir.Foo; Foo
alias Foo.Bar; Elixir.Bar
super(1)
__CALLER__
__STACKTRACE__
__DIR__
__MODULE__
__ENV__.file
defmodule S1 do def a, do: super() end
defmodule S2 do def a, do: 1; defoverridable a: 0; def a, do: super(1) end
defmodule S3 do def a(x), do: x; defoverridable a: 1; def a(x), do: super(x) + 1; defoverridable a: 1; def a(x), do: super(x) * 10 end; S3.a(1)
defmodule S4 do def a(x, y \\ 2), do: x + y; defoverridable a: 1, a: 2; def a(x, y), do: super(x, y) * 10 end; S4.a(1, 1)
defmodule S5 do def a(x), do: x; defoverridable a: 1; def a(x) do f = &super/1; f.(x) + 1 end end; S5.a(1)
defmodule S6 do def a(x), do: x; defoverridable a: 1; def a(x), do: Enum.map([x], &super/1) end; S6.a(1)
defmodule S7 do defmacro m(x), do: x; defoverridable m: 1; defmacro m(x), do: quote(do: unquote(super(x)) + 1) end; require S7; S7.m(1)
defmodule S8 do @callback a :: any; def b, do: 1; @behaviour S8; def a, do: 1; defoverridable S8; def a, do: super() + 1 end; S8.a
defmodule D1 do defdelegate upcase(s), to: String; defdelegate rev(l), to: Enum, as: :reverse; defdelegate [a(x), b(x, y)], to: Kernel, as: :max end; {D1.upcase("a"), D1.rev([1,2])}
defmodule D2 do defdelegate f(x \\ 1), to: Kernel, as: :inspect end; {D2.f(), D2.f(2)}
defmodule D3 do defdelegate f(1), to: Kernel end
defmodule D4 do defdelegate f(x) end
defmodule D5 do defdelegate f(x), to: __MODULE__ end
defmodule D6 do defdelegate f(x) when x > 1, to: Kernel end
defmodule G1 do defguard is_pos(x) when is_integer(x) and x > 0; defguardp is_p2(x) when is_pos(x); def a(x) when is_p2(x), do: :y; def a(_), do: :n; def b(x), do: is_pos(x) end; {G1.a(1), G1.a(-1), G1.b(2)}
defmodule G2 do defguard foo(x) when x + 1 end; require G2; G2.foo(1)
defmodule G3 do defguard foo(x) when inspect(x) == 1 end
defmodule G4 do defguard foo(x), do: x end
defmodule G5 do defguard foo end
defmodule G6 do defguard foo(x) when y > 1 end
defmodule G7 do defguard foo(1) when true end
def foo, do: 1
defmodule P1 do def foo do def bar, do: 1 end end
defmodule P2 do def (1 + 2), do: 1 end
defmodule P3 do def foo(x), do: x; defp foo(x, y), do: x; def foo(x), do: 1 end
defmodule P4 do def foo(x) when x, [do: x] end
defmodule P5 do def foo(x), do: x, else: 1 end
defmodule P6 do def foo(x), foo: 1 end
defmodule P7 do defmacrop m(x), do: x; def a, do: m(1) end; P7.a
defmodule P8 do def a, do: m(1); defmacrop m(x), do: x end
defmodule P9 do def unquote(:"hello world")(x), do: x end; apply(P9, :"hello world", [1])
defmodule P10 do for {n, v} <- [a: 1, b: 2] do def unquote(n)(), do: unquote(v); def unquote(:"#{n}_x")(unquote(v)), do: :ok end end; {P10.a, P10.b_x(2)}
defmodule P11 do name = :foo; args = [quote(do: x), quote(do: y)]; def unquote(name)(unquote_splicing(args)), do: {unquote_splicing(args)} end; P11.foo(1, 2)
defmodule P12 do @x 1; def a, do: @x; @x 2; def b, do: @x; @x [@x | [3]]; def c, do: @x end; {P12.a, P12.b, P12.c}
defmodule P13 do x = 1; def a, do: x end
defmodule P14 do def a, do: @nope end; P14.a
defmodule P15 do @a 1, 2 end
defmodule P16 do @a end
defmodule P17 do @ end
defmodule P18 do @foo(1) ; IO.inspect @foo(); def a, do: @foo end; P18.a
defmodule P19 do def a, do: @foo 1 end
defmodule P20 do Module.register_attribute(__MODULE__, :a, accumulate: true); @a 1; @a 2; def a, do: @a; @a 3; def b, do: @a end; {P20.a, P20.b}
@foo
@foo 1
"""

String.split(snippets, "\n", trim: true) |> Enum.reduce({[], Code.env_for_eval(file: "x.exs")}, run)
