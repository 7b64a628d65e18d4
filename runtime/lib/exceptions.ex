# The exceptions of the language and the core library.

defmodule RuntimeError do
  defexception message: "runtime error"
end

defmodule ArgumentError do
  defexception message: "argument error"
end

defmodule ArithmeticError do
  defexception message: "bad argument in arithmetic expression"

  @impl true
  def blame(exception, [{:erlang, operator, [_ | _] = args, _} | _] = stacktrace)
      when is_atom(operator) do
    call = {{:., [], [:erlang, operator]}, [], Enum.map(args, &Macro.escape/1)}
    text = operation(operator, args) || Macro.to_string(call)
    {%{exception | message: exception.message <> ": " <> text}, stacktrace}
  end

  def blame(exception, stacktrace), do: {exception, stacktrace}

  @binary [:+, :-, :*, :/]
  @names [div: "div", rem: "rem"]
  @bitwise [band: "Bitwise.band", bor: "Bitwise.bor", bxor: "Bitwise.bxor"] ++
             [bsl: "Bitwise.bsl", bsr: "Bitwise.bsr", bnot: "Bitwise.bnot"]

  defp operation(operator, [left, right]) when operator in @binary,
    do: "#{inspect(left)} #{operator} #{inspect(right)}"

  defp operation(operator, [value]) when operator in [:+, :-], do: "#{operator}(#{inspect(value)})"

  defp operation(operator, args) do
    case @names[operator] || @bitwise[operator] do
      nil -> nil
      name -> "#{name}(#{Enum.map_join(args, ", ", &inspect/1)})"
    end
  end
end

defmodule SystemLimitError do
  defexception message: "a system limit has been reached"
end

defmodule SyntaxError do
  defexception [:file, :line, :column, :snippet, description: "syntax error"]

  @impl true
  def message(e), do: ErlangError.syntax_message(e)
end

defmodule TokenMissingError do
  defexception [
    :file,
    :line,
    :column,
    :end_line,
    :end_column,
    :snippet,
    :opening_delimiter,
    :expected_delimiter,
    description: "expression is incomplete"
  ]

  @impl true
  def message(e), do: ErlangError.syntax_message(e)
end

defmodule MismatchedDelimiterError do
  defexception [
    :file,
    :line,
    :column,
    :end_line,
    :end_column,
    :opening_delimiter,
    :closing_delimiter,
    :expected_delimiter,
    :snippet,
    description: "mismatched delimiter error"
  ]

  @impl true
  def message(e), do: ErlangError.syntax_message(e)
end

defmodule CompileError do
  defexception [:file, :line, description: "compile error"]

  @impl true
  def message(%{file: file, line: line, description: description}) do
    case Exception.format_file_line(file && Path.relative_to_cwd(file), line) do
      "" -> description
      place -> place <> " " <> description
    end
  end
end

defmodule Kernel.TypespecError do
  defexception [:file, :line, :description]

  @impl true
  def message(%{file: file, line: line, description: description}) do
    case Exception.format_file_line(file && Path.relative_to_cwd(file), line) do
      "" -> description
      place -> place <> " " <> description
    end
  end
end

defmodule BadFunctionError do
  defexception [:term]

  @impl true
  def message(%{term: term}) when is_function(term),
    do: "function #{inspect(term)} is invalid, likely because it points to an old version of the code"

  def message(%{term: term}), do: "expected a function, got: #{inspect(term)}"
end

defmodule BadStructError do
  defexception [:struct, :term]

  @impl true
  def message(e), do: "expected a struct named #{inspect(e.struct)}, got: #{inspect(e.term)}"
end

defmodule BadMapError do
  defexception [:term]

  @impl true
  def message(e), do: "expected a map, got: #{inspect(e.term)}"
end

defmodule BadBooleanError do
  defexception [:term, :operator]

  @impl true
  def message(e),
    do: "expected a boolean on left-side of \"#{e.operator}\", got: #{inspect(e.term)}"
end

defmodule MatchError do
  defexception [:term]

  @impl true
  def message(e), do: "no match of right hand side value: #{inspect(e.term)}"
