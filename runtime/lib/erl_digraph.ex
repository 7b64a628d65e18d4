# :digraph over tables, and :digraph_utils. A graph is {:digraph, vertices,
# edges, neighbours, cyclic}; the neighbours' table has {:in, v} and {:out, v}
# with edges.

defmodule :digraph do
  @moduledoc false

  def new, do: new([])

  def new(opts) when is_list(opts) do
    for option <- opts, option not in [:cyclic, :acyclic, :private, :protected], do: :erlang.error(:badarg)
    access = if :private in opts, do: :private, else: :protected
    vertices = :ets.new(:vertices, [:set, access])
    edges = :ets.new(:edges, [:set, access])
    neighbours = :ets.new(:neighbours, [:bag, access])
    :ets.insert(neighbours, [{:"$vid", 0}, {:"$eid", 0}])
    {:digraph, vertices, edges, neighbours, :acyclic not in opts}
  end

  def delete({:digraph, vertices, edges, neighbours, _}) do
    :ets.delete(vertices)
    :ets.delete(edges)
    :ets.delete(neighbours)
  end

  def info({:digraph, vertices, edges, neighbours, cyclic}) do
    words = :ets.info(vertices, :memory) + :ets.info(edges, :memory) + :ets.info(neighbours, :memory)

    [
      cyclicity: if(cyclic, do: :cyclic, else: :acyclic),
      memory: words * 8,
      protection: :ets.info(vertices, :protection)
    ]
  end

  # A name that is not in use: [:"$v" | n].
  defp next_name({:digraph, _, _, neighbours, _}, key, tag) do
    [{^key, n}] = :ets.lookup(neighbours, key)
    :ets.delete(neighbours, key)
    :ets.insert(neighbours, {key, n + 1})
    [tag | n]
  end

  def add_vertex(graph), do: add_vertex(graph, next_name(graph, :"$vid", :"$v"))
  def add_vertex(graph, vertex), do: add_vertex(graph, vertex, [])

  def add_vertex({:digraph, vertices, _, _, _}, vertex, label) do
    :ets.insert(vertices, {vertex, label})
    vertex
  end

  def vertex({:digraph, vertices, _, _, _}, vertex) do
    case :ets.lookup(vertices, vertex) do
      [found] -> found
      [] -> false
    end
  end

  def vertices({:digraph, vertices, _, _, _}), do: for({vertex, _} <- :ets.tab2list(vertices), do: vertex)
  def no_vertices({:digraph, vertices, _, _, _}), do: :ets.info(vertices, :size)
  def no_edges({:digraph, _, edges, _, _}), do: :ets.info(edges, :size)

  def source_vertices(graph), do: for(v <- vertices(graph), in_degree(graph, v) == 0, do: v)
  def sink_vertices(graph), do: for(v <- vertices(graph), out_degree(graph, v) == 0, do: v)

  def del_vertex({:digraph, vertices, _, _, _} = graph, vertex) do
    del_edges(graph, edges(graph, vertex))
    :ets.delete(vertices, vertex)
  end

  def del_vertices(graph, vertices) do
    Enum.each(vertices, &del_vertex(graph, &1))
    true
  end

  def add_edge(graph, from, to), do: add_edge(graph, next_name(graph, :"$eid", :"$e"), from, to, [])
  def add_edge(graph, from, to, label), do: add_edge(graph, next_name(graph, :"$eid", :"$e"), from, to, label)

  def add_edge({:digraph, vertices, edges, _, cyclic} = graph, edge, from, to, label) do
    cond do
      not :ets.member(vertices, from) -> {:error, {:bad_vertex, from}}
      not :ets.member(vertices, to) -> {:error, {:bad_vertex, to}}
      taken?(:ets.lookup(edges, edge), from, to) -> {:error, {:bad_edge, [from, to]}}
      not cyclic -> add_acyclic(graph, edge, from, to, label)
      true -> insert_edge(graph, edge, from, to, label)
    end
  end

  defp taken?([{_, from, to, _}], from, to), do: false
  defp taken?(found, _from, _to), do: found != []

  defp add_acyclic(graph, edge, from, to, label) do
    cond do
      from == to -> {:error, {:bad_edge, [from, to]}}
      path = get_path(graph, to, from) -> {:error, {:bad_edge, path}}
      true -> insert_edge(graph, edge, from, to, label)
    end
  end

  defp insert_edge({:digraph, _, edges, neighbours, _}, edge, from, to, label) do
    :ets.insert(neighbours, [{{:out, from}, edge}, {{:in, to}, edge}])
    :ets.insert(edges, {edge, from, to, label})
    edge
  end

  def edge({:digraph, _, edges, _, _}, edge) do
    case :ets.lookup(edges, edge) do
      [found] -> found
      [] -> false
    end
  end

  def edges({:digraph, _, edges, _, _}), do: for({edge, _, _, _} <- :ets.tab2list(edges), do: edge)

  def edges(graph, vertex),
    do: Enum.uniq(out_edges(graph, vertex) ++ in_edges(graph, vertex))

  def out_edges(graph, vertex), do: of(graph, {:out, vertex})
  def in_edges(graph, vertex), do: of(graph, {:in, vertex})
  def out_degree(graph, vertex), do: length(out_edges(graph, vertex))
  def in_degree(graph, vertex), do: length(in_edges(graph, vertex))

  defp of({:digraph, _, _, neighbours, _}, key), do: for({_, edge} <- :ets.lookup(neighbours, key), do: edge)

  # The edge that was added last comes first.
  def out_neighbours({:digraph, _, edges, _, _} = graph, vertex),
    do: graph |> out_edges(vertex) |> Enum.reverse() |> Enum.map(&:ets.lookup_element(edges, &1, 3))

  def in_neighbours({:digraph, _, edges, _, _} = graph, vertex),
    do: graph |> in_edges(vertex) |> Enum.reverse() |> Enum.map(&:ets.lookup_element(edges, &1, 2))

  def del_edge({:digraph, _, edges, neighbours, _}, edge) do
    with [{_, from, to, _}] <- :ets.lookup(edges, edge) do
      :ets.delete_object(neighbours, {{:out, from}, edge})
      :ets.delete_object(neighbours, {{:in, to}, edge})
      :ets.delete(edges, edge)
    end

    true
  end

  def del_edges(graph, edges) do
    Enum.each(edges, &del_edge(graph, &1))
    true
  end

  def del_path(graph, from, to) do
    case get_path(graph, from, to) do
      false ->
        true

      path ->
        for [a, b] <- Enum.chunk_every(path, 2, 1, :discard),
            edge <- out_edges(graph, a),
            match?({_, _, ^b, _}, edge(graph, edge)),
            do: del_edge(graph, edge)

        del_path(graph, from, to)
    end
  end

  # A path found by going into the depth; false when there is none.
  def get_path(graph, from, to), do: deep(Enum.map(out_neighbours(graph, from), &{&1, [from]}), to, graph, MapSet.new([from]))

  defp deep([], _to, _graph, _seen), do: false
  defp deep([{to, path} | _], to, _graph, _seen), do: Enum.reverse([to | path])

  defp deep([{vertex, path} | rest], to, graph, seen) do
    if MapSet.member?(seen, vertex) do
      deep(rest, to, graph, seen)
    else
      next = Enum.map(out_neighbours(graph, vertex), &{&1, [vertex | path]})
      deep(next ++ rest, to, graph, MapSet.put(seen, vertex))
    end
  end

  # One of the shortest paths; false when there is none.
  def get_short_path(graph, from, to), do: wide([[from]], to, graph, MapSet.new())

  defp wide([], _to, _graph, _seen), do: false

  defp wide(paths, to, graph, seen) do
    longer = for [vertex | _] = path <- paths, edge <- out_edges(graph, vertex), do: [elem(edge(graph, edge), 2) | path]

    case Enum.find(longer, &(hd(&1) == to)) do
      nil ->
        {fresh, seen} =
          Enum.reduce(longer, {[], seen}, fn [vertex | _] = path, {fresh, seen} ->
            if MapSet.member?(seen, vertex), do: {fresh, seen}, else: {[path | fresh], MapSet.put(seen, vertex)}
          end)

        wide(Enum.reverse(fresh), to, graph, seen)

      path ->
        Enum.reverse(path)
    end
  end

  # A cycle through a vertex; one of a single vertex only when there is no other.
  def get_cycle(graph, vertex) do
    case get_path(graph, vertex, vertex) do
      [^vertex, ^vertex] -> get_longer_cycle(graph, vertex)
      path -> path
    end
  end

  defp get_longer_cycle(graph, vertex) do
    starts = for n <- out_neighbours(graph, vertex), n != vertex, do: {n, [vertex]}
    deep(starts, vertex, graph, MapSet.new()) || [vertex]
  end

  def get_short_cycle(graph, vertex), do: get_short_path(graph, vertex, vertex)
