# IO: reading and writing through devices. A device is a process that speaks
# the IO protocol; the built-in one is written to directly.

defmodule IO do
  @moduledoc "Reads from and writes to devices: `:stdio` (the group leader), `:stderr`, or a pid or name."

  @doc "Writes chardata (or anything that String.Chars converts). Returns :ok."
  def write(device \\ :stdio, chardata), do: put(device, to_chardata(chardata))

  @doc "Writes chardata and a newline. Returns :ok."
  def puts(device \\ :stdio, item), do: put(device, [to_chardata(item), ?\n])

  @doc "Writes iodata as bytes. Returns :ok."
  def binwrite(device \\ :stdio, iodata), do: put(device, :unicode.characters_to_binary(iodata, :latin1))

  @doc "Writes the inspected item and a newline, and returns the item. Options: `:label` and those of inspect/2."
  def inspect(item, opts \\ []), do: inspect(:stdio, item, opts)

  def inspect(device, item, opts) when is_list(opts) do
    label = if label = opts[:label], do: [to_chardata(label), ": "], else: []
    opts = Keyword.put_new(Keyword.put_new(opts, :pretty, true), :width, 80)
    put(device, [label, Kernel.inspect(item, Keyword.delete(opts, :label)), ?\n])
    item
  end

  @doc "Writes a warning, as the compiler words it, to standard error."
  def warn(message, stacktrace_info \\ nil)

  def warn(message, nil), do: put(:stderr, ["warning: ", to_chardata(message), "\n\n"])
  def warn(message, []), do: put(:stderr, ["warning: ", to_chardata(message), "\n\n"])

  def warn(message, stack) when is_list(stack) do
    case Keyword.keyword?(stack) do
      true -> warn_at(message, stack[:file], stack[:line], stack[:column])
      false -> put(:stderr, ["warning: ", to_chardata(message), ?\n, Enum.map(stack, &["  ", Exception.format_stacktrace_entry(&1), ?\n]), ?\n])
    end
  end

  def warn(message, %{file: file, line: line}), do: warn_at(message, file, line, nil)

  defp warn_at(message, file, line, column) do
    place = for part <- [file && Path.relative_to_cwd(file), line, column], part != nil, do: to_string(part)
    put(:stderr, ["warning: ", to_chardata(message), "\n└─ ", Enum.intersperse(place, ":"), "\n\n"])
  end

  @doc "Reads a line, after writing the prompt. Returns it with its newline, :eof, or {:error, reason}."
  def gets(device \\ :stdio, prompt), do: request(device, {:get_line, :unicode, prompt_data(prompt)})

  @doc "Reads a line or a number of characters. Returns data, :eof, or {:error, reason}."
  def read(device \\ :stdio, what)
  def read(device, :line), do: request(device, {:get_line, :unicode, ""})
  def read(device, :eof), do: read_all(device, [])
  def read(device, :all), do: with(:eof <- read_all(device, []), do: "")
  def read(device, count) when is_integer(count) and count >= 0, do: request(device, {:get_chars, :unicode, "", count})

  defp read_all(device, acc) do
    case request(device, {:get_line, :unicode, ""}) do
      :eof when acc == [] -> :eof
      :eof -> :erlang.iolist_to_binary(:lists.reverse(acc))
      {:error, _} = error -> error
      line -> read_all(device, [line | acc])
    end
  end

  @doc "Reads that many characters, after writing the prompt."
  def getn(prompt, count \\ 1)
  def getn(prompt, count) when is_integer(count) and count > 0, do: getn(:stdio, prompt, count)
  def getn(device, prompt), do: getn(device, prompt, 1)

  @doc "Reads that many characters from a device, after writing the prompt."
  def getn(device, prompt, count) when is_integer(count) and count > 0,
    do: request(device, {:get_chars, :unicode, prompt_data(prompt), count})

  @doc "A stream of the lines of a device, or of chunks of that many characters."
  def stream(device \\ :stdio, line_or_count \\ :line) do
    Stream.resource(fn -> device end, fn device ->
      case read(device, line_or_count) do
        :eof -> {:halt, device}
        {:error, reason} -> raise IO.StreamError, reason: reason
        data -> {[data], device}
      end
    end, fn _ -> :ok end)
  end

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
      :ok -> :ok
      :badarg -> raise ArgumentError, "invalid chardata: " <> Kernel.inspect(chardata)
      :no -> put_reply(request(device, {:put_chars, :unicode, :unicode.characters_to_binary(chardata)}))
    end
  end

  defp put_reply(:ok), do: :ok
  defp put_reply({:error, reason}), do: :erlang.error(reason)

  # One request of the IO protocol. A device that dies while it is asked is
  # {:error, :terminated}.
  defp request(device, request) do
    case device_pid(device) do
      nil ->
        :erlang.error(:terminated)

      pid ->
        ref = :erlang.monitor(:process, pid)
        send(pid, {:io_request, self(), ref, request})

        receive do
          {:io_reply, ^ref, reply} ->
            :erlang.demonitor(ref, [:flush])
            reply

          {:DOWN, ^ref, _, _, _} ->
            {:error, :terminated}
        end
    end
  end

  defp device_pid(device) when is_pid(device), do: device
  defp device_pid(device) when device in [:stdio, :standard_io], do: :erlang.group_leader()
  defp device_pid(device) when device in [:stderr, :standard_error], do: :erlang.whereis(:user)

  defp device_pid(name) when is_atom(name) do
    case :erlang.whereis(name) do
      :undefined -> nil
      pid -> pid
    end
  end
end

defmodule IO.StreamError do
  defexception [:reason]

  def message(%{reason: reason}), do: "error during streaming: " <> Kernel.inspect(reason)
end
