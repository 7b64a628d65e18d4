# What the functions and macros of Kernel do when they run. A function that
# serves a macro must not use that macro, nor must anything that it calls:
# its clauses are expanded on first use.

defmodule Kernel.Utils do
  @moduledoc false
  import Kernel,
    except: [
      binary_slice: 3,
      to_timeout: 1,
      struct: 2,
      get_in: 2,
      pop_in: 2,
      get_and_update_in: 3,
      raise: 1
    ]

  # -- Values -----------------------------------------------------------------

  def inspect_struct(term, opts) do
    opts = Inspect.Opts.new(opts)
    doc = Inspect.Algebra.group(Inspect.Algebra.to_doc(term, opts))

    width =
      case opts.pretty do
        true -> opts.width
        false -> :infinity
      end

    :erlang.iolist_to_binary(Inspect.Algebra.format(doc, width))
  end

  def binary_slice(binary, start, size) do
    total = byte_size(binary)
    start = from_end(start, total)

    cond do
      start >= total -> ""
      true -> :erlang.binary_part(binary, start, :erlang.min(size, total - start))
    end
  end

  def binary_slice_range(binary, first, last, step) when step > 0 do
    total = byte_size(binary)
    first = from_end(first, total)

    last =
      cond do
        last < 0 -> last + total
        true -> last
      end

    cond do
      first > last or first >= total -> ""
      step == 1 -> binary_slice(binary, first, last - first + 1)
      true -> every_byte(binary, first, :erlang.min(last, total - 1), step, [])
    end
  end

  def binary_slice_range(_binary, first, last, step) do
    :erlang.error(
      ArgumentError.exception(
        "binary_slice/2 does not accept ranges with negative steps, got: " <>
          inspect(%{__struct__: Range, first: first, last: last, step: step})
      )
    )
  end

  defp every_byte(_binary, at, last, _step, acc) when at > last,
    do: :erlang.list_to_binary(:lists.reverse(acc))

  defp every_byte(binary, at, last, step, acc),
    do: every_byte(binary, at + step, last, step, [:binary.at(binary, at) | acc])

  defp from_end(start, total) when start < 0, do: :erlang.max(start + total, 0)
  defp from_end(start, _total), do: start

  def destructure(list, count) when is_list(list) and is_integer(count) and count >= 0,
    do: take_padded(list, count)

  def destructure(nil, count) when is_integer(count) and count >= 0, do: take_padded([], count)

  defp take_padded(_list, 0), do: []
  defp take_padded([], count), do: [nil | take_padded([], count - 1)]
  defp take_padded([head | tail], count), do: [head | take_padded(tail, count - 1)]

  @units [week: 604_800_000, day: 86_400_000, hour: 3_600_000, minute: 60_000, second: 1000] ++
           [millisecond: 1]

  def to_timeout(:infinity), do: :infinity
  def to_timeout(timeout) when is_integer(timeout) and timeout >= 0, do: timeout

  def to_timeout(%{__struct__: Duration, year: year}) when year != 0 do
    raise ArgumentError, "duration with a non-zero year cannot be reliably converted to timeouts"
  end

  def to_timeout(%{__struct__: Duration, month: month}) when month != 0 do
    raise ArgumentError, "duration with a non-zero month cannot be reliably converted to timeouts"
  end

  def to_timeout(%{__struct__: Duration, microsecond: {micro, _}} = duration) do
    :lists.foldl(
      fn
        {:millisecond, _}, sum -> sum
        {unit, factor}, sum -> sum + :maps.get(unit, duration) * factor
      end,
      :erlang.convert_time_unit(micro, :microsecond, :millisecond),
      @units
    )
  end

  def to_timeout(components) when is_list(components), do: sum_timeout(components, 0, [])

  defp sum_timeout([], sum, _seen), do: sum

  defp sum_timeout([{unit, count} | rest], sum, seen) when is_integer(count) and count >= 0 do
    if :lists.member(unit, seen) do
      raise ArgumentError, "timeout component #{inspect(unit)} is duplicated"
    end

    case :lists.keyfind(unit, 1, @units) do
      {_, factor} ->
        sum_timeout(rest, sum + count * factor, [unit | seen])

      false ->
        raise ArgumentError,
              "timeout component #{inspect(unit)} is not a valid timeout component, valid " <>
                "values are: :week, :day, :hour, :minute, :second, :millisecond"
    end
  end

  defp sum_timeout([{unit, count} | _], _sum, _seen) do
    raise ArgumentError,
          "timeout component #{inspect(unit)} must be a non-negative integer, got: #{inspect(count)}"
  end

  # -- Structs and exceptions -------------------------------------------------

  # The struct with its fields put by a function.
  def put_fields(struct, [], _put), do: struct
  def put_fields(struct, fields, put), do: Enum.reduce(fields, struct, put)

  # What `defstruct` does before it defines __struct__/0 and /1: checks the
  # fields, tells the module, and gives {struct, derive, enforced keys}.
  def defstruct(module, fields, env) when is_list(fields) do
    if :elixir_module.struct_info(module) != nil do
      raise ArgumentError,
            "defstruct has already been called for #{inspect(module)}, " <>
              "defstruct can only be called once per module"
    end

    fields = :lists.map(&struct_field/1, fields)
    warn_duplicates(:lists.keysort(1, fields), env)

    enforced =
      case Module.get_attribute(module, :enforce_keys) do
        nil -> []
        keys when is_list(keys) -> keys
        key -> [key]
      end

    for key <- enforced, not is_atom(key) do
      raise ArgumentError, "keys given to @enforce_keys must be atoms, got: #{inspect(key)}"
    end

    struct = :maps.from_list([{:__struct__, module} | fields])

    case enforced -- :maps.keys(struct) do
      [] ->
        :ok

      unknown ->
        raise ArgumentError,
              "@enforce_keys required keys (#{inspect(unknown)}) that are not defined in defstruct: " <>
                inspect(fields)
    end

    :elixir_module.put_struct(module, fields, enforced)
    derive = :lists.reverse(Module.get_attribute(module, :derive) || [])
    Module.delete_attribute(module, :derive)
    {struct, derive, enforced}
  end

  def defstruct(_module, fields, _env) do
    raise ArgumentError, "struct fields definition must be list, got: #{inspect(fields)}"
  end

  defp struct_field({:__struct__, _}),
    do: raise(ArgumentError, "cannot set :__struct__ in struct definition")

  defp struct_field(:__struct__),
    do: raise(ArgumentError, "cannot set :__struct__ in struct definition")

  defp struct_field({key, value}) when is_atom(key) do
    try do
      Macro.escape(value)
    rescue
      e in ArgumentError ->
        raise ArgumentError,
              "invalid value for struct field #{key}, " <> Exception.message(e)
    end

    {key, value}
  end

  defp struct_field(key) when is_atom(key), do: {key, nil}

  defp struct_field(other),
    do: raise(ArgumentError, "struct field names must be atoms, got: #{inspect(other)}")

  defp warn_duplicates([{key, _} | [{key, _} | _] = rest], env) do
    IO.warn("duplicate key #{inspect(key)} found in struct", env)
    warn_duplicates(rest, env)
  end

  defp warn_duplicates([_ | rest], env), do: warn_duplicates(rest, env)
  defp warn_duplicates([], _env), do: :ok

  # The struct that `__struct__/1` has built, where every enforced key was given.
  def check_enforced(struct, [], _kv), do: struct

  def check_enforced(struct, enforced, kv) do
    case enforced -- Enum.map(kv, &elem(&1, 0)) do
      [] ->
        struct

      missing ->
        raise ArgumentError,
              "the following keys must also be given when building struct " <>
                "#{inspect(struct.__struct__)}: #{inspect(missing)}"
    end
  end

  def exception_fields(fields) when is_list(fields), do: [{:__exception__, true} | fields]

  def exception_fields(other) do
    raise ArgumentError, "struct fields definition must be list, got: #{inspect(other)}"
  end

  # The quoted exception of raise/1 and reraise/2.
  def exception(message, caller) do
    case Macro.expand(message, caller) do
      text when :erlang.is_binary(text) ->
        quote(do: RuntimeError.exception(unquote(text)))

      {:<<>>, _, _} = text ->
        quote(do: RuntimeError.exception(unquote(text)))

      module when :erlang.is_atom(module) and :erlang."=/="(module, nil) ->
        quote(do: unquote(module).exception([]))

      other ->
        quote(do: Kernel.Utils.raise(unquote(other)))
    end
  end

  def raise(message) when :erlang.is_binary(message), do: RuntimeError.exception(message)
  def raise(module) when :erlang.is_atom(module), do: module.exception([])
  def raise(%{__struct__: _, __exception__: true} = exception), do: exception

  def raise(other) do
    ArgumentError.exception(
      "raise/1 and reraise/2 expect a module name, string or exception as the first argument, got: #{inspect(other)}"
    )
  end

  # -- Paths through data -----------------------------------------------------

  def get_in(nil, [_ | _]), do: nil
  def get_in(data, [key]) when is_function(key), do: key.(:get, data, & &1)
  def get_in(data, [key | rest]) when is_function(key), do: key.(:get, data, &get_in(&1, rest))
  def get_in(data, [key]), do: Access.get(data, key)
  def get_in(data, [key | rest]), do: get_in(Access.get(data, key), rest)
  def get_in(data, keys), do: raise_clause(Kernel, :get_in, [data, keys])

  defp raise_clause(module, name, args),
    do:
      :erlang.raise(:error, :function_clause, [
        {module, name, args, []}
      ])

  def get_and_update_in(data, [key], fun) when is_function(key, 3),
    do: key.(:get_and_update, data, fun)

  def get_and_update_in(data, [key | rest], fun) when is_function(key, 3),
    do: key.(:get_and_update, data, &get_and_update_in(&1, rest, fun))

  def get_and_update_in(data, [key], fun) when is_function(fun, 1),
    do: Access.get_and_update(data, key, fun)

  def get_and_update_in(data, [key | rest], fun) when is_function(fun, 1),
    do: Access.get_and_update(data, key, &get_and_update_in(&1, rest, fun))

  def get_and_update_in(data, keys, fun),
    do: raise_clause(Kernel, :get_and_update_in, [data, keys, fun])

  def pop_nil(key) do
    raise ArgumentError, "could not pop key #{inspect(key)} on a nil value"
  end

  def pop_in(data, [key]) when is_function(key),
    do: key.(:get_and_update, data, fn _ -> :pop end)

  def pop_in(data, [key | rest]) when is_function(key),
    do: key.(:get_and_update, data, &pop_inner(&1, rest))

  def pop_in(data, [key]), do: Access.pop(data, key)
  def pop_in(data, [key | rest]), do: Access.get_and_update(data, key, &pop_inner(&1, rest))

  defp pop_inner(nil, _keys), do: :pop
  defp pop_inner(data, keys), do: pop_in(data, keys)

  # The root and the steps, {:map, field} or {:access, key}, of a quoted path.
  def path(quoted, kind, _caller) do
    case steps(quoted, [], kind) do
      {_root, []} -> invalid_path(quoted, kind)
      {root, _} = found -> if root?(root), do: found, else: invalid_root(root, kind)
    end
  end

  def poppable_path(quoted, caller) do
    {root, steps} = path(quoted, "pop_in/1", caller)

    case :lists.last(steps) do
      {:map, key} ->
        raise ArgumentError,
              "cannot use pop_in when the last segment is a map/struct field. " <>
                "This would effectively remove the field #{inspect(key)} from the map/struct"

      _ ->
        {root, steps}
    end
  end

  defp steps({{:., _, [Access, :get]}, _, [base, key]}, acc, kind),
    do: steps(base, [{:access, key} | acc], kind)

  defp steps({{:., _, [base, field]}, _, []} = call, acc, kind) when is_atom(field) do
    # Module.function() is a root, not a field.
    if is_tuple(base) and not module?(base),
      do: steps(base, [{:map, field} | acc], kind),
      else: root(call, acc, kind)
  end

  defp steps(other, acc, kind), do: root(other, acc, kind)

  defp root(other, [], kind), do: invalid_path(other, kind)
  defp root(root, acc, _kind), do: {root, acc}

  # A path starts with a variable, a local call, the call of a module's function
  # or a value that is written as itself and is no tuple.
  defp root?({{:., _, [base, _]}, _, _}), do: module?(base)
  defp root?({name, _, _}), do: is_atom(name)
  defp root?(other), do: not is_tuple(other)

  defp module?({name, _, _}), do: name == :__aliases__ or name == :__MODULE__
  defp module?(base), do: is_atom(base)

  defp invalid_root(root, kind) do
    raise ArgumentError,
          "expression given to #{kind} must start with a variable, local or remote call " <>
            "and be followed by an element access, got: #{Macro.to_string(root)}"
  end

  defp invalid_path(quoted, kind) do
    raise ArgumentError,
          "expected expression given to #{kind} to access at least one element, got: " <>
            Macro.to_string(quoted)
  end

  def path_get(nil, [_ | _]), do: nil
  def path_get(value, []), do: value
  def path_get(data, [{:access, key} | rest]), do: path_get(Access.get(data, key), rest)

  def path_get(data, [{:map, key} | rest]) do
    case data do
      %{^key => value} -> path_get(value, rest)
      _ -> :erlang.error({:badkey, key, data})
    end
  end

  def path_put(data, steps, value) do
    {_, updated} = path_get_and_update(data, steps, fn _ -> {nil, value} end)
    updated
  end

  def path_update(data, steps, fun) do
    {_, updated} = path_get_and_update(data, steps, fn value -> {nil, fun.(value)} end)
    updated
  end

  def path_get_and_update(data, [{kind, key}], fun), do: step(kind, data, key, fun)

  def path_get_and_update(data, [{kind, key} | rest], fun),
    do: step(kind, data, key, &path_get_and_update(&1, rest, fun))

  defp step(:map, data, key, fun), do: Map.get_and_update!(data, key, fun)
  defp step(:access, data, key, fun), do: Access.get_and_update(data, key, fun)

  def path_pop(nil, [{:access, _} | _]), do: {nil, nil}
  def path_pop(data, [{:access, key}]), do: Access.pop(data, key)
  def path_pop(data, [{kind, key} | rest]), do: step(kind, data, key, &path_pop_inner(&1, rest))

  defp path_pop_inner(nil, [{:access, _} | _]), do: :pop
  defp path_pop_inner(data, steps), do: path_pop(data, steps)

  # -- Operators --------------------------------------------------------------

  # `left in right` by what is known of the right side at compile time.
  def member(left, right, caller) do
    body = :erlang."=:="(caller.context, nil)

    case Macro.expand(right, caller) do
      [] when body ->
        quote do
          _ = unquote(left)
          false
        end

      [] ->
        false

      list when :erlang.is_list(list) ->
        case body and :erlang.not(short_literals(list, 0)) do
          true -> quote(do: :lists.member(unquote(left), unquote(list)))
          false -> with_value(left, body, &member_of_list(&1, list, caller))
        end

      {:%{}, _, [{:__struct__, Range} | fields]} ->
        bounds =
          :lists.map(
            fn key -> Macro.expand(:proplists.get_value(key, fields), caller) end,
            [:first, :last, :step]
          )

        with_value(left, body, &member_of_range(&1, bounds))

      other when body ->
        quote(do: unquote({:__aliases__, [], [Elixir, :Enum]}).member?(unquote(other), unquote(left)))

      other ->
        raise ArgumentError,
              "invalid right argument for operator \"in\", it expects a compile-time proper list " <>
                "or compile-time range on the right side when used in guard expressions, got: " <>
                Macro.to_string(other)
    end
  end

  # In a body the left side is evaluated once.
  defp with_value({name, _, context} = var, true, fun)
       when :erlang.is_atom(name) and :erlang.is_atom(context),
       do: fun.(var)

  defp with_value(literal, true, fun)
       when :erlang.is_atom(literal) or :erlang.is_number(literal) or :erlang.is_binary(literal),
       do: fun.(literal)

  defp with_value(other, true, fun) do
    quote do
      value = unquote(other)
      unquote(fun.(quote(do: value)))
    end
  end

  defp with_value(other, false, fun), do: fun.(other)

  defp short_literals([head | tail], count)
       when :erlang.<(count, 32) and
              (:erlang.is_atom(head) or :erlang.is_number(head) or :erlang.is_binary(head)),
       do: short_literals(tail, :erlang.+(count, 1))

  defp short_literals([], _count), do: true
  defp short_literals(_, _count), do: false

  defp member_of_list(value, list, caller) do
    [first | rest] = :lists.map(&equal_or_member(value, &1, caller), list)
    :lists.foldl(fn test, acc -> quote(do: :erlang.orelse(unquote(acc), unquote(test))) end, first, rest)
  end

  defp equal_or_member(value, {:|, _, [head, tail]}, caller) do
    test = quote(do: :erlang."=:="(unquote(value), unquote(head)))

    case Macro.expand(tail, caller) do
      [] ->
        test

      list when :erlang.is_list(list) ->
        quote(do: :erlang.orelse(unquote(test), unquote(member_of_list(value, list, caller))))

      other when :erlang."=:="(:erlang.map_get(:context, caller), nil) ->
        quote do
          :erlang.orelse(unquote(test), :lists.member(unquote(value), unquote(other)))
        end

      other ->
        raise ArgumentError,
              "invalid right argument for operator \"in\", it expects a compile-time proper list " <>
                "or compile-time range on the right side when used in guard expressions, got: " <>
                Macro.to_string(other)
    end
  end

  defp equal_or_member(value, item, _caller),
    do: quote(do: :erlang."=:="(unquote(value), unquote(item)))

  defp member_of_range(value, [same, same, _]) when :erlang.is_integer(same),
    do: quote(do: :erlang."=:="(unquote(value), unquote(same)))

  defp member_of_range(value, [first, last, step]) when :erlang.is_integer(step) do
    test =
      all([
        quote(do: :erlang.is_integer(unquote(value)))
        | typed(first) ++ typed(last) ++ between(value, first, last, :erlang.>(step, 0))
      ])

    on_step(test, value, first, step)
  end

  # Bounds known only at run time: they say the direction.
  defp member_of_range(value, [first, last, :either]) do
    all([
      quote(do: :erlang.is_integer(unquote(value)))
      | typed(first) ++
          typed(last) ++
          [
            quote do
              :erlang.orelse(
                unquote(all(between(value, first, last, true))),
                unquote(all(between(value, first, last, false)))
              )
            end
          ]
    ])
  end

  defp member_of_range(value, [first, last, step]) do
    test =
      all([
        quote(do: :erlang.is_integer(unquote(value)))
        | typed(first) ++
            typed(last) ++
            [
              quote do
                :erlang.orelse(
                  :erlang.andalso(
                    :erlang.>(unquote(step), 0),
                    unquote(all(between(value, first, last, true)))
                  ),
                  :erlang.andalso(
                    :erlang.<(unquote(step), 0),
                    unquote(all(between(value, first, last, false)))
                  )
                )
              end
            ]
      ])

    on_step(test, value, first, step)
  end

  defp all([test]), do: test
  defp all([test | rest]), do: quote(do: :erlang.andalso(unquote(test), unquote(all(rest))))

  defp typed(bound) when :erlang.is_integer(bound), do: []
  defp typed(bound), do: [quote(do: :erlang.is_integer(unquote(bound)))]

  defp between(value, first, last, true) do
    [
      quote(do: :erlang.>=(unquote(value), unquote(first))),
      quote(do: :erlang."=<"(unquote(value), unquote(last)))
    ]
  end

  defp between(value, first, last, false) do
    [
      quote(do: :erlang."=<"(unquote(value), unquote(first))),
      quote(do: :erlang.>=(unquote(value), unquote(last)))
    ]
  end

  defp on_step(test, _value, _first, step) when :erlang."=:="(step, 1), do: test
  defp on_step(test, _value, _first, step) when :erlang."=:="(step, -1), do: test

  defp on_step(test, value, first, step) do
    quote do
      :erlang.andalso(
        unquote(test),
        :erlang."=:="(:erlang.rem(:erlang.-(unquote(value), unquote(first)), unquote(step)), 0)
      )
    end
  end

  defp check_bounds(first, last) do
    case range_bound(first) and range_bound(last) do
      true ->
        :ok

      false ->
        :erlang.error(
          ArgumentError.exception(
            "ranges (first..last//step) expect both sides to be integers, got: " <>
              Macro.to_string({:.., [], [first, last]})
          )
        )
    end
  end

  # `first..last` is a literal where both are known, a pattern in a match.
  def range(first, last, caller) do
    first = Macro.expand(first, caller)
    last = Macro.expand(last, caller)

    check_bounds(first, last)

    case {:erlang.is_integer(first) and :erlang.is_integer(last), caller.context} do
      {true, context} when :erlang."=/="(context, :match) ->
        step =
          case :erlang."=<"(first, last) do
            true -> 1
            false -> -1
          end

        {:%{}, [], [__struct__: Range, first: first, last: last, step: step]}

      {_, :match} ->
        {:%{}, [], [__struct__: Range, first: first, last: last]}

      {_, :guard} ->
        {:%{}, [], [__struct__: Range, first: first, last: last, step: :either]}

      {_, nil} ->
        quote(do: Function.identity(unquote({:__aliases__, [], [Elixir, :Range]}).new(unquote(first), unquote(last))))
    end
  end

  def range(first, last, step, caller) do
    first = Macro.expand(first, caller)
    last = Macro.expand(last, caller)
    step = Macro.expand(step, caller)

    check_bounds(first, last)

    case range_bound(step) and :erlang."=/="(step, 0) do
      true ->
        :ok

      false ->
        :erlang.error(
          ArgumentError.exception(
            "ranges (first..last//step) expect the step to be a non-zero integer, got: " <>
              Macro.to_string(step)
          )
        )
    end

    literal = :erlang.is_integer(first) and :erlang.is_integer(last) and :erlang.is_integer(step)

    case literal or :erlang."=/="(caller.context, nil) do
      true -> {:%{}, [], [__struct__: Range, first: first, last: last, step: step]}
      false -> quote(do: unquote({:__aliases__, [], [Elixir, :Range]}).new(unquote(first), unquote(last), unquote(step)))
    end
  end

  defp range_bound(bound), do: :erlang.is_integer(bound) or :erlang.is_tuple(bound)

  # `left <> right` as one bitstring of all the parts.
  def concat(left, right, caller) do
    in_match = :erlang."=:="(caller.context, :match)
    {:<<>>, [], parts([left, right], caller, in_match)}
  end

  defp parts([left, right], caller, in_match),
    do: :erlang.++(part(left, :left, caller, in_match), part(right, :right, caller, in_match))

  defp part({:<>, _, [left, right]}, _side, caller, in_match),
    do: parts([left, right], caller, in_match)

  defp part(text, _side, _caller, _in_match) when :erlang.is_binary(text), do: [text]

  defp part(other, side, caller, in_match) do
    case Macro.expand(other, caller) do
      text when :erlang.is_binary(text) ->
        [text]

      {:<<>>, _, parts} = bits ->
        case in_match and plain_parts(parts) do
          true -> parts
          false -> [segment(bits)]
        end

      # What else is no prefix the pattern itself refuses.
      {var, _, nil} when in_match and side == :left and :erlang.is_atom(var) ->
        :erlang.error(
          ArgumentError.exception([
            {:message,
             :erlang.iolist_to_binary([
               "cannot perform prefix match because the left operand of <> has unknown size. ",
               "The left operand of <> inside a match should either be a literal binary or ",
               "an existing variable with the pin operator (such as ^some_var). Got: ",
               :erlang.atom_to_binary(var)
             ])}
          ])
        )

      expanded ->
        literal_check(expanded)
        [segment(expanded)]
    end
  end

  defp plain_parts(parts), do: :lists.all(&:erlang.is_binary/1, :lists.droplast(parts))

  defp segment(value), do: {:"::", [], [value, {:binary, [], nil}]}

  defp literal_check(term)
       when :erlang.is_list(term) or :erlang.is_number(term) or :erlang.is_atom(term) do
    :erlang.error(
      ArgumentError.exception([
        {:message,
         :erlang.iolist_to_binary([
           "expected binary argument in <> operator but got: ",
           Macro.to_string(term)
         ])}
      ])
    )
  end

  defp literal_check(_), do: :ok

  def unhygienic_var({name, meta, context}, new, caller)
      when is_atom(name) and is_atom(context) do
    case Macro.expand(new, caller) do
      context when is_atom(context) ->
        # A macro variable knows its expansion by a counter: drop it.
        {name, :lists.keystore(:if_undefined, 1, :lists.keydelete(:counter, 1, meta), {:if_undefined, :raise}), context}

      context ->
        raise ArgumentError, "expected var! context to expand to an atom, got: #{Macro.to_string(context)}"
    end
  end

  def unhygienic_var(other, _new, _caller) do
    raise ArgumentError, "expected a variable to be given to var!, got: #{Macro.to_string(other)}"
  end

  # -- Sigils -----------------------------------------------------------------

  def unescape_pieces(pieces) do
    :lists.map(
      fn
        piece when :erlang.is_binary(piece) -> Macro.unescape_string(piece)
        other -> other
      end,
      pieces
    )
  end

  # A charlist's interpolations are strings for List.to_charlist/1.
  def charlist_pieces(pieces, meta) do
    :lists.map(
      fn
        piece when :erlang.is_binary(piece) -> Macro.unescape_string(piece)
        other -> {:<<>>, meta, [other]}
      end,
      pieces
    )
  end

  def words(string, modifiers, _caller) do
    convert =
      case modifiers do
        [] -> :string
        [?s] -> :string
        [?a] -> :atom
        [?c] -> :charlist
        _ -> raise ArgumentError, "modifier must be one of: s, a, c"
      end

    case is_binary(string) do
      true ->
        :lists.map(word(convert), String.split(string))

      false ->
        parts = quote(do: :"Elixir.String".split(unquote(string)))

        case convert do
          :string -> parts
          :atom -> quote(do: :lists.map(&:"Elixir.String".to_atom/1, unquote(parts)))
          :charlist -> quote(do: :lists.map(&:"Elixir.String".to_charlist/1, unquote(parts)))
        end
    end
  end

  defp word(:string), do: & &1
  defp word(:atom), do: &:erlang.binary_to_atom(&1, :utf8)
  defp word(:charlist), do: &:unicode.characters_to_list/1

  def regex(source, options),
    do: Macro.escape(Regex.compile!(source, :binary.list_to_bin(options)))

  def unescape_regex(source), do: Macro.unescape_string(source, &regex_escape/1)

  def unescape_regex_pieces(pieces) do
    :lists.map(
      fn
        piece when :erlang.is_binary(piece) -> unescape_regex(piece)
        other -> other
      end,
      pieces
    )
  end

  # Escapes are the regex's own, but for that of the end of a line.
  defp regex_escape(:newline), do: true
  defp regex_escape(_), do: false

  def date_sigil(text, module, caller) do
    {text, calendar} = calendar_suffix(text, caller)

    parsed =
      case {module, calendar} do
        {DateTime, Calendar.ISO} ->
          case DateTime.from_iso8601(text) do
            {:ok, value, 0} -> {:ok, value}
            {:ok, _, _} -> {:error, :non_utc_offset}
            error -> error
          end

        {_, Calendar.ISO} ->
          module.from_iso8601(text)

        {_, _} ->
          calendar_parse(text, module, calendar)
      end

    case parsed do
      {:ok, value} ->
        Macro.escape(value)

      {:error, reason} ->
        raise ArgumentError,
              "cannot parse #{inspect(text)} as #{sigil_kind(module)} for #{inspect(calendar)}, " <>
                "reason: #{inspect(reason)}"
    end
  end

  defp sigil_kind(DateTime), do: "UTC DateTime"
  defp sigil_kind(module), do: inspect(module)

  defp calendar_suffix(text, caller) do
    case :lists.reverse(:binary.split(text, " ", [:global])) do
      [<<upper, _::binary>> = name | [_ | _] = rest] when upper >= ?A and upper <= ?Z ->
        alias = {:__aliases__, [], :lists.map(&String.to_atom/1, String.split(name, "."))}
        {Enum.join(:lists.reverse(rest), " "), Macro.expand(alias, caller)}

      _ ->
        {text, Calendar.ISO}
    end
  end

  defp calendar_parse(text, Date, calendar) do
    with {:ok, {year, month, day}} <- calendar.parse_date(text),
         do: Date.new(year, month, day, calendar)
  end

  defp calendar_parse(text, Time, calendar) do
    with {:ok, {hour, minute, second, micro}} <- calendar.parse_time(text),
         do: Time.new(hour, minute, second, micro, calendar)
  end

  defp calendar_parse(text, NaiveDateTime, calendar) do
    with {:ok, {year, month, day, hour, minute, second, micro}} <-
           calendar.parse_naive_datetime(text),
         do: NaiveDateTime.new(year, month, day, hour, minute, second, micro, calendar)
  end

  defp calendar_parse(text, DateTime, calendar) do
    with {:ok, {year, month, day, hour, minute, second, micro}, 0} <-
           calendar.parse_utc_datetime(text),
         {:ok, naive} <-
           NaiveDateTime.new(year, month, day, hour, minute, second, micro, calendar),
         do: DateTime.from_naive(naive, "Etc/UTC")
  end

  # -- Modules ----------------------------------------------------------------

  def use(module, opts, caller) do
    calls =
      for target <- used_modules(module, caller) do
        quote do
          require unquote(target)
          unquote(target).__using__(unquote(opts))
        end
      end

    {:__block__, [], calls}
  end

  defp used_modules({{:., _, [base, :{}]}, _, aliases}, caller) do
    base = Macro.expand(base, caller)
    for {:__aliases__, _, segments} <- aliases, do: Module.concat([base | segments])
  end

  defp used_modules(module, caller) do
    case Macro.expand(module, caller) do
      atom when is_atom(atom) ->
        [atom]

      other ->
        raise ArgumentError,
              "invalid arguments for use, expected a compile time atom or alias, got: " <>
                Macro.to_string(other)
    end
  end

  def expand_alias({:__aliases__, _, _} = alias, caller),
    do: Macro.expand(alias, %{caller | function: {:__info__, 1}})

  def expand_alias(other, _caller), do: other

  def defdelegate_target(opts, env) do
    target = opts[:to] || raise ArgumentError, "expected to: to be given as argument"

    if target == env.module and is_nil(opts[:as]) do
      raise ArgumentError,
            "defdelegate function is calling itself, which will lead to an infinite loop. " <>
              "You should either change the value of the :to option or specify the :as option"
    end

    target
  end

  # {name, arguments of the definition, name and arguments of the call}.
  def defdelegate({:when, _, [_, guard]}, _opts) do
    raise ArgumentError,
          "guards are not allowed in defdelegate/2, got: when #{Macro.to_string(guard)}"
  end

  def defdelegate(fun, opts) do
    case Macro.decompose_call(fun) do
      {name, args} ->
        {name, args, Keyword.get(opts, :as, name), :lists.map(&delegated_argument/1, args)}

      _ ->
        raise ArgumentError, "invalid syntax in defdelegate #{Macro.to_string(fun)}"
    end
  end

  defp delegated_argument({:\\, _, [argument, _default]}), do: delegated_argument(argument)

  defp delegated_argument({name, _, context} = var) when is_atom(name) and is_atom(context),
    do: var

  defp delegated_argument(other) do
    raise ArgumentError,
          "defdelegate/2 only accepts function parameters, got: #{Macro.to_string(other)}"
  end

  # A guard macro: in a guard its arguments are put in place, elsewhere they
  # are evaluated once.
  def defguard(kind, guard, caller) do
    {call, expr} = guard_parts(guard)

    {name, args} =
      case {call, Macro.decompose_call(call)} do
        {{{:unquote, _, [_]} = name, _, args}, _} when is_list(args) -> {name, args}
        {_, {name, args}} when is_atom(name) -> {name, args}
        _ -> raise ArgumentError, "invalid syntax in defguard #{Macro.to_string(call)}"
      end

    :lists.foreach(
      fn
        {name, _, context} when is_atom(name) and is_atom(context) -> :ok
        {:\\, _, [{name, _, context}, _]} when is_atom(name) and is_atom(context) -> :ok
        _ -> raise ArgumentError, "invalid syntax in defguard #{Macro.to_string(call)}"
      end,
      args
    )

    {_, meta, _} = call
    define_guard(kind, name, meta, args, expr)
  end

  # Without a guard it is a head that waits for its clauses.
  defp define_guard(kind, name, meta, args, []), do: {kind, [context: Kernel, imports: [{1, Kernel}, {2, Kernel}]], [{name, meta, args}]}

  defp define_guard(kind, name, meta, args, [expr]) do
    vars =
      :lists.map(
        fn
          {:\\, _, [var, _]} -> var
          var -> var
        end,
        args
      )

    body =
      quote do
        require Kernel.Utils
        Kernel.Utils.guard_body(unquote(vars), unquote(expr))
      end

    {kind, [context: Kernel, imports: [{1, Kernel}, {2, Kernel}]],
     [{name, meta, args}, [do: body]]}
  end

  # The body of a guard macro. It is expanded inside of that macro, where the
  # module's attributes have their values.
  defmacro guard_body(args, expr) do
    caller = __CALLER__
    vars = for {var, _, context} <- args, is_atom(context), do: {var, context}
    expr = Macro.prewalk(expr, &Macro.expand(&1, %{caller | context: :guard}))
    :elixir_def.guard(vars, expr, caller)

    quoted = fn replace ->
      Macro.postwalk(expr, fn
        {var, _, context} = node when is_atom(var) and is_atom(context) ->
          if :lists.member({var, context}, vars), do: replace.(node), else: node

        node ->
          node
      end)
    end

    in_guard = quoted.(fn var -> {:unquote, [], [var]} end)
    used = used_vars(expr, vars)
    once = quoted.(fn {var, meta, _} -> {var, meta, nil} end)
    bind = for {var, _, _} = node <- used, do: {{var, [], nil}, {:unquote, [], [node]}}

    {left, right} = :lists.unzip(bind)

    in_body =
      case bind do
        [] -> once
        _ -> {:__block__, [], [{:=, [], [{:{}, [], left}, {:{}, [], right}]}, once]}
      end

    quote do
        case Macro.Env.in_guard?(__CALLER__) do
          true -> unquote({:quote, [], [[], [do: in_guard]]})
          false -> unquote({:quote, [], [[generated: true], [do: in_body]]})
        end
      end
  end

  defp guard_parts({:when, _, [call, {:when, _, _}]}) do
    raise ArgumentError,
          "invalid syntax in defguard #{Macro.to_string(call)}, only a single when clause is allowed"
  end

  defp guard_parts({:when, _, [call, expr]}), do: {call, [expr]}
  defp guard_parts({_, _, _} = call), do: {call, []}

  defp guard_parts(other) do
    raise ArgumentError, "invalid syntax in defguard #{Macro.to_string(other)}"
  end

  defp used_vars(expr, vars) do
    {_, used} =
      Macro.prewalk(expr, [], fn
        {var, _, context} = node, acc when is_atom(var) and is_atom(context) ->
          if :lists.member({var, context}, vars) and
               not :lists.any(fn {seen, _, _} -> seen == var end, acc),
             do: {node, [node | acc]},
             else: {node, acc}

        node, acc ->
          {node, acc}
      end)

    :lists.reverse(used)
  end

  # -- Comprehensions ---------------------------------------------------------

  # What a comprehension iterates over, of a collection that is no list, map or
  # range: its reduction, suspended at each element; or, of one that cannot be
  # suspended, the list of its elements.
  def iterate(enumerable) do
    Enumerable.reduce(enumerable, {:cont, []}, &:otpsh_for.suspend/2)
  catch
    :error, reason ->
      if knows_no_suspend?(reason, __STACKTRACE__),
        do: Enum.to_list(enumerable),
        else: :erlang.raise(:error, reason, __STACKTRACE__)
  end

  # Whether an implementation of reduce/3 failed because it has no clause for
  # what the reducer of a comprehension returns.
  defp knows_no_suspend?(:function_clause, [{_, _, args, _} | _]) when is_list(args),
    do: Enum.any?(args, &match?({:suspend, [_]}, &1))

  defp knows_no_suspend?({clause, {:suspend, [_]}}, _)
       when clause in [:badmatch, :case_clause, :with_clause],
       do: true

  defp knows_no_suspend?(_reason, _stacktrace), do: false
end