end

defmodule :digraph_utils do
  @moduledoc false

  def postorder(graph), do: Enum.reverse(reverse_postorder(graph))

  # Each vertex before those that it leads to, as far as there is no cycle.
  defp reverse_postorder(graph) do
    {order, _} = Enum.reduce(:digraph.vertices(graph), {[], MapSet.new()}, &visit(&1, graph, &2))
    order
  end

  defp visit(vertex, graph, {order, seen}) do
    if MapSet.member?(seen, vertex) do
      {order, seen}
    else
      {order, seen} =
        Enum.reduce(:digraph.out_neighbours(graph, vertex), {order, MapSet.put(seen, vertex)}, &visit(&1, graph, &2))

      {[vertex | order], seen}
    end
  end

  def preorder(graph) do
    {order, _} = Enum.reduce(:digraph.vertices(graph), {[], MapSet.new()}, &enter(&1, graph, &2))
    Enum.reverse(order)
  end

  defp enter(vertex, graph, {order, seen}) do
    if MapSet.member?(seen, vertex),
      do: {order, seen},
      else: Enum.reduce(:digraph.out_neighbours(graph, vertex), {[vertex | order], MapSet.put(seen, vertex)}, &enter(&1, graph, &2))
  end

  def topsort(graph), do: if(is_acyclic(graph), do: reverse_postorder(graph), else: false)

  def is_acyclic(graph) do
    loop_vertices(graph) == [] and length(strong_components(graph)) == :digraph.no_vertices(graph)
  end

  def loop_vertices(graph),
    do: for(v <- :digraph.vertices(graph), v in :digraph.out_neighbours(graph, v), do: v)

  def components(graph), do: forest(graph, :digraph.vertices(graph), &(:digraph.out_neighbours(graph, &1) ++ :digraph.in_neighbours(graph, &1)))

  def strong_components(graph),
    do: forest(graph, reverse_postorder(graph), &:digraph.in_neighbours(graph, &1))

  # What can be reached from each of the vertices that was not reached before.
  defp forest(_graph, vertices, next) do
    {trees, _} =
      Enum.reduce(vertices, {[], MapSet.new()}, fn vertex, {trees, seen} ->
        case tree([vertex], next, seen, []) do
          {[], seen} -> {trees, seen}
          {found, seen} -> {[found | trees], seen}
        end
      end)

    trees
  end

  defp tree([], _next, seen, found), do: {found, seen}

  defp tree([vertex | rest], next, seen, found) do
    if MapSet.member?(seen, vertex),
      do: tree(rest, next, seen, found),
      else: tree(next.(vertex) ++ rest, next, MapSet.put(seen, vertex), [vertex | found])
  end

  def cyclic_strong_components(graph) do
    Enum.filter(strong_components(graph), fn
      [vertex] -> vertex in :digraph.out_neighbours(graph, vertex)
      _ -> true
    end)
  end

  def reachable(vertices, graph), do: elem(tree(vertices, &:digraph.out_neighbours(graph, &1), MapSet.new(), []), 0)
  def reaching(vertices, graph), do: elem(tree(vertices, &:digraph.in_neighbours(graph, &1), MapSet.new(), []), 0)

  def reachable_neighbours(vertices, graph),
    do: vertices |> Enum.flat_map(&:digraph.out_neighbours(graph, &1)) |> reachable(graph)

  def reaching_neighbours(vertices, graph),
    do: vertices |> Enum.flat_map(&:digraph.in_neighbours(graph, &1)) |> reaching(graph)

  def is_tree(graph) do
    :digraph.no_edges(graph) == :digraph.no_vertices(graph) - 1 and length(components(graph)) == 1
  end

  def is_arborescence(graph), do: arborescence_root(graph) != :no

  def arborescence_root(graph) do
    with true <- :digraph.no_edges(graph) == :digraph.no_vertices(graph) - 1,
         [root] <- :digraph.source_vertices(graph),
         true <- length(reachable([root], graph)) == :digraph.no_vertices(graph) do
      {:yes, root}
    else
      _ -> :no
    end
  end

  def subgraph(graph, vertices), do: subgraph(graph, vertices, [])

  def subgraph(graph, vertices, _opts) do
    sub = :digraph.new()
    inside = MapSet.new(vertices)

    for vertex <- vertices, found = :digraph.vertex(graph, vertex), do: :digraph.add_vertex(sub, vertex, elem(found, 1))

    for edge <- :digraph.edges(graph), {_, from, to, label} = :digraph.edge(graph, edge), from in inside and to in inside,
        do: :digraph.add_edge(sub, edge, from, to, label)

    sub
  end

  def condensation(graph) do
    components = strong_components(graph)
    condensed = :digraph.new()
    of = for component <- components, vertex <- component, into: %{}, do: {vertex, component}
    Enum.each(components, &:digraph.add_vertex(condensed, &1))

    :digraph.edges(graph)
    |> Enum.map(fn edge ->
      {_, from, to, _} = :digraph.edge(graph, edge)
      {of[from], of[to]}
    end)
    |> Enum.uniq()
    |> Enum.each(fn {from, to} -> :digraph.add_edge(condensed, from, to) end)

    condensed
  end
end
