# Inspect.Algebra: documents of text, and the options they are made with. Go
# lays them out (:otpsh_inspect, inspect_format.go).

defmodule Inspect.Opts do
  @moduledoc """
  The options of `inspect/2`, as an implementation of `Inspect` gets them.

  `:limit` counts down on the way into a term; `:printable_limit`, `:base`,
  `:binaries`, `:charlists`, `:structs`, `:safe`, `:pretty`, `:width`,
  `:syntax_colors` and `:custom_options` are as in `inspect/2`.
  """

  defstruct base: :decimal,
            binaries: :infer,
            char_lists: :infer,
            charlists: :infer,
            custom_options: [],
            inspect_fun: &Inspect.inspect/2,
            limit: 50,
            pretty: false,
            printable_limit: 4096,
            safe: true,
            structs: true,
            syntax_colors: [],
            width: 80

  @type color_key :: atom
  @type t :: %__MODULE__{}

  @doc "Options from a keyword list; unknown keys are left out."
  def new(opts), do: struct(%Inspect.Opts{inspect_fun: default_inspect_fun()}, opts)

  @doc "The function that turns a term into a document when none is given."
  def default_inspect_fun do
    :persistent_term.get({__MODULE__, :inspect_fun}, &Inspect.inspect/2)
  end

  @doc "Sets the function that `default_inspect_fun/0` returns."
  def default_inspect_fun(fun) when is_function(fun, 2) do
    :persistent_term.put({__MODULE__, :inspect_fun}, fun)
  end
end

