# :queue: double-ended queues {rear, front}, the rear reversed. Neither half is
# empty while the queue holds two elements or more.

defmodule :queue do
  @moduledoc false

  def new, do: {[], []}

  def is_queue({rear, front}), do: is_list(rear) and is_list(front)
  def is_queue(_), do: false

  def is_empty({[], []}), do: true
  def is_empty({rear, front}) when is_list(rear) and is_list(front), do: false
  def is_empty(other), do: bad([other])

  def len({rear, front}) when is_list(rear) and is_list(front), do: length(rear) + length(front)
  def len(other), do: bad([other])

  def to_list({rear, front}) when is_list(rear) and is_list(front), do: front ++ :lists.reverse(rear)
  def to_list(other), do: bad([other])

  def from_list(list) when is_list(list), do: of_front(list)
  def from_list(other), do: bad([other])

  def member(x, {rear, front}) when is_list(rear) and is_list(front),
    do: :lists.member(x, rear) or :lists.member(x, front)

  def member(x, queue), do: bad([x, queue])

  # A queue of its elements in order, and of its elements in reverse order.
  defp of_front([]), do: {[], []}
  defp of_front([_] = rear), do: {rear, []}
  defp of_front([x, y]), do: {[y], [x]}

  defp of_front(list) do
    {front, rear} = :lists.split(div(length(list), 2), list)
    {:lists.reverse(rear), front}
  end

  defp of_rear([]), do: {[], []}
  defp of_rear([_] = rear), do: {[], rear}
  defp of_rear([x, y]), do: {[x], [y]}

  defp of_rear(list) do
    {rear, front} = :lists.split(div(length(list), 2), list)
    {rear, :lists.reverse(front)}
  end

  def unquote(:in)(x, {[_] = rear, []}), do: {[x], rear}
  def unquote(:in)(x, {rear, front}) when is_list(rear) and is_list(front), do: {[x | rear], front}
  def unquote(:in)(x, queue), do: bad([x, queue])

  def in_r(x, {[], [_] = front}), do: {front, [x]}
  def in_r(x, {rear, front}) when is_list(rear) and is_list(front), do: {rear, [x | front]}
  def in_r(x, queue), do: bad([x, queue])

  def out({[], []} = queue), do: {:empty, queue}
  def out({[x], []}), do: {{:value, x}, {[], []}}

  def out({[last | rear], []}) do
    [x | front] = :lists.reverse(rear)
    {{:value, x}, {[last], front}}
  end

  def out({rear, [x]}) when is_list(rear), do: {{:value, x}, of_rear(rear)}
  def out({rear, [x | front]}) when is_list(rear), do: {{:value, x}, {rear, front}}
  def out(queue), do: bad([queue])

  def out_r({[], []} = queue), do: {:empty, queue}
  def out_r({[], [x]}), do: {{:value, x}, {[], []}}

  def out_r({[], [first | front]}) do
    [x | rear] = :lists.reverse(front)
    {{:value, x}, {rear, [first]}}
  end

  def out_r({[x], front}) when is_list(front), do: {{:value, x}, of_front(front)}
  def out_r({[x | rear], front}) when is_list(front), do: {{:value, x}, {rear, front}}
  def out_r(queue), do: bad([queue])

  def get({[], []} = queue), do: empty([queue])
  def get({rear, front}) when is_list(rear) and is_list(front), do: first(rear, front)
  def get(queue), do: bad([queue])

  def get_r({[], []} = queue), do: empty([queue])
  def get_r({[x | _], front}) when is_list(front), do: x
  def get_r({[], [x]}), do: x
  def get_r({[], [_ | front]}), do: :lists.last(front)
  def get_r(queue), do: bad([queue])

  defp first(_rear, [x | _]), do: x
  defp first([x], []), do: x
  defp first([_ | rear], []), do: :lists.last(rear)

  def peek({[], []}), do: :empty
  def peek({rear, front}) when is_list(rear) and is_list(front), do: {:value, first(rear, front)}
  def peek(queue), do: bad([queue])

  def peek_r({[], []}), do: :empty
  def peek_r({rear, front} = queue) when is_list(rear) and is_list(front), do: {:value, get_r(queue)}
  def peek_r(queue), do: bad([queue])

  def drop({[], []} = queue), do: empty([queue])
  def drop(queue), do: rest(out(queue))

  def drop_r({[], []} = queue), do: empty([queue])
  def drop_r(queue), do: rest(out_r(queue))

  defp rest({{:value, _}, queue}), do: queue

  def reverse({rear, front}) when is_list(rear) and is_list(front), do: {front, rear}
  def reverse(queue), do: bad([queue])

  def join({rear, front} = queue, {[], []}) when is_list(rear) and is_list(front), do: queue
  def join({[], []}, {rear, front} = queue) when is_list(rear) and is_list(front), do: queue

  def join({rear1, front1}, {rear2, front2})
      when is_list(rear1) and is_list(front1) and is_list(rear2) and is_list(front2),
      do: {rear2, front1 ++ :lists.reverse(rear1, front2)}

  def join(queue1, queue2), do: bad([queue1, queue2])

  def split(0, {rear, front} = queue) when is_list(rear) and is_list(front), do: {{[], []}, queue}

  def split(n, {rear, front} = queue)
      when is_integer(n) and n >= 1 and is_list(rear) and is_list(front) do
    in_front = length(front)

    cond do
      n > length(rear) + in_front ->
        bad([n, queue])

      n < in_front ->
        {[first | taken], left} = :lists.split(n, front)
        {{:lists.reverse(taken), [first]}, {rear, left}}

      n == in_front ->
        {of_front(front), of_rear(rear)}

      n == length(rear) + in_front ->
        {queue, {[], []}}

      true ->
        {[last | left], taken} = :lists.split(length(rear) - (n - in_front), rear)
        {{taken, front}, {[last], :lists.reverse(left)}}
    end
  end

  def split(n, queue), do: bad([n, queue])

  defp joined([], front), do: of_front(front)
  defp joined(rear, []), do: of_rear(rear)
  defp joined(rear, front), do: {rear, front}

  def filter(fun, {rear, front} = queue) when is_function(fun, 1) and is_list(rear) and is_list(front),
    do: each(queue, fn x ->
      case fun.(x) do
        true -> [x]
        false -> []
        list when is_list(list) -> list
      end
    end)

  def filter(fun, queue), do: bad([fun, queue])

  def filtermap(fun, {rear, front} = queue) when is_function(fun, 1) and is_list(rear) and is_list(front) do
    each(queue, fn x ->
      case fun.(x) do
        true -> [x]
        {true, y} -> [y]
        false -> []
      end
    end)
  end

  def filtermap(fun, queue), do: bad([fun, queue])

  # The front is asked first, then the rear from its oldest element on.
  defp each({rear, front}, fun) do
    front = :lists.flatmap(fun, front)
    rear = :lists.reverse(:lists.flatmap(fun, :lists.reverse(rear)))
    joined(rear, front)
  end

  def fold(fun, acc, {rear, front}) when is_function(fun, 2) and is_list(rear) and is_list(front),
    do: :lists.foldr(fun, :lists.foldl(fun, acc, front), rear)

  def fold(fun, acc, queue), do: bad([fun, acc, queue])

  def any(fun, {rear, front}) when is_function(fun, 1) and is_list(rear) and is_list(front),
    do: :lists.any(fun, front) or :lists.any(fun, rear)

  def any(fun, queue), do: bad([fun, queue])

  def all(fun, {rear, front}) when is_function(fun, 1) and is_list(rear) and is_list(front),
    do: :lists.all(fun, front) and :lists.all(fun, rear)

  def all(fun, queue), do: bad([fun, queue])

  def delete(x, {rear, front} = queue) when is_list(rear) and is_list(front),
    do: delete_with(fn y -> x == y end, queue)

  def delete(x, queue), do: bad([x, queue])

  def delete_r(x, {rear, front}) when is_list(rear) and is_list(front),
    do: reverse(delete(x, {front, rear}))

  def delete_r(x, queue), do: bad([x, queue])

  def delete_with(fun, {rear, front} = queue) when is_function(fun, 1) and is_list(rear) and is_list(front) do
    case without_first(fun, front, []) do
      {:ok, front} -> joined(rear, front)
      :error -> delete_in_rear(without_first(fun, :lists.reverse(rear), []), front, queue)
    end
  end

  def delete_with(fun, queue), do: bad([fun, queue])

  defp delete_in_rear({:ok, rear}, front, _queue), do: joined(:lists.reverse(rear), front)
  defp delete_in_rear(:error, _front, queue), do: queue

  def delete_with_r(fun, {rear, front}) when is_function(fun, 1) and is_list(rear) and is_list(front),
    do: reverse(delete_with(fun, {front, rear}))

  def delete_with_r(fun, queue), do: bad([fun, queue])

  defp without_first(_fun, [], _acc), do: :error

  defp without_first(fun, [x | rest], acc) do
    if fun.(x), do: {:ok, :lists.reverse(acc, rest)}, else: without_first(fun, rest, [x | acc])
  end

  # Okasaki's names.

  def cons(x, queue), do: in_r(x, queue)
  def head({[], []} = queue), do: empty([queue])
  def head(queue), do: get(queue)
  def tail(queue), do: drop(queue)
  def snoc(queue, x), do: :queue.in(x, queue)
  def daeh(queue), do: get_r(queue)
  def last(queue), do: get_r(queue)
  def liat(queue), do: drop_r(queue)
  def lait(queue), do: drop_r(queue)
  def init(queue), do: drop_r(queue)

  defp bad(args), do: :erlang.error(:badarg, args)
  defp empty(args), do: :erlang.error(:empty, args)
end
