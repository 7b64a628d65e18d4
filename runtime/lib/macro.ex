# Macro: working with quoted code.

defmodule Macro do
  @moduledoc "Functions on quoted code: walking, expanding, escaping, printing."

  @doc "Quoted code that gives the term. Options: `:unquote`, `:prune_metadata`."
  def escape(expr, opts \\ []), do: :otpsh_code.escape(expr, Keyword.get(opts, :unquote, false))

  @doc "Expands the outermost macro until nothing is left to expand."
  def expand(ast, env) do
    case :otpsh_code.expand_once(ast, env) do
      {ast, true} -> expand(ast, env)
      {ast, false} -> ast
    end
  end

  @doc "Expands the outermost macro once."
  def expand_once(ast, env) do
    {ast, _} = :otpsh_code.expand_once(ast, env)
    ast
  end

  @doc "Expands every literal alias in the code."
  def expand_literals(ast, env), do: prewalk(ast, &expand_literal(&1, env))

  @doc "As expand_literals/2 with an accumulator."
  def expand_literals(ast, acc, fun), do: traverse(ast, acc, fun, &{&1, &2})

  defp expand_literal({:__aliases__, _, _} = alias, env), do: expand_once(alias, env)
  defp expand_literal(other, _env), do: other

  @doc "The source text of quoted code."
  def to_string(quoted), do: :otpsh_syntax.to_string(quoted)

  @doc "The source text of quoted code, each node given to the function."
  def to_string(quoted, fun) when is_function(fun, 2), do: fun.(quoted, :otpsh_syntax.to_string(quoted))

  @doc "A quoted variable."
  def var(name, context) when is_atom(name) and is_atom(context), do: {name, [], context}

  @doc "A quoted variable that is like no other."
  def unique_var(name, context) when is_atom(name) and is_atom(context), do: {name, [counter: :erlang.unique_integer()], context}

  @doc "That many quoted variables: arg1, arg2 ..."
  def generate_arguments(amount, context), do: generate(amount, context, &var/2)
  @doc "That many quoted variables that are like no others."
  def generate_unique_arguments(amount, context), do: generate(amount, context, &unique_var/2)

  defp generate(0, context, _fun) when is_atom(context), do: []

  defp generate(amount, context, fun) when is_integer(amount) and amount > 0 and is_atom(context) do
    for n <- 1..amount, do: fun.(String.to_atom("arg" <> Integer.to_string(n)), context)
  end

  @doc "Changes the metadata of a node."
  def update_meta(quoted, fun)
  def update_meta({left, meta, right}, fun) when is_list(meta), do: {left, fun.(meta), right}
  def update_meta(other, _fun), do: other

  @doc "Walks the code, each node before its children."
  def prewalk(ast, fun) when is_function(fun, 1), do: elem(traverse(ast, nil, &{fun.(&1), &2}, &{&1, &2}), 0)
  @doc "Walks the code with an accumulator, each node before its children."
  def prewalk(ast, acc, fun) when is_function(fun, 2), do: traverse(ast, acc, fun, &{&1, &2})
  @doc "Walks the code, each node after its children."
  def postwalk(ast, fun) when is_function(fun, 1), do: elem(traverse(ast, nil, &{&1, &2}, &{fun.(&1), &2}), 0)
  @doc "Walks the code with an accumulator, each node after its children."
  def postwalk(ast, acc, fun) when is_function(fun, 2), do: traverse(ast, acc, &{&1, &2}, fun)

  @doc "Walks the code with an accumulator, each node before and after its children."
  def traverse(ast, acc, pre, post) when is_function(pre, 2) and is_function(post, 2) do
    {ast, acc} = pre.(ast, acc)
    {ast, acc} = walk(ast, acc, pre, post)
    post.(ast, acc)
  end

  defp walk({form, meta, args}, acc, pre, post) when is_atom(form) do
    {args, acc} = walk_args(args, acc, pre, post)
    {{form, meta, args}, acc}
  end

  defp walk({form, meta, args}, acc, pre, post) do
    {form, acc} = traverse(form, acc, pre, post)
    {args, acc} = walk_args(args, acc, pre, post)
    {{form, meta, args}, acc}
  end

  defp walk({left, right}, acc, pre, post) do
    {left, acc} = traverse(left, acc, pre, post)
    {right, acc} = traverse(right, acc, pre, post)
    {{left, right}, acc}
  end

  defp walk(list, acc, pre, post) when is_list(list), do: walk_args(list, acc, pre, post)
  defp walk(other, acc, _pre, _post), do: {other, acc}

  defp walk_args(args, acc, _pre, _post) when is_atom(args), do: {args, acc}
  defp walk_args(args, acc, pre, post) when is_list(args), do: :lists.mapfoldl(&traverse(&1, &2, pre, post), acc, args)

  @doc "A stream of the nodes, each before its children."
  def prewalker(ast), do: nodes(ast, &prewalk/3)
  @doc "A stream of the nodes, each after its children."
  def postwalker(ast), do: nodes(ast, &postwalk/3)

  defp nodes(ast, walk) do
    {_, found} = walk.(ast, [], &{&1, [&1 | &2]})
    :lists.reverse(found)
  end

  @doc "The nodes from the one that the function holds for up to the whole, or nil."
  def path(ast, fun) when is_function(fun, 1) do
    cond do
      fun.(ast) -> [ast]
      found = Enum.find_value(children(ast), &path(&1, fun)) -> found ++ [ast]
      true -> nil
    end
  end

  defp children({form, _, args}) when is_atom(form) and is_list(args), do: args
  defp children({form, _, args}) when is_list(args), do: [form | args]
  defp children({left, right}), do: [left, right]
  defp children(list) when is_list(list), do: list
  defp children(_), do: []

  @doc "Puts an expression into a call as its argument at the position."
  def pipe(expr, call_args, position)

  def pipe(expr, {call, meta, atom}, 0) when is_atom(atom) and call not in [:fn, :&], do: {call, meta, [expr]}

  def pipe(expr, {call, meta, args}, position) when is_list(args) and call not in [:fn, :&, :__aliases__, :{}, :%{}, :<<>>] do
    {call, meta, List.insert_at(args, position, expr)}
  end

  def pipe(expr, other, _position) do
    raise ArgumentError,
          "cannot pipe #{to_string(expr)} into #{to_string(other)}, can only pipe into local calls foo(), remote calls Foo.bar() or anonymous function calls foo.()"
  end

  @doc "Takes a pipeline apart: [{expression, position}, ...]."
  def unpipe(expr), do: :lists.reverse(unpipe(expr, []))
  defp unpipe({:|>, _, [left, right]}, acc), do: unpipe(right, unpipe(left, acc))
  defp unpipe(other, acc), do: [{other, 0} | acc]

  @doc "{name, args} of a local call, {receiver, name, args} of a remote one, or :error."
  def decompose_call({:{}, _, args}) when is_list(args), do: :error
  def decompose_call({{:., _, [remote, function]}, _, args}) when is_tuple(remote) or is_atom(remote), do: {remote, function, args}
  def decompose_call({name, _, args}) when is_atom(name) and is_atom(args), do: {name, []}
  def decompose_call({name, _, args}) when is_atom(name) and is_list(args), do: {name, args}
  def decompose_call(_), do: :error

  @doc "Whether the code is a literal: no variable, no call."
  def quoted_literal?({:__aliases__, _, args}), do: quoted_literal?(args)
  def quoted_literal?({:%, _, [left, right]}), do: quoted_literal?(left) and quoted_literal?(right)
  def quoted_literal?({:%{}, _, args}), do: quoted_literal?(args)
  def quoted_literal?({:{}, _, args}), do: quoted_literal?(args)
  def quoted_literal?({op, _, [arg]}) when op in [:+, :-], do: is_number(arg)
  def quoted_literal?({left, right}), do: quoted_literal?(left) and quoted_literal?(right)
  def quoted_literal?(list) when is_list(list), do: Enum.all?(list, &quoted_literal?/1)
  def quoted_literal?(term), do: is_atom(term) or is_number(term) or is_binary(term)

  @doc ":ok for quoted code, {:error, part} for what is none."
  def validate(expr), do: with({:error, _} = error <- check(expr), do: error)

  defp check({left, right}), do: check_all([left, right])
  defp check({form, meta, args}) when is_atom(form) and is_list(meta) and is_atom(args), do: :ok
  defp check({form, meta, args}) when is_atom(form) and is_list(meta) and is_list(args), do: check_all(args)
  defp check({form, meta, args}) when is_tuple(form) and is_list(meta) and is_list(args), do: check_all([form | args])
  defp check(list) when is_list(list), do: check_all(list)
  defp check(term) when is_atom(term) or is_number(term) or is_binary(term) or is_pid(term) or is_function(term), do: :ok
  defp check(other), do: {:error, other}

  defp check_all([head | tail]), do: with(:ok <- check(head), do: check_all(tail))
  defp check_all([]), do: :ok
  defp check_all(other), do: {:error, other}

  @unary [:!, :@, :^, :not, :+, :-, :~~~, :&, :"..."]
  @binary [:!=, :!==, :=~, :==, :===, :<, :>, :<=, :>=, :&&, :&&&, :and, :||, :|||, :or, :in, :|>, :<<<, :>>>, :<<~, :~>>, :<~, :~>, :<~>, :"<|>",
           :+, :-, :*, :/, :++, :--, :+++, :---, :.., :<>, :**, :^^^, :=, :when, :"::", :|, :<-, :\\, :., :"//", :->]

  @doc "Whether name/arity is an operator."
  def operator?(name, arity) when is_atom(name) and is_integer(arity) do
    case arity do
      1 -> name in @unary
      2 -> name in @binary
      3 -> name == :"..//"
      0 -> name == :..
      _ -> false
    end
  end

  @doc "Whether name/arity is a special form."
  def special_form?(name, arity) when is_atom(name) and is_integer(arity) do
    name in [:%{}, :<<>>, :__aliases__, :__block__, :fn, :for, :super, :with, :{}] or
      {name, arity} in [
        {:%, 2}, {:&, 1}, {:., 2}, {:"::", 2}, {:=, 2}, {:^, 1}, {:__CALLER__, 0}, {:__DIR__, 0}, {:__ENV__, 0}, {:__MODULE__, 0},
        {:__STACKTRACE__, 0}, {:alias, 2}, {:case, 2}, {:cond, 1}, {:import, 2}, {:quote, 2}, {:receive, 1}, {:require, 2}, {:try, 1},
        {:unquote, 1}, {:unquote_splicing, 1}
      ]
  end

  @doc "Text for an atom, as a :literal, a :key, or a :remote_call."
  def inspect_atom(source_format, atom) when is_atom(atom) and source_format in [:literal, :key, :remote_call], do: :otpsh_inspect.atom(source_format, atom)

  @doc "How an atom can be written: :alias, :identifier, :unquoted or :quoted."
  def classify_atom(atom) when is_atom(atom), do: :otpsh_inspect.classify(atom)

  @doc "The text with its escape sequences replaced."
  def unescape_string(string) when is_binary(string), do: :otpsh_syntax.unescape_string(string)

  @doc "The text with its escape sequences replaced as the function says."
  def unescape_string(string, fun) when is_binary(string) and is_function(fun, 1), do: :otpsh_syntax.unescape_string(string, escapes(fun))

  # What the function says of each escape that there can be.
  defp escapes(fun) do
    for key <- [:newline, :unicode, :hex | :lists.seq(0, 127)], into: %{}, do: {key, fun.(key)}
  end

  @doc "FooBar of \"foo_bar\"."
  def camelize(""), do: ""
  def camelize(string) when is_binary(string) do
    string |> String.split("/") |> Enum.map_join(".", fn part -> part |> String.split("_") |> Enum.map_join("", &upcase_first/1) end)
  end

  defp upcase_first(<<c, rest::binary>>) when c in ?a..?z, do: <<c - 32, rest::binary>>
  defp upcase_first(other), do: other

  @doc "foo_bar of FooBar."
  def underscore(atom) when is_atom(atom) do
    "Elixir." <> rest = Atom.to_string(atom)
    underscore(rest)
  end

  def underscore(""), do: ""
  def underscore(<<c, rest::binary>>), do: <<lower(c)>> <> under(rest, c)

  defp under(<<?., c, rest::binary>>, _before), do: <<?/, lower(c)>> <> under(rest, c)
  defp under(<<a, b, rest::binary>>, _before) when a in ?A..?Z and b not in ?A..?Z and b not in ?0..?9 and b not in [?., ?_], do: <<?_, lower(a), b>> <> under(rest, b)
  defp under(<<a, rest::binary>>, before) when a in ?A..?Z and before not in ?A..?Z and before != ?_, do: <<?_, lower(a)>> <> under(rest, a)
  defp under(<<?-, rest::binary>>, _before), do: <<?_>> <> under(rest, ?_)
  defp under(<<a, rest::binary>>, _before), do: <<lower(a)>> <> under(rest, a)
  defp under(<<>>, _before), do: <<>>

  defp lower(c) when c in ?A..?Z, do: c + 32
  defp lower(c), do: c

  @doc "The fields of a struct: [%{field: name, default: value}, ...]."
  def struct_info!(module, _env) when is_atom(module) do
    :elixir_module.struct_info(module) || raise(ArgumentError, "module #{inspect(module)} does not define a struct")
  end

  @doc "The default handler of Macro.to_string's environment."
  def compile_apply(mod, fun, args, _env), do: apply(mod, fun, args)
