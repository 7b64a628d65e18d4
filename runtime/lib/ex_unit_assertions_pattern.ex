# ExUnit.Assertions.Pattern: what an assertion knows of a pattern.

defmodule ExUnit.Assertions.Pattern do
  @moduledoc false
  # What an assertion knows of a pattern: its expansion, the variables that it
  # binds, the variables that it pins.

  # Macros in the pattern are expanded, so that variables and pins are seen;
  # what was written stays in the metadata, under :original, for printing.
  def expand({:when, meta, [left, guard]}, caller) do
    {:when, meta,
     [walk(left, Macro.Env.to_match(caller)), walk(guard, %{caller | context: :guard})]}
  end

  def expand(pattern, caller), do: walk(pattern, Macro.Env.to_match(caller))

  defp walk({:quote, _, args} = quoted, _env) when length(args) in 1..2, do: quoted
  defp walk({:__aliases__, _, _} = alias, env), do: Macro.expand(alias, env)

  defp walk({:@, _, [{attribute, _, _}]}, env),
    do: env.module |> Module.get_attribute(attribute) |> Macro.escape()

  defp walk({_, _, _} = expr, env) do
    case Macro.expand(expr, env) do
      ^expr -> parts(expr, [], env)
      {_, _, _} = expanded -> parts(expanded, [original: expr], env)
      literal -> literal
    end
  end

  defp walk({left, right}, env), do: {walk(left, env), walk(right, env)}
  defp walk([_ | _] = list, env), do: Enum.map(list, &walk(&1, env))
  defp walk(other, _env), do: other

  defp parts({name, meta, args}, more, env), do: {walk(name, env), more ++ meta, walk(args, env)}

  # The variables that a match binds, each as it stands in the pattern.
  def vars({:when, _, [left, guard]}) do
    bound = vars(left)
    bound ++ Enum.filter(vars(guard), &known?(&1, bound))
  end

  def vars(pattern) do
    {_, vars} =
      Macro.prewalk(pattern, [], fn
        {:"::", _, [left, type]}, vars ->
          {[left], sizes(type, vars)}

        {skip, _, [_]}, vars when skip in [:^, :@, :quote] ->
          {:ok, vars}

        {:quote, _, [_, _]}, vars ->
          {:ok, vars}

        {:_, _, context}, vars when is_atom(context) ->
          {:ok, vars}

        {name, _, context} = var, vars when is_atom(name) and is_atom(context) ->
          {:ok, [var | vars]}

        other, vars ->
          {other, vars}
      end)

    vars
  end

  # Variables of size(n) and unit(n) that the pattern binds itself.
  defp sizes(type, bound) do
    {_, vars} =
      Macro.prewalk(type, bound, fn
        {modifier, _, [{name, _, context} = var]}, vars
        when is_atom(modifier) and is_atom(name) and is_atom(context) ->
          {:ok, if(known?(var, bound), do: [var | vars], else: vars)}

        other, vars ->
          {other, vars}
      end)

    vars
  end

  defp known?({name, _, context}, vars), do: Enum.any?(vars, &match?({^name, _, ^context}, &1))

  # [{{name, context}, variable}] of what is pinned with ^; quoted, it gives
  # the values.
  def pins(pattern, caller) do
    known = Macro.Env.vars(caller)

    {_, pins} =
      Macro.prewalk(pattern, %{}, fn
        {:quote, _, args}, pins when length(args) in 1..2 ->
          {:ok, pins}

        {:^, _, [var]}, pins ->
          {:ok, if(key(var) in known, do: Map.put(pins, key(var), var), else: pins)}

        other, pins ->
          {other, pins}
      end)

    Enum.to_list(pins)
  end

  defp key({name, meta, context}), do: {name, meta[:counter] || context}

  # Variables that may stay unused without a warning.
  def generated(vars) do
    for {name, meta, context} <- vars, do: {name, [generated: true] ++ meta, context}
  end

  # A case whose clauses give no warning.
  def silent({name, meta, [value, [do: clauses]]}) do
    clauses = for {:->, meta, args} <- clauses, do: {:->, [generated: true] ++ meta, args}
    {name, meta, [value, [do: clauses]]}
  end
end
