# IEx: the helpers of the shell, under the names that IEx gives them.

defmodule IEx.Helpers do
  @moduledoc "Helpers of the shell: h, i, v, flush, pid, exports and others."

  @doc "The value of the last input, or of the nth (negative: counted from the end)."
  def v(n \\ -1) do
    history = Process.get(:otpsh_history, [])
    found = if n < 0, do: Enum.at(history, -n - 1), else: List.keyfind(history, n, 0)

    case found do
      {_, value} -> value
      nil -> raise RuntimeError, "v(#{n}) is out of bounds"
    end
  end

  @doc "Prints and removes all messages in the shell's mailbox."
  def flush do
    receive do
      msg when elem(msg, 0) != :otpsh_eval or not is_tuple(msg) ->
        IO.inspect(msg)
        flush()
    after
      0 -> :ok
    end
  end

  @doc "The pid with that text, \"0.21.32\"."
  def pid(string) when is_binary(string), do: :erlang.list_to_pid(~c"<#{string}>")
  def pid(name) when is_atom(name), do: Process.whereis(name)

  @doc "The pid of three numbers."
  def pid(x, y, z) when is_integer(x) and x >= 0 and is_integer(y) and y >= 0 and is_integer(z) and z >= 0 do
    pid("#{x}.#{y}.#{z}")
  end

  @doc "The functions and macros that a module offers."
  def exports(module) do
    names = for({name, arity} <- module.__info__(:macros) ++ module.__info__(:functions), do: "#{name}/#{arity}")
    for line <- Enum.chunk_every(Enum.sort(names), 3), do: IO.puts(Enum.map_join(line, "", &String.pad_trailing(&1, 26)))
    :"do not show this result in output"
  end

  @doc "What is known about a module or function."
  defmacro h(term), do: quote(do: IEx.Introspection.h(unquote(IEx.Introspection.target(term, __CALLER__))))

  def h, do: IEx.Introspection.h(IEx.Helpers)

  @doc "Compiles a file and loads its modules."
  def c(file) do
    for {module, _} <- List.wrap(file) |> Enum.flat_map(&Code.require_file/1), do: module
  end

  @doc "Information about a value."
  def i(term \\ v(-1)) do
    IO.puts("Term")
    IO.puts("  " <> inspect(term, pretty: true))
    IO.puts("Data type")
    IO.puts("  " <> data_type(term))
    :"do not show this result in output"
  end

  defp data_type(%module{}), do: inspect(module)
  defp data_type(x) when is_atom(x), do: "Atom"
  defp data_type(x) when is_integer(x), do: "Integer"
  defp data_type(x) when is_float(x), do: "Float"
  defp data_type(x) when is_binary(x), do: "BitString"
  defp data_type(x) when is_bitstring(x), do: "BitString"
  defp data_type(x) when is_list(x), do: "List"
  defp data_type(x) when is_tuple(x), do: "Tuple"
  defp data_type(x) when is_map(x), do: "Map"
  defp data_type(x) when is_pid(x), do: "PID"
  defp data_type(x) when is_reference(x), do: "Reference"
  defp data_type(x) when is_function(x), do: "Function"

  @doc "Information about a process."
  def process_info(pid) when is_pid(pid) do
    for {key, value} <- Process.info(pid) || [], do: IO.puts("#{String.pad_trailing(to_string(key), 20)} #{inspect(value)}")
    :"do not show this result in output"
  end

  @doc "Ends the shell's evaluator and starts another."
  def respawn, do: Process.exit(self(), :kill)

  @doc "The working directory."
  def pwd, do: IO.puts(System.cwd!())

  @doc "Clears the screen."
  def clear do
    IO.write("\e[H\e[2J")
    :"do not show this result in output"
  end
end

defmodule IEx.Introspection do
  @moduledoc false

  # What h was given: a module, Module.function, Module.function/arity, or a
  # local name.
  def target({:/, _, [call, arity]}, env) when is_integer(arity) do
    case target(call, env) do
      {:{}, _, [module, name, _]} -> {:{}, [], [module, name, arity]}
      other -> other
    end
  end

  def target({{:., _, [module, name]}, _, _}, _env) when is_atom(name), do: {:{}, [], [module, name, nil]}

  def target({name, _, args}, env) when is_atom(name) and name not in [:__aliases__, :__MODULE__] and (is_atom(args) or args == []) do
    {:{}, [], [owner(name, env), name, nil]}
  end

  def target(other, _env), do: other

  defp owner(name, env) do
    Enum.find_value(env.functions ++ env.macros, Kernel, fn {module, list} -> if List.keymember?(list, name, 0), do: module end)
  end

  def h({module, name, arity}) do
    with {_, docs} <- :otpsh_code.docs(module),
         [_ | _] = found <- for({_, ^name, n, _, _} = doc <- docs, arity in [nil, n], do: doc) do
      for {kind, _, _, signature, text} <- found do
        prefix = if kind == :macro, do: "defmacro ", else: "def "
        IO.puts("\n  #{prefix}#{signature}\n\n#{indent(text)}\n")
      end
    else
      _ -> IO.puts("No documentation for #{inspect(module)}.#{name}#{if arity, do: "/#{arity}"} was found")
    end

    :"do not show this result in output"
  end

  def h(module) when is_atom(module) do
    case :otpsh_code.docs(module) do
      nil -> IO.puts("Could not load module #{inspect(module)}, got: nofile")
      {text, _} when text in [nil, false] -> IO.puts("#{inspect(module)} was compiled without docs")
      {text, docs} ->
        IO.puts("\n  #{inspect(module)}\n\n#{indent(text)}\n")
        names = for {_, name, n, _, text} <- docs, is_binary(text), do: "#{name}/#{n}"
        if names != [], do: IO.puts("  " <> Enum.join(Enum.sort(names), ", ") <> "\n")
    end

    :"do not show this result in output"
  end

  defp indent(text) when is_binary(text) do
    text |> String.trim_trailing() |> String.split("\n") |> Enum.map_join("\n", &("  " <> &1))
  end

  defp indent(_), do: "  (no documentation)"
end

defmodule IEx do
  @moduledoc "The shell's configuration and helpers."

  @doc "The value that the shell does not print."
  def dont_display_result, do: :"do not show this result in output"

  @doc "Whether a shell runs."
  def started?, do: true

  @doc "Sets how the shell inspects: `inspect: [limit: 5]` and such."
  def configure(options) do
    case Keyword.fetch(options, :inspect) do
      {:ok, inspect} -> Process.put(:otpsh_options, Keyword.merge(Process.get(:otpsh_options, []), inspect))
      :error -> nil
    end

    :ok
  end

  def configuration, do: [inspect: Process.get(:otpsh_options, [])]
  def inspect_opts, do: Process.get(:otpsh_options, [])
  def width, do: 80
  def color(_color, string), do: string
  def version, do: "1.18.4"
end