defmodule Inspect.Algebra do
  @moduledoc """
  Documents of text that know where their lines may break.

  A document is a binary, or made by the functions of this module. Breaks
  inside a `group/2` are all blanks when the group fits on its line, and else
  new lines, indented by `nest/3`. `format/2` lays a document out.
  """

  @tags [
    :doc_break,
    :doc_collapse,
    :doc_color,
    :doc_cons,
    :doc_fits,
    :doc_force,
    :doc_group,
    :doc_nest,
    :doc_string,
    :doc_limit
  ]

  @type t :: binary | :doc_line | :doc_nil | tuple

  @doc "Whether a term is a document."
  defguard is_doc(doc)
           when is_binary(doc) or doc in [:doc_nil, :doc_line] or
                  (is_tuple(doc) and elem(doc, 0) in @tags)

  defguardp is_limit(limit) when limit == :infinity or (is_integer(limit) and limit >= 0)

  @doc "The document of a term."
  def to_doc(term, opts)

  def to_doc(%_{} = struct, %Inspect.Opts{structs: structs} = opts) when structs in [false, nil] do
    Inspect.Map.inspect(struct, opts)
  end

  def to_doc(%_{} = struct, %Inspect.Opts{inspect_fun: fun} = opts) do
    fun.(struct, opts)
  rescue
    exception -> broken(struct, exception, __STACKTRACE__, opts)
  end

  def to_doc(term, %Inspect.Opts{inspect_fun: fun} = opts) do
    case :otpsh_inspect.doc(term, opts) do
      :struct -> fun.(term, opts)
      doc -> doc
    end
  end

  # An implementation raised. The error shows the struct without it; and while
  # it does, any other failure is drawn as a plain map, lest they go on for ever.
  defp broken(struct, exception, stacktrace, opts) do
    if Process.get(:inspect_trap) do
      Inspect.Map.inspect(struct, opts)
    else
      Process.put(:inspect_trap, true)

      try do
        default = Inspect.Opts.default_inspect_fun()
        plain = %{opts | syntax_colors: [], inspect_fun: default}

        error =
          Inspect.Error.exception(
            exception: exception,
            stacktrace: stacktrace,
            inspected_struct: :otpsh_inspect.render(Inspect.Map.inspect(struct, plain), opts.width)
          )

        if opts.safe do
          Inspect.inspect(error, %{opts | inspect_fun: default})
        else
          reraise error, stacktrace
        end
      after
        Process.delete(:inspect_trap)
      end
    end
  end

  @doc """
  A document for a collection between `left` and `right`.

  `fun` makes the document of an element, with the limit counted down. Options
  are `:separator` (`","`) and `:break`: `:strict`, `:flex` or `:maybe`, which
  is flex when all elements are plain text.
  """
  def container_doc(left, collection, right, inspect_opts, fun, opts \\ [])
      when is_doc(left) and is_list(collection) and is_doc(right) and is_function(fun, 2) and
             is_list(opts) do
    if collection == [] do
      concat(left, right)
    else
      break = Keyword.get(opts, :break, :maybe)
      separator = Keyword.get(opts, :separator, ",")

      {docs, simple?} =
        elements(collection, inspect_opts.limit, inspect_opts, fun, [], break == :maybe)

      flex? = simple? or break == :flex
      docs = fold(docs, &join(&1, &2, flex?, separator))

      if flex? do
        group(concat(concat(left, nest(docs, 1)), right))
      else
        group(glue(nest(glue(left, "", docs), 2), "", right))
      end
    end
  end

  defp elements([], _limit, _opts, _fun, docs, simple?), do: {:lists.reverse(docs), simple?}

  defp elements(_rest, 0, _opts, _fun, docs, simple?),
    do: {:lists.reverse(["..." | docs]), simple?}

  defp elements([term | rest], limit, opts, fun, docs, simple?)
       when is_list(rest) and is_limit(limit) do
    less = count_down(limit)
    doc = fun.(term, %{opts | limit: less})
    # What shows nothing does not count.
    limit = if doc == :doc_nil, do: limit, else: less
    elements(rest, limit, opts, fun, [doc | docs], simple? and simple?(doc))
  end

  defp elements([head | tail], limit, opts, fun, docs, simple?) when is_limit(limit) do
    opts = %{opts | limit: count_down(limit)}
    head = fun.(head, opts)
    tail = fun.(tail, opts)
    simple? = simple? and simple?(head) and simple?(tail)
    {:lists.reverse([join(head, tail, simple?, " |") | docs]), simple?}
  end

  defp count_down(:infinity), do: :infinity
  defp count_down(limit), do: limit - 1

  defp join(left, :doc_nil, _flex?, _separator), do: left
  defp join(:doc_nil, right, _flex?, _separator), do: right
  defp join(left, right, true, separator), do: flex_glue(concat(left, separator), right)
  defp join(left, right, false, separator), do: glue(concat(left, separator), right)

  defp simple?({:doc_cons, left, right}), do: simple?(left) and simple?(right)
  defp simple?({:doc_color, doc, _color}), do: simple?(doc)
  defp simple?({:doc_string, _string, _length}), do: true
  defp simple?(:doc_nil), do: true
  defp simple?(doc), do: is_binary(doc)

  @doc false
  def surround(left, doc, right) when is_doc(left) and is_doc(doc) and is_doc(right) do
    concat(concat(left, nest(doc, 1)), right)
  end

  @doc false
  def surround_many(left, docs, right, %Inspect.Opts{} = opts, fun, separator \\ ",")
      when is_doc(left) and is_list(docs) and is_doc(right) and is_function(fun, 2) do
    container_doc(left, docs, right, opts, fun, separator: separator)
  end

  @doc "The document in the color that the options have for `key`, if any."
  def color_doc(doc, color_key, %Inspect.Opts{syntax_colors: colors}) when is_doc(doc) do
    case colors != [] and Keyword.get(colors, color_key) do
      none when none in [false, nil] ->
        doc

      color ->
        back = Keyword.get(colors, :reset, :reset)
        concat({:doc_color, doc, ansi(color)}, {:doc_color, :doc_nil, ansi(back)})
    end
  end

  @doc "The old name of `color_doc/3`."
  def color(doc, key, opts), do: color_doc(doc, key, opts)

  @doc "The document in a color, given as its escape sequence."
  def color(doc, color) when is_doc(doc) and is_binary(color) do
    {:doc_color, doc, color}
  end

  defp ansi(color), do: color |> IO.ANSI.format_fragment(true) |> IO.iodata_to_binary()

  @doc "The document that is nothing."
  def empty, do: :doc_nil

  @doc "A text whose width is counted in characters, not bytes."
  def string(string) when is_binary(string), do: {:doc_string, string, String.length(string)}

  @doc "Two documents, one after the other."
  def concat(doc1, doc2) when is_doc(doc1) and is_doc(doc2), do: {:doc_cons, doc1, doc2}

  @doc "All documents of a list, one after the other."
  def concat(docs) when is_list(docs), do: fold(docs, &concat/2)

  @doc "The document laid out as if lines had no end."
  def no_limit(doc), do: {:doc_limit, doc, :infinity}

  @doc """
  Indents the lines of a document by `level` columns, to the `:cursor`, or not
  at all (`:reset`); with mode `:break` only if its group breaks.
  """
  def nest(doc, level, mode \\ :always)

  def nest(doc, level, mode)
      when is_doc(doc) and level in [:cursor, :reset] and mode in [:always, :break] do
    {:doc_nest, doc, level, mode}
  end

  def nest(doc, 0, _mode) when is_doc(doc), do: doc

  def nest(doc, level, mode)
      when is_doc(doc) and is_integer(level) and level > 0 and mode in [:always, :break] do
    {:doc_nest, doc, level, mode}
  end

  @doc "A new line if the group breaks, else the text."
  def break(string \\ " ") when is_binary(string), do: {:doc_break, string, :strict}

  @doc "Swallows the new lines that follow, leaving at most `max`."
  def collapse_lines(max) when is_integer(max) and max > 0, do: {:doc_collapse, max}

  @doc "Takes the next break as fitting, so that the document may go on there."
  def next_break_fits(doc, mode \\ :enabled) when is_doc(doc) and mode in [:enabled, :disabled] do
    {:doc_fits, doc, mode}
  end

  @doc "Makes the group of the document break."
  def force_unfit(doc) when is_doc(doc), do: {:doc_force, doc}

  @doc "As `break/1`, but a new line only where the rest does not fit."
  def flex_break(string \\ " ") when is_binary(string), do: {:doc_break, string, :flex}

  @doc "Two documents with a `flex_break/1` between them."
  def flex_glue(doc1, break_string \\ " ", doc2) when is_binary(break_string) do
    concat(doc1, concat(flex_break(break_string), doc2))
  end

  @doc "Two documents with a `break/1` between them."
  def glue(doc1, break_string \\ " ", doc2) when is_binary(break_string) do
    concat(doc1, concat(break(break_string), doc2))
  end

  @doc """
  A group: its breaks are all blanks, or all new lines. With mode `:inherit`
  it breaks when the group around it does.
  """
  def group(doc, mode \\ :self) when is_doc(doc), do: {:doc_group, doc, mode}

  @doc "Two documents with a blank between them."
  def space(doc1, doc2), do: concat(doc1, concat(" ", doc2))

  @doc "A new line, always."
  def line, do: :doc_line

  @doc "Two documents with a new line between them."
  def line(doc1, doc2), do: concat(doc1, concat(line(), doc2))

  @doc "The old name of `fold/2`."
  def fold_doc(docs, folder_fun), do: fold(docs, folder_fun)

  @doc "Folds a list of documents from the right into one."
  def fold(docs, folder_fun)

  def fold([], _folder_fun), do: empty()
  def fold([doc], _folder_fun), do: doc

  def fold([doc | docs], folder_fun) when is_function(folder_fun, 2),
    do: folder_fun.(doc, fold(docs, folder_fun))

  @doc "The text of a document, at most `width` wide where it can, as iodata."
  def format(doc, width) when is_doc(doc) and is_limit(width) do
    :otpsh_inspect.format(doc, width)
  end
end
