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
  def put_env(map), do: Enum.each(map, fn {key, value} -> put_or_delete(to_string(key), value) end)

  def put_env(varname, value) when is_binary(varname) and is_binary(value) do
    if String.contains?(varname, "=") do
      raise ArgumentError, ~s(cannot execute System.put_env/2 for key with "=", got: #{Kernel.inspect(varname)})
    end

    no_null_byte!(varname, "System.put_env/2", "key")
    no_null_byte!(value, "System.put_env/2", "value")
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
    Enum.find_value(String.split(get_env("PATH", ""), ":"), fn dir ->
      path = Path.join(dir, program)
      if :otpsh_system.regular?(path), do: path
    end)
  end

  @doc "Runs a program with arguments. Returns {output, exit status}."
  def cmd(command, args, opts \\ []) when is_binary(command) and is_list(args) do
    no_null_byte!(command, "System.cmd/3", "program")
    if not Enum.all?(args, &is_binary/1), do: raise(ArgumentError, "all arguments for System.cmd/3 must be binaries")
    for arg <- args, do: no_null_byte!(arg, "System.cmd/3", "arguments")
    execute(command, args, opts)
  end

  defp no_null_byte!(text, operation, what) do
    if String.contains?(text, "\0") do
      raise ArgumentError, "cannot execute #{operation} for #{what} with null byte, got: #{Kernel.inspect(text)}"
    end
  end

  defp execute(command, args, opts) do
    for {key, value} <- opts, key not in [:into, :lines, :cd, :arg0, :stderr_to_stdout, :parallelism, :env, :use_stdio, :close_stdin],
        do: raise(ArgumentError, "invalid option #{Kernel.inspect(key)} with value #{Kernel.inspect(value)}")

    env =
      for {name, value} <- opts[:env] || [],
          do: if(value, do: "#{name}=#{value}", else: to_string(name))

    case :otpsh_system.exec(command, args, opts[:cd] || "", env, opts[:stderr_to_stdout] == true) do
      {:ok, output, status} -> {collect(output, opts[:lines], opts[:into] || ""), status}
      {:error, reason} -> :erlang.error(reason)
    end
  end

  defp collect(output, nil, into), do: Enum.into(if(output == "", do: [], else: [output]), into)

  defp collect(output, lines, into) when is_integer(lines) do
    output = String.split(output, ["\r\n", "\n"])
    Enum.into(if(List.last(output) == "", do: Enum.drop(output, -1), else: output), into)
  end

  @doc "Runs a command line in a shell. Returns {output, exit status}."
  def shell(command, opts \\ []) when is_binary(command) do
    no_null_byte!(command, "System.shell/2", "command")
    execute("sh", ["-c", command], opts)
  end

  @doc "The current stack trace is not kept by the system: an empty list."
  def stacktrace, do: []
end

defmodule System.EnvError do
  defexception [:env]

  def message(%{env: env}) do
    "could not fetch environment variable #{inspect(env)} because it is not set"
  end
end
