# Macro: working with quoted code.

defmodule Macro do
  @moduledoc "Functions on quoted code: walking, expanding, escaping, printing."

  @doc "Quoted code that gives the term. Options: `:unquote`, `:prune_metadata`."
  def escape(expr, opts \\ []) do
    :otpsh_code.escape(expr, Keyword.get(opts, :unquote, false), Keyword.get(opts, :prune_metadata, false))
  end

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

  @doc "Expands the aliases in code that is a literal as a whole; other code is left as it is."
  def expand_literals(ast, env) do
    {ast, :ok} = expand_literals(ast, :ok, fn node, :ok -> {expand_literal(node, env), :ok} end)
    ast
  end

  @doc "As expand_literals/2: the function is given each alias and __MODULE__ and an accumulator."
  def expand_literals(ast, acc, fun)

  def expand_literals({:__aliases__, meta, args}, acc, fun) do
    {args, acc} = expand_literals(args, acc, fun)

    if :lists.all(&is_atom/1, args) do
      fun.({:__aliases__, meta, args}, acc)
    else
      {{:__aliases__, meta, args}, acc}
    end
  end

  def expand_literals({:__MODULE__, _, context} = node, acc, fun) when is_atom(context), do: fun.(node, acc)

  def expand_literals({:%, meta, [left, right]}, acc, fun) do
    {left, acc} = expand_literals(left, acc, fun)
    {right, acc} = expand_literals(right, acc, fun)
    {{:%, meta, [left, right]}, acc}
  end

  def expand_literals({form, meta, args}, acc, fun) when form in [:%{}, :{}] do
    {args, acc} = expand_literals(args, acc, fun)
    {{form, meta, args}, acc}
  end

  def expand_literals({left, right}, acc, fun) do
    {left, acc} = expand_literals(left, acc, fun)
    {right, acc} = expand_literals(right, acc, fun)
    {{left, right}, acc}
  end

  def expand_literals(list, acc, fun) when is_list(list), do: :lists.mapfoldl(&expand_literals(&1, &2, fun), acc, list)
  def expand_literals(term, acc, _fun), do: {term, acc}

  @doc false
  # What is read at compile time alone makes no dependency of the function
  # around it.
  def expand_literal(node, env), do: expand_once(node, %{env | function: {:__info__, 1}})

  @doc "The source text of quoted code."
  def to_string(tree), do: :otpsh_syntax.to_string(tree)

  @doc false
  def to_string(quoted, fun) when is_function(fun, 2), do: fun.(quoted, :otpsh_syntax.to_string(quoted))

  @doc "A quoted variable."
  def var(var, context) when is_atom(var) and is_atom(context), do: {var, [], context}

  @doc "A quoted variable that is like no other."
  def unique_var(var, context) when is_atom(var) and is_atom(context), do: {var, [counter: :erlang.unique_integer()], context}

  @doc "That many quoted variables: arg1, arg2 ..."
  def generate_arguments(amount, context), do: generate_arguments(amount, context, &var/2)
  @doc "That many quoted variables that are like no others."
  def generate_unique_arguments(amount, context), do: generate_arguments(amount, context, &unique_var/2)

  defp generate_arguments(0, context, _fun) when is_atom(context), do: []

  defp generate_arguments(amount, context, fun) when is_integer(amount) and amount > 0 and is_atom(context) do
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
  def prewalker(ast), do: &walk_before(&1, [ast], &2)
  @doc "A stream of the nodes, each after its children."
  def postwalker(ast), do: &walk_after(&1, [ast], &2)

  # The walks keep what is still to come on a list of their own, so that they
  # can be suspended between any two nodes.
  defp walk_before({:halt, acc}, _todo, _fun), do: {:halted, acc}
  defp walk_before({:suspend, acc}, todo, fun), do: {:suspended, acc, &walk_before(&1, todo, fun)}
  defp walk_before({:cont, acc}, [], _fun), do: {:done, acc}
  defp walk_before({:cont, acc}, [node | rest], fun), do: walk_before(fun.(node, acc), children(node) ++ rest, fun)

  defp walk_after({:halt, acc}, _todo, _fun), do: {:halted, acc}
  defp walk_after({:suspend, acc}, todo, fun), do: {:suspended, acc, &walk_after(&1, todo, fun)}
  defp walk_after({:cont, acc}, [], _fun), do: {:done, acc}
  defp walk_after({:cont, acc}, [{:"$walked", node} | rest], fun), do: walk_after(fun.(node, acc), rest, fun)

  defp walk_after({:cont, _} = command, [node | rest], fun),
    do: walk_after(command, children(node) ++ [{:"$walked", node} | rest], fun)

  @doc "The nodes from the one that the function holds for up to the whole, or nil."
  def path(ast, fun) when is_function(fun, 1) do
    if fun.(ast) do
      [ast]
    else
      case Enum.find_value(children(ast), &path(&1, fun)) do
        nil -> nil
        found -> found ++ [ast]
      end
    end
  end

  defp children({form, _, args}) when is_atom(form) and is_list(args), do: args
  defp children({form, _, args}) when is_list(args), do: [form | args]
  defp children({form, _, args}) when not is_atom(form) and is_atom(args), do: [form]
  defp children({left, right}), do: [left, right]
  defp children(list) when is_list(list), do: list
  defp children(_), do: []

  @doc "Puts an expression into a call as its argument at the position."
  def pipe(expr, call_args, position), do: :otpsh_code.pipe(expr, call_args, position)

  @doc "Takes a pipeline apart: [{expression, position}, ...]."
  def unpipe(expr), do: for(part <- :otpsh_code.unpipe(expr), do: {part, 0})

  @doc "{name, args} of a local call, {receiver, name, args} of a remote one, or :error."
  def decompose_call(ast)

  def decompose_call({:{}, _, args}) when is_list(args), do: :error
  def decompose_call({{:., _, [remote, function]}, _, args}) when is_tuple(remote) or is_atom(remote), do: {remote, function, args}
  def decompose_call({name, _, args}) when is_atom(name) and is_atom(args), do: {name, []}
  def decompose_call({name, _, args}) when is_atom(name) and is_list(args), do: {name, args}
  def decompose_call(_), do: :error

  @doc "Whether the code is a literal: no variable, no call."
  def quoted_literal?(term)

  def quoted_literal?({:__aliases__, _, args}), do: quoted_literal?(args)
  def quoted_literal?({:%, _, [left, right]}), do: quoted_literal?(left) and quoted_literal?(right)
  def quoted_literal?({form, _, args}) when form in [:%{}, :{}, :<<>>] and is_list(args), do: quoted_literal?(args)
  def quoted_literal?({:"::", _, [left, size]}), do: quoted_literal?(left) and segment_type?(size)
  def quoted_literal?({:__MODULE__, _, context}) when is_atom(context), do: true
  def quoted_literal?({left, right}), do: quoted_literal?(left) and quoted_literal?(right)
  def quoted_literal?(list) when is_list(list), do: Enum.all?(list, &quoted_literal?/1)
  def quoted_literal?(term), do: is_atom(term) or is_number(term) or is_binary(term)

  defp segment_type?({name, _, context}) when is_atom(name) and is_atom(context), do: true
  defp segment_type?({:size, _, [size]}), do: quoted_literal?(size)
  defp segment_type?({:-, _, [left, right]}), do: segment_type?(left) and segment_type?(right)
  defp segment_type?({:*, _, [left, right]}), do: quoted_literal?(left) and quoted_literal?(right)
  defp segment_type?(_), do: false

  @doc ":ok for quoted code, {:error, part} for what is none."
  def validate(expr) do
    case invalid(expr) do
      nil -> :ok
      {:invalid, part} -> {:error, part}
    end
  end

  defp invalid({left, right}), do: invalid(left) || invalid(right)
  defp invalid({form, meta, args}) when is_list(meta) and is_atom(args), do: invalid(form)
  defp invalid({form, meta, args}) when is_list(meta) and is_list(args), do: invalid(form) || invalid(args)
  defp invalid(list) when is_list(list), do: Enum.find_value(list, &invalid/1)
  defp invalid(pid) when is_pid(pid), do: nil
  defp invalid(term) when is_atom(term) or is_number(term) or is_binary(term), do: nil

  defp invalid(term) do
    if is_function(term) and Function.info(term, :type) == {:type, :external}, do: nil, else: {:invalid, term}
  end

  @doc "Whether name/arity is an operator."
  def operator?(name, arity) when is_atom(name) and is_integer(arity), do: :otpsh_code.operator(name, arity)

  @doc "Whether name/arity is a special form."
  def special_form?(name, arity) when is_atom(name) and is_integer(arity), do: :otpsh_code.special_form(name, arity)

  @doc "Text for an atom, as a :literal, a :key, or a :remote_call."
  def inspect_atom(source_format, atom, _opts \\ []) when is_atom(atom) and source_format in [:literal, :key, :remote_call],
    do: :otpsh_inspect.atom(source_format, atom)

  @doc "How an atom can be written: :alias, :identifier, :unquoted or :quoted."
  def classify_atom(atom) when is_atom(atom), do: :otpsh_inspect.classify(atom)

  @doc "The text with its escape sequences replaced."
  def unescape_string(string) when is_binary(string), do: :otpsh_syntax.unescape_string(string)

  @doc "The text with its escape sequences replaced as the function says."
  def unescape_string(string, map) when is_binary(string) and is_function(map, 1), do: :otpsh_syntax.unescape_string(string, escapes(map))

  # What the function says of each escape that there can be.
  defp escapes(fun) do
    for key <- [:newline, :unicode, :hex | :lists.seq(0, 127)], into: %{}, do: {key, fun.(key)}
  end

  @doc "FooBar of \"foo_bar\"."
  def camelize(string)
  def camelize(""), do: ""
  def camelize(<<?_, rest::binary>>), do: camelize(rest)
  def camelize(<<c, rest::binary>>), do: <<upper(c)>> <> camel(rest)

  defp camel(<<?_, ?_, rest::binary>>), do: camel(<<?_, rest::binary>>)
  defp camel(<<?_, c, rest::binary>>) when c in ?a..?z, do: <<upper(c)>> <> camel(rest)
  defp camel(<<?_, c, rest::binary>>) when c in ?0..?9, do: <<c>> <> camel(rest)
  defp camel(<<?_>>), do: ""
  defp camel(<<?/, rest::binary>>), do: "." <> camelize(rest)
  defp camel(<<c, rest::binary>>), do: <<c>> <> camel(rest)
  defp camel(<<>>), do: ""

  defp upper(c) when c in ?a..?z, do: c - 32
  defp upper(c), do: c

  @doc "foo_bar of FooBar."
  def underscore(atom_or_string)

  def underscore(module_or_text)

  def underscore(atom) when is_atom(atom) do
    "Elixir." <> rest = Atom.to_string(atom)
    underscore(rest)
  end

  def underscore(""), do: ""
  def underscore(<<c, rest::binary>>), do: <<lower(c)>> <> under(rest, c)

  defp under(<<a, b, rest::binary>>, _before) when a in ?A..?Z and b not in ?A..?Z and b not in ?0..?9 and b not in [?., ?_],
    do: <<?_, lower(a), b>> <> under(rest, b)

  defp under(<<a, rest::binary>>, before) when a in ?A..?Z and before not in ?A..?Z and before != ?_, do: <<?_, lower(a)>> <> under(rest, a)
  defp under(<<?., rest::binary>>, _before), do: <<?/>> <> underscore(rest)
  defp under(<<a, rest::binary>>, _before), do: <<lower(a)>> <> under(rest, a)
  defp under(<<>>, _before), do: <<>>

  defp lower(c) when c in ?A..?Z, do: c + 32
  defp lower(c), do: c

  @doc "The fields of a struct: [%{field: name, default: value}, ...]."
  def struct_info!(module, env) when is_atom(module) do
    _ = __MODULE__.struct!(module, env)
    :elixir_module.struct_info(module)
  end

  @doc "The struct of a module; ArgumentError when it has none."
  def struct!(module, env) when is_atom(module) do
    case module == env.module && :elixir_module.struct_info(module) do
      fields when is_list(fields) -> :maps.from_list([{:__struct__, module} | for(%{field: field, default: default} <- fields, do: {field, default})])
      _ -> exported_struct(module)
    end
  end

  defp exported_struct(module) do
    if Code.ensure_loaded?(module) and function_exported?(module, :__struct__, 0) do
      module.__struct__()
    else
      raise ArgumentError,
            "#{inspect(module)}.__struct__/1 is undefined, cannot expand struct #{inspect(module)}. " <>
              "Make sure the struct name is correct. If the struct name exists and is correct but it " <>
              "still cannot be found, you likely have cyclic module usage in your code"
    end
  end

  @doc "The default of `dbg/2`: code that prints its steps and gives its value."
  def dbg(code, options, %Macro.Env{} = env) do
    case env.context do
      nil ->
        :ok

      :match ->
        raise ArgumentError,
              "invalid expression in match, dbg is not allowed in patterns " <>
                "such as function clauses, case clauses or on the left side of the = operator"

      :guard ->
        raise ArgumentError,
              "invalid expression in guard, dbg is not allowed in guards. " <>
                "To learn more about guards, visit: https://hexdocs.pm/elixir/patterns-and-guards.html"
    end

    quote do
      to_debug = unquote(Macro.Debug.instrument(code, Macro.Env.lookup_import(env, {:if, 2})))
      Macro.__dbg__(unquote(Macro.Debug.header(env)), to_debug, unquote(options))
    end
  end

  @doc false
  def __dbg__(header, {report, value}, options) do
    Macro.Debug.print(header, report, options)
    value
  end

  @doc "Calls a function while code is compiled."
  def compile_apply(mod, fun, args, caller)

  def compile_apply(mod, fun, args, _env), do: apply(mod, fun, args)
end