end

defmodule Macro.Env do
  @moduledoc "The environment of code, as __ENV__ and __CALLER__ give it."

  defstruct aliases: [], context: nil, context_modules: [], file: "nofile", function: nil, functions: [], lexical_tracker: nil, line: 0,
            macro_aliases: [], macros: [], module: nil, requires: [], tracers: [], versioned_vars: %{}

  @doc "The variables in scope: [{name, context}, ...]."
  def vars(%{versioned_vars: vars}), do: Map.keys(vars)
  @doc "Whether the variable is in scope."
  def has_var?(%{versioned_vars: vars}, var), do: Map.has_key?(vars, var)
  @doc "Whether the code stands in a guard."
  def in_guard?(%{context: context}), do: context == :guard
  @doc "Whether the code stands in a pattern."
  def in_match?(%{context: context}), do: context == :match
  @doc "The environment outside of a pattern or guard."
  def to_match(env), do: %{env | context: :match}
  def to_guard(env), do: %{env | context: :guard}
  @doc "[file: ..., line: ...] of the environment."
  def location(%{file: file, line: line}), do: [file: file, line: line]
  @doc "The environment without variables."
  def prune_compile_info(env), do: %{env | lexical_tracker: nil, tracers: []}
  @doc "The modules that are required."
  def required?(%{requires: requires}, module), do: module in requires

  @doc "The modules that give name/arity by import, with their kind."
  def lookup_import(%{functions: functions, macros: macros}, {name, arity}) do
    for({module, list} <- functions, {name, arity} in list, do: {:function, module}) ++
      for({module, list} <- macros, {name, arity} in list, do: {:macro, module})
  end

  @doc "The stack trace of the environment."
  def stacktrace(%{file: file, line: line, module: nil}), do: [{:elixir_compiler, :__FILE__, 1, [file: String.to_charlist(file), line: line]}]
  def stacktrace(%{file: file, line: line, module: module, function: nil}), do: [{module, :__MODULE__, 0, [file: String.to_charlist(file), line: line]}]
  def stacktrace(%{file: file, line: line, module: module, function: {name, arity}}), do: [{module, name, arity, [file: String.to_charlist(file), line: line]}]
end
