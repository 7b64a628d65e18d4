# System: the program, its environment, its clocks.

defmodule System do
  @moduledoc "Functions on the system: arguments, environment, time, exit."

  @doc "The arguments of the program."
  def argv, do: :otpsh_system.argv()
  @doc "Replaces the arguments."
  def argv(args) when is_list(args), do: :otpsh_system.put_argv(args)

  @doc "All environment variables as a map."
  def get_env, do: Map.new(:otpsh_system.environ())

  @doc "The value of an environment variable, or the default."
  def get_env(varname, default \\ nil) when is_binary(varname) and (is_binary(default) or is_nil(default)) do
    case :otpsh_system.getenv(varname) do
      nil -> default
      value -> value
    end
  end

  @doc "{:ok, value} of an environment variable, or :error."
  def fetch_env(varname) when is_binary(varname) do
    case :otpsh_system.getenv(varname) do
      nil -> :error
      value -> {:ok, value}
    end
  end

  @doc "The value of an environment variable; System.EnvError when it is not set."
  def fetch_env!(varname) when is_binary(varname) do
    case :otpsh_system.getenv(varname) do
      nil -> raise System.EnvError, env: varname
      value -> value
    end
  end

  @doc "Sets environment variables."
  def put_env(enum), do: Enum.each(enum, fn {key, value} -> put_or_delete(to_string(key), value) end)

  def put_env(varname, value) when is_binary(varname) and is_binary(value) do
    if String.contains?(varname, "=") do
      raise ArgumentError,
            ~s(cannot execute System.put_env/2 for key with "=", got: ) <> inspect(varname)
    end

    :otpsh_system.putenv(varname, value)
  end

  defp put_or_delete(key, nil), do: delete_env(key)
  defp put_or_delete(key, value), do: put_env(key, to_string(value))

  @doc "Deletes an environment variable."
  def delete_env(varname) when is_binary(varname), do: :otpsh_system.unsetenv(varname)

  @doc "Ends the program at once with a status: an integer, :abort, or a text."
  def halt(status \\ 0)
  def halt(status) when is_integer(status) or status == :abort or is_binary(status), do: :otpsh_system.halt(status)

  @doc "Ends the program with a status, after the at_exit hooks."
  def stop(status \\ 0)
  def stop(status) when is_integer(status) or is_binary(status), do: :otpsh_system.halt(status)

  @doc "Has a function of the exit status called when the program ends."
  def at_exit(fun) when is_function(fun, 1), do: :otpsh_main.at_exit(fun)

  @doc "The version of Elixir that is spoken."
  def version, do: "1.18.4"
  @doc "Information on the build."
  def build_info, do: %{build: "1.18.4 (compiled with Erlang/OTP 25)", date: "", revision: "", version: "1.18.4", otp_release: "25"}
  @doc "The release of OTP that is spoken."
  def otp_release, do: "25"
  @doc "The number of schedulers."
  def schedulers, do: :erlang.system_info(:schedulers)
  @doc "The number of schedulers that run."
  def schedulers_online, do: :erlang.system_info(:schedulers_online)
  def compiled_endianness, do: endianness()
  def endianness, do: :little
  def pid, do: "1"
  def no_halt, do: false
  def no_halt(boolean) when is_boolean(boolean), do: :ok
  @deprecated "Use System.pid/0 instead"
  @doc false
  def get_pid, do: pid()

  @signals [:sigabrt, :sigalrm, :sigchld, :sighup, :sigquit, :sigstop, :sigterm, :sigtstp, :sigusr1, :sigusr2]
  def trap_signal(signal, id \\ make_ref(), fun)
  def trap_signal(signal, id, fun) when signal in @signals and is_function(fun, 0), do: {:ok, id}
  def untrap_signal(_signal, _id), do: {:error, :not_found}
  def wait_until_booted, do: :ok

  @doc "Monotonic time, in native units or the given unit."
  def monotonic_time, do: :erlang.monotonic_time()
  def monotonic_time(unit), do: :erlang.monotonic_time(normalize(unit))
  @doc "System time, in native units or the given unit."
  def system_time, do: :erlang.system_time()
  def system_time(unit), do: :erlang.system_time(normalize(unit))
  @doc "System time as the operating system tells it."
  def os_time, do: :erlang.system_time()
  def os_time(unit), do: :erlang.system_time(normalize(unit))
  @doc "What must be added to monotonic time for system time."
  def time_offset, do: :erlang.time_offset()
  def time_offset(unit), do: :erlang.time_offset(normalize(unit))
  @doc "Converts a time between units."
  def convert_time_unit(time, from_unit, to_unit), do: :erlang.convert_time_unit(time, normalize(from_unit), normalize(to_unit))

  @doc "An integer that is unique in this world."
  def unique_integer(modifiers \\ []) when is_list(modifiers), do: :erlang.unique_integer(modifiers)

  defp normalize(:native), do: :native
  defp normalize(:second), do: :second
  defp normalize(:millisecond), do: :millisecond
  defp normalize(:microsecond), do: :microsecond
  defp normalize(:nanosecond), do: :nanosecond
  defp normalize(unit) when is_integer(unit) and unit > 0, do: unit

  defp normalize(other) do
    raise ArgumentError,
          "unsupported time unit. Expected :second, :millisecond, :microsecond, :nanosecond, or a positive integer, got #{inspect(other)}"
  end

  @doc "The directory for temporary files, or nil."
  def tmp_dir, do: get_env("TMPDIR") || get_env("TEMP") || get_env("TMP") || "/tmp"
  def tmp_dir!, do: tmp_dir()
  @doc "The user's home directory, or nil."
  def user_home, do: get_env("HOME") || get_env("USERPROFILE")
  def user_home!, do: user_home() || raise("could not find the user home, please set the HOME environment variable")
  @doc "The working directory."
  def cwd, do: :otpsh_system.cwd()
  def cwd!, do: :otpsh_system.cwd()

  @doc "The path of a program, or nil."
  def find_executable(program) when is_binary(program) do
    refuse_null(program, "System.find_executable/1")
    find_program(program)
  end

  defp find_program("/" <> _ = path), do: if(:otpsh_system.regular?(path), do: path)

  defp find_program(program) do
    Enum.find_value(String.split(get_env("PATH", ""), ":"), fn dir ->
      path = Path.join(dir, program)
      if :otpsh_system.regular?(path), do: path
    end)
  end

  @doc """
  Runs a program with arguments. Returns {output, exit status}.

  Options: `:into` (a collectable for the output, default ""), `:lines` (collect
  it line by line), `:cd`, `:env` (pairs of strings; a value of nil removes the
  variable), `:stderr_to_stdout`; `:arg0`, `:parallelism`, `:use_stdio` and
  `:close_stdin` have no effect here.
  """
  def cmd(command, args, opts \\ []) when is_binary(command) and is_list(args) do
    refuse_null(command, "System.cmd/3")

    if not Enum.all?(args, &is_binary/1),
      do: raise(ArgumentError, "all arguments for System.cmd/3 must be binaries")

    execute(command, args, Enum.map(opts, &checked_option/1))
  end

  @doc "Runs a command line in a shell, with the options of cmd/3. Returns {output, exit status}."
  def shell(command, opts \\ []) when is_binary(command) do
    refuse_null(command, "System.shell/2")
    execute("sh", ["-c", String.trim(command)], Enum.map(opts, &checked_option/1))
  end

  defp refuse_null(command, function) do
    if String.contains?(command, "\0") do
      raise ArgumentError,
            "cannot execute #{function} for program with null byte, got: " <> inspect(command)
    end
  end

  defp checked_option({:into, _} = option), do: option
  defp checked_option({:lines, n} = option) when is_integer(n) and n > 0, do: option
  defp checked_option({key, text} = option) when key in [:cd, :arg0] and is_binary(text), do: option
  defp checked_option({:env, env}), do: {:env, Enum.map(env, &change/1)}

  defp checked_option({key, value} = option)
       when key in [:stderr_to_stdout, :parallelism, :use_stdio, :close_stdin] and is_boolean(value),
       do: option

  defp checked_option({key, value}),
    do: raise(ArgumentError, "invalid option #{inspect(key)} with value #{inspect(value)}")

  defp change({name, nil}), do: List.to_string(String.to_charlist(name))
  defp change({name, value}), do: List.to_string(String.to_charlist(name)) <> "=" <> List.to_string(String.to_charlist(value))

  defp execute(command, args, opts) do
    merged = opts[:stderr_to_stdout] == true

    case :otpsh_system.exec(command, args, opts[:cd] || "", opts[:env] || [], merged) do
      {:ok, output, status} -> {collected(output, opts), status}
      {:error, :sandboxed} -> raise "the sandbox refuses to run programs"
      {:error, reason} -> :erlang.error(reason)
    end
  end

  defp collected(output, opts) do
    {initial, collector} = Collectable.into(Keyword.get(opts, :into, ""))

    parts =
      cond do
        output == "" -> []
        opts[:lines] -> output |> String.split(["\r\n", "\n"]) |> without_last_empty()
        true -> [output]
      end

    parts
    |> Enum.reduce(initial, fn part, acc -> collector.(acc, {:cont, part}) end)
    |> collector.(:done)
  end

  defp without_last_empty(lines),
    do: if(List.last(lines) == "", do: Enum.drop(lines, -1), else: lines)

  @doc "The current stack trace is not kept by the system: an empty list."
  def stacktrace, do: []
end

defmodule System.EnvError do
  defexception [:env]

  def message(%{env: env}) do
    "could not fetch environment variable #{inspect(env)} because it is not set"
  end
end
