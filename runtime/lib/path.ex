# Path: file names.

defmodule Path do
  @moduledoc "Functions on the names of files; the file system is asked only for the working directory."

  @doc "The absolute path, relative to the working directory."
  def absname(path), do: absname(path, System.cwd!())
  @doc "The absolute path, relative to a directory."
  def absname(path, relative_to) do
    path = text(path)
    if type(path) == :absolute, do: path, else: join(text(relative_to), path)
  end

  @doc "The absolute path without . and .. in it."
  def expand(path), do: expand_dots(absname(expand_home(text(path)), System.cwd!()))
  def expand(path, relative_to), do: expand_dots(absname(absname(expand_home(text(path)), expand_home(text(relative_to))), System.cwd!()))

  defp expand_home("~"), do: System.user_home!()
  defp expand_home("~/" <> rest), do: join(System.user_home!(), rest)
  defp expand_home(path), do: path

  defp expand_dots(path), do: "/" <> (path |> String.split("/", trim: true) |> dots([]) |> Enum.join("/"))

  defp dots([".." | rest], [_ | acc]), do: dots(rest, acc)
  defp dots([".." | rest], []), do: dots(rest, [])
  defp dots(["." | rest], acc), do: dots(rest, acc)
  defp dots([part | rest], acc), do: dots(rest, [part | acc])
  defp dots([], acc), do: :lists.reverse(acc)

  @doc ":absolute, :relative or :volumerelative."
  def type(name) do
    case text(name) do
      "/" <> _ -> :absolute
      _ -> :relative
    end
  end

  @doc "The path made relative to a directory that it lies in; with `force: true` also by way of .. ."
  def relative_to(path, cwd, opts \\ []) when is_list(opts) do
    force = Keyword.get(opts, :force, false)
    path = split(path)
    cwd = split(cwd)

    case {absolute?(path), absolute?(cwd)} do
      {true, true} ->
        path = without_dots(path, [])
        relative(path, without_dots(cwd, []), if(force, do: :forced, else: path))

      {false, false} ->
        relative(without_dots(path, []), without_dots(cwd, []), :forced)

      _ ->
        joined(without_dots(path, []))
    end
  end

  defp absolute?(parts), do: List.first(parts) == "/"

  # other: what the path is when it does not lie in the directory.
  defp relative([same | path], [same | cwd], other), do: relative(path, cwd, other)
  defp relative(path, [], _other), do: joined(path)
  defp relative(path, cwd, :forced), do: joined(Enum.map(cwd, fn _ -> ".." end) ++ path)
  defp relative(_path, _cwd, other), do: joined(other)

  defp joined([]), do: "."
  defp joined(parts), do: join(parts)

  # The parts without . and, where something stands before it, without .. .
  defp without_dots(["." | rest], acc), do: without_dots(rest, acc)
  defp without_dots([".." | rest], ["/"] = acc), do: without_dots(rest, acc)
  defp without_dots([".." | rest], [part | acc]) when part != "..", do: without_dots(rest, acc)
  defp without_dots([part | rest], acc), do: without_dots(rest, [part | acc])
  defp without_dots([], acc), do: :lists.reverse(acc)

  @doc "The path made relative to the working directory, if it lies in it."
  def relative_to_cwd(path, opts \\ []) when is_list(opts) do
    case System.cwd() do
      nil -> text(path)
      cwd -> relative_to(path, cwd, opts)
    end
  end

  @doc "The path without its root."
  def relative(name) do
    case split(name) do
      ["/" | rest] -> if rest == [], do: "", else: join(rest)
      parts -> join(parts)
    end
  end

  @doc "The last part of a path."
  def basename(path), do: path |> split() |> List.last("") |> not_root()
  @doc "The last part of a path without an extension."
  def basename(path, extension) do
    name = basename(path)
    if name != extension and String.ends_with?(name, extension), do: binary_part(name, 0, byte_size(name) - byte_size(extension)), else: name
  end

  defp not_root("/"), do: ""
  defp not_root(name), do: name

  @doc "The directory of a path: all before its last slash."
  def dirname(path) do
    path = text(path)

    case :binary.matches(path, "/") do
      [] ->
        "."

      slashes ->
        {at, _} = List.last(slashes)
        directory = squeeze(binary_part(path, 0, at))
        if type(path) == :absolute, do: "/" <> directory, else: directory
    end
  end

  @doc "The extension of the last part, with its dot."
  def extname(path) do
    case String.split(basename(path), ".") do
      [_] -> ""
      ["", _] -> ""
      parts -> "." <> List.last(parts)
    end
  end

  @doc "The path without its extension."
  def rootname(path) do
    path = text(path)
    name = basename(path)

    # A name that is nothing but an extension is taken off whole.
    if String.starts_with?(name, ".") and length(String.split(name, ".")) == 2,
      do: binary_part(path, 0, byte_size(path) - byte_size(name)),
      else: binary_part(path, 0, byte_size(path) - byte_size(extname(path)))
  end

  def rootname(path, extension), do: String.replace_suffix(text(path), extension, "")

  @doc "Joins parts to a path."
  def join([name]), do: text(name)
  def join([first, second | rest]), do: join([join(first, second) | rest])

  @doc "Joins two parts; a leading slash of the second is dropped."
  def join(left, right) do
    left = text(left)
    right = String.trim_leading(text(right), "/") |> squeeze()

    cond do
      left == "" -> right
      right == "" -> if left == "/", do: left, else: String.trim_trailing(left, "/")
      String.ends_with?(left, "/") -> String.trim_trailing(left, "/") <> "/" <> right
      true -> left <> "/" <> right
    end
  end

  defp squeeze(path) do
    trimmed = String.trim_trailing(path, "/")
    Enum.join(String.split(trimmed, "/", trim: true), "/")
  end

  @doc "The parts of a path."
  def split(path) do
    case text(path) do
      "/" <> rest -> ["/" | String.split(rest, "/", trim: true)]
      path -> String.split(path, "/", trim: true)
    end
  end

  @doc false
  def safe_relative_to(path, cwd), do: safe_relative(path, cwd)

  @doc """
  The paths that match a pattern, in order: `*` and `?` stand for characters of
  one part, `**` for any directories, `{a,b}` for either, `[a-c]` for one of
  those. Option: `:match_dot`, whether names may begin with a dot.
  """
  def wildcard(glob, opts \\ []) when is_list(opts),
    do: :otpsh_glob.paths(text(glob), Keyword.get(opts, :match_dot, false))

  @doc "Whether joining the path stays below the directory: {:ok, path} or :error."
  def safe_relative(path, _cwd \\ "") do
    case safe(split(path), []) do
      :error -> :error
      parts -> {:ok, Enum.join(parts, "/")}
    end
  end

  defp safe([".." | _], []), do: :error
  defp safe([".." | rest], [_ | acc]), do: safe(rest, acc)
  defp safe(["." | rest], acc), do: safe(rest, acc)
  defp safe(["/" | _], _acc), do: :error
  defp safe([part | rest], acc), do: safe(rest, [part | acc])
  defp safe([], acc), do: :lists.reverse(acc)

  defp text(path) when is_binary(path), do: path
  defp text(path), do: IO.chardata_to_string(path)
end
