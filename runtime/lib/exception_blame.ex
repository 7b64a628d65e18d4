# Which parts of which clauses of a library function do not fit the arguments
# of a call. The clauses come from the library's source; patterns and guards
# are tried one by one, each in an evaluation of its own.

defmodule :otpsh_blame do
  @moduledoc false

  # {:ok, kind, [{arguments, guards}]}: an argument is %{match?: boolean, node:
  # quoted}, a guard too, or {:and | :or, meta, [guard, guard]}.
  def clauses(module, function, args) do
    case :otpsh_code.library_clauses(module, function, length(args)) do
      {kind, clauses, attributes, macros} ->
        env = Code.env_for_eval([])
        private = {attributes, macros}
        {clauses, _} = Code.with_diagnostics(fn -> Enum.map(clauses, &clause(&1, args, private, env)) end)
        {:ok, kind, clauses}

      nil ->
        :error
    end
  rescue
    _ -> :error
  end

  defp clause({patterns, guards}, args, private, env) do
    {patterns, binding} =
      patterns
      |> Enum.map(&resolve(&1, private))
      |> Enum.zip(args)
      |> Enum.map_reduce([], &pattern(&1, &2, env))

    guards = Enum.map(guards, &(&1 |> resolve(private) |> guard(binding, %{env | context: :guard})))
    {patterns, guards}
  end

  # What only the module itself knows: its attributes and its own guards.
  defp resolve(code, {attributes, macros}) do
    Macro.prewalk(code, fn
      {:@, _, [{name, _, context}]} = read when is_atom(context) -> attribute(Keyword.fetch(attributes, name), read)
      {name, _, [_ | _] = args} = call when is_atom(name) -> own_guard(List.keyfind(macros, name, 0), args, call)
      node -> node
    end)
  end

  defp attribute({:ok, code}, read) do
    if Macro.quoted_literal?(code), do: code, else: computed(code, read)
  end

  defp attribute(:error, read), do: read

  defp computed(code, read) do
    case evaluate(code, [], Code.env_for_eval([])) do
      {:ok, value, _} -> Macro.escape(value)
      :error -> read
    end
  end

  defp own_guard({_, params, code}, args, _call) when length(params) == length(args) do
    values = Enum.zip(Enum.map(params, &elem(&1, 0)), args)

    Macro.prewalk(code, fn
      {name, _, context} = variable when is_atom(context) -> Keyword.get(values, name, variable)
      node -> node
    end)
  end

  defp own_guard(_none, _args, call), do: call

  # -- Patterns ---------------------------------------------------------------

  # A variable that an earlier argument has bound must have the same value.
  defp pattern({pattern, value}, binding, env) do
    pinned = Macro.postwalk(pattern, &pin(&1, binding))
    match = {:=, [], [pinned, {:value, [], __MODULE__}]}

    {matches?, binding} =
      case evaluate(match, [{{:value, __MODULE__}, value} | binding], env) do
        {:ok, _, binding} -> {true, Keyword.filter(binding, fn {name, _} -> is_atom(name) end)}
        :error -> {false, binding}
      end

    {%{match?: matches?, node: written_out(pattern)}, binding}
  end

  defp pin({name, _, context} = variable, binding) when is_atom(name) and is_atom(context) do
    if List.keymember?(binding, name, 0), do: {:^, [], [variable]}, else: variable
  end

  defp pin(node, _binding), do: node

  # A pattern as the compiler sees it: "a" <> rest is a binary of two segments.
  defp written_out(pattern) do
    Macro.postwalk(pattern, fn
      {:<>, meta, [left, right]} -> {:<<>>, meta, segments(left) ++ segments(right)}
      node -> node
    end)
  end

  defp segments({:<<>>, _, segments}), do: segments
  defp segments(text) when is_binary(text), do: [text]
  defp segments(other), do: [{:"::", [], [other, {:binary, [], nil}]}]

  # -- Guards -----------------------------------------------------------------

  defp guard({:when, _, [left, right]}, binding, env), do: guard({:or, [], [left, right]}, binding, env)

  defp guard(code, binding, env) do
    case expand(code, env) do
      {op, meta, [left, right]} when op in [:and, :or] ->
        left = guard(left, binding, env)
        right = guard(right, binding, env)
        {op, Keyword.put(meta, :value, both(op, truth(left), truth(right))), [left, right]}

      other ->
        node = Macro.prewalk(other, &expand(&1, env))
        %{match?: known?(node, binding) and holds?(node, binding, env), node: node}
    end
  end

  defp both(:and, left, right), do: left and right
  defp both(:or, left, right), do: left or right

  defp truth(%{match?: value}), do: value
  defp truth({_, meta, _}), do: meta[:value]

  # Macros other than those of the language itself, as a guard that is defined
  # elsewhere, are shown as what they stand for.
  defp expand({:is_struct, _, _} = call, _env), do: call
  defp expand({name, _, [_ | _]} = call, _env) when name in [:and, :or, :not], do: call

  defp expand({_, _, [_ | _]} = call, env) do
    case Macro.expand_once(call, env) do
      ^call -> plain(call)
      other -> expand(other, env)
    end
  end

  defp expand(node, _env), do: node

  # Calls of :erlang, by the name that Elixir has for them.
  defp plain({{:., _, [:erlang, :andalso]}, meta, args}), do: {:and, meta, args}
  defp plain({{:., _, [:erlang, :orelse]}, meta, args}), do: {:or, meta, args}
  defp plain({{:., _, [:erlang, :"=:="]}, meta, args}), do: {:===, meta, args}
  defp plain({{:., _, [:erlang, :"=/="]}, meta, args}), do: {:!==, meta, args}
  defp plain({{:., _, [:erlang, :"/="]}, meta, args}), do: {:!=, meta, args}
  defp plain({{:., _, [:erlang, :"=<"]}, meta, args}), do: {:<=, meta, args}

  defp plain({{:., _, [:erlang, name]}, meta, args} = call) do
    if Macro.Env.lookup_import(__ENV__, {name, length(args)}) == [], do: call, else: {name, meta, args}
  end

  defp plain(call), do: call

  # Whether every variable has a value: an argument that does not match binds
  # none.
  defp known?(code, binding) do
    {_, known?} =
      Macro.prewalk(code, true, fn
        {name, _, context} = variable, known? when is_atom(name) and is_atom(context) ->
          {variable, known? and List.keymember?(binding, name, 0)}

        node, known? ->
          {node, known?}
      end)

    known?
  end

  defp holds?(code, binding, env), do: match?({:ok, true, _}, evaluate(code, binding, %{env | context: nil}))

  defp evaluate(code, binding, env) do
    {value, binding, _env} = :otpsh_code.eval_quoted(code, binding, env)
    {:ok, value, binding}
  rescue
    _ -> :error
  end

  # -- Text -------------------------------------------------------------------

  @doc false
  # A clause as text; node gives the text of an argument or a guard.
  def clause_text({patterns, guards}, kind, name, node) do
    for guard <- guards, into: "#{kind} #{name}(#{Enum.map_join(patterns, ", ", node)})", do: " when " <> guard_text(guard, node)
  end

  defp guard_text({op, _, [left, right]}, node), do: side(left, op, node) <> " #{op} " <> side(right, op, node)
  defp guard_text(guard, node), do: node.(guard)

  defp side({:or, _, _} = inner, :and, node), do: "(" <> guard_text(inner, node) <> ")"
  defp side(inner, _op, node), do: guard_text(inner, node)

  @doc false
  # An argument or a guard as text; what did not match stands between dashes.
  def text(%{match?: true, node: node}), do: Macro.to_string(node)
  def text(%{match?: false, node: node}), do: "-" <> Macro.to_string(node) <> "-"
end
