# Inspect: the protocol that makes a document of any term, and what it does for
# each built-in type. Terms without structs are drawn by Go (:otpsh_inspect);
# what is here draws structs, and whatever an implementation asks for.

defprotocol Inspect do
  @moduledoc """
  How a term is shown: its document, for `inspect/2`.

  A struct is shown as `%Name{...}` unless its module says otherwise, by an
  implementation or by deriving:

      @derive {Inspect, only: [:id]}

  with `:only` or `:except` (the others are hidden: `#Name<id: 1, ...>`) and
  `:optional` (fields left out when they have their default).
  """

  @fallback_to_any true

  @impl true
  defmacro __deriving__(module, options) do
    info = Macro.struct_info!(module, __CALLER__)
    fields = Enum.sort(for %{field: field} <- info, field != :__exception__, do: field)
    only = Keyword.get(options, :only, fields)
    except = Keyword.get(options, :except, [])
    optional = Keyword.get(options, :optional, [])

    for {option, chosen} <- [only: only, except: except, optional: optional] do
      unknown = chosen -- fields

      if unknown != [] do
        raise ArgumentError,
              "unknown fields #{Kernel.inspect(unknown)} in #{Kernel.inspect(option)} " <>
                "when deriving the Inspect protocol for #{Kernel.inspect(module)}"
      end
    end

    shown =
      for %{field: field} <- info,
          field in fields and field in only and field not in except,
          do: %{field: field}

    drawer = if Enum.sort(only) == fields and except == [], do: Inspect.Map, else: Inspect.Any

    defaults =
      for %{field: field} = field_info <- info, field in optional, into: %{} do
        {field, Map.get(field_info, :default)}
      end

    quote do
      defimpl Inspect, for: unquote(module) do
        def inspect(struct, opts) do
          infos =
            for %{field: field} = info <- unquote(Macro.escape(shown)),
                not Inspect.Any.default?(struct, field, unquote(Macro.escape(defaults))),
                do: info

          name = :otpsh_inspect.atom(:literal, unquote(module))
          unquote(drawer).inspect(struct, name, infos, opts)
        end
      end
    end
  end

  @doc "The document of a term. Call `Inspect.Algebra.to_doc/2` instead, which also minds errors."
  def inspect(term, opts)
end

defimpl Inspect, for: Atom do
  def inspect(atom, opts) do
    Inspect.Algebra.color_doc(:otpsh_inspect.leaf(atom, opts), color_key(atom), opts)
  end

  defp color_key(nil), do: nil
  defp color_key(atom) when is_boolean(atom), do: :boolean
  defp color_key(_atom), do: :atom
end

defimpl Inspect, for: Integer do
  def inspect(integer, opts) do
    Inspect.Algebra.color_doc(:otpsh_inspect.leaf(integer, opts), :number, opts)
  end
end

defimpl Inspect, for: Float do
  def inspect(float, opts) do
    Inspect.Algebra.color_doc(:otpsh_inspect.leaf(float, opts), :number, opts)
  end
end

defimpl Inspect, for: BitString do
  import Inspect.Algebra

  def inspect(bits, opts) do
    case :otpsh_inspect.string(bits, opts) do
      :bits -> bits(bits, opts)
      text -> color_doc(text, :string, opts)
    end
  end

  defp bits("", opts), do: color_doc("<<>>", :binary, opts)

  defp bits(bits, opts) do
    left = color_doc("<<", :binary, opts)
    right = color_doc(">>", :binary, opts)
    group(concat(concat(left, nest(each(bits, opts.limit, opts), 2)), right))
  end

  defp each(_bits, 0, _opts), do: "..."
  defp each(<<>>, _limit, _opts), do: :doc_nil
  defp each(<<byte>>, _limit, opts), do: Inspect.Integer.inspect(byte, opts)

  defp each(<<byte, rest::bitstring>>, limit, opts) do
    limit = if limit == :infinity, do: limit, else: limit - 1
    flex_glue(concat(Inspect.Integer.inspect(byte, opts), ","), each(rest, limit, opts))
  end

  defp each(bits, _limit, opts) do
    size = bit_size(bits)
    <<value::size(size)>> = bits
    concat(Inspect.Integer.inspect(value, opts), "::size(" <> Integer.to_string(size) <> ")")
  end
end

