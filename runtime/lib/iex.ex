# IEx: the helpers of the shell, under the names that IEx gives them.

defmodule IEx.Helpers do
  @moduledoc "Helpers of the shell: h, i, v, flush, pid, exports and others."

  import IEx, only: [dont_display_result: 0, color: 2]

  @doc "The value of the last input, or of the nth (negative: counted from the end)."
  def v(n \\ -1) when is_integer(n), do: :otpsh_session.value(Process.get(:iex_history, {1, 0, []}), n)

  @doc "Prints and removes all messages in the shell's mailbox."
  def flush do
    receive do
      message ->
        IO.inspect(message, IEx.inspect_opts())
        flush()
    after
      0 -> :ok
    end
  end

  @doc "The pid with that text, \"0.21.32\", or registered under that name."
  def pid("#PID<" <> rest), do: :erlang.list_to_pid(String.to_charlist("<" <> rest))
  def pid(text) when is_binary(text), do: :erlang.list_to_pid(String.to_charlist("<" <> text <> ">"))

  def pid(name) when is_atom(name) do
    case Process.whereis(name) do
      pid when is_pid(pid) -> pid
      _ -> raise ArgumentError, "could not find registered process with name: #{inspect(name)}"
    end
  end

  @doc "The pid of three numbers."
  def pid(x, y, z) when is_integer(x) and x >= 0 and is_integer(y) and y >= 0 and is_integer(z) and z >= 0 do
    pid("#{x}.#{y}.#{z}")
  end

  @doc "The reference with that text, \"0.1.2.3\"."
  def ref(text) when is_binary(text), do: :erlang.list_to_ref(String.to_charlist("#Ref<" <> text <> ">"))

  @doc "The reference of four numbers."
  def ref(w, x, y, z)
      when is_integer(w) and w >= 0 and is_integer(x) and x >= 0 and is_integer(y) and y >= 0 and is_integer(z) and
             z >= 0 do
    ref("#{w}.#{x}.#{y}.#{z}")
  end

  @doc "The functions and macros that a module offers."
  def exports(module \\ Kernel) do
    {macros, functions} =
      if function_exported?(module, :__info__, 1) do
        {module.__info__(:macros), module.__info__(:functions)}
      else
        {[], Enum.sort(module.module_info(:exports))}
      end

    table(for {name, arity} <- macros ++ functions, do: "#{name}/#{arity}")
    dont_display_result()
  end

  # Items in columns, as many as 80 characters hold.
  defp table([]), do: :ok

  defp table(items) do
    width = min(30, items |> Enum.map(&String.length/1) |> Enum.max()) + 4

    Enum.reduce(items, 0, fn item, used ->
      used =
        if used >= 80 do
          IO.puts("")
          0
        else
          used
        end

      cell = String.pad_trailing(item, width) <> " "
      IO.write(cell)
      used + String.length(cell)
    end)

    IO.puts("")
  end

  @doc "What is known about a module or function."
  defmacro h(term), do: quote(do: IEx.Introspection.h(unquote(IEx.Introspection.target(term, __CALLER__))))

  def h, do: IEx.Introspection.h(IEx.Helpers)

  @doc "The callbacks of a behaviour."
  defmacro b(term), do: quote(do: IEx.Introspection.b(unquote(IEx.Introspection.target(term, __CALLER__))))

  @doc "The types of a module."
  defmacro t(term), do: quote(do: IEx.Introspection.t(unquote(IEx.Introspection.target(term, __CALLER__))))

  @doc "Compiles files and loads their modules."
  def c(files) do
    files = List.wrap(files)

    case Enum.reject(files, &File.exists?/1) do
      [] -> for file <- files, {module, _} <- Code.compile_file(file), do: module
      [missing | _] -> raise ArgumentError, "could not find files #{missing}"
    end
  end

  @doc "Compiles the source of a module again."
  def r(module) when is_atom(module) do
    {:reloaded, for({name, _} <- Code.compile_file(source!(module)), do: name)}
  end

  defp source!(module) do
    case module.module_info(:compile)[:source] do
      nil ->
        raise ArgumentError, "could not find source for module: #{inspect(module)}"

      source ->
        if File.exists?(source),
          do: List.to_string(source),
          else: raise(ArgumentError, "could not find source (#{Path.expand(source)}) for module: #{inspect(module)}")
    end
  end

  @doc "Loads a module's code again."
  def l(module) when is_atom(module) do
    if Code.ensure_loaded?(module), do: {:module, module}, else: {:error, :nofile}
  end

  @doc "Information about a value."
  def i(term \\ v(-1)) do
    implemented = {"Implemented protocols", Enum.map_join(protocols(term), ", ", &inspect/1)}

    for {subject, text} <- [{"Term", inspect(term)} | IEx.Info.info(term)] ++ [implemented] do
      IO.puts(color(:eval_result, to_string(subject)))
      text = text |> to_string() |> String.trim() |> String.replace("\n", "\n  ")
      IO.puts(color(:eval_info, "  " <> text))
    end

    dont_display_result()
  end

  @protocols [Collectable, Enumerable, IEx.Info, Inspect, JSON.Encoder, List.Chars, String.Chars]

  defp protocols(term) do
    for protocol <- @protocols, Code.ensure_loaded?(protocol), protocol.impl_for(term) != nil, do: protocol
  end

  @doc "Information about a process."
  def process_info(process) do
    keys = [:initial_call, :current_function, :registered_name, :status, :message_queue_len, :group_leader] ++
             [:priority, :trap_exit, :reductions, :links, :monitors] ++
             [:memory, :total_heap_size, :heap_size, :stack_size, :current_stacktrace]

    pid = GenServer.whereis(process)

    case is_pid(pid) and Process.info(pid, keys) do
      [_ | _] = info -> print_process(pid, info)
      _ -> IO.puts(color(:eval_error, "Failed to get process info. Either the process was not found or is not alive."))
    end

    dont_display_result()
  end

  defp print_process(pid, info) do
    IO.puts(color(:eval_result, "\n# Process #{inspect(pid)}"))

    pane("Overview")

    for {key, label} <- [
          initial_call: "Initial call",
          current_function: "Current function",
          registered_name: "Registered name",
          status: "Status",
          message_queue_len: "Message queue length",
          group_leader: "Group leader",
          priority: "Priority",
          trap_exit: "Trap exit",
          reductions: "Reductions"
        ],
        do: entry(label, inspect(info[key], printable_limit: 256, limit: 5))

    related("Links", info[:links])
    related("Monitors", for({_, other} <- info[:monitors], do: other))

    pane("Memory")

    for {key, label} <- [
          memory: "Memory",
          total_heap_size: "Total heap size",
          heap_size: "Heap size",
          stack_size: "Stack size"
        ],
        do: entry(label, bytes(info[key]))

    pane("Current stacktrace")
    IO.puts(color(:eval_info, Exception.format_stacktrace(info[:current_stacktrace])))
  end

  defp related(_title, []), do: :ok

  defp related(title, others) do
    pane(title)
    for other <- others, do: entry(inspect(other), about(other))
  end

  defp about(name) when is_atom(name), do: about(Process.whereis(name))

  defp about(pid) when is_pid(pid) do
    case Process.info(pid, [:initial_call, :dictionary, :registered_name]) do
      [initial_call: initial, dictionary: dictionary, registered_name: name] ->
        label = dictionary[:"$process_label"]

        cond do
          name != [] -> inspect(name)
          is_binary(label) -> label
          label != nil -> inspect(label)
          true -> call_text(Keyword.get(dictionary, :"$initial_call", initial))
        end

      _ ->
        "-"
    end
  end

  defp about(_other), do: "-"

  defp call_text({:supervisor, module, arity}), do: Exception.format_mfa(module, :init, arity)
  defp call_text({module, function, arity}), do: Exception.format_mfa(module, function, arity)
  defp call_text(_), do: "-"

  defp pane(title), do: IO.puts(color(:eval_result, "\n## #{title} \n"))
  defp entry(label, text), do: IO.puts("#{color(:eval_info, String.pad_trailing(label, 20))} #{text}")

  defp bytes(n) when n >= 1_000_000_000, do: "#{div(n, 1_000_000_000)} GB"
  defp bytes(n) when n >= 1_000_000, do: "#{div(n, 1_000_000)} MB"
  defp bytes(n) when n >= 1_000, do: "#{div(n, 1_000)} KB"
  defp bytes(n), do: "#{n} B"

  @doc "A new evaluator: what was bound is forgotten."
  def respawn do
    if Process.get(:iex_history), do: Process.put(:otpsh_respawn, true)
    dont_display_result()
  end

  @doc "The working directory."
  def pwd do
    IO.puts(color(:eval_info, File.cwd!()))
    dont_display_result()
  end

  @doc "Changes the working directory."
  def cd(directory) when is_binary(directory) do
    case File.cd(Path.expand(directory)) do
      :ok -> pwd()
      {:error, :enoent} -> IO.puts(color(:eval_error, "No directory #{directory}"))
    end

    dont_display_result()
  end

  @doc "The files of a directory."
  def ls(path \\ ".") when is_binary(path) do
    path = Path.expand(path)

    case File.ls(path) do
      {:ok, items} -> table(Enum.sort(items))
      {:error, :enoent} -> IO.puts(color(:eval_error, "No such file or directory #{path}"))
      {:error, :enotdir} -> IO.puts(color(:eval_info, Path.absname(path)))
    end

    dont_display_result()
  end

  @doc "Clears the screen."
  def clear do
    if IO.ANSI.enabled?(),
      do: IO.write([IO.ANSI.home(), IO.ANSI.clear()]),
      else: IO.puts("Cannot clear the screen because ANSI escape codes are not enabled on this shell")

    dont_display_result()
  end

  @doc "Evaluates a file as if it were typed here."
  defmacro import_file(path) when is_binary(path), do: Code.string_to_quoted!(File.read!(Path.expand(path)), file: path)

  defmacro import_file(_), do: raise(ArgumentError, "import_file/1 expects a literal binary as its argument")

  @doc "As `import_file/1`, if there is such a file."
  defmacro import_file_if_available(path) when is_binary(path) do
    path = Path.expand(path)
    if File.exists?(path), do: Code.string_to_quoted!(File.read!(path), file: path)
  end

  defmacro import_file_if_available(_),
    do: raise(ArgumentError, "import_file_if_available/1 expects a literal binary as its argument")

  @doc "Imports a module, if there is one."
  defmacro import_if_available(module, opts \\ []) do
    if Code.ensure_loaded?(Macro.expand(module, __CALLER__)), do: quote(do: import(unquote(module), unquote(opts)))
  end

  @doc "Uses a module, if there is one."
  defmacro use_if_available(module, opts \\ []) do
    if Code.ensure_loaded?(Macro.expand(module, __CALLER__)), do: quote(do: use(unquote(module), unquote(opts)))
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
    found =
      case :otpsh_code.docs(module) do
        {_, docs} -> for {_, ^name, n, _, _} = doc <- docs, arity in [nil, n], do: doc
        nil -> []
      end

    case {found, Code.ensure_loaded?(module)} do
      {[_ | _], _} -> Enum.each(found, &print_function/1)
      {[], true} -> IO.puts("No documentation for #{inspect(module)}.#{name}#{if arity, do: "/#{arity}"} was found")
      {[], false} -> not_loaded(module)
    end

    IEx.dont_display_result()
  end

  def h(module) when is_atom(module) do
    case :otpsh_code.docs(module) do
      nil ->
        not_loaded(module)

      {text, _docs} when text in [nil, false] ->
        IO.puts("#{inspect(module)} was not compiled with docs")

      {text, docs} ->
        IO.puts("\n  #{inspect(module)}\n\n#{indent(text)}\n")
        names = for {_, name, n, _, text} <- docs, is_binary(text), do: "#{name}/#{n}"
        if names != [], do: IO.puts("  " <> Enum.join(Enum.sort(names), ", ") <> "\n")
    end

    IEx.dont_display_result()
  end

  defp print_function({kind, _, _, signature, text}) do
    IO.puts("\n  #{if kind == :macro, do: "defmacro", else: "def"} #{signature}\n\n#{indent(text)}\n")
  end

  defp not_loaded(module), do: IO.puts("Could not load module #{inspect(module)}, got: nofile")

  # The callbacks of a behaviour, one a line.
  def b({module, name, arity}), do: callbacks(module, &(elem(&1, 0) == name and arity in [nil, elem(&1, 1)]))
  def b(module) when is_atom(module), do: callbacks(module, fn _ -> true end)

  defp callbacks(module, wanted?) do
    cond do
      not Code.ensure_loaded?(module) ->
        not_loaded(module)

      function_exported?(module, :behaviour_info, 1) ->
        optional = module.behaviour_info(:optional_callbacks)

        for {name, arity} = callback <- Enum.sort(module.behaviour_info(:callbacks)), wanted?.(callback) do
          IO.puts("@callback #{name}/#{arity}#{if callback in optional, do: " (optional)"}")
        end

      true ->
        IO.puts("No callbacks for #{inspect(module)} were found")
    end

    IEx.dont_display_result()
  end

  # Types are not kept in compiled code, here as for what real Elixir compiles
  # in memory.
  def t({module, _name, _arity}), do: t(module)

  def t(module) do
    IO.puts("No type information for #{inspect(module)} was found")
    IEx.dont_display_result()
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
  def started?, do: :persistent_term.get({:otpsh_iex}, false)

  @doc """
  Configures the shell: `inspect: [limit: 5]`, `default_prompt: "%prefix(%counter)>"`,
  `continuation_prompt:`, `history_size:`, `width:`, `colors:`.
  """
  def configure(options), do: IEx.Config.configure(options)

  def configuration, do: IEx.Config.configuration()
  def inspect_opts, do: IEx.Config.inspect_opts()
  def width, do: IEx.Config.width()
  def version, do: System.version()

  @doc "A text in a configured colour, plain when colours are off."
  def color(color, string) do
    case IEx.Config.color(color) do
      nil -> string
      ansi -> [ansi | string] |> IO.ANSI.format(true) |> IO.iodata_to_binary()
    end
  end
end

defmodule IEx.Config do
  @moduledoc false

  # Where nothing is configured, these hold.
  @defaults [
    auto_reload: false,
    colors: [],
    inspect: [pretty: true],
    default_prompt: "%prefix(%counter)>",
    history_size: 20,
    alive_prompt: "%prefix(%node)%counter>"
  ]
  @others [:continuation_prompt, :alive_continuation_prompt, :width, :parser, :dot_iex]

  def get(:continuation_prompt), do: :application.get_env(:iex, :continuation_prompt, get(:default_prompt))
  def get(key), do: :application.get_env(:iex, key, @defaults[key])

  def configuration do
    for({key, _} <- @defaults, do: {key, get(key)}) ++
      for key <- @others, {:ok, value} <- [:application.get_env(:iex, key)], do: {key, value}
  end

  def configure(options) do
    for option <- options, not valid?(option), do: raise(ArgumentError, "invalid configuration #{inspect(option)}")

    for {key, value} <- options do
      value = if key in [:colors, :inspect], do: Keyword.merge(get(key), value), else: value
      :application.set_env(:iex, key, value)
    end

    :ok
  end

  defp valid?({key, value}) when key in [:colors, :inspect], do: is_list(value)
  defp valid?({key, value}) when key in [:history_size, :width], do: is_integer(value)
  defp valid?({:auto_reload, value}), do: is_boolean(value)
  defp valid?({:parser, value}), do: tuple_size(value) == 3
  defp valid?({:dot_iex, value}), do: is_binary(value)

  defp valid?({key, value})
       when key in [:default_prompt, :continuation_prompt, :alive_prompt, :alive_continuation_prompt],
       do: is_binary(value)

  defp valid?(_), do: false

  def width, do: :application.get_env(:iex, :width, 80)

  # With colours, what follows a coloured part goes on in that of a result.
  def inspect_opts do
    opts = Keyword.put_new_lazy(get(:inspect), :width, &width/0)

    case color(:syntax_colors) do
      off when off in [nil, false] ->
        opts

      colors ->
        colors = [reset: [:reset | List.wrap(color(:eval_result))]] ++ colors
        Keyword.update(opts, :syntax_colors, colors, &Keyword.merge(colors, &1))
    end
  end

  # What is not configured has a colour when colours are on: as they are where
  # the output is a terminal.
  @colors [
    eval_interrupt: [:yellow],
    eval_result: [:yellow],
    eval_error: [:red],
    eval_info: [:normal],
    stack_info: [:red],
    blame_diff: [:red],
    ls_directory: [:blue],
    ls_device: [:green],
    doc_bold: [:bright],
    doc_code: [:cyan],
    doc_headings: [:yellow],
    doc_metadata: [:yellow],
    doc_quote: [:light_black],
    doc_inline_code: [:cyan],
    doc_table_heading: [:reverse],
    doc_title: [:reverse, :yellow],
    doc_underline: [:underline]
  ]

  # nil when colours are off.
  def color(name) do
    colors = get(:colors)

    if Keyword.get_lazy(colors, :enabled, &IO.ANSI.enabled?/0) do
      Keyword.get_lazy(colors, name, fn -> default_color(name) end)
    end
  end

  defp default_color(:syntax_colors), do: IO.ANSI.syntax_colors()
  defp default_color(name), do: Keyword.fetch!(@colors, name)
end
