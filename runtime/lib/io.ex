# IO: reading and writing through devices. A device is a process that speaks
# the IO protocol; the built-in one is written to directly.

defmodule IO do
  @moduledoc "Reads from and writes to devices: `:stdio` (the group leader), `:stderr`, or a pid or name."

  @doc "Writes chardata (or anything that String.Chars converts). Returns :ok."
  def write(device \\ :stdio, chardata), do: put(device, to_chardata(chardata))

  @doc "Writes chardata and a newline. Returns :ok."
  def puts(device \\ :stdio, item), do: put(device, [to_chardata(item), ?\n])

  @doc "Writes iodata as bytes. Returns :ok."
  def binwrite(device \\ :stdio, iodata)

  def binwrite({:file_descriptor, _, _} = file, iodata),
    do: put_reply(:file.write(file, iodata), file, iodata)

  def binwrite(device, iodata), do: put(device, :unicode.characters_to_binary(iodata, :latin1))

  @doc "Writes the inspected item and a newline, and returns the item. Options: `:label` and those of inspect/2."
  def inspect(item, opts \\ []), do: inspect(:stdio, item, opts)

  def inspect(device, item, opts) when is_list(opts) do
    label = if label = opts[:label], do: [to_chardata(label), ": "], else: []
    opts = Keyword.put_new(Keyword.put_new(opts, :pretty, true), :width, 80)
    put(device, [label, Kernel.inspect(item, Keyword.delete(opts, :label)), ?\n])
    item
  end

  @doc "Writes a warning to standard error, with the stack of the caller."
  def warn(message) do
    {:current_stacktrace, stack} = Process.info(self(), :current_stacktrace)
    warn(message, Enum.drop_while(stack, fn {module, _, _, _} -> module in [Process, IO] end))
  end

  @doc "Writes a warning about a place: an environment, a stack trace, or [file: ..., line: ...]."
  def warn(message, stacktrace_info)

  def warn(message, place)

  def warn(message, %Macro.Env{file: file, line: line, module: module, function: function}),
    do: emit_warning(message, file, line, nil, module, function, [])

  def warn(message, []), do: emit_warning(message, nil, 0, nil, nil, nil, [])

  def warn(message, [{_, _} | _] = place) do
    case place[:file] do
      nil -> warn(message, [])
      file -> emit_warning(message, file, place[:line] || 0, place[:column], place[:module], place[:function], [])
    end
  end

  def warn(message, [{_, _, _, _} | _] = stack),
    do: emit_warning(message, nil, 0, nil, nil, nil, Enum.map(stack, &Exception.format_stacktrace_entry/1))

  defp emit_warning(message, file, line, column, module, function, stack) do
    text = IO.chardata_to_string(to_chardata(message))

    case :otpsh_code.warning(text, {file, line, column, module, function, stack}) do
      nil -> :ok
      drawn -> put(:stderr, drawn)
    end
  end

  @doc "Reads a line, after writing the prompt. Returns it with its newline, :eof, or {:error, reason}."
  def gets(device \\ :stdio, prompt), do: request(device, {:get_line, :unicode, prompt_data(prompt)})

  @doc "Reads a line or a number of characters. Returns data, :eof, or {:error, reason}."
  def read(device \\ :stdio, what)
  def read(device, :line), do: request(device, {:get_line, :unicode, ""})
  def read(device, :eof), do: read_all(device, :lines, [])

  def read(device, :all) do
    warn("IO.read(device, :all) is deprecated, use IO.read(device, :eof) instead")
    with(:eof <- read(device, :eof), do: "")
  end

  def read(device, count) when is_integer(count) and count >= 0, do: request(device, {:get_chars, :unicode, "", count})

  # All that there is, line by line or in parts of that many bytes.
  defp read_all(device, unit, acc) do
    case read_unit(device, unit) do
      :eof when acc == [] -> :eof
      :eof -> joined(:lists.reverse(acc))
      {:error, _} = error -> error
      part -> read_all(device, unit, [part | acc])
    end
  end

  # A device gives charlists or binaries.
  defp joined([part | _] = parts) when is_list(part), do: :lists.append(parts)
  defp joined(parts), do: :erlang.iolist_to_binary(parts)

  @doc "Reads that many characters, or all with :eof, after writing the prompt."
  def getn(prompt, count \\ 1)
  def getn(prompt, :eof), do: getn(:stdio, prompt, :eof)
  def getn(prompt, count) when is_integer(count) and count > 0, do: getn(:stdio, prompt, count)
  def getn(device, prompt), do: getn(device, prompt, 1)

  @doc "Reads that many characters, or all with :eof, from a device, after writing the prompt."
  def getn(device, prompt, :eof) do
    case request(device, {:get_line, :unicode, prompt_data(prompt)}) do
      line when is_binary(line) or is_list(line) -> read_all(device, :lines, [line])
      other -> other
    end
  end

  def getn(device, prompt, count) when is_integer(count) and count > 0,
    do: request(device, {:get_chars, :unicode, prompt_data(prompt), count})

  defp read_unit({:file_descriptor, _, _} = file, _unit), do: data(:file.read_line(file))
  defp read_unit(device, :lines), do: request(device, {:get_line, :unicode, ""})
  defp read_unit(device, count), do: request(device, {:get_chars, :latin1, "", count})

  @doc "Reads bytes: a line, that many, or all up to the end (:eof)."
  def binread(device \\ :stdio, what)
  def binread({:file_descriptor, _, _} = file, :line), do: data(:file.read_line(file))

  def binread({:file_descriptor, _, _} = file, count) when is_integer(count) and count >= 0,
    do: data(:file.read(file, count))

  def binread(device, :eof), do: bytes(read_all(device, 4096, []))

  def binread(device, :all) do
    warn("IO.binread(device, :all) is deprecated, use IO.binread(device, :eof) instead")
    with(:eof <- binread(device, :eof), do: "")
  end

  def binread(device, :line), do: bytes(request(device, {:get_line, :latin1, ""}))

  def binread(device, count) when is_integer(count) and count >= 0,
    do: bytes(request(device, {:get_chars, :latin1, "", count}))

  defp data({:ok, data}), do: data
  defp data(other), do: other

  defp bytes(list) when is_list(list), do: :erlang.list_to_binary(list)
  defp bytes(other), do: other

  @doc "A stream of the lines of a device, or of chunks of that many characters."
  def stream, do: stream(:stdio, :line)

  def stream(device \\ :stdio, line_or_codepoints)
      when line_or_codepoints == :line
      when is_integer(line_or_codepoints) and line_or_codepoints > 0,
      do: IO.Stream.__build__(device_name(device), false, line_or_codepoints)

  @doc "A stream of the lines of a device, or of chunks of that many bytes."
  def binstream, do: binstream(:stdio, :line)

  def binstream(device \\ :stdio, line_or_bytes)
      when line_or_bytes == :line
      when is_integer(line_or_bytes) and line_or_bytes > 0,
      do: IO.Stream.__build__(device_name(device), true, line_or_bytes)

  @doc false
  def each_stream(device, what), do: next_element(device, read(device, what))

  @doc false
  def each_binstream(device, what), do: next_element(device, binread(device, what))

  defp next_element(device, :eof), do: {:halt, device}
  defp next_element(_device, {:error, reason}), do: raise(IO.StreamError, reason: reason)
  defp next_element(device, data), do: {[data], device}

  defp device_name(:stdio), do: :standard_io
  defp device_name(:stderr), do: :standard_error
  defp device_name(device), do: device

  @doc "The binary of chardata; UnicodeConversionError for what is no UTF-8."
  def chardata_to_string(chardata) when is_binary(chardata), do: chardata
  def chardata_to_string(chardata) when is_list(chardata), do: List.to_string(chardata)

  @doc "The binary of iodata; ArgumentError for what is none."
  def iodata_to_binary(iodata), do: :erlang.iolist_to_binary(iodata)

  @doc "How many bytes iodata has."
  def iodata_length(iodata), do: :erlang.iolist_size(iodata)

  @doc "Whether the list is a proper list of iodata elements, cheaply asked of its top level."
  def iodata_empty?(""), do: true
  def iodata_empty?([]), do: true
  def iodata_empty?([head | tail]), do: iodata_empty?(head) and iodata_empty?(tail)
  def iodata_empty?(item) when is_binary(item) or is_integer(item), do: false

  defp to_chardata(data) when is_list(data) or is_binary(data), do: data
  defp to_chardata(data), do: to_string(data)

  defp prompt_data(prompt) when is_list(prompt) or is_atom(prompt) or is_binary(prompt), do: to_string(prompt)
  defp prompt_data(prompt), do: to_string(prompt)

  defp put(device, chardata) do
    case :otpsh_io.direct(device, chardata) do
      :ok ->
        :ok

      :badarg ->
        invalid(device, chardata)

      :no ->
        case :unicode.characters_to_binary(chardata) do
          text when is_binary(text) -> put_reply(request(device, {:put_chars, :unicode, text}), device, chardata)
          _ -> invalid(device, chardata)
        end
    end
  rescue
    # What is no chardata at all.
    e in ArgumentError ->
      if chardata?(chardata), do: reraise(e, __STACKTRACE__), else: invalid(device, chardata)
  end

  defp chardata?(chardata) do
    is_binary(:unicode.characters_to_binary(chardata))
  rescue
    ArgumentError -> false
  end

  defp invalid(device, chardata),
    do: :otpsh_io.explained(:io, :put_chars, [device, chardata], 2, "not valid character data (an iodata term)")

  defp put_reply(:ok, _device, _chardata), do: :ok
  defp put_reply({:error, {reason, _from, _to}}, _device, _chardata), do: :erlang.error(reason)
  defp put_reply({:error, reason}, _device, _chardata), do: :erlang.error(reason)

  # One request of the IO protocol. A device that dies while it is asked is
  # {:error, :terminated}.
  @doc false
  def __request__(device, request), do: request(device, request)

  defp request(device, request) do
    case device_pid(device) do
      nil ->
        :otpsh_io.explained(:io, :request, [device, request], 1, "the device does not exist")

      pid ->
        ref = :erlang.monitor(:process, pid)
        send(pid, {:io_request, self(), ref, request})

        try do
          receive do
            {:io_reply, ^ref, reply} ->
              :erlang.demonitor(ref, [:flush])
              reply

            {:DOWN, ^ref, _, _, _} ->
              {:error, :terminated}
          end
        catch
          # Ctrl-C at a terminal ends the evaluation and the line: the answer
          # that comes for it must not stay in the mailbox.
          :exit, :interrupted ->
            :erlang.demonitor(ref, [:flush])

            receive do
              {:io_reply, ^ref, _} -> :ok
            after
              200 -> :ok
            end

            :erlang.raise(:exit, :interrupted, __STACKTRACE__)
        end
    end
  end

  defp device_pid(device) when is_pid(device), do: device
  defp device_pid(device) when device in [:stdio, :standard_io], do: :erlang.group_leader()
  defp device_pid(:stderr), do: device_pid(:standard_error)

  defp device_pid(name) when is_atom(name) do
    case :erlang.whereis(name) do
      :undefined -> nil
      pid -> pid
    end
  end
end
