# IO.ANSI.Docs: documentation, written in Markdown, as text for a terminal.

defmodule IO.ANSI.Docs do
  @moduledoc false

  @styles [
    enabled: true,
    doc_bold: [:bright],
    doc_code: [:cyan],
    doc_headings: [:yellow],
    doc_metadata: [:yellow],
    doc_quote: [:light_black],
    doc_inline_code: [:cyan],
    doc_table_heading: [:reverse],
    doc_title: [:reverse, :yellow],
    doc_underline: [:underline],
    width: 80
  ]

  @doc "The options of this module and what they are when nothing is said."
  def default_options, do: @styles

  @doc "Prints titles, such as a function's signature, in the middle of the line."
  def print_headings(headings, options \\ []) do
    options = Keyword.merge(@styles, options)
    gap(options)

    for heading <- headings, line <- String.split(heading, "\n") do
      centred = String.pad_leading(line, div(options[:width] + String.length(line), 2))
      styled(:doc_title, if(options[:enabled], do: String.pad_trailing(centred, options[:width]), else: centred), options)
    end

    gap(options)
  end

  @shown_metadata [:deprecated, :guard, :since]

  @doc "Prints what documentation says beside its text: since when, what to use instead."
  def print_metadata(metadata, options \\ []) when is_map(metadata) do
    options = Keyword.merge(@styles, options)

    printed = for {key, value} <- Enum.sort(metadata), print_entry(key, value, options), do: key
    if printed != [], do: IO.write("\n")
  end

  defp print_entry(key, value, options) when key in @shown_metadata and is_binary(value) do
    label = label(key, options)
    indent = String.duplicate(" ", IO.ANSI.Docs.Inline.width(label) + 1)
    wrap([label | words(value)], options[:width], indent, true, "")
  end

  defp print_entry(key, value, options) when key in @shown_metadata and is_boolean(value) do
    IO.puts([label(key, options), " ", to_string(value)])
  end

  defp print_entry(:delegate_to, {module, function, arity}, options) do
    IO.puts([label(:delegate_to, options), " ", Exception.format_mfa(module, function, arity)])
  end

  defp print_entry(_key, _value, _options), do: nil

  defp label(key, options), do: "#{color(:doc_metadata, options)}#{key}:#{reset(options)}"

  @doc "Prints the text of documentation in a format."
  def print(doc, format, options \\ [])

  def print(doc, "text/markdown", options) when is_binary(doc) and is_list(options) do
    options = Keyword.merge(@styles, options)
    bullet = if options[:enabled], do: "• ", else: "* "
    Enum.each(IO.ANSI.Docs.Blocks.of(doc, bullet), &block(&1, options))
  end

  def print(_doc, format, options) when is_binary(format) and is_list(options) do
    IO.puts("\nUnknown documentation format #{inspect(format)}\n")
  end

  defp block({:text, lines, indent, joined?}, options), do: text(lines, indent, joined?, "", options)
  defp block({:quote, lines, indent, joined?}, options), do: text(lines, indent, joined?, quote_mark(options), options)
  defp block(:quote_gap, options), do: IO.puts(quote_mark(options))
  defp block(:gap, options), do: gap(options)

  defp block({:heading, line}, options) do
    styled(:doc_headings, line, options)
    gap(options)
  end

  defp block({:code, lines, indent}, options) do
    styled(:doc_code, Enum.map_join(lines, "\n", &"#{indent}    #{&1}"), options)
    gap(options)
  end

  defp block({:table, lines}, options) do
    for {row, heading?} <- IO.ANSI.Docs.Table.rows(lines, options) do
      if heading?, do: styled(:doc_table_heading, row, options), else: IO.puts(row)
    end

    gap(options)
  end

  # What is joined to the block before it has its indent already, and no empty
  # line follows it.
  defp text(lines, indent, joined?, prefix, options) do
    lines
    |> Enum.join(" ")
    |> IO.ANSI.Docs.Inline.format(options)
    |> words()
    |> wrap(options[:width] - byte_size(indent), indent, joined?, prefix)

    if not joined?, do: gap(options)
  end

  defp words(text), do: String.split(text, [" ", "\n", "\t"])

  defp wrap(words, width, indent, indented?, prefix) do
    lines = fill(words, width - IO.ANSI.Docs.Inline.width(prefix))

    for {line, position} <- Enum.with_index(lines) do
      IO.puts([if(indented? and position == 0, do: "", else: indent), prefix, line])
    end
  end

  # Lines of words, each shorter than width where the words are.
  defp fill(words, width) do
    {lines, line, _left} =
      Enum.reduce(words, {[], [], width}, fn word, {lines, line, left} ->
        size = IO.ANSI.Docs.Inline.width(word)

        if line == [] or left - size > 0,
          do: {lines, [word | line], left - size - 1},
          else: {[line | lines], [word], width - size - 1}
      end)

    for line <- Enum.reverse([line | lines]), do: line |> Enum.reverse() |> Enum.intersperse(" ")
  end

  defp quote_mark(options), do: "#{color(:doc_quote, options)}> #{reset(options)}"
  defp styled(style, text, options), do: IO.puts([color(style, options), text, reset(options)])
  defp color(style, options), do: IO.ANSI.format_fragment(options[style], options[:enabled])
  defp gap(options), do: IO.puts(reset(options))
  defp reset(options), do: if(options[:enabled], do: IO.ANSI.reset(), else: "")
