# quote, its options, unquote, and what they refuse.
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
ev = fn s -> try do {v, _} = Code.eval_string(s, [], __ENV__); IO.inspect v rescue e -> IO.puts "#{inspect e.__struct__} #{Exception.message(e)}" end end
x = 5
quote(do: x)
quote(do: unquote(x))
quote(do: [1, unquote_splicing([2, 3]), 4])
quote(do: f(unquote_splicing([2, 3])))
quote(do: {unquote_splicing([2, 3])})
quote(do: {1, unquote(x)})
quote(do: %{unquote_splicing([a: 1])})
quote(do: <<unquote(x)::8>>)
quote(do: unquote(:foo)(1))
quote(do: Foo.unquote(:bar)(1))
quote(do: Foo.unquote(:bar))
quote(do: foo.unquote(:Bar))
quote(do: unquote(quote(do: a.b)).c)
quote(do: "a#{unquote(x)}b")
quote(do: fn unquote(quote(do: y)) -> 1 end)
quote(do: (a; b; unquote(x)))
quote(do: [unquote_splicing([1]) | tail])
quote(do: [a | unquote_splicing([1])])
quote(do: [a, unquote_splicing([b: 1]), c])
quote(unquote: false, do: unquote(x))
quote(bind_quoted: [x: x], do: x + unquote(y))
quote(bind_quoted: [x: x], unquote: true, do: x + unquote(x))
quote(context: Foo, do: x)
quote(line: 10, do: foo(1))
quote(generated: true, do: foo(x))
quote(location: :keep, do: foo(1)) |> elem(0)
quote(do: Foo.Bar)
alias Foo.Bar, as: B
quote(do: B)
quote(do: B.C)
quote(do: alias!(B))
quote(do: &B.foo/1)
quote(do: &foo/1)
quote(do: &(&1 + 1))
import Enum, only: [map: 2]
quote(do: map([], f))
quote(do: map)
quote(do: a |> map(f))
quote(do: __MODULE__)
quote(do: __ENV__)
quote(do: %Foo{a: 1})
quote(do: %{a | b: 1})
quote(do: try(do: 1, rescue: (e -> 2), after: 3))
quote(do: (case x do 1 when true -> 2; _ -> 3 end))
quote(do: for(x <- 1..3, x > 1, do: x))
quote(do: with({:ok, a} <- b, do: a, else: (_ -> 1)))
quote(do: ~s(a)b)
quote(do: ~r/a/i)
quote(do: @foo 1)
quote(do: a.())
quote(do: a.b.c())
quote(do: a[b])
quote(do: not a)
quote(do: a not in b)
quote(do: -1)
quote(do: - a)
quote(do: 'abc')
quote(do: :"foo bar")
quote(do: :"foo#{1}")
quote(do: if(a, do: b, else: c))
quote(do: def(foo(a, b \\ 1), do: a))
quote(do: {a, b, c})
quote(do: [a: 1, b: 2])
quote(do: nil)
quote(do: fn -> 1 end)
quote do 1 end
quote do 1; 2 end
quote do end
quote do: var!(x)
quote do: var!(x, Foo)
quote do: unquote(var!(x))
quote do: unquote(1, 2)
quote(foo: 1, do: 1)
quote(1, 2)
quote(context: 1, do: x)
quote(context: nil, do: x)
quote(bind_quoted: 1, do: x)
quote(bind_quoted: [1], do: x)
quote(line: :foo, do: x)
quote(file: 1, do: x)
quote(unquote: 1, do: x)
unquote(1)
unquote_splicing(1)
quote
quote 1
var!(x)
x = 1; var!(x)
var!(1)
alias!(1)
quote do: unquote({1, 2, 3})
quote(do: [unquote_splicing(1)])
quote(do: f(unquote_splicing(:a)))
quote(do: Foo.unquote(1))
quote(do: Foo.unquote(1)())
quote(do: unquote(1)(2))
quote(do: unquote("a")(2))
quote(do: %unquote(Foo){})
quote(do: unquote_splicing([1, 2]))
quote do: (unquote_splicing([1, 2]); 3)
quote do: (unquote_splicing([1, 2]))
quote(do: ())
quote(do: (-> 1))
quote(do: (a, b -> c))
quote(do: (x when y -> z))
quote do: (1; 2)
quote(do: 1)
"""

String.split(snippets, "\n", trim: true) |> Enum.reduce({[], Code.env_for_eval(file: "x.exs")}, run)
