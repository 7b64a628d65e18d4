# ExUnit.DocTest.Examples: finds the examples in documentation.

defmodule ExUnit.DocTest.Examples do
  @moduledoc false
  # A test is %{fun_arity, line, end_line, exprs}: `fun_arity` says whose
  # documentation it stands in. An expression is %{expr, expr_line, expected,
  # expected_line, doctest}: texts, their lines, and the lines of both as they
  # are shown; `expected` is :test (nothing), {:test, text}, {:inspect, text} or
  # {:error, exception, message}.

  alias ExUnit.DocTest.Error

  @prompts ["iex>", "iex("]
  @continuations ["...>", "...("]
  @fences ["```", "~~~"]

  def of_module(module) do
    case Code.fetch_docs(module) do
      {:docs_v1, annotation, _, _, moduledoc, _, docs} ->
        of_entry(annotation, moduledoc, module, :moduledoc) ++
          for {{_kind, name, arity}, annotation, _, doc, _} <- Enum.sort(docs),
              test <- of_entry(annotation, doc, module, {name, arity}),
              do: test

      {:error, reason} ->
        raise Error,
          module: module,
          message:
            "could not retrieve the documentation for module #{inspect(module)}. " <>
              reason(reason)
    end
  end

  defp of_entry(annotation, %{"en" => doc}, module, fun_arity),
    do: of_text(line(annotation), doc, module, fun_arity)

  defp of_entry(_annotation, _doc, _module, _fun_arity), do: []

  # An annotation of Erlang: a line, {line, column}, or a list with one of them.
  defp line(line) when is_integer(line), do: line
  defp line({line, _column}), do: line
  defp line(list), do: list |> Keyword.fetch!(:location) |> line()

  defp reason(:module_not_found), do: "The BEAM file of the module cannot be accessed"
  defp reason(:chunk_not_found), do: "The module was not compiled with documentation"
  defp reason({:invalid_chunk, _}), do: "The documentation chunk in the module is invalid"

  # The tests of a text whose first line follows `line`.
  def of_text(line, text, module, fun_arity) do
    lines = String.split(text, ["\r\n", "\n"])
    numbered = Enum.with_index(lines, line + 1)

    numbered
    |> outside(module, [])
    |> blocks(line + length(lines))
    |> Enum.map(fn {lines, end_line} -> test(lines, end_line, fun_arity) end)
  end

  # Lines of examples, without their indentation, and "" where one ends.

  defp outside([], _module, found), do: Enum.reverse(found)

  defp outside([{line, _} | rest] = lines, module, found) do
    if line |> String.trim_leading() |> String.starts_with?(@prompts) do
      {indent, _} = :binary.match(line, "iex")
      inside(:prompt, lines, indent, module, found)
    else
      outside(rest, module, found)
    end
  end

  # `kind` is what may come: :prompt, :maybe_prompt after a prompt, :code after
  # the first line of an expected value.
  defp inside(_kind, [], _indent, _module, found), do: Enum.reverse(found)

  defp inside(kind, [{line, number} | rest], indent, module, found) do
    stripped = strip(line, indent)
    trimmed = String.trim_leading(line)
    ends? = stripped == "" or String.starts_with?(stripped, @fences)

    deeper? =
      if kind == :code,
        do: not ends? and byte_size(trimmed) > byte_size(stripped),
        else: byte_size(trimmed) != byte_size(stripped)

    if deeper?, do: indentation!(line, number, indent, module)

    cond do
      ends? ->
        outside(rest, module, [{"", number} | found])

      kind == :prompt or String.starts_with?(trimmed, @prompts) or
          (kind == :maybe_prompt and String.starts_with?(trimmed, @continuations)) ->
        found = [{plain_prompt(stripped, number, module), number} | found]
        inside(:maybe_prompt, rest, indent, module, found)

      true ->
        inside(:code, rest, indent, module, [{stripped, number} | found])
    end
  end

  defp strip(line, indent) when byte_size(line) > indent,
    do: binary_part(line, indent, byte_size(line) - indent)

  defp strip(_line, _indent), do: ""

  defp indentation!(line, number, indent, module) do
    spaces = if indent == 1, do: "1 space", else: "#{indent} spaces"

    raise Error,
      line: number,
      module: module,
      message: """
      indentation level mismatch on doctest line: #{inspect(line)}

      If you are planning to assert on the result of an `iex>` expression, \
      make sure the result is indented at the same level as `iex>`, which \
      in this case is exactly #{spaces}.

      If instead you have an `iex>` expression that spans over multiple lines, \
      please make sure that each line after the first one begins with `...>`.
      """
  end

  # iex(1)> is iex>.
  defp plain_prompt(<<word::binary-size(3), "(", rest::binary>> = line, number, module)
       when word in ["iex", "..."] do
    case String.split(rest, ")>", parts: 2) do
      [_count, code] ->
        word <> ">" <> code

      [_] ->
        raise Error,
          line: number,
          module: module,
          message:
            "unknown IEx prompt: #{inspect(line)}.\n" <>
              "Accepted formats are: iex>, iex(1)>, ...>, ...(1)>}"
    end
  end

  defp plain_prompt(line, _number, _module), do: line

  # [{lines of a test, the line where it has ended}]
  defp blocks(lines, last_line) do
    case Enum.drop_while(lines, &(not match?({"iex>" <> _, _}, &1))) do
      [] ->
        []

      lines ->
        case Enum.split_while(lines, &(not match?({"", _}, &1))) do
          {block, []} -> [{block, last_line}]
          {block, [{"", number} | rest]} -> [{block, number} | blocks(rest, last_line)]
        end
    end
  end

  defp test([{_, line} | _] = lines, end_line, fun_arity) do
    exprs = lines |> cut([], []) |> Enum.map(&expr/1)
    %{fun_arity: fun_arity, line: line, end_line: end_line - 1, exprs: exprs}
  end

  # The lines of each expression: it ends where a prompt follows a value.
  defp cut([], current, done), do: Enum.reverse([Enum.reverse(current) | done])

  defp cut([{"iex>" <> _, _} = line | rest], [{last, _} | _] = current, done) do
    if prompt?(last),
      do: cut(rest, [line | current], done),
      else: cut(rest, [line], [Enum.reverse(current) | done])
  end

  defp cut([line | rest], current, done), do: cut(rest, [line | current], done)

  defp prompt?(line), do: String.starts_with?(line, ["iex>", "...>"])

  defp expr([{_, line} | _] = lines) do
    {code, value} = Enum.split_with(lines, fn {text, _} -> prompt?(text) end)
    code = for {text, _} <- code, do: text
    expected = Enum.map_join(value, "\n", fn {text, _} -> text end)

    %{
      expr: Enum.map_join(code, "\n", &binary_part(&1, 4, byte_size(&1) - 4)),
      expr_line: line,
      expected: expected(expected),
      expected_line: line + length(code),
      doctest: "\n" <> Enum.join(code, "\n") <> "\n" <> expected
    }
  end

  defp expected(""), do: :test

  defp expected("** (" <> error) do
    [name, message] = String.split(error, ")", parts: 2)
    {:error, Module.concat([name]), String.trim_leading(message)}
  end

  defp expected(text),
    do: {if(text =~ ~r/\A#[A-Z]\w*(\.[A-Z]\w*)*</, do: :inspect, else: :test), text}
end