end

defmodule CaseClauseError do
  defexception [:term]

  @impl true
  def message(e), do: "no case clause matching: #{inspect(e.term)}"
end

defmodule WithClauseError do
  defexception [:term]

  @impl true
  def message(e), do: "no with clause matching: #{inspect(e.term)}"
end

defmodule CondClauseError do
  defexception []

  @impl true
  def message(_), do: "no cond clause evaluated to a truthy value"
end

defmodule TryClauseError do
  defexception [:term]

  @impl true
  def message(e), do: "no try clause matching: #{inspect(e.term)}"
end

defmodule BadArityError do
  defexception [:function, :args]

  @impl true
  def message(%{function: fun, args: args}) do
    {:arity, arity} = Function.info(fun, :arity)
    "#{inspect(fun)} with arity #{arity} called with #{given(args)}"
  end

  defp given([]), do: "no arguments"
  defp given([arg]), do: "1 argument (#{inspect(arg)})"
  defp given(args), do: "#{length(args)} arguments (#{Enum.map_join(args, ", ", &inspect/1)})"
end

defmodule UndefinedFunctionError do
  defexception [:module, :function, :arity, :reason, :message]

  @impl true
  def message(%{message: nil} = e) do
    case describe(e.reason, e.module, e.function, e.arity) do
      {text, :missing_module} -> text <> alias_hint(e.module)
      {text, _} -> text
    end
  end

  def message(%{message: message}), do: message

  defp describe(nil, _module, function, arity) when is_nil(function) or is_nil(arity),
    do: {"undefined function", :missing_module}

  defp describe(nil, nil, function, arity),
    do: {"function #{mfa(nil, function, arity)} is undefined", :missing_module}

  defp describe(nil, module, function, arity) do
    if function_exported?(module, :module_info, 0),
      do: describe(:"function not exported", module, function, arity),
      else: describe(:"module could not be loaded", module, function, arity)
  end

  defp describe(:"module could not be loaded", module, function, arity) do
    {"function #{mfa(module, function, arity)} is undefined (module #{inspect(module)} is not available)",
     :missing_module}
  end

  defp describe(:"function not exported", module, function, arity),
    do: {"function #{mfa(module, function, arity)} is undefined or private", :missing_function}

  defp describe(:"undefined local", nil, function, arity),
    do: {"function #{function}/#{arity} is undefined (there is no such import)", :nothing}

  defp describe(reason, module, function, arity),
    do: {"function #{mfa(module, function, arity)} is undefined (#{reason})", :missing_module}

  defp mfa(module, function, arity), do: Exception.format_mfa(module, function, arity)

  @impl true
  def blame(e, stacktrace) do
    {text, missing} = describe(e.reason, e.module, e.function, e.arity)
    {%{e | message: text <> hint(missing, e.module, e.function, e.arity)}, stacktrace}
  end

  defp hint(:nothing, _module, _function, _arity), do: ""

  defp hint(_missing, nil, _function, 0) do
    ". If you are using the dot syntax, such as module.function(), " <>
      "make sure the left-hand side of the dot is a module atom"
  end

  defp hint(:missing_function, module, function, arity),
    do: behaviour_hint(module, function, arity) <> hint_for_loaded_module(module, function, arity)

  defp hint(:missing_module, module, function, arity),
    do: hint_for_missing_module(module, function, arity)

  # Modules whose name differs in case only, or ends in the one given.
  @doc false
  def hint_for_missing_module(module, function, arity) do
    wanted = String.downcase(Atom.to_string(module), :ascii)
    suffix = String.replace_leading(Atom.to_string(module), "Elixir.", "")

    found =
      for candidate <- :otpsh_library.modules(),
          name = Atom.to_string(candidate),
          String.downcase(name, :ascii) == wanted or String.ends_with?(name, suffix),
          Code.ensure_loaded?(candidate),
          function_exported?(candidate, function, arity),
          do: candidate

    case found do
      [] ->
        alias_hint(module)

      _ ->
        lines = for m <- Enum.sort(Enum.take(found, 5)), do: "\n      * " <> mfa(m, function, arity)
        ". Did you mean:\n#{lines}\n"
    end
  end

  defp alias_hint(module) do
    case Atom.to_string(module) do
      "Elixir." <> rest ->
        if String.contains?(rest, ".") do
          ""
        else
          ". Make sure the module name is correct and has been specified in full " <>
            "(or that an alias has been defined)"
        end

      _ ->
        ""
    end
  end

  @doc false
  def hint_for_loaded_module(module, function, arity) do
    if macro_exported?(module, function, arity) do
      ". However, there is a macro with the same name and arity. " <>
        "Be sure to require #{inspect(module)} if you intend to invoke this macro"
    else
      did_you_mean(module, function)
    end
  end

  defp behaviour_hint(module, function, arity) do
    behaviours = Keyword.get(module.module_info(:attributes), :behaviour, [])

    case Enum.find(behaviours, &required?(&1, function, arity)) do
      nil -> ""
      behaviour -> ", but the behaviour #{inspect(behaviour)} expects it to be present"
    end
  rescue
    UndefinedFunctionError -> ""
  end

  defp required?(behaviour, function, arity) do
    {function, arity} in (behaviour.behaviour_info(:callbacks) --
                            behaviour.behaviour_info(:optional_callbacks))
  end

  defp did_you_mean(module, function) do
    exports = exports_of(module)

    scored =
      case Keyword.get_values(exports, function) do
        [] ->
          for {name, arity} <- exports -- deprecated_of(module),
              score = similarity(function, name),
              score >= 0.77,
              do: {score, name, arity}

        arities ->
          for arity <- arities, do: {1.0, function, arity}
      end

    case ErlangError.best(scored) do
      [] ->
        ""

      best ->
        lines =
          for {_, name, arity} <- best,
              do: "      * #{Macro.inspect_atom(:remote_call, name)}/#{arity}\n"

        ". Did you mean:\n\n#{lines}"
    end
  end

  defp similarity(left, right),
    do: String.jaro_distance(Atom.to_string(left), Atom.to_string(right))

  defp exports_of(module) do
    if function_exported?(module, :__info__, 1),
      do: module.__info__(:macros) ++ module.__info__(:functions),
      else: module.module_info(:exports)
  rescue
    UndefinedFunctionError -> []
  end

  defp deprecated_of(module) do
    if function_exported?(module, :__info__, 1),
      do: Enum.map(module.__info__(:deprecated), &elem(&1, 0)),
      else: []
  rescue
    _ -> []
  end
