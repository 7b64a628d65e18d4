# StringIO: a process that speaks the IO protocol over a string.

defmodule StringIO do
  @moduledoc "A device in memory: it is read from a string, and keeps what is written to it."
  use GenServer

  @doc "Opens a device over a string; with a function, calls it with the device and closes that."
  def open(string, options_or_function \\ [])

  def open(string, options) when is_binary(string) and is_list(options),
    do: GenServer.start(StringIO, {self(), string, options}, [])

  def open(string, function) when is_binary(string) and is_function(function, 1),
    do: open(string, [], function)

  @doc "As open/2. Options: `:capture_prompt`, `:encoding` (:unicode or :latin1)."
  def open(string, options, function)
      when is_binary(string) and is_list(options) and is_function(function, 1) do
    {:ok, pid} = open(string, options)

    try do
      {:ok, function.(pid)}
    after
      {:ok, {_input, _output}} = close(pid)
    end
  end

  @doc "{what is left of the input, the output}."
  def contents(pid) when is_pid(pid), do: GenServer.call(pid, :contents)

  @doc "Empties the output and gives what was in it."
  def flush(pid) when is_pid(pid), do: GenServer.call(pid, :flush)

  @doc "Stops the device: {:ok, contents}."
  def close(pid) when is_pid(pid), do: GenServer.call(pid, :close)

  # -- The process ------------------------------------------------------------

  # It ends with the process that opened it. input is what is not read yet,
  # output what was written.
  @doc false
  def init({owner, string, options}) do
    Process.monitor(owner)

    {:ok,
     %{
       encoding: options[:encoding] || :unicode,
       input: string,
       output: "",
       capture_prompt: options[:capture_prompt] || false
     }}
  end

  @doc false
  def handle_call(:contents, _from, state), do: {:reply, {state.input, state.output}, state}
  def handle_call(:flush, _from, state), do: {:reply, state.output, %{state | output: ""}}
  def handle_call(:close, _from, state), do: {:stop, :normal, {:ok, {state.input, state.output}}, state}

  @doc false
  def handle_info({:io_request, from, reply_as, request}, state) do
    {reply, state} = io_request(request, state)
    send(from, {:io_reply, reply_as, reply})
    {:noreply, state}
  end

  def handle_info({:DOWN, _ref, :process, _owner, _reason}, state), do: {:stop, :shutdown, state}
  def handle_info(_message, state), do: {:noreply, state}

  # {reply, state}
  defp io_request({:put_chars, chars}, state), do: put(:latin1, chars, state)
  defp io_request({:put_chars, encoding, chars}, state), do: put(encoding, chars, state)
  defp io_request({:put_chars, m, f, a}, state), do: put(:latin1, apply(m, f, a), state)
  defp io_request({:put_chars, encoding, m, f, a}, state), do: put(encoding, apply(m, f, a), state)
  defp io_request({:get_chars, prompt, n}, state) when n >= 0, do: read(:latin1, prompt, n, state)

  defp io_request({:get_chars, encoding, prompt, n}, state) when n >= 0,
    do: read(encoding, prompt, n, state)

  defp io_request({:get_line, prompt}, state), do: read(:latin1, prompt, :line, state)
  defp io_request({:get_line, encoding, prompt}, state), do: read(encoding, prompt, :line, state)
  defp io_request({:get_until, prompt, m, f, a}, state), do: until(:latin1, prompt, {m, f, a}, state)
  defp io_request({:get_until, enc, prompt, m, f, a}, state), do: until(enc, prompt, {m, f, a}, state)
  defp io_request({:get_password, encoding}, state), do: read(encoding, "", :line, state)
  defp io_request({:setopts, [encoding: encoding]}, state) when encoding in [:latin1, :unicode], do: {:ok, %{state | encoding: encoding}}
  defp io_request({:setopts, _opts}, state), do: {{:error, :enotsup}, state}
  defp io_request(:getopts, state), do: {[binary: true, encoding: state.encoding], state}
  defp io_request({:get_geometry, axis}, state) when axis in [:columns, :rows],
    do: {{:error, :enotsup}, state}

  defp io_request({:requests, requests}, state) do
    Enum.reduce_while(requests, {:ok, state}, fn request, {_reply, state} ->
      case io_request(request, state) do
        {{:error, _}, _} = failed -> {:halt, failed}
        result -> {:cont, result}
      end
    end)
  end

  defp io_request(_request, state), do: {{:error, :request}, state}

  # Characters go into the device's encoding.
  defp put(encoding, chars, state) do
    case :unicode.characters_to_binary(chars, encoding, state.encoding) do
      text when is_binary(text) -> {:ok, %{state | output: state.output <> text}}
      {_, _, _} -> {{:error, {:no_translation, encoding, state.encoding}}, state}
    end
  rescue
    ArgumentError -> {{:error, {:put_chars, encoding, chars}}, state}
  end

  defp prompted(prompt, %{capture_prompt: true} = state),
    do: %{state | output: state.output <> IO.chardata_to_string(prompt)}

  defp prompted(_prompt, state), do: state

  defp read(encoding, prompt, what, state) do
    case taken(state.input, what, encoding) do
      {:error, _} = error -> {error, state}
      {:eof, _} -> {:eof, prompted(prompt, state)}
      {data, rest} when what == :line -> {newline(data), prompted(prompt, %{state | input: rest})}
      {data, rest} -> {data, prompted(prompt, %{state | input: rest})}
    end
  end

  # {what is read, what is left}
  defp taken("", _what, _encoding), do: {:eof, ""}

  defp taken(input, :line, encoding) do
    {line, rest} =
      case :binary.split(input, "\n") do
        [line, rest] -> {line <> "\n", rest}
        [line] -> {line, ""}
      end

    if encoding == :latin1 or (encoding == :unicode and String.valid?(line)),
      do: {line, rest},
      else: {:error, :collect_line}
  end

  defp taken(input, count, :latin1), do: bytes(input, count)

  defp taken(input, count, :unicode) do
    case codepoint_size(input, count, 0) do
      :error -> {:error, :invalid_unicode}
      size -> bytes(input, size)
    end
  end

  defp taken(_input, _what, _encoding), do: {:error, :request}

  # The end of a line is one character.
  defp newline(line) do
    size = byte_size(line) - 2

    case line do
      <<text::binary-size(size), "\r\n">> when size >= 0 -> text <> "\n"
      _ -> line
    end
  end

  defp bytes(input, count) when count >= byte_size(input), do: {input, ""}

  defp bytes(input, count) do
    <<data::binary-size(count), rest::binary>> = input
    {data, rest}
  end

  defp codepoint_size(_input, 0, size), do: size
  defp codepoint_size("", _count, size), do: size

  defp codepoint_size(<<char::utf8, rest::binary>>, count, size),
    do: codepoint_size(rest, count - 1, size + byte_size(<<char::utf8>>))

  defp codepoint_size(_input, _count, _size), do: :error

  # get_until: the function is given line after line until it is done.
  defp until(encoding, prompt, mfa, state), do: until(encoding, prompt, mfa, [], state)

  defp until(encoding, prompt, {m, f, a} = mfa, continuation, state) do
    case taken(state.input, :line, encoding) do
      {:error, _} ->
        {:error, state}

      {line, rest} ->
        state = prompted(prompt, state)

        case apply(m, f, [continuation, characters(line, encoding) | a]) do
          {:done, result, left} ->
            {until_result(result, encoding), %{state | input: left_text(left, encoding) <> rest}}

          {:more, continuation} ->
            until(encoding, prompt, mfa, continuation, %{state | input: rest})
        end
    end
  end

  defp characters(:eof, _encoding), do: :eof
  defp characters(line, encoding), do: :unicode.characters_to_list(line, encoding)

  defp until_result(chars, encoding) when is_list(chars), do: left_text(chars, encoding)
  defp until_result(result, _encoding), do: result

  defp left_text(:eof, _encoding), do: ""
  defp left_text(chars, encoding), do: :unicode.characters_to_binary(chars, :unicode, encoding)
end
