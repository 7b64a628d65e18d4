# Kernel.dbg: code that tells of its steps.

defmodule Macro.Debug do
  @moduledoc false

  # What the code is turned into gives {report, value}. A report is a list of
  # sections {title, layout, steps}; a step is {quoted code, its value}.

  def instrument({:|>, _, [_, _]} = code) do
    [{first, _} | rest] = parts = Macro.unpipe(code)

    steps =
      for {step, position} <- rest do
        quote do
          value = unquote(Macro.pipe(quote(do: value), step, position))
          values = [value | values]
        end
      end

    quote do
      value = unquote(first)
      values = [value]
      unquote_splicing(steps)
      {[{nil, :pipe, Enum.zip(unquote(Macro.escape(for {part, _} <- parts, do: part)), Enum.reverse(values))}], value}
    end
  end

  def instrument({op, _, [_, _]} = code) when op in [:&&, :||, :and, :or] do
    quote do
      steps = []
      value = unquote(operands(code))
      {[{nil, :plain, Enum.reverse(steps)}], value}
    end
  end

  def instrument({:__block__, _, [_ | _] = exprs}) do
    quote do
      steps = []
      unquote_splicing(Enum.map(exprs, &step/1))
      {[{"Code block:", :block, Enum.reverse(steps)}], value}
    end
  end

  def instrument({:case, meta, [subject, [do: clauses]]} = code) do
    quote do
      subject = unquote(subject)
      {value, clause} = unquote({:case, meta, [quote(do: subject), [do: numbered(clauses)]]})

      {[
         {"Case argument:", :plain, [{unquote(Macro.escape(subject)), subject}]},
         {"Case expression (clause ##{clause} matched):", :plain, [{unquote(Macro.escape(code)), value}]}
       ], value}
    end
  end

  def instrument({:cond, meta, [[do: clauses]]} = code) do
    marked =
      for {{:->, arrow, [[test], body]}, n} <- Enum.with_index(clauses, 1) do
        {:->, arrow, [[quote(do: test = unquote(test))], quote(do: {unquote(body), unquote(n), unquote(Macro.escape(test)), test})]}
      end

    quote do
      {value, clause, test_code, test} = unquote({:cond, meta, [[do: marked]]})

      {[
         {"Cond clause (clause ##{clause} matched):", :plain, [{test_code, test}]},
         {"Cond expression:", :plain, [{unquote(Macro.escape(code)), value}]}
       ], value}
    end
  end

  def instrument({:with, meta, [_, _ | _] = args} = code) do
    {clauses, [blocks]} = Enum.split(args, -1)
    clauses = Enum.flat_map(clauses, &with_clause/1)
    blocks = Enum.map(blocks, &with_block/1)

    quote do
      steps = []
      {value, steps} = unquote({:with, meta, clauses ++ [blocks]})

      {[
         {"With clauses:", :plain, Enum.reverse(steps)},
         {"With expression:", :plain, [{unquote(Macro.escape(code)), value}]}
       ], value}
    end
  end

  def instrument(code) do
    quote do
      value = unquote(code)
      {[{nil, :plain, [{unquote(Macro.escape(code)), value}]}], value}
    end
  end

  # Only Kernel's `if` is known to evaluate its condition once.
  def instrument({:if, meta, [condition, branches]} = code, [{:macro, Kernel}]) do
    quote do
      condition = unquote(condition)
      value = unquote({:if, meta, [quote(do: condition), branches]})

      {[
         {"If condition:", :plain, [{unquote(Macro.escape(condition)), condition}]},
         {"If expression:", :plain, [{unquote(Macro.escape(code)), value}]}
       ], value}
    end
  end

  def instrument(code, _import_of_if), do: instrument(code)

  defp step(code) do
    quote do
      value = unquote(code)
      steps = [{unquote(Macro.escape(code)), value} | steps]
    end
  end

  # The left side of an operator tells of itself first; the right side may not
  # be evaluated at all.
  defp operands({op, meta, [left, right]} = code) when op in [:&&, :||, :and, :or] do
    told({op, meta, [operands(left), right]}, code)
  end

  defp operands(code), do: told(code, code)

  defp told(run, code) do
    quote do
      value = unquote(run)
      steps = [{unquote(Macro.escape(code)), value} | steps]
      value
    end
  end

  defp numbered(clauses) do
    for {{:->, meta, [left, right]}, n} <- Enum.with_index(clauses, 1), do: {:->, meta, [left, {right, n}]}
  end

  # The steps go through the clauses of `with` beside each value, so that its
  # else has those up to the clause that failed.
  defp with_clause({:<-, meta, [left, right]}) do
    beside =
      case left do
        {:when, when_meta, [pattern, guard]} -> {:when, when_meta, [{pattern, quote(do: _)}, guard]}
        pattern -> {pattern, quote(do: _)}
      end

    with_step(right) ++ [{:<-, meta, [beside, quote(do: {value, steps})]}]
  end

  defp with_clause({:=, meta, [left, right]}), do: with_step(right) ++ [{:=, meta, [left, quote(do: value)]}]
  defp with_clause(other), do: [other]

  defp with_step(code) do
    [
      quote(do: value = unquote(code)),
      quote(do: steps = [{unquote(Macro.escape(code)), value} | steps])
    ]
  end

  defp with_block({:do, body}), do: {:do, {body, quote(do: steps)}}

  defp with_block({:else, clauses}) when is_list(clauses) do
    unmatched = quote(generated: true, do: ({other, _} -> raise(WithClauseError, term: other)))

    {:else,
     Enum.map(clauses, fn {:->, meta, [[left], right]} ->
       beside =
         case left do
           {:when, when_meta, [pattern, guard]} -> {:when, when_meta, [{pattern, quote(do: steps)}, guard]}
           pattern -> {pattern, quote(do: steps)}
         end

       {:->, meta, [[beside], {right, quote(do: steps)}]}
     end) ++ unmatched}
  end

  defp with_block(other), do: other

  # -- Printing -----------------------------------------------------------------

  def header(%{file: file} = env) do
    [entry] = Macro.Env.stacktrace(%{env | file: file && Path.relative_to_cwd(file)})
    "[" <> Exception.format_stacktrace_entry(entry) <> "]"
  end

  def print(header, report, options) do
    {location, options} = Keyword.pop(options, :print_location, true)
    colors = if IO.ANSI.enabled?(), do: IO.ANSI.syntax_colors(), else: []
    options = Keyword.merge([width: 80, pretty: true, syntax_colors: colors], options)
    colored = options[:syntax_colors] != []
    body = report |> Enum.map(&section(&1, options, colored)) |> Enum.intersperse(?\n)
    head = if location, do: [:cyan, :italic, header, :reset, ?\n], else: []
    IO.write(IO.ANSI.format([head, body, ?\n], colored))
  end

  defp section({title, layout, steps}, options, colored) do
    steps = Enum.map(steps, fn {code, value} -> [Macro.to_string(code), :faint, " #=>", :reset, " ", inspect(value, options), ?\n] end)

    [
      title(title, colored),
      case {layout, steps} do
        {:plain, steps} -> steps
        {:pipe, [first | rest]} -> [first | Enum.map(rest, &[:faint, "|> ", :reset, &1])]
        {:block, steps} -> ["(\n", Enum.map(steps, &["  ", &1]), ")\n"]
      end
    ]
  end

  defp title(nil, _colored), do: []
  defp title(title, false), do: [title, ?\n]

  # Only the words are underlined, not what is said of the clause.
  defp title(title, true) do
    words = hd(String.split(title, [" (clause", ":"]))
    [:underline, words, :reset, binary_part(title, byte_size(words), byte_size(title) - byte_size(words)), ?\n]
  end
end
