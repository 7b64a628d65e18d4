# :file: the files of the host. A file that is opened :raw is {:file_descriptor,
# :prim_file, number}; any other is a process that speaks the IO protocol (see
# :otpsh_file_device).

defmodule :file do
  @moduledoc false

  def read_file(path), do: :otpsh_file.read_file(name(path))

  def write_file(path, data), do: write_file(path, data, [])

  def write_file(path, data, modes) do
    with {:ok, bytes} <- bytes(data),
         {:ok, file} <- :otpsh_file.open(name(path), [:write | modes]) do
      result = :otpsh_file.write(file, bytes)
      closed = :otpsh_file.close(file)
      if result == :ok, do: closed, else: result
    end
  end

  defp bytes(data) do
    {:ok, :erlang.iolist_to_binary(data)}
  rescue
    ArgumentError -> {:error, :badarg}
  end

  def make_dir(path), do: :otpsh_file.make_dir(name(path))
  def del_dir(path), do: :otpsh_file.delete_dir(name(path))
  def delete(path), do: :otpsh_file.delete(name(path))
  def rename(from, to), do: :otpsh_file.rename(name(from), name(to))
  def make_link(existing, new), do: :otpsh_file.link(name(existing), name(new))
  def make_symlink(existing, new), do: :otpsh_file.symlink(name(existing), name(new))
  def change_mode(path, mode), do: :otpsh_file.chmod(name(path), mode)
  def change_owner(path, uid), do: :otpsh_file.chown(name(path), uid, -1)
  def change_owner(path, uid, gid), do: :otpsh_file.chown(name(path), uid, gid)
  def change_group(path, gid), do: :otpsh_file.chown(name(path), -1, gid)
  def set_cwd(path), do: :otpsh_file.set_cwd(name(path))

  def list_dir(path) do
    with {:ok, names} <- :otpsh_file.list(name(path)),
         do: {:ok, Enum.map(names, &:unicode.characters_to_list/1)}
  end

  def list_dir_all(path), do: list_dir(path)

  def get_cwd do
    with {:ok, dir} <- :otpsh_file.get_cwd(), do: {:ok, :unicode.characters_to_list(dir)}
  end

  def read_link(path) do
    with {:ok, to} <- :otpsh_file.read_link(name(path)), do: {:ok, :unicode.characters_to_list(to)}
  end

  # -- What is known of a file ------------------------------------------------

  def read_file_info(path), do: read_file_info(path, [])
  def read_file_info(path, opts), do: info(path, true, opts)
  def read_link_info(path), do: read_link_info(path, [])
  def read_link_info(path, opts), do: info(path, false, opts)

  defp info(path, follow, opts) do
    with {:ok, {size, type, access, atime, mtime, ctime, mode, links, major, minor, inode, uid, gid}} <-
           :otpsh_file.info(name(path), follow) do
      [atime, mtime, ctime] = Enum.map([atime, mtime, ctime], &time(&1, time_option(opts)))

      {:ok,
       {:file_info, size, type, access, atime, mtime, ctime, mode, links, major, minor, inode, uid, gid}}
    end
  end

  defp time_option(opts), do: :proplists.get_value(:time, opts, :local)

  defp time(seconds, :posix), do: seconds
  defp time(seconds, :universal), do: :calendar.system_time_to_universal_time(seconds, :second)
  defp time(seconds, :local), do: :calendar.system_time_to_local_time(seconds, :second)

  def write_file_info(path, info), do: write_file_info(path, info, [])

  # What is :undefined stays as it is.
  def write_file_info(
        path,
        {:file_info, _size, _type, _access, atime, mtime, _ctime, mode, _links, _major, _minor, _inode, uid, gid},
        opts
      ) do
    path = name(path)
    zone = time_option(opts)

    with :ok <- if(is_integer(mode), do: :otpsh_file.chmod(path, mode), else: :ok),
         :ok <- set_owner(path, uid, gid),
         do: set_times(path, posix(atime, zone), posix(mtime, zone))
  end

  defp set_owner(_path, :undefined, :undefined), do: :ok
  defp set_owner(path, uid, gid), do: :otpsh_file.chown(path, id(uid), id(gid))

  defp id(:undefined), do: -1
  defp id(id), do: id

  defp set_times(_path, nil, nil), do: :ok
  defp set_times(path, atime, mtime), do: :otpsh_file.set_times(path, atime || mtime, mtime || atime)

  defp posix(:undefined, _zone), do: nil
  defp posix(seconds, _zone) when is_integer(seconds), do: seconds
  defp posix(datetime, :universal), do: :calendar.datetime_to_gregorian_seconds(datetime) - 62_167_219_200
  defp posix(datetime, _local), do: posix(hd(:calendar.local_time_to_universal_time_dst(datetime)), :universal)

  def change_time(path, time), do: change_time(path, time, time)

  def change_time(path, atime, mtime),
    do: :otpsh_file.set_times(name(path), posix(atime, :local), posix(mtime, :local))

  # -- Open files -------------------------------------------------------------

  def open(path, modes) when is_list(modes) do
    modes = if Enum.any?(modes, &(&1 in [:read, :write, :append, :exclusive])), do: modes, else: [:read | modes]

    if :raw in modes do
      with {:ok, file} <- :otpsh_file.open(name(path), modes),
           do: {:ok, {:file_descriptor, :prim_file, file}}
    else
      :otpsh_file_device.start(name(path), modes, self())
    end
  end

  def open(path, mode) when is_atom(mode), do: open(path, [mode])

  def close({:file_descriptor, _, file}), do: :otpsh_file.close(file)

  def close(pid) when is_pid(pid) do
    case request(pid, :close) do
      {:error, :terminated} -> :ok
      other -> other
    end
  end

  def close(_other), do: {:error, :badarg}

  def read({:file_descriptor, _, file}, n), do: :otpsh_file.read(file, n)
  def read(device, n), do: answer(:io.request(device, {:get_chars, :latin1, "", n}))

  def read_line({:file_descriptor, _, file}) do
    with {:ok, line} <- :otpsh_file.read_line(file), do: {:ok, String.replace_suffix(line, "\r\n", "\n")}
  end

  def read_line(device), do: answer(:io.request(device, {:get_line, :latin1, ""}))

  defp answer(data) when is_binary(data) or is_list(data), do: {:ok, data}
  defp answer(other), do: other

  def write({:file_descriptor, _, file}, data) do
    with {:ok, bytes} <- bytes(data), do: :otpsh_file.write(file, bytes)
  end

  def write(device, data) do
    with {:ok, bytes} <- bytes(data), do: :io.request(device, {:put_chars, :latin1, bytes})
  end

  def position(file, at) when is_integer(at), do: position(file, {:bof, at})
  def position(file, at) when is_atom(at), do: position(file, {at, 0})

  def position({:file_descriptor, _, file}, {from, at}), do: :otpsh_file.position(file, at, whence(from))
  def position(pid, {from, at}), do: request(pid, {:position, at, whence(from)})

  defp whence(:bof), do: 0
  defp whence(:cur), do: 1
  defp whence(:eof), do: 2

  def pread({:file_descriptor, _, file}, at, n), do: :otpsh_file.pread(file, at, n)
  def pread(pid, at, n), do: request(pid, {:pread, at, n})

  def pwrite({:file_descriptor, _, file}, at, data) do
    with {:ok, bytes} <- bytes(data), do: :otpsh_file.pwrite(file, at, bytes)
  end

  def pwrite(pid, at, data) do
    with {:ok, bytes} <- bytes(data), do: request(pid, {:pwrite, at, bytes})
  end

  def truncate({:file_descriptor, _, file}), do: :otpsh_file.truncate(file)
  def truncate(pid), do: request(pid, :truncate)
  def sync({:file_descriptor, _, file}), do: :otpsh_file.sync(file)
  def sync(pid), do: request(pid, :sync)
  def datasync(file), do: sync(file)

  # A request that is not the IO protocol's. A device that is gone: terminated.
  defp request(pid, request) do
    ref = :erlang.monitor(:process, pid)
    send(pid, {:file_request, self(), ref, request})

    receive do
      {:file_reply, ^ref, reply} ->
        :erlang.demonitor(ref, [:flush])
        reply

      {:DOWN, ^ref, _, _, _} ->
        {:error, :terminated}
    end
  end

  # Copies between paths and open files; {:ok, bytes copied}.
  def copy(from, to), do: copy(from, to, :infinity)

  def copy(from, to, count) do
    with {:ok, source, close_source} <- opened(from, [:read]) do
      result =
        with {:ok, target, close_target} <- opened(to, [:write]) do
          copied = copy_bytes(source, target, count, 0)
          close_target.()
          copied
        end

      close_source.()
      result
    end
  end

  defp opened({path, modes}, more) when is_list(modes), do: opened_path(path, more ++ modes)
  defp opened(file, _more) when is_pid(file) or elem(file, 0) == :file_descriptor, do: {:ok, file, fn -> :ok end}
  defp opened(path, modes), do: opened_path(path, modes)

  defp opened_path(path, modes) do
    with {:ok, file} <- open(path, [:raw, :binary | modes]), do: {:ok, file, fn -> close(file) end}
  end

  defp copy_bytes(source, target, count, done) do
    case read(source, if(is_integer(count), do: min(count - done, 65_536), else: 65_536)) do
      :eof ->
        {:ok, done}

      {:ok, data} ->
        size = IO.iodata_length(data)

        with :ok <- write(target, data) do
          if done + size == count, do: {:ok, done + size}, else: copy_bytes(source, target, count, done + size)
        end

      error ->
        error
    end
  end

  def native_name_encoding, do: :utf8

  defp name(path) when is_binary(path), do: path
  defp name(path) when is_atom(path), do: Atom.to_string(path)
  defp name(path), do: IO.chardata_to_string(path)

  # -- The names of errors ----------------------------------------------------

  @texts %{
    badarg: "bad argument", system_limit: "a system limit was hit, probably not enough ports",
    terminated: "the file server process is terminated",
    sandboxed: "the sandbox refuses files",
    eacces: "permission denied", eagain: "resource temporarily unavailable", ebadf: "bad file number",
    ebusy: "file busy", edquot: "disk quota exceeded", eexist: "file already exists",
    efault: "bad address in system call argument", efbig: "file too large", eftype: "EFTYPE",
    eio: "I/O error", eisdir: "illegal operation on a directory", einval: "invalid argument",
    eloop: "too many levels of symbolic links", emfile: "too many open files", emlink: "too many links",
    enametoolong: "file name too long", enfile: "file table overflow", enodev: "no such device",
    enoent: "no such file or directory", enomem: "not enough memory", enospc: "no space left on device",
    enotblk: "block device required", enotdir: "not a directory", enotempty: "directory not empty",
    enotsup: "operation not supported", enxio: "no such device or address",
    eoverflow: "offset too large for file system", eperm: "not owner", epipe: "broken pipe",
    erofs: "read-only file system", espipe: "invalid seek", esrch: "no such process",
    estale: "stale remote file handle", etimedout: "connection timed out",
    etxtbsy: "text file or pseudo-device busy", exdev: "cross-domain link"
  }

  def format_error(reason), do: String.to_charlist(Map.get(@texts, reason, "unknown POSIX error"))
