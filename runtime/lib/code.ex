# Code: evaluating and loading code.

defmodule Code do
  @moduledoc "Evaluates strings and quoted code, loads modules, parses source."

  # -- Evaluating ---------------------------------------------------------------

  @doc "Evaluates a text with bindings. Options are those of env_for_eval/1, or an environment. Returns {value, bindings}."
  def eval_string(string, binding \\ [], opts \\ [])
  def eval_string(string, binding, %Macro.Env{} = env), do: eval_text(string, binding, env)
  def eval_string(string, binding, opts) when is_list(opts), do: eval_text(string, binding, opts)

  defp eval_text(string, binding, opts_or_env) do
    %{file: file, line: line} = env = env_for_eval(opts_or_env)
    quoted = string_to_quoted!(string, file: file, line: line)
    {value, binding, _env} = :otpsh_code.eval_quoted(quoted, binding, env)
    {value, binding}
  end

  @doc "Evaluates quoted code with bindings. Returns {value, bindings}."
  def eval_quoted(quoted, binding \\ [], env_or_opts \\ []) do
    {value, binding, _env} = :otpsh_code.eval_quoted(quoted, binding, env_for_eval(env_or_opts), false)
    {value, binding}
  end

  @doc """
  Evaluates quoted code. Returns {value, bindings, env}. With `prune_binding: true` only
  bindings that the code has read or made are returned.
  """
  def eval_quoted_with_env(quoted, binding, %Macro.Env{} = env, opts \\ []) when is_list(binding) do
    :otpsh_code.eval_quoted(quoted, binding, env, Keyword.get(opts, :prune_binding, false))
  end

  @doc "The environment for evaluation that the options describe: `:file`, `:line`, `:module`, `:function`, `:tracers`."
  def env_for_eval(env_or_opts)

  def env_for_eval(%{lexical_tracker: tracker} = env) do
    env = %{env | context: nil, macro_aliases: [], versioned_vars: %{}}
    if tracker == nil, do: %{env | tracers: []}, else: env
  end

  def env_for_eval(opts) when is_list(opts) do
    env = :otpsh_code.env("nofile")
    Enum.reduce(opts, env, &eval_option/2)
  end

  defp eval_option({:line, line}, env) when is_integer(line), do: %{env | line: line}
  defp eval_option({:file, file}, env) when is_binary(file), do: %{env | file: file}
  defp eval_option({:module, module}, env) when is_atom(module), do: %{env | module: module}
  defp eval_option({:function, {_, _} = function}, env), do: %{env | function: function}
  defp eval_option({:tracers, tracers}, env) when is_list(tracers), do: %{env | tracers: tracers}

  defp eval_option({key, value}, env) when key in [:aliases, :requires, :functions, :macros] and is_list(value) do
    IO.warn("#{inspect(key)} option in eval is deprecated")
    Map.put(env, key, if(key == :requires, do: Enum.uniq(Enum.sort(value)), else: value))
  end

  defp eval_option(_other, env), do: env

  @doc "Evaluates a file. Returns {value, bindings}."
  def eval_file(file, relative_to \\ nil) when is_binary(file) do
    {text, file} = read(file, relative_to)
    eval_string(text, [], file: file, line: 1)
  end

  defp read(file, relative_to), do: :otpsh_code.read_source(place(file, relative_to))

  defp place(file, nil), do: file
  defp place(file, relative_to), do: Path.expand(file, relative_to)

  # -- Compiling ----------------------------------------------------------------

  @doc "Compiles and runs a text as a file. Returns [{module, object code}]."
  def compile_string(string, file \\ "nofile") when is_binary(file), do: :otpsh_code.compile_file(to_text(string), file)

  @doc "Compiles and runs quoted code. Returns [{module, object code}]."
  def compile_quoted(quoted, file \\ "nofile") when is_binary(file), do: :otpsh_code.compile_quoted(quoted, file)

  @doc "Compiles and runs a file. Returns [{module, object code}]."
  def compile_file(file, relative_to \\ nil) when is_binary(file) do
    {text, file} = read(file, relative_to)
    :otpsh_code.compile_file(text, file)
  end

  @doc "Compiles and runs a file that was not required before. Returns [{module, object code}], or nil for one that was."
  def require_file(file, relative_to \\ nil) when is_binary(file) do
    {text, file} = read(file, relative_to)

    if file in :otpsh_code.required_files() do
      nil
    else
      modules = :otpsh_code.compile_file(text, file)
      :otpsh_code.require(file)
      modules
    end
  end

  @doc false
  def load_file(file, relative_to \\ nil) when is_binary(file) do
    {text, file} = read(file, relative_to)
    modules = :otpsh_code.compile_file(text, file)
    :otpsh_code.require(file)
    modules
  end

  @doc "The files that were required, by their absolute paths."
  def required_files, do: :otpsh_code.required_files()

  @doc false
  def loaded_files, do: required_files()

  @doc "Forgets that files were required, so that they can be required again."
  def unrequire_files(files) when is_list(files), do: Enum.each(files, &:otpsh_code.unrequire/1)

  @doc false
  def unload_files(files), do: unrequire_files(files)

  # -- Parsing and printing -----------------------------------------------------

  @doc "Quoted code of a text: {:ok, quoted} or {:error, {meta, message, token}}."
  def string_to_quoted(string, opts \\ []) when is_list(opts), do: :otpsh_syntax.string_to_quoted(to_text(string), opts)

  @doc "Quoted code of a text; SyntaxError or TokenMissingError otherwise."
  def string_to_quoted!(string, opts \\ []) when is_list(opts), do: :otpsh_syntax.string_to_quoted!(to_text(string), opts)

  @doc "Quoted code and comments of a text: {:ok, quoted, comments} or {:error, {meta, message, token}}."
  def string_to_quoted_with_comments(string, opts \\ []) when is_list(opts),
    do: :otpsh_syntax.string_to_quoted_with_comments(to_text(string), opts)

  @doc "Quoted code and comments of a text: {quoted, comments}; SyntaxError or TokenMissingError otherwise."
  def string_to_quoted_with_comments!(string, opts \\ []),
    do: :otpsh_syntax.string_to_quoted_with_comments!(to_text(string), opts)

  # Text that is no UTF-8 raises where it is made characters.
  defp to_text(text) when is_binary(text), do: if(String.valid?(text), do: text, else: String.to_charlist(text))
  defp to_text(text), do: text |> to_charlist() |> List.to_string()

  @doc "Formats source text."
  def format_string!(string, opts \\ []) when is_binary(string) and is_list(opts),
    do: :otpsh_syntax.format_string(string, opts, sigil_formatter(Keyword.get(opts, :sigils, []), opts[:file]))

  @doc "A quoted form as a document of Inspect.Algebra."
  def quoted_to_algebra(quoted, opts \\ []), do: :otpsh_syntax.quoted_to_algebra(quoted, opts)

  # What the formatter asks for the content of a sigil; nil for one that it
  # leaves as it is.
  defp sigil_formatter([], _file), do: nil

  defp sigil_formatter(sigils, file) do
    for sigil <- sigils, not sigil_formatter?(sigil) do
      raise ArgumentError,
            ":sigils must be a keyword list with uppercased atoms as keys and an " <>
              "anonymous function expecting two arguments as value, got: #{inspect(sigils)}"
    end

    fn name, content, metadata ->
      with fun when fun != nil <- Enum.find_value(sigils, fn {key, fun} -> Atom.to_string(key) == name && fun end) do
        case fun.(content, [file: file] ++ metadata) do
          text when is_binary(text) or is_list(text) -> IO.iodata_to_binary(text)
          other -> raise ArgumentError, "expected sigil callback to return iodata, got: #{inspect(other)}"
        end
      end
    end
  end

  defp sigil_formatter?({name, fun}) when is_atom(name) and is_function(fun, 2),
    do: name |> Atom.to_charlist() |> Enum.all?(&(&1 in ?A..?Z))

  defp sigil_formatter?(_), do: false

  @doc "Formats a file. Returns iodata that ends with a newline."
  def format_file!(file, opts \\ []) when is_binary(file) and is_list(opts) do
    case format_string!(File.read!(file), [file: file, line: 1] ++ opts) do
      [] -> []
      formatted -> [formatted, ?\n]
    end
  end

  # -- Diagnostics --------------------------------------------------------------

  @doc "Collects the diagnostics of a function: {its value, diagnostics}."
  def with_diagnostics(opts \\ [], fun) do
    :otpsh_code.collect_diagnostics(Keyword.get(opts, :log, false))

    try do
      value = fun.()
      {value, :otpsh_code.collected_diagnostics()}
    after
      :otpsh_code.stop_diagnostics()
    end
  end

  # -- Loading ------------------------------------------------------------------

  @doc "Loads a module if it is not loaded: {:module, module} or {:error, reason}."
  def ensure_loaded(module) when is_atom(module), do: :code.ensure_loaded(module)

  @doc "Whether the module is loaded or could be."
  def ensure_loaded?(module) when is_atom(module), do: :otpsh_code.ensure_loaded(module)

  @doc "Loads a module; ArgumentError when there is none."
  def ensure_loaded!(module), do: found!(module, ensure_loaded(module))

  defp found!(_module, {:module, module}), do: module

  defp found!(module, {:error, reason}) do
    raise ArgumentError, "could not load module #{inspect(module)} due to reason #{inspect(reason)}"
  end

  @doc "Loads several modules: :ok, or {:error, [{module, reason}]}."
  def ensure_all_loaded(modules) when is_list(modules), do: :code.ensure_modules_loaded(modules)

  @doc "Loads several modules; ArgumentError when one cannot be loaded."
  def ensure_all_loaded!(modules) do
    with {:error, errors} <- ensure_all_loaded(modules) do
      lines =
        for {module, reason} <- Enum.sort(errors),
            do: "\n  * #{inspect(module)} due to reason #{inspect(reason)}"

      raise ArgumentError, "could not load the following modules:\n#{lines}"
    end
  end

  @doc "As ensure_loaded/1; where several files are compiled at once, one that defines the module is waited for."
  def ensure_compiled(module) when is_atom(module) do
    Kernel.ErrorHandler.ensure_compiled(module, :module, :soft)
    ensure_loaded(module)
  end

  @doc "As ensure_compiled/1; ArgumentError when there is none."
  def ensure_compiled!(module), do: found!(module, ensure_compiled(module))

  @doc false
  def ensure_compiled?(module) when is_atom(module), do: ensure_loaded?(module)

  @doc "Whether the module is loaded now."
  def loaded?(module), do: :erlang.module_loaded(module)

  @doc "Whether a call of a module that is still to be compiled would wait for it, as where several files are compiled at once."
  def can_await_module_compilation?, do: :erlang.get(:elixir_compiler_info) != :undefined

  @doc "Adds a directory to the end of the code path. Returns whether it exists."
  def append_path(path, _opts \\ []), do: :code.add_pathz(expanded(path)) == true

  @doc "Adds a directory to the front of the code path. Returns whether it exists."
  def prepend_path(path, _opts \\ []), do: :code.add_patha(expanded(path)) == true

  @doc "Adds directories to the end of the code path."
  def append_paths(paths, _opts \\ []) when is_list(paths), do: :code.add_pathsz(Enum.map(paths, &expanded/1))

  @doc "Adds directories to the front of the code path."
  def prepend_paths(paths, _opts \\ []) when is_list(paths), do: :code.add_pathsa(Enum.map(paths, &expanded/1))

  @doc "Removes a directory from the code path. Returns whether it was there."
  def delete_path(path), do: :code.del_path(expanded(path)) == true

  @doc "Removes directories from the code path."
  def delete_paths(paths) when is_list(paths), do: Enum.each(paths, &delete_path/1)

  defp expanded(path), do: String.to_charlist(Path.expand(path))

  @doc "Forgets the compiler's temporary modules: there are none to forget."
  def purge_compiler_modules, do: {:ok, 0}

  # -- The compiler's options ---------------------------------------------------

  @booleans [
    docs: true,
    debug_info: true,
    ignore_already_consolidated: false,
    ignore_module_conflict: false,
    infer_signatures: true,
    relative_paths: true
  ]
  @lists [no_warn_undefined: [], tracers: [], parser_options: [columns: true]]
  @options @booleans ++ @lists ++ [on_undefined_variable: :raise]
  @names Keyword.keys(@options)

  @doc "The names of the compiler's options."
  def available_compiler_options, do: @names

  @doc "All options of the compiler and their values."
  def compiler_options, do: Map.new(@names, &{&1, get_compiler_option(&1)})

  @doc "Sets options and returns the values that they had."
  def compiler_options(opts) do
    Map.new(opts, fn {key, value} ->
      before = get_compiler_option(key)
      put_compiler_option(key, value)
      {key, before}
    end)
  end

  @doc "The value of an option of the compiler."
  def get_compiler_option(key) when key in @names, do: :otpsh_code.option(key, Keyword.fetch!(@options, key))

  def get_compiler_option(:warnings_as_errors) do
    IO.warn(":warnings_as_errors is deprecated as part of Code.get_compiler_option/1")
    false
  end

  @doc "Sets an option of the compiler; RuntimeError for a value that it does not take."
  def put_compiler_option(key, value) do
    cond do
      Keyword.has_key?(@booleans, key) and not is_boolean(value) -> refuse(key, "a boolean", value)
      key == :no_warn_undefined and value != :all and not is_list(value) -> refuse(key, "a list or the atom :all", value)
      key == :no_warn_undefined -> :ok
      Keyword.has_key?(@lists, key) and not is_list(value) -> refuse(key, "a list", value)
      key == :parser_options and not Keyword.keyword?(value) -> refuse(key, "a keyword list", value)
      key == :tracers and not Enum.all?(value, &is_atom/1) -> refuse(key, "a list of modules", value)
      key == :on_undefined_variable and value not in [:raise, :warn] -> unknown(key)
      key not in @names -> unknown(key)
      true -> :ok
    end

    :otpsh_code.put_option(key, value)
  end

  defp refuse(:no_warn_undefined, what, value),
    do: raise("compiler option :no_warn_undefined should be #{what}, got: #{inspect(value)}")

  defp refuse(key, what, value), do: raise("compiler option #{inspect(key)} should be #{what}, got: #{inspect(value)}")
  defp unknown(key), do: raise("unknown compiler option: #{inspect(key)}")

  # -- Documentation ------------------------------------------------------------

  @doc """
  Documentation of a module as a {:docs_v1, ...} tuple, or {:error, reason}. As on the
  BEAM, that of modules which were compiled in memory is not kept for this function.
  """
  def fetch_docs(module_or_path)
  def fetch_docs(path) when is_binary(path), do: {:error, :module_not_found}

  def fetch_docs(module) when is_atom(module) do
    (:otpsh_docs.kept?(module) && :otpsh_docs.fetch(module)) || {:error, :module_not_found}
  end

  @doc false
  def get_docs(_module, _kind), do: nil
end

defmodule Code.LoadError do
  defexception [:file, :message, :reason]

  def exception(opts) do
    file = Keyword.fetch!(opts, :file)
    reason = Keyword.fetch!(opts, :reason)
    %Code.LoadError{message: "could not load #{file}. Reason: #{reason}", file: file, reason: reason}
  end

  def message(%{message: message}), do: message
end
