# IEx.Info: what i/1 tells about a value, in sections of a title and a text.

defprotocol IEx.Info do
  @moduledoc "What `i/1` tells about a value: a list of `{title, text}`."
  @fallback_to_any true
  def info(term)
end

defimpl IEx.Info, for: Tuple do
  def info(_), do: [{"Data type", "Tuple"}, {"Reference modules", "Tuple"}]
end

defimpl IEx.Info, for: Integer do
  def info(_), do: [{"Data type", "Integer"}, {"Reference modules", "Integer"}]
end

defimpl IEx.Info, for: Float do
  def info(_), do: [{"Data type", "Float"}, {"Reference modules", "Float"}]
end

defimpl IEx.Info, for: Map do
  def info(_), do: [{"Data type", "Map"}, {"Reference modules", "Map"}]
end

defimpl IEx.Info, for: Reference do
  def info(_), do: [{"Data type", "Reference"}]
end

defimpl IEx.Info, for: Port do
  def info(_), do: [{"Data type", "Port"}, {"Open", false}, {"Reference modules", "Port"}]
end

defimpl IEx.Info, for: Atom do
  def info(atom) do
    cond do
      Code.ensure_loaded?(atom) -> [{"Data type", "Atom"} | module(atom)]
      match?("Elixir." <> _, Atom.to_string(atom)) -> [{"Data type", "Atom"}, raw(atom), {"Reference modules", "Atom"}]
      true -> [{"Data type", "Atom"}] ++ hidden(atom) ++ [{"Reference modules", "Atom"}]
    end
  end

  defp raw(atom), do: {"Raw representation", ":" <> inspect(Atom.to_string(atom))}

  defp hidden(:"do not show this result in output") do
    [
      {"Description",
       "This atom is returned by IEx when a function that should not print its\n" <>
         "return value on screen is executed.\n"}
    ]
  end

  defp hidden(_), do: []

  defp module(module) do
    documented =
      case :otpsh_docs.shown?(module) && :otpsh_docs.fetch(module) do
        {:docs_v1, _, _, _, %{}, _, _} -> "Use h(#{inspect(module)}) to access its documentation.\n"
        _ -> ""
      end

    [
      {"Module bytecode", bytecode(:code.which(module))},
      {"Source", Path.relative_to_cwd(module.module_info(:compile)[:source])},
      {"Version", inspect(module.module_info(:attributes)[:vsn])},
      {"Compile options", inspect(module.module_info(:compile)[:options])},
      {"Description", "#{documented}Call #{inspect(module)}.module_info() to access metadata."}
    ] ++
      protocol(module) ++
      [raw(module), {"Reference modules", "Module, Atom"}]
  end

  defp bytecode([_ | _] = path), do: Path.relative_to_cwd(path)
  defp bytecode(other), do: inspect(other)

  # Implementations are told of where they belong to the library, as those in memory have
  # no files that could be looked through.
  defp protocol(module) do
    if function_exported?(module, :__protocol__, 1) do
      prefix = Atom.to_string(module) <> "."

      implementations =
        for implementation <- :otpsh_library.modules(), String.starts_with?(Atom.to_string(implementation), prefix) do
          implementation |> Atom.to_string() |> String.replace_prefix(prefix, "")
        end

      [{"Protocol", "This module is a protocol. These data structures implement it:\n  " <> Enum.join(Enum.sort(implementations), ", ")}]
    else
      []
    end
  end
end

defimpl IEx.Info, for: List do
  def info(list), do: [{"Data type", "List"} | about(list)]

  defp about(list) do
    cond do
      list == [] -> [{"Reference modules", "List"}]
      List.ascii_printable?(list) -> charlist(list)
      Keyword.keyword?(list) -> keyword()
      List.improper?(list) -> improper()
      true -> [{"Reference modules", "List"}]
    end
  end

  defp charlist(list) do
    [
      {"Description",
       """
       This is a list of integers that is printed using the `~c` sigil syntax,
       defined by the `Kernel.sigil_c/2` macro, because all the integers in it
       represent printable ASCII characters. Conventionally, a list of Unicode
       code points is known as a charlist and a list of ASCII characters is a
       subset of it.
       """},
      {"Raw representation", inspect(list, charlists: :as_lists)},
      {"Reference modules", "List"}
    ]
  end

  defp keyword do
    [
      {"Description",
       """
       This is what is referred to as a "keyword list". A keyword list is a list
       of two-element tuples where the first element of each tuple is an atom.
       """},
      {"Reference modules", "Keyword, List"}
    ]
  end

  defp improper do
    [
      {"Description",
       """
       This is what is referred to as an "improper list". An improper list is a
       list whose last tail is not an empty list. For example: [1, 2, 3] is a
       proper list, as it is equivalent to [1, 2, 3 | []], as opposed to
       [1, 2 | 3] which is an improper list since its last tail is 3.
       """},
      {"Reference modules", "List"}
    ]
  end
end