end

defmodule FunctionClauseError do
  defexception [:module, :function, :arity, :kind, :args, :clauses]

  @impl true
  def message(%{function: nil}), do: "no function clause matches"

  def message(%{module: module, function: function, arity: arity} = e) do
    "no function clause matching in #{Exception.format_mfa(module, function, arity)}" <>
      blame(e, &inspect/1, &:otpsh_blame.text/1)
  end

  @impl true
  def blame(%{module: m, function: f, arity: a} = e, [{m, f, args, location} | rest])
      when is_list(args) and length(args) == a do
    e =
      case Exception.blame_mfa(m, f, args) do
        {:ok, kind, clauses} -> %{e | args: args, kind: kind, clauses: clauses}
        :error -> %{e | args: args}
      end

    {e, [{m, f, a, location} | rest]}
  end

  def blame(e, stacktrace), do: {e, stacktrace}

  @doc false
  def blame(%{args: nil}, _inspect, _node), do: ""

  def blame(%{module: module, function: function, arity: arity, args: args} = e, inspect, node) do
    lines =
      for {arg, index} <- Enum.with_index(args, 1),
          do: "\n    # #{index}\n    #{String.replace(inspect.(arg), "\n", "\n    ")}\n"

    "\n\nThe following arguments were given to #{Exception.format_mfa(module, function, arity)}:\n" <>
      IO.iodata_to_binary(lines) <> attempted(e.clauses || [], e, node)
  end

  # So many clauses are shown.
  @shown 10

  defp attempted([], _e, _node), do: ""

  defp attempted(clauses, e, node) do
    {shown, hidden} = Enum.split(clauses, @shown)
    lines = for clause <- shown, do: ["    ", :otpsh_blame.clause_text(clause, e.kind, e.function, node), ?\n]

    IO.iodata_to_binary([
      "\nAttempted function clauses (showing #{length(shown)} out of #{length(clauses)}):\n\n",
      lines | hidden(length(hidden))
    ])
  end

  defp hidden(0), do: []
  defp hidden(1), do: ["    ...\n    (1 clause not shown)\n"]
  defp hidden(n), do: ["    ...\n    (#{n} clauses not shown)\n"]
