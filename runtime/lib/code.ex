# Code: evaluating and loading code.

defmodule Code do
  @moduledoc "Evaluates strings and quoted code, loads modules, parses source."

  @doc "Evaluates a text with bindings. Returns {value, bindings}."
  def eval_string(string, binding \\ [], opts \\ [])

  def eval_string(string, binding, %Macro.Env{} = env) do
    eval_quoted(string_to_quoted!(string, file: env.file, line: env.line), binding, env)
  end

  def eval_string(string, binding, opts) when is_list(opts) do
    file = Keyword.get(opts, :file, "nofile")
    quoted = string_to_quoted!(string, file: file, line: Keyword.get(opts, :line, 1))
    eval_quoted(quoted, binding, opts)
  end

  @doc "Evaluates quoted code with bindings. Returns {value, bindings}."
  def eval_quoted(quoted, binding \\ [], env_or_opts \\ []) do
    {value, binding, _env} = eval_quoted_with_env(quoted, binding, env_for_eval(env_or_opts))
    {value, binding}
  end

  @doc "Evaluates quoted code. Returns {value, bindings, env}."
  def eval_quoted_with_env(quoted, binding, %Macro.Env{} = env, _opts \\ []) when is_list(binding) do
    :otpsh_code.eval_quoted(quoted, binding, env)
  end

  @doc "The environment for evaluation that the options describe."
  def env_for_eval(%Macro.Env{} = env), do: %{env | versioned_vars: %{}, context: nil}

  def env_for_eval(opts) when is_list(opts) do
    env = :otpsh_code.env(Keyword.get(opts, :file, "nofile"))
    Enum.reduce(opts, env, fn
      {:line, line}, env -> %{env | line: line}
      {:module, module}, env -> %{env | module: module}
      {key, value}, env when key in [:aliases, :requires, :functions, :macros] -> Map.put(env, key, value)
      _, env -> env
    end)
  end

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

  defp to_text(text) when is_binary(text), do: text
  defp to_text(text), do: List.to_string(text)

  @doc "Compiles and runs a text as a file. Returns [{module, object code}]."
  def compile_string(string, file \\ "nofile") when is_binary(file) do
    before = :otpsh_code.all_loaded()
    :otpsh_code.compile_file(to_text(string), file)
    for module <- :otpsh_code.all_loaded() -- before, do: {module, object(module)}
  end

  @doc "Compiles and runs quoted code. Returns [{module, object code}]."
  def compile_quoted(quoted, file \\ "nofile") when is_binary(file) do
    before = :otpsh_code.all_loaded()
    eval_quoted(quoted, [], file: file)
    for module <- :otpsh_code.all_loaded() -- before, do: {module, object(module)}
  end

  @doc "Compiles and runs a file. Returns [{module, object code}]."
  def compile_file(file, relative_to \\ nil) when is_binary(file), do: require_file(file, relative_to)

  @doc "Compiles and runs a file. Returns [{module, object code}]."
  def require_file(file, relative_to \\ nil) when is_binary(file) do
    path = if relative_to, do: Path.join(relative_to, file), else: file
    before = :otpsh_code.all_loaded()
    :otpsh_code.run_file(path)
    for module <- :otpsh_code.all_loaded() -- before, do: {module, object(module)}
  end

  @doc "Evaluates a file. Returns {value, bindings}."
  def eval_file(file, relative_to \\ nil) when is_binary(file) do
    path = if relative_to, do: Path.join(relative_to, file), else: file
    eval_string(File.read!(path), [], file: path)
  end

  defp object(module), do: "FOR1" <> Atom.to_string(module)

  @doc "Loads a module if it is not loaded: {:module, module} or {:error, reason}."
  def ensure_loaded(module) when is_atom(module) do
    if :otpsh_code.ensure_loaded(module), do: {:module, module}, else: {:error, :nofile}
  end

  @doc "Whether the module is loaded or could be."
  def ensure_loaded?(module) when is_atom(module), do: :otpsh_code.ensure_loaded(module)

  @doc "Loads a module; ArgumentError when there is none."
  def ensure_loaded!(module) do
    case ensure_loaded(module) do
      {:module, module} -> module
      {:error, reason} -> raise ArgumentError, "could not load module #{inspect(module)} due to reason #{inspect(reason)}"
    end
  end

  @doc "Loads several modules: :ok, or {:error, [{module, reason}]}."
  def ensure_all_loaded(modules) when is_list(modules) do
    case for(module <- modules, not :otpsh_code.ensure_loaded(module), do: {module, :nofile}) do
      [] -> :ok
      errors -> {:error, errors}
    end
  end

  @doc "As ensure_loaded/1: modules are compiled as they are run."
  def ensure_compiled(module) when is_atom(module), do: ensure_loaded(module)

  @doc "As ensure_compiled/1; ArgumentError when there is none."
  def ensure_compiled!(module) do
    case ensure_compiled(module) do
      {:module, module} -> module
      {:error, reason} -> raise ArgumentError, "could not load module #{inspect(module)} due to reason #{inspect(reason)}"
    end
  end

  @doc "Whether the module is loaded now."
  def loaded?(module) when is_atom(module), do: :otpsh_code.loaded(module)

  @doc "Formats source text."
  def format_string!(string, opts \\ []) when is_binary(string), do: :otpsh_syntax.format_string(string, opts)

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

  def available_compiler_options, do: [:docs, :debug_info, :ignore_module_conflict, :relative_paths, :warnings_as_errors]
  def compiler_options, do: %{docs: true, debug_info: true, ignore_module_conflict: false}
  def compiler_options(opts), do: Map.new(opts, fn {key, _} -> {key, get_compiler_option(key)} end)
  def get_compiler_option(key), do: Map.get(compiler_options(), key)
  def put_compiler_option(_key, _value), do: :ok
  def can_await_module_compilation?, do: false
  def prepend_path(_path, _opts \\ []), do: true
  def append_path(_path, _opts \\ []), do: true

  @doc "Documentation of a module as a {:docs_v1, ...} tuple, or {:error, reason}."
  def fetch_docs(module) when is_atom(module) do
    case :otpsh_code.docs(module) do
      nil ->
        {:error, :module_not_found}

      {moduledoc, docs} ->
        entries =
          for {kind, name, arity, signature, text} <- docs,
              do: {{kind, name, arity}, 0, [signature], doc(text), %{}}

        {:docs_v1, 0, :elixir, "text/markdown", doc(moduledoc), %{}, entries}
    end
  end

  defp doc(nil), do: :none
  defp doc(false), do: :hidden
  defp doc(text), do: %{"en" => text}
end

defmodule Code.LoadError do
  defexception [:file, :reason, :message]

  def exception(opts) do
    file = Keyword.fetch!(opts, :file)
    reason = Keyword.fetch!(opts, :reason)
    %Code.LoadError{message: "could not load #{file}. Reason: #{reason}", file: file, reason: reason}
  end

  def message(%{message: message}), do: message
end
