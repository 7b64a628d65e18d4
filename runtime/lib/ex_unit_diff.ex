# ExUnit.Diff: the difference between two values, or between a pattern and a value.

defmodule ExUnit.Diff do
  @moduledoc false
  # Both sides become trees of nodes (ExUnit.Diff.Node) in which what differs is
  # marked. The left side may be a pattern, quoted and expanded by
  # ExUnit.Assertions.Pattern.
  #
  # The environment: `context` is :match, :== or :===; `pins` and `vars` are the
  # values of pinned variables and of those that the pattern has bound so far,
  # by {name, context}; `hints` are what else a person should know.

  alias ExUnit.Diff.{Lists, Node, Strings}

  # equal?: whether the sides do not differ; left, right: their nodes.
  defstruct equal?: true, left: nil, right: nil

  # {difference, environment} of an assertion's sides.
  def compute(left, right, context), do: diff(left, right, env(context))

  defp env({:match, pins}), do: %{context: :match, pins: Map.new(pins), vars: %{}, hints: []}
  defp env(operator), do: %{context: operator, pins: %{}, vars: %{}, hints: []}

  # {difference, environment}
  def diff(left, right, %{context: :match} = env) do
    case left do
      {_, [{:original, original} | _], _} -> pattern(original, right, left, env)
      _ -> pattern(left, right, nil, env)
    end
  end

  def diff(left, right, env), do: value(left, right, env)

  # Patterns. `expanded` is what a macro made of the pattern, nil without one.

  defp pattern({:_, _, context} = left, right, _expanded, env) when is_atom(context),
    do: {equal(Node.code(left), Node.value(right)), env}

  defp pattern({:^, _, [{name, _, context} = var]} = left, right, _expanded, env)
       when is_atom(name) and is_atom(context) do
    {diff, after_pin} = value(Map.fetch!(env.pins, key(var)), right, %{env | context: :===})
    pin = if diff.equal?, do: Node.code(left), else: Node.mark(Node.code(left))
    {%{diff | left: pin}, %{after_pin | context: :match}}
  end

  defp pattern({name, _, context} = left, right, _expanded, env)
       when is_atom(name) and is_atom(context) and
              name not in [:__MODULE__, :__DIR__, :__STACKTRACE__, :__ENV__, :__CALLER__] do
    key = key(left)

    case env.vars do
      %{^key => ^right} ->
        {equal(Node.code(left), Node.value(right)), env}

      %{^key => _} ->
        {different(Node.code(left), right), env}

      vars ->
        {equal(Node.code(left), Node.value(right)), %{env | vars: Map.put(vars, key, right)}}
    end
  end

  defp pattern({:-, _, [number]}, right, _expanded, env) when is_number(number),
    do: pattern(-number, right, nil, env)

  defp pattern({:+, _, [number]}, right, _expanded, env) when is_number(number),
    do: pattern(number, right, nil, env)

  defp pattern({:++, _, [_, _]} = left, right, _expanded, env) when is_list(right),
    do: Lists.diff(left, right, env)

  defp pattern({:{}, _, left}, right, _expanded, env) when is_tuple(right),
    do: tuple(left, Tuple.to_list(right), env)

  defp pattern({_, _} = left, right, _expanded, env) when is_tuple(right),
    do: tuple(Tuple.to_list(left), Tuple.to_list(right), env)

  defp pattern({:%, _, [struct, {:%{}, _, pairs}]}, %{} = right, _expanded, env)
       when is_list(pairs),
       do: map_pattern([{:__struct__, struct} | pairs], right, env)

  defp pattern({:%{}, _, pairs}, %{} = right, _expanded, env) when is_list(pairs),
    do: map_pattern(pairs, right, env)

  defp pattern({:<>, _, [literal, _]} = left, right, _expanded, env)
       when is_binary(literal) and is_binary(right),
       do: Strings.concat(left, right, env)

  defp pattern({:when, _, [left, guard]}, right, _expanded, env) do
    {diff, env} = pattern(left, right, nil, env)

    {guard, holds?} =
      if diff.equal?,
        do: guard(guard, Map.merge(env.pins, env.vars)),
        else: {Node.code(guard), false}

    {%{diff | equal?: holds?, left: {:op, :when, diff.left, guard}}, env}
  end

  defp pattern({_, _, _} = left, right, expanded, env) when expanded != nil do
    {name, meta, args} = expanded
    {diff, env} = diff({name, Keyword.delete(meta, :original), args}, right, env)
    left = if diff.equal?, do: Node.code(left), else: Node.mark(Node.code(left))
    {%{diff | left: left}, env}
  end

  defp pattern(left, right, _expanded, env) when is_list(left) and is_list(right),
    do: list(left, right, env)

  defp pattern(left, right, _expanded, env)
       when is_atom(left) or is_number(left) or is_reference(left) or is_pid(left) or
              is_function(left) or is_binary(left),
       do: value(left, right, env)

  defp pattern(left, right, _expanded, env), do: {different(Node.code(left), right), env}

  # {node, whether it holds} of a guard; its operands are looked at one by one.
  defp guard(quoted, bindings) do
    case written(quoted) do
      {op, _, [left, right]} when op in [:and, :or, :when] ->
        {left, left?} = guard(left, bindings)
        {right, right?} = guard(right, bindings)
        {{:op, op, left, right}, if(op == :and, do: left? and right?, else: left? or right?)}

      _ ->
        test(quoted, bindings)
    end
  end

  defp test(quoted, bindings) do
    {written, known?} =
      Macro.postwalk(quoted, true, fn
        {_, [{:original, original} | _], _}, known? ->
          {original, known?}

        {name, _, context} = var, known? when is_atom(name) and is_atom(context) ->
          {var, known? and Map.has_key?(bindings, key(var))}

        other, known? ->
          {other, known?}
      end)

    if known? do
      {result, _} = Code.eval_quoted(quoted, Map.to_list(bindings))
      node = Node.code(written)
      {if(result == true, do: node, else: Node.mark(node)), result == true}
    else
      {Node.code(written), false}
    end
  end

  defp written({_, [{:original, original} | _], _}), do: original
  defp written(quoted), do: quoted

  defp key({name, meta, context}), do: {name, meta[:counter] || context}

  # A pattern of a struct that could be a value is compared as one.
  defp map_pattern(pairs, right, env) do
    struct = struct_of(pairs)

    with true <- struct != nil and Macro.quoted_literal?(pairs),
         {:ok, left} <- literal_struct(struct, pairs),
         %other{} <- right do
      struct(left, pairs, right, struct, other, env)
    else
      _ -> map(pairs, right, struct, struct_name(right), env)
    end
  end

  # The module of a struct that is loaded and has all the fields named.
  defp struct_of(pairs) do
    {struct, fields} = Keyword.pop(pairs, :__struct__)

    if is_atom(struct) and struct != nil and Code.ensure_loaded?(struct) and
         function_exported?(struct, :__info__, 1) do
      known = for %{field: field} <- struct.__info__(:struct) || [], do: field
      if known != [] and Enum.all?(fields, fn {name, _} -> name in known end), do: struct
    end
  end

  defp literal_struct(struct, pairs) do
    {values, []} = Code.eval_quoted(pairs, [])
    {:ok, struct!(struct, values)}
  rescue
    _ -> :error
  end

  # Values.

  defp value(same, same, env)
       when is_atom(same) or is_number(same) or is_reference(same) or is_pid(same) or
              is_function(same),
       do: {equal(Node.value(same), Node.value(same)), env}

  defp value(left, right, %{context: :==} = env) when is_number(left) and left == right,
    do: {equal(Node.value(left), Node.value(right)), env}

  defp value(left, right, env) when is_number(left) and is_number(right),
    do: Strings.diff(inspect(left), inspect(right), nil, env)

  defp value(left, right, env) when is_list(left) and is_list(right), do: list(left, right, env)

  defp value(left, right, env) when is_tuple(left) and is_tuple(right),
    do: tuple(Tuple.to_list(left), Tuple.to_list(right), env)

  defp value(%struct1{} = left, %struct2{} = right, env),
    do: struct(left, Map.to_list(left), right, struct1, struct2, env)

  defp value(%{} = left, %{} = right, env),
    do: map(Map.to_list(left), right, struct_name(left), struct_name(right), env)

  defp value(left, right, env) when is_binary(left) and is_binary(right),
    do: Strings.diff(left, right, ?", env)

  defp value(left, right, env) when is_function(left) and is_function(right) do
    if Enum.all?([:type, :module, :new_uniq, :new_index], &same_info?(left, right, &1)) and
         Function.info(left, :type) == {:type, :local} do
      {:env, left_env} = Function.info(left, :env)
      {:env, right_env} = Function.info(right, :env)
      {diff, env} = Lists.diff(left_env, right_env, env)
      {%{diff | left: {:function, left, diff.left}, right: {:function, right, diff.right}}, env}
    else
      {different(Node.value(left), right), env}
    end
  end

  defp value(left, right, env), do: {different(Node.value(left), right), env}

  defp same_info?(left, right, item), do: Function.info(left, item) == Function.info(right, item)

  defp list([], [], env), do: {equal(Node.value([]), Node.value([])), env}

  defp list(left, right, env) do
    if List.ascii_printable?(left) and List.ascii_printable?(right),
      do: Strings.charlists(left, right, env),
      else: Lists.diff(left, right, env)
  end

  defp tuple(left, right, env), do: tuple(left, right, true, [], [], env)

  defp tuple([left | lefts], [right | rights], equal?, left_nodes, right_nodes, env) do
    {diff, env} = diff(left, right, env)
    equal? = equal? and diff.equal?
    tuple(lefts, rights, equal?, [diff.left | left_nodes], [diff.right | right_nodes], env)
  end

  defp tuple(lefts, rights, equal?, left_nodes, right_nodes, env) do
    lefts = for left <- lefts, do: Node.mark(Node.side(left, env))
    rights = for right <- rights, do: Node.mark(Node.value(right))

    {%__MODULE__{
       equal?: equal? and lefts == [] and rights == [],
       left: {:tuple, Enum.reverse(left_nodes, lefts)},
       right: {:tuple, Enum.reverse(right_nodes, rights)}
     }, env}
  end

  # A struct that has a text of its own is compared by its text.
  defp struct(left, pairs, right, struct1, struct2, env) do
    with true <- Node.own_text?(left), {:ok, text1} <- text(left), {:ok, text2} <- text(right) do
      if text1 != text2 do
        Strings.diff(text1, text2, nil, env)
      else
        case map(pairs, right, struct1, struct2, env) do
          {%{equal?: true}, env} -> {equal({:value, left}, {:value, right}), env}
          other -> other
        end
      end
    else
      _ -> map(pairs, right, struct1, struct2, env)
    end
  end

  defp text(value) do
    {:ok, inspect(value, safe: false)}
  rescue
    _ -> :error
  end

  defp struct_name(%name{}), do: name
  defp struct_name(_value), do: nil

  # Keys that both sides have come first, each side sorted.
  defp map(pairs, right, struct1, struct2, env) do
    {both, only_left, rest, equal?, env} =
      Enum.reduce(pairs, {[], [], right, true, env}, fn {key, left}, acc ->
        {both, only_left, rest, equal?, env} = acc
        right_key = literal_key(key, env)

        case rest do
          %{^right_key => right} ->
            {diff, env} = diff(left, right, env)
            left = {key, {Node.side(key, env), diff.left}}
            right = {right_key, {Node.value(right_key), diff.right}}
            rest = Map.delete(rest, right_key)
            {[{left, right} | both], only_left, rest, equal? and diff.equal?, env}

          %{} ->
            pair = {Node.side(key, env), Node.side(left, env)}
            {both, [{key, Node.mark(pair)} | only_left], rest, false, env}
        end
      end)

    # A pattern may leave keys out.
    match? = env.context == :match

    only_right =
      for {key, value} <- Map.to_list(rest) do
        pair = {Node.value(key), Node.value(value)}
        {key, if(match?, do: pair, else: Node.mark(pair))}
      end

    {lefts, rights} = Enum.unzip(both)

    {%__MODULE__{
       equal?: equal? and (match? or only_right == []),
       left: Node.map(sorted(lefts) ++ sorted(only_left), struct1),
       right: Node.map(sorted(rights) ++ sorted(only_right), struct2)
     }, env}
  end

  defp sorted(pairs), do: pairs |> Enum.sort_by(&elem(&1, 0)) |> Enum.map(&elem(&1, 1))

  defp literal_key({:^, _, [var]}, env), do: Map.fetch!(env.pins, key(var))
  defp literal_key(literal, _env), do: literal

  defp equal(left, right), do: %__MODULE__{equal?: true, left: left, right: right}

  defp different(left, right) do
    %__MODULE__{equal?: false, left: Node.mark(left), right: Node.mark(Node.value(right))}
  end
end