end

# The blocks of a Markdown text:
#
#     {:heading, line}, {:text, lines, indent, joined?}, {:code, lines, indent},
#     {:quote, lines, indent, joined?}, :quote_gap, {:table, lines}, :gap
#
# A list's items are texts that begin with their bullet, joined to what follows.
defmodule IO.ANSI.Docs.Blocks do
  @moduledoc false

  def of(text, bullet) do
    lines = for line <- String.split(text, ["\r\n", "\n"]), do: String.trim_trailing(line)
    lines |> blocks({[], false}, "", bullet, []) |> Enum.reverse()
  end

  @headings for level <- 1..6, do: String.duplicate("#", level) <> " "

  # open is the text that goes on: {lines, newest first, joined?}. What is
  # found is put before out.
  defp blocks([], open, indent, _bullet, out), do: close(open, indent, out)
  defp blocks(["" | rest], open, indent, bullet, out), do: blocks(rest, {[], false}, indent, bullet, close(open, indent, out))

  defp blocks([">" <> line | rest], open, indent, bullet, out),
    do: quoted(rest, [line], indent, bullet, close(open, indent, out))

  defp blocks(["    " <> line | rest], open, indent, bullet, out),
    do: indented(rest, [line], indent, bullet, close(open, indent, out))

  defp blocks(["```mermaid" <> _ | rest], open, indent, bullet, out) do
    after_drawing = rest |> Enum.drop_while(&(&1 != "```")) |> Enum.drop(1)
    blocks(after_drawing, {[], false}, indent, bullet, close(open, indent, out))
  end

  defp blocks(["```" <> _ | rest], open, indent, bullet, out),
    do: fenced(rest, [], indent, bullet, close(open, indent, out))

  defp blocks(["<!--" <> line | rest], open, indent, bullet, out),
    do: blocks(after_comment([line | rest]), open, indent, bullet, out)

  defp blocks([line | rest] = lines, {texts, joined?} = open, indent, bullet, out) do
    stripped = String.trim_leading(line, " ")
    depth = byte_size(line) - byte_size(stripped)

    cond do
      String.starts_with?(line, @headings) ->
        blocks(rest, {[], false}, "", bullet, [{:heading, line} | close(open, indent, out)])

      link?(stripped) and depth <= 3 ->
        blocks(rest, open, indent, bullet, [{:text, [line], indent, true} | out])

      table_line?(stripped) and rest != [] and table_line?(hd(rest)) ->
        {table, rest} = Enum.split_while(lines, &table_line?/1)
        blocks(rest, {[], false}, indent, bullet, [{:table, table} | close(open, indent, out)])

      item = item(stripped, bullet) ->
        listed(item, rest, depth, indent, bullet, close(open, indent, out))

      true ->
        blocks(rest, {[stripped | texts], joined?}, indent, bullet, out)
    end
  end

  defp close({[], _}, _indent, out), do: out
  defp close({texts, joined?}, indent, out), do: [{:text, Enum.reverse(texts), indent, joined?} | out]

  defp quoted([">", ">" <> line | rest], lines, indent, bullet, out),
    do: quoted(rest, [line], indent, bullet, [:quote_gap, quotation(lines, indent, true) | out])

  defp quoted([">" <> line | rest], lines, indent, bullet, out), do: quoted(rest, [line | lines], indent, bullet, out)

  defp quoted(rest, lines, indent, bullet, out),
    do: blocks(rest, {[], false}, indent, bullet, [quotation(lines, indent, false) | out])

  defp quotation(lines, indent, joined?), do: {:quote, lines |> Enum.reverse() |> Enum.map(&String.trim/1), indent, joined?}

  # Code by its indent goes on behind one empty line, and behind a fence.
  defp indented(["", "    " <> line | rest], code, indent, bullet, out),
    do: indented(rest, [line, "" | code], indent, bullet, out)

  defp indented(["    " <> line | rest], code, indent, bullet, out), do: indented(rest, [line | code], indent, bullet, out)

  defp indented(rest, code, indent, bullet, out),
    do: blocks(rest, {[], false}, indent, bullet, [{:code, code_lines(code), indent} | out])

  defp fenced([], code, indent, _bullet, out), do: [{:code, code_lines(code), indent} | out]
  defp fenced(["```" | rest], code, indent, bullet, out), do: indented(rest, code, indent, bullet, out)
  defp fenced([line | rest], code, indent, bullet, out), do: fenced(rest, [line | code], indent, bullet, out)

  defp code_lines([]), do: [""]
  defp code_lines(code), do: Enum.reverse(code)

  defp after_comment([]), do: []

  defp after_comment([line | rest]) do
    case String.split(line, "-->", parts: 2) do
      [_] -> after_comment(rest)
      [_, line] -> [line | rest]
    end
  end

  # [label]: address, which stays as it is written.
  defp link?("[" <> rest), do: match?([_, ": " <> _], String.split(rest, "]", parts: 2))
  defp link?(_), do: false

  defp table_line?(line), do: line =~ ~r/[:\ -]\|[:\ -]/

  # An item of a list as {its bullet or number, its text}.
  defp item(<<mark, " ", text::binary>>, bullet) when mark in [?*, ?-, ?+], do: {bullet, text}
  defp item(<<d, ". ", text::binary>>, _) when d in ?0..?9, do: {<<d, ". ">>, text}
  defp item(<<d, e, ". ", text::binary>>, _) when d in ?0..?9 and e in ?0..?9, do: {<<d, e, ". ">>, text}
  defp item(_, _), do: nil

  # An outermost list is set in by two.
  defp listed({mark, text}, rest, depth, indent, bullet, out) do
    mark = if indent == "", do: "  " <> mark, else: mark
    room = String.length(mark)
    {inside, rest, last?} = contents(rest, depth, room, [])
    out = blocks(inside, {[indent <> mark <> text], true}, indent <> String.duplicate(" ", room), bullet, out)
    blocks(rest, {[], false}, indent, bullet, if(last?, do: [:gap | out], else: out))
  end

  # The lines that belong to an item, and whether its list ends with it.
  defp contents([], _depth, _room, lines), do: {Enum.reverse(lines), [], true}

  defp contents([line | rest] = all, depth, room, lines) do
    {stripped, stripped_by} = strip(line, room, 0)

    cond do
      stripped_by <= depth and item(stripped, "") != nil -> {Enum.reverse(lines), all, false}
      stripped == "" and not match?([" " <> _ | _], rest) -> {Enum.reverse(lines), all, true}
      true -> contents(rest, depth, room, [stripped | lines])
    end
  end

  defp strip(" " <> rest, room, by) when by < room, do: strip(rest, room, by + 1)
  defp strip(line, _room, by), do: {line, by}
