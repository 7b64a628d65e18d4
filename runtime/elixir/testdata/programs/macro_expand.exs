# Macro.escape, Macro.expand and the forms that Kernel's macros expand to.
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
s = fn q -> Macro.to_string(q) end
Macro.escape({1, 2, 3})
Macro.escape(%{a: {1,2,3}, b: [1|2]})
Macro.escape([1|2])
Macro.escape([{:a, 1}, 2 | {3, 4, 5}])
Macro.escape(1..2)
Macro.escape(<<1::3>>)
Macro.escape({:unquote, [], [1]}, unquote: true)
Macro.escape({:a, {:unquote, [], [1]}}, unquote: true)
Macro.escape([1, {:unquote_splicing, [], [[2,3]]}, 4], unquote: true)
Macro.escape({:a, [line: 1, counter: 3], nil}, prune_metadata: true)
Macro.escape({:a, [line: 1, no_parens: true], []}, prune_metadata: true)
Macro.escape(self()) |> is_pid
Macro.escape(&String.length/1)
Macro.escape({:quote, [], [[do: {:unquote, [], [1]}]]}, unquote: true)
Macro.escape(~r/a/) |> s.() |> String.slice(0, 20)
Macro.expand(quote(do: a && b), __ENV__) |> s.()
Macro.expand(quote(do: a || b), __ENV__) |> s.()
Macro.expand(quote(do: !a), __ENV__) |> s.()
Macro.expand(quote(do: !!a), __ENV__) |> s.()
Macro.expand(quote(do: a |> b(c)), __ENV__) |> s.()
Macro.expand(quote(do: if(a, do: b)), __ENV__) |> s.()
Macro.expand(quote(do: if(a, do: b, else: c)), __ENV__) |> s.()
Macro.expand_once(quote(do: unless(a, do: b)), __ENV__) |> s.()
Macro.expand(quote(do: a and b), __ENV__) |> s.()
Macro.expand(quote(do: a or b), __ENV__) |> s.()
Macro.expand(quote(do: a in [1,2]), __ENV__) |> s.()
Macro.expand(quote(do: a in 1..2), __ENV__) |> s.()
Macro.expand(quote(do: a in b), __ENV__) |> s.()
Macro.expand(quote(do: a not in b), __ENV__) |> s.()
Macro.expand(quote(do: 1..2), __ENV__) |> s.()
Macro.expand(quote(do: a..b), __ENV__) |> s.()
Macro.expand(quote(do: a..b//c), __ENV__) |> s.()
Macro.expand(quote(do: a <> b <> "c"), __ENV__) |> s.()
Macro.expand(quote(do: is_nil(x)), __ENV__) |> s.()
Macro.expand(quote(do: is_struct(x)), __ENV__) |> s.()
Macro.expand(quote(do: is_struct(x, Foo)), __ENV__) |> s.()
Macro.expand(quote(do: is_exception(x)), __ENV__) |> s.()
Macro.expand(quote(do: match?({:a, _}, x)), __ENV__) |> s.()
Macro.expand(quote(do: destructure([a, b], x)), __ENV__) |> s.()
Macro.expand(quote(do: raise("a")), __ENV__) |> s.()
Macro.expand(quote(do: raise(Foo)), __ENV__) |> s.()
Macro.expand(quote(do: raise(x)), __ENV__) |> s.()
Macro.expand(quote(do: raise(Foo, a: 1)), __ENV__) |> s.()
Macro.expand(quote(do: reraise("x", y)), __ENV__) |> s.()
Macro.expand(quote(do: to_string(x)), __ENV__) |> s.()
Macro.expand(quote(do: to_charlist(x)), __ENV__) |> s.()
Macro.expand(quote(do: then(x, f)), __ENV__) |> s.()
Macro.expand(quote(do: use(Foo)), __ENV__) |> s.()
Macro.expand(quote(do: use(Foo, a: 1)), __ENV__) |> s.()
Macro.expand(quote(do: ~w(a b)), __ENV__) |> s.()
Macro.expand(quote(do: ~s(a b)), __ENV__) |> s.()
Macro.expand(quote(do: ~c(a b)), __ENV__) |> s.()
Macro.expand(quote(do: ~w(a b)a), __ENV__) |> s.()
Macro.expand(quote(do: binding()), __ENV__) |> s.()
Macro.expand(quote(do: sigil_x("a", [])), __ENV__) |> s.()
Macro.expand(quote(do: __MODULE__), __ENV__)
Macro.expand(quote(do: __DIR__), __ENV__) |> Path.basename
Macro.expand(quote(do: __ENV__.line), __ENV__)
Macro.expand(quote(do: __ENV__.module), __ENV__)
Macro.expand(quote(do: __ENV__), __ENV__) |> elem(0)
Macro.expand({:__aliases__, [alias: Foo.Bar], [:Bar]}, __ENV__)
Macro.expand({:__aliases__, [], [:Elixir, :Bar]}, __ENV__)
Macro.expand({:__aliases__, [], [{:__MODULE__, [], nil}, :Bar]}, %{__ENV__ | module: Foo})
Macro.expand({:__aliases__, [], [{:foo, [], nil}, :Bar]}, __ENV__)
Macro.expand(quote(do: foo.bar), __ENV__) |> s.()
Macro.expand(quote(do: Integer.is_odd(1)), __ENV__) |> s.()
require Integer
Macro.expand_literals(quote(do: {Foo, [Bar.Baz], %{a: Q}, foo(Zed)}), __ENV__)
Macro.expand_literals({:foo, [], [{:__aliases__, [], [:A]}]}, [], fn n, acc -> {n, acc} end)
Macro.expand_literal({:__aliases__, [], [:A]}, __ENV__)
Macro.struct!(Range, __ENV__)
Macro.struct!(Nope, __ENV__)
Macro.struct_info!(Range, __ENV__)
Macro.struct_info!(Nope, __ENV__)
Macro.struct_info!(Enum, __ENV__)
"""

String.split(snippets, "\n", trim: true) |> Enum.reduce({[], Code.env_for_eval(file: "x.exs")}, run)
