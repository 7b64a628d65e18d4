# Code: evaluation, bindings, options of the compiler, loading.
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
names.(Code.compile_string("defmodule CA do\ndefmodule B do end\nend\ndefmodule CC do end"))
names.(Code.compile_quoted(quote do defmodule CQ do def a, do: 1 end end))
Code.compile_string("1 + 1")
Code.compile_string(~c"defmodule CL do end") |> names.()
F1.f
Code.ensure_loaded(Nope)
Code.ensure_loaded!(Nope)
Code.ensure_compiled(Nope)
Code.ensure_compiled!(Nope)
Code.ensure_all_loaded([Enum])
Code.ensure_all_loaded!([Enum, Nope, Abc])
Code.ensure_all_loaded!([Enum])
Code.ensure_loaded(:lists)
Code.loaded?(CA)
Code.loaded?(Nope)
Code.available_compiler_options()
Code.compiler_options()
Code.compiler_options(docs: false)
Code.get_compiler_option(:docs)
Code.put_compiler_option(:docs, true)
Code.put_compiler_option(:docs, 1)
Code.put_compiler_option(:nope, 1)
Code.get_compiler_option(:nope)
Code.get_compiler_option(:tracers)
Code.put_compiler_option(:tracers, [1])
Code.put_compiler_option(:no_warn_undefined, 1)
Code.put_compiler_option(:parser_options, [1])
Code.get_compiler_option(:parser_options)
Code.can_await_module_compilation?()
Code.fetch_docs(CA)
Code.fetch_docs(Nope)
Code.fetch_docs("nope.beam")
Code.get_docs(CA, :docs)
:code.delete(CA)
:code.purge(CA)
:code.delete(Nope)
:code.is_loaded(Nope)
:code.is_loaded(CC)
:code.ensure_loaded(CC)
:code.which(Nope)
:code.which(CC)
:code.soft_purge(CC)
{:module_loaded, :erlang.module_loaded(CC)}
Code.eval_string("a + b", a: 1, b: 2)
Code.eval_string("1", a: 1, b: 2)
Code.eval_string("c = 1", a: 1, b: 2)
Code.eval_quoted(quote(do: a = 1))
Code.eval_quoted(quote(do: var!(a) = 1))
Code.eval_quoted(quote(do: var!(a, Foo) = 1))
Code.eval_quoted(quote(do: a + 1), [{{:a, :elixir_fake}, 3}])
Code.eval_quoted({:a, [], Foo}, [{{:a, Foo}, 3}])
Code.eval_quoted({:a, [], Foo}, [{{:a, 1}, 3}])
Code.eval_quoted({:a, [], nil}, [a: 1, a: 2])
Code.eval_quoted({:a, [], nil}, [{"a", 1}])
Code.eval_string("x")
Code.eval_string("foo()")
Code.eval_string("raise \"a\"")
Code.eval_string("__ENV__.line", [], line: 5, file: "a")
Code.eval_string("__MODULE__", [], module: Foo)
Code.eval_string("__ENV__.function", [], function: {:a, 1})
{v, b, e} = Code.eval_quoted_with_env(quote(do: (alias Foo.Bar; var!(x) = Bar)), [y: 1], Code.env_for_eval([])); {v, b, e.aliases, e.versioned_vars, Macro.Env.vars(e)}
{v, b, e} = Code.eval_quoted_with_env(1, [y: 1], Code.env_for_eval([]), prune_binding: true); {v, b, e.aliases, e.versioned_vars, Macro.Env.vars(e)}
{v, b, e} = Code.eval_quoted_with_env(1, [y: 1], Code.env_for_eval([])); {v, b, e.aliases, e.versioned_vars, Macro.Env.vars(e)}
e = Code.env_for_eval(file: "x", line: 3, module: M, function: {:f, 2}); {e.file, e.line, e.module, e.function, e.requires, e.tracers, e.context_modules}
e = Code.env_for_eval(__ENV__); {e.file |> Path.basename, e.line, e.module, e.function, e.context}
Code.purge_compiler_modules() |> elem(0)
Code.prepend_path("/nonexistent")
Code.delete_path("/nonexistent")
Code.eval_string(~c"1+1")
Code.eval_string("a = 1; b = 2; {a, b}; fn c -> c end; case 1 do d -> d end") |> elem(1)
Code.eval_string("if true do a = 1 end")
Code.eval_string("a = 1; a = 2")
Code.eval_string("_ = 1; _a = 2")
Code.eval_string(":a", a: 1)
Code.eval_string("\"a\"", [b: 1, a: 1])
Code.eval_string("1.0", [b: 1, a: 1])
Code.eval_string("[]", [b: 1, a: 1])
Code.eval_string("-1", [b: 1, a: 1])
"""

String.split(snippets, "\n", trim: true) |> Enum.reduce({[], Code.env_for_eval(file: "x.exs")}, run)