end

defmodule IO.ANSI.Docs.Table do
  @moduledoc false

  alias IO.ANSI.Docs.Inline

  # The rows of a table as {text, heading?}: a row before a line of dashes is
  # its heading.
  def rows(lines, options) do
    rows = for line <- lines, do: line |> columns() |> Enum.map(&cell(&1, options))
    count = rows |> Enum.map(&length/1) |> Enum.max()
    rows = for row <- rows, do: row ++ List.duplicate({"", 0}, count - length(row))

    widths =
      for column <- 0..(count - 1)//1,
          do: Enum.reduce(rows, 0, fn row, widest -> if dashes?(row), do: widest, else: max(widest, width(row, column)) end)

    align(rows, widths, nil)
  end

  defp width(row, column), do: row |> Enum.at(column) |> elem(1)

  defp columns(line), do: line |> String.trim(" ") |> String.trim("|") |> String.split(~r{(?<!\\)\|})

  defp cell(text, options) do
    text = text |> String.trim() |> String.replace("\\|", "|") |> Inline.format(options)
    {text, Inline.width(text)}
  end

  defp dashes?(row), do: Enum.all?(row, fn {text, _} -> text =~ ~r/\A:?-*:?\z/ end)

  # The first line of dashes says how columns are aligned.
  defp align([row, next | rest], widths, sides) do
    if dashes?(next) do
      sides = sides || Enum.map(next, fn {text, _} -> side(text) end)
      [{join(row, widths, sides), true} | align(rest, widths, sides)]
    else
      [{join(row, widths, sides), false} | align([next | rest], widths, sides)]
    end
  end

  defp align([row], widths, sides), do: [{join(row, widths, sides), false}]
  defp align([], _widths, _sides), do: []

  defp side(dashes) do
    case {String.starts_with?(dashes, ":"), String.ends_with?(dashes, ":")} do
      {true, true} -> :center
      {false, true} -> :right
      _ -> :left
    end
  end

  defp join(row, widths, sides) do
    [row, widths, sides || Enum.map(row, fn _ -> :left end)]
    |> Enum.zip_with(fn [{text, size}, width, side] -> pad(side, text, size, width + byte_size(text) - size) end)
    |> Enum.join(" | ")
  end

  defp pad(:left, text, _size, width), do: String.pad_trailing(text, width)
  defp pad(:right, text, _size, width), do: String.pad_leading(text, width)

  defp pad(:center, text, size, width) do
    text
    |> String.pad_leading(div(width, 2) - div(size, 2) + size)
    |> String.pad_trailing(width + 1 - rem(width, 2))
  end
