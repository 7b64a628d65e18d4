# ExUnit.Formatter: failures, times and filters as text.

defmodule ExUnit.Formatter do
  @moduledoc """
  Helpers for formatters, the GenServers that tell what a suite does. They are
  given in the option `:formatters`, get ExUnit's options in `init/1` and these
  casts: `{:suite_started, opts}`, `{:suite_finished, times_us}`,
  `{:module_started, test_module}`, `{:module_finished, test_module}`,
  `{:test_started, test}`, `{:test_finished, test}`, `:max_failures_reached`.

  A `t:formatter_callback/0` colours pieces of a text; it gets a key that says
  what the piece is.
  """

  @type id :: term
  @type test :: ExUnit.Test.t()

  @typedoc "Microseconds; `:run` includes `:async`."
  @type times_us :: %{run: pos_integer, async: pos_integer | nil, load: pos_integer | nil}

  @type formatter_callback_diff_key ::
          :diff_delete | :diff_delete_whitespace | :diff_insert | :diff_insert_whitespace

  @type formatter_callback_info_key ::
          :extra_info
          | :error_info
          | :test_module_info
          | :test_info
          | :parameters_info
          | :location_info
          | :stacktrace_info
          | :blame_diff

  @type formatter_callback ::
          (:diff_enabled?, boolean -> boolean)
          | (formatter_callback_diff_key, Inspect.Algebra.t() -> Inspect.Algebra.t())
          | (formatter_callback_info_key, String.t() -> String.t())

  @type width :: non_neg_integer | :infinity

  alias ExUnit.Diff
  alias Inspect.Algebra

  # All but the first line of a failure is indented by this.
  @indent "     "
  @no_value ExUnit.AssertionError.no_value()
  # Errors whose text this module makes.
  @own_errors [ExUnit.AssertionError, FunctionClauseError]

  @doc "The line that tells how long a suite took."
  @spec format_times(times_us) :: String.t()
  def format_times(times) do
    run = hundredths(times.run)
    load = hundredths(times.load)
    async = hundredths(times.async)
    loading = if times.load, do: "#{seconds(load)}s on load, ", else: ""

    "Finished in #{seconds(run + load)} seconds " <>
      "(#{loading}#{seconds(async)}s async, #{seconds(run - async)}s sync)"
  end

  defp hundredths(nil), do: 0
  defp hundredths(us), do: div(us, 10_000)

  # Two digits only for what is under a tenth.
  defp seconds(hundredths) when hundredths < 10, do: "0.0#{hundredths}"
  defp seconds(hundredths), do: "#{div(hundredths, 100)}.#{rem(div(hundredths, 10), 10)}"

  @doc false
  @deprecated "Use format_times/1 instead"
  def format_time(run, load), do: format_times(%{run: run, load: load, async: nil})

  @doc "The line that names the filters of a type, `:include` or `:exclude`."
  @spec format_filters(keyword, atom) :: String.t()
  def format_filters(filters, :exclude),
    do: "Excluding tags: #{inspect(filters, charlists: :as_lists)}"

  def format_filters(filters, :include),
    do: "Including tags: #{inspect(filters, charlists: :as_lists)}"

  @doc "The text of a failed test, for its failures and its number in the suite."
  @spec format_test_failure(test, [failure], non_neg_integer, width, formatter_callback) ::
          String.t()
        when failure: {atom, term, Exception.stacktrace()}
  def format_test_failure(test, failures, counter, width, formatter) do
    %ExUnit.Test{name: name, module: module, tags: tags, parameters: parameters} = test
    title = numbered(counter, "#{name} (#{inspect(module)})")

    colored(title, :test_info, formatter) <>
      "\n" <>
      parameters(parameters, formatter) <>
      @indent <>
      colored(location(tags), :location_info, formatter) <>
      "\n" <> failures(test, failures, width, formatter, {module, name})
  end

  @doc "The text of a module whose setup_all failed."
  @spec format_test_all_failure(
          ExUnit.TestModule.t(),
          [failure],
          non_neg_integer,
          width,
          formatter_callback
        ) :: String.t()
        when failure: {atom, term, Exception.stacktrace()}
  def format_test_all_failure(test_module, failures, counter, width, formatter) do
    %{name: name, parameters: parameters} = test_module
    title = colored(numbered(counter, "#{inspect(name)}: "), :test_module_info, formatter)

    title <>
      "failure on setup_all callback, all tests have been invalidated\n" <>
      parameters(parameters, formatter) <>
      failures(test_module, failures, width, formatter, {name, nil})
  end

  @doc false
  @deprecated "Use ExUnit.Formatter.format_test_all_failure/5 instead"
  def format_test_case_failure(test_case, failures, counter, width, formatter),
    do: format_test_all_failure(test_case, failures, counter, width, formatter)

  defp numbered(counter, text), do: String.pad_leading("#{counter}) ", 5) <> text

  defp parameters(parameters, _formatter) when parameters == %{}, do: ""

  defp parameters(parameters, formatter) do
    case formatter.(:parameters_info, parameters) do
      text when is_binary(text) -> @indent <> text <> "\n"
      parameters -> @indent <> "Parameters: #{inspect(parameters)}\n"
    end
  end

  defp location(tags) do
    path = "#{Path.relative_to_cwd(tags[:file])}:#{tags[:line]}"

    case Application.get_env(:ex_unit, :test_location_relative_path) do
      nil -> path
      prefix -> Path.join(prefix, path)
    end
  end

  defp failures(test, failures, width, formatter, place) do
    failures
    |> Enum.with_index(1)
    |> Enum.map_join(fn {{kind, reason, stack}, number} ->
      {text, stack} = failure(test, kind, reason, stack, width, formatter, place)
      header = if length(failures) > 1, do: "\n#{@indent}Failure ##{number}\n", else: ""
      header <> text <> stacktrace(stack, place, formatter)
    end)
  end

  # {text, blamed stack trace}
  defp failure(test, :error, %module{} = error, stack, width, formatter, _place)
       when module in @own_errors,
       do: error_text(test, error, stack, width, formatter, @indent)

  defp failure(test, kind, reason, stack, width, formatter, place) do
    case other_process(kind, reason) do
      {header, reason, inner_stack} ->
        error = Exception.normalize(:error, reason, inner_stack)
        {text, inner_stack} = error_text(test, error, inner_stack, width, formatter, @indent)
        text = text <> stacktrace(inner_stack, place, formatter)
        {paragraph(colored(header, :error_info, formatter)) <> paragraph(text), stack}

      nil ->
        {reason, stack} = Exception.blame(kind, reason, stack)
        banner = colored(Exception.format_banner(kind, reason), :error_info, formatter)
        {paragraph(banner) <> snippet(test, stack, formatter), stack}
    end
  end

  # {header, reason, stack trace} when the error was raised in another process,
  # one that was linked or that was called.
  defp other_process({:EXIT, pid}, {reason, [_ | _] = stack})
       when reason.__struct__ in @own_errors
       when reason == :function_clause,
       do: {"** (EXIT from #{inspect(pid)}) an exception was raised:\n", reason, stack}

  defp other_process(:exit, {{reason, [_ | _] = stack}, {module, function, args}})
       when is_atom(module) and is_list(args) and reason.__struct__ in @own_errors
       when is_atom(module) and is_list(args) and reason == :function_clause do
    call = Exception.format_mfa(module, function, args)
    {"** (exit) exited in: #{call}\n   ** (EXIT) an exception was raised:", reason, stack}
  end

  defp other_process(_kind, _reason), do: nil

  defp error_text(test, %ExUnit.AssertionError{} = error, stack, width, formatter, indent) do
    label = if error.right == @no_value, do: 6, else: 7
    padding = label + byte_size(@indent)

    code =
      cond do
        error.expr == @no_value -> source_line(test, stack) || @no_value
        error.doctest == @no_value -> code(error.expr, padding)
        true -> pad(error.expr, padding)
      end

    fields =
      [
        message: valued(error.message, &message(&1, formatter)),
        doctest: valued(error.doctest, &pad(&1, 2 + byte_size(@indent))),
        code: code,
        arguments: valued(error.args, &arguments(&1, width))
      ] ++ format_assertion_diff(error, padding, width, formatter)

    lines =
      for {name, value} <- fields, value != @no_value do
        [indent, label(name, label, formatter), value, "\n"]
      end

    {IO.iodata_to_binary(lines), stack}
  end

  defp error_text(test, %FunctionClauseError{} = error, stack, _width, formatter, _indent) do
    {blamed, stack} = Exception.blame(:error, error, stack)
    banner = colored(Exception.format_banner(:error, error), :error_info, formatter)
    clauses = FunctionClauseError.blame(blamed, &inspect/1, &blamed_node(&1, formatter))

    {paragraph(banner) <>
       "\n" <> paragraph(String.trim_leading(clauses, "\n")) <> snippet(test, stack, formatter),
     stack}
  end

  defp blamed_node(%{match?: true, node: node}, _formatter), do: Macro.to_string(node)

  defp blamed_node(%{match?: false, node: node}, formatter),
    do: formatter.(:blame_diff, Macro.to_string(node))

  @doc false
  def format_assertion_error(%ExUnit.AssertionError{} = error) do
    {text, _stack} = error_text(%{}, error, [], :infinity, fn _key, text -> text end, "")
    text
  end

  @doc """
  The sides of a failed assertion, `[left: text, right: text]`, or `[mailbox:
  text]`; with their difference when the formatter asks for it.
  """
  @spec format_assertion_diff(
          ExUnit.AssertionError.t(),
          non_neg_integer,
          width,
          formatter_callback
        ) :: keyword
  def format_assertion_diff(assertion_error, padding_size, width, formatter)

  def format_assertion_diff(%{context: {:mailbox, _pins, []}}, _, _, _), do: []

  def format_assertion_diff(
        %{left: left, context: {:mailbox, pins, messages}},
        padding,
        width,
        formatter
      ) do
    texts =
      for message <- messages do
        {pattern, value, _hints} =
          sides(left, message, {:match, pins}, padding + 5, width, formatter)

        for {name, text} <- [pattern: pattern, value: value] do
          ["\n", @indent, "  ", label(name, 9, formatter), text]
        end
      end

    [mailbox: texts |> Enum.map(&IO.iodata_to_binary/1) |> Enum.join("\n")]
  end

  def format_assertion_diff(error, padding, width, formatter) do
    {left, right, hints} =
      sides(error.left, error.right, error.context, padding, width, formatter)

    for {name, text} <- [left: left, right: right] ++ hints, text != @no_value, do: {name, text}
  end

  defp sides(left, right, context, padding, width, formatter) do
    case difference(left, right, context, formatter) do
      {diff, env} ->
        render = fn doc, colour ->
          doc
          |> Diff.Node.to_algebra(colour)
          |> Algebra.nest(padding)
          |> Algebra.format(content_width(width, padding))
        end

        {render.(diff.left, &diff_colored(&1, :diff_delete, formatter)),
         render.(diff.right, &diff_colored(&1, :diff_insert, formatter)),
         for(hint <- env.hints, do: {:hint, hint(hint)})}

      nil ->
        {side(left, context, padding, width), valued(right, &inspected(&1, padding, width)), []}
    end
  end

  # A pattern is shown as it was written.
  defp side(left, {:match, _pins}, padding, _width) do
    valued(left, fn pattern ->
      pattern
      |> Macro.prewalk(fn
        {_, [original: original], _} -> original
        other -> other
      end)
      |> code(padding)
    end)
  end

  defp side(left, _operator, padding, width), do: valued(left, &inspected(&1, padding, width))

  # Differences of large values take long: then there is none.
  @diff_timeout 1500

  defp difference(left, right, context, formatter) do
    if left != @no_value and right != @no_value and formatter.(:diff_enabled?, false) do
      task = Task.async(Diff, :compute, [left, right, context])

      case Task.yield(task, @diff_timeout) || Task.shutdown(task, :brutal_kill) do
        {:ok, result} -> result
        nil -> nil
      end
    end
  end

  defp diff_colored(doc, key, formatter) do
    blank? = is_binary(doc) and String.trim_leading(doc) == ""
    formatter.(if(blank?, do: :"#{key}_whitespace", else: key), doc)
  end

  defp hint(:equivalent_but_different_strings) do
    "you are comparing strings that have the same visual representation but are made of different Unicode codepoints"
  end

  # The line of the test where it failed, when the file is there.

  defp snippet(test, stack, formatter) do
    case source_line(test, stack) do
      nil -> ""
      line -> @indent <> formatter.(:extra_info, "code: ") <> line <> "\n"
    end
  end

  defp source_line(%{module: module, name: name}, stack) do
    with {_, _, _, info} <- Enum.find(stack, &match?({^module, ^name, _, _}, &1)),
         {line, file} when line > 0 and file != nil <- {info[:line], info[:file]},
         true <- File.exists?(file) do
      file |> File.stream!() |> Enum.at(line - 1) |> String.trim()
    else
      _ -> nil
    end
  rescue
    # The file may have changed since it was compiled.
    _ -> nil
  end

  defp source_line(_test, _stack), do: nil

  # Pieces of text.

  defp valued(@no_value, _fun), do: @no_value
  defp valued(value, fun), do: fun.(value)

  defp label(:message, _padding, _formatter), do: ""

  defp label(name, padding, formatter),
    do: formatter.(:extra_info, String.pad_trailing("#{name}:", padding))

  defp message(text, formatter) do
    text = pad(text, 5)
    if String.contains?(text, IO.ANSI.reset()), do: text, else: formatter.(:error_info, text)
  end

  defp arguments(args, width) do
    entries =
      for {arg, number} <- Enum.with_index(args, 1) do
        "\n         # #{number}\n         #{inspected(arg, 9, width)}\n"
      end

    ["\n" | entries]
  end

  @assertions [
    :assert,
    :assert_raise,
    :assert_receive,
    :assert_received,
    :refute,
    :refute_receive,
    :refute_received
  ]

  defp code({name, _, [expr]}, padding) when name in @assertions,
    do: pad("#{name} #{Macro.to_string(expr)}", padding)

  defp code(expr, padding), do: pad(Macro.to_string(expr), padding)

  defp inspected(value, padding, width) do
    width = content_width(width, padding)

    value
    |> Algebra.to_doc(%Inspect.Opts{width: width})
    |> Algebra.group()
    |> Algebra.nest(padding)
    |> Algebra.format(width)
  end

  defp content_width(:infinity, _padding), do: :infinity
  defp content_width(width, padding), do: width - padding

  defp stacktrace([], _place, _formatter), do: ""

  defp stacktrace(stack, place, formatter) do
    lines =
      for entry <- stack, text = entry(entry, place), text != "" do
        "       " <> colored(text, :stacktrace_info, formatter) <> "\n"
      end

    paragraph(colored("stacktrace:", :extra_info, formatter)) <> Enum.join(lines)
  end

  defp entry({module, name, _, location}, {module, name}),
    do: Exception.format_file_line(location[:file], location[:line], " (test)")

  defp entry(entry, _place), do: Exception.format_stacktrace_entry(entry)

  defp colored(text, key, formatter), do: formatter.(key, text)

  defp paragraph(text), do: @indent <> pad(text, byte_size(@indent)) <> "\n"

  # Lines after the first are indented, empty ones are not.
  defp pad(text, padding) do
    [first | rest] = String.split(text, "\n")
    IO.iodata_to_binary([first | indented(rest, ["\n", String.duplicate(" ", padding)])])
  end

  defp indented([], _padding), do: []
  defp indented(["" | rest], padding), do: ["\n" | indented(rest, padding)]
  defp indented([line | rest], padding), do: [padding, line | indented(rest, padding)]
end
