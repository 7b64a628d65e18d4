# Kernel: what every module and every input imports. The control macros (if,
# unless, &&, ||, !, |>, and, or) and the defining ones (defmodule, def, @ ...)
# are Go natives of the same module. Nothing here may depend on an import of
# Kernel itself, so operators and guards are written as calls of :erlang.

defmodule Kernel do
  @moduledoc "The functions and macros that are available everywhere without a prefix."

  # -- Operators and guards: functions of :erlang under Kernel's names --------

  @doc "Not equal, after numeric conversion. Allowed in guards."
  def left != right, do: :erlang."/="(left, right)
  @doc "Strictly not equal: 1 !== 1.0. Allowed in guards."
  def left !== right, do: :erlang."=/="(left, right)
  @doc "Equal: 1 == 1.0 is true. Allowed in guards."
  def left == right, do: :erlang.==(left, right)
  @doc "Strictly equal: 1 === 1.0 is false. Allowed in guards."
  def left === right, do: :erlang."=:="(left, right)
  @doc "Less than, in the order of all terms. Allowed in guards."
  def left < right, do: :erlang.<(left, right)
  @doc "Greater than, in the order of all terms. Allowed in guards."
  def left > right, do: :erlang.>(left, right)
  @doc "Less than or equal, in the order of all terms. Allowed in guards."
  def left <= right, do: :erlang."=<"(left, right)
  @doc "Greater than or equal, in the order of all terms. Allowed in guards."
  def left >= right, do: :erlang.>=(left, right)
  @doc "Sum of two numbers; ArithmeticError for anything else. Allowed in guards."
  def left + right, do: :erlang.+(left, right)
  @doc "Difference of two numbers; ArithmeticError for anything else. Allowed in guards."
  def left - right, do: :erlang.-(left, right)
  @doc "Product of two numbers; ArithmeticError for anything else. Allowed in guards."
  def left * right, do: :erlang.*(left, right)
  @doc "Division; the result is always a float. Allowed in guards."
  def left / right, do: :erlang./(left, right)
  @doc "The number itself. Allowed in guards."
  def +value, do: :erlang.+(value)
  @doc "The number negated. Allowed in guards."
  def -value, do: :erlang.-(value)
  @doc "Concatenates a proper list and a term."
  def left ++ right, do: :erlang.++(left, right)
  @doc "Removes the first occurrence in left of each element of right."
  def left -- right, do: :erlang.--(left, right)

  @doc "Power. Integers with a non-negative exponent give an integer, all else a float."
  def base ** exponent
      when :erlang.is_integer(base) and :erlang.is_integer(exponent) and :erlang.>=(exponent, 0),
      do: Integer.pow(base, exponent)

  def base ** exponent when :erlang.is_number(base) and :erlang.is_number(exponent),
    do: :math.pow(base, exponent)

  @doc "Whether the string on the left matches the regex or contains the string on the right."
  def left =~ "" when :erlang.is_binary(left), do: true

  def left =~ right when :erlang.is_binary(left) and :erlang.is_binary(right),
    do: :erlang."=/="(:binary.match(left, right), :nomatch)

  def left =~ right when :erlang.is_binary(left), do: Regex.match?(right, left)

  @doc "Boolean negation; ArgumentError unless given a boolean. Allowed in guards."
  def not value, do: :erlang.not(value)

  @doc "Absolute value. Allowed in guards."
  def abs(number), do: :erlang.abs(number)
  @doc "Calls an anonymous function with a list of arguments."
  def apply(fun, args), do: :erlang.apply(fun, args)
  @doc "Calls module.function with a list of arguments."
  def apply(module, function, args), do: :erlang.apply(module, function, args)
  @doc "The part of a binary at a byte offset. Allowed in guards."
  def binary_part(binary, start, size), do: :erlang.binary_part(binary, start, size)
  @doc "How many bits a bitstring has. Allowed in guards."
  def bit_size(bitstring), do: :erlang.bit_size(bitstring)
  @doc "How many bytes a bitstring needs. Allowed in guards."
  def byte_size(bitstring), do: :erlang.byte_size(bitstring)
  @doc "The smallest integer not below the number. Allowed in guards."
  def ceil(number), do: :erlang.ceil(number)
  @doc "Integer division, truncated towards zero. Allowed in guards."
  def div(dividend, divisor), do: :erlang.div(dividend, divisor)
  @doc "The element of a tuple at a zero-based index. Allowed in guards."
  def elem(tuple, index), do: :erlang.element(:erlang.+(index, 1), tuple)
  @doc "Stops the calling process with a reason."
  def exit(reason), do: :erlang.exit(reason)
  @doc "The largest integer not above the number. Allowed in guards."
  def floor(number), do: :erlang.floor(number)
  @doc "The first element of a non-empty list. Allowed in guards."
  def hd(list), do: :erlang.hd(list)
  @doc "Whether the term is an atom. Allowed in guards."
  def is_atom(term), do: :erlang.is_atom(term)
  @doc "Whether the term is a bitstring of whole bytes. Allowed in guards."
  def is_binary(term), do: :erlang.is_binary(term)
  @doc "Whether the term is a bitstring. Allowed in guards."
  def is_bitstring(term), do: :erlang.is_bitstring(term)
  @doc "Whether the term is true or false. Allowed in guards."
  def is_boolean(term), do: :erlang.is_boolean(term)
  @doc "Whether the term is a float. Allowed in guards."
  def is_float(term), do: :erlang.is_float(term)
  @doc "Whether the term is a function. Allowed in guards."
  def is_function(term), do: :erlang.is_function(term)
  @doc "Whether the term is a function of that arity. Allowed in guards."
  def is_function(term, arity), do: :erlang.is_function(term, arity)
  @doc "Whether the term is an integer. Allowed in guards."
  def is_integer(term), do: :erlang.is_integer(term)
  @doc "Whether the term is a list. Allowed in guards."
  def is_list(term), do: :erlang.is_list(term)
  @doc "Whether the term is a map (structs are). Allowed in guards."
  def is_map(term), do: :erlang.is_map(term)
  @doc "Whether the map has the key. Allowed in guards."
  def is_map_key(map, key), do: :erlang.is_map_key(key, map)
  @doc "Whether the term is an integer or a float. Allowed in guards."
  def is_number(term), do: :erlang.is_number(term)
  @doc "Whether the term is a process identifier. Allowed in guards."
  def is_pid(term), do: :erlang.is_pid(term)
  @doc "Whether the term is a port. Allowed in guards."
  def is_port(term), do: :erlang.is_port(term)
  @doc "Whether the term is a reference. Allowed in guards."
  def is_reference(term), do: :erlang.is_reference(term)
  @doc "Whether the term is a tuple. Allowed in guards."
  def is_tuple(term), do: :erlang.is_tuple(term)
  @doc "How many elements a proper list has. Allowed in guards."
  def length(list), do: :erlang.length(list)
  @doc "A new unique reference."
  def make_ref, do: :erlang.make_ref()
  @doc "How many keys a map has. Allowed in guards."
  def map_size(map), do: :erlang.map_size(map)
  @doc "The bigger of two terms; the first when they are equal."
  def max(first, second), do: :erlang.max(first, second)
  @doc "The smaller of two terms; the first when they are equal."
  def min(first, second), do: :erlang.min(first, second)
  @doc "The name of the local node."
  def node, do: :erlang.node()
  @doc "The node of a pid, reference or port."
  def node(term), do: :erlang.node(term)
  @doc "The tuple with the element at a zero-based index replaced."
  def put_elem(tuple, index, value), do: :erlang.setelement(:erlang.+(index, 1), tuple, value)
  @doc "The remainder of an integer division, with the sign of the dividend. Allowed in guards."
  def rem(dividend, divisor), do: :erlang.rem(dividend, divisor)
  @doc "The nearest integer; halves go away from zero. Allowed in guards."
  def round(number), do: :erlang.round(number)
  @doc "The pid of the calling process. Allowed in guards."
  def self, do: :erlang.self()
  @doc "Sends a message to a pid, name or alias and returns the message."
  def send(dest, message), do: :erlang.send(dest, message)
  @doc "Starts a process that calls the function; returns its pid."
  def spawn(fun), do: :erlang.spawn(fun)
  @doc "Starts a process that calls module.function; returns its pid."
  def spawn(module, fun, args), do: :erlang.spawn(module, fun, args)
  @doc "Like spawn/1, and links the new process to the caller."
  def spawn_link(fun), do: :erlang.spawn_link(fun)
  @doc "Like spawn/3, and links the new process to the caller."
  def spawn_link(module, fun, args), do: :erlang.spawn_link(module, fun, args)
  @doc "Like spawn/1, and monitors the new process; returns {pid, ref}."
  def spawn_monitor(fun), do: :erlang.spawn_monitor(fun)
  @doc "Like spawn/3, and monitors the new process; returns {pid, ref}."
  def spawn_monitor(module, fun, args), do: :erlang.spawn_monitor(module, fun, args)
  @doc "Throws a value to the nearest catch."
  def throw(term), do: :erlang.throw(term)
  @doc "A list without its first element. Allowed in guards."
  def tl(list), do: :erlang.tl(list)
  @doc "The integer part of a number. Allowed in guards."
  def trunc(number), do: :erlang.trunc(number)
  @doc "How many elements a tuple has. Allowed in guards."
  def tuple_size(tuple), do: :erlang.tuple_size(tuple)

  # -- Functions --------------------------------------------------------------

  @doc "Whether the module is loaded and exports the function."
  def function_exported?(module, function, arity),
    do: :erlang.function_exported(module, function, arity)

  @doc "Whether the module is loaded and exports the macro."
  def macro_exported?(module, macro, arity)
      when :erlang.is_atom(module) and :erlang.is_atom(macro) and :erlang.is_integer(arity) and
             :erlang.>=(arity, 0) and :erlang."=<"(arity, 255) do
    :erlang.andalso(
      :erlang.function_exported(module, :__info__, 1),
      :lists.member({macro, arity}, module.__info__(:macros))
    )
  end

  @doc "The text of any term, as it would be written in source. Options: see Inspect.Opts."
  def inspect(term, opts \\ []) when :erlang.is_list(opts) do
    case :otpsh_inspect.plain(term, opts) do
      :struct -> Kernel.Utils.inspect_struct(term, opts)
      text -> text
    end
  end

  @doc "The part of a binary given by a range of byte positions; negative ones count from the end."
  def binary_slice(binary, %{__struct__: Range, first: first, last: last, step: step})
      when :erlang.is_binary(binary),
      do: Kernel.Utils.binary_slice_range(binary, first, last, step)

  @doc "The part of a binary from a byte offset, at most that long."
  def binary_slice(binary, start, size)
      when :erlang.is_binary(binary) and :erlang.is_integer(start) and :erlang.is_integer(size) and
             :erlang.>=(size, 0),
      do: Kernel.Utils.binary_slice(binary, start, size)

  @doc "A struct of a module, or a struct updated; keys it does not have are ignored."
  def struct(struct, fields \\ []) do
    struct(struct, fields, fn
      {:__struct__, _}, acc -> acc
      {key, value}, acc when :erlang.is_map_key(key, acc) -> :maps.update(key, value, acc)
      {_, _}, acc -> acc
    end)
  end

  defp struct(struct, fields, put) when :erlang.is_atom(struct),
    do: Kernel.Utils.put_fields(struct.__struct__(), fields, put)

  defp struct(%_{} = struct, fields, put), do: Kernel.Utils.put_fields(struct, fields, put)

  @doc "Like struct/2, but raises for keys that do not exist and for missing enforced ones."
  def struct!(struct, fields \\ [])

  def struct!(struct, fields) when :erlang.is_atom(struct), do: struct.__struct__(fields)

  def struct!(struct, fields) do
    struct(struct, fields, fn
      {:__struct__, _}, acc -> acc
      {key, value}, acc -> :maps.update(key, value, acc)
    end)
  end

  @doc "Milliseconds of a duration: [hour: 1, second: 30], a Duration, a number or :infinity."
  def to_timeout(duration), do: Kernel.Utils.to_timeout(duration)

  @doc "The value at a path of keys or access functions; nil on the way gives nil."
  def get_in(nil, [_ | _]), do: nil
  def get_in(data, [h]) when :erlang.is_function(h), do: Kernel.Utils.get_in(data, [h])
  def get_in(data, [h | t]) when :erlang.is_function(h), do: Kernel.Utils.get_in(data, [h | t])
  def get_in(data, [h]), do: Kernel.Utils.get_in(data, [h])
  def get_in(data, [h | t]), do: Kernel.Utils.get_in(data, [h | t])

  @doc "Puts a value at a path of keys or access functions."
  def put_in(data, [_ | _] = keys, value) do
    :erlang.element(2, Kernel.Utils.get_and_update_in(data, keys, fn _ -> {nil, value} end))
  end

  @doc "Updates the value at a path of keys or access functions."
  def update_in(data, [_ | _] = keys, fun) when :erlang.is_function(fun) do
    update = fn value -> {nil, fun.(value)} end
    :erlang.element(2, Kernel.Utils.get_and_update_in(data, keys, update))
  end

  @doc "Gets and updates the value at a path; fun returns {got, new} or :pop."
  def get_and_update_in(data, keys, fun),
    do: Kernel.Utils.get_and_update_in(data, keys, fun)

  @doc "Takes the value at a path out; returns {value, rest}."
  def pop_in(data, keys)
  def pop_in(nil, [key | _]), do: Kernel.Utils.pop_nil(key)
  def pop_in(data, [_ | _] = keys), do: Kernel.Utils.pop_in(data, keys)

  # -- Macros on values -------------------------------------------------------

  @doc "Whether the term is nil. Allowed in guards."
  defmacro is_nil(term), do: {:==, [context: Kernel, imports: [{2, Kernel}]], [term, nil]}

  @doc "Whether the term is a struct. Allowed in guards."
  defmacro is_struct(term) do
    case __CALLER__.context do
      nil -> matches(term, quote(do: %_{}))
      _ -> struct_guard(term)
    end
  end

  @doc "Whether the term is a struct of that module. Allowed in guards."
  defmacro is_struct(term, name) do
    case __CALLER__.context do
      nil -> matches_of(term, name, quote(do: %{__struct__: ^name}))
      _ -> named_guard(term, name)
    end
  end

  @doc "Whether the term is a map that is no struct. Allowed in guards."
  defmacro is_non_struct_map(term) do
    case __CALLER__.context do
      nil ->
        quote do
          case unquote(term) do
            %_{} -> false
            %{} -> true
            _ -> false
          end
        end

      _ ->
        quote(do: :erlang.andalso(:erlang.is_map(unquote(term)), :erlang.not(unquote(struct_guard(term)))))
    end
  end

  @doc "Whether the term is an exception. Allowed in guards."
  defmacro is_exception(term) do
    case __CALLER__.context do
      nil -> matches(term, quote(do: %_{__exception__: true}))
      _ -> exception_guard(term, struct_guard(term))
    end
  end

  @doc "Whether the term is an exception of that module. Allowed in guards."
  defmacro is_exception(term, name) do
    case __CALLER__.context do
      nil -> matches_of(term, name, quote(do: %{__struct__: ^name, __exception__: true}))
      _ -> exception_guard(term, named_guard(term, name))
    end
  end

  defp matches(term, pattern) do
    quote do
      case unquote(term) do
        unquote(pattern) -> true
        _ -> false
      end
    end
  end

  # The pattern pins name, the module that is asked for.
  defp matches_of(term, name, pattern) do
    is_atom = {:is_atom, [context: Kernel, imports: [{1, Kernel}]], [quote(do: name)]}
    refuse = {:raise, [context: Kernel, imports: [{1, Kernel}, {2, Kernel}]], [quote(do: ArgumentError)]}

    quote generated: true do
      case unquote(name) do
        name when unquote(is_atom) -> unquote(matches(term, pattern))
        _ -> unquote(refuse)
      end
    end
  end

  defp struct_guard(term) do
    quote do
      :erlang.andalso(
        :erlang.is_map(unquote(term)),
        :erlang.andalso(
          :erlang.is_map_key(:__struct__, unquote(term)),
          :erlang.is_atom(:erlang.map_get(:__struct__, unquote(term)))
        )
      )
    end
  end

  defp named_guard(term, name) do
    quote do
      :erlang.andalso(
        :erlang.orelse(:erlang.is_atom(unquote(name)), :fail),
        :erlang.andalso(
          :erlang.is_map(unquote(term)),
          :erlang.andalso(
            :erlang.is_map_key(:__struct__, unquote(term)),
            :erlang."=:="(:erlang.map_get(:__struct__, unquote(term)), unquote(name))
          )
        )
      )
    end
  end

  defp exception_guard(term, struct) do
    quote do
      :erlang.andalso(
        unquote(struct),
        :erlang.andalso(
          :erlang.is_map_key(:__exception__, unquote(term)),
          :erlang."=:="(:erlang.map_get(:__exception__, unquote(term)), true)
        )
      )
    end
  end

  @doc "Whether the value matches the pattern; variables bound in it do not leak."
  defmacro match?(pattern, expr) do
    quote generated: true do
      case unquote(expr) do
        unquote(pattern) -> true
        _ -> false
      end
    end
  end

  @doc "Membership: `x in list_or_range_or_enumerable`. Lists and ranges are allowed in guards."
  defmacro left in right, do: Kernel.Utils.member(left, right, __CALLER__)

  @doc "The full-slice range 0..-1//1."
  defmacro (..) do
    {:%{}, [], [__struct__: Range, first: 0, last: :erlang.-(1), step: 1]}
  end

  @doc "A range of integers, both ends included."
  defmacro first..last, do: Kernel.Utils.range(first, last, __CALLER__)

  @doc "A range of integers with a step."
  defmacro first..last//step, do: Kernel.Utils.range(first, last, step, __CALLER__)

  @doc "Concatenates two binaries; in a pattern the left side must be a literal."
  defmacro left <> right, do: Kernel.Utils.concat(left, right, __CALLER__)

  @doc "Calls the function with the value and returns what it returns: for pipelines."
  defmacro then(value, fun), do: quote(do: unquote(fun).(unquote(value)))

  @doc "Calls the function with the value and returns the value: for side effects in pipelines."
  defmacro tap(value, fun) do
    quote do
      fun = unquote(fun)
      value = unquote(value)
      _ = fun.(value)
      value
    end
  end

  @doc "The string of a term, by the String.Chars protocol."
  defmacro to_string(term) do
    quote(do: :"Elixir.String.Chars".to_string(unquote(term)))
  end

  @doc "The charlist of a term, by the List.Chars protocol."
  defmacro to_charlist(term) do
    quote(do: :"Elixir.List.Chars".to_charlist(unquote(term)))
  end

  @doc false
  defmacro to_char_list(term) do
    quote(do: :"Elixir.List.Chars".to_charlist(unquote(term)))
  end

  @doc "Binds the elements of a list to variables; missing ones are nil."
  defmacro destructure(left, right) when :erlang.is_list(left) do
    quote do
      unquote(left) = Kernel.Utils.destructure(unquote(right), unquote(:erlang.length(left)))
    end
  end

  @doc "The variables in scope as a keyword list."
  defmacro binding(context \\ nil) do
    in_match = :erlang."=:="(__CALLER__.context, :match)

    for {name, var_context} <- :lists.sort(:maps.keys(__CALLER__.versioned_vars)),
        :erlang."=:="(var_context, context) do
      value =
        case in_match do
          true -> {:_, [], nil}
          false -> {name, [generated: true], context}
        end

      {name, value}
    end
  end

  @doc "In a quote: the variable of the caller, without hygiene."
  defmacro var!(var, context \\ nil), do: Kernel.Utils.unhygienic_var(var, context, __CALLER__)

  @doc "In a quote: the alias as the caller would expand it, without hygiene."
  defmacro alias!(alias)
  defmacro alias!(alias) when :erlang.is_atom(alias), do: alias

  defmacro alias!({:__aliases__, meta, segments}),
    do: {:__aliases__, :lists.keydelete(:alias, 1, meta), segments}

  @doc "Prints the code and its value, and returns the value."
  defmacro dbg(code \\ quote(do: binding()), options \\ []) do
    {module, function, args} = Application.get_env(:elixir, :dbg_callback, {Macro, :dbg, []})
    Macro.compile_apply(module, function, [code, options, __CALLER__ | args], __CALLER__)
  end

  # -- Raising ----------------------------------------------------------------

  @doc "Raises a RuntimeError with a message, or the exception given."
  defmacro raise(message) do
    quote do
      :erlang.error(unquote(Kernel.Utils.exception(message, __CALLER__)), :none, error_info: %{module: Exception})
    end
  end

  @doc "Raises an exception of that module, made from a message or a keyword list."
  defmacro raise(exception, attributes) do
    quote(do: :erlang.error(unquote(exception).exception(unquote(attributes))))
  end

  @doc "Raises an exception with a given stack trace."
  defmacro reraise(message, stacktrace) do
    quote do
      :erlang.raise(
        :error,
        unquote(Kernel.Utils.exception(message, __CALLER__)),
        unquote(stacktrace)
      )
    end
  end

  @doc "Raises an exception of that module with a given stack trace."
  defmacro reraise(exception, attributes, stacktrace) do
    quote do
      :erlang.raise(
        :error,
        unquote(exception).exception(unquote(attributes)),
        unquote(stacktrace)
      )
    end
  end

  # -- Paths ------------------------------------------------------------------

  @doc "The value at a path such as user.address[:street]; nil on the way gives nil."
  defmacro get_in(path) do
    {root, steps} = Kernel.Utils.path(path, "get_in/1", __CALLER__)
    quote(do: Kernel.Utils.path_get(unquote(root), unquote(steps)))
  end

  @doc "Puts a value at a path such as users[\"ann\"].age."
  defmacro put_in(path, value) do
    {root, steps} = Kernel.Utils.path(path, "put_in/2", __CALLER__)
    quote(do: Kernel.Utils.path_put(unquote(root), unquote(steps), unquote(value)))
  end

  @doc "Updates the value at a path with a function."
  defmacro update_in(path, fun) do
    {root, steps} = Kernel.Utils.path(path, "update_in/2", __CALLER__)
    quote(do: Kernel.Utils.path_update(unquote(root), unquote(steps), unquote(fun)))
  end

  @doc "Gets and updates the value at a path; fun returns {got, new} or :pop."
  defmacro get_and_update_in(path, fun) do
    {root, steps} = Kernel.Utils.path(path, "get_and_update_in/2", __CALLER__)
    quote(do: Kernel.Utils.path_get_and_update(unquote(root), unquote(steps), unquote(fun)))
  end

  @doc "Takes the value at a path out; returns {value, rest}."
  defmacro pop_in(path) do
    {root, steps} = Kernel.Utils.poppable_path(path, __CALLER__)
    quote(do: Kernel.Utils.path_pop(unquote(root), unquote(steps)))
  end

  # -- Sigils -----------------------------------------------------------------

  @doc "~s: a string with escapes and interpolation."
  defmacro sigil_s({:<<>>, _, [piece]}, []) when :erlang.is_binary(piece),
    do: Macro.unescape_string(piece)

  defmacro sigil_s({:<<>>, meta, pieces}, []),
    do: {:<<>>, meta, Kernel.Utils.unescape_pieces(pieces)}

  @doc "~S: a string as it stands."
  defmacro sigil_S({:<<>>, _, [piece]}, []) when :erlang.is_binary(piece), do: piece

  @doc "~c: a charlist with escapes and interpolation."
  defmacro sigil_c({:<<>>, _, [piece]}, []) when :erlang.is_binary(piece),
    do: String.to_charlist(Macro.unescape_string(piece))

  defmacro sigil_c({:<<>>, meta, pieces}, []) do
    quote(do: List.to_charlist(unquote(Kernel.Utils.charlist_pieces(pieces, meta))))
  end

  @doc "~C: a charlist as it stands."
  defmacro sigil_C({:<<>>, _, [piece]}, []) when :erlang.is_binary(piece),
    do: String.to_charlist(piece)

  @doc "~w: a list of words; modifiers s (strings), a (atoms), c (charlists)."
  defmacro sigil_w({:<<>>, _, [piece]}, modifiers) when :erlang.is_binary(piece),
    do: Kernel.Utils.words(Macro.unescape_string(piece), modifiers, __CALLER__)

  defmacro sigil_w({:<<>>, meta, pieces}, modifiers),
    do:
      Kernel.Utils.words({:<<>>, meta, Kernel.Utils.unescape_pieces(pieces)}, modifiers, __CALLER__)

  @doc "~W: a list of words as they stand; modifiers as ~w."
  defmacro sigil_W({:<<>>, _, [piece]}, modifiers) when :erlang.is_binary(piece),
    do: Kernel.Utils.words(piece, modifiers, __CALLER__)

  @doc "~r: a regular expression, compiled at compile time unless it interpolates."
  defmacro sigil_r({:<<>>, _, [piece]}, options) when :erlang.is_binary(piece),
    do: Kernel.Utils.regex(Kernel.Utils.unescape_regex(piece), options)

  defmacro sigil_r({:<<>>, meta, pieces}, options) do
    source = {:<<>>, meta, Kernel.Utils.unescape_regex_pieces(pieces)}
    quote(do: Regex.compile!(unquote(source), unquote(:binary.list_to_bin(options))))
  end

  @doc "~R: a regular expression without interpolation."
  defmacro sigil_R({:<<>>, _, [piece]}, options) when :erlang.is_binary(piece),
    do: Kernel.Utils.regex(piece, options)

  @doc "~D: a date, ~D[2024-05-17]."
  defmacro sigil_D({:<<>>, _, [text]}, []), do: Kernel.Utils.date_sigil(text, Date, __CALLER__)

  @doc "~T: a time, ~T[13:30:00]."
  defmacro sigil_T({:<<>>, _, [text]}, []), do: Kernel.Utils.date_sigil(text, Time, __CALLER__)

  @doc "~N: a date and time without time zone."
  defmacro sigil_N({:<<>>, _, [text]}, []),
    do: Kernel.Utils.date_sigil(text, NaiveDateTime, __CALLER__)

  @doc "~U: a date and time in UTC."
  defmacro sigil_U({:<<>>, _, [text]}, []),
    do: Kernel.Utils.date_sigil(text, DateTime, __CALLER__)

  # -- Modules ----------------------------------------------------------------

  @doc "Requires the module and calls its __using__ macro with the options."
  defmacro use(module, opts \\ []), do: Kernel.Utils.use(module, opts, __CALLER__)

  @doc "Defines the module's struct: names, or names with defaults."
  defmacro defstruct(fields) do
    quote bind_quoted: [fields: fields] do
      {struct, derive, enforced} = Kernel.Utils.defstruct(__MODULE__, fields, __ENV__)

      @doc false
      def __struct__(), do: unquote(Macro.escape(struct))

      @doc false
      def __struct__(kv) do
        struct =
          Enum.reduce(kv, unquote(Macro.escape(struct)), fn {key, value}, acc ->
            %{acc | key => value}
          end)

        Kernel.Utils.check_enforced(struct, unquote(enforced), kv)
      end

      case derive do
        [] -> :ok
        _ -> Protocol.__derive__(derive, __MODULE__, __ENV__)
      end

      struct
    end
  end

  @doc "Defines the module's exception: a struct with message/1 and exception/1."
  defmacro defexception(fields) do
    quote bind_quoted: [fields: fields] do
      @behaviour Exception
      struct = defstruct(Kernel.Utils.exception_fields(fields))

      if :erlang.is_map_key(:message, struct) do
        @impl true
        def message(exception), do: exception.message
        defoverridable message: 1

        @impl true
        def exception(message) when :erlang.is_binary(message),
          do: %{__struct__() | message: message}
      end

      @impl true
      def exception(args) when :erlang.is_list(args), do: __struct__(args)

      defoverridable exception: 1
    end
  end

  @doc "Defines a protocol."
  defmacro defprotocol(name, do_block)

  defmacro defprotocol(name, do: block), do: Protocol.__protocol__(name, do: block)

  @doc "Implements a protocol for the types given by :for, or for the module around it."
  defmacro defimpl(protocol, opts, do_block \\ []) do
    Protocol.__impl__(protocol, opts, do_block, __CALLER__)
  end

  @doc "Makes functions of this module overridable."
  defmacro defoverridable(keywords_or_behaviour) do
    quote(do: Module.make_overridable(__MODULE__, unquote(keywords_or_behaviour)))
  end

  @doc "Defines a function that calls the one of another module: `defdelegate f(x), to: Mod`."
  defmacro defdelegate(funs, opts) do
    funs = Macro.escape(funs, unquote: true)

    opts =
      case Macro.quoted_literal?(opts) do
        true -> Macro.prewalk(opts, &Kernel.Utils.expand_alias(&1, __CALLER__))
        false -> opts
      end

    quote bind_quoted: [funs: funs, opts: opts] do
      target = Kernel.Utils.defdelegate_target(opts, __ENV__)

      for fun <- List.wrap(funs) do
        {name, args, as, as_args} = Kernel.Utils.defdelegate(fun, opts)

        @doc delegate_to: {target, as, :erlang.length(as_args)}
        def unquote(name)(unquote_splicing(args)) do
          unquote(target).unquote(as)(unquote_splicing(as_args))
        end
      end
    end
  end

  @doc "Defines a macro that may be used in guards."
  defmacro defguard(guard), do: Kernel.Utils.defguard(:defmacro, guard, __CALLER__)

  @doc "Defines a private macro that may be used in guards."
  defmacro defguardp(guard), do: Kernel.Utils.defguard(:defmacrop, guard, __CALLER__)
end