end

# Emphasis, code and links inside a text.
defmodule IO.ANSI.Docs.Inline do
  @moduledoc false

  @styles %{"**" => :doc_bold, "__" => :doc_bold, "*" => :doc_underline, "_" => :doc_underline, "`" => :doc_inline_code}
  # What may stand before and behind an emphasis.
  @delimiters ~c" '\"!@#$%^&-+()[]{}<>."

  def format(text, options) do
    text = Regex.replace(~r{\[([^\]]*?)\]\((.*?)\)}, text, "\\1 (\\2)")
    text = Regex.replace(~r{[a-z][a-z0-9\+\-\.]*://\S*}i, text, &String.replace(&1, "_", "\\_"))
    text |> start(options) |> IO.iodata_to_binary()
  end

  @doc "How many columns a text takes, its escape sequences aside."
  def width(text) do
    ~r/\e\[..?m/s |> Regex.split(text) |> Enum.reduce(0, &(String.length(&1) + &2))
  end

  defp start(<<mark, mark, rest::binary>>, options) when mark in ~c"*_", do: scan(rest, <<mark, mark>>, [], [], options)
  defp start(<<mark, rest::binary>>, options) when mark in ~c"*_", do: scan(rest, <<mark>>, [], [], options)
  defp start(text, options), do: scan(text, nil, [], [], options)

  # open is the mark whose end is looked for; since holds what follows it, done
  # what came before. A comment ends the search for good: open is :never then.
  defp scan("<!--" <> rest, nil, since, done, options) do
    [_, rest] = String.split(rest, "-->", parts: 2)
    scan(rest, :never, since, done, options)
  end

  defp scan(<<before, mark, mark, rest::binary>>, nil, since, done, options)
       when rest != "" and before in @delimiters and mark in ~c"*_",
       do: scan(rest, <<mark, mark>>, [], [done, since, before], options)

  defp scan(<<before, mark, rest::binary>>, nil, since, done, options)
       when rest != "" and before in @delimiters and mark in ~c"*_",
       do: scan(rest, <<mark>>, [], [done, since, before], options)

  defp scan(<<"`", rest::binary>>, nil, since, done, options) when rest != "",
    do: scan(rest, "`", [], [done, since], options)

  defp scan(<<"\\\\", mark, mark, rest::binary>>, nil, since, done, options) when rest != "" and mark in ~c"*_",
    do: scan(rest, <<mark, mark>>, [], [done, since, "\\"], options)

  defp scan(<<"\\\\", mark, rest::binary>>, nil, since, done, options) when rest != "" and mark in ~c"*_",
    do: scan(rest, <<mark>>, [], [done, since, "\\"], options)

  defp scan("\\\\" <> rest, open, since, done, options), do: scan(rest, open, [since, "\\"], done, options)

  defp scan(<<"\\", char, rest::binary>>, open, since, done, options) when open != "`",
    do: scan(rest, open, [since, char], done, options)

  defp scan(<<mark, mark, behind, rest::binary>>, <<mark, mark>> = open, since, done, options) when behind in @delimiters,
    do: scan(<<behind, rest::binary>>, nil, [], [done, styled(open, since, options)], options)

  defp scan(<<mark, behind, rest::binary>>, <<mark>> = open, since, done, options) when behind in @delimiters and mark != ?`,
    do: scan(<<behind, rest::binary>>, nil, [], [done, styled(open, since, options)], options)

  defp scan(mark, mark, since, done, options) when mark != "`", do: [done, styled(mark, since, options)]

  defp scan("`" <> rest, "`", since, done, options), do: scan(rest, nil, [], [done, styled("`", since, options)], options)
  defp scan(<<char, rest::binary>>, open, since, done, options), do: scan(rest, open, [since, char], done, options)
  defp scan("", open, since, done, _options) when open in [nil, :never], do: [done, since]
  defp scan("", open, since, done, _options), do: [done, open, since]

  defp styled(mark, text, options) do
    if options[:enabled],
      do: [IO.ANSI.format_fragment(options[@styles[mark]], true), text, IO.ANSI.reset()],
      else: [mark, text, mark]
  end
end
