# ExUnit.CaptureIO: what a function prints, as a string.

defmodule ExUnit.CaptureIO do
  @moduledoc """
  Captures output.

      import ExUnit.CaptureIO
      assert capture_io(fn -> IO.puts("hi") end) == "hi\\n"
      assert capture_io("7\\n", fn -> IO.write(IO.gets("? ")) end) == "? 7\\n"

  The device is `:stdio` (the caller's group leader) unless another is named:
  `:stderr`, a registered name, or a pid whose group leader is replaced. Options:
  `:input`, `:capture_prompt`, `:encoding` (`:unicode` or `:latin1`).
  """

  @doc "Runs the function and returns what it printed to standard output."
  @spec capture_io((-> any())) :: String.t()
  def capture_io(fun) when is_function(fun, 0), do: output(with_io(fun))

  @doc "As `capture_io/1` for a device, or with input or options."
  @spec capture_io(atom() | pid() | String.t() | keyword(), (-> any())) :: String.t()
  def capture_io(device_pid_input_or_options, fun)
      when (is_atom(device_pid_input_or_options) or is_pid(device_pid_input_or_options) or
              is_binary(device_pid_input_or_options) or is_list(device_pid_input_or_options)) and
             is_function(fun, 0),
      do: output(with_io(device_pid_input_or_options, fun))

  @doc "As `capture_io/1` for a device with input or options."
  @spec capture_io(atom() | pid(), String.t() | keyword(), (-> any())) :: String.t()
  def capture_io(device_or_pid, input_or_options, fun)
      when (is_atom(device_or_pid) or is_pid(device_or_pid)) and
             (is_binary(input_or_options) or is_list(input_or_options)) and is_function(fun, 0),
      do: output(with_io(device_or_pid, input_or_options, fun))

  defp output({_result, output}), do: output

  @doc "Runs the function and returns its result, and what it printed."
  @spec with_io((-> any())) :: {any(), String.t()}
  def with_io(fun) when is_function(fun, 0), do: with_io(:stdio, [], fun)

  @doc "As `with_io/1` for a device, or with input or options."
  @spec with_io(atom() | pid() | String.t() | keyword(), (-> any())) :: {any(), String.t()}
  def with_io(device_pid_input_or_options, fun)

  def with_io(device_or_pid, fun)
      when (is_atom(device_or_pid) or is_pid(device_or_pid)) and is_function(fun, 0),
      do: with_io(device_or_pid, [], fun)

  def with_io(input, fun) when is_binary(input) and is_function(fun, 0),
    do: with_io(:stdio, [input: input], fun)

  def with_io(options, fun) when is_list(options) and is_function(fun, 0),
    do: with_io(:stdio, options, fun)

  @doc "As `with_io/1` for a device with input or options."
  @spec with_io(atom() | pid(), String.t() | keyword(), (-> any())) :: {any(), String.t()}
  def with_io(device_or_pid, input_or_options, fun)

  def with_io(device, input, fun)
      when (is_atom(device) or is_pid(device)) and is_binary(input) and is_function(fun, 0),
      do: with_io(device, [input: input], fun)

  def with_io(pid, options, fun) when is_pid(pid) and is_list(options) and is_function(fun, 0),
    do: with_leader(pid, options, fun)

  def with_io(device, options, fun)
      when is_atom(device) and is_list(options) and is_function(fun, 0) do
    case device do
      device when device in [:stdio, :standard_io] -> with_leader(self(), options, fun)
      :stderr -> with_device(:standard_error, options, fun)
      device -> with_device(device, options, fun)
    end
  end

  # A process writes to its group leader: a StringIO takes the place of that.
  defp with_leader(pid, options, fun) do
    {:group_leader, original} =
      Process.info(pid, :group_leader) || {:group_leader, Process.group_leader()}

    {:ok, leader} =
      StringIO.open(Keyword.get(options, :input, ""),
        capture_prompt: Keyword.get(options, :capture_prompt, true),
        encoding: Keyword.get(options, :encoding, :unicode)
      )

    try do
      Process.group_leader(pid, leader)
      captured(leader, fun)
    after
      Process.group_leader(pid, original)
    end
  end

  defp captured(string_io, fun) do
    try do
      fun.()
    catch
      kind, reason ->
        StringIO.close(string_io)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      result ->
        {:ok, {_input, output}} = StringIO.close(string_io)
        {result, output}
    end
  end

  # A device with a name is shared by all processes: a server keeps account.
  defp with_device(device, options, fun) do
    input = Keyword.get(options, :input, "")
    encoding = Keyword.get(options, :encoding, :unicode)

    case ExUnit.CaptureServer.device_capture_on(device, encoding, input) do
      {:ok, ref} ->
        try do
          result = fun.()
          {result, ExUnit.CaptureServer.device_output(device, ref)}
        after
          ExUnit.CaptureServer.device_capture_off(ref)
        end

      {:error, :no_device} ->
        raise "could not find IO device registered at #{inspect(device)}"

      {:error, {:changed_encoding, current}} ->
        raise ArgumentError, """
        attempted to change the encoding for a currently captured device #{inspect(device)}.

        Currently set as: #{inspect(current)}
        Given: #{inspect(encoding)}

        If you need to use multiple encodings on a captured device, you cannot \
        run your test asynchronously
        """

      {:error, :input_on_already_captured_device} ->
        raise ArgumentError,
              "attempted multiple captures on device #{inspect(device)} with input. " <>
                "If you need to give an input to a captured device, you cannot run your test asynchronously"
    end
  end
end
