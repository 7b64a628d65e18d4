# :ets, where it takes functions or is made of other functions of :ets. The
# rest is Go.

defmodule :ets do
  @moduledoc "Tables that processes share."

  def foldl(fun, acc, tab), do: :lists.foldl(fun, acc, tab2list(tab))
  def foldr(fun, acc, tab), do: :lists.foldr(fun, acc, tab2list(tab))

  # Only a parse transform of Erlang can read the function's code.
  def fun2ms(_fun) do
    :erlang.exit(
      {:badarg,
       {__MODULE__, :fun2ms,
        [:function, :called, :with, :real, :fun, :should, :be, :transformed] ++
          [:with, :parse_transform, :or, :called, :with, :a, :fun, :generated, :in, :the, :shell]}}
    )
  end

  def test_ms(object, spec) do
    case otpsh_test_ms(object, spec) do
      :error -> {:error, spec_errors(spec)}
      ok -> ok
    end
  end

  # What is wrong with a specification, as far as it can be told in a few words.
  defp spec_errors(spec) when is_list(spec) do
    case Enum.flat_map(spec, &clause_errors/1) do
      [] -> [error: ~c"The match specification is not valid."]
      errors -> errors
    end
  end

  defp spec_errors(_spec), do: [error: ~c"The match specification is not a list of clauses."]

  defp clause_errors({head, guards, body}) when is_list(guards) and is_list(body) do
    bound = variables(head)
    Enum.flat_map(guards ++ body, &expression_errors(&1, bound))
  end

  defp clause_errors(_clause), do: [error: ~c"A clause is not {head, guards, body}."]

  defp expression_errors(name, bound) when is_atom(name) do
    if variable?(name) and name not in bound,
      do: [error: ~c"Variable #{name} is unbound."],
      else: []
  end

  defp expression_errors({:const, _value}, _bound), do: []

  defp expression_errors({tuple}, bound) when is_tuple(tuple),
    do: Enum.flat_map(Tuple.to_list(tuple), &expression_errors(&1, bound))

  defp expression_errors(call, bound) when is_tuple(call) and tuple_size(call) > 0 do
    [name | args] = Tuple.to_list(call)
    own = if known?(name, args), do: [], else: [error: ~c"Function #{name}/#{length(args)} does_not_exist."]
    own ++ Enum.flat_map(args, &expression_errors(&1, bound))
  end

  defp expression_errors(list, bound) when is_list(list),
    do: Enum.flat_map(list, &expression_errors(&1, bound))

  defp expression_errors(_constant, _bound), do: []

  # A call is known when a specification with constants for its arguments is.
  defp known?(name, args) when is_atom(name) do
    call = List.to_tuple([name | Enum.map(args, fn _ -> true end)])
    otpsh_test_ms({}, [{:_, [], [call]}]) != :error
  end

  defp known?(_name, _args), do: false

  defp variables(term) when is_atom(term), do: if(variable?(term), do: [term], else: [])
  defp variables(term) when is_tuple(term), do: variables(Tuple.to_list(term))
  defp variables(term) when is_map(term), do: variables(Map.values(term))
  defp variables([head | tail]), do: variables(head) ++ variables(tail)
  defp variables(_term), do: []

  defp variable?(name), do: match?({_, ""}, name |> Atom.to_string() |> number())

  defp number("$" <> digits), do: Integer.parse(digits)
  defp number(_name), do: :error

  def init_table(tab, reader) when is_function(reader, 1) do
    delete_all_objects(tab)
    read_into(tab, reader)
  end

  defp read_into(tab, reader) do
    case reader.(:read) do
      :end_of_input ->
        true

      {objects, next} when is_list(objects) ->
        insert(tab, objects)
        read_into(tab, next)
    end
  end

  def match_spec_run(list, compiled, _continue), do: match_spec_run(list, compiled)

  def i do
    :io.format(~c" ~-15s ~-17s ~-6s ~-6s ~s~n", [~c"id", ~c"name", ~c"type", ~c"size", ~c"owner"])
    :io.format(~c" ----------------------------------------------------------------~n")

    for tab <- Enum.sort(all()), info = info(tab), is_list(info) do
      cells = for key <- [:id, :name, :type, :size, :owner], do: inspect(info[key])
      :io.format(~c" ~-15s ~-17s ~-6s ~-6s ~s~n", cells)
    end

    :ok
  end

  def i(tab) do
    for object <- tab2list(tab), do: :io.format(~c"~p~n", [object])
    :ok
  end
end