end

defmodule Protocol.UndefinedError do
  defexception [:protocol, :value, description: ""]

  @impl true
  def message(%{protocol: protocol, value: value, description: description}) do
    text =
      inspect(value, pretty: true)
      |> String.split("\n")
      |> Enum.map_join("\n", &if(&1 == "", do: "", else: "    " <> &1))

    description = if description in ["", nil], do: "", else: ", " <> description

    "protocol #{inspect(protocol)} not implemented for type #{type(value)}#{description}\n\n" <>
      "Got value:\n\n#{text}\n"
  end

  defp type(%{__struct__: struct}), do: "#{inspect(struct)} (a struct)"
  defp type(value) when is_atom(value), do: "Atom"
  defp type(value) when is_bitstring(value), do: "BitString"
  defp type(value) when is_float(value), do: "Float"
  defp type(value) when is_function(value), do: "Function"
  defp type(value) when is_integer(value), do: "Integer"
  defp type(value) when is_list(value), do: "List"
  defp type(value) when is_map(value), do: "Map"
  defp type(value) when is_pid(value), do: "PID"
  defp type(value) when is_port(value), do: "Port"
  defp type(value) when is_reference(value), do: "Reference"
  defp type(value) when is_tuple(value), do: "Tuple"
end

defmodule KeyError do
  defexception [:key, :term, :message]

  @impl true
  def message(%{message: nil, key: key, term: term}), do: describe(key, term)
  def message(%{message: message}), do: message

  defp describe(key, nil), do: "key #{inspect(key)} not found"

  defp describe(key, term) when is_atom(term) and is_atom(key) do
    "key #{inspect(key)} not found in: #{inspect(term)} (if instead you want to invoke " <>
      "#{inspect(term)}.#{key}(), make sure to add parentheses after the function name)"
  end

  defp describe(key, term),
    do: "key #{inspect(key)} not found in: #{inspect(term, pretty: true, limit: :infinity)}"

  @impl true
  def blame(%{message: message} = e, stacktrace) when is_binary(message), do: {e, stacktrace}

  def blame(%{key: key, term: term} = e, stacktrace) do
    {%{e | message: describe(key, term) <> hint(key, keys(term))}, stacktrace}
  end

  defp keys(map) when is_map(map) do
    keys = Map.keys(map)
    if Enum.all?(keys, &is_atom/1), do: keys, else: []
  end

  defp keys(term), do: if(Keyword.keyword?(term), do: Keyword.keys(term), else: [])

  defp hint(key, keys) when is_atom(key) do
    wanted = Atom.to_string(key)

    scored =
      for name <- keys,
          score = String.jaro_distance(wanted, Atom.to_string(name)),
          score >= 0.77,
          do: {score, name}

    case ErlangError.best(scored) do
      [] -> ""
      best -> ". Did you mean:\n\n" <> Enum.map_join(best, fn {_, name} -> "      * #{inspect(name)}\n" end)
    end
  end

  defp hint(_key, _keys), do: ""
end

defmodule UnicodeConversionError do
  defexception [:encoded, :message]

  @impl true
  def exception(opts) do
    encoded = Keyword.fetch!(opts, :encoded)
    rest = Keyword.fetch!(opts, :rest)

    %UnicodeConversionError{
      encoded: encoded,
      message: "#{Keyword.fetch!(opts, :kind)} #{detail(rest)}"
    }
  end

  defp detail(rest) when is_binary(rest), do: "encoding starting at #{inspect(rest)}"
  defp detail([char | _]) when is_integer(char), do: "code point #{char}"
  defp detail([first | _]), do: detail(first)
