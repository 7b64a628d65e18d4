# IEx.Compiling: what c and r do with files.

defmodule IEx.Compiling do
  @moduledoc false

  # Compiles files one after the other, in a process of their own: {:ok, modules, warnings} or
  # {:error, errors, warnings}, of {file, position, message}. What is wrong with a file
  # is told of, and those behind it are not compiled.
  def compile(files) do
    for file <- files, String.ends_with?(file, ".erl"), do: raise(ArgumentError, "cannot compile #{file}: only Elixir can be compiled here")

    {result, diagnostics} = Task.await(Task.async(fn -> Code.with_diagnostics([log: true], fn -> compile_all(files) end) end), :infinity)
    {errors, warnings} = Enum.split_with(diagnostics, &(&1.severity == :error))

    case result do
      {:ok, modules} -> {:ok, Enum.sort(modules), found(warnings)}
      {:error, failure} -> {:error, found(errors) ++ [failure], found(warnings)}
    end
  end

  defp found(diagnostics), do: for(d <- diagnostics, do: {d.file, d.position, d.message})

  defp compile_all(files) do
    :otpsh_code.begin_files()

    Enum.reduce_while(files, {:ok, []}, fn file, {:ok, modules} ->
      case compile_one(file) do
        {:ok, more} -> {:cont, {:ok, modules ++ more}}
        error -> {:halt, error}
      end
    end)
  after
    :otpsh_code.end_files()
  end

  defp compile_one(file) do
    {:ok, for({module, _} <- Code.compile_file(file), do: module)}
  catch
    kind, reason ->
      {blamed, stack} = Exception.blame(kind, reason, __STACKTRACE__)
      text = IO.iodata_to_binary([Exception.format_banner(kind, blamed, stack), "\n", places(reason, stack)])
      IO.write(:stderr, ["\n== Compilation error in file #{Path.relative_to_cwd(file)} ==\n", text])
      {:error, {Path.expand(file), position(reason), text}}
  end

  defp position(%{line: line, column: column}) when is_integer(line) and is_integer(column), do: {line, column}
  defp position(%{line: line}) when is_integer(line), do: line
  defp position(_), do: 0

  # Errors of the compiler were told where they were found.
  defp places(%CompileError{}, _stack), do: "\n"

  defp places(_reason, stack) do
    for {module, _, _, _} = frame <- stack, not own?(module), do: ["    ", Exception.format_stacktrace_entry(frame), "\n"]
  end

  defp own?(module), do: module in [:otpsh_code, Code, Enum, Enumerable.List, __MODULE__, Task.Supervised, :proc_lib]

  @doc "The source file of a module that can be compiled again."
  def source!(module) do
    if not Code.ensure_loaded?(module), do: raise(ArgumentError, "could not load nor find module: #{inspect(module)}")
    source = module.module_info(:compile)[:source]
    if source == nil, do: raise(ArgumentError, "could not find source for module: #{inspect(module)}")

    if not File.exists?(source),
      do: raise(ArgumentError, "could not find source (#{source}) for module: #{inspect(module)}")

    List.to_string(source)
  end
end
