# What an Elixir says of source texts, a line each: the program that
# scripts/syntax/compare runs on otpsh and on a real Elixir. The texts come
# from standard input, each with its name on a line before it, and with a
# record separator (U+001E) between them.
#
#   facts.exs MODE hash|line|text  what each text is: name and hash, name and
#                                 term, or the fact alone
#   facts.exs mutants SEED COUNT  such texts, cut from those and damaged
#   facts.exs record              a table of texts, such as those in
#                                 runtime/syntax/testdata, with what each is

defmodule Facts do
  def main(["mutants", seed, count]) do
    texts = for {_, text} <- texts(), do: text
    mutants = Mutants.make(String.to_integer(seed), String.to_integer(count), texts)
    IO.write(for {text, n} <- Enum.with_index(mutants), do: "#{if n > 0, do: "\x1e"}#{n}\n#{text}")
  end

  def main(["record"]) do
    texts = for entry <- String.split(IO.read(:stdio, :eof), "\n=====\n"), do: hd(String.split(entry, "\n-----\n"))
    IO.write(Enum.map_join(texts, "\n=====\n", &(&1 <> "\n-----\n" <> recorded(&1))))
    IO.write("\n")
  end

  def main([mode, form]) do
    for {name, text} <- texts() do
      fact = fact(mode, text)

      case form do
        "hash" -> IO.puts("#{name} #{hash(fact)}")
        "line" -> IO.puts("#{name} #{inspect(fact, limit: :infinity, printable_limit: :infinity)}")
        "text" -> IO.puts(text(fact))
      end
    end
  end

  defp texts do
    for record <- String.split(IO.read(:stdio, :eof), "\x1e") do
      [name, text] = String.split(record, "\n", parts: 2)
      {name, text}
    end
  end

  defp hash(fact), do: Base.encode16(:erlang.md5(:erlang.term_to_binary(fact)))
  defp text(fact) when is_binary(fact), do: fact
  defp text(fact), do: inspect(fact, limit: :infinity, printable_limit: :infinity, pretty: true)

  # The quoted form as it is compiled, with everything that tools ask for, and
  # as the formatter reads it.
  defp fact("parse", source), do: Code.string_to_quoted!(source, columns: true, emit_warnings: false)
  defp fact("tokens", source), do: Code.string_to_quoted!(source, columns: true, token_metadata: true, emit_warnings: false)

  defp fact("literals", source) do
    Code.string_to_quoted_with_comments!(source,
      literal_encoder: &{:ok, {:__block__, &2, [&1]}},
      token_metadata: true,
      unescape: false,
      emit_warnings: false
    )
  end

  defp fact("to_string", source), do: Macro.to_string(Code.string_to_quoted!(source, emit_warnings: false))
  defp fact("format", source), do: IO.iodata_to_binary(Code.format_string!(source))
  defp fact("narrow", source), do: IO.iodata_to_binary(Code.format_string!(source, line_length: 40))

  # The quoted form's hash, or the error as data and as the text of its
  # exception.
  defp fact("outcome", source) do
    case Code.string_to_quoted(source, columns: true, token_metadata: true, emit_warnings: false) do
      {:ok, quoted} -> {:ok, hash(quoted)}
      error -> {error, raised(source)}
    end
  end

  defp fact("warnings", source) do
    {_, warnings} = Code.with_diagnostics(fn -> Code.string_to_quoted(source, columns: true) end)
    for w <- warnings, do: {w.severity, w.position, w.message}
  end

  # What is printed of a text that can be read.
  defp fact("printed", source) do
    case Code.string_to_quoted(source, emit_warnings: false) do
      {:ok, quoted} -> {Macro.to_string(quoted), fact("format", source), fact("narrow", source)}
      {:error, _} -> nil
    end
  end

  # What a table records of a text: warnings, and the quoted form or the error.
  defp recorded(source) do
    warnings = for {_, position, message} <- fact("warnings", source), do: "warning at #{inspect(position)}: #{message}\n"

    result =
      case Code.string_to_quoted(source, columns: true, token_metadata: true, emit_warnings: false) do
        {:ok, quoted} ->
          inspect(quoted, limit: :infinity, printable_limit: :infinity, width: :infinity, charlists: :as_lists)

        {:error, _} ->
          {kind, message} = raised(source)
          "** (#{inspect(kind)}) #{message}"
      end

    IO.iodata_to_binary([warnings, result])
  end

  defp raised(source) do
    Code.string_to_quoted!(source, columns: true, emit_warnings: false)
  rescue
    error -> {error.__struct__, Exception.message(error)}
  end
end

# Some lines of a text with a few of their tokens deleted, doubled, swapped, or
# replaced by such as mean much to a parser. Counted by a generator of our own,
# so that the same seed gives the same texts anywhere.
defmodule Mutants do
  @strange String.split(~S"""
           ( ) [ ] { } << >> do end fn -> , ; . : :: ~s( ~X[ " ' \""" ''' \ # #{ } % %{ & &1 @ ! not in when and or | || |> ++
           .. // ..// ... => <- = == <> else rescue catch after nil true a: "a": :a A a? 1 0x 1.0 1e ?a ?\ µ é Ö \\ ^ ^^^ <<< <|> $ `
           """) ++ ["\n", "\r\n", "\t", " ", "\u202A", "\0", "(do: 1)"]

  def make(seed, count, texts) do
    {texts, _} = Enum.map_reduce(1..count, seed, fn _, state -> mutant(texts, state) end)
    texts
  end

  defp mutant(texts, state) do
    {text, state} = pick(texts, state)
    lines = String.split(text, "\n")
    {first, state} = below(length(lines), state)
    {size, state} = below(12, state)
    tokens = lines |> Enum.slice(first, size + 1) |> Enum.join("\n") |> tokens()
    {changes, state} = below(3, state)
    {tokens, state} = Enum.reduce(0..changes, {tokens, state}, fn _, {tokens, state} -> change(tokens, state) end)
    {Enum.join(tokens), state}
  end

  defp tokens(text), do: List.flatten(Regex.scan(~r/[\p{L}\p{N}_]+[?!:]?|[ \t]+|[^\p{L}\p{N}_ \t]/u, text))

  defp change([], state), do: {[], state}

  defp change(tokens, state) do
    {at, state} = below(length(tokens), state)
    {kind, state} = below(6, state)
    token = Enum.at(tokens, at)

    case kind do
      0 -> {List.delete_at(tokens, at), state}
      1 -> {List.insert_at(tokens, at, token), state}
      2 -> {tokens |> List.delete_at(at) |> List.insert_at(at + 1, token), state}
      3 -> {Enum.take(tokens, at), state}
      4 -> with({new, state} <- pick(@strange, state), do: {List.replace_at(tokens, at, new), state})
      5 -> with({new, state} <- pick(@strange, state), do: {List.insert_at(tokens, at, new), state})
    end
  end

  defp pick(list, state) do
    {at, state} = below(length(list), state)
    {Enum.at(list, at), state}
  end

  defp below(n, state) do
    state = rem(state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407, 18_446_744_073_709_551_616)
    {rem(div(state, 4_294_967_296), n), state}
  end
end

Facts.main(System.argv())