end

defmodule MissingApplicationsError do
  defexception apps: [], description: "missing applications found"

  @impl true
  def message(%{apps: apps, description: description}) do
    lines = for {app, spec} <- apps, do: "\n  - {#{inspect(app)}, #{inspect(spec)}}"

    description <>
      ". Add the following applications to your dependencies:\n" <> IO.iodata_to_binary(lines)
  end
end

defmodule Enum.OutOfBoundsError do
  defexception message: "out of bounds error"
end

defmodule Enum.EmptyError do
  defexception message: "empty error"
end

defmodule ErlangError do
  defexception [:original, :reason]

  @impl true
  def message(%{original: original, reason: nil}), do: "Erlang error: #{inspect(original)}"
  def message(%{original: original, reason: reason}), do: "Erlang error: #{inspect(original)}#{reason}"

  # The exception struct of an Erlang error reason.
  @doc false
  def normalize(:badarg, [{:erlang, :apply, [target, function, args], _} | _])
      when not is_atom(target),
      do: %ArgumentError{message: apply_text(target, function, args)}

  def normalize(:badarg, stacktrace) do
    case info(:badarg, stacktrace, "errors were found at the given arguments") do
      nil -> %ArgumentError{}
      {reason, details} -> %ArgumentError{message: reason <> details}
    end
  end

  def normalize(:badarith, _), do: %ArithmeticError{}

  def normalize(:system_limit, stacktrace) do
    reason = "a system limit has been reached due to errors at the given arguments"

    case info(:system_limit, stacktrace, reason) do
      nil -> %SystemLimitError{}
      {reason, details} -> %SystemLimitError{message: reason <> details}
    end
  end

  def normalize(:cond_clause, _), do: %CondClauseError{}
  def normalize({:badarity, {fun, args}}, _), do: %BadArityError{function: fun, args: args}
  def normalize({:badfun, term}, _), do: %BadFunctionError{term: term}
  def normalize({:badstruct, struct, term}, _), do: %BadStructError{struct: struct, term: term}
  def normalize({:badmatch, term}, _), do: %MatchError{term: term}
  def normalize({:badmap, term}, _), do: %BadMapError{term: term}
  def normalize({:badbool, op, term}, _), do: %BadBooleanError{operator: op, term: term}
  def normalize({:badkey, key}, stack), do: %KeyError{key: key, term: searched(stack)}

  def normalize({:badkey, key, map}, _) when is_map(map), do: %KeyError{key: key, term: map}

  def normalize({:badkey, key, term}, _) do
    %KeyError{
      key: key,
      term: term,
      message:
        "key #{inspect(key)} not found in: #{inspect(term, pretty: true, limit: :infinity)}\n\n" <>
          "If you are using the dot syntax, such as map.field, " <>
          "make sure the left-hand side of the dot is a map"
    }
  end

  def normalize({:case_clause, term}, _), do: %CaseClauseError{term: term}
  def normalize({:with_clause, term}, _), do: %WithClauseError{term: term}
  def normalize({:else_clause, term}, _), do: %WithClauseError{term: term}
  def normalize({:try_clause, term}, _), do: %TryClauseError{term: term}

  def normalize(:undef, stacktrace) do
    {module, function, arity} = top(stacktrace)
    %UndefinedFunctionError{module: module, function: function, arity: arity}
  end

  def normalize(:function_clause, stacktrace) do
    {module, function, arity} = top(stacktrace)
    %FunctionClauseError{module: module, function: function, arity: arity}
  end

  def normalize({:badarg, payload}, _),
    do: %ArgumentError{message: "argument error: #{inspect(payload)}"}

  def normalize(other, stacktrace) do
    case info(other, stacktrace, "") do
      nil -> %ErlangError{original: other}
      {_, details} -> %ErlangError{original: other, reason: details}
    end
  end

  # A function that was evaluated has no name of its own.
  defp top([{:erl_eval, _, args, _} | _]) when is_list(args),
    do: {:erl_eval, :"-inside-an-interpreted-fun-", length(args)}

  defp top([{:erl_eval, _, arity, _} | _]), do: {:erl_eval, :"-inside-an-interpreted-fun-", arity}

  defp top([{module, function, args, _} | _]) when is_list(args),
    do: {module, function, length(args)}

  defp top([{module, function, arity, _} | _]), do: {module, function, arity}
  defp top(_), do: {nil, nil, nil}

  # The map in which a key was looked for.
  defp searched([{Map, :get_and_update!, [map, _, _], _} | _]), do: map
  defp searched([{Map, :update!, [map, _, _], _} | _]), do: map
  defp searched([{:maps, :update, [_, _, map], _} | _]), do: map
  defp searched([{:maps, :get, [_, map], _} | _]), do: map
  defp searched([{:erlang, :map_get, [_, map], _} | _]), do: map
  defp searched(_), do: nil

  defp apply_text(target, function, _args)
       when is_map(target) and is_atom(function) and is_map_key(target, function) do
    "you attempted to apply a function named #{inspect(function)} on a map/struct. " <>
      "If you are using Kernel.apply/3, make sure the module is an atom. " <>
      if is_function(:erlang.map_get(function, target)) do
        "If you are trying to invoke an anonymous function in a map/struct, " <>
          "add a dot between the function name and the parenthesis: map.#{function}.()"
      else
        "If you are using the dot syntax, ensure there are no parentheses " <>
          "after the field name, such as map.#{function}"
      end
  end

  defp apply_text(target, function, []) when is_atom(function) do
    "you attempted to apply a function named #{inspect(function)} on #{inspect(target)}. " <>
      "If you are using Kernel.apply/3, make sure the module is an atom. " <>
      "If you are using the dot syntax, such as module.function(), " <>
      "make sure the left-hand side of the dot is an atom representing a module"
  end

  defp apply_text(target, _function, _args) do
    "you attempted to apply a function on #{inspect(target)}. " <>
      "Modules (the first argument of apply) must always be an atom"
  end

  # What the raiser says about its arguments: {reason, details} or nil.
  defp info(reason, [{module, _, args, location} | _] = stacktrace, default)
       when is_list(location) do
    case :lists.keyfind(:error_info, 1, location) do
      {:error_info, %{} = info} ->
        arity = if is_list(args), do: length(args), else: args
        causes = causes(info, module, reason, stacktrace)
        lines = for n <- 1..arity//1, text = causes[n], do: "  * #{nth(n)} argument: #{text}\n"
        default = Map.get(causes, :reason, default)

        cond do
          lines != [] -> {default, ":\n\n" <> IO.iodata_to_binary(lines)}
          general = causes[:general] -> {default, ": " <> IO.chardata_to_string(general)}
          true -> nil
        end

      _ ->
        nil
    end
  end

  defp info(_reason, _stacktrace, _default), do: nil

  # Of our natives the causes are in the stack trace itself; a module may
  # compute them.
  defp causes(%{cause: %{} = causes} = info, _module, _reason, _stack)
       when not is_map_key(info, :module),
       do: causes

  defp causes(info, module, reason, stacktrace) do
    module = Map.get(info, :module, module)

    case apply(module, Map.get(info, :function, :format_error), [reason, stacktrace]) do
      %{} = causes -> causes
      _ -> %{}
    end
  rescue
    _ -> %{}
  end

  defp nth(1), do: "1st"
  defp nth(2), do: "2nd"
  defp nth(3), do: "3rd"
  defp nth(n), do: "#{n}th"

  # -- What several exceptions share ------------------------------------------

  # The five best of {score, name, ...}, by name.
  @doc false
  def best(scored) do
    scored
    |> Enum.sort(&(elem(&1, 0) >= elem(&2, 0)))
    |> Enum.take(5)
    |> Enum.sort(&(elem(&1, 1) <= elem(&2, 1)))
  end

  # The message of a syntax error: its place, and a drawing of the source.
  @doc false
  def syntax_message(%{file: file} = e),
    do: :otpsh_syntax.message(%{e | file: Path.relative_to_cwd(file)}, IO.ANSI.enabled?())
end
