# Macro.Env: asking and changing an environment.
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
show = fn {:ok, e} -> {:ok, e.aliases, e.requires -- [Application, Kernel], for({m, l} <- e.functions, m != Kernel, do: {m, l}), for({m, l} <- e.macros, m != Kernel, do: {m, l}), e.macro_aliases}; o -> o end
env = __ENV__
Macro.Env.define_alias(env, [line: 1], Foo.Bar) |> show.()
Macro.Env.define_alias(env, [line: 1], Foo.Bar, as: Baz) |> show.()
Macro.Env.define_alias(env, [line: 1], :foo) |> show.()
Macro.Env.define_alias(env, [line: 1], :foo, as: Foo) |> show.()
Macro.Env.define_alias(env, [line: 1], Foo, as: :x) |> show.()
Macro.Env.define_alias(env, [line: 1], Foo, as: 1) |> show.()
Macro.Env.define_alias(env, [line: 1], Foo, as: A.B) |> show.()
Macro.Env.define_alias(env, [line: 1], Foo, trace: false, warn: false) |> show.()
Macro.Env.define_require(env, [line: 1], Integer) |> show.()
Macro.Env.define_require(env, [line: 1], Integer, as: I) |> show.()
Macro.Env.define_require(env, [line: 1], Nope) |> show.()
Macro.Env.define_import(env, [line: 1], Integer, only: :macros) |> show.()
Macro.Env.define_import(env, [line: 1], Integer, only: [is_odd: 1, digits: 1]) |> show.()
Macro.Env.define_import(env, [line: 1], Integer, only: [nope: 1]) |> show.()
Macro.Env.define_import(env, [line: 1], Integer, only: :foo) |> show.()
Macro.Env.define_import(env, [line: 1], Integer, except: 1) |> show.()
Macro.Env.define_import(env, [line: 1], Nope) |> show.()
Macro.Env.define_import(env, [line: 1], Foo, info_callback: fn :functions -> [a: 1]; :macros -> [b: 2] end) |> show.()
Macro.Env.define_import(env, [line: 1], :lists, only: [map: 2]) |> show.()
{:ok, env2} = Macro.Env.define_alias(env, [], Foo.Bar)
Macro.Env.fetch_alias(env2, :Bar)
Macro.Env.fetch_alias(env2, :Baz)
Macro.Env.fetch_macro_alias(env2, :Baz)
Macro.Env.lookup_alias_as(env2, Foo.Bar)
Macro.Env.lookup_alias_as(env2, Foo)
Macro.Env.expand_alias(env2, [], [:Bar])
Macro.Env.expand_alias(env2, [], [:Bar, :C])
Macro.Env.expand_alias(env2, [], [:Qux])
Macro.Env.expand_alias(env2, [], [:Elixir, :Qux])
Macro.Env.expand_alias(env2, [alias: X.Y], [:Qux])
Macro.Env.lookup_import(env, {:if, 2})
Macro.Env.lookup_import(env, {:+, 2})
Macro.Env.lookup_import(env, {:nope, 2})
Macro.Env.required?(env, Integer)
Macro.Env.required?(env, Kernel)
Macro.Env.prepend_tracer(env, Foo).tracers
Macro.Env.expand_import(env, [], :+, 2)
Macro.Env.expand_import(env, [], :is_atom, 1)
Macro.Env.expand_import(env, [], :inspect, 1)
Macro.Env.expand_import(env, [], :nope, 1)
Macro.Env.expand_import(env, [], :case, 2)
{:macro, m, f} = Macro.Env.expand_import(env, [], :if, 2); {m, is_function(f, 2), f.([line: 5], [quote(do: a), [do: 1]]) |> Macro.to_string}
Macro.Env.expand_require(env, [], Integer, :is_odd, 1)
Macro.Env.expand_require(env, [required: true], Integer, :is_odd, 1) |> elem(1)
{:ok, e} = Macro.Env.define_require(env, [], Integer); {:macro, m, f} = Macro.Env.expand_require(e, [], Integer, :is_odd, 1); {m, f.([], [1]) |> elem(0)}
Macro.Env.stacktrace(env)
Macro.Env.stacktrace(%{env | module: Foo})
Macro.Env.stacktrace(%{env | module: Foo, function: {:a, 1}})
Macro.Env.location(env) |> Keyword.keys
Macro.Env.to_guard(env).context
Macro.Env.to_match(env).context
{Macro.Env.in_guard?(env), Macro.Env.in_match?(env)}
Macro.Env.vars(env)
Macro.Env.has_var?(env, {:env, nil})
Macro.Env.has_var?(env, {:t, nil})
Macro.Env.prune_compile_info(env).lexical_tracker
A.B.f(1)
__ENV__.context_modules
__ENV__.aliases
U.u
%Macro.Env{}
Map.keys(__ENV__)
__ENV__, limit: 2
IO.puts inspect(__ENV__, limit: 3, width: 60, pretty: true) |> String.split("\n") |> Enum.take(3)
"""

String.split(snippets, "\n", trim: true) |> Enum.reduce({[], Code.env_for_eval(file: "x.exs")}, run)
