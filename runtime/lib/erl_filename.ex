# Wildcards, and :filename and :filelib, which take and give charlists or
# binaries.

defmodule :otpsh_glob do
  @moduledoc false

  # The paths that a pattern matches, sorted.
  def paths(glob, dots) do
    parts = Enum.map(Path.split(glob), &pattern/1)

    case parts do
      [{:literal, "/"} | parts] -> walk(["/"], parts, dots)
      parts -> walk([""], parts, dots)
    end
    |> Enum.sort()
  end

  defp walk(found, [], _dots), do: found

  defp walk(found, [{:literal, name} | parts], dots) do
    found
    |> Enum.map(&join(&1, name))
    |> Enum.filter(&there?/1)
    |> walk(parts, dots)
  end

  # ** as the last part is everything below, else any directory or none.
  defp walk(found, [:any_depth], dots), do: Enum.flat_map(found, &below(&1, dots))

  defp walk(found, [:any_depth | parts], dots) do
    directories = Enum.flat_map(found, &[&1 | Enum.filter(below(&1, dots), fn path -> File.dir?(path) end)])
    Enum.uniq(walk(directories, parts, dots))
  end

  defp walk(found, [{:pattern, alternatives} | parts], dots) do
    found
    |> Enum.flat_map(fn dir ->
      for name <- names(dir, dots), Enum.any?(alternatives, &matches?(&1, name)), do: join(dir, name)
    end)
    |> walk(parts, dots)
  end

  defp there?(path), do: match?({:ok, _}, :file.read_link_info(path))

  defp below(dir, dots) do
    Enum.flat_map(names(dir, dots), fn name ->
      path = join(dir, name)
      if directory?(path), do: [path | below(path, dots)], else: [path]
    end)
  end

  defp directory?(path) do
    case :file.read_link_info(path) do
      {:ok, info} -> elem(info, 2) == :directory
      _ -> false
    end
  end

  defp names(dir, dots) do
    case :file.list_dir(if(dir == "", do: ".", else: dir)) do
      {:ok, names} -> for name <- names, dots or hd(name) != ?., do: IO.chardata_to_string(name)
      {:error, _} -> []
    end
  end

  defp join("", name), do: name
  defp join("/", name), do: "/" <> name
  defp join(dir, name), do: dir <> "/" <> name

  # {:literal, name}, :any_depth, or {:pattern, alternatives}; an alternative
  # is a list of characters, :one, :many and {:set, ranges}.
  defp pattern("**"), do: :any_depth

  defp pattern(part) do
    if String.contains?(part, ["*", "?", "{", "[", "\\"]),
      do: {:pattern, Enum.map(braces(String.to_charlist(part)), &items/1)},
      else: {:literal, part}
  end

  # {a,b} as alternatives, nested ones too.
  defp braces([]), do: [[]]
  defp braces([?\\, char | rest]), do: for(tail <- braces(rest), do: [?\\, char | tail])

  defp braces([?{ | rest]) do
    case alternatives(rest, 0, [], []) do
      {choices, rest} -> for choice <- choices, head <- braces(choice), tail <- braces(rest), do: head ++ tail
      :open -> for tail <- braces(rest), do: [?{ | tail]
    end
  end

  defp braces([char | rest]), do: for(tail <- braces(rest), do: [char | tail])

  defp alternatives([?} | rest], 0, word, words), do: {Enum.reverse([Enum.reverse(word) | words]), rest}
  defp alternatives([?, | rest], 0, word, words), do: alternatives(rest, 0, [], [Enum.reverse(word) | words])
  defp alternatives([?{ | rest], depth, word, words), do: alternatives(rest, depth + 1, [?{ | word], words)
  defp alternatives([?} | rest], depth, word, words), do: alternatives(rest, depth - 1, [?} | word], words)
  defp alternatives([char | rest], depth, word, words), do: alternatives(rest, depth, [char | word], words)
  defp alternatives([], _depth, _word, _words), do: :open

  defp items([?\\, char | rest]), do: [char | items(rest)]
  defp items([?* | rest]), do: [:many | items(rest)]
  defp items([?? | rest]), do: [:one | items(rest)]

  defp items([?[ | rest]) do
    case set(rest, []) do
      {set, rest} -> [{:set, set} | items(rest)]
      :open -> [?[ | items(rest)]
    end
  end

  defp items([char | rest]), do: [char | items(rest)]
  defp items([]), do: []

  defp set([?] | rest], acc) when acc != [], do: {acc, rest}
  defp set([first, ?-, last | rest], acc) when last != ?], do: set(rest, [{first, last} | acc])
  defp set([char | rest], acc), do: set(rest, [{char, char} | acc])
  defp set([], _acc), do: :open

  defp matches?(items, name) when is_binary(name), do: matches?(items, String.to_charlist(name))
  defp matches?([:many | items] = all, name), do: matches?(items, name) or (name != [] and matches?(all, tl(name)))
  defp matches?([:one | items], [_ | name]), do: matches?(items, name)

  defp matches?([{:set, set} | items], [char | name]),
    do: Enum.any?(set, fn {first, last} -> char >= first and char <= last end) and matches?(items, name)

  defp matches?([char | items], [char | name]), do: matches?(items, name)
  defp matches?([], []), do: true
  defp matches?(_items, _name), do: false
end

defmodule :filename do
  @moduledoc false

  def join([]), do: :erlang.error(:function_clause)
  def join([first | rest]), do: Enum.reduce(rest, alike(flat(first), first), &join(&2, &1))

  def join(left, right) do
    text = if Path.type(flat(right)) == :absolute, do: Path.join([flat(right)]), else: Path.join(flat(left), flat(right))
    if is_binary(left) or is_binary(right), do: text, else: String.to_charlist(text)
  end

  def split(name), do: Enum.map(Path.split(flat(name)), &alike(&1, name))
  def basename(name), do: alike(Path.basename(flat(name)), name)
  def basename(name, extension), do: alike(Path.basename(flat(name), flat(extension)), name)
  def dirname(name), do: alike(Path.dirname(flat(name)), name)
  def extension(name), do: alike(Path.extname(flat(name)), name)
  def rootname(name), do: alike(Path.rootname(flat(name)), name)
  def rootname(name, extension), do: alike(Path.rootname(flat(name), flat(extension)), name)
  def absname(name), do: alike(Path.absname(flat(name)), name)
  def absname(name, dir), do: alike(Path.absname(flat(name), flat(dir)), name)
  def absname_join(dir, name), do: join(dir, name)
  def pathtype(name), do: Path.type(flat(name))
  def nativename(name), do: alike(flat(name), name)
  def flatten(name), do: alike(flat(name), name)

  defp flat(name) when is_binary(name), do: name
  defp flat(name) when is_atom(name), do: Atom.to_string(name)
  defp flat(name), do: name |> List.flatten() |> Enum.map_join(&if(is_atom(&1), do: Atom.to_string(&1), else: <<&1::utf8>>))

  defp alike(text, like) when is_binary(like), do: text
  defp alike(text, _like), do: String.to_charlist(text)
end

defmodule :filelib do
  @moduledoc false

  def is_file(name), do: File.exists?(name)
  def is_dir(name), do: File.dir?(name)
  def is_regular(name), do: File.regular?(name)

  def file_size(name) do
    case File.stat(name) do
      {:ok, %{type: :regular, size: size}} -> size
      _ -> 0
    end
  end

  def last_modified(name) do
    case File.stat(name, time: :local) do
      {:ok, %{mtime: mtime}} -> mtime
      _ -> 0
    end
  end

  def ensure_dir(name), do: File.mkdir_p(Path.dirname(IO.chardata_to_string(name)))
  def ensure_path(name), do: File.mkdir_p(name)

  def wildcard(pattern) when is_list(pattern),
    do: Enum.map(Path.wildcard(IO.chardata_to_string(pattern)), &String.to_charlist/1)

  def wildcard(pattern, dir) when is_list(pattern) and is_list(dir) do
    dir = IO.chardata_to_string(dir)
    for path <- Path.wildcard(Path.join(dir, IO.chardata_to_string(pattern))), do: String.to_charlist(Path.relative_to(path, dir))
  end

  def safe_relative_path(name, cwd) do
    case Path.safe_relative(name, cwd) do
      {:ok, path} -> path
      :error -> :unsafe
    end
  end
end
