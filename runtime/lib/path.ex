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

  @doc "The path made relative to a directory that it lies in."
  def relative_to(path, cwd, _opts \\ []) do
    path = text(path)
    strip(split(path), split(text(cwd)), path)
  end

  defp strip([same | path], [same | cwd], original), do: strip(path, cwd, original)
  defp strip([], [], _original), do: "."
  defp strip(path, [], _original), do: join(path)
  defp strip(_path, _cwd, original), do: original

  @doc "The path made relative to the working directory, if it lies in it."
  def relative_to_cwd(path, _opts \\ []) do
    case System.cwd() do
      nil -> text(path)
      cwd -> relative_to(path, cwd)
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

  @doc "The directory of a path."
  def dirname(path) do
    case Enum.drop(split(path), -1) do
      [] -> if type(path) == :absolute, do: "/", else: "."
      parts -> join(parts)
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
    binary_part(path, 0, byte_size(path) - byte_size(extname(path)))
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
