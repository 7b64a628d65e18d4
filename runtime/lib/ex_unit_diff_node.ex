# ExUnit.Diff.Node: the sides of a difference, and how they are drawn.

defmodule ExUnit.Diff.Node do
  @moduledoc false
  # A node is one of
  #   {:value, term}             a term, inspected
  #   {:code, quoted}            a piece of a pattern, as it was written
  #   {:diff, node}              a node that differs as a whole
  #   {:list, nodes}             a list; the last node may be {:op, :|, head, tail}
  #   {:tuple, nodes}
  #   {:map, struct, pairs}      pairs of nodes, each maybe in {:diff, pair};
  #                              struct is a node, nil without one
  #   {:op, operator, left, right}
  #   {:string, delimiter, parts}   parts are {differs?, text}
  #   {:charlist, parts}
  #   {:function, function, node}   a function and what it has closed over

  alias Inspect.Algebra

  # The node of a term. Maps are taken apart, unless they have a text of their
  # own.
  def value(map) when is_map(map) do
    if own_text?(map) do
      {:value, map}
    else
      pairs = for {key, value} <- Map.to_list(map), do: {value(key), value(value)}
      map(pairs, if(is_struct(map), do: map.__struct__))
    end
  end

  def value(term), do: {:value, term}

  # Whether an Inspect of its own draws the struct.
  def own_text?(%_{} = struct), do: Inspect.impl_for(struct) not in [Inspect.Any, Inspect.Map]
  def own_text?(_term), do: false

  # The node of something on the left: of a pattern, or of a term.
  def side(left, %{context: :match}), do: code(left)
  def side(left, _env), do: value(left)

  # The node of a pattern.
  def code(list) when is_list(list), do: {:list, Enum.map(list, &code/1)}
  def code({:{}, _, args}) when is_list(args), do: {:tuple, Enum.map(args, &code/1)}
  def code({left, right}), do: {:tuple, [code(left), code(right)]}

  def code({op, _, [left, right]}) when op in [:<>, :++, :|, :when, :and, :or],
    do: {:op, op, code(left), code(right)}

  def code({:%{}, _, pairs}) when is_list(pairs), do: {:map, nil, pairs(pairs)}

  def code({:%, _, [struct, {:%{}, _, pairs}]}) when is_list(pairs),
    do: {:map, code(struct), pairs(pairs)}

  def code({_, meta, args} = quoted) when is_list(meta) and (is_list(args) or is_atom(args)),
    do: {:code, quoted}

  def code(literal), do: {:value, literal}

  defp pairs(pairs), do: for({key, value} <- pairs, do: {code(key), code(value)})

  # A map of pairs of nodes; the pair of the struct's name, when it has one, is
  # among them.
  def map(pairs, nil), do: {:map, nil, pairs}

  def map(pairs, _struct) do
    {[pair], pairs} = Enum.split_with(pairs, &match?({:value, :__struct__}, key(&1)))

    case pair do
      {:diff, {_, name}} -> {:map, mark(name), pairs}
      {_, name} -> {:map, name, pairs}
    end
  end

  defp key({:diff, {key, _}}), do: bare(key)
  defp key({key, _}), do: bare(key)

  def mark({:diff, _} = node), do: node
  def mark(node), do: {:diff, node}

  defp bare({:diff, node}), do: node
  defp bare(node), do: node

  # The document of a node; `paint` gets the pieces that differ.
  def to_algebra(node, paint)

  def to_algebra({:diff, node}, paint), do: node |> to_algebra(& &1) |> paint.()
  def to_algebra({:value, term}, _paint), do: inspect(term)
  def to_algebra({:code, quoted}, _paint), do: Macro.to_string(quoted)

  def to_algebra({:list, nodes}, paint) do
    draw = if Enum.all?(nodes, &keyword?/1), do: &keyword/2, else: &to_algebra/2
    container("[", nodes, "]", paint, draw)
  end

  def to_algebra({:tuple, nodes}, paint), do: container("{", nodes, "}", paint, &to_algebra/2)

  def to_algebra({:map, struct, pairs}, paint) do
    draw = if Enum.all?(pairs, &atom?(key(&1))), do: &keyword/2, else: &arrow/2
    container(Algebra.concat(["%", name(struct, paint), "{"]), pairs, "}", paint, draw)
  end

  def to_algebra({:op, op, left, right}, paint),
    do: Algebra.concat([to_algebra(left, paint), " #{op} ", to_algebra(right, paint)])

  def to_algebra({:string, nil, parts}, paint), do: parts(parts, paint)

  def to_algebra({:string, delimiter, parts}, paint),
    do: Algebra.concat([<<delimiter>>, parts(parts, paint), <<delimiter>>])

  def to_algebra({:charlist, parts}, paint),
    do: Algebra.concat(["~c\"", parts(parts, paint), "\""])

  def to_algebra({:function, function, node}, paint) do
    "#Function<" <> text = inspect(function)
    text = binary_part(text, 0, byte_size(text) - 1)
    inside = [Algebra.line(), text, Algebra.line(), to_algebra(node, paint)]
    inside = inside |> Algebra.concat() |> Algebra.nest(2)
    Algebra.concat(["#Function<", inside, Algebra.line(), ">"])
  end

  defp parts(parts, paint),
    do:
      Algebra.concat(
        for {differs?, text} <- parts, do: if(differs?, do: paint.(text), else: text)
      )

  defp name(nil, _paint), do: ""
  defp name({:diff, name}, paint), do: name |> name(& &1) |> paint.()
  defp name({:value, atom}, _paint), do: Macro.inspect_atom(:literal, atom)
  defp name({:code, quoted}, _paint), do: Macro.to_string(quoted)

  # Pairs with an atom as key are drawn with a colon, in a map and in a list
  # that holds nothing else.

  defp keyword?(node) do
    case bare(node) do
      {:tuple, [key, _]} -> atom?(bare(key))
      _ -> false
    end
  end

  defp atom?({:value, key}), do: is_atom(key)
  defp atom?(_node), do: false

  defp keyword({:diff, pair}, paint), do: pair |> keyword(& &1) |> paint.()
  defp keyword({:tuple, [key, value]}, paint), do: keyword({key, value}, paint)

  defp keyword({key, value}, paint),
    do: Algebra.concat([keyword_key(key, paint), " ", to_algebra(value, paint)])

  defp keyword_key({:diff, key}, paint), do: key |> keyword_key(& &1) |> paint.()
  defp keyword_key({:value, key}, _paint), do: Macro.inspect_atom(:key, key)

  defp arrow({:diff, pair}, paint), do: pair |> arrow(& &1) |> paint.()

  defp arrow({key, value}, paint),
    do: Algebra.concat([to_algebra(key, paint), " => ", to_algebra(value, paint)])

  defp container(open, items, close, paint, draw) do
    items =
      items
      |> Enum.map(&draw.(&1, paint))
      |> Algebra.fold(fn item, rest -> item |> Algebra.concat(",") |> Algebra.glue(rest) end)

    open
    |> Algebra.glue("", items)
    |> Algebra.nest(2)
    |> Algebra.glue("", close)
    |> Algebra.group()
  end
end
