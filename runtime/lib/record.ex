# Record: tuples whose first element is a tag, as macros with field names.

defmodule Record do
  @moduledoc "Macros that build, match, read and change tagged tuples by field name."

  @doc "Whether data is a record of that kind. Allowed in guards."
  defguard is_record(data, kind)
           when is_atom(kind) and is_tuple(data) and tuple_size(data) > 0 and elem(data, 0) == kind

  @doc "Whether data is a record: a tuple that begins with an atom. Allowed in guards."
  defguard is_record(data) when is_tuple(data) and tuple_size(data) > 0 and is_atom(elem(data, 0))

  @doc "Defines macros name/0, name/1 and name/2 for records with that tag (or the name) and those fields."
  defmacro defrecord(name, tag \\ nil, kv), do: define(:defrecord, :defmacro, name, tag, kv)

  @doc "As defrecord/3, with private macros."
  defmacro defrecordp(name, tag \\ nil, kv), do: define(:defrecordp, :defmacrop, name, tag, kv)

  defp define(kind, definer, name, tag, kv) do
    quote bind_quoted: [kind: kind, definer: definer, name: name, tag: tag, kv: kv] do
      tag = tag || name
      fields = Record.__record__(__MODULE__, kind, name, tag, kv)

      case definer do
        :defmacro ->
          @doc record: {tag, fields}
          defmacro unquote(name)(args \\ []),
            do: Record.__access__(unquote(tag), unquote(fields), args, __CALLER__)

          defmacro unquote(name)(record, args),
            do: Record.__access__(unquote(tag), unquote(fields), record, args, __CALLER__)

        :defmacrop ->
          defmacrop unquote(name)(args \\ []),
            do: Record.__access__(unquote(tag), unquote(fields), args, __CALLER__)

          defmacrop unquote(name)(record, args),
            do: Record.__access__(unquote(tag), unquote(fields), record, args, __CALLER__)
      end
    end
  end

  # The fields with their defaults, as quoted code; what is wrong is told.
  @doc false
  def __record__(module, kind, name, tag, kv) do
    if arity = Enum.find(0..2, &Module.defines?(module, {name, &1})) do
      raise ArgumentError,
            "cannot define record #{inspect(name)} because a definition #{name}/#{arity} already exists"
    end

    fields = Enum.map(kv, &field(kind, &1))
    names = Keyword.keys(fields)
    Module.register_attribute(module, :__records__, accumulate: true)
    Module.put_attribute(module, :__records__, %{kind: kind, name: name, tag: tag, fields: names})

    for key <- Enum.sort(names -- Enum.uniq(names)),
        do: IO.warn("duplicate key #{inspect(key)} found in record")

    fields
  end

  defp field(_kind, {key, value}) when is_atom(key) do
    {key, Macro.escape(value)}
  rescue
    e in [ArgumentError] ->
      reraise ArgumentError,
              [message: "invalid value for record field #{key}, " <> Exception.message(e)],
              __STACKTRACE__
  end

  defp field(_kind, key) when is_atom(key), do: {key, nil}

  defp field(kind, other),
    do: raise(ArgumentError, "#{kind} fields must be atoms, got: #{inspect(other)}")

  # name(), name(field: value), name(:field) or name(record).
  @doc false
  def __access__(tag, fields, args, caller) do
    cond do
      is_atom(args) -> index(tag, fields, args)
      Keyword.keyword?(args) -> create(tag, fields, args, caller)
      true -> keyword_of(tag, fields, args, caller)
    end
  end

  # name(record, :field) or name(record, field: value).
  @doc false
  def __access__(tag, fields, record, args, caller) do
    cond do
      is_atom(args) ->
        quote(do: :erlang.element(unquote(index(tag, fields, args) + 1), unquote(record)))

      Keyword.keyword?(args) ->
        update(tag, fields, record, args, caller)

      true ->
        raise ArgumentError,
              "expected arguments to be a compile time atom or a keyword list, got: " <>
                Macro.to_string(args)
    end
  end

  # The position in the tuple, the tag being 0.
  defp index(tag, fields, key) do
    case Enum.find_index(fields, fn {name, _} -> name == key end) do
      nil -> unknown_key(tag, key)
      index -> index + 1
    end
  end

  defp unknown_key(tag, key),
    do: raise(ArgumentError, "record #{inspect(tag)} does not have the key: #{inspect(key)}")

  # A field that is not given has its default, in a pattern anything; _: sets
  # all of those.
  defp create(tag, fields, keyword, caller) do
    {others, keyword} =
      case Keyword.pop(keyword, :_, :default) do
        {:default, keyword} -> {if(Macro.Env.in_match?(caller), do: {:_, [], nil}, else: :default), keyword}
        given -> given
      end

    {keyword, assignments} = evaluate_first(keyword, caller)

    {elements, left} =
      Enum.map_reduce(fields, keyword, fn {key, default}, left ->
        case Keyword.pop(left, key, others) do
          {:default, left} -> {Macro.escape(default), left}
          other -> other
        end
      end)

    case left do
      [] -> in_block(assignments, quote(do: {unquote(tag), unquote_splicing(elements)}))
      [{key, _} | _] -> unknown_key(tag, key)
    end
  end

  defp update(tag, fields, record, keyword, caller) do
    if Macro.Env.in_match?(caller),
      do: raise(ArgumentError, "cannot invoke update style macro inside match")

    if Keyword.has_key?(keyword, :_) do
      IO.warn("updating a record with a default (:_) is equivalent to creating a new record", caller)
      create(tag, fields, keyword, caller)
    else
      {keyword, assignments} = evaluate_first(keyword, caller)

      changed =
        keyword
        |> Enum.map(fn {key, value} -> {index(tag, fields, key) + 1, value} end)
        |> Enum.sort(fn {left, _}, {right, _} -> right <= left end)
        |> Enum.reduce(record, fn {position, value}, acc ->
          quote(do: :erlang.setelement(unquote(position), unquote(acc), unquote(value)))
        end)

      in_block(assignments, changed)
    end
  end

  # Outside of patterns and guards the values are evaluated in the order in
  # which they are written, not in that of the fields.
  defp evaluate_first(keyword, %{context: nil, module: module}) do
    Enum.map_reduce(keyword, [], fn {key, value}, assignments ->
      if plain?(value) do
        {{key, value}, assignments}
      else
        var = Macro.unique_var(key, module)
        {{key, var}, assignments ++ [{:=, [], [var, value]}]}
      end
    end)
  end

  defp evaluate_first(keyword, _caller), do: {keyword, []}

  defp plain?({name, _, context}) when is_atom(name) and is_atom(context), do: true
  defp plain?(value), do: Macro.quoted_literal?(value)

  defp in_block([], expression), do: expression
  defp in_block(assignments, expression), do: {:__block__, [], assignments ++ [expression]}

  # A record written out is taken apart now, another one when it is there.
  defp keyword_of(tag, fields, args, caller) do
    escaped = Macro.escape(fields)

    case Macro.expand(args, caller) do
      {:{}, _, [^tag | values]} when length(values) == length(fields) ->
        Record.__keyword__(tag, escaped, List.to_tuple([tag | values]))

      {^tag, value} when length(fields) == 1 ->
        Record.__keyword__(tag, escaped, {tag, value})

      _ ->
        quote(do: Record.__keyword__(unquote(tag), unquote(escaped), unquote(args)))
    end
  end

  @doc false
  def __keyword__(tag, fields, record) do
    if not is_record(record, tag) do
      raise ArgumentError,
            "expected argument to be a literal atom, literal keyword or " <>
              "a #{inspect(tag)} record, got runtime: " <> inspect(record)
    end

    [_tag | values] = Tuple.to_list(record)

    if length(values) == length(fields) do
      Enum.zip_with(fields, values, fn {name, _default}, value -> {name, value} end)
    else
      raise ArgumentError,
            "expected argument to be a #{inspect(tag)} record with " <>
              "#{length(fields)} fields, got: " <> inspect(record)
    end
  end
end
