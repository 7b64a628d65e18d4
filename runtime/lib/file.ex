# File: reading, writing, making, removing and asking about files.

defmodule File do
  @moduledoc "Files of the machine. Functions give :ok, {:ok, value} or {:error, reason}; those with ! raise."

  @type posix :: atom
  @type io_device :: pid | {:file_descriptor, atom, term}

  # -- Asking -----------------------------------------------------------------

  @doc "Whether there is a regular file."
  def regular?(path, _opts \\ []), do: type(path) == :regular

  @doc "Whether there is a directory."
  def dir?(path, _opts \\ []), do: type(path) == :directory

  @doc "Whether there is anything under that name."
  def exists?(path, _opts \\ []), do: type(path) != nil

  # Of what a link leads to; nil when there is nothing.
  defp type(path) do
    case :file.read_file_info(IO.chardata_to_string(path)) do
      {:ok, info} -> elem(info, 2)
      {:error, _} -> nil
    end
  end

  @doc "{:ok, %File.Stat{}}. Option: `:time` (:universal, :local or :posix)."
  def stat(path, opts \\ []),
    do: to_stat(:file.read_file_info(IO.chardata_to_string(path), time_option(opts)))

  @doc "As stat/2, raising File.Error."
  def stat!(path, opts \\ []), do: ok!(stat(path, opts), "read file stats", path)

  @doc "As stat/2, of a symbolic link itself."
  def lstat(path, opts \\ []),
    do: to_stat(:file.read_link_info(IO.chardata_to_string(path), time_option(opts)))

  @doc "As lstat/2, raising File.Error."
  def lstat!(path, opts \\ []), do: ok!(lstat(path, opts), "read file stats", path)

  defp to_stat({:ok, info}), do: {:ok, File.Stat.from_record(info)}
  defp to_stat(error), do: error
  defp time_option(opts), do: Keyword.put_new(opts, :time, :universal)

  @doc "Sets times, mode and owner as a %File.Stat{} says."
  def write_stat(path, stat, opts \\ []) do
    :file.write_file_info(IO.chardata_to_string(path), File.Stat.to_record(stat), time_option(opts))
  end

  @doc "As write_stat/3, raising File.Error."
  def write_stat!(path, stat, opts \\ []), do: ok!(write_stat(path, stat, opts), "write file stats", path)

  @doc "What a symbolic link leads to."
  def read_link(path) do
    with {:ok, to} <- :file.read_link(IO.chardata_to_string(path)), do: {:ok, IO.chardata_to_string(to)}
  end

  @doc "As read_link/1, raising File.Error."
  def read_link!(path), do: ok!(read_link(path), "read link", path)

  @doc "The names in a directory."
  def ls(path \\ ".") do
    with {:ok, names} <- :file.list_dir(IO.chardata_to_string(path)),
         do: {:ok, Enum.map(names, &IO.chardata_to_string/1)}
  end

  @doc "As ls/1, raising File.Error."
  def ls!(path \\ "."), do: ok!(ls(path), "list directory", path)

  # -- Reading and writing ----------------------------------------------------

  @doc "The contents of a file."
  def read(path), do: :file.read_file(IO.chardata_to_string(path))

  @doc "As read/1, raising File.Error."
  def read!(path), do: ok!(read(path), "read file", path)

  @doc "Writes iodata to a file. Modes: :append, :exclusive, {:encoding, encoding} ..."
  def write(path, content, modes \\ []) do
    modes = normalize_modes(modes, false)

    if List.keymember?(modes, :encoding, 0),
      do: write_encoded(path, content, modes),
      else: :file.write_file(IO.chardata_to_string(path), content, modes)
  end

  defp write_encoded(path, content, modes) do
    with {:ok, device} <- :file.open(IO.chardata_to_string(path), [:write | modes]) do
      # Bytes are taken for characters here, as :file does.
      result = :io.request(device, {:put_chars, :latin1, content})
      closed = :file.close(device)
      if result == :ok, do: closed, else: result
    end
  end

  @doc "As write/3, raising File.Error."
  def write!(path, content, modes \\ []), do: ok!(write(path, content, modes), "write to file", path)

  @doc "Opens a file: modes, or a function that is given the file, which is closed then."
  def open(path, modes_or_function \\ [])

  def open(path, modes) when is_list(modes),
    do: :file.open(IO.chardata_to_string(path), normalize_modes(modes, true))

  def open(path, function) when is_function(function, 1), do: open(path, [], function)

  @doc "Opens a file, gives it to a function, and closes it: {:ok, what the function gave}."
  def open(path, modes, function) when is_list(modes) and is_function(function, 1) do
    with {:ok, device} <- open(path, modes) do
      try do
        {:ok, function.(device)}
      after
        :ok = close(device)
      end
    end
  end

  @doc "As open/2, raising File.Error."
  def open!(path, modes_or_function \\ []), do: ok!(open(path, modes_or_function), "open", path)

  @doc "As open/3, raising File.Error."
  def open!(path, modes, function), do: ok!(open(path, modes, function), "open", path)

  @doc "Closes a file."
  def close(io_device), do: :file.close(io_device)

  @doc "A stream of the lines (or of chunks of that many bytes) of a file, and into it."
  def stream!(path, line_or_bytes_modes \\ [])
  def stream!(path, modes) when is_list(modes), do: stream!(path, :line, modes)

  def stream!(path, line_or_bytes) when is_integer(line_or_bytes) or line_or_bytes == :line,
    do: stream!(path, line_or_bytes, [])

  @doc "As stream!/2, with modes: :trim_bom, {:read_offset, bytes}, {:encoding, encoding} ..."
  def stream!(path, line_or_bytes, modes)
  def stream!(path, modes, line_or_bytes) when is_list(modes), do: stream!(path, line_or_bytes, modes)

  def stream!(path, line_or_bytes, modes),
    do: File.Stream.__build__(IO.chardata_to_string(path), line_or_bytes, normalize_modes(modes, true))

  defp normalize_modes([:utf8 | rest], binary?), do: [{:encoding, :utf8} | normalize_modes(rest, binary?)]
  defp normalize_modes([:read_ahead | rest], binary?), do: [{:read_ahead, 65_536} | normalize_modes(rest, binary?)]
  defp normalize_modes([:charlist | rest], _binary?), do: normalize_modes(rest, false)
  defp normalize_modes([mode | rest], binary?), do: [mode | normalize_modes(rest, binary?)]
  defp normalize_modes([], true), do: [:binary]
  defp normalize_modes([], false), do: []

  # -- Making -----------------------------------------------------------------

  @doc "Makes a directory."
  def mkdir(path), do: :file.make_dir(IO.chardata_to_string(path))

  @doc "As mkdir/1, raising File.Error."
  def mkdir!(path), do: ok!(mkdir(path), "make directory", path)

  @doc "Makes a directory and those above it."
  def mkdir_p(path), do: make_path(IO.chardata_to_string(path))

  defp make_path(path) do
    parent = Path.dirname(path)

    cond do
      dir?(path) ->
        :ok

      parent == path ->
        {:error, :einval}

      true ->
        make_path(parent)

        case :file.make_dir(path) do
          {:error, :eexist} = error -> if dir?(path), do: :ok, else: error
          other -> other
        end
    end
  end

  @doc "As mkdir_p/1, raising File.Error."
  def mkdir_p!(path), do: ok!(mkdir_p(path), "make directory (with -p)", path)

  @doc "Sets the access and modification time, making an empty file if there is none."
  def touch(path, time \\ System.os_time(:second))

  def touch(path, time) when is_tuple(time),
    do: touch(path, :calendar.datetime_to_gregorian_seconds(time) - 62_167_219_200)

  def touch(path, time) when is_integer(time) do
    path = IO.chardata_to_string(path)

    with {:error, :enoent} <- :otpsh_file.set_times(path, time, time),
         :ok <- write(path, "", [:append]),
         do: :otpsh_file.set_times(path, time, time)
  end

  @doc "As touch/2, raising File.Error."
  def touch!(path, time \\ System.os_time(:second)), do: ok!(touch(path, time), "touch", path)

  @doc "Makes a hard link."
  def ln(existing, new), do: :file.make_link(IO.chardata_to_string(existing), IO.chardata_to_string(new))

  @doc "As ln/2, raising File.LinkError."
  def ln!(existing, new), do: linked!(ln(existing, new), "create hard link", existing, new)

  @doc "Makes a symbolic link."
  def ln_s(existing, new), do: :file.make_symlink(IO.chardata_to_string(existing), IO.chardata_to_string(new))

  @doc "As ln_s/2, raising File.LinkError."
  def ln_s!(existing, new), do: linked!(ln_s(existing, new), "create symlink", existing, new)

  defp linked!(:ok, _action, _existing, _new), do: :ok

  defp linked!({:error, reason}, action, existing, new) do
    raise File.LinkError,
      reason: reason,
      action: action,
      existing: IO.chardata_to_string(existing),
      new: IO.chardata_to_string(new)
  end

  # -- Copying and moving -----------------------------------------------------

  @doc "Copies bytes from a path or device to another: {:ok, how many}."
  def copy(source, destination, bytes_count \\ :infinity),
    do: :file.copy(path_or_device(source), path_or_device(destination), bytes_count)

  defp path_or_device(path) when is_list(path) or is_binary(path), do: IO.chardata_to_string(path)
  defp path_or_device(device), do: device

  @doc "As copy/3: how many bytes, raising File.CopyError."
  def copy!(source, destination, bytes_count \\ :infinity) do
    case copy(source, destination, bytes_count) do
      {:ok, count} -> count
      {:error, reason} -> raise_between(File.CopyError, reason, "copy", source, destination, "")
    end
  end

  @doc "Renames a file or directory."
  def rename(source, destination),
    do: :file.rename(IO.chardata_to_string(source), IO.chardata_to_string(destination))

  @doc "As rename/2, raising File.RenameError."
  def rename!(source, destination) do
    case rename(source, destination) do
      :ok -> :ok
      {:error, reason} -> raise_between(File.RenameError, reason, "rename", source, destination, "")
    end
  end

  defp raise_between(error, reason, action, source, destination, on) do
    raise error,
      reason: reason,
      action: action,
      on: on,
      source: path_or_device(source),
      destination: path_or_device(destination)
  end

  @doc "Copies a file with its mode. Option: `:on_conflict`, a function of both paths that says whether to replace."
  def cp(source_file, destination_file, options \\ [])

  def cp(source_file, destination_file, callback) when is_function(callback, 2),
    do: cp(source_file, destination_file, on_conflict: callback)

  def cp(source_file, destination_file, options) when is_list(options) do
    source = IO.chardata_to_string(source_file)
    destination = IO.chardata_to_string(destination_file)

    case copy_file(source, destination, on_conflict(options), []) do
      {:error, reason, _} -> {:error, reason}
      _ -> :ok
    end
  end

  @doc "As cp/3, raising File.CopyError."
  def cp!(source_file, destination_file, options \\ []) do
    case cp(source_file, destination_file, options) do
      :ok -> :ok
      {:error, reason} -> raise_between(File.CopyError, reason, "copy", source_file, destination_file, "")
    end
  end

  @doc "Copies a file or a directory with all in it: {:ok, paths made} or {:error, reason, path}. Options: `:on_conflict`, `:dereference_symlinks`."
  def cp_r(source, destination, options \\ [])

  def cp_r(source, destination, callback) when is_function(callback, 2),
    do: cp_r(source, destination, on_conflict: callback)

  def cp_r(source, destination, options) when is_list(options) do
    source = no_null_byte!(IO.chardata_to_string(source), "File.cp_r/3")
    destination = no_null_byte!(IO.chardata_to_string(destination), "File.cp_r/3")
    dereference = Keyword.get(options, :dereference_symlinks, false)

    case copy_tree(source, destination, on_conflict(options), dereference, []) do
      {:error, _, _} = error -> error
      made -> {:ok, made}
    end
  end

  @doc "As cp_r/3: the paths made, raising File.CopyError."
  def cp_r!(source, destination, options \\ []) do
    case cp_r(source, destination, options) do
      {:ok, made} -> made
      {:error, reason, path} -> raise_between(File.CopyError, reason, "copy recursively", source, destination, path)
    end
  end

  defp on_conflict(options), do: Keyword.get(options, :on_conflict, fn _, _ -> true end)

  # The paths made so far with those made now, or {:error, reason, path}.
  defp copy_tree(source, destination, replace?, dereference, made) when is_list(made) do
    case :file.read_link_info(source) do
      {:ok, info} when elem(info, 2) == :regular ->
        copy_file(source, destination, replace?, made)

      {:ok, info} when elem(info, 2) == :symlink ->
        copy_link(:file.read_link(source), source, destination, replace?, dereference, made)

      {:ok, info} when elem(info, 2) == :directory ->
        copy_directory(:file.list_dir(source), source, destination, replace?, dereference, made)

      {:ok, _} ->
        {:error, :eio, source}

      {:error, reason} ->
        {:error, reason, source}
    end
  end

  defp copy_tree(_source, _destination, _replace?, _dereference, error), do: error

  defp copy_directory({:ok, names}, source, destination, replace?, dereference, made) do
    case mkdir(destination) do
      result when result in [:ok, {:error, :eexist}] ->
        Enum.reduce(names, [destination | made], fn name, made ->
          copy_tree(Path.join(source, name), Path.join(destination, name), replace?, dereference, made)
        end)

      {:error, reason} ->
        {:error, reason, destination}
    end
  end

  defp copy_directory({:error, reason}, source, _destination, _replace?, _dereference, _made),
    do: {:error, reason, source}

  defp copy_link({:ok, to}, source, destination, replace?, true, made),
    do: copy_tree(Path.expand(to, Path.dirname(source)), destination, replace?, true, made)

  defp copy_link({:ok, to}, source, destination, replace?, false, made) do
    with {:error, :eexist} <- :file.make_symlink(to, destination) do
      if differ?(source, destination) and replace?.(source, destination) do
        rm(destination)
        :file.make_symlink(to, destination)
      else
        :kept
      end
    end
    |> made_or_error(source, destination, made)
  end

  defp copy_link({:error, reason}, source, _destination, _replace?, _dereference, _made),
    do: {:error, reason, source}

  defp copy_file(source, destination, replace?, made) do
    case :file.copy(source, {destination, [:exclusive]}) do
      {:error, :eexist} ->
        if differ?(source, destination) and replace?.(source, destination),
          do: copy(source, destination),
          else: :kept

      result ->
        result
    end
    |> with_mode(source, destination)
    |> made_or_error(source, destination, made)
  end

  defp with_mode({:ok, _count}, source, destination) do
    with {:ok, %{mode: mode}} <- stat(source), do: chmod(destination, mode)
  end

  defp with_mode(other, _source, _destination), do: other

  defp made_or_error(:ok, _source, destination, made), do: [destination | made]
  defp made_or_error(:kept, _source, _destination, made), do: made
  defp made_or_error({:error, reason}, source, _destination, _made), do: {:error, reason, source}

  defp differ?(path1, path2), do: path1 != path2 and Path.expand(path1) != Path.expand(path2)

  # -- Removing ---------------------------------------------------------------

  @doc "Removes a file."
  def rm(path), do: :file.delete(IO.chardata_to_string(path))

  @doc "As rm/1, raising File.Error."
  def rm!(path), do: ok!(rm(path), "remove file", path)

  @doc "Removes an empty directory."
  def rmdir(path), do: :file.del_dir(IO.chardata_to_string(path))

  @doc "As rmdir/1, raising File.Error."
  def rmdir!(path), do: ok!(rmdir(path), "remove directory", path)

  @doc "Removes a file, or a directory with all in it: {:ok, paths removed} or {:error, reason, path}."
  def rm_rf(path), do: remove_tree(no_null_byte!(IO.chardata_to_string(path), "File.rm_rf/1"), [])

  defp remove_tree(path, removed) do
    case :file.read_link_info(path) do
      {:ok, info} when elem(info, 2) == :directory ->
        removed = remove_entries(:file.list_dir(path), path, removed)
        removed(rmdir(path), path, removed)

      {:ok, _} ->
        removed(rm(path), path, removed)

      {:error, reason} when reason in [:enoent, :enotdir] ->
        {:ok, removed}

      {:error, reason} ->
        {:error, reason, path}
    end
  end

  defp remove_entries({:ok, names}, path, removed) do
    Enum.reduce(names, removed, fn name, removed ->
      case remove_tree(Path.join(path, name), removed) do
        {:ok, removed} -> removed
        {:error, _, _} -> removed
      end
    end)
  end

  defp remove_entries(_error, _path, removed), do: removed

  defp removed(:ok, path, removed), do: {:ok, [path | removed]}
  defp removed({:error, :enoent}, _path, removed), do: {:ok, removed}
  defp removed({:error, reason}, path, _removed), do: {:error, reason, path}

  @doc "As rm_rf/1: the paths removed, raising File.Error."
  def rm_rf!(path) do
    case rm_rf(path) do
      {:ok, removed} ->
        removed

      {:error, reason, _} ->
        raise File.Error,
          reason: reason,
          path: IO.chardata_to_string(path),
          action: "remove files and directories recursively from"
    end
  end

  defp no_null_byte!(path, operation) do
    if :binary.match(path, "\0") != :nomatch do
      raise ArgumentError, "cannot execute #{operation} for path with null byte, got: #{inspect(path)}"
    end

    path
  end

  # -- Mode, owner, directory -------------------------------------------------

  @doc "Sets the permission bits."
  def chmod(path, mode), do: :file.change_mode(IO.chardata_to_string(path), mode)

  @doc "As chmod/2, raising File.Error."
  def chmod!(path, mode), do: ok!(chmod(path, mode), "change mode for", path)

  @doc "Sets the group."
  def chgrp(path, gid), do: :file.change_group(IO.chardata_to_string(path), gid)

  @doc "As chgrp/2, raising File.Error."
  def chgrp!(path, gid), do: ok!(chgrp(path, gid), "change group for", path)

  @doc "Sets the owner."
  def chown(path, uid), do: :file.change_owner(IO.chardata_to_string(path), uid)

  @doc "As chown/2, raising File.Error."
  def chown!(path, uid), do: ok!(chown(path, uid), "change owner for", path)

  @doc "The working directory."
  def cwd do
    with {:ok, dir} <- :file.get_cwd(), do: {:ok, IO.chardata_to_string(dir)}
  end

  @doc "As cwd/0, raising File.Error."
  def cwd! do
    case cwd() do
      {:ok, dir} -> dir
      {:error, reason} -> raise File.Error, reason: reason, action: "get current working directory"
    end
  end

  @doc "Changes the working directory."
  def cd(path), do: :file.set_cwd(IO.chardata_to_string(path))

  @doc "As cd/1, raising File.Error."
  def cd!(path), do: ok!(cd(path), "set current working directory to", path)

  @doc "Calls the function in another working directory, and goes back."
  def cd!(path, function) do
    before = cwd!()
    cd!(path)

    try do
      function.()
    after
      cd!(before)
    end
  end

  defp ok!(:ok, _action, _path), do: :ok
  defp ok!({:ok, value}, _action, _path), do: value

  defp ok!({:error, reason}, action, path),
    do: raise(File.Error, reason: reason, action: action, path: IO.chardata_to_string(path))
end

defmodule File.Stat do
  @moduledoc "What is known of a file: size, type, access, times, mode, links, devices, inode, owner."
  defstruct [
    :size, :type, :access, :atime, :mtime, :ctime, :mode,
    :links, :major_device, :minor_device, :inode, :uid, :gid
  ]

  @type t :: %__MODULE__{}

  @fields [
    :size, :type, :access, :atime, :mtime, :ctime, :mode,
    :links, :major_device, :minor_device, :inode, :uid, :gid
  ]

  @doc "The tuple that :file's functions take."
  def to_record(%File.Stat{} = stat),
    do: List.to_tuple([:file_info | Enum.map(@fields, &Map.fetch!(stat, &1))])

  @doc "The struct of a tuple that :file's functions give."
  def from_record(file_info)

  def from_record({:file_info, _, _, _, _, _, _, _, _, _, _, _, _, _} = record),
    do: struct!(File.Stat, Enum.zip(@fields, tl(Tuple.to_list(record))))
end
