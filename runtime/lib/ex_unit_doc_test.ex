# ExUnit.DocTest: tests from the examples in documentation.

defmodule ExUnit.DocTest do
  @moduledoc """
  Makes tests of the examples in a module's documentation.

      defmodule StackTest do
        use ExUnit.Case, async: true
        doctest Stack
      end

  An example begins with `iex>`, goes on with `...>` (or `iex>`), and is followed
  by what it gives:

      iex> a = 1 + 1
      iex> a * 2
      4

  The value must be equal to what is written; a text such as `#PID<0.1.0>` is
  compared with the inspected value, and `** (ArgumentError) message` means that
  the error is raised. Examples that no empty line separates are one test.
  """

  alias ExUnit.DocTest.{Error, Examples}

  @doc """
  Makes tests of a module's examples. Options: `:only` and `:except` (lists of
  `{function, arity}` and `:moduledoc`), `:import` (whether the examples call the
  module's functions without its name), `:tags`.
  """
  defmacro doctest(module, opts \\ []) do
    require =
      if is_atom(Macro.expand(module, __CALLER__)), do: quote(do: require(unquote(module)))

    tests =
      quote bind_quoted: [
              module: module,
              opts: opts,
              env_line: __CALLER__.line,
              env_file: __CALLER__.file
            ] do
        file = ExUnit.DocTest.__file__(module)

        for {name, test, tags} <- ExUnit.DocTest.__doctests__(module, opts) do
          @file file
          doc = ExUnit.Case.register_test(__MODULE__, env_file, env_line, :doctest, name, tags)
          def unquote(doc)(_), do: unquote(test)
        end
      end

    [require, tests]
  end

  @doc "Makes tests of the examples in a text file. Options: `:tags`."
  defmacro doctest_file(file, opts \\ []) do
    quote bind_quoted: [
            file: file,
            opts: opts,
            env_line: __CALLER__.line,
            env_file: __CALLER__.file
          ] do
      for {name, test, tags} <- ExUnit.DocTest.__doctest_file__(file, __MODULE__, opts) do
        doc = ExUnit.Case.register_test(__MODULE__, env_file, env_line, :doctest, name, tags)
        def unquote(doc)(_), do: unquote(test)
      end
    end
  end

  @doc false
  def __file__(module), do: "(for doctest at) " <> (source(module) || inspect(module))

  # [{name, body, tags}]
  @doc false
  def __doctests__(module, opts) do
    place = {module, source(module)}
    tags = [doctest: module] ++ Keyword.get(opts, :tags, [])
    import? = Keyword.get(opts, :import, false)

    module
    |> Examples.of_module()
    |> select(module, opts)
    |> Enum.sort_by(& &1.line)
    |> Enum.with_index(1)
    |> Enum.map(fn {test, number} ->
      {name(test.fun_arity, module, number), body(test, import?, place), tags(test, tags)}
    end)
  end

  @doc false
  def __doctest_file__(file, module, opts) do
    text = File.read!(file)
    file = Path.relative_to_cwd(file)
    tags = [doctest: file] ++ Keyword.get(opts, :tags, [])

    for {test, number} <- Enum.with_index(Examples.of_text(1, text, module, :moduledoc), 1) do
      {"#{file} (#{number})", body(test, false, {module, file}), tags(test, tags)}
    end
  end

  defp source(module) do
    case module.module_info(:compile)[:source] do
      nil -> nil
      source -> Path.relative_to_cwd(source)
    end
  end

  defp select(tests, module, opts) do
    except = Keyword.get(opts, :except, [])
    tests = Enum.reject(tests, &(&1.fun_arity in except))

    case Keyword.fetch(opts, :only) do
      :error ->
        tests

      {:ok, []} ->
        []

      {:ok, only} ->
        tests = Enum.filter(tests, &(&1.fun_arity in only))

        case only -- [:moduledoc | Enum.map(tests, & &1.fun_arity)] do
          [] -> tests
          unknown -> unknown!(module, unknown)
        end
    end
  end

  defp unknown!(module, functions) do
    word = if length(functions) == 1, do: "function", else: ExUnit.plural_rule("function")

    calls =
      Enum.map_join(functions, "\n    ", fn {name, arity} ->
        Exception.format_mfa(module, name, arity)
      end)

    raise Error,
      module: module,
      message: "undefined or private #{word} given to doctest:\n\n    #{calls}\n\n"
  end

  defp name(:moduledoc, module, number), do: "module #{inspect(module)} (#{number})"
  defp name({f, a}, module, number), do: "#{inspect(module)}.#{f}/#{a} (#{number})"

  defp tags(test, tags),
    do: [doctest_line: test.line, doctest_data: %{end_line: test.end_line}] ++ tags

  # The code of a test.

  defp body(test, import?, {module, _} = place) do
    if Enum.count(test.exprs, &match?(%{expected: {:error, _, _}}, &1)) > 1 do
      raise Error,
        line: test.line,
        module: module,
        message:
          "multiple exceptions in the same doctest example are not supported, " <>
            "please separate your iex> prompts by multiple newlines to start new examples"
    end

    import = if import?, do: [quote(do: import(unquote(module)))], else: []
    {:__block__, [], import ++ Enum.map(test.exprs, &check(&1, &1.expected, place))}
  end

  defp check(expr, :test, place), do: asserted(quoted(expr.expr, expr.expr_line, expr, place))

  defp check(expr, {:error, exception, message}, place) do
    quote do
      ExUnit.DocTest.__error__(
        fn -> unquote(quoted(expr.expr, expr.expr_line, expr, place)) end,
        unquote(exception),
        unquote(message),
        unquote(Macro.escape(about(expr, place)))
      )
    end
  end

  defp check(expr, {kind, expected}, place) do
    code = asserted(quoted(expr.expr, expr.expr_line, expr, place))
    last = code |> last() |> Macro.to_string()

    case kind do
      :test ->
        about = Map.put(about(expr, place), :expr, "#{last} === #{String.trim(expected)}")

        quote do
          value = unquote(code)

          ExUnit.DocTest.__test__(
            value,
            unquote(quoted(expected, expr.expected_line, expr, place)),
            unquote(Macro.escape(about))
          )
        end

      :inspect ->
        text = "inspect(#{last}) === #{String.trim(inspect(expected))}"
        about = Map.put(about(expr, place), :expr, text)

        quote do
          ExUnit.DocTest.__inspect__(
            unquote(code),
            unquote(expected),
            unquote(Macro.escape(about))
          )
        end
    end
  end

  # What a failure shows: the example, and the place of its line.
  defp about(expr, place), do: %{doctest: expr.doctest, stack: stack(place, expr.expr_line)}

  defp stack({module, nil}, line), do: [{module, :__MODULE__, 0, [line: line]}]

  defp stack({module, file}, line),
    do: [{module, :__MODULE__, 0, [line: line, file: String.to_charlist(file)]}]

  defp last({:__block__, _, [_ | _] = block}), do: block |> List.last() |> last()
  defp last(other), do: other

  # A text that is no Elixir becomes code that fails.
  defp quoted(text, line, expr, {module, source} = place) do
    Code.string_to_quoted!(text, file: source || inspect(module), line: line)
  rescue
    error ->
      message = "Doctest did not compile, got: (#{inspect(error.__struct__)}) "
      message = message <> Exception.message(error) <> hash_advice(error, text)
      fields = [message: message]

      fields =
        if String.valid?(expr.doctest), do: fields ++ [doctest: expr.doctest], else: fields

      quote do
        reraise ExUnit.AssertionError, unquote(fields), unquote(Macro.escape(stack(place, line)))
      end
  end

  # "#Name<...>" within an expression begins a comment.
  defp hash_advice(%TokenMissingError{}, text) do
    if text =~ ~r/#[\w\.]+</ do
      """

      If you are planning to assert on the result of an iex> expression \
      which contains a value inspected as #Name<...>, please make sure \
      the inspected value is placed at the beginning of the expression, \
      otherwise Elixir will treat it as a comment due to the leading sign #.\
      """
    else
      ""
    end
  end

  defp hash_advice(_error, _text), do: ""

  # Matches against more than a variable fail as assertions do.
  defp asserted({:__block__, meta, block}), do: {:__block__, meta, Enum.map(block, &assertion/1)}
  defp asserted(code), do: assertion(code)

  defp assertion({:=, _, [{name, _, context}, _]} = match)
       when is_atom(name) and is_atom(context),
       do: match

  defp assertion({:=, meta, [_, _]} = match),
    do: {{:., meta, [__MODULE__, :__assert__]}, meta, [match]}

  defp assertion(code), do: code

  @doc false
  defmacro __assert__({:=, _, [left, right]} = match) do
    code = Macro.escape(match, prune_metadata: true)
    ExUnit.Assertions.__match__(left, right, code, :ok, __CALLER__)
  end

  # The checks, as the test runs.

  @doc false
  def __test__(value, expected, about) do
    case value do
      ^expected -> {:ok, value}
      _ -> fail(about, message: "Doctest failed", expr: about.expr, left: value, right: expected)
    end
  end

  @doc false
  def __inspect__(value, expected, about) do
    try do
      inspect(value, safe: false)
    rescue
      error ->
        stack = ExUnit.Runner.prune_stacktrace(Enum.drop(__STACKTRACE__, 1)) ++ about.stack
        message = Exception.message(error)
        fail(%{about | stack: stack}, message: message, expr: about.expr)
    else
      ^expected ->
        {:ok, value}

      actual ->
        fail(about, message: "Doctest failed", expr: about.expr, left: actual, right: expected)
    end
  end

  @doc false
  def __error__(fun, exception, message, about) do
    try do
      fun.()
    rescue
      error ->
        case {error.__struct__, Exception.message(error)} do
          {^exception, ^message} ->
            :ok

          {^exception, other} ->
            fail(about,
              message:
                "Doctest failed: wrong message for #{inspect(exception)}\n" <>
                  "expected:\n  #{inspect(message)}\nactual:\n  #{inspect(other)}"
            )

          {other, text} ->
            fail(about,
              message:
                "Doctest failed: expected exception #{inspect(exception)} but got " <>
                  "#{inspect(other)} with message #{inspect(text)}"
            )
        end
    else
      _ ->
        message =
          "Doctest failed: expected exception #{inspect(exception)} but nothing was raised"

        fail(about, message: message)
    end
  end

  defp fail(about, fields) do
    reraise ExUnit.AssertionError, [doctest: about.doctest] ++ fields, about.stack
  end
end

defmodule ExUnit.DocTest.Error do
  @moduledoc "Raised for examples that cannot be made into tests."

  @type t :: %__MODULE__{message: String.t()}

  defexception [:message]

  @impl true
  def exception(opts) do
    message = Keyword.fetch!(opts, :message)

    case Keyword.fetch!(opts, :module).module_info(:compile)[:source] do
      nil ->
        %__MODULE__{message: message}

      source ->
        place = Exception.format_file_line(Path.relative_to_cwd(source), opts[:line])
        %__MODULE__{message: place <> " " <> message}
    end
  end
end
