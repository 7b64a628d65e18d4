# Compiling several files at once: Kernel.ParallelCompiler, and what waits for
# modules of the other files.

defmodule Kernel.ErrorHandler do
  @moduledoc false
  # The error handler (a process flag) of processes that compile one of several
  # files: whoever needs a module that is not there waits until another file has
  # defined it, or until it is clear that none will.

  def undefined_function(module, fun, args) do
    ensure_compiled(module, :module, :hard)
    call(module, fun, args)
  end

  def undefined_lambda(module, fun, args) do
    ensure_compiled(module, :module, :hard)
    :error_handler.undefined_lambda(module, fun, args)
  end

  defp call(module, fun, args) do
    if function_exported?(module, fun, length(args)),
      do: apply(module, fun, args),
      else: :otpsh_code.undefined(module, fun, args)
  end

  @doc "Whether the module is loaded."
  def ensure_loaded(module), do: :otpsh_code.ensure_loaded(module)

  # :found, :not_found, or for a soft wait that would never end :deadlock. A hard
  # one raises then. Of a process that compiles alone nobody waits.
  def ensure_compiled(module, kind, mode) do
    case {:otpsh_code.ensure_loaded(module), :erlang.get(:elixir_compiler_info)} do
      {true, _} -> :found
      {false, {compiler, _worker}} -> await(compiler, module, kind, mode)
      {false, _} -> :not_found
    end
  end

  defp await(compiler, module, kind, mode) do
    send(compiler, {:waiting, self(), module, mode})

    receive do
      {^compiler, :deadlock} when mode == :hard ->
        raise CompileError, description: "deadlocked waiting on #{kind} #{inspect(module)}"

      {^compiler, answer} when answer in [:found, :not_found, :deadlock] ->
        answer
    end
  end
end

