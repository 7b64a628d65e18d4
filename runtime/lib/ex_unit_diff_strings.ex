# ExUnit.Diff.Strings: differences of strings and charlists, letter by letter.

defmodule ExUnit.Diff.Strings do
  @moduledoc false
  alias ExUnit.Diff
  alias ExUnit.Diff.Node

  # Strings that have little in common differ as a whole.
  @alike 0.4

  # {difference, environment} of two strings, escaped for the delimiter.
  def diff(left, right, delimiter, env) do
    {diff, env} = parts(left, right, delimiter, env)
    string = &{:string, delimiter, &1}
    {%{diff | left: string.(diff.left), right: string.(diff.right)}, env}
  end

  def charlists(left, right, env) do
    {diff, env} = parts(List.to_string(left), List.to_string(right), ?", env)
    {%{diff | left: {:charlist, diff.left}, right: {:charlist, diff.right}}, env}
  end

  defp parts(left, right, delimiter, env) do
    left = escape(left, delimiter)
    right = escape(right, delimiter)

    cond do
      left == right ->
        {script(eq: left), env}

      String.bag_distance(left, right) > @alike ->
        {script(String.myers_difference(left, right)), hinted(left, right, env)}

      true ->
        {script(del: left, ins: right), env}
    end
  end

  defp hinted(left, right, env) do
    hint = :equivalent_but_different_strings

    if String.equivalent?(left, right) and hint not in env.hints,
      do: %{env | hints: [hint | env.hints]},
      else: env
  end

  defp escape(text, nil), do: escape(text, 0)

  defp escape(text, delimiter) do
    {escaped, _rest} = :otpsh_inspect.escape(text, delimiter, :infinity)
    IO.iodata_to_binary(escaped)
  end

  defp script(script) do
    %Diff{
      equal?: Enum.all?(script, fn {kind, _} -> kind == :eq end),
      left: for({kind, text} <- script, kind != :ins, do: {kind == :del, text}),
      right: for({kind, text} <- script, kind != :del, do: {kind == :ins, text})
    }
  end

  # A pattern "a" <> "b" <> rest: its literals are compared as one string with
  # as many letters of the value, the rest with the rest.
  def concat(pattern, right, env) do
    {literals, rest} = literals(pattern)
    literal = Enum.join(literals)
    lengths = Enum.map(literals, &String.length/1)

    case rest do
      nil ->
        {diff, env} = diff(literal, right, ?", env)
        {%{diff | left: rebuild(diff.left, Enum.drop(lengths, -1), nil)}, env}

      _ ->
        {head, tail} = String.split_at(right, String.length(literal))
        {diff, env} = diff(literal, head, ?", env)
        {rest_diff, env} = Diff.diff(rest, tail, env)

        {%Diff{
           equal?: diff.equal? and rest_diff.equal?,
           left: rebuild(diff.left, lengths, rest_diff.left),
           right: join(diff.right, rest_diff.right)
         }, env}
    end
  end

  # {literals, the pattern after them or nil}
  defp literals({:<>, _, [literal, rest]}) when is_binary(literal) do
    {literals, rest} = literals(rest)
    {[literal | literals], rest}
  end

  defp literals(literal) when is_binary(literal), do: {[literal], nil}
  defp literals(pattern), do: {[], pattern}

  # The string cut into the literals that were written; nil when the last of
  # them is the end.
  defp rebuild(string, [], nil), do: string
  defp rebuild(_string, [], rest), do: rest

  defp rebuild({:string, delimiter, parts}, [length | lengths], rest) do
    {head, tail} = cut(parts, length)
    {:op, :<>, {:string, delimiter, head}, rebuild({:string, delimiter, tail}, lengths, rest)}
  end

  defp cut([{differs?, text} | parts], length) do
    case String.length(text) do
      ^length ->
        {[{differs?, text}], parts}

      longer when longer > length ->
        {head, tail} = String.split_at(text, length)
        {[{differs?, head}], [{differs?, tail} | parts]}

      shorter ->
        {head, tail} = cut(parts, length - shorter)
        {[{differs?, text} | head], tail}
    end
  end

  defp cut([], _length), do: {[], []}

  # The value's two halves as one string.
  defp join(string, {:value, ""}), do: string

  defp join({:string, delimiter, left}, {:string, delimiter, right}),
    do: {:string, delimiter, left ++ right}

  defp join({:string, delimiter, left}, {:diff, {:value, text}}),
    do: {:string, delimiter, left ++ [{true, text}]}

  defp join({:string, delimiter, left}, {:value, text}),
    do: {:string, delimiter, left ++ [{false, text}]}
end
