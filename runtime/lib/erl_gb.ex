# :gb_sets and :gb_trees: Andersson's general balanced trees. A tree is
# {size, node}; a node {element, smaller, larger} or {key, value, smaller,
# larger}. Inserting rebalances the lowest subtree that has become too high for
# its size; deleting never rebalances.

defmodule :gb_sets do
  @moduledoc false

  def new, do: empty()
  def empty, do: {0, nil}
  def singleton(x), do: {1, {x, nil, nil}}
  def from_list(list), do: from_ordset(:ordsets.from_list(list))

  def from_ordset(list) do
    size = length(list)
    {size, balanced(list, size)}
  end

  def is_empty({0, nil}), do: true
  def is_empty(_set), do: false
  def is_set({0, nil}), do: true
  def is_set({size, {_, _, _}}) when is_integer(size), do: true
  def is_set(_), do: false
  def size({size, _}), do: size

  def is_member(x, {_, node}), do: in_node?(x, node)
  def is_element(x, set), do: is_member(x, set)

  defp in_node?(x, {y, smaller, _}) when x < y, do: in_node?(x, smaller)
  defp in_node?(x, {y, _, larger}) when x > y, do: in_node?(x, larger)
  defp in_node?(_x, {_, _, _}), do: true
  defp in_node?(_x, nil), do: false

  def insert(x, {size, node}) do
    size = size + 1
    {size, root(grow(x, node, size * size))}
  end

  # {node, height, size} while the way down was too long, or the node.
  defp root({node, _height, size}) when is_integer(size), do: node
  defp root(node), do: node

  defp grow(x, {y, smaller, larger}, limit) when x < y do
    case grow(x, smaller, div(limit, 2)) do
      {smaller, height, size} when is_integer(size) -> checked({y, smaller, larger}, height, size, larger)
      smaller -> {y, smaller, larger}
    end
  end

  defp grow(x, {y, smaller, larger}, limit) when x > y do
    case grow(x, larger, div(limit, 2)) do
      {larger, height, size} when is_integer(size) -> checked({y, smaller, larger}, height, size, smaller)
      larger -> {y, smaller, larger}
    end
  end

  defp grow(x, nil, 0), do: {{x, nil, nil}, 1, 1}
  defp grow(x, nil, _limit), do: {x, nil, nil}
  defp grow(x, {_, _, _}, _limit), do: :erlang.error({:key_exists, x})

  defp checked(node, height, size, other) do
    {height2, size2} = count(other)
    height = max(height, height2) * 2
    size = size + size2 + 1
    if height > size * size, do: balanced(in_order(node, []), size), else: {node, height, size}
  end

  # {2 to the height, size}
  defp count({_, nil, nil}), do: {1, 1}

  defp count({_, smaller, larger}) do
    {height1, size1} = count(smaller)
    {height2, size2} = count(larger)
    {max(height1, height2) * 2, size1 + size2 + 1}
  end

  defp count(nil), do: {1, 0}

  def balance({size, node}), do: {size, balanced(in_order(node, []), size)}

  defp balanced(list, size), do: elem(balance_list(list, size), 0)

  defp balance_list(list, size) when size > 1 do
    below = size - 1
    right = div(below, 2)
    {smaller, [x | list]} = balance_list(list, below - right)
    {larger, list} = balance_list(list, right)
    {{x, smaller, larger}, list}
  end

  defp balance_list([x | list], 1), do: {{x, nil, nil}, list}
  defp balance_list(list, 0), do: {nil, list}

  def add(x, set), do: if(is_member(x, set), do: set, else: insert(x, set))
  def add_element(x, set), do: add(x, set)

  def delete(x, {size, node}), do: {size - 1, delete_1(x, node)}
  def delete_any(x, set), do: if(is_member(x, set), do: delete(x, set), else: set)
  def del_element(x, set), do: delete_any(x, set)

  defp delete_1(x, {y, smaller, larger}) when x < y, do: {y, delete_1(x, smaller), larger}
  defp delete_1(x, {y, smaller, larger}) when x > y, do: {y, smaller, delete_1(x, larger)}
  defp delete_1(_x, {_, smaller, larger}), do: merged(smaller, larger)

  defp merged(smaller, nil), do: smaller
  defp merged(nil, larger), do: larger

  defp merged(smaller, larger) do
    {x, larger} = take_smallest1(larger)
    {x, smaller, larger}
  end

  def take_smallest({size, node}) when is_integer(size) do
    {x, node} = take_smallest1(node)
    {x, {size - 1, node}}
  end

  defp take_smallest1({x, nil, larger}), do: {x, larger}

  defp take_smallest1({x, smaller, larger}) do
    {least, smaller} = take_smallest1(smaller)
    {least, {x, smaller, larger}}
  end

  def take_largest({size, node}) when is_integer(size) do
    {x, node} = take_largest1(node)
    {x, {size - 1, node}}
  end

  defp take_largest1({x, smaller, nil}), do: {x, smaller}

  defp take_largest1({x, smaller, larger}) do
    {greatest, larger} = take_largest1(larger)
    {greatest, {x, smaller, larger}}
  end

  def smallest({_, node}), do: smallest_1(node)
  defp smallest_1({x, nil, _}), do: x
  defp smallest_1({_, smaller, _}), do: smallest_1(smaller)

  def largest({_, node}), do: largest_1(node)
  defp largest_1({x, _, nil}), do: x
  defp largest_1({_, _, larger}), do: largest_1(larger)

  def to_list({_, node}), do: in_order(node, [])
  defp in_order({x, smaller, larger}, acc), do: in_order(smaller, [x | in_order(larger, acc)])
  defp in_order(nil, acc), do: acc

  # An iterator is the stack of nodes whose element is still to come.
  def iterator({_, node}), do: down(node, [])
  defp down({_, nil, _} = node, stack), do: [node | stack]
  defp down({_, smaller, _} = node, stack), do: down(smaller, [node | stack])
  defp down(nil, stack), do: stack

  def iterator_from(x, {_, node}), do: down_from(x, node, [])
  defp down_from(x, {y, _, larger}, stack) when y < x, do: down_from(x, larger, stack)
  defp down_from(_x, {_, nil, _} = node, stack), do: [node | stack]
  defp down_from(x, {_, smaller, _} = node, stack), do: down_from(x, smaller, [node | stack])
  defp down_from(_x, nil, stack), do: stack

  def next([{x, _, larger} | stack]), do: {x, down(larger, stack)}
  def next([]), do: :none

  def union(set1, set2), do: from_ordset(:ordsets.union(to_list(set1), to_list(set2)))
  def union([set | sets]), do: :lists.foldl(&union/2, set, sets)
  def union([]), do: empty()

  def intersection(set1, set2), do: from_ordset(:ordsets.intersection(to_list(set1), to_list(set2)))
  def intersection([set | sets]), do: :lists.foldl(&intersection/2, set, sets)

  def difference(set1, set2), do: from_ordset(:ordsets.subtract(to_list(set1), to_list(set2)))
  def subtract(set1, set2), do: difference(set1, set2)
  def is_subset(set1, set2), do: :ordsets.is_subset(to_list(set1), to_list(set2))
  def is_disjoint(set1, set2), do: :ordsets.is_disjoint(to_list(set1), to_list(set2))

  def filter(fun, set), do: from_ordset(:lists.filter(fun, to_list(set)))
  def fold(fun, acc, set), do: :lists.foldl(fun, acc, to_list(set))