defmodule Kernel.ParallelCompiler do
  @moduledoc "Compiles and requires files side by side: a file that needs a module of another one waits for it."

  @doc """
  Compiles files: `{:ok, modules, warnings}` or `{:error, errors, warnings}`. With
  `return_diagnostics: true` these are diagnostics, the warnings a map of
  `:compile_warnings` and `:runtime_warnings`; else tuples `{file, position, text}`.

  `:each_file` is called with each file that was compiled, `:each_module` with the
  file, the module and its object code.
  """
  def compile(files, options \\ []) when is_list(options), do: run(files, :compile, options)

  @doc "As `compile/2`; a file that was required before is left out."
  def require(files, options \\ []) when is_list(options) do
    required = Code.required_files()
    run(Enum.reject(files, &(Path.expand(&1) in required)), :require, options)
  end

  # The compiler is a process of its own, with one worker a file. Workers tell it
  # that they wait, and how they end.
  #
  #     idle     files that are not begun
  #     running  pid => file
  #     waiting  [{pid, module, mode}]
  #     done     [{file, pid, modules}], whose workers stay to check their modules
  #     locked   [{pid, file, module}] of those that wait for each other

  defp run(files, how, options) do
    owner = self()

    work = fn ->
      Process.flag(:trap_exit, true)
      files = Enum.map(files, &Path.expand/1)
      state = %{idle: files, running: %{}, waiting: [], done: [], locked: [], errors: [], warnings: [], how: how, options: options, owner: owner}
      state = state |> start() |> loop()
      state = if state.errors == [], do: verify(state), else: tell_of_lock(state)
      dismiss_all(state)
      answer(state)
    end

    task = Task.async(work)

    try do
      Task.await(task, :infinity)
    catch
      kind, reason ->
        Process.exit(task.pid, :shutdown)
        :erlang.raise(kind, reason, __STACKTRACE__)
    end
  end

  defp dismiss_all(state) do
    for pid <- Map.keys(state.running) ++ Enum.map(state.done, &elem(&1, 1)), do: dismiss(pid)
  end

  # Nothing of a compilation goes on when its end is told.
  defp dismiss(pid) do
    ref = Process.monitor(pid)
    Process.exit(pid, :kill)

    receive do
      {:DOWN, ^ref, _, _, _} -> :otpsh_code.forget_together(pid)
    end
  end

  # Begins files while there is room for one more that does not wait.
  defp start(%{idle: [file | idle], running: running, waiting: waiting} = state) do
    if map_size(running) - length(waiting) < max(System.schedulers_online(), 2) do
      compiler = self()
      how = state.how
      pid = spawn_link(fn -> worker(compiler, file, how) end)
      start(%{state | idle: idle, running: Map.put(running, pid, file)})
    else
      state
    end
  end

  defp start(%{idle: []} = state), do: state

  defp loop(%{running: running} = state) do
    cond do
      map_size(running) == 0 -> state
      state.errors != [] and not Enum.any?(state.locked, &is_map_key(running, elem(&1, 0))) -> state
      map_size(running) == length(state.waiting) -> state |> release() |> loop()
      true -> state |> take() |> loop()
    end
  end

  defp take(%{running: running} = state) do
    receive do
      {:waiting, pid, module, mode} ->
        %{state | waiting: [{pid, module, mode} | state.waiting]} |> wake() |> start()

      {:compiled, pid, modules, warnings} ->
        {file, running} = Map.pop!(running, pid)
        tell(state.options, file, modules)
        done = [{file, pid, modules} | state.done]
        %{state | running: running, done: done, warnings: state.warnings ++ warnings} |> wake() |> start()

      {:failed, pid, text, errors, warnings} ->
        {file, running} = Map.pop!(running, pid)
        tell_of_error(file, text)
        %{state | running: running, errors: state.errors ++ errors, warnings: state.warnings ++ warnings}

      {:EXIT, pid, reason} when is_map_key(running, pid) ->
        {file, running} = Map.pop!(running, pid)
        text = "** (EXIT from #{inspect(pid)}) #{Exception.format_exit(reason)}\n"
        tell_of_error(file, text)
        waiting = List.keydelete(state.waiting, pid, 0)
        %{state | running: running, waiting: waiting, errors: state.errors ++ [error(file, 0, text)]}

      # Whoever asked for it is gone, or was interrupted.
      {:EXIT, pid, reason} when pid == state.owner ->
        dismiss_all(state)
        exit({:shutdown, reason})

      {:EXIT, _pid, _reason} ->
        state
    end
  end

  # Whoever waits for a module that is there goes on.
  defp wake(state) do
    {ready, waiting} = Enum.split_with(state.waiting, fn {_, module, _} -> :otpsh_code.ensure_loaded(module) end)
    reply(ready, :found)
    %{state | waiting: waiting}
  end

  # All wait. What can do without its module goes on first; then one that needs a
  # module which nobody is defining; the others wait for each other.
  defp release(state) do
    state = wake(state)
    soft = Enum.filter(state.waiting, fn {_, _, mode} -> mode == :soft end)
    lost = Enum.find(state.waiting, fn {_, module, _} -> not :otpsh_code.being_defined(module) end)

    cond do
      map_size(state.running) > length(state.waiting) -> state
      soft != [] -> let_go(state, soft, :not_found)
      lost != nil -> let_go(state, [lost], :not_found)
      true -> state |> lock() |> let_go(state.waiting, :deadlock)
    end
  end

  defp lock(state) do
    %{state | locked: for({pid, module, _} <- state.waiting, do: {pid, Map.fetch!(state.running, pid), module})}
  end

  defp let_go(state, some, answer) do
    reply(some, answer)
    %{state | waiting: state.waiting -- some}
  end

  defp reply(waiting, answer), do: for({pid, _, _} <- waiting, do: send(pid, {self(), answer}))

  # -- A worker -----------------------------------------------------------------

  defp worker(compiler, file, how) do
    Process.flag(:error_handler, Kernel.ErrorHandler)
    Process.put(:elixir_compiler_info, {compiler, self()})
    :otpsh_code.collect_diagnostics(true)

    try do
      {text, path} = :otpsh_code.read_source(file)
      modules = :otpsh_code.compile_together(text, path)
      if how == :require, do: :otpsh_code.require(path)
      modules
    catch
      kind, reason ->
        Process.flag(:error_handler, :error_handler)
        {errors, warnings} = collected()
        text = failure(kind, reason, __STACKTRACE__)
        errors = if errors == [], do: [error(file, line_of(reason), text)], else: errors
        send(compiler, {:failed, self(), text, errors, warnings})
    else
      modules ->
        {_, warnings} = collected()
        send(compiler, {:compiled, self(), modules, warnings})

        receive do
          {^compiler, :verify} ->
            :otpsh_code.collect_diagnostics(true)
            :otpsh_code.verify_together()
            {_, warnings} = collected()
            send(compiler, {:verified, self(), warnings})
        end
    end
  end

  defp collected do
    diagnostics = :otpsh_code.collected_diagnostics()
    :otpsh_code.stop_diagnostics()
    Enum.split_with(diagnostics, &(&1.severity == :error))
  end

  # As the command line words it; of errors of the compiler no frame says more.
  defp failure(:error, %CompileError{} = error, _stack), do: Exception.format_banner(:error, error) <> "\n"

  defp failure(kind, reason, stack) do
    stack = Enum.reject(stack, fn {module, _, _, _} -> module in [Kernel.ErrorHandler, Kernel.ParallelCompiler] end)
    String.trim_trailing(:otpsh_main.failure(kind, reason, stack)) <> "\n"
  end

  defp line_of(%{line: line}) when is_integer(line), do: line
  defp line_of(_reason), do: 0

  defp error(file, line, text) do
    %{file: file, source: file, severity: :error, message: text, position: line, stacktrace: [], span: nil, details: nil}
  end

  # -- At the end ---------------------------------------------------------------

  # File by file, so that warnings come in an order that one can count on.
  defp verify(state) do
    warnings =
      for {_file, pid, _modules} <- Enum.sort(state.done) do
        send(pid, {self(), :verify})

        receive do
          {:verified, ^pid, warnings} -> warnings
          {:EXIT, ^pid, _reason} -> []
        end
      end

    Map.put(state, :late, Enum.concat(warnings))
  end

  defp answer(%{options: options, warnings: early} = state) do
    late = Map.get(state, :late, [])
    full? = Keyword.get(options, :return_diagnostics, false)
    warnings = if full?, do: %{compile_warnings: early, runtime_warnings: late}, else: Enum.map(early ++ late, &short/1)

    case state.errors do
      [] -> {:ok, for({_, _, modules} <- Enum.reverse(state.done), {module, _} <- modules, do: module), warnings}
      errors -> {:error, if(full?, do: errors, else: Enum.map(errors, &short/1)), warnings}
    end
  end

  defp short(%{file: file, position: position, message: message}), do: {file, position, message}

  defp tell(options, file, modules) do
    with each when each != nil <- options[:each_module], do: for({module, code} <- modules, do: each.(file, module, code))
    with each when each != nil <- options[:each_file], do: each.(file)
  end

  defp tell_of_error(file, text) do
    IO.write(:stderr, "\n== Compilation error in file #{Path.relative_to_cwd(file)} ==\n" <> text)
  end

  defp tell_of_lock(%{locked: []} = state), do: state

  defp tell_of_lock(%{locked: locked} = state) do
    lines = for {_, file, module} <- locked, do: "  #{Path.relative_to_cwd(file)} => #{inspect(module)}\n"

    IO.write(:stderr, """

    Compilation failed because of a deadlock between files.
    The following files depended on the following modules:

    #{lines}
    Ensure there are no compile-time dependencies between those files and that the modules they reference exist and are correctly named

    """)

    state
  end
end