defimpl IEx.Info, for: BitString do
  def info(bits), do: [{"Data type", "BitString"} | about(bits)]

  defp about(bits) when not is_binary(bits) do
    [
      {"Bits size", bit_size(bits)},
      {"Description",
       "This is a bitstring. It's a chunk of bits that are not divisible by 8\n" <>
         "(the number of bytes isn't whole).\n"}
    ]
  end

  defp about(binary) do
    size = {"Byte size", byte_size(binary)}

    cond do
      String.printable?(binary) ->
        [
          size,
          {"Description",
           "This is a string: a UTF-8 encoded binary. It's printed surrounded by\n" <>
             "\"double quotes\" because all UTF-8 encoded code points in it are printable.\n"},
          {"Raw representation", inspect(binary, binaries: :as_binaries)},
          {"Reference modules", "String, :binary"}
        ]

      String.valid?(binary) ->
        [size, {"Description", unprintable(binary)}, {"Reference modules", "String, :binary"}]

      true ->
        [
          size,
          {"Description",
           "This is a binary: a collection of bytes. It's printed with the `<<>>`\n" <>
             "syntax (as opposed to double quotes) because it is not a UTF-8 encoded\n" <>
             "binary (the first invalid byte being `#{inspect(first(binary, &String.valid?/1))}`)\n"},
          {"Reference modules", ":binary"}
        ]
    end
  end

  defp unprintable(binary) do
    """
    This is a string: a UTF-8 encoded binary. It's printed with the `<<>>`
    syntax (as opposed to double quotes) because it contains non-printable
    UTF-8 encoded code points (the first non-printable code point being
    `#{inspect(first(binary, &String.printable?/1))}`).
    """
  end

  # The first code point that is not so.
  defp first(binary, fine?), do: Enum.find(String.codepoints(binary), &(not fine?.(&1)))
end

defimpl IEx.Info, for: Function do
  def info(fun) do
    info = Function.info(fun)
    facts = [{"Data type", "Function"}, {"Type", to_string(info[:type])}, {"Arity", info[:arity]}]

    if info[:type] == :external and info[:env] == [],
      do: facts,
      else: facts ++ [{"Description", "This is an anonymous function."}]
  end
end

defimpl IEx.Info, for: PID do
  def info(pid) do
    [{"Data type", "PID"}] ++
      alive(Process.info(pid, [:registered_name, :links, :message_queue_len])) ++
      [
        {"Description", "Use Process.info/1 to get more info about this process"},
        {"Reference modules", "Process, Node"}
      ]
  end

  defp alive(nil), do: [{"Alive", false}]

  defp alive(info) do
    [
      {"Alive", true},
      {"Name", if(info[:registered_name] == [], do: "not registered", else: inspect(info[:registered_name]))},
      {"Links", if(info[:links] == [], do: "none", else: Enum.map_join(info[:links], ", ", &inspect/1))},
      {"Message queue length", info[:message_queue_len]}
    ]
  end
end

defimpl IEx.Info, for: [Date, Time, DateTime, NaiveDateTime, Regex] do
  @about %{
    Date => {"D", "date", "Calendar, Map"},
    Time => {"T", "time", "Calendar, Map"},
    DateTime => {"U", "datetime", "Calendar, Map"},
    NaiveDateTime => {"N", ~s("naive" datetime \(that is, a datetime without a time zone\)), "Calendar, Map"},
    Regex => {"r", "regular expression", ":re"}
  }

  def info(%module{} = value) do
    {sigil, what, modules} = Map.fetch!(@about, module)

    [
      {"Data type", inspect(module)},
      {"Description",
       """
       This is a struct representing a #{what}. It is commonly
       represented using the `~#{sigil}` sigil syntax, that is
       defined in the `Kernel.sigil_#{sigil}/2` macro.
       """},
      {"Raw representation", IEx.Info.Any.raw(value)},
      {"Reference modules", inspect(module) <> ", " <> modules}
    ]
  end
end

defimpl IEx.Info, for: Range do
  def info(range) do
    [
      {"Data type", "Range"},
      {"Description",
       """
       This is a struct representing a range of numbers. It is commonly
       defined using the `first..last//step` syntax. The step is not
       required and defaults to 1.
       """},
      {"Raw representation", IEx.Info.Any.raw(range)},
      {"Reference modules", "Range"}
    ]
  end
end

defimpl IEx.Info, for: Any do
  def info(%module{}) do
    [
      {"Data type", inspect(module)},
      {"Description", "This is a struct. Structs are maps with a __struct__ key."},
      {"Reference modules", inspect(module) <> ", Map"}
    ]
  end

  @doc false
  # A struct written out on one line, whatever its own Inspect does.
  def raw(%module{} = struct) do
    fields =
      for %{field: key} <- module.__info__(:struct),
          do: "#{key}: #{inspect(Map.fetch!(struct, key), width: :infinity)}"

    "%#{inspect(module)}{#{Enum.join(fields, ", ")}}"
  end
end