end

# The process of a file that is opened without :raw. It ends with its owner.
defmodule :otpsh_file_device do
  @moduledoc false

  def start(path, modes, owner) do
    ref = make_ref()
    pid = :erlang.spawn(fn -> open(path, modes, owner, ref) end)
    monitor = :erlang.monitor(:process, pid)

    receive do
      {^ref, result} ->
        :erlang.demonitor(monitor, [:flush])
        result

      {:DOWN, ^monitor, _, _, reason} ->
        {:error, reason}
    end
  end

  defp open(path, modes, owner, ref) do
    case :otpsh_file.open(path, modes) do
      {:ok, file} ->
        monitor = :erlang.monitor(:process, owner)
        send(owner, {ref, {:ok, self()}})
        loop(%{file: file, owner: monitor, encoding: encoding(modes), binary: :binary in modes})

      error ->
        send(owner, {ref, error})
    end
  end

  defp encoding(modes) do
    case :lists.keyfind(:encoding, 1, modes) do
      {_, encoding} when encoding in [:utf8, :unicode] -> :unicode
      {_, encoding} -> encoding
      false -> :latin1
    end
  end

  defp loop(%{owner: owner, file: file} = state) do
    receive do
      {:io_request, from, ref, request} ->
        {reply, state} = io_request(request, state)
        send(from, {:io_reply, ref, reply})
        loop(state)

      {:file_request, from, ref, :close} ->
        send(from, {:file_reply, ref, :otpsh_file.close(file)})

      {:file_request, from, ref, request} ->
        send(from, {:file_reply, ref, file_request(request, file)})
        loop(state)

      {:DOWN, ^owner, _, _, _} ->
        :otpsh_file.close(file)

      _ ->
        loop(state)
    end
  end

  defp file_request({:position, at, whence}, file), do: :otpsh_file.position(file, at, whence)
  defp file_request({:pread, at, n}, file), do: :otpsh_file.pread(file, at, n)
  defp file_request({:pwrite, at, data}, file), do: :otpsh_file.pwrite(file, at, data)
  defp file_request(:truncate, file), do: :otpsh_file.truncate(file)
  defp file_request(:sync, file), do: :otpsh_file.sync(file)
  defp file_request(_, _file), do: {:error, :badarg}

  # {reply, state}
  defp io_request({:put_chars, chars}, state), do: {put(:latin1, chars, state), state}
  defp io_request({:put_chars, encoding, chars}, state), do: {put(encoding, chars, state), state}
  defp io_request({:put_chars, m, f, a}, state), do: {put(:latin1, apply(m, f, a), state), state}
  defp io_request({:put_chars, encoding, m, f, a}, state), do: {put(encoding, apply(m, f, a), state), state}
  defp io_request({:get_line, _prompt}, state), do: {line(:latin1, state), state}
  defp io_request({:get_line, encoding, _prompt}, state), do: {line(encoding, state), state}
  defp io_request({:get_chars, _prompt, n}, state), do: {chars(:latin1, n, state), state}
  defp io_request({:get_chars, encoding, _prompt, n}, state), do: {chars(encoding, n, state), state}
  defp io_request(:getopts, state), do: {[binary: state.binary, encoding: state.encoding], state}

  defp io_request({:setopts, opts}, state) do
    {:ok,
     Enum.reduce(opts, state, fn
       {:encoding, _} = option, state -> %{state | encoding: encoding([option])}
       {:binary, binary}, state -> %{state | binary: binary}
       _, state -> state
     end)}
  end

  defp io_request({:requests, requests}, state) do
    Enum.reduce_while(requests, {:ok, state}, fn request, {_reply, state} ->
      case io_request(request, state) do
        {{:error, _}, _} = failed -> {:halt, failed}
        result -> {:cont, result}
      end
    end)
  end

  defp io_request(_request, state), do: {{:error, :request}, state}

  defp put(encoding, chars, %{encoding: own, file: file}) do
    case :unicode.characters_to_binary(chars, encoding, own) do
      bytes when is_binary(bytes) -> :otpsh_file.write(file, bytes)
      {_, _, _} -> {:error, {:no_translation, encoding, own}}
    end
  rescue
    ArgumentError -> {:error, :badarg}
  end

  defp line(encoding, state) do
    with {:ok, line} <- :otpsh_file.read_line(state.file),
         do: converted({:ok, String.replace_suffix(line, "\r\n", "\n")}, encoding, state)
  end

  defp chars(encoding, n, %{encoding: :unicode} = state),
    do: converted(codepoints(state.file, n, ""), encoding, state)

  defp chars(encoding, n, state), do: converted(:otpsh_file.read(state.file, n), encoding, state)

  # n code points, read byte by byte as far as each one goes.
  defp codepoints(_file, 0, acc), do: {:ok, acc}

  defp codepoints(file, n, acc) do
    case :otpsh_file.read(file, 1) do
      {:ok, first} ->
        case more_bytes(first) do
          0 -> codepoints(file, n - 1, acc <> first)
          more -> codepoint(:otpsh_file.read(file, more), file, n, acc <> first)
        end

      :eof when acc != "" ->
        {:ok, acc}

      other ->
        other
    end
  end

  defp codepoint({:ok, rest}, file, n, acc), do: codepoints(file, n - 1, acc <> rest)
  defp codepoint(_other, _file, _n, acc), do: {:ok, acc}

  defp more_bytes(<<0b110::3, _::5>>), do: 1
  defp more_bytes(<<0b1110::4, _::4>>), do: 2
  defp more_bytes(<<0b11110::5, _::3>>), do: 3
  defp more_bytes(_), do: 0

  # What was read, in the encoding that is asked for.
  defp converted({:ok, data}, encoding, %{encoding: own, binary: binary}) do
    case :unicode.characters_to_binary(data, own, encoding) do
      text when is_binary(text) and binary -> text
      text when is_binary(text) -> :unicode.characters_to_list(text, encoding)
      {_, _, _} -> {:error, {:no_translation, own, encoding}}
    end
  end

  defp converted(other, _encoding, _state), do: other
end
