# ExUnit.Diff.Lists: differences of lists, the shortest script of insertions and deletions.

defmodule ExUnit.Diff.Lists do
  @moduledoc false
  # A list on the left may be a pattern with | and ++. Its items are compared
  # with as many items of the right list by Myers' algorithm; what comes after
  # them on each side is compared as the lists' tails.

  alias ExUnit.Diff
  alias ExUnit.Diff.Node

  def diff(left, right, env) do
    {items, tail, shape} = flatten(left, env.context)
    {right_items, right_tail} = take(right, length(items), [])
    {diff, env} = items(items, right_items, env)
    {tail_diff, env} = tail(tail, right_tail, env)

    last =
      case tail do
        {:tail, _} -> {:tail, tail_diff.left}
        :none when right_tail == [] -> :none
        :none -> :missing
      end

    {%Diff{
       equal?: diff.equal? and tail_diff.equal?,
       left: rebuild(diff.left, shape, last),
       right: append(diff.right, tail_diff.right)
     }, env}
  end

  defp tail(:none, right, env) when is_list(right) do
    node = Node.value(right)
    node = if right == [], do: node, else: Node.mark(node)
    {%Diff{equal?: right == [], left: nil, right: node}, env}
  end

  defp tail(:none, right, env), do: Diff.diff([], right, env)
  defp tail({:tail, left}, right, env), do: Diff.diff(left, right, env)

  # {items, {:tail, what follows them} or :none, shape}. The shape tells where
  # the operators stand: :plain, {:cons, index, shape} or {:++, index, left
  # shape, right shape}.
  defp flatten(left, context) do
    case walk(left, 0, context) do
      {:tail, tail} -> {[], {:tail, tail}, :plain}
      flat -> flat
    end
  end

  defp walk([], _index, _context), do: {[], :none, :plain}

  defp walk({:++, _, [left, right]}, _index, :match) do
    {left_items, _tail, left_shape} = flatten(left, :match)
    count = length(left_items)

    case walk(right, 0, :match) do
      {:tail, tail} ->
        {left_items, {:tail, tail}, {:++, count, left_shape, :plain}}

      {items, tail, shape} ->
        {left_items ++ items, tail, {:++, count, left_shape, shape}}
    end
  end

  defp walk([{:|, _, [head, tail]}], index, :match) do
    case walk(tail, 0, :match) do
      {:tail, tail} -> {[head], {:tail, tail}, {:cons, index, :plain}}
      {items, tail, shape} -> {[head | items], tail, {:cons, index, shape}}
    end
  end

  defp walk([head | tail], index, context) do
    case walk(tail, index + 1, context) do
      {:tail, tail} -> {[head], {:tail, tail}, {:cons, index, :plain}}
      {items, tail, shape} -> {[head | items], tail, shape}
    end
  end

  defp walk(tail, _index, _context), do: {:tail, tail}

  defp take([head | tail], count, taken) when count > 0, do: take(tail, count - 1, [head | taken])
  defp take(rest, _count, taken), do: {Enum.reverse(taken), rest}

  # The left list as it was written.
  defp rebuild(nodes, shape, last) do
    case place(nodes, shape, last) do
      nodes when is_list(nodes) -> {:list, nodes}
      node -> node
    end
  end

  # Nodes of a list, or the node of what is none.
  defp place([], :plain, {:tail, node}), do: node
  defp place(nodes, :plain, _last), do: nodes

  defp place(nodes, {:cons, index, shape}, last) do
    {before, [head | rest]} = Enum.split(nodes, index)

    tail =
      case last do
        :missing -> Node.mark(rebuild(rest, shape, :none))
        _ -> rebuild(rest, shape, last)
      end

    before ++ [{:op, :|, head, tail}]
  end

  defp place(nodes, {:++, index, left, right}, last) do
    {before, rest} = Enum.split(nodes, index)
    {:op, :++, rebuild(before, left, :none), rebuild(rest, right, last)}
  end

  # The right list, with its tail.
  defp append(nodes, {:value, tail}), do: add(nodes, tail, &Node.value/1)
  defp append(nodes, {:diff, {:value, tail}}), do: add(nodes, tail, &Node.mark(Node.value(&1)))
  defp append(nodes, {:list, more}), do: {:list, nodes ++ more}
  defp append(nodes, node), do: improper(Enum.reverse(nodes), node)

  defp add(nodes, tail, node), do: put(tail, Enum.reverse(nodes), node)

  defp put([head | tail], reversed, node), do: put(tail, [node.(head) | reversed], node)
  defp put([], reversed, _node), do: {:list, Enum.reverse(reversed)}
  defp put(rest, reversed, node), do: improper(reversed, node.(rest))

  defp improper([last | before], node),
    do: {:list, Enum.reverse([{:op, :|, last, node} | before])}

  defp improper([], node), do: node

  # Myers' algorithm. A path is {row, rest of left, rest of right, left edits,
  # right edits, environment}: a pattern binds its variables on the way.

  defp items(left, right, env) do
    search(0, [{0, left, right, [], [], env}])
  end

  defp search(distance, paths) do
    case diagonals(-distance, distance, paths, []) do
      {:found, {_, _, _, left, right, env}} ->
        pair(Enum.reverse(left), Enum.reverse(right), true, [], [], env)

      paths ->
        search(distance + 1, paths)
    end
  end

  defp diagonals(diagonal, distance, _paths, next) when diagonal > distance,
    do: Enum.reverse(next)

  defp diagonals(diagonal, distance, paths, next) do
    {path, paths} = step(diagonal, distance, paths)

    case follow(path) do
      {_, [], [], _, _, _} = path -> {:found, path}
      path -> diagonals(diagonal + 2, distance, paths, [path | next])
    end
  end

  defp step(0, 0, [path]), do: {path, []}

  defp step(diagonal, distance, [path | _] = paths) when diagonal == -distance,
    do: {delete(path), paths}

  defp step(_diagonal, _distance, [path]), do: {insert(path), []}

  defp step(_diagonal, _distance, [above, below | rest]) do
    if elem(above, 0) > elem(below, 0),
      do: {insert(above), [below | rest]},
      else: {delete(below), [below | rest]}
  end

  defp insert({row, left, [item | right], lefts, rights, env}),
    do: {row, left, right, lefts, [{:ins, item} | rights], env}

  defp insert(path), do: path

  defp delete({row, [item | left], right, lefts, rights, env}),
    do: {row + 1, left, right, [{:del, item} | lefts], rights, env}

  defp delete({row, [], right, lefts, rights, env}), do: {row + 1, [], right, lefts, rights, env}

  # Goes on as long as items are equal.
  defp follow({row, [left | lefts], [right | rights], left_edits, right_edits, env} = path) do
    case Diff.diff(left, right, env) do
      {%{equal?: true} = diff, env} ->
        left_edits = [{:eq, diff.left} | left_edits]
        right_edits = [{:eq, diff.right} | right_edits]
        follow({row + 1, lefts, rights, left_edits, right_edits, env})

      _ ->
        path
    end
  end

  defp follow(path), do: path

  # What was deleted and what was inserted in its place are compared in depth.
  defp pair([], [], equal?, left, right, env),
    do: {%Diff{equal?: equal?, left: Enum.reverse(left), right: Enum.reverse(right)}, env}

  defp pair([{:del, item1} | lefts], [{:ins, item2} | rights], equal?, left, right, env) do
    {diff, env} = Diff.diff(item1, item2, env)
    pair(lefts, rights, equal? and diff.equal?, [diff.left | left], [diff.right | right], env)
  end

  defp pair([{:del, item} | lefts], rights, _equal?, left, right, env),
    do: pair(lefts, rights, false, [Node.mark(Node.side(item, env)) | left], right, env)

  defp pair(lefts, [{:ins, item} | rights], _equal?, left, right, env),
    do: pair(lefts, rights, false, left, [Node.mark(Node.value(item)) | right], env)

  defp pair([{:eq, node1} | lefts], [{:eq, node2} | rights], equal?, left, right, env),
    do: pair(lefts, rights, equal?, [node1 | left], [node2 | right], env)
end