end

defmodule :gb_trees do
  @moduledoc false

  def empty, do: {0, nil}

  def from_orddict(list) do
    size = length(list)
    {size, balanced(list, size)}
  end

  def is_empty({0, nil}), do: true
  def is_empty(_tree), do: false
  def size({size, _}) when is_integer(size) and size >= 0, do: size

  def lookup(key, {_, node}), do: find(key, node)

  defp find(key, {k, _, smaller, _}) when key < k, do: find(key, smaller)
  defp find(key, {k, _, _, larger}) when key > k, do: find(key, larger)
  defp find(_key, {_, value, _, _}), do: {:value, value}
  defp find(_key, nil), do: :none

  def is_defined(key, tree), do: lookup(key, tree) != :none

  def get(key, {_, node}), do: get_1(key, node)
  defp get_1(key, {k, _, smaller, _}) when key < k, do: get_1(key, smaller)
  defp get_1(key, {k, _, _, larger}) when key > k, do: get_1(key, larger)
  defp get_1(_key, {_, value, _, _}), do: value

  def insert(key, value, {size, node}) when is_integer(size) do
    size = size + 1
    {size, root(grow(key, value, node, size * size))}
  end

  defp root({node, _height, size}) when is_integer(size), do: node
  defp root(node), do: node

  defp grow(key, value, {k, v, smaller, larger}, limit) when key < k do
    case grow(key, value, smaller, div(limit, 2)) do
      {smaller, height, size} when is_integer(size) -> checked({k, v, smaller, larger}, height, size, larger)
      smaller -> {k, v, smaller, larger}
    end
  end

  defp grow(key, value, {k, v, smaller, larger}, limit) when key > k do
    case grow(key, value, larger, div(limit, 2)) do
      {larger, height, size} when is_integer(size) -> checked({k, v, smaller, larger}, height, size, smaller)
      larger -> {k, v, smaller, larger}
    end
  end

  defp grow(key, value, nil, 0), do: {{key, value, nil, nil}, 1, 1}
  defp grow(key, value, nil, _limit), do: {key, value, nil, nil}
  defp grow(key, _value, {_, _, _, _}, _limit), do: :erlang.error({:key_exists, key})

  defp checked(node, height, size, other) do
    {height2, size2} = count(other)
    height = max(height, height2) * 2
    size = size + size2 + 1
    if height > size * size, do: balanced(in_order(node, []), size), else: {node, height, size}
  end

  defp count({_, _, nil, nil}), do: {1, 1}

  defp count({_, _, smaller, larger}) do
    {height1, size1} = count(smaller)
    {height2, size2} = count(larger)
    {max(height1, height2) * 2, size1 + size2 + 1}
  end

  defp count(nil), do: {1, 0}

  def balance({size, node}), do: {size, balanced(in_order(node, []), size)}

  defp balanced(list, size), do: elem(balance_list(list, size), 0)

  defp balance_list(list, size) when size > 1 do
    below = size - 1
    right = div(below, 2)
    {smaller, [{key, value} | list]} = balance_list(list, below - right)
    {larger, list} = balance_list(list, right)
    {{key, value, smaller, larger}, list}
  end

  defp balance_list([{key, value} | list], 1), do: {{key, value, nil, nil}, list}
  defp balance_list(list, 0), do: {nil, list}

  def enter(key, value, tree) do
    if is_defined(key, tree), do: update(key, value, tree), else: insert(key, value, tree)
  end

  def update(key, value, {size, node}), do: {size, update_1(key, value, node)}
  defp update_1(key, value, {k, v, smaller, larger}) when key < k, do: {k, v, update_1(key, value, smaller), larger}
  defp update_1(key, value, {k, v, smaller, larger}) when key > k, do: {k, v, smaller, update_1(key, value, larger)}
  defp update_1(key, value, {_, _, smaller, larger}), do: {key, value, smaller, larger}

  def delete(key, tree), do: elem(take(key, tree), 1)
  def delete_any(key, tree), do: if(is_defined(key, tree), do: delete(key, tree), else: tree)

  def take(key, {size, node}) when is_integer(size) and size >= 0 do
    {value, node} = take_1(key, node)
    {value, {size - 1, node}}
  end

  def take_any(key, tree), do: if(is_defined(key, tree), do: take(key, tree), else: :error)

  defp take_1(key, {k, v, smaller, larger}) when key < k do
    {value, smaller} = take_1(key, smaller)
    {value, {k, v, smaller, larger}}
  end

  defp take_1(key, {k, v, smaller, larger}) when key > k do
    {value, larger} = take_1(key, larger)
    {value, {k, v, smaller, larger}}
  end

  defp take_1(_key, {_, value, smaller, larger}), do: {value, merged(smaller, larger)}

  defp merged(smaller, nil), do: smaller
  defp merged(nil, larger), do: larger

  defp merged(smaller, larger) do
    {key, value, larger} = take_smallest1(larger)
    {key, value, smaller, larger}
  end

  def take_smallest({size, node}) when is_integer(size) and size >= 0 do
    {key, value, node} = take_smallest1(node)
    {key, value, {size - 1, node}}
  end

  defp take_smallest1({key, value, nil, larger}), do: {key, value, larger}

  defp take_smallest1({k, v, smaller, larger}) do
    {key, value, smaller} = take_smallest1(smaller)
    {key, value, {k, v, smaller, larger}}
  end

  def take_largest({size, node}) when is_integer(size) and size >= 0 do
    {key, value, node} = take_largest1(node)
    {key, value, {size - 1, node}}
  end

  defp take_largest1({key, value, smaller, nil}), do: {key, value, smaller}

  defp take_largest1({k, v, smaller, larger}) do
    {key, value, larger} = take_largest1(larger)
    {key, value, {k, v, smaller, larger}}
  end

  def smallest({_, node}), do: smallest_1(node)
  defp smallest_1({key, value, nil, _}), do: {key, value}
  defp smallest_1({_, _, smaller, _}), do: smallest_1(smaller)

  def largest({_, node}), do: largest_1(node)
  defp largest_1({key, value, _, nil}), do: {key, value}
  defp largest_1({_, _, _, larger}), do: largest_1(larger)

  def to_list({_, node}), do: in_order(node, [])
  defp in_order({key, value, smaller, larger}, acc), do: in_order(smaller, [{key, value} | in_order(larger, acc)])
  defp in_order(nil, acc), do: acc

  def keys(tree), do: for({key, _} <- to_list(tree), do: key)
  def values(tree), do: for({_, value} <- to_list(tree), do: value)

  def iterator({_, node}), do: down(node, [])
  defp down({_, _, nil, _} = node, stack), do: [node | stack]
  defp down({_, _, smaller, _} = node, stack), do: down(smaller, [node | stack])
  defp down(nil, stack), do: stack

  def iterator_from(key, {_, node}), do: down_from(key, node, [])
  defp down_from(key, {k, _, _, larger}, stack) when k < key, do: down_from(key, larger, stack)
  defp down_from(_key, {_, _, nil, _} = node, stack), do: [node | stack]
  defp down_from(key, {_, _, smaller, _} = node, stack), do: down_from(key, smaller, [node | stack])
  defp down_from(_key, nil, stack), do: stack

  def next([{key, value, _, larger} | stack]), do: {key, value, down(larger, stack)}
  def next([]), do: :none

  def map(fun, {size, node}) when is_function(fun, 2), do: {size, mapped(fun, node)}
  defp mapped(_fun, nil), do: nil

  defp mapped(fun, {key, value, smaller, larger}),
    do: {key, fun.(key, value), mapped(fun, smaller), mapped(fun, larger)}
end