defimpl Inspect, for: List do
  import Inspect.Algebra

  def inspect([], opts), do: color_doc("[]", :list, opts)

  def inspect(list, opts) do
    opts = old_name(opts)
    open = color_doc("[", :list, opts)
    separator = color_doc(",", :list, opts)
    close = color_doc("]", :list, opts)

    case :otpsh_inspect.list(list, opts) do
      :keyword ->
        container_doc(open, list, close, opts, &keyword/2, separator: separator, break: :strict)

      :list ->
        container_doc(open, list, close, opts, &to_doc/2, separator: separator)

      :chardata ->
        color_doc(chardata(list, opts.printable_limit), :charlist, opts)

      text ->
        color_doc(text, :charlist, opts)
    end
  end

  defp chardata(list, limit) do
    case :otpsh_inspect.escape(IO.chardata_to_string(list), ?", limit) do
      {text, ""} -> "~c\"" <> text <> "\""
      {text, _rest} -> "~c\"" <> text <> "\" ++ ..."
    end
  end

  # :char_lists is the name that :charlists had.
  defp old_name(%{charlists: :infer, char_lists: old} = opts) when old != :infer do
    if old == :as_char_lists do
      IO.warn(
        "the :char_lists inspect option and its :as_char_lists " <>
          "value are deprecated, use the :charlists option and its " <>
          ":as_charlists value instead"
      )

      %{opts | charlists: :as_charlists}
    else
      IO.warn("the :char_lists inspect option is deprecated, use :charlists instead")
      %{opts | charlists: old}
    end
  end

  defp old_name(opts), do: opts

  @doc false
  def keyword({key, value}, opts) do
    key = color_doc(:otpsh_inspect.atom(:key, key), :atom, opts)
    concat(key, concat(" ", to_doc(value, opts)))
  end

  @doc false
  def keyword?([{key, _value} | rest]) when is_atom(key) do
    case Atom.to_string(key) do
      "Elixir." <> _ -> false
      _ -> keyword?(rest)
    end
  end

  def keyword?([]), do: true
  def keyword?(_other), do: false
end

defimpl Inspect, for: Tuple do
  import Inspect.Algebra

  def inspect(tuple, opts) do
    open = color_doc("{", :tuple, opts)
    separator = color_doc(",", :tuple, opts)
    close = color_doc("}", :tuple, opts)

    container_doc(open, Tuple.to_list(tuple), close, opts, &to_doc/2,
      separator: separator,
      break: :flex
    )
  end
end

defimpl Inspect, for: Map do
  import Inspect.Algebra

  def inspect(map, opts) do
    pairs = :maps.to_list(map)
    pairs = if Keyword.get(opts.custom_options, :sort_maps), do: :lists.sort(pairs), else: pairs

    if Inspect.List.keyword?(pairs) do
      container(pairs, "", opts, &Inspect.List.keyword/2)
    else
      arrow = color_doc(" => ", :map, opts)

      container(pairs, "", opts, fn {key, value}, opts ->
        concat(concat(to_doc(key, opts), arrow), to_doc(value, opts))
      end)
    end
  end

  def inspect(map, name, infos, opts) do
    container(infos, name, opts, fn %{field: field}, opts ->
      Inspect.List.keyword({field, Map.get(map, field)}, opts)
    end)
  end

  defp container(elements, name, opts, fun) do
    open = color_doc("%" <> name <> "{", :map, opts)
    separator = color_doc(",", :map, opts)
    close = color_doc("}", :map, opts)
    container_doc(open, elements, close, opts, fun, separator: separator, break: :strict)
  end
end

defimpl Inspect, for: Function do
  def inspect(function, opts), do: :otpsh_inspect.leaf(function, opts)
end

defimpl Inspect, for: PID do
  def inspect(pid, opts), do: :otpsh_inspect.leaf(pid, opts)
end

defimpl Inspect, for: Port do
  def inspect(port, _opts), do: IO.iodata_to_binary(:erlang.port_to_list(port))
end

defimpl Inspect, for: Reference do
  def inspect(reference, opts), do: :otpsh_inspect.leaf(reference, opts)
end

defimpl Inspect, for: Any do
  import Inspect.Algebra

  def inspect(%module{} = struct, opts) do
    case fields(module, struct) do
      nil -> Inspect.Map.inspect(struct, opts)
      infos -> Inspect.Map.inspect(struct, :otpsh_inspect.atom(:literal, module), infos, opts)
    end
  end

  def inspect(map, name, infos, opts) do
    open = color_doc("#" <> name <> "<", :map, opts)
    separator = color_doc(",", :map, opts)
    close = color_doc(">", :map, opts)

    fun = fn
      :..., _opts -> "..."
      %{field: field}, opts -> Inspect.List.keyword({field, Map.get(map, field)}, opts)
    end

    container_doc(open, infos ++ [:...], close, opts, fun, separator: separator, break: :strict)
  end

  @doc false
  def default?(struct, field, defaults) do
    case defaults do
      %{^field => default} -> default == Map.get(struct, field)
      %{} -> false
    end
  end

  # The fields to show, or nil when the map is not what its module defines.
  defp fields(module, struct) do
    if :maps.keys(module.__struct__()) == :maps.keys(struct) do
      for %{field: field} = info <- module.__info__(:struct),
          field not in [:__struct__, :__exception__],
          do: info
    end
  rescue
    _ -> nil
  end
end

defmodule Inspect.Error do
  @moduledoc """
  An implementation of `Inspect` raised.
  """

  @enforce_keys [:exception_module, :exception_message, :stacktrace, :inspected_struct]
  defexception @enforce_keys

  @impl true
  def exception(arguments) when is_list(arguments) do
    exception = Keyword.fetch!(arguments, :exception)

    %Inspect.Error{
      exception_module: exception.__struct__,
      exception_message: String.trim_trailing(Exception.message(exception), "\n"),
      stacktrace: Keyword.fetch!(arguments, :stacktrace),
      inspected_struct: Keyword.fetch!(arguments, :inspected_struct)
    }
  end

  @impl true
  def message(%__MODULE__{} = error) do
    fence = "    \"\"\"\n"

    "got #{inspect(error.exception_module)} with message:\n\n" <>
      fence <>
      pad(error.exception_message, 4) <>
      "\n" <>
      fence <>
      "\nwhile inspecting:\n\n" <>
      pad(error.inspected_struct, 4) <>
      "\n"
  end

  @doc false
  def pad(message, by) when is_binary(message) and is_integer(by) and by >= 0 do
    padding = String.duplicate(" ", by)

    message
    |> String.split("\n")
    |> Enum.map_join("\n", fn
      "" -> ""
      line -> padding <> line
    end)
    |> String.trim_trailing("\n")
  end
end

defimpl Inspect, for: Inspect.Error do
  def inspect(error, _opts) do
    message = Inspect.Error.pad(Exception.message(error), 2)

    case error.stacktrace do
      [] ->
        "#Inspect.Error<\n  " <> message <> "\n>"

      stacktrace ->
        "#Inspect.Error<\n" <>
          message <> "\n\n  Stacktrace:\n\n" <> Exception.format_stacktrace(stacktrace) <> "\n>"
    end
  end
end

defimpl Inspect, for: Regex do
  import Inspect.Algebra

  def inspect(%{source: source, opts: options} = _regex, opts) when is_list(options) do
    case modifiers(options, "") do
      :error ->
        concat([
          "Regex.compile!(",
          Inspect.BitString.inspect(source, opts),
          ", ",
          Inspect.List.inspect(options, opts),
          ")"
        ])

      letters ->
        color_doc("~r/" <> :otpsh_inspect.regex(source) <> "/" <> letters, :regex, opts)
    end
  end

  # The letters come out in reverse order.
  defp modifiers([], letters), do: letters

  defp modifiers([:dotall, {:newline, :anycrlf} | rest], letters),
    do: modifiers(rest, "s" <> letters)

  defp modifiers([:unicode, :ucp | rest], letters), do: modifiers(rest, "u" <> letters)
  defp modifiers([:caseless | rest], letters), do: modifiers(rest, "i" <> letters)
  defp modifiers([:extended | rest], letters), do: modifiers(rest, "x" <> letters)
  defp modifiers([:firstline | rest], letters), do: modifiers(rest, "f" <> letters)
  defp modifiers([:ungreedy | rest], letters), do: modifiers(rest, "U" <> letters)
  defp modifiers([:multiline | rest], letters), do: modifiers(rest, "m" <> letters)
  defp modifiers(_other, _letters), do: :error
end
