# The functions of Macro that take code apart and put it together.
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
for q <- [quote(do: b(c)), quote(do: b), quote(do: B.c), quote(do: B.c(1)), quote(do: x.()), quote(do: fn a -> a end), quote(do: &(&1)), quote(do: & &1.x), 1, "a", :a, quote(do: {1,2,3}), quote(do: %{a: 1}), quote(do: <<1>>), quote(do: Foo), quote(do: a + b), quote(do: a + 1), quote(do: [1]), {1, 2}, quote(do: not a), quote(do: -a), quote(do: a.b), quote(do: a[:b]), quote(do: if(a, do: b)), quote(do: case do 1 -> 2 end), quote(do: (a; b)), quote(do: f.(1)), quote(do: unquote(:x)()), quote(do: a |> b), quote(do: %Foo{}), quote(do: @a), quote(do: ^a), quote(do: a..b), quote(do: __MODULE__), quote(do: a = b), quote(do: &foo/1), quote(do: "a#{b}"), quote(do: ~s(a)), quote(do: Foo.{A, B}), quote(do: a -- b)], p <- [0, 1, -1, 3] do
s.(Macro.pipe(quote(do: a <> b), quote(do: c()), 0))
Macro.unpipe(quote(do: a |> b(1) |> c)) |> Enum.map(fn {x, i} -> {s.(x), i} end)
Macro.unpipe(1)
Code.eval_string("1 |> 2")
Code.eval_string("1 |> fn x -> x end")
Code.eval_string("1 |> &inspect/1")
Code.eval_string("1 |> (&inspect/1)")
Code.eval_string("1 |> {2}")
Code.eval_string("1 |> a + 1")
Code.eval_string("-1 |> abs")
Code.eval_string("1 |> inspect |> String.length")
Code.eval_string("1 |> (inspect |> String.length)")
Macro.generate_arguments(0, Foo)
Macro.generate_arguments(3, Foo)
Macro.generate_arguments(-1, Foo)
Macro.generate_arguments(1, "a")
Macro.generate_unique_arguments(2, Foo) |> Enum.map(fn {a, [counter: c], f} -> {a, is_integer(c), f} end)
Macro.unique_var(:a, Foo) |> elem(0)
Macro.var(:a, nil)
Macro.var("a", nil)
for v <- [quote(do: -1), quote(do: +1), quote(do: Foo), quote(do: %{a: 1}), quote(do: %Foo{a: 1}), quote(do: %{a: b}), quote(do: {1, 2, 3}), quote(do: {a, 2, 3}), quote(do: <<1>>), quote(do: "a#{1}"), quote(do: ~s(a)), quote(do: __MODULE__), quote(do: 1..2), quote(do: __MODULE__.Foo), quote(do: [a: %{b: [C]}]), quote(do: -a), quote(do: <<a::8>>), quote(do: <<1::8, "a">>)] do
for {o, a} <- [+: 1, +: 2, +: 3, and: 2, not: 1, "..": 0, "..": 2, "..//": 3, "..//": 2, ".": 2, ".": 1, "::": 2, "|": 2, "->": 2, "<-": 2, "\\\\": 2, when: 2, "|>": 2, "&": 1, "^": 1, "@": 1, "...": 0, "...": 1, "^^^": 2, "~~~": 1, "<<<": 2, in: 2, "not in": 2, "//": 2, "=": 2, "=>": 2, "!": 1, "**": 2, "+++": 2, "<|>": 2, foo: 1, "%{}": 2, "{}": 1, "=~": 2, "&&&": 2, ";": 2, ",": 2, "^^^": 1, ".": 3] do
for {o, a} <- [case: 2, if: 2, fn: 1, fn: 3, quote: 1, quote: 2, "=": 2, with: 1, with: 5, for: 1, unquote: 1, "%{}": 1, "%{}": 0, "{}": 3, "<<>>": 1, __MODULE__: 0, __ENV__: 0, __block__: 1, __block__: 4, __aliases__: 1, super: 0, super: 3, receive: 1, try: 1, cond: 1, alias: 1, alias: 2, "&": 1, "^": 1, "::": 2, ".": 2, "%": 2, import: 2, require: 2, __CALLER__: 0, __STACKTRACE__: 0, __DIR__: 0, foo: 1, __cursor__: 1, "->": 2, when: 2, __aliases__: 0] do
for a <- [:a, :A, Foo, Foo.Bar, :"foo bar", :"", :+, :foo?, :foo!, :"Foo bar", :"Elixir.Foo bar", :nil, true, :"@a", :"a@b", :é, :%{}, :.., :"..//", :"\\\\", :"'", :"a-b", :"9a", :_, :_a, :"Elixir", :"Elixir.foo", :"=>", :"->", :do, :end, :"not in", :and, :fn, :"foo=", :"<<>>", :"{}", :"&", :"%"] do
Macro.inspect_atom(:key, :"foo bar", escape: fn s, _ -> s end)
for x <- ["foo_bar", "foo", "FooBar", "foo_bar/baz", "foo__bar", "_foo", "foo_1", "foo_BAR", "HTTPServer", "foo.bar", "foo-bar", "", "a_b_c", "API_v1", "foo/bar_baz/qux", "éa_b", "1abc", "foo_", "FOO_BAR", "FooBar.Baz"] do
for a <- [Foo.BarBaz, HTTPServer.API, FooBAR, SAPExample, SAP.V1Test, FooBar10, Foo1Bar, :"Elixir.Foo.Bar-Baz"], do: Macro.underscore(a)
Macro.underscore(:foo)
Macro.camelize(:foo)
Macro.unescape_string("a\\nb\\x41\\u0042\\u{43}\\d\\e\\0")
Macro.unescape_string("\\x")
Macro.unescape_string("\\u{110000}")
Macro.unescape_string("a\\nb", fn ?n -> ?N; x -> x end)
Macro.unescape_string("a\\nb", fn :newline -> true; x -> false end)
Macro.unescape_string("a\\n\\x41", fn :hex -> false; x -> x end)
Macro.update_meta({:a, [line: 1], nil}, &Keyword.put(&1, :x, 2))
Macro.update_meta(1, &Keyword.put(&1, :x, 2))
Macro.path(quote(do: foo(1, bar(2))), &(&1 == 2)) |> Enum.map(s)
Macro.path(quote(do: foo(1, bar(2))), &(&1 == 3))
Macro.path(quote(do: Foo.bar(%{a: 1})), &(&1 == 1)) |> Enum.map(s)
Macro.path({:a, :b}, &(&1 == :b))
Macro.path([a: 1], &(&1 == 1))
Macro.prewalker(quote(do: foo(1, [a: b], {c, d}))) |> Enum.map(s)
Macro.postwalker(quote(do: Foo.foo(1, [a: b], {c, d}))) |> Enum.map(s)
Macro.prewalker([1, 2]) |> Stream.take(2) |> Enum.to_list
Macro.prewalker(1) |> is_function
Enum.zip(Macro.prewalker(quote(do: a+b)), 1..2) |> length
Macro.traverse(quote(do: a.b(1)), [], fn n, a -> {n, [{:pre, s.(n)} | a]} end, fn n, a -> {n, [{:post, s.(n)} | a]} end) |> elem(1) |> Enum.reverse
Macro.prewalk({:a, [], nil}, fn x when is_tuple(x) -> 1; x -> x end)
Macro.postwalk([{:a, [], [1, 2]}], fn x when is_integer(x) -> x + 1; x -> x end)
Macro.prewalk(quote(do: %{a: 1}), [], fn x, acc -> {x, [x | acc]} end) |> elem(1) |> length
Macro.compile_apply(Enum, :sum, [[1]], __ENV__)
"""

String.split(snippets, "\n", trim: true) |> Enum.reduce({[], Code.env_for_eval(file: "x.exs")}, run)
