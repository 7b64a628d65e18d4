# StringIO: a process that speaks the IO protocol over a string.

defmodule StringIO do
  @moduledoc "A device in memory: it is read from a string, and keeps what is written to it."
  use GenServer

  # input is what is not read yet, output what was written.
  defstruct [:encoding, :input, :output, :capture_prompt]

  @doc "Opens a device over a string; with a function, calls it with the device and closes that."
  def open(string, options_or_function \\ [])

  def open(string, options) when is_binary(string) and is_list(options),
    do: GenServer.start_link(StringIO, {self(), string, options}, [])

  def open(string, function) when is_binary(string) and is_function(function, 1),
    do: open(string, [], function)

  @doc "As open/2. Options: `:capture_prompt`, `:encoding` (:unicode or :latin1)."
  def open(string, options, function)
      when is_binary(string) and is_list(options) and is_function(function, 1) do
    {:ok, pid} = GenServer.start(StringIO, {self(), string, options}, [])

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

  @doc false
  def init({_owner, string, options}) do
    {:ok,
     %StringIO{
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

  def handle_info(_message, state), do: {:noreply, state}

  # {reply, state}
  defp io_request({:put_chars, chars}, state), do: put(:latin1, chars, state)
  defp io_request({:put_chars, encoding, chars}, state), do: put(encoding, chars, state)
  defp io_request({:put_chars, m, f, a}, state), do: put(:latin1, apply(m, f, a), state)
  defp io_request({:put_chars, encoding, m, f, a}, state), do: put(encoding, apply(m, f, a), state)
  defp io_request({:get_chars, prompt, n}, state), do: read(:latin1, prompt, n, state)
  defp io_request({:get_chars, encoding, prompt, n}, state), do: read(encoding, prompt, n, state)
  defp io_request({:get_line, prompt}, state), do: read(:latin1, prompt, :line, state)
  defp io_request({:get_line, encoding, prompt}, state), do: read(encoding, prompt, :line, state)
  defp io_request({:get_until, prompt, m, f, a}, state), do: until(:latin1, prompt, {m, f, a}, state)
  defp io_request({:get_until, enc, prompt, m, f, a}, state), do: until(enc, prompt, {m, f, a}, state)
  defp io_request({:get_password, _encoding}, state), do: {{:error, :enotsup}, state}
  defp io_request({:setopts, [encoding: encoding]}, state) when encoding in [:latin1, :unicode], do: {:ok, %{state | encoding: encoding}}
  defp io_request({:setopts, _opts}, state), do: {{:error, :enotsup}, state}
  defp io_request(:getopts, state), do: {[binary: true, encoding: state.encoding], state}
  defp io_request({:get_geometry, _axis}, state), do: {{:error, :enotsup}, state}

  defp io_request({:requests, requests}, state) do
    Enum.reduce_while(requests, {:ok, state}, fn request, {_reply, state} ->
      case io_request(request, state) do
        {{:error, _}, _} = failed -> {:halt, failed}
        result -> {:cont, result}
      end
    end)
  end

  defp io_request(_request, state), do: {{:error, :request}, state}

  # Bytes are kept as they are; characters go into the device's encoding.
  defp put(:latin1, chars, %{encoding: :unicode} = state) when is_binary(chars),
    do: {:ok, %{state | output: state.output <> chars}}

  defp put(encoding, chars, state) do
    case :unicode.characters_to_binary(chars, encoding, state.encoding) do
      text when is_binary(text) -> {:ok, %{state | output: state.output <> text}}
      {_, _, _} -> {{:error, {:no_translation, encoding, state.encoding}}, state}
    end
  rescue
    ArgumentError -> {{:error, :badarg}, state}
  end

  defp prompted(prompt, %{capture_prompt: true} = state),
    do: %{state | output: state.output <> IO.chardata_to_string(prompt)}

  defp prompted(_prompt, state), do: state

  defp read(encoding, prompt, what, state) do
    state = prompted(prompt, state)

    case taken(state.input, what, encoding) do
      {:error, _} = error -> {error, state}
      {"", _rest} when what != 0 -> {:eof, state}
      {data, rest} -> {data, %{state | input: rest}}
    end
  end

  # {what is read, what is left}
  defp taken(input, :line, _encoding) do
    case :binary.split(input, "\n") do
      [line, rest] -> {line <> "\n", rest}
      [line] -> {line, ""}
    end
  end

  defp taken(input, count, :latin1) when is_integer(count) and count >= 0,
    do: bytes(input, count)

  defp taken(input, count, :unicode) when is_integer(count) and count >= 0 do
    case codepoint_size(input, count, 0) do
      :error -> {:error, :invalid_unicode}
      size -> bytes(input, size)
    end
  end

  defp taken(_input, _what, _encoding), do: {:error, :request}

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
  defp until(encoding, prompt, mfa, state), do: until(encoding, mfa, [], prompted(prompt, state))

  defp until(encoding, {m, f, a} = mfa, continuation, state) do
    {line, rest} = taken(state.input, :line, encoding)
    chars = if line == "", do: :eof, else: :unicode.characters_to_list(line, encoding)

    case apply(m, f, [continuation, chars | a]) do
      {:done, result, left} -> {result, %{state | input: left_text(left) <> rest}}
      {:more, continuation} -> until(encoding, mfa, continuation, %{state | input: rest})
    end
  end

  defp left_text(:eof), do: ""
  defp left_text(chars), do: :unicode.characters_to_binary(chars)
end
