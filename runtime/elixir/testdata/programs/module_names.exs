# Module: names, and what it says of a module that is compiled.
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
R.__info__(:attributes) |> Keyword.keys
R.__info__(:attributes) |> Keyword.delete(:vsn)
R.q
R.q2
Module.put_attribute(R, :x, 1)
Module.put_attribute(Nope, :x, 1)
Module.get_attribute(R, :x)
Module.delete_attribute(R, :x)
Module.register_attribute(R, :x, [])
Module.has_attribute?(R, :x)
Module.attributes_in(R)
Module.overridables_in(R)
Module.overridable?(R, {:a, 1})
Module.definitions_in(R)
Module.definitions_in(R, :def)
Module.defines?(R, {:a, 1})
Module.defines?(R, {:a, 1}, :def)
Module.delete_definition(R, {:a, 1})
Module.make_overridable(R, a: 1)
Module.defines_type?(R, {:a, 1})
Module.spec_to_callback(R, {:a, 1})
Module.open?(R)
Module.open?(Nope)
Module.eval_quoted(__ENV__, quote(do: 1+1))
Module.eval_quoted(R, quote(do: 1+1))
Module.concat(Foo, Bar)
Module.concat([Foo, "Bar", "Elixir.Baz", nil, :q])
Module.concat([])
Module.concat(Foo, nil)
Module.concat(["Foo..Bar"])
Module.concat([".Foo"])
Module.concat(:foo, :bar)
Module.safe_concat(Foo, "NopeXyz")
Module.safe_concat([Enum])
Module.split(Foo.Bar)
Module.split("Elixir.Foo.Bar")
Module.split(:foo)
Module.split("foo")
Module.split(Elixir)
Module.reserved_attributes() |> Map.keys
Module.create(:foo_mod, quote(do: def(a, do: 1)), __ENV__) |> elem(1)
:foo_mod.a
Module.create(Foo.C, quote(do: def(a, do: __ENV__.file)), file: "xx", line: 3) |> elem(1)
Foo.C.a
Module.create(nil, quote(do: def(a, do: __ENV__.file)), file: "xx", line: 3) |> elem(1)
Module.create("a", quote(do: def(a, do: __ENV__.file)), file: "xx", line: 3) |> elem(1)
"""

String.split(snippets, "\n", trim: true) |> Enum.reduce({[], Code.env_for_eval(file: "x.exs")}, run)
