# IEx.Helpers: what can be called by its name alone at a prompt.

defmodule IEx.Helpers do
  @moduledoc """
  The helpers of the shell: functions that are imported at every prompt.

  Ask about anything with `h`, about a value with `i`:

      h Enum
      h Enum.map/2
      i "hello"

  About code:

    * `h/1` - the documentation of a module, function or macro
    * `b/1` - the callbacks of a behaviour
    * `t/1` - the types of a module
    * `exports/1` - what a module offers to others
    * `open/1` - a module or function in your editor
    * `c/1`, `c/2` - compiles files
    * `r/1` - compiles the source of a module again
    * `l/1` - loads the code of a module again
    * `recompile/0` - compiles a Mix project again
    * `import_file/1` - evaluates a file as if it were typed

  About values and processes:

    * `i/0`, `i/1` - what kind of value it is
    * `v/0`, `v/1` - the value of an earlier input
    * `flush/0` - prints the messages that the shell has got
    * `pid/1`, `pid/3`, `port/1`, `port/2`, `ref/1`, `ref/4` - what such a text names
    * `process_info/1` - what a process does
    * `runtime_info/0`, `runtime_info/1` - what the system does

  About files, and the shell itself:

    * `ls/0`, `ls/1`, `cd/1`, `pwd/0` - folders
    * `clear/0` - clears the screen
    * `respawn/0` - a new evaluator, without variables

  `exports(IEx.Helpers)` lists all of them.
  """

  import IEx, only: [dont_display_result: 0, color: 2]

  # -- Code ----------------------------------------------------------------------

  @doc "Prints the documentation of this module."
  def h, do: IEx.Introspection.h(IEx.Helpers)

  @doc """
  Prints the documentation of a module, or of a function or macro of it.

      h Enum
      h Enum.map
      h Enum.map/2
      h receive/1
  """
  defmacro h(term), do: quote(do: IEx.Introspection.h(unquote(IEx.Introspection.target(term, __CALLER__))))

  @doc """
  Prints the callbacks of a behaviour; of one callback, its documentation too.

      b GenServer
      b GenServer.init/1
  """
  defmacro b(term), do: quote(do: IEx.Introspection.b(unquote(IEx.Introspection.target(term, __CALLER__))))

  @doc """
  Prints the types of a module; of one type, its documentation too.

      t Enumerable
      t Enumerable.t
  """
  defmacro t(term), do: quote(do: IEx.Introspection.t(unquote(IEx.Introspection.target(term, __CALLER__))))

  @doc """
  Opens a module, a function or `{file, line}` in an editor: the one that the variable
  `ELIXIR_EDITOR` names, or else `EDITOR`.

  The command is given `file:line`, or what `__FILE__` and `__LINE__` in it ask for.
  What it prints is shown here, so it must not want the terminal for itself.
  """
  defmacro open(term), do: quote(do: IEx.Introspection.open(unquote(IEx.Introspection.target(term, __CALLER__))))

  @doc "Prints the functions and macros that a module offers to others."
  @doc since: "1.5.0"
  def exports(module \\ Kernel) do
    table(for({name, arity} <- exported(module), do: "#{name}/#{arity}"), &String.pad_trailing/2)
    dont_display_result()
  end

  # Modules of Erlang know nothing of macros.
  defp exported(module) do
    if Code.ensure_loaded?(module) and function_exported?(module, :__info__, 1) and not erlang?(module),
      do: module.__info__(:macros) ++ module.__info__(:functions),
      else: module.module_info(:exports) -- [__info__: 1, module_info: 0, module_info: 1]
  end

  defp erlang?(module), do: not match?("Elixir." <> _, Atom.to_string(module)) and :otpsh_code.of_library(module)

  @doc """
  Compiles files, and gives the names of their modules. With a path, the documentation
  and types of the modules can be read by `h`, `t` and `b` as well.
  """
  def c(files, path \\ :in_memory) when is_binary(path) or path == :in_memory do
    files = List.wrap(files)
    if not Enum.all?(files, &is_binary/1), do: raise(ArgumentError, "expected a binary or a list of binaries as argument")
    missing = Enum.reject(files, &File.exists?/1)
    if missing != [], do: raise(ArgumentError, "could not find files #{Enum.join(missing, ", ")}")

    case IEx.Compiling.compile(files) do
      {:ok, modules, _warnings} ->
        if path != :in_memory, do: Enum.each(modules, &:otpsh_docs.keep/1)
        modules

      {:error, _errors, _warnings} ->
        raise CompileError
    end
  end

  @doc "Compiles the source files of modules again."
  def r(module_or_modules) do
    sources = for module <- List.wrap(module_or_modules), do: IEx.Compiling.source!(module)

    {:ok, modules, _warnings} = IEx.Compiling.compile(Enum.uniq(sources))
    {:reloaded, modules}
  end

  @doc "Loads the code of a module again, from where it was compiled to."
  def l(module) when is_atom(module) do
    if :otpsh_docs.kept?(module), do: :code.load_file(module), else: {:error, :nofile}
  end

  @doc "Compiles the files of the mix project again, when one has changed or with `force: true`: :ok, :noop or :error."
  def recompile(options \\ []) when is_list(options) do
    case :otpsh_project.recompile(Keyword.get(options, :force, false)) do
      :no_project ->
        IO.puts(color(:eval_error, "Mix is not running. Please start IEx with: iex -S mix"))
        :error

      result ->
        result
    end
  end

  @doc "Loads the code of a module on other nodes."
  def nl(nodes \\ Node.list(), module) when is_list(nodes) and is_atom(module) do
    if :otpsh_docs.kept?(module), do: {:ok, for(node <- nodes, do: {node, :badrpc, :noconnection})}, else: {:error, :nofile}
  end

  # -- Values and processes --------------------------------------------------------

  @doc "The value of the last input, or of the nth; a negative number counts from the last."
  def v(n \\ -1), do: :otpsh_session.value(Process.get(:iex_history, {1, 0, []}), n)

  @doc "Prints what kind of value it is and what it can be used with; without a value, of the last input's."
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

  @doc "Prints the messages in the shell's mailbox, and removes them."
  def flush, do: flush(IEx.inspect_opts())

  defp flush(options) do
    receive do
      message ->
        IO.inspect(message, options)
        flush(options)
    after
      0 -> :ok
    end
  end

  @doc "The pid of a text, such as \"0.21.32\", or the one that is registered under a name."
  @spec pid(binary | atom) :: pid()
  def pid("#PID<" <> string), do: :erlang.list_to_pid(String.to_charlist("<" <> string))
  def pid(string) when is_binary(string), do: :erlang.list_to_pid(String.to_charlist("<" <> string <> ">"))

  def pid(name) when is_atom(name) do
    case Process.whereis(name) do
      pid when is_pid(pid) -> pid
      _ -> raise ArgumentError, "could not find registered process with name: #{inspect(name)}"
    end
  end

  @doc "The pid of three numbers."
  @spec pid(non_neg_integer, non_neg_integer, non_neg_integer) :: pid()
  def pid(x, y, z) when is_integer(x) and x >= 0 and is_integer(y) and y >= 0 and is_integer(z) and z >= 0 do
    pid("#{x}.#{y}.#{z}")
  end

  @doc "The port of a text, such as \"0.4\"."
  @doc since: "1.8.0"
  @spec port(binary) :: port()
  def port(string) when is_binary(string), do: :erlang.list_to_port(String.to_charlist("#Port<" <> string <> ">"))

  @doc "The port of two numbers."
  @doc since: "1.8.0"
  @spec port(non_neg_integer, non_neg_integer) :: port()
  def port(major, minor) when is_integer(major) and major >= 0 and is_integer(minor) and minor >= 0, do: port("#{major}.#{minor}")

  @doc "The reference of a text, such as \"0.1.2.3\"."
  @doc since: "1.6.0"
  @spec ref(binary) :: reference()
  def ref(string) when is_binary(string), do: :erlang.list_to_ref(String.to_charlist("#Ref<" <> string <> ">"))

  @doc "The reference of four numbers."
  @doc since: "1.6.0"
  @spec ref(non_neg_integer, non_neg_integer, non_neg_integer, non_neg_integer) :: reference()
  def ref(w, x, y, z)
      when is_integer(w) and w >= 0 and is_integer(x) and x >= 0 and is_integer(y) and y >= 0 and is_integer(z) and
             z >= 0 do
    ref("#{w}.#{x}.#{y}.#{z}")
  end

  @doc "Prints what a process is doing: its state, links, monitors, memory and stack."
  @doc since: "1.19.0"
  def process_info(pid) do
    IEx.Report.process(pid)
    dont_display_result()
  end

  @doc "Prints versions, memory and limits of the system."
  @doc since: "1.5.0"
  def runtime_info, do: runtime_info([:system, :memory, :limits])

  @doc "Prints one topic or several: `:system`, `:memory`, `:limits`, `:applications`, `:allocators`."
  @doc since: "1.5.0"
  def runtime_info(topic) when is_atom(topic) and topic in [:system, :memory, :limits, :applications, :allocators],
    do: runtime_info([topic])

  def runtime_info(topics) when is_list(topics) do
    IEx.Report.runtime(Enum.uniq(topics))
    dont_display_result()
  end

  # -- Files, and the shell itself --------------------------------------------------

  @doc "Prints the working directory."
  def pwd do
    IO.puts(color(:eval_info, File.cwd!()))
    dont_display_result()
  end

  @doc "Changes the working directory."
  def cd(directory) when is_binary(directory) do
    case File.cd(in_home(directory)) do
      :ok -> pwd()
      {:error, :enoent} -> IO.puts(color(:eval_error, "No directory #{directory}"))
      {:error, :sandboxed} -> refused()
    end

    dont_display_result()
  end

  @doc "Prints the files of a directory."
  def ls(path \\ ".") when is_binary(path) do
    path = in_home(path)

    case File.ls(path) do
      {:ok, items} -> table(Enum.sort(items), &file_cell(path, &1, &2))
      {:error, :enoent} -> IO.puts(color(:eval_error, "No such file or directory #{path}"))
      {:error, :enotdir} -> IO.puts(color(:eval_info, Path.absname(path)))
      {:error, :sandboxed} -> refused()
    end

    dont_display_result()
  end

  defp refused, do: IO.puts(color(:eval_error, List.to_string(:file.format_error(:sandboxed))))

  defp in_home("~" <> rest), do: System.user_home!() <> rest
  defp in_home(path), do: path

  defp file_cell(directory, item, width) do
    cell = String.pad_trailing(item, width)

    case File.stat(Path.join(directory, item)) do
      {:ok, %File.Stat{type: :device}} -> color(:ls_device, cell)
      {:ok, %File.Stat{type: :directory}} -> color(:ls_directory, cell)
      _ -> cell
    end
  end

  # Items in columns, as many as the window, or 80 characters, hold. cell is an item with
  # its padding, which a colour makes no wider.
  defp table([], _cell), do: :ok

  defp table(items, cell) do
    width = min(30, items |> Enum.map(&String.length/1) |> Enum.max()) + 4
    room = min(80, IEx.width())

    Enum.reduce(items, 0, fn item, used ->
      if used >= room, do: IO.puts("")
      IO.write(cell.(item, width) <> " ")
      if(used >= room, do: 0, else: used) + max(width, String.length(item)) + 1
    end)

    IO.puts("")
  end

  @doc "Clears the screen."
  def clear do
    if IO.ANSI.enabled?(),
      do: IO.write([IO.ANSI.home(), IO.ANSI.clear()]),
      else: IO.puts("Cannot clear the screen because ANSI escape codes are not enabled on this shell")

    dont_display_result()
  end

  @doc "A new evaluator: what was bound is forgotten."
  def respawn do
    if Process.get(:iex_history), do: Process.put(:otpsh_respawn, true)
    dont_display_result()
  end

  @doc "Opens the place where a process was stopped to be looked at."
  def open do
    IO.puts(color(:eval_error, "Pry session is not currently enabled"))
    dont_display_result()
  end

  # -- Files and modules that are there at times --------------------------------------

  @doc "Evaluates a file as if it were typed here."
  @doc since: "1.4.0"
  defmacro import_file(path) when is_binary(path), do: imported(path, false)
  defmacro import_file(_), do: raise(ArgumentError, "import_file/1 expects a literal binary as its argument")

  @doc false
  @deprecated "Use import_file_if_available/1 instead"
  defmacro import_file(path, opts) when is_binary(path) and is_list(opts), do: imported(path, Keyword.get(opts, :optional, false))

  @doc "As `import_file/1`, if there is such a file."
  defmacro import_file_if_available(path) when is_binary(path), do: imported(path, true)

  defmacro import_file_if_available(_),
    do: raise(ArgumentError, "import_file_if_available/1 expects a literal binary as its argument")

  # A file that the shell's own file imports is imported once.
  defp imported(path, optional?) do
    path = Path.expand(path)
    before = Process.get(:iex_imported_paths)

    cond do
      optional? and not File.exists?(path) ->
        nil

      before && path in before ->
        IO.warn("path #{path} was already imported, skipping circular file imports", [])

      true ->
        if before, do: Process.put(:iex_imported_paths, MapSet.put(before, path))
        path |> File.read!() |> Code.string_to_quoted!(file: path)
    end
  end

  @doc "Imports a module, if there is one."
  defmacro import_if_available(quoted_module, opts \\ []) do
    if Code.ensure_loaded?(Macro.expand(quoted_module, __CALLER__)), do: quote(do: import(unquote(quoted_module), unquote(opts)))
  end

  @doc "Uses a module, if there is one."
  @doc since: "1.7.0"
  defmacro use_if_available(quoted_module, opts \\ []) do
    if Code.ensure_loaded?(Macro.expand(quoted_module, __CALLER__)), do: quote(do: use(unquote(quoted_module), unquote(opts)))
  end
end
